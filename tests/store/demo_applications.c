/* The year 2020 of the demonstration: its cases give the third table of the report of that year. */
#include "case_help.h"

#include <stdio.h>
#include <stdlib.h>

#include "agency/agency.h"
#include "base/file.h"
#include "calendar/calendar.h"
#include "dispute/dispute.h"
#include "docket/docket_figures.h"
#include "identifier/identifier.h"
#include "notice/notice.h"
#include "program/demo_applications.h"

static void
read_file(const char *folder, const char *name, struct buf *bytes)
{
	char path[512];

	assert_non_null(getenv(folder));
	snprintf(path, sizeof path, "%s%s", getenv(folder), name);
	buf_init(bytes, 1 << 20);
	FINE(file_read(path, bytes));
}

static void
read_list(struct case_house *house, struct demo_cases *cases)
{
	CLOSING(buf_done) struct buf bytes;

	read_file("GONGKAI_DEMO_APPLICATIONS", "", &bytes);
	FINE(demo_applications_read(
		STR("demo_applications.csv"), buf_str(&bytes), house->people.arena, cases));
}

static size_t
put_list(struct case_house *house, struct demo_cases *cases, const char *today)
{
	struct demo_stage stage = { .db = house->people.db,
		.keys = house->people.keys,
		.files = house->people.twin->files,
		.today = case_day(today),
		.agency_id = house->agency,
		.agency_path = house->officer.agency_path,
		.unit_id = house->unit,
		.officer = house->officer,
		.reviewer = house->reviewer,
		.legal = house->legal,
		.head = house->head,
		.unit_author = house->author };
	size_t left_out = 0;

	FINE(demo_applications_put(&stage, house->people.arena, cases, &left_out));
	return left_out;
}

/* --- the table of the report --- */

/* The form of 2019 has one row for what the form of 2021 divides into the last three. */
static int64_t
cell_of(const struct docket_table *table, struct str row, struct str column)
{
	int at_column = -1;
	int64_t sum = 0;
	bool is_found = false;

	for (int i = 0; i < DOCKET_TABLE_COLUMNS; i++)
		if (str_equal(str_of(docket_table_column(i).key), column))
			at_column = i;
	assert_int_not_equal(at_column, -1);
	for (int i = 0; i < DOCKET_TABLE_ROWS; i++) {
		struct str key = str_of(docket_table_row(i).key);

		if (!str_equal(key, row) &&
			!(str_equal(row, STR("other")) && str_starts(key, STR("other_"))))
			continue;
		is_found = true;
		sum += table->cells[i][at_column];
	}
	assert_true(is_found);
	return sum;
}

/* Lines of the record as "applications.res_granted.natural_person<tab>49". */
static int
compare_cells(const struct docket_table *table, struct str cells)
{
	struct str rest = cells;
	struct str line;
	int count = 0;

	while (str_next_line(&rest, &line)) {
		struct str value;
		struct str path, row, column;
		int64_t wanted;

		value = str_cut(line, STR("\t"), &path);
		if (!str_starts(path, STR("applications.")))
			continue;
		path = str_cut(path, STR("."), &row);
		column = str_cut(path, STR("."), &row);
		assert_true(str_to_int(value, &wanted));
		if (cell_of(table, row, column) != wanted)
			fail_msg("%.*s is %lld", STR_ARG(line),
				(long long)cell_of(table, row, column));
		count++;
	}
	return count;
}

static void
check_year(struct case_house *house)
{
	CLOSING(buf_done) struct buf cells;
	struct docket_period period;
	struct docket_figures figures;
	struct str pattern;

	assert_true(docket_period_parse(STR("2020"), &period));
	FINE(str_print(
		house->people.arena, &pattern, "%.*s%%", STR_ARG(house->officer.agency_path)));
	FINE(docket_load_figures(
		house->people.db, house->people.arena, pattern, &period, &figures));
	read_file("GONGKAI_REPORTS", "/000-pingfang-2020.cells", &cells);
	assert_int_equal(compare_cells(&figures.sum.table, buf_str(&cells)), 161);
	assert_int_equal(figures.sum.late, 0);
	assert_int_equal(figures.sum.overdue, 0);
	assert_true(figures.sum.extended > 0);
	assert_true(figures.sum.corrected > 0);
	assert_true(figures.sum.consulted > 0);
}

/* --- cases of these days --- */

static void
check_states(struct case_house *house, struct application_open_query *query)
{
	static const enum application_state states[] = { APPLICATION_SUBMITTED,
		APPLICATION_RECEIVED, APPLICATION_OPEN, APPLICATION_CORRECTING, APPLICATION_PAYING,
		APPLICATION_CONSULTING, APPLICATION_REVIEWING, APPLICATION_LEGAL,
		APPLICATION_SIGNING, APPLICATION_SIGNED };
	struct application_list list;

	for (size_t i = 0; i < COUNT_OF(states); i++) {
		query->state = (int)states[i];
		FINE(application_list_open(house->people.db, house->people.arena, query, &list));
		assert_true(list.count > 0);
	}
	query->state = -1;
}

