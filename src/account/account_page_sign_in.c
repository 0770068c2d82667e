/*
 * Signing in and out, step by step, and what one-time links open. The form of signing in carries no
 * token, for there is no session yet: it is refused when another site caused it (http/'s check of
 * Sec-Fetch-Site, Origin and Referer), and it takes nothing from an older session.
 */
#include "account/account_form.html.h"
#include "account/account_page_inside.h"

/* --- signing in --- */

static const struct http_field sign_in_fields[] = {
	{ .name = "login",
		.kind = HTTP_TEXT,
		.is_required = true,
		.max = 60,
		.zh = "登录名",
		.en = "Login" },
	{ .name = "password",
		.kind = HTTP_TEXT,
		.is_required = true,
		.max = 200,
		.zh = "密码",
		.en = "Password" },
	{ .name = "next", .kind = HTTP_TEXT, .max = 4000, .zh = "去处", .en = "Next" },
	{ 0 },
};

static const struct account_way sign_in_ways[] = {
	{ "login", "text", "username", NULL },
	{ "password", "password", "current-password", NULL },
	{ 0 },
};

static struct fault *
draw_sign_in(struct http_request *request, struct http_reply *reply, const struct http_form *form,
	struct account_form_view *view)
{
	view->action = URL(ACCOUNT_SIGN_IN_PATH);
	view->button = STR("登录");
	view->note = STR(
		"供行政机关工作人员使用；公众查阅信息和提出申请不需要登录。忘记密码请联系本机关的"
		"系统管理员。");
	view->next = form ? http_form_text(form, "next") : http_query(request, "next");
	TRY(account_form_make(request, sign_in_fields, sign_in_ways, form, NULL, 0, view));
	return account_form_draw(request, reply, STR("工作人员登录"), "", view);
}

static struct fault *
sign_in_form_page(struct http_request *request, struct http_reply *reply)
{
	struct account_form_view view = { 0 };

	if (account_of(request))
		return http_reply_redirect(request, reply,
			account_next(http_query(request, "next"), ACCOUNT_DESK_PATH));
	return draw_sign_in(request, reply, NULL, &view);
}

/* On with what is owed, or to where the person wanted to go. */
static struct fault *
go_on(struct http_request *request, struct http_reply *reply, const struct account_signed *signing,
	struct str next)
{
	struct url url = URL(ACCOUNT_NEXT_PATH);

	TRY(account_set_cookie(request, reply, signing));
	reply->cache = HTTP_CACHE_NEVER;
	if (!signing->owes)
		return http_reply_redirect(request, reply, account_next(next, ACCOUNT_DESK_PATH));
	if (next.len)
		TRY(url_query(request->arena, url, "next", next, &url));
	return http_reply_redirect(request, reply, url.text);
}

/* Why an attempt did not succeed, in words that tell nothing about who exists. */
static struct fault *
say_outcome(struct http_request *request, struct http_reply *reply,
	const struct account_signed *signing, struct html_mistakes *mistakes)
{
	struct str wait;

	mistakes->is_english = request->language == HTTP_EN;
	if (signing->outcome == ACCOUNT_WAITED) {
		TRY(str_print(request->arena, &wait, "%lld", (long long)signing->wait));
		TRY(http_reply_header(reply, "Retry-After", wait));
		reply->status = 429;
		return str_print(request->arena, &mistakes->says,
			http_say(request, "错误次数较多，请在 %lld 秒后再试。",
				"Too many failures. Try again in %lld seconds."),
			(long long)signing->wait);
	}
	if (signing->outcome == ACCOUNT_NOT_IN_USE)
		mistakes->says = str_of(http_say(request,
			"这个账号已停用或不在有效期内。请联系本机关的系统管理员。",
			"This account is disabled or not valid now. Ask your system "
			"administrator."));
	else if (signing->outcome == ACCOUNT_WRONG_CODE)
		mistakes->says =
			str_of(http_say(request, "动态码不正确或已用过。请等下一个码出现后再填。",
				"The code is wrong or was used. Wait for the next one."));
	else
		mistakes->says = str_of(http_say(request, "登录名或密码不正确。请重新填写。",
			"Login or password is not right. Try again."));
	return NULL;
}

static struct fault *
sign_in_page(struct http_request *request, struct http_reply *reply)
{
	struct account_place place = account_place_of(request);
	struct account_form_view view = { 0 };
	struct account_signed signing;
	struct http_form form;

	TRY(http_form_read(request, sign_in_fields, &form));
	if (form.errors.count)
		return draw_sign_in(request, reply, &form, &view);
	TRY(account_sign_in(account_gate_of(request), request->db, request->arena,
		http_form_text(&form, "login"), http_form_text(&form, "password"), &place,
		account_cookie(request), &signing));
	if (signing.outcome == ACCOUNT_SIGNED)
		return go_on(request, reply, &signing, http_form_text(&form, "next"));
	TRY(say_outcome(request, reply, &signing, &view.mistakes));
	return draw_sign_in(request, reply, &form, &view);
}

