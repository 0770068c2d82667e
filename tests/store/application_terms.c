/* What the law says of terms and papers beside the usual way: inquiries that end without an answer,
 * letters entered afterwards, fees counted from receipt, replies that count when received, parts of
 * a split application, calendars that change. */
#include "calendar/calendar_store.h"
#include "case_help.h"
#include "notice/notice.h"

#define DO(house, who, today, ...)                                                                 \
	case_do((house), &(house)->who, (today), (struct application_doing){ __VA_ARGS__ })

static const char *
due(struct case_house *house, int64_t id)
{
	static struct day_text text;

	text = day_text(case_load(house, id).due_on);
	return text.at;
}

static struct application_party
party(struct case_house *house, int64_t id, size_t index)
{
	struct application_parties parties;

	FINE(application_load_parties(
		house->people.db, house->people.keys, house->people.arena, id, &parties));
	assert_true(index < parties.count);
	return parties.items[index];
}

/* The newest letter of a kind of the case, as text. */
static struct str
letter_text(struct case_house *house, int64_t id, enum letter_kind kind, struct letter_row *ret_row)
{
	struct letter_findings findings;
	struct letter_list list;
	struct letter letter;
	struct str text = STR("");

	FINE(letter_find_subject(
		house->people.db, house->people.arena, STR("application"), id, &list));
	for (size_t i = 0; i < list.count; i++) {
		if (list.rows[i].kind != kind || list.rows[i].state != LETTER_SIGNED)
			continue;
		*ret_row = list.rows[i];
		FINE(letter_load_filled(house->people.db, house->people.keys, house->people.arena,
			ret_row->id, DAY_NONE, &letter, &findings));
		FINE(letter_make_text(house->people.arena, &letter, &text));
	}
	assert_true(text.len > 0);
	return text;
}

/* --- inquiries that end without an answer --- */

/* Law: 条例 arts. 32, 34: nothing follows from the silence of who was never reached. */
static void
inquiry_that_cannot_be_delivered_is_closed_and_the_case_goes_on(void **state)
{
	struct case_house house;
	int64_t id;

	case_open(*state, &house);
	id = case_open_one(&house, "2024-03-01");
	FINE(DO(&house, officer, "2024-03-04", .id = id, .act = APPLICATION_CONSULT_PARTY,
		.party_name = STR("示例公司"), .says = STR("是否同意")));
	assert_int_equal(case_load(&house, id).state, APPLICATION_CONSULTING);
	FAILS(DO(&house, officer, "2024-03-11", .id = id, .act = APPLICATION_CONSULT_LAPSED,
		      .which_id = party(&house, id, 0).id),
		"application_wants");
	FAILS(DO(&house, officer, "2024-03-11", .id = id, .act = APPLICATION_CONSULT_UNDELIVERED,
		      .which_id = party(&house, id, 0).id),
		"application_wants");
	FAILS(DO(&house, officer, "2024-03-11", .id = id, .act = APPLICATION_CONSULT_UNDELIVERED,
		      .which_id = party(&house, id, 0).id, .day = case_day("2024-03-01"),
		      .reason = STR("补录"), .says = STR("查无此人")),
		"application_wants");
	FINE(DO(&house, officer, "2024-03-11", .id = id, .act = APPLICATION_CONSULT_UNDELIVERED,
		.which_id = party(&house, id, 0).id, .says = STR("两次邮寄被退回，电话停机")));
	assert_int_equal(party(&house, id, 0).answer, APPLICATION_UNDELIVERED);
	SAME_TEXT(party(&house, id, 0).says, "两次邮寄被退回，电话停机");
	assert_int_equal(case_load(&house, id).state, APPLICATION_OPEN);
	/* It never stood: 20 working days from 1 March. */
	assert_string_equal(due(&house, id), "2024-03-29");
	/* The same may be asked at another address. */
	FINE(DO(&house, officer, "2024-03-12", .id = id, .act = APPLICATION_CONSULT_PARTY,
		.party_name = STR("示例公司"), .says = STR("是否同意")));
	assert_int_equal(case_load(&house, id).state, APPLICATION_CONSULTING);
	case_close(&house);
}

