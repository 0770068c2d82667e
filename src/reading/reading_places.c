/*
 * Places: the cells of an incomplete row of table 3 set by the grid columns of the complete ones,
 * or, in a page printed as text, by the places of the words in the lines around it. What no place
 * tells stays open; reading_split.c lists the readings.
 */
#include "reading/reading_inside.h"

enum { WANT = REPORT_APPLICANTS, MOST_NEAR = 6, REACH = 24, TOLERANCE = 4 };

/* Columns of the seven cells, when most complete rows agree on them. */
void
reading_places_find(struct reading_rows *table)
{
	const struct reading_item *model = NULL;
	size_t complete = 0;
	size_t agree = 0;

	for (size_t i = 0; i < table->item_count; i++) {
		const struct reading_item *item = &table->items[i];
		bool same = true;

		if (!item->is_grid || item->piece_count != WANT)
			continue;
		complete++;
		if (!model)
			model = item;
		for (size_t j = 0; j < WANT; j++)
			same = same && item->pieces[j].column == model->pieces[j].column;
		agree += same;
	}
	table->has_columns = complete >= 2 && agree * 10 >= complete * 9;
	for (size_t j = 0; table->has_columns && j < WANT; j++)
		table->columns[j] = model->pieces[j].column;
}

/* A row that ends where the others end has merged cells; one that ends before has lost some, and
 * its columns say nothing. */
static bool
reaches_edge(const struct reading_rows *table, const struct reading_item *item)
{
	const struct reading_piece *last = &item->pieces[item->piece_count - 1];

	return last->column + last->span > table->columns[WANT - 1];
}

/* Set the cells of an incomplete row by the columns of the others. False when one does not fit. */
static bool
read_by_columns(
	const struct reading_rows *table, const struct reading_item *item, struct reading *reading)
{
	size_t filled = 0;

	*reading = (struct reading){ { { NULL, 0 } } };
	for (size_t i = 0; i < item->piece_count; i++) {
		struct str text = str_trim(item->pieces[i].text);
		size_t place = 0;

		if (text.len == 0)
			continue;
		while (place < WANT && table->columns[place] != item->pieces[i].column)
			place++;
		if (place == WANT || reading->cells[place].len)
			return false;
		reading->cells[place] = text;
		filled++;
	}
	return filled > 0;
}

/* --- words in lines --- */

/* Twice the middle of a word, by characters or by display columns. */
static int
middle(const struct reading_piece *piece, bool by_display)
{
	return 2 * (by_display ? piece->display : piece->column) + piece->span;
}

static bool
is_model(const struct reading_item *item)
{
	if (!item->is_one_line || item->piece_count != WANT)
		return false;
	/* Words parted by single blanks stand where they happen to stand. */
	for (int i = 1; i < WANT; i++)
		if (item->pieces[i].column - item->pieces[i - 1].column - item->pieces[i - 1].span <
			2)
			return false;
	return true;
}

static bool
models_agree(const struct reading_item *a, const struct reading_item *b, bool by_display)
{
	for (int i = 0; i < WANT; i++) {
		int apart = middle(&a->pieces[i], by_display) - middle(&b->pieces[i], by_display);

		if (apart > TOLERANCE || apart < -TOLERANCE)
			return false;
	}
	return true;
}

/* The column of the model under which a word stands; -1 when it stands between two. */
static int
column_under(const struct reading_item *model, const struct reading_piece *word, bool by_display)
{
	int at = middle(word, by_display);
	int best = -1;
	int distance = 0;

	for (int i = 0; i < WANT; i++) {
		int apart = at - middle(&model->pieces[i], by_display);

		apart = apart < 0 ? -apart : apart;
		if (best < 0 || apart < distance) {
			best = i;
			distance = apart;
		}
	}
	for (int i = 0; i < WANT; i++) {
		int gap = middle(&model->pieces[best], by_display) -
			  middle(&model->pieces[i], by_display);

		gap = gap < 0 ? -gap : gap;
		if (i != best && distance * 3 > gap)
			return -1;
	}
	return best;
}

