/* The official tables: every merge of both forms, hybrid records, words of cells, formulas; and the
 * document around them. */
#include "../test.h"

#include "doc/doc.h"
#include "report/report.h"

static struct arena *arena;
static struct report report;
static struct doc_table *tables[3];

static int
start(void **state)
{
	FINE(arena_open((size_t)32 << 20, &arena));
	memset(&report, 0, sizeof report);
	report.signed_on = DAY_NONE;
	report.period_from = report.period_to = DAY_NONE;
	return 0;
}

static int
stop(void **state)
{
	arena_close(&arena);
	return 0;
}

/* All cells of a form zero, as in a report without any case. */
static void
fill(enum report_form form)
{
	report.form = form;
	for (int slot = 0; slot < REPORT_SLOT_COUNT; slot++)
		if (report_slots[slot].forms & form)
			report.cells[slot] = (struct report_cell){ .state = REPORT_NUMBER };
	for (int i = 0; i < 3; i++)
		report.has_table[i] = true;
}

static struct report_cell *
cell_of(const char *path)
{
	int slot = report_slot_of_path(str_of(path));

	assert_true(slot >= 0);
	return &report.cells[slot];
}

static void
set(const char *path, int64_t number)
{
	*cell_of(path) =
		(struct report_cell){ .state = REPORT_NUMBER, .number = decimal_of(number) };
}

static const struct doc_cell *
marked(const char *path)
{
	int slot = report_slot_of_path(str_of(path));

	for (int i = 0; i < 3; i++)
		for (size_t j = 0; j < tables[i]->cell_count; j++)
			if (tables[i]->cells[j].mark == slot + 1)
				return &tables[i]->cells[j];
	return NULL;
}

static const struct doc_cell *
labelled(enum report_table table, const char *label)
{
	for (size_t i = 0; i < tables[table]->cell_count; i++)
		if (str_equal(tables[table]->cells[i].text, str_of(label)))
			return &tables[table]->cells[i];
	fail_msg("no cell says %s", label);
	return NULL;
}

#define AT(cell, wanted_row, wanted_column, wanted_row_span, wanted_column_span)                   \
	do {                                                                                       \
		const struct doc_cell *cell_of_test_ = (cell);                                     \
		assert_non_null(cell_of_test_);                                                    \
		assert_int_equal(cell_of_test_->row, wanted_row);                                  \
		assert_int_equal(cell_of_test_->column, wanted_column);                            \
		assert_int_equal(cell_of_test_->row_span, wanted_row_span);                        \
		assert_int_equal(cell_of_test_->column_span, wanted_column_span);                  \
	} while (0)

/* Each place belongs to exactly one cell, cells are in order, widths fill the page. */
static void
check_whole(const struct doc_table *table)
{
	static int covered[64][16];
	int width = 0;

	memset(covered, 0, sizeof covered);
	assert_true(table->row_count <= 64 && table->column_count <= 16);
	for (size_t i = 0; i < table->cell_count; i++) {
		const struct doc_cell *cell = &table->cells[i];

		if (i)
			assert_true(cell->row > cell[-1].row ||
				    (cell->row == cell[-1].row && cell->column > cell[-1].column));
		for (int row = 0; row < cell->row_span; row++)
			for (int column = 0; column < cell->column_span; column++)
				covered[cell->row + row][cell->column + column]++;
	}
	for (int row = 0; row < table->row_count; row++)
		for (int column = 0; column < table->column_count; column++)
			if (covered[row][column] != 1)
				fail_msg("place %d,%d is covered %d times", row, column,
					covered[row][column]);
	for (int column = 0; column < table->column_count; column++)
		width += table->column_widths[column];
	assert_int_equal(width, 156);
}

static void
check_marks(enum report_form form)
{
	for (int slot = 0; slot < REPORT_SLOT_COUNT; slot++) {
		const struct doc_cell *cell = marked(report_slot_path(slot).at);

		assert_int_equal(cell != NULL, (report_slots[slot].forms & form) != 0);
		if (cell)
			assert_false(cell->is_heading);
	}
}

