/* The xlsx reader: sheets, shared words, merges, numbers as people see them; and hostile files. */
#include "archive.h"

#include "base/buf.h"
#include "doc/doc.h"

#define RELATION(id, kind, target)                                                                 \
	"<Relationship Id=\"" id "\" Type=\"http://x/relationships/" kind "\" Target=\"" target    \
	"\"/>"
#define SHEET(cells) "<worksheet><sheetData>" cells "</sheetData></worksheet>"
#define TEXT(place, text) "<c r=\"" place "\" t=\"inlineStr\"><is><t>" text "</t></is></c>"
#define NUMBER(place, text) "<c r=\"" place "\"><v>" text "</v></c>"

static struct arena *arena;

static int
open_arena(void **state)
{
	return arena_open((size_t)256 << 20, &arena) ? -1 : 0;
}

static int
close_arena(void **state)
{
	arena_close(&arena);
	return 0;
}

static const char book[] =
	"<workbook><sheets><sheet name=\"年报\" r:id=\"r1\" xmlns:r=\"urn:r\"/>"
	"<sheet name=\"藏\" state=\"hidden\" r:id=\"r2\" xmlns:r=\"urn:r\"/>"
	"<sheet name=\"附表\" r:id=\"r3\" xmlns:r=\"urn:r\"/></sheets></workbook>";
static const char relations[] =
	"<Relationships>" RELATION("r1", "worksheet", "worksheets/sheet1.xml")
		RELATION("r2", "worksheet", "worksheets/sheet2.xml")
			RELATION("r3", "worksheet", "/xl/worksheets/sheet3.xml")
				RELATION("r4", "sharedStrings", "sharedStrings.xml")
					RELATION("r5", "styles", "styles.xml") "</Relationships>";
static const char words[] = "<sst><si><t>规章</t></si><si><r><t>行政</t></r><r><t>许可</t></r>"
			    "<rPh><t>xingzheng</t></rPh></si></sst>";
static const char styles[] = "<styleSheet><numFmts><numFmt numFmtId=\"176\" "
			     "formatCode=\"yyyy&quot;年&quot;m&quot;月&quot;d\"/>"
			     "</numFmts><cellStyleXfs><xf numFmtId=\"9\"/></cellStyleXfs>"
			     "<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"10\"/><xf "
			     "numFmtId=\"176\"/><xf numFmtId=\"14\"/>"
			     "</cellXfs></styleSheet>";

static struct str styles_now = { styles, sizeof styles - 1 };

static struct fault *
read_sheet(struct str sheet, struct doc *ret_doc)
{
	const struct archive_part parts[] = {
		{ "xl/workbook.xml", STR(book) },
		{ "xl/_rels/workbook.xml.rels", STR(relations) },
		{ "xl/sharedStrings.xml", STR(words) },
		{ "xl/styles.xml", styles_now },
		{ "xl/worksheets/sheet1.xml", sheet },
		{ "xl/worksheets/sheet2.xml", STR(SHEET("<row>" TEXT("A1", "不看") "</row>")) },
	};

	return doc_read_xlsx(archive_make(arena, parts, COUNT_OF(parts)), arena, ret_doc);
}

static void
has_cell(const struct doc_table *table, int row, int column, int row_span, int column_span,
	const char *text)
{
	const struct doc_cell *cell = doc_cell_at(table, row, column);

	assert_non_null(cell);
	assert_int_equal(cell->row, row);
	assert_int_equal(cell->column, column);
	assert_int_equal(cell->row_span, row_span);
	assert_int_equal(cell->column_span, column_span);
	SAME_TEXT(cell->text, text);
}

