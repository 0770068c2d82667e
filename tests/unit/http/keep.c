/* Copies of public pages: shown to whoever is unknown, forgotten when something changed. */
#include "app.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/log.h"

static int drawn;
static bool is_failing;
static const char *header_value;

static struct fault *
shared_page(struct http_request *request, struct http_reply *reply)
{
	drawn++;
	if (is_failing)
		return fault_absent("page", 1);
	for (int i = 0; i < 300; i++)
		buf_put(&reply->body, str_of(http_say(request, "公开 ", "open ")));
	buf_put(&reply->body, http_query(request, "q"));
	buf_put_int(&reply->body, drawn);
	if (header_value)
		return http_reply_header(reply, "X-Robots-Tag", str_of(header_value));
	return NULL;
}

static struct fault *
personal_page(struct http_request *request, struct http_reply *reply)
{
	drawn++;
	buf_put(&reply->body, STR("mine"));
	return http_reply_cookie(request, reply, "seat", STR("x"), 0);
}

static struct fault *
change_page(struct http_request *request, struct http_reply *reply)
{
	buf_put(&reply->body, STR("changed"));
	return NULL;
}

/* As a form with mistakes is shown again. */
static struct fault *
mistaken_page(struct http_request *request, struct http_reply *reply)
{
	reply->status = 422;
	return NULL;
}

static struct fault *
failing_page(struct http_request *request, struct http_reply *reply)
{
	return fault_new(FAULT_DENIED, "keep_test", "不行", "no");
}

static _Atomic uint64_t changes;

static uint64_t
count_changes(void *context)
{
	return changes;
}

/* Something is saved by another while this page is drawn. */
static struct fault *
overtaken_page(struct http_request *request, struct http_reply *reply)
{
	changes++;
	return shared_page(request, reply);
}

static const struct route keep_routes[] = {
	{ "GET", "/shared", shared_page, ANYONE | SHARED },
	{ "GET", "/usual", shared_page, ANYONE },
	{ "GET", "/personal", personal_page, ANYONE | SHARED },
	{ "POST", "/change", change_page, ANYONE | ANY_SITE },
	{ "POST", "/look", change_page, ANYONE | ANY_SITE | READS },
	{ "POST", "/mistaken", mistaken_page, ANYONE | ANY_SITE },
	{ "POST", "/failing", failing_page, ANYONE | ANY_SITE },
	{ "GET", "/overtaken", overtaken_page, ANYONE | SHARED },
	{ "GET", "/limited", shared_page, ANYONE | SHARED | LIMITED },
	{ "GET", "/things/:id", shared_page, ANYONE | SHARED },
	{ 0 },
};
static const struct route *const tables[] = { keep_routes, NULL };

struct house {
	struct http *http;
	struct http_limits limits;
	struct http_app app;
};

static struct house house;

static int
set_up(void **state)
{
	house.app = app_usual;
	house.app.routes = tables;
	house.app.admit = NULL;
	house.limits = http_usual_limits;
	house.limits.keep_seconds = 3600;
	house.app.limits = &house.limits;
	drawn = 0;
	is_failing = false;
	header_value = NULL;
	FINE(http_open(&house.app, &house.http));
	return 0;
}

static int
tear_down(void **state)
{
	http_close(&house.http);
	return 0;
}

/* Ask, and say how often the page was drawn until now. */
static int
drawn_after(const char *method, const char *target, const char *headers, unsigned status)
{
	struct http_reply reply;

	app_ask(house.http, method, target, headers, STR(""), &reply);
	assert_int_equal(reply.status, status);
	http_reply_done(&reply);
	return drawn;
}

static void
shared_page_is_drawn_once_and_is_the_same_each_time(void **state)
{
	struct http_reply first;
	struct http_reply second;

	header_value = "noarchive";
	app_ask(house.http, "GET", "/shared", "Host: a\n", STR(""), &first);
	app_ask(house.http, "GET", "/shared", "Host: a\n", STR(""), &second);
	assert_int_equal(drawn, 1);
	assert_int_equal(second.status, 200);
	assert_true(str_equal(http_reply_bytes(&first), http_reply_bytes(&second)));
	assert_int_equal(first.header_count, second.header_count);
	for (size_t i = 0; i < first.header_count; i++) {
		struct str value = http_reply_find(&second, first.headers[i].name.at);

		assert_true(str_equal(first.headers[i].value, value));
	}
	http_reply_done(&first);
	http_reply_done(&second);
}

