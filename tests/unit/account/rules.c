/* Who may do what: each role against each deed, separation, giving and lending. */
#include "../test.h"

#include "account/account_rules.h"

enum { ROLES = 10 };

/* A person with these grants. */
static struct account_person
person_with(int64_t id, const struct account_grant *grants, size_t count)
{
	struct account_person person = { .id = id, .grants = grants, .grant_count = count };

	for (size_t i = 0; i < count; i++)
		person.roles |= (unsigned)grants[i].role;
	person.roles |= ACCOUNT_SIGNED_IN;
	return person;
}

static struct account_grant
grant(enum account_role role, const char *path, bool has_subtree)
{
	return (struct account_grant){
		.role = role, .agency_id = 5, .path = str_of(path), .has_subtree = has_subtree
	};
}

static void
each_role_may_its_own_work_and_no_other(void **state)
{
	for (int held = 0; held < ROLES; held++)
		for (int asked = 0; asked < ROLES; asked++) {
			struct account_grant one =
				grant(account_role_words[held].role, "/1/5/", true);
			struct account_person person = person_with(7, &one, 1);

			assert_int_equal(
				account_may(&person, (unsigned)account_role_words[asked].role,
					STR("/1/5/9/")),
				held == asked);
			assert_false(account_may(
				&person, (unsigned)account_role_words[asked].role, STR("/1/6/")));
		}
}

static void
role_holds_for_its_agency_or_its_subtree(void **state)
{
	struct account_grant one = grant(ACCOUNT_AUTHOR, "/1/5/", false);
	struct account_grant all = grant(ACCOUNT_AUTHOR, "/1/5/", true);
	struct account_person alone = person_with(7, &one, 1);
	struct account_person above = person_with(8, &all, 1);

	assert_true(account_may(&alone, ACCOUNT_AUTHOR, STR("/1/5/")));
	assert_false(account_may(&alone, ACCOUNT_AUTHOR, STR("/1/5/9/")));
	assert_true(account_may(&above, ACCOUNT_AUTHOR, STR("/1/5/")));
	assert_true(account_may(&above, ACCOUNT_AUTHOR, STR("/1/5/9/31/")));
	assert_false(account_may(&above, ACCOUNT_AUTHOR, STR("/1/51/")));
	assert_false(account_may(&above, ACCOUNT_AUTHOR, STR("/1/")));
	assert_false(account_may(&above, ACCOUNT_AUTHOR, STR("/")));
	assert_true(account_may(&above, ACCOUNT_AUTHOR | ACCOUNT_REVIEWER, STR("/1/5/")));
	assert_false(account_may(&above, ACCOUNT_REVIEWER | ACCOUNT_HEAD, STR("/1/5/")));
}

static void
nobody_and_nothing_may_nothing(void **state)
{
	struct account_grant broken = grant(ACCOUNT_AUTHOR, "", true);
	struct account_person person = person_with(7, &broken, 1);

	assert_false(account_may(NULL, ACCOUNT_SIGNED_IN, STR("/")));
	assert_false(account_may(&person, 0, STR("/1/")));
	assert_false(account_may(&person, ACCOUNT_AUTHOR, STR("/1/")));
	assert_false(account_may(&person, ACCOUNT_AUTHOR, STR("")));
	assert_true(account_may(&person, ACCOUNT_SIGNED_IN, STR("/9/")));
}

static void
half_signed_in_may_only_finish(void **state)
{
	struct account_grant one = grant(ACCOUNT_SYSTEM_ADMIN, "/", true);
	struct account_person person = person_with(7, &one, 1);

	person.roles = ACCOUNT_HALF_SIGNED_IN;
	assert_true(account_may(&person, ACCOUNT_HALF_SIGNED_IN, STR("/")));
	assert_false(account_may(&person, ACCOUNT_SIGNED_IN, STR("/")));
	for (int role = 0; role < ROLES; role++)
		assert_false(
			account_may(&person, (unsigned)account_role_words[role].role, STR("/1/")));
}

static void
denial_names_the_role_that_is_missing(void **state)
{
	struct fault *fault = account_must(NULL, ACCOUNT_REVIEWER | ACCOUNT_HEAD, STR("/1/"));

	assert_non_null(fault);
	assert_string_equal(fault->code, "account_may_not");
	assert_int_equal(fault->kind, FAULT_DENIED);
	assert_non_null(strstr(fault->zh, "审核或负责人"));
	assert_non_null(strstr(fault->zh, "安全管理员"));
	assert_non_null(strstr(fault->en, "reviewer or head"));
}

