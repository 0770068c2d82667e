/* The three tables in damaged shapes: what is read, what stays null, and that every assumption is
 * said. */
#include "help.h"

#define FIRST_ROWS                                                                                                                \
	"一、本年新收政府信息公开申请数量 20 1 0 0 0 0 21\n二、上年结转政府信息公开申请数量 0 0 " \
	"0 0 0 0 0\n"
#define GRANTED "（一）予以公开 10 1 0 0 0 0 11\n"
#define PARTIAL "（二）部分公开（区分处理的，只计这一情形，不计其他情形） 1 0 0 0 0 0 1\n"
#define LAST_ROWS "（七）总计 20 1 0 0 0 0 21\n四、结转下年度继续办理 0 0 0 0 0 0 0\n"
#define WHOLE_TABLE FIRST_ROWS GRANTED PARTIAL DENIALS_LINES REST_LINES LAST_ROWS

static void
plain_lines_are_read_without_a_word(void **state)
{
	struct read_trial reading = reading_of(DOC_TEXT, REPORT_LINES(WHOLE_TABLE));

	FINE(reading.fault);
	CELL(reading, "proactive.a20_1.normative_docs.in_force", "12");
	CELL(reading, "proactive.a20_5.permit.decisions", "550");
	CELL(reading, "proactive.a20_8.admin_fee.amount_wan", "7730.28");
	CELL(reading, "proactive.a20_9.central_procurement.amount", "absent");
	CELL(reading, "applications.new_received.total", "21");
	CELL(reading, "applications.deny_third_party.natural_person", "2");
	CELL(reading, "applications.other_misc.total", "0");
	CELL(reading, "applications.other.total", "absent");
	CELL(reading, "review_litigation.lit_after_total", "2");
	assert_int_equal(reading.report.repair_count, 0);
	assert_int_equal(reading.report.form, REPORT_FORM_2021);
	reading_end(&reading);
}

static void
a_label_torn_from_its_values_is_put_together_and_said(void **state)
{
	struct read_trial reading = reading_of(
		DOC_TEXT, REPORT_LINES(FIRST_ROWS GRANTED
				  "（二）部分公开（区分处理的，只计这一情\n  1 0 0 0 0 0 "
				  "1\n形，不计其他情形）\n" DENIALS_LINES REST_LINES LAST_ROWS));

	FINE(reading.fault);
	CELL(reading, "applications.res_partial.natural_person", "1");
	ANNOUNCED(reading, "applications.res_partial.natural_person");
	SILENT(reading, "applications.res_granted.natural_person");
	reading_end(&reading);
}

static void
rows_without_labels_take_the_places_that_are_left(void **state)
{
	struct read_trial reading = reading_of(DOC_TEXT,
		REPORT_LINES(FIRST_ROWS
			"10 1 0 0 0 0 11\n1 0 0 0 0 0 1\n" DENIALS_LINES REST_LINES LAST_ROWS));

	FINE(reading.fault);
	CELL(reading, "applications.res_granted.natural_person", "10");
	CELL(reading, "applications.res_partial.total", "1");
	ANNOUNCED(reading, "applications.res_granted.natural_person");
	ANNOUNCED(reading, "applications.res_partial.total");
	reading_end(&reading);
}

static void
a_lost_row_is_not_filled_from_its_neighbours(void **state)
{
	struct read_trial reading = reading_of(DOC_TEXT,
		REPORT_LINES(FIRST_ROWS "1 0 0 0 0 0 1\n" DENIALS_LINES REST_LINES LAST_ROWS));

	FINE(reading.fault);
	CELL(reading, "applications.res_granted.natural_person", "unclear");
	CELL(reading, "applications.res_partial.natural_person", "unclear");
	ANNOUNCED(reading, "applications.res_granted.natural_person");
	ANNOUNCED(reading, "applications.res_partial.natural_person");
	ANNOUNCED(reading, "applications");
	reading_end(&reading);
}

static void
a_blank_row_beside_figures_with_a_foreign_label_is_said(void **state)
{
	struct read_trial reading = reading_of(DOC_TEXT,
		REPORT_LINES("一、本年新收政府信息公开申请数量\t20\t1\t0\t0\t0\t0\t21\n"
			     "二、上年结转政府信息公开申请数量\t\t\t\t\t\t\t\n"
			     "更新目录\t0\t1\t0\t0\t0\t0\t1\n"
			     "（一）予以公开\t10\t1\t0\t0\t0\t0\t11\n"
			     "（二）部分公开\t1\t0\t0\t0\t0\t0\t1\n" DENIALS_LINES REST_LINES
				     LAST_ROWS));

	FINE(reading.fault);
	CELL(reading, "applications.carried_in.natural_person", "blank");
	ANNOUNCED(reading, "applications.carried_in.natural_person");
	ANNOUNCED(reading, "applications.carried_in.total");
	SILENT(reading, "applications.new_received.total");
	reading_end(&reading);
}

