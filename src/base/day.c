/*
 * Civil days by the well-known era arithmetic of the proleptic Gregorian calendar.
 * It never looks at a time of day.
 */
#include "base/day.h"

#include <stdio.h>
#include <time.h>

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

	if (year < 1900 || year > 2200 || month < 1 || month > 12 || of_month < 1 || of_month > 31)
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
	time_t now = time(NULL);
	struct tm local;
	struct day day = DAY_NONE;

	if (localtime_r(&now, &local))
		day_make(local.tm_year + 1900, local.tm_mon + 1, local.tm_mday, &day);
	return day;
}

struct day
day_of_seconds(int64_t seconds)
{
	time_t moment = (time_t)seconds;
	struct day day = DAY_NONE;
	struct tm parts;

	if (!localtime_r(&moment, &parts) ||
		!day_make(parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday, &day))
		return DAY_NONE;
	return day;
}

struct day_moment
day_moment_text(int64_t seconds)
{
	struct day_moment text = { "" };
	time_t moment = (time_t)seconds;
	struct tm parts;

	/* strftime() would look at the file of the time zone each time. */
	if (localtime_r(&moment, &parts))
		snprintf(text.at, sizeof text.at, "%04u-%02u-%02u %02u:%02u",
			(unsigned)(parts.tm_year + 1900) % 10000,
			(unsigned)(parts.tm_mon + 1) % 100, (unsigned)parts.tm_mday % 100,
			(unsigned)parts.tm_hour % 100, (unsigned)parts.tm_min % 100);
	return text;
}
