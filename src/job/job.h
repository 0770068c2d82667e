/*
 * job: 后台任务, work that goes on when the request is over.
 *
 * What lives here: the table of jobs, putting one in with the change that makes it necessary,
 * claiming, finishing, retrying, taking over from a server that died, repeated jobs, and the list
 * for a page. What does not: the threads that run them (program/), what a kind of job does (each
 * room writes its own), who may cancel one (account/).
 *
 * AT LEAST ONCE: a job whose server dies, or is cut off from the store for a minute, is run again
 * from its beginning, possibly while the first run is still ending. So a job does its work in
 * db_work()s of its own that leave a mark of what is done, or does what may be done twice. What a
 * job does in the same db_work() as job_done() is done exactly once.
 *
 * Several servers share one store. None compares its clock with another's: who works on a job makes
 * its beat grow, and a job whose beat stands still for JOB_DEAD_AFTER seconds of the onlooker's own
 * steady clock has lost its server. Times of day only matter for appointments.
 */
#ifndef JOB_JOB_H
#define JOB_JOB_H

#include <stdatomic.h>

#include "audit/audit.h"
#include "base/arena.h"
#include "base/str.h"
#include "setting/setting.h"

struct db;
struct db_pool;
struct job_run;

/* Seconds; program/ beats every JOB_BEAT. */
enum { JOB_BEAT = 10, JOB_DEAD_AFTER = 60 };

/* Stored by number, never renumber. */
enum job_state { JOB_WAITING, JOB_RUNNING, JOB_DONE, JOB_FAILED, JOB_CANCELLED, JOB_STATES };

/* What a job does. A fault of the kinds INPUT, ABSENT or DENIED would come again and is the end;
 * after any other one the job is tried again later. */
typedef struct fault *job_fn(struct job_run *run);

/* One kind, in a table of program/ that ends with { 0 }. */
struct job_kind {
	const char *name; /* "mail.send" */
	job_fn *work;
	void *context; /* for `work`, as job_run.context */
	const char *zh;
	const char *en;
	int most_tries; /* 0: eight */
	int first_delay; /* seconds before the second try, four times as many before the third …, at
			    most six hours; 0: thirty */
};

const struct job_kind *job_kind_find(const struct job_kind *kinds, struct str name);

/* --- putting one in --- */

struct job_plan {
	const char *kind;
	struct str payload; /* a JSON object, at most 64 KiB; empty: {} */
	/* The same work is not queued twice: while a job with this key waits, there is no second
	 * one; while it runs, it is marked to run once more. Empty: no key. At most 200 bytes. */
	struct str key;
	int64_t at;    /* an appointment, seconds since 1970; 0: as soon as possible */
	int64_t delay; /* or so many seconds from now */
};

/* Inside the caller's db_work(), or one of its own. `now` is in seconds since 1970. Gives the
 * number of the job, which may have been there already. */
MUST struct fault *job_put(
	struct db *db, int64_t now, const struct job_plan *plan, int64_t *ret_id);

/* Does a job with this key wait or run? */
MUST struct fault *job_is_queued(struct db *db, struct str key, bool *ret_is_queued);

/* Called on the caller's thread by every job_put() of this process, mostly before its transaction
 * ends. NULL: nobody. Set before threads start. */
void job_on_put(void (*wake)(void *arg), void *arg);

/* Now, in seconds since 1970. */
int64_t job_now(void);

/* --- what a job sees of itself --- */

struct job {
	int64_t id;
	struct str kind;
	struct str payload;
	struct str key;
	enum job_state state;
	int64_t run_at; /* 0: at once */
	int64_t delay;
	int64_t tries; /* with this one, while it runs */
	bool is_again;
	bool is_cancel_asked;
	int64_t claim;
	struct str claimed_by; /* the server */
	int64_t beat;
	int64_t beat_at; /* by that server's clock; for people */
	int64_t progress_now;
	int64_t progress_most; /* 0: unknown */
	struct str progress_words;
	struct str error_code; /* of the last try; empty: none */
	struct str error;
	struct str error_en;
	int64_t created_at;
	int64_t started_at;  /* 0: never */
	int64_t finished_at; /* 0: not yet */
};

struct job_run {
	struct job job;
	struct arena *arena;  /* of this run */
	struct db_pool *pool; /* borrow a handle for each piece of work, not for all the run */
	void *context;        /* of the kind */
	bool is_last_try;
	int64_t again_in; /* set by job_postpone() */
	bool is_postponed;
	const atomic_bool *must_stop;
};

/* True when somebody cancelled the job, the server stops, or the job was lost to another server.
 * Ask at least once a second; return "job_stopped" when it is so. */