static void
copy_is_sent_compressed_or_not_and_told_when_unchanged(void **state)
{
	struct http_reply reply;
	char headers[200];

	app_ask(house.http, "GET", "/shared", "Host: a\nAccept-Encoding: gzip\n", STR(""), &reply);
	http_reply_done(&reply);
	app_ask(house.http, "GET", "/shared", "Host: a\nAccept-Encoding: gzip\n", STR(""), &reply);
	SAME_TEXT(http_reply_find(&reply, "Content-Encoding"), "gzip");
	SAME_TEXT(http_reply_find(&reply, "Vary"), "Accept-Encoding");
	assert_true(http_reply_bytes(&reply).len < 1000);
	snprintf(headers, sizeof headers, "Host: a\nIf-None-Match: %.*s\n",
		STR_ARG(http_reply_find(&reply, "ETag")));
	http_reply_done(&reply);
	app_ask(house.http, "GET", "/shared", "Host: a\n", STR(""), &reply);
	assert_null(http_reply_find(&reply, "Content-Encoding").at);
	assert_true(http_reply_bytes(&reply).len > 1000);
	http_reply_done(&reply);
	assert_int_equal(drawn_after("GET", "/shared", headers, 304), 1);
	assert_int_equal(drawn_after("HEAD", "/shared", "Host: a\n", 200), 1);
}

static void
address_host_and_language_have_copies_of_their_own(void **state)
{
	assert_int_equal(drawn_after("GET", "/shared", "Host: a\n", 200), 1);
	assert_int_equal(drawn_after("GET", "/shared", "Host: b\n", 200), 2);
	assert_int_equal(drawn_after("GET", "/shared?q=1", "Host: a\n", 200), 3);
	assert_int_equal(drawn_after("GET", "/shared?q=2", "Host: a\n", 200), 4);
	assert_int_equal(drawn_after("GET", "/shared", "Host: a\nAccept-Language: en\n", 200), 5);
	assert_int_equal(drawn_after("GET", "/shared", "Host: a\nCookie: lang=en\n", 200), 5);
	assert_int_equal(
		drawn_after("GET", "/shared", "Host: a\nAccept: application/json\n", 200), 6);
	assert_int_equal(drawn_after("GET", "/shared", "Host: a\n", 200), 6);
}

static void
whoever_may_be_known_gets_no_copy_and_leaves_none(void **state)
{
	assert_int_equal(drawn_after("GET", "/shared", "Host: a\nCookie: seat=1\n", 200), 1);
	assert_int_equal(drawn_after("GET", "/shared", "Host: a\n", 200), 2);
	assert_int_equal(drawn_after("GET", "/shared", "Host: a\nCookie: seat=1\n", 200), 3);
	assert_int_equal(
		drawn_after("GET", "/shared", "Host: a\nCookie: lang=zh; seat=1\n", 200), 4);
	assert_int_equal(
		drawn_after("GET", "/shared", "Host: a\nAuthorization: Bearer x\n", 200), 5);
	assert_int_equal(drawn_after("GET", "/shared", "Host: a\n", 200), 5);
}

static void
only_shared_pages_without_cookies_and_faults_are_kept(void **state)
{
	assert_int_equal(drawn_after("GET", "/usual", "Host: a\n", 200), 1);
	assert_int_equal(drawn_after("GET", "/usual", "Host: a\n", 200), 2);
	assert_int_equal(drawn_after("GET", "/personal", "Host: a\n", 200), 3);
	assert_int_equal(drawn_after("GET", "/personal", "Host: a\n", 200), 4);
	is_failing = true;
	assert_int_equal(drawn_after("GET", "/shared", "Host: a\n", 404), 5);
	is_failing = false;
	assert_int_equal(drawn_after("GET", "/shared", "Host: a\n", 200), 6);
	assert_int_equal(drawn_after("GET", "/shared", "Host: a\n", 200), 6);
}

