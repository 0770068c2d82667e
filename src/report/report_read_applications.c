/*
 * Table 3, 收到和处理申请: its rows found, its columns settled, glued rows parted so that all sums
 * hold, and what is left over said. The printed figures are never mended.
 */
#include "report/report_read_inside.h"

enum {
	WANT = REPORT_APPLICANTS,
	MOST_OPEN_ROWS = 14, /* rows with several readings that are tried together */
	MOST_OPEN_READINGS = 60,
	MOST_TRIALS = 300000,
	FEWEST_ROWS = 3,
};

enum order { ORDER_UNKNOWN, ORDER_OFFICIAL, ORDER_OTHER, ORDER_BROKEN };

struct row {
	struct report_item *item; /* NULL when the row was not found */
	struct report_readings readings;
};

struct table {
	struct report_reader *reader;
	struct report_item *items;
	size_t item_count;
	bool is_row[REPORT_APPLICATION_ROWS];
	struct row rows[REPORT_APPLICATION_ROWS];
	enum order order;
	int places[WANT]; /* with ORDER_OTHER: official column of each printed one */
	bool has_columns;
	int columns[WANT]; /* grid columns of the seven, the same in most rows */
};

static const enum report_kind kinds[WANT] = { REPORT_COUNT_KIND };

/* --- which rows the printed form has --- */

static bool
has_item(const struct table *table, int row)
{
	for (size_t i = 0; i < table->item_count; i++)
		if (table->items[i].match.kind == MATCH_EXACT && table->items[i].match.id == row)
			return true;
	return false;
}

static bool
has_label(const struct table *table, int row)
{
	const struct report_reader *reader = table->reader;

	if (has_item(table, row))
		return true;
	for (size_t i = 0; i < reader->unit_count; i++) {
		struct report_match match;

		if (reader->units[i].zone != ZONE_APPLICATIONS)
			continue;
		match = report_label_match(
			&reader->labels, LABELS_APPLICATIONS, &reader->units[i].words);
		if (match.kind == MATCH_EXACT && match.id == row)
			return true;
	}
	return false;
}

/* （六）其他处理 as one row (2019), as three (2021), or, in hybrids, both. */
static void
find_rows(struct table *table)
{
	bool one = false;
	bool three = has_label(table, REPORT_ROW_OTHER_NO_CORRECTION) ||
		     has_label(table, REPORT_ROW_OTHER_NO_FEE) ||
		     has_item(table, REPORT_ROW_OTHER_MISC);
	size_t kept = 0;

	for (size_t i = 0; i < table->item_count; i++) {
		const struct report_item *item = &table->items[i];
		bool is_other =
			item->match.kind == MATCH_EXACT && item->match.id == REPORT_ROW_OTHER;

		/* The group's own line, blank above its three rows, is no row. */
		if (is_other && three && report_item_filled(item) == 0)
			continue;
		one = one || is_other;
		table->items[kept++] = *item;
	}
	table->item_count = kept;
	if (!one && !three)
		one = has_label(table, REPORT_ROW_OTHER);
	if (!one && !three) {
		three = table->reader->report->form != REPORT_FORM_2019;
		one = !three;
	}
	for (int row = 0; row < REPORT_APPLICATION_ROWS; row++)
		table->is_row[row] = true;
	table->is_row[REPORT_ROW_OTHER] = one;
	for (int row = REPORT_ROW_OTHER_NO_CORRECTION; row <= REPORT_ROW_OTHER_MISC; row++)
		table->is_row[row] = three;
}

/* --- the order of the columns --- */

/* Applicants named in the cells of a header row, in printed order. */
static struct fault *
header_cells(const struct table *table, const struct report_unit *unit, int *ids, size_t *ret_count)
{
	size_t count = 0;

	for (size_t i = 0; i < unit->cell_count && count < WANT; i++) {
		struct report_line words;
		struct report_match match;

		TRY(report_fold_words(table->reader->arena, unit->cells[i].text, &words));
		match = report_label_match(&table->reader->labels, LABELS_APPLICANTS, &words);
		if (match.kind == MATCH_EXACT && match.from == 0)
			ids[count++] = match.id;
	}
	*ret_count = count;
	return NULL;
}

static bool
is_rising(const int *ids, size_t count)
{
	for (size_t i = 1; i < count; i++)
		if (ids[i] <= ids[i - 1])
			return false;
	return true;
}

