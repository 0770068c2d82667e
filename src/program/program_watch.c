/*
 * The health of the store, asked with one small query.
 * Counting requests is http/'s; what the database does inside is its own business.
 */
#include "program/program_watch.h"

#include <time.h>

#include "db/db.h"
#include "http/http_server.h"

enum { PATIENCE_MS = 1000, PATIENCE_SECONDS = 1 };

const struct route program_watch_routes[] = {
	{ "GET", "/health", http_health_page, ANYONE | BARE },
	{ "GET", "/metrics", http_metrics_page, ANYONE | BARE },
	{ 0 },
};

void
program_watch_init(struct program_watch *watch, const char *url)
{
	pthread_mutex_init(&watch->lock, NULL);
	watch->url = url;
	watch->db = NULL;
}

void
program_watch_done(struct program_watch *watch)
{
	db_close(&watch->db);
	pthread_mutex_destroy(&watch->lock);
}

/* With the lock held. A connection that failed is not used again. */
static struct fault *
ask(struct program_watch *watch)
{
	struct fault *fault = NULL;

	if (!watch->db) {
		TRY(db_open(watch->url, DB_READ, &watch->db));
		db_set_patience(watch->db, PATIENCE_MS);
	}
	fault = db_check_steps(watch->db, &db_own_steps);
	if (fault)
		db_close(&watch->db);
	return fault;
}

struct fault *
program_watch_check(struct program_watch *watch)
{
	struct timespec until;
	struct fault *fault;

	/* A store in memory lives and dies with the pool's one handle. */
	if (strcmp(watch->url, "sqlite::memory:") == 0)
		return NULL;
	clock_gettime(CLOCK_REALTIME, &until);
	until.tv_sec += PATIENCE_SECONDS;
	if (pthread_mutex_timedlock(&watch->lock, &until) != 0)
		return fault_new(FAULT_OUTSIDE, "health_busy", "数据库没有及时应答。",
			"The database did not answer in time.");
	fault = ask(watch);
	pthread_mutex_unlock(&watch->lock);
	return fault;
}
