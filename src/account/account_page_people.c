/*
 * The administration's list of people, its export, and the form that makes or changes an account.
 * One person's page with roles and sessions is account_page_person.c.
 */
#include "account/account_form.html.h"
#include "account/account_page_inside.h"
#include "account/account_people.html.h"
#include "http/http_server.h"

enum { PER_PAGE = 50, EXPORT_EACH = 1000, EXPORT_MOST = 100000 };
enum { ADMINS = ACCOUNT_SYSTEM_ADMIN | ACCOUNT_SECURITY_ADMIN | ACCOUNT_AUDITOR };

/* --- which people --- */

/* The widest place for which the visitor administers people; one with a path, that of those places
 * in which the path lies. NULL: none. */
static const struct account_grant *
scope_of(const struct account_person *person, struct str path)
{
	const struct account_grant *scope = NULL;

	for (size_t i = 0; i < person->grant_count; i++) {
		const struct account_grant *grant = &person->grants[i];
		bool is_wider = !scope || grant->path.len < scope->path.len ||
				(grant->path.len == scope->path.len && grant->has_subtree);
		bool covers = !path.len || str_equal(path, grant->path) ||
			      (grant->has_subtree && str_starts(path, grant->path));

		if (((unsigned)grant->role & (unsigned)ADMINS) && covers && is_wider)
			scope = grant;
	}
	return scope;
}

/* Only what the place covers: a role for one agency shows nobody of those below. */
static void
set_scope(const struct account_grant *scope, struct str path, struct account_query *query)
{
	query->path = !scope ? STR("/0/") : path.len ? path : scope->path;
	query->is_alone = !scope || !scope->has_subtree;
}

/* The filters of the address; what cannot be used filters nothing. */
static struct fault *
read_query(
	struct http_request *request, struct account_query *query, struct account_people_view *view)
{
	enum account_role role = account_role_of_word(http_query(request, "role"));
	int64_t state = http_query_int(request, "state", 0);
	int64_t sort = http_query_int(request, "sort", 0);
	const struct account_grant *scope = scope_of(account_of(request), STR_NONE);
	struct account_agency agency;
	struct fault *fault;

	*query = (struct account_query){
		.text = str_trim(http_query(request, "q")),
		.role = (unsigned)role,
		.state = state > 0 && state <= ACCOUNT_NO_PASSWORD ? (int)state : 0,
		.sort = sort > 0 && sort <= ACCOUNT_NEWEST ? (int)sort : 0,
		.limit = PER_PAGE,
	};
	set_scope(scope, STR_NONE, query);
	view->text = query->text;
	view->agency = str_trim(http_query(request, "agency"));
	view->role = query->role;
	view->state = (int)query->state;
	view->sort = (int)query->sort;
	fault = account_agency_of_text(request, view->agency, &agency);
	if (fault && fault->kind == FAULT_OUTSIDE)
		return fault;
	if (fault)
		return str_copy(request->arena, str_of(http_say(request, fault->zh, fault->en)),
			&view->agency_error);
	scope = agency.id ? scope_of(account_of(request), agency.path) : NULL;
	if (scope)
		set_scope(scope, agency.path, query);
	return NULL;
}

/* The filters as an address, so that paging and export keep them. */
static struct fault *
base_address(struct http_request *request, const struct account_people_view *view, struct url url,
	struct url *ret_url)
{
	const struct account_role_word *word = account_role_word(view->role);
	struct str number;

	if (view->text.len)
		TRY(url_query(request->arena, url, "q", view->text, &url));
	if (view->agency.len)
		TRY(url_query(request->arena, url, "agency", view->agency, &url));
	if (word)
		TRY(url_query(request->arena, url, "role", str_of(word->key), &url));
	if (view->state) {
		TRY(str_print(request->arena, &number, "%d", view->state));
		TRY(url_query(request->arena, url, "state", number, &url));
	}
	if (view->sort) {
		TRY(str_print(request->arena, &number, "%d", view->sort));
		TRY(url_query(request->arena, url, "sort", number, &url));
	}
	*ret_url = url;
	return NULL;
}

/* --- the list --- */

static struct fault *
say_roles(
	struct http_request *request, const struct account_list *list, const struct str **ret_says)
{
	struct str *says;

	TAKE(request->arena, says, list->count + 1);
	for (size_t i = 0; i < list->count; i++)
		TRY(account_roles_say(request->arena, list->rows[i].roles, false, &says[i]));
	*ret_says = says;
	return NULL;
}

