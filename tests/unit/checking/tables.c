/* Balances, blanks, wrong figures, forms and table 2: each rule on a report with one thing spoiled.
 */
#include "help.h"

static void
a_right_report_has_nothing_to_object_to(void **state)
{
	static const enum report_form forms[] = { REPORT_FORM_2019, REPORT_FORM_2021 };

	for (size_t i = 0; i < COUNT_OF(forms); i++) {
		struct help help;

		help_begin(&help, forms[i]);
		help_check(&help);
		help_is_clean(&help);
		assert_int_equal(report_count(&help.report, REPORT_ERROR), 0);
		help_end(&help);
	}
}

static void
a_column_out_of_balance_is_told_with_its_figures(void **state)
{
	struct help help;

	help_begin(&help, REPORT_FORM_2021);
	help_set(&help.report, REPORT_ROW_NEW_RECEIVED, REPORT_BIZ, 3);
	help_check(&help);
	help_finds(&help, "T3-BAL", "applications.new_received.biz", REPORT_ERROR,
		"商业企业一列：新收 3 + 结转 0 ≠ 办理总计 2 + 结转下年 0，相差 1");
	help_finds(&help, "T3-BAL", "applications.new_received.total", REPORT_ERROR, "相差 1");
	assert_null(help_find(&help, "T3-ROW", NULL));
	assert_null(help_find(&help, "T3-SUM", NULL));
	help_end(&help);
}

static void
a_row_whose_total_is_wrong_is_told(void **state)
{
	struct help help;

	help_begin(&help, REPORT_FORM_2021);
	help_cell(&help.report, report_application_slot(REPORT_ROW_RES_PARTIAL, REPORT_TOTAL), 5);
	help_check(&help);
	help_finds(&help, "T3-ROW", "applications.res_partial.total", REPORT_ERROR,
		"自然人 1 ≠ 总计 5，相差 4");
	help_finds(&help, "T3-SUM", "applications.res_total.total", REPORT_ERROR,
		"= 13 ≠ 办理总计 9，相差 4");
	assert_int_equal(help_count(&help, "T3-SUM", REPORT_ERROR), 1);
	help_end(&help);
}

/* Every single cell of table 3, changed by one, must break at least one balance of its row or
 * column. */
static void
any_changed_cell_of_table_three_is_noticed(void **state)
{
	struct help help;

	help_begin(&help, REPORT_FORM_2021);
	for (int slot = REPORT_FIRST_APPLICATION; slot < REPORT_FIRST_REVIEW; slot++) {
		if (help.report.cells[slot].state == REPORT_ABSENT)
			continue;
		help.report.cells[slot].number.units++;
		help_check(&help);
		if (report_count(&help.report, REPORT_ERROR) == 0)
			fail_msg("%s changed and nothing was told", report_slot_path(slot).at);
		help.report.cells[slot].number.units--;
	}
	help_end(&help);
}

static void
blanks_are_blanks_and_not_zero(void **state)
{
	struct help help;

	help_begin(&help, REPORT_FORM_2019);
	for (int column = REPORT_BIZ; column < REPORT_TOTAL; column++)
		help_blank(&help.report, report_application_slot(REPORT_ROW_DENY_SECRET, column));
	help_blank(&help.report, report_application_slot(REPORT_ROW_NO_REPEAT, REPORT_BIZ));
	help_check(&help);
	help_finds(&help, "T3-COMPLETE", "applications.deny_secret", REPORT_ERROR,
		"有 5 格空白：“商业企业”");
	help_finds(&help, "T3-COMPLETE", "applications.no_repeat.biz", REPORT_ERROR, "有 1 格空白");
	assert_null(help_find(&help, "T3-ROW", NULL));
	assert_null(help_find(&help, "T3-SUM", NULL));
	assert_null(help_find(&help, "T3-BAL", NULL));
	help_end(&help);
}

/* The counter-example of the domain: two received, the results and the carry-over of the column
 * blank. */
static void
a_blank_side_contradicts_a_figure(void **state)
{
	struct help help;

	help_begin(&help, REPORT_FORM_2019);
	help_blank(
		&help.report, report_application_slot(REPORT_ROW_RES_TOTAL, REPORT_NATURAL_PERSON));
	help_blank(&help.report,
		report_application_slot(REPORT_ROW_CARRIED_OUT, REPORT_NATURAL_PERSON));
	help_blank(&help.report,
		report_application_slot(REPORT_ROW_CARRIED_OUT, REPORT_LEGAL_SERVICE));
	help_check(&help);
	help_finds(&help, "T3-BAL", "applications.new_received.natural_person", REPORT_ERROR,
		"（空格）");
	assert_int_equal(help_count(&help, "T3-BAL", REPORT_ERROR), 1);
	help_finds(&help, "T3-COMPLETE", "applications.res_total.natural_person", REPORT_ERROR,
		"空白");
	help_end(&help);
}

