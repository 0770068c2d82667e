/*
 * The visitor of a request: who asks, what that person may use, and what pages of every room ask
 * about it. Signing in and out are pages of their own (account_page_sign_in.c).
 */
#include <assert.h>

#include "account/account_access.h"
#include "account/account_inside.h"
#include "account/account_visitor.h"
#include "base/utf8.h"
#include "html/html_shell.h"

enum { MOST_BROWSER = 200 }; /* bytes of its name that are kept */

/* --- the cookie --- */

/* __Host- binds the cookie to this very host, to https and to the whole site. */
static const char *
cookie_name(const struct http_request *request)
{
	return http_is_https(request) ? "__Host-gongkai" : "gongkai";
}

struct str
account_cookie(const struct http_request *request)
{
	return http_cookie(request, cookie_name(request));
}

struct fault *
account_set_cookie(struct http_request *request, struct http_reply *reply,
	const struct account_signed *signing)
{
	/* Without an age it ends with the browser; the server ends the session anyway. */
	return http_reply_cookie(
		request, reply, cookie_name(request), str_of(signing->token.at), 0);
}

struct fault *
account_drop_cookie(struct http_request *request, struct http_reply *reply)
{
	return http_reply_cookie(request, reply, cookie_name(request), STR(""), -1);
}

/* --- asking --- */

struct account_visitor *
account_visitor_of(const struct http_request *request)
{
	assert(request->visitor); /* account_admit() was not called */
	return request->visitor;
}

const struct account_person *
account_of(const struct http_request *request)
{
	const struct account_visitor *visitor = request->visitor;

	if (!visitor || !visitor->person || !(visitor->person->roles & ACCOUNT_SIGNED_IN))
		return NULL;
	return visitor->person;
}

const struct seal_keys *
account_keys(const struct http_request *request)
{
	return account_gate_keys(account_visitor_of(request)->gate);
}

struct blob_store *
account_files(const struct http_request *request)
{
	return account_gate_files(account_visitor_of(request)->gate);
}

struct audit_actor
account_actor(const struct http_request *request, int64_t agency_id)
{
	const struct account_person *person = account_of(request);

	return (struct audit_actor){
		.account_id = person ? person->id : 0,
		.name = person ? person->name : STR("访客"),
		.agency_id = agency_id,
		.address = request->client,
		.way = str_starts(request->path, STR("/api/")) ? AUDIT_API : AUDIT_WEB,
	};
}

struct fault *
account_shell(struct http_request *request, struct http_reply *reply, struct str title,
	const char *current, struct html_shell *ret_shell)
{
	const struct account_visitor *visitor = account_visitor_of(request);

	TRY(visitor->draw(request, reply, title, current, ret_shell));
	ret_shell->form_token = request->form_token;
	/* A page that shows who is signed in belongs to that person's browser alone. */
	if (visitor->person)
		reply->cache = HTTP_CACHE_NEVER;
	return NULL;
}

struct account_place
account_place_of(const struct http_request *request)
{
	struct str browser = utf8_head(http_header(request, "User-Agent"), MOST_BROWSER);

	if (!browser.at)
		browser = STR("");
	return (struct account_place){ request->client, browser };
}

/* --- admitting --- */

static bool
is_get(const struct http_request *request)
{
	return str_equal(request->method, STR("GET"));
}

/* Signing in takes nothing from an older session, so a page that was left open still works; nor do
 * routes that other sites may call. */
static bool
ignores_cookie(const struct http_request *request)
{
	if (is_get(request))
		return false;
	return (request->route->access & ANY_SITE) ||
	       str_equal(request->path, STR(ACCOUNT_SIGN_IN_PATH));
}

static struct fault *
find_person(
	struct account_gate *gate, struct http_request *request, struct account_visitor *visitor)
{
	struct account_session *session;
	bool is_found = false;
	struct str token = account_cookie(request);

	if (account_access_is_brought(request))
		return account_access_visit(gate, request, visitor);
	if (!token.len || ignores_cookie(request) || !request->db)
		return NULL;
	TAKE(request->arena, session, 1);
	TRY(account_find_session(gate, request->db, request->arena, token, &is_found, session));
	if (!is_found)
		return NULL;
	account_gate_note_seen(gate, session->id, account_now());
	visitor->session = session;
	visitor->person = &session->person;
	visitor->form_token = session->form_token;
	request->form_token = visitor->form_token;
	return NULL;
}

/* To the page of signing in, and back when it is done. */
static struct fault *
show_the_way(struct http_request *request, struct http_reply *reply, const char *path)
{
	CLOSING(buf_done) struct buf target;
	CLOSING(buf_done) struct buf here;
	struct str copy;

	buf_init(&target, 30000);
	buf_init(&here, 9000);
	buf_put(&here, request->path);
	for (size_t i = 0; i < request->query.count; i++) {
		buf_put_char(&here, i ? '&' : '?');
		http_url_put(&here, request->query.items[i].name);
		buf_put_char(&here, '=');
		http_url_put(&here, request->query.items[i].value);
	}
	buf_put(&target, str_of(path));
	/* Too long to be worth it: then people come back to the desk. */
	if (buf_check(&here) == NULL && here.len <= 2000) {
		buf_put(&target, STR("?next="));
		http_url_put(&target, buf_str(&here));
	}
	TRY(buf_check(&target));
	TRY(str_copy(request->arena, buf_str(&target), &copy));
	reply->cache = HTTP_CACHE_NEVER;
	return http_reply_redirect(request, reply, copy);
}

static struct fault *
need_sign_in(struct http_request *request, struct http_reply *reply, bool is_half)
{
	if (is_get(request) && !request->wants_json)
		return show_the_way(
			request, reply, is_half ? ACCOUNT_NEXT_PATH : ACCOUNT_SIGN_IN_PATH);
	return fault_new(FAULT_DENIED, "http_sign_in",
		"请先登录；登录可能已过期，操作没有执行。请在新窗口登录后返回本页重新提交。",
		"Sign in first; the sign-in may have ended, and nothing was done. Sign in in "
		"another window, then come back and send this again.");
}

static struct fault *
deny_role(unsigned roles)
{
	/* Nobody, who may nothing: the sentence names the roles that would do. */
	return account_must(NULL, roles, STR("/"));
}

struct fault *
account_admit(struct account_gate *gate, struct http_request *request, struct http_reply *reply)
{
	unsigned wanted = request->route->access & HTTP_PEOPLE;
	struct account_visitor *visitor;
	unsigned held;

	TAKE(request->arena, visitor, 1);
	visitor->gate = gate;
	visitor->draw = account_gate_draw(gate);
	request->visitor = visitor;
	/* Whoever has no cookie and only reads meets no rule of signing in. */
	if (request->db && (!is_get(request) || account_cookie(request).len ||
				   account_access_is_brought(request)))
		TRY(account_gate_follow(gate, request->db, request->arena));
	TRY(find_person(gate, request, visitor));
	held = visitor->person ? visitor->person->roles : 0;
	if ((wanted & ANYONE) || (wanted & held))
		return NULL;
	if (!(held & ACCOUNT_SIGNED_IN))
		return need_sign_in(request, reply, held != 0);
	return deny_role(wanted);
}
