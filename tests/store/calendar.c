/* Calendars in the store: years taken in, local days, versions, and the copies in memory. */
#include "agency/agency.h"
#include "agency/agency_work.h"
#include "calendar/calendar_store.h"

#include <stdio.h>

#include "twin.h"

static const struct audit_actor admin = {
	.account_id = 0, .name = { "测试", 6 }, .address = { "", 0 }, .way = AUDIT_COMMAND
};

static struct day
day(const char *text)
{
	struct day day = DAY_NONE;

	assert_true(day_parse(str_of(text), &day));
	return day;
}

/* Take in CSV rows for the nation (0) or an agency; the new version. */
static int64_t
save(struct twin *twin, int64_t agency_id, const char *csv)
{
	struct calendar_deed deed = {
		.agency_id = agency_id, .dropped = DAY_NONE, .note = STR("试")
	};
	struct calendar_layer layer;
	int64_t version = 0;

	FINE(calendar_version(twin->db, &deed.seen_version));
	FINE(calendar_file_parse(twin->arena, str_of(csv), &layer));
	deed.rows = layer.rows;
	deed.count = layer.count;
	FINE(calendar_save(twin->db, &admin, &deed, &version));
	return version;
}

static enum calendar_kind
kind_at(struct twin *twin, const char *path, int64_t version, const char *date)
{
	const struct calendar *calendar;
	enum calendar_kind kind;

	FINE(calendar_load_at(twin->db, twin->arena, str_of(path), version, &calendar));
	FINE(calendar_kind_of(calendar, day(date), &kind));
	return kind;
}

static struct agency
make_agency(struct twin *twin, const char *name, int64_t parent_id)
{
	struct agency agency;
	int64_t id = 0;

	FINE(agency_find_or_make(twin->db, str_of(name), &id));
	FINE(agency_save_place(twin->db, id, parent_id, AGENCY_GOVERNMENT));
	FINE(agency_load(twin->db, twin->arena, id, &agency));
	return agency;
}

static void
an_empty_store_has_the_days_of_the_program(void **state)
{
	struct twin *twin = *state;
	CLOSING(calendar_give_back) const struct calendar_lent *lent = NULL;
	const struct calendar *calendar;
	struct calendar_layer layer;
	int64_t version = 7;
	int count;

	FINE(calendar_version(twin->db, &version));
	assert_int_equal(version, 0);
	FINE(calendar_borrow(twin->db, STR("/1/"), &lent));
	assert_int_equal(lent->version, 0);
	FINE(calendar_count_year(lent->calendar, 2026, &count));
	assert_int_equal(count, 248);
	FINE(calendar_load_rows(twin->db, twin->arena, 0, 0, &layer));
	assert_int_equal(layer.count, 0);
	FAILS(calendar_load_at(twin->db, twin->arena, STR_NONE, 99, &calendar), "absent");
}

static void
a_year_taken_in_is_there_and_replaces_its_predecessor(void **state)
{
	struct twin *twin = *state;
	int64_t first = save(twin, 0,
		"2027-01-01,holiday,元旦\n2027-02-06,holiday,春节\n"
		"2027-02-08,holiday,春节\n2026-12-31,holiday,元旦\n");
	int64_t second = save(twin, 0, "2027-01-01,holiday,元旦\n2027-02-09,holiday,春节\n");
	struct calendar_past *changes;
	size_t count;

	assert_true(second > first);
	assert_int_equal(kind_at(twin, "", first, "2027-02-08"), CALENDAR_HOLIDAY);
	assert_int_equal(kind_at(twin, "", first, "2027-02-09"), CALENDAR_WORKING);
	assert_int_equal(kind_at(twin, "", second, "2027-02-08"), CALENDAR_WORKING);
	assert_int_equal(kind_at(twin, "", second, "2027-02-09"), CALENDAR_HOLIDAY);
	/* A single day of another year stays, and that year with it. */
	assert_int_equal(kind_at(twin, "", second, "2026-12-31"), CALENDAR_HOLIDAY);
	assert_int_equal(kind_at(twin, "", second, "2026-10-01"), CALENDAR_HOLIDAY);
	assert_int_equal(kind_at(twin, "", 0, "2026-12-31"), CALENDAR_WORKING);
	FINE(calendar_find_changes(twin->db, twin->arena, 0, 10, &changes, &count));
	assert_int_equal(count, 2);
	assert_int_equal(changes[0].version, second);
	assert_int_equal(changes[1].first.number, day("2026-12-31").number);
	SAME_TEXT(changes[0].note, "试");
}

