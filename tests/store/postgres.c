/*
 * What only a server can do to a program: lose the connection, refuse, lock each other out, not be
 * there. PostgreSQL only; servers that stop and start are in postgres_server.c.
 */
#include "db/db.h"

#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "proxy.h"
#include "trial.h"

/* A command of somebody else in a database of the shared server. */
static void
command(const char *url, const char *text)
{
	PGconn *conn = PQconnectdb(url);
	PGresult *result = PQexec(conn, text);

	if (PQresultStatus(result) != PGRES_COMMAND_OK && PQresultStatus(result) != PGRES_TUPLES_OK)
		fail_msg("%s: %s", text, PQerrorMessage(conn));
	PQclear(result);
	PQfinish(conn);
}

/* End every connection of the database of this URL but the one that says so. */
static void
cut_all(const char *url)
{
	command(url, "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
		     " WHERE datname = current_database() AND pid <> pg_backend_pid()");
}

/* --- addresses --- */

static void
is_silent_about(const struct fault *fault, const char *secret)
{
	assert_null(strstr(fault->zh, secret));
	assert_null(strstr(fault->en, secret));
	assert_null(strstr(fault->detail, secret));
}

static void
password_of_an_address_is_never_said(void **state)
{
	static const struct {
		const char *url;
		const char *code;
	} cases[] = {
		{ "postgresql://gongkai:geheim@127.0.0.1:1/x?connect_timeout=1", "db_gone" },
		{ "postgresql://gongkai:geheim@[::1/x", "db_url" },
		{ "postgresql://gongkai@h/x?passwort=geheim", "db_url" },
		{ "postgresql:geheim = 'x", "db_url" },
		{ "postgres://gongkai:geheim@h:notaport/x", "db_gone" },
		{ "postgresql", "db_url" },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct db *db = NULL;
		struct fault *fault = db_open(cases[i].url, DB_WRITE, &db);

		assert_non_null(fault);
		assert_string_equal(fault->code, cases[i].code);
		is_silent_about(fault, "geheim");
		assert_null(db);
	}
}

static void
missing_database_is_made_only_on_wish(void **state)
{
	struct twin *twin = *state;
	struct db *db = NULL;
	char url[300];

	snprintf(url, sizeof url, "%s.own", twin->url);
	FAILS(db_open(url, DB_READ, &db), "db_absent");
	FAILS(db_open(url, DB_WRITE, &db), "db_absent");
	FINE(db_open(url, DB_MAKE, &db));
	FAILS(db_check_steps(db, &trial_steps), "db_older");
	db_close(&db);
	FINE(db_open(url, DB_WRITE, &db));
	db_close(&db);
}

static void
database_of_another_program_is_left_alone(void **state)
{
	struct twin *twin = *state;
	struct db_migration migration;
	struct db *db = NULL;
	char url[300];

	snprintf(url, sizeof url, "%s.own", twin->url);
	FINE(db_open(url, DB_MAKE, &db));
	command(url, "CREATE TABLE trial (x int)");
	FAILS(db_migrate(db, &trial_steps, &migration), "db_foreign");
	FAILS(db_check_steps(db, &trial_steps), "db_foreign");
	db_close(&db);
}

static void
database_of_another_encoding_is_refused(void **state)
{
	struct twin *twin = *state;
	struct db *db = NULL;
	char text[200];
	char url[300];

	snprintf(url, sizeof url, "%s.own", twin->url);
	snprintf(text, sizeof text,
		"CREATE DATABASE \"%s\" TEMPLATE template0 ENCODING 'SQL_ASCII' LOCALE 'C'",
		strrchr(url, '/') + 1);
	command(twin->url, text);
	FAILS(db_open(url, DB_WRITE, &db), "db_unsuitable");
	assert_null(db);
}

