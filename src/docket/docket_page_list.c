/*
 * The list of all cases: filters of the address, the newest first, searches kept under a name, and
 * what is filtered as a file. Queues of open cases are docket_page_queue.c.
 */
#include "agency/agency.h"
#include "audit/audit.h"
#include "base/json.h"
#include "doc/doc.h"
#include "docket/docket_list.html.h"
#include "docket/docket_page.h"
#include "docket/docket_view.h"

enum {
	MOST_EXPORTED = 10000,
	EXPORT_PIECE = 500,
	EXPORT_MEMORY = 256 << 20,
	EXPORT_MAX = 64 << 20
};

/* --- the filters of an address --- */

static int
asked_word(struct http_request *request, const char *name, const struct application_word *words)
{
	const struct application_word *word =
		application_word_find(words, http_query(request, name));

	return word ? word->number : -1;
}

static struct day
asked_day(struct http_request *request, const char *name)
{
	struct day day;

	return day_parse(str_trim(http_query(request, name)), &day) ? day : DAY_NONE;
}

static int64_t
asked_number(struct http_request *request, const char *name, int64_t most)
{
	int64_t number = http_query_int(request, name, 0);

	return number < 0 || number > most ? 0 : number;
}

static struct fault *
add_text(struct http_request *request, const char *key, struct str value, struct url *url)
{
	return value.len ? url_query(request->arena, *url, key, value, url) : NULL;
}

static struct fault *
add_number(struct http_request *request, const char *key, int64_t value, struct url *url)
{
	struct str text;

	if (!value)
		return NULL;
	TRY(str_print(request->arena, &text, "%lld", (long long)value));
	return url_query(request->arena, *url, key, text, url);
}

static struct fault *
add_word(struct http_request *request, const char *key, const struct application_word *words,
	int number, struct url *url)
{
	const struct application_word *word =
		number < 0 ? NULL : application_word_of(words, number);

	return word ? url_query(request->arena, *url, key, str_of(word->key), url) : NULL;
}

static struct fault *
add_day(struct http_request *request, const char *key, struct day day, struct url *url)
{
	struct str text;

	if (day_is_none(day))
		return NULL;
	TRY(str_copy(request->arena, str_of(day_text(day).at), &text));
	return url_query(request->arena, *url, key, text, url);
}

/* The filters behind another address, in one order, so that the same search has one address. */
static struct fault *
address_of(struct http_request *request, const struct docket_asked_filters *asked, struct url base,
	struct url *ret_url)
{
	const struct application_query *query = &asked->query;
	const struct application_outcome *outcome = application_outcome_of(query->outcome);
	struct url url = base;

	if (asked->scope_count > 1)
		TRY(add_number(request, "scope", asked->scopes[asked->chosen].agency_id, &url));
	if (asked->agency_name.len)
		TRY(add_number(request, "agency", query->agency_id, &url));
	TRY(add_text(request, "q", query->text, &url));
	TRY(add_number(request, "year", query->year, &url));
	TRY(add_word(request, "state", application_state_words, query->state, &url));
	TRY(add_word(request, "channel", application_channel_words, query->channel, &url));
	TRY(add_word(
		request, "applicant", application_applicant_words, query->applicant_kind, &url));
	if (outcome)
		TRY(url_query(request->arena, url, "outcome", str_of(outcome->key), &url));
	TRY(add_number(request, "officer", query->officer_id, &url));
	TRY(add_number(request, "late", query->only_late, &url));
	TRY(add_day(request, "from", query->from, &url));
	TRY(add_day(request, "to", query->to, &url));
	*ret_url = url;
	return NULL;
}

static struct fault *
take_scope(struct http_request *request, struct docket_asked_filters *asked)
{
	const struct application_scope *scope = &asked->scopes[asked->chosen];
	int64_t agency_id = asked_number(request, "agency", INT64_MAX);
	struct application_query *query = &asked->query;
	struct agency agency;
	struct str path;

	TRY(str_print(request->arena, &query->pattern, "%.*s%s", STR_ARG(scope->path),
		scope->has_subtree ? "%" : ""));
	if (!scope->has_subtree)
		query->agency_id = scope->agency_id;
	if (!agency_id || agency_id == query->agency_id)
		return NULL;
	TRY(docket_scope_agency(
		request->db, request->arena, agency_id, scope->path, scope->has_subtree, &path));
	TRY(agency_load(request->db, request->arena, agency_id, &agency));
	query->agency_id = agency_id;
	asked->agency_name = agency.name;
	return NULL;
}

