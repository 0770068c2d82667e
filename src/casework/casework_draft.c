/*
 * Writing the reply: first its kind, then what a reply of that kind must state, with the letter
 * beside it as it will go out. What is missing is casework_draft.c's to say; signing is an act.
 */
#include <string.h>

#include "casework/casework_draft.html.h"
#include "casework/casework_draft_view.h"
#include "casework/casework_page.h"

enum { MOST_FIELDS = 24, MOST_EXEMPTIONS = 8 };

/* Facts that a letter may state besides those it must. Those that the case knows, or that the
 * program makes, are not asked for. */
static const struct {
	const char *letter;
	const char *facts[4];
} more_facts[] = { { "W10", { "provide_on", "attachments" } },
	{ "W12", { "provide_way", "attachments" } },
	{ "W15", { "right_agency", "right_agency_contact" } }, { "W13", { "third_party_opinion" } },
	{ "W23", { "right_agency", "right_agency_contact" } } };

static const char *const known[] = { "remedy", "number", "issue_date", "request_number",
	"received_on", "request_summary", "applicant_name", "exemptions", "channel", "reply_due" };

static bool
is_known(const char *name)
{
	for (size_t i = 0; i < COUNT_OF(known); i++)
		if (strcmp(known[i], name) == 0)
			return true;
	return false;
}

/* --- the fields of a kind of reply --- */

static struct fault *
add_field(struct casework_draft_view *view, const char *name, bool is_required)
{
	const struct letter_field *field = letter_field_find(str_of(name));

	if (!field || is_known(name) || view->field_count == MOST_FIELDS)
		return NULL;
	view->fields[view->field_count++] =
		(struct casework_draft_field){ .field = field, .is_required = is_required };
	return NULL;
}

static struct fault *
make_fields(struct http_request *request, struct casework_draft_view *view)
{
	enum letter_kind kind = letter_kind_find(str_of(view->rule->letter));

	TAKE(request->arena, view->fields, MOST_FIELDS);
	for (int i = 0; letter_types[kind].must[i]; i++)
		TRY(add_field(view, letter_types[kind].must[i], true));
	for (size_t i = 0; i < COUNT_OF(more_facts); i++)
		for (int j = 0; strcmp(more_facts[i].letter, view->rule->letter) == 0 && j < 4 &&
				more_facts[i].facts[j];
			j++)
			TRY(add_field(view, more_facts[i].facts[j], false));
	return NULL;
}

/* What stands in the store fills the fields, unless something was typed. */
static void
fill(struct casework_draft_view *view)
{
	for (size_t i = 0; i < view->field_count; i++)
		view->fields[i].text =
			application_decision_fact(&view->decision, view->fields[i].field->name);
	for (size_t i = 0; i < view->decision.exemption_count; i++)
		for (size_t j = 0; application_exemptions[j].key && j < MOST_EXEMPTIONS; j++)
			if (str_equal(view->decision.exemptions[i],
				    str_of(application_exemptions[j].key)))
				view->has_exemption[j] = true;
}

/* --- the page --- */

static struct fault *
draw_paper(struct http_request *request, struct casework_draft_view *view)
{
	struct letter_findings findings = { 0 };

	if (!view->decision.letter_id || !day_is_none(view->decision.signed_on))
		return NULL;
	TRY(letter_load_filled(request->db, account_keys(request), request->arena,
		view->decision.letter_id, day_today(), &view->letter, &findings));
	TRY(letter_make_doc(request->arena, &view->letter, &view->paper));
	view->has_paper = true;
	return application_check_draft(request->db, account_keys(request), request->arena,
		view->one, day_today(), &view->lacks, &view->lack_count);
}

static struct fault *
draw(struct http_request *request, struct http_reply *reply, struct casework_draft_view *view)
{
	struct html_shell shell;
	struct str title;

	TRY(draw_paper(request, view));
	/* What is missing speaks of the reply that is stored, not of another that is looked at. */
	if (view->rule && view->rule->reply == view->decision.reply)
		casework_draft_blame(view);
	TRY(casework_draft_help(request, view));
	TRY(str_print(request->arena, &title, "拟写答复：%s",
		application_number_text(view->one->year, view->one->number).at));
	TRY(account_shell(request, reply, title, "/desk/applications", &shell));
	view->shell = &shell;
	casework_draft_html(&reply->body, view);
	reply->cache = HTTP_CACHE_NEVER;
	return NULL;
}

static struct fault *
load(struct http_request *request, struct application *ret_one,
	struct casework_draft_view *ret_view)
{
	enum application_sight sight;

	*ret_view = (struct casework_draft_view){ 0 };
	TRY(application_page_case(request, APPLICATION_SEES_ALL, ret_one, &sight));
	TRY(account_must(account_of(request), ACCOUNT_CASE_OFFICER, ret_one->path));
	TRY(application_load_decision(
		request->db, request->arena, ret_one->id, &ret_view->decision));
	if (!day_is_none(ret_view->decision.signed_on))
		ret_view->decision = (struct application_decision){ .signed_on = DAY_NONE };
	ret_view->one = ret_one;
	return NULL;
}

static struct fault *
casework_draft_page(struct http_request *request, struct http_reply *reply)
{
	struct casework_draft_view view;
	struct str asked = http_query(request, "reply");
	struct application one;

	TRY(load(request, &one, &view));
	view.rule = asked.len ? application_reply_find(asked)
			      : application_reply_rule(view.decision.reply);
	if (view.rule && view.rule->kind != one.kind)
		view.rule = NULL;
	if (view.rule) {
		TRY(make_fields(request, &view));
		fill(&view);
	}
	return draw(request, reply, &view);
}

