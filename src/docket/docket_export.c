/*
 * The list of all cases as a file: Excel, CSV, or a line of JSON for each case, which other systems
 * also fetch through the API. Who sees which case and whose applicant is decided as on the page.
 */
#include "base/json.h"
#include "doc/doc.h"
#include "docket/docket_page.h"
#include "docket/docket_view.h"

enum {
	MOST_EXPORTED = 10000,
	EXPORT_PIECE = 500,
	EXPORT_MEMORY = 256 << 20,
	EXPORT_MAX = 64 << 20
};

/* --- a table --- */

struct exporting {
	struct http_request *request;
	struct arena *arena;
	struct doc_builder builder;
	struct buf *lines; /* NULL: a table */
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
open_applicant(struct exporting *exporting, const struct application *one, bool *ret_is_open,
	struct application_applicant *ret_who)
{
	struct http_request *request = exporting->request;
	struct application whole;

	*ret_is_open = false;
	if (!account_may(account_of(request), APPLICATION_HANDLERS, one->path))
		return NULL;
	TRY(application_load(request->db, exporting->arena, one->id, &whole));
	if (!whole.sealed.len)
		return NULL;
	TRY(application_open_applicant(account_keys(request), exporting->arena, &whole, ret_who));
	exporting->opened++;
	*ret_is_open = true;
	return NULL;
}

static struct fault *
put_applicant(struct exporting *exporting, int *column, const struct application *one)
{
	struct application_applicant who = { 0 };
	bool is_open = false;

	TRY(open_applicant(exporting, one, &is_open, &who));
	if (!is_open)
		return NULL;
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

/* --- lines --- */

/* The keys of the API, and the applicant last. */
static struct fault *
put_line(struct exporting *exporting, const struct application *one)
{
	struct application_applicant who = { 0 };
	struct json_out out;
	bool is_open = false;

	json_out_init(&out, exporting->lines);
	json_begin_object(&out);
	docket_api_put_fields(&out, one);
	if (exporting->has_applicants) {
		TRY(open_applicant(exporting, one, &is_open, &who));
		json_key(&out, "applicant_data");
		if (is_open)
			docket_api_put_applicant(&out, &who);
		else
			json_put_nothing(&out);
	}
	json_end_object(&out);
	buf_put_char(exporting->lines, '\n');
	exporting->row++;
	return buf_check(exporting->lines);
}

/* --- all of them --- */

static struct fault *
put_all(struct exporting *exporting, struct application_query query)
{
	struct application_list list;

	query.limit = EXPORT_PIECE;
	do {
		TRY(application_list_all(exporting->request->db, exporting->arena, &query, &list));
		for (size_t i = 0; i < list.count && exporting->row <= MOST_EXPORTED; i++) {
			TRY(exporting->lines ? put_line(exporting, &list.items[i])
					     : put_case(exporting, &list.items[i]));
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
write_table(struct exporting *exporting, const struct docket_asked_filters *asked, bool is_csv,
	struct buf *bytes)
{
	struct doc_table *table = NULL;
	struct doc doc;

	doc_build(&exporting->builder, exporting->arena, &doc);
	TRY(doc_open_table(&exporting->builder, &table));
	table->name = STR("申请");
	table->column_widths = widths;
	TRY(put_headings(exporting));
	TRY(put_all(exporting, asked->query));
	TRY(doc_close_table(&exporting->builder));
	return is_csv ? doc_write_csv(&doc, bytes) : doc_write_xlsx(&doc, bytes);
}

static struct fault *
docket_export_page(struct http_request *request, struct http_reply *reply)
{
	CLOSING(arena_close) struct arena *arena = NULL;
	CLOSING(buf_done) struct buf bytes;
	struct exporting exporting = { .request = request };
	struct docket_asked_filters asked;
	struct http_form form;
	struct str format;
	struct str name;
	struct str kept;

	buf_init(&bytes, EXPORT_MAX);
	TRY(docket_asked_make(request, &asked));
	TRY(http_form_read(request, export_fields, &form));
	if (!asked.scope_count)
		return fault_absent("application", 0);
	format = http_form_text(&form, "format");
	if (!str_equal(format, STR("csv")) && !str_equal(format, STR("jsonl")))
		format = STR("xlsx");
	TRY(arena_open(EXPORT_MEMORY, &arena));
	exporting.arena = arena;
	exporting.has_applicants = http_form_is_checked(&form, "applicants");
	application_visit_make(request, asked.scopes[asked.chosen].agency_id, &exporting.visit);
	if (str_equal(format, STR("jsonl"))) {
		exporting.row = 1; /* as behind the headings */
		exporting.lines = &bytes;
		TRY(put_all(&exporting, asked.query));
	} else {
		TRY(write_table(&exporting, &asked, str_equal(format, STR("csv")), &bytes));
	}
	TRY(str_copy(request->arena, buf_str(&bytes), &kept));
	TRY(write_down(&exporting));
	http_reply_fixed(reply, NULL, kept);
	reply->cache = HTTP_CACHE_NEVER;
	TRY(str_print(request->arena, &name, "申请.%.*s", STR_ARG(format)));
	return http_reply_download(
		request, reply, name, str_equal(format, STR("jsonl")) ? DOCKET_LINES_TYPE : NULL);
}

/* For other systems: what the list of the API gives, in one answer and without applicants. */
static struct fault *
docket_lines_page(struct http_request *request, struct http_reply *reply)
{
	CLOSING(arena_close) struct arena *arena = NULL;
	struct exporting exporting = { .request = request, .lines = &reply->body, .row = 1 };
	struct docket_asked_filters asked;
	int64_t before = http_query_int(request, "before", 0);

	TRY(docket_asked_make(request, &asked));
	asked.query.before_id = before > 0 ? before : 0;
	TRY(arena_open(EXPORT_MEMORY, &arena));
	exporting.arena = arena;
	if (asked.scope_count)
		TRY(put_all(&exporting, asked.query));
	reply->type = DOCKET_LINES_TYPE;
	reply->cache = HTTP_CACHE_NEVER;
	return NULL;
}

const struct route docket_export_routes[] = {
	{ "POST", "/desk/applications/export", docket_export_page,
		APPLICATION_WATCHERS | SAME_SITE },
	{ "GET", "/api/v1/applications/lines", docket_lines_page, APPLICATION_WATCHERS },
	{ 0 },
};
