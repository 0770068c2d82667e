/*
 * The applicant's own page: asking by number and query code, the case as it stands, handing
 * something in, fetching letters and files. Whoever guesses learns nothing: every wrong question
 * has the same answer.
 */
#include <string.h>

#include "reception/reception_page.h"
#include "reception/reception_progress.html.h"
#include "reception/reception_view.h"

#define CASE STR("/apply/progress/case")

static const struct http_field ask_fields[] = {
	{ .name = "agency", .kind = HTTP_TEXT, .max = 100, .zh = "机关", .en = "Agency" },
	{ .name = "number", .kind = HTTP_TEXT, .max = 20, .zh = "编号", .en = "Number" },
	{ .name = "code", .kind = HTTP_TEXT, .max = 40, .zh = "查询码", .en = "Query code" },
	{ 0 },
};

static const struct http_field own_fields[] = {
	{ .name = "says", .kind = HTTP_LINES, .max = 5000, .zh = "内容", .en = "Words" },
	{ .name = "files", .kind = HTTP_FILE, .many = 10, .zh = "材料", .en = "Files" },
	{ .name = "kept",
		.kind = HTTP_TEXT,
		.max = 40,
		.many = 10,
		.zh = "已上传的材料",
		.en = "Kept files" },
	{ .name = "sure", .kind = HTTP_CHECKBOX, .zh = "确认", .en = "Sure" },
	{ 0 },
};

/* --- asking --- */

static struct fault *
draw_ask(struct http_request *request, struct http_reply *reply, struct reception_ask_view *view)
{
	struct html_shell shell;

	TRY(account_shell(request, reply, STR("查询办理进度"), "/apply", &shell));
	view->shell = &shell;
	reception_ask_html(&reply->body, view);
	reply->cache = HTTP_CACHE_NEVER;
	return NULL;
}

static struct fault *
reception_ask_page(struct http_request *request, struct http_reply *reply)
{
	struct reception_ask_view view = { .agency = str_trim(http_query(request, "agency")) };
	struct reception_session session;
	int64_t id;

	TRY(reception_session_look(request, &session, &id));
	if (id && !session.is_fresh) {
		reply->cache = HTTP_CACHE_NEVER;
		return http_reply_redirect(request, reply, CASE);
	}
	if (str_equal(http_query(request, "done"), STR("ended")))
		view.done = STR("查询已经结束，编号和查询码没有留在这台电脑上。");
	else if (str_equal(http_query(request, "done"), STR("over")))
		view.problem = STR("查询已经超时，请重新填写编号和查询码。");
	return draw_ask(request, reply, &view);
}

/* One sentence for whatever is wrong, and the code is not shown again. */
static struct fault *
refuse_ask(struct http_request *request, struct http_reply *reply, const struct http_form *form)
{
	struct reception_ask_view view = { .agency = http_form_text(form, "agency"),
		.number = http_form_text(form, "number"),
		.problem = STR("没有查到。请核对机关、编号和查询码；查询码丢失的，"
			       "凭身份证明请机关重新给一个。") };

	reply->status = 422;
	return draw_ask(request, reply, &view);
}

static struct fault *
reception_asked_page(struct http_request *request, struct http_reply *reply)
{
	struct reception_session session;
	struct http_form form;
	int64_t id;

	TRY(http_form_read(request, ask_fields, &form));
	TRY(reception_ask(request, http_form_text(&form, "agency"), http_form_text(&form, "number"),
		http_form_text(&form, "code"), &session, &id));
	if (!id)
		return refuse_ask(request, reply, &form);
	TRY(reception_session_begin(request, reply, &session));
	reply->cache = HTTP_CACHE_NEVER;
	return http_reply_redirect(request, reply, CASE);
}

/* --- the case --- */

static struct fault *
over(struct http_request *request, struct http_reply *reply)
{
	reply->cache = HTTP_CACHE_NEVER;
	TRY(reception_session_end(request, reply));
	return http_reply_redirect(request, reply, STR("/apply/progress?done=over"));
}

static struct fault *
draw_case(struct http_request *request, struct http_reply *reply,
	struct reception_progress_view *view)
{
	struct html_shell shell;

