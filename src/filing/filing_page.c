/*
 * The pages that show stored reports: agencies, lists, one report, its downloads. Checking files
 * and comparing are pages of their own (filing_page_check.c, filing_page_compare.c); no SQL here.
 */
#include "filing/filing_page.h"

#include "filing/filing.html.h"
#include "filing/filing_list.html.h"
#include "filing/filing_page_inside.h"
#include "filing/filing_problem.html.h"
#include "filing/filing_show.html.h"
#include "http/http_server.h"

enum { PER_PAGE = 50 };

const char *const filing_sort_words[FILING_SORTS] = { "按机关", "按年度", "错误多的在前",
	"最近存入的在前" };

const char *
filing_level_class(enum report_level level)
{
	static const char *const names[] = { "error", "warning", "note", "agrees" };

	return names[level];
}

const char *
filing_level_words(enum report_level level)
{
	static const char *const words[] = { "错误", "提示", "说明", "一致" };

	return words[level];
}

/* ---------------------------------------------------------------- shell */

static const struct html_link places[] = {
	{ STR("机关"), { STR("/") }, false },
	{ STR("年度报告"), { STR("/reports") }, false },
	{ STR("核对文件"), { STR("/check") }, false },
	{ STR("两份对照"), { STR("/compare") }, false },
	{ STR("数据接口"), { STR("/api") }, false },
};

static const struct html_link foot[] = {
	{ STR("核对规则"), { STR("/rules") }, false },
	{ STR("数据接口"), { STR("/api") }, false },
	{ STR("公开 gongkai，木兰宽松许可证"), { STR_NONE }, false },
};

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

struct fault *
filing_shell(struct http_request *request, struct http_reply *reply, struct str title,
	const char *current, struct html_shell *ret_shell)
{
	const struct filing_site *site = request->context;
	struct html_shell shell = {
		.title = title,
		.site_name = site->name,
		.site_part = STR("政府信息公开"),
		.home = URL("/"),
		.search = URL("/reports"),
		.nav_count = COUNT_OF(places),
		.crumb_count = 3,
		.foot = foot,
		.foot_count = COUNT_OF(foot),
		.address = request->path,
	};
	struct html_link *nav;
	struct html_link *crumbs;

	TAKE(request->arena, nav, COUNT_OF(places));
	TAKE(request->arena, crumbs, 3);
	crumbs[0] = (struct html_link){ STR("首页"), URL("/"), false };
	crumbs[2] = (struct html_link){ title, URL_NONE, true };
	for (size_t i = 0; i < COUNT_OF(places); i++) {
		nav[i] = places[i];
		nav[i].is_current = str_equal(places[i].address.text, str_of(current));
		if (nav[i].is_current)
			crumbs[1] = nav[i];
	}
	if (url_is_none(crumbs[1].address) || str_equal(crumbs[1].address.text, request->path) ||
		str_equal(str_of(current), STR("/"))) {
		crumbs[1] = crumbs[2];
		shell.crumb_count = 2;
	}
	if (str_equal(request->path, STR("/")))
		shell.crumb_count = 0;
	shell.nav = nav;
	shell.crumbs = crumbs;
	TRY(set_elder(request, reply, &shell));
	*ret_shell = shell;
	return NULL;
}

struct fault *
filing_paging_make(struct arena *arena, struct url base, int64_t total, int per_page, int64_t page,
	struct filing_paging *ret_paging)
{
	struct filing_paging paging = { .page = page, .last = (total + per_page - 1) / per_page };
	struct str number;

	TRY(str_print(arena, &number, "%lld", (long long)page - 1));
	TRY(url_query(arena, base, "page", number, &paging.before));
	TRY(str_print(arena, &number, "%lld", (long long)page + 1));
	TRY(url_query(arena, base, "page", number, &paging.after));
	*ret_paging = paging;
	return NULL;
}

static int64_t
asked_page(const struct http_request *request)
{
	int64_t page = http_query_int(request, "page", 1);

	return page < 1 ? 1 : page > 1000000 ? 1000000 : page;
}

/* ---------------------------------------------------------------- lists */

static struct fault *
report_home_page(struct http_request *request, struct http_reply *reply)
{
	struct filing_home_view view = { .query = str_trim(http_query(request, "q")) };
	int64_t page = asked_page(request);
	struct filing_agency_list list;
	struct filing_paging paging;
	struct html_shell shell;
	struct url base = URL("/");

	TRY(filing_store_totals(request->db, &view.totals));
	TRY(filing_store_agencies(
		request->db, request->arena, view.query, (page - 1) * PER_PAGE, PER_PAGE, &list));
	if (view.query.len)
		TRY(url_query(request->arena, base, "q", view.query, &base));
	TRY(filing_paging_make(request->arena, base, list.total, PER_PAGE, page, &paging));
	TRY(filing_shell(request, reply, STR("年度报告"), "/", &shell));
	view.shell = &shell;
	view.agencies = list.agencies;
	view.agency_count = list.count;
	view.total = list.total;
	view.paging = &paging;
	filing_home_html(&reply->body, &view);
	return NULL;
}

