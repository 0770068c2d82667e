/*
 * Servers that go and come back: stopped and started, killed while many write, replaced by their
 * standby. Each test has servers of its own; none uses the shared one.
 */
#include "db/db.h"

#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "server.h"
#include "trial.h"

enum { WRITERS = 3, MOST_WORDS = 20000, ENOUGH = 60, ROUNDS = 3, PATIENCE = 600 };

struct place {
	char folder[64];
	struct server primary;
	struct server standby;
	char url[300];
};

static int
set_up(void **state)
{
	struct place *place = calloc(1, sizeof *place);

	assert_non_null(place);
	twin_make_folder(place->folder, sizeof place->folder);
	/* The server's own account must pass through it. */
	assert_int_equal(chmod(place->folder, 0755), 0);
	server_make(&place->primary, place->folder, "a");
	server_start(&place->primary);
	server_url(&place->primary, NULL, "trial", place->url, sizeof place->url);
	*state = place;
	return 0;
}

static int
tear_down(void **state)
{
	struct place *place = *state;

	server_stop(&place->primary, SIGQUIT);
	server_stop(&place->standby, SIGQUIT);
	twin_drop_folder(place->folder);
	free(place);
	return 0;
}

static int64_t
count_words(struct db_pool *pool)
{
	CLOSING(db_give_back) struct db *db = NULL;

	FINE(db_pool_reader(pool, &db));
	return trial_number(db, &trial_count_sql);
}

static struct fault *
put_through(struct db_pool *pool, const char *word)
{
	CLOSING(db_give_back) struct db *db = NULL;

	TRY(db_pool_writer(pool, &db));
	return trial_put(db, word);
}

static struct fault *
look_through(struct db_pool *pool, int64_t *ret_count)
{
	CLOSING(db_give_back) struct db *db = NULL;
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	bool is_found = false;

	TRY(db_pool_reader(pool, &db));
	TRY(db_ask(db, NULL, &trial_count_sql, NO_VALUES, &rows));
	TRY(db_next(rows, &is_found));
	*ret_count = db_get_int(rows, 0);
	return NULL;
}

static void
server_that_was_away_is_used_again_without_a_restart(void **state)
{
	struct place *place = *state;
	struct db_pool *pool = NULL;
	struct db *db = NULL;
	int64_t count = 0;

	FINE(db_pool_open(place->url, 2, &trial_steps, true, &pool));
	FINE(put_through(pool, "before"));
	for (int round = 0; round < 2; round++) {
		server_stop(&place->primary, round ? SIGQUIT : SIGINT);
		for (int i = 0; i < 5; i++) {
			FAILS(put_through(pool, "while it is away"), "db_gone");
			FAILS(look_through(pool, &count), "db_gone");
		}
		FAILS(db_open(place->url, DB_MAKE, &db), "db_gone");
		server_start(&place->primary);
		assert_int_equal(count_words(pool), 1 + round);
		FINE(put_through(pool, round ? "after" : "between"));
		assert_int_equal(count_words(pool), 2 + round);
	}
	db_pool_close(&pool);
}

/* --- many writers while the server is killed --- */

struct crew {
	struct db_pool *pool;
	pthread_mutex_t lock;
	int next;
	bool is_over;
	char acknowledged[MOST_WORDS]; /* 1: saved, 2: unknown */
	int saved;
	int gone;
	int unknown;
	char strange[400];
};

static int
next_word(struct crew *crew)
{
	int word = -1;

	pthread_mutex_lock(&crew->lock);
	if (!crew->is_over && crew->next < MOST_WORDS)
		word = crew->next++;
	pthread_mutex_unlock(&crew->lock);
	return word;
}

static void
note(struct crew *crew, int word, const struct fault *fault)
{
	pthread_mutex_lock(&crew->lock);
	if (!fault) {
		crew->acknowledged[word] = 1;
		crew->saved++;
	} else if (strcmp(fault->code, "db_unknown") == 0) {
		crew->acknowledged[word] = 2;
		crew->unknown++;
	} else if (strcmp(fault->code, "db_gone") == 0) {
		crew->gone++;
	} else {
		snprintf(crew->strange, sizeof crew->strange, "%s %s", fault->code, fault->detail);
	}
	pthread_mutex_unlock(&crew->lock);
}

static void *
write_in_thread(void *arg)
{
	struct crew *crew = arg;
	int word;

	while ((word = next_word(crew)) >= 0) {
		struct fault *fault;
		char text[20];

		snprintf(text, sizeof text, "w%d", word);
		fault = put_through(crew->pool, text);
		note(crew, word, fault);
		if (fault)
			usleep(20000);
	}
	return NULL;
}

static int
saved_of(struct crew *crew)
{
	int saved;

	pthread_mutex_lock(&crew->lock);
	saved = crew->saved;
	pthread_mutex_unlock(&crew->lock);
	return saved;
}

/* Until so many more are saved. */
static void
wait_for(struct crew *crew, int more)
{
	int wanted = saved_of(crew) + more;

	for (int i = 0; saved_of(crew) < wanted; i++) {
		if (i > PATIENCE)
			fail_msg("only %d of %d saved; %s", saved_of(crew), wanted, crew->strange);
		usleep(50000);
	}
}

