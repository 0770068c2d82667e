/* What the law does not allow is refused by the work itself, whatever a page sends; and what it
 * asks for besides is done. Each test is a rule of the domain. On both engines. */
#include "case_help.h"

#define DO(house, who, today, ...)                                                                 \
	case_do((house), &(house)->who, (today), (struct application_doing){ __VA_ARGS__ })

static const char *
due(struct case_house *house, int64_t id)
{
	static struct day_text text;

	text = day_text(case_load(house, id).due_on);
	return text.at;
}

static int
state_of(struct case_house *house, int64_t id)
{
	return case_load(house, id).state;
}

static struct fault *
save_draft(struct case_house *house, int64_t id, const char *today, enum application_reply reply,
	const struct application_fact *facts, size_t count)
{
	struct application_hands hands = case_hands(house, &house->officer, today);
	struct application_decision decision;

	FINE(application_load_decision(house->people.db, house->people.arena, id, &decision));
	return application_save_draft(house->people.db, &hands, house->people.arena,
		&(struct application_draft){ .id = id,
			.version = day_is_none(decision.signed_on) ? decision.version : 0,
			.reply = reply,
			.facts = facts,
			.fact_count = count });
}

static void
draft_lapse(struct case_house *house, int64_t id, const char *today, enum application_reply reply)
{
	static const struct application_fact facts[] = {
		{ STR("lapse"), STR("至补正期限届满未收到补正材料") },
		{ STR("lapse_due"), STR("2024-03-12") },
	};

	FINE(save_draft(house, id, today, reply, facts, COUNT_OF(facts)));
}

static void
draft_disclosure(struct case_house *house, int64_t id, const char *today)
{
	static const struct application_fact facts[] = {
		{ STR("disclosed"), STR("施工合同") },
		{ STR("provide_way"), STR("随本告知书提供纸质复制件") },
	};

	FINE(save_draft(house, id, today, APPLICATION_R36_2, facts, COUNT_OF(facts)));
}

static void
pass_to_signed(struct case_house *house, int64_t id, const char *today)
{
	FINE(DO(house, officer, today, .id = id, .act = APPLICATION_SEND_TO_REVIEW));
	FINE(DO(house, reviewer, today, .id = id, .act = APPLICATION_AGREE));
	FINE(DO(house, head, today, .id = id, .act = APPLICATION_SIGN));
}

/* Law: 条例 art. 30. */
static void
giving_up_needs_a_demand_and_its_term(void **state)
{
	struct case_house house;
	int64_t id;

	case_open(*state, &house);
	id = case_open_one(&house, "2024-03-01");
	draft_lapse(&house, id, "2024-03-04", APPLICATION_R30);
	FAILS(DO(&house, officer, "2024-03-04", .id = id, .act = APPLICATION_SEND_TO_REVIEW),
		"application_reply_unfit");
	FINE(DO(&house, officer, "2024-03-04", .id = id, .act = APPLICATION_ASK_CORRECTION,
		.says = STR("写明年份"), .until = case_day("2024-03-12")));
	FAILS(DO(&house, officer, "2024-03-12", .id = id, .act = APPLICATION_SEND_TO_REVIEW),
		"application_early");
	draft_disclosure(&house, id, "2024-03-13");
	FAILS(DO(&house, officer, "2024-03-13", .id = id, .act = APPLICATION_SEND_TO_REVIEW),
		"application_reply_unfit");
	draft_lapse(&house, id, "2024-03-13", APPLICATION_R30);
	pass_to_signed(&house, id, "2024-03-13");
	FINE(DO(&house, officer, "2024-03-13", .id = id, .act = APPLICATION_DELIVER,
		.method = LETTER_DIRECT));
	assert_int_equal(
		case_load(&house, id).outcome, application_outcome_number("other_no_correction"));
	case_close(&house);
}