static void
lines_above_the_table_become_paragraphs(void **state)
{
	struct doc doc;

	FINE(read_sheet(STR(SHEET("<row r=\"1\">" TEXT("A1",
				"年度报告") "</row><row r=\"2\"/><row r=\"4\">" TEXT("B4", "项目")
					TEXT("C4", "件数") "</row><row r=\"5\">" TEXT("B5", "规章")
						NUMBER("C5", "3") "</row>")),
		&doc));
	assert_int_equal(doc.block_count, 2);
	SAME_TEXT(doc.blocks[0].text, "年度报告");
	SAME_TEXT(doc.blocks[1].table->name, "年报");
	assert_int_equal(doc.blocks[1].table->row_count, 2);
	assert_int_equal(doc.blocks[1].table->column_count, 2);
	has_cell(doc.blocks[1].table, 1, 1, 1, 1, "3");
}

/* Two tables with what stands between and below them, all on one sheet. */
static void
lines_between_and_below_tables_become_paragraphs(void **state)
{
	static const char *const blocks[] = { "一、总体情况", "做了工作。", NULL,
		"三、收到申请情况", "数字见下表。", NULL, "五、存在的问题", "不足。", "甲市农业局",
		"2024年1月20日" };
	struct doc doc;

	FINE(read_sheet(STR("<worksheet><sheetData><row r=\"1\">" TEXT(
				"A1", "一、总体情况") "</row><row r=\"2\">" TEXT("A2",
				"做了工作。") "</row><row r=\"3\">" TEXT("A3",
				"第一项") "</row><row r=\"4\">" TEXT("A4", "规章") NUMBER("C4",
				"1") "</row><row r=\"5\">" TEXT("A5",
				"第五项") "</row><row r=\"6\">" TEXT("A6", "许可") NUMBER("C6",
				"2") "</row><row r=\"8\">" TEXT("A8",
				"三、收到申请情况") "</row><row r=\"9\">" TEXT("A9",
				"数字见下表。") "</row><row r=\"10\">" TEXT("A10",
				"新收") NUMBER("B10", "3") "</row><row r=\"11\">" TEXT("A11",
				"结转") "<c r=\"B11\"/></row><row r=\"12\">" TEXT("A12",
				"五、存在的问题") "</row><row r=\"13\">" TEXT("A13",
				"不足。") "</row><row r=\"14\">" TEXT("E14",
				"甲市农业局") "</row><row r=\"15\">" TEXT("E15",
				"2024年1月20日") "</row></sheetData><mergeCells>"
						 "<mergeCell ref=\"A3:C3\"/><mergeCell "
						 "ref=\"A5:C5\"/></mergeCells>"
						 "</worksheet>"),
		&doc));
	assert_int_equal(doc.block_count, COUNT_OF(blocks));
	for (size_t i = 0; i < COUNT_OF(blocks); i++) {
		assert_int_equal(doc.blocks[i].role, blocks[i] ? DOC_PARAGRAPH : DOC_TABLE);
		if (blocks[i])
			SAME_TEXT(doc.blocks[i].text, blocks[i]);
	}
	assert_int_equal(doc.blocks[2].table->row_count, 4);
	has_cell(doc.blocks[2].table, 0, 0, 1, 3, "第一项");
	has_cell(doc.blocks[2].table, 2, 0, 1, 3, "第五项");
	assert_int_equal(doc.blocks[5].table->row_count, 2);
	has_cell(doc.blocks[5].table, 1, 0, 1, 1, "结转");
}

/* A last row of labels alone is a row of the table, not a signature. */
static void
a_last_row_with_a_label_only_stays_in_the_table(void **state)
{
	struct doc doc;

	FINE(read_sheet(STR(SHEET("<row r=\"1\">" TEXT("A1", "新收") NUMBER(
				"B1", "3") "</row><row r=\"2\">" TEXT("A2", "结转下年") "</row>")),
		&doc));
	assert_int_equal(doc.block_count, 1);
	has_cell(doc.blocks[0].table, 1, 0, 1, 1, "结转下年");
}

