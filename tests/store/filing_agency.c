/* Whose report it is, and whose eyes see it: several agencies of one name, several places of one
 * person, the part of the tree that a site shows. */
#include "agency/agency_site.h"
#include "agency/agency_work.h"
#include "filing/filing_inside.h"
#include "filing/filing_waiting.h"
#include "sample.h"
#include "twin.h"

/* Two cities with a 财政局 each, whose short name is 财局. */
struct town {
	int64_t city[2];
	int64_t bureau[2];
	struct str path[2];
};

static struct town
build(struct twin *twin)
{
	static const char *const cities[2] = { "甲市人民政府", "乙市人民政府" };
	struct town town = { 0 };

	for (int i = 0; i < 2; i++) {
		struct agency agency = { .name = STR("财政局"),
			.short_names = STR("财局"),
			.kind = AGENCY_DEPARTMENT,
			.valid_from = DAY_NONE,
			.valid_to = DAY_NONE };

		FINE(agency_find_or_make(twin->db, str_of(cities[i]), &town.city[i]));
		agency.parent_id = town.city[i];
		FINE(agency_make(twin->db, &sample_actor, &agency, NULL, &town.bureau[i]));
		FINE(agency_load(twin->db, twin->arena, town.bureau[i], &agency));
		town.path[i] = agency.path;
	}
	return town;
}

static struct account_person
person_of(const struct account_grant *grants, size_t count)
{
	struct account_person person = { .name = STR("某人"),
		.roles = ACCOUNT_SIGNED_IN,
		.grants = grants,
		.grant_count = count };

	for (size_t i = 0; i < count; i++)
		person.roles |= (unsigned)grants[i].role;
	return person;
}

static struct filing_sending
sending_of(struct twin *twin, const struct account_person *person, const char *agency, int figure)
{
	return (struct filing_sending){ .person = person,
		.actor = sample_actor,
		.report = sample_report(twin->arena, agency, 2023, figure, 0),
		.bytes = sample_bytes(twin->arena, agency, 2023, figure) };
}

static void
author_of_both_is_asked_which_and_nothing_is_stored_before(void **state)
{
	struct twin *twin = *state;
	struct town town = build(twin);
	struct account_grant grants[2] = {
		{ .role = ACCOUNT_AUTHOR, .path = town.path[0] },
		{ .role = ACCOUNT_AUTHOR, .path = town.path[1] },
	};
	struct account_person author = person_of(grants, 2);
	struct filing_sending sending = sending_of(twin, &author, "财政局", 1);
	struct filing_query query = { .limit = 10 };
	struct filing_list found;

	FINE(filing_send(twin->db, twin->files, twin->arena, &sending));
	assert_true(sending.must_choose);
	FINE(filing_store_list(twin->db, twin->arena, filing_gate_all, &query, &found));
	assert_int_equal(found.total, 0);
	/* A choice of something else is no choice. */
	sending.agency_id = town.city[0];
	FINE(filing_send(twin->db, twin->files, twin->arena, &sending));
	assert_true(sending.must_choose);
	sending.agency_id = town.bureau[1];
	FINE(filing_send(twin->db, twin->files, twin->arena, &sending));
	assert_false(sending.must_choose);
	assert_int_equal(sending.saved.agency_id, town.bureau[1]);
	/* The other one's year is still free. */
	sending.agency_id = town.bureau[0];
	FINE(filing_send(twin->db, twin->files, twin->arena, &sending));
	assert_false(sending.must_ask);
	assert_int_equal(sending.saved.agency_id, town.bureau[0]);
}

static void
author_of_one_is_not_asked_and_cannot_choose_the_other(void **state)
{
	struct twin *twin = *state;
	struct town town = build(twin);
	struct account_grant grant = { .role = ACCOUNT_AUTHOR, .path = town.path[0] };
	struct account_person author = person_of(&grant, 1);
	struct filing_sending sending = sending_of(twin, &author, "财政局", 1);

	sending.agency_id = town.bureau[1];
	FINE(filing_send(twin->db, twin->files, twin->arena, &sending));
	assert_false(sending.must_choose);
	assert_int_equal(sending.saved.agency_id, town.bureau[0]);
	/* By its short name, though that of a stranger is the same. */
	sending = sending_of(twin, &author, "财局", 2);
	sending.replaces = sending.current_id;
	FINE(filing_send(twin->db, twin->files, twin->arena, &sending));
	assert_true(sending.must_ask);
	sending.replaces = sending.current_id;
	FINE(filing_send(twin->db, twin->files, twin->arena, &sending));
	assert_int_equal(sending.saved.agency_id, town.bureau[0]);
	grant.path = STR("/9999/");
	sending = sending_of(twin, &author, "财政局", 3);
	FAILS(filing_send(twin->db, twin->files, twin->arena, &sending), "account_may_not");
}

