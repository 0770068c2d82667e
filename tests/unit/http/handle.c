/* One request to one reply, without sockets: addresses, routes, faults, headers. */
#include "app.h"

#include <stdio.h>
#include <stdlib.h>
#include <zlib.h>

#include "base/log.h"
#include "base/memory.h"

static struct http *http;

static int
set_up(void **state)
{
	log_set_level(LOG_QUIET);
	app_notes = (struct app_notes){ 0 };
	FINE(http_open(&app_usual, &http));
	return 0;
}

static int
tear_down(void **state)
{
	http_close(&http);
	return 0;
}

/* GET with headers; the reply must be given back. */
static struct http_reply
get(const char *target, const char *headers)
{
	struct http_reply reply;

	app_ask(http, "GET", target, headers, STR(""), &reply);
	return reply;
}

static unsigned
status_of(const char *method, const char *target, const char *headers)
{
	struct http_reply reply;
	unsigned status;

	app_ask(http, method, target, headers, STR(""), &reply);
	status = reply.status;
	http_reply_done(&reply);
	return status;
}

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
		"{\"error\":{\"code\":\"some_code\",\"says\":\"an English sentence\"}}");
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

/* --- security --- */

static void
is_guarded(struct http_reply *reply, unsigned status)
{
	assert_int_equal(reply->status, status);
	SAME_TEXT(http_reply_find(reply, "Content-Security-Policy"),
		"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
		"connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'");
	SAME_TEXT(http_reply_find(reply, "X-Content-Type-Options"), "nosniff");
	SAME_TEXT(http_reply_find(reply, "X-Frame-Options"), "DENY");
	assert_non_null(http_reply_find(reply, "Referrer-Policy").at);
	assert_non_null(http_reply_find(reply, "Permissions-Policy").at);
	SAME_TEXT(http_reply_find(reply, "Cross-Origin-Opener-Policy"), "same-origin");
	SAME_TEXT(http_reply_find(reply, "Cross-Origin-Resource-Policy"), "same-origin");
	assert_non_null(http_reply_find(reply, "Cache-Control").at);
	http_reply_done(reply);
}

static void
every_kind_of_reply_is_guarded(void **state)
{
	struct http_reply reply = get("/", "");

	is_guarded(&reply, 200);
	reply = get("/nowhere", "");
	is_guarded(&reply, 404);
	reply = get("/api/nowhere", "");
	is_guarded(&reply, 404);
	reply = get("/assets/b.css", "");
	is_guarded(&reply, 200);
	reply = get("/assets/b.css", "If-None-Match: *\n");
	is_guarded(&reply, 304);
	app_notes.save_as = "a.pdf";
	reply = get("/save", "");
	is_guarded(&reply, 200);
	app_notes.go_to = "/";
	reply = get("/go", "");
	is_guarded(&reply, 303);
	reply = get("/%zz", "");
	is_guarded(&reply, 400);
	app_ask(http, "OPTIONS", "/", "", STR(""), &reply);
	is_guarded(&reply, 204);
	app_ask(http, "DELETE", "/", "", STR(""), &reply);
	is_guarded(&reply, 405);
	app_ask(http, "POST", "/form", "Content-Type: application/json\n", STR("{}"), &reply);
	is_guarded(&reply, 415);
}

static void
unsafe_requests_from_other_sites_are_refused(void **state)
{
	static const struct {
		const char *headers;
		unsigned status;
	} rows[] = {
		{ "Sec-Fetch-Site: same-origin\n", 200 },
		{ "Sec-Fetch-Site: none\n", 200 },
		{ "Sec-Fetch-Site: cross-site\n", 403 },
		{ "Sec-Fetch-Site: same-site\n", 403 },
		{ "Host: a.test\nOrigin: http://a.test\n", 200 },
		{ "Host: a.test:8080\nOrigin: https://A.test:8080\n", 200 },
		{ "Host: a.test\nOrigin: http://evil.test\n", 403 },
		{ "Host: a.test\nOrigin: http://a.test.evil.test\n", 403 },
		{ "Host: a.test\nOrigin: null\n", 403 },
		{ "Host: a.test\nOrigin: \n", 403 },
		{ "Host: a.test\nReferer: http://evil.test/a.test\n", 403 },
		{ "Host: a.test\nReferer: http://a.test/things\n", 200 },
		{ "Host: a.test\nSec-Fetch-Site: cross-site\nOrigin: http://a.test\n", 403 },
		{ "Origin: http://a.test\n", 403 },
		{ "", 200 },
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++)
		if (status_of("POST", "/things/1", rows[i].headers) != rows[i].status)
			fail_msg("row %zu", i);
	assert_int_equal(status_of("GET", "/things/1", "Sec-Fetch-Site: cross-site\n"), 200);
	assert_int_equal(status_of("POST", "/api/v1/form", "Sec-Fetch-Site: cross-site\n"), 422);
}

