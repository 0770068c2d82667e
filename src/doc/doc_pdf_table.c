/*
 * A table out of pieces that stand in columns: rows where values are, columns where pieces lie over
 * each other, headings above them. Labels are given to rows in doc_pdf_label.c.
 *
 * A table may change its columns on the way (three values in some rows, one in others). Each
 * stretch with one set of columns is a band; the band with the most columns gives the table's
 * columns, and the others' columns span several of them.
 */
#include "doc/doc_pdf_inside.h"

#include <stdlib.h>

/* More columns than any page holds words beside each other. */
enum { MOST_COLUMNS = 200, MOST_BANDS = 2000 };

struct builder {
	struct pdf_table table;
	struct pdf_pages *pages;
	struct pdf_piece **pieces; /* of the whole table, by page and height */
	size_t piece_count;
	struct pdf_band *bands;
	size_t band_count;
	size_t band_room;
	struct doc_builder *out;
	int next_row; /* of the table being put out */
	int base;     /* index of the band with the most columns */
};

static int
y_of(const struct pdf_piece *piece)
{
	return pdf_middle_y(&piece->box);
}

struct fault *
pdf_join(struct arena *arena, struct pdf_piece *const *pieces, size_t count, struct str *ret_text)
{
	CLOSING(buf_done)
	struct buf text;

	buf_init(&text, DOC_MOST_BYTES);
	for (size_t i = 0; i < count; i++)
		pdf_join_text(&text, pieces[i]->text);
	TRY(buf_check(&text));
	return str_copy(arena, buf_str(&text), ret_text);
}

/* --- rows --- */

static struct fault *
take_pieces(struct builder *b, size_t first, size_t end)
{
	size_t count = 0;

	for (size_t i = first; i < end; i++)
		count += b->pages->lines[i].count;
	TAKE(b->table.arena, b->pieces, count);
	for (size_t i = first; i < end; i++)
		for (size_t k = 0; k < b->pages->lines[i].count; k++)
			b->pieces[b->piece_count++] = &b->pages->lines[i].pieces[k];
	return NULL;
}

/* Values whose middles are close make a row. They come sorted by height. */
static struct fault *
find_rows(struct builder *b)
{
	struct pdf_table *table = &b->table;
	struct pdf_row *row = NULL;

	for (size_t i = 0; i < b->piece_count; i++) {
		struct pdf_piece *piece = b->pieces[i];

		if (!piece->is_value)
			continue;
		if (!row || row->page != piece->page ||
			(y_of(piece) - row->y) * 100 > 45 * piece->size) {
			GROW(table->arena, table->rows, table->row_count, table->row_room);
			row = &table->rows[table->row_count++];
			*row = (struct pdf_row){ .page = piece->page, .y = y_of(piece) };
		}
		row->count++;
		piece->row = (int)table->row_count - 1;
	}
	return NULL;
}

/* --- columns --- */

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
static bool
is_over(const struct pdf_box *a, const struct pdf_box *b)
{
	int common = pdf_least(a->right, b->right) - pdf_most(a->left, b->left);
	int narrow = pdf_least(pdf_width(a), pdf_width(b));

	return common * 100 > narrow * 15 && common > 0;
}