static void
command_line_is_told_which_agencies_have_the_name(void **state)
{
	struct twin *twin = *state;
	struct town town = build(twin);
	struct filing_door door = { .files = twin->files, .actor = sample_actor };
	struct report *report = sample_report(twin->arena, "财政局", 2023, 1, 0);
	struct filing_saved saved;
	struct fault *fault;
	struct agency agency;

	fault = filing_import_record(twin->db, &door, twin->arena, report, STR("x"), &saved);
	FAILS(fault, "agency_several");
	assert_true(str_has(str_of(fault->zh), STR("甲市人民政府")));
	assert_true(str_has(str_of(fault->zh), STR("乙市人民政府")));
	assert_true(str_has(str_of(fault->en), STR("--agency")));
	/* A short name of several makes no agency of that name either. */
	report->agency = STR("财局");
	FAILS(filing_import_record(twin->db, &door, twin->arena, report, STR("x"), &saved),
		"agency_several");
	door.agency_id = town.bureau[1];
	report->agency = STR("");
	FINE(filing_import_record(twin->db, &door, twin->arena, report, STR("x"), &saved));
	assert_int_equal(saved.agency_id, town.bureau[1]);
	SAME_TEXT(report->agency, "财政局");
	FAILS(agency_find_key(twin->db, twin->arena, STR("99999"), &agency), "agency_unknown");
	FAILS(agency_find_key(twin->db, twin->arena, STR("12ab"), &agency), "agency_unknown");
	FAILS(agency_find_key(twin->db, twin->arena, STR("财局"), &agency), "agency_several");
	FINE(agency_find_key(twin->db, twin->arena, STR(" 乙市人民政府 "), &agency));
	assert_int_equal(agency.id, town.city[1]);
	door.agency_id = 99999;
	FAILS(filing_import_record(twin->db, &door, twin->arena, report, STR("y"), &saved),
		"absent");
}

static void
year_before_is_that_of_the_agency_meant(void **state)
{
	struct twin *twin = *state;
	struct town town = build(twin);
	struct filing_door door = {
		.files = twin->files, .actor = sample_actor, .agency_id = town.bureau[1]
	};
	struct filing_saved saved;
	int64_t previous = 0;

	FINE(filing_import_record(twin->db, &door, twin->arena,
		sample_report(twin->arena, "财政局", 2022, 1, 0), STR("2022"), &saved));
	/* The name alone means two. */
	FINE(filing_check_stored(twin->db, twin->arena, filing_gate_all, 0,
		sample_report(twin->arena, "财政局", 2023, 1, 0), &previous));
	assert_int_equal(previous, 0);
	FINE(filing_check_stored(twin->db, twin->arena, filing_gate_all, town.bureau[0],
		sample_report(twin->arena, "财政局", 2023, 1, 0), &previous));
	assert_int_equal(previous, 0);
	FINE(filing_check_stored(twin->db, twin->arena, filing_gate_all, town.bureau[1],
		sample_report(twin->arena, "财政局", 2023, 1, 0), &previous));
	assert_int_equal(previous, saved.id);
}

/* A report of each bureau and of 甲市 itself, all waiting. */
static void
store_three(struct twin *twin, const struct town *town)
{
	const int64_t of[3] = { town->bureau[0], town->bureau[1], town->city[0] };

	for (int i = 0; i < 3; i++) {
		struct filing_door door = {
			.files = twin->files, .actor = sample_actor, .agency_id = of[i]
		};
		struct filing_saved saved;
		struct str bytes;

		FINE(str_print(twin->arena, &bytes, "%d", i));
		door.is_shown = i < 2;
		FINE(filing_import_record(twin->db, &door, twin->arena,
			sample_report(twin->arena, "某局", 2023, i, 0), bytes, &saved));
	}
}

