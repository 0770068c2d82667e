/*
 * Putting jobs in, claiming and running them, and how each run ends.
 * No thread is started and no clock is read but by job_now(); program/ does both.
 */
#include <time.h>

#include "job/job_inside.h"

static void (*wake_up)(void *arg);
static void *wake_up_arg;

int64_t
job_now(void)
{
	return time(NULL);
}

void
job_on_put(void (*wake)(void *arg), void *arg)
{
	wake_up = wake;
	wake_up_arg = arg;
}

void
job_wake(void)
{
	if (wake_up)
		wake_up(wake_up_arg);
}

struct putting {
	const struct job_plan *plan;
	int64_t now;
	int64_t id;
};

static struct fault *
put(struct db *db, void *arg)
{
	struct putting *putting = arg;
	const struct job_plan *plan = putting->plan;
	int64_t run_at = plan->delay > 0 ? putting->now + plan->delay : plan->at;

	return job_store_add(db, plan, run_at, putting->now, &putting->id);
}

struct fault *
job_put(struct db *db, int64_t now, const struct job_plan *plan, int64_t *ret_id)
{
	struct putting putting = { plan, now, 0 };

	if (plan->payload.len > JOB_MOST_PAYLOAD || plan->key.len > JOB_MOST_KEY ||
		plan->delay < 0 || plan->at < 0)
		return fault_detail(
			fault_new(FAULT_INPUT, "job_payload",
				"后台任务的内容太大或时间不对，没有排队。请减少内容后再试。",
				"The background job is too large or its time is wrong; it was not "
				"queued. Make it smaller and try again."),
			"%s", plan->kind);
	TRY(db_work(db, put, &putting));
	job_wake();
	*ret_id = putting.id;
	return NULL;
}

/* --- what a job sees of itself --- */

static struct fault *
lost(int64_t id)
{
	return fault_new(FAULT_CONFLICT, "job_lost",
		"后台任务 %lld 已由另一台服务器接手，这里不再继续。",
		"Background job %lld was taken over by another server; it does not go on here.",
		(long long)id);
}

struct fault *
job_stopped(void)
{
	return fault_new(FAULT_CONFLICT, "job_stopped", "后台任务按要求停下了。",
		"The background job stopped as it was asked to.");
}

bool
job_must_stop(const struct job_run *run)
{
	return run->must_stop && atomic_load(run->must_stop);
}

void
job_postpone(struct job_run *run, int64_t seconds)
{
	run->is_postponed = true;
	run->again_in = seconds > 0 ? seconds : 1;
}

struct saying {
	struct job job;
	bool is_ours;
	bool must_stop;
};

static struct fault *
say(struct db *db, void *arg)
{
	struct saying *saying = arg;

	return job_store_say(db, &saying->job, &saying->is_ours, &saying->must_stop);
}

struct fault *
job_progress(struct job_run *run, struct db *db, int64_t now, int64_t most, struct str words)
{
	struct saying saying = { .job = run->job };

	if (words.len > JOB_MOST_WORDS) {
		words.len = JOB_MOST_WORDS;
		/* Not through the middle of a character; the byte behind the end is still there. */
		while (words.len && ((unsigned char)words.at[words.len] & 0xc0) == 0x80)
			words.len--;
	}
	saying.job.progress_now = now;
	saying.job.progress_most = most;
	saying.job.progress_words = words;
	TRY(db_work(db, say, &saying));
	if (!saying.is_ours)
		return lost(run->job.id);
	return saying.must_stop || job_must_stop(run) ? job_stopped() : NULL;
}

/* --- running --- */

struct taking {
	struct arena *arena;
	struct str server;
	int64_t now;
	bool is_found;
	struct job job;
};

static struct fault *
take(struct db *db, void *arg)
{
	struct taking *taking = arg;

	return job_store_claim(
		db, taking->arena, taking->server, taking->now, &taking->is_found, &taking->job);
}

struct fault *
job_take(struct db *db, struct arena *arena, struct str server, int64_t now, bool *ret_is_found,
	struct job *ret_job)
{
	struct taking taking = { .arena = arena, .server = server, .now = now };

	TRY(db_work(db, take, &taking));
	if (taking.is_found)
		*ret_job = taking.job;
	*ret_is_found = taking.is_found;
	return NULL;
}

/* How a run ended, to be written down over what the row says by now. */
struct ending {
	const struct job *job;
	const struct job_kind *kind;
	const struct fault *fault; /* NULL: well, or paused */
	int64_t now;
	bool is_pause;
	int64_t pause;
	bool is_moved;
};

static struct fault *
end(struct db *db, void *arg)
{
	CLOSING(arena_close) struct arena *arena = NULL;
	struct ending *ending = arg;
	struct job_next next;
	struct job job;

	ending->is_moved = false;
	TRY(arena_open(1 << 20, &arena));
	TRY(job_store_load(db, arena, ending->job->id, &job));
	if (job.state != JOB_RUNNING || job.claim != ending->job->claim)
		return lost(job.id);
	if (ending->is_pause)
		next = job_next_after_pause(&job, ending->pause, ending->now);
	else if (ending->fault)
		next = job_next_after_failure(&job, ending->kind, ending->fault, ending->now);
	else
		next = job_next_after_success(&job, ending->now);
	TRY(job_store_move(db, job.id, job.claim, &next, &ending->is_moved));
	return ending->is_moved ? NULL : lost(job.id);
}

struct fault *
job_done(struct db *db, const struct job *job, int64_t now)
{
	struct ending ending = { .job = job, .now = now };

	return db_work(db, end, &ending);
}

