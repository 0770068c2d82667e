/* The annual report's third table made of cases: it balances whatever the cases are. */
#include "../test.h"

#include <stdio.h>

#include "docket/docket_figures.h"
#include "report/report_forms.h"

static struct day
on(const char *text)
{
	struct day day;

	assert_true(day_parse(str_of(text), &day));
	return day;
}

static struct docket_period
period(const char *text)
{
	struct docket_period found = { DAY_NONE, DAY_NONE };

	assert_true(docket_period_parse(str_of(text), &found));
	return found;
}

static struct docket_counted
one_case(const char *received, const char *ended, int outcome)
{
	return (struct docket_counted){ .applicant_kind = APPLICATION_BUSINESS,
		.received_on = on(received),
		.ended_on = ended ? on(ended) : DAY_NONE,
		.due_on = DAY_NONE,
		.outcome = outcome };
}

static void
periods_are_years_quarters_and_months(void **state)
{
	struct docket_period found;

	assert_string_equal(day_text(period("2024").first).at, "2024-01-01");
	assert_string_equal(day_text(period("2024").last).at, "2024-12-31");
	assert_string_equal(day_text(period("2024-Q1").last).at, "2024-03-31");
	assert_string_equal(day_text(period("2024-Q4").first).at, "2024-10-01");
	assert_string_equal(day_text(period("2024-Q4").last).at, "2024-12-31");
	assert_string_equal(day_text(period("2024-02").last).at, "2024-02-29");
	assert_string_equal(day_text(period("2024-12").last).at, "2024-12-31");
	for (const char *const *bad =
			(const char *const[]){ "", "24", "2024-", "2024-Q0", "2024-Q5", "2024-Q12",
				"2024-13", "2024-00", "2024-1", "2024-011", "9999", "-1", NULL };
		*bad; bad++)
		if (docket_period_parse(str_of(*bad), &found))
			fail_msg("“%s” was taken for a period", *bad);
}

static void
cases_count_as_new_carried_in_done_or_carried_out(void **state)
{
	struct docket_period year = period("2024");
	struct docket_table table = { 0 };
	int granted = DOCKET_ROW_OUTCOME + application_outcome_number("res_granted") - 1;
	int misc = DOCKET_ROW_OUTCOME + application_outcome_number("other_misc") - 1;
	struct docket_counted cases[] = {
		one_case("2023-12-31", "2024-01-01", 1), one_case("2024-01-01", "2024-12-31", 1),
		one_case("2024-12-31", "2025-01-01", 1), one_case("2024-05-06", NULL, 0),
		one_case("2024-05-06", "2024-06-03", 0),
		one_case("2023-05-06", "2023-12-31", 1), /* over before */
		one_case("2025-01-01", NULL, 0),         /* not yet there */
	};
	int counted = 0;

	for (size_t i = 0; i < COUNT_OF(cases); i++)
		counted += docket_table_add(&table, &year, &cases[i]);
	assert_int_equal(counted, 5);
	assert_int_equal(table.cells[DOCKET_ROW_NEW][APPLICATION_BUSINESS], 4);
	assert_int_equal(table.cells[DOCKET_ROW_CARRIED_IN][DOCKET_TABLE_TOTAL], 1);
	assert_int_equal(table.cells[granted][APPLICATION_BUSINESS], 2);
	assert_int_equal(table.cells[misc][APPLICATION_BUSINESS], 1);
	assert_int_equal(table.cells[DOCKET_ROW_DONE][DOCKET_TABLE_TOTAL], 3);
	assert_int_equal(table.cells[DOCKET_ROW_CARRIED_OUT][APPLICATION_BUSINESS], 2);
}

/* Law: 国办公开办函〔2019〕60号: 23 rows, one for all other ends; 〔2021〕30号: 25. */
static void
the_form_of_2019_has_one_row_for_other_ends(void **state)
{
	struct docket_period before = period("2020");
	struct docket_period after = period("2021");
	struct docket_table table = { 0 };
	struct docket_table kept;
	int rows[2] = { 0 };

	assert_int_equal(docket_form_of(&before), DOCKET_FORM_2019);
	assert_int_equal(docket_form_of(&after), DOCKET_FORM_2021);
	for (int row = 0; row < DOCKET_TABLE_ROWS; row++) {
		table.cells[row][DOCKET_TABLE_TOTAL] = row + 1;
		for (int form = 0; form < 2; form++) {
			struct docket_table_word word =
				docket_form_row((enum docket_form)form, row);

			rows[form] += word.key != NULL;
			if (form == DOCKET_FORM_2021)
				assert_string_equal(word.key, docket_table_row(row).key);
		}
	}
	assert_int_equal(rows[DOCKET_FORM_2019], 23);
	assert_int_equal(rows[DOCKET_FORM_2021], 25);
	kept = table;
	docket_form_fold(DOCKET_FORM_2021, &table);
	assert_memory_equal(&table, &kept, sizeof kept);
	docket_form_fold(DOCKET_FORM_2019, &table);
	for (int row = 0; row < DOCKET_TABLE_ROWS; row++) {
		struct docket_table_word word = docket_form_row(DOCKET_FORM_2019, row);
		int64_t others = 3 * (DOCKET_ROW_DONE - 1); /* (n - 1) + n + (n + 1) of the rows */

		assert_int_equal(table.cells[row][DOCKET_TABLE_TOTAL],
			!word.key                        ? 0
			: strcmp(word.key, "other") == 0 ? others
							 : row + 1);
	}
}

