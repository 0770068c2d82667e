/* Borrowed text: finding, trimming, cutting, numbers, and UTF-8 at the door. */
#include "../test.h"

#include <stdio.h>

#include "base/memory.h"
#include "base/utf8.h"

static void
trims_wide_spaces_at_both_ends(void **state)
{
	SAME_TEXT(str_trim(STR(" \t\xC2\xA0\xE3\x80\x80平房区 \xEF\xBB\xBF\n")), "平房区");
	SAME_TEXT(str_trim(STR("\xE3\x80\x80 ")), "");
}

static void
finds_from_both_sides(void **state)
{
	assert_int_equal(str_find(STR("一二一"), STR("一"), 1), 6);
	assert_int_equal(str_find_last(STR("一二一"), STR("一")), 6);
	assert_true(str_find(STR("abc"), STR("d"), 0) == SIZE_MAX);
	assert_true(str_has(STR("abc"), STR("")));
}

/* Every part of a text of few different bytes, short ones and long, is found where it first stands.
 */
static void
find_each_part(char usual, char other)
{
	char bytes[90];
	struct str text = { bytes, sizeof bytes };
	size_t looked = 0;

	for (size_t i = 0; i < sizeof bytes; i++)
		bytes[i] = i % 7 == 3 || i % 11 == 5 ? other : usual;
	for (size_t from = 0; from < text.len; from++)
		for (size_t len = 1; len <= text.len - from; len++) {
			struct str part = str_sub(text, from, len);
			size_t first = 0;

			while (memcmp(text.at + first, part.at, len) != 0)
				first++;
			assert_int_equal(str_find(text, part, 0), first);
			assert_int_equal(str_find(text, part, from), from);
			assert_true(str_starts(str_from(text, from), part));
			assert_true(str_ends(str_sub(text, 0, from + len), part));
			looked++;
		}
	assert_int_equal(looked, 90 * 91 / 2);
	assert_true(str_find(text, STR("c"), 0) == SIZE_MAX);
	assert_true(str_find(text, (struct str){ &usual, 1 }, 90) == SIZE_MAX);
}

/* What begins as Chinese does is looked for by its end, all else by its beginning. */
static void
each_part_is_found_where_it_first_stands(void **state)
{
	find_each_part('a', 'b');
	find_each_part((char)0xE4, (char)0xB8);
	find_each_part((char)0xB8, (char)0xE4);
	find_each_part((char)0xE2, (char)0xEF);
	assert_true(str_find(STR_NONE, STR("a"), 0) == SIZE_MAX);
	assert_false(str_starts(STR("ab"), STR("abc")));
	assert_false(str_ends(STR("bc"), STR("abc")));
	assert_true(str_starts(STR_NONE, STR_NONE) && str_ends(STR_NONE, STR_NONE));
}

/* Eight bytes at a time, and 255 times before the sums are added up. */
static void
characters_are_counted_in_texts_of_every_length(void **state)
{
	static char text[5000];
	size_t count = 0;

	for (size_t i = 0; i < sizeof text; i++) {
		text[i] = "a政é\xF0\x9F\x98\x80z"[i % 11];
		assert_int_equal(utf8_count((struct str){ text, i }), count);
		count += ((unsigned char)text[i] & 0xC0) != 0x80;
	}
	assert_int_equal(utf8_count((struct str){ text, sizeof text }), count);
	/* A hint is no promise, of nothing, a little or too much. */
	memory_expect(0);
	memory_expect(100000);
	memory_expect(SIZE_MAX);
}

static void
lines_come_without_their_ends(void **state)
{
	struct str rest = STR("a\r\n\nb");
	struct str line;

	assert_true(str_next_line(&rest, &line));
	SAME_TEXT(line, "a");
	assert_true(str_next_line(&rest, &line));
	SAME_TEXT(line, "");
	assert_true(str_next_line(&rest, &line));
	SAME_TEXT(line, "b");
	assert_false(str_next_line(&rest, &line));
}

static void
numbers_are_whole_texts(void **state)
{
	int64_t value = 7;

	assert_true(str_to_int(STR("-140"), &value));
	assert_int_equal(value, -140);
	assert_true(str_to_int(STR("+158"), &value));
	assert_int_equal(value, 158);
	assert_false(str_to_int(STR("12a"), &value));
	assert_false(str_to_int(STR(""), &value));
	assert_false(str_to_int(STR("9999999999999999999"), &value));
	assert_int_equal(value, 158);
}

