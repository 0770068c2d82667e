/* Reading the audit of a part of the tree: what belongs to its agencies, and nothing else. */
#include "twin.h"

#include "agency/agency.h"
#include "audit/audit.h"

static const struct audit_actor actor = {
	.account_id = 7, .name = STR("试验"), .way = AUDIT_COMMAND
};

/* Two towns below a county, and another county. */
struct tree {
	int64_t county;
	int64_t town;
	int64_t other;
};

static struct fault *
write_lines(struct db *db, void *arg)
{
	const struct tree *tree = arg;
	const struct audit_deed deeds[] = {
		{ "trial.county", "thing", 1, tree->county, STR_NONE, STR_NONE },
		{ "trial.town", "thing", 2, tree->town, STR_NONE, STR_NONE },
		{ "trial.other", "thing", 3, tree->other, STR_NONE, STR_NONE },
		{ "trial.nowhere", "thing", 4, 0, STR_NONE, STR_NONE },
		{ "later.town", "other", 2, tree->town, STR_NONE, STR_NONE },
	};

	for (size_t i = 0; i < COUNT_OF(deeds); i++)
		TRY(audit_write(db, &actor, &deeds[i]));
	return NULL;
}

static void
plant(struct twin *twin, struct tree *tree)
{
	FINE(agency_find_or_make(twin->db, STR("甲县人民政府"), &tree->county));
	FINE(agency_find_or_make(twin->db, STR("乙镇人民政府"), &tree->town));
	FINE(agency_find_or_make(twin->db, STR("丙县人民政府"), &tree->other));
	FINE(agency_save_place(twin->db, tree->town, tree->county, AGENCY_STREET));
	assert_int_equal(tree->county, 1);
	assert_int_equal(tree->town, 2);
	assert_int_equal(tree->other, 3);
	FINE(db_work(twin->db, write_lines, tree));
}

/* The deeds that a query finds, one after the other. */
static void
finds(struct twin *twin, const struct audit_query *query, const char *wanted)
{
	CLOSING(buf_done) struct buf found;
	struct audit_list list;

	buf_init(&found, 10000);
	FINE(audit_find(twin->db, twin->arena, query, &list));
	for (size_t i = 0; i < list.count; i++)
		if (list.entries[i].actor.account_id == actor.account_id)
			buf_print(&found, "%.*s ", STR_ARG(list.entries[i].deed));
	FINE(buf_check(&found));
	SAME_TEXT(buf_str(&found), wanted);
}

static void
patterns_let_through_what_belongs_to_their_agencies(void **state)
{
	struct audit_query query = { .from = DAY_NONE, .to = DAY_NONE, .limit = 100 };
	struct twin *twin = *state;
	struct tree tree;

	plant(twin, &tree);
	finds(twin, &query, "later.town trial.nowhere trial.other trial.town trial.county ");
	query.patterns = STR("[\"/1/%\"]");
	finds(twin, &query, "later.town trial.town trial.county ");
	query.patterns = STR("[\"/1/\"]");
	finds(twin, &query, "trial.county ");
	query.patterns = STR("[\"/1/2/\",\"/3/%\"]");
	finds(twin, &query, "later.town trial.other trial.town ");
	query.patterns = STR("[]");
	finds(twin, &query, "");
}

static void
other_filters_narrow_and_never_widen(void **state)
{
	struct audit_query query = { .from = DAY_NONE,
		.to = DAY_NONE,
		.limit = 100,
		.patterns = STR("[\"/1/%\"]"),
		.deed = STR("trial.") };
	struct twin *twin = *state;
	struct tree tree;

	plant(twin, &tree);
	finds(twin, &query, "trial.town trial.county ");
	query.agency_id = tree.other;
	finds(twin, &query, "");
	query.agency_id = tree.town;
	finds(twin, &query, "trial.town ");
	query.deed = STR_NONE;
	query.thing = STR("other");
	query.thing_id = 2;
	finds(twin, &query, "later.town ");
	query = (struct audit_query){ .from = DAY_NONE,
		.to = DAY_NONE,
		.limit = 100,
		.patterns = STR("[\"/1/%\"]"),
		.account_id = 8 };
	finds(twin, &query, "");
	query.account_id = actor.account_id;
	query.from = query.to = (struct day){ day_today().number - 30 };
	finds(twin, &query, "");
}

static void
pages_follow_one_another(void **state)
{
	struct audit_query query = {
		.from = DAY_NONE, .to = DAY_NONE, .limit = 2, .patterns = STR("[\"/1/%\"]")
	};
	struct twin *twin = *state;
	struct audit_list list;
	struct tree tree;

	plant(twin, &tree);
	finds(twin, &query, "later.town trial.town ");
	FINE(audit_find(twin->db, twin->arena, &query, &list));
	assert_true(list.has_more);
	query.before_id = list.entries[1].id;
	finds(twin, &query, "trial.county ");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(patterns_let_through_what_belongs_to_their_agencies),
		cmocka_unit_test(other_filters_narrow_and_never_widen),
		cmocka_unit_test(pages_follow_one_another),
	};

	return TWIN_RUN(tests);
}
