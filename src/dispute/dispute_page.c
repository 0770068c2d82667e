/*
 * Reconsideration and litigation at the desk: the register with its figures and its file. One case
 * and its form are dispute_page_one.c; what counts is dispute_rules.c.
 */
#include "dispute/dispute_page.h"
#include "dispute/dispute.html.h"
#include "doc/doc.h"

enum { PER_PAGE = 50, MOST_EXPORTED = 10000, EXPORT_STEP = 1000, COLUMNS = 12 };

/* --- what was asked --- */

struct asked {
	struct dispute_query query;
	struct application_scope *scopes;
	size_t scope_count;
	size_t chosen;
	struct url base;
};

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

static struct fault *
make_base(struct http_request *request, struct asked *asked)
{
	static const char *const names[] = { "scope", "year", "kind", "result", "unanswered", "q",
		"ended_from", "ended_to" };

	asked->base = URL("/desk/disputes");
	for (size_t i = 0; i < COUNT_OF(names); i++) {
		struct str value = http_query(request, names[i]);

		if (value.len && value.len <= 300)
			TRY(url_query(request->arena, asked->base, names[i], value, &asked->base));
	}
	return NULL;
}

static struct fault *
read_asked(struct http_request *request, struct asked *ret_asked)
{
	struct asked asked = { .query = { .limit = PER_PAGE } };
	int64_t year = http_query_int(request, "year", 0);
	int64_t before = http_query_int(request, "before", 0);

	TRY(application_scopes_make(
		request, DISPUTE_READERS, &asked.scopes, &asked.scope_count, &asked.chosen));
	if (asked.scope_count)
		TRY(str_print(request->arena, &asked.query.pattern, "%.*s%s",
			STR_ARG(asked.scopes[asked.chosen].path),
			asked.scopes[asked.chosen].has_subtree ? "%" : ""));
	asked.query.year = year >= 1900 && year <= 2200 ? (int)year : 0;
	asked.query.kind = asked_word(request, "kind", dispute_kind_words);
	asked.query.result = asked_word(request, "result", dispute_result_words);
	asked.query.ended_from = asked_day(request, "ended_from");
	asked.query.ended_to = asked_day(request, "ended_to");
	asked.query.only_unanswered = http_query(request, "unanswered").len > 0;
	asked.query.text = str_trim(http_query(request, "q"));
	asked.query.before_id = before > 0 ? before : 0;
	TRY(make_base(request, &asked));
	*ret_asked = asked;
	return NULL;
}

/* --- the page --- */

static struct fault *
fill_lines(struct http_request *request, const struct asked *asked, struct dispute_list_view *view)
{
	struct dispute_list list;
	struct str last;

	TRY(dispute_find_all(request->db, request->arena, &asked->query, &list));
	TAKE(request->arena, view->lines, list.count + 1);
	for (size_t i = 0; i < list.count; i++) {
		view->lines[i].one = &list.items[i];
		TRY(dispute_lamp(request, &list.items[i], &view->lines[i].lamp));
	}
	view->line_count = list.count;
	view->more = URL_NONE;
	if (!list.has_more)
		return NULL;
	TRY(str_print(request->arena, &last, "%lld", (long long)list.items[list.count - 1].id));
	return url_query(request->arena, asked->base, "before", last, &view->more);
}

static struct fault *
show(struct http_request *request, struct http_reply *reply)
{
	struct dispute_list_view view = { .more = URL_NONE };
	struct html_shell shell;
	struct asked asked;
	int month, day;

	TRY(read_asked(request, &asked));
	TRY(fill_lines(request, &asked, &view));
	day_split(day_today(), &view.figures_year, &month, &day);
	if (asked.query.year)
		view.figures_year = asked.query.year;
	TRY(dispute_sum(request->db, request->arena, asked.query.pattern, view.figures_year,
		&view.figures));
	TRY(url_query(request->arena, asked.base, "as", STR("csv"), &view.csv));
	TRY(url_query(request->arena, asked.base, "as", STR("xlsx"), &view.xlsx));
	view.scopes = asked.scopes;
	view.scope_count = asked.scope_count;
	view.year = asked.query.year;
	view.kind = asked.query.kind;
	view.result = asked.query.result;
	view.only_unanswered = asked.query.only_unanswered;
	view.ended_from = asked.query.ended_from;
	view.ended_to = asked.query.ended_to;
	view.base = asked.base;
	view.is_first = !asked.query.before_id;
	view.text = asked.query.text;
	view.may_enter = (account_of(request)->roles & DISPUTE_CLERKS) != 0;
	TRY(account_shell(request, reply, STR("复议诉讼"), "/desk/disputes", &shell));
	view.shell = &shell;
	dispute_list_html(&reply->body, &view);
	reply->cache = HTTP_CACHE_NEVER;
	return NULL;
}

