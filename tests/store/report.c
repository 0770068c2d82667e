/* Stored reports: versions, lists, years, neighbours, series, originals. */
#include "db/db.h"

#include "filing/filing_inside.h"
#include "sample.h"
#include "twin.h"

static struct filing_saved
save(struct twin *twin, const char *agency, int year, int figure, int errors)
{
	struct filing_saved saved = { 0 };

	FINE(filing_save(twin->db, twin->files, &sample_actor,
		sample_report(twin->arena, agency, year, figure, errors),
		sample_bytes(twin->arena, agency, year, figure), &saved));
	return saved;
}

static struct filing_list
list(struct twin *twin, struct filing_query query)
{
	struct filing_list found = { 0 };

	if (query.limit == 0)
		query.limit = 50;
	FINE(filing_store_list(twin->db, twin->arena, filing_gate_all, &query, &found));
	return found;
}

static void
saved_report_is_loaded_as_it_was(void **state)
{
	struct twin *twin = *state;
	struct filing_saved saved = save(twin, "甲市财政局", 2023, 7, 2);
	struct report *report = arena_take(twin->arena, 1, sizeof *report);
	int slot = report_application_slot(REPORT_ROW_NEW_RECEIVED, REPORT_TOTAL);
	struct filing_row row;
	struct buf file;

	assert_true(saved.is_current && !saved.is_known && saved.replaced_id == 0);
	FINE(filing_store_load(twin->db, twin->arena, filing_gate_all, saved.id, &row));
	SAME_TEXT(row.agency_name, "甲市财政局");
	SAME_TEXT(row.title, "甲市财政局2023年政府信息公开工作年度报告");
	SAME_TEXT(row.file_name, "报告.docx");
	assert_int_equal(row.year, 2023);
	assert_int_equal(row.form, REPORT_FORM_2021);
	assert_int_equal(row.errors, 2);
	assert_int_equal(row.warnings, 0);
	assert_int_equal(row.replaced_by, 0);
	assert_false(day_is_none(row.stored_on));
	assert_int_equal(
		row.byte_count, (int64_t)sample_bytes(twin->arena, "甲市财政局", 2023, 7).len);
	assert_non_null(report);
	FINE(filing_store_report(twin->db, twin->arena, filing_gate_all, saved.id, report));
	assert_int_equal(report->cells[slot].number.units, 7);
	assert_int_equal(report->finding_count, 2);
	SAME_TEXT(report->agency, "甲市财政局");
	buf_init(&file, 1000);
	FINE(filing_load_file(twin->files, &row, &file));
	SAME_TEXT(buf_str(&file), "甲市财政局 2023 7");
	buf_done(&file);
}

static void
same_file_again_is_known(void **state)
{
	struct twin *twin = *state;
	struct filing_saved first = save(twin, "甲市财政局", 2023, 7, 2);
	struct filing_saved again = save(twin, "甲市财政局", 2023, 7, 2);

	assert_int_equal(again.id, first.id);
	assert_true(again.is_known && again.is_current);
	assert_false(again.is_refreshed);
	assert_int_equal(list(twin, (struct filing_query){ .with_old_versions = true }).total, 1);
}

static void
same_file_read_better_renews_its_record(void **state)
{
	struct twin *twin = *state;
	struct filing_saved first = save(twin, "甲市财政局", 2023, 7, 2);
	struct filing_saved again = save(twin, "甲市财政局", 2023, 7, 0);
	struct filing_row row;

	assert_int_equal(again.id, first.id);
	assert_true(again.is_known && again.is_refreshed && again.is_current);
	FINE(filing_store_load(twin->db, twin->arena, filing_gate_all, first.id, &row));
	assert_int_equal(row.errors, 0);
}

