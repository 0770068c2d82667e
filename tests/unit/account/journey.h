/*
 * The world of the tests of people at the pages: a store, a small program without sockets around
 * the pages, and a browser that keeps its cookie. Nothing is tested here.
 */
#ifndef TESTS_UNIT_ACCOUNT_JOURNEY_H
#define TESTS_UNIT_ACCOUNT_JOURNEY_H

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

static inline struct fault *
draw(struct http_request *request, struct http_reply *to, struct str title, const char *current,
	struct html_shell *ret_shell)
{
	*ret_shell = (struct html_shell){ .title = title, .site_name = STR("试验") };
	return NULL;
}

static inline struct fault *
work_page(struct http_request *request, struct http_reply *to)
{
	const struct account_person *person = account_of(request);

	buf_print(&to->body, "work of %.*s", STR_ARG(person->login));
	return NULL;
}

static inline struct fault *
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

static inline struct fault *
lend(void *context, const struct http_request *request, struct db **ret_db)
{
	if (str_equal(request->method, STR("GET")))
		return db_pool_reader(pool, ret_db);
	return db_pool_writer(pool, ret_db);
}

static inline void
give_back(void *context, struct db *db)
{
	db_give_back(&db);
}

static inline struct fault *
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

static inline struct str
bytes(void)
{
	return http_reply_bytes(&reply);
}

/* What stands behind `start` in the reply, up to `end`. */
static inline void
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
static inline unsigned
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

static inline unsigned
get(const char *target)
{
	return ask("GET", target, "", "");
}

/* A form of the page at hand: its token goes along. */
static inline unsigned
post(const char *target, const char *body)
{
	char whole[2000];

	snprintf(whole, sizeof whole, "form_token=%s&%s", token, body);
	return ask("POST", target, FORM, whole);
}

static inline void
says(const char *words)
{
	if (!str_has(bytes(), str_of(words)))
		fail_msg("\"%s\" is not in: %.*s", words, STR_ARG(bytes()));
}

static inline void
goes_to(const char *target)
{
	assert_int_equal(reply.status, 303);
	SAME_TEXT(http_reply_find(&reply, "Location"), target);
}

static inline void
close_browser(void)
{
	cookie[0] = token[0] = '\0';
}

static inline void
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

static inline void
read_link(const char *login, char *path, size_t size)
{
	size_t at = str_find(bytes(), str_of(login), 0);

	assert_true(at != SIZE_MAX);
	path[0] = '\0';
	cut_out(str_from(bytes(), at), "http://gk.test", '<', path, size);
	assert_true(strncmp(path, "/links/", 7) == 0);
}

/* --- the world --- */

static inline int64_t
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

static inline int
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

static inline int
remove_one(const char *path, const struct stat *facts, int kind, struct FTW *place)
{
	return remove(path);
}

static inline int
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

#endif
