/*
 * Forms that change one agency: new, its particulars, its name, its end, splitting. Choosing another
 * agency (moving, merging) is agency_page_pick.c's.
 */
#include "agency/agency_page_inside.h"
#include "agency/agency_work.h"

/* --- fields --- */

static const struct http_choice kinds[] = {
	{ "unknown", "按名称判断", "By its name" },
	{ "government", "人民政府", "Government" },
	{ "department", "部门", "Department" },
	{ "street", "乡镇街道", "Street office or township" },
	{ "institution", "事业单位", "Public institution" },
	{ "authorized", "法律法规授权的组织", "Organisation authorised by law" },
	{ 0 },
};

static const struct http_choice levels[] = {
	{ "none", "按区划代码判断", "By its division code" },
	{ "province", "省级", "Province" },
	{ "city", "市级", "City" },
	{ "county", "县级", "County or district" },
	{ "township", "乡级", "Township or street" },
	{ 0 },
};

#define NAME_FIELD                                                                                 \
	{ .name = "name", .kind = HTTP_TEXT, .is_required = true, .max = 100, .zh = "机关名称",    \
		.en = "Name" }
#define VERSION_FIELD { .name = "version", .kind = HTTP_INT, .zh = "版本", .en = "Version" }
#define COMMON_FIELDS                                                                              \
	{ .name = "kind", .kind = HTTP_CHOICE, .choices = kinds, .zh = "性质", .en = "Kind" },     \
		{ .name = "level", .kind = HTTP_CHOICE, .choices = levels, .zh = "级别",           \
			.en = "Level" },                                                           \
		{ .name = "short_names", .kind = HTTP_TEXT, .zh = "简称", .en = "Short names" },   \
		{ .name = "credit_code", .kind = HTTP_TEXT, .max = 30, .zh = "统一社会信用代码",   \
			.en = "Unified social credit code" },                                      \
		{ .name = "division_code", .kind = HTTP_TEXT, .max = 20, .zh = "行政区划代码",     \
			.en = "Division code" },                                                   \
		{ .name = "sort_order", .kind = HTTP_INT, .least = -1000000, .most = 1000000,      \
			.zh = "排序", .en = "Order" },                                             \
		{ .name = "valid_from", .kind = HTTP_DAY, .zh = "设立日期", .en = "Exists since" } \
	, { .name = "categories", .kind = HTTP_LINES, .max = 2000, .zh = "政府信息的分类",         \
		.en = "Categories of information" },                                               \
		{ .name = "arrangement", .kind = HTTP_LINES, .max = 2000, .zh = "编排体系",        \
			.en = "How it is arranged" },                                              \
		{ .name = "ways", .kind = HTTP_LINES, .max = 2000, .zh = "获取方式",               \
			.en = "Ways to obtain it" },                                               \
		{ .name = "office", .kind = HTTP_TEXT, .max = 100, .zh = "工作机构名称",           \
			.en = "Disclosure office" },                                               \
		{ .name = "address", .kind = HTTP_TEXT, .max = 200, .zh = "办公地址",              \
			.en = "Address" },                                                         \
		{ .name = "hours", .kind = HTTP_TEXT, .max = 200, .zh = "办公时间",                \
			.en = "Office hours" },                                                    \
		{ .name = "phone", .kind = HTTP_TEXT, .max = 100, .zh = "联系电话",                \
			.en = "Telephone" },                                                       \
		{ .name = "fax", .kind = HTTP_TEXT, .max = 100, .zh = "传真号码", .en = "Fax" },   \
	{                                                                                          \
		.name = "online", .kind = HTTP_TEXT, .max = 200, .zh = "互联网联系方式",           \
			.en = "On the internet"                                                    \
	}

static const struct http_field new_fields[] = { NAME_FIELD, COMMON_FIELDS,
	{ .name = "parent_id", .kind = HTTP_INT, .zh = "上级机关", .en = "Parent" }, { 0 } };
static const struct http_field edit_fields[] = { COMMON_FIELDS, VERSION_FIELD, { 0 } };

