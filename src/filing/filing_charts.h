/*
 * Figures of a report arranged as answers to a question: which way, how many, who asks. Each chart
 * is a titled table first; drawing is the browser's business.
 */
#ifndef FILING_FILING_CHARTS_H
#define FILING_FILING_CHARTS_H

#include "report/report.h"

enum { FILING_CHART_SERIES = 4 };

struct filing_chart_row {
	struct str name;
	int64_t values[FILING_CHART_SERIES];
};

/* Invariant: every row has series_count values. */
struct filing_chart {
	const char *id;       /* of its table in the page */
	const char *kind;     /* "bar" or "line" */
	struct str title;     /* the answer in words */
	const char *category; /* heading of the row names */
	const char *series[FILING_CHART_SERIES];
	size_t series_count;
	struct filing_chart_row *rows;
	size_t row_count;
};

struct filing_charts {
	struct filing_chart items[3];
	size_t count;
};

/* Outcomes and applicants of one report. No chart where all is in one bar, nothing was received
 * or a cell needed is blank. */
MUST struct fault *filing_charts_of_one(
	const struct report *report, struct arena *arena, struct filing_charts *ret_charts);

/* An agency's reports side by side, oldest first. No chart for fewer than two. */
MUST struct fault *filing_charts_of_years(const struct report *const *reports, size_t count,
	struct arena *arena, struct filing_charts *ret_charts);

#endif
