/*
 * What the parts of the pdf reader share: words with their boxes, the pieces and lines they form,
 * and the tables found among them. Lengths are whole hundredths of a point, so that the same file
 * gives the same document on every machine. Not for anybody else.
 */
#ifndef DOC_DOC_PDF_INSIDE_H
#define DOC_DOC_PDF_INSIDE_H

#include "doc/doc.h"

/* Most words and pages of one file. */
enum { PDF_MOST_WORDS = 400000, PDF_MOST_PAGES = 4000 };

/* Rules this near, in hundredths of a point, touch; edges this near are one, on two pages too. */
enum { PDF_NEAR = 330 };

struct pdf_box {
	int left;
	int top;
	int right;
	int bottom;
};

/* A line drawn on a page: flat when it lies, else it stands. Its box has no thickness. */
struct pdf_rule {
	struct pdf_box box;
	int page;
	bool is_flat;
};

struct pdf_grid;

struct pdf_word {
	struct pdf_box box;
	struct str text;
	int page; /* from 1 */
	int size; /* of its letters: the lesser of height and a letter's width when set upright */
	bool is_number;   /* digits and what stands between them */
	bool is_standing; /* letters below each other */
	bool is_in_grid;  /* a cell has it */
	bool is_shared;   /* several cells have it, for it cannot be told whose it is */
};

/* Words in one line that belong together: a cell's line, or a line of prose. */
struct pdf_piece {
	struct pdf_box box;
	struct str text;
	int page;
	int size;
	bool is_value;
	bool is_standing;
	const struct pdf_word *words;
	size_t word_count;
	int first; /* the columns it lies over, set when a table is built */
	int last;
	int row;     /* of a value */
	int new_row; /* the same while rows are being put in */
	bool is_used;
};

/* Pieces beside each other, from left to right. */
struct pdf_line {
	struct pdf_box box;
	struct pdf_piece *pieces;
	size_t count;
	int page;
	int size;
	bool is_tabular; /* wide gaps part its pieces */
	struct pdf_grid
		*grid; /* a table whose cells are drawn stands here; there are no pieces then */
};

struct pdf_pages {
	struct arena *arena;
	struct pdf_word *words;
	size_t word_count;
	size_t word_room;
	struct pdf_box *sheets; /* one for each page */
	size_t page_count;
	size_t page_room;
	bool has_empty_page;
	struct str overlay; /* large letters that lay over others and were dropped */
	bool is_ours; /* made by doc_write_pdf(): first lines are indented, blanks are drawn */
	struct pdf_rule *rules; /* by page, in the order of the file */
	size_t rule_count;
	size_t rule_room;
	struct pdf_grid *grids;
	size_t grid_count;
	size_t grid_room;
	struct pdf_line *lines; /* of all pages, from the top, without page numbers */
	size_t line_count;
	size_t line_room;
	int left; /* edges of prose */
	int right;
};

static inline int
pdf_middle_y(const struct pdf_box *box)
{
	return box->top + (box->bottom - box->top) / 2;
}

static inline int
pdf_middle_x(const struct pdf_box *box)
{
	return box->left + (box->right - box->left) / 2;
}

static inline int
pdf_width(const struct pdf_box *box)
{
	return box->right - box->left;
}

static inline int
pdf_least(int a, int b)
{
	return a < b ? a : b;
}

static inline int
pdf_most(int a, int b)
{
	return a > b ? a : b;
}

/* Grow `box` so that it holds `other`. */
void pdf_box_add(struct pdf_box *box, const struct pdf_box *other);
/* For qsort() of an array of int, rising. */
int pdf_compare_int(const void *a, const void *b);

/* Words of the XHTML (doc_pdf_word.c), without their shapes. */
MUST struct fault *pdf_read_words(struct str bytes, struct pdf_pages *pages);
/* Drop large letters that lie over others (doc_pdf_overlay.c). */
MUST struct fault *pdf_drop_overlays(struct pdf_pages *pages);
/* Size and kind of all words. */
void pdf_shape_words(struct pdf_pages *pages);
/* Turn pages whose text does not read from left to right (doc_pdf_turn.c). */
MUST struct fault *pdf_turn_pages(struct pdf_pages *pages);
/* Offset of the next such byte, or SIZE_MAX. */
size_t pdf_find_byte(struct str text, char byte, size_t from);
/* A decimal number in hundredths, cut behind the second digit. */
int pdf_hundredths(struct str text);
/* Lines drawn in the SVG that may follow the XHTML (doc_pdf_rule.c). */
MUST struct fault *pdf_read_rules(struct str bytes, struct pdf_pages *pages);
/* Tables whose cells are drawn: found among the rules, their words taken out of the pages' words
 * and themselves put among the lines' places (doc_pdf_grid.c). */
