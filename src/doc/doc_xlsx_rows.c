/*
 * A sheet's rows as blocks of the document: offices put sentences, headings and several tables
 * under each other on one sheet. Which rows belong to a table is told from their places alone.
 */
#include <stdlib.h>

#include "base/utf8.h"
#include "doc/doc_xlsx_inside.h"

/* A label of a table is at most this many characters, else it is a sentence. */
enum { LONGEST_LABEL = 60 };

enum row_kind {
	ROW_EMPTY,
	ROW_LINE,     /* one text and nothing beside it */
	ROW_SENTENCE, /* one text that no table has as a label */
	ROW_SPARSE,   /* one text and blank cells beside it */
	ROW_TABLE,
};

/* A row and its cells in the sheet; `only` is the one with text where there is but one. */
struct row {
	enum row_kind kind;
	size_t from;
	size_t end;
	const struct xlsx_cell *only;
	int only_width; /* columns that it spans */
};

struct rows {
	const struct xlsx_sheet *sheet;
	struct str name;
	struct doc_builder *builder;
	struct row *all;
	size_t count;
};

static int
compare_cells(const void *a, const void *b)
{
	const struct xlsx_cell *left = a;
	const struct xlsx_cell *right = b;

	if (left->row != right->row)
		return left->row < right->row ? -1 : 1;
	if (left->column != right->column)
		return left->column < right->column ? -1 : 1;
	return 0;
}

static int
compare_ranges(const void *a, const void *b)
{
	const struct xlsx_range *left = a;
	const struct xlsx_range *right = b;

	if (left->row != right->row)
		return left->row < right->row ? -1 : 1;
	return left->column < right->column ? -1 : left->column > right->column;
}

static bool
is_blank(struct str text)
{
	return str_trim(text).len == 0;
}

/* The merge whose top left corner is here, or NULL. */
static const struct xlsx_range *
merge_at(const struct xlsx_sheet *sheet, int row, int column)
{
	struct xlsx_range key = { row, column, 1, 1 };

	return sheet->merge_count ? bsearch(&key, sheet->merges, sheet->merge_count, sizeof key,
					    compare_ranges)
				  : NULL;
}

/* --- kinds of rows --- */

static bool
is_sentence(struct str text)
{
	static const char *const ends[] = { "。", "；", "：", "！" };

	text = str_trim(text);
	for (size_t i = 0; i < COUNT_OF(ends); i++)
		if (str_ends(text, str_of(ends[i])))
			return true;
	return utf8_count(text) > LONGEST_LABEL;
}

/* A row with one text is a table's when a merge from above reaches into it. */
static void
judge_row(const struct xlsx_sheet *sheet, struct row *row, bool is_hung_over)
{
	const struct xlsx_range *merge;
	int texts = 0;

	for (size_t i = row->from; i < row->end; i++)
		if (!is_blank(sheet->cells[i].text)) {
			row->only = &sheet->cells[i];
			texts++;
		}
	row->kind = texts == 0 ? ROW_EMPTY : ROW_TABLE;
	if (texts != 1 || is_hung_over)
		return;
	merge = merge_at(sheet, row->only->row, row->only->column);
	row->only_width = merge ? merge->column_span : 1;
	row->kind = is_sentence(row->only->text) ? ROW_SENTENCE : ROW_LINE;
	for (size_t i = row->from; i < row->end && row->kind == ROW_LINE; i++)
		if (sheet->cells[i].column < row->only->column ||
			sheet->cells[i].column >= row->only->column + row->only_width)
			row->kind = ROW_SPARSE;
}

/* The rows that have cells, and an empty one for each gap between them. */
static struct fault *
find_rows(struct rows *rows)
{
	const struct xlsx_sheet *sheet = rows->sheet;
	size_t merge = 0;
	int hangs_to = -1;
	int expected = 0;

	TAKE(rows->builder->arena, rows->all, 2 * sheet->cell_count + 1);
	for (size_t from = 0, end = 0; from < sheet->cell_count; from = end) {
		int at = sheet->cells[from].row;
		struct row row = { .from = from };

		for (; merge < sheet->merge_count && sheet->merges[merge].row < at; merge++) {
			const struct xlsx_range *range = &sheet->merges[merge];

			if (range->row_span > 1 && range->row + range->row_span - 1 > hangs_to)
				hangs_to = range->row + range->row_span - 1;
		}
		while (end < sheet->cell_count && sheet->cells[end].row == at)
			end++;
		row.end = end;
		if (at > expected)
			rows->all[rows->count++] = (struct row){ .from = from, .end = from };
		judge_row(sheet, &row, hangs_to >= at);
		rows->all[rows->count++] = row;
		expected = at + 1;
	}
	return NULL;
}

