/*
 * The rows of an uploaded list, CSV or the first sheet of an Excel book, read in the cage. What the
 * columns mean is the caller's affair; documents with text around their tables are doc_read()'s.
 */
#ifndef DOC_DOC_SHEET_H
#define DOC_DOC_SHEET_H

#include "base/arena.h"
#include "base/str.h"

enum { DOC_SHEET_CELLS = 60 };

/* Cells are trimmed; those that are missing at the end are not counted. */
struct doc_sheet_row {
	int number; /* from 1, blank rows left out */
	const struct str *cells;
	int count;
};

struct doc_sheet {
	struct doc_sheet_row *rows;
	size_t count;
};

/* INPUT "doc_sheet" for any other kind of file; LIMIT "doc_sheet_many" for more than `most` rows;
 * faults of doc_prepare() and cage_run(). */
MUST struct fault *doc_sheet_read(struct str name, struct str bytes, size_t most,
	struct arena *arena, struct doc_sheet *ret_sheet);

#endif
