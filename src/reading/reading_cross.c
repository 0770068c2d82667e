/*
 * The record on its way out of the cage: one number or text after the other, in a fixed order. Not
 * for keeping and not for others (that is the JSON of report/): both ends are this very program.
 *
 * What comes out of the cage is not trusted. Every number has its bounds, every text is checked,
 * and nothing may be left over; so a captured child can lie about figures, as its document could,
 * and do nothing else.
 */
#include "base/utf8.h"
#include "reading/reading_inside.h"

enum {
	FIRST_YEAR = 1900,
	LAST_YEAR = 2200,
	MOST_SCALE = 12,
	SMALLEST_REPAIR = 2 * sizeof(int64_t)
};

/* --- out, inside the cage --- */

static void
put_number(struct buf *out, int64_t number)
{
	buf_put_bytes(out, &number, sizeof number);
}

static void
put_text(struct buf *out, struct str text)
{
	put_number(out, (int64_t)text.len);
	buf_put(out, text);
}

static void
put_cell(struct buf *out, const struct report_cell *cell)
{
	put_number(out, cell->state);
	if (cell->state == REPORT_ABSENT)
		return;
	put_text(out, cell->printed);
	if (cell->state == REPORT_NUMBER) {
		put_number(out, cell->number.units);
		put_number(out, cell->number.scale);
	}
}

void
reading_cross_put(struct buf *out, const struct report *report)
{
	put_text(out, report->title);
	put_text(out, report->agency);
	put_text(out, report->signed_by);
	put_number(out, report->year);
	put_number(out, report->form);
	put_number(out, report->period_from.number);
	put_number(out, report->period_to.number);
	put_number(out, report->signed_on.number);
	put_number(out, (int64_t)report->section_count);
	for (size_t i = 0; i < report->section_count; i++) {
		put_number(out, report->sections[i].key);
		put_text(out, report->sections[i].heading);
		put_text(out, report->sections[i].text);
	}
	for (int slot = 0; slot < REPORT_SLOT_COUNT; slot++)
		put_cell(out, &report->cells[slot]);
	put_number(out, (int64_t)report->repair_count);
	for (size_t i = 0; i < report->repair_count; i++) {
		put_text(out, report->repairs[i].where);
		put_text(out, report->repairs[i].what);
	}
}

/* --- in, outside --- */

/* Invariant: once something is wrong it stays wrong, and everything taken then is the least. */
struct taking {
	struct str rest;
	struct arena *arena;
	bool is_wrong;
};

static int64_t
take_number(struct taking *taking, int64_t least, int64_t most)
{
	int64_t number = least;

	if (taking->rest.len >= sizeof number) {
		memcpy(&number, taking->rest.at, sizeof number);
		taking->rest = str_from(taking->rest, sizeof number);
	} else {
		taking->is_wrong = true;
	}
	if (number >= least && number <= most)
		return number;
	taking->is_wrong = true;
	return least;
}

static struct fault *
take_text(struct taking *taking, struct str *ret_text)
{
	size_t len = (size_t)take_number(taking, 0, INT32_MAX);
	struct str text;
	size_t bad;

	*ret_text = STR("");
	if (taking->is_wrong || len > taking->rest.len) {
		taking->is_wrong = true;
		return NULL;
	}
	text = str_sub(taking->rest, 0, len);
	taking->rest = str_from(taking->rest, len);
	if (utf8_is_clean(text)) {
		*ret_text = text;
		return NULL;
	}
	if (!utf8_is_valid(text, &bad)) {
		taking->is_wrong = true;
		return NULL;
	}
	return utf8_clean(taking->arena, text, ret_text);
}

static struct day
take_day(struct taking *taking)
{
	struct day first;
	struct day last;
	struct day day = { (int32_t)take_number(taking, INT32_MIN, INT32_MAX) };

	if (day_is_none(day))
		return day;
	if (!day_make(FIRST_YEAR, 1, 1, &first) || !day_make(LAST_YEAR, 12, 31, &last) ||
		day.number < first.number || day.number > last.number)
		taking->is_wrong = true;
	return taking->is_wrong ? DAY_NONE : day;
}

/* Blank is a cell without anything; what is no number has its print. */
static struct fault *
take_cell(struct taking *taking, struct report_cell *ret_cell)
{
	ret_cell->state = (enum report_cell_state)take_number(taking, REPORT_ABSENT, REPORT_NUMBER);
	if (ret_cell->state == REPORT_ABSENT)
		return NULL;
	TRY(take_text(taking, &ret_cell->printed));
	if (ret_cell->state == REPORT_NUMBER) {
		ret_cell->number.units = take_number(taking, INT64_MIN + 1, INT64_MAX);
		ret_cell->number.scale = (int)take_number(taking, 0, MOST_SCALE);
	} else {
		ret_cell->state = ret_cell->printed.len ? REPORT_UNCLEAR : REPORT_BLANK;
	}
	return NULL;
}

static struct fault *
take_sections(struct taking *taking, struct report *report)
{
	size_t count = (size_t)take_number(taking, 0, REPORT_MOST_SECTIONS);

	for (size_t i = 0; i < count; i++) {
		struct report_section *section = &report->sections[i];

		section->key =
			(enum report_section_key)take_number(taking, 0, REPORT_SECTION_KEYS - 1);
		TRY(take_text(taking, &section->heading));
		TRY(take_text(taking, &section->text));
	}
	report->section_count = count;
	return NULL;
}

static struct fault *
take_repairs(struct taking *taking, struct report *report)
{
	/* Not more than the rest can hold, so that a large count asks for no memory. */
	size_t count =
		(size_t)take_number(taking, 0, (int64_t)(taking->rest.len / SMALLEST_REPAIR));

	if (count)
		TAKE(taking->arena, report->repairs, count);
	for (size_t i = 0; i < count; i++) {
		TRY(take_text(taking, &report->repairs[i].where));
		TRY(take_text(taking, &report->repairs[i].what));
	}
	report->repair_count = count;
	return NULL;
}

static struct fault *
take_fields(struct taking *taking, struct report *report)
{
	TRY(take_text(taking, &report->title));
	TRY(take_text(taking, &report->agency));
	TRY(take_text(taking, &report->signed_by));
	report->year = (int)take_number(taking, 0, LAST_YEAR);
	taking->is_wrong = taking->is_wrong || (report->year && report->year < FIRST_YEAR);
	report->form = (enum report_form)take_number(taking, REPORT_FORM_NONE, REPORT_FORM_2021);
	report->period_from = take_day(taking);
	report->period_to = take_day(taking);
	report->signed_on = take_day(taking);
	return NULL;
}

struct fault *
reading_cross_take(struct str bytes, struct arena *arena, struct report *ret_report)
{
	struct taking taking = { .rest = bytes, .arena = arena };
	struct report *report;

	TAKE(arena, report, 1);
	TRY(take_fields(&taking, report));
	TRY(take_sections(&taking, report));
	for (int slot = 0; slot < REPORT_SLOT_COUNT; slot++) {
		TRY(take_cell(&taking, &report->cells[slot]));
		if (report->cells[slot].state != REPORT_ABSENT)
			report->has_table[report_slots[slot].table] = true;
	}
	TRY(take_repairs(&taking, report));
	if (taking.is_wrong || taking.rest.len)
		return fault_detail(fault_new(FAULT_INPUT, "cage_crash",
					    "文件内容异常，读取没有完成。请检查文件后再试。",
					    "The file is malformed; reading did not finish. Check "
					    "the file and try again."),
			"the record from the cage is wrong");
	*ret_report = *report;
	return NULL;
}
