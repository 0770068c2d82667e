/*
 * Labels that stand for several rows of a table: what is left over of the lines before the values
 * shares out the rows around it. Labels of single rows are in doc_pdf_label.c.
 */
#include "doc/doc_pdf_inside.h"

#include <stdlib.h>

/* The most work for one splitting. */
#define MOST_WORK ((int64_t)20000000)

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
	if (parts > count || parts < 1 || (int64_t)count * count * parts > MOST_WORK)
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
struct fault *
pdf_take_groups(struct pdf_side *side, size_t *ret_first)
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
			pdf_is_next_line(side->lines[end - 1], side->lines[end]))
			pdf_box_add(&box, &side->lines[end++]->box);
		TRY(pdf_join(table->arena, side->lines + i, (size_t)(end - i), &group.text));
		group.y = pdf_middle_y(&box);
		group.top = box.top;
		group.bottom = box.bottom;
		GROW(table->arena, table->groups, table->group_count, table->group_room);
		table->groups[table->group_count++] = group;
		i = end;
	}
	return NULL;
}

/* Are the lines of this group among the side's? Then they are used now. */
static void
use_lines(struct pdf_side *side, const struct pdf_group *group)
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
share_run(struct pdf_side *side, int from, int end, size_t first_group, bool may_lead)
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
goes_on_from_page_before(const struct pdf_side *side, int row)
{
	const struct pdf_row *rows = side->table->rows;

	return row > (int)side->band->first_row && rows[row - 1].page != rows[row].page &&
	       rows[row - 1].label.len && rows[row - 1].label_start > side->column;
}

static struct fault *
share_rows(struct pdf_side *side)
{
	size_t first_group;

	pdf_take_side(side, false);
	TRY(pdf_take_groups(side, &first_group));
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

struct fault *
pdf_group_rows(struct pdf_table *table, struct pdf_band *band)
{
	struct pdf_side side = { .table = table, .band = band };

	if (band->row_count == 0)
		return NULL;
	TAKE(table->arena, side.lines, band->piece_count);
	TAKE(table->arena, side.rows, band->row_count);
	for (side.column = band->label_columns - 1; side.column >= 0; side.column--)
		for (size_t i = 0; i < band->row_count; i++) {
			const struct pdf_row *row = &table->rows[band->first_row + i];

			if (i && row->page == row[-1].page)
				continue;
			side.page = row->page;
			TRY(share_rows(&side));
		}
	return NULL;
}
