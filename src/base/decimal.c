/*
 * Exact decimals in 64 bits, compared in 128.
 * Rounding is deliberately absent: nothing here may change a printed figure.
 */
#include "base/decimal.h"

#include <assert.h>

enum { MOST_SCALE = 12, MOST_DIGITS = 18 };

static int64_t
ten_to(int power)
{
	int64_t value = 1;

	while (power-- > 0)
		value *= 10;
	return value;
}

/* A comma is right where a multiple of three digits follows before the point or the end. */
static bool
commas_are_right(struct str text)
{
	size_t point = str_find(text, STR("."), 0);
	size_t end = point == SIZE_MAX ? text.len : point;
	size_t first = str_find(text, STR(","), 0);

	if (first == SIZE_MAX)
		return true;
	if (first == 0 || first > 3 || first > end)
		return false;
	for (size_t i = 0; i < text.len; i++) {
		bool is_place = i < end && (end - i) % 4 == 0;

		if ((text.at[i] == ',') != (is_place && i > 0))
			return false;
	}
	return true;
}

bool
decimal_parse(struct str text, struct decimal *ret_value)
{
	struct decimal value = { 0, 0 };
	bool is_negative = false;
	bool after_point = false;
	int digits = 0;

	if (text.len && (text.at[0] == '-' || text.at[0] == '+')) {
		is_negative = text.at[0] == '-';
		text = str_from(text, 1);
	}
	if (!commas_are_right(text))
		return false;
	for (size_t i = 0; i < text.len; i++) {
		char c = text.at[i];

		if (c == ',')
			continue;
		if (c == '.') {
			if (after_point || digits == 0 || i + 1 == text.len)
				return false;
			after_point = true;
			continue;
		}
		if (c < '0' || c > '9' || digits == MOST_DIGITS || value.scale == MOST_SCALE)
			return false;
		value.units = value.units * 10 + (c - '0');
		value.scale += after_point;
		digits++;
	}
	if (digits == 0)
		return false;
	if (is_negative)
		value.units = -value.units;
	*ret_value = value;
	return true;
}

bool
decimal_shift(struct decimal value, int places, struct decimal *ret_value)
{
	int old = value.scale;

	value.scale += places;
	while (value.scale > old && value.units % 10 == 0) {
		value.units /= 10;
		value.scale--;
	}
	if (value.units == 0)
		value.scale = 0;
	if (value.scale > MOST_SCALE || value.scale < 0)
		return false;
	*ret_value = value;
	return true;
}

int
decimal_compare(struct decimal a, struct decimal b)
{
	__int128 left = (__int128)a.units * ten_to(b.scale);
	__int128 right = (__int128)b.units * ten_to(a.scale);

	return left < right ? -1 : left > right;
}

bool
decimal_is_whole(struct decimal value)
{
	return value.units % ten_to(value.scale) == 0;
}

struct decimal_text
decimal_text(struct decimal value)
{
	struct decimal_text text;
	char *at = text.at + sizeof text.at;
	uint64_t units = value.units < 0 ? 0 - (uint64_t)value.units : (uint64_t)value.units;

	assert(value.scale >= 0 && value.scale <= MOST_SCALE);
	/* From the end, as every cell of every report is put: at least one digit stands before the
	 * point. */
	*--at = '\0';
	for (int digit = 0; units > 0 || digit <= value.scale; digit++) {
		if (digit == value.scale && digit > 0)
			*--at = '.';
		*--at = (char)('0' + units % 10);
		units /= 10;
	}
	if (value.units < 0)
		*--at = '-';
	memmove(text.at, at, (size_t)(text.at + sizeof text.at - at));
	return text;
}
