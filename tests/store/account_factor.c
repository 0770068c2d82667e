/* People in the store: the second factor, links that set a password, the first start, and who may
 * reset whom. */
#include "people_help.h"

#include "account/account_settings.h"
#include "agency/agency.h"

/* --- the second factor --- */

/* The secret that an authenticator would have read from the picture. */
static struct str
secret_of(struct people_house *house, int64_t id, bool is_next)
{
	struct account_lock lock;
	struct secret secret;
	struct str place;

	FINE(account_store_lock_of(house->db, house->arena, id, &lock));
	FINE(str_print(house->arena, &place, "account.second_factor:%lld", (long long)id));
	FINE(seal_take(house->keys, house->arena, place, is_next ? lock.factor_next : lock.factor,
		&secret));
	return secret.bytes;
}

static void
set_factor(struct people_house *house, int64_t id, struct account_session *session,
	struct str codes[ACCOUNT_RECOVERY_CODES])
{
	struct account_doer doer = people_enter(house, "wang.fang", session);
	struct account_signed fresh;
	struct account_factor factor;
	char code[7];

	FINE(account_begin_factor(house->gate, house->db, house->arena, &doer));
	FINE(account_load_factor(house->gate, house->db, house->arena, &session->person, &factor));
	assert_true(factor.is_begun && !factor.is_set);
	assert_int_equal(factor.secret.len, 32);
	assert_true(str_starts(factor.uri, STR("otpauth://totp/%E5%85%AC%E5%BC%80%20")));
	FAILS(account_confirm_factor(house->gate, house->db, house->arena, session,
		      STR("000000000"), STR(PEOPLE_GOOD), &people_office, &fresh, codes),
		"account_code");
	FINE(account_factor_code(secret_of(house, id, true), account_now() / 30 - 1, code));
	FAILS(account_confirm_factor(house->gate, house->db, house->arena, session, str_of(code),
		      STR("wrong"), &people_office, &fresh, codes),
		"account_password_old");
	FINE(account_confirm_factor(house->gate, house->db, house->arena, session, str_of(code),
		STR(PEOPLE_GOOD), &people_office, &fresh, codes));
	assert_false(people_has_session(house, session->token.at, &(struct account_session){ 0 }));
	assert_true(people_has_session(house, fresh.token.at, session));
}

static void
second_factor_is_asked_for_and_each_code_works_once(void **state)
{
	struct str codes[ACCOUNT_RECOVERY_CODES];
	struct account_session session;
	struct account_signed signing;
	struct account_signed fresh;
	struct people_house house;
	char code[7];
	int64_t id;

	people_open(*state, NULL, &house);
	id = people_add(&house, "wang.fang", 0);
	set_factor(&house, id, &session, codes);
	signing = people_sign_in(&house, "wang.fang", PEOPLE_GOOD, &people_office);
	assert_int_equal(signing.owes, ACCOUNT_OWES_CODE);
	assert_true(people_has_session(&house, signing.token.at, &session));
	assert_int_equal(session.person.roles, ACCOUNT_HALF_SIGNED_IN);
	FAILS(account_change_password(house.gate, house.db, house.arena, &session, STR(PEOPLE_GOOD),
		      STR(PEOPLE_OTHER), &people_office, &fresh),
		"http_sign_in");
	FINE(account_factor_code(secret_of(&house, id, false), account_now() / 30 + 1, code));
	FINE(account_sign_in_code(
		house.gate, house.db, house.arena, &session, str_of(code), &people_office, &fresh));
	assert_int_equal(fresh.outcome, ACCOUNT_SIGNED);
	assert_int_equal(fresh.owes, 0);
	assert_false(people_has_session(&house, signing.token.at, &(struct account_session){ 0 }));
	assert_true(people_has_session(&house, fresh.token.at, &session));
	assert_true(session.person.roles & ACCOUNT_SIGNED_IN);
	/* The same code again, by whoever looked over the shoulder. */
	signing = people_sign_in(&house, "wang.fang", PEOPLE_GOOD, &people_office);
	assert_true(people_has_session(&house, signing.token.at, &session));
	FINE(account_sign_in_code(
		house.gate, house.db, house.arena, &session, str_of(code), &people_office, &fresh));
	assert_int_equal(fresh.outcome, ACCOUNT_WRONG_CODE);
	people_close(&house);
}

