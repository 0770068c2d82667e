/* Changing the tree of agencies: paths, names, ends, versions, the history behind them. */
#include <stdio.h>

#include "agency/agency_history.h"
#include "agency/agency_work.h"

#include "twin.h"

static const struct audit_actor admin = {
	.account_id = 0, .name = { "测试", 6 }, .address = { "", 0 }, .way = AUDIT_COMMAND
};

static struct day
on(int year, int month, int of_month)
{
	struct day day;

	assert_true(day_make(year, month, of_month, &day));
	return day;
}

static int64_t
make_below(struct twin *twin, int64_t parent_id, const char *name)
{
	struct agency agency = { .name = str_of(name),
		.parent_id = parent_id,
		.valid_from = DAY_NONE,
		.valid_to = DAY_NONE };
	int64_t id = 0;

	FINE(agency_make(twin->db, &admin, &agency, NULL, &id));
	assert_true(id > 0);
	return id;
}

static struct agency
get(struct twin *twin, int64_t id)
{
	struct agency agency;

	FINE(agency_load(twin->db, twin->arena, id, &agency));
	return agency;
}

static void
same_path(struct twin *twin, int64_t id, const char *format, int64_t a, int64_t b, int64_t c)
{
	char wanted[100];

	snprintf(wanted, sizeof wanted, format, (long long)a, (long long)b, (long long)c);
	SAME_TEXT(get(twin, id).path, wanted);
}

static void
path_follows_every_move(void **state)
{
	struct twin *twin = *state;
	int64_t province = make_below(twin, 0, "甲省人民政府");
	int64_t city = make_below(twin, province, "乙市人民政府");
	int64_t district = make_below(twin, city, "丙区人民政府");
	int64_t other = make_below(twin, province, "丁市人民政府");

	same_path(twin, district, "/%lld/%lld/%lld/", province, city, district);
	FINE(agency_move(twin->db, &admin, city, 1, 0, DAY_NONE));
	same_path(twin, city, "/%lld/", city, 0, 0);
	same_path(twin, district, "/%lld/%lld/", city, district, 0);
	FINE(agency_move(twin->db, &admin, district, 1, other, on(2022, 5, 1)));
	same_path(twin, district, "/%lld/%lld/%lld/", province, other, district);
	assert_int_equal(get(twin, district).parent_id, other);
	assert_int_equal(get(twin, district).version, 2);
	FAILS(agency_move(twin->db, &admin, province, 1, district, DAY_NONE), "agency_circle");
	FAILS(agency_move(twin->db, &admin, province, 1, province, DAY_NONE), "agency_circle");
	same_path(twin, province, "/%lld/", province, 0, 0);
}

static void
stale_forms_change_nothing(void **state)
{
	struct twin *twin = *state;
	int64_t id = make_below(twin, 0, "甲市财政局");
	struct agency agency = get(twin, id);

	agency.short_names = STR("财政局, 市财政局");
	FINE(agency_change(twin->db, &admin, &agency, NULL));
	SAME_TEXT(get(twin, id).short_names, "财政局、市财政局");
	agency.short_names = STR("别的");
	FAILS(agency_change(twin->db, &admin, &agency, NULL), "agency_stale");
	FAILS(agency_rename(twin->db, &admin, id, 1, STR("甲市审计局"), DAY_NONE), "agency_stale");
	FAILS(agency_move(twin->db, &admin, id, 1, 0, DAY_NONE), "agency_stale");
	FAILS(agency_end(twin->db, &admin, id, 1, on(2022, 1, 1)), "agency_stale");
	SAME_TEXT(get(twin, id).short_names, "财政局、市财政局");
	SAME_TEXT(get(twin, id).name, "甲市财政局");
	FAILS(agency_rename(twin->db, &admin, 999, 1, STR("甲市审计局"), DAY_NONE), "absent");
}