/* What is sent back while the applicant is waited for goes on waiting. */
static void
sent_back_waits_for_whom_it_waited_before(void **state)
{
	struct case_house house;
	int64_t id;

	case_open(*state, &house);
	id = case_open_one(&house, "2024-03-01");
	FINE(DO(&house, officer, "2024-03-04", .id = id, .act = APPLICATION_ASK_CORRECTION,
		.says = STR("写明年份"), .until = case_day("2024-03-08")));
	draft_lapse(&house, id, "2024-03-11", APPLICATION_R30);
	FINE(DO(&house, officer, "2024-03-11", .id = id, .act = APPLICATION_SEND_TO_REVIEW));
	FAILS(DO(&house, head, "2024-03-11", .id = id, .act = APPLICATION_EXTEND, .days = 5,
		      .says = STR("核对")),
		"letter_unfit");
	FINE(DO(&house, reviewer, "2024-03-11", .id = id, .act = APPLICATION_SEND_BACK,
		.says = STR("补正今天寄到了")));
	assert_int_equal(state_of(&house, id), APPLICATION_CORRECTING);
	FINE(DO(&house, officer, "2024-03-11", .id = id, .act = APPLICATION_CORRECTED));
	assert_string_equal(due(&house, id), "2024-04-09");
	id = case_open_one(&house, "2024-03-01");
	FINE(DO(&house, officer, "2024-03-04", .id = id, .act = APPLICATION_ASK_REASON,
		.says = STR("本月已 68 件"), .until = case_day("2024-03-08")));
	draft_disclosure(&house, id, "2024-03-11");
	FINE(DO(&house, officer, "2024-03-11", .id = id, .act = APPLICATION_SEND_TO_REVIEW));
	FINE(DO(&house, reviewer, "2024-03-11", .id = id, .act = APPLICATION_SEND_BACK,
		.says = STR("改")));
	assert_int_equal(state_of(&house, id), APPLICATION_EXPLAINING);
	case_close(&house);
}

/* Law: 条例 art. 35. */
static void
later_term_and_refusal_follow_a_demand_for_reasons(void **state)
{
	static const struct application_fact facts[] = {
		{ STR("reasons"), STR("所述理由与申请内容无关") },
		{ STR("abnormal_facts"), STR("本月 68 件") },
	};
	struct case_house house;
	int64_t id;

	case_open(*state, &house);
	id = case_open_one(&house, "2024-03-01");
	FAILS(DO(&house, head, "2024-03-04", .id = id, .act = APPLICATION_DELAY,
		      .until = case_day("2024-05-31"), .says = STR("数量多")),
		"application_state");
	FINE(save_draft(&house, id, "2024-03-04", APPLICATION_R35, facts, COUNT_OF(facts)));
	FAILS(DO(&house, officer, "2024-03-04", .id = id, .act = APPLICATION_SEND_TO_REVIEW),
		"application_reply_unfit");
	FINE(DO(&house, officer, "2024-03-04", .id = id, .act = APPLICATION_ASK_REASON,
		.says = STR("本月已 68 件"), .until = case_day("2024-03-15")));
	FAILS(DO(&house, officer, "2024-03-14", .id = id, .act = APPLICATION_SEND_TO_REVIEW),
		"application_early");
	FAILS(DO(&house, head, "2024-03-14", .id = id, .act = APPLICATION_DELAY,
		      .until = case_day("2024-03-29"), .says = STR("数量多")),
		"application_wants");
	FAILS(DO(&house, head, "2024-04-01", .id = id, .act = APPLICATION_DELAY,
		      .until = case_day("2024-05-31"), .says = STR("数量多")),
		"application_late");
	FINE(DO(&house, head, "2024-03-14", .id = id, .act = APPLICATION_DELAY,
		.until = case_day("2024-05-31"), .says = STR("数量多")));
	assert_string_equal(due(&house, id), "2024-05-31");
	FAILS(DO(&house, head, "2024-03-15", .id = id, .act = APPLICATION_EXTEND, .days = 20,
		      .says = STR("核对")),
		"application_state");
	case_close(&house);
}

static void
ask_party(struct case_house *house, int64_t id, struct application_parties *parties)
{
	FINE(DO(house, officer, "2024-03-04", .id = id, .act = APPLICATION_CONSULT_PARTY,
		.party_name = STR("示例公司"), .says = STR("是否同意")));
	FINE(application_load_parties(
		house->people.db, house->people.keys, house->people.arena, id, parties));
}