static void
a_blank_row_between_figures_with_foreign_labels_is_said_once(void **state)
{
	struct read_trial reading = reading_of(DOC_TEXT,
		REPORT_LINES("一、本年新收政府信息公开申请数量\t20\t1\t0\t0\t0\t0\t21\n"
			     "更新栏目\t0\t1\t0\t0\t0\t0\t1\n"
			     "二、上年结转政府信息公开申请数量\t\t\t\t\t\t\t\n"
			     "更新目录\t0\t1\t0\t0\t0\t0\t1\n"
			     "（一）予以公开\t10\t1\t0\t0\t0\t0\t11\n"
			     "（二）部分公开\t1\t0\t0\t0\t0\t0\t1\n" DENIALS_LINES REST_LINES
				     LAST_ROWS));
	size_t count = 0;

	FINE(reading.fault);
	CELL(reading, "applications.carried_in.total", "blank");
	for (size_t i = 0; i < reading.report.repair_count; i++)
		count += str_equal(reading.report.repairs[i].where,
				 STR("applications.carried_in.total")) &&
			 str_has(reading.report.repairs[i].what, STR("印作空白"));
	assert_int_equal(count, 1);
	reading_end(&reading);
}

static void
blanks_beside_a_figure_without_column_name_are_said(void **state)
{
	struct read_trial reading = reading_of(DOC_MARKDOWN,
		TITLE PREFACE "一、总体情况\n\n概况。\n\n二、主动公开政府信息情况\n\n"
			      "| 第二十条第（五）项 | | | |\n|---|---|---|---|\n"
			      "| 信息内容 | 上一年项目数量 | | |\n"
			      "| 行政许可 | | 4 | 5 |\n| 其他对外管理服务事项 | | 0 | 6 |\n"
			      "| 第二十条第（六）项 | | | |\n"
			      "| 信息内容 | 上一年项目数量 | 本年增/减 | 处理决定数量 |\n"
			      "| 行政处罚 | 7 | | 8 |\n| 行政强制 | 9 | 0 | 3 |\n\n" ENDING);

	FINE(reading.fault);
	CELL(reading, "proactive.a20_5.permit.items_prev", "blank");
	ANNOUNCED(reading, "proactive.a20_5.permit.items_prev");
	ANNOUNCED(reading, "proactive.a20_5.permit.decisions");
	CELL(reading, "proactive.a20_6.penalty.items_delta", "blank");
	SILENT(reading, "proactive.a20_6.penalty.items_delta");
	reading_end(&reading);
}

static void
a_page_number_between_rows_is_no_value(void **state)
{
	struct read_trial reading = reading_of(
		DOC_TEXT, REPORT_LINES(FIRST_ROWS GRANTED
				  "- 3 -\n" PARTIAL "7\n" DENIALS_LINES REST_LINES LAST_ROWS));

	FINE(reading.fault);
	CELL(reading, "applications.res_partial.natural_person", "1");
	CELL(reading, "applications.deny_secret.natural_person", "0");
	ANNOUNCED(reading, "applications");
	reading_end(&reading);
}

static void
a_slip_in_a_label_is_forgiven_and_said(void **state)
{
	struct read_trial reading = reading_of(DOC_TEXT,
		REPORT_LINES(FIRST_ROWS GRANTED PARTIAL
			"1.属于国家秘密 0 0 0 0 0 0 0\n2.其他法律行政止公开 3 0 0 0 0 0 3\n"
			"3.危及“三安全一稳定” 0 0 0 0 0 0 0\n" REST_LINES LAST_ROWS));

	FINE(reading.fault);
	CELL(reading, "applications.deny_law.natural_person", "3");
	ANNOUNCED(reading, "applications.deny_law.natural_person");
	reading_end(&reading);
}

