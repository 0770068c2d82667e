/*
 * Headings of a table found by its words: titles over all columns, upper headings that share out
 * the columns below them, and the lowest ones, all in one row. Rows are put out in doc_pdf_put.c.
 */
#include "doc/doc_pdf_inside.h"

#include <stdlib.h>

/* Headings come by height: the first line of one is among so many before its next line, and what
 * stands beside a piece among so many before and after it. */
enum { NEIGHBOURS = 200, BESIDE = 100, MOST_HEADS = 600 };

/* --- titles --- */

bool
pdf_is_over_values(const struct pdf_table *table, const struct pdf_piece *piece)
{
	if (piece->is_value || piece->is_standing)
		return false;
	return pdf_middle_x(&piece->box) > table->values_left - piece->size / 2 ||
	       piece->box.right > table->values_left + piece->size;
}

static bool
is_alone(const struct pdf_band *band, size_t index)
{
	const struct pdf_piece *piece = band->pieces[index];
	size_t from = index > BESIDE ? index - BESIDE : 0;

	for (size_t i = from; i < band->piece_count && i < index + BESIDE; i++) {
		const struct pdf_piece *other = band->pieces[i];

		if (i != index && other->page == piece->page &&
			other->box.top < piece->box.bottom && other->box.bottom > piece->box.top)
			return false;
	}
	return true;
}

/* On the middle of the whole table rather than on that of its values: those it would only head. */
static bool
is_centred(
	const struct pdf_table *table, const struct pdf_band *band, const struct pdf_piece *piece)
{
	int middle = pdf_middle_x(&piece->box);
	int whole = band->left + (band->right - band->left) / 2;
	int values = table->values_left + (band->right - table->values_left) / 2;

	return abs(middle - whole) < 4 * piece->size && abs(middle - whole) <= abs(middle - values);
}

bool
pdf_is_title(const struct pdf_table *table, const struct pdf_band *band, size_t index)
{
	const struct pdf_piece *piece = band->pieces[index];

	if (band->row_count == 0 || !pdf_is_over_values(table, piece) || !is_alone(band, index))
		return false;
	if (!is_centred(table, band, piece))
		return false;
	for (size_t i = index + 1; i < band->piece_count; i++) {
		const struct pdf_piece *below = band->pieces[i];

		if (below->is_value)
			return false;
		if (pdf_is_over_values(table, below))
			return below->page != piece->page || below->box.top >= piece->box.bottom;
	}
	return false;
}

/* --- headings --- */

/* Lines that make one heading. */
struct head {
	struct pdf_piece **lines;
	size_t count;
	size_t room;
	struct pdf_box box;
	int page;
	int size;
	int first;
	int last;
	bool is_placed;
};

static bool
is_next_line(const struct pdf_box *above, const struct pdf_piece *below)
{
	return below->box.top - above->bottom < below->size * 45 / 100;
}

/* May the piece be the next line of this heading: below it, centred on it or starting with it? */
static bool
goes_on(const struct head *head, const struct pdf_piece *piece)
{
	const struct pdf_box *last = &head->lines[head->count - 1]->box;

	return head->page == piece->page && pdf_is_over(&head->box, &piece->box) &&
	       is_next_line(last, piece) && piece->box.top > last->top &&
	       (abs(pdf_middle_x(&head->box) - pdf_middle_x(&piece->box)) < piece->size ||
		       abs(head->box.left - piece->box.left) < piece->size / 2);
}

/* The band's pieces that are neither values nor labels, as headings of one or more lines. */
static struct fault *
take_heads(struct pdf_put *put, const struct pdf_band *band, struct head **ret_heads,
	size_t *ret_count)
{
	struct head *heads = NULL;
	size_t count = 0;
	size_t room = 0;

	for (size_t i = 0; i < band->piece_count; i++) {
		struct pdf_piece *piece = band->pieces[i];
		struct head *head = NULL;

		if (piece->is_value || piece->is_used)
			continue;
		for (size_t k = count; k-- > 0 && !head && count - k < NEIGHBOURS;)
			if (goes_on(&heads[k], piece))
				head = &heads[k];
		if (!head) {
			GROW(put->arena, heads, count, room);
			head = &heads[count++];
			*head = (struct head){ .box = piece->box,
				.page = piece->page,
				.size = piece->size,
				.first = piece->first,
				.last = piece->last };
		}
		GROW(put->arena, head->lines, head->count, head->room);
		head->lines[head->count++] = piece;
		pdf_box_add(&head->box, &piece->box);
		head->first = pdf_least(head->first, piece->first);
		head->last = pdf_most(head->last, piece->last);
	}
	*ret_heads = heads;
	*ret_count = count;
	return NULL;
}

