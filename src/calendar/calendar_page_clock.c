/*
 * The public calculator of terms: a receipt and events in the query, the due day with its proof
 * out, as a page and as JSON. The address holds everything; nothing is stored.
 */
#include "agency/agency_site.h"
#include "base/json.h"
#include "calendar/calendar_clock.html.h"
#include "calendar/calendar_page_inside.h"

/* What can be chosen for a row; also the middle of "DATE:KIND". */
static const struct http_choice kinds[] = {
	{ "paused:third_party", "征求第三方意见，当日起暂停", "third party asked, paused" },
	{ "paused:other_agency", "征求其他机关意见，当日起暂停", "other agency asked, paused" },
	{ "paused:correction", "告知补正，当日起暂停", "correction asked for, paused" },
	{ "paused:fee", "通知缴费，当日起暂停", "fee notified, paused" },
	{ "paused:reason", "要求说明理由，当日起暂停", "reasons asked for, paused" },
	{ "paused", "暂停（其他）", "paused" },
	{ "resumed", "恢复，当日又计", "resumed" },
	{ "restarted:correction", "收到补正，次日起重新计算", "correction received, anew" },
	{ "restarted:fee", "缴清费用，次日起重新计算", "fee paid, anew" },
	{ "restarted", "重新计算（其他）", "restarted" },
	{ "extended", "延长", "extended" },
	{ "stopped", "答复或办结", "answered" },
	{ 0 },
};

/* --- whose days --- */

/* The agency asked for: by the address, else the one whose site this is, else none. An empty name
 * asks for the nation's days alone. Only agencies that the site shows. Faults of
 * agency_find_key(). */
static struct fault *
find_place(struct http_request *request, struct str *ret_name, struct str *ret_path)
{
	struct str typed = http_query(request, "agency");
	struct agency_site site;
	struct agency agency;

	TRY(agency_site_find(request->db, request->arena, http_header(request, "Host"), &site));
	*ret_name = str_trim(typed.at ? typed : site.agency_name);
	*ret_path = typed.at ? STR("") : site.path;
	if (!typed.at || !ret_name->len)
		return NULL;
	TRY(agency_find_key(request->db, request->arena, *ret_name, &agency));
	if (site.path.len && !agency_path_is_below(agency.path, site.path))
		return fault_new(FAULT_INPUT, "agency_unknown", "这个网站不包括“%.*s”。",
			"This site does not show “%.*s”.", STR_ARG(*ret_name));
	*ret_name = agency.name;
	*ret_path = agency.path;
	return NULL;
}

/* --- the question --- */

static struct calendar_event_row *
row_at(struct calendar_clock_view *view, size_t index)
{
	if (index >= CALENDAR_EVENT_ROWS)
		return NULL;
	if (view->row_count <= index)
		view->row_count = index + 1;
	return &view->rows[index];
}

/* "2020-02-10:extended:20" as a row of the form. */
static void
split_event(struct str text, struct calendar_event_row *row)
{
	row->kind = str_cut(text, STR(":"), &row->on);
	if (str_starts(row->kind, STR("extended:"))) {
		row->days = str_from(row->kind, strlen("extended:"));
		row->kind = STR("extended");
	}
}

/* Rows of the form come as three lists of equal length, links as `event`. */
static void
read_rows(const struct http_request *request, struct calendar_clock_view *view)
{
	size_t places[3] = { 0 };
	struct calendar_event_row *row;

	for (size_t i = 0; i < request->query.count; i++) {
		const struct http_pair *pair = &request->query.items[i];

		if (!str_equal(pair->name, STR("event")) || !str_trim(pair->value).len)
			continue;
		row = row_at(view, view->row_count);
		if (row)
			split_event(str_trim(pair->value), row);
	}
	places[0] = places[1] = places[2] = view->row_count;
	for (size_t i = 0; i < request->query.count; i++) {
		static const char *const names[] = { "on", "kind", "n" };
		const struct http_pair *pair = &request->query.items[i];

		for (int name = 0; name < 3; name++) {
			if (!str_equal(pair->name, str_of(names[name])))
				continue;
			row = row_at(view, places[name]++);
			if (row)
				*(name == 0         ? &row->on
					: name == 1 ? &row->kind
						    : &row->days) = str_trim(pair->value);
		}
	}
}

static void
drop_empty_rows(struct calendar_clock_view *view)
{
	size_t kept = 0;

	for (size_t i = 0; i < view->row_count; i++)
		if (view->rows[i].on.len || view->rows[i].kind.len)
			view->rows[kept++] = view->rows[i];
	for (size_t i = kept; i < COUNT_OF(view->rows); i++)
		view->rows[i] = (struct calendar_event_row){ 0 };
	view->row_count = kept;
}

