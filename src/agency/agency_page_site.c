/*
 * Administration of sites: which host name shows which part of the tree, and how. For those who
 * administer the whole installation.
 */
#include "agency/agency_page_inside.h"
#include "agency/agency_site.html.h"

static const struct http_choice palettes[] = {
	{ "blue", "蓝", "Blue" },
	{ "teal", "青", "Teal" },
	{ "green", "绿", "Green" },
	{ "plum", "紫", "Plum" },
	{ "brown", "褐", "Brown" },
	{ 0 },
};

static const struct http_field fields[] = {
	{ .name = "host",
		.kind = HTTP_TEXT,
		.is_required = true,
		.max = 253,
		.zh = "域名",
		.en = "Host name" },
	{ .name = "agency",
		.kind = HTTP_TEXT,
		.is_required = true,
		.max = 100,
		.zh = "所属机关",
		.en = "Agency" },
	{ .name = "title",
		.kind = HTTP_TEXT,
		.is_required = true,
		.max = 60,
		.zh = "网站名称",
		.en = "Title" },
	{ .name = "palette",
		.kind = HTTP_CHOICE,
		.choices = palettes,
		.zh = "颜色",
		.en = "Colours" },
	{ .name = "organizer", .kind = HTTP_TEXT, .max = 100, .zh = "主办单位", .en = "Run by" },
	{ .name = "operator",
		.kind = HTTP_TEXT,
		.max = 100,
		.zh = "承办单位",
		.en = "Operated by" },
	{ .name = "icp", .kind = HTTP_TEXT, .max = 60, .zh = "ICP 备案号", .en = "ICP record" },
	{ .name = "police",
		.kind = HTTP_TEXT,
		.max = 60,
		.zh = "公安备案号",
		.en = "Police record" },
	{ .name = "site_code",
		.kind = HTTP_TEXT,
		.max = 20,
		.zh = "网站标识码",
		.en = "Site code" },
	{ .name = "contact", .kind = HTTP_TEXT, .max = 200, .zh = "联系方式", .en = "Contact" },
	{ .name = "guide",
		.kind = HTTP_TEXT,
		.max = 500,
		.zh = "政府信息公开指南网址",
		.en = "Address of the disclosure guide" },
	{ .name = "is_default",
		.kind = HTTP_CHECKBOX,
		.zh = "默认网站：其他域名都显示它",
		.en = "Default: shown for all other host names" },
	{ .name = "version", .kind = HTTP_INT, .zh = "版本", .en = "Version" },
	{ 0 },
};

static const struct http_field drop_fields[] = {
	{ .name = "version", .kind = HTTP_INT, .zh = "版本", .en = "Version" },
	{ 0 },
};

static const struct agency_hint hints[] = {
	{ "host", "如 xxgk.example.gov.cn，不带 http:// 和端口。" },
	{ "icp", "如 黑ICP备05000001号-1。写法与常见的不同时会提示，不影响保存。" },
	{ "police", "如 黑公网安备23010802000001号。" },
	{ "agency", "写全称；有同名的写编号或统一社会信用代码。网站只显示这个机关和它的下级。" },
	{ "site_code", "10 位：6 位行政区划代码加 4 位顺序号；部门网站为 bm 加 8 位数字。" },
	{ "guide", "本站地址以 / 开头，其他网站写完整网址。" },
	{ 0 },
};

static struct fault *
list_page(struct http_request *request, struct http_reply *reply)
{
	struct agency_sites_view view = { 0 };
	struct agency_site_list list;
	struct html_shell shell;
	struct str done = http_query(request, "done");

	TRY(agency_page_must(request, STR_NONE));
	TRY(agency_site_load_all(request->db, request->arena, &list));
	TRY(account_shell(request, reply, STR("网站"), AGENCY_SITES, &shell));
	shell.is_hidden = true;
	view.shell = &shell;
	view.list = &list;
	if (str_equal(done, STR("saved")))
		view.done = STR("网站已保存。");
	else if (str_equal(done, STR("dropped")))
		view.done = STR("网站配置已删除。");
	reply->cache = HTTP_CACHE_NEVER;
	agency_sites_html(&reply->body, &view);
	return NULL;
}

enum { STORED = AGENCY_SITE_TEXTS + 4 };

/* What stands in the store, as fields show it. */
static size_t
stored_pairs(const struct agency_site *site, struct http_pair pairs[STORED])
{
	size_t count = 0;

	pairs[count++] = (struct http_pair){ STR("host"), site->host };
	pairs[count++] = (struct http_pair){ STR("agency"), site->agency_name };
	pairs[count++] = (struct http_pair){ STR("palette"),
		str_of(site->palette ? site->palette->key : "blue") };
	pairs[count++] =
		(struct http_pair){ STR("is_default"), site->is_default ? STR("1") : STR_NONE };
	for (int i = 0; i < AGENCY_SITE_TEXTS; i++)
		pairs[count++] =
			(struct http_pair){ str_of(agency_site_words[i].key), site->texts[i] };
	return count;
}

