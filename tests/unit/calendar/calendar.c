/*
 * Days and their kinds, files of calendars, and the second day counter on every start day.
 */
#include "calendar/calendar.h"

#include <stdio.h>
#include <string.h>

#include "../test.h"
#include "base/buf.h"
#include "calendar/calendar_file.h"
#include "walker.h"

#define WORKDAYS SOURCE_FOLDER "/data/workdays.csv"

static struct arena *arena;
static const struct calendar *own;

static int
open_all(void **state)
{
	assert_null(arena_open((size_t)64 << 20, &arena));
	assert_null(calendar_make_own(arena, &own));
	assert_true(walker_open(WORKDAYS));
	return 0;
}

static int
close_all(void **state)
{
	arena_close(&arena);
	return 0;
}

static struct day
day(const char *text)
{
	struct day day = DAY_NONE;

	assert_true(day_parse(str_of(text), &day));
	return day;
}

static void
assert_day(struct day got, const char *wanted)
{
	assert_string_equal(day_text(got).at, wanted);
}

static void
the_examples_of_the_regulation_come_out(void **state)
{
	static const struct {
		const char *received;
		int days;
		const char *due;
	} examples[] = {
		{ "2020-01-20", 20, "2020-02-25" },
		{ "2021-01-29", 20, "2021-03-03" },
		{ "2020-09-25", 20, "2020-10-29" },
		{ "2024-04-28", 20, "2024-05-28" },
		{ "2025-01-20", 7, "2025-02-05" },
		{ "2025-01-20", 20, "2025-02-21" },
		{ "2025-01-20", 40, "2025-03-21" },
		{ "2026-02-10", 15, "2026-03-09" },
		{ "2026-02-10", 20, "2026-03-16" },
		{ "2026-09-18", 20, "2026-10-22" },
	};

	for (size_t i = 0; i < COUNT_OF(examples); i++) {
		struct day due;

		assert_null(calendar_add_working_days(
			own, day(examples[i].received), examples[i].days, &due));
		assert_day(due, examples[i].due);
	}
}

static void
every_year_has_its_working_days(void **state)
{
	static const struct {
		int year;
		int days;
	} years[] = { { 2019, 250 }, { 2020, 249 }, { 2021, 250 }, { 2022, 249 }, { 2023, 249 },
		{ 2024, 251 }, { 2025, 248 }, { 2026, 248 } };
	int count;

	for (size_t i = 0; i < COUNT_OF(years); i++) {
		assert_null(calendar_count_year(own, years[i].year, &count));
		assert_int_equal(count, years[i].days);
		assert_int_equal(walker_year(years[i].year), years[i].days);
	}
	assert_int_equal(calendar_first_year(own), 2007);
	assert_int_equal(calendar_last_year(own), 2026);
}

static void
the_second_counter_agrees_on_every_start_day(void **state)
{
	static const int terms[] = { 7, 15, 20, 40 };
	int compared = 0;

	for (struct day at = day("2019-01-01"); at.number <= day("2026-12-31").number; at.number++)
		for (size_t i = 0; i < COUNT_OF(terms); i++) {
			struct walker_day from;
			struct walker_day wanted;
			struct fault *fault;
			struct day due;

			snprintf(from.at, sizeof from.at, "%s", day_text(at).at);
			fault = calendar_add_working_days(own, at, terms[i], &due);
			wanted = walker_add(from, terms[i]);
			/* The walker guesses beyond the data; the calendar must not. */
			if (strcmp(wanted.at, "2026-12-31") > 0) {
				assert_non_null(fault);
				assert_string_equal(fault->code, "calendar_no_data");
				continue;
			}
			assert_null(fault);
			assert_day(due, wanted.at);
			compared++;
		}
	assert_true(compared > 11000);
}