static void
text_from_outside_is_shown_in_one_harmless_line(void **state)
{
	static const struct {
		struct str from;
		struct str to;
	} rows[] = {
		{ STR("年报 2020.txt"), STR("年报 2020.txt") },
		{ STR(""), STR("") },
		{ STR("a\nb\tc\x1b[2J"), STR("a\uFFFDb\uFFFDc\uFFFD[2J") },
		{ STR("\xc4\xea.txt"), STR("\uFFFD\uFFFD.txt") },
		{ STR("\u202Etxt.exe\u2069"), STR("\uFFFDtxt.exe\uFFFD") },
		{ STR("\x7f\xC2\x85\u2028𠮷"), STR("\uFFFD\uFFFD\uFFFD𠮷") },
		{ STR("\uFFFD"), STR("\uFFFD") },
	};
	CLOSING(arena_close) struct arena *arena = NULL;
	struct str shown;
	size_t bad;

	FINE(arena_open(1 << 16, &arena));
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		FINE(utf8_show(arena, rows[i].from, &shown));
		SAME_TEXT(shown, rows[i].to.at);
		assert_true(utf8_is_valid(shown, &bad));
	}
}

static void
digits_are_those_of_half_and_full_width(void **state)
{
	for (uint32_t point = 0; point < 0x11000; point++) {
		uint32_t half = utf8_half_width(point);

		assert_int_equal(utf8_is_digit(point), half >= '0' && half <= '9');
	}
	for (int byte = 0; byte < 256; byte++)
		assert_int_equal(str_is_digit((char)byte), byte >= '0' && byte <= '9');
}

static void
broken_utf8_is_found_where_it_breaks(void **state)
{
	size_t bad = 0;

	assert_true(utf8_is_valid(STR("公开𠮷"), &bad));
	assert_false(utf8_is_valid(STR("公\xE5\xBC"), &bad));
	assert_int_equal(bad, 3);
	assert_false(utf8_is_valid(STR("\xC0\x80"), &bad));
	assert_false(utf8_is_valid(STR("\xED\xA0\x80"), &bad));
	assert_false(utf8_is_valid((struct str){ "a\0b", 3 }, &bad));
	assert_int_equal(bad, 1);
}

static void
cleaning_takes_controls_away_and_mends_line_ends(void **state)
{
	struct arena *arena = NULL;
	struct str text;

	FINE(arena_open(1 << 16, &arena));
	FINE(utf8_clean(arena,
		STR("\xEF\xBB\xBF"
		    "a\r\nb\rc\x01\x0C"
		    "d"),
		&text));
	SAME_TEXT(text, "a\nb\ncd");
	FINE(str_replace(arena, STR("一一二"), STR("一"), STR("1"), &text));
	SAME_TEXT(text, "11二");
	arena_close(&arena);
}

static void
an_arena_keeps_its_maximum(void **state)
{
	struct arena *arena = NULL;

	FINE(arena_open(1000, &arena));
	assert_non_null(arena_take(arena, 10, 50));
	assert_null(arena_take(arena, 1, 600));
	assert_null(arena_take(arena, SIZE_MAX, 8));
	assert_non_null(arena_take(arena, 1, 400));
	arena_close(&arena);
	assert_null(arena);
}

static void
large_pieces_are_zeroed_and_apart(void **state)
{
	static const size_t sizes[] = { 100, 700000, 1000000, 3000000, 50, 5000000, 200000 };
	CLOSING(arena_close) struct arena *arena = NULL;
	unsigned char *pieces[COUNT_OF(sizes)];

	FINE(arena_open((size_t)16 << 20, &arena));
	for (size_t i = 0; i < COUNT_OF(sizes); i++) {
		pieces[i] = arena_take(arena, sizes[i], 1);
		assert_non_null(pieces[i]);
		assert_int_equal((uintptr_t)pieces[i] % 16, 0);
		for (size_t at = 0; at < sizes[i]; at++)
			assert_int_equal(pieces[i][at], 0);
		memset(pieces[i], (int)i + 1, sizes[i]);
	}
	for (size_t i = 0; i < COUNT_OF(sizes); i++)
		for (size_t at = 0; at < sizes[i]; at++)
			assert_int_equal(pieces[i][at], i + 1);
	assert_null(arena_take(arena, (size_t)16 << 20, 1));
}

