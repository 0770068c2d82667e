/*
 * The page of one person for the three administrators, and what each of them may do there. Which
 * deed is whose is decided by the works; the page only leaves out what would be refused.
 */
#include "account/account_form.html.h"
#include "account/account_page_inside.h"
#include "account/account_people.html.h"
#include "http/http_server.h"

static const struct http_choice role_choices[] = {
	{ "author", "起草", "author" },
	{ "reviewer", "审核", "reviewer" },
	{ "approver", "签发", "approver" },
	{ "case_officer", "受理", "case officer" },
	{ "legal_reviewer", "法制审核", "legal reviewer" },
	{ "head", "负责人", "head" },
	{ "supervisor", "汇总", "supervisor" },
	{ "system_admin", "系统管理员", "system administrator" },
	{ "security_admin", "安全管理员", "security administrator" },
	{ "auditor", "审计员", "auditor" },
	{ 0 },
};

static const struct http_field give_fields[] = {
	{ .name = "role",
		.kind = HTTP_CHOICE,
		.is_required = true,
		.choices = role_choices,
		.zh = "角色",
		.en = "Role" },
	ACCOUNT_AGENCY_FIELDS,
	{ .name = "subtree", .kind = HTTP_CHECKBOX, .zh = "包括下级机关", .en = "With all below" },
	{ .name = "from", .kind = HTTP_DAY, .zh = "起日", .en = "From" },
	{ .name = "to", .kind = HTTP_DAY, .zh = "止日", .en = "To" },
	{ .name = "reason",
		.kind = HTTP_TEXT,
		.is_required = true,
		.max = 200,
		.zh = "原因",
		.en = "Reason" },
	{ 0 },
};

static const struct account_way give_ways[] = {
	{ "role", "select", NULL, NULL },
	{ "agency", "agency", NULL, "填名称、简称或代码后查找；三员可留空，表示全站。" },
	{ "subtree", "checkbox", NULL, NULL },
	{ "from", "date", NULL, "留空表示即日起。" },
	{ "to", "date", NULL, "含当日；留空表示长期。" },
	{ "reason", "text", NULL, "记入审计，如：任命文件、调岗。" },
	{ 0 },
};

/* --- the page --- */

static const char *
done_words(struct str saved)
{
	static const struct {
		const char *key;
		const char *words;
	} rows[] = {
		{ "added", "账号已建立。请生成一次性链接，交给本人设置密码。" },
		{ "changed", "资料已保存。" },
		{ "disabled", "账号已停用，登录都已结束。" },
		{ "enabled", "账号已启用。" },
		{ "unlocked", "登录等待已解除。" },
		{ "sessions", "全部登录已结束。" },
		{ "factor", "第二因素已移除，登录都已结束。" },
		{ "given", "角色已授予，下一次操作起生效。" },
		{ "taken", "角色已收回，下一次操作起生效。" },
		{ "token", "访问令牌已收回，马上失效。" },
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++)
		if (str_equal(saved, str_of(rows[i].key)))
			return rows[i].words;
	return NULL;
}

/* The three see people of their agencies; contacts only those who make accounts. */
static struct fault *
fill_person(struct http_request *request, const struct account_record *record,
	struct account_person_view *view)
{
	const struct account_person *person = account_of(request);

	TRY(account_must(person, ACCOUNT_ADMINS, record->agency_path));
	view->is_self = person->id == record->id;
	view->is_system = account_may(person, ACCOUNT_SYSTEM_ADMIN, record->agency_path);
	view->is_security = account_may(person, ACCOUNT_SECURITY_ADMIN, record->agency_path);
	view->is_admin = (record->roles & ACCOUNT_ADMINS) != 0;
	view->mail = record->facts.mail;
	view->phone = record->facts.phone;
	if (!view->is_system) {
		TRY(audit_mask_mail(request->arena, record->facts.mail, &view->mail));
		TRY(audit_mask_number(request->arena, record->facts.phone, &view->phone));
	}
	TRY(account_roles_say(request->arena, record->roles, false, &view->roles));
	TRY(account_time_text(request->arena, record->created_at, &view->created));
	return account_time_text(request->arena, record->password_at, &view->password_at);
}

static struct fault *
make_give(struct http_request *request, const struct account_record *record,
	const struct http_form *form, struct account_form_view *view)
{
	struct http_pair stored[] = { { STR("agency"), record->agency_name } };

	TRY(url_join_int(request->arena, URL("/admin/people"), record->id, &view->action));
	TRY(url_join(request->arena, view->action, STR("roles"), &view->action));
	view->button = STR("授予");
	return account_form_make(
		request, give_fields, give_ways, form, stored, COUNT_OF(stored), view);
}

