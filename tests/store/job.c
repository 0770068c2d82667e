/*
 * Background jobs in the store: how runs end, servers that die, cancelling. Time is given, no test
 * waits for it; the threads of program/ have tests of their own.
 */
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "job_help.h"

static void
job_runs_once_and_is_done(void **state)
{
	struct twin *twin = *state;
	struct db_pool *pool = job_help_open_pool(twin);
	int64_t id = job_help_put(twin->db, "count", "7", "");
	struct job job = job_help_look_at(twin, id);

	assert_int_equal(job.state, JOB_WAITING);
	assert_int_equal(job.run_at, 0);
	assert_true(job_help_step(twin, pool, NOW + 1));
	assert_false(job_help_step(twin, pool, NOW + 1));
	job = job_help_look_at(twin, id);
	assert_int_equal(job.state, JOB_DONE);
	assert_int_equal(job.tries, 1);
	assert_int_equal(job.started_at, NOW + 1);
	assert_int_equal(job.finished_at, NOW + 1);
	SAME_TEXT(job.claimed_by, "甲");
	assert_int_equal(job_help_runs[7], 1);
	job_help_close_pool(twin, pool);
}

static void
same_work_is_not_queued_twice(void **state)
{
	struct twin *twin = *state;
	struct db_pool *pool = job_help_open_pool(twin);
	int64_t id = job_help_put(twin->db, "told", "", "once");

	assert_int_equal(job_help_put(twin->db, "told", "", "once"), id);
	assert_int_not_equal(job_help_put(twin->db, "told", "", "other"), id);
	assert_int_not_equal(
		job_help_put(twin->db, "told", "", ""), job_help_put(twin->db, "told", "", ""));
	for (int i = 0; i < 4; i++)
		assert_true(job_help_step(twin, pool, NOW));
	assert_false(job_help_step(twin, pool, NOW));
	assert_int_equal(job_help_runs[0], 4);
	/* What has ended does not stand in the way of new work, and does not come back beside it.
	 */
	assert_int_not_equal(job_help_put(twin->db, "told", "", "once"), id);
	FAILS(job_run_again(twin->db, &job_help_admin, NOW, id), "job_known");
	job_help_close_pool(twin, pool);
}

static void
work_asked_for_while_it_runs_is_done_once_more(void **state)
{
	struct twin *twin = *state;
	struct db_pool *pool = job_help_open_pool(twin);
	int64_t id = job_help_put(twin->db, "told", "", "once");

	job_help_is_putting_again = true;
	assert_true(job_help_step(twin, pool, NOW));
	assert_int_equal(job_help_look_at(twin, id).state, JOB_WAITING);
	assert_true(job_help_step(twin, pool, NOW));
	assert_int_equal(job_help_look_at(twin, id).state, JOB_DONE);
	assert_false(job_help_step(twin, pool, NOW));
	assert_int_equal(job_help_runs[0], 2);
	job_help_close_pool(twin, pool);
}

static void
failing_job_waits_longer_each_time_and_then_shows(void **state)
{
	struct twin *twin = *state;
	struct db_pool *pool = job_help_open_pool(twin);
	int64_t id = job_help_put(twin->db, "told", "", "");
	struct job job;

	job_help_is_failing = true;
	assert_true(job_help_step(twin, pool, NOW));
	job = job_help_look_at(twin, id);
	assert_int_equal(job.state, JOB_WAITING);
	assert_int_equal(job.run_at, NOW + 30);
	SAME_TEXT(job.error, "磁盘坏了");
	SAME_TEXT(job.error_code, "disk");
	assert_false(job_help_step(twin, pool, NOW + 29));
	assert_true(job_help_step(twin, pool, NOW + 30));
	assert_int_equal(job_help_look_at(twin, id).run_at, NOW + 150);
	assert_false(job_help_step(twin, pool, NOW + 149));
	assert_true(job_help_step(twin, pool, NOW + 150));
	job = job_help_look_at(twin, id);
	assert_int_equal(job.state, JOB_FAILED);
	assert_int_equal(job.tries, 3);
	assert_false(job_help_step(twin, pool, NOW + 1000000));
	/* Run again by hand, it has all its tries. */
	job_help_is_failing = false;
	FINE(job_run_again(twin->db, &job_help_admin, NOW, id));
	FAILS(job_run_again(twin->db, &job_help_admin, NOW, id), "job_not_over");
	assert_true(job_help_step(twin, pool, NOW));
	job = job_help_look_at(twin, id);
	assert_int_equal(job.state, JOB_DONE);
	assert_int_equal(job.tries, 1);
	SAME_TEXT(job.error, "");
	job_help_close_pool(twin, pool);
}