struct fault *
docket_asked_make(struct http_request *request, struct docket_asked_filters *ret_asked)
{
	struct str outcome = http_query(request, "outcome");
	struct docket_asked_filters asked = {
		.query = { .year = (int)asked_number(request, "year", 2200),
			.state = asked_word(request, "state", application_state_words),
			.channel = asked_word(request, "channel", application_channel_words),
			.applicant_kind =
				asked_word(request, "applicant", application_applicant_words),
			.only_late = str_equal(http_query(request, "late"), STR("1")),
			.from = asked_day(request, "from"),
			.to = asked_day(request, "to"),
			.officer_id = asked_number(request, "officer", INT64_MAX),
			.text = str_trim(http_query(request, "q")),
			.limit = DOCKET_PER_PAGE },
	};
	const struct application_query *query = &asked.query;

	for (const struct application_outcome *one = application_outcomes; one->key; one++)
		if (str_equal(outcome, str_of(one->key)))
			asked.query.outcome = one->number;
	TRY(application_scopes_make(
		request, APPLICATION_WATCHERS, &asked.scopes, &asked.scope_count, &asked.chosen));
	if (asked.scope_count)
		TRY(take_scope(request, &asked));
	asked.is_filtered = query->year || query->state >= 0 || query->channel >= 0 ||
			    query->applicant_kind >= 0 || query->outcome || query->only_late ||
			    !day_is_none(query->from) || !day_is_none(query->to) ||
			    query->officer_id || query->text.len || asked.agency_name.len;
	TRY(address_of(request, &asked, URL("/desk/applications/all"), &asked.address));
	TRY(address_of(request, &asked, URL("/desk/applications/export"), &asked.export));
	TRY(address_of(request, &asked, URL("/desk/applications/filters"), &asked.saving));
	*ret_asked = asked;
	return NULL;
}

/* --- the page --- */

static struct fault *
fill_kept(struct http_request *request, struct docket_list_view *view)
{
	struct url *addresses;

	TRY(docket_find_filters(request->db, request->arena, account_of(request)->id, &view->kept));
	TAKE(request->arena, addresses, view->kept.count + 1);
	for (size_t i = 0; i < view->kept.count; i++) {
		struct str text;

		TRY(str_print(request->arena, &text, "/desk/applications/all%s%.*s",
			view->kept.items[i].query.len ? "?" : "",
			STR_ARG(view->kept.items[i].query)));
		TRY(url_check_local(text, &addresses[i]));
	}
	view->kept_addresses = addresses;
	return NULL;
}

static struct fault *
fill_list(struct http_request *request, const struct docket_asked_filters *asked,
	struct docket_list_view *view)
{
	const struct application_scope *scope = &asked->scopes[asked->chosen];
	struct application_query query = asked->query;
	struct docket_line *lines;
	struct application_list list;
	struct str number;

	query.before_id = asked_number(request, "before", INT64_MAX);
	view->is_first = !query.before_id;
	view->may_open = account_may(account_of(request), APPLICATION_HANDLERS, scope->path);
	view->may_act = account_may(account_of(request), DOCKET_BULK_ROLES, scope->path);
	TRY(application_list_all(request->db, request->arena, &query, &list));
	TRY(docket_count_all(request->db, request->arena, &query, DOCKET_COUNTED, &view->total));
	TRY(docket_find_officers(request->db, request->arena, query.pattern, &view->officers));
	TRY(docket_lines_make(request, &list, &lines));
	view->table =
		(struct docket_table_view){ lines, list.count, scope->has_subtree, view->may_act };
	view->more = URL_NONE;
	if (!list.has_more)
		return NULL;
	TRY(str_print(request->arena, &number, "%lld", (long long)list.items[list.count - 1].id));
	return url_query(request->arena, asked->address, "before", number, &view->more);
}

static struct fault *
draw(struct http_request *request, struct http_reply *reply,
	const struct docket_asked_filters *asked, struct docket_list_view *view)
{
	struct html_shell shell;

	view->asked = asked;
	if (asked->scope_count)
		TRY(fill_list(request, asked, view));
	TRY(fill_kept(request, view));
	TRY(account_shell(request, reply, STR("全部申请"), "/desk/applications", &shell));
	view->shell = &shell;
	docket_list_html(&reply->body, view);
	reply->cache = HTTP_CACHE_NEVER;
	return NULL;
}

static struct fault *
docket_list_page(struct http_request *request, struct http_reply *reply)
{
	struct docket_list_view view = { 0 };
	struct docket_asked_filters asked;

	TRY(docket_asked_make(request, &asked));
	return draw(request, reply, &asked, &view);
}

/* --- searches kept --- */

static const struct http_field filter_fields[] = {
	{ .name = "name",
		.kind = HTTP_TEXT,
		.is_required = true,
		.max = DOCKET_FILTER_LONGEST,
		.zh = "筛选的名字",
		.en = "Name of the filter" },
	{ 0 },
};

static struct str
query_of(struct url url)
{
	struct str head;

	return str_cut(url.text, STR("?"), &head);
}

