/* Reconsideration and litigation of an agency: entering, terms, results, figures, on both engines.
 */
#include "dispute/dispute.h"
#include "calendar/calendar_store.h"
#include "case_help.h"
#include "notice/notice.h"

static struct dispute
arrived(struct case_house *house, enum dispute_kind kind, const char *on)
{
	return (struct dispute){ .agency_id = house->agency,
		.kind = kind,
		.body = STR("甲市人民政府"),
		.case_number = STR("甲政复〔2024〕8号"),
		.arrived_on = case_day(on),
		.answer_due_on = DAY_NONE,
		.answered_on = DAY_NONE,
		.hearing_on = DAY_NONE,
		.ended_on = DAY_NONE };
}

static struct fault *
save(struct case_house *house, const struct account_person *who, const char *today,
	const struct dispute *one, int64_t *ret_id)
{
	struct application_hands hands = case_hands(house, who, today);

	return dispute_save(house->people.db, &hands, one, ret_id);
}

static struct dispute
load(struct case_house *house, int64_t id)
{
	struct dispute one = { 0 };

	FINE(dispute_load(house->people.db, house->people.arena, id, &one));
	return one;
}

static void
reconsideration_has_its_term_from_the_calendar_and_a_court_its_days(void **state)
{
	struct dispute one;
	struct case_house house;
	int64_t id;

	case_open(*state, &house);
	one = arrived(&house, DISPUTE_RECONSIDERATION, "2024-04-29");
	FINE(save(&house, &house.officer, "2024-04-30", &one, &id));
	/* 1 to 5 May are free, 28 April and 11 May worked. */
	assert_string_equal(day_text(load(&house, id).answer_due_on).at, "2024-05-15");
	one.is_simple = true;
	FINE(save(&house, &house.legal, "2024-04-30", &one, &id));
	assert_string_equal(day_text(load(&house, id).answer_due_on).at, "2024-05-09");
	one.kind = DISPUTE_LITIGATION;
	FINE(save(&house, &house.legal, "2024-04-30", &one, &id));
	assert_string_equal(day_text(load(&house, id).answer_due_on).at, "2024-05-14");
	/* Law: 民事诉讼法 art. 85: the fifteenth day is 1 May, and 6 May the first that is worked.
	 */
	one.arrived_on = case_day("2024-04-16");
	FINE(save(&house, &house.legal, "2024-04-30", &one, &id));
	assert_string_equal(day_text(load(&house, id).answer_due_on).at, "2024-05-06");
	one.answer_due_on = case_day("2024-05-10");
	FINE(save(&house, &house.legal, "2024-04-30", &one, &id));
	assert_string_equal(day_text(load(&house, id).answer_due_on).at, "2024-05-10");
	assert_true(load(&house, id).is_due_told);
	case_close(&house);
}

/* A new calendar moves what it made, and nothing that a court's notice told. */
static void
new_calendar_moves_terms_that_nobody_told(void **state)
{
	struct calendar_row row = { case_day("2024-05-15"), CALENDAR_HOLIDAY, STR("停电停工") };
	struct application_hands hands;
	struct dispute one;
	struct case_house house;
	int64_t version;
	int64_t moved;
	int64_t told;
	int64_t id;

	case_open(*state, &house);
	one = arrived(&house, DISPUTE_RECONSIDERATION, "2024-04-29");
	FINE(save(&house, &house.officer, "2024-04-30", &one, &id));
	/* The form brings back what was found: it is still nobody's word. */
	one = load(&house, id);
	FINE(save(&house, &house.officer, "2024-04-30", &one, &id));
	assert_false(load(&house, id).is_due_told);
	one = arrived(&house, DISPUTE_RECONSIDERATION, "2024-04-29");
	one.answer_due_on = case_day("2024-05-14");
	FINE(save(&house, &house.officer, "2024-04-30", &one, &told));
	FINE(calendar_save(house.people.db, &house.actor,
		&(struct calendar_deed){ .agency_id = house.agency,
			.rows = &row,
			.count = 1,
			.dropped = DAY_NONE,
			.note = STR("县政府通知") },
		&version));
	hands = case_hands(&house, NULL, "2024-05-06");
	FINE(dispute_renew_terms(house.people.db, &hands, &moved));
	assert_int_equal(moved, 1);
	assert_string_equal(day_text(load(&house, id).answer_due_on).at, "2024-05-16");
	assert_string_equal(day_text(load(&house, told).answer_due_on).at, "2024-05-14");
	FINE(dispute_renew_terms(house.people.db, &hands, &moved));
	assert_int_equal(moved, 0);
	case_close(&house);
}

