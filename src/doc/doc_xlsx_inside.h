/*
 * What the files of the xlsx reader share: words and formats of the workbook, cells of a sheet.
 * Not for anybody else.
 */
#ifndef DOC_DOC_XLSX_INSIDE_H
#define DOC_DOC_XLSX_INSIDE_H

#include "doc/doc_inside.h"

enum xlsx_show { XLSX_PLAIN, XLSX_PERCENT, XLSX_DAY };

/* How a style of cell shows a number. */
struct xlsx_format {
	enum xlsx_show show;
	int decimals;    /* at least so many places behind the point */
	struct str unit; /* words that the format puts behind the number ("万元"), or empty */
};

struct xlsx_book {
	struct arena *arena;
	struct doc_zip *zip;
	struct str folder; /* of the main part, with its slash */
	struct str *words; /* shared ones */
	size_t word_count;
	size_t word_room;
	struct xlsx_format *formats; /* by style of cell */
	size_t format_count;
	size_t format_room;
	bool is_from_1904;
};

struct xlsx_cell {
	int row; /* from 0 */
	int column;
	struct str text;
};

struct xlsx_range {
	int row;
	int column;
	int row_span;
	int column_span;
};

struct xlsx_sheet {
	struct xlsx_cell *cells;
	size_t cell_count;
	size_t cell_room;
	struct xlsx_range *merges;
	size_t merge_count;
	size_t merge_room;
};

/* Read one sheet's part: cells with text or without, and merges. */
MUST struct fault *xlsx_sheet_read(
	struct xlsx_book *book, const struct doc_part *part, struct xlsx_sheet *ret_sheet);
/* The sheet's tables, and the lines between them as paragraphs. Sorts the sheet. */
MUST struct fault *xlsx_sheet_put(
	struct xlsx_sheet *sheet, struct str name, struct doc_builder *builder);

/* The formats of the cells' styles; `part` may be NULL. */
MUST struct fault *xlsx_formats_read(struct xlsx_book *book, const struct doc_part *part);
/* A number as people see it: 15 digits at most, no exponent, with the zeros and the unit of its
 * format, as a day or per cent if so styled. It is never rounded to the format's places. */
MUST struct fault *xlsx_number(const struct xlsx_book *book, struct str raw,
	const struct xlsx_format *format, struct str *ret_text);

#endif
