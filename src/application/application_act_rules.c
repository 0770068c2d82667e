/*
 * The table of acts and what else the law asks before one is done. Pure: who the person is and what
 * stands in the store are facts given to it.
 */
#include "application/application_act.h"

#define S(state) APPLICATION_STATE_BIT(APPLICATION_##state)

/* In work, nobody outside is being waited for. */
#define AT_WORK (S(RECEIVED) | S(OPEN))
/* On its way to the signature. */
#define ON_THE_WAY (S(REVIEWING) | S(LEGAL) | S(SIGNING))
#define WAITING (S(CORRECTING) | S(EXPLAINING) | S(PAYING) | S(CONSULTING))
#define ANY_OPEN (S(SUBMITTED) | AT_WORK | WAITING | ON_THE_WAY | S(SIGNED))
#define ENDED (S(CLOSED) | S(ARCHIVED))

/* R: who receives and handles; L: who reviews the law; H: who answers for the office. */
#define R ((unsigned)ACCOUNT_CASE_OFFICER)
#define V ((unsigned)ACCOUNT_REVIEWER)
#define L ((unsigned)ACCOUNT_LEGAL_REVIEWER)
#define H ((unsigned)ACCOUNT_HEAD)
#define A ((unsigned)ACCOUNT_AUTHOR)

#define DAY APPLICATION_WANTS_DAY
#define SAYS APPLICATION_WANTS_SAYS
#define UNTIL APPLICATION_WANTS_UNTIL
#define WHICH APPLICATION_WANTS_WHICH
#define MAYSAY APPLICATION_MAY_SAY
#define STAYS APPLICATION_STAYS

#define NOTHING APPLICATION_CLOCK_NOTHING
#define STARTS APPLICATION_CLOCK_STARTS
#define PAUSES APPLICATION_CLOCK_PAUSES
#define RESUMES APPLICATION_CLOCK_RESUMES
#define RESTARTS APPLICATION_CLOCK_RESTARTS
#define EXTENDS APPLICATION_CLOCK_EXTENDS
#define STOPS APPLICATION_CLOCK_STOPS

/* Source of states and what each asks for: the state machine of the domain's section 7, from 条例
 * arts. 29 to 45. Where the law names no role, who acts is common practice. */
