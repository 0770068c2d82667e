/*
 * The period of the figures, and the signature: who signed, and when. Dates of web pages around a
 * report are not taken.
 */
#include "reading/reading_inside.h"

enum {
	NARRATIVE_WORDS = 12000, /* the period stands in the preface or the first section */
	BETWEEN_DATES = 8,
	LAST_LINES = 16,
	MOST_SIGNER = 40,
};

/* --- dates in folded words --- */

/* A number of digits, or of Chinese numerals up to 三十一, or a year as 二〇二一. */
static bool
take_number(const struct reading_line *words, size_t *at, int *ret_value)
{
	int value = 0;
	size_t i = *at;
	int last = 0;

	while (i < words->count && reading_fold_is_digit(words->points[i]) && i - *at < 4)
		value = value * 10 + (int)(words->points[i++] - '0');
	if (i > *at) {
		*at = i;
		*ret_value = value;
		return true;
	}
	while (i < words->count && i - *at < 4) {
		uint32_t point = words->points[i];
		int digit =
			point == 0x3007 || point == 0x96F6 ? 0 : reading_fold_chinese_digit(point);

		if (digit == 0 && point != 0x3007 && point != 0x96F6)
			break;
		if (digit == 10)
			value = value ? value * 10 : 10;
		else if (last == 10)
			value += digit;
		else
			value = value * 10 + digit;
		last = digit;
		i++;
	}
	if (i == *at)
		return false;
	*at = i;
	*ret_value = value;
	return true;
}

static bool
take_point(const struct reading_line *words, size_t *at, uint32_t point)
{
	if (*at >= words->count || words->points[*at] != point)
		return false;
	++*at;
	return true;
}

/* [2020年]1月1日; the year is left alone when it is not printed. */
static bool
take_date(const struct reading_line *words, size_t *at, int *year, int *month, int *day)
{
	size_t i = *at;
	int first;

	if (!take_number(words, &i, &first))
		return false;
	if (take_point(words, &i, 0x5E74)) { /* 年 */
		*year = first;
		if (!take_number(words, &i, &first))
			return false;
	}
	*month = first;
	if (!take_point(words, &i, 0x6708) || !take_number(words, &i, day)) /* 月 */
		return false;
	if (!take_point(words, &i, 0x65E5) && !take_point(words, &i, 0x53F7)) /* 日 号 */
		return false;
	*at = i;
	return true;
}

/* --- the period --- */

static bool
find_period(const struct reading_line *words, struct report *report)
{
	for (size_t i = 0; i < words->count; i++) {
		int year = 0, month, day, last_month, last_day;
		size_t at = i;
		int last_year;
		struct day from, to;

		if (i > 0 && reading_fold_is_digit(words->points[i - 1]))
			continue;
		if (!take_date(words, &at, &year, &month, &day) || year < 1990)
			continue;
		for (size_t gap = 0; gap <= BETWEEN_DATES && at + gap < words->count; gap++) {
			size_t second = at + gap;

			last_year = year;
			if (!take_date(words, &second, &last_year, &last_month, &last_day))
				continue;
			if (!day_make(year, month, day, &from) ||
				!day_make(last_year, last_month, last_day, &to) ||
				to.number - from.number < 27)
				break;
			report->period_from = from;
			report->period_to = to;
			return true;
		}
	}
	return false;
}

static bool
is_narrative(const struct reading_unit *unit)
{
	return !unit->cells && unit->zone == ZONE_NONE && !unit->is_page_number;
}

/* All narrative from the top, lines joined, as folded words; only their points. */
static struct fault *
narrative_words(const struct reader *reader, struct reading_line *ret_words)
{
	struct reading_line words = { NULL, NULL, 0 };
	size_t total = 0;

	for (size_t i = 0; i < reader->unit_count && total < NARRATIVE_WORDS; i++)
		total += is_narrative(&reader->units[i]) ? reader->units[i].words.count : 0;
	words.points = arena_take_bytes(reader->arena,
		(total < NARRATIVE_WORDS ? total : NARRATIVE_WORDS) * sizeof *words.points);
	if (!words.points)
		return fault_memory();
	for (size_t i = 0; i < reader->unit_count && words.count < total; i++) {
		const struct reading_unit *unit = &reader->units[i];
		size_t room = NARRATIVE_WORDS - words.count;
		size_t count = unit->words.count < room ? unit->words.count : room;

		if (!is_narrative(unit) || count == 0)
			continue;
		memcpy(words.points + words.count, unit->words.points,
			count * sizeof *words.points);
		words.count += count;
	}
	*ret_words = words;
	return NULL;
}

/* --- the signature --- */

static bool
is_date_line(const struct reading_unit *unit, struct day *ret_day)
{
	int year = 0, month, day;
	size_t at = 0;

	if (unit->cells || unit->words.count > 14)
		return false;
	return take_date(&unit->words, &at, &year, &month, &day) && at == unit->words.count &&
	       year > 1990 && day_make(year, month, day, ret_day);
}