static struct fault *
sign_out_page(struct http_request *request, struct http_reply *reply)
{
	struct account_doer doer = account_doer_of(request);

	TRY(account_sign_out(request->db, request->arena, account_session_of(request), &doer));
	TRY(account_drop_cookie(request, reply));
	reply->cache = HTTP_CACHE_NEVER;
	return http_reply_redirect(request, reply, STR("/"));
}

/* --- what is still owed --- */

static const struct http_field code_fields[] = {
	{ .name = "code",
		.kind = HTTP_TEXT,
		.is_required = true,
		.max = 40,
		.zh = "动态码",
		.en = "Code" },
	{ .name = "next", .kind = HTTP_TEXT, .max = 4000, .zh = "去处", .en = "Next" },
	{ 0 },
};

static const struct account_way code_ways[] = {
	{ "code", "text", "one-time-code",
		"打开手机上的身份验证器，填 6 位数字；没有手机时可填一个恢复码。" },
	{ 0 },
};

static struct fault *
draw_code(struct http_request *request, struct http_reply *reply, const struct http_form *form,
	struct account_form_view *view)
{
	view->action = URL("/sign-in/code");
	view->button = STR("继续");
	view->next = form ? http_form_text(form, "next") : http_query(request, "next");
	TRY(account_form_make(request, code_fields, code_ways, form, NULL, 0, view));
	return account_form_draw(request, reply, STR("第二步：动态码"), "", view);
}

static struct fault *
code_page(struct http_request *request, struct http_reply *reply)
{
	struct account_place place = account_place_of(request);
	struct account_form_view view = { 0 };
	struct account_signed signing;
	struct http_form form;

	TRY(http_form_read(request, code_fields, &form));
	if (form.errors.count)
		return draw_code(request, reply, &form, &view);
	TRY(account_sign_in_code(account_gate_of(request), request->db, request->arena,
		account_session_of(request), http_form_text(&form, "code"), &place, &signing));
	if (signing.outcome == ACCOUNT_SIGNED)
		return go_on(request, reply, &signing, http_form_text(&form, "next"));
	TRY(say_outcome(request, reply, &signing, &view.mistakes));
	return draw_code(request, reply, &form, &view);
}

/* A new password, typed twice. */
static const struct http_field fresh_fields[] = {
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
	{ .name = "next", .kind = HTTP_TEXT, .max = 4000, .zh = "去处", .en = "Next" },
	{ 0 },
};

static const struct account_way fresh_ways[] = {
	{ "password", "password", "new-password",
		"至少 12 个字符，不要用常见的词、连号、姓名；几个不相干的词连起来既长又好记。" },
	{ "again", "password", "new-password", NULL },
	{ 0 },
};

static struct fault *
read_fresh(struct http_request *request, struct http_form *form)
{
	TRY(http_form_read(request, fresh_fields, form));
	if (!form->errors.count &&
		!str_equal(http_form_text(form, "password"), http_form_text(form, "again")))
		TRY(http_form_blame(request, form, "again", "两次填写的新密码不同。请重新填写。",
			"The two new passwords are not the same. Type them again."));
	return NULL;
}

static struct fault *
draw_fresh(struct http_request *request, struct http_reply *reply, const struct http_form *form,
	struct account_form_view *view)
{
	view->action = URL("/sign-in/password");
	view->button = STR("保存新密码");
	view->login = account_session_of(request)->person.login;
	view->lead = STR("您现在的密码是别人设置的。请先改成只有您自己知道的密码。");
	view->next = form ? http_form_text(form, "next") : http_query(request, "next");
	TRY(account_form_make(request, fresh_fields, fresh_ways, form, NULL, 0, view));
	return account_form_draw(request, reply, STR("设置新密码"), "", view);
}

static struct fault *
fresh_page(struct http_request *request, struct http_reply *reply)
{
	struct account_place place = account_place_of(request);
	struct account_form_view view = { 0 };
	struct account_signed signing;
	struct http_form form;
	struct fault *fault;

	TRY(read_fresh(request, &form));
	if (form.errors.count)
		return draw_fresh(request, reply, &form, &view);
	fault = account_change_password(account_gate_of(request), request->db, request->arena,
		account_session_of(request), STR(""), http_form_text(&form, "password"), &place,
		&signing);
	if (!fault)
		return go_on(request, reply, &signing, http_form_text(&form, "next"));
	TRY(account_form_take(request, &form, &view, "password", fault));
	return draw_fresh(request, reply, &form, &view);
}

