/* Period, date, names, notes, article 50, what governments and the form of 2021 must say,
 * leftovers; and the report of the year before. */
#include "checking/checking.h"
#include "help.h"

static void
kind_of_agency_is_read_from_its_name(void **state)
{
	static const struct {
		const char *name;
		enum checking_agency_kind kind;
	} names[] = {
		{ "甲市人民政府", CHECKING_AGENCY_GOVERNMENT },
		{ "平房区", CHECKING_AGENCY_GOVERNMENT },
		{ "宿迁市", CHECKING_AGENCY_GOVERNMENT },
		{ "甲区人民政府办公室", CHECKING_AGENCY_DEPARTMENT },
		{ "上海市人民政府办公厅", CHECKING_AGENCY_DEPARTMENT },
		{ "甲市营商环境建设监督局", CHECKING_AGENCY_DEPARTMENT },
		{ "上海市科委", CHECKING_AGENCY_DEPARTMENT },
		{ "松北区船口街道", CHECKING_AGENCY_STREET },
		{ "甲县乙镇人民政府", CHECKING_AGENCY_STREET },
		{ "丙街道办事处", CHECKING_AGENCY_STREET },
		{ "平潭综合实验区", CHECKING_AGENCY_UNKNOWN },
		{ "甲经济技术开发区", CHECKING_AGENCY_UNKNOWN },
		{ "", CHECKING_AGENCY_UNKNOWN },
	};

	for (size_t i = 0; i < COUNT_OF(names); i++) {
		struct report report = { .agency = str_of(names[i].name) };

		if (checking_agency_kind(&report) != names[i].kind)
			fail_msg("%s", names[i].name);
	}
}

static void
the_period_is_the_year_of_the_title(void **state)
{
	struct help help;

	help_begin(&help, REPORT_FORM_2021);
	assert_true(day_make(2022, 1, 1, &help.report.period_from));
	help_check(&help);
	help_finds(&help, "META-1", "period", REPORT_ERROR, "2022-01-01 至 2023-12-31");
	help.report.period_from = DAY_NONE;
	help_check(&help);
	help_finds(&help, "META-1", "period", REPORT_WARNING, "没有写明数据统计期限");
	help.report.year = 0;
	help_check(&help);
	help_finds(&help, "META-1", "year", REPORT_WARNING, "没有找到报告年度");
	help_end(&help);
}

static void
the_date_is_after_the_period_and_before_the_term(void **state)
{
	static const struct {
		const char *agency;
		const char *signed_on;
		int level; /* -1: nothing */
	} dates[] = {
		{ "甲市农业局", "2024-01-31", -1 },
		{ "甲市农业局", "2024-02-01", REPORT_ERROR },
		{ "甲市农业局", "2023-12-31", REPORT_ERROR },
		{ "甲市农业局", "2023-01-20", REPORT_ERROR },
		{ "甲市人民政府", "2024-03-31", -1 },
		{ "甲市人民政府", "2024-04-01", REPORT_ERROR },
		{ "甲街道", "2024-02-20", REPORT_WARNING },
		{ "甲实验区", "2024-03-10", -1 },
	};

	for (size_t i = 0; i < COUNT_OF(dates); i++) {
		struct help help;
		const struct report_finding *finding;

		help_begin(&help, REPORT_FORM_2021);
		help.report.agency = str_of(dates[i].agency);
		assert_true(day_parse(str_of(dates[i].signed_on), &help.report.signed_on));
		help_check(&help);
		finding = help_find(&help, "META-2", "signed_on");
		if ((finding ? (int)finding->level : -1) != dates[i].level)
			fail_msg("%s %s", dates[i].agency, dates[i].signed_on);
		help_end(&help);
	}
}

