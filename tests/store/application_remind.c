/* Reminders are said once, to whom they concern, and other systems are told without personal data;
 * on both engines. */
#include "application/application_remind.h"
#include "case_help.h"
#include "job/job.h"
#include "notice/notice.h"

#define DO(house, who, today, ...)                                                                 \
	case_do((house), &(house)->who, (today), (struct application_doing){ __VA_ARGS__ })

static const struct application_remind_setting usual = { 8, 5, 2 };

/* How many reminders were new on that day. */
static int
remind(struct case_house *house, const char *today)
{
	int64_t count = -1;

	FINE(application_remind(house->people.db, &usual, case_day(today), &count));
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
clocks_are_stale_only_under_another_calendar(void **state)
{
	struct case_house house;
	bool has;

	case_open(*state, &house);
	(void)case_open_one(&house, "2024-03-01");
	FINE(application_has_stale_clocks(house.people.db, &has));
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
	FINE(application_call_body(
		house.people.db, house.people.arena, id, "replied", case_day("2024-03-06"), &body));
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
		cmocka_unit_test(clocks_are_stale_only_under_another_calendar),
		cmocka_unit_test(other_systems_are_told_of_receipt_and_end_when_an_address_is_set),
	};

	return TWIN_RUN(tests);
}
