/* Ten thousand agencies: taken in as one list, moved as one subtree, looked at a page at a time;
 * and random edits after which the tree is still a tree. */
#include <stdio.h>
#include <stdlib.h>

#include "agency/agency_history.h"
#include "agency/agency_import.h"
#include "agency/agency_inside.h"
#include "agency/agency_work.h"
#include "base/cage.h"
#include "doc/doc.h"

#include "twin.h"

enum { CITIES = 10, DISTRICTS = 10, OFFICES = 99, EDITS = 400, SEED = 20260301 };

static const struct audit_actor admin = {
	.account_id = 0, .name = { "测试", 6 }, .address = { "", 0 }, .way = AUDIT_COMMAND
};

/* One province with 10 cities, each with 10 districts, each with 99 offices: 10,011. */
static void
put_rows(struct buf *out)
{
	buf_put(out, STR("机关名称,上级机关\n示例省,\n"));
	for (int city = 0; city < CITIES; city++) {
		buf_print(out, "%d市,示例省\n", city + 10);
		for (int district = 0; district < DISTRICTS; district++) {
			buf_print(out, "%d市%d区,%d市\n", city + 10, district + 10, city + 10);
			for (int office = 0; office < OFFICES; office++)
				buf_print(out, "%d市%d区第%02d局,%d市%d区\n", city + 10,
					district + 10, office, city + 10, district + 10);
		}
	}
}

static void
take_in(struct twin *twin)
{
	CLOSING(buf_done) struct buf rows;
	struct agency_import_plan plan;
	struct agency_raw_list list;

	buf_init(&rows, 4 << 20);
	put_rows(&rows);
	FINE(buf_check(&rows));
	FINE(agency_import_read(STR("机关.csv"), buf_str(&rows), twin->arena, &list));
	FINE(agency_import_check(twin->db, twin->arena, &list, &plan));
	assert_int_equal(plan.bad_count, 0);
	assert_int_equal(plan.add_count, 1 + CITIES + CITIES * DISTRICTS * (OFFICES + 1));
	FINE(agency_import_apply(
		twin->db, &admin, twin->arena, &list, str_of(plan.digest.at), &plan));
}

static struct agency
named(struct twin *twin, const char *name)
{
	struct agency agency = { .id = 0 };
	bool is_found = false;

	FINE(agency_find(twin->db, twin->arena, str_of(name), &is_found, &agency));
	assert_true(is_found);
	return agency;
}

/* Every path is the parent's path and the own id; the parents' ids lead up to the top. */
static void
check_tree(struct twin *twin)
{
	struct agency_entries all;
	struct str *paths;
	int64_t largest = 0;

	FINE(agency_load_all(twin->db, twin->arena, STR_NONE, &all));
	for (size_t i = 0; i < all.count; i++)
		if (all.items[i].agency.id > largest)
			largest = all.items[i].agency.id;
	paths = calloc((size_t)largest + 1, sizeof *paths);
	assert_non_null(paths);
	paths[0] = STR("/");
	/* Parents come before children. */
	for (size_t i = 0; i < all.count; i++) {
		const struct agency *agency = &all.items[i].agency;
		char wanted[400];

		assert_true(paths[agency->parent_id].len > 0);
		snprintf(wanted, sizeof wanted, "%.*s%lld/", STR_ARG(paths[agency->parent_id]),
			(long long)agency->id);
		SAME_TEXT(agency->path, wanted);
		paths[agency->id] = agency->path;
	}
	free(paths);
}

