/* Reminders are said once, to whom they concern, and other systems are told without personal data;
 * on both engines. */
#include "docket/docket_remind.h"
#include "application/application_call.h"
#include "application/application_settings.h"
#include "case_help.h"
#include "dispute/dispute.h"
#include "job/job.h"
#include "notice/notice.h"

#define DO(house, who, today, ...)                                                                 \
	case_do((house), &(house)->who, (today), (struct application_doing){ __VA_ARGS__ })

static const struct docket_remind_setting usual = { 8, 5, 2, 5 };

/* How many reminders were new on that day. */
static int
remind(struct case_house *house, const char *today)
{
	int64_t count = -1;

	FINE(docket_remind(house->people.db, &usual, case_day(today), &count));
	return (int)count;
}

static int
unread(struct case_house *house, const struct account_person *person)
{
	int64_t count;

	FINE(notice_count_unread(house->people.db, person->id, &count));
	return (int)count;
}

static void
officer_is_told_before_on_and_after_the_due_day_once_each(void **state)
{
	struct case_house house;
	int before;
	int head;
	int64_t id;

	case_open(*state, &house);
	id = case_open_one(&house, "2024-03-01");
	FINE(DO(&house, officer, "2024-03-04", .id = id, .act = APPLICATION_CLAIM));
	assert_string_equal(day_text(case_load(&house, id).due_on).at, "2024-03-29");
	before = unread(&house, &house.officer);
	head = unread(&house, &house.head);
	assert_int_equal(remind(&house, "2024-03-21"), 0);
	assert_int_equal(remind(&house, "2024-03-22"), 1);
	assert_int_equal(remind(&house, "2024-03-22"), 0);
	assert_int_equal(remind(&house, "2024-03-25"), 0);
	assert_int_equal(remind(&house, "2024-03-27"), 1);
	assert_int_equal(remind(&house, "2024-03-28"), 0);
	assert_int_equal(remind(&house, "2024-03-29"), 1);
	assert_int_equal(unread(&house, &house.officer), before + 3);
	assert_int_equal(unread(&house, &house.head), head);
	/* A Saturday, then a Monday: to the head too, and each working day. */
	assert_int_equal(remind(&house, "2024-03-30"), 0);
	assert_int_equal(remind(&house, "2024-04-01"), 2);
	assert_int_equal(remind(&house, "2024-04-01"), 0);
	assert_int_equal(remind(&house, "2024-04-02"), 2);
	assert_int_equal(unread(&house, &house.head), head + 2);
	case_close(&house);
}

static void
passed_terms_and_arrivals_are_told_to_all_officers(void **state)
{
	struct application_hands public;
	struct application_receipt receipt;
	struct application_intake intake;
	struct case_house house;
	int64_t id;

	case_open(*state, &house);
	public = case_hands(&house, NULL, "2024-03-04");
	intake = case_intake(&house, "2024-03-04");
	FINE(application_submit(house.people.db, &public, house.people.arena, &intake, &receipt));
	assert_int_equal(remind(&house, "2024-03-04"), 0);
	assert_int_equal(remind(&house, "2024-03-05"), 1);
	assert_int_equal(remind(&house, "2024-03-05"), 0);
	FINE(DO(&house, officer, "2024-03-05", .id = receipt.id, .act = APPLICATION_CONFIRM,
		.says = STR("电话确认")));
	id = case_open_one(&house, "2024-03-05");
	FINE(DO(&house, officer, "2024-03-06", .id = id, .act = APPLICATION_ASK_CORRECTION,
		.says = STR("请写明年份"), .until = case_day("2024-03-20")));
	assert_int_equal(remind(&house, "2024-03-20"), 0);
	assert_int_equal(remind(&house, "2024-03-21"), 1);
	assert_int_equal(remind(&house, "2024-03-22"), 0);
	case_close(&house);
}

