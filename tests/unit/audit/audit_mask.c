/* Masks: enough to recognise a known value, too little to learn it. */
#include "../test.h"

#include "audit/audit.h"

typedef struct fault *mask_fn(struct arena *arena, struct str text, struct str *ret_masked);

struct example {
	const char *text;
	const char *masked;
};

static void
check(mask_fn *mask, const struct example *examples, size_t count)
{
	CLOSING(arena_close) struct arena *arena = NULL;

	FINE(arena_open(1 << 20, &arena));
	for (size_t i = 0; i < count; i++) {
		struct str masked;

		FINE(mask(arena, str_of(examples[i].text), &masked));
		SAME_TEXT(masked, examples[i].masked);
	}
}

static void
name_keeps_its_first_character(void **state)
{
	static const struct example examples[] = { { "张三", "张*" }, { "张三丰", "张**" },
		{ "欧阳娜娜", "欧**" }, { "王", "*" }, { " 李四　", "李*" }, { "", "" },
		{ "阿卜杜拉·买买提", "阿**" }, { "𠮷田", "𠮷*" } };

	check(audit_mask_name, examples, COUNT_OF(examples));
}

static void
number_keeps_its_ends_by_length(void **state)
{
	static const struct example examples[] = { { "13812341234", "138****1234" },
		{ "230102199001010012", "2301**********0012" },
		{ "23010219900101001X", "2301**********001X" }, { "84661234", "******34" },
		{ "12345", "*****" }, { "", "" }, { "0451-84661234", "045******1234" } };

	check(audit_mask_number, examples, COUNT_OF(examples));
}

static void
mail_keeps_its_first_letter_and_its_domain(void **state)
{
	static const struct example examples[] = { { "zhang@example.cn", "z***@example.cn" },
		{ "z@example.cn", "***@example.cn" }, { "张三@例子.中国", "张***@例子.中国" },
		{ "nonsense", "***" }, { "@example.cn", "***@example.cn" }, { "", "" },
		{ "a@b@example.cn", "a***@example.cn" } };

	check(audit_mask_mail, examples, COUNT_OF(examples));
}

static void
long_number_gives_no_endless_row_of_stars(void **state)
{
	CLOSING(arena_close) struct arena *arena = NULL;
	char digits[5001];
	struct str masked;

	memset(digits, '7', sizeof digits);
	digits[sizeof digits - 1] = '\0';
	FINE(arena_open(1 << 20, &arena));
	FINE(audit_mask_number(arena, str_of(digits), &masked));
	assert_int_equal(masked.len, 40);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(name_keeps_its_first_character),
		cmocka_unit_test(number_keeps_its_ends_by_length),
		cmocka_unit_test(mail_keeps_its_first_letter_and_its_domain),
		cmocka_unit_test(long_number_gives_no_endless_row_of_stars),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