/* Law: 条例 art. 33 para. 3: the time of asking is left out, and no more. */
static void
inquiry_is_called_off_and_the_clock_resumes_that_day(void **state)
{
	struct case_house house;
	int64_t id;

	case_open(*state, &house);
	id = case_open_one(&house, "2024-03-01");
	FINE(DO(&house, officer, "2024-03-04", .id = id, .act = APPLICATION_CONSULT_AGENCY,
		.party_name = STR("示例局"), .says = STR("是否同意")));
	FINE(DO(&house, officer, "2024-03-04", .id = id, .act = APPLICATION_CONSULT_PARTY,
		.party_name = STR("示例公司"), .says = STR("是否同意")));
	FINE(DO(&house, officer, "2024-03-05", .id = id, .act = APPLICATION_CONSULT_DELIVERED,
		.which_id = party(&house, id, 0).id));
	FAILS(DO(&house, officer, "2024-03-08", .id = id, .act = APPLICATION_CONSULT_UNDELIVERED,
		      .which_id = party(&house, id, 0).id, .says = STR("退回")),
		"application_wants");
	FINE(DO(&house, officer, "2024-03-12", .id = id, .act = APPLICATION_CONSULT_UNDELIVERED,
		.which_id = party(&house, id, 1).id, .says = STR("退回")));
	assert_int_equal(case_load(&house, id).state, APPLICATION_CONSULTING);
	assert_true(case_load(&house, id).is_paused);
	FAILS(DO(&house, officer, "2024-03-12", .id = id, .act = APPLICATION_CONSULT_CALLED_OFF,
		      .which_id = party(&house, id, 1).id, .says = STR("不再需要")),
		"application_wants");
	FINE(DO(&house, officer, "2024-03-13", .id = id, .act = APPLICATION_CONSULT_CALLED_OFF,
		.which_id = party(&house, id, 0).id, .says = STR("信息由本机关单独制作")));
	assert_int_equal(party(&house, id, 0).answer, APPLICATION_CALLED_OFF);
	assert_int_equal(case_load(&house, id).state, APPLICATION_OPEN);
	/* Five working days, 6 to 12 March, did not count. */
	assert_string_equal(due(&house, id), "2024-04-08");
	/* An agency that was not asked any more did not consent by silence. */
	FAILS(DO(&house, officer, "2024-04-01", .id = id, .act = APPLICATION_CONSULT_LAPSED,
		      .which_id = party(&house, id, 0).id),
		"application_state");
	case_close(&house);
}

/* Law: 条例 art. 32, 51: the decision names what the party said, or why it said nothing, and the
 * remedies. */
static void
third_party_is_told_what_it_said_and_its_remedies(void **state)
{
	struct case_house house;
	struct letter_row row;
	struct str text;
	int64_t id;

	case_open(*state, &house);
	id = case_open_one(&house, "2024-03-01");
	for (int i = 0; i < 2; i++)
		FINE(DO(&house, officer, "2024-03-04", .id = id, .act = APPLICATION_CONSULT_PARTY,
			.party_name = STR("示例公司"), .says = STR("是否同意")));
	FINE(DO(&house, officer, "2024-03-05", .id = id, .act = APPLICATION_CONSULT_ANSWERED,
		.which_id = party(&house, id, 0).id, .answer = APPLICATION_DISAGREES,
		.says = STR("涉及商业秘密")));
	FINE(DO(&house, officer, "2024-03-05", .id = id, .act = APPLICATION_CONSULT_UNDELIVERED,
		.which_id = party(&house, id, 1).id, .says = STR("退回")));
	FINE(DO(&house, officer, "2024-03-06", .id = id, .act = APPLICATION_TELL_PARTY,
		.which_id = party(&house, id, 0).id, .says = STR("公共利益重大")));
	text = letter_text(&house, id, LETTER_W04, &row);
	assert_true(str_has(text, STR("您（单位）的意见为：不同意公开，涉及商业秘密")));
	assert_true(str_has(text, STR("如对本告知书不服")));
	assert_true(str_has(text, STR("6个月内直接")));
	FINE(DO(&house, officer, "2024-03-06", .id = id, .act = APPLICATION_TELL_PARTY,
		.which_id = party(&house, id, 1).id, .says = STR("公共利益重大")));
	text = letter_text(&house, id, LETTER_W04, &row);
	assert_true(str_has(text, STR("意见征询书未能送达您（单位）")));
	assert_false(str_has(text, STR("未在规定期限内")));
	case_close(&house);
}

/* --- letters entered afterwards --- */

