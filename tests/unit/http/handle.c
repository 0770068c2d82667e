/* One request to one reply, without sockets: addresses, routes, faults, copies. */
#include "handle.h"

#include <stdio.h>
#include <stdlib.h>
#include <zlib.h>

#include "base/memory.h"

static void
shows(const char *target, const char *wanted)
{
	struct http_reply reply = get(target, "");

	assert_int_equal(reply.status, 200);
	SAME_TEXT(http_reply_bytes(&reply), wanted);
	http_reply_done(&reply);
}

/* --- addresses and routes --- */

static void
a_literal_segment_wins_over_a_named_one(void **state)
{
	shows("/things/new", "new");
	shows("/things/12", "thing 12");
	assert_int_equal(status_of("GET", "/things/012", ""), 404);
	assert_int_equal(status_of("GET", "/things/+1", ""), 404);
	assert_int_equal(status_of("GET", "/things/99999999999999999999", ""), 404);
	assert_int_equal(status_of("GET", "/things/", ""), 404);
	assert_int_equal(status_of("GET", "/things/1/2", ""), 404);
}

static void
segments_and_query_arrive_decoded(void **state)
{
	shows("/names/%E5%B9%B3%E6%88%BF%20%3Fa?year=2021", "name 平房 ?a year 2021");
	shows("/names/平房?x=1&year=20x", "name 平房 year -1");
	shows("http://example.test/names/a+b?&&year=%32020#part", "name a+b year 2020");
	shows("/names/a?year", "name a year -1");
}

static void
broken_addresses_are_refused(void **state)
{
	static const char *const broken[] = { "/names/a%00b", "/names/%", "/names/%4", "/names/%zz",
		"/names/%ff", "/names/%C0%AF", "/names/..", "/names/%2e%2e", "/names/%2E",
		"/./names/a", "/../../etc/passwd", "/names/a%2Fb", "/names/a%5cb",
		"/names/a%0d%0ab", "names/a", "", "?a=b", "/names/a?b=%00", "/names/a?%ff=1",
		"/names/a?b=%C3%28", "*" };

	for (size_t i = 0; i < COUNT_OF(broken); i++)
		if (status_of("GET", broken[i], "") != 400)
			fail_msg("%s is %u", broken[i], status_of("GET", broken[i], ""));
}

static void
a_very_long_address_is_refused(void **state)
{
	char *target = malloc(9001);

	assert_non_null(target);
	memset(target, 'a', 9000);
	target[0] = '/';
	target[9000] = '\0';
	assert_int_equal(status_of("GET", target, ""), 414);
	for (size_t i = 6; i + 1 < 8000; i += 2)
		memcpy(target + i, "&a", 2);
	memcpy(target, "/db?aa", 6);
	target[8000] = '\0';
	assert_int_equal(status_of("GET", target, ""), 413);
	free(target);
}

static void
unknown_places_are_404_and_known_ones_tell_their_methods(void **state)
{
	struct http_reply reply;

	assert_int_equal(status_of("GET", "/nowhere", ""), 404);
	assert_int_equal(status_of("POST", "/nowhere", ""), 404);
	assert_int_equal(status_of("GET", "///", ""), 404);
	app_ask(http, "DELETE", "/things/3", "", STR(""), &reply);
	assert_int_equal(reply.status, 405);
	SAME_TEXT(http_reply_find(&reply, "Allow"), "GET, HEAD, POST, OPTIONS");
	http_reply_done(&reply);
	app_ask(http, "POST", "/assets/a.js", "", STR(""), &reply);
	assert_int_equal(reply.status, 405);
	SAME_TEXT(http_reply_find(&reply, "Allow"), "GET, HEAD, OPTIONS");
	http_reply_done(&reply);
	assert_int_equal(status_of("get", "/db", ""), 405);
	assert_int_equal(status_of("TRACE", "/db", ""), 405);
}