static void
account_without_rights_is_told_so(void **state)
{
	struct twin *twin = *state;
	struct db_migration migration;
	struct db *db = NULL;
	char weak[60];
	char text[200];
	char own[300];
	char url[300];

	snprintf(weak, sizeof weak, "weak_%d", (int)getpid());
	snprintf(text, sizeof text, "CREATE ROLE %s LOGIN", weak);
	command(twin->url, text);
	snprintf(own, sizeof own, "%s.own", twin->url);
	FINE(db_open(own, DB_MAKE, &db));
	db_close(&db);
	snprintf(url, sizeof url, "postgresql://%s@%s", weak, strchr(own, '@') + 1);
	FINE(db_open(url, DB_WRITE, &db));
	FAILS(db_migrate(db, &trial_steps, &migration), "db_denied");
	db_close(&db);
	snprintf(url, sizeof url, "postgresql://%s@%sx", weak, strchr(own, '@') + 1);
	FAILS(db_open(url, DB_MAKE, &db), "db_denied");
	snprintf(text, sizeof text, "DROP ROLE %s", weak);
	command(twin->url, text);
}

/* --- connections that are cut --- */

static void
idle_handle_whose_connection_was_cut_goes_on(void **state)
{
	struct twin *twin = *state;
	struct db *db = trial_open(twin);
	struct db *reader = trial_open_again(twin, DB_READ);

	FINE(trial_put_amount(db, "one", 1));
	for (int i = 0; i < 3; i++) {
		cut_all(trial_url(twin).at);
		assert_int_equal(trial_amount(db, "one"), 1);
		assert_int_equal(trial_amount(reader, "one"), 1);
		cut_all(trial_url(twin).at);
		FINE(trial_put(db, (const char *[]){ "a", "b", "c" }[i]));
	}
	assert_int_equal(trial_number(reader, &trial_count_sql), 4);
	db_close(&reader);
	db_close(&db);
}

static struct fault *
put_cut_put(struct db *db, void *arg)
{
	TRY(trial_put(db, "first"));
	cut_all(arg);
	return trial_put(db, "second");
}

static struct fault *
put_cut(struct db *db, void *arg)
{
	TRY(trial_put(db, "first"));
	cut_all(arg);
	return NULL;
}

static void
work_whose_connection_is_cut_saves_nothing_and_says_so(void **state)
{
	struct twin *twin = *state;
	struct db *db = trial_open(twin);
	struct trial_url url = trial_url(twin);

	FAILS(db_work(db, put_cut_put, url.at), "db_gone");
	assert_int_equal(trial_number(db, &trial_count_sql), 0);
	FINE(trial_put(db, "first"));
	assert_int_equal(trial_number(db, &trial_count_sql), 1);
	db_close(&db);
}

/* The server had gone before COMMIT was sent, but the program cannot tell that from here. */
static void
work_that_is_cut_before_its_end_is_not_taken_for_saved(void **state)
{
	struct twin *twin = *state;
	struct db *db = trial_open(twin);
	struct trial_url url = trial_url(twin);
	struct fault *fault = db_work(db, put_cut, url.at);

	assert_non_null(fault);
	assert_true(strcmp(fault->code, "db_unknown") == 0 || strcmp(fault->code, "db_gone") == 0);
	assert_int_equal(trial_number(db, &trial_count_sql), 0);
	db_close(&db);
}

static void
rows_whose_connection_is_cut_end_with_a_fault(void **state)
{
	struct twin *twin = *state;
	struct db *db = trial_open(twin);
	struct trial_url url = trial_url(twin);
	struct db_rows *rows = NULL;
	struct fault *fault = NULL;
	bool is_found = true;

	FINE(db_ask(db, NULL, &trial_numbers_sql, VALUES(VALUE(3000000)), &rows));
	FINE(db_next(rows, &is_found));
	cut_all(url.at);
	while (!fault && is_found)
		fault = db_next(rows, &is_found);
	assert_non_null(fault);
	assert_string_equal(fault->code, "db_gone");
	db_rows_close(&rows);
	assert_int_equal(trial_number(db, &trial_count_sql), 0);
	db_close(&db);
}

