/*
 * The way of a reply: review, signature, delivery, and the ends of a case: withdrawal, archive,
 * disposal, handling it again. What the draft says is casework_draft.c.
 */
#include "application/application_forget.h"

static struct fault *
load_decision(struct db *db, struct application_deed *deed)
{
	TRY(application_load_decision(db, deed->arena, deed->application.id, &deed->decision));
	if (!deed->decision.id || !day_is_none(deed->decision.signed_on))
		return application_lacks(
			"还没有拟好答复，请先拟写答复。", "There is no draft of a reply yet.");
	return NULL;
}

/* Nothing goes on with a gap that the law would find. */
static struct fault *
check_lacks(struct db *db, struct application_deed *deed)
{
	struct application_lack *lacks;
	size_t count;

	TRY(application_check_draft(db, deed->hands->keys, deed->arena, &deed->application,
		deed->hands->today, &lacks, &count));
	if (!count)
		return NULL;
	return fault_new(FAULT_INPUT, "application_unfit", "%1$s（%3$s）%2$.0s", "%1$.0s%2$s%3$.0s",
		lacks[0].zh, lacks[0].en, lacks[0].law);
}

/* Law: 条例 art. 35: before the term that was set is over, only reasons that were given can be
 * found insufficient. */
static struct fault *
check_explained(const struct application_deed *deed)
{
	const struct application_act_facts *facts = &deed->facts;

	if (deed->decision.reply != APPLICATION_R35 || day_is_none(facts->waits_until) ||
		facts->waits_until.number < facts->today.number || str_trim(deed->given->says).len)
		return NULL;
	return fault_new(FAULT_CONFLICT, "application_early",
		"申请人说明理由的期限到 %s 为止；已经说明的，请写明其理由为什么不合理。",
		"The applicant has until %s; if reasons were given, say why they do not suffice.",
		day_text(facts->waits_until).at);
}

struct fault *
application_effect_send_to_review(struct db *db, struct application_deed *deed)
{
	TRY(load_decision(db, deed));
	TRY(application_act_check_reply(&deed->facts, deed->decision.reply));
	TRY(check_explained(deed));
	return check_lacks(db, deed);
}

struct fault *
application_effect_agree(struct db *db, struct application_deed *deed)
{
	struct application_decision mark = { .signed_on = DAY_NONE };

	TRY(load_decision(db, deed));
	mark.id = deed->decision.id;
	if (deed->rule->act == APPLICATION_LEGAL_AGREES)
		mark.legal_by = deed->hands->person->id;
	else
		mark.reviewed_by = deed->hands->person->id;
	return application_mark_decision(db, &mark);
}

/* Not paid in time. Law: 国办函〔2020〕109号. */
static struct fault *
end_fee(struct db *db, struct application_deed *deed)
{
	struct application_fees fees;

	TRY(application_load_fees(db, deed->arena, deed->application.id, &fees));
	for (size_t i = 0; i < fees.count; i++) {
		if (fees.items[i].state != APPLICATION_FEE_NOTIFIED)
			continue;
		fees.items[i].state = APPLICATION_FEE_OVER;
		TRY(application_save_fee(db, &fees.items[i]));
	}
	return NULL;
}

/* Law: 条例 art. 36; 复议法 art. 23 para. 2 (a missing remedy stops it). */
struct fault *
application_effect_sign(struct db *db, struct application_deed *deed)
{
	struct letter_doer doer = { deed->hands->keys, deed->hands->actor, deed->hands->now,
		deed->hands->today };
	struct application_decision mark = { .signed_on = deed->hands->today };
	struct letter_row letter;

	TRY(load_decision(db, deed));
	TRY(check_lacks(db, deed));
	TRY(letter_load(db, deed->arena, deed->decision.letter_id, &letter));
	TRY(letter_sign(
		db, &doer, &(struct letter_step){ .id = letter.id, .version = letter.version }));
	mark.id = deed->decision.id;
	mark.signed_by = deed->hands->person->id;
	TRY(application_mark_decision(db, &mark));
	deed->application.reply = deed->decision.reply;
	deed->application.outcome = deed->decision.outcome;
	deed->event.letter_id = letter.id;
	deed->done.letter_id = letter.id;
	return deed->decision.reply == APPLICATION_FEE_LAPSED ? end_fee(db, deed) : NULL;
}

