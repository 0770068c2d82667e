/*
 * Statistics for who watches over a part of the tree: the third table of a period, agencies side by
 * side, and both as a file and as JSON. Counting is docket_figures*.c's; no applicant is seen here.
 */
#include "agency/agency.h"
#include "base/json.h"
#include "dispute/dispute.h"
#include "doc/doc.h"
#include "docket/docket_figures.html.h"
#include "docket/docket_figures_view.h"
#include "docket/docket_page.h"

enum { FILE_MEMORY = 64 << 20, FILE_MAX = 16 << 20 };

/* --- what is asked --- */

struct asked {
	const struct application_scope *scope;
	struct str pattern;
	int64_t agency_id; /* 0: all of the scope */
	struct docket_period period;
	struct docket_figures figures;
};

/* This year unless the address says another period. */
static struct fault *
take_period(struct http_request *request, struct asked *asked, struct docket_figures_view *view)
{
	struct str typed = str_trim(http_query(request, "period"));
	int year, month, of_month;

	view->period = typed;
	if (typed.len && docket_period_parse(typed, &asked->period))
		return NULL;
	if (typed.len)
		view->mistakes.says = STR("期间写作“2025”“2025-Q2”或“2025-06”，现在统计的是今年。");
	day_split(day_today(), &year, &month, &of_month);
	TRY(str_print(request->arena, &view->period, "%d", year));
	if (!docket_period_parse(view->period, &asked->period))
		return fault_absent("period", year);
	return NULL;
}

static struct fault *
take_scope(struct http_request *request, struct asked *asked, struct docket_figures_view *view)
{
	int64_t agency_id = http_query_int(request, "agency", 0);
	struct application_scope *scopes;
	struct agency agency;
	size_t chosen;
	struct str path;

	TRY(application_scopes_make(
		request, APPLICATION_WATCHERS, &scopes, &view->scope_count, &chosen));
	if (!view->scope_count)
		return fault_absent("application", 0);
	view->scopes = scopes;
	asked->scope = &scopes[chosen];
	if (agency_id > 0) {
		TRY(docket_scope_agency(request->db, request->arena, agency_id, asked->scope->path,
			asked->scope->has_subtree, &path));
		TRY(agency_load(request->db, request->arena, agency_id, &agency));
		view->agency_name = agency.name;
		asked->agency_id = agency_id;
		asked->pattern = path;
		return NULL;
	}
	return str_print(request->arena, &asked->pattern, "%.*s%s", STR_ARG(asked->scope->path),
		asked->scope->has_subtree ? "%" : "");
}

static struct fault *
take(struct http_request *request, struct asked *asked, struct docket_figures_view *view)
{
	TRY(take_scope(request, asked, view));
	TRY(take_period(request, asked, view));
	TRY(docket_load_figures(
		request->db, request->arena, asked->pattern, &asked->period, &asked->figures));
	view->days = asked->period;
	view->form = docket_form_of(&asked->period);
	view->figures = &asked->figures;
	return NULL;
}

/* --- rows --- */

/* Tenths, "—" for none. */
static struct fault *
tenths(struct arena *arena, int64_t value, const char *unit, struct str *ret_text)
{
	if (value < 0) {
		*ret_text = STR("—");
		return NULL;
	}
	return str_print(arena, ret_text, "%lld.%lld%s", (long long)(value / 10),
		(long long)(value % 10), unit);
}

static struct fault *
fill_row(struct arena *arena, const struct docket_figure *one, struct docket_figures_row *row)
{
	row->one = one;
	row->cases = URL_NONE;
	row->table = URL_NONE;
	TRY(tenths(arena, docket_days_average(&one->days), "", &row->average));
	TRY(tenths(arena, docket_days_median(&one->days), "", &row->median));
	return tenths(arena, docket_on_time_share(one), "%", &row->share);
}

static struct fault *
address_of(struct http_request *request, const struct asked *asked, struct str period,
	struct url base, int64_t agency_id, struct url *ret_url)
{
	struct str text;

	TRY(str_print(request->arena, &text, "%lld", (long long)asked->scope->agency_id));
	TRY(url_query(request->arena, base, "scope", text, ret_url));
	if (agency_id) {
		TRY(str_print(request->arena, &text, "%lld", (long long)agency_id));
		TRY(url_query(request->arena, *ret_url, "agency", text, ret_url));
	}
	if (!period.len)
		return NULL;
	return url_query(request->arena, *ret_url, "period", period, ret_url);
}

