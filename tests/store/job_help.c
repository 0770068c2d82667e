/*
 * The kinds, the pool and the runner of the tests of jobs.
 * Nothing is tested here.
 */
#include "job_help.h"

const struct audit_actor job_help_admin = {
	.account_id = 1, .name = STR("管理员"), .way = AUDIT_WEB
};

int job_help_runs[MANY + 1];
bool job_help_is_failing;
bool job_help_is_hopeless;
bool job_help_is_postponing;
bool job_help_is_putting_again;

static struct fault *
count_run(struct job_run *run)
{
	int64_t number = 0;

	if (!str_to_int(run->job.payload, &number) || number < 0 || number > MANY)
		return fault_absent("number", number);
	__atomic_fetch_add(&job_help_runs[number], 1, __ATOMIC_SEQ_CST);
	return NULL;
}

static struct fault *
do_as_told(struct job_run *run)
{
	job_help_runs[0]++;
	if (job_help_is_putting_again) {
		CLOSING(db_give_back) struct db *db = NULL;
		struct job_plan plan = { .kind = "told", .key = STR("once") };
		int64_t id;

		job_help_is_putting_again = false;
		TRY(db_pool_writer(run->pool, &db));
		return job_put(db, NOW, &plan, &id);
	}
	if (job_help_is_postponing)
		job_postpone(run, 600);
	if (job_help_is_hopeless)
		return fault_absent("mail", 3);
	if (job_help_is_failing)
		return fault_new(FAULT_OUTSIDE, "disk", "磁盘坏了%s", "The disk is broken%s", "");
	return job_must_stop(run) ? job_stopped() : NULL;
}

static struct fault *
end_by_itself(struct job_run *run)
{
	CLOSING(db_give_back) struct db *db = NULL;

	job_help_runs[0]++;
	TRY(db_pool_writer(run->pool, &db));
	TRY(job_progress(run, db, 1, 2, STR("一半")));
	return job_done(db, &run->job, NOW);
}

const struct job_kind job_help_kinds[] = {
	{ .name = "count", .work = count_run, .zh = "数", .en = "count" },
	{ .name = "told", .work = do_as_told, .zh = "听话", .en = "told", .most_tries = 3 },
	{ .name = "self", .work = end_by_itself, .zh = "自理", .en = "self" },
	{ 0 },
};

void
job_help_forget_runs(void)
{
	memset(job_help_runs, 0, sizeof job_help_runs);
	job_help_is_failing = job_help_is_hopeless = job_help_is_postponing =
		job_help_is_putting_again = false;
}

int64_t
job_help_put(struct db *db, const char *kind, const char *payload, const char *key)
{
	struct job_plan plan = { .kind = kind, .payload = str_of(payload), .key = str_of(key) };
	int64_t id = 0;

	FINE(job_put(db, NOW, &plan, &id));
	assert_true(id > 0);
	return id;
}

struct job
job_help_look_at(struct twin *twin, int64_t id)
{
	struct job job;

	FINE(job_load(twin->db, twin->arena, id, &job));
	return job;
}

static bool
run_one(struct twin *twin, struct db_pool *pool, int64_t now)
{
	struct fault *ended = NULL;
	struct job_run run = { .arena = twin->arena, .pool = pool };
	struct db *db = NULL;
	bool is_found = false;

	FINE(db_pool_writer(pool, &db));
	FINE(job_take(db, twin->arena, STR("甲"), now, &is_found, &run.job));
	db_give_back(&db);
	if (!is_found)
		return false;
	FINE(job_work(&run, job_help_kinds, now, &ended));
	return true;
}

struct db_pool *
job_help_open_pool(struct twin *twin)
{
	struct db_pool *pool = NULL;

	job_help_forget_runs();
	db_close(&twin->db);
	FINE(db_pool_open(twin->url, 2, &db_own_steps, true, &pool));
	FINE(db_pool_writer(pool, &twin->db));
	return pool;
}

void
job_help_give_handle(struct twin *twin)
{
	db_give_back(&twin->db);
}

void
job_help_take_handle(struct twin *twin, struct db_pool *pool)
{
	FINE(db_pool_writer(pool, &twin->db));
}

/* run_one() while the twin's handle is lent out. */
bool
job_help_step(struct twin *twin, struct db_pool *pool, int64_t now)
{
	bool has_run;

	job_help_give_handle(twin);
	has_run = run_one(twin, pool, now);
	job_help_take_handle(twin, pool);
	return has_run;
}

void
job_help_close_pool(struct twin *twin, struct db_pool *pool)
{
	job_help_give_handle(twin);
	db_pool_close(&pool);
	FINE(db_open(twin->url, DB_MAKE, &twin->db));
}
