/* The desk over many cases: lists, searches kept, acts on many, what waits, figures, on both
 * engines. */
#include "docket/docket.h"
#include "case_help.h"
#include "docket/docket_figures.h"

#include <stdio.h>

#define DO(house, who, today, ...)                                                                 \
	case_do((house), &(house)->who, (today), (struct application_doing){ __VA_ARGS__ })

static struct application_query
everything(struct case_house *house)
{
	return (struct application_query){ .pattern = house->officer.agency_path,
		.state = -1,
		.channel = -1,
		.applicant_kind = -1,
		.from = DAY_NONE,
		.to = DAY_NONE,
		.limit = 2 };
}

/* Another title, so that the number in it can be searched for. */
static int64_t
titled(struct case_house *house, const char *on, const char *title)
{
	struct application_hands public = case_hands(house, NULL, on);
	struct application_intake intake = case_intake(house, on);
	struct application_receipt receipt;

	intake.title = str_of(title);
	FINE(application_submit(house->people.db, &public, house->people.arena, &intake, &receipt));
	return receipt.id;
}

static void
pages_of_the_list_hold_each_case_once_the_newest_first(void **state)
{
	struct application_query query;
	struct application_list list;
	struct case_house house;
	int64_t last = INT64_MAX;
	int64_t total;
	int seen = 0;

	case_open(*state, &house);
	for (int i = 0; i < 5; i++)
		(void)case_open_one(&house, i % 2 ? "2024-03-01" : "2024-03-08");
	query = everything(&house);
	do {
		FINE(application_list_all(house.people.db, house.people.arena, &query, &list));
		for (size_t i = 0; i < list.count; i++, seen++) {
			assert_true(list.items[i].id < last);
			last = list.items[i].id;
		}
		query.before_id = last;
	} while (list.has_more);
	assert_int_equal(seen, 5);
	query = everything(&house);
	query.from = case_day("2024-03-08");
	query.to = case_day("2024-03-08");
	FINE(docket_count_all(house.people.db, house.people.arena, &query, 100, &total));
	assert_int_equal(total, 3);
	FINE(docket_count_all(house.people.db, house.people.arena, &query, 2, &total));
	assert_int_equal(total, 2);
	query.state = APPLICATION_CLOSED;
	FINE(docket_count_all(house.people.db, house.people.arena, &query, 100, &total));
	assert_int_equal(total, 0);
	query = everything(&house);
	query.agency_id = house.agency;
	query.limit = 100;
	FINE(application_list_all(house.people.db, house.people.arena, &query, &list));
	assert_int_equal(list.count, 5);
	case_close(&house);
}

static void
arrivals_are_not_late_and_paused_ones_have_their_own_queue(void **state)
{
	struct application_open_query query = { .state = -1, .until = DAY_NONE, .limit = 50 };
	struct application_list list;
	struct case_house house;
	int64_t count;
	int64_t id;

	case_open(*state, &house);
	(void)titled(&house, "2024-03-01", "待确认的申请");
	id = case_open_one(&house, "2024-03-01");
	query.pattern = house.officer.agency_path;
	query.until = case_day("2024-06-01");
	query.only_due = true;
	FINE(application_count_open(house.people.db, &query, DAY_NONE, 10, &count));
	assert_int_equal(count, 1);
	FINE(application_list_open(house.people.db, house.people.arena, &query, &list));
	assert_int_equal(list.count, 1);
	assert_int_equal(list.items[0].id, id);
	FINE(DO(&house, officer, "2024-03-04", .id = id, .act = APPLICATION_ASK_CORRECTION,
		.says = STR("请写明年份"), .until = case_day("2024-03-25")));
	query = (struct application_open_query){ .pattern = house.officer.agency_path,
		.state = -1,
		.until = DAY_NONE,
		.only_paused = true,
		.limit = 50 };
	FINE(application_count_open(house.people.db, &query, DAY_NONE, 10, &count));
	FINE(application_list_open(house.people.db, house.people.arena, &query, &list));
	assert_int_equal(count, case_load(&house, id).is_paused);
	assert_int_equal(list.count, count);
	query.only_paused = false;
	query.state = APPLICATION_SUBMITTED;
	FINE(application_count_open(house.people.db, &query, DAY_NONE, 10, &count));
	FINE(application_list_open(house.people.db, house.people.arena, &query, &list));
	assert_int_equal(count, 1);
	assert_int_equal(list.count, 1);
	case_close(&house);
}

