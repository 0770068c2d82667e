/*
 * Table 3, 收到和处理申请: its rows found, its columns settled, glued rows parted so that all sums
 * hold, and what is left over said. The printed figures are never mended.
 */
#include "reading/reading_inside.h"

enum { WANT = REPORT_APPLICANTS, FEWEST_ROWS = 3, ROWS_2019 = 23, ROWS_2021 = 25 };

static const enum report_kind kinds[WANT] = { REPORT_COUNT_KIND };

/* --- which rows the printed form has --- */

static bool
has_item(const struct reading_rows *table, int row)
{
	for (size_t i = 0; i < table->item_count; i++)
		if (table->items[i].match.kind == MATCH_EXACT && table->items[i].match.id == row)
			return true;
	return false;
}

/* Which rows are named anywhere in the table, with or without values. */
static void
find_names(struct reading_rows *table)
{
	const struct reader *reader = table->reader;

	for (int row = 0; row < REPORT_APPLICATION_ROWS; row++)
		table->is_named[row] = has_item(table, row);
	for (size_t i = 0; i < reader->unit_count; i++) {
		struct reading_match match;

		if (reader->units[i].zone != ZONE_APPLICATIONS)
			continue;
		match = reading_label_match(
			&reader->labels, LABELS_APPLICATIONS, &reader->units[i].words);
		if (match.kind == MATCH_EXACT)
			table->is_named[match.id] = true;
	}
}

/* Rows that have about as many cells as a row of the table. */
static size_t
full_rows(const struct reading_rows *table)
{
	size_t count = 0;

	for (size_t i = 0; i < table->item_count; i++) {
		size_t digits = 0;

		for (size_t j = 0; j < table->items[i].piece_count; j++)
			digits += table->items[i].pieces[j].text.len;
		count += table->items[i].piece_count * 2 > WANT || digits >= WANT;
	}
	return count;
}

/* （六）其他处理 beside the values of its first row, whose own label is lost: the row is found by
 * order. */
static bool
group_stands_for_row(struct reading_rows *table)
{
	struct reading_item *group = NULL;

	if (table->is_named[REPORT_ROW_OTHER_NO_CORRECTION])
		return false;
	for (size_t i = 0; i < table->item_count; i++)
		if (table->items[i].match.kind == MATCH_EXACT &&
			table->items[i].match.id == REPORT_ROW_OTHER)
			group = &table->items[i];
	if (!group)
		return false;
	group->match = (struct reading_match){ .kind = MATCH_NONE, .id = -1 };
	return true;
}

/* （六）其他处理 as one row (2019), as three (2021), or, in hybrids, both. */
static void
find_rows(struct reading_rows *table)
{
	bool one = false;
	bool three = table->is_named[REPORT_ROW_OTHER_NO_CORRECTION] ||
		     table->is_named[REPORT_ROW_OTHER_NO_FEE] ||
		     has_item(table, REPORT_ROW_OTHER_MISC);
	size_t kept = 0;

	for (size_t i = 0; i < table->item_count; i++) {
		const struct reading_item *item = &table->items[i];
		bool is_other =
			item->match.kind == MATCH_EXACT && item->match.id == REPORT_ROW_OTHER;

		/* The group's own line, blank above its three rows, is no row. */
		if (is_other && three && reading_item_filled(item) == 0)
			continue;
		one = one || is_other;
		table->items[kept++] = *item;
	}
	table->item_count = kept;
	if (!one && !three) {
		size_t rows = full_rows(table);

		three = rows >= ROWS_2021 ||
			(rows > ROWS_2019 && table->reader->report->form == REPORT_FORM_2021);
		one = !three;
	}
	if (one && three)
		one = !group_stands_for_row(table);
	for (int row = 0; row < REPORT_APPLICATION_ROWS; row++)
		table->is_row[row] = true;
	table->is_row[REPORT_ROW_OTHER] = one;
	for (int row = REPORT_ROW_OTHER_NO_CORRECTION; row <= REPORT_ROW_OTHER_MISC; row++)
		table->is_row[row] = three;
}

/* --- readings --- */

