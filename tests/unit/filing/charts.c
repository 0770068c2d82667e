/* Figures arranged for charts: sums, titles, and no chart where there is nothing to ask. */
#include "../checking/help.h"

#include "filing/filing_charts.h"

static struct help help;
static struct filing_charts charts;

static int
start(void **state)
{
	help_begin(&help, REPORT_FORM_2021);
	return 0;
}

static int
stop(void **state)
{
	help_end(&help);
	return 0;
}

static void
make(void)
{
	FINE(filing_charts_of_one(&help.report, help.arena, &charts));
}

static void
outcomes_are_added_up_by_kind_and_the_title_is_the_answer(void **state)
{
	make();
	assert_int_equal(charts.count, 2);
	assert_string_equal(charts.items[0].id, "chart-outcomes");
	SAME_TEXT(charts.items[0].rows[0].name, "予以公开");
	assert_int_equal(charts.items[0].rows[0].values[0], 5);
	assert_int_equal(charts.items[0].rows[2].values[0], 1); /* 不予公开 */
	assert_int_equal(charts.items[0].rows[6].values[0], 2); /* 结转下年 */
	SAME_TEXT(charts.items[0].title, "办理结果：最多的是予以公开，5 件，占 45.4%");
	SAME_TEXT(charts.items[1].title, "谁在申请：最多的是自然人，8 件，占 80.0%");
}

static void
blank_cell_leaves_its_chart_out_and_keeps_the_other(void **state)
{
	help_blank(&help.report, report_application_slot(REPORT_ROW_DENY_LAW, REPORT_TOTAL));
	make();
	assert_int_equal(charts.count, 1);
	assert_string_equal(charts.items[0].id, "chart-applicants");
}

static void
unclear_cell_is_not_taken_for_zero(void **state)
{
	int slot = report_application_slot(REPORT_ROW_NEW_RECEIVED, REPORT_RESEARCH);

	help.report.cells[slot] =
		(struct report_cell){ .state = REPORT_UNCLEAR, .printed = STR("1021") };
	make();
	assert_int_equal(charts.count, 1);
	assert_string_equal(charts.items[0].id, "chart-outcomes");
}

static void
one_bar_alone_is_no_question(void **state)
{
	help_set(&help.report, REPORT_ROW_NEW_RECEIVED, REPORT_BIZ, 0);
	make();
	assert_int_equal(charts.count, 1);
	assert_string_equal(charts.items[0].id, "chart-outcomes");
}

static void
report_without_applications_has_no_chart(void **state)
{
	for (int row = 0; row < REPORT_APPLICATION_ROWS; row++)
		for (int i = 0; i < REPORT_APPLICANTS; i++)
			help_cell(&help.report, report_application_slot(row, i), 0);
	make();
	assert_int_equal(charts.count, 0);
}

static void
years_stand_side_by_side_and_a_year_with_blanks_is_left_out(void **state)
{
	struct help older;
	struct help blank;
	const struct report *reports[3];

	help_begin(&older, REPORT_FORM_2019);
	help_begin(&blank, REPORT_FORM_2021);
	blank.report.year = 2022;
	help_blank(&blank.report, report_application_slot(REPORT_ROW_NEW_RECEIVED, REPORT_TOTAL));
	reports[0] = &older.report;
	reports[1] = &blank.report;
	reports[2] = &help.report;
	FINE(filing_charts_of_years(reports, 3, help.arena, &charts));
	assert_int_equal(charts.count, 1);
	assert_int_equal(charts.items[0].row_count, 2);
	SAME_TEXT(charts.items[0].rows[0].name, "2020");
	SAME_TEXT(charts.items[0].rows[1].name, "2023");
	assert_int_equal(charts.items[0].series_count, 4);
	assert_int_equal(charts.items[0].rows[1].values[0], 10);
	FINE(filing_charts_of_years(reports, 2, help.arena, &charts));
	assert_int_equal(charts.count, 0);
	help_end(&older);
	help_end(&blank);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, start, stop)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(outcomes_are_added_up_by_kind_and_the_title_is_the_answer),
		CASE(blank_cell_leaves_its_chart_out_and_keeps_the_other),
		CASE(unclear_cell_is_not_taken_for_zero),
		CASE(one_bar_alone_is_no_question),
		CASE(report_without_applications_has_no_chart),
		CASE(years_stand_side_by_side_and_a_year_with_blanks_is_left_out),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