/* Law: 条例 art. 32. */
static void
third_party_is_told_before_disclosure_against_its_will(void **state)
{
	struct application_parties parties;
	struct case_house house;
	int64_t id;

	case_open(*state, &house);
	id = case_open_one(&house, "2024-03-01");
	ask_party(&house, id, &parties);
	FAILS(DO(&house, officer, "2024-03-05", .id = id, .act = APPLICATION_CONSULT_ANSWERED,
		      .which_id = parties.items[0].id, .answer = APPLICATION_SILENT),
		"application_wants");
	FAILS(DO(&house, officer, "2024-03-05", .id = id, .act = APPLICATION_CONSULT_ANSWERED,
		      .day = case_day("2024-03-01"), .reason = STR("补录"),
		      .which_id = parties.items[0].id, .answer = APPLICATION_AGREES),
		"application_wants");
	FINE(DO(&house, officer, "2024-03-05", .id = id, .act = APPLICATION_CONSULT_ANSWERED,
		.which_id = parties.items[0].id, .answer = APPLICATION_DISAGREES));
	draft_disclosure(&house, id, "2024-03-05");
	pass_to_signed(&house, id, "2024-03-05");
	FAILS(DO(&house, officer, "2024-03-05", .id = id, .act = APPLICATION_DELIVER,
		      .method = LETTER_DIRECT),
		"application_untold");
	FINE(DO(&house, officer, "2024-03-05", .id = id, .act = APPLICATION_TELL_PARTY,
		.which_id = parties.items[0].id, .says = STR("公开合同价款，公共利益重大")));
	FINE(DO(&house, officer, "2024-03-05", .id = id, .act = APPLICATION_DELIVER,
		.method = LETTER_DIRECT));
	assert_int_equal(state_of(&house, id), APPLICATION_CLOSED);
	case_close(&house);
}

/* Law: 国办函〔2020〕109号: the n-th costs what the n-th costs, and once. */
static void
fee_is_that_of_its_own_place_and_once(void **state)
{
	struct application_fees fees;
	struct case_house house;
	int64_t first;
	int64_t id = 0;

	case_open(*state, &house);
	first = case_open_one(&house, "2024-03-01");
	for (int i = 0; i < 11; i++)
		id = case_open_one(&house, i < 10 ? "2024-03-01" : "2024-03-04");
	FAILS(DO(&house, officer, "2024-03-04", .id = first, .act = APPLICATION_NOTIFY_FEE,
		      .says = STR("窗口")),
		"application_wants");
	FAILS(DO(&house, officer, "2024-04-02", .id = id, .act = APPLICATION_NOTIFY_FEE,
		      .says = STR("窗口")),
		"application_late");
	FINE(DO(&house, officer, "2024-03-05", .id = id, .act = APPLICATION_NOTIFY_FEE,
		.says = STR("窗口")));
	FINE(application_load_fees(house.people.db, house.people.arena, id, &fees));
	assert_int_equal(fees.items[0].quantity, 12);
	FAILS(DO(&house, officer, "2024-03-05", .id = id, .act = APPLICATION_PAID,
		      .day = case_day("2024-03-04"), .reason = STR("补录")),
		"application_order");
	FINE(DO(&house, officer, "2024-03-06", .id = id, .act = APPLICATION_PAID));
	FAILS(DO(&house, officer, "2024-03-07", .id = id, .act = APPLICATION_NOTIFY_FEE,
		      .is_by_page = true, .quantity = 100, .says = STR("窗口")),
		"application_once");
	case_close(&house);
}

/* Law: 国办函〔2020〕109号: given up after the term, and then the fee is over. */
static void
unpaid_fee_ends_the_case_after_its_term(void **state)
{
	static const struct application_fact facts[] = {
		{ STR("lapse"), STR("至缴费期限届满未缴费") },
		{ STR("lapse_due"), STR("2024-04-01") },
	};
	struct application_fees fees;
	struct case_house house;
	int64_t id;

	case_open(*state, &house);
	id = case_open_one(&house, "2024-03-01");
	FINE(DO(&house, officer, "2024-03-04", .id = id, .act = APPLICATION_NOTIFY_FEE,
		.is_by_page = true, .quantity = 200, .says = STR("窗口")));
	FINE(save_draft(&house, id, "2024-03-20", APPLICATION_FEE_LAPSED, facts, COUNT_OF(facts)));
	FAILS(DO(&house, officer, "2024-06-03", .id = id, .act = APPLICATION_SEND_TO_REVIEW),
		"application_early");
	FAILS(DO(&house, officer, "2024-03-08", .id = id, .act = APPLICATION_FEE_DELIVERED,
		      .day = case_day("2024-03-01"), .reason = STR("补录")),
		"application_wants");
	FINE(DO(&house, officer, "2024-03-08", .id = id, .act = APPLICATION_FEE_DELIVERED,
		.day = case_day("2024-03-07"), .reason = STR("邮政回执今天到")));
	FINE(application_load_fees(house.people.db, house.people.arena, id, &fees));
	/* The 20th working day after the notice was received. */
	assert_string_equal(day_text(fees.items[0].due_on).at, "2024-04-07");
	FAILS(DO(&house, officer, "2024-03-08", .id = id, .act = APPLICATION_FEE_DELIVERED),
		"application_once");
	FAILS(DO(&house, officer, "2024-04-07", .id = id, .act = APPLICATION_SEND_TO_REVIEW),
		"application_early");
	pass_to_signed(&house, id, "2024-04-08");
	FINE(application_load_fees(house.people.db, house.people.arena, id, &fees));
	assert_int_equal(fees.items[0].fen, 270000);
	assert_int_equal(fees.items[0].state, APPLICATION_FEE_OVER);
	case_close(&house);
}