static void
tables_of_2019_have_their_official_merges(void **state)
{
	fill(REPORT_FORM_2019);
	FINE(report_tables(&report, arena, tables));
	for (int i = 0; i < 3; i++)
		check_whole(tables[i]);
	check_marks(REPORT_FORM_2019);
	assert_int_equal(tables[0]->column_count, 5);
	assert_int_equal(tables[0]->row_count, 18);
	AT(labelled(REPORT_PROACTIVE, "第二十条第（一）项"), 0, 0, 1, 5);
	AT(labelled(REPORT_PROACTIVE, "本年新公开数量"), 1, 2, 1, 2);
	AT(marked("proactive.a20_1.rules.published_new"), 2, 2, 1, 2);
	AT(marked("proactive.a20_5.permit.items_prev"), 6, 1, 1, 2);
	AT(marked("proactive.a20_5.permit.items_delta"), 6, 3, 1, 1);
	AT(marked("proactive.a20_5.permit.decisions"), 6, 4, 1, 1);
	AT(marked("proactive.a20_8.admin_fee.items_prev"), 14, 1, 1, 2);
	AT(marked("proactive.a20_8.admin_fee.items_delta"), 14, 3, 1, 2);
	AT(marked("proactive.a20_9.central_procurement.amount"), 17, 3, 1, 2);
	assert_int_equal(tables[1]->row_count, 26);
	AT(labelled(REPORT_APPLICATIONS, "三、本年度办理结果"), 5, 0, 20, 1);
	AT(labelled(REPORT_APPLICATIONS, "（六）其他处理"), 23, 1, 1, 2);
}

static void
tables_of_2021_have_their_official_merges(void **state)
{
	fill(REPORT_FORM_2021);
	FINE(report_tables(&report, arena, tables));
	for (int i = 0; i < 3; i++)
		check_whole(tables[i]);
	check_marks(REPORT_FORM_2021);
	assert_int_equal(tables[0]->column_count, 4);
	assert_int_equal(tables[0]->row_count, 14);
	AT(marked("proactive.a20_1.rules.repealed"), 2, 2, 1, 1);
	AT(marked("proactive.a20_5.permit.decisions"), 6, 1, 1, 3);
	AT(marked("proactive.a20_8.admin_fee.amount_wan"), 13, 1, 1, 3);
	assert_int_equal(tables[1]->row_count, 28);
	assert_int_equal(tables[1]->column_count, 10);
	AT(&tables[1]->cells[0], 0, 0, 3, 3);
	AT(labelled(REPORT_APPLICATIONS, "申请人情况"), 0, 3, 1, 7);
	AT(labelled(REPORT_APPLICATIONS, "自然人"), 1, 3, 2, 1);
	AT(labelled(REPORT_APPLICATIONS, "法人或其他组织"), 1, 4, 1, 5);
	AT(labelled(REPORT_APPLICATIONS, "总计"), 1, 9, 2, 1);
	AT(labelled(REPORT_APPLICATIONS, "商业企业"), 2, 4, 1, 1);
	AT(labelled(REPORT_APPLICATIONS, "一、本年新收政府信息公开申请数量"), 3, 0, 1, 3);
	AT(labelled(REPORT_APPLICATIONS, "三、本年度办理结果"), 5, 0, 22, 1);
	AT(labelled(REPORT_APPLICATIONS, "（一）予以公开"), 5, 1, 1, 2);
	AT(labelled(REPORT_APPLICATIONS, "（三）不予公开"), 7, 1, 8, 1);
	AT(labelled(REPORT_APPLICATIONS, "（四）无法提供"), 15, 1, 3, 1);
	AT(labelled(REPORT_APPLICATIONS, "（五）不予处理"), 18, 1, 5, 1);
	AT(labelled(REPORT_APPLICATIONS, "（六）其他处理"), 23, 1, 3, 1);
	AT(labelled(REPORT_APPLICATIONS, "（七）总计"), 26, 1, 1, 2);
	AT(labelled(REPORT_APPLICATIONS, "四、结转下年度继续办理"), 27, 0, 1, 3);
}

