/*
 * Calendars as CSV: `date,kind,name` with kind `holiday` or `workday`, the form of
 * data/workdays.csv. Reading and judging such a file; no other form, and nothing is stored.
 */
#ifndef CALENDAR_CALENDAR_FILE_H
#define CALENDAR_CALENDAR_FILE_H

#include "base/buf.h"
#include "calendar/calendar.h"

/* Bytes and rows that a file may have. */
enum { CALENDAR_FILE_MOST = 1 << 20, CALENDAR_ROWS_MOST = 20000 };

/*
 * Rows of a CSV text in the order of days, names borrowed from it. A heading is optional, blank
 * lines and lines that begin with # are passed over, workday is also written make_up, 休 holiday
 * and 班 workday. Faults INPUT "calendar_line" (which line, what is wrong with it),
 * "calendar_twice" (one date on two lines), "calendar_text" (no UTF-8), LIMIT "calendar_long".
 */
MUST struct fault *calendar_file_parse(
	struct arena *arena, struct str text, struct calendar_layer *ret_layer);
/* The same from a path; "-" is standard input. */
MUST struct fault *calendar_file_load(
	struct arena *arena, const char *path, struct calendar_layer *ret_layer);

/* What one year of a layer amounts to. Invariant: `warning_zh` is NULL when nothing looks odd. */
struct calendar_year {
	int year;
	bool is_covered; /* false: only single days of it, with the notice of the year before or
			    after */
	int holidays;    /* rows of each kind */
	int make_ups;
	int working; /* working days of the year; 0 when it is not covered */
	const char *warning_zh;
	const char *warning_en;
};

/* The years of a layer in order (the layer must be too), each judged: too few holidays, too few or
 * too many working days, make-up days that are no weekend. */
MUST struct fault *calendar_years(struct arena *arena, const struct calendar_layer *layer,
	struct calendar_year **ret_years, size_t *ret_count);

/* One date about which two calendars differ. */
struct calendar_change {
	struct day date;
	bool was_known; /* the year was covered before; else the kinds before are by weekday */
	enum calendar_kind before;
	enum calendar_kind after;
	struct str name; /* as the later calendar calls it */
};

/* Dates, in order, that `after` takes for another kind of day than `before` (in years that only
 * `after` covers: than their weekday says). At most `most` are given; *ret_count counts them all.
 * `before` may be NULL. */
MUST struct fault *calendar_compare(struct arena *arena, const struct calendar *before,
	const struct calendar *after, size_t most, struct calendar_change **ret_changes,
	size_t *ret_count);

/* Rows as CSV with a heading, in the order given. */
void calendar_file_put(struct buf *out, const struct calendar_row *rows, size_t count);

#endif
