/*
 * Figures of a report arranged as answers to a question: which way, how many, who asks. Each chart
 * is a titled table first; drawing is the browser's business.
 */
#ifndef REPORT_REPORT_CHARTS_H
#define REPORT_REPORT_CHARTS_H

#include "report/report.h"

enum { REPORT_CHART_SERIES = 4 };

struct report_chart_row {
	struct str name;
	int64_t values[REPORT_CHART_SERIES];
};

/* Invariant: every row has series_count values. */
struct report_chart {
	const char *id;       /* of its table in the page */
	const char *kind;     /* "bar" or "line" */
	struct str title;     /* the answer in words */
	const char *category; /* heading of the row names */
	const char *series[REPORT_CHART_SERIES];
	size_t series_count;
	struct report_chart_row *rows;
	size_t row_count;
};

struct report_charts {
	struct report_chart items[3];
	size_t count;
};

/* Outcomes and applicants of one report. No chart where all is in one bar, nothing was received
 * or a cell needed is blank. */
MUST struct fault *report_charts_of_one(
	const struct report *report, struct arena *arena, struct report_charts *ret_charts);

/* An agency's reports side by side, oldest first. No chart for fewer than two. */
MUST struct fault *report_charts_of_years(const struct report *const *reports, size_t count,
	struct arena *arena, struct report_charts *ret_charts);

#endif