static void
change_makes_copies_forgotten(void **state)
{
	assert_int_equal(drawn_after("GET", "/shared", "Host: a\n", 200), 1);
	assert_int_equal(drawn_after("POST", "/look", "Host: a\n", 200), 1);
	assert_int_equal(drawn_after("GET", "/shared", "Host: a\n", 200), 1);
	assert_int_equal(drawn_after("POST", "/change", "Host: a\n", 200), 1);
	assert_int_equal(drawn_after("GET", "/shared", "Host: a\n", 200), 2);
	http_forget_pages(house.http);
	assert_int_equal(drawn_after("GET", "/shared", "Host: a\n", 200), 3);
	assert_int_equal(drawn_after("GET", "/shared", "Host: a\n", 200), 3);
}

static void
post_that_fails_makes_nothing_forgotten(void **state)
{
	assert_int_equal(drawn_after("GET", "/shared", "Host: a\n", 200), 1);
	assert_int_equal(drawn_after("POST", "/failing", "Host: a\n", 403), 1);
	assert_int_equal(drawn_after("POST", "/mistaken", "Host: a\n", 422), 1);
	assert_int_equal(drawn_after("POST", "/nowhere", "Host: a\n", 404), 1);
	assert_int_equal(drawn_after("GET", "/shared", "Host: a\n", 200), 1);
}

/* Open again with a program that counts. */
static void
open_counting(void)
{
	http_close(&house.http);
	changes = 7;
	house.app.count_changes = count_changes;
	FINE(http_open(&house.app, &house.http));
}

static void
only_counted_changes_make_copies_forgotten(void **state)
{
	open_counting();
	assert_int_equal(drawn_after("GET", "/shared", "Host: a\n", 200), 1);
	assert_int_equal(drawn_after("POST", "/change", "Host: a\n", 200), 1);
	assert_int_equal(drawn_after("GET", "/shared", "Host: a\n", 200), 1);
	changes++;
	assert_int_equal(drawn_after("GET", "/shared", "Host: a\n", 200), 2);
	assert_int_equal(drawn_after("GET", "/shared", "Host: a\n", 200), 2);
	http_forget_pages(house.http);
	assert_int_equal(drawn_after("GET", "/shared", "Host: a\n", 200), 3);
}

static void
page_that_a_change_overtook_is_not_kept(void **state)
{
	open_counting();
	assert_int_equal(drawn_after("GET", "/overtaken", "Host: a\n", 200), 1);
	assert_int_equal(drawn_after("GET", "/overtaken", "Host: a\n", 200), 2);
}

static void
head_that_needs_a_closer_look_gets_no_copy(void **state)
{
	assert_int_equal(drawn_after("GET", "/shared", "Host: a\n", 200), 1);
	assert_int_equal(drawn_after("GET", "/shared", "Host: a\nHost: a\n", 400), 1);
	assert_int_equal(
		drawn_after("GET", "/shared", "Host: a\nContent-Length: 999999\n", 413), 1);
	assert_int_equal(drawn_after("GET", "/shared", "Host: a\nContent-Length: x\n", 400), 1);
	assert_int_equal(drawn_after("GET", "/shared?q=%zz", "Host: a\n", 400), 1);
	assert_int_equal(drawn_after("POST", "/shared", "Host: a\n", 405), 1);
	assert_int_equal(drawn_after("GET", "/shared", "Host: a\nX: 1\nX: 2\n", 200), 1);
}

static void
route_with_checks_of_its_own_is_asked_each_time(void **state)
{
	assert_int_equal(drawn_after("GET", "/limited", "Host: a\n", 200), 1);
	assert_int_equal(drawn_after("GET", "/limited", "Host: a\n", 200), 2);
}

static void
overlong_address_is_drawn_each_time(void **state)
{
	char target[2000] = "/shared?q=";

	memset(target + strlen(target), 'x', 1500);
	assert_int_equal(drawn_after("GET", target, "Host: a\n", 200), 1);
	assert_int_equal(drawn_after("GET", target, "Host: a\n", 200), 2);
}

static void
copy_is_of_one_thing_alone(void **state)
{
	assert_int_equal(drawn_after("GET", "/things/1", "Host: a\n", 200), 1);
	assert_int_equal(drawn_after("GET", "/things/2", "Host: a\n", 200), 2);
	assert_int_equal(drawn_after("GET", "/things/1", "Host: a\n", 200), 2);
	assert_int_equal(drawn_after("GET", "/things/2", "Host: a\n", 200), 2);
	/* Where host and target meet stands a byte that neither holds. */
	assert_int_equal(drawn_after("GET", "/things/1", "Host: a/things\n", 200), 3);
}