static void
hopeless_and_unknown_jobs_show_at_once_or_wait_for_a_newer_program(void **state)
{
	struct twin *twin = *state;
	struct db_pool *pool = job_help_open_pool(twin);
	int64_t id = job_help_put(twin->db, "told", "", "");
	struct job job;

	job_help_is_hopeless = true;
	assert_true(job_help_step(twin, pool, NOW));
	assert_int_equal(job_help_look_at(twin, id).state, JOB_FAILED);
	id = job_help_put(twin->db, "newer", "", "");
	assert_true(job_help_step(twin, pool, NOW));
	job = job_help_look_at(twin, id);
	assert_int_equal(job.state, JOB_WAITING);
	SAME_TEXT(job.error_code, "job_kind");
	job_help_close_pool(twin, pool);
}

static void
postponed_job_is_no_try(void **state)
{
	struct twin *twin = *state;
	struct db_pool *pool = job_help_open_pool(twin);
	int64_t id = job_help_put(twin->db, "told", "", "");
	struct job job;

	job_help_is_postponing = true;
	for (int i = 0; i < 10; i++)
		assert_true(job_help_step(twin, pool, NOW + 600 * i));
	job = job_help_look_at(twin, id);
	assert_int_equal(job.state, JOB_WAITING);
	assert_int_equal(job.tries, 0);
	assert_int_equal(job.run_at, NOW + 6000);
	job_help_close_pool(twin, pool);
}

static void
job_that_ends_itself_in_its_own_transaction_is_done(void **state)
{
	struct twin *twin = *state;
	struct db_pool *pool = job_help_open_pool(twin);
	int64_t id = job_help_put(twin->db, "self", "", "");
	struct job job;

	assert_true(job_help_step(twin, pool, NOW));
	job = job_help_look_at(twin, id);
	assert_int_equal(job.state, JOB_DONE);
	assert_int_equal(job.progress_now, 1);
	assert_int_equal(job.progress_most, 2);
	SAME_TEXT(job.progress_words, "一半");
	job_help_close_pool(twin, pool);
}

/* --- servers that die --- */

static void
job_of_a_dead_server_is_taken_over_and_cannot_be_finished_by_it(void **state)
{
	static struct job_watch watch;
	struct twin *twin = *state;
	struct db_pool *pool = job_help_open_pool(twin);
	int64_t id = job_help_put(twin->db, "count", "3", "");
	bool is_found = false;
	bool must_stop = false;
	struct job dead;
	int count = 0;

	watch.count = 0;
	/* A server claims and is killed. */
	FINE(job_take(twin->db, twin->arena, STR("死者"), NOW, &is_found, &dead));
	assert_true(is_found);
	FINE(job_take_over(twin->db, &watch, job_help_kinds, 100, NOW, &count));
	FINE(job_take_over(twin->db, &watch, job_help_kinds, 159, NOW, &count));
	assert_int_equal(count, 0);
	assert_int_equal(job_help_look_at(twin, id).state, JOB_RUNNING);
	/* While it beats, it lives, however long. */
	FINE(job_beat(twin->db, id, dead.claim, NOW, &must_stop));
	assert_false(must_stop);
	FINE(job_take_over(twin->db, &watch, job_help_kinds, 160, NOW, &count));
	FINE(job_take_over(twin->db, &watch, job_help_kinds, 219, NOW, &count));
	assert_int_equal(count, 0);
	FINE(job_take_over(twin->db, &watch, job_help_kinds, 220, NOW, &count));
	assert_int_equal(count, 1);
	SAME_TEXT(job_help_look_at(twin, id).error_code, "job_dead");
	assert_true(job_help_step(twin, pool, NOW + 30));
	assert_int_equal(job_help_look_at(twin, id).state, JOB_DONE);
	assert_int_equal(job_help_runs[3], 1);
	/* The dead one comes back. */
	FAILS(job_done(twin->db, &dead, NOW + 40), "job_lost");
	FINE(job_beat(twin->db, id, dead.claim, NOW + 40, &must_stop));
	assert_true(must_stop);
	assert_int_equal(job_help_look_at(twin, id).finished_at, NOW + 30);
	job_help_close_pool(twin, pool);
}

/* Half of its work stands in the store, then the process is no more. */
static struct fault *
put_another_and_die(struct job_run *run)
{
	CLOSING(db_give_back) struct db *db = NULL;
	struct job_plan plan = { .kind = "count", .payload = STR("9"), .key = STR("half") };
	int64_t id;

	TRY(db_pool_writer(run->pool, &db));
	TRY(job_put(db, NOW, &plan, &id));
	raise(SIGKILL);
	return NULL;
}

static void
run_in_child(const struct twin *twin)
{
	static const struct job_kind deadly[] = { { .name = "told", .work = put_another_and_die },
		{ 0 } };
	struct job_run run = { .arena = twin->arena };
	struct fault *ended;
	struct db *db = NULL;
	bool is_found = false;

	if (db_pool_open(twin->url, 1, &db_own_steps, false, &run.pool) ||
		db_pool_writer(run.pool, &db) ||
		job_take(db, twin->arena, STR("子"), NOW, &is_found, &run.job) || !is_found)
		_exit(3);
	db_give_back(&db);
	_exit(job_work(&run, deadly, NOW, &ended) ? 4 : 5);
}

