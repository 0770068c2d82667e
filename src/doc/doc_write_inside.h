/*
 * doc's writers among themselves: what a table's shape says about its layout, GB/T 9704 typography
 * that depends on text alone, XML escaping, and the zip container of Word and Excel files.
 * Not for callers: they use doc.h.
 */
#ifndef DOC_DOC_WRITE_INSIDE_H
#define DOC_DOC_WRITE_INSIDE_H

#include "doc/doc_office.h"

/* Page of GB/T 9704 in millimetres, and the size of its type in points. */
enum {
	DOC_PAGE_WIDTH = 210,
	DOC_PAGE_HEIGHT = 297,
	DOC_PAGE_LEFT = 28,
	DOC_PAGE_TOP = 37,
	DOC_TYPE_WIDTH = 156,
	DOC_TYPE_HEIGHT = 225,
	DOC_LINES_OF_PAGE = 22,
	DOC_CHARACTERS_OF_LINE = 28,
};
/* In hundredths of a point: so much further right begins a line of a PDF before which a blank was
 * broken off. Nobody sees it, and who reads the page back knows of the blank. */
enum { DOC_PDF_BLANK = 60 };
/* Tables with this many columns or more are set in smaller type. */
enum { DOC_MANY_COLUMNS = 8 };

/* Leading rows that hold labels only and are repeated on each page; 0 when labels come again
 * further down, because the first rows then head only their own part of the table. */
int doc_write_header_rows(const struct doc_table *table);
/* Rows that hold labels only; `is_heading` has room for row_count. */
void doc_write_find_headings(const struct doc_table *table, bool *is_heading);
/* Leading columns that hold labels in every row with a value. */
int doc_write_label_columns(const struct doc_table *table);
/* Width of columns [from, from + span) in millimetres, as parts of DOC_TYPE_WIDTH. */
double doc_write_width(const struct doc_table *table, int from, int span);

/* Width of text in halves of an ideograph: 2 for each full-width character, 1 for others. */
size_t doc_write_halves(struct str text);
/* Bytes of the heading that runs into a paragraph: "（一）……。" up to its full stop when that comes
 * early and more text follows, all of a short line without one; 0 when there is none. */
size_t doc_write_run_in(struct str text);
/* Indent from the right in halves of an ideograph, for the signature block at `index`: an agency
 * two characters in, the date below starting two characters after the agency. Law: GB/T
 * 9704 7.3.5.2 */
size_t doc_write_signature_indent(const struct doc *doc, size_t index);

/* Lines left empty before the block, when the standard or the block wants some. */
int doc_write_gap(const struct doc *doc, size_t index);
/* In a letter: lines from behind this block to the date below the signature, when they are few, so
 * that some words of this block should come along onto the page of the signature; else 0. */
int doc_write_tail(const struct doc *doc, size_t index);
/* The mark of a letter: as large as its width allows, in points. */
double doc_write_mark_size(struct str mark);

/* Measures of a letter's first page: millimetres from the edges, points for the lines. Law: GB/T
 * 9704 10.1; how thick the lines are it leaves open. */
enum { LETTER_MARK_TOP = 30, LETTER_MARK_GAP = 4, LETTER_LINE_WIDTH = 170, LETTER_LINE_FOOT = 20 };
#define LETTER_LINE_THICK 2.25
#define LETTER_LINE_THIN 0.75
#define LETTER_LINE_BETWEEN 1.5
/* 7/8 of 3号 type, between the line and the number. */
#define LETTER_NUMBER_GAP 14.0

/* Where a title too long for one line breaks best: before the year, so that name and subject each
 * stay whole; 0 where it fits or has no such place. Law: GB/T 9704 7.3.1 */
size_t doc_write_title_break(struct str text);

/* True when the text is one exact decimal number, with or without a sign. */
bool doc_write_is_number(struct str text);
/* True when a spreadsheet might take this text for a formula. */
bool doc_write_is_risky(struct str text);

/* Text for XML and HTML, safe between tags and inside double quotes. */
void doc_write_escape(struct buf *out, struct str text);

/* docProps/core.xml and docProps/app.xml, the same for both kinds of file. */
void doc_write_core(struct buf *out, const struct doc *doc);
void doc_write_app(struct buf *out);

#endif
