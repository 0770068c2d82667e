/*
 * From readings to cells: what all readings of a row share is filled in, the rest stays null, and
 * every cell that is not plainly printed gets its repair. Where a row belongs is decided before.
 */
#include <stdarg.h>
#include <stdio.h>

#include "reading/reading_inside.h"

enum { MOST_NOTE = 1500 };

struct fault *
reading_note(struct reader *reader, const char *where, const char *format, ...)
{
	char text[MOST_NOTE];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof text, format, args);
	va_end(args);
	return report_add_repair(
		reader->report, reader->arena, &reader->repair_room, where, "%s", text);
}

struct fault *
reading_note_slot(struct reader *reader, int slot, const char *format, ...)
{
	char text[MOST_NOTE];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof text, format, args);
	va_end(args);
	return report_add_repair(reader->report, reader->arena, &reader->repair_room,
		report_slot_path(slot).at, "%s", text);
}

static bool
all_agree(const struct readings *readings, int cell)
{
	for (size_t i = 1; i < readings->count; i++)
		if (!str_equal(readings->at[i].cells[cell], readings->at[0].cells[cell]))
			return false;
	return readings->count > 0 && readings->count == readings->total;
}

/* How a filled row was won, for a repair; NULL when it is plainly printed. */
static const char *
way_words(const struct readings *readings)
{
	switch (readings->way) {
	case WAY_PRINTED:
		return NULL;
	case WAY_WINDOW:
		return readings->is_plain ? NULL : "这一行的空格比格式多，已略去多出的空格";
	case WAY_DROPPED:
		return "这一行比格式多出数字，已略去多出的一个（疑为页码）";
	case WAY_SPLIT:
		return readings->fits_sums ? "几个格的数字连在一起，按行内合计拆开"
					   : "几个格的数字连在一起，按只有一种拆法拆开";
	case WAY_BLANKS:
		return "这一行比格式少格，按行内合计认定空格的位置";
	case WAY_COLUMNS:
		return "这一行比格式少格，按上下行的列位对齐";
	case WAY_REPEATED:
		return "合并的格里同一个数字印了几遍，只取一个";
	case WAY_HEADER:
		return "表头列名的次序与格式不同，两种读法在这一格相同";
	case WAY_NONE:
		break;
	}
	return "读法不明";
}

/* One agreed cell. */
static struct fault *
fill_cell(struct reader *reader, int slot, struct str printed, const struct reading_item *item,
	const struct readings *readings, int money_places)
{
	struct report_cell *cell = &reader->report->cells[slot];
	struct reading_value value;
	const char *way = way_words(readings);
	struct str run;

	TRY(reading_value_read(
		reader->arena, printed, report_slots[slot].kind, money_places, &value));
	cell->state = value.state;
	cell->number = value.number;
	cell->printed = STR_NONE;
	if (printed.len && (value.state != REPORT_NUMBER ||
				   !str_equal(printed, str_of(decimal_text(value.number).at))))
		cell->printed = printed;
	if (value.note)
		TRY(reading_note_slot(
			reader, slot, "%s（印作“%.*s”）", value.note, STR_ARG(printed)));
	if (item->doubt.len)
		TRY(reading_note_slot(reader, slot, "%.*s", STR_ARG(item->doubt)));
	if (!way)
		return NULL;
	TRY(reading_item_show(reader->arena, item, &run));
	return reading_note_slot(reader, slot, "%s（这一行印作“%.*s”）", way, STR_ARG(run));
}

/* One cell on which the readings differ, or for which there is none. */
static struct fault *
leave_cell(struct reader *reader, int slot, const struct reading_item *item,
	const struct readings *readings)
{
	struct report_cell *cell = &reader->report->cells[slot];
	struct str run;
	struct str shown;

	TRY(reading_item_show(reader->arena, item, &run));
	cell->state = REPORT_UNCLEAR;
	cell->number = decimal_of(0);
	cell->printed = run;
	if (item->is_refused)
		return reading_note_slot(
			reader, slot, "%.*s（印作“%.*s”）", STR_ARG(item->doubt), STR_ARG(run));
	if (readings->is_many)
		return reading_note_slot(
			reader, slot, "这一行印作“%.*s”，读法过多，无法确定，未作数", STR_ARG(run));
	if (readings->count == 0)
		return reading_note_slot(reader, slot,
			"这一行印作“%.*s”，格数与格式对不上，没有读法，未作数", STR_ARG(run));
	TRY(reading_split_show(reader->arena, readings, &shown));
	return reading_note_slot(reader, slot,
		"这一行印作“%.*s”，有%zu种读法，无法确定，未作数：%.*s", STR_ARG(run),
		readings->total, STR_ARG(shown));
}

struct fault *
reading_fill_row(struct reader *reader, const int *slots, const struct reading_item *item,
	const struct readings *readings, int money_places)
{
	for (int i = 0; i < readings->want; i++) {
		if (slots[i] < 0)
			continue;
		if (!item->is_refused && all_agree(readings, i))
			TRY(fill_cell(reader, slots[i], readings->at[0].cells[i], item, readings,
				money_places));
		else
			TRY(leave_cell(reader, slots[i], item, readings));
	}
	return NULL;
}
