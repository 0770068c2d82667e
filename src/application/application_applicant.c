/*
 * What applicants do to their own case online: correction, reasons, withdrawal, receipt of a reply.
 * That they are who they are (number and query code) is checked by who calls.
 */
#include "application/application_doing.h"

struct fault *
application_awaits_receipt(
	struct db *db, struct arena *arena, const struct application *application, bool *ret_awaits)
{
	struct application_decision decision;
	struct letter_deliveries deliveries;
	const struct letter_delivery *last;

	*ret_awaits = false;
	/* Where receipt counts, a reply that was sent stays APPLICATION_SIGNED until then. */
	if (application->state != APPLICATION_CLOSED && application->state != APPLICATION_SIGNED)
		return NULL;
	TRY(application_load_decision(db, arena, application->id, &decision));
	if (!decision.letter_id)
		return NULL;
	TRY(letter_load_deliveries(db, NULL, arena, decision.letter_id, &deliveries));
	if (!deliveries.count)
		return NULL;
	last = &deliveries.items[deliveries.count - 1];
	*ret_awaits = last->method == LETTER_ONLINE && day_is_none(last->signed_on);
	return NULL;
}

/* Words for the history where the applicant gave none. */
static struct str
words_of(const struct application_own *own)
{
	struct str says = str_trim(own->says);

	if (says.len)
		return says;
	return own->act == APPLICATION_WITHDRAW          ? STR("申请人在网上撤回申请。")
	       : own->act == APPLICATION_DELIVERY_SIGNED ? STR("申请人在网上确认收到答复。")
							 : says;
}

/* What the table of acts leaves open to officers but not to applicants. */
static struct fault *
check_own(struct db *db, struct arena *arena, const struct application_own *own)
{
	struct application one;
	bool awaits;

	TRY(application_load(db, arena, own->id, &one));
	if (own->act == APPLICATION_NOTE && one.state != APPLICATION_EXPLAINING)
		return fault_new(FAULT_CONFLICT, "application_state", "本件现在没有要求说明理由。",
			"No reasons are asked for now.");
	if (own->act != APPLICATION_DELIVERY_SIGNED)
		return NULL;
	TRY(application_awaits_receipt(db, arena, &one, &awaits));
	if (!awaits)
		return fault_new(FAULT_CONFLICT, "application_state",
			"没有等待确认收到的网上答复。",
			"No reply sent online waits for a receipt.");
	return NULL;
}

/* Looked at again on each try, inside the transaction. */
static struct fault *
do_own(struct db *db, void *arg)
{
	struct application_deed *deed = arg;
	struct application_own own = { .id = deed->given->id, .act = deed->given->act };
	struct application_doing given = *deed->given;
	struct application_deed receipt = *deed;
	struct application one;

	TRY(check_own(db, deed->arena, &own));
	TRY(application_load(db, deed->arena, own.id, &one));
	if (own.act != APPLICATION_DELIVERY_SIGNED || one.state != APPLICATION_SIGNED)
		return application_do_deed(db, deed);
	/* Where receipt counts, it is the delivery. */
	given.act = APPLICATION_DELIVER;
	given.method = LETTER_ONLINE;
	receipt.given = &given;
	receipt.rule = application_act_rule(APPLICATION_DELIVER);
	TRY(application_do_deed(db, &receipt));
	deed->done = receipt.done;
	return NULL;
}

struct fault *
application_do_own(struct db *db, const struct application_hands *hands, struct arena *arena,
	const struct application_own *own, struct application_done *ret_done)
{
	struct application_doing doing = { .id = own->id,
		.act = own->act,
		.day = DAY_NONE,
		.until = DAY_NONE,
		.sent_on = DAY_NONE,
		.says = words_of(own),
		.files = own->files,
		.file_count = own->file_count };
	struct application_deed deed = {
		.hands = hands, .given = &doing, .arena = arena, .is_own = true
	};

	if (own->act != APPLICATION_CORRECTED && own->act != APPLICATION_NOTE &&
		own->act != APPLICATION_WITHDRAW && own->act != APPLICATION_DELIVERY_SIGNED)
		return fault_new(FAULT_INPUT, "application_own", "申请人不能这样办理。",
			"An applicant cannot do this.");
	if (own->act == APPLICATION_CORRECTED && !doing.says.len && !own->file_count)
		return application_lacks(
			"请写明补正的内容，或者上传材料。", "Write the correction, or add a file.");
	deed.rule = application_act_rule(own->act);
	TRY(db_work(db, do_own, &deed));
	*ret_done = deed.done;
	return NULL;
}