static void
a_whole_report_on_one_line_is_parted_by_its_sums(void **state)
{
	struct read_trial reading = reading_of(DOC_TEXT,
		"平潭区2022年政府信息公开工作年度报告 "
		"本报告包括总体情况、主动公开政府信息情况等部分。一、总体情况2022年，"
		"予以公开9件。二、主动公开政府信息情况第二十条第（一）项信息内容本年制发件数本年废"
		"止件数现行有效件数规章000"
		"行政规范性文件6233440第二十条第（五）项信息内容本年处理决定数量行政许可4529三、收"
		"到和处理政府信息公开申请情况"
		"（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）申请人情况自然"
		"人法人或其他组织总计商业企业"
		"科研机构社会公益组织法律服务机构其他一、本年新收政府信息公开申请数量21710000218二"
		"、上年结转政府信息公开申请数量"
		"0000000三、本年度办理结果（一）予以公开21710000218（三）不予公开1."
		"属于国家秘密00000002.其他法律行政法规禁止公开"
		"0000000（七）总计21710000218四、结转下年度继续办理0000000四、政府信息公开行政复议"
		"、行政诉讼情况行政复议行政诉讼"
		"结果维持结果纠正其他结果尚未审结总计未经复议直接起诉复议后起诉21317000001324019五"
		"、存在的主要问题及改进情况"
		"一是不足。六、其他需要报告的事项无。");

	FINE(reading.fault);
	SAME_TEXT(reading.report.agency, "平潭区");
	CELL(reading, "applications.new_received.natural_person", "217");
	CELL(reading, "applications.new_received.total", "218");
	CELL(reading, "applications.deny_law.total", "0");
	CELL(reading, "review_litigation.lit_after_upheld", "13");
	CELL(reading, "proactive.a20_1.rules.in_force", "0");
	CELL(reading, "proactive.a20_1.normative_docs.in_force", "unclear");
	CELL(reading, "proactive.a20_5.permit.decisions", "4529");
	ANNOUNCED(reading, "applications.new_received.natural_person");
	ANNOUNCED(reading, "proactive.a20_1.normative_docs.in_force");
	assert_int_equal(reading.report.section_count, 7);
	reading_end(&reading);
}

#define HTML_ROW(label, a, b, c, d, e, f, g)                                                       \
	"<tr><td>" label "</td><td>" a "</td><td>" b "</td><td>" c "</td><td>" d "</td><td>" e     \
	"</td><td>" f "</td><td>" g "</td></tr>"
#define HTML(rows)                                                                                                            \
	"<p>海州市民政局2022年政府信息公开工作年度报告</p><p>一、总体情况</p><p>情况良好。</p>" \
	"<p>三、收到和处理政府信息公开申请情况</p><table>" rows "</table>"                                                    \
	"<p>五、存在的主要问题及改进情况</p><p>无。</p><p>六、其他需要报告的事项</p><p>无。</p>"
#define HTML_HEADER                                                                                \
	HTML_ROW("申请人情况", "自然人", "商业企业", "科研机构", "社会组织", "法律服务机构",       \
		"其他", "总计")

static void
zero_blank_and_dash_are_three_things(void **state)
{
	struct read_trial reading = reading_of(DOC_HTML,
		HTML(HTML_HEADER HTML_ROW("一、本年新收政府信息公开申请数量", "2", "0", "", "/",
			"—", "1", "3") HTML_ROW("二、上年结转政府信息公开申请数量", "0", "0", "0",
			"0", "0", "0", "0") HTML_ROW("（一）予以公开", "2", "", "", "", "", "1",
			"3") HTML_ROW("（七）总计", "2", "", "", "", "", "1", "3")));

	FINE(reading.fault);
	CELL(reading, "applications.new_received.biz", "0");
	CELL(reading, "applications.new_received.research", "blank");
	CELL(reading, "applications.new_received.public_welfare", "unclear");
	CELL(reading, "applications.new_received.legal_service", "unclear");
	SILENT(reading, "applications.new_received.research");
	ANNOUNCED(reading, "applications.new_received.public_welfare");
	CELL(reading, "applications.deny_secret.biz", "absent");
	ANNOUNCED(reading, "applications.deny_secret.biz");
	reading_end(&reading);
}

static void
a_header_in_another_order_leaves_what_differs_null(void **state)
{
	struct read_trial reading = reading_of(DOC_HTML,
		HTML(HTML_ROW("申请人情况", "自然人", "科研机构", "商业企业", "社会公益组织",
			"法律服务机构", "其他", "总计") HTML_ROW("一、本年新收政府信息公开申请数量",
			"2", "5", "0", "0", "0", "0",
			"7") HTML_ROW("二、上年结转政府信息公开申请数量", "1", "0", "0", "0", "0",
			"0", "1") HTML_ROW("（一）予以公开", "3", "5", "0", "0", "0", "0", "8")));

	FINE(reading.fault);
	CELL(reading, "applications.new_received.natural_person", "2");
	CELL(reading, "applications.new_received.biz", "unclear");
	CELL(reading, "applications.new_received.research", "unclear");
	CELL(reading, "applications.new_received.total", "7");
	CELL(reading, "applications.carried_in.biz", "0");
	ANNOUNCED(reading, "applications.new_received.biz");
	ANNOUNCED(reading, "applications.carried_in.biz");
	reading_end(&reading);
}

