/* People at the pages, without sockets: signing in and out, who gets in where, the first start. */
#include "journey.h"

/* --- signing in and out --- */

static void
page_of_the_desk_leads_to_signing_in_and_back(void **state)
{
	add("wang.fang", 0);
	assert_int_equal(get("/desk?a=1&b=%E4%B8%AD"), 303);
	goes_to("/sign-in?next=%2Fdesk%3Fa%3D1%26b%3D%25E4%25B8%25AD");
	assert_int_equal(get("/sign-in?next=%2Fdesk%3Fa%3D1%26b%3D%25E4%25B8%25AD"), 200);
	says("autocomplete=\"username\"");
	says("autocomplete=\"current-password\"");
	says("name=\"next\" value=\"/desk?a=1&amp;b=%E4%B8%AD\"");
	assert_int_equal(
		ask("POST", "/sign-in", FORM, "login=wang.fang&password=wrong&next=/desk"), 422);
	says("登录名或密码不正确");
	assert_null(strstr(bytes().at, "value=\"wrong\""));
	assert_int_equal(ask("POST", "/sign-in", FORM,
				 "login=wang.fang&password=lantern+river+48+spade&next=/desk?a=1"),
		303);
	goes_to("/desk?a=1");
	assert_int_equal(get("/desk"), 200);
	says("work of wang.fang");
	assert_int_equal(get("/"), 200);
	says("wang.fang");
}

static void
after_signing_in_nobody_is_sent_to_another_site(void **state)
{
	static const char *const bad[] = { "//evil.test/", "https://evil.test/", "/\\evil.test",
		"javascript:alert(1)", "evil", "/sign-out" };
	char body[300];

	add("wang.fang", 0);
	for (size_t i = 0; i < COUNT_OF(bad); i++) {
		close_browser();
		snprintf(body, sizeof body,
			"login=wang.fang&password=lantern+river+48+spade&next=%s", bad[i]);
		ask("POST", "/sign-in", FORM, body);
		goes_to("/desk");
	}
}

static void
who_is_not_signed_in_gets_401_where_no_page_can_show_the_way(void **state)
{
	assert_int_equal(get("/api/v1/work"), 401);
	assert_int_equal(ask("GET", "/desk", "Accept: application/json\n", ""), 401);
	assert_int_equal(ask("POST", "/profile", FORM, "mail=a"), 401);
	says("请先登录");
	/* A cookie of nobody is no cookie. */
	snprintf(cookie, sizeof cookie, "%064d", 7);
	assert_int_equal(get("/desk"), 303);
	assert_int_equal(get("/"), 200);
	says("nobody");
}

static void
signing_out_ends_the_session_even_for_a_stolen_cookie(void **state)
{
	char stolen[80];

	add("wang.fang", 0);
	sign_in("wang.fang");
	memcpy(stolen, cookie, sizeof stolen);
	assert_int_equal(post("/sign-out", ""), 303);
	goes_to("/");
	assert_string_equal(cookie, "");
	assert_non_null(strstr(http_reply_find(&reply, "Set-Cookie").at, "Max-Age=0"));
	memcpy(cookie, stolen, sizeof stolen);
	assert_int_equal(get("/desk"), 303);
}

static void
each_sign_in_has_a_token_of_its_own(void **state)
{
	char planted[80];
	char first[80];

	add("wang.fang", 0);
	/* A token that somebody planted in the browser is never taken over. */
	snprintf(cookie, sizeof cookie, "%064d", 7);
	memcpy(planted, cookie, sizeof planted);
	ask("POST", "/sign-in", FORM, "login=wang.fang&password=lantern+river+48+spade");
	assert_string_not_equal(cookie, planted);
	memcpy(first, cookie, sizeof first);
	/* A sign-in page that was left open still works, and ends the session before. */
	ask("POST", "/sign-in", FORM, "login=wang.fang&password=lantern+river+48+spade");
	assert_int_equal(reply.status, 303);
	assert_string_not_equal(cookie, first);
	memcpy(cookie, first, sizeof first);
	assert_int_equal(get("/desk"), 303);
}

