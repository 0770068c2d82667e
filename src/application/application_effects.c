/*
 * What acts change besides state, event and clock: assigning, asking others, terms and fees. The
 * reply's way is application_reply_effects.c, acts on several cases application_several_effects.c.
 */
#include <stdio.h>

#include "application/application_doing.h"
#include "notice/notice.h"

enum { MOST_PARTIES = 50 };

static struct fault *
assign(struct db *db, struct application_deed *deed)
{
	struct application_holder *holders;
	size_t count;

	TRY(application_find_holders(
		db, deed->arena, ACCOUNT_CASE_OFFICER, deed->application.path, &holders, &count));
	for (size_t i = 0; i < count; i++)
		if (holders[i].id == deed->given->officer_id) {
			deed->application.officer_id = holders[i].id;
			deed->event.value = holders[i].id;
			return NULL;
		}
	return application_lacks(
		"请选择本机关的受理人员。", "Choose a case officer of this agency.");
}

static struct fault *
claim(struct db *db, struct application_deed *deed)
{
	deed->application.officer_id = deed->hands->person->id;
	deed->event.value = deed->hands->person->id;
	return NULL;
}

static struct fault *
hand_back(struct db *db, struct application_deed *deed)
{
	deed->application.officer_id = 0;
	return NULL;
}

/* --- departments --- */

static struct fault *
ask_unit(struct db *db, struct application_deed *deed)
{
	struct application_opinion opinion = { .unit_id = deed->given->unit_id,
		.asked_by = deed->hands->person->id,
		.asked_on = deed->day,
		.due_on = deed->given->until,
		.question = str_trim(deed->given->says) };
	struct application_holder *holders;
	struct agency unit;
	size_t count;

	TRY(agency_load(db, deed->arena, opinion.unit_id, &unit));
	if (!day_is_none(unit.valid_to))
		return application_lacks("所选部门已经撤销。", "This department has ended.");
	/* What was asked for is shown to departments of the agency, not to other agencies. */
	if (unit.id == deed->application.agency_id ||
		!str_starts(unit.path, deed->application.path))
		return application_lacks(
			"请选择本机关的部门。", "Choose a department of this agency.");
	if (!deed->application.unit_id)
		deed->application.unit_id = unit.id;
	deed->event.value = unit.id;
	TRY(application_add_opinion(db, deed->application.id, &opinion));
	TRY(application_find_holders(db, deed->arena, ACCOUNT_AUTHOR, unit.path, &holders, &count));
	for (size_t i = 0; i < count; i++) {
		struct str says;
		char address[64];

		TRY(str_print(deed->arena, &says, "请就一件政府信息公开申请提出意见：%.*s",
			STR_ARG(deed->application.title)));
		snprintf(address, sizeof address, "/desk/applications/%lld",
			(long long)deed->application.id);
		TRY(notice_put(db, holders[i].id, says, str_of(address)));
	}
	return NULL;
}

static struct fault *
unit_says(struct db *db, struct application_deed *deed)
{
	struct application_opinion opinion = { .id = deed->given->which_id,
		.answer = deed->given->answer,
		.says = str_trim(deed->given->says),
		.answered_on = deed->day };

	TRY(application_find_opinion(db, deed, false));
	return application_save_opinion(
		db, deed->application.id, &opinion, deed->hands->person->id);
}

/* --- the applicant is waited for --- */

/* Law: 条例 art. 30: once. */
static struct fault *
ask_correction(struct db *db, struct application_deed *deed)
{
	deed->application.was_corrected = true;
	return NULL;
}

/* A later term of art. 35 belongs to the count that ends here; one set by a court or in
 * reconsideration stays. */
static struct fault *
begin_anew(struct db *db, struct application_deed *deed)
{
	(void)db;
	if (!deed->facts.is_redone)
		deed->application.delay_until = DAY_NONE;
	return NULL;
}

/* Law: 条例 art. 35: the agency sets a reasonable term and tells it. */
static struct fault *
delay(struct db *db, struct application_deed *deed)
{
	if (!day_is_none(deed->application.due_on) &&
		deed->given->until.number <= deed->application.due_on.number)
		return application_lacks("延迟的期限应当晚于现在的答复期限。",
			"A later term ends after the present one.");
	deed->application.delay_until = deed->given->until;
	return NULL;
}

static struct fault *
extend(struct db *db, struct application_deed *deed)
{
	deed->event.value = deed->given->days;
	return NULL;
}

static struct fault *
notify_fee(struct db *db, struct application_deed *deed)
{
	struct application_fee fee;

	TRY(application_make_fee(
		db, deed->arena, &deed->application, deed->given, deed->day, &fee));
	if (!fee.fen)
		return application_lacks("按标准计算不收取费用，不需要发收费通知。",
			"By the standard there is nothing to pay.");
	deed->event.value = fee.fen;
	return application_add_fee(db, deed->application.id, &fee);
}

/* Law: 国办函〔2020〕109号: the term to pay begins the day after the notice was received. */
static struct fault *
fee_delivered(struct db *db, struct application_deed *deed)
{
	bool is_taken;

	TRY(application_take_notice(db, deed->arena, &deed->application, deed->day, &is_taken));
	return is_taken ? NULL : fault_absent("application_fee", deed->application.id);
}

