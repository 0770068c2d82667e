/*
 * People from a list, step by step: the file, what would happen with each row, then the links for
 * those who were added. Between the steps the file waits in the stash; nothing is written before
 * the second one.
 */
#include "account/account_form.html.h"
#include "account/account_import.h"
#include "account/account_import.html.h"
#include "account/account_page_inside.h"
#include "http/http_server.h"
#include "http/http_stash.h"

static const struct http_field file_fields[] = {
	{ .name = "file",
		.kind = HTTP_FILE,
		.is_required = true,
		.many = 1,
		.endings = "csv xlsx",
		.zh = "名单文件",
		.en = "List" },
	{ 0 },
};

static const struct http_field store_fields[] = {
	{ .name = "token",
		.kind = HTTP_TEXT,
		.is_required = true,
		.max = 64,
		.zh = "名单",
		.en = "List" },
	{ 0 },
};

static struct fault *
draw(struct http_request *request, struct http_reply *reply, struct account_import_view *view)
{
	struct html_shell shell;

	TRY(account_shell(request, reply, STR("导入人员"), "/admin/people", &shell));
	shell.is_hidden = true;
	view->shell = &shell;
	view->is_english = request->language == HTTP_EN;
	reply->cache = HTTP_CACHE_NEVER;
	account_import_html(&reply->body, view);
	return NULL;
}

/* A person's mistake becomes a sentence beside the file; our own trouble goes on. */
static struct fault *
draw_fault(struct http_request *request, struct http_reply *reply, struct fault *fault)
{
	struct account_import_view view = { 0 };

	if (fault->kind == FAULT_OUTSIDE || fault->kind == FAULT_DENIED)
		return fault;
	reply->status = http_fault_status(fault);
	TRY(str_copy(
		request->arena, str_of(http_say(request, fault->zh, fault->en)), &view.problem));
	return draw(request, reply, &view);
}

struct fault *
account_import_form_page(struct http_request *request, struct http_reply *reply)
{
	struct account_import_view view = { 0 };

	return draw(request, reply, &view);
}

static struct fault *
look(struct http_request *request, const struct http_file *file, struct account_import *import)
{
	struct account_doer doer = account_doer_of(request);

	TRY(account_import_read(file->name, file->bytes, request->arena, import));
	return account_import_check(request->db, request->arena, &doer, import);
}

struct fault *
account_import_look_page(struct http_request *request, struct http_reply *reply)
{
	struct account_import_view view = { 0 };
	struct account_import import;
	const struct http_file *files;
	struct random_name token;
	struct http_form form;
	struct fault *fault;
	size_t count = 0;

	TRY(http_form_read(request, file_fields, &form));
	files = http_form_files(&form, "file", &count);
	if (form.errors.count || !count) {
		view.problem = form.errors.count ? form.errors.items[0].says : STR("请选择文件。");
		reply->status = 422;
		return draw(request, reply, &view);
	}
	fault = look(request, &files[0], &import);
	if (fault)
		return draw_fault(request, reply, fault);
	view.import = &import;
	if (!import.bad_count) {
		TRY(http_stash_put(request->stash, files[0].name, files[0].bytes, &token));
		TRY(str_copy(request->arena, str_of(token.at), &view.token));
	}
	return draw(request, reply, &view);
}

static struct fault *
draw_links(
	struct http_request *request, struct http_reply *reply, const struct account_import *import)
{
	struct account_links_view view = { .count = import->count, .back = URL("/admin/people") };
	struct account_link_line *lines;
	struct html_shell shell;

	TAKE(request->arena, lines, import->count + 1);
	for (size_t i = 0; i < import->count; i++) {
		lines[i].who = import->rows[i].facts.name;
		lines[i].login = import->rows[i].facts.login;
		TRY(account_link_address(request, &import->rows[i].token, &lines[i].address));
	}
	view.links = lines;
	TRY(str_print(request->arena, &view.says, "已新增 %zu 人。", import->count));
	TRY(str_print(request->arena, &view.hours, "%d",
		account_gate_policy(account_gate_of(request))->link / 3600));
	TRY(account_shell(request, reply, STR("设置密码的链接"), "/admin/people", &shell));
	shell.is_hidden = true;
	view.shell = &shell;
	reply->cache = HTTP_CACHE_NEVER;
	account_links_html(&reply->body, &view);
	return NULL;
}

struct fault *
account_import_store_page(struct http_request *request, struct http_reply *reply)
{
	CLOSING(buf_done) struct buf bytes;
	struct account_doer doer = account_doer_of(request);
	struct account_import import;
	struct http_form form;
	struct fault *fault;
	struct str name;

	buf_init(&bytes, (size_t)32 << 20);
	TRY(http_form_read(request, store_fields, &form));
	TRY(http_address(request, &doer.site));
	fault = http_stash_take(
		request->stash, request->arena, http_form_text(&form, "token"), &name, &bytes);
	if (!fault)
		fault = account_import_read(name, buf_str(&bytes), request->arena, &import);
	if (!fault)
		fault = account_import_apply(
			account_gate_of(request), request->db, request->arena, &doer, &import);
	if (fault)
		return draw_fault(request, reply, fault);
	return draw_links(request, reply, &import);
}
