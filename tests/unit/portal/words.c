/* Words for deeds and for what settings rest on. */
#include "../test.h"

#include "portal/portal_admin.h"

static void
deeds_have_words_and_unknown_ones_stay(void **state)
{
	SAME_TEXT(portal_deed_words(STR("report.shown")), "公布报告");
	SAME_TEXT(portal_deed_words(STR("account.signed_in")), "登录");
	SAME_TEXT(portal_deed_words(STR("report.show")), "report.show");
	SAME_TEXT(portal_deed_words(STR("")), "");
}

static void
mark_of_what_is_not_confirmed_is_left_out(void **state)
{
	SAME_TEXT(portal_basis_words("【未核】没有统一规定"), "没有统一规定");
	SAME_TEXT(portal_basis_words("条例 art. 33"), "条例 art. 33");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(deeds_have_words_and_unknown_ones_stay),
		cmocka_unit_test(mark_of_what_is_not_confirmed_is_left_out),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
