/*
 * Tables of a docx: cells find their columns, vertical merges become row spans, and a table that
 * only lays out others gives way to them. The elements of the file are in doc_docx.c.
 */
#include "doc/doc_docx_inside.h"

struct fault *
docx_table_open(struct arena *arena, struct docx_table *outer, struct docx_table **ret_table)
{
	struct docx_table *table;

	TAKE(arena, table, 1);
	table->outer = outer;
	table->depth = outer ? outer->depth + 1 : 0;
	table->row = -1;
	*ret_table = table;
	return NULL;
}

void
docx_table_begin_row(struct docx_table *table)
{
	table->in_row = true;
	table->is_row_deleted = false;
	table->is_row_heading = false;
	table->column = 0;
	table->row++;
}

void
docx_table_end_row(struct docx_table *table)
{
	table->in_row = false;
	if (table->is_row_deleted)
		table->row--;
}

void
docx_table_begin_cell(struct docx_table *table)
{
	table->in_cell = true;
	table->has_object = false;
	table->span = 1;
	table->below = DOCX_ALONE;
	table->beside = DOCX_ALONE;
	table->has_align = false;
	table->align = DOC_LEFT;
	table->part_count = 0;
}

struct fault *
docx_table_add(struct docx_table *table, struct arena *arena, struct docx_part part)
{
	if (part.table) {
		table->has_inner = true;
	} else if (!table->in_cell || str_trim(part.text).len == 0) {
		return NULL;
	}
	GROW(arena, table->parts, table->part_count, table->part_room);
	table->parts[table->part_count++] = part;
	return NULL;
}

/* The paragraphs of the open cell in one text. */
static struct fault *
join_parts(const struct docx_table *table, struct arena *arena, struct str *ret_text)
{
	const struct docx_part *parts = table->parts;
	size_t len = 0;
	char *to;

	*ret_text = STR_NONE;
	if (table->part_count == 1)
		*ret_text = parts[0].text;
	if (table->part_count < 2)
		return NULL;
	for (size_t i = 0; i < table->part_count; i++)
		len += parts[i].text.len + 1;
	TAKE(arena, to, len);
	ret_text->at = to;
	for (size_t i = 0; i < table->part_count; i++) {
		if (parts[i].text.len == 0)
			continue;
		if (to != ret_text->at)
			*to++ = '\n';
		memcpy(to, parts[i].text.at, parts[i].text.len);
		to += parts[i].text.len;
	}
	ret_text->len = (size_t)(to - ret_text->at);
	return NULL;
}

/* The cell of this row that ends where the open one begins, or NULL. */
static struct docx_cell *
cell_beside(struct docx_table *table)
{
	struct docx_cell *cell = table->cell_count ? &table->cells[table->cell_count - 1] : NULL;

	if (!cell || cell->cell.row != table->row ||
		cell->cell.column + cell->cell.column_span != table->column)
		return NULL;
	return cell;
}

/* The cell above that an ongoing merge at this column belongs to, or NULL. What an earlier table of
 * this depth left behind does no harm: all that matters is looked at again. */
static struct docx_cell *
cell_above(struct docx_table *table, const size_t *above)
{
	size_t index = above[table->column];
	struct docx_cell *cell;

	if (index >= table->cell_count)
		return NULL;
	cell = &table->cells[index];
	if (!cell->is_open_below || cell->cell.column != table->column ||
		cell->cell.row + cell->cell.row_span != table->row ||
		cell->cell.column_span != table->span)
		return NULL;
	return cell;
}

static struct fault *
keep_parts(struct docx_table *table, struct arena *arena, struct docx_cell *cell)
{
	bool has_table = false;

	for (size_t i = 0; i < table->part_count; i++)
		if (table->parts[i].table)
			has_table = true;
	if (!has_table)
		return NULL;
	TAKE(arena, cell->parts, table->part_count);
	memcpy(cell->parts, table->parts, table->part_count * sizeof *cell->parts);
	cell->part_count = table->part_count;
	return NULL;
}

