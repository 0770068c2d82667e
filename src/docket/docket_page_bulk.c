/*
 * One act on many cases: a page to confirm, then what was done and what was refused and why. What
 * may be done says the table of acts; each case is a transaction of its own.
 */
#include "docket/docket_list.html.h"
#include "docket/docket_page.h"
#include "docket/docket_view.h"

/* More than can be done at once is told, not refused as a broken form. */
enum { MOST_SENT = 1000 };

static const struct http_field fields[] = {
	{ .name = "act",
		.kind = HTTP_TEXT,
		.is_required = true,
		.max = 20,
		.zh = "办理",
		.en = "Act" },
	{ .name = "case",
		.kind = HTTP_TEXT,
		.max = 48,
		.many = MOST_SENT,
		.zh = "申请",
		.en = "Applications" },
	{ .name = "officer", .kind = HTTP_TEXT, .max = 20, .zh = "受理人员", .en = "Officer" },
	{ .name = "day", .kind = HTTP_DAY, .zh = "确认之日", .en = "Day of confirming" },
	{ .name = "says",
		.kind = HTTP_LINES,
		.max = 500,
		.zh = "确认记录",
		.en = "Record of confirming" },
	{ .name = "reason", .kind = HTTP_TEXT, .max = 200, .zh = "补录原因", .en = "Reason" },
	{ .name = "sure", .kind = HTTP_CHECKBOX, .zh = "确认", .en = "Confirmed" },
	{ 0 },
};

static const enum application_act bulk_acts[] = { APPLICATION_CONFIRM, APPLICATION_ASSIGN,
	APPLICATION_CLAIM, APPLICATION_REGISTER, APPLICATION_ARCHIVE };

static const struct application_act_rule *
rule_of(struct str key)
{
	const struct application_act_rule *rule = application_act_find(key);

	for (size_t i = 0; rule && i < COUNT_OF(bulk_acts); i++)
		if (rule->act == bulk_acts[i])
			return rule;
	return NULL;
}

/* "12:3" is case 12 as it was seen at version 3; what is none, or stands there twice, is passed
 * over. */
static struct fault *
read_cases(
	struct http_request *request, const struct http_form *form, struct docket_bulk_view *view)
{
	const struct http_value *value = http_form_value(form, "case");
	struct docket_bulk_case *cases;

	TAKE(request->arena, cases, value->text_count + 1);
	for (size_t i = 0; i < value->text_count; i++) {
		struct docket_bulk_case one = { 0 };
		bool is_there = false;
		struct str head;
		struct str rest = str_cut(value->texts[i], STR(":"), &head);

		if (!str_to_int(head, &one.id) || !str_to_int(rest, &one.version))
			continue;
		for (size_t j = 0; j < view->count; j++)
			is_there = is_there || cases[j].id == one.id;
		if (!is_there)
			cases[view->count++] = one;
	}
	view->cases = cases;
	return NULL;
}

/* As they stand now, for the page to confirm. */
static struct fault *
look_at(struct http_request *request, struct docket_bulk_case *cases, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct fault *fault =
			application_see(request->db, request->arena, account_of(request),
				cases[i].id, APPLICATION_SEES_CASE, &cases[i].application);

		if (fault && fault->kind != FAULT_ABSENT)
			return fault;
		cases[i].is_seen = !fault;
	}
	return NULL;
}

/* Law: 条例 art. 31: which day counts follows from the channel. What the office signed for or took
 * over the counter has a day of its own and is confirmed by itself. */
static struct fault *
foresee(struct http_request *request, const struct application *one, struct day day,
	struct docket_bulk_receipt *receipt)
{
	struct application_arrival arrival = { .channel = one->channel,
		.submitted_on = one->submitted_on,
		.signed_on = DAY_NONE,
		.confirmed_on = day,
		.told_on = day,
		.ruled_on = DAY_NONE };
	struct application_doing doing = { .id = one->id,
		.act = APPLICATION_CONFIRM,
		.day = day,
		.until = DAY_NONE,
		.sent_on = DAY_NONE };
	struct application_outlook outlook;
	struct fault *fault;

	*receipt = (struct docket_bulk_receipt){ DAY_NONE, "", DAY_NONE, STR_NONE };
	fault = application_receipt_day(&arrival, &receipt->received_on, &receipt->basis);
	if (!fault && one->state != APPLICATION_SUBMITTED)
		receipt->problem = STR("这件已经确认过收到。");
	else if (!fault && receipt->received_on.number != day.number)
		receipt->problem = STR("这条渠道不以双方确认之日为准，请打开这件单独确认。");
	if (!fault && !receipt->problem.len)
		fault = application_foresee(
			request->db, request->arena, one, &doing, day_today(), &outlook);
	if (fault && fault->kind != FAULT_INPUT && fault->kind != FAULT_CONFLICT)
		return fault;
	if (fault)
		return str_copy(request->arena, str_of(http_say(request, fault->zh, fault->en)),
			&receipt->problem);
	if (!receipt->problem.len && outlook.after.has_clock)
		receipt->due_on = outlook.after.due;
	return NULL;
}

