/*
 * The threads that run background jobs: workers, which claim and run, and a keeper, which beats for
 * running jobs, takes over from dead servers, queues repeated jobs and mends after a set clock.
 * No rule about jobs stands here.
 */
#include "program/program_jobs.h"

#include <assert.h>
#include <pthread.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "base/log.h"
#include "base/random.h"
#include "base/steady.h"
#include "db/db.h"

enum {
	MOST_THREADS = 16,
	POLL = 5,         /* seconds between looks for what other servers queued */
	KEEP = 5,         /* seconds between the keeper's rounds */
	FIRST_ROUNDS = 4, /* looks soon after a wake-up, while its transaction may still be open */
	LEASE = 45,       /* seconds without a beat, after which a job may have been taken over */
	MOST_PAUSE = 30,  /* seconds to wait after faults of the store */
	RUN_MEMORY = 256 << 20,
};

/* One worker. Invariant: while `id` is not 0, this job is running here with this claim. */
struct worker {
	struct program_jobs *jobs;
	pthread_t thread;
	int64_t id;
	int64_t claim;
	int64_t beaten_at; /* steady seconds */
	atomic_bool must_stop;
};

/* Invariants: what stands below the lock is used with it held; threads run from open to close. */
struct program_jobs {
	struct arena *arena; /* holds this */
	struct program_jobs_plan plan;
	char server[80];
	struct job_watch watch; /* the keeper's own */
	pthread_t keeper;
	bool has_keeper;
	pthread_mutex_t lock;
	pthread_cond_t woken;
	unsigned wakes; /* counts the wake-ups */
	bool is_stopping;
	struct worker workers[MOST_THREADS];
	int worker_count;
};

/* --- waiting --- */

static void
wake(void *arg)
{
	struct program_jobs *jobs = arg;

	pthread_mutex_lock(&jobs->lock);
	jobs->wakes++;
	pthread_cond_broadcast(&jobs->woken);
	pthread_mutex_unlock(&jobs->lock);
}

static bool
is_stopping(struct program_jobs *jobs)
{
	bool is;

	pthread_mutex_lock(&jobs->lock);
	is = jobs->is_stopping;
	pthread_mutex_unlock(&jobs->lock);
	return is;
}

/* Until the time is over, the program stops or, with `seen`, something is queued; true for the
 * last. */
static bool
rest(struct program_jobs *jobs, int64_t milliseconds, unsigned *seen)
{
	struct timespec until;
	bool is_woken;
	int late = 0;

	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_nsec += milliseconds % 1000 * 1000000;
	until.tv_sec += milliseconds / 1000 + until.tv_nsec / 1000000000;
	until.tv_nsec %= 1000000000;
	pthread_mutex_lock(&jobs->lock);
	while (!late && !jobs->is_stopping && (!seen || jobs->wakes == *seen))
		late = pthread_cond_timedwait(&jobs->woken, &jobs->lock, &until);
	is_woken = seen && jobs->wakes != *seen;
	if (seen)
		*seen = jobs->wakes;
	pthread_mutex_unlock(&jobs->lock);
	return is_woken;
}

/* --- workers --- */

/* Mostly there is nothing, and then no writer is borrowed. */
static struct fault *
is_anything_due(struct program_jobs *jobs, bool *ret_is_due)
{
	CLOSING(db_give_back) struct db *db = NULL;
	bool is_skewed;

	TRY(db_pool_reader(jobs->plan.pool, &db));
	return job_look(db, job_now(), ret_is_due, &is_skewed);
}

static struct fault *
take(struct program_jobs *jobs, struct arena *arena, bool *ret_is_found, struct job *ret_job)
{
	CLOSING(db_give_back) struct db *db = NULL;

	TRY(db_pool_writer(jobs->plan.pool, &db));
	return job_take(db, arena, str_of(jobs->server), job_now(), ret_is_found, ret_job);
}

