/*
 * Redaction of one file: its text with what goes marked in it, what was chosen and why, and making
 * the released file. All choices travel in the form, so nothing is stored until the file is made,
 * and no script is needed. Law: 条例 art. 37.
 */
#include <string.h>

#include "application/application_work.h"
#include "casework/casework_page.h"
#include "casework/casework_redact.html.h"
#include "casework/casework_redact_view.h"

enum { MOST_BYTES = 64 << 20 };

/* A column of the table of rectangles. */
#define BOX_FIELD(label, of_zh, of_en)                                                             \
	{                                                                                          \
		.name = (label), .kind = HTTP_TEXT, .max = 12, .many = CASEWORK_BOXES_MOST,        \
		.has_blanks = true, .zh = (of_zh), .en = (of_en)                                   \
	}

static struct fault *
make_fields(struct http_request *request, struct http_field **ret_fields)
{
	static const struct http_field fields[] = {
		{ .name = "chosen",
			.kind = HTTP_TEXT,
			.max = 600,
			.many = CASEWORK_CUTS_MOST,
			.zh = "已选的遮盖",
			.en = "Chosen" },
		{ .name = "unit",
			.kind = HTTP_TEXT,
			.max = 12,
			.many = CASEWORK_UNITS_SHOWN,
			.zh = "整段",
			.en = "Units" },
		{ .name = "page",
			.kind = HTTP_TEXT,
			.max = 12,
			.many = REDACTION_MOST_PAGES,
			.zh = "整页",
			.en = "Pages" },
		{ .name = "terms", .kind = HTTP_LINES, .max = 4000, .zh = "词语", .en = "Words" },
		BOX_FIELD("box_page", "区域的页", "Pages of rectangles"),
		BOX_FIELD("box_left", "左", "Left"),
		BOX_FIELD("box_top", "上", "Top"),
		BOX_FIELD("box_width", "宽", "Width"),
		BOX_FIELD("box_height", "高", "Height"),
		{ .name = "shown",
			.kind = HTTP_TEXT,
			.max = 12,
			.many = CASEWORK_UNITS_SHOWN,
			.zh = "保留看不见的文字",
			.en = "Show" },
		{ .name = "ground", .kind = HTTP_TEXT, .max = 40, .zh = "依据", .en = "Ground" },
		{ .name = "note", .kind = HTTP_TEXT, .max = 100, .zh = "遮盖的内容", .en = "What" },
		{ .name = "make", .kind = HTTP_CHECKBOX, .zh = "生成", .en = "Make" },
		{ 0 },
	};

	TAKE(request->arena, *ret_fields, COUNT_OF(fields));
	memcpy(*ret_fields, fields, sizeof fields);
	return NULL;
}

/* The file of the address, for who may work on the case; a proof of identity is never released. */
static struct fault *
load(struct http_request *request, struct application *ret_one, struct application_file *ret_file,
	struct buf *bytes)
{
	struct application_visit visit;
	enum application_sight sight;

	TRY(application_page_case(request, APPLICATION_SEES_ALL, ret_one, &sight));
	TRY(account_must(account_of(request), ACCOUNT_CASE_OFFICER, ret_one->path));
	TRY(casework_find_file(request, ret_one, ret_file));
	if (ret_file->kind == APPLICATION_FILE_PROOF)
		return fault_absent("application_file", ret_file->id);
	application_visit_make(request, ret_one->agency_id, &visit);
	return application_load_bytes(&visit.hands, request->arena, ret_file, bytes);
}

static struct fault *
draw(struct http_request *request, struct http_reply *reply, struct casework_redact_view *view)
{
	struct html_shell shell;
	struct str title;

	TRY(casework_draw_units(request->arena, &view->text, view->cuts, view->cut_count,
		&view->units, &view->unit_count));
	TRY(casework_draw_pages(request->arena, view, &view->page_count));
	if (!view->rows)
		TRY(casework_draw_rows(
			request->arena, NULL, &view->text, &view->rows, &view->row_count));
	TRY(str_print(request->arena, &title, "遮盖处理：%.*s", STR_ARG(view->file->name)));
	TRY(account_shell(request, reply, title, "/desk/applications", &shell));
	shell.has_cuts = view->page_count > 0;
	view->shell = &shell;
	casework_redact_html(&reply->body, view);
	reply->cache = HTTP_CACHE_NEVER;
	return NULL;
}

