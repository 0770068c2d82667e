/*
 * What those who watch over the server ask: GET /health and GET /metrics. Whether the database
 * answers is asked on a connection of its own, so that busy pages do not look like a dead database.
 */
#ifndef PROGRAM_PROGRAM_WATCH_H
#define PROGRAM_PROGRAM_WATCH_H

#include <pthread.h>

#include "http/http.h"

/* Invariant: `db` is NULL until it is asked for, and after the connection was lost. */
struct program_watch {
	pthread_mutex_t lock;
	const char *url;
	struct db *db;
};

extern const struct route program_watch_routes[];

/* `url` is borrowed. Nothing is opened yet. */
void program_watch_init(struct program_watch *watch, const char *url);
void program_watch_done(struct program_watch *watch);

/* NULL when the database answers within a moment and has this program's schema. Called from several
 * threads. */
MUST struct fault *program_watch_check(struct program_watch *watch);

#endif