static void
formats_show_their_zeros_and_units(void **state)
{
	static const struct {
		const char *code;
		const char *raw;
		const char *seen;
	} cases[] = {
		{ "0.00", "12.5", "12.50" },
		{ "0.00", "12", "12.00" },
		{ "#,##0.00_ ;[Red]\\-#,##0.00\\ ", "1234.5", "1234.50" },
		{ "0.00", "12.345", "12.345" },
		{ "0.##", "12.5", "12.5" },
		{ "0", "12.5", "12.5" },
		{ "General", "12.5", "12.5" },
		{ "0.00E+00", "1200", "1200" },
		{ "0.00%", "0.5", "50.00%" },
		{ "0.00&quot;万元&quot;", "12.5", "12.50万元" },
		{ "#,##0元", "251000", "251000元" },
		{ "0.000000000000000000", "1", "1.0000000000" },
		{ "", "3", "3" },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct str list;
		struct doc doc;

		FINE(str_print(arena, &list,
			"<styleSheet><numFmts><numFmt numFmtId=\"170\" formatCode=\"%s\"/>"
			"</numFmts><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"170\"/></cellXfs>"
			"</styleSheet>",
			cases[i].code));
		styles_now = list;
		FINE(str_print(arena, &list,
			SHEET("<row><c s=\"1\"><v>%s</v></c><c><v>1</v></c></row>"), cases[i].raw));
		FINE(read_sheet(list, &doc));
		styles_now = STR(styles);
		has_cell(doc.blocks[0].table, 0, 0, 1, 1, cases[i].seen);
	}
}

static void
merges_become_spans(void **state)
{
	struct doc doc;

	FINE(read_sheet(STR("<worksheet><sheetData><row r=\"1\">" TEXT("A1", "竖") TEXT("B1",
				"横") "<c r=\"C1\"/></row><row r=\"2\"><c r=\"A2\"/>" NUMBER("B2",
				"1") NUMBER("C2",
				"2") "</row></sheetData><mergeCells>"
				     "<mergeCell ref=\"A1:A2\"/><mergeCell ref=\"B1:C1\"/>"
				     "<mergeCell ref=\"B1:B2\"/><mergeCell ref=\"nonsense\"/>"
				     "<mergeCell ref=\"C2:A1\"/></mergeCells></worksheet>"),
		&doc));
	has_cell(doc.blocks[0].table, 0, 0, 2, 1, "竖");
	has_cell(doc.blocks[0].table, 0, 1, 1, 2, "横");
	has_cell(doc.blocks[0].table, 1, 2, 1, 1, "2");
}

static void
shared_words_and_kinds_of_cells(void **state)
{
	struct doc doc;

	FINE(read_sheet(
		STR(SHEET(
			"<row><c t=\"s\"><v>1</v></c><c t=\"s\"><v>0</v></c><c t=\"s\"><v>9</v></c>"
			"<c t=\"s\"><v>-1</v></c><c t=\"b\"><v>1</v></c><c t=\"e\"><v>#REF!</v></c>"
			"<c t=\"str\"><f>A1</f><v>算出</v></c><c t=\"str\"><f>A2</f><v></v></c>"
			"<c><f>SUM(A1:B1)</f><v/></c></row>")),
		&doc));
	has_cell(doc.blocks[0].table, 0, 0, 1, 1, "行政许可");
	has_cell(doc.blocks[0].table, 0, 1, 1, 1, "规章");
	/* Words that the workbook does not hold are no blanks. */
	has_cell(doc.blocks[0].table, 0, 2, 1, 1, DOC_NOT_TEXT);
	has_cell(doc.blocks[0].table, 0, 3, 1, 1, DOC_NOT_TEXT);
	has_cell(doc.blocks[0].table, 0, 4, 1, 1, "TRUE");
	has_cell(doc.blocks[0].table, 0, 5, 1, 1, "#REF!");
	has_cell(doc.blocks[0].table, 0, 6, 1, 1, "算出");
	/* A formula that nobody worked out is no blank; one whose result is no text is. */
	has_cell(doc.blocks[0].table, 0, 8, 1, 1, "=");
	has_cell(doc.blocks[0].table, 0, 7, 1, 1, "");
}

