/*
 * One case of reconsideration or litigation: its form, what is stored, and the way to handling the
 * application again. The register is dispute_page.c.
 */
#include <string.h>

#include "dispute/dispute.html.h"
#include "dispute/dispute_page.h"

enum { MOST_PREVIOUS = 100 };

static const struct http_field fields[] = {
	{ .name = "version", .kind = HTTP_INT, .zh = "版本", .en = "Version" },
	{ .name = "agency", .kind = HTTP_INT, .zh = "机关", .en = "Agency" },
	{ .name = "about", .kind = HTTP_TEXT, .max = 20, .zh = "涉及的申请", .en = "Application" },
	{ .name = "kind", .kind = HTTP_TEXT, .max = 40, .zh = "种类", .en = "Kind" },
	{ .name = "role", .kind = HTTP_TEXT, .max = 40, .zh = "本机关的地位", .en = "Role" },
	{ .name = "previous", .kind = HTTP_INT, .zh = "在先的复议案件", .en = "Earlier case" },
	{ .name = "body",
		.kind = HTTP_TEXT,
		.is_required = true,
		.max = 100,
		.zh = "复议机关或者法院",
		.en = "Body or court" },
	{ .name = "case_number", .kind = HTTP_TEXT, .max = 100, .zh = "案号", .en = "Number" },
	{ .name = "simple", .kind = HTTP_CHECKBOX, .zh = "简易程序", .en = "Simple procedure" },
	{ .name = "arrived",
		.kind = HTTP_DAY,
		.is_required = true,
		.zh = "收到日期",
		.en = "Arrived" },
	{ .name = "answer_due", .kind = HTTP_DAY, .zh = "答复（答辩）期限", .en = "Answer due" },
	{ .name = "answered", .kind = HTTP_DAY, .zh = "答复日期", .en = "Answered" },
	{ .name = "hearing", .kind = HTTP_DAY, .zh = "听证、开庭日期", .en = "Hearing" },
	{ .name = "result", .kind = HTTP_TEXT, .max = 40, .zh = "结果", .en = "Result" },
	{ .name = "ended", .kind = HTTP_DAY, .zh = "审结日期", .en = "Ended" },
	{ .name = "says", .kind = HTTP_LINES, .max = 5000, .zh = "说明", .en = "Words" },
	{ 0 },
};

/* --- drawing --- */

static struct fault *
fill_agencies(struct http_request *request, struct dispute_view *view, int64_t chosen)
{
	struct application_choice *agencies;
	struct application_scope *scopes;
	size_t count;
	size_t widest;

	TRY(application_scopes_make(request, DISPUTE_CLERKS, &scopes, &count, &widest));
	TAKE(request->arena, agencies, count + 1);
	for (size_t i = 0; i < count; i++)
		agencies[i] = (struct application_choice){ scopes[i].agency_id, scopes[i].name,
			chosen ? scopes[i].agency_id == chosen : i == widest };
	view->agencies = agencies;
	view->agency_count = count;
	return NULL;
}

/* Reconsiderations of the same agency, from which a court's case may come. */
static struct fault *
fill_previous(struct http_request *request, struct dispute_view *view)
{
	struct dispute_query query = {
		.kind = DISPUTE_RECONSIDERATION, .result = -1, .limit = MOST_PREVIOUS
	};
	int64_t chosen = view->form  ? http_form_int(view->form, "previous", 0)
			 : view->one ? view->one->previous_id
				     : 0;
	struct dispute_list list;
	struct application_choice *items;

	if (!view->one)
		return NULL;
	query.pattern = view->one->path;
	TRY(dispute_find_all(request->db, request->arena, &query, &list));
	TAKE(request->arena, items, list.count + 1);
	for (size_t i = 0; i < list.count; i++) {
		struct application_choice *item = &items[view->previous_count];

		if (list.items[i].id == view->one->id)
			continue;
		TRY(str_print(request->arena, &item->words, "%s %.*s %.*s",
			day_text(list.items[i].arrived_on).at, STR_ARG(list.items[i].body),
			STR_ARG(list.items[i].case_number)));
		item->id = list.items[i].id;
		item->is_chosen = item->id == chosen;
		view->previous_count++;
	}
	view->previous = items;
	return NULL;
}