static void
commit_without_an_answer_is_its_own_fault(void **state)
{
	static const enum proxy_cut cuts[] = { PROXY_BEFORE_COMMIT, PROXY_AFTER_COMMIT };
	struct twin *twin = *state;
	struct db *direct = trial_open(twin);
	struct db *db = NULL;
	struct proxy proxy;
	char url[300];

	proxy_open(&proxy, twin->folder, twin->url, strrchr(trial_url(twin).at, '/') + 1, url,
		sizeof url);
	FINE(db_open(url, DB_WRITE, &db));
	FINE(trial_put(db, "before"));
	for (size_t i = 0; i < COUNT_OF(cuts); i++) {
		proxy_cut(&proxy, cuts[i]);
		FAILS(trial_put(db, "word"), "db_unknown");
		/* What really happened is seen by looking, and differs. */
		usleep(200000);
		assert_int_equal(trial_number(direct, &trial_count_sql),
			1 + (cuts[i] == PROXY_AFTER_COMMIT));
		assert_int_equal(
			trial_number(db, &trial_count_sql), 1 + (cuts[i] == PROXY_AFTER_COMMIT));
	}
	FINE(trial_put(db, "after"));
	db_close(&db);
	proxy_close(&proxy);
	db_close(&direct);
}

/* --- others in the way --- */

static struct fault *
lock_and_let_another_try(struct db *db, void *arg)
{
	struct db *other = arg;

	TRY(trial_set_amount(db, "one", 2));
	db_set_patience(other, 50);
	FAILS(trial_set_amount(other, "one", 3), "db_busy");
	db_set_patience(other, 10000);
	return NULL;
}

static void
writer_who_waits_too_long_is_told_that_the_store_is_busy(void **state)
{
	struct twin *twin = *state;
	struct db *db = trial_open(twin);
	struct db *other = trial_open_again(twin, DB_WRITE);

	FINE(trial_put_amount(db, "one", 1));
	FINE(db_work(db, lock_and_let_another_try, other));
	assert_int_equal(trial_amount(db, "one"), 2);
	FINE(trial_set_amount(other, "one", 3));
	assert_int_equal(trial_amount(db, "one"), 3);
	db_close(&other);
	db_close(&db);
}

/* Another program changes the row between our look at it and our change. */
struct disturbed {
	const char *url;
	int runs;
	int disturb; /* so many times */
};

static struct fault *
add_one_while_disturbed(struct db *db, void *arg)
{
	struct disturbed *disturbed = arg;
	int64_t amount = trial_amount(db, "one");

	if (disturbed->runs++ < disturbed->disturb)
		command(disturbed->url, "UPDATE trial SET amount = amount + 100");
	return trial_set_amount(db, "one", amount + 1);
}

static void
work_that_another_program_disturbs_runs_again(void **state)
{
	struct twin *twin = *state;
	struct db *db = trial_open(twin);
	struct trial_url url = trial_url(twin);
	struct disturbed disturbed = { url.at, 0, 3 };

	FINE(trial_put_amount(db, "one", 1));
	FINE(db_work(db, add_one_while_disturbed, &disturbed));
	assert_int_equal(disturbed.runs, 4);
	assert_int_equal(trial_amount(db, "one"), 1 + 3 * 100 + 1);
	/* There is an end to it. */
	disturbed = (struct disturbed){ url.at, 0, 1000 };
	FAILS(db_work(db, add_one_while_disturbed, &disturbed), "db_busy");
	assert_in_range(disturbed.runs, 5, 50);
	assert_int_equal(trial_amount(db, "one"), 302 + disturbed.runs * 100);
	db_close(&db);
}

/* --- very many rows --- */