static void
recovery_code_stands_in_once(void **state)
{
	struct str codes[ACCOUNT_RECOVERY_CODES];
	struct account_session session;
	struct account_signed signing;
	struct account_signed fresh;
	struct account_factor factor;
	struct people_house house;
	int64_t id;

	people_open(*state, NULL, &house);
	id = people_add(&house, "wang.fang", 0);
	set_factor(&house, id, &session, codes);
	assert_int_equal(codes[0].len, 14);
	assert_false(str_equal(codes[0], codes[1]));
	for (int i = 0; i < 2; i++) {
		signing = people_sign_in(&house, "wang.fang", PEOPLE_GOOD, &people_office);
		assert_true(people_has_session(&house, signing.token.at, &session));
		FINE(account_sign_in_code(house.gate, house.db, house.arena, &session, codes[3],
			&people_office, &fresh));
		assert_int_equal(fresh.outcome, i ? ACCOUNT_WRONG_CODE : ACCOUNT_SIGNED);
	}
	FINE(account_load_factor(house.gate, house.db, house.arena, &session.person, &factor));
	assert_int_equal(factor.recovery_left, ACCOUNT_RECOVERY_CODES - 1);
	people_close(&house);
}

static void
guessing_codes_is_delayed_and_the_password_does_not_reset_it(void **state)
{
	struct str codes[ACCOUNT_RECOVERY_CODES];
	struct account_session session;
	struct account_signed signing;
	struct account_signed fresh;
	struct people_house house;
	int64_t id;

	people_open(*state, NULL, &house);
	id = people_add(&house, "wang.fang", 0);
	set_factor(&house, id, &session, codes);
	/* One failure was there before, from setting the factor up. */
	for (int i = 0; i < 4; i++) {
		signing = people_sign_in(&house, "wang.fang", PEOPLE_GOOD, &people_office);
		assert_int_equal(signing.outcome, ACCOUNT_SIGNED);
		assert_true(people_has_session(&house, signing.token.at, &session));
		FINE(account_sign_in_code(house.gate, house.db, house.arena, &session,
			STR("not-a-code"), &people_office, &fresh));
		assert_int_equal(fresh.outcome, ACCOUNT_WRONG_CODE);
	}
	assert_true(people_count_deeds(&house, "account.code_failed") > 1);
	FINE(account_sign_in_code(
		house.gate, house.db, house.arena, &session, codes[0], &people_office, &fresh));
	assert_int_equal(fresh.outcome, ACCOUNT_WAITED);
	assert_int_equal(people_sign_in(&house, "wang.fang", PEOPLE_GOOD, &people_office).outcome,
		ACCOUNT_WAITED);
	people_close(&house);
}