/* The filters as an address without page, so that paging keeps them. */
static struct fault *
list_base(struct arena *arena, const struct filing_query *query, struct url *ret_url)
{
	struct url url = URL("/reports");
	struct str number;

	if (query->text.len)
		TRY(url_query(arena, url, "q", query->text, &url));
	if (query->year) {
		TRY(str_print(arena, &number, "%d", query->year));
		TRY(url_query(arena, url, "year", number, &url));
	}
	if (query->only_with_errors)
		TRY(url_query(arena, url, "errors", STR("1"), &url));
	if (query->sort) {
		TRY(str_print(arena, &number, "%d", (int)query->sort));
		TRY(url_query(arena, url, "sort", number, &url));
	}
	*ret_url = url;
	return NULL;
}

/* The filters of a list of reports, from the query; wrong values filter nothing. */
struct filing_query
filing_asked_query(const struct http_request *request, int per_page)
{
	int64_t year = http_query_int(request, "year", 0);
	int64_t sort = http_query_int(request, "sort", 0);

	return (struct filing_query){
		.year = year > 0 && year < 10000 ? (int)year : 0,
		.text = str_trim(http_query(request, "q")),
		.only_with_errors = str_equal(http_query(request, "errors"), STR("1")),
		.sort = sort > 0 && sort < FILING_SORTS ? (enum filing_sort)sort : FILING_BY_AGENCY,
		.offset = (asked_page(request) - 1) * per_page,
		.limit = per_page,
	};
}

static struct fault *
report_list_page(struct http_request *request, struct http_reply *reply)
{
	struct filing_query query = filing_asked_query(request, PER_PAGE);
	struct filing_list_view view = { .query = query.text,
		.year = query.year,
		.only_errors = query.only_with_errors,
		.sort = (int)query.sort };
	struct filing_year *years = NULL;
	struct filing_list list;
	struct filing_paging paging;
	struct html_shell shell;
	struct url base;

	TRY(filing_store_list(request->db, request->arena, &query, &list));
	TRY(filing_store_all_years(request->db, request->arena, &years, &view.year_count));
	TRY(list_base(request->arena, &query, &base));
	TRY(filing_paging_make(
		request->arena, base, list.total, PER_PAGE, asked_page(request), &paging));
	TRY(filing_shell(request, reply, STR("全部报告"), "/reports", &shell));
	shell.searched = query.text;
	view.shell = &shell;
	view.is_filtered = query.text.len || query.year || query.only_with_errors;
	view.years = years;
	view.rows = list.rows;
	view.row_count = list.count;
	view.total = list.total;
	view.paging = &paging;
	filing_list_html(&reply->body, &view);
	return NULL;
}

static struct fault *
report_agency_page(struct http_request *request, struct http_reply *reply)
{
	struct filing_query query = { .sort = FILING_BY_YEAR, .limit = 500 };
	struct filing_series_item *series = NULL;
	const struct report **reports;
	struct filing_agency_view view;
	struct filing_charts charts;
	struct filing_list list;
	struct html_shell shell;
	struct agency agency;
	size_t count = 0;
	int64_t id;

	TRY(http_param_id(request, "id", &id));
	TRY(agency_load(request->db, request->arena, id, &agency));
	query.agency_id = id;
	TRY(filing_store_list(request->db, request->arena, &query, &list));
	TRY(filing_store_series(request->db, request->arena, id, &series, &count));
	TAKE(request->arena, reports, count + 1);
	for (size_t i = 0; i < count; i++)
		reports[i] = series[i].report;
	TRY(filing_charts_of_years(reports, count, request->arena, &charts));
	TRY(filing_shell(request, reply, agency.name, "/", &shell));
	shell.has_charts = charts.count > 0;
	view = (struct filing_agency_view){ &shell, agency.name, list.rows, list.count, &charts };
	filing_agency_html(&reply->body, &view);
	return NULL;
}

/* ---------------------------------------------------------------- one report */

static struct fault *
load_asked(struct http_request *request, struct filing_row *ret_row, struct report **ret_report)
{
	struct report *report;
	int64_t id;

	TRY(http_param_id(request, "id", &id));
	TRY(filing_store_load(request->db, request->arena, id, ret_row));
	TAKE(request->arena, report, 1);
	TRY(filing_store_report(request->db, request->arena, id, report));
	*ret_report = report;
	return NULL;
}

