/*
 * The desk's pages of reports: those of my agencies in every state, one of them, and the step from
 * its author to the public. What the public sees is filing_page.c.
 */
#include "filing/filing_desk.html.h"
#include "filing/filing_page_inside.h"
#include "http/http_form.h"

enum { DESK_PER_PAGE = 50 };

#define STAFF                                                                                      \
	((unsigned)ACCOUNT_AUTHOR | (unsigned)ACCOUNT_REVIEWER | (unsigned)ACCOUNT_APPROVER |      \
		(unsigned)ACCOUNT_SUPERVISOR)

static const struct http_choice deeds[] = {
	{ "show", "签发并公布", "Publish" },
	{ "return", "退回", "Return" },
	{ "withdraw", "撤下", "Withdraw" },
	{ 0 },
};

static const struct http_field step_fields[] = {
	{ .name = "to", .kind = HTTP_CHOICE, .is_required = true, .choices = deeds, .zh = "办法" },
	{ .name = "version", .kind = HTTP_INT, .is_required = true, .zh = "版本" },
	{ .name = "note", .kind = HTTP_LINES, .max = 500, .zh = "理由", .en = "Reason" },
	{ 0 },
};

static bool
state_of_deed(struct str deed, enum filing_state *ret_state)
{
	static const enum filing_state states[] = { FILING_SHOWN, FILING_RETURNED,
		FILING_WITHDRAWN };

	for (size_t i = 0; deeds[i].value; i++)
		if (str_equal(deed, str_of(deeds[i].value))) {
			*ret_state = states[i];
			return true;
		}
	return false;
}

/* --- the list --- */

static struct fault *
desk_base(struct http_request *request, const struct filing_query *query, struct url *ret_url)
{
	struct url url = URL("/desk/reports");
	struct str number;

	if (query->text.len)
		TRY(url_query(request->arena, url, "q", query->text, &url));
	if (query->year) {
		TRY(str_print(request->arena, &number, "%d", query->year));
		TRY(url_query(request->arena, url, "year", number, &url));
	}
	if (query->only_with_errors)
		TRY(url_query(request->arena, url, "errors", STR("1"), &url));
	if (query->with_old_versions)
		TRY(url_query(request->arena, url, "old", STR("1"), &url));
	if (http_query(request, "scope").len)
		TRY(url_query(request->arena, url, "scope", http_query(request, "scope"), &url));
	*ret_url = url;
	return NULL;
}

/* A tab for each state with its number, the first for all. */
static struct fault *
make_tabs(struct http_request *request, struct filing_gate gate, const struct filing_query *query,
	struct filing_desk_view *view)
{
	int64_t counts[FILING_STATES];
	int64_t total = 0;
	struct url base;

	TRY(filing_store_counts(request->db, gate, counts));
	for (int i = 0; i < FILING_STATES; i++)
		total += counts[i];
	TRY(desk_base(request, query, &base));
	view->tabs[0] = (struct filing_tab){ "全部", total, base, query->in_state == 0 };
	view->tab_count = 1;
	for (int i = 0; i < FILING_STATES; i++) {
		struct filing_tab *tab = &view->tabs[view->tab_count];
		struct str number;

		if (i == FILING_REPLACED)
			continue;
		TRY(str_print(request->arena, &number, "%d", i));
		*tab = (struct filing_tab){ filing_state_words((enum filing_state)i), counts[i],
			base, query->in_state == i + 1 };
		TRY(url_query(request->arena, base, "state", number, &tab->address));
		view->tab_count++;
	}
	return NULL;
}

/* The agencies a person may choose between: where one of the roles was given. */
static struct fault *
make_scopes(struct http_request *request, struct filing_desk_view *view)
{
	const struct account_person *person = account_of(request);
	struct filing_scope *scopes;

	TAKE(request->arena, scopes, person->grant_count + 1);
	for (size_t i = 0; i < person->grant_count; i++) {
		const struct account_grant *grant = &person->grants[i];
		struct agency agency;
		bool is_there = !(grant->role & STAFF) || !grant->agency_id;

		for (size_t j = 0; j < view->scope_count; j++)
			is_there = is_there || str_equal(scopes[j].path, grant->path);
		if (is_there)
			continue;
		TRY(agency_load(request->db, request->arena, grant->agency_id, &agency));
		scopes[view->scope_count++] =
			(struct filing_scope){ agency.name, grant->path, grant->has_subtree };
	}
	view->scopes = scopes;
	return NULL;
}

