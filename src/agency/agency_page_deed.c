/*
 * Forms of one deed that holds from a day on: a new name, the end of an agency, splitting it.
 * Particulars are agency_page_change.c's; deeds that need another agency are agency_page_pick.c's.
 */
#include "agency/agency_page_inside.h"
#include "agency/agency_work.h"

#define VERSION_FIELD                                                                              \
	{                                                                                          \
		.name = "version", .kind = HTTP_INT, .zh = "版本", .en = "Version"                 \
	}

#define ON_FIELD                                                                                   \
	{                                                                                          \
		.name = "on", .kind = HTTP_DAY, .zh = "生效日期", .en = "From the day"             \
	}

static const struct http_field rename_fields[] = { { .name = "name",
							   .kind = HTTP_TEXT,
							   .is_required = true,
							   .max = 100,
							   .zh = "新名称",
							   .en = "New name" },
	ON_FIELD,
	{ .name = "is_mistake", .kind = HTTP_CHECKBOX, .zh = "更正笔误", .en = "Mends a mistake" },
	VERSION_FIELD, { 0 } };
static const struct http_field end_fields[] = { ON_FIELD,
	{ .name = "sure",
		.kind = HTTP_CHECKBOX,
		.zh = "确认撤销这个机关",
		.en = "End this agency" },
	VERSION_FIELD, { 0 } };
static const struct http_field split_fields[] = { { .name = "successors",
							  .kind = HTTP_LINES,
							  .is_required = true,
							  .max = 3000,
							  .zh = "承接的机关",
							  .en = "Successors" },
	ON_FIELD, VERSION_FIELD, { 0 } };

static const struct agency_hint hints[] = {
	{ "name", "写全称。同一上级下面不能重名。" },
	{ "on", "从这一天起生效，不晚于今天。以前年度的数据仍按当时的情况统计。" },
	{ "is_mistake", "原来就写错了，不保留旧的。" },
	{ "successors", "一行一个，写全称、编号或统一社会信用代码。第一个承接以前年度的数据。" },
	{ 0 },
};

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

	TRY(agency_form_address(request, agency->id, deed->behind, &view->action));
	TRY(agency_form_address(request, agency->id, "", &view->back));
	if (view->stale.is_stale)
		TRY(agency_form_compare(
			request, reply, form, stored, deed->fields == rename_fields, view));
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
	if (!day_is_none(agency.valid_to))
		return agency_form_done(request, reply, agency.id, "over");
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
		fault = deed->change(request, &form, &agency, http_form_int(&form, "version", 0));
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
		return http_form_blame(
			request, form, "sure", "请勾选确认。", "Tick the box to confirm.");
	return agency_end(request->db, &actor, agency->id, version, http_form_day(form, "on"));
}

/* One line of the successors to an existing agency. */
static struct fault *
find_successor(struct http_request *request, struct str line, int64_t *ret_id)
{
	struct agency agency;

	TRY(agency_find_key(request->db, request->arena, line, &agency));
	if (!day_is_none(agency.valid_to))
		return fault_new(FAULT_INPUT, "agency_successor",
			"机关“%.*s”已经撤销，不能承接。请另写一个。",
			"The agency “%.*s” has ended and cannot be a successor. Name another.",
			STR_ARG(line));
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
	.warning = "撤销后不能恢复，也不再出现在机关名录里；以前的报告和数据保留。如有承接的机关，"
		   "请改用并入或拆分。",
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

const struct route agency_deed_routes[] = {
	{ "GET", AGENCY_ADMIN "/:id/rename", rename_page, ACCOUNT_SYSTEM_ADMIN },
	{ "POST", AGENCY_ADMIN "/:id/rename", renamed_page, ACCOUNT_SYSTEM_ADMIN },
	{ "GET", AGENCY_ADMIN "/:id/end", end_page, ACCOUNT_SYSTEM_ADMIN },
	{ "POST", AGENCY_ADMIN "/:id/end", ended_page, ACCOUNT_SYSTEM_ADMIN },
	{ "GET", AGENCY_ADMIN "/:id/split", split_page, ACCOUNT_SYSTEM_ADMIN },
	{ "POST", AGENCY_ADMIN "/:id/split", parted_page, ACCOUNT_SYSTEM_ADMIN },
	{ 0 },
};