static void
killed_process_loses_no_job(void **state)
{
	static struct job_watch watch;
	struct twin *twin = *state;
	struct job_query query = { .state = -1, .limit = 10 };
	struct db_pool *pool;
	struct job_list list;
	int64_t id = job_help_put(twin->db, "told", "", "");
	pid_t child;
	int status;
	int count = 0;

	assert_int_equal(job_help_look_at(twin, id).state, JOB_WAITING);
	if (!twin->engine->is_shared)
		return;
	child = fork();
	assert_true(child >= 0);
	if (child == 0)
		run_in_child(twin);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFSIGNALED(status));
	watch.count = 0;
	pool = job_help_open_pool(twin);
	assert_int_equal(job_help_look_at(twin, id).state, JOB_RUNNING);
	FINE(job_take_over(twin->db, &watch, job_help_kinds, 0, NOW, &count));
	FINE(job_take_over(twin->db, &watch, job_help_kinds, 60, NOW, &count));
	assert_int_equal(count, 1);
	/* What it had job_help_put in is there, and what it had not finished is done by another. */
	while (job_help_step(twin, pool, NOW + 30))
		continue;
	assert_int_equal(job_help_runs[9], 1);
	assert_int_equal(job_help_runs[0], 1);
	FINE(job_find(twin->db, twin->arena, &query, &list));
	assert_int_equal(list.counts[JOB_DONE], 2);
	job_help_close_pool(twin, pool);
}

static void
job_that_kills_every_server_is_given_up(void **state)
{
	static struct job_watch watch;
	struct twin *twin = *state;
	int64_t now = NOW;
	int64_t id = job_help_put(twin->db, "told", "", "");
	int deaths = 0;

	watch.count = 0;
	while (job_help_look_at(twin, id).state != JOB_FAILED) {
		bool is_found = false;
		struct job job;
		int count = 0;

		FINE(job_take(twin->db, twin->arena, STR("死者"), now, &is_found, &job));
		assert_true(is_found);
		FINE(job_take_over(twin->db, &watch, job_help_kinds, now, now, &count));
		FINE(job_take_over(twin->db, &watch, job_help_kinds, now + 60, now + 60, &count));
		assert_int_equal(count, 1);
		now += 100000;
		deaths++;
	}
	assert_int_equal(deaths, 3);
}

static void
cancelling_ends_what_waits_and_asks_what_runs(void **state)
{
	struct twin *twin = *state;
	int64_t id = job_help_put(twin->db, "told", "", "");
	struct audit_query query = {
		.deed = STR("job."), .from = DAY_NONE, .to = DAY_NONE, .limit = 10
	};
	struct audit_list list;
	bool is_found = false;
	bool must_stop = false;
	struct job job;

	FINE(job_cancel(twin->db, &job_help_admin, NOW, id));
	assert_int_equal(job_help_look_at(twin, id).state, JOB_CANCELLED);
	FAILS(job_cancel(twin->db, &job_help_admin, NOW, id), "job_over");
	FAILS(job_cancel(twin->db, &job_help_admin, NOW, 999), "absent");
	id = job_help_put(twin->db, "told", "", "");
	FINE(job_take(twin->db, twin->arena, STR("甲"), NOW, &is_found, &job));
	assert_int_equal(job.id, id);
	FINE(job_cancel(twin->db, &job_help_admin, NOW, id));
	assert_int_equal(job_help_look_at(twin, id).state, JOB_RUNNING);
	FINE(job_beat(twin->db, id, job.claim, NOW, &must_stop));
	assert_true(must_stop);
	FINE(audit_find(twin->db, twin->arena, &query, &list));
	assert_int_equal(list.count, 2);
	SAME_TEXT(list.entries[0].deed, "job.cancelled");
	assert_int_equal(list.entries[0].thing_id, id);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(job_runs_once_and_is_done),
		cmocka_unit_test(same_work_is_not_queued_twice),
		cmocka_unit_test(work_asked_for_while_it_runs_is_done_once_more),
		cmocka_unit_test(failing_job_waits_longer_each_time_and_then_shows),
		cmocka_unit_test(
			hopeless_and_unknown_jobs_show_at_once_or_wait_for_a_newer_program),
		cmocka_unit_test(postponed_job_is_no_try),
		cmocka_unit_test(job_that_ends_itself_in_its_own_transaction_is_done),
		cmocka_unit_test(job_of_a_dead_server_is_taken_over_and_cannot_be_finished_by_it),
		cmocka_unit_test(killed_process_loses_no_job),
		cmocka_unit_test(job_that_kills_every_server_is_given_up),
		cmocka_unit_test(cancelling_ends_what_waits_and_asks_what_runs),
	};

	return TWIN_RUN(tests);
}
