/* People at the door of the store: signing in and its delays, sessions, passwords. */
#include "people_help.h"

#include <stdio.h>

#include "account/account_statements.h"
#include "agency/agency.h"

/* --- signing in --- */

static void
right_password_opens_a_session_and_no_other_does(void **state)
{
	struct account_session session;
	struct account_signed signing;
	struct people_house house;

	people_open(*state, NULL, &house);
	people_add(&house, "wang.fang", house.county);
	signing = people_sign_in(&house, "wang.fang", "wrong password", &people_office);
	assert_int_equal(signing.outcome, ACCOUNT_WRONG);
	signing = people_sign_in(&house, "WANG.FANG", PEOPLE_GOOD, &people_office);
	assert_int_equal(signing.outcome, ACCOUNT_SIGNED);
	assert_int_equal(signing.owes, 0);
	assert_true(people_has_session(&house, signing.token.at, &session));
	SAME_TEXT(session.person.login, "wang.fang");
	assert_int_equal(session.person.agency_id, house.county);
	assert_int_equal(session.person.roles, ACCOUNT_SIGNED_IN);
	assert_false(people_has_session(&house, "", &session));
	signing.token.at[0] = signing.token.at[0] == '0' ? '1' : '0';
	assert_false(people_has_session(&house, signing.token.at, &session));
	assert_int_equal(people_count_deeds(&house, "account.signed_in"), 1);
	assert_int_equal(people_count_deeds(&house, "account.sign_in_failed"), 1);
	people_close(&house);
}

static void
token_is_stored_as_its_digest_only(void **state)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	struct account_signed signing;
	struct digest digest;
	bool is_found = false;
	struct people_house house;

	people_open(*state, NULL, &house);
	people_add(&house, "wang.fang", 0);
	signing = people_sign_in(&house, "wang.fang", PEOPLE_GOOD, &people_office);
	FINE(db_ask(house.db, house.arena, &account_session_by_digest_sql,
		VALUES(VALUE(str_of(signing.token.at)), VALUE(day_today())), &rows));
	FINE(db_next(rows, &is_found));
	assert_false(is_found);
	db_rows_close(&rows);
	FINE(account_token_digest(str_of(signing.token.at), &digest));
	FINE(db_ask(house.db, house.arena, &account_session_by_digest_sql,
		VALUES(VALUE(str_of(digest.at)), VALUE(day_today())), &rows));
	FINE(db_next(rows, &is_found));
	assert_true(is_found);
	people_close(&house);
}

static void
lock_out_grows_and_tells_nothing_about_who_exists(void **state)
{
	static const char *const logins[] = { "wang.fang", "nobody.here" };
	struct account_signed signing;
	struct people_house house;

	people_open(*state, NULL, &house);
	people_add(&house, "wang.fang", 0);
	for (size_t who = 0; who < COUNT_OF(logins); who++) {
		for (int i = 0; i < 4; i++)
			assert_int_equal(
				people_sign_in(&house, logins[who], "wrong", &people_office)
					.outcome,
				ACCOUNT_WRONG);
		assert_int_equal(
			people_sign_in(&house, logins[who], "wrong", &people_office).outcome,
			ACCOUNT_WRONG);
		signing = people_sign_in(&house, logins[who], "wrong", &people_office);
		assert_int_equal(signing.outcome, ACCOUNT_WAITED);
		assert_true(signing.wait > 20 && signing.wait <= 30);
	}
	/* Even the right password has to wait. */
	assert_int_equal(people_sign_in(&house, "wang.fang", PEOPLE_GOOD, &people_office).outcome,
		ACCOUNT_WAITED);
	people_close(&house);
}

/* As if the time of a delay had passed. */
struct passing {
	struct digest mark;
	struct account_delay_row row;
};

static struct fault *
pass_time(struct db *db, void *arg)
{
	const struct passing *passing = arg;

	return account_store_save_delay(db, passing->mark, &passing->row);
}

