/* HTML pages: what is written is read back block by block, and no word becomes markup. */
#include "write_sample.h"

static struct sample sample;

static void
every_block_and_merged_cell_is_read_back(void **state)
{
	struct buf out;
	struct doc doc;

	sample_make(&sample);
	buf_init(&out, DOC_MOST_BYTES);
	FINE(doc_write_html(&sample.doc, &out));
	FINE(doc_read_html(buf_str(&out), sample.arena, &doc));
	sample_same(&doc, &sample.doc, true, true);
	SAME_TEXT(doc.title, "示范县2021年年度报告 <&\">");
	buf_done(&out);
	sample_done(&sample);
}

static void
words_of_the_document_never_become_tags(void **state)
{
	struct buf out;

	sample_make(&sample);
	buf_init(&out, DOC_MOST_BYTES);
	FINE(doc_write_html(&sample.doc, &out));
	assert_false(str_has(buf_str(&out), STR("<script")));
	assert_false(str_has(buf_str(&out), STR("<!--")));
	assert_true(
		str_has(buf_str(&out), STR("&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;")));
	buf_done(&out);
	sample_done(&sample);
}

static void
header_cells_say_what_they_head(void **state)
{
	struct buf out;

	sample_make(&sample);
	buf_init(&out, DOC_MOST_BYTES);
	FINE(doc_write_html(&sample.doc, &out));
	assert_true(str_has(
		buf_str(&out), STR("<th scope=\"colgroup\" colspan=\"3\">申请人情况</th>")));
	assert_true(str_has(
		buf_str(&out), STR("<th scope=\"rowgroup\" rowspan=\"2\">三、办理结果</th>")));
	assert_true(str_has(buf_str(&out), STR("<th scope=\"row\">2.其他</th>")));
	assert_true(str_has(buf_str(&out), STR("<td>-140</td>")));
	buf_done(&out);
	sample_done(&sample);
}

static void
every_failing_allocation_is_a_fault(void **state)
{
	sample_survives(&sample, doc_write_html);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_block_and_merged_cell_is_read_back),
		cmocka_unit_test(words_of_the_document_never_become_tags),
		cmocka_unit_test(header_cells_say_what_they_head),
		cmocka_unit_test(every_failing_allocation_is_a_fault),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