static void
particulars_of_the_office_are_kept(void **state)
{
	struct twin *twin = *state;
	union agency_office office = { 0 };
	union agency_office kept;
	struct agency agency = { .name = STR("甲市人民政府"), .valid_from = DAY_NONE };
	int64_t id = 0;

	for (int i = 0; i < AGENCY_OFFICE_FIELDS; i++)
		office.fields[i] = str_of(agency_office_words[i].zh);
	FINE(agency_make(twin->db, &admin, &agency, &office, &id));
	FINE(agency_load_office(twin->db, twin->arena, id, &kept));
	for (int i = 0; i < AGENCY_OFFICE_FIELDS; i++)
		SAME_TEXT(kept.fields[i], agency_office_words[i].zh);
	agency = get(twin, id);
	office.phone = STR(" 0451-00000000 ");
	FINE(agency_change(twin->db, &admin, &agency, &office));
	FINE(agency_load_office(twin->db, twin->arena, id, &kept));
	SAME_TEXT(kept.phone, "0451-00000000");
	SAME_TEXT(kept.fax, "传真号码");
}

static void
names_are_given_once_below_one_parent_at_one_time(void **state)
{
	struct twin *twin = *state;
	int64_t a = make_below(twin, 0, "甲区人民政府");
	int64_t b = make_below(twin, 0, "乙区人民政府");
	int64_t first = make_below(twin, a, "教育局");
	struct agency twice = { .name = STR("教育局"), .parent_id = a, .valid_from = DAY_NONE };
	bool is_found = false;
	struct agency found;
	int64_t id = 0;

	FAILS(agency_make(twin->db, &admin, &twice, NULL, &id), "agency_twin");
	id = make_below(twin, b, "教育局");
	FAILS(agency_move(twin->db, &admin, id, 1, a, DAY_NONE), "agency_twin");
	FINE(agency_end(twin->db, &admin, first, 1, on(2021, 1, 1)));
	FINE(agency_find(twin->db, twin->arena, STR("教育局"), &is_found, &found));
	assert_int_equal(found.id, id);
	/* The name is free again. */
	FINE(agency_make(twin->db, &admin, &twice, NULL, &id));
	FAILS(agency_rename(twin->db, &admin, first, 2, STR("教育委员会"), DAY_NONE),
		"agency_ended");
}

static void
credit_code_is_given_once(void **state)
{
	struct twin *twin = *state;
	struct agency agency = { .name = STR("甲区人民政府"),
		.credit_code = STR("112304000000000197"),
		.division_code = STR("230108"),
		.valid_from = DAY_NONE };
	bool is_found = false;
	struct agency found;
	int64_t id = 0;

	FINE(agency_make(twin->db, &admin, &agency, NULL, &id));
	assert_int_equal(get(twin, id).level, AGENCY_COUNTY);
	assert_int_equal(get(twin, id).kind, AGENCY_GOVERNMENT);
	agency.name = STR("乙区人民政府");
	FAILS(agency_make(twin->db, &admin, &agency, NULL, &id), "agency_code_twin");
	agency.credit_code = STR("112304000000000198");
	FAILS(agency_make(twin->db, &admin, &agency, NULL, &id), "agency_credit_code");
	FINE(agency_find_code(twin->db, twin->arena, STR("112304000000000197"), &is_found, &found));
	assert_true(is_found);
	SAME_TEXT(found.name, "甲区人民政府");
}

static void
old_names_are_kept_and_found(void **state)
{
	struct twin *twin = *state;
	int64_t id = make_below(twin, 0, "甲县人民政府");
	struct agency_pasts pasts;
	int64_t same = 0;

	FINE(agency_rename(twin->db, &admin, id, 1, STR("甲区人民政府"), on(2020, 6, 1)));
	FAILS(agency_rename(twin->db, &admin, id, 2, STR("甲新区"), on(2020, 5, 31)), "agency_day");
	FAILS(agency_rename(twin->db, &admin, id, 2, STR("甲新区"), on(2199, 1, 1)), "agency_day");
	FINE(agency_load_pasts(twin->db, twin->arena, id, &pasts));
	assert_int_equal(pasts.count, 1);
	SAME_TEXT(pasts.items[0].name, "甲县人民政府");
	assert_int_equal(pasts.items[0].until.number, on(2020, 6, 1).number);
	/* A report of 2019 is signed with the name of that time. */
	FINE(agency_find_or_make(twin->db, STR("甲县人民政府"), &same));
	assert_int_equal(same, id);
	/* A mistake that is mended leaves no trace but the audit's. */
	FINE(agency_rename(twin->db, &admin, id, 2, STR("甲区人民政府办"), DAY_NONE));
	FINE(agency_load_pasts(twin->db, twin->arena, id, &pasts));
	assert_int_equal(pasts.count, 1);
}

