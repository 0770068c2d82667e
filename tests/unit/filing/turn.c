/* Requests that read many files: how long. The clock is the test's. */
#include "filing/filing_turn.h"

#include "../test.h"

enum { SECOND = 1000000 };

static void
a_quick_request_reads_all_its_files(void **state)
{
	for (int i = 0; i < 20; i++)
		FINE(filing_turn_next(5 * SECOND, 5 * SECOND + i * 40000));
}

static void
a_slow_request_ends_after_ten_seconds(void **state)
{
	FINE(filing_turn_next(0, 0));
	FINE(filing_turn_next(0, 9 * SECOND));
	FAILS(filing_turn_next(0, 10 * SECOND), "check_long");
	FAILS(filing_turn_next(0, 11 * SECOND), "check_long");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_quick_request_reads_all_its_files),
		cmocka_unit_test(a_slow_request_ends_after_ten_seconds),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
