/*
 * Background jobs in the store: the clock, repeated jobs, many runners, lists, failing statements.
 * Time is given, no test waits for it.
 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

#include "job_help.h"

enum { RUNNERS = 2 };

/* --- the clock --- */

static void
clock_set_back_neither_stalls_nor_storms(void **state)
{
	struct twin *twin = *state;
	struct job_plan appointment = { .kind = "count", .payload = STR("5"), .at = NOW + 7200 };
	struct db_pool *pool = job_help_open_pool(twin);
	int64_t id = job_help_put(twin->db, "told", "", "");
	const int64_t earlier = NOW - 86400;
	bool is_due = false;
	bool is_skewed = false;
	int64_t later = 0;

	FINE(job_put(twin->db, NOW, &appointment, &later));
	job_help_is_failing = true;
	assert_true(job_help_step(twin, pool, NOW));
	job_help_put(twin->db, "count", "6", "");
	/* A day back: what was to run at once job_help_runs at once, the retry within its delay. */
	FINE(job_look(twin->db, earlier, &is_due, &is_skewed));
	assert_true(is_due);
	assert_true(is_skewed);
	assert_true(job_help_step(twin, pool, earlier));
	assert_int_equal(job_help_runs[6], 1);
	assert_false(job_help_step(twin, pool, earlier));
	FINE(job_mend_clock(twin->db, earlier));
	FINE(job_look(twin->db, earlier, &is_due, &is_skewed));
	assert_false(is_skewed);
	assert_false(job_help_step(twin, pool, earlier + 29));
	assert_true(job_help_step(twin, pool, earlier + 30));
	assert_int_equal(job_help_look_at(twin, id).tries, 2);
	/* An appointment is kept by the clock on the wall. */
	assert_int_equal(job_help_look_at(twin, later).run_at, NOW + 7200);
	job_help_close_pool(twin, pool);
}

static const struct job_repeat repeats[] = { { "night", "count", 0, 3 * 60 + 30 },
	{ "often", "told", 15, 0 }, { 0 } };

static int
queue(struct twin *twin, int64_t now)
{
	int count = 0;

	FINE(job_queue_repeats(twin->db, repeats, now, &count));
	return count;
}

static void
repeated_jobs_are_queued_once_for_each_time(void **state)
{
	struct twin *twin = *state;
	struct db_pool *pool = job_help_open_pool(twin);

	/* NOW is midnight. The first look only notes when they are next. */
	assert_int_equal(queue(twin, NOW), 0);
	assert_int_equal(queue(twin, NOW + 899), 0);
	assert_int_equal(queue(twin, NOW + 900), 1);
	assert_int_equal(queue(twin, NOW + 901), 0);
	/* The server was down for five days: made up for once. */
	assert_int_equal(queue(twin, NOW + 5 * 86400), 2);
	assert_int_equal(queue(twin, NOW + 5 * 86400 + 1), 0);
	/* The clock goes back by a month: they go on by the new clock. */
	assert_int_equal(queue(twin, NOW - 30 * 86400), 0);
	assert_int_equal(queue(twin, NOW - 30 * 86400 + 899), 0);
	assert_int_equal(queue(twin, NOW - 30 * 86400 + 900), 1);
	assert_int_equal(queue(twin, NOW - 30 * 86400 + 3 * 3600 + 1800), 2);
	/* One job each, however often it was queued without being run. */
	while (job_help_step(twin, pool, NOW))
		continue;
	assert_int_equal(job_help_runs[0], 1);
	job_help_close_pool(twin, pool);
}

/* --- many at once --- */

struct runner {
	const char *url;
	int number;
	int count;
	struct fault fault;
};

static struct fault *
run_until_empty(struct runner *runner)
{
	CLOSING(arena_close) struct arena *arena = NULL;
	CLOSING(db_pool_close) struct db_pool *pool = NULL;
	bool is_found = true;

	TRY(arena_open((size_t)64 << 20, &arena));
	TRY(db_pool_open(runner->url, 1, &db_own_steps, false, &pool));
	while (is_found) {
		struct job_run run = { .arena = arena, .pool = pool };
		struct fault *ended = NULL;
		struct fault *fault;
		struct db *db = NULL;

		TRY(db_pool_writer(pool, &db));
		fault = job_take(db, arena, STR("跑者"), NOW, &is_found, &run.job);
		db_give_back(&db);
		/* Others in the way are no failure: the next look comes. */
		if (fault && strcmp(fault->code, "db_busy") == 0)
			continue;
		TRY(fault);
		if (!is_found)
			break;
		do
			fault = job_work(&run, job_help_kinds, NOW, &ended);
		while (fault && strcmp(fault->code, "db_busy") == 0);
		TRY(fault);
		runner->count++;
	}
	return NULL;
}

