/*
 * Forms that need another agency: moving below it, merging into it. It is found by a search that
 * works without script.
 */
#include "agency/agency_page_inside.h"
#include "agency/agency_work.h"

static const struct http_field move_fields[] = {
	{ .name = "pick", .kind = HTTP_INT, .zh = "上级机关", .en = "Parent" },
	{ .name = "on", .kind = HTTP_DAY, .zh = "生效日期", .en = "From the day" },
	{ .name = "is_mistake", .kind = HTTP_CHECKBOX, .zh = "更正错误", .en = "Mends a mistake" },
	{ .name = "version", .kind = HTTP_INT, .zh = "版本", .en = "Version" },
	{ 0 },
};
static const struct http_field merge_fields[] = {
	{ .name = "pick", .kind = HTTP_INT, .zh = "并入的机关", .en = "Merged into" },
	{ .name = "on", .kind = HTTP_DAY, .zh = "生效日期", .en = "From the day" },
	{ .name = "version", .kind = HTTP_INT, .zh = "版本", .en = "Version" },
	{ 0 },
};

static const struct agency_hint hints[] = {
	{ "on", "从这一天起生效，不晚于今天。以前年度的数据仍按当时的情况统计。" },
	{ "is_mistake", "原来就放错了地方，不保留旧的上级。" },
	{ 0 },
};

/* One such form. */
struct pick_form {
	const struct http_field *fields;
	const char *behind;
	const char *title;
	const char *button;
	const char *warning;
	const char *done;
	bool is_dangerous;
	bool has_top;
};

static const struct pick_form move_form = { .fields = move_fields,
	.behind = "/move",
	.title = "调整上级",
	.button = "移到所选上级下面",
	.warning = "它的下级会一起移动。",
	.done = "moved",
	.has_top = true };
static const struct pick_form merge_form = { .fields = merge_fields,
	.behind = "/merge",
	.title = "并入其他机关",
	.button = "并入所选机关",
	.warning = "并入后这个机关即行撤销，不能恢复；它的下级移到所选机关下面，以前年度的数据由所"
		   "选机关承接。",
	.done = "merged",
	.is_dangerous = true };

/* Names alone do not tell two 财政局 apart. */
static struct fault *
name_parents(struct http_request *request, const struct agency_branch *rows, size_t count,
	struct agency_picker *picker)
{
	struct str *parents;

	TAKE(request->arena, parents, count + 1);
	for (size_t i = 0; i < count; i++) {
		struct agency parent = { .name = STR_NONE };

		if (rows[i].agency.parent_id)
			TRY(agency_load(
				request->db, request->arena, rows[i].agency.parent_id, &parent));
		parents[i] = parent.name;
	}
	picker->parents = parents;
	return NULL;
}

/* The one that was picked before, and what the search finds; never the agency itself. */
static struct fault *
fill_picker(struct http_request *request, const struct agency *agency, int64_t picked,
	struct agency_picker *picker)
{
	struct agency_branches found = { 0 };
	struct agency_branch *rows;
	size_t count = 0;

	TAKE(request->arena, rows, AGENCY_PICKED_MOST + 1);
	if (picked > 0 && picked != agency->id &&
		!agency_load(request->db, request->arena, picked, &rows[0].agency))
		count = 1;
	if (picker->query.len)
		TRY(agency_search(request->db, request->arena, picker->query, STR_NONE, 0,
			AGENCY_PICKED_MOST, &found));
	for (size_t i = 0; i < found.count; i++)
		if (found.items[i].agency.id != agency->id && found.items[i].agency.id != picked)
			rows[count++] = found.items[i];
	TRY(name_parents(request, rows, count, picker));
	picker->found = rows;
	picker->count = count;
	picker->has_more = found.has_more;
	picker->picked = picked;
	return NULL;
}

static struct fault *
draw(struct http_request *request, struct http_reply *reply, const struct pick_form *pick,
	const struct agency *agency, const struct http_form *form, struct agency_form_view *view)
{
	struct agency_picker picker = { .query = str_trim(http_query(request, "q")),
		.has_top = pick->has_top && agency_page_manages_all(account_of(request)) };
	int64_t picked = form ? http_form_int(form, "pick", -1) : agency->parent_id;
	struct agency_list above;
	struct str title;

	if (!form && !pick->has_top)
		picked = -1;
	TRY(agency_form_address(request, agency->id, pick->behind, &view->action));
	TRY(agency_form_address(request, agency->id, "", &view->back));
	picker.action = view->action;
	picker.error = form ? http_form_error(form, "pick") : STR_NONE;
	TRY(fill_picker(request, agency, picked, &picker));
	TRY(agency_find_above(request->db, request->arena, agency->id, &above));
	if (above.count > 1)
		TRY(str_print(request->arena, &view->lead, "现在的上级：%.*s",
			STR_ARG(above.agencies[above.count - 2].name)));
	view->picker = &picker;
	view->version = agency->version;
	view->button = str_of(pick->button);
	view->warning = str_of(pick->warning);
	view->is_dangerous = pick->is_dangerous;
	if (view->stale.is_stale)
		TRY(agency_form_compare(request, reply, form, NULL, 0, view));
	TRY(agency_form_make(request, pick->fields, hints, form, NULL, 0, view));
	TRY(str_print(request->arena, &title, "%s：%.*s", pick->title, STR_ARG(agency->name)));
	return agency_form_draw(request, reply, title, view);
}

