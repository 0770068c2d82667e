/* Sites in the store: host names, the default, the copy in memory. */
#include "agency/agency_site.h"
#include "agency/agency_work.h"

#include "twin.h"

static const struct audit_actor admin = {
	.account_id = 0, .name = { "测试", 6 }, .address = { "", 0 }, .way = AUDIT_COMMAND
};

static int64_t
make_agency(struct twin *twin, const char *name)
{
	int64_t id = 0;

	FINE(agency_find_or_make(twin->db, str_of(name), &id));
	return id;
}

static int64_t
make_site(struct twin *twin, const char *host, const char *agency, bool is_default)
{
	struct agency_site site = { .host = str_of(host),
		.agency_id = make_agency(twin, agency),
		.title = str_of(agency),
		.is_default = is_default };
	int64_t id = 0;

	FINE(agency_site_save(twin->db, &admin, &site, &id));
	assert_true(id > 0);
	return id;
}

static void
host_names_are_checked(void **state)
{
	static const char *const bad[] = { "", " ", "a b", "http://a.cn", "政府.cn", "a..b", ".a",
		"a/b", "a_b", "a\"b" };
	struct twin *twin = *state;
	struct str host;

	FINE(agency_check_host(twin->arena, STR(" XXGK.Example.gov.cn:8080 "), &host));
	SAME_TEXT(host, "xxgk.example.gov.cn");
	FINE(agency_check_host(twin->arena, STR("example.gov.cn."), &host));
	SAME_TEXT(host, "example.gov.cn");
	for (size_t i = 0; i < COUNT_OF(bad); i++)
		FAILS(agency_check_host(twin->arena, str_of(bad[i]), &host), "agency_host");
}

static void
site_is_found_by_its_host_or_the_default_stands_in(void **state)
{
	struct twin *twin = *state;
	struct agency_site site;

	FINE(agency_site_find(twin->db, twin->arena, STR("nobody.cn"), &site));
	assert_int_equal(site.id, 0);
	SAME_TEXT(site.title, "政府信息公开");
	make_site(twin, "a.gov.cn", "甲区人民政府", false);
	FINE(agency_site_find(twin->db, twin->arena, STR("nobody.cn"), &site));
	assert_int_equal(site.id, 0);
	make_site(twin, "b.gov.cn", "乙市人民政府", true);
	FINE(agency_site_find(twin->db, twin->arena, STR("A.gov.cn:8443"), &site));
	SAME_TEXT(site.title, "甲区人民政府");
	SAME_TEXT(site.agency_name, "甲区人民政府");
	assert_true(site.path.len > 2);
	FINE(agency_site_find(twin->db, twin->arena, STR("nobody.cn"), &site));
	SAME_TEXT(site.host, "b.gov.cn");
	FINE(agency_site_find(twin->db, twin->arena, STR("\" OR 1=1"), &site));
	SAME_TEXT(site.host, "b.gov.cn");
}

static void
there_is_one_default_and_one_site_a_host(void **state)
{
	struct twin *twin = *state;
	int64_t a = make_site(twin, "a.gov.cn", "甲区人民政府", true);
	int64_t b = make_site(twin, "b.gov.cn", "乙区人民政府", true);
	struct agency_site site;
	int64_t id = 0;

	FINE(agency_site_load(twin->db, twin->arena, a, &site));
	assert_false(site.is_default);
	FINE(agency_site_load(twin->db, twin->arena, b, &site));
	assert_true(site.is_default);
	site.host = STR("A.GOV.CN");
	FAILS(agency_site_save(twin->db, &admin, &site, &id), "agency_host_twin");
	site.id = 0;
	FAILS(agency_site_save(twin->db, &admin, &site, &id), "agency_host_twin");
}

static void
particulars_of_the_foot_are_checked(void **state)
{
	struct twin *twin = *state;
	struct agency_site site = { .host = STR("a.gov.cn"),
		.agency_id = make_agency(twin, "甲区人民政府"),
		.title = STR("甲区"),
		.palette = agency_palette_find(STR("teal")) };
	int64_t id = 0;

	site.site_code = STR("230108");
	FAILS(agency_site_save(twin->db, &admin, &site, &id), "agency_site_code");
	site.site_code = STR("2301080001");
	site.guide = STR("/guide");
	site.title = STR(" ");
	FAILS(agency_site_save(twin->db, &admin, &site, &id), "agency_site_title");
	site.title = STR("甲区");
	site.agency_id = 999;
	FAILS(agency_site_save(twin->db, &admin, &site, &id), "absent");
	site.agency_id = make_agency(twin, "甲区人民政府");
	FINE(agency_site_save(twin->db, &admin, &site, &id));
	FINE(agency_site_load(twin->db, twin->arena, id, &site));
	assert_string_equal(site.palette->theme, "theme-teal");
	SAME_TEXT(site.guide, "/guide");
}