/* --- saving --- */

/* The form of a kind of reply: its own fields, and those all have. */
static struct fault *
make_table(struct http_request *request, const struct casework_draft_view *view,
	struct http_field **ret_table)
{
	struct http_field *table;
	size_t count = 0;

	TAKE(request->arena, table, MOST_FIELDS + MOST_EXEMPTIONS + 4);
	table[count++] = (struct http_field){ .name = "version",
		.kind = HTTP_INT,
		.is_required = true,
		.zh = "版本",
		.en = "Version" };
	table[count++] = (struct http_field){
		.name = "online", .kind = HTTP_CHECKBOX, .zh = "网上送达", .en = "Online"
	};
	for (size_t i = 0; i < view->field_count; i++)
		table[count++] = (struct http_field){ .name = view->fields[i].field->name,
			.kind = view->fields[i].field->kind == LETTER_DAY ? HTTP_DAY : HTTP_LINES,
			.max = 5000,
			.zh = view->fields[i].field->zh,
			.en = view->fields[i].field->en };
	for (size_t i = 0; application_exemptions[i].key && i < MOST_EXEMPTIONS; i++)
		table[count++] = (struct http_field){ .name = application_exemptions[i].key,
			.kind = HTTP_CHECKBOX,
			.zh = application_exemptions[i].zh,
			.en = application_exemptions[i].key };
	*ret_table = table;
	return NULL;
}

static struct fault *
read_draft(struct http_request *request, const struct http_form *form,
	struct casework_draft_view *view, struct application_draft *ret_draft)
{
	struct application_fact *facts;
	struct str *exemptions;
	struct application_draft draft = { .id = view->one->id,
		.version = http_form_int(form, "version", 0),
		.reply = view->rule->reply,
		.is_online = http_form_is_checked(form, "online") };

	TAKE(request->arena, facts, MOST_FIELDS);
	TAKE(request->arena, exemptions, MOST_EXEMPTIONS);
	for (size_t i = 0; i < view->field_count; i++) {
		struct casework_draft_field *field = &view->fields[i];

		field->text = http_form_text(form, field->field->name);
		if (field->text.len)
			facts[draft.fact_count++] =
				(struct application_fact){ str_of(field->field->name),
					field->text };
	}
	for (size_t i = 0; application_exemptions[i].key && i < MOST_EXEMPTIONS; i++) {
		view->has_exemption[i] = http_form_is_checked(form, application_exemptions[i].key);
		if (view->has_exemption[i])
			exemptions[draft.exemption_count++] = str_of(application_exemptions[i].key);
	}
	draft.facts = facts;
	draft.exemptions = exemptions;
	*ret_draft = draft;
	return NULL;
}

/* The stored text of each field, to lay beside what was typed. */
static struct fault *
compare(struct http_request *request, struct http_reply *reply, const struct http_form *form,
	struct casework_draft_view *view)
{
	struct http_pair *stored;

	TRY(application_load_decision(request->db, request->arena, view->one->id, &view->decision));
	TAKE(request->arena, stored, MOST_FIELDS);
	for (size_t i = 0; i < view->field_count; i++)
		stored[i] = (struct http_pair){ str_of(view->fields[i].field->name),
			application_decision_fact(&view->decision, view->fields[i].field->name) };
	TRY(http_form_compare(request, form, stored, view->field_count, &view->stale));
	view->stale.is_stale = true;
	reply->status = 409;
	return draw(request, reply, view);
}

static struct fault *
casework_draft_save_page(struct http_request *request, struct http_reply *reply)
{
	struct casework_draft_view view;
	struct application_draft draft;
	struct application_visit visit;
	struct application one;
	struct http_field *table;
	struct http_form form;
	struct fault *fault;
	struct str address;

	TRY(load(request, &one, &view));
	view.rule = application_reply_find(http_param(request, "reply"));
	if (!view.rule || view.rule->kind != one.kind)
		return fault_absent("application_reply", 0);
	TRY(make_fields(request, &view));
	TRY(make_table(request, &view, &table));
	TRY(http_form_read(request, table, &form));
	TRY(read_draft(request, &form, &view, &draft));
	application_visit_make(request, one.agency_id, &visit);
	if (form.errors.count) {
		TRY(casework_refuse(request, reply, &form, NULL, &view.mistakes));
		return draw(request, reply, &view);
	}
	fault = application_save_draft(request->db, &visit.hands, request->arena, &draft);
	if (fault && strcmp(fault->code, "application_stale") == 0)
		return compare(request, reply, &form, &view);
	if (fault) {
		TRY(casework_refuse(request, reply, &form, fault, &view.mistakes));
		return draw(request, reply, &view);
	}
	TRY(str_print(request->arena, &address, "/desk/applications/%lld/draft?saved=1",
		(long long)one.id));
	return http_reply_redirect(request, reply, address);
}

const struct route casework_draft_routes[] = {
	{ "GET", "/desk/applications/:id/draft", casework_draft_page, ACCOUNT_CASE_OFFICER },
	{ "POST", "/desk/applications/:id/draft/:reply", casework_draft_save_page,
		(unsigned)ACCOUNT_CASE_OFFICER | SAME_SITE },
	{ 0 },
};
