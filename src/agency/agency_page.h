/*
 * The pages of agencies: the public directory, and their administration by system administrators.
 * Their routes are gathered by program/; other rooms' pages may show an agency's card.
 */
#ifndef AGENCY_AGENCY_PAGE_H
#define AGENCY_AGENCY_PAGE_H

#include "agency/agency_history.h"
#include "http/http.h"

extern const struct route agency_routes[];        /* /directory */
extern const struct route agency_admin_routes[];  /* /admin/agencies: tree and records */
extern const struct route agency_change_routes[]; /* /admin/agencies/new, :id/edit */
extern const struct route agency_deed_routes[];   /* /admin/agencies/:id/rename, end, split */
extern const struct route agency_pick_routes[];   /* /admin/agencies/:id/move, merge */
extern const struct route agency_import_routes[]; /* /admin/agencies/import, export */
extern const struct route agency_site_routes[];   /* /admin/agencies/sites */

/* What the public is told of an agency: the template agency_card() of agency/agency_card.html.h. */
struct agency_card {
	struct agency agency;
	union agency_office office;
	bool has_office; /* at least one particular was entered */
	struct agency_pasts pasts;
	struct agency_relatives successors;
	struct agency_relatives forerunners;
};
MUST struct fault *agency_card_load(
	struct db *db, struct arena *arena, int64_t id, struct agency_card *ret_card);

#endif
