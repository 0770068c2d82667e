/*
 * Administration of the calendar: which years there are and how their days fall, taking in a year's
 * notice with a preview, and the days that one agency adds for itself and those below it. Which
 * open cases a change moves is shown where the cases are.
 */
#include "calendar/calendar_admin.html.h"
#include "calendar/calendar_page_inside.h"
#include "http/http_server.h"
#include "http/http_stash.h"

enum { SHOWN_CHANGES = 400, SHOWN_PAST = 20 };

static const struct http_field upload_fields[] = {
	{ .name = "file",
		.kind = HTTP_FILE,
		.is_required = true,
		.many = 1,
		.endings = "csv txt",
		.zh = "节假日文件",
		.en = "Calendar" },
	{ .name = "note",
		.kind = HTTP_TEXT,
		.is_required = true,
		.max = 200,
		.zh = "依据的通知",
		.en = "Notice" },
	{ 0 },
};

static const struct http_field confirm_fields[] = {
	{ .name = "token",
		.kind = HTTP_TEXT,
		.is_required = true,
		.max = 64,
		.zh = "预览编号",
		.en = "Token" },
	{ .name = "note",
		.kind = HTTP_TEXT,
		.is_required = true,
		.max = 200,
		.zh = "依据的通知",
		.en = "Notice" },
	{ .name = "version", .kind = HTTP_INT, .is_required = true, .zh = "版本", .en = "Version" },
	{ 0 },
};

static const struct http_choice day_kinds[] = {
	{ "holiday", "放假", "Holiday" },
	{ "workday", "上班", "Working day" },
	{ 0 },
};

static const struct http_field local_fields[] = {
	{ .name = "agency", .kind = HTTP_INT, .is_required = true, .zh = "机关", .en = "Agency" },
	{ .name = "version", .kind = HTTP_INT, .is_required = true, .zh = "版本", .en = "Version" },
	{ .name = "day", .kind = HTTP_DAY, .is_required = true, .zh = "日期", .en = "Day" },
	{ .name = "kind",
		.kind = HTTP_CHOICE,
		.is_required = true,
		.choices = day_kinds,
		.zh = "放假还是上班",
		.en = "Kind" },
	{ .name = "name",
		.kind = HTTP_TEXT,
		.is_required = true,
		.max = 40,
		.zh = "事由",
		.en = "Reason" },
	{ 0 },
};

static const struct http_field drop_fields[] = {
	{ .name = "agency", .kind = HTTP_INT, .is_required = true, .zh = "机关", .en = "Agency" },
	{ .name = "version", .kind = HTTP_INT, .is_required = true, .zh = "版本", .en = "Version" },
	{ .name = "day", .kind = HTTP_DAY, .is_required = true, .zh = "日期", .en = "Day" },
	{ 0 },
};

/* The nation's days are for those who administer the whole installation. */
static bool
may_nation(const struct http_request *request)
{
	return account_may(account_of(request), ACCOUNT_SYSTEM_ADMIN, STR("/"));
}

static struct fault *
must_nation(const struct http_request *request)
{
	return account_must(account_of(request), ACCOUNT_SYSTEM_ADMIN, STR("/"));
}

static struct fault *
must_agency(struct http_request *request, int64_t id, struct agency *ret_agency)
{
	TRY(agency_load(request->db, request->arena, id, ret_agency));
	return account_must(account_of(request), ACCOUNT_SYSTEM_ADMIN, ret_agency->path);
}

/* --- the page --- */

/* The agency asked for, else the person's own when its days are this person's to set. */
static struct fault *
find_agency(struct http_request *request, int64_t asked, struct calendar_admin_view *view)
{
	const struct account_person *person = account_of(request);
	struct str name = str_trim(http_query(request, "name"));
	struct agency *agency;
	bool is_found = false;

	TAKE(request->arena, agency, 1);
	if (name.len) {
		TRY(agency_find(request->db, request->arena, name, &is_found, agency));
		if (!is_found) {
			view->problem = str_of(http_say(request, "没有叫这个名称的机关。请写全称。",
				"There is no agency of this name. Give its full name."));
			return NULL;
		}
		asked = agency->id;
	}
	if (!asked && person->agency_id &&
		account_may(person, ACCOUNT_SYSTEM_ADMIN, person->agency_path))
		asked = person->agency_id;
	if (!asked)
		return NULL;
	TRY(must_agency(request, asked, agency));
	view->agency = agency;
	return NULL;
}

static struct fault *
list_years(struct http_request *request, const struct calendar *calendar,
	struct calendar_admin_view *view)
{
	const struct calendar *stored = NULL;
	struct calendar_year_line *lines;
	struct calendar_layer layer;
	int first = calendar_first_year(calendar);
	int last = calendar_last_year(calendar);
	struct fault *fault;

