/*
 * The shell of every page: the site by its host name, navigation by role, foot, breadcrumb, larger
 * text. Which pages there are and who may use them is the rooms' business; a link here opens
 * nothing.
 */
#include "html/html_shell.h"

#include "account/account.h"
#include "portal/portal.h"
#include "portal/portal_problem.html.h"
#include "setting/setting.h"

const struct setting portal_demonstration = { .key = "portal.demonstration",
	.kind = SETTING_FLAG,
	.most = 1,
	.zh = "演示数据",
	.en = "Demonstration data" };

/* --- places --- */

static const struct html_link places[] = {
	{ STR("首页"), { STR("/") }, false },
	{ STR("依申请公开"), { STR("/apply") }, false },
	{ STR("机关名录"), { STR("/directory") }, false },
	{ STR("年度报告"), { STR("/reports") }, false },
	{ STR("核对文件"), { STR("/check") }, false },
	{ STR("两份对照"), { STR("/compare") }, false },
	{ STR("期限计算"), { STR("/clock") }, false },
	{ STR("数据接口"), { STR("/api") }, false },
};

/* A place of the desk and whose work it is; one without address is a heading. */
struct desk_place {
	const char *words;
	const char *address;
	unsigned roles;
	bool is_whole; /* of the whole installation: a role for one agency does not lead there */
};

#define REPORTERS                                                                                  \
	((unsigned)ACCOUNT_AUTHOR | (unsigned)ACCOUNT_REVIEWER | (unsigned)ACCOUNT_APPROVER |      \
		(unsigned)ACCOUNT_SUPERVISOR)
#define HANDLERS                                                                                   \
	((unsigned)ACCOUNT_CASE_OFFICER | (unsigned)ACCOUNT_LEGAL_REVIEWER | (unsigned)ACCOUNT_HEAD)
#define ADMINS                                                                                     \
	((unsigned)ACCOUNT_SYSTEM_ADMIN | (unsigned)ACCOUNT_SECURITY_ADMIN |                       \
		(unsigned)ACCOUNT_AUDITOR)

static const struct desk_place desk[] = {
	{ "待我处理", "/desk", ACCOUNT_SIGNED_IN },
	{ "查找", "/desk/search", ACCOUNT_SIGNED_IN },
	{ "通知", "/desk/notices", ACCOUNT_SIGNED_IN },
	{ "业务", NULL, REPORTERS | HANDLERS },
	{ "依申请公开", "/desk/applications",
		HANDLERS | (unsigned)ACCOUNT_AUTHOR | (unsigned)ACCOUNT_REVIEWER |
			(unsigned)ACCOUNT_SUPERVISOR },
	{ "复议诉讼", "/desk/disputes", HANDLERS | (unsigned)ACCOUNT_SUPERVISOR },
	{ "到期档案", "/desk/applications/disposal",
		(unsigned)ACCOUNT_CASE_OFFICER | (unsigned)ACCOUNT_HEAD },
	{ "年度报告", "/desk/reports", REPORTERS },
	{ "发文登记簿", "/desk/letters", HANDLERS | (unsigned)ACCOUNT_SUPERVISOR },
	{ "文书模板", "/admin/templates",
		(unsigned)ACCOUNT_HEAD | (unsigned)ACCOUNT_LEGAL_REVIEWER },
	{ "管理", NULL, ADMINS },
	{ "机关", "/admin/agencies", ACCOUNT_SYSTEM_ADMIN },
	{ "网站", "/admin/agencies/sites", ACCOUNT_SYSTEM_ADMIN, true },
	{ "工作日历", "/admin/calendar", ACCOUNT_SYSTEM_ADMIN },
	{ "人员", "/admin/people",
		(unsigned)ACCOUNT_SYSTEM_ADMIN | (unsigned)ACCOUNT_SECURITY_ADMIN },
	{ "设置", "/admin/settings",
		(unsigned)ACCOUNT_SYSTEM_ADMIN | (unsigned)ACCOUNT_SECURITY_ADMIN, true },
	{ "后台任务", "/admin/jobs", ACCOUNT_SYSTEM_ADMIN, true },
	{ "邮件", "/admin/mail", ACCOUNT_SYSTEM_ADMIN, true },
	{ "审计", "/admin/audit", ACCOUNT_AUDITOR },
	{ "我的", NULL, ACCOUNT_SIGNED_IN },
	{ "个人资料", "/profile", ACCOUNT_SIGNED_IN },
};

static bool
is_at_desk(struct str address)
{
	return str_starts(address, STR("/desk")) || str_starts(address, STR("/admin")) ||
	       str_starts(address, STR("/profile"));
}

