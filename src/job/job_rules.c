/*
 * Pure decisions: what comes after a run, how long to wait, when a repeated job is next.
 * No row is read or written here.
 */
#include <string.h>

#include "base/day.h"
#include "job/job_inside.h"

enum { MOST_TRIES = 8, FIRST_DELAY = 30, MOST_DELAY = 6 * 3600 };

const struct job_kind *
job_kind_find(const struct job_kind *kinds, struct str name)
{
	for (; kinds && kinds->name; kinds++)
		if (str_equal(str_of(kinds->name), name))
			return kinds;
	return NULL;
}

int
job_most_tries(const struct job_kind *kind)
{
	return kind && kind->most_tries ? kind->most_tries : MOST_TRIES;
}

int64_t
job_delay_after(const struct job_kind *kind, int64_t tries)
{
	int64_t delay = kind && kind->first_delay ? kind->first_delay : FIRST_DELAY;

	for (int64_t i = 1; i < tries && delay < MOST_DELAY; i++)
		delay *= 4;
	return delay < MOST_DELAY ? delay : MOST_DELAY;
}

/* A wait of some seconds; none is a wait for nothing, which no clock can disturb. */
static struct job_next
waiting(int64_t seconds, int64_t tries, int64_t now)
{
	return (struct job_next){
		.state = JOB_WAITING,
		.run_at = seconds > 0 ? now + seconds : 0,
		.delay = seconds > 0 ? seconds : 0,
		.tries = tries,
	};
}

struct job_next
job_next_after_success(const struct job *job, int64_t now)
{
	if (job->is_again)
		return waiting(0, 0, now);
	return (struct job_next){ .state = JOB_DONE, .tries = job->tries, .finished_at = now };
}

static bool
is_hopeless(const struct fault *fault)
{
	return fault->kind == FAULT_INPUT || fault->kind == FAULT_ABSENT ||
	       fault->kind == FAULT_DENIED;
}

struct job_next
job_next_after_failure(
	const struct job *job, const struct job_kind *kind, const struct fault *fault, int64_t now)
{
	bool is_last = is_hopeless(fault) || job->tries >= job_most_tries(kind);
	struct job_next next = waiting(job_delay_after(kind, job->tries), job->tries, now);

	if (job->is_cancel_asked)
		next = (struct job_next){ .state = JOB_CANCELLED, .tries = job->tries };
	else if (is_last && job->is_again)
		/* Somebody asked for it after this run had begun: that wish has all its tries. */
		next = waiting(job_delay_after(kind, 1), 0, now);
	else if (is_last)
		next = (struct job_next){ .state = JOB_FAILED, .tries = job->tries };
	if (next.state != JOB_WAITING)
		next.finished_at = now;
	next.error_code = str_of(fault->code);
	next.error = str_of(fault->zh);
	next.error_en = str_of(fault->en);
	return next;
}

struct job_next
job_next_after_pause(const struct job *job, int64_t seconds, int64_t now)
{
	struct job_next next = waiting(seconds, job->tries > 0 ? job->tries - 1 : 0, now);

	next.error_code = job->error_code;
	next.error = job->error;
	next.error_en = job->error_en;
	if (job->is_cancel_asked) {
		next.state = JOB_CANCELLED;
		next.finished_at = now;
	}
	return next;
}

int64_t
job_repeat_next(const struct job_repeat *repeat, int64_t now)
{
	int64_t left;

	if (repeat->every_minutes)
		return now + (int64_t)repeat->every_minutes * 60;
	left = (int64_t)repeat->daily_at * 60 - day_seconds_into(now);
	return now + left + (left > 0 ? 0 : DAY_SECONDS);
}
