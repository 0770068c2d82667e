/*
 * One case at the desk: how it stands, what can be done now, and its five tabs. Doing something is
 * casework_act.c; the list of cases is docket_page_queue.c.
 */
#include "casework/casework_case.html.h"
#include "casework/casework_case_view.h"
#include "casework/casework_page.h"

static const struct {
	enum casework_tab tab;
	const char *key;
} tabs[] = { { CASEWORK_TAB_WORK, "work" }, { CASEWORK_TAB_FILES, "files" },
	{ CASEWORK_TAB_LETTERS, "letters" }, { CASEWORK_TAB_CLOCK, "clock" },
	{ CASEWORK_TAB_RECORD, "record" } };

/* --- tabs --- */

static struct fault *
load_clock(struct http_request *request, struct casework_case_view *view)
{
	struct fault *fault;
	struct str says;

	fault = application_prove(request->db, request->arena, view->one, &view->events,
		day_today(), &view->has_clock, &view->proof);
	if (!fault && view->has_clock)
		return calendar_months_of_proof(request->arena, &view->proof, &view->months);
	if (!fault || fault->kind != FAULT_INPUT)
		return fault;
	view->has_clock = false;
	TRY(str_copy(request->arena, str_of(fault->zh), &says));
	view->clock_problem = says.at;
	return NULL;
}

static struct fault *
load_work(struct http_request *request, struct casework_case_view *view)
{
	struct application_applicant who;

	if (view->sight == APPLICATION_SEES_ALL && view->one->sealed.len) {
		TRY(application_open_applicant(
			account_keys(request), request->arena, view->one, &who));
		TRY(audit_mask_name(request->arena, who.name, &view->masked_name));
		if (view->shows_applicant)
			view->applicant = who;
	}
	if (view->sight < APPLICATION_SEES_CASE)
		return NULL;
	TRY(application_find_alike(request->db, request->arena, view->one, &view->alikes));
	TRY(application_load_fees(request->db, request->arena, view->one->id, &view->fees));
	view->sees_disputes = account_may(account_of(request), DISPUTE_READERS, view->one->path);
	view->may_dispute = account_may(account_of(request), DISPUTE_CLERKS, view->one->path);
	if (view->sees_disputes)
		TRY(dispute_find_of(request->db, request->arena, view->one->id, &view->disputes));
	return load_clock(request, view);
}

static struct fault *
load_letters(struct http_request *request, struct casework_case_view *view)
{
	struct letter_list list;

	TRY(letter_find_subject(
		request->db, request->arena, STR("application"), view->one->id, &list));
	TAKE(request->arena, view->letters, list.count + 1);
	for (size_t i = 0; i < list.count; i++) {
		view->letters[i].row = &list.rows[i];
		TRY(letter_load_deliveries(request->db, NULL, request->arena, list.rows[i].id,
			&view->letters[i].deliveries));
	}
	view->letter_count = list.count;
	return NULL;
}

/* What the head and the tabs count, as far as the visitor sees the case. */
static struct fault *
load_all(struct http_request *request, struct casework_case_view *view)
{
	const struct seal_keys *keys =
		view->sight == APPLICATION_SEES_ALL ? account_keys(request) : NULL;
	int64_t id = view->one->id;

	TRY(application_load_opinions(request->db, request->arena, id, &view->opinions));
	if (view->sight < APPLICATION_SEES_CASE)
		return NULL;
	TRY(application_load_parties(request->db, keys, request->arena, id, &view->parties));
	TRY(application_load_decision(request->db, request->arena, id, &view->decision));
	TRY(application_load_events(request->db, request->arena, id, &view->events));
	if (view->sight < APPLICATION_SEES_ALL)
		return NULL;
	TRY(application_load_files(request->db, request->arena, id, &view->files));
	for (size_t i = 0; i < view->files.count; i++)
		view->file_count += !view->files.items[i].removed_at;
	return load_letters(request, view);
}

