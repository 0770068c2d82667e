/*
 * The list of rooms: every route of the program in one place, for the server and for `gongkai
 * routes`. A room that is not here is not served.
 */
#include "program/rooms.h"

#include "account/account_page.h"
#include "portal/portal.h"
#include "program/program_watch.h"

const struct route *const program_routes[] = {
	filing_routes,
	filing_check_routes,
	filing_compare_routes,
	filing_api_routes,
	filing_desk_routes,
	account_sign_in_routes,
	account_profile_routes,
	account_people_routes,
	portal_routes,
	program_watch_routes,
	NULL,
};