static void
searches_are_kept_by_name_and_only_ones_own_are_dropped(void **state)
{
	struct docket_filters filters;
	struct case_house house;
	struct db *db;

	case_open(*state, &house);
	db = house.people.db;
	FINE(docket_save_filter(db, house.officer.id, STR(" 今年逾期 "), STR("late=1")));
	FINE(docket_save_filter(db, house.officer.id, STR("今年逾期"), STR("late=1&year=2024")));
	FAILS(docket_save_filter(db, house.officer.id, STR("  "), STR("")), "application_filter");
	FINE(docket_find_filters(db, house.people.arena, house.officer.id, &filters));
	assert_int_equal(filters.count, 1);
	SAME_TEXT(filters.items[0].name, "今年逾期");
	SAME_TEXT(filters.items[0].query, "late=1&year=2024");
	FAILS(docket_drop_filter(db, house.reviewer.id, filters.items[0].id), "absent");
	FINE(docket_drop_filter(db, house.officer.id, filters.items[0].id));
	for (int i = 0; i < DOCKET_MOST_FILTERS; i++) {
		char name[16];

		snprintf(name, sizeof name, "第%d个", i);
		FINE(docket_save_filter(db, house.officer.id, str_of(name), STR("year=2024")));
	}
	FAILS(docket_save_filter(db, house.officer.id, STR("再一个"), STR("")),
		"application_filters");
	case_close(&house);
}

static void
one_act_on_many_does_what_it_can_and_tells_what_it_refused(void **state)
{
	struct docket_bulk_case cases[4] = { 0 };
	struct application_doing doing = {
		.act = APPLICATION_CLAIM, .day = DAY_NONE, .until = DAY_NONE, .sent_on = DAY_NONE
	};
	struct application_hands hands;
	struct case_house house;

	case_open(*state, &house);
	for (int i = 0; i < 3; i++) {
		cases[i].id = i == 2 ? titled(&house, "2024-03-01", "尚未确认")
				     : case_open_one(&house, "2024-03-01");
		cases[i].version = case_load(&house, cases[i].id).version;
	}
	cases[1].version--;
	cases[3] = (struct docket_bulk_case){ .id = 999999, .version = 1 };
	hands = case_hands(&house, &house.officer, "2024-03-04");
	FINE(docket_do_many(
		house.people.db, &hands, house.people.arena, &doing, cases, COUNT_OF(cases)));
	assert_true(cases[0].is_done);
	assert_int_equal(case_load(&house, cases[0].id).officer_id, house.officer.id);
	assert_false(cases[1].is_done);
	assert_true(str_has(cases[1].says_zh, STR("刚刚被别人办理过")));
	assert_int_equal(case_load(&house, cases[1].id).officer_id, 0);
	assert_false(cases[2].is_done);
	assert_true(cases[2].says_zh.len > 0);
	assert_false(cases[3].is_done);
	assert_false(cases[3].is_seen);
	hands = case_hands(&house, &house.stranger, "2024-03-04");
	cases[1].version = case_load(&house, cases[1].id).version;
	FINE(docket_do_many(house.people.db, &hands, house.people.arena, &doing, &cases[1], 1));
	assert_false(cases[1].is_done);
	assert_false(cases[1].is_seen);
	case_close(&house);
}

static void
due_days_are_counted_by_date(void **state)
{
	struct case_house house;
	int64_t *counts;
	int64_t id;

	case_open(*state, &house);
	id = case_open_one(&house, "2024-03-01");
	(void)case_open_one(&house, "2024-03-01");
	assert_string_equal(day_text(case_load(&house, id).due_on).at, "2024-03-29");
	FINE(docket_count_due(house.people.db, house.people.arena, house.officer.agency_path, 0,
		case_day("2024-03-01"), case_day("2024-03-31"), &counts));
	for (int i = 0; i < 31; i++)
		assert_int_equal(counts[i], i == 28 ? 2 : 0);
	/* With those below it another statement counts. */
	FINE(docket_count_due(house.people.db, house.people.arena, STR("/%"), 0,
		case_day("2024-03-01"), case_day("2024-03-31"), &counts));
	for (int i = 0; i < 31; i++)
		assert_int_equal(counts[i], i == 28 ? 2 : 0);
	FINE(DO(&house, officer, "2024-03-04", .id = id, .act = APPLICATION_CLAIM));
	FINE(docket_count_due(house.people.db, house.people.arena, house.officer.agency_path,
		house.officer.id, case_day("2024-03-29"), case_day("2024-03-29"), &counts));
	assert_int_equal(counts[0], 1);
	case_close(&house);
}

