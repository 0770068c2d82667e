/*
 * The desk's home with what waits for a person, the search over what that person may see, and the
 * notices. Each room says itself what waits; here it is put in order.
 */
#include "portal/portal_desk.h"

#include <stdlib.h>
#include <time.h>

#include "docket/docket.h"
#include "http/http_form.h"
#include "job/job.h"
#include "mail/mail.h"
#include "portal/portal.h"
#include "portal/portal_desk.html.h"

enum { MOST_TASKS = 50, SOON_DAYS = 7, HITS = 20, NOTICES = 50 };

/* --- what waits --- */

struct tasks {
	struct arena *arena;
	struct portal_task *items;
	size_t count;
	size_t room;
	int64_t hidden;
	int64_t hidden_cases;
};

static struct fault *
add_task(struct tasks *tasks, struct portal_task task)
{
	struct day today = day_today();

	task.is_late = !day_is_none(task.due) && task.due.number < today.number;
	task.is_soon = !day_is_none(task.due) && !task.is_late &&
		       task.due.number - today.number <= SOON_DAYS;
	GROW(tasks->arena, tasks->items, tasks->count, tasks->room);
	tasks->items[tasks->count++] = task;
	return NULL;
}

static struct fault *
add_reports(struct http_request *request, struct tasks *tasks)
{
	struct filing_waiting_list list;

	TRY(filing_find_waiting(
		request->db, request->arena, account_of(request), MOST_TASKS, &list));
	tasks->hidden += list.total - (int64_t)list.count;
	for (size_t i = 0; i < list.count; i++) {
		const struct filing_waiting *item = &list.items[i];
		struct portal_task task = { .note = item->note, .due = item->due };

		TRY(str_print(request->arena, &task.words, "%s：%.*s %d 年度报告",
			item->is_returned ? "改好重报" : "签发", STR_ARG(item->agency),
			item->year));
		TRY(url_join_int(request->arena, URL("/desk/reports"), item->id, &task.address));
		TRY(add_task(tasks, task));
	}
	return NULL;
}

/* Cases: one's own, what roles wait for, questions to one's department. */
static struct fault *
add_applications(struct http_request *request, struct tasks *tasks)
{
	struct docket_waitings list;

	TRY(docket_find_waiting(
		request->db, request->arena, account_of(request), MOST_TASKS, &list));
	tasks->hidden_cases = list.hidden;
	for (size_t i = 0; i < list.count; i++) {
		const struct docket_waiting *item = &list.items[i];
		struct portal_task task = {
			.words = item->words, .note = item->note, .due = item->due
		};

		TRY(url_check_local(item->address, &task.address));
		TRY(add_task(tasks, task));
	}
	return NULL;
}

/* What went wrong in the background is the system administrator's to look at. */
static struct fault *
add_failures(struct http_request *request, struct tasks *tasks)
{
	struct job_query jobs = { .state = JOB_FAILED, .limit = 1 };
	struct mail_query mails = { .state = MAIL_FAILED, .limit = 1 };
	struct job_list job_list;
	struct mail_list mail_list;
	const struct portal *portal = request->context;
	struct portal_task task = { .due = DAY_NONE };

	if (!account_may(account_of(request), ACCOUNT_SYSTEM_ADMIN, STR("/")))
		return NULL;
	TRY(job_find(request->db, request->arena, &jobs, &job_list));
	TRY(mail_find(request->db, portal->keys, request->arena, &mails, &mail_list));
	if (job_list.counts[JOB_FAILED]) {
		task.address = URL("/admin/jobs?state=3");
		TRY(str_print(request->arena, &task.words, "%lld 个后台任务失败",
			(long long)job_list.counts[JOB_FAILED]));
		TRY(add_task(tasks, task));
	}
	if (mail_list.counts[MAIL_FAILED]) {
		task.address = URL("/admin/mail?state=2");
		TRY(str_print(request->arena, &task.words, "%lld 封邮件没有送出",
			(long long)mail_list.counts[MAIL_FAILED]));
		TRY(add_task(tasks, task));
	}
	return NULL;
}

/* Those with a day first, the earliest first, so what is overdue stands at the top. */
static int
by_due(const void *a, const void *b)
{
	const struct portal_task *left = a;
	const struct portal_task *right = b;
	bool is_left_open = day_is_none(left->due);
	bool is_right_open = day_is_none(right->due);

	if (is_left_open != is_right_open)
		return is_left_open ? 1 : -1;
	return (left->due.number > right->due.number) - (left->due.number < right->due.number);
}