static void
second_factor_is_dropped_with_the_password_unless_the_role_needs_it(void **state)
{
	struct account_gate_options options = { .policy = account_usual_policy };
	struct str codes[ACCOUNT_RECOVERY_CODES];
	struct account_session session;
	struct account_signed signing;
	struct people_house house;
	int64_t id;

	people_open(*state, NULL, &house);
	id = people_add(&house, "wang.fang", 0);
	set_factor(&house, id, &session, codes);
	FAILS(account_drop_factor(
		      house.gate, house.db, house.arena, &session, STR("wrong"), &people_office),
		"account_password_old");
	FINE(account_drop_factor(
		house.gate, house.db, house.arena, &session, STR(PEOPLE_GOOD), &people_office));
	assert_int_equal(people_sign_in(&house, "wang.fang", PEOPLE_GOOD, &people_office).owes, 0);
	people_give(&house, id, ACCOUNT_AUDITOR, 0);
	account_gate_close(&house.gate);
	options.keys = house.keys;
	options.policy.hash_passes = 1;
	options.policy.hash_bytes = 8192;
	options.policy.factor_roles = ACCOUNT_ADMINS;
	FINE(account_gate_open(&options, &house.gate));
	signing = people_sign_in(&house, "wang.fang", PEOPLE_GOOD, &people_office);
	assert_int_equal(signing.owes, ACCOUNT_OWES_FACTOR);
	assert_true(people_has_session(&house, signing.token.at, &session));
	assert_int_equal(session.person.roles, ACCOUNT_HALF_SIGNED_IN);
	FAILS(account_drop_factor(house.gate, house.db, house.arena, &session, STR(PEOPLE_GOOD),
		      &people_office),
		"account_factor_needed");
	people_close(&house);
}

/* --- links and the first start --- */

static void
link_sets_a_password_once(void **state)
{
	struct account_session session;
	struct account_doer doer;
	struct account_token first;
	struct account_token token;
	struct account_link link;
	struct people_house house;
	int64_t id;

	people_open(*state, NULL, &house);
	id = people_add_without_password(&house, "wang.fang", house.county);
	people_give(&house, people_add(&house, "sys.admin", 0), ACCOUNT_SYSTEM_ADMIN, 0);
	assert_int_equal(
		people_sign_in(&house, "wang.fang", "", &people_office).outcome, ACCOUNT_WRONG);
	doer = people_enter(&house, "sys.admin", &session);
	FINE(account_make_link(house.gate, house.db, house.arena, &doer, id, &first));
	FINE(account_make_link(house.gate, house.db, house.arena, &doer, id, &token));
	/* The newer link ended the older one. */
	FAILS(account_find_link(
		      house.db, house.arena, str_of(first.at), ACCOUNT_SETS_PASSWORD, &link),
		"account_link");
	FINE(account_find_link(
		house.db, house.arena, str_of(token.at), ACCOUNT_SETS_PASSWORD, &link));
	SAME_TEXT(link.login, "wang.fang");
	FAILS(account_find_link(house.db, house.arena, str_of(token.at), ACCOUNT_SETS_UP, &link),
		"account_link");
	FAILS(account_use_link(house.gate, house.db, house.arena, str_of(token.at), STR("short"),
		      &people_office),
		"account_password_short");
	FINE(account_use_link(house.gate, house.db, house.arena, str_of(token.at), STR(PEOPLE_GOOD),
		&people_office));
	FAILS(account_use_link(house.gate, house.db, house.arena, str_of(token.at),
		      STR(PEOPLE_OTHER), &people_office),
		"account_link");
	assert_int_equal(people_sign_in(&house, "wang.fang", PEOPLE_GOOD, &people_office).outcome,
		ACCOUNT_SIGNED);
	people_close(&house);
}