static struct fault *
add_cell(struct docx_table *table, struct arena *arena, size_t *above)
{
	struct docx_cell *cell;

	GROW(arena, table->cells, table->cell_count, table->cell_room);
	cell = &table->cells[table->cell_count];
	*cell = (struct docx_cell){
		.is_open_below = table->below != DOCX_ALONE,
		.cell = {
			.row = table->row,
			.column = table->column,
			.row_span = 1,
			.column_span = table->span,
			.align = table->align,
			.is_heading = table->is_row_heading,
		},
	};
	if (table->column > 0)
		table->has_neighbours = true;
	above[table->column] = table->cell_count++;
	TRY(join_parts(table, arena, &cell->cell.text));
	if (table->has_object && str_trim(cell->cell.text).len == 0)
		cell->cell.text = STR(DOC_NOT_TEXT);
	return keep_parts(table, arena, cell);
}

static struct fault *
take_above(struct docx_merges *merges, int depth, struct arena *arena, size_t **ret_above)
{
	if (depth >= DOC_DEEPEST_XML)
		return fault_memory();
	if (!merges->above[depth])
		TAKE(arena, merges->above[depth], DOC_MOST_COLUMNS);
	*ret_above = merges->above[depth];
	return NULL;
}

struct fault *
docx_table_end_cell(struct docx_table *table, struct arena *arena, struct docx_merges *merges)
{
	struct docx_cell *above_it = NULL;
	struct docx_cell *beside_it = NULL;
	size_t *above = NULL;

	table->in_cell = false;
	if (table->span < 1)
		table->span = 1;
	if (table->column >= DOC_MOST_COLUMNS || table->span > DOC_MOST_COLUMNS - table->column)
		return fault_new(FAULT_LIMIT, "doc_columns",
			"表格超过 %d 列，无法读取；请拆分后再试。",
			"A table has more than %d columns; split it and try again.",
			DOC_MOST_COLUMNS);
	TRY(take_above(merges, table->depth, arena, &above));
	if (table->below == DOCX_CONTINUE)
		above_it = cell_above(table, above);
	if (table->beside == DOCX_CONTINUE)
		beside_it = cell_beside(table);
	if (above_it)
		above_it->cell.row_span++;
	else if (beside_it)
		beside_it->cell.column_span += table->span;
	else
		TRY(add_cell(table, arena, above));
	table->column += table->span;
	return NULL;
}

/* --- handing over --- */

static struct fault *
put_lines(struct doc_builder *builder, struct str text)
{
	struct str line;

	while (str_next_line(&text, &line))
		TRY(doc_add(builder, DOC_PARAGRAPH, 0, line));
	return NULL;
}

/* Only a frame around others: one cell a row, with tables in it, or one cell altogether. */
static bool
is_layout(const struct docx_table *table)
{
	return !table->has_neighbours && (table->has_inner || table->cell_count == 1);
}

static struct fault *
unwrap(struct docx_table *table, struct doc_builder *builder)
{
	for (size_t i = 0; i < table->cell_count; i++) {
		const struct docx_cell *cell = &table->cells[i];

		if (cell->part_count == 0)
			TRY(put_lines(builder, cell->cell.text));
		for (size_t k = 0; k < cell->part_count; k++) {
			const struct docx_part *part = &cell->parts[k];

			TRY(part->table ? docx_table_hand_over(part->table, builder)
					: put_lines(builder, part->text));
		}
	}
	return NULL;
}

struct fault *
docx_table_hand_over(struct docx_table *table, struct doc_builder *builder)
{
	struct doc_table *made;

	if (is_layout(table))
		return unwrap(table, builder);
	TRY(doc_open_table(builder, &made));
	for (size_t i = 0; i < table->cell_count; i++) {
		const struct doc_cell *from = &table->cells[i].cell;
		struct doc_cell *to;

		TRY(doc_add_cell(builder, from->row, from->column, from->row_span,
			from->column_span, from->text, &to));
		to->align = from->align;
		to->is_heading = from->is_heading;
	}
	TRY(doc_close_table(builder));
	for (size_t i = 0; i < table->cell_count && table->has_inner; i++)
		for (size_t k = 0; k < table->cells[i].part_count; k++)
			if (table->cells[i].parts[k].table)
				TRY(docx_table_hand_over(table->cells[i].parts[k].table, builder));
	return NULL;
}
