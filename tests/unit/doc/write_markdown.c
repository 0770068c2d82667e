/* Markdown: what is written is read back, each cell in its place, and no word becomes markup. */
#include "write_sample.h"

static struct sample sample;

static void
every_block_and_cell_is_read_back(void **state)
{
	struct buf out;
	struct doc doc;

	sample_make(&sample);
	buf_init(&out, DOC_MOST_BYTES);
	FINE(doc_write_markdown(&sample.doc, &out));
	FINE(doc_read_markdown(buf_str(&out), sample.arena, &doc));
	sample_same(&doc, &sample.doc, false, false);
	buf_done(&out);
	sample_done(&sample);
}

static void
markup_in_the_words_is_escaped(void **state)
{
	struct buf out;

	sample_make(&sample);
	buf_init(&out, DOC_MOST_BYTES);
	FINE(doc_write_markdown(&sample.doc, &out));
	assert_true(str_has(buf_str(&out), STR("\\<script>alert(\"1\")\\</script>")));
	assert_true(str_has(buf_str(&out), STR("\\*重点\\*")));
	assert_true(str_has(buf_str(&out), STR("\n1\\. 第一项")));
	assert_true(str_has(buf_str(&out), STR("| 2.其他 | +158 | -140 |  |\n")));
	buf_done(&out);
	sample_done(&sample);
}

static void
every_failing_allocation_is_a_fault(void **state)
{
	sample_survives(&sample, doc_write_markdown);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_block_and_cell_is_read_back),
		cmocka_unit_test(markup_in_the_words_is_escaped),
		cmocka_unit_test(every_failing_allocation_is_a_fault),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
