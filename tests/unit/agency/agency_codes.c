/* Codes of agencies and sites: GB 32100, GB/T 2260, 网站标识码. */
#include "../test.h"
#include "agency/agency_site.h"

#include "agency/agency.h"

struct sample {
	const char *code;
	bool is_good;
	bool is_whole; /* GB 11714 inside */
};

static const struct sample credit_codes[] = {
	{ "91440300708461136T", true, true },
	{ "91110108551385082Q", true, true },
	{ "91350100M000100Y43", true, true },
	{ "11230108MB0A0000X7", true, true },
	{ "112304000000000197", true, true },
	{ "12231002MB1A23457P", true, true },
	{ "91230102MA1X00009F", true, true },
	{ "91350100M000100Y44", false, true },
	{ "91440300708461O36T", false, false },
	{ "91440300708461136", false, false },
};

static struct arena *
open_arena(void)
{
	struct arena *arena = NULL;

	FINE(arena_open(1 << 20, &arena));
	return arena;
}

static void
credit_codes_of_the_examples_are_told_apart(void **state)
{
	struct arena *arena = open_arena();

	for (size_t i = 0; i < COUNT_OF(credit_codes); i++) {
		const struct sample *sample = &credit_codes[i];
		struct str code;

		if (sample->is_good) {
			FINE(agency_check_credit_code(arena, str_of(sample->code), &code));
			SAME_TEXT(code, sample->code);
			assert_int_equal(agency_credit_code_is_whole(code), sample->is_whole);
		} else {
			FAILS(agency_check_credit_code(arena, str_of(sample->code), &code),
				"agency_credit_code");
		}
	}
	arena_close(&arena);
}

static void
credit_code_is_mended_where_that_is_safe(void **state)
{
	struct arena *arena = open_arena();
	struct str code;

	FINE(agency_check_credit_code(arena, STR(" 91440300708461136t　"), &code));
	SAME_TEXT(code, "91440300708461136T");
	FINE(agency_check_credit_code(arena, STR("  "), &code));
	assert_int_equal(code.len, 0);
	arena_close(&arena);
}

