/*
 * Columns of a table: where pieces lie over each other from top to bottom, and where values begin.
 * What stands in which row is not looked at here.
 */
#include "doc/doc_pdf_inside.h"

#include <stdlib.h>

/* More columns than any page holds words beside each other. */
enum { MOST_COLUMNS = 200 };

static int
compare_width(const void *a, const void *b)
{
	const struct pdf_piece *left = *(struct pdf_piece *const *)a;
	const struct pdf_piece *right = *(struct pdf_piece *const *)b;
	int difference = pdf_width(&left->box) - pdf_width(&right->box);

	if (difference)
		return difference;
	return left < right ? -1 : left > right;
}

/* Do they lie over each other by more than a touch? */
bool
pdf_is_over(const struct pdf_box *a, const struct pdf_box *b)
{
	int common = pdf_least(a->right, b->right) - pdf_most(a->left, b->left);
	int narrow = pdf_least(pdf_width(a), pdf_width(b));

	return common * 100 > narrow * 15 && common > 0;
}

/* The first column that lies over the box, and the last; false when none does. */
bool
pdf_columns_over(const struct pdf_box *columns, int count, const struct pdf_box *box,
	int *ret_first, int *ret_last)
{
	bool is_found = false;

	for (int i = 0; i < count; i++) {
		if (!pdf_is_over(&columns[i], box))
			continue;
		if (!is_found)
			*ret_first = i;
		*ret_last = i;
		is_found = true;
	}
	return is_found;
}

static void
insert_column(struct pdf_box *columns, int *count, const struct pdf_box *box)
{
	int at = *count;

	while (at > 0 && columns[at - 1].left > box->left) {
		columns[at] = columns[at - 1];
		at--;
	}
	columns[at] = *box;
	++*count;
}

/* Widen a column to hold the box, unless that would reach a neighbour. */
static void
widen_column(struct pdf_box *columns, int count, int at, const struct pdf_box *box)
{
	if (box->left < columns[at].left && (at == 0 || columns[at - 1].right < box->left))
		columns[at].left = box->left;
	if (box->right > columns[at].right &&
		(at + 1 == count || columns[at + 1].left > box->right))
		columns[at].right = box->right;
}

/* The narrowest pieces first: they cannot lie over two columns, wider ones may. */
struct fault *
pdf_find_columns(struct arena *arena, struct pdf_piece *const *pieces, size_t count,
	bool only_values, struct pdf_box **ret_columns, int *ret_count)
{
	struct pdf_piece **sorted;
	struct pdf_box *columns;
	int made = 0;

	TAKE(arena, sorted, count);
	TAKE(arena, columns, MOST_COLUMNS + 1);
	memcpy(sorted, pieces, count * sizeof *sorted);
	qsort(sorted, count, sizeof *sorted, compare_width);
	for (size_t i = 0; i < count && made < MOST_COLUMNS; i++) {
		int first = 0;
		int last = 0;

		if (only_values && !sorted[i]->is_value)
			continue;
		if (!pdf_columns_over(columns, made, &sorted[i]->box, &first, &last))
			insert_column(columns, &made, &sorted[i]->box);
		else if (first == last)
			widen_column(columns, made, first, &sorted[i]->box);
	}
	*ret_columns = columns;
	*ret_count = made;
	return NULL;
}

struct fault *
pdf_find_values_left(struct pdf_table *table)
{
	struct pdf_box *columns;
	int count;

	TRY(pdf_find_columns(
		table->arena, table->pieces, table->piece_count, true, &columns, &count));
	table->values_left = count ? columns[0].left : INT32_MAX;
	/* The first column of values with words to its left. */
	for (int i = 0; i < count; i++)
		for (size_t k = 0; k < table->piece_count; k++) {
			const struct pdf_piece *piece = table->pieces[k];

			if (piece->is_value || piece->is_standing ||
				piece->box.right > columns[i].left)
				continue;
			table->values_left = columns[i].left;
			return NULL;
		}
	return NULL;
}

/* --- words over different columns --- */

/* Where to cut a piece: before the word that begins over another column than all words before it;
 * 0 for nowhere. */