static void
silence_of_a_third_party_is_told_once_when_its_term_is_over(void **state)
{
	struct application_parties parties;
	struct case_house house;
	int before;
	int64_t id;

	case_open(*state, &house);
	id = case_open_one(&house, "2024-03-01");
	FINE(DO(&house, officer, "2024-03-04", .id = id, .act = APPLICATION_CONSULT_PARTY,
		.party_name = STR("示例建设有限公司"), .says = STR("是否同意公开合同价款")));
	/* The term begins, and the clock stops, when the letter reached the party. */
	assert_int_equal(remind(&house, "2024-03-08"), 0);
	assert_int_equal(remind(&house, "2024-03-22"), 2);
	FINE(application_load_parties(house.people.db, NULL, house.people.arena, id, &parties));
	FINE(DO(&house, officer, "2024-03-05", .id = id, .act = APPLICATION_CONSULT_DELIVERED,
		.which_id = parties.items[0].id));
	before = unread(&house, &house.officer);
	/* Law: 条例 art. 32: 15 working days. */
	assert_int_equal(remind(&house, "2024-03-26"), 0);
	assert_int_equal(remind(&house, "2024-03-27"), 1);
	assert_int_equal(remind(&house, "2024-03-27"), 0);
	assert_int_equal(remind(&house, "2024-03-28"), 0);
	assert_int_equal(unread(&house, &house.officer), before + 1);
	case_close(&house);
}

/* Without its delivery neither the term of a party nor that of a fee begins, let alone ends. */
static void
inquiry_and_fee_notice_are_told_of_once_while_nobody_enters_their_delivery(void **state)
{
	struct application_parties parties;
	struct notice_list notices;
	struct case_house house;
	int64_t asked;
	int64_t fee = 0;

	case_open(*state, &house);
	asked = case_open_one(&house, "2024-03-01");
	for (int i = 0; i < 11; i++)
		fee = case_open_one(&house, "2024-03-01");
	FINE(DO(&house, officer, "2024-03-04", .id = asked, .act = APPLICATION_CLAIM));
	FINE(DO(&house, officer, "2024-03-04", .id = asked, .act = APPLICATION_CONSULT_PARTY,
		.party_name = STR("示例建设有限公司"), .says = STR("是否同意公开合同价款")));
	FINE(DO(&house, officer, "2024-03-06", .id = asked, .act = APPLICATION_CONSULT_AGENCY,
		.party_name = STR("示例区住房和城乡建设局"), .says = STR("是否同意公开")));
	FINE(DO(&house, officer, "2024-03-07", .id = fee, .act = APPLICATION_CLAIM));
	FINE(DO(&house, officer, "2024-03-07", .id = fee, .act = APPLICATION_NOTIFY_FEE,
		.says = STR("行政服务中心窗口")));
	/* Five working days are over on Monday, Wednesday and Thursday. */
	assert_int_equal(remind(&house, "2024-03-08"), 0);
	assert_int_equal(remind(&house, "2024-03-10"), 0);
	assert_int_equal(remind(&house, "2024-03-11"), 1);
	assert_int_equal(remind(&house, "2024-03-11"), 0);
	assert_int_equal(remind(&house, "2024-03-12"), 0);
	FINE(application_load_parties(house.people.db, NULL, house.people.arena, asked, &parties));
	FINE(DO(&house, officer, "2024-03-12", .id = asked, .act = APPLICATION_CONSULT_DELIVERED,
		.which_id = parties.items[1].id));
	assert_int_equal(remind(&house, "2024-03-13"), 0);
	assert_int_equal(remind(&house, "2024-03-14"), 1);
	assert_int_equal(remind(&house, "2024-03-15"), 0);
	FINE(notice_find(house.people.db, house.people.arena, house.officer.id, 0, 50, &notices));
	assert_true(str_has(
		notices.items[0].says, STR("收费通知还没有登记送达（发出日期 2024-03-07）")));
	case_close(&house);
}

