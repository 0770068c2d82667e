/* One application through each of its ends, on both engines. */
#include "case_help.h"

#define DO(house, who, today, ...)                                                                 \
	case_do((house), &(house)->who, (today), (struct application_doing){ __VA_ARGS__ })

static enum application_state
state_of(struct case_house *house, int64_t id)
{
	return case_load(house, id).state;
}

static const char *
due(struct case_house *house, int64_t id)
{
	static struct day_text text;
	struct day day = case_load(house, id).due_on;

	text = day_text(day);
	return text.at;
}

/* --- arrival --- */

static void
application_arrives_waits_and_is_received(void **state)
{
	struct application_applicant who = { 0 };
	struct application_receipt receipt;
	struct application_intake intake;
	struct application_hands hands;
	struct case_house house;
	struct application one;
	int64_t id;

	case_open(*state, &house);
	hands = case_hands(&house, NULL, "2020-01-20");
	intake = case_intake(&house, "2020-01-20");
	FINE(application_submit(house.people.db, &hands, house.people.arena, &intake, &receipt));
	assert_string_equal(receipt.number.at, "2020-0001");
	one = case_load(&house, receipt.id);
	assert_int_equal(one.state, APPLICATION_SUBMITTED);
	assert_true(day_is_none(one.received_on));
	assert_true(day_is_none(one.due_on));
	FINE(application_open_applicant(house.people.keys, house.people.arena, &one, &who));
	SAME_TEXT(who.name, "张三");
	SAME_TEXT(who.proof_number, "230108199001010017");
	FINE(application_find_code(house.people.db, house.people.keys, house.people.arena,
		house.agency, STR("2020-0001"), str_of(receipt.code), &id));
	assert_int_equal(id, receipt.id);
	FINE(application_find_code(house.people.db, house.people.keys, house.people.arena,
		house.agency, STR("2020-0002"), str_of(receipt.code), &id));
	assert_int_equal(id, 0);
	FINE(DO(&house, officer, "2020-01-20", .id = receipt.id, .act = APPLICATION_CONFIRM,
		.says = STR("电话确认")));
	assert_int_equal(state_of(&house, receipt.id), APPLICATION_RECEIVED);
	assert_string_equal(due(&house, receipt.id), "2020-02-25");
	case_close(&house);
}

static void
same_form_sent_twice_is_one_application(void **state)
{
	struct application_receipt first;
	struct application_receipt second;
	struct application_intake intake;
	struct application_hands hands;
	struct case_house house;

	case_open(*state, &house);
	hands = case_hands(&house, NULL, "2024-03-01");
	intake = case_intake(&house, "2024-03-01");
	intake.form_key = STR("0123456789abcdef0123456789abcdef");
	FINE(application_submit(house.people.db, &hands, house.people.arena, &intake, &first));
	FINE(application_submit(house.people.db, &hands, house.people.arena, &intake, &second));
	assert_false(first.is_repeated);
	assert_true(second.is_repeated);
	assert_int_equal(first.id, second.id);
	assert_string_equal(first.code, second.code);
	assert_string_equal(first.number.at, second.number.at);
	case_close(&house);
}

static void
what_lacks_a_name_or_a_way_to_answer_is_refused(void **state)
{
	struct application_receipt receipt;
	struct application_intake intake;
	struct application_hands hands;
	struct case_house house;

	case_open(*state, &house);
	hands = case_hands(&house, NULL, "2024-03-01");
	intake = case_intake(&house, "2024-03-01");
	intake.applicant.name = STR("  ");
	FAILS(application_submit(house.people.db, &hands, house.people.arena, &intake, &receipt),
		"application_intake");
	intake = case_intake(&house, "2024-03-01");
	intake.applicant.address = STR("");
	FAILS(application_submit(house.people.db, &hands, house.people.arena, &intake, &receipt),
		"application_intake");
	intake = case_intake(&house, "2024-03-01");
	hands.person = &house.stranger;
	FAILS(application_submit(house.people.db, &hands, house.people.arena, &intake, &receipt),
		"account_may_not");
	case_close(&house);
}