/* From now on the keeper beats for it; id 0 ends that. */
static void
note_running(struct worker *worker, const struct job *job)
{
	pthread_mutex_lock(&worker->jobs->lock);
	worker->id = job ? job->id : 0;
	worker->claim = job ? job->claim : 0;
	worker->beaten_at = steady_seconds();
	atomic_store(&worker->must_stop, worker->jobs->is_stopping);
	pthread_mutex_unlock(&worker->jobs->lock);
}

static struct fault *
run_one(struct worker *worker, bool *ret_has_run)
{
	CLOSING(arena_close) struct arena *arena = NULL;
	struct program_jobs *jobs = worker->jobs;
	struct fault *ended = NULL;
	struct fault *fault;
	struct job_run run;
	char name[32];

	*ret_has_run = false;
	TRY(is_anything_due(jobs, ret_has_run));
	if (!*ret_has_run)
		return NULL;
	TRY(arena_open(RUN_MEMORY, &arena));
	run = (struct job_run){ .arena = arena, .pool = jobs->plan.pool };
	TRY(take(jobs, arena, ret_has_run, &run.job));
	if (!*ret_has_run)
		return NULL;
	run.must_stop = &worker->must_stop;
	snprintf(name, sizeof name, "job-%lld", (long long)run.job.id);
	log_set_work(name);
	note_running(worker, &run.job);
	fault = job_work(&run, jobs->plan.kinds, job_now(), &ended);
	note_running(worker, NULL);
	if (!fault && ended)
		log_fault(run.job.kind.at, ended);
	log_set_work("");
	return fault;
}

static void *
work(void *arg)
{
	struct worker *worker = arg;
	struct program_jobs *jobs = worker->jobs;
	int64_t pause = 1;
	unsigned seen = 0;
	int round = 0;

	while (!is_stopping(jobs)) {
		bool has_run = false;
		struct fault *fault = run_one(worker, &has_run);

		if (fault) {
			log_fault("job", fault);
			rest(jobs, pause * 1000, NULL);
			pause = pause * 2 < MOST_PAUSE ? pause * 2 : MOST_PAUSE;
			continue;
		}
		pause = 1;
		if (has_run) {
			round = 0;
			continue;
		}
		/* 50, 200, 800 ms after a wake-up, then at the slow pace. */
		if (rest(jobs, round < FIRST_ROUNDS ? 50 << (2 * round) : POLL * 1000, &seen))
			round = 0;
		else if (round < FIRST_ROUNDS)
			round++;
	}
	return NULL;
}

/* --- the keeper --- */

static struct fault *
beat_for(struct program_jobs *jobs, struct worker *worker, int64_t id, int64_t claim)
{
	CLOSING(db_give_back) struct db *db = NULL;
	bool must_stop = false;

	TRY(db_pool_writer(jobs->plan.pool, &db));
	TRY(job_beat(db, id, claim, job_now(), &must_stop));
	pthread_mutex_lock(&jobs->lock);
	if (worker->id == id && worker->claim == claim) {
		worker->beaten_at = steady_seconds();
		if (must_stop)
			atomic_store(&worker->must_stop, true);
	}
	pthread_mutex_unlock(&jobs->lock);
	return NULL;
}

static struct fault *
beat(struct program_jobs *jobs)
{
	for (int i = 0; i < jobs->worker_count; i++) {
		struct worker *worker = &jobs->workers[i];
		int64_t id;
		int64_t claim;
		int64_t silent;

		pthread_mutex_lock(&jobs->lock);
		id = worker->id;
		claim = worker->claim;
		silent = steady_seconds() - worker->beaten_at;
		/* Soon another server takes it for dead: better it ends here before. */
		if (id && silent >= LEASE)
			atomic_store(&worker->must_stop, true);
		pthread_mutex_unlock(&jobs->lock);
		if (id && silent >= JOB_BEAT - 1)
			TRY(beat_for(jobs, worker, id, claim));
	}
	return NULL;
}

