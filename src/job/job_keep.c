/*
 * Keeping the table in order: due and skewed jobs, repeated jobs, old ones; and what an
 * administrator does on the page of jobs.
 * Running a job is job_work.c's.
 */
#include "base/json.h"
#include "job/job_inside.h"
#include "job/job_statements.h"

enum { FAILED_KEPT = 6, MOST_LISTED = 200 };

struct fault *
job_look(struct db *db, int64_t now, bool *ret_is_due, bool *ret_is_skewed)
{
	TRY(job_store_is_any(db, &job_any_due_sql, now, ret_is_due));
	return job_store_is_any(db, &job_any_skewed_sql, now, ret_is_skewed);
}

static struct fault *
mend_clock(struct db *db, void *arg)
{
	const int64_t *now = arg;

	return db_run(db, &job_unskew_sql, VALUES(VALUE(*now)), NULL);
}

struct fault *
job_mend_clock(struct db *db, int64_t now)
{
	return db_work(db, mend_clock, &now);
}

struct tidying {
	int64_t ended_before;
	int64_t failed_before;
	int64_t count;
};

static struct fault *
tidy(struct db *db, void *arg)
{
	struct tidying *tidying = arg;

	return db_run(db, &job_remove_old_sql,
		VALUES(VALUE(tidying->ended_before), VALUE(tidying->failed_before)),
		&tidying->count);
}

struct fault *
job_tidy(struct db *db, int64_t now, int64_t days, int64_t *ret_count)
{
	struct tidying tidying = { now - days * DAY_SECONDS, now - FAILED_KEPT * days * DAY_SECONDS,
		0 };

	TRY(db_work(db, tidy, &tidying));
	*ret_count = tidying.count;
	return NULL;
}

static const struct setting keep = {
	.key = "job.keep",
	.kind = SETTING_DAYS,
	.number = 30,
	.least = 1,
	.most = 3650,
	.zh = "已完成任务保留天数",
	.en = "Days that finished jobs are kept",
	.help_zh = "失败的任务保留六倍的天数。",
	.help_en = "Failed jobs are kept six times as long.",
	.basis = "【未核】没有统一规定，默认一个月",
};

const struct setting *const job_settings[] = { &keep, NULL };

struct fault *
job_tidy_job(struct job_run *run)
{
	CLOSING(db_give_back) struct db *db = NULL;
	int64_t count = 1;
	int64_t days = 0;

	TRY(db_pool_writer(run->pool, &db));
	TRY(setting_int(db, STR_NONE, &keep, &days));
	while (count > 0) {
		if (job_must_stop(run))
			return job_stopped();
		TRY(job_tidy(db, job_now(), days, &count));
	}
	return NULL;
}

/* --- repeated jobs --- */

/* A moment that is further away than the rule can put it was made before the clock was set back. */
static bool
is_skewed(const struct job_repeat *repeat, int64_t next_at, int64_t now)
{
	int64_t slack = repeat->every_minutes ? 60 : 3600;

	return next_at > job_repeat_next(repeat, now) + slack;
}

struct repeating {
	const struct job_repeat *repeat;
	int64_t now;
	int count;
};

static struct fault *
queue_repeat(struct db *db, void *arg)
{
	struct repeating *repeating = arg;
	const struct job_repeat *repeat = repeating->repeat;
	struct job_plan plan = { .kind = repeat->kind, .key = str_of(repeat->name) };
	int64_t now = repeating->now;
	bool is_known = false;
	int64_t next_at = 0;
	int64_t id;

	repeating->count = 0;
	TRY(job_store_repeat(db, plan.key, &is_known, &next_at));
	if (!is_known || is_skewed(repeat, next_at, now))
		return job_store_set_repeat(db, plan.key, job_repeat_next(repeat, now), 0);
	if (next_at > now)
		return NULL;
	TRY(job_put(db, now, &plan, &id));
	repeating->count = 1;
	return job_store_set_repeat(db, plan.key, job_repeat_next(repeat, now), now);
}

struct fault *
job_queue_repeats(struct db *db, const struct job_repeat *repeats, int64_t now, int *ret_count)
{
	int count = 0;

	for (const struct job_repeat *repeat = repeats; repeat && repeat->name; repeat++) {
		struct repeating repeating = { repeat, now, 0 };
		bool is_known = false;
		int64_t next_at = 0;

		/* Mostly nothing is due, and then no writer is held up. */
		TRY(job_store_repeat(db, str_of(repeat->name), &is_known, &next_at));
		if (is_known && next_at > now && !is_skewed(repeat, next_at, now))
			continue;
		TRY(db_work(db, queue_repeat, &repeating));
		count += repeating.count;
	}
	*ret_count = count;
	return NULL;
}

