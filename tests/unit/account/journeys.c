/* People at the pages, without sockets: signing in and out, the second factor, the first start,
 * roles given and taken, stale forms, and who gets in where. Nothing is drawn around the pages but
 * a small shell. */
#include "../test.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "account/account_inside.h"
#include "account/account_page.h"
#include "agency/agency.h"
#include "base/cage.h"
#include "base/log.h"
#include "db/db.h"
#include "doc/doc.h"
#include "html/html_shell.h"
#include "http/http_server.h"

#define GOOD "lantern river 48 spade"
#define OTHER "copper window 91 heron"
#define FORM "Content-Type: application/x-www-form-urlencoded\n"

/* The world of these tests, and what the last request gave. */
static char folder[100];
static struct db_pool *pool;
static struct seal_keys *keys;
static struct account_gate *gate;
static struct arena *arena;
static struct http *http;
static struct http_reply reply;
static bool has_reply;
static int64_t agency_id;
static const struct account_doer console = { .actor = { .name = { "命令行", 9 },
						     .way = AUDIT_COMMAND } };

/* --- a small program --- */

static struct fault *
draw(struct http_request *request, struct http_reply *to, struct str title, const char *current,
	struct html_shell *ret_shell)
{
	*ret_shell = (struct html_shell){ .title = title, .site_name = STR("试验") };
	return NULL;
}

static struct fault *
work_page(struct http_request *request, struct http_reply *to)
{
	const struct account_person *person = account_of(request);

	buf_print(&to->body, "work of %.*s", STR_ARG(person->login));
	return NULL;
}

static struct fault *
public_page(struct http_request *request, struct http_reply *to)
{
	const struct account_person *person = account_of(request);

	buf_put(&to->body, person ? person->login : STR("nobody"));
	return NULL;
}

static const struct route work_routes[] = {
	{ "GET", "/", public_page, ANYONE },
	{ "POST", "/", public_page, ANYONE },
	{ "POST", "/anywhere", public_page, ANYONE | ANY_SITE },
	{ "GET", "/desk", work_page, ACCOUNT_SIGNED_IN },
	{ "GET", "/api/v1/work", work_page, ACCOUNT_SIGNED_IN },
	{ "GET", "/author", work_page, ACCOUNT_AUTHOR },
	{ "GET", "/reviewer", work_page, ACCOUNT_REVIEWER },
	{ "GET", "/approver", work_page, ACCOUNT_APPROVER },
	{ "GET", "/case_officer", work_page, ACCOUNT_CASE_OFFICER },
	{ "GET", "/legal_reviewer", work_page, ACCOUNT_LEGAL_REVIEWER },
	{ "GET", "/head", work_page, ACCOUNT_HEAD },
	{ "GET", "/supervisor", work_page, ACCOUNT_SUPERVISOR },
	{ "GET", "/system_admin", work_page, ACCOUNT_SYSTEM_ADMIN },
	{ "GET", "/security_admin", work_page, ACCOUNT_SECURITY_ADMIN },
	{ "GET", "/auditor", work_page, ACCOUNT_AUDITOR },
	{ 0 },
};

static const struct route *const routes[] = { work_routes, account_sign_in_routes,
	account_profile_routes, account_people_routes, NULL };

static struct fault *
lend(void *context, const struct http_request *request, struct db **ret_db)
{
	if (str_equal(request->method, STR("GET")))
		return db_pool_reader(pool, ret_db);
	return db_pool_writer(pool, ret_db);
}

static void
give_back(void *context, struct db *db)
{
	db_give_back(&db);
}

static struct fault *
admit(void *context, struct http_request *request, struct http_reply *to)
{
	return account_admit(gate, request, to);
}

static struct http_app app = {
	.routes = routes,
	.lend_db = lend,
	.return_db = give_back,
	.admit = admit,
	.origin = "http://gk.test",
};

/* --- asking --- */

/* A browser: the cookie it holds and the token of the last page. */
static char cookie[80];
static char token[80];

static struct str
bytes(void)
{
	return http_reply_bytes(&reply);
}

/* What stands behind `start` in the reply, up to `end`. */
static void
cut_out(struct str text, const char *start, char end, char *to, size_t size)
{
	size_t at = str_find(text, str_of(start), 0);
	size_t len = 0;

	if (at == SIZE_MAX)
		return;
	at += strlen(start);
	while (at + len < text.len && text.at[at + len] != end && len + 1 < size)
		len++;
	memcpy(to, text.at + at, len);
	to[len] = '\0';
}

