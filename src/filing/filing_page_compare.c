/*
 * Two stored reports cell by cell. Only figures are compared; texts are for people to read.
 * A change is told only where both figures are there.
 */
#include "filing/filing_page_inside.h"
#include "filing/filing_show.html.h"

/* Both sides of the page. */
struct pair {
	struct filing_row row[2];
	struct report *report[2];
};

static struct str
shown(const struct report_cell *cell, struct arena *arena, struct fault **ret_fault)
{
	struct str text = STR("");

	if (cell->state == REPORT_NUMBER)
		*ret_fault = str_copy(arena, str_of(decimal_text(cell->number).at), &text);
	else if (cell->state == REPORT_UNCLEAR)
		*ret_fault = str_print(arena, &text, "%.*s？", STR_ARG(cell->printed));
	else if (cell->state == REPORT_BLANK)
		text = STR("（空）");
	else
		text = STR("—");
	return text;
}

/* Difference of two figures, exactly; false when it does not fit. */
static bool
subtract(struct decimal a, struct decimal b, struct decimal *ret_change)
{
	struct decimal change = { .scale = a.scale > b.scale ? a.scale : b.scale };

	for (; a.scale < change.scale; a.scale++)
		if (__builtin_mul_overflow(a.units, 10, &a.units))
			return false;
	for (; b.scale < change.scale; b.scale++)
		if (__builtin_mul_overflow(b.units, 10, &b.units))
			return false;
	if (__builtin_sub_overflow(b.units, a.units, &change.units) || change.units == INT64_MIN)
		return false;
	*ret_change = change;
	return true;
}

static struct fault *
tell_change(const struct report_cell *a, const struct report_cell *b, struct arena *arena,
	struct filing_compare_row *row)
{
	struct decimal change;

	row->change = STR("");
	if (a->state != REPORT_NUMBER || b->state != REPORT_NUMBER)
		return NULL;
	row->direction = decimal_compare(b->number, a->number);
	if (row->direction == 0) {
		row->change = STR("0");
		return NULL;
	}
	if (!subtract(a->number, b->number, &change)) {
		row->change = row->direction > 0 ? STR("增") : STR("减");
		return NULL;
	}
	if (change.units < 0)
		change.units = -change.units;
	return str_print(arena, &row->change, "%s%s", row->direction > 0 ? "+" : "−",
		decimal_text(change).at);
}

static bool
is_same(const struct report_cell *a, const struct report_cell *b)
{
	if (a->state != b->state)
		return false;
	if (a->state == REPORT_UNCLEAR)
		return str_equal(a->printed, b->printed);
	return a->state != REPORT_NUMBER || decimal_compare(a->number, b->number) == 0;
}

static struct fault *
fill_row(const struct pair *pair, int slot, struct arena *arena, struct filing_compare_row *row)
{
	const struct report_cell *a = &pair->report[0]->cells[slot];
	const struct report_cell *b = &pair->report[1]->cells[slot];
	struct fault *fault = NULL;

	row->a = shown(a, arena, &fault);
	if (!fault)
		row->b = shown(b, arena, &fault);
	if (fault)
		return fault;
	row->is_same = is_same(a, b);
	TRY(str_copy(
		arena, str_of(report_slot_words(slot, pair->report[1]->form).at), &row->words));
	return tell_change(a, b, arena, row);
}

static struct fault *
fill_rows(const struct pair *pair, struct arena *arena, struct filing_compare_view *view)
{
	static const char *const tables[] = { "表二 主动公开政府信息情况",
		"表三 收到和处理政府信息公开申请情况", "表四 行政复议、行政诉讼情况" };
	struct filing_compare_row *rows;
	int table = -1;

	TAKE(arena, rows, REPORT_SLOT_COUNT);
	view->rows = rows;
	view->is_compared = true;
	for (int slot = 0; slot < REPORT_SLOT_COUNT; slot++) {
		struct filing_compare_row *row = &rows[view->row_count];

		if (pair->report[0]->cells[slot].state == REPORT_ABSENT &&
			pair->report[1]->cells[slot].state == REPORT_ABSENT)
			continue;
		*row = (struct filing_compare_row){ 0 };
		TRY(fill_row(pair, slot, arena, row));
		view->cell_count++;
		view->changed_count += !row->is_same;
		if (view->only_changes && row->is_same)
			continue;
		if ((int)report_slots[slot].table != table)
			row->table = tables[report_slots[slot].table];
		table = (int)report_slots[slot].table;
		view->row_count++;
	}
	return NULL;
}

