/*
 * Tables whose cells are drawn: rules that touch each other form a grid, and the places of the grid
 * that no rule parts are one cell. Tables without rules are in doc_pdf_table.c.
 */
#include "doc/doc_pdf_inside.h"

#include <stdlib.h>

/* Most rules of one page that are worth looking at, and the largest grid. */
enum {
	MOST_PAGE_RULES = 5000,
	LONGEST_STROKE = 4000,
	MOST_COLUMNS = 256,
	MOST_ROWS = 4000,
	MOST_PLACES = 400000
};

struct sketch {
	struct pdf_pages *pages;
	struct arena *arena;
	const struct pdf_rule *rules; /* of one page */
	int count;
	int *group; /* for each rule the first rule of those it touches */
};

/* One grid on the way. */
struct draft {
	struct pdf_grid grid;
	bool *upright; /* [row][edge]: a rule stands on this edge along this row */
	bool *flat;    /* [edge][column] */
	int *cell_at;  /* [row][column]: index of the cell that covers it, -1 none */
};

/* --- rules that touch --- */

static int
find_group(int *group, int i)
{
	while (group[i] != i) {
		group[i] = group[group[i]];
		i = group[i];
	}
	return i;
}

static bool
is_touching(const struct pdf_box *a, const struct pdf_box *b)
{
	return a->left <= b->right + PDF_NEAR && b->left <= a->right + PDF_NEAR &&
	       a->top <= b->bottom + PDF_NEAR && b->top <= a->bottom + PDF_NEAR;
}

static struct fault *
group_rules(struct sketch *sketch)
{
	TAKE(sketch->arena, sketch->group, (size_t)sketch->count);
	for (int i = 0; i < sketch->count; i++)
		sketch->group[i] = i;
	for (int i = 0; i < sketch->count; i++)
		for (int k = 0; k < i; k++) {
			int a;
			int b;

			if (!is_touching(&sketch->rules[i].box, &sketch->rules[k].box))
				continue;
			a = find_group(sketch->group, i);
			b = find_group(sketch->group, k);
			sketch->group[pdf_most(a, b)] = pdf_least(a, b);
		}
	return NULL;
}

/* --- edges --- */

/* Places that are near each other become one, in their middle. */
static int
thin_out(int *places, int count)
{
	int kept = 0;

	qsort(places, (size_t)count, sizeof *places, pdf_compare_int);
	for (int i = 0; i < count;) {
		int end = i + 1;

		while (end < count && places[end] - places[end - 1] <= PDF_NEAR)
			end++;
		places[kept++] = places[i] + (places[end - 1] - places[i]) / 2;
		i = end;
	}
	return kept;
}

static int
nearest(const int *edges, int count, int place)
{
	int best = 0;

	for (int i = 1; i < count; i++)
		if (abs(edges[i] - place) < abs(edges[best] - place))
			best = i;
	return best;
}

/* The edges of the group's columns and rows; the outer ones even where no rule is drawn. */
static struct fault *
find_edges(struct sketch *sketch, int group, struct pdf_grid *grid)
{
	int columns = 0;
	int rows = 0;

	TAKE(sketch->arena, grid->columns, (size_t)sketch->count + 2);
	TAKE(sketch->arena, grid->rows, (size_t)sketch->count + 2);
	grid->box = sketch->rules[group].box;
	for (int i = group; i < sketch->count; i++) {
		const struct pdf_rule *rule = &sketch->rules[i];

		if (find_group(sketch->group, i) != group)
			continue;
		pdf_box_add(&grid->box, &rule->box);
		if (rule->is_flat)
			grid->rows[rows++] = rule->box.top;
		else
			grid->columns[columns++] = rule->box.left;
	}
	if (columns == 0 || rows == 0)
		return NULL;
	grid->columns[columns++] = grid->box.left;
	grid->columns[columns++] = grid->box.right;
	grid->rows[rows++] = grid->box.top;
	grid->rows[rows++] = grid->box.bottom;
	grid->column_count = thin_out(grid->columns, columns) - 1;
	grid->row_count = thin_out(grid->rows, rows) - 1;
	return NULL;
}

static bool
covers(int from, int to, int edge, int next_edge)
{
	int middle = edge + (next_edge - edge) / 2;

	return from <= middle && middle <= to;
}

