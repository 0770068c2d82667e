/*
 * One's own account: particulars, password, sessions, history, delegations. The second factor is in
 * account_page_factor.c.
 */
#include "account/account_form.html.h"
#include "account/account_page_inside.h"
#include "account/account_profile.html.h"
#include "http/http_server.h"

static const struct http_field contact_fields[] = {
	{ .name = "mail", .kind = HTTP_TEXT, .zh = "邮箱", .en = "Mail" },
	{ .name = "phone", .kind = HTTP_TEXT, .max = 40, .zh = "电话", .en = "Phone" },
	{ .name = "version", .kind = HTTP_INT, .is_required = true, .zh = "版本", .en = "Version" },
	{ .name = "wants_mail",
		.kind = HTTP_CHECKBOX,
		.zh = "用邮件提醒我待办事项和办理结果",
		.en = "Tell me by mail what waits for me and what became of my work" },
	{ 0 },
};

static const struct account_way contact_ways[] = {
	{ "mail", "email", "email", "用于接收通知；加密保存。" },
	{ "phone", "tel", "tel", "加密保存。" },
	{ "wants_mail", "checkbox", NULL,
		"关于账号安全的邮件（密码修改、从新网络登录等）不受此项影响。" },
	{ 0 },
};

static const struct http_field lend_fields[] = {
	{ .name = "to",
		.kind = HTTP_TEXT,
		.is_required = true,
		.max = 60,
		.zh = "受托人的登录名",
		.en = "Login of the colleague" },
	{ .name = "first", .kind = HTTP_DAY, .is_required = true, .zh = "起日", .en = "From" },
	{ .name = "last", .kind = HTTP_DAY, .is_required = true, .zh = "止日", .en = "To" },
	{ .name = "reason",
		.kind = HTTP_TEXT,
		.is_required = true,
		.max = 200,
		.zh = "原因",
		.en = "Reason" },
	{ 0 },
};

static const struct account_way lend_ways[] = {
	{ "to", "text", NULL, "您当日持有的全部业务角色都委托给这位同事，受托人不能再转委托。" },
	{ "first", "date", NULL, NULL },
	{ "last", "date", NULL, "含当日，最长 180 天；可以提前结束。" },
	{ "reason", "text", NULL, "如：休假、出差。" },
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
		{ "contact", "联系方式已保存。" },
		{ "password", "密码已修改，其他设备上的登录都已结束。" },
		{ "session", "登录已结束。" },
		{ "lent", "委托已生效，到期自动结束。" },
		{ "ended", "委托已提前结束。" },
		{ "factor", "第二因素已停用。" },
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++)
		if (str_equal(saved, str_of(rows[i].key)))
			return rows[i].words;
	return NULL;
}

static unsigned
lendable(const struct account_person *person)
{
	unsigned roles = 0;

	for (size_t i = 0; i < person->grant_count; i++)
		if (!person->grants[i].delegated_by)
			roles |= (unsigned)person->grants[i].role & ACCOUNT_BUSINESS;
	return roles;
}

static struct fault *
make_contact(struct http_request *request, const struct account_record *record,
	const struct http_form *form, struct account_form_view *view)
{
	struct http_pair stored[] = { { STR("mail"), record->facts.mail },
		{ STR("phone"), record->facts.phone },
		{ STR("wants_mail"), record->wants_mail ? STR("1") : STR("") } };

	view->action = URL("/profile");
	view->button = STR("保存联系方式");
	TRY(str_print(request->arena, &view->version, "%lld", (long long)record->version));
	if (form && view->stale.is_stale)
		TRY(http_form_compare(request, form, stored, COUNT_OF(stored), &view->stale));
	return account_form_make(
		request, contact_fields, contact_ways, form, stored, COUNT_OF(stored), view);
}

static struct fault *
draw_profile(struct http_request *request, struct http_reply *reply,
	const struct http_form *contact, const struct http_form *lending,
	struct account_profile_view *view)
{
	const struct account_person *person = account_of(request);
	struct account_record record;
	struct html_shell shell;

