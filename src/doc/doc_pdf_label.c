/*
 * Labels of a table's rows: lines of words to the left of values, wrapped above and below the
 * height of their row, or standing for several rows. Whatever fits no row is left as a heading.
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

/* --- splitting places among targets --- */

struct fault *
pdf_split(struct arena *arena, const int *from, const int *to, int count, const int *targets,
	int parts, bool may_lead, int *ret_cuts, bool *ret_is_done)
{
	int64_t *cost;
	int *start;
	int width = count + 1;

	*ret_is_done = false;
	if (parts > count || parts < 1 || (int64_t)count * count * parts > MOST_WORK * (int64_t)20)
		return NULL;
	/* cost[part][end]: the first `part` ranges cover the places before `end`. */
	TAKE(arena, cost, (size_t)(parts + 1) * (size_t)width);
	TAKE(arena, start, (size_t)(parts + 1) * (size_t)width);
	for (int end = 1; end < width; end++)
		cost[end] = may_lead ? 0 : INT64_MAX / 4;
	for (int part = 1; part <= parts; part++)
		for (int end = 0; end < width; end++) {
			int64_t *best = &cost[part * width + end];

			*best = INT64_MAX / 4;
			for (int begin = part - 1; begin < end; begin++) {
				int middle = from[begin] + (to[end - 1] - from[begin]) / 2;
				int64_t sum = cost[(part - 1) * width + begin] +
					      abs(middle - targets[part - 1]);

				if (sum < *best) {
					*best = sum;
					start[part * width + end] = begin;
				}
			}
		}
	ret_cuts[parts] = count;
	for (int part = parts; part > 0; part--)
		ret_cuts[part - 1] = start[part * width + ret_cuts[part]];
	*ret_is_done = true;
	return NULL;
}

/* --- one column of labels on one page --- */

struct side {
	struct pdf_table *table;
	struct pdf_band *band;
	int column;
	int page;
	struct pdf_piece **lines; /* of labels that start in this column, from the top */
	int line_count;
	int *rows; /* of the table, without a label yet */
	int row_count;
};

/* How far a block of lines is from a row: middle on middle, or with a little less trust its first
 * or last line beside the value. */
static int
distance(const struct side *side, int first, int end, int row)
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

static bool
is_next_line(const struct pdf_piece *above, const struct pdf_piece *below)
{
	return below->box.top - above->box.bottom < below->size * 9 / 10;
}

/* Leaving a line without row costs a letter's height and a half: more is too far to belong. */
static int
loss_of(const struct pdf_piece *line)
{
	return line->size * 3 / 2;
}

/* Leaving a row without label costs a little, so that close lines do not all go to one row. */
static int
loss_of_row(const struct side *side)
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
find_way(const struct side *side, struct ways *ways, int line, int row)
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
		int sum;

		if (count > 1 &&
			!is_next_line(side->lines[line - count], side->lines[line - count + 1]))
			break;
		sum = ways->cost[(line - count) * ways->width + row - 1] +
		      distance(side, line - count, line, row - 1);
		if (sum < *best) {
			*best = sum;
			*how = (signed char)count;
		}
	}
}

static struct fault *
give_label(struct side *side, int first, int count, int row_index)
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
match_rows(struct side *side)
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
static void
take_side(struct side *side, bool only_open_rows)
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

/* --- labels of several rows --- */

static int
compare_top(const void *a, const void *b)
{
	const struct pdf_piece *left = *(struct pdf_piece *const *)a;
	const struct pdf_piece *right = *(struct pdf_piece *const *)b;

	return left->box.top < right->box.top ? -1 : left->box.top > right->box.top;
}

/* Where a row begins and ends: half way to its neighbours on the page. */
static void
row_reach(const struct pdf_table *table, int row, int *ret_top, int *ret_bottom)
{
	const struct pdf_row *rows = table->rows;
	bool has_above = row > 0 && rows[row - 1].page == rows[row].page;
	bool has_below = row + 1 < (int)table->row_count && rows[row + 1].page == rows[row].page;
	int above = has_above ? (rows[row].y - rows[row - 1].y) / 2 : 0;
	int below = has_below ? (rows[row + 1].y - rows[row].y) / 2 : 0;

	if (!has_above)
		above = has_below ? below : 1000;
	if (!has_below)
		below = above;
	*ret_top = rows[row].y - above;
	*ret_bottom = rows[row].y + below;
}

/* The lines left over in the column, those close below each other together. */
static struct fault *
take_groups(struct side *side, size_t *ret_first)
{
	struct pdf_table *table = side->table;

	*ret_first = table->group_count;
	qsort(side->lines, (size_t)side->line_count, sizeof *side->lines, compare_top);
	for (int i = 0; i < side->line_count;) {
		struct pdf_group group = {
			.page = side->page, .column = side->column, .first_row = -1
		};
		struct pdf_box box = side->lines[i]->box;
		int end = i + 1;

		while (end < side->line_count &&
			is_next_line(side->lines[end - 1], side->lines[end]))
			pdf_box_add(&box, &side->lines[end++]->box);
		TRY(pdf_join(table->arena, side->lines + i, (size_t)(end - i), &group.text));
		group.y = pdf_middle_y(&box);
		GROW(table->arena, table->groups, table->group_count, table->group_room);
		table->groups[table->group_count++] = group;
		i = end;
	}
	return NULL;
}

