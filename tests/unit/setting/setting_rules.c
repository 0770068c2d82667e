/* Declared settings, the check of values, the way up the tree. No store. */
#include "setting/setting.h"

#include "../test.h"

static const struct setting_choice ways[] = { { "off", "关", "off" },
	{ "smtp", "邮件服务器", "SMTP" }, { 0 } };

static struct fault *
no_blank(struct str value)
{
	return str_has(value, STR(" "))
		       ? fault_new(FAULT_INPUT, "setting_value", "有空格%s", "has a blank%s", "")
		       : NULL;
}

static const struct setting port = { .key = "t.port",
	.kind = SETTING_INT,
	.number = 25,
	.least = 1,
	.most = 65535,
	.zh = "端口",
	.en = "Port" };
static const struct setting flag = {
	.key = "t.flag", .kind = SETTING_FLAG, .zh = "开", .en = "On"
};
static const struct setting host = { .key = "t.host",
	.kind = SETTING_TEXT,
	.least = 2,
	.most = 5,
	.text = "本机",
	.zh = "主机",
	.en = "Host",
	.check = no_blank };
static const struct setting way = { .key = "t.way",
	.kind = SETTING_CHOICE,
	.text = "off",
	.choices = ways,
	.zh = "方式",
	.en = "Way" };
static const struct setting password = {
	.key = "t.password", .kind = SETTING_SECRET, .most = 20, .zh = "密码", .en = "Password"
};
static const struct setting *const table[] = { &port, &flag, &host, &way, &password, NULL };
static const struct setting *const *const tables[] = { table, NULL };

static void
only_declared_settings_are_found(void **state)
{
	setting_use(tables);
	assert_ptr_equal(setting_find(STR("t.port")), &port);
	assert_null(setting_find(STR("t.porto")));
	assert_null(setting_find(STR("")));
}

static void
numbers_keep_their_bounds(void **state)
{
	static const char *const bad[] = { "0", "65536", "", "abc", "1.5", "0x10", "1 2",
		"99999999999999999999", "２５" };
	struct str clean;

	FINE(setting_check(&port, STR(" 465 "), &clean));
	SAME_TEXT(clean, "465");
	for (size_t i = 0; i < COUNT_OF(bad); i++)
		FAILS(setting_check(&port, str_of(bad[i]), &clean), "setting_value");
	FINE(setting_check(&flag, STR("1"), &clean));
	FAILS(setting_check(&flag, STR("2"), &clean), "setting_value");
}

static void
fault_names_the_setting_and_its_bounds(void **state)
{
	struct str clean;
	struct fault *fault = setting_check(&port, STR("0"), &clean);

	assert_non_null(fault);
	assert_string_equal(fault->zh, "“端口”：应是 1 到 65535 之间的整数。请改正后再保存。");
	assert_string_equal(fault->en,
		"Port: must be a whole number from 1 to 65535. Correct it and save again.");
}

static void
text_is_counted_in_characters_and_has_no_lines(void **state)
{
	struct str clean;

	FINE(setting_check(&host, STR("五个汉字字"), &clean));
	FAILS(setting_check(&host, STR("六个汉字字字"), &clean), "setting_value");
	FAILS(setting_check(&host, STR("a"), &clean), "setting_value");
	FAILS(setting_check(&host, STR("a\nb"), &clean), "setting_value");
	FAILS(setting_check(&host,
		      STR("a\x7f"
			  "b"),
		      &clean),
		"setting_value");
	FAILS(setting_check(&host, STR("ab\xff"), &clean), "setting_value");
	FAILS(setting_check(&host, STR("a b"), &clean), "setting_value");
}

static void
choice_is_one_of_its_words(void **state)
{
	struct str clean;

	FINE(setting_check(&way, STR("smtp"), &clean));
	FAILS(setting_check(&way, STR("SMTP"), &clean), "setting_value");
	FAILS(setting_check(&way, STR(""), &clean), "setting_value");
}

static void
secret_keeps_its_blanks(void **state)
{
	struct str clean;

	FINE(setting_check(&password, STR(" a b "), &clean));
	SAME_TEXT(clean, " a b ");
	FAILS(setting_check(&password, STR(""), &clean), "setting_value");
}

static void
path_is_the_way_up(void **state)
{
	static const char *const bad[] = { "1/5/", "/1/5", "/1//5/", "/a/", "/0/", "/-1/", "//",
		"/99999999999999999999/" };
	struct setting_levels levels;
	char deep[2 * SETTING_MOST_LEVELS + 4] = "/";

	FINE(setting_split_path(STR("/1/5/9/"), &levels));
	assert_int_equal(levels.count, 4);
	assert_int_equal(levels.ids[0], 9);
	assert_int_equal(levels.ids[1], 5);
	assert_int_equal(levels.ids[2], 1);
	assert_int_equal(levels.ids[3], 0);
	FINE(setting_split_path(STR(""), &levels));
	assert_int_equal(levels.count, 1);
	assert_int_equal(levels.ids[0], 0);
	for (size_t i = 0; i < COUNT_OF(bad); i++)
		FAILS(setting_split_path(str_of(bad[i]), &levels), "setting_path");
	for (size_t i = 1; i < 2 * SETTING_MOST_LEVELS; i += 2)
		memcpy(deep + i, "7/", 3);
	FINE(setting_split_path(str_of(deep), &levels));
	assert_int_equal(levels.count, SETTING_MOST_LEVELS + 1);
	memcpy(deep + 2 * SETTING_MOST_LEVELS + 1, "7/", 3);
	FAILS(setting_split_path(str_of(deep), &levels), "setting_path");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(only_declared_settings_are_found),
		cmocka_unit_test(numbers_keep_their_bounds),
		cmocka_unit_test(fault_names_the_setting_and_its_bounds),
		cmocka_unit_test(text_is_counted_in_characters_and_has_no_lines),
		cmocka_unit_test(choice_is_one_of_its_words),
		cmocka_unit_test(secret_keeps_its_blanks),
		cmocka_unit_test(path_is_the_way_up),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