/* --- tables --- */

/* The rows and columns that hold text; false when there are none. */
static bool
find_extent(const struct xlsx_sheet *sheet, size_t from, size_t end, struct xlsx_range *ret_extent)
{
	int last_row = -1;
	int last_column = -1;
	struct xlsx_range extent = { INT32_MAX, INT32_MAX, 0, 0 };

	for (size_t i = from; i < end; i++) {
		const struct xlsx_cell *cell = &sheet->cells[i];

		if (is_blank(cell->text))
			continue;
		extent.row = cell->row < extent.row ? cell->row : extent.row;
		extent.column = cell->column < extent.column ? cell->column : extent.column;
		last_row = cell->row > last_row ? cell->row : last_row;
		last_column = cell->column > last_column ? cell->column : last_column;
	}
	extent.row_span = last_row - extent.row + 1;
	extent.column_span = last_column - extent.column + 1;
	*ret_extent = extent;
	return last_row >= 0;
}

/* The merge that begins at this cell, kept inside the extent; one place when there is none or when
 * it would lie over another. */
static void
span_of(const struct xlsx_sheet *sheet, const struct xlsx_range *extent,
	const struct doc_builder *builder, struct xlsx_range *place)
{
	const struct xlsx_range *merge = merge_at(sheet, place->row, place->column);
	int row = place->row - extent->row;
	int column = place->column - extent->column;

	if (!merge)
		return;
	place->row_span = merge->row_span;
	place->column_span = merge->column_span;
	if (place->row_span > extent->row_span - row)
		place->row_span = extent->row_span - row;
	if (place->column_span > extent->column_span - column)
		place->column_span = extent->column_span - column;
	for (int below = 0; below < place->row_span; below++)
		if (row + below < DOC_MOST_ROWS &&
			doc_free_width(builder, row + below, column) < place->column_span) {
			place->row_span = place->column_span = 1;
			return;
		}
}

static struct fault *
put_cells(const struct rows *rows, size_t from, size_t end, const struct xlsx_range *extent)
{
	for (size_t i = from; i < end; i++) {
		const struct xlsx_cell *cell = &rows->sheet->cells[i];
		struct xlsx_range place = { cell->row, cell->column, 1, 1 };
		int row = cell->row - extent->row;
		int column = cell->column - extent->column;
		struct doc_cell *added;

		if (row < 0 || column < 0 || row >= extent->row_span ||
			column >= extent->column_span)
			continue;
		/* Below a merge, or the second cell of one place. */
		if (row < DOC_MOST_ROWS && column < DOC_MOST_COLUMNS &&
			doc_free_column(rows->builder, row, column) != column)
			continue;
		span_of(rows->sheet, extent, rows->builder, &place);
		TRY(doc_add_cell(rows->builder, row, column, place.row_span, place.column_span,
			cell->text, &added));
		added->is_unseen = cell->is_unseen;
	}
	return NULL;
}

static struct fault *
put_table(const struct rows *rows, size_t first, size_t end)
{
	size_t from = rows->all[first].from;
	size_t to = rows->all[end - 1].end;
	struct xlsx_range extent;
	struct doc_table *table;

	if (!find_extent(rows->sheet, from, to, &extent))
		return NULL;
	TRY(doc_open_table(rows->builder, &table));
	table->name = rows->name;
	TRY(put_cells(rows, from, to, &extent));
	return doc_close_table(rows->builder);
}

static struct fault *
put_lines(const struct rows *rows, size_t first, size_t end)
{
	for (size_t i = first; i < end; i++)
		if (rows->all[i].only)
			TRY(doc_add_looked(rows->builder, DOC_PARAGRAPH, 0, rows->all[i].only->text,
				rows->all[i].only->is_unseen));
	return NULL;
}

