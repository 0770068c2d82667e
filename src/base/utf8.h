/*
 * UTF-8: checking at the door, stepping through characters, and the classes of characters that
 * Chinese office text needs. Full case folding and collation are not here; nothing needs them.
 */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

enum { UTF8_BROKEN = 0xFFFD };

/* utf8_at() for what it does not see at a glance. */
uint32_t utf8_at_any(struct str text, size_t at, size_t *ret_len);
/* The code point that starts at byte `at`; *ret_len its bytes (1 for a broken one, which gives
 * UTF8_BROKEN). `at` must be inside the text. */
static inline uint32_t
utf8_at(struct str text, size_t at, size_t *ret_len)
{
	const unsigned char *s = (const unsigned char *)text.at + at;

	if (s[0] < 0x80) {
		*ret_len = 1;
		return s[0];
	}
	/* Nearly every ideograph: here no three bytes are overlong or half of a pair. */
	if (s[0] >= 0xE1 && s[0] <= 0xE9 && text.len - at >= 3 && (s[1] & 0xC0) == 0x80 &&
		(s[2] & 0xC0) == 0x80) {
		*ret_len = 3;
		return (uint32_t)(s[0] & 0x0F) << 12 | (uint32_t)(s[1] & 0x3F) << 6 | (s[2] & 0x3F);
	}
	return utf8_at_any(text, at, ret_len);
}

/* Is the byte at `at` one inside a character, not its first? False at the end. */
static inline bool
utf8_is_inside(struct str text, size_t at)
{
	return at < text.len && ((unsigned char)text.at[at] & 0xC0) == 0x80;
}
/* Where the character in front of `at` starts; `at` is neither 0 nor behind the end. */
static inline size_t
utf8_before(struct str text, size_t at)
{
	do
		at--;
	while (at > 0 && utf8_is_inside(text, at));
	return at;
}
/* The first bytes, at most so many, without half a character at their end. */
struct str utf8_head(struct str text, size_t most);
/* Valid text whose end was cut off somewhere, without the half character it may end with. */
static inline struct str
utf8_whole(struct str text)
{
	size_t at = text.len ? utf8_before(text, text.len) : 0;
	unsigned char first = text.len ? (unsigned char)text.at[at] : 0;
	size_t wanted = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;

	if (text.len - at < wanted)
		text.len = at;
	return text;
}

/* True for well-formed UTF-8 without zero bytes; else *ret_bad is the offset of the first fault. */
bool utf8_is_valid(struct str text, size_t *ret_bad);

/* Code points in the text. */
size_t utf8_count(struct str text);

/* Write one code point at `to` (room for 4); the number of bytes. */
size_t utf8_put(char *to, uint32_t point);

/* White space in the wide sense: ASCII, NBSP, U+2000–200B, U+3000, U+FEFF. */
static inline bool
utf8_is_space(uint32_t point)
{
	if (point > 0x3000)
		return point == 0xFEFF;
	return point == ' ' || (point >= '\t' && point <= '\r') || point == 0x85 || point == 0xA0 ||
	       (point >= 0x2000 && point <= 0x200B) || point == 0x2028 || point == 0x2029 ||
	       point == 0x202F || point == 0x205F || point == 0x3000;
}
/* CJK ideographs, including the extensions outside the BMP. */
static inline bool
utf8_is_han(uint32_t point)
{
	return (point >= 0x4E00 && point <= 0x9FFF) || (point >= 0x3400 && point <= 0x4DBF) ||
	       (point >= 0xF900 && point <= 0xFAFF) || (point >= 0x20000 && point <= 0x323AF) ||
	       point == 0x3007;
}
/* A digit of half or full width. */
static inline bool
utf8_is_digit(uint32_t point)
{
	return (point >= '0' && point <= '9') || (point >= 0xFF10 && point <= 0xFF19);
}
/* May stand in XML 1.0 text. */
bool utf8_is_xml(uint32_t point);
/* Full-width ASCII forms to half width, U+3000 to space; others unchanged. */
uint32_t utf8_half_width(uint32_t point);

/* Well-formed, and nothing in it that utf8_clean() would take out or change. Quick for Chinese. */
bool utf8_is_clean(struct str text);
/* Characters that XML cannot hold taken out and \r\n and \r made \n; shares the text when there is
 * nothing to do. */
MUST struct fault *utf8_clean(struct arena *arena, struct str text, struct str *ret_text);

/* May stand in one line of a terminal: no control, no end of a line, no mark that turns the
 * direction of text and makes "fdp.exe" look like "exe.pdf". */
bool utf8_is_shown(uint32_t point);
/* Text from outside, such as the name of a file, as one line that every terminal and every file can
 * hold: broken bytes and what is not shown become U+FFFD. Shares the text when there is nothing to
 * do. */
MUST struct fault *utf8_show(struct arena *arena, struct str text, struct str *ret_text);

#endif
