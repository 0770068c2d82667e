/*
 * Reading the form of an application: its fields, its files (also those kept since a try that was
 * refused), its mistakes. What is done with it is the business of the pages that show it.
 */
#include <string.h>

#include "base/random.h"
#include "base/utf8.h"
#include "identifier/identifier.h"
#include "reception/reception_form.h"

static const struct http_choice kinds[] = {
	{ "information", "申请公开政府信息", "Information" },
	{ "amendment", "申请更正与本人有关的政府信息", "Amendment" },
	{ 0 },
};
const struct http_choice reception_form_proofs[] = {
	{ "id_card", "居民身份证", "ID card" },
	{ "credit_code", "统一社会信用代码证书", "Unified social credit code" },
	{ "passport", "护照", "Passport" },
	{ "hk_macao", "港澳居民来往内地通行证", "Mainland permit, Hong Kong and Macao" },
	{ "taiwan", "台湾居民来往大陆通行证", "Mainland permit, Taiwan" },
	{ "residence", "外国人永久居留身份证", "Permanent residence card" },
	{ "other", "其他证件", "Other" },
	{ 0 },
};
static const struct http_choice channels[] = {
	{ "in_person", "当面提交", "In person" },
	{ "mail_signed", "邮寄（需签收）", "Post, signed for" },
	{ "mail_plain", "平常信函（无需签收）", "Ordinary post" },
	{ "fax", "传真", "Fax" },
	{ "email", "电子邮件", "E-mail" },
	{ "elsewhere", "寄给其他机构或个人", "Sent elsewhere" },
	{ "other", "公布的其他渠道", "Another channel" },
	{ 0 },
};

#define LINE(field, longest, label, english)                                                       \
	{                                                                                          \
		.name = (field), .kind = HTTP_TEXT, .max = (longest), .zh = (label),               \
		.en = (english)                                                                    \
	}
#define CHOICE(field, table, label, english)                                                       \
	{                                                                                          \
		.name = (field), .kind = HTTP_CHOICE, .choices = (table), .zh = (label),           \
		.en = (english)                                                                    \
	}

const struct http_field reception_form_fields[] = {
	LINE("form_key", 40, "表单编号", "Form"),
	CHOICE("kind", kinds, "申请事项", "Matter"),
	CHOICE("applicant_kind", application_applicant_choices, "申请人类型", "Kind of applicant"),
	LINE("name", APPLICATION_NAME_LONGEST, "姓名或者名称", "Name"),
	CHOICE("proof_kind", reception_form_proofs, "证件类型", "Proof"),
	LINE("proof_number", 50, "证件号码", "Number"),
	{ .name = "sure_number", .kind = HTTP_CHECKBOX, .zh = "号码无误", .en = "Number is right" },
	{ .name = "proof",
		.kind = HTTP_FILE,
		.many = RECEPTION_FORM_PROOFS,
		.zh = "身份证明",
		.en = "Proof of identity" },
	{ .name = "kept_proof",
		.kind = HTTP_TEXT,
		.max = 40,
		.many = RECEPTION_FORM_PROOFS,
		.zh = "已上传的身份证明",
		.en = "Kept proof" },
	LINE("contact", 100, "联系人", "Contact"),
	LINE("phone", 40, "电话", "Telephone"),
	LINE("mail", 120, "电子邮箱", "E-mail"),
	LINE("address", 300, "通信地址", "Address"),
	LINE("postcode", 10, "邮政编码", "Postcode"),
	LINE("title", APPLICATION_TITLE_LONGEST, "信息名称", "Title"),
	{ .name = "description",
		.kind = HTTP_LINES,
		.max = APPLICATION_DESCRIPTION_LONGEST,
		.zh = "内容描述",
		.en = "Description" },
	{ .name = "files",
		.kind = HTTP_FILE,
		.many = RECEPTION_FORM_FILES,
		.zh = "附件",
		.en = "Files" },
	{ .name = "kept_file",
		.kind = HTTP_TEXT,
		.max = 40,
		.many = RECEPTION_FORM_FILES,
		.zh = "已上传的附件",
		.en = "Kept file" },
	CHOICE("wanted_form", application_form_choices, "提供形式", "Form of the information"),
	CHOICE("wanted_way", application_way_choices, "获取方式", "Way of delivery"),
	{ .name = "help", .kind = HTTP_LINES, .max = 500, .zh = "需要的帮助", .en = "Help" },
	LINE("guard_salt", 200, "验证", "Check"),
	LINE("guard_challenge", 80, "验证", "Check"),
	LINE("guard_mark", 80, "验证", "Check"),
	LINE("guard_number", 20, "验证", "Check"),
	LINE("guard_sum", 80, "验证", "Check"),
	LINE("guard_answer", 20, "算术题", "Sum"),
	{ .name = "agency", .kind = HTTP_INT, .zh = "机关", .en = "Agency" },
	CHOICE("channel", channels, "渠道", "Channel"),
	{ .name = "submitted_on", .kind = HTTP_DAY, .zh = "提交日期", .en = "Sent on" },
	{ .name = "received_on", .kind = HTTP_DAY, .zh = "收到之日", .en = "Received on" },
	{ .name = "record", .kind = HTTP_LINES, .max = 500, .zh = "确认记录", .en = "Record" },
	LINE("reason", 200, "补录原因", "Reason"),
	{ .name = "by_office", .kind = HTTP_CHECKBOX, .zh = "代为填写", .en = "By the office" },
	{ 0 },
};

