/*
 * Access tokens: what one stands for at each moment, and everything that ends it.
 * The header that brings one is tests/golden/tokens.c's.
 */
#include "account/account_access.h"

#include "people_help.h"

#include <stdio.h>

struct desk {
	struct people_house house;
	struct account_session session;
	struct account_doer doer;
	int64_t id; /* of li.lei, case officer and reviewer of the county */
};

static void
open_desk(struct desk *desk, struct twin *twin)
{
	*desk = (struct desk){ 0 };
	people_open(twin, NULL, &desk->house);
	desk->id = people_add(&desk->house, "li.lei", desk->house.county);
	people_give(&desk->house, desk->id, ACCOUNT_CASE_OFFICER, desk->house.county);
	people_give(&desk->house, desk->id, ACCOUNT_REVIEWER, desk->house.county);
	desk->doer = people_enter(&desk->house, "li.lei", &desk->session);
}

static struct account_access_plan
plan(void)
{
	return (struct account_access_plan){ .name = STR("政务服务平台"),
		.roles = ACCOUNT_CASE_OFFICER,
		.last = { day_today().number + 30 } };
}

static struct fault *
try_make(struct desk *desk, struct account_access_plan wanted, struct account_access_text *text)
{
	int64_t id = 0;

	return account_access_make(desk->house.gate, desk->house.db, desk->house.arena, &desk->doer,
		&wanted, &id, text);
}

static struct account_access_text
make(struct desk *desk)
{
	struct account_access_text text;

	FINE(try_make(desk, plan(), &text));
	return text;
}

static bool
find(struct desk *desk, const char *text, struct account_access_found *ret_found)
{
	bool is_found = false;

	FINE(account_access_find(desk->house.gate, desk->house.db, desk->house.arena, str_of(text),
		&is_found, ret_found));
	return is_found;
}

static bool
counts(struct desk *desk, const struct account_access_text *text)
{
	struct account_access_found found;

	return find(desk, text->at, &found);
}

static struct account_access
newest(struct desk *desk)
{
	struct account_access *list = NULL;
	size_t count = 0;

	FINE(account_access_list(desk->house.db, desk->house.arena, desk->id, &list, &count));
	assert_true(count > 0);
	return list[0];
}

/* --- making --- */

static void
token_stands_for_its_person_with_the_chosen_roles_alone(void **state)
{
	struct account_access_found found;
	struct account_access_text text;
	struct desk desk;

	open_desk(&desk, *state);
	text = make(&desk);
	assert_true(str_starts(str_of(text.at), STR("gk_")));
	assert_int_equal(strlen(text.at), 67);
	assert_true(find(&desk, text.at, &found));
	assert_int_equal(found.person.id, desk.id);
	assert_int_equal(found.person.roles, ACCOUNT_SIGNED_IN | ACCOUNT_CASE_OFFICER);
	assert_int_equal(found.person.grant_count, 1);
	assert_false(found.may_write);
	assert_int_equal(people_count_deeds(&desk.house, "account.access_made"), 1);
	/* Anything else stands for nobody; so does the token of a session. */
	assert_false(find(&desk, "", &found));
	assert_false(find(&desk, "gk_", &found));
	assert_false(find(&desk, text.at + 3, &found));
	text.at[66] = text.at[66] == '0' ? '1' : '0';
	assert_false(find(&desk, text.at, &found));
	memcpy(text.at + 3, desk.session.token.at, 64);
	assert_false(find(&desk, text.at, &found));
	people_close(&desk.house);
}

