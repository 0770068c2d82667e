/*
 * Tables of web pages: which are layout, and where the cells of the others really are.
 * Reading the page is doc_html.c.
 */
#include "base/utf8.h"
#include "doc/doc_html_inside.h"

/* A cell with this many characters holds an article; tables of values have no such cells. */
enum { ARTICLE = 400, FEW_CELLS = 8 };

/* A span wider than this is a mistake or meant as "to the end of the row". */
enum { WIDEST_SPAN = 100 };

void
html_flow_add(struct html_flow *flow, struct html_piece *piece)
{
	if (flow->last)
		flow->last->next = piece;
	else
		flow->first = piece;
	flow->last = piece;
}

/* --- layout or not --- */

void
html_grid_weigh(struct html_grid *grid)
{
	for (const struct html_cell *cell = grid->first; cell; cell = cell->next) {
		size_t count = 0;

		for (const struct html_piece *piece = cell->flow.first; piece;
			piece = piece->next) {
			if (!piece->grid) {
				count += utf8_count(piece->text);
				continue;
			}
			grid->inner += piece->grid->filled + piece->grid->inner;
			if (piece->grid->longest > grid->longest)
				grid->longest = piece->grid->longest;
		}
		grid->filled += count > 0;
		if (count > grid->longest)
			grid->longest = count;
	}
}

static bool
is_layout(const struct html_grid *grid)
{
	if (grid->filled + grid->inner <= 1)
		return true;
	if (grid->inner * 2 >= grid->filled && grid->inner)
		return true;
	return grid->longest >= ARTICLE && grid->filled < FEW_CELLS;
}

/* --- the text of a cell --- */

/* Room for the texts of a flow and of the tables inside it, and the line ends between them. */
static size_t
flow_size(const struct html_flow *flow)
{
	size_t size = 0;

	for (const struct html_piece *piece = flow->first; piece; piece = piece->next) {
		size += piece->text.len + 1;
		if (!piece->grid)
			continue;
		size += flow_size(&piece->grid->loose);
		for (const struct html_cell *cell = piece->grid->first; cell; cell = cell->next)
			size += flow_size(&cell->flow);
	}
	return size;
}

static char *
flow_put(const struct html_flow *flow, char *start, char *to)
{
	for (const struct html_piece *piece = flow->first; piece; piece = piece->next) {
		if (piece->grid) {
			to = flow_put(&piece->grid->loose, start, to);
			for (const struct html_cell *cell = piece->grid->first; cell;
				cell = cell->next)
				to = flow_put(&cell->flow, start, to);
			continue;
		}
		if (to > start)
			*to++ = '\n';
		memcpy(to, piece->text.at, piece->text.len);
		to += piece->text.len;
	}
	return to;
}

static struct fault *
cell_text(struct arena *arena, const struct html_cell *cell, struct str *ret_text)
{
	const struct html_piece *first = cell->flow.first;
	char *text;

	*ret_text = STR("");
	if (!first)
		return NULL;
	if (!first->next && !first->grid) {
		*ret_text = first->text;
		return NULL;
	}
	TAKE(arena, text, flow_size(&cell->flow) + 1);
	*ret_text = (struct str){ text, (size_t)(flow_put(&cell->flow, text, text) - text) };
	return NULL;
}

/* Does any of it hide from the reader of the page? */
static bool
flow_hides(const struct html_flow *flow)
{
	for (const struct html_piece *piece = flow->first; piece; piece = piece->next) {
		if (piece->is_unseen || (piece->grid && flow_hides(&piece->grid->loose)))
			return true;
		for (const struct html_cell *cell = piece->grid ? piece->grid->first : NULL; cell;
			cell = cell->next)
			if (flow_hides(&cell->flow))
				return true;
	}
	return false;
}

/* --- places --- */

/* Invariant: until[column] is the first row that the cells placed so far leave free there. */
struct placing {
	int until[DOC_MOST_COLUMNS];
	int row_count;
	int row;
	int column;
	int width; /* of the table; what is too wide is cut to it */
};

/* Find the place of the next cell: the next free one of its row, as wide as nothing from a row
 * above stands in the way. The column is DOC_MOST_COLUMNS when the row is full. */
static void
place_cell(struct placing *placing, const struct html_cell *cell, struct doc_cell *ret_place)
{
	int column;
	int most = cell->column_span > 1 ? cell->column_span : 1;
	int rows = placing->row_count - cell->row;
	int end;

	if (cell->row != placing->row)
		placing->column = 0;
	placing->row = cell->row;
	column = placing->column;
	while (column < DOC_MOST_COLUMNS && placing->until[column] > cell->row)
		column++;
	if (most > WIDEST_SPAN)
		most = placing->width > column ? placing->width - column : 1;
	if (cell->row_span > 0 && cell->row_span < rows)
		rows = cell->row_span;
	end = column;
	while (end < DOC_MOST_COLUMNS && end - column < most && placing->until[end] <= cell->row)
		placing->until[end++] = cell->row + rows;
	placing->column = end;
	*ret_place = (struct doc_cell){
		.row = cell->row,
		.column = column,
		.row_span = rows,
		.column_span = end > column ? end - column : 1,
	};
}

static int
table_width(const struct html_grid *grid)
{
	struct placing placing = { .row_count = grid->row + 1 };
	int width = 0;

	for (const struct html_cell *cell = grid->first; cell; cell = cell->next) {
		struct doc_cell place;

		place_cell(&placing, cell, &place);
		if (placing.column > width)
			width = placing.column;
	}
	return width;
}

static struct fault *
add_table(struct doc_builder *builder, const struct html_grid *grid)
{
	struct placing placing = { .row_count = grid->row + 1, .width = table_width(grid) };
	struct doc_table *table;

	TRY(doc_open_table(builder, &table));
	for (const struct html_cell *cell = grid->first; cell; cell = cell->next) {
		struct doc_cell place;
		struct doc_cell *added;
		struct str text;

		place_cell(&placing, cell, &place);
		TRY(cell_text(builder->arena, cell, &text));
		if (text.len == 0 && cell->has_object)
			text = STR(DOC_NOT_TEXT);
		TRY(doc_add_cell(builder, place.row, place.column, place.row_span,
			place.column_span, text, &added));
		added->is_heading = cell->is_heading;
		added->is_unseen = flow_hides(&cell->flow);
		if (cell->flow.first)
			added->align = cell->flow.first->align;
	}
	return doc_close_table(builder);
}

/* Nesting is bounded by DOC_DEEPEST, so this does not run deep. */
static struct fault *
add_flow(struct doc_builder *builder, const struct html_flow *flow)
{
	for (const struct html_piece *piece = flow->first; piece; piece = piece->next) {
		if (piece->grid)
			TRY(html_grid_add(builder, piece->grid));
		else
			TRY(doc_add_looked(
				builder, piece->role, piece->level, piece->text, piece->is_unseen));
	}
	return NULL;
}

struct fault *
html_grid_add(struct doc_builder *builder, const struct html_grid *grid)
{
	TRY(add_flow(builder, &grid->loose));
	if (!is_layout(grid))
		return add_table(builder, grid);
	for (const struct html_cell *cell = grid->first; cell; cell = cell->next)
		TRY(add_flow(builder, &cell->flow));
	return NULL;
}
