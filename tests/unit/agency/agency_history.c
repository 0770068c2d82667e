/* To whom figures of earlier years belong after merging, splitting, renaming and moving. */
#include "../test.h"

#include "agency/agency_history.h"

enum { CITY = 1, DISTRICT, TOURISM, CULTURE, BOTH, TOWN_A, TOWN_B, TOWN_C, LONELY };

static struct day
on(int year, int month, int of_month)
{
	struct day day;

	assert_true(day_make(year, month, of_month, &day));
	return day;
}

/*
 * The reform of 2019: 旅游局 and 文化局 became 文化和旅游局. In 2021 a town was split in two. The
 * merged bureau stood below the district until the middle of 2022 and below the city since. One
 * office ended in 2020 and nobody came after it.
 */
static void
make_history(struct agency_life lives[9], struct agency_past pasts[1],
	struct agency_successor successors[3], struct agency_history *ret_history)
{
	struct agency_life all[] = {
		{ CITY, 0, DAY_NONE, DAY_NONE },
		{ DISTRICT, CITY, DAY_NONE, DAY_NONE },
		{ TOURISM, DISTRICT, DAY_NONE, on(2019, 3, 1) },
		{ CULTURE, DISTRICT, DAY_NONE, on(2019, 3, 1) },
		{ BOTH, CITY, on(2019, 3, 1), DAY_NONE },
		{ TOWN_A, DISTRICT, DAY_NONE, on(2021, 12, 31) },
		{ TOWN_B, DISTRICT, on(2021, 12, 31), DAY_NONE },
		{ TOWN_C, DISTRICT, on(2021, 12, 31), DAY_NONE },
		{ LONELY, DISTRICT, DAY_NONE, on(2020, 6, 1) },
	};

	memcpy(lives, all, sizeof all);
	pasts[0] = (struct agency_past){ BOTH, STR_NONE, DISTRICT, on(2022, 7, 1) };
	successors[0] = (struct agency_successor){ TOURISM, BOTH, on(2019, 3, 1), true };
	successors[1] = (struct agency_successor){ CULTURE, BOTH, on(2019, 3, 1), true };
	successors[2] = (struct agency_successor){ TOWN_A, TOWN_B, on(2021, 12, 31), true };
	*ret_history = (struct agency_history){ lives, 9, pasts, 1, successors, 3 };
}

#define HISTORY(history)                                                                           \
	struct agency_life lives[9];                                                               \
	struct agency_past pasts[1];                                                               \
	struct agency_successor successors[3];                                                     \
	struct agency_history history;                                                             \
	make_history(lives, pasts, successors, &history)

static void
merged_agencies_keep_their_own_years(void **state)
{
	HISTORY(history);
	assert_int_equal(agency_heir(&history, TOURISM, 2018), TOURISM);
	assert_int_equal(agency_heir(&history, TOURISM, 2019), BOTH);
	assert_int_equal(agency_heir(&history, CULTURE, 2023), BOTH);
	assert_int_equal(agency_heir(&history, BOTH, 2023), BOTH);
}

static void
split_agency_gives_its_years_to_the_main_successor(void **state)
{
	HISTORY(history);
	assert_int_equal(agency_heir(&history, TOWN_A, 2020), TOWN_A);
	/* It ended on the last day of the year: the year's report is the successors'. */
	assert_int_equal(agency_heir(&history, TOWN_A, 2021), TOWN_B);
	assert_int_equal(agency_heir(&history, TOWN_C, 2021), TOWN_C);
}

static void
agency_without_successor_and_unknown_one_keep_their_figures(void **state)
{
	HISTORY(history);
	assert_int_equal(agency_heir(&history, LONELY, 2023), LONELY);
	assert_int_equal(agency_heir(&history, 4711, 2023), 4711);
	assert_int_equal(agency_heir(&(struct agency_history){ 0 }, TOURISM, 2023), TOURISM);
}

static void
place_is_told_as_it_was_at_the_end_of_the_year(void **state)
{
	HISTORY(history);
	assert_int_equal(agency_parent_in(&history, BOTH, 2021), DISTRICT);
	assert_int_equal(agency_parent_in(&history, BOTH, 2022), CITY);
	assert_int_equal(agency_parent_in(&history, CITY, 2022), 0);
	assert_int_equal(agency_parent_in(&history, 4711, 2022), 0);
	assert_true(agency_was_below(&history, BOTH, DISTRICT, 2021));
	assert_false(agency_was_below(&history, BOTH, DISTRICT, 2022));
	assert_true(agency_was_below(&history, BOTH, CITY, 2022));
	assert_true(agency_was_below(&history, DISTRICT, DISTRICT, 2022));
}

static void
sums_stay_what_they_were(void **state)
{
	static const int64_t figures[] = { 100, 50, 7, 11, 0, 5, 0, 0, 3 };
	int64_t laid_out[10] = { 0 };
	int64_t before = 0;
	int64_t after = 0;

	HISTORY(history);
	for (int id = CITY; id <= LONELY; id++) {
		before += figures[id - 1];
		laid_out[agency_heir(&history, id, 2023)] += figures[id - 1];
	}
	for (int id = 1; id < 10; id++)
		after += laid_out[id];
	assert_int_equal(after, before);
	assert_int_equal(laid_out[BOTH], 18);
	assert_int_equal(laid_out[TOWN_B], 5);
	assert_int_equal(laid_out[TOURISM], 0);
	assert_int_equal(laid_out[LONELY], 3);
}

static void
circles_that_somebody_wrote_into_the_store_end(void **state)
{
	const struct agency_life lives[] = { { 1, 2, DAY_NONE, on(2018, 1, 1) },
		{ 2, 1, DAY_NONE, on(2018, 1, 1) } };
	const struct agency_successor successors[] = { { 1, 2, on(2018, 1, 1), true },
		{ 2, 1, on(2018, 1, 1), true } };
	struct agency_history history = { lives, 2, NULL, 0, successors, 2 };

	assert_int_equal(agency_heir(&history, 1, 2020), 1);
	assert_false(agency_was_below(&history, 1, 3, 2020));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(merged_agencies_keep_their_own_years),
		cmocka_unit_test(split_agency_gives_its_years_to_the_main_successor),
		cmocka_unit_test(agency_without_successor_and_unknown_one_keep_their_figures),
		cmocka_unit_test(place_is_told_as_it_was_at_the_end_of_the_year),
		cmocka_unit_test(sums_stay_what_they_were),
		cmocka_unit_test(circles_that_somebody_wrote_into_the_store_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