static struct fault *
fill_tokens(struct http_request *request, int64_t id, struct account_person_view *view)
{
	struct account_access_line *tokens = NULL;
	struct url base = URL_NONE;

	if (view->is_security) {
		TRY(url_join_int(request->arena, URL("/admin/people"), id, &base));
		TRY(url_join(request->arena, base, STR("tokens"), &base));
	}
	TRY(account_access_lines_make(request, id, base, &tokens, &view->token_count));
	view->tokens = tokens;
	return NULL;
}

static struct fault *
draw_person(struct http_request *request, struct http_reply *reply, const struct http_form *give,
	struct account_person_view *view)
{
	struct account_record record;
	struct html_shell shell;
	int64_t id;

	TRY(http_param_id(request, "id", &id));
	TRY(account_load(account_gate_of(request), request->db, request->arena, id, &record));
	TRY(fill_person(request, &record, view));
	view->record = &record;
	if (!give && !view->mistakes.says.len)
		view->done = done_words(http_query(request, "saved"));
	TRY(make_give(request, &record, give, &view->give));
	TRY(account_lines_make(request, id, &view->lines));
	TRY(fill_tokens(request, id, view));
	TRY(account_shell(request, reply, record.facts.name, "/admin/people", &shell));
	shell.is_hidden = true;
	view->shell = &shell;
	reply->cache = HTTP_CACHE_NEVER;
	account_person_html(&reply->body, view);
	return NULL;
}

struct fault *
account_person_page(struct http_request *request, struct http_reply *reply)
{
	struct account_person_view view = { 0 };

	return draw_person(request, reply, NULL, &view);
}

/* --- deeds with a reason --- */

static const struct http_field reason_fields[] = {
	{ .name = "reason", .kind = HTTP_TEXT, .max = 400, .zh = "原因", .en = "Reason" },
	{ 0 },
};

/* Back to the person, with what was done; or the page again with what is wrong. */
static struct fault *
finish(struct http_request *request, struct http_reply *reply, const char *saved,
	struct fault *fault)
{
	struct account_person_view view = { 0 };
	struct str target;

	if (!fault) {
		TRY(str_print(request->arena, &target, "/admin/people/%.*s?saved=%s",
			STR_ARG(http_param(request, "id")), saved));
		return http_reply_redirect(request, reply, target);
	}
	if (fault->kind != FAULT_INPUT && fault->kind != FAULT_CONFLICT)
		return fault;
	reply->status = http_fault_status(fault);
	view.mistakes.is_english = request->language == HTTP_EN;
	TRY(str_copy(request->arena, str_of(http_say(request, fault->zh, fault->en)),
		&view.mistakes.says));
	return draw_person(request, reply, NULL, &view);
}

static struct fault *
read_reason(struct http_request *request, int64_t *ret_id, struct str *ret_reason)
{
	struct http_form form;

	TRY(http_param_id(request, "id", ret_id));
	TRY(http_form_read(request, reason_fields, &form));
	*ret_reason = http_form_text(&form, "reason");
	return NULL;
}

static struct fault *
set_disabled(struct http_request *request, struct http_reply *reply, bool is_disabled)
{
	struct account_doer doer = account_doer_of(request);
	struct str reason;
	int64_t id;

	TRY(read_reason(request, &id, &reason));
	return finish(request, reply, is_disabled ? "disabled" : "enabled",
		account_set_disabled(request->db, request->arena, &doer, id, is_disabled, reason));
}

struct fault *
account_disable_page(struct http_request *request, struct http_reply *reply)
{
	return set_disabled(request, reply, true);
}

struct fault *
account_enable_page(struct http_request *request, struct http_reply *reply)
{
	return set_disabled(request, reply, false);
}

struct fault *
account_unlock_page(struct http_request *request, struct http_reply *reply)
{
	struct account_doer doer = account_doer_of(request);
	struct str reason;
	int64_t id;

	TRY(read_reason(request, &id, &reason));
	return finish(request, reply, "unlocked",
		account_unlock(
			account_gate_of(request), request->db, request->arena, &doer, id, reason));
}

struct fault *
account_sessions_page(struct http_request *request, struct http_reply *reply)
{
	struct account_doer doer = account_doer_of(request);
	int64_t id;

	TRY(http_param_id(request, "id", &id));
	return finish(request, reply, "sessions",
		account_end_sessions(request->db, request->arena, &doer, id, 0,
			account_session_of(request)->id));
}

