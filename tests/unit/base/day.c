/* Calendar days against the C library's own calendar, and days that do not exist. */
#include "../test.h"

#include <stdlib.h>
#include <time.h>

#include "base/day.h"

static void
agrees_with_the_c_library_for_two_centuries(void **state)
{
	for (int32_t number = -25000; number < 60000; number += 7) {
		time_t seconds = (time_t)number * 86400;
		int year, month, of_month;
		struct day back;
		struct tm utc;

		assert_non_null(gmtime_r(&seconds, &utc));
		day_split((struct day){ number }, &year, &month, &of_month);
		assert_int_equal(year, utc.tm_year + 1900);
		assert_int_equal(month, utc.tm_mon + 1);
		assert_int_equal(of_month, utc.tm_mday);
		assert_true(day_make(year, month, of_month, &back));
		assert_int_equal(back.number, number);
	}
}

static void
refuses_days_that_do_not_exist(void **state)
{
	struct day day;

	assert_true(day_parse(STR("2020-02-29"), &day));
	assert_string_equal(day_text(day).at, "2020-02-29");
	assert_false(day_parse(STR("2021-02-29"), &day));
	assert_false(day_parse(STR("2021-13-01"), &day));
	assert_false(day_parse(STR("2021-1-01"), &day));
	assert_false(day_parse(STR("2021/01/01"), &day));
	assert_string_equal(day_text(DAY_NONE).at, "");
}

/* The shift is all there is: the C library's own calendar of a moment eight hours later says it. */
static void
china_has_one_time_wherever_the_server_stands(void **state)
{
	static const char *const zones[] = { "UTC", "America/New_York", "XXX-14", "YYY12" };

	for (size_t i = 0; i < COUNT_OF(zones); i++) {
		setenv("TZ", zones[i], 1);
		tzset();
		for (int64_t at = -2000000000; at < 5000000000; at += 7654321) {
			time_t there = (time_t)(at + 8 * 3600);
			struct day day = day_of_seconds(at);
			char text[64];
			struct tm parts;

			assert_non_null(gmtime_r(&there, &parts));
			strftime(text, sizeof text, "%Y-%m-%d %H:%M", &parts);
			assert_string_equal(day_moment_text(at).at, text);
			assert_memory_equal(day_text(day).at, text, 10);
			assert_int_equal(day_seconds_into(at),
				parts.tm_hour * 3600 + parts.tm_min * 60 + parts.tm_sec);
		}
	}
	unsetenv("TZ");
	tzset();
}

static void
legal_day_begins_at_midnight_in_beijing(void **state)
{
	/* 2026-11-22T16:00:00Z */
	const int64_t midnight = 1795363200;

	assert_string_equal(day_text(day_of_seconds(midnight - 1)).at, "2026-11-22");
	assert_string_equal(day_text(day_of_seconds(midnight)).at, "2026-11-23");
	assert_int_equal(day_seconds_into(midnight), 0);
	assert_int_equal(day_seconds_into(midnight - 1), DAY_SECONDS - 1);
}

static void
moments_outside_the_calendar_have_no_day(void **state)
{
	static const int64_t far[] = { INT64_MIN, INT64_MAX, -2208988800 - 8 * 3600 - 1,
		7289625600 };

	for (size_t i = 0; i < COUNT_OF(far); i++) {
		assert_true(day_is_none(day_of_seconds(far[i])));
		assert_string_equal(day_moment_text(far[i]).at, "");
		assert_in_range(day_seconds_into(far[i]), 0, DAY_SECONDS - 1);
	}
	assert_string_equal(day_moment_text(-2208988800 - 8 * 3600).at, "1900-01-01 00:00");
	assert_string_equal(day_moment_text(7289625600 - 1).at, "2200-12-31 23:59");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(agrees_with_the_c_library_for_two_centuries),
		cmocka_unit_test(refuses_days_that_do_not_exist),
		cmocka_unit_test(china_has_one_time_wherever_the_server_stands),
		cmocka_unit_test(legal_day_begins_at_midnight_in_beijing),
		cmocka_unit_test(moments_outside_the_calendar_have_no_day),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
