/* CSV: what is written is read back, each cell in its place, and no word becomes a formula. */
#include "write_sample.h"

static struct sample sample;

static void
every_block_and_cell_is_read_back(void **state)
{
	struct buf out;
	struct doc doc;

	sample_make(&sample);
	buf_init(&out, DOC_MOST_BYTES);
	FINE(doc_write_csv(&sample.doc, &out));
	FINE(doc_read_csv(buf_str(&out), sample.arena, &doc));
	sample_same(&doc, &sample.doc, false, false);
	buf_done(&out);
	sample_done(&sample);
}

static void
risky_words_are_guarded_and_numbers_are_not(void **state)
{
	struct buf out;

	sample_make(&sample);
	buf_init(&out, DOC_MOST_BYTES);
	FINE(doc_write_csv(&sample.doc, &out));
	assert_true(str_starts(buf_str(&out), STR("\xEF\xBB\xBF")));
	assert_true(str_has(buf_str(&out), STR("\r\n'=SUM(A1:A2)是一个公式。\r\n")));
	assert_true(str_has(buf_str(&out), STR("四、结转,,5275.526,'=1+1,/\r\n")));
	assert_true(str_has(buf_str(&out), STR(",2.其他,+158,-140,\r\n")));
	assert_true(str_has(buf_str(&out), STR("行政处罚,5.50,-\r\n")));
	assert_true(str_has(buf_str(&out), STR("\"甲\n乙\"")));
	buf_done(&out);
	sample_done(&sample);
}

static void
every_way_into_a_formula_is_closed(void **state)
{
	static const char *const risky[] = { "=1", "@SUM(A1)", "+A1", "-A1+2", "＝1", "＠a", "+1+1",
		"-2+3", "\t=1", "--", "'=1" };
	static const char *const plain[] = { "-140", "+158", "-0.5", "-", "—", "1-2", "无",
		"'90年代" };
	struct doc_cell cell = { .row_span = 1, .column_span = 1 };
	struct doc_table table = {
		.row_count = 1, .column_count = 1, .cells = &cell, .cell_count = 1
	};
	struct doc_block block = { .role = DOC_TABLE, .table = &table };
	struct doc doc = { .blocks = &block, .block_count = 1 };

	for (size_t i = 0; i < COUNT_OF(risky) + COUNT_OF(plain); i++) {
		bool is_risky = i < COUNT_OF(risky);
		struct buf out;
		struct str text;

		cell.text = str_of(is_risky ? risky[i] : plain[i - COUNT_OF(risky)]);
		buf_init(&out, 4096);
		FINE(doc_write_csv(&doc, &out));
		text = str_from(buf_str(&out), 3);
		if (str_starts(text, STR("\"")))
			text = str_from(text, 1);
		if (is_risky)
			assert_true(text.at[0] == '\'' && str_starts(str_from(text, 1), cell.text));
		else
			assert_true(str_starts(text, cell.text));
		buf_done(&out);
	}
}

static void
every_failing_allocation_is_a_fault(void **state)
{
	sample_survives(&sample, doc_write_csv);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_block_and_cell_is_read_back),
		cmocka_unit_test(risky_words_are_guarded_and_numbers_are_not),
		cmocka_unit_test(every_way_into_a_formula_is_closed),
		cmocka_unit_test(every_failing_allocation_is_a_fault),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