static struct fault *
next_page(struct http_request *request, struct http_reply *reply)
{
	unsigned owes = account_session_of(request)->owes;
	struct account_form_view view = { 0 };

	if (owes & ACCOUNT_OWES_CODE)
		return draw_code(request, reply, NULL, &view);
	if (owes & ACCOUNT_OWES_PASSWORD)
		return draw_fresh(request, reply, NULL, &view);
	if (owes & ACCOUNT_OWES_FACTOR)
		return http_reply_redirect(request, reply, STR("/profile/second-factor"));
	return http_reply_redirect(
		request, reply, account_next(http_query(request, "next"), ACCOUNT_DESK_PATH));
}

/* --- a link that sets a password --- */

static struct fault *
draw_link(struct http_request *request, struct http_reply *reply, const struct http_form *form,
	const struct account_link *link, struct account_form_view *view)
{
	TRY(url_join(request->arena, URL("/links"), http_param(request, "token"), &view->action));
	view->button = STR("保存密码");
	view->login = link->login;
	TRY(str_print(request->arena, &view->lead,
		"%.*s，您好。您的登录名是 %.*s，请设置只有您自己知道的密码。", STR_ARG(link->name),
		STR_ARG(link->login)));
	TRY(account_form_make(request, fresh_fields, fresh_ways, form, NULL, 0, view));
	return account_form_draw(request, reply, STR("设置密码"), "", view);
}

static struct fault *
link_form_page(struct http_request *request, struct http_reply *reply)
{
	struct account_form_view view = { 0 };
	struct account_link link;

	TRY(account_find_link(request->db, request->arena, http_param(request, "token"),
		ACCOUNT_SETS_PASSWORD, &link));
	return draw_link(request, reply, NULL, &link, &view);
}

static struct fault *
link_page(struct http_request *request, struct http_reply *reply)
{
	struct account_place place = account_place_of(request);
	struct account_form_view view = { 0 };
	struct account_link link;
	struct http_form form;
	struct fault *fault;

	TRY(account_find_link(request->db, request->arena, http_param(request, "token"),
		ACCOUNT_SETS_PASSWORD, &link));
	TRY(read_fresh(request, &form));
	if (form.errors.count)
		return draw_link(request, reply, &form, &link, &view);
	fault = account_use_link(account_gate_of(request), request->db, request->arena,
		http_param(request, "token"), http_form_text(&form, "password"), &place);
	if (!fault)
		return http_reply_redirect(request, reply, STR(ACCOUNT_SIGN_IN_PATH));
	/* Used by somebody else a moment ago: no form can mend that. */
	if (fault->kind == FAULT_ABSENT)
		return fault;
	TRY(account_form_take(request, &form, &view, "password", fault));
	return draw_link(request, reply, &form, &link, &view);
}

/* --- the first start --- */

#define PERSON(which, words, words_en)                                                             \
	{ .name = which "_login",                                                                  \
		.kind = HTTP_TEXT,                                                                 \
		.is_required = true,                                                               \
		.max = 60,                                                                         \
		.zh = words "的登录名",                                                            \
		.en = "Login of the " words_en },                                                  \
	{                                                                                          \
		.name = which "_name", .kind = HTTP_TEXT, .is_required = true, .max = 50,          \
		.zh = words "的姓名", .en = "Name of the " words_en                                \
	}

static const struct http_field set_up_fields[] = {
	PERSON("system", "系统管理员", "system administrator"),
	PERSON("security", "安全管理员", "security administrator"),
	PERSON("audit", "审计员", "auditor"),
	{ 0 },
};

static const struct account_way set_up_ways[] = {
	{ "system_login", "text", "off", "建立机关和账号，管设置、后台任务。" },
	{ "system_name", "text", "off", NULL },
	{ "security_login", "text", "off", "授予和收回角色，解除锁定，结束会话。" },
	{ "security_name", "text", "off", NULL },
	{ "audit_login", "text", "off", "查看和核验审计记录。" },
	{ "audit_name", "text", "off", NULL },
	{ 0 },
};

static const char *const firsts_names[3][3] = {
	{ "system_login", "system_name", "系统管理员" },
	{ "security_login", "security_name", "安全管理员" },
	{ "audit_login", "audit_name", "审计员" },
};

static struct fault *
draw_set_up(struct http_request *request, struct http_reply *reply, const struct http_form *form,
	struct account_form_view *view)
{
	TRY(url_join(request->arena, URL("/set-up"), http_param(request, "token"), &view->action));
	view->button = STR("建立三个账号");
	view->lead =
		STR("首次启动：请指定三名管理员，由三个人分别担任。保存后会得到三个一次性链接，"
		    "各人用自己的链接设置密码，您不会知道他们的密码。");
	TRY(account_form_make(request, set_up_fields, set_up_ways, form, NULL, 0, view));
	return account_form_draw(request, reply, STR("首次启动"), "", view);
}

