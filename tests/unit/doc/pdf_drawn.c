/* The pdf reader: tables by their drawn cells, also those whose columns go on on the next page. */
#include "pdf.h"

#include <stdio.h>

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

/* --- large input --- */

static void
rules_of_turned_pages_are_left_out(void **state)
{
	struct doc doc;

	page();
	set_part(80, 3, 130, false, false);
	turned_line(500, 100, 0, 16, "一、横放的页面从上往下读");
	turned_line(470, 100, 0, 16, "二、第二行在它的左边。");
	page();
	set_drawn_table();
	/* Of a page that there is not. */
	buf_put(&rules, STR("</page>\n<page>\n"));
	set_part(80, 3, 130, false, false);
	doc = read_pages(true);
	assert_int_equal(doc.block_count, 3);
	has_text(&doc, 0, DOC_PARAGRAPH, "一、横放的页面从上往下读");
	has_text(&doc, 1, DOC_PARAGRAPH, "二、第二行在它的左边。");
	has_cell(&doc, 2, 0, 1, 1, 2, "数量");
}

static void
many_turned_pages_with_many_rules_are_read(void **state)
{
	struct doc doc;

	for (int i = 0; i < 1500; i++) {
		page();
		turned_line(500, 100, 0, 16, "一、横放的页面从上往下读。");
		for (int k = 0; k < 50; k++)
			flat_rule(80, 480, 100 + 10 * k);
	}
	doc = read_pages(true);
	assert_true(doc.block_count > 0);
	for (size_t i = 0; i < doc.block_count; i++)
		has_text(&doc, i, DOC_PARAGRAPH, "一、横放的页面从上往下读。");
}

/* Every row goes on on the next page, with no rule at its edges there. */
static void
many_open_rows_over_many_pages_are_one_table(void **state)
{
	enum { ROWS = 1000, PARTS = 20, HEIGHT = 14 };
	struct doc doc;

	for (int part = 0; part < PARTS; part++) {
		sheet(595, 100 + HEIGHT * (ROWS + 10));
		for (int row = 0; row <= ROWS; row++)
			flat_rule(80, 280, 100 + HEIGHT * row);
		upright_rule(180, 100, 100 + HEIGHT * ROWS);
		for (int row = 0; row < ROWS; row++) {
			int y = 102 + HEIGHT * row;

			if (part == 0)
				word(100, y, 10, "标签");
			word(200, y, 10, part % 2 ? "12" : "7");
		}
	}
	doc = read_pages(true);
	assert_int_equal(doc.block_count, 1);
	assert_int_equal(doc.blocks[0].table->row_count, ROWS);
	assert_int_equal(doc.blocks[0].table->column_count, 2 * PARTS);
	has_cell(&doc, 0, 0, 0, 1, 1, "标签");
	has_cell(&doc, 0, ROWS - 1, 1, 1, 2, "7");
	has_cell(&doc, 0, ROWS - 1, 2 * PARTS - 1, 1, 1, "12");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
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
		TEST(rules_of_turned_pages_are_left_out),
		TEST(many_turned_pages_with_many_rules_are_read),
		TEST(many_open_rows_over_many_pages_are_one_table),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
