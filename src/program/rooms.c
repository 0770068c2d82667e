/*
 * The list of rooms: every route of the program in one place, for the server and for `gongkai
 * routes`. A room that is not here is not served.
 */
#include "program/rooms.h"

#include "filing/filing_page.h"

const struct route *const program_routes[] = {
	filing_routes,
	filing_check_routes,
	filing_compare_routes,
	filing_api_routes,
	NULL,
};
