/*
 * The three official tables as they are printed, merged cells and all, filled from a record.
 * Law: 国办公开办函〔2019〕60号; 国办公开办函〔2021〕30号
 * Table 2 is report_layout_proactive.c's, single cells are report_layout_cell.c's, the document
 * around them report_layout_document.c's; how a file looks is doc/'s.
 */
#include "report/report_layout.h"

#include <stdio.h>

#include "doc/doc.h"

/* Widths in millimetres; each row adds up to the 156 mm of the type area. */
static const int application_widths[] = { 11, 15, 46, 12, 12, 12, 12, 12, 12, 12 };
static const int review_widths[] = { 11, 10, 10, 10, 11, 11, 10, 10, 10, 11, 11, 10, 10, 10, 11 };

enum {
	APPLICATION_LABELS = 3,  /* columns of labels in table 3 */
	APPLICATION_HEADERS = 3, /* rows of its head */
	APPLICATION_COLUMNS = APPLICATION_LABELS + REPORT_APPLICANTS,
	REVIEW_HEADERS = 3,
	REVIEW_COLUMNS = REPORT_REVIEW_GROUPS * REPORT_REVIEW_RESULTS,
	MOST_CELLS = 400, /* of the largest table: 26 rows of 7 values, labels and head */
};

bool
report_table_is_known(const struct report *report, enum report_table table)
{
	for (int slot = 0; slot < REPORT_SLOT_COUNT; slot++)
		if (report_slots[slot].table == table && layout_is_known(report, slot))
			return true;
	return false;
}

enum report_form
report_layout_form(const struct report *report)
{
	enum report_form form = report->form;

	if (form == REPORT_FORM_NONE)
		form = report_form_of_year(report->year);
	return form == REPORT_FORM_NONE ? REPORT_FORM_2021 : form;
}

/* --- formulas --- */

/* The sum of some cells, blanks counting nothing. False when one holds no number. */
static bool
add_up(const struct report *report, const int *slots, int count, struct decimal *ret_sum)
{
	int64_t sum = 0;

	for (int i = 0; i < count; i++) {
		const struct report_cell *cell = &report->cells[slots[i]];

		if (cell->state == REPORT_UNCLEAR)
			return false;
		if (cell->state != REPORT_NUMBER)
			continue;
		if (cell->number.scale || __builtin_add_overflow(sum, cell->number.units, &sum))
			return false;
	}
	*ret_sum = decimal_of(sum);
	return true;
}

/*
 * Give the cell put last a SUM formula, if the printed total is that sum. A total that is wrong or
 * blank keeps what was printed: a formula would silently mend the report.
 */
static struct fault *
put_sum(struct layout *layout, int slot, const int *slots, int count, const char *range)
{
	const struct report_cell *cell = &layout->report->cells[slot];
	struct doc_table *table = layout->table;
	struct decimal sum;

	if (cell->state != REPORT_NUMBER || !add_up(layout->report, slots, count, &sum) ||
		decimal_compare(sum, cell->number) != 0)
		return NULL;
	return str_print(
		layout->arena, &table->cells[table->cell_count - 1].formula, "SUM(%s)", range);
}

/* --- table 3: 收到和处理政府信息公开申请情况 --- */

static void
put_application_head(struct layout *layout)
{
	layout_put_label(layout, 0, 0, APPLICATION_HEADERS, APPLICATION_LABELS,
		"（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）", DOC_MIDDLE);
	layout_put_label(
		layout, 0, APPLICATION_LABELS, 1, REPORT_APPLICANTS, "申请人情况", DOC_MIDDLE);
	layout_put_label(
		layout, 1, APPLICATION_LABELS, 2, 1, report_applicants[0].label, DOC_MIDDLE);
	layout_put_label(layout, 1, APPLICATION_LABELS + 1, 1, REPORT_TOTAL - 1, "法人或其他组织",
		DOC_MIDDLE);
	layout_put_label(layout, 1, APPLICATION_LABELS + REPORT_TOTAL, 2, 1,
		report_applicants[REPORT_TOTAL].label, DOC_MIDDLE);
	for (int i = REPORT_BIZ; i < REPORT_TOTAL; i++)
		layout_put_label(layout, 2, APPLICATION_LABELS + i, 1, 1,
			report_applicants[i].label, DOC_MIDDLE);
}

/* Rows of table 3 that are printed: those of the form that the record has, and any it has besides.
 */
static bool
has_row(const struct layout *layout, int row)
{
	if (layout->is_empty)
		return report_application_labels[row].forms & layout->form;
	for (int i = 0; i < REPORT_APPLICANTS; i++)
		if (layout_is_known(layout->report, report_application_slot(row, i)))
			return true;
	return false;
}

/* How many of the printed rows from `row` on belong together: to one group, or to the results. */
static int
count_rows(const struct layout *layout, int row, bool by_group)
{
	const struct report_application_label *first = &report_application_labels[row];
	int count = 0;

	for (; row < REPORT_APPLICATION_ROWS; row++) {
		const struct report_application_label *label = &report_application_labels[row];

		if (!label->is_result || (by_group && strcmp(label->group, first->group) != 0))
			break;
		count += has_row(layout, row);
	}
	return count;
}