static void
merged_agency_leaves_its_children_and_years_to_the_other(void **state)
{
	struct twin *twin = *state;
	int64_t city = make_below(twin, 0, "甲市人民政府");
	int64_t tourism = make_below(twin, city, "甲市旅游局");
	int64_t culture = make_below(twin, city, "甲市文化和旅游局");
	int64_t museum = make_below(twin, tourism, "甲市博物馆");
	struct agency_relatives relatives;
	struct agency_history history;

	FAILS(agency_merge(twin->db, &admin, tourism, 1, museum, on(2019, 3, 1)), "agency_circle");
	FAILS(agency_merge(twin->db, &admin, tourism, 1, tourism, on(2019, 3, 1)), "agency_circle");
	FINE(agency_merge(twin->db, &admin, tourism, 1, culture, on(2019, 3, 1)));
	same_path(twin, museum, "/%lld/%lld/%lld/", city, culture, museum);
	assert_int_equal(get(twin, tourism).valid_to.number, on(2019, 3, 1).number);
	FINE(agency_load_successors(twin->db, twin->arena, tourism, &relatives));
	assert_int_equal(relatives.count, 1);
	assert_int_equal(relatives.items[0].id, culture);
	FINE(agency_load_forerunners(twin->db, twin->arena, culture, &relatives));
	assert_int_equal(relatives.count, 1);
	SAME_TEXT(relatives.items[0].name, "甲市旅游局");
	FINE(agency_load_history(twin->db, twin->arena, &history));
	assert_int_equal(agency_heir(&history, tourism, 2018), tourism);
	assert_int_equal(agency_heir(&history, tourism, 2020), culture);
	assert_int_equal(agency_parent_in(&history, museum, 2018), tourism);
	assert_int_equal(agency_parent_in(&history, museum, 2019), culture);
	FAILS(agency_merge(twin->db, &admin, tourism, 2, culture, on(2020, 1, 1)), "agency_ended");
	FAILS(agency_merge(twin->db, &admin, museum, 2, tourism, on(2020, 1, 1)), "agency_ended");
}

static void
split_agency_has_several_successors_and_one_main(void **state)
{
	struct twin *twin = *state;
	int64_t county = make_below(twin, 0, "甲县人民政府");
	int64_t town = make_below(twin, county, "甲镇人民政府");
	int64_t ids[3];
	struct agency_relatives relatives;
	struct agency_history history;

	ids[0] = make_below(twin, county, "乙镇人民政府");
	ids[1] = make_below(twin, county, "丙镇人民政府");
	ids[2] = ids[0];
	FAILS(agency_split(twin->db, &admin, town, 1, ids, 1, on(2021, 1, 1)), "agency_successors");
	FAILS(agency_split(twin->db, &admin, town, 1, ids, 3, on(2021, 1, 1)), "agency_successors");
	FAILS(agency_split(twin->db, &admin, ids[0], 1, ids, 2, on(2021, 1, 1)),
		"agency_successors");
	FAILS(agency_split(twin->db, &admin, county, 1, ids, 2, on(2021, 1, 1)),
		"agency_has_below");
	FINE(agency_split(twin->db, &admin, town, 1, ids, 2, on(2021, 1, 1)));
	FINE(agency_load_successors(twin->db, twin->arena, town, &relatives));
	assert_int_equal(relatives.count, 2);
	assert_true(relatives.items[0].is_main);
	assert_int_equal(relatives.items[0].id, ids[0]);
	assert_false(relatives.items[1].is_main);
	FINE(agency_load_history(twin->db, twin->arena, &history));
	assert_int_equal(agency_heir(&history, town, 2021), ids[0]);
	FAILS(agency_end(twin->db, &admin, county, 1, on(2021, 1, 1)), "agency_has_below");
}

