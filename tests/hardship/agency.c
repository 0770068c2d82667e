/*
 * Every change of agencies and sites while the n-th call to the database fails, for n = 1, 2, 3 …
 * until it succeeds. A change that fails must leave nothing behind: neither the tree nor the audit
 * may differ from what they were.
 */
#include "../store/twin.h"

#include <stdio.h>

#include "agency/agency_import.h"
#include "agency/agency_inside.h"
#include "agency/agency_site.h"
#include "agency/agency_work.h"

enum { MOST_TRIES = 3000, ARENA = 32 << 20 };

static const struct audit_actor actor = { .name = { "命令行", 9 }, .way = AUDIT_COMMAND };

/* Where the changes are made. Below `top` stand `left` and `right`; `number` makes names new. */
struct world {
	struct db *db;
	int64_t top;
	int64_t left;
	int64_t right;
	int number;
};

typedef struct fault *work_fn(struct world *world, struct arena *arena);

static struct fault *
make_below(struct world *world, struct arena *arena, int64_t parent_id, int64_t *ret_id)
{
	static const union agency_office office = { .phone = { "0451", 4 } };
	struct agency agency = { .parent_id = parent_id, .valid_from = DAY_NONE };

	TRY(str_print(arena, &agency.name, "第%d机关", world->number++));
	return agency_make(world->db, &actor, &agency, &office, ret_id);
}

static struct fault *
make(struct world *world, struct arena *arena)
{
	int64_t id;

	return make_below(world, arena, world->left, &id);
}

static struct fault *
change(struct world *world, struct arena *arena)
{
	union agency_office office = { .phone = STR("12345") };
	struct agency agency;

	TRY(agency_load(world->db, arena, world->left, &agency));
	TRY(str_print(arena, &agency.short_names, "简称%d", world->number));
	return agency_change(world->db, &actor, &agency, &office);
}

static struct fault *
rename_one(struct world *world, struct arena *arena)
{
	struct agency agency;
	struct str name;

	TRY(agency_load(world->db, arena, world->left, &agency));
	TRY(str_print(arena, &name, "改名%d", world->number));
	return agency_rename(world->db, &actor, agency.id, agency.version, name, day_today());
}

static struct fault *
move(struct world *world, struct arena *arena)
{
	struct agency agency;

	TRY(agency_load(world->db, arena, world->left, &agency));
	return agency_move(world->db, &actor, agency.id, agency.version, world->right, day_today());
}

/* The first existing agency below `left`. */
static struct fault *
first_below(struct world *world, struct arena *arena, struct agency *ret_agency)
{
	struct agency_level_query query = { .parent_id = world->left, .limit = 1 };
	struct agency_branches page;

	TRY(agency_find_children(world->db, arena, &query, &page));
	assert_int_equal(page.count, 1);
	*ret_agency = page.items[0].agency;
	return NULL;
}

static struct fault *
split(struct world *world, struct arena *arena)
{
	int64_t ids[] = { world->top, world->right };
	struct agency agency;

	TRY(first_below(world, arena, &agency));
	return agency_split(world->db, &actor, agency.id, agency.version, ids, 2, day_today());
}

static struct fault *
end(struct world *world, struct arena *arena)
{
	struct agency agency;

	TRY(first_below(world, arena, &agency));
	return agency_end(world->db, &actor, agency.id, agency.version, day_today());
}

/* Its last child moves along, which is a line of its own. */
static struct fault *
merge(struct world *world, struct arena *arena)
{
	struct agency agency;

	TRY(agency_load(world->db, arena, world->left, &agency));
	return agency_merge(
		world->db, &actor, agency.id, agency.version, world->right, day_today());
}

static struct fault *
save_site(struct world *world, struct arena *arena)
{
	struct agency_site site = { .host = STR("a.gov.cn"),
		.agency_id = world->top,
		.title = STR("网站"),
		.is_default = true };
	int64_t id;

	return agency_site_save(world->db, &actor, &site, &id);
}

static struct fault *
drop_site(struct world *world, struct arena *arena)
{
	struct agency_site site;

	TRY(agency_site_find(world->db, arena, STR("a.gov.cn"), &site));
	return agency_site_drop(world->db, &actor, site.id, site.version);
}