static struct fault *
end_fee(struct db *db, struct application_deed *deed, enum application_fee_state state)
{
	struct application_fees fees;

	TRY(application_load_fees(db, deed->arena, deed->application.id, &fees));
	for (size_t i = fees.count; i-- > 0;) {
		if (fees.items[i].state != APPLICATION_FEE_NOTIFIED)
			continue;
		fees.items[i].state = state;
		fees.items[i].paid_on = state == APPLICATION_FEE_PAID ? deed->day : DAY_NONE;
		return application_save_fee(db, &fees.items[i]);
	}
	return fault_absent("application_fee", deed->application.id);
}

static struct fault *
paid(struct db *db, struct application_deed *deed)
{
	TRY(begin_anew(db, deed));
	return end_fee(db, deed, APPLICATION_FEE_PAID);
}

static struct fault *
waive_fee(struct db *db, struct application_deed *deed)
{
	return end_fee(db, deed, APPLICATION_FEE_WAIVED);
}

/* --- others are asked --- */

static struct fault *
consult(struct db *db, struct application_deed *deed)
{
	struct application_party party = { .kind = deed->rule->act == APPLICATION_CONSULT_PARTY
							   ? APPLICATION_THIRD_PARTY
							   : APPLICATION_OTHER_AGENCY,
		.name = str_trim(deed->given->party_name),
		.reach = str_trim(deed->given->party_reach),
		.asked_on = deed->day };
	struct application_parties parties;

	TRY(application_load_parties(db, NULL, deed->arena, deed->application.id, &parties));
	if (parties.count >= MOST_PARTIES)
		return application_lacks("一件申请最多征求 50 方的意见。",
			"At most 50 can be asked about one application.");
	TRY(application_add_party(
		db, deed->hands->keys, deed->arena, deed->application.id, &party));
	deed->event.value = party.id;
	return NULL;
}

static struct fault *
find_party(struct db *db, struct application_deed *deed, struct application_party *ret_party,
	int *ret_waiting)
{
	struct application_parties parties;

	TRY(application_load_parties(
		db, deed->hands->keys, deed->arena, deed->application.id, &parties));
	for (size_t i = 0; i < parties.count; i++)
		if (parties.items[i].id == deed->given->which_id) {
			*ret_party = parties.items[i];
			*ret_waiting = parties.waiting;
			deed->event.value = parties.items[i].id;
			return NULL;
		}
	return fault_absent("application_party", deed->given->which_id);
}

/* Law: 条例 arts. 32, 34: 15 working days from the day the inquiry was received. */
static struct fault *
consult_delivered(struct db *db, struct application_deed *deed)
{
	struct application_party party;
	int waiting;

	TRY(find_party(db, deed, &party, &waiting));
	if (party.answer != APPLICATION_NO_ANSWER || deed->day.number < party.asked_on.number)
		return application_lacks("送达日期不能早于发出日期，已答复的不再登记送达。",
			"Delivered before it was sent, or answered already.");
	party.delivered_on = deed->day;
	TRY(application_consult_due(db, deed->application.path, deed->day, &party.due_on));
	return application_save_party(db, deed->application.id, &party);
}

static struct fault *
close_party(struct db *db, struct application_deed *deed, struct application_party *party,
	int waiting, enum application_answer answer)
{
	if (party->answer != APPLICATION_NO_ANSWER)
		return application_lacks(
			"这一方的意见已经登记过。", "This answer was entered already.");
	party->answer = answer;
	party->answered_on = deed->day;
	party->says = str_trim(deed->given->says);
	if (waiting <= 1)
		deed->application.state = APPLICATION_OPEN;
	return application_save_party(db, deed->application.id, party);
}

static struct fault *
consult_answered(struct db *db, struct application_deed *deed)
{
	struct application_party party;
	int waiting;

	TRY(find_party(db, deed, &party, &waiting));
	if (deed->day.number < party.asked_on.number ||
		(!day_is_none(party.delivered_on) && deed->day.number < party.delivered_on.number))
		return application_lacks("收到意见的日期不能早于征求意见书发出或者送达的日期。",
			"The answer lies before the inquiry was sent or delivered.");
	return close_party(db, deed, &party, waiting, deed->given->answer);
}

/* Law: 条例 art. 32: silent third parties leave the decision to the agency; art. 34: a silent
 * agency agrees. Either only after the term. */
static struct fault *
consult_lapsed(struct db *db, struct application_deed *deed)
{
	struct application_party party;
	int waiting;

	TRY(find_party(db, deed, &party, &waiting));
	if (day_is_none(party.delivered_on))
		return application_lacks("还没有登记征求意见书的送达日期，期限没有起算。",
			"Its delivery was not entered: the term has not begun.");
	/* By the calendar of now: holidays may have been added since. */
	TRY(application_consult_due(db, deed->application.path, party.delivered_on, &party.due_on));
	if (day_is_none(party.due_on))
		return application_lacks("期满之日所在年份的节假日安排还没有导入，期限无法计算。",
			"The holidays of the year in which the term ends are not known yet.");
	if (deed->day.number <= party.due_on.number)
		return fault_new(FAULT_CONFLICT, "application_early",
			"答复期限到 %s 为止，期满之后才能按未答复处理。",
			"They have until %s; only then does silence count.",
			day_text(party.due_on).at);
	return close_party(db, deed, &party, waiting,
		party.kind == APPLICATION_OTHER_AGENCY ? APPLICATION_AGREES : APPLICATION_SILENT);
}

