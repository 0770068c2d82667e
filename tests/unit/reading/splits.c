/* Readings of damaged rows: glued digits, missing and surplus cells, and the bound of the search.
 */
#include "help.h"

#include "reading/reading_inside.h"

static struct arena *arena;

static int
open_arena(void **state)
{
	FINE(arena_open((size_t)64 << 20, &arena));
	return 0;
}

static int
close_arena(void **state)
{
	arena_close(&arena);
	return 0;
}

/* Pieces parted by |; a blank between two bars is a blank cell. */
static struct readings
readings_of(const char *text, int want, enum report_kind kind, enum reading_sums sums)
{
	struct reading_piece pieces[40] = { 0 };
	enum report_kind kinds[SPLIT_MOST_CELLS];
	struct readings readings;
	struct str rest = str_of(text);
	size_t count = 0;

	for (int i = 0; i < want; i++)
		kinds[i] = kind;
	for (bool is_last = false; !is_last; count++) {
		is_last = !str_has(rest, STR("|"));
		rest = str_cut(rest, STR("|"), &pieces[count].text);
	}
	FINE(reading_split_row(arena, pieces, count, want, kinds, sums, &readings));
	return readings;
}

static void
reads_as(const char *text, int want, enum reading_sums sums, enum reading_way way,
	const char *wanted)
{
	struct readings readings = readings_of(text, want, REPORT_COUNT_KIND, sums);
	struct str shown;

	FINE(reading_split_show(arena, &readings, &shown));
	if (readings.way != way)
		fail_msg("\"%s\": way %d, not %d (%.*s)", text, readings.way, way, STR_ARG(shown));
	SAME_TEXT(shown, wanted);
}

static void
glued_digits_are_parted_by_the_sum_of_the_row(void **state)
{
	reads_as("21710000218", 7, SUMS_ROW, WAY_SPLIT, "217、1、0、0、0、0、218");
	reads_as("200|000121", 7, SUMS_ROW, WAY_SPLIT, "20、0、0、0、0、1、21");
	reads_as("0000000", 7, SUMS_ROW, WAY_SPLIT, "0、0、0、0、0、0、0");
	reads_as("21317000001324019", 15, SUMS_REVIEW, WAY_SPLIT,
		"2、1、3、1、7、0、0、0、0、0、13、2、4、0、19");
}

static void
a_printed_row_is_taken_as_it_is_even_when_its_sum_is_wrong(void **state)
{
	reads_as("10|1|0|0|0|0|9", 7, SUMS_ROW, WAY_PRINTED, "10、1、0、0、0、0、9");
	reads_as("5||/|0|0|0|5", 7, SUMS_ROW, WAY_PRINTED, "5、空、/、0、0、0、5");
}

static void
a_wrong_sum_leaves_the_reading_that_the_length_forces(void **state)
{
	reads_as("1000009", 7, SUMS_ROW, WAY_SPLIT, "1、0、0、0、0、0、9");
}

static void
several_readings_are_all_kept(void **state)
{
	struct readings readings = readings_of("7777166", 3, REPORT_COUNT_KIND, SUMS_NONE);

	assert_true(readings.total > 5);
	assert_int_equal(readings.count, readings.total);
	readings = readings_of("35|-15", 2, REPORT_DELTA_KIND, SUMS_NONE);
	assert_int_equal(readings.count, 1);
}

static void
a_sign_begins_a_number(void **state)
{
	enum report_kind kinds[] = { REPORT_COUNT_KIND, REPORT_DELTA_KIND };
	struct reading_piece piece = { .text = STR("35-15") };
	struct readings readings;

	FINE(reading_split_row(arena, &piece, 1, 2, kinds, SUMS_NONE, &readings));
	assert_int_equal(readings.count, 1);
	SAME_TEXT(readings.at[0].cells[0], "35");
	SAME_TEXT(readings.at[0].cells[1], "-15");
}

static void
surplus_blanks_are_left_out_and_a_page_number_is_found_by_the_sum(void **state)
{
	reads_as("|0|1|0|0|0|0|1", 7, SUMS_ROW, WAY_WINDOW, "0、1、0、0、0、0、1");
	reads_as("32|2|0|0|0|0|34|", 7, SUMS_ROW, WAY_WINDOW, "32、2、0、0、0、0、34");
	reads_as("32|2|0|3|0|0|0|34", 7, SUMS_ROW, WAY_DROPPED, "32、2、0、0、0、0、34");
}

/* The merged cells of table 2 leave blanks in a CSV; a sign stands only in the column of changes.
 */
static void
a_sign_stays_in_the_column_that_has_signs(void **state)
{
	static const enum report_kind kinds[] = { REPORT_COUNT_KIND, REPORT_DELTA_KIND,
		REPORT_COUNT_KIND };
	struct reading_piece pieces[] = { { .text = STR("119") }, { .text = STR("") },
		{ .text = STR("-105") }, { .text = STR("") } };
	struct readings readings;

	FINE(reading_split_row(arena, pieces, 4, 3, kinds, SUMS_NONE, &readings));
	assert_int_equal(readings.count, 1);
	SAME_TEXT(readings.at[0].cells[1], "-105");
	SAME_TEXT(readings.at[0].cells[2], "");
	pieces[2].text = STR("105");
	FINE(reading_split_row(arena, pieces, 4, 3, kinds, SUMS_NONE, &readings));
	assert_int_equal(readings.count, 2);
}

static void
missing_cells_give_every_place_the_blank_could_have(void **state)
{
	struct readings readings = readings_of("21|0|0|0|0|21", 7, REPORT_COUNT_KIND, SUMS_ROW);

	assert_int_equal(readings.way, WAY_BLANKS);
	assert_int_equal(readings.count, 6); /* also 空、21、… */
	for (size_t i = 0; i < readings.count; i++)
		SAME_TEXT(readings.at[i].cells[6], "21");
}

static void
an_endless_search_is_given_up(void **state)
{
	struct readings readings =
		readings_of("111111111111111111111111111111111111111111111111111111111111", 15,
			REPORT_COUNT_KIND, SUMS_NONE);

	assert_true(readings.is_many);
	assert_int_equal(readings.count, 0);
	readings = readings_of("1|1|1|1|1|1|1|1|1|1|1|1|1|1|1|1|1|1|1|1|1|1|1|1|1|1|1|1|1|1|1|1", 7,
		REPORT_COUNT_KIND, SUMS_NONE);
	assert_true(readings.is_many || readings.total > 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(glued_digits_are_parted_by_the_sum_of_the_row),
		cmocka_unit_test(a_printed_row_is_taken_as_it_is_even_when_its_sum_is_wrong),
		cmocka_unit_test(a_wrong_sum_leaves_the_reading_that_the_length_forces),
		cmocka_unit_test(several_readings_are_all_kept),
		cmocka_unit_test(a_sign_begins_a_number),
		cmocka_unit_test(surplus_blanks_are_left_out_and_a_page_number_is_found_by_the_sum),
		cmocka_unit_test(a_sign_stays_in_the_column_that_has_signs),
		cmocka_unit_test(missing_cells_give_every_place_the_blank_could_have),
		cmocka_unit_test(an_endless_search_is_given_up),
	};

	return cmocka_run_group_tests(tests, open_arena, close_arena);
}
