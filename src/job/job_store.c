/*
 * Rows of jobs in and out.
 * What comes next is decided in job_rules.c; transactions are job_work.c's.
 */
#include "job/job_inside.h"
#include "job/job_statements.h"

/* The columns of job_claim, job_by_id and job_some, which are the same. */
static struct job
job_of_row(const struct db_rows *rows)
{
	return (struct job){
		.id = db_get_int(rows, 0),
		.kind = db_get_str(rows, 1),
		.payload = db_get_str(rows, 2),
		.key = db_get_str(rows, 3),
		.state = (enum job_state)db_get_int(rows, 4),
		.run_at = db_get_int(rows, 5),
		.delay = db_get_int(rows, 6),
		.tries = db_get_int(rows, 7),
		.is_again = db_get_int(rows, 8) != 0,
		.is_cancel_asked = db_get_int(rows, 9) != 0,
		.claim = db_get_int(rows, 10),
		.claimed_by = db_get_str(rows, 11),
		.beat = db_get_int(rows, 12),
		.beat_at = db_get_int(rows, 13),
		.progress_now = db_get_int(rows, 14),
		.progress_most = db_get_int(rows, 15),
		.progress_words = db_get_str(rows, 16),
		.error_code = db_get_str(rows, 17),
		.error = db_get_str(rows, 18),
		.error_en = db_get_str(rows, 19),
		.created_at = db_get_int(rows, 20),
		.started_at = db_get_int(rows, 21),
		.finished_at = db_get_int(rows, 22),
	};
}

static struct fault *
add_or_find(
	struct db *db, const struct job_plan *plan, int64_t run_at, int64_t now, int64_t *ret_id)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	struct str payload = plan->payload.len ? plan->payload : STR("{}");
	bool is_found = false;

	TRY(db_ask(db, NULL, &job_add_sql,
		VALUES(VALUE(str_of(plan->kind)), VALUE(payload), VALUE(plan->key), VALUE(run_at),
			VALUE(plan->delay), VALUE(now)),
		&rows));
	TRY(db_next(rows, &is_found));
	if (!is_found)
		return fault_absent("job", 0);
	*ret_id = db_get_int(rows, 0);
	return NULL;
}

struct fault *
job_store_add(
	struct db *db, const struct job_plan *plan, int64_t run_at, int64_t now, int64_t *ret_id)
{
	TRY(add_or_find(db, plan, run_at, now, ret_id));
	if (plan->key.len == 0)
		return NULL;
	return db_run(db, &job_hasten_sql,
		VALUES(VALUE(*ret_id), VALUE(run_at), VALUE(plan->delay)), NULL);
}

struct fault *
job_store_load(struct db *db, struct arena *arena, int64_t id, struct job *ret_job)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	bool is_found = false;

	TRY(db_ask(db, arena, &job_by_id_sql, VALUES(VALUE(id)), &rows));
	TRY(db_next(rows, &is_found));
	if (!is_found)
		return fault_absent("job", id);
	*ret_job = job_of_row(rows);
	return NULL;
}

struct fault *
job_store_move(
	struct db *db, int64_t id, int64_t claim, const struct job_next *next, bool *ret_is_moved)
{
	int64_t changed = 0;

	TRY(db_run(db, &job_move_sql,
		VALUES(VALUE(id), VALUE(claim), VALUE(next->state), VALUE(next->run_at),
			VALUE(next->delay), VALUE(next->tries), VALUE(next->error_code),
			VALUE(next->error), VALUE(next->error_en), db_value_id(next->finished_at)),
		&changed));
	*ret_is_moved = changed == 1;
	return NULL;
}

struct fault *
job_store_claim(struct db *db, struct arena *arena, struct str server, int64_t now,
	bool *ret_is_found, struct job *ret_job)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;

	TRY(db_ask(db, arena, &job_claim_sql, VALUES(VALUE(server), VALUE(now)), &rows));
	TRY(db_next(rows, ret_is_found));
	if (*ret_is_found)
		*ret_job = job_of_row(rows);
	return NULL;
}