MUST struct fault *pdf_find_grids(struct pdf_pages *pages);
/* Put parts of one table that stand on several pages, column after column, beside each other
 * (doc_pdf_grid_join.c). */
MUST struct fault *pdf_join_sides(struct pdf_pages *pages);
/* Put out the grid, and those that go on with it on the next pages (doc_pdf_grid_put.c). */
MUST struct fault *pdf_put_grids(struct pdf_pages *pages, struct pdf_grid *const *grids,
	size_t count, struct doc_builder *builder);
/* Does this grid go on with the one of the page before? */
bool pdf_grid_goes_on(
	const struct pdf_pages *pages, const struct pdf_grid *above, const struct pdf_grid *below);
/* Radicals that fonts put in the place of characters, made characters again. */
uint32_t pdf_plain_point(uint32_t point);
/* A number as cells hold it: digits, signs, a lone stroke for nothing. */
bool pdf_is_number(struct str text);
/* A number, or a number with its unit or a short note. */
bool pdf_is_value(struct str text);
/* "一、" at the start. */
bool pdf_is_numbered(struct str text);

/* Lines of the words (doc_pdf_line.c). */
MUST struct fault *pdf_make_lines(struct pdf_pages *pages);
MUST struct fault *pdf_make_piece(struct arena *arena, const struct pdf_word *words, size_t count,
	struct pdf_piece *ret_piece);
/* Append with a space only where two words of Latin letters or numbers meet. */
void pdf_join_text(struct buf *buf, struct str text);

/* Lines from `first` to before `end` as a table (doc_pdf_table.c). */
MUST struct fault *pdf_add_table(
	struct pdf_pages *pages, size_t first, size_t end, struct doc_builder *builder);

/* --- drawn tables --- */

/* A cell of a grid: columns first..last, rows top..bottom of the grid. */
struct pdf_grid_cell {
	int column;
	int row;
	int column_span;
	int row_span;
	struct pdf_word *words; /* from top to bottom */
	size_t word_count;
	struct str text;
};

/* Invariant: edges rise; cells come row by row and cover no place twice. */
struct pdf_grid {
	int page;
	int last_page; /* of the parts beside it that were joined to it */
	struct pdf_box box;
	int *columns; /* column_count + 1 edges */
	int column_count;
	int own_columns; /* without those of joined parts */
	int *rows;       /* row_count + 1 edges */
	int row_count;
	bool *is_open_left; /* for each row: no rule stands on the outer edge */
	bool *is_open_right;
	struct pdf_grid_cell *cells;
	size_t cell_count;
};

/* --- inside tables --- */

/* A row of values: where its middle is. */
struct pdf_row {
	int number; /* its place in the table */
	int page;
	int y;
	size_t first_piece; /* of the table: its values are from here … */
	size_t end_piece;   /* … to before here, with others between them */
	int label_start;    /* column where its own label starts; the column count: none */
	struct str label;
	int label_end;
};

/* A label that stands for several rows. */
struct pdf_group {
	struct str text;
	int page;
	int y;
	int top;
	int bottom;
	int column;
	int first_row; /* -1: none found */
	int last_row;
};

/* Rows with one set of columns: a heading and the rows below it, over any number of pages. */
struct pdf_band {
	struct pdf_piece **pieces;
	size_t piece_count;
	size_t first_row; /* of the table's rows */
	size_t row_count;
	int left; /* edges of its pieces */
	int right;
	struct pdf_box *columns; /* left to right; only left and right count */
	int column_count;
	int label_columns; /* how many of them hold labels */
	int *starts; /* for each column the first of the table's columns; one more at the end */
};

struct pdf_table {
	struct arena *arena;
	struct pdf_piece **pieces; /* by page and height */
	size_t piece_count;
	size_t piece_room;
	struct pdf_row *rows;
	size_t row_count;
	size_t row_room;
	struct pdf_group *groups;
	size_t group_count;
	size_t group_room;
	struct pdf_band *bands;
	size_t band_count;
	size_t band_room;
	int values_left; /* where values begin */
};

