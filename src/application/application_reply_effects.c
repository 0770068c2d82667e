/*
 * The way of a reply: review, signature, delivery, and the ends of a case: withdrawal, archive,
 * disposal, handling it again. What the draft says is application_draft.c.
 */
#include "application/application_doing.h"
#include "application/application_statements.h"

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

struct fault *
application_effect_send_to_review(struct db *db, struct application_deed *deed)
{
	TRY(load_decision(db, deed));
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
	return NULL;
}

/* What stopped for a term of the applicant stays there. */
struct fault *
application_effect_send_back(struct db *db, struct application_deed *deed)
{
	struct application_events events;
	struct clock_event *stream;
	size_t count;

	TRY(application_load_events(db, deed->arena, deed->application.id, &events));
	TRY(application_clock_events(
		deed->arena, deed->application.kind, &events, &stream, &count));
	if (count && stream[count - 1].kind == CLOCK_PAUSED)
		deed->application.state = stream[count - 1].why == CLOCK_FEE
						  ? APPLICATION_PAYING
						  : APPLICATION_CORRECTING;
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
	int64_t id;

	TRY(application_load_decision(db, deed->arena, deed->application.id, &deed->decision));
	if (!deed->decision.letter_id)
		return fault_absent("letter", deed->application.id);
	delivery.letter_id = deed->decision.letter_id;
	if (delivery.method == LETTER_DIRECT || delivery.method == LETTER_ENTRUSTED)
		delivery.signed_on = deed->day;
	TRY(letter_deliver(db, &doer, &delivery, &id));
	deed->event.letter_id = delivery.letter_id;
	deed->event.value = delivery.method;
	return NULL;
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
	struct str title;
	int64_t id = deed->application.id;

	TRY(str_print(deed->arena, &title, "（已销毁）%s",
		application_number_text(deed->application.year, deed->application.number).at));
	TRY(db_run(db, &application_drop_applicant_sql, VALUES(VALUE(id), VALUE(title)), NULL));
	TRY(db_run(db, &application_drop_parties_sql, VALUES(VALUE(id)), NULL));
	TRY(db_run(
		db, &application_drop_files_sql, VALUES(VALUE(id), VALUE(deed->hands->now)), NULL));
	deed->application.title = title;
	deed->application.removed_on = deed->hands->today;
	return NULL;
}
