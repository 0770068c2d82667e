/* Title, agency, year, period, signature, sections; and what is refused with a sentence. */
#include "help.h"

#include "reading/reading_inside.h"

#define REST                                                                                                                               \
	"一、总体情况\n情况良好。\n二、主动公开政府信息情况\n无。\n"                                              \
	"三、收到和处理政府信息公开申请情况\n无。\n四、政府信息公开行政复议、行政诉讼情况\n无。\n" \
	"五、存在的主要问题及改进情况\n无。\n六、其他需要报告的事项\n无。\n"

static void
has_title(const char *text, const char *title, const char *agency, int year)
{
	struct read_trial reading = reading_of(DOC_TEXT, text);

	FINE(reading.fault);
	SAME_TEXT(reading.report.title, title);
	SAME_TEXT(reading.report.agency, agency);
	assert_int_equal(reading.report.year, year);
	reading_end(&reading);
}

static void
titles_are_joined_from_their_lines(void **state)
{
	has_title(
		"平房区2020年政府信息公开工作年度报告\n平房区2020年政府信息公开工作年度报告\n" REST,
		"平房区2020年政府信息公开工作年度报告", "平房区", 2020);
	has_title("松北区船口街道2020年\n政府信息公开工作年度报告\n" REST,
		"松北区船口街道2020年政府信息公开工作年度报告", "松北区船口街道", 2020);
	has_title("正文\n2024 年上海市科委政府信息公开工作\n年度报告\n" REST,
		"2024年上海市科委政府信息公开工作年度报告", "上海市科委", 2024);
	has_title("海 州 市 人 民 政 府\n2 0 2 2 年政 府 信 息 公 开\n工 作 年 度 报 告\n" REST,
		"海州市人民政府2022年政府信息公开工作年度报告", "海州市人民政府", 2022);
	has_title("标题: 平潭区2024年度政府信息公开工作年度报告\n发布时间: 2025-03-10\n" REST,
		"平潭区2024年度政府信息公开工作年度报告", "平潭区", 2024);
	has_title("海州市民政局政府信息公开工作年度报告\n（二〇二二年度）\n" REST,
		"海州市民政局政府信息公开工作年度报告（二〇二二年度）", "海州市民政局", 2022);
	has_title("2023 年报告\n" REST, "2023年报告", "", 2023);
}

static void
has_period(const char *preface, const char *from, const char *to)
{
	struct arena *arena;
	struct str text;
	struct read_trial reading;

	FINE(arena_open(1 << 20, &arena));
	FINE(str_print(arena, &text, "%s%s\n%s", TITLE, preface, REST));
	reading = reading_of(DOC_TEXT, text.at);
	FINE(reading.fault);
	assert_string_equal(day_text(reading.report.period_from).at, from);
	assert_string_equal(day_text(reading.report.period_to).at, to);
	reading_end(&reading);
	arena_close(&arena);
}

static void
periods_in_their_many_wordings(void **state)
{
	has_period("统计期限自2020年1月1日至2020年12月31日截止。", "2020-01-01", "2020-12-31");
	has_period("统计期限自2021年1月1日起，至12月31日止。", "2021-01-01", "2021-12-31");
	has_period("统计期限为 2020 年 1 月 1 日\n至 12 月 31 日。", "2020-01-01", "2020-12-31");
	has_period("统计期限从2019年1月1日到12月31日止。", "2019-01-01", "2019-12-31");
	has_period("没有写期限。", "", "");
}

static void
the_signature_is_read_from_the_last_lines_only(void **state)
{
	struct read_trial reading = reading_of(DOC_TEXT,
		"发布时间：2022年3月1日\n" TITLE REST "      海州市民政局\n  2023年1月31日\n");

	FINE(reading.fault);
	SAME_TEXT(reading.report.signed_by, "海州市民政局");
	assert_string_equal(day_text(reading.report.signed_on).at, "2023-01-31");
	SAME_TEXT(reading.report.sections[reading.report.section_count - 1].text, "无。");
	reading_end(&reading);
	reading = reading_of(DOC_TEXT, "发布时间：2022年3月1日\n" TITLE REST);
	FINE(reading.fault);
	assert_int_equal(reading.report.signed_by.len, 0);
	assert_true(day_is_none(reading.report.signed_on));
	reading_end(&reading);
}

static void
sections_keep_their_printed_headings_and_wording(void **state)
{
	struct read_trial reading = reading_of(DOC_TEXT,
		TITLE "[bookmark: "
		      "_GoBack]本报告由“总体情况”“主动公开政府信息情况”六部分组成。\n一、总体情况\n"
		      "（一）加强领导\n做好信息信息平台。\n2、 主动公开政府信息情况\n无。\n"
		      "四、因政府信息公开工作被申请行政复议、提起行政诉讼情况\n无。\n"
		      "五、存在主要问题及改进措施\n不足。\n");
	const struct report *report = &reading.report;

	FINE(reading.fault);
	assert_int_equal(report->section_count, 5);
	assert_int_equal(report->sections[0].key, REPORT_S0_PREFACE);
	SAME_TEXT(report->sections[0].text,
		"[bookmark: _GoBack]本报告由“总体情况”“主动公开政府信息情况”六部分组成。");
	SAME_TEXT(report->sections[1].text, "（一）加强领导\n做好信息信息平台。");
	SAME_TEXT(report->sections[2].heading, "2、 主动公开政府信息情况");
	SAME_TEXT(report->sections[3].heading,
		"四、因政府信息公开工作被申请行政复议、提起行政诉讼情况");
	assert_int_equal(report->sections[4].key, REPORT_S5_PROBLEMS);
	reading_end(&reading);
}