/* --- for a page --- */

struct finding {
	struct arena *arena;
	struct job_query query;
	struct job_list list;
};

static struct fault *
find(struct db *db, void *arg)
{
	struct finding *finding = arg;

	finding->list = (struct job_list){ .jobs = NULL };
	TRY(job_store_counts(db, finding->list.counts));
	return job_store_some(db, finding->arena, &finding->query, &finding->list);
}

struct fault *
job_find(struct db *db, struct arena *arena, const struct job_query *query,
	struct job_list *ret_list)
{
	struct finding finding = { .arena = arena, .query = *query };
	int limit = query->limit;

	finding.query.limit = limit < 1 ? 1 : limit > MOST_LISTED ? MOST_LISTED : limit;
	TRY(db_look(db, find, &finding));
	*ret_list = finding.list;
	return NULL;
}

struct fault *
job_is_queued(struct db *db, struct str key, bool *ret_is_queued)
{
	return job_store_has_key(db, key, ret_is_queued);
}

struct fault *
job_load(struct db *db, struct arena *arena, int64_t id, struct job *ret_job)
{
	return job_store_load(db, arena, id, ret_job);
}

struct asking {
	const struct audit_actor *actor;
	int64_t now;
	int64_t id;
};

static struct fault *
write_down(struct db *db, struct arena *arena, const struct asking *asking, const char *deed,
	const struct job *job)
{
	CLOSING(buf_done) struct buf buf;
	struct audit_deed done = { deed, "job", job->id, 0, STR_NONE, STR_NONE };
	struct json_out json;

	buf_init(&buf, 4096);
	json_out_init(&json, &buf);
	json_begin_object(&json);
	json_pair_str(&json, "kind", job->kind);
	json_pair_int(&json, "state", job->state);
	json_pair_int(&json, "tries", job->tries);
	json_end_object(&json);
	TRY(buf_check(&buf));
	TRY(str_copy(arena, buf_str(&buf), &done.before));
	return audit_write(db, asking->actor, &done);
}

static struct fault *
cancel(struct db *db, void *arg)
{
	CLOSING(arena_close) struct arena *arena = NULL;
	const struct asking *asking = arg;
	struct job_next next = { .state = JOB_CANCELLED, .finished_at = asking->now };
	bool is_moved = false;
	struct job job;

	TRY(arena_open(1 << 20, &arena));
	TRY(job_store_load(db, arena, asking->id, &job));
	if (job.state != JOB_WAITING && job.state != JOB_RUNNING)
		return fault_new(FAULT_CONFLICT, "job_over", "后台任务 %lld 已经结束，不能取消。",
			"Background job %lld has ended; it "
			"cannot be cancelled.",
			(long long)job.id);
	TRY(write_down(db, arena, asking, "job.cancelled", &job));
	if (job.state == JOB_RUNNING)
		return db_run(db, &job_ask_cancel_sql, VALUES(VALUE(job.id)), NULL);
	next.tries = job.tries;
	next.error_code = job.error_code;
	next.error = job.error;
	next.error_en = job.error_en;
	return job_store_move(db, job.id, job.claim, &next, &is_moved);
}

struct fault *
job_cancel(struct db *db, const struct audit_actor *actor, int64_t now, int64_t id)
{
	struct asking asking = { actor, now, id };

	return db_work(db, cancel, &asking);
}

static struct fault *
run_again(struct db *db, void *arg)
{
	CLOSING(arena_close) struct arena *arena = NULL;
	const struct asking *asking = arg;
	struct job_next next = { .state = JOB_WAITING };
	bool has_same = false;
	struct job job;

	TRY(arena_open(1 << 20, &arena));
	TRY(job_store_load(db, arena, asking->id, &job));
	if (job.state == JOB_WAITING || job.state == JOB_RUNNING)
		return fault_new(FAULT_CONFLICT, "job_not_over",
			"后台任务 %lld 还没有结束，不必再运行一次。",
			"Background job %lld has not ended yet; it need not run again.",
			(long long)job.id);
	TRY(job_store_has_key(db, job.key, &has_same));
	if (has_same)
		return fault_new(FAULT_CONFLICT, "job_known",
			"同样的任务已在排队，不必再加（任务 %lld）。",
			"The same work is queued already; job %lld need not run again.",
			(long long)job.id);
	TRY(write_down(db, arena, asking, "job.run_again", &job));
	return job_store_move(db, job.id, job.claim, &next, &has_same);
}

struct fault *
job_run_again(struct db *db, const struct audit_actor *actor, int64_t now, int64_t id)
{
	struct asking asking = { actor, now, id };

	TRY(db_work(db, run_again, &asking));
	job_wake();
	return NULL;
}