static void
stale_site_forms_change_nothing(void **state)
{
	struct twin *twin = *state;
	int64_t id = make_site(twin, "a.gov.cn", "甲区人民政府", false);
	struct agency_site site;
	int64_t same = 0;

	FINE(agency_site_load(twin->db, twin->arena, id, &site));
	site.contact = STR("电话");
	FINE(agency_site_save(twin->db, &admin, &site, &same));
	assert_int_equal(same, id);
	FAILS(agency_site_save(twin->db, &admin, &site, &same), "agency_stale");
	FAILS(agency_site_drop(twin->db, &admin, id, 1), "agency_stale");
	FINE(agency_site_drop(twin->db, &admin, id, 2));
	FAILS(agency_site_load(twin->db, twin->arena, id, &site), "absent");
	FAILS(agency_site_drop(twin->db, &admin, id, 2), "absent");
}

static void
copy_in_memory_follows_changes(void **state)
{
	struct twin *twin = *state;
	CLOSING(agency_sites_close) struct agency_sites *sites = NULL;
	struct agency_site site;
	int64_t id = 0;

	FINE(agency_sites_open(&sites));
	FINE(agency_sites_find(sites, twin->db, twin->arena, STR("b.gov.cn"), &site));
	assert_int_equal(site.id, 0);
	make_site(twin, "a.gov.cn", "甲区人民政府", true);
	make_site(twin, "b.gov.cn", "乙区人民政府", false);
	make_site(twin, "c.gov.cn", "丙区人民政府", false);
	FINE(agency_sites_find(sites, twin->db, twin->arena, STR("B.gov.cn"), &site));
	SAME_TEXT(site.title, "乙区人民政府");
	site.title = STR("新标题");
	FINE(agency_site_save(twin->db, &admin, &site, &id));
	FINE(agency_sites_find(sites, twin->db, twin->arena, STR("b.gov.cn"), &site));
	SAME_TEXT(site.title, "新标题");
	FINE(agency_site_drop(twin->db, &admin, site.id, site.version));
	FINE(agency_sites_find(sites, twin->db, twin->arena, STR("b.gov.cn"), &site));
	SAME_TEXT(site.host, "a.gov.cn");
	FINE(agency_sites_find(NULL, twin->db, twin->arena, STR("c.gov.cn"), &site));
	SAME_TEXT(site.host, "c.gov.cn");
}

/* The copy holds names and paths of agencies, so it must follow them too. */
static void
copy_in_memory_follows_agencies(void **state)
{
	struct twin *twin = *state;
	CLOSING(agency_sites_close) struct agency_sites *sites = NULL;
	struct agency_site site;
	struct agency agency;

	make_site(twin, "a.gov.cn", "甲区人民政府", true);
	FINE(agency_load(twin->db, twin->arena, make_agency(twin, "甲区人民政府"), &agency));
	FINE(agency_sites_open(&sites));
	FINE(agency_sites_find(sites, twin->db, twin->arena, STR("a.gov.cn"), &site));
	SAME_TEXT(site.agency_name, "甲区人民政府");
	FINE(agency_move(
		twin->db, &admin, agency.id, 1, make_agency(twin, "乙市人民政府"), DAY_NONE));
	FINE(agency_rename(twin->db, &admin, agency.id, 2, STR("甲新区"), DAY_NONE));
	FINE(agency_load(twin->db, twin->arena, agency.id, &agency));
	FINE(agency_sites_find(sites, twin->db, twin->arena, STR("a.gov.cn"), &site));
	SAME_TEXT(site.agency_name, "甲新区");
	assert_true(str_equal(site.path, agency.path));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(host_names_are_checked),
		cmocka_unit_test(site_is_found_by_its_host_or_the_default_stands_in),
		cmocka_unit_test(there_is_one_default_and_one_site_a_host),
		cmocka_unit_test(particulars_of_the_foot_are_checked),
		cmocka_unit_test(stale_site_forms_change_nothing),
		cmocka_unit_test(copy_in_memory_follows_changes),
		cmocka_unit_test(copy_in_memory_follows_agencies),
	};

	return TWIN_RUN(tests);
}
