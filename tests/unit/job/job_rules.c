/* What comes after a run, how long to wait, when a repeated job is next. No store. */
#include "job/job.h"

#include <stdlib.h>
#include <time.h>

#include "../test.h"
#include "job/job_inside.h"

static const struct job_kind mail = { .name = "mail.send", .most_tries = 4, .first_delay = 60 };
static const struct job_kind plain = { .name = "plain" };

static struct fault *
outside(void)
{
	return fault_new(FAULT_OUTSIDE, "disk", "磁盘坏了%s", "The disk is broken%s", "");
}

static void
delays_grow_and_end_at_six_hours(void **state)
{
	const int64_t usual[] = { 30, 120, 480, 1920, 7680, 21600, 21600 };

	for (size_t i = 0; i < COUNT_OF(usual); i++)
		assert_int_equal(job_delay_after(&plain, (int64_t)i + 1), usual[i]);
	assert_int_equal(job_delay_after(&mail, 1), 60);
	assert_int_equal(job_delay_after(&mail, 3), 960);
	assert_int_equal(job_delay_after(NULL, INT64_MAX), 21600);
}

static void
failed_run_waits_until_its_last_try(void **state)
{
	struct job job = { .state = JOB_RUNNING, .tries = 3 };
	struct job_next next = job_next_after_failure(&job, &mail, outside(), 1000);

	assert_int_equal(next.state, JOB_WAITING);
	assert_int_equal(next.run_at, 1960);
	assert_int_equal(next.delay, 960);
	assert_int_equal(next.tries, 3);
	assert_int_equal(next.finished_at, 0);
	SAME_TEXT(next.error, "磁盘坏了");
	job.tries = 4;
	next = job_next_after_failure(&job, &mail, outside(), 1000);
	assert_int_equal(next.state, JOB_FAILED);
	assert_int_equal(next.finished_at, 1000);
	SAME_TEXT(next.error_code, "disk");
}

static void
what_would_fail_the_same_way_again_is_not_tried_again(void **state)
{
	struct job job = { .state = JOB_RUNNING, .tries = 1 };
	struct job_next next = job_next_after_failure(&job, &plain, fault_absent("mail", 7), 1000);

	assert_int_equal(next.state, JOB_FAILED);
	job.is_again = true;
	next = job_next_after_failure(&job, &plain, fault_absent("mail", 7), 1000);
	assert_int_equal(next.state, JOB_WAITING);
	assert_int_equal(next.tries, 0);
}

static void
cancelled_run_that_fails_is_cancelled(void **state)
{
	struct job job = { .state = JOB_RUNNING, .tries = 1, .is_cancel_asked = true };
	struct job_next next = job_next_after_failure(&job, &plain, job_stopped(), 1000);

	assert_int_equal(next.state, JOB_CANCELLED);
	assert_int_equal(next.finished_at, 1000);
	next = job_next_after_pause(&job, 0, 1000);
	assert_int_equal(next.state, JOB_CANCELLED);
}

static void
pause_is_no_try(void **state)
{
	struct job job = { .state = JOB_RUNNING, .tries = 2 };
	struct job_next next = job_next_after_pause(&job, 600, 1000);

	assert_int_equal(next.state, JOB_WAITING);
	assert_int_equal(next.run_at, 1600);
	assert_int_equal(next.tries, 1);
	next = job_next_after_pause(&job, 0, 1000);
	assert_int_equal(next.run_at, 0);
	assert_int_equal(next.delay, 0);
}

static void
success_ends_it_unless_it_was_asked_for_again(void **state)
{
	struct job job = { .state = JOB_RUNNING, .tries = 2 };
	struct job_next next = job_next_after_success(&job, 1000);

	assert_int_equal(next.state, JOB_DONE);
	assert_int_equal(next.finished_at, 1000);
	job.is_again = true;
	next = job_next_after_success(&job, 1000);
	assert_int_equal(next.state, JOB_WAITING);
	assert_int_equal(next.run_at, 0);
	assert_int_equal(next.tries, 0);
}

static void
daily_job_is_next_at_its_local_time(void **state)
{
	const struct job_repeat nightly = { "tidy", "job.tidy", 0, 3 * 60 + 30 };
	const struct job_repeat often = { "sweep", "mail.sweep", 15, 0 };
	/* 2026-03-01 00:00 in Beijing. */
	const int64_t midnight = 1772294400;

	assert_int_equal(job_repeat_next(&nightly, midnight), midnight + 12600);
	assert_int_equal(job_repeat_next(&nightly, midnight + 12599), midnight + 12600);
	assert_int_equal(job_repeat_next(&nightly, midnight + 12600), midnight + 12600 + 86400);
	/* Over the end of a year. */
	assert_int_equal(job_repeat_next(&nightly, midnight + 306 * 86400 - 1),
		midnight + 306 * 86400 + 12600);
	assert_int_equal(job_repeat_next(&often, midnight + 7), midnight + 907);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(delays_grow_and_end_at_six_hours),
		cmocka_unit_test(failed_run_waits_until_its_last_try),
		cmocka_unit_test(what_would_fail_the_same_way_again_is_not_tried_again),
		cmocka_unit_test(cancelled_run_that_fails_is_cancelled),
		cmocka_unit_test(pause_is_no_try),
		cmocka_unit_test(success_ends_it_unless_it_was_asked_for_again),
		cmocka_unit_test(daily_job_is_next_at_its_local_time),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
