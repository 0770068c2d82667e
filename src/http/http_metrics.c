/*
 * Counters of this process in Prometheus' text form, and whether it is well. What the program
 * beyond this room counts is put behind by its own put_metrics().
 */
#include "http/http_metrics.h"

#include <stdatomic.h>
#include <stdio.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "base/digest.h"
#include "base/memory.h"
#include "http/http_inside.h"
#include "http/http_server_inside.h"

/* Each status that replies have; any other is counted as the last. */
static const unsigned short statuses[] = { 200, 204, 303, 304, 400, 403, 404, 405, 406, 408, 409,
	411, 413, 414, 415, 422, 429, 431, 500, 501, 503, 0 };
/* Upper ends of the histograms' steps, in microseconds. */
static const int64_t steps[] = { 500, 1000, 2500, 5000, 10000, 25000, 50000, 100000, 250000, 500000,
	1000000, 2500000, 5000000, 10000000 };

/* Invariant: `counts` are not cumulative; the last one is for what is longer than all steps. */
struct histogram {
	_Atomic uint64_t counts[COUNT_OF(steps) + 1];
	_Atomic uint64_t sum;
};

struct tally {
	_Atomic uint64_t counts[COUNT_OF(statuses)];
};

/* What a request went to, behind the routes. */
enum { NO_ROUTE, AN_ASSET, OTHERS };

/* Invariant: tallies[i] belongs to the route with the number i, then come the OTHERS. */
struct metrics {
	struct timespec started; /* by the calendar */
	struct histogram pages;
	struct histogram assets;
	struct histogram waits;
	_Atomic uint64_t bytes;
	const struct places *places;
	struct tally *tallies;
};

struct fault *
http_metrics_open(const struct places *places, struct metrics **ret_metrics)
{
	CLOSING(http_metrics_close) struct metrics *metrics = memory_take(sizeof *metrics);

	if (!metrics)
		return fault_memory();
	metrics->places = places;
	metrics->tallies =
		memory_take((http_places_count(places) + OTHERS) * sizeof *metrics->tallies);
	if (!metrics->tallies)
		return fault_memory();
	clock_gettime(CLOCK_REALTIME, &metrics->started);
	*ret_metrics = metrics;
	metrics = NULL;
	return NULL;
}

void
http_metrics_close(struct metrics **metrics)
{
	if (!*metrics)
		return;
	memory_give((*metrics)->tallies);
	memory_give(*metrics);
	*metrics = NULL;
}

/* --- counting --- */

static void
observe(struct histogram *histogram, int64_t microseconds)
{
	size_t step = 0;

	while (step < COUNT_OF(steps) && microseconds > steps[step])
		step++;
	atomic_fetch_add_explicit(&histogram->counts[step], 1, memory_order_relaxed);
	atomic_fetch_add_explicit(&histogram->sum, (uint64_t)microseconds, memory_order_relaxed);
}

static size_t
status_at(unsigned status)
{
	size_t i = 0;

	while (statuses[i] && statuses[i] != status)
		i++;
	return i;
}

void
http_metrics_count(struct metrics *metrics, const struct place *place,
	const struct http_reply *reply, int64_t microseconds)
{
	/* Without a route all is an asset or a refusal. */
	bool is_asset = !place && (reply->status == 200 || reply->status == 304);
	size_t number =
		place ? http_place_number(metrics->places, place)
		      : http_places_count(metrics->places) + (is_asset ? AN_ASSET : NO_ROUTE);
	struct tally *tally = &metrics->tallies[number];
	size_t bytes = reply->is_bodyless ? 0 : http_reply_bytes(reply).len;

	atomic_fetch_add_explicit(
		&tally->counts[status_at(reply->status)], 1, memory_order_relaxed);
	atomic_fetch_add_explicit(&metrics->bytes, bytes, memory_order_relaxed);
	observe(is_asset ? &metrics->assets : &metrics->pages, microseconds);
}