/* --- larger text --- */

/* This page's address with everything asked but `elder`. */
static struct fault *
own_address(struct http_request *request, struct url *ret_url)
{
	bool is_get = str_equal(request->method, STR("GET"));
	struct url url;

	TRY(url_check_local(request->path, &url));
	for (size_t i = 0; is_get && i < request->query.count; i++) {
		const struct http_pair *pair = &request->query.items[i];
		struct str name;

		if (str_equal(pair->name, STR("elder")) || str_equal(pair->name, STR("saved")))
			continue;
		TRY(str_print(request->arena, &name, "%.*s", STR_ARG(pair->name)));
		TRY(url_query(request->arena, url, name.at, pair->value, &url));
	}
	*ret_url = url;
	return NULL;
}

/* The switch to larger text: a link for those without script, remembered in a cookie that the
 * script of the page may change too, so it is not hidden from scripts. */
static struct fault *
set_elder(struct http_request *request, struct http_reply *reply, struct html_shell *shell)
{
	struct str asked = http_query(request, "elder");
	struct url here;

	shell->is_elder = str_equal(asked.at ? asked : http_cookie(request, "elder"), STR("1"));
	if (asked.at)
		TRY(http_reply_header(reply, "Set-Cookie",
			shell->is_elder ? STR("elder=1; Path=/; Max-Age=31536000; SameSite=Lax")
					: STR("elder=0; Path=/; Max-Age=31536000; SameSite=Lax")));
	/* A strange or overlong address has no switch; the page itself is fine. */
	if (own_address(request, &here) != NULL)
		return NULL;
	return url_query(request->arena, here, "elder", shell->is_elder ? STR("0") : STR("1"),
		&shell->elder_switch);
}

/* --- parts --- */

/* Links of the head; who is signed in also gets the desk. */
static struct fault *
put_places(struct arena *arena, bool has_desk, const char *current, struct html_shell *shell)
{
	bool is_desk = is_at_desk(str_of(current));
	struct html_link *nav;

	TAKE(arena, nav, COUNT_OF(places) + 1);
	for (size_t i = 0; i < COUNT_OF(places); i++) {
		nav[i] = places[i];
		nav[i].is_current = str_equal(places[i].address.text, str_of(current));
	}
	shell->nav = nav;
	shell->nav_count = COUNT_OF(places);
	if (has_desk)
		nav[shell->nav_count++] =
			(struct html_link){ STR("工作台"), URL("/desk"), is_desk };
	return NULL;
}

static struct fault *
put_desk(struct arena *arena, const struct account_person *person, const char *current,
	struct html_shell *shell)
{
	struct html_link *side;

	TAKE(arena, side, COUNT_OF(desk));
	for (size_t i = 0; i < COUNT_OF(desk); i++) {
		struct html_link *link = &side[shell->side_count];

		if (!(person->roles & desk[i].roles))
			continue;
		if (desk[i].is_whole && !account_may(person, desk[i].roles, STR("/")))
			continue;
		link->text = str_of(desk[i].words);
		link->address = URL_NONE;
		if (desk[i].address)
			TRY(url_check_local(str_of(desk[i].address), &link->address));
		link->is_current = desk[i].address && strcmp(desk[i].address, current) == 0;
		shell->side_count++;
	}
	shell->side = side;
	return NULL;
}

/* Home, the part of the site, the page. */
static struct fault *
put_crumbs(struct arena *arena, struct str path, const char *current, struct html_shell *shell)
{
	const struct html_link *part = NULL;
	struct html_link *crumbs;

	for (size_t i = 0; i < shell->nav_count; i++)
		if (shell->nav[i].is_current)
			part = &shell->nav[i];
	TAKE(arena, crumbs, 4);
	crumbs[shell->crumb_count++] = (struct html_link){ STR("首页"), URL("/"), false };
	if (part && !str_equal(part->address.text, path) && !str_equal(str_of(current), STR("/")))
		crumbs[shell->crumb_count++] = *part;
	for (size_t i = 0; i < shell->side_count; i++)
		if (shell->side[i].is_current && !str_equal(shell->side[i].address.text, path) &&
			!str_equal(shell->side[i].address.text, STR("/desk")))
			crumbs[shell->crumb_count++] = shell->side[i];
	crumbs[shell->crumb_count++] = (struct html_link){ shell->title, URL_NONE, true };
	if (str_equal(path, STR("/")))
		shell->crumb_count = 0;
	shell->crumbs = crumbs;
	return NULL;
}