/* Nothing follows from the silence of who never got the inquiry: neither the lapse of art. 32 nor
 * the consent of art. 34. The agency decides by arts. 13 to 16 alone, as it would have without
 * asking; it may also ask anew at another address. */
static struct fault *
consult_undelivered(struct db *db, struct application_deed *deed)
{
	struct application_party party;
	int waiting;

	TRY(find_party(db, deed, &party, &waiting));
	if (!day_is_none(party.delivered_on))
		return application_lacks("这份征求意见书已经登记送达；没有送达的，请先更正送达的记"
					 "录，或者撤回征求意见。",
			"Its delivery was entered: mend that entry, or call the inquiry off.");
	if (deed->day.number < party.asked_on.number)
		return application_lacks("日期不能早于征求意见书发出的日期。",
			"This lies before the inquiry was sent.");
	return close_party(db, deed, &party, waiting, APPLICATION_UNDELIVERED);
}

static struct fault *
consult_called_off(struct db *db, struct application_deed *deed)
{
	struct application_party party;
	int waiting;

	TRY(find_party(db, deed, &party, &waiting));
	if (deed->day.number < party.asked_on.number ||
		(!day_is_none(party.delivered_on) && deed->day.number < party.delivered_on.number))
		return application_lacks("撤回的日期不能早于征求意见书发出或者送达的日期。",
			"Called off before it was sent or delivered.");
	return close_party(db, deed, &party, waiting, APPLICATION_CALLED_OFF);
}

static struct fault *
tell_party(struct db *db, struct application_deed *deed)
{
	struct application_party party;
	int waiting;

	TRY(find_party(db, deed, &party, &waiting));
	return party.kind == APPLICATION_THIRD_PARTY
		       ? NULL
		       : application_lacks("这份告知书只发给第三方。",
				 "This letter goes to third parties only.");
}

static application_effect_fn *const effects[APPLICATION_ACTS] = {
	[APPLICATION_ASSIGN] = assign,
	[APPLICATION_CLAIM] = claim,
	[APPLICATION_HAND_BACK] = hand_back,
	[APPLICATION_ASK_UNIT] = ask_unit,
	[APPLICATION_UNIT_SAYS] = unit_says,
	[APPLICATION_ASK_COUNSEL] = application_effect_ask_counsel,
	[APPLICATION_COUNSEL_SAYS] = application_effect_counsel_says,
	[APPLICATION_ASK_CORRECTION] = ask_correction,
	[APPLICATION_CORRECTED] = begin_anew,
	[APPLICATION_DELAY] = delay,
	[APPLICATION_NOTIFY_FEE] = notify_fee,
	[APPLICATION_PAID] = paid,
	[APPLICATION_WAIVE_FEE] = waive_fee,
	[APPLICATION_CONSULT_PARTY] = consult,
	[APPLICATION_CONSULT_AGENCY] = consult,
	[APPLICATION_CONSULT_DELIVERED] = consult_delivered,
	[APPLICATION_CONSULT_ANSWERED] = consult_answered,
	[APPLICATION_CONSULT_LAPSED] = consult_lapsed,
	[APPLICATION_CONSULT_UNDELIVERED] = consult_undelivered,
	[APPLICATION_CONSULT_CALLED_OFF] = consult_called_off,
	[APPLICATION_FEE_DELIVERED] = fee_delivered,
	[APPLICATION_TELL_PARTY] = tell_party,
	[APPLICATION_EXTEND] = extend,
	[APPLICATION_SEND_TO_REVIEW] = application_effect_send_to_review,
	[APPLICATION_AGREE] = application_effect_agree,
	[APPLICATION_SEND_TO_LEGAL] = application_effect_agree,
	[APPLICATION_LEGAL_AGREES] = application_effect_agree,
	[APPLICATION_SIGN] = application_effect_sign,
	[APPLICATION_SEND_BACK] = application_effect_send_back,
	[APPLICATION_DELIVER] = application_effect_deliver,
	[APPLICATION_DELIVERY_SIGNED] = application_effect_delivery_signed,
	[APPLICATION_WITHDRAW] = application_effect_withdraw,
	[APPLICATION_REDO] = application_effect_redo,
	[APPLICATION_ARCHIVE] = application_effect_archive,
	[APPLICATION_REMOVE] = application_effect_remove,
	[APPLICATION_SPLIT] = application_effect_split,
	[APPLICATION_MERGE] = application_effect_merge,
	[APPLICATION_VOID_EVENT] = application_effect_void_event,
};

application_effect_fn *
application_effect_of(enum application_act act)
{
	return act > 0 && act < APPLICATION_ACTS ? effects[act] : NULL;
}
