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
	assert_true(term.is_confirmed);
	term = dispute_term(DISPUTE_LITIGATION_AFTER, false, 10);
	assert_int_equal(term.days, 10);
}

/* Law: 民事诉讼法 art. 85 para. 3 by 行政诉讼法 art. 101; days off as in the domain's 09. */
static void
last_day_that_nobody_works_moves_to_the_next_working_day(void **state)
{
	static const struct {
		enum dispute_kind kind;
		const char *arrived;
		const char *due;
	} rows[] = {
		{ DISPUTE_LITIGATION, "2024-02-20", "2024-03-06" },       /* a Wednesday stands */
		{ DISPUTE_LITIGATION, "2024-03-01", "2024-03-18" },       /* a Saturday */
		{ DISPUTE_LITIGATION_AFTER, "2020-01-09", "2020-02-03" }, /* 24 January, with the
									     days added in 2020 */
		{ DISPUTE_LITIGATION, "2025-09-16", "2025-10-09" },       /* 1 October to the 8th */
		{ DISPUTE_LITIGATION, "2026-09-05", "2026-09-20" }, /* a Sunday that is worked */
		{ DISPUTE_LITIGATION, "2026-01-31", "2026-02-24" }, /* 15 to 23 February */
		{ DISPUTE_RECONSIDERATION, "2026-02-10", "2026-03-02" }, /* ten that are worked */
	};
	struct dispute_term term = dispute_term(DISPUTE_LITIGATION, false, 15);
	const struct calendar *own = NULL;
	struct arena *arena = NULL;
	struct fault *fault;
	struct day due = DAY_NONE;

	assert_null(arena_open((size_t)4 << 20, &arena));
	assert_null(calendar_make_own(arena, &own));
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		term = dispute_term(rows[i].kind, false, 15);
		assert_null(dispute_due(own, &term, on(rows[i].arrived), &due));
		assert_string_equal(day_text(due).at, rows[i].due);
	}
	/* 2027 was not announced: said, not guessed. */
	term = dispute_term(DISPUTE_LITIGATION, false, 15);
	fault = dispute_due(own, &term, on("2026-12-20"), &due);
	assert_non_null(fault);
	assert_string_equal(fault->code, "calendar_no_data");
	arena_close(&arena);
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
		cmocka_unit_test(last_day_that_nobody_works_moves_to_the_next_working_day),
		cmocka_unit_test(fifteen_columns_are_three_groups_by_result),
		cmocka_unit_test(
			what_ends_next_year_is_pending_in_this_one_and_counts_again_with_its_result),
		cmocka_unit_test(who_only_reviewed_and_is_sued_along_does_not_count_the_case),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