static int64_t
found_through(struct twin *twin, struct filing_gate gate)
{
	struct filing_query query = { .limit = 10 };
	int64_t counts[FILING_STATES];
	struct filing_year *years;
	struct filing_list found;
	size_t year_count = 0;
	int64_t total = 0;

	FINE(filing_store_list(twin->db, twin->arena, gate, &query, &found));
	assert_int_equal(found.total, found.count);
	FINE(filing_store_counts(twin->db, gate, counts));
	for (int i = 0; i < FILING_STATES; i++)
		total += counts[i];
	assert_int_equal(found.total, total);
	FINE(filing_store_all_years(twin->db, twin->arena, gate, &years, &year_count));
	assert_int_equal(year_count ? years[0].report_count : 0, total);
	for (size_t i = 0; i < found.count; i++)
		FINE(filing_store_load(
			twin->db, twin->arena, gate, found.rows[i].id, &found.rows[i]));
	return total;
}

static void
person_with_several_places_sees_all_of_them_and_nothing_else(void **state)
{
	struct twin *twin = *state;
	struct town town = build(twin);
	struct account_grant grants[3] = {
		{ .role = ACCOUNT_REVIEWER, .path = town.path[0] },
		{ .role = ACCOUNT_AUTHOR, .path = town.path[1], .has_subtree = true },
		{ .role = ACCOUNT_CASE_OFFICER, .path = STR("/"), .has_subtree = true },
	};
	struct account_person person = person_of(grants, 3);
	unsigned staff = (unsigned)ACCOUNT_REVIEWER | (unsigned)ACCOUNT_AUTHOR;
	struct filing_gate gate = { 0 };
	struct filing_hit *hits;
	size_t count = 0;

	store_three(twin, &town);
	FINE(filing_gate_make(twin->arena, &person, staff, STR(""), &gate));
	assert_int_equal(found_through(twin, gate), 2);
	FINE(filing_search(twin->db, twin->arena, &person, STR(""), 10, &hits, &count));
	assert_int_equal(count, 2);
	FINE(filing_gate_make(twin->arena, &person, staff, town.path[1], &gate));
	assert_int_equal(found_through(twin, gate), 1);
	FINE(filing_gate_make(twin->arena, &person, ACCOUNT_CASE_OFFICER, STR(""), &gate));
	assert_int_equal(found_through(twin, gate), 3);
	assert_int_equal(found_through(twin, filing_gate_all), 3);
	assert_int_equal(found_through(twin, filing_gate_public), 2);
}

static void
gate_that_nobody_made_lets_nothing_through(void **state)
{
	struct twin *twin = *state;
	struct town town = build(twin);
	struct filing_gate gate = { .patterns = STR("[]") };

	store_three(twin, &town);
	assert_int_equal(found_through(twin, gate), 0);
}

static void
site_shows_what_is_shown_of_its_part_of_the_tree(void **state)
{
	struct twin *twin = *state;
	struct town town = build(twin);
	struct agency_site site = { .host = STR("a.example") };
	struct filing_agency_list agencies;
	struct filing_totals totals;
	struct filing_gate gate = { 0 };
	struct agency city;

	store_three(twin, &town);
	FINE(agency_load(twin->db, twin->arena, town.city[0], &city));
	site.path = city.path;
	FINE(filing_gate_of_site(twin->arena, &site, &gate));
	assert_int_equal(found_through(twin, gate), 1);
	FINE(filing_store_agencies(twin->db, twin->arena, gate, STR(""), 0, 10, &agencies));
	assert_int_equal(agencies.total, 2);
	assert_int_equal(agencies.count, 2);
	FINE(filing_store_totals(twin->db, gate, &totals));
	assert_int_equal(totals.reports, 1);
	/* A site for everything. */
	site.path = STR("");
	FINE(filing_gate_of_site(twin->arena, &site, &gate));
	assert_int_equal(found_through(twin, gate), 2);
	FINE(filing_store_agencies(twin->db, twin->arena, gate, STR(""), 0, 10, &agencies));
	assert_int_equal(agencies.total, 4);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(author_of_both_is_asked_which_and_nothing_is_stored_before),
		cmocka_unit_test(author_of_one_is_not_asked_and_cannot_choose_the_other),
		cmocka_unit_test(command_line_is_told_which_agencies_have_the_name),
		cmocka_unit_test(year_before_is_that_of_the_agency_meant),
		cmocka_unit_test(person_with_several_places_sees_all_of_them_and_nothing_else),
		cmocka_unit_test(gate_that_nobody_made_lets_nothing_through),
		cmocka_unit_test(site_shows_what_is_shown_of_its_part_of_the_tree),
	};

	return TWIN_RUN(tests);
}