static void
names_agree_or_are_told(void **state)
{
	static const struct {
		const char *agency;
		const char *signed_by;
		int level;
	} names[] = {
		{ "平房区", "哈尔滨市平房区人民政府办公室", -1 },
		{ "洪泽区人民政府", "淮安市洪泽区人民政府办公室", -1 },
		{ "甲市农业局", "甲市农业局", -1 },
		{ "上海市科委", "上海市科学技术委员会", REPORT_NOTE },
		{ "鹤岗市营商环境建设监督局", "鹤岗营商环境建设监督局", REPORT_WARNING },
		{ "甲市农业局", "甲市水利局", REPORT_WARNING },
		{ "甲市农业局", "", REPORT_WARNING },
	};

	for (size_t i = 0; i < COUNT_OF(names); i++) {
		struct help help;
		const struct report_finding *finding;

		help_begin(&help, REPORT_FORM_2021);
		help.report.agency = str_of(names[i].agency);
		help.report.signed_by = str_of(names[i].signed_by);
		help_text(&help.report, REPORT_S0_PREFACE,
			"根据《中华人民共和国政府信息公开条例》编制。");
		help_check(&help);
		finding = help_find(&help, "META-3", NULL);
		if ((finding ? (int)finding->level : -1) != names[i].level)
			fail_msg("%s %s", names[i].agency, names[i].signed_by);
		help_end(&help);
	}
}

static void
the_contact_may_be_an_office_inside(void **state)
{
	struct help help;

	help_begin(&help, REPORT_FORM_2021);
	help_text(&help.report, REPORT_S0_PREFACE,
		"根据《条例》编制，网址www.a.cn。请与局办公室联系（电话：010-1，邮编：1）。");
	help_check(&help);
	assert_null(help_find(&help, "META-3", NULL));
	help_text(&help.report, REPORT_S0_PREFACE,
		"根据《条例》编制，网址www.a.cn。请与甲农业局联系（电话：010-1，邮编：1）。");
	help_check(&help);
	help_finds(&help, "META-3", "signed_by", REPORT_WARNING,
		"联系机关“甲农业局”与落款机关“甲市农业局”");
	help_end(&help);
}

static void
the_notes_say_basis_address_and_contact(void **state)
{
	struct help help;

	help_begin(&help, REPORT_FORM_2021);
	help_text(&help.report, REPORT_S0_PREFACE, "我局认真做好工作。");
	help_check(&help);
	help_finds(&help, "META-4", "s0_preface", REPORT_WARNING,
		"编制依据、电子版获取网址、联系方式");
	help_text(&help.report, REPORT_S0_PREFACE,
		"根据《条例》编制，网址www.a.cn，地址：乙路1号，电话：86501431。");
	help_check(&help);
	assert_int_equal(help_count(&help, "META-4", REPORT_WARNING), 0);
	assert_int_equal(help_count(&help, "META-4", REPORT_NOTE), 2);
	help_finds(&help, "META-4", "s0_preface", REPORT_NOTE, "86501431 没有区号");
	help_end(&help);
}

static void
the_notes_announce_six_parts(void **state)
{
	static const char *const good[] = { "本报告由六部分组成。", "共分6个部分。",
		"第一部分为概述，其他部分另附。" };
	static const char *const bad[] = { "报告包含4个部分：概述等。", "本报告共分五个部分。",
		"由七部分组成。" };

	for (size_t i = 0; i < COUNT_OF(good) + COUNT_OF(bad); i++) {
		struct help help;
		bool is_good = i < COUNT_OF(good);

		help_begin(&help, REPORT_FORM_2021);
		help_text(&help.report, REPORT_S0_PREFACE,
			is_good ? good[i] : bad[i - COUNT_OF(good)]);
		help_check(&help);
		if (!help_find(&help, "STY-1", "s0_preface") != is_good)
			fail_msg("%s", is_good ? good[i] : bad[i - COUNT_OF(good)]);
		help_end(&help);
	}
}

static void
governments_report_assessment_appraisal_and_accountability(void **state)
{
	struct help help;

	help_begin(&help, REPORT_FORM_2019);
	help.report.agency = STR("甲区人民政府");
	help_check(&help);
	help_finds(
		&help, "META-5", "s1_overview", REPORT_ERROR, "工作考核、社会评议、责任追究结果");
	help_text(&help.report, REPORT_S1_OVERVIEW, "纳入年度考核，开展社会评议。");
	help_check(&help);
	help_finds(&help, "META-5", "s1_overview", REPORT_WARNING, "没有写：责任追究结果");
	help_text(&help.report, REPORT_S1_OVERVIEW, "纳入年度考核，开展社会评议，未发生责任追究。");
	help_check(&help);
	assert_null(help_find(&help, "META-5", NULL));
	help_end(&help);
}