static void
printed_figures_may_contradict_in_spite_of_blanks(void **state)
{
	struct help help;

	help_begin(&help, REPORT_FORM_2021);
	help_cell(&help.report,
		report_application_slot(REPORT_ROW_RES_GRANTED, REPORT_NATURAL_PERSON), 9);
	help_blank(&help.report, report_application_slot(REPORT_ROW_RES_GRANTED, REPORT_BIZ));
	help_check(&help);
	help_finds(&help, "T3-ROW", "applications.res_granted.total", REPORT_ERROR,
		"仅按已填数字计算");
	help_end(&help);
}

static void
words_and_negative_figures_are_no_counts(void **state)
{
	struct help help;
	int slash = report_application_slot(REPORT_ROW_NO_REPEAT, REPORT_BIZ);
	int glued = report_application_slot(REPORT_ROW_NO_ABUSIVE, REPORT_BIZ);

	help_begin(&help, REPORT_FORM_2021);
	help.report.cells[slash] =
		(struct report_cell){ .state = REPORT_UNCLEAR, .printed = STR("/") };
	help.report.cells[glued] =
		(struct report_cell){ .state = REPORT_UNCLEAR, .printed = STR("0 0") };
	help_cell(&help.report, report_application_slot(REPORT_ROW_DENY_LAW, REPORT_BIZ), -1);
	help_cell(&help.report, report_proactive_slot("a20_1", "rules", "in_force"), -2);
	help_check(&help);
	help_finds(
		&help, "T3-NEG", "applications.no_repeat.biz", REPORT_ERROR, "印作“/”，不是数字");
	help_finds(&help, "T3-NEG", "applications.no_abusive.biz", REPORT_WARNING, "无法确定");
	help_finds(&help, "T3-NEG", "applications.deny_law.biz", REPORT_ERROR, "填的是 -1");
	help_finds(&help, "T2-R2", "proactive.a20_1.rules.in_force", REPORT_ERROR, "填的是 -2");
	help_end(&help);
}

static void
partial_counted_twice_is_pointed_out(void **state)
{
	struct help help;

	help_begin(&help, REPORT_FORM_2021);
	help_set(&help.report, REPORT_ROW_UNABLE_NOT_HELD, REPORT_NATURAL_PERSON, 3);
	help_check(&help);
	help_finds(
		&help, "T3-SUM", "applications.res_total.natural_person", REPORT_ERROR, "相差 1");
	help_finds(&help, "T3-NOPART", "applications.res_partial.natural_person", REPORT_WARNING,
		"正好等于“部分公开” 1");
	help_end(&help);
}

static void
a_single_row_of_other_results_is_the_older_form(void **state)
{
	struct help help;

	help_begin(&help, REPORT_FORM_2021);
	for (int column = 0; column < REPORT_APPLICANTS; column++) {
		for (int row = REPORT_ROW_OTHER_NO_CORRECTION; row <= REPORT_ROW_OTHER_MISC; row++)
			help.report.cells[report_application_slot(row, column)].state =
				REPORT_ABSENT;
		help_cell(&help.report, report_application_slot(REPORT_ROW_OTHER, column), 0);
	}
	help_check(&help);
	help_finds(&help, "FORM", "applications.other", REPORT_WARNING, "2019年格式");
	assert_int_equal(report_count(&help.report, REPORT_ERROR), 0);
	assert_null(help_find(&help, "T3-COMPLETE", NULL));
	help_end(&help);
}

static void
the_form_must_be_that_of_the_year(void **state)
{
	struct help help;

	help_begin(&help, REPORT_FORM_2021);
	help.report.year = 2020;
	help_check(&help);
	help_finds(&help, "FORM", "form", REPORT_WARNING, "2020年度报告应使用2019年格式");
	help_end(&help);
}

static void
dropped_for_fees_without_a_word_about_fees(void **state)
{
	struct help help;

	help_begin(&help, REPORT_FORM_2021);
	help_set(&help.report, REPORT_ROW_OTHER_NO_FEE, REPORT_BIZ, 1);
	help_text(&help.report, REPORT_S6_OTHER, "无。");
	help_check(&help);
	help_finds(&help, "T3-ABSTAIN", "applications.other_no_fee.total", REPORT_WARNING,
		"1 件因逾期未缴费");
	help_finds(&help, "META-7", "s6_other", REPORT_WARNING, "信息处理费");
	help_end(&help);
}