static struct fault *
put_foot_line(struct arena *arena, struct html_link *links, size_t *count, const char *label,
	struct str text)
{
	if (!text.len)
		return NULL;
	links[*count].address = URL_NONE;
	return str_print(arena, &links[(*count)++].text, "%s%.*s", label, STR_ARG(text));
}

/* Particulars that a government site must show at its foot, as far as they were entered. */
static struct fault *
put_foot(struct arena *arena, const struct portal *portal, const struct agency_site *site,
	struct html_shell *shell)
{
	struct html_link *links;
	size_t count = 0;

	TAKE(arena, links, 10);
	if (portal->is_demonstration)
		links[count++] =
			(struct html_link){ STR("演示数据：内容和账号仅供试用，不是政府发布的信息"),
				URL_NONE, false };
	TRY(put_foot_line(arena, links, &count, "主办单位：", site->organizer));
	TRY(put_foot_line(arena, links, &count, "承办单位：", site->operator));
	TRY(put_foot_line(arena, links, &count, "网站标识码：", site->site_code));
	TRY(put_foot_line(arena, links, &count, "", site->icp));
	TRY(put_foot_line(arena, links, &count, "", site->police));
	TRY(put_foot_line(arena, links, &count, "联系方式：", site->contact));
	/* An address that is none was entered before it was checked: better no link than no page.
	 */
	if (site->guide.len && url_check(site->guide, &links[count].address) == NULL)
		links[count++].text = STR("政府信息公开指南");
	links[count++] = (struct html_link){ STR("核对规则"), URL("/rules"), false };
	links[count++] = (struct html_link){ STR("公开 gongkai，木兰宽松许可证"), URL_NONE, false };
	shell->foot = links;
	shell->foot_count = count;
	return NULL;
}

/* The site of the host name; without a database, as in some error pages, the built-in one. */
static struct fault *
find_site(struct http_request *request, struct agency_site *ret_site)
{
	const struct portal *portal = request->context;

	if (request->db)
		return agency_sites_find(portal->filing.sites, request->db, request->arena,
			http_header(request, "Host"), ret_site);
	*ret_site = (struct agency_site){ .palette = agency_palettes };
	return NULL;
}

/* --- the whole --- */

struct fault *
portal_draw(struct http_request *request, struct http_reply *reply, struct str title,
	const char *current, struct html_shell *ret_shell)
{
	const struct portal *portal = request->context;
	const struct account_visitor *visitor = request->visitor;
	const struct account_person *person = account_of(request);
	struct html_shell shell = {
		.title = title,
		.site_part = STR("政府信息公开"),
		.home = URL("/"),
		.search = URL("/reports"),
		.address = request->path,
		.sign_in = URL("/sign-in"),
	};
	struct agency_site site;

	TRY(find_site(request, &site));
	shell.site_name = site.id && site.title.len ? site.title : portal->name;
	shell.theme = site.palette ? site.palette->theme : NULL;
	TRY(put_places(request->arena, person != NULL, current, &shell));
	if (person) {
		shell.person = person->name;
		shell.person_page = URL("/profile");
		shell.sign_out = URL("/sign-out");
		shell.form_token = visitor->form_token;
		/* What a person sees here must not stay in shared caches. */
		reply->cache = HTTP_CACHE_NEVER;
	} else if (visitor) {
		shell.form_token = visitor->form_token;
		/* Half signed in: the way in is the page at hand. */
		if (visitor->person)
			shell.sign_in = URL_NONE;
	}
	if (person && is_at_desk(str_of(current))) {
		shell.search = URL("/desk/search");
		TRY(put_desk(request->arena, person, current, &shell));
	}
	TRY(put_crumbs(request->arena, request->path, current, &shell));
	TRY(put_foot(request->arena, portal, &site, &shell));
	TRY(set_elder(request, reply, &shell));
	*ret_shell = shell;
	return NULL;
}

struct fault *
portal_draw_problem(
	struct http_request *request, const struct http_problem *problem, struct http_reply *reply)
{
	struct html_shell shell;
	struct str title;

	TRY(str_print(request->arena, &title, "%s（%u）",
		problem->status == 404   ? "没有找到"
		: problem->status == 403 ? "不能这样做"
					 : "没有办成",
		problem->status));
	TRY(portal_draw(request, reply, title, "", &shell));
	shell.is_hidden = true;
	portal_problem_html(&reply->body, &shell,
		http_say(request, problem->fault->zh, problem->fault->en),
		request->language == HTTP_EN);
	return NULL;
}
