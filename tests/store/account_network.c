/* Failures from elsewhere and the owner's usual network; a policy that follows its settings. */
#include "people_help.h"

#include <stdio.h>

#include "account/account_settings.h"
#include "agency/agency.h"
#include "setting/setting.h"

/* One wrong password from each of many networks; the outcome of the last. */
static enum account_outcome
guess_from_many_networks(struct people_house *house, const char *login, int count)
{
	enum account_outcome outcome = ACCOUNT_SIGNED;

	for (int i = 0; i < count; i++) {
		struct account_place place = people_abroad;
		char address[32];

		snprintf(address, sizeof address, "198.51.%d.9", i);
		place.address = str_of(address);
		outcome = people_sign_in(house, login, "a wrong password", &place).outcome;
	}
	return outcome;
}

static enum account_outcome
guess(struct people_house *house, const char *login, int count, const struct account_place *place)
{
	enum account_outcome outcome = ACCOUNT_SIGNED;

	for (int i = 0; i < count; i++)
		outcome = people_sign_in(house, login, "a wrong password", place).outcome;
	return outcome;
}

static enum account_outcome
enter_from(struct people_house *house, const char *login, const struct account_place *place)
{
	return people_sign_in(house, login, PEOPLE_GOOD, place).outcome;
}

static void
stranger_elsewhere_does_not_lock_the_owner_out(void **state)
{
	struct account_place neighbour = people_office;
	struct people_house house;

	people_open(*state, NULL, &house);
	people_add(&house, "wang.fang", 0);
	/* The network becomes usual by a complete sign-in. */
	assert_int_equal(enter_from(&house, "wang.fang", &people_office), ACCOUNT_SIGNED);
	assert_int_equal(guess(&house, "wang.fang", 10, &people_abroad), ACCOUNT_WAITED);
	assert_int_equal(guess_from_many_networks(&house, "wang.fang", 40), ACCOUNT_WAITED);
	assert_int_equal(enter_from(&house, "wang.fang", &people_office), ACCOUNT_SIGNED);
	/* Another address of that network. */
	neighbour.address = STR("192.0.2.200");
	assert_int_equal(enter_from(&house, "wang.fang", &neighbour), ACCOUNT_SIGNED);
	/* And that gives the strangers no new tries. */
	assert_int_equal(guess_from_many_networks(&house, "wang.fang", 1), ACCOUNT_WAITED);
	people_close(&house);
}

static void
guesses_from_many_networks_are_bounded_together(void **state)
{
	int after = account_usual_policy.delay_after_login;
	struct people_house house;

	people_open(*state, NULL, &house);
	people_add(&house, "wang.fang", 0);
	assert_int_equal(guess_from_many_networks(&house, "wang.fang", after), ACCOUNT_WRONG);
	/* The first one beyond what is free closes the login to all networks that are not usual. */
	assert_int_equal(guess_from_many_networks(&house, "wang.fang", 1), ACCOUNT_WRONG);
	assert_int_equal(enter_from(&house, "wang.fang", &people_abroad), ACCOUNT_WAITED);
	/* Nobody learns whether there is such a login: the same happens without one. */
	assert_int_equal(guess_from_many_networks(&house, "nobody.here", after + 1), ACCOUNT_WRONG);
	assert_int_equal(enter_from(&house, "nobody.here", &people_abroad), ACCOUNT_WAITED);
	people_close(&house);
}

static void
one_network_is_stopped_soon_even_when_it_is_usual(void **state)
{
	int after = account_usual_policy.delay_after;
	struct people_house house;

	people_open(*state, NULL, &house);
	people_add(&house, "wang.fang", 0);
	assert_int_equal(enter_from(&house, "wang.fang", &people_office), ACCOUNT_SIGNED);
	assert_int_equal(guess(&house, "wang.fang", after + 1, &people_office), ACCOUNT_WRONG);
	assert_int_equal(enter_from(&house, "wang.fang", &people_office), ACCOUNT_WAITED);
	/* Elsewhere the owner still gets in: so few are no attack on the login. */
	assert_int_equal(enter_from(&house, "wang.fang", &people_abroad), ACCOUNT_SIGNED);
	people_close(&house);
}