static void
counting_is_adding_backwards(void **state)
{
	struct day from = day("2019-12-20");
	int count;

	for (int n = 1; n < 500; n++) {
		struct day due;

		assert_null(calendar_add_working_days(own, from, n, &due));
		assert_null(calendar_count_working_days(
			own, (struct day){ from.number + 1 }, due, &count));
		assert_int_equal(count, n);
	}
	assert_null(calendar_count_working_days(own, day("2020-05-02"), day("2020-05-01"), &count));
	assert_int_equal(count, 0);
}

static void
days_have_their_kind_and_name(void **state)
{
	static const struct {
		const char *date;
		enum calendar_kind kind;
		const char *name;
	} days[] = {
		{ "2020-02-02", CALENDAR_HOLIDAY, "春节" },
		{ "2020-02-03", CALENDAR_WORKING, "" },
		{ "2020-02-01", CALENDAR_HOLIDAY, "春节" },
		{ "2025-01-26", CALENDAR_MAKE_UP, "春节" },
		{ "2025-02-08", CALENDAR_MAKE_UP, "春节" },
		{ "2024-02-09", CALENDAR_WORKING, "" },
		{ "2024-06-09", CALENDAR_WEEKEND, "" },
		{ "2026-10-10", CALENDAR_MAKE_UP, "国庆节" },
	};

	for (size_t i = 0; i < COUNT_OF(days); i++) {
		enum calendar_kind kind;
		struct str name;

		assert_null(calendar_look(own, day(days[i].date), &kind, &name));
		assert_int_equal(kind, days[i].kind);
		assert_true(str_equal(name, str_of(days[i].name)));
	}
}

static void
a_year_without_data_is_named_and_never_guessed(void **state)
{
	struct fault *fault;
	enum calendar_kind kind;
	struct day due;
	int count;

	fault = calendar_add_working_days(own, day("2026-12-20"), 20, &due);
	assert_non_null(fault);
	assert_string_equal(fault->code, "calendar_no_data");
	assert_non_null(strstr(fault->zh, "2027"));
	assert_non_null(strstr(fault->en, "2027"));
	assert_non_null(calendar_kind_of(own, day("2006-12-31"), &kind));
	assert_non_null(calendar_kind_of(own, day("2027-01-01"), &kind));
	assert_non_null(
		calendar_count_working_days(own, day("2026-12-31"), day("2027-01-01"), &count));
	assert_non_null(calendar_count_year(own, 9999, &count));
	assert_non_null(calendar_add_working_days(own, (struct day){ 2000000 }, 1, &due));
	assert_non_null(calendar_add_working_days(own, (struct day){ -2000000 }, 1, &due));
	assert_null(calendar_add_working_days(own, day("2006-12-31"), 1, &due));
	assert_day(due, "2007-01-04");
}

static void
make_parsed(const char *text, struct calendar_layer *ret_layer)
{
	assert_null(calendar_file_parse(arena, str_of(text), ret_layer));
}

static void
a_gap_between_years_is_a_year_without_data(void **state)
{
	struct calendar_layer layer;
	const struct calendar *calendar;
	struct fault *fault;
	struct day due;

	make_parsed("2019-01-01,holiday,元旦\n2021-01-01,holiday,元旦\n", &layer);
	assert_null(calendar_make(arena, &layer, 1, &calendar));
	assert_true(calendar_has_year(calendar, 2019));
	assert_false(calendar_has_year(calendar, 2020));
	assert_true(calendar_has_year(calendar, 2021));
	assert_null(calendar_add_working_days(calendar, day("2019-12-27"), 2, &due));
	assert_day(due, "2019-12-31");
	fault = calendar_add_working_days(calendar, day("2019-12-27"), 3, &due);
	assert_non_null(fault);
	assert_non_null(strstr(fault->zh, "2020"));
}