/* --- as a file --- */

static struct fault *
put_dispute(struct doc_builder *builder, int row, const struct dispute *one)
{
	const struct day days[] = { one->arrived_on, one->answer_due_on, one->answered_on,
		one->hearing_on, one->ended_on };
	struct str cells[COLUMNS] = { one->agency_name, str_of(dispute_kind_words[one->kind].zh),
		str_of(dispute_role_words[one->role].zh), one->body, one->case_number, STR("") };

	if (one->application_id)
		TRY(str_copy(builder->arena,
			str_of(application_number_text(one->year, one->number).at), &cells[5]));
	for (size_t i = 0; i < COUNT_OF(days); i++) {
		struct day_text text = day_text(days[i]);

		TRY(str_copy(builder->arena, str_of(text.at), &cells[6 + i]));
	}
	cells[11] = str_of(dispute_result_words[one->result].zh);
	return doc_add_row(builder, row, cells, COLUMNS, false);
}

/* All that the filter finds, the newest first; words stay in the register. */
static struct fault *
make_book(struct http_request *request, struct asked *asked, struct doc *doc)
{
	static const struct str heads[COLUMNS] = { STR("机关"), STR("种类"), STR("地位"),
		STR("复议机关或者法院"), STR("案号"), STR("申请编号"), STR("收到"), STR("答复期限"),
		STR("答复"), STR("听证、开庭"), STR("审结"), STR("结果") };
	struct dispute_list list;
	struct doc_builder builder;
	struct doc_table *table;
	int row = 1;

	doc_build(&builder, request->arena, doc);
	doc->title = STR("复议诉讼登记簿");
	TRY(doc_open_table(&builder, &table));
	table->name = STR("复议诉讼");
	TRY(doc_add_row(&builder, 0, heads, COLUMNS, true));
	asked->query.limit = EXPORT_STEP;
	asked->query.before_id = 0;
	do {
		TRY(dispute_find_all(request->db, request->arena, &asked->query, &list));
		for (size_t i = 0; i < list.count; i++)
			TRY(put_dispute(&builder, row++, &list.items[i]));
		if (list.count)
			asked->query.before_id = list.items[list.count - 1].id;
	} while (list.has_more && row <= MOST_EXPORTED);
	return doc_close_table(&builder);
}

static struct fault *
dispute_list_page(struct http_request *request, struct http_reply *reply)
{
	struct str as = http_query(request, "as");
	bool is_csv = str_equal(as, STR("csv"));
	struct asked asked;
	struct doc doc;

	if (!is_csv && !str_equal(as, STR("xlsx")))
		return show(request, reply);
	TRY(read_asked(request, &asked));
	TRY(make_book(request, &asked, &doc));
	TRY(is_csv ? doc_write_csv(&doc, &reply->body) : doc_write_xlsx(&doc, &reply->body));
	reply->cache = HTTP_CACHE_NEVER;
	return http_reply_download(request, reply,
		is_csv ? STR("复议诉讼登记簿.csv") : STR("复议诉讼登记簿.xlsx"), NULL);
}

const struct route dispute_routes[] = {
	{ "GET", "/desk/disputes", dispute_list_page, DISPUTE_READERS },
	{ "GET", "/desk/disputes/new", dispute_new_page, DISPUTE_CLERKS },
	{ "POST", "/desk/disputes/new", dispute_add_page, DISPUTE_CLERKS | SAME_SITE },
	{ "GET", "/desk/disputes/:id", dispute_one_page, DISPUTE_READERS },
	{ "POST", "/desk/disputes/:id", dispute_change_page, DISPUTE_CLERKS | SAME_SITE },
	{ 0 },
};
