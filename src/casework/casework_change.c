/*
 * The page that changes what was registered. The applicant's data are not opened to the eye here:
 * they are shown masked, and what is typed takes their place; looking at them is an act of its own.
 */
#include <string.h>

#include "casework/casework_change.html.h"
#include "casework/casework_change_view.h"
#include "casework/casework_page.h"

static const struct http_field change_fields[] = {
	{ .name = "version", .kind = HTTP_INT, .is_required = true, .zh = "版本", .en = "Version" },
	{ .name = "title",
		.kind = HTTP_TEXT,
		.max = APPLICATION_TITLE_LONGEST,
		.zh = "信息名称",
		.en = "Title" },
	{ .name = "description",
		.kind = HTTP_LINES,
		.max = APPLICATION_DESCRIPTION_LONGEST,
		.is_required = true,
		.zh = "内容描述",
		.en = "Description" },
	{ .name = "applicant_kind",
		.kind = HTTP_CHOICE,
		.choices = application_applicant_choices,
		.zh = "申请人类型",
		.en = "Kind of applicant" },
	{ .name = "wanted_form",
		.kind = HTTP_CHOICE,
		.choices = application_form_choices,
		.zh = "提供形式",
		.en = "Form" },
	{ .name = "wanted_way",
		.kind = HTTP_CHOICE,
		.choices = application_way_choices,
		.zh = "获取方式",
		.en = "Way" },
	{ .name = "help", .kind = HTTP_LINES, .max = 500, .zh = "需要的帮助", .en = "Help" },
	{ .name = "name",
		.kind = HTTP_TEXT,
		.max = APPLICATION_NAME_LONGEST,
		.zh = "姓名或者名称",
		.en = "Name" },
	{ .name = "proof_kind", .kind = HTTP_TEXT, .max = 40, .zh = "证件名称", .en = "Proof" },
	{ .name = "proof_number", .kind = HTTP_TEXT, .max = 50, .zh = "证件号码", .en = "Number" },
	{ .name = "contact", .kind = HTTP_TEXT, .max = 100, .zh = "联系人", .en = "Contact" },
	{ .name = "phone", .kind = HTTP_TEXT, .max = 40, .zh = "联系电话", .en = "Telephone" },
	{ .name = "mail", .kind = HTTP_TEXT, .max = 120, .zh = "电子邮箱", .en = "E-mail" },
	{ .name = "address", .kind = HTTP_TEXT, .max = 300, .zh = "通信地址", .en = "Address" },
	{ .name = "postcode", .kind = HTTP_TEXT, .max = 10, .zh = "邮政编码", .en = "Postcode" },
	{ 0 },
};

enum { LINES = 8, ENTRY_FIELDS = 6 };

static struct str *
applicant_text(struct application_applicant *who, size_t index)
{
	struct str *const texts[LINES] = { &who->name, &who->proof_kind, &who->proof_number,
		&who->contact, &who->phone, &who->mail, &who->address, &who->postcode };

	return texts[index];
}

static const struct http_field *
applicant_field(size_t index)
{
	return &change_fields[COUNT_OF(change_fields) - 1 - LINES + index];
}

static struct fault *
make_lines(struct http_request *request, struct application_applicant *who,
	const struct http_form *form, struct casework_change_view *view)
{
	TAKE(request->arena, view->lines, LINES);
	for (size_t i = 0; i < LINES; i++) {
		const struct http_field *field = applicant_field(i);
		struct casework_change_line *line = &view->lines[view->line_count++];

		*line = (struct casework_change_line){ .name = field->name,
			.zh = field->zh,
			.longest = (int)field->max,
			.typed = form ? http_form_text(form, field->name) : STR("") };
		if (strcmp(field->name, "proof_kind") == 0)
			line->masked = who->proof_kind;
		else if (strcmp(field->name, "mail") == 0)
			TRY(audit_mask_mail(request->arena, who->mail, &line->masked));
		else if (strcmp(field->name, "phone") == 0 ||
			 strcmp(field->name, "proof_number") == 0)
			TRY(audit_mask_number(
				request->arena, *applicant_text(who, i), &line->masked));
		else
			TRY(audit_mask_name(
				request->arena, *applicant_text(who, i), &line->masked));
	}
	return NULL;
}

static int
number_of(const struct application_word *words, struct str key, int otherwise)
{
	const struct application_word *word = application_word_find(words, key);

	return word ? word->number : otherwise;
}

/* What is stored, and over it what was typed. */
static void
fill(const struct http_form *form, struct casework_change_view *view)
{
	const struct application *one = view->one;

	view->form = form;
	view->title = form ? http_form_text(form, "title") : one->title;
	view->description = form ? http_form_text(form, "description") : one->description;
	view->help = form ? http_form_text(form, "help") : one->help;
	view->applicant_kind = one->applicant_kind;
	view->wanted_form = one->wanted_form;
	view->wanted_way = one->wanted_way;
	if (!form)
		return;
	view->applicant_kind =
		(enum application_applicant_kind)number_of(application_applicant_words,
			http_form_text(form, "applicant_kind"), (int)one->applicant_kind);
	view->wanted_form = (enum application_form)number_of(
		application_form_words, http_form_text(form, "wanted_form"), (int)one->wanted_form);
	view->wanted_way = (enum application_way)number_of(
		application_way_words, http_form_text(form, "wanted_way"), (int)one->wanted_way);
}