/* Which sides of the grid's places have a rule. */
static struct fault *
mark_sides(struct sketch *sketch, int group, struct draft *draft)
{
	struct pdf_grid *grid = &draft->grid;
	int columns = grid->column_count;
	int rows = grid->row_count;

	TAKE(sketch->arena, draft->upright, (size_t)rows * (size_t)(columns + 1));
	TAKE(sketch->arena, draft->flat, (size_t)(rows + 1) * (size_t)columns);
	for (int i = group; i < sketch->count; i++) {
		const struct pdf_box *box = &sketch->rules[i].box;
		int edge;

		if (find_group(sketch->group, i) != group)
			continue;
		if (sketch->rules[i].is_flat) {
			edge = nearest(grid->rows, rows + 1, box->top);
			for (int c = 0; c < columns; c++)
				if (covers(box->left, box->right, grid->columns[c],
					    grid->columns[c + 1]))
					draft->flat[edge * columns + c] = true;
			continue;
		}
		edge = nearest(grid->columns, columns + 1, box->left);
		for (int r = 0; r < rows; r++)
			if (covers(box->top, box->bottom, grid->rows[r], grid->rows[r + 1]))
				draft->upright[r * (columns + 1) + edge] = true;
	}
	return NULL;
}

/* --- cells --- */

static int
width_of(const struct draft *draft, int row, int column)
{
	int columns = draft->grid.column_count;
	int end = column + 1;

	while (end < columns && !draft->upright[row * (columns + 1) + end] &&
		draft->cell_at[row * columns + end] < 0)
		end++;
	return end - column;
}

static bool
is_open_below(const struct draft *draft, int row, int column, int width)
{
	int columns = draft->grid.column_count;

	for (int c = column; c < column + width; c++)
		if (draft->flat[(row + 1) * columns + c] ||
			draft->cell_at[(row + 1) * columns + c] >= 0)
			return false;
	return true;
}

static struct fault *
make_cells(struct sketch *sketch, struct draft *draft)
{
	struct pdf_grid *grid = &draft->grid;
	int columns = grid->column_count;
	size_t places = (size_t)columns * (size_t)grid->row_count;

	TAKE(sketch->arena, grid->cells, places);
	TAKE(sketch->arena, draft->cell_at, places);
	for (size_t i = 0; i < places; i++)
		draft->cell_at[i] = -1;
	for (int row = 0; row < grid->row_count; row++)
		for (int column = 0; column < columns; column++) {
			struct pdf_grid_cell *cell = &grid->cells[grid->cell_count];
			int height = 1;

			if (draft->cell_at[row * columns + column] >= 0)
				continue;
			cell->row = row;
			cell->column = column;
			cell->column_span = width_of(draft, row, column);
			while (row + height < grid->row_count &&
				is_open_below(draft, row + height - 1, column, cell->column_span))
				height++;
			cell->row_span = height;
			for (int r = row; r < row + height; r++)
				for (int c = column; c < column + cell->column_span; c++)
					draft->cell_at[r * columns + c] = (int)grid->cell_count;
			grid->cell_count++;
		}
	return NULL;
}

/* --- words --- */

/* The place between edges; -1 outside. */
static int
place_of(const int *edges, int count, int at)
{
	int low = 0;
	int high = count;

	if (at < edges[0] || at >= edges[count])
		return -1;
	while (high - low > 1) {
		int middle = low + (high - low) / 2;

		if (edges[middle] <= at)
			low = middle;
		else
			high = middle;
	}
	return low;
}

static struct pdf_grid_cell *
cell_of(const struct draft *draft, const struct pdf_word *word)
{
	const struct pdf_grid *grid = &draft->grid;
	int column = place_of(grid->columns, grid->column_count, pdf_middle_x(&word->box));
	int row = place_of(grid->rows, grid->row_count, pdf_middle_y(&word->box));

	if (column < 0 || row < 0 || word->page != grid->page)
		return NULL;
	return &grid->cells[draft->cell_at[row * grid->column_count + column]];
}

