/*
 * Pages that take lists of agencies in and give them out: upload, preview of what each row would
 * do, confirmation, export. The file waits in memory between preview and confirmation; nothing is
 * written before that.
 */
#include "agency/agency_import.html.h"
#include "agency/agency_page_inside.h"
#include "doc/doc.h"
#include "http/http_server.h"
#include "http/http_stash.h"

#define WORK_MEMORY ((size_t)256 << 20)
#define OUTPUT_MAX ((size_t)64 << 20)

enum { SHOWN_ROWS = 500 };

static const struct http_field upload_fields[] = {
	{ .name = "file",
		.kind = HTTP_FILE,
		.is_required = true,
		.many = 1,
		.endings = "csv txt xlsx",
		.zh = "机关名单",
		.en = "List of agencies" },
	{ 0 },
};

static const struct http_field confirm_fields[] = {
	{ .name = "token",
		.kind = HTTP_TEXT,
		.is_required = true,
		.max = 64,
		.zh = "预览编号",
		.en = "Token" },
	{ .name = "digest",
		.kind = HTTP_TEXT,
		.is_required = true,
		.max = 64,
		.zh = "预览内容",
		.en = "Preview" },
	{ 0 },
};

static struct fault *
draw(struct http_request *request, struct http_reply *reply, struct agency_import_view *view)
{
	struct html_shell shell;

	TRY(account_shell(request, reply, STR("导入机关"), AGENCY_ADMIN, &shell));
	shell.is_hidden = true;
	view->shell = &shell;
	view->is_english = request->language == HTTP_EN;
	reply->cache = HTTP_CACHE_NEVER;
	agency_import_html(&reply->body, view);
	return NULL;
}

/* Lists change many agencies at once, so they are for those who administer everything. */
static struct fault *
must_import(const struct http_request *request)
{
	return agency_page_must(request, STR_NONE);
}

static struct fault *
upload_page(struct http_request *request, struct http_reply *reply)
{
	struct agency_import_view view = { 0 };

	TRY(must_import(request));
	return draw(request, reply, &view);
}

static struct fault *
draw_problem(struct http_request *request, struct http_reply *reply, const struct fault *fault)
{
	struct agency_import_view view = { 0 };

	TRY(str_copy(
		request->arena, str_of(http_say(request, fault->zh, fault->en)), &view.problem));
	reply->status = fault->kind == FAULT_INPUT ? 422 : http_fault_status(fault);
	return draw(request, reply, &view);
}

/* Rows with problems first, then the others that do something; as many as a page can bear. */
static struct fault *
choose_rows(struct arena *arena, struct agency_import_view *view)
{
	const struct agency_import_plan *plan = view->plan;
	const struct agency_import_row **shown;
	size_t wanted = 0;

	TAKE(arena, shown, SHOWN_ROWS + 1);
	for (int pass = 0; pass < 2; pass++)
		for (size_t i = 0; i < plan->count; i++) {
			const struct agency_import_row *row = &plan->rows[i];
			bool is_plain =
				!row->is_bad && (row->deed != AGENCY_IMPORT_SAME || row->remarks);

			if (pass == 0 ? !row->is_bad : !is_plain)
				continue;
			if (view->shown_count < SHOWN_ROWS)
				shown[view->shown_count++] = row;
			wanted++;
		}
	view->shown = shown;
	view->more_count = wanted - view->shown_count;
	return NULL;
}

/* Read, plan and show. A page of its own memory, because a list may be long. */
static struct fault *
preview(struct http_request *request, struct http_reply *reply, struct str name, struct str bytes,
	struct str token, struct str problem)
{
	CLOSING(arena_close) struct arena *arena = NULL;
	struct agency_import_view view = { .problem = problem, .token = token };
	struct agency_import_plan plan;
	struct agency_raw_list list;

	TRY(arena_open(WORK_MEMORY, &arena));
	TRY(agency_import_read(name, bytes, arena, &list));
	TRY(agency_import_check(request->db, arena, &list, &plan));
	view.list = &list;
	view.plan = &plan;
	view.digest = str_of(plan.digest.at);
	TRY(choose_rows(arena, &view));
	return draw(request, reply, &view);
}

static struct fault *
preview_page(struct http_request *request, struct http_reply *reply)
{
	const struct http_file *file;
	struct random_name token;
	struct http_form form;
	struct fault *fault;
	size_t count = 0;
	struct str kept;

	TRY(must_import(request));
	TRY(http_form_read(request, upload_fields, &form));
	file = http_form_files(&form, "file", &count);
	if (form.errors.count || !count) {
		struct agency_import_view view = {
			.problem = form.errors.count ? form.errors.items[0].says : STR_NONE
		};

		reply->status = 422;
		return draw(request, reply, &view);
	}
	TRY(http_stash_put(request->stash, file->name, file->bytes, &token));
	TRY(str_copy(request->arena, str_of(token.at), &kept));
	fault = preview(request, reply, file->name, file->bytes, kept, STR_NONE);
	if (fault && fault->kind != FAULT_OUTSIDE)
		return draw_problem(request, reply, fault);
	return fault;
}