static void
first_start_makes_three_persons_who_set_their_own_passwords(void **state)
{
	struct account_first firsts[3] = { { STR("xitong"), STR("赵一"), { "" } },
		{ STR("anquan"), STR("钱二"), { "" } }, { STR("shenji"), STR("孙三"), { "" } } };
	struct account_first same[3] = { firsts[0], firsts[0], firsts[2] };
	static const unsigned wanted[3] = { ACCOUNT_SYSTEM_ADMIN, ACCOUNT_SECURITY_ADMIN,
		ACCOUNT_AUDITOR };
	struct account_session session;
	struct account_token older;
	struct account_token token;
	bool is_needed = false;
	struct people_house house;

	people_open(*state, NULL, &house);
	FINE(account_begin_set_up(house.gate, house.db, house.arena, &is_needed, &older));
	assert_true(is_needed);
	FINE(account_begin_set_up(house.gate, house.db, house.arena, &is_needed, &token));
	assert_true(is_needed);
	FAILS(account_set_up(
		      house.gate, house.db, house.arena, str_of(older.at), &people_office, firsts),
		"account_link");
	/* One person cannot be two of them, and a failed try uses nothing up. */
	FAILS(account_set_up(
		      house.gate, house.db, house.arena, str_of(token.at), &people_office, same),
		"account_login_taken");
	FINE(account_set_up(
		house.gate, house.db, house.arena, str_of(token.at), &people_office, firsts));
	FAILS(account_set_up(
		      house.gate, house.db, house.arena, str_of(token.at), &people_office, firsts),
		"account_link");
	for (int i = 0; i < 3; i++) {
		FINE(account_use_link(house.gate, house.db, house.arena, str_of(firsts[i].token.at),
			STR(PEOPLE_GOOD), &people_office));
		assert_true(people_has_session(&house,
			people_sign_in(&house, firsts[i].login.at, PEOPLE_GOOD, &people_office)
				.token.at,
			&session));
		assert_int_equal(session.person.roles, wanted[i] | ACCOUNT_SIGNED_IN);
		assert_true(account_may(&session.person, wanted[i], STR("/1/5/")));
	}
	FINE(account_begin_set_up(house.gate, house.db, house.arena, &is_needed, &token));
	assert_false(is_needed);
	people_close(&house);
}

static void
administrators_are_not_reset_by_each_other(void **state)
{
	struct account_record record;
	struct account_session session;
	struct account_token token;
	struct account_doer doer;
	struct people_house house;
	int64_t security;
	int64_t system;

	people_open(*state, NULL, &house);
	system = people_add(&house, "sys.admin", 0);
	security = people_add(&house, "sec.admin", 0);
	people_give(&house, system, ACCOUNT_SYSTEM_ADMIN, 0);
	people_give(&house, security, ACCOUNT_SECURITY_ADMIN, 0);
	doer = people_enter(&house, "sys.admin", &session);
	FAILS(account_make_link(house.gate, house.db, house.arena, &doer, security, &token),
		"account_admin_reset");
	FAILS(account_set_password(
		      house.gate, house.db, house.arena, &doer, security, STR(PEOPLE_OTHER), false),
		"account_may_not");
	FAILS(account_set_disabled(house.db, house.arena, &doer, system, true, STR("测试")),
		"account_self");
	FAILS(account_set_disabled(house.db, house.arena, &doer, security, true, STR("测试")),
		"account_last_admin");
	/* Nor is the last one shut out by the days of the account. */
	FINE(account_load(house.gate, house.db, house.arena, security, &record));
	record.facts.valid_to = (struct day){ day_today().number - 1 };
	FAILS(account_change(house.gate, house.db, house.arena, &doer, security, record.version,
		      &record.facts),
		"account_last_admin");
	record.facts.valid_to = day_today();
	FINE(account_change(
		house.gate, house.db, house.arena, &doer, security, record.version, &record.facts));
	doer = people_enter(&house, "sec.admin", &session);
	FAILS(account_remove_factor(house.db, house.arena, &doer, system, STR("丢失")),
		"account_admin_reset");
	/* From the console of the server it can be done. */
	FINE(account_make_link(
		house.gate, house.db, house.arena, &people_console, security, &token));
	FINE(account_remove_factor(house.db, house.arena, &people_console, system, STR("丢失")));
	people_close(&house);
}