static const struct agency_hint hints[] = {
	{ "name", "写全称。同一上级下面不能重名。" },
	{ "short_names", "几个简称用顿号分开，查找和识别年度报告时用。" },
	{ "credit_code", "18 位，会核对校验位。" },
	{ "division_code", "6 位，如 230108；乡镇、街道可为 9 位或 12 位。" },
	{ "sort_order", "整数，小的在前；相同的按名称排。" },
	{ "on", "从这一天起生效，不晚于今天。以前年度的数据仍按当时的情况统计。" },
	{ "is_mistake", "原来就写错了，不保留旧的。" },
	{ "successors", "一行一个，写全称或统一社会信用代码。第一个承接以前年度的数据。" },
	{ 0 },
};

/* What stands in the store, as fields show it. */
static struct fault *
stored_pairs(struct http_request *request, const struct agency *agency,
	const union agency_office *office, struct http_pair **ret_pairs, size_t *ret_count)
{
	struct day_text from = day_text(agency->valid_from);
	struct http_pair *pairs;
	struct str sort;
	struct str day;
	size_t count = 0;

	TRY(str_print(request->arena, &sort, "%lld", (long long)agency->sort_order));
	TRY(str_copy(request->arena, str_of(from.at), &day));
	TAKE(request->arena, pairs, 8 + AGENCY_OFFICE_FIELDS);
	pairs[count++] = (struct http_pair){ STR("name"), agency->name };
	pairs[count++] = (struct http_pair){ STR("kind"),
		str_of(agency_kind_words[agency->kind].key) };
	pairs[count++] = (struct http_pair){ STR("level"),
		str_of(agency_level_words[agency->level].key) };
	pairs[count++] = (struct http_pair){ STR("short_names"), agency->short_names };
	pairs[count++] = (struct http_pair){ STR("credit_code"), agency->credit_code };
	pairs[count++] = (struct http_pair){ STR("division_code"), agency->division_code };
	pairs[count++] = (struct http_pair){ STR("sort_order"), sort };
	pairs[count++] = (struct http_pair){ STR("valid_from"), day };
	for (int i = 0; i < AGENCY_OFFICE_FIELDS; i++)
		pairs[count++] = (struct http_pair){ str_of(agency_office_words[i].key),
			office->fields[i] };
	*ret_pairs = pairs;
	*ret_count = count;
	return NULL;
}

static void
take_form(const struct http_form *form, struct agency *agency, union agency_office *office)
{
	agency->kind = (enum agency_kind)agency_word_find(
		agency_kind_words, AGENCY_KINDS, http_form_text(form, "kind"));
	agency->level = (enum agency_level)agency_word_find(
		agency_level_words, AGENCY_LEVELS, http_form_text(form, "level"));
	/* A choice that was not sent is undecided. */
	agency->kind = (int)agency->kind < 0 ? AGENCY_UNKNOWN : agency->kind;
	agency->level = (int)agency->level < 0 ? AGENCY_NO_LEVEL : agency->level;
	agency->short_names = http_form_text(form, "short_names");
	agency->credit_code = http_form_text(form, "credit_code");
	agency->division_code = http_form_text(form, "division_code");
	agency->sort_order = http_form_int(form, "sort_order", 0);
	agency->valid_from = http_form_day(form, "valid_from");
	for (int i = 0; i < AGENCY_OFFICE_FIELDS; i++)
		office->fields[i] = http_form_text(form, agency_office_words[i].key);
}

static struct fault *
record_address(struct http_request *request, int64_t id, const char *behind, struct url *ret_url)
{
	struct str text;

	TRY(str_print(request->arena, &text, AGENCY_ADMIN "/%lld%s", (long long)id, behind));
	return url_check_local(text, ret_url);
}

/* --- new --- */

static struct fault *
draw_new(struct http_request *request, struct http_reply *reply, const struct http_form *form,
	int64_t parent_id, struct agency_form_view *view)
{
	struct agency parent;
	struct str title = STR("新增最上层机关");

	view->action = URL(AGENCY_ADMIN "/new");
	view->button = STR("新增机关");
	view->back = URL(AGENCY_ADMIN);
	view->parent_id = parent_id;
	view->has_parent = true;
	if (parent_id) {
		TRY(agency_load(request->db, request->arena, parent_id, &parent));
		TRY(str_print(request->arena, &title, "在%.*s下面新增机关", STR_ARG(parent.name)));
		TRY(record_address(request, parent_id, "", &view->back));
	}
	TRY(agency_form_make(request, new_fields, hints, form, NULL, 0, view));
	return agency_form_draw(request, reply, title, view);
}