static struct fault *
draw(struct http_request *request, struct http_reply *reply, const struct http_form *form,
	struct casework_change_view *view)
{
	struct application_applicant who;
	struct html_shell shell;
	struct str title;

	TRY(application_open_applicant(account_keys(request), request->arena, view->one, &who));
	TRY(make_lines(request, &who, form, view));
	fill(form, view);
	TRY(str_print(request->arena, &title, "修改登记内容：%s",
		application_number_text(view->one->year, view->one->number).at));
	TRY(account_shell(request, reply, title, "/desk/applications", &shell));
	view->shell = &shell;
	casework_change_html(&reply->body, view);
	reply->cache = HTTP_CACHE_NEVER;
	return NULL;
}

static struct fault *
load(struct http_request *request, struct application *ret_one)
{
	enum application_sight sight;

	TRY(application_page_case(request, APPLICATION_SEES_ALL, ret_one, &sight));
	return account_must(account_of(request), ACCOUNT_CASE_OFFICER, ret_one->path);
}

static struct fault *
casework_change_page(struct http_request *request, struct http_reply *reply)
{
	struct casework_change_view view = { 0 };
	struct application one;

	TRY(load(request, &one));
	view.one = &one;
	return draw(request, reply, NULL, &view);
}

/* --- saving --- */

/* Both versions of the entry; of the applicant only what was typed, with the stored one masked. */
static struct fault *
compare(struct http_request *request, struct http_reply *reply, struct http_form *form,
	struct casework_change_view *view)
{
	struct casework_change_view masked = { .one = view->one };
	const struct application *one = view->one;
	struct application_applicant who;
	struct http_pair *stored;
	size_t count = ENTRY_FIELDS;

	TAKE(request->arena, stored, ENTRY_FIELDS + LINES);
	fill(NULL, &masked);
	stored[0] = (struct http_pair){ STR("title"), one->title };
	stored[1] = (struct http_pair){ STR("description"), one->description };
	stored[2] = (struct http_pair){ STR("help"), one->help };
	stored[3] = (struct http_pair){ STR("applicant_kind"),
		str_of(application_word_of(application_applicant_words, (int)masked.applicant_kind)
				->key) };
	stored[4] = (struct http_pair){ STR("wanted_form"),
		str_of(application_word_of(application_form_words, (int)masked.wanted_form)->key) };
	stored[5] = (struct http_pair){ STR("wanted_way"),
		str_of(application_word_of(application_way_words, (int)masked.wanted_way)->key) };
	TRY(application_open_applicant(account_keys(request), request->arena, one, &who));
	TRY(make_lines(request, &who, form, &masked));
	for (size_t i = 0; i < masked.line_count; i++)
		if (masked.lines[i].typed.len)
			stored[count++] = (struct http_pair){ str_of(masked.lines[i].name),
				masked.lines[i].masked };
	TRY(http_form_compare(request, form, stored, count, &view->stale));
	view->stale.is_stale = true;
	reply->status = 409;
	return draw(request, reply, form, view);
}

static struct fault *
read_change(struct http_request *request, const struct http_form *form,
	const struct application *one, struct application_change *ret_change)
{
	struct casework_change_view view = { .one = one };
	struct application_change change = { .id = one->id,
		.version = http_form_int(form, "version", 0) };

	fill(form, &view);
	change.title = view.title;
	change.description = view.description;
	change.help = view.help;
	change.wanted_form = view.wanted_form;
	change.wanted_way = view.wanted_way;
	TRY(application_open_applicant(
		account_keys(request), request->arena, one, &change.applicant));
	change.applicant.kind = view.applicant_kind;
	for (size_t i = 0; i < LINES; i++) {
		struct str typed = http_form_text(form, applicant_field(i)->name);

		if (typed.len)
			*applicant_text(&change.applicant, i) = typed;
	}
	*ret_change = change;
	return NULL;
}

static struct fault *
casework_change_save_page(struct http_request *request, struct http_reply *reply)
{
	struct casework_change_view view = { 0 };
	struct application_change change;
	struct application_visit visit;
	struct application one;
	struct http_form form;
	struct fault *fault;
	struct str address;

	TRY(load(request, &one));
	view.one = &one;
	TRY(http_form_read(request, change_fields, &form));
	if (form.errors.count) {
		TRY(casework_refuse(request, reply, &form, NULL, &view.mistakes));
		return draw(request, reply, &form, &view);
	}
	application_visit_make(request, one.agency_id, &visit);
	TRY(read_change(request, &form, &one, &change));
	fault = application_change(request->db, &visit.hands, request->arena, &change);
	if (fault && strcmp(fault->code, "application_stale") == 0)
		return compare(request, reply, &form, &view);
	if (fault) {
		TRY(casework_refuse(request, reply, &form, fault, &view.mistakes));
		return draw(request, reply, &form, &view);
	}
	TRY(str_print(request->arena, &address, "/desk/applications/%lld?done=change",
		(long long)one.id));
	return http_reply_redirect(request, reply, address);
}

const struct route casework_change_routes[] = {
	{ "GET", "/desk/applications/:id/change", casework_change_page, ACCOUNT_CASE_OFFICER },
	{ "POST", "/desk/applications/:id/change", casework_change_save_page,
		(unsigned)ACCOUNT_CASE_OFFICER | SAME_SITE },
	{ 0 },
};