static void
link_in_reserve_does_not_open_an_account_that_was_given_more(void **state)
{
	struct account_session session;
	struct account_token token;
	struct account_doer doer;
	struct account_link link;
	struct people_house house;
	int64_t fresh;
	int64_t old;

	people_open(*state, NULL, &house);
	people_give(&house, people_add(&house, "sys.admin", 0), ACCOUNT_SYSTEM_ADMIN, 0);
	old = people_add(&house, "wang.fang", house.county);
	fresh = people_add_without_password(&house, "li.si", house.county);
	doer = people_enter(&house, "sys.admin", &session);
	FINE(account_make_link(house.gate, house.db, house.arena, &doer, old, &token));
	people_give(&house, old, ACCOUNT_SECURITY_ADMIN, 0);
	FAILS(account_find_link(
		      house.db, house.arena, str_of(token.at), ACCOUNT_SETS_PASSWORD, &link),
		"account_link");
	/* Who has no password yet still gets in with the first link. */
	FINE(account_make_link(house.gate, house.db, house.arena, &doer, fresh, &token));
	people_give(&house, fresh, ACCOUNT_AUTHOR, house.county);
	FINE(account_find_link(
		house.db, house.arena, str_of(token.at), ACCOUNT_SETS_PASSWORD, &link));
	people_close(&house);
}

static void
roles_that_must_not_meet_do_not_meet_later(void **state)
{
	struct account_gift gift = {
		.role = ACCOUNT_AUTHOR, .to = DAY_NONE, .reason = STR("下月到任")
	};
	struct people_house house;
	int64_t role_id = 0;

	people_open(*state, NULL, &house);
	gift.account_id = people_add_without_password(&house, "wang.fang", house.county);
	gift.agency_id = house.county;
	gift.from = (struct day){ day_today().number + 30 };
	FINE(account_give_role(house.db, house.arena, &people_console, &gift, &role_id));
	gift.role = ACCOUNT_AUDITOR;
	gift.from = DAY_NONE;
	FAILS(account_give_role(house.db, house.arena, &people_console, &gift, &role_id),
		"account_separate");
	/* What was taken counts no more. */
	FINE(account_take_role(house.db, house.arena, &people_console, role_id, STR("改任")));
	FINE(account_give_role(house.db, house.arena, &people_console, &gift, &role_id));
	people_close(&house);
}

static void
who_holds_a_role_elsewhere_is_not_reset_by_his_own_agency(void **state)
{
	struct account_session session;
	struct account_token token;
	struct account_doer doer;
	struct people_house house;
	int64_t id;

	people_open(*state, NULL, &house);
	people_give(&house, people_add(&house, "sys.admin", house.county), ACCOUNT_SYSTEM_ADMIN,
		house.county);
	people_give(&house, people_add(&house, "sec.admin", house.county), ACCOUNT_SECURITY_ADMIN,
		house.county);
	id = people_add(&house, "wang.fang", house.county);
	people_give(&house, id, ACCOUNT_AUTHOR, house.county);
	doer = people_enter(&house, "sys.admin", &session);
	FINE(account_make_link(house.gate, house.db, house.arena, &doer, id, &token));
	people_give(&house, id, ACCOUNT_APPROVER, house.city);
	FAILS(account_make_link(house.gate, house.db, house.arena, &doer, id, &token),
		"account_may_not");
	doer = people_enter(&house, "sec.admin", &session);
	FAILS(account_remove_factor(house.db, house.arena, &doer, id, STR("丢失")),
		"account_may_not");
	FINE(account_remove_factor(house.db, house.arena, &people_console, id, STR("丢失")));
	people_close(&house);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(second_factor_is_asked_for_and_each_code_works_once),
		cmocka_unit_test(recovery_code_stands_in_once),
		cmocka_unit_test(guessing_codes_is_delayed_and_the_password_does_not_reset_it),
		cmocka_unit_test(
			second_factor_is_dropped_with_the_password_unless_the_role_needs_it),
		cmocka_unit_test(link_sets_a_password_once),
		cmocka_unit_test(first_start_makes_three_persons_who_set_their_own_passwords),
		cmocka_unit_test(administrators_are_not_reset_by_each_other),
		cmocka_unit_test(link_in_reserve_does_not_open_an_account_that_was_given_more),
		cmocka_unit_test(roles_that_must_not_meet_do_not_meet_later),
		cmocka_unit_test(who_holds_a_role_elsewhere_is_not_reset_by_his_own_agency),
	};

	return TWIN_RUN(tests);
}
