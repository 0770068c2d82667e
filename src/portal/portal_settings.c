/*
 * The page of settings of the whole installation: what is in force, whose default it is, and a form
 * for each. What a setting means and which values it takes is declared by its room.
 */
#include "account/account.h"
#include "portal/portal.h"
#include "portal/portal_admin.h"
#include "portal/portal_admin.html.h"

#define SETTERS ((unsigned)ACCOUNT_SYSTEM_ADMIN | (unsigned)ACCOUNT_SECURITY_ADMIN)

static const struct http_field fields[] = {
	{ .name = "key", .kind = HTTP_TEXT, .is_required = true, .max = 100, .zh = "设置" },
	{ .name = "value", .kind = HTTP_LINES, .max = 4000, .zh = "值" },
	{ .name = "forget", .kind = HTTP_CHECKBOX, .zh = "恢复默认" },
	{ .name = "version", .kind = HTTP_INT, .zh = "版本" },
	{ 0 },
};

/* How people sign in is the security administrator's to decide, everything else the system
 * administrator's. */
static bool
may_change(const struct http_request *request, struct str key)
{
	unsigned wanted = str_starts(key, STR("account.")) ? (unsigned)ACCOUNT_SECURITY_ADMIN
							   : (unsigned)ACCOUNT_SYSTEM_ADMIN;

	return account_may(account_of(request), wanted, STR("/"));
}

/* --- parts: one for each room that declares settings --- */

/* By how their keys begin; the last takes those of any other room. */
static const struct part {
	const char *name;
	const char *words;
} parts[] = {
	{ "account", "登录和密码" },
	{ "application", "依申请公开" },
	{ "filing", "年度报告" },
	{ "mail", "邮件" },
	{ "job", "后台任务" },
	{ "other", "其他" },
};

static size_t
part_of(struct str key)
{
	struct str room;

	(void)str_cut(key, STR("."), &room);
	for (size_t i = 0; i + 1 < COUNT_OF(parts); i++)
		if (str_equal(room, str_of(parts[i].name)))
			return i;
	return COUNT_OF(parts) - 1;
}

/* The part of the setting at hand, else the one asked for, else the first with something in it. */
static size_t
part_at_hand(const struct http_request *request, struct str key, const size_t *counts)
{
	struct str asked = http_query(request, "part");

	if (!key.len)
		key = http_query(request, "done");
	if (setting_find(key) && counts[part_of(key)])
		return part_of(key);
	for (size_t i = 0; i < COUNT_OF(parts); i++)
		if (counts[i] && str_equal(asked, str_of(parts[i].name)))
			return i;
	for (size_t i = 0; i < COUNT_OF(parts); i++)
		if (counts[i])
			return i;
	return COUNT_OF(parts) - 1;
}

static struct fault *
make_tabs(struct http_request *request, const size_t *counts, size_t current,
	struct portal_settings_view *view)
{
	for (size_t i = 0; i < COUNT_OF(parts); i++) {
		struct portal_tab *tab = &view->tabs[view->tab_count];

		if (!counts[i])
			continue;
		*tab = (struct portal_tab){ parts[i].words, (int64_t)counts[i],
			URL("/admin/settings"), i == current };
		TRY(url_query(request->arena, tab->address, "part", str_of(parts[i].name),
			&tab->address));
		view->tab_count++;
	}
	view->part = parts[current].words;
	return NULL;
}

/* The page; `key` names the setting whose form came back with `typed` and `problem`. */
static struct fault *
draw(struct http_request *request, struct http_reply *reply, struct str key, struct str typed,
	struct str problem)
{
	struct portal_settings_view view = { .done = http_query(request, "done"),
		.has_problem = problem.len > 0 };
	size_t counts[COUNT_OF(parts)] = { 0 };
	struct portal_setting *items;
	struct setting_items list;
	struct html_shell shell;
	size_t current;

	TRY(account_must(account_of(request), SETTERS, STR("/")));
	TRY(setting_list(request->db, request->arena, STR(""), &list));
	TAKE(request->arena, items, list.count + 1);
	for (size_t i = 0; i < list.count; i++)
		if (may_change(request, str_of(list.items[i].setting->key)))
			counts[part_of(str_of(list.items[i].setting->key))]++;
	current = part_at_hand(request, key, counts);
	TRY(make_tabs(request, counts, current, &view));
	for (size_t i = 0; i < list.count; i++) {
		bool is_it = str_equal(str_of(list.items[i].setting->key), key);
		struct portal_setting *item = &items[view.count];

		if (!may_change(request, str_of(list.items[i].setting->key)) ||
			part_of(str_of(list.items[i].setting->key)) != current)
			continue;
		item->item = list.items[i];
		item->typed = is_it ? typed : list.items[i].value;
		item->problem = is_it ? problem : STR_NONE;
		view.count++;
	}
	view.items = items;
	TRY(account_shell(request, reply, STR("设置"), "/admin/settings", &shell));
	view.shell = &shell;
	portal_settings_html(&reply->body, &view);
	return NULL;
}

static struct fault *
portal_settings_page(struct http_request *request, struct http_reply *reply)
{
	return draw(request, reply, STR_NONE, STR_NONE, STR_NONE);
}

static struct fault *
portal_setting_save_page(struct http_request *request, struct http_reply *reply)
{
	const struct portal *portal = request->context;
	struct audit_actor actor = account_actor(request, 0);
	struct setting_change change = { .keys = portal->keys, .actor = &actor };
	struct http_form form;
	struct fault *fault;
	struct str target;
	struct str says;

	TRY(account_must(account_of(request), SETTERS, STR("/")));
	TRY(http_form_read(request, fields, &form));
	change.key = http_form_text(&form, "key");
	change.value = http_form_text(&form, "value");
	change.is_forgetting = http_form_is_checked(&form, "forget");
	change.version = http_form_int(&form, "version", 0);
	if (!may_change(request, change.key))
		return fault_new(FAULT_DENIED, "setting_may_not",
			"这项设置不由您管：登录和密码由安全管理员设置，其余由系统管理员设置。",
			"This setting is not yours: signing in is the security administrator's, "
			"all else the system administrator's.");
	fault = setting_save(request->db, request->arena, &change);
	if (fault && fault->kind != FAULT_INPUT && fault->kind != FAULT_CONFLICT)
		return fault;
	if (fault) {
		/* Faults do not last. The secret that was typed is not shown again. */
		const struct setting *setting = setting_find(change.key);
		bool is_secret = setting && setting->kind == SETTING_SECRET;

		reply->status = fault->kind == FAULT_INPUT ? 422 : 409;
		TRY(str_copy(
			request->arena, str_of(http_say(request, fault->zh, fault->en)), &says));
		return draw(request, reply, change.key, is_secret ? STR_NONE : change.value, says);
	}
	TRY(str_print(request->arena, &target, "/admin/settings?done=%.*s#%.*s",
		STR_ARG(change.key), STR_ARG(change.key)));
	return http_reply_redirect(request, reply, target);
}

const struct route portal_settings_routes[] = {
	{ "GET", "/admin/settings", portal_settings_page, SETTERS },
	{ "POST", "/admin/settings", portal_setting_save_page, SETTERS | SAME_SITE },
	{ 0 },
};