static void
a_later_notice_replaces_its_year_and_local_days_single_ones(void **state)
{
	struct calendar_layer layers[3];
	const struct calendar *calendar;
	struct calendar_change *changes;
	enum calendar_kind kind;
	struct str name;
	size_t count;

	assert_null(calendar_own_layer(arena, &layers[0]));
	/* 2026 anew, with one holiday more and without its make-up days; and the end of 2025. */
	make_parsed("2025-12-31,holiday,元旦\n2026-01-01,holiday,元旦\n2026-03-02,holiday,新节\n",
		&layers[1]);
	make_parsed("2026-03-03,holiday,防汛停工\n2026-03-02,workday,照常上班\n", &layers[2]);
	layers[2].is_local = true;
	assert_null(calendar_make(arena, layers, 3, &calendar));
	assert_null(calendar_kind_of(calendar, day("2025-12-31"), &kind));
	assert_int_equal(kind, CALENDAR_HOLIDAY);
	assert_null(calendar_kind_of(calendar, day("2025-10-01"), &kind));
	assert_int_equal(kind, CALENDAR_HOLIDAY);
	assert_null(calendar_kind_of(calendar, day("2026-10-01"), &kind));
	assert_int_equal(kind, CALENDAR_WORKING);
	assert_null(calendar_look(calendar, day("2026-03-03"), &kind, &name));
	assert_int_equal(kind, CALENDAR_HOLIDAY);
	assert_true(str_equal(name, STR("防汛停工")));
	assert_null(calendar_kind_of(calendar, day("2026-03-02"), &kind));
	assert_int_equal(kind, CALENDAR_MAKE_UP);
	assert_null(calendar_compare(arena, own, calendar, 3, &changes, &count));
	assert_true(count > 3);
	assert_day(changes[0].date, "2025-12-31");
	assert_int_equal(changes[0].before, CALENDAR_WORKING);
	assert_int_equal(changes[0].after, CALENDAR_HOLIDAY);
}

static void
a_calendar_of_local_days_only_is_empty(void **state)
{
	struct calendar_layer layer;
	const struct calendar *calendar;
	struct fault *fault;

	make_parsed("2026-01-01,holiday,元旦\n", &layer);
	layer.is_local = true;
	fault = calendar_make(arena, &layer, 1, &calendar);
	assert_non_null(fault);
	assert_string_equal(fault->code, "calendar_empty");
}

static void
files_are_read_as_spreadsheets_write_them(void **state)
{
	struct calendar_layer layer;

	make_parsed("\xEF\xBB\xBF日期,kind,name\r\n# 注\r\n\r\n2026/1/4,班,\"元旦\"\r\n"
		    "\"2026-01-01\",Holiday,元旦\r\n2026-01-02,休\r\n",
		&layer);
	assert_int_equal(layer.count, 3);
	assert_day(layer.rows[0].date, "2026-01-01");
	assert_int_equal(layer.rows[2].kind, CALENDAR_MAKE_UP);
	assert_true(str_equal(layer.rows[2].name, STR("元旦")));
	assert_int_equal(layer.rows[1].name.len, 0);
}

static void
wrong_files_are_told_by_line(void **state)
{
	static const struct {
		const char *text;
		const char *code;
		const char *has;
	} wrong[] = {
		{ "2026-01-01,holiday,元旦\n2026-02-30,holiday,x\n", "calendar_line", "第 2 行" },
		{ "2026-01-01,feast,元旦\n", "calendar_line", "holiday" },
		{ "2026-01-01\n", "calendar_line", "holiday" },
		{ "1850-01-01,holiday,元旦\n", "calendar_line", "1900" },
		{ "2026-1-1-1,holiday,元旦\n", "calendar_line", "2026-01-01" },
		{ "2026-01-01,holiday,a,b\n", "calendar_line", "逗号" },
		{ "2026-01-01,holiday,元旦\n2026-01-01,workday,元旦\n", "calendar_twice",
			"2026-01-01" },
		{ "\xFF\xFE", "calendar_text", "UTF-8" },
	};

	for (size_t i = 0; i < COUNT_OF(wrong); i++) {
		struct calendar_layer layer;
		struct fault *fault = calendar_file_parse(arena, str_of(wrong[i].text), &layer);

		assert_non_null(fault);
		assert_string_equal(fault->code, wrong[i].code);
		assert_non_null(strstr(fault->zh, wrong[i].has));
	}
}

