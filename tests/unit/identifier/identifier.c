/* Identifiers of people: check digits by their standards' own samples, and finding them in text. */
#include "../test.h"

#include "base/arena.h"
#include "identifier/identifier.h"

static struct day
today(void)
{
	struct day day;

	assert_true(day_make(2026, 3, 1, &day));
	return day;
}

static void
id_cards_are_known_by_province_birthday_and_check(void **state)
{
	static const char *const right[] = { "11010519491231002X", "230108199001010017",
		"23010819900101005X", "230108199001010092", "230108199001010084",
		"230108199001010180", "23010220000229002X", "230400199912311238",
		"231002197805074444", "830000199003070510", "810000199003070517",
		"820000198808080015", "23010819900101005x" };
	static const char *const wrong[] = { "230108199001010019", "230109198502290012",
		"231002197805074443", "23010819900101001", "2301081990010100177",
		"100108199001010017", "2301O8199001010017", "" };

	for (size_t i = 0; i < COUNT_OF(right); i++)
		if (!identifier_is_id_card(str_of(right[i]), today()))
			fail_msg("%s is right", right[i]);
	for (size_t i = 0; i < COUNT_OF(wrong); i++)
		if (identifier_is_id_card(str_of(wrong[i]), today()))
			fail_msg("%s is wrong", wrong[i]);
}

static void
a_birthday_still_to_come_is_none(void **state)
{
	struct day early;

	assert_true(day_make(1989, 12, 31, &early));
	assert_false(identifier_is_id_card(STR("230108199001010017"), early));
	assert_true(identifier_is_id_card(STR("230108199001010017"), DAY_NONE));
}

static void
other_cards_have_their_own_rules(void **state)
{
	assert_true(identifier_is_residence(STR("932682198501010017"), today()));
	assert_true(identifier_is_residence(STR("911124198108030024"), today()));
	assert_false(identifier_is_residence(STR("932682198501010018"), today()));
	assert_true(identifier_is_old_card(STR("230108900101001")));
	assert_false(identifier_is_old_card(STR("230108901301001")));
	assert_true(identifier_is_luhn(STR("4532015112830366")));
	assert_true(identifier_is_luhn(STR("6222020000000000000")));
	assert_true(identifier_is_luhn(STR("6217000000000000004")));
	assert_false(identifier_is_luhn(STR("6222020000000000001")));
	assert_false(identifier_is_luhn(STR("79927398713")));
}

/* The hits as "kind:text" between bars. */
static void
finds(const char *text, const char *wanted)
{
	CLOSING(arena_close) struct arena *arena = NULL;
	struct identifier_hit *hits = NULL;
	struct str all = STR("");
	size_t count = 0;

	FINE(arena_open((size_t)4 << 20, &arena));
	FINE(identifier_find(str_of(text), today(), arena, &hits, &count));
	for (size_t i = 0; i < count; i++) {
		assert_true(i == 0 || hits[i].offset >= hits[i - 1].offset + hits[i - 1].len);
		FINE(str_print(arena, &all, "%.*s%s%s:%.*s%s", STR_ARG(all), i ? "|" : "",
			identifier_kind_zh(hits[i].kind),
			STR_ARG(str_sub(str_of(text), hits[i].offset, hits[i].len)),
			hits[i].is_checked ? "!" : ""));
	}
	SAME_TEXT(all, wanted);
}

static void
numbers_are_found_in_running_text(void **state)
{
	finds("申请人张三，身份证号230108199001010017，电话13812345678。",
		"身份证号:230108199001010017!|手机号:13812345678");
	finds("证号 2301 0819 9001 0100 17 。", "身份证号:2301 0819 9001 0100 17!");
	finds("身份证２３０１０８１９９００１０１００１７号",
		"身份证号:２３０１０８１９９００１０１００１７!");
	finds("末位23010819900101005X，", "身份证号:23010819900101005X!");
	finds("手机 +86 138-1234-5678；", "手机号:138-1234-5678");
	finds("电话0451-86774171，传真 010-12345678。",
		"固定电话:0451-86774171|固定电话:010-12345678");
	finds("开户行账号6222020000000000000。", "银行卡号:6222020000000000000!");
	finds("护照E12345678，通行证H12345678", "护照号:E12345678|通行证号:H12345678");
	finds("车辆黑A·12345和京AD12345停放", "车牌号:黑A·12345|车牌号:京AD12345");
}

static void
numbers_of_other_things_are_left_alone(void **state)
{
	finds("", "");
	finds("2020年共收到222件，答复率100%。", "");
	finds("哈政发〔2020〕12号，邮编150060", "");
	finds("统一社会信用代码 11230108MB0A0000X7", "");
	finds("编号230108199001010019", "");
	/* A number that fits Luhn is a card only where cards are spoken of. */
	finds("流水6222020000000000000。", "");
	finds("项目编号ABC13812345678", "");
}

static void
addresses_are_found_down_to_the_door(void **state)
{
	finds("现住哈尔滨市平房区友协大街3号楼2单元501室，已婚。",
		"住址:哈尔滨市平房区友协大街3号楼2单元501室");
	finds("共建3号楼，2个单元。", "");
	finds("家庭住址：新疆街12栋3门402", "住址:新疆街12栋3门");
}

static void
long_text_is_read_to_its_end(void **state)
{
	CLOSING(arena_close) struct arena *arena = NULL;
	struct identifier_hit *hits = NULL;
	char *text;
	size_t count = 0;
	size_t len = (size_t)1 << 20;

	FINE(arena_open((size_t)64 << 20, &arena));
	text = arena_take(arena, len, 1);
	assert_non_null(text);
	memset(text, '1', len);
	FINE(identifier_find((struct str){ text, len }, today(), arena, &hits, &count));
	assert_int_equal(count, 0);
	for (size_t i = 0; i + 12 < len; i += 12)
		memcpy(text + i, "13812345678,", 12);
	FINE(identifier_find((struct str){ text, len }, today(), arena, &hits, &count));
	assert_int_equal(count, IDENTIFIER_MOST);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(id_cards_are_known_by_province_birthday_and_check),
		cmocka_unit_test(a_birthday_still_to_come_is_none),
		cmocka_unit_test(other_cards_have_their_own_rules),
		cmocka_unit_test(numbers_are_found_in_running_text),
		cmocka_unit_test(numbers_of_other_things_are_left_alone),
		cmocka_unit_test(addresses_are_found_down_to_the_door),
		cmocka_unit_test(long_text_is_read_to_its_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
