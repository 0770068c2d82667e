/*
 * Addresses of the lists behind figures. Pure but for the arena; who may see the list is its page's
 * question.
 */
#ifndef DOCKET_DOCKET_FIGURES_LINKS_H
#define DOCKET_DOCKET_FIGURES_LINKS_H

#include "application/application_store.h"
#include "docket/docket_figures.h"
#include "html/html_url.h"

enum { DOCKET_LINKS_MARKS = APPLICATION_MARK_CONSULTED + 1 };

struct docket_links {
	struct url cells[DOCKET_TABLE_ROWS][DOCKET_TABLE_COLUMNS];
	struct url marks[DOCKET_LINKS_MARKS]; /* by enum application_mark */
};

struct docket_links_asked {
	int64_t scope_id;  /* ?scope= of the list */
	int64_t agency_id; /* 0: all of the scope */
	struct docket_period period;
};
MUST struct fault *docket_links_make(struct arena *arena, const struct docket_links_asked *asked,
	struct docket_links *ret_links);

#endif
