/*
 * The month of due days: working days and holidays as the calendar of the scope has them, and how
 * many cases are due on each. Which days are worked is calendar/'s.
 */
#include "calendar/calendar_store.h"
#include "docket/docket_list.html.h"
#include "docket/docket_page.h"
#include "docket/docket_view.h"

enum { MOST_OF_DAY = 200, SOON_WORKING_DAYS = 3, CELLS = 42 };

struct month {
	int year;
	int month;
	struct day first;
	struct day last;
};

static bool
month_of(int year, int month, struct month *ret_month)
{
	struct day next;

	if (!day_make(year, month, 1, &ret_month->first))
		return false;
	next = calendar_add_months(ret_month->first, 1);
	ret_month->last = (struct day){ next.number - 1 };
	ret_month->year = year;
	ret_month->month = month;
	return true;
}

/* "2026-11"; this month for anything else. */
static struct month
asked_month(struct http_request *request)
{
	struct str text = str_trim(http_query(request, "month"));
	struct month month;
	struct str head;
	struct str rest;
	int64_t numbers[2];
	int year, of_year, of_month;

	rest = str_cut(text, STR("-"), &head);
	if (head.len == 4 && rest.len == 2 && str_to_int(head, &numbers[0]) &&
		str_to_int(rest, &numbers[1]) && numbers[1] >= 1 && numbers[1] <= 12 &&
		month_of((int)numbers[0], (int)numbers[1], &month))
		return month;
	day_split(day_today(), &year, &of_year, &of_month);
	(void)month_of(year, of_year, &month);
	return month;
}

/* The same page for another month or day. */
static struct fault *
address_of(struct http_request *request, const struct docket_month_view *view,
	const struct application_scope *scope, struct day day, bool is_day, struct url *ret_url)
{
	struct url url = URL("/desk/applications/calendar");
	int year, month, of_month;
	struct str text;

	day_split(day, &year, &month, &of_month);
	TRY(str_print(request->arena, &text, "%04d-%02d", year, month));
	TRY(url_query(request->arena, url, "month", text, &url));
	TRY(str_print(request->arena, &text, "%lld", (long long)scope->agency_id));
	TRY(url_query(request->arena, url, "scope", text, &url));
	if (view->is_mine)
		TRY(url_query(request->arena, url, "mine", STR("1"), &url));
	if (is_day) {
		TRY(str_copy(request->arena, str_of(day_text(day).at), &text));
		TRY(url_query(request->arena, url, "day", text, &url));
	}
	*ret_url = url;
	return NULL;
}

/* Weekends hold where the calendar has no data, which the page says. */
static struct fault *
mark_day(struct http_request *request, const struct calendar *calendar, struct day day,
	struct docket_month_view *view, struct docket_month_cell *cell)
{
	struct str name = STR("");
	enum calendar_kind kind = calendar_weekday(day) > 5 ? CALENDAR_WEEKEND : CALENDAR_WORKING;
	struct fault *fault = calendar_look(calendar, day, &kind, &name);
	struct str words;

	if (fault && fault->kind != FAULT_INPUT)
		return fault;
	view->lacks_data = view->lacks_data || fault;
	cell->class = calendar_is_worked(kind)   ? kind == CALENDAR_MAKE_UP ? "makeup" : ""
		      : kind == CALENDAR_HOLIDAY ? "holiday"
						 : "rest";
	cell->words = "";
	if (kind == CALENDAR_WORKING)
		return NULL;
	TRY(str_print(request->arena, &words, "%s%.*s",
		kind == CALENDAR_MAKE_UP   ? "班 "
		: kind == CALENDAR_HOLIDAY ? "休 "
					   : "休",
		STR_ARG(name)));
	cell->words = words.at;
	return NULL;
}

