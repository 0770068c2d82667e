/*
 * Doubts about table 3: what speaks against the cells of a row although they can be read. Nothing
 * is read or mended here; each doubt becomes the repair of the cells it concerns.
 */
#include "reading/reading_inside.h"

enum { WANT = REPORT_APPLICANTS, FEW_LONGER = 3 };

/* In a table with a column more than the form, which of the cells of a row with one blank is the
 * surplus one, cannot be told. */
static void
doubt_surplus(struct reading_rows *table)
{
	bool has_more = false;

	for (size_t i = 0; i < table->item_count; i++)
		has_more = has_more || (table->items[i].is_grid &&
					       reading_item_filled(&table->items[i]) > WANT);
	for (size_t i = 0; has_more && i < table->item_count; i++) {
		struct reading_item *item = &table->items[i];

		if (item->is_grid && item->piece_count > WANT &&
			reading_item_filled(item) == WANT && item->doubt.len == 0)
			item->doubt = STR("表三比格式多出一列，这一行略去的是哪一格存疑");
	}
}

/* Is the total left blank in some row of the form's number of cells, and filled before it? */
static bool
has_blank_totals(const struct reading_rows *table)
{
	for (size_t i = 0; i < table->item_count; i++) {
		const struct reading_item *item = &table->items[i];

		if (item->is_grid && item->piece_count == WANT &&
			reading_item_filled(item) == WANT - 1 &&
			!str_trim(item->pieces[WANT - 1].text).len)
			return true;
	}
	return false;
}

/* Do the first cells of a row make up a total that is not zero? Then they stand where they belong.
 */
static bool
has_true_total(const struct reading_item *item)
{
	struct reading first = { .cells = { STR_NONE } };

	for (int i = 0; i < WANT; i++)
		first.cells[i] = item->pieces[i].text;
	return reading_sums_up(&first);
}

/* A row that has lost its blank cells and was filled up at its end again: its figures have moved to
 * the front, and the blanks behind them are not the row's own. So may those of a row with a
 * cell more where others have no total. */
static void
doubt_filled_up(struct reading_rows *table)
{
	bool has_blanks = has_blank_totals(table);

	for (size_t i = 0; i < table->item_count; i++) {
		struct reading_item *item = &table->items[i];
		size_t filled = reading_item_filled(item);

		if (item->is_grid && item->piece_count > WANT && filled > 0 &&
			(filled < WANT ||
				(filled == WANT && has_blanks && !has_true_total(item))) &&
			str_trim(item->pieces[0].text).len &&
			!str_trim(item->pieces[item->piece_count - 1].text).len &&
			item->doubt.len == 0)
			item->doubt = STR("这一行的格比格式多而空着，列的对应存疑");
	}
}

/* A row with its first cell blank, in a table whose rows have one blank before seven figures, may
 * have lost its last cell instead. */
static void
doubt_shifted(struct reading_rows *table)
{
	bool has_lead = false;

	for (size_t i = 0; i < table->item_count; i++) {
		const struct reading_item *item = &table->items[i];

		has_lead = has_lead || (item->is_grid && item->piece_count > WANT &&
					       reading_item_filled(item) == WANT &&
					       str_trim(item->pieces[0].text).len == 0);
	}
	for (size_t i = 0; has_lead && i < table->item_count; i++) {
		struct reading_item *item = &table->items[i];

		if (item->is_grid && item->piece_count == WANT &&
			reading_item_filled(item) == WANT - 1 &&
			str_trim(item->pieces[0].text).len == 0 && item->doubt.len == 0)
			item->doubt = STR("这一行的格数与别的行不同，列的对应存疑");
	}
}

/* Figures one below the other, and not as many under each label as a row has: those that happen to
 * be as many may be another row's. */
static void
doubt_uneven(struct reading_rows *table)
{
	bool is_uneven = false;

	for (size_t i = 0; i < table->item_count; i++)
		is_uneven = is_uneven ||
			    (table->items[i].is_joined && table->items[i].piece_count != WANT);
	for (size_t i = 0; is_uneven && i < table->item_count; i++)
		if (table->items[i].is_joined && table->items[i].doubt.len == 0)
			table->items[i].doubt =
				STR("数字分行印出而各行格数不齐，这一行的数字可能属于别的行");
}

/* Lines that usually have a figure more than the form, such as a running number: one with as many
 * as the form has lost a blank, not the surplus. */
static void
doubt_lines(struct reading_rows *table)
{
	size_t longer = 0;

	for (size_t i = 0; i < table->item_count; i++)
		longer += table->items[i].is_one_line && table->items[i].piece_count == WANT + 1;
	for (size_t i = 0; longer >= FEW_LONGER && i < table->item_count; i++) {
		struct reading_item *item = &table->items[i];

		if (item->is_one_line && item->piece_count == WANT && item->doubt.len == 0)
			item->doubt = STR("别的行比格式多出一个数字而这一行没有，列的对应存疑");
	}
}

void
reading_doubt_rows(struct reading_rows *table)
{
	doubt_surplus(table);
	doubt_filled_up(table);
	doubt_shifted(table);
	doubt_uneven(table);
	doubt_lines(table);
}

/* A row of figures for the group beside its own three rows, whose sum it is not. */
void
reading_doubt_forms(struct reading_rows *table)
{
	struct reading_item *group = table->rows[REPORT_ROW_OTHER].item;
	bool has_parts = false;

	for (int row = REPORT_ROW_OTHER_NO_CORRECTION; row <= REPORT_ROW_OTHER_MISC; row++)
		has_parts = has_parts || table->rows[row].item;
	if (group && has_parts && group->doubt.len == 0)
		group->doubt = STR("“（六）其他处理”与其下三行都印有数字，可能是小计，请核对原件");
}

/* Does a printed row with a total and other figures break its own sum? */
static bool
breaks_sum(const struct reading_row *row, bool *ret_counts)
{
	const struct readings *readings = &row->readings;
	bool has_parts = false;
	bool is_zero = true;

	*ret_counts = false;
	if (!row->item || row->item->is_refused || readings->count != 1)
		return false;
	for (int i = 0; i < WANT; i++) {
		int64_t value;

		if (!reading_value_whole(readings->at[0].cells[i], &value))
			return false;
		has_parts = has_parts || (i < WANT - 1 && readings->at[0].cells[i].len);
		is_zero = is_zero && value == 0;
	}
	*ret_counts = has_parts && !is_zero && readings->at[0].cells[WANT - 1].len;
	return *ret_counts && !reading_sums_up(&readings->at[0]);
}

/* A row that breaks its own sum is read as it is printed, but a slip of ours would look the same:
 * said for each cell, and for the table when it is the rule. */
struct fault *
reading_doubt_sums(struct reading_rows *table)
{
	size_t rows = 0;
	size_t broken = 0;

	for (int row = 0; row < REPORT_APPLICATION_ROWS; row++) {
		bool counts;
		bool breaks = breaks_sum(&table->rows[row], &counts);

		rows += counts;
		broken += breaks;
		for (int i = 0; breaks && i < WANT; i++)
			TRY(reading_note_slot(table->reader, report_application_slot(row, i),
				"这一行各格之和与总计不符，照印出的数读，请核对原件"));
	}
	if (broken < 3 || broken * 3 < rows)
		return NULL;
	return reading_note(table->reader, "applications",
		"表三有%zu行的各格之和与总计不符，各列的对应存疑，请核对原件", broken);
}