const struct application_act_rule application_act_rules[] = {
	{ APPLICATION_SUBMIT, "submit", "提交申请", "Submit", "申请提交", 0, APPLICATION_SUBMITTED,
		0, 0, NOTHING, NULL, "条例第二十九条", false },
	{ APPLICATION_CONFIRM, "confirm", "确认收到…", "Confirm receipt", "确认收到申请",
		S(SUBMITTED), APPLICATION_RECEIVED, R, DAY | APPLICATION_WANTS_RECORD, STARTS, NULL,
		"条例第三十一条", false },
	{ APPLICATION_REGISTER, "register", "登记并出具回执…", "Register", "登记", S(RECEIVED),
		APPLICATION_OPEN, R, MAYSAY, NOTHING, "W01", "条例第四十五条", false },
	{ APPLICATION_ASSIGN, "assign", "分办…", "Assign", "分办", S(OPEN) | WAITING | ON_THE_WAY,
		STAYS, R | H, APPLICATION_WANTS_OFFICER | MAYSAY, NOTHING, NULL, NULL, false },
	{ APPLICATION_CLAIM, "claim", "由我办理", "Take it", "认领", AT_WORK | WAITING, STAYS, R, 0,
		NOTHING, NULL, NULL, false },
	{ APPLICATION_HAND_BACK, "hand_back", "退回分办…", "Hand back", "退回分办",
		S(OPEN) | WAITING, STAYS, R, SAYS, NOTHING, NULL, NULL, false },
	{ APPLICATION_ASK_UNIT, "ask_unit", "征求承办部门意见…", "Ask a department",
		"征求承办部门意见", S(OPEN) | S(CONSULTING), STAYS, R,
		APPLICATION_WANTS_UNIT | SAYS | UNTIL, NOTHING, NULL, NULL, false },
	{ APPLICATION_UNIT_SAYS, "unit_says", "填写部门意见…", "Give an opinion", "部门意见",
		S(OPEN) | WAITING | ON_THE_WAY, STAYS, R | A,
		WHICH | APPLICATION_WANTS_ANSWER | SAYS | APPLICATION_WANTS_FILES, NOTHING, NULL,
		NULL, false },
	{ APPLICATION_ASK_COUNSEL, "ask_counsel", "征求法律顾问意见…", "Ask legal counsel",
		"征求法律顾问意见", S(OPEN) | WAITING | ON_THE_WAY, STAYS, R | L,
		APPLICATION_WANTS_PARTY | SAYS | UNTIL, NOTHING, NULL, NULL, false },
	{ APPLICATION_COUNSEL_SAYS, "counsel_says", "记录法律顾问意见…",
		"Enter the opinion of counsel", "法律顾问意见", S(OPEN) | WAITING | ON_THE_WAY,
		STAYS, R | L, WHICH | SAYS | APPLICATION_WANTS_FILES, NOTHING, NULL, NULL, false },
	{ APPLICATION_DRAFT, "draft", "拟写答复…", "Draft the reply", "拟写答复",
		S(OPEN) | S(CORRECTING) | S(EXPLAINING) | S(PAYING), STAYS, R, 0, NOTHING, NULL,
		"条例第三十六条", false },
	{ APPLICATION_SEND_TO_REVIEW, "send_to_review", "送审…", "Send to review", "送审",
		S(OPEN) | S(CORRECTING) | S(EXPLAINING) | S(PAYING), APPLICATION_REVIEWING, R,
		APPLICATION_WANTS_DECISION | MAYSAY, NOTHING, NULL, "条例第四十五条", false },
	{ APPLICATION_ASK_CORRECTION, "ask_correction", "发出补正告知书…", "Ask for correction",
		"告知补正", AT_WORK, APPLICATION_CORRECTING, R, DAY | SAYS | UNTIL, PAUSES, "W02",
		"条例第三十条", false },
	{ APPLICATION_CORRECTED, "corrected", "登记收到补正…", "Correction arrived", "收到补正",
		S(CORRECTING), APPLICATION_OPEN, R, DAY | MAYSAY | APPLICATION_WANTS_FILES,
		RESTARTS, NULL, "条例第三十条", false },
	{ APPLICATION_CONSULT_PARTY, "consult_party", "征求第三方意见…", "Ask a third party",
		"征求第三方意见", S(OPEN) | S(CONSULTING), APPLICATION_CONSULTING, R,
		DAY | APPLICATION_WANTS_PARTY | SAYS, NOTHING, "W03", "条例第三十二条", false },
	{ APPLICATION_CONSULT_AGENCY, "consult_agency", "征求其他机关意见…", "Ask another agency",
		"征求其他机关意见", S(OPEN) | S(CONSULTING), APPLICATION_CONSULTING, R,
		DAY | APPLICATION_WANTS_PARTY | SAYS, NOTHING, "W05", "条例第三十四条", false },
	{ APPLICATION_CONSULT_DELIVERED, "consult_delivered", "登记征求意见书送达…",
		"Inquiry delivered", "征求意见书送达", S(CONSULTING), STAYS, R, DAY | WHICH, PAUSES,
		NULL, "条例第三十二条、第三十四条", false },
	{ APPLICATION_CONSULT_ANSWERED, "consult_answered", "登记收到的意见…", "Opinion arrived",
		"收到意见", S(CONSULTING), STAYS, R,
		DAY | WHICH | APPLICATION_WANTS_ANSWER | MAYSAY | APPLICATION_WANTS_FILES, RESUMES,
		NULL, "条例第三十二条、第三十四条", false },
	{ APPLICATION_CONSULT_LAPSED, "consult_lapsed", "期满未答复…", "No answer in time",
		"征求意见期满未答复", S(CONSULTING), STAYS, R, DAY | WHICH | MAYSAY, RESUMES, NULL,
		"条例第三十二条、第三十四条", false },
	{ APPLICATION_CONSULT_UNDELIVERED, "consult_undelivered", "征求意见书无法送达…",
		"Inquiry could not be delivered", "征求意见书无法送达", S(CONSULTING), STAYS, R,
		DAY | WHICH | SAYS, RESUMES, NULL, "条例第三十二条、第三十四条", false },
	{ APPLICATION_CONSULT_CALLED_OFF, "consult_called_off", "撤回征求意见…",
		"Call the inquiry off", "撤回征求意见", S(CONSULTING), STAYS, R, DAY | WHICH | SAYS,
		RESUMES, NULL, "条例第三十二条、第三十四条", false },
	{ APPLICATION_TELL_PARTY, "tell_party", "告知第三方决定公开…", "Tell the third party",
		"告知第三方决定公开", S(OPEN) | ON_THE_WAY | S(SIGNED) | S(CLOSED), STAYS, R,
		DAY | WHICH | SAYS, NOTHING, "W04", "条例第三十二条", false },
	{ APPLICATION_EXTEND, "extend", "延期答复…", "Extend", "延期答复", AT_WORK | ON_THE_WAY,
		STAYS, H, DAY | APPLICATION_WANTS_DAYS | SAYS, EXTENDS, "W06",
		"条例第三十三条第二款", false },
	{ APPLICATION_ASK_REASON, "ask_reason", "要求说明理由…", "Ask for reasons", "要求说明理由",
		AT_WORK, APPLICATION_EXPLAINING, R, DAY | SAYS | UNTIL, NOTHING, "W08",
		"条例第三十五条", false },
	{ APPLICATION_REASON_GIVEN, "reason_given", "理由合理，继续办理…", "Reasons accepted",
		"理由合理，继续办理", S(EXPLAINING), APPLICATION_OPEN, R, DAY | SAYS, NOTHING, NULL,
		"条例第三十五条", false },
	{ APPLICATION_DELAY, "delay", "确定延迟答复的期限…", "Set a later term",
		"确定延迟答复的期限", S(OPEN) | S(EXPLAINING), APPLICATION_OPEN, H,
		DAY | UNTIL | SAYS, NOTHING, "W09", "条例第三十五条", false },
	{ APPLICATION_NOTIFY_FEE, "notify_fee", "发出收费通知…", "Notify of a fee", "收费通知",
		S(OPEN), APPLICATION_PAYING, R, DAY | APPLICATION_WANTS_FEE | MAYSAY, PAUSES, "W07",
		"条例第四十二条", false },
	{ APPLICATION_FEE_DELIVERED, "fee_delivered", "登记收费通知送达…", "Notice received",
		"收费通知送达", S(PAYING), STAYS, R, DAY | MAYSAY, NOTHING, NULL,
		"国办函〔2020〕109号", false },
	{ APPLICATION_PAID, "paid", "登记缴费…", "Paid", "已缴费", S(PAYING), APPLICATION_OPEN, R,
		DAY | MAYSAY, RESTARTS, NULL, "国办函〔2020〕109号", false },
	{ APPLICATION_WAIVE_FEE, "waive_fee", "撤销收费…", "Waive the fee", "撤销收费", S(PAYING),
		APPLICATION_OPEN, H, DAY | SAYS, RESUMES, NULL, NULL, false },
	{ APPLICATION_AGREE, "agree", "审核通过…", "Agree", "审核通过", S(REVIEWING),
		APPLICATION_SIGNING, V, MAYSAY, NOTHING, NULL, "条例第四十五条", false },
	{ APPLICATION_SEND_TO_LEGAL, "send_to_legal", "送法制审核…", "Send to legal review",
		"送法制审核", S(REVIEWING), APPLICATION_LEGAL, V, MAYSAY, NOTHING, NULL, NULL,
		false },
	{ APPLICATION_LEGAL_AGREES, "legal_agrees", "法制审核通过…", "Legal review agrees",
		"法制审核通过", S(LEGAL), APPLICATION_SIGNING, L, MAYSAY, NOTHING, NULL, NULL,
		false },
	{ APPLICATION_SIGN, "sign", "签发…", "Sign", "签发答复", S(SIGNING), APPLICATION_SIGNED, H,
		APPLICATION_WANTS_DECISION | MAYSAY, NOTHING, NULL, "条例第三十六条", true },
	{ APPLICATION_SEND_BACK, "send_back", "退回修改…", "Send back", "退回修改", ON_THE_WAY,
		APPLICATION_OPEN, V | L | H, SAYS, NOTHING, NULL, NULL, false },
	{ APPLICATION_DELIVER, "deliver", "登记送达…", "Deliver", "送达答复", S(SIGNED),
		APPLICATION_CLOSED, R, DAY | APPLICATION_WANTS_DELIVERY, STOPS, NULL,
		"国办公开办函〔2016〕235号", true },
	{ APPLICATION_DELIVERY_SIGNED, "delivery_signed", "登记签收…", "Signed for", "登记签收",
		S(CLOSED), STAYS, R, DAY | MAYSAY, NOTHING, NULL, NULL, false },
	{ APPLICATION_ARCHIVE, "archive", "归档…", "Archive", "归档", S(CLOSED),
		APPLICATION_ARCHIVED, R, MAYSAY, NOTHING, NULL, "条例第四十五条", false },
	{ APPLICATION_REDO, "redo", "重新办理…", "Handle again", "重新办理", ENDED,
		APPLICATION_OPEN, H, DAY | UNTIL | SAYS, NOTHING, NULL, NULL, true },
	{ APPLICATION_NOTE, "note", "备注…", "Note", "备注", ANY_OPEN | ENDED, STAYS, R | V | L | H,
		SAYS, NOTHING, NULL, NULL, false },
	{ APPLICATION_ADD_FILE, "add_file", "添加材料…", "Add files", "添加材料", ANY_OPEN | ENDED,
		STAYS, R, APPLICATION_WANTS_FILES | MAYSAY, NOTHING, NULL, NULL, false },
	{ APPLICATION_CHANGE, "change", "修改登记内容…", "Change the entry", "修改登记内容",
		S(SUBMITTED) | AT_WORK | S(CORRECTING), STAYS, R, 0, NOTHING, NULL, NULL, false },
	{ APPLICATION_SPLIT, "split", "拆分为多件…", "Split", "拆分", AT_WORK, STAYS, R, SAYS,
		NOTHING, NULL, "国办函〔2020〕109号", true },
	{ APPLICATION_MERGE, "merge", "与重复提交的申请并案…", "Merge", "并案",
		S(SUBMITTED) | AT_WORK, APPLICATION_MERGED, R, APPLICATION_WANTS_OTHER | SAYS,
		STOPS, NULL, NULL, true },
	{ APPLICATION_WITHDRAW, "withdraw", "登记申请人撤回…", "Withdrawn", "申请人撤回", ANY_OPEN,
		APPLICATION_CLOSED, R, DAY | SAYS, STOPS, NULL, NULL, true },
	{ APPLICATION_VOID_EVENT, "void_event", "更正一条记录的日期…", "Mend the day of an entry",
		"更正记录", ANY_OPEN | S(CLOSED), STAYS, R | H, DAY | WHICH | SAYS, NOTHING, NULL,
		NULL, true },
	{ APPLICATION_REMOVE, "remove", "销毁…", "Dispose", "销毁档案", S(ARCHIVED),
		APPLICATION_REMOVED, H, SAYS, NOTHING, NULL, NULL, true },
	{ APPLICATION_SENT_ONLINE, "sent_online", "网上发出答复", "Reply sent online",
		"网上发出答复，等申请人确认收到", 0, STAYS, 0, 0, NOTHING, NULL,
		"条例第四十条、国办公开办函〔2016〕235号", false },
	{ APPLICATION_CALENDAR_MOVED, "calendar_moved", "日历变动", "Calendar changed",
		"日历变动，期限随之调整", 0, STAYS, 0, 0, NOTHING, NULL, NULL, false },
	{ .key = NULL },
};

