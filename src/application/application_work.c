/*
 * Doing an act: may this person, is it possible now, is everything there; then its effect, its
 * letter, its event, the clock, notices and the audit line, all in one transaction. What each act
 * changes stands in application_effects.c; what is possible in application_act_rules.c.
 */
#include <stdio.h>

#include "application/application_call.h"
#include "application/application_doing.h"
#include "base/json.h"
#include "base/utf8.h"

enum { TERM_MOST = 731 };

/* --- facts --- */

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

/* --- people --- */

/* Who has to go on next learns of it. */
static struct fault *
tell_next(struct db *db, struct application_deed *deed)
{
	static const struct {
		enum application_state state;
		unsigned role;
	} next[] = { { APPLICATION_REVIEWING, ACCOUNT_REVIEWER },
		{ APPLICATION_LEGAL, ACCOUNT_LEGAL_REVIEWER },
		{ APPLICATION_SIGNING, ACCOUNT_HEAD } };
	const struct application_word *word =
		application_word_of(application_state_words, deed->application.state);

	for (size_t i = 0; i < COUNT_OF(next); i++)
		if (deed->rule->to == (int)next[i].state)
			TRY(application_tell_holders(
				db, deed, next[i].role, str_of(word ? word->zh : "")));
	if (deed->application.officer_id && (deed->rule->act != APPLICATION_NOTE || deed->is_own))
		TRY(application_tell_one(
			db, deed, deed->application.officer_id, str_of(deed->rule->done_zh)));
	/* What an applicant does is somebody's task, also while nobody has the case. */
	if (deed->is_own && !deed->application.officer_id)
		TRY(application_tell_holders(
			db, deed, ACCOUNT_CASE_OFFICER, str_of(deed->rule->done_zh)));
	return NULL;
}

/* --- may it be done --- */

/* A department that was asked answers for itself; everybody else acts for the case's agency. */
static struct fault *
check_person(struct db *db, struct application_deed *deed)
{
	const struct account_person *person = deed->hands->person;
	struct application_opinions opinions;

	if (deed->rule->act == APPLICATION_UNIT_SAYS) {
		TRY(application_load_opinions(db, deed->arena, deed->application.id, &opinions));
		for (size_t i = 0; i < opinions.count; i++)
			if (opinions.items[i].id == deed->given->which_id &&
				opinions.items[i].unit_id &&
				account_may(person, deed->rule->roles, opinions.items[i].unit_path))
				return NULL;
	}
	return account_must(
		person, deed->rule->roles & APPLICATION_HANDLERS, deed->application.path);
}

/* What goes into letters, notices and the audit has an end. */
static struct fault *
check_lengths(const struct application_doing *given)
{
	if (utf8_count(given->says) > APPLICATION_SAYS_LONGEST)
		return application_lacks(
			"说明请写在 5000 字以内。", "Keep the words within 5,000 characters.");
	if (utf8_count(given->reason) > APPLICATION_REASON_LONGEST)
		return application_lacks(
			"补录的原因请写在 500 字以内。", "Keep the reason within 500 characters.");
	if (utf8_count(given->party_name) > APPLICATION_NAME_LONGEST ||
		utf8_count(given->party_reach) > APPLICATION_NAME_LONGEST)
		return application_lacks("征求意见的对象和联系方式各请写在 400 字以内。",
			"Keep who is asked and how to reach them within 400 characters.");
	return NULL;
}

static struct fault *
check_given(const struct application_deed *deed)
{
	const struct application_doing *given = deed->given;
	unsigned wants = deed->rule->wants;

	if (wants & APPLICATION_WANTS_SAYS && !str_trim(given->says).len)
		return application_lacks("请填写说明。", "Words are missing.");
	if (wants & APPLICATION_WANTS_RECORD && !str_trim(given->says).len)
		return application_lacks("请写明与申请人确认的方式、对象和时间。",
			"Say how and with whom receipt was confirmed.");
	if (wants & APPLICATION_WANTS_UNTIL && day_is_none(given->until))
		return application_lacks("请填写期限。", "The term is missing.");
	if (wants & APPLICATION_WANTS_UNTIL && given->until.number < deed->day.number)
		return application_lacks(
			"期限不能早于办理日期。", "The term lies before the day of the act.");
	if (wants & APPLICATION_WANTS_UNTIL && given->until.number > deed->day.number + TERM_MOST)
		return application_lacks("期限不能超过两年，请核对年份。",
			"The term is longer than two years: check the year.");
	if (wants & APPLICATION_WANTS_DAYS &&
		(given->days < 1 || given->days > CLOCK_EXTENSION_MOST))
		return application_lacks(
			"延长的期限为 1 至 20 个工作日。", "An extension is 1 to 20 working days.");
	if (wants & APPLICATION_WANTS_PARTY && !str_trim(given->party_name).len)
		return application_lacks("请填写征求意见的对象。", "Say who is asked.");
	/* Silence is no answer that somebody gives: its term has to be over. */
	if (wants & APPLICATION_WANTS_ANSWER && given->answer != APPLICATION_AGREES &&
		given->answer != APPLICATION_PARTLY && given->answer != APPLICATION_DISAGREES)
		return application_lacks("请选择意见。", "Choose the answer.");
	return check_lengths(given);
}

/* Law: 条例 art. 45 wants the record to be true: who enters something late says why. */
struct fault *
application_check_backdate(const struct application_deed *deed)
{
	if (!(deed->rule->wants & APPLICATION_WANTS_DAY) ||
		deed->day.number >= deed->hands->today.number || str_trim(deed->given->reason).len)
		return NULL;
	return fault_new(FAULT_INPUT, "application_backdate",
		"日期 %s 早于今天，请写明补录的原因。",
		"The day %s lies before today: say why it is entered now.", day_text(deed->day).at);
}

