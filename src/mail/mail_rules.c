/*
 * Pure decisions: addresses, the words of templates and their holes, quiet hours.
 * Nothing is stored or sent here.
 */
#include <assert.h>

#include "base/day.h"
#include "base/utf8.h"
#include "mail/mail_inside.h"

const struct mail_template *const *const *mail_tables;

const struct mail_template *
mail_template_named(struct str name)
{
	for (const struct mail_template *const *const *table = mail_tables; table && *table;
		table++)
		for (const struct mail_template *const *one = *table; *one; one++)
			if (str_equal(str_of((*one)->name), name))
				return *one;
	return NULL;
}

static bool
keeps_promise(const struct mail_template *template)
{
	CLOSING(arena_close) struct arena *arena = NULL;
	struct str subject;
	struct str body;

	return !arena_open(1 << 20, &arena) &&
	       !mail_words_check(arena, template, str_of(template->subject), str_of(template->body),
		       &subject, &body);
}

void
mail_use(const struct mail_template *const *const *tables)
{
	mail_tables = tables;
	for (; *tables; tables++)
		for (const struct mail_template *const *one = *tables; *one; one++) {
			assert(keeps_promise(*one));
			assert(mail_template_named(str_of((*one)->name)) == *one);
		}
}

/* --- addresses --- */

