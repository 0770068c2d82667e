/* The pdf reader: tables by where words stand, tables by their drawn cells, paragraphs; the words
 * are set here as pdftotext would report them. */
#include "../test.h"

#include <stdio.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "doc/doc.h"

static struct arena *arena;
static struct buf words;
static struct buf rules;

static int
begin(void **state)
{
	buf_init(&words, (size_t)64 << 20);
	buf_init(&rules, (size_t)64 << 20);
	return arena_open((size_t)256 << 20, &arena) ? -1 : 0;
}

static int
end(void **state)
{
	buf_done(&words);
	buf_done(&rules);
	arena_close(&arena);
	return 0;
}

/* --- setting pages --- */

static void
page(void)
{
	if (words.len)
		buf_put(&words, STR("</page>\n"));
	buf_put(&words, STR("<page width=\"595.000000\" height=\"842.000000\">\n"));
	buf_put(&rules, rules.len ? STR("</page>\n<page>\n")
				  : STR("<svg width=\"595pt\">\n<pageSet>\n<page>\n"));
}

/* Width of a text whose Chinese letters are `size` wide and others half of it. */
static int
width_of(struct str text, int size)
{
	int width = 0;

	for (size_t at = 0; at < text.len;) {
		size_t len;

		width += utf8_at(text, at, &len) < 0x80 ? size / 2 : size;
		at += len;
	}
	return width;
}

static void
word(int x, int y, int size, const char *text)
{
	buf_print(&words,
		"<word xMin=\"%d.5\" yMin=\"%d.25\" xMax=\"%d.5\" yMax=\"%d.25\">%s</word>\n", x, y,
		x + width_of(str_of(text), size), y + size, text);
}

static void
centred(int x, int y, int size, const char *text)
{
	word(x - width_of(str_of(text), size) / 2, y, size, text);
}

static void
flat_rule(int left, int right, int y)
{
	buf_print(&rules,
		"<path style=\"fill:none;stroke-width:0.5;stroke:rgb(0%%,0%%,0%%);\" d=\"M %d %d L "
		"%d %d \"/>\n",
		left, y, right, y);
}

/* As browsers draw them: thin filled boxes. */
static void
upright_rule(int x, int top, int bottom)
{
	buf_print(&rules,
		"<path style=\" stroke:none;fill:rgb(10%%,10%%,10%%);\" "
		"d=\"M %d %d L %d.5 %d L %d.5 %d L %d %d Z M %d %d \"/>\n",
		x, top, x, top, x, bottom, x, bottom, x, top);
}

static struct doc
read_pages(bool with_rules)
{
	struct doc doc;

	buf_put(&words, STR("</page></doc></html>\n"));
	buf_put(&rules, STR("</page></pageSet></svg>"));
	if (with_rules)
		buf_put(&words, buf_str(&rules));
	FINE(doc_read_pdf(buf_str(&words), arena, &doc));
	assert_int_equal(doc.lacks_rules, !with_rules);
	return doc;
}

static void
has_cell(const struct doc *doc, size_t block, int row, int column, int row_span, int column_span,
	const char *text)
{
	const struct doc_cell *cell;

	assert_in_range(block, 0, doc->block_count - 1);
	assert_int_equal(doc->blocks[block].role, DOC_TABLE);
	cell = doc_cell_at(doc->blocks[block].table, row, column);
	assert_non_null(cell);
	SAME_TEXT(cell->text, text);
	assert_int_equal(cell->row, row);
	assert_int_equal(cell->column, column);
	assert_int_equal(cell->row_span, row_span);
	assert_int_equal(cell->column_span, column_span);
}

static void
has_text(const struct doc *doc, size_t block, enum doc_role role, const char *text)
{
	assert_in_range(block, 0, doc->block_count - 1);
	assert_int_equal(doc->blocks[block].role, role);
	SAME_TEXT(doc->blocks[block].text, text);
}

#define FULL_LINE "这是一行填满整个宽度的正文每行二十八个汉字直到右边的边界为止"

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

/* --- tables by their cells --- */

/* A drawn table of three rows: the first cell of the second row spans two rows, the first row's
 * values one cell. */