/* Who was waited for before is waited for again. */
struct fault *
application_effect_send_back(struct db *db, struct application_deed *deed)
{
	struct application_events events;

	TRY(application_load_events(db, deed->arena, deed->application.id, &events));
	for (size_t i = 0; i < events.count; i++) {
		if (events.items[i].voided_by)
			continue;
		switch (events.items[i].act) {
		case APPLICATION_ASK_CORRECTION:
			deed->application.state = APPLICATION_CORRECTING;
			break;
		case APPLICATION_ASK_REASON:
			deed->application.state = APPLICATION_EXPLAINING;
			break;
		case APPLICATION_NOTIFY_FEE:
			deed->application.state = APPLICATION_PAYING;
			break;
		case APPLICATION_CORRECTED:
		case APPLICATION_REASON_GIVEN:
		case APPLICATION_DELAY:
		case APPLICATION_PAID:
		case APPLICATION_WAIVE_FEE:
		case APPLICATION_REDO:
			deed->application.state = APPLICATION_OPEN;
			break;
		default:
			break;
		}
	}
	return NULL;
}

/* Was this party told that what it objects to will be disclosed? */
static bool
was_told(const struct application_events *events, int64_t party_id)
{
	for (size_t i = 0; i < events->count; i++)
		if (events->items[i].act == APPLICATION_TELL_PARTY && !events->items[i].voided_by &&
			events->items[i].value == party_id)
			return true;
	return false;
}

/* Law: 条例 art. 32: what a third party objects to is disclosed only after it was told in writing,
 * with the reasons. What is withheld for its sake needs no telling. */
static struct fault *
check_told(struct db *db, struct application_deed *deed)
{
	struct application_parties parties;
	struct application_events events;

	if (deed->decision.reply != APPLICATION_R36_2 && deed->decision.reply != APPLICATION_R37)
		return NULL;
	for (size_t i = 0; i < deed->decision.exemption_count; i++)
		if (str_equal(deed->decision.exemptions[i], STR("ex15_third_party")))
			return NULL;
	TRY(application_load_parties(db, NULL, deed->arena, deed->application.id, &parties));
	TRY(application_load_events(db, deed->arena, deed->application.id, &events));
	for (size_t i = 0; i < parties.count; i++) {
		const struct application_party *party = &parties.items[i];

		if (party->kind == APPLICATION_THIRD_PARTY &&
			(party->answer == APPLICATION_DISAGREES ||
				party->answer == APPLICATION_PARTLY) &&
			!was_told(&events, party->id))
			return fault_new(FAULT_CONFLICT, "application_untold",
				"有第三方不同意公开。请先发出决定告知书，把决定公开的内容和理由书面"
				"告"
				"知第三方（条例第三十二条），再送达答复。",
				"A third party objects: tell it the decision and its reasons in "
				"writing (art. 32) before the reply is delivered.");
	}
	return NULL;
}

/*
 * Online, where the agency's setting lets receipt count (235号 does not name the internet): sending
 * is written down and the clock runs on; the receipt, which the applicant confirms or the officer
 * enters, is what delivers. A reply that waits for its receipt gets it whatever the setting says
 * meanwhile. *ret_is_done false: it is an ordinary delivery.
 */
static struct fault *
deliver_on_receipt(struct db *db, struct application_deed *deed, const struct letter_doer *doer,
	const struct letter_delivery *given, bool *ret_is_done)
{
	struct letter_deliveries deliveries;
	struct letter_delivery delivery = *given;
	struct letter_house house;
	int64_t id;

	*ret_is_done = false;
	if (given->method != LETTER_ONLINE)
		return NULL;
	TRY(letter_load_deliveries(
		db, deed->hands->keys, deed->arena, given->letter_id, &deliveries));
	TRY(letter_load_house(db, deed->arena, deed->application.agency_id, &house));
	if (deliveries.count) {
		delivery = deliveries.items[deliveries.count - 1];
		if (delivery.method == LETTER_ONLINE && day_is_none(delivery.signed_on)) {
			delivery.signed_on = deed->day;
			*ret_is_done = true;
			return letter_deliver(db, doer, &delivery, &id);
		}
		delivery = *given;
	}
	if (!house.is_online_on_receipt)
		return NULL;
	TRY(letter_deliver(db, doer, &delivery, &id));
	deed->day = delivery.sent_on;
	deed->event.act = APPLICATION_SENT_ONLINE;
	deed->application.state = APPLICATION_SIGNED;
	*ret_is_done = true;
	return NULL;
}