static struct fault *
take_roles(struct http_request *request, struct portal_desk_view *view)
{
	const struct account_role_word **roles;

	TAKE(request->arena, roles, 16);
	for (const struct account_role_word *word = account_role_words; word->zh; word++)
		if (view->person->roles & word->role && view->role_count < 16)
			roles[view->role_count++] = word;
	view->roles = roles;
	return NULL;
}

static struct fault *
portal_desk_page(struct http_request *request, struct http_reply *reply)
{
	struct portal_desk_view view = { .person = account_of(request) };
	struct tasks tasks = { .arena = request->arena };
	struct html_shell shell;

	TRY(add_reports(request, &tasks));
	TRY(add_applications(request, &tasks));
	TRY(add_failures(request, &tasks));
	if (tasks.count)
		qsort(tasks.items, tasks.count, sizeof *tasks.items, by_due);
	TRY(notice_count_unread(request->db, view.person->id, &view.unread));
	TRY(take_roles(request, &view));
	TRY(account_shell(request, reply, STR("待我处理"), "/desk", &shell));
	view.shell = &shell;
	view.tasks = tasks.items;
	view.task_count = tasks.count;
	view.hidden = tasks.hidden;
	view.hidden_cases = tasks.hidden_cases;
	portal_desk_html(&reply->body, &view);
	return NULL;
}

/* --- search --- */

static struct fault *
portal_search_page(struct http_request *request, struct http_reply *reply)
{
	struct portal_search_view view = { .text = str_trim(http_query(request, "q")) };
	struct agency_branches agencies = { 0 };
	struct application_list cases = { 0 };
	struct filing_hit *reports = NULL;
	struct html_shell shell;

	if (view.text.len) {
		TRY(filing_search(request->db, request->arena, account_of(request), view.text,
			HITS + 1, &reports, &view.report_count));
		TRY(agency_search(
			request->db, request->arena, view.text, STR(""), 0, HITS, &agencies));
		TRY(docket_search(
			request->db, request->arena, account_of(request), view.text, HITS, &cases));
	}
	view.has_more = agencies.has_more || cases.has_more || view.report_count > HITS;
	view.cases = cases.items;
	view.case_count = cases.count;
	if (view.report_count > HITS)
		view.report_count = HITS;
	view.reports = reports;
	view.agencies = agencies.items;
	view.agency_count = agencies.count;
	TRY(account_shell(request, reply, STR("查找"), "/desk/search", &shell));
	shell.searched = view.text;
	view.shell = &shell;
	portal_search_html(&reply->body, &view);
	return NULL;
}

/* --- notices --- */

static struct fault *
portal_notices_page(struct http_request *request, struct http_reply *reply)
{
	struct portal_notices_view view = { 0 };
	struct portal_notice *items;
	struct notice_list list;
	struct html_shell shell;

	TRY(notice_find(request->db, request->arena, account_of(request)->id,
		http_query_int(request, "before", 0), NOTICES, &list));
	TAKE(request->arena, items, list.count + 1);
	for (size_t i = 0; i < list.count; i++) {
		items[i] = (struct portal_notice){ .notice = list.items[i], .day = DAY_NONE };
		if (list.items[i].address.len)
			TRY(url_check_local(list.items[i].address, &items[i].address));
		items[i].day = day_of_seconds(list.items[i].at);
		view.has_unread = view.has_unread || !list.items[i].is_read;
	}
	view.items = items;
	view.count = list.count;
	view.has_more = list.has_more;
	view.first_id = list.count ? list.items[0].id : 0;
	view.last_id = list.count ? list.items[list.count - 1].id : 0;
	TRY(account_shell(request, reply, STR("通知"), "/desk/notices", &shell));
	view.shell = &shell;
	portal_notices_html(&reply->body, &view);
	return NULL;
}

static const struct http_field read_fields[] = {
	{ .name = "up_to", .kind = HTTP_INT, .is_required = true, .zh = "编号", .en = "Number" },
	{ 0 },
};

static struct fault *
portal_read_page(struct http_request *request, struct http_reply *reply)
{
	struct http_form form;

	TRY(http_form_read(request, read_fields, &form));
	if (!form.errors.count)
		TRY(notice_mark_read(
			request->db, account_of(request)->id, http_form_int(&form, "up_to", 0)));
	return http_reply_redirect(request, reply, STR("/desk/notices"));
}

const struct route portal_routes[] = {
	{ "GET", "/desk", portal_desk_page, ACCOUNT_SIGNED_IN },
	{ "GET", "/desk/search", portal_search_page, ACCOUNT_SIGNED_IN },
	{ "GET", "/desk/notices", portal_notices_page, ACCOUNT_SIGNED_IN },
	{ "POST", "/desk/notices/read", portal_read_page, ACCOUNT_SIGNED_IN | SAME_SITE },
	{ 0 },
};