static size_t
find_cut(const struct pdf_piece *piece, const struct pdf_box *columns, int count)
{
	int first = 0;
	int last = 0;
	int reached = -1;

	for (size_t i = 0; i < piece->word_count; i++) {
		const struct pdf_word *word = &piece->words[i];

		if (!pdf_columns_over(columns, count, &word->box, &first, &last))
			continue;
		if (reached >= 0 && first > reached &&
			(word->box.left - word[-1].box.right) * 5 > word->size)
			return i;
		reached = pdf_most(reached, last);
	}
	return 0;
}

static struct fault *
add_piece(struct pdf_table *table, struct pdf_piece *piece)
{
	GROW(table->arena, table->pieces, table->piece_count, table->piece_room);
	table->pieces[table->piece_count++] = piece;
	return NULL;
}

struct fault *
pdf_part_pieces(struct pdf_table *table)
{
	struct pdf_piece **old = table->pieces;
	size_t old_count = table->piece_count;
	struct pdf_box *columns;
	int count;

	TRY(pdf_find_columns(table->arena, old, old_count, true, &columns, &count));
	table->pieces = NULL;
	table->piece_count = table->piece_room = 0;
	for (size_t i = 0; i < old_count; i++) {
		struct pdf_piece *piece = old[i];
		size_t cut;

		while (!piece->is_value && (cut = find_cut(piece, columns, count)) > 0) {
			struct pdf_piece *parts;

			TAKE(table->arena, parts, 2);
			TRY(pdf_make_piece(table->arena, piece->words, cut, &parts[0]));
			TRY(pdf_make_piece(table->arena, piece->words + cut,
				piece->word_count - cut, &parts[1]));
			TRY(add_piece(table, &parts[0]));
			piece = &parts[1];
		}
		TRY(add_piece(table, piece));
	}
	return NULL;
}

/* --- columns without use --- */

static bool
is_idle(const struct pdf_table *table, const struct pdf_band *band, int column)
{
	for (size_t i = 0; i < band->row_count; i++) {
		const struct pdf_row *row = &table->rows[band->first_row + i];

		if (row->label.len && row->label_start == column)
			return false;
	}
	for (size_t i = 0; i < table->group_count; i++) {
		const struct pdf_group *group = &table->groups[i];

		if (group->column == column && group->first_row >= (int)band->first_row &&
			group->first_row < (int)(band->first_row + band->row_count))
			return false;
	}
	for (size_t i = 0; i < band->piece_count; i++)
		if (band->pieces[i]->is_value && band->pieces[i]->first == column)
			return false;
	return true;
}

/* Numbers of columns from `column` on become one less. */
static void
shift(int *number, int column)
{
	if (*number >= column && *number > 0)
		--*number;
}

static void
drop_column(struct pdf_table *table, struct pdf_band *band, int column)
{
	int into = column > 0 ? column - 1 : 1;
	int from = column > 0 ? column : 1;

	pdf_box_add(&band->columns[into], &band->columns[column]);
	if (column == 0)
		band->columns[0] = band->columns[1];
	for (int i = from; i + 1 < band->column_count; i++)
		band->columns[i] = band->columns[i + 1];
	band->column_count--;
	band->label_columns--;
	for (size_t i = 0; i < band->piece_count; i++) {
		shift(&band->pieces[i]->first, from);
		shift(&band->pieces[i]->last, from);
	}
	for (size_t i = 0; i < band->row_count; i++) {
		shift(&table->rows[band->first_row + i].label_start, from);
		shift(&table->rows[band->first_row + i].label_end, from);
	}
	for (size_t i = 0; i < table->group_count; i++) {
		struct pdf_group *group = &table->groups[i];

		if (group->first_row >= (int)band->first_row &&
			group->first_row < (int)(band->first_row + band->row_count))
			shift(&group->column, from);
	}
}

void
pdf_drop_idle_columns(struct pdf_table *table, struct pdf_band *band)
{
	for (int column = band->label_columns - 1; column >= 0; column--)
		if (band->label_columns > 1 && is_idle(table, band, column))
			drop_column(table, band, column);
}