static struct fault *
people_page(struct http_request *request, struct http_reply *reply)
{
	int64_t page = html_paging_asked(http_query_int(request, "page", 1));
	struct account_people_view view = { 0 };
	struct account_query query;
	struct html_paging paging;
	struct account_list list;
	struct html_shell shell;
	struct url base;

	TRY(read_query(request, &query, &view));
	query.offset = (page - 1) * PER_PAGE;
	TRY(account_find_all(account_gate_of(request), request->db, request->arena, &query, &list));
	TRY(base_address(request, &view, URL("/admin/people"), &base));
	TRY(html_paging_make(request->arena, base, list.total, PER_PAGE, page, &paging));
	TRY(base_address(request, &view, URL("/admin/people/export"), &view.export));
	TRY(say_roles(request, &list, &view.row_roles));
	view.rows = list.rows;
	view.count = list.count;
	view.total = list.total;
	view.paging = &paging;
	view.can_add = (account_of(request)->roles & ACCOUNT_SYSTEM_ADMIN) != 0;
	TRY(account_shell(request, reply, STR("人员"), "/admin/people", &shell));
	view.shell = &shell;
	account_people_html(&reply->body, &view);
	return NULL;
}

/* --- export --- */

/* A field of RFC 4180; what a spreadsheet would run as a formula gets an apostrophe in front. */
static void
put_csv(struct buf *out, struct str text, bool is_last)
{
	bool is_formula = text.len && strchr("=+-@\t", text.at[0]);

	buf_put_char(out, '"');
	if (is_formula)
		buf_put_char(out, '\'');
	for (size_t i = 0; i < text.len; i++) {
		if (text.at[i] == '"')
			buf_put_char(out, '"');
		buf_put_char(out, text.at[i]);
	}
	buf_put(out, is_last ? STR("\"\r\n") : STR("\","));
}

static struct fault *
put_rows(struct http_request *request, struct buf *out, const struct account_list *list)
{
	struct str roles;

	for (size_t i = 0; i < list->count; i++) {
		const struct account_row *row = &list->rows[i];

		put_csv(out, row->login, false);
		put_csv(out, row->name, false);
		put_csv(out, row->agency_name, false);
		TRY(account_roles_say(request->arena, row->roles, false, &roles));
		put_csv(out, roles, false);
		put_csv(out, row->has_factor ? STR("是") : STR("否"), false);
		put_csv(out,
			row->is_disabled    ? STR("停用")
			: row->has_password ? STR("在用")
					    : STR("未设密码"),
			true);
	}
	return NULL;
}

static struct fault *
export_page(struct http_request *request, struct http_reply *reply)
{
	struct account_people_view view = { 0 };
	struct account_query query;
	struct account_list list;

	TRY(read_query(request, &query, &view));
	query.limit = EXPORT_EACH;
	buf_put(&reply->body, STR("\xEF\xBB\xBF登录名,姓名,机关,角色,第二因素,状态\r\n"));
	do {
		TRY(account_find_all(
			account_gate_of(request), request->db, request->arena, &query, &list));
		TRY(put_rows(request, &reply->body, &list));
		query.offset += EXPORT_EACH;
	} while (list.count && query.offset < list.total && query.offset < EXPORT_MOST);
	reply->cache = HTTP_CACHE_NEVER;
	return http_reply_download(request, reply, STR("人员.csv"), "text/csv; charset=utf-8");
}

/* --- making and changing --- */

static const struct http_field person_fields[] = {
	{ .name = "login", .kind = HTTP_TEXT, .max = 60, .zh = "登录名", .en = "Login" },
	{ .name = "name",
		.kind = HTTP_TEXT,
		.is_required = true,
		.max = 50,
		.zh = "姓名",
		.en = "Name" },
	ACCOUNT_AGENCY_FIELDS,
	{ .name = "mail", .kind = HTTP_TEXT, .zh = "邮箱", .en = "Mail" },
	{ .name = "phone", .kind = HTTP_TEXT, .max = 40, .zh = "电话", .en = "Phone" },
	{ .name = "valid_from", .kind = HTTP_DAY, .zh = "有效期起日", .en = "Valid from" },
	{ .name = "valid_to", .kind = HTTP_DAY, .zh = "有效期止日", .en = "Valid to" },
	{ .name = "version", .kind = HTTP_INT, .zh = "版本", .en = "Version" },
	{ 0 },
};