static void *
run_in_thread(void *arg)
{
	struct runner *runner = arg;
	struct fault *fault = run_until_empty(runner);

	if (fault)
		runner->fault = *fault;
	return NULL;
}

static struct fault *
put_many(struct db *db, void *arg)
{
	for (int i = 1; i <= MANY; i++) {
		struct job_plan plan = { .kind = "count" };
		char payload[12];
		int64_t id;

		snprintf(payload, sizeof payload, "%d", i);
		plan.payload = str_of(payload);
		TRY(job_put(db, NOW, &plan, &id));
	}
	return NULL;
}

static void
two_runners_never_run_the_same_job(void **state)
{
	struct twin *twin = *state;
	struct runner runners[RUNNERS];
	pthread_t threads[RUNNERS];
	struct job_query query = { .state = -1, .limit = 1 };
	struct job_list list;
	int total = 0;

	job_help_forget_runs();
	FINE(db_work(twin->db, put_many, NULL));
	FINE(job_find(twin->db, twin->arena, &query, &list));
	assert_int_equal(list.counts[JOB_WAITING], MANY);
	if (!twin->engine->is_shared)
		return;
	for (int i = 0; i < RUNNERS; i++) {
		runners[i] = (struct runner){ .url = twin->url, .number = i };
		assert_int_equal(pthread_create(&threads[i], NULL, run_in_thread, &runners[i]), 0);
	}
	for (int i = 0; i < RUNNERS; i++) {
		assert_int_equal(pthread_join(threads[i], NULL), 0);
		assert_string_equal(runners[i].fault.code, "");
		total += runners[i].count;
	}
	assert_int_equal(total, MANY);
	for (int i = 1; i <= MANY; i++)
		assert_int_equal(job_help_runs[i], 1);
	FINE(job_find(twin->db, twin->arena, &query, &list));
	assert_int_equal(list.counts[JOB_DONE], MANY);
}

/* --- lists --- */

static void
list_is_in_pages_with_counts(void **state)
{
	struct twin *twin = *state;
	struct job_query query = { .state = -1, .limit = 2 };
	struct job_list list;
	int64_t first = job_help_put(twin->db, "count", "1", "");
	int64_t second = job_help_put(twin->db, "told", "", "");
	int64_t third = job_help_put(twin->db, "count", "2", "");

	FINE(job_find(twin->db, twin->arena, &query, &list));
	assert_int_equal(list.count, 2);
	assert_true(list.has_more);
	assert_int_equal(list.jobs[0].id, third);
	assert_int_equal(list.jobs[1].id, second);
	assert_int_equal(list.counts[JOB_WAITING], 3);
	query.before_id = second;
	FINE(job_find(twin->db, twin->arena, &query, &list));
	assert_int_equal(list.count, 1);
	assert_false(list.has_more);
	assert_int_equal(list.jobs[0].id, first);
	query = (struct job_query){ .state = JOB_WAITING, .kind = STR("told"), .limit = 9999 };
	FINE(job_find(twin->db, twin->arena, &query, &list));
	assert_int_equal(list.count, 1);
	query.state = JOB_FAILED;
	FINE(job_find(twin->db, twin->arena, &query, &list));
	assert_int_equal(list.count, 0);
}

static void
old_jobs_are_removed_failed_ones_later(void **state)
{
	struct twin *twin = *state;
	struct db_pool *pool = job_help_open_pool(twin);
	struct job_query query = { .state = -1, .limit = 10 };
	struct job_list list;
	int64_t count = 0;

	job_help_put(twin->db, "count", "1", "");
	assert_true(job_help_step(twin, pool, NOW));
	job_help_put(twin->db, "count", "no number", "");
	assert_true(job_help_step(twin, pool, NOW));
	job_help_put(twin->db, "told", "", "");
	FINE(job_tidy(twin->db, NOW + 30 * 86400, 30, &count));
	assert_int_equal(count, 0);
	FINE(job_tidy(twin->db, NOW + 30 * 86400 + 1, 30, &count));
	assert_int_equal(count, 1);
	FINE(job_tidy(twin->db, NOW + 180 * 86400 + 1, 30, &count));
	assert_int_equal(count, 1);
	FINE(job_find(twin->db, twin->arena, &query, &list));
	assert_int_equal(list.count, 1);
	assert_int_equal(list.counts[JOB_WAITING], 1);
	job_help_close_pool(twin, pool);
}