static void
start_crew(struct crew *crew, struct db_pool *pool, pthread_t *threads)
{
	crew->pool = pool;
	pthread_mutex_init(&crew->lock, NULL);
	for (int i = 0; i < WRITERS; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, write_in_thread, crew), 0);
}

static void
end_crew(struct crew *crew, const pthread_t *threads)
{
	pthread_mutex_lock(&crew->lock);
	crew->is_over = true;
	pthread_mutex_unlock(&crew->lock);
	for (int i = 0; i < WRITERS; i++)
		assert_int_equal(pthread_join(threads[i], NULL), 0);
	pthread_mutex_destroy(&crew->lock);
	assert_string_equal(crew->strange, "");
}

/* Every word that was acknowledged is there once; of the others only those whose end is unknown. */
static void
check_words(struct crew *crew, struct db *db)
{
	int64_t total = trial_number(db, &trial_count_sql);
	int saved = 0;
	int unknown = 0;

	for (int i = 0; i < crew->next; i++) {
		CLOSING(db_rows_close) struct db_rows *rows = NULL;
		bool is_found = false;
		char text[20];

		snprintf(text, sizeof text, "w%d", i);
		FINE(db_ask(db, NULL, &trial_by_word_sql, VALUES(VALUE(str_of(text))), &rows));
		FINE(db_next(rows, &is_found));
		if (crew->acknowledged[i] == 1 && !is_found)
			fail_msg("%s was acknowledged and is lost", text);
		if (crew->acknowledged[i] == 0 && is_found)
			fail_msg("%s was refused and is there", text);
		saved += crew->acknowledged[i] == 1;
		unknown += crew->acknowledged[i] == 2 && is_found;
	}
	assert_int_equal(saved, crew->saved);
	assert_int_equal(total, saved + unknown);
}

static void
killed_server_loses_nothing_it_acknowledged(void **state)
{
	struct place *place = *state;
	struct crew *crew = calloc(1, sizeof *crew);
	struct db_pool *pool = NULL;
	pthread_t threads[WRITERS];
	struct db *db = NULL;

	assert_non_null(crew);
	FINE(db_pool_open(place->url, 1, &trial_steps, true, &pool));
	start_crew(crew, pool, threads);
	for (int round = 0; round < ROUNDS; round++) {
		wait_for(crew, ENOUGH);
		server_stop(&place->primary, SIGKILL);
		server_start(&place->primary);
	}
	wait_for(crew, ENOUGH);
	end_crew(crew, threads);
	assert_true(crew->gone + crew->unknown > 0);
	FINE(db_pool_reader(pool, &db));
	check_words(crew, db);
	db_give_back(&db);
	db_pool_close(&pool);
	free(crew);
}

/* --- a standby --- */

static void
add_standby(struct place *place)
{
	server_copy(&place->standby, place->folder, "b", &place->primary);
	server_start(&place->standby);
}

static void
wait_until(const struct server *server, const char *question, const char *wanted)
{
	char answer[60] = "";

	for (int i = 0; strcmp(answer, wanted) != 0; i++) {
		if (i > PATIENCE)
			fail_msg("%s: %s", question, answer);
		usleep(50000);
		server_command(server, "postgres", question, answer, sizeof answer);
	}
}

/* From now on the primary answers a COMMIT only when the standby shows it. */
static void
make_synchronous(const struct place *place)
{
	server_command(&place->primary, "postgres",
		"ALTER SYSTEM SET synchronous_commit = remote_apply", NULL, 0);
	server_command(&place->primary, "postgres",
		"ALTER SYSTEM SET synchronous_standby_names = '*'", NULL, 0);
	server_command(&place->primary, "postgres", "SELECT pg_reload_conf()", NULL, 0);
	wait_until(&place->primary, "SELECT sync_state FROM pg_stat_replication", "sync");
}

static void
standby_takes_over_and_nothing_acknowledged_is_lost(void **state)
{
	struct place *place = *state;
	struct crew *crew = calloc(1, sizeof *crew);
	struct db_pool *pool = NULL;
	pthread_t threads[WRITERS];
	struct db *db = NULL;
	int64_t count = 0;
	char both[300];

	assert_non_null(crew);
	FINE(db_open(place->url, DB_MAKE, &db));
	db_close(&db);
	add_standby(place);
	make_synchronous(place);
	server_url(&place->primary, &place->standby, "trial", both, sizeof both);
	FINE(db_pool_open(both, 2, &trial_steps, true, &pool));
	start_crew(crew, pool, threads);
	wait_for(crew, ENOUGH);
	server_stop(&place->primary, SIGKILL);
	FINE(look_through(pool, &count));
	assert_true(count >= ENOUGH);
	server_command(&place->standby, "postgres", "SELECT pg_promote(true, 60)", NULL, 0);
	wait_for(crew, ENOUGH);
	end_crew(crew, threads);
	assert_true(crew->gone + crew->unknown > 0);
	FINE(db_pool_writer(pool, &db));
	check_words(crew, db);
	db_give_back(&db);
	db_pool_close(&pool);
	free(crew);
}