static struct fault *
read_row(struct reading_rows *table, const struct reading_item *item, struct readings *ret_readings)
{
	struct arena *arena = table->reader->arena;
	struct reading reading;

	if (reading_places_read(table, item, &reading)) {
		*ret_readings = (struct readings){ .want = WANT, .way = WAY_COLUMNS };
		return reading_add(arena, ret_readings, reading);
	}
	return reading_split_row(
		arena, item->pieces, item->piece_count, WANT, kinds, SUMS_ROW, ret_readings);
}

/* --- two rows with one label --- */

static bool
same_values(const struct readings *a, const struct readings *b)
{
	if (a->count != 1 || b->count != 1)
		return false;
	for (int i = 0; i < WANT; i++)
		if (!str_equal(a->at[0].cells[i], b->at[0].cells[i]))
			return false;
	return true;
}

/* The table of the document in which a row stands; -1 for lines. */
static int
table_of(const struct reading_rows *table, const struct reading_item *item)
{
	return table->reader->units[item->unit].table;
}

/* One number behind the words of a label, where the whole row stands elsewhere: the narrative. */
static bool
is_sentence(const struct reading_item *line, const struct reading_item *row)
{
	return !line->is_grid && line->piece_count == 1 && row->piece_count >= WANT;
}

/* A second table, of another year perhaps, contradicts the first: what stands only in the second
 * may not belong here. */
static void
doubt_rival(struct reading_rows *table, int rival)
{
	for (int row = 0; row < REPORT_APPLICATION_ROWS; row++) {
		struct reading_item *item = table->rows[row].item;

		if (item && table_of(table, item) == rival && item->doubt.len == 0)
			item->doubt =
				STR("表内有两张表而数字不同，这一行只印在后一张里，请核对原件");
	}
}

static struct fault *
read_rows(struct reading_rows *table)
{
	int rival = -1;

	for (size_t i = 0; i < table->item_count; i++) {
		struct reading_item *item = &table->items[i];
		struct reading_row *row;
		struct readings readings;

		if (item->row < 0)
			continue;
		row = &table->rows[item->row];
		TRY(read_row(table, item, &readings));
		if (table->order == ORDER_BROKEN && item->doubt.len == 0)
			item->doubt = STR("表头列名残缺或次序与格式不同，按格式的列次读");
		if (row->item && is_sentence(row->item, item)) {
			if (item->doubt.len == 0)
				item->doubt = STR("表外另有一行文字同名，未采用");
			row->item = NULL;
		}
		if (!row->item) {
			row->item = item;
			row->readings = readings;
		} else if (is_sentence(item, row->item)) {
			if (row->item->doubt.len == 0)
				row->item->doubt = STR("表外另有一行文字同名，未采用");
		} else if (!same_values(&row->readings, &readings)) {
			struct str other;

			TRY(reading_item_show(table->reader->arena, item, &other));
			if (table_of(table, row->item) >= 0 &&
				table_of(table, item) != table_of(table, row->item))
				rival = table_of(table, item);
			row->item->is_refused = true;
			TRY(str_print(table->reader->arena, &row->item->doubt,
				"表内有两行都标作“%s”而数字不同（另一行印作“%.*s”），未作数",
				reading_align_row_name(LABELS_APPLICATIONS, item->row),
				STR_ARG(other)));
		}
	}
	if (rival >= 0)
		doubt_rival(table, rival);
	return NULL;
}

/* --- filling and what is left --- */

