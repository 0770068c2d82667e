/*
 * Applying in public: choosing the agency, the form, the receipt with number and query code. Nobody
 * signs in. What an application must say and what becomes of it is application_submit()'s.
 */
#include <string.h>

#include "reception/reception_apply.html.h"
#include "reception/reception_page.h"
#include "reception/reception_settings.h"
#include "reception/reception_view.h"

enum { PER_PAGE = 50 };

/* --- choosing --- */

static struct fault *
next_page(struct http_request *request, struct reception_pick_view *view)
{
	const struct agency_branches *branches = &view->branches;
	struct url url = URL("/apply");
	struct str number;

	view->next = URL_NONE;
	if (!branches->has_more || !branches->count)
		return NULL;
	if (view->query.len)
		TRY(url_query(request->arena, url, "q", view->query, &url));
	if (view->top) {
		TRY(str_print(request->arena, &number, "%lld", (long long)view->top->id));
		TRY(url_query(request->arena, url, "below", number, &url));
	}
	TRY(str_print(request->arena, &number, "%lld",
		(long long)branches->items[branches->count - 1].agency.id));
	TRY(url_query(request->arena, url, "after", number, &url));
	view->next = url;
	return NULL;
}

static struct fault *
site_of(struct http_request *request, struct agency_site *ret_site)
{
	return agency_site_find(
		request->db, request->arena, http_header(request, "Host"), ret_site);
}

/* A tree with one agency at its top is shown from there. */
static struct fault *
only_top(struct http_request *request, int64_t *ret_id)
{
	struct agency_level_query query = { .limit = 2 };
	struct agency_branches tops;

	TRY(agency_find_children(request->db, request->arena, &query, &tops));
	if (tops.count == 1)
		*ret_id = tops.items[0].agency.id;
	return NULL;
}

static struct fault *
reception_pick_page(struct http_request *request, struct http_reply *reply)
{
	struct reception_pick_view view = { .query = str_trim(http_query(request, "q")) };
	struct agency_level_query query = { .parent_id = http_query_int(request, "below", 0),
		.after_id = http_query_int(request, "after", 0),
		.limit = PER_PAGE };
	struct agency_site site;
	struct html_shell shell;
	struct agency top;

	TRY(site_of(request, &site));
	view.is_deeper = query.parent_id != 0;
	if (!query.parent_id)
		query.parent_id = site.agency_id;
	if (!query.parent_id)
		TRY(only_top(request, &query.parent_id));
	if (query.parent_id) {
		TRY(agency_load(request->db, request->arena, query.parent_id, &top));
		if (site.path.len && !agency_path_is_below(top.path, site.path))
			return fault_absent("agency", top.id);
		view.top = &top;
	}
	if (view.query.len)
		TRY(agency_search(request->db, request->arena, view.query, site.path,
			query.after_id, PER_PAGE, &view.branches));
	else
		TRY(agency_find_children(request->db, request->arena, &query, &view.branches));
	TRY(next_page(request, &view));
	TRY(account_shell(request, reply, STR("依申请公开"), "/apply", &shell));
	view.shell = &shell;
	reception_pick_html(&reply->body, &view);
	return NULL;
}

/* --- the form --- */

/* The agency of ":id", which the site shows and which still is. */
static struct fault *
asked_agency(struct http_request *request, struct agency *ret_agency)
{
	struct agency_site site;
	struct agency agency;
	int64_t id;

	TRY(http_param_id(request, "id", &id));
	TRY(site_of(request, &site));
	TRY(agency_load(request->db, request->arena, id, &agency));
	if (site.path.len && !agency_path_is_below(agency.path, site.path))
		return fault_absent("agency", id);
	*ret_agency = agency;
	return NULL;
}

static struct fault *
draw(struct http_request *request, struct http_reply *reply, const struct agency *agency,
	struct reception_apply_view *view)
{
	enum reception_guard_level level;
	union agency_office office;
	struct html_shell shell;
	struct str title;