static struct fault *
filing_desk_list_page(struct http_request *request, struct http_reply *reply)
{
	struct filing_query query = filing_asked_query(request, DESK_PER_PAGE);
	struct filing_desk_view view = { .scope = http_query(request, "scope") };
	struct filing_year *years;
	struct html_paging paging;
	struct filing_list list;
	struct filing_gate gate;
	struct html_shell shell;
	struct url base;
	int64_t state = http_query_int(request, "state", -1);

	TRY(filing_gate_make(request->arena, account_of(request), STAFF, view.scope, &gate));
	query.in_state = state >= 0 && state < FILING_STATES ? (int)state + 1 : 0;
	query.with_old_versions = str_equal(http_query(request, "old"), STR("1")) ||
				  query.in_state == FILING_REPLACED + 1;
	if (!http_query(request, "sort").len)
		query.sort = FILING_BY_ARRIVAL;
	TRY(filing_store_list(request->db, request->arena, gate, &query, &list));
	TRY(filing_store_all_years(request->db, request->arena, gate, &years, &view.year_count));
	TRY(make_tabs(request, gate, &query, &view));
	TRY(make_scopes(request, &view));
	TRY(desk_base(request, &query, &base));
	if (query.in_state)
		for (size_t i = 0; i < view.tab_count; i++)
			if (view.tabs[i].is_current)
				base = view.tabs[i].address;
	TRY(html_paging_make(request->arena, base, list.total, DESK_PER_PAGE,
		query.offset / DESK_PER_PAGE + 1, &paging));
	TRY(account_shell(request, reply, STR("年度报告"), "/desk/reports", &shell));
	view.shell = &shell;
	view.query = query;
	view.years = years;
	view.rows = list.rows;
	view.row_count = list.count;
	view.total = list.total;
	view.paging = &paging;
	filing_desk_list_html(&reply->body, &view);
	reply->cache = HTTP_CACHE_NEVER;
	return NULL;
}

/* --- one report --- */

/* The report of the address, when this person's roles reach it. */
static struct fault *
load_mine(struct http_request *request, unsigned roles, struct filing_gate *ret_gate,
	struct filing_row *ret_row)
{
	int64_t id;

	TRY(http_param_id(request, "id", &id));
	TRY(filing_store_load(request->db, request->arena, filing_gate_all, id, ret_row));
	/* As if it were not there: numbers of other agencies' reports are nobody's business. */
	if (!account_may(account_of(request), roles, ret_row->path))
		return fault_absent("report", id);
	return filing_gate_make(
		request->arena, account_of(request), roles, ret_row->path, ret_gate);
}

static struct fault *
filing_desk_show_page(struct http_request *request, struct http_reply *reply)
{
	CLOSING(filing_drawn_done) struct filing_drawn drawn = { 0 };
	struct filing_desk_show_view view = { .saved = http_query(request, "saved") };
	struct filing_gate gate;
	struct html_shell shell;
	struct filing_row row;
	struct str title;

	TRY(load_mine(request, STAFF, &gate, &row));
	TRY(filing_draw(request, gate, &row, &drawn));
	TRY(filing_store_versions(request->db, request->arena, gate, row.agency_id, row.year,
		&view.versions, &view.version_count));
	TRY(str_print(
		request->arena, &title, "%.*s %d 年度报告", STR_ARG(row.agency_name), row.year));
	TRY(account_shell(request, reply, title, "/desk/reports", &shell));
	if (account_may(account_of(request), ACCOUNT_APPROVER, row.path))
		view.next = filing_state_next(row.state);
	view.shell = &shell;
	view.row = &row;
	view.drawn = &drawn;
	filing_desk_show_html(&reply->body, &view);
	reply->cache = HTTP_CACHE_NEVER;
	return NULL;
}

static struct fault *
filing_desk_download_page(struct http_request *request, struct http_reply *reply)
{
	struct filing_gate gate;
	struct filing_row row;
	struct report *report;

	TRY(load_mine(request, STAFF, &gate, &row));
	TAKE(request->arena, report, 1);
	TRY(filing_store_report(request->db, request->arena, gate, row.id, report));
	reply->cache = HTTP_CACHE_NEVER;
	return filing_reply_export(request, reply, &row, report);
}

