/*
 * Files of a case: adding and fetching them, letting the applicant have one, taking one away.
 * Nothing from outside is ever shown inside this site: files are always downloads. Letters are
 * casework_letter.c.
 */
#include "application/application_page.h"
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

static struct fault *
to_files(struct http_request *request, struct http_reply *reply, const struct application *one,
	const char *done)
{
	struct str address;

	TRY(str_print(request->arena, &address, "/desk/applications/%lld?tab=files&done=%s",
		(long long)one->id, done));
	return http_reply_redirect(request, reply, address);
}

static struct fault *
casework_file_release_page(struct http_request *request, struct http_reply *reply)
{
	static const struct http_field fields[] = {
		{ .name = "release", .kind = HTTP_CHECKBOX, .zh = "提供", .en = "Release" }, { 0 }
	};
	struct application_file file;
	struct application_visit visit;
	enum application_sight sight;
	struct application one;
	struct http_form form;

	TRY(application_page_case(request, APPLICATION_SEES_ALL, &one, &sight));
	TRY(casework_find_file(request, &one, &file));
	TRY(http_form_read(request, fields, &form));
	application_visit_make(request, one.agency_id, &visit);
	TRY(application_release(request->db, &visit.hands, request->arena, one.id, file.id,
		http_form_is_checked(&form, "release")));
	return to_files(request, reply, &one, "file");
}

static const struct http_choice file_kinds[] = {
	{ "attachment", "申请人补充的材料", "Of the applicant" },
	{ "evidence", "凭证", "Evidence" },
	{ "opinion", "意见", "Opinion" },
	{ "original", "信息原件", "Original" },
	{ "answer", "准备提供的信息", "To be given" },
	{ "other", "其他", "Other" },
	{ 0 },
};
static const enum application_file_kind kinds_of_choices[] = { APPLICATION_FILE_ATTACHMENT,
	APPLICATION_FILE_EVIDENCE, APPLICATION_FILE_OPINION, APPLICATION_FILE_ORIGINAL,
	APPLICATION_FILE_ANSWER, APPLICATION_FILE_OTHER };

static struct fault *
upload(struct http_request *request, const struct http_form *form, const struct application *one)
{
	const struct http_value *kind = http_form_value(form, "kind");
	struct application_doing doing = { .id = one->id,
		.version = http_form_int(form, "version", 0),
		.act = APPLICATION_ADD_FILE,
		.day = DAY_NONE,
		.until = DAY_NONE,
		.sent_on = DAY_NONE };
	struct application_upload *uploads;
	struct application_visit visit;
	struct application_file *kept;
	struct application_done result;
	const struct http_file *files;
	size_t count;

	TRY(account_must(account_of(request), ACCOUNT_CASE_OFFICER, one->path));
	application_visit_make(request, one->agency_id, &visit);
	files = http_form_files(form, "files", &count);
	if (!count || !kind->choice)
		return fault_new(FAULT_INPUT, "application_file", "请选择文件和材料的种类。",
			"Choose files and say what they are.");
	TAKE(request->arena, uploads, count);
	for (size_t i = 0; i < count; i++)
		uploads[i] =
			(struct application_upload){ kinds_of_choices[kind->choice - file_kinds],
				files[i].name, files[i].bytes };
	TRY(application_keep_files(&visit.hands, request->arena, uploads, count, &kept));
	doing.files = kept;
	doing.file_count = count;
	return application_do(request->db, &visit.hands, request->arena, &doing, &result);
}

static struct fault *
casework_file_upload_page(struct http_request *request, struct http_reply *reply)
{
	static const struct http_field fields[] = {
		{ .name = "version", .kind = HTTP_INT, .zh = "版本", .en = "Version" },
		{ .name = "kind",
			.kind = HTTP_CHOICE,
			.choices = file_kinds,
			.is_required = true,
			.zh = "种类",
			.en = "Kind" },
		{ .name = "files", .kind = HTTP_FILE, .many = 20, .zh = "文件", .en = "Files" },
		{ 0 },
	};
	enum application_sight sight;
	struct application one;
	struct http_form form;

	TRY(application_page_case(request, APPLICATION_SEES_ALL, &one, &sight));
	TRY(http_form_read(request, fields, &form));
	TRY(upload(request, &form, &one));
	return to_files(request, reply, &one, "file");
}

static struct fault *
casework_file_remove_page(struct http_request *request, struct http_reply *reply)
{
	static const struct http_field fields[] = {
		{ .name = "reason", .kind = HTTP_TEXT, .max = 200, .zh = "理由", .en = "Reason" },
		{ 0 }
	};
	struct application_file file;
	struct application_visit visit;
	enum application_sight sight;
	struct application one;
	struct http_form form;

	TRY(application_page_case(request, APPLICATION_SEES_ALL, &one, &sight));
	TRY(casework_find_file(request, &one, &file));
	TRY(http_form_read(request, fields, &form));
	application_visit_make(request, one.agency_id, &visit);
	TRY(application_drop_file(request->db, &visit.hands, request->arena, one.id, file.id,
		http_form_text(&form, "reason")));
	return to_files(request, reply, &one, "file");
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
