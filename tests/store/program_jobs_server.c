/*
 * Background jobs while the database server is away: the threads wait and go on. PostgreSQL only,
 * with a server of its own.
 */
#include "program/program_jobs.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>

#include "base/log.h"
#include "db/db.h"
#include "server.h"

struct place {
	char folder[64];
	char url[300];
	struct server server;
};

static atomic_int begun;
static atomic_int ended;
static atomic_bool may_end;

static void
nap(void)
{
	nanosleep(&(struct timespec){ 0, 5000000 }, NULL);
}

/* Ends when the test lets it, stopped or not, as a job in the middle of something does. */
static struct fault *
hold(struct job_run *run)
{
	atomic_fetch_add(&begun, 1);
	while (!atomic_load(&may_end))
		nap();
	atomic_fetch_add(&ended, 1);
	return NULL;
}

static const struct job_kind kinds[] = { { .name = "hold", .work = hold, .first_delay = 1 },
	{ 0 } };

static int
set_up(void **state)
{
	struct place *place = calloc(1, sizeof *place);

	assert_non_null(place);
	twin_make_folder(place->folder, sizeof place->folder);
	/* The server's own account must pass through it. */
	assert_int_equal(chmod(place->folder, 0755), 0);
	server_make(&place->server, place->folder, "a");
	server_start(&place->server);
	server_url(&place->server, NULL, "trial", place->url, sizeof place->url);
	*state = place;
	return 0;
}

static int
tear_down(void **state)
{
	struct place *place = *state;

	server_stop(&place->server, SIGQUIT);
	twin_drop_folder(place->folder);
	free(place);
	return 0;
}

/* The handles of a pool find the server again by themselves, but perhaps not at the first try. */
static void
put(struct db_pool *pool)
{
	struct job_plan plan = { .kind = "hold" };
	struct fault *fault = NULL;
	int64_t id = 0;

	for (int i = 0; i < 100 && !id; i++) {
		CLOSING(db_give_back) struct db *db = NULL;

		fault = db_pool_writer(pool, &db);
		if (!fault)
			fault = job_put(db, job_now(), &plan, &id);
		nap();
	}
	FINE(fault);
}

static int64_t
count(struct db_pool *pool, enum job_state state)
{
	CLOSING(arena_close) struct arena *arena = NULL;
	CLOSING(db_give_back) struct db *db = NULL;
	struct job_query query = { .state = -1, .limit = 1 };
	struct job_list list;

	FINE(arena_open(1 << 20, &arena));
	FINE(db_pool_writer(pool, &db));
	FINE(job_find(db, arena, &query, &list));
	return list.counts[state];
}

static void
threads_go_on_when_the_server_is_back(void **state)
{
	struct place *place = *state;
	struct program_jobs_plan plan = { .kinds = kinds, .threads = 2 };
	struct program_jobs *jobs = NULL;
	struct db_pool *pool = NULL;

	log_set_level(LOG_QUIET);
	FINE(db_pool_open(place->url, 2, &db_own_steps, true, &pool));
	plan.pool = pool;
	FINE(program_jobs_open(&plan, &jobs));
	atomic_store(&may_end, true);
	put(pool);
	while (count(pool, JOB_DONE) < 1)
		nap();
	/* Killed while a job runs, which then cannot be ended. */
	atomic_store(&may_end, false);
	put(pool);
	while (atomic_load(&begun) < 2)
		nap();
	server_stop(&place->server, SIGKILL);
	atomic_store(&may_end, true);
	while (atomic_load(&ended) < 2)
		nap();
	server_start(&place->server);
	put(pool);
	while (count(pool, JOB_DONE) < 2)
		nap();
	program_jobs_close(&jobs);
	assert_true(count(pool, JOB_WAITING) + count(pool, JOB_RUNNING) <= 1);
	assert_int_equal(count(pool, JOB_FAILED), 0);
	db_pool_close(&pool);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			threads_go_on_when_the_server_is_back, set_up, tear_down),
	};

	if (!twin_has_postgres())
		return twin_without_postgres();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
