/*
 * Addresses from outside, taken apart and decoded once, strictly: what is not well-formed is
 * refused rather than guessed. Making addresses for pages is html/'s business, except
 * http_url_put().
 */
#include "base/utf8.h"
#include "http/http_inside.h"

static struct fault *
fault_address(const char *why)
{
	return fault_detail(
		fault_new(FAULT_INPUT, "http_address",
			"网址不完整或含有不能识别的字符。请从页面上的链接重新进入。",
			"The address is broken or holds characters that cannot be read. "
			"Follow a link on a page instead."),
		"%s", why);
}

static int
hex_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

struct fault *
http_url_decode(struct arena *arena, struct str raw, bool plus_is_space, struct str *ret_text)
{
	char *text;
	size_t len = 0;
	size_t bad;

	TAKE(arena, text, raw.len + 1);
	for (size_t i = 0; i < raw.len; i++) {
		char c = raw.at[i];

		if (c == '%') {
			int high = raw.len - i > 2 ? hex_value(raw.at[i + 1]) : -1;
			int low = raw.len - i > 2 ? hex_value(raw.at[i + 2]) : -1;

			if (high < 0 || low < 0)
				return fault_address("percent sign without two digits");
			c = (char)(high << 4 | low);
			i += 2;
		} else if (c == '+' && plus_is_space) {
			c = ' ';
		}
		text[len++] = c;
	}
	if (!utf8_is_valid((struct str){ text, len }, &bad))
		return fault_address("not UTF-8, or a zero");
	*ret_text = (struct str){ text, len };
	return NULL;
}

/* One segment of a path, encoded. Encoded slashes and dots could mean another place to a proxy or
 * to a file store than to us, so they are refused. */
static struct fault *
decode_segment(struct arena *arena, struct str raw, struct str *ret_segment)
{
	struct str segment;

	TRY(http_url_decode(arena, raw, false, &segment));
	if (str_equal(segment, STR(".")) || str_equal(segment, STR("..")))
		return fault_address("dots");
	for (size_t i = 0; i < segment.len; i++) {
		unsigned char c = (unsigned char)segment.at[i];

		if (c < ' ' || c == 0x7F || c == '/' || c == '\\')
			return fault_address("control character or slash in a segment");
	}
	*ret_segment = segment;
	return NULL;
}

struct fault *
http_url_read_target(
	struct arena *arena, struct str target, struct str *ret_path, struct str *ret_query)
{
	struct str path;
	char *decoded;
	size_t len = 0;

	if (target.len > ADDRESS_MAX)
		return fault_new(FAULT_LIMIT, "http_address_long",
			"网址过长。请缩短查询条件后再试。",
			"The address is too long. Shorten the query and try again.");
	if (str_starts(target, STR("http://")) || str_starts(target, STR("https://"))) {
		size_t slash = str_find(target, STR("/"), str_find(target, STR("//"), 0) + 2);

		target = slash == SIZE_MAX ? STR("/") : str_from(target, slash);
	}
	/* A browser keeps what is behind # to itself. */
	str_cut(target, STR("#"), &target);
	*ret_query = str_cut(target, STR("?"), &path);
	if (!str_starts(path, STR("/")))
		return fault_address("no slash at the start");
	TAKE(arena, decoded, path.len + 1);
	path = str_from(path, 1);
	for (bool is_more = true; is_more;) {
		struct str raw;
		struct str segment;
		bool has_slash = str_has(path, STR("/"));

		path = str_cut(path, STR("/"), &raw);
		is_more = has_slash;
		TRY(decode_segment(arena, raw, &segment));
		decoded[len++] = '/';
		memcpy(decoded + len, segment.at, segment.len);
		len += segment.len;
	}
	*ret_path = (struct str){ decoded, len };
	return NULL;
}

struct fault *
http_url_read_pairs(struct arena *arena, struct str raw, struct http_pairs *ret_pairs)
{
	struct http_pairs pairs = { 0 };

	while (raw.len) {
		struct str pair;
		struct str name;
		struct str value;

		raw = str_cut(raw, STR("&"), &pair);
		if (pair.len == 0)
			continue;
		if (pairs.count >= PAIRS_MOST)
			return fault_new(FAULT_LIMIT, "http_pairs_many",
				"提交的字段过多。请分次提交。",
				"Too many fields were sent. Send them in several steps.");
		value = str_cut(pair, STR("="), &name);
		GROW(arena, pairs.items, pairs.count, pairs.room);
		TRY(http_url_decode(arena, name, true, &pairs.items[pairs.count].name));
		TRY(http_url_decode(arena, value, true, &pairs.items[pairs.count].value));
		pairs.count++;
	}
	*ret_pairs = pairs;
	return NULL;
}

void
http_url_put(struct buf *buf, struct str text)
{
	for (size_t i = 0; i < text.len; i++) {
		unsigned char c = (unsigned char)text.at[i];

		if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
			(c && strchr("-_.~", c)))
			buf_put_char(buf, (char)c);
		else
			buf_print(buf, "%%%02X", c);
	}
}
