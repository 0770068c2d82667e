/*
 * Making and checking the guard of the public form. Pure but for its random parts: it reads no
 * clock, no store and no setting.
 */
#include "reception/reception_guard.h"

#include "base/random.h"

#define WORK STR("application.guard.work")
#define SUM STR("application.guard.sum")

enum { LONGEST = 200, DIGITS = 8, LARGEST_ADDEND = 49, LARGEST_SECOND = 9 };

const char *const reception_guard_words[RECEPTION_GUARD_LEVELS] = { "off", "low", "usual", "high" };

/* The largest number to be tried; half of them on the average. The page's script tries some fifty
 * thousand a second on a usual computer, a fifth of that on an old telephone. */
static const int64_t most[RECEPTION_GUARD_LEVELS] = { 0, 10000, 50000, 250000 };

/* A number below `limit` out of eight hexadecimal digits. */
static int64_t
pick(const char *hex, int64_t limit)
{
	uint64_t value = 0;

	for (int i = 0; i < DIGITS; i++)
		value = value * 16 + (uint64_t)(hex[i] <= '9' ? hex[i] - '0' : hex[i] - 'a' + 10);
	return (int64_t)(value % (uint64_t)limit);
}

/* 0 to 99 as it is spoken. */
static struct fault *
put_number(struct arena *arena, int64_t number, struct str *ret_words)
{
	static const char *const digits[] = { "零", "一", "二", "三", "四", "五", "六", "七", "八",
		"九" };
	int64_t tens = number / 10;
	int64_t ones = number % 10;

	return str_print(arena, ret_words, "%s%s%s", tens > 1 ? digits[tens] : "", tens ? "十" : "",
		tens && !ones ? "" : digits[ones]);
}

static struct fault *
mark_sum(const struct seal_keys *keys, struct arena *arena, struct str salt, int64_t sum,
	struct digest *ret_mark)
{
	struct str text;

	TRY(str_print(arena, &text, "%.*s=%lld", STR_ARG(salt), (long long)sum));
	return seal_mark(keys, SUM, text, ret_mark);
}

static struct fault *
challenge_of(struct arena *arena, struct str salt, struct str number, struct digest *ret_digest)
{
	struct str text;

	TRY(str_join(arena, salt, number, STR(""), &text));
	return digest_sha256(text, ret_digest);
}

static struct fault *
make_sum(const struct seal_keys *keys, struct arena *arena, struct str salt, const char *hex,
	struct reception_guard *guard)
{
	int64_t first = 10 + pick(hex, LARGEST_ADDEND - 9);
	int64_t second = 1 + pick(hex + DIGITS, LARGEST_SECOND);
	struct str first_words;
	struct str second_words;
	struct digest mark;

	TRY(put_number(arena, first, &first_words));
	TRY(put_number(arena, second, &second_words));
	TRY(str_print(arena, &guard->question, "%.*s加%.*s等于多少？", STR_ARG(first_words),
		STR_ARG(second_words)));
	TRY(mark_sum(keys, arena, salt, first + second, &mark));
	return str_copy(arena, str_of(mark.at), &guard->sum_mark);
}

struct fault *
reception_guard_make(const struct seal_keys *keys, struct arena *arena, struct str form_key,
	enum reception_guard_level level, int64_t now, struct reception_guard *ret_guard)
{
	struct random_name name = random_name();
	struct random_name hidden = random_name();
	struct reception_guard guard = { .most = most[level] };
	struct digest challenge;
	struct digest mark;
	struct str number;

	TRY(str_print(arena, &guard.salt, "%.*s.%lld.%.16s.", STR_ARG(form_key),
		(long long)(now + RECEPTION_GUARD_SECONDS), name.at));
	TRY(str_print(arena, &number, "%lld", (long long)pick(hidden.at, most[level] + 1)));
	TRY(challenge_of(arena, guard.salt, number, &challenge));
	TRY(str_copy(arena, str_of(challenge.at), &guard.challenge));
	TRY(seal_mark(keys, WORK, guard.challenge, &mark));
	TRY(str_copy(arena, str_of(mark.at), &guard.mark));
	TRY(make_sum(keys, arena, guard.salt, hidden.at + DIGITS, &guard));
	*ret_guard = guard;
	return NULL;
}

/* --- checking --- */

static struct fault *
wrong(void)
{
	return fault_new(FAULT_INPUT, "application_guard",
		"防机器提交的验证没有完成：请等页面显示“验证完成”，或者回答算术题，再提交。",
		"The check against automatic sending is not done: wait for it, or answer the sum.");
}

/* The salt is this form's, and its time is not over. */
static struct fault *
check_salt(struct str form_key, struct str salt, int64_t now)
{
	struct str head;
	struct str rest;
	int64_t ends;

	rest = str_cut(salt, STR("."), &head);
	if (!form_key.len || !str_equal(head, form_key))
		return wrong();
	(void)str_cut(rest, STR("."), &head);
	if (!str_to_int(head, &ends) || ends > now + RECEPTION_GUARD_SECONDS)
		return wrong();
	if (ends < now)
		return fault_new(FAULT_INPUT, "application_guard_late",
			"页面打开得太久，验证已经过期。您填写的内容还在，请再提交一次。",
			"The page was open too long and its check is over. Send it once more.");
	return NULL;
}

static struct fault *
is_worked(const struct seal_keys *keys, struct arena *arena,
	const struct reception_guard_answer *answer, bool *ret_is_right)
{
	struct digest challenge;
	struct digest mark;

	TRY(challenge_of(arena, answer->salt, answer->number, &challenge));
	TRY(seal_mark(keys, WORK, answer->challenge, &mark));
	*ret_is_right = str_equal(str_of(challenge.at), answer->challenge) &&
			secret_equal((struct secret){ str_of(mark.at) }, answer->mark);
	return NULL;
}

static struct fault *
is_summed(const struct seal_keys *keys, struct arena *arena,
	const struct reception_guard_answer *answer, bool *ret_is_right)
{
	struct digest mark;
	int64_t sum;

	*ret_is_right = false;
	if (!str_to_int(str_trim(answer->answer), &sum))
		return NULL;
	TRY(mark_sum(keys, arena, answer->salt, sum, &mark));
	*ret_is_right = secret_equal((struct secret){ str_of(mark.at) }, answer->sum_mark);
	return NULL;
}

struct fault *
reception_guard_check(const struct seal_keys *keys, struct arena *arena, struct str form_key,
	const struct reception_guard_answer *answer, int64_t now)
{
	bool is_right = false;

	if (answer->salt.len > LONGEST || answer->challenge.len > LONGEST ||
		answer->number.len > DIGITS || answer->answer.len > DIGITS)
		return wrong();
	TRY(check_salt(form_key, answer->salt, now));
	if (answer->number.len)
		TRY(is_worked(keys, arena, answer, &is_right));
	if (!is_right && answer->answer.len)
		TRY(is_summed(keys, arena, answer, &is_right));
	return is_right ? NULL : wrong();
}
