/*
 * Drawn tables that are too wide for their sheet and were printed on several pages, column after
 * column: the parts without labels go to the right of the part that has them. How parts below each
 * other are joined is in doc_pdf_grid_put.c.
 */
#include "doc/doc_pdf_inside.h"

#include <stdlib.h>

/* Most tables that are compared; fewest rows that two parts of one have in common. */
enum { MOST_GRIDS = 2000, FEWEST_ROWS = 3 };
/* Most widths of the widest sheet that a joined table has; no place on it is further to the right.
 */
enum { MOST_SHEETS = 10, FURTHEST = 100 * 1000 * 1000 };

/* What stands in a row of a grid. */
struct row {
	bool has_value;
	bool has_words; /* that are no value; of a cell of several rows in each of these */
};

/* --- may they be parts of one table? --- */

static struct fault *
look_at_rows(struct arena *arena, const struct pdf_grid *grid, struct row **ret_rows)
{
	struct row *rows;

	TAKE(arena, rows, (size_t)grid->row_count);
	for (size_t i = 0; i < grid->cell_count; i++) {
		const struct pdf_grid_cell *cell = &grid->cells[i];
		bool has_words = false;

		for (size_t k = 0; k < cell->word_count; k++)
			has_words = has_words || !pdf_is_value(cell->words[k].text);
		for (int row = cell->row; cell->word_count && row < cell->row + cell->row_span;
			row++) {
			rows[row].has_words = rows[row].has_words || has_words;
			rows[row].has_value = rows[row].has_value || !has_words;
		}
	}
	*ret_rows = rows;
	return NULL;
}

/* How many edges of the one are edges of the other too. Most must be, though a merged cell hides
 * those that run through it; 0 when too few are. */
static int
common_edges(const struct pdf_grid *a, const struct pdf_grid *b)
{
	int common = 0;

	for (int i = 0, k = 0; i <= a->row_count && k <= b->row_count;) {
		int difference = a->rows[i] - b->rows[k];

		common += abs(difference) <= PDF_NEAR;
		i += difference <= PDF_NEAR;
		k += difference >= -PDF_NEAR;
	}
	if (common <= FEWEST_ROWS || common * 4 < 3 * (pdf_most(a->row_count, b->row_count) + 1))
		return 0;
	return common;
}

/* With the same edges and no labels: the rows below, not the columns beside. */
static bool
has_same_columns(const struct pdf_grid *a, const struct pdf_grid *b)
{
	if (a->own_columns != b->own_columns)
		return false;
	for (int i = 0; i <= b->own_columns; i++)
		if (abs(a->columns[i] - b->columns[i]) > PDF_NEAR)
			return false;
	return true;
}

/* How many edges they have in common when `right` may be the right part of `left`, else 0. Figures
 * of a right part stand in no row that has words there, and in rows that have labels on the left;
 * or neither part has labels, and the rows begin at one height on pages that follow. */
static int
edges_of_right_part(const struct pdf_grid *left, const struct row *left_rows,
	const struct pdf_grid *right, const struct row *right_rows)
{
	int common = left->page < right->page ? common_edges(left, right) : 0;
	int values = 0;
	int labels = 0;

	if (common == 0)
		return 0;
	for (int i = 0, k = 0; i < right->row_count; i++) {
		int middle = right->rows[i] + (right->rows[i + 1] - right->rows[i]) / 2;

		while (k + 1 < left->row_count && left->rows[k + 1] <= middle)
			k++;
		if (!right_rows[i].has_value)
			continue;
		if (right_rows[i].has_words)
			return 0;
		values++;
		labels += left_rows[k].has_words;
	}
	if (values == 0)
		return 0;
	if (labels != values &&
		(labels > 0 || right->page != left->last_page + 1 || has_same_columns(left, right)))
		return 0;
	return common;
}

/* --- one set of rows --- */