static void
one_request_has_one_meaning(void **state)
{
	assert_int_equal(status_of("POST", "/form", "Content-Length: 1\nContent-Length: 2\n"), 400);
	assert_int_equal(
		status_of("POST", "/form", "Content-Length: 1\nTransfer-Encoding: chunked\n"), 400);
	assert_int_equal(status_of("POST", "/form", "Content-Length: -1\n"), 400);
	assert_int_equal(status_of("POST", "/form", "Content-Length: 1x\n"), 400);
	assert_int_equal(status_of("POST", "/form", "Content-Length: \n"), 400);
	assert_int_equal(
		status_of("POST", "/form", "Content-Length: 99999999999999999999999\n"), 400);
	assert_int_equal(status_of("GET", "/", "Host: a\nHost: b\n"), 400);
}

static void
a_length_over_the_limit_is_refused_by_its_header(void **state)
{
	assert_int_equal(status_of("POST", "/form", "Content-Length: 67108865\n"), 413);
	assert_int_equal(status_of("POST", "/form", "Content-Length: 67108864\n"), 422);
	assert_int_equal(status_of("POST", "/small", "Content-Length: 1048577\n"), 413);
	assert_int_equal(status_of("POST", "/small", "Content-Length: 1048576\n"), 422);
	assert_int_equal(status_of("GET", "/", "Content-Length: 65537\n"), 413);
}

static void
header_values_cannot_be_broken_out_of(void **state)
{
	struct http_reply reply = get("/header?value=fine", "");

	SAME_TEXT(http_reply_find(&reply, "X-Echo"), "fine");
	http_reply_done(&reply);
	assert_int_equal(status_of("GET", "/header?value=a%0d%0aSet-Cookie:%20b", ""), 400);
	assert_int_equal(status_of("GET", "/header?value=a%0ab", ""), 400);
	assert_int_equal(status_of("GET", "/header?value=a%7fb", ""), 400);
}

static void
redirects_stay_on_this_site(void **state)
{
	static const char *const bad[] = { "//evil.test", "/\\evil.test", "http://evil.test", "",
		"evil", "/a\r\nX: y", "\t//evil.test" };
	struct http_reply reply;

	for (size_t i = 0; i < COUNT_OF(bad); i++) {
		app_notes.go_to = bad[i];
		reply = get("/go", "");
		assert_int_equal(reply.status, 400);
		assert_null(http_reply_find(&reply, "Location").at);
		http_reply_done(&reply);
	}
	app_notes.go_to = "/names/平?a=%20#x";
	reply = get("/go", "");
	assert_int_equal(reply.status, 303);
	SAME_TEXT(http_reply_find(&reply, "Location"), "/names/%E5%B9%B3?a=%20#x");
	http_reply_done(&reply);
}

static void
downloads_are_saved_under_their_name_in_any_language(void **state)
{
	struct http_reply reply;

	app_notes.save_as = "../年报 \"2020\";\r\n.docx";
	reply = get("/save", "");
	SAME_TEXT(http_reply_find(&reply, "Content-Disposition"),
		"attachment; filename=\"__ 2020_.docx\"; "
		"filename*=UTF-8''%E5%B9%B4%E6%8A%A5%202020%3B.docx");
	SAME_TEXT(http_reply_find(&reply, "Content-Type"),
		"application/vnd.openxmlformats-officedocument.wordprocessingml.document");
	http_reply_done(&reply);
}

static void
cookies_are_read_and_set_safely(void **state)
{
	struct http_reply reply = get("/cookie", "Cookie: a=1; seat=\"x7\" ; b\nCookie: seat=y\n");
	size_t cookies = 0;

	SAME_TEXT(http_reply_bytes(&reply), "x7");
	SAME_TEXT(http_reply_find(&reply, "Set-Cookie"),
		"lang=en; Path=/; HttpOnly; SameSite=Lax; Max-Age=60");
	for (size_t i = 0; i < reply.header_count; i++)
		cookies += str_equal(reply.headers[i].name, STR("Set-Cookie"));
	assert_int_equal(cookies, 2);
	http_reply_done(&reply);
	reply = get("/cookie", "Cookie: notseat=1;;=;seat\n");
	SAME_TEXT(http_reply_bytes(&reply), "");
	http_reply_done(&reply);
}