struct fault *
account_lost_factor_page(struct http_request *request, struct http_reply *reply)
{
	struct account_doer doer = account_doer_of(request);
	struct str reason;
	int64_t id;

	TRY(read_reason(request, &id, &reason));
	return finish(request, reply, "factor",
		account_remove_factor(request->db, request->arena, &doer, id, reason));
}

struct fault *
account_take_page(struct http_request *request, struct http_reply *reply)
{
	struct account_doer doer = account_doer_of(request);
	struct str reason;
	int64_t role;
	int64_t id;

	TRY(read_reason(request, &id, &reason));
	TRY(http_param_id(request, "role", &role));
	return finish(request, reply, "taken",
		account_take_role(request->db, request->arena, &doer, role, reason));
}

struct fault *
account_person_token_page(struct http_request *request, struct http_reply *reply)
{
	struct account_doer doer = account_doer_of(request);
	int64_t token;
	int64_t id;

	TRY(http_param_id(request, "id", &id));
	TRY(http_param_id(request, "token", &token));
	return finish(request, reply, "token",
		account_access_end(request->db, request->arena, &doer, id, token));
}

/* --- a link for a password --- */

struct fault *
account_link_page(struct http_request *request, struct http_reply *reply)
{
	struct account_doer doer = account_doer_of(request);
	struct account_link_line line = { 0 };
	struct account_links_view view = {
		.says = STR("链接已生成，以前的链接作废。"), .links = &line, .count = 1
	};
	struct account_record record;
	struct account_token token;
	struct html_shell shell;
	int64_t id;

	TRY(http_param_id(request, "id", &id));
	TRY(http_address(request, &doer.site));
	TRY(account_make_link(
		account_gate_of(request), request->db, request->arena, &doer, id, &token));
	TRY(account_load(account_gate_of(request), request->db, request->arena, id, &record));
	line.who = record.facts.name;
	line.login = record.facts.login;
	TRY(account_link_address(request, &token, &line.address));
	TRY(str_print(request->arena, &view.hours, "%d",
		account_gate_policy(account_gate_of(request))->link / 3600));
	TRY(url_join_int(request->arena, URL("/admin/people"), id, &view.back));
	TRY(account_shell(request, reply, STR("设置密码的链接"), "/admin/people", &shell));
	shell.is_hidden = true;
	view.shell = &shell;
	reply->cache = HTTP_CACHE_NEVER;
	account_links_html(&reply->body, &view);
	return NULL;
}

/* --- giving a role --- */

static struct fault *
give(struct http_request *request, const struct http_form *form)
{
	struct account_doer doer = account_doer_of(request);
	struct account_gift gift = {
		.role = account_role_of_word(http_form_text(form, "role")),
		.has_subtree = http_form_is_checked(form, "subtree"),
		.from = http_form_day(form, "from"),
		.to = http_form_day(form, "to"),
		.reason = http_form_text(form, "reason"),
	};
	struct account_agency agency = { 0 };
	int64_t id = 0;

	TRY(http_param_id(request, "id", &gift.account_id));
	TRY(account_agency_read(request, form, &agency));
	gift.agency_id = agency.id;
	return account_give_role(request->db, request->arena, &doer, &gift, &id);
}

struct fault *
account_give_page(struct http_request *request, struct http_reply *reply)
{
	struct account_person_view view = { 0 };
	struct fault *fault = NULL;
	struct http_form form;
	const char *field;

	TRY(http_form_read(request, give_fields, &form));
	if (account_agency_is_sought(&form)) {
		form.errors.count = 0;
		TRY(account_agency_offer(request, &form, ACCOUNT_SECURITY_ADMIN, &view.give));
		return draw_person(request, reply, &form, &view);
	}
	if (!form.errors.count)
		fault = give(request, &form);
	if (!fault && !form.errors.count)
		return finish(request, reply, "given", NULL);
	reply->status = 422;
	if (fault) {
		field = str_starts(str_of(fault->code), STR("account_agency")) ||
					strcmp(fault->code, "account_role_agency") == 0
				? "agency"
			: strcmp(fault->code, "account_valid") == 0  ? "to"
			: strcmp(fault->code, "account_reason") == 0 ? "reason"
								     : "role";
		reply->status = fault->kind == FAULT_CONFLICT ? 409 : 422;
		if (strcmp(field, "agency") == 0)
			TRY(account_agency_offer(
				request, &form, ACCOUNT_SECURITY_ADMIN, &view.give));
		TRY(account_form_take(request, &form, &view.give, field, fault));
	}
	return draw_person(request, reply, &form, &view);
}
