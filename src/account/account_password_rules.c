/*
 * What a login, a contact and a password may be, how long to wait after failures, and when a
 * session is over. Hashing and comparing secrets is account_secret.c's business.
 */
#include "account/account_rules.h"
#include "base/utf8.h"

const struct account_policy account_usual_policy = {
	.password_least = 12,
	.password_most = 200,
	.delay_after = 4,
	.delay_after_login = 20,
	.delay_after_address = 20,
	.delay_first = 30,
	.delay_most = 900,
	.delay_forget = 86400,
	.network_v4 = 24,
	.network_v6 = 56,
	.network_forget = 90 * 86400,
	.idle = 1800,
	.absolute = 43200,
	.half = 900,
	.link = 259200,
	.delegation_most = 180,
	.factor_roles = 0,
	/* What libsodium calls interactive: 64 MiB, two passes. */
	.hash_passes = 2,
	.hash_bytes = (size_t)64 << 20,
	.hashes_at_once = 2,
	.tells_network = true,
};

/* --- names and contacts --- */

static struct fault *
fault_login(void)
{
	return fault_new(FAULT_INPUT, "account_login",
		"登录名为 2–40 位英文字母、数字和 . _ - @，以字母或数字开头。请改正。",
		"A login has 2–40 letters, digits and . _ - @, and begins with a letter or digit. "
		"Change it.");
}

struct fault *
account_check_login(struct arena *arena, struct str text, struct str *ret_login)
{
	char *login;

	text = str_trim(text);
	if (text.len < 2 || text.len > 40)
		return fault_login();
	TAKE(arena, login, text.len + 1);
	for (size_t i = 0; i < text.len; i++) {
		char c = text.at[i];
		bool is_plain;

		if (c >= 'A' && c <= 'Z')
			c = (char)(c - 'A' + 'a');
		is_plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
		if (!is_plain && (!i || !c || !strchr("._-@", c)))
			return fault_login();
		login[i] = c;
	}
	*ret_login = (struct str){ login, text.len };
	return NULL;
}

static bool
has_control(struct str text)
{
	for (size_t i = 0; i < text.len; i++)
		if ((unsigned char)text.at[i] < ' ' || text.at[i] == 0x7F)
			return true;
	return false;
}

struct fault *
account_check_name(struct str text, struct str *ret_name)
{
	text = str_trim(text);
	if (!text.len || utf8_count(text) > 50 || has_control(text))
		return fault_new(FAULT_INPUT, "account_name",
			"姓名为 1–50 个字，不能有换行。请改正。",
			"A name has 1–50 characters on one line. Change it.");
	*ret_name = text;
	return NULL;
}

struct fault *
account_check_mail(struct str text, struct str *ret_mail)
{
	struct str local;
	struct str host;
	bool is_good;

	text = str_trim(text);
	host = str_cut(text, STR("@"), &local);
	is_good = local.len && host.len && text.len <= 200 && !str_has(host, STR("@")) &&
		  str_has(host, STR(".")) && !str_starts(host, STR(".")) &&
		  !str_ends(host, STR(".")) && !has_control(text);
	for (size_t i = 0; i < text.len; i++)
		is_good = is_good && !strchr(" ,;<>()[]\\\":", text.at[i]);
	if (text.len && !is_good)
		return fault_new(FAULT_INPUT, "account_mail",
			"邮箱格式不正确，应如 name@example.cn。请改正。",
			"The mail address is not right; write it like name@example.cn.");
	*ret_mail = text;
	return NULL;
}

struct fault *
account_check_phone(struct str text, struct str *ret_phone)
{
	size_t digits = 0;
	bool is_good = true;

	text = str_trim(text);
	for (size_t i = 0; i < text.len; i++) {
		digits += str_is_digit(text.at[i]);
		is_good = is_good && strchr("0123456789+- ", text.at[i]);
	}
	if (text.len && (!is_good || digits < 5 || digits > 20 || text.len > 30))
		return fault_new(FAULT_INPUT, "account_phone",
			"电话只能有数字、空格、+ 和 -，5–20 位数字。请改正。",
			"A phone number has 5–20 digits, with spaces, + and - only. Change it.");
	*ret_phone = text;
	return NULL;
}