static void
copies_stay_within_their_bytes(void **state)
{
	char target[40];

	http_close(&house.http);
	house.limits.keep_max = 64 * 1024;
	FINE(http_open(&house.app, &house.http));
	for (int i = 1; i <= 200; i++) {
		snprintf(target, sizeof target, "/shared?q=%d", i);
		assert_int_equal(drawn_after("GET", target, "Host: a\n", 200), i);
		assert_int_equal(drawn_after("GET", target, "Host: a\n", 200), i);
	}
}

static void
nothing_is_kept_for_no_time(void **state)
{
	http_close(&house.http);
	house.limits.keep_seconds = 0;
	FINE(http_open(&house.app, &house.http));
	assert_int_equal(drawn_after("GET", "/shared", "Host: a\n", 200), 1);
	assert_int_equal(drawn_after("GET", "/shared", "Host: a\n", 200), 2);
}

/* Send what is given and hear until the server closes. */
static size_t
talk(const char *text, char *heard, size_t size)
{
	struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons(http_port(house.http)) };
	int client = socket(AF_INET, SOCK_STREAM, 0);
	size_t len = 0;
	ssize_t got;

	to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	assert_true(client >= 0);
	assert_int_equal(connect(client, (void *)&to, sizeof to), 0);
	assert_int_equal(send(client, text, strlen(text), MSG_NOSIGNAL), strlen(text));
	while (len < size - 1 && (got = recv(client, heard + len, size - 1 - len, 0)) > 0)
		len += (size_t)got;
	heard[len] = '\0';
	close(client);
	return len;
}

/* Bytes, because what is compressed holds zeros. */
static int
times(struct str heard, const char *part)
{
	int count = 0;

	for (size_t at = 0; (at = str_find(heard, str_of(part), at)) != SIZE_MAX; at++)
		count++;
	return count;
}

static void
copies_go_over_the_wire_again_and_again(void **state)
{
	static char heard[1 << 16];
	static const char five[] =
		"GET /shared HTTP/1.1\r\nHost: a\r\n\r\n"
		"GET /shared HTTP/1.1\r\nHost: a\r\n\r\n"
		"HEAD /shared HTTP/1.1\r\nHost: a\r\n\r\n"
		"GET /shared HTTP/1.1\r\nHost: a\r\nAccept-Encoding: gzip\r\n\r\n"
		"GET /shared HTTP/1.1\r\nHost: a\r\nAccept-Encoding: gzip\r\n"
		"Connection: close\r\n\r\n";

	log_set_level(LOG_QUIET);
	FINE(http_serve(house.http, "127.0.0.1", 0));
	for (int round = 1; round <= 3; round++) {
		struct str all = { heard, talk(five, heard, sizeof heard) };

		assert_int_equal(times(all, "HTTP/1.1 200 "), 5);
		assert_int_equal(times(all, "\r\nContent-Security-Policy: "), 5);
		assert_int_equal(times(all, "\r\nContent-Encoding: gzip"), 2);
		assert_int_equal(times(all, "公开 公开"), 2 * 299);
		assert_int_equal(drawn, round);
		http_forget_pages(house.http);
	}
	http_stop(house.http, 5);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			shared_page_is_drawn_once_and_is_the_same_each_time, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			copy_is_sent_compressed_or_not_and_told_when_unchanged, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			address_host_and_language_have_copies_of_their_own, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			whoever_may_be_known_gets_no_copy_and_leaves_none, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			only_shared_pages_without_cookies_and_faults_are_kept, set_up, tear_down),
		cmocka_unit_test_setup_teardown(change_makes_copies_forgotten, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			post_that_fails_makes_nothing_forgotten, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			only_counted_changes_make_copies_forgotten, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			page_that_a_change_overtook_is_not_kept, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			head_that_needs_a_closer_look_gets_no_copy, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			route_with_checks_of_its_own_is_asked_each_time, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			overlong_address_is_drawn_each_time, set_up, tear_down),
		cmocka_unit_test_setup_teardown(copy_is_of_one_thing_alone, set_up, tear_down),
		cmocka_unit_test_setup_teardown(copies_stay_within_their_bytes, set_up, tear_down),
		cmocka_unit_test_setup_teardown(nothing_is_kept_for_no_time, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			copies_go_over_the_wire_again_and_again, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
