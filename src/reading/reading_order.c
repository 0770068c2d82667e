/*
 * The order of the columns of table 3: what its header names, and which order the row sums speak
 * for when the header's is not the form's. Grid positions are reading_places.c's business.
 */
#include "base/utf8.h"
#include "reading/reading_inside.h"

enum { WANT = REPORT_APPLICANTS, ORGANISATIONS = 20, MOST_HEADER = 400 };

/* Names of a header in printed order; ORGANISATIONS stands for 法人或其他组织 over its five. */
struct names {
	int ids[2 * WANT];
	size_t count;
};

static void
add_name(struct names *names, int id)
{
	if (names->count < COUNT_OF(names->ids))
		names->ids[names->count++] = id;
}

/* A column name that is not the form's, such as 社会组织 for 社会公益组织, is told once. */
static struct fault *
tell_other_words(struct reading_rows *table, const struct reading_line *words,
	const struct reading_match *match, struct str printed)
{
	struct str official = str_of(report_applicants[match->id].label);

	if (match->to != words->count || words->count == utf8_count(official) ||
		table->reworded & 1u << match->id)
		return NULL;
	table->reworded |= 1u << match->id;
	return reading_note(table->reader, "applications", "列名印作“%.*s”，格式规定为“%.*s”",
		STR_ARG(str_trim(printed)), STR_ARG(official));
}

/* So is the upper half of a name that was cut into two cells: 商业 above 企业. */
static struct fault *
tell_half(struct reading_rows *table, struct str printed)
{
	struct str words = str_trim(printed);

	for (int id = REPORT_BIZ; id <= REPORT_LEGAL_SERVICE && utf8_count(words) == 2; id++) {
		struct str official = str_of(report_applicants[id].label);

		if (!str_starts(official, words) || table->reworded & 1u << id)
			continue;
		table->reworded |= 1u << id;
		return reading_note(table->reader, "applications",
			"列名“%.*s”拆成了几格，上格印作“%.*s”", STR_ARG(official), STR_ARG(words));
	}
	return NULL;
}

/* Applicants named in the cells of a header row. */
static struct fault *
header_cells(struct reading_rows *table, const struct reading_unit *unit, struct names *ret_names)
{
	struct names names = { .count = 0 };

	for (size_t i = 0; i < unit->cell_count; i++) {
		struct reading_line words;
		struct reading_match match;

		TRY(reading_fold_words(table->reader->arena, unit->cells[i].text, &words));
		match = reading_label_match(&table->reader->labels, LABELS_APPLICANTS, &words);
		if (match.kind == MATCH_EXACT && match.from == 0) {
			add_name(&names, match.id);
			TRY(tell_other_words(table, &words, &match, unit->cells[i].text));
		} else if (words.count <= 10 && str_has(unit->cells[i].text, STR("法人"))) {
			add_name(&names, ORGANISATIONS);
		} else {
			TRY(tell_half(table, unit->cells[i].text));
		}
	}
	*ret_names = names;
	return NULL;
}

/* Names in a header of text: only the four long ones are sure. */
static struct names
line_names(const struct reading_rows *table, const struct reading_line *words)
{
	struct names names = { .count = 0 };
	size_t at = 0;

	while (at < words->count && at < MOST_HEADER) {
		struct reading_match match =
			reading_label_next(&table->reader->labels, LABELS_APPLICANTS, words, at);

		if (match.kind != MATCH_EXACT)
			break;
		at = match.to;
		if (match.id >= REPORT_BIZ && match.id <= REPORT_LEGAL_SERVICE)
			add_name(&names, match.id);
	}
	return names;
}

static bool
is_rising(const struct names *names)
{
	for (size_t i = 1; i < names->count; i++)
		if (names->ids[i] <= names->ids[i - 1])
			return false;
	return true;
}

static bool
has_all(const struct names *names, int first, int last)
{
	unsigned seen = 0;

	for (size_t i = 0; i < names->count; i++)
		seen |= 1u << names->ids[i];
	for (int id = first; id <= last; id++)
		if (!(seen & 1u << id))
			return false;
	return names->count == (size_t)(last - first + 1);
}

static bool
has_name(const struct names *names, int id)
{
	for (size_t i = 0; i < names->count; i++)
		if (names->ids[i] == id)
			return true;
	return false;
}

