/* What watchers are told, health and metrics, and that neither these nor the log name anybody. */
#include "app.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/log.h"

static const struct route watch_routes[] = {
	{ "GET", "/health", http_health_page, ANYONE | BARE },
	{ "GET", "/metrics", http_metrics_page, ANYONE | BARE },
	{ 0 },
};
static const struct route *tables[] = { NULL, watch_routes, NULL };

static struct http_app app;
static bool is_ill;

static struct fault *
check_health(void *context)
{
	return is_ill ? fault_new(FAULT_OUTSIDE, "db_io", "坏了", "It broke") : NULL;
}

static void
put_metrics(void *context, struct buf *out)
{
	buf_put(out, STR("gongkai_jobs_waiting 3\n"));
}

static int
set_up(void **state)
{
	tables[0] = app_usual.routes[0];
	app = app_usual;
	app.routes = tables;
	app.check_health = check_health;
	app.put_metrics = put_metrics;
	is_ill = false;
	app_notes.lent = 0;
	return 0;
}

static void
ask_from(struct http *http, const char *peer, const char *target, const struct http_pair *headers,
	size_t count, struct http_reply *ret_reply)
{
	http_handle(http,
		&(struct http_facts){ .method = STR("GET"),
			.target = str_of(target),
			.peer = str_of(peer),
			.headers = headers,
			.header_count = count },
		ret_reply);
}

static void
health_is_told_without_a_database_being_lent(void **state)
{
	CLOSING(http_close) struct http *http = NULL;
	struct http_reply reply;

	FINE(http_open(&app, &http));
	ask_from(http, "192.0.2.9", "/health", NULL, 0, &reply);
	assert_int_equal(reply.status, 200);
	SAME_TEXT(http_reply_bytes(&reply), "{\"status\":\"ok\"}\n");
	SAME_TEXT(http_reply_find(&reply, "Cache-Control"), "no-store");
	http_reply_done(&reply);
	is_ill = true;
	ask_from(http, "192.0.2.9", "/health", NULL, 0, &reply);
	assert_int_equal(reply.status, 503);
	SAME_TEXT(http_reply_bytes(&reply), "{\"status\":\"unavailable\"}\n");
	http_reply_done(&reply);
	assert_int_equal(app_notes.lent, 0);
}

static unsigned
status_of_metrics(const char *peer, const struct http_pair *headers, size_t count)
{
	CLOSING(http_close) struct http *http = NULL;
	struct http_reply reply;
	unsigned status;

	FINE(http_open(&app, &http));
	ask_from(http, peer, "/metrics", headers, count, &reply);
	status = reply.status;
	http_reply_done(&reply);
	return status;
}

static void
metrics_are_for_this_machine_or_the_token(void **state)
{
	const struct http_pair right = { STR("Authorization"), STR("Bearer open-sesame") };
	const struct http_pair wrong = { STR("Authorization"), STR("Bearer open-sesamf") };
	const struct http_pair basic = { STR("Authorization"), STR("open-sesame") };
	const struct http_pair proxied = { STR("X-Forwarded-For"), STR("192.0.2.9") };

	assert_int_equal(status_of_metrics("127.0.0.1", NULL, 0), 200);
	assert_int_equal(status_of_metrics("::1", NULL, 0), 200);
	assert_int_equal(status_of_metrics("192.0.2.9", NULL, 0), 403);
	assert_int_equal(status_of_metrics("192.0.2.9", &right, 1), 403);
	assert_int_equal(status_of_metrics("127.0.0.1", &proxied, 1), 403);
	app.is_https = true;
	assert_int_equal(status_of_metrics("127.0.0.1", NULL, 0), 403);
	app.metrics_token = "open-sesame";
	assert_int_equal(status_of_metrics("127.0.0.1", NULL, 0), 403);
	assert_int_equal(status_of_metrics("192.0.2.9", &right, 1), 200);
	assert_int_equal(status_of_metrics("192.0.2.9", &wrong, 1), 403);
	assert_int_equal(status_of_metrics("192.0.2.9", &basic, 1), 403);
}

/* --- on a socket, with everything that is logged --- */

static char *
talk(const struct http *http, const char *text)
{
	struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons(http_port(http)) };
	int client = socket(AF_INET, SOCK_STREAM, 0);
	char *heard = calloc(1, 1 << 20);
	size_t len = 0;
	ssize_t got;

	to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	assert_true(client >= 0 && heard);
	assert_int_equal(connect(client, (void *)&to, sizeof to), 0);
	assert_int_equal(send(client, text, strlen(text), MSG_NOSIGNAL), strlen(text));
	while ((got = recv(client, heard + len, (1 << 20) - 1 - len, 0)) > 0)
		len += (size_t)got;
	close(client);
	return heard;
}

static void
ask(const struct http *http, const char *target)
{
	char text[1000];
	char *heard;

	snprintf(text, sizeof text,
		"GET %s HTTP/1.1\r\nHost: a\r\nUser-Agent: Wang Er\r\nReferer: http://a/?q=Zhao\r\n"
		"X-Forwarded-For: 203.0.113.77\r\nCookie: session=abcdef\r\n"
		"Connection: close\r\n\r\n",
		target);
	heard = talk(http, text);
	if (!strstr(heard, "\r\nX-Request-Id: "))
		fail_msg("no number of the request in \"%.300s\"", heard);
	free(heard);
}

