/*
 * The xlsx writer's files among themselves: the styles and the sheets of a book.
 * Not for others: they call doc_write_xlsx().
 */
#ifndef DOC_DOC_WRITE_XLSX_H
#define DOC_DOC_WRITE_XLSX_H

#include "doc/doc_write_inside.h"

#define XLSX_SPACE "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
#define XLSX_RELATION "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define XLSX_PROLOGUE "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"

/* Cell styles in the order of `styles` below; those of tables come in threes by enum doc_align, the
 * ones of risky text after the plain ones. */
enum {
	XLSX_TEXT = 1,
	XLSX_TITLE = 2,
	XLSX_HEADING = 3,
	XLSX_CENTER = 4,
	XLSX_SIGNATURE = 5,
	XLSX_CELL = 6,
	XLSX_LABEL = 9,
	XLSX_SIGNED = 12,
	XLSX_MONEY = 15,
	XLSX_RISKY = 18,
	XLSX_RISKY_TEXT = 21,
	/* 22, 25 … 37: numbers with 1 to 6 places, in threes */
	XLSX_PLACES = 22,
	XLSX_MOST_PLACES = 6,
};

void xlsx_put_styles(struct buf *out);
/* The sheet of everything that is no table. */
void xlsx_put_text_sheet(struct buf *out, const struct doc *doc);
/* A table at its own A1, so that the formulas of its cells hold. */
MUST struct fault *xlsx_put_table_sheet(struct buf *out, const struct doc_table *table);

/* A sheet made of many tables without spans: its beginning with the heading rows of the first one,
 * then the other rows of each, then its end. *row counts the rows so far. */
MUST struct fault *xlsx_begin_long_sheet(
	struct buf *out, const struct doc_table *table, int *ret_row);
MUST struct fault *xlsx_put_long_rows(struct buf *out, const struct doc_table *table, int *row);
void xlsx_end_long_sheet(struct buf *out);

/* The parts around the sheets of a document: one sheet of text and one for each table. */
void xlsx_put_types(struct buf *out, size_t sheets);
void xlsx_put_package_relations(struct buf *out);
void xlsx_put_book(struct buf *out, const struct doc *doc);
void xlsx_put_book_relations(struct buf *out, size_t sheets);

#endif