static void
another_file_takes_the_place_and_the_old_one_stays(void **state)
{
	struct twin *twin = *state;
	struct filing_saved first = save(twin, "甲市财政局", 2023, 7, 2);
	struct filing_saved second = save(twin, "甲市财政局", 2023, 8, 0);
	struct filing_saved third = save(twin, "甲市财政局", 2023, 9, 0);
	struct filing_saved old = save(twin, "甲市财政局", 2023, 7, 2);
	struct filing_version *rows = NULL;
	size_t count = 0;
	int64_t current = 0;

	assert_int_equal(second.replaced_id, first.id);
	assert_int_equal(third.replaced_id, second.id);
	assert_int_equal(old.id, first.id);
	assert_true(old.is_known && !old.is_current);
	FINE(filing_store_current(twin->db, filing_gate_all, first.agency_id, 2023, &current));
	assert_int_equal(current, third.id);
	FINE(sample_find(twin, filing_gate_all, " 甲市财政局 ", 2023, &current));
	assert_int_equal(current, third.id);
	FINE(sample_find(twin, filing_gate_all, "甲市财政局", 2022, &current));
	assert_int_equal(current, 0);
	FINE(filing_store_versions(
		twin->db, twin->arena, filing_gate_all, first.agency_id, 2023, &rows, &count));
	assert_int_equal(count, 3);
	assert_int_equal(rows[0].id, third.id);
	assert_int_equal(rows[0].replaced_by, 0);
	assert_int_equal(rows[1].replaced_by, third.id);
	assert_int_equal(rows[2].replaced_by, second.id);
	assert_int_equal(list(twin, (struct filing_query){ 0 }).total, 1);
}

/* Three agencies, six reports. */
static void
fill(struct twin *twin)
{
	save(twin, "乙县人民政府", 2022, 1, 0);
	save(twin, "甲市财政局", 2021, 2, 3);
	save(twin, "甲市财政局", 2023, 3, 1);
	save(twin, "甲市财政局", 2020, 4, 0);
	save(twin, "丙区 100% 街道办事处", 2023, 5, 9);
	save(twin, "乙县人民政府", 2023, 6, 0);
}

static void
list_filters_by_every_wish(void **state)
{
	struct twin *twin = *state;
	struct filing_list found;

	fill(twin);
	assert_int_equal(list(twin, (struct filing_query){ 0 }).total, 6);
	assert_int_equal(list(twin, (struct filing_query){ .year = 2023 }).total, 3);
	assert_int_equal(list(twin, (struct filing_query){ .only_with_errors = true }).total, 3);
	assert_int_equal(list(twin, (struct filing_query){ .text = STR("财政") }).total, 3);
	assert_int_equal(
		list(twin, (struct filing_query){ .text = STR("甲市 年度报告") }).total, 3);
	assert_int_equal(list(twin, (struct filing_query){ .text = STR("100%") }).total, 1);
	assert_int_equal(list(twin, (struct filing_query){ .text = STR("_") }).total, 0);
	found = list(twin, (struct filing_query){
				   .year = 2023, .text = STR("财政"), .only_with_errors = true });
	assert_int_equal(found.total, 1);
	assert_int_equal(found.count, 1);
	found = list(twin, (struct filing_query){ .agency_id = found.rows[0].agency_id });
	assert_int_equal(found.total, 3);
	FAILS(filing_store_list(twin->db, twin->arena, filing_gate_all,
		      &(struct filing_query){ .limit = 1,
			      .text = STR(
				      "一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十"
				      "一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十"
				      "一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十"
				      "一二三四五六七八九十一") },
		      &found),
		"search_long");
}

static void
list_sorts_as_asked(void **state)
{
	struct twin *twin = *state;
	struct filing_list found;

	fill(twin);
	found = list(twin, (struct filing_query){ .sort = FILING_BY_AGENCY });
	SAME_TEXT(found.rows[0].agency_name, "丙区 100% 街道办事处");
	SAME_TEXT(found.rows[1].agency_name, "乙县人民政府");
	assert_int_equal(found.rows[1].year, 2023);
	assert_int_equal(found.rows[5].year, 2020);
	found = list(twin, (struct filing_query){ .sort = FILING_BY_YEAR });
	assert_int_equal(found.rows[0].year, 2023);
	assert_int_equal(found.rows[3].year, 2022);
	assert_int_equal(found.rows[5].year, 2020);
	found = list(twin, (struct filing_query){ .sort = FILING_BY_ERRORS });
	assert_int_equal(found.rows[0].errors, 9);
	assert_int_equal(found.rows[1].errors, 3);
	assert_int_equal(found.rows[5].errors, 0);
}

