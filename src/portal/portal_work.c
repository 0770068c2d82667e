/*
 * The administrator's pages of background jobs and of outgoing mail: lists by state, and to cancel
 * or to run again. What a job does is its room's; a letter's text is shown to nobody here.
 */
#include "account/account.h"
#include "portal/portal.h"
#include "portal/portal_admin.h"
#include "portal/portal_admin.html.h"

enum { ROWS = 50 };

static struct str
kind_words(const struct job_kind *kinds, struct str kind)
{
	const struct job_kind *found = kinds ? job_kind_find(kinds, kind) : NULL;

	return found ? str_of(found->zh) : kind;
}

/* --- one list of either --- */

/* A state in words, with its lamp. */
struct state_words {
	const char *words;
	const char *lamp; /* class of CSS */
};

static const struct state_words job_words[JOB_STATES] = { { "等待", "soon" }, { "进行中", "soon" },
	{ "完成", "ok" }, { "失败", "late" }, { "已取消", "" } };
static const struct state_words mail_words[MAIL_STATES] = { { "待发", "soon" }, { "已发", "ok" },
	{ "失败", "late" }, { "已取消", "" } };

/* The state asked for in the query, or -1. */
static int
asked_state(const struct http_request *request, int states)
{
	int64_t state = http_query_int(request, "state", -1);

	return state >= 0 && state < states ? (int)state : -1;
}

static struct fault *
add_tab(struct http_request *request, const struct portal_work_view *view, const char *words,
	int state, int current, int64_t count, struct portal_tab *tab)
{
	struct str number;

	*tab = (struct portal_tab){ words, count, view->base, state == current };
	if (state < 0)
		return NULL;
	TRY(str_print(request->arena, &number, "%d", state));
	return url_query(request->arena, view->base, "state", number, &tab->address);
}

/* A tab for each state with its number, the first for all. */
static struct fault *
make_tabs(struct http_request *request, const struct state_words *words, int states, int current,
	const int64_t *counts, struct portal_work_view *view)
{
	int64_t total = 0;

	for (int i = 0; i < states; i++) {
		total += counts[i];
		TRY(add_tab(
			request, view, words[i].words, i, current, counts[i], &view->tabs[i + 1]));
	}
	view->tab_count = (size_t)states + 1;
	return add_tab(request, view, "全部", -1, current, total, &view->tabs[0]);
}

/* The address of those before the last row, within the tab at hand. */
static struct fault *
make_more(struct http_request *request, bool has_more, struct portal_work_view *view)
{
	struct url here = view->base;
	struct str number;

	view->more = URL_NONE;
	if (!has_more || !view->row_count)
		return NULL;
	for (size_t i = 0; i < view->tab_count; i++)
		if (view->tabs[i].is_current)
			here = view->tabs[i].address;
	TRY(str_print(
		request->arena, &number, "%lld", (long long)view->rows[view->row_count - 1].id));
	return url_query(request->arena, here, "before", number, &view->more);
}

static struct fault *
draw(struct http_request *request, struct http_reply *reply, struct str title,
	struct portal_work_view *view)
{
	struct html_shell shell;

	view->done = http_query(request, "done");
	TRY(account_shell(request, reply, title, view->base.text.at, &shell));
	view->shell = &shell;
	portal_work_html(&reply->body, view);
	return NULL;
}

/* --- jobs --- */

static struct fault *
put_jobs(struct http_request *request, const struct job_list *list, struct portal_work_view *view)
{
	const struct portal *portal = request->context;
	struct portal_work_row *rows;

	TAKE(request->arena, rows, list->count + 1);
	for (size_t i = 0; i < list->count; i++) {
		const struct job *job = &list->jobs[i];
		bool is_open = job->state == JOB_WAITING || job->state == JOB_RUNNING;

		rows[i] = (struct portal_work_row){ .id = job->id,
			.what = kind_words(portal->kinds, job->kind),
			.error = job->error,
			.state = job_words[job->state].words,
			.lamp = job_words[job->state].lamp,
			.progress_now = job->progress_now,
			.progress_most = job->progress_most,
			.progress_words = job->progress_words,
			.tries = job->tries,
			.at = job->finished_at ? job->finished_at : job->created_at,
			.again = is_open ? NULL : "再做一次",
			.cancel = is_open ? "取消任务" : NULL };
	}
	view->rows = rows;
	view->row_count = list->count;
	return NULL;
}

