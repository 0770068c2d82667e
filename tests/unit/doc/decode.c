/* Encodings: UTF-8, UTF-16 and GB18030 become clean UTF-8; broken and binary bytes are refused. */
#include "drawing.h"

#include <iconv.h>

#include "base/cage.h"

static struct str
encoded(void **state, const char *encoding, const char *text)
{
	struct bench *bench = *state;
	iconv_t converter = iconv_open(encoding, "UTF-8");
	size_t room = strlen(text) * 4 + 16;
	char *out = arena_take(bench->arena, room, 1);
	char *to = out;
	char *from = (char *)text;
	size_t left = strlen(text);

	assert_true(converter != (iconv_t)-1);
	assert_non_null(out);
	assert_int_equal(iconv(converter, &from, &left, &to, &room), 0);
	iconv_close(converter);
	return (struct str){ out, (size_t)(to - out) };
}

static struct str
decoded(void **state, struct str bytes)
{
	struct bench *bench = *state;
	struct str text = STR_NONE;

	FINE(doc_decode(bench->arena, bytes, &text));
	return text;
}

#define LINE "政府信息公开工作年度报告 2020 年，共 12 件。\n"

static void
utf8_with_and_without_a_mark(void **state)
{
	SAME_TEXT(decoded(state, STR(LINE)), LINE);
	SAME_TEXT(decoded(state, STR("\xEF\xBB\xBF" LINE)), LINE);
	SAME_TEXT(decoded(state, STR("a\r\nb\rc\fd")), "a\nb\nc\nd");
	SAME_TEXT(decoded(state, STR("")), "");
	SAME_TEXT(decoded(state, STR("\xEF\xBB\xBF")), "");
}

static void
gb18030_of_two_and_four_bytes(void **state)
{
	SAME_TEXT(decoded(state, encoded(state, "GB18030", LINE "㐀𠮷\n")), LINE "㐀𠮷\n");
	SAME_TEXT(decoded(state, encoded(state, "GBK", "联通")), "联通");
	doc_decode_warm();
	for (int i = 0; i < 3; i++)
		SAME_TEXT(decoded(state, encoded(state, "GB18030", LINE)), LINE);
}

static struct fault *
decode_in_cage(struct str input, struct str plan, struct buf *answer)
{
	struct arena *arena = NULL;
	struct str text;

	TRY(arena_open((size_t)1 << 20, &arena));
	TRY(doc_decode(arena, input, &text));
	buf_put(answer, text);
	arena_close(&arena);
	return NULL;
}

static void
gb18030_needs_no_file_inside_the_cage(void **state)
{
	struct str bytes = encoded(state, "GB18030", LINE "㐀𠮷");
	struct buf answer;

	doc_decode_warm();
	cage_warm();
	buf_init(&answer, 1 << 20);
	FINE(cage_run(decode_in_cage, bytes, STR_NONE, &cage_usual, &answer));
	SAME_TEXT(buf_str(&answer), LINE "㐀𠮷");
	buf_done(&answer);
}

static void
utf16_with_and_without_a_mark(void **state)
{
	SAME_TEXT(decoded(state, encoded(state, "UTF-16LE", LINE)), LINE);
	SAME_TEXT(decoded(state, encoded(state, "UTF-16BE", LINE)), LINE);
	SAME_TEXT(decoded(state, encoded(state, "UTF-16LE", "\xEF\xBB\xBF" LINE "𠮷")), LINE "𠮷");
	SAME_TEXT(decoded(state, encoded(state, "UTF-16BE", "\xEF\xBB\xBF" LINE)), LINE);
	SAME_TEXT(decoded(state, encoded(state, "UTF-16LE", "\xEF\xBB\xBF报告")), "报告");
}

static void
an_odd_last_byte_of_utf16_is_dropped(void **state)
{
	struct str bytes = encoded(state, "UTF-16LE", "\xEF\xBB\xBF" LINE);

	bytes.len--;
	assert_true(str_starts(decoded(state, bytes), STR("政府信息公开工作年度报告 2020")));
	SAME_TEXT(decoded(state, STR("\xFF\xFE"
				     "a")),
		"");
}

