/*
 * What those who watch over the server ask: GET /health and GET /metrics. Whether the database
 * answers is asked on a connection of its own, so that busy pages do not look like a dead database.
 */
#ifndef PROGRAM_PROGRAM_WATCH_H
#define PROGRAM_PROGRAM_WATCH_H

#include "http/http.h"

struct program_watch;

extern const struct route program_watch_routes[];

MUST struct fault *program_watch_open(const char *url, struct program_watch **ret_watch);
void program_watch_close(struct program_watch **watch);

/* NULL when the database answers within a moment and has this program's schema. Called from several
 * threads. */
MUST struct fault *program_watch_check(struct program_watch *watch);

#endif