/* Give the grid these rows, among which all its own edges are: the n-th at places[n], rising. */
static struct fault *
take_rows(struct arena *arena, struct pdf_grid *grid, const int *places, int *edges, int count)
{
	bool *is_open_left;
	bool *is_open_right;

	TAKE(arena, is_open_left, (size_t)count);
	TAKE(arena, is_open_right, (size_t)count);
	for (int row = 0; row < grid->row_count; row++) {
		for (int i = places[row]; i < places[row + 1]; i++) {
			is_open_left[i] = grid->is_open_left[row];
			is_open_right[i] = grid->is_open_right[row];
		}
	}
	for (size_t i = 0; i < grid->cell_count; i++) {
		struct pdf_grid_cell *cell = &grid->cells[i];
		int end = places[cell->row + cell->row_span];

		cell->row = places[cell->row];
		cell->row_span = end - cell->row;
	}
	grid->is_open_left = is_open_left;
	grid->is_open_right = is_open_right;
	grid->rows = edges;
	grid->row_count = count;
	return NULL;
}

/* The edges of both. Edges of one grid never become one, though they may be as near to an edge of
 * the other as their own one is. */
static struct fault *
share_rows(struct arena *arena, struct pdf_grid *left, struct pdf_grid *right)
{
	int *edges;
	int *left_places;
	int *right_places;
	int count = 0;
	int i = 0;
	int k = 0;

	TAKE(arena, edges, (size_t)left->row_count + (size_t)right->row_count + 2);
	TAKE(arena, left_places, (size_t)left->row_count + 1);
	TAKE(arena, right_places, (size_t)right->row_count + 1);
	while (i <= left->row_count || k <= right->row_count) {
		bool takes_left =
			k > right->row_count ||
			(i <= left->row_count && left->rows[i] <= right->rows[k] + PDF_NEAR);
		int place = takes_left ? left->rows[i] : right->rows[k];

		if (takes_left && k <= right->row_count && abs(place - right->rows[k]) <= PDF_NEAR)
			right_places[k++] = count;
		if (takes_left)
			left_places[i++] = count;
		else
			right_places[k++] = count;
		edges[count++] = place;
	}
	TRY(take_rows(arena, left, left_places, edges, count - 1));
	return take_rows(arena, right, right_places, edges, count - 1);
}

/* --- joining --- */

static int
compare_cells(const void *a, const void *b)
{
	const struct pdf_grid_cell *left = a;
	const struct pdf_grid_cell *right = b;

	if (left->row != right->row)
		return left->row < right->row ? -1 : 1;
	return left->column < right->column ? -1 : left->column > right->column;
}

static size_t
letters_of(const struct pdf_grid_cell *cell)
{
	size_t count = 0;

	for (size_t i = 0; i < cell->word_count; i++)
		count += cell->words[i].text.len;
	return count;
}

/* The cells at the grid's right edge, by the row where they begin. */
static struct fault *
find_ends(struct arena *arena, struct pdf_grid *grid, struct pdf_grid_cell ***ret_ends)
{
	struct pdf_grid_cell **ends;

	TAKE(arena, ends, (size_t)grid->row_count);
	for (size_t i = 0; i < grid->cell_count; i++) {
		struct pdf_grid_cell *cell = &grid->cells[i];

		if (cell->column + cell->column_span == grid->column_count)
			ends[cell->row] = cell;
	}
	*ret_ends = ends;
	return NULL;
}

/* The cell at the right edge that the page cut and whose rest this is, or NULL. Its words are
 * printed on both pages, as far as they reach. */
static struct pdf_grid_cell *
find_cut(const struct pdf_grid *left, struct pdf_grid_cell *const *ends,
	const struct pdf_grid *right, const struct pdf_grid_cell *rest)
{
	struct pdf_grid_cell *cell = ends[rest->row];

	if (rest->column > 0 || !right->is_open_left[rest->row] || !left->is_open_right[rest->row])
		return NULL;
	return cell && cell->row_span == rest->row_span ? cell : NULL;
}