/* The columns over which a box lies; false when there is none (doc_pdf_column.c). */
bool pdf_columns_over(const struct pdf_box *columns, int count, const struct pdf_box *box,
	int *ret_first, int *ret_last);
/* Do they lie over each other from side to side by more than a touch? */
bool pdf_is_over(const struct pdf_box *a, const struct pdf_box *b);
/* Columns that the pieces form, the narrowest pieces counting first. */
MUST struct fault *pdf_find_columns(struct arena *arena, struct pdf_piece *const *pieces,
	size_t count, bool only_values, struct pdf_box **ret_columns, int *ret_count);
/* Words that stand close but over different columns of values are cells of their own. */
MUST struct fault *pdf_part_pieces(struct pdf_table *table);
/* Set where values begin. */
MUST struct fault *pdf_find_values_left(struct pdf_table *table);
/* A label column that no row uses belongs to its neighbour: its heading was only set apart. */
void pdf_drop_idle_columns(struct pdf_table *table, struct pdf_band *band);

/* Alone at its height, above a heading: a title over all columns (doc_pdf_head.c). */
bool pdf_is_title(const struct pdf_table *table, const struct pdf_band *band, size_t index);
/* Words above values: a heading, not a label. */
bool pdf_is_over_values(const struct pdf_table *table, const struct pdf_piece *piece);

/* Headings and rows of the bands into the open table (doc_pdf_put.c). */
MUST struct fault *pdf_put_bands(struct pdf_table *table, struct doc_builder *out);
/* The table being put out. */
struct pdf_put {
	struct pdf_table *table;
	struct arena *arena;
	struct doc_builder *out;
	int row;                     /* where the next heading or row goes */
	const struct pdf_band *base; /* the band with the most columns */
};

/* A cell over columns first..last of the band. Where something stands already, a blank cell is left
 * out, and one with text takes the next free place (doc_pdf_cell.c). */
MUST struct fault *pdf_put_cell(struct pdf_put *put, const struct pdf_band *band, int row,
	int row_span, int first, int last, struct str text, bool is_heading);
/* Titles, upper headings, and the lowest headings of all columns in one row (doc_pdf_head.c). */
MUST struct fault *pdf_put_headings(struct pdf_put *put, const struct pdf_band *band);
/* A table without any value. */
MUST struct fault *pdf_put_words(struct pdf_table *table, struct doc_builder *out);

/* One column of labels on one page: its lines, and rows of the table. */
struct pdf_side {
	struct pdf_table *table;
	struct pdf_band *band;
	int column;
	int page;
	struct pdf_piece **lines; /* that start in this column and are not used, from the top */
	int line_count;
	int *rows;
	int row_count;
};

/* Fill lines and rows: with `only_open_rows` those without a label, else those whose label starts
 * behind this column; then letters that stand below each other are among the lines too. */
void pdf_take_side(struct pdf_side *side, bool only_open_rows);
/* May `below` be the next line of the cell of `above`? */
bool pdf_is_next_line(const struct pdf_piece *above, const struct pdf_piece *below);
/* "一、", "（一）", "1." at the start: no line in the middle of a label. */
bool pdf_starts_item(struct str text);

/* Give each row of the band its own label. Pieces that became labels are marked as used. */
MUST struct fault *pdf_label_rows(struct pdf_table *table, struct pdf_band *band);
/* Put in rows that only have a label; *ret_has_more: then all rows need their labels anew. */
MUST struct fault *pdf_add_blank_rows(struct pdf_table *table, bool *ret_has_more);
/* Give labels of several rows their rows. */
MUST struct fault *pdf_group_rows(struct pdf_table *table, struct pdf_band *band);
/* The side's lines as groups at the end of the table's groups, those close below each other
 * together; *ret_first is the first of them. */
MUST struct fault *pdf_take_groups(struct pdf_side *side, size_t *ret_first);
/* Split `count` places (their middles, rising) into `parts` neighbouring ranges, each as well
 * centred as can be on its target. ret_cuts has parts + 1 places. With may_lead the first range may
 * start later than at 0. False when there are more parts than places. */
MUST struct fault *pdf_split(struct arena *arena, const int *from, const int *to, int count,
	const int *targets, int parts, bool may_lead, int *ret_cuts, bool *ret_is_done);
/* The lines of one text joined, in the arena. */
MUST struct fault *pdf_join(
	struct arena *arena, struct pdf_piece *const *pieces, size_t count, struct str *ret_text);

#endif
