/* Calendar days against the C library's own calendar, and days that do not exist. */
#include "../test.h"

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

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(agrees_with_the_c_library_for_two_centuries),
		cmocka_unit_test(refuses_days_that_do_not_exist),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