/* The paper, the clock and the register agree, and the note says when it was entered. */
static void
letter_of_an_earlier_day_bears_that_day_and_says_so(void **state)
{
	struct application_events events;
	struct case_house house;
	struct letter_row first;
	struct letter_row row;
	struct str text;
	int64_t id;

	case_open(*state, &house);
	id = case_open_one(&house, "2023-12-20");
	FINE(DO(&house, head, "2024-01-10", .id = id, .act = APPLICATION_EXTEND,
		.day = case_day("2023-12-29"), .reason = STR("纸质告知书当日已送达"), .days = 10,
		.says = STR("需要逐卷核对")));
	text = letter_text(&house, id, LETTER_W06, &first);
	assert_string_equal(day_text(first.issued_on).at, "2023-12-29");
	assert_int_equal(first.year, 2023);
	assert_true(str_has(text, STR("2023年12月29日")));
	assert_true(str_has(text, STR("录入日期：2024年1月10日")));
	assert_true(str_has(text, STR("2024年2月1日前")));
	assert_string_equal(due(&house, id), "2024-02-01");
	FINE(application_load_events(house.people.db, house.people.arena, id, &events));
	for (size_t i = 0; i < events.count; i++)
		if (events.items[i].act == APPLICATION_EXTEND)
			FINE(DO(&house, officer, "2024-01-11", .id = id,
				.act = APPLICATION_VOID_EVENT, .which_id = events.items[i].id,
				.day = case_day("2024-01-02"), .reason = STR("日期写错"),
				.says = STR("日期写错")));
	/* Another letter in its place; the first keeps its number and is void. */
	letter_text(&house, id, LETTER_W06, &row);
	assert_int_not_equal(row.id, first.id);
	assert_string_equal(day_text(row.issued_on).at, "2024-01-02");
	assert_string_equal(due(&house, id), "2024-02-01");
	FINE(letter_load(house.people.db, house.people.arena, first.id, &first));
	assert_int_equal(first.state, LETTER_VOID);
	FINE(application_load_events(house.people.db, house.people.arena, id, &events));
	for (size_t i = 0; i < events.count; i++)
		if (events.items[i].act == APPLICATION_EXTEND && !events.items[i].voided_by)
			assert_int_equal(events.items[i].letter_id, row.id);
	case_close(&house);
}

static void
letter_of_today_has_no_note(void **state)
{
	struct case_house house;
	struct letter_row row;
	struct str text;
	int64_t id;

	case_open(*state, &house);
	id = case_open_one(&house, "2024-03-01");
	FINE(DO(&house, head, "2024-03-04", .id = id, .act = APPLICATION_EXTEND, .days = 10,
		.says = STR("需要逐卷核对")));
	text = letter_text(&house, id, LETTER_W06, &row);
	assert_string_equal(day_text(row.issued_on).at, "2024-03-04");
	assert_false(str_has(text, STR("补录")));
	case_close(&house);
}

/* --- fees --- */

/* Law: 国办函〔2020〕109号: 收到通知次日起 20 个工作日内. */
static void
term_to_pay_runs_from_the_receipt_of_the_notice(void **state)
{
	struct application_events events;
	struct application_fees fees;
	struct case_house house;
	struct letter_row row;
	struct str text;
	int64_t id;

	case_open(*state, &house);
	id = case_open_one(&house, "2024-03-01");
	FINE(DO(&house, officer, "2024-03-04", .id = id, .act = APPLICATION_NOTIFY_FEE,
		.is_by_page = true, .quantity = 101, .says = STR("窗口")));
	text = letter_text(&house, id, LETTER_W07, &row);
	assert_true(str_has(text, STR("自收到本通知书的次日起20个工作日内")));
	assert_true(str_has(text, STR("720")));
	FINE(application_load_fees(house.people.db, house.people.arena, id, &fees));
	assert_true(day_is_none(fees.items[0].due_on));
	FINE(DO(&house, officer, "2024-03-11", .id = id, .act = APPLICATION_FEE_DELIVERED));
	FINE(application_load_fees(house.people.db, house.people.arena, id, &fees));
	assert_string_equal(day_text(fees.items[0].due_on).at, "2024-04-09");
	/* The receipt was really a day earlier. */
	FINE(application_load_events(house.people.db, house.people.arena, id, &events));
	FINE(DO(&house, officer, "2024-03-12", .id = id, .act = APPLICATION_VOID_EVENT,
		.which_id = events.items[events.count - 1].id, .day = case_day("2024-03-08"),
		.reason = STR("回执写明"), .says = STR("回执写明")));
	FINE(application_load_fees(house.people.db, house.people.arena, id, &fees));
	assert_string_equal(day_text(fees.items[0].due_on).at, "2024-04-08");
	FINE(DO(&house, officer, "2024-03-12", .id = id, .act = APPLICATION_PAID));
	assert_string_equal(due(&house, id), "2024-04-10");
	case_close(&house);
}