static void
each_failure_after_a_delay_doubles_it(void **state)
{
	struct account_delay_row row;
	struct account_marks marks;
	struct people_house house;
	int64_t last = 0;

	people_open(*state, NULL, &house);
	people_add(&house, "wang.fang", 0);
	FINE(account_marks_make(
		house.gate, house.db, 0, STR("wang.fang"), people_office.address, &marks));
	for (int i = 0; i < 9; i++) {
		assert_int_equal(
			people_sign_in(&house, "wang.fang", "wrong", &people_office).outcome,
			ACCOUNT_WRONG);
		FINE(account_store_delay(house.db, marks.counts[ACCOUNT_COUNT_PLACE], &row));
		assert_int_equal(row.failures, i + 1);
		if (i > 4)
			assert_int_equal(row.until - row.last_at, 2 * last);
		last = row.until - row.last_at;
		row.until = 0;
		FINE(db_work(house.db, pass_time,
			&(struct passing){ marks.counts[ACCOUNT_COUNT_PLACE], row }));
	}
	assert_int_equal(last, 480);
	assert_int_equal(people_sign_in(&house, "wang.fang", PEOPLE_GOOD, &people_office).outcome,
		ACCOUNT_SIGNED);
	FINE(account_store_delay(house.db, marks.counts[ACCOUNT_COUNT_PLACE], &row));
	assert_int_equal(row.failures, 0);
	people_close(&house);
}

static void
many_failures_of_one_address_delay_it_for_every_login(void **state)
{
	struct account_signed signing;
	struct people_house house;
	char login[20];

	people_open(*state, NULL, &house);
	people_add(&house, "wang.fang", 0);
	for (int i = 0; i < 21; i++) {
		snprintf(login, sizeof login, "guess%d", i);
		assert_int_equal(people_sign_in(&house, login, "wrong", &people_office).outcome,
			ACCOUNT_WRONG);
	}
	assert_int_equal(people_sign_in(&house, "wang.fang", PEOPLE_GOOD, &people_office).outcome,
		ACCOUNT_WAITED);
	FINE(account_sign_in(house.gate, house.db, house.arena, STR("wang.fang"), STR(PEOPLE_GOOD),
		&(struct account_place){ STR("198.51.100.1"), STR("") }, STR(""), &signing));
	assert_int_equal(signing.outcome, ACCOUNT_SIGNED);
	people_close(&house);
}

static void
whole_network_of_a_visitor_counts_as_one_address(void **state)
{
	struct account_signed signing;
	struct people_house house;
	char address[40];
	char login[20];

	people_open(*state, NULL, &house);
	for (int i = 0; i < 22; i++) {
		struct account_place place = { STR(""), STR("") };

		snprintf(login, sizeof login, "guess%d", i);
		snprintf(address, sizeof address, "2001:db8:0:7::%x", i + 1);
		place.address = str_of(address);
		FINE(account_sign_in(house.gate, house.db, house.arena, str_of(login), STR("wrong"),
			&place, STR(""), &signing));
		assert_int_equal(signing.outcome, i < 21 ? ACCOUNT_WRONG : ACCOUNT_WAITED);
	}
	FINE(account_sign_in(house.gate, house.db, house.arena, STR("guess0"), STR("wrong"),
		&(struct account_place){ STR("2001:db8:0:8::1"), STR("") }, STR(""), &signing));
	assert_int_equal(signing.outcome, ACCOUNT_WRONG);
	people_close(&house);
}

static void
security_administrator_ends_a_delay(void **state)
{
	struct account_session session;
	struct account_doer doer;
	struct people_house house;
	int64_t id;

	people_open(*state, NULL, &house);
	id = people_add(&house, "wang.fang", house.county);
	people_give(&house, people_add(&house, "sec.admin", 0), ACCOUNT_SECURITY_ADMIN, 0);
	people_give(&house, people_add(&house, "sys.admin", 0), ACCOUNT_SYSTEM_ADMIN, 0);
	for (int i = 0; i < 5; i++)
		people_sign_in(&house, "wang.fang", "wrong", &people_office);
	assert_int_equal(people_sign_in(&house, "wang.fang", PEOPLE_GOOD, &people_office).outcome,
		ACCOUNT_WAITED);
	doer = people_enter(&house, "sys.admin", &session);
	FAILS(account_unlock(house.gate, house.db, house.arena, &doer, id, STR("忘记密码")),
		"account_may_not");
	doer = people_enter(&house, "sec.admin", &session);
	FAILS(account_unlock(house.gate, house.db, house.arena, &doer, id, STR(" ")),
		"account_reason");
	FINE(account_unlock(house.gate, house.db, house.arena, &doer, id, STR("忘记密码")));
	assert_int_equal(people_sign_in(&house, "wang.fang", PEOPLE_GOOD, &people_office).outcome,
		ACCOUNT_SIGNED);
	assert_int_equal(people_count_deeds(&house, "account.unlocked"), 1);
	people_close(&house);
}