/* Ask as the browser does; `headers` are further lines. The cookie that comes back is kept. */
static unsigned
ask(const char *method, const char *target, const char *headers, const char *body)
{
	struct http_pair pairs[10];
	struct http_facts facts = { .method = str_of(method),
		.target = str_of(target),
		.headers = pairs,
		.body = str_of(body),
		.peer = STR("192.0.2.7") };
	struct str rest = str_of(headers);
	char held[100];
	struct str line;

	if (has_reply)
		http_reply_done(&reply);
	pairs[facts.header_count++] = (struct http_pair){ STR("Host"), STR("gk.test") };
	snprintf(held, sizeof held, "gongkai=%s", cookie);
	if (cookie[0])
		pairs[facts.header_count++] = (struct http_pair){ STR("Cookie"), str_of(held) };
	while (facts.header_count < COUNT_OF(pairs) && str_next_line(&rest, &line)) {
		struct http_pair *pair = &pairs[facts.header_count++];

		pair->value = str_cut(line, STR(": "), &pair->name);
	}
	http_handle(http, &facts, &reply);
	has_reply = true;
	if (http_reply_find(&reply, "Set-Cookie").at)
		cut_out(http_reply_find(&reply, "Set-Cookie"), "gongkai=", ';', cookie,
			sizeof cookie);
	cut_out(bytes(), "name=\"form_token\" value=\"", '"', token, sizeof token);
	return reply.status;
}

static unsigned
get(const char *target)
{
	return ask("GET", target, "", "");
}

/* A form of the page at hand: its token goes along. */
static unsigned
post(const char *target, const char *body)
{
	char whole[2000];

	snprintf(whole, sizeof whole, "form_token=%s&%s", token, body);
	return ask("POST", target, FORM, whole);
}

static void
says(const char *words)
{
	if (!str_has(bytes(), str_of(words)))
		fail_msg("\"%s\" is not in: %.*s", words, STR_ARG(bytes()));
}

static void
goes_to(const char *target)
{
	assert_int_equal(reply.status, 303);
	SAME_TEXT(http_reply_find(&reply, "Location"), target);
}

static void
close_browser(void)
{
	cookie[0] = token[0] = '\0';
}

static void
sign_in(const char *login)
{
	char body[200];

	close_browser();
	snprintf(body, sizeof body, "login=%s&password=" GOOD "&next=/desk", login);
	for (char *c = body; *c; c++)
		if (*c == ' ')
			*c = '+';
	assert_int_equal(ask("POST", "/sign-in", FORM, body), 303);
	goes_to("/desk");
	assert_int_equal(strlen(cookie), 64);
	/* Any page with a form gives the token. */
	assert_int_equal(get("/profile"), 200);
	assert_int_equal(strlen(token), 64);
}

/* --- the world --- */

static int64_t
add(const char *login, enum account_role role)
{
	CLOSING(db_give_back) struct db *db = NULL;
	struct account_facts facts = { .login = str_of(login),
		.name = STR("王小芳"),
		.agency_id = agency_id,
		.valid_from = DAY_NONE,
		.valid_to = DAY_NONE };
	struct account_gift gift = { .role = role,
		.agency_id = (unsigned)role & ACCOUNT_ADMINS ? 0 : agency_id,
		.has_subtree = true,
		.from = DAY_NONE,
		.to = DAY_NONE,
		.reason = STR("试验") };
	int64_t id = 0;

	FINE(db_pool_writer(pool, &db));
	FINE(account_add(gate, db, arena, &console, &facts, &gift.account_id));
	FINE(account_set_password(gate, db, arena, &console, gift.account_id, STR(GOOD), false));
	if (role)
		FINE(account_give_role(db, arena, &console, &gift, &id));
	return gift.account_id;
}

static int
start(void **state)
{
	CLOSING(db_give_back) struct db *db = NULL;
	struct account_gate_options options = {
		.policy = account_usual_policy, .draw = draw, .issuer = STR("试验")
	};
	char text[200];

	log_set_level(LOG_QUIET);
	cage_warm();
	doc_warm();
	snprintf(folder, sizeof folder, "/tmp/gongkai-account-XXXXXX");
	assert_non_null(mkdtemp(folder));
	snprintf(text, sizeof text, "sqlite:%s/gongkai.db", folder);
	FINE(db_pool_open(text, 2, &db_own_steps, true, &pool));
	snprintf(text, sizeof text, "%s/keys", folder);
	FINE(seal_open(text, true, &keys));
	options.keys = keys;
	options.policy.hash_passes = 1;
	options.policy.hash_bytes = 8192;
	options.policy.delay_after_address = 1000;
	FINE(account_gate_open(&options, &gate));
	FINE(arena_open((size_t)64 << 20, &arena));
	FINE(http_open(&app, &http));
	FINE(db_pool_writer(pool, &db));
	FINE(agency_find_or_make(db, STR("甲市人民政府"), &agency_id));
	close_browser();
	return 0;
}

