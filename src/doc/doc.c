/*
 * The document being built, and finding the cell at a place.
 * Reading files is the readers' work, printing the writers'.
 */
#include "doc/doc.h"

#include <assert.h>
#include <stdlib.h>

#include "base/utf8.h"

enum { COVER_WORDS = DOC_MOST_COLUMNS / 64 };

/* One bit for each column of a row of the open table; set where a cell is. */
struct doc_cover {
	uint64_t bits[COVER_WORDS];
};

void
doc_build(struct doc_builder *builder, struct arena *arena, struct doc *doc)
{
	*doc = (struct doc){ 0 };
	*builder = (struct doc_builder){ .arena = arena, .doc = doc };
}

static struct fault *
too_many_blocks(void)
{
	return fault_new(FAULT_LIMIT, "doc_blocks",
		"文档的段落和表格超过 %d 个，无法读取；请拆分后再试。",
		"The document has more than %d paragraphs and tables; split it and try again.",
		DOC_MOST_BLOCKS);
}

static struct fault *
add_block(struct doc_builder *builder, struct doc_block block)
{
	struct doc *doc = builder->doc;

	if (doc->block_count >= DOC_MOST_BLOCKS)
		return too_many_blocks();
	GROW(builder->arena, doc->blocks, doc->block_count, builder->block_room);
	doc->blocks[doc->block_count++] = block;
	return NULL;
}

static bool
is_blank(struct str text)
{
	size_t at = 0;

	while (at < text.len) {
		size_t len;

		if (!utf8_is_space(utf8_at(text, at, &len)))
			return false;
		at += len;
	}
	return true;
}

struct fault *
doc_add(struct doc_builder *builder, enum doc_role role, int level, struct str text)
{
	assert(role != DOC_TABLE);
	if (is_blank(text))
		return NULL;
	return add_block(builder, (struct doc_block){ .role = role, .level = level, .text = text });
}

struct fault *
doc_add_looked(
	struct doc_builder *builder, enum doc_role role, int level, struct str text, bool is_unseen)
{
	size_t before = builder->doc->block_count;

	TRY(doc_add(builder, role, level, text));
	if (builder->doc->block_count > before)
		builder->doc->blocks[before].is_unseen = is_unseen;
	return NULL;
}

struct fault *
doc_open_table(struct doc_builder *builder, struct doc_table **ret_table)
{
	assert(!builder->table);
	if (builder->cover_count)
		memset(builder->covers, 0, builder->cover_count * sizeof *builder->covers);
	builder->cover_count = 0;
	builder->cell_room = 0;
	TAKE(builder->arena, builder->table, 1);
	*ret_table = builder->table;
	return NULL;
}

static bool
is_covered(const struct doc_builder *builder, int row, int column)
{
	if ((size_t)row >= builder->cover_count)
		return false;
	return builder->covers[row].bits[column / 64] >> (column % 64) & 1;
}

int
doc_free_column(const struct doc_builder *builder, int row, int column)
{
	while (column < DOC_MOST_COLUMNS && is_covered(builder, row, column))
		column++;
	return column;
}

int
doc_free_width(const struct doc_builder *builder, int row, int column)
{
	int end = column;

	while (end < DOC_MOST_COLUMNS && !is_covered(builder, row, end))
		end++;
	return end - column;
}

static struct fault *
check_place(const struct doc_builder *builder, int row, int column, int row_span, int column_span)
{
	if (row < 0 || column < 0 || row_span < 1 || column_span < 1)
		return fault_new(FAULT_INPUT, "doc_place", "表格中有位置不正确的单元格。",
			"A table has a cell at an impossible place.");
	if (row >= DOC_MOST_ROWS || row_span > DOC_MOST_ROWS - row)
		return fault_new(FAULT_LIMIT, "doc_rows",
			"表格超过 %d 行，无法读取；请拆分后再试。",
			"A table has more than %d rows; split it and try again.", DOC_MOST_ROWS);
	if (column >= DOC_MOST_COLUMNS || column_span > DOC_MOST_COLUMNS - column)
		return fault_new(FAULT_LIMIT, "doc_columns",
			"表格超过 %d 列，无法读取；请拆分后再试。",
			"A table has more than %d columns; split it and try again.",
			DOC_MOST_COLUMNS);
	if (builder->cell_total >= DOC_MOST_CELLS)
		return fault_new(FAULT_LIMIT, "doc_cells",
			"文档的单元格超过 %d 个，无法读取；请拆分后再试。",
			"The document has more than %d table cells; split it and try again.",
			DOC_MOST_CELLS);
	if ((size_t)row_span * (size_t)column_span >
		(size_t)DOC_MOST_ROWS * DOC_MOST_COLUMNS - builder->place_total)
		return fault_new(FAULT_LIMIT, "doc_places",
			"文档中合并单元格的范围过大，无法读取；请检查表格的合并。",
			"Merged cells cover too much ground; check how the tables are merged.");
	return NULL;
}