static struct fault *
fill_cells(struct http_request *request, const struct application_scope *scope,
	const struct month *month, struct docket_month_view *view)
{
	CLOSING(calendar_give_back) const struct calendar_lent *lent = NULL;
	struct docket_month_cell *cells;
	struct day today = day_today();
	int blanks = calendar_weekday(month->first) - 1;
	struct fault *fault;
	struct str pattern;
	struct day soon;
	int64_t *counts;

	TAKE(request->arena, cells, CELLS);
	TRY(str_print(request->arena, &pattern, "%.*s%s", STR_ARG(scope->path),
		scope->has_subtree ? "%" : ""));
	TRY(docket_count_due(request->db, request->arena, pattern,
		view->is_mine ? account_of(request)->id : 0, month->first, month->last, &counts));
	TRY(calendar_borrow(request->db, scope->path, &lent));
	fault = calendar_add_working_days(lent->calendar, today, SOON_WORKING_DAYS, &soon);
	if (fault && fault->kind != FAULT_INPUT)
		return fault;
	if (fault)
		soon = (struct day){ today.number + SOON_WORKING_DAYS };
	for (int i = 0; i <= month->last.number - month->first.number; i++) {
		struct docket_month_cell *cell = &cells[blanks + i];
		struct day day = { month->first.number + i };

		cell->of_month = i + 1;
		cell->count = counts[i];
		cell->is_today = day.number == today.number;
		cell->lamp = day.number < today.number   ? "late"
			     : day.number <= soon.number ? "soon"
							 : "ok";
		cell->says = day.number < today.number   ? "超期"
			     : day.number <= soon.number ? "临期"
							 : "在期";
		view->total += counts[i];
		TRY(mark_day(request, lent->calendar, day, view, cell));
		TRY(address_of(request, view, scope, day, true, &cell->address));
	}
	view->weeks = (blanks + month->last.number - month->first.number + 7) / 7;
	view->cells = cells;
	return NULL;
}

static struct fault *
fill_day(struct http_request *request, const struct application_scope *scope,
	struct docket_month_view *view)
{
	struct application_open_query query = { .state = -1,
		.officer_id = view->is_mine ? account_of(request)->id : 0,
		.only_due = true,
		.limit = MOST_OF_DAY };
	struct docket_line *lines;
	struct application_list list;

	view->day = DAY_NONE;
	if (!day_parse(str_trim(http_query(request, "day")), &view->day)) {
		view->day = DAY_NONE;
		return NULL;
	}
	TRY(str_print(request->arena, &query.pattern, "%.*s%s", STR_ARG(scope->path),
		scope->has_subtree ? "%" : ""));
	if (!scope->has_subtree)
		query.agency_id = scope->agency_id;
	query.until = view->day;
	query.after_sort = view->day.number - 1;
	query.after_id = INT64_MAX;
	TRY(application_list_open(request->db, request->arena, &query, &list));
	TRY(docket_lines_make(request, &list, &lines));
	view->table = (struct docket_table_view){ lines, list.count, scope->has_subtree, false };
	return NULL;
}

static struct fault *
docket_month_page(struct http_request *request, struct http_reply *reply)
{
	struct docket_month_view view = {
		.is_mine = str_equal(http_query(request, "mine"), STR("1")), .day = DAY_NONE
	};
	struct month month = asked_month(request);
	const struct application_scope *scope;
	struct application_scope *scopes;
	struct html_shell shell;
	size_t chosen;

	TRY(application_scopes_make(
		request, APPLICATION_WATCHERS, &scopes, &view.scope_count, &chosen));
	if (!view.scope_count)
		return fault_absent("application", 0);
	scope = &scopes[chosen];
	view.scopes = scopes;
	TRY(str_print(request->arena, &view.caption, "%d 年 %d 月", month.year, month.month));
	TRY(str_print(request->arena, &view.month, "%04d-%02d", month.year, month.month));
	TRY(address_of(request, &view, scope, (struct day){ month.first.number - 1 }, false,
		&view.before));
	TRY(address_of(
		request, &view, scope, (struct day){ month.last.number + 1 }, false, &view.after));
	TRY(fill_cells(request, scope, &month, &view));
	TRY(fill_day(request, scope, &view));
	TRY(account_shell(request, reply, STR("期限日历"), "/desk/applications", &shell));
	TRY(application_page_keep_list(request, reply));
	view.shell = &shell;
	docket_month_html(&reply->body, &view);
	reply->cache = HTTP_CACHE_NEVER;
	return NULL;
}

const struct route docket_month_routes[] = {
	{ "GET", "/desk/applications/calendar", docket_month_page, APPLICATION_WATCHERS },
	{ 0 },
};
