/* The pdf reader: paragraphs, and tables by where words stand. */
#include "pdf.h"

#include <stdio.h>

/* --- prose --- */

static void
full_lines_join_and_indented_ones_begin_paragraphs(void **state)
{
	struct doc doc;

	page();
	word(106, 100, 16, FULL_LINE);
	word(74, 128, 16, "二〇二三年");
	word(158, 128, 16, "2023");
	word(194, 128, 16, "年完。");
	word(106, 156, 16, "二、另起一段");
	doc = read_pages(false);
	assert_int_equal(doc.block_count, 2);
	has_text(&doc, 0, DOC_PARAGRAPH, FULL_LINE "二〇二三年2023年完。");
	has_text(&doc, 1, DOC_PARAGRAPH, "二、另起一段");
	assert_int_equal(doc.blocks[1].page, 1);
}

static void
paragraphs_go_on_over_pages_without_page_numbers(void **state)
{
	struct doc doc;

	page();
	word(106, 700, 16, FULL_LINE);
	centred(297, 800, 12, "—1—");
	page();
	word(74, 80, 16, "接着写完。");
	centred(297, 800, 12, "2");
	doc = read_pages(false);
	assert_int_equal(doc.block_count, 1);
	has_text(&doc, 0, DOC_PARAGRAPH, FULL_LINE "接着写完。");
	assert_false(doc.is_scan);
}

static void
large_first_lines_are_the_title(void **state)
{
	struct doc doc;

	page();
	centred(297, 80, 22, "某某县人民政府");
	centred(297, 110, 22, "2023年年度报告");
	for (int i = 0; i < 4; i++)
		word(74, 160 + 28 * i, 16, FULL_LINE);
	word(400, 300, 16, "某某县人民政府");
	doc = read_pages(false);
	has_text(&doc, 0, DOC_TITLE, "某某县人民政府\n2023年年度报告");
	has_text(&doc, doc.block_count - 1, DOC_SIGNATURE, "某某县人民政府");
}

static void
radicals_in_the_place_of_characters_are_mended(void **state)
{
	struct doc doc;

	page();
	word(74, 100, 16, "⼯作⻚⾯&amp;⺠&lt;&#39;");
	doc = read_pages(false);
	has_text(&doc, 0, DOC_PARAGRAPH, "工作页面&民<'");
}

static void
pages_that_lie_or_stand_on_their_head_are_turned(void **state)
{
	struct doc doc;

	page();
	turned_line(500, 100, 0, 16, "一、横放的页面从上往下读");
	turned_line(470, 100, 0, 16, "二、第二行在它的左边。");
	page();
	turned_line(100, 700, 0, -16, "三、横放的页面从下往上读");
	turned_line(130, 700, 0, -16, "四、第二行在它的右边。");
	page();
	turned_line(500, 700, -16, 0, "五、倒放的页面从右往左读");
	turned_line(500, 670, -16, 0, "六、第二行在它的上面。");
	page();
	for (int i = 0; i < 9; i++)
		word(74, 100 + 28 * i, 16, "七、正放的页面不动。");
	doc = read_pages(true);
	has_text(&doc, 0, DOC_PARAGRAPH, "一、横放的页面从上往下读");
	has_text(&doc, 1, DOC_PARAGRAPH, "二、第二行在它的左边。");
	has_text(&doc, 2, DOC_PARAGRAPH, "三、横放的页面从下往上读");
	has_text(&doc, 3, DOC_PARAGRAPH, "四、第二行在它的右边。");
	has_text(&doc, 4, DOC_PARAGRAPH, "五、倒放的页面从右往左读");
	has_text(&doc, 5, DOC_PARAGRAPH, "六、第二行在它的上面。");
	has_text(&doc, 6, DOC_PARAGRAPH, "七、正放的页面不动。");
}

static void
words_outside_of_the_page_are_not_read(void **state)
{
	struct doc doc;

	page();
	word(74, 100, 16, "看得见。");
	word(900, 100, 16, "裁掉了");
	buf_put(&words, STR("<word xMin=\"74\" yMin=\"-30\" xMax=\"90\" yMax=\"-14\">上</word>\n"));
	doc = read_pages(false);
	assert_int_equal(doc.block_count, 1);
	has_text(&doc, 0, DOC_PARAGRAPH, "看得见。");
}