static void
head_tells_what_get_sends_and_options_what_is_allowed(void **state)
{
	struct http_reply head;
	struct http_reply full = get("/long", "");

	app_ask(http, "HEAD", "/long", "", STR(""), &head);
	assert_int_equal(head.status, 200);
	assert_true(head.is_bodyless);
	assert_false(full.is_bodyless);
	assert_int_equal(http_reply_bytes(&head).len, http_reply_bytes(&full).len);
	assert_int_equal(head.header_count, full.header_count);
	http_reply_done(&head);
	http_reply_done(&full);
	app_ask(http, "OPTIONS", "/things/3", "", STR(""), &head);
	assert_int_equal(head.status, 204);
	SAME_TEXT(http_reply_find(&head, "Allow"), "GET, HEAD, POST, OPTIONS");
	assert_int_equal(http_reply_bytes(&head).len, 0);
	http_reply_done(&head);
	assert_int_equal(status_of("OPTIONS", "*", ""), 204);
	assert_int_equal(status_of("OPTIONS", "/nowhere", ""), 404);
}

static void
a_slash_too_many_is_taken_off(void **state)
{
	struct http_reply reply = get("/names/%E5%B9%B3/", "");

	assert_int_equal(reply.status, 303);
	SAME_TEXT(http_reply_find(&reply, "Location"), "/names/%E5%B9%B3");
	http_reply_done(&reply);
	assert_int_equal(status_of("GET", "//example.test/", ""), 404);
}

/* --- faults --- */

static enum fault_kind wanted_kind;
static const char *wanted_code = "some_code";

static struct fault *
say_wanted(void)
{
	return fault_detail(
		fault_new(wanted_kind, wanted_code, "中文 <b>句子</b>", "an English sentence"),
		"private detail");
}

static void
each_kind_of_fault_has_its_status(void **state)
{
	static const struct {
		enum fault_kind kind;
		const char *code;
		unsigned status;
	} rows[] = {
		{ FAULT_INPUT, "some", 422 },
		{ FAULT_INPUT, "http_form", 400 },
		{ FAULT_INPUT, "http_type", 415 },
		{ FAULT_ABSENT, "some", 404 },
		{ FAULT_DENIED, "some", 403 },
		{ FAULT_CONFLICT, "some", 409 },
		{ FAULT_LIMIT, "some", 413 },
		{ FAULT_LIMIT, "http_rate", 429 },
		{ FAULT_OUTSIDE, "some", 503 },
	};

	app_notes.say = say_wanted;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		wanted_kind = rows[i].kind;
		wanted_code = rows[i].code;
		assert_int_equal(status_of("GET", "/fail", ""), rows[i].status);
	}
	wanted_code = "some_code";
}

static void
a_fault_sends_nothing_of_the_half_made_page(void **state)
{
	struct http_reply reply;

	app_notes.say = say_wanted;
	wanted_kind = FAULT_ABSENT;
	reply = get("/fail", "");
	SAME_TEXT(http_reply_bytes(&reply), "<h1>404</h1><p>中文 <b>句子</b></p>");
	assert_null(http_reply_find(&reply, "X-Secret").at);
	SAME_TEXT(http_reply_find(&reply, "Cache-Control"), "no-store");
	assert_string_equal(reply.code, "some_code");
	http_reply_done(&reply);
}

static void
faults_below_api_are_json_in_the_visitors_language(void **state)
{
	struct http_reply reply;

	app_notes.say = say_wanted;
	wanted_kind = FAULT_CONFLICT;
	reply = get("/api/v1/fail", "Accept-Language: en-GB, zh;q=0.5\n");
	SAME_TEXT(http_reply_bytes(&reply),
		"{\"error\":{\"code\":\"some_code\",\"says\":\"an English sentence\","
		"\"zh\":\"中文 \\u003cb\\u003e句子\\u003c/b\\u003e\",\"en\":\"an English "
		"sentence\"}}");
	SAME_TEXT(http_reply_find(&reply, "Content-Type"), "application/json");
	assert_int_equal(reply.status, 409);
	http_reply_done(&reply);
	reply = get("/api/nowhere", "");
	assert_true(
		str_starts(http_reply_bytes(&reply), STR("{\"error\":{\"code\":\"http_no_page\"")));
	http_reply_done(&reply);
	reply = get("/api/%zz", "");
	assert_true(
		str_starts(http_reply_bytes(&reply), STR("{\"error\":{\"code\":\"http_address\"")));
	http_reply_done(&reply);
	reply = get("/fail", "Accept: application/json\n");
	assert_true(str_starts(http_reply_bytes(&reply), STR("{\"error\"")));
	http_reply_done(&reply);
}

