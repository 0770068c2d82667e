/*
 * The route tables of this room, for program/rooms.c, and what their pages need from it.
 * Nothing else of the pages is known outside.
 */
#ifndef FILING_FILING_PAGE_H
#define FILING_FILING_PAGE_H

#include "http/http.h"

extern const struct route filing_routes[];
extern const struct route filing_check_routes[];
extern const struct route filing_compare_routes[];
extern const struct route filing_api_routes[];
extern const struct route filing_desk_routes[];

/* What the program gives as the request's context: the stored files, the sites as they are kept in
 * memory (NULL: read each time), and records as they were drawn before. */
struct agency_sites;
struct blob_store;
struct filing_kept;
struct filing_site {
	struct blob_store *files;
	struct agency_sites *sites;
	struct filing_kept *kept; /* filing_kept.h; NULL: each record is drawn each time */
};

#endif
