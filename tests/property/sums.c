/* Rules against invented records: a sound record has no error in its tables; one changed cell is
 * named, a blank cell is named, a broken carry-over is named. */
#include "../unit/test.h"

#include <stdlib.h>

#include "checking/checking.h"
#include "invent.h"

enum { RECORDS = 60, CHANGES = 12 };

static struct report report;
static struct report previous;
static struct arena *arena;

static void
check_again(const struct report *before)
{
	arena_close(&arena);
	FINE(arena_open((size_t)64 << 20, &arena));
	report.findings = NULL;
	report.finding_count = 0;
	FINE(checking_run(&report, before, arena));
}

static bool
is_of_table(const struct report_finding *finding)
{
	return str_starts(finding->where, STR("proactive")) ||
	       str_starts(finding->where, STR("applications")) ||
	       str_starts(finding->where, STR("review_litigation"));
}

static const struct report_finding *
first_error(void)
{
	for (size_t i = 0; i < report.finding_count; i++)
		if (report.findings[i].level == REPORT_ERROR && is_of_table(&report.findings[i]))
			return &report.findings[i];
	return NULL;
}

/* An error speaks of a cell when its place is the cell, its row or table, or its column is named in
 * the sentence. */
static bool
is_named(int slot)
{
	struct str path = str_of(report_slot_path(slot).at);
	struct str column = str_of(report_slots[slot].column);

	for (size_t i = 0; i < report.finding_count; i++) {
		const struct report_finding *finding = &report.findings[i];

		if (finding->level != REPORT_ERROR || !is_of_table(finding))
			continue;
		if (str_starts(path, finding->where) || str_ends(finding->where, column))
			return true;
		if (report_slots[slot].table == REPORT_REVIEW &&
			str_starts(finding->where, STR("review_litigation")))
			return true;
	}
	return false;
}

static enum report_form
form_of(int number)
{
	return number % 2 ? REPORT_FORM_2021 : REPORT_FORM_2019;
}

static int
year_of(int number)
{
	return number % 2 ? 2022 : 2020;
}

static void
a_sound_record_has_no_error_in_its_tables(void **state)
{
	uint64_t seed = 1;

	for (int i = 0; i < RECORDS; i++) {
		const struct report_finding *error;

		invent_report(&seed, form_of(i), year_of(i), &report);
		check_again(NULL);
		error = first_error();
		if (error)
			fail_msg("record %d: %s %.*s %.*s", i, error->rule, STR_ARG(error->where),
				STR_ARG(error->says));
	}
}

static void
one_changed_cell_of_table_3_or_4_is_named(void **state)
{
	uint64_t seed = 2;

	for (int i = 0; i < RECORDS; i++) {
		invent_report(&seed, form_of(i), year_of(i), &report);
		for (int change = 0; change < CHANGES; change++) {
			int slot = REPORT_FIRST_APPLICATION +
				   (int)invent_below(
					   &seed, REPORT_SLOT_COUNT - REPORT_FIRST_APPLICATION);
			struct report_cell kept = report.cells[slot];

			if (kept.state != REPORT_NUMBER)
				continue;
			report.cells[slot].number.units += 1 + invent_below(&seed, 50);
			check_again(NULL);
			if (!is_named(slot))
				fail_msg("record %d: %s changed and not named", i,
					report_slot_path(slot).at);
			report.cells[slot] = kept;
		}
	}
}

static void
a_blank_cell_is_named_and_is_no_zero(void **state)
{
	uint64_t seed = 3;

	for (int i = 0; i < RECORDS; i++) {
		invent_report(&seed, form_of(i), year_of(i), &report);
		for (int change = 0; change < CHANGES; change++) {
			int slot = (int)invent_below(&seed, REPORT_SLOT_COUNT);
			struct report_cell kept = report.cells[slot];

			if (kept.state != REPORT_NUMBER)
				continue;
			report.cells[slot] = (struct report_cell){ .state = REPORT_BLANK };
			check_again(NULL);
			if (!is_named(slot))
				fail_msg("record %d: %s blank and not named", i,
					report_slot_path(slot).at);
			report.cells[slot] = kept;
		}
	}
}

static void
years_that_follow_have_no_error_and_a_broken_carry_over_is_named(void **state)
{
	uint64_t seed = 4;

	for (int i = 0; i < RECORDS; i++) {
		int column = (int)invent_below(&seed, REPORT_TOTAL);
		int slot = report_application_slot(REPORT_ROW_CARRIED_OUT, column);
		const struct report_finding *error;
		bool is_told = false;

		invent_report(&seed, form_of(i), year_of(i) - 1, &previous);
		invent_report(&seed, form_of(i), year_of(i), &report);
		previous.year = report.year - 1;
		invent_follow(&previous, &report);
		check_again(&previous);
		error = first_error();
		if (error)
			fail_msg("record %d: %s %.*s %.*s", i, error->rule, STR_ARG(error->where),
				STR_ARG(error->says));
		previous.cells[slot].number.units += 3;
		check_again(&previous);
		for (size_t j = 0; j < report.finding_count; j++)
			is_told = is_told || strcmp(report.findings[j].rule, "T3-CARRY") == 0;
		if (!is_told)
			fail_msg("record %d: carry-over of column %d broken and not told", i,
				column);
	}
}

static int
close_arena(void **state)
{
	arena_close(&arena);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_sound_record_has_no_error_in_its_tables),
		cmocka_unit_test(one_changed_cell_of_table_3_or_4_is_named),
		cmocka_unit_test(a_blank_cell_is_named_and_is_no_zero),
		cmocka_unit_test(years_that_follow_have_no_error_and_a_broken_carry_over_is_named),
	};

	return cmocka_run_group_tests(tests, NULL, close_arena);
}