static void
a_problem_page_that_fails_becomes_a_plain_sentence(void **state)
{
	struct http_reply reply;

	app_notes.say = say_wanted;
	wanted_kind = FAULT_DENIED;
	wanted_code = "undrawable";
	reply = get("/fail", "Cookie: lang=en\n");
	SAME_TEXT(http_reply_bytes(&reply), "an English sentence\n");
	assert_int_equal(reply.status, 403);
	SAME_TEXT(http_reply_find(&reply, "Content-Type"), "text/plain; charset=utf-8");
	http_reply_done(&reply);
	wanted_code = "some_code";
}

static void
the_database_is_given_back_whatever_happens(void **state)
{
	app_notes = (struct app_notes){ .say = say_wanted };
	wanted_kind = FAULT_INPUT;
	status_of("GET", "/fail", "");
	status_of("GET", "/db", "");
	status_of("GET", "/inside", "");
	assert_int_equal(app_notes.lent, 3);
	assert_int_equal(app_notes.given_back, 3);
	status_of("GET", "/nowhere", "");
	status_of("GET", "/assets/a.js", "");
	assert_int_equal(app_notes.lent, 3);
}

static void
only_those_admitted_enter(void **state)
{
	assert_int_equal(status_of("GET", "/inside", ""), 403);
	app_notes.may_enter = true;
	shows("/inside", "has db, known");
	/* Public pages are told who asks, too. */
	shows("/db", "has db, known");
}

static void
who_is_not_admitted_may_be_shown_the_way(void **state)
{
	struct http_reply reply;

	app_notes.shows_the_way = true;
	reply = get("/inside", "");
	assert_int_equal(reply.status, 303);
	SAME_TEXT(http_reply_find(&reply, "Location"), "/form");
	assert_int_equal(http_reply_bytes(&reply).len, 0);
	http_reply_done(&reply);
	app_notes.shows_the_way = false;
}

static unsigned
post_status(const char *target, const char *headers, const char *body)
{
	struct http_reply reply;
	unsigned status;

	app_ask(http, "POST", target, headers, str_of(body), &reply);
	status = reply.status;
	http_reply_done(&reply);
	return status;
}

#define FORM_HEAD "Content-Type: application/x-www-form-urlencoded\n"
#define PARTS_HEAD "Content-Type: multipart/form-data; boundary=b\n"
#define PARTS(token)                                                                               \
	"--b\r\nContent-Disposition: form-data; name=\"form_token\"\r\n\r\n" token                 \
	"\r\n--b\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\nx\r\n--b--\r\n"

static void
form_of_a_session_must_bring_its_token(void **state)
{
	/* Nobody is known by a cookie, so nobody can be misled. */
	assert_int_equal(post_status("/form", FORM_HEAD, "title=x"), 200);
	app_notes.form_token = "5ecret";
	assert_int_equal(post_status("/form", FORM_HEAD, "title=x"), 403);
	assert_int_equal(post_status("/form", FORM_HEAD, "title=x&form_token="), 403);
	assert_int_equal(post_status("/form", FORM_HEAD, "title=x&form_token=5ecre"), 403);
	assert_int_equal(post_status("/form", FORM_HEAD, "title=x&form_token=5ecret5"), 403);
	assert_int_equal(post_status("/form", FORM_HEAD, "title=x&form_token=5ecreT"), 403);
	assert_int_equal(post_status("/form", FORM_HEAD, "title=x&form_token=5ecret"), 200);
	assert_int_equal(post_status("/form", FORM_HEAD "X-Form-Token: 5ecret\n", "title=x"), 200);
	assert_int_equal(post_status("/form", FORM_HEAD "X-Form-Token: wrong\n",
				 "title=x&form_token=5ecret"),
		403);
	assert_int_equal(post_status("/form", PARTS_HEAD, PARTS("5ecret")), 200);
	assert_int_equal(post_status("/form", PARTS_HEAD, PARTS("wrong")), 403);
	/* In the address it would stand in histories and logs. */
	assert_int_equal(post_status("/form?form_token=5ecret", FORM_HEAD, "title=x"), 403);
	/* What other sites may call has no authority by cookie, and what reads needs no token. */
	assert_int_equal(post_status("/api/v1/form", FORM_HEAD, "title=x"), 200);
	assert_int_equal(status_of("GET", "/form?title=x", ""), 200);
	app_notes.form_token = NULL;
}

