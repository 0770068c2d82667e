/*
 * UTF-8 by hand: small, table-free, strict about overlong forms and surrogates.
 * Other encodings are turned into UTF-8 in doc/ through iconv.
 */
#include "base/utf8.h"

#include <endian.h>

uint32_t
utf8_at_any(struct str text, size_t at, size_t *ret_len)
{
	const unsigned char *s = (const unsigned char *)text.at + at;
	size_t left = text.len - at;
	uint32_t point;

	*ret_len = 1;
	if (s[0] < 0x80)
		return s[0];
	if (s[0] >= 0xC2 && s[0] <= 0xDF && left >= 2 && (s[1] & 0xC0) == 0x80) {
		*ret_len = 2;
		return (uint32_t)(s[0] & 0x1F) << 6 | (s[1] & 0x3F);
	}
	if (s[0] >= 0xE0 && s[0] <= 0xEF && left >= 3 && (s[1] & 0xC0) == 0x80 &&
		(s[2] & 0xC0) == 0x80) {
		point = (uint32_t)(s[0] & 0x0F) << 12 | (uint32_t)(s[1] & 0x3F) << 6 |
			(s[2] & 0x3F);
		if (point < 0x800 || (point >= 0xD800 && point <= 0xDFFF))
			return UTF8_BROKEN;
		*ret_len = 3;
		return point;
	}
	if (s[0] >= 0xF0 && s[0] <= 0xF4 && left >= 4 && (s[1] & 0xC0) == 0x80 &&
		(s[2] & 0xC0) == 0x80 && (s[3] & 0xC0) == 0x80) {
		point = (uint32_t)(s[0] & 0x07) << 18 | (uint32_t)(s[1] & 0x3F) << 12 |
			(uint32_t)(s[2] & 0x3F) << 6 | (s[3] & 0x3F);
		if (point < 0x10000 || point > 0x10FFFF)
			return UTF8_BROKEN;
		*ret_len = 4;
		return point;
	}
	return UTF8_BROKEN;
}

struct str
utf8_head(struct str text, size_t most)
{
	size_t len = text.len < most ? text.len : most;

	while (len > 0 && utf8_is_inside(text, len))
		len--;
	return (struct str){ text.at, len };
}

bool
utf8_is_valid(struct str text, size_t *ret_bad)
{
	size_t at = 0;

	while (at < text.len) {
		size_t len;
		uint32_t point = utf8_at(text, at, &len);

		if (point == 0 || (point == UTF8_BROKEN && len == 1)) {
			*ret_bad = at;
			return false;
		}
		at += len;
	}
	return true;
}

size_t
utf8_count(struct str text)
{
	static const uint64_t ones = 0x0101010101010101;
	size_t count = 0;
	size_t i = 0;

	/* Eight bytes at a time; each byte of `sums` holds the first bytes found in its place. */
	while (text.len - i >= 8) {
		uint64_t sums = 0;

		for (int n = 0; n < 255 && text.len - i >= 8; n++, i += 8) {
			uint64_t bytes;

			memcpy(&bytes, text.at + i, sizeof bytes);
			sums += (~bytes >> 7 | bytes >> 6) & ones;
		}
		sums = (sums & 0x00FF00FF00FF00FF) + (sums >> 8 & 0x00FF00FF00FF00FF);
		count += sums * 0x0001000100010001 >> 48;
	}
	for (; i < text.len; i++)
		count += ((unsigned char)text.at[i] & 0xC0) != 0x80;
	return count;
}

size_t
utf8_put(char *to, uint32_t point)
{
	if (point < 0x80) {
		to[0] = (char)point;
		return 1;
	}
	if (point < 0x800) {
		to[0] = (char)(0xC0 | point >> 6);
		to[1] = (char)(0x80 | (point & 0x3F));
		return 2;
	}
	if (point < 0x10000) {
		to[0] = (char)(0xE0 | point >> 12);
		to[1] = (char)(0x80 | (point >> 6 & 0x3F));
		to[2] = (char)(0x80 | (point & 0x3F));
		return 3;
	}
	to[0] = (char)(0xF0 | point >> 18);
	to[1] = (char)(0x80 | (point >> 12 & 0x3F));
	to[2] = (char)(0x80 | (point >> 6 & 0x3F));
	to[3] = (char)(0x80 | (point & 0x3F));
	return 4;
}

