/* What is kept in memory of a session counts only while the store is as it was: whatever is taken
 * away is gone with the very next request, whoever took it away. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "account/account_kept.h"
#include "people_help.h"

/* One who is signed in, and the handle by which requests are answered. */
struct visit {
	struct people_house house;
	struct db *reader; /* in memory there is one handle for all */
	int64_t id;
	struct account_signed signing;
};

/* As a page's request finds who asks; the roles, 0 for nobody. */
static unsigned
ask(struct visit *visit)
{
	struct account_session session = { 0 };
	bool is_found = false;
	struct str token;

	FINE(str_copy(visit->house.arena, str_of(visit->signing.token.at), &token));
	FINE(db_hold(visit->reader));
	FINE(account_find_session(
		visit->house.gate, visit->reader, visit->house.arena, token, &is_found, &session));
	db_let_go(visit->reader);
	return is_found ? session.person.roles : 0;
}

static void
visit_open(struct twin *twin, struct visit *visit)
{
	people_open(twin, NULL, &visit->house);
	visit->id = people_add(&visit->house, "wang.fang", visit->house.city);
	people_give(&visit->house, visit->id, ACCOUNT_AUTHOR, visit->house.city);
	visit->signing = people_sign_in(&visit->house, "wang.fang", PEOPLE_GOOD, &people_office);
	visit->reader = visit->house.db;
	if (twin->engine->is_shared)
		twin_open_again(twin, DB_READ, &visit->reader);
	/* Twice, so that the second time is out of memory where there is something to keep. */
	for (int i = 0; i < 2; i++)
		assert_int_equal(ask(visit), ACCOUNT_AUTHOR | ACCOUNT_SIGNED_IN);
}

static void
visit_close(struct visit *visit)
{
	if (visit->reader != visit->house.db)
		db_close(&visit->reader);
	people_close(&visit->house);
}

static int64_t
role_of(struct people_house *house, int64_t id)
{
	struct account_given *given = NULL;
	size_t count = 0;

	FINE(account_list_roles(house->db, house->arena, id, &given, &count));
	assert_true(count > 0);
	return given[0].id;
}

static void
a_session_that_was_ended_is_gone_with_the_next_request(void **state)
{
	struct visit visit;

	visit_open(*state, &visit);
	FINE(account_end_sessions(
		visit.house.db, visit.house.arena, &people_console, visit.id, 0, 0));
	assert_int_equal(ask(&visit), 0);
	visit_close(&visit);
}

static void
a_role_that_was_taken_or_given_counts_with_the_next_request(void **state)
{
	struct visit visit;
	struct people_house *house = &visit.house;

	visit_open(*state, &visit);
	FINE(account_take_role(
		house->db, house->arena, &people_console, role_of(house, visit.id), STR("调离")));
	assert_int_equal(ask(&visit), ACCOUNT_SIGNED_IN);
	people_give(house, visit.id, ACCOUNT_APPROVER, house->county);
	assert_int_equal(ask(&visit), ACCOUNT_APPROVER | ACCOUNT_SIGNED_IN);
	visit_close(&visit);
}

static void
an_account_that_was_shut_has_no_session_with_the_next_request(void **state)
{
	struct visit visit;

	visit_open(*state, &visit);
	FINE(account_set_disabled(
		visit.house.db, visit.house.arena, &people_console, visit.id, true, STR("离职")));
	assert_int_equal(ask(&visit), 0);
	visit_close(&visit);
}

static void
days_of_an_account_that_ended_count_with_the_next_request(void **state)
{
	struct visit visit;
	struct people_house *house = &visit.house;
	struct account_record record;

	visit_open(*state, &visit);
	FINE(account_load(house->gate, house->db, house->arena, visit.id, &record));
	record.facts.valid_to = (struct day){ day_today().number - 1 };
	FINE(account_change(house->gate, house->db, house->arena, &people_console, visit.id,
		record.version, &record.facts));
	assert_int_equal(ask(&visit), 0);
	visit_close(&visit);
}

