/*
 * struct day: a calendar day; and China's clock, which tells the day and the time of day of a
 * moment. Working days are calendar/'s business.
 */
#ifndef BASE_DAY_H
#define BASE_DAY_H

#include "base/str.h"

/* Days since 1970-01-01; DAY_NONE when there is no day. */
struct day {
	int32_t number;
};

#define DAY_NONE ((struct day){ INT32_MIN })

static inline bool
day_is_none(struct day day)
{
	return day.number == INT32_MIN;
}

/* False for a day that does not exist (2021-02-29) or years outside 1900–2200. */
bool day_make(int year, int month, int of_month, struct day *ret_day);
/* Year, month 1–12, day of month 1–31. The day must not be DAY_NONE. */
void day_split(struct day day, int *ret_year, int *ret_month, int *ret_of_month);
/* "2021-02-03" only. */
bool day_parse(struct str text, struct day *ret_day);
/* Zero-terminated ISO form, "" for DAY_NONE. */
struct day_text {
	char at[12];
};
struct day_text day_text(struct day day);

/*
 * --- China's clock ---
 * A legal day begins at midnight in Beijing (UTC+8, no summer time) wherever the server stands and
 * whatever time zone it was given. Moments are seconds since 1970 (UTC).
 */
enum { DAY_SECONDS = 24 * 60 * 60, DAY_CHINA_SECONDS = 8 * 60 * 60 };

struct day day_today(void);
/* The day of a moment; DAY_NONE when it is outside the years 1900–2200. */
struct day day_of_seconds(int64_t seconds);
/* Seconds since midnight, 0–86,399. */
int day_seconds_into(int64_t seconds);
/* The time of a moment as people read it: "2026-03-01 14:05"; "" for one without a day. */
struct day_moment {
	char at[20];
};
struct day_moment day_moment_text(int64_t seconds);

#endif