static void
language_comes_from_query_cookie_or_browser(void **state)
{
	static const struct {
		const char *target;
		const char *headers;
		const char *wanted;
	} rows[] = {
		{ "/", "", "<p>首页</p>" },
		{ "/", "Accept-Language: fr, de\n", "<p>首页</p>" },
		{ "/", "Accept-Language: en\n", "<p>Home</p>" },
		{ "/", "Accept-Language: zh-CN,en;q=0.9\n", "<p>首页</p>" },
		{ "/", "Accept-Language: en\nCookie: lang=zh\n", "<p>首页</p>" },
		{ "/?lang=en", "Cookie: lang=zh\n", "<p>Home</p>" },
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct http_reply reply = get(rows[i].target, rows[i].headers);

		SAME_TEXT(http_reply_bytes(&reply), rows[i].wanted);
		http_reply_done(&reply);
	}
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

/* --- limits --- */

static void
too_many_requests_of_one_client_wait(void **state)
{
	struct http_limits limits = http_usual_limits;
	struct http_app app = app_usual;
	struct http *own = NULL;
	struct http_reply reply;

	limits.rate_burst = 3;
	limits.rate_per_minute = 1;
	app.limits = &limits;
	app.trusted_proxy = "192.0.2.7";
	FINE(http_open(&app, &own));
	for (int i = 0; i < 4; i++) {
		app_ask(own, "POST", "/limited", "X-Forwarded-For: 9.9.9.9, 203.0.113.5\n", STR(""),
			&reply);
		assert_int_equal(reply.status, i < 3 ? 200 : 429);
		if (i == 3)
			assert_true(http_reply_find(&reply, "Retry-After").len > 0);
		http_reply_done(&reply);
	}
	app_ask(own, "POST", "/limited", "X-Forwarded-For: 203.0.113.6\n", STR(""), &reply);
	assert_int_equal(reply.status, 200);
	http_reply_done(&reply);
	/* IPv4 visitors of a proxy with an IPv6 socket are not one network. */
	app_ask(own, "POST", "/limited", "X-Forwarded-For: ::ffff:203.0.113.5\n", STR(""), &reply);
	assert_int_equal(reply.status, 429);
	http_reply_done(&reply);
	app_ask(own, "POST", "/limited", "X-Forwarded-For: ::FFFF:203.0.113.9\n", STR(""), &reply);
	assert_int_equal(reply.status, 200);
	http_reply_done(&reply);
	/* A proxy may add a header of its own behind the one that the visitor made up. */
	app_ask(own, "POST", "/limited",
		"X-Forwarded-For: 203.0.113.7\nX-Forwarded-For: 203.0.113.5\n", STR(""), &reply);
	assert_int_equal(reply.status, 429);
	http_reply_done(&reply);
	http_close(&own);
}

static void
nobody_but_the_own_proxy_is_believed_about_addresses(void **state)
{
	struct http_limits limits = http_usual_limits;
	struct http_app app = app_usual;
	struct http *own = NULL;
	char header[60];
	struct http_reply reply;

	limits.rate_burst = 1;
	limits.rate_per_minute = 1;
	app.limits = &limits;
	FINE(http_open(&app, &own));
	for (int i = 0; i < 3; i++) {
		snprintf(header, sizeof header, "X-Forwarded-For: 203.0.113.%d\n", i);
		app_ask(own, "POST", "/limited", header, STR(""), &reply);
		assert_int_equal(reply.status, i ? 429 : 200);
		http_reply_done(&reply);
	}
	http_close(&own);
}

static void
https_makes_cookies_secure_and_a_proxy_may_change_the_host(void **state)
{
	struct http_app app = app_usual;
	struct http *own = NULL;
	struct http_reply reply;

	app.is_https = true;
	app.origin = "https://www.example.test";
	FINE(http_open(&app, &own));
	app_ask(own, "GET", "/cookie", "", STR(""), &reply);
	SAME_TEXT(http_reply_find(&reply, "Strict-Transport-Security"), "max-age=31536000");
	SAME_TEXT(http_reply_find(&reply, "Set-Cookie"),
		"lang=en; Path=/; HttpOnly; SameSite=Lax; Max-Age=60; Secure");
	http_reply_done(&reply);
	app_ask(own, "POST", "/things/1", "Host: inside:8080\nOrigin: https://www.example.test\n",
		STR(""), &reply);
	assert_int_equal(reply.status, 200);
	http_reply_done(&reply);
	http_close(&own);
}

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
		cmocka_unit_test(every_kind_of_reply_is_guarded),
		cmocka_unit_test(unsafe_requests_from_other_sites_are_refused),
		cmocka_unit_test(one_request_has_one_meaning),
		cmocka_unit_test(a_length_over_the_limit_is_refused_by_its_header),
		cmocka_unit_test(header_values_cannot_be_broken_out_of),
		cmocka_unit_test(redirects_stay_on_this_site),
		cmocka_unit_test(downloads_are_saved_under_their_name_in_any_language),
		cmocka_unit_test(cookies_are_read_and_set_safely),
		cmocka_unit_test(language_comes_from_query_cookie_or_browser),
		cmocka_unit_test(an_unchanged_page_is_not_sent_again),
		cmocka_unit_test(long_texts_are_compressed_for_who_takes_it),
		cmocka_unit_test(assets_are_kept_by_browsers_and_compressed_once),
		cmocka_unit_test(too_many_requests_of_one_client_wait),
		cmocka_unit_test(nobody_but_the_own_proxy_is_believed_about_addresses),
		cmocka_unit_test(https_makes_cookies_secure_and_a_proxy_may_change_the_host),
		cmocka_unit_test(addresses_are_encoded_for_any_text),
		cmocka_unit_test(without_memory_there_is_still_a_reply),
		cmocka_unit_test(without_memory_it_does_not_open),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