	TRY(account_shell(request, reply, STR("办理进度"), "/apply", &shell));
	shell.is_hidden = true;
	view->shell = &shell;
	reception_progress_html(&reply->body, view);
	reply->cache = HTTP_CACHE_NEVER;
	return NULL;
}

static struct str
done_words(struct str done)
{
	static const struct {
		const char *key;
		const char *zh;
	} words[] = {
		{ "corrected", "补正已经交给机关，今天为收到补正之日，时限从次日起重新计算。" },
		{ "note", "说明的理由已经交给机关。" },
		{ "withdraw", "申请已经撤回。" },
		{ "delivery_signed", "已经登记您收到答复。" },
	};

	for (size_t i = 0; i < COUNT_OF(words); i++)
		if (str_equal(done, str_of(words[i].key)))
			return str_of(words[i].zh);
	return STR("");
}

static struct fault *
reception_progress_page(struct http_request *request, struct http_reply *reply)
{
	struct reception_progress_view view;
	struct reception_session session;
	struct application one;
	int64_t id;

	TRY(reception_session_look(request, &session, &id));
	if (!id)
		return over(request, reply);
	TRY(reception_progress_load(request, id, &one, &view));
	view.done = done_words(http_query(request, "done"));
	return draw_case(request, reply, &view);
}

static struct fault *
reception_progress_end_page(struct http_request *request, struct http_reply *reply)
{
	reply->cache = HTTP_CACHE_NEVER;
	TRY(reception_session_end(request, reply));
	return http_reply_redirect(request, reply, STR("/apply/progress?done=ended"));
}

/* --- handing something in --- */

static struct fault *
do_own(struct http_request *request, const struct application *one, const struct http_form *form,
	const struct application_uploads *uploads, const struct application_act_rule *rule)
{
	struct application_own own = {
		.id = one->id, .act = rule->act, .says = http_form_text(form, "says")
	};
	struct application_visit visit;
	struct application_file *kept;
	struct application_done done;

	application_visit_make(request, one->agency_id, &visit);
	/* A member of staff who looks at his own application is an applicant here. */
	visit.hands.person = NULL;
	if (rule->act == APPLICATION_WITHDRAW && !http_form_is_checked(form, "sure"))
		return fault_new(FAULT_INPUT, "application_wants",
			"撤回后不能恢复，请勾选“确认撤回”。",
			"A withdrawal cannot be undone: tick the box.");
	TRY(application_keep_files(
		&visit.hands, request->arena, uploads->items, uploads->count, &kept));
	own.files = kept;
	own.file_count = uploads->count;
	return application_do_own(request->db, &visit.hands, request->arena, &own, &done);
}

/* What the applicant can mend is said over the page, with the words as typed and the files as sent;
 * but for one that cannot be taken. `fault` NULL: mistakes of the fields. */
static struct fault *
tell(struct http_request *request, struct http_reply *reply, int64_t id,
	const struct http_form *form, struct application_uploads *uploads, struct fault *fault)
{
	struct reception_progress_view view;
	struct application one;
	struct str says = STR_NONE;

	if (fault && fault->kind != FAULT_INPUT && fault->kind != FAULT_CONFLICT &&
		fault->kind != FAULT_LIMIT)
		return fault;
	reply->status = fault && fault->kind == FAULT_CONFLICT ? 409 : 422;
	if (fault && (str_starts(str_of(fault->code), STR("application_file")) ||
			     str_starts(str_of(fault->code), STR("redaction"))))
		uploads->count = 0;
	if (fault)
		TRY(str_copy(
			request->arena, str_of(http_say(request, fault->zh, fault->en)), &says));
	TRY(reception_progress_load(request, id, &one, &view));
	TRY(http_form_mistakes(request, form, &view.mistakes));
	view.mistakes.says = says;
	TRY(application_page_keep_files(request, uploads, &view.kept));
	view.typed = http_form_text(form, "says");
	return draw_case(request, reply, &view);
}