/* Law: 国办公开办函〔2016〕235号. */
static void
clock_stops_on_the_day_that_the_way_of_delivery_makes_count(void **state)
{
	struct case_house house;
	struct application one;
	int64_t id;

	case_open(*state, &house);
	id = case_open_one(&house, "2024-03-01");
	draft_disclosure(&house, id, "2024-03-04");
	pass_to_signed(&house, id, "2024-03-29");
	FAILS(DO(&house, officer, "2024-04-03", .id = id, .act = APPLICATION_DELIVER,
		      .method = LETTER_POST, .tracking = STR("XA1"),
		      .sent_on = case_day("2024-04-02")),
		"application_backdate");
	FINE(DO(&house, officer, "2024-04-03", .id = id, .act = APPLICATION_DELIVER,
		.day = case_day("2024-03-29"), .reason = STR("补录"), .method = LETTER_POST,
		.tracking = STR("XA1"), .sent_on = case_day("2024-04-02")));
	one = case_load(&house, id);
	assert_string_equal(day_text(one.ended_on).at, "2024-04-02");
	assert_true(one.is_late);
	case_close(&house);
}

static void
another_kind_of_reply_goes_out_as_another_letter(void **state)
{
	struct letter_list letters;
	struct case_house house;
	int64_t id;

	case_open(*state, &house);
	id = case_open_one(&house, "2024-03-01");
	draft_disclosure(&house, id, "2024-03-04");
	{
		static const struct application_fact facts[] = { { STR("search_scope"),
			STR("检索了公文系统") } };

		FINE(save_draft(
			&house, id, "2024-03-04", APPLICATION_R36_4, facts, COUNT_OF(facts)));
	}
	pass_to_signed(&house, id, "2024-03-05");
	FINE(letter_find_subject(
		house.people.db, house.people.arena, STR("application"), id, &letters));
	assert_int_equal(letters.count, 3);
	assert_int_equal(letters.rows[1].kind, LETTER_W10);
	assert_int_equal(letters.rows[1].state, LETTER_VOID);
	assert_int_equal(letters.rows[2].kind, LETTER_W14);
	assert_int_equal(letters.rows[2].state, LETTER_SIGNED);
	case_close(&house);
}

static void
applications_of_two_people_are_never_one(void **state)
{
	struct application_hands hands;
	struct application_intake intake;
	struct application_receipt other;
	struct case_house house;
	int64_t id;

	case_open(*state, &house);
	id = case_open_one(&house, "2024-03-01");
	hands = case_hands(&house, NULL, "2024-03-01");
	intake = case_intake(&house, "2024-03-01");
	intake.applicant.name = STR("李四");
	intake.applicant.proof_number = STR("230108199202020025");
	FINE(application_submit(house.people.db, &hands, house.people.arena, &intake, &other));
	FAILS(DO(&house, officer, "2024-03-04", .id = other.id, .act = APPLICATION_MERGE,
		      .other_id = id, .says = STR("相同")),
		"application_wants");
	FAILS(DO(&house, officer, "2024-03-04", .id = id, .act = APPLICATION_MERGE, .other_id = id,
		      .says = STR("相同")),
		"application_wants");
	case_close(&house);
}

/* A part has the clock that the whole had: the correction began it anew for all. */
static void
parts_of_a_corrected_application_share_its_clock(void **state)
{
	struct application_done done;
	struct application_hands hands;
	struct case_house house;
	int64_t id;

	case_open(*state, &house);
	id = case_open_one(&house, "2025-01-20");
	FINE(DO(&house, officer, "2025-01-21", .id = id, .act = APPLICATION_ASK_CORRECTION,
		.says = STR("写明年份"), .until = case_day("2025-02-10")));
	FINE(DO(&house, officer, "2025-02-06", .id = id, .act = APPLICATION_CORRECTED));
	hands = case_hands(&house, &house.officer, "2025-02-07");
	FINE(application_do(house.people.db, &hands, house.people.arena,
		&(struct application_doing){ .id = id,
			.version = case_load(&house, id).version,
			.act = APPLICATION_SPLIT,
			.day = DAY_NONE,
			.until = DAY_NONE,
			.sent_on = DAY_NONE,
			.says = STR("合同\n结算报告") },
		&done));
	assert_int_equal(done.new_count, 1);
	assert_string_equal(due(&house, id), "2025-03-05");
	assert_string_equal(due(&house, done.new_ids[0]), "2025-03-05");
	case_close(&house);
}

