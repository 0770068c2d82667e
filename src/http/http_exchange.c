/*
 * One request from its head to a complete reply, in two steps so that what can be refused is
 * refused before the body is taken in. No socket is seen here; tests come in by http_handle().
 */
#include <assert.h>

#include "base/memory.h"
#include "base/steady.h"
#include "http/http_inside.h"
#include "http/http_keep.h"
#include "http/http_metrics.h"

enum { NO_BODY_MAX = 64 * 1024 };

static bool
is_safe_method(struct str method)
{
	return str_equal(method, STR("GET")) || str_equal(method, STR("OPTIONS"));
}

/* Who asks, in which language, what for. */
static struct fault *
read_head(struct exchange *exchange, const struct http_facts *facts)
{
	struct http_request *request = &exchange->request;
	struct str query;

	TRY(http_head_read(request->arena, facts, &request->headers));
	request->client = http_head_client(&exchange->http->app, &request->headers, facts->peer);
	request->wants_json = str_starts(facts->target, STR("/api/"));
	request->language = http_head_language(request);
	if (str_equal(facts->method, STR("OPTIONS")) && str_equal(facts->target, STR("*")))
		request->path = STR("*");
	else
		TRY(http_url_read_target(request->arena, facts->target, &request->path, &query));
	request->wants_json = http_head_wants_json(request);
	if (!str_equal(request->path, STR("*")))
		TRY(http_url_read_pairs(request->arena, query, &request->query));
	request->language = http_head_language(request);
	TRY(http_head_media_type(
		request->arena, http_header(request, "Content-Type"), &request->type));
	return http_head_check(&request->headers, &exchange->has_length, &exchange->length);
}

/* Allow for an asset or for everything; routes list their own. */
static void
answer_options(struct exchange *exchange, struct str allow)
{
	exchange->reply.status = 204;
	http_reply_set(&exchange->reply, "Allow", allow);
	exchange->is_ready = true;
}

/* True when the path is a file that is part of the program. */
static bool
answer_asset(struct exchange *exchange, struct fault **ret_fault)
{
	struct http *http = exchange->http;
	struct http_request *request = &exchange->request;
	size_t number = http_asset_find(http->copies, request->path);

	if (number == SIZE_MAX)
		return false;
	if (str_equal(request->method, STR("GET"))) {
		*ret_fault = http_asset_answer(http->copies, number, request, &exchange->reply);
		exchange->is_ready = true;
	} else if (str_equal(request->method, STR("OPTIONS"))) {
		answer_options(exchange, STR("GET, HEAD, OPTIONS"));
	} else {
		exchange->allow = STR("GET, HEAD, OPTIONS");
		*ret_fault = http_problem_no_route(exchange->allow);
	}
	return true;
}

/* "/reports/" for "/reports": people type it, so they are shown the way. */
static struct fault *
try_without_slash(struct exchange *exchange, bool *ret_is_done)
{
	struct http_request *request = &exchange->request;
	struct place *place = NULL;
	struct http_pairs params;
	struct str allow;

	*ret_is_done = false;
	if (request->path.len < 2 || !str_ends(request->path, STR("/")) ||
		!str_equal(request->method, STR("GET")))
		return NULL;
	TRY(http_route_find(exchange->http, request->arena, request->method,
		str_sub(request->path, 0, request->path.len - 1), &place, &params, &allow));
	if (!place)
		return NULL;
	TRY(http_reply_redirect(
		request, &exchange->reply, str_sub(request->path, 0, request->path.len - 1)));
	*ret_is_done = exchange->is_ready = true;
	return NULL;
}

static struct fault *
find_route(struct exchange *exchange)
{
	struct http_request *request = &exchange->request;
	struct fault *fault = NULL;
	struct str allow = STR_NONE;
	bool is_done = false;

	if (answer_asset(exchange, &fault))
		return fault;
	if (str_equal(request->path, STR("*"))) {
		answer_options(exchange, STR("GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS"));
		return NULL;
	}
	TRY(http_route_find(exchange->http, request->arena, request->method, request->path,
		&exchange->place, &request->params, &allow));
	if (exchange->place) {
		request->route = exchange->place->route;
		return NULL;
	}
	if (allow.len && str_equal(request->method, STR("OPTIONS"))) {
		answer_options(exchange, allow);
		return NULL;
	}
	if (!allow.len)
		TRY(try_without_slash(exchange, &is_done));
	exchange->allow = allow;
	return is_done ? NULL : http_problem_no_route(allow);
}

