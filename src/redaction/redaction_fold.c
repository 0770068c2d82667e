/*
 * Text folded for searching: without white space and invisible characters, without strokes in
 * numbers, small letters, half width. So a term is found however it was spaced or typed.
 */
#include "redaction/redaction_inside.h"

#include "base/utf8.h"

/* Characters that show nothing: soft hyphen, joiners, marks of direction. */
static bool
is_invisible(uint32_t point)
{
	return utf8_is_space(point) || point < 0x20 || point == 0xAD ||
	       (point >= 0x200B && point <= 0x200F) || (point >= 0x202A && point <= 0x202E) ||
	       (point >= 0x2060 && point <= 0x2064) || point == 0xFEFF;
}

static uint32_t
fold_point(uint32_t point)
{
	point = utf8_half_width(point);
	return point >= 'A' && point <= 'Z' ? point + ('a' - 'A') : point;
}

/* A stroke between two digits only makes a number easier to read: 138-1234-5678. */
static bool
is_stroke(uint32_t point, struct str before, struct str behind)
{
	size_t step;

	return (fold_point(point) == '-' || point == 0x2013 || point == 0x2014) && before.len &&
	       str_is_digit(before.at[before.len - 1]) && behind.len &&
	       utf8_is_digit(utf8_at(behind, 0, &step));
}

struct fault *
redaction_fold(struct str text, bool has_places, struct arena *arena, struct folded *ret_folded)
{
	struct folded folded = { { NULL, 0 }, NULL };
	char *to;
	size_t len = 0;

	/* Folding never makes a character longer. */
	TAKE(arena, to, text.len + 4);
	if (has_places)
		TAKE(arena, folded.from, text.len + 5);
	for (size_t at = 0; at < text.len;) {
		size_t step;
		uint32_t point = utf8_at(text, at, &step);
		size_t put;

		/* A broken byte must not grow, nor join what it stands between. */
		if (point == UTF8_BROKEN && step == 1)
			point = '?';
		if (!is_invisible(point) &&
			!is_stroke(point, (struct str){ to, len }, str_from(text, at + step))) {
			put = utf8_put(to + len, fold_point(point));
			for (size_t i = 0; has_places && i < put; i++)
				folded.from[len + i] = (uint32_t)at;
			len += put;
		}
		at += step;
	}
	if (has_places)
		folded.from[len] = (uint32_t)text.len;
	folded.text = (struct str){ to, len };
	*ret_folded = folded;
	return NULL;
}
