/*
 * The page of one's own access tokens: the list, the form, and the token itself, shown this once.
 * What a token may do is decided elsewhere (account_access_work.c).
 */
#include "account/account_access.h"
#include "account/account_access.html.h"
#include "account/account_page_inside.h"
#include "http/http_server.h"

/* A box for each role that a token may have; one's own are shown. */
static const struct {
	const char *name;
	enum account_role role;
} boxes[] = {
	{ "role_author", ACCOUNT_AUTHOR },
	{ "role_reviewer", ACCOUNT_REVIEWER },
	{ "role_approver", ACCOUNT_APPROVER },
	{ "role_case_officer", ACCOUNT_CASE_OFFICER },
	{ "role_legal_reviewer", ACCOUNT_LEGAL_REVIEWER },
	{ "role_head", ACCOUNT_HEAD },
	{ "role_supervisor", ACCOUNT_SUPERVISOR },
};

static const struct http_field fields[] = {
	{ .name = "name",
		.kind = HTTP_TEXT,
		.is_required = true,
		.max = ACCOUNT_ACCESS_NAME,
		.zh = "给哪个系统用",
		.en = "Which system it is for" },
	{ .name = "role_author", .kind = HTTP_CHECKBOX, .zh = "角色：起草", .en = "Role: author" },
	{ .name = "role_reviewer",
		.kind = HTTP_CHECKBOX,
		.zh = "角色：审核",
		.en = "Role: reviewer" },
	{ .name = "role_approver",
		.kind = HTTP_CHECKBOX,
		.zh = "角色：签发",
		.en = "Role: approver" },
	{ .name = "role_case_officer",
		.kind = HTTP_CHECKBOX,
		.zh = "角色：受理",
		.en = "Role: case officer" },
	{ .name = "role_legal_reviewer",
		.kind = HTTP_CHECKBOX,
		.zh = "角色：法制审核",
		.en = "Role: legal reviewer" },
	{ .name = "role_head", .kind = HTTP_CHECKBOX, .zh = "角色：负责人", .en = "Role: head" },
	{ .name = "role_supervisor",
		.kind = HTTP_CHECKBOX,
		.zh = "角色：汇总",
		.en = "Role: supervisor" },
	{ .name = "may_write",
		.kind = HTTP_CHECKBOX,
		.zh = "除了查看，还可以打开申请人的个人信息（每次都记入审计）",
		.en = "Besides reading, it may open applicants' data (each time is audited)" },
	{ .name = "last", .kind = HTTP_DAY, .is_required = true, .zh = "止日", .en = "Last day" },
	{ .name = "present",
		.kind = HTTP_TEXT,
		.is_required = true,
		.max = 400,
		.zh = "现在的密码",
		.en = "Present password" },
	{ 0 },
};

static const struct account_way name_way = { "name", "text", NULL, "如：区政务服务平台。" };
static const struct account_way other_ways[] = {
	{ "may_write", "checkbox", NULL, NULL },
	{ "last", "date", NULL, "含当日，最长一年；到期后自动失效。" },
	{ "present", "password", "current-password", NULL },
	{ 0 },
};

/* --- the page --- */

static struct fault *
make_form(
	struct http_request *request, const struct http_form *form, struct account_form_view *view)
{
	unsigned held = account_of(request)->roles & ACCOUNT_BUSINESS;
	struct account_way *ways;
	struct http_pair stored = { STR("last"), STR_NONE };
	size_t count = 0;

	TAKE(request->arena, ways, COUNT_OF(boxes) + COUNT_OF(other_ways) + 1);
	ways[count++] = name_way;
	for (size_t i = 0; i < COUNT_OF(boxes); i++)
		if (held & (unsigned)boxes[i].role)
			ways[count++] =
				(struct account_way){ boxes[i].name, "checkbox", NULL, NULL };
	memcpy(ways + count, other_ways, sizeof other_ways);
	TRY(str_copy(request->arena, str_of(day_text((struct day){ day_today().number + 90 }).at),
		&stored.value));
	view->action = URL("/profile/tokens");
	view->button = STR("生成令牌");
	return account_form_make(request, fields, ways, form, &stored, 1, view);
}

struct fault *
account_access_lines_make(struct http_request *request, int64_t account_id, struct url base,
	struct account_access_line **ret_lines, size_t *ret_count)
{
	struct day today = day_today();
	struct account_access *list = NULL;
	struct account_access_line *lines;