static struct fault *
docket_keep_page(struct http_request *request, struct http_reply *reply)
{
	struct docket_list_view view = { 0 };
	struct docket_asked_filters asked;
	struct fault *fault = NULL;
	struct http_form form;

	TRY(docket_asked_make(request, &asked));
	TRY(http_form_read(request, filter_fields, &form));
	if (!form.errors.count)
		fault = docket_save_filter(request->db, account_of(request)->id,
			http_form_text(&form, "name"), query_of(asked.address));
	if (!fault && !form.errors.count)
		return http_reply_redirect(request, reply, asked.address.text);
	if (fault && fault->kind != FAULT_INPUT && fault->kind != FAULT_LIMIT)
		return fault;
	reply->status = 422;
	TRY(http_form_mistakes(request, &form, &view.mistakes));
	if (fault)
		TRY(str_copy(request->arena, str_of(http_say(request, fault->zh, fault->en)),
			&view.mistakes.says));
	return draw(request, reply, &asked, &view);
}

static struct fault *
docket_drop_page(struct http_request *request, struct http_reply *reply)
{
	int64_t id;

	TRY(http_param_id(request, "id", &id));
	TRY(docket_drop_filter(request->db, account_of(request)->id, id));
	return http_reply_redirect(request, reply, STR("/desk/applications/all"));
}

/* --- as a file --- */

struct exporting {
	struct http_request *request;
	struct arena *arena;
	struct doc_builder builder;
	bool has_applicants;
	int row;
	int opened; /* whose applicants stand in it */
	struct application_visit visit;
};

static struct fault *
put(struct exporting *exporting, int *column, struct str text)
{
	return doc_add_cell(&exporting->builder, exporting->row, (*column)++, 1, 1, text, NULL);
}

static struct fault *
put_day(struct exporting *exporting, int *column, struct day day)
{
	struct str text = STR("");

	if (!day_is_none(day))
		TRY(str_copy(exporting->arena, str_of(day_text(day).at), &text));
	return put(exporting, column, text);
}

static struct fault *
put_word(struct exporting *exporting, int *column, const struct application_word *words, int number)
{
	const struct application_word *word = application_word_of(words, number);

	return put(exporting, column, word ? str_of(word->zh) : STR(""));
}

static struct fault *
put_headings(struct exporting *exporting)
{
	static const char *const words[] = { "编号", "机关", "所需信息", "申请人类型", "途径",
		"收到日期", "答复期限", "状态", "受理人员", "答复", "统计归入", "办结日期", "逾期",
		"申请人", "联系电话", "电子邮箱", "地址" };
	int count = (int)COUNT_OF(words) - (exporting->has_applicants ? 0 : 4);

	for (int i = 0; i < count; i++) {
		struct doc_cell *cell = NULL;

		TRY(doc_add_cell(&exporting->builder, 0, i, 1, 1, str_of(words[i]), &cell));
		cell->is_heading = true;
	}
	exporting->row = 1;
	return NULL;
}

/* Applicants only of cases that the person handles. Law: 个人信息保护法 arts. 6, 34. */
static struct fault *
put_applicant(struct exporting *exporting, int *column, const struct application *one)
{
	struct http_request *request = exporting->request;
	struct application_applicant who = { 0 };
	struct application whole;

	if (!account_may(account_of(request), APPLICATION_HANDLERS, one->path))
		return NULL;
	TRY(application_load(request->db, exporting->arena, one->id, &whole));
	if (!whole.sealed.len)
		return NULL;
	TRY(application_open_applicant(account_keys(request), exporting->arena, &whole, &who));
	exporting->opened++;
	TRY(put(exporting, column, who.name));
	TRY(put(exporting, column, who.phone));
	TRY(put(exporting, column, who.mail));
	return put(exporting, column, who.address);
}

static struct fault *
put_case(struct exporting *exporting, const struct application *one)
{
	const struct application_reply_rule *reply = application_reply_rule(one->reply);
	const struct application_outcome *outcome = application_outcome_of(one->outcome);
	struct str number;
	int column = 0;

	TRY(str_copy(exporting->arena, str_of(application_number_text(one->year, one->number).at),
		&number));
	TRY(put(exporting, &column, number));
	TRY(put(exporting, &column, one->agency_name));
	TRY(put(exporting, &column, one->title));
	TRY(put_word(exporting, &column, application_applicant_words, (int)one->applicant_kind));
	TRY(put_word(exporting, &column, application_channel_words, (int)one->channel));
	TRY(put_day(exporting, &column, one->received_on));
	TRY(put_day(exporting, &column, one->due_on));
	TRY(put_word(exporting, &column, application_state_words, (int)one->state));
	TRY(put(exporting, &column, one->officer_name.at ? one->officer_name : STR("")));
	TRY(put(exporting, &column, reply ? str_of(reply->zh) : STR("")));
	TRY(put(exporting, &column, outcome ? str_of(outcome->zh) : STR("")));
	TRY(put_day(exporting, &column, one->ended_on));
	TRY(put(exporting, &column, one->is_late ? STR("是") : STR("")));
	if (exporting->has_applicants)
		TRY(put_applicant(exporting, &column, one));
	exporting->row++;
	return NULL;
}