	TRY(agency_load_office(request->db, request->arena, agency->id, &office));
	TRY(reception_setting_guard(request->db, request->arena, &level));
	view->form.has_guard = level != RECEPTION_GUARD_OFF;
	if (view->form.has_guard && !view->form.is_solved)
		TRY(reception_guard_make(account_keys(request), request->arena, view->form.form_key,
			level, (int64_t)time(NULL), &view->form.guard));
	TRY(str_print(request->arena, &title, "向%.*s申请公开", STR_ARG(agency->name)));
	TRY(account_shell(request, reply, title, "/apply", &shell));
	view->form.shell = &shell;
	view->agency = agency;
	view->office = &office;
	reception_apply_html(&reply->body, view);
	reply->cache = HTTP_CACHE_NEVER;
	return NULL;
}

static struct fault *
reception_apply_page(struct http_request *request, struct http_reply *reply)
{
	struct reception_apply_view view = { 0 };
	struct agency agency;

	TRY(asked_agency(request, &agency));
	TRY(reception_form_begin(request, &view.form));
	return draw(request, reply, &agency, &view);
}

/* --- sending --- */

/* Is the guard passed? What was solved once stays so while the form is mended. */
static struct fault *
check_guard(struct http_request *request, struct http_form *form, struct reception_form_view *view)
{
	struct reception_guard_answer answer = { .salt = http_form_text(form, "guard_salt"),
		.challenge = http_form_text(form, "guard_challenge"),
		.mark = http_form_text(form, "guard_mark"),
		.number = http_form_text(form, "guard_number"),
		.sum_mark = http_form_text(form, "guard_sum"),
		.answer = http_form_text(form, "guard_answer") };
	enum reception_guard_level level;
	struct fault *fault;

	TRY(reception_setting_guard(request->db, request->arena, &level));
	view->is_solved = level == RECEPTION_GUARD_OFF;
	if (view->is_solved)
		return NULL;
	fault = reception_guard_check(account_keys(request), request->arena, view->form_key,
		&answer, (int64_t)time(NULL));
	if (fault && fault->kind != FAULT_INPUT)
		return fault;
	if (fault)
		return http_form_blame(request, form, "guard_answer", fault->zh, fault->en);
	view->is_solved = true;
	view->guard = (struct reception_guard){ .salt = answer.salt,
		.challenge = answer.challenge,
		.mark = answer.mark,
		.sum_mark = answer.sum_mark,
		.question = STR("已经回答") };
	return NULL;
}

/* The name of the form as it was drawn; a new one for anything else. */
static struct fault *
take_form_key(struct http_request *request, const struct http_form *form,
	struct reception_form_view *view)
{
	struct str key = http_form_text(form, "form_key");

	TRY(reception_form_begin(request, view));
	if (key.len == view->form_key.len)
		view->form_key = key;
	return NULL;
}

/* Refused: everything typed stays, and the files too, once the guard was passed. */
static struct fault *
refuse(struct http_request *request, struct http_reply *reply, const struct agency *agency,
	const struct application_uploads *files, struct reception_apply_view *view)
{
	if (!view->form.mistakes.says.len) {
		TRY(http_form_mistakes(request, view->form.form, &view->form.mistakes));
		reply->status = 422;
		view->form.mistakes.says =
			str_of(http_say(request, "还没有提交，请改正：", "Not sent yet:"));
	}
	if (view->form.is_solved)
		TRY(application_page_keep_files(request, files, &view->form.kept));
	else if (files->count)
		TRY(str_join(request->arena, view->form.mistakes.says,
			STR("选过的文件请重新选择。"), STR(""), &view->form.mistakes.says));
	return draw(request, reply, agency, view);
}

static struct fault *
begin_session(struct http_request *request, struct http_reply *reply,
	const struct application_receipt *receipt)
{
	struct reception_session session = { .agency_id = receipt->agency_id,
		.number = str_of(receipt->number.at),
		.code = str_of(receipt->code),
		.is_fresh = true };

	reply->cache = HTTP_CACHE_NEVER;
	return reception_session_begin(request, reply, &session);
}

/* Sent twice by a double click it is one application. Other words under the name of a form that was
 * taken are told, with a new name for the form, so that they can become another application. */