/* The quick way takes two ideographs or eight bytes at once, so each sign stands at each place. */
static void
clean_utf8_is_what_cleaning_would_not_change(void **state)
{
	static const struct {
		const char *text;
		bool is_clean;
	} signs[] = { { "公", true }, { "，", true }, { "𠮷", true }, { "é", true }, { "~", true },
		{ "\x7F", true }, { "\n", true }, { "\t", true }, { "\xEF\xBF\xBD", true },
		{ "\xEE\x80\x80", true }, { "\r", false }, { "\x1F", false }, { "\x80", false },
		{ "\xEF\xBB\xBF", false }, { "\xEF\xBF\xBF", false }, { "\xED\xA0\x80", false },
		{ "\xE0\x80\x80", false }, { "\xE5\x85", false }, { "\xFF", false } };
	static const char *const around[] = { "公开", "abcdefgh", "公a" };

	for (size_t i = 0; i < COUNT_OF(signs); i++)
		for (size_t j = 0; j < COUNT_OF(around); j++)
			for (int before = 0; before < 9; before++) {
				char text[200] = "";
				size_t len = 0;

				for (int k = 0; k < before; k++)
					len += (size_t)snprintf(text + len, sizeof text - len, "%s",
						around[(j + (size_t)k) % 3]);
				len += (size_t)snprintf(text + len, sizeof text - len, "%s%s",
					signs[i].text, around[j]);
				assert_int_equal(utf8_is_clean((struct str){ text, len }),
					signs[i].is_clean);
			}
	assert_true(utf8_is_clean(STR("")));
	assert_false(utf8_is_clean((struct str){ "公开公开\0公开公开", 25 }));
	assert_false(utf8_is_clean(STR("公开公\xE5\xBC")));
}

static void
text_is_cut_between_characters(void **state)
{
	const struct str text = STR("a办€\xF0\x9F\x98\x80");
	/* How much is left of the first n bytes. */
	static const size_t left[] = { 0, 1, 1, 1, 4, 4, 4, 7, 7, 7, 7, 11, 11 };

	for (size_t most = 0; most < COUNT_OF(left); most++) {
		size_t len = most < text.len ? most : text.len;

		assert_int_equal(utf8_head(text, most).len, left[most]);
		assert_int_equal(utf8_whole(str_sub(text, 0, len)).len, left[most]);
	}
	assert_int_equal(utf8_head(STR_NONE, 9).len, 0);
	assert_int_equal(utf8_before(text, 11), 7);
	assert_int_equal(utf8_before(text, 7), 4);
	assert_int_equal(utf8_before(text, 4), 1);
	assert_int_equal(utf8_before(text, 1), 0);
	assert_true(utf8_is_inside(text, 2));
	assert_false(utf8_is_inside(text, 4));
	assert_false(utf8_is_inside(text, 11));
}

static void
long_fault_ends_with_a_whole_character(void **state)
{
	static char words[3 * 1000 + 1];
	size_t bad;

	for (size_t i = 0; i < 1000; i++)
		memcpy(words + 3 * i, "长", 3);
	/* Whatever the first characters leave of the room. */
	for (int lead = 0; lead < 4; lead++) {
		struct fault *fault =
			fault_new(FAULT_INPUT, "long", "%.*s%s", "%.*s%s", lead, "abc", words);
		struct str zh = str_of(fault->zh);

		assert_true(utf8_is_valid(zh, &bad));
		assert_in_range(zh.len, sizeof fault->zh - 4, sizeof fault->zh - 1);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(trims_wide_spaces_at_both_ends),
		cmocka_unit_test(finds_from_both_sides),
		cmocka_unit_test(each_part_is_found_where_it_first_stands),
		cmocka_unit_test(characters_are_counted_in_texts_of_every_length),
		cmocka_unit_test(lines_come_without_their_ends),
		cmocka_unit_test(numbers_are_whole_texts),
		cmocka_unit_test(text_from_outside_is_shown_in_one_harmless_line),
		cmocka_unit_test(digits_are_those_of_half_and_full_width),
		cmocka_unit_test(broken_utf8_is_found_where_it_breaks),
		cmocka_unit_test(clean_utf8_is_what_cleaning_would_not_change),
		cmocka_unit_test(cleaning_takes_controls_away_and_mends_line_ends),
		cmocka_unit_test(an_arena_keeps_its_maximum),
		cmocka_unit_test(large_pieces_are_zeroed_and_apart),
		cmocka_unit_test(text_is_cut_between_characters),
		cmocka_unit_test(long_fault_ends_with_a_whole_character),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
