/*
 * The threads that run background jobs, and the one that keeps watch over them.
 * Kinds, rows and what comes after a run are job/'s; here is only when, and on which thread.
 */
#ifndef PROGRAM_PROGRAM_JOBS_H
#define PROGRAM_PROGRAM_JOBS_H

#include "base/fault.h"
#include "job/job.h"

struct db_pool;
struct program_jobs;

struct program_jobs_plan {
	struct db_pool *pool;
	const struct job_kind *kinds;     /* ends with { 0 } */
	const struct job_repeat *repeats; /* ends with { 0 }; NULL: none */
	int threads;                      /* 1 … 16 */
	const char *server;               /* name for people; NULL: the host's */
};

/*
 * Start. Jobs that this process puts in are looked for at once, those of other servers and those
 * whose time comes every few seconds. What the plan points to outlives the threads. One at a time
 * in a process. Faults LIMIT, OUTSIDE "job_threads".
 */
MUST struct fault *program_jobs_open(
	const struct program_jobs_plan *plan, struct program_jobs **ret_jobs);
/* Ask running jobs to stop, wait for them, and put those back that did not end. Takes as long as
 * the slowest job needs to notice. Nobody may put jobs in meanwhile: close the server first. */
void program_jobs_close(struct program_jobs **jobs);

#endif