static struct fault *
sent(struct http_request *request, struct http_reply *reply, const struct agency *agency,
	const struct application_uploads *files, const struct application_intake *intake,
	const struct application_receipt *receipt, struct reception_apply_view *view)
{
	struct reception_repeat repeat = { 0 };

	TRY(begin_session(request, reply, receipt));
	if (receipt->is_repeated)
		TRY(reception_repeat_make(request, view->form.form, intake, receipt, &repeat));
	if (!repeat.count)
		return http_reply_redirect(request, reply, STR("/apply/sent"));
	TRY(reception_form_begin(request, &view->form));
	TRY(application_page_keep_files(request, files, &view->form.kept));
	view->form.is_solved = false;
	view->form.repeat = &repeat;
	reply->status = 409;
	return draw(request, reply, agency, view);
}

static struct fault *
reception_send_page(struct http_request *request, struct http_reply *reply)
{
	struct reception_apply_view view = { 0 };
	struct application_uploads files;
	struct application_receipt receipt;
	struct application_intake intake;
	struct application_visit visit;
	struct agency agency;
	struct http_form form;
	struct fault *fault;

	TRY(asked_agency(request, &agency));
	TRY(http_form_read(request, reception_form_fields, &form));
	view.form.form = &form;
	TRY(take_form_key(request, &form, &view.form));
	TRY(reception_form_read(request, &form, &intake, &files));
	intake.agency_id = agency.id;
	intake.form_key = view.form.form_key;
	TRY(reception_form_check(request, &form, &intake, &files, &view.form));
	TRY(check_guard(request, &form, &view.form));
	if (form.errors.count)
		return refuse(request, reply, &agency, &files, &view);
	application_visit_make(request, agency.id, &visit);
	/* A member of staff who is signed in applies like anybody else. */
	visit.hands.person = NULL;
	fault = reception_form_store(request, &visit.hands, &files, &intake);
	if (!fault)
		fault = application_submit(
			request->db, &visit.hands, request->arena, &intake, &receipt);
	if (!fault)
		return sent(request, reply, &agency, &files, &intake, &receipt, &view);
	TRY(reception_form_tell(request, reply, &files, &view.form, fault));
	return refuse(request, reply, &agency, &files, &view);
}

/* --- the receipt --- */

static struct fault *
reception_sent_page(struct http_request *request, struct http_reply *reply)
{
	struct reception_sent_view view = { 0 };
	struct reception_session session;
	struct application one;
	struct html_shell shell;
	int64_t id;

	TRY(reception_session_look(request, &session, &id));
	reply->cache = HTTP_CACHE_NEVER;
	view.is_session = id != 0;
	if (id && session.is_fresh) {
		TRY(application_load(request->db, request->arena, id, &one));
		view.session = &session;
		view.one = &one;
	}
	TRY(account_shell(request, reply, view.one ? STR("申请已提交") : STR("查询码不再显示"),
		"/apply", &shell));
	shell.is_hidden = true;
	view.shell = &shell;
	reception_sent_html(&reply->body, &view);
	return NULL;
}

/* On to the progress, or away: the code is not shown again. */
static struct fault *
reception_sent_done_page(struct http_request *request, struct http_reply *reply)
{
	static const struct http_field fields[] = {
		{ .name = "end", .kind = HTTP_CHECKBOX, .zh = "结束", .en = "End" }, { 0 }
	};
	struct reception_session session;
	struct http_form form;
	int64_t id;

	TRY(http_form_read(request, fields, &form));
	TRY(reception_session_look(request, &session, &id));
	reply->cache = HTTP_CACHE_NEVER;
	if (!id || http_form_is_checked(&form, "end")) {
		TRY(reception_session_end(request, reply));
		return http_reply_redirect(request, reply, STR("/apply"));
	}
	session.is_fresh = false;
	TRY(reception_session_begin(request, reply, &session));
	return http_reply_redirect(request, reply, STR("/apply/progress/case"));
}

const struct route reception_apply_routes[] = {
	{ "GET", "/apply", reception_pick_page, ANYONE },
	{ "GET", "/apply/:id", reception_apply_page, ANYONE },
	{ "POST", "/apply/:id", reception_send_page, ANYONE | SAME_SITE | UPLOAD | LIMITED },
	{ "GET", "/apply/sent", reception_sent_page, ANYONE },
	{ "POST", "/apply/sent", reception_sent_done_page, ANYONE | SAME_SITE },
	{ 0 },
};