static struct fault *
mend(struct program_jobs *jobs)
{
	CLOSING(db_give_back) struct db *db = NULL;
	int64_t now = job_now();
	bool is_due;
	bool is_skewed;
	int buried = 0;
	int queued = 0;

	TRY(db_pool_writer(jobs->plan.pool, &db));
	TRY(job_look(db, now, &is_due, &is_skewed));
	if (is_skewed)
		TRY(job_mend_clock(db, now));
	TRY(job_take_over(db, &jobs->watch, jobs->plan.kinds, steady_seconds(), now, &buried));
	if (buried)
		log_line(LOG_INFO, "job_taken_over", "count=%d", buried);
	return job_queue_repeats(db, jobs->plan.repeats, now, &queued);
}

static void *
keep(void *arg)
{
	struct program_jobs *jobs = arg;
	int64_t pause = KEEP;

	while (!is_stopping(jobs)) {
		struct fault *fault = beat(jobs);

		if (!fault)
			fault = mend(jobs);
		if (fault)
			log_fault("job_keeper", fault);
		pause = !fault ? KEEP : pause * 2 < MOST_PAUSE ? pause * 2 : MOST_PAUSE;
		rest(jobs, pause * 1000, NULL);
	}
	return NULL;
}

/* --- starting and stopping --- */

/* Who claimed a job, for the page: the host, the process, and a few random digits, because process
 * numbers come again. */
static void
name_server(struct program_jobs *jobs)
{
	struct random_name name = random_name();
	char host[41] = "";

	if (!jobs->plan.server && gethostname(host, sizeof host - 1) != 0)
		host[0] = 0;
	snprintf(jobs->server, sizeof jobs->server, "%.40s:%ld:%.6s",
		jobs->plan.server ? jobs->plan.server : host, (long)getpid(), name.at);
}

static struct fault *
no_thread(int error)
{
	return fault_system("job_threads", "threads", error);
}

static struct fault *
start(struct program_jobs *jobs)
{
	int error;

	for (int i = 0; i < jobs->plan.threads; i++) {
		struct worker *worker = &jobs->workers[i];

		worker->jobs = jobs;
		error = pthread_create(&worker->thread, NULL, work, worker);
		if (error)
			return no_thread(error);
		jobs->worker_count++;
	}
	error = pthread_create(&jobs->keeper, NULL, keep, jobs);
	if (error)
		return no_thread(error);
	jobs->has_keeper = true;
	return NULL;
}

struct fault *
program_jobs_open(const struct program_jobs_plan *plan, struct program_jobs **ret_jobs)
{
	CLOSING(program_jobs_close) struct program_jobs *jobs = NULL;
	CLOSING(arena_close) struct arena *arena = NULL;
	pthread_condattr_t clock;

	assert(plan->threads > 0 && plan->threads <= MOST_THREADS);
	TRY(arena_open(sizeof *jobs + 4096, &arena));
	TAKE(arena, jobs, 1);
	jobs->arena = arena;
	arena = NULL;
	jobs->plan = *plan;
	name_server(jobs);
	pthread_mutex_init(&jobs->lock, NULL);
	pthread_condattr_init(&clock);
	pthread_condattr_setclock(&clock, CLOCK_MONOTONIC);
	pthread_cond_init(&jobs->woken, &clock);
	pthread_condattr_destroy(&clock);
	job_on_put(wake, jobs);
	TRY(start(jobs));
	*ret_jobs = jobs;
	jobs = NULL;
	return NULL;
}

void
program_jobs_close(struct program_jobs **ref)
{
	struct program_jobs *jobs = *ref;
	struct arena *arena;

	if (!jobs)
		return;
	pthread_mutex_lock(&jobs->lock);
	jobs->is_stopping = true;
	for (int i = 0; i < jobs->worker_count; i++)
		atomic_store(&jobs->workers[i].must_stop, true);
	pthread_cond_broadcast(&jobs->woken);
	pthread_mutex_unlock(&jobs->lock);
	for (int i = 0; i < jobs->worker_count; i++)
		pthread_join(jobs->workers[i].thread, NULL);
	if (jobs->has_keeper)
		pthread_join(jobs->keeper, NULL);
	job_on_put(NULL, NULL);
	pthread_cond_destroy(&jobs->woken);
	pthread_mutex_destroy(&jobs->lock);
	arena = jobs->arena;
	arena_close(&arena);
	*ref = NULL;
}