/* --- sessions --- */

static void
new_sign_in_makes_a_new_token_and_ends_the_old_session(void **state)
{
	struct account_session session;
	struct account_signed first;
	struct account_signed second;
	struct people_house house;

	people_open(*state, NULL, &house);
	people_add(&house, "wang.fang", 0);
	first = people_sign_in(&house, "wang.fang", PEOPLE_GOOD, &people_office);
	FINE(account_sign_in(house.gate, house.db, house.arena, STR("wang.fang"), STR(PEOPLE_GOOD),
		&people_office, str_of(first.token.at), &second));
	assert_string_not_equal(first.token.at, second.token.at);
	assert_false(people_has_session(&house, first.token.at, &session));
	assert_true(people_has_session(&house, second.token.at, &session));
	people_close(&house);
}

static void
ended_session_is_worth_nothing(void **state)
{
	struct account_sitting *sittings = NULL;
	struct account_session session;
	struct account_signed one;
	struct account_signed two;
	struct account_doer doer;
	struct people_house house;
	size_t count = 0;
	int64_t id;

	people_open(*state, NULL, &house);
	id = people_add(&house, "wang.fang", 0);
	one = people_sign_in(&house, "wang.fang", PEOPLE_GOOD, &people_office);
	two = people_sign_in(&house, "wang.fang", PEOPLE_GOOD, &people_office);
	assert_true(people_has_session(&house, two.token.at, &session));
	doer = (struct account_doer){ &session.person, { id, STR("王小芳"), 0, STR(""), 0 } };
	FINE(account_list_sessions(house.gate, house.db, house.arena, id, &sittings, &count));
	assert_int_equal(count, 2);
	assert_int_equal(sittings[0].id, session.id);
	FINE(account_end_sessions(house.db, house.arena, &doer, id, sittings[1].id, 0));
	assert_false(people_has_session(&house, one.token.at, &(struct account_session){ 0 }));
	assert_true(people_has_session(&house, two.token.at, &(struct account_session){ 0 }));
	FAILS(account_end_sessions(house.db, house.arena, &doer, id, sittings[1].id, 0), "absent");
	FINE(account_sign_out(house.db, house.arena, &session, &doer));
	assert_false(people_has_session(&house, two.token.at, &(struct account_session){ 0 }));
	people_close(&house);
}

static void
sessions_of_others_are_ended_by_the_security_administrator_only(void **state)
{
	struct account_session session;
	struct account_signed theirs;
	struct account_doer doer;
	struct people_house house;
	int64_t id;

	people_open(*state, NULL, &house);
	id = people_add(&house, "wang.fang", 0);
	people_give(&house, people_add(&house, "sec.admin", 0), ACCOUNT_SECURITY_ADMIN, 0);
	people_give(&house, people_add(&house, "author", 0), ACCOUNT_AUTHOR, house.city);
	theirs = people_sign_in(&house, "wang.fang", PEOPLE_GOOD, &people_office);
	doer = people_enter(&house, "author", &session);
	FAILS(account_end_sessions(house.db, house.arena, &doer, id, 0, 0), "account_may_not");
	doer = people_enter(&house, "sec.admin", &session);
	FINE(account_end_sessions(house.db, house.arena, &doer, id, 0, 0));
	assert_false(people_has_session(&house, theirs.token.at, &session));
	people_close(&house);
}