static bool
has_all(const int *ids, size_t count, int first, int last)
{
	unsigned seen = 0;

	for (size_t i = 0; i < count; i++)
		seen |= 1u << ids[i];
	for (int id = first; id <= last; id++)
		if (!(seen & 1u << id))
			return false;
	return count == (size_t)(last - first + 1);
}

/* A header whose names stand in another order than the form's. */
static void
take_order(struct table *table, const int *ids, size_t count)
{
	if (count < 2)
		return;
	if (is_rising(ids, count)) {
		if (table->order == ORDER_UNKNOWN)
			table->order = ORDER_OFFICIAL;
		return;
	}
	for (int i = 0; i < WANT; i++)
		table->places[i] = i;
	table->order = ORDER_OTHER;
	if (has_all(ids, count, 0, WANT - 1))
		memcpy(table->places, ids, sizeof table->places);
	else if (has_all(ids, count, REPORT_BIZ, REPORT_OTHER_ORG))
		memcpy(table->places + 1, ids, (WANT - 2) * sizeof *ids);
	else if (has_all(ids, count, REPORT_BIZ, REPORT_LEGAL_SERVICE))
		memcpy(table->places + 1, ids, (WANT - 3) * sizeof *ids);
	else
		table->order = ORDER_BROKEN;
}

/* Names in a header of text: only the four long ones are sure. */
static void
take_line_order(struct table *table, const struct report_line *words)
{
	int ids[WANT];
	size_t count = 0;
	size_t at = 0;

	while (at < words->count && count < WANT) {
		struct report_match match =
			report_label_next(&table->reader->labels, LABELS_APPLICANTS, words, at);

		if (match.kind != MATCH_EXACT)
			break;
		at = match.to;
		if (match.id >= REPORT_BIZ && match.id <= REPORT_LEGAL_SERVICE)
			ids[count++] = match.id;
	}
	take_order(table, ids, count);
}

static struct fault *
find_order(struct table *table)
{
	const struct report_reader *reader = table->reader;
	size_t first = table->item_count ? table->items[0].unit : reader->unit_count;

	for (size_t i = 0; i < reader->unit_count; i++) {
		const struct report_unit *unit = &reader->units[i];
		size_t from, to;
		int ids[WANT];
		size_t count;

		if (unit->zone != ZONE_APPLICATIONS || (i > first && !unit->cells))
			continue;
		if (unit->cells && report_value_next(&unit->line, 0, &from, &to))
			continue;
		if (!unit->cells) {
			take_line_order(table, &unit->words);
			continue;
		}
		TRY(header_cells(table, unit, ids, &count));
		take_order(table, ids, count);
		if (table->order == ORDER_OTHER || table->order == ORDER_BROKEN)
			return NULL;
	}
	return NULL;
}

/* --- grid columns --- */

