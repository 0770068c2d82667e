/*
 * Drawn tables put into the document: the parts on several pages become one table, with the words
 * of each cell in reading order. Finding the grid's lines is doc_pdf_grid.c's work.
 */
#include "doc/doc_pdf_inside.h"

#include <stdlib.h>

#include "base/utf8.h"

/* Behind a figure that reaches over several cells, so that none is taken for the cell's own. */
#define OVER_CELLS "〔跨格〕"

struct cell {
	int row;
	int column;
	int row_span;
	int column_span;
	struct str text;
	bool is_gone;
};

struct put {
	struct pdf_pages *pages;
	struct arena *arena;
	int *edges; /* of all parts together */
	int edge_count;
	struct cell *cells;
	size_t cell_count;
	size_t cell_room;
	int row_count;
};

/* --- text of a cell --- */

static int
compare_height(const void *a, const void *b)
{
	const struct pdf_word *left = a;
	const struct pdf_word *right = b;
	int difference = pdf_middle_y(&left->box) - pdf_middle_y(&right->box);

	if (difference)
		return difference;
	return left->box.left < right->box.left ? -1 : left->box.left > right->box.left;
}

static int
compare_left(const void *a, const void *b)
{
	const struct pdf_word *left = a;
	const struct pdf_word *right = b;

	return left->box.left < right->box.left ? -1 : left->box.left > right->box.left;
}

/* A number broken at the end of a full line goes on at once; other lines of numbers are apart. */
static bool
is_broken_number(const struct pdf_word *last, const struct pdf_word *next, int right)
{
	return str_is_digit(last->text.at[last->text.len - 1]) && str_is_digit(next->text.at[0]) &&
	       right - last->box.right < last->size * 9 / 10;
}

static void
put_line(struct buf *text, const struct pdf_word *words, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (i && words[i].is_number && words[i - 1].is_number)
			buf_put_char(text, ' ');
		pdf_join_text(text, words[i].text);
	}
}

static struct fault *
cell_text(struct put *put, struct pdf_grid_cell *cell, int right, struct str *ret_text)
{
	CLOSING(buf_done) struct buf text;
	struct pdf_word *words = cell->words;

	buf_init(&text, DOC_MOST_BYTES);
	qsort(words, cell->word_count, sizeof *words, compare_height);
	for (size_t from = 0; from < cell->word_count;) {
		size_t end = from + 1;

		while (end < cell->word_count &&
			(pdf_middle_y(&words[end].box) - pdf_middle_y(&words[from].box)) * 10 <=
				4 * pdf_least(words[end].size, words[from].size))
			end++;
		qsort(words + from, end - from, sizeof *words, compare_left);
		if (from && str_is_digit(words[from].text.at[0]) && text.len &&
			str_is_digit(text.at[text.len - 1])) {
			if (is_broken_number(&words[from - 1], &words[from], right))
				buf_put(&text, words[from++].text);
			else
				buf_put_char(&text, '\n');
		}
		put_line(&text, words + from, end - from);
		from = end;
	}
	for (size_t i = 0; i < cell->word_count; i++)
		if (words[i].is_shared && text.len && (unsigned char)text.at[0] < 0x80 &&
			text.at[0] != '#') {
			buf_put(&text, STR(OVER_CELLS));
			break;
		}
	TRY(buf_check(&text));
	return str_copy(put->arena, buf_str(&text), ret_text);
}

/* --- parts of one table --- */

static struct fault *
join_edges(struct put *put, struct pdf_grid *const *grids, size_t count)
{
	size_t total = 0;
	int all = 0;

	for (size_t i = 0; i < count; i++)
		total += (size_t)grids[i]->column_count + 1;
	TAKE(put->arena, put->edges, total);
	for (size_t i = 0; i < count; i++)
		for (int k = 0; k <= grids[i]->column_count; k++)
			put->edges[all++] = grids[i]->columns[k];
	qsort(put->edges, (size_t)all, sizeof *put->edges, pdf_compare_int);
	for (int i = 0; i < all; i++)
		if (put->edge_count == 0 ||
			put->edges[i] - put->edges[put->edge_count - 1] > PDF_NEAR)
			put->edges[put->edge_count++] = put->edges[i];
	return NULL;
}

static int
edge_at(const struct put *put, int place)
{
	int best = 0;

	for (int i = 1; i < put->edge_count; i++)
		if (abs(put->edges[i] - place) < abs(put->edges[best] - place))
			best = i;
	return best;
}

static struct fault *
take_cells(struct put *put, struct pdf_grid *grid)
{
	for (size_t i = 0; i < grid->cell_count; i++) {
		struct pdf_grid_cell *from = &grid->cells[i];
		int right = grid->columns[from->column + from->column_span];
		struct cell *to;

		GROW(put->arena, put->cells, put->cell_count, put->cell_room);
		to = &put->cells[put->cell_count++];
		*to = (struct cell){
			.row = put->row_count + from->row,
			.row_span = from->row_span,
			.column = edge_at(put, grid->columns[from->column]),
		};
		to->column_span = edge_at(put, right) - to->column;
		TRY(cell_text(put, from, right, &to->text));
	}
	put->row_count += grid->row_count;
	return NULL;
}