	TRY(account_access_list(request->db, request->arena, account_id, &list, ret_count));
	TAKE(request->arena, lines, *ret_count + 1);
	for (size_t i = 0; i < *ret_count; i++) {
		lines[i].token = &list[i];
		lines[i].is_open = !list[i].ended_at && list[i].last.number >= today.number;
		lines[i].state = lines[i].is_open                            ? "有效"
				 : !list[i].ended_at                         ? "已到期"
				 : list[i].why == ACCOUNT_ACCESS_ENDED_OWNER ? "本人收回"
				 : list[i].why == ACCOUNT_ACCESS_ENDED_ADMIN ? "安全管理员收回"
				 : list[i].why == ACCOUNT_ACCESS_ENDED_SECRET
					 ? "因修改密码或第二因素失效"
					 : "账号停用";
		TRY(account_roles_say(request->arena, list[i].roles, false, &lines[i].roles));
		TRY(account_time_text(request->arena, list[i].created_at, &lines[i].made));
		TRY(account_time_text(request->arena, list[i].seen_at, &lines[i].seen));
		lines[i].end = URL_NONE;
		if (!lines[i].is_open || url_is_none(base))
			continue;
		TRY(url_join_int(request->arena, base, list[i].id, &lines[i].end));
		TRY(url_join(request->arena, lines[i].end, STR("end"), &lines[i].end));
	}
	*ret_lines = lines;
	return NULL;
}

static struct fault *
draw(struct http_request *request, struct http_reply *reply, const struct http_form *form,
	struct account_access_view *view)
{
	struct account_access_line *lines = NULL;
	struct html_shell shell;

	TRY(account_access_lines_make(request, account_of(request)->id, URL("/profile/tokens"),
		&lines, &view->line_count));
	view->lines = lines;
	view->can_make = (account_of(request)->roles & ACCOUNT_BUSINESS) != 0;
	if (!form && str_equal(http_query(request, "saved"), STR("ended")))
		view->done = "令牌已收回，马上失效。";
	TRY(make_form(request, form, &view->form));
	TRY(account_shell(request, reply, STR("访问令牌"), "/profile", &shell));
	shell.is_hidden = true;
	view->shell = &shell;
	reply->cache = HTTP_CACHE_NEVER;
	account_access_html(&reply->body, view);
	return NULL;
}

static struct fault *
access_page(struct http_request *request, struct http_reply *reply)
{
	struct account_access_view view = { 0 };

	return draw(request, reply, NULL, &view);
}

/* --- making --- */

static struct fault *
make(struct http_request *request, const struct http_form *form,
	struct account_access_text *ret_text)
{
	struct account_doer doer = account_doer_of(request);
	struct account_place place = account_place_of(request);
	struct account_access_plan plan = {
		.name = http_form_text(form, "name"),
		.may_write = http_form_is_checked(form, "may_write"),
		.last = http_form_day(form, "last"),
	};
	int64_t id = 0;

	for (size_t i = 0; i < COUNT_OF(boxes); i++)
		if (http_form_is_checked(form, boxes[i].name))
			plan.roles |= (unsigned)boxes[i].role;
	/* It lasts longer than any sign-in. */
	TRY(account_confirm_password(account_gate_of(request), request->db, request->arena,
		account_session_of(request), http_form_text(form, "present"), &place));
	return account_access_make(
		account_gate_of(request), request->db, request->arena, &doer, &plan, &id, ret_text);
}

/* The field that a fault of make() speaks of; NULL: the whole form. */
static const char *
field_of(const struct fault *fault)
{
	static const struct {
		const char *code;
		const char *field;
	} rows[] = { { "account_access_name", "name" }, { "account_access_day", "last" },
		{ "account_password_old", "present" }, { "account_wait", "present" } };

	for (size_t i = 0; i < COUNT_OF(rows); i++)
		if (strcmp(fault->code, rows[i].code) == 0)
			return rows[i].field;
	return NULL;
}

static struct fault *
make_page(struct http_request *request, struct http_reply *reply)
{
	struct account_access_view view = { 0 };
	struct account_access_text text;
	struct fault *fault = NULL;
	struct http_form form;

	TRY(http_form_read(request, fields, &form));
	if (!form.errors.count)
		fault = make(request, &form, &text);
	if (!fault && !form.errors.count) {
		TRY(str_copy(request->arena, str_of(text.at), &view.token));
		TRY(http_address(request, &view.address));
		return draw(request, reply, NULL, &view);
	}
	reply->status = fault ? http_fault_status(fault) : 422;
	if (fault)
		TRY(account_form_take(request, &form, &view.form, field_of(fault), fault));
	return draw(request, reply, &form, &view);
}

static struct fault *
end_page(struct http_request *request, struct http_reply *reply)
{
	struct account_doer doer = account_doer_of(request);
	int64_t id;

	TRY(http_param_id(request, "id", &id));
	TRY(account_access_end(request->db, request->arena, &doer, doer.person->id, id));
	return http_reply_redirect(request, reply, STR("/profile/tokens?saved=ended"));
}

const struct route account_access_routes[] = {
	{ "GET", "/profile/tokens", access_page, ACCOUNT_SIGNED_IN },
	{ "POST", "/profile/tokens", make_page, ACCOUNT_SIGNED_IN | LIMITED },
	{ "POST", "/profile/tokens/:id/end", end_page, ACCOUNT_SIGNED_IN },
	{ 0 },
};
