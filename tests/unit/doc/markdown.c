/* Markdown: pipe tables in all their forms, headings, lists, and marks taken out of lines. */
#include "drawing.h"

static void
headings_and_lines(void **state)
{
	READS(markdown,
		"# 年度报告\n\n## 一、总体情况 ##\n第一行\n第二行\n### （一）\n# 又一个\n#无空格\n",
		"TITLE 年度报告\nH1 一、总体情况\nP 第一行\nP 第二行\nH2 （一）\nH1 又一个\nP "
		"#无空格\n");
	READS(markdown, "报告\n====\n正文\n\n---\n\n***\n- 甲\n* 乙\n1. 丙\n> 丁\n",
		"TITLE 报告\nP 正文\nP 甲\nP 乙\nP 1. 丙\nP 丁\n");
}

static void
a_pipe_table_keeps_its_first_row_as_labels(void **state)
{
	READS(markdown, "| 甲 | 乙 |\n|:---|---:|\n| 1 | 2 |\n| 3 |\n\n文字\n",
		"TABLE 3x2\n|*甲|*乙\n|1|2\n|3\nP 文字\n");
}

static void
tables_without_outer_pipes_or_rules(void **state)
{
	READS(markdown, "甲 | 乙\n--- | ---\n1 | 2\n\n文字 | 不是表\n",
		"TABLE 2x2\n|*甲|*乙\n|1|2\nP 文字 | 不是表\n");
	READS(markdown, "|---|---|\n| 1 | 2 |\n", "TABLE 1x2\n|1|2\n");
	READS(markdown, "| 1 | 2 |\n| 3 | 4 |\n", "TABLE 2x2\n|1|2\n|3|4\n");
}

static void
a_rule_below_a_row_begins_another_table(void **state)
{
	READS(markdown, "| 甲 | 乙 |\n|---|---|\n| 1 | 2 |\n| 5 |\n|---|\n| 6 |\n",
		"TABLE 2x2\n|*甲|*乙\n|1|2\nTABLE 2x1\n|*5\n|6\n");
}

static void
dashes_between_spaces_are_values(void **state)
{
	READS(markdown, "| 甲 | 乙 |\n|---|---|\n| - | - |\n| — | / |\n",
		"TABLE 3x2\n|*甲|*乙\n|-|-\n|—|/\n");
}

static void
escaped_pipes_breaks_and_empty_cells(void **state)
{
	READS(markdown, "| a\\|b | 第一行<br>第二行 || x<br/> |\n| \\\\ | &nbsp; |\n",
		"TABLE 2x4\n|a|b|第一行/第二行||x\n|\\|\n");
}

static void
marks_are_taken_out_of_lines(void **state)
{
	READS(markdown, "**一是**加强*领导*，见[网站](http://a.gov.cn)和`代码`__完__。\n",
		"P 一是加强领导，见网站和代码完。\n");
	READS(markdown, "2 * 3 * 4，snake_case_name，[bookmark: _GoBack]-140，〔2019〕60号\n",
		"P 2 * 3 * 4，snake_case_name，[bookmark: _GoBack]-140，〔2019〕60号\n");
	READS(markdown, "\\*甲\\* \\[乙\\](丙) <span class=\"x\">丁</span> <https://a.cn/> a < b\n",
		"P *甲* [乙](丙) 丁 https://a.cn/ a < b\n");
	READS(markdown, "[**粗**链接](a/b.html) ***都是*** ~~删~~ &lt;x&gt; &amp;\n",
		"P 粗链接 都是 删 <x> &\n");
	READS(markdown, "**未完 *_`[!<&\\", "P **未完 *_`[!<&\\\n");
}

static void
pictures_leave_a_note_and_comments_nothing(void **state)
{
	struct bench *bench = *state;

	READS(markdown, "甲![图](a.png)乙<!-- 注\n释 -->丙\n<!-- 未完\n",
		"P 甲乙丙\nP <!-- 未完\n");
	assert_true(bench->doc.has_pictures);
	READS(markdown, "甲\\<!-- 乙 -->丙 \\\\<!-- 注 -->丁\n", "P 甲<!-- 乙 -->丙 \\丁\n");
}

