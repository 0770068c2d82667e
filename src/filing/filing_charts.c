/*
 * Sums of rows for charts, and the sentence that says what the chart shows.
 * Blank cells are left out, never taken as zero: a chart with a hole in its sum is not made.
 */
#include "filing/filing_charts.h"

/* Rows of table 3 that are added up to one bar. */
struct outcome {
	const char *name;
	int first;
	int last;
};

static const struct outcome outcomes[] = {
	{ "予以公开", REPORT_ROW_RES_GRANTED, REPORT_ROW_RES_GRANTED },
	{ "部分公开", REPORT_ROW_RES_PARTIAL, REPORT_ROW_RES_PARTIAL },
	{ "不予公开", REPORT_ROW_DENY_SECRET, REPORT_ROW_DENY_QUERY },
	{ "无法提供", REPORT_ROW_UNABLE_NOT_HELD, REPORT_ROW_UNABLE_UNCLEAR },
	{ "不予处理", REPORT_ROW_NO_PETITION, REPORT_ROW_NO_RECONFIRM },
	{ "其他处理", REPORT_ROW_OTHER, REPORT_ROW_OTHER_MISC },
	{ "结转下年", REPORT_ROW_CARRIED_OUT, REPORT_ROW_CARRIED_OUT },
};

/* Whole figure of a cell; absent counts as nothing, blank and unclear make the answer unknown. */
static bool
add_cell(const struct report *report, int slot, int64_t *sum)
{
	const struct report_cell *cell = &report->cells[slot];

	if (cell->state == REPORT_ABSENT)
		return true;
	if (cell->state != REPORT_NUMBER || cell->number.scale != 0)
		return false;
	*sum += cell->number.units;
	return true;
}

static bool
sum_rows(const struct report *report, const struct outcome *outcome, int64_t *ret_sum)
{
	int64_t sum = 0;

	for (int row = outcome->first; row <= outcome->last; row++)
		if (!add_cell(report, report_application_slot(row, REPORT_TOTAL), &sum))
			return false;
	*ret_sum = sum;
	return true;
}

/* The title says which bar is the longest and its share, to a tenth of a percent, rounded down. */
static struct fault *
title_of(struct filing_chart *chart, const char *subject, struct arena *arena)
{
	int64_t total = 0;
	size_t best = 0;
	int64_t tenths;

	for (size_t i = 0; i < chart->row_count; i++) {
		total += chart->rows[i].values[0];
		if (chart->rows[i].values[0] > chart->rows[best].values[0])
			best = i;
	}
	if (total <= 0)
		return str_print(arena, &chart->title, "%s", subject);
	tenths = chart->rows[best].values[0] * 1000 / total;
	return str_print(arena, &chart->title, "%s：最多的是%.*s，%lld 件，占 %lld.%lld%%", subject,
		STR_ARG(chart->rows[best].name), (long long)chart->rows[best].values[0],
		(long long)(tenths / 10), (long long)(tenths % 10));
}

/* Is there a question at all: two bars or more, none below zero? */
static bool
is_worth_drawing(const struct filing_chart *chart)
{
	int bars = 0;

	for (size_t i = 0; i < chart->row_count; i++) {
		if (chart->rows[i].values[0] < 0)
			return false;
		bars += chart->rows[i].values[0] > 0;
	}
	return bars > 1;
}

static struct fault *
chart_outcomes(const struct report *report, struct arena *arena, struct filing_charts *charts)
{
	struct filing_chart chart = { "chart-outcomes", "bar", STR_NONE, "办理结果", { "件数" }, 1,
		NULL, 0 };

	TAKE(arena, chart.rows, COUNT_OF(outcomes));
	for (size_t i = 0; i < COUNT_OF(outcomes); i++) {
		struct filing_chart_row *row = &chart.rows[chart.row_count++];

		row->name = str_of(outcomes[i].name);
		if (!sum_rows(report, &outcomes[i], &row->values[0]))
			return NULL;
	}
	if (!is_worth_drawing(&chart))
		return NULL;
	TRY(title_of(&chart, "办理结果", arena));
	charts->items[charts->count++] = chart;
	return NULL;
}

static struct fault *
chart_applicants(const struct report *report, struct arena *arena, struct filing_charts *charts)
{
	struct filing_chart chart = { "chart-applicants", "bar", STR_NONE, "申请人", { "新收件数" },
		1, NULL, 0 };

	TAKE(arena, chart.rows, REPORT_TOTAL);
	for (int applicant = 0; applicant < REPORT_TOTAL; applicant++) {
		struct filing_chart_row *row = &chart.rows[chart.row_count++];

		row->name = str_of(report_applicants[applicant].label);
		if (!add_cell(report, report_application_slot(REPORT_ROW_NEW_RECEIVED, applicant),
			    &row->values[0]))
			return NULL;
	}
	if (!is_worth_drawing(&chart))
		return NULL;
	TRY(title_of(&chart, "谁在申请", arena));
	charts->items[charts->count++] = chart;
	return NULL;
}

struct fault *
filing_charts_of_one(
	const struct report *report, struct arena *arena, struct filing_charts *ret_charts)
{
	struct filing_charts charts = { 0 };

	TRY(chart_outcomes(report, arena, &charts));
	TRY(chart_applicants(report, arena, &charts));
	*ret_charts = charts;
	return NULL;
}

struct fault *
filing_charts_of_years(const struct report *const *reports, size_t count, struct arena *arena,
	struct filing_charts *ret_charts)
{
	static const struct outcome lines[] = {
		{ "新收", REPORT_ROW_NEW_RECEIVED, REPORT_ROW_NEW_RECEIVED },
		{ "办结", REPORT_ROW_RES_TOTAL, REPORT_ROW_RES_TOTAL },
		{ "予以公开", REPORT_ROW_RES_GRANTED, REPORT_ROW_RES_GRANTED },
		{ "结转下年", REPORT_ROW_CARRIED_OUT, REPORT_ROW_CARRIED_OUT },
	};
	struct filing_chart chart = { "chart-years", "line", STR_NONE, "年度", { 0 },
		COUNT_OF(lines), NULL, 0 };
	struct filing_chart_row *last;

	*ret_charts = (struct filing_charts){ 0 };
	for (size_t i = 0; i < COUNT_OF(lines); i++)
		chart.series[i] = lines[i].name;
	TAKE(arena, chart.rows, count + 1);
	for (size_t i = 0; i < count; i++) {
		struct filing_chart_row *row = &chart.rows[chart.row_count];
		bool is_whole = true;

		TRY(str_print(arena, &row->name, "%d", reports[i]->year));
		for (size_t j = 0; j < COUNT_OF(lines); j++)
			is_whole = is_whole && sum_rows(reports[i], &lines[j], &row->values[j]);
		chart.row_count += is_whole;
	}
	if (chart.row_count < 2)
		return NULL;
	last = &chart.rows[chart.row_count - 1];
	TRY(str_print(arena, &chart.title, "历年办理：%.*s 年新收 %lld 件，%.*s 年 %lld 件",
		STR_ARG(last[-1].name), (long long)last[-1].values[0], STR_ARG(last->name),
		(long long)last->values[0]));
	ret_charts->items[ret_charts->count++] = chart;
	return NULL;
}