static void
a_delegation_that_was_ended_lends_nothing_with_the_next_request(void **state)
{
	struct visit visit;
	struct people_house *house = &visit.house;
	struct day today = day_today();
	struct account_session session;
	struct account_doer doer;
	int64_t id = 0;

	visit_open(*state, &visit);
	people_give(house, people_add(house, "li.si", house->city), ACCOUNT_APPROVER, house->city);
	doer = people_enter(house, "li.si", &session);
	FINE(account_lend(house->gate, house->db, house->arena, &doer, STR("wang.fang"),
		ACCOUNT_APPROVER, today, (struct day){ today.number + 7 }, STR("休假"), &id));
	assert_int_equal(ask(&visit), ACCOUNT_AUTHOR | ACCOUNT_APPROVER | ACCOUNT_SIGNED_IN);
	FINE(account_end_lending(house->db, house->arena, &doer, id));
	assert_int_equal(ask(&visit), ACCOUNT_AUTHOR | ACCOUNT_SIGNED_IN);
	visit_close(&visit);
}

static void
a_new_password_ends_other_sessions_with_the_next_request(void **state)
{
	struct visit visit;
	struct people_house *house = &visit.house;
	struct account_session session;
	struct account_signed renewed;

	visit_open(*state, &visit);
	people_enter(house, "wang.fang", &session);
	FINE(account_change_password(house->gate, house->db, house->arena, &session,
		STR(PEOPLE_GOOD), STR(PEOPLE_OTHER), &people_office, &renewed));
	assert_int_equal(ask(&visit), 0);
	visit.signing = renewed;
	assert_int_equal(ask(&visit), ACCOUNT_AUTHOR | ACCOUNT_SIGNED_IN);
	visit_close(&visit);
}

/* --- another process --- */

/* What this program does when it is started with a URL and the id of an account. */
static struct fault *
end_sessions(struct db *db, void *arg)
{
	const int64_t *id = arg;

	return account_store_end_session(db, *id, 0, 0, account_now(), ACCOUNT_ENDED_OUT, NULL);
}

static int
be_another_process(char **args)
{
	struct db *db = NULL;
	int64_t id = strtoll(args[2], NULL, 10);
	struct fault *fault = db_open(args[1], DB_WRITE, &db);

	if (!fault)
		fault = db_work(db, end_sessions, &id);
	if (fault)
		fprintf(stderr, "%s: %s\n", fault->code, fault->detail);
	db_close(&db);
	return fault != NULL;
}

static void
what_another_process_took_away_is_gone_with_the_next_request(void **state)
{
	struct twin *twin = *state;
	struct visit visit;
	char id[32];
	int status = -1;
	pid_t child;

	if (!twin->engine->is_shared)
		skip();
	visit_open(twin, &visit);
	snprintf(id, sizeof id, "%lld", (long long)visit.id);
	child = fork();
	if (child == 0) {
		execl("/proc/self/exe", "another", twin->url, id, (char *)NULL);
		_exit(1);
	}
	assert_true(child > 0);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
	assert_int_equal(ask(&visit), 0);
	visit_close(&visit);
}

/* --- the table itself --- */

static void
as_long_as_nothing_is_saved_a_session_is_read_once(void **state)
{
	struct twin *twin = *state;
	struct visit visit;
	long first;
	long second;

	visit_open(twin, &visit);
	FINE(db_fail_wrap(visit.reader));
	/* A write by somebody else, so that it is read anew. */
	people_give(&visit.house, visit.id, ACCOUNT_REVIEWER, visit.house.city);
	first = db_fail_count(visit.reader);
	ask(&visit);
	first = db_fail_count(visit.reader) - first;
	second = db_fail_count(visit.reader);
	ask(&visit);
	second = db_fail_count(visit.reader) - second;
	if (twin->engine->is_shared && strncmp(twin->url, "sqlite:", 7) == 0)
		assert_int_equal(second, 3); /* begin, version, commit */
	else
		assert_int_equal(second, first);
	visit_close(&visit);
}