static struct fault *
put_head(struct pdf_put *put, const struct pdf_band *band, struct head *head, int row)
{
	struct str text;

	head->is_placed = true;
	TRY(pdf_join(put->arena, head->lines, head->count, &text));
	return pdf_put_cell(put, band, row, 1, head->first, head->last, text, true);
}

/* Is there a heading below this one, over one of its columns? */
static bool
has_below(const struct head *heads, size_t count, const struct head *head)
{
	for (size_t i = 0; i < count; i++)
		if (&heads[i] != head && heads[i].page == head->page &&
			heads[i].box.top > head->box.top && heads[i].first <= head->last &&
			heads[i].last >= head->first)
			return true;
	return false;
}

/* The lowest heading of one column; NULL when there is none. */
static const struct head *
leaf_of(const struct head *heads, size_t count, int column)
{
	const struct head *leaf = NULL;

	for (size_t i = 0; i < count; i++)
		if (heads[i].first <= column && heads[i].last >= column &&
			(!leaf || heads[i].box.top > leaf->box.top))
			leaf = &heads[i];
	return leaf;
}

/* Does a heading of several columns at this height reach over the column? Its own lowest heading
 * then is in a cell that begins below: about as far above its middle as the heading's end is below.
 */
static bool
is_under(const struct head *heads, size_t count, int column, const struct head *upper, int bottom)
{
	const struct head *leaf = leaf_of(heads, count, column);

	if (!leaf || leaf == upper)
		return !leaf;
	return 2 * pdf_middle_y(&leaf->box) - bottom >= pdf_middle_y(&upper->box);
}

/* The upper headings of one level share out the columns below them, each as well centred as can be
 * on its own. */
static struct fault *
widen_level(struct pdf_put *put, const struct pdf_band *band, struct head *heads, size_t count,
	struct head **level, int level_count, int bottom)
{
	int *from;
	int *to;
	int *targets;
	int *cuts;

	TAKE(put->arena, from, (size_t)band->column_count);
	TAKE(put->arena, to, (size_t)band->column_count);
	TAKE(put->arena, targets, (size_t)level_count);
	TAKE(put->arena, cuts, (size_t)level_count + 1);
	for (int start = band->label_columns; start < band->column_count;) {
		int end = start;
		int parts = 0;
		int first = -1;
		bool is_done = false;

		while (end < band->column_count && is_under(heads, count, end, level[0], bottom)) {
			from[end - start] = band->columns[end].left;
			to[end - start] = band->columns[end].right;
			end++;
		}
		for (int i = 0; i < level_count && end > start; i++)
			if (level[i]->first >= start && level[i]->last < end) {
				if (first < 0)
					first = i;
				targets[parts++] = pdf_middle_x(&level[i]->box);
			}
		if (parts)
			TRY(pdf_split(put->arena, from, to, end - start, targets, parts, true, cuts,
				&is_done));
		for (int i = 0; i < parts && is_done; i++) {
			level[first + i]->first =
				pdf_least(level[first + i]->first, start + cuts[i]);
			level[first + i]->last =
				pdf_most(level[first + i]->last, start + cuts[i + 1] - 1);
		}
		start = end > start ? end : start + 1;
	}
	return NULL;
}

static int
compare_left(const void *a, const void *b)
{
	const struct head *left = *(struct head *const *)a;
	const struct head *right = *(struct head *const *)b;

	return left->box.left < right->box.left ? -1 : left->box.left > right->box.left;
}