/* One cell's text that hangs over the edge says nothing about the page. */
static void
a_stray_word_turns_no_sheet(void **state)
{
	struct doc doc;

	page();
	word(74, 100, 16, FULL_LINE);
	word(74, 128, 16, "正文在这里结束。");
	word(74, 300, 16, "一共收到的件数：");
	word(620, 200, 10, "超出");
	word(74, 620, 16, "12");
	doc = read_pages(false);
	has_text(&doc, doc.block_count - 1, DOC_PARAGRAPH, "12");
}

static void
a_sheet_is_as_wide_as_its_words_say(void **state)
{
	struct doc doc;

	page();
	word(74, 100, 16, "横着的页面上");
	word(74, 300, 16, "左边和");
	word(700, 400, 16, "右边都有字");
	word(297, 570, 16, "12");
	doc = read_pages(false);
	SAME_TEXT(doc.blocks[doc.block_count - 1].text, "右边都有字");
}

static void
pages_without_words_are_noticed(void **state)
{
	struct doc doc;

	page();
	word(74, 100, 16, "只有第一页有字。");
	page();
	doc = read_pages(false);
	assert_true(doc.is_scan);
}

/* --- tables by their words --- */

/* Three columns of values below a heading of two levels; the second label is wrapped above and
 * below its values. */
static void
set_bare_table(int y)
{
	centred(360, y - 40, 10, "申请人情况");
	centred(300, y, 10, "自然人");
	centred(360, y - 6, 10, "社会");
	centred(360, y + 6, 10, "组织");
	centred(420, y, 10, "总计");
	word(100, y + 30, 10, "（一）予以公开");
	word(100, y + 54, 10, "（二）部分公开（区分处理的");
	word(100, y + 66, 10, "只计这一情形）");
	word(100, y + 90, 10, "（三）其他");
	for (int row = 0; row < 3; row++)
		for (int column = 0; column < 3; column++) {
			char text[8];

			snprintf(text, sizeof text, "%d", row * 100 + column);
			centred(300 + 60 * column, y + 30 + 30 * row, 10, text);
		}
}

static void
words_in_columns_become_a_table(void **state)
{
	struct doc doc;

	page();
	for (int i = 0; i < 3; i++)
		word(74, 100 + 28 * i, 16, FULL_LINE);
	word(106, 190, 16, "三、申请情况");
	set_bare_table(300);
	word(106, 440, 16, "四、其他");
	doc = read_pages(false);
	has_text(&doc, 1, DOC_PARAGRAPH, "三、申请情况");
	has_cell(&doc, 2, 0, 1, 1, 3, "申请人情况");
	has_cell(&doc, 2, 1, 2, 1, 1, "社会组织");
	has_cell(&doc, 2, 2, 0, 1, 1, "（一）予以公开");
	has_cell(&doc, 2, 3, 0, 1, 1, "（二）部分公开（区分处理的只计这一情形）");
	has_cell(&doc, 2, 3, 3, 1, 1, "102");
	has_cell(&doc, 2, 4, 0, 1, 1, "（三）其他");
	has_cell(&doc, 2, 4, 1, 1, 1, "200");
	has_text(&doc, 3, DOC_PARAGRAPH, "四、其他");
}

static void
labels_of_several_rows_find_their_rows(void **state)
{
	struct doc doc;

	page();
	for (int row = 0; row < 6; row++) {
		char text[32];

		snprintf(text, sizeof text, "%d.办理结果", row % 3 + 1);
		word(160, 100 + 20 * row, 10, text);
		centred(300, 100 + 20 * row, 10, "0");
		centred(360, 100 + 20 * row, 10, row == 4 ? "17" : "5");
	}
	word(60, 120, 10, "（一）公开");
	word(60, 180, 10, "（二）其他");
	doc = read_pages(false);
	has_cell(&doc, 0, 0, 0, 3, 1, "（一）公开");
	has_cell(&doc, 0, 3, 0, 3, 1, "（二）其他");
	has_cell(&doc, 0, 4, 1, 1, 1, "2.办理结果");
	has_cell(&doc, 0, 4, 3, 1, 1, "17");
}