/* （六）其他处理 with figures above its own three rows is their subtotal, not a row of the form. */
static struct fault *
drop_subtotal(struct reading_rows *table)
{
	struct reading_row *subtotal = &table->rows[REPORT_ROW_OTHER];
	const struct reading_row *parts = &table->rows[REPORT_ROW_OTHER_NO_CORRECTION];
	bool has_figure = false;

	if (!subtotal->item || subtotal->readings.count != 1)
		return NULL;
	for (int i = 0; i < 3; i++)
		if (!parts[i].item || parts[i].readings.count != 1)
			return NULL;
	for (int column = 0; column < WANT; column++) {
		int64_t sum = 0;
		int64_t value = 0;

		for (int i = 0; i < 3; i++) {
			if (!reading_value_whole(parts[i].readings.at[0].cells[column], &value))
				return NULL;
			sum += value;
		}
		if (!reading_value_whole(subtotal->readings.at[0].cells[column], &value))
			return NULL;
		if (subtotal->readings.at[0].cells[column].len == 0)
			continue;
		if (value != sum)
			return NULL;
		has_figure = true;
	}
	if (!has_figure)
		return NULL;
	*subtotal = (struct reading_row){ .item = NULL };
	table->is_row[REPORT_ROW_OTHER] = false;
	return reading_note(table->reader, "applications",
		"表三“（六）其他处理”一行是其下三行的小计，格式中没有这一行，未采用");
}

static struct fault *
fill_rows(struct reading_rows *table)
{
	for (int row = 0; row < REPORT_APPLICATION_ROWS; row++) {
		int slots[WANT];

		if (!table->rows[row].item)
			continue;
		for (int i = 0; i < WANT; i++)
			slots[i] = report_application_slot(row, i);
		TRY(reading_fill_row(table->reader, slots, table->rows[row].item,
			&table->rows[row].readings, 0));
	}
	return NULL;
}

/* Is it plain that （六）其他处理 is one row, or that it is three? */
static bool
is_group_plain(const struct reading_rows *table)
{
	for (int row = REPORT_ROW_OTHER; row <= REPORT_ROW_OTHER_MISC; row++) {
		const struct reading_item *item = table->rows[row].item;

		if (table->is_row[row] &&
			(!item || (item->is_by_order && !item->is_plain_hint) ||
				(!item->is_by_order && item->match.kind != MATCH_EXACT)))
			return false;
	}
	return true;
}

/* Where it is not plain, the rows that were taken not to be there are said, too. */
static struct fault *
note_other_group(struct reading_rows *table, bool has_leftover)
{
	if (!has_leftover && is_group_plain(table))
		return NULL;
	for (int row = REPORT_ROW_OTHER; row <= REPORT_ROW_OTHER_MISC; row++)
		for (int i = 0; i < WANT && !table->is_row[row]; i++)
			TRY(reading_note_slot(table->reader, report_application_slot(row, i),
				"（六）其他处理是一行还是三行没有认清，按没有“%s”这一行读",
				reading_align_row_name(LABELS_APPLICATIONS, row)));
	return NULL;
}

/* Rows of the form that were not found: null when something of them is there, else absent. */
static struct fault *
note_missing(struct reading_rows *table, bool has_leftover)
{
	for (int row = 0; row < REPORT_APPLICATION_ROWS; row++) {
		bool is_seen;

		if (!table->is_row[row] || table->rows[row].item)
			continue;
		is_seen = has_leftover || table->is_named[row];
		for (int i = 0; i < WANT; i++) {
			int slot = report_application_slot(row, i);

			if (is_seen)
				table->reader->report->cells[slot].state = REPORT_UNCLEAR;
			TRY(reading_note_slot(table->reader, slot,
				"表三中没有认出“%s”这一行的数字，未作数",
				reading_align_row_name(LABELS_APPLICATIONS, row)));
		}
	}
	return note_other_group(table, has_leftover);
}

/* The same repair for each cell of a row. */
static struct fault *
note_row(const struct reading_rows *table, int row, struct str says)
{
	for (int i = 0; i < WANT; i++)
		TRY(reading_note_slot(
			table->reader, report_application_slot(row, i), "%.*s", STR_ARG(says)));
	return NULL;
}

/* A row whose cells are all blank, in a table with figures that have no label: they may be its own.
 */
static struct fault *
note_blank_rows(const struct reading_rows *table, const bool *is_noted)
{
	for (int row = 0; row < REPORT_APPLICATION_ROWS; row++) {
		const struct reading_item *item = table->rows[row].item;

		if (item && reading_item_filled(item) == 0 && !is_noted[row])
			TRY(note_row(table, row,
				STR("这一行印作空白，而表内另有没有标签的数字，请核对原件")));
	}
	return NULL;
}