static void
digits_struck_out_or_raised_do_not_lengthen_a_number(void **state)
{
	struct doc doc;

	FINE(read_sheet(
		STR(SHEET(
			"<row><c "
			"t=\"inlineStr\"><is><r><rPr><strike/></rPr><t>3</t></r><r><t>4</t></r>"
			"</is></c><c t=\"inlineStr\"><is><r><t>12</t></r><r><rPr><vertAlign "
			"val=\"superscript\"/></rPr><t>1</t></r></is></c><c t=\"inlineStr\"><is><r>"
			"<t>1</t></r><r><rPr><strike "
			"val=\"0\"/></rPr><t>2</t></r></is></c><c "
			"t=\"inlineStr\"><is><r><rPr><sz val=\"11\"/></rPr><t>7</t></r><r><rPr><sz "
			"val=\"6\"/></rPr><t>1</t></r></is></c><c t=\"inlineStr\"><is><r><rPr><sz "
			"val=\"9\"/></rPr><t>8</t></r><r><t>1</t></r></is></c><c "
			"t=\"inlineStr\"><is><r><rPr><sz "
			"val=\"10.5\"/></rPr><t>9</t></r><r><rPr><sz "
			"val=\"5.5\"/></rPr><t>1</t></r></is></c><c "
			"t=\"inlineStr\"><is><r><rPr><strike/><vertAlign val=\"baseline\"/></rPr>"
			"<t>3</t></r><r><t>4</t></r><r><rPr><vertAlign val=\"superscript\"/>"
			"<strike val=\"0\"/></rPr><t>5</t></r></is></c></row>")),
		&doc));
	has_cell(doc.blocks[0].table, 0, 0, 1, 1, "3 4");
	has_cell(doc.blocks[0].table, 0, 1, 1, 1, "12 1");
	has_cell(doc.blocks[0].table, 0, 2, 1, 1, "12");
	has_cell(doc.blocks[0].table, 0, 3, 1, 1, "7 1");
	has_cell(doc.blocks[0].table, 0, 4, 1, 1, "81");
	has_cell(doc.blocks[0].table, 0, 5, 1, 1, "9 1");
	has_cell(doc.blocks[0].table, 0, 6, 1, 1, "3 4 5");
}

static void
days_times_and_words_of_formats_are_no_counts(void **state)
{
	static const char own[] =
		"<styleSheet><numFmts><numFmt numFmtId=\"170\" "
		"formatCode=\"m&quot;月&quot;d&quot;日"
		"&quot;\"/><numFmt numFmtId=\"171\" formatCode=\"h:mm\"/><numFmt numFmtId=\"172\" "
		"formatCode=\"&quot;无&quot;\"/><numFmt numFmtId=\"173\" "
		"formatCode=\"#,##0,\"/><numFmt "
		"numFmtId=\"174\" formatCode=\"0&quot;1&quot;\"/></numFmts><cellXfs><xf "
		"numFmtId=\"170\"/><xf numFmtId=\"171\"/><xf numFmtId=\"172\"/><xf "
		"numFmtId=\"173\"/>"
		"<xf numFmtId=\"174\"/><xf numFmtId=\"0\"/></cellXfs></styleSheet>";
	struct doc doc;

	styles_now = STR(own);
	FINE(read_sheet(STR(SHEET("<row><c s=\"0\"><v>44628</v></c><c s=\"0\"><v>5</v></c>"
				  "<c s=\"1\"><v>7</v></c><c s=\"2\"><v>8</v></c>"
				  "<c s=\"3\"><v>12345</v></c><c s=\"4\"><v>24</v></c>"
				  "<c s=\"5\"><v>9</v></c></row>")),
		&doc));
	styles_now = STR(styles);
	has_cell(doc.blocks[0].table, 0, 0, 1, 1, "2022-03-08");
	has_cell(doc.blocks[0].table, 0, 1, 1, 1, "5（显示为日期）");
	has_cell(doc.blocks[0].table, 0, 2, 1, 1, "7（显示为时刻）");
	has_cell(doc.blocks[0].table, 0, 3, 1, 1, "8");
	assert_true(doc_cell_at(doc.blocks[0].table, 0, 3)->is_unseen);
	has_cell(doc.blocks[0].table, 0, 4, 1, 1, "12345（格式略去了后三位）");
	has_cell(doc.blocks[0].table, 0, 5, 1, 1, "24 1");
	assert_false(doc_cell_at(doc.blocks[0].table, 0, 6)->is_unseen);
}

