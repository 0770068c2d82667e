/*
 * One act on many cases: a page to confirm, then what was done and what was refused and why. What
 * may be done says the table of acts; each case is a transaction of its own.
 */
#include "docket/docket_list.html.h"
#include "docket/docket_page.h"
#include "docket/docket_view.h"

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
		.many = DOCKET_MOST_BULK,
		.zh = "申请",
		.en = "Applications" },
	{ .name = "officer", .kind = HTTP_TEXT, .max = 20, .zh = "受理人员", .en = "Officer" },
	{ .name = "sure", .kind = HTTP_CHECKBOX, .zh = "确认", .en = "Confirmed" },
	{ 0 },
};

static const enum application_act bulk_acts[] = { APPLICATION_ASSIGN, APPLICATION_CLAIM,
	APPLICATION_REGISTER, APPLICATION_ARCHIVE };

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

static struct fault *
name_officer(struct http_request *request, struct docket_bulk_view *view)
{
	TRY(docket_find_officers(request->db, request->arena, STR("/%"), &view->officers));
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
	view->shell = &shell;
	docket_bulk_html(&reply->body, view);
	reply->cache = HTTP_CACHE_NEVER;
	return NULL;
}

static struct fault *
do_all(struct http_request *request, struct docket_bulk_view *view, struct docket_bulk_case *cases)
{
	struct application_doing doing = { .act = view->rule->act,
		.day = DAY_NONE,
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

static struct fault *
docket_bulk_page(struct http_request *request, struct http_reply *reply)
{
	struct docket_bulk_view view = { 0 };
	struct docket_bulk_case *cases;
	struct http_form form;
	bool wants_officer;

	TRY(http_form_read(request, fields, &form));
	view.rule = rule_of(http_form_text(&form, "act"));
	if (!view.rule)
		return fault_absent("application_act", 0);
	TRY(read_cases(request, &form, &view));
	cases = (struct docket_bulk_case *)view.cases;
	wants_officer = view.rule->act == APPLICATION_ASSIGN;
	if (wants_officer) {
		(void)str_to_int(http_form_text(&form, "officer"), &view.officer_id);
		TRY(name_officer(request, &view));
	}
	if (form.errors.count || !view.count || (wants_officer && !view.officer_name.len)) {
		reply->status = 422;
		TRY(http_form_mistakes(request, &form, &view.mistakes));
		view.mistakes.says = !view.count ? STR("请先在列表里勾选申请（一次最多 200 件）。")
						 : STR("请选择交给哪位受理人员。");
	} else if (http_form_is_checked(&form, "sure")) {
		TRY(do_all(request, &view, cases));
		return draw(request, reply, &view);
	}
	TRY(look_at(request, cases, view.count));
	return draw(request, reply, &view);
}

const struct route docket_bulk_routes[] = {
	{ "POST", "/desk/applications/bulk", docket_bulk_page, DOCKET_BULK_ROLES | SAME_SITE },
	{ 0 },
};