static struct fault *
draw(struct http_request *request, struct http_reply *reply, struct dispute_view *view)
{
	struct html_shell shell;

	view->today = day_today();
	if (view->one) {
		view->may_enter = account_may(account_of(request), DISPUTE_CLERKS, view->one->path);
		view->may_redo = account_may(account_of(request), ACCOUNT_HEAD, view->one->path);
		view->version = view->one->version;
		TRY(dispute_lamp(request, view->one, &view->lamp));
	} else {
		view->may_enter = true;
		TRY(fill_agencies(
			request, view, view->form ? http_form_int(view->form, "agency", 0) : 0));
	}
	TRY(fill_previous(request, view));
	if (view->form)
		view->about = http_form_text(view->form, "about");
	TRY(account_shell(request, reply,
		view->one ? STR("复议、诉讼案件") : STR("登记复议、诉讼案件"), "/desk/disputes",
		&shell));
	view->shell = &shell;
	dispute_html(&reply->body, view);
	reply->cache = HTTP_CACHE_NEVER;
	return NULL;
}

static struct fault *
load(struct http_request *request, struct dispute *ret_one)
{
	int64_t id;

	TRY(http_param_id(request, "id", &id));
	TRY(dispute_load(request->db, request->arena, id, ret_one));
	if (!account_may(account_of(request), DISPUTE_READERS, ret_one->path))
		return fault_absent("application_dispute", id);
	return NULL;
}

struct fault *
dispute_one_page(struct http_request *request, struct http_reply *reply)
{
	struct dispute_view view = { .is_saved = http_query(request, "done").len > 0 };
	struct dispute one;

	TRY(load(request, &one));
	view.one = &one;
	return draw(request, reply, &view);
}

struct fault *
dispute_new_page(struct http_request *request, struct http_reply *reply)
{
	struct dispute_view view = { 0 };
	int64_t id = http_query_int(request, "application", 0);
	struct application about;

	if (id > 0) {
		TRY(application_see(request->db, request->arena, account_of(request), id,
			APPLICATION_SEES_ALL, &about));
		TRY(str_copy(request->arena,
			str_of(application_number_text(about.year, about.number).at), &view.about));
	}
	return draw(request, reply, &view);
}

/* --- saving --- */

static int
chosen(const struct http_form *form, const char *name, const struct application_word *words)
{
	const struct application_word *word =
		application_word_find(words, http_form_text(form, name));

	return word ? word->number : -1;
}

static void
read_form(const struct http_form *form, struct dispute *one)
{
	one->kind = (enum dispute_kind)chosen(form, "kind", dispute_kind_words);
	one->role = (enum dispute_role)chosen(form, "role", dispute_role_words);
	one->result = (enum dispute_result)chosen(form, "result", dispute_result_words);
	one->previous_id = http_form_int(form, "previous", 0);
	one->body = http_form_text(form, "body");
	one->case_number = http_form_text(form, "case_number");
	one->is_simple = http_form_is_checked(form, "simple");
	one->arrived_on = http_form_day(form, "arrived");
	one->answer_due_on = http_form_day(form, "answer_due");
	one->answered_on = http_form_day(form, "answered");
	one->hearing_on = http_form_day(form, "hearing");
	one->ended_on = http_form_day(form, "ended");
	one->says = http_form_text(form, "says");
	one->version = http_form_int(form, "version", 0);
}

