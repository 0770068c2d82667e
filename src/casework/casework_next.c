/*
 * Which acts a person may do to a case now, the usual one first. What is possible at all is the
 * table of acts; the order in which people need them is here.
 */
#include "casework/casework_case_view.h"

/* What usually comes next in each state, in this order; what is not named stands behind, in the
 * order of the table. Practice, not law. */
static const struct {
	enum application_state state;
	enum application_act acts[7];
} usual[] = {
	{ APPLICATION_SUBMITTED, { APPLICATION_CONFIRM, APPLICATION_CHANGE } },
	{ APPLICATION_RECEIVED,
		{ APPLICATION_REGISTER, APPLICATION_ASK_CORRECTION, APPLICATION_CLAIM } },
	{ APPLICATION_OPEN,
		{ APPLICATION_SEND_TO_REVIEW, APPLICATION_CLAIM, APPLICATION_DRAFT,
			APPLICATION_ASK_UNIT, APPLICATION_CONSULT_PARTY, APPLICATION_EXTEND } },
	{ APPLICATION_CORRECTING, { APPLICATION_CORRECTED, APPLICATION_SEND_TO_REVIEW,
					  APPLICATION_DRAFT, APPLICATION_WITHDRAW } },
	{ APPLICATION_EXPLAINING, { APPLICATION_REASON_GIVEN, APPLICATION_DELAY,
					  APPLICATION_SEND_TO_REVIEW, APPLICATION_DRAFT } },
	{ APPLICATION_PAYING, { APPLICATION_FEE_DELIVERED, APPLICATION_PAID, APPLICATION_WAIVE_FEE,
				      APPLICATION_SEND_TO_REVIEW, APPLICATION_DRAFT } },
	{ APPLICATION_CONSULTING,
		{ APPLICATION_CONSULT_DELIVERED, APPLICATION_CONSULT_ANSWERED,
			APPLICATION_CONSULT_LAPSED, APPLICATION_CONSULT_PARTY,
			APPLICATION_CONSULT_UNDELIVERED, APPLICATION_CONSULT_CALLED_OFF } },
	{ APPLICATION_REVIEWING,
		{ APPLICATION_AGREE, APPLICATION_SEND_TO_LEGAL, APPLICATION_SEND_BACK } },
	{ APPLICATION_LEGAL, { APPLICATION_LEGAL_AGREES, APPLICATION_SEND_BACK,
				     APPLICATION_COUNSEL_SAYS, APPLICATION_ASK_COUNSEL } },
	{ APPLICATION_SIGNING, { APPLICATION_SIGN, APPLICATION_SEND_BACK, APPLICATION_EXTEND } },
	{ APPLICATION_SIGNED, { APPLICATION_DELIVER, APPLICATION_TELL_PARTY } },
	{ APPLICATION_CLOSED,
		{ APPLICATION_DELIVERY_SIGNED, APPLICATION_ARCHIVE, APPLICATION_REDO } },
	{ APPLICATION_ARCHIVED, { APPLICATION_REDO } },
};

/* Would the act be refused on this day whatever is given with it? */
static bool
is_possible(struct http_request *request, const struct casework_case_view *view,
	const struct application_act_rule *rule, const struct application_act_facts *facts,
	struct day on)
{
	const struct account_person *person = account_of(request);
	struct day day = rule->wants & APPLICATION_WANTS_DAY ? on : DAY_NONE;

	if (!rule->roles || !(rule->from & APPLICATION_STATE_BIT(view->one->state)))
		return false;
	if (rule->act == APPLICATION_UNIT_SAYS) {
		for (size_t i = 0; i < view->opinions.count; i++)
			if (day_is_none(view->opinions.items[i].answered_on) &&
				view->opinions.items[i].unit_id &&
				(account_may(
					 person, rule->roles, view->opinions.items[i].unit_path) ||
					account_may(person, ACCOUNT_CASE_OFFICER, view->one->path)))
				return true;
		return false;
	}
	/* Who has it already need not take it. */
	if (rule->act == APPLICATION_CLAIM && person && view->one->officer_id == person->id)
		return false;
	if (rule->act == APPLICATION_HAND_BACK && !view->one->officer_id)
		return false;
	return account_may(person, rule->roles & APPLICATION_HANDLERS, view->one->path) &&
	       !application_act_check(rule, facts, day);
}

/* Some acts that are possible have nothing to be done to. */
static bool
has_object(const struct casework_case_view *view, const struct application_act_rule *rule)
{
	bool is_delivered = false;
	bool is_not = false;
	bool is_asked = false; /* legal counsel, and no opinion came yet */

	for (size_t i = 0; i < view->parties.count; i++) {
		const struct application_party *party = &view->parties.items[i];

		if (party->answer != APPLICATION_NO_ANSWER)
			continue;
		is_delivered = is_delivered || !day_is_none(party->delivered_on);
		is_not = is_not || day_is_none(party->delivered_on);
	}
	for (size_t i = 0; i < view->opinions.count; i++)
		is_asked = is_asked || (!view->opinions.items[i].unit_id &&
					       day_is_none(view->opinions.items[i].answered_on));
	switch (rule->act) {
	case APPLICATION_COUNSEL_SAYS:
		return is_asked;
	case APPLICATION_CONSULT_DELIVERED:
	case APPLICATION_CONSULT_UNDELIVERED:
		return is_not;
	case APPLICATION_CONSULT_LAPSED:
		return is_delivered;
	case APPLICATION_TELL_PARTY:
		return view->parties.count > 0;
	default:
		return true;
	}
}

static void
add(struct casework_case_view *view, const struct application_act_rule *rule)
{
	for (size_t i = 0; i < view->act_count; i++)
		if (view->acts[i] == rule)
			return;
	view->acts[view->act_count++] = rule;
}

struct fault *
casework_next_acts(struct http_request *request, struct casework_case_view *view)
{
	struct application_act_facts facts;
	const struct application_act_rule **possible;
	size_t count = 0;

	TRY(application_act_facts(request->db, request->arena, view->one, day_today(), &facts));
	view->correction_due = facts.correction_due;
	view->is_redone = facts.is_redone;
	TAKE(request->arena, possible, APPLICATION_ACTS);
	TAKE(request->arena, view->acts, APPLICATION_ACTS);
	for (const struct application_act_rule *rule = application_act_rules; rule->key; rule++)
		if (is_possible(request, view, rule, &facts, facts.today) && has_object(view, rule))
			possible[count++] = rule;
	for (size_t i = 0; i < COUNT_OF(usual); i++)
		for (size_t j = 0; usual[i].state == view->one->state && j < 7; j++)
			for (size_t k = 0; k < count; k++)
				if (possible[k]->act == usual[i].acts[j])
					add(view, possible[k]);
	view->has_usual = view->act_count > 0;
	view->main_count = view->act_count < 4 ? view->act_count : 4;
	for (size_t k = 0; k < count; k++)
		add(view, possible[k]);
	/* What was done in time may be entered late, when its term is over by now. */
	for (const struct application_act_rule *rule = application_act_rules; rule->key; rule++)
		if (is_possible(request, view, rule, &facts, facts.received_on) &&
			has_object(view, rule))
			add(view, rule);
	if (!view->main_count && view->act_count)
		view->main_count = 1;
	return NULL;
}
