/* Where failures of signing in count, and which counts stand in the way. Pure. */
#include "../test.h"

#include "account/account_rules.h"

static void
is_network(const char *address, const char *wanted)
{
	struct account_network network = account_network_of(str_of(address), 24, 56);

	assert_string_equal(network.at, wanted);
}

static void
addresses_of_one_network_are_the_same_text(void **state)
{
	is_network("203.0.113.7", "203.0.113.0/24");
	is_network("203.0.113.254", "203.0.113.0/24");
	is_network("203.0.112.254", "203.0.112.0/24");
	is_network("2001:db8:1:2ff:a::1", "2001:db8:1:200::/56");
	is_network("2001:db8:1:200::", "2001:db8:1:200::/56");
	is_network("2001:db8:1:300::1", "2001:db8:1:300::/56");
	is_network("::ffff:203.0.113.7", "203.0.113.0/24");
}

static void
what_is_no_address_is_one_network_of_its_own(void **state)
{
	char longest[400];

	is_network("", "");
	is_network("gk.test", "");
	is_network("203.0.113.7:80", "");
	memset(longest, '1', sizeof longest - 1);
	longest[sizeof longest - 1] = '\0';
	is_network(longest, "");
}

static void
prefixes_need_not_end_at_a_byte(void **state)
{
	struct account_network network = account_network_of(STR("203.0.113.255"), 27, 61);

	assert_string_equal(network.at, "203.0.113.224/27");
	network = account_network_of(STR("2001:db8:0:ffff::1"), 27, 61);
	assert_string_equal(network.at, "2001:db8:0:fff8::/61");
	network = account_network_of(STR("203.0.113.255"), 32, 64);
	assert_string_equal(network.at, "203.0.113.255/32");
}

static void
count_of_the_login_does_not_stand_in_the_way_of_its_owner(void **state)
{
	int64_t until[ACCOUNT_COUNTS] = { 0 };

	until[ACCOUNT_COUNT_LOGIN] = 1900;
	assert_int_equal(account_wait(until, false, 1000), 900);
	assert_int_equal(account_wait(until, true, 1000), 0);
	until[ACCOUNT_COUNT_PLACE] = 1030;
	assert_int_equal(account_wait(until, true, 1000), 30);
	assert_int_equal(account_wait(until, false, 1000), 900);
	until[ACCOUNT_COUNT_ADDRESS] = 2000;
	assert_int_equal(account_wait(until, true, 1000), 1000);
	assert_int_equal(account_wait(until, true, 2000), 0);
}

static void
one_network_is_counted_more_strictly_than_all_of_them(void **state)
{
	const struct account_policy *policy = &account_usual_policy;

	assert_true(account_count_free(policy, ACCOUNT_COUNT_PLACE) <
		    account_count_free(policy, ACCOUNT_COUNT_LOGIN));
	assert_int_equal(account_count_free(policy, ACCOUNT_COUNT_PLACE), policy->delay_after);
	assert_int_equal(
		account_count_free(policy, ACCOUNT_COUNT_ADDRESS), policy->delay_after_address);
	assert_true(account_count_applies(ACCOUNT_COUNT_PLACE, true));
	assert_true(account_count_applies(ACCOUNT_COUNT_ADDRESS, true));
	assert_true(account_count_applies(ACCOUNT_COUNT_LOGIN, false));
	assert_false(account_count_applies(ACCOUNT_COUNT_LOGIN, true));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(addresses_of_one_network_are_the_same_text),
		cmocka_unit_test(what_is_no_address_is_one_network_of_its_own),
		cmocka_unit_test(prefixes_need_not_end_at_a_byte),
		cmocka_unit_test(count_of_the_login_does_not_stand_in_the_way_of_its_owner),
		cmocka_unit_test(one_network_is_counted_more_strictly_than_all_of_them),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