struct fault *
job_store_pulse(struct db *db, int64_t id, int64_t claim, int64_t now, bool *ret_is_ours,
	bool *ret_must_stop)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;

	TRY(db_ask(db, NULL, &job_pulse_sql, VALUES(VALUE(id), VALUE(claim), VALUE(now)), &rows));
	TRY(db_next(rows, ret_is_ours));
	*ret_must_stop = !*ret_is_ours || db_get_int(rows, 0) != 0;
	return NULL;
}

struct fault *
job_store_say(struct db *db, const struct job *job, bool *ret_is_ours, bool *ret_must_stop)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;

	TRY(db_ask(db, NULL, &job_say_sql,
		VALUES(VALUE(job->id), VALUE(job->claim), VALUE(job->progress_now),
			VALUE(job->progress_most), VALUE(job->progress_words)),
		&rows));
	TRY(db_next(rows, ret_is_ours));
	*ret_must_stop = !*ret_is_ours || db_get_int(rows, 0) != 0;
	return NULL;
}

struct fault *
job_store_is_any(struct db *db, const struct db_sql *sql, int64_t now, bool *ret_is_any)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;

	TRY(db_ask(db, NULL, sql, VALUES(VALUE(now)), &rows));
	return db_next(rows, ret_is_any);
}

struct fault *
job_store_running(struct db *db, struct job_watch *watch)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	bool is_found = false;

	watch->count = 0;
	TRY(db_ask(db, NULL, &job_all_running_sql, VALUES(VALUE(JOB_MOST_WATCHED)), &rows));
	TRY(db_next(rows, &is_found));
	while (is_found && watch->count < JOB_MOST_WATCHED) {
		watch->seen[watch->count++] = (struct job_seen){ db_get_int(rows, 0),
			db_get_int(rows, 1), db_get_int(rows, 2), 0 };
		TRY(db_next(rows, &is_found));
	}
	return NULL;
}

struct fault *
job_store_has_key(struct db *db, struct str key, bool *ret_has)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;

	TRY(db_ask(db, NULL, &job_same_key_sql, VALUES(VALUE(key)), &rows));
	return db_next(rows, ret_has);
}

struct fault *
job_store_some(
	struct db *db, struct arena *arena, const struct job_query *query, struct job_list *list)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	bool is_found = false;
	int limit = query->limit;

	/* One more than asked for says whether there are more. */
	TAKE(arena, list->jobs, (size_t)limit + 1);
	TRY(db_ask(db, arena, &job_some_sql,
		VALUES(VALUE(query->state), VALUE(query->kind), VALUE(query->before_id),
			VALUE(limit + 1)),
		&rows));
	TRY(db_next(rows, &is_found));
	while (is_found && list->count <= (size_t)limit) {
		list->jobs[list->count++] = job_of_row(rows);
		TRY(db_next(rows, &is_found));
	}
	list->has_more = list->count > (size_t)limit;
	if (list->has_more)
		list->count = (size_t)limit;
	return NULL;
}

struct fault *
job_store_counts(struct db *db, int64_t counts[JOB_STATES])
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	bool is_found = false;

	memset(counts, 0, JOB_STATES * sizeof *counts);
	TRY(db_ask(db, NULL, &job_counts_sql, NO_VALUES, &rows));
	TRY(db_next(rows, &is_found));
	while (is_found) {
		int64_t state = db_get_int(rows, 0);

		if (state >= 0 && state < JOB_STATES)
			counts[state] = db_get_int(rows, 1);
		TRY(db_next(rows, &is_found));
	}
	return NULL;
}

/* --- repeated jobs --- */

struct fault *
job_store_repeat(struct db *db, struct str name, bool *ret_is_found, int64_t *ret_next_at)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;

	TRY(db_ask(db, NULL, &job_repeat_by_name_sql, VALUES(VALUE(name)), &rows));
	TRY(db_next(rows, ret_is_found));
	*ret_next_at = *ret_is_found ? db_get_int(rows, 0) : 0;
	return NULL;
}

struct fault *
job_store_set_repeat(struct db *db, struct str name, int64_t next_at, int64_t last_at)
{
	return db_run(db, &job_repeat_set_sql,
		VALUES(VALUE(name), VALUE(next_at), db_value_id(last_at)), NULL);
}