/* Entered with the letter, it is the same receipt; and what was delivered keeps its day. */
static void
receipt_of_the_notice_may_be_entered_with_its_letter(void **state)
{
	struct letter_delivery delivery = { .method = LETTER_DIRECT,
		.sent_on = case_day("2024-03-11"),
		.signed_on = case_day("2024-03-11"),
		.receiver = STR("张三") };
	struct application_events events;
	struct application_hands hands;
	struct application_fees fees;
	struct case_house house;
	struct letter_row row;
	int64_t notified = 0;
	int64_t id;

	case_open(*state, &house);
	id = case_open_one(&house, "2024-03-01");
	FINE(DO(&house, officer, "2024-03-04", .id = id, .act = APPLICATION_NOTIFY_FEE,
		.is_by_page = true, .quantity = 101, .says = STR("窗口")));
	(void)letter_text(&house, id, LETTER_W07, &row);
	delivery.letter_id = row.id;
	hands = case_hands(&house, &house.officer, "2024-03-12");
	FINE(application_deliver_letter(
		house.people.db, &hands, house.people.arena, id, &delivery));
	FINE(application_load_fees(house.people.db, house.people.arena, id, &fees));
	assert_string_equal(day_text(fees.items[0].due_on).at, "2024-04-09");
	FAILS(DO(&house, officer, "2024-03-12", .id = id, .act = APPLICATION_FEE_DELIVERED),
		"application_once");
	FINE(application_load_events(house.people.db, house.people.arena, id, &events));
	for (size_t i = 0; i < events.count; i++)
		if (events.items[i].act == APPLICATION_NOTIFY_FEE)
			notified = events.items[i].id;
	FAILS(DO(&house, officer, "2024-03-12", .id = id, .act = APPLICATION_VOID_EVENT,
		      .which_id = notified, .day = case_day("2024-03-05"), .reason = STR("写错"),
		      .says = STR("写错")),
		"application_state");
	case_close(&house);
}

/* --- replies that count when received --- */

static void
sign_reply(struct case_house *house, int64_t id, const char *today)
{
	case_draft_refusal(house, id, today);
	FINE(case_do(house, &house->officer, today,
		(struct application_doing){ .id = id, .act = APPLICATION_SEND_TO_REVIEW }));
	FINE(case_do(house, &house->reviewer, today,
		(struct application_doing){ .id = id, .act = APPLICATION_AGREE }));
	FINE(case_do(house, &house->head, today,
		(struct application_doing){ .id = id, .act = APPLICATION_SIGN }));
}

static void
let_receipt_count(struct case_house *house)
{
	static const struct setting *const *const tables[] = { letter_settings, NULL };
	struct setting_change change = { .actor = &house->actor,
		.agency_id = house->agency,
		.key = STR("letter.online_on_receipt"),
		.value = STR("1") };

	setting_use(tables);
	FINE(setting_save(house->people.db, house->people.arena, &change));
}

/* 235号 does not name the internet: an agency may let the receipt count instead of the sending. */
static void
reply_sent_online_counts_from_its_receipt_where_the_agency_says_so(void **state)
{
	struct application_own own = { .act = APPLICATION_DELIVERY_SIGNED };
	struct application_hands hands;
	struct application_done done;
	struct case_house house;
	struct application one;
	bool awaits;

	case_open(*state, &house);
	let_receipt_count(&house);
	own.id = case_open_one(&house, "2024-03-01");
	sign_reply(&house, own.id, "2024-03-25");
	FINE(DO(&house, officer, "2024-03-26", .id = own.id, .act = APPLICATION_DELIVER,
		.method = LETTER_ONLINE));
	one = case_load(&house, own.id);
	assert_int_equal(one.state, APPLICATION_SIGNED);
	assert_true(day_is_none(one.ended_on));
	FINE(application_awaits_receipt(house.people.db, house.people.arena, &one, &awaits));
	assert_true(awaits);
	hands = case_hands(&house, NULL, "2024-04-01");
	FINE(application_do_own(house.people.db, &hands, house.people.arena, &own, &done));
	one = case_load(&house, own.id);
	assert_int_equal(one.state, APPLICATION_CLOSED);
	assert_string_equal(day_text(one.ended_on).at, "2024-04-01");
	/* It was due on 29 March. */
	assert_true(one.is_late);
	FINE(application_awaits_receipt(house.people.db, house.people.arena, &one, &awaits));
	assert_false(awaits);
	case_close(&house);
}

