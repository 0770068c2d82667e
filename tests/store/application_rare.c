/* What happens less often: stale forms, backdating, splitting, merging, handling again, disposal,
 * near-duplicates, a calendar that changes. */
#include "application/application_retention.h"
#include "archive/archive.h"
#include "case_help.h"

#include "calendar/calendar_store.h"

#define DO(house, who, today, ...)                                                                 \
	case_do((house), &(house)->who, (today), (struct application_doing){ __VA_ARGS__ })

static void
second_officer_learns_that_another_was_faster(void **state)
{
	struct application_hands hands;
	struct application_doing doing;
	struct application_done done;
	struct case_house house;
	int64_t id;

	case_open(*state, &house);
	id = case_open_one(&house, "2024-03-01");
	hands = case_hands(&house, &house.officer, "2024-03-04");
	doing = (struct application_doing){ .id = id,
		.version = case_load(&house, id).version,
		.act = APPLICATION_CLAIM,
		.day = DAY_NONE,
		.until = DAY_NONE,
		.sent_on = DAY_NONE };
	FINE(application_do(house.people.db, &hands, house.people.arena, &doing, &done));
	FAILS(application_do(house.people.db, &hands, house.people.arena, &doing, &done),
		"application_stale");
	case_close(&house);
}

static void
earlier_day_needs_a_reason_and_moves_the_clock(void **state)
{
	struct application_events events;
	struct case_house house;
	int64_t confirmed = 0;
	int64_t id;

	case_open(*state, &house);
	id = case_open_one(&house, "2024-03-04");
	assert_string_equal(day_text(case_load(&house, id).due_on).at, "2024-04-01");
	FAILS(DO(&house, officer, "2024-03-20", .id = id, .act = APPLICATION_ASK_CORRECTION,
		      .day = case_day("2024-03-06"), .says = STR("请写明年份"),
		      .until = case_day("2024-03-20")),
		"application_backdate");
	FINE(application_load_events(house.people.db, house.people.arena, id, &events));
	for (size_t i = 0; i < events.count; i++)
		if (events.items[i].act == APPLICATION_CONFIRM)
			confirmed = events.items[i].id;
	FAILS(DO(&house, officer, "2024-03-20", .id = id, .act = APPLICATION_VOID_EVENT,
		      .which_id = confirmed, .day = case_day("2024-03-06"), .says = STR("记错")),
		"application_backdate");
	FINE(DO(&house, officer, "2024-03-20", .id = id, .act = APPLICATION_VOID_EVENT,
		.which_id = confirmed, .day = case_day("2024-03-06"), .says = STR("登记时写错"),
		.reason = STR("登记时写错")));
	assert_string_equal(day_text(case_load(&house, id).received_on).at, "2024-03-06");
	assert_string_equal(day_text(case_load(&house, id).due_on).at, "2024-04-03");
	case_close(&house);
}

static void
one_with_several_matters_becomes_several(void **state)
{
	struct application_applicant who = { 0 };
	struct application_list list;
	struct case_house house;
	int64_t id;

	case_open(*state, &house);
	id = case_open_one(&house, "2024-03-01");
	FAILS(DO(&house, officer, "2024-03-04", .id = id, .act = APPLICATION_SPLIT,
		      .says = STR("只有一个事项")),
		"application_wants");
	FINE(DO(&house, officer, "2024-03-04", .id = id, .act = APPLICATION_SPLIT,
		.says = STR("施工合同\n\n工程结算审核报告\n资金拨付凭证")));
	FINE(application_list_all(house.people.db, house.people.arena,
		&(struct application_query){ .agency_id = house.agency,
			.pattern = STR("/%"),
			.state = -1,
			.channel = -1,
			.applicant_kind = -1,
			.from = DAY_NONE,
			.to = DAY_NONE,
			.limit = 10 },
		&list));
	assert_int_equal(list.count, 3);
	SAME_TEXT(list.items[2].title, "施工合同");
	assert_int_equal(list.items[0].parent_id, id);
	assert_string_equal(
		day_text(list.items[0].due_on).at, day_text(case_load(&house, id).due_on).at);
	list.items[0] = case_load(&house, list.items[0].id);
	FINE(application_open_applicant(
		house.people.keys, house.people.arena, &list.items[0], &who));
	SAME_TEXT(who.name, "张三");
	case_close(&house);
}

static void
what_was_sent_twice_is_counted_once(void **state)
{
	struct application_alikes alikes;
	struct case_house house;
	struct application one;
	int64_t count;
	int64_t first;
	int64_t second;

	case_open(*state, &house);
	first = case_open_one(&house, "2024-03-01");
	second = case_open_one(&house, "2024-03-04");
	one = case_load(&house, second);
	FINE(application_find_alike(house.people.db, house.people.arena, &one, &alikes));
	assert_int_equal(alikes.count, 1);
	assert_int_equal(alikes.items[0].application.id, first);
	assert_int_equal(alikes.items[0].likeness, 100);
	assert_true(alikes.items[0].is_same_applicant);
	FINE(application_count_month(house.people.db, &one, &count));
	assert_int_equal(count, 2);
	FINE(DO(&house, officer, "2024-03-04", .id = second, .act = APPLICATION_MERGE,
		.other_id = first, .says = STR("同一份材料提交了两次")));
	assert_int_equal(case_load(&house, second).state, APPLICATION_MERGED);
	one = case_load(&house, first);
	FINE(application_count_month(house.people.db, &one, &count));
	assert_int_equal(count, 1);
	case_close(&house);
}