static struct fault *
filing_desk_original_page(struct http_request *request, struct http_reply *reply)
{
	const struct filing_site *site = request->context;
	struct filing_gate gate;
	struct filing_row row;

	TRY(load_mine(request, STAFF, &gate, &row));
	TRY(filing_load_file(site->files, &row, &reply->body));
	reply->cache = HTTP_CACHE_NEVER;
	return http_reply_download(request, reply, row.file_name, "application/octet-stream");
}

/* --- a step --- */

static struct fault *
draw_step(struct http_request *request, struct http_reply *reply, struct filing_step_view *view)
{
	struct html_shell shell;
	struct str title;
	int64_t shown = 0;

	TRY(filing_store_current(
		request->db, filing_gate_public, view->row->agency_id, view->row->year, &shown));
	view->shown_id = shown == view->row->id ? 0 : shown;
	TRY(str_print(request->arena, &title, "%s：%.*s %d 年度报告", filing_state_deed(view->to),
		STR_ARG(view->row->agency_name), view->row->year));
	TRY(account_shell(request, reply, title, "/desk/reports", &shell));
	view->shell = &shell;
	filing_desk_step_html(&reply->body, view);
	reply->cache = HTTP_CACHE_NEVER;
	return NULL;
}

/* What will happen, before it does. */
static struct fault *
filing_desk_step_page(struct http_request *request, struct http_reply *reply)
{
	struct filing_step_view view = { .deed = http_query(request, "to") };
	struct filing_gate gate;
	struct filing_row row;
	struct str target;

	TRY(load_mine(request, ACCOUNT_APPROVER, &gate, &row));
	if (!state_of_deed(view.deed, &view.to) ||
		!(filing_state_next(row.state) & 1u << view.to)) {
		TRY(str_print(request->arena, &target, "/desk/reports/%lld", (long long)row.id));
		return http_reply_redirect(request, reply, target);
	}
	view.row = &row;
	return draw_step(request, reply, &view);
}

static struct fault *
filing_desk_move_page(struct http_request *request, struct http_reply *reply)
{
	struct filing_step_view view = { 0 };
	struct filing_step step;
	struct audit_actor actor;
	struct filing_gate gate;
	struct filing_row row;
	struct http_form form;
	struct fault *fault;
	struct str target;

	TRY(load_mine(request, ACCOUNT_APPROVER, &gate, &row));
	TRY(http_form_read(request, step_fields, &form));
	view.row = &row;
	view.deed = http_form_text(&form, "to");
	view.note = http_form_text(&form, "note");
	if (!state_of_deed(view.deed, &view.to))
		return fault_new(FAULT_INPUT, "filing_step", "没有这种办法：%.*s。",
			"There is no such step: %.*s.", STR_ARG(view.deed));
	step = (struct filing_step){ .id = row.id,
		.version = http_form_int(&form, "version", 0),
		.to = view.to,
		.note = view.note };
	actor = account_actor(request, row.agency_id);
	fault = form.errors.count ? fault_new(FAULT_INPUT, "filing_note", "%.*s", "%.*s",
					    STR_ARG(form.errors.items[0].says))
				  : filing_move(request->db, account_of(request), &actor, &step);
	if (fault && (fault->kind == FAULT_INPUT || fault->kind == FAULT_CONFLICT)) {
		TRY(str_copy(request->arena, str_of(http_say(request, fault->zh, fault->en)),
			&view.problem));
		reply->status = fault->kind == FAULT_INPUT ? 422 : 409;
		return draw_step(request, reply, &view);
	}
	TRY(fault);
	TRY(str_print(request->arena, &target, "/desk/reports/%lld?saved=%.*s", (long long)row.id,
		STR_ARG(view.deed)));
	return http_reply_redirect(request, reply, target);
}

const struct route filing_desk_routes[] = {
	{ "GET", "/desk/reports", filing_desk_list_page, STAFF },
	{ "GET", "/desk/reports/:id", filing_desk_show_page, STAFF },
	{ "GET", "/desk/reports/:id/download/:format", filing_desk_download_page, STAFF },
	{ "GET", "/desk/reports/:id/original", filing_desk_original_page, STAFF },
	{ "GET", "/desk/reports/:id/step", filing_desk_step_page, ACCOUNT_APPROVER },
	{ "POST", "/desk/reports/:id/step", filing_desk_move_page, ACCOUNT_APPROVER | SAME_SITE },
	{ 0 },
};