static void
the_review_table_has_three_rows_of_labels_and_fifteen_values(void **state)
{
	fill(REPORT_FORM_2021);
	FINE(report_tables(&report, arena, tables));
	assert_int_equal(tables[2]->row_count, 4);
	assert_int_equal(tables[2]->column_count, 15);
	AT(labelled(REPORT_REVIEW, "行政复议"), 0, 0, 1, 5);
	AT(labelled(REPORT_REVIEW, "行政诉讼"), 0, 5, 1, 10);
	AT(labelled(REPORT_REVIEW, "结果维持"), 1, 0, 2, 1);
	AT(labelled(REPORT_REVIEW, "未经复议直接起诉"), 1, 5, 1, 5);
	AT(labelled(REPORT_REVIEW, "复议后起诉"), 1, 10, 1, 5);
	AT(marked("review_litigation.rev_upheld"), 3, 0, 1, 1);
	AT(marked("review_litigation.lit_after_total"), 3, 14, 1, 1);
}

static void
an_unknown_record_gives_the_blank_form_of_its_year(void **state)
{
	report.year = 2019;
	FINE(report_tables(&report, arena, tables));
	assert_int_equal(tables[0]->column_count, 5);
	check_marks(REPORT_FORM_2019);
	report.year = 2024;
	FINE(report_tables(&report, arena, tables));
	assert_int_equal(tables[0]->column_count, 4);
	check_marks(REPORT_FORM_2021);
	SAME_TEXT(marked("applications.res_total.total")->text, "");
}

/* As a report of 2023 did it: table 2 of 2021, （六）其他处理 in the single row of 2019. */
static void
a_hybrid_keeps_the_rows_it_has(void **state)
{
	fill(REPORT_FORM_2021);
	for (int i = 0; i < REPORT_APPLICANTS; i++) {
		for (int row = REPORT_ROW_OTHER_NO_CORRECTION; row <= REPORT_ROW_OTHER_MISC; row++)
			report.cells[report_application_slot(row, i)].state = REPORT_ABSENT;
		report.cells[report_application_slot(REPORT_ROW_OTHER, i)].state = REPORT_NUMBER;
	}
	FINE(report_tables(&report, arena, tables));
	check_whole(tables[1]);
	assert_int_equal(tables[1]->row_count, 26);
	AT(labelled(REPORT_APPLICATIONS, "（六）其他处理"), 23, 1, 1, 2);
	AT(labelled(REPORT_APPLICATIONS, "三、本年度办理结果"), 5, 0, 20, 1);
	AT(marked("applications.other.natural_person"), 23, 3, 1, 1);
	assert_null(marked("applications.other_misc.total"));
}

static void
rows_of_the_other_form_stand_in_their_place(void **state)
{
	fill(REPORT_FORM_2021);
	set("proactive.a20_5.other_services.decisions", 7);
	set("proactive.a20_9.central_procurement.projects", 19);
	set("proactive.a20_9.central_procurement.amount", 5);
	FINE(report_tables(&report, arena, tables));
	check_whole(tables[0]);
	assert_int_equal(tables[0]->column_count, 5);
	assert_int_equal(tables[0]->row_count, 18);
	SAME_TEXT(labelled(REPORT_PROACTIVE, "本年处理决定数量")->text, "本年处理决定数量");
	AT(marked("proactive.a20_5.other_services.decisions"), 7, 1, 1, 4);
	AT(marked("proactive.a20_9.central_procurement.projects"), 17, 1, 1, 2);
	SAME_TEXT(marked("proactive.a20_9.central_procurement.amount")->text, "5万元");
}

static void
a_block_with_columns_of_the_other_form_takes_its_shape(void **state)
{
	fill(REPORT_FORM_2021);
	set("proactive.a20_6.penalty.items_prev", 2174);
	set("proactive.a20_8.admin_fee.items_prev", 19);
	FINE(report_tables(&report, arena, tables));
	check_whole(tables[0]);
	/* Part six becomes that of 2019, part eight stands twice, because no shape holds all of it.
	 */
	AT(marked("proactive.a20_6.penalty.items_prev"), 9, 1, 1, 2);
	AT(marked("proactive.a20_6.penalty.decisions"), 9, 4, 1, 1);
	assert_non_null(marked("proactive.a20_8.admin_fee.amount_wan"));
	assert_non_null(marked("proactive.a20_8.admin_fee.items_prev"));
}