/* --- rows between tables --- */

/* A run of rows that are no table's by themselves. */
struct run {
	size_t first;
	size_t end;
	bool has_empty;
	bool has_sentence;
	bool has_line;
	bool is_labels; /* only lines, not merged, in the first column of the table above */
};

/* Is the row at `at` a table's, in a run that began at `first`? A row of one text and blanks is
 * when it stands right under a table or right above one; at the top of a sheet it is a title. */
static bool
is_of_table(const struct rows *rows, size_t first, size_t at)
{
	if (rows->all[at].kind != ROW_SPARSE)
		return rows->all[at].kind == ROW_TABLE;
	return first > 0 &&
	       (at == first || (at + 1 < rows->count && rows->all[at + 1].kind == ROW_TABLE));
}

/* Behind the run is a row of a table, or the end of the sheet. */
static struct run
find_run(const struct rows *rows, size_t first, int left_column)
{
	struct run run = { .first = first, .end = first, .is_labels = true };

	for (; run.end < rows->count && !is_of_table(rows, first, run.end); run.end++) {
		const struct row *row = &rows->all[run.end];

		run.has_empty = run.has_empty || row->kind == ROW_EMPTY;
		run.has_sentence = run.has_sentence || row->kind == ROW_SENTENCE;
		run.has_line = run.has_line || row->kind == ROW_LINE || row->kind == ROW_SPARSE;
		run.is_labels = run.is_labels && row->kind == ROW_LINE && row->only_width == 1 &&
				row->only->column == left_column;
	}
	return run;
}

/* Does the run's last line belong to the table below? So does a line under another line that is
 * merged over just the width of the row below it. */
static bool
opens_table(const struct rows *rows, const struct run *run)
{
	const struct row *line = &rows->all[run->end - 1];
	const struct row *below = &rows->all[run->end];
	const struct xlsx_cell *last;
	const struct xlsx_range *merge;
	int end;

	if (run->end == rows->count || run->end - run->first < 2 || line->kind != ROW_LINE ||
		line->only_width < 2)
		return false;
	last = &rows->sheet->cells[below->end - 1];
	merge = merge_at(rows->sheet, last->row, last->column);
	end = last->column + (merge ? merge->column_span : 1);
	return rows->sheet->cells[below->from].column == line->only->column &&
	       end == line->only->column + line->only_width;
}

/* Is the run a part of the table above? Lines alone are its headings where it goes on, and rows
 * left blank where it ends. */
static bool
stays_in_table(const struct rows *rows, const struct run *run)
{
	if (run->has_sentence)
		return false;
	if (run->end == rows->count)
		return run->is_labels;
	return !(run->has_empty && run->has_line);
}

static struct fault *
put_rows(const struct rows *rows)
{
	size_t at = 0;

	while (at < rows->count) {
		struct run run = find_run(rows, at, -1);
		size_t first = run.end;
		int left;

		if (run.end > run.first && opens_table(rows, &run))
			first--;
		TRY(put_lines(rows, run.first, first));
		if (run.end == rows->count)
			return NULL;
		left = rows->sheet->cells[rows->all[run.end].from].column;
		for (at = run.end; at < rows->count; at = run.end) {
			while (at < rows->count && rows->all[at].kind >= ROW_SPARSE)
				at++;
			run = find_run(rows, at, left);
			if (!stays_in_table(rows, &run))
				break;
		}
		TRY(put_table(rows, first, at));
	}
	return NULL;
}

struct fault *
xlsx_sheet_put(struct xlsx_sheet *sheet, struct str name, struct doc_builder *builder)
{
	struct rows rows = { .sheet = sheet, .name = name, .builder = builder };

	if (sheet->cell_count)
		qsort(sheet->cells, sheet->cell_count, sizeof *sheet->cells, compare_cells);
	if (sheet->merge_count)
		qsort(sheet->merges, sheet->merge_count, sizeof *sheet->merges, compare_ranges);
	TRY(find_rows(&rows));
	return put_rows(&rows);
}
