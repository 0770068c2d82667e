/*
 * The queues of the desk: open cases by what they wait for, what is due first at the top, and the
 * questions that wait for one's department. One case is casework_case.c.
 */
#include <string.h>

#include "agency/agency.h"
#include "calendar/calendar_store.h"
#include "docket/docket_page.h"
#include "docket/docket_queue.html.h"
#include "docket/docket_view.h"

enum { SOON_WORKING_DAYS = 3, MOST_ASKED = 50 };

/* What a tab lets through, besides the scope. */
static const struct queue {
	const char *key;
	const char *words;
	int state; /* -1: any open one */
	bool is_mine;
	bool is_soon;
	bool is_late;
	bool is_paused;
} queues[] = {
	{ .key = "mine", .words = "我的", .state = -1, .is_mine = true },
	{ .key = "all", .words = "全部在办", .state = -1 },
	{ .key = "late", .words = "超期", .state = -1, .is_late = true },
	{ .key = "soon", .words = "3 个工作日内到期", .state = -1, .is_soon = true },
	{ .key = "new", .words = "待确认", .state = APPLICATION_SUBMITTED },
	{ .key = "received", .words = "待登记", .state = APPLICATION_RECEIVED },
	{ .key = "reviewing", .words = "待审核", .state = APPLICATION_REVIEWING },
	{ .key = "legal", .words = "待法制审核", .state = APPLICATION_LEGAL },
	{ .key = "signing", .words = "待签发", .state = APPLICATION_SIGNING },
	{ .key = "signed", .words = "待送达", .state = APPLICATION_SIGNED },
	{ .key = "paused", .words = "暂停", .state = -1, .is_paused = true },
};

static const struct queue *
queue_of(struct str key)
{
	for (size_t i = 0; i < COUNT_OF(queues); i++)
		if (str_equal(key, str_of(queues[i].key)))
			return &queues[i];
	return NULL;
}

/* --- the query of a tab --- */

/* The last day of the next three working days; a plain week when the calendar has no data. */
static struct fault *
soon_day(struct http_request *request, struct str path, struct day *ret_day)
{
	CLOSING(calendar_give_back) const struct calendar_lent *lent = NULL;
	struct day today = day_today();
	struct fault *fault;

	TRY(calendar_borrow(request->db, path, &lent));
	fault = calendar_add_working_days(lent->calendar, today, SOON_WORKING_DAYS, ret_day);
	if (fault && fault->kind == FAULT_INPUT) {
		*ret_day = (struct day){ today.number + 7 };
		return NULL;
	}
	return fault;
}

struct window {
	struct application_open_query query;
	struct day from;
};

static struct fault *
make_window(struct http_request *request, const struct queue *queue,
	const struct application_scope *scope, struct window *ret_window)
{
	struct day today = day_today();
	struct window window = { .from = DAY_NONE };
	struct application_open_query *query = &window.query;

	*query = (struct application_open_query){ .state = queue->state,
		.until = DAY_NONE,
		.only_paused = queue->is_paused,
		.limit = DOCKET_PER_PAGE };
	if (queue->is_mine) {
		query->officer_id = account_of(request)->id;
	} else if (scope) {
		if (!scope->has_subtree)
			query->agency_id = scope->agency_id;
		TRY(str_print(request->arena, &query->pattern, "%.*s%s", STR_ARG(scope->path),
			scope->has_subtree ? "%" : ""));
	} else {
		query->agency_id = -1; /* nobody's: nothing is found */
	}
	query->only_due = queue->is_late || queue->is_soon;
	if (queue->is_late)
		query->until = (struct day){ today.number - 1 };
	if (queue->is_soon) {
		window.from = today;
		TRY(soon_day(request, scope ? scope->path : STR(""), &query->until));
	}
	*ret_window = window;
	return NULL;
}

static struct fault *
address_of(struct http_request *request, const char *queue, const struct application_scope *scope,
	struct str text, struct url *ret_url)
{
	struct url url = URL("/desk/applications");
	struct str number;

	TRY(url_query(request->arena, url, "queue", str_of(queue), &url));
	if (scope) {
		TRY(str_print(request->arena, &number, "%lld", (long long)scope->agency_id));
		TRY(url_query(request->arena, url, "scope", number, &url));
	}
	if (text.len)
		TRY(url_query(request->arena, url, "q", text, &url));
	*ret_url = url;
	return NULL;
}

static struct fault *
make_tabs(struct http_request *request, const struct queue *current,
	const struct application_scope *scope, struct docket_queue_view *view)
{
	struct docket_queue_tab *tabs;

	TAKE(request->arena, tabs, COUNT_OF(queues));
	for (size_t i = 0; i < COUNT_OF(queues); i++) {
		struct window window;

		TRY(make_window(request, &queues[i], scope, &window));
		tabs[i] = (struct docket_queue_tab){ .key = queues[i].key,
			.words = queues[i].words,
			.is_current = &queues[i] == current };
		TRY(application_count_open(
			request->db, &window.query, window.from, DOCKET_COUNTED, &tabs[i].count));
		TRY(address_of(request, queues[i].key, scope, STR(""), &tabs[i].address));
	}
	view->tabs = tabs;
	view->tab_count = COUNT_OF(queues);
	return NULL;
}

