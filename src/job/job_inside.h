/*
 * What the files of job/ share: rules of what comes next, and rows.
 * Not for other rooms; they include job/job.h.
 */
#ifndef JOB_JOB_INSIDE_H
#define JOB_JOB_INSIDE_H

#include "db/db.h"
#include "job/job.h"

enum { JOB_MOST_PAYLOAD = 64 << 10, JOB_MOST_KEY = 200, JOB_MOST_WORDS = 300 };

/* Where a job stands after a run; text is borrowed. */
struct job_next {
	enum job_state state;
	int64_t run_at;
	int64_t delay;
	int64_t tries;
	struct str error_code;
	struct str error;
	struct str error_en;
	int64_t finished_at; /* 0: not finished */
};

int job_most_tries(const struct job_kind *kind);
/* Seconds to wait after `tries` tries that failed. */
int64_t job_delay_after(const struct job_kind *kind, int64_t tries);
/* After a run that ended well. Asked for again meanwhile: it waits once more. */
struct job_next job_next_after_success(const struct job *job, int64_t now);
/* After a run that failed; `kind` is NULL for a kind that this program does not know. */
struct job_next job_next_after_failure(
	const struct job *job, const struct job_kind *kind, const struct fault *fault, int64_t now);
/* After a run that was no try: postponed, or stopped with its server. */
struct job_next job_next_after_pause(const struct job *job, int64_t seconds, int64_t now);

/* Tell who runs jobs in this process that there may be something new. */
void job_wake(void);

/* Insert, or find by key. */
MUST struct fault *job_store_add(
	struct db *db, const struct job_plan *plan, int64_t run_at, int64_t now, int64_t *ret_id);
/* ABSENT "absent". */
MUST struct fault *job_store_load(
	struct db *db, struct arena *arena, int64_t id, struct job *ret_job);
MUST struct fault *job_store_claim(struct db *db, struct arena *arena, struct str server,
	int64_t now, bool *ret_is_found, struct job *ret_job);
MUST struct fault *job_store_pulse(struct db *db, int64_t id, int64_t claim, int64_t now,
	bool *ret_is_ours, bool *ret_must_stop);
/* Progress as it stands in `job`. */
MUST struct fault *job_store_say(
	struct db *db, const struct job *job, bool *ret_is_ours, bool *ret_must_stop);
/* Does this statement, which takes the time, give a row? */
MUST struct fault *job_store_is_any(
	struct db *db, const struct db_sql *sql, int64_t now, bool *ret_is_any);
/* What runs anywhere; `since` of each is 0. */
MUST struct fault *job_store_running(struct db *db, struct job_watch *watch);
MUST struct fault *job_store_has_key(struct db *db, struct str key, bool *ret_has);
/* list->jobs, count and has_more; query->limit is already cut. */
MUST struct fault *job_store_some(
	struct db *db, struct arena *arena, const struct job_query *query, struct job_list *list);
MUST struct fault *job_store_counts(struct db *db, int64_t counts[JOB_STATES]);
MUST struct fault *job_store_repeat(
	struct db *db, struct str name, bool *ret_is_found, int64_t *ret_next_at);
/* last_at 0 leaves it as it is. */
MUST struct fault *job_store_set_repeat(
	struct db *db, struct str name, int64_t next_at, int64_t last_at);
/* Write where it stands, if `claim` is still the last one. */
MUST struct fault *job_store_move(
	struct db *db, int64_t id, int64_t claim, const struct job_next *next, bool *ret_is_moved);

#endif