static struct fault *
set_up_form_page(struct http_request *request, struct http_reply *reply)
{
	struct account_form_view view = { 0 };
	struct account_link link;

	TRY(account_find_link(
		request->db, request->arena, http_param(request, "token"), ACCOUNT_SETS_UP, &link));
	return draw_set_up(request, reply, NULL, &view);
}

/* Each field is judged by its own rule before anything is made. */
static struct fault *
check_firsts(struct http_request *request, struct http_form *form, struct account_first firsts[3])
{
	for (int i = 0; i < 3; i++) {
		struct str login = http_form_text(form, firsts_names[i][0]);
		struct str name = http_form_text(form, firsts_names[i][1]);
		struct fault *fault = account_check_login(request->arena, login, &firsts[i].login);

		if (fault)
			TRY(http_form_blame(
				request, form, firsts_names[i][0], fault->zh, fault->en));
		for (int before = 0; before < i && !fault; before++)
			if (str_equal(firsts[before].login, firsts[i].login))
				TRY(http_form_blame(request, form, firsts_names[i][0],
					"三名管理员的登录名不能相同。请改正。",
					"The three logins must differ. Change this one."));
		fault = account_check_name(name, &firsts[i].name);
		if (fault)
			TRY(http_form_blame(
				request, form, firsts_names[i][1], fault->zh, fault->en));
	}
	return NULL;
}

static struct fault *
draw_three_links(struct http_request *request, struct http_reply *reply,
	const struct account_first firsts[3])
{
	struct account_link_line lines[3];
	struct account_links_view view = { .says = STR("三个账号已建立。"),
		.links = lines,
		.count = 3,
		.back = URL(ACCOUNT_SIGN_IN_PATH) };
	struct html_shell shell;

	for (int i = 0; i < 3; i++) {
		TRY(str_print(request->arena, &lines[i].who, "%s %.*s", firsts_names[i][2],
			STR_ARG(firsts[i].name)));
		lines[i].login = firsts[i].login;
		TRY(account_link_address(request, &firsts[i].token, &lines[i].address));
	}
	TRY(str_print(request->arena, &view.hours, "%d",
		account_gate_policy(account_gate_of(request))->link / 3600));
	TRY(account_shell(request, reply, STR("交给三名管理员"), "", &shell));
	shell.is_hidden = true;
	view.shell = &shell;
	reply->cache = HTTP_CACHE_NEVER;
	account_links_html(&reply->body, &view);
	return NULL;
}

static struct fault *
set_up_page(struct http_request *request, struct http_reply *reply)
{
	struct account_place place = account_place_of(request);
	struct account_form_view view = { 0 };
	struct account_first firsts[3] = { 0 };
	struct account_link link;
	struct http_form form;
	struct fault *fault;

	TRY(account_find_link(
		request->db, request->arena, http_param(request, "token"), ACCOUNT_SETS_UP, &link));
	TRY(http_form_read(request, set_up_fields, &form));
	if (!form.errors.count)
		TRY(check_firsts(request, &form, firsts));
	if (form.errors.count)
		return draw_set_up(request, reply, &form, &view);
	fault = account_set_up(account_gate_of(request), request->db, request->arena,
		http_param(request, "token"), &place, firsts);
	if (!fault)
		return draw_three_links(request, reply, firsts);
	if (fault->kind == FAULT_ABSENT)
		return fault;
	TRY(account_form_take(request, &form, &view, NULL, fault));
	return draw_set_up(request, reply, &form, &view);
}

enum { SOMEBODY = ACCOUNT_SIGNED_IN | ACCOUNT_HALF_SIGNED_IN };

const struct route account_sign_in_routes[] = {
	{ "GET", ACCOUNT_SIGN_IN_PATH, sign_in_form_page, ANYONE },
	{ "POST", ACCOUNT_SIGN_IN_PATH, sign_in_page, ANYONE | LIMITED },
	{ "GET", ACCOUNT_NEXT_PATH, next_page, SOMEBODY },
	{ "POST", "/sign-in/code", code_page, ACCOUNT_HALF_SIGNED_IN | LIMITED },
	{ "POST", "/sign-in/password", fresh_page, ACCOUNT_HALF_SIGNED_IN | LIMITED },
	{ "POST", "/sign-out", sign_out_page, SOMEBODY },
	{ "GET", "/links/:token", link_form_page, ANYONE | LIMITED },
	{ "POST", "/links/:token", link_page, ANYONE | LIMITED },
	{ "GET", "/set-up/:token", set_up_form_page, ANYONE | LIMITED },
	{ "POST", "/set-up/:token", set_up_page, ANYONE | LIMITED },
	{ 0 },
};
