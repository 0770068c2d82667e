/*
 * The register of numbered letters: filtered, with its counts proved whole, for paper and as a
 * file. It tells kinds and numbers, never what a letter says.
 */
#include "letter/letter_page_inside.h"
#include "letter/letter_register.html.h"

#define REGISTER "/desk/letters"

enum { PER_PAGE = 100, EXPORT_MOST = 10000, EXPORT_STEP = 1000, COLUMNS = 8 };

/* What was asked, inside what the person may see. */
struct asked {
	struct letter_places places;
	struct letter_place place;
	struct letter_query query;
	struct url base;
};

static struct fault *
choose_place(struct http_request *request, struct asked *asked)
{
	int64_t id = http_query_int(request, "agency", 0);

	TRY(letter_find_places(request, LETTER_REGISTER_ROLES, &asked->places));
	if (!asked->places.count)
		return fault_absent("agency", 0);
	asked->place = asked->places.items[0];
	for (size_t i = 0; i < asked->places.count; i++)
		if (asked->places.items[i].id == id)
			asked->place = asked->places.items[i];
	return str_print(request->arena, &asked->query.pattern, "%.*s%s",
		STR_ARG(asked->place.path), asked->place.has_subtree ? "%" : "");
}

static struct fault *
make_base(struct http_request *request, struct asked *asked)
{
	static const char *const names[] = { "agency", "year", "series", "state" };
	struct url url = URL(REGISTER);

	for (size_t i = 0; i < COUNT_OF(names); i++) {
		struct str value = http_query(request, names[i]);

		if (value.len && value.len <= 60)
			TRY(url_query(request->arena, url, names[i], value, &url));
	}
	asked->base = url;
	return NULL;
}

static struct fault *
read_asked(struct http_request *request, struct asked *ret_asked)
{
	struct asked asked = { .places = { 0 } };
	struct str state = http_query(request, "state");
	int64_t year = http_query_int(request, "year", 0);
	int64_t before = http_query_int(request, "before", 0);

	TRY(choose_place(request, &asked));
	asked.query.year = year >= 1900 && year <= 2200 ? (int)year : 0;
	asked.query.series = str_trim(http_query(request, "series"));
	asked.query.state = str_equal(state, STR("signed")) ? (int)LETTER_SIGNED
			    : str_equal(state, STR("void")) ? (int)LETTER_VOID
							    : -1;
	asked.query.before_id = before > 0 ? before : 0;
	asked.query.limit = PER_PAGE;
	TRY(make_base(request, &asked));
	*ret_asked = asked;
	return NULL;
}

static struct fault *
letter_register_show(struct http_request *request, struct http_reply *reply)
{
	struct letter_register_view view = { .more = URL_NONE, .is_whole = true };
	struct html_shell shell;
	struct asked asked;
	struct str last;

	TRY(read_asked(request, &asked));
	TRY(letter_register(request->db, request->arena, &asked.query, &view.list));
	TRY(letter_counters(request->db, request->arena, asked.query.pattern, &view.counters));
	for (size_t i = 0; i < view.counters.count; i++)
		view.is_whole =
			view.is_whole && view.counters.items[i].last == view.counters.items[i].used;
	if (view.list.has_more) {
		TRY(str_print(request->arena, &last, "%lld",
			(long long)view.list.rows[view.list.count - 1].id));
		TRY(url_query(request->arena, asked.base, "before", last, &view.more));
	}
	TRY(url_query(request->arena, asked.base, "as", STR("csv"), &view.csv));
	TRY(url_query(request->arena, asked.base, "as", STR("xlsx"), &view.xlsx));
	TRY(account_shell(request, reply, STR("发文登记簿"), REGISTER, &shell));
	view.shell = &shell;
	view.places = asked.places;
	view.place_id = asked.place.id;
	view.year = asked.query.year;
	view.series = asked.query.series;
	view.state = asked.query.state;
	letter_register_page_html(&reply->body, &view);
	return NULL;
}

/* --- as a file --- */

static struct fault *
add_letter(struct doc_builder *builder, int row, const struct letter_row *letter)
{
	struct day_text issued = day_text(letter->issued_on);
	struct str cells[COLUMNS] = { letter->number, str_of(letter_types[letter->kind].key),
		letter->title, letter->agency_name };

	TRY(str_copy(builder->arena, str_of(issued.at), &cells[4]));
	cells[5] = letter->signed_name;
	cells[6] = str_of(letter_state_words(letter->state));
	cells[7] = letter->void_reason;
	return doc_add_row(builder, row, cells, COLUMNS, false);
}

/* All that the filter finds, the newest first, up to EXPORT_MOST. */
static struct fault *
make_book(struct http_request *request, struct asked *asked, struct doc *doc)
{
	static const struct str heads[COLUMNS] = { STR("文号"), STR("种类"), STR("文书"),
		STR("机关"), STR("成文日期"), STR("签发人"), STR("状态"), STR("作废理由") };
	struct doc_builder builder;
	struct doc_table *table;
	struct letter_list list;
	int row = 1;

	doc_build(&builder, request->arena, doc);
	doc->title = STR("发文登记簿");
	TRY(doc_open_table(&builder, &table));
	table->name = STR("发文登记簿");
	TRY(doc_add_row(&builder, 0, heads, COLUMNS, true));
	asked->query.limit = EXPORT_STEP;
	do {
		TRY(letter_register(request->db, request->arena, &asked->query, &list));
		for (size_t i = 0; i < list.count; i++)
			TRY(add_letter(&builder, row++, &list.rows[i]));
		if (list.count)
			asked->query.before_id = list.rows[list.count - 1].id;
	} while (list.has_more && row <= EXPORT_MOST);
	return doc_close_table(&builder);
}

static struct fault *
letter_register_page(struct http_request *request, struct http_reply *reply)
{
	struct str as = http_query(request, "as");
	bool is_csv = str_equal(as, STR("csv"));
	struct asked asked;
	struct doc doc;

	if (!is_csv && !str_equal(as, STR("xlsx")))
		return letter_register_show(request, reply);
	TRY(read_asked(request, &asked));
	TRY(make_book(request, &asked, &doc));
	TRY(is_csv ? doc_write_csv(&doc, &reply->body) : doc_write_xlsx(&doc, &reply->body));
	return http_reply_download(
		request, reply, is_csv ? STR("发文登记簿.csv") : STR("发文登记簿.xlsx"), NULL);
}

const struct route letter_register_routes[] = {
	{ "GET", REGISTER, letter_register_page, LETTER_REGISTER_ROLES },
	{ 0 },
};