/* --- the ways through --- */

static void
refusal_goes_from_draft_to_archive(void **state)
{
	struct letter_deliveries deliveries;
	struct case_house house;
	struct letter_list letters;
	struct application one;
	int64_t id;

	case_open(*state, &house);
	id = case_open_one(&house, "2024-03-01");
	FAILS(DO(&house, officer, "2024-03-04", .id = id, .act = APPLICATION_SEND_TO_REVIEW),
		"application_no_decision");
	case_draft_refusal(&house, id, "2024-03-04");
	FINE(DO(&house, officer, "2024-03-04", .id = id, .act = APPLICATION_SEND_TO_REVIEW));
	FAILS(DO(&house, officer, "2024-03-05", .id = id, .act = APPLICATION_AGREE),
		"account_may_not");
	FINE(DO(&house, reviewer, "2024-03-05", .id = id, .act = APPLICATION_SEND_TO_LEGAL));
	FINE(DO(&house, legal, "2024-03-05", .id = id, .act = APPLICATION_LEGAL_AGREES));
	FAILS(DO(&house, reviewer, "2024-03-06", .id = id, .act = APPLICATION_SIGN),
		"account_may_not");
	FINE(DO(&house, head, "2024-03-06", .id = id, .act = APPLICATION_SIGN));
	one = case_load(&house, id);
	assert_int_equal(one.state, APPLICATION_SIGNED);
	assert_int_equal(one.outcome, application_outcome_number("deny_process"));
	FINE(DO(&house, officer, "2024-03-07", .id = id, .act = APPLICATION_DELIVER,
		.method = LETTER_POST, .tracking = STR("XA12345678923")));
	one = case_load(&house, id);
	assert_int_equal(one.state, APPLICATION_CLOSED);
	assert_string_equal(day_text(one.ended_on).at, "2024-03-07");
	assert_false(one.is_late);
	FINE(letter_find_subject(
		house.people.db, house.people.arena, STR("application"), id, &letters));
	assert_int_equal(letters.count, 2);
	assert_int_equal(letters.rows[1].kind, LETTER_W13);
	assert_int_equal(letters.rows[1].state, LETTER_SIGNED);
	FINE(letter_load_deliveries(house.people.db, house.people.keys, house.people.arena,
		letters.rows[1].id, &deliveries));
	assert_int_equal(deliveries.count, 1);
	FINE(DO(&house, officer, "2024-03-20", .id = id, .act = APPLICATION_ARCHIVE));
	assert_int_equal(state_of(&house, id), APPLICATION_ARCHIVED);
	case_close(&house);
}

static void
correction_pauses_and_begins_anew(void **state)
{
	struct case_house house;
	int64_t id;

	case_open(*state, &house);
	id = case_open_one(&house, "2025-01-20");
	assert_string_equal(due(&house, id), "2025-02-21");
	FINE(DO(&house, officer, "2025-01-21", .id = id, .act = APPLICATION_ASK_CORRECTION,
		.says = STR("请写明所需信息的年份"), .until = case_day("2025-02-10")));
	assert_int_equal(state_of(&house, id), APPLICATION_CORRECTING);
	assert_true(case_load(&house, id).is_paused);
	FINE(DO(&house, officer, "2025-02-06", .id = id, .act = APPLICATION_CORRECTED));
	assert_string_equal(due(&house, id), "2025-03-05");
	FAILS(DO(&house, officer, "2025-02-06", .id = id, .act = APPLICATION_ASK_CORRECTION,
		      .says = STR("再补"), .until = case_day("2025-02-20")),
		"application_once");
	case_close(&house);
}

