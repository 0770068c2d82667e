/*
 * Checking files without storing them, and storing one that was checked. What was sent is kept in
 * memory for half an hour under a name nobody can guess; nothing is written unless asked.
 */
#include "report/report_check.html.h"
#include "report/report_page_inside.h"

#include "http/http_form.h"
#include "http/http_stash.h"

enum { MOST_FILES = 20 };

static const struct http_field check_fields[] = {
	{ .name = "file",
		.kind = HTTP_FILE,
		.is_required = true,
		.many = MOST_FILES,
		.zh = "报告文件",
		.en = "Report files" },
	{ 0 },
};

static const struct http_field store_fields[] = {
	{ .name = "token",
		.kind = HTTP_TEXT,
		.is_required = true,
		.max = 64,
		.zh = "核对编号",
		.en = "Token" },
	{ .name = "agency",
		.kind = HTTP_TEXT,
		.is_required = true,
		.max = 100,
		.zh = "机关",
		.en = "Agency" },
	{ .name = "year",
		.kind = HTTP_INT,
		.is_required = true,
		.least = 2019,
		.most = 2100,
		.zh = "年度",
		.en = "Year" },
	{ 0 },
};

static struct fault *
draw(struct http_request *request, struct http_reply *reply, struct report_check_view *view)
{
	struct html_shell shell;

	TRY(report_shell(request, STR("核对年度报告"), "/check", &shell));
	shell.is_hidden = view->result_count > 0;
	view->shell = &shell;
	report_check_html(&reply->body, view);
	if (view->result_count)
		reply->cache = HTTP_CACHE_NEVER;
	return NULL;
}

static struct fault *
report_check_form_page(struct http_request *request, struct http_reply *reply)
{
	struct report_check_view view = { 0 };

	return draw(request, reply, &view);
}

/* Read and check one file; a file that cannot be read is a result too, not the page's failure. */
static struct fault *
check_file(struct http_request *request, const struct http_file *file, size_t index,
	struct report_check_result *ret_result)
{
	struct report_check_result result = { .name = file->name };
	struct random_name token;
	struct report *report;
	struct fault *fault;
	struct str prefix;
	struct str copy;

	TAKE(request->arena, report, 1);
	fault = report_read(file->name, file->bytes, request->arena, report);
	if (fault) {
		TRY(str_copy(
			request->arena, str_of(http_say(request, fault->zh, fault->en)), &copy));
		result.problem = copy.at;
		*ret_result = result;
		return NULL;
	}
	TRY(report_check_stored(request->db, request->arena, report, &result.previous_id));
	TRY(str_print(request->arena, &prefix, "r%zu-", index));
	TRY(report_view_make(report, prefix, request->arena, &result.view));
	TRY(http_stash_put(request->stash, file->name, file->bytes, &token));
	TRY(str_copy(request->arena, str_of(token.at), &result.token));
	*ret_result = result;
	return NULL;
}

static struct fault *
report_check_page(struct http_request *request, struct http_reply *reply)
{
	struct report_check_view view = { 0 };
	struct report_check_result *results;
	int64_t first = http_query_int(request, "first", 0);
	const struct http_file *files;
	struct http_form form;
	size_t count = 0;

	TRY(http_form_read(request, check_fields, &form));
	if (form.errors.count) {
		struct str copy;

		TRY(str_copy(request->arena, form.errors.items[0].says, &copy));
		view.problem = copy.at;
		reply->status = 422;
		return draw(request, reply, &view);
	}
	files = http_form_files(&form, "file", &count);
	TAKE(request->arena, results, count + 1);
	view.first = first > 0 && first < 1000 ? (size_t)first : 0;
	for (size_t i = 0; i < count; i++)
		TRY(check_file(request, &files[i], view.first + i, &results[i]));
	view.results = results;
	view.result_count = count;
	return draw(request, reply, &view);
}

/* ---------------------------------------------------------------- storing */

/* Read again, so that what is stored is what this program reads, under the agency and year the
 * person confirmed. */
static struct fault *
store_checked(struct http_request *request, struct str name, struct str bytes, struct str agency,
	int year, struct report_saved *ret_saved)
{
	const struct report_site *site = request->context;
	struct report *report;

	TAKE(request->arena, report, 1);
	TRY(report_read(name, bytes, request->arena, report));
	report->agency = agency;
	report->year = year;
	return report_import_record(
		request->db, site->files, request->arena, report, bytes, ret_saved);
}

static struct fault *
report_store_page(struct http_request *request, struct http_reply *reply)
{
	CLOSING(buf_done)
	struct buf bytes;
	struct report_check_view view = { 0 };
	struct report_saved saved;
	struct http_form form;
	struct str name;
	struct str target;

	buf_init(&bytes, (size_t)32 << 20);
	TRY(http_form_read(request, store_fields, &form));
	if (form.errors.count) {
		TRY(str_copy(request->arena, form.errors.items[0].says, &name));
		view.problem = name.at;
		reply->status = 422;
		return draw(request, reply, &view);
	}
	TRY(http_stash_look(
		request->stash, request->arena, http_form_text(&form, "token"), &name, &bytes));
	TRY(store_checked(request, name, buf_str(&bytes), http_form_text(&form, "agency"),
		(int)http_form_int(&form, "year", 0), &saved));
	TRY(str_print(request->arena, &target, "/reports/%lld", (long long)saved.id));
	return http_reply_redirect(request, reply, target);
}

const struct route report_check_routes[] = {
	{ "GET", "/check", report_check_form_page, ANYONE },
	{ "POST", "/check", report_check_page, ANYONE | SAME_SITE | READS | UPLOAD | LIMITED },
	{ "POST", "/reports", report_store_page, ANYONE | SAME_SITE | LIMITED },
	{ 0 },
};
