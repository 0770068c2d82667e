/*
 * The pages that show stored reports: agencies, lists, one report, its downloads. Checking files
 * and comparing are pages of their own (filing_page_check.c, filing_page_compare.c); no SQL here.
 */
#include "filing/filing_page.h"

#include "filing/filing.html.h"
#include "filing/filing_list.html.h"
#include "filing/filing_page_inside.h"
#include "filing/filing_show.html.h"

enum { PER_PAGE = 50, MOST_DRAWN = 64 << 20 };

static int64_t
asked_page(const struct http_request *request)
{
	return html_paging_asked(http_query_int(request, "page", 1));
}

/* ---------------------------------------------------------------- lists */

static struct fault *
filing_home_page(struct http_request *request, struct http_reply *reply)
{
	struct filing_home_view view = { .query = str_trim(http_query(request, "q")) };
	int64_t page = asked_page(request);
	struct filing_agency_list list;
	struct html_paging paging;
	struct html_shell shell;
	struct url base = URL("/");
	struct filing_gate gate;

	TRY(filing_asked_gate(request, &gate));
	TRY(filing_store_totals(request->db, gate, &view.totals));
	TRY(filing_store_agencies(request->db, request->arena, gate, view.query,
		(page - 1) * PER_PAGE, PER_PAGE, &list));
	if (view.query.len)
		TRY(url_query(request->arena, base, "q", view.query, &base));
	TRY(html_paging_make(request->arena, base, list.total, PER_PAGE, page, &paging));
	TRY(account_shell(request, reply, STR("年度报告"), "/", &shell));
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
filing_list_page(struct http_request *request, struct http_reply *reply)
{
	struct filing_query query = filing_asked_query(request, PER_PAGE);
	struct filing_list_view view = { .query = query.text,
		.year = query.year,
		.only_errors = query.only_with_errors,
		.sort = (int)query.sort };
	struct filing_year *years = NULL;
	struct filing_list list;
	struct html_paging paging;
	struct html_shell shell;
	struct url base;
	struct filing_gate gate;

	TRY(filing_asked_gate(request, &gate));
	TRY(filing_store_shown(request->db, request->arena, gate, &query, &list));
	TRY(filing_store_all_years(request->db, request->arena, gate, &years, &view.year_count));
	TRY(list_base(request->arena, &query, &base));
	TRY(html_paging_make(
		request->arena, base, list.total, PER_PAGE, asked_page(request), &paging));
	TRY(account_shell(request, reply, STR("全部报告"), "/reports", &shell));
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
filing_agency_page(struct http_request *request, struct http_reply *reply)
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
	struct filing_gate gate;

	TRY(filing_asked_gate(request, &gate));
	TRY(http_param_id(request, "id", &id));
	TRY(filing_asked_agency(request, id, &agency));
	query.agency_id = id;
	TRY(filing_store_list(request->db, request->arena, gate, &query, &list));
	TRY(filing_store_series(request->db, request->arena, gate, id, &series, &count));
	TAKE(request->arena, reports, count + 1);
	for (size_t i = 0; i < count; i++)
		reports[i] = series[i].report;
	TRY(filing_charts_of_years(reports, count, request->arena, &charts));
	TRY(account_shell(request, reply, agency.name, "/", &shell));
	shell.has_charts = charts.count > 0;
	view = (struct filing_agency_view){ &shell, agency.name, list.rows, list.count, &charts };
	filing_agency_html(&reply->body, &view);
	return NULL;
}

/* ---------------------------------------------------------------- one report */

static struct fault *
load_row(struct http_request *request, struct filing_gate *ret_gate, struct filing_row *ret_row)
{
	int64_t id;

	TRY(filing_asked_gate(request, ret_gate));
	TRY(http_param_id(request, "id", &id));
	return filing_store_load(request->db, request->arena, *ret_gate, id, ret_row);
}

static struct fault *
load_asked(struct http_request *request, struct filing_gate *ret_gate, struct filing_row *ret_row,
	struct report **ret_report)
{
	struct report *report;

	TRY(load_row(request, ret_gate, ret_row));
	TAKE(request->arena, report, 1);
	TRY(filing_store_report(request->db, request->arena, *ret_gate, ret_row->id, report));
	*ret_report = report;
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

/* What a writer put, to outlive it. */
static struct fault *
take_html(struct arena *arena, const struct buf *buf, struct html *ret_html)
{
	TRY(buf_check(buf));
	return str_copy(arena, buf_str(buf), &ret_html->text);
}

static struct fault *
draw_record(struct arena *arena, const struct report *report, struct filing_drawn *ret_drawn)
{
	struct filing_drawn drawn = { .period_from = report->period_from,
		.period_to = report->period_to };
	CLOSING(buf_done) struct buf buf;
	struct filing_charts charts;
	struct filing_view view;

	buf_init(&buf, MOST_DRAWN);
	TRY(filing_view_make(report, STR(""), arena, &view));
	TRY(filing_charts_of_one(report, arena, &charts));
	filing_tally_html(&buf, &view);
	TRY(take_html(arena, &buf, &drawn.tally));
	buf_clear(&buf);
	filing_body_html(&buf, &view);
	filing_findings_html(&buf, &view);
	TRY(take_html(arena, &buf, &drawn.body));
	buf_clear(&buf);
	filing_charts_html(&buf, &charts);
	TRY(take_html(arena, &buf, &drawn.charts));
	*ret_drawn = drawn;
	return NULL;
}

struct fault *
filing_draw(struct http_request *request, struct filing_gate gate, const struct filing_row *row,
	struct filing_drawn *ret_drawn)
{
	const struct filing_site *site = request->context;
	struct report *report;

	if (filing_kept_find(site->kept, row->id, row->version, ret_drawn))
		return NULL;
	TAKE(request->arena, report, 1);
	TRY(filing_store_report(request->db, request->arena, gate, row->id, report));
	TRY(draw_record(request->arena, report, ret_drawn));
	filing_kept_put(site->kept, row->id, row->version, ret_drawn);
	return NULL;
}

static struct fault *
filing_show_page(struct http_request *request, struct http_reply *reply)
{
	CLOSING(filing_drawn_done) struct filing_drawn drawn = { 0 };
	struct filing_show_view view = { 0 };
	struct html_shell shell;
	struct filing_row row;
	struct str name;
	struct filing_gate gate;

	TRY(load_row(request, &gate, &row));
	TRY(filing_draw(request, gate, &row, &drawn));
	TRY(filing_store_neighbours(
		request->db, gate, row.agency_id, row.year, &view.previous_id, &view.next_id));
	TRY(name_report(request->arena, &row, &name));
	TRY(account_shell(request, reply, name, "/reports", &shell));
	shell.has_charts = drawn.charts.text.len > 0;
	view.shell = &shell;
	view.row = &row;
	view.drawn = &drawn;
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

struct fault *
filing_reply_export(struct http_request *request, struct http_reply *reply,
	const struct filing_row *row, const struct report *report)
{
	const struct report_format *format = report_format_find(http_param(request, "format"));
	struct str name;

	if (!format)
		return fault_absent("format", 0);
	TRY(report_export(report, format, request->arena, &reply->body));
	TRY(download_name(request->arena, row, format->ending, &name));
	return http_reply_download(request, reply, name, format->type);
}

static struct fault *
filing_download_page(struct http_request *request, struct http_reply *reply)
{
	struct filing_gate gate;
	struct filing_row row;
	struct report *report;

	TRY(load_asked(request, &gate, &row, &report));
	return filing_reply_export(request, reply, &row, report);
}

static struct fault *
filing_original_page(struct http_request *request, struct http_reply *reply)
{
	const struct filing_site *site = request->context;
	struct filing_row row;
	struct filing_gate gate;

	TRY(load_row(request, &gate, &row));
	TRY(filing_load_file(site->files, &row, &reply->body));
	return http_reply_download(request, reply, row.file_name, "application/octet-stream");
}

static struct fault *
filing_rules_page(struct http_request *request, struct http_reply *reply)
{
	struct html_shell shell;

	TRY(account_shell(request, reply, STR("核对规则"), "", &shell));
	filing_rules_html(&reply->body, &shell);
	return NULL;
}

const struct route filing_routes[] = {
	{ "GET", "/", filing_home_page, ANYONE | SHARED },
	{ "GET", "/reports", filing_list_page, ANYONE | SHARED },
	{ "GET", "/agencies/:id", filing_agency_page, ANYONE | SHARED },
	{ "GET", "/rules", filing_rules_page, ANYONE | SHARED },
	{ "GET", "/reports/:id", filing_show_page, ANYONE | SHARED },
	{ "GET", "/reports/:id/download/:format", filing_download_page, ANYONE },
	{ "GET", "/reports/:id/original", filing_original_page, ANYONE },
	{ 0 },
};