static void
what_is_struck_out_or_raised_does_not_lengthen_a_number(void **state)
{
	READS(markdown, "~~44~~65 1<sup>2</sup> <s>3</s>4 5<del>6</del>\n",
		"P 44 65 1 2 3 4 5 6\n");
	READS(markdown, "<span style=\"display:none\">7</span>8 **1**2 <b>3</b>4 <span>5</span>6\n",
		"P 7 8 12 34 56\n");
	READS(markdown, "<span style=\"font-size:0\">9</span>8 <b style=\"color:white\">9</b>8\n",
		"P 9 8 9 8\n");
	READS(markdown, "<span hidden>9</span>8 <font size=1>9</font>8\n", "P 9 8 9 8\n");
	READS(markdown, "<span style=\"DISPLAY:none\">9</span>8\n", "P 9 8\n");
	READS(markdown, "5<a href=\"#fn1\">7</a>8 5[7](#fn1)8\n", "P 5 7 8 5 7 8\n");
	READS(markdown, "5<a href=\"a.html\">7</a>8 5[7](a.html)8 5<b >7</b>\n", "P 578 578 57\n");
	/* Whatever stands inside, the border is where the outer tag ends. */
	READS(markdown, "<s><b>约</b>4</s>65 <s>甲</i>4</s>65\n", "P 约 4 65 甲 4 65\n");
	READS(markdown, "<p><s>4</s>65\n<b><span hidden>7</span>8</b> 1<b>2</b>\n",
		"P 4 65\nP 7 8 12\n");
	READS(markdown, "12<br>34 <s>5</s><br/>6<hr/>7<b>8</b>\n", "P 12/34 5/6 78\n");
	READS(markdown, "&#50;&#x30;&#0;&#x3c;\n", "P 20&#0;<\n");
	READS(markdown, "|甲|![12](a.png)|3 ![升](b.png)|\n|-|-|-|\n|乙|1|2|\n",
		"TABLE 2x3\n|*甲|*" DOC_NOT_TEXT "|*3\n|乙|1|2\n");
}

static void
html_tables_go_through_the_page_reader(void **state)
{
	READS(markdown,
		"前\n<TABLE><tr><td "
		"rowspan=2>甲</td><td>1</td></tr>\n\n<tr><td>2</td></tr></TABLE>后\n",
		"P 前\nTABLE 2x2\n|{2x1}甲|1\n|@12\nP 后\n");
	READS(markdown, "<table><tr><td>甲<td>乙\n\n文字\n<table>\n\n尾",
		"TABLE 1x2\n|甲|乙\nP 文字\nP 尾\n");
}

static void
code_blocks_are_kept_as_lines(void **state)
{
	READS(markdown, "```\n| a | b |\n# x\n```\n**c**\n", "P | a | b |\nP # x\nP c\n");
}

static void
hostile_sizes_are_survived(void **state)
{
	struct bench *bench = *state;
	struct doc *doc = &bench->doc;

	FAILS(doc_read_markdown(many(state, "", "|a", 10000, "|\n"), bench->arena, doc),
		"doc_columns");
	FAILS(doc_read_markdown(many(state, "", "|a|b|\n", 25000, ""), bench->arena, doc),
		"doc_rows");
	FINE(doc_read_markdown(many(state, "", "*a _b [c ", 50000, ""), bench->arena, doc));
	assert_int_equal(doc->block_count, 1);
	FINE(doc_read_markdown(many(state, "", "**", 500000, ""), bench->arena, doc));
	FINE(doc_read_markdown(many(state, "", "[", 300000, ""), bench->arena, doc));
	/* More marks open than are kept: no blank where none was taken out. */
	FINE(doc_read_markdown(many(state, "", "5[", 900, "](#a)"), bench->arena, doc));
	assert_true(doc->blocks[0].text.len <= 2 * 900);
	FINE(doc_read_markdown(
		many(state, "[[[[[[[[[[[[[[[[", "5~~a~~", 300, "](#a)"), bench->arena, doc));
	assert_true(doc->blocks[0].text.len <= 6 * 300);
	FINE(doc_read_markdown(many(state, "", "<table>\n\n", 20000, ""), bench->arena, doc));
	FAILS(doc_read_markdown(
		      many(state, "", "<table><tr><td>", 1000, "</table>"), bench->arena, doc),
		"doc_deep");
	FAILS(doc_read_markdown(many(state, "", "|-|\n|a|\n", 210000, ""), bench->arena, doc),
		"doc_blocks");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		BENCH_TEST(headings_and_lines),
		BENCH_TEST(a_pipe_table_keeps_its_first_row_as_labels),
		BENCH_TEST(tables_without_outer_pipes_or_rules),
		BENCH_TEST(a_rule_below_a_row_begins_another_table),
		BENCH_TEST(dashes_between_spaces_are_values),
		BENCH_TEST(escaped_pipes_breaks_and_empty_cells),
		BENCH_TEST(marks_are_taken_out_of_lines),
		BENCH_TEST(pictures_leave_a_note_and_comments_nothing),
		BENCH_TEST(what_is_struck_out_or_raised_does_not_lengthen_a_number),
		BENCH_TEST(html_tables_go_through_the_page_reader),
		BENCH_TEST(code_blocks_are_kept_as_lines),
		BENCH_TEST(hostile_sizes_are_survived),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