const struct application_act_rule *
application_act_rule(enum application_act act)
{
	for (const struct application_act_rule *rule = application_act_rules; rule->key; rule++)
		if (rule->act == act)
			return rule;
	return NULL;
}

const struct application_act_rule *
application_act_find(struct str key)
{
	for (const struct application_act_rule *rule = application_act_rules; rule->key; rule++)
		if (str_equal(str_of(rule->key), key))
			return rule;
	return NULL;
}

/* --- what else is asked --- */

static struct fault *
check_day(const struct application_act_rule *rule, const struct application_act_facts *facts,
	struct day day)
{
	if (!(rule->wants & APPLICATION_WANTS_DAY))
		return NULL;
	if (day_is_none(day))
		return fault_new(
			FAULT_INPUT, "application_day", "请填写日期。", "The day is missing.");
	if (day.number > facts->today.number)
		return fault_new(FAULT_INPUT, "application_day", "日期 %s 还没有到。",
			"The day %s lies in the future.", day_text(day).at);
	if (!day_is_none(facts->submitted_on) && day.number < facts->submitted_on.number)
		return fault_new(FAULT_INPUT, "application_day", "日期 %s 早于提交申请之日 %s。",
			"The day %s lies before the application was sent (%s).", day_text(day).at,
			day_text(facts->submitted_on).at);
	/* The day of receipt itself may be what is mended. */
	if (rule->act != APPLICATION_VOID_EVENT && !day_is_none(facts->received_on) &&
		day.number < facts->received_on.number)
		return fault_new(FAULT_INPUT, "application_day", "日期 %s 早于收到申请之日 %s。",
			"The day %s lies before the receipt (%s).", day_text(day).at,
			day_text(facts->received_on).at);
	return NULL;
}