/* Columns of the seven cells, when most complete rows agree on them. */
static void
find_columns(struct table *table)
{
	const struct report_item *model = NULL;
	size_t complete = 0;
	size_t agree = 0;

	for (size_t i = 0; i < table->item_count; i++) {
		const struct report_item *item = &table->items[i];
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

/* A row that ends where the others end has merged cells; one that ends before has lost some, and its
 * columns say nothing. */
static bool
reaches_edge(const struct table *table, const struct report_item *item)
{
	const struct report_piece *last = &item->pieces[item->piece_count - 1];

	return last->column + last->span > table->columns[WANT - 1];
}

/* Set the cells of an incomplete row by the columns of the others. False when one does not fit. */
static bool
read_by_columns(
	const struct table *table, const struct report_item *item, struct report_reading *reading)
{
	size_t filled = 0;

	*reading = (struct report_reading){ { { NULL, 0 } } };
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

/* --- readings --- */

static struct fault *
add_reading(struct arena *arena, struct report_readings *readings, struct report_reading extra)
{
	struct report_reading *at;

	TAKE(arena, at, readings->count + 1);
	memcpy(at, readings->at, readings->count * sizeof *at);
	at[readings->count++] = extra;
	readings->at = at;
	readings->total = readings->count;
	return NULL;
}

static struct fault *
read_row(struct table *table, const struct report_item *item, struct report_readings *ret_readings)
{
	struct arena *arena = table->reader->arena;
	struct report_reading reading;

	if (item->is_grid && item->piece_count != WANT && table->has_columns &&
		report_item_filled(item) < WANT && reaches_edge(table, item) &&
		read_by_columns(table, item, &reading)) {
		*ret_readings = (struct report_readings){ .want = WANT, .way = WAY_COLUMNS };
		return add_reading(arena, ret_readings, reading);
	}
	TRY(report_split_row(
		arena, item->pieces, item->piece_count, WANT, kinds, SUMS_ROW, ret_readings));
	return NULL;
}

/* The same cells if the header's order is the true one. */
static struct report_reading
reordered(const struct table *table, const struct report_reading *printed)
{
	struct report_reading reading = { { { NULL, 0 } } };

	for (int i = 0; i < WANT; i++)
		reading.cells[table->places[i]] = printed->cells[i];
	return reading;
}

static bool
cell_value(struct str cell, int64_t *ret_value)
{
	*ret_value = 0;
	return cell.len == 0 || str_to_int(cell, ret_value);
}

/* Does the last cell hold the sum of the others, and is it not all zero? */
static bool
sums_up(const struct report_reading *reading)
{
	int64_t sum = 0;
	int64_t value;

	for (int i = 0; i < WANT - 1; i++) {
		if (!cell_value(reading->cells[i], &value) ||
			__builtin_add_overflow(sum, value, &sum))
			return false;
	}
	return cell_value(reading->cells[WANT - 1], &value) && sum == value && sum != 0;
}

/* How many rows fit their sums as printed, and in the other order. */
static void
count_fits(const struct table *table, size_t *ret_printed, size_t *ret_other)
{
	*ret_printed = *ret_other = 0;
	for (int row = 0; row < REPORT_APPLICATION_ROWS; row++) {
		const struct report_readings *readings = &table->rows[row].readings;
		struct report_reading other;

		if (!table->rows[row].item || readings->count != 1)
			continue;
		other = reordered(table, &readings->at[0]);
		*ret_printed += sums_up(&readings->at[0]);
		*ret_other += sums_up(&other);
	}
}

/* The header names the columns in another order: the sums decide where they can, else both stand.
 */
static struct fault *
settle_order(struct table *table)
{
	size_t printed, other;
	bool moves_total;

	if (table->order == ORDER_UNKNOWN || table->order == ORDER_OFFICIAL) {
		static const int total_first[WANT] = { REPORT_TOTAL, 0, 1, 2, 3, 4, 5 };

		/* No header says so, but every total stands in front. */
		memcpy(table->places, total_first, sizeof table->places);
		count_fits(table, &printed, &other);
		if (printed > 0 || other < 2)
			return NULL;
		table->order = ORDER_OTHER;
	}
	if (table->order == ORDER_BROKEN)
		return NULL;
	count_fits(table, &printed, &other);
	moves_total = table->places[WANT - 1] != REPORT_TOTAL;
	for (int row = 0; row < REPORT_APPLICATION_ROWS; row++) {
		struct report_readings *readings = &table->rows[row].readings;
		struct report_reading fresh;

		if (!table->rows[row].item || readings->count != 1)
			continue;
		fresh = reordered(table, &readings->at[0]);
		readings->way = WAY_HEADER;
		if (moves_total && printed == 0 && other > 0) {
			readings->at[0] = fresh;
			table->rows[row].item->doubt =
				STR("按行内合计认定表头的列次，与格式的列次不同");
		} else if (moves_total && printed > 0 && other == 0) {
			table->rows[row].item->doubt =
				STR("表头列名的次序与格式不同，按行内合计认定数字仍依格式的列次");
		} else {
			TRY(add_reading(table->reader->arena, readings, fresh));
		}
	}
	return NULL;
}

/* --- two rows with one label --- */

static bool
same_values(const struct report_readings *a, const struct report_readings *b)
{
	if (a->count != 1 || b->count != 1)
		return false;
	for (int i = 0; i < WANT; i++)
		if (!str_equal(a->at[0].cells[i], b->at[0].cells[i]))
			return false;
	return true;
}

static struct fault *
read_rows(struct table *table)
{
	for (size_t i = 0; i < table->item_count; i++) {
		struct report_item *item = &table->items[i];
		struct row *row;
		struct report_readings readings;

		if (item->row < 0)
			continue;
		row = &table->rows[item->row];
		TRY(read_row(table, item, &readings));
		if (table->order == ORDER_BROKEN && item->doubt.len == 0)
			item->doubt = STR("表头列名残缺或次序与格式不同，按格式的列次读");
		if (!row->item) {
			row->item = item;
			row->readings = readings;
		} else if (!same_values(&row->readings, &readings)) {
			struct str other;

			TRY(report_item_show(table->reader->arena, item, &other));
			row->item->is_refused = true;
			TRY(str_print(table->reader->arena, &row->item->doubt,
				"表内有两行都标作“%s”而数字不同（另一行印作“%.*s”），未作数",
				report_align_row_name(LABELS_APPLICATIONS, item->row),
				STR_ARG(other)));
		}
	}
	return NULL;
}

/* --- sums over the whole table --- */

struct solver {
	struct table *table;
	int open[MOST_OPEN_ROWS];
	int open_count;
	size_t choice[MOST_OPEN_ROWS];
	bool *is_good[MOST_OPEN_ROWS]; /* readings that stand in some solution */
	long trials;
	bool has_solution;
};

static const struct report_reading *
chosen(const struct solver *solver, int row)
{
	for (int i = 0; i < solver->open_count; i++)
		if (solver->open[i] == row)
			return &solver->table->rows[row].readings.at[solver->choice[i]];
	return &solver->table->rows[row].readings.at[0];
}

/* Value of a cell under the present choice; a row that is not there counts nothing. */
static bool
value_at(const struct solver *solver, int row, int column, int64_t *ret_value)
{
	*ret_value = 0;
	if (!solver->table->rows[row].item || solver->table->rows[row].item->is_refused)
		return true;
	return cell_value(chosen(solver, row)->cells[column], ret_value);
}

/* T3-SUM and T3-BAL of one column. */
static bool
column_fits(const struct solver *solver, int column)
{
	int64_t sum = 0;
	int64_t total, fresh, in, out;

	for (int row = REPORT_ROW_RES_GRANTED; row < REPORT_ROW_RES_TOTAL; row++) {
		int64_t value;

		if (!value_at(solver, row, column, &value))
			return false;
		sum += value;
	}
	return value_at(solver, REPORT_ROW_RES_TOTAL, column, &total) &&
	       value_at(solver, REPORT_ROW_NEW_RECEIVED, column, &fresh) &&
	       value_at(solver, REPORT_ROW_CARRIED_IN, column, &in) &&
	       value_at(solver, REPORT_ROW_CARRIED_OUT, column, &out) && sum == total &&
	       fresh + in == total + out;
}

static void
try_choice(struct solver *solver)
{
	for (int column = 0; column < WANT; column++)
		if (!column_fits(solver, column))
			return;
	solver->has_solution = true;
	for (int i = 0; i < solver->open_count; i++)
		solver->is_good[i][solver->choice[i]] = true;
}

/* Count through all combinations; false when there are too many. */
static bool
try_all(struct solver *solver)
{
	for (;;) {
		int i = 0;

		if (++solver->trials > MOST_TRIALS)
			return false;
		try_choice(solver);
		while (i < solver->open_count &&
			++solver->choice[i] == solver->table->rows[solver->open[i]].readings.count)
			solver->choice[i++] = 0;
		if (i == solver->open_count)
			return true;
	}
}

/* Keep the readings under which every column's sums hold; all of them when none does. */
static struct fault *
solve_columns(struct table *table)
{
	struct solver solver = { .table = table };

	if (table->order == ORDER_OTHER)
		return NULL;
	for (int row = 0; row < REPORT_APPLICATION_ROWS; row++) {
		struct report_readings *readings = &table->rows[row].readings;

		if (!table->rows[row].item)
			continue;
		if (readings->count == 0 || readings->count != readings->total)
			return NULL;
		if (readings->count == 1)
			continue;
		if (solver.open_count == MOST_OPEN_ROWS || readings->count > MOST_OPEN_READINGS)
			return NULL;
		TAKE(table->reader->arena, solver.is_good[solver.open_count], readings->count);
		solver.open[solver.open_count++] = row;
	}
	if (solver.open_count == 0 || !try_all(&solver) || !solver.has_solution)
		return NULL;
	for (int i = 0; i < solver.open_count; i++) {
		struct report_readings *readings = &table->rows[solver.open[i]].readings;
		size_t kept = 0;

		for (size_t j = 0; j < readings->count; j++)
			if (solver.is_good[i][j])
				readings->at[kept++] = readings->at[j];
		readings->count = readings->total = kept;
	}
	return NULL;
}

/* --- filling and what is left --- */

static struct fault *
fill_rows(struct table *table)
{
	for (int row = 0; row < REPORT_APPLICATION_ROWS; row++) {
		int slots[WANT];

		if (!table->rows[row].item)
			continue;
		for (int i = 0; i < WANT; i++)
			slots[i] = report_application_slot(row, i);
		TRY(report_fill_row(table->reader, slots, table->rows[row].item,
			&table->rows[row].readings, 0));
	}
	return NULL;
}

/* Rows of the form that were not found: null when something of them is there, else absent. */
static struct fault *
note_missing(struct table *table, bool has_leftover)
{
	for (int row = 0; row < REPORT_APPLICATION_ROWS; row++) {
		bool is_seen;

		if (!table->is_row[row] || table->rows[row].item)
			continue;
		is_seen = has_leftover || has_label(table, row);
		for (int i = 0; i < WANT; i++) {
			int slot = report_application_slot(row, i);

			if (is_seen)
				table->reader->report->cells[slot].state = REPORT_UNCLEAR;
			TRY(report_note_slot(table->reader, slot,
				"表三中没有认出“%s”这一行的数字，未作数",
				report_align_row_name(LABELS_APPLICATIONS, row)));
		}
	}
	return NULL;
}

static struct fault *
note_leftover(struct table *table, bool *ret_has_leftover)
{
	*ret_has_leftover = false;
	for (size_t i = 0; i < table->item_count; i++) {
		const struct report_item *item = &table->items[i];
		struct str run;

		if (item->row >= 0 || report_item_filled(item) == 0)
			continue;
		TRY(report_item_show(table->reader->arena, item, &run));
		if (item->piece_count == 1 && run.len <= 3) {
			TRY(report_note(table->reader, "applications",
				"表三中间孤立的数字“%.*s”疑为页码，未作数", STR_ARG(run)));
			continue;
		}
		*ret_has_leftover = true;
		TRY(report_note(table->reader, "applications",
			"表三中有一行不属于格式的任何一行，未采用：标签“%.*s”，印作“%.*s”",
			STR_ARG(item->label), STR_ARG(run)));
	}
	return NULL;
}

/* Where most rows break their own sums, the columns may be read wrongly: say so for each cell. */
static struct fault *
note_doubt(struct table *table)
{
	size_t rows = 0;
	size_t broken = 0;

	for (int pass = 0; pass < 2; pass++) {
		for (int row = 0; row < REPORT_APPLICATION_ROWS; row++) {
			const struct report_readings *readings = &table->rows[row].readings;
			bool is_zero = true;

			if (!table->rows[row].item || readings->count != 1)
				continue;
			for (int i = 0; i < WANT; i++)
				is_zero = is_zero &&
					  (!readings->at[0].cells[i].len ||
						  str_equal(readings->at[0].cells[i], STR("0")));
			if (is_zero || !readings->at[0].cells[WANT - 1].len)
				continue;
			if (pass == 0) {
				rows++;
				broken += !sums_up(&readings->at[0]);
			} else if (!sums_up(&readings->at[0])) {
				for (int i = 0; i < WANT; i++)
					TRY(report_note_slot(table->reader,
						report_application_slot(row, i),
						"表三多数行的各格之和与总计不符，列的对应存疑"));
			}
		}
		if (broken < 3 || broken * 3 < rows)
			return NULL;
	}
	return NULL;
}

static size_t
placed_rows(const struct table *table)
{
	size_t count = 0;

	for (size_t i = 0; i < table->item_count; i++)
		count += table->items[i].row >= 0;
	return count;
}

struct fault *
report_read_applications(struct report_reader *reader)
{
	struct table table = { .reader = reader };
	bool has_leftover;

	TRY(report_item_gather(reader, ZONE_APPLICATIONS, LABELS_APPLICATIONS, WANT, &table.items,
		&table.item_count));
	find_rows(&table);
	TRY(report_align(reader, LABELS_APPLICATIONS, table.items, table.item_count, table.is_row,
		REPORT_APPLICATION_ROWS, WANT));
	if (placed_rows(&table) < FEWEST_ROWS)
		return NULL;
	reader->report->has_table[REPORT_APPLICATIONS] = true;
	TRY(find_order(&table));
	find_columns(&table);
	TRY(read_rows(&table));
	TRY(settle_order(&table));
	TRY(solve_columns(&table));
	TRY(fill_rows(&table));
	TRY(note_leftover(&table, &has_leftover));
	TRY(note_missing(&table, has_leftover));
	return note_doubt(&table);
}