/* The page's words; they come page by page. */
static struct pdf_word *
words_of_page(const struct pdf_pages *pages, int page, size_t *ret_count)
{
	size_t first = 0;
	size_t end;

	while (first < pages->word_count && pages->words[first].page < page)
		first++;
	end = first;
	while (end < pages->word_count && pages->words[end].page == page)
		end++;
	*ret_count = end - first;
	/* Nothing may be added to NULL, not even nothing. */
	return first ? pages->words + first : pages->words;
}

/* Is it more than words, which may reach over blank cells: figures, or what a program prints in
 * their place, alone or behind a label? */
static bool
may_hold_figures(struct str text)
{
	bool is_ascii = true;
	bool has_figure = false;

	for (size_t i = 0; i < text.len; i++) {
		is_ascii = is_ascii && (unsigned char)text.at[i] < 0x80;
		has_figure = has_figure || text.at[i] == '#' || str_is_digit(text.at[i]);
	}
	return (is_ascii && has_figure) || str_is_digit(text.at[text.len - 1]);
}

/* Cells beside each other in whose middles the word stands: figures that ran into each other, or
 * into the label before them. */
static int
cells_under(
	const struct draft *draft, const struct pdf_word *word, struct pdf_grid_cell **ret_cells)
{
	const struct pdf_grid *grid = &draft->grid;
	struct pdf_grid_cell *own = may_hold_figures(word->text) ? cell_of(draft, word) : NULL;
	int count = 0;

	for (int column = 0; own && column < grid->column_count; column++) {
		struct pdf_grid_cell *cell =
			&grid->cells[draft->cell_at[own->row * grid->column_count + column]];
		int left = grid->columns[cell->column];
		int right = grid->columns[cell->column + cell->column_span];
		int middle = left + (right - left) / 2;

		/* What has no room for a digit is no cell: borders are drawn twice. */
		if (cell != own && cell->column == column && middle > word->box.left &&
			middle < word->box.right && right - left > word->size / 2 &&
			count < MOST_COLUMNS)
			ret_cells[count++] = cell;
	}
	return count;
}

/* A word that stands in the middles of several cells is what two figures look like that ran into
 * each other, and also one that is too long for its cell: none of the cells is known. */
static struct fault *
share_words(struct sketch *sketch, struct draft *draft, struct pdf_word *words, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct pdf_grid_cell *others[MOST_COLUMNS];
		struct pdf_grid_cell *own;
		int more = words[i].is_in_grid ? cells_under(draft, &words[i], others) : 0;

		for (int k = 0; k < more; k++) {
			if (others[k]->word_count)
				continue;
			words[i].is_shared = true;
			TAKE(sketch->arena, others[k]->words, 1);
			others[k]->words[others[k]->word_count++] = words[i];
		}
		own = words[i].is_shared ? cell_of(draft, &words[i]) : NULL;
		for (size_t k = 0; own && k < own->word_count; k++)
			if (own->words[k].text.at == words[i].text.at)
				own->words[k].is_shared = true;
	}
	return NULL;
}

/* Give the words to their cells. Fewer than two cells with words are a box, not a table. */
static struct fault *
fill_cells(struct sketch *sketch, struct draft *draft, bool *ret_is_table)
{
	struct pdf_grid *grid = &draft->grid;
	size_t count;
	struct pdf_word *words = words_of_page(sketch->pages, grid->page, &count);
	size_t filled = 0;

	for (size_t i = 0; i < count; i++) {
		struct pdf_grid_cell *cell = words[i].is_in_grid ? NULL : cell_of(draft, &words[i]);

		if (cell)
			filled += cell->word_count++ == 0;
	}
	*ret_is_table = filled >= 2 && grid->cell_count >= 3;
	if (!*ret_is_table)
		return NULL;
	for (size_t i = 0; i < grid->cell_count; i++) {
		TAKE(sketch->arena, grid->cells[i].words, grid->cells[i].word_count);
		grid->cells[i].word_count = 0;
	}
	for (size_t i = 0; i < count; i++) {
		struct pdf_grid_cell *cell = words[i].is_in_grid ? NULL : cell_of(draft, &words[i]);

		if (!cell)
			continue;
		cell->words[cell->word_count++] = words[i];
		words[i].is_in_grid = true;
	}
	return share_words(sketch, draft, words, count);
}

/* --- pages --- */