static struct fault *
must_below(struct http_request *request, int64_t parent_id)
{
	struct agency parent = { .path = STR_NONE };

	if (parent_id)
		TRY(agency_load(request->db, request->arena, parent_id, &parent));
	return agency_page_must(request, parent.path);
}

static struct fault *
new_page(struct http_request *request, struct http_reply *reply)
{
	struct agency_form_view view = { 0 };
	int64_t parent_id = http_query_int(request, "below", 0);

	TRY(must_below(request, parent_id));
	return draw_new(request, reply, NULL, parent_id, &view);
}

static struct fault *
make_page(struct http_request *request, struct http_reply *reply)
{
	struct agency agency = { .valid_to = DAY_NONE };
	struct agency_form_view view = { 0 };
	union agency_office office;
	struct audit_actor actor;
	struct fault *fault = NULL;
	struct http_form form;
	int64_t id = 0;

	TRY(http_form_read(request, new_fields, &form));
	agency.parent_id = http_form_int(&form, "parent_id", 0);
	TRY(must_below(request, agency.parent_id));
	if (form.errors.count)
		return draw_new(request, reply, &form, agency.parent_id, &view);
	take_form(&form, &agency, &office);
	agency.name = http_form_text(&form, "name");
	actor = account_actor(request, agency.parent_id);
	fault = agency_make(request->db, &actor, &agency, &office, &id);
	if (!fault)
		return agency_form_done(request, reply, id, "made");
	TRY(agency_form_take(request, reply, &form, &view, fault));
	return draw_new(request, reply, &form, agency.parent_id, &view);
}

/* --- edit --- */

static struct fault *
draw_edit(struct http_request *request, struct http_reply *reply, const struct agency *agency,
	const struct http_form *form, struct agency_form_view *view)
{
	union agency_office office;
	struct http_pair *stored;
	struct str title;
	size_t count = 0;

	TRY(agency_load_office(request->db, request->arena, agency->id, &office));
	TRY(stored_pairs(request, agency, &office, &stored, &count));
	TRY(record_address(request, agency->id, "/edit", &view->action));
	TRY(record_address(request, agency->id, "", &view->back));
	if (view->stale.is_stale)
		TRY(agency_form_compare(request, reply, form, stored, count, view));
	view->version = agency->version;
	view->button = STR("保存");
	TRY(agency_form_make(request, edit_fields, hints, form, stored, count, view));
	TRY(str_print(request->arena, &title, "修改%.*s", STR_ARG(agency->name)));
	return agency_form_draw(request, reply, title, view);
}

static struct fault *
edit_page(struct http_request *request, struct http_reply *reply)
{
	struct agency_form_view view = { 0 };
	struct agency agency;

	TRY(agency_page_load(request, &agency));
	return draw_edit(request, reply, &agency, NULL, &view);
}

static struct fault *
change_page(struct http_request *request, struct http_reply *reply)
{
	struct agency_form_view view = { 0 };
	union agency_office office;
	struct audit_actor actor;
	struct http_form form;
	struct agency agency;
	struct agency wanted;
	struct fault *fault;

	TRY(agency_page_load(request, &agency));
	TRY(http_form_read(request, edit_fields, &form));
	if (form.errors.count)
		return draw_edit(request, reply, &agency, &form, &view);
	wanted = agency;
	wanted.version = http_form_int(&form, "version", 0);
	take_form(&form, &wanted, &office);
	actor = account_actor(request, agency.id);
	fault = agency_change(request->db, &actor, &wanted, &office);
	if (!fault)
		return agency_form_done(request, reply, agency.id, "changed");
	view.stale.is_stale = agency_form_is_stale(fault);
	if (!view.stale.is_stale)
		TRY(agency_form_take(request, reply, &form, &view, fault));
	return draw_edit(request, reply, &agency, &form, &view);
}

/* --- forms of one change, with the day from which it holds --- */

#define ON_FIELD { .name = "on", .kind = HTTP_DAY, .zh = "生效日期", .en = "From the day" }

static const struct http_field rename_fields[] = { NAME_FIELD, ON_FIELD,
	{ .name = "is_mistake",
		.kind = HTTP_CHECKBOX,
		.zh = "更正笔误",
		.en = "Mends a mistake" },
	VERSION_FIELD, { 0 } };