static void
tidying_is_a_job_too(void **state)
{
	static const struct job_kind tidying[] = { { .name = "job.tidy", .work = job_tidy_job },
		{ 0 } };
	struct twin *twin = *state;
	struct db_pool *pool = job_help_open_pool(twin);
	struct job_run run = { .arena = twin->arena, .pool = pool };
	struct job_query query = { .state = -1, .limit = 10 };
	struct fault *ended = NULL;
	struct job_list list;
	bool is_found = false;

	/* It ended in 1970. */
	job_help_put(twin->db, "count", "1", "");
	assert_true(job_help_step(twin, pool, 86400));
	job_help_put(twin->db, "job.tidy", "", "");
	FINE(job_take(twin->db, twin->arena, STR("甲"), NOW, &is_found, &run.job));
	assert_true(is_found);
	job_help_give_handle(twin);
	FINE(job_work(&run, tidying, NOW, &ended));
	job_help_take_handle(twin, pool);
	assert_null(ended);
	FINE(job_find(twin->db, twin->arena, &query, &list));
	assert_int_equal(list.count, 1);
	SAME_TEXT(list.jobs[0].kind, "job.tidy");
	setting_drop_cache();
	job_help_close_pool(twin, pool);
}

static void
oversized_or_impossible_jobs_are_refused(void **state)
{
	struct twin *twin = *state;
	struct job_plan plan = { .kind = "count" };
	char *big = arena_take(twin->arena, 70000, 1);
	int64_t id = 0;

	memset(big, 'a', 70000);
	plan.payload = (struct str){ big, 70000 };
	FAILS(job_put(twin->db, NOW, &plan, &id), "job_payload");
	plan = (struct job_plan){ .kind = "count", .key = { big, 201 } };
	FAILS(job_put(twin->db, NOW, &plan, &id), "job_payload");
	plan = (struct job_plan){ .kind = "count", .delay = -1 };
	FAILS(job_put(twin->db, NOW, &plan, &id), "job_payload");
	assert_int_equal(id, 0);
}

/* --- hardship --- */

static struct fault *
live(struct twin *twin)
{
	struct job_plan plan = { .kind = "count", .payload = STR("1"), .key = STR("k") };
	int64_t id = 0;
	bool is_found = false;
	bool must_stop;
	struct job job;

	TRY(job_put(twin->db, NOW, &plan, &id));
	TRY(job_take(twin->db, twin->arena, STR("甲"), NOW, &is_found, &job));
	TRY(job_beat(twin->db, job.id, job.claim, NOW, &must_stop));
	return job_done(twin->db, &job, NOW);
}

static void
failing_statement_leaves_no_half_of_a_job(void **state)
{
	struct twin *twin = *state;
	struct job_query query = { .state = -1, .limit = 200 };
	struct job_list list;
	long failures = 0;

	FINE(db_fail_wrap(twin->db));
	for (long n = 1;; n++) {
		struct fault *fault;
		int64_t before;
		bool is_found = false;
		struct job job;

		db_fail_at(twin->db, 0);
		FINE(job_find(twin->db, twin->arena, &query, &list));
		before = list.counts[JOB_DONE];
		db_fail_at(twin->db, n);
		fault = live(twin);
		db_fail_at(twin->db, 0);
		FINE(job_find(twin->db, twin->arena, &query, &list));
		assert_true(list.counts[JOB_WAITING] + list.counts[JOB_RUNNING] <= 1);
		assert_int_equal(list.counts[JOB_DONE], before + !fault);
		if (!fault)
			break;
		assert_string_equal(fault->code, "db_fail_test");
		failures++;
		/* Whatever is left can be finished. */
		if (list.counts[JOB_RUNNING]) {
			FINE(job_done(twin->db, &list.jobs[0], NOW));
		} else if (list.counts[JOB_WAITING]) {
			FINE(job_take(twin->db, twin->arena, STR("乙"), NOW, &is_found, &job));
			assert_true(is_found);
			FINE(job_done(twin->db, &job, NOW));
		}
	}
	assert_true(failures > 10);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(clock_set_back_neither_stalls_nor_storms),
		cmocka_unit_test(repeated_jobs_are_queued_once_for_each_time),
		cmocka_unit_test(two_runners_never_run_the_same_job),
		cmocka_unit_test(list_is_in_pages_with_counts),
		cmocka_unit_test(old_jobs_are_removed_failed_ones_later),
		cmocka_unit_test(tidying_is_a_job_too),
		cmocka_unit_test(oversized_or_impossible_jobs_are_refused),
		cmocka_unit_test(failing_statement_leaves_no_half_of_a_job),
	};

	return TWIN_RUN(tests);
}