static void
ending_a_delay_ends_it_for_every_network(void **state)
{
	struct account_session session;
	struct people_house house;
	struct account_doer doer;
	int64_t id;

	people_open(*state, NULL, &house);
	id = people_add(&house, "wang.fang", 0);
	people_give(&house, people_add(&house, "sec.admin", 0), ACCOUNT_SECURITY_ADMIN, 0);
	assert_int_equal(guess(&house, "wang.fang", 6, &people_abroad), ACCOUNT_WAITED);
	assert_int_equal(guess_from_many_networks(&house, "wang.fang", 30), ACCOUNT_WAITED);
	doer = people_enter(&house, "sec.admin", &session);
	FINE(account_unlock(house.gate, house.db, house.arena, &doer, id, STR("本人来电")));
	assert_int_equal(enter_from(&house, "wang.fang", &people_abroad), ACCOUNT_SIGNED);
	people_close(&house);
}

static void
password_alone_makes_no_network_usual(void **state)
{
	struct account_signed signing;
	struct people_house house;
	struct account_gate_options options = { .policy = account_usual_policy };
	struct account_session session;
	struct account_marks marks;
	bool is_found = false;
	struct str token;
	int64_t id;

	people_open(*state, &options, &house);
	id = people_add(&house, "wang.fang", 0);
	people_enter(&house, "wang.fang", &session);
	{
		struct account_doer doer = { .person = &session.person,
			.actor = { .account_id = id, .name = STR("王小芳"), .way = AUDIT_WEB } };
		struct str codes[ACCOUNT_RECOVERY_CODES];
		struct account_factor factor;
		struct account_lock lock;
		struct secret secret;
		struct str place;
		char code[7];

		FINE(account_begin_factor(house.gate, house.db, house.arena, &doer));
		FINE(account_load_factor(house.gate, house.db, house.arena, doer.person, &factor));
		assert_true(factor.is_begun);
		FINE(account_store_lock_of(house.db, house.arena, id, &lock));
		FINE(str_print(house.arena, &place, "account.second_factor:%lld", (long long)id));
		FINE(seal_take(house.keys, house.arena, place, lock.factor_next, &secret));
		FINE(account_factor_code(secret.bytes, account_now() / ACCOUNT_FACTOR_STEP, code));
		FINE(account_confirm_factor(house.gate, house.db, house.arena, &session,
			str_of(code), STR(PEOPLE_GOOD), &people_office, &signing, codes));
		/* Now the password alone, from elsewhere. */
		signing = people_sign_in(&house, "wang.fang", PEOPLE_GOOD, &people_abroad);
		assert_int_equal(signing.outcome, ACCOUNT_SIGNED);
		assert_int_equal(signing.owes, ACCOUNT_OWES_CODE);
		FINE(account_marks_make(
			house.gate, house.db, id, STR("wang.fang"), people_abroad.address, &marks));
		assert_false(marks.is_usual);
		FINE(str_copy(house.arena, str_of(signing.token.at), &token));
		FINE(account_find_session(
			house.gate, house.db, house.arena, token, &is_found, &session));
		assert_true(is_found);
		FINE(account_sign_in_code(house.gate, house.db, house.arena, &session, codes[0],
			&people_abroad, &signing));
		assert_int_equal(signing.outcome, ACCOUNT_SIGNED);
		FINE(account_marks_make(
			house.gate, house.db, id, STR("wang.fang"), people_abroad.address, &marks));
		assert_true(marks.is_usual);
	}
	people_close(&house);
}

static void
network_is_usual_for_so_long_and_until_the_password_is_set_anew(void **state)
{
	struct account_gate_options options = { .policy = account_usual_policy };
	struct account_marks marks;
	struct people_house house;
	int64_t id;

	options.policy.network_forget = 3600;
	people_open(*state, &options, &house);
	id = people_add(&house, "wang.fang", 0);
	assert_int_equal(enter_from(&house, "wang.fang", &people_office), ACCOUNT_SIGNED);
	FINE(account_marks_make(
		house.gate, house.db, id, STR("wang.fang"), people_office.address, &marks));
	assert_true(marks.is_usual);
	assert_true(marks.has_any_network);
	FINE(account_marks_make(
		house.gate, house.db, id, STR("wang.fang"), people_abroad.address, &marks));
	assert_false(marks.is_usual);
	assert_true(marks.has_any_network);
	FINE(account_set_password(
		house.gate, house.db, house.arena, &people_console, id, STR(PEOPLE_GOOD), false));
	FINE(account_marks_make(
		house.gate, house.db, id, STR("wang.fang"), people_office.address, &marks));
	assert_false(marks.is_usual);
	assert_false(marks.has_any_network);
	people_close(&house);
	options.policy.network_forget = -3600;
	people_open(*state, &options, &house);
	assert_int_equal(enter_from(&house, "wang.fang", &people_office), ACCOUNT_SIGNED);
	FINE(account_marks_make(
		house.gate, house.db, id, STR("wang.fang"), people_office.address, &marks));
	assert_false(marks.is_usual);
	people_close(&house);
}

