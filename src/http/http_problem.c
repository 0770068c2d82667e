/*
 * Faults become replies: one table from fault to status, one shape for JSON, and the program's own
 * page for people. What a fault says to the log stays in the log.
 */
#include "base/json.h"
#include "base/log.h"
#include "http/http_inside.h"

/* Rows with a code come first; the last ones are for all other faults of their kind. */
static const struct {
	enum fault_kind kind;
	const char *code;
	unsigned status;
} statuses[] = {
	{ FAULT_INPUT, "http_address", 400 },
	{ FAULT_INPUT, "http_request", 400 },
	{ FAULT_INPUT, "http_form", 400 },
	{ FAULT_INPUT, "http_form_cut", 400 },
	{ FAULT_INPUT, "http_form_twice", 400 },
	{ FAULT_INPUT, "http_header", 400 },
	{ FAULT_INPUT, "http_redirect", 400 },
	{ FAULT_INPUT, "http_type", 415 },
	{ FAULT_INPUT, "http_method", 405 },
	/* From admit(): whoever signs in may come again. */
	{ FAULT_DENIED, "http_sign_in", 401 },
	{ FAULT_DENIED, "http_token", 401 },
	{ FAULT_LIMIT, "http_address_long", 414 },
	{ FAULT_LIMIT, "http_head_large", 431 },
	{ FAULT_LIMIT, "http_rate", 429 },
	{ FAULT_INPUT, NULL, 422 },
	{ FAULT_ABSENT, NULL, 404 },
	{ FAULT_DENIED, NULL, 403 },
	{ FAULT_CONFLICT, NULL, 409 },
	{ FAULT_LIMIT, NULL, 413 },
	{ FAULT_OUTSIDE, NULL, 503 },
};

unsigned
http_fault_status(const struct fault *fault)
{
	for (size_t i = 0; i < COUNT_OF(statuses); i++)
		if (fault->kind == statuses[i].kind &&
			(!statuses[i].code || strcmp(fault->code, statuses[i].code) == 0))
			return statuses[i].status;
	return 500;
}

struct fault *
http_problem_no_route(struct str allow)
{
	if (allow.len == 0)
		return fault_new(FAULT_ABSENT, "http_no_page",
			"没有这个网页。请检查网址，或从首页进入。",
			"There is no such page. Check the address, or start from the home page.");
	return fault_new(FAULT_INPUT, "http_method",
		"这个网址不支持这种操作。请从页面上的按钮进入。",
		"This address does not take that method. Use the buttons on the pages.");
}

static void
tell_json(const struct http_request *request, const struct fault *fault, struct http_reply *reply)
{
	struct json_out out;

	http_reply_json(reply);
	json_out_init(&out, &reply->body);
	json_begin_object(&out);
	json_key(&out, "error");
	json_begin_object(&out);
	json_pair_str(&out, "code", str_of(fault->code));
	json_pair_str(&out, "says", str_of(http_say(request, fault->zh, fault->en)));
	/* Programs ask in any language or none, and their makers read one of these. */
	json_pair_str(&out, "zh", str_of(fault->zh));
	json_pair_str(&out, "en", str_of(fault->en));
	json_end_object(&out);
	json_end_object(&out);
}

static void
tell_plainly(
	const struct http_request *request, const struct fault *fault, struct http_reply *reply)
{
	struct str says = str_of(http_say(request, fault->zh, fault->en));

	reply->type = "text/plain; charset=utf-8";
	buf_clear(&reply->body);
	buf_put(&reply->body, says);
	buf_put_char(&reply->body, '\n');
	/* Not even memory for a sentence. */
	if (buf_check(&reply->body) != NULL)
		http_reply_fixed(reply, reply->type, STR("503\n"));
}

static void
tell_people(struct http *http, struct http_request *request, const struct fault *fault,
	struct http_reply *reply)
{
	struct http_problem problem = { reply->status, fault };
	struct fault *second;

	if (!http->app.draw_problem) {
		tell_plainly(request, fault, reply);
		return;
	}
	http_reply_html(reply);
	second = http->app.draw_problem(request, &problem, reply);
	if (!second)
		second = buf_check(&reply->body);
	if (second) {
		log_fault("problem page", second);
		reply->fixed = STR_NONE;
		tell_plainly(request, fault, reply);
	}
	/* Whatever the page set, the status is the fault's. */
	reply->status = problem.status;
}

/* What was set before the fault came must not go out with it, except what belongs to the refusal.
 */
static void
empty_reply(struct http_reply *reply)
{
	reply->header_count = 0;
	reply->fixed = STR_NONE;
	reply->etag = STR_NONE;
	reply->type = NULL;
	reply->cache = HTTP_CACHE_NEVER;
	buf_clear(&reply->body);
}

void
http_problem_tell(struct http *http, struct http_request *request, const struct fault *fault,
	struct http_reply *reply)
{
	/* Faults live in a ring; drawing the page may make more of them. */
	struct fault kept = *fault;

	empty_reply(reply);
	reply->status = http_fault_status(&kept);
	memcpy(reply->code, kept.code, sizeof reply->code);
	if (kept.kind == FAULT_OUTSIDE)
		log_fault("request", &kept);
	if (reply->status == 503)
		http_reply_set(reply, "Retry-After", STR("5"));
	/* What a program could bring. Source: RFC 9110, 15.5.2; RFC 6750, 3. */
	if (reply->status == 401 && request->wants_json)
		http_reply_set(reply, "WWW-Authenticate",
			strcmp(kept.code, "http_token") == 0
				? STR("Bearer realm=\"gongkai\", error=\"invalid_token\"")
				: STR("Bearer realm=\"gongkai\""));
	if (request->wants_json) {
		tell_json(request, &kept, reply);
		if (buf_check(&reply->body) != NULL)
			tell_plainly(request, &kept, reply);
	} else {
		tell_people(http, request, &kept, reply);
	}
}