static void
the_overview_of_2021_has_five_aspects(void **state)
{
	struct help help;

	help_begin(&help, REPORT_FORM_2021);
	help_text(&help.report, REPORT_S1_OVERVIEW, "主动公开和依申请公开情况。");
	help_check(&help);
	help_finds(
		&help, "META-6", "s1_overview", REPORT_WARNING, "政府信息管理、平台建设、监督保障");
	help_end(&help);
	help_begin(&help, REPORT_FORM_2019);
	help_text(&help.report, REPORT_S1_OVERVIEW, "主动公开和依申请公开情况。");
	help_check(&help);
	assert_null(help_find(&help, "META-6", NULL));
	assert_null(help_find(&help, "META-7", NULL));
	help_end(&help);
}

static void
an_item_of_article_fifty_is_missing_only_without_a_trace(void **state)
{
	struct help help;

	help_begin(&help, REPORT_FORM_2019);
	help.report.section_count--;
	help_check(&help);
	help_finds(&help, "A50", "s6_other", REPORT_ERROR, "其他需要报告的事项");
	assert_null(help_find(&help, "STY-1", "s6_other"));
	help_text(&help.report, REPORT_S5_PROBLEMS, "公开不足。其他需要报告的事项：无。");
	help_check(&help);
	assert_null(help_find(&help, "A50", NULL));
	help_finds(&help, "STY-1", "s6_other", REPORT_WARNING, "没有找到标题");
	help_end(&help);
}

static void
bookmarks_and_page_numbers_are_left_over(void **state)
{
	struct report_repair repairs[] = {
		{ STR("proactive.a20_5.permit.decisions"),
			STR("已略去格内编辑器的书签（印作“[bookmark: _GoBack]-140”）") },
		{ STR("sections"), STR("正文中孤立的数字“1”疑为页码，未收入正文") },
	};
	struct help help;

	help_begin(&help, REPORT_FORM_2021);
	help_text(&help.report, REPORT_S1_OVERVIEW,
		"[bookmark: _GoBack]主动公开、依申请公开、政府信息管理、平台建设、监督保障。");
	help_text(&help.report, REPORT_S6_OTHER, "没有收取信息处理费。\n  - 5 -  \n");
	help.report.repairs = repairs;
	help.report.repair_count = COUNT_OF(repairs);
	help_check(&help);
	help_finds(&help, "META-8", "s1_overview", REPORT_WARNING, "[bookmark:_GoBack]");
	help_finds(&help, "META-8", "proactive.a20_5.permit.decisions", REPORT_WARNING, "书签");
	help_finds(&help, "META-8", "s6_other", REPORT_WARNING, "“1”疑为页码");
	assert_int_equal(help_count(&help, "META-8", REPORT_WARNING), 4);
	help_end(&help);
}

/* --- the year before --- */

static void
carry_over_and_documents_follow_from_last_year(void **state)
{
	struct help now;
	struct help before;

	help_begin(&now, REPORT_FORM_2021);
	help_begin(&before, REPORT_FORM_2021);
	before.report.year = 2022;
	help_set(&before.report, REPORT_ROW_CARRIED_OUT, REPORT_NATURAL_PERSON, 1);
	help_cell(&before.report, report_proactive_slot("a20_1", "normative_docs", "in_force"), 5);
	help_cell(&now.report, report_proactive_slot("a20_1", "normative_docs", "in_force"), 5);
	FINE(checking_run(&now.report, &before.report, now.arena));
	help_is_clean(&now);
	help_set(&before.report, REPORT_ROW_CARRIED_OUT, REPORT_BIZ, 2);
	help_cell(&now.report, report_proactive_slot("a20_1", "normative_docs", "issued"), 2);
	help_cell(&before.report, report_review_slot(0, 3), 4);
	FINE(checking_run(&now.report, &before.report, now.arena));
	help_finds(&now, "T3-CARRY", "applications.carried_in.biz", REPORT_ERROR,
		"商业企业一列：上年结转 0 ≠ 上年度报告的结转下年 2，相差 2");
	help_finds(&now, "T3-CARRY", "applications.carried_in.total", REPORT_ERROR, "上年结转 1");
	help_finds(&now, "T2-R1", "proactive.a20_1.normative_docs.in_force", REPORT_WARNING,
		"5 ≠ 上年现行有效+本年制发-本年废止 = 7");
	help_finds(&now, "T4-CARRY", "review_litigation.rev_total", REPORT_NOTE, "尚未审结 4 件");
	help_end(&before);
	help_end(&now);
}