static void
third_party_stops_the_clock_until_it_answered(void **state)
{
	struct application_parties parties;
	struct case_house house;
	int64_t id;

	case_open(*state, &house);
	id = case_open_one(&house, "2024-03-01");
	FINE(DO(&house, officer, "2024-03-04", .id = id, .act = APPLICATION_CONSULT_PARTY,
		.party_name = STR("示例建设有限公司"), .says = STR("是否同意公开合同价款")));
	FINE(DO(&house, officer, "2024-03-04", .id = id, .act = APPLICATION_CONSULT_AGENCY,
		.party_name = STR("甲市财政局"), .says = STR("是否同意公开拨付凭证")));
	FINE(application_load_parties(
		house.people.db, house.people.keys, house.people.arena, id, &parties));
	assert_int_equal(parties.waiting, 2);
	SAME_TEXT(parties.items[0].name, "示例建设有限公司");
	FINE(DO(&house, officer, "2024-03-05", .id = id, .act = APPLICATION_CONSULT_DELIVERED,
		.which_id = parties.items[1].id));
	FAILS(DO(&house, officer, "2024-03-11", .id = id, .act = APPLICATION_CONSULT_LAPSED,
		      .which_id = parties.items[1].id),
		"application_early");
	FINE(DO(&house, officer, "2024-03-11", .id = id, .act = APPLICATION_CONSULT_ANSWERED,
		.which_id = parties.items[0].id, .answer = APPLICATION_DISAGREES));
	assert_int_equal(state_of(&house, id), APPLICATION_CONSULTING);
	FINE(DO(&house, officer, "2024-03-27", .id = id, .act = APPLICATION_CONSULT_LAPSED,
		.which_id = parties.items[1].id));
	assert_int_equal(state_of(&house, id), APPLICATION_OPEN);
	FINE(application_load_parties(house.people.db, NULL, house.people.arena, id, &parties));
	/* Law: 条例 art. 34: a silent agency agrees. */
	assert_int_equal(parties.items[1].answer, APPLICATION_AGREES);
	assert_int_equal(parties.items[0].name.len, 0);
	case_close(&house);
}

static void
extension_moves_the_due_day_and_writes_its_letter(void **state)
{
	struct letter_list letters;
	struct letter letter;
	struct letter_findings findings;
	struct case_house house;
	struct str text;
	int64_t id;

	case_open(*state, &house);
	id = case_open_one(&house, "2025-01-20");
	FAILS(DO(&house, officer, "2025-02-10", .id = id, .act = APPLICATION_EXTEND, .days = 20,
		      .says = STR("需要逐项核对")),
		"account_may_not");
	FAILS(DO(&house, head, "2025-02-10", .id = id, .act = APPLICATION_EXTEND, .days = 21,
		      .says = STR("需要逐项核对")),
		"application_wants");
	FINE(DO(&house, head, "2025-02-10", .id = id, .act = APPLICATION_EXTEND, .days = 20,
		.says = STR("需要逐项核对")));
	assert_string_equal(due(&house, id), "2025-03-21");
	FINE(letter_find_subject(
		house.people.db, house.people.arena, STR("application"), id, &letters));
	assert_int_equal(letters.rows[1].kind, LETTER_W06);
	FINE(letter_load_filled(house.people.db, house.people.keys, house.people.arena,
		letters.rows[1].id, case_day("2025-02-10"), &letter, &findings));
	FINE(letter_make_text(house.people.arena, &letter, &text));
	assert_true(str_has(text, STR("2025年3月21日")));
	case_close(&house);
}

