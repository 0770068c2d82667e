/* Exact decimals: parsing as printed, the point shifted without loss, comparing by value. */
#include "../test.h"

#include "base/decimal.h"

static void
prints_what_was_printed(void **state)
{
	static const char *const same[] = { "0", "5275.526", "-140", "0.05", "7730.28",
		"2167.0875" };
	struct decimal value;

	for (size_t i = 0; i < COUNT_OF(same); i++) {
		assert_true(decimal_parse(str_of(same[i]), &value));
		assert_string_equal(decimal_text(value).at, same[i]);
	}
	assert_true(decimal_parse(STR("+1,234,567.5"), &value));
	assert_string_equal(decimal_text(value).at, "1234567.5");
}

static void
refuses_what_is_no_number(void **state)
{
	static const char *const wrong[] = { "", "-", ".", "1.", ".5", "1.2.3", "1,23", ",123",
		"12,34,567", "1234567890123456789", "1 2", "一", "1234,567", "0.1234567890123" };
	struct decimal value = { 42, 0 };

	for (size_t i = 0; i < COUNT_OF(wrong); i++)
		assert_false(decimal_parse(str_of(wrong[i]), &value));
	assert_int_equal(value.units, 42);
}

static void
yuan_become_wan_exactly(void **state)
{
	struct decimal value;

	assert_true(decimal_parse(STR("73802895.90"), &value));
	assert_true(decimal_shift(value, 4, &value));
	assert_string_equal(decimal_text(value).at, "7380.28959");
	assert_true(decimal_shift(decimal_of(251000), 4, &value));
	assert_string_equal(decimal_text(value).at, "25.1");
	assert_true(decimal_shift(decimal_of(0), 4, &value));
	assert_string_equal(decimal_text(value).at, "0");
	assert_false(decimal_shift((struct decimal){ 1, 10 }, 4, &value));
}

static void
compares_by_value(void **state)
{
	assert_int_equal(decimal_compare((struct decimal){ 150, 2 }, (struct decimal){ 15, 1 }), 0);
	assert_true(decimal_compare(decimal_of(-1), decimal_of(0)) < 0);
	assert_true(decimal_is_whole((struct decimal){ 300, 2 }));
	assert_false(decimal_is_whole((struct decimal){ 301, 2 }));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(prints_what_was_printed),
		cmocka_unit_test(refuses_what_is_no_number),
		cmocka_unit_test(yuan_become_wan_exactly),
		cmocka_unit_test(compares_by_value),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
