/*
 * A table out of pieces that stand in columns: rows where values are, and bands of rows that share
 * one set of columns. Columns are in doc_pdf_column.c, labels in doc_pdf_label.c, and the finished
 * cells in doc_pdf_put.c.
 *
 * A table may change its columns on the way (three values in some rows, one in others). Each
 * stretch with one set of columns is a band; the band with the most columns gives the table's
 * columns, and the others' columns span several of them.
 */
#include "doc/doc_pdf_inside.h"

#include <stdlib.h>

/* Pieces come by height, so that what stands beside one is among these before it. */
enum { MOST_BANDS = 2000, NEIGHBOURS = 100 };

static int
y_of(const struct pdf_piece *piece)
{
	return pdf_middle_y(&piece->box);
}

/* --- rows --- */

static struct fault *
take_pieces(struct pdf_table *table, struct pdf_pages *pages, size_t first, size_t end)
{
	size_t count = 0;

	for (size_t i = first; i < end; i++)
		count += pages->lines[i].count;
	TAKE(table->arena, table->pieces, count);
	for (size_t i = first; i < end; i++)
		for (size_t k = 0; k < pages->lines[i].count; k++)
			table->pieces[table->piece_count++] = &pages->lines[i].pieces[k];
	return NULL;
}

/* Values whose middles are close make a row. They come sorted by height. */
static struct fault *
find_rows(struct pdf_table *table)
{
	struct pdf_row *row = NULL;

	for (size_t i = 0; i < table->piece_count; i++) {
		struct pdf_piece *piece = table->pieces[i];

		if (!piece->is_value)
			continue;
		if (!row || row->page != piece->page ||
			(y_of(piece) - row->y) * 100 > 45 * piece->size) {
			GROW(table->arena, table->rows, table->row_count, table->row_room);
			row = &table->rows[table->row_count++];
			*row = (struct pdf_row){
				.number = (int)table->row_count - 1,
				.page = piece->page,
				.y = y_of(piece),
				.first_piece = i,
			};
		}
		row->end_piece = i + 1;
		piece->row = (int)table->row_count - 1;
	}
	return NULL;
}

/* --- numbers broken in their cells --- */

/* What stands beside a piece at this height: values, or anything. */
static int
count_beside(const struct pdf_table *table, size_t index, int y, bool only_values)
{
	const struct pdf_piece *piece = table->pieces[index];
	size_t from = index > NEIGHBOURS ? index - NEIGHBOURS : 0;
	int count = 0;

	for (size_t i = from; i < table->piece_count && i < index + NEIGHBOURS; i++) {
		const struct pdf_piece *other = table->pieces[i];

		count += (other->is_value || !only_values) && other->page == piece->page &&
			 !pdf_is_over(&other->box, &piece->box) &&
			 abs(y_of(other) - y) * 10 < 2 * piece->size;
	}
	return count;
}

/* The value in the next line below a value, in the same column; 0 when there is none. */
static size_t
find_below(const struct pdf_table *table, size_t index)
{
	const struct pdf_piece *piece = table->pieces[index];

	for (size_t i = index + 1; i < table->piece_count && i < index + NEIGHBOURS; i++) {
		const struct pdf_piece *below = table->pieces[i];

		if (!below->is_value || below->page != piece->page || below->is_used ||
			abs(pdf_middle_x(&below->box) - pdf_middle_x(&piece->box)) > piece->size ||
			!pdf_is_over(&below->box, &piece->box) ||
			below->box.top < pdf_middle_y(&piece->box))
			continue;
		return below->box.top - piece->box.bottom > piece->size * 45 / 100 ? 0 : i;
	}
	return 0;
}

/* The last line of a number that its narrow column broke, while the other values of its row stand
 * at the height of its middle: between two lines, or beside the second of three, the first and last
 * of which have nothing beside them. 0: it is not broken. */
