/*
 * Pages over many cases: queues, lists, acts on many, the month, figures, and the list as JSON. One
 * case is casework/'s.
 */
#ifndef DOCKET_DOCKET_PAGE_H
#define DOCKET_DOCKET_PAGE_H

#include "http/http.h"

extern const struct route docket_queue_routes[];
extern const struct route docket_list_routes[];
extern const struct route docket_export_routes[];
extern const struct route docket_bulk_routes[];
extern const struct route docket_month_routes[];
extern const struct route docket_figures_routes[];
extern const struct route docket_api_routes[];
extern const struct route docket_api_case_routes[];

#endif