static void
large_subtree_moves_with_everything_below(void **state)
{
	struct twin *twin = *state;
	struct agency_branches page;
	struct agency_level_query query = { .limit = 500 };
	struct agency_entries moved;
	struct agency city;
	size_t seen = 0;

	take_in(twin);
	check_tree(twin);
	city = named(twin, "11市");
	FINE(agency_move(
		twin->db, &admin, city.id, city.version, named(twin, "10市19区").id, DAY_NONE));
	check_tree(twin);
	FINE(agency_load_all(twin->db, twin->arena, named(twin, "10市19区").path, &moved));
	assert_int_equal(moved.count, 1 + OFFICES + 1 + DISTRICTS * (OFFICES + 1));
	query.parent_id = named(twin, "10市19区").id;
	query.limit = 30;
	do {
		FINE(agency_find_children(twin->db, twin->arena, &query, &page));
		assert_true(page.count > 0);
		seen += page.count;
		query.after_id = page.items[page.count - 1].agency.id;
	} while (page.has_more);
	assert_int_equal(seen, OFFICES + 1);
	FINE(agency_search(twin->db, twin->arena, STR("15市 77局"), STR_NONE, 0, 50, &page));
	assert_int_equal(page.count, DISTRICTS);
	FINE(agency_search(twin->db, twin->arena, STR("没有这样的"), STR_NONE, 0, 50, &page));
	assert_int_equal(page.count, 0);
}

/* A number from 0 to below `most`; the same for every run. */
static int
pick(uint64_t *seed, int most)
{
	*seed = *seed * 6364136223846793005u + 1442695040888963407u;
	return (int)((*seed >> 33) % (uint64_t)most);
}

static int64_t
pick_agency(const struct agency_entries *all, uint64_t *seed, struct agency *ret_agency)
{
	*ret_agency = all->items[pick(seed, (int)all->count)].agency;
	return ret_agency->id;
}

/* One random edit; a refusal is as good as a success, as long as the tree stays whole. */
static struct fault *
edit(struct twin *twin, const struct agency_entries *all, uint64_t *seed, int number)
{
	struct agency agency = { .valid_from = DAY_NONE };
	struct agency other;
	struct day today = day_today();
	char name[40];
	int64_t ids[2];
	int64_t id = 0;

	snprintf(name, sizeof name, "第%d机关", number);
	if (all->count < 5 || pick(seed, 4) == 0) {
		struct agency fresh = { .name = str_of(name), .valid_from = DAY_NONE };

		if (all->count && pick(seed, 5))
			fresh.parent_id = pick_agency(all, seed, &agency);
		return agency_make(twin->db, &admin, &fresh, NULL, &id);
	}
	pick_agency(all, seed, &agency);
	ids[0] = pick_agency(all, seed, &other);
	ids[1] = all->items[pick(seed, (int)all->count)].agency.id;
	switch (pick(seed, 6)) {
	case 0:
		return agency_rename(
			twin->db, &admin, agency.id, agency.version, str_of(name), today);
	case 1:
		return agency_merge(twin->db, &admin, agency.id, agency.version, other.id, today);
	case 2:
		return agency_split(twin->db, &admin, agency.id, agency.version, ids, 2, today);
	default:
		return agency_move(twin->db, &admin, agency.id, agency.version,
			pick(seed, 8) ? other.id : 0, pick(seed, 2) ? today : DAY_NONE);
	}
}

static void
random_edits_leave_a_tree(void **state)
{
	struct twin *twin = *state;
	struct agency_history history;
	uint64_t seed = SEED;
	int done = 0;

	for (int i = 0; i < EDITS; i++) {
		CLOSING(arena_close) struct arena *arena = NULL;
		struct agency_entries all;

		FINE(arena_open(64 << 20, &arena));
		FINE(agency_load_all(twin->db, arena, STR_NONE, &all));
		done += edit(twin, &all, &seed, i) == NULL;
		if (i % 20 == 0)
			check_tree(twin);
	}
	check_tree(twin);
	/* Enough of them were possible for this to mean something. */
	assert_true(done > EDITS / 4);
	FINE(agency_load_history(twin->db, twin->arena, &history));
	for (size_t i = 0; i < history.life_count; i++) {
		int64_t id = history.lives[i].id;
		int64_t heir = agency_heir(&history, id, 2100);

		/* Whoever comes last is not merged itself, and has itself as heir. */
		assert_int_equal(agency_heir(&history, heir, 2100), heir);
		assert_int_equal(agency_heir(&history, id, 2000), id);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(large_subtree_moves_with_everything_below),
		cmocka_unit_test(random_edits_leave_a_tree),
	};

	cage_warm();
	doc_warm();
	return TWIN_RUN(tests);
}