static void
eleventh_case_of_a_month_costs_and_is_paid(void **state)
{
	struct application_fees fees;
	struct case_house house;
	int64_t id = 0;

	case_open(*state, &house);
	for (int i = 0; i < 10; i++)
		id = case_open_one(&house, "2024-03-01");
	FAILS(DO(&house, officer, "2024-03-04", .id = id, .act = APPLICATION_NOTIFY_FEE,
		      .says = STR("行政服务中心窗口")),
		"application_wants");
	id = case_open_one(&house, "2024-03-01");
	FINE(DO(&house, officer, "2024-03-04", .id = id, .act = APPLICATION_NOTIFY_FEE,
		.says = STR("行政服务中心窗口")));
	assert_int_equal(state_of(&house, id), APPLICATION_PAYING);
	FINE(application_load_fees(house.people.db, house.people.arena, id, &fees));
	assert_int_equal(fees.items[0].fen, 10000);
	assert_int_equal(fees.items[0].quantity, 11);
	FINE(DO(&house, officer, "2024-03-11", .id = id, .act = APPLICATION_PAID));
	FINE(application_load_fees(house.people.db, house.people.arena, id, &fees));
	assert_int_equal(fees.items[0].state, APPLICATION_FEE_PAID);
	assert_string_equal(due(&house, id), "2024-04-09");
	case_close(&house);
}

static void
department_answers_without_seeing_the_applicant(void **state)
{
	struct application_opinions opinions;
	enum application_sight sight;
	struct case_house house;
	struct application one;
	int64_t id;

	case_open(*state, &house);
	id = case_open_one(&house, "2024-03-01");
	one = case_load(&house, id);
	FINE(application_sight(house.people.db, &house.author, &one, &sight));
	assert_int_equal(sight, APPLICATION_SEES_NOTHING);
	FINE(DO(&house, officer, "2024-03-04", .id = id, .act = APPLICATION_ASK_UNIT,
		.unit_id = house.unit, .says = STR("合同能否公开"),
		.until = case_day("2024-03-11")));
	FINE(application_sight(house.people.db, &house.author, &one, &sight));
	assert_int_equal(sight, APPLICATION_SEES_QUESTION);
	FINE(application_load_opinions(house.people.db, house.people.arena, id, &opinions));
	FINE(DO(&house, author, "2024-03-06", .id = id, .act = APPLICATION_UNIT_SAYS,
		.which_id = opinions.items[0].id, .answer = APPLICATION_PARTLY,
		.says = STR("账号应当遮盖")));
	FINE(application_load_opinions(house.people.db, house.people.arena, id, &opinions));
	SAME_TEXT(opinions.items[0].says, "账号应当遮盖");
	FAILS(DO(&house, author, "2024-03-06", .id = id, .act = APPLICATION_NOTE,
		      .says = STR("记")),
		"account_may_not");
	case_close(&house);
}

static void
withdrawal_ends_it_and_still_counts(void **state)
{
	struct case_house house;
	struct application one;
	int64_t id;

	case_open(*state, &house);
	id = case_open_one(&house, "2024-03-01");
	FINE(DO(&house, officer, "2024-03-05", .id = id, .act = APPLICATION_WITHDRAW,
		.says = STR("申请人来电撤回")));
	one = case_load(&house, id);
	assert_int_equal(one.state, APPLICATION_CLOSED);
	assert_int_equal(one.outcome, application_outcome_number("other_misc"));
	assert_string_equal(day_text(one.ended_on).at, "2024-03-05");
	case_close(&house);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(application_arrives_waits_and_is_received),
		cmocka_unit_test(same_form_sent_twice_is_one_application),
		cmocka_unit_test(what_lacks_a_name_or_a_way_to_answer_is_refused),
		cmocka_unit_test(refusal_goes_from_draft_to_archive),
		cmocka_unit_test(correction_pauses_and_begins_anew),
		cmocka_unit_test(third_party_stops_the_clock_until_it_answered),
		cmocka_unit_test(extension_moves_the_due_day_and_writes_its_letter),
		cmocka_unit_test(eleventh_case_of_a_month_costs_and_is_paid),
		cmocka_unit_test(department_answers_without_seeing_the_applicant),
		cmocka_unit_test(withdrawal_ends_it_and_still_counts),
	};

	return TWIN_RUN(tests);
}