static struct fault *
say_fault(const struct http_request *request, const struct fault *fault, struct str *ret_says)
{
	return str_copy(request->arena, str_of(http_say(request, fault->zh, fault->en)), ret_says);
}

/* By day, those of one day as they were given: people add what they forgot at the end. */
static void
sort_events(struct clock_event *events, size_t count)
{
	for (size_t i = 2; i < count; i++) {
		struct clock_event one = events[i];
		size_t at = i;

		for (; at > 1 && events[at - 1].day.number > one.day.number; at--)
			events[at] = events[at - 1];
		events[at] = one;
	}
}

static struct fault *
event_text(struct arena *arena, const struct calendar_event_row *row, struct str *ret_text)
{
	bool has_days = str_equal(row->kind, STR("extended"));

	return str_print(arena, ret_text, "%.*s:%.*s%s%.*s", STR_ARG(row->on), STR_ARG(row->kind),
		has_days ? ":" : "", has_days ? (int)row->days.len : 0,
		row->days.at ? row->days.at : "");
}

/* Everything typed into a clock; problems are put beside their fields. */
static struct fault *
read_events(struct http_request *request, struct calendar_clock_view *view, bool *ret_is_fine,
	struct clock_input *ret_input)
{
	struct clock_input input = { .count = 1, .today = DAY_NONE };
	struct clock_event *events;
	struct fault *fault;
	struct str text;
	int64_t days = clock_answer_term()->amount;

	TAKE(request->arena, events, view->row_count + 1);
	*ret_is_fine = true;
	if (!day_parse(view->received, &events[0].day))
		view->received_problem =
			str_of(http_say(request, "请填写收到申请的日期，如 2020-01-20。",
				"Give the day of receipt, such as 2020-01-20."));
	if (view->days.len &&
		(!str_to_int(view->days, &days) || days < 1 || days > CLOCK_TERM_MOST))
		view->days_problem = str_of(http_say(request, "期限应为 1 至 250 个工作日。",
			"A term has 1 to 250 working days."));
	*ret_is_fine = !view->received_problem.len && !view->days_problem.len;
	for (size_t i = 0; i < view->row_count; i++) {
		TRY(event_text(request->arena, &view->rows[i], &text));
		fault = clock_event_parse(text, &events[input.count++]);
		if (!fault)
			continue;
		TRY(say_fault(request, fault, &view->rows[i].problem));
		*ret_is_fine = false;
	}
	if (*ret_is_fine)
		sort_events(events, input.count);
	input.events = events;
	input.working_days = *ret_is_fine ? (int)days : 0;
	*ret_input = input;
	return NULL;
}

/* The sentences over the form, each leading to its field. */
static struct fault *
gather_mistakes(struct http_request *request, struct calendar_clock_view *view)
{
	struct html_mistake *items;
	size_t count = 0;

	TAKE(request->arena, items, view->row_count + 3);
	if (view->agency_problem.len)
		items[count++] = (struct html_mistake){ STR("agency"), view->agency_problem };
	if (view->received_problem.len)
		items[count++] = (struct html_mistake){ STR("received"), view->received_problem };
	if (view->days_problem.len)
		items[count++] = (struct html_mistake){ STR("days"), view->days_problem };
	for (size_t i = 0; i < view->row_count; i++)
		if (view->rows[i].problem.len) {
			TRY(str_print(request->arena, &items[count].field, "on-%zu", i));
			items[count++].says = view->rows[i].problem;
		}
	view->mistakes.items = items;
	view->mistakes.count = count;
	view->mistakes.is_english = view->is_english;
	if (count)
		view->mistakes.says = str_of(http_say(
			request, "还不能推算，请改正：", "Cannot count yet. Please mend:"));
	return NULL;
}

/* --- the answer --- */

static struct fault *
make_links(struct http_request *request, const struct clock_input *input,
	struct calendar_clock_view *view)
{
	struct arena *arena = request->arena;

	view->link = URL("/clock");
	view->json = URL("/api/v1/clock");
	for (size_t i = 0; i < input->count; i++) {
		const struct clock_event *event = &input->events[i];
		struct str day;
		struct str text;

		TRY(str_print(arena, &day, "%s", day_text(event->day).at));
		if (i == 0) {
			TRY(url_query(arena, view->link, "received", day, &view->link));
			TRY(url_query(arena, view->json, "received", day, &view->json));
			continue;
		}
		if (event->kind == CLOCK_EXTENDED)
			TRY(str_print(arena, &text, "%s:extended:%d", day.at, event->value));
		else
			TRY(str_print(arena, &text, "%s:%s%s%s", day.at,
				clock_event_name(event->kind),
				event->why == CLOCK_WHY_NONE ? "" : ":",
				clock_why_name(event->why)));
		TRY(url_query(arena, view->link, "event", text, &view->link));
		TRY(url_query(arena, view->json, "event", text, &view->json));
	}
	/* The address says whose days they are, whatever site it is opened on. */
	TRY(url_query(arena, view->link, "agency", view->agency, &view->link));
	TRY(url_query(arena, view->json, "agency", view->agency, &view->json));
	if (view->days.len) {
		TRY(url_query(arena, view->link, "days", view->days, &view->link));
		TRY(url_query(arena, view->json, "days", view->days, &view->json));
	}
	return NULL;
}