static struct fault *
import(struct world *world, struct arena *arena)
{
	struct agency_raw_row rows[] = {
		{ .number = 2, .cells = { STR("导入甲"), STR("导入乙") } },
		{ .number = 3, .cells = { STR("导入乙"), STR("") } },
	};
	struct agency_raw_list list = { .rows = rows, .row_count = 2 };
	struct agency_import_plan plan;

	list.has_column[AGENCY_COLUMN_NAME] = list.has_column[AGENCY_COLUMN_PARENT] = true;
	TRY(agency_import_check(world->db, arena, &list, &plan));
	return agency_import_apply(world->db, &actor, arena, &list, str_of(plan.digest.at), &plan);
}

/* --- trying --- */

/* Lines of the audit, which must be whole, and a digest of the tree and the sites. */
static int64_t
picture(struct world *world, struct digest *ret_digest)
{
	CLOSING(arena_close) struct arena *arena = NULL;
	CLOSING(buf_done) struct buf text;
	struct audit_verdict verdict;
	struct agency_entries all;
	struct agency_site_list sites;

	buf_init(&text, ARENA);
	FINE(arena_open(ARENA, &arena));
	FINE(agency_load_all(world->db, arena, STR_NONE, &all));
	for (size_t i = 0; i < all.count; i++) {
		const struct agency *agency = &all.items[i].agency;

		buf_print(&text, "%lld %.*s %.*s %lld %d %.*s\n", (long long)agency->id,
			STR_ARG(agency->name), STR_ARG(agency->path), (long long)agency->version,
			agency->valid_to.number, STR_ARG(all.items[i].office.phone));
	}
	FINE(agency_site_load_all(world->db, arena, &sites));
	for (size_t i = 0; i < sites.count; i++)
		buf_print(&text, "%.*s %lld\n", STR_ARG(sites.items[i].host),
			(long long)sites.items[i].version);
	FINE(digest_sha256(buf_str(&text), ret_digest));
	FINE(audit_verify(world->db, arena, &verdict));
	assert_true(verdict.is_whole);
	return verdict.entry_count;
}

static void
try_work(struct world *world, const char *name, work_fn *work, int64_t lines)
{
	struct fault *fault = NULL;
	long n = 0;

	do {
		CLOSING(arena_close) struct arena *arena = NULL;
		struct digest before;
		struct digest after;
		int64_t count = picture(world, &before);
		bool is_same;

		FINE(arena_open(ARENA, &arena));
		db_fail_at(world->db, ++n);
		fault = work(world, arena);
		db_fail_at(world->db, 0);
		if (fault && strcmp(fault->code, "db_fail_test") != 0)
			fail_msg("%s, call %ld: %s %s", name, n, fault->code, fault->en);
		is_same = picture(world, &after) == count;
		is_same = is_same && strcmp(before.at, after.at) == 0;
		if (fault ? !is_same : picture(world, &after) != count + lines || is_same)
			fail_msg("%s, call %ld: half of it was done", name, n);
	} while (fault && n < MOST_TRIES);
	if (fault)
		fail_msg("%s never succeeded", name);
	assert_true(n > 2);
}

static void
change_that_fails_leaves_nothing_behind(void **state)
{
	static const struct {
		const char *name;
		work_fn *work;
		int64_t lines; /* of the audit, when it succeeds */
	} works[] = {
		{ "make", make, 1 },
		{ "make another", make, 1 },
		{ "make a third", make, 1 },
		{ "change", change, 1 },
		{ "rename", rename_one, 1 },
		{ "move", move, 1 },
		{ "split", split, 1 },
		{ "end", end, 1 },
		{ "merge", merge, 2 },
		{ "save a site", save_site, 1 },
		{ "drop a site", drop_site, 1 },
		{ "import", import, 2 },
	};
	struct twin *twin = *state;
	struct world world = { .db = twin->db };

	FINE(make_below(&world, twin->arena, 0, &world.top));
	FINE(make_below(&world, twin->arena, world.top, &world.left));
	FINE(make_below(&world, twin->arena, world.top, &world.right));
	FINE(db_fail_wrap(world.db));
	for (size_t i = 0; i < COUNT_OF(works); i++)
		try_work(&world, works[i].name, works[i].work, works[i].lines);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(change_that_fails_leaves_nothing_behind),
	};

	return TWIN_RUN(tests);
}