static void
check_queues(struct case_house *house, struct day today)
{
	struct application_open_query query = { .agency_id = house->agency,
		.pattern = house->officer.agency_path,
		.until = DAY_NONE,
		.limit = 500 };
	struct application_asked_list asked;
	struct application_list list;
	int late = 0;
	int soon = 0;
	int paused = 0;

	check_states(house, &query);
	FINE(application_list_open(house->people.db, house->people.arena, &query, &list));
	for (size_t i = 0; i < list.count; i++) {
		const struct application *one = &list.items[i];
		int left = one->due_on.number - today.number;

		paused += one->is_paused;
		if (one->is_paused || day_is_none(one->due_on))
			continue;
		late += left < 0;
		soon += left >= 0 && left <= 3;
	}
	assert_true(late > 0);
	assert_true(soon > 0);
	assert_true(paused > 0);
	FINE(application_find_asked(
		house->people.db, house->people.arena, house->author.agency_path, 10, &asked));
	assert_int_equal(asked.count, 1);
}

/* The report of 2020 knows none; of late there are two, one to be answered. */
static void
check_disputes(struct case_house *house)
{
	struct dispute_query query = {
		.kind = -1, .result = -1, .only_unanswered = false, .limit = 10
	};
	struct dispute_figures figures;
	struct dispute_list list;

	FINE(str_print(house->people.arena, &query.pattern, "%.*s%%",
		STR_ARG(house->officer.agency_path)));
	FINE(dispute_sum(house->people.db, house->people.arena, query.pattern, 2020, &figures));
	for (int i = 0; i < DISPUTE_COLUMNS; i++)
		assert_int_equal(figures.at[i], 0);
	FINE(dispute_find_all(house->people.db, house->people.arena, &query, &list));
	assert_int_equal(list.count, 2);
	query.only_unanswered = true;
	FINE(dispute_find_all(house->people.db, house->people.arena, &query, &list));
	assert_int_equal(list.count, 1);
}

/* All in one test, because making all the cases takes its time. */
static void
year_2020_gives_the_third_table_and_every_queue_has_something(void **state)
{
	struct notice_list notices;
	struct demo_cases cases;
	struct case_house house;

	case_open(*state, &house);
	read_list(&house, &cases);
	/* A Sunday: nothing is received on it. */
	assert_int_equal(put_list(&house, &cases, "2026-06-14"), 0);
	check_year(&house);
	check_queues(&house, case_day("2026-06-14"));
	check_disputes(&house);
	/* What was told in 2020 is read, what was told of late is not. */
	FINE(notice_find(house.people.db, house.people.arena, house.officer.id, 0, 200, &notices));
	assert_true(notices.count > 0);
	assert_false(notices.items[0].is_read);
	assert_true(notices.items[notices.count - 1].is_read);
	case_close(&house);
}

/* The calendar of the program ends somewhere; the demonstration goes on. */
static void
days_without_calendar_leave_open_cases_out(void **state)
{
	const struct calendar *calendar;
	struct demo_steps steps;
	struct demo_cases cases;
	struct case_house house;

	case_open(*state, &house);
	read_list(&house, &cases);
	FINE(calendar_make_own(house.people.arena, &calendar));
	FINE(demo_applications_plan(
		house.people.arena, &cases, calendar, case_day("2190-03-01"), &steps));
	assert_true(cases.count > 222);
	assert_int_equal(steps.left_out, cases.count - 222);
	for (size_t i = 0; i < steps.count; i++) {
		int year, month, of_month;

		day_split(steps.items[i].day, &year, &month, &of_month);
		assert_int_equal(year, 2020);
	}
	case_close(&house);
}

static void
made_up_people_have_fitting_numbers_of_no_place(void **state)
{
	struct case_house house;
	struct str number;

	case_open(*state, &house);
	for (size_t serial = 1; serial < 1000; serial++) {
		FINE(demo_applications_card(
			house.people.arena, serial, case_day("2026-06-10"), &number));
		assert_true(identifier_is_id_card(number, case_day("2026-06-10")));
		assert_true(str_starts(number, STR("239900")));
	}
	case_close(&house);
}

static void
list_with_an_unknown_word_is_refused(void **state)
{
	static const char head[] = "序号,日期,方式,申请人,申请人类型,信息名称,内容描述,经过,停在,"
				   "答复,依据,说明,前件\n";
	static const char *const rows[] = { "1,2020-13-01,网上提交,甲,自然人,乙,乙,,,R36_1,,丙,\n",
		"1,2020-01-02,飞鸽,甲,自然人,乙,乙,,,R36_1,,丙,\n",
		"1,2020-01-02,网上提交,甲,神仙,乙,乙,,,R36_1,,丙,\n",
		"1,2020-01-02,网上提交,甲,自然人,乙,乙,,天上,R36_1,,丙,\n",
		"1,2020-01-02,网上提交,甲,自然人,乙,乙,,,R99,,丙,\n",
		"1,2020-01-02,网上提交,甲,自然人,乙,乙,,,R36_6,,,1\n" };
	struct demo_cases cases;
	struct case_house house;
	struct str text;

	case_open(*state, &house);
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		FINE(str_print(house.people.arena, &text, "%s%s", head, rows[i]));
		FAILS(demo_applications_read(STR("a.csv"), text, house.people.arena, &cases),
			"demo_applications");
	}
	FAILS(demo_applications_read(
		      STR("a.csv"), STR("机关名称\n甲\n"), house.people.arena, &cases),
		"demo_applications");
	case_close(&house);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(year_2020_gives_the_third_table_and_every_queue_has_something),
		cmocka_unit_test(days_without_calendar_leave_open_cases_out),
		cmocka_unit_test(made_up_people_have_fitting_numbers_of_no_place),
		cmocka_unit_test(list_with_an_unknown_word_is_refused),
	};

	return TWIN_RUN(tests);
}