static struct fault *
is_on_standby(struct db *db, void *arg)
{
	static const struct db_place gives[] = { { "n", DB_INT, false } };
	static const struct db_sql where = { .name = "trial_where",
		.text = { "", "SELECT CASE WHEN pg_is_in_recovery() THEN 1 ELSE 0 END AS n" },
		.gives = gives,
		.give_count = 1 };

	*(bool *)arg = trial_number(db, &where) == 1;
	return NULL;
}

static bool
reader_is_on_standby(struct db_pool *pool)
{
	CLOSING(db_give_back) struct db *db = NULL;
	bool is_standby = false;

	FINE(db_pool_reader(pool, &db));
	assert_true(db_is_read_only(db));
	FINE(db_look(db, is_on_standby, &is_standby));
	return is_standby;
}

static void
readers_use_the_standby_and_find_what_was_saved(void **state)
{
	struct place *place = *state;
	struct db_pool *pool = NULL;
	struct db *db = NULL;
	char both[300];

	FINE(db_open(place->url, DB_MAKE, &db));
	db_close(&db);
	add_standby(place);
	server_url(&place->standby, &place->primary, "trial", both, sizeof both);
	FINE(db_pool_open(both, 2, &trial_steps, true, &pool));
	for (int i = 0; i < 40; i++) {
		char word[20];

		snprintf(word, sizeof word, "w%d", i);
		FINE(put_through(pool, word));
		assert_int_equal(count_words(pool), i + 1);
	}
	assert_true(reader_is_on_standby(pool));
	/* A standby that stands still: readers get the primary, and go back when it moves again. */
	server_command(&place->standby, "postgres", "SELECT pg_wal_replay_pause()", NULL, 0);
	wait_until(&place->standby, "SELECT pg_get_wal_replay_pause_state()", "paused");
	FINE(put_through(pool, "late"));
	assert_int_equal(count_words(pool), 41);
	assert_false(reader_is_on_standby(pool));
	FINE(put_through(pool, "later"));
	server_command(&place->standby, "postgres", "SELECT pg_wal_replay_resume()", NULL, 0);
	wait_until(&place->standby,
		"SELECT CASE WHEN pg_last_wal_replay_lsn() = pg_last_wal_receive_lsn() THEN 1 ELSE "
		"0 END",
		"1");
	assert_int_equal(count_words(pool), 42);
	assert_true(reader_is_on_standby(pool));
	db_pool_close(&pool);
}

/* --- a standby that has to confirm and does not --- */

static void *
put_in_thread(void *arg)
{
	struct crew *crew = arg;

	note(crew, 0, put_through(crew->pool, "w0"));
	return NULL;
}

static void
work_that_the_standby_never_confirmed_is_not_taken_for_saved(void **state)
{
	struct place *place = *state;
	struct crew *crew = calloc(1, sizeof *crew);
	struct db_pool *pool = NULL;
	pthread_t thread;

	assert_non_null(crew);
	FINE(db_pool_open(place->url, 1, &trial_steps, true, &pool));
	add_standby(place);
	make_synchronous(place);
	server_stop(&place->standby, SIGKILL);
	crew->pool = pool;
	pthread_mutex_init(&crew->lock, NULL);
	assert_int_equal(pthread_create(&thread, NULL, put_in_thread, crew), 0);
	/* The administrator, or the end of the patience, ends the waiting. */
	wait_until(&place->primary,
		"SELECT count(pg_cancel_backend(pid)) FROM pg_stat_activity"
		" WHERE wait_event = 'SyncRep'",
		"1");
	assert_int_equal(pthread_join(thread, NULL), 0);
	pthread_mutex_destroy(&crew->lock);
	assert_int_equal(crew->unknown, 1);
	assert_int_equal(count_words(pool), 1);
	db_pool_close(&pool);
	free(crew);
}

static void
writer_is_never_given_a_standby(void **state)
{
	struct place *place = *state;
	struct db *db = NULL;
	char url[300];

	FINE(db_open(place->url, DB_MAKE, &db));
	db_close(&db);
	add_standby(place);
	server_url(&place->standby, NULL, "trial", url, sizeof url);
	FAILS(db_open(url, DB_WRITE, &db), "db_gone");
	FINE(db_open(url, DB_READ, &db));
	FAILS(db_check_steps(db, &trial_steps), "db_older");
	db_close(&db);
}

#define ON_SERVERS(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		ON_SERVERS(server_that_was_away_is_used_again_without_a_restart),
		ON_SERVERS(killed_server_loses_nothing_it_acknowledged),
		ON_SERVERS(standby_takes_over_and_nothing_acknowledged_is_lost),
		ON_SERVERS(readers_use_the_standby_and_find_what_was_saved),
		ON_SERVERS(work_that_the_standby_never_confirmed_is_not_taken_for_saved),
		ON_SERVERS(writer_is_never_given_a_standby),
	};

	if (!twin_has_postgres())
		return twin_without_postgres();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
