/* Addresses, words and holes of letters, quiet hours, messages. No store and no server. */
#include "mail/mail.h"

#include <openssl/evp.h>
#include <stdlib.h>
#include <time.h>

#include "../test.h"
#include "base/utf8.h"
#include "mail/mail_inside.h"

static const struct mail_hole holes[] = { { "name", "姓名", "张三" },
	{ "link", "链接", "https://x.cn/1" }, { 0 } };
static const struct mail_template reset = { "account.reset", "重设密码", "reset", holes,
	"{{name}}，请重设密码", "{{name}}：\n请打开 {{ link }} 。" };
static struct arena *arena;

static int
set_up(void **state)
{
	FINE(arena_open((size_t)16 << 20, &arena));
	return 0;
}

static int
tear_down(void **state)
{
	arena_close(&arena);
	return 0;
}

static void
address_is_plain_or_refused(void **state)
{
	static const char *const good[] = { "a@b.cn", "zhang.san+x@mail.example.gov.cn",
		"1_2@3.com" };
	static const char *const bad[] = { "", "a", "a@", "@b.cn", "a@b", "a@b.", "a@.cn",
		"a b@c.cn", "a@b..cn", "a@-b.cn", ".a@b.cn", "a.@b.cn", "a..b@c.cn",
		"a@b.cn\r\nRCPT TO:<x@y.cn>", "a@b.cn\n", "<a@b.cn>", "a@b@c.cn", "张@b.cn",
		"a@例子.cn", "\"a\"@b.cn", "a@b.cn,c@d.cn", "a@[1.2.3.4]" };
	char local[80];

	for (size_t i = 0; i < COUNT_OF(good); i++)
		FINE(mail_check_address(str_of(good[i])));
	for (size_t i = 0; i < COUNT_OF(bad); i++)
		FAILS(mail_check_address(str_of(bad[i])), "mail_address");
	memset(local, 'a', sizeof local);
	memcpy(local + 64, "@b.cn", 6);
	FINE(mail_check_address(str_of(local)));
	memcpy(local + 65, "@b.cn", 6);
	local[64] = 'a';
	FAILS(mail_check_address(str_of(local)), "mail_address");
}

static void
address_fault_does_not_repeat_the_address(void **state)
{
	struct fault *fault = mail_check_address(STR("zhangsan@@example.cn"));

	assert_non_null(fault);
	assert_null(strstr(fault->zh, "zhangsan"));
	assert_null(strstr(fault->en, "zhangsan"));
	assert_null(strstr(fault->detail, "zhangsan"));
}

static void
unknown_hole_is_refused_when_words_are_saved(void **state)
{
	struct str subject;
	struct str body;

	FINE(mail_words_check(
		arena, &reset, STR(" 您好 {{name}} "), STR("a\r\nb {{link}}"), &subject, &body));
	SAME_TEXT(subject, "您好 {{name}}");
	SAME_TEXT(body, "a\nb {{link}}");
	FAILS(mail_words_check(arena, &reset, STR("a"), STR("{{password}}"), &subject, &body),
		"mail_hole");
	FAILS(mail_words_check(arena, &reset, STR("a"), STR("{{name"), &subject, &body),
		"mail_hole");
	FAILS(mail_words_check(arena, &reset, STR("a"), STR("name}}"), &subject, &body),
		"mail_hole");
	FAILS(mail_words_check(arena, &reset, STR("a"), STR("}}name{{"), &subject, &body),
		"mail_hole");
	FAILS(mail_words_check(arena, &reset, STR("a"), STR("{{ {{name}} }}"), &subject, &body),
		"mail_hole");
	FAILS(mail_words_check(arena, &reset, STR("a"), STR("{{}}"), &subject, &body), "mail_hole");
	FAILS(mail_words_check(arena, &reset, STR(" "), STR("b"), &subject, &body), "mail_words");
	FAILS(mail_words_check(arena, &reset, STR("a"), STR("\n"), &subject, &body), "mail_words");
	FAILS(mail_words_check(arena, &reset, STR("a\nBcc: x@y.cn"), STR("b"), &subject, &body),
		"mail_words");
	FAILS(mail_words_check(arena, &reset, STR("a"), STR("b\x01"), &subject, &body),
		"mail_words");
}