static void
tree_is_no_deeper_than_its_limit(void **state)
{
	struct twin *twin = *state;
	int64_t top = make_below(twin, 0, "甲一");
	int64_t id = top;
	int64_t branch = make_below(twin, 0, "枝一");
	struct agency deep = { .name = STR("太深"), .valid_from = DAY_NONE };

	make_below(twin, branch, "枝二");
	for (int i = 2; i <= AGENCY_DEEPEST; i++)
		id = make_below(twin, id, "下级");
	deep.parent_id = id;
	FAILS(agency_make(twin->db, &admin, &deep, NULL, &id), "agency_deep");
	id = get(twin, deep.parent_id).parent_id;
	FAILS(agency_move(twin->db, &admin, branch, 1, id, DAY_NONE), "agency_deep");
	assert_int_equal(get(twin, branch).parent_id, 0);
}

static void
levels_come_in_pages_in_their_order(void **state)
{
	struct twin *twin = *state;
	int64_t top = make_below(twin, 0, "甲市人民政府");
	struct agency_level_query query = { .parent_id = top, .limit = 2 };
	struct agency_branches page;
	struct agency last;
	char name[40];
	int seen = 0;

	for (int i = 0; i < 5; i++) {
		snprintf(name, sizeof name, "第%d局", i);
		make_below(twin, top, name);
	}
	last = get(twin, make_below(twin, top, "办公室"));
	last.sort_order = -1;
	FINE(agency_change(twin->db, &admin, &last, NULL));
	make_below(twin, last.id, "信息公开科");
	do {
		FINE(agency_find_children(twin->db, twin->arena, &query, &page));
		for (size_t i = 0; i < page.count; i++, seen++) {
			snprintf(name, sizeof name, seen ? "第%d局" : "办公室", seen - 1);
			SAME_TEXT(page.items[i].agency.name, name);
			assert_int_equal(page.items[i].child_count, seen == 0);
			query.after_id = page.items[i].agency.id;
		}
	} while (page.has_more);
	assert_int_equal(seen, 6);
}

static void
search_finds_names_short_names_and_codes_below_a_place(void **state)
{
	struct twin *twin = *state;
	int64_t a = make_below(twin, 0, "甲市人民政府");
	int64_t b = make_below(twin, 0, "乙市人民政府");
	struct agency_branches page;
	struct agency finance;

	finance = get(twin, make_below(twin, a, "甲市财政局"));
	finance.short_names = STR("财局");
	finance.credit_code = STR("11230108MB0A0000X7");
	FINE(agency_change(twin->db, &admin, &finance, NULL));
	make_below(twin, b, "乙市财政局");
	FINE(agency_search(twin->db, twin->arena, STR("财政"), STR_NONE, 0, 10, &page));
	assert_int_equal(page.count, 2);
	FINE(agency_search(twin->db, twin->arena, STR("财政"), get(twin, a).path, 0, 10, &page));
	assert_int_equal(page.count, 1);
	FINE(agency_search(twin->db, twin->arena, STR("mb0a"), STR_NONE, 0, 10, &page));
	assert_int_equal(page.count, 1);
	SAME_TEXT(page.items[0].agency.short_names, "财局");
	FINE(agency_search(twin->db, twin->arena, STR("财局"), STR_NONE, 0, 10, &page));
	assert_int_equal(page.count, 1);
	FINE(agency_search(twin->db, twin->arena, STR("%_"), STR_NONE, 0, 10, &page));
	assert_int_equal(page.count, 0);
	FINE(agency_search(twin->db, twin->arena, STR("市"), STR_NONE, 0, 3, &page));
	assert_int_equal(page.count, 3);
	assert_true(page.has_more);
	FINE(agency_search(
		twin->db, twin->arena, STR("市"), STR_NONE, page.items[2].agency.id, 3, &page));
	assert_int_equal(page.count, 1);
	assert_false(page.has_more);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(path_follows_every_move),
		cmocka_unit_test(stale_forms_change_nothing),
		cmocka_unit_test(particulars_of_the_office_are_kept),
		cmocka_unit_test(names_are_given_once_below_one_parent_at_one_time),
		cmocka_unit_test(credit_code_is_given_once),
		cmocka_unit_test(old_names_are_kept_and_found),
		cmocka_unit_test(merged_agency_leaves_its_children_and_years_to_the_other),
		cmocka_unit_test(split_agency_has_several_successors_and_one_main),
		cmocka_unit_test(tree_is_no_deeper_than_its_limit),
		cmocka_unit_test(levels_come_in_pages_in_their_order),
		cmocka_unit_test(search_finds_names_short_names_and_codes_below_a_place),
	};

	return TWIN_RUN(tests);
}