/* What ended in the period stands in the register; for one agency alone the register has no filter.
 */
static struct fault *
link_disputes(
	struct http_request *request, const struct asked *asked, struct docket_figures_view *view)
{
	struct str text;
	struct url url;

	view->disputes = URL_NONE;
	view->lost = URL_NONE;
	if (asked->agency_id ||
		!account_may(account_of(request), DISPUTE_READERS, asked->scope->path))
		return NULL;
	TRY(address_of(request, asked, STR(""), URL("/desk/disputes"), 0, &url));
	TRY(str_copy(request->arena, str_of(day_text(asked->period.first).at), &text));
	TRY(url_query(request->arena, url, "ended_from", text, &url));
	TRY(str_copy(request->arena, str_of(day_text(asked->period.last).at), &text));
	TRY(url_query(request->arena, url, "ended_to", text, &url));
	view->disputes = url;
	return url_query(request->arena, url, "result",
		str_of(dispute_result_words[DISPUTE_RIGHTED].key), &view->lost);
}

/* The cases that an agency received in the period. */
static struct fault *
cases_of(struct http_request *request, const struct asked *asked, int64_t agency_id,
	struct url *ret_url)
{
	struct str text;

	TRY(address_of(request, asked, STR(""), URL("/desk/applications/all"), agency_id, ret_url));
	TRY(str_copy(request->arena, str_of(day_text(asked->period.first).at), &text));
	TRY(url_query(request->arena, *ret_url, "from", text, ret_url));
	TRY(str_copy(request->arena, str_of(day_text(asked->period.last).at), &text));
	return url_query(request->arena, *ret_url, "to", text, ret_url);
}

static struct fault *
fill_rows(struct http_request *request, const struct asked *asked, struct docket_figures_view *view)
{
	const struct docket_figures *figures = &asked->figures;
	struct url base = URL("/desk/applications/figures");
	struct docket_figures_row *rows;
	size_t count = figures->count;

	if (count > DOCKET_FIGURES_SHOWN)
		count = DOCKET_FIGURES_SHOWN;
	TAKE(request->arena, rows, count + 1);
	for (size_t i = 0; i < count; i++) {
		int64_t id = figures->items[i].agency_id;

		TRY(fill_row(request->arena, &figures->items[i], &rows[i]));
		TRY(address_of(request, asked, view->period, base, id, &rows[i].table));
		TRY(cases_of(request, asked, id, &rows[i].cases));
	}
	view->rows = rows;
	view->row_count = count;
	TRY(fill_row(request->arena, &figures->sum, &view->sum));
	TRY(address_of(request, asked, view->period, base, 0, &view->back));
	TRY(address_of(request, asked, view->period, URL("/desk/applications/figures/xlsx"),
		asked->agency_id, &view->xlsx));
	return address_of(request, asked, view->period, URL("/desk/applications/figures/csv"),
		asked->agency_id, &view->csv);
}

static struct fault *
docket_figures_page(struct http_request *request, struct http_reply *reply)
{
	struct docket_figures_view view = { 0 };
	struct html_shell shell;
	struct asked asked = { 0 };
	int kinds = 0;

	TRY(take(request, &asked, &view));
	docket_form_fold(view.form, &asked.figures.sum.table);
	TRY(fill_rows(request, &asked, &view));
	TRY(docket_links_make(request->arena,
		&(struct docket_links_asked){
			asked.scope->agency_id, asked.agency_id, asked.period },
		&view.links));
	TRY(link_disputes(request, &asked, &view));
	for (int row = DOCKET_ROW_OUTCOME; row < DOCKET_ROW_DONE; row++)
		kinds += asked.figures.sum.table.cells[row][DOCKET_TABLE_TOTAL] > 0;
	view.has_outcomes = kinds > 1;
	TRY(account_shell(request, reply, STR("申请统计"), "/desk/applications", &shell));
	shell.has_charts = view.has_outcomes || view.row_count > 1;
	view.shell = &shell;
	docket_figures_html(&reply->body, &view);
	reply->cache = HTTP_CACHE_NEVER;
	return NULL;
}

/* --- as a file --- */