/* The first column that lies over the box, and the last; false when none does. */
static bool
columns_over(const struct pdf_box *columns, int count, const struct pdf_box *box, int *ret_first,
	int *ret_last)
{
	bool is_found = false;

	for (int i = 0; i < count; i++) {
		if (!is_over(&columns[i], box))
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
static struct fault *
find_columns(struct arena *arena, struct pdf_piece *const *pieces, size_t count, bool only_values,
	struct pdf_box **ret_columns, int *ret_count)
{
	struct pdf_piece **sorted;
	struct pdf_box *columns;
	int made = 0;

	TAKE(arena, sorted, count);
	TAKE(arena, columns, MOST_COLUMNS + 1);
	memcpy(sorted, pieces, count * sizeof *sorted);
	qsort(sorted, count, sizeof *sorted, compare_width);
	for (size_t i = 0; i < count && made < MOST_COLUMNS; i++) {
		int first;
		int last;

		if (only_values && !sorted[i]->is_value)
			continue;
		if (!columns_over(columns, made, &sorted[i]->box, &first, &last))
			insert_column(columns, &made, &sorted[i]->box);
		else if (first == last)
			widen_column(columns, made, first, &sorted[i]->box);
	}
	*ret_columns = columns;
	*ret_count = made;
	return NULL;
}

/* Where values begin: the first column of values with words to its left. */
static struct fault *
find_values_left(struct builder *b)
{
	struct pdf_box *columns;
	int count;

	TRY(find_columns(b->table.arena, b->pieces, b->piece_count, true, &columns, &count));
	b->table.values_left = count ? columns[0].left : INT32_MAX;
	for (int i = 0; i < count; i++)
		for (size_t k = 0; k < b->piece_count; k++) {
			const struct pdf_piece *piece = b->pieces[k];

			if (piece->is_value || piece->is_standing ||
				piece->box.right > columns[i].left)
				continue;
			b->table.values_left = columns[i].left;
			return NULL;
		}
	return NULL;
}

/* --- bands --- */

/* Words above values: a heading, not a label. */
static bool
is_over_values(const struct pdf_table *table, const struct pdf_piece *piece)
{
	if (piece->is_value || piece->is_standing)
		return false;
	return pdf_middle_x(&piece->box) > table->values_left - piece->size / 2 ||
	       piece->box.right > table->values_left + piece->size;
}

static struct fault *
open_band(struct builder *b, size_t piece, size_t row)
{
	struct pdf_band *band;

	if (b->band_count >= MOST_BANDS)
		return fault_memory();
	if (b->band_count) {
		band = &b->bands[b->band_count - 1];
		band->piece_count = (size_t)(b->pieces + piece - band->pieces);
		band->row_count = row - band->first_row;
	}
	GROW(b->table.arena, b->bands, b->band_count, b->band_room);
	band = &b->bands[b->band_count++];
	*band = (struct pdf_band){ .pieces = b->pieces + piece, .first_row = row };
	return NULL;
}

/* The first piece that stands at the height of this heading or a little above it. */
static size_t
heading_start(const struct builder *b, size_t heading, size_t lowest)
{
	size_t at = heading;

	while (at > lowest && b->pieces[at - 1]->page == b->pieces[heading]->page &&
		!b->pieces[at - 1]->is_value &&
		b->pieces[at - 1]->box.bottom > b->pieces[heading]->box.top)
		at--;
	return at;
}

/* A new band begins where a heading stands between two rows. */
static struct fault *
find_bands(struct builder *b)
{
	size_t row = 0;
	size_t last_value = 0;
	bool had_row = false;

	TRY(open_band(b, 0, 0));
	for (size_t i = 0; i < b->piece_count; i++) {
		const struct pdf_piece *piece = b->pieces[i];

		if (piece->is_value) {
			row = (size_t)piece->row + 1;
			last_value = i;
			had_row = true;
			continue;
		}
		if (!had_row || !is_over_values(&b->table, piece))
			continue;
		/* Words beside values, or the rest of a long label, are no heading. */
		if (piece->page == b->table.rows[row - 1].page &&
			piece->box.top < b->pieces[last_value]->box.bottom)
			continue;
		TRY(open_band(b, heading_start(b, i, last_value + 1), row));
		had_row = false;
	}
	b->bands[b->band_count - 1].piece_count =
		(size_t)(b->pieces + b->piece_count - b->bands[b->band_count - 1].pieces);
	b->bands[b->band_count - 1].row_count =
		b->table.row_count - b->bands[b->band_count - 1].first_row;
	return NULL;
}

/* Alone at its height, above the band's first row: a title over all columns. */
static bool
is_title(const struct pdf_table *table, const struct pdf_band *band, size_t index)
{
	const struct pdf_piece *piece = band->pieces[index];

	if (piece->is_value || piece->is_standing || band->row_count == 0 ||
		pdf_middle_x(&piece->box) < table->values_left - 4 * piece->size)
		if (!is_over_values(table, piece))
			return false;
	if (piece->is_value || band->row_count == 0)
		return false;
	for (size_t i = 0; i < band->piece_count; i++) {
		const struct pdf_piece *other = band->pieces[i];

		if (i != index && other->page == piece->page &&
			other->box.top < piece->box.bottom && other->box.bottom > piece->box.top)
			return false;
	}
	/* Something of the heading must come below it. */
	for (size_t i = index + 1; i < band->piece_count; i++)
		if (is_over_values(table, band->pieces[i]) &&
			band->pieces[i]->box.top >= piece->box.bottom)
			return true;
	return false;
}

static struct fault *
find_band_columns(struct builder *b, struct pdf_band *band)
{
	struct pdf_piece **kept;
	size_t count = 0;

	TAKE(b->table.arena, kept, band->piece_count);
	for (size_t i = 0; i < band->piece_count; i++)
		if (!is_title(&b->table, band, i))
			kept[count++] = band->pieces[i];
	TRY(find_columns(b->table.arena, kept, count, false, &band->columns, &band->column_count));
	for (size_t i = 0; i < band->piece_count; i++) {
		struct pdf_piece *piece = band->pieces[i];

		if (!columns_over(band->columns, band->column_count, &piece->box, &piece->first,
			    &piece->last))
			piece->first = piece->last = 0;
	}
	while (band->label_columns < band->column_count &&
		pdf_middle_x(&band->columns[band->label_columns]) < b->table.values_left)
		band->label_columns++;
	return NULL;
}

/* --- putting out --- */

static int
end_of(const struct pdf_band *band, int column)
{
	return band->starts[column + 1];
}

static struct fault *
put_cell(struct builder *b, const struct pdf_band *band, int row, int row_span, int first, int last,
	struct str text, bool is_heading)
{
	struct doc_cell *cell;
	int column = band->starts[first];
	int width = end_of(band, last) - column;
	int free_width;

	if (row_span < 1)
		row_span = 1;
	if (doc_free_column(b->out, row, column) != column)
		return NULL;
	free_width = doc_free_width(b->out, row, column);
	for (int below = row + 1; below < row + row_span; below++)
		free_width = pdf_least(free_width, doc_free_width(b->out, below, column));
	if (free_width < 1)
		return NULL;
	TRY(doc_add_cell(b->out, row, column, row_span, pdf_least(width, free_width), text, &cell));
	cell->is_heading = is_heading;
	return NULL;
}

/* The pieces of the heading that stand in one column, joined from the top. */
static struct fault *
put_leaf_headings(struct builder *b, const struct pdf_band *band, struct pdf_piece **heads,
	size_t count, int row)
{
	struct pdf_piece **stack;

	TAKE(b->table.arena, stack, count);
	for (int column = 0; column < band->column_count; column++) {
		size_t height = 0;
		struct str text;

		for (size_t i = 0; i < count; i++)
			if (heads[i]->first == column && heads[i]->last == column)
				stack[height++] = heads[i];
		TRY(pdf_join(b->table.arena, stack, height, &text));
		TRY(put_cell(b, band, row, 1, column, column, text, true));
	}
	return NULL;
}

/* Headings over several columns, one row for each height. Returns the next row. */
static struct fault *
put_wide_headings(struct builder *b, const struct pdf_band *band, struct pdf_piece **heads,
	size_t count, int *row)
{
	int y = INT32_MIN;
	int page = 0;
	int placed = 0;

	for (size_t i = 0; i < count; i++) {
		struct pdf_piece *head = heads[i];
		struct pdf_piece **lines = heads + i;
		size_t height = 1;
		struct str text;

		if (head->is_used || head->first == head->last)
			continue;
		if (placed && (head->page != page || y_of(head) - y > head->size * 6 / 10))
			++*row;
		/* The other lines of the same cell. */
		TAKE(b->table.arena, lines, count);
		lines[0] = head;
		for (size_t k = i + 1; k < count; k++) {
			struct pdf_piece *other = heads[k];

			if (other->is_used || other->page != head->page ||
				!is_over(&other->box, &head->box) ||
				other->box.top - lines[height - 1]->box.bottom > head->size ||
				(other->first == other->last && other->first != head->first &&
					other->box.left != head->box.left))
				continue;
			if (other->box.left != head->box.left &&
				abs(pdf_middle_x(&other->box) - pdf_middle_x(&head->box)) > 300)
				continue;
			other->is_used = true;
			lines[height++] = other;
		}
		TRY(pdf_join(b->table.arena, lines, height, &text));
		TRY(put_cell(b, band, *row, 1, head->first, head->last, text, true));
		head->is_used = true;
		y = y_of(head);
		page = head->page;
		placed++;
	}
	if (placed)
		++*row;
	return NULL;
}

/* What is left of a band above its rows: its heading. */
static struct fault *
put_headings(struct builder *b, struct pdf_band *band)
{
	struct pdf_piece **heads;
	size_t count = 0;
	size_t narrow = 0;

	TAKE(b->table.arena, heads, band->piece_count);
	for (size_t i = 0; i < band->piece_count; i++) {
		struct pdf_piece *piece = band->pieces[i];

		if (piece->is_value || piece->is_used)
			continue;
		if (is_title(&b->table, band, i)) {
			TRY(put_cell(b, band, b->next_row++, 1, 0, band->column_count - 1,
				piece->text, true));
			piece->is_used = true;
			continue;
		}
		heads[count++] = piece;
	}
	TRY(put_wide_headings(b, band, heads, count, &b->next_row));
	for (size_t i = 0; i < count; i++)
		if (!heads[i]->is_used)
			heads[narrow++] = heads[i];
	if (narrow == 0)
		return NULL;
	return put_leaf_headings(b, band, heads, narrow, b->next_row++);
}

/* Values of one row; the places between them stay as blank cells. */
static struct fault *
put_values(struct builder *b, struct pdf_band *band, int row, int to)
{
	for (int column = 0; column < band->column_count; column++) {
		struct str text = STR_NONE;
		int last = column;

		for (size_t i = 0; i < band->piece_count; i++) {
			struct pdf_piece *piece = band->pieces[i];

			if (!piece->is_value || piece->row != row || piece->first != column)
				continue;
			if (text.len)
				TRY(str_print(b->table.arena, &text, "%.*s %.*s", STR_ARG(text),
					STR_ARG(piece->text)));
			else
				text = piece->text;
			last = pdf_most(last, piece->last);
		}
		if (text.len || column >= band->label_columns)
			TRY(put_cell(b, band, to, 1, column, last, text, false));
	}
	return NULL;
}

static struct fault *
put_rows(struct builder *b, struct pdf_band *band)
{
	int first = (int)band->first_row;

	for (size_t i = 0; i < b->table.group_count; i++) {
		const struct pdf_group *group = &b->table.groups[i];

		if (group->first_row < first || group->first_row >= first + (int)band->row_count)
			continue;
		TRY(put_cell(b, band, b->next_row + group->first_row - first,
			group->last_row - group->first_row + 1, group->column, group->column,
			group->text, true));
	}
	for (int i = 0; i < (int)band->row_count; i++) {
		const struct pdf_row *row = &b->table.rows[first + i];

		if (row->label.len)
			TRY(put_cell(b, band, b->next_row + i, 1, row->label_start, row->label_end,
				row->label, true));
		TRY(put_values(b, band, first + i, b->next_row + i));
	}
	b->next_row += (int)band->row_count;
	return NULL;
}

/* Which of the table's columns each column of a band takes: neighbours, as well centred as can be.
 */
static struct fault *
fit_band(struct builder *b, struct pdf_band *band)
{
	const struct pdf_band *base = &b->bands[b->base];
	struct arena *arena = b->table.arena;
	int *from;
	int *to;
	int *targets;
	bool is_done = false;

	TAKE(arena, band->starts, (size_t)band->column_count + 1);
	for (int i = 0; i <= band->column_count; i++)
		band->starts[i] = i;
	if (band->column_count == base->column_count || band->column_count == 0)
		return NULL;
	TAKE(arena, from, (size_t)base->column_count);
	TAKE(arena, to, (size_t)base->column_count);
	TAKE(arena, targets, (size_t)band->column_count);
	for (int i = 0; i < base->column_count; i++) {
		from[i] = base->columns[i].left;
		to[i] = base->columns[i].right;
	}
	for (int i = 0; i < band->column_count; i++)
		targets[i] = pdf_middle_x(&band->columns[i]);
	return pdf_split(arena, from, to, base->column_count, targets, band->column_count, false,
		band->starts, &is_done);
}

/* A heading that is repeated on the next page says nothing new. */
static bool
is_repeated(const struct builder *b, const struct pdf_band *band)
{
	const struct pdf_band *first = &b->bands[0];
	size_t count = 0;

	if (band == first || band->column_count != first->column_count)
		return false;
	while (count < band->piece_count && !band->pieces[count]->is_value)
		count++;
	if (count < 2 || count > first->piece_count || band->pieces[0]->page == 1)
		return false;
	for (size_t i = 0; i < count; i++)
		if (first->pieces[i]->is_value ||
			!str_equal(first->pieces[i]->text, band->pieces[i]->text))
			return false;
	return band->pieces[0] > first->pieces[0] &&
	       band->pieces[0]->page != band->pieces[-1]->page;
}

static struct fault *
put_band(struct builder *b, struct pdf_band *band)
{
	TRY(fit_band(b, band));
	if (is_repeated(b, band)) {
		for (size_t i = 0; i < band->piece_count && !band->pieces[i]->is_value; i++)
			band->pieces[i]->is_used = true;
	}
	TRY(pdf_label_rows(&b->table, band));
	TRY(put_headings(b, band));
	return put_rows(b, band);
}

/* --- a table of words only --- */

/* Rows are what white parts from top to bottom. */
static struct fault *
put_words_table(struct builder *b)
{
	struct pdf_band *band = &b->bands[0];
	int bottom = INT32_MIN;
	int page = 0;
	int row = -1;

	TRY(fit_band(b, band));
	for (size_t i = 0; i < band->piece_count; i++) {
		struct pdf_piece *piece = band->pieces[i];

		if (piece->page != page || piece->box.top > bottom + piece->size * 4 / 10) {
			row++;
			bottom = piece->box.bottom;
		}
		page = piece->page;
		bottom = pdf_most(bottom, piece->box.bottom);
		piece->row = row;
	}
	for (int r = 0; r <= row; r++)
		for (int column = 0; column < band->column_count; column++) {
			struct pdf_piece **lines;
			size_t count = 0;
			struct str text;
			int last = column;

			TAKE(b->table.arena, lines, band->piece_count);
			for (size_t i = 0; i < band->piece_count; i++)
				if (band->pieces[i]->row == r && band->pieces[i]->first == column) {
					lines[count++] = band->pieces[i];
					last = pdf_most(last, band->pieces[i]->last);
				}
			TRY(pdf_join(b->table.arena, lines, count, &text));
			TRY(put_cell(b, band, r, 1, column, last, text, false));
		}
	return NULL;
}

struct fault *
pdf_add_table(struct pdf_pages *pages, size_t first, size_t end, struct doc_builder *builder)
{
	struct builder b = { .table = { .arena = pages->arena }, .pages = pages, .out = builder };
	struct doc_table *table;

	TRY(take_pieces(&b, first, end));
	TRY(find_rows(&b));
	TRY(find_values_left(&b));
	TRY(find_bands(&b));
	for (size_t i = 0; i < b.band_count; i++) {
		TRY(find_band_columns(&b, &b.bands[i]));
		if (b.bands[i].column_count > b.bands[b.base].column_count)
			b.base = (int)i;
	}
	TRY(doc_open_table(builder, &table));
	if (b.table.row_count == 0)
		TRY(put_words_table(&b));
	for (size_t i = 0; i < b.band_count && b.table.row_count; i++)
		TRY(put_band(&b, &b.bands[i]));
	return doc_close_table(builder);
}