/* Law: 条例 art. 41: no term; still received, answered and ended on days. */
static void
amendment_has_no_term_but_its_days(void **state)
{
	static const struct application_fact facts[] = { { STR("correction_result"),
		STR("出生日期已更正") } };
	struct application_receipt receipt;
	struct application_intake intake;
	struct application_hands hands;
	struct case_house house;
	struct application one;
	int64_t looked_at;
	int64_t moved;

	case_open(*state, &house);
	hands = case_hands(&house, NULL, "2024-03-01");
	intake = case_intake(&house, "2024-03-01");
	intake.kind = APPLICATION_AMENDMENT;
	FINE(application_submit(house.people.db, &hands, house.people.arena, &intake, &receipt));
	FINE(DO(&house, officer, "2024-03-04", .id = receipt.id, .act = APPLICATION_CONFIRM,
		.says = STR("电话")));
	FINE(DO(&house, officer, "2024-03-04", .id = receipt.id, .act = APPLICATION_REGISTER));
	one = case_load(&house, receipt.id);
	assert_string_equal(day_text(one.received_on).at, "2024-03-04");
	assert_true(day_is_none(one.due_on));
	FINE(save_draft(
		&house, one.id, "2024-03-05", APPLICATION_R41_DONE, facts, COUNT_OF(facts)));
	pass_to_signed(&house, one.id, "2024-03-05");
	FINE(DO(&house, officer, "2024-03-06", .id = one.id, .act = APPLICATION_DELIVER,
		.method = LETTER_DIRECT));
	one = case_load(&house, one.id);
	assert_string_equal(day_text(one.ended_on).at, "2024-03-06");
	FINE(application_renew_clocks(house.people.db, &hands, &looked_at, &moved));
	assert_int_equal(looked_at, 0);
	case_close(&house);
}

/* Handled again, it stays received on the day it was received. */
static void
new_reply_leaves_the_day_of_receipt(void **state)
{
	struct case_house house;
	struct application one;
	int64_t id;

	case_open(*state, &house);
	id = case_open_one(&house, "2024-03-01");
	FINE(DO(&house, officer, "2024-03-05", .id = id, .act = APPLICATION_WITHDRAW,
		.says = STR("撤回")));
	FAILS(DO(&house, head, "2024-06-03", .id = id, .act = APPLICATION_REDO,
		      .day = case_day("2024-03-04"), .reason = STR("补录"),
		      .says = STR("责令重新答复"), .until = case_day("2024-06-24")),
		"application_order");
	FINE(DO(&house, head, "2024-06-03", .id = id, .act = APPLICATION_REDO,
		.says = STR("责令重新答复"), .until = case_day("2024-06-24")));
	one = case_load(&house, id);
	assert_string_equal(day_text(one.received_on).at, "2024-03-01");
	assert_string_equal(day_text(one.due_on).at, "2024-06-24");
	FAILS(DO(&house, officer, "2024-06-04", .id = id, .act = APPLICATION_WITHDRAW,
		      .day = case_day("2024-05-06"), .reason = STR("补录"), .says = STR("撤回")),
		"application_order");
	case_close(&house);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(giving_up_needs_a_demand_and_its_term),
		cmocka_unit_test(sent_back_waits_for_whom_it_waited_before),
		cmocka_unit_test(later_term_and_refusal_follow_a_demand_for_reasons),
		cmocka_unit_test(third_party_is_told_before_disclosure_against_its_will),
		cmocka_unit_test(fee_is_that_of_its_own_place_and_once),
		cmocka_unit_test(unpaid_fee_ends_the_case_after_its_term),
		cmocka_unit_test(clock_stops_on_the_day_that_the_way_of_delivery_makes_count),
		cmocka_unit_test(another_kind_of_reply_goes_out_as_another_letter),
		cmocka_unit_test(applications_of_two_people_are_never_one),
		cmocka_unit_test(parts_of_a_corrected_application_share_its_clock),
		cmocka_unit_test(amendment_has_no_term_but_its_days),
		cmocka_unit_test(new_reply_leaves_the_day_of_receipt),
	};

	return TWIN_RUN(tests);
}