static void
officer_may_enter_the_receipt_or_send_it_by_post_instead(void **state)
{
	struct case_house house;
	int64_t ids[2];

	case_open(*state, &house);
	let_receipt_count(&house);
	for (int i = 0; i < 2; i++) {
		ids[i] = case_open_one(&house, "2024-03-01");
		sign_reply(&house, ids[i], "2024-03-25");
		FINE(DO(&house, officer, "2024-03-25", .id = ids[i], .act = APPLICATION_DELIVER,
			.method = LETTER_ONLINE));
	}
	FINE(DO(&house, officer, "2024-03-28", .id = ids[0], .act = APPLICATION_DELIVER,
		.day = case_day("2024-03-27"), .reason = STR("申请人邮件回复"),
		.method = LETTER_ONLINE));
	assert_string_equal(day_text(case_load(&house, ids[0]).ended_on).at, "2024-03-27");
	FINE(DO(&house, officer, "2024-03-28", .id = ids[1], .act = APPLICATION_DELIVER,
		.method = LETTER_POST, .tracking = STR("XA1")));
	assert_string_equal(day_text(case_load(&house, ids[1]).ended_on).at, "2024-03-28");
	assert_int_equal(case_load(&house, ids[1]).state, APPLICATION_CLOSED);
	case_close(&house);
}

/* --- parts --- */

/* What stands behind "查询码" in the letter. */
static struct str
code_in(struct str text)
{
	size_t at = str_find(text, STR("和查询码"), 0);

	assert_true(at != SIZE_MAX);
	return str_sub(text, at + strlen("和查询码"), 10);
}

static void
each_part_has_its_own_receipt_and_code(void **state)
{
	struct application_parts parts;
	struct case_house house;
	struct letter_row row;
	struct str codes[2];
	int64_t found;
	int64_t id;

	case_open(*state, &house);
	id = case_open_one(&house, "2024-03-01");
	assert_false(str_has(letter_text(&house, id, LETTER_W01, &row), STR("和查询码")));
	FINE(DO(&house, officer, "2024-03-04", .id = id, .act = APPLICATION_SPLIT,
		.says = STR("施工合同\n工程结算审核报告\n资金拨付凭证")));
	FINE(application_find_parts(house.people.db, house.people.arena, id, &parts));
	assert_int_equal(parts.count, 2);
	for (size_t i = 0; i < parts.count; i++) {
		struct str text = letter_text(&house, parts.items[i].id, LETTER_W01, &row);
		struct application_number_text number =
			application_number_text(parts.items[i].year, parts.items[i].number);

		codes[i] = code_in(text);
		assert_true(str_has(text, str_of(number.at)));
		assert_true(str_has(text, STR("2024-0001")));
		assert_true(str_has(text, parts.items[i].title));
		FINE(application_find_code(house.people.db, house.people.keys, house.people.arena,
			house.agency, str_of(number.at), codes[i], &found));
		assert_int_equal(found, parts.items[i].id);
		assert_int_equal(parts.items[i].state, APPLICATION_OPEN);
	}
	assert_false(str_equal(codes[0], codes[1]));
	case_close(&house);
}

static void
parts_of_one_that_is_not_registered_get_theirs_with_their_registration(void **state)
{
	struct application_hands hands;
	struct application_intake intake;
	struct application_receipt receipt;
	struct application_parts parts;
	struct case_house house;
	struct letter_row row;
	struct str code;
	int64_t found;

	case_open(*state, &house);
	hands = case_hands(&house, NULL, "2024-03-01");
	intake = case_intake(&house, "2024-03-01");
	FINE(application_submit(house.people.db, &hands, house.people.arena, &intake, &receipt));
	FINE(DO(&house, officer, "2024-03-01", .id = receipt.id, .act = APPLICATION_CONFIRM,
		.says = STR("电话确认")));
	FINE(DO(&house, officer, "2024-03-04", .id = receipt.id, .act = APPLICATION_SPLIT,
		.says = STR("施工合同\n工程结算审核报告")));
	FINE(application_find_parts(house.people.db, house.people.arena, receipt.id, &parts));
	assert_int_equal(parts.count, 1);
	assert_int_equal(parts.items[0].state, APPLICATION_RECEIVED);
	FINE(DO(&house, officer, "2024-03-04", .id = parts.items[0].id,
		.act = APPLICATION_REGISTER));
	code = code_in(letter_text(&house, parts.items[0].id, LETTER_W01, &row));
	FINE(application_find_code(house.people.db, house.people.keys, house.people.arena,
		house.agency, STR("2024-0002"), code, &found));
	assert_int_equal(found, parts.items[0].id);
	case_close(&house);
}

