/* Comma-separated values: quotes, separators, paragraphs and tables, broken and hostile files. */
#include "drawing.h"

static void
quotes_commas_and_line_ends_inside_values(void **state)
{
	READS(csv, "\xEF\xBB\xBF甲,\"乙,\"\"丙\"\"\"\r\n\"两\r\n行\",2\r\n",
		"TABLE 2x2\n|甲|乙,\"丙\"\n|两/行|2\n");
	READS(csv, "\"a\"b,\"c\"\"d\"e\n", "TABLE 1x2\n|ab|c\"de\n");
}

static void
semicolons_and_tabs_part_values_too(void **state)
{
	READS(csv, "a;b,1;c\nd;e;f\n", "TABLE 2x3\n|a|b,1|c\n|d|e|f\n");
	READS(csv, "a\tb\n1,5\t2\n", "TABLE 2x2\n|a|b\n|1,5|2\n");
}

static void
single_values_are_paragraphs_and_blank_lines_end_tables(void **state)
{
	READS(csv, "标题\n\"第一段，\n还是\"\n\n第（一）项,,\n规章,0,0\n,,\n合计,,0\n\n后文\n",
		"P 标题\nP 第一段，/还是\n"
		"TABLE 4x3\n|第（一）项||\n|规章|0|0\n|||\n|合计||0\nP 后文\n");
	READS(csv, "标题\n甲,1\n乙\n丙,2\n", "P 标题\nTABLE 3x2\n|甲|1\n|乙\n|丙|2\n");
}

static void
sheets_padded_to_one_width(void **state)
{
	READS(csv, "标题,,\n,,\n甲,1,2\n乙,,\n,,\n后文,,\n",
		"P 标题\nTABLE 2x3\n|甲|1|2\n|乙||\nP 后文\n");
}

static void
the_guard_before_formulas_is_no_text(void **state)
{
	READS(csv, "'=1+1,'+158,'甲\n", "TABLE 1x3\n|=1+1|+158|'甲\n");
}

static void
bars_part_values_too(void **state)
{
	READS(csv, "甲|1,234|2\n乙|3|4\n", "TABLE 2x3\n|甲|1,234|2\n|乙|3|4\n");
}

static void
formulas_around_text_and_blanks_before_quotes_are_no_text(void **state)
{
	READS(csv, "=\"12\",甲,=\"1\"&\"2\"\n", "TABLE 1x3\n|12|甲|=\"1\"&\"2\"\n");
	READS(csv, "甲, \"1,234\",  \"乙\", 丙\n", "TABLE 1x4\n|甲|1,234|乙|丙\n");
	READS(csv, "甲, \"1,2\"\"34\" , \"乙\"\n", "TABLE 1x3\n|甲|1,2\"34|乙\n");
	READS(csv, "许可, \"550\n处罚,6\n", "TABLE 2x2\n|许可|\"550\n|处罚|6\n");
	READS(csv, "许可, \"550\n处罚, \"6\n", "TABLE 2x2\n|许可|\"550\n|处罚|\"6\n");
}

static void
broken_and_hostile_files(void **state)
{
	struct bench *bench = *state;
	struct doc *doc = &bench->doc;

	READS(csv, "", "");
	READS(csv, "\n\n,\n", "");
	FAILS(doc_read_csv(STR("a,\"b\n"), bench->arena, doc), "doc_csv_quote");
	FAILS(doc_read_csv(STR("\""), bench->arena, doc), "doc_csv_quote");
	FAILS(doc_read_csv(STR("\"\"\""), bench->arena, doc), "doc_csv_quote");
	FAILS(doc_read_csv(many(state, "", "a,", 10000, ""), bench->arena, doc), "doc_columns");
	FAILS(doc_read_csv(many(state, "", "a,b\n", 25000, ""), bench->arena, doc), "doc_rows");
	FAILS(doc_read_csv(many(state, "", "a,b\n\n", 250000, ""), bench->arena, doc), "doc_cells");
	FINE(doc_read_csv(many(state, "\"", "\"\"", 1000000, "\""), bench->arena, doc));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		BENCH_TEST(quotes_commas_and_line_ends_inside_values),
		BENCH_TEST(semicolons_and_tabs_part_values_too),
		BENCH_TEST(single_values_are_paragraphs_and_blank_lines_end_tables),
		BENCH_TEST(sheets_padded_to_one_width),
		BENCH_TEST(the_guard_before_formulas_is_no_text),
		BENCH_TEST(bars_part_values_too),
		BENCH_TEST(formulas_around_text_and_blanks_before_quotes_are_no_text),
		BENCH_TEST(broken_and_hostile_files),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