/* 2027 is not announced: the earliest day the law allows stands until it is. */
static void
term_into_a_year_without_holidays_stands_unmoved(void **state)
{
	struct calendar_row row = { case_day("2027-01-01"), CALENDAR_HOLIDAY, STR("元旦") };
	struct application_hands hands;
	struct dispute one;
	struct case_house house;
	int64_t version;
	int64_t moved;
	int64_t id;

	case_open(*state, &house);
	one = arrived(&house, DISPUTE_LITIGATION, "2026-12-18");
	FINE(save(&house, &house.officer, "2026-12-21", &one, &id));
	assert_string_equal(day_text(load(&house, id).answer_due_on).at, "2027-01-02");
	one = arrived(&house, DISPUTE_RECONSIDERATION, "2026-12-28");
	FAILS(save(&house, &house.officer, "2026-12-28", &one, &moved), "calendar_no_data");
	FINE(calendar_version(house.people.db, &version));
	FINE(calendar_save(house.people.db, &house.actor,
		&(struct calendar_deed){ .rows = &row,
			.count = 1,
			.dropped = DAY_NONE,
			.note = STR("国务院办公厅通知"),
			.seen_version = version },
		&version));
	hands = case_hands(&house, NULL, "2026-12-30");
	FINE(dispute_renew_terms(house.people.db, &hands, &moved));
	assert_int_equal(moved, 1);
	/* 2 January 2027 is a Saturday. */
	assert_string_equal(day_text(load(&house, id).answer_due_on).at, "2027-01-04");
	case_close(&house);
}

static void
only_who_handles_or_reviews_the_law_enters_and_nonsense_is_refused(void **state)
{
	struct dispute one;
	struct case_house house;
	int64_t id;

	case_open(*state, &house);
	one = arrived(&house, DISPUTE_RECONSIDERATION, "2024-04-29");
	FAILS(save(&house, &house.head, "2024-04-30", &one, &id), "account_may_not");
	FAILS(save(&house, &house.stranger, "2024-04-30", &one, &id), "account_may_not");
	FAILS(save(&house, &house.officer, "2024-04-28", &one, &id), "application_dispute");
	one.body = STR("  ");
	FAILS(save(&house, &house.officer, "2024-04-30", &one, &id), "application_dispute");
	one = arrived(&house, DISPUTE_RECONSIDERATION, "2024-04-29");
	one.role = DISPUTE_CO_DEFENDANT;
	FAILS(save(&house, &house.officer, "2024-04-30", &one, &id), "application_dispute");
	one = arrived(&house, DISPUTE_RECONSIDERATION, "2024-04-29");
	one.result = DISPUTE_UPHELD;
	FAILS(save(&house, &house.officer, "2024-04-30", &one, &id), "application_dispute");
	one = arrived(&house, DISPUTE_RECONSIDERATION, "2024-04-29");
	one.application_id = 999;
	FAILS(save(&house, &house.officer, "2024-04-30", &one, &id), "absent");
	case_close(&house);
}

static void
two_who_change_one_at_once_are_told(void **state)
{
	struct dispute one;
	struct case_house house;
	int64_t id;

	case_open(*state, &house);
	one = arrived(&house, DISPUTE_RECONSIDERATION, "2024-04-29");
	FINE(save(&house, &house.officer, "2024-04-30", &one, &id));
	one = load(&house, id);
	one.answered_on = case_day("2024-05-06");
	FINE(save(&house, &house.officer, "2024-05-07", &one, &id));
	FAILS(save(&house, &house.legal, "2024-05-07", &one, &id), "application_stale");
	assert_string_equal(day_text(load(&house, id).answered_on).at, "2024-05-06");
	case_close(&house);
}