static const struct db_place long_gives[] = { { "i", DB_INT, false }, { "word", DB_TEXT, false } };
static const struct db_sql long_sql = { .name = "trial_long",
	.text = { "",
		"SELECT i, repeat('x', 1000) AS word FROM generate_series(1, 80000) AS n (i)" },
	.gives = long_gives,
	.give_count = 2 };

static void
rows_without_end_are_read_without_keeping_them(void **state)
{
	struct db *db = trial_open(*state);
	struct db_rows *rows = NULL;
	bool is_found = true;
	int64_t total = 0;

	FINE(db_ask(db, NULL, &long_sql, NO_VALUES, &rows));
	FINE(db_next(rows, &is_found));
	while (is_found) {
		total += (int64_t)db_get_str(rows, 1).len;
		FINE(db_next(rows, &is_found));
	}
	assert_int_equal(total, 80000 * 1000);
	db_rows_close(&rows);
	db_close(&db);
}

/* A second question makes the driver take the rest into memory, and there is an end to that. */
static void
too_many_rows_beside_another_question_end_with_a_fault(void **state)
{
	struct db *db = trial_open(*state);
	struct db_rows *rows = NULL;
	struct fault *fault = NULL;
	bool is_found = true;
	int64_t count = 0;

	FINE(db_ask(db, NULL, &long_sql, NO_VALUES, &rows));
	FINE(db_next(rows, &is_found));
	assert_int_equal(trial_number(db, &trial_count_sql), 0);
	while (!fault && is_found) {
		count++;
		fault = db_next(rows, &is_found);
	}
	assert_non_null(fault);
	assert_string_equal(fault->code, "db_rows_many");
	assert_in_range(count, 60000, 79999);
	db_rows_close(&rows);
	FINE(trial_put(db, "one"));
	db_close(&db);
}

/* --- the pool --- */

static struct fault *
do_nothing(struct db *db, void *arg)
{
	return NULL;
}

static void
pool_goes_on_after_all_its_connections_were_cut(void **state)
{
	struct twin *twin = *state;
	struct db_pool *pool = NULL;
	struct db *db = NULL;

	FINE(db_pool_open(twin->url, 3, &db_own_steps, false, &pool));
	for (int round = 0; round < 3; round++) {
		cut_all(twin->url);
		for (int i = 0; i < 4; i++) {
			FINE(db_pool_reader(pool, &db));
			FINE(db_check_steps(db, &db_own_steps));
			FINE(db_look(db, do_nothing, NULL));
			db_give_back(&db);
			FINE(db_pool_writer(pool, &db));
			FINE(db_work(db, do_nothing, NULL));
			db_give_back(&db);
		}
	}
	db_pool_close(&pool);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(password_of_an_address_is_never_said),
		cmocka_unit_test(missing_database_is_made_only_on_wish),
		cmocka_unit_test(database_of_another_program_is_left_alone),
		cmocka_unit_test(database_of_another_encoding_is_refused),
		cmocka_unit_test(account_without_rights_is_told_so),
		cmocka_unit_test(idle_handle_whose_connection_was_cut_goes_on),
		cmocka_unit_test(work_whose_connection_is_cut_saves_nothing_and_says_so),
		cmocka_unit_test(work_that_is_cut_before_its_end_is_not_taken_for_saved),
		cmocka_unit_test(rows_whose_connection_is_cut_end_with_a_fault),
		cmocka_unit_test(commit_without_an_answer_is_its_own_fault),
		cmocka_unit_test(writer_who_waits_too_long_is_told_that_the_store_is_busy),
		cmocka_unit_test(work_that_another_program_disturbs_runs_again),
		cmocka_unit_test(rows_without_end_are_read_without_keeping_them),
		cmocka_unit_test(too_many_rows_beside_another_question_end_with_a_fault),
		cmocka_unit_test(pool_goes_on_after_all_its_connections_were_cut),
	};

	return TWIN_RUN(tests);
}
