/*
 * The second day counter. Nothing of src/ is used here.
 */
#include "walker.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { MOST = 2000 };

static struct {
	char date[16];
	bool works;
} rows[MOST];
static int row_count;

bool
walker_open(const char *path)
{
	FILE *file = fopen(path, "r");
	char line[200];

	row_count = 0;
	if (!file)
		return false;
	while (fgets(line, sizeof line, file) && row_count < MOST) {
		if (line[0] < '0' || line[0] > '9')
			continue;
		memcpy(rows[row_count].date, line, 10);
		rows[row_count].works = strstr(line, ",workday,") != NULL;
		row_count++;
	}
	fclose(file);
	return row_count > 0;
}

static struct tm
parts_of(struct walker_day day)
{
	struct tm parts = { .tm_hour = 12 };

	parts.tm_year = (int)strtol(day.at, NULL, 10) - 1900;
	parts.tm_mon = (int)strtol(day.at + 5, NULL, 10) - 1;
	parts.tm_mday = (int)strtol(day.at + 8, NULL, 10);
	return parts;
}

struct walker_day
walker_next(struct walker_day day)
{
	struct tm parts = parts_of(day);
	struct walker_day next;

	parts.tm_mday++;
	timegm(&parts);
	strftime(next.at, sizeof next.at, "%Y-%m-%d", &parts);
	return next;
}

bool
walker_works(struct walker_day day)
{
	struct tm parts = parts_of(day);

	for (int i = 0; i < row_count; i++)
		if (strcmp(rows[i].date, day.at) == 0)
			return rows[i].works;
	timegm(&parts);
	return parts.tm_wday != 0 && parts.tm_wday != 6;
}

int
walker_year(int year)
{
	struct walker_day day;
	int works = 0;

	snprintf(day.at, sizeof day.at, "%04d-01-01", year);
	for (; strtol(day.at, NULL, 10) == year; day = walker_next(day))
		works += walker_works(day);
	return works;
}

struct walker_day
walker_add(struct walker_day from, int n)
{
	while (n > 0) {
		from = walker_next(from);
		if (walker_works(from))
			n--;
	}
	return from;
}

struct walker_day
walker_due(struct walker_day received, const struct walker_event *events, int count, int term)
{
	struct walker_day day = received;
	bool is_paused = false;
	int left = term;
	int at = 0;

	for (;;) {
		bool is_new = false;

		/* What happens on a day decides whether it counts. */
		for (; at < count && strcmp(events[at].day.at, day.at) == 0; at++) {
			if (events[at].what == 'p')
				is_paused = true;
			if (events[at].what == 'r')
				is_paused = false;
			if (events[at].what == 'e')
				left += events[at].value;
			if (events[at].what == 'n') {
				is_paused = false;
				is_new = true;
				left = term;
			}
			if (events[at].what == 's' && is_paused)
				return (struct walker_day){ "" };
		}
		if (strcmp(day.at, received.at) != 0 && !is_new && !is_paused && walker_works(day))
			left--;
		if (left == 0)
			return day;
		if (is_paused && at == count)
			return (struct walker_day){ "" };
		day = walker_next(day);
	}
}