/* --- calendars that change --- */

static void
new_calendar_moves_the_terms_of_parties_and_fees(void **state)
{
	struct calendar_row row = { case_day("2024-03-13"), CALENDAR_HOLIDAY, STR("停电停工") };
	struct notice_list notices;
	struct application_events events;
	struct application_fees fees;
	struct application_hands hands;
	struct case_house house;
	int64_t looked_at;
	int64_t version;
	int64_t moved;
	int64_t asked;
	int64_t paying;

	case_open(*state, &house);
	asked = case_open_one(&house, "2024-03-01");
	paying = case_open_one(&house, "2024-03-01");
	FINE(DO(&house, officer, "2024-03-04", .id = asked, .act = APPLICATION_CONSULT_PARTY,
		.party_name = STR("示例公司"), .says = STR("是否同意")));
	FINE(DO(&house, officer, "2024-03-05", .id = asked, .act = APPLICATION_CONSULT_DELIVERED,
		.which_id = party(&house, asked, 0).id));
	assert_string_equal(day_text(party(&house, asked, 0).due_on).at, "2024-03-26");
	FINE(DO(&house, officer, "2024-03-04", .id = paying, .act = APPLICATION_NOTIFY_FEE,
		.is_by_page = true, .quantity = 31, .says = STR("窗口")));
	FINE(DO(&house, officer, "2024-03-05", .id = paying, .act = APPLICATION_FEE_DELIVERED));
	FINE(calendar_save(house.people.db, &house.actor,
		&(struct calendar_deed){ .agency_id = house.agency,
			.rows = &row,
			.count = 1,
			.dropped = DAY_NONE,
			.note = STR("县政府通知") },
		&version));
	hands = case_hands(&house, NULL, "2024-03-06");
	FINE(application_renew_clocks(house.people.db, &hands, &looked_at, &moved));
	assert_int_equal(moved, 2);
	assert_string_equal(day_text(party(&house, asked, 0).due_on).at, "2024-03-27");
	FINE(application_load_fees(house.people.db, house.people.arena, paying, &fees));
	assert_string_equal(day_text(fees.items[0].due_on).at, "2024-04-03");
	FINE(application_load_events(house.people.db, house.people.arena, asked, &events));
	assert_int_equal(events.items[events.count - 1].act, APPLICATION_CALENDAR_MOVED);
	assert_true(str_has(events.items[events.count - 1].says,
		STR("第三方的答复期限由 2024-03-26 变为 2024-03-27")));
	/* Nobody has these cases: whoever could take them is told which they are. */
	FINE(notice_find(house.people.db, house.people.arena, house.officer.id, 0, 2, &notices));
	assert_true(str_has(notices.items[0].says, STR("2024-0002")));
	assert_true(str_has(notices.items[0].says, STR("缴费期限由 2024-04-02 变为 2024-04-03")));
	assert_true(str_has(notices.items[1].says, STR("2024-0001")));
	FINE(application_renew_clocks(house.people.db, &hands, &looked_at, &moved));
	assert_int_equal(looked_at, 0);
	case_close(&house);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(inquiry_that_cannot_be_delivered_is_closed_and_the_case_goes_on),
		cmocka_unit_test(inquiry_is_called_off_and_the_clock_resumes_that_day),
		cmocka_unit_test(third_party_is_told_what_it_said_and_its_remedies),
		cmocka_unit_test(letter_of_an_earlier_day_bears_that_day_and_says_so),
		cmocka_unit_test(letter_of_today_has_no_note),
		cmocka_unit_test(term_to_pay_runs_from_the_receipt_of_the_notice),
		cmocka_unit_test(receipt_of_the_notice_may_be_entered_with_its_letter),
		cmocka_unit_test(
			reply_sent_online_counts_from_its_receipt_where_the_agency_says_so),
		cmocka_unit_test(officer_may_enter_the_receipt_or_send_it_by_post_instead),
		cmocka_unit_test(each_part_has_its_own_receipt_and_code),
		cmocka_unit_test(
			parts_of_one_that_is_not_registered_get_theirs_with_their_registration),
		cmocka_unit_test(new_calendar_moves_the_terms_of_parties_and_fees),
	};

	return TWIN_RUN(tests);
}
