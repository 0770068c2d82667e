/*
 * The table behind a calendar: for every day from the first covered year to the last its kind, how
 * many working days there were up to it, and the row that made it special. Counting is a
 * subtraction, adding one look into the list of working days.
 */
#include "calendar/calendar.h"

#include <assert.h>
#include <stdio.h>

#include "calendar/calendar_inside.h"

enum { YEAR_FIRST = 1900, YEAR_LAST = 2200, YEARS = YEAR_LAST - YEAR_FIRST + 1 };

/*
 * Invariants: index i speaks of day number first + i; ranks[i] are the working days from `first` to
 * it, itself included; working[] are the numbers of all working days in order; gap_from[y] is the
 * first year from y on that is not covered. Days of uncovered years between are filled by weekday
 * and never asked for.
 */
struct calendar {
	int32_t first;
	int32_t days;
	int first_year;
	int last_year;
	unsigned char *kinds;
	int32_t *ranks;
	int32_t *working;
	int32_t working_count;
	const struct calendar_row **rows;
	short gap_from[YEARS + 1];
};

const char *
calendar_kind_name(enum calendar_kind kind)
{
	static const char *const names[] = { "working", "weekend", "holiday", "make_up" };

	return names[kind];
}

/* --- days --- */

static int
year_of(struct day day)
{
	int year, month, of_month;

	day_split(day, &year, &month, &of_month);
	return year;
}

static int32_t
new_year(int year)
{
	struct day day = DAY_NONE;
	bool is_made = day_make(year, 1, 1, &day);

	assert(is_made);
	return day.number;
}

int
calendar_weekday(struct day day)
{
	/* 1970-01-01 was a Thursday. */
	int of_week = (day.number + 3) % 7;

	return (of_week < 0 ? of_week + 7 : of_week) + 1;
}