static void
table_four_adds_up_group_by_group(void **state)
{
	struct help help;

	help_begin(&help, REPORT_FORM_2019);
	help_cell(&help.report, report_review_slot(0, 0), 10);
	help_cell(&help.report, report_review_slot(0, 1), 1);
	help_cell(&help.report, report_review_slot(2, 4), 2);
	help_blank(&help.report, report_review_slot(1, 3));
	help_check(&help);
	help_finds(&help, "T4-SUM", "review_litigation.rev_total", REPORT_ERROR,
		"行政复议：结果维持 10 + 结果纠正 1 = 11 ≠ 总计 0，相差 11");
	help_finds(&help, "T4-SUM", "review_litigation.lit_after_total", REPORT_ERROR, "相差 2");
	help_finds(&help, "T4-FILL", "review_litigation.lit_direct_pending", REPORT_ERROR,
		"未经复议直接起诉“尚未审结”");
	assert_int_equal(help_count(&help, "T4-SUM", REPORT_ERROR), 2);
	help_end(&help);
}

static void
a_missing_table_is_an_item_of_article_fifty(void **state)
{
	struct help help;

	help_begin(&help, REPORT_FORM_2021);
	help.report.has_table[REPORT_REVIEW] = false;
	for (int slot = REPORT_FIRST_REVIEW; slot < REPORT_SLOT_COUNT; slot++)
		help.report.cells[slot].state = REPORT_ABSENT;
	help_check(&help);
	help_finds(&help, "A50", "review_litigation", REPORT_ERROR, "没有找到表四");
	assert_int_equal(report_count(&help.report, REPORT_ERROR), 1);
	help_end(&help);
}

static void
a_row_that_was_not_found_is_a_warning(void **state)
{
	struct help help;

	help_begin(&help, REPORT_FORM_2021);
	for (int column = 0; column < REPORT_APPLICANTS; column++)
		help.report.cells[report_application_slot(REPORT_ROW_NO_REPEAT, column)].state =
			REPORT_ABSENT;
	help_check(&help);
	help_finds(&help, "T3-COMPLETE", "applications.no_repeat", REPORT_WARNING, "没有找到");
	help_end(&help);
}

static void
tables_of_zeros_are_noted(void **state)
{
	struct help help;

	help_begin(&help, REPORT_FORM_2021);
	for (int slot = 0; slot < REPORT_SLOT_COUNT; slot++)
		if (help.report.cells[slot].state == REPORT_NUMBER)
			help_cell(&help.report, slot, 0);
	help_check(&help);
	help_finds(&help, "ALL-ZERO", "proactive", REPORT_NOTE, "表二、表三、表四全部是 0");
	help_is_clean(&help);
	help_end(&help);
}

static void
table_two_of_2019_is_checked_by_its_rules(void **state)
{
	struct help help;
	int amount = report_proactive_slot("a20_9", "central_procurement", "amount");
	struct report_repair repair = { STR("proactive.a20_9.central_procurement.amount"),
		STR("金额没有印单位，按万元读") };

	help_begin(&help, REPORT_FORM_2019);
	help_cell(
		&help.report, report_proactive_slot("a20_1", "normative_docs", "published_new"), 6);
	help_cell(&help.report, report_proactive_slot("a20_1", "normative_docs", "published_total"),
		5);
	help_cell(&help.report, report_proactive_slot("a20_6", "penalty", "items_prev"), 5);
	help_cell(&help.report, report_proactive_slot("a20_6", "penalty", "items_delta"), -6);
	help_cell(&help.report, report_proactive_slot("a20_5", "permit", "items_prev"), 5);
	help_cell(&help.report, report_proactive_slot("a20_5", "permit", "items_delta"), -5);
	help_cell(&help.report, report_proactive_slot("a20_1", "rules", "published_total"), 1);
	help_cell(&help.report, amount, 25);
	help.report.repairs = &repair;
	help.report.repair_count = 1;
	help_check(&help);
	help_finds(&help, "T2-F1", "proactive.a20_1.normative_docs.published_total", REPORT_WARNING,
		"5 小于本年新公开数量 6");
	help_finds(&help, "T2-F1", "proactive.a20_1.normative_docs.published_new", REPORT_NOTE,
		"多于本年新制作 0");
	help_finds(
		&help, "T2-F5", "proactive.a20_6.penalty.items_delta", REPORT_ERROR, "-1 小于 0");
	assert_int_equal(help_count(&help, "T2-F5", REPORT_ERROR), 1);
	help_finds(&help, "T2-SCOPE", "proactive.a20_1.rules.published_total", REPORT_WARNING,
		"没有规章制定权");
	help_finds(&help, "T2-F9", "proactive.a20_9.central_procurement.amount", REPORT_WARNING,
		"没有写单位");
	help_end(&help);
}

