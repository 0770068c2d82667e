/* Agencies in the store: exact names, places in the tree, lists. */
#include "agency/agency.h"

#include "twin.h"

static int64_t
make(struct twin *twin, const char *name)
{
	int64_t id = 0;

	FINE(agency_find_or_make(twin->db, str_of(name), &id));
	assert_true(id > 0);
	return id;
}

static void
agency_is_made_once_for_its_exact_name(void **state)
{
	struct twin *twin = *state;
	int64_t id = make(twin, "甲市财政局");
	struct agency agency;
	bool is_found = false;

	assert_int_equal(make(twin, " 甲市财政局　"), id);
	assert_int_not_equal(make(twin, "甲市财政厅"), id);
	FINE(agency_load(twin->db, twin->arena, id, &agency));
	SAME_TEXT(agency.name, "甲市财政局");
	assert_int_equal(agency.kind, AGENCY_DEPARTMENT);
	assert_int_equal(agency.parent_id, 0);
	FINE(agency_find(twin->db, twin->arena, STR("甲市财政局"), &is_found, &agency));
	assert_true(is_found);
	assert_int_equal(agency.id, id);
	FINE(agency_find(twin->db, twin->arena, STR("甲市"), &is_found, &agency));
	assert_false(is_found);
	FAILS(agency_load(twin->db, twin->arena, 999, &agency), "absent");
}

static void
agency_cannot_stand_below_itself(void **state)
{
	struct twin *twin = *state;
	int64_t city = make(twin, "甲市人民政府");
	int64_t county = make(twin, "乙县人民政府");
	int64_t town = make(twin, "丙镇人民政府");
	struct agency agency;

	FINE(agency_save_place(twin->db, county, city, AGENCY_GOVERNMENT));
	FINE(agency_save_place(twin->db, town, county, AGENCY_STREET));
	FAILS(agency_save_place(twin->db, city, town, AGENCY_GOVERNMENT), "agency_circle");
	FAILS(agency_save_place(twin->db, city, city, AGENCY_GOVERNMENT), "agency_circle");
	FAILS(agency_save_place(twin->db, city, 999, AGENCY_GOVERNMENT), "absent");
	FAILS(agency_save_place(twin->db, 999, 0, AGENCY_GOVERNMENT), "absent");
	FINE(agency_load(twin->db, twin->arena, city, &agency));
	assert_int_equal(agency.parent_id, 0);
	FINE(agency_load(twin->db, twin->arena, town, &agency));
	assert_int_equal(agency.parent_id, county);
	FINE(agency_save_place(twin->db, town, 0, AGENCY_STREET));
}

static void
list_is_by_name_in_pages(void **state)
{
	struct twin *twin = *state;
	struct agency_list list;

	make(twin, "丙区教育局");
	make(twin, "丁区教育局");
	make(twin, "甲市财政局");
	FINE(agency_find_all(twin->db, twin->arena, STR("教育"), 1, 1, &list));
	assert_int_equal(list.total, 2);
	assert_int_equal(list.count, 1);
	SAME_TEXT(list.agencies[0].name, "丙区教育局");
	FINE(agency_find_all(twin->db, twin->arena, STR("  "), 0, 10000, &list));
	assert_int_equal(list.total, 3);
	assert_int_equal(list.count, 3);
	FINE(agency_find_all(twin->db, twin->arena, STR("%"), 0, 10, &list));
	assert_int_equal(list.total, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(agency_is_made_once_for_its_exact_name),
		cmocka_unit_test(agency_cannot_stand_below_itself),
		cmocka_unit_test(list_is_by_name_in_pages),
	};

	return TWIN_RUN(tests);
}