	TAKE(request->arena, lines, (size_t)(last - first + 1));
	TRY(calendar_load_rows(request->db, request->arena, 0, view->version, &layer));
	fault = calendar_make(request->arena, &layer, 1, &stored);
	/* Nothing was taken in: all years are the program's own. */
	if (fault && fault->kind != FAULT_INPUT)
		return fault;
	for (int year = last; year >= first; year--) {
		struct calendar_year_line *line = &lines[view->year_count];
		enum calendar_kind kind;
		struct day day;
		struct day end;

		if (!calendar_has_year(calendar, year))
			continue;
		if (!day_make(year, 1, 1, &day) || !day_make(year, 12, 31, &end))
			continue;
		line->year.year = year;
		line->year.is_covered = true;
		line->is_stored = stored && calendar_has_year(stored, year);
		TRY(calendar_count_year(calendar, year, &line->year.working));
		for (; day.number <= end.number; day.number++) {
			TRY(calendar_kind_of(calendar, day, &kind));
			line->year.holidays += kind == CALENDAR_HOLIDAY;
			line->year.make_ups += kind == CALENDAR_MAKE_UP;
		}
		view->year_count++;
	}
	view->years = lines;
	return NULL;
}

static struct fault *
draw_year(struct http_request *request, const struct calendar *calendar,
	struct calendar_admin_view *view)
{
	static const char *const classes[] = { "work", "rest", "holiday", "makeup" };
	static const char *const marks[] = { "", "", "休", "班" };
	struct day day;
	struct day end;

	if (!day_make(view->year, 1, 1, &day) || !day_make(view->year, 12, 31, &end))
		return NULL;
	TRY(calendar_months_make(request->arena, day, end, &view->months));
	for (; day.number <= end.number; day.number++) {
		struct calendar_cell *cell = calendar_months_cell(&view->months, day);
		enum calendar_kind kind;
		struct str name;

		TRY(calendar_look(calendar, day, &kind, &name));
		cell->class = classes[kind];
		cell->mark = str_of(marks[kind]);
		cell->words = name;
		if (kind == CALENDAR_MAKE_UP)
			TRY(str_join(
				request->arena, name, STR_NONE, STR("调休上班"), &cell->words));
	}
	return NULL;
}

static int
asked_year(const struct http_request *request, const struct calendar *calendar)
{
	int64_t year = http_query_int(request, "year", 0);
	int month, of_month, now;

	day_split(day_today(), &now, &month, &of_month);
	if (year > 0 && year < 3000 && calendar_has_year(calendar, (int)year))
		return (int)year;
	return calendar_has_year(calendar, now) ? now : calendar_last_year(calendar);
}

/* Terms of the last weeks of a year reach into the next. */
static int
missing_year(const struct calendar *calendar)
{
	int month, of_month, now;

	day_split(day_today(), &now, &month, &of_month);
	if (!calendar_has_year(calendar, now))
		return now;
	return calendar_has_year(calendar, now + 1) ? 0 : now + 1;
}

/* The page, with what was just said or typed already in the view. */
static struct fault *
draw(struct http_request *request, struct http_reply *reply, struct calendar_admin_view *view)
{
	const struct calendar *calendar;
	struct calendar_layer *locals;
	struct calendar_past *changes;
	struct html_shell shell;
	struct str path = view->agency ? view->agency->path : STR_NONE;

	TAKE(request->arena, locals, 1);
	view->is_english = request->language == HTTP_EN;
	view->may_nation = may_nation(request);
	TRY(calendar_version(request->db, &view->version));
	TRY(calendar_load_at(request->db, request->arena, path, view->version, &calendar));
	TRY(list_years(request, calendar, view));
	view->year = asked_year(request, calendar);
	view->missing = missing_year(calendar);
	TRY(draw_year(request, calendar, view));
	if (view->agency)
		TRY(calendar_load_rows(
			request->db, request->arena, view->agency->id, view->version, locals));
	view->locals = locals;
	TRY(calendar_find_changes(
		request->db, request->arena, 0, SHOWN_PAST, &changes, &view->change_count));
	view->changes = changes;
	TRY(account_shell(request, reply, STR("工作日历"), CALENDAR_ADMIN, &shell));
	shell.is_hidden = true;
	view->shell = &shell;
	reply->cache = HTTP_CACHE_NEVER;
	calendar_admin_html(&reply->body, view);
	return NULL;
}