static void
pages_hold_every_row_once(void **state)
{
	struct twin *twin = *state;
	bool is_seen[7] = { false };
	struct filing_list found;

	fill(twin);
	for (int64_t offset = 0; offset < 6; offset += 2) {
		found = list(twin, (struct filing_query){
					   .sort = FILING_BY_YEAR, .offset = offset, .limit = 2 });
		assert_int_equal(found.count, 2);
		assert_int_equal(found.total, 6);
		for (size_t i = 0; i < found.count; i++) {
			assert_false(is_seen[found.rows[i].id]);
			is_seen[found.rows[i].id] = true;
		}
	}
	found = list(twin, (struct filing_query){ .offset = 100 });
	assert_int_equal(found.count, 0);
	assert_int_equal(found.total, 6);
	found = list(twin, (struct filing_query){ .offset = -5, .limit = -1 });
	assert_int_equal(found.count, 1);
}

static void
years_and_neighbours_step_over_gaps(void **state)
{
	struct twin *twin = *state;
	struct filing_year *years = NULL;
	int64_t previous = -1;
	int64_t next = -1;
	int64_t id = 0;
	size_t count = 0;
	struct filing_row row;

	fill(twin);
	FINE(sample_find(twin, filing_gate_all, "甲市财政局", 2021, &id));
	FINE(filing_store_load(twin->db, twin->arena, filing_gate_all, id, &row));
	FINE(filing_store_years(
		twin->db, twin->arena, filing_gate_all, row.agency_id, &years, &count));
	assert_int_equal(count, 3);
	assert_int_equal(years[0].year, 2020);
	assert_int_equal(years[1].id, id);
	assert_int_equal(years[1].errors, 3);
	FINE(filing_store_neighbours(
		twin->db, filing_gate_all, row.agency_id, 2021, &previous, &next));
	assert_int_equal(previous, years[0].id);
	assert_int_equal(next, years[2].id);
	FINE(filing_store_neighbours(
		twin->db, filing_gate_all, row.agency_id, 2023, &previous, &next));
	assert_int_equal(previous, id);
	assert_int_equal(next, 0);
	FINE(filing_store_all_years(twin->db, twin->arena, filing_gate_all, &years, &count));
	assert_int_equal(count, 4);
	assert_int_equal(years[0].year, 2023);
	assert_int_equal(years[0].report_count, 3);
}

static void
series_has_the_current_records_by_year(void **state)
{
	int slot = report_application_slot(REPORT_ROW_NEW_RECEIVED, REPORT_TOTAL);
	struct twin *twin = *state;
	struct filing_series_item *items = NULL;
	size_t count = 0;
	struct filing_saved saved;

	save(twin, "甲市财政局", 2022, 5, 0);
	save(twin, "甲市财政局", 2021, 4, 0);
	saved = save(twin, "甲市财政局", 2022, 6, 0);
	FINE(filing_store_series(
		twin->db, twin->arena, filing_gate_all, saved.agency_id, &items, &count));
	assert_int_equal(count, 2);
	assert_int_equal(items[0].year, 2021);
	assert_int_equal(items[0].report->cells[slot].number.units, 4);
	assert_int_equal(items[1].id, saved.id);
	assert_int_equal(items[1].report->cells[slot].number.units, 6);
}

static struct fault *
show(struct db *db, void *arg)
{
	return filing_show_row(db, &sample_actor, arg);
}