static void
totals_that_stand_in_front_are_found_by_the_sums(void **state)
{
	struct read_trial reading = reading_of(DOC_HTML,
		HTML(HTML_ROW("申请人情况", "总计", "自然人", "商业企业", "科研机构",
			"社会公益组织", "法律服务机构",
			"其他") HTML_ROW("一、本年新收政府信息公开申请数量", "7", "2", "5", "0",
			"0", "0", "0") HTML_ROW("二、上年结转政府信息公开申请数量", "1", "1", "0",
			"0", "0", "0", "0")
				HTML_ROW("（一）予以公开", "8", "3", "5", "0", "0", "0", "0")));

	FINE(reading.fault);
	CELL(reading, "applications.new_received.total", "7");
	CELL(reading, "applications.new_received.biz", "5");
	CELL(reading, "applications.res_granted.natural_person", "3");
	ANNOUNCED(reading, "applications.new_received.biz");
	reading_end(&reading);
}

static void
two_rows_with_one_label_and_other_figures_are_both_refused(void **state)
{
	struct read_trial reading =
		reading_of(DOC_TEXT, REPORT_LINES(FIRST_ROWS GRANTED
					     "（一）予以公开 9 0 0 0 0 0 9\n" PARTIAL DENIALS_LINES
						     REST_LINES LAST_ROWS));

	FINE(reading.fault);
	CELL(reading, "applications.res_granted.natural_person", "unclear");
	ANNOUNCED(reading, "applications.res_granted.natural_person");
	CELL(reading, "applications.res_partial.natural_person", "1");
	reading_end(&reading);
}

static void
the_printed_tables_decide_the_form_and_a_hybrid_keeps_its_rows(void **state)
{
	struct read_trial reading =
		reading_of(DOC_TEXT, REPORT_LINES(FIRST_ROWS GRANTED PARTIAL DENIALS_LINES
					     "1.本机关不掌握相关政府信息 6 0 0 0 0 0 "
					     "6\n（六）其他处理 4 0 0 0 0 0 4\n" LAST_ROWS));

	FINE(reading.fault);
	assert_int_equal(reading.report.form, REPORT_FORM_2021);
	CELL(reading, "applications.other.natural_person", "4");
	CELL(reading, "applications.other_misc.natural_person", "absent");
	SILENT(reading, "applications.other.natural_person");
	SILENT(reading, "applications.other_misc.natural_person");
	reading_end(&reading);
}

static void
a_group_of_table_four_with_a_wrong_sum_is_read_as_printed(void **state)
{
	struct read_trial reading = reading_of(DOC_TEXT, TITLE
		"一、总体情况\n好。\n四、政府信息公开行政复议、行政诉讼情况\n行政复议 行政诉讼\n"
		"10 1 0 0 0 0 0 0 0 0 5 0 0 0 5\n五、存在的主要问题及改进情况\n无。\n");

	FINE(reading.fault);
	CELL(reading, "review_litigation.rev_upheld", "10");
	CELL(reading, "review_litigation.rev_total", "0");
	CELL(reading, "review_litigation.lit_after_total", "5");
	ANNOUNCED(reading, "review_litigation.rev_total");
	SILENT(reading, "review_litigation.lit_after_total");
	reading_end(&reading);
}

#define FIVES "<td>结果维持<td>结果纠正<td>其他结果<td>尚未审结<td>总计"

/* A caption inside the table names both, and moves nothing. */
static void
caption_of_table_four_is_no_group(void **state)
{
	static const char *const captions[] = { "行政复议、行政诉讼情况", "行政复议、行政诉讼",
		"政府信息公开行政复议、行政诉讼情况表" };

	for (size_t i = 0; i < COUNT_OF(captions); i++) {
		char text[4000];
		struct read_trial reading;

		snprintf(text, sizeof text,
			TITLE
			"<p>一、总体情况</p><p>好。</p>"
			"<p>四、政府信息公开行政复议、行政诉讼情况</p><table><tr><td "
			"colspan=15>%s<tr><td colspan=5>行政复议<td colspan=10>行政诉讼<tr>" FIVES
			"<td colspan=5>未经复议直接起诉<td colspan=5>复议后起诉<tr><td><td><td>"
			"<td><td>" FIVES FIVES "<tr><td>1<td>0<td>0<td>0<td>1<td>0<td>2<td>0"
			"<td>0<td>2<td>0<td>0<td>3<td>0<td>3</table>"
			"<p>五、存在的主要问题及改进情况</p><p>无。</p>",
			captions[i]);
		reading = reading_of(DOC_HTML, text);
		FINE(reading.fault);
		CELL(reading, "review_litigation.rev_upheld", "1");
		CELL(reading, "review_litigation.lit_direct_corrected", "2");
		CELL(reading, "review_litigation.lit_after_other", "3");
		reading_end(&reading);
	}
}

