/*
 * Forms that change one agency: new, its particulars, its name, its end, splitting. Choosing
 * another agency (moving, merging) is agency_page_pick.c's.
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
	{                                                                                          \
		.name = "name", .kind = HTTP_TEXT, .is_required = true, .max = 100,                \
		.zh = "机关名称", .en = "Name"                                                     \
	}
#define VERSION_FIELD                                                                              \
	{                                                                                          \
		.name = "version", .kind = HTTP_INT, .zh = "版本", .en = "Version"                 \
	}
#define COMMON_FIELDS                                                                              \
	{ .name = "kind", .kind = HTTP_CHOICE, .choices = kinds, .zh = "性质", .en = "Kind" },     \
		{ .name = "level",                                                                 \
			.kind = HTTP_CHOICE,                                                       \
			.choices = levels,                                                         \
			.zh = "级别",                                                              \
			.en = "Level" },                                                           \
		{ .name = "short_names", .kind = HTTP_TEXT, .zh = "简称", .en = "Short names" },   \
		{ .name = "credit_code",                                                           \
			.kind = HTTP_TEXT,                                                         \
			.max = 30,                                                                 \
			.zh = "统一社会信用代码",                                                  \
			.en = "Unified social credit code" },                                      \
		{ .name = "division_code",                                                         \
			.kind = HTTP_TEXT,                                                         \
			.max = 20,                                                                 \
			.zh = "行政区划代码",                                                      \
			.en = "Division code" },                                                   \
		{ .name = "sort_order",                                                            \
			.kind = HTTP_INT,                                                          \
			.least = -1000000,                                                         \
			.most = 1000000,                                                           \
			.zh = "排序",                                                              \
			.en = "Order" },                                                           \
		{ .name = "valid_from",                                                            \
			.kind = HTTP_DAY,                                                          \
			.zh = "设立日期",                                                          \
			.en = "Exists since" },                                                    \
		{ .name = "categories",                                                            \
			.kind = HTTP_LINES,                                                        \
			.max = 2000,                                                               \
			.zh = "政府信息的分类",                                                    \
			.en = "Categories of information" },                                       \
		{ .name = "arrangement",                                                           \
			.kind = HTTP_LINES,                                                        \
			.max = 2000,                                                               \
			.zh = "编排体系",                                                          \
			.en = "How it is arranged" },                                              \
		{ .name = "ways",                                                                  \
			.kind = HTTP_LINES,                                                        \
			.max = 2000,                                                               \
			.zh = "获取方式",                                                          \
			.en = "Ways to obtain it" },                                               \
		{ .name = "office",                                                                \
			.kind = HTTP_TEXT,                                                         \
			.max = 100,                                                                \
			.zh = "工作机构名称",                                                      \
			.en = "Disclosure office" },                                               \
		{ .name = "address",                                                               \
			.kind = HTTP_TEXT,                                                         \
			.max = 200,                                                                \
			.zh = "办公地址",                                                          \
			.en = "Address" },                                                         \
		{ .name = "hours",                                                                 \
			.kind = HTTP_TEXT,                                                         \
			.max = 200,                                                                \
			.zh = "办公时间",                                                          \
			.en = "Office hours" },                                                    \
		{ .name = "phone",                                                                 \
			.kind = HTTP_TEXT,                                                         \
			.max = 100,                                                                \
			.zh = "联系电话",                                                          \
			.en = "Telephone" },                                                       \
		{ .name = "fax", .kind = HTTP_TEXT, .max = 100, .zh = "传真号码", .en = "Fax" },   \
	{                                                                                          \
		.name = "online", .kind = HTTP_TEXT, .max = 200, .zh = "互联网联系方式",           \
		.en = "On the internet"                                                            \
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
	TAKE(request->arena, pairs, 7 + AGENCY_OFFICE_FIELDS);
	pairs[count++] =
		(struct http_pair){ STR("kind"), str_of(agency_kind_words[agency->kind].key) };
	pairs[count++] =
		(struct http_pair){ STR("level"), str_of(agency_level_words[agency->level].key) };
	pairs[count++] = (struct http_pair){ STR("short_names"), agency->short_names };
	pairs[count++] = (struct http_pair){ STR("credit_code"), agency->credit_code };
	pairs[count++] = (struct http_pair){ STR("division_code"), agency->division_code };
	pairs[count++] = (struct http_pair){ STR("sort_order"), sort };
	pairs[count++] = (struct http_pair){ STR("valid_from"), day };
	for (int i = 0; i < AGENCY_OFFICE_FIELDS; i++)
		pairs[count++] =
			(struct http_pair){ str_of(agency_office_words[i].key), office->fields[i] };
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
		TRY(agency_form_address(request, parent_id, "", &view->back));
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
	TRY(agency_form_address(request, agency->id, "/edit", &view->action));
	TRY(agency_form_address(request, agency->id, "", &view->back));
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
	if (!day_is_none(agency.valid_to))
		return agency_form_done(request, reply, agency.id, "over");
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

const struct route agency_change_routes[] = {
	{ "GET", AGENCY_ADMIN "/new", new_page, ACCOUNT_SYSTEM_ADMIN },
	{ "POST", AGENCY_ADMIN "/new", make_page, ACCOUNT_SYSTEM_ADMIN },
	{ "GET", AGENCY_ADMIN "/:id/edit", edit_page, ACCOUNT_SYSTEM_ADMIN },
	{ "POST", AGENCY_ADMIN "/:id/edit", change_page, ACCOUNT_SYSTEM_ADMIN },
	{ 0 },
};