static void
cookie_is_out_of_reach_of_scripts_and_other_sites(void **state)
{
	struct str set;

	add("wang.fang", 0);
	ask("POST", "/sign-in", FORM, "login=wang.fang&password=lantern+river+48+spade");
	set = http_reply_find(&reply, "Set-Cookie");
	assert_true(str_starts(set, STR("gongkai=")));
	assert_true(str_has(set, STR("HttpOnly")));
	assert_true(str_has(set, STR("SameSite=Lax")));
	SAME_TEXT(http_reply_find(&reply, "Cache-Control"), "no-store");
	http_close(&http);
	app.is_https = true;
	FINE(http_open(&app, &http));
	app.is_https = false;
	ask("POST", "/sign-in", FORM, "login=wang.fang&password=lantern+river+48+spade");
	set = http_reply_find(&reply, "Set-Cookie");
	assert_true(str_starts(set, STR("__Host-gongkai=")));
	assert_true(str_has(set, STR("; Secure")));
	assert_true(str_has(set, STR("Path=/")));
	assert_false(str_has(set, STR("Domain")));
}

static void
sign_in_form_of_another_site_is_refused(void **state)
{
	add("wang.fang", 0);
	assert_int_equal(ask("POST", "/sign-in", FORM "Origin: https://evil.test\n",
				 "login=wang.fang&password=lantern+river+48+spade"),
		403);
	assert_string_equal(cookie, "");
}

static void
too_many_failures_must_wait_whoever_it_is(void **state)
{
	static const char *const logins[] = { "wang.fang", "no.such.login" };
	char body[100];

	add("wang.fang", 0);
	for (size_t who = 0; who < COUNT_OF(logins); who++) {
		snprintf(body, sizeof body, "login=%s&password=wrong", logins[who]);
		for (int i = 0; i < 5; i++) {
			assert_int_equal(ask("POST", "/sign-in", FORM, body), 422);
			says("登录名或密码不正确");
		}
		assert_int_equal(ask("POST", "/sign-in", FORM, body), 429);
		says("秒后再试");
		assert_true(http_reply_find(&reply, "Retry-After").len > 0);
	}
}

/* --- the form's token --- */

static void
forms_of_a_session_need_its_token(void **state)
{
	char right[80];

	add("wang.fang", 0);
	sign_in("wang.fang");
	memcpy(right, token, sizeof right);
	assert_int_equal(ask("POST", "/profile", FORM, "mail=a@b.cn&phone=&version=1"), 403);
	token[0] = token[0] == 'a' ? 'b' : 'a';
	assert_int_equal(post("/profile", "mail=a@b.cn&phone=&version=1"), 403);
	/* That of somebody else's session is worth nothing. */
	memcpy(token, right, sizeof right);
	assert_int_equal(post("/profile", "mail=a@b.cn&phone=&version=1"), 303);
	goes_to("/profile?saved=contact");
	/* Without a session forms need none, and what any site may call has no authority. */
	assert_int_equal(ask("POST", "/anywhere", "Origin: https://evil.test\n", ""), 200);
	says("nobody");
	close_browser();
	assert_int_equal(ask("POST", "/", FORM, "a=b"), 200);
	says("nobody");
}

/* --- who gets in where --- */

static void
each_role_enters_its_own_pages_and_no_others(void **state)
{
	char path[40];

	for (const struct account_role_word *held = account_role_words; held->key; held++) {
		add(held->key, held->role);
		sign_in(held->key);
		for (const struct account_role_word *asked = account_role_words; asked->key;
			asked++) {
			snprintf(path, sizeof path, "/%s", asked->key);
			assert_int_equal(get(path), held == asked ? 200 : 403);
			if (held != asked)
				says(asked->zh);
		}
		assert_int_equal(
			get("/admin/people"), (unsigned)held->role & ACCOUNT_ADMINS ? 200 : 403);
		assert_int_equal(
			get("/admin/people/new"), held->role == ACCOUNT_SYSTEM_ADMIN ? 200 : 403);
	}
}

static void
every_route_of_people_refuses_strangers(void **state)
{
	static const struct route *const tables[] = { account_profile_routes, account_people_routes,
		NULL };

	for (size_t t = 0; tables[t]; t++)
		for (const struct route *route = tables[t]; route->method; route++) {
			bool is_get = strcmp(route->method, "GET") == 0;

			if (strchr(route->path, ':'))
				continue;
			assert_int_equal(ask(route->method, route->path, is_get ? "" : FORM, ""),
				is_get ? 303 : 401);
		}
}

/* --- the first start, step by step --- */

static void
append(char *path, const char *end)
{
	size_t len = strlen(path);

	assert_true(len + strlen(end) < 120);
	memcpy(path + len, end, strlen(end) + 1);
}