static void
lone_surrogates_are_refused_when_many(void **state)
{
	struct bench *bench = *state;
	struct str text;

	FAILS(doc_decode(bench->arena, STR("\xFF\xFE\x3D\xD8\x3D\xD8\x2E\x4E\x2E\x4E"), &text),
		"doc_encoding");
	FAILS(doc_decode(bench->arena, STR("\xFF\xFE\x0D\xDC\x2E\x4E\x2E\x4E\x2E\x4E"), &text),
		"doc_encoding");
}

static void
a_few_broken_bytes_are_replaced_many_are_refused(void **state)
{
	struct bench *bench = *state;
	struct str long_text = many(state, "好\xFF", LINE, 100, "\xE6");
	struct str text;

	text = decoded(state, long_text);
	assert_true(str_starts(text, STR("好\xEF\xBF\xBD政府")));
	assert_true(str_ends(text, STR("件。\n")));
	FAILS(doc_decode(bench->arena, many(state, "\xFF\xFF\xFF", LINE, 20, ""), &text),
		"doc_encoding");
	FAILS(doc_decode(bench->arena, many(state, "", LINE "\xC0\x80", 50, ""), &text),
		"doc_encoding");
}

static void
a_broken_byte_in_gb18030_is_replaced_or_refused(void **state)
{
	struct bench *bench = *state;
	struct str line = encoded(state, "GB18030", LINE);
	char *copy = arena_take(bench->arena, line.len + 1, 1);
	struct str text;

	memcpy(copy, line.at, line.len);
	text = decoded(state, many(state, "ab\xFF", copy, 100, ""));
	assert_true(str_starts(text, STR("ab\xEF\xBF\xBD政府")));
	FAILS(doc_decode(bench->arena, many(state, "ab\xFF\xFF\xFF", copy, 3, ""), &text),
		"doc_encoding");
}

static void
binary_bytes_are_refused(void **state)
{
	struct bench *bench = *state;
	static const char picture[] = "\x89PNG\r\n\x1A\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\10\6";
	struct str bytes = { picture, sizeof picture };
	struct str text;

	FAILS(doc_decode(bench->arena, bytes, &text), "doc_binary");
	FAILS(doc_decode(bench->arena, (struct str){ "a\0b", 3 }, &text), "doc_binary");
	FAILS(doc_decode(bench->arena, many(state, "", "\1\2a", 100, ""), &text), "doc_binary");
	assert_false(doc_decode_is_text(bytes));
	assert_true(doc_decode_is_text(STR(LINE)));
	/* A single zero in a long text is dropped. */
	bytes = many(state, "", LINE, 100, "~");
	((char *)bytes.at)[bytes.len - 1] = 0;
	assert_true(str_ends(decoded(state, bytes), STR("件。\n")));
}

static void
a_page_that_says_gb_is_believed_when_bytes_leave_the_choice(void **state)
{
	/* The bytes of 联通 in GBK are well-formed UTF-8 too. */
	SAME_TEXT(decoded(state, STR("<meta charset=\"gbk\"><p>\xC1\xAA\xCD\xA8</p>")),
		"<meta charset=\"gbk\"><p>联通</p>");
	SAME_TEXT(decoded(state, STR("<meta charset=gb2312><p>年度报告工作</p>")),
		"<meta charset=gb2312><p>年度报告工作</p>");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		BENCH_TEST(utf8_with_and_without_a_mark),
		BENCH_TEST(gb18030_of_two_and_four_bytes),
		BENCH_TEST(gb18030_needs_no_file_inside_the_cage),
		BENCH_TEST(utf16_with_and_without_a_mark),
		BENCH_TEST(an_odd_last_byte_of_utf16_is_dropped),
		BENCH_TEST(lone_surrogates_are_refused_when_many),
		BENCH_TEST(a_few_broken_bytes_are_replaced_many_are_refused),
		BENCH_TEST(a_broken_byte_in_gb18030_is_replaced_or_refused),
		BENCH_TEST(binary_bytes_are_refused),
		BENCH_TEST(a_page_that_says_gb_is_believed_when_bytes_leave_the_choice),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
