/* Near-duplicates: white space, changed titles and reordered text are found, others are not. */
#include "application/application.h"

#include "../test.h"

static struct arena *arena;

static struct application_print
print(const char *title, const char *description)
{
	struct application_print one = { 0 };

	FINE(application_print_make(arena, str_of(title), str_of(description), &one));
	return one;
}

static int
likeness(struct application_print a, struct application_print b)
{
	return application_print_likeness(&a, &b);
}

static const char matter[] = "平房区友协大街老旧小区改造项目的施工合同、工程结算审核报告"
			     "以及专项资金拨付凭证";

static void
same_words_are_the_same_whatever_the_spaces_and_width(void **state)
{
	struct application_print a = print("改造项目合同", matter);
	struct application_print b = print("改造 项目　合同",
		"平房区友协大街 老旧小区改造项目的施工合同，工程结算审核报告，\n"
		"以及专项资金拨付凭证。");

	assert_int_equal(likeness(a, b), 100);
	assert_int_equal(a.bands[0], b.bands[0]);
	assert_int_equal(likeness(print("ＡＢＣ１２３号文件关于规划", ""),
				 print("abc123号文件关于规划", "")),
		100);
}

static void
changed_title_and_order_are_still_alike(void **state)
{
	struct application_print a = print("改造项目合同", matter);
	struct application_print title = print("申请公开相关政府信息", matter);
	struct application_print order = print("改造项目合同",
		"专项资金拨付凭证以及工程结算审核报告、平房区友协大街老旧小区改造项目的施工合同");

	assert_true(likeness(a, title) >= APPLICATION_ALIKE);
	assert_true(likeness(a, order) >= APPLICATION_ALIKE);
}

static void
other_matters_are_not_alike(void **state)
{
	struct application_print a = print("改造项目合同", matter);
	struct application_print b = print(
		"公务接待费用", "2023年度区政府办公室公务接待费用明细及审批单、会议费报销凭证");

	assert_true(likeness(a, b) < 20);
}

static void
bands_of_near_duplicates_meet(void **state)
{
	struct application_print a = print("改造项目合同", matter);
	struct application_print b = print("改造项目的合同文本", matter);
	int same = 0;

	for (int i = 0; i < APPLICATION_BANDS; i++)
		same += a.bands[i] == b.bands[i];
	assert_true(same >= 1);
}

static void
too_short_texts_tell_nothing(void **state)
{
	struct application_print a = print("合同", "");
	struct application_print empty = print("", "关于 有关 的");

	assert_int_equal(a.count, 0);
	assert_int_equal(a.bands[0], 0);
	assert_int_equal(empty.count, 0);
	assert_int_equal(likeness(a, a), 0);
}

static void
characters_outside_the_bmp_count(void **state)
{
	struct application_print a = print("𠮷野家𡈽地出让合同文本", "");
	struct application_print b = print("吉野家土地出让合同文本", "");

	assert_true(a.count > 0);
	assert_true(likeness(a, b) < 100);
	assert_int_equal(likeness(a, a), 100);
}

static int
open_arena(void **state)
{
	return arena_open((size_t)16 << 20, &arena) != NULL;
}

static int
close_arena(void **state)
{
	arena_close(&arena);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(same_words_are_the_same_whatever_the_spaces_and_width),
		cmocka_unit_test(changed_title_and_order_are_still_alike),
		cmocka_unit_test(other_matters_are_not_alike),
		cmocka_unit_test(bands_of_near_duplicates_meet),
		cmocka_unit_test(too_short_texts_tell_nothing),
		cmocka_unit_test(characters_outside_the_bmp_count),
	};

	return cmocka_run_group_tests(tests, open_arena, close_arena);
}
