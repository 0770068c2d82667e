/*
 * What the files of the xlsx reader share: words and formats of the workbook, cells of a sheet.
 * Not for anybody else.
 */
#ifndef DOC_DOC_XLSX_INSIDE_H
#define DOC_DOC_XLSX_INSIDE_H

#include "doc/doc_inside.h"
#include "doc/doc_office.h"

enum xlsx_show { XLSX_PLAIN, XLSX_PERCENT, XLSX_DAY, XLSX_TIME };

/* How a style of cell shows a number. */
struct xlsx_format {
	enum xlsx_show show;
	int decimals;    /* at least so many places behind the point */
	struct str unit; /* words that the format puts behind the number ("万元"), or empty */
	bool is_dark;    /* white letters are seen on its fill */
	bool is_unseen;  /* shows nothing (";;;"), or in the colour of the cell, or tiny */
};

/* What a font or a fill is, as far as it decides whether text is seen (doc_xlsx_look.c): a colour
 * as 0xRRGGBB, or above that the number of one that is not known but equals itself. */
struct xlsx_looks {
	struct xlsx_font {
		uint32_t colour;
		bool is_tiny;
	} * fonts;
	size_t font_count;
	size_t font_room;
	uint32_t *fills;
	size_t fill_count;
	size_t fill_room;
};

struct xlsx_book {
	struct arena *arena;
	struct doc_zip *zip;
	struct str folder; /* of the main part, with its slash */
	struct xlsx_word {
		struct str text;
		bool hides; /* white or tiny letters in it */
	} * words;          /* shared ones */
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
	bool is_unseen; /* by its format, or in a column or row without width */
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
	struct xlsx_columns {
		int first;
		int last;
	} * hidden; /* columns that are not shown, from 0 */
	size_t hidden_count;
	size_t hidden_room;
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

/* Text of runs as it is gathered, digits parted where the look changes. */
struct xlsx_run {
	bool is_lifted; /* struck out, raised or lowered */
	bool was_lifted;
	int size; /* in points, 0: the usual one; */
	int was_size;
};
/* A tag inside a text: the start of a run, or one of its properties. */
void xlsx_run_start(
	struct xlsx_run *run, const char *name, const struct doc_xml_attributes *attributes);
void xlsx_run_put(struct xlsx_run *run, struct buf *text, const char *bytes, int len);

/* Does this tag of a run of letters, <color> or <sz>, hide them on white? */
bool xlsx_hides(const char *name, const struct doc_xml_attributes *attributes);
/* Fonts and fills of the styles part, by their numbers there. */
MUST struct fault *xlsx_looks_read(struct arena *arena, struct str bytes, struct xlsx_looks *looks);
/* Is text of this font on this fill not to be seen? Numbers that there are not are as usual. */
bool xlsx_is_unseen(const struct xlsx_looks *looks, int font, int fill);
bool xlsx_is_dark(const struct xlsx_looks *looks, int fill);
/* Does this code of a format show neither numbers nor text? */
bool xlsx_shows_nothing(struct str code);

#endif
