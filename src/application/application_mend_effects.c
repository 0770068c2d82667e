/*
 * Mending the day of an entry: the old one is voided, the same is written once more on its right
 * day, and the rows that hold that day follow. Whether the clock bears it is the engine's to ask.
 */
#include "application/application_doing.h"
#include "application/application_statements.h"

static struct fault *
refuse(const char *zh, const char *en)
{
	return fault_new(FAULT_INPUT, "application_order", "%1$s%2$.0s", "%1$.0s%2$s", zh, en);
}

/* --- may it stand there --- */

/* Nothing that the clock counts lies before the receipt. */
static struct fault *
check_receipt(const struct application_events *events, struct day day)
{
	for (size_t i = 0; i < events->count; i++) {
		const struct application_event *event = &events->items[i];
		const struct application_act_rule *rule = application_act_rule(event->act);

		if (event->voided_by || !rule || event->act == APPLICATION_CONFIRM)
			continue;
		if (rule->wants & APPLICATION_WANTS_DAY && event->act != APPLICATION_VOID_EVENT &&
			event->day.number < day.number)
			return refuse("收到之日不能晚于其后已经登记的事项。",
				"The day of receipt lies behind what was entered after it.");
	}
	return NULL;
}

/* Law: 条例 art. 30: the seven working days hold for the right day too. */
static struct fault *
check_day(const struct application_deed *deed, const struct application_events *events,
	enum application_act act)
{
	const struct application_act_facts *facts = &deed->facts;

	if (act == APPLICATION_CONFIRM)
		return check_receipt(events, deed->day);
	if (!day_is_none(facts->received_on) && deed->day.number < facts->received_on.number)
		return refuse("日期早于收到申请之日。", "The day lies before the receipt.");
	if (act == APPLICATION_ASK_CORRECTION && !day_is_none(facts->correction_due) &&
		deed->day.number > facts->correction_due.number)
		return fault_new(FAULT_CONFLICT, "application_late",
			"补正应当在 %s 前（7 个工作日内）告知。",
			"Correction could be asked for until %s (7 working days).",
			day_text(facts->correction_due).at);
	return NULL;
}

/* --- what follows --- */

static bool
is_before(struct day day, struct day than)
{
	return !day_is_none(day) && !day_is_none(than) && day.number < than.number;
}

/* Asked, delivered, answered: in this order, and silence only after the term. */
static struct fault *
mend_party(struct db *db, struct application_deed *deed, struct application_event *copy)
{
	struct application_parties parties;
	struct application_party *party = NULL;

	TRY(application_load_parties(
		db, deed->hands->keys, deed->arena, deed->application.id, &parties));
	for (size_t i = 0; i < parties.count; i++)
		if (parties.items[i].id == copy->value)
			party = &parties.items[i];
	if (!party)
		return fault_absent("application_party", copy->value);
	if (copy->act == APPLICATION_CONSULT_DELIVERED)
		party->delivered_on = deed->day;
	else if (copy->act != APPLICATION_CONSULT_PARTY && copy->act != APPLICATION_CONSULT_AGENCY)
		party->answered_on = deed->day;
	else
		party->asked_on = deed->day;
	if (!day_is_none(party->delivered_on))
		TRY(application_consult_due(
			db, deed->application.path, party->delivered_on, &party->due_on));
	if (is_before(party->delivered_on, party->asked_on) ||
		is_before(party->answered_on, party->asked_on) ||
		is_before(party->answered_on, party->delivered_on))
		return refuse("发出、送达、答复的日期应当依次先后。",
			"Sent, delivered and answered must follow each other.");
	if (copy->act == APPLICATION_CONSULT_LAPSED && !day_is_none(party->due_on) &&
		party->answered_on.number <= party->due_on.number)
		return refuse("答复期限还没有届满，不能按未答复处理。",
			"Silence counts only after the term.");
	TRY(db_run(db, &application_party_asked_sql,
		VALUES(VALUE(party->id), VALUE(party->asked_on)), NULL));
	return application_save_party(db, deed->application.id, party);
}

static struct fault *
mend_fee(struct db *db, struct application_deed *deed, struct application_event *copy)
{
	struct application_fees fees;
	struct application_fee *fee = NULL;

	TRY(application_load_fees(db, deed->arena, deed->application.id, &fees));
	for (size_t i = 0; i < fees.count; i++)
		if (fees.items[i].state != APPLICATION_FEE_WAIVED)
			fee = &fees.items[i];
	if (!fee)
		return fault_absent("application_fee", deed->application.id);
	if (copy->act == APPLICATION_PAID)
		fee->paid_on = deed->day;
	else if (copy->act == APPLICATION_FEE_DELIVERED)
		fee->delivered_on = deed->day;
	else
		fee->notified_on = deed->day;
	if (is_before(fee->delivered_on, fee->notified_on) ||
		is_before(fee->paid_on, fee->notified_on))
		return refuse("发出、收到收费通知和缴费的日期应当依次先后。",
			"The notice is sent before it is received and paid.");
	TRY(application_fee_due(db, deed->application.path, fee->delivered_on, &fee->due_on));
	return application_save_fee(db, fee);
}

/* Was it sent online, to count from its receipt? */
static struct fault *
was_sent_before(struct db *db, struct application_deed *deed, int64_t letter_id, bool *ret_was)
{
	struct application_events events;

	*ret_was = false;
	TRY(application_load_events(db, deed->arena, deed->application.id, &events));
	for (size_t i = 0; i < events.count; i++)
		*ret_was = *ret_was || (events.items[i].act == APPLICATION_SENT_ONLINE &&
					       events.items[i].letter_id == letter_id &&
					       !events.items[i].voided_by);
	return NULL;
}