static void
roles_have_words_and_numbers_that_lead_back(void **state)
{
	int count = 0;

	for (const struct account_role_word *word = account_role_words; word->key; word++) {
		int number = account_role_number(word->role);

		assert_int_equal(1u << number, (unsigned)word->role);
		assert_int_equal(account_role_of_number(number), word->role);
		assert_int_equal(account_role_of_word(str_of(word->key)), word->role);
		assert_int_equal(account_role_of_word(str_of(word->zh)), word->role);
		count++;
	}
	assert_int_equal(count, ROLES);
	assert_int_equal(account_role_of_number(1), 0);
	assert_int_equal(account_role_of_number(12), 0);
	assert_int_equal(account_role_of_number(-3), 0);
	assert_int_equal(account_role_of_number(1000), 0);
	assert_int_equal(account_role_of_word(STR("root")), 0);
	assert_int_equal(account_role_number(ACCOUNT_SIGNED_IN), 0);
}

static void
administrators_are_three_persons_without_other_roles(void **state)
{
	for (int a = 0; a < ROLES; a++)
		for (int b = 0; b < ROLES; b++) {
			unsigned held = (unsigned)account_role_words[a].role;
			unsigned more = (unsigned)account_role_words[b].role;
			bool has_admin = ((held | more) & ACCOUNT_ADMINS) != 0;

			assert_int_equal(account_roles_fit(held, more), a == b || !has_admin);
		}
	assert_true(account_roles_fit(0, ACCOUNT_AUDITOR));
	assert_false(account_roles_fit(ACCOUNT_AUTHOR | ACCOUNT_AUDITOR, 0));
	assert_true(account_roles_fit(ACCOUNT_BUSINESS, ACCOUNT_HEAD));
}

static struct account_giving
giving(enum account_role role, int64_t to, unsigned holds, const char *path)
{
	return (struct account_giving){ .role = role,
		.to_id = to,
		.to_holds = holds,
		.has_agency = strcmp(path, "/") != 0,
		.path = str_of(path) };
}

static void
only_the_security_administrator_gives_and_takes(void **state)
{
	for (int held = 0; held < ROLES; held++) {
		enum account_role role = account_role_words[held].role;
		struct account_grant one = grant(role, "/1/5/", true);
		struct account_person by = person_with(7, &one, 1);
		struct account_giving to = giving(ACCOUNT_AUTHOR, 8, 0, "/1/5/9/");
		struct account_giving away = giving(ACCOUNT_AUTHOR, 8, 0, "/1/6/");

		if (role == ACCOUNT_SECURITY_ADMIN) {
			FINE(account_check_give(&by, &to));
			FINE(account_check_take(&by, &to));
		} else {
			FAILS(account_check_give(&by, &to), "account_may_not");
			FAILS(account_check_take(&by, &to), "account_may_not");
		}
		FAILS(account_check_give(&by, &away), "account_may_not");
		FAILS(account_check_take(&by, &away), "account_may_not");
	}
}

static void
nobody_gives_or_takes_his_own_roles(void **state)
{
	struct account_grant one = grant(ACCOUNT_SECURITY_ADMIN, "/", true);
	struct account_person by = person_with(7, &one, 1);

	for (int role = 0; role < ROLES; role++) {
		struct account_giving self =
			giving(account_role_words[role].role, 7, ACCOUNT_SECURITY_ADMIN, "/1/5/");

		FAILS(account_check_give(&by, &self), "account_self");
		FAILS(account_check_take(&by, &self), "account_self");
	}
}

static void
gift_must_be_a_role_for_an_agency_and_keep_separation(void **state)
{
	struct account_grant one = grant(ACCOUNT_SECURITY_ADMIN, "/", true);
	struct account_person by = person_with(7, &one, 1);
	struct account_giving none = giving(ACCOUNT_SIGNED_IN, 8, 0, "/1/5/");
	struct account_giving nowhere = giving(ACCOUNT_AUTHOR, 8, 0, "/");
	struct account_giving mixed = giving(ACCOUNT_AUTHOR, 8, ACCOUNT_AUDITOR, "/1/5/");
	struct account_giving second = giving(ACCOUNT_AUDITOR, 8, ACCOUNT_SYSTEM_ADMIN, "/");
	struct account_giving auditor = giving(ACCOUNT_AUDITOR, 8, 0, "/");

	FAILS(account_check_give(&by, &none), "account_role");
	FAILS(account_check_give(&by, &nowhere), "account_role_agency");
	FAILS(account_check_give(&by, &mixed), "account_separate");
	FAILS(account_check_give(&by, &second), "account_separate");
	FINE(account_check_give(&by, &auditor));
	/* The command line is bound to separation too. */
	FAILS(account_check_give(NULL, &mixed), "account_separate");
	FINE(account_check_give(NULL, &auditor));
}