static void
fewer_columns_further_down_span_the_others(void **state)
{
	struct doc doc;

	page();
	centred(300, 100, 10, "本年制发件数");
	centred(380, 100, 10, "本年废止件数");
	centred(460, 100, 10, "现行有效件数");
	word(80, 130, 10, "规章");
	centred(300, 130, 10, "1");
	centred(380, 130, 10, "2");
	centred(460, 130, 10, "3");
	centred(380, 160, 10, "本年处理决定数量");
	word(80, 190, 10, "行政许可");
	centred(380, 190, 10, "550");
	doc = read_pages(false);
	has_cell(&doc, 0, 1, 3, 1, 1, "3");
	has_cell(&doc, 0, 3, 0, 1, 1, "行政许可");
	has_cell(&doc, 0, 3, 1, 1, 3, "550");
}

static void
a_number_on_two_or_three_lines_is_one_of_its_row(void **state)
{
	struct doc doc;

	page();
	for (int row = 0; row < 4; row++) {
		int y = 200 + 40 * row;

		word(100, y, 10, "（一）予以公开");
		centred(300, y, 10, "0");
		centred(400, y, 10, "7");
		if (row == 1) {
			centred(350, y - 6, 10, "1");
			centred(350, y + 6, 10, "0");
		} else if (row == 2) {
			centred(350, y - 12, 10, "2");
			centred(350, y, 10, "3");
			centred(350, y + 12, 10, "4");
		} else {
			centred(350, y, 10, "5");
		}
	}
	doc = read_pages(false);
	assert_int_equal(doc.blocks[0].table->row_count, 4);
	has_cell(&doc, 0, 0, 2, 1, 1, "5");
	has_cell(&doc, 0, 1, 2, 1, 1, "1\n0");
	has_cell(&doc, 0, 2, 2, 1, 1, "2\n3\n4");
	has_cell(&doc, 0, 3, 2, 1, 1, "5");
}

/* Upright text has its commas and points on lines of their own. */
static void
marks_of_a_sentence_are_no_values_and_strokes_are(void **state)
{
	struct doc doc;

	page();
	set_bare_table(300);
	centred(200, 280, 10, "，");
	centred(200, 290, 10, ".");
	word(100, 420, 10, "（四）不予处理");
	for (int column = 0; column < 3; column++)
		centred(300 + 60 * column, 420, 10, "\\");
	doc = read_pages(false);
	has_cell(&doc, 0, 2, 0, 1, 1, "（一）予以公开");
	has_cell(&doc, 0, 5, 0, 1, 1, "（四）不予处理");
	has_cell(&doc, 0, 5, 1, 1, 1, "\\");
	has_cell(&doc, 0, 5, 3, 1, 1, "\\");
}

static void
a_contact_line_is_not_a_table(void **state)
{
	struct doc doc;

	page();
	word(74, 100, 16, FULL_LINE);
	word(106, 130, 16, "联系人：张三");
	word(300, 130, 16, "电话：123456");
	doc = read_pages(false);
	has_text(&doc, doc.block_count - 1, DOC_PARAGRAPH, "联系人：张三 电话：123456");
}

/* --- hostile input --- */

static void
nonsense_is_refused_or_survived(void **state)
{
	struct doc doc;

	FAILS(doc_read_pdf(STR(""), arena, &doc), "doc_broken");
	FAILS(doc_read_pdf(STR("<word xMin=\"1\">x</word>"), arena, &doc), "doc_broken");
	FINE(doc_read_pdf(
		STR("<page width=\"-5\" height=\"99999999999999999999\"><word xMin=\"1e9\" "
		    "yMin=\"-99999999999\" "
		    "xMax=\"99999999999\" "
		    "yMax=\"9999999999999\">x&nope;&amp</word><word>y</word><word xMin=\"9\""),
		arena, &doc));
	FINE(doc_read_pdf(
		STR("<page width=\"1\" height=\"1\"><svg width><path style=\"stroke:rgb\" "
		    "d=\"M 1 L Z Z C 1 2 M M -.-. 999999999999999999 H V 4 L 5 6\" "
		    "transform=\"matrix(9999999,-9999999,1e5,\"/><defs>"),
		arena, &doc));
}

