/* Old .doc files, by antiword's DocBook; and the whole way from a file where antiword is there. */
#include "../test.h"

#include <string.h>

#include "base/file.h"
#include "doc/doc.h"

#define HEAD                                                                                       \
	"<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"                                             \
	"<!DOCTYPE book PUBLIC \"-//OASIS//DTD DocBook XML V4.1.2//EN\" \"x.dtd\">\n"              \
	"<book lang='zh_CN'><chapter><title/>"
#define TAIL "</chapter></book>"
#define COLUMN(width) "<colspec colwidth='" width "pt'/>"
#define CELL(text) "<entry>\n" text "\n </entry>"

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

static void
has_cell(const struct doc_table *table, int row, int column, int column_span, const char *text)
{
	const struct doc_cell *cell = doc_cell_at(table, row, column);

	assert_non_null(cell);
	assert_int_equal(cell->column, column);
	assert_int_equal(cell->column_span, column_span);
	SAME_TEXT(cell->text, text);
}

static void
widths_tell_which_cells_are_merged(void **state)
{
	struct doc doc;

	FINE(doc_read_word(
		STR(HEAD "<para>\n一、总体情况\n</para><para><informaltable><tgroup "
			 "cols='1'>" COLUMN("300.10") "<tbody><row>" CELL(
				 "通栏") "</row></tbody></tgroup><tgroup cols='2'>" COLUMN("100.00")
				 COLUMN("200.00") "<tbody><row>" CELL("甲") CELL(
					 "1\n2") "</row></tbody></tgroup><tgroup "
						 "cols='3'>" COLUMN("100.00") COLUMN("100.00")
							 COLUMN("100.00") "<tbody><row>" CELL("乙")
								 CELL("") CELL(
									 "4 &lt; 5") "</row></"
										     "tbody></"
										     "tgroup></"
										     "informaltabl"
										     "e></para>"
										     "<para>完</"
										     "para>" TAIL),
		arena, &doc));
	assert_int_equal(doc.block_count, 3);
	SAME_TEXT(doc.blocks[0].text, "一、总体情况");
	assert_int_equal(doc.blocks[1].role, DOC_TABLE);
	assert_int_equal(doc.blocks[1].table->column_count, 3);
	has_cell(doc.blocks[1].table, 0, 0, 3, "通栏");
	has_cell(doc.blocks[1].table, 1, 1, 2, "1\n2");
	has_cell(doc.blocks[1].table, 2, 1, 1, "");
	has_cell(doc.blocks[1].table, 2, 2, 1, "4 < 5");
	SAME_TEXT(doc.blocks[2].text, "完");
}

static void
titles_become_headings_and_notes_are_left_out(void **state)
{
	struct doc doc;

	FINE(doc_read_word(STR(HEAD "<sect1><title>标题</title><para>正文<footnote><para>注</para>"
				    "</footnote>。</para></sect1>" TAIL),
		arena, &doc));
	assert_int_equal(doc.block_count, 2);
	assert_int_equal(doc.blocks[0].role, DOC_HEADING);
	SAME_TEXT(doc.blocks[0].text, "标题");
	SAME_TEXT(doc.blocks[1].text, "正文。");
}

static void
broken_tables_are_survived(void **state)
{
	struct doc doc;

	FINE(doc_read_word(
		STR(HEAD "<entry>a</entry><informaltable><entry>b</entry><row><entry>c</entry>"
			 "<entry>d</entry></row><tgroup>" COLUMN("-5") COLUMN("999999999999")
				 COLUMN("x") "<row><informaltable><row><entry>e</entry></row>"
					     "</informaltable></row></tgroup></informaltable>"
					     "<para>末</para>" TAIL),
		arena, &doc));
	SAME_TEXT(doc.blocks[doc.block_count - 1].text, "末");
	FAILS(doc_read_word(STR(HEAD "<para>"), arena, &doc), "doc_broken");
}

static void
a_real_file_is_read_through_antiword(void **state)
{
	struct buf bytes;
	struct doc doc;
	struct str made;
	enum doc_format format;
	struct fault *fault;

	buf_init(&bytes, 1 << 20);
	FINE(file_read(DATA_FOLDER "/word/table.doc", &bytes));
	fault = doc_prepare(STR("报告.doc"), buf_str(&bytes), arena, &format, &made);
	if (fault && strcmp(fault->code, "cage_missing") == 0) {
		buf_done(&bytes);
		skip();
	}
	FINE(fault);
	assert_int_equal(format, DOC_WORD);
	FINE(doc_read(format, made, arena, &doc));
	assert_int_equal(doc.block_count, 6);
	SAME_TEXT(doc.blocks[0].text, "某某县政府信息公开工作年度报告");
	has_cell(doc.blocks[3].table, 0, 0, 3, "第二十条第（一）项");
	has_cell(doc.blocks[3].table, 3, 0, 1, "行政规范性\n文件");
	has_cell(doc.blocks[3].table, 3, 2, 1, "10086");
	SAME_TEXT(doc.blocks[5].text, "完 <&>。");
	buf_done(&bytes);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_arena, close_arena)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(widths_tell_which_cells_are_merged),
		TEST(titles_become_headings_and_notes_are_left_out),
		TEST(broken_tables_are_survived),
		TEST(a_real_file_is_read_through_antiword),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