/* A line that can only be the name of an office. */
static bool
is_signer(const struct reading_unit *unit)
{
	static const char *const ends[] = { "府", "局", "委", "办", "室", "厅", "处", "中心", "院",
		"会", "队", "街道", "镇", "乡", "署", "部", "所", "站", "行", "社", "区", "司",
		"科", "馆", "校", "团", "组", "台", "大学", "学院", "集团", "公司" };
	struct str text = str_trim(unit->text);

	if (unit->cells || unit->section >= 0 || unit->words.count < 3 ||
		unit->words.count > MOST_SIGNER || str_has(text, STR("，")) ||
		str_has(text, STR("。")) || str_has(text, STR("、")) || str_has(text, STR("：")) ||
		str_has(text, STR("；")) || str_has(text, STR("（一")))
		return false;
	for (size_t i = 0; i < COUNT_OF(ends); i++)
		if (str_ends(text, str_of(ends[i])))
			return true;
	return false;
}

/* White space inside a name ("哈 尔 滨") is layout. */
static struct fault *
plain_name(struct arena *arena, const struct reading_unit *unit, struct str *ret_name)
{
	struct str name = str_trim(unit->text);

	TRY(str_replace(arena, name, STR(" "), STR_NONE, &name));
	return str_replace(arena, name, STR("\xE3\x80\x80"), STR_NONE, ret_name);
}

/* "某某办公室 2021年2月3日" on one line. */
static struct fault *
split_signature(struct reader *reader, size_t at, bool *ret_is)
{
	struct reading_unit *unit = &reader->units[at];
	size_t start = 0;

	*ret_is = false;
	if (unit->cells || unit->words.count > MOST_SIGNER + 12 || str_has(unit->text, STR("。")) ||
		str_has(unit->text, STR("，")) || str_has(unit->text, STR("：")))
		return NULL;
	for (start = 3; start < unit->words.count; start++) {
		int year = 0, month, day;
		size_t end = start;
		struct reading_unit name = *unit;
		struct day date;

		if (!take_date(&unit->words, &end, &year, &month, &day) ||
			end != unit->words.count || year < 1990 ||
			!day_make(year, month, day, &date))
			continue;
		name.text = str_trim(str_sub(unit->text, 0, unit->words.places[start]));
		name.words = reading_fold_part(&unit->words, 0, start);
		if (!is_signer(&name))
			return NULL;
		reader->report->signed_on = date;
		reader->signature_from = at;
		*ret_is = true;
		return plain_name(reader->arena, &name, &reader->report->signed_by);
	}
	return NULL;
}

/* The unit before `at` that holds a line of text; SIZE_MAX when there is none. */
static size_t
text_before(const struct reader *reader, size_t at)
{
	while (at-- > 0)
		if (!reader->units[at].is_page_number && !reader->units[at].cells &&
			reader->units[at].words.count > 0)
			return reader->units[at].zone == ZONE_NONE ? at : SIZE_MAX;
	return SIZE_MAX;
}

/* Look for a date line with a name above it, from the end of a stretch of text backwards. */
static struct fault *
look_for_signature(struct reader *reader, size_t first, size_t end, bool *ret_is)
{
	size_t lines = 0;
	size_t at;

	*ret_is = true;
	for (at = end; at-- > first && lines < LAST_LINES;) {
		struct day date;
		size_t before;
		bool is_split;

		if (reader->units[at].is_page_number || reader->units[at].words.count == 0)
			continue;
		lines++;
		if (is_date_line(&reader->units[at], &date)) {
			reader->report->signed_on = date;
			reader->signature_from = at;
			before = text_before(reader, at);
			if (before == SIZE_MAX || before < first ||
				!is_signer(&reader->units[before]))
				return NULL;
			reader->signature_from = before;
			return plain_name(
				reader->arena, &reader->units[before], &reader->report->signed_by);
		}
		TRY(split_signature(reader, at, &is_split));
		if (is_split)
			return NULL;
	}
	at = text_before(reader, end);
	*ret_is = at != SIZE_MAX && at > first && is_signer(&reader->units[at]);
	if (!*ret_is)
		return NULL;
	reader->signature_from = at;
	return plain_name(reader->arena, &reader->units[at], &reader->report->signed_by);
}

/* Behind the last heading or table: a date at the top is the page's. Where the tables were put at
 * the end, as in a workbook, between the last heading and them. */
static struct fault *
find_signature(struct reader *reader)
{
	size_t first = reader->unit_count;
	size_t last_heading = 0;
	size_t end;
	bool is_found;

	reader->signature_from = reader->unit_count;
	while (first > 0 && reader->units[first - 1].section < 0 &&
		reader->units[first - 1].zone == ZONE_NONE)
		first--;
	if (first == 0)
		return NULL;
	TRY(look_for_signature(reader, first, reader->unit_count, &is_found));
	for (size_t i = 0; i < reader->unit_count; i++)
		if (reader->units[i].section_strength >= 3)
			last_heading = i + 1;
	if (is_found || last_heading == 0 || last_heading >= first)
		return NULL;
	end = last_heading;
	while (end < reader->unit_count && reader->units[end].zone == ZONE_NONE &&
		!reader->units[end].cells)
		end++;
	return look_for_signature(reader, last_heading, end, &is_found);
}

struct fault *
reading_dates(struct reader *reader)
{
	struct reading_line words = { NULL, NULL, 0 };

	reader->report->period_from = reader->report->period_to = DAY_NONE;
	reader->report->signed_on = DAY_NONE;
	TRY(narrative_words(reader, &words));
	if (find_period(&words, reader->report) && reader->report->year == 0) {
		int month, day;

		day_split(reader->report->period_to, &reader->report->year, &month, &day);
		TRY(reading_note(reader, "year", "标题没有年度，从统计期限取年度"));
	}
	return find_signature(reader);
}