static struct fault *
casework_redact_page(struct http_request *request, struct http_reply *reply)
{
	CLOSING(buf_done) struct buf bytes;
	struct casework_redact_view view = { .ground = STR("ex15_third_party") };
	struct application_file file;
	struct application one;
	struct fault *fault;

	buf_init(&bytes, MOST_BYTES);
	TRY(load(request, &one, &file, &bytes));
	view.one = &one;
	view.file = &file;
	TRY(redaction_inspect(file.name, buf_str(&bytes), request->arena, &view.hidden));
	fault = redaction_text(file.name, buf_str(&bytes), request->arena, &view.text);
	if (fault && fault->kind == FAULT_INPUT) {
		TRY(str_copy(request->arena, str_of(http_say(request, fault->zh, fault->en)),
			&view.mistakes.says));
		return draw(request, reply, &view);
	}
	TRY(fault);
	TRY(casework_suggest_cuts(
		request->arena, &view.text, day_today(), &view.cuts, &view.cut_count));
	view.suggestion_count = view.cut_count;
	return draw(request, reply, &view);
}

/* --- the released file --- */

/* What may not be found anywhere in the released file: words that went in all of their places. The
 * text of one range may well stand elsewhere. */
static struct fault *
gone_terms(struct arena *arena, const struct casework_redact_view *view, struct str **ret_terms,
	size_t *ret_count)
{
	struct str *terms;
	size_t count = 0;

	TAKE(arena, terms, view->cut_count + 1);
	for (size_t i = 0; i < view->cut_count; i++)
		if (view->cuts[i].redaction.shape == REDACTION_TERM)
			terms[count++] = view->cuts[i].redaction.term;
	*ret_terms = terms;
	*ret_count = count;
	return NULL;
}

static struct fault *
name_released(struct arena *arena, struct str name, const char *ending, struct str *ret_name)
{
	size_t dot = str_find_last(name, STR("."));

	if (dot < name.len)
		name.len = dot;
	return str_print(arena, ret_name, "%.*s（公开件）.%s", STR_ARG(name), ending);
}

static struct fault *
store(struct http_request *request, const struct casework_redact_view *view, struct str bytes,
	const struct redaction_record *record)
{
	struct application_redacted redacted = {
		.id = view->one->id, .source = view->file, .bytes = bytes
	};
	struct application_visit visit;
	struct str *grounds;
	int64_t id;

	TAKE(request->arena, grounds, view->cut_count + 1);
	for (size_t i = 0; i < view->cut_count; i++) {
		size_t known = 0;

		if (view->cuts[i].redaction.shape == REDACTION_SHOW)
			continue;
		while (known < redacted.ground_count &&
			!str_equal(grounds[known], view->cuts[i].redaction.ground))
			known++;
		if (known == redacted.ground_count)
			grounds[redacted.ground_count++] = view->cuts[i].redaction.ground;
	}
	redacted.grounds = grounds;
	TRY(name_released(request->arena, view->file->name, record->ending, &redacted.name));
	TRY(casework_list_cuts(request->arena, view->file->name, record, view->cuts,
		view->cut_count, &redacted.rows));
	application_visit_make(request, view->one->agency_id, &visit);
	return application_add_redacted(request->db, &visit.hands, request->arena, &redacted, &id);
}

/* A PDF is images and nothing else: not one word may stand in it, cut or not. */
static struct fault *
check_burnt(struct http_request *request, const struct casework_redact_view *view, struct str bytes)
{
	struct redaction_text text;

	if (view->text.type != REDACTION_PDF)
		return NULL;
	TRY(redaction_text(view->file->name, bytes, request->arena, &text));
	if (text.count == 0)
		return NULL;
	return fault_new(FAULT_INPUT, "redaction_left",
		"公开件里还读得出文字，没有保存。请用打印功能把原件另存为新的 PDF 后再试。",
		"The released file still has text, so it was not kept. Print the original to a new "
		"PDF and try again.");
}