	TRY(account_load(
		account_gate_of(request), request->db, request->arena, person->id, &record));
	view->record = &record;
	view->can_lend = lendable(person) != 0;
	view->done = contact || lending ? NULL : done_words(http_query(request, "saved"));
	TRY(account_roles_say(request->arena, person->roles, false, &view->roles));
	TRY(make_contact(request, &record, contact, &view->contact));
	view->lending.action = URL("/profile/delegations");
	view->lending.button = STR("委托");
	TRY(account_form_make(request, lend_fields, lend_ways, lending, NULL, 0, &view->lending));
	TRY(account_lines_make(request, person->id, &view->lines));
	TRY(account_shell(request, reply, STR("个人资料"), "/profile", &shell));
	shell.is_hidden = true;
	view->shell = &shell;
	reply->cache = HTTP_CACHE_NEVER;
	account_profile_html(&reply->body, view);
	return NULL;
}

static struct fault *
profile_page(struct http_request *request, struct http_reply *reply)
{
	struct account_profile_view view = { 0 };

	return draw_profile(request, reply, NULL, NULL, &view);
}

static struct fault *
contact_page(struct http_request *request, struct http_reply *reply)
{
	struct account_doer doer = account_doer_of(request);
	struct account_profile_view view = { 0 };
	struct fault *fault = NULL;
	struct http_form form;

	TRY(http_form_read(request, contact_fields, &form));
	if (!form.errors.count)
		fault = account_change_contact(account_gate_of(request), request->db,
			request->arena, &doer, http_form_int(&form, "version", 0),
			http_form_text(&form, "mail"), http_form_text(&form, "phone"),
			http_form_is_checked(&form, "wants_mail"));
	if (!fault && !form.errors.count)
		return http_reply_redirect(request, reply, STR("/profile?saved=contact"));
	reply->status = fault ? http_fault_status(fault) : 422;
	view.contact.stale.is_stale = fault && fault->kind == FAULT_CONFLICT;
	if (fault && !view.contact.stale.is_stale)
		TRY(account_form_take(request, &form, &view.contact,
			strcmp(fault->code, "account_phone") == 0 ? "phone" : "mail", fault));
	return draw_profile(request, reply, &form, NULL, &view);
}

/* --- the password --- */

static const struct http_field password_fields[] = {
	{ .name = "old",
		.kind = HTTP_TEXT,
		.is_required = true,
		.max = 400,
		.zh = "现在的密码",
		.en = "Present password" },
	{ .name = "password",
		.kind = HTTP_TEXT,
		.is_required = true,
		.max = 400,
		.zh = "新密码",
		.en = "New password" },
	{ .name = "again",
		.kind = HTTP_TEXT,
		.is_required = true,
		.max = 400,
		.zh = "再填一次新密码",
		.en = "New password again" },
	{ 0 },
};

static const struct account_way password_ways[] = {
	{ "old", "password", "current-password", NULL },
	{ "password", "password", "new-password",
		"至少 12 个字符，不要用常见的词、连号、姓名；几个不相干的词连起来既长又好记。" },
	{ "again", "password", "new-password", NULL },
	{ 0 },
};

static struct fault *
draw_password(struct http_request *request, struct http_reply *reply, const struct http_form *form,
	struct account_form_view *view)
{
	view->action = URL("/profile/password");
	view->button = STR("修改密码");
	view->login = account_of(request)->login;
	view->lead = STR("修改后，您在其他设备上的登录都会结束。");
	view->back = URL("/profile");
	view->back_words = STR("返回个人资料");
	TRY(account_form_make(request, password_fields, password_ways, form, NULL, 0, view));
	return account_form_draw(request, reply, STR("修改密码"), "/profile", view);
}

static struct fault *
password_form_page(struct http_request *request, struct http_reply *reply)
{
	struct account_form_view view = { 0 };

	return draw_password(request, reply, NULL, &view);
}

static struct fault *
password_page(struct http_request *request, struct http_reply *reply)
{
	struct account_place place = account_place_of(request);
	struct account_form_view view = { 0 };
	struct account_signed signing;
	struct fault *fault;
	struct http_form form;
	bool is_old;

	TRY(http_form_read(request, password_fields, &form));
	if (!form.errors.count &&
		!str_equal(http_form_text(&form, "password"), http_form_text(&form, "again")))
		TRY(http_form_blame(request, &form, "again", "两次填写的新密码不同。请重新填写。",
			"The two new passwords are not the same. Type them again."));
	if (form.errors.count)
		return draw_password(request, reply, &form, &view);
	fault = account_change_password(account_gate_of(request), request->db, request->arena,
		account_session_of(request), http_form_text(&form, "old"),
		http_form_text(&form, "password"), &place, &signing);
	if (!fault) {
		TRY(account_set_cookie(request, reply, &signing));
		return http_reply_redirect(request, reply, STR("/profile?saved=password"));
	}
	is_old = strcmp(fault->code, "account_password_old") == 0 ||
		 strcmp(fault->code, "account_wait") == 0;
	TRY(account_form_take(request, &form, &view, is_old ? "old" : "password", fault));
	return draw_password(request, reply, &form, &view);
}