static void
what_waits_depends_on_the_role(void **state)
{
	struct docket_waitings found;
	struct case_house house;
	int64_t id;

	case_open(*state, &house);
	id = case_open_one(&house, "2024-03-01");
	FINE(DO(&house, officer, "2024-03-04", .id = id, .act = APPLICATION_CLAIM));
	(void)titled(&house, "2024-03-05", "新来的申请");
	FINE(docket_find_waiting(house.people.db, house.people.arena, &house.officer, 50, &found));
	assert_int_equal(found.count, 2);
	assert_true(str_starts(found.items[0].words, STR("办理申请：2024-0001")));
	assert_true(str_starts(found.items[1].words, STR("确认收到申请：2024-0002")));
	FINE(docket_find_waiting(house.people.db, house.people.arena, &house.reviewer, 50, &found));
	assert_int_equal(found.count, 0);
	FINE(DO(&house, officer, "2024-03-04", .id = id, .act = APPLICATION_ASK_UNIT,
		.unit_id = house.unit, .says = STR("能否公开"), .until = case_day("2024-03-11")));
	FINE(docket_find_waiting(house.people.db, house.people.arena, &house.author, 50, &found));
	assert_int_equal(found.count, 1);
	assert_true(str_starts(found.items[0].words, STR("提出部门意见：2024-0001")));
	case_draft_refusal(&house, id, "2024-03-05");
	FINE(DO(&house, officer, "2024-03-05", .id = id, .act = APPLICATION_SEND_TO_REVIEW));
	FINE(docket_find_waiting(house.people.db, house.people.arena, &house.reviewer, 50, &found));
	assert_int_equal(found.count, 1);
	FINE(docket_find_waiting(house.people.db, house.people.arena, &house.officer, 50, &found));
	assert_int_equal(found.count, 1);
	FINE(docket_find_waiting(house.people.db, house.people.arena, &house.stranger, 50, &found));
	assert_int_equal(found.count, 0);
	case_close(&house);
}

static void
search_finds_by_number_and_words_what_the_person_sees(void **state)
{
	struct application_list found;
	struct case_house house;
	int64_t id;

	case_open(*state, &house);
	id = titled(&house, "2024-03-05", "供水管网改造预算");
	(void)titled(&house, "2024-03-05", "公交线路调整");
	FINE(docket_search(
		house.people.db, house.people.arena, &house.officer, STR("2024-0001"), 10, &found));
	assert_int_equal(found.count, 1);
	assert_int_equal(found.items[0].id, id);
	FINE(docket_search(
		house.people.db, house.people.arena, &house.officer, STR("管网"), 10, &found));
	assert_int_equal(found.count, 1);
	FINE(docket_search(
		house.people.db, house.people.arena, &house.stranger, STR("管网"), 10, &found));
	assert_int_equal(found.count, 0);
	FINE(docket_search(
		house.people.db, house.people.arena, &house.author, STR("2024-0001"), 10, &found));
	assert_int_equal(found.count, 0);
	case_close(&house);
}

static void
figures_of_stored_cases_balance(void **state)
{
	struct docket_period period;
	struct docket_figures figures;
	const struct docket_figure *one;
	struct case_house house;
	struct str pattern;
	int64_t id;

	case_open(*state, &house);
	id = case_open_one(&house, "2024-03-01");
	(void)case_open_one(&house, "2024-03-01");
	(void)case_open_one(&house, "2023-12-28");
	(void)titled(&house, "2024-03-05", "还没有确认");
	FINE(DO(&house, officer, "2024-03-05", .id = id, .act = APPLICATION_WITHDRAW,
		.says = STR("撤回")));
	assert_true(docket_period_parse(STR("2024"), &period));
	FINE(str_print(house.people.arena, &pattern, "%.*s%%", STR_ARG(house.officer.agency_path)));
	FINE(docket_load_figures(house.people.db, house.people.arena, pattern, &period, &figures));
	assert_int_equal(figures.count, 1);
	one = &figures.items[0];
	assert_int_equal(one->agency_id, house.agency);
	assert_int_equal(one->table.cells[DOCKET_ROW_NEW][DOCKET_TABLE_TOTAL], 2);
	assert_int_equal(one->table.cells[DOCKET_ROW_CARRIED_IN][DOCKET_TABLE_TOTAL], 1);
	assert_int_equal(one->table.cells[DOCKET_ROW_DONE][DOCKET_TABLE_TOTAL], 1);
	assert_int_equal(one->table.cells[DOCKET_ROW_CARRIED_OUT][DOCKET_TABLE_TOTAL], 2);
	assert_int_equal(one->on_time, 1);
	assert_int_equal(one->overdue, 2);
	assert_int_equal(docket_days_median(&one->days), 20);
	assert_false(figures.lacks_days);
	assert_memory_equal(&figures.sum.table, &one->table, sizeof one->table);
	FINE(docket_load_figures(
		house.people.db, house.people.arena, STR("/999999/%"), &period, &figures));
	assert_int_equal(figures.count, 0);
	case_close(&house);
}