/* --- doing it --- */

static struct fault *
load(struct db *db, struct application_deed *deed)
{
	const struct application_doing *given = deed->given;

	TRY(application_load(db, deed->arena, given->id, &deed->application));
	if (!deed->is_own)
		TRY(check_person(db, deed));
	if (!deed->is_own && deed->application.version != given->version)
		return application_stale();
	/* What has no day of its own happens now, whatever was sent along. */
	deed->day = !(deed->rule->wants & APPLICATION_WANTS_DAY) || day_is_none(given->day)
			    ? deed->hands->today
			    : given->day;
	TRY(application_act_facts(
		db, deed->arena, &deed->application, deed->hands->today, &deed->facts));
	TRY(application_act_check(deed->rule, &deed->facts, deed->day));
	TRY(check_given(deed));
	return application_check_backdate(deed);
}

/* The audit tells what was done and which fields changed; words and names stay in the case. */
/* Other systems learn of a receipt and of an end. */
static struct fault *
tell_others(struct db *db, const struct application_deed *deed, enum application_state before)
{
	enum application_state after = deed->application.state;
	const char *event = NULL;

	if (before == APPLICATION_SUBMITTED && after == APPLICATION_RECEIVED)
		event = "received";
	else if (application_is_open(before) && after == APPLICATION_CLOSED)
		event = "replied";
	if (!event)
		return NULL;
	return application_put_call(db, deed->arena, deed->hands->now, deed->application.id, event);
}

static struct fault *
audit(struct db *db, const struct application_deed *deed, enum application_state before)
{
	CLOSING(buf_done) struct buf old;
	CLOSING(buf_done) struct buf new;
	const struct application *one = &deed->application;
	const struct application_word *word;
	struct json_out json;
	char name[64];

	buf_init(&old, 4096);
	buf_init(&new, 4096);
	json_out_init(&json, &old);
	json_begin_object(&json);
	word = application_word_of(application_state_words, before);
	json_pair_str(&json, "state", str_of(word ? word->key : ""));
	json_end_object(&json);
	json_out_init(&json, &new);
	json_begin_object(&json);
	word = application_word_of(application_state_words, one->state);
	json_pair_str(&json, "state", str_of(word ? word->key : ""));
	json_pair_str(&json, "day", str_of(day_text(deed->day).at));
	if (!day_is_none(one->due_on))
		json_pair_str(&json, "due", str_of(day_text(one->due_on).at));
	if (deed->given->reason.len && deed->day.number < deed->hands->today.number)
		json_pair_str(&json, "reason", deed->given->reason);
	json_pair_int(&json, "event", deed->event.id);
	json_end_object(&json);
	TRY(buf_check(&old));
	TRY(buf_check(&new));
	snprintf(name, sizeof name, "application.%s", deed->rule->key);
	return audit_write(db, deed->hands->actor,
		&(struct audit_deed){ name, "application", one->id, one->agency_id, buf_str(&old),
			buf_str(&new) });
}

struct fault *
application_do_deed(struct db *db, void *arg)
{
	struct application_deed *deed = arg;
	const struct application_doing *given = deed->given;
	application_effect_fn *effect;
	enum application_state before;

	deed->done = (struct application_done){ 0 };
	TRY(load(db, deed));
	before = deed->application.state;
	deed->event = (struct application_event){
		.at = deed->hands->now,
		.act = deed->rule->act,
		.until = deed->rule->wants & APPLICATION_WANTS_UNTIL ? given->until : DAY_NONE,
		.account_id = deed->hands->person ? deed->hands->person->id : 0,
		.says = str_trim(given->says),
		.reason = str_trim(given->reason),
	};
	if (deed->rule->to != APPLICATION_STAYS)
		deed->application.state = (enum application_state)deed->rule->to;
	effect = application_effect_of(deed->rule->act);
	if (effect)
		TRY(effect(db, deed));
	deed->event.day = deed->day;
	/* A receipt names the due day: amendments have none (art. 41), nor does a year whose
	 * holidays are not known yet. */
	if (deed->rule->letter &&
		!(deed->rule->act == APPLICATION_REGISTER && day_is_none(deed->application.due_on)))
		TRY(application_put_letter(db, deed));
	for (size_t i = 0; i < given->file_count; i++) {
		struct application_file file = given->files[i];

		TRY(application_add_file_row(db, given->id, &file));
	}
	TRY(application_add_event(db, given->id, &deed->event));
	TRY(application_check_order(db, deed->arena, &deed->application));
	TRY(application_set_clock(db, deed->arena, &deed->application, deed->hands->today));
	/* Law: 条例 art. 33: an extension that comes before a new start, or too late, is none. */
	if (deed->rule->act == APPLICATION_EXTEND && !deed->application.is_extended)
		return application_out_of_order();
	TRY(application_save_state(db, &deed->application));
	TRY(tell_next(db, deed));
	TRY(tell_others(db, deed, before));
	deed->done.state = deed->application.state;
	deed->done.version = deed->application.version;
	return audit(db, deed, before);
}

struct fault *
application_do(struct db *db, const struct application_hands *hands, struct arena *arena,
	const struct application_doing *doing, struct application_done *ret_done)
{
	struct application_deed deed = { .hands = hands, .given = doing, .arena = arena };

	deed.rule = application_act_rule(doing->act);
	if (!deed.rule || !deed.rule->roles)
		return fault_new(
			FAULT_INPUT, "application_act", "没有这种办理。", "There is no such act.");
	TRY(db_work(db, application_do_deed, &deed));
	*ret_done = deed.done;
	return NULL;
}