static void
items_of_2020_follow_from_2019(void **state)
{
	struct help now;
	struct help before;

	help_begin(&now, REPORT_FORM_2019);
	help_begin(&before, REPORT_FORM_2019);
	before.report.year = 2019;
	help_set(&before.report, REPORT_ROW_CARRIED_OUT, REPORT_NATURAL_PERSON, 1);
	help_cell(&before.report, report_proactive_slot("a20_6", "penalty", "items_prev"), 10);
	help_cell(&before.report, report_proactive_slot("a20_6", "penalty", "items_delta"), -3);
	help_cell(&now.report, report_proactive_slot("a20_6", "penalty", "items_prev"), 8);
	help_cell(&before.report,
		report_proactive_slot("a20_1", "normative_docs", "published_total"), 3);
	help_cell(&now.report, report_proactive_slot("a20_1", "normative_docs", "published_total"),
		3);
	FINE(checking_run(&now.report, &before.report, now.arena));
	help_finds(
		&now, "T2-F5", "proactive.a20_6.penalty.items_prev", REPORT_ERROR, "= 7，相差 1");
	assert_null(help_find(&now, "T2-F1b", NULL));
	help_cell(&now.report, report_proactive_slot("a20_1", "normative_docs", "published_total"),
		2);
	FINE(checking_run(&now.report, &before.report, now.arena));
	help_finds(&now, "T2-F1b", "proactive.a20_1.normative_docs.published_total", REPORT_WARNING,
		"= 3，相差 1");
	help_end(&before);
	help_end(&now);
}

static void
another_year_or_blanks_are_not_compared(void **state)
{
	struct help now;
	struct help before;

	help_begin(&now, REPORT_FORM_2021);
	help_begin(&before, REPORT_FORM_2021);
	before.report.year = 2021;
	FINE(checking_run(&now.report, &before.report, now.arena));
	help_finds(&now, "T3-CARRY", "year", REPORT_WARNING, "没有做跨年核对");
	assert_int_equal(help_count(&now, "T3-CARRY", REPORT_ERROR), 0);
	before.report.year = 2022;
	help_set(&before.report, REPORT_ROW_CARRIED_OUT, REPORT_NATURAL_PERSON, 1);
	help_blank(&before.report, report_application_slot(REPORT_ROW_CARRIED_OUT, REPORT_BIZ));
	FINE(checking_run(&now.report, &before.report, now.arena));
	help_finds(&now, "T3-CARRY", "applications.carried_in", REPORT_WARNING, "有 1 列缺少");
	assert_int_equal(help_count(&now, "T3-CARRY", REPORT_ERROR), 0);
	help_end(&before);
	help_end(&now);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(kind_of_agency_is_read_from_its_name),
		cmocka_unit_test(the_period_is_the_year_of_the_title),
		cmocka_unit_test(the_date_is_after_the_period_and_before_the_term),
		cmocka_unit_test(names_agree_or_are_told),
		cmocka_unit_test(the_contact_may_be_an_office_inside),
		cmocka_unit_test(the_notes_say_basis_address_and_contact),
		cmocka_unit_test(the_notes_announce_six_parts),
		cmocka_unit_test(governments_report_assessment_appraisal_and_accountability),
		cmocka_unit_test(the_overview_of_2021_has_five_aspects),
		cmocka_unit_test(an_item_of_article_fifty_is_missing_only_without_a_trace),
		cmocka_unit_test(bookmarks_and_page_numbers_are_left_over),
		cmocka_unit_test(carry_over_and_documents_follow_from_last_year),
		cmocka_unit_test(items_of_2020_follow_from_2019),
		cmocka_unit_test(another_year_or_blanks_are_not_compared),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