/* The upper row with 法人或其他组织 replaced by the lower row's names, or by the form's. */
static struct names
join_rows(const struct names *upper, const struct names *lower)
{
	struct names joined = { .count = 0 };

	for (size_t i = 0; i < upper->count; i++) {
		if (upper->ids[i] != ORGANISATIONS) {
			add_name(&joined, upper->ids[i]);
			continue;
		}
		for (size_t j = 0; j < lower->count; j++)
			add_name(&joined, lower->ids[j]);
		for (int id = REPORT_BIZ; lower->count == 0 && id <= REPORT_OTHER_ORG; id++)
			add_name(&joined, id);
	}
	return joined;
}

/* What the names say of the printed order. */
static void
take_order(struct reading_rows *table, const struct names *names)
{
	if (names->count < 2)
		return;
	if (is_rising(names)) {
		if (table->order == ORDER_UNKNOWN)
			table->order = ORDER_OFFICIAL;
		if (names->count >= WANT - 2 && names->count < WANT && names->ids[0] == 0) {
			table->named_count = names->count;
			memcpy(table->named, names->ids, names->count * sizeof *names->ids);
		}
		return;
	}
	for (int i = 0; i < WANT; i++)
		table->places[i] = i;
	table->order = ORDER_OTHER;
	if (has_all(names, 0, WANT - 1))
		memcpy(table->places, names->ids, sizeof table->places);
	else if (has_all(names, REPORT_BIZ, REPORT_OTHER_ORG))
		memcpy(table->places + 1, names->ids, (WANT - 2) * sizeof *names->ids);
	else if (has_all(names, REPORT_BIZ, REPORT_LEGAL_SERVICE))
		memcpy(table->places + 1, names->ids, (WANT - 3) * sizeof *names->ids);
	else
		table->order = ORDER_BROKEN;
}

struct fault *
reading_order_find(struct reading_rows *table)
{
	const struct reader *reader = table->reader;
	size_t first = table->item_count ? table->items[0].unit : reader->unit_count;
	struct names upper = { .count = 0 };

	for (size_t i = 0; i < reader->unit_count; i++) {
		const struct reading_unit *unit = &reader->units[i];
		size_t from, to;
		struct names names;

		if (unit->zone != ZONE_APPLICATIONS || (i > first && !unit->cells) ||
			(unit->cells && reading_run_next(&unit->line, 0, &from, &to)))
			continue;
		if (!unit->cells) {
			names = line_names(table, &unit->words);
			take_order(table, &names);
			continue;
		}
		TRY(header_cells(table, unit, &names));
		if (has_name(&names, ORGANISATIONS)) {
			upper = names;
			continue;
		}
		if (names.count >= 3 && upper.count && !has_name(&names, REPORT_NATURAL_PERSON)) {
			names = join_rows(&upper, &names);
			upper.count = 0;
		}
		take_order(table, &names);
		if (table->order == ORDER_OTHER || table->order == ORDER_BROKEN)
			return NULL;
	}
	if (upper.count) {
		struct names none = { .count = 0 };

		upper = join_rows(&upper, &none);
		take_order(table, &upper);
	}
	return NULL;
}

/* The same cells if the header's order is the true one. */
static struct reading
reordered(const struct reading_rows *table, const struct reading *printed)
{
	struct reading reading = { { { NULL, 0 } } };

	for (int i = 0; i < WANT; i++)
		reading.cells[table->places[i]] = printed->cells[i];
	return reading;
}

/* How many rows fit their sums as printed, and in the other order. */
static void
count_fits(const struct reading_rows *table, size_t *ret_printed, size_t *ret_other)
{
	*ret_printed = *ret_other = 0;
	for (int row = 0; row < REPORT_APPLICATION_ROWS; row++) {
		const struct readings *readings = &table->rows[row].readings;
		struct reading other;

		if (!table->rows[row].item || readings->count != 1)
			continue;
		other = reordered(table, &readings->at[0]);
		*ret_printed += reading_sums_up(&readings->at[0]);
		*ret_other += reading_sums_up(&other);
	}
}

/* The header names the columns in another order: the sums decide where they can, else both stand.
 */
struct fault *
reading_order_settle(struct reading_rows *table)
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
		struct readings *readings = &table->rows[row].readings;
		struct reading fresh;

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
			TRY(reading_add(table->reader->arena, readings, fresh));
		}
	}
	return NULL;
}
