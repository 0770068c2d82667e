/*
 * Files of a case: adding and fetching them, letting the applicant have one, taking one away.
 * Nothing from outside is ever shown inside this site: files are always downloads. Letters are
 * casework_letter.c.
 */
#include "application/application_page.h"
#include "casework/casework_case_view.h"
#include "casework/casework_page.h"

struct fault *
casework_find_file(struct http_request *request, const struct application *one,
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
casework_file_page(struct http_request *request, struct http_reply *reply)
{
	struct application_file file;
	struct application_visit visit;
	enum application_sight sight;
	struct application one;

	TRY(application_page_case(request, APPLICATION_SEES_ALL, &one, &sight));
	TRY(casework_find_file(request, &one, &file));
	application_visit_make(request, one.agency_id, &visit);
	TRY(application_load_bytes(&visit.hands, request->arena, &file, &reply->body));
	reply->cache = HTTP_CACHE_NEVER;
	return http_reply_download(request, reply, file.name, "application/octet-stream");
}

/* The tab with the form that was refused, as it was filled in. */
static struct fault *
refuse(struct http_request *request, struct http_reply *reply, struct fault *fault,
	struct casework_case_view *view)
{
	TRY(casework_refuse(request, reply, view->form, fault, &view->mistakes));
	return casework_case_draw(request, reply, view);
}

/* --- one file --- */

static const struct http_field file_fields[] = {
	{ .name = "release", .kind = HTTP_CHECKBOX, .zh = "提供", .en = "Release" },
	{ .name = "reason", .kind = HTTP_TEXT, .max = 200, .zh = "理由", .en = "Reason" },
	{ 0 },
};

/* The case and the file of the address, for a form about it. */
static struct fault *
load(struct http_request *request, struct application *ret_one, struct application_file *ret_file,
	struct casework_case_view *view)
{
	*view = (struct casework_case_view){ .tab = CASEWORK_TAB_FILES, .one = ret_one };
	TRY(application_page_case(request, APPLICATION_SEES_ALL, ret_one, &view->sight));
	TRY(casework_find_file(request, ret_one, ret_file));
	view->form_file = ret_file->id;
	return NULL;
}

static struct fault *
casework_file_release_page(struct http_request *request, struct http_reply *reply)
{
	struct casework_case_view view;
	struct application_file file;
	struct application_visit visit;
	struct application one;
	struct http_form form;
	struct fault *fault;

	TRY(load(request, &one, &file, &view));
	TRY(http_form_read(request, file_fields, &form));
	view.form = &form;
	application_visit_make(request, one.agency_id, &visit);
	fault = application_release(request->db, &visit.hands, request->arena, one.id, file.id,
		http_form_is_checked(&form, "release"));
	if (fault && fault->kind == FAULT_INPUT)
		TRY(casework_blame(request, &form, "release", &fault));
	if (fault || form.errors.count)
		return refuse(request, reply, fault, &view);
	return casework_to_tab(request, reply, one.id, "files", "file");
}

static struct fault *
casework_file_remove_page(struct http_request *request, struct http_reply *reply)
{
	struct casework_case_view view;
	struct application_file file;
	struct application_visit visit;
	struct application one;
	struct http_form form;
	struct fault *fault = NULL;

	TRY(load(request, &one, &file, &view));
	TRY(http_form_read(request, file_fields, &form));
	view.form = &form;
	application_visit_make(request, one.agency_id, &visit);
	if (!http_form_text(&form, "reason").len)
		TRY(http_form_blame(request, &form, "reason", "请写明删除的理由。",
			"Say why the file is removed."));
	if (!form.errors.count)
		fault = application_drop_file(request->db, &visit.hands, request->arena, one.id,
			file.id, http_form_text(&form, "reason"));
	if (fault || form.errors.count)
		return refuse(request, reply, fault, &view);
	return casework_to_tab(request, reply, one.id, "files", "file");
}

/* --- new ones --- */

static const struct http_field upload_fields[] = {
	{ .name = "version", .kind = HTTP_INT, .zh = "版本", .en = "Version" },
	{ .name = "kind",
		.kind = HTTP_CHOICE,
		.choices = casework_file_kinds,
		.is_required = true,
		.zh = "是什么材料",
		.en = "Kind" },
	{ .name = "files",
		.kind = HTTP_FILE,
		.many = APPLICATION_PAGE_FILES,
		.zh = "文件",
		.en = "Files" },
	{ .name = "kept",
		.kind = HTTP_TEXT,
		.max = 40,
		.many = APPLICATION_PAGE_FILES,
		.zh = "已上传的文件",
		.en = "Kept files" },
	{ 0 },
};

static struct fault *
upload(struct http_request *request, const struct http_form *form,
	const struct application_uploads *uploads, const struct application *one)
{
	struct application_doing doing = { .id = one->id,
		.version = http_form_int(form, "version", 0),
		.act = APPLICATION_ADD_FILE,
		.day = DAY_NONE,
		.until = DAY_NONE,
		.sent_on = DAY_NONE,
		.file_count = uploads->count };
	struct application_visit visit;
	struct application_file *kept;
	struct application_done result;

	application_visit_make(request, one->agency_id, &visit);
	TRY(application_keep_files(
		&visit.hands, request->arena, uploads->items, uploads->count, &kept));
	doing.files = kept;
	return application_do(request->db, &visit.hands, request->arena, &doing, &result);
}

static struct fault *
casework_file_upload_page(struct http_request *request, struct http_reply *reply)
{
	struct casework_case_view view = { .tab = CASEWORK_TAB_FILES };
	struct application_uploads uploads = { 0 };
	const struct http_value *kind;
	struct application one;
	struct http_form form;
	struct fault *fault = NULL;

	TRY(application_page_case(request, APPLICATION_SEES_ALL, &one, &view.sight));
	TRY(account_must(account_of(request), ACCOUNT_CASE_OFFICER, one.path));
	TRY(http_form_read(request, upload_fields, &form));
	view.one = &one;
	view.form = &form;
	kind = http_form_value(&form, "kind");
	TRY(application_page_take_files(
		request, &form, "files", "kept", casework_file_kind_of(kind->choice), &uploads));
	if (!uploads.count)
		TRY(http_form_blame(
			request, &form, "files", "请选择要上传的文件。", "Choose files."));
	if (!form.errors.count)
		fault = upload(request, &form, &uploads, &one);
	if (!fault && !form.errors.count)
		return casework_to_tab(request, reply, one.id, "files", "file");
	/* One of them cannot be taken: kept, it would be refused again. */
	if (fault && fault->kind == FAULT_INPUT) {
		uploads.count = 0;
		TRY(casework_blame(request, &form, "files", &fault));
	}
	TRY(application_page_keep_files(request, &uploads, &view.kept));
	return refuse(request, reply, fault, &view);
}

const struct route casework_file_routes[] = {
	{ "POST", "/desk/applications/:id/files", casework_file_upload_page,
		(unsigned)ACCOUNT_CASE_OFFICER | SAME_SITE | UPLOAD },
	{ "GET", "/desk/applications/:id/files/:file", casework_file_page, APPLICATION_HANDLERS },
	{ "POST", "/desk/applications/:id/files/:file/release", casework_file_release_page,
		(unsigned)ACCOUNT_CASE_OFFICER | SAME_SITE },
	{ "POST", "/desk/applications/:id/files/:file/remove", casework_file_remove_page,
		(unsigned)ACCOUNT_CASE_OFFICER | SAME_SITE },
	{ 0 },
};