static void
plan_that_is_wider_or_longer_than_allowed_is_refused(void **state)
{
	struct account_access_text text;
	struct account_access_plan wrong;
	struct desk desk;

	open_desk(&desk, *state);
	wrong = plan();
	wrong.name = STR("  ");
	FAILS(try_make(&desk, wrong, &text), "account_access_name");
	wrong = plan();
	wrong.roles = 0;
	FAILS(try_make(&desk, wrong, &text), "account_access_roles");
	wrong.roles = ACCOUNT_HEAD;
	FAILS(try_make(&desk, wrong, &text), "account_access_roles");
	wrong.roles = ACCOUNT_SIGNED_IN | ACCOUNT_CASE_OFFICER;
	FAILS(try_make(&desk, wrong, &text), "account_access_roles");
	wrong = plan();
	wrong.last = day_today();
	wrong.last.number--;
	FAILS(try_make(&desk, wrong, &text), "account_access_day");
	wrong.last.number = day_today().number + ACCOUNT_ACCESS_DAYS + 1;
	FAILS(try_make(&desk, wrong, &text), "account_access_day");
	wrong.last.number--;
	FINE(try_make(&desk, wrong, &text));
	for (int i = 1; i < ACCOUNT_ACCESS_MOST; i++)
		(void)make(&desk);
	FAILS(try_make(&desk, plan(), &text), "account_access_many");
	assert_int_equal(
		people_count_deeds(&desk.house, "account.access_made"), ACCOUNT_ACCESS_MOST);
	people_close(&desk.house);
}

/* --- ending --- */

static void
owner_and_security_administrator_end_it_and_nobody_else(void **state)
{
	struct account_session session;
	struct account_access_text one;
	struct account_access_text other;
	struct account_doer doer;
	struct desk desk;
	int64_t id;

	open_desk(&desk, *state);
	one = make(&desk);
	id = people_add(&desk.house, "sec", desk.house.city);
	people_give(&desk.house, id, ACCOUNT_SECURITY_ADMIN, desk.house.county);
	(void)people_add(&desk.house, "han", desk.house.county);
	doer = people_enter(&desk.house, "han", &session);
	FAILS(account_access_end(desk.house.db, desk.house.arena, &doer, desk.id, newest(&desk).id),
		"account_may_not");
	/* Somebody else's token is not one of mine. */
	FAILS(account_access_end(
		      desk.house.db, desk.house.arena, &doer, doer.person->id, newest(&desk).id),
		"absent");
	FAILS(account_access_end(desk.house.db, desk.house.arena, &desk.doer, desk.id, 0),
		"absent");
	assert_true(counts(&desk, &one));
	doer = people_enter(&desk.house, "sec", &session);
	FINE(account_access_end(desk.house.db, desk.house.arena, &doer, desk.id, newest(&desk).id));
	assert_false(counts(&desk, &one));
	assert_int_equal(newest(&desk).why, ACCOUNT_ACCESS_ENDED_ADMIN);
	other = make(&desk);
	FINE(account_access_end(
		desk.house.db, desk.house.arena, &desk.doer, desk.id, newest(&desk).id));
	assert_false(counts(&desk, &other));
	assert_int_equal(people_count_deeds(&desk.house, "account.access_ended"), 2);
	FAILS(account_access_end(desk.house.db, desk.house.arena, &desk.doer, desk.id, 1),
		"absent");
	people_close(&desk.house);
}

static void
new_password_and_closed_account_end_all_of_them(void **state)
{
	struct account_signed signing;
	struct account_access_text one;
	struct account_access_text two;
	struct desk desk;

	open_desk(&desk, *state);
	one = make(&desk);
	two = make(&desk);
	FINE(account_change_password(desk.house.gate, desk.house.db, desk.house.arena,
		&desk.session, STR(PEOPLE_GOOD), STR(PEOPLE_OTHER), &people_office, &signing));
	assert_false(counts(&desk, &one));
	assert_false(counts(&desk, &two));
	assert_int_equal(newest(&desk).why, ACCOUNT_ACCESS_ENDED_SECRET);
	assert_int_equal(people_count_deeds(&desk.house, "account.access_ended"), 1);
	one = make(&desk);
	FINE(account_set_disabled(
		desk.house.db, desk.house.arena, &people_console, desk.id, true, STR("离职")));
	assert_false(counts(&desk, &one));
	/* Opening the account again does not bring it back. */
	FINE(account_set_disabled(
		desk.house.db, desk.house.arena, &people_console, desk.id, false, STR("回来")));
	assert_false(counts(&desk, &one));
	one = make(&desk);
	FINE(account_set_password(desk.house.gate, desk.house.db, desk.house.arena, &people_console,
		desk.id, STR(PEOPLE_GOOD), false));
	assert_false(counts(&desk, &one));
	people_close(&desk.house);
}

