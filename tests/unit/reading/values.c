/* What one cell holds: numbers, units, notes, dashes, bookmarks; and runs of values in lines. */
#include "help.h"

#include "reading/reading_inside.h"

static struct arena *arena;

static int
open_arena(void **state)
{
	FINE(arena_open((size_t)16 << 20, &arena));
	return 0;
}

static int
close_arena(void **state)
{
	arena_close(&arena);
	return 0;
}

static struct reading_value
value_of(const char *text, enum report_kind kind)
{
	struct reading_value value;

	FINE(reading_value_read(arena, str_of(text), kind, 0, &value));
	return value;
}

static void
is_number(const char *text, enum report_kind kind, const char *wanted, bool is_noted)
{
	struct reading_value value = value_of(text, kind);

	if (value.state != REPORT_NUMBER || strcmp(decimal_text(value.number).at, wanted) != 0 ||
		(value.note != NULL) != is_noted)
		fail_msg("\"%s\" is %d %s (%s)", text, value.state, decimal_text(value.number).at,
			value.note ? value.note : "no note");
}

static void
numbers_are_read_exactly_and_what_was_left_out_is_noted(void **state)
{
	is_number("21", REPORT_COUNT_KIND, "21", false);
	is_number(" \n0 ", REPORT_COUNT_KIND, "0", false);
	is_number("１，２３４", REPORT_COUNT_KIND, "1234", false);
	is_number("+158", REPORT_DELTA_KIND, "158", false);
	is_number("－140", REPORT_DELTA_KIND, "-140", false);
	is_number("[bookmark: _GoBack]-140", REPORT_DELTA_KIND, "-140", true);
	is_number("22（其中修订16件）", REPORT_COUNT_KIND, "22", true);
	is_number("5件", REPORT_COUNT_KIND, "5", true);
	is_number("3.0", REPORT_COUNT_KIND, "3", true);
	is_number("零", REPORT_COUNT_KIND, "0", true);
}

static void
money_becomes_ten_thousand_yuan_without_rounding(void **state)
{
	is_number("5275.526万元", REPORT_MONEY_KIND, "5275.526", false);
	is_number("2167.0875 万元", REPORT_MONEY_KIND, "2167.0875", false);
	is_number("251000元", REPORT_MONEY_KIND, "25.1", true);
	is_number("0元", REPORT_MONEY_KIND, "0", false);
	is_number("1.5亿元", REPORT_MONEY_KIND, "15000", true);
}

static void
what_is_no_number_is_never_taken_as_zero(void **state)
{
	static const char *const texts[] = { "/", "-", "—", "——", "无", "详见附件", "2 1", "007",
		"3.5", "12a",
		"\uFFFD5",
		"840.56\xEF\xBF\xBD" };

	for (size_t i = 0; i < COUNT_OF(texts); i++) {
		struct reading_value value = value_of(texts[i], REPORT_COUNT_KIND);

		if (value.state != REPORT_UNCLEAR || !value.note)
			fail_msg("\"%s\" is %d", texts[i], value.state);
	}
	/* The character that a PDF's font does not name may be a digit. */
	assert_int_equal(value_of("840.56\xEF\xBF\xBD", REPORT_MONEY_KIND).state, REPORT_UNCLEAR);
	assert_int_equal(value_of("", REPORT_COUNT_KIND).state, REPORT_BLANK);
	assert_int_equal(value_of(" \xE3\x80\x80\n", REPORT_COUNT_KIND).state, REPORT_BLANK);
}

/* The runs of values of a line, joined by |. */
static struct str
runs_of(const char *text)
{
	struct reading_line line;
	struct str runs = STR_NONE;
	size_t from, to = 0;

	FINE(reading_fold_line(arena, str_of(text), &line));
	while (reading_run_next(&line, to, &from, &to)) {
		struct str run = str_sub(
			str_of(text), line.places[from], line.places[to] - line.places[from]);

		FINE(str_print(arena, &runs, "%.*s%s%.*s", STR_ARG(runs), runs.len ? "|" : "",
			STR_ARG(run)));
	}
	return runs;
}

static void
runs_of_values_leave_list_numbers_to_their_labels(void **state)
{
	SAME_TEXT(runs_of("1.属于国家秘密00000002.其他法律行政法规禁止公开0000000"),
		"0000000|0000000");
	SAME_TEXT(runs_of("规章007规范性文件7777166第二十条第（五）项"), "007|7777166");
	SAME_TEXT(runs_of("（五）不予处理1.信访举报投诉类申请 3 0 0"), "3 0 0");
	SAME_TEXT(runs_of("政府集中采购 19 2167.0875 万元三、收到"), "19 2167.0875 万元");
	SAME_TEXT(runs_of("规范性文件 22（其中修订16件） 0 5"), "22（其中修订16件） 0 5");
	SAME_TEXT(runs_of("本年增/减"), "");
	SAME_TEXT(runs_of("行政许可 / - 5"), "/ - 5");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers_are_read_exactly_and_what_was_left_out_is_noted),
		cmocka_unit_test(money_becomes_ten_thousand_yuan_without_rounding),
		cmocka_unit_test(what_is_no_number_is_never_taken_as_zero),
		cmocka_unit_test(runs_of_values_leave_list_numbers_to_their_labels),
	};

	return cmocka_run_group_tests(tests, open_arena, close_arena);
}
