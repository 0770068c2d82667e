/*
 * Civil days by the well-known era arithmetic of the proleptic Gregorian calendar, and the time of
 * day by China's clock. The C library's time zones are not asked: they depend on the machine, and
 * they take a lock.
 */
#include "base/day.h"

#include <string.h>
#include <time.h>

enum { FIRST_YEAR = 1900, LAST_YEAR = 2200 };

static int32_t
number_of(int year, int month, int of_month)
{
	int y = month <= 2 ? year - 1 : year;
	int era = y / 400;
	int of_era = y - era * 400;
	int of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + of_month - 1;
	int day_of_era = of_era * 365 + of_era / 4 - of_era / 100 + of_year;

	return era * 146097 + day_of_era - 719468;
}

void
day_split(struct day day, int *ret_year, int *ret_month, int *ret_of_month)
{
	int32_t z = day.number + 719468;
	int32_t era = z / 146097;
	int32_t day_of_era = z - era * 146097;
	int32_t of_era =
		(day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
	int32_t of_year = day_of_era - (365 * of_era + of_era / 4 - of_era / 100);
	int32_t shifted = (5 * of_year + 2) / 153;

	*ret_of_month = of_year - (153 * shifted + 2) / 5 + 1;
	*ret_month = shifted < 10 ? shifted + 3 : shifted - 9;
	*ret_year = of_era + era * 400 + (*ret_month <= 2);
}

bool
day_make(int year, int month, int of_month, struct day *ret_day)
{
	struct day day;
	int y, m, d;

	if (year < FIRST_YEAR || year > LAST_YEAR || month < 1 || month > 12 || of_month < 1 ||
		of_month > 31)
		return false;
	day.number = number_of(year, month, of_month);
	day_split(day, &y, &m, &d);
	if (y != year || m != month || d != of_month)
		return false;
	*ret_day = day;
	return true;
}

bool
day_parse(struct str text, struct day *ret_day)
{
	int64_t year, month, of_month;

	if (text.len != 10 || text.at[4] != '-' || text.at[7] != '-')
		return false;
	if (!str_to_int(str_sub(text, 0, 4), &year) || !str_to_int(str_sub(text, 5, 2), &month) ||
		!str_to_int(str_sub(text, 8, 2), &of_month))
		return false;
	return day_make((int)year, (int)month, (int)of_month, ret_day);
}

/* Pages show many days, and printf() is slow. */
static void
put_digits(char *at, int count, unsigned number)
{
	for (int i = count - 1; i >= 0; i--) {
		at[i] = (char)('0' + number % 10);
		number /= 10;
	}
}

struct day_text
day_text(struct day day)
{
	struct day_text text = { "" };
	int year, month, of_month;

	if (day_is_none(day))
		return text;
	day_split(day, &year, &month, &of_month);
	put_digits(text.at, 4, (unsigned)year);
	text.at[4] = '-';
	put_digits(text.at + 5, 2, (unsigned)month);
	text.at[7] = '-';
	put_digits(text.at + 8, 2, (unsigned)of_month);
	return text;
}

struct day
day_today(void)
{
	return day_of_seconds((int64_t)time(NULL));
}

int
day_seconds_into(int64_t seconds)
{
	int into = (int)(seconds % DAY_SECONDS) + DAY_CHINA_SECONDS;

	return (into + DAY_SECONDS) % DAY_SECONDS;
}

struct day
day_of_seconds(int64_t seconds)
{
	int into = (int)(seconds % DAY_SECONDS) + DAY_CHINA_SECONDS;
	int64_t number = seconds / DAY_SECONDS + (into >= DAY_SECONDS) - (into < 0);

	if (number < number_of(FIRST_YEAR, 1, 1) || number > number_of(LAST_YEAR, 12, 31))
		return DAY_NONE;
	return (struct day){ (int32_t)number };
}

struct day_moment
day_moment_text(int64_t seconds)
{
	struct day_moment text = { "" };
	struct day day = day_of_seconds(seconds);
	unsigned minute = (unsigned)day_seconds_into(seconds) / 60;

	if (day_is_none(day))
		return text;
	memcpy(text.at, day_text(day).at, 10);
	text.at[10] = ' ';
	put_digits(text.at + 11, 2, minute / 60);
	text.at[13] = ':';
	put_digits(text.at + 14, 2, minute % 60);
	return text;
}