static struct fault *
join(struct pdf_pages *pages, struct pdf_grid *left, struct pdf_grid *right)
{
	struct pdf_grid_cell *cells;
	struct pdf_grid_cell **ends;
	int *columns;
	int offset = left->columns[left->column_count] - right->columns[0];
	size_t count = left->cell_count;

	TRY(share_rows(pages->arena, left, right));
	TRY(find_ends(pages->arena, left, &ends));
	TAKE(pages->arena, columns, (size_t)left->column_count + (size_t)right->column_count + 1);
	memcpy(columns, left->columns, sizeof *columns * ((size_t)left->column_count + 1));
	for (int i = 1; i <= right->column_count; i++)
		columns[left->column_count + i] = right->columns[i] + offset;
	TAKE(pages->arena, cells, left->cell_count + right->cell_count);
	for (size_t i = 0; i < right->cell_count; i++) {
		struct pdf_grid_cell *cell = &right->cells[i];
		struct pdf_grid_cell *cut = find_cut(left, ends, right, cell);

		for (size_t k = 0; k < cell->word_count; k++) {
			cell->words[k].box.left += offset;
			cell->words[k].box.right += offset;
		}
		if (!cut) {
			cells[count] = *cell;
			cells[count++].column += left->column_count;
			continue;
		}
		cut->column_span += cell->column_span;
		if (letters_of(cell) >= letters_of(cut)) {
			cut->words = cell->words;
			cut->word_count = cell->word_count;
		}
	}
	memcpy(cells, left->cells, sizeof *cells * left->cell_count);
	qsort(cells, count, sizeof *cells, compare_cells);
	left->cells = cells;
	left->cell_count = count;
	left->columns = columns;
	left->column_count += right->column_count;
	left->is_open_right = right->is_open_right;
	left->last_page = right->page;
	return NULL;
}

/* What the left part's page shows of cells that it has no room for stands on the next one too. */
static void
drop_overhang(struct pdf_pages *pages, const struct pdf_grid *grid)
{
	for (size_t i = 0; i < pages->word_count; i++) {
		struct pdf_word *word = &pages->words[i];
		int y = pdf_middle_y(&word->box);

		if (word->page == grid->page && y > grid->box.top && y < grid->box.bottom &&
			pdf_middle_x(&word->box) > grid->box.right)
			word->is_in_grid = true;
	}
}

/* Among the first `count` grids the one that this is the right part of; NULL when there is none, or
 * several have as many rows in common with it. */
static struct pdf_grid *
find_left(struct pdf_pages *pages, struct row *const *rows, size_t count, size_t right)
{
	struct pdf_grid *left = NULL;
	int most = 0;

	for (size_t i = 0; i < count; i++) {
		struct pdf_grid *grid = &pages->grids[i];
		int common = edges_of_right_part(grid, rows[i], &pages->grids[right], rows[right]);

		if (common && common >= most)
			left = common > most ? grid : NULL;
		most = pdf_most(most, common);
	}
	return left;
}

static bool
is_too_wide(
	const struct pdf_pages *pages, const struct pdf_grid *left, const struct pdf_grid *right)
{
	int64_t widest = 0;
	int64_t end = (int64_t)left->columns[left->column_count] +
		      right->columns[right->column_count] - right->columns[0];

	for (size_t i = 0; i < pages->page_count; i++)
		widest = pages->sheets[i].right > widest ? pages->sheets[i].right : widest;
	return end > MOST_SHEETS * widest || end > FURTHEST ||
	       left->column_count + right->column_count >= DOC_MOST_COLUMNS;
}

struct fault *
pdf_join_sides(struct pdf_pages *pages)
{
	struct row **rows;
	size_t kept = 0;

	if (pages->grid_count < 2 || pages->grid_count > MOST_GRIDS)
		return NULL;
	TAKE(pages->arena, rows, pages->grid_count);
	for (size_t i = 0; i < pages->grid_count; i++)
		TRY(look_at_rows(pages->arena, &pages->grids[i], &rows[i]));
	for (size_t i = 0; i < pages->grid_count; i++) {
		struct pdf_grid *left = find_left(pages, rows, kept, i);

		if (left && !is_too_wide(pages, left, &pages->grids[i])) {
			drop_overhang(pages, left);
			TRY(join(pages, left, &pages->grids[i]));
			TRY(look_at_rows(pages->arena, left, &rows[left - pages->grids]));
			continue;
		}
		pages->grids[kept] = pages->grids[i];
		rows[kept++] = rows[i];
	}
	pages->grid_count = kept;
	return NULL;
}