/* Choices of both fields: the current reports, and the two at hand when they are not among them (a
 * replaced version, or a store of more reports than a field can hold). */
static struct fault *
take_choices(
	struct http_request *request, struct filing_gate gate, struct filing_compare_view *view)
{
	struct filing_query query = { .sort = FILING_BY_AGENCY, .limit = 500 };
	const int64_t chosen[2] = { view->a, view->b };
	struct filing_list list;
	struct filing_row *rows;

	TRY(filing_store_list(request->db, request->arena, gate, &query, &list));
	TAKE(request->arena, rows, list.count + 2);
	for (size_t i = 0; i < list.count; i++)
		rows[i] = list.rows[i];
	view->choice_count = list.count;
	for (int i = 0; i < 2; i++) {
		bool is_there = chosen[i] <= 0;

		for (size_t j = 0; j < view->choice_count; j++)
			is_there = is_there || rows[j].id == chosen[i];
		if (!is_there)
			TRY(filing_store_load(request->db, request->arena, gate, chosen[i],
				&rows[view->choice_count++]));
	}
	view->choices = rows;
	return NULL;
}

/* The earlier year stands first, whichever was chosen first. */
static struct fault *
order_by_year(
	struct http_request *request, struct filing_gate gate, struct filing_compare_view *view)
{
	struct filing_row a;
	struct filing_row b;

	TRY(filing_store_load(request->db, request->arena, gate, view->a, &a));
	TRY(filing_store_load(request->db, request->arena, gate, view->b, &b));
	if (a.year > b.year) {
		view->a = b.id;
		view->b = a.id;
	}
	return NULL;
}

static struct fault *
load_pair(struct http_request *request, struct filing_gate gate, struct filing_compare_view *view,
	struct pair *pair)
{
	const int64_t ids[2] = { view->a, view->b };
	struct str *names[2] = { &view->a_name, &view->b_name };

	for (int i = 0; i < 2; i++) {
		TRY(filing_store_load(request->db, request->arena, gate, ids[i], &pair->row[i]));
		TAKE(request->arena, pair->report[i], 1);
		TRY(filing_store_report(
			request->db, request->arena, gate, ids[i], pair->report[i]));
		TRY(str_print(request->arena, names[i], "%.*s %d",
			STR_ARG(pair->row[i].agency_name), pair->row[i].year));
	}
	return NULL;
}

static struct fault *
filing_compare_page(struct http_request *request, struct http_reply *reply)
{
	struct filing_compare_view view = {
		.a = http_query_int(request, "a", 0),
		.b = http_query_int(request, "b", 0),
		.only_changes = str_equal(http_query(request, "changes"), STR("1")),
	};
	struct filing_gate gate;
	struct html_shell shell;
	struct pair pair = { 0 };

	TRY(filing_asked_gate(request, &gate));
	TRY(take_choices(request, gate, &view));
	if (view.a && view.a == view.b)
		view.problem = "两边选了同一份报告，请选不同的两份。";
	else if (!view.a != !view.b)
		view.problem = "只选了一份报告，请把另一份也选上。";
	else if (view.a) {
		TRY(order_by_year(request, gate, &view));
		TRY(load_pair(request, gate, &view, &pair));
		TRY(fill_rows(&pair, request->arena, &view));
	}
	TRY(account_shell(request, reply, STR("两份报告对照"), "/compare", &shell));
	view.shell = &shell;
	filing_compare_html(&reply->body, &view);
	return NULL;
}

const struct route filing_compare_routes[] = {
	{ "GET", "/compare", filing_compare_page, ANYONE },
	{ 0 },
};
