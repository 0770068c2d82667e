/*
 * Kinds of jobs that note what they did, and a runner that is told what time it is.
 * Nothing is tested here.
 */
#ifndef TESTS_STORE_JOB_HELP_H
#define TESTS_STORE_JOB_HELP_H

#include "job/job.h"
#include "twin.h"

/* NOW is 2026-03-01 00:00 in Beijing. */
enum { NOW = 1772294400, MANY = 500 };

extern const struct audit_actor job_help_admin;

/* "count" counts the run of the number that is its payload, "told" does what the flags below say,
 * "self" ends itself in its own transaction; both count as number 0. */
extern const struct job_kind job_help_kinds[];
extern int job_help_runs[MANY + 1];
extern bool job_help_is_failing;
extern bool job_help_is_hopeless;
extern bool job_help_is_postponing;
extern bool job_help_is_putting_again;

void job_help_forget_runs(void);
int64_t job_help_put(struct db *db, const char *kind, const char *payload, const char *key);
struct job job_help_look_at(struct twin *twin, int64_t id);

/* A pool over the twin's store. What is in memory belongs to one handle, so twin->db gives way to a
 * handle of the pool until it is closed. */
struct db_pool *job_help_open_pool(struct twin *twin);
void job_help_close_pool(struct twin *twin, struct db_pool *pool);
void job_help_give_handle(struct twin *twin);
void job_help_take_handle(struct twin *twin, struct db_pool *pool);
/* One look of a runner at a moment; true when it ran something. */
bool job_help_step(struct twin *twin, struct db_pool *pool, int64_t now);

#endif
