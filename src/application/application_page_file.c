/*
 * Files and letters of a case: fetching them, letting the applicant have one, a letter on the
 * screen and as Word or PDF. Nothing from outside is ever shown inside this site: files are always
 * downloads.
 */
#include <string.h>

#include "application/application_letter.html.h"
#include "application/application_letter_view.h"

/* --- files --- */

static struct fault *
find_file(struct http_request *request, const struct application *one,
	struct application_file *ret_file)
{
	struct application_files files;
	int64_t id;

	TRY(http_param_id(request, "file", &id));
	TRY(application_load_files(request->db, request->arena, one->id, &files));
	for (size_t i = 0; i < files.count; i++)
		if (files.items[i].id == id && !files.items[i].removed_at) {
			*ret_file = files.items[i];
			return NULL;
		}
	return fault_absent("application_file", id);
}

static struct fault *
application_file_page(struct http_request *request, struct http_reply *reply)
{
	struct application_file file;
	struct application_visit visit;
	enum application_sight sight;
	struct application one;

	TRY(application_page_case(request, APPLICATION_SEES_ALL, &one, &sight));
	TRY(find_file(request, &one, &file));
	application_visit_make(request, one.agency_id, &visit);
	TRY(application_load_bytes(&visit.hands, request->arena, &file, &reply->body));
	reply->cache = HTTP_CACHE_NEVER;
	return http_reply_download(request, reply, file.name, "application/octet-stream");
}

static struct fault *
application_file_release_page(struct http_request *request, struct http_reply *reply)
{
	static const struct http_field fields[] = {
		{ .name = "release", .kind = HTTP_CHECKBOX, .zh = "提供", .en = "Release" }, { 0 }
	};
	struct application_file file;
	struct application_visit visit;
	enum application_sight sight;
	struct application one;
	struct http_form form;
	struct str address;

	TRY(application_page_case(request, APPLICATION_SEES_ALL, &one, &sight));
	TRY(find_file(request, &one, &file));
	TRY(http_form_read(request, fields, &form));
	application_visit_make(request, one.agency_id, &visit);
	TRY(application_release(request->db, &visit.hands, request->arena, one.id, file.id,
		http_form_is_checked(&form, "release")));
	TRY(str_print(request->arena, &address, "/desk/applications/%lld?tab=files&done=file",
		(long long)one.id));
	return http_reply_redirect(request, reply, address);
}

/* --- letters --- */

static struct fault *
find_letter(struct http_request *request, const struct application *one, struct letter_row *ret_row)
{
	int64_t id;

	TRY(http_param_id(request, "letter", &id));
	TRY(letter_load(request->db, request->arena, id, ret_row));
	if (!str_equal(ret_row->subject, STR("application")) || ret_row->subject_id != one->id)
		return fault_absent("letter", id);
	return NULL;
}

struct fault *
application_letter_bytes(struct http_request *request, const struct letter_row *row,
	struct http_reply *reply, bool is_pdf)
{
	struct letter_findings findings;
	struct letter letter;
	struct doc doc;
	struct str name;

	TRY(letter_load_filled(request->db, account_keys(request), request->arena, row->id,
		day_today(), &letter, &findings));
	TRY(letter_make_doc(request->arena, &letter, &doc));
	TRY(is_pdf ? doc_write_pdf(&doc, &reply->body) : doc_write_docx(&doc, &reply->body));
	TRY(str_print(request->arena, &name, "%.*s%.*s.%s", STR_ARG(row->title),
		STR_ARG(row->number), is_pdf ? "pdf" : "docx"));
	reply->cache = HTTP_CACHE_NEVER;
	return http_reply_download(request, reply, name, NULL);
}

static struct fault *
application_letter_page(struct http_request *request, struct http_reply *reply)
{
	struct application_letter_view view = { 0 };
	enum application_sight sight;
	struct html_shell shell;
	struct application one;

	TRY(application_page_case(request, APPLICATION_SEES_ALL, &one, &sight));
	TRY(find_letter(request, &one, &view.row));
	TRY(letter_load_filled(request->db, account_keys(request), request->arena, view.row.id,
		day_today(), &view.letter, &view.findings));
	TRY(letter_make_doc(request->arena, &view.letter, &view.paper));
	TRY(letter_load_deliveries(
		request->db, account_keys(request), request->arena, view.row.id, &view.deliveries));
	TRY(account_shell(request, reply, view.row.title, "/desk/applications", &shell));
	view.one = &one;
	view.shell = &shell;
	application_letter_html(&reply->body, &view);
	reply->cache = HTTP_CACHE_NEVER;
	return NULL;
}

static struct fault *
application_letter_file_page(struct http_request *request, struct http_reply *reply)
{
	struct str format = http_param(request, "format");
	enum application_sight sight;
	struct application one;
	struct letter_row row;

	TRY(application_page_case(request, APPLICATION_SEES_ALL, &one, &sight));
	TRY(find_letter(request, &one, &row));
	if (!str_equal(format, STR("pdf")) && !str_equal(format, STR("docx")))
		return fault_absent("letter_format", row.id);
	return application_letter_bytes(request, &row, reply, str_equal(format, STR("pdf")));
}

const struct route application_file_routes[] = {
	{ "GET", "/desk/applications/:id/files/:file", application_file_page,
		APPLICATION_HANDLERS },
	{ "POST", "/desk/applications/:id/files/:file/release", application_file_release_page,
		(unsigned)ACCOUNT_CASE_OFFICER | SAME_SITE },
	{ "GET", "/desk/applications/:id/letters/:letter", application_letter_page,
		APPLICATION_HANDLERS },
	{ "GET", "/desk/applications/:id/letters/:letter/:format", application_letter_file_page,
		APPLICATION_HANDLERS },
	{ 0 },
};