const char *
calendar_weekday_name(struct day day, bool is_english)
{
	static const char *const zh[] = { "周一", "周二", "周三", "周四", "周五", "周六", "周日" };
	static const char *const en[] = { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" };

	int at = calendar_weekday(day) - 1;

	return is_english ? en[at] : zh[at];
}

struct calendar_long_day
calendar_long_day(struct day day)
{
	struct calendar_long_day text = { "" };
	int year, month, of_month;

	if (day_is_none(day))
		return text;
	day_split(day, &year, &month, &of_month);
	snprintf(text.at, sizeof text.at, "%d年%d月%d日", year, month, of_month);
	return text;
}

struct day
calendar_add_months(struct day from, int n)
{
	int year, month, of_month;
	struct day day = DAY_NONE;
	int months;

	day_split(from, &year, &month, &of_month);
	months = year * 12 + month - 1 + n;
	/* The last day of the month where it has no such day; the 28th is always there. */
	while (!day_make(months / 12, months % 12 + 1, of_month, &day) && of_month > 28)
		of_month--;
	return day;
}

/* --- making --- */

static void
mark_covered(const struct calendar_layer *layer, bool *covered)
{
	for (size_t i = 0; !layer->is_local && i < layer->count; i++) {
		int year, month, of_month;

		day_split(layer->rows[i].date, &year, &month, &of_month);
		/* The New Year is a holiday by law, so a year whose notice is here has it. */
		if (layer->rows[i].kind == CALENDAR_HOLIDAY && month == 1 && of_month == 1)
			covered[year - YEAR_FIRST] = true;
	}
}

static void
put_layer(const struct calendar_layer *layer, struct calendar *calendar)
{
	bool covered[YEARS] = { false };

	mark_covered(layer, covered);
	for (int32_t i = 0; i < calendar->days; i++)
		if (calendar->rows[i] &&
			covered[year_of((struct day){ calendar->first + i }) - YEAR_FIRST])
			calendar->rows[i] = NULL;
	for (size_t i = 0; i < layer->count; i++) {
		int32_t at = layer->rows[i].date.number - calendar->first;

		if (at >= 0 && at < calendar->days)
			calendar->rows[at] = &layer->rows[i];
	}
}

static void
count_days(struct calendar *calendar)
{
	for (int32_t i = 0; i < calendar->days; i++) {
		struct day day = { calendar->first + i };
		enum calendar_kind kind =
			calendar_weekday(day) > 5 ? CALENDAR_WEEKEND : CALENDAR_WORKING;

		if (calendar->rows[i])
			kind = calendar->rows[i]->kind;
		if (calendar_is_worked(kind))
			calendar->working[calendar->working_count++] = day.number;
		calendar->kinds[i] = (unsigned char)kind;
		calendar->ranks[i] = calendar->working_count;
	}
}

static bool
find_years(struct calendar *calendar, const struct calendar_layer *layers, size_t count)
{
	bool covered[YEARS + 1] = { false };

	for (size_t i = 0; i < count; i++)
		mark_covered(&layers[i], covered);
	calendar->gap_from[YEARS] = YEAR_LAST + 1;
	for (int i = YEARS - 1; i >= 0; i--) {
		int year = YEAR_FIRST + i;

		calendar->gap_from[i] = covered[i] ? calendar->gap_from[i + 1] : (short)year;
		if (!covered[i])
			continue;
		calendar->first_year = year;
		if (!calendar->last_year)
			calendar->last_year = year;
	}
	return calendar->last_year != 0;
}

struct fault *
calendar_make(struct arena *arena, const struct calendar_layer *layers, size_t count,
	const struct calendar **ret_calendar)
{
	struct calendar *calendar;
	size_t days;

	TAKE(arena, calendar, 1);
	if (!find_years(calendar, layers, count))
		return fault_new(FAULT_INPUT, "calendar_empty",
			"日历里没有一个完整的年份：每年应从 1 月 1 日的放假写起。",
			"The calendar covers no year: each must have its holiday of 1 January.");
	calendar->first = new_year(calendar->first_year);
	calendar->days = new_year(calendar->last_year) - calendar->first + 365;
	/* A leap year's last day. */
	if (year_of((struct day){ calendar->first + calendar->days }) == calendar->last_year)
		calendar->days++;
	days = (size_t)calendar->days;
	TAKE(arena, calendar->kinds, days);
	TAKE(arena, calendar->ranks, days);
	TAKE(arena, calendar->working, days);
	TAKE(arena, calendar->rows, days);
	for (size_t i = 0; i < count; i++)
		put_layer(&layers[i], calendar);
	count_days(calendar);
	*ret_calendar = calendar;
	return NULL;
}

struct fault *
calendar_own_layer(struct arena *arena, struct calendar_layer *ret_layer)
{
	struct calendar_row *rows = NULL;
	size_t count = 0;
	size_t room = 0;

	for (const char *const *line = calendar_own_lines; *line; line++) {
		struct calendar_line_problem problem;
		bool is_read;

		if (calendar_line_is_empty(str_of(*line)))
			continue;
		GROW(arena, rows, count, room);
		is_read = calendar_line_parse(str_of(*line), &rows[count++], &problem);
		/* Our own data, so a mistake in it is one of the programmer's. */
		assert(is_read);
	}
	*ret_layer = (struct calendar_layer){ .rows = rows, .count = count };
	return NULL;
}

struct fault *
calendar_make_own(struct arena *arena, const struct calendar **ret_calendar)
{
	struct calendar_layer layer;

	TRY(calendar_own_layer(arena, &layer));
	return calendar_make(arena, &layer, 1, ret_calendar);
}

/* --- asking --- */

int
calendar_first_year(const struct calendar *calendar)
{
	return calendar->first_year;
}

int
calendar_last_year(const struct calendar *calendar)
{
	return calendar->last_year;
}

/* The first year from `year` on without data. */
static int
gap_from(const struct calendar *calendar, int year)
{
	if (year < YEAR_FIRST || year > YEAR_LAST)
		return year;
	return calendar->gap_from[year - YEAR_FIRST];
}

bool
calendar_has_year(const struct calendar *calendar, int year)
{
	return gap_from(calendar, year) != year;
}

static struct fault *
no_data(int year)
{
	return fault_new(FAULT_INPUT, "calendar_no_data",
		"没有 %d "
		"年的节假日安排，不能推算工作日。请先导入这一年的日历（国务院办公厅每年公布的"
		"放假通知）。",
		"There is no calendar of holidays for %d, so working days cannot be counted. "
		"Import that year first (the yearly notice of the State Council's office).",
		year);
}

struct fault *
calendar_look(const struct calendar *calendar, struct day day, enum calendar_kind *ret_kind,
	struct str *ret_name)
{
	const struct calendar_row *row;
	int year = year_of(day);

	if (!calendar_has_year(calendar, year))
		return no_data(year);
	row = calendar->rows[day.number - calendar->first];
	*ret_kind = (enum calendar_kind)calendar->kinds[day.number - calendar->first];
	*ret_name = row ? row->name : STR_NONE;
	return NULL;
}

struct fault *
calendar_kind_of(const struct calendar *calendar, struct day day, enum calendar_kind *ret_kind)
{
	struct str name;

	return calendar_look(calendar, day, ret_kind, &name);
}

/* Working days before `number`, which lies in a covered year. */
static int32_t
rank_before(const struct calendar *calendar, int32_t number)
{
	return number == calendar->first ? 0 : calendar->ranks[number - calendar->first - 1];
}

struct fault *
calendar_add_working_days(
	const struct calendar *calendar, struct day from, int n, struct day *ret_day)
{
	struct day start = { from.number + 1 };
	int gap = gap_from(calendar, year_of(start));
	int64_t at;

	assert(n >= 1);
	if (gap == year_of(start))
		return no_data(gap);
	at = (int64_t)rank_before(calendar, start.number) + n - 1;
	if (at >= calendar->working_count)
		return no_data(gap);
	if (gap <= YEAR_LAST && calendar->working[at] >= new_year(gap))
		return no_data(gap);
	*ret_day = (struct day){ calendar->working[at] };
	return NULL;
}

struct fault *
calendar_count_working_days(
	const struct calendar *calendar, struct day first, struct day last, int *ret_count)
{
	int gap;

	if (last.number < first.number) {
		*ret_count = 0;
		return NULL;
	}
	gap = gap_from(calendar, year_of(first));
	if (gap <= year_of(last))
		return no_data(gap);
	*ret_count = calendar->ranks[last.number - calendar->first] -
		     rank_before(calendar, first.number);
	return NULL;
}

struct fault *
calendar_next_working_day(const struct calendar *calendar, struct day day, struct day *ret_day)
{
	return calendar_add_working_days(calendar, (struct day){ day.number - 1 }, 1, ret_day);
}

struct fault *
calendar_count_year(const struct calendar *calendar, int year, int *ret_count)
{
	struct day first;
	struct day last;

	if (!day_make(year, 1, 1, &first) || !day_make(year, 12, 31, &last))
		return no_data(year);
	return calendar_count_working_days(calendar, first, last, ret_count);
}