static size_t
find_rest(const struct pdf_table *table, size_t index)
{
	struct pdf_piece *const *pieces = table->pieces;
	size_t below = find_below(table, index);
	size_t last = below ? find_below(table, below) : 0;
	int y = y_of(pieces[index]);

	if (below && count_beside(table, index, y + (y_of(pieces[below]) - y) / 2, true) >= 2)
		return below;
	if (last && count_beside(table, index, y_of(pieces[below]), true) >= 2 &&
		count_beside(table, index, y, false) == 0 &&
		count_beside(table, index, y_of(pieces[last]), false) == 0)
		return last;
	return 0;
}

static int
compare_height(const void *a, const void *b)
{
	const struct pdf_piece *left = *(struct pdf_piece *const *)a;
	const struct pdf_piece *right = *(struct pdf_piece *const *)b;

	if (left->page != right->page)
		return left->page < right->page ? -1 : 1;
	if (y_of(left) != y_of(right))
		return y_of(left) < y_of(right) ? -1 : 1;
	return left->box.left < right->box.left ? -1 : left->box.left > right->box.left;
}

/* Both lines of such a number become one piece, in which the line end stays to be seen. */
static struct fault *
join_broken(struct pdf_table *table)
{
	size_t kept = 0;
	bool is_any = false;

	for (size_t i = 0; i < table->piece_count; i++) {
		struct pdf_piece *piece = table->pieces[i];
		size_t last = piece->is_value && !piece->is_used ? find_rest(table, i) : 0;

		for (size_t k = i; k < last;) {
			struct pdf_piece *next = table->pieces[k = find_below(table, k)];

			TRY(str_print(table->arena, &piece->text, "%.*s\n%.*s",
				STR_ARG(piece->text), STR_ARG(next->text)));
			next->is_used = true;
			is_any = true;
			pdf_box_add(&piece->box, &next->box);
		}
	}
	if (!is_any)
		return NULL;
	for (size_t i = 0; i < table->piece_count; i++) {
		if (!table->pieces[i]->is_used)
			table->pieces[kept++] = table->pieces[i];
		table->pieces[i]->is_used = false;
	}
	table->piece_count = kept;
	qsort(table->pieces, kept, sizeof *table->pieces, compare_height);
	return NULL;
}

/* --- bands --- */

static void
end_band(struct pdf_table *table, size_t piece, size_t row)
{
	struct pdf_band *band = &table->bands[table->band_count - 1];

	band->piece_count = (size_t)(table->pieces + piece - band->pieces);
	band->row_count = row - band->first_row;
}

static struct fault *
open_band(struct pdf_table *table, size_t piece, size_t row)
{
	if (table->band_count >= MOST_BANDS)
		return fault_memory();
	if (table->band_count)
		end_band(table, piece, row);
	GROW(table->arena, table->bands, table->band_count, table->band_room);
	table->bands[table->band_count++] =
		(struct pdf_band){ .pieces = table->pieces + piece, .first_row = row };
	return NULL;
}

/* The first piece that stands at the height of this heading or a little above it. */
static size_t
heading_start(const struct pdf_table *table, size_t heading, size_t lowest)
{
	struct pdf_piece *const *pieces = table->pieces;
	size_t at = heading;

	while (at > lowest && pieces[at - 1]->page == pieces[heading]->page &&
		!pieces[at - 1]->is_value && pieces[at - 1]->box.bottom > pieces[heading]->box.top)
		at--;
	return at;
}

/* A new band begins where a heading stands between two rows. */
static struct fault *
find_bands(struct pdf_table *table)
{
	size_t row = 0;
	size_t last_value = 0;
	bool had_row = false;

	TRY(open_band(table, 0, 0));
	for (size_t i = 0; i < table->piece_count; i++) {
		const struct pdf_piece *piece = table->pieces[i];

		if (piece->is_value) {
			row = (size_t)piece->row + 1;
			last_value = i;
			had_row = true;
			continue;
		}
		if (!had_row || !pdf_is_over_values(table, piece))
			continue;
		/* Words beside values, or the rest of a long label, are no heading. */
		if (piece->page == table->rows[row - 1].page &&
			piece->box.top < table->pieces[last_value]->box.bottom)
			continue;
		TRY(open_band(table, heading_start(table, i, last_value + 1), row));
		had_row = false;
	}
	end_band(table, table->piece_count, table->row_count);
	return NULL;
}