static struct account_lending
lending(unsigned roles)
{
	return (struct account_lending){
		.to_id = 8, .roles = roles, .first = { 100 }, .last = { 110 }, .today = { 100 }
	};
}

static void
own_roles_can_be_lent_and_nothing_else(void **state)
{
	const struct account_policy *policy = &account_usual_policy;
	struct account_grant grants[] = { grant(ACCOUNT_AUTHOR, "/1/5/", false),
		grant(ACCOUNT_HEAD, "/1/5/", false) };
	struct account_person by = person_with(7, grants, 2);
	struct account_lending fine = lending(ACCOUNT_AUTHOR);
	struct account_lending self = lending(ACCOUNT_AUTHOR);
	struct account_lending mixed = lending(ACCOUNT_AUTHOR);
	struct account_lending lent = lending(ACCOUNT_HEAD);

	grants[1].delegated_by = 3;
	self.to_id = 7;
	mixed.to_holds = ACCOUNT_AUDITOR;
	FINE(account_check_lend(policy, &by, &fine));
	FAILS(account_check_lend(policy, &by, &self), "account_self");
	FAILS(account_check_lend(policy, &by, &mixed), "account_separate");
	FAILS(account_check_lend(policy, &by, &lent), "account_not_held");
	for (int role = 0; role < ROLES; role++) {
		unsigned bit = (unsigned)account_role_words[role].role;
		struct account_lending one = lending(bit);

		if (bit & ACCOUNT_ADMINS)
			FAILS(account_check_lend(policy, &by, &one), "account_lend_admin");
		else if (bit != ACCOUNT_AUTHOR)
			FAILS(account_check_lend(policy, &by, &one), "account_not_held");
	}
	fine.roles = 0;
	FAILS(account_check_lend(policy, &by, &fine), "account_lend_roles");
	fine.roles = ACCOUNT_SIGNED_IN;
	FAILS(account_check_lend(policy, &by, &fine), "account_lend_roles");
}

static void
lending_has_a_period_that_is_not_over_and_not_endless(void **state)
{
	const struct account_policy *policy = &account_usual_policy;
	struct account_grant one = grant(ACCOUNT_AUTHOR, "/1/5/", false);
	struct account_person by = person_with(7, &one, 1);
	static const struct {
		int32_t first, last;
		bool is_fine;
	} periods[] = {
		{ 100, 100, true },
		{ 90, 100, true },
		{ 100, 99, false },
		{ 90, 99, false },
		{ 100, 279, true },
		{ 100, 280, false },
		{ INT32_MIN, 100, false },
		{ 100, INT32_MIN, false },
	};

	for (size_t i = 0; i < COUNT_OF(periods); i++) {
		struct account_lending one_period = lending(ACCOUNT_AUTHOR);

		one_period.first.number = periods[i].first;
		one_period.last.number = periods[i].last;
		if (periods[i].is_fine)
			FINE(account_check_lend(policy, &by, &one_period));
		else
			FAILS(account_check_lend(policy, &by, &one_period), "account_lend_days");
	}
}

static void
both_ends_of_a_period_count(void **state)
{
	struct day five = { 5 };
	struct day seven = { 7 };

	assert_true(account_is_within(DAY_NONE, DAY_NONE, five));
	assert_true(account_is_within(five, seven, five));
	assert_true(account_is_within(five, seven, seven));
	assert_false(account_is_within(five, seven, (struct day){ 8 }));
	assert_false(account_is_within(five, DAY_NONE, (struct day){ 4 }));
	assert_true(account_is_within(DAY_NONE, five, (struct day){ 4 }));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_role_may_its_own_work_and_no_other),
		cmocka_unit_test(role_holds_for_its_agency_or_its_subtree),
		cmocka_unit_test(nobody_and_nothing_may_nothing),
		cmocka_unit_test(half_signed_in_may_only_finish),
		cmocka_unit_test(denial_names_the_role_that_is_missing),
		cmocka_unit_test(roles_have_words_and_numbers_that_lead_back),
		cmocka_unit_test(administrators_are_three_persons_without_other_roles),
		cmocka_unit_test(only_the_security_administrator_gives_and_takes),
		cmocka_unit_test(nobody_gives_or_takes_his_own_roles),
		cmocka_unit_test(gift_must_be_a_role_for_an_agency_and_keep_separation),
		cmocka_unit_test(own_roles_can_be_lent_and_nothing_else),
		cmocka_unit_test(lending_has_a_period_that_is_not_over_and_not_endless),
		cmocka_unit_test(both_ends_of_a_period_count),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
