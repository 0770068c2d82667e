/*
 * The threads that run background jobs, with real time: what is queued is run, stopping is quick, a
 * failing store is survived. No test here measures how long something took.
 */
#include "program/program_jobs.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "db/db.h"
#include "twin.h"

enum { MANY = 60 };

static atomic_int runs[MANY + 1];
static atomic_int at_once;
static atomic_int most_at_once;
static atomic_int stopped;
static atomic_bool is_waiting;

static void
nap(void)
{
	nanosleep(&(struct timespec){ 0, 2000000 }, NULL);
}

static struct fault *
count_run(struct job_run *run)
{
	int64_t number = 0;
	int now = atomic_fetch_add(&at_once, 1) + 1;

	if (now > atomic_load(&most_at_once))
		atomic_store(&most_at_once, now);
	if (!str_to_int(run->job.payload, &number) || number < 1 || number > MANY)
		return fault_absent("number", number);
	nap();
	atomic_fetch_add(&runs[number], 1);
	atomic_fetch_sub(&at_once, 1);
	return NULL;
}

/* Runs until it is asked to stop. */
static struct fault *
wait_for_stop(struct job_run *run)
{
	atomic_store(&is_waiting, true);
	while (!job_must_stop(run))
		nap();
	atomic_fetch_add(&stopped, 1);
	return job_stopped();
}

static const struct job_kind kinds[] = {
	{ .name = "count", .work = count_run, .zh = "数", .en = "count" },
	{ .name = "wait", .work = wait_for_stop, .zh = "等", .en = "wait" },
	{ 0 },
};

static const struct job_repeat repeats[] = { { "often", "count", 1, 0 }, { 0 } };

static int64_t
put(struct db_pool *pool, const char *kind, int number)
{
	CLOSING(db_give_back) struct db *db = NULL;
	struct job_plan plan = { .kind = kind };
	char payload[12];
	int64_t id = 0;

	snprintf(payload, sizeof payload, "%d", number);
	plan.payload = str_of(payload);
	FINE(db_pool_writer(pool, &db));
	FINE(job_put(db, job_now(), &plan, &id));
	return id;
}

static struct job_list
look(struct twin *twin, struct db_pool *pool)
{
	CLOSING(db_give_back) struct db *db = NULL;
	struct job_query query = { .state = -1, .limit = 200 };
	struct job_list list;

	FINE(db_pool_writer(pool, &db));
	FINE(job_find(db, twin->arena, &query, &list));
	return list;
}

/* Until so many are done; meson's own limit ends a test that never gets there. */
static void
wait_for_done(struct twin *twin, struct db_pool *pool, int64_t wanted)
{
	while (look(twin, pool).counts[JOB_DONE] < wanted)
		nap();
}

static struct db_pool *
open_pool(struct twin *twin)
{
	struct db_pool *pool = NULL;

	memset((void *)runs, 0, sizeof runs);
	atomic_store(&at_once, 0);
	atomic_store(&most_at_once, 0);
	atomic_store(&stopped, 0);
	atomic_store(&is_waiting, false);
	db_close(&twin->db);
	FINE(db_pool_open(twin->url, 2, &db_own_steps, true, &pool));
	return pool;
}

static void
close_pool(struct twin *twin, struct db_pool *pool)
{
	db_pool_close(&pool);
	FINE(db_open(twin->url, DB_MAKE, &twin->db));
}

static void
queued_jobs_are_run_once_by_several_threads(void **state)
{
	struct twin *twin = *state;
	struct db_pool *pool = open_pool(twin);
	struct program_jobs_plan plan = {
		.pool = pool, .kinds = kinds, .threads = 3, .repeats = repeats
	};
	struct program_jobs *jobs = NULL;

	FINE(program_jobs_open(&plan, &jobs));
	for (int i = 1; i <= MANY; i++)
		put(pool, "count", i);
	wait_for_done(twin, pool, MANY);
	program_jobs_close(&jobs);
	assert_null(jobs);
	for (int i = 1; i <= MANY; i++)
		assert_int_equal(atomic_load(&runs[i]), 1);
	assert_true(atomic_load(&most_at_once) <= 3);
	close_pool(twin, pool);
}

static void
stopping_puts_back_what_had_not_ended(void **state)
{
	struct twin *twin = *state;
	struct db_pool *pool = open_pool(twin);
	struct program_jobs_plan plan = { .pool = pool, .kinds = kinds, .threads = 2 };
	struct program_jobs *jobs = NULL;
	struct job_list list;

	put(pool, "wait", 0);
	FINE(program_jobs_open(&plan, &jobs));
	while (!atomic_load(&is_waiting))
		nap();
	program_jobs_close(&jobs);
	assert_int_equal(atomic_load(&stopped), 1);
	list = look(twin, pool);
	assert_int_equal(list.counts[JOB_WAITING], 1);
	assert_int_equal(list.jobs[0].tries, 0);
	assert_int_equal(list.jobs[0].run_at, 0);
	/* The next start goes on with it. */
	atomic_store(&is_waiting, false);
	FINE(program_jobs_open(&plan, &jobs));
	while (!atomic_load(&is_waiting))
		nap();
	program_jobs_close(&jobs);
	assert_int_equal(atomic_load(&stopped), 2);
	close_pool(twin, pool);
}

static void
idle_threads_start_and_stop(void **state)
{
	struct twin *twin = *state;
	struct db_pool *pool = open_pool(twin);
	struct program_jobs_plan plan = { .pool = pool, .kinds = kinds, .threads = 16 };
	struct program_jobs *jobs = NULL;

	for (int i = 0; i < 20; i++) {
		FINE(program_jobs_open(&plan, &jobs));
		program_jobs_close(&jobs);
	}
	assert_int_equal(look(twin, pool).count, 0);
	close_pool(twin, pool);
}

static void
two_programs_share_the_work(void **state)
{
	struct twin *twin = *state;
	struct db_pool *pool = open_pool(twin);
	struct program_jobs_plan plan = {
		.pool = pool, .kinds = kinds, .threads = 2, .server = "甲"
	};
	struct program_jobs *first = NULL;
	struct program_jobs *second = NULL;

	for (int i = 1; i <= MANY; i++)
		put(pool, "count", i);
	FINE(program_jobs_open(&plan, &first));
	plan.server = "乙";
	FINE(program_jobs_open(&plan, &second));
	wait_for_done(twin, pool, MANY);
	program_jobs_close(&first);
	program_jobs_close(&second);
	for (int i = 1; i <= MANY; i++)
		assert_int_equal(atomic_load(&runs[i]), 1);
	close_pool(twin, pool);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(queued_jobs_are_run_once_by_several_threads),
		cmocka_unit_test(stopping_puts_back_what_had_not_ended),
		cmocka_unit_test(idle_threads_start_and_stop),
		cmocka_unit_test(two_programs_share_the_work),
	};

	return TWIN_RUN(tests);
}