/* What the page before this one did, from ?saved=. */
static const char *
saved_words(const struct http_request *request)
{
	struct str saved = http_query(request, "saved");

	if (str_equal(saved, STR("new")))
		return "已存入。任何人都可以在这里查阅，原件照样保存。";
	if (str_equal(saved, STR("replaced")))
		return "已存入，成为这个年度的现行一份；原来的一份留作旧版本。";
	if (str_equal(saved, STR("known")))
		return "这份文件以前已经存入，没有重复保存。";
	return NULL;
}

static struct fault *
name_report(struct arena *arena, const struct filing_row *row, struct str *ret_name)
{
	if (row->replaced_by)
		return str_print(arena, ret_name, "%.*s %d 年度报告（旧版本，编号 %lld）",
			STR_ARG(row->agency_name), row->year, (long long)row->id);
	return str_print(arena, ret_name, "%.*s %d 年度报告", STR_ARG(row->agency_name), row->year);
}

static struct fault *
report_show_page(struct http_request *request, struct http_reply *reply)
{
	struct filing_show_view view = { .saved = saved_words(request) };
	struct filing_charts charts;
	struct html_shell shell;
	struct filing_row row;
	struct report *report;
	struct str name;

	TRY(load_asked(request, &row, &report));
	TRY(filing_store_neighbours(
		request->db, row.agency_id, row.year, &view.previous_id, &view.next_id));
	TRY(filing_view_make(report, STR(""), request->arena, &view.view));
	TRY(filing_charts_of_one(report, request->arena, &charts));
	TRY(name_report(request->arena, &row, &name));
	TRY(filing_shell(request, reply, name, "/reports", &shell));
	shell.has_charts = charts.count > 0;
	view.shell = &shell;
	view.row = &row;
	view.charts = &charts;
	filing_show_html(&reply->body, &view);
	return NULL;
}

/* "平房区2020年政府信息公开工作年度报告.docx" */
static struct fault *
download_name(
	struct arena *arena, const struct filing_row *row, const char *ending, struct str *ret_name)
{
	return str_print(arena, ret_name, "%.*s%d年政府信息公开工作年度报告.%s",
		STR_ARG(row->agency_name), row->year, ending);
}

static struct fault *
report_download_page(struct http_request *request, struct http_reply *reply)
{
	const struct report_format *format = report_format_find(http_param(request, "format"));
	struct filing_row row;
	struct report *report;
	struct str name;

	if (!format)
		return fault_absent("format", 0);
	TRY(load_asked(request, &row, &report));
	TRY(report_export(report, format, request->arena, &reply->body));
	TRY(download_name(request->arena, &row, format->ending, &name));
	return http_reply_download(request, reply, name, format->type);
}

static struct fault *
report_original_page(struct http_request *request, struct http_reply *reply)
{
	const struct filing_site *site = request->context;
	struct filing_row row;
	int64_t id;

	TRY(http_param_id(request, "id", &id));
	TRY(filing_store_load(request->db, request->arena, id, &row));
	TRY(filing_load_file(request->db, site->files, request->arena, id, &reply->body));
	return http_reply_download(request, reply, row.file_name, "application/octet-stream");
}

static struct fault *
report_rules_page(struct http_request *request, struct http_reply *reply)
{
	struct html_shell shell;

	TRY(filing_shell(request, reply, STR("核对规则"), "", &shell));
	filing_rules_html(&reply->body, &shell);
	return NULL;
}

const struct route filing_routes[] = {
	{ "GET", "/", report_home_page, ANYONE },
	{ "GET", "/reports", report_list_page, ANYONE },
	{ "GET", "/agencies/:id", report_agency_page, ANYONE },
	{ "GET", "/rules", report_rules_page, ANYONE },
	{ "GET", "/reports/:id", report_show_page, ANYONE },
	{ "GET", "/reports/:id/download/:format", report_download_page, ANYONE },
	{ "GET", "/reports/:id/original", report_original_page, ANYONE },
	{ 0 },
};

/* ---------------------------------------------------------------- problems */

struct fault *
filing_draw_problem(
	struct http_request *request, const struct http_problem *problem, struct http_reply *reply)
{
	struct html_shell shell;
	struct str title;

	TRY(str_print(request->arena, &title, "%s（%u）",
		problem->status == 404 ? "没有找到" : "没有办成", problem->status));
	TRY(filing_shell(request, reply, title, "", &shell));
	shell.is_hidden = true;
	filing_problem_html(&reply->body, &shell,
		http_say(request, problem->fault->zh, problem->fault->en),
		request->language == HTTP_EN);
	return NULL;
}