static void
too_many_words_are_refused_and_many_are_read(void **state)
{
	struct doc doc;

	page();
	for (int i = 0; i < 20000; i++)
		word(i % 97 * 6, i / 97 * 4, 5, i % 3 ? "7" : "字");
	doc = read_pages(false);
	assert_true(doc.block_count > 0);
	buf_clear(&words);
	buf_put(&words, STR("<page width=\"1\" height=\"1\">"));
	for (int i = 0; i <= 400000; i++)
		buf_put(&words, STR("<word >x</word>"));
	FAILS(doc_read_pdf(buf_str(&words), arena, &doc), "doc_blocks");
}

/* A borderless table of figures, and prose below it. */
static void
figures_and_prose(void)
{
	for (int row = 0; row < 6; row++) {
		word(80, 200 + 24 * row, 12, "予以公开");
		for (int column = 0; column < 5; column++)
			word(220 + 60 * column, 200 + 24 * row, 12, "7");
	}
	for (int i = 0; i < 4; i++)
		word(74, 400 + 28 * i, 12, FULL_LINE);
}

static void
watermark_over_a_table_is_left_out_and_told(void **state)
{
	struct doc plain;
	struct doc doc;

	page();
	figures_and_prose();
	plain = read_pages(false);
	assert_int_equal(plain.overlay.len, 0);
	words.len = rules.len = 0;
	page();
	/* Letters of a text that rises, the last one first; 求 lies beside all words. */
	word(380, 150, 60, "稿");
	word(280, 220, 60, "意");
	word(130, 235, 60, "求");
	word(60, 420, 60, "征");
	figures_and_prose();
	doc = read_pages(false);
	SAME_TEXT(doc.overlay, "征求意稿");
	assert_int_equal(doc.block_count, plain.block_count);
	for (int row = 0; row < 6; row++)
		for (int column = 1; column <= 5; column++)
			has_cell(&doc, 0, row, column, 1, 1, "7");
}

static void
large_words_beside_others_stay(void **state)
{
	struct doc doc;

	page();
	/* Fonts that claim three lines for one: boxes overlap, letters do not. */
	buf_put(&words, STR("<word xMin=\"150\" yMin=\"60\" xMax=\"448\" "
			    "yMax=\"139\">某某县人民政府年度报告"
			    "</word>\n"));
	word(250, 122, 9, "2024年1月");
	for (int i = 0; i < 5; i++)
		word(74, 160 + 20 * i, 9, FULL_LINE);
	doc = read_pages(false);
	assert_int_equal(doc.overlay.len, 0);
	assert_true(str_has(doc.blocks[0].text, STR("某某县人民政府年度报告")));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(full_lines_join_and_indented_ones_begin_paragraphs),
		TEST(paragraphs_go_on_over_pages_without_page_numbers),
		TEST(large_first_lines_are_the_title),
		TEST(watermark_over_a_table_is_left_out_and_told),
		TEST(large_words_beside_others_stay),
		TEST(radicals_in_the_place_of_characters_are_mended),
		TEST(pages_that_lie_or_stand_on_their_head_are_turned),
		TEST(words_outside_of_the_page_are_not_read),
		TEST(a_stray_word_turns_no_sheet),
		TEST(a_sheet_is_as_wide_as_its_words_say),
		TEST(pages_without_words_are_noticed),
		TEST(words_in_columns_become_a_table),
		TEST(labels_of_several_rows_find_their_rows),
		TEST(fewer_columns_further_down_span_the_others),
		TEST(a_number_on_two_or_three_lines_is_one_of_its_row),
		TEST(marks_of_a_sentence_are_no_values_and_strokes_are),
		TEST(a_contact_line_is_not_a_table),
		TEST(nonsense_is_refused_or_survived),
		TEST(too_many_words_are_refused_and_many_are_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
