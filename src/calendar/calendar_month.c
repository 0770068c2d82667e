/*
 * Months as tables of weeks, for pages that draw days, and the days of a clock's proof on them.
 * What other days mean is the page's.
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

/* --- a proof --- */

static struct fault *
mark_day(struct arena *arena, const struct clock_day *day, struct calendar_cell *cell)
{
	static const char *const classes[] = { "work", "rest", "holiday", "makeup", "paused" };
	static const char *const marks[] = { "", "", "休", "班", "停" };

	cell->class = classes[day->kind];
	cell->mark = str_of(marks[day->kind]);
	cell->words = day->why;
	/* The day of a restart: worked, and yet not counted. */
	if (!day->count && str_ends(day->why, STR("重新计算"))) {
		cell->class = "start";
		cell->mark = STR("重");
	}
	if (!day->count)
		return NULL;
	cell->class = day->is_before_restart           ? "void"
		      : day->kind == CLOCK_DAY_MAKE_UP ? "counted makeup"
						       : "counted";
	TRY(str_print(arena, &cell->mark, "%d", day->count));
	return str_print(arena, &cell->words, "第 %d 个工作日%s%.*s%s", day->count,
		day->why.len ? "，" : "", STR_ARG(day->why),
		day->is_before_restart ? "，已重新计算" : "");
}

struct fault *
calendar_months_of_proof(
	struct arena *arena, const struct clock_proof *proof, struct calendar_months *ret_months)
{
	struct day first = proof->answer.received;
	struct day last = proof->day_count ? proof->days[proof->day_count - 1].date : first;
	struct calendar_months months;
	struct calendar_cell *cell;

	if (proof->days_left_out)
		first = proof->days[0].date;
	TRY(calendar_months_make(arena, first, last, &months));
	for (size_t i = 0; i < proof->day_count; i++) {
		cell = calendar_months_cell(&months, proof->days[i].date);
		if (cell)
			TRY(mark_day(arena, &proof->days[i], cell));
	}
	cell = proof->days_left_out ? NULL : calendar_months_cell(&months, proof->answer.received);
	if (cell) {
		cell->class = "start";
		cell->mark = STR("收");
		cell->words = STR("收到申请，次日起算");
	}
	cell = day_is_none(proof->answer.due) ? NULL
					      : calendar_months_cell(&months, proof->answer.due);
	if (cell) {
		cell->class = "due";
		TRY(str_print(
			arena, &cell->words, "第 %d 个工作日，期限届满", proof->answer.total));
	}
	*ret_months = months;
	return NULL;
}