/* --- passwords --- */

static char
lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool
has_at(struct str text, size_t at, struct str word)
{
	if (text.len - at < word.len)
		return false;
	for (size_t i = 0; i < word.len; i++)
		if (lower(text.at[at + i]) != lower(word.at[i]))
			return false;
	return true;
}

static bool
has_word(struct str text, struct str word)
{
	for (size_t at = 0; at < text.len; at++)
		if (has_at(text, at, word))
			return true;
	return false;
}

/* Bytes from `at` on that a guesser would try as one piece: a known word, a run such as efgh or
 * dcba, one character again and again, or four digits such as a year or a day. */
static size_t
cheap_length(struct str text, size_t at)
{
	size_t longest = 1;

	for (size_t i = 0; account_weak_words[i]; i++) {
		struct str word = str_of(account_weak_words[i]);

		if (word.len > longest && has_at(text, at, word))
			longest = word.len;
	}
	for (int step = -1; step <= 1; step++) {
		size_t len = 1;

		while (at + len < text.len &&
			lower(text.at[at + len]) - lower(text.at[at + len - 1]) == step)
			len++;
		if (len >= 3 && len > longest)
			longest = len;
	}
	for (size_t len = 1;
		len <= 4 && at + len <= text.len && str_is_digit(text.at[at + len - 1]); len++)
		if (len > longest)
			longest = len;
	return longest;
}

/* How many pieces must be guessed; twelve repeats of one letter are one, and so is "password". */
static size_t
count_pieces(struct str password)
{
	size_t pieces = 0;

	for (size_t at = 0; at < password.len; pieces++)
		at += cheap_length(password, at);
	return pieces;
}

static size_t
count_different(struct str password)
{
	bool seen[256] = { false };
	size_t count = 0;

	for (size_t i = 0; i < password.len; i++) {
		unsigned char c = (unsigned char)lower(password.at[i]);

		count += !seen[c];
		seen[c] = true;
	}
	return count;
}

static struct fault *
check_length(const struct account_policy *policy, struct str password)
{
	size_t count = utf8_count(password);

	if (count < (size_t)policy->password_least)
		return fault_new(FAULT_INPUT, "account_password_short",
			"密码至少 %d 个字符。几个不相干的词连起来，既长又好记。",
			"A password has at least %d characters. A few unrelated words are long and "
			"easy to remember.",
			policy->password_least);
	if (count > (size_t)policy->password_most)
		return fault_new(FAULT_INPUT, "account_password_long",
			"密码最多 %d 个字符。请缩短。", "A password has at most %d characters.",
			policy->password_most);
	return NULL;
}

struct fault *
account_check_password(
	const struct account_policy *policy, struct str login, struct str name, struct str password)
{
	TRY(check_length(policy, password));
	/* A login of two letters stands in many good passwords by chance. */
	if ((login.len >= 3 && has_word(password, login)) ||
		(name.len >= 3 && has_word(password, name)))
		return fault_new(FAULT_INPUT, "account_password_name",
			"密码不能包含登录名或姓名。请换一个。",
			"A password may not hold the login or the name. Choose another.");
	if (count_pieces(password) < 6 || count_different(password) < 5)
		return fault_new(FAULT_INPUT, "account_password_weak",
			"这个密码由常见的词、连号或重复组成，容易被猜到。请换一个。",
			"This password is made of common words, runs or repeats and is easily "
			"guessed. Choose another.");
	return NULL;
}

/* --- failures and sessions --- */

int64_t
account_delay(const struct account_policy *policy, int after, int64_t failures)
{
	int64_t delay = policy->delay_first;

	if (failures <= after)
		return 0;
	/* Twenty doublings reach any maximum that makes sense. */
	for (int64_t i = after + 1; i < failures && i < after + 20; i++)
		delay *= 2;
	return delay < policy->delay_most ? delay : policy->delay_most;
}

bool
account_session_lives(
	const struct account_policy *policy, const struct account_session_times *times, int64_t now)
{
	/* A clock set back must not end every session, so only the ends are compared. */
	return !times->is_ended && now < times->ends_at && now < times->seen_at + policy->idle;
}