static const char *const targets[] = {
	"/things/7?name=Zhang-San",
	"/names/Zhang-San",
	"/names/%E5%BC%A0%E4%B8%89?year=1",
	"/names/abcdef0123456789abcdef",
	"/Zhang-San",
	"/things/Zhang-San",
	"/assets/b.css?Zhang-San",
	"/fail",
	"/",
};

static struct fault *
say_broken(void)
{
	return fault_detail(fault_new(FAULT_OUTSIDE, "db_io", "坏了", "It broke"), "sqlite 10");
}

/* Serve all targets and give back the log and the metrics. */
static void
serve_all(char *log, size_t log_size, char **ret_metrics)
{
	CLOSING(http_close) struct http *http = NULL;
	char path[] = "/tmp/gongkai-log-XXXXXX";
	int caught = mkstemp(path);
	int kept = dup(STDERR_FILENO);
	ssize_t got;

	assert_true(caught >= 0 && kept >= 0);
	unlink(path);
	app_notes.say = say_broken;
	log_set_level(LOG_INFO);
	FINE(http_open(&app, &http));
	FINE(http_serve(http, "127.0.0.1", 0));
	dup2(caught, STDERR_FILENO);
	for (size_t i = 0; i < COUNT_OF(targets); i++)
		ask(http, targets[i]);
	*ret_metrics = talk(http, "GET /metrics HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
	http_stop(http, 5);
	dup2(kept, STDERR_FILENO);
	close(kept);
	got = pread(caught, log, log_size - 1, 0);
	close(caught);
	assert_true(got > 0);
	log[got] = '\0';
}

static void
has(const char *text, const char *part)
{
	if (!strstr(text, part))
		fail_msg("no \"%s\" in \"%.4000s\"", part, text);
}

static void
hasnt(const char *text, const char *part)
{
	if (strstr(text, part))
		fail_msg("\"%s\" in \"%.4000s\"", part, text);
}

static void
log_and_metrics_name_nobody(void **state)
{
	static const char *const secrets[] = { "Zhang", "San", "%E5", "张", "abcdef", "Zhao",
		"Wang", "203.0.113", "127.0.0.1", "?", "session" };
	static char log[1 << 16];
	char *metrics = NULL;

	log_set_form(LOG_AS_TEXT);
	serve_all(log, sizeof log, &metrics);
	for (size_t i = 0; i < COUNT_OF(secrets); i++) {
		hasnt(log, secrets[i]);
		hasnt(metrics, secrets[i]);
	}
	has(log, " method=GET path=/things/7 status=200 ");
	has(log, " path=/names/:name status=200 ");
	has(log, " path=/things/:id status=404 ");
	has(log, " path=- status=404 ");
	has(log, " path=/assets/b.css status=200 ");
	has(log, " path=/ status=200 ");
	has(log, "error request id=");
	has(log, "code=db_io");
	free(metrics);
}

static void
metrics_count_by_route_and_status(void **state)
{
	static char log[1 << 16];
	char *metrics = NULL;

	log_set_form(LOG_AS_JSON);
	serve_all(log, sizeof log, &metrics);
	log_set_form(LOG_AS_TEXT);
	has(log, "\"event\":\"request\",\"id\":\"");
	has(log, "\"path\":\"/things/7\",\"status\":200,");
	has(metrics, "HTTP/1.1 200 ");
	has(metrics, "Content-Type: text/plain; version=0.0.4");
	has(metrics, "\ngongkai_http_requests_total{method=\"GET\",route=\"/names/:name\",status="
		     "\"200\"} 3\n");
	has(metrics,
		"\ngongkai_http_requests_total{method=\"GET\",route=\"/things/:id\",status=\"404\"}"
		" 1\n");
	has(metrics, "\ngongkai_http_requests_total{method=\"GET\",route=\"/fail\",status=\"503\"} "
		     "1\n");
	has(metrics, "route=\"(assets)\",status=\"200\"} 1\n");
	has(metrics, "route=\"(none)\",status=\"404\"} 1\n");
	has(metrics, "\ngongkai_http_request_seconds_count{kind=\"page\"} 8\n");
	has(metrics, "\ngongkai_http_request_seconds_bucket{kind=\"asset\",le=\"+Inf\"} 1\n");
	has(metrics, "\ngongkai_database_wait_seconds_count 7\n");
	has(metrics, "\nprocess_resident_memory_bytes ");
	has(metrics, "\ngongkai_jobs_waiting 3\n");
	free(metrics);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(health_is_told_without_a_database_being_lent, set_up),
		cmocka_unit_test_setup(metrics_are_for_this_machine_or_the_token, set_up),
		cmocka_unit_test_setup(log_and_metrics_name_nobody, set_up),
		cmocka_unit_test_setup(metrics_count_by_route_and_status, set_up),
	};

	log_set_level(LOG_QUIET);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