/* A small generator of its own, so that a failure comes again. */
static uint32_t
roll(uint32_t *seed, uint32_t sides)
{
	*seed = *seed * 1664525u + 1013904223u;
	return (*seed >> 8) % sides;
}

static void
check_balance(const struct docket_table *table)
{
	for (int column = 0; column < DOCKET_TABLE_COLUMNS; column++) {
		int64_t done = 0;

		for (int row = DOCKET_ROW_OUTCOME; row < DOCKET_ROW_DONE; row++)
			done += table->cells[row][column];
		assert_int_equal(done, table->cells[DOCKET_ROW_DONE][column]);
		assert_int_equal(table->cells[DOCKET_ROW_NEW][column] +
					 table->cells[DOCKET_ROW_CARRIED_IN][column],
			done + table->cells[DOCKET_ROW_CARRIED_OUT][column]);
	}
	for (int row = 0; row < DOCKET_TABLE_ROWS; row++) {
		int64_t sum = 0;

		for (int column = 0; column < DOCKET_TABLE_TOTAL; column++)
			sum += table->cells[row][column];
		assert_int_equal(sum, table->cells[row][DOCKET_TABLE_TOTAL]);
	}
}

static void
any_cases_balance_and_what_is_carried_out_is_carried_in_next_year(void **state)
{
	struct docket_period years[3] = { period("2023"), period("2024"), period("2025") };

	for (uint32_t seed = 1; seed <= 200; seed++) {
		struct docket_table tables[3] = { 0 };
		uint32_t dice = seed;
		int count = (int)roll(&dice, 120);

		for (int i = 0; i < count; i++) {
			struct docket_counted one = {
				.applicant_kind = (enum application_applicant_kind)roll(
					&dice, APPLICATION_APPLICANT_KINDS),
				.received_on = { years[0].first.number - 100 +
						 (int32_t)roll(&dice, 1300) },
				.due_on = DAY_NONE,
				.outcome = (int)roll(&dice, 25),
			};

			one.ended_on = roll(&dice, 4) ? (struct day){ one.received_on.number +
								      (int32_t)roll(&dice, 400) }
						      : DAY_NONE;
			for (int year = 0; year < 3; year++)
				(void)docket_table_add(&tables[year], &years[year], &one);
		}
		for (int year = 0; year < 3; year++)
			check_balance(&tables[year]);
		for (int year = 1; year < 3; year++)
			assert_memory_equal(tables[year - 1].cells[DOCKET_ROW_CARRIED_OUT],
				tables[year].cells[DOCKET_ROW_CARRIED_IN],
				sizeof tables[0].cells[0]);
	}
}

static void
keys_are_those_of_the_report(void **state)
{
	for (int row = 0; row < DOCKET_TABLE_ROWS; row++)
		for (int column = 0; column < DOCKET_TABLE_COLUMNS; column++) {
			char path[160];

			snprintf(path, sizeof path, "applications.%s.%s", docket_table_row(row).key,
				docket_table_column(column).key);
			if (report_slot_of_path(str_of(path)) < 0)
				fail_msg("the report has no cell %s", path);
		}
}

static void
median_and_average_are_those_of_the_cases(void **state)
{
	struct docket_days days = { 0 };
	struct docket_figure figure = { 0 };

	assert_int_equal(docket_days_median(&days), -1);
	assert_int_equal(docket_days_average(&days), -1);
	docket_days_add(&days, 20);
	assert_int_equal(docket_days_median(&days), 200);
	docket_days_add(&days, 11);
	assert_int_equal(docket_days_median(&days), 155);
	docket_days_add(&days, 1000);
	assert_int_equal(docket_days_median(&days), 200);
	assert_int_equal(docket_days_average(&days), 3437);
	assert_int_equal(docket_on_time_share(&figure), -1);
	figure.on_time = 2;
	figure.late = 1;
	assert_int_equal(docket_on_time_share(&figure), 666);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(periods_are_years_quarters_and_months),
		cmocka_unit_test(cases_count_as_new_carried_in_done_or_carried_out),
		cmocka_unit_test(the_form_of_2019_has_one_row_for_other_ends),
		cmocka_unit_test(any_cases_balance_and_what_is_carried_out_is_carried_in_next_year),
		cmocka_unit_test(keys_are_those_of_the_report),
		cmocka_unit_test(median_and_average_are_those_of_the_cases),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
