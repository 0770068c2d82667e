/* Logins, contacts, passwords, growing delays, and when a session is over. */
#include "../test.h"

#include "account/account_rules.h"

static void
passwords_are_judged_by_length_and_by_what_they_are_made_of(void **state)
{
	static const struct {
		const char *password;
		const char *code; /* NULL: good */
	} rows[] = {
		{ "", "account_password_short" },
		{ "short", "account_password_short" },
		{ "elevenchars", "account_password_short" },
		{ "紫薯云朵河灯笼", "account_password_short" },
		{ "紫薯云朵河灯笼铁锹墙角盐", NULL },
		{ "correct horse battery", NULL },
		{ "t7#kQ2!pLm9z", NULL },
		{ "yuliang-lantern-48", NULL },
		{ "password1234", "account_password_weak" },
		{ "Password20240101", "account_password_weak" },
		{ "gongkai123456", "account_password_weak" },
		{ "Gongkai@2024!!", "account_password_weak" },
		{ "aaaaaaaaaaaaaaaa", "account_password_weak" },
		{ "abababababababab", "account_password_weak" },
		{ "abcdefghijklmnop", "account_password_weak" },
		{ "123456789012345", "account_password_weak" },
		{ "938271650284", "account_password_weak" },
		{ "qwertyuiop[]12", "account_password_weak" },
		{ "woaini5201314admin", "account_password_weak" },
		{ "xx-Wang.Fang-zebra", "account_password_name" },
		{ "lantern王小芳ship42", "account_password_name" },
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct fault *fault = account_check_password(&account_usual_policy,
			STR("wang.fang"), STR("王小芳"), str_of(rows[i].password));
		const char *code = fault ? fault->code : "";

		if (strcmp(code, rows[i].code ? rows[i].code : "") != 0)
			fail_msg("\"%s\": \"%s\"", rows[i].password, code);
	}
}

static void
password_has_a_longest_length(void **state)
{
	char text[400];

	for (size_t i = 0; i < sizeof text; i++)
		text[i] = (char)('a' + (i * i * 7 + i / 3) % 26);
	FINE(account_check_password(
		&account_usual_policy, STR("x"), STR("y"), (struct str){ text, 200 }));
	FAILS(account_check_password(
		      &account_usual_policy, STR("x"), STR("y"), (struct str){ text, 201 }),
		"account_password_long");
}

static void
weak_words_are_lower_case_and_sorted_out(void **state)
{
	size_t count = 0;

	for (; account_weak_words[count]; count++) {
		struct str word = str_of(account_weak_words[count]);

		assert_true(word.len >= 4);
		for (size_t i = 0; i < word.len; i++)
			assert_false(word.at[i] >= 'A' && word.at[i] <= 'Z');
	}
	assert_true(count > 100);
}

static void
login_is_lower_case_ascii(void **state)
{
	CLOSING(arena_close) struct arena *arena = NULL;
	static const char *const bad[] = { "", "a", ".ab", "王芳", "a b", "a/b", "a'b", "a<b", "-x",
		"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" };
	struct str login;

	FINE(arena_open(1 << 16, &arena));
	FINE(account_check_login(arena, STR("  Wang.Fang "), &login));
	SAME_TEXT(login, "wang.fang");
	FINE(account_check_login(arena, STR("13800000000"), &login));
	FINE(account_check_login(arena, STR("a_b-c@D.cn"), &login));
	SAME_TEXT(login, "a_b-c@d.cn");
	for (size_t i = 0; i < COUNT_OF(bad); i++)
		FAILS(account_check_login(arena, str_of(bad[i]), &login), "account_login");
	FAILS(account_check_login(arena, (struct str){ "ab\0c", 4 }, &login), "account_login");
}

static void
contacts_are_checked_and_may_be_empty(void **state)
{
	static const char *const bad_mails[] = { "a", "@b.cn", "a@", "a@b", "a@@b.cn", "a b@c.cn",
		"a@b.cn\n", "a@.cn", "a@b.cn.", "<a@b.cn>", "a@b.cn,c@d.cn" };
	static const char *const bad_phones[] = { "1", "12a45", "+-+-+", "123456789012345678901" };
	struct str text;

	FINE(account_check_mail(STR(""), &text));
	FINE(account_check_mail(STR(" w@example.cn "), &text));
	SAME_TEXT(text, "w@example.cn");
	for (size_t i = 0; i < COUNT_OF(bad_mails); i++)
		if (i != 6)
			FAILS(account_check_mail(str_of(bad_mails[i]), &text), "account_mail");
	FAILS(account_check_mail(STR("a\n@b.cn"), &text), "account_mail");
	FINE(account_check_phone(STR("+86 451-8000 0000"), &text));
	FINE(account_check_phone(STR(" "), &text));
	for (size_t i = 0; i < COUNT_OF(bad_phones); i++)
		FAILS(account_check_phone(str_of(bad_phones[i]), &text), "account_phone");
	FINE(account_check_name(STR(" 王小芳　"), &text));
	SAME_TEXT(text, "王小芳");
	FAILS(account_check_name(STR(" "), &text), "account_name");
	FAILS(account_check_name(STR("a\nb"), &text), "account_name");
}

static void
delay_grows_and_is_bounded(void **state)
{
	const struct account_policy *policy = &account_usual_policy;
	int64_t last = 0;

	for (int64_t failures = 0; failures <= 4; failures++)
		assert_int_equal(account_delay(policy, 4, failures), 0);
	assert_int_equal(account_delay(policy, 4, 5), 30);
	assert_int_equal(account_delay(policy, 4, 6), 60);
	assert_int_equal(account_delay(policy, 4, 9), 480);
	assert_int_equal(account_delay(policy, 4, 10), 900);
	for (int64_t failures = 5; failures < 200; failures++) {
		int64_t delay = account_delay(policy, 4, failures);

		assert_true(delay >= last && delay <= policy->delay_most);
		last = delay;
	}
	assert_int_equal(account_delay(policy, 4, INT64_MAX), 900);
}

static void
session_ends_when_idle_and_in_any_case(void **state)
{
	const struct account_policy *policy = &account_usual_policy;
	struct account_session_times times = { .seen_at = 1000, .ends_at = 5000 };
	struct account_session_times ended = times;

	ended.is_ended = true;
	assert_true(account_session_lives(policy, &times, 1000));
	assert_true(account_session_lives(policy, &times, 2799));
	assert_false(account_session_lives(policy, &times, 2800));
	assert_false(account_session_lives(policy, &ended, 1000));
	times.seen_at = 4900;
	assert_true(account_session_lives(policy, &times, 4999));
	assert_false(account_session_lives(policy, &times, 5000));
	/* A clock that was set back. */
	assert_true(account_session_lives(policy, &times, 10));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(passwords_are_judged_by_length_and_by_what_they_are_made_of),
		cmocka_unit_test(password_has_a_longest_length),
		cmocka_unit_test(weak_words_are_lower_case_and_sorted_out),
		cmocka_unit_test(login_is_lower_case_ascii),
		cmocka_unit_test(contacts_are_checked_and_may_be_empty),
		cmocka_unit_test(delay_grows_and_is_bounded),
		cmocka_unit_test(session_ends_when_idle_and_in_any_case),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
