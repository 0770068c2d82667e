/* Excel files: what is written is read back, totals carry their formula, no word becomes one. */
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

static void
every_table_is_read_back_with_its_merged_cells(void **state)
{
	struct buf out;
	struct doc doc;
	const struct doc_table *table;

	sample_make(&sample);
	buf_init(&out, DOC_MOST_BYTES);
	/* Excel shows +158 by its format and keeps the number; the reader gives the number. */
	assert_string_equal(sample.cells[0][12].text.at, "+158");
	sample.cells[0][12].text = STR("158");
	FINE(doc_write_xlsx(&sample.doc, &out));
	FINE(doc_read_xlsx(buf_str(&out), sample.arena, &doc));
	table = table_beginning(&doc, "（勾稽关系）");
	sample_same_table(table, &sample.tables[0], true);
	SAME_TEXT(table->name, "申请情况");
	sample_same_table(table_beginning(&doc, "第二十条第（五）项"), &sample.tables[1], true);
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

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_table_is_read_back_with_its_merged_cells),
		cmocka_unit_test(the_same_document_gives_the_same_bytes),
		cmocka_unit_test(a_full_buffer_is_a_fault_not_half_a_file),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
