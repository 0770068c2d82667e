/*
 * The public calculator of the processing fee, as a page and as JSON. It charges nobody.
 */
#include "base/json.h"
#include "calendar/calendar_fee.html.h"
#include "calendar/calendar_page_inside.h"

/* One of by_case and by_page; false when neither was sent. */
static struct fault *
read_fee(struct http_request *request, bool *ret_is_asked, struct fee_sum *ret_sum)
{
	struct str by_case = str_trim(http_query(request, "by_case"));
	struct str by_page = str_trim(http_query(request, "by_page"));
	int64_t count;

	*ret_is_asked = by_case.len || by_page.len;
	if (!*ret_is_asked)
		return NULL;
	if (by_case.len && by_page.len)
		return fault_new(FAULT_INPUT, "fee_both",
			"按件、按量只能选一种：同一件申请不得按两种标准收费。",
			"Give by_case or by_page, not both: no application is charged twice.");
	if (!str_to_int(by_case.len ? by_case : by_page, &count))
		return fault_new(
			FAULT_INPUT, "fee_count", "请写一个整数。", "Give a whole number.");
	return fee_sum(request->arena, by_case.len ? FEE_BY_CASE : FEE_BY_PAGE, count, ret_sum);
}

static struct fault *
fee_page(struct http_request *request, struct http_reply *reply)
{
	struct calendar_fee_view view = { 0 };
	struct html_shell shell;
	struct fee_sum sum;
	struct fault *fault;
	bool is_asked = false;

	view.is_english = request->language == HTTP_EN;
	view.by_case = str_trim(http_query(request, "by_case"));
	view.by_page = str_trim(http_query(request, "by_page"));
	fault = read_fee(request, &is_asked, &sum);
	if (fault && fault->kind != FAULT_INPUT)
		return fault;
	if (fault) {
		TRY(str_copy(request->arena, str_of(http_say(request, fault->zh, fault->en)),
			&view.problem));
		reply->status = 422;
	} else if (is_asked) {
		view.sum = &sum;
		TRY(url_query(request->arena, URL("/api/v1/fee"),
			view.by_case.len ? "by_case" : "by_page",
			view.by_case.len ? view.by_case : view.by_page, &view.json));
	}
	TRY(account_shell(request, reply, STR("信息处理费计算"), "/fee", &shell));
	view.shell = &shell;
	calendar_fee_html(&reply->body, &view);
	return NULL;
}

static struct fault *
fee_api_page(struct http_request *request, struct http_reply *reply)
{
	bool is_asked = false;
	struct json_out json;
	struct fee_sum sum;

	TRY(read_fee(request, &is_asked, &sum));
	if (!is_asked)
		return fault_new(FAULT_INPUT, "fee_count", "请写 by_case 或 by_page。",
			"Give by_case or by_page.");
	json_out_init(&json, &reply->body);
	fee_put_json(&json, &sum);
	http_reply_json(reply);
	return NULL;
}

const struct route calendar_fee_routes[] = {
	{ "GET", "/fee", fee_page, ANYONE },
	{ "GET", "/api/v1/fee", fee_api_page, ANYONE },
	{ 0 },
};
