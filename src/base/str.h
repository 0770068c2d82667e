/*
 * struct str: a borrowed piece of text, length known, no zero needed at its end.
 * What comes from outside becomes a str only through utf8_check() or a decoder, once, at the door;
 * inside, every str is valid UTF-8 without zero bytes. Offsets and lengths are bytes.
 */
#ifndef BASE_STR_H
#define BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/fault.h"

struct str {
	const char *at;
	size_t len;
};

#define STR(literal) ((struct str){ (literal), sizeof(literal) - 1 })
/* STR() inside the initializer of a static table. */
#define STR_INIT(literal)                                                                          \
	{                                                                                          \
		(literal), sizeof(literal) - 1                                                     \
	}
#define STR_NONE ((struct str){ NULL, 0 })
/* For printf's "%.*s". */
#define STR_ARG(text) (int)(text).len, (text).at

/* The str over a C string; NULL gives the empty str. */
static inline struct str
str_of(const char *text)
{
	return (struct str){ text, text ? strlen(text) : 0 };
}

static inline struct str
str_sub(struct str text, size_t from, size_t len)
{
	/* Nothing may be added to NULL, not even nothing. */
	return (struct str){ from ? text.at + from : text.at, len };
}

static inline struct str
str_from(struct str text, size_t from)
{
	return str_sub(text, from, text.len - from);
}

static inline bool
str_equal(struct str a, struct str b)
{
	return a.len == b.len && (a.len == 0 || memcmp(a.at, b.at, a.len) == 0);
}
/* Equal when A–Z and a–z are taken as the same. */
bool str_equal_ascii(struct str a, struct str b);
/* <0, 0, >0 by bytes, as strcmp. */
int str_compare(struct str a, struct str b);
/* Nearly every answer is no, and the first byte knows it. */
static inline bool
str_starts(struct str text, struct str start)
{
	if (start.len == 0)
		return true;
	return text.len >= start.len && text.at[0] == start.at[0] &&
	       memcmp(text.at, start.at, start.len) == 0;
}
/* Likewise the last byte, which differs more often than the first of an ideograph. */
static inline bool
str_ends(struct str text, struct str end)
{
	if (end.len == 0)
		return true;
	return text.len >= end.len && text.at[text.len - 1] == end.at[end.len - 1] &&
	       memcmp(text.at + text.len - end.len, end.at, end.len) == 0;
}
/* Byte offset of the first `part` at or after `from`; SIZE_MAX when there is none. */
size_t str_find(struct str text, struct str part, size_t from);
size_t str_find_last(struct str text, struct str part);
bool str_has(struct str text, struct str part);

static inline bool
str_is_digit(char byte)
{
	return byte >= '0' && byte <= '9';
}

/* Does no white space start with this byte? True for letters, digits and nearly all ideographs. */
static inline bool
str_starts_no_space(char byte)
{
	unsigned char c = (unsigned char)byte;

	return (c > ' ' && c < 0x7F) || (c >= 0xE4 && c <= 0xEE);
}
/* Without white space at both ends (ASCII, U+00A0, U+3000, U+FEFF, U+200B). Most texts have none:
 * they begin and end with a letter or a digit. */
struct str str_trim_any(struct str text);
static inline struct str
str_trim(struct str text)
{
	if (text.len == 0 || (str_starts_no_space(text.at[0]) && text.at[text.len - 1] > ' ' &&
				     text.at[text.len - 1] < 0x7F))
		return text;
	return str_trim_any(text);
}

/* Cut at the first `separator`: *ret_head before it, the answer behind it. Without a separator the
 * head is everything and the rest is empty. */
struct str str_cut(struct str text, struct str separator, struct str *ret_head);

/* Take the next line off *rest (without its \n or \r\n). False when nothing is left. */
bool str_next_line(struct str *rest, struct str *ret_line);

/* Whole text as an integer, sign allowed; false when it is anything else or does not fit. */
bool str_to_int(struct str text, int64_t *ret_value);

/* Copies in an arena; all also end in a zero byte, so `.at` may go to a C library. */
MUST struct fault *str_copy(struct arena *arena, struct str text, struct str *ret_copy);
MUST struct fault *str_join(struct arena *arena, struct str head, struct str between,
	struct str tail, struct str *ret_text);
MUST struct fault *str_print(struct arena *arena, struct str *ret_text, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
/* Every `old` replaced by `fresh`. `old` must not be empty. */
MUST struct fault *str_replace(struct arena *arena, struct str text, struct str old,
	struct str fresh, struct str *ret_text);

#endif