static struct fault *
load_tab(struct http_request *request, struct casework_case_view *view)
{
	if (view->tab == CASEWORK_TAB_WORK)
		return load_work(request, view);
	return view->tab == CASEWORK_TAB_CLOCK ? load_clock(request, view) : NULL;
}

/* --- the page --- */

static void
find_done(struct http_request *request, struct casework_case_view *view)
{
	const struct application_act_rule *rule = application_act_find(http_query(request, "done"));

	static const struct {
		const char *key;
		const char *zh;
	} others[] = { { "file", "更新材料" }, { "redacted", "生成公开件，遮盖清单已写入答复草稿" },
		{ "void", "作废文书" }, { "delivery", "登记文书送达" },
		{ "proof", "生成送达回证" } };

	if (rule)
		view->done = rule->done_zh;
	for (size_t i = 0; i < COUNT_OF(others); i++)
		if (str_equal(http_query(request, "done"), str_of(others[i].key)))
			view->done = others[i].zh;
}

struct fault *
casework_case_draw(
	struct http_request *request, struct http_reply *reply, struct casework_case_view *view)
{
	const struct application *one = view->one;
	struct html_shell shell;
	struct str title;

	TRY(load_all(request, view));
	TRY(application_lamp(request, one, day_today(), &view->lamp));
	TRY(application_page_list(request, &view->list));
	view->today = day_today();
	TRY(casework_next_acts(request, view));
	TRY(load_tab(request, view));
	find_done(request, view);
	TRY(str_print(request->arena, &title, "%s %.*s",
		application_number_text(one->year, one->number).at, STR_ARG(one->title)));
	TRY(account_shell(request, reply, title, "/desk/applications", &shell));
	view->shell = &shell;
	casework_case_html(&reply->body, view);
	reply->cache = HTTP_CACHE_NEVER;
	return NULL;
}

static struct fault *
casework_case_page(struct http_request *request, struct http_reply *reply)
{
	struct casework_case_view view = { .tab = CASEWORK_TAB_WORK };
	struct str asked = http_query(request, "tab");
	struct application one;

	TRY(application_page_case(request, APPLICATION_SEES_QUESTION, &one, &view.sight));
	for (size_t i = 0; i < COUNT_OF(tabs); i++)
		if (str_equal(asked, str_of(tabs[i].key)))
			view.tab = tabs[i].tab;
	/* A department that was asked sees the question only. */
	if (view.sight < APPLICATION_SEES_CASE)
		view.tab = CASEWORK_TAB_WORK;
	if (view.sight < APPLICATION_SEES_ALL && view.tab == CASEWORK_TAB_LETTERS)
		view.tab = CASEWORK_TAB_WORK;
	if (view.sight < APPLICATION_SEES_ALL && view.tab == CASEWORK_TAB_FILES)
		view.tab = CASEWORK_TAB_WORK;
	view.one = &one;
	return casework_case_draw(request, reply, &view);
}

/* Looking at the applicant's data is an act that leaves a line in the audit, so it is a POST. */
static struct fault *
casework_case_applicant_page(struct http_request *request, struct http_reply *reply)
{
	struct casework_case_view view = { .tab = CASEWORK_TAB_WORK, .shows_applicant = true };
	struct application_visit visit;
	struct application one;

	TRY(application_page_case(request, APPLICATION_SEES_ALL, &one, &view.sight));
	application_visit_make(request, one.agency_id, &visit);
	TRY(application_look_at(request->db, &visit.hands, &one));
	view.one = &one;
	return casework_case_draw(request, reply, &view);
}

#define WHO (APPLICATION_WATCHERS | (unsigned)ACCOUNT_AUTHOR)

const struct route casework_case_routes[] = {
	{ "GET", "/desk/applications/:id", casework_case_page, WHO },
	{ "POST", "/desk/applications/:id/applicant", casework_case_applicant_page,
		APPLICATION_HANDLERS | SAME_SITE },
	{ 0 },
};
