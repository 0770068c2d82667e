/*
 * What the room's readers share beside doc/doc_office.h: where digits are parted, texts without
 * some stretches. Not for other rooms; they include doc/doc.h.
 */
#ifndef DOC_DOC_INSIDE_H
#define DOC_DOC_INSIDE_H

#include "doc/doc.h"

/* --- looks --- */

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

/* --- stretches left out --- */

/* A text without some of its stretches. */
struct doc_cuts {
	struct arena *arena;
	struct str text;
	char *kept; /* NULL before the first cut */
	size_t len;
	size_t from; /* in text: behind the last cut */
};
/* Stretches come in their order and do not meet. */
MUST struct fault *doc_cut(struct doc_cuts *cuts, size_t from, size_t to);
/* What is left; the text itself when nothing was cut. */
struct str doc_cut_end(struct doc_cuts *cuts);

#endif