static const struct account_way person_ways[] = {
	{ "login", "text", NULL, "2–40 位英文字母、数字和 . _ - @，大小写不分；以后不能修改。" },
	{ "name", "text", NULL, NULL },
	{ "agency", "agency", NULL,
		"填名称、简称或代码后查找；留空表示全站（只用于三员，须由全站的系统管理员建立）"
		"。" },
	{ "mail", "email", NULL, "加密保存。" },
	{ "phone", "tel", NULL, "加密保存。" },
	{ "valid_from", "date", NULL, "留空表示即日起。" },
	{ "valid_to", "date", NULL, "含当日；留空表示长期。" },
	{ 0 },
};

static const struct account_way *
ways_for(int64_t id)
{
	return id ? person_ways + 1 : person_ways;
}

/* The stored record as texts of the form. */
enum { STORED = 6 };

static struct fault *
stored_pairs(struct http_request *request, const struct account_record *record,
	struct http_pair pairs[STORED])
{
	struct str from;
	struct str to;

	TRY(str_copy(request->arena, str_of(day_text(record->facts.valid_from).at), &from));
	TRY(str_copy(request->arena, str_of(day_text(record->facts.valid_to).at), &to));
	pairs[0] = (struct http_pair){ STR("name"), record->facts.name };
	pairs[1] = (struct http_pair){ STR("agency"), record->agency_name };
	pairs[2] = (struct http_pair){ STR("mail"), record->facts.mail };
	pairs[3] = (struct http_pair){ STR("phone"), record->facts.phone };
	pairs[4] = (struct http_pair){ STR("valid_from"), from };
	pairs[5] = (struct http_pair){ STR("valid_to"), to };
	return NULL;
}

static struct fault *
draw_person_form(struct http_request *request, struct http_reply *reply, int64_t id,
	struct http_form *form, struct account_form_view *view)
{
	struct account_record record;
	struct http_pair stored[STORED];
	size_t count = 0;

	view->action = URL("/admin/people");
	view->back = URL("/admin/people");
	view->back_words = STR("不保存，返回");
	view->button = STR("保存");
	if (id) {
		TRY(account_load(
			account_gate_of(request), request->db, request->arena, id, &record));
		/* The file of people is for those who may see this person. */
		TRY(account_must(account_of(request), ACCOUNT_SYSTEM_ADMIN, record.agency_path));
		TRY(stored_pairs(request, &record, stored));
		count = STORED;
		TRY(url_join_int(request->arena, view->action, id, &view->action));
		view->back = view->action;
		TRY(str_print(request->arena, &view->version, "%lld", (long long)record.version));
		/* What somebody else changed since the form was first drawn must still be told. */
		if (form && !view->stale.is_stale)
			view->version = http_form_text(form, "version");
	}
	if (view->stale.is_stale)
		TRY(http_form_compare(request, form, stored, count, &view->stale));
	TRY(account_form_make(request, person_fields, ways_for(id), form, stored, count, view));
	return account_form_draw(
		request, reply, id ? STR("修改人员资料") : STR("新增人员"), "/admin/people", view);
}

static struct fault *
new_form_page(struct http_request *request, struct http_reply *reply)
{
	struct account_form_view view = { 0 };

	return draw_person_form(request, reply, 0, NULL, &view);
}

static struct fault *
edit_form_page(struct http_request *request, struct http_reply *reply)
{
	struct account_form_view view = { 0 };
	int64_t id;

	TRY(http_param_id(request, "id", &id));
	return draw_person_form(request, reply, id, NULL, &view);
}

/* Which field a fault of the facts is about. */
static const char *
field_of(const struct fault *fault)
{
	static const char *const fields[][2] = {
		{ "account_login", "login" },
		{ "account_login_taken", "login" },
		{ "account_name", "name" },
		{ "account_agency", "agency" },
		{ "account_agency_many", "agency" },
		{ "account_mail", "mail" },
		{ "account_phone", "phone" },
		{ "account_valid", "valid_to" },
		{ "account_last_admin", "valid_to" },
	};

	for (size_t i = 0; i < COUNT_OF(fields); i++)
		if (strcmp(fault->code, fields[i][0]) == 0)
			return fields[i][1];
	return NULL;
}

static struct fault *
save(struct http_request *request, const struct http_form *form, int64_t *id)
{
	struct account_doer doer = account_doer_of(request);
	struct account_gate *gate = account_gate_of(request);
	struct account_facts facts = {
		.login = http_form_text(form, "login"),
		.name = http_form_text(form, "name"),
		.mail = http_form_text(form, "mail"),
		.phone = http_form_text(form, "phone"),
		.valid_from = http_form_day(form, "valid_from"),
		.valid_to = http_form_day(form, "valid_to"),
	};
	struct account_agency agency;

	TRY(account_agency_read(request, form, &agency));
	facts.agency_id = agency.id;
	if (*id)
		return account_change(gate, request->db, request->arena, &doer, *id,
			http_form_int(form, "version", 0), &facts);
	return account_add(gate, request->db, request->arena, &doer, &facts, id);
}