/* --- at each moment --- */

struct adding {
	struct desk *desk;
	struct account_access_plan plan;
	struct digest mark;
	int64_t id;
};

static struct fault *
add(struct db *db, void *arg)
{
	struct adding *adding = arg;

	return account_access_store_add(
		db, adding->desk->id, adding->mark, &adding->plan, 1000, &adding->id);
}

/* Does one count that was made long ago? With another last digit for each. */
static bool
counts_until(struct desk *desk, int digit, int64_t last)
{
	struct adding adding = { .desk = desk, .plan = plan() };
	struct account_access_found found;
	char text[68];

	snprintf(text, sizeof text, "gk_%064d", digit);
	adding.plan.last.number = (int)last;
	FINE(account_mark(desk->house.gate, "account.access", str_of(text), &adding.mark));
	FINE(db_work(desk->house.db, add, &adding));
	return find(desk, text, &found);
}

static void
token_counts_to_the_end_of_its_last_day(void **state)
{
	struct desk desk;

	open_desk(&desk, *state);
	assert_true(counts_until(&desk, 1, day_today().number));
	assert_false(counts_until(&desk, 2, day_today().number - 1));
	people_close(&desk.house);
}

static void
account_outside_its_days_makes_it_worthless_for_that_time(void **state)
{
	struct account_record record;
	struct account_access_text text;
	struct desk desk;

	open_desk(&desk, *state);
	text = make(&desk);
	FINE(account_load(desk.house.gate, desk.house.db, desk.house.arena, desk.id, &record));
	record.facts.valid_to = day_today();
	record.facts.valid_to.number--;
	FINE(account_change(desk.house.gate, desk.house.db, desk.house.arena, &people_console,
		desk.id, record.version, &record.facts));
	assert_false(counts(&desk, &text));
	people_close(&desk.house);
}

static void
role_that_was_taken_or_lent_and_is_over_is_gone_from_it_at_once(void **state)
{
	struct account_given *given = NULL;
	struct account_access_found found;
	struct account_access_text text;
	struct account_access_plan wanted = plan();
	struct account_session session;
	struct account_loan *loans = NULL;
	struct account_doer head;
	struct desk desk;
	size_t count = 0;
	int64_t id;

	open_desk(&desk, *state);
	id = people_add(&desk.house, "boss", desk.house.county);
	people_give(&desk.house, id, ACCOUNT_HEAD, desk.house.county);
	head = people_enter(&desk.house, "boss", &session);
	FINE(account_lend(desk.house.gate, desk.house.db, desk.house.arena, &head, STR("li.lei"),
		ACCOUNT_HEAD, day_today(), day_today(), STR("出差"), &id));
	desk.doer = people_enter(&desk.house, "li.lei", &desk.session);
	wanted.roles = ACCOUNT_CASE_OFFICER | ACCOUNT_HEAD;
	FINE(try_make(&desk, wanted, &text));
	assert_true(find(&desk, text.at, &found));
	assert_int_equal(
		found.person.roles, ACCOUNT_SIGNED_IN | ACCOUNT_CASE_OFFICER | ACCOUNT_HEAD);
	FINE(account_list_loans(desk.house.db, desk.house.arena, desk.id, &loans, &count));
	FINE(account_end_lending(desk.house.db, desk.house.arena, &head, loans[0].id));
	assert_true(find(&desk, text.at, &found));
	assert_int_equal(found.person.roles, ACCOUNT_SIGNED_IN | ACCOUNT_CASE_OFFICER);
	FINE(account_list_roles(desk.house.db, desk.house.arena, desk.id, &given, &count));
	for (size_t i = 0; i < count; i++)
		if (given[i].role == ACCOUNT_CASE_OFFICER)
			FINE(account_take_role(desk.house.db, desk.house.arena, &people_console,
				given[i].id, STR("调岗")));
	/* The other role that the person still holds was never the token's. */
	assert_true(find(&desk, text.at, &found));
	assert_int_equal(found.person.roles, ACCOUNT_SIGNED_IN);
	assert_int_equal(found.person.grant_count, 0);
	people_close(&desk.house);
}