void
http_metrics_waited(struct metrics *metrics, int64_t microseconds)
{
	observe(&metrics->waits, microseconds);
}

/* --- telling --- */

static void
put_tally(struct buf *out, const char *method, const char *route, struct tally *tally)
{
	for (size_t i = 0; i < COUNT_OF(statuses); i++) {
		uint64_t count = tally->counts[i];

		if (!count)
			continue;
		buf_print(out, "gongkai_http_requests_total{method=\"%s\",route=\"%s\",status=\"",
			method, route);
		if (statuses[i])
			buf_print(out, "%u\"} ", (unsigned)statuses[i]);
		else
			buf_put(out, STR("other\"} "));
		buf_print(out, "%llu\n", (unsigned long long)count);
	}
}

static void
put_tallies(struct buf *out, struct metrics *metrics)
{
	size_t count = http_places_count(metrics->places);

	buf_put(out, STR("# HELP gongkai_http_requests_total Requests answered.\n"
			 "# TYPE gongkai_http_requests_total counter\n"));
	for (size_t i = 0; i < count; i++) {
		const struct route *route = http_places_route(metrics->places, i);

		put_tally(out, route->method, route->path, &metrics->tallies[i]);
	}
	put_tally(out, "", "(assets)", &metrics->tallies[count + AN_ASSET]);
	put_tally(out, "", "(none)", &metrics->tallies[count + NO_ROUTE]);
}

static void
put_histogram(struct buf *out, const char *name, const char *label, struct histogram *histogram)
{
	const char *comma = *label ? "," : "";
	uint64_t sum = 0;

	for (size_t i = 0; i < COUNT_OF(steps); i++) {
		sum += histogram->counts[i];
		buf_print(out, "%s_bucket{%s%sle=\"%g\"} %llu\n", name, label, comma,
			(double)steps[i] / 1e6, (unsigned long long)sum);
	}
	sum += histogram->counts[COUNT_OF(steps)];
	buf_print(out, "%s_bucket{%s%sle=\"+Inf\"} %llu\n", name, label, comma,
		(unsigned long long)sum);
	buf_print(out, "%s_sum%s%s%s %.6f\n%s_count%s%s%s %llu\n", name, *label ? "{" : "", label,
		*label ? "}" : "", (double)histogram->sum / 1e6, name, *label ? "{" : "", label,
		*label ? "}" : "", (unsigned long long)sum);
}

static void
put_histograms(struct buf *out, struct metrics *metrics)
{
	buf_put(out, STR("# HELP gongkai_http_request_seconds From the first byte of a request to "
			 "the last of its reply.\n"
			 "# TYPE gongkai_http_request_seconds histogram\n"));
	put_histogram(out, "gongkai_http_request_seconds", "kind=\"page\"", &metrics->pages);
	put_histogram(out, "gongkai_http_request_seconds", "kind=\"asset\"", &metrics->assets);
	buf_put(out, STR("# HELP gongkai_database_wait_seconds Waiting of requests for a database "
			 "connection.\n# TYPE gongkai_database_wait_seconds histogram\n"));
	put_histogram(out, "gongkai_database_wait_seconds", "", &metrics->waits);
}

static void
put_gauge(struct buf *out, const char *name, const char *help, double value)
{
	buf_print(out, "# HELP %s %s\n# TYPE %s gauge\n%s %.17g\n", name, help, name, name, value);
}

/* Bytes of memory in use, from the kernel's book; 0 where there is none. */
static double
resident_bytes(void)
{
	FILE *file = fopen("/proc/self/statm", "re");
	unsigned long long all = 0;
	unsigned long long resident = 0;

	if (!file)
		return 0;
	if (fscanf(file, "%llu %llu", &all, &resident) != 2)
		resident = 0;
	fclose(file);
	return (double)resident * (double)sysconf(_SC_PAGESIZE);
}