/* The term that was set must be over before silence counts. */
static struct fault *
check_lapsed(const struct application_act_facts *facts)
{
	if (facts->state != APPLICATION_CORRECTING && facts->state != APPLICATION_PAYING)
		return NULL;
	/* Law: 国办函〔2020〕109号: the term runs from the day after the notice was received. */
	if (facts->state == APPLICATION_PAYING && day_is_none(facts->waits_until))
		return fault_new(FAULT_CONFLICT, "application_early",
			"缴费期限从申请人收到收费通知的次日起算：请先登记收费通知的送达；已经登记的"
			"，请先导入期满年份的放假安排。",
			"The term to pay runs from the day after the notice was received: enter "
			"its delivery first, or take in the holidays of the year it ends in.");
	if (!day_is_none(facts->waits_until) && facts->waits_until.number >= facts->today.number)
		return fault_new(FAULT_CONFLICT, "application_early",
			"给申请人的期限到 %s 为止，期满之后才能按放弃处理。",
			"The applicant has until %s; only then does silence count.",
			day_text(facts->waits_until).at);
	return NULL;
}

/* What changes the term has to come before it is over. Law: 条例 arts. 33, 35; 国办函〔2020〕109号.
 */
static struct fault *
check_due(const struct application_act_facts *facts, struct day day)
{
	if (day_is_none(facts->due_on) || day.number <= facts->due_on.number)
		return NULL;
	return fault_new(FAULT_CONFLICT, "application_late", "答复期限 %s 已过，不能再这样办理。",
		"The term ended on %s; this cannot be done any more.", day_text(facts->due_on).at);
}