static struct fault *
check_rate(struct exchange *exchange)
{
	struct http_request *request = &exchange->request;

	return request->route->access & LIMITED ? http_limit(request, request->client) : NULL;
}

struct fault *
http_exchange_fault_large(const struct exchange *exchange)
{
	if (exchange->body_max <= NO_BODY_MAX)
		return fault_new(FAULT_LIMIT, "http_body_large", "这个网址不接收上传的内容。",
			"This address does not take content in.");
	return fault_new(FAULT_LIMIT, "http_body_large",
		"上传的内容超过 %zu MB，没有接收。请压缩、拆分或分次上传。",
		"What was sent is larger than %zu MB and was not taken. Compress it, split it or "
		"send it in "
		"several steps.",
		exchange->body_max >> 20);
}

static struct fault *
check_length(struct exchange *exchange)
{
	const struct http_limits *limits = &exchange->http->limits;

	if (is_safe_method(exchange->request.method))
		exchange->body_max = NO_BODY_MAX;
	else if (exchange->request.route->access & UPLOAD)
		exchange->body_max = limits->body_max;
	else
		exchange->body_max = limits->plain_body_max;
	if (exchange->has_length && exchange->length > exchange->body_max)
		return http_exchange_fault_large(exchange);
	return NULL;
}

static struct fault *
check_site(struct exchange *exchange)
{
	unsigned access = exchange->request.route->access;
	bool is_unsafe = !is_safe_method(exchange->request.method);

	if ((access & SAME_SITE) || (is_unsafe && !(access & ANY_SITE)))
		return http_head_check_site(&exchange->http->app, &exchange->request);
	return NULL;
}

static struct fault *
begin(struct exchange *exchange, const struct http_facts *facts)
{
	TRY(read_head(exchange, facts));
	TRY(find_route(exchange));
	if (exchange->is_ready)
		return NULL;
	TRY(check_site(exchange));
	TRY(check_length(exchange));
	TRY(check_rate(exchange));
	http_keep_note(exchange->http->keep, facts, exchange);
	return NULL;
}

void
http_exchange_refuse(struct exchange *exchange, const struct fault *fault)
{
	struct http_reply *reply = &exchange->reply;
	struct str wait = STR("60");

	http_problem_tell(exchange->http, &exchange->request, fault, reply);
	if (reply->status == 405)
		http_reply_set(reply, "Allow", exchange->allow);
	if (exchange->request.wait &&
		str_print(reply->arena, &wait, "%u", exchange->request.wait) != NULL)
		wait = STR("60");
	if (reply->status == 429)
		http_reply_set(reply, "Retry-After", wait);
	http_reply_complete(exchange->http, &exchange->request, reply);
	exchange->is_ready = true;
	exchange->is_refused = true;
}

bool
http_exchange_begin(struct http *http, const struct http_facts *facts, struct exchange *exchange)
{
	struct arena *arena = NULL;
	struct fault *fault;

	*exchange = (struct exchange){ .http = http, .body_max = NO_BODY_MAX };
	/* Most visitors read what another one has just read: before all else, because it is quick.
	 */
	if (http_keep_answer(http->keep, facts, exchange)) {
		exchange->is_ready = true;
		return true;
	}
	if (arena_open(http->limits.arena_max, &arena) != NULL)
		return false;
	exchange->reply.arena = arena;
	buf_init(&exchange->reply.body, http->limits.reply_max);
	exchange->request = (struct http_request){
		.arena = arena,
		.http = http,
		.context = http->app.context,
		.stash = http->stash,
		.path = STR("/"),
		.is_head = str_equal(facts->method, STR("HEAD")),
	};
	fault = str_copy(arena, exchange->request.is_head ? STR("GET") : facts->method,
		&exchange->request.method);
	if (!fault)
		fault = begin(exchange, facts);
	if (fault)
		http_exchange_refuse(exchange, fault);
	else if (exchange->is_ready)
		http_reply_complete(http, &exchange->request, &exchange->reply);
	return true;
}