static struct fault *
admin_page(struct http_request *request, struct http_reply *reply)
{
	struct calendar_admin_view view = { 0 };
	struct str done = http_query(request, "done");

	TRY(find_agency(request, http_query_int(request, "agency", 0), &view));
	if (view.problem.len)
		reply->status = 404;
	if (str_equal(done, STR("nation")))
		view.done = STR("节假日已导入，办理中的期限从现在起按新的日历推算。");
	else if (str_equal(done, STR("added")))
		view.done = STR("地方日子已保存。");
	else if (str_equal(done, STR("dropped")))
		view.done = STR("地方日子已删去。");
	return draw(request, reply, &view);
}

static struct fault *
draw_problem(struct http_request *request, struct http_reply *reply, struct str says,
	unsigned status, struct calendar_admin_view *view)
{
	view->problem = says;
	reply->status = status;
	return draw(request, reply, view);
}

/* What a person can mend is told on the page; anything else is a fault of the request. */
static struct fault *
draw_fault(struct http_request *request, struct http_reply *reply, const struct fault *fault,
	struct calendar_admin_view *view)
{
	struct str says;

	TRY(str_copy(request->arena, str_of(http_say(request, fault->zh, fault->en)), &says));
	return draw_problem(request, reply, says,
		fault->kind == FAULT_INPUT ? 422 : http_fault_status(fault), view);
}

/* --- taking in a year --- */

/* The days that would be of another kind, for the nation. */
static struct fault *
compare(struct http_request *request, const struct calendar_layer *layer,
	struct calendar_layer *all, struct calendar_preview_view *view)
{
	const struct calendar *before;
	const struct calendar *after;
	struct calendar_change *changes;

	TRY(calendar_version(request->db, &view->version));
	TRY(calendar_load_at(request->db, request->arena, STR_NONE, view->version, &before));
	TRY(calendar_own_layer(request->arena, &all[0]));
	TRY(calendar_load_rows(request->db, request->arena, 0, view->version, &all[1]));
	all[2] = *layer;
	TRY(calendar_make(request->arena, all, 3, &after));
	TRY(calendar_compare(
		request->arena, before, after, SHOWN_CHANGES, &changes, &view->change_count));
	view->changes = changes;
	view->shown_count = view->change_count < SHOWN_CHANGES ? view->change_count : SHOWN_CHANGES;
	return NULL;
}

static struct fault *
preview(struct http_request *request, struct http_reply *reply, struct str bytes, struct str token,
	struct str note, struct str problem)
{
	struct calendar_preview_view view = { .token = token, .note = note, .problem = problem };
	struct calendar_layer layers[3];
	struct calendar_layer layer;
	struct calendar_year *years;
	struct html_shell shell;

	TRY(calendar_file_parse(request->arena, bytes, &layer));
	if (!layer.count)
		return fault_new(FAULT_INPUT, "calendar_nothing", "文件里一个日子也没有。",
			"There is not one day in the file.");
	TRY(calendar_years(request->arena, &layer, &years, &view.year_count));
	view.years = years;
	TRY(compare(request, &layer, layers, &view));
	view.is_english = request->language == HTTP_EN;
	TRY(account_shell(request, reply, STR("导入节假日"), CALENDAR_ADMIN, &shell));
	shell.is_hidden = true;
	view.shell = &shell;
	reply->cache = HTTP_CACHE_NEVER;
	calendar_preview_html(&reply->body, &view);
	return NULL;
}

static struct fault *
preview_page(struct http_request *request, struct http_reply *reply)
{
	struct calendar_admin_view view = { 0 };
	const struct http_file *file;
	struct random_name token;
	struct http_form form;
	struct fault *fault;
	struct str kept;
	size_t count = 0;

	TRY(must_nation(request));
	TRY(http_form_read(request, upload_fields, &form));
	file = http_form_files(&form, "file", &count);
	if (form.errors.count || !count)
		return draw_problem(request, reply,
			form.errors.count ? form.errors.items[0].says : STR_NONE, 422, &view);
	TRY(http_stash_put(request->stash, file->name, file->bytes, &token));
	TRY(str_copy(request->arena, str_of(token.at), &kept));
	fault = preview(request, reply, file->bytes, kept, http_form_text(&form, "note"), STR_NONE);
	if (fault && (fault->kind == FAULT_INPUT || fault->kind == FAULT_LIMIT))
		return draw_fault(request, reply, fault, &view);
	return fault;
}

static struct fault *
save_nation(struct http_request *request, const struct http_form *form, struct str bytes)
{
	struct audit_actor actor = account_actor(request, 0);
	struct calendar_deed deed = { .dropped = DAY_NONE,
		.note = http_form_text(form, "note"),
		.seen_version = http_form_int(form, "version", -1) };
	struct calendar_layer layer;
	int64_t version;

	TRY(calendar_file_parse(request->arena, bytes, &layer));
	deed.rows = layer.rows;
	deed.count = layer.count;
	return calendar_save(request->db, &actor, &deed, &version);
}

