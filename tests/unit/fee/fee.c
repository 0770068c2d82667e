/*
 * The processing fee: every example of the notice, the edges, and sums that add up.
 */
#include <string.h>

#include "../test.h"
#include "fee/fee_rules.h"

static struct arena *arena;

static int
open_all(void **state)
{
	assert_null(arena_open((size_t)16 << 20, &arena));
	return 0;
}

static int
close_all(void **state)
{
	arena_close(&arena);
	return 0;
}

static void
assert_yuan(enum fee_standard standard, int64_t count, int64_t yuan)
{
	struct fee_sum sum;
	int64_t added = 0;
	int64_t next = 1;

	assert_null(fee_sum(arena, standard, count, &sum));
	assert_int_equal(sum.fen, yuan * 100);
	for (size_t i = 0; i < sum.line_count; i++) {
		const struct fee_line *line = &sum.lines[i];

		assert_int_equal(line->from, next);
		assert_int_equal(line->fen, (line->to - line->from + 1) * line->each_fen);
		added += line->fen;
		next = line->to + 1;
	}
	assert_int_equal(next, count + 1);
	assert_int_equal(added, sum.fen);
}

static void
cases_cost_what_the_examples_say(void **state)
{
	static const int examples[][2] = { { 0, 0 }, { 1, 0 }, { 10, 0 }, { 11, 100 }, { 30, 2000 },
		{ 31, 2200 }, { 40, 4000 }, { 45, 5500 }, { 50, 7000 }, { 60, 11000 },
		{ 100, 37000 } };

	for (size_t i = 0; i < COUNT_OF(examples); i++)
		assert_yuan(FEE_BY_CASE, examples[i][0], examples[i][1]);
}

static void
pages_cost_what_the_examples_say(void **state)
{
	static const int examples[][2] = { { 0, 0 }, { 30, 0 }, { 31, 10 }, { 100, 700 },
		{ 101, 720 }, { 200, 2700 }, { 201, 2740 }, { 300, 6700 } };

	for (size_t i = 0; i < COUNT_OF(examples); i++)
		assert_yuan(FEE_BY_PAGE, examples[i][0], examples[i][1]);
}

static void
the_price_of_one_is_the_step_between_two_sums(void **state)
{
	int64_t before = 0;

	for (int64_t n = 1; n <= 400; n++) {
		/* The formulas of the notice, written out once more. */
		int64_t by_case = n <= 10 ? 0 : n <= 30 ? 100 : 200 + 100 * ((n - 31) / 10);
		struct fee_sum sum;
		int64_t price;

		assert_null(fee_price(FEE_BY_CASE, n, &price));
		assert_int_equal(price, by_case * 100);
		assert_null(fee_sum(arena, FEE_BY_CASE, n, &sum));
		assert_int_equal(sum.fen - before, price);
		assert_int_equal(sum.last_fen, price);
		before = sum.fen;
	}
}

static void
numbers_that_cannot_be_are_refused(void **state)
{
	static const int64_t wrong[] = { -1, INT64_MIN, INT64_MAX, FEE_PAGES_MOST + 1 };
	struct fee_sum sum;
	int64_t price;

	for (size_t i = 0; i < COUNT_OF(wrong); i++) {
		struct fault *fault = fee_sum(arena, FEE_BY_PAGE, wrong[i], &sum);

		assert_non_null(fault);
		assert_string_equal(fault->code, "fee_count");
		assert_non_null(fee_sum(arena, FEE_BY_CASE, wrong[i], &sum));
		assert_non_null(fee_price(FEE_BY_CASE, wrong[i], &price));
	}
	assert_non_null(fee_price(FEE_BY_CASE, 0, &price));
	assert_non_null(fee_sum(arena, FEE_BY_CASE, FEE_CASES_MOST + 1, &sum));
	assert_null(fee_sum(arena, FEE_BY_CASE, FEE_CASES_MOST, &sum));
	assert_null(fee_sum(arena, FEE_BY_PAGE, FEE_PAGES_MOST, &sum));
}

static void
the_json_has_the_lines_of_the_contract(void **state)
{
	struct json_out json;
	struct fee_sum sum;
	struct buf out;

	buf_init(&out, 4096);
	json_out_init(&json, &out);
	assert_null(fee_sum(arena, FEE_BY_CASE, 31, &sum));
	fee_put_json(&json, &sum);
	assert_true(str_starts(buf_str(&out),
		STR("{\"yuan\":2200,\"lines\":[{\"from\":1,\"to\":10,\"each\":0,\"yuan\":0},"
		    "{\"from\":11,\"to\":30,\"each\":100,\"yuan\":2000},"
		    "{\"from\":31,\"to\":31,\"each\":200,\"yuan\":200}],")));
	buf_done(&out);
	assert_string_equal(fee_yuan_text(220000).at, "2200");
	assert_string_equal(fee_yuan_text(5).at, "0.05");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(cases_cost_what_the_examples_say),
		cmocka_unit_test(pages_cost_what_the_examples_say),
		cmocka_unit_test(the_price_of_one_is_the_step_between_two_sums),
		cmocka_unit_test(numbers_that_cannot_be_are_refused),
		cmocka_unit_test(the_json_has_the_lines_of_the_contract),
	};

	return cmocka_run_group_tests(tests, open_all, close_all);
}