static void
what_was_corrected_is_told_to_the_heads_and_handled_again(void **state)
{
	struct dispute_list list;
	struct dispute one;
	struct notice_list notices;
	struct case_house house;
	int64_t about;
	int64_t id;

	case_open(*state, &house);
	about = case_open_one(&house, "2024-03-01");
	FINE(case_do(&house, &house.officer, "2024-03-05",
		(struct application_doing){
			.id = about, .act = APPLICATION_WITHDRAW, .says = STR("撤回") }));
	one = arrived(&house, DISPUTE_RECONSIDERATION, "2024-04-29");
	one.application_id = about;
	FINE(save(&house, &house.officer, "2024-04-30", &one, &id));
	one = load(&house, id);
	one.result = DISPUTE_RIGHTED;
	one.ended_on = case_day("2024-05-20");
	FINE(save(&house, &house.officer, "2024-05-21", &one, &id));
	FINE(notice_find(house.people.db, house.people.arena, house.head.id, 0, 50, &notices));
	assert_true(notices.count > 0);
	assert_true(str_has(notices.items[0].says, STR("重新办理")));
	FINE(case_do(&house, &house.head, "2024-05-21",
		(struct application_doing){ .id = about,
			.act = APPLICATION_REDO,
			.until = case_day("2024-06-14"),
			.says = STR("复议决定责令重新答复") }));
	assert_int_equal(case_load(&house, about).state, APPLICATION_OPEN);
	FINE(dispute_find_of(house.people.db, house.people.arena, about, &list));
	assert_int_equal(list.count, 1);
	assert_int_equal(list.items[0].state, APPLICATION_OPEN);
	case_close(&house);
}

static void
lists_filter_and_the_years_figures_are_summed(void **state)
{
	struct dispute_query query = { .kind = -1, .result = -1, .limit = 2 };
	struct dispute_figures figures;
	struct dispute_list list;
	struct dispute one;
	struct case_house house;
	struct arena *arena;
	int64_t first;
	int64_t id;

	case_open(*state, &house);
	arena = house.people.arena;
	query.pattern = STR("/%");
	one = arrived(&house, DISPUTE_RECONSIDERATION, "2023-12-20");
	one.result = DISPUTE_UPHELD;
	one.ended_on = case_day("2024-02-20");
	FINE(save(&house, &house.officer, "2024-04-30", &one, &first));
	one = arrived(&house, DISPUTE_LITIGATION_AFTER, "2024-03-20");
	one.previous_id = first;
	one.body = STR("甲市中级人民法院");
	FINE(save(&house, &house.officer, "2024-04-30", &one, &id));
	one.role = DISPUTE_CO_DEFENDANT;
	one.previous_id = 0;
	FINE(save(&house, &house.officer, "2024-04-30", &one, &id));
	FINE(dispute_find_all(house.people.db, arena, &query, &list));
	assert_int_equal(list.count, 2);
	assert_true(list.has_more);
	query.before_id = list.items[1].id;
	FINE(dispute_find_all(house.people.db, arena, &query, &list));
	assert_int_equal(list.count, 1);
	assert_false(list.has_more);
	query.before_id = 0;
	query.text = STR("中级");
	query.year = 2023;
	FINE(dispute_find_all(house.people.db, arena, &query, &list));
	assert_int_equal(list.count, 0);
	query.year = 2024;
	query.only_unanswered = true;
	FINE(dispute_find_all(house.people.db, arena, &query, &list));
	assert_int_equal(list.count, 2);
	FINE(dispute_sum(house.people.db, arena, STR("/%"), 2024, &figures));
	assert_int_equal(figures.at[0], 1);
	assert_int_equal(figures.at[4], 1);
	assert_int_equal(figures.at[13], 1);
	assert_int_equal(figures.at[14], 1);
	FINE(dispute_sum(house.people.db, arena, STR("/%"), 2023, &figures));
	assert_int_equal(figures.at[3], 1);
	/* The fifteenth day is 4 April, a holiday until the 6th. */
	FINE(dispute_find_due(
		house.people.db, arena, case_day("2024-04-06"), DAY_NONE, 0, 10, &list));
	assert_int_equal(list.count, 0);
	FINE(dispute_find_due(
		house.people.db, arena, case_day("2024-04-07"), DAY_NONE, 0, 10, &list));
	assert_int_equal(list.count, 2);
	FINE(dispute_find_due(house.people.db, arena, case_day("2024-04-07"),
		list.items[0].answer_due_on, list.items[0].id, 10, &list));
	assert_int_equal(list.count, 1);
	case_close(&house);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			reconsideration_has_its_term_from_the_calendar_and_a_court_its_days),
		cmocka_unit_test(new_calendar_moves_terms_that_nobody_told),
		cmocka_unit_test(term_into_a_year_without_holidays_stands_unmoved),
		cmocka_unit_test(
			only_who_handles_or_reviews_the_law_enters_and_nonsense_is_refused),
		cmocka_unit_test(two_who_change_one_at_once_are_told),
		cmocka_unit_test(what_was_corrected_is_told_to_the_heads_and_handled_again),
		cmocka_unit_test(lists_filter_and_the_years_figures_are_summed),
	};

	return TWIN_RUN(tests);
}