static struct fault *
foresee_all(struct http_request *request, struct docket_bulk_view *view)
{
	struct docket_bulk_receipt *receipts;

	TAKE(request->arena, receipts, view->count + 1);
	for (size_t i = 0; i < view->count; i++)
		if (view->cases[i].is_seen)
			TRY(foresee(request, &view->cases[i].application, view->day, &receipts[i]));
	view->receipts = receipts;
	return NULL;
}

static struct fault *
name_officer(struct http_request *request, struct docket_bulk_view *view)
{
	struct application_scope *scopes;
	struct str pattern;
	size_t chosen;
	size_t count;

	TRY(application_scopes_make(request, DOCKET_BULK_ROLES, &scopes, &count, &chosen));
	if (!count)
		return NULL;
	TRY(str_print(request->arena, &pattern, "%.*s%s", STR_ARG(scopes[chosen].path),
		scopes[chosen].has_subtree ? "%" : ""));
	TRY(docket_find_officers(request->db, request->arena, pattern, &view->officers));
	for (size_t i = 0; i < view->officers.count; i++)
		if (view->officers.items[i].id == view->officer_id)
			view->officer_name = view->officers.items[i].name;
	return NULL;
}

static struct fault *
draw(struct http_request *request, struct http_reply *reply, struct docket_bulk_view *view)
{
	struct html_shell shell;

	TRY(account_shell(request, reply, STR("批量办理"), "/desk/applications", &shell));
	TRY(application_page_list(request, &view->list));
	view->today = day_today();
	view->shell = &shell;
	docket_bulk_html(&reply->body, view);
	reply->cache = HTTP_CACHE_NEVER;
	return NULL;
}

static struct fault *
do_all(struct http_request *request, struct docket_bulk_view *view, struct docket_bulk_case *cases)
{
	struct application_doing doing = { .act = view->rule->act,
		.day = view->day,
		.says = http_form_text(view->form, "says"),
		.reason = http_form_text(view->form, "reason"),
		.until = DAY_NONE,
		.sent_on = DAY_NONE,
		.officer_id = view->officer_id };
	struct application_visit visit;

	application_visit_make(request, account_of(request)->agency_id, &visit);
	TRY(docket_do_many(request->db, &visit.hands, request->arena, &doing, cases, view->count));
	for (size_t i = 0; i < view->count; i++)
		view->done_count += cases[i].is_done;
	view->is_done = true;
	return NULL;
}

/* What is given for all of them: an officer, or when and how receipt was confirmed. */
static struct fault *
read_given(struct http_request *request, struct http_form *form, struct docket_bulk_view *view)
{
	view->day = DAY_NONE;
	if (view->rule->act == APPLICATION_ASSIGN) {
		(void)str_to_int(http_form_text(form, "officer"), &view->officer_id);
		TRY(name_officer(request, view));
		if (!view->officer_name.len)
			TRY(http_form_blame(request, form, "officer", "请选择交给哪位受理人员。",
				"Choose an officer."));
	}
	if (view->rule->act != APPLICATION_CONFIRM)
		return NULL;
	view->day = http_form_day(form, "day");
	if (day_is_none(view->day))
		view->day = day_today();
	if (!http_form_is_checked(form, "sure"))
		return NULL;
	if (!http_form_text(form, "says").len)
		TRY(http_form_blame(request, form, "says", "请写明与申请人确认的方式和时间。",
			"Say how and when receipt was confirmed."));
	if (view->day.number > day_today().number)
		TRY(http_form_blame(request, form, "day", "日期不能晚于今天。",
			"This day lies in the future."));
	if (view->day.number < day_today().number && !http_form_text(form, "reason").len)
		TRY(http_form_blame(request, form, "reason", "确认之日早于今天，请写明补录的原因。",
			"It was confirmed before today: say why it is entered now."));
	return NULL;
}

static struct fault *
docket_bulk_page(struct http_request *request, struct http_reply *reply)
{
	struct docket_bulk_view view = { 0 };
	struct docket_bulk_case *cases;
	struct http_form form;

	TRY(http_form_read(request, fields, &form));
	view.form = &form;
	view.rule = rule_of(http_form_text(&form, "act"));
	if (!view.rule)
		return fault_absent("application_act", 0);
	TRY(read_cases(request, &form, &view));
	cases = (struct docket_bulk_case *)view.cases;
	if (!view.count || view.count > DOCKET_MOST_BULK)
		TRY(http_form_blame(request, &form, "case",
			"请先在列表里勾选申请，一次最多 200 件。",
			"Tick cases in the list first, 200 at most."));
	if (view.count > DOCKET_MOST_BULK)
		view.count = 0;
	TRY(read_given(request, &form, &view));
	if (form.errors.count) {
		reply->status = 422;
		TRY(http_form_mistakes(request, &form, &view.mistakes));
	} else if (http_form_is_checked(&form, "sure")) {
		TRY(do_all(request, &view, cases));
		return draw(request, reply, &view);
	}
	TRY(look_at(request, cases, view.count));
	if (view.rule->act == APPLICATION_CONFIRM)
		TRY(foresee_all(request, &view));
	return draw(request, reply, &view);
}

const struct route docket_bulk_routes[] = {
	{ "POST", "/desk/applications/bulk", docket_bulk_page, DOCKET_BULK_ROLES | SAME_SITE },
	{ 0 },
};