static bool
is_letter_or_digit(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/* RFC 5321 dot-string: atoms with single points between. */
static bool
is_local_part(struct str text)
{
	for (size_t i = 0; i < text.len; i++) {
		char c = text.at[i];

		if (c == '.' && (i == 0 || i + 1 == text.len || text.at[i - 1] == '.'))
			return false;
		if (!is_letter_or_digit(c) && (c == 0 || !strchr(".!#$%&'*+-/=?^_`{|}~", c)))
			return false;
	}
	return text.len > 0 && text.len <= 64;
}

static bool
is_domain(struct str text)
{
	struct str rest = text;
	int labels = 0;

	if (text.len == 0 || text.at[text.len - 1] == '.')
		return false;
	while (rest.len) {
		struct str label;

		rest = str_cut(rest, STR("."), &label);
		if (label.len == 0 || label.len > 63 || label.at[0] == '-' ||
			label.at[label.len - 1] == '-')
			return false;
		for (size_t i = 0; i < label.len; i++)
			if (!is_letter_or_digit(label.at[i]) && label.at[i] != '-')
				return false;
		labels++;
	}
	return labels > 1;
}

struct fault *
mail_check_address(struct str address)
{
	struct str local;
	struct str domain = str_cut(address, STR("@"), &local);

	if (address.len <= MAIL_MOST_ADDRESS && is_local_part(local) && is_domain(domain))
		return NULL;
	return fault_new(FAULT_INPUT, "mail_address",
		"电子邮件地址写得不对。请写成 %s 的样子，不带空格和中文。",
		"The e-mail address is not right. Write it like %s, without blanks.",
		"name@example.cn");
}

/* --- words --- */

static struct fault *
bad_words(const char *zh, const char *en)
{
	return fault_new(FAULT_INPUT, "mail_words", "%1$s%2$.0s", "%1$.0s%2$s", zh, en);
}

/* The next hole in *rest: what stands before it, and its name. False when there is none. */
static struct fault *
next_hole(struct str *rest, struct str *ret_before, struct str *ret_name, bool *ret_is_found)
{
	size_t open = str_find(*rest, STR("{{"), 0);
	size_t close = str_find(*rest, STR("}}"), 0);
	struct str name;

	*ret_is_found = open != SIZE_MAX;
	if (open == SIZE_MAX && close == SIZE_MAX) {
		*ret_before = *rest;
		*rest = STR_NONE;
		return NULL;
	}
	if (open == SIZE_MAX || close == SIZE_MAX || close < open)
		return fault_new(FAULT_INPUT, "mail_hole",
			"模板里的 {{ 和 }} 不成对。请检查后再保存。",
			"The {{ and }} of the letter do not match. Check them and save again.");
	name = str_trim(str_sub(*rest, open + 2, close - open - 2));
	*ret_before = str_sub(*rest, 0, open);
	*ret_name = name;
	*rest = str_from(*rest, close + 2);
	return NULL;
}

static bool
has_hole(const struct mail_template *template, struct str name)
{
	for (const struct mail_hole *hole = template->holes; hole && hole->name; hole++)
		if (str_equal(str_of(hole->name), name))
			return true;
	return false;
}

static struct fault *
check_holes(const struct mail_template *template, struct str text)
{
	bool is_found = true;

	while (is_found) {
		struct str before;
		struct str name;

		TRY(next_hole(&text, &before, &name, &is_found));
		if (is_found && !has_hole(template, name))
			return fault_new(FAULT_INPUT, "mail_hole",
				"这种邮件没有“{{%.*s}}”这一项。请从列出的项目中选用。",
				"This letter has no \"{{%.*s}}\". Use those that are listed.",
				(int)(name.len < 60 ? name.len : 60), name.at);
	}
	return NULL;
}

static bool
is_printable(struct str text, bool with_lines)
{
	size_t bad;

	if (!utf8_is_valid(text, &bad))
		return false;
	for (size_t i = 0; i < text.len; i++) {
		unsigned char c = (unsigned char)text.at[i];

		if (c == 0x7f || (c < 0x20 && !(with_lines && (c == '\n' || c == '\t'))))
			return false;
	}
	return true;
}

struct fault *
mail_words_check(struct arena *arena, const struct mail_template *template, struct str subject,
	struct str body, struct str *ret_subject, struct str *ret_body)
{
	subject = str_trim(subject);
	body = str_trim(body);
	if (body.len > 4 * MAIL_MOST_BODY + 4096)
		return bad_words("邮件正文最多 20000 字，没有保存。请缩短。",
			"The text has at most 20000 characters; it was not saved. Shorten it.");
	if (str_has(body, STR("\r\n")))
		TRY(str_replace(arena, body, STR("\r\n"), STR("\n"), &body));
	if (subject.len == 0 || body.len == 0)
		return bad_words("邮件的标题和正文都不能空着，没有保存。请补上。",
			"A letter needs a subject and a text; it was not saved. Add what is "
			"missing.");
	if (!is_printable(subject, false) || !is_printable(body, true))
		return bad_words("标题里有换行，或文字里有看不见的字符，没有保存。请删去。",
			"The subject has a line break or the text invisible characters; it was "
			"not saved. Remove them.");
	if (utf8_count(subject) > MAIL_MOST_SUBJECT || utf8_count(body) > MAIL_MOST_BODY)
		return bad_words("标题最多 200 字，正文最多 20000 字，没有保存。请缩短。",
			"A subject has at most 200 characters, a text 20000; it was not saved. "
			"Shorten it.");
	TRY(check_holes(template, subject));
	TRY(check_holes(template, body));
	*ret_subject = subject;
	*ret_body = body;
	return NULL;
}

static const struct mail_value *
value_of(const struct mail_value *values, size_t count, struct str hole)
{
	for (size_t i = 0; i < count; i++)
		if (str_equal(str_of(values[i].hole), hole))
			return &values[i];
	return NULL;
}

struct fault *
mail_words_fill(struct arena *arena, struct str text, const struct mail_value *values, size_t count,
	struct str *ret_text)
{
	CLOSING(buf_done) struct buf buf;
	bool is_found = true;

	buf_init(&buf, MAIL_MOST_MESSAGE / 4);
	while (is_found) {
		const struct mail_value *value;
		struct str before;
		struct str name;

		TRY(next_hole(&text, &before, &name, &is_found));
		buf_put(&buf, before);
		if (!is_found)
			continue;
		value = value_of(values, count, name);
		if (!value || str_trim(value->text).len == 0)
			return fault_new(FAULT_INPUT, "mail_value",
				"邮件缺少“{{%.*s}}”的内容，没有发送。请补全后再试。",
				"The letter lacks what stands for \"{{%.*s}}\"; it was not sent. "
				"Add it and try again.",
				(int)(name.len < 60 ? name.len : 60), name.at);
		buf_put(&buf, value->text);
	}
	TRY(buf_check(&buf));
	return str_copy(arena, buf_str(&buf), ret_text);
}

struct fault *
mail_preview(struct arena *arena, const struct mail_template *template, struct str subject,
	struct str body, struct str *ret_subject, struct str *ret_body)
{
	struct mail_value *samples = NULL;
	size_t count = 0;

	TRY(mail_words_check(arena, template, subject, body, &subject, &body));
	while (template->holes && template->holes[count].name)
		count++;
	TAKE(arena, samples, count + 1);
	for (size_t i = 0; i < count; i++)
		samples[i] = (struct mail_value){ template->holes[i].name,
			str_of(template->holes[i].sample) };
	TRY(mail_words_fill(arena, subject, samples, count, ret_subject));
	return mail_words_fill(arena, body, samples, count, ret_body);
}

/* --- quiet hours --- */

/* "22:00" as minutes after midnight. */
static bool
read_minutes(struct str text, int *ret_minutes)
{
	int64_t hours;
	int64_t minutes;

	if (text.len != 5 || text.at[2] != ':' || !is_letter_or_digit(text.at[0]) ||
		!is_letter_or_digit(text.at[3]) || !str_to_int(str_sub(text, 0, 2), &hours) ||
		!str_to_int(str_sub(text, 3, 2), &minutes) || hours > 23 || minutes > 59)
		return false;
	*ret_minutes = (int)(hours * 60 + minutes);
	return true;
}

static bool
read_quiet(struct str hours, int *ret_from, int *ret_to)
{
	struct str from;
	struct str to = str_cut(hours, STR("-"), &from);

	return read_minutes(from, ret_from) && read_minutes(to, ret_to) && *ret_from != *ret_to;
}

struct fault *
mail_check_quiet(struct str hours)
{
	int from;
	int to;

	if (hours.len == 0 || read_quiet(hours, &from, &to))
		return NULL;
	return fault_new(FAULT_INPUT, "setting_value",
		"免打扰时段应写成 %s 的样子，或者留空。请改正后再保存。",
		"Quiet hours are written like %s, or left empty. Correct them and save again.",
		"22:00-07:00");
}

int64_t
mail_quiet_left(struct str hours, int64_t now)
{
	int into = day_seconds_into(now);
	int at = into / 60;
	int from;
	int to;
	bool is_quiet;

	if (!read_quiet(hours, &from, &to))
		return 0;
	is_quiet = from < to ? from <= at && at < to : at >= from || at < to;
	if (!is_quiet)
		return 0;
	return (int64_t)((to - at + 1440) % 1440) * 60 - into % 60;
}
