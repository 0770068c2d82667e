/*
 * A second day counter, written differently from the room's: it reads data/workdays.csv with the C
 * library, asks mktime for weekdays and walks one day after the other. Slow on purpose, and it
 * shares no code with what it judges.
 */
#ifndef TESTS_CALENDAR_WALKER_H
#define TESTS_CALENDAR_WALKER_H

#include <stdbool.h>

/* Days are "2020-01-20". */
struct walker_day {
	char at[16];
};

/* One thing that happens; what 'p' 'r' 'n' 'e' 's' stand for: paused, resumed, restarted (new),
 * extended, stopped. */
struct walker_event {
	struct walker_day day;
	char what;
	int value;
};

/* Read the file once; false when it is not there. */
bool walker_open(const char *path);
struct walker_day walker_next(struct walker_day day);
bool walker_works(struct walker_day day);
/* Working days of a year. */
int walker_year(int year);
/* The n-th working day after `from`. */
struct walker_day walker_add(struct walker_day from, int n);
/* The due day of a stream of events that never breaks a rule; empty while it is paused. */
struct walker_day walker_due(
	struct walker_day received, const struct walker_event *events, int count, int term);

#endif
