/*
 * Calendars as CSV, and what their years amount to. One line is calendar_line.c.
 */
#include "calendar/calendar_file.h"

#include <stdlib.h>

#include "base/file.h"
#include "base/utf8.h"
#include "calendar/calendar_inside.h"

static int
compare_dates(const void *left, const void *right)
{
	const struct calendar_row *a = left;
	const struct calendar_row *b = right;

	return (a->date.number > b->date.number) - (a->date.number < b->date.number);
}

static struct fault *
check_twice(const struct calendar_row *rows, size_t count)
{
	for (size_t i = 1; i < count; i++)
		if (rows[i].date.number == rows[i - 1].date.number)
			return fault_new(FAULT_INPUT, "calendar_twice",
				"%s 写了两次。每天只能有一行，请删去一行。",
				"%s is there twice. Keep one line a day.",
				day_text(rows[i].date).at);
	return NULL;
}

static struct fault *
check_text(struct str text)
{
	size_t bad;

	if (text.len > CALENDAR_FILE_MOST)
		return fault_new(FAULT_LIMIT, "calendar_long", "日历文件太大：最多 1 MB、%d 行。",
			"The calendar is too large: at most 1 MB and %d lines.",
			CALENDAR_ROWS_MOST);
	if (!utf8_is_valid(text, &bad))
		return fault_new(FAULT_INPUT, "calendar_text",
			"日历文件不是 UTF-8 文字（第 %zu 个字节）。请另存为“CSV UTF-8”。",
			"The calendar is no UTF-8 text (byte %zu). Save it as “CSV UTF-8”.",
			bad + 1);
	return NULL;
}

struct fault *
calendar_file_parse(struct arena *arena, struct str text, struct calendar_layer *ret_layer)
{
	struct calendar_row *rows = NULL;
	struct calendar_line_problem problem;
	size_t number = 0;
	size_t count = 0;
	size_t room = 0;
	struct str line;

	TRY(check_text(text));
	if (str_starts(text, STR("\xEF\xBB\xBF")))
		text = str_from(text, 3);
	while (str_next_line(&text, &line)) {
		number++;
		if (calendar_line_is_empty(line))
			continue;
		if (count == CALENDAR_ROWS_MOST)
			return fault_new(FAULT_LIMIT, "calendar_long",
				"日历文件的行数太多：最多 %d 行。",
				"The calendar has too many lines: at most %d.", CALENDAR_ROWS_MOST);
		GROW(arena, rows, count, room);
		if (!calendar_line_parse(line, &rows[count], &problem))
			return fault_new(FAULT_INPUT, "calendar_line",
				"日历文件第 %zu 行不对：%s。%.0s",
				"Line %zu of the calendar is wrong: %.0s%s.", number, problem.zh,
				problem.en);
		count++;
	}
	if (count)
		qsort(rows, count, sizeof *rows, compare_dates);
	TRY(check_twice(rows, count));
	*ret_layer = (struct calendar_layer){ .rows = rows, .count = count };
	return NULL;
}

struct fault *
calendar_file_load(struct arena *arena, const char *path, struct calendar_layer *ret_layer)
{
	CLOSING(buf_done) struct buf bytes;
	struct str text;

	buf_init(&bytes, CALENDAR_FILE_MOST);
	TRY(file_read(path, &bytes));
	TRY(check_text(buf_str(&bytes)));
	TRY(str_copy(arena, buf_str(&bytes), &text));
	return calendar_file_parse(arena, text, ret_layer);
}

void
calendar_file_put(struct buf *out, const struct calendar_row *rows, size_t count)
{
	buf_put(out, STR("date,kind,name\n"));
	for (size_t i = 0; i < count; i++)
		buf_print(out, "%s,%s,%.*s\n", day_text(rows[i].date).at,
			rows[i].kind == CALENDAR_HOLIDAY ? "holiday" : "workday",
			STR_ARG(rows[i].name));
}

