/*
 * One cell of an official table: what it prints, and putting it into the table being laid out.
 * Which cells there are, and where, is report_layout.c's and report_layout_proactive.c's.
 */
#include "report/report_layout.h"

#include "base/utf8.h"

bool
layout_is_known(const struct report *report, int slot)
{
	return slot >= 0 && report->cells[slot].state != REPORT_ABSENT;
}

/* --- words of cells --- */

/* What stood where no number could be made out. Digits get a question mark: glued ones, "7777166"
 * for three cells, would otherwise look like a figure of each, to people and to readers alike. */
static struct fault *
unclear_text(const struct layout *layout, struct str printed, struct str *ret_text)
{
	bool has_digit = false;

	for (size_t at = 0, len; at < printed.len; at += len) {
		uint32_t point = utf8_half_width(utf8_at(printed, at, &len));

		has_digit = has_digit || (point >= '0' && point <= '9');
	}
	if (has_digit && !str_ends(printed, STR("？")))
		return str_print(layout->arena, ret_text, "%.*s？", STR_ARG(printed));
	return str_copy(layout->arena, printed, ret_text);
}

/* What a cell prints: numbers exactly, the sign of a change where the original had it, the unit of
 * money where no head of a column names it. */
static struct fault *
value_text(const struct layout *layout, int slot, struct str *ret_text)
{
	const struct report_cell *cell = &layout->report->cells[slot];
	const struct report_slot *facts = &report_slots[slot];
	const char *sign = "";
	const char *unit = "";

	*ret_text = STR_NONE;
	if (cell->state == REPORT_UNCLEAR)
		return unclear_text(layout, str_trim(cell->printed), ret_text);
	if (cell->state != REPORT_NUMBER)
		return NULL;
	if (facts->kind == REPORT_DELTA_KIND && cell->number.units >= 0 &&
		(str_has(cell->printed, STR("+")) || str_has(cell->printed, STR("＋"))))
		sign = "+";
	/* The form of 2019 has 采购总金额 without a unit. */
	if (facts->kind == REPORT_MONEY_KIND && facts->forms == REPORT_FORM_2019 &&
		(cell->number.units != 0 || str_has(cell->printed, STR("元"))))
		unit = "万元";
	return str_print(
		layout->arena, ret_text, "%s%s%s", sign, decimal_text(cell->number).at, unit);
}

/* --- putting cells --- */

struct doc_cell *
layout_put(
	struct layout *layout, int row, int column, int row_span, int column_span, struct str text)
{
	struct doc_table *table = layout->table;
	struct doc_cell *cell = &table->cells[table->cell_count++];

	*cell = (struct doc_cell){ .row = row,
		.column = column,
		.row_span = row_span,
		.column_span = column_span,
		.text = text,
		.align = DOC_MIDDLE };
	if (row + row_span > table->row_count)
		table->row_count = row + row_span;
	if (row_span > table->tallest)
		table->tallest = row_span;
	return cell;
}

void
layout_put_label(struct layout *layout, int row, int column, int row_span, int column_span,
	const char *text, enum doc_align align)
{
	struct doc_cell *cell =
		layout_put(layout, row, column, row_span, column_span, str_of(text));

	cell->is_heading = true;
	cell->align = align;
}

struct fault *
layout_put_value(struct layout *layout, int row, int column, int column_span, int slot)
{
	struct str text;

	TRY(value_text(layout, slot, &text));
	layout_put(layout, row, column, 1, column_span, text)->mark = slot + 1;
	return NULL;
}