static void
the_years_of_a_file_are_judged(void **state)
{
	struct calendar_layer layer;
	struct calendar_year *years;
	size_t count;

	assert_null(calendar_file_load(arena, WORKDAYS, &layer));
	assert_int_equal(layer.count, 677);
	assert_null(calendar_years(arena, &layer, &years, &count));
	assert_int_equal(count, 21);
	assert_int_equal(years[0].year, 2006);
	assert_false(years[0].is_covered);
	assert_non_null(years[0].warning_zh);
	for (size_t i = 1; i < count; i++) {
		assert_true(years[i].is_covered);
		assert_null(years[i].warning_zh);
	}
	assert_int_equal(years[20].working, 248);
	make_parsed("2030-01-01,holiday,元旦\n", &layer);
	assert_null(calendar_years(arena, &layer, &years, &count));
	assert_non_null(years[0].warning_zh);
	make_parsed("", &layer);
	assert_null(calendar_years(arena, &layer, &years, &count));
	assert_int_equal(count, 0);
}

static void
a_file_written_is_the_file_read(void **state)
{
	struct calendar_layer layer;
	struct calendar_layer again;
	struct buf out;

	assert_null(calendar_file_load(arena, WORKDAYS, &layer));
	buf_init(&out, 1 << 20);
	calendar_file_put(&out, layer.rows, layer.count);
	assert_null(buf_check(&out));
	assert_null(calendar_file_parse(arena, buf_str(&out), &again));
	assert_int_equal(again.count, layer.count);
	for (size_t i = 0; i < again.count; i++) {
		assert_int_equal(again.rows[i].date.number, layer.rows[i].date.number);
		assert_int_equal(again.rows[i].kind, layer.rows[i].kind);
		assert_true(str_equal(again.rows[i].name, layer.rows[i].name));
	}
	buf_done(&out);
}

static void
months_end_where_they_end(void **state)
{
	assert_day(calendar_add_months(day("2025-08-31"), 6), "2026-02-28");
	assert_day(calendar_add_months(day("2023-08-31"), 6), "2024-02-29");
	assert_day(calendar_add_months(day("2025-01-15"), 6), "2025-07-15");
	assert_day(calendar_add_months(day("2025-12-31"), 12), "2026-12-31");
	assert_string_equal(calendar_long_day(day("2020-01-20")).at, "2020年1月20日");
	assert_string_equal(calendar_weekday_name(day("2020-01-20"), false), "周一");
	assert_int_equal(calendar_weekday(day("1969-12-31")), 3);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_examples_of_the_regulation_come_out),
		cmocka_unit_test(every_year_has_its_working_days),
		cmocka_unit_test(the_second_counter_agrees_on_every_start_day),
		cmocka_unit_test(counting_is_adding_backwards),
		cmocka_unit_test(days_have_their_kind_and_name),
		cmocka_unit_test(a_year_without_data_is_named_and_never_guessed),
		cmocka_unit_test(a_gap_between_years_is_a_year_without_data),
		cmocka_unit_test(a_later_notice_replaces_its_year_and_local_days_single_ones),
		cmocka_unit_test(a_calendar_of_local_days_only_is_empty),
		cmocka_unit_test(files_are_read_as_spreadsheets_write_them),
		cmocka_unit_test(wrong_files_are_told_by_line),
		cmocka_unit_test(the_years_of_a_file_are_judged),
		cmocka_unit_test(a_file_written_is_the_file_read),
		cmocka_unit_test(months_end_where_they_end),
	};

	return cmocka_run_group_tests(tests, open_all, close_all);
}