/* The list behind a row of the third table, as docket_figures_links.c asks for it. */
static struct application_query
behind_row(struct case_house *house, const struct docket_period *period, int row)
{
	struct application_query query = everything(house);

	query.only_counted = true;
	query.to = period->last;
	switch (row) {
	case DOCKET_ROW_NEW:
		query.from = period->first;
		break;
	case DOCKET_ROW_CARRIED_IN:
		query.to = (struct day){ period->first.number - 1 };
		query.open_from = period->first;
		break;
	case DOCKET_ROW_CARRIED_OUT:
		query.open_from = (struct day){ period->last.number + 1 };
		break;
	default:
		query.ended_from = period->first;
		query.ended_to = period->last;
		if (row != DOCKET_ROW_DONE)
			query.outcome = row - DOCKET_ROW_OUTCOME + 1;
	}
	return query;
}

static int64_t
count_of(struct case_house *house, const struct application_query *query)
{
	struct application_list list;
	int64_t total;

	FINE(docket_count_all(house->people.db, house->people.arena, query, 100, &total));
	FINE(application_list_all(house->people.db, house->people.arena, query, &list));
	assert_int_equal(list.count, total < query->limit ? total : query->limit);
	return total;
}

static void
each_figure_is_the_number_of_cases_in_the_list_behind_it(void **state)
{
	struct application_query query;
	struct docket_figures figures;
	struct docket_period period;
	struct case_house house;
	struct str pattern;
	int64_t id;

	case_open(*state, &house);
	id = case_open_one(&house, "2024-03-01");
	(void)case_open_one(&house, "2024-03-01");
	(void)case_open_one(&house, "2023-12-28");
	(void)case_open_one(&house, "2025-01-03");
	(void)titled(&house, "2024-03-05", "还没有确认");
	FINE(DO(&house, head, "2024-03-05", .id = id, .act = APPLICATION_EXTEND, .days = 5,
		.says = STR("材料多")));
	FINE(DO(&house, officer, "2024-03-06", .id = id, .act = APPLICATION_WITHDRAW,
		.says = STR("撤回")));
	assert_true(docket_period_parse(STR("2024"), &period));
	FINE(str_print(house.people.arena, &pattern, "%.*s%%", STR_ARG(house.officer.agency_path)));
	FINE(docket_load_figures(house.people.db, house.people.arena, pattern, &period, &figures));
	for (int row = 0; row < DOCKET_TABLE_ROWS; row++) {
		query = behind_row(&house, &period, row);
		assert_int_equal(
			count_of(&house, &query), figures.sum.table.cells[row][DOCKET_TABLE_TOTAL]);
		query.applicant_kind = APPLICATION_NATURAL_PERSON;
		assert_int_equal(count_of(&house, &query),
			figures.sum.table.cells[row][APPLICATION_NATURAL_PERSON]);
	}
	query = behind_row(&house, &period, DOCKET_ROW_DONE);
	query.mark = APPLICATION_MARK_ON_TIME;
	assert_int_equal(count_of(&house, &query), figures.sum.on_time);
	query.mark = APPLICATION_MARK_LATE;
	assert_int_equal(count_of(&house, &query), figures.sum.late);
	query = behind_row(&house, &period, DOCKET_ROW_CARRIED_OUT);
	query.mark = APPLICATION_MARK_OVERDUE;
	query.seen_on = period.last;
	assert_int_equal(figures.sum.overdue, 2);
	assert_int_equal(count_of(&house, &query), figures.sum.overdue);
	query = behind_row(&house, &period, DOCKET_ROW_DONE);
	query.mark = APPLICATION_MARK_EXTENDED;
	assert_int_equal(figures.sum.extended, 1);
	assert_int_equal(count_of(&house, &query), 1);
	query.mark = APPLICATION_MARK_CONSULTED;
	assert_int_equal(count_of(&house, &query), 0);
	case_close(&house);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pages_of_the_list_hold_each_case_once_the_newest_first),
		cmocka_unit_test(arrivals_are_not_late_and_paused_ones_have_their_own_queue),
		cmocka_unit_test(searches_are_kept_by_name_and_only_ones_own_are_dropped),
		cmocka_unit_test(one_act_on_many_does_what_it_can_and_tells_what_it_refused),
		cmocka_unit_test(due_days_are_counted_by_date),
		cmocka_unit_test(what_waits_depends_on_the_role),
		cmocka_unit_test(search_finds_by_number_and_words_what_the_person_sees),
		cmocka_unit_test(figures_of_stored_cases_balance),
		cmocka_unit_test(each_figure_is_the_number_of_cases_in_the_list_behind_it),
	};

	return TWIN_RUN(tests);
}
