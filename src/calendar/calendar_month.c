/*
 * Months as tables of weeks, for pages that draw days. What the days mean is the page's.
 */
#include "calendar/calendar_page_inside.h"

const char *const calendar_weekdays[7] = { "一", "二", "三", "四", "五", "六", "日" };

const char *
calendar_kind_words(enum calendar_kind kind)
{
	static const char *const words[] = { "工作日", "周末", "放假", "调休上班" };

	return words[kind];
}

static struct fault *
make_month(struct arena *arena, int year, int month, struct calendar_month *ret_month)
{
	struct calendar_month one = { 0 };
	int days;

	if (!day_make(year, month, 1, &one.first))
		one.first = (struct day){ 0 };
	days = calendar_add_months(one.first, 1).number - one.first.number;
	one.blanks = calendar_weekday(one.first) - 1;
	one.weeks = (one.blanks + days + 6) / 7;
	for (int i = 0; i < 42; i++) {
		one.cells[i].class = "";
		if (i >= one.blanks && i < one.blanks + days)
			one.cells[i].of_month = i - one.blanks + 1;
	}
	TRY(str_print(arena, &one.caption, "%d 年 %d 月", year, month));
	*ret_month = one;
	return NULL;
}

struct fault *
calendar_months_make(
	struct arena *arena, struct day first, struct day last, struct calendar_months *ret_months)
{
	struct calendar_months months = { 0 };
	int from, to, month, of_month;

	day_split(first, &from, &month, &of_month);
	from = from * 12 + month - 1;
	day_split(last, &to, &month, &of_month);
	to = to * 12 + month - 1;
	TAKE(arena, months.items, (size_t)(to - from + 1));
	for (int i = from; i <= to; i++)
		TRY(make_month(arena, i / 12, i % 12 + 1, &months.items[months.count++]));
	*ret_months = months;
	return NULL;
}

struct calendar_cell *
calendar_months_cell(const struct calendar_months *months, struct day day)
{
	int first_year, first_month, year, month, of_month;
	struct calendar_month *one;
	int at;

	if (!months->count)
		return NULL;
	day_split(months->items[0].first, &first_year, &first_month, &of_month);
	day_split(day, &year, &month, &of_month);
	at = (year - first_year) * 12 + month - first_month;
	if (at < 0 || (size_t)at >= months->count)
		return NULL;
	one = &months->items[at];
	return &one->cells[one->blanks + of_month - 1];
}
