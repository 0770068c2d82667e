/* People in the store: signing in and its delays, sessions, second factor, links, roles, lending,
 * stale forms, and an audit line for every change. */
#include "account/account_inside.h"

#include "account/account_settings.h"
#include "account/account_statements.h"
#include "agency/agency.h"
#include "audit/audit.h"
#include "twin.h"

#include <stdio.h>

#define GOOD "lantern river 48 spade"
#define OTHER "copper window 91 heron"

static const struct account_place here = { { "192.0.2.7", 9 }, { "test browser", 12 } };
static const struct account_doer console = { .actor = { .name = { "命令行", 9 },
						     .way = AUDIT_COMMAND } };

/* What every test starts with. */
struct house {
	struct twin *twin;
	struct db *db;
	struct arena *arena;
	struct seal_keys *keys;
	struct account_gate *gate;
	int64_t city;
	int64_t county;
};

static void
open_house(void **state, struct house *house)
{
	struct account_gate_options options = { .policy = account_usual_policy,
		.issuer = STR("公开 测试") };
	struct twin *twin = *state;
	char path[200];

	*house = (struct house){ .twin = twin, .db = twin->db, .arena = twin->arena };
	snprintf(path, sizeof path, "%s/keys", twin->folder);
	FINE(seal_open(path, true, &house->keys));
	options.keys = house->keys;
	options.policy.hash_passes = 1;
	options.policy.hash_bytes = 8192;
	FINE(account_gate_open(&options, &house->gate));
	FINE(agency_find_or_make(twin->db, STR("甲市人民政府"), &house->city));
	FINE(agency_find_or_make(twin->db, STR("乙县人民政府"), &house->county));
	FINE(agency_save_place(twin->db, house->county, house->city, AGENCY_GOVERNMENT));
}

static void
close_house(struct house *house)
{
	account_gate_close(&house->gate);
	seal_close(&house->keys);
}

static int64_t
add(struct house *house, const char *login, int64_t agency_id)
{
	struct account_facts facts = { .login = str_of(login),
		.name = STR("王小芳"),
		.agency_id = agency_id,
		.valid_from = DAY_NONE,
		.valid_to = DAY_NONE };
	int64_t id = 0;

	FINE(account_add(house->gate, house->db, house->arena, &console, &facts, &id));
	assert_true(id > 0);
	return id;
}

static int64_t
add_with_password(struct house *house, const char *login, int64_t agency_id)
{
	int64_t id = add(house, login, agency_id);

	FINE(account_set_password(
		house->gate, house->db, house->arena, &console, id, STR(GOOD), false));
	return id;
}

static struct account_signed
sign_in(struct house *house, const char *login, const char *password)
{
	struct account_signed signing;

	FINE(account_sign_in(house->gate, house->db, house->arena, str_of(login), str_of(password),
		&here, STR(""), &signing));
	return signing;
}

static bool
has_session(struct house *house, const char *token, struct account_session *session)
{
	bool is_found = false;
	struct str copy;

	FINE(str_copy(house->arena, str_of(token), &copy));
	FINE(account_find_session(house->gate, house->db, house->arena, copy, &is_found, session));
	return is_found;
}

/* Signed in completely; the doer of what that person then does. */
static struct account_doer
doer_for(struct house *house, const char *login, struct account_session *session)
{
	struct account_signed signing = sign_in(house, login, GOOD);

	assert_int_equal(signing.outcome, ACCOUNT_SIGNED);
	assert_true(has_session(house, signing.token.at, session));
	return (struct account_doer){ &session->person,
		{ session->person.id, session->person.name, 0, here.address, AUDIT_WEB } };
}

static void
give(struct house *house, int64_t id, enum account_role role, int64_t agency_id)
{
	struct account_gift gift = { id, role, agency_id, true, DAY_NONE, DAY_NONE, STR("测试") };
	int64_t role_id = 0;

	FINE(account_give_role(house->db, house->arena, &console, &gift, &role_id));
	assert_true(role_id > 0);
}

static size_t
count_deeds(struct house *house, const char *deed)
{
	struct audit_query query = {
		.deed = str_of(deed), .from = DAY_NONE, .to = DAY_NONE, .limit = 500
	};
	struct audit_list list;

	FINE(audit_find(house->db, house->arena, &query, &list));
	return list.count;
}

/* --- signing in --- */

static void
right_password_opens_a_session_and_no_other_does(void **state)
{
	struct account_session session;
	struct account_signed signing;
	struct house house;

	open_house(state, &house);
	add_with_password(&house, "wang.fang", house.county);
	signing = sign_in(&house, "wang.fang", "wrong password");
	assert_int_equal(signing.outcome, ACCOUNT_WRONG);
	signing = sign_in(&house, "WANG.FANG", GOOD);
	assert_int_equal(signing.outcome, ACCOUNT_SIGNED);
	assert_int_equal(signing.owes, 0);
	assert_true(has_session(&house, signing.token.at, &session));
	SAME_TEXT(session.person.login, "wang.fang");
	assert_int_equal(session.person.agency_id, house.county);
	assert_int_equal(session.person.roles, ACCOUNT_SIGNED_IN);
	assert_false(has_session(&house, "", &session));
	signing.token.at[0] = signing.token.at[0] == '0' ? '1' : '0';
	assert_false(has_session(&house, signing.token.at, &session));
	assert_int_equal(count_deeds(&house, "account.signed_in"), 1);
	assert_int_equal(count_deeds(&house, "account.sign_in_failed"), 1);
	close_house(&house);
}

static void
token_is_stored_as_its_digest_only(void **state)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	struct account_signed signing;
	struct digest digest;
	bool is_found = false;
	struct house house;

	open_house(state, &house);
	add_with_password(&house, "wang.fang", 0);
	signing = sign_in(&house, "wang.fang", GOOD);
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
	close_house(&house);
}

