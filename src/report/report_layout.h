/*
 * The layout's files among themselves: which form a record is printed in, which tables it has, and
 * cells put into a table.
 * Not for others: report_tables() and report_document() are in report.h.
 */
#ifndef REPORT_REPORT_LAYOUT_H
#define REPORT_REPORT_LAYOUT_H

#include "doc/doc.h"
#include "report/report.h"

/* The record's form; without one the form of its year; without a year the form of today. */
enum report_form report_layout_form(const struct report *report);
/* Does the record hold anything of this table? */
bool report_table_is_known(const struct report *report, enum report_table table);

/* A table being laid out; cells are put in order of rows, then columns. */
struct layout {
	const struct report *report;
	enum report_form form;
	struct arena *arena;
	struct doc_table *table;
	bool is_empty; /* no cell of this table is known: the blank form is shown */
};

bool layout_is_known(const struct report *report, int slot);
struct doc_cell *layout_put(
	struct layout *layout, int row, int column, int row_span, int column_span, struct str text);
void layout_put_label(struct layout *layout, int row, int column, int row_span, int column_span,
	const char *text, enum doc_align align);
/* The value of a slot, with its mark. */
MUST struct fault *layout_put_value(
	struct layout *layout, int row, int column, int column_span, int slot);

MUST struct fault *layout_make_proactive(struct layout *layout);

#endif
