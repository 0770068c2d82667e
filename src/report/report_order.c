/*
 * The order of the columns of table 3: what its header names, and which order the row sums speak
 * for when the header's is not the form's. Grid positions are report_places.c's business.
 */
#include "report/report_read_inside.h"

enum { WANT = REPORT_APPLICANTS };

/* Applicants named in the cells of a header row, in printed order. */
static struct fault *
header_cells(const struct report_rows *table, const struct report_unit *unit, int *ids,
	size_t *ret_count)
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
take_order(struct report_rows *table, const int *ids, size_t count)
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
take_line_order(struct report_rows *table, const struct report_line *words)
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

struct fault *
report_order_find(struct report_rows *table)
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

/* The same cells if the header's order is the true one. */
static struct report_reading
reordered(const struct report_rows *table, const struct report_reading *printed)
{
	struct report_reading reading = { { { NULL, 0 } } };

	for (int i = 0; i < WANT; i++)
		reading.cells[table->places[i]] = printed->cells[i];
	return reading;
}

/* How many rows fit their sums as printed, and in the other order. */
static void
count_fits(const struct report_rows *table, size_t *ret_printed, size_t *ret_other)
{
	*ret_printed = *ret_other = 0;
	for (int row = 0; row < REPORT_APPLICATION_ROWS; row++) {
		const struct report_readings *readings = &table->rows[row].readings;
		struct report_reading other;

		if (!table->rows[row].item || readings->count != 1)
			continue;
		other = reordered(table, &readings->at[0]);
		*ret_printed += report_sums_up(&readings->at[0]);
		*ret_other += report_sums_up(&other);
	}
}

/* The header names the columns in another order: the sums decide where they can, else both stand.
 */
struct fault *
report_order_settle(struct report_rows *table)
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
			TRY(report_reading_add(table->reader->arena, readings, fresh));
		}
	}
	return NULL;
}
