/*
 * The words of letters as the whole installation writes them, with a preview, and a letter to try
 * whether mail arrives. Which letters there are is declared by the rooms that send them.
 */
#include "portal/portal_letters.h"

#include "account/account.h"
#include "http/http_form.h"
#include "portal/portal.h"
#include "portal/portal_letters.html.h"

static const struct mail_hole trial_holes[] = {
	{ "site", "网站名称", "示例区人民政府" },
	{ "person", "试发的人", "张某" },
	{ 0 },
};
static const struct mail_template trial = { "portal.trial", "试发邮件", "Trial letter", trial_holes,
	"{{site}}：试发邮件",
	"这封信由 {{person}} 从 {{site}} "
	"发出，用来检查邮件能否送达。\n收到即说明设置正确，不必回复。\n" };

const struct mail_template *const portal_letters[] = { &trial, NULL };

static const struct http_field words_fields[] = {
	{ .name = "subject", .kind = HTTP_TEXT, .max = 200, .zh = "主题", .en = "Subject" },
	{ .name = "body", .kind = HTTP_LINES, .max = 10000, .zh = "正文", .en = "Text" },
	{ .name = "version", .kind = HTTP_INT, .zh = "版本", .en = "Version" },
	{ .name = "do", .kind = HTTP_TEXT, .max = 20, .zh = "办法", .en = "What to do" },
	{ 0 },
};

static const struct http_field trial_fields[] = {
	{ .name = "address",
		.kind = HTTP_TEXT,
		.is_required = true,
		.max = 200,
		.zh = "收件地址",
		.en = "Address" },
	{ 0 },
};

static struct fault *
must_administer(const struct http_request *request)
{
	return account_must(account_of(request), ACCOUNT_SYSTEM_ADMIN, STR("/"));
}

static struct fault *
say(struct http_request *request, const struct fault *fault, struct str *ret_says)
{
	return str_copy(request->arena, str_of(http_say(request, fault->zh, fault->en)), ret_says);
}

/* --- the list, and a letter to try --- */

static struct fault *
draw_list(struct http_request *request, struct http_reply *reply, struct str address,
	struct str problem)
{
	struct portal_letters_view view = {
		.done = http_query(request, "done"), .address = address, .problem = problem
	};
	struct html_shell shell;

	TRY(mail_words_list(request->db, request->arena, STR(""), &view.list));
	TRY(account_shell(request, reply, STR("邮件用语"), "/admin/mail", &shell));
	view.shell = &shell;
	portal_letters_html(&reply->body, &view);
	return NULL;
}

static struct fault *
portal_letters_page(struct http_request *request, struct http_reply *reply)
{
	TRY(must_administer(request));
	return draw_list(request, reply, STR_NONE, STR_NONE);
}

static struct fault *
portal_trial_page(struct http_request *request, struct http_reply *reply)
{
	const struct portal *portal = request->context;
	struct mail_letter letter = { .template = &trial, .is_urgent = true };
	struct mail_value values[2];
	struct http_form form;
	struct fault *fault;
	struct str says;
	int64_t id;

	TRY(must_administer(request));
	TRY(http_form_read(request, trial_fields, &form));
	letter.address = http_form_text(&form, "address");
	if (form.errors.count) {
		reply->status = 422;
		return draw_list(request, reply, letter.address, form.errors.items[0].says);
	}
	values[0] = (struct mail_value){ "site", portal->name };
	values[1] = (struct mail_value){ "person", account_of(request)->name };
	letter.values = values;
	letter.value_count = COUNT_OF(values);
	fault = mail_put(request->db, portal->keys, request->arena, job_now(), &letter, &id);
	if (fault && fault->kind == FAULT_INPUT) {
		reply->status = 422;
		TRY(say(request, fault, &says));
		return draw_list(request, reply, letter.address, says);
	}
	TRY(fault);
	return http_reply_redirect(request, reply, STR("/admin/mail?done=trial"));
}

/* --- one letter's words --- */

