/*
 * What the statistics hand to their template. Nothing here is stored or decided.
 */
#ifndef DOCKET_DOCKET_FIGURES_VIEW_H
#define DOCKET_DOCKET_FIGURES_VIEW_H

#include "docket/docket_figures.h"
#include "docket/docket_figures_links.h"
#include "docket/docket_view.h"

/* Agencies that the page lists; a file has all. */
enum { DOCKET_FIGURES_SHOWN = 200 };

struct docket_figures_row {
	const struct docket_figure *one;
	struct str average; /* "12.5", or "—" */
	struct str median;
	struct str share; /* "97.5%", or "—" */
	struct url cases; /* the list of its cases received in the period; URL_NONE: not theirs to
			     see */
	struct url table; /* the same page for this agency alone */
};

struct docket_figures_view {
	const struct html_shell *shell;
	const struct application_scope *scopes;
	size_t scope_count;
	struct str period; /* as typed: "2025", "2025-Q2", "2025-06" */
	struct docket_period days;
	enum docket_form form; /* of the period's reports */
	const struct docket_figures *figures;
	struct str agency_name; /* of one agency alone; empty: all of the scope */
	struct url back;        /* from one agency to all */
	struct docket_figures_row sum;
	const struct docket_figures_row *rows;
	size_t row_count;
	struct url xlsx;
	struct url csv;
	struct docket_links links; /* of the sums */
	struct url disputes;       /* in the register; URL_NONE: not theirs to see */
	struct url lost;
	bool has_outcomes; /* something for a chart */
	struct html_mistakes mistakes;
};

#endif
