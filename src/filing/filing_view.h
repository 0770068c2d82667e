/*
 * What a report page shows: the record and its findings cut into pieces that a template can put
 * one after the other, each finding tied to the words or cells it speaks of. No markup here.
 */
#ifndef FILING_FILING_VIEW_H
#define FILING_FILING_VIEW_H

#include "doc/doc.h"
#include "report/report.h"

/* A finding in its place in the list. */
struct filing_view_finding {
	const struct report_finding *finding;
	struct str prefix; /* the view's */
	int number;        /* from 1; the list item's anchor is "<prefix>f<number>" */
	/* What it speaks of, behind the prefix: a cell "c17", the label of a row "w17" (17 is the
	 * row's first slot), marked words "t3", a section "s1_overview", or "head". */
	struct str anchor;
	bool is_marked; /* its words are marked in the text, with anchor "<prefix>t<number>" */
};

/* Findings of one rule and level with the same basis and mend, which are said once for all. */
struct filing_view_group {
	const struct filing_view_finding **items;
	size_t count; /* never 0 */
	size_t room;
};

/* Something the reader assumed, with its place in words and its anchor behind the prefix (empty
 * when it names no cell). */
struct filing_view_repair {
	struct str what;
	struct str words;
	struct str anchor;
};

/* A run of a paragraph's text; `found` is NULL for plain text. */
struct filing_view_run {
	struct str text;
	const struct filing_view_finding *found;
	bool is_first; /* the run that carries the anchor, when marked words go over a line */
};

struct filing_view_paragraph {
	struct filing_view_run *runs;
	size_t run_count;
};

/* One official table, row by row. */
struct filing_view_cell {
	const struct doc_cell *cell;
	int slot;          /* -1 for a label */
	const char *scope; /* of a label, as HTML says it: row, col, rowgroup, colgroup */
	int row_slot;      /* first slot of the row that a label names, else -1 */
	/* The gravest finding that speaks of this cell or, for a label, of its row; a finding of
	 * the row also shows at the row's cells without a number. NULL when there is none. */
	const struct filing_view_finding *found;
	bool is_of_row;     /* a cell whose `found` is the row's */
	struct str assumed; /* what the reader assumed here; may be empty */
};

struct filing_view_row {
	struct filing_view_cell *cells;
	size_t cell_count;
};

struct filing_view_section {
	const char *key;
	bool is_again; /* another section of this key stands before it */
	struct str heading;
	struct filing_view_paragraph *paragraphs;
	size_t paragraph_count;
	const char *table_name; /* NULL when no table stands here */
	struct filing_view_row *rows;
	size_t row_count;
};

struct filing_view {
	const struct report *report;
	struct str prefix; /* begins every anchor, so that several reports may share a page */
	struct filing_view_section sections[REPORT_MOST_SECTIONS + 3];
	size_t section_count;
	struct filing_view_finding *findings; /* in the order of report->findings */
	size_t finding_count;
	struct filing_view_group *groups; /* errors first, agreements last; else in order */
	size_t group_count;
	struct filing_view_repair *repairs;
	size_t repair_count;
	bool is_printed[REPORT_SLOT_COUNT]; /* stands in one of the tables shown */
	size_t errors, warnings, notes, agreements;
};

/* Level of all findings of a group. */
static inline enum report_level
filing_view_level(const struct filing_view_group *group)
{
	return group->items[0]->finding->level;
}

/* Pure; all of it lives in the arena and borrows the report's text. */
MUST struct fault *filing_view_make(const struct report *report, struct str prefix,
	struct arena *arena, struct filing_view *ret_view);

#endif