static struct fault *
compute(struct http_request *request, const struct calendar *calendar,
	struct calendar_clock_view *view)
{
	struct clock_proof *proof;
	struct clock_input input;
	struct fault *fault;
	bool is_fine = false;

	TRY(read_events(request, view, &is_fine, &input));
	TRY(gather_mistakes(request, view));
	if (!is_fine || view->agency_problem.len)
		return NULL;
	input.calendar = calendar;
	TAKE(request->arena, proof, 1);
	fault = clock_prove(request->arena, &input, proof);
	if (fault && fault->kind != FAULT_INPUT && fault->kind != FAULT_LIMIT)
		return fault;
	if (fault)
		return say_fault(request, fault, &view->mistakes.says);
	TRY(calendar_months_of_proof(request->arena, proof, &view->months));
	TRY(make_links(request, &input, view));
	view->proof = proof;
	return NULL;
}

static struct fault *
clock_page(struct http_request *request, struct http_reply *reply)
{
	/* Names of holidays are the calendar's, so it is kept until the page is put. */
	CLOSING(calendar_give_back) const struct calendar_lent *lent = NULL;
	struct calendar_clock_view *view;
	struct html_shell shell;
	struct fault *fault;

	TAKE(request->arena, view, 1);
	view->is_english = request->language == HTTP_EN;
	view->kinds = kinds;
	view->received = str_trim(http_query(request, "received"));
	view->days = str_trim(http_query(request, "days"));
	fault = find_place(request, &view->agency, &view->path);
	if (fault && fault->kind != FAULT_INPUT && fault->kind != FAULT_ABSENT)
		return fault;
	if (fault)
		TRY(say_fault(request, fault, &view->agency_problem));
	read_rows(request, view);
	drop_empty_rows(view);
	/* Nothing was asked yet: the form alone, without complaints. */
	if (http_query(request, "received").at || view->row_count) {
		TRY(calendar_borrow(request->db, view->path, &lent));
		TRY(compute(request, lent->calendar, view));
	}
	if (!view->proof && view->mistakes.says.len)
		reply->status = 422;
	TRY(account_shell(request, reply, STR("期限计算"), "/clock", &shell));
	view->shell = &shell;
	calendar_clock_html(&reply->body, view);
	return NULL;
}

/* --- the API: as strict as the command line --- */

static struct fault *
read_api(struct http_request *request, struct clock_input *ret_input)
{
	struct clock_input input = { .count = 1, .today = DAY_NONE };
	struct str today = http_query(request, "today");
	struct str days = http_query(request, "days");
	int64_t term = clock_answer_term()->amount;
	struct clock_event *events;

	TAKE(request->arena, events, request->query.count + 1);
	if (!day_parse(http_query(request, "received"), &events[0].day) ||
		(today.at && !day_parse(today, &input.today)))
		return fault_new(FAULT_INPUT, "clock_day",
			"请用 received 写明收到申请的日期，如 %s。today 也要写成这样。",
			"Give the day of receipt as received=%s; today is written likewise.",
			"2020-01-20");
	if (days.at && !str_to_int(days, &term))
		term = 0;
	for (size_t i = 0; i < request->query.count; i++)
		if (str_equal(request->query.items[i].name, STR("event")))
			TRY(clock_event_parse(
				request->query.items[i].value, &events[input.count++]));
	input.working_days = term < 1 || term > CLOCK_TERM_MOST ? 0 : (int)term;
	input.events = events;
	*ret_input = input;
	return NULL;
}

static struct fault *
clock_api_page(struct http_request *request, struct http_reply *reply)
{
	CLOSING(calendar_give_back) const struct calendar_lent *lent = NULL;
	struct clock_input input;
	struct clock_proof proof;
	struct json_out json;
	struct str name;
	struct str path;

	TRY(find_place(request, &name, &path));
	TRY(read_api(request, &input));
	TRY(calendar_borrow(request->db, path, &lent));
	input.calendar = lent->calendar;
	TRY(clock_prove(request->arena, &input, &proof));
	json_out_init(&json, &reply->body);
	clock_put_json(&json, &input, &proof);
	http_reply_json(reply);
	return NULL;
}

const struct route calendar_clock_routes[] = {
	{ "GET", "/clock", clock_page, ANYONE },
	{ "GET", "/api/v1/clock", clock_api_page, ANYONE },
	{ 0 },
};
