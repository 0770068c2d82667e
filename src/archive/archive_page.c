/*
 * The archive at the desk: how long one case is kept, its complete file to take along, and the
 * cases whose time is over. Who may dispose of one is application_disposal.c.
 */
#include <string.h>

#include "archive/archive.h"
#include "archive/archive.html.h"
#include "archive/archive_page.h"
#include "archive/archive_view.h"

enum { PER_PAGE = 50 };

/* --- one case --- */

static struct fault *
draw_keep(struct http_request *request, struct http_reply *reply, const struct application *one,
	struct archive_keep_view *view)
{
	struct html_shell shell;

	TRY(application_load_keeping(request->db, &view->keeping));
	TRY(application_load_disposal(request->db, request->arena, one->id, &view->disposal));
	view->one = one;
	view->until = application_keep_until(one->archived_on, one->retention, &view->keeping);
	view->is_removed = !day_is_none(one->removed_on);
	view->may_set = account_may(account_of(request), ACCOUNT_CASE_OFFICER, one->path);
	TRY(account_shell(request, reply, STR("案卷与保管"), "/desk/applications", &shell));
	view->shell = &shell;
	archive_keep_html(&reply->body, view);
	reply->cache = HTTP_CACHE_NEVER;
	return NULL;
}

static struct fault *
archive_keep_page(struct http_request *request, struct http_reply *reply)
{
	struct archive_keep_view view = { .is_saved = http_query(request, "done").len > 0 };
	enum application_sight sight;
	struct application one;

	TRY(application_page_case(request, APPLICATION_SEES_ALL, &one, &sight));
	return draw_keep(request, reply, &one, &view);
}

static struct fault *
archive_keep_save_page(struct http_request *request, struct http_reply *reply)
{
	static const struct http_field fields[] = { { .name = "version",
							    .kind = HTTP_INT,
							    .is_required = true,
							    .zh = "版本",
							    .en = "Version" },
		{ .name = "retention", .kind = HTTP_TEXT, .zh = "保管期限", .en = "Kept" }, { 0 } };
	struct archive_keep_view view = { 0 };
	const struct application_word *word;
	struct application_visit visit;
	enum application_sight sight;
	struct application one;
	struct http_form form;
	struct fault *fault;
	struct str address;

	TRY(application_page_case(request, APPLICATION_SEES_ALL, &one, &sight));
	TRY(http_form_read(request, fields, &form));
	word = application_word_find(
		application_retention_words, http_form_text(&form, "retention"));
	if (!word)
		return fault_new(FAULT_INPUT, "application_retention", "请选择保管期限。",
			"Choose how long it is kept.");
	application_visit_make(request, one.agency_id, &visit);
	fault = application_set_retention(request->db, &visit.hands, one.id,
		http_form_int(&form, "version", 0), (enum application_retention)word->number);
	if (fault && fault->kind == FAULT_CONFLICT) {
		reply->status = 409;
		TRY(str_copy(request->arena, str_of(http_say(request, fault->zh, fault->en)),
			&view.mistakes.says));
		return draw_keep(request, reply, &one, &view);
	}
	TRY(fault);
	TRY(str_print(request->arena, &address, "/desk/applications/%lld/archive?done=1",
		(long long)one.id));
	return http_reply_redirect(request, reply, address);
}

static struct fault *
archive_page(struct http_request *request, struct http_reply *reply)
{
	static const struct http_field fields[] = { { .name = "volume",
							    .kind = HTTP_INT,
							    .least = 1,
							    .most = 999,
							    .zh = "第几包",
							    .en = "Volume" },
		{ 0 } };
	struct archive_zip archive;
	struct application_visit visit;
	enum application_sight sight;
	struct application one;
	struct http_form form;

	TRY(application_page_case(request, APPLICATION_SEES_ALL, &one, &sight));
	TRY(http_form_read(request, fields, &form));
	application_visit_make(request, one.agency_id, &visit);
	TRY(archive_make(request->db, &visit.hands, request->arena, one.id,
		(int)http_form_int(&form, "volume", 1), &reply->body, &archive));
	reply->cache = HTTP_CACHE_NEVER;
	return http_reply_download(request, reply, archive.name, "application/zip");
}

/* --- cases whose time is over --- */

/* The day and number of ?after=DAY&id=N. */
static void
read_place(struct http_request *request, struct application_expired_query *query)
{
	if (!day_parse(http_query(request, "after"), &query->after))
		query->after = DAY_NONE;
	query->after_id = http_query_int(request, "id", 0);
}

static struct fault *
fill_list(struct http_request *request, const struct application_scope *scope,
	struct archive_disposal_view *view)
{
	struct application_expired_query query = { .today = day_today(), .limit = PER_PAGE };
	struct application_expired_list list;
	struct url url = URL("/desk/applications/disposal");
	struct str number;

	read_place(request, &query);
	TRY(str_print(request->arena, &query.pattern, "%.*s%s", STR_ARG(scope->path),
		scope->has_subtree ? "%" : ""));
	TRY(application_list_expired(request->db, request->arena, &query, &list));
	view->items = list.items;
	view->count = list.count;
	view->may_propose = account_may(account_of(request), ACCOUNT_CASE_OFFICER, scope->path);
	view->may_decide = account_may(account_of(request), ACCOUNT_HEAD, scope->path);
	if (!list.has_more)
		return NULL;
	TRY(str_print(request->arena, &number, "%lld", (long long)scope->agency_id));
	TRY(url_query(request->arena, url, "scope", number, &url));
	TRY(url_query(request->arena, url, "after",
		str_of(day_text(list.items[list.count - 1].archived_on).at), &url));
	TRY(str_print(request->arena, &number, "%lld", (long long)list.items[list.count - 1].id));
	return url_query(request->arena, url, "id", number, &view->more);
}

