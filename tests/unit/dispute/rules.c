/* Terms of reconsideration and litigation, the columns of the fourth table, and how long cases are
 * kept. */
#include <stdio.h>

#include "../test.h"
#include "calendar/calendar.h"
#include "dispute/dispute.h"

static struct day
on(const char *text)
{
	struct day day;

	assert_true(day_parse(str_of(text), &day));
	return day;
}

static void
reconsideration_leaves_five_or_ten_working_days_and_a_court_fifteen_days(void **state)
{
	struct dispute_term term;

	term = dispute_term(DISPUTE_RECONSIDERATION, true, 15);
	assert_int_equal(term.days, 5);
	assert_true(term.is_working && term.is_confirmed);
	term = dispute_term(DISPUTE_RECONSIDERATION, false, 15);
	assert_int_equal(term.days, 10);
	assert_true(term.is_working && term.is_confirmed);
	term = dispute_term(DISPUTE_LITIGATION, true, 15);
	assert_int_equal(term.days, 15);
	assert_false(term.is_working);
	assert_false(term.is_confirmed);
	term = dispute_term(DISPUTE_LITIGATION_AFTER, false, 10);
	assert_int_equal(term.days, 10);
}

static void
days_of_a_court_need_no_calendar(void **state)
{
	struct dispute_term term = dispute_term(DISPUTE_LITIGATION, false, 15);
	struct day due = DAY_NONE;

	assert_null(dispute_due(NULL, &term, on("2024-02-20"), &due));
	assert_string_equal(day_text(due).at, "2024-03-06");
}

static struct dispute
one(enum dispute_kind kind, enum dispute_result result, const char *arrived, const char *ended)
{
	return (struct dispute){ .kind = kind,
		.result = result,
		.arrived_on = on(arrived),
		.ended_on = ended ? on(ended) : DAY_NONE };
}

static void
expect(const struct dispute *disputes, size_t count, int year, const char *figures)
{
	struct dispute_figures found;
	char text[200];
	int len = 0;

	dispute_count(disputes, count, year, &found);
	for (int i = 0; i < DISPUTE_COLUMNS; i++)
		len += snprintf(text + len, sizeof text - (size_t)len, "%s%lld",
			!i           ? ""
			: i % 5 == 0 ? " | "
				     : " ",
			(long long)found.at[i]);
	assert_string_equal(text, figures);
}

static void
fifteen_columns_are_three_groups_by_result(void **state)
{
	struct dispute all[] = {
		one(DISPUTE_RECONSIDERATION, DISPUTE_UPHELD, "2024-02-01", "2024-04-01"),
		one(DISPUTE_RECONSIDERATION, DISPUTE_RIGHTED, "2024-02-01", "2024-04-02"),
		one(DISPUTE_RECONSIDERATION, DISPUTE_PENDING, "2024-12-01", NULL),
		one(DISPUTE_LITIGATION, DISPUTE_OTHERWISE, "2024-05-01", "2024-07-01"),
		one(DISPUTE_LITIGATION_AFTER, DISPUTE_RIGHTED, "2024-05-01", "2024-12-31"),
	};

	expect(all, COUNT_OF(all), 2024, "1 1 0 1 3 | 0 0 1 0 1 | 0 1 0 0 1");
	expect(all, 0, 2024, "0 0 0 0 0 | 0 0 0 0 0 | 0 0 0 0 0");
}

static void
what_ends_next_year_is_pending_in_this_one_and_counts_again_with_its_result(void **state)
{
	struct dispute all[] = {
		one(DISPUTE_LITIGATION, DISPUTE_UPHELD, "2023-11-01", "2024-01-15"),
		one(DISPUTE_LITIGATION, DISPUTE_UPHELD, "2024-01-01", "2024-01-01"),
	};

	expect(all, COUNT_OF(all), 2022, "0 0 0 0 0 | 0 0 0 0 0 | 0 0 0 0 0");
	expect(all, COUNT_OF(all), 2023, "0 0 0 0 0 | 0 0 0 1 1 | 0 0 0 0 0");
	expect(all, COUNT_OF(all), 2024, "0 0 0 0 0 | 2 0 0 0 2 | 0 0 0 0 0");
	expect(all, COUNT_OF(all), 2025, "0 0 0 0 0 | 0 0 0 0 0 | 0 0 0 0 0");
}

/* Law: 国办公开办函〔2016〕201号 */
static void
who_only_reviewed_and_is_sued_along_does_not_count_the_case(void **state)
{
	struct dispute all[] = {
		one(DISPUTE_LITIGATION_AFTER, DISPUTE_UPHELD, "2024-03-01", "2024-06-01"),
		one(DISPUTE_LITIGATION_AFTER, DISPUTE_UPHELD, "2024-03-01", "2024-06-01"),
	};

	all[1].role = DISPUTE_CO_DEFENDANT;
	expect(all, COUNT_OF(all), 2024, "0 0 0 0 0 | 0 0 0 0 0 | 1 0 0 0 1");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			reconsideration_leaves_five_or_ten_working_days_and_a_court_fifteen_days),
		cmocka_unit_test(days_of_a_court_need_no_calendar),
		cmocka_unit_test(fifteen_columns_are_three_groups_by_result),
		cmocka_unit_test(
			what_ends_next_year_is_pending_in_this_one_and_counts_again_with_its_result),
		cmocka_unit_test(who_only_reviewed_and_is_sued_along_does_not_count_the_case),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