/* --- copies and compression --- */

static void
an_unchanged_page_is_not_sent_again(void **state)
{
	struct http_reply reply = get("/", "");
	char asks[200];

	snprintf(asks, sizeof asks, "If-None-Match: \"other\", %.*s\n",
		STR_ARG(http_reply_find(&reply, "ETag")));
	http_reply_done(&reply);
	reply = get("/", asks);
	assert_int_equal(reply.status, 304);
	assert_int_equal(http_reply_bytes(&reply).len, 0);
	assert_non_null(http_reply_find(&reply, "ETag").at);
	http_reply_done(&reply);
	assert_int_equal(status_of("GET", "/db", asks), 200);
	assert_int_equal(status_of("GET", "/nowhere", "If-None-Match: *\n"), 404);
}

static void
is_compressed_form_of(const struct http_reply *packed, struct str wanted)
{
	struct str bytes = http_reply_bytes(packed);
	unsigned char *plain = malloc(wanted.len + 1);
	z_stream stream = { .next_in = (Bytef *)(uintptr_t)bytes.at, .avail_in = (uInt)bytes.len };

	assert_non_null(plain);
	stream.next_out = plain;
	stream.avail_out = (uInt)wanted.len + 1;
	assert_int_equal(inflateInit2(&stream, 31), Z_OK);
	assert_int_equal(inflate(&stream, Z_FINISH), Z_STREAM_END);
	assert_int_equal(stream.total_out, wanted.len);
	assert_memory_equal(plain, wanted.at, wanted.len);
	inflateEnd(&stream);
	free(plain);
}

static void
long_texts_are_compressed_for_who_takes_it(void **state)
{
	struct http_reply plain = get("/long", "");
	struct http_reply packed = get("/long", "Accept-Encoding: br, gzip;q=0.8\n");
	struct http_reply refused = get("/long", "Accept-Encoding: gzip;q=0, br\n");
	struct http_reply small = get("/", "Accept-Encoding: gzip\n");

	SAME_TEXT(http_reply_find(&packed, "Content-Encoding"), "gzip");
	SAME_TEXT(http_reply_find(&packed, "Vary"), "Accept-Encoding");
	SAME_TEXT(http_reply_find(&plain, "Vary"), "Accept-Encoding");
	is_compressed_form_of(&packed, http_reply_bytes(&plain));
	assert_true(str_equal(http_reply_find(&plain, "ETag"), http_reply_find(&packed, "ETag")));
	assert_null(http_reply_find(&plain, "Content-Encoding").at);
	assert_null(http_reply_find(&refused, "Content-Encoding").at);
	assert_null(http_reply_find(&small, "Content-Encoding").at);
	http_reply_done(&plain);
	http_reply_done(&packed);
	http_reply_done(&refused);
	http_reply_done(&small);
}

