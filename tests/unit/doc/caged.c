/* The readers of texts where they really run: in the cage, without files, network or much time. */
#include "drawing.h"

#include "base/cage.h"

typedef struct fault *reader(struct str bytes, struct arena *arena, struct doc *ret_doc);

struct plan {
	reader *read;
};

static struct fault *
read_and_draw(struct str input, struct str plan, struct buf *answer)
{
	CLOSING(arena_close) struct arena *arena = NULL;
	const struct plan *how = cage_plan(plan, sizeof *how);
	struct doc doc;

	TRY(arena_open((size_t)64 << 20, &arena));
	TRY(how->read(input, arena, &doc));
	drawing_put(answer, &doc);
	return NULL;
}

static void
check(reader *read, const char *source, const char *wanted)
{
	struct plan plan = { read };
	struct buf answer;

	buf_init(&answer, 1 << 20);
	FINE(cage_run(read_and_draw, str_of(source), CAGE_PLAN(plan), &cage_usual, &answer));
	SAME_TEXT(buf_str(&answer), wanted);
	buf_done(&answer);
}

static void
every_reader_of_texts_lives_in_the_cage(void **state)
{
	check(doc_read_text, "甲\t1\t2\n乙\t3\t4\n", "TABLE 2x3\n|甲|1|2\n|乙|3|4\n");
	check(doc_read_markdown, "# 甲\n<table><tr><td>a<td>b</table>\n",
		"TITLE 甲\nTABLE 1x2\n|a|b\n");
	check(doc_read_html, "<meta charset=gb2312><p>a&nbsp;&lt;b</p>", "P a <b\n");
	check(doc_read_csv, "a,\"b\"\n", "TABLE 1x2\n|a|b\n");
}

/* 年报 in GB18030, too short to be seen as anything else. */
static void
a_page_in_gb18030_needs_no_file(void **state)
{
	check(doc_read_html, "<meta charset=gb2312><p>\xC4\xEA\xB1\xA8</p>", "P 年报\n");
	check(doc_read_text, "\xC4\xEA\xB1\xA8\n", "P 年报\n");
}

static void
a_fault_comes_out_of_the_cage_as_it_was(void **state)
{
	struct plan plan = { doc_read_html };
	struct buf answer;

	buf_init(&answer, 1 << 20);
	FAILS(cage_run(read_and_draw, many(state, "", "<div>", 100000, ""), CAGE_PLAN(plan), &cage_usual,
		      &answer),
		"doc_deep");
	buf_done(&answer);
}

static int
warm(void **state)
{
	doc_decode_warm();
	cage_warm();
	cage_nursery_open();
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		BENCH_TEST(every_reader_of_texts_lives_in_the_cage),
		BENCH_TEST(a_page_in_gb18030_needs_no_file),
		BENCH_TEST(a_fault_comes_out_of_the_cage_as_it_was),
	};

	return cmocka_run_group_tests(tests, warm, NULL);
}