static void
first_start_leads_to_three_administrators_and_a_person_with_a_role(void **state)
{
	CLOSING(db_give_back) struct db *db = NULL;
	struct account_token set_up;
	bool is_needed = false;
	char system[120];
	char security[120];
	char path[120];

	FINE(db_pool_writer(pool, &db));
	FINE(account_begin_set_up(gate, db, arena, &is_needed, &set_up));
	db_give_back(&db);
	assert_true(is_needed);
	snprintf(path, sizeof path, "/set-up/%s", set_up.at);
	assert_int_equal(get(path), 200);
	says("系统管理员的登录名");
	SAME_TEXT(http_reply_find(&reply, "Cache-Control"), "no-store");
	assert_int_equal(post(path, "system_login=sys&system_name=A&security_login=sys&"
				    "security_name=B&audit_login=!&audit_name=C"),
		422);
	says("登录名不能相同");
	says("value=\"sys\"");
	assert_int_equal(post(path, "system_login=sys.one&system_name=A&security_login=sec.one&"
				    "security_name=B&audit_login=aud.one&audit_name=C"),
		200);
	read_link("sys.one", system, sizeof system);
	read_link("sec.one", security, sizeof security);
	assert_int_equal(get(path), 404);
	assert_int_equal(get(system), 200);
	assert_int_equal(post(system, "password=short&again=short"), 422);
	says("至少 12 个字符");
	assert_int_equal(post(system, "password=lantern+river+48+spade&again=other"), 422);
	assert_int_equal(
		post(system, "password=lantern+river+48+spade&again=lantern+river+48+spade"), 303);
	goes_to("/sign-in");
	assert_int_equal(get(system), 404);
	post(security, "password=lantern+river+48+spade&again=lantern+river+48+spade");
	sign_in("sys.one");
	assert_int_equal(post("/admin/people", "login=Li.Si&name=%E6%9D%8E&agency="
					       "%E6%97%A0%E6%AD%A4%E6%9C%BA%E5%85%B3"),
		422);
	says("没有这个机关");
	assert_int_equal(post("/admin/people", "login=Li.Si&name=%E6%9D%8E&agency="
					       "%E7%94%B2%E5%B8%82%E4%BA%BA%E6%B0%91%E6%94%BF%"
					       "E5%BA%9C&mail=li@example.cn"),
		303);
	snprintf(path, sizeof path, "%.*s", STR_ARG(http_reply_find(&reply, "Location")));
	assert_int_equal(get(path), 200);
	says("li@example.cn");
	*strchr(path, '?') = '\0';
	append(path, "/link");
	assert_int_equal(post(path, ""), 200);
	read_link("li.si", system, sizeof system);
	*strrchr(path, '/') = '\0';
	append(path, "/roles");
	/* Making accounts is not giving roles. */
	assert_int_equal(post(path, "role=author&reason=test&agency=1"), 403);
	sign_in("sec.one");
	assert_int_equal(post(path, "role=author&reason=test&agency="), 422);
	says("要指明机关");
	assert_int_equal(post(path, "role=author&reason=test&agency="
				    "%E7%94%B2%E5%B8%82%E4%BA%BA%E6%B0%91%E6%94%BF%E5%BA%9C"),
		303);
	*strrchr(path, '/') = '\0';
	assert_int_equal(get(path), 200);
	says("l***@example.cn");
	says("起草");
	close_browser();
	post(system, "password=lantern+river+48+spade&again=lantern+river+48+spade");
	sign_in("li.si");
	assert_int_equal(get("/author"), 200);
	assert_int_equal(get("/reviewer"), 403);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			page_of_the_desk_leads_to_signing_in_and_back, start, stop),
		cmocka_unit_test_setup_teardown(
			after_signing_in_nobody_is_sent_to_another_site, start, stop),
		cmocka_unit_test_setup_teardown(
			who_is_not_signed_in_gets_401_where_no_page_can_show_the_way, start, stop),
		cmocka_unit_test_setup_teardown(
			signing_out_ends_the_session_even_for_a_stolen_cookie, start, stop),
		cmocka_unit_test_setup_teardown(each_sign_in_has_a_token_of_its_own, start, stop),
		cmocka_unit_test_setup_teardown(
			cookie_is_out_of_reach_of_scripts_and_other_sites, start, stop),
		cmocka_unit_test_setup_teardown(
			sign_in_form_of_another_site_is_refused, start, stop),
		cmocka_unit_test_setup_teardown(
			too_many_failures_must_wait_whoever_it_is, start, stop),
		cmocka_unit_test_setup_teardown(forms_of_a_session_need_its_token, start, stop),
		cmocka_unit_test_setup_teardown(
			each_role_enters_its_own_pages_and_no_others, start, stop),
		cmocka_unit_test_setup_teardown(
			every_route_of_people_refuses_strangers, start, stop),
		cmocka_unit_test_setup_teardown(
			first_start_leads_to_three_administrators_and_a_person_with_a_role, start,
			stop),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