/* A few stray figures right below a row may be the ends of its broken numbers. */
static struct fault *
note_neighbour(const struct reading_rows *table, size_t stray, struct str run)
{
	const struct reading_item *item = &table->items[stray];
	const struct reading_item *above = stray > 0 ? &table->items[stray - 1] : NULL;
	struct str says;

	if (!above || above->row < 0 || above->unit + 1 != item->unit || item->words.count ||
		reading_item_filled(item) >= WANT)
		return NULL;
	TRY(str_print(table->reader->arena, &says,
		"这一行下面另有没有标签的数字“%.*s”，可能是这一行折下来的，请核对原件",
		STR_ARG(run)));
	return note_row(table, above->row, says);
}

/* A row whose cells are all blank, right above or below figures with a label that is none of the
 * form's: words from elsewhere on the page may have taken the place of its label. */
static struct fault *
note_blank_beside(const struct reading_rows *table, size_t stray, bool *is_noted)
{
	for (size_t i = stray ? stray - 1 : 0; i <= stray + 1 && i < table->item_count; i++) {
		const struct reading_item *item = &table->items[i];

		if (item->row < 0 || reading_item_filled(item) || is_noted[item->row] ||
			table->rows[item->row].item != item)
			continue;
		TRY(note_row(table, item->row,
			STR("这一行印作空白，而紧挨着的一行数字没有格式中的标签，请核对原件")));
		is_noted[item->row] = true;
	}
	return NULL;
}

static struct fault *
note_leftover(struct reading_rows *table, bool *ret_has_leftover)
{
	bool is_noted[REPORT_APPLICATION_ROWS] = { false }; /* as blank beside figures */
	bool has_nameless = false;

	*ret_has_leftover = false;
	for (size_t i = 0; i < table->item_count; i++) {
		const struct reading_item *item = &table->items[i];
		struct str run;

		if (item->row >= 0 || reading_item_filled(item) == 0)
			continue;
		TRY(reading_item_show(table->reader->arena, item, &run));
		TRY(note_neighbour(table, i, run));
		if (reading_item_filled(item) > 1 && item->words.count)
			TRY(note_blank_beside(table, i, is_noted));
		if (item->piece_count == 1 && run.len <= 3) {
			TRY(reading_note(table->reader, "applications",
				"表三中间孤立的数字“%.*s”疑为页码，未作数", STR_ARG(run)));
			continue;
		}
		*ret_has_leftover = true;
		has_nameless = has_nameless || item->words.count == 0;
		TRY(reading_note(table->reader, "applications",
			"表三中有一行不属于格式的任何一行，未采用：标签“%.*s”，印作“%.*s”",
			STR_ARG(item->label), STR_ARG(run)));
	}
	return has_nameless ? note_blank_rows(table, is_noted) : NULL;
}

static size_t
placed_rows(const struct reading_rows *table)
{
	size_t count = 0;

	for (size_t i = 0; i < table->item_count; i++)
		count += table->items[i].row >= 0;
	return count;
}

struct fault *
reading_applications(struct reader *reader)
{
	struct reading_rows table = { .reader = reader };
	bool has_leftover;

	TRY(reading_item_gather(reader, ZONE_APPLICATIONS, LABELS_APPLICATIONS, WANT, &table.items,
		&table.item_count));
	find_names(&table);
	find_rows(&table);
	TRY(reading_align(reader, LABELS_APPLICATIONS, table.items, table.item_count, table.is_row,
		REPORT_APPLICATION_ROWS, WANT));
	if (placed_rows(&table) < FEWEST_ROWS)
		return NULL;
	reader->report->has_table[REPORT_APPLICATIONS] = true;
	TRY(reading_order_find(&table));
	reading_places_find(&table);
	reading_doubt_rows(&table);
	TRY(read_rows(&table));
	TRY(reading_order_settle(&table));
	TRY(reading_sums_solve(&table));
	TRY(drop_subtotal(&table));
	reading_doubt_forms(&table);
	TRY(fill_rows(&table));
	TRY(note_leftover(&table, &has_leftover));
	TRY(note_missing(&table, has_leftover));
	return reading_doubt_sums(&table);
}
