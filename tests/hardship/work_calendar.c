/*
 * The works of calendar/.
 */
#include "calendar/calendar_store.h"
#include "work.h"

static struct fault *
save(struct world *world, int64_t agency_id, const char *csv, struct arena *arena)
{
	struct calendar_deed deed = {
		.agency_id = agency_id, .dropped = DAY_NONE, .note = STR("试")
	};
	struct calendar_layer layer;
	int64_t version;

	TRY(calendar_version(world->db, &deed.seen_version));
	TRY(calendar_file_parse(arena, str_of(csv), &layer));
	deed.rows = layer.rows;
	deed.count = layer.count;
	return calendar_save(world->db, &work_console.actor, &deed, &version);
}

static struct fault *
take_year(struct world *world, struct arena *arena)
{
	return save(world, 0, "2027-01-01,holiday,元旦\n2027-01-04,holiday,元旦\n", arena);
}

static struct fault *
add_local(struct world *world, struct arena *arena)
{
	return save(world, world->left, "2026-03-03,holiday,防汛\n", arena);
}

/* The calendar that is lent is the one of the store, however often it could not be had. */
static struct fault *
borrow(struct world *world, struct arena *arena)
{
	CLOSING(calendar_give_back) const struct calendar_lent *lent = NULL;
	enum calendar_kind kind;
	struct day day;
	struct str path;

	calendar_drop_copies();
	TRY(str_print(arena, &path, "/%lld/%lld/", (long long)world->top, (long long)world->left));
	TRY(calendar_borrow(world->db, path, &lent));
	assert_true(day_parse(STR("2026-03-03"), &day));
	TRY(calendar_kind_of(lent->calendar, day, &kind));
	assert_int_equal(kind, CALENDAR_HOLIDAY);
	return NULL;
}

static struct fault *
drop_local(struct world *world, struct arena *arena)
{
	struct calendar_deed deed = { .agency_id = world->left };
	int64_t version;

	assert_true(day_parse(STR("2026-03-03"), &deed.dropped));
	TRY(calendar_version(world->db, &deed.seen_version));
	return calendar_save(world->db, &work_console.actor, &deed, &version);
}

const struct work work_calendar[] = {
	{ "take in a year", take_year, 1 },
	{ "add a local day", add_local, 1 },
	{ "borrow a calendar", borrow, 0 },
	{ "take a local day away", drop_local, 1 },
	{ 0 },
};