/* Lines of one label begin in one column, also where they are centred on each other. */
static void
align_lines(const struct pdf_table *table, const struct pdf_band *band)
{
	for (size_t i = 1; i < band->piece_count; i++) {
		struct pdf_piece *line = band->pieces[i];

		if (line->is_value || line->is_standing || line->box.right > table->values_left)
			continue;
		for (size_t k = i; k-- > 0 && i - k < NEIGHBOURS;) {
			struct pdf_piece *above = band->pieces[k];
			int shift = pdf_middle_x(&above->box) - pdf_middle_x(&line->box);

			if (above->is_value || above->page != line->page ||
				above->box.top >= line->box.top ||
				!pdf_is_over(&above->box, &line->box))
				continue;
			if (pdf_is_next_line(above, line) && abs(shift) < line->size / 2) {
				above->first = pdf_least(above->first, line->first);
				line->first = above->first;
			}
			break;
		}
	}
}

static bool
has_values(const struct pdf_band *band, int column)
{
	for (size_t i = 0; i < band->piece_count; i++)
		if (band->pieces[i]->is_value && band->pieces[i]->first <= column &&
			band->pieces[i]->last >= column)
			return true;
	return false;
}

static struct fault *
find_band_columns(struct pdf_table *table, struct pdf_band *band)
{
	struct pdf_piece **kept;
	size_t count = 0;

	TAKE(table->arena, kept, band->piece_count);
	band->left = INT32_MAX;
	for (size_t i = 0; i < band->piece_count; i++) {
		band->left = pdf_least(band->left, band->pieces[i]->box.left);
		band->right = pdf_most(band->right, band->pieces[i]->box.right);
	}
	for (size_t i = 0; i < band->piece_count; i++)
		if (!pdf_is_title(table, band, i))
			kept[count++] = band->pieces[i];
	TRY(pdf_find_columns(
		table->arena, kept, count, false, &band->columns, &band->column_count));
	for (size_t i = 0; i < band->piece_count; i++) {
		struct pdf_piece *piece = band->pieces[i];

		if (!pdf_columns_over(band->columns, band->column_count, &piece->box, &piece->first,
			    &piece->last))
			piece->first = piece->last = 0;
	}
	align_lines(table, band);
	/* Up to the last column before the values that holds no value itself: a column of running
	 * numbers may stand before the labels. */
	for (int i = 0; i < band->column_count; i++)
		if (pdf_middle_x(&band->columns[i]) < table->values_left && !has_values(band, i))
			band->label_columns = i + 1;
	return NULL;
}

struct fault *
pdf_add_table(struct pdf_pages *pages, size_t first, size_t end, struct doc_builder *builder)
{
	struct pdf_table table = { .arena = pages->arena };
	struct doc_table *made;
	bool has_blanks = false;

	TRY(take_pieces(&table, pages, first, end));
	TRY(pdf_part_pieces(&table));
	TRY(join_broken(&table));
	TRY(find_rows(&table));
	TRY(pdf_find_values_left(&table));
	TRY(find_bands(&table));
	for (size_t i = 0; i < table.band_count; i++) {
		TRY(find_band_columns(&table, &table.bands[i]));
		TRY(pdf_label_rows(&table, &table.bands[i]));
	}
	TRY(pdf_add_blank_rows(&table, &has_blanks));
	for (size_t i = 0; i < table.band_count; i++) {
		if (has_blanks)
			TRY(pdf_label_rows(&table, &table.bands[i]));
		TRY(pdf_group_rows(&table, &table.bands[i]));
		pdf_drop_idle_columns(&table, &table.bands[i]);
	}
	TRY(doc_open_table(builder, &made));
	TRY(table.row_count ? pdf_put_bands(&table, builder) : pdf_put_words(&table, builder));
	return doc_close_table(builder);
}