bool
utf8_is_xml(uint32_t point)
{
	return point == '\t' || point == '\n' || point == '\r' ||
	       (point >= 0x20 && point <= 0xD7FF) || (point >= 0xE000 && point <= 0xFFFD) ||
	       (point >= 0x10000 && point <= 0x10FFFF);
}

uint32_t
utf8_half_width(uint32_t point)
{
	if (point >= 0xFF01 && point <= 0xFF5E)
		return point - 0xFF01 + '!';
	return point == 0x3000 ? ' ' : point;
}

/* Two ideographs in six bytes: E1 to E9, then two bytes that go on, twice. */
static bool
has_two_ideographs(uint64_t word)
{
	uint64_t first = word & 0x0F;
	uint64_t second = word >> 24 & 0x0F;

	return (word & 0xC0C0F0C0C0F0) == 0x8080E08080E0 && first - 1 <= 8 && second - 1 <= 8;
}

/* Eight bytes of ASCII without controls: none has its high bit, and none gets it from the
 * subtraction, which no lower byte can disturb then. */
static bool
is_printable_ascii(uint64_t word)
{
	const uint64_t high = 0x8080808080808080;

	return ((word | (word - 0x2020202020202020)) & high) == 0;
}

bool
utf8_is_clean(struct str text)
{
	size_t at = 0;

	while (at < text.len) {
		uint32_t point;
		size_t len;

		if (text.len - at >= sizeof(uint64_t)) {
			uint64_t word;

			memcpy(&word, text.at + at, sizeof word);
			word = le64toh(word);
			len = has_two_ideographs(word) ? 6 : is_printable_ascii(word) ? 8 : 0;
			at += len;
			if (len)
				continue;
		}
		point = utf8_at(text, at, &len);
		if ((point == UTF8_BROKEN && len == 1) || point == '\r' || point == 0xFEFF ||
			!utf8_is_xml(point))
			return false;
		at += len;
	}
	return true;
}

struct fault *
utf8_clean(struct arena *arena, struct str text, struct str *ret_text)
{
	size_t at = 0;
	char *out;
	char *end;

	while (at < text.len) {
		size_t len;
		uint32_t point = utf8_at(text, at, &len);

		if (point == '\r' || point == 0xFEFF || !utf8_is_xml(point))
			break;
		at += len;
	}
	if (at == text.len) {
		*ret_text = text;
		return NULL;
	}
	TAKE(arena, out, text.len + 1);
	memcpy(out, text.at, at);
	end = out + at;
	while (at < text.len) {
		size_t len;
		uint32_t point = utf8_at(text, at, &len);

		if (point == '\r') {
			if (at + 1 >= text.len || text.at[at + 1] != '\n')
				*end++ = '\n';
		} else if (point != 0xFEFF && utf8_is_xml(point)) {
			memcpy(end, text.at + at, len);
			end += len;
		}
		at += len;
	}
	*ret_text = (struct str){ out, (size_t)(end - out) };
	return NULL;
}

bool
utf8_is_shown(uint32_t point)
{
	return point >= ' ' && (point < 0x7F || point > 0x9F) && point != 0x061C &&
	       (point < 0x200E || point > 0x200F) && (point < 0x2028 || point > 0x202E) &&
	       (point < 0x2066 || point > 0x2069);
}

struct fault *
utf8_show(struct arena *arena, struct str text, struct str *ret_text)
{
	enum { LONGEST = 3 }; /* bytes of U+FFFD, which may take the place of one */
	size_t at = 0;
	size_t len;
	char *out;
	char *end;

	while (at < text.len) {
		uint32_t point = utf8_at(text, at, &len);

		if (!utf8_is_shown(point) || (point == UTF8_BROKEN && len == 1))
			break;
		at += len;
	}
	if (at == text.len) {
		*ret_text = text;
		return NULL;
	}
	TAKE(arena, out, text.len * LONGEST + 1);
	memcpy(out, text.at, at);
	end = out + at;
	for (; at < text.len; at += len) {
		uint32_t point = utf8_at(text, at, &len);

		end += utf8_put(end, utf8_is_shown(point) ? point : UTF8_BROKEN);
	}
	*ret_text = (struct str){ out, (size_t)(end - out) };
	return NULL;
}