/* Rows whose first or last cell the end of the page may have cut. */
static struct fault *
mark_open(struct sketch *sketch, struct draft *draft)
{
	struct pdf_grid *grid = &draft->grid;
	int columns = grid->column_count;

	TAKE(sketch->arena, grid->is_open_left, (size_t)grid->row_count);
	TAKE(sketch->arena, grid->is_open_right, (size_t)grid->row_count);
	for (int row = 0; row < grid->row_count; row++) {
		grid->is_open_left[row] = !draft->upright[row * (columns + 1)];
		grid->is_open_right[row] = !draft->upright[row * (columns + 1) + columns];
	}
	grid->last_page = grid->page;
	grid->own_columns = columns;
	return NULL;
}

static struct fault *
try_group(struct sketch *sketch, int group)
{
	struct pdf_pages *pages = sketch->pages;
	struct draft draft = { .grid = { .page = sketch->rules[0].page } };
	struct pdf_grid *grid = &draft.grid;
	bool is_table = false;

	TRY(find_edges(sketch, group, grid));
	if (grid->column_count < 1 || grid->row_count < 1 || grid->column_count > MOST_COLUMNS ||
		grid->row_count > MOST_ROWS || grid->column_count * grid->row_count > MOST_PLACES ||
		grid->column_count * grid->row_count < 3)
		return NULL;
	TRY(mark_sides(sketch, group, &draft));
	TRY(make_cells(sketch, &draft));
	TRY(fill_cells(sketch, &draft, &is_table));
	if (!is_table)
		return NULL;
	TRY(mark_open(sketch, &draft));
	GROW(pages->arena, pages->grids, pages->grid_count, pages->grid_room);
	pages->grids[pages->grid_count++] = *grid;
	return NULL;
}

/* A short rule that lies inside a word is a stroke of a letter that is drawn bold. Borders may
 * touch a word's box, but they are longer than it. */
static bool
is_in_word(const struct pdf_rule *rule, const struct pdf_word *words, size_t count)
{
	const struct pdf_box *box = &rule->box;

	if (pdf_width(box) + box->bottom - box->top > LONGEST_STROKE)
		return false;
	for (size_t i = 0; i < count; i++) {
		const struct pdf_box *word = &words[i].box;
		int margin = words[i].size / 10;

		if (box->left >= word->left - margin && box->right <= word->right + margin &&
			box->top >= word->top - margin && box->bottom <= word->bottom + margin &&
			pdf_width(box) + box->bottom - box->top <= words[i].size)
			return true;
	}
	return false;
}

static size_t
drop_strokes(const struct pdf_pages *pages, struct pdf_rule *rules, size_t count)
{
	size_t kept = 0;
	size_t word_count;
	const struct pdf_word *words = words_of_page(pages, rules[0].page, &word_count);

	for (size_t i = 0; i < count; i++)
		if (!is_in_word(&rules[i], words, word_count))
			rules[kept++] = rules[i];
	return kept;
}

static struct fault *
sketch_page(struct pdf_pages *pages, struct pdf_rule *rules, size_t count)
{
	struct sketch sketch = { .pages = pages, .arena = pages->arena, .rules = rules };

	if (count > MOST_PAGE_RULES || rules[0].page < 1 ||
		(size_t)rules[0].page > pages->page_count)
		return NULL;
	sketch.count = (int)drop_strokes(pages, rules, count);
	TRY(group_rules(&sketch));
	for (int i = 0; i < sketch.count; i++)
		if (find_group(sketch.group, i) == i)
			TRY(try_group(&sketch, i));
	return NULL;
}

static struct fault *
keep_loose_words(struct pdf_pages *pages)
{
	size_t kept = 0;

	for (size_t i = 0; i < pages->word_count; i++)
		if (!pages->words[i].is_in_grid)
			pages->words[kept++] = pages->words[i];
	pages->word_count = kept;
	return NULL;
}

struct fault *
pdf_find_grids(struct pdf_pages *pages)
{
	for (size_t first = 0; first < pages->rule_count;) {
		size_t end = first;

		while (end < pages->rule_count &&
			pages->rules[end].page == pages->rules[first].page)
			end++;
		TRY(sketch_page(pages, pages->rules + first, end - first));
		first = end;
	}
	TRY(pdf_join_sides(pages));
	return keep_loose_words(pages);
}