static void
agencies_are_listed_with_what_they_have(void **state)
{
	struct twin *twin = *state;
	struct filing_agency_list found;
	struct filing_totals totals;
	struct filing_list all;
	int64_t id = 0;

	fill(twin);
	save(twin, "甲市财政局", 2023, 33, 0);
	all = list(twin, (struct filing_query){ 0 });
	for (size_t i = 0; i < all.count; i++)
		FINE(db_work(twin->db, show, &all.rows[i]));
	FINE(agency_find_or_make(twin->db, STR("丁镇人民政府"), &id));
	FINE(filing_store_agencies(
		twin->db, twin->arena, filing_gate_public, STR_NONE, 0, 50, &found));
	assert_int_equal(found.total, 4);
	assert_int_equal(found.count, 4);
	SAME_TEXT(found.agencies[0].name, "丁镇人民政府");
	assert_int_equal(found.agencies[0].report_count, 0);
	assert_int_equal(found.agencies[0].last_year, 0);
	SAME_TEXT(found.agencies[3].name, "甲市财政局");
	assert_int_equal(found.agencies[3].kind, AGENCY_DEPARTMENT);
	assert_int_equal(found.agencies[3].report_count, 3);
	assert_int_equal(found.agencies[3].first_year, 2020);
	assert_int_equal(found.agencies[3].last_year, 2023);
	assert_int_equal(found.agencies[3].errors, 3);
	FINE(filing_store_agencies(
		twin->db, twin->arena, filing_gate_public, STR("县 政府"), 0, 50, &found));
	assert_int_equal(found.total, 1);
	FINE(filing_store_totals(twin->db, filing_gate_public, &totals));
	assert_int_equal(totals.agencies, 3);
	assert_int_equal(totals.reports, 6);
	assert_int_equal(totals.with_errors, 2);
}

static void
what_cannot_be_filed_is_refused(void **state)
{
	struct twin *twin = *state;
	struct report *report = sample_report(twin->arena, "甲市财政局", 2023, 1, 0);
	struct filing_saved saved;
	struct filing_row row;

	report->year = 0;
	FAILS(filing_save(twin->db, twin->files, &sample_actor, report, STR("x"), &saved),
		"filing_year");
	report->year = 2023;
	report->agency = STR(" 　");
	FAILS(filing_save(twin->db, twin->files, &sample_actor, report, STR("x"), &saved),
		"filing_agency");
	report->agency = STR("甲");
	FAILS(filing_save(twin->db, twin->files, &sample_actor, report, STR("x"), &saved),
		"agency_name");
	report->agency = STR("甲市\n财政局");
	FAILS(filing_save(twin->db, twin->files, &sample_actor, report, STR("x"), &saved),
		"agency_name");
	FAILS(filing_store_load(twin->db, twin->arena, filing_gate_all, 1, &row), "absent");
	FAILS(filing_save_record(twin->db, &sample_actor, 1,
		      sample_report(twin->arena, "甲市财政局", 2023, 1, 0)),
		"absent");
	assert_int_equal(list(twin, (struct filing_query){ .with_old_versions = true }).total, 0);
}

static void
long_file_name_is_cut_at_a_character(void **state)
{
	struct twin *twin = *state;
	struct report *report = sample_report(twin->arena, "甲市财政局", 2023, 1, 0);
	struct filing_saved saved;
	struct filing_row row;
	char name[901];

	/* One letter, so that the cut falls into the middle of a character. */
	name[0] = 'a';
	for (size_t i = 0; i < 299; i++)
		memcpy(name + 1 + 3 * i, "报", 3);
	report->file = (struct str){ name, 1 + 3 * 299 };
	FINE(filing_save(twin->db, twin->files, &sample_actor, report, STR("y"), &saved));
	FINE(filing_store_load(twin->db, twin->arena, filing_gate_all, saved.id, &row));
	assert_int_equal(row.file_name.len, 298);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(saved_report_is_loaded_as_it_was),
		cmocka_unit_test(same_file_again_is_known),
		cmocka_unit_test(same_file_read_better_renews_its_record),
		cmocka_unit_test(another_file_takes_the_place_and_the_old_one_stays),
		cmocka_unit_test(list_filters_by_every_wish),
		cmocka_unit_test(list_sorts_as_asked),
		cmocka_unit_test(pages_hold_every_row_once),
		cmocka_unit_test(years_and_neighbours_step_over_gaps),
		cmocka_unit_test(series_has_the_current_records_by_year),
		cmocka_unit_test(agencies_are_listed_with_what_they_have),
		cmocka_unit_test(what_cannot_be_filed_is_refused),
		cmocka_unit_test(long_file_name_is_cut_at_a_character),
	};

	return TWIN_RUN(tests);
}