static void
formats_that_show_another_number_are_said(void **state)
{
	static const struct {
		const char *code;
		const char *raw;
		const char *seen;
	} cases[] = {
		{ "yyyy", "45322", "2024-01-31" },
		{ "yyyy&quot;年&quot;", "5", "5（显示为日期）" },
		{ "[h]", "2", "2（显示为时刻）" },
		{ "&quot;1&quot;0", "5", "5（格式在前面加了数字或负号）" },
		{ "\\-0", "5", "5（格式在前面加了数字或负号）" },
		{ "\\1#,##0.00", "5", "5.00（格式在前面加了数字或负号）" },
		{ "1000", "5", "5（格式在前面加了数字或负号）" },
		{ "-0", "5", "5（格式在前面加了数字或负号）" },
		{ "[Red]", "5", "5" },
		{ "通用格式", "5", "5" },
		{ "通用格式&quot;件&quot;", "5", "5" },
		{ "_-* #,##0_-;-* #,##0_-;_-* &quot;-&quot;_-;_-@_-", "5", "5" },
		{ "#,##0;-#,##0", "5", "5" },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct doc doc;
		struct str sheet;

		FINE(str_print(arena, &styles_now,
			"<styleSheet><numFmts><numFmt numFmtId=\"170\" "
			"formatCode=\"%s\"/></numFmts>"
			"<cellXfs><xf numFmtId=\"170\"/></cellXfs></styleSheet>",
			cases[i].code));
		FINE(str_print(arena, &sheet,
			SHEET("<row>" TEXT("A1", "x") "<c r=\"B1\" s=\"0\"><v>%s</v></c></row>"),
			cases[i].raw));
		FINE(read_sheet(sheet, &doc));
		has_cell(doc.blocks[0].table, 0, 1, 1, 1, cases[i].seen);
		assert_false(doc_cell_at(doc.blocks[0].table, 0, 1)->is_unseen);
	}
	styles_now = STR(styles);
}

static void
numbers_look_as_people_see_them(void **state)
{
	static const struct {
		const char *raw;
		int style;
		const char *seen;
	} cases[] = {
		{ "5275.5259999999998", 0, "5275.526" },
		{ "0.30000000000000004", 0, "0.3" },
		{ "1136", 0, "1136" },
		{ "-140", 0, "-140" },
		{ "1E-3", 0, "0.001" },
		{ "1.5E-7", 0, "0.00000015" },
		{ "-1.25E+20", 0, "-125000000000000000000" },
		{ "123456789012345", 0, "123456789012345" },
		{ "0.90849999999999997", 1, "90.85%" },
		{ "45322", 2, "2024-01-31" },
		{ "45322", 3, "2024-01-31" },
		{ "45322", 99, "45322" },
		{ "1e999", 0, "1e999" },
		{ "nan", 0, "nan" },
		{ "12abc", 0, "12abc" },
		{ "-5", 2, "-5" },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct doc doc;
		struct str sheet;

		FINE(str_print(arena, &sheet,
			SHEET("<row>" TEXT("A1", "x") "<c r=\"B1\" s=\"%d\"><v>%s</v></c></row>"),
			cases[i].style, cases[i].raw));
		FINE(read_sheet(sheet, &doc));
		has_cell(doc.blocks[0].table, 0, 1, 1, 1, cases[i].seen);
	}
}