static void
court_orders_a_new_reply(void **state)
{
	struct case_house house;
	struct application one;
	int64_t id;

	case_open(*state, &house);
	id = case_open_one(&house, "2024-03-01");
	FINE(DO(&house, officer, "2024-03-05", .id = id, .act = APPLICATION_WITHDRAW,
		.says = STR("撤回")));
	FINE(DO(&house, head, "2024-06-03", .id = id, .act = APPLICATION_REDO,
		.says = STR("行政复议决定责令重新答复"), .until = case_day("2024-06-24")));
	one = case_load(&house, id);
	assert_int_equal(one.state, APPLICATION_OPEN);
	assert_string_equal(day_text(one.due_on).at, "2024-06-24");
	assert_int_equal(one.outcome, 0);
	assert_true(day_is_none(one.ended_on));
	case_close(&house);
}

static void
disposal_takes_the_person_and_leaves_the_figures(void **state)
{
	struct application_disposing disposing = { .count = 1, .says = STR("保管期满") };
	struct application_applicant who;
	struct case_house house;
	struct application one;
	struct application_hands hands;
	int64_t id;

	case_open(*state, &house);
	id = case_open_one(&house, "2024-03-01");
	disposing.ids = &id;
	FINE(DO(&house, officer, "2024-03-05", .id = id, .act = APPLICATION_WITHDRAW,
		.says = STR("撤回")));
	FINE(DO(&house, officer, "2024-03-06", .id = id, .act = APPLICATION_ARCHIVE));
	FAILS(DO(&house, head, "2035-01-02", .id = id, .act = APPLICATION_REMOVE,
		      .says = STR("保管期满")),
		"application_no_proposal");
	hands = case_hands(&house, &house.officer, "2035-01-02");
	FINE(application_propose_disposal(house.people.db, &hands, &disposing));
	FINE(DO(&house, head, "2035-01-02", .id = id, .act = APPLICATION_REMOVE,
		.says = STR("保管期满")));
	one = case_load(&house, id);
	assert_int_equal(one.state, APPLICATION_REMOVED);
	assert_int_equal(one.outcome, application_outcome_number("other_misc"));
	assert_int_equal(one.description.len, 0);
	FAILS(application_open_applicant(house.people.keys, house.people.arena, &one, &who),
		"application_removed");
	case_close(&house);
}

static void
new_calendar_moves_open_cases_and_says_so(void **state)
{
	struct calendar_row row = { case_day("2024-03-06"), CALENDAR_HOLIDAY, STR("停电停工") };
	struct application_events events;
	struct application_hands hands;
	struct case_house house;
	int64_t looked_at;
	int64_t version;
	int64_t moved;
	int64_t id;

	case_open(*state, &house);
	id = case_open_one(&house, "2024-03-01");
	assert_string_equal(day_text(case_load(&house, id).due_on).at, "2024-03-29");
	FINE(calendar_save(house.people.db, &house.actor,
		&(struct calendar_deed){ .agency_id = house.agency,
			.rows = &row,
			.count = 1,
			.dropped = DAY_NONE,
			.note = STR("县政府通知") },
		&version));
	hands = case_hands(&house, NULL, "2024-03-05");
	FINE(application_renew_clocks(house.people.db, &hands, &looked_at, &moved));
	assert_int_equal(moved, 1);
	assert_string_equal(day_text(case_load(&house, id).due_on).at, "2024-04-01");
	FINE(application_load_events(house.people.db, house.people.arena, id, &events));
	assert_int_equal(events.items[events.count - 1].act, APPLICATION_CALENDAR_MOVED);
	FINE(application_renew_clocks(house.people.db, &hands, &looked_at, &moved));
	assert_int_equal(looked_at, 0);
	case_close(&house);
}

static void
queue_is_in_order_and_pages_without_gaps(void **state)
{
	struct application_open_query query = { .state = -1, .until = DAY_NONE, .limit = 2 };
	struct application_list list;
	struct case_house house;
	int64_t last = 0;
	size_t seen = 0;
	int64_t count;

	case_open(*state, &house);
	for (int i = 0; i < 5; i++)
		(void)case_open_one(&house, i % 2 ? "2024-03-01" : "2024-03-08");
	query.agency_id = house.agency;
	do {
		FINE(application_list_open(house.people.db, house.people.arena, &query, &list));
		for (size_t i = 0; i < list.count; i++) {
			assert_true(list.items[i].sort_on >= last);
			last = list.items[i].sort_on;
		}
		seen += list.count;
		query.after_sort = list.items[list.count - 1].sort_on;
		query.after_id = list.items[list.count - 1].id;
	} while (list.has_more);
	assert_int_equal(seen, 5);
	query.after_id = 0;
	query.until = case_day("2024-03-29");
	query.pattern = house.officer.agency_path;
	FINE(application_count_open(house.people.db, &query, DAY_NONE, 100, &count));
	assert_int_equal(count, 2);
	FINE(application_count_open(house.people.db, &query, DAY_NONE, 1, &count));
	assert_int_equal(count, 1);
	case_close(&house);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(second_officer_learns_that_another_was_faster),
		cmocka_unit_test(earlier_day_needs_a_reason_and_moves_the_clock),
		cmocka_unit_test(one_with_several_matters_becomes_several),
		cmocka_unit_test(what_was_sent_twice_is_counted_once),
		cmocka_unit_test(court_orders_a_new_reply),
		cmocka_unit_test(disposal_takes_the_person_and_leaves_the_figures),
		cmocka_unit_test(new_calendar_moves_open_cases_and_says_so),
		cmocka_unit_test(queue_is_in_order_and_pages_without_gaps),
	};

	return TWIN_RUN(tests);
}