static struct fault *
draw_words(struct http_request *request, struct http_reply *reply, struct portal_words_view *view)
{
	struct html_shell shell;

	TRY(account_shell(request, reply, str_of(view->words.template->zh), "/admin/mail", &shell));
	view->shell = &shell;
	portal_words_html(&reply->body, view);
	return NULL;
}

static struct fault *
load_words(struct http_request *request, struct portal_words_view *view)
{
	const struct mail_template *template = mail_template_named(http_param(request, "name"));

	TRY(must_administer(request));
	if (!template)
		return fault_absent("letter", 0);
	TRY(mail_words_load(request->db, request->arena, STR(""), template, &view->words));
	view->subject = view->words.subject;
	view->body = view->words.body;
	view->version = view->words.version;
	return NULL;
}

static struct fault *
portal_words_page(struct http_request *request, struct http_reply *reply)
{
	struct portal_words_view view = { .done = http_query(request, "done") };

	TRY(load_words(request, &view));
	return draw_words(request, reply, &view);
}

/* What the letter would look like; a mistake in it is told beside the form. */
static struct fault *
preview(struct http_request *request, struct portal_words_view *view)
{
	struct fault *fault = mail_preview(request->arena, view->words.template, view->subject,
		view->body, &view->preview_subject, &view->preview_body);

	if (fault && fault->kind == FAULT_INPUT)
		return say(request, fault, &view->problem);
	return fault;
}

static struct fault *
save(struct http_request *request, const struct portal_words_view *view, bool is_forgetting)
{
	struct audit_actor actor = account_actor(request, 0);
	struct mail_words_change change = { .actor = &actor,
		.name = str_of(view->words.template->name),
		.subject = view->subject,
		.body = view->body,
		.is_forgetting = is_forgetting,
		.version = view->version };

	return mail_words_save(request->db, request->arena, &change);
}

static struct fault *
portal_words_save_page(struct http_request *request, struct http_reply *reply)
{
	struct portal_words_view view = { 0 };
	struct http_form form;
	struct fault *fault;
	struct str target;
	struct str deed;

	TRY(load_words(request, &view));
	TRY(http_form_read(request, words_fields, &form));
	view.subject = http_form_text(&form, "subject");
	view.body = http_form_text(&form, "body");
	view.version = http_form_int(&form, "version", 0);
	deed = http_form_text(&form, "do");
	if (str_equal(deed, STR("preview"))) {
		TRY(preview(request, &view));
		reply->status = view.problem.len ? 422 : 200;
		return draw_words(request, reply, &view);
	}
	fault = save(request, &view, str_equal(deed, STR("forget")));
	if (fault && (fault->kind == FAULT_INPUT || fault->kind == FAULT_CONFLICT)) {
		reply->status = fault->kind == FAULT_INPUT ? 422 : 409;
		view.is_stale = fault->kind == FAULT_CONFLICT;
		TRY(say(request, fault, &view.problem));
		/* Sent once more, it takes the place of what somebody else wrote meanwhile: both
		 * stand on the page. */
		if (view.is_stale)
			view.version = view.words.version;
		return draw_words(request, reply, &view);
	}
	TRY(fault);
	TRY(str_print(
		request->arena, &target, "/admin/mail/words/%s?done=1", view.words.template->name));
	return http_reply_redirect(request, reply, target);
}

const struct route portal_letters_routes[] = {
	{ "GET", "/admin/mail/words", portal_letters_page, ACCOUNT_SYSTEM_ADMIN },
	{ "POST", "/admin/mail/trial", portal_trial_page,
		ACCOUNT_SYSTEM_ADMIN | SAME_SITE | LIMITED },
	{ "GET", "/admin/mail/words/:name", portal_words_page, ACCOUNT_SYSTEM_ADMIN },
	{ "POST", "/admin/mail/words/:name", portal_words_save_page,
		ACCOUNT_SYSTEM_ADMIN | SAME_SITE },
	{ 0 },
};