static void
use_of_a_session_is_kept_in_memory_and_written_later(void **state)
{
	struct account_sitting *sittings = NULL;
	struct account_session session;
	struct account_signed signing;
	struct people_house house;
	int64_t later = account_now() + 1000;
	size_t count = 0;
	int64_t id;

	people_open(*state, NULL, &house);
	id = people_add(&house, "wang.fang", 0);
	signing = people_sign_in(&house, "wang.fang", PEOPLE_GOOD, &people_office);
	assert_true(people_has_session(&house, signing.token.at, &session));
	account_gate_note_seen(house.gate, session.id, later);
	assert_int_equal(account_gate_seen(house.gate, session.id, 5), later);
	assert_int_equal(account_gate_seen(house.gate, session.id + 1, 5), 5);
	FINE(account_gate_save_seen(house.gate, house.db));
	account_gate_close(&house.gate);
	{
		struct account_gate_options options = { .policy = account_usual_policy,
			.keys = house.keys };

		options.policy.hash_passes = 1;
		options.policy.hash_bytes = 8192;
		FINE(account_gate_open(&options, &house.gate));
	}
	FINE(account_list_sessions(house.gate, house.db, house.arena, id, &sittings, &count));
	assert_int_equal(count, 1);
	assert_int_equal(sittings[0].seen_at, later);
	assert_false(account_gate_is_due(house.gate));
	people_close(&house);
}

static void
disabled_and_expired_accounts_do_not_get_in(void **state)
{
	struct account_session session;
	struct account_signed signing;
	struct account_record record;
	struct account_facts facts;
	struct people_house house;
	int64_t id;

	people_open(*state, NULL, &house);
	id = people_add(&house, "wang.fang", 0);
	signing = people_sign_in(&house, "wang.fang", PEOPLE_GOOD, &people_office);
	FINE(account_set_disabled(house.db, house.arena, &people_console, id, true, STR("调离")));
	assert_false(people_has_session(&house, signing.token.at, &session));
	assert_int_equal(people_sign_in(&house, "wang.fang", PEOPLE_GOOD, &people_office).outcome,
		ACCOUNT_NOT_IN_USE);
	assert_int_equal(people_count_deeds(&house, "account.sign_in_closed"), 1);
	/* Without the password nobody learns that it is disabled. */
	assert_int_equal(people_sign_in(&house, "wang.fang", "wrong", &people_office).outcome,
		ACCOUNT_WRONG);
	FINE(account_set_disabled(house.db, house.arena, &people_console, id, false, STR("调回")));
	signing = people_sign_in(&house, "wang.fang", PEOPLE_GOOD, &people_office);
	assert_int_equal(signing.outcome, ACCOUNT_SIGNED);
	FINE(account_load(house.gate, house.db, house.arena, id, &record));
	facts = record.facts;
	facts.valid_to = (struct day){ day_today().number - 1 };
	FINE(account_change(
		house.gate, house.db, house.arena, &people_console, id, record.version, &facts));
	assert_false(people_has_session(&house, signing.token.at, &session));
	assert_int_equal(people_sign_in(&house, "wang.fang", PEOPLE_GOOD, &people_office).outcome,
		ACCOUNT_NOT_IN_USE);
	people_close(&house);
}

/* --- passwords --- */

static void
changing_the_password_ends_all_other_sessions(void **state)
{
	struct account_session session;
	struct account_signed other;
	struct account_signed mine;
	struct account_signed fresh;
	struct people_house house;

	people_open(*state, NULL, &house);
	people_add(&house, "wang.fang", 0);
	other = people_sign_in(&house, "wang.fang", PEOPLE_GOOD, &people_office);
	mine = people_sign_in(&house, "wang.fang", PEOPLE_GOOD, &people_office);
	assert_true(people_has_session(&house, mine.token.at, &session));
	FAILS(account_change_password(house.gate, house.db, house.arena, &session, STR("wrong"),
		      STR(PEOPLE_OTHER), &people_office, &fresh),
		"account_password_old");
	FAILS(account_change_password(house.gate, house.db, house.arena, &session, STR(PEOPLE_GOOD),
		      STR("short"), &people_office, &fresh),
		"account_password_short");
	FAILS(account_change_password(house.gate, house.db, house.arena, &session, STR(PEOPLE_GOOD),
		      STR(PEOPLE_GOOD), &people_office, &fresh),
		"account_password_same");
	FINE(account_change_password(house.gate, house.db, house.arena, &session, STR(PEOPLE_GOOD),
		STR(PEOPLE_OTHER), &people_office, &fresh));
	assert_false(people_has_session(&house, other.token.at, &(struct account_session){ 0 }));
	assert_false(people_has_session(&house, mine.token.at, &(struct account_session){ 0 }));
	assert_true(people_has_session(&house, fresh.token.at, &session));
	assert_int_equal(people_sign_in(&house, "wang.fang", PEOPLE_GOOD, &people_office).outcome,
		ACCOUNT_WRONG);
	assert_int_equal(people_sign_in(&house, "wang.fang", PEOPLE_OTHER, &people_office).outcome,
		ACCOUNT_SIGNED);
	people_close(&house);
}