static struct fault *
draw(struct http_request *request, struct http_reply *reply, const struct agency_site *site,
	const struct http_form *form, struct agency_form_view *view)
{
	struct http_pair stored[STORED];
	size_t count = stored_pairs(site, stored);
	struct str action = STR(AGENCY_SITES "/new");
	struct str drop = STR_NONE;

	if (site->id) {
		TRY(str_print(request->arena, &action, AGENCY_SITES "/%lld", (long long)site->id));
		TRY(str_print(
			request->arena, &drop, AGENCY_SITES "/%lld/drop", (long long)site->id));
		TRY(url_check_local(drop, &view->drop));
	}
	TRY(url_check_local(action, &view->action));
	view->back = URL(AGENCY_SITES);
	view->version = site->version;
	view->button = STR("保存网站");
	if (view->stale.is_stale)
		TRY(agency_form_compare(request, reply, form, stored, count, view));
	TRY(agency_form_make(request, fields, hints, form, stored, count, view));
	view->part = AGENCY_SITES;
	return agency_form_draw(request, reply, site->id ? STR("修改网站") : STR("新增网站"), view);
}

/* The site of the route's :id; an empty one for /new. */
static struct fault *
load_site(struct http_request *request, bool is_new, struct agency_site *ret_site)
{
	int64_t id = 0;

	TRY(agency_page_must(request, STR_NONE));
	*ret_site = (struct agency_site){ .palette = agency_palettes };
	if (is_new)
		return NULL;
	TRY(http_param_id(request, "id", &id));
	return agency_site_load(request->db, request->arena, id, ret_site);
}

static struct fault *
show(struct http_request *request, struct http_reply *reply, bool is_new)
{
	struct agency_form_view view = { 0 };
	struct agency_site site;

	TRY(load_site(request, is_new, &site));
	return draw(request, reply, &site, NULL, &view);
}

static struct fault *
take_agency(struct http_request *request, struct http_form *form, struct agency_site *site)
{
	struct str typed = http_form_text(form, "agency");
	struct agency agency;
	struct fault *fault;

	/* As it stands: others may have the same name. */
	if (site->id && str_equal(typed, site->agency_name))
		return NULL;
	fault = agency_find_key(request->db, request->arena, typed, &agency);
	if (fault && fault->kind == FAULT_INPUT)
		return http_form_blame(request, form, "agency", fault->zh, fault->en);
	TRY(fault);
	site->agency_id = agency.id;
	return NULL;
}

static struct fault *
check_guide(struct http_request *request, struct http_form *form)
{
	struct str guide = http_form_text(form, "guide");
	struct url url;
	struct fault *fault = guide.len ? url_check(guide, &url) : NULL;

	return fault ? http_form_blame(request, form, "guide", fault->zh, fault->en) : NULL;
}

static struct fault *
save(struct http_request *request, struct http_reply *reply, bool is_new)
{
	struct agency_form_view view = { 0 };
	struct fault *fault = NULL;
	struct audit_actor actor;
	struct agency_site site;
	struct agency_site wanted;
	struct http_form form;
	int64_t id = 0;

	TRY(load_site(request, is_new, &site));
	TRY(http_form_read(request, fields, &form));
	wanted = site;
	wanted.version = http_form_int(&form, "version", 0);
	wanted.host = http_form_text(&form, "host");
	wanted.palette = agency_palette_find(http_form_text(&form, "palette"));
	wanted.is_default = http_form_is_checked(&form, "is_default");
	for (int i = 0; i < AGENCY_SITE_TEXTS; i++)
		wanted.texts[i] = http_form_text(&form, agency_site_words[i].key);
	TRY(check_guide(request, &form));
	if (!form.errors.count)
		TRY(take_agency(request, &form, &wanted));
	actor = account_actor(request, wanted.agency_id);
	if (!form.errors.count)
		fault = agency_site_save(request->db, &actor, &wanted, &id);
	if (!fault && !form.errors.count)
		return http_reply_redirect(request, reply, STR(AGENCY_SITES "?done=saved"));
	view.stale.is_stale = fault && agency_form_is_stale(fault);
	if (fault && !view.stale.is_stale)
		TRY(agency_form_take(request, reply, &form, &view, fault));
	return draw(request, reply, &site, &form, &view);
}

static struct fault *
new_page(struct http_request *request, struct http_reply *reply)
{
	return show(request, reply, true);
}

static struct fault *
made_page(struct http_request *request, struct http_reply *reply)
{
	return save(request, reply, true);
}

static struct fault *
edit_page(struct http_request *request, struct http_reply *reply)
{
	return show(request, reply, false);
}

static struct fault *
saved_page(struct http_request *request, struct http_reply *reply)
{
	return save(request, reply, false);
}

static struct fault *
drop_page(struct http_request *request, struct http_reply *reply)
{
	struct audit_actor actor;
	struct agency_site site;
	struct http_form form;

	TRY(load_site(request, false, &site));
	TRY(http_form_read(request, drop_fields, &form));
	actor = account_actor(request, site.agency_id);
	TRY(agency_site_drop(request->db, &actor, site.id, http_form_int(&form, "version", 0)));
	return http_reply_redirect(request, reply, STR(AGENCY_SITES "?done=dropped"));
}

const struct route agency_site_routes[] = {
	{ "GET", AGENCY_SITES, list_page, ACCOUNT_SYSTEM_ADMIN },
	{ "GET", AGENCY_SITES "/new", new_page, ACCOUNT_SYSTEM_ADMIN },
	{ "POST", AGENCY_SITES "/new", made_page, ACCOUNT_SYSTEM_ADMIN },
	{ "GET", AGENCY_SITES "/:id", edit_page, ACCOUNT_SYSTEM_ADMIN },
	{ "POST", AGENCY_SITES "/:id", saved_page, ACCOUNT_SYSTEM_ADMIN },
	{ "POST", AGENCY_SITES "/:id/drop", drop_page, ACCOUNT_SYSTEM_ADMIN },
	{ 0 },
};