static void
groups_of_table_four_follow_their_header(void **state)
{
	struct read_trial reading = reading_of(DOC_HTML, TITLE
		"<p>一、总体情况</p><p>好。</p><p>四、政府信息公开行政复议、行政诉讼情况</p><table>"
		"<tr><td colspan=10>行政诉讼<td colspan=5>行政复议<tr><td "
		"colspan=5>未经复议直接起诉"
		"<td colspan=5>复议后起诉" FIVES "<tr>" FIVES FIVES "<td><td><td><td><td>"
		"<tr><td>1<td>0<td>0<td>0<td>1<td>0<td>2<td>0<td>0<td>2<td>0<td>0<td>3<td>0<td>3"
		"</table><p>五、存在的主要问题及改进情况</p><p>无。</p>");

	FINE(reading.fault);
	CELL(reading, "review_litigation.lit_direct_upheld", "1");
	CELL(reading, "review_litigation.lit_after_corrected", "2");
	CELL(reading, "review_litigation.rev_other", "3");
	ANNOUNCED(reading, "review_litigation.rev_other");
	reading_end(&reading);
}

static void
groups_of_table_four_follow_the_names_of_their_rows(void **state)
{
	struct read_trial reading = reading_of(DOC_HTML, TITLE
		"<p>一、总体情况</p><p>好。</p><p>四、政府信息公开行政复议、行政诉讼情况</p><table>"
		"<tr><td>类别" FIVES "<tr><td>行政诉讼（未经复议直接起诉）<td>1<td>0<td>0<td>0<td>1"
		"<tr><td>复议后起诉<td>0<td>2<td>0<td>0<td>2<tr><td>行政复议<td>0<td>0<td>3<td>0<"
		"td>3"
		"</table><p>五、存在的主要问题及改进情况</p><p>无。</p>");

	FINE(reading.fault);
	CELL(reading, "review_litigation.lit_direct_upheld", "1");
	CELL(reading, "review_litigation.lit_after_corrected", "2");
	CELL(reading, "review_litigation.rev_other", "3");
	ANNOUNCED(reading, "review_litigation.rev_other");
	reading_end(&reading);
}

/* The last cells hold last year's figure in a second line: no second row. */
static void
figures_of_two_lines_in_some_cells_are_no_two_rows(void **state)
{
	struct read_trial reading = reading_of(DOC_HTML, TITLE
		"<p>一、总体情况</p><p>好。</p><p>四、政府信息公开行政复议、行政诉讼情况</p><table>"
		"<tr><td colspan=5>行政复议<td colspan=10>行政诉讼<tr>" FIVES FIVES FIVES
		"<tr><td>1<td>0<td>0<td>0<td>1<td>0<td>0<td>0<td>0<td>0<td>0<td>0<td>0"
		"<td>2<br>1<td>2<br>5</table><p>五、存在的主要问题及改进情况</p><p>无。</p>");

	FINE(reading.fault);
	CELL(reading, "review_litigation.rev_upheld", "1");
	CELL(reading, "review_litigation.lit_direct_total", "0");
	CELL(reading, "review_litigation.lit_after_total", "unclear");
	ANNOUNCED(reading, "review_litigation.lit_after_total");
	reading_end(&reading);
}

#define TABLE_OF_FEES(caption, header, figure)                                                                          \
	TITLE                                                                                                           \
	"<p>一、总体情况</p><p>好。</p><p>二、主动公开政府信息情况</p>" caption "<table><tr><td "                       \
	"colspan=2>第二十条第（六）项<tr><td>信息内容<td>本年处理决定数量<tr><td>行政处罚<td>" \
	"2023年6<tr><td colspan=2>第二十条第（八）项<tr><td>信息内容<td>" header                                        \
	"<tr><td>行政事业性收费<td>" figure                                                                             \
	"</table><p>三、收到和处理政府信息公开申请情况</p><p>五、存在的主要问题及改进情况</p>"

