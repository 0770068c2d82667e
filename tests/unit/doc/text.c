/* Plain text: paragraphs as they stand, tables in both shapes, and what only looks like a table. */
#include "drawing.h"

static void
every_line_is_a_paragraph_with_its_spaces(void **state)
{
	READS(text, "标题: 甲\n\n  缩进  两处 \n\n\n乙", "P 标题: 甲\nP   缩进  两处\nP 乙\n");
	READS(text, "", "");
	READS(text, "\n \n\t\n", "");
}

static void
cells_on_their_own_lines_make_rows(void **state)
{
	READS(text, "前文\n\t项目\n\t数量\n\n\t许可\n\t3\n\n\t处罚\n\t\n\n\n后文\n",
		"P 前文\nTABLE 3x2\n|项目|数量\n|许可|3\n|处罚|\nP 后文\n");
}

static void
lines_below_a_cell_go_on_with_it(void **state)
{
	READS(text, "\t三、\n本\n年\n\t不予\n公开\n\t\n0\n\n\t四、结转\n\t1\n\n尾",
		"TABLE 2x3\n|三、/本/年|不予/公开|0\n|四、结转|1\nP 尾\n");
}

static void
a_value_below_empty_paragraphs_stays_in_its_cell(void **state)
{
	READS(text, "\t甲\n\t乙\n\t丙\n\n\t1\n\t\n\n2\n\t3\n\n尾",
		"TABLE 2x3\n|甲|乙|丙\n|1|2|3\nP 尾\n");
}

static void
a_heading_right_below_a_number_ends_the_table(void **state)
{
	READS(text, "\t甲\n\t乙\n\n\t1\n\t2\n四、政府信息公开情况\n文字",
		"TABLE 2x2\n|甲|乙\n|1|2\nP 四、政府信息公开情况\nP 文字\n");
	READS(text, "\t甲\n\t乙\n\n\t1\n\t\n四、政府信息公开情况\n",
		"TABLE 2x2\n|甲|乙\n|1|\nP 四、政府信息公开情况\n");
	READS(text, "\t甲\n\t乙\n\n\t\n三、本年度办理结果\n\t1\n",
		"TABLE 2x2\n|甲|乙\n|三、本年度办理结果|1\n");
}

static void
tabs_between_cells_make_rows(void **state)
{
	READS(text, "项\n\n内容\t制发\t废止\n规章\t0\t\n\t小计\t0\n\n二、后文\n",
		"P 项\nTABLE 3x3\n|内容|制发|废止\n|规章|0|\n||小计|0\nP 二、后文\n");
}

static void
page_breaks_and_stray_lines_do_not_part_a_table(void **state)
{
	READS(text,
		"甲\t1\t2\n乙\t3\t4\n\n丙\t5\t6\n- 3 "
		"-\n\n丁\t7\t8\n\n12\n\n戊\t9\t0\n断行\n己\t1\t1\n",
		"TABLE 8x3\n|甲|1|2\n|乙|3|4\n|丙|5|6\n|- 3 -\n|丁|7|8\n|戊|9|0\n|断行\n|己|1|1\nP "
		"12\n");
}

static void
a_heading_between_rows_parts_tables_unless_it_is_a_label(void **state)
{
	READS(text, "甲\t1\n乙\t2\n三、收到和处理情况\n丙\t3\n丁\t4\n",
		"TABLE 2x2\n|甲|1\n|乙|2\nP 三、收到和处理情况\nTABLE 2x2\n|丙|3\n|丁|4\n");
	READS(text, "甲\t1\t2\n三、本年度办理结果\n\t公开\t3\n\t不予\t4\n",
		"TABLE 4x3\n|甲|1|2\n|三、本年度办理结果\n||公开|3\n||不予|4\n");
}