static struct fault *
put(struct doc_builder *builder, int row, int *column, struct str text, bool is_heading)
{
	struct doc_cell *cell = NULL;

	TRY(doc_add_cell(builder, row, (*column)++, 1, 1, text, &cell));
	cell->is_heading = is_heading;
	return NULL;
}

static struct fault *
put_number(struct doc_builder *builder, int row, int *column, int64_t number)
{
	struct str text;

	TRY(str_print(builder->arena, &text, "%lld", (long long)number));
	return put(builder, row, column, text, false);
}

static struct fault *
put_table(struct doc_builder *builder, enum docket_form form, const struct docket_table *cells)
{
	struct doc_table *table = NULL;
	int line = 0;
	int at = 0;

	TRY(doc_open_table(builder, &table));
	table->name = STR("第三张表");
	TRY(put(builder, 0, &at, STR("项目"), true));
	for (int column = 0; column < DOCKET_TABLE_COLUMNS; column++)
		TRY(put(builder, 0, &at, str_of(docket_table_column(column).zh), true));
	for (int row = 0; row < DOCKET_TABLE_ROWS; row++) {
		struct docket_table_word word = docket_form_row(form, row);

		if (!word.key)
			continue;
		at = 0;
		TRY(put(builder, ++line, &at, str_of(word.zh), true));
		for (int column = 0; column < DOCKET_TABLE_COLUMNS; column++)
			TRY(put_number(builder, line, &at, cells->cells[row][column]));
	}
	return doc_close_table(builder);
}

static struct fault *
put_agency(struct doc_builder *builder, int row, const struct docket_figure *one)
{
	const int64_t(*cells)[DOCKET_TABLE_COLUMNS] = one->table.cells;
	struct docket_figures_row words;
	int at = 0;
	const int64_t numbers[] = { cells[DOCKET_ROW_NEW][DOCKET_TABLE_TOTAL],
		cells[DOCKET_ROW_CARRIED_IN][DOCKET_TABLE_TOTAL],
		cells[DOCKET_ROW_DONE][DOCKET_TABLE_TOTAL],
		cells[DOCKET_ROW_CARRIED_OUT][DOCKET_TABLE_TOTAL], one->on_time, one->late,
		one->overdue, one->extended, one->corrected, one->consulted, one->disputes,
		one->lost };

	TRY(fill_row(builder->arena, one, &words));
	TRY(put(builder, row, &at, one->agency_name, true));
	for (size_t i = 0; i < COUNT_OF(numbers); i++)
		TRY(put_number(builder, row, &at, numbers[i]));
	TRY(put(builder, row, &at, words.share, false));
	TRY(put(builder, row, &at, words.average, false));
	return put(builder, row, &at, words.median, false);
}

static struct fault *
put_agencies(struct doc_builder *builder, const struct docket_figures *figures)
{
	static const char *const words[] = { "机关", "新收", "上期结转", "办结", "结转下期",
		"按时办结", "逾期办结", "期末超期未办结", "延期", "补正", "征求第三方", "复议诉讼",
		"被纠正", "按时率", "平均工作日", "中位数" };
	struct doc_table *table = NULL;
	int at = 0;

	TRY(doc_open_table(builder, &table));
	table->name = STR("各机关对照");
	for (size_t i = 0; i < COUNT_OF(words); i++)
		TRY(put(builder, 0, &at, str_of(words[i]), true));
	for (size_t i = 0; i < figures->count; i++)
		TRY(put_agency(builder, (int)i + 1, &figures->items[i]));
	TRY(put_agency(builder, (int)figures->count + 1, &figures->sum));
	return doc_close_table(builder);
}

static struct fault *
docket_figures_file(struct http_request *request, struct http_reply *reply)
{
	CLOSING(arena_close) struct arena *arena = NULL;
	CLOSING(buf_done) struct buf bytes;
	struct docket_figures_view view = { 0 };
	bool is_csv = str_equal(http_param(request, "format"), STR("csv"));
	struct doc_builder builder;
	struct asked asked = { 0 };
	struct str name;
	struct str kept;
	struct doc doc;

	buf_init(&bytes, FILE_MAX);
	if (!is_csv && !str_equal(http_param(request, "format"), STR("xlsx")))
		return fault_absent("format", 0);
	TRY(take(request, &asked, &view));
	docket_form_fold(view.form, &asked.figures.sum.table);
	TRY(arena_open(FILE_MEMORY, &arena));
	doc_build(&builder, arena, &doc);
	TRY(put_table(&builder, view.form, &asked.figures.sum.table));
	TRY(put_agencies(&builder, &asked.figures));
	TRY(is_csv ? doc_write_csv(&doc, &bytes) : doc_write_xlsx(&doc, &bytes));
	TRY(str_copy(request->arena, buf_str(&bytes), &kept));
	TRY(str_print(request->arena, &name, "申请统计-%.*s.%s", STR_ARG(view.period),
		is_csv ? "csv" : "xlsx"));
	http_reply_fixed(reply, NULL, kept);
	reply->cache = HTTP_CACHE_NEVER;
	return http_reply_download(request, reply, name, NULL);
}

