/* Requests that read many files: how long, and how many of them at once. The clock is the test's.
 */
#include "filing/filing_turn.h"

#include "../test.h"

enum { SECOND = 1000000 };

static void
a_quick_request_reads_all_its_files(void **state)
{
	CLOSING(filing_turn_done) struct filing_turn turn;

	filing_turn_init(&turn, 5 * SECOND);
	for (int i = 0; i < 20; i++)
		FINE(filing_turn_next(&turn, 5 * SECOND + i * 40000));
	assert_false(turn.is_slow);
}

static void
a_slow_request_ends_after_ten_seconds(void **state)
{
	CLOSING(filing_turn_done) struct filing_turn turn;

	filing_turn_init(&turn, 0);
	FINE(filing_turn_next(&turn, 0));
	FINE(filing_turn_next(&turn, 3 * SECOND));
	FINE(filing_turn_next(&turn, 9 * SECOND));
	FAILS(filing_turn_next(&turn, 10 * SECOND), "check_long");
	FAILS(filing_turn_next(&turn, 11 * SECOND), "check_long");
}

static void
only_a_few_requests_are_slow_at_the_same_time(void **state)
{
	struct filing_turn turns[FILING_MOST_SLOW];
	CLOSING(filing_turn_done) struct filing_turn late;

	for (int i = 0; i < FILING_MOST_SLOW; i++) {
		filing_turn_init(&turns[i], 0);
		FINE(filing_turn_next(&turns[i], 2 * SECOND));
	}
	filing_turn_init(&late, 0);
	FINE(filing_turn_next(&late, 0));
	FAILS(filing_turn_next(&late, 2 * SECOND), "check_busy");
	FINE(filing_turn_next(&turns[0], 3 * SECOND));
	filing_turn_done(&turns[0]);
	FINE(filing_turn_next(&late, 3 * SECOND));
	for (int i = 0; i < FILING_MOST_SLOW; i++)
		filing_turn_done(&turns[i]);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_quick_request_reads_all_its_files),
		cmocka_unit_test(a_slow_request_ends_after_ten_seconds),
		cmocka_unit_test(only_a_few_requests_are_slow_at_the_same_time),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
