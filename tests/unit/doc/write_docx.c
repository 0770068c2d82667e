/* Word files: what is written is read back block by block, and the same bytes come twice. */
#include "write_sample.h"

static struct sample sample;

static void
every_block_and_merged_cell_is_read_back(void **state)
{
	struct buf out;
	struct doc doc;

	sample_make(&sample);
	buf_init(&out, DOC_MOST_BYTES);
	FINE(doc_write_docx(&sample.doc, &out));
	FINE(doc_read_docx(buf_str(&out), sample.arena, &doc));
	sample_same(&doc, &sample.doc, true, true);
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
	FINE(doc_write_docx(&sample.doc, &first));
	FINE(doc_write_docx(&sample.doc, &second));
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
	FAILS(doc_write_docx(&sample.doc, &out), "memory");
	assert_int_equal(out.len, 0);
	buf_done(&out);
	sample_done(&sample);
}

static void
an_empty_document_is_still_a_file(void **state)
{
	struct doc empty = { 0 };
	struct buf out;

	buf_init(&out, DOC_MOST_BYTES);
	FINE(doc_write_docx(&empty, &out));
	assert_memory_equal(out.at, "PK\3\4", 4);
	buf_done(&out);
}

static void
every_failing_allocation_is_a_fault(void **state)
{
	sample_survives(&sample, doc_write_docx);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_block_and_merged_cell_is_read_back),
		cmocka_unit_test(the_same_document_gives_the_same_bytes),
		cmocka_unit_test(a_full_buffer_is_a_fault_not_half_a_file),
		cmocka_unit_test(an_empty_document_is_still_a_file),
		cmocka_unit_test(every_failing_allocation_is_a_fault),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
