/* Excel files: what is written is read back, totals carry their formula, no word becomes one. */
#include <zip.h>

#include "write_sample.h"

static struct sample sample;

/* The first sheet that begins with this text, as the reader gives it: a table. */
static const struct doc_table *
table_beginning(const struct doc *doc, const char *text)
{
	for (size_t i = 0; i < doc->block_count; i++)
		if (doc->blocks[i].role == DOC_TABLE &&
			str_equal(doc->blocks[i].table->cells[0].text, str_of(text)))
			return doc->blocks[i].table;
	fail_msg("no table begins with %s", text);
	return NULL;
}

/* Put another text into the cell that holds this one. */
static void
sample_replace(const char *old, const char *fresh)
{
	for (int i = 0; i < 2; i++)
		for (size_t j = 0; j < sample.tables[i].cell_count; j++)
			if (str_equal(sample.cells[i][j].text, str_of(old)))
				sample.cells[i][j].text = str_of(fresh);
}

/* The bytes of one part of the file that was written. */
static struct str
part_of(struct str file, const char *name)
{
	zip_source_t *source = zip_source_buffer_create(file.at, file.len, 0, NULL);
	zip_t *archive = zip_open_from_source(source, ZIP_RDONLY, NULL);
	zip_file_t *part = zip_fopen(archive, name, 0);
	char *to = arena_take(sample.arena, 1 << 20, 1);
	zip_int64_t len;

	assert_non_null(part);
	assert_non_null(to);
	len = zip_fread(part, to, 1 << 20);
	assert_true(len > 0);
	zip_fclose(part);
	zip_discard(archive);
	return (struct str){ to, (size_t)len };
}

static void
every_table_is_read_back_with_its_merged_cells(void **state)
{
	struct buf out;
	struct doc doc;
	const struct doc_table *table;

	sample_make(&sample);
	buf_init(&out, DOC_MOST_BYTES);
	/* Excel keeps numbers, not their signs and last zeros, which are its formats' affair. */
	sample_replace("+158", "158");
	sample_replace("5.50", "5.5");
	sample_replace(HOSTILE, "<script>&amp; ]]> 𠮷");
	FINE(doc_write_xlsx(&sample.doc, &out));
	FINE(doc_read_xlsx(buf_str(&out), sample.arena, &doc));
	table = table_beginning(&doc, "（勾稽关系）");
	sample_same_table(table, &sample.tables[0], true);
	SAME_TEXT(table->name, "申请情况");
	/* A line over the whole width above a table is a caption to the reader. */
	table = table_beginning(&doc, "行政许可");
	SAME_TEXT(table->name, "决定数量");
	SAME_TEXT(sample_text_at(table, 0, 1), "9251");
	assert_int_equal(table->cells[1].column_span, 2);
	SAME_TEXT(sample_text_at(table, 2, 1), "5.5");
	SAME_TEXT(sample_text_at(table, 2, 2), "-");
	buf_done(&out);
	sample_done(&sample);
}

static void
totals_are_formulas_and_words_never_are(void **state)
{
	struct buf out;
	struct str sheet;

	sample_make(&sample);
	buf_init(&out, DOC_MOST_BYTES);
	FINE(doc_write_xlsx(&sample.doc, &out));
	sheet = part_of(buf_str(&out), "xl/worksheets/sheet2.xml");
	assert_true(str_has(sheet, STR("<f>SUM(C4:D4)</f><v>42</v>")));
	assert_int_equal(str_find(sheet, STR("<f>"), 0), str_find_last(sheet, STR("<f>")));
	assert_true(str_has(sheet, STR("t=\"inlineStr\"><is><t xml:space=\"preserve\">=1+1<")));
	assert_true(str_has(sheet, STR("<v>-140</v>")));
	assert_true(str_has(sheet, STR("<v>158</v>")));
	assert_true(str_has(sheet, STR("_x005F_x0041_")));
	assert_true(str_has(sheet, STR("topLeftCell=\"C4\"")));
	assert_true(str_has(sheet, STR("<mergeCell ref=\"A1:B3\"/>")));
	sheet = part_of(buf_str(&out), "xl/worksheets/sheet3.xml");
	assert_true(str_has(sheet, STR("<v>5.50</v>")));
	buf_done(&out);
	sample_done(&sample);
}

static void
text_too_long_for_a_cell_goes_on_below(void **state)
{
	struct buf out;
	struct str sheet;

	sample_make(&sample);
	buf_init(&out, DOC_MOST_BYTES);
	/* Excel holds 32767 units; the paragraph has 34133. */
	sample.cells[1][1].text = str_of(sample.paragraph);
	FINE(doc_write_xlsx(&sample.doc, &out));
	sheet = part_of(buf_str(&out), "xl/worksheets/sheet3.xml");
	assert_true(str_has(sheet, STR("A2（续）")));
	assert_true(str_has(sheet, STR("<row r=\"6\">")));
	buf_done(&out);
	sample_done(&sample);
}

static void
sheets_get_names_that_excel_takes(void **state)
{
	struct buf out;
	struct str book;

	sample_make(&sample);
	buf_init(&out, DOC_MOST_BYTES);
	sample.tables[0].name =
		STR("收支/明细[2021]:*?超过三十一个字符的名称要截断才能放进工作表的名字里去");
	sample.tables[1].name = STR("正文");
	FINE(doc_write_xlsx(&sample.doc, &out));
	book = part_of(buf_str(&out), "xl/workbook.xml");
	assert_true(str_has(
		book, STR("<sheet name=\"收支 明细 2021    超过三十一个字符的名称要截断才表1\"")));
	assert_true(str_has(book, STR("<sheet name=\"正文表2\"")));
	buf_done(&out);
	sample_done(&sample);
}

static void
the_same_document_gives_the_same_bytes(void **state)
{
	struct buf first;
	struct buf second;

	sample_make(&sample);
	buf_init(&first, DOC_MOST_BYTES);
	buf_init(&second, DOC_MOST_BYTES);
	FINE(doc_write_xlsx(&sample.doc, &first));
	FINE(doc_write_xlsx(&sample.doc, &second));
	assert_true(str_equal(buf_str(&first), buf_str(&second)));
	buf_done(&first);
	buf_done(&second);
	sample_done(&sample);
}

static void
a_full_buffer_is_a_fault_not_half_a_file(void **state)
{
	struct buf out;

	sample_make(&sample);
	buf_init(&out, 1000);
	FAILS(doc_write_xlsx(&sample.doc, &out), "memory");
	assert_int_equal(out.len, 0);
	buf_done(&out);
	sample_done(&sample);
}

static void
every_failing_allocation_is_a_fault(void **state)
{
	sample_survives(&sample, doc_write_xlsx);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_table_is_read_back_with_its_merged_cells),
		cmocka_unit_test(totals_are_formulas_and_words_never_are),
		cmocka_unit_test(text_too_long_for_a_cell_goes_on_below),
		cmocka_unit_test(sheets_get_names_that_excel_takes),
		cmocka_unit_test(the_same_document_gives_the_same_bytes),
		cmocka_unit_test(a_full_buffer_is_a_fault_not_half_a_file),
		cmocka_unit_test(every_failing_allocation_is_a_fault),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