static bool
is_agency(const struct fault *fault)
{
	const char *field = field_of(fault);

	return field && strcmp(field, "agency") == 0;
}

/* Nothing is saved and nothing else is judged yet. */
static struct fault *
look_for_agency(
	struct http_request *request, struct http_reply *reply, int64_t id, struct http_form *form)
{
	struct account_form_view view = { 0 };

	form->errors.count = 0;
	TRY(account_agency_offer(request, form, ACCOUNT_SYSTEM_ADMIN, &view));
	return draw_person_form(request, reply, id, form, &view);
}

static struct fault *
save_page(struct http_request *request, struct http_reply *reply, int64_t id)
{
	struct account_form_view view = { 0 };
	struct fault *fault = NULL;
	int64_t saved = id;
	struct http_form form;
	struct str target;

	TRY(http_form_read(request, person_fields, &form));
	if (account_agency_is_sought(&form))
		return look_for_agency(request, reply, id, &form);
	if (!form.errors.count)
		fault = save(request, &form, &saved);
	if (!fault && !form.errors.count) {
		TRY(str_print(request->arena, &target, "/admin/people/%lld?saved=%s",
			(long long)saved, id ? "changed" : "added"));
		return http_reply_redirect(request, reply, target);
	}
	if (fault) {
		reply->status = http_fault_status(fault);
		view.stale.is_stale = strcmp(fault->code, "account_stale") == 0;
		if (is_agency(fault))
			TRY(account_agency_offer(request, &form, ACCOUNT_SYSTEM_ADMIN, &view));
		if (!view.stale.is_stale)
			TRY(account_form_take(request, &form, &view, field_of(fault), fault));
		if (fault->kind == FAULT_ABSENT)
			reply->status = 422;
	}
	return draw_person_form(request, reply, id, &form, &view);
}

static struct fault *
new_page(struct http_request *request, struct http_reply *reply)
{
	return save_page(request, reply, 0);
}

static struct fault *
edit_page(struct http_request *request, struct http_reply *reply)
{
	int64_t id;

	TRY(http_param_id(request, "id", &id));
	return save_page(request, reply, id);
}

const struct route account_people_routes[] = {
	{ "GET", "/admin/people", people_page, ADMINS },
	{ "GET", "/admin/people/export", export_page, ADMINS },
	{ "GET", "/admin/people/new", new_form_page, ACCOUNT_SYSTEM_ADMIN },
	{ "POST", "/admin/people", new_page, ACCOUNT_SYSTEM_ADMIN },
	{ "GET", "/admin/people/import", account_import_form_page, ACCOUNT_SYSTEM_ADMIN },
	{ "POST", "/admin/people/import", account_import_look_page,
		(unsigned)ACCOUNT_SYSTEM_ADMIN | READS | LIMITED },
	{ "POST", "/admin/people/import/store", account_import_store_page, ACCOUNT_SYSTEM_ADMIN },
	{ "GET", "/admin/people/:id/edit", edit_form_page, ACCOUNT_SYSTEM_ADMIN },
	{ "POST", "/admin/people/:id", edit_page, ACCOUNT_SYSTEM_ADMIN },
	{ "GET", "/admin/people/:id", account_person_page, ADMINS },
	{ "POST", "/admin/people/:id/disable", account_disable_page, ACCOUNT_SYSTEM_ADMIN },
	{ "POST", "/admin/people/:id/enable", account_enable_page, ACCOUNT_SYSTEM_ADMIN },
	{ "POST", "/admin/people/:id/link", account_link_page, ACCOUNT_SYSTEM_ADMIN },
	{ "POST", "/admin/people/:id/unlock", account_unlock_page, ACCOUNT_SECURITY_ADMIN },
	{ "POST", "/admin/people/:id/sessions", account_sessions_page, ACCOUNT_SECURITY_ADMIN },
	{ "POST", "/admin/people/:id/factor", account_lost_factor_page, ACCOUNT_SECURITY_ADMIN },
	{ "POST", "/admin/people/:id/roles", account_give_page, ACCOUNT_SECURITY_ADMIN },
	{ "POST", "/admin/people/:id/roles/:role/take", account_take_page, ACCOUNT_SECURITY_ADMIN },
	{ "POST", "/admin/people/:id/tokens/:token/end", account_person_token_page,
		ACCOUNT_SECURITY_ADMIN },
	{ 0 },
};