static void
token_without_a_second_factor_is_worthless_where_one_is_needed(void **state)
{
	struct account_gate_options options = { .policy = account_usual_policy };
	struct account_access_text text;
	struct account_gate *strict = NULL;
	struct desk desk;

	open_desk(&desk, *state);
	text = make(&desk);
	options.keys = desk.house.keys;
	options.policy.hash_passes = 1;
	options.policy.hash_bytes = 8192;
	options.policy.factor_roles = ACCOUNT_REVIEWER;
	FINE(account_gate_open(&options, &strict));
	account_gate_close(&desk.house.gate);
	desk.house.gate = strict;
	assert_false(counts(&desk, &text));
	people_close(&desk.house);
}

/* --- use --- */

static void
first_use_is_due_at_once_and_told_the_last_one_is_kept(void **state)
{
	struct account_access_found found;
	struct account_access_text text;
	struct account_access token;
	struct desk desk;

	open_desk(&desk, *state);
	text = make(&desk);
	assert_int_equal(newest(&desk).seen_at, 0);
	assert_false(account_access_is_due(desk.house.gate));
	assert_true(find(&desk, text.at, &found));
	account_access_note_use(desk.house.gate, found.id, 1000, STR("192.0.2.7"));
	assert_true(account_access_is_due(desk.house.gate));
	FINE(account_access_save_uses(desk.house.gate, desk.house.db));
	assert_false(account_access_is_due(desk.house.gate));
	assert_int_equal(people_count_deeds(&desk.house, "account.access_used"), 1);
	account_access_note_use(desk.house.gate, found.id, 2000, STR("2001:db8::9"));
	/* Not worth a write of its own. */
	assert_false(account_access_is_due(desk.house.gate));
	FINE(account_access_save_uses(desk.house.gate, desk.house.db));
	token = newest(&desk);
	assert_int_equal(token.seen_at, 2000);
	SAME_TEXT(token.address, "2001:db8::9");
	assert_int_equal(people_count_deeds(&desk.house, "account.access_used"), 1);
	people_close(&desk.house);
}

static void
many_tokens_at_once_are_all_written_down(void **state)
{
	struct account_access_found found;
	struct desk desk;
	int rounds = 0;

	open_desk(&desk, *state);
	for (int i = 0; i < ACCOUNT_ACCESS_MOST; i++) {
		struct account_access_text text = make(&desk);

		assert_true(find(&desk, text.at, &found));
		account_access_note_use(desk.house.gate, found.id, 1000 + i, STR("192.0.2.7"));
	}
	for (; account_access_is_due(desk.house.gate); rounds++)
		FINE(account_access_save_uses(desk.house.gate, desk.house.db));
	assert_int_equal(rounds, 1);
	assert_int_equal(
		people_count_deeds(&desk.house, "account.access_used"), ACCOUNT_ACCESS_MOST);
	people_close(&desk.house);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(token_stands_for_its_person_with_the_chosen_roles_alone),
		cmocka_unit_test(plan_that_is_wider_or_longer_than_allowed_is_refused),
		cmocka_unit_test(owner_and_security_administrator_end_it_and_nobody_else),
		cmocka_unit_test(new_password_and_closed_account_end_all_of_them),
		cmocka_unit_test(token_counts_to_the_end_of_its_last_day),
		cmocka_unit_test(account_outside_its_days_makes_it_worthless_for_that_time),
		cmocka_unit_test(role_that_was_taken_or_lent_and_is_over_is_gone_from_it_at_once),
		cmocka_unit_test(token_without_a_second_factor_is_worthless_where_one_is_needed),
		cmocka_unit_test(first_use_is_due_at_once_and_told_the_last_one_is_kept),
		cmocka_unit_test(many_tokens_at_once_are_all_written_down),
	};

	return TWIN_RUN(tests);
}