/* --- for templates --- */

struct str
reception_form_typed(const struct reception_form_view *view, const char *name)
{
	return view->form ? http_form_text(view->form, name) : STR("");
}

struct str
reception_form_wrong(const struct reception_form_view *view, const char *name)
{
	return view->form ? http_form_error(view->form, name) : STR_NONE;
}

bool
reception_form_is(
	const struct reception_form_view *view, const char *name, const char *value, bool is_usual)
{
	struct str typed = reception_form_typed(view, name);

	return typed.len ? str_equal(typed, str_of(value)) : is_usual;
}

/* --- reading --- */

struct fault *
reception_form_begin(struct http_request *request, struct reception_form_view *view)
{
	struct random_name name = random_name();

	view->proofs = reception_form_proofs;
	return str_copy(request->arena, str_of(name.at), &view->form_key);
}

static int
word_number(const struct application_word *words, const struct http_form *form, const char *name,
	int otherwise)
{
	const struct http_value *value = http_form_value(form, name);
	const struct application_word *word;

	if (!value->choice)
		return otherwise;
	word = application_word_find(words, str_of(value->choice->value));
	return word ? word->number : otherwise;
}

/* Names may be written with any character there is, but not with ones that nobody sees. */
static struct fault *
read_applicant(struct http_request *request, const struct http_form *form,
	struct application_applicant *ret_who)
{
	const struct http_value *proof = http_form_value(form, "proof_kind");
	struct application_applicant who = {
		.kind = (enum application_applicant_kind)word_number(
			application_applicant_words, form, "applicant_kind", -1),
		.proof_kind = proof->choice ? str_of(proof->choice->zh) : STR(""),
		.proof_number = http_form_text(form, "proof_number"),
		.contact = http_form_text(form, "contact"),
		.phone = http_form_text(form, "phone"),
		.mail = http_form_text(form, "mail"),
		.address = http_form_text(form, "address"),
		.postcode = http_form_text(form, "postcode"),
	};

	TRY(utf8_clean(request->arena, http_form_text(form, "name"), &who.name));
	*ret_who = who;
	return NULL;
}

struct fault *
reception_form_read(struct http_request *request, struct http_form *form,
	struct application_intake *ret_intake, struct application_uploads *ret_files)
{
	struct application_uploads files = { 0 };
	struct application_intake intake = {
		.kind = (enum application_kind)word_number(
			application_kind_words, form, "kind", APPLICATION_INFORMATION),
		.title = http_form_text(form, "title"),
		.description = http_form_text(form, "description"),
		.wanted_form = (enum application_form)word_number(
			application_form_words, form, "wanted_form", APPLICATION_ELECTRONIC),
		.wanted_way = (enum application_way)word_number(
			application_way_words, form, "wanted_way", APPLICATION_BY_DOWNLOAD),
		.help = http_form_text(form, "help"),
		.arrival = { .channel = APPLICATION_ONLINE,
			.submitted_on = day_today(),
			.signed_on = DAY_NONE,
			.confirmed_on = DAY_NONE,
			.told_on = DAY_NONE,
			.ruled_on = DAY_NONE },
		.form_key = http_form_text(form, "form_key"),
	};

	TRY(read_applicant(request, form, &intake.applicant));
	TRY(application_page_take_files(
		request, form, "proof", "kept_proof", APPLICATION_FILE_PROOF, &files));
	TRY(application_page_take_files(
		request, form, "files", "kept_file", APPLICATION_FILE_ATTACHMENT, &files));
	*ret_intake = intake;
	*ret_files = files;
	return NULL;
}

/* --- mistakes --- */

/* Only documents whose numbers carry a check can look wrong; foreign ones pass.
 * Standards: GB 11643, GB 32100. */
