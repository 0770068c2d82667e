/*
 * Two stored reports cell by cell. Only figures are compared; texts are for people to read.
 * A change is told only where both figures are there.
 */
#include "report/report_page_inside.h"
#include "report/report_show.html.h"

/* Both sides of the page. */
struct pair {
	struct report_row row[2];
	struct report *report[2];
};

static struct str
shown(const struct report_cell *cell, struct arena *arena, struct fault **ret_fault)
{
	struct str text = STR("");

	if (cell->state == REPORT_NUMBER)
		*ret_fault = str_copy(arena, str_of(decimal_text(cell->number).at), &text);
	else if (cell->state == REPORT_UNCLEAR)
		text = cell->printed;
	else if (cell->state == REPORT_BLANK)
		text = STR("（空）");
	else
		text = STR("—");
	return text;
}

/* "+3" for whole figures; only a sign for decimals of different length, which stay as printed. */
static struct fault *
change_of(const struct report_cell *a, const struct report_cell *b, struct arena *arena,
	struct str *ret_change)
{
	int64_t change;

	*ret_change = STR("");
	if (a->state != REPORT_NUMBER || b->state != REPORT_NUMBER)
		return NULL;
	if (a->number.scale || b->number.scale) {
		int order = decimal_compare(a->number, b->number);

		*ret_change = order < 0 ? STR("增") : order > 0 ? STR("减") : STR("0");
		return NULL;
	}
	change = b->number.units - a->number.units;
	return str_print(arena, ret_change, change > 0 ? "+%lld" : "%lld", (long long)change);
}

static bool
is_same(const struct report_cell *a, const struct report_cell *b)
{
	if (a->state != b->state)
		return false;
	return a->state != REPORT_NUMBER || decimal_compare(a->number, b->number) == 0;
}

static struct fault *
fill_rows(const struct pair *pair, struct arena *arena, struct report_compare_view *view)
{
	struct report_compare_row *rows;

	TAKE(arena, rows, REPORT_SLOT_COUNT);
	view->rows = rows;
	for (int slot = 0; slot < REPORT_SLOT_COUNT; slot++) {
		const struct report_cell *a = &pair->report[0]->cells[slot];
		const struct report_cell *b = &pair->report[1]->cells[slot];
		struct report_compare_row *row = &rows[view->row_count];
		struct fault *fault = NULL;

		if (a->state == REPORT_ABSENT && b->state == REPORT_ABSENT)
			continue;
		if (view->only_changes && is_same(a, b))
			continue;
		row->a = shown(a, arena, &fault);
		if (!fault)
			row->b = shown(b, arena, &fault);
		if (fault)
			return fault;
		TRY(str_copy(arena, str_of(report_slot_words(slot, pair->report[1]->form).at),
			&row->words));
		TRY(change_of(a, b, arena, &row->change));
		view->row_count++;
	}
	return NULL;
}

static struct fault *
load_pair(struct http_request *request, struct report_compare_view *view, struct pair *pair)
{
	const int64_t ids[2] = { view->a, view->b };
	struct str *names[2] = { &view->a_name, &view->b_name };

	for (int i = 0; i < 2; i++) {
		TRY(report_store_load(request->db, request->arena, ids[i], &pair->row[i]));
		TAKE(request->arena, pair->report[i], 1);
		TRY(report_store_report(request->db, request->arena, ids[i], pair->report[i]));
		TRY(str_print(request->arena, names[i], "%.*s %d",
			STR_ARG(pair->row[i].agency_name), pair->row[i].year));
	}
	return NULL;
}

static struct fault *
report_compare_page(struct http_request *request, struct http_reply *reply)
{
	struct report_query query = { .sort = REPORT_BY_AGENCY, .limit = 500 };
	struct report_compare_view view = {
		.a = http_query_int(request, "a", 0),
		.b = http_query_int(request, "b", 0),
		.only_changes = str_equal(http_query(request, "changes"), STR("1")),
	};
	struct report_list list;
	struct html_shell shell;
	struct pair pair = { 0 };

	TRY(report_store_list(request->db, request->arena, &query, &list));
	view.choices = list.rows;
	view.choice_count = list.count;
	if (view.a && view.a == view.b)
		view.problem = "两边选了同一份报告，请选不同的两份。";
	if (view.a && view.b && !view.problem) {
		TRY(load_pair(request, &view, &pair));
		TRY(fill_rows(&pair, request->arena, &view));
	}
	TRY(report_shell(request, STR("两份报告对照"), "/compare", &shell));
	view.shell = &shell;
	report_compare_html(&reply->body, &view);
	return NULL;
}

const struct route report_compare_routes[] = {
	{ "GET", "/compare", report_compare_page, ANYONE },
	{ 0 },
};