static void
fee_that_was_not_paid_is_told_once_when_its_term_is_over(void **state)
{
	struct application_fees fees;
	struct case_house house;
	int before;
	int64_t id = 0;

	case_open(*state, &house);
	for (int i = 0; i < 11; i++)
		id = case_open_one(&house, "2024-03-01");
	FINE(DO(&house, officer, "2024-03-04", .id = id, .act = APPLICATION_NOTIFY_FEE,
		.says = STR("行政服务中心窗口")));
	FINE(DO(&house, officer, "2024-03-04", .id = id, .act = APPLICATION_FEE_DELIVERED));
	FINE(application_load_fees(house.people.db, house.people.arena, id, &fees));
	/* Law: 国办函〔2020〕109号: 20 working days. */
	assert_string_equal(day_text(fees.items[0].due_on).at, "2024-04-01");
	/* The ten others fall due before, each told once. */
	assert_int_equal(remind(&house, "2024-03-29"), 10);
	before = unread(&house, &house.officer);
	assert_int_equal(remind(&house, "2024-04-02"), 21);
	assert_int_equal(remind(&house, "2024-04-02"), 0);
	assert_int_equal(unread(&house, &house.officer), before + 11);
	case_close(&house);
}

static int64_t
dispute(struct case_house *house, const char *number, const char *due_on)
{
	struct application_hands hands = case_hands(house, &house->officer, "2024-04-01");
	struct dispute one = { .agency_id = house->agency,
		.kind = DISPUTE_LITIGATION,
		.body = STR("甲市中级人民法院"),
		.case_number = str_of(number),
		.arrived_on = case_day("2024-04-01"),
		.answer_due_on = case_day(due_on),
		.answered_on = DAY_NONE,
		.hearing_on = DAY_NONE,
		.ended_on = DAY_NONE };
	int64_t id = 0;

	FINE(dispute_save(house->people.db, &hands, &one, &id));
	return id;
}

static void
answers_to_court_and_review_are_told_to_officers_and_legal_reviewers(void **state)
{
	struct dispute one;
	struct application_hands hands;
	struct notice_list notices;
	struct case_house house;
	char address[64];
	int64_t id;
	int head;

	case_open(*state, &house);
	id = dispute(&house, "（2024）甲01行初8号", "2024-04-15");
	head = unread(&house, &house.head);
	assert_int_equal(remind(&house, "2024-04-03"), 0);
	assert_int_equal(remind(&house, "2024-04-08"), 2);
	assert_int_equal(remind(&house, "2024-04-08"), 0);
	assert_int_equal(remind(&house, "2024-04-09"), 0);
	assert_int_equal(remind(&house, "2024-04-11"), 2);
	assert_int_equal(remind(&house, "2024-04-15"), 2);
	assert_int_equal(unread(&house, &house.stranger), 0);
	assert_int_equal(unread(&house, &house.head), head);
	FINE(notice_find(house.people.db, house.people.arena, house.legal.id, 0, 50, &notices));
	assert_int_equal(notices.count, 3);
	assert_true(str_has(notices.items[0].says, STR("今天到期（期限 2024-04-15）")));
	assert_true(str_has(notices.items[0].says, STR("（2024）甲01行初8号")));
	snprintf(address, sizeof address, "/desk/disputes/%lld", (long long)id);
	SAME_TEXT(notices.items[0].address, address);
	/* Late: to the head too, and each working day, until it was answered. */
	assert_int_equal(remind(&house, "2024-04-16"), 3);
	assert_int_equal(remind(&house, "2024-04-17"), 3);
	assert_int_equal(remind(&house, "2024-04-17"), 0);
	assert_int_equal(unread(&house, &house.head), head + 2);
	FINE(dispute_load(house.people.db, house.people.arena, id, &one));
	one.answered_on = case_day("2024-04-17");
	hands = case_hands(&house, &house.officer, "2024-04-18");
	FINE(dispute_save(house.people.db, &hands, &one, &id));
	assert_int_equal(remind(&house, "2024-04-18"), 0);
	case_close(&house);
}

static void
more_answers_than_one_piece_are_told_each_once(void **state)
{
	struct case_house house;

	case_open(*state, &house);
	for (int i = 0; i < 101; i++)
		(void)dispute(&house, "", "2024-04-15");
	assert_int_equal(remind(&house, "2024-04-15"), 202);
	assert_int_equal(remind(&house, "2024-04-15"), 0);
	case_close(&house);
}