static void
the_unit_of_money_is_the_headers_or_the_captions(void **state)
{
	static const struct {
		const char *text;
		const char *wanted;
	} trials[] = {
		{ TABLE_OF_FEES("", "本年收费金额（单位：亿元）", "4.6"), "46000" },
		{ TABLE_OF_FEES("", "本年收费金额（千元）", "509"), "50.9" },
		{ TABLE_OF_FEES("<p>（单位：元、件）</p>", "本年收费金额", "2004202"), "200.4202" },
		{ TABLE_OF_FEES("<p>（单位：元）</p>", "本年收费金额（单位：万元）", "20.5"),
			"20.5" },
		{ TABLE_OF_FEES("<p>（单位:元、件）</p>", "本年收费金额", "2004202"), "200.4202" },
		{ TABLE_OF_FEES("<p>（金额单位：人民币元）</p>", "本年收费金额", "2004202"),
			"200.4202" },
		{ TABLE_OF_FEES("<p>单位：人民币万元</p>", "本年收费金额", "20.5"), "20.5" },
		{ TABLE_OF_FEES("<p>（单位：件、元）</p>", "本年收费金额", "2004202"), "200.4202" },
		{ TABLE_OF_FEES("<p>单位：项，件 / 元</p>", "本年收费金额", "2004202"),
			"200.4202" },
		{ TABLE_OF_FEES("<p>（单位：件、万元）</p>", "本年收费金额", "20.5"), "20.5" },
		{ TABLE_OF_FEES("<p>（单位：件、元谋县）</p>", "本年收费金额", "20.5"), "20.5" },
		{ TABLE_OF_FEES("<p>（单位：件）</p>", "本年收费金额", "20.5"), "20.5" },
		/* Names of agencies and of places. */
		{ TABLE_OF_FEES("<p>填报单位：元氏县财政局</p>", "本年收费金额", "2004202"),
			"2004202" },
		{ TABLE_OF_FEES("<p>单位：元谋县财政局</p>", "本年收费金额", "12.5"), "12.5" },
		{ TABLE_OF_FEES("<p>填报单位：元</p>", "本年收费金额", "12.5"), "12.5" },
		{ TABLE_OF_FEES("<p>（单位：万元、件）</p><p>公开单位：元氏县财政局</p>",
			  "本年收费金额", "12.5"),
			"12.5" },
		{ TABLE_OF_FEES(
			  "<p>（单位：元）</p><p>（单位：万元、件）</p>", "本年收费金额", "12.5"),
			"12.5" },
		{ TABLE_OF_FEES(
			  "<p>（单位：元）</p><p>填报单位：某某局</p>", "本年收费金额", "12500"),
			"1.25" },
	};

	for (size_t i = 0; i < COUNT_OF(trials); i++) {
		struct read_trial reading = reading_of(DOC_HTML, trials[i].text);

		FINE(reading.fault);
		CELL(reading, "proactive.a20_8.admin_fee.amount_wan", trials[i].wanted);
		ANNOUNCED(reading, "proactive.a20_6.penalty.decisions");
		reading_end(&reading);
	}
}

/* A narrow cell broke the amount at its point. */
static void
numbers_broken_at_their_point_are_said(void **state)
{
	static const char *const figures[] = { "109<br>.81", "79.<br>481<br>4" };

	for (size_t i = 0; i < COUNT_OF(figures); i++) {
		char text[2000];
		struct read_trial reading;

		snprintf(text, sizeof text, TABLE_OF_FEES("", "本年收费金额（单位：万元）", "%s"),
			figures[i]);
		reading = reading_of(DOC_HTML, text);
		FINE(reading.fault);
		ANNOUNCED(reading, "proactive.a20_8.admin_fee.amount_wan");
		reading_end(&reading);
	}
}

/* Last year's table below has a figure where this year's is blank. */
static void
a_single_blank_cell_is_a_row_too(void **state)
{
	struct read_trial reading = reading_of(DOC_HTML, TITLE
		"<p>一、总体情况</p><p>好。</p><p>二、主动公开政府信息情况</p><table>"
		"<tr><td colspan=2>第二十条第（六）项<tr><td>信息内容<td>本年处理决定数量"
		"<tr><td>行政处罚<td><tr><td>行政强制<td>1</table><p>附：上年同表</p><table>"
		"<tr><td colspan=2>第二十条第（六）项<tr><td>信息内容<td>本年处理决定数量"
		"<tr><td>行政处罚<td>3<tr><td>行政强制<td>1</table>"
		"<p>三、收到和处理政府信息公开申请情况</p><p>五、存在的主要问题及改进情况</p>");

	FINE(reading.fault);
	CELL(reading, "proactive.a20_6.penalty.decisions", "unclear");
	ANNOUNCED(reading, "proactive.a20_6.penalty.decisions");
	CELL(reading, "proactive.a20_6.coercion.decisions", "1");
	reading_end(&reading);
}