/* --- the policy --- */

static void
set(struct people_house *house, const char *key, const char *value, int64_t version)
{
	static const struct setting *const *const tables[] = { account_settings, NULL };
	struct setting_change change = { .actor = &people_console.actor,
		.key = str_of(key),
		.value = str_of(value),
		.version = version };

	setting_use(tables);
	FINE(setting_save(house->db, house->arena, &change));
}

static void
changed_settings_count_at_once(void **state)
{
	struct account_gate_options options = { .policy = account_usual_policy,
		.follows_settings = true };
	const struct account_policy *before;
	struct people_house house;

	people_open(*state, &options, &house);
	people_add(&house, "wang.fang", 0);
	FINE(account_gate_follow(house.gate, house.db, house.arena));
	before = account_gate_policy(house.gate);
	assert_int_equal(before->delay_after, 4);
	FINE(account_gate_follow(house.gate, house.db, house.arena));
	assert_ptr_equal(account_gate_policy(house.gate), before);
	set(&house, "account.delay_after", "2", 0);
	set(&house, "account.factor", "everyone", 0);
	FINE(account_gate_follow(house.gate, house.db, house.arena));
	assert_int_equal(account_gate_policy(house.gate)->delay_after, 2);
	assert_true(account_gate_policy(house.gate)->factor_roles & ACCOUNT_AUTHOR);
	/* Whoever still holds the old one reads what it was. */
	assert_int_equal(before->delay_after, 4);
	assert_int_equal(guess(&house, "wang.fang", 3, &people_abroad), ACCOUNT_WRONG);
	assert_int_equal(guess(&house, "wang.fang", 1, &people_abroad), ACCOUNT_WAITED);
	people_close(&house);
}

static void
demonstration_asks_for_no_second_factor_whatever_is_set(void **state)
{
	struct account_gate_options options = {
		.policy = account_usual_policy, .follows_settings = true, .asks_no_factor = true
	};
	struct people_house house;

	people_open(*state, &options, &house);
	set(&house, "account.factor", "everyone", 0);
	set(&house, "account.idle", "5", 0);
	FINE(account_gate_follow(house.gate, house.db, house.arena));
	assert_int_equal(account_gate_policy(house.gate)->idle, 300);
	assert_int_equal(account_gate_policy(house.gate)->factor_roles, 0);
	people_close(&house);
}

static void
gate_that_follows_nothing_keeps_its_policy(void **state)
{
	struct people_house house;

	people_open(*state, NULL, &house);
	set(&house, "account.delay_after", "2", 0);
	FINE(account_gate_follow(house.gate, house.db, house.arena));
	assert_int_equal(account_gate_policy(house.gate)->delay_after, 4);
	people_close(&house);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(stranger_elsewhere_does_not_lock_the_owner_out),
		cmocka_unit_test(guesses_from_many_networks_are_bounded_together),
		cmocka_unit_test(one_network_is_stopped_soon_even_when_it_is_usual),
		cmocka_unit_test(ending_a_delay_ends_it_for_every_network),
		cmocka_unit_test(password_alone_makes_no_network_usual),
		cmocka_unit_test(network_is_usual_for_so_long_and_until_the_password_is_set_anew),
		cmocka_unit_test(changed_settings_count_at_once),
		cmocka_unit_test(demonstration_asks_for_no_second_factor_whatever_is_set),
		cmocka_unit_test(gate_that_follows_nothing_keeps_its_policy),
	};
	int failed = TWIN_RUN(tests);

	setting_drop_cache();
	return failed;
}