static void
clocks_are_stale_only_under_another_calendar(void **state)
{
	struct case_house house;
	bool has;

	case_open(*state, &house);
	(void)case_open_one(&house, "2024-03-01");
	FINE(docket_has_stale_clocks(house.people.db, &has));
	assert_false(has);
	case_close(&house);
}

static struct fault *
save(struct case_house *house, const char *address)
{
	struct setting_change change = { .actor = &house->actor,
		.key = STR("application.call_address"),
		.value = str_of(address) };
	struct setting_items items;

	FINE(setting_list(house->people.db, house->people.arena, STR(""), &items));
	for (size_t i = 0; i < items.count; i++)
		if (str_equal(str_of(items.items[i].setting->key), change.key))
			change.version = items.items[i].version;
	return setting_save(house->people.db, house->people.arena, &change);
}

static int
calls(struct case_house *house)
{
	struct job_query query = { .state = -1, .kind = STR("application.call"), .limit = 50 };
	struct job_list list;

	FINE(job_find(house->people.db, house->people.arena, &query, &list));
	return (int)list.count;
}

static void
other_systems_are_told_of_receipt_and_end_when_an_address_is_set(void **state)
{
	static const struct setting *const *const tables[] = { application_settings, NULL };
	CLOSING(buf_done) struct buf body;
	struct case_house house;
	int64_t id;

	buf_init(&body, 1 << 16);
	case_open(*state, &house);
	setting_use(tables);
	(void)case_open_one(&house, "2024-03-01");
	assert_int_equal(calls(&house), 0);
	FAILS(save(&house, "http://example.cn/hook"), "setting_value");
	FAILS(save(&house, "http://127.0.0.1.example.cn/"), "setting_value");
	FAILS(save(&house, "http://localhost@example.cn/"), "setting_value");
	FAILS(save(&house, "https://a:b@example.cn/"), "setting_value");
	FINE(save(&house, "http://127.0.0.1:9/hook"));
	FINE(save(&house, "https://example.cn/hook"));
	id = case_open_one(&house, "2024-03-01");
	assert_int_equal(calls(&house), 1);
	FINE(DO(&house, officer, "2024-03-05", .id = id, .act = APPLICATION_WITHDRAW,
		.says = STR("撤回")));
	assert_int_equal(calls(&house), 2);
	FINE(application_call_body(house.people.db, house.people.arena, id, "replied", 7,
		case_day("2024-03-06"), &body));
	assert_true(str_has(buf_str(&body), STR("\"event\":\"replied\"")));
	assert_true(str_has(buf_str(&body), STR("\"number\":\"2024-0002\"")));
	assert_true(str_has(buf_str(&body), STR("\"working_days\":2")));
	assert_true(str_has(buf_str(&body), STR("\"outcome\":\"other_misc\"")));
	assert_false(str_has(buf_str(&body), STR("张三")));
	assert_false(str_has(buf_str(&body), STR("人民路")));
	case_close(&house);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(officer_is_told_before_on_and_after_the_due_day_once_each),
		cmocka_unit_test(passed_terms_and_arrivals_are_told_to_all_officers),
		cmocka_unit_test(silence_of_a_third_party_is_told_once_when_its_term_is_over),
		cmocka_unit_test(
			inquiry_and_fee_notice_are_told_of_once_while_nobody_enters_their_delivery),
		cmocka_unit_test(fee_that_was_not_paid_is_told_once_when_its_term_is_over),
		cmocka_unit_test(
			answers_to_court_and_review_are_told_to_officers_and_legal_reviewers),
		cmocka_unit_test(more_answers_than_one_piece_are_told_each_once),
		cmocka_unit_test(clocks_are_stale_only_under_another_calendar),
		cmocka_unit_test(other_systems_are_told_of_receipt_and_end_when_an_address_is_set),
	};

	return TWIN_RUN(tests);
}