/* Running numbers stand behind the figures; a row that has lost a blank has as many as the form. */
static void
rows_without_the_surplus_figure_of_others_are_said(void **state)
{
	struct read_trial reading = reading_of(
		DOC_TEXT, REPORT_LINES("一、本年新收政府信息公开申请数量 20 1 0 0 0 0 21 1\n"
				       "二、上年结转政府信息公开申请数量 0 0 0 0 0 0 0 2\n"
				       "（一）予以公开 10 1 0 0 0 0 3\n"
				       "（七）总计 20 1 0 0 0 0 21 25\n"
				       "四、结转下年度继续办理 0 0 0 0 0 0 0 26\n"));

	FINE(reading.fault);
	ANNOUNCED(reading, "applications.res_granted.total");
	reading_end(&reading);
}

static void
a_sentence_with_the_words_of_a_label_is_no_row(void **state)
{
	struct read_trial reading =
		reading_of(DOC_TEXT, REPORT_LINES("（一）予以公开 12件；\n" WHOLE_TABLE));

	FINE(reading.fault);
	CELL(reading, "applications.res_granted.natural_person", "10");
	CELL(reading, "applications.res_granted.total", "11");
	ANNOUNCED(reading, "applications.res_granted.total");
	SILENT(reading, "applications.res_partial.total");
	reading_end(&reading);
}

static void
digits_inside_something_longer_are_said(void **state)
{
	struct read_trial reading = reading_of(DOC_HTML, TITLE
		"<p>一、总体情况</p><p>好。</p><p>二、主动公开政府信息情况</p><table>"
		"<tr><td colspan=2>第二十条第（六）项<tr><td>信息内容<td>本年处理决定数量"
		"<tr><td>行政处罚<td>l235<tr><td>行政强制<td>=SUM(B4:B5)</table>"
		"<p>三、收到和处理政府信息公开申请情况</p><p>五、存在的主要问题及改进情况</p>");

	FINE(reading.fault);
	ANNOUNCED(reading, "proactive.a20_6.penalty.decisions");
	CELL(reading, "proactive.a20_6.coercion.decisions", "unclear");
	ANNOUNCED(reading, "proactive.a20_6.coercion.decisions");
	reading_end(&reading);
}

#define WORD(left, right, row, text)                                                               \
	"<word xMin=\"" #left "\" yMin=\"2" #row "4\" xMax=\"" #right "\" yMax=\"2" #row           \
	"4.9\">" text "</word>\n"

#define RULES WORD(102, 122, 2, "规章")

/* A table of four columns of 40 below the heading of section two, as pdftotext and pdftocairo give
 * it, with one row's figures given. */
static struct read_trial
reading_of_drawn_figures(const char *figures)
{
	static const char head[] =
		"<page width=\"595\" height=\"842\">"
		"<word xMin=\"100\" yMin=\"40\" xMax=\"500\" yMax=\"60\">"
		"某某局2023年政府信息公开工作年度报告</word>"
		"<word xMin=\"74\" yMin=\"80\" xMax=\"180\" yMax=\"96\">一、总体情况</word>"
		"<word xMin=\"74\" yMin=\"100\" xMax=\"180\" yMax=\"116\">好。</word>"
		"<word xMin=\"74\" yMin=\"120\" xMax=\"300\" yMax=\"136\">"
		"二、主动公开政府信息情况</word>";
	char text[6000];
	size_t len = 0;

	len += (size_t)snprintf(text, sizeof text, "%s%s%s%s%s", head,
		WORD(102, 230, 0, "第二十条第（一）项") WORD(102, 140, 1, "信息内容")
			WORD(181, 219, 1, "本年制发件数") WORD(221, 259, 1, "本年废止件数")
				WORD(261, 299, 1, "现行有效件数"),
		figures,
		WORD(102, 170, 3, "行政规范性文件") WORD(190, 196, 3, "1") WORD(230, 236, 3, "2")
			WORD(270, 276, 3, "3"),
		"<word xMin=\"74\" yMin=\"300\" xMax=\"400\" yMax=\"316\">"
		"三、收到和处理政府信息公开申请情况</word>"
		"<word xMin=\"74\" yMin=\"320\" xMax=\"400\" yMax=\"336\">"
		"五、存在的主要问题及改进情况</word></page><svg width=\"595pt\"><pageSet><page>\n");
	for (int i = 0; i < 5; i++)
		len += (size_t)snprintf(text + len, sizeof text - len,
			"<path style=\"fill:none;stroke:rgb(0%%,0%%,0%%);\" d=\"M 100 %d L 300 %d "
			"\"/>\n"
			"<path style=\"fill:none;stroke:rgb(0%%,0%%,0%%);\" d=\"M %d %d L %d 240 "
			"\"/>\n",
			200 + 10 * i, 200 + 10 * i, i ? 140 + 40 * i : 100, i % 4 ? 210 : 200,
			i ? 140 + 40 * i : 100);
	snprintf(text + len, sizeof text - len, "</page></pageSet></svg>");
	return reading_of(DOC_PDF, text);
}