static struct fault *
put_all(struct exporting *exporting, struct application_query query)
{
	struct application_list list;

	query.limit = EXPORT_PIECE;
	do {
		TRY(application_list_all(exporting->request->db, exporting->arena, &query, &list));
		for (size_t i = 0; i < list.count && exporting->row <= MOST_EXPORTED; i++) {
			TRY(put_case(exporting, &list.items[i]));
			query.before_id = list.items[i].id;
		}
	} while (list.has_more && exporting->row <= MOST_EXPORTED);
	return NULL;
}

/* Who took what away: the filters, how many, and whether applicants were among it. */
static struct fault *
write_down(struct exporting *exporting)
{
	CLOSING(buf_done) struct buf after;
	struct json_out json;

	buf_init(&after, 1 << 16);
	json_out_init(&json, &after);
	json_begin_object(&json);
	json_pair_int(&json, "cases", exporting->row - 1);
	json_pair_int(&json, "applicants", exporting->opened);
	json_pair_int(&json, "year", http_query_int(exporting->request, "year", 0));
	json_pair_str(&json, "state", http_query(exporting->request, "state"));
	json_pair_str(&json, "from", http_query(exporting->request, "from"));
	json_pair_str(&json, "to", http_query(exporting->request, "to"));
	json_end_object(&json);
	TRY(buf_check(&after));
	return application_note_export(exporting->request->db, &exporting->visit.hands,
		exporting->visit.actor.agency_id, buf_str(&after));
}

static const struct http_field export_fields[] = {
	{ .name = "format", .kind = HTTP_TEXT, .max = 8, .zh = "格式", .en = "Format" },
	{ .name = "applicants", .kind = HTTP_CHECKBOX, .zh = "申请人", .en = "Applicants" },
	{ 0 },
};

static const int widths[] = { 24, 44, 80, 30, 24, 24, 24, 24, 24, 36, 44, 24, 14, 24, 30, 36, 60 };

static struct fault *
docket_export_page(struct http_request *request, struct http_reply *reply)
{
	CLOSING(arena_close) struct arena *arena = NULL;
	CLOSING(buf_done) struct buf bytes;
	struct exporting exporting = { .request = request };
	struct docket_asked_filters asked;
	struct doc_table *table = NULL;
	struct http_form form;
	struct str kept;
	struct doc doc;
	bool is_csv;

	buf_init(&bytes, EXPORT_MAX);
	TRY(docket_asked_make(request, &asked));
	TRY(http_form_read(request, export_fields, &form));
	if (!asked.scope_count)
		return fault_absent("application", 0);
	is_csv = str_equal(http_form_text(&form, "format"), STR("csv"));
	TRY(arena_open(EXPORT_MEMORY, &arena));
	exporting.arena = arena;
	exporting.has_applicants = http_form_is_checked(&form, "applicants");
	application_visit_make(request, asked.scopes[asked.chosen].agency_id, &exporting.visit);
	doc_build(&exporting.builder, arena, &doc);
	TRY(doc_open_table(&exporting.builder, &table));
	table->name = STR("申请");
	table->column_widths = widths;
	TRY(put_headings(&exporting));
	TRY(put_all(&exporting, asked.query));
	TRY(doc_close_table(&exporting.builder));
	TRY(is_csv ? doc_write_csv(&doc, &bytes) : doc_write_xlsx(&doc, &bytes));
	TRY(str_copy(request->arena, buf_str(&bytes), &kept));
	TRY(write_down(&exporting));
	http_reply_fixed(reply, NULL, kept);
	reply->cache = HTTP_CACHE_NEVER;
	return http_reply_download(
		request, reply, is_csv ? STR("申请.csv") : STR("申请.xlsx"), NULL);
}

const struct route docket_list_routes[] = {
	{ "GET", "/desk/applications/all", docket_list_page, APPLICATION_WATCHERS },
	{ "POST", "/desk/applications/filters", docket_keep_page,
		APPLICATION_WATCHERS | SAME_SITE },
	{ "POST", "/desk/applications/filters/:id/drop", docket_drop_page,
		APPLICATION_WATCHERS | SAME_SITE },
	{ "POST", "/desk/applications/export", docket_export_page,
		APPLICATION_WATCHERS | SAME_SITE },
	{ 0 },
};