/* The cell that ends above this row over the same columns, or NULL. */
static struct cell *
cell_above(struct put *put, size_t before, const struct cell *cell)
{
	for (size_t i = before; i-- > 0;) {
		struct cell *above = &put->cells[i];

		if (!above->is_gone && above->row + above->row_span == cell->row &&
			above->column == cell->column && above->column_span == cell->column_span)
			return above;
	}
	return NULL;
}

static int
open_brackets(struct str text)
{
	int open = 0;

	for (size_t at = 0; at < text.len;) {
		size_t len;
		uint32_t point = utf8_half_width(utf8_at(text, at, &len));

		open += (point == '(') - (point == ')');
		at += len;
	}
	return open;
}

/* Only one cell of the first row on this page has words, and they close a bracket that the same
 * cell on the page before left open: the page broke the row. */
static struct fault *
mend_broken_row(struct put *put, size_t first)
{
	struct cell *only = NULL;
	struct cell *above;
	int row = put->cells[first].row;

	for (size_t i = first; i < put->cell_count && put->cells[i].row == row; i++) {
		if (put->cells[i].text.len && only)
			return NULL;
		if (put->cells[i].text.len)
			only = &put->cells[i];
	}
	above = only ? cell_above(put, first, only) : NULL;
	if (!above || open_brackets(above->text) <= 0 || open_brackets(only->text) >= 0)
		return NULL;
	TRY(str_print(
		put->arena, &above->text, "%.*s%.*s", STR_ARG(above->text), STR_ARG(only->text)));
	only->text = STR_NONE;
	for (size_t i = first; i < put->cell_count && put->cells[i].row == row; i++) {
		/* A cell that goes on below keeps its other rows. */
		if (--put->cells[i].row_span == 0)
			put->cells[i].is_gone = true;
	}
	for (size_t i = first; i < put->cell_count; i++)
		if (put->cells[i].row > row)
			put->cells[i].row--;
	put->row_count--;
	return NULL;
}

/* A blank cell at the top of a page below a cell of several rows, or one of several rows below a
 * cell, goes on with it. */
static void
mend_merges(struct put *put, size_t first)
{
	int row = put->cells[first].row;

	for (size_t i = first; i < put->cell_count; i++) {
		struct cell *cell = &put->cells[i];
		struct cell *above;

		if (cell->row != row || cell->is_gone || cell->text.len)
			continue;
		above = cell_above(put, first, cell);
		if (!above || above->text.len == 0 || (above->row_span < 2 && cell->row_span < 2))
			continue;
		above->row_span += cell->row_span;
		cell->is_gone = true;
	}
}

/* How many of the first rows on this page repeat the first rows of the table. */
static int
repeated_rows(const struct put *put, size_t first)
{
	int row = put->cells[first].row;
	size_t i = 0;
	bool has_text = false;

	while (first + i < put->cell_count && i < first &&
		put->cells[first + i].row - row == put->cells[i].row &&
		put->cells[first + i].column == put->cells[i].column &&
		str_equal(put->cells[first + i].text, put->cells[i].text)) {
		has_text = has_text || put->cells[i].text.len;
		i++;
	}
	if (!has_text || first + i >= put->cell_count)
		return 0;
	/* Up to the row in which they begin to differ. */
	return put->cells[first + i].row - row;
}

static void
drop_rows(struct put *put, size_t first, int count)
{
	int row = put->cells[first].row;

	for (size_t i = first; i < put->cell_count; i++) {
		struct cell *cell = &put->cells[i];
		int end = cell->row + cell->row_span;

		if (end <= row + count) {
			cell->is_gone = true;
			continue;
		}
		cell->row = cell->row < row + count ? row : cell->row - count;
		cell->row_span = end - count - cell->row;
	}
	put->row_count -= count;
}

static struct fault *
add_part(struct put *put, struct pdf_grid *grid)
{
	size_t first = put->cell_count;
	int repeated;

	TRY(take_cells(put, grid));
	if (first == 0 || first == put->cell_count)
		return NULL;
	repeated = repeated_rows(put, first);
	if (repeated > 0) {
		drop_rows(put, first, repeated);
		return NULL;
	}
	TRY(mend_broken_row(put, first));
	mend_merges(put, first);
	return NULL;
}

bool
pdf_grid_goes_on(
	const struct pdf_pages *pages, const struct pdf_grid *above, const struct pdf_grid *below)
{
	return (below->page == above->page + 1 || below->page == above->last_page + 1) &&
	       abs(above->box.left - below->box.left) <= 2 * PDF_NEAR &&
	       abs(above->box.right - below->box.right) <= 2 * PDF_NEAR;
}

struct fault *
pdf_put_grids(struct pdf_pages *pages, struct pdf_grid *const *grids, size_t count,
	struct doc_builder *builder)
{
	struct put put = { .pages = pages, .arena = pages->arena };
	struct doc_table *table;

	TRY(join_edges(&put, grids, count));
	for (size_t i = 0; i < count; i++)
		TRY(add_part(&put, grids[i]));
	TRY(doc_open_table(builder, &table));
	for (size_t i = 0; i < put.cell_count; i++) {
		const struct cell *cell = &put.cells[i];

		if (cell->is_gone || cell->column_span < 1)
			continue;
		if (doc_free_column(builder, cell->row, cell->column) != cell->column)
			continue;
		TRY(doc_add_cell(builder, cell->row, cell->column, cell->row_span,
			cell->column_span, cell->text, NULL));
	}
	return doc_close_table(builder);
}
