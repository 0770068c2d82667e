/*
 * struct decimal: an exact decimal number as people print it; "5275.526" stays "5275.526".
 * Not for arithmetic beyond adding, comparing and shifting the point.
 */
#ifndef BASE_DECIMAL_H
#define BASE_DECIMAL_H

#include "base/str.h"

/* Value is units / 10^scale. 0 <= scale <= 12. */
struct decimal {
	int64_t units;
	int scale;
};

static inline struct decimal
decimal_of(int64_t value)
{
	return (struct decimal){ value, 0 };
}

/* Digits with at most one point and an optional sign; thousands commas are allowed where they stand
 * right ("1,234.5"). False for anything else or when it does not fit. */
bool decimal_parse(struct str text, struct decimal *ret_value);
/* Divide by 10^places (元 to 万元 is 4), exactly; trailing zeros beyond the old scale are dropped.
 * False when the scale would pass 12. */
bool decimal_shift(struct decimal value, int places, struct decimal *ret_value);
/* <0, 0, >0 by value: 1.50 equals 1.5. */
int decimal_compare(struct decimal a, struct decimal b);
bool decimal_is_whole(struct decimal value);
struct decimal_text {
	char at[40];
};
/* "-0.5", "5275.526"; zero-terminated. */
struct decimal_text decimal_text(struct decimal value);

#endif