static int
remove_one(const char *path, const struct stat *facts, int kind, struct FTW *place)
{
	return remove(path);
}

static int
stop(void **state)
{
	if (has_reply)
		http_reply_done(&reply);
	has_reply = false;
	http_close(&http);
	arena_close(&arena);
	account_gate_close(&gate);
	seal_close(&keys);
	db_pool_close(&pool);
	nftw(folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
	return 0;
}

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
read_link(const char *login, char *path, size_t size)
{
	size_t at = str_find(bytes(), str_of(login), 0);

	assert_true(at != SIZE_MAX);
	path[0] = '\0';
	cut_out(str_from(bytes(), at), "http://gk.test", '<', path, size);
	assert_true(strncmp(path, "/links/", 7) == 0);
}

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

/* --- stale forms --- */

static void
stale_form_shows_both_versions_and_keeps_what_was_typed(void **state)
{
	char path[60];
	int64_t id = add("wang.fang", 0);

	add("sys.one", ACCOUNT_SYSTEM_ADMIN);
	sign_in("sys.one");
	snprintf(path, sizeof path, "/admin/people/%lld", (long long)id);
	assert_int_equal(post(path, "name=%E7%94%B2&agency=1&version=1"), 303);
	assert_int_equal(post(path, "name=%E4%B9%99&agency=1&version=1"), 409);
	says("两个版本不同的地方");
	says("<td>甲</td><td>乙</td>");
	says("name=\"name\" type=\"text\" value=\"乙\"");
	says("name=\"version\" value=\"2\"");
	assert_int_equal(post(path, "name=%E4%B9%99&agency=1&version=2"), 303);
}

/* --- the second factor --- */

static void
second_factor_from_picture_to_recovery_codes(void **state)
{
	CLOSING(db_give_back) struct db *db = NULL;
	struct account_lock lock;
	struct secret secret;
	char before[80];
	char body[120];
	char code[7];
	struct str where;
	int64_t id = add("wang.fang", 0);

	sign_in("wang.fang");
	assert_int_equal(post("/profile/second-factor/begin", ""), 303);
	assert_int_equal(get("/profile/second-factor"), 200);
	says("<svg class=\"qr\"");
	says("手工输入");
	assert_int_equal(
		post("/profile/second-factor/confirm", "code=12345&present=lantern+river+48+spade"),
		422);
	says("动态码不正确");
	FINE(db_pool_reader(pool, &db));
	FINE(account_store_lock_of(db, arena, id, &lock));
	db_give_back(&db);
	FINE(str_print(arena, &where, "account.second_factor:%lld", (long long)id));
	FINE(seal_take(keys, arena, where, lock.factor_next, &secret));
	FINE(account_factor_code(secret.bytes, account_now() / 30 - 1, code));
	snprintf(body, sizeof body, "code=%s", code);
	memcpy(before, cookie, sizeof before);
	assert_int_equal(post("/profile/second-factor/confirm", body), 422);
	says("现在的密码不正确");
	snprintf(body, sizeof body, "code=%s&present=lantern+river+48+spade", code);
	assert_int_equal(post("/profile/second-factor/confirm", body), 200);
	says("恢复码");
	assert_string_not_equal(cookie, before);
	close_browser();
	ask("POST", "/sign-in", FORM, "login=wang.fang&password=lantern+river+48+spade");
	goes_to("/sign-in/next");
	/* Half signed in: nothing but the next step. */
	assert_int_equal(get("/desk"), 303);
	goes_to("/sign-in/next?next=%2Fdesk");
	assert_int_equal(get("/profile/second-factor"), 303);
	assert_int_equal(get("/api/v1/work"), 401);
	assert_int_equal(get("/sign-in/next?next=/desk"), 200);
	says("autocomplete=\"one-time-code\"");
	assert_int_equal(post("/sign-in/code", body), 422);
	FINE(account_factor_code(secret.bytes, account_now() / 30 + 1, code));
	snprintf(body, sizeof body, "code=%s&next=/desk", code);
	memcpy(before, cookie, sizeof before);
	assert_int_equal(post("/sign-in/code", body), 303);
	goes_to("/desk");
	assert_string_not_equal(cookie, before);
	assert_int_equal(get("/desk"), 200);
	memcpy(cookie, before, sizeof before);
	assert_int_equal(get("/desk"), 303);
}

/* --- one's own account, and lists --- */

static void
changing_the_password_from_the_profile_keeps_this_session_only(void **state)
{
	char other[80];

	add("wang.fang", 0);
	sign_in("wang.fang");
	memcpy(other, cookie, sizeof other);
	sign_in("wang.fang");
	assert_int_equal(post("/profile/password",
				 "old=wrong&password=copper+window+91+heron&again=copper+window+91"
				 "+heron"),
		422);
	says("现在的密码不正确");
	assert_int_equal(post("/profile/password",
				 "old=lantern+river+48+spade&password=copper+window+91+heron&again="
				 "copper+window+91+heron"),
		303);
	assert_int_equal(get("/profile?saved=password"), 200);
	says("密码已修改");
	memcpy(cookie, other, sizeof other);
	assert_int_equal(get("/profile"), 303);
}

static void
people_are_listed_filtered_and_exported(void **state)
{
	add("wang.fang", ACCOUNT_HEAD);
	add("sys.one", ACCOUNT_SYSTEM_ADMIN);
	sign_in("sys.one");
	assert_int_equal(get("/admin/people"), 200);
	says("共 2 人");
	assert_int_equal(get("/admin/people?role=head&agency=1&state=1&sort=3"), 200);
	says("共 1 人");
	says("wang.fang");
	assert_int_equal(get("/admin/people?agency=%3Cscript%3E&q=%25"), 200);
	says("没有这个机关");
	says("&lt;script&gt;");
	assert_int_equal(get("/admin/people/export?role=head"), 200);
	says("登录名,姓名,机关");
	says("\"wang.fang\",\"王小芳\",\"甲市人民政府\",\"负责人\",\"否\",\"在用\"");
	assert_non_null(strstr(http_reply_find(&reply, "Content-Disposition").at, "attachment"));
	assert_int_equal(get("/admin/people/999"), 404);
	assert_int_equal(get("/admin/people/x"), 404);
}

#define PARTS "Content-Type: multipart/form-data; boundary=b\n"

/* Choose a list and look at it. */
static unsigned
look_at(const char *list)
{
	char body[2000];

	snprintf(body, sizeof body,
		"--b\r\nContent-Disposition: form-data; name=\"form_token\"\r\n\r\n%s\r\n"
		"--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\n"
		"%s\r\n--b--\r\n",
		token, list);
	return ask("POST", "/admin/people/import", PARTS, body);
}

static void
list_of_people_is_shown_before_anything_is_written(void **state)
{
	char path[120];
	char list[80] = "";
	char body[120];

	add("wang.fang", 0);
	add("sys.one", ACCOUNT_SYSTEM_ADMIN);
	sign_in("sys.one");
	assert_int_equal(get("/admin/people/import"), 200);
	assert_int_equal(look_at("a,b\r\nc,d\r\n"), 422);
	says("没有找到表头");
	assert_int_equal(look_at("登录名,姓名,机关,邮箱\r\n"
				 "Wang.Fang,王,甲市人民政府,\r\n"
				 "li.si,李四,没有的机关,\r\n"
				 "zhao.liu,赵六,甲市人民政府,坏\r\n"
				 "sun.qi,孙七,甲市人民政府,\r\n"
				 "SUN.QI,孙七,甲市人民政府,\r\n"),
		200);
	says("4 行有问题");
	says("已有人使用");
	says("没有这个机关");
	says("邮箱格式不正确");
	says("出现不止一次");
	assert_null(strstr(bytes().at, "name=\"token\""));
	assert_int_equal(look_at("姓名,登录名,机关,电话\r\n李四,li.si,甲市人民政府,13800001111\r\n"
				 "赵六,zhao.liu,1,\r\n"),
		200);
	cut_out(bytes(), "name=\"token\" value=\"", '"', list, sizeof list);
	assert_int_equal(strlen(list), 32);
	get("/admin/people");
	says("共 2 人");
	snprintf(body, sizeof body, "token=%s", list);
	assert_int_equal(post("/admin/people/import/store", body), 200);
	says("已新增 2 人");
	read_link("li.si", path, sizeof path);
	assert_int_equal(get(path), 200);
	says("李四，您好");
	sign_in("sys.one");
	assert_int_equal(post("/admin/people/import/store", body), 404);
	get("/admin/people");
	says("共 4 人");
}

static void
deeds_on_a_person_need_reasons_and_the_right_administrator(void **state)
{
	char path[80];
	int64_t id = add("wang.fang", ACCOUNT_HEAD);

	add("sys.one", ACCOUNT_SYSTEM_ADMIN);
	add("sec.one", ACCOUNT_SECURITY_ADMIN);
	sign_in("sys.one");
	snprintf(path, sizeof path, "/admin/people/%lld/disable", (long long)id);
	assert_int_equal(post(path, "reason="), 422);
	says("请写明原因");
	assert_int_equal(post(path, "reason=%E8%B0%83%E7%A6%BB"), 303);
	snprintf(path, sizeof path, "/admin/people/%lld/unlock", (long long)id);
	assert_int_equal(post(path, "reason=%E8%B0%83%E7%A6%BB"), 403);
	sign_in("sec.one");
	assert_int_equal(post(path, "reason=%E8%B0%83%E7%A6%BB"), 303);
	snprintf(path, sizeof path, "/admin/people/%lld/enable", (long long)id);
	assert_int_equal(post(path, "reason=%E8%B0%83%E7%A6%BB"), 403);
	snprintf(path, sizeof path, "/admin/people/%lld/roles/1/take", (long long)id);
	assert_int_equal(post(path, "reason=%E8%B0%83%E7%A6%BB"), 303);
	assert_int_equal(post(path, "reason=%E8%B0%83%E7%A6%BB"), 409);
	says("已经收回");
	snprintf(path, sizeof path, "/admin/people/%lld/sessions", (long long)id);
	assert_int_equal(post(path, ""), 303);
	snprintf(path, sizeof path, "/admin/people/%lld", (long long)id);
	assert_int_equal(get(path), 200);
	says("停用");
}

static void
a_day_at_the_profile_lends_and_takes_back(void **state)
{
	char body[200];

	add("wang.fang", ACCOUNT_REVIEWER);
	add("li.si", 0);
	sign_in("wang.fang");
	says("委托同事代办");
	assert_int_equal(
		post("/profile/delegations", "to=wang.fang&first=x&last=&reason=rest"), 422);
	says("请填日期");
	snprintf(body, sizeof body, "to=wang.fang&first=%s&last=%s&reason=rest",
		day_text(day_today()).at, day_text(day_today()).at);
	assert_int_equal(post("/profile/delegations", body), 403);
	says("不能授予、收回或委托给自己");
	snprintf(body, sizeof body, "to=li.si&first=%s&last=%s&reason=rest",
		day_text(day_today()).at, day_text(day_today()).at);
	assert_int_equal(post("/profile/delegations", body), 303);
	assert_int_equal(get("/profile"), 200);
	says("委托给");
	sign_in("li.si");
	assert_int_equal(get("/reviewer"), 200);
	sign_in("wang.fang");
	assert_int_equal(post("/profile/delegations/1/end", ""), 303);
	sign_in("li.si");
	assert_int_equal(get("/reviewer"), 403);
}

/* An unknown login must cost what a known one does, so the fake hash has to be a true one in form. */
static void
fake_hash_has_the_cost_of_the_policy_and_no_password(void **state)
{
	struct account_policy dearer = *account_gate_policy(gate);
	struct account_hash fake;

	FINE(account_hash_fake(account_gate_policy(gate), &fake));
	assert_false(account_hash_is_old(account_gate_policy(gate), fake.at));
	assert_false(account_hash_fits(fake.at, STR("")));
	assert_false(account_hash_fits(fake.at, STR(GOOD)));
	dearer.hash_passes++;
	assert_true(account_hash_is_old(&dearer, fake.at));
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
		cmocka_unit_test_setup_teardown(
			stale_form_shows_both_versions_and_keeps_what_was_typed, start, stop),
		cmocka_unit_test_setup_teardown(
			second_factor_from_picture_to_recovery_codes, start, stop),
		cmocka_unit_test_setup_teardown(
			changing_the_password_from_the_profile_keeps_this_session_only, start,
			stop),
		cmocka_unit_test_setup_teardown(
			people_are_listed_filtered_and_exported, start, stop),
		cmocka_unit_test_setup_teardown(
			list_of_people_is_shown_before_anything_is_written, start, stop),
		cmocka_unit_test_setup_teardown(
			deeds_on_a_person_need_reasons_and_the_right_administrator, start, stop),
		cmocka_unit_test_setup_teardown(
			fake_hash_has_the_cost_of_the_policy_and_no_password, start, stop),
		cmocka_unit_test_setup_teardown(
			a_day_at_the_profile_lends_and_takes_back, start, stop),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