static const struct http_field end_fields[] = { ON_FIELD,
	{ .name = "sure",
		.kind = HTTP_CHECKBOX,
		.zh = "确认撤销这个机关",
		.en = "End this agency" },
	VERSION_FIELD, { 0 } };
static const struct http_field split_fields[] = {
	{ .name = "successors",
		.kind = HTTP_LINES,
		.is_required = true,
		.max = 3000,
		.zh = "承接的机关",
		.en = "Successors" },
	ON_FIELD, VERSION_FIELD, { 0 } };

/* One such form. `change` does it and says what was done. */
struct deed_form {
	const struct http_field *fields;
	const char *behind; /* of the address, "/rename" */
	const char *title;  /* with the agency's name */
	const char *button;
	const char *warning;
	const char *done;
	bool is_dangerous;
	struct fault *(*change)(struct http_request *request, struct http_form *form,
		const struct agency *agency, int64_t version);
};

static struct fault *
draw_deed(struct http_request *request, struct http_reply *reply, const struct deed_form *deed,
	const struct agency *agency, const struct http_form *form, struct agency_form_view *view)
{
	const struct http_pair stored[] = { { STR("name"), agency->name } };
	struct str title;

	TRY(record_address(request, agency->id, deed->behind, &view->action));
	TRY(record_address(request, agency->id, "", &view->back));
	if (view->stale.is_stale)
		TRY(agency_form_compare(request, reply, form, stored,
			deed->fields == rename_fields, view));
	view->version = agency->version;
	view->button = str_of(deed->button);
	view->warning = str_of(deed->warning);
	view->is_dangerous = deed->is_dangerous;
	TRY(agency_form_make(request, deed->fields, hints, form, stored, 1, view));
	TRY(str_print(request->arena, &title, "%s：%.*s", deed->title, STR_ARG(agency->name)));
	return agency_form_draw(request, reply, title, view);
}

static struct fault *
show_deed(struct http_request *request, struct http_reply *reply, const struct deed_form *deed)
{
	struct agency_form_view view = { 0 };
	struct agency agency;

	TRY(agency_page_load(request, &agency));
	return draw_deed(request, reply, deed, &agency, NULL, &view);
}

static struct fault *
do_deed(struct http_request *request, struct http_reply *reply, const struct deed_form *deed)
{
	struct agency_form_view view = { 0 };
	struct fault *fault = NULL;
	struct http_form form;
	struct agency agency;

	TRY(agency_page_load(request, &agency));
	TRY(http_form_read(request, deed->fields, &form));
	if (!form.errors.count)
		fault = deed->change(
			request, &form, &agency, http_form_int(&form, "version", 0));
	if (!fault && !form.errors.count)
		return agency_form_done(request, reply, agency.id, deed->done);
	view.stale.is_stale = fault && agency_form_is_stale(fault);
	if (fault && !view.stale.is_stale)
		TRY(agency_form_take(request, reply, &form, &view, fault));
	return draw_deed(request, reply, deed, &agency, &form, &view);
}

static struct fault *
rename_deed(struct http_request *request, struct http_form *form, const struct agency *agency,
	int64_t version)
{
	struct audit_actor actor = account_actor(request, agency->id);
	struct day on = http_form_day(form, "on");

	if (http_form_is_checked(form, "is_mistake"))
		on = DAY_NONE;
	else if (day_is_none(on))
		return http_form_blame(request, form, "on",
			"请填写生效日期；如果只是更正笔误，请勾选下面一项。",
			"Give the day, or tick the box below when this mends a mistake.");
	return agency_rename(
		request->db, &actor, agency->id, version, http_form_text(form, "name"), on);
}

static struct fault *
end_deed(struct http_request *request, struct http_form *form, const struct agency *agency,
	int64_t version)
{
	struct audit_actor actor = account_actor(request, agency->id);

	if (!http_form_is_checked(form, "sure"))
		return http_form_blame(request, form, "sure", "请勾选确认。", "Tick the box to confirm.");
	return agency_end(request->db, &actor, agency->id, version, http_form_day(form, "on"));
}