/* --- the page --- */

struct fault *
docket_lines_make(struct http_request *request, const struct application_list *list,
	struct docket_line **ret_lines)
{
	struct docket_line *lines;

	TAKE(request->arena, lines, list->count + 1);
	for (size_t i = 0; i < list->count; i++) {
		lines[i].one = &list->items[i];
		TRY(application_lamp(request, &list->items[i], day_today(), &lines[i].lamp));
	}
	*ret_lines = lines;
	return NULL;
}

/* Who may act on many at once may choose an officer for them. */
static struct fault *
fill_officers(struct http_request *request, const struct application_scope *scope,
	struct docket_queue_view *view)
{
	struct docket_officers *officers;
	struct str pattern;

	if (!account_may(account_of(request), DOCKET_BULK_ROLES, scope->path))
		return NULL;
	TAKE(request->arena, officers, 1);
	TRY(str_print(request->arena, &pattern, "%.*s%s", STR_ARG(scope->path),
		scope->has_subtree ? "%" : ""));
	TRY(docket_find_officers(request->db, request->arena, pattern, officers));
	view->officers = officers;
	return NULL;
}

static struct fault *
fill_lines(struct http_request *request, const struct queue *queue,
	const struct application_scope *scope, struct docket_queue_view *view)
{
	struct application_list list;
	struct window window;
	struct str number;

	TRY(make_window(request, queue, scope, &window));
	window.query.text = view->text;
	window.query.after_sort = http_query_int(request, "after", 0);
	window.query.after_id = http_query_int(request, "id", 0);
	view->is_first = !window.query.after_id;
	/* What is soon due begins today: what is late has its own tab. */
	if (queue->is_soon && view->is_first) {
		window.query.after_sort = window.from.number - 1;
		window.query.after_id = INT64_MAX;
	}
	TRY(application_list_open(request->db, request->arena, &window.query, &list));
	TRY(docket_lines_make(request, &list, &view->lines));
	view->line_count = list.count;
	view->table = (struct docket_table_view){ view->lines, list.count, view->shows_agency,
		view->officers != NULL };
	TRY(address_of(request, queue->key, scope, view->text, &view->first));
	view->more = URL_NONE;
	if (!list.has_more)
		return NULL;
	TRY(str_print(
		request->arena, &number, "%lld", (long long)list.items[list.count - 1].sort_on));
	TRY(url_query(request->arena, view->first, "after", number, &view->more));
	TRY(str_print(request->arena, &number, "%lld", (long long)list.items[list.count - 1].id));
	return url_query(request->arena, view->more, "id", number, &view->more);
}

/* Questions to departments that this person answers for. */
static struct fault *
fill_asked(struct http_request *request, struct docket_queue_view *view)
{
	struct application_asked_list list;
	struct application_scope *scopes;
	struct str pattern;
	size_t chosen;
	size_t count;

	TRY(application_scopes_make(request, ACCOUNT_AUTHOR, &scopes, &count, &chosen));
	if (!count)
		return NULL;
	TRY(str_print(request->arena, &pattern, "%.*s%s", STR_ARG(scopes[chosen].path),
		scopes[chosen].has_subtree ? "%" : ""));
	TRY(application_find_asked(request->db, request->arena, pattern, MOST_ASKED, &list));
	view->asked = list.items;
	view->asked_count = list.count;
	return NULL;
}

static struct fault *
docket_queue_page(struct http_request *request, struct http_reply *reply)
{
	struct docket_queue_view view = { .text = str_trim(http_query(request, "q")) };
	const struct queue *queue = queue_of(http_query(request, "queue"));
	struct application_scope *scopes;
	struct html_shell shell;
	size_t chosen;

	if (!queue)
		queue = account_of(request)->roles & ACCOUNT_CASE_OFFICER ? &queues[0] : &queues[1];
	TRY(application_scopes_make(
		request, APPLICATION_WATCHERS, &scopes, &view.scope_count, &chosen));
	view.scopes = scopes;
	view.queue = queue->key;
	view.shows_agency = view.scope_count && scopes[chosen].has_subtree;
	if (view.scope_count) {
		TRY(make_tabs(request, queue, &scopes[chosen], &view));
		TRY(fill_officers(request, &scopes[chosen], &view));
		TRY(fill_lines(request, queue, &scopes[chosen], &view));
	}
	TRY(fill_asked(request, &view));
	TRY(account_shell(request, reply, STR("依申请公开"), "/desk/applications", &shell));
	view.shell = &shell;
	view.may_enter = account_of(request)->roles & ACCOUNT_CASE_OFFICER;
	TRY(application_page_keep_list(request, reply));
	docket_queue_html(&reply->body, &view);
	reply->cache = HTTP_CACHE_NEVER;
	return NULL;
}

const struct route docket_queue_routes[] = {
	{ "GET", "/desk/applications", docket_queue_page,
		APPLICATION_WATCHERS | (unsigned)ACCOUNT_AUTHOR },
	{ 0 },
};