static struct fault *
draw_disposal(
	struct http_request *request, struct http_reply *reply, struct archive_disposal_view *view)
{
	struct application_scope *scopes;
	struct html_shell shell;
	size_t chosen;

	view->more = URL_NONE;
	TRY(application_scopes_make(request,
		(unsigned)ACCOUNT_CASE_OFFICER | (unsigned)ACCOUNT_HEAD, &scopes,
		&view->scope_count, &chosen));
	view->scopes = scopes;
	if (view->scope_count)
		TRY(fill_list(request, &scopes[chosen], view));
	TRY(account_shell(request, reply, STR("到期档案"), "/desk/applications", &shell));
	view->shell = &shell;
	archive_disposal_html(&reply->body, view);
	reply->cache = HTTP_CACHE_NEVER;
	return NULL;
}

static struct fault *
archive_disposal_page(struct http_request *request, struct http_reply *reply)
{
	static const struct http_pair done[] = {
		{ STR("propose"), STR("已提出销毁，等待负责人批准。") },
		{ STR("approve"),
			STR("已批准销毁：个人信息和文书内容已删除，文件在夜间清理时删除。") },
		{ STR("refuse"), STR("已答复不同意销毁。") },
	};
	struct archive_disposal_view view = { 0 };

	for (size_t i = 0; i < COUNT_OF(done); i++)
		if (str_equal(http_query(request, "done"), done[i].name))
			view.done = done[i].value.at;
	return draw_disposal(request, reply, &view);
}

static const struct http_field disposal_fields[] = {
	{ .name = "case",
		.kind = HTTP_TEXT,
		.max = 20,
		.many = APPLICATION_DISPOSE_MOST,
		.zh = "案件",
		.en = "Cases" },
	{ .name = "says", .kind = HTTP_LINES, .max = 500, .zh = "说明", .en = "Reason" },
	{ .name = "deed", .kind = HTTP_TEXT, .max = 20, .zh = "办理", .en = "Deed" },
	{ .name = "sure", .kind = HTTP_CHECKBOX, .zh = "确认", .en = "Sure" },
	{ 0 },
};

static struct fault *
read_ids(struct http_request *request, const struct http_form *form,
	struct application_disposing *disposing)
{
	const struct http_value *cases = http_form_value(form, "case");
	int64_t *ids;

	TAKE(request->arena, ids, cases->text_count + 1);
	for (size_t i = 0; i < cases->text_count; i++)
		if (str_to_int(cases->texts[i], &ids[disposing->count]))
			disposing->count++;
	disposing->ids = ids;
	disposing->says = http_form_text(form, "says");
	return NULL;
}

static struct fault *
dispose(struct http_request *request, const struct http_form *form, struct str deed)
{
	struct application_disposing disposing = { .is_approved = str_equal(deed, STR("approve")) };
	struct application_visit visit;

	application_visit_make(request, 0, &visit);
	TRY(read_ids(request, form, &disposing));
	if (str_equal(deed, STR("propose")))
		return application_propose_disposal(request->db, &visit.hands, &disposing);
	if (!disposing.is_approved && !str_equal(deed, STR("refuse")))
		return fault_new(FAULT_INPUT, "application_disposal", "请选择要办理的事。",
			"Choose what is to be done.");
	if (disposing.is_approved && !http_form_is_checked(form, "sure"))
		return fault_new(FAULT_INPUT, "application_disposal",
			"批准后不能恢复，请勾选“我已核对”。",
			"This cannot be undone: tick the box to confirm.");
	return application_decide_disposal(request->db, &visit.hands, &disposing);
}

static struct fault *
archive_disposal_do_page(struct http_request *request, struct http_reply *reply)
{
	struct archive_disposal_view view = { 0 };
	struct http_form form;
	struct fault *fault;
	struct str address;
	struct str deed;

	TRY(http_form_read(request, disposal_fields, &form));
	deed = http_form_text(&form, "deed");
	fault = dispose(request, &form, deed);
	if (fault && (fault->kind == FAULT_INPUT || fault->kind == FAULT_CONFLICT)) {
		reply->status = fault->kind == FAULT_CONFLICT ? 409 : 422;
		TRY(str_copy(request->arena, str_of(http_say(request, fault->zh, fault->en)),
			&view.mistakes.says));
		view.says = http_form_text(&form, "says");
		return draw_disposal(request, reply, &view);
	}
	TRY(fault);
	TRY(str_print(
		request->arena, &address, "/desk/applications/disposal?done=%.*s", STR_ARG(deed)));
	return http_reply_redirect(request, reply, address);
}

#define DISPOSERS ((unsigned)ACCOUNT_CASE_OFFICER | (unsigned)ACCOUNT_HEAD)

const struct route archive_routes[] = {
	{ "GET", "/desk/applications/disposal", archive_disposal_page, DISPOSERS },
	{ "POST", "/desk/applications/disposal", archive_disposal_do_page, DISPOSERS | SAME_SITE },
	{ "GET", "/desk/applications/:id/archive", archive_keep_page, APPLICATION_HANDLERS },
	{ "POST", "/desk/applications/:id/archive", archive_keep_save_page,
		(unsigned)ACCOUNT_CASE_OFFICER | SAME_SITE },
	{ "POST", "/desk/applications/:id/archive.zip", archive_page,
		APPLICATION_HANDLERS | SAME_SITE },
	{ 0 },
};