/* --- years --- */

enum { LEAST_HOLIDAYS = 10, LEAST_WORKING = 240, MOST_WORKING = 260 };

static void
judge(struct calendar_year *year, bool has_odd_make_up)
{
	if (!year->is_covered) {
		year->warning_zh = "没有 1 月 1 日的放假，只作为个别日子处理，这一年仍无日历";
		year->warning_en = "without a holiday on 1 January: single days only, the year "
				   "stays without a calendar";
	} else if (year->holidays < LEAST_HOLIDAYS) {
		year->warning_zh = "放假日少于 10 天，可能不全";
		year->warning_en = "fewer than 10 holidays: something may be missing";
	} else if (year->working < LEAST_WORKING || year->working > MOST_WORKING) {
		year->warning_zh = "全年工作日不在 240 至 260 天之间，与往年相差太大";
		year->warning_en = "working days of the year are not between 240 and 260";
	} else if (has_odd_make_up) {
		year->warning_zh = "有调休上班日不在周六、周日";
		year->warning_en = "a make-up day that is no Saturday or Sunday";
	}
}

struct fault *
calendar_years(struct arena *arena, const struct calendar_layer *layer,
	struct calendar_year **ret_years, size_t *ret_count)
{
	const struct calendar *calendar = NULL;
	struct calendar_year *years = NULL;
	struct fault *fault = calendar_make(arena, layer, 1, &calendar);
	size_t count = 0;
	size_t room = 0;

	/* Without a covered year there is no calendar; the years are told all the same. */
	if (fault && fault->kind != FAULT_INPUT)
		return fault;
	for (size_t i = 0; i < layer->count;) {
		struct calendar_year one = { 0 };
		bool is_odd = false;
		int year, month, of_month;

		day_split(layer->rows[i].date, &one.year, &month, &of_month);
		for (; i < layer->count; i++) {
			const struct calendar_row *row = &layer->rows[i];

			day_split(row->date, &year, &month, &of_month);
			if (year != one.year)
				break;
			one.holidays += row->kind == CALENDAR_HOLIDAY;
			one.make_ups += row->kind == CALENDAR_MAKE_UP;
			is_odd |= row->kind == CALENDAR_MAKE_UP && calendar_weekday(row->date) < 6;
		}
		one.is_covered = calendar && calendar_has_year(calendar, one.year);
		if (one.is_covered)
			TRY(calendar_count_year(calendar, one.year, &one.working));
		judge(&one, is_odd);
		GROW(arena, years, count, room);
		years[count++] = one;
	}
	*ret_years = years;
	*ret_count = count;
	return NULL;
}

struct fault *
calendar_compare(struct arena *arena, const struct calendar *before, const struct calendar *after,
	size_t most, struct calendar_change **ret_changes, size_t *ret_count)
{
	struct calendar_change *changes = NULL;
	size_t count = 0;
	size_t room = 0;

	for (int year = calendar_first_year(after); year <= calendar_last_year(after); year++) {
		bool was_known = before && calendar_has_year(before, year);
		struct day day;
		struct day end;

		if (!calendar_has_year(after, year) || !day_make(year, 1, 1, &day) ||
			!day_make(year, 12, 31, &end))
			continue;
		for (; day.number <= end.number; day.number++) {
			struct calendar_change one = { .date = day, .was_known = was_known };

			one.before =
				calendar_weekday(day) > 5 ? CALENDAR_WEEKEND : CALENDAR_WORKING;
			if (was_known)
				TRY(calendar_kind_of(before, day, &one.before));
			TRY(calendar_look(after, day, &one.after, &one.name));
			if (one.before == one.after)
				continue;
			if (count < most) {
				GROW(arena, changes, count, room);
				changes[count] = one;
			}
			count++;
		}
	}
	*ret_changes = changes;
	*ret_count = count;
	return NULL;
}
