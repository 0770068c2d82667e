/*
 * Days drawn as months, for any room that shows a calendar or the proof of a clock: what the
 * template calendar_months() of calendar/calendar_month.html.h takes. What days mean is the
 * caller's; counting them is clock.h.
 */
#ifndef CALENDAR_CALENDAR_DRAW_H
#define CALENDAR_CALENDAR_DRAW_H

#include "base/arena.h"
#include "calendar/clock.h"

/* One day of a month as it is drawn. Invariant: of_month is 0 in the empty places before the first
 * and behind the last day. */
struct calendar_cell {
	int of_month;
	const char *class;
	struct str mark;  /* the few characters below the number */
	struct str words; /* the same in words, for who cannot see it */
};

/* A month as a table of weeks that begin on Monday. */
struct calendar_month {
	struct str caption; /* "2020 年 2 月" */
	struct day first;
	int blanks; /* places before the first day */
	int weeks;
	struct calendar_cell cells[42];
};

struct calendar_months {
	struct calendar_month *items;
	size_t count;
};

/* The months from one day's to another's, days not yet marked. */
MUST struct fault *calendar_months_make(
	struct arena *arena, struct day first, struct day last, struct calendar_months *ret_months);
/* The cell of a day; NULL outside the months. */
struct calendar_cell *calendar_months_cell(const struct calendar_months *months, struct day day);
/* The days of a proof on their months; receipt and due day are marked over the rest. Borrows words
 * of the proof. */
MUST struct fault *calendar_months_of_proof(
	struct arena *arena, const struct clock_proof *proof, struct calendar_months *ret_months);
/* "monday first": the heads of the columns. */
extern const char *const calendar_weekdays[7];

#endif
