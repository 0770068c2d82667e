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

/* Letters one by one, the last one first, as pdftotext gives them where the text is turned. */
static void
turned_line(int x, int y, int step_x, int step_y, const char *text)
{
	int count = (int)strlen(text) / 3;

	for (int i = count - 1; i >= 0; i--) {
		char letter[4] = "";

		memcpy(letter, text + (size_t)i * 3, 3);
		word(x + i * step_x, y + i * step_y, 16, letter);
	}
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

static void
characters_that_a_font_does_not_name_stay_in_numbers(void **state)
{
	struct doc doc;

	page();
	set_drawn_table();
	centred(270, 170, 10,
		"\xEF\xBF\xBD"
		"5");
	doc = read_pages(true);
	has_cell(&doc, 0, 2, 1, 1, 1,
		"\xEF\xBF\xBD"
		"5");
}

/* A label whose letters are set below each other does not turn the figures beside it. */
static void
a_standing_label_turns_no_page(void **state)
{
	struct doc doc;

	page();
	set_drawn_table();
	turned_line(40, 700, 0, -16, "计统果结理办开公请申依度年本");
	word(90, 300, 12, "12345");
	doc = read_pages(true);
	has_cell(&doc, 0, 1, 2, 1, 1, "2");
}

static void
figures_that_ran_together_are_said_in_each_of_their_cells(void **state)
{
	struct doc doc;

	page();
	flat_rule(100, 220, 100);
	flat_rule(100, 220, 130);
	flat_rule(100, 220, 160);
	flat_rule(100, 220, 190);
	for (int i = 0; i < 4; i++)
		upright_rule(100 + 40 * i, 100, 190);
	word(101, 170, 10, "规范性文件1454293");
	word(110, 110, 16, "#####132");
	word(190, 110, 10, "7");
	word(101, 140, 10, "很长的一个标签没有换行");
	doc = read_pages(true);
	has_cell(&doc, 0, 0, 0, 1, 1, "#####132");
	has_cell(&doc, 0, 0, 1, 1, 1, "#####132");
	has_cell(&doc, 0, 0, 2, 1, 1, "7");
	has_cell(&doc, 0, 1, 1, 1, 1, "很长的一个标签没有换行");
	has_cell(&doc, 0, 1, 0, 1, 1, "");
	has_cell(&doc, 0, 2, 0, 1, 1, "规范性文件1454293");
	has_cell(&doc, 0, 2, 1, 1, 1, "规范性文件1454293");
}

/* --- tables cut by columns --- */

enum { CUT_ROWS = 5 };

/* A part of a table with rows of 30; the heading's cell may lack its right or left border. */
static void
set_part(int left, int columns, int width, bool is_open_left, bool is_open_right)
{
	int right = left + columns * width;

	for (int i = 0; i <= CUT_ROWS; i++)
		flat_rule(left, right, 100 + 30 * i);
	for (int i = 0; i <= columns; i++) {
		bool is_open = (i == 0 && is_open_left) || (i == columns && is_open_right);

		upright_rule(left + i * width, is_open ? 130 : 100, 100 + 30 * CUT_ROWS);
	}
}

static void
set_column(int middle, const char *heading, int first)
{
	centred(middle, 140, 10, heading);
	for (int i = 2; i < CUT_ROWS; i++) {
		char text[8];

		snprintf(text, sizeof text, "%d", first + i);
		centred(middle, 110 + 30 * i, 10, text);
	}
}

static void
columns_on_the_next_page_go_beside_their_labels(void **state)
{
	struct doc doc;

	page();
	set_part(80, 3, 130, false, true);
	set_column(275, "自然人", 10);
	set_column(405, "商业企业", 20);
	for (int i = 2; i < CUT_ROWS; i++)
		centred(145, 110 + 30 * i, 10,
			i == 2   ? "一、新收"
			: i == 3 ? "二、结转"
				 : "三、总计");
	centred(405, 110, 10, "申请人情");
	/* The rest of the cut cell hangs over the edge. */
	centred(490, 110, 10, "况");
	page();
	set_part(80, 2, 100, true, false);
	set_column(130, "其他", 30);
	set_column(230, "总计", 40);
	centred(130, 110, 10, "申请人情况");
	doc = read_pages(true);
	assert_int_equal(doc.block_count, 1);
	assert_int_equal(doc.blocks[0].table->column_count, 5);
	has_cell(&doc, 0, 0, 2, 1, 2, "申请人情况");
	has_cell(&doc, 0, 1, 3, 1, 1, "其他");
	has_cell(&doc, 0, 2, 0, 1, 1, "一、新收");
	has_cell(&doc, 0, 2, 1, 1, 1, "12");
	has_cell(&doc, 0, 2, 3, 1, 1, "32");
	has_cell(&doc, 0, 4, 4, 1, 1, "44");
}

static void
a_merged_cell_does_not_hide_that_rows_agree(void **state)
{
	struct doc doc;

	page();
	flat_rule(80, 470, 100);
	/* Nothing is drawn between the two rows of the heading here. */
	for (int i = 2; i <= CUT_ROWS; i++)
		flat_rule(80, 470, 100 + 30 * i);
	for (int i = 0; i < 4; i++)
		upright_rule(80 + 130 * i, 100, 100 + 30 * CUT_ROWS);
	for (int i = 2; i < CUT_ROWS; i++)
		centred(145, 110 + 30 * i, 10,
			i == 2   ? "一、新收"
			: i == 3 ? "二、结转"
				 : "三、总计");
	set_column(275, "自然人", 10);
	page();
	/* As wide as the columns of the page before. */
	set_part(80, 3, 130, false, false);
	set_column(145, "科研机构", 20);
	set_column(275, "其他", 30);
	set_column(405, "总计", 40);
	doc = read_pages(true);
	assert_int_equal(doc.block_count, 1);
	has_cell(&doc, 0, 0, 1, 2, 1, "自然人");
	has_cell(&doc, 0, 1, 5, 1, 1, "总计");
	has_cell(&doc, 0, 3, 4, 1, 1, "33");
}

static void
columns_that_fit_beside_two_tables_stay_by_themselves(void **state)
{
	struct doc doc;

	for (int i = 0; i < 2; i++) {
		page();
		set_part(80, 3, 130, false, false);
		set_column(275, "自然人", 10);
		for (int row = 2; row < CUT_ROWS; row++)
			centred(145, 110 + 30 * row, 10, "一、新收");
	}
	page();
	set_part(80, 2, 100, false, false);
	set_column(130, "其他", 30);
	doc = read_pages(true);
	assert_int_equal(doc.block_count, 2);
	assert_int_equal(doc.blocks[0].table->column_count, 3);
	has_cell(&doc, 1, 2, 0, 1, 1, "32");
}

/* Two edges on the right are as near as can be to one on the left. */
static void
rows_that_nearly_agree_stay_rows(void **state)
{
	struct doc doc;

	for (int side = 0; side < 2; side++) {
		page();
		for (int i = 0; i < 5; i++)
			flat_rule(80, 280, i < 4 ? 100 + 20 * i : 200);
		flat_rule(80, 280, side ? 183 : 180);
		flat_rule(80, 280, side ? 187 : 184);
		upright_rule(side ? 280 : 80, 100, 200);
		upright_rule(180, 100, 200);
		for (int i = 0; i < 4; i++) {
			word(100, 105 + 20 * i, 10, side ? "5" : "标签");
			word(200, 105 + 20 * i, 10, "5");
		}
	}
	doc = read_pages(true);
	assert_int_equal(doc.block_count, 1);
	has_cell(&doc, 0, 0, 0, 1, 1, "标签");
	has_cell(&doc, 0, 3, 3, 1, 1, "5");
	has_cell(&doc, 0, 4, 3, 1, 1, "");
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
		TEST(pages_that_lie_or_stand_on_their_head_are_turned),
		TEST(words_outside_of_the_page_are_not_read),
		TEST(pages_without_words_are_noticed),
		TEST(words_in_columns_become_a_table),
		TEST(labels_of_several_rows_find_their_rows),
		TEST(fewer_columns_further_down_span_the_others),
		TEST(a_number_on_two_or_three_lines_is_one_of_its_row),
		TEST(marks_of_a_sentence_are_no_values_and_strokes_are),
		TEST(a_contact_line_is_not_a_table),
		TEST(drawn_cells_are_kept_as_drawn),
		TEST(a_drawn_table_goes_on_over_the_page),
		TEST(a_number_broken_in_a_narrow_cell_is_whole_again),
		TEST(a_frame_around_text_is_no_table),
		TEST(characters_that_a_font_does_not_name_stay_in_numbers),
		TEST(a_standing_label_turns_no_page),
		TEST(figures_that_ran_together_are_said_in_each_of_their_cells),
		TEST(columns_on_the_next_page_go_beside_their_labels),
		TEST(a_merged_cell_does_not_hide_that_rows_agree),
		TEST(columns_that_fit_beside_two_tables_stay_by_themselves),
		TEST(rows_that_nearly_agree_stay_rows),
		TEST(nonsense_is_refused_or_survived),
		TEST(too_many_words_are_refused_and_many_are_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