static void
the_lines_of_a_page_become_paragraphs_again(void **state)
{
	struct read_trial reading = reading_of(DOC_TEXT,
		TITLE "一、总体情况\n"
		      "   二〇二二年，海州市民政局坚持以人民为中心，全面贯彻落实条\n"
		      "例要求，不断完善政府信息公开制度，建立健全政府信息公开保障\n"
		      "机制，推进政府信息公开工作规范有序开展。\n"
		      "   （一）主动公开情况。主要通过政府门户网站主动公开政府文\n"
		      "件、项目审批、通知公告等各类政府信息，共公开政府信息一千余\n"
		      "                       - 1 -\n"
		      "条，比上年增加。\n"
		      "   （二）依申请公开情况。进一步规范依申请公开流程，畅通依申\n"
		      "请公开受理渠道，全年受理政府信息公开申请若干件，均在法定期\n"
		      "限内答复，没有引起复议和诉讼。\n"
		      "六、其他需要报告的事项\n无。\n");

	FINE(reading.fault);
	SAME_TEXT(reading.report.sections[0].text,
		"二〇二二年，海州市民政局坚持以人民为中心，全面贯彻落实条例要求，不断完善政府信息公"
		"开制度，"
		"建立健全政府信息公开保障机制，推进政府信息公开工作规范有序开展。\n"
		"（一）主动公开情况。主要通过政府门户网站主动公开政府文件、项目审批、通知公告等各类"
		"政府信息，"
		"共公开政府信息一千余条，比上年增加。\n"
		"（二）依申请公开情况。进一步规范依申请公开流程，畅通依申请公开受理渠道，全年受理政"
		"府信息公开申请"
		"若干件，均在法定期限内答复，没有引起复议和诉讼。");
	reading_end(&reading);
}

static void
is_refused(const char *text, const char *code)
{
	struct read_trial reading = reading_of(DOC_TEXT, text);

	FAILS(reading.fault, code);
	reading_end(&reading);
}

static void
what_is_no_such_report_is_refused_with_a_sentence(void **state)
{
	is_refused("今天天气很好。\n我们去公园。\n", "report_not_report");
	is_refused("海州市2015年政府信息公开工作年度报告\n一、概述\n主动公开政府信息数 条 "
		   "20\n收到申请数 件 3\n",
		"report_old_form");
	is_refused(REPORT_LINES("一、本年新收政府信息公开申请数量 1 0 0 0 0 0 "
				"1\n二、上年结转政府信息公开申请数量 0 "
				"0 0 0 0 0 0\n（一）予以公开 1 0 0 0 0 0 1\n（七）总计 1 0 0 0 0 0 "
				"1\n") "东山县教育局2021年政府信息公开工作年度报告\n一、总体情况\n"
				       "好。\n"
				       "三、收到和处理政府信息公开申请情况\n" HEADER_3_LINES
				       "一、本年新收政府信息公开申请数量 2 0 0 0 0 0 "
				       "2\n（一）予以公开 2 0 0 0 0 0 2\n",
		"report_two_reports");
}

static void
a_report_without_tables_is_read_and_their_absence_said(void **state)
{
	struct read_trial reading = reading_of(DOC_TEXT, TITLE REST);

	FINE(reading.fault);
	assert_int_equal(reading.report.form, REPORT_FORM_NONE);
	assert_false(reading.report.has_table[REPORT_APPLICATIONS]);
	CELL(reading, "applications.new_received.total", "absent");
	ANNOUNCED(reading, "proactive");
	ANNOUNCED(reading, "applications");
	ANNOUNCED(reading, "review_litigation");
	reading_end(&reading);
}

static void
a_pdf_without_its_lines_says_so(void **state)
{
	struct read_trial reading = reading_of(DOC_TEXT,
		"甲县2021年政府信息公开工作年度报告\n一、总体情况\n"
		"二、主动公开政府信息情况\n三、收到和处理政府信息公开申请情况\n");

	assert_null(reading.fault);
	SILENT(reading, "file");
	reading.doc.lacks_rules = true;
	reading.report = (struct report){ 0 };
	FINE(reading_make_of_doc(&reading.doc, STR("test"), reading.arena, &reading.report));
	ANNOUNCED(reading, "file");
	reading_end(&reading);
}

static void
a_watermark_that_was_left_out_is_said(void **state)
{
	struct read_trial reading = reading_of(DOC_TEXT,
		"甲县2021年政府信息公开工作年度报告\n一、总体情况\n"
		"二、主动公开政府信息情况\n三、收到和处理政府信息公开申请情况\n");

	assert_null(reading.fault);
	SILENT(reading, "file");
	reading.doc.overlay = STR("内部资料");
	reading.report = (struct report){ 0 };
	FINE(reading_make_of_doc(&reading.doc, STR("test"), reading.arena, &reading.report));
	ANNOUNCED(reading, "file");
	reading_end(&reading);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(titles_are_joined_from_their_lines),
		cmocka_unit_test(periods_in_their_many_wordings),
		cmocka_unit_test(the_signature_is_read_from_the_last_lines_only),
		cmocka_unit_test(sections_keep_their_printed_headings_and_wording),
		cmocka_unit_test(the_lines_of_a_page_become_paragraphs_again),
		cmocka_unit_test(what_is_no_such_report_is_refused_with_a_sentence),
		cmocka_unit_test(a_report_without_tables_is_read_and_their_absence_said),
		cmocka_unit_test(a_pdf_without_its_lines_says_so),
		cmocka_unit_test(a_watermark_that_was_left_out_is_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
