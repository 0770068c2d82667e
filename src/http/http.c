/*
 * The room's own life: what stays between requests is made here and given back here.
 * Listening is http_server.c's; answering is http_exchange.c's.
 */
#include "base/memory.h"
#include "http/http_inside.h"
#include "http/http_keep.h"
#include "http/http_metrics.h"

#define MIB ((size_t)1 << 20)

const struct http_limits http_usual_limits = {
	.body_max = 64 * MIB,
	.plain_body_max = 1 * MIB,
	.bodies_max = 192 * MIB,
	.strange_bodies_max = 160 * MIB,
	.file_max = 32 * MIB,
	.files_most = 50,
	.reply_max = 64 * MIB,
	.arena_max = 64 * MIB,
	.stash_max = 64 * MIB,
	.stash_seconds = 1800,
	.keep_max = 64 * MIB,
	.keep_seconds = 10,
	.connections = 512,
	.connections_per_address = 128,
	.idle_seconds = 20,
	.head_seconds = 40,
	.body_seconds = 30,
	.body_rate = 16 * 1024,
	.rate_burst = 60,
	.rate_per_minute = 120,
	.io_threads = 2,
	.workers = 8,
	.queue = 512,
};

static struct fault *
open_parts(struct http *http)
{
	TRY(http_rate_open(http->limits.rate_burst, http->limits.rate_per_minute, &http->rate));
	TRY(http_stash_open(http->limits.stash_max, http->limits.stash_seconds, &http->stash));
	TRY(http_keep_open(
		&http->app, http->limits.keep_max, http->limits.keep_seconds, &http->keep));
	TRY(http_places_open(&http->app, &http->places));
	TRY(http_metrics_open(http->places, &http->metrics));
	return http_asset_open(&http->app, &http->copies);
}

struct fault *
http_open(const struct http_app *app, struct http **ret_http)
{
	struct http *http;
	struct fault *fault;

	http_route_check_tables(app);
	http = memory_take(sizeof *http);
	if (!http)
		return fault_memory();
	http->app = *app;
	http->limits = app->limits ? *app->limits : http_usual_limits;
	fault = open_parts(http);
	if (fault) {
		http_close(&http);
		return fault;
	}
	*ret_http = http;
	return NULL;
}

void
http_close(struct http **http)
{
	if (!*http)
		return;
	http_server_close(*http);
	http_asset_close(&(*http)->copies);
	http_stash_close(&(*http)->stash);
	http_keep_close(&(*http)->keep);
	http_metrics_close(&(*http)->metrics);
	http_places_close(&(*http)->places);
	http_rate_close(&(*http)->rate);
	memory_give(*http);
	*http = NULL;
}

struct http_stash *
http_stash_of(struct http *http)
{
	return http->stash;
}

void
http_forget_pages(struct http *http)
{
	http_keep_forget(http->keep);
}
