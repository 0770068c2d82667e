/* The server on a real socket of this machine, with a client that writes raw bytes. */
#include "app.h"

#include <arpa/inet.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "base/log.h"

static struct http *http;
static struct http_limits limits;
static struct http_app app;

static int
set_up(void **state)
{
	log_set_level(LOG_QUIET);
	limits = http_usual_limits;
	limits.body_max = 4 << 20;
	limits.head_seconds = 1;
	app = app_usual;
	app.limits = &limits;
	FINE(http_open(&app, &http));
	FINE(http_serve(http, "127.0.0.1", 0));
	assert_true(http_port(http) > 0);
	return 0;
}

static int
tear_down(void **state)
{
	http_close(&http);
	return 0;
}

static int
dial(void)
{
	struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons(http_port(http)) };
	struct timeval patience = { .tv_sec = 30 };
	int client = socket(AF_INET, SOCK_STREAM, 0);

	to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	assert_true(client >= 0);
	setsockopt(client, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
	setsockopt(client, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
	assert_int_equal(connect(client, (void *)&to, sizeof to), 0);
	return client;
}

/* False when the other side does not take it any more. */
static bool
say(int client, struct str bytes)
{
	while (bytes.len) {
		ssize_t sent = send(client, bytes.at, bytes.len, MSG_NOSIGNAL);

		if (sent < 0)
			return false;
		bytes = str_from(bytes, (size_t)sent);
	}
	return true;
}

/* Everything until the server closes; zero-terminated, to be freed. False after a reset. */
static bool
hear_all(int client, char **ret_text)
{
	size_t room = 1 << 20;
	char *text = calloc(1, room);
	size_t len = 0;
	ssize_t got;

	assert_non_null(text);
	while ((got = recv(client, text + len, room - 1 - len, 0)) > 0)
		len += (size_t)got;
	*ret_text = text;
	return got == 0;
}

static char *
talk(struct str bytes)
{
	int client = dial();
	char *text;

	assert_true(say(client, bytes));
	assert_true(hear_all(client, &text));
	close(client);
	return text;
}

static size_t
times(const char *text, const char *part)
{
	size_t count = 0;

	for (const char *at = strstr(text, part); at; at = strstr(at + 1, part))
		count++;
	return count;
}

static void
has(const char *text, const char *part)
{
	const char *heard = text ? text : "";

	if (!strstr(heard, part))
		fail_msg("no \"%s\" in \"%.600s\"", part, heard);
}

/* The server still answers. */
static void
is_well(void)
{
	char *text = talk(STR("GET /things/5 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"));

	has(text, "HTTP/1.1 200 OK\r\n");
	has(text, "\r\n\r\nthing 5");
	free(text);
}

static void
a_page_comes_over_the_wire(void **state)
{
	is_well();
}

static void
pipelined_requests_are_answered_in_order(void **state)
{
	char *text = talk(STR("GET /things/1 HTTP/1.1\r\nHost: a\r\n\r\n"
			      "HEAD /things/2 HTTP/1.1\r\nHost: a\r\n\r\n"
			      "POST /form HTTP/1.1\r\nHost: a\r\nContent-Length: 7\r\n"
			      "Content-Type: application/x-www-form-urlencoded\r\n\r\ntitle=a"
			      "GET /assets/a.js HTTP/1.1\r\nHost: a\r\n\r\n"
			      "GET /things/3 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"));

	assert_int_equal(times(text, "HTTP/1.1 200 OK\r\n"), 5);
	assert_int_equal(times(text, "Content-Security-Policy: default-src 'none'"), 5);
	assert_int_equal(times(text, "Content-Length: 7\r\n"), 3);
	assert_int_equal(times(text, "thing 2"), 0);
	assert_true(strstr(text, "thing 1") < strstr(text, "title=[a]"));
	assert_true(strstr(text, "title=[a]") < strstr(text, "color: black"));
	assert_true(strstr(text, "color: black") < strstr(text, "thing 3"));
	free(text);
}

static void
an_unchanged_copy_has_no_body(void **state)
{
	char *text = talk(STR("GET /assets/a.js HTTP/1.1\r\nHost: a\r\nIf-None-Match: *\r\n"
			      "Connection: close\r\n\r\n"));

	has(text, "HTTP/1.1 304 Not Modified\r\n");
	assert_null(strstr(text, "color"));
	assert_string_equal(text + strlen(text) - 4, "\r\n\r\n");
	free(text);
}

static void
uploads_cut_in_the_middle_harm_nobody(void **state)
{
	struct str whole = STR("POST /form HTTP/1.1\r\nHost: a\r\nContent-Length: 5000\r\n"
			       "Content-Type: multipart/form-data; boundary=XyZ\r\n\r\n"
			       "--XyZ\r\nContent-Disposition: form-data; name=\"file\"; "
			       "filename=\"a.txt\"\r\n\r\nsome of the content");

	for (size_t len = 1; len <= whole.len; len += 7) {
		int client = dial();

		assert_true(say(client, str_sub(whole, 0, len)));
		close(client);
	}
	is_well();
}

static void
chunked_bodies_arrive(void **state)
{
	char *text =
		talk(STR("POST /form HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n"
			 "Content-Type: application/x-www-form-urlencoded\r\nConnection: close\r\n"
			 "\r\n3\r\ntit\r\n4\r\nle=b\r\n0\r\n\r\n"));

	has(text, "HTTP/1.1 200 OK\r\n");
	has(text, "title=[b]");
	free(text);
}

static void
a_body_announced_too_large_is_refused_at_once(void **state)
{
	char *text = talk(STR("POST /form HTTP/1.1\r\nHost: a\r\nContent-Length: 4194305\r\n\r\n"));

	has(text, "HTTP/1.1 413 ");
	has(text, "Connection: close\r\n");
	has(text, "<h1>413</h1>");
	free(text);
	is_well();
}

static void
the_refusal_reaches_a_client_that_goes_on_sending(void **state)
{
	int client = dial();
	char *piece = calloc(1, 1 << 20);
	char *text;

	assert_non_null(piece);
	assert_true(say(
		client, STR("POST /form HTTP/1.1\r\nHost: a\r\nContent-Length: 20971520\r\n\r\n")));
	for (int i = 0; i < 20; i++)
		assert_true(say(client, (struct str){ piece, 1 << 20 }));
	assert_true(hear_all(client, &text));
	has(text, "HTTP/1.1 413 ");
	close(client);
	free(piece);
	free(text);
	is_well();
}

static void
a_stream_without_length_is_stopped_at_the_limit(void **state)
{
	int client = dial();
	char *piece = calloc(1, 1 << 20);
	char *text;
	bool is_taken = true;

	assert_non_null(piece);
	assert_true(say(client,
		STR("POST /form HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n")));
	for (int i = 0; i < 5; i++) {
		is_taken = say(client, STR("100000\r\n"));
		is_taken = is_taken && say(client, (struct str){ piece, 1 << 20 });
		is_taken = is_taken && say(client, STR("\r\n"));
		assert_true(is_taken);
	}
	assert_true(say(client, STR("0\r\n\r\n")));
	assert_true(say(client, STR("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")));
	assert_true(hear_all(client, &text));
	has(text, "HTTP/1.1 413 ");
	free(text);
	close(client);
	client = dial();
	say(client, STR("POST /form HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"));
	for (int i = 0; i < 100 && is_taken; i++)
		is_taken = say(client, STR("100000\r\n")) &&
			   say(client, (struct str){ piece, 1 << 20 }) && say(client, STR("\r\n"));
	assert_false(is_taken);
	close(client);
	free(piece);
	is_well();
}

static void
all_bodies_together_have_a_limit(void **state)
{
	char *piece = calloc(1, 2 << 20);
	int client;
	char *text;

	assert_non_null(piece);
	http_stop(http, 5);
	http_close(&http);
	limits.bodies_max = 1 << 20;
	FINE(http_open(&app, &http));
	FINE(http_serve(http, "127.0.0.1", 0));
	/* Each time, so that what was counted is given back. */
	for (int i = 0; i < 3; i++) {
		client = dial();
		assert_true(
			say(client, STR("POST /form HTTP/1.1\r\nHost: a\r\nConnection: close\r\n"
					"Content-Length: 2097152\r\n\r\n")));
		assert_true(say(client, (struct str){ piece, 2 << 20 }));
		assert_true(hear_all(client, &text));
		has(text, "HTTP/1.1 503 ");
		has(text, "Retry-After: 5\r\n");
		free(text);
		close(client);
		client = dial();
		assert_true(
			say(client, STR("POST /form HTTP/1.1\r\nHost: a\r\nConnection: close\r\n"
					"Content-Length: 1048576\r\n\r\n")));
		assert_true(say(client, (struct str){ piece, 1 << 20 }));
		assert_true(hear_all(client, &text));
		has(text, "HTTP/1.1 415 ");
		free(text);
		close(client);
	}
	free(piece);
}

/* While strangers' files take all that they may, a form is still taken. */
static void
files_that_anyone_sends_leave_room_for_forms(void **state)
{
	char *piece = calloc(1, 1 << 20);
	int holder;
	int client;
	char *text;

	assert_non_null(piece);
	http_stop(http, 5);
	http_close(&http);
	limits.bodies_max = (1 << 20) + 4096;
	limits.strange_bodies_max = 1 << 20;
	FINE(http_open(&app, &http));
	FINE(http_serve(http, "127.0.0.1", 0));
	holder = dial();
	app_notes.holds = true;
	assert_true(say(holder, STR("POST /api/v1/held HTTP/1.1\r\nHost: a\r\nConnection: close\r\n"
				    "Content-Length: 1048576\r\n\r\n")));
	assert_true(say(holder, (struct str){ piece, 1 << 20 }));
	while (app_notes.held < 1)
		usleep(1000);
	client = dial();
	assert_true(say(client, STR("POST /form HTTP/1.1\r\nHost: a\r\nConnection: close\r\n"
				    "Content-Length: 1\r\n\r\nx")));
	assert_true(hear_all(client, &text));
	has(text, "HTTP/1.1 503 ");
	free(text);
	close(client);
	client = dial();
	assert_true(say(client, STR("POST /limited HTTP/1.1\r\nHost: a\r\nConnection: close\r\n"
				    "Content-Length: 1\r\n\r\nx")));
	assert_true(hear_all(client, &text));
	assert_null(strstr(text, "HTTP/1.1 503 "));
	free(text);
	close(client);
	app_notes.holds = false;
	assert_true(hear_all(holder, &text));
	has(text, "let go");
	free(text);
	close(holder);
	free(piece);
}

static void
a_slow_head_is_cut(void **state)
{
	int client = dial();
	char *text;

	assert_true(say(client, STR("GET /things/1 HTTP/1.1\r\nHost: ")));
	hear_all(client, &text);
	assert_null(strstr(text, "200"));
	free(text);
	close(client);
	is_well();
}

static void
nonsense_is_answered_or_cut(void **state)
{
	static const struct str nonsense[] = {
		BYTES("\r\n\r\n\r\n"),
		BYTES("\0\0\0\0\r\n\r\n"),
		BYTES("GET\r\n\r\n"),
		BYTES("GET / HTTP/9.9\r\n\r\n"),
		BYTES("GET /%zz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"),
		BYTES("GET /a\0b HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"),
		BYTES("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"),
	};

	for (size_t i = 0; i < COUNT_OF(nonsense); i++) {
		int client = dial();
		char *text;

		assert_true(say(client, nonsense[i]));
		shutdown(client, SHUT_WR);
		hear_all(client, &text);
		assert_null(strstr(text, "HTTP/1.1 200"));
		free(text);
		close(client);
	}
	is_well();
}

static void
a_head_too_large_is_refused(void **state)
{
	int client = dial();
	char *line = calloc(1, 70001);
	char *text;

	assert_non_null(line);
	memset(line, 'a', 70000);
	say(client, STR("GET / HTTP/1.1\r\nHost: a\r\nX-Long: "));
	say(client, (struct str){ line, 70000 });
	hear_all(client, &text);
	assert_null(strstr(text, "HTTP/1.1 200"));
	free(text);
	free(line);
	close(client);
	is_well();
}

static void *
ask_slow(void *nobody)
{
	return talk(STR("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n"));
}

static void
slow_pages_run_beside_each_other_and_end_before_the_stop(void **state)
{
	pthread_t threads[6];
	int idle = dial();
	int before;

	/* An open connection that asks nothing does not hold the stop up. */
	assert_true(say(idle, STR("GET /things/1 HTTP/1.1\r\nHost: a\r\n\r\n")));
	is_well();
	before = app_notes.lent;
	for (size_t i = 0; i < COUNT_OF(threads); i++)
		assert_int_equal(pthread_create(&threads[i], NULL, ask_slow, NULL), 0);
	is_well();
	while (app_notes.lent < before + 7)
		usleep(1000);
	http_stop(http, 5);
	assert_int_equal(http_port(http), 0);
	for (size_t i = 0; i < COUNT_OF(threads); i++) {
		void *text = NULL;

		pthread_join(threads[i], &text);
		has(text, "slow but done");
		has(text, "Connection: close\r\n");
		free(text);
	}
	close(idle);
	FINE(http_serve(http, "127.0.0.1", 0));
	is_well();
}

/* As many as the threads that run quick pages hang where nobody has hung before; somebody else is
 * answered all the same. */
static void
a_page_that_was_always_quick_holds_nobody_up(void **state)
{
	int clients[6];
	char *text;

	for (size_t i = 0; i < 30; i++) {
		text = talk(STR("GET /held HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"));
		has(text, "let go");
		free(text);
	}
	app_notes.holds = true;
	for (size_t i = 0; i < COUNT_OF(clients); i++) {
		clients[i] = dial();
		assert_true(say(clients[i],
			STR("GET /held HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")));
	}
	while (app_notes.held < (int)COUNT_OF(clients))
		usleep(1000);
	is_well();
	assert_int_equal(app_notes.held, COUNT_OF(clients));
	app_notes.holds = false;
	for (size_t i = 0; i < COUNT_OF(clients); i++) {
		assert_true(hear_all(clients[i], &text));
		has(text, "let go");
		free(text);
		close(clients[i]);
	}
}

/* More requests on a route where anyone may send files than there are threads, and none of them
 * ends: pages are drawn all the same, and in the end everybody has his answer. */
static void
files_that_anyone_sends_leave_threads_for_pages(void **state)
{
	int clients[20];
	char *text;

	app_notes.holds = true;
	for (size_t i = 0; i < COUNT_OF(clients); i++) {
		clients[i] = dial();
		assert_true(say(clients[i],
			STR("POST /api/v1/held HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n"
			    "Connection: close\r\n\r\n{}")));
	}
	while (app_notes.held < (int)limits.workers - 2)
		usleep(1000);
	for (int i = 0; i < 10; i++)
		is_well();
	assert_int_equal(app_notes.held, limits.workers - 2);
	app_notes.holds = false;
	for (size_t i = 0; i < COUNT_OF(clients); i++) {
		assert_true(hear_all(clients[i], &text));
		has(text, "let go");
		free(text);
		close(clients[i]);
	}
}

/* Many ask at once, again and again, so that their pages are run and sent together. */
static void
each_of_many_gets_the_answers_to_what_he_asked(void **state)
{
	enum { EACH = 20 };
	int clients[40];
	char line[100];
	char *text;

	for (size_t i = 0; i < COUNT_OF(clients); i++)
		clients[i] = dial();
	for (size_t turn = 0; turn < EACH; turn++)
		for (size_t i = 0; i < COUNT_OF(clients); i++) {
			snprintf(line, sizeof line, "GET /things/%zu HTTP/1.1\r\nHost: a\r\n%s\r\n",
				1000 + i * EACH + turn,
				turn == EACH - 1 ? "Connection: close\r\n" : "");
			assert_true(say(clients[i], str_of(line)));
		}
	for (size_t i = 0; i < COUNT_OF(clients); i++) {
		const char *at;

		assert_true(hear_all(clients[i], &text));
		assert_int_equal(times(text, "HTTP/1.1 200 OK"), EACH);
		at = text;
		for (size_t turn = 0; turn < EACH; turn++) {
			snprintf(line, sizeof line, "\r\n\r\nthing %zu", 1000 + i * EACH + turn);
			at = strstr(at, line);
			assert_non_null(at);
		}
		free(text);
		close(clients[i]);
	}
}

/* With all places taken nobody is listened to; a place that becomes free is there at once. */
static void
a_place_that_becomes_free_is_given_to_who_waits(void **state)
{
	struct http_limits few = limits;
	struct http *other = NULL;
	struct http *usual = http;
	struct http_app small = app;
	int idle[4];

	few.connections = COUNT_OF(idle);
	few.io_threads = 1;
	few.idle_seconds = few.head_seconds = 600; /* nothing else stirs */
	small.limits = &few;
	FINE(http_open(&small, &other));
	FINE(http_serve(other, "127.0.0.1", 0));
	http = other;
	for (int turn = 0; turn < 20; turn++) {
		int waiting;
		char *text;

		for (size_t i = 0; i < COUNT_OF(idle); i++) {
			idle[i] = dial();
			assert_true(say(idle[i], STR("GET /things/1 HTTP/1.1\r\nHost: a\r\n\r\n")));
			assert_true(recv(idle[i], &(char){ 0 }, 1, 0) == 1);
		}
		waiting = dial();
		assert_true(say(waiting,
			STR("GET /things/5 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")));
		/* Until the thread of the sockets has nothing to do. */
		usleep(50 * 1000);
		close(idle[turn % 4]);
		assert_true(hear_all(waiting, &text));
		has(text, "thing 5");
		free(text);
		close(waiting);
		for (size_t i = 0; i < COUNT_OF(idle); i++)
			if (i != (size_t)turn % 4)
				close(idle[i]);
		is_well();
	}
	http_close(&other);
	http = usual;
	is_well();
}

static void
a_taken_port_is_said_so(void **state)
{
	struct http *second = NULL;

	FINE(http_open(&app, &second));
	FAILS(http_serve(second, "127.0.0.1", http_port(http)), "http_port_taken");
	FAILS(http_serve(second, "no address", 8080), "http_listen");
	assert_int_equal(http_port(second), 0);
	http_close(&second);
	is_well();
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_page_comes_over_the_wire),
		cmocka_unit_test(pipelined_requests_are_answered_in_order),
		cmocka_unit_test(an_unchanged_copy_has_no_body),
		cmocka_unit_test(uploads_cut_in_the_middle_harm_nobody),
		cmocka_unit_test(chunked_bodies_arrive),
		cmocka_unit_test(a_body_announced_too_large_is_refused_at_once),
		cmocka_unit_test(the_refusal_reaches_a_client_that_goes_on_sending),
		cmocka_unit_test(a_stream_without_length_is_stopped_at_the_limit),
		cmocka_unit_test(all_bodies_together_have_a_limit),
		cmocka_unit_test(files_that_anyone_sends_leave_room_for_forms),
		cmocka_unit_test(a_slow_head_is_cut),
		cmocka_unit_test(nonsense_is_answered_or_cut),
		cmocka_unit_test(a_head_too_large_is_refused),
		cmocka_unit_test(slow_pages_run_beside_each_other_and_end_before_the_stop),
		cmocka_unit_test(a_page_that_was_always_quick_holds_nobody_up),
		cmocka_unit_test(files_that_anyone_sends_leave_threads_for_pages),
		cmocka_unit_test(each_of_many_gets_the_answers_to_what_he_asked),
		cmocka_unit_test(a_place_that_becomes_free_is_given_to_who_waits),
		cmocka_unit_test(a_taken_port_is_said_so),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