static struct fault *
unknown_kind(const struct job *job)
{
	return fault_new(FAULT_OUTSIDE, "job_kind",
		"这个版本的程序没有“%.*s”这种后台任务。请把各台服务器升级到同一版本。",
		"This version of the program has no background job \"%.*s\". Bring all servers to "
		"the same version.",
		STR_ARG(job->kind));
}

/* The job may have ended itself in its last transaction. */
static struct fault *
is_ended_by_itself(struct db *db, const struct job *job, bool *ret_is_ended)
{
	CLOSING(arena_close) struct arena *arena = NULL;
	struct job row;

	TRY(arena_open(1 << 20, &arena));
	TRY(job_store_load(db, arena, job->id, &row));
	*ret_is_ended = row.claim == job->claim && row.state != JOB_RUNNING;
	return NULL;
}

static struct fault *
write_ending(struct db_pool *pool, struct ending *ending)
{
	CLOSING(db_give_back) struct db *db = NULL;
	struct fault *fault;
	bool is_ended = false;

	TRY(db_pool_writer(pool, &db));
	fault = db_work(db, end, ending);
	if (!fault || ending->fault || strcmp(fault->code, "job_lost") != 0)
		return fault;
	TRY(is_ended_by_itself(db, ending->job, &is_ended));
	return is_ended ? NULL : lost(ending->job->id);
}

struct fault *
job_work(struct job_run *run, const struct job_kind *kinds, int64_t now, struct fault **ret_ended)
{
	const struct job_kind *kind = job_kind_find(kinds, run->job.kind);
	struct ending ending = { .job = &run->job, .kind = kind, .now = now };
	struct fault *fault;
	struct fault kept;

	run->context = kind ? kind->context : NULL;
	run->is_last_try = run->job.tries >= job_most_tries(kind);
	run->is_postponed = false;
	/* Claimed while the program was already stopping: it goes back untouched. */
	if (job_must_stop(run))
		fault = job_stopped();
	else
		fault = kind ? kind->work(run) : unknown_kind(&run->job);
	/* Copied: writing it down makes other faults. */
	if (fault) {
		kept = *fault;
		ending.fault = &kept;
		ending.is_pause = strcmp(kept.code, "job_stopped") == 0;
	} else if (run->is_postponed) {
		ending.is_pause = true;
		ending.pause = run->again_in;
	}
	if (ending.is_pause)
		ending.fault = NULL;
	fault = write_ending(run->pool, &ending);
	if (fault)
		return fault;
	if (ending.fault) {
		fault = fault_new(kept.kind, kept.code, "%s", "%s", "");
		*fault = kept;
	}
	*ret_ended = fault;
	return NULL;
}

/* --- living and dying --- */

struct beating {
	int64_t id;
	int64_t claim;
	int64_t now;
	bool is_ours;
	bool must_stop;
};

static struct fault *
beat(struct db *db, void *arg)
{
	struct beating *beating = arg;

	return job_store_pulse(db, beating->id, beating->claim, beating->now, &beating->is_ours,
		&beating->must_stop);
}

struct fault *
job_beat(struct db *db, int64_t id, int64_t claim, int64_t now, bool *ret_must_stop)
{
	struct beating beating = { .id = id, .claim = claim, .now = now };

	TRY(db_work(db, beat, &beating));
	*ret_must_stop = beating.must_stop;
	return NULL;
}

struct burial {
	struct job_seen seen;
	const struct job_kind *kinds;
	int64_t now;
	bool is_moved;
};

/* Nothing has happened to the job since it was seen, so its server is gone. */
static struct fault *
bury(struct db *db, void *arg)
{
	CLOSING(arena_close) struct arena *arena = NULL;
	struct burial *burial = arg;
	struct job_next next;
	struct fault *fault;
	struct job job;

	burial->is_moved = false;
	TRY(arena_open(1 << 20, &arena));
	TRY(job_store_load(db, arena, burial->seen.id, &job));
	if (job.state != JOB_RUNNING || job.claim != burial->seen.claim ||
		job.beat != burial->seen.beat)
		return NULL;
	fault = fault_new(FAULT_OUTSIDE, "job_dead",
		"处理这个任务的服务器（%.*s）没有了消息，任务由别的服务器接着做。",
		"The server that worked on this job (%.*s) fell silent; another one takes over.",
		STR_ARG(job.claimed_by));
	next = job_next_after_failure(
		&job, job_kind_find(burial->kinds, job.kind), fault, burial->now);
	return job_store_move(db, job.id, job.claim, &next, &burial->is_moved);
}

/* Since when this beat has been seen; `steady` for one that is new. */
static int64_t
seen_since(const struct job_watch *watch, const struct job_seen *now_seen, int64_t steady)
{
	for (size_t i = 0; i < watch->count; i++) {
		const struct job_seen *seen = &watch->seen[i];

		if (seen->id == now_seen->id && seen->claim == now_seen->claim &&
			seen->beat == now_seen->beat)
			return seen->since;
	}
	return steady;
}

struct fault *
job_take_over(struct db *db, struct job_watch *watch, const struct job_kind *kinds, int64_t steady,
	int64_t now, int *ret_count)
{
	struct job_watch fresh = { .count = 0 };
	int count = 0;

	TRY(job_store_running(db, &fresh));
	for (size_t i = 0; i < fresh.count; i++) {
		struct job_seen *seen = &fresh.seen[i];
		struct burial burial = { .kinds = kinds, .now = now };

		seen->since = seen_since(watch, seen, steady);
		if (steady - seen->since < JOB_DEAD_AFTER)
			continue;
		burial.seen = *seen;
		TRY(db_work(db, bury, &burial));
		count += burial.is_moved;
	}
	*watch = fresh;
	*ret_count = count;
	return NULL;
}