/* One line of the successors to an existing agency. */
static struct fault *
find_successor(struct http_request *request, struct str line, int64_t *ret_id)
{
	struct agency agency;
	bool is_found = false;

	TRY(agency_find_code(request->db, request->arena, line, &is_found, &agency));
	if (!is_found)
		TRY(agency_find(request->db, request->arena, line, &is_found, &agency));
	if (!is_found || !day_is_none(agency.valid_to))
		return fault_new(FAULT_INPUT, "agency_successor",
			"没有找到机关“%.*s”。请核对，新机关请先新增。",
			"There is no agency “%.*s”. Check it; add new ones first.", STR_ARG(line));
	TRY(agency_page_must(request, agency.path));
	*ret_id = agency.id;
	return NULL;
}

static struct fault *
split_deed(struct http_request *request, struct http_form *form, const struct agency *agency,
	int64_t version)
{
	struct audit_actor actor = account_actor(request, agency->id);
	struct str rest = http_form_text(form, "successors");
	int64_t ids[AGENCY_SUCCESSORS_MOST + 1];
	size_t count = 0;
	struct str line;

	while (count <= AGENCY_SUCCESSORS_MOST && str_next_line(&rest, &line)) {
		struct fault *fault;

		line = str_trim(line);
		if (!line.len)
			continue;
		fault = find_successor(request, line, &ids[count++]);
		if (fault && fault->kind == FAULT_INPUT)
			return http_form_blame(request, form, "successors", fault->zh, fault->en);
		TRY(fault);
	}
	return agency_split(
		request->db, &actor, agency->id, version, ids, count, http_form_day(form, "on"));
}

static const struct deed_form rename_form = { .fields = rename_fields,
	.behind = "/rename",
	.title = "更名",
	.button = "更名",
	.done = "renamed",
	.change = rename_deed };
static const struct deed_form end_form = { .fields = end_fields,
	.behind = "/end",
	.title = "撤销",
	.button = "撤销机关",
	.warning = "撤销后不能恢复，也不再出现在机关名录里；以前的报告和数据保留。如有承接的机关，请改用并入或拆分。",
	.done = "ended",
	.is_dangerous = true,
	.change = end_deed };
static const struct deed_form split_form = { .fields = split_fields,
	.behind = "/split",
	.title = "拆分",
	.button = "拆分机关",
	.warning = "拆分后这个机关即行撤销，不能恢复。",
	.done = "split",
	.is_dangerous = true,
	.change = split_deed };

static struct fault *
rename_page(struct http_request *request, struct http_reply *reply)
{
	return show_deed(request, reply, &rename_form);
}

static struct fault *
renamed_page(struct http_request *request, struct http_reply *reply)
{
	return do_deed(request, reply, &rename_form);
}

static struct fault *
end_page(struct http_request *request, struct http_reply *reply)
{
	return show_deed(request, reply, &end_form);
}

static struct fault *
ended_page(struct http_request *request, struct http_reply *reply)
{
	return do_deed(request, reply, &end_form);
}

static struct fault *
split_page(struct http_request *request, struct http_reply *reply)
{
	return show_deed(request, reply, &split_form);
}

static struct fault *
parted_page(struct http_request *request, struct http_reply *reply)
{
	return do_deed(request, reply, &split_form);
}

const struct route agency_change_routes[] = {
	{ "GET", AGENCY_ADMIN "/new", new_page, ACCOUNT_SYSTEM_ADMIN },
	{ "POST", AGENCY_ADMIN "/new", make_page, ACCOUNT_SYSTEM_ADMIN },
	{ "GET", AGENCY_ADMIN "/:id/edit", edit_page, ACCOUNT_SYSTEM_ADMIN },
	{ "POST", AGENCY_ADMIN "/:id/edit", change_page, ACCOUNT_SYSTEM_ADMIN },
	{ "GET", AGENCY_ADMIN "/:id/rename", rename_page, ACCOUNT_SYSTEM_ADMIN },
	{ "POST", AGENCY_ADMIN "/:id/rename", renamed_page, ACCOUNT_SYSTEM_ADMIN },
	{ "GET", AGENCY_ADMIN "/:id/end", end_page, ACCOUNT_SYSTEM_ADMIN },
	{ "POST", AGENCY_ADMIN "/:id/end", ended_page, ACCOUNT_SYSTEM_ADMIN },
	{ "GET", AGENCY_ADMIN "/:id/split", split_page, ACCOUNT_SYSTEM_ADMIN },
	{ "POST", AGENCY_ADMIN "/:id/split", parted_page, ACCOUNT_SYSTEM_ADMIN },
	{ 0 },
};
