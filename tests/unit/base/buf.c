/* Growing bytes: the maximum holds, failure is sticky, failing allocations are survived. */
#include "../test.h"

#include "base/buf.h"
#include "base/memory.h"

static void
stops_at_its_maximum_and_says_so(void **state)
{
	struct buf buf;

	buf_init(&buf, 10);
	buf_put(&buf, STR("123456789"));
	FINE(buf_check(&buf));
	buf_put(&buf, STR("ab"));
	FAILS(buf_check(&buf), "memory");
	SAME_TEXT(buf_str(&buf), "123456789");
	buf_clear(&buf);
	buf_put(&buf, STR("1234567890"));
	FINE(buf_check(&buf));
	buf_done(&buf);
}

static void
numbers_and_formats(void **state)
{
	struct buf buf;

	buf_init(&buf, 1 << 20);
	buf_put_int(&buf, INT64_MIN);
	buf_print(&buf, " %s %d ", "x", 7);
	buf_put_point(&buf, 0x20BB7);
	SAME_TEXT(buf_str(&buf), "-9223372036854775808 x 7 𠮷");
	buf_done(&buf);
}

static void
a_failing_allocation_is_a_fault_not_a_crash(void **state)
{
	for (long n = 1; n < 20; n++) {
		struct buf buf;

		buf_init(&buf, 1 << 20);
		memory_fail_at(n);
		for (int i = 0; i < 1000; i++)
			buf_put(&buf, STR("0123456789"));
		memory_fail_at(0);
		if (buf.is_full)
			assert_true(buf.len < 10000);
		else
			assert_int_equal(buf.len, 10000);
		buf_done(&buf);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(stops_at_its_maximum_and_says_so),
		cmocka_unit_test(numbers_and_formats),
		cmocka_unit_test(a_failing_allocation_is_a_fault_not_a_crash),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