/* Headings above others, level by level. */
static struct fault *
put_upper_heads(struct pdf_put *put, const struct pdf_band *band, struct head *heads, size_t count,
	int bottom)
{
	struct head **level;

	TAKE(put->arena, level, count);
	for (size_t i = 0; i < count; i++) {
		int level_count = 0;

		if (heads[i].is_placed || heads[i].first < band->label_columns ||
			!has_below(heads, count, &heads[i]))
			continue;
		for (size_t k = i; k < count; k++)
			if (!heads[k].is_placed && heads[k].page == heads[i].page &&
				heads[k].first >= band->label_columns &&
				abs(pdf_middle_y(&heads[k].box) - pdf_middle_y(&heads[i].box)) *
						10 <
					6 * heads[i].size &&
				has_below(heads, count, &heads[k]))
				level[level_count++] = &heads[k];
		qsort(level, (size_t)level_count, sizeof *level, compare_left);
		TRY(widen_level(put, band, heads, count, level, level_count, bottom));
		for (int k = 0; k < level_count; k++)
			TRY(put_head(put, band, level[k], put->row));
		put->row++;
	}
	return NULL;
}

/* Headings of labels may stand in several columns at once; those that overlap are one. */
static struct fault *
put_label_heads(struct pdf_put *put, const struct pdf_band *band, struct head *heads, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct pdf_piece **lines;
		size_t line_count = 0;
		int first = heads[i].first;
		int last = heads[i].last;
		struct str text;

		if (heads[i].is_placed || first >= band->label_columns)
			continue;
		TAKE(put->arena, lines, band->piece_count);
		for (size_t k = i; k < count; k++) {
			if (heads[k].is_placed || heads[k].first > last || heads[k].last < first ||
				heads[k].first >= band->label_columns)
				continue;
			first = pdf_least(first, heads[k].first);
			last = pdf_most(last, heads[k].last);
			for (size_t line = 0; line < heads[k].count; line++)
				lines[line_count++] = heads[k].lines[line];
			heads[k].is_placed = true;
		}
		TRY(pdf_join(put->arena, lines, line_count, &text));
		TRY(pdf_put_cell(put, band, put->row, 1, first, last, text, true));
	}
	return NULL;
}

/* Half way between the lowest heading and the first row. */
static int
heading_bottom(const struct pdf_band *band, const struct head *heads, size_t count)
{
	int bottom = 0;
	int page = count ? heads[count - 1].page : 0;

	for (size_t i = 0; i < count; i++)
		if (heads[i].page == page)
			bottom = pdf_most(bottom, heads[i].box.bottom);
	for (size_t i = 0; i < band->piece_count; i++)
		if (band->pieces[i]->is_value && band->pieces[i]->page == page)
			return bottom + pdf_most(band->pieces[i]->box.top - bottom, 0) / 2;
	return bottom + 500;
}

/* Far too many for a heading: what this is is not known, so each height is a row. */
static struct fault *
put_heights(struct pdf_put *put, const struct pdf_band *band, struct head *heads, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const struct head *last = i ? &heads[i - 1] : NULL;

		if (last && (last->page != heads[i].page ||
				    heads[i].box.top > pdf_middle_y(&last->box)))
			put->row++;
		TRY(put_head(put, band, &heads[i], put->row));
	}
	put->row++;
	return NULL;
}

/* Titles, upper headings, and the lowest headings of all columns in one row. */
struct fault *
pdf_put_headings(struct pdf_put *put, const struct pdf_band *band)
{
	struct head *heads;
	size_t count;
	bool has_leaf = false;

	for (size_t i = 0; i < band->piece_count; i++) {
		if (band->pieces[i]->is_used || !pdf_is_title(put->table, band, i))
			continue;
		band->pieces[i]->is_used = true;
		TRY(pdf_put_cell(put, band, put->row++, 1, 0, band->column_count - 1,
			band->pieces[i]->text, true));
	}
	TRY(take_heads(put, band, &heads, &count));
	if (count > MOST_HEADS)
		return put_heights(put, band, heads, count);
	TRY(put_upper_heads(put, band, heads, count, heading_bottom(band, heads, count)));
	for (size_t i = 0; i < count; i++)
		has_leaf = has_leaf || !heads[i].is_placed;
	if (!has_leaf)
		return NULL;
	TRY(put_label_heads(put, band, heads, count));
	for (size_t i = 0; i < count; i++)
		if (!heads[i].is_placed)
			TRY(put_head(put, band, &heads[i], put->row));
	for (int column = 0; column < band->column_count; column++)
		TRY(pdf_put_cell(put, band, put->row, 1, column, column, STR_NONE, true));
	put->row++;
	return NULL;
}