static void
hidden_rows_and_far_blank_cells_are_left_out(void **state)
{
	struct doc doc;

	FINE(read_sheet(STR(SHEET("<row r=\"1\">" TEXT("A1", "甲") TEXT(
				"B1", "乙") "</row><row r=\"2\" hidden=\"1\">" TEXT("A2",
				"旧") "</row><row r=\"1048576\"><c r=\"XFD1048576\"/></row>")),
		&doc));
	assert_int_equal(doc.blocks[0].table->row_count, 1);
	assert_int_equal(doc.blocks[0].table->cell_count, 2);
}

static void
far_cells_with_text_are_refused(void **state)
{
	struct doc doc;

	FAILS(read_sheet(STR(SHEET("<row r=\"1\">" TEXT("A1", "甲") TEXT(
				 "B1", "乙") "</row><row r=\"900000\">" TEXT("A900000", "远")
					 TEXT("B900000", "处") "</row>")),
		      &doc),
		"doc_rows");
	FAILS(read_sheet(STR(SHEET("<row r=\"1\">" TEXT("A1", "甲") TEXT("XFD1", "远") "</row>")),
		      &doc),
		"doc_columns");
	FAILS(read_sheet(
		      STR(SHEET("<row "
				"r=\"2147483647\"><c><v>1</v></c><c><v>2</v></c></row><row><c><v>1"
				"</v></c><c><v>2</v></c></row>")),
		      &doc),
		"doc_rows");
}

static void
ten_thousand_columns_and_overlapping_merges_are_survived(void **state)
{
	struct buf xml;
	struct doc doc;

	buf_init(&xml, (size_t)8 << 20);
	buf_put(&xml, STR("<worksheet><sheetData><row>"));
	for (int i = 0; i < 10000; i++)
		buf_put(&xml, STR("<c><v>1</v></c>"));
	buf_put(&xml, STR("</row></sheetData></worksheet>"));
	FAILS(read_sheet(buf_str(&xml), &doc), "doc_columns");
	buf_clear(&xml);
	buf_put(&xml, STR("<worksheet><sheetData><row>" TEXT("A1", "a")
				      TEXT("B1", "b") "</row><row>" TEXT("A2", "c")
					      TEXT("B2", "d") "</row></sheetData><mergeCells>"));
	for (int i = 0; i < 5000; i++)
		buf_print(&xml, "<mergeCell ref=\"A%d:XFD%d\"/>", i % 3 + 1, i + 1);
	buf_put(&xml, STR("</mergeCells></worksheet>"));
	FINE(read_sheet(buf_str(&xml), &doc));
	assert_int_equal(doc.blocks[0].table->column_count, 2);
	buf_done(&xml);
}

static void
broken_books_are_refused(void **state)
{
	const struct archive_part empty[] = { { "xl/workbook.xml", STR("<workbook>") } };
	const struct archive_part other[] = { { "a.txt", STR("x") } };
	struct doc doc;

	FAILS(doc_read_xlsx(archive_make(arena, empty, 1), arena, &doc), "doc_broken");
	FAILS(doc_read_xlsx(archive_make(arena, other, 1), arena, &doc), "doc_broken");
	FAILS(read_sheet(STR("<worksheet><sheetData>"), &doc), "doc_broken");
	FAILS(read_sheet(STR("<!DOCTYPE x [<!ENTITY a \"b\">]><worksheet/>"), &doc),
		"doc_entities");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_arena, close_arena)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(lines_above_the_table_become_paragraphs),
		TEST(lines_between_and_below_tables_become_paragraphs),
		TEST(a_last_row_with_a_label_only_stays_in_the_table),
		TEST(formats_show_their_zeros_and_units),
		TEST(merges_become_spans),
		TEST(shared_words_and_kinds_of_cells),
		TEST(digits_struck_out_or_raised_do_not_lengthen_a_number),
		TEST(days_times_and_words_of_formats_are_no_counts),
		TEST(formats_that_show_another_number_are_said),
		TEST(numbers_look_as_people_see_them),
		TEST(hidden_rows_and_far_blank_cells_are_left_out),
		TEST(far_cells_with_text_are_refused),
		TEST(ten_thousand_columns_and_overlapping_merges_are_survived),
		TEST(broken_books_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