static struct account_session_found
made_up(int64_t id, const struct account_grant *grants, size_t count)
{
	return (struct account_session_found){
		.id = id,
		.is_open = true,
		.person = { .id = id,
			.login = STR("wang.fang"),
			.name = STR("王芳"),
			.agency_path = STR("/1/"),
			.grants = grants,
			.grant_count = count },
		.form_token = STR("token"),
	};
}

static void
only_the_very_key_finds_what_was_kept(void **state)
{
	const struct account_grant grants[] = {
		{ .role = ACCOUNT_AUTHOR, .agency_id = 1, .path = STR("/1/") },
		{ .role = ACCOUNT_HEAD, .agency_id = 5, .path = STR("/1/5/"), .has_subtree = true },
	};
	struct account_session_found found = made_up(7, grants, COUNT_OF(grants));
	struct account_kept_key key = { 3, day_today(), STR("0123456789abcdefghijklmnop") };
	struct account_kept_key other;
	struct twin *twin = *state;
	struct account_kept *kept = NULL;

	FINE(account_kept_open(&kept));
	assert_false(account_kept_find(kept, &key, twin->arena, &found));
	account_kept_put(kept, &key, &found);
	found = (struct account_session_found){ 0 };
	assert_true(account_kept_find(kept, &key, twin->arena, &found));
	assert_int_equal(found.id, 7);
	assert_true(str_equal(found.person.name, STR("王芳")));
	assert_true(str_equal(found.form_token, STR("token")));
	assert_int_equal(found.person.grant_count, 2);
	assert_true(found.person.grants != grants);
	assert_true(str_equal(found.person.grants[1].path, STR("/1/5/")));
	other = key;
	other.picture++;
	assert_false(account_kept_find(kept, &other, twin->arena, &found));
	other = key;
	other.today.number++;
	assert_false(account_kept_find(kept, &other, twin->arena, &found));
	other = key;
	other.token = STR("0123456789abcdefghijklmnoq");
	assert_false(account_kept_find(kept, &other, twin->arena, &found));
	account_kept_close(&kept);
}

static void
who_holds_very_much_is_not_kept(void **state)
{
	static struct account_grant grants[200];
	struct account_session_found found = made_up(7, grants, COUNT_OF(grants));
	struct account_kept_key key = { 1, day_today(), STR("0123456789abcdefghijklmnop") };
	struct twin *twin = *state;
	struct account_kept *kept = NULL;

	for (size_t i = 0; i < COUNT_OF(grants); i++)
		grants[i] = (struct account_grant){ .role = ACCOUNT_AUTHOR, .path = STR("/1/") };
	FINE(account_kept_open(&kept));
	account_kept_put(kept, &key, &found);
	assert_false(account_kept_find(kept, &key, twin->arena, &found));
	account_kept_close(&kept);
}

int
main(int count, char **args)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_session_that_was_ended_is_gone_with_the_next_request),
		cmocka_unit_test(a_role_that_was_taken_or_given_counts_with_the_next_request),
		cmocka_unit_test(an_account_that_was_shut_has_no_session_with_the_next_request),
		cmocka_unit_test(days_of_an_account_that_ended_count_with_the_next_request),
		cmocka_unit_test(a_delegation_that_was_ended_lends_nothing_with_the_next_request),
		cmocka_unit_test(a_new_password_ends_other_sessions_with_the_next_request),
		cmocka_unit_test(what_another_process_took_away_is_gone_with_the_next_request),
		cmocka_unit_test(as_long_as_nothing_is_saved_a_session_is_read_once),
		cmocka_unit_test(only_the_very_key_finds_what_was_kept),
		cmocka_unit_test(who_holds_very_much_is_not_kept),
	};

	return count == 3 ? be_another_process(args) : TWIN_RUN(tests);
}