static struct fault *
compare(struct http_request *request, struct http_form *form, struct dispute_view *view)
{
	static const char *const names[] = { "kind", "role", "body", "case_number", "arrived",
		"answer_due", "answered", "hearing", "result", "ended", "says" };
	struct http_pair pairs[COUNT_OF(names)];

	for (size_t i = 0; i < COUNT_OF(names); i++) {
		pairs[i].name = str_of(names[i]);
		TRY(str_copy(request->arena, dispute_stored(view->one, names[i]), &pairs[i].value));
	}
	TRY(http_form_compare(request, form, pairs, COUNT_OF(pairs), &view->stale));
	view->stale.is_stale = true;
	return NULL;
}

/* What a person can mend is said over the form; what somebody else changed stands beside it. */
static struct fault *
tell(struct http_request *request, struct http_reply *reply, struct http_form *form,
	struct dispute_view *view, struct dispute *one, struct fault *fault)
{
	view->form = form;
	if (fault && fault->kind == FAULT_CONFLICT && view->one) {
		reply->status = 409;
		TRY(dispute_load(request->db, request->arena, one->id, one));
		TRY(compare(request, form, view));
		return draw(request, reply, view);
	}
	if (fault && fault->kind != FAULT_INPUT)
		return fault;
	reply->status = 422;
	if (fault && str_equal(str_of(fault->code), STR("application_dispute")))
		TRY(http_form_blame(request, form, fault->detail, fault->zh, fault->en));
	TRY(http_form_mistakes(request, form, &view->mistakes));
	if (fault && !form->errors.count)
		TRY(str_copy(request->arena, str_of(http_say(request, fault->zh, fault->en)),
			&view->mistakes.says));
	return draw(request, reply, view);
}

static struct fault *
save(struct http_request *request, struct http_reply *reply, const struct dispute *one)
{
	struct application_visit visit;
	struct str address;
	int64_t id;

	application_visit_make(request, one->agency_id, &visit);
	TRY(dispute_save(request->db, &visit.hands, one, &id));
	TRY(str_print(request->arena, &address, "/desk/disputes/%lld?done=1", (long long)id));
	return http_reply_redirect(request, reply, address);
}

struct fault *
dispute_change_page(struct http_request *request, struct http_reply *reply)
{
	struct dispute_view view = { 0 };
	struct dispute changed;
	struct dispute one;
	struct http_form form;
	struct fault *fault;

	TRY(load(request, &one));
	TRY(http_form_read(request, fields, &form));
	view.one = &one;
	if (form.errors.count)
		return tell(request, reply, &form, &view, &one, NULL);
	changed = one;
	read_form(&form, &changed);
	fault = save(request, reply, &changed);
	return fault ? tell(request, reply, &form, &view, &one, fault) : NULL;
}

/* The application of a number that was typed; a number that is none is the field's mistake. */
static struct fault *
find_about(struct http_request *request, struct http_form *form, int64_t agency_id, int64_t *ret_id)
{
	struct str text = http_form_text(form, "about");
	int64_t number;
	int year;

	*ret_id = 0;
	if (!text.len)
		return NULL;
	if (application_number_parse(text, &year, &number))
		TRY(application_find_number(request->db, agency_id, year, number, ret_id));
	if (*ret_id)
		return NULL;
	return http_form_blame(request, form, "about", "本机关没有这个编号的申请。",
		"This agency has no application of this number.");
}

struct fault *
dispute_add_page(struct http_request *request, struct http_reply *reply)
{
	struct dispute_view view = { 0 };
	struct dispute one = { 0 };
	struct http_form form;
	struct fault *fault;

	TRY(http_form_read(request, fields, &form));
	one.agency_id = http_form_int(&form, "agency", 0);
	if (!form.errors.count)
		TRY(find_about(request, &form, one.agency_id, &one.application_id));
	if (form.errors.count)
		return tell(request, reply, &form, &view, &one, NULL);
	read_form(&form, &one);
	fault = save(request, reply, &one);
	return fault ? tell(request, reply, &form, &view, &one, fault) : NULL;
}