static void
local_days_hold_for_an_agency_and_those_below(void **state)
{
	struct twin *twin = *state;
	struct agency city = make_agency(twin, "甲市人民政府", 0);
	struct agency district = make_agency(twin, "甲市乙区人民政府", city.id);
	struct agency other = make_agency(twin, "丙市人民政府", 0);
	struct calendar_deed drop = { .dropped = day("2026-03-03") };
	int64_t version;

	save(twin, city.id, "2026-03-03,holiday,防汛\n2026-03-04,holiday,防汛\n");
	version = save(twin, district.id, "2026-03-04,workday,照常上班\n");
	assert_int_equal(kind_at(twin, city.path.at, version, "2026-03-04"), CALENDAR_HOLIDAY);
	assert_int_equal(kind_at(twin, district.path.at, version, "2026-03-03"), CALENDAR_HOLIDAY);
	assert_int_equal(kind_at(twin, district.path.at, version, "2026-03-04"), CALENDAR_MAKE_UP);
	assert_int_equal(kind_at(twin, other.path.at, version, "2026-03-03"), CALENDAR_WORKING);
	assert_int_equal(kind_at(twin, "", version, "2026-03-03"), CALENDAR_WORKING);
	drop.agency_id = city.id;
	drop.seen_version = version;
	FINE(calendar_save(twin->db, &admin, &drop, &version));
	assert_int_equal(kind_at(twin, city.path.at, version, "2026-03-03"), CALENDAR_WORKING);
	assert_int_equal(kind_at(twin, city.path.at, version, "2026-03-04"), CALENDAR_HOLIDAY);
}

static void
what_was_not_seen_is_not_overwritten(void **state)
{
	struct twin *twin = *state;
	struct calendar_row row = { day("2027-01-01"), CALENDAR_HOLIDAY, STR("元旦") };
	struct calendar_deed deed = { .rows = &row, .count = 1, .dropped = DAY_NONE };
	int64_t version = 0;

	save(twin, 0, "2027-01-01,holiday,元旦\n");
	FAILS(calendar_save(twin->db, &admin, &deed, &version), "calendar_stale");
	deed.count = 0;
	FAILS(calendar_save(twin->db, &admin, &deed, &version), "calendar_nothing");
	row.name = STR_NONE;
	deed.count = 1;
	deed.agency_id = 5;
	FAILS(calendar_save(twin->db, &admin, &deed, &version), "calendar_local_name");
	assert_int_equal(version, 0);
}

static void
every_change_has_its_line_of_audit(void **state)
{
	struct twin *twin = *state;
	struct audit_list list;
	struct audit_verdict verdict;

	save(twin, 0, "2027-01-01,holiday,元旦\n");
	save(twin, 3, "2027-01-04,holiday,防汛\n");
	FINE(audit_find(twin->db, twin->arena,
		&(struct audit_query){
			.deed = STR("calendar."), .from = DAY_NONE, .to = DAY_NONE, .limit = 10 },
		&list));
	assert_int_equal(list.count, 2);
	SAME_TEXT(list.entries[0].deed, "calendar.local_changed");
	assert_int_equal(list.entries[0].agency_id, 3);
	assert_true(str_has(list.entries[1].after, STR("2027-01-01 holiday")));
	FINE(audit_verify(twin->db, twin->arena, &verdict));
	assert_true(verdict.is_whole);
}

static void
copies_follow_the_store_and_are_shared(void **state)
{
	struct twin *twin = *state;
	const struct calendar_lent *before = NULL;
	const struct calendar_lent *same = NULL;
	const struct calendar_lent *after = NULL;
	enum calendar_kind kind;

	FINE(calendar_borrow(twin->db, STR("/1/2/"), &before));
	FINE(calendar_borrow(twin->db, STR("/7/"), &same));
	assert_ptr_equal(before->calendar, same->calendar);
	save(twin, 2, "2026-03-03,holiday,防汛\n");
	FINE(calendar_borrow(twin->db, STR("/1/2/"), &after));
	assert_ptr_not_equal(before->calendar, after->calendar);
	FINE(calendar_kind_of(after->calendar, day("2026-03-03"), &kind));
	assert_int_equal(kind, CALENDAR_HOLIDAY);
	/* What is lent stays as it was. */
	FINE(calendar_kind_of(before->calendar, day("2026-03-03"), &kind));
	assert_int_equal(kind, CALENDAR_WORKING);
	calendar_give_back(&before);
	calendar_drop_copies();
	FINE(calendar_kind_of(same->calendar, day("2026-03-03"), &kind));
	calendar_give_back(&same);
	calendar_give_back(&after);
	assert_null(after);
}

static void
many_versions_leave_few_copies(void **state)
{
	struct twin *twin = *state;
	const struct calendar_lent *kept[CALENDAR_COPIES + 3] = { NULL };
	char csv[64];

	for (size_t i = 0; i < COUNT_OF(kept); i++) {
		snprintf(csv, sizeof csv, "2026-03-%02zu,holiday,防汛\n", i + 2);
		save(twin, 0, csv);
		FINE(calendar_borrow(twin->db, STR_NONE, &kept[i]));
	}
	for (size_t i = 0; i < COUNT_OF(kept); i++) {
		enum calendar_kind kind;
		struct day at = { day("2026-03-02").number + (int32_t)i };

		FINE(calendar_kind_of(kept[i]->calendar, at, &kind));
		assert_int_equal(kind, CALENDAR_HOLIDAY);
		calendar_give_back(&kept[i]);
	}
	calendar_drop_copies();
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_empty_store_has_the_days_of_the_program),
		cmocka_unit_test(a_year_taken_in_is_there_and_replaces_its_predecessor),
		cmocka_unit_test(local_days_hold_for_an_agency_and_those_below),
		cmocka_unit_test(what_was_not_seen_is_not_overwritten),
		cmocka_unit_test(every_change_has_its_line_of_audit),
		cmocka_unit_test(copies_follow_the_store_and_are_shared),
		cmocka_unit_test(many_versions_leave_few_copies),
	};

	return TWIN_RUN(tests);
}
