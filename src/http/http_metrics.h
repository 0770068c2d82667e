/*
 * Counting requests for GET /metrics, and the pages of both addresses that watchers ask. Inside
 * this room only; nothing that is counted names a visitor.
 */
#ifndef HTTP_HTTP_METRICS_H
#define HTTP_HTTP_METRICS_H

#include "http/http_inside.h"

struct metrics;

/* `places` must outlive it. */
MUST struct fault *http_metrics_open(const struct places *places, struct metrics **ret_metrics);
void http_metrics_close(struct metrics **metrics);
/* A request that was answered after so many microseconds; `place` is NULL when it went to no route.
 * Called from many threads. */
void http_metrics_count(struct metrics *metrics, const struct place *place,
	const struct http_reply *reply, int64_t microseconds);
/* How long a request waited for its database. */
void http_metrics_waited(struct metrics *metrics, int64_t microseconds);

#endif