static void
password_set_by_another_must_be_changed_at_first_use(void **state)
{
	struct account_session session;
	struct account_signed signing;
	struct account_signed fresh;
	struct people_house house;
	int64_t id;

	people_open(*state, NULL, &house);
	id = people_add_without_password(&house, "wang.fang", 0);
	people_give(&house, id, ACCOUNT_AUTHOR, house.city);
	FINE(account_set_password(
		house.gate, house.db, house.arena, &people_console, id, STR(PEOPLE_GOOD), true));
	signing = people_sign_in(&house, "wang.fang", PEOPLE_GOOD, &people_office);
	assert_int_equal(signing.owes, ACCOUNT_OWES_PASSWORD);
	assert_true(people_has_session(&house, signing.token.at, &session));
	assert_int_equal(session.person.roles, ACCOUNT_HALF_SIGNED_IN);
	assert_int_equal(session.person.grant_count, 0);
	FINE(account_change_password(house.gate, house.db, house.arena, &session, STR(""),
		STR(PEOPLE_OTHER), &people_office, &fresh));
	assert_int_equal(fresh.owes, 0);
	assert_true(people_has_session(&house, fresh.token.at, &session));
	assert_int_equal(session.person.roles, ACCOUNT_SIGNED_IN | ACCOUNT_AUTHOR);
	people_close(&house);
}

static void
hash_is_renewed_when_the_policy_asks_for_more(void **state)
{
	struct account_gate_options options = { .policy = account_usual_policy };
	struct account_lock before;
	struct account_lock after;
	struct people_house house;

	people_open(*state, NULL, &house);
	people_add(&house, "wang.fang", 0);
	FINE(account_store_lock(house.db, house.arena, STR("wang.fang"), &before));
	account_gate_close(&house.gate);
	options.keys = house.keys;
	options.policy.hash_passes = 2;
	options.policy.hash_bytes = 16384;
	FINE(account_gate_open(&options, &house.gate));
	assert_int_equal(people_sign_in(&house, "wang.fang", PEOPLE_GOOD, &people_office).outcome,
		ACCOUNT_SIGNED);
	FINE(account_store_lock(house.db, house.arena, STR("wang.fang"), &after));
	assert_false(str_equal(before.password, after.password));
	assert_true(str_starts(after.password, STR("$argon2id$")));
	assert_int_equal(people_sign_in(&house, "wang.fang", PEOPLE_GOOD, &people_office).outcome,
		ACCOUNT_SIGNED);
	people_close(&house);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(right_password_opens_a_session_and_no_other_does),
		cmocka_unit_test(token_is_stored_as_its_digest_only),
		cmocka_unit_test(lock_out_grows_and_tells_nothing_about_who_exists),
		cmocka_unit_test(each_failure_after_a_delay_doubles_it),
		cmocka_unit_test(many_failures_of_one_address_delay_it_for_every_login),
		cmocka_unit_test(whole_network_of_a_visitor_counts_as_one_address),
		cmocka_unit_test(security_administrator_ends_a_delay),
		cmocka_unit_test(new_sign_in_makes_a_new_token_and_ends_the_old_session),
		cmocka_unit_test(ended_session_is_worth_nothing),
		cmocka_unit_test(sessions_of_others_are_ended_by_the_security_administrator_only),
		cmocka_unit_test(use_of_a_session_is_kept_in_memory_and_written_later),
		cmocka_unit_test(disabled_and_expired_accounts_do_not_get_in),
		cmocka_unit_test(changing_the_password_ends_all_other_sessions),
		cmocka_unit_test(password_set_by_another_must_be_changed_at_first_use),
		cmocka_unit_test(hash_is_renewed_when_the_policy_asks_for_more),
	};

	return TWIN_RUN(tests);
}