/* --- as JSON --- */

static void
put_json_table(struct json_out *out, const struct docket_table *cells)
{
	json_key(out, "table");
	json_begin_object(out);
	for (int row = 0; row < DOCKET_TABLE_ROWS; row++) {
		json_key(out, docket_table_row(row).key);
		json_begin_object(out);
		for (int column = 0; column < DOCKET_TABLE_COLUMNS; column++)
			json_pair_int(
				out, docket_table_column(column).key, cells->cells[row][column]);
		json_end_object(out);
	}
	json_end_object(out);
}

/* Tenths; null for none. */
static void
put_json_tenths(struct json_out *out, const char *key, int64_t value)
{
	json_key(out, key);
	if (value < 0)
		json_put_nothing(out);
	else
		json_put_int(out, value);
}

static void
put_json_figure(struct json_out *out, const struct docket_figure *one)
{
	json_begin_object(out);
	if (one->agency_id) {
		json_pair_int(out, "agency_id", one->agency_id);
		json_pair_str(out, "agency", one->agency_name);
	}
	put_json_table(out, &one->table);
	json_pair_int(out, "on_time", one->on_time);
	json_pair_int(out, "late", one->late);
	json_pair_int(out, "overdue", one->overdue);
	json_pair_int(out, "extended", one->extended);
	json_pair_int(out, "corrected", one->corrected);
	json_pair_int(out, "consulted", one->consulted);
	json_pair_int(out, "disputes", one->disputes);
	json_pair_int(out, "disputes_lost", one->lost);
	put_json_tenths(out, "on_time_permille", docket_on_time_share(one));
	put_json_tenths(out, "average_tenths_of_days", docket_days_average(&one->days));
	put_json_tenths(out, "median_tenths_of_days", docket_days_median(&one->days));
	json_end_object(out);
}

static struct fault *
docket_figures_json(struct http_request *request, struct http_reply *reply)
{
	struct docket_figures_view view = { 0 };
	struct asked asked = { 0 };
	struct json_out out;

	TRY(take(request, &asked, &view));
	/* A program would take another period's figures for the ones it asked for. */
	if (view.mistakes.says.len)
		return fault_new(FAULT_INPUT, "docket_period",
			"期间写作 2025、2025-Q2 或 2025-06。",
			"A period is written 2025, 2025-Q2 or 2025-06.");
	json_out_init(&out, &reply->body);
	json_begin_object(&out);
	json_pair_str(&out, "period", view.period);
	json_pair_str(&out, "first", str_of(day_text(asked.period.first).at));
	json_pair_str(&out, "last", str_of(day_text(asked.period.last).at));
	json_pair_int(&out, "scope", asked.scope->agency_id);
	json_key(&out, "lacks_days");
	json_put_bool(&out, asked.figures.lacks_days);
	json_key(&out, "sum");
	put_json_figure(&out, &asked.figures.sum);
	json_key(&out, "agencies");
	json_begin_array(&out);
	for (size_t i = 0; i < asked.figures.count; i++)
		put_json_figure(&out, &asked.figures.items[i]);
	json_end_array(&out);
	json_end_object(&out);
	http_reply_json(reply);
	reply->cache = HTTP_CACHE_NEVER;
	return NULL;
}

const struct route docket_figures_routes[] = {
	{ "GET", "/desk/applications/figures", docket_figures_page, APPLICATION_WATCHERS },
	{ "GET", "/desk/applications/figures/:format", docket_figures_file, APPLICATION_WATCHERS },
	{ "GET", "/api/v1/applications/figures", docket_figures_json, APPLICATION_WATCHERS },
	{ 0 },
};
