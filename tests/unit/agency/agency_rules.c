/* Names of agencies: what is accepted, what they tell. */
#include "../test.h"

#include "agency/agency.h"

static void
name_is_given_without_white_space_around(void **state)
{
	struct str name;

	FINE(agency_check_name(STR(" \t甲市财政局　\n"), &name));
	SAME_TEXT(name, "甲市财政局");
	FINE(agency_check_name(STR("甲市 (新区) 管委会"), &name));
	SAME_TEXT(name, "甲市 (新区) 管委会");
}

static void
impossible_names_are_refused(void **state)
{
	char name[303];
	struct str out;

	for (size_t i = 0; i < 101; i++)
		memcpy(name + 3 * i, "局", 3);
	FINE(agency_check_name((struct str){ name, 300 }, &out));
	FAILS(agency_check_name((struct str){ name, 303 }, &out), "agency_name");
	FAILS(agency_check_name(STR_NONE, &out), "agency_name");
	FAILS(agency_check_name(STR("局"), &out), "agency_name");
	FAILS(agency_check_name(STR("甲市\n财政局"), &out), "agency_name");
	FAILS(agency_check_name(STR("甲市\x7F财政局"), &out), "agency_name");
	FAILS(agency_check_name(STR("甲市\xC2\x85财政局"), &out), "agency_name");
}

static void
kind_is_told_by_the_end_of_the_name(void **state)
{
	static const struct {
		const char *name;
		enum agency_kind kind;
	} cases[] = {
		{ "甲市人民政府", AGENCY_GOVERNMENT },
		{ "甲市人民政府办公室", AGENCY_DEPARTMENT },
		{ "甲省发展和改革委员会", AGENCY_DEPARTMENT },
		{ "甲省财政厅", AGENCY_DEPARTMENT },
		{ "乙镇人民政府", AGENCY_STREET },
		{ "丙街道办事处", AGENCY_STREET },
		{ "某某", AGENCY_UNKNOWN },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++)
		assert_int_equal(agency_guess_kind(str_of(cases[i].name)), cases[i].kind);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(name_is_given_without_white_space_around),
		cmocka_unit_test(impossible_names_are_refused),
		cmocka_unit_test(kind_is_told_by_the_end_of_the_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