/* The labels of one row; `above` is the row printed before, or -1. */
static void
put_application_labels(struct layout *layout, int at, int row, int above)
{
	const struct report_application_label *label = &report_application_labels[row];
	const struct report_application_label *last =
		above < 0 ? NULL : &report_application_labels[above];

	if (!label->is_result) {
		layout_put_label(layout, at, 0, 1, 3, label->label, DOC_LEFT);
		return;
	}
	if (!last || !last->is_result)
		layout_put_label(layout, at, 0, count_rows(layout, row, false), 1,
			"三、本年度办理结果", DOC_MIDDLE);
	if (!label->group[0]) {
		layout_put_label(layout, at, 1, 1, 2, label->label, DOC_LEFT);
		return;
	}
	if (!last || strcmp(last->group, label->group) != 0)
		layout_put_label(
			layout, at, 1, count_rows(layout, row, true), 1, label->group, DOC_MIDDLE);
	layout_put_label(layout, at, 2, 1, 1, label->label, DOC_LEFT);
}

/* Total of a row: the six kinds of applicants before it. */
static struct fault *
put_row_sum(struct layout *layout, int at, int row)
{
	int slots[REPORT_TOTAL];
	char range[32];

	for (int i = 0; i < REPORT_TOTAL; i++)
		slots[i] = report_application_slot(row, i);
	snprintf(range, sizeof range, "D%d:I%d", at + 1, at + 1);
	return put_sum(
		layout, report_application_slot(row, REPORT_TOTAL), slots, REPORT_TOTAL, range);
}

/* （七）总计 of a column: all results above it, which begin in row `first` of the table. */
static struct fault *
put_column_sum(struct layout *layout, int at, int first, int applicant)
{
	int slots[REPORT_APPLICATION_ROWS];
	int count = 0;
	char range[32];

	if (at == first)
		return NULL;
	for (int row = REPORT_ROW_RES_GRANTED; row < REPORT_ROW_RES_TOTAL; row++)
		slots[count++] = report_application_slot(row, applicant);
	snprintf(range, sizeof range, "%c%d:%c%d", 'D' + applicant, first + 1, 'D' + applicant, at);
	return put_sum(layout, report_application_slot(REPORT_ROW_RES_TOTAL, applicant), slots,
		count, range);
}

static struct fault *
lay_out_applications(struct layout *layout)
{
	int at = APPLICATION_HEADERS;
	int first_result = 0;
	int above = -1;

	layout->table->column_count = APPLICATION_COLUMNS;
	layout->table->column_widths = application_widths;
	layout->table->name = STR("收到和处理政府信息公开申请情况");
	put_application_head(layout);
	for (int row = 0; row < REPORT_APPLICATION_ROWS; row++) {
		if (!has_row(layout, row))
			continue;
		put_application_labels(layout, at, row, above);
		if (report_application_labels[row].is_result && !first_result)
			first_result = at;
		for (int i = 0; i < REPORT_APPLICANTS; i++) {
			TRY(layout_put_value(layout, at, APPLICATION_LABELS + i, 1,
				report_application_slot(row, i)));
			if (row == REPORT_ROW_RES_TOTAL && i < REPORT_TOTAL)
				TRY(put_column_sum(layout, at, first_result, i));
		}
		TRY(put_row_sum(layout, at, row));
		above = row;
		at++;
	}
	return NULL;
}

/* --- table 4: 政府信息公开行政复议、行政诉讼情况 --- */

static void
put_review_head(struct layout *layout)
{
	const int each = REPORT_REVIEW_RESULTS;

	layout_put_label(layout, 0, 0, 1, each, report_review_groups[0].label, DOC_MIDDLE);
	layout_put_label(layout, 0, each, 1, 2 * each, "行政诉讼", DOC_MIDDLE);
	for (int i = 0; i < each; i++)
		layout_put_label(layout, 1, i, 2, 1, report_review_results[i].label, DOC_MIDDLE);
	for (int group = 1; group < REPORT_REVIEW_GROUPS; group++)
		layout_put_label(layout, 1, group * each, 1, each,
			report_review_groups[group].label, DOC_MIDDLE);
	for (int i = each; i < REVIEW_COLUMNS; i++)
		layout_put_label(
			layout, 2, i, 1, 1, report_review_results[i % each].label, DOC_MIDDLE);
}

static struct fault *
lay_out_review(struct layout *layout)
{
	const int total = REPORT_REVIEW_RESULTS - 1;
	char range[32];

	layout->table->column_count = REVIEW_COLUMNS;
	layout->table->column_widths = review_widths;
	layout->table->name = STR("行政复议、行政诉讼情况");
	put_review_head(layout);
	for (int group = 0; group < REPORT_REVIEW_GROUPS; group++) {
		int first = group * REPORT_REVIEW_RESULTS;
		int slots[REPORT_REVIEW_RESULTS];

		for (int i = 0; i < REPORT_REVIEW_RESULTS; i++) {
			slots[i] = report_review_slot(group, i);
			TRY(layout_put_value(layout, REVIEW_HEADERS, first + i, 1, slots[i]));
		}
		snprintf(range, sizeof range, "%c%d:%c%d", 'A' + first, REVIEW_HEADERS + 1,
			'A' + first + total - 1, REVIEW_HEADERS + 1);
		TRY(put_sum(layout, slots[total], slots, total, range));
	}
	return NULL;
}

struct fault *
report_tables(const struct report *report, struct arena *arena, struct doc_table *ret_tables[3])
{
	struct doc_table *tables[3];

	for (int i = 0; i < 3; i++) {
		struct layout layout = { .report = report,
			.form = report_layout_form(report),
			.arena = arena,
			.is_empty = !report_table_is_known(report, (enum report_table)i) };

		TAKE(arena, layout.table, 1);
		TAKE(arena, layout.table->cells, MOST_CELLS);
		if (i == REPORT_PROACTIVE)
			TRY(layout_make_proactive(&layout));
		else if (i == REPORT_APPLICATIONS)
			TRY(lay_out_applications(&layout));
		else
			TRY(lay_out_review(&layout));
		tables[i] = layout.table;
	}
	memcpy(ret_tables, tables, sizeof tables);
	return NULL;
}