static struct fault *
write_list(struct http_request *request, struct str name, struct str bytes, struct str digest,
	struct arena *arena, struct agency_import_plan *ret_plan)
{
	struct audit_actor actor = account_actor(request, 0);
	struct agency_raw_list list;

	TRY(agency_import_read(name, bytes, arena, &list));
	return agency_import_apply(request->db, &actor, arena, &list, digest, ret_plan);
}

static struct fault *
say_done(struct http_request *request, struct http_reply *reply,
	const struct agency_import_plan *plan)
{
	struct agency_import_view view = { 0 };

	TRY(str_print(request->arena, &view.done,
		"已写入：新增 %zu 个机关，更新 %zu 个，%zu 个不变。", plan->add_count,
		plan->change_count, plan->same_count));
	return draw(request, reply, &view);
}

static struct fault *
confirm_page(struct http_request *request, struct http_reply *reply)
{
	CLOSING(arena_close) struct arena *arena = NULL;
	CLOSING(buf_done) struct buf bytes;
	struct agency_import_plan plan;
	struct http_form form;
	struct fault *fault;
	struct str name;
	struct str says;

	buf_init(&bytes, (size_t)32 << 20);
	TRY(must_import(request));
	TRY(arena_open(WORK_MEMORY, &arena));
	TRY(http_form_read(request, confirm_fields, &form));
	fault = http_stash_look(
		request->stash, request->arena, http_form_text(&form, "token"), &name, &bytes);
	if (fault)
		return draw_problem(request, reply, fault);
	fault = write_list(
		request, name, buf_str(&bytes), http_form_text(&form, "digest"), arena, &plan);
	if (!fault)
		return say_done(request, reply, &plan);
	if (fault->kind == FAULT_OUTSIDE || fault->kind == FAULT_DENIED)
		return fault;
	/* The preview again, as things stand now. */
	reply->status = fault->kind == FAULT_CONFLICT ? 409 : 422;
	TRY(str_copy(request->arena, str_of(http_say(request, fault->zh, fault->en)), &says));
	return preview(request, reply, name, buf_str(&bytes), http_form_text(&form, "token"), says);
}

/* --- out --- */

static struct fault *
send(struct http_request *request, struct http_reply *reply, const struct doc *doc,
	const char *base_name, bool is_csv)
{
	CLOSING(buf_done) struct buf bytes;
	struct str name;
	struct str kept;

	buf_init(&bytes, OUTPUT_MAX);
	TRY(is_csv ? doc_write_csv(doc, &bytes) : doc_write_xlsx(doc, &bytes));
	TRY(str_print(request->arena, &name, "%s.%s", base_name, is_csv ? "csv" : "xlsx"));
	TRY(str_copy(request->arena, buf_str(&bytes), &kept));
	http_reply_fixed(reply, NULL, kept);
	reply->cache = HTTP_CACHE_NEVER;
	return http_reply_download(request, reply, name, NULL);
}

static struct fault *
export_page(struct http_request *request, struct http_reply *reply)
{
	CLOSING(arena_close) struct arena *arena = NULL;
	int64_t below = http_query_int(request, "below", 0);
	struct agency top = { .path = STR_NONE };
	struct doc doc;

	if (below)
		TRY(agency_load(request->db, request->arena, below, &top));
	TRY(agency_page_must(request, top.path));
	TRY(arena_open(WORK_MEMORY, &arena));
	TRY(agency_export(request->db, arena, top.path, &doc));
	return send(request, reply, &doc, "机关名单",
		str_equal(http_query(request, "format"), STR("csv")));
}

static struct fault *
blank_page(struct http_request *request, struct http_reply *reply)
{
	struct doc doc;

	TRY(agency_export_blank(request->arena, &doc));
	return send(request, reply, &doc, "机关名单（空白表）",
		str_equal(http_query(request, "format"), STR("csv")));
}

const struct route agency_import_routes[] = {
	{ "GET", AGENCY_ADMIN "/import", upload_page, ACCOUNT_SYSTEM_ADMIN },
	{ "POST", AGENCY_ADMIN "/import", preview_page, ACCOUNT_SYSTEM_ADMIN | UPLOAD | READS },
	{ "POST", AGENCY_ADMIN "/import/confirm", confirm_page, ACCOUNT_SYSTEM_ADMIN },
	{ "GET", AGENCY_ADMIN "/export", export_page, ACCOUNT_SYSTEM_ADMIN },
	{ "GET", AGENCY_ADMIN "/import/blank", blank_page, ACCOUNT_SYSTEM_ADMIN },
	{ 0 },
};