static void
missing_value_is_a_fault(void **state)
{
	const struct mail_value values[] = { { "name", STR("李四") }, { "link", STR(" ") } };
	struct str text;

	FINE(mail_words_fill(arena, STR("{{name}}{{ name }}!"), values, 2, &text));
	SAME_TEXT(text, "李四李四!");
	FAILS(mail_words_fill(arena, STR("{{link}}"), values, 2, &text), "mail_value");
	FAILS(mail_words_fill(arena, STR("{{name}}"), NULL, 0, &text), "mail_value");
}

static void
value_with_braces_is_no_template(void **state)
{
	const struct mail_value values[] = { { "name", STR("{{link}}") } };
	struct str text;

	FINE(mail_words_fill(arena, STR("a {{name}} b"), values, 1, &text));
	SAME_TEXT(text, "a {{link}} b");
}

static void
preview_has_the_samples(void **state)
{
	struct str subject;
	struct str body;

	FINE(mail_preview(
		arena, &reset, str_of(reset.subject), str_of(reset.body), &subject, &body));
	SAME_TEXT(subject, "张三，请重设密码");
	SAME_TEXT(body, "张三：\n请打开 https://x.cn/1 。");
}

static void
quiet_hours_end_when_they_say(void **state)
{
	/* 2026-03-01 00:00 in Beijing. */
	const int64_t midnight = 1772294400;

	assert_int_equal(mail_quiet_left(STR("22:00-07:00"), midnight), 7 * 3600);
	assert_int_equal(mail_quiet_left(STR("22:00-07:00"), midnight + 7 * 3600 - 1), 1);
	assert_int_equal(mail_quiet_left(STR("22:00-07:00"), midnight + 7 * 3600), 0);
	assert_int_equal(mail_quiet_left(STR("22:00-07:00"), midnight + 22 * 3600), 9 * 3600);
	assert_int_equal(mail_quiet_left(STR("12:00-14:00"), midnight + 13 * 3600), 3600);
	assert_int_equal(mail_quiet_left(STR("12:00-14:00"), midnight), 0);
	assert_int_equal(mail_quiet_left(STR(""), midnight), 0);
	FINE(mail_check_quiet(STR("")));
	FINE(mail_check_quiet(STR("22:00-07:00")));
	FAILS(mail_check_quiet(STR("22:00")), "setting_value");
	FAILS(mail_check_quiet(STR("24:00-07:00")), "setting_value");
	FAILS(mail_check_quiet(STR("07:00-07:00")), "setting_value");
	FAILS(mail_check_quiet(STR("+2:00-07:00")), "setting_value");
	FAILS(mail_check_quiet(STR("22:60-07:00")), "setting_value");
}

/* --- messages --- */

static const struct mail_message plain = {
	.from = STR("no-reply@example.gov.cn"),
	.from_name = STR("甲市人民政府办公室"),
	.to = STR("li@example.cn"),
	.to_name = STR("李四"),
	.subject =
		STR("关于您提出的政府信息公开申请的答复期限延长二十个工作日的告知和有关事项的说明"),
	.body = STR("您好：\n.\n第二行"),
	.id = STR("0123.0"),
	.at = 1772294400,
};

static struct str
compose(const struct mail_message *message)
{
	struct str text;
	struct buf out;

	buf_init(&out, 1 << 20);
	FINE(mail_compose(&out, message));
	FINE(str_copy(arena, buf_str(&out), &text));
	buf_done(&out);
	return text;
}

static struct str
decode(struct str base64)
{
	unsigned char *bytes = arena_take(arena, base64.len + 1, 1);
	int len = EVP_DecodeBlock(bytes, (const unsigned char *)base64.at, (int)base64.len);

	assert_true(len >= 0);
	while (base64.len && base64.at[base64.len - 1] == '=') {
		base64.len--;
		len--;
	}
	return (struct str){ (const char *)bytes, (size_t)len };
}

