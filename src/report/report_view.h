/*
 * What a report page shows: the record and its findings cut into pieces that a template can put
 * one after the other, each finding tied to the words or cells it speaks of. No markup here.
 */
#ifndef REPORT_REPORT_VIEW_H
#define REPORT_REPORT_VIEW_H

#include "doc/doc.h"
#include "report/report.h"

/* A finding in its place in the list. */
struct report_view_finding {
	const struct report_finding *finding;
	struct str prefix; /* the view's */
	int number;        /* from 1; the list item's anchor is "<prefix>f<number>" */
	struct str anchor; /* what it speaks of, behind the prefix: "c17", "t3", "s1_overview", "head" */
	bool is_marked;    /* its words are marked in the text, with anchor "<prefix>t<number>" */
};

/* A run of a paragraph's text; `found` is NULL for plain text. */
struct report_view_run {
	struct str text;
	const struct report_view_finding *found;
	bool is_first; /* the run that carries the anchor, when marked words go over a line */
};

struct report_view_paragraph {
	struct report_view_run *runs;
	size_t run_count;
};

/* One official table, row by row. */
struct report_view_cell {
	const struct doc_cell *cell;
	int slot; /* -1 for a label */
	const struct report_view_finding
		*found; /* the gravest finding that speaks of it, or NULL */
};

struct report_view_row {
	struct report_view_cell *cells;
	size_t cell_count;
};

struct report_view_section {
	const char *key;
	struct str heading;
	struct report_view_paragraph *paragraphs;
	size_t paragraph_count;
	const char *table_name; /* NULL when no table stands here */
	struct report_view_row *rows;
	size_t row_count;
};

struct report_view {
	const struct report *report;
	struct str prefix; /* begins every anchor, so that several reports may share a page */
	struct report_view_section sections[REPORT_MOST_SECTIONS + 3];
	size_t section_count;
	struct report_view_finding *findings; /* in the order of report->findings */
	size_t finding_count;
	size_t errors, warnings, notes, agreements;
};

/* Pure; all of it lives in the arena and borrows the report's text. */
MUST struct fault *report_view_make(
	const struct report *report, struct str prefix, struct arena *arena, struct report_view *ret_view);

#endif