static void
cells_print_what_was_printed(void **state)
{
	fill(REPORT_FORM_2019);
	set("proactive.a20_5.permit.items_delta", 158);
	cell_of("proactive.a20_5.permit.items_delta")->printed = STR("+158");
	set("proactive.a20_6.penalty.items_delta", -845);
	set("proactive.a20_6.coercion.items_delta", 3);
	cell_of("proactive.a20_9.central_procurement.amount")->number =
		(struct decimal){ 5275526, 3 };
	cell_of("applications.res_granted.biz")->state = REPORT_BLANK;
	*cell_of("applications.res_granted.research") =
		(struct report_cell){ .state = REPORT_UNCLEAR, .printed = STR("/") };
	*cell_of("applications.res_partial.biz") =
		(struct report_cell){ .state = REPORT_UNCLEAR, .printed = STR("7777166") };
	FINE(report_tables(&report, arena, tables));
	SAME_TEXT(marked("applications.res_partial.biz")->text, "7777166？");
	SAME_TEXT(marked("proactive.a20_5.permit.items_delta")->text, "+158");
	SAME_TEXT(marked("proactive.a20_6.penalty.items_delta")->text, "-845");
	SAME_TEXT(marked("proactive.a20_6.coercion.items_delta")->text, "3");
	SAME_TEXT(marked("proactive.a20_9.central_procurement.amount")->text, "5275.526万元");
	SAME_TEXT(marked("applications.res_granted.biz")->text, "");
	SAME_TEXT(marked("applications.res_granted.research")->text, "/");
	SAME_TEXT(marked("applications.res_granted.other_org")->text, "0");
}

static void
right_totals_carry_their_formula_and_wrong_ones_do_not(void **state)
{
	fill(REPORT_FORM_2021);
	set("applications.res_granted.natural_person", 4);
	set("applications.res_granted.biz", 1);
	set("applications.res_granted.total", 5);
	set("applications.res_total.natural_person", 4);
	set("applications.res_total.biz", 2);
	set("applications.res_total.total", 6);
	cell_of("applications.carried_out.total")->state = REPORT_BLANK;
	set("review_litigation.lit_direct_upheld", 2);
	set("review_litigation.lit_direct_total", 2);
	set("review_litigation.lit_after_total", 1);
	FINE(report_tables(&report, arena, tables));
	SAME_TEXT(marked("applications.new_received.total")->formula, "SUM(D4:I4)");
	SAME_TEXT(marked("applications.res_granted.total")->formula, "SUM(D6:I6)");
	SAME_TEXT(marked("applications.res_total.natural_person")->formula, "SUM(D6:D26)");
	SAME_TEXT(marked("applications.res_total.other_org")->formula, "SUM(I6:I26)");
	SAME_TEXT(marked("applications.res_total.biz")->formula, "");
	SAME_TEXT(marked("applications.res_total.total")->formula, "SUM(D27:I27)");
	SAME_TEXT(marked("applications.carried_out.total")->formula, "");
	SAME_TEXT(marked("review_litigation.rev_total")->formula, "SUM(A4:D4)");
	SAME_TEXT(marked("review_litigation.lit_direct_total")->formula, "SUM(F4:I4)");
	SAME_TEXT(marked("review_litigation.lit_after_total")->formula, "");
}

static void
add_section(enum report_section_key key, const char *heading, const char *text)
{
	report.sections[report.section_count++] =
		(struct report_section){ key, str_of(heading), str_of(text) };
}

#define BLOCK(index, wanted_role, wanted_text)                                                     \
	do {                                                                                       \
		assert_true((size_t)(index) < doc.block_count);                                    \
		assert_int_equal(doc.blocks[index].role, wanted_role);                             \
		SAME_TEXT(doc.blocks[index].text, wanted_text);                                    \
	} while (0)