static bool
set_by_model(const struct reading_item *item, const struct reading_item *model, bool by_display,
	struct reading *ret_reading)
{
	int last = -1;

	*ret_reading = (struct reading){ { { NULL, 0 } } };
	for (size_t i = 0; i < item->piece_count; i++) {
		int column = column_under(model, &item->pieces[i], by_display);

		if (column <= last)
			return false;
		ret_reading->cells[column] = str_trim(item->pieces[i].text);
		last = column;
	}
	return true;
}

static bool
same_reading(const struct reading *a, const struct reading *b)
{
	for (int i = 0; i < WANT; i++)
		if (!str_equal(a->cells[i], b->cells[i]))
			return false;
	return true;
}

/* Does any other complete line near the model stand in the same columns? */
static bool
has_company(const struct reading_rows *table, size_t model, bool by_display)
{
	size_t first = model > MOST_NEAR ? model - MOST_NEAR : 0;

	for (size_t i = first; i < table->item_count && i <= model + MOST_NEAR; i++)
		if (i != model && is_model(&table->items[i]) &&
			models_agree(&table->items[i], &table->items[model], by_display))
			return true;
	return false;
}

/* All complete lines near the item say where its words belong; they must say the same. */
static bool
read_by_lines(const struct reading_rows *table, const struct reading_item *item, bool by_display,
	struct reading *ret_reading)
{
	size_t at = (size_t)(item - table->items);
	size_t first = at > MOST_NEAR ? at - MOST_NEAR : 0;
	bool is_found = false;

	for (size_t i = first; i < table->item_count && i <= at + MOST_NEAR; i++) {
		const struct reading_item *model = &table->items[i];
		struct reading reading;

		if (!is_model(model) || !has_company(table, i, by_display) ||
			!set_by_model(item, model, by_display, &reading))
			continue;
		/* A reading against the row's own total is none. */
		if (reading.cells[WANT - 1].len && !str_equal(reading.cells[WANT - 1], STR("0")) &&
			!reading_sums_up(&reading))
			continue;
		if (is_found && !same_reading(&reading, ret_reading))
			return false;
		*ret_reading = reading;
		is_found = true;
	}
	return is_found;
}

/* How many neighbouring complete lines agree under a measure. */
static size_t
agreements(const struct reading_rows *table, bool by_display)
{
	const struct reading_item *last = NULL;
	size_t count = 0;

	for (size_t i = 0; i < table->item_count; i++) {
		if (!is_model(&table->items[i]))
			continue;
		count += last && models_agree(last, &table->items[i], by_display);
		last = &table->items[i];
	}
	return count;
}

/* A table that lacks a column in its header and in every row: the header's names count. */
static bool
read_by_names(const struct reading_rows *table, const struct reading_item *item,
	struct reading *ret_reading)
{
	if (table->named_count == 0 || item->piece_count != table->named_count)
		return false;
	for (size_t i = 0; i < table->item_count; i++)
		if (table->items[i].row >= 0 && table->items[i].piece_count > table->named_count)
			return false;
	*ret_reading = (struct reading){ { { NULL, 0 } } };
	for (size_t i = 0; i < table->named_count; i++)
		ret_reading->cells[table->named[i]] = str_trim(item->pieces[i].text);
	return true;
}

bool
reading_places_read(const struct reading_rows *table, const struct reading_item *item,
	struct reading *ret_reading)
{
	if (item->piece_count == 0 || reading_item_filled(item) >= WANT)
		return false;
	if (item->is_grid && read_by_names(table, item, ret_reading))
		return true;
	if (item->is_grid)
		return item->piece_count != WANT && table->has_columns &&
		       reaches_edge(table, item) && read_by_columns(table, item, ret_reading);
	if (!item->is_one_line || item->piece_count >= WANT)
		return false;
	/* pdftotext pads by characters, other programs by display columns. */
	return read_by_lines(
		table, item, agreements(table, true) > agreements(table, false), ret_reading);
}