static struct fault *
reception_own_page(struct http_request *request, struct http_reply *reply)
{
	const struct application_act_rule *rule = application_act_find(http_param(request, "act"));
	struct application_uploads uploads = { 0 };
	struct reception_session session;
	struct application one;
	struct http_form form;
	struct fault *fault = NULL;
	struct str address;
	int64_t id;

	TRY(http_form_read(request, own_fields, &form));
	TRY(reception_session_look(request, &session, &id));
	if (!id)
		return over(request, reply);
	if (!rule)
		return fault_absent("application_act", id);
	TRY(application_load(request->db, request->arena, id, &one));
	TRY(application_page_take_files(
		request, &form, "files", "kept", APPLICATION_FILE_ATTACHMENT, &uploads));
	if (!form.errors.count)
		fault = do_own(request, &one, &form, &uploads, rule);
	if (fault || form.errors.count)
		return tell(request, reply, id, &form, &uploads, fault);
	TRY(str_print(request->arena, &address, "/apply/progress/case?done=%s", rule->key));
	reply->cache = HTTP_CACHE_NEVER;
	return http_reply_redirect(request, reply, address);
}

/* --- fetching --- */

/* A letter of the case, or the receipt of one that was split off it. */
static struct fault *
find_letter(
	struct http_request *request, int64_t id, int64_t letter, const struct letter_row **ret_row)
{
	struct reception_progress_view view;
	struct application one;

	*ret_row = NULL;
	TRY(reception_progress_load(request, id, &one, &view));
	for (size_t i = 0; i < view.letter_count; i++)
		if (view.letters[i].row->id == letter)
			*ret_row = view.letters[i].row;
	for (size_t i = 0; i < view.part_count; i++)
		if (view.parts[i].receipt && view.parts[i].receipt->id == letter)
			*ret_row = view.parts[i].receipt;
	return NULL;
}

static struct fault *
reception_own_letter_page(struct http_request *request, struct http_reply *reply)
{
	struct str format = http_param(request, "format");
	struct reception_session session;
	const struct letter_row *row;
	int64_t letter;
	int64_t id;

	TRY(reception_session_look(request, &session, &id));
	if (!id)
		return over(request, reply);
	TRY(http_param_id(request, "letter", &letter));
	TRY(find_letter(request, id, letter, &row));
	if (!row || (!str_equal(format, STR("pdf")) && !str_equal(format, STR("docx"))))
		return fault_absent("letter", letter);
	return application_letter_bytes(request, row, reply, str_equal(format, STR("pdf")));
}

static struct fault *
reception_own_file_page(struct http_request *request, struct http_reply *reply)
{
	struct reception_progress_view view;
	struct reception_session session;
	struct application_visit visit;
	struct application one;
	int64_t file;
	int64_t id;

	TRY(reception_session_look(request, &session, &id));
	if (!id)
		return over(request, reply);
	TRY(http_param_id(request, "file", &file));
	TRY(reception_progress_load(request, id, &one, &view));
	for (size_t i = 0; i < view.file_count; i++) {
		if (view.files[i]->id != file)
			continue;
		application_visit_make(request, one.agency_id, &visit);
		TRY(application_load_bytes(
			&visit.hands, request->arena, view.files[i], &reply->body));
		reply->cache = HTTP_CACHE_NEVER;
		return http_reply_download(
			request, reply, view.files[i]->name, "application/octet-stream");
	}
	return fault_absent("application_file", file);
}

const struct route reception_progress_routes[] = {
	{ "GET", "/apply/progress", reception_ask_page, ANYONE },
	{ "POST", "/apply/progress", reception_asked_page, ANYONE | SAME_SITE | LIMITED },
	{ "GET", "/apply/progress/case", reception_progress_page, ANYONE },
	{ "POST", "/apply/progress/end", reception_progress_end_page, ANYONE | SAME_SITE },
	{ "POST", "/apply/progress/acts/:act", reception_own_page,
		ANYONE | SAME_SITE | UPLOAD | LIMITED },
	{ "GET", "/apply/progress/letters/:letter/:format", reception_own_letter_page, ANYONE },
	{ "GET", "/apply/progress/files/:file", reception_own_file_page, ANYONE },
	{ 0 },
};
