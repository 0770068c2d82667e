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

#endif
