/*
 * Labels of a table's rows: lines of words to the left of values, wrapped above and below the
 * height of their row. Labels of several rows are in doc_pdf_group.c.
 */
#include "doc/doc_pdf_inside.h"

#include <stdlib.h>

/* Most lines of one label, and the most work for one column of labels on one page. */
enum { MOST_LINES = 12, MOST_WORK = 1000000 };

static int
y_of(const struct pdf_piece *piece)
{
	return pdf_middle_y(&piece->box);
}

/* How far a block of lines is from a row: middle on middle, or with a little less trust its first
 * or last line beside the value. */
static int
distance(const struct pdf_side *side, int first, int end, int row)
{
	const struct pdf_piece *top = side->lines[first];
	const struct pdf_piece *bottom = side->lines[end - 1];
	int y = side->table->rows[side->rows[row]].y;
	int middle = top->box.top + (bottom->box.bottom - top->box.top) / 2;
	int least = abs(middle - y);

	if (end - first > 1) {
		least = pdf_least(least, abs(y_of(top) - y) + top->size / 2);
		least = pdf_least(least, abs(y_of(bottom) - y) + top->size / 2);
	}
	return least;
}

bool
pdf_is_next_line(const struct pdf_piece *above, const struct pdf_piece *below)
{
	return !pdf_starts_item(below->text) &&
	       below->box.top - above->box.bottom < below->size * 9 / 10;
}

/* Leaving a line without row costs a letter's height and a half: more is too far to belong. */
static int
loss_of(const struct pdf_piece *line)
{
	return line->size * 3 / 2;
}

/* Leaving a row without label costs a little, so that close lines do not all go to one row. */
static int
loss_of_row(const struct pdf_side *side)
{
	return side->lines[0]->size * 8 / 10;
}

/* Best ways for the first lines and the first rows, and how each was reached: number of lines of
 * the last block, 0 for a line left over, -1 for a row left over. */
struct ways {
	int *cost;
	signed char *how;
	int width;
};

static void
find_way(const struct pdf_side *side, struct ways *ways, int line, int row)
{
	int *best = &ways->cost[line * ways->width + row];
	signed char *how = &ways->how[line * ways->width + row];

	if (line == 0 && row == 0)
		return;
	*best = INT32_MAX / 2;
	if (line > 0) {
		*best = ways->cost[(line - 1) * ways->width + row] + loss_of(side->lines[line - 1]);
		*how = 0;
	}
	if (row > 0 && ways->cost[line * ways->width + row - 1] + loss_of_row(side) <= *best) {
		*best = ways->cost[line * ways->width + row - 1] + loss_of_row(side);
		*how = -1;
	}
	for (int count = 1; row > 0 && count <= line && count <= MOST_LINES; count++) {
		int far;
		int sum;

		if (count > 1 &&
			!pdf_is_next_line(side->lines[line - count], side->lines[line - count + 1]))
			break;
		far = distance(side, line - count, line, row - 1);
		if (far > side->lines[line - 1]->size * 12 / 10)
			continue;
		sum = ways->cost[(line - count) * ways->width + row - 1] + far;
		if (sum < *best) {
			*best = sum;
			*how = (signed char)count;
		}
	}
}

static struct fault *
give_label(struct pdf_side *side, int first, int count, int row_index)
{
	struct pdf_row *row = &side->table->rows[side->rows[row_index]];

	TRY(pdf_join(side->table->arena, side->lines + first, (size_t)count, &row->label));
	row->label_start = side->column;
	row->label_end = side->column;
	for (int i = first; i < first + count; i++) {
		side->lines[i]->is_used = true;
		row->label_end = pdf_most(row->label_end, side->lines[i]->last);
	}
	return NULL;
}

/* Blocks of lines to rows, in order, so that all of them together lie as close as can be. */
static struct fault *
match_rows(struct pdf_side *side)
{
	struct ways ways = { .width = side->row_count + 1 };
	size_t places = (size_t)(side->line_count + 1) * (size_t)ways.width;
	int line = side->line_count;
	int row = side->row_count;

	if (line == 0 || row == 0 || places > MOST_WORK)
		return NULL;
	TAKE(side->table->arena, ways.cost, places);
	TAKE(side->table->arena, ways.how, places);
	for (int i = 0; i <= line; i++)
		for (int k = 0; k <= row; k++)
			find_way(side, &ways, i, k);
	while (line > 0 && row > 0) {
		int how = ways.how[line * ways.width + row];

		if (how < 0) {
			row--;
		} else if (how == 0) {
			line--;
		} else {
			TRY(give_label(side, line - how, how, row - 1));
			line -= how;
			row--;
		}
	}
	return NULL;
}

static bool
is_label(const struct pdf_table *table, const struct pdf_piece *piece)
{
	return !piece->is_value && !piece->is_used && !piece->is_standing &&
	       pdf_middle_x(&piece->box) < table->values_left &&
	       piece->box.right < table->values_left + piece->size;
}

/* The lines and rows of one column on one page. */
void
pdf_take_side(struct pdf_side *side, bool only_open_rows)
{
	const struct pdf_band *band = side->band;

	side->line_count = 0;
	side->row_count = 0;
	for (size_t i = 0; i < band->piece_count; i++) {
		struct pdf_piece *piece = band->pieces[i];

		if (piece->page == side->page && piece->first == side->column &&
			(is_label(side->table, piece) ||
				(!only_open_rows && piece->is_standing && !piece->is_used)))
			side->lines[side->line_count++] = piece;
	}
	for (size_t i = 0; i < band->row_count; i++) {
		const struct pdf_row *row = &side->table->rows[band->first_row + i];

		if (row->page == side->page &&
			(only_open_rows ? row->label.len == 0
					: row->label.len > 0 && row->label_start > side->column))
			side->rows[side->row_count++] = (int)(band->first_row + i);
	}
}

/* A label reaches to the next one in its row, or to the values. */
static void
widen_labels(struct pdf_table *table, const struct pdf_band *band)
{
	for (size_t i = 0; i < band->row_count; i++) {
		struct pdf_row *row = &table->rows[band->first_row + i];

		if (row->label.len && row->label_end < band->label_columns - 1)
			row->label_end = band->label_columns - 1;
	}
}

static struct fault *
label_column(struct pdf_side *side)
{
	const struct pdf_band *band = side->band;
	const struct pdf_row *rows = side->table->rows + band->first_row;

	for (size_t i = 0; i < band->row_count; i++) {
		if (i && rows[i].page == rows[i - 1].page)
			continue;
		side->page = rows[i].page;
		pdf_take_side(side, true);
		TRY(match_rows(side));
	}
	return NULL;
}

struct fault *
pdf_label_rows(struct pdf_table *table, struct pdf_band *band)
{
	struct pdf_side side = { .table = table, .band = band };

	if (band->row_count == 0)
		return NULL;
	for (size_t i = 0; i < band->row_count; i++) {
		struct pdf_row *row = &table->rows[band->first_row + i];

		row->label = STR_NONE;
		row->label_start = band->column_count;
	}
	for (size_t i = 0; i < band->piece_count; i++)
		band->pieces[i]->is_used = false;
	TAKE(table->arena, side.lines, band->piece_count);
	TAKE(table->arena, side.rows, band->row_count);
	/* From the values outwards: the label next to them is the row's own. */
	for (side.column = band->label_columns - 1; side.column >= 0; side.column--)
		TRY(label_column(&side));
	widen_labels(table, band);
	return NULL;
}