/* Are the lines of this group among the side's? Then they are used now. */
static void
use_lines(struct side *side, const struct pdf_group *group)
{
	int top;
	int bottom;

	row_reach(side->table, group->first_row, &top, &bottom);
	for (int i = 0; i < side->line_count; i++) {
		int last_top;
		int last_bottom;

		row_reach(side->table, group->last_row, &last_top, &last_bottom);
		if (y_of(side->lines[i]) >= top && y_of(side->lines[i]) <= last_bottom)
			side->lines[i]->is_used = true;
	}
}

/* Neighbouring rows from..end-1 of the side have no label in this column: the groups whose middles
 * lie among them share them out. */
static struct fault *
share_run(struct side *side, int from, int end, size_t first_group, bool may_lead)
{
	struct pdf_table *table = side->table;
	int *tops;
	int *bottoms;
	int *targets;
	int *cuts;
	int count = end - from;
	int parts = 0;
	size_t first = first_group;
	bool is_done = false;

	TAKE(table->arena, tops, (size_t)count);
	TAKE(table->arena, bottoms, (size_t)count);
	TAKE(table->arena, targets, (size_t)count + 1);
	TAKE(table->arena, cuts, (size_t)count + 2);
	for (int i = 0; i < count; i++)
		row_reach(table, side->rows[from + i], &tops[i], &bottoms[i]);
	while (first < table->group_count && table->groups[first].y < tops[0])
		first++;
	while (first + (size_t)parts < table->group_count && parts < count &&
		table->groups[first + (size_t)parts].y <= bottoms[count - 1]) {
		targets[parts] = table->groups[first + (size_t)parts].y;
		parts++;
	}
	TRY(pdf_split(
		table->arena, tops, bottoms, count, targets, parts, may_lead, cuts, &is_done));
	for (int i = 0; i < parts && is_done; i++) {
		struct pdf_group *group = &table->groups[first + (size_t)i];

		group->first_row = side->rows[from + cuts[i]];
		group->last_row = side->rows[from + cuts[i + 1] - 1];
		use_lines(side, group);
	}
	/* What leads goes on from the page before. */
	if (may_lead && first_group > 0 && (parts == 0 || (is_done && cuts[0] > 0)))
		for (size_t i = first_group; i-- > 0;) {
			struct pdf_group *group = &table->groups[i];

			if (group->column != side->column || group->first_row < 0)
				continue;
			if (group->last_row == side->rows[from] - 1)
				group->last_row = side->rows[from + (parts ? cuts[0] : count) - 1];
			break;
		}
	return NULL;
}

/* Rows of the page before ended without a label of their own in this column. */
static bool
goes_on_from_page_before(const struct side *side, int row)
{
	const struct pdf_row *rows = side->table->rows;

	return row > (int)side->band->first_row && rows[row - 1].page != rows[row].page &&
	       rows[row - 1].label.len && rows[row - 1].label_start > side->column;
}

static struct fault *
share_rows(struct side *side)
{
	size_t first_group;

	take_side(side, false);
	TRY(take_groups(side, &first_group));
	for (int from = 0; from < side->row_count;) {
		int end = from + 1;

		while (end < side->row_count && side->rows[end] == side->rows[end - 1] + 1)
			end++;
		TRY(share_run(side, from, end, first_group,
			goes_on_from_page_before(side, side->rows[from])));
		from = end;
	}
	return NULL;
}

/* --- a band --- */

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
label_column(struct side *side)
{
	const struct pdf_band *band = side->band;
	const struct pdf_row *rows = side->table->rows + band->first_row;

	for (size_t i = 0; i < band->row_count; i++) {
		if (i && rows[i].page == rows[i - 1].page)
			continue;
		side->page = rows[i].page;
		take_side(side, true);
		TRY(match_rows(side));
	}
	return NULL;
}

struct fault *
pdf_label_rows(struct pdf_table *table, struct pdf_band *band)
{
	struct side side = { .table = table, .band = band };

	if (band->row_count == 0)
		return NULL;
	for (size_t i = 0; i < band->row_count; i++)
		table->rows[band->first_row + i].label_start = band->column_count;
	TAKE(table->arena, side.lines, band->piece_count);
	TAKE(table->arena, side.rows, band->row_count);
	/* From the values outwards: the label next to them is the row's own. */
	for (side.column = band->label_columns - 1; side.column >= 0; side.column--)
		TRY(label_column(&side));
	for (side.column = band->label_columns - 1; side.column >= 0; side.column--)
		for (size_t i = 0; i < band->row_count; i++) {
			const struct pdf_row *row = &table->rows[band->first_row + i];

			if (i && row->page == row[-1].page)
				continue;
			side.page = row->page;
			TRY(share_rows(&side));
		}
	widen_labels(table, band);
	return NULL;
}