/* The names that Prometheus' own libraries give these. */
static void
put_process(struct buf *out, const struct metrics *metrics)
{
	struct rusage usage;

	put_gauge(out, "process_start_time_seconds", "When the process began, since 1970.",
		(double)metrics->started.tv_sec);
	put_gauge(out, "process_resident_memory_bytes", "Memory in use.", resident_bytes());
	if (getrusage(RUSAGE_SELF, &usage) != 0)
		return;
	buf_print(out,
		"# HELP process_cpu_seconds_total Time of processors.\n"
		"# TYPE process_cpu_seconds_total counter\nprocess_cpu_seconds_total %.6f\n",
		(double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
			(double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6);
}

static void
put_server(struct buf *out, const struct http *http)
{
	struct server *server = http->server;
	size_t running = 0;
	size_t bytes = 0;

	if (server) {
		pthread_mutex_lock(&server->lock);
		running = server->running;
		bytes = server->body_bytes;
		pthread_mutex_unlock(&server->lock);
	}
	put_gauge(
		out, "gongkai_http_requests_running", "Requests being answered.", (double)running);
	put_gauge(out, "gongkai_http_body_bytes", "Bytes of uploads being received or worked on.",
		(double)bytes);
	buf_print(out,
		"# HELP gongkai_http_reply_bytes_total Bytes of replies' bodies.\n"
		"# TYPE gongkai_http_reply_bytes_total counter\n"
		"gongkai_http_reply_bytes_total %llu\n",
		(unsigned long long)http->metrics->bytes);
}

/* --- who may ask --- */

static bool
is_loopback(struct str client)
{
	return str_starts(client, STR("127.")) || str_equal(client, STR("::1"));
}

/* Compared by digest, so that the time it takes says nothing about where they differ. */
static bool
is_token(struct str given, const char *token)
{
	struct digest a;
	struct digest b;

	return digest_sha256(given, &a) == NULL && digest_sha256(str_of(token), &b) == NULL &&
	       strcmp(a.at, b.at) == 0;
}

/* Behind a proxy everybody comes from this machine, so there it takes the token. */
static bool
may_ask(const struct http_request *request)
{
	const struct http_app *app = &request->http->app;
	struct str given = http_header(request, "Authorization");

	if (app->metrics_token)
		return str_starts(given, STR("Bearer ")) &&
		       is_token(str_from(given, 7), app->metrics_token);
	return !app->is_https && !app->origin && !app->trusted_proxy &&
	       !http_header(request, "X-Forwarded-For").at &&
	       !http_header(request, "Forwarded").at && is_loopback(request->client);
}

/* --- the pages --- */

struct fault *
http_metrics_page(struct http_request *request, struct http_reply *reply)
{
	const struct http *http = request->http;

	if (!may_ask(request))
		return fault_new(FAULT_DENIED, "metrics_denied",
			"运行指标只供本机或持令牌者读取（GONGKAI_METRICS_TOKEN）。",
			"Metrics are for this machine or whoever has the token "
			"(GONGKAI_METRICS_TOKEN).");
	reply->type = "text/plain; version=0.0.4; charset=utf-8";
	reply->cache = HTTP_CACHE_NEVER;
	put_tallies(&reply->body, http->metrics);
	put_histograms(&reply->body, http->metrics);
	put_server(&reply->body, http);
	put_process(&reply->body, http->metrics);
	if (http->app.put_metrics)
		http->app.put_metrics(http->app.context, &reply->body);
	return NULL;
}

struct fault *
http_health_page(struct http_request *request, struct http_reply *reply)
{
	const struct http_app *app = &request->http->app;
	bool is_well = !app->check_health || app->check_health(app->context) == NULL;

	http_reply_json(reply);
	reply->status = is_well ? 200 : 503;
	reply->cache = HTTP_CACHE_NEVER;
	buf_put(&reply->body,
		is_well ? STR("{\"status\":\"ok\"}\n") : STR("{\"status\":\"unavailable\"}\n"));
	return NULL;
}