static void
the_document_keeps_headings_and_puts_tables_after_their_text(void **state)
{
	struct doc doc;

	fill(REPORT_FORM_2021);
	report.title = STR("示范县2021年政府信息公开工作年度报告");
	report.signed_by = STR("示范县人民政府");
	assert_true(day_make(2022, 1, 8, &report.signed_on));
	add_section(REPORT_S0_PREFACE, "", "　　依据条例编制。\n\n联系方式。");
	add_section(REPORT_S1_OVERVIEW, "一、总体情况", "（一）主动公开。\n发布3条。");
	add_section(REPORT_S2_PROACTIVE, "2、 主动公开政府信息情况", "");
	add_section(REPORT_S3_REQUESTS, "", "共0件。");
	add_section(REPORT_S4_REVIEW, "四、政府信息公开行政复议、行政诉讼情况", "");
	add_section(REPORT_S6_OTHER, "六、其他需要报告的事项", "无。");
	FINE(report_document(&report, arena, &doc));
	BLOCK(0, DOC_TITLE, "示范县2021年政府信息公开工作年度报告");
	BLOCK(1, DOC_PARAGRAPH, "依据条例编制。");
	BLOCK(2, DOC_PARAGRAPH, "联系方式。");
	BLOCK(3, DOC_HEADING, "一、总体情况");
	BLOCK(4, DOC_PARAGRAPH, "（一）主动公开。");
	BLOCK(5, DOC_PARAGRAPH, "发布3条。");
	BLOCK(6, DOC_HEADING, "2、 主动公开政府信息情况");
	BLOCK(7, DOC_TABLE, "");
	BLOCK(8, DOC_HEADING, "三、收到和处理政府信息公开申请情况");
	BLOCK(9, DOC_PARAGRAPH, "共0件。");
	BLOCK(10, DOC_TABLE, "");
	BLOCK(11, DOC_HEADING, "四、政府信息公开行政复议、行政诉讼情况");
	BLOCK(12, DOC_TABLE, "");
	BLOCK(13, DOC_HEADING, "六、其他需要报告的事项");
	BLOCK(14, DOC_PARAGRAPH, "无。");
	BLOCK(15, DOC_SIGNATURE, "示范县人民政府");
	BLOCK(16, DOC_SIGNATURE, "2022年1月8日");
	assert_int_equal(doc.block_count, 17);
	assert_int_equal(doc.blocks[7].table->column_count, 4);
}

static void
tables_without_a_section_get_the_official_heading(void **state)
{
	struct doc doc;

	fill(REPORT_FORM_2021);
	add_section(REPORT_S1_OVERVIEW, "一、总体情况", "略。");
	add_section(REPORT_S5_PROBLEMS, "五、存在的主要问题及改进情况", "略。");
	FINE(report_document(&report, arena, &doc));
	BLOCK(2, DOC_HEADING, "二、主动公开政府信息情况");
	BLOCK(3, DOC_TABLE, "");
	BLOCK(6, DOC_HEADING, "四、政府信息公开行政复议、行政诉讼情况");
	BLOCK(7, DOC_TABLE, "");
	BLOCK(8, DOC_HEADING, "五、存在的主要问题及改进情况");
	assert_int_equal(doc.block_count, 10);
}

static void
a_table_the_report_never_had_is_not_invented(void **state)
{
	struct doc doc;

	report.form = REPORT_FORM_2021;
	add_section(REPORT_S4_REVIEW, "四、政府信息公开行政复议、行政诉讼情况", "无。");
	FINE(report_document(&report, arena, &doc));
	assert_int_equal(doc.block_count, 2);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, start, stop)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(tables_of_2019_have_their_official_merges),
		TEST(tables_of_2021_have_their_official_merges),
		TEST(the_review_table_has_three_rows_of_labels_and_fifteen_values),
		TEST(an_unknown_record_gives_the_blank_form_of_its_year),
		TEST(a_hybrid_keeps_the_rows_it_has),
		TEST(rows_of_the_other_form_stand_in_their_place),
		TEST(a_block_with_columns_of_the_other_form_takes_its_shape),
		TEST(cells_print_what_was_printed),
		TEST(right_totals_carry_their_formula_and_wrong_ones_do_not),
		TEST(the_document_keeps_headings_and_puts_tables_after_their_text),
		TEST(tables_without_a_section_get_the_official_heading),
		TEST(a_table_the_report_never_had_is_not_invented),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