static struct fault *
lend_db(struct exchange *exchange)
{
	const struct http_app *app = &exchange->http->app;
	int64_t before = steady_microseconds();

	if (!app->lend_db)
		return NULL;
	TRY(app->lend_db(app->context, &exchange->request, &exchange->request.db));
	http_metrics_waited(exchange->http->metrics, steady_microseconds() - before);
	return NULL;
}

static struct fault *
run_page(struct exchange *exchange)
{
	const struct http_app *app = &exchange->http->app;
	struct http_request *request = &exchange->request;

	if (request->route->access & BARE) {
		TRY(request->route->page(request, &exchange->reply));
		return buf_check(&exchange->reply.body);
	}
	TRY(lend_db(exchange));
	if (!app->admit && !(request->route->access & ANYONE))
		return fault_new(FAULT_DENIED, "http_denied", "您没有权限查看这个页面。",
			"You may not see this page.");
	if (app->admit)
		TRY(app->admit(app->context, request, &exchange->reply));
	if (exchange->reply.status)
		return buf_check(&exchange->reply.body);
	if (!is_safe_method(request->method) && !(request->route->access & ANY_SITE))
		TRY(http_form_check_token(request));
	TRY(request->route->page(request, &exchange->reply));
	return buf_check(&exchange->reply.body);
}

/* May this request have changed what others are shown? */
static bool
is_change(const struct exchange *exchange)
{
	return !is_safe_method(exchange->request.method) &&
	       !(exchange->request.route->access & READS) && exchange->reply.status < 400;
}

void
http_exchange_finish(struct exchange *exchange, struct str body)
{
	const struct http_app *app = &exchange->http->app;
	struct http_request *request = &exchange->request;
	int64_t began = steady_microseconds();
	struct fault *fault;

	assert(!exchange->is_ready);
	request->body = body;
	fault = run_page(exchange);
	if (fault)
		http_exchange_refuse(exchange, fault);
	if (request->db && app->return_db)
		app->return_db(app->context, request->db);
	request->db = NULL;
	if (!fault && !app->count_changes && is_change(exchange))
		http_keep_forget(exchange->http->keep);
	if (!fault) {
		http_keep_take(exchange->http->keep, exchange);
		http_reply_complete(exchange->http, request, &exchange->reply);
	}
	http_place_took(exchange->place, steady_microseconds() - began);
	exchange->is_ready = true;
}

bool
http_exchange_only_reads(const struct exchange *exchange)
{
	return is_safe_method(exchange->request.method) || exchange->request.route->access & READS;
}

bool
http_exchange_takes_strange_files(const struct exchange *exchange)
{
	const struct route *route = exchange->request.route;

	return route && (route->access & UPLOAD) && (route->access & ANYONE);
}

/* Forms that came without a file say nothing about the next one. */
bool
http_exchange_is_quick(const struct exchange *exchange)
{
	return !http_exchange_takes_strange_files(exchange) && http_place_is_quick(exchange->place);
}

void
http_handle(struct http *http, const struct http_facts *facts, struct http_reply *ret_reply)
{
	struct exchange exchange;

	if (!http_exchange_begin(http, facts, &exchange)) {
		*ret_reply = (struct http_reply){ .status = 503, .type = "text/plain" };
		http_reply_fixed(ret_reply, "text/plain", STR("503\n"));
		http_reply_complete(http, &exchange.request, ret_reply);
		return;
	}
	if (!exchange.is_ready && facts->body.len > exchange.body_max)
		http_exchange_refuse(&exchange, http_exchange_fault_large(&exchange));
	if (!exchange.is_ready)
		http_exchange_finish(&exchange, facts->body);
	*ret_reply = exchange.reply;
}

void
http_reply_done(struct http_reply *reply)
{
	buf_done(&reply->body);
	http_keep_release(reply->copy);
	arena_close(&reply->arena);
	*reply = (struct http_reply){ 0 };
}