static struct fault *
number_is_odd(struct http_request *request, const struct http_form *form, bool *ret_is_odd)
{
	const struct http_value *proof = http_form_value(form, "proof_kind");
	struct str number = http_form_text(form, "proof_number");
	struct str clean;

	*ret_is_odd = false;
	if (!number.len || !proof->choice)
		return NULL;
	if (strcmp(proof->choice->value, "id_card") == 0)
		*ret_is_odd = !identifier_is_id_card(number, day_today());
	else if (strcmp(proof->choice->value, "residence") == 0)
		*ret_is_odd = !identifier_is_residence(number, day_today()) &&
			      !identifier_is_id_card(number, day_today());
	else if (strcmp(proof->choice->value, "credit_code") == 0)
		*ret_is_odd = agency_check_credit_code(request->arena, number, &clean) != NULL;
	return NULL;
}

struct fault *
reception_form_check(struct http_request *request, struct http_form *form,
	const struct application_intake *intake, const struct application_uploads *files,
	struct reception_form_view *view)
{
	struct application_intake_problem *problems;
	struct application_intake with_files = *intake;
	struct application_file *rows;
	bool is_odd;
	size_t count;

	TAKE(request->arena, rows, files->count + 1);
	for (size_t i = 0; i < files->count; i++)
		rows[i].kind = files->items[i].kind;
	with_files.files = rows;
	with_files.file_count = files->count;
	TRY(application_intake_check(request->arena, &with_files, &problems, &count));
	for (size_t i = 0; i < count; i++)
		TRY(http_form_blame(
			request, form, problems[i].field, problems[i].zh, problems[i].en));
	TRY(number_is_odd(request, form, &is_odd));
	if (!is_odd)
		return NULL;
	view->asks_sure = true;
	if (http_form_is_checked(form, "sure_number"))
		return NULL;
	return http_form_blame(request, form, "proof_number",
		"号码与校验规则不符，可能有误，请核对；确认无误的，勾选下面的“号码无误”。",
		"The number fails its check digit: look again, or tick that it is right.");
}

/* Law: 条例 art. 29: a proof of identity is looked at by people: a picture or a PDF. Pictures of
 * rarer kinds have no type of their own and go by their names. */
static bool
is_proof_type(const struct application_file *file)
{
	static const char *const types[] = { "pdf", "jpg", "png" };
	static const char *const endings[] = { ".gif", ".bmp", ".tif", ".tiff", ".webp", ".heic",
		".heif" };
	struct str name = file->name;

	for (size_t i = 0; i < COUNT_OF(types); i++)
		if (str_equal(file->type, str_of(types[i])))
			return true;
	for (size_t i = 0; !file->type.len && i < COUNT_OF(endings); i++) {
		size_t len = strlen(endings[i]);

		if (name.len > len &&
			str_equal_ascii(str_from(name, name.len - len), str_of(endings[i])))
			return true;
	}
	return false;
}

struct fault *
reception_form_store(struct http_request *request, const struct application_hands *hands,
	const struct application_uploads *files, struct application_intake *intake)
{
	struct application_file *kept;

	TRY(application_keep_files(hands, request->arena, files->items, files->count, &kept));
	for (size_t i = 0; i < files->count; i++)
		if (kept[i].kind == APPLICATION_FILE_PROOF && !is_proof_type(&kept[i]))
			return fault_new(FAULT_INPUT, "application_file",
				"身份证明请上传图片或者 PDF，不要用其他格式的文件。",
				"Send the proof of identity as a picture or PDF.");
	intake->files = kept;
	intake->file_count = files->count;
	return NULL;
}

struct fault *
reception_form_tell(struct http_request *request, struct http_reply *reply,
	struct application_uploads *files, struct reception_form_view *view, struct fault *fault)
{
	bool is_of_file = str_starts(str_of(fault->code), STR("application_file")) ||
			  str_starts(str_of(fault->code), STR("redaction"));
	struct str says;

	if (fault->kind == FAULT_OUTSIDE || fault->kind == FAULT_DENIED)
		return fault;
	reply->status = fault->kind == FAULT_CONFLICT ? 409 : 422;
	TRY(str_print(request->arena, &says, "%s%s", http_say(request, fault->zh, fault->en),
		is_of_file ? http_say(request, "选过的文件请重新选择。", " Choose the files again.")
			   : ""));
	/* One of them cannot be taken: kept, it would be refused again. */
	if (is_of_file)
		files->count = 0;
	TRY(http_form_mistakes(request, view->form, &view->mistakes));
	view->mistakes.says = says;
	return NULL;
}
