/*
 * What can be chosen on the form of an act: departments, officers, parties, opinions or entries.
 * The form itself is casework_act.c.
 */
#include "agency/agency.h"
#include "application/application_work.h"
#include "casework/casework_act_view.h"

enum { MOST_UNITS = 300, MOST_CHOICES = 300 };

static struct fault *
add_choice(struct casework_act_view *view, int64_t id, struct str words, int64_t chosen)
{
	if (view->choice_count < MOST_CHOICES)
		view->choices[view->choice_count++] =
			(struct application_choice){ id, words, id == chosen };
	return NULL;
}

static struct fault *
choose_unit(struct http_request *request, struct casework_act_view *view, int64_t chosen)
{
	struct agency_level_query query = { .parent_id = view->one->agency_id,
		.limit = MOST_UNITS };
	struct agency_branches units;

	TRY(agency_find_children(request->db, request->arena, &query, &units));
	for (size_t i = 0; i < units.count; i++)
		TRY(add_choice(view, units.items[i].agency.id, units.items[i].agency.name, chosen));
	return NULL;
}

static struct fault *
choose_officer(struct http_request *request, struct casework_act_view *view, int64_t chosen)
{
	struct application_holder *holders;
	size_t count;

	TRY(application_find_holders(request->db, request->arena, ACCOUNT_CASE_OFFICER,
		view->one->path, &holders, &count));
	for (size_t i = 0; i < count; i++)
		TRY(add_choice(view, holders[i].id, holders[i].name, chosen));
	return NULL;
}

static struct fault *
choose_party(struct http_request *request, struct casework_act_view *view, int64_t chosen)
{
	bool is_telling = view->rule->act == APPLICATION_TELL_PARTY;
	struct application_parties parties;

	TRY(application_load_parties(
		request->db, account_keys(request), request->arena, view->one->id, &parties));
	for (size_t i = 0; i < parties.count; i++)
		if (is_telling || parties.items[i].answer == APPLICATION_NO_ANSWER)
			TRY(add_choice(view, parties.items[i].id, parties.items[i].name, chosen));
	return NULL;
}

static struct fault *
choose_opinion(struct http_request *request, struct casework_act_view *view, int64_t chosen)
{
	const struct account_person *person = account_of(request);
	struct application_opinions opinions;

	TRY(application_load_opinions(request->db, request->arena, view->one->id, &opinions));
	for (size_t i = 0; i < opinions.count; i++) {
		const struct application_opinion *opinion = &opinions.items[i];

		if (!opinion->unit_id || !day_is_none(opinion->answered_on))
			continue;
		if (account_may(person, view->rule->roles, opinion->unit_path) ||
			account_may(person, ACCOUNT_CASE_OFFICER, view->one->path))
			TRY(add_choice(view, opinion->id, opinion->unit_name, chosen));
	}
	return NULL;
}

static struct fault *
choose_counsel(struct http_request *request, struct casework_act_view *view, int64_t chosen)
{
	struct application_opinions opinions;

	TRY(application_load_opinions(request->db, request->arena, view->one->id, &opinions));
	for (size_t i = 0; i < opinions.count; i++)
		if (!opinions.items[i].unit_id && day_is_none(opinions.items[i].answered_on))
			TRY(add_choice(
				view, opinions.items[i].id, opinions.items[i].counsel, chosen));
	return NULL;
}

static struct fault *
choose_event(struct http_request *request, struct casework_act_view *view, int64_t chosen)
{
	struct application_events events;

	TRY(application_load_events(request->db, request->arena, view->one->id, &events));
	for (size_t i = 0; i < events.count; i++) {
		const struct application_event *event = &events.items[i];
		const struct application_act_rule *rule = application_act_rule(event->act);
		struct str words;

		if (event->voided_by || !rule || !(rule->wants & APPLICATION_WANTS_DAY))
			continue;
		TRY(str_print(
			request->arena, &words, "%s %s", day_text(event->day).at, rule->done_zh));
		TRY(add_choice(view, event->id, words, chosen));
	}
	return NULL;
}

struct fault *
casework_act_choose(
	struct http_request *request, const struct http_form *form, struct casework_act_view *view)
{
	unsigned wants = view->rule->wants;
	int64_t which = form ? http_form_int(form, "which", 0) : 0;

	TAKE(request->arena, view->choices, MOST_CHOICES);
	if (wants & APPLICATION_WANTS_UNIT)
		return choose_unit(request, view, form ? http_form_int(form, "unit", 0) : 0);
	if (wants & APPLICATION_WANTS_OFFICER)
		return choose_officer(request, view,
			form ? http_form_int(form, "officer", 0) : view->one->officer_id);
	if (!(wants & APPLICATION_WANTS_WHICH))
		return NULL;
	if (view->rule->act == APPLICATION_UNIT_SAYS)
		return choose_opinion(request, view, which);
	if (view->rule->act == APPLICATION_COUNSEL_SAYS)
		return choose_counsel(request, view, which);
	if (view->rule->act == APPLICATION_VOID_EVENT)
		return choose_event(request, view, which);
	return choose_party(request, view, which);
}
