/*
 * The page of settings of the whole installation: what is in force, whose default it is, and a form
 * for each. What a setting means and which values it takes is declared by its room.
 */
#include "account/account.h"
#include "portal/portal.h"
#include "portal/portal_admin.h"
#include "portal/portal_admin.html.h"

static const struct http_field fields[] = {
	{ .name = "key", .kind = HTTP_TEXT, .is_required = true, .max = 100, .zh = "设置" },
	{ .name = "value", .kind = HTTP_LINES, .max = 4000, .zh = "值" },
	{ .name = "forget", .kind = HTTP_CHECKBOX, .zh = "恢复默认" },
	{ .name = "version", .kind = HTTP_INT, .zh = "版本" },
	{ 0 },
};

/* The page; `key` names the setting whose form came back with `typed` and `problem`. */
static struct fault *
draw(struct http_request *request, struct http_reply *reply, struct str key, struct str typed,
	struct str problem)
{
	struct portal_settings_view view = { .done = http_query(request, "done"),
		.has_problem = problem.len > 0 };
	struct portal_setting *items;
	struct setting_items list;
	struct html_shell shell;

	TRY(account_must(account_of(request), ACCOUNT_SYSTEM_ADMIN, STR("/")));
	TRY(setting_list(request->db, request->arena, STR(""), &list));
	TAKE(request->arena, items, list.count + 1);
	for (size_t i = 0; i < list.count; i++) {
		bool is_it = str_equal(str_of(list.items[i].setting->key), key);

		items[i].item = list.items[i];
		items[i].typed = is_it ? typed : list.items[i].value;
		items[i].problem = is_it ? problem : STR_NONE;
	}
	view.items = items;
	view.count = list.count;
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

	TRY(account_must(account_of(request), ACCOUNT_SYSTEM_ADMIN, STR("/")));
	TRY(http_form_read(request, fields, &form));
	change.key = http_form_text(&form, "key");
	change.value = http_form_text(&form, "value");
	change.is_forgetting = http_form_is_checked(&form, "forget");
	change.version = http_form_int(&form, "version", 0);
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
	{ "GET", "/admin/settings", portal_settings_page, ACCOUNT_SYSTEM_ADMIN },
	{ "POST", "/admin/settings", portal_setting_save_page, ACCOUNT_SYSTEM_ADMIN | SAME_SITE },
	{ 0 },
};
