/* The public calculator of terms, by the days of a place: the agency asked for, or the one whose
 * site it is. Counting itself is tests/unit/calendar. */
#include "people.h"

#include "agency/agency_site.h"
#include "calendar/calendar_store.h"
#include "db/db.h"

#define CLOCK "/clock?received=2024-03-01"
#define API "/api/v1/clock?received=2024-03-01"
#define OF_A "&agency=%E5%B9%B3%E6%88%BF%E5%8C%BA%E4%BA%BA%E6%B0%91%E6%94%BF%E5%BA%9C"

static const struct audit_actor actor = { .name = STR("试验"), .way = AUDIT_COMMAND };

static bool
shows(const char *text)
{
	return str_has(http_reply_bytes(&people_reply), str_of(text));
}

static unsigned
ask(const char *target)
{
	return people_ask(&people_everybody[0], "GET", target, "", AS_USUAL);
}

/* One free day more at agency A. */
static void
add_local_day(void)
{
	CLOSING(db_give_back) struct db *db = NULL;
	struct calendar_row row = { .kind = CALENDAR_HOLIDAY, .name = STR("停电停工") };
	int64_t version;

	assert_true(day_parse(STR("2024-03-06"), &row.date));
	FINE(db_pool_writer(people_pool, &db));
	FINE(calendar_version(db, &version));
	FINE(calendar_save(db, &actor,
		&(struct calendar_deed){ .agency_id = people_agency_a,
			.rows = &row,
			.count = 1,
			.dropped = DAY_NONE,
			.note = STR("区政府通知"),
			.seen_version = version },
		&version));
}

static void
local_days_of_the_agency_asked_for_count(void **state)
{
	add_local_day();
	assert_int_equal(ask(CLOCK), 200);
	assert_true(shows("<strong>2024-03-29</strong>"));
	assert_int_equal(ask(CLOCK OF_A), 200);
	assert_true(shows("<strong>2024-04-01</strong>"));
	assert_true(shows("停电停工"));
	/* The address of the result names the agency too. */
	assert_true(shows("received=2024-03-01&amp;agency=%E5%B9%B3"));
	assert_int_equal(ask(API), 200);
	assert_true(shows("2024-03-29"));
	assert_int_equal(ask(API OF_A), 200);
	assert_true(shows("2024-04-01"));
}

static void
agency_that_is_none_is_said_beside_its_field(void **state)
{
	assert_int_equal(ask(CLOCK "&agency=Atlantis"), 422);
	assert_true(shows("id=\"agency-error\""));
	assert_false(shows("2024-03-29"));
	assert_int_equal(ask(API "&agency=Atlantis"), 422);
	assert_true(shows("agency_unknown"));
	assert_int_equal(ask(CLOCK "&agency="), 200);
	assert_true(shows("<strong>2024-03-29</strong>"));
}

static void
site_of_an_agency_counts_its_days_unless_told_otherwise(void **state)
{
	CLOSING(db_give_back) struct db *db = NULL;
	struct agency_site site = { .host = STR("gk.test"),
		.agency_id = people_agency_a,
		.title = STR("政府信息公开"),
		.palette = &agency_palettes[0] };
	int64_t id;

	add_local_day();
	FINE(db_pool_writer(people_pool, &db));
	FINE(agency_site_save(db, &actor, &site, &id));
	assert_int_equal(ask(CLOCK), 200);
	assert_true(shows("<strong>2024-04-01</strong>"));
	assert_true(shows("value=\"" A "\""));
	assert_int_equal(ask(CLOCK "&agency="), 200);
	assert_true(shows("<strong>2024-03-29</strong>"));
	/* An agency that this site does not show. */
	assert_int_equal(
		ask(CLOCK "&agency=%E4%B8%9C%E5%AE%89%E5%8C%BA%E4%BA%BA%E6%B0%91%E6%94%BF%E5%BA"
			  "%9C"),
		422);
}

static void
year_without_data_is_said(void **state)
{
	assert_int_equal(ask("/clock?received=2026-12-20" OF_A), 422);
	assert_true(shows("2027"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			local_days_of_the_agency_asked_for_count, people_start, people_stop),
		cmocka_unit_test_setup_teardown(
			agency_that_is_none_is_said_beside_its_field, people_start, people_stop),
		cmocka_unit_test_setup_teardown(
			site_of_an_agency_counts_its_days_unless_told_otherwise, people_start,
			people_stop),
		cmocka_unit_test_setup_teardown(
			year_without_data_is_said, people_start, people_stop),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
