/*
 * Looking into and copying borrowed text.
 * Decoding and character classes are in utf8.c; growing text is a buf.
 */
#include "base/str.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/utf8.h"

static int
lower_ascii(char c)
{
	return c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c;
}

bool
str_equal_ascii(struct str a, struct str b)
{
	if (a.len != b.len)
		return false;
	for (size_t i = 0; i < a.len; i++)
		if (lower_ascii(a.at[i]) != lower_ascii(b.at[i]))
			return false;
	return true;
}

int
str_compare(struct str a, struct str b)
{
	size_t len = a.len < b.len ? a.len : b.len;
	int order = len ? memcmp(a.at, b.at, len) : 0;

	if (order)
		return order;
	return a.len < b.len ? -1 : a.len > b.len;
}

/* Longer parts are left to the C library, which stays fast on a text made to be slow. */
enum { SHORT_PART = 32 };

size_t
str_find(struct str text, struct str part, size_t from)
{
	const char *found;
	size_t last = part.len - 1;
	size_t rare;

	if (from > text.len || part.len > text.len - from)
		return SIZE_MAX;
	if (part.len == 0)
		return from;
	if (part.len > SHORT_PART) {
		found = memmem(text.at + from, text.len - from, part.at, part.len);
		return found ? (size_t)(found - text.at) : SIZE_MAX;
	}
	/* By the rarer byte: nearly all of a Chinese text begins with E3 to E9, or with EF its
	 * marks. */
	rare = (unsigned char)part.at[0] < 0xE3 ? 0 : last;
	while ((found = memchr(text.at + from + rare, part.at[rare], text.len - from - last)) !=
		NULL) {
		found -= rare;
		if (found[last] == part.at[last] && memcmp(found, part.at, part.len) == 0)
			return (size_t)(found - text.at);
		from = (size_t)(found - text.at) + 1;
		if (part.len > text.len - from)
			break;
	}
	return SIZE_MAX;
}

size_t
str_find_last(struct str text, struct str part)
{
	for (size_t end = text.len; end >= part.len; end--)
		if (str_ends(str_sub(text, 0, end), part))
			return end - part.len;
	return SIZE_MAX;
}

bool
str_has(struct str text, struct str part)
{
	return str_find(text, part, 0) != SIZE_MAX;
}

struct str
str_trim_any(struct str text)
{
	while (text.len && !str_starts_no_space(text.at[0])) {
		size_t len;

		if (!utf8_is_space(utf8_at(text, 0, &len)))
			break;
		text = str_from(text, len);
	}
	while (text.len) {
		size_t start = text.len - 1;
		size_t len;

		while (start > 0 && ((unsigned char)text.at[start] & 0xC0) == 0x80)
			start--;
		if (str_starts_no_space(text.at[start]) ||
			!utf8_is_space(utf8_at(text, start, &len)))
			break;
		text.len = start;
	}
	return text;
}

struct str
str_cut(struct str text, struct str separator, struct str *ret_head)
{
	size_t at = str_find(text, separator, 0);

	if (at == SIZE_MAX) {
		*ret_head = text;
		return str_sub(text, text.len, 0);
	}
	*ret_head = str_sub(text, 0, at);
	return str_from(text, at + separator.len);
}

bool
str_next_line(struct str *rest, struct str *ret_line)
{
	if (rest->len == 0)
		return false;
	*rest = str_cut(*rest, STR("\n"), ret_line);
	if (str_ends(*ret_line, STR("\r")))
		ret_line->len--;
	return true;
}

bool
str_to_int(struct str text, int64_t *ret_value)
{
	uint64_t value = 0;
	bool is_negative = false;

	if (text.len && (text.at[0] == '-' || text.at[0] == '+')) {
		is_negative = text.at[0] == '-';
		text = str_from(text, 1);
	}
	if (text.len == 0 || text.len > 18)
		return false;
	for (size_t i = 0; i < text.len; i++) {
		if (text.at[i] < '0' || text.at[i] > '9')
			return false;
		value = value * 10 + (uint64_t)(text.at[i] - '0');
	}
	*ret_value = is_negative ? -(int64_t)value : (int64_t)value;
	return true;
}

struct fault *
str_copy(struct arena *arena, struct str text, struct str *ret_copy)
{
	char *copy;

	copy = arena_take_bytes(arena, text.len + 1);
	if (!copy)
		return fault_memory();
	if (text.len)
		memcpy(copy, text.at, text.len);
	copy[text.len] = '\0';
	*ret_copy = (struct str){ copy, text.len };
	return NULL;
}

struct fault *
str_join(struct arena *arena, struct str head, struct str between, struct str tail,
	struct str *ret_text)
{
	const struct str parts[] = { head, between, tail };
	size_t len = 0;
	char *text;

	TAKE(arena, text, head.len + between.len + tail.len + 1);
	for (size_t i = 0; i < COUNT_OF(parts); i++) {
		if (parts[i].len)
			memcpy(text + len, parts[i].at, parts[i].len);
		len += parts[i].len;
	}
	*ret_text = (struct str){ text, len };
	return NULL;
}

struct fault *
str_print(struct arena *arena, struct str *ret_text, const char *format, ...)
{
	va_list args;
	char *text;
	int len;

	va_start(args, format);
	len = vsnprintf(NULL, 0, format, args);
	va_end(args);
	if (len < 0)
		return fault_memory();
	TAKE(arena, text, (size_t)len + 1);
	va_start(args, format);
	vsnprintf(text, (size_t)len + 1, format, args);
	va_end(args);
	*ret_text = (struct str){ text, (size_t)len };
	return NULL;
}

struct fault *
str_replace(struct arena *arena, struct str text, struct str old, struct str fresh,
	struct str *ret_text)
{
	size_t hits = 0;
	size_t at = 0;
	char *out;
	char *end;

	for (size_t hit = 0; (hit = str_find(text, old, hit)) != SIZE_MAX; hit += old.len)
		hits++;
	TAKE(arena, out, text.len + hits * fresh.len + 1);
	end = out;
	while (at < text.len) {
		if (str_starts(str_from(text, at), old)) {
			if (fresh.len)
				memcpy(end, fresh.at, fresh.len);
			end += fresh.len;
			at += old.len;
		} else {
			*end++ = text.at[at++];
		}
	}
	*ret_text = (struct str){ out, (size_t)(end - out) };
	return NULL;
}