static void
lock_out_grows_and_tells_nothing_about_who_exists(void **state)
{
	static const char *const logins[] = { "wang.fang", "nobody.here" };
	struct account_signed signing;
	struct house house;

	open_house(state, &house);
	add_with_password(&house, "wang.fang", 0);
	for (size_t who = 0; who < COUNT_OF(logins); who++) {
		for (int i = 0; i < 4; i++)
			assert_int_equal(
				sign_in(&house, logins[who], "wrong").outcome, ACCOUNT_WRONG);
		assert_int_equal(sign_in(&house, logins[who], "wrong").outcome, ACCOUNT_WRONG);
		signing = sign_in(&house, logins[who], "wrong");
		assert_int_equal(signing.outcome, ACCOUNT_WAITED);
		assert_true(signing.wait > 20 && signing.wait <= 30);
	}
	/* Even the right password has to wait. */
	assert_int_equal(sign_in(&house, "wang.fang", GOOD).outcome, ACCOUNT_WAITED);
	close_house(&house);
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
	struct house house;
	int64_t last = 0;

	open_house(state, &house);
	add_with_password(&house, "wang.fang", 0);
	FINE(account_marks_make(house.gate, house.db, 0, STR("wang.fang"), here.address, &marks));
	for (int i = 0; i < 9; i++) {
		assert_int_equal(sign_in(&house, "wang.fang", "wrong").outcome, ACCOUNT_WRONG);
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
	assert_int_equal(sign_in(&house, "wang.fang", GOOD).outcome, ACCOUNT_SIGNED);
	FINE(account_store_delay(house.db, marks.counts[ACCOUNT_COUNT_PLACE], &row));
	assert_int_equal(row.failures, 0);
	close_house(&house);
}

static void
many_failures_of_one_address_delay_it_for_every_login(void **state)
{
	struct account_signed signing;
	struct house house;
	char login[20];

	open_house(state, &house);
	add_with_password(&house, "wang.fang", 0);
	for (int i = 0; i < 21; i++) {
		snprintf(login, sizeof login, "guess%d", i);
		assert_int_equal(sign_in(&house, login, "wrong").outcome, ACCOUNT_WRONG);
	}
	assert_int_equal(sign_in(&house, "wang.fang", GOOD).outcome, ACCOUNT_WAITED);
	FINE(account_sign_in(house.gate, house.db, house.arena, STR("wang.fang"), STR(GOOD),
		&(struct account_place){ STR("198.51.100.1"), STR("") }, STR(""), &signing));
	assert_int_equal(signing.outcome, ACCOUNT_SIGNED);
	close_house(&house);
}

static void
whole_network_of_a_visitor_counts_as_one_address(void **state)
{
	struct account_signed signing;
	struct house house;
	char address[40];
	char login[20];

	open_house(state, &house);
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
	close_house(&house);
}

static void
security_administrator_ends_a_delay(void **state)
{
	struct account_session session;
	struct account_doer doer;
	struct house house;
	int64_t id;

	open_house(state, &house);
	id = add_with_password(&house, "wang.fang", house.county);
	give(&house, add_with_password(&house, "sec.admin", 0), ACCOUNT_SECURITY_ADMIN, 0);
	give(&house, add_with_password(&house, "sys.admin", 0), ACCOUNT_SYSTEM_ADMIN, 0);
	for (int i = 0; i < 5; i++)
		sign_in(&house, "wang.fang", "wrong");
	assert_int_equal(sign_in(&house, "wang.fang", GOOD).outcome, ACCOUNT_WAITED);
	doer = doer_for(&house, "sys.admin", &session);
	FAILS(account_unlock(house.gate, house.db, house.arena, &doer, id, STR("忘记密码")),
		"account_may_not");
	doer = doer_for(&house, "sec.admin", &session);
	FAILS(account_unlock(house.gate, house.db, house.arena, &doer, id, STR(" ")),
		"account_reason");
	FINE(account_unlock(house.gate, house.db, house.arena, &doer, id, STR("忘记密码")));
	assert_int_equal(sign_in(&house, "wang.fang", GOOD).outcome, ACCOUNT_SIGNED);
	assert_int_equal(count_deeds(&house, "account.unlocked"), 1);
	close_house(&house);
}

/* --- sessions --- */

static void
new_sign_in_makes_a_new_token_and_ends_the_old_session(void **state)
{
	struct account_session session;
	struct account_signed first;
	struct account_signed second;
	struct house house;

	open_house(state, &house);
	add_with_password(&house, "wang.fang", 0);
	first = sign_in(&house, "wang.fang", GOOD);
	FINE(account_sign_in(house.gate, house.db, house.arena, STR("wang.fang"), STR(GOOD), &here,
		str_of(first.token.at), &second));
	assert_string_not_equal(first.token.at, second.token.at);
	assert_false(has_session(&house, first.token.at, &session));
	assert_true(has_session(&house, second.token.at, &session));
	close_house(&house);
}

static void
ended_session_is_worth_nothing(void **state)
{
	struct account_sitting *sittings = NULL;
	struct account_session session;
	struct account_signed one;
	struct account_signed two;
	struct account_doer doer;
	struct house house;
	size_t count = 0;
	int64_t id;

	open_house(state, &house);
	id = add_with_password(&house, "wang.fang", 0);
	one = sign_in(&house, "wang.fang", GOOD);
	two = sign_in(&house, "wang.fang", GOOD);
	assert_true(has_session(&house, two.token.at, &session));
	doer = (struct account_doer){ &session.person, { id, STR("王小芳"), 0, STR(""), 0 } };
	FINE(account_list_sessions(house.gate, house.db, house.arena, id, &sittings, &count));
	assert_int_equal(count, 2);
	assert_int_equal(sittings[0].id, session.id);
	FINE(account_end_sessions(house.db, house.arena, &doer, id, sittings[1].id, 0));
	assert_false(has_session(&house, one.token.at, &(struct account_session){ 0 }));
	assert_true(has_session(&house, two.token.at, &(struct account_session){ 0 }));
	FAILS(account_end_sessions(house.db, house.arena, &doer, id, sittings[1].id, 0), "absent");
	FINE(account_sign_out(house.db, house.arena, &session, &doer));
	assert_false(has_session(&house, two.token.at, &(struct account_session){ 0 }));
	close_house(&house);
}

static void
sessions_of_others_are_ended_by_the_security_administrator_only(void **state)
{
	struct account_session session;
	struct account_signed theirs;
	struct account_doer doer;
	struct house house;
	int64_t id;

	open_house(state, &house);
	id = add_with_password(&house, "wang.fang", 0);
	give(&house, add_with_password(&house, "sec.admin", 0), ACCOUNT_SECURITY_ADMIN, 0);
	give(&house, add_with_password(&house, "author", 0), ACCOUNT_AUTHOR, house.city);
	theirs = sign_in(&house, "wang.fang", GOOD);
	doer = doer_for(&house, "author", &session);
	FAILS(account_end_sessions(house.db, house.arena, &doer, id, 0, 0), "account_may_not");
	doer = doer_for(&house, "sec.admin", &session);
	FINE(account_end_sessions(house.db, house.arena, &doer, id, 0, 0));
	assert_false(has_session(&house, theirs.token.at, &session));
	close_house(&house);
}

static void
use_of_a_session_is_kept_in_memory_and_written_later(void **state)
{
	struct account_sitting *sittings = NULL;
	struct account_session session;
	struct account_signed signing;
	struct house house;
	int64_t later = account_now() + 1000;
	size_t count = 0;
	int64_t id;

	open_house(state, &house);
	id = add_with_password(&house, "wang.fang", 0);
	signing = sign_in(&house, "wang.fang", GOOD);
	assert_true(has_session(&house, signing.token.at, &session));
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
	close_house(&house);
}

static void
disabled_and_expired_accounts_do_not_get_in(void **state)
{
	struct account_session session;
	struct account_signed signing;
	struct account_record record;
	struct account_facts facts;
	struct house house;
	int64_t id;

	open_house(state, &house);
	id = add_with_password(&house, "wang.fang", 0);
	signing = sign_in(&house, "wang.fang", GOOD);
	FINE(account_set_disabled(house.db, house.arena, &console, id, true, STR("调离")));
	assert_false(has_session(&house, signing.token.at, &session));
	assert_int_equal(sign_in(&house, "wang.fang", GOOD).outcome, ACCOUNT_NOT_IN_USE);
	assert_int_equal(count_deeds(&house, "account.sign_in_closed"), 1);
	/* Without the password nobody learns that it is disabled. */
	assert_int_equal(sign_in(&house, "wang.fang", "wrong").outcome, ACCOUNT_WRONG);
	FINE(account_set_disabled(house.db, house.arena, &console, id, false, STR("调回")));
	signing = sign_in(&house, "wang.fang", GOOD);
	assert_int_equal(signing.outcome, ACCOUNT_SIGNED);
	FINE(account_load(house.gate, house.db, house.arena, id, &record));
	facts = record.facts;
	facts.valid_to = (struct day){ day_today().number - 1 };
	FINE(account_change(
		house.gate, house.db, house.arena, &console, id, record.version, &facts));
	assert_false(has_session(&house, signing.token.at, &session));
	assert_int_equal(sign_in(&house, "wang.fang", GOOD).outcome, ACCOUNT_NOT_IN_USE);
	close_house(&house);
}

/* --- passwords --- */

static void
changing_the_password_ends_all_other_sessions(void **state)
{
	struct account_session session;
	struct account_signed other;
	struct account_signed mine;
	struct account_signed fresh;
	struct house house;

	open_house(state, &house);
	add_with_password(&house, "wang.fang", 0);
	other = sign_in(&house, "wang.fang", GOOD);
	mine = sign_in(&house, "wang.fang", GOOD);
	assert_true(has_session(&house, mine.token.at, &session));
	FAILS(account_change_password(house.gate, house.db, house.arena, &session, STR("wrong"),
		      STR(OTHER), &here, &fresh),
		"account_password_old");
	FAILS(account_change_password(house.gate, house.db, house.arena, &session, STR(GOOD),
		      STR("short"), &here, &fresh),
		"account_password_short");
	FAILS(account_change_password(house.gate, house.db, house.arena, &session, STR(GOOD),
		      STR(GOOD), &here, &fresh),
		"account_password_same");
	FINE(account_change_password(
		house.gate, house.db, house.arena, &session, STR(GOOD), STR(OTHER), &here, &fresh));
	assert_false(has_session(&house, other.token.at, &(struct account_session){ 0 }));
	assert_false(has_session(&house, mine.token.at, &(struct account_session){ 0 }));
	assert_true(has_session(&house, fresh.token.at, &session));
	assert_int_equal(sign_in(&house, "wang.fang", GOOD).outcome, ACCOUNT_WRONG);
	assert_int_equal(sign_in(&house, "wang.fang", OTHER).outcome, ACCOUNT_SIGNED);
	close_house(&house);
}

static void
password_set_by_another_must_be_changed_at_first_use(void **state)
{
	struct account_session session;
	struct account_signed signing;
	struct account_signed fresh;
	struct house house;
	int64_t id;

	open_house(state, &house);
	id = add(&house, "wang.fang", 0);
	give(&house, id, ACCOUNT_AUTHOR, house.city);
	FINE(account_set_password(
		house.gate, house.db, house.arena, &console, id, STR(GOOD), true));
	signing = sign_in(&house, "wang.fang", GOOD);
	assert_int_equal(signing.owes, ACCOUNT_OWES_PASSWORD);
	assert_true(has_session(&house, signing.token.at, &session));
	assert_int_equal(session.person.roles, ACCOUNT_HALF_SIGNED_IN);
	assert_int_equal(session.person.grant_count, 0);
	FINE(account_change_password(
		house.gate, house.db, house.arena, &session, STR(""), STR(OTHER), &here, &fresh));
	assert_int_equal(fresh.owes, 0);
	assert_true(has_session(&house, fresh.token.at, &session));
	assert_int_equal(session.person.roles, ACCOUNT_SIGNED_IN | ACCOUNT_AUTHOR);
	close_house(&house);
}

static void
hash_is_renewed_when_the_policy_asks_for_more(void **state)
{
	struct account_gate_options options = { .policy = account_usual_policy };
	struct account_lock before;
	struct account_lock after;
	struct house house;

	open_house(state, &house);
	add_with_password(&house, "wang.fang", 0);
	FINE(account_store_lock(house.db, house.arena, STR("wang.fang"), &before));
	account_gate_close(&house.gate);
	options.keys = house.keys;
	options.policy.hash_passes = 2;
	options.policy.hash_bytes = 16384;
	FINE(account_gate_open(&options, &house.gate));
	assert_int_equal(sign_in(&house, "wang.fang", GOOD).outcome, ACCOUNT_SIGNED);
	FINE(account_store_lock(house.db, house.arena, STR("wang.fang"), &after));
	assert_false(str_equal(before.password, after.password));
	assert_true(str_starts(after.password, STR("$argon2id$")));
	assert_int_equal(sign_in(&house, "wang.fang", GOOD).outcome, ACCOUNT_SIGNED);
	close_house(&house);
}

/* --- the second factor --- */

/* The secret that an authenticator would have read from the picture. */
static struct str
secret_of(struct house *house, int64_t id, bool is_next)
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
set_factor(struct house *house, int64_t id, struct account_session *session,
	struct str codes[ACCOUNT_RECOVERY_CODES])
{
	struct account_doer doer = doer_for(house, "wang.fang", session);
	struct account_signed fresh;
	struct account_factor factor;
	char code[7];

	FINE(account_begin_factor(house->gate, house->db, house->arena, &doer));
	FINE(account_load_factor(house->gate, house->db, house->arena, &session->person, &factor));
	assert_true(factor.is_begun && !factor.is_set);
	assert_int_equal(factor.secret.len, 32);
	assert_true(str_starts(factor.uri, STR("otpauth://totp/%E5%85%AC%E5%BC%80%20")));
	FAILS(account_confirm_factor(house->gate, house->db, house->arena, session,
		      STR("000000000"), STR(GOOD), &here, &fresh, codes),
		"account_code");
	FINE(account_factor_code(secret_of(house, id, true), account_now() / 30 - 1, code));
	FAILS(account_confirm_factor(house->gate, house->db, house->arena, session, str_of(code),
		      STR("wrong"), &here, &fresh, codes),
		"account_password_old");
	FINE(account_confirm_factor(house->gate, house->db, house->arena, session, str_of(code),
		STR(GOOD), &here, &fresh, codes));
	assert_false(has_session(house, session->token.at, &(struct account_session){ 0 }));
	assert_true(has_session(house, fresh.token.at, session));
}

static void
second_factor_is_asked_for_and_each_code_works_once(void **state)
{
	struct str codes[ACCOUNT_RECOVERY_CODES];
	struct account_session session;
	struct account_signed signing;
	struct account_signed fresh;
	struct house house;
	char code[7];
	int64_t id;

	open_house(state, &house);
	id = add_with_password(&house, "wang.fang", 0);
	set_factor(&house, id, &session, codes);
	signing = sign_in(&house, "wang.fang", GOOD);
	assert_int_equal(signing.owes, ACCOUNT_OWES_CODE);
	assert_true(has_session(&house, signing.token.at, &session));
	assert_int_equal(session.person.roles, ACCOUNT_HALF_SIGNED_IN);
	FAILS(account_change_password(house.gate, house.db, house.arena, &session, STR(GOOD),
		      STR(OTHER), &here, &fresh),
		"http_sign_in");
	FINE(account_factor_code(secret_of(&house, id, false), account_now() / 30 + 1, code));
	FINE(account_sign_in_code(
		house.gate, house.db, house.arena, &session, str_of(code), &here, &fresh));
	assert_int_equal(fresh.outcome, ACCOUNT_SIGNED);
	assert_int_equal(fresh.owes, 0);
	assert_false(has_session(&house, signing.token.at, &(struct account_session){ 0 }));
	assert_true(has_session(&house, fresh.token.at, &session));
	assert_true(session.person.roles & ACCOUNT_SIGNED_IN);
	/* The same code again, by whoever looked over the shoulder. */
	signing = sign_in(&house, "wang.fang", GOOD);
	assert_true(has_session(&house, signing.token.at, &session));
	FINE(account_sign_in_code(
		house.gate, house.db, house.arena, &session, str_of(code), &here, &fresh));
	assert_int_equal(fresh.outcome, ACCOUNT_WRONG_CODE);
	close_house(&house);
}

static void
recovery_code_stands_in_once(void **state)
{
	struct str codes[ACCOUNT_RECOVERY_CODES];
	struct account_session session;
	struct account_signed signing;
	struct account_signed fresh;
	struct account_factor factor;
	struct house house;
	int64_t id;

	open_house(state, &house);
	id = add_with_password(&house, "wang.fang", 0);
	set_factor(&house, id, &session, codes);
	assert_int_equal(codes[0].len, 14);
	assert_false(str_equal(codes[0], codes[1]));
	for (int i = 0; i < 2; i++) {
		signing = sign_in(&house, "wang.fang", GOOD);
		assert_true(has_session(&house, signing.token.at, &session));
		FINE(account_sign_in_code(
			house.gate, house.db, house.arena, &session, codes[3], &here, &fresh));
		assert_int_equal(fresh.outcome, i ? ACCOUNT_WRONG_CODE : ACCOUNT_SIGNED);
	}
	FINE(account_load_factor(house.gate, house.db, house.arena, &session.person, &factor));
	assert_int_equal(factor.recovery_left, ACCOUNT_RECOVERY_CODES - 1);
	close_house(&house);
}

static void
guessing_codes_is_delayed_and_the_password_does_not_reset_it(void **state)
{
	struct str codes[ACCOUNT_RECOVERY_CODES];
	struct account_session session;
	struct account_signed signing;
	struct account_signed fresh;
	struct house house;
	int64_t id;

	open_house(state, &house);
	id = add_with_password(&house, "wang.fang", 0);
	set_factor(&house, id, &session, codes);
	/* One failure was there before, from setting the factor up. */
	for (int i = 0; i < 4; i++) {
		signing = sign_in(&house, "wang.fang", GOOD);
		assert_int_equal(signing.outcome, ACCOUNT_SIGNED);
		assert_true(has_session(&house, signing.token.at, &session));
		FINE(account_sign_in_code(house.gate, house.db, house.arena, &session,
			STR("not-a-code"), &here, &fresh));
		assert_int_equal(fresh.outcome, ACCOUNT_WRONG_CODE);
	}
	assert_true(count_deeds(&house, "account.code_failed") > 1);
	FINE(account_sign_in_code(
		house.gate, house.db, house.arena, &session, codes[0], &here, &fresh));
	assert_int_equal(fresh.outcome, ACCOUNT_WAITED);
	assert_int_equal(sign_in(&house, "wang.fang", GOOD).outcome, ACCOUNT_WAITED);
	close_house(&house);
}

static void
second_factor_is_dropped_with_the_password_unless_the_role_needs_it(void **state)
{
	struct account_gate_options options = { .policy = account_usual_policy };
	struct str codes[ACCOUNT_RECOVERY_CODES];
	struct account_session session;
	struct account_signed signing;
	struct house house;
	int64_t id;

	open_house(state, &house);
	id = add_with_password(&house, "wang.fang", 0);
	set_factor(&house, id, &session, codes);
	FAILS(account_drop_factor(house.gate, house.db, house.arena, &session, STR("wrong"), &here),
		"account_password_old");
	FINE(account_drop_factor(house.gate, house.db, house.arena, &session, STR(GOOD), &here));
	assert_int_equal(sign_in(&house, "wang.fang", GOOD).owes, 0);
	give(&house, id, ACCOUNT_AUDITOR, 0);
	account_gate_close(&house.gate);
	options.keys = house.keys;
	options.policy.hash_passes = 1;
	options.policy.hash_bytes = 8192;
	options.policy.factor_roles = ACCOUNT_ADMINS;
	FINE(account_gate_open(&options, &house.gate));
	signing = sign_in(&house, "wang.fang", GOOD);
	assert_int_equal(signing.owes, ACCOUNT_OWES_FACTOR);
	assert_true(has_session(&house, signing.token.at, &session));
	assert_int_equal(session.person.roles, ACCOUNT_HALF_SIGNED_IN);
	FAILS(account_drop_factor(house.gate, house.db, house.arena, &session, STR(GOOD), &here),
		"account_factor_needed");
	close_house(&house);
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
	struct house house;
	int64_t id;

	open_house(state, &house);
	id = add(&house, "wang.fang", house.county);
	give(&house, add_with_password(&house, "sys.admin", 0), ACCOUNT_SYSTEM_ADMIN, 0);
	assert_int_equal(sign_in(&house, "wang.fang", "").outcome, ACCOUNT_WRONG);
	doer = doer_for(&house, "sys.admin", &session);
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
	FAILS(account_use_link(
		      house.gate, house.db, house.arena, str_of(token.at), STR("short"), &here),
		"account_password_short");
	FINE(account_use_link(
		house.gate, house.db, house.arena, str_of(token.at), STR(GOOD), &here));
	FAILS(account_use_link(
		      house.gate, house.db, house.arena, str_of(token.at), STR(OTHER), &here),
		"account_link");
	assert_int_equal(sign_in(&house, "wang.fang", GOOD).outcome, ACCOUNT_SIGNED);
	close_house(&house);
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
	struct house house;

	open_house(state, &house);
	FINE(account_begin_set_up(house.gate, house.db, house.arena, &is_needed, &older));
	assert_true(is_needed);
	FINE(account_begin_set_up(house.gate, house.db, house.arena, &is_needed, &token));
	assert_true(is_needed);
	FAILS(account_set_up(house.gate, house.db, house.arena, str_of(older.at), &here, firsts),
		"account_link");
	/* One person cannot be two of them, and a failed try uses nothing up. */
	FAILS(account_set_up(house.gate, house.db, house.arena, str_of(token.at), &here, same),
		"account_login_taken");
	FINE(account_set_up(house.gate, house.db, house.arena, str_of(token.at), &here, firsts));
	FAILS(account_set_up(house.gate, house.db, house.arena, str_of(token.at), &here, firsts),
		"account_link");
	for (int i = 0; i < 3; i++) {
		FINE(account_use_link(house.gate, house.db, house.arena, str_of(firsts[i].token.at),
			STR(GOOD), &here));
		assert_true(has_session(
			&house, sign_in(&house, firsts[i].login.at, GOOD).token.at, &session));
		assert_int_equal(session.person.roles, wanted[i] | ACCOUNT_SIGNED_IN);
		assert_true(account_may(&session.person, wanted[i], STR("/1/5/")));
	}
	FINE(account_begin_set_up(house.gate, house.db, house.arena, &is_needed, &token));
	assert_false(is_needed);
	close_house(&house);
}

static void
administrators_are_not_reset_by_each_other(void **state)
{
	struct account_record record;
	struct account_session session;
	struct account_token token;
	struct account_doer doer;
	struct house house;
	int64_t security;
	int64_t system;

	open_house(state, &house);
	system = add_with_password(&house, "sys.admin", 0);
	security = add_with_password(&house, "sec.admin", 0);
	give(&house, system, ACCOUNT_SYSTEM_ADMIN, 0);
	give(&house, security, ACCOUNT_SECURITY_ADMIN, 0);
	doer = doer_for(&house, "sys.admin", &session);
	FAILS(account_make_link(house.gate, house.db, house.arena, &doer, security, &token),
		"account_admin_reset");
	FAILS(account_set_password(
		      house.gate, house.db, house.arena, &doer, security, STR(OTHER), false),
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
	doer = doer_for(&house, "sec.admin", &session);
	FAILS(account_remove_factor(house.db, house.arena, &doer, system, STR("丢失")),
		"account_admin_reset");
	/* From the console of the server it can be done. */
	FINE(account_make_link(house.gate, house.db, house.arena, &console, security, &token));
	FINE(account_remove_factor(house.db, house.arena, &console, system, STR("丢失")));
	close_house(&house);
}

static void
link_in_reserve_does_not_open_an_account_that_was_given_more(void **state)
{
	struct account_session session;
	struct account_token token;
	struct account_doer doer;
	struct account_link link;
	struct house house;
	int64_t fresh;
	int64_t old;

	open_house(state, &house);
	give(&house, add_with_password(&house, "sys.admin", 0), ACCOUNT_SYSTEM_ADMIN, 0);
	old = add_with_password(&house, "wang.fang", house.county);
	fresh = add(&house, "li.si", house.county);
	doer = doer_for(&house, "sys.admin", &session);
	FINE(account_make_link(house.gate, house.db, house.arena, &doer, old, &token));
	give(&house, old, ACCOUNT_SECURITY_ADMIN, 0);
	FAILS(account_find_link(
		      house.db, house.arena, str_of(token.at), ACCOUNT_SETS_PASSWORD, &link),
		"account_link");
	/* Who has no password yet still gets in with the first link. */
	FINE(account_make_link(house.gate, house.db, house.arena, &doer, fresh, &token));
	give(&house, fresh, ACCOUNT_AUTHOR, house.county);
	FINE(account_find_link(
		house.db, house.arena, str_of(token.at), ACCOUNT_SETS_PASSWORD, &link));
	close_house(&house);
}

static void
roles_that_must_not_meet_do_not_meet_later(void **state)
{
	struct account_gift gift = {
		.role = ACCOUNT_AUTHOR, .to = DAY_NONE, .reason = STR("下月到任")
	};
	struct house house;
	int64_t role_id = 0;

	open_house(state, &house);
	gift.account_id = add(&house, "wang.fang", house.county);
	gift.agency_id = house.county;
	gift.from = (struct day){ day_today().number + 30 };
	FINE(account_give_role(house.db, house.arena, &console, &gift, &role_id));
	gift.role = ACCOUNT_AUDITOR;
	gift.from = DAY_NONE;
	FAILS(account_give_role(house.db, house.arena, &console, &gift, &role_id),
		"account_separate");
	/* What was taken counts no more. */
	FINE(account_take_role(house.db, house.arena, &console, role_id, STR("改任")));
	FINE(account_give_role(house.db, house.arena, &console, &gift, &role_id));
	close_house(&house);
}

static void
who_holds_a_role_elsewhere_is_not_reset_by_his_own_agency(void **state)
{
	struct account_session session;
	struct account_token token;
	struct account_doer doer;
	struct house house;
	int64_t id;

	open_house(state, &house);
	give(&house, add_with_password(&house, "sys.admin", house.county), ACCOUNT_SYSTEM_ADMIN,
		house.county);
	give(&house, add_with_password(&house, "sec.admin", house.county), ACCOUNT_SECURITY_ADMIN,
		house.county);
	id = add_with_password(&house, "wang.fang", house.county);
	give(&house, id, ACCOUNT_AUTHOR, house.county);
	doer = doer_for(&house, "sys.admin", &session);
	FINE(account_make_link(house.gate, house.db, house.arena, &doer, id, &token));
	give(&house, id, ACCOUNT_APPROVER, house.city);
	FAILS(account_make_link(house.gate, house.db, house.arena, &doer, id, &token),
		"account_may_not");
	doer = doer_for(&house, "sec.admin", &session);
	FAILS(account_remove_factor(house.db, house.arena, &doer, id, STR("丢失")),
		"account_may_not");
	FINE(account_remove_factor(house.db, house.arena, &console, id, STR("丢失")));
	close_house(&house);
}

/* --- other people's accounts --- */

static void
system_administrator_makes_accounts_and_gives_no_roles(void **state)
{
	struct account_facts facts = { .login = STR("new.one"),
		.name = STR("李四"),
		.valid_from = DAY_NONE,
		.valid_to = DAY_NONE,
		.mail = STR("li@example.cn"),
		.phone = STR("13800001111") };
	struct account_session session;
	struct account_gift gift;
	struct account_doer doer;
	struct house house;
	int64_t made = 0;
	int64_t id = 0;

	open_house(state, &house);
	facts.agency_id = house.county;
	give(&house, add_with_password(&house, "sys.admin", 0), ACCOUNT_SYSTEM_ADMIN, house.city);
	give(&house, add_with_password(&house, "sec.admin", 0), ACCOUNT_SECURITY_ADMIN, 0);
	doer = doer_for(&house, "sec.admin", &session);
	FAILS(account_add(house.gate, house.db, house.arena, &doer, &facts, &made),
		"account_may_not");
	doer = doer_for(&house, "sys.admin", &session);
	FINE(account_add(house.gate, house.db, house.arena, &doer, &facts, &made));
	FAILS(account_add(house.gate, house.db, house.arena, &doer, &facts, &id),
		"account_login_taken");
	facts.login = STR("other.one");
	facts.agency_id = 999999;
	FAILS(account_add(house.gate, house.db, house.arena, &doer, &facts, &id), "account_agency");
	facts.agency_id = 0;
	FAILS(account_add(house.gate, house.db, house.arena, &doer, &facts, &id),
		"account_may_not");
	gift = (struct account_gift){ made, ACCOUNT_AUTHOR, house.county, false, DAY_NONE, DAY_NONE,
		STR("新任") };
	FAILS(account_give_role(house.db, house.arena, &doer, &gift, &id), "account_may_not");
	doer = doer_for(&house, "sec.admin", &session);
	FINE(account_give_role(house.db, house.arena, &doer, &gift, &id));
	FAILS(account_give_role(house.db, house.arena, &doer, &gift, &id), "account_role_held");
	close_house(&house);
}

static void
stale_form_is_refused(void **state)
{
	struct account_record record;
	struct account_facts facts;
	struct house house;
	int64_t id;

	open_house(state, &house);
	id = add(&house, "wang.fang", house.county);
	FINE(account_load(house.gate, house.db, house.arena, id, &record));
	facts = record.facts;
	facts.name = STR("王晓芳");
	facts.mail = STR("wang@example.cn");
	FINE(account_change(
		house.gate, house.db, house.arena, &console, id, record.version, &facts));
	facts.name = STR("别人");
	FAILS(account_change(
		      house.gate, house.db, house.arena, &console, id, record.version, &facts),
		"account_stale");
	FINE(account_load(house.gate, house.db, house.arena, id, &record));
	SAME_TEXT(record.facts.name, "王晓芳");
	SAME_TEXT(record.facts.mail, "wang@example.cn");
	SAME_TEXT(record.agency_name, "乙县人民政府");
	close_house(&house);
}

static void
roles_are_taken_and_their_history_stays(void **state)
{
	struct account_given *given = NULL;
	struct account_session session;
	struct account_doer doer;
	struct house house;
	size_t count = 0;
	int64_t id;

	open_house(state, &house);
	id = add_with_password(&house, "wang.fang", house.county);
	give(&house, id, ACCOUNT_AUTHOR, house.city);
	give(&house, add_with_password(&house, "sec.admin", 0), ACCOUNT_SECURITY_ADMIN, 0);
	doer_for(&house, "wang.fang", &session);
	assert_true(account_may(&session.person, ACCOUNT_AUTHOR, session.person.agency_path));
	doer = doer_for(&house, "sec.admin", &session);
	FINE(account_list_roles(house.db, house.arena, id, &given, &count));
	assert_int_equal(count, 1);
	FAILS(account_take_role(house.db, house.arena, &doer, given[0].id, STR("")),
		"account_reason");
	FINE(account_take_role(house.db, house.arena, &doer, given[0].id, STR("调岗")));
	FAILS(account_take_role(house.db, house.arena, &doer, given[0].id, STR("调岗")),
		"account_role_taken");
	FINE(account_list_roles(house.db, house.arena, id, &given, &count));
	assert_int_equal(count, 1);
	assert_true(given[0].taken_at > 0);
	SAME_TEXT(given[0].taken_reason, "调岗");
	doer_for(&house, "wang.fang", &session);
	assert_int_equal(session.person.roles, ACCOUNT_SIGNED_IN);
	give(&house, id, ACCOUNT_AUTHOR, house.city);
	close_house(&house);
}

static void
lent_roles_hold_for_their_days_and_end_with_the_lender(void **state)
{
	struct account_session lender;
	struct account_session session;
	struct account_loan *loans = NULL;
	struct account_doer doer;
	struct day today = day_today();
	struct house house;
	size_t count = 0;
	int64_t first;
	int64_t loan;

	open_house(state, &house);
	first = add_with_password(&house, "wang.fang", house.county);
	add_with_password(&house, "li.si", house.county);
	give(&house, first, ACCOUNT_REVIEWER, house.county);
	doer = doer_for(&house, "wang.fang", &lender);
	FAILS(account_lend(house.gate, house.db, house.arena, &doer, STR("li.si"), ACCOUNT_APPROVER,
		      today, today, STR("休假"), &loan),
		"account_not_held");
	FAILS(account_lend(house.gate, house.db, house.arena, &doer, STR("no.one"),
		      ACCOUNT_REVIEWER, today, today, STR("休假"), &loan),
		"account_lend_to");
	FINE(account_lend(house.gate, house.db, house.arena, &doer, STR("li.si"), ACCOUNT_REVIEWER,
		today, today, STR("休假"), &loan));
	doer_for(&house, "li.si", &session);
	assert_int_equal(session.person.grant_count, 1);
	assert_int_equal(session.person.grants[0].delegated_by, first);
	assert_true(account_may(&session.person, ACCOUNT_REVIEWER, lender.person.agency_path));
	/* What is borrowed cannot be lent on. */
	doer = (struct account_doer){ &session.person,
		{ session.person.id, STR("李四"), 0, STR(""), AUDIT_WEB } };
	FAILS(account_lend(house.gate, house.db, house.arena, &doer, STR("wang.fang"),
		      ACCOUNT_REVIEWER, today, today, STR("休假"), &loan),
		"account_not_held");
	FAILS(account_end_lending(house.db, house.arena, &doer, loan), "account_may_not");
	/* An administrator's role and a borrowed one do not go together. */
	{
		struct account_gift gift = { session.person.id, ACCOUNT_AUDITOR, 0, true, DAY_NONE,
			DAY_NONE, STR("测试") };
		int64_t id = 0;

		FAILS(account_give_role(house.db, house.arena, &console, &gift, &id),
			"account_separate");
	}
	FINE(account_set_disabled(house.db, house.arena, &console, first, true, STR("调离")));
	doer_for(&house, "li.si", &session);
	assert_int_equal(session.person.grant_count, 0);
	FINE(account_set_disabled(house.db, house.arena, &console, first, false, STR("调回")));
	FINE(account_end_lending(house.db, house.arena, &console, loan));
	doer_for(&house, "li.si", &session);
	assert_int_equal(session.person.grant_count, 0);
	FINE(account_list_loans(house.db, house.arena, first, &loans, &count));
	assert_int_equal(count, 1);
	assert_true(loans[0].is_mine && loans[0].ended_at > 0);
	close_house(&house);
}

/* --- lists --- */

static void
people_are_found_by_words_agency_role_state_and_sealed_contacts(void **state)
{
	struct account_query query = { .limit = 50 };
	struct account_facts facts = { .login = STR("li.si"),
		.name = STR("李四"),
		.valid_from = DAY_NONE,
		.valid_to = DAY_NONE,
		.mail = STR("li@example.cn"),
		.phone = STR("13800001111") };
	struct account_agency agency;
	struct account_list list;
	struct house house;
	int64_t id = 0;

	open_house(state, &house);
	facts.agency_id = house.county;
	FINE(account_add(house.gate, house.db, house.arena, &console, &facts, &id));
	give(&house, add(&house, "wang.fang", house.city), ACCOUNT_HEAD, house.city);
	add(&house, "zhao.liu", 0);
	FINE(account_find_all(house.gate, house.db, house.arena, &query, &list));
	assert_int_equal(list.total, 3);
	query.text = STR("四");
	FINE(account_find_all(house.gate, house.db, house.arena, &query, &list));
	assert_int_equal(list.total, 1);
	SAME_TEXT(list.rows[0].login, "li.si");
	query.text = STR("li@example.cn");
	FINE(account_find_all(house.gate, house.db, house.arena, &query, &list));
	assert_int_equal(list.total, 1);
	query.text = STR("13800001111");
	FINE(account_find_all(house.gate, house.db, house.arena, &query, &list));
	assert_int_equal(list.total, 1);
	query.text = STR("1380000");
	FINE(account_find_all(house.gate, house.db, house.arena, &query, &list));
	assert_int_equal(list.total, 0);
	query = (struct account_query){ .role = ACCOUNT_HEAD, .limit = 50 };
	FINE(account_find_all(house.gate, house.db, house.arena, &query, &list));
	assert_int_equal(list.total, 1);
	assert_int_equal(list.rows[0].roles, ACCOUNT_HEAD);
	FINE(account_load_agency(house.db, house.arena, house.county, &agency));
	query = (struct account_query){ .path = agency.path, .limit = 50 };
	FINE(account_find_all(house.gate, house.db, house.arena, &query, &list));
	assert_int_equal(list.total, 1);
	FINE(account_load_agency(house.db, house.arena, house.city, &agency));
	query = (struct account_query){ .path = agency.path, .limit = 50 };
	FINE(account_find_all(house.gate, house.db, house.arena, &query, &list));
	assert_int_equal(list.total, 2);
	query.is_alone = true;
	FINE(account_find_all(house.gate, house.db, house.arena, &query, &list));
	assert_int_equal(list.total, 1);
	SAME_TEXT(list.rows[0].login, "wang.fang");
	query = (struct account_query){
		.state = ACCOUNT_NO_PASSWORD, .sort = ACCOUNT_NEWEST, .limit = 1, .offset = 1
	};
	FINE(account_find_all(house.gate, house.db, house.arena, &query, &list));
	assert_int_equal(list.total, 3);
	assert_int_equal(list.count, 1);
	SAME_TEXT(list.rows[0].login, "wang.fang");
	close_house(&house);
}

static void
owner_sees_what_happened_at_the_door(void **state)
{
	struct account_event *events = NULL;
	struct house house;
	size_t count = 0;
	int64_t id;

	open_house(state, &house);
	id = add_with_password(&house, "wang.fang", 0);
	sign_in(&house, "wang.fang", "wrong");
	sign_in(&house, "wang.fang", GOOD);
	FINE(account_list_events(house.db, house.arena, id, 10, &events, &count));
	assert_int_equal(count, 2);
	assert_int_equal(events[0].outcome, ACCOUNT_SIGNED);
	assert_int_equal(events[1].outcome, ACCOUNT_WRONG);
	SAME_TEXT(events[0].address, "192.0.2.7");
	SAME_TEXT(events[0].browser, "test browser");
	close_house(&house);
}

static void
audit_tells_every_change_and_no_secret(void **state)
{
	struct audit_query query = { .from = DAY_NONE, .to = DAY_NONE, .limit = 500 };
	static const char *const secrets[] = { GOOD, "王小芳", "li@example.cn", "13800001111",
		"argon2" };
	struct account_record record;
	struct account_facts facts;
	struct account_token token;
	struct audit_verdict verdict;
	struct audit_list list;
	struct house house;
	int64_t id;

	open_house(state, &house);
	id = add_with_password(&house, "wang.fang", house.county);
	FINE(account_load(house.gate, house.db, house.arena, id, &record));
	facts = record.facts;
	facts.mail = STR("li@example.cn");
	facts.phone = STR("13800001111");
	FINE(account_change(
		house.gate, house.db, house.arena, &console, id, record.version, &facts));
	FINE(account_make_link(house.gate, house.db, house.arena, &console, id, &token));
	FINE(audit_find(house.db, house.arena, &query, &list));
	assert_int_equal(list.count, 4);
	for (size_t i = 0; i < list.count; i++)
		for (size_t s = 0; s < COUNT_OF(secrets); s++) {
			assert_false(str_has(list.entries[i].before, str_of(secrets[s])));
			assert_false(str_has(list.entries[i].after, str_of(secrets[s])));
			assert_false(str_has(list.entries[i].after, str_of(token.at)));
		}
	FINE(audit_verify(house.db, house.arena, &verdict));
	assert_true(verdict.is_whole);
	close_house(&house);
}

/* --- settings --- */

static void
set(struct house *house, const char *key, const char *value)
{
	struct setting_change change = {
		.actor = &console.actor, .key = str_of(key), .value = str_of(value)
	};

	FINE(setting_save(house->db, house->arena, &change));
}

static void
policy_is_what_the_settings_say(void **state)
{
	static const struct setting *const *const tables[] = { account_settings, NULL };
	struct setting_change wrong = {
		.actor = &console.actor, .key = STR("account.password_least"), .value = STR("4")
	};
	const struct account_policy *usual = &account_usual_policy;
	struct account_policy policy;
	struct house house;

	open_house(state, &house);
	setting_use(tables);
	FINE(account_load_policy(house.db, house.arena, &policy));
	assert_int_equal(policy.password_least, usual->password_least);
	assert_int_equal(policy.delay_after, usual->delay_after);
	assert_int_equal(policy.delay_first, usual->delay_first);
	assert_int_equal(policy.delay_most, usual->delay_most);
	assert_int_equal(policy.idle, usual->idle);
	assert_int_equal(policy.absolute, usual->absolute);
	assert_int_equal(policy.link, usual->link);
	assert_int_equal(policy.delegation_most, usual->delegation_most);
	assert_int_equal(policy.factor_roles, usual->factor_roles);
	assert_int_equal(policy.hash_bytes, usual->hash_bytes);
	assert_int_equal(policy.hashes_at_once, usual->hashes_at_once);
	set(&house, "account.idle", "10");
	set(&house, "account.factor", "administrators");
	set(&house, "account.hash_memory", "128");
	FAILS(setting_save(house.db, house.arena, &wrong), "setting_value");
	FINE(account_load_policy(house.db, house.arena, &policy));
	assert_int_equal(policy.idle, 600);
	assert_int_equal(policy.factor_roles, ACCOUNT_ADMINS);
	assert_int_equal(policy.hash_bytes, (size_t)128 << 20);
	assert_int_equal(policy.password_least, usual->password_least);
	setting_drop_cache();
	close_house(&house);
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
		cmocka_unit_test(system_administrator_makes_accounts_and_gives_no_roles),
		cmocka_unit_test(stale_form_is_refused),
		cmocka_unit_test(roles_are_taken_and_their_history_stays),
		cmocka_unit_test(lent_roles_hold_for_their_days_and_end_with_the_lender),
		cmocka_unit_test(people_are_found_by_words_agency_role_state_and_sealed_contacts),
		cmocka_unit_test(owner_sees_what_happened_at_the_door),
		cmocka_unit_test(audit_tells_every_change_and_no_secret),
		cmocka_unit_test(policy_is_what_the_settings_say),
	};

	return TWIN_RUN(tests);
}
