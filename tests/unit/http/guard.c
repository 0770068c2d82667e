/* One request to one reply, without sockets: what keeps visitors safe from other sites and the
 * server from visitors. */
#include "handle.h"

#include <stdio.h>

/* --- security --- */

static void
is_guarded(struct http_reply *reply, unsigned status)
{
	bool is_saved = http_reply_find(reply, "Content-Disposition").len > 0;

	assert_int_equal(reply->status, status);
	/* What is saved may be anybody's: no script, and an origin of its own. */
	SAME_TEXT(http_reply_find(reply, "Content-Security-Policy"),
		is_saved ? "default-src 'none'; sandbox; base-uri 'none'; frame-ancestors 'none'"
			 : "default-src 'none'; script-src 'self'; style-src 'self'; img-src "
			   "'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; "
			   "frame-ancestors 'none'");
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

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_kind_of_reply_is_guarded),
		cmocka_unit_test(unsafe_requests_from_other_sites_are_refused),
		cmocka_unit_test(one_request_has_one_meaning),
		cmocka_unit_test(a_length_over_the_limit_is_refused_by_its_header),
		cmocka_unit_test(header_values_cannot_be_broken_out_of),
		cmocka_unit_test(redirects_stay_on_this_site),
		cmocka_unit_test(downloads_are_saved_under_their_name_in_any_language),
		cmocka_unit_test(cookies_are_read_and_set_safely),
		cmocka_unit_test(language_comes_from_query_cookie_or_browser),
		cmocka_unit_test(too_many_requests_of_one_client_wait),
		cmocka_unit_test(nobody_but_the_own_proxy_is_believed_about_addresses),
		cmocka_unit_test(https_makes_cookies_secure_and_a_proxy_may_change_the_host),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
