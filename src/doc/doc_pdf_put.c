/*
 * Cells of a table whose rows, columns and labels are known: headings in their levels, rows with
 * their labels and values. No word of the page is lost here: what fits nowhere goes to the next
 * place.
 */
#include "doc/doc_pdf_inside.h"

#include <stdlib.h>

/* --- rows --- */

/* Values of one row; the places between them stay as blank cells. */
static struct fault *
put_values(struct pdf_put *put, const struct pdf_band *band, int row, int to)
{
	const struct pdf_row *place = &put->table->rows[row];

	for (int column = 0; column < band->column_count; column++) {
		struct str text = STR_NONE;
		int last = column;

		for (size_t i = place->first_piece; i < place->end_piece; i++) {
			struct pdf_piece *piece = put->table->pieces[i];

			if (!piece->is_value || piece->row != row || piece->first != column)
				continue;
			if (text.len)
				TRY(str_print(put->arena, &text, "%.*s %.*s", STR_ARG(text),
					STR_ARG(piece->text)));
			else
				text = piece->text;
			last = pdf_most(last, piece->last);
		}
		if (text.len || column >= band->label_columns)
			TRY(pdf_put_cell(put, band, to, 1, column, last, text, false));
	}
	return NULL;
}

static struct fault *
put_rows(struct pdf_put *put, const struct pdf_band *band)
{
	int first = (int)band->first_row;

	for (size_t i = 0; i < put->table->group_count; i++) {
		const struct pdf_group *group = &put->table->groups[i];

		if (group->first_row < first || group->first_row >= first + (int)band->row_count)
			continue;
		TRY(pdf_put_cell(put, band, put->row + group->first_row - first,
			group->last_row - group->first_row + 1, group->column, group->column,
			group->text, true));
	}
	for (int i = 0; i < (int)band->row_count; i++) {
		const struct pdf_row *row = &put->table->rows[first + i];

		if (row->label.len)
			TRY(pdf_put_cell(put, band, put->row + i, 1, row->label_start,
				row->label_end, row->label, true));
		TRY(put_values(put, band, first + i, put->row + i));
	}
	put->row += (int)band->row_count;
	return NULL;
}

/* --- bands --- */

/* Which of the table's columns each column of a band takes: neighbours, as well centred as can be.
 */
static struct fault *
fit_band(struct pdf_put *put, struct pdf_band *band)
{
	const struct pdf_band *base = put->base;
	int *from;
	int *to;
	int *targets;
	bool is_done = false;

	TAKE(put->arena, band->starts, (size_t)band->column_count + 1);
	for (int i = 0; i <= band->column_count; i++)
		band->starts[i] = i;
	if (band->column_count == base->column_count || band->column_count == 0)
		return NULL;
	TAKE(put->arena, from, (size_t)base->column_count);
	TAKE(put->arena, to, (size_t)base->column_count);
	TAKE(put->arena, targets, (size_t)band->column_count);
	for (int i = 0; i < base->column_count; i++) {
		from[i] = base->columns[i].left;
		to[i] = base->columns[i].right;
	}
	for (int i = 0; i < band->column_count; i++)
		targets[i] = pdf_middle_x(&band->columns[i]);
	return pdf_split(put->arena, from, to, base->column_count, targets, band->column_count,
		false, band->starts, &is_done);
}

/* A heading that is repeated on the next page says nothing new. */
static bool
is_repeated(const struct pdf_table *table, const struct pdf_band *band)
{
	const struct pdf_band *first = &table->bands[0];
	size_t count = 0;

	if (band == first || band->column_count != first->column_count)
		return false;
	while (count < band->piece_count && !band->pieces[count]->is_value)
		count++;
	if (count < 2 || count > first->piece_count ||
		band->pieces[0]->page == band->pieces[-1]->page)
		return false;
	for (size_t i = 0; i < count; i++)
		if (first->pieces[i]->is_value ||
			!str_equal(first->pieces[i]->text, band->pieces[i]->text))
			return false;
	return true;
}

static struct fault *
put_band(struct pdf_put *put, struct pdf_band *band)
{
	TRY(fit_band(put, band));
	if (!is_repeated(put->table, band))
		TRY(pdf_put_headings(put, band));
	return put_rows(put, band);
}

struct fault *
pdf_put_bands(struct pdf_table *table, struct doc_builder *out)
{
	struct pdf_put put = { .table = table, .arena = table->arena, .out = out };

	put.base = &table->bands[0];
	for (size_t i = 1; i < table->band_count; i++)
		if (table->bands[i].column_count > put.base->column_count)
			put.base = &table->bands[i];
	for (size_t i = 0; i < table->band_count; i++)
		TRY(put_band(&put, &table->bands[i]));
	return NULL;
}

/* --- a table of words only --- */

/* Rows are what white parts from top to bottom. */
static int
row_words(const struct pdf_band *band)
{
	int bottom = INT32_MIN;
	int page = 0;
	int row = -1;

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
	return row + 1;
}

struct fault *
pdf_put_words(struct pdf_table *table, struct doc_builder *out)
{
	struct pdf_band *band = &table->bands[0];
	struct pdf_put put = { .table = table, .arena = table->arena, .out = out, .base = band };
	struct pdf_piece **lines;
	int rows = row_words(band);

	TRY(fit_band(&put, band));
	TAKE(table->arena, lines, band->piece_count);
	for (int row = 0; row < rows; row++)
		for (int column = 0; column < band->column_count; column++) {
			size_t count = 0;
			struct str text;
			int last = column;

			for (size_t i = 0; i < band->piece_count; i++)
				if (band->pieces[i]->row == row &&
					band->pieces[i]->first == column) {
					lines[count++] = band->pieces[i];
					last = pdf_most(last, band->pieces[i]->last);
				}
			TRY(pdf_join(table->arena, lines, count, &text));
			TRY(pdf_put_cell(&put, band, row, 1, column, last, text, false));
		}
	return NULL;
}