static void
a_city_government_may_make_rules(void **state)
{
	static const char *const may[] = { "甲市", "甲市人民政府", "甲市人民政府办公厅",
		"乙自治区人民政府", "国家林业局" };
	static const char *const may_not[] = { "甲市农业局", "丙区人民政府", "丁县",
		"戊街道办事处" };

	for (size_t i = 0; i < COUNT_OF(may) + COUNT_OF(may_not); i++) {
		struct help help;
		bool is_fine = i < COUNT_OF(may);

		help_begin(&help, REPORT_FORM_2021);
		help.report.agency = str_of(is_fine ? may[i] : may_not[i - COUNT_OF(may)]);
		help_cell(&help.report, report_proactive_slot("a20_1", "rules", "in_force"), 3);
		help_check(&help);
		if (!help_find(&help, "T2-SCOPE", NULL) != is_fine)
			fail_msg("%.*s", STR_ARG(help.report.agency));
		help_end(&help);
	}
}

static void
findings_stand_in_the_order_of_the_report(void **state)
{
	struct help help;

	help_begin(&help, REPORT_FORM_2021);
	help.report.signed_by = STR_NONE;
	help_text(&help.report, REPORT_S5_PROBLEMS, "信息信息平台不足，下一步改进。");
	help_text(&help.report, REPORT_S1_OVERVIEW,
		"主动公开、依申请公开、政府信息管理、平台建设、监督保障：既使如此。");
	help_cell(&help.report, report_review_slot(0, 0), 1);
	help_cell(&help.report, report_application_slot(REPORT_ROW_CARRIED_OUT, REPORT_TOTAL), 9);
	help_blank(&help.report, report_proactive_slot("a20_5", "permit", "decisions"));
	help_check(&help);
	assert_true(help.report.finding_count >= 6);
	SAME_TEXT(help.report.findings[0].where, "signed_by");
	SAME_TEXT(help.report.findings[1].where, "proactive.a20_5.permit.decisions");
	assert_true(str_starts(help.report.findings[2].where, STR("applications.")));
	SAME_TEXT(help.report.findings[help.report.finding_count - 3].where,
		"review_litigation.rev_total");
	SAME_TEXT(help.report.findings[help.report.finding_count - 2].where, "s1_overview");
	SAME_TEXT(help.report.findings[help.report.finding_count - 1].where, "s5_problems");
	assert_string_equal(report_level_letter(REPORT_ERROR), "E");
	assert_string_equal(report_level_letter(REPORT_AGREES), "OK");
	help_end(&help);
}

static void
a_full_arena_is_a_fault_and_no_crash(void **state)
{
	struct help help;
	struct arena *small = NULL;

	help_begin(&help, REPORT_FORM_2021);
	FINE(arena_open(2000, &small));
	FAILS(checking_run(&help.report, NULL, small), fault_memory()->code);
	arena_close(&small);
	help_end(&help);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_right_report_has_nothing_to_object_to),
		cmocka_unit_test(a_column_out_of_balance_is_told_with_its_figures),
		cmocka_unit_test(a_row_whose_total_is_wrong_is_told),
		cmocka_unit_test(any_changed_cell_of_table_three_is_noticed),
		cmocka_unit_test(blanks_are_blanks_and_not_zero),
		cmocka_unit_test(a_blank_side_contradicts_a_figure),
		cmocka_unit_test(printed_figures_may_contradict_in_spite_of_blanks),
		cmocka_unit_test(words_and_negative_figures_are_no_counts),
		cmocka_unit_test(partial_counted_twice_is_pointed_out),
		cmocka_unit_test(a_single_row_of_other_results_is_the_older_form),
		cmocka_unit_test(the_form_must_be_that_of_the_year),
		cmocka_unit_test(dropped_for_fees_without_a_word_about_fees),
		cmocka_unit_test(table_four_adds_up_group_by_group),
		cmocka_unit_test(a_missing_table_is_an_item_of_article_fifty),
		cmocka_unit_test(a_row_that_was_not_found_is_a_warning),
		cmocka_unit_test(tables_of_zeros_are_noted),
		cmocka_unit_test(table_two_of_2019_is_checked_by_its_rules),
		cmocka_unit_test(a_city_government_may_make_rules),
		cmocka_unit_test(findings_stand_in_the_order_of_the_report),
		cmocka_unit_test(a_full_arena_is_a_fault_and_no_crash),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