static struct fault *
confirm_page(struct http_request *request, struct http_reply *reply)
{
	CLOSING(buf_done) struct buf bytes;
	struct calendar_admin_view view = { 0 };
	struct http_form form;
	struct fault *fault;
	struct str name;
	struct str says;

	buf_init(&bytes, CALENDAR_FILE_MOST);
	TRY(must_nation(request));
	TRY(http_form_read(request, confirm_fields, &form));
	if (form.errors.count)
		return draw_problem(request, reply, form.errors.items[0].says, 422, &view);
	fault = http_stash_look(
		request->stash, request->arena, http_form_text(&form, "token"), &name, &bytes);
	if (fault)
		return draw_fault(request, reply, fault, &view);
	fault = save_nation(request, &form, buf_str(&bytes));
	if (!fault)
		return http_reply_redirect(request, reply, STR(CALENDAR_ADMIN "?done=nation"));
	if (fault->kind != FAULT_CONFLICT)
		return fault->kind == FAULT_INPUT ? draw_fault(request, reply, fault, &view)
						  : fault;
	/* The preview again, against the days of now. */
	reply->status = 409;
	TRY(str_copy(request->arena, str_of(http_say(request, fault->zh, fault->en)), &says));
	return preview(request, reply, buf_str(&bytes), http_form_text(&form, "token"),
		http_form_text(&form, "note"), says);
}

/* --- local days --- */

static struct fault *
save_local(struct http_request *request, struct http_reply *reply, const struct http_form *form,
	const struct calendar_row *row, const char *done)
{
	struct calendar_admin_view view = { 0 };
	struct calendar_deed deed = { .dropped = DAY_NONE };
	struct audit_actor actor;
	struct agency *agency;
	struct fault *fault;
	struct str target;
	int64_t version;

	TAKE(request->arena, agency, 1);
	TRY(must_agency(request, http_form_int(form, "agency", 0), agency));
	view.agency = agency;
	if (form->errors.count)
		return draw_problem(request, reply, form->errors.items[0].says, 422, &view);
	actor = account_actor(request, agency->id);
	deed.agency_id = agency->id;
	deed.seen_version = http_form_int(form, "version", -1);
	if (row) {
		deed.rows = row;
		deed.count = 1;
		deed.note = row->name;
	} else {
		deed.dropped = http_form_day(form, "day");
	}
	fault = calendar_save(request->db, &actor, &deed, &version);
	if (fault && fault->kind != FAULT_INPUT && fault->kind != FAULT_CONFLICT)
		return fault;
	if (fault) {
		if (row) {
			view.typed_day = http_form_text(form, "day");
			view.typed_name = row->name;
			view.typed_work = row->kind == CALENDAR_MAKE_UP;
		}
		return draw_fault(request, reply, fault, &view);
	}
	TRY(str_print(request->arena, &target, CALENDAR_ADMIN "?agency=%lld&done=%s",
		(long long)agency->id, done));
	return http_reply_redirect(request, reply, target);
}

static struct fault *
local_page(struct http_request *request, struct http_reply *reply)
{
	const struct http_choice *kind;
	struct calendar_row row;
	struct http_form form;

	TRY(http_form_read(request, local_fields, &form));
	kind = http_form_value(&form, "kind")->choice;
	row = (struct calendar_row){ .date = http_form_day(&form, "day"),
		.kind = kind == &day_kinds[1] ? CALENDAR_MAKE_UP : CALENDAR_HOLIDAY,
		.name = http_form_text(&form, "name") };
	return save_local(request, reply, &form, &row, "added");
}

static struct fault *
drop_page(struct http_request *request, struct http_reply *reply)
{
	struct http_form form;

	TRY(http_form_read(request, drop_fields, &form));
	return save_local(request, reply, &form, NULL, "dropped");
}

const struct route calendar_admin_routes[] = {
	{ "GET", CALENDAR_ADMIN, admin_page, ACCOUNT_SYSTEM_ADMIN },
	{ "POST", CALENDAR_ADMIN "/preview", preview_page, ACCOUNT_SYSTEM_ADMIN | UPLOAD | READS },
	{ "POST", CALENDAR_ADMIN "/confirm", confirm_page, ACCOUNT_SYSTEM_ADMIN },
	{ "POST", CALENDAR_ADMIN "/local", local_page, ACCOUNT_SYSTEM_ADMIN },
	{ "POST", CALENDAR_ADMIN "/local/drop", drop_page, ACCOUNT_SYSTEM_ADMIN },
	{ 0 },
};
