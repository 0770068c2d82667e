/*
 * Rows whose cells are all blank: only their labels tell that they are there. They lie a whole
 * row's height from the rows with values, where a label of several rows lies between them.
 */
#include "doc/doc_pdf_inside.h"

#include <stdlib.h>

/* A row to be put in. */
struct blank {
	size_t band;
	int page;
	int y;
};

struct blanks {
	struct blank *all;
	size_t count;
	size_t room;
};

/* How far rows of a page lie apart when nothing is between them: the lower quarter of the
 * distances; 0 when there are too few rows. */
static struct fault *
usual_distance(
	const struct pdf_table *table, const struct pdf_band *band, int page, int *ret_distance)
{
	int *distances;
	size_t count = 0;

	*ret_distance = 0;
	TAKE(table->arena, distances, band->row_count);
	for (size_t i = band->first_row + 1; i < band->first_row + band->row_count; i++)
		if (table->rows[i].page == page && table->rows[i - 1].page == page)
			distances[count++] = table->rows[i].y - table->rows[i - 1].y;
	if (count < 2)
		return NULL;
	qsort(distances, count, sizeof *distances, pdf_compare_int);
	*ret_distance = distances[count / 4];
	return NULL;
}

/* Is there room for a row at this height, between the rows around it? */
static bool
has_room(const struct pdf_table *table, const struct pdf_band *band, int page, int y, int usual)
{
	int above = INT32_MAX;
	int below = INT32_MAX;

	for (size_t i = band->first_row; i < band->first_row + band->row_count; i++) {
		int distance = table->rows[i].y - y;

		if (table->rows[i].page != page)
			continue;
		if (distance <= 0)
			above = pdf_least(above, -distance);
		if (distance >= 0)
			below = pdf_least(below, distance);
	}
	/* Above the first row stands the heading, below the last one anything. */
	if (above == INT32_MAX || (int64_t)pdf_least(above, below) * 10 < (int64_t)usual * 7)
		return false;
	return below == INT32_MAX ? above < 3 * usual : true;
}

/* Does anything behind the label's column stand at its height? Then it is a label of several rows.
 */
static bool
has_beside(const struct pdf_band *band, const struct pdf_group *group)
{
	for (size_t i = 0; i < band->piece_count; i++) {
		const struct pdf_piece *piece = band->pieces[i];
		int common = pdf_least(piece->box.bottom, group->bottom) -
			     pdf_most(piece->box.top, group->top);

		if (piece->page == group->page && piece->first > group->column &&
			common * 4 > piece->size)
			return true;
	}
	return false;
}

static bool
is_known(const struct blanks *blanks, size_t first, int page, int y, int usual)
{
	for (size_t i = first; i < blanks->count; i++)
		if (blanks->all[i].page == page && abs(blanks->all[i].y - y) * 10 < usual * 6)
			return true;
	return false;
}

/* Labels of one page that no row with values has taken. */
static struct fault *
find_on_page(struct pdf_side *side, size_t band, struct blanks *blanks)
{
	struct pdf_table *table = side->table;
	size_t first_blank = blanks->count;
	int usual;

	TRY(usual_distance(table, side->band, side->page, &usual));
	if (usual == 0)
		return NULL;
	for (side->column = side->band->label_columns - 1; side->column >= 0; side->column--) {
		size_t first = table->group_count;

		pdf_take_side(side, true);
		TRY(pdf_take_groups(side, &first));
		for (size_t i = first; i < table->group_count; i++) {
			int y = table->groups[i].y;

			if (has_beside(side->band, &table->groups[i]) ||
				!has_room(table, side->band, side->page, y, usual) ||
				is_known(blanks, first_blank, side->page, y, usual))
				continue;
			GROW(table->arena, blanks->all, blanks->count, blanks->room);
			blanks->all[blanks->count++] =
				(struct blank){ .band = band, .page = side->page, .y = y };
		}
		table->group_count = first;
	}
	return NULL;
}

static struct fault *
find_in_band(struct pdf_table *table, size_t index, struct blanks *blanks)
{
	struct pdf_side side = { .table = table, .band = &table->bands[index] };

	if (side.band->row_count == 0)
		return NULL;
	TAKE(table->arena, side.lines, side.band->piece_count);
	TAKE(table->arena, side.rows, side.band->row_count);
	for (size_t i = 0; i < side.band->row_count; i++) {
		const struct pdf_row *row = &table->rows[side.band->first_row + i];

		if (i && row->page == row[-1].page)
			continue;
		side.page = row->page;
		TRY(find_on_page(&side, index, blanks));
	}
	return NULL;
}

static int
compare_rows(const void *a, const void *b)
{
	const struct pdf_row *left = a;
	const struct pdf_row *right = b;

	if (left->page != right->page)
		return left->page < right->page ? -1 : 1;
	return left->y < right->y ? -1 : left->y > right->y;
}

/* All rows anew, with the blank ones; values learn the new numbers of theirs. */
static struct fault *
put_in(struct pdf_table *table, const struct blanks *blanks)
{
	struct pdf_row *rows;
	size_t count = 0;

	TAKE(table->arena, rows, table->row_count + blanks->count);
	for (size_t b = 0; b < table->band_count; b++) {
		struct pdf_band *band = &table->bands[b];
		size_t first = count;

		for (size_t i = 0; i < band->row_count; i++)
			rows[count++] = table->rows[band->first_row + i];
		for (size_t i = 0; i < blanks->count; i++)
			if (blanks->all[i].band == b)
				rows[count++] = (struct pdf_row){
					.page = blanks->all[i].page,
					.y = blanks->all[i].y,
				};
		if (count > first)
			qsort(rows + first, count - first, sizeof *rows, compare_rows);
		band->first_row = first;
		band->row_count = count - first;
	}
	for (size_t i = 0; i < count; i++)
		for (size_t k = rows[i].first_piece; k < rows[i].end_piece; k++)
			if (table->pieces[k]->is_value && table->pieces[k]->row == rows[i].number)
				table->pieces[k]->new_row = (int)i;
	for (size_t i = 0; i < table->piece_count; i++)
		table->pieces[i]->row = table->pieces[i]->new_row;
	for (size_t i = 0; i < count; i++)
		rows[i].number = (int)i;
	table->rows = rows;
	table->row_count = count;
	table->row_room = count;
	return NULL;
}

struct fault *
pdf_add_blank_rows(struct pdf_table *table, bool *ret_has_more)
{
	struct blanks blanks = { 0 };

	*ret_has_more = false;
	for (size_t i = 0; i < table->band_count; i++)
		TRY(find_in_band(table, i, &blanks));
	if (blanks.count == 0)
		return NULL;
	*ret_has_more = true;
	return put_in(table, &blanks);
}