static struct fault *
portal_jobs_page(struct http_request *request, struct http_reply *reply)
{
	struct portal_work_view view = { .name = "jobs", .base = URL("/admin/jobs") };
	struct job_query query = { .state = asked_state(request, JOB_STATES),
		.before_id = http_query_int(request, "before", 0),
		.limit = ROWS };
	struct job_list list;

	TRY(account_must(account_of(request), ACCOUNT_SYSTEM_ADMIN, STR("/")));
	TRY(job_find(request->db, request->arena, &query, &list));
	TRY(put_jobs(request, &list, &view));
	TRY(make_tabs(request, job_words, JOB_STATES, query.state, list.counts, &view));
	TRY(make_more(request, list.has_more, &view));
	return draw(request, reply, STR("后台任务"), &view);
}

/* --- mail --- */

static struct fault *
put_mails(struct http_request *request, const struct mail_list *list, struct portal_work_view *view)
{
	struct portal_work_row *rows;

	TAKE(request->arena, rows, list->count + 1);
	for (size_t i = 0; i < list->count; i++) {
		const struct mail *mail = &list->mails[i];
		const struct mail_template *kind = mail_template_named(mail->template);
		bool is_open = mail->state == MAIL_WAITING;

		rows[i] = (struct portal_work_row){ .id = mail->id,
			.what = kind ? str_of(kind->zh) : mail->template,
			.to = mail->masked,
			.error = mail->error,
			.state = mail_words[mail->state].words,
			.lamp = mail_words[mail->state].lamp,
			.tries = mail->tries,
			.at = mail->finished_at ? mail->finished_at : mail->created_at,
			.again = is_open ? "马上发" : "再发一次",
			.cancel = is_open ? "取消" : NULL };
	}
	view->rows = rows;
	view->row_count = list->count;
	return NULL;
}

static struct fault *
portal_mail_page(struct http_request *request, struct http_reply *reply)
{
	const struct portal *portal = request->context;
	struct portal_work_view view = {
		.name = "mail", .base = URL("/admin/mail"), .is_mail = true
	};
	struct mail_query query = { .state = asked_state(request, MAIL_STATES),
		.before_id = http_query_int(request, "before", 0),
		.limit = ROWS };
	struct mail_list list;

	TRY(account_must(account_of(request), ACCOUNT_SYSTEM_ADMIN, STR("/")));
	TRY(mail_find(request->db, portal->keys, request->arena, &query, &list));
	TRY(put_mails(request, &list, &view));
	TRY(make_tabs(request, mail_words, MAIL_STATES, query.state, list.counts, &view));
	TRY(make_more(request, list.has_more, &view));
	return draw(request, reply, STR("邮件"), &view);
}

/* --- what can be done with one --- */

typedef struct fault *deed_fn(
	struct db *db, const struct audit_actor *actor, int64_t now, int64_t id);

/* Do it, and back to the list, which says so. */
static struct fault *
act(struct http_request *request, struct http_reply *reply, deed_fn *deed, struct str list)
{
	struct audit_actor actor = account_actor(request, 0);
	int64_t id;

	TRY(account_must(account_of(request), ACCOUNT_SYSTEM_ADMIN, STR("/")));
	TRY(http_param_id(request, "id", &id));
	TRY(deed(request->db, &actor, job_now(), id));
	return http_reply_redirect(request, reply, list);
}

static struct fault *
portal_job_cancel_page(struct http_request *request, struct http_reply *reply)
{
	return act(request, reply, job_cancel, STR("/admin/jobs?done=cancel"));
}

static struct fault *
portal_job_again_page(struct http_request *request, struct http_reply *reply)
{
	return act(request, reply, job_run_again, STR("/admin/jobs?done=again"));
}

static struct fault *
portal_mail_again_page(struct http_request *request, struct http_reply *reply)
{
	return act(request, reply, mail_again, STR("/admin/mail?done=again"));
}

static struct fault *
portal_mail_cancel_page(struct http_request *request, struct http_reply *reply)
{
	return act(request, reply, mail_cancel, STR("/admin/mail?done=cancel"));
}

const struct route portal_work_routes[] = {
	{ "GET", "/admin/jobs", portal_jobs_page, ACCOUNT_SYSTEM_ADMIN },
	{ "POST", "/admin/jobs/:id/cancel", portal_job_cancel_page,
		ACCOUNT_SYSTEM_ADMIN | SAME_SITE },
	{ "POST", "/admin/jobs/:id/again", portal_job_again_page,
		ACCOUNT_SYSTEM_ADMIN | SAME_SITE },
	{ "GET", "/admin/mail", portal_mail_page, ACCOUNT_SYSTEM_ADMIN },
	{ "POST", "/admin/mail/:id/again", portal_mail_again_page,
		ACCOUNT_SYSTEM_ADMIN | SAME_SITE },
	{ "POST", "/admin/mail/:id/cancel", portal_mail_cancel_page,
		ACCOUNT_SYSTEM_ADMIN | SAME_SITE },
	{ 0 },
};