/* Law: 条例 art. 35: a later term follows reasons that were asked for and accepted. */
static struct fault *
check_delay(const struct application_act_facts *facts, struct day day)
{
	if (facts->state != APPLICATION_EXPLAINING && !facts->was_explained)
		return fault_new(FAULT_CONFLICT, "application_state",
			"没有要求申请人说明理由，不能确定延迟答复的期限（条例第三十五条）。",
			"No reasons were asked for, so no later term can be set (art. 35).");
	return check_due(facts, day);
}

/* Law: 国办函〔2020〕109号: one standard for each application, and one notice. */
static struct fault *
check_fee(const struct application_act_facts *facts, struct day day)
{
	if (facts->was_charged)
		return fault_new(FAULT_CONFLICT, "application_once",
			"本件已经收过信息处理费，不得重复收取。",
			"A fee was charged for this application already.");
	return check_due(facts, day);
}

/* Law: 条例 art. 30 (once, within 7 working days), art. 33 (extension before the term is over). */
static struct fault *
check_law(const struct application_act_rule *rule, const struct application_act_facts *facts,
	struct day day)
{
	switch (rule->act) {
	case APPLICATION_ASK_CORRECTION:
		if (facts->was_corrected)
			return fault_new(FAULT_CONFLICT, "application_once",
				"补正应当一次性告知，本件已经告知过。",
				"Correction was asked for once already.");
		if (!day_is_none(facts->correction_due) &&
			day.number > facts->correction_due.number)
			return fault_new(FAULT_CONFLICT, "application_late",
				"补正应当在收到申请之日起 7 个工作日内（%s "
				"前）一次性告知，已经超过。",
				"Correction could be asked for until %s (7 working days).",
				day_text(facts->correction_due).at);
		return NULL;
	case APPLICATION_EXTEND:
		if (facts->is_extended)
			return fault_new(FAULT_CONFLICT, "application_once",
				"延期只能一次，本件已经延期。", "It was extended once already.");
		if (facts->is_delayed)
			return fault_new(FAULT_CONFLICT, "application_state",
				"本件已经另定答复期限，不再适用延期。",
				"A term of its own was set; an extension does not apply.");
		if (!day_is_none(facts->due_on) && day.number > facts->due_on.number)
			return fault_new(FAULT_CONFLICT, "application_late",
				"答复期限 %s 已过，不能再延期。",
				"The term ended on %s; it cannot be extended.",
				day_text(facts->due_on).at);
		return NULL;
	case APPLICATION_CONSULT_DELIVERED:
	case APPLICATION_CONSULT_ANSWERED:
	case APPLICATION_CONSULT_LAPSED:
	case APPLICATION_CONSULT_UNDELIVERED:
	case APPLICATION_CONSULT_CALLED_OFF:
		if (!facts->asked)
			return fault_new(FAULT_CONFLICT, "application_state",
				"没有等待答复的征求意见。", "Nobody is being asked.");
		return NULL;
	case APPLICATION_SEND_TO_REVIEW:
		return check_lapsed(facts);
	case APPLICATION_DELAY:
		return check_delay(facts, day);
	case APPLICATION_NOTIFY_FEE:
		return check_fee(facts, day);
	case APPLICATION_FEE_DELIVERED:
		return facts->is_fee_delivered
			       ? fault_new(FAULT_CONFLICT, "application_once",
					 "收费通知的送达已经登记过。",
					 "The delivery of the notice was entered already.")
			       : NULL;
	case APPLICATION_REDO:
		if (day_is_none(facts->received_on))
			return fault_new(FAULT_CONFLICT, "application_state",
				"本件没有确认收到就已结束，不能重新办理。",
				"It ended before it was received; there is nothing to do again.");
		return NULL;
	default:
		return NULL;
	}
}