bool job_must_stop(const struct job_run *run);
MUST struct fault *job_stopped(void);
/* Say how far it is, in the caller's words (Chinese, no personal data). Faults CONFLICT "job_lost",
 * "job_stopped": return them. Borrows no handle: give one. */
MUST struct fault *job_progress(
	struct job_run *run, struct db *db, int64_t now, int64_t most, struct str words);
/* Not yet: run again in so many seconds, without counting this as a try. Return NULL afterwards. */
void job_postpone(struct job_run *run, int64_t seconds);

/* --- running, for program/ and tests --- */

/* Is there something to run, or to mend after the clock was set back? Only reads. */
MUST struct fault *job_look(struct db *db, int64_t now, bool *ret_is_due, bool *ret_is_skewed);
/* Claim the job that has waited longest. Text is copied into the arena. */
MUST struct fault *job_take(struct db *db, struct arena *arena, struct str server, int64_t now,
	bool *ret_is_found, struct job *ret_job);
/* Run what was taken and write down how it ended. The fault of the job itself is no fault here but
 * *ret_ended (NULL: none), for the log. CONFLICT "job_lost": another server had taken it over. */
MUST struct fault *job_work(
	struct job_run *run, const struct job_kind *kinds, int64_t now, struct fault **ret_ended);
/* Done; in a transaction of the job's own or by job_work(). CONFLICT "job_lost". */
MUST struct fault *job_done(struct db *db, const struct job *job, int64_t now);
/* It lives. *ret_must_stop when it was cancelled or is not ours any more. */
MUST struct fault *job_beat(
	struct db *db, int64_t id, int64_t claim, int64_t now, bool *ret_must_stop);

/* What one server has seen of the running jobs. All zero at first. */
enum { JOB_MOST_WATCHED = 256 };
struct job_watch {
	struct job_seen {
		int64_t id;
		int64_t claim;
		int64_t beat;
		int64_t since; /* steady seconds */
	} seen[JOB_MOST_WATCHED];
	size_t count;
};
/* Put back what lost its server. `steady` is in seconds of a clock that is never set. */
MUST struct fault *job_take_over(struct db *db, struct job_watch *watch,
	const struct job_kind *kinds, int64_t steady, int64_t now, int *ret_count);
/* After the clock was set back: waits that began in the future begin now. */
MUST struct fault *job_mend_clock(struct db *db, int64_t now);
/* Remove what ended: done and cancelled ones after `days`, failed ones after six times as many. At
 * most a thousand in one call; *ret_count says how many. */
MUST struct fault *job_tidy(struct db *db, int64_t now, int64_t days, int64_t *ret_count);

/* The work of the kind "job.tidy", a repeated job: removes all that is older than the setting says.
 */
job_fn job_tidy_job;

/* The settings of this room. */
extern const struct setting *const job_settings[];

/* --- repeated jobs --- */

/* A table of program/ that ends with { 0 }. */
struct job_repeat {
	const char *name; /* unique; also the job's key, so that it never runs twice at once */
	const char *kind;
	int every_minutes; /* or, when 0: */
	int daily_at;      /* minutes after midnight in China */
};

/* The first moment after `now`. Pure. */
int64_t job_repeat_next(const struct job_repeat *repeat, int64_t now);
/* Queue those that are due. What was missed while no server ran is made up for once, not for each
 * time. *ret_count: how many were queued. */
MUST struct fault *job_queue_repeats(
	struct db *db, const struct job_repeat *repeats, int64_t now, int *ret_count);

/* --- for a page --- */

struct job_query {
	int state;         /* an enum job_state, or -1: all */
	struct str kind;   /* empty: all */
	int64_t before_id; /* paging: older than this; 0: the newest */
	int limit;         /* cut to 1 … 200 */
};

struct job_list {
	struct job *jobs; /* the newest first */
	size_t count;
	bool has_more;
	int64_t counts[JOB_STATES]; /* of all jobs, by state */
};

MUST struct fault *job_find(struct db *db, struct arena *arena, const struct job_query *query,
	struct job_list *ret_list);
MUST struct fault *job_load(struct db *db, struct arena *arena, int64_t id, struct job *ret_job);
/* One that waits is cancelled at once, one that runs is asked to stop. CONFLICT "job_over" when it
 * has ended. With an audit entry. */
MUST struct fault *job_cancel(
	struct db *db, const struct audit_actor *actor, int64_t now, int64_t id);
/* One that has ended runs again, with all its tries. CONFLICT "job_not_over", or "job_known" when
 * the same work is queued already. With an audit entry. */
MUST struct fault *job_run_again(
	struct db *db, const struct audit_actor *actor, int64_t now, int64_t id);

#endif
