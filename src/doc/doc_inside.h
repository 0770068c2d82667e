/*
 * What the readers of archives share. Since other rooms look into Office files too, all of it is in
 * doc/doc_office.h; this name stays for the room's own files.
 */
#ifndef DOC_DOC_INSIDE_H
#define DOC_DOC_INSIDE_H

#include "doc/doc_office.h"

/* Where the look of a text changes: a digit struck out, hidden, or the mark of a note is no digit
 * of the number it stands at. True when a blank has to part the two, so that a cell is not taken
 * for one number: either is a digit, of half or full width, and neither a blank. */
bool doc_parts_digits(struct str before, struct str next);

/* "0", "false", "off": a property of an office file that is there and says no. */
static inline bool
doc_is_off(struct str value)
{
	return str_equal(value, STR("0")) || str_equal(value, STR("false")) ||
	       str_equal(value, STR("off"));
}

/* The value of strike or vertAlign that is not "off" or "baseline". */
static inline bool
doc_lifts(struct str value)
{
	return !doc_is_off(value) && !str_equal(value, STR("baseline"));
}

#endif