/* --- sessions --- */

static struct fault *
end_session_page(struct http_request *request, struct http_reply *reply)
{
	struct account_doer doer = account_doer_of(request);
	int64_t id;

	TRY(http_param_id(request, "id", &id));
	TRY(account_end_sessions(request->db, request->arena, &doer, doer.person->id, id, 0));
	return http_reply_redirect(request, reply, STR("/profile?saved=session"));
}

static struct fault *
end_others_page(struct http_request *request, struct http_reply *reply)
{
	struct account_doer doer = account_doer_of(request);

	TRY(account_end_sessions(request->db, request->arena, &doer, doer.person->id, 0,
		account_session_of(request)->id));
	return http_reply_redirect(request, reply, STR("/profile?saved=session"));
}

/* --- delegations --- */

static struct fault *
lend_page(struct http_request *request, struct http_reply *reply)
{
	struct account_doer doer = account_doer_of(request);
	struct account_profile_view view = { 0 };
	struct fault *fault = NULL;
	struct http_form form;
	int64_t id = 0;

	TRY(http_form_read(request, lend_fields, &form));
	if (!form.errors.count)
		fault = account_lend(account_gate_of(request), request->db, request->arena, &doer,
			http_form_text(&form, "to"), lendable(doer.person),
			http_form_day(&form, "first"), http_form_day(&form, "last"),
			http_form_text(&form, "reason"), &id);
	if (!fault && !form.errors.count)
		return http_reply_redirect(request, reply, STR("/profile?saved=lent"));
	reply->status = fault ? http_fault_status(fault) : 422;
	if (fault) {
		const char *field = strcmp(fault->code, "account_lend_days") == 0 ? "last"
				    : strcmp(fault->code, "account_reason") == 0  ? "reason"
										  : "to";

		/* Lending to oneself is the form's mistake, not a break-in. */
		if (strcmp(fault->code, "account_self") == 0)
			TRY(http_form_blame(request, &form, "to", fault->zh, fault->en));
		else
			TRY(account_form_take(request, &form, &view.lending, field, fault));
	}
	return draw_profile(request, reply, NULL, &form, &view);
}

static struct fault *
end_lending_page(struct http_request *request, struct http_reply *reply)
{
	struct account_doer doer = account_doer_of(request);
	int64_t id;

	TRY(http_param_id(request, "id", &id));
	TRY(account_end_lending(request->db, request->arena, &doer, id));
	return http_reply_redirect(request, reply, STR("/profile?saved=ended"));
}

enum { SOMEBODY = ACCOUNT_SIGNED_IN | ACCOUNT_HALF_SIGNED_IN };

const struct route account_profile_routes[] = {
	{ "GET", "/profile", profile_page, ACCOUNT_SIGNED_IN },
	{ "POST", "/profile", contact_page, ACCOUNT_SIGNED_IN },
	{ "GET", "/profile/password", password_form_page, ACCOUNT_SIGNED_IN },
	{ "POST", "/profile/password", password_page, ACCOUNT_SIGNED_IN | LIMITED },
	/* Also for those who owe it before their sign-in is complete. */
	{ "GET", "/profile/second-factor", account_factor_page, SOMEBODY },
	{ "POST", "/profile/second-factor/begin", account_factor_begin_page, SOMEBODY },
	{ "POST", "/profile/second-factor/confirm", account_factor_confirm_page,
		(unsigned)SOMEBODY | LIMITED },
	{ "POST", "/profile/second-factor/drop", account_factor_drop_page,
		ACCOUNT_SIGNED_IN | LIMITED },
	{ "POST", "/profile/sessions/end", end_others_page, ACCOUNT_SIGNED_IN },
	{ "POST", "/profile/sessions/:id/end", end_session_page, ACCOUNT_SIGNED_IN },
	{ "POST", "/profile/delegations", lend_page, ACCOUNT_SIGNED_IN },
	{ "POST", "/profile/delegations/:id/end", end_lending_page, ACCOUNT_SIGNED_IN },
	{ 0 },
};