/* Make it, open it like a curious reader, and keep it only when nothing is left. */
static struct fault *
make(struct http_request *request, struct casework_redact_view *view, struct str original,
	bool *ret_is_made)
{
	CLOSING(buf_done) struct buf released;
	struct redaction_record record;
	struct redaction_plan plan = { .count = view->cut_count };
	struct redaction *all;
	struct str *terms;
	size_t term_count;

	*ret_is_made = false;
	buf_init(&released, MOST_BYTES);
	TAKE(request->arena, all, view->cut_count + 1);
	for (size_t i = 0; i < view->cut_count; i++)
		all[i] = view->cuts[i].redaction;
	plan.all = all;
	TRY(redaction_apply(view->file->name, original, &plan, request->arena, &released, &record));
	if (record.unmatched)
		return fault_new(FAULT_INPUT, "redaction_unmatched",
			"有 %zu 处遮盖在文件里没有找到，没有生成公开件。请检查词语的写法。",
			"%zu of the redactions found nothing; no file was made. Look at the words.",
			record.unmatched);
	TRY(gone_terms(request->arena, view, &terms, &term_count));
	TRY(redaction_verify(view->file->name, buf_str(&released), terms, term_count,
		request->arena, &view->left));
	if (redaction_count(&view->left, REDACTION_MUST_GO))
		return NULL;
	TRY(check_burnt(request, view, buf_str(&released)));
	TRY(store(request, view, buf_str(&released), &record));
	*ret_is_made = true;
	return NULL;
}

static struct fault *
take_choices(struct http_request *request, const struct http_form *form, struct str bytes,
	struct casework_redact_view *view)
{
	view->ground = http_form_text(form, "ground");
	view->note = http_form_text(form, "note");
	view->typed_terms = http_form_text(form, "terms");
	TRY(redaction_text(view->file->name, bytes, request->arena, &view->text));
	TRY(casework_draw_rows(request->arena, form, &view->text, &view->rows, &view->row_count));
	TRY(casework_read_cuts(request->arena, form, &view->text, &view->cuts, &view->cut_count));
	TRY(casework_add_cuts(request->arena, form, &view->text, view->cuts, &view->cut_count));
	view->typed_terms = STR("");
	view->rows = NULL;
	return NULL;
}

static struct fault *
casework_redact_done_page(struct http_request *request, struct http_reply *reply)
{
	CLOSING(buf_done) struct buf bytes;
	struct casework_redact_view view = { 0 };
	struct application_file file;
	struct http_field *fields;
	struct application one;
	struct http_form form;
	struct fault *fault;
	bool is_made = false;
	struct str address;

	buf_init(&bytes, MOST_BYTES);
	TRY(load(request, &one, &file, &bytes));
	view.one = &one;
	view.file = &file;
	TRY(make_fields(request, &fields));
	TRY(http_form_read(request, fields, &form));
	fault = take_choices(request, &form, buf_str(&bytes), &view);
	if (!fault && http_form_is_checked(&form, "make"))
		fault = make(request, &view, buf_str(&bytes), &is_made);
	if (fault && fault->kind != FAULT_INPUT && fault->kind != FAULT_LIMIT &&
		fault->kind != FAULT_CONFLICT)
		return fault;
	if (fault) {
		reply->status = fault->kind == FAULT_CONFLICT ? 409 : 422;
		TRY(str_copy(request->arena, str_of(http_say(request, fault->zh, fault->en)),
			&view.mistakes.says));
	}
	if (!is_made)
		return draw(request, reply, &view);
	TRY(str_print(request->arena, &address, "/desk/applications/%lld?tab=files&done=redacted",
		(long long)one.id));
	return http_reply_redirect(request, reply, address);
}

/* The image of one page, for the eye of who chooses: drawn in the cage, kept nowhere. */
static struct fault *
casework_redact_sheet_page(struct http_request *request, struct http_reply *reply)
{
	CLOSING(buf_done) struct buf bytes;
	struct application_file file;
	struct application one;
	int64_t page;

	buf_init(&bytes, MOST_BYTES);
	TRY(http_param_id(request, "page", &page));
	TRY(load(request, &one, &file, &bytes));
	if (page > REDACTION_MOST_PAGES)
		return fault_absent("page", page);
	TRY(redaction_draw_page(file.name, buf_str(&bytes), (int)page, &reply->body, &reply->type));
	reply->cache = HTTP_CACHE_NEVER;
	return NULL;
}

const struct route casework_redact_routes[] = {
	{ "GET", "/desk/applications/:id/files/:file/pages/:page", casework_redact_sheet_page,
		ACCOUNT_CASE_OFFICER },
	{ "GET", "/desk/applications/:id/files/:file/redact", casework_redact_page,
		ACCOUNT_CASE_OFFICER },
	{ "POST", "/desk/applications/:id/files/:file/redact", casework_redact_done_page,
		(unsigned)ACCOUNT_CASE_OFFICER | SAME_SITE },
	{ 0 },
};
