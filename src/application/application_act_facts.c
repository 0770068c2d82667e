/*
 * What the table of acts asks about a stored case: how it stands, whom it waits for and until when,
 * and what happened before. What follows from it is application_act_rules.c's.
 */
#include "application/application_doing.h"

static struct fault *
correction_due(struct db *db, const struct application *application, struct day *ret_day)
{
	return application_term_end(
		db, application->path, "correction", application->received_on, ret_day);
}

/* The fee that is waited for: its term by the calendar of now. */
static struct fault *
look_at_fee(struct db *db, const struct application *application,
	const struct application_fees *fees, struct application_act_facts *facts)
{
	for (size_t i = 0; i < fees->count; i++) {
		const struct application_fee *fee = &fees->items[i];

		facts->was_charged = facts->was_charged || fee->state != APPLICATION_FEE_WAIVED;
		if (fee->state != APPLICATION_FEE_NOTIFIED)
			continue;
		facts->is_fee_delivered = !day_is_none(fee->delivered_on);
		if (facts->state == APPLICATION_PAYING)
			TRY(application_fee_due(
				db, application->path, fee->delivered_on, &facts->waits_until));
	}
	return NULL;
}

/* The demand that an applicant in this state has to answer. */
static enum application_act
demand_of(enum application_state state)
{
	return state == APPLICATION_CORRECTING   ? APPLICATION_ASK_CORRECTION
	       : state == APPLICATION_EXPLAINING ? APPLICATION_ASK_REASON
	       : state == APPLICATION_PAYING     ? APPLICATION_NOTIFY_FEE
						 : APPLICATION_ACTS;
}

/* What happened before. */
static void
look_back(const struct application_events *events, struct application_act_facts *facts)
{
	enum application_act demand = demand_of(facts->state);

	for (size_t i = 0; i < events->count; i++) {
		const struct application_event *event = &events->items[i];

		if (event->voided_by)
			continue;
		if (event->act == demand)
			facts->waits_until = event->until;
		if (event->act == APPLICATION_REASON_GIVEN)
			facts->was_explained = true;
		if (event->act == APPLICATION_REDO)
			facts->is_redone = true;
	}
}

struct fault *
application_act_facts(struct db *db, struct arena *arena, const struct application *application,
	struct day today, struct application_act_facts *ret_facts)
{
	struct application_decision decision;
	struct application_parties parties;
	struct application_events events;
	struct application_fees fees;

	TRY(application_load_parties(db, NULL, arena, application->id, &parties));
	TRY(application_load_fees(db, arena, application->id, &fees));
	TRY(application_load_events(db, arena, application->id, &events));
	TRY(application_load_decision(db, arena, application->id, &decision));
	*ret_facts = (struct application_act_facts){
		.kind = application->kind,
		.state = application->state,
		.today = today,
		.submitted_on = application->submitted_on,
		.received_on = application->received_on,
		.due_on = application->due_on,
		.waits_until = DAY_NONE,
		.was_corrected = application->was_corrected,
		.is_extended = application->is_extended,
		.is_assigned = application->officer_id != 0,
		.asked = parties.waiting,
		.has_decision = decision.id && day_is_none(decision.signed_on),
		.is_delayed = !day_is_none(application->delay_until),
	};
	look_back(&events, ret_facts);
	TRY(look_at_fee(db, application, &fees, ret_facts));
	return correction_due(db, application, &ret_facts->correction_due);
}
