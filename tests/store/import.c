/* Files taken in: read, checked with the years beside them, stored. On the sample reports. */
#include "filing/filing_import.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/file.h"
#include "filing/filing_inside.h"
#include "reading/reading.h"
#include "sample.h"
#include "twin.h"

static struct str
read_sample(struct twin *twin, const char *name)
{
	const char *folder = getenv("GONGKAI_REPORTS");
	struct str bytes;
	struct buf buf;
	char path[4096];

	assert_non_null(folder);
	snprintf(path, sizeof path, "%s/%s", folder, name);
	buf_init(&buf, 1 << 20);
	FINE(file_read(path, &buf));
	FINE(str_copy(twin->arena, buf_str(&buf), &bytes));
	buf_done(&buf);
	return bytes;
}

static struct report *
import(struct twin *twin, const char *name, struct str bytes, struct filing_saved *ret_saved)
{
	struct filing_door door = { .files = twin->files, .actor = sample_actor, .is_shown = true };
	struct report *report = arena_take(twin->arena, 1, sizeof *report);

	assert_non_null(report);
	FINE(filing_import(twin->db, &door, twin->arena, str_of(name), bytes, report, ret_saved));
	return report;
}

static void
sample_is_stored_with_its_record_and_original(void **state)
{
	static const char *const names[] = { "000-pingfang-2020.txt", "001-chuankou-2020.txt",
		"002-daoli-2021.txt", "003-hegang-2020.txt", "004-dongan-2020.txt" };
	struct twin *twin = *state;
	struct filing_totals totals;

	for (size_t i = 0; i < COUNT_OF(names); i++) {
		struct str bytes = read_sample(twin, names[i]);
		struct filing_saved saved;
		struct report *report = import(twin, names[i], bytes, &saved);
		struct report *loaded = arena_take(twin->arena, 1, sizeof *loaded);
		struct filing_row row;
		struct buf file;

		assert_true(saved.is_current && !saved.is_known);
		FINE(filing_store_load(twin->db, twin->arena, filing_gate_all, saved.id, &row));
		assert_true(str_equal(row.agency_name, report->agency));
		assert_true(str_equal(row.title, report->title));
		SAME_TEXT(row.file_name, names[i]);
		assert_int_equal(row.year, report->year);
		assert_int_equal(row.form, report->form);
		assert_int_equal(row.errors, report_count(report, REPORT_ERROR));
		assert_non_null(loaded);
		FINE(filing_store_report(twin->db, twin->arena, filing_gate_all, saved.id, loaded));
		for (int slot = 0; slot < REPORT_SLOT_COUNT; slot++) {
			assert_int_equal(report->cells[slot].state == REPORT_NUMBER,
				loaded->cells[slot].state == REPORT_NUMBER);
			if (report->cells[slot].state == REPORT_NUMBER)
				assert_int_equal(decimal_compare(report->cells[slot].number,
							 loaded->cells[slot].number),
					0);
		}
		buf_init(&file, 1 << 20);
		FINE(filing_load_file(twin->files, &row, &file));
		assert_true(str_equal(buf_str(&file), bytes));
		buf_done(&file);
	}
	FINE(filing_store_totals(twin->db, filing_gate_public, &totals));
	assert_int_equal(totals.reports, 5);
	assert_int_equal(totals.agencies, 5);
}

static size_t
count_rule(struct twin *twin, int64_t id, const char *start)
{
	struct report *report = arena_take(twin->arena, 1, sizeof *report);
	size_t count = 0;

	assert_non_null(report);
	FINE(filing_store_report(twin->db, twin->arena, filing_gate_all, id, report));
	for (size_t i = 0; i < report->finding_count; i++)
		count += strncmp(report->findings[i].rule, start, strlen(start)) == 0;
	return count;
}

/* The report of the next year as its JSON file, which begins with other figures than this ended. */
static struct str
next_year_of(struct twin *twin, const struct report *report)
{
	int total = report_application_slot(REPORT_ROW_CARRIED_IN, REPORT_TOTAL);
	int person = report_application_slot(REPORT_ROW_CARRIED_IN, REPORT_NATURAL_PERSON);
	struct report next = *report;
	struct str json;
	struct buf buf;

	next.year++;
	next.cells[total].number = decimal_of(977);
	next.cells[person].number = decimal_of(977);
	next.finding_count = 0;
	buf_init(&buf, 1 << 20);
	report_put_json(&buf, &next);
	FINE(str_copy(twin->arena, buf_str(&buf), &json));
	buf_done(&buf);
	return json;
}

static void
year_after_is_checked_again_when_its_year_before_arrives(void **state)
{
	struct twin *twin = *state;
	struct str bytes = read_sample(twin, "000-pingfang-2020.txt");
	struct report *report = arena_take(twin->arena, 1, sizeof *report);
	struct filing_saved later;
	struct filing_saved earlier;
	struct filing_row row;

	assert_non_null(report);
	FINE(reading_make(STR("a.txt"), bytes, twin->arena, report));
	import(twin, "next.json", next_year_of(twin, report), &later);
	assert_int_equal(count_rule(twin, later.id, "T3-CARRY"), 0);
	import(twin, "a.txt", bytes, &earlier);
	assert_int_equal(earlier.agency_id, later.agency_id);
	assert_true(count_rule(twin, later.id, "T3-CARRY") > 0);
	FINE(filing_store_load(twin->db, twin->arena, filing_gate_all, later.id, &row));
	assert_true(row.errors > 0);
	assert_int_equal(row.replaced_by, 0);
}

static void
what_is_no_report_is_not_stored(void **state)
{
	struct twin *twin = *state;
	struct filing_totals totals;
	struct report *report = arena_take(twin->arena, 1, sizeof *report);
	struct filing_saved saved;
	struct filing_door door = { .files = twin->files, .actor = sample_actor };
	struct fault *fault = filing_import(twin->db, &door, twin->arena, STR("a.txt"),
		STR("今天天气很好。\n"), report, &saved);

	assert_non_null(fault);
	assert_int_equal(fault->kind, FAULT_INPUT);
	FINE(filing_store_totals(twin->db, filing_gate_public, &totals));
	assert_int_equal(totals.reports, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sample_is_stored_with_its_record_and_original),
		cmocka_unit_test(year_after_is_checked_again_when_its_year_before_arrives),
		cmocka_unit_test(what_is_no_report_is_not_stored),
	};

	return TWIN_RUN(tests);
}