static void
assets_are_kept_by_browsers_and_compressed_once(void **state)
{
	static unsigned char script[5000];
	struct http_asset asset = { .path = "/big.js", .bytes = script, .len = sizeof script };
	struct http_app app = app_usual;
	struct http *own = NULL;
	struct http_reply first;
	struct http_reply second;

	memset(script, 'x', sizeof script);
	app.assets = &asset;
	app.asset_count = 1;
	FINE(http_open(&app, &own));
	app_ask(own, "GET", "/big.js", "Accept-Encoding: gzip\n", STR(""), &first);
	app_ask(own, "GET", "/big.js", "Accept-Encoding: gzip\n", STR(""), &second);
	SAME_TEXT(http_reply_find(&first, "Content-Encoding"), "gzip");
	SAME_TEXT(http_reply_find(&first, "Content-Type"), "text/javascript; charset=utf-8");
	SAME_TEXT(http_reply_find(&first, "Cache-Control"), "private, no-cache");
	assert_ptr_equal(http_reply_bytes(&first).at, http_reply_bytes(&second).at);
	is_compressed_form_of(&first, (struct str){ (char *)script, sizeof script });
	http_reply_done(&first);
	http_reply_done(&second);
	http_close(&own);
	first = get("/assets/b.css", "");
	SAME_TEXT(http_reply_find(&first, "Cache-Control"), "public, max-age=31536000, immutable");
	http_reply_done(&first);
}

/* --- memory --- */

static void
addresses_are_encoded_for_any_text(void **state)
{
	struct buf buf;

	buf_init(&buf, 100);
	http_url_put(&buf, STR("a b/平?&=%~"));
	SAME_TEXT(buf_str(&buf), "a%20b%2F%E5%B9%B3%3F%26%3D%25~");
	buf_done(&buf);
}

static void
without_memory_there_is_still_a_reply(void **state)
{
	unsigned status = 0;

	for (long n = 1; status != 200; n++) {
		struct http_reply reply;

		memory_fail_at(n);
		reply = get("/long", "Accept-Encoding: gzip\n");
		memory_fail_at(0);
		status = reply.status;
		assert_true(status == 200 || status == 413 || status == 503);
		assert_true(http_reply_bytes(&reply).len > 0);
		assert_non_null(http_reply_find(&reply, "Content-Security-Policy").at);
		http_reply_done(&reply);
	}
}

static void
without_memory_it_does_not_open(void **state)
{
	struct fault *fault = fault_memory();

	for (long n = 1; fault; n++) {
		struct http *own = NULL;

		memory_fail_at(n);
		fault = http_open(&app_usual, &own);
		memory_fail_at(0);
		assert_true(fault ? own == NULL : own != NULL);
		http_close(&own);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_literal_segment_wins_over_a_named_one),
		cmocka_unit_test(segments_and_query_arrive_decoded),
		cmocka_unit_test(broken_addresses_are_refused),
		cmocka_unit_test(a_very_long_address_is_refused),
		cmocka_unit_test(unknown_places_are_404_and_known_ones_tell_their_methods),
		cmocka_unit_test(head_tells_what_get_sends_and_options_what_is_allowed),
		cmocka_unit_test(a_slash_too_many_is_taken_off),
		cmocka_unit_test(each_kind_of_fault_has_its_status),
		cmocka_unit_test(a_fault_sends_nothing_of_the_half_made_page),
		cmocka_unit_test(faults_below_api_are_json_in_the_visitors_language),
		cmocka_unit_test(a_problem_page_that_fails_becomes_a_plain_sentence),
		cmocka_unit_test(the_database_is_given_back_whatever_happens),
		cmocka_unit_test(only_those_admitted_enter),
		cmocka_unit_test(who_is_not_admitted_may_be_shown_the_way),
		cmocka_unit_test(form_of_a_session_must_bring_its_token),
		cmocka_unit_test(an_unchanged_page_is_not_sent_again),
		cmocka_unit_test(long_texts_are_compressed_for_who_takes_it),
		cmocka_unit_test(assets_are_kept_by_browsers_and_compressed_once),
		cmocka_unit_test(addresses_are_encoded_for_any_text),
		cmocka_unit_test(without_memory_there_is_still_a_reply),
		cmocka_unit_test(without_memory_it_does_not_open),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