static void
tabs_as_indent_are_no_table(void **state)
{
	READS(text,
		"\t一、总体情况\n\t本年度我们做了许多工作，网站、公报、查阅点等各种渠道都更新了，"
		"群众满意，企业也满意，没有收到任何投诉。\n\t（一）公开\n",
		"P \t一、总体情况\n"
		"P \t本年度我们做了许多工作，网站、公报、查阅点等各种渠道都更新了，"
		"群众满意，企业也满意，没有收到任何投诉。\nP \t（一）公开\n");
	READS(text, "\t\t\t某区人民政府\n\t\t\t2021年1月5日\n",
		"P \t\t\t某区人民政府\nP \t\t\t2021年1月5日\n");
	READS(text, "\t某区人民政府\n\t2021年1月5日\n", "P \t某区人民政府\nP \t2021年1月5日\n");
	READS(text, "联系人：张三\t电话：123\n", "P 联系人：张三\t电话：123\n");
	READS(text, "\t二、主动公开政府信息情况\n甲\t1\n乙\t2\n",
		"P \t二、主动公开政府信息情况\nTABLE 2x2\n|甲|1\n|乙|2\n");
}

static void
a_single_row_of_many_values_is_a_table(void **state)
{
	READS(text, "0\t1\t2\t3\n", "TABLE 1x4\n|0|1|2|3\n");
	READS(text, "\t\t\t\t2021年\n", "P \t\t\t\t2021年\n");
}

static void
pipes_at_both_ends_make_a_table(void **state)
{
	READS(text, "前\n|甲|乙|\n|--|--|\n|1|a\\|b|\n|只有一边\n",
		"P 前\nTABLE 2x2\n|*甲|*乙\n|1|a|b\nP |只有一边\n");
	READS(text, "甲|乙\n---|---\n", "P 甲|乙\nP ---|---\n");
}

static void
a_report_on_one_line_is_one_paragraph(void **state)
{
	struct bench *bench = *state;
	struct str text = many(state, "", "全文在一行里 0 1 2 ", 50000, "");

	FINE(doc_read_text(text, bench->arena, &bench->doc));
	assert_int_equal(bench->doc.block_count, 1);
	assert_int_equal(bench->doc.blocks[0].text.len, text.len - 1);
}

static void
hostile_sizes_are_refused_with_their_limit(void **state)
{
	struct bench *bench = *state;
	struct doc *doc = &bench->doc;

	FAILS(doc_read_text(many(state, "a", "\ta", 10000, "\nb\tc\n"), bench->arena, doc),
		"doc_columns");
	FAILS(doc_read_text(many(state, "", "a\tb\n", 25000, ""), bench->arena, doc), "doc_rows");
	FAILS(doc_read_text(many(state, "", "x\n", 250000, ""), bench->arena, doc), "doc_blocks");
	FAILS(doc_read_text(many(state, "", "\ta\n", 500000, ""), bench->arena, doc), "doc_cells");
	FINE(doc_read_text(
		many(state, "\ta\n\tb\n", "\n", 1000000, "\tc\td\n"), bench->arena, doc));
	FINE(doc_read_text(many(state, "", "\t", 1000, ""), bench->arena, doc));
	assert_int_equal(doc->block_count, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		BENCH_TEST(every_line_is_a_paragraph_with_its_spaces),
		BENCH_TEST(cells_on_their_own_lines_make_rows),
		BENCH_TEST(lines_below_a_cell_go_on_with_it),
		BENCH_TEST(a_value_below_empty_paragraphs_stays_in_its_cell),
		BENCH_TEST(a_heading_right_below_a_number_ends_the_table),
		BENCH_TEST(tabs_between_cells_make_rows),
		BENCH_TEST(page_breaks_and_stray_lines_do_not_part_a_table),
		BENCH_TEST(a_heading_between_rows_parts_tables_unless_it_is_a_label),
		BENCH_TEST(tabs_as_indent_are_no_table),
		BENCH_TEST(a_single_row_of_many_values_is_a_table),
		BENCH_TEST(pipes_at_both_ends_make_a_table),
		BENCH_TEST(a_report_on_one_line_is_one_paragraph),
		BENCH_TEST(hostile_sizes_are_refused_with_their_limit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
