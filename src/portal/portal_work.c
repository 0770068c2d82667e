/*
 * The administrator's pages of background jobs and of outgoing mail: lists by state, and to cancel
 * or to run again. What a job does is its room's; a letter's text is shown to nobody here.
 */
#include "account/account.h"
#include "portal/portal.h"
#include "portal/portal_admin.h"
#include "portal/portal_admin.html.h"

enum { ROWS = 50 };

const char *
portal_job_words(enum job_state state)
{
	static const char *const words[] = { "等待", "进行中", "完成", "失败", "已取消" };

	return words[state];
}

struct str
portal_kind_words(const struct job_kind *kinds, struct str kind)
{
	const struct job_kind *found = kinds ? job_kind_find(kinds, kind) : NULL;

	return found ? str_of(found->zh) : kind;
}

const char *
portal_mail_words(enum mail_state state)
{
	static const char *const words[] = { "待发", "已发", "失败", "已取消" };

	return words[state];
}

/* The state asked for in the query, or -1. */
static int
asked_state(const struct http_request *request, int states)
{
	int64_t state = http_query_int(request, "state", -1);

	return state >= 0 && state < states ? (int)state : -1;
}

static struct fault *
add_tab(struct http_request *request, struct url base, const char *words, int state, int current,
	int64_t count, struct portal_tab *tab)
{
	struct str number;

	*tab = (struct portal_tab){ words, count, base, state == current };
	if (state < 0)
		return NULL;
	TRY(str_print(request->arena, &number, "%d", state));
	return url_query(request->arena, base, "state", number, &tab->address);
}

static struct fault *
older(struct http_request *request, struct url base, int64_t last_id, struct url *ret_url)
{
	struct str number;

	TRY(str_print(request->arena, &number, "%lld", (long long)last_id));
	return url_query(request->arena, base, "before", number, ret_url);
}

/* --- jobs --- */

static struct fault *
portal_jobs_page(struct http_request *request, struct http_reply *reply)
{
	const struct portal *portal = request->context;
	struct portal_jobs_view view = {
		.kinds = portal->kinds, .more = URL_NONE, .done = http_query(request, "done")
	};
	struct job_query query = { .state = asked_state(request, JOB_STATES),
		.before_id = http_query_int(request, "before", 0),
		.limit = ROWS };
	struct url base = URL("/admin/jobs");
	struct html_shell shell;
	int64_t total = 0;

	TRY(account_must(account_of(request), ACCOUNT_SYSTEM_ADMIN, STR("/")));
	TRY(job_find(request->db, request->arena, &query, &view.list));
	for (int i = 0; i < JOB_STATES; i++) {
		total += view.list.counts[i];
		TRY(add_tab(request, base, portal_job_words((enum job_state)i), i, query.state,
			view.list.counts[i], &view.tabs[i + 1]));
		if (query.state == i)
			base = view.tabs[i + 1].address;
	}
	TRY(add_tab(request, URL("/admin/jobs"), "全部", -1, query.state, total, &view.tabs[0]));
	view.tab_count = JOB_STATES + 1;
	if (view.list.has_more)
		TRY(older(request, base, view.list.jobs[view.list.count - 1].id, &view.more));
	TRY(account_shell(request, reply, STR("后台任务"), "/admin/jobs", &shell));
	view.shell = &shell;
	portal_jobs_html(&reply->body, &view);
	return NULL;
}

static struct fault *
portal_job_cancel_page(struct http_request *request, struct http_reply *reply)
{
	struct audit_actor actor = account_actor(request, 0);
	int64_t id;

	TRY(account_must(account_of(request), ACCOUNT_SYSTEM_ADMIN, STR("/")));
	TRY(http_param_id(request, "id", &id));
	TRY(job_cancel(request->db, &actor, job_now(), id));
	return http_reply_redirect(request, reply, STR("/admin/jobs?done=cancel"));
}

static struct fault *
portal_job_again_page(struct http_request *request, struct http_reply *reply)
{
	struct audit_actor actor = account_actor(request, 0);
	int64_t id;

	TRY(account_must(account_of(request), ACCOUNT_SYSTEM_ADMIN, STR("/")));
	TRY(http_param_id(request, "id", &id));
	TRY(job_run_again(request->db, &actor, job_now(), id));
	return http_reply_redirect(request, reply, STR("/admin/jobs?done=again"));
}

/* --- mail --- */

static struct fault *
portal_mail_page(struct http_request *request, struct http_reply *reply)
{
	const struct portal *portal = request->context;
	struct portal_mail_view view = { .more = URL_NONE, .done = http_query(request, "done") };
	struct mail_query query = { .state = asked_state(request, MAIL_STATES),
		.before_id = http_query_int(request, "before", 0),
		.limit = ROWS };
	struct url base = URL("/admin/mail");
	struct html_shell shell;
	int64_t total = 0;

	TRY(account_must(account_of(request), ACCOUNT_SYSTEM_ADMIN, STR("/")));
	TRY(mail_find(request->db, portal->keys, request->arena, &query, &view.list));
	for (int i = 0; i < MAIL_STATES; i++) {
		total += view.list.counts[i];
		TRY(add_tab(request, base, portal_mail_words((enum mail_state)i), i, query.state,
			view.list.counts[i], &view.tabs[i + 1]));
		if (query.state == i)
			base = view.tabs[i + 1].address;
	}
	TRY(add_tab(request, URL("/admin/mail"), "全部", -1, query.state, total, &view.tabs[0]));
	view.tab_count = MAIL_STATES + 1;
	if (view.list.has_more)
		TRY(older(request, base, view.list.mails[view.list.count - 1].id, &view.more));
	TRY(account_shell(request, reply, STR("邮件"), "/admin/mail", &shell));
	view.shell = &shell;
	portal_mail_html(&reply->body, &view);
	return NULL;
}

static struct fault *
portal_mail_again_page(struct http_request *request, struct http_reply *reply)
{
	struct audit_actor actor = account_actor(request, 0);
	int64_t id;

	TRY(account_must(account_of(request), ACCOUNT_SYSTEM_ADMIN, STR("/")));
	TRY(http_param_id(request, "id", &id));
	TRY(mail_again(request->db, &actor, job_now(), id));
	return http_reply_redirect(request, reply, STR("/admin/mail?done=again"));
}

static struct fault *
portal_mail_cancel_page(struct http_request *request, struct http_reply *reply)
{
	struct audit_actor actor = account_actor(request, 0);
	int64_t id;

	TRY(account_must(account_of(request), ACCOUNT_SYSTEM_ADMIN, STR("/")));
	TRY(http_param_id(request, "id", &id));
	TRY(mail_cancel(request->db, &actor, job_now(), id));
	return http_reply_redirect(request, reply, STR("/admin/mail?done=cancel"));
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