/* The text of a header made of encoded words, each checked by itself. */
static struct str
header(struct str message, const char *name)
{
	struct buf out;
	struct str text;
	size_t at = str_find(message, str_of(name), 0);

	assert_true(at != SIZE_MAX);
	message = str_from(message, at + strlen(name));
	buf_init(&out, 1 << 16);
	for (;;) {
		struct str word;
		size_t bad;

		message = str_trim(message);
		if (!str_starts(message, STR("=?UTF-8?B?")))
			break;
		message = str_cut(str_from(message, 10), STR("?="), &word);
		assert_true(word.len + 12 <= 75);
		assert_true(utf8_is_valid(decode(word), &bad));
		buf_put(&out, decode(word));
	}
	FINE(str_copy(arena, buf_str(&out), &text));
	buf_done(&out);
	return text;
}

static void
message_says_who_and_what(void **state)
{
	struct str message = compose(&plain);
	struct str line;
	struct str rest = message;

	assert_true(str_starts(message, STR("Date: Sat, 28 Feb 2026 16:00:00 +0000\r\n")));
	assert_true(str_has(message, STR("\r\n <no-reply@example.gov.cn>\r\n")));
	assert_true(str_has(message, STR("Message-ID: <0123.0@example.gov.cn>\r\n")));
	assert_true(str_equal(header(message, "From: "), plain.from_name));
	assert_true(str_equal(header(message, "To: "), plain.to_name));
	assert_true(str_equal(header(message, "Subject: "), plain.subject));
	while (str_next_line(&rest, &line)) {
		assert_true(line.len <= 78);
		for (size_t i = 0; i < line.len; i++)
			assert_true(line.at[i] >= 0x20 && line.at[i] < 0x7f);
	}
}

static void
text_is_what_was_written(void **state)
{
	struct str message = compose(&plain);
	size_t at = str_find(message, STR("\r\n\r\n"), 0);
	struct str base64;

	assert_true(at != SIZE_MAX);
	FINE(str_replace(arena, str_from(message, at + 4), STR("\r\n"), STR(""), &base64));
	SAME_TEXT(decode(base64), "您好：\r\n.\r\n第二行\r\n");
}

static void
nothing_in_a_letter_becomes_a_header(void **state)
{
	struct mail_message evil = plain;
	struct str message;

	evil.subject = STR("a\r\nBcc: x@y.cn\r\n\r\nzzz");
	evil.to_name = STR("b>\r\nBcc: x@y.cn");
	evil.from_name = STR("c\nBcc: x@y.cn");
	evil.body = STR(".\r\nBcc: x@y.cn\r\n.\r\n");
	message = compose(&evil);
	assert_false(str_has(message, STR("Bcc")));
	assert_false(str_has(message, STR("\n.")));
	assert_int_equal(
		str_find(message, STR("\r\n\r\n"), 0), str_find_last(message, STR("\r\n\r\n")));
	evil.to = STR("x@y.cn>\r\nBcc: <z@y.cn");
	{
		struct buf out;

		buf_init(&out, 1 << 20);
		FAILS(mail_compose(&out, &evil), "mail_address");
		buf_done(&out);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(address_is_plain_or_refused),
		cmocka_unit_test(address_fault_does_not_repeat_the_address),
		cmocka_unit_test(unknown_hole_is_refused_when_words_are_saved),
		cmocka_unit_test(missing_value_is_a_fault),
		cmocka_unit_test(value_with_braces_is_no_template),
		cmocka_unit_test(preview_has_the_samples),
		cmocka_unit_test(quiet_hours_end_when_they_say),
		cmocka_unit_test(message_says_who_and_what),
		cmocka_unit_test(text_is_what_was_written),
		cmocka_unit_test(nothing_in_a_letter_becomes_a_header),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
