/*
 * Checking and joining addresses. It allows a short list of beginnings instead of forbidding a long
 * list of bad ones; it does not judge whether anything answers there.
 */
#include "html/html_url.h"

#include <ctype.h>

static bool
is_plain(unsigned char c)
{
	return c > ' ' && c < 0x7F && !strchr("\"'<>\\^`{|}", c);
}

static struct fault *
not_an_address(void)
{
	return fault_new(FAULT_INPUT, "url",
		"这不是可用的网址。请填写以 https:// 或 http:// 开头、不含空格和汉字的完整网址。",
		"This is not a usable address. Give a full address that begins with https:// or "
		"http:// and has no spaces.");
}

static bool
starts_ascii(struct str text, struct str start)
{
	return text.len >= start.len && str_equal_ascii(str_sub(text, 0, start.len), start);
}

/* "https://" must be followed by a host that is not empty. */
static bool
has_host(struct str text, struct str scheme)
{
	struct str rest;

	if (!starts_ascii(text, scheme))
		return false;
	rest = str_from(text, scheme.len);
	return rest.len && (isalnum((unsigned char)rest.at[0]) || rest.at[0] == '[');
}

static bool
begins_well(struct str text)
{
	if (text.at[0] == '?' || text.at[0] == '#')
		return true;
	if (text.at[0] == '/')
		return text.len < 2 || text.at[1] != '/';
	return has_host(text, STR("https://")) || has_host(text, STR("http://")) ||
	       starts_ascii(text, STR("mailto:")) || starts_ascii(text, STR("tel:"));
}

struct fault *
url_check(struct str text, struct url *ret_url)
{
	if (text.len > URL_LONGEST)
		return fault_new(FAULT_LIMIT, "url_long", "网址太长，最多 %d 个字符。",
			"The address is too long; %d characters are the most.", URL_LONGEST);
	if (!text.len)
		return not_an_address();
	for (size_t i = 0; i < text.len; i++)
		if (!is_plain((unsigned char)text.at[i]))
			return not_an_address();
	if (!begins_well(text))
		return not_an_address();
	ret_url->text = text;
	return NULL;
}

struct fault *
url_check_local(struct str text, struct url *ret_url)
{
	if (!text.len || text.at[0] != '/')
		return not_an_address();
	return url_check(text, ret_url);
}

void
url_put_encoded(struct buf *out, struct str text)
{
	static const char hex[] = "0123456789ABCDEF";

	for (size_t i = 0; i < text.len; i++) {
		unsigned char c = (unsigned char)text.at[i];

		if ((c < 0x80 && isalnum(c)) || (c && strchr("-._~", c))) {
			buf_put_char(out, (char)c);
			continue;
		}
		buf_put_char(out, '%');
		buf_put_char(out, hex[c >> 4]);
		buf_put_char(out, hex[c & 15]);
	}
}

/* Copy what was put into the arena, as an address. */
static struct fault *
keep(struct arena *arena, const struct buf *buf, struct url *ret_url)
{
	TRY(buf_check(buf));
	return str_copy(arena, buf_str(buf), &ret_url->text);
}

static bool
is_dots(struct str text)
{
	return str_equal(text, STR(".")) || str_equal(text, STR(".."));
}

struct fault *
url_join(struct arena *arena, struct url base, struct str part, struct url *ret_url)
{
	CLOSING(buf_done) struct buf buf;

	buf_init(&buf, 4 * (base.text.len + part.len) + 8);
	buf_put(&buf, base.text);
	if (!str_ends(base.text, STR("/")))
		buf_put_char(&buf, '/');
	if (is_dots(part))
		buf_put_char(&buf, '~');
	url_put_encoded(&buf, part);
	return keep(arena, &buf, ret_url);
}

struct fault *
url_join_int(struct arena *arena, struct url base, int64_t part, struct url *ret_url)
{
	struct str text;

	TRY(str_print(arena, &text, "%lld", (long long)part));
	return url_join(arena, base, text, ret_url);
}

struct fault *
url_query(struct arena *arena, struct url base, const char *key, struct str value,
	struct url *ret_url)
{
	CLOSING(buf_done) struct buf buf;
	struct str before;
	struct str behind = str_cut(base.text, STR("#"), &before);
	bool has_hash = before.len < base.text.len;

	buf_init(&buf, 4 * (base.text.len + strlen(key) + value.len) + 8);
	buf_put(&buf, before);
	buf_put_char(&buf, str_has(before, STR("?")) ? '&' : '?');
	buf_put(&buf, str_of(key));
	buf_put_char(&buf, '=');
	url_put_encoded(&buf, value);
	if (has_hash) {
		buf_put_char(&buf, '#');
		buf_put(&buf, behind);
	}
	return keep(arena, &buf, ret_url);
}