/* The bits of columns from..end-1 that fall into one word. */
static uint64_t
word_mask(int word, int from, int end)
{
	int low = from > word * 64 ? from - word * 64 : 0;
	int high = end < (word + 1) * 64 ? end - word * 64 : 64;

	return (high == 64 ? UINT64_MAX : ((uint64_t)1 << high) - 1) & ~(((uint64_t)1 << low) - 1);
}

static struct fault *
cover(struct doc_builder *builder, int row, int column, int row_span, int column_span)
{
	size_t row_end = (size_t)(row + row_span);
	int end = column + column_span;

	while (builder->cover_count < row_end) {
		GROW(builder->arena, builder->covers, builder->cover_count, builder->cover_room);
		builder->cover_count++;
	}
	for (int r = row; r < row + row_span; r++)
		for (int word = column / 64; word <= (end - 1) / 64; word++)
			if (builder->covers[r].bits[word] & word_mask(word, column, end))
				return fault_new(FAULT_LIMIT, "doc_overlap",
					"表格中有互相重叠的单元格。",
					"Cells of a table lie over each other.");
	for (int r = row; r < row + row_span; r++)
		for (int word = column / 64; word <= (end - 1) / 64; word++)
			builder->covers[r].bits[word] |= word_mask(word, column, end);
	return NULL;
}

struct fault *
doc_add_cell(struct doc_builder *builder, int row, int column, int row_span, int column_span,
	struct str text, struct doc_cell **ret_cell)
{
	struct doc_table *table = builder->table;
	struct doc_cell *cell;

	assert(table);
	TRY(check_place(builder, row, column, row_span, column_span));
	TRY(cover(builder, row, column, row_span, column_span));
	GROW(builder->arena, table->cells, table->cell_count, builder->cell_room);
	cell = &table->cells[table->cell_count++];
	*cell = (struct doc_cell){
		.row = row,
		.column = column,
		.row_span = row_span,
		.column_span = column_span,
		.text = text,
	};
	builder->cell_total++;
	builder->place_total += (size_t)row_span * (size_t)column_span;
	if (ret_cell)
		*ret_cell = cell;
	return NULL;
}

struct fault *
doc_add_row(
	struct doc_builder *builder, int row, const struct str *texts, int count, bool is_heading)
{
	for (int column = 0; column < count; column++) {
		struct doc_cell *cell = NULL;

		TRY(doc_add_cell(builder, row, column, 1, 1, str_trim(texts[column]), &cell));
		cell->is_heading = is_heading;
	}
	return NULL;
}

static int
compare_cells(const void *a, const void *b)
{
	const struct doc_cell *left = a;
	const struct doc_cell *right = b;

	if (left->row != right->row)
		return left->row < right->row ? -1 : 1;
	return left->column < right->column ? -1 : left->column > right->column;
}

struct fault *
doc_close_table(struct doc_builder *builder)
{
	struct doc_table *table = builder->table;
	bool is_sorted = true;

	assert(table);
	builder->table = NULL;
	if (table->cell_count == 0)
		return NULL;
	table->row_count = 0;
	table->column_count = 0;
	table->tallest = 0;
	for (size_t i = 0; i < table->cell_count; i++) {
		const struct doc_cell *cell = &table->cells[i];

		if (cell->row + cell->row_span > table->row_count)
			table->row_count = cell->row + cell->row_span;
		if (cell->column + cell->column_span > table->column_count)
			table->column_count = cell->column + cell->column_span;
		if (cell->row_span > table->tallest)
			table->tallest = cell->row_span;
		if (i && compare_cells(cell - 1, cell) > 0)
			is_sorted = false;
	}
	if (!is_sorted)
		qsort(table->cells, table->cell_count, sizeof *table->cells, compare_cells);
	return add_block(builder, (struct doc_block){ .role = DOC_TABLE, .table = table });
}

/* The last cell that starts in this row at or before this column, or NULL. */
static const struct doc_cell *
last_starting(const struct doc_table *table, int row, int column)
{
	size_t low = 0;
	size_t high = table->cell_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		const struct doc_cell *cell = &table->cells[middle];

		if (cell->row < row || (cell->row == row && cell->column <= column))
			low = middle + 1;
		else
			high = middle;
	}
	if (low == 0 || table->cells[low - 1].row != row)
		return NULL;
	return &table->cells[low - 1];
}

const struct doc_cell *
doc_cell_at(const struct doc_table *table, int row, int column)
{
	int first = table->tallest ? row - table->tallest + 1 : 0;

	if (row < 0 || column < 0 || row >= table->row_count || column >= table->column_count)
		return NULL;
	/* Cells never overlap, so of each row above only the last one before the column can reach
	 * this place. */
	for (int above = row; above >= 0 && above >= first; above--) {
		const struct doc_cell *cell = last_starting(table, above, column);

		if (cell && row < cell->row + cell->row_span &&
			column < cell->column + cell->column_span)
			return cell;
	}
	return NULL;
}