/* Law: 国办公开办函〔2016〕235号: the day that the way of delivery makes count. */
static struct fault *
mend_delivery(struct db *db, struct application_deed *deed, const struct application_event *copy)
{
	struct letter_doer doer = { deed->hands->keys, deed->hands->actor, deed->hands->now,
		deed->hands->today };
	struct letter_deliveries deliveries;
	struct letter_delivery delivery;
	bool is_receipt;
	int64_t id;

	TRY(was_sent_before(db, deed, copy->letter_id, &is_receipt));
	TRY(letter_load_deliveries(
		db, deed->hands->keys, deed->arena, copy->letter_id, &deliveries));
	if (!deliveries.count)
		return fault_absent("letter_delivery", deed->application.id);
	delivery = deliveries.items[deliveries.count - 1];
	if (copy->act == APPLICATION_DELIVERY_SIGNED || delivery.method == LETTER_DIRECT ||
		delivery.method == LETTER_ENTRUSTED ||
		(delivery.method == LETTER_ONLINE && is_receipt)) {
		delivery.signed_on = deed->day;
		if (copy->act == APPLICATION_DELIVER && is_before(deed->day, delivery.sent_on))
			delivery.sent_on = deed->day;
	} else {
		delivery.sent_on = deed->day;
	}
	return letter_deliver(db, &doer, &delivery, &id);
}

static struct fault *
follow(struct db *db, struct application_deed *deed, struct application_event *copy)
{
	switch (copy->act) {
	case APPLICATION_CONSULT_PARTY:
	case APPLICATION_CONSULT_AGENCY:
	case APPLICATION_CONSULT_DELIVERED:
	case APPLICATION_CONSULT_ANSWERED:
	case APPLICATION_CONSULT_LAPSED:
	case APPLICATION_CONSULT_UNDELIVERED:
	case APPLICATION_CONSULT_CALLED_OFF:
		return mend_party(db, deed, copy);
	case APPLICATION_NOTIFY_FEE:
	case APPLICATION_FEE_DELIVERED:
	case APPLICATION_PAID:
		return mend_fee(db, deed, copy);
	case APPLICATION_DELIVER:
	case APPLICATION_DELIVERY_SIGNED:
		return mend_delivery(db, deed, copy);
	default:
		return NULL;
	}
}

/* --- its letter --- */

/* A letter bears the day of its act: one of another day takes its place, under its own number, and
 * the old one stays in the register as void. */
static struct fault *
write_anew(struct db *db, struct application_deed *deed, struct application_event *copy)
{
	struct letter_doer doer = { deed->hands->keys, deed->hands->actor, deed->hands->now,
		deed->hands->today };
	const struct application_act_rule *rule = application_act_rule(copy->act);
	struct application_doing given = { .id = deed->application.id,
		.act = copy->act,
		.until = copy->until,
		.says = copy->says,
		.days = (int)copy->value,
		.which_id = copy->value };
	struct application_deed inner = { .hands = deed->hands,
		.given = &given,
		.arena = deed->arena,
		.rule = rule,
		.application = deed->application,
		.event = *copy,
		.day = deed->day,
		.replaces = copy->id };
	struct letter_deliveries deliveries;
	struct letter_row row;

	if (!rule->letter || !copy->letter_id)
		return NULL;
	TRY(letter_load(db, deed->arena, copy->letter_id, &row));
	TRY(letter_load_deliveries(db, NULL, deed->arena, row.id, &deliveries));
	if (row.state == LETTER_SIGNED && deliveries.count)
		return fault_new(FAULT_CONFLICT, "application_state",
			"这条记录发出的文书已经登记送达，成文日期以文书为准；文书确有错误的，请先作"
			"废"
			"文书，再更正日期。",
			"The letter of this entry was delivered and bears its day: void the letter "
			"first if it is wrong.");
	if (row.state == LETTER_SIGNED)
		TRY(letter_void(db, &doer,
			&(struct letter_step){
				row.id, row.version, STR("更正成文日期，另行制发") }));
	TRY(application_put_letter(db, &inner));
	copy->letter_id = inner.event.letter_id;
	deed->done.letter_id = inner.event.letter_id;
	return NULL;
}

/* --- the act --- */

struct fault *
application_effect_void_event(struct db *db, struct application_deed *deed)
{
	struct application_events events;

	TRY(application_load_events(db, deed->arena, deed->application.id, &events));
	for (size_t i = 0; i < events.count; i++) {
		struct application_event copy = events.items[i];
		const struct application_act_rule *rule = application_act_rule(copy.act);
		int64_t old = copy.id;

		if (copy.id != deed->given->which_id || copy.voided_by)
			continue;
		if (!rule || !(rule->wants & APPLICATION_WANTS_DAY) ||
			copy.act == APPLICATION_VOID_EVENT)
			return application_lacks("这条记录的日期不能更正。",
				"The day of this entry cannot be mended.");
		TRY(check_day(deed, &events, copy.act));
		copy.day = deed->day;
		copy.at = deed->hands->now;
		copy.account_id = deed->hands->person->id;
		copy.reason = str_trim(deed->given->says);
		TRY(follow(db, deed, &copy));
		TRY(write_anew(db, deed, &copy));
		TRY(application_add_event(db, deed->application.id, &copy));
		deed->event.value = old;
		deed->day = deed->hands->today;
		return application_void_event(db, deed->application.id, old, copy.id);
	}
	return fault_absent("application_event", deed->given->which_id);
}