/* The weights are powers of 3 modulo 31, so no single mistake and no swap of neighbours passes. */
static void
any_one_wrong_character_is_found(void **state)
{
	static const char all[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";
	struct arena *arena = open_arena();
	char text[19] = "91440300708461136T";

	for (int i = 0; i < 18; i++) {
		char kept = text[i];
		struct str code;

		for (const char *c = all; *c; c++) {
			text[i] = *c;
			if (*c != kept)
				FAILS(agency_check_credit_code(arena, str_of(text), &code),
					"agency_credit_code");
		}
		text[i] = kept;
	}
	for (int i = 0; i + 1 < 18; i++) {
		char swapped[19];
		struct str code;

		memcpy(swapped, text, sizeof swapped);
		swapped[i] = text[i + 1];
		swapped[i + 1] = text[i];
		if (swapped[i] != swapped[i + 1])
			FAILS(agency_check_credit_code(arena, str_of(swapped), &code),
				"agency_credit_code");
	}
	arena_close(&arena);
}

static void
credit_code_of_strange_bytes_is_refused(void **state)
{
	struct arena *arena = open_arena();
	struct str code;

	FAILS(agency_check_credit_code(arena, STR("平房区平房区"), &code), "agency_credit_code");
	FAILS(agency_check_credit_code(arena, STR("9144030070846113\x01T"), &code),
		"agency_credit_code");
	FAILS(agency_check_credit_code(arena, STR("A1ABCDEF708461136T"), &code),
		"agency_credit_code");
	assert_false(agency_credit_code_is_whole(STR("9144030070846113")));
	assert_false(agency_credit_code_is_whole(STR("91440300708461137T")));
	arena_close(&arena);
}

static void
division_codes_have_their_form(void **state)
{
	static const char *const good[] = { "230000", "230100", "230102", "230108", "230109",
		"230400", "231000", "231002", "231071", "710000", "820000", "230108001",
		"230108001000" };
	static const char *const bad[] = { "23010", "2301022", "990000", "200000", "230002",
		"2301AB", "２３０１０２", "230100000", "2301080010001", "111111111111111111",
		"1 1000" };
	struct str code;

	for (size_t i = 0; i < COUNT_OF(good); i++) {
		FINE(agency_check_division_code(str_of(good[i]), &code));
		SAME_TEXT(code, good[i]);
	}
	for (size_t i = 0; i < COUNT_OF(bad); i++)
		FAILS(agency_check_division_code(str_of(bad[i]), &code), "agency_division_code");
	FINE(agency_check_division_code(STR("　"), &code));
	assert_int_equal(code.len, 0);
}

static void
level_is_told_by_the_division_code(void **state)
{
	assert_int_equal(agency_guess_level(STR("230000")), AGENCY_PROVINCE);
	assert_int_equal(agency_guess_level(STR("230100")), AGENCY_CITY);
	assert_int_equal(agency_guess_level(STR("230108")), AGENCY_COUNTY);
	assert_int_equal(agency_guess_level(STR("230108001")), AGENCY_TOWNSHIP);
	assert_int_equal(agency_guess_level(STR_NONE), AGENCY_NO_LEVEL);
}

static void
site_codes_have_their_form(void **state)
{
	static const char *const good[] = { "bm55000001", "2301080001", "4300000001",
		"5111240002" };
	static const char *const bad[] = { "bm5500001", "bm5500000A", "9901080001", "230108001",
		"23010800012", "mb55000001", "2300020001", "网站标识" };
	struct arena *arena = open_arena();
	struct str code;

	for (size_t i = 0; i < COUNT_OF(good); i++) {
		FINE(agency_check_site_code(arena, str_of(good[i]), &code));
		SAME_TEXT(code, good[i]);
	}
	for (size_t i = 0; i < COUNT_OF(bad); i++)
		FAILS(agency_check_site_code(arena, str_of(bad[i]), &code), "agency_site_code");
	FINE(agency_check_site_code(arena, STR(" BM55000001 "), &code));
	SAME_TEXT(code, "bm55000001");
	FINE(agency_check_site_code(arena, STR_NONE, &code));
	assert_int_equal(code.len, 0);
	arena_close(&arena);
}

static void
division_code_outside_the_parents_area_is_doubted(void **state)
{
	static const char *const inside[][2] = { { "230108", "230100" }, { "230100", "230000" },
		{ "230108001", "230108" }, { "230108", "230108" }, { "429004", "420000" },
		{ "", "230100" }, { "230108", "" } };
	static const char *const outside[][2] = { { "230402", "230100" }, { "110101", "230000" },
		{ "230109001", "230108" }, { "230000", "230100" } };

	for (size_t i = 0; i < COUNT_OF(inside); i++)
		assert_true(agency_division_fits(str_of(inside[i][0]), str_of(inside[i][1])));
	for (size_t i = 0; i < COUNT_OF(outside); i++)
		assert_false(agency_division_fits(str_of(outside[i][0]), str_of(outside[i][1])));
	assert_true(agency_is_province(STR("82")));
	assert_false(agency_is_province(STR("2")));
	assert_false(agency_is_province(STR("83")));
}

static void
unusual_numbers_of_records_are_doubted(void **state)
{
	static const char *const good[][2] = { { "icp", "黑ICP备05000001号-1" },
		{ "icp", " 京ICP证030173号 " }, { "icp", "粤ICP备2021000001号" }, { "icp", "" },
		{ "police", "黑公网安备23010802000001号" },
		{ "police", "京公网安备 11000002000001号" }, { "police", "  " } };
	static const char *const bad[][2] = { { "icp", "ICP备05000001号" },
		{ "icp", "黑ICP05000001" }, { "icp", "黑ICP备05000001号-" },
		{ "icp", "黑公网安备23010802000001号" }, { "police", "23010802000001" },
		{ "police", "黑公网安备2301080200000号" }, { "icp", "黑" },
		{ "police", "已备案" } };
	char many[4000];

	for (size_t i = 0; i < COUNT_OF(good); i++)
		assert_true(agency_site_record_fits(good[i][0], str_of(good[i][1])));
	for (size_t i = 0; i < COUNT_OF(bad); i++)
		assert_false(agency_site_record_fits(bad[i][0], str_of(bad[i][1])));
	memset(many, '9', sizeof many);
	memcpy(many, "黑ICP备", strlen("黑ICP备"));
	assert_false(agency_site_record_fits("icp", (struct str){ many, sizeof many }));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(credit_codes_of_the_examples_are_told_apart),
		cmocka_unit_test(credit_code_is_mended_where_that_is_safe),
		cmocka_unit_test(any_one_wrong_character_is_found),
		cmocka_unit_test(credit_code_of_strange_bytes_is_refused),
		cmocka_unit_test(division_codes_have_their_form),
		cmocka_unit_test(level_is_told_by_the_division_code),
		cmocka_unit_test(site_codes_have_their_form),
		cmocka_unit_test(division_code_outside_the_parents_area_is_doubted),
		cmocka_unit_test(unusual_numbers_of_records_are_doubted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