static struct fault *
show(struct http_request *request, struct http_reply *reply, const struct pick_form *pick)
{
	struct agency_form_view view = { 0 };
	struct agency agency;

	TRY(agency_page_load(request, &agency));
	if (!day_is_none(agency.valid_to))
		return agency_form_done(request, reply, agency.id, "over");
	return draw(request, reply, pick, &agency, NULL, &view);
}

static struct fault *
move_deed(struct http_request *request, struct http_form *form, const struct agency *agency,
	int64_t picked)
{
	struct audit_actor actor = account_actor(request, agency->id);
	struct day on = http_form_day(form, "on");

	if (http_form_is_checked(form, "is_mistake"))
		on = DAY_NONE;
	else if (day_is_none(on))
		return http_form_blame(request, form, "on",
			"请填写生效日期；如果只是更正错误，请勾选下面一项。",
			"Give the day, or tick the box below when this mends a mistake.");
	return agency_move(
		request->db, &actor, agency->id, http_form_int(form, "version", 0), picked, on);
}

static struct fault *
merge_deed(struct http_request *request, struct http_form *form, const struct agency *agency,
	int64_t picked)
{
	struct audit_actor actor = account_actor(request, agency->id);

	return agency_merge(request->db, &actor, agency->id, http_form_int(form, "version", 0),
		picked, http_form_day(form, "on"));
}

/* Both ends of the change must be the person's. */
static struct fault *
check_picked(struct http_request *request, const struct pick_form *pick, int64_t picked)
{
	struct agency other = { .path = STR_NONE };

	if (picked || !pick->has_top)
		TRY(agency_load(request->db, request->arena, picked, &other));
	return agency_page_must(request, other.path);
}

static struct fault *
change(struct http_request *request, struct http_reply *reply, const struct pick_form *pick)
{
	struct agency_form_view view = { 0 };
	struct fault *fault = NULL;
	struct http_form form;
	struct agency agency;
	int64_t picked;

	TRY(agency_page_load(request, &agency));
	TRY(http_form_read(request, pick->fields, &form));
	picked = http_form_int(&form, "pick", -1);
	if (picked < 0)
		TRY(http_form_blame(request, &form, "pick", "请先查找并选择一个机关。",
			"Find an agency and choose it."));
	if (!form.errors.count) {
		TRY(check_picked(request, pick, picked));
		fault = pick == &move_form ? move_deed(request, &form, &agency, picked)
					   : merge_deed(request, &form, &agency, picked);
	}
	if (!fault && !form.errors.count)
		return agency_form_done(request, reply, agency.id, pick->done);
	view.stale.is_stale = fault && agency_form_is_stale(fault);
	if (fault && !view.stale.is_stale)
		TRY(agency_form_take(request, reply, &form, &view, fault));
	return draw(request, reply, pick, &agency, &form, &view);
}

static struct fault *
move_page(struct http_request *request, struct http_reply *reply)
{
	return show(request, reply, &move_form);
}

static struct fault *
moved_page(struct http_request *request, struct http_reply *reply)
{
	return change(request, reply, &move_form);
}

static struct fault *
merge_page(struct http_request *request, struct http_reply *reply)
{
	return show(request, reply, &merge_form);
}

static struct fault *
merged_page(struct http_request *request, struct http_reply *reply)
{
	return change(request, reply, &merge_form);
}

const struct route agency_pick_routes[] = {
	{ "GET", AGENCY_ADMIN "/:id/move", move_page, ACCOUNT_SYSTEM_ADMIN },
	{ "POST", AGENCY_ADMIN "/:id/move", moved_page, ACCOUNT_SYSTEM_ADMIN },
	{ "GET", AGENCY_ADMIN "/:id/merge", merge_page, ACCOUNT_SYSTEM_ADMIN },
	{ "POST", AGENCY_ADMIN "/:id/merge", merged_page, ACCOUNT_SYSTEM_ADMIN },
	{ 0 },
};