struct fault *
application_act_check(const struct application_act_rule *rule,
	const struct application_act_facts *facts, struct day day)
{
	const struct application_word *state =
		application_word_of(application_state_words, facts->state);

	if (!(rule->from & APPLICATION_STATE_BIT(facts->state)))
		return fault_new(FAULT_CONFLICT, "application_state", "本件现在是“%s”，不能%s。",
			"The application is “%s” now; this cannot be done to it (%s).",
			state ? state->zh : "", rule->done_zh);
	if (rule->wants & APPLICATION_WANTS_DECISION && !facts->has_decision)
		return fault_new(FAULT_CONFLICT, "application_no_decision",
			"还没有拟好答复，请先拟写答复。", "There is no draft of a reply yet.");
	TRY(check_day(rule, facts, day));
	return check_law(rule, facts, day);
}

static struct fault *
unfit(const char *zh, const char *en)
{
	return fault_new(
		FAULT_CONFLICT, "application_reply_unfit", "%1$s%2$.0s", "%1$.0s%2$s", zh, en);
}

/* Law: 条例 arts. 30, 35, 42; 国办函〔2020〕109号. */
struct fault *
application_act_check_reply(const struct application_act_facts *facts, enum application_reply reply)
{
	bool is_correcting = facts->state == APPLICATION_CORRECTING;
	bool is_paying = facts->state == APPLICATION_PAYING;

	/* Amendments have replies of their own, and none for silence. */
	if (facts->kind != APPLICATION_INFORMATION)
		return NULL;
	if (is_correcting != (reply == APPLICATION_R30))
		return unfit(is_correcting
				     ? "本件正在等待申请人补正，期满只能按“逾期不补正”办结；收"
				       "到补正后再作其他答复。"
				     : "没有等待申请人补正，不能按“逾期不补正”办结。",
			is_correcting ? "The applicant's correction is waited for: it can only "
					"end as given up."
				      : "No correction is waited for.");
	if (is_paying != (reply == APPLICATION_FEE_LAPSED))
		return unfit(is_paying ? "本件正在等待缴费，期满只能按“逾期不缴费”办结；缴费或者撤"
					 "销收费后再作其他答复。"
				       : "没有等待缴费，不能按“逾期不缴费”办结。",
			is_paying ? "The fee is waited for: it can only end as given up."
				  : "No fee is waited for.");
	if (reply == APPLICATION_R35 && facts->state != APPLICATION_EXPLAINING)
		return unfit("没有要求申请人说明理由，不能按第三十五条不予处理。",
			"No reasons were asked for, so art. 35 does not apply.");
	if (reply == APPLICATION_R30_VAGUE && !facts->was_corrected)
		return unfit("没有告知过补正，不能按“补正后仍不明确”答复。",
			"No correction was asked for, so it cannot be unclear after one.");
	return NULL;
}