/* Of a word that stands in two cells nobody knows whether it is one figure or two. */
static void
a_figure_over_two_drawn_cells_is_said(void **state)
{
	static const char *const figures[] = {
		RULES WORD(181, 251, 2, "123456734567"),
		RULES WORD(181, 243, 2, "1234567") WORD(270, 276, 2, "7"),
		RULES WORD(210, 282, 2, "12345678"),
		RULES WORD(181, 251, 2, "########"),
		RULES WORD(181, 251, 2, "-1234567"),
		RULES WORD(185, 290, 2, "123456712345671234567"),
	};
	struct read_trial reading =
		reading_of_drawn_figures(RULES WORD(181, 219, 2, "1234567") WORD(270, 276, 2, "7"));

	FINE(reading.fault);
	CELL(reading, "proactive.a20_1.rules.issued", "1234567");
	CELL(reading, "proactive.a20_1.rules.repealed", "blank");
	SILENT(reading, "proactive.a20_1.rules.issued");
	reading_end(&reading);
	/* A label without a break, and behind it the figure of the next cell. */
	reading = reading_of_drawn_figures(WORD(102, 205, 2, "规章1234567"));
	FINE(reading.fault);
	ANNOUNCED(reading, "proactive.a20_1.rules.issued");
	reading_end(&reading);
	for (size_t i = 0; i < COUNT_OF(figures); i++) {
		bool is_left = i != 2;

		reading = reading_of_drawn_figures(figures[i]);
		FINE(reading.fault);
		CELL(reading, "proactive.a20_1.rules.repealed", "unclear");
		ANNOUNCED(reading, "proactive.a20_1.rules.repealed");
		CELL(reading,
			is_left ? "proactive.a20_1.rules.issued" : "proactive.a20_1.rules.in_force",
			"unclear");
		ANNOUNCED(reading, is_left ? "proactive.a20_1.rules.issued"
					   : "proactive.a20_1.rules.in_force");
		CELL(reading, "proactive.a20_1.normative_docs.repealed", "2");
		SILENT(reading, "proactive.a20_1.normative_docs.repealed");
		reading_end(&reading);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(plain_lines_are_read_without_a_word),
		cmocka_unit_test(a_label_torn_from_its_values_is_put_together_and_said),
		cmocka_unit_test(rows_without_labels_take_the_places_that_are_left),
		cmocka_unit_test(a_lost_row_is_not_filled_from_its_neighbours),
		cmocka_unit_test(a_blank_row_beside_figures_with_a_foreign_label_is_said),
		cmocka_unit_test(a_blank_row_between_figures_with_foreign_labels_is_said_once),
		cmocka_unit_test(blanks_beside_a_figure_without_column_name_are_said),
		cmocka_unit_test(a_page_number_between_rows_is_no_value),
		cmocka_unit_test(a_slip_in_a_label_is_forgiven_and_said),
		cmocka_unit_test(a_whole_report_on_one_line_is_parted_by_its_sums),
		cmocka_unit_test(zero_blank_and_dash_are_three_things),
		cmocka_unit_test(a_header_in_another_order_leaves_what_differs_null),
		cmocka_unit_test(totals_that_stand_in_front_are_found_by_the_sums),
		cmocka_unit_test(two_rows_with_one_label_and_other_figures_are_both_refused),
		cmocka_unit_test(the_printed_tables_decide_the_form_and_a_hybrid_keeps_its_rows),
		cmocka_unit_test(a_group_of_table_four_with_a_wrong_sum_is_read_as_printed),
		cmocka_unit_test(caption_of_table_four_is_no_group),
		cmocka_unit_test(groups_of_table_four_follow_their_header),
		cmocka_unit_test(groups_of_table_four_follow_the_names_of_their_rows),
		cmocka_unit_test(figures_of_two_lines_in_some_cells_are_no_two_rows),
		cmocka_unit_test(the_unit_of_money_is_the_headers_or_the_captions),
		cmocka_unit_test(numbers_broken_at_their_point_are_said),
		cmocka_unit_test(a_single_blank_cell_is_a_row_too),
		cmocka_unit_test(rows_without_the_surplus_figure_of_others_are_said),
		cmocka_unit_test(a_sentence_with_the_words_of_a_label_is_no_row),
		cmocka_unit_test(digits_inside_something_longer_are_said),
		cmocka_unit_test(a_figure_over_two_drawn_cells_is_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