static void
set_drawn_table(void)
{
	flat_rule(80, 480, 100);
	flat_rule(80, 480, 130);
	flat_rule(200, 480, 160);
	flat_rule(80, 480, 190);
	upright_rule(80, 100, 190);
	upright_rule(200, 100, 190);
	upright_rule(340, 130, 190);
	upright_rule(480, 100, 190);
	centred(140, 110, 10, "项目");
	centred(340, 110, 10, "数量");
	word(84, 148, 10, "很长的一个");
	word(84, 160, 10, "标签");
	centred(270, 140, 10, "1");
	centred(410, 140, 10, "2");
	centred(410, 170, 10, "4");
}

static void
drawn_cells_are_kept_as_drawn(void **state)
{
	struct doc doc;

	page();
	set_drawn_table();
	word(74, 230, 16, "后面的正文。");
	doc = read_pages(true);
	assert_int_equal(doc.block_count, 2);
	has_cell(&doc, 0, 0, 1, 1, 2, "数量");
	has_cell(&doc, 0, 1, 0, 2, 1, "很长的一个标签");
	has_cell(&doc, 0, 2, 1, 1, 1, "");
	has_cell(&doc, 0, 2, 2, 1, 1, "4");
	has_text(&doc, 1, DOC_PARAGRAPH, "后面的正文。");
}

static void
a_drawn_table_goes_on_over_the_page(void **state)
{
	struct doc doc;

	page();
	set_drawn_table();
	centred(297, 800, 10, "- 1 -");
	page();
	flat_rule(80, 480, 60);
	flat_rule(200, 480, 90);
	flat_rule(80, 480, 120);
	for (int i = 0; i < 4; i++)
		upright_rule(i == 0 ? 80 : 60 + 140 * i, 60, 120);
	centred(270, 70, 10, "5");
	centred(410, 100, 10, "8");
	doc = read_pages(true);
	assert_int_equal(doc.block_count, 1);
	assert_int_equal(doc.blocks[0].table->row_count, 5);
	has_cell(&doc, 0, 1, 0, 4, 1, "很长的一个标签");
	has_cell(&doc, 0, 3, 1, 1, 1, "5");
	has_cell(&doc, 0, 4, 2, 1, 1, "8");
}

static void
a_number_broken_in_a_narrow_cell_is_whole_again(void **state)
{
	struct doc doc;

	page();
	flat_rule(100, 220, 100);
	flat_rule(100, 220, 130);
	upright_rule(100, 100, 130);
	upright_rule(130, 100, 130);
	upright_rule(220, 100, 130);
	word(104, 104, 10, "1234");
	word(104, 116, 10, "5");
	word(140, 104, 10, "12");
	word(140, 116, 10, "34");
	flat_rule(100, 220, 160);
	upright_rule(100, 130, 160);
	upright_rule(220, 130, 160);
	word(140, 140, 10, "尾");
	doc = read_pages(true);
	has_cell(&doc, 0, 0, 0, 1, 1, "12345");
	has_cell(&doc, 0, 0, 1, 1, 1, "12\n34");
}

static void
a_frame_around_text_is_no_table(void **state)
{
	struct doc doc;

	page();
	flat_rule(60, 530, 50);
	flat_rule(60, 530, 800);
	upright_rule(60, 50, 800);
	upright_rule(530, 50, 800);
	word(74, 100, 16, FULL_LINE);
	word(74, 128, 16, "文字在框内。");
	doc = read_pages(true);
	assert_int_equal(doc.block_count, 1);
	has_text(&doc, 0, DOC_PARAGRAPH, FULL_LINE "文字在框内。");
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

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(full_lines_join_and_indented_ones_begin_paragraphs),
		TEST(paragraphs_go_on_over_pages_without_page_numbers),
		TEST(large_first_lines_are_the_title),
		TEST(radicals_in_the_place_of_characters_are_mended),
		TEST(pages_without_words_are_noticed),
		TEST(words_in_columns_become_a_table),
		TEST(labels_of_several_rows_find_their_rows),
		TEST(fewer_columns_further_down_span_the_others),
		TEST(a_contact_line_is_not_a_table),
		TEST(drawn_cells_are_kept_as_drawn),
		TEST(a_drawn_table_goes_on_over_the_page),
		TEST(a_number_broken_in_a_narrow_cell_is_whole_again),
		TEST(a_frame_around_text_is_no_table),
		TEST(nonsense_is_refused_or_survived),
		TEST(too_many_words_are_refused_and_many_are_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
