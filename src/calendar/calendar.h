/*
 * calendar: 日历. Which days are working days, and counting them: the nation's holidays with the
 * additions of a region, as a table that answers at once. Where the rows come from is not its
 * business: the program's own data, a file (calendar_file.h) or the store (calendar_store.h).
 * Terms of law and the clock of an application stand in clock.h, on top of this.
 */
#ifndef CALENDAR_CALENDAR_H
#define CALENDAR_CALENDAR_H

#include "base/day.h"

enum calendar_kind {
	CALENDAR_WORKING, /* an ordinary working day */
	CALENDAR_WEEKEND, /* Saturday or Sunday */
	CALENDAR_HOLIDAY, /* 放假 */
	CALENDAR_MAKE_UP, /* 调休上班: worked although it would be free */
};

/* Does work go on that day? */
static inline bool
calendar_is_worked(enum calendar_kind kind)
{
	return kind == CALENDAR_WORKING || kind == CALENDAR_MAKE_UP;
}

/* "working", "weekend", "holiday", "make_up". */
const char *calendar_kind_name(enum calendar_kind kind);

/* Bytes of the name of a day. */
enum { CALENDAR_NAME_MOST = 120 };

/* A day that is not as its weekday says. Invariant: `kind` is CALENDAR_HOLIDAY or CALENDAR_MAKE_UP;
 * at most one row a date in a layer. */
struct calendar_row {
	struct day date;
	enum calendar_kind kind;
	struct str name; /* "春节"; for a local day also why */
};

/*
 * Rows of one origin. A layer of the nation (`is_local` false) covers the years whose 1 January is
 * among its holidays, and replaces all that earlier layers say about such a year; its rows in other
 * years (the last days of December) are added. A local layer covers no year: its days replace
 * single days. Later layers win.
 */
struct calendar_layer {
	const struct calendar_row *rows; /* in any order */
	size_t count;
	bool is_local;
};

/* Not changed after it was made, so any number of threads may ask it. */
struct calendar;

/* Build a calendar in the arena (some 15 bytes a day); its names stay those of the rows. Faults
 * INPUT "calendar_empty" (no year is covered). */
MUST struct fault *calendar_make(struct arena *arena, const struct calendar_layer *layers,
	size_t count, const struct calendar **ret_calendar);
/* The holidays that the program itself knows (data/workdays.csv), as one layer of the nation.
 * Source: the yearly notices of the State Council's office. */
MUST struct fault *calendar_own_layer(struct arena *arena, struct calendar_layer *ret_layer);
/* A calendar of just that. */
MUST struct fault *calendar_make_own(struct arena *arena, const struct calendar **ret_calendar);

/* First and last covered year; there may be gaps between. */
int calendar_first_year(const struct calendar *calendar);
int calendar_last_year(const struct calendar *calendar);
bool calendar_has_year(const struct calendar *calendar, int year);

/*
 * Every function below faults INPUT "calendar_no_data" when it would need a day of a year without
 * data, and names the year: never a guess. None of them walks day by day.
 */
MUST struct fault *calendar_kind_of(
	const struct calendar *calendar, struct day day, enum calendar_kind *ret_kind);
/* As above, with the name of the holiday (or of the one that a make-up day pays for); empty for
 * ordinary days. */
MUST struct fault *calendar_look(const struct calendar *calendar, struct day day,
	enum calendar_kind *ret_kind, struct str *ret_name);
/* The n-th working day after `from`, which itself never counts; n from 1. */
MUST struct fault *calendar_add_working_days(
	const struct calendar *calendar, struct day from, int n, struct day *ret_day);
/* Working days from `first` to `last`, both included; 0 when last is before first. */
MUST struct fault *calendar_count_working_days(
	const struct calendar *calendar, struct day first, struct day last, int *ret_count);
/* `day` itself when it is worked, else the next working day. */
MUST struct fault *calendar_next_working_day(
	const struct calendar *calendar, struct day day, struct day *ret_day);
/* Working days of a covered year, for people who compare it with the notice. */
MUST struct fault *calendar_count_year(const struct calendar *calendar, int year, int *ret_count);

/* --- without a calendar --- */

/* The same day of the month n months later, or that month's last day where it has none. */
struct day calendar_add_months(struct day from, int n);
/* 1 Monday … 7 Sunday. */
int calendar_weekday(struct day day);
/* "周一" or "Mon". */
const char *calendar_weekday_name(struct day day, bool is_english);
/* "2020年1月20日", for letters. */
struct calendar_long_day {
	char at[32];
};
struct calendar_long_day calendar_long_day(struct day day);

#endif