/* Law: 国办公开办函〔2016〕235号: the day counts that the way of delivery makes count. */
struct fault *
application_effect_deliver(struct db *db, struct application_deed *deed)
{
	struct letter_doer doer = { deed->hands->keys, deed->hands->actor, deed->hands->now,
		deed->hands->today };
	struct letter_delivery delivery = { .method = deed->given->method,
		.sent_on = day_is_none(deed->given->sent_on) ? deed->day : deed->given->sent_on,
		.signed_on = DAY_NONE,
		.tracking = str_trim(deed->given->tracking),
		.receiver = str_trim(deed->given->receiver) };
	bool is_done;
	int64_t id;

	TRY(application_load_decision(db, deed->arena, deed->application.id, &deed->decision));
	if (!deed->decision.letter_id)
		return fault_absent("letter", deed->application.id);
	TRY(check_told(db, deed));
	delivery.letter_id = deed->decision.letter_id;
	deed->event.letter_id = delivery.letter_id;
	deed->event.value = delivery.method;
	TRY(deliver_on_receipt(db, deed, &doer, &delivery, &is_done));
	if (is_done)
		return application_check_backdate(deed);
	if (delivery.method == LETTER_DIRECT || delivery.method == LETTER_ENTRUSTED)
		delivery.signed_on = deed->day;
	TRY(letter_deliver(db, &doer, &delivery, &id));
	/* The clock stops on the day that counts, not on another one that was written beside it. */
	if (delivery.method == LETTER_POST || delivery.method == LETTER_ONLINE)
		deed->day = delivery.sent_on;
	return application_check_backdate(deed);
}

struct fault *
application_effect_delivery_signed(struct db *db, struct application_deed *deed)
{
	struct letter_doer doer = { deed->hands->keys, deed->hands->actor, deed->hands->now,
		deed->hands->today };
	struct letter_deliveries deliveries;
	struct letter_delivery delivery;
	int64_t id;

	TRY(application_load_decision(db, deed->arena, deed->application.id, &deed->decision));
	TRY(letter_load_deliveries(
		db, deed->hands->keys, deed->arena, deed->decision.letter_id, &deliveries));
	if (!deliveries.count)
		return fault_absent("letter_delivery", deed->application.id);
	delivery = deliveries.items[deliveries.count - 1];
	delivery.signed_on = deed->day;
	deed->event.letter_id = delivery.letter_id;
	return letter_deliver(db, &doer, &delivery, &id);
}

/* --- ends --- */

struct fault *
application_effect_withdraw(struct db *db, struct application_deed *deed)
{
	(void)db;
	deed->application.reply = APPLICATION_NO_REPLY;
	deed->application.outcome = application_outcome_number("other_misc");
	deed->application.ended_on = deed->day;
	return NULL;
}

/* A decision of review or a judgment orders a new reply within its term. */
struct fault *
application_effect_redo(struct db *db, struct application_deed *deed)
{
	(void)db;
	deed->application.delay_until = deed->given->until;
	deed->application.reply = APPLICATION_NO_REPLY;
	deed->application.outcome = 0;
	deed->application.ended_on = DAY_NONE;
	deed->application.archived_on = DAY_NONE;
	deed->application.is_late = false;
	return NULL;
}

struct fault *
application_effect_archive(struct db *db, struct application_deed *deed)
{
	(void)db;
	deed->application.archived_on = deed->hands->today;
	return NULL;
}

/* Personal data and files go; what was decided and when stays for the figures. */
struct fault *
application_effect_remove(struct db *db, struct application_deed *deed)
{
	TRY(application_close_disposal(
		db, deed->hands, deed->arena, &deed->application, true, STR("")));
	TRY(application_forget(
		db, deed->hands, deed->arena, &deed->application, &deed->application.title));
	deed->application.removed_on = deed->hands->today;
	return NULL;
}
