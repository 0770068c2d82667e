/*
 * The list of rooms: every route of the program in one place, for the server and for `gongkai
 * routes`. A room that is not here is not served.
 */
#include "program/rooms.h"

#include "report/report_page.h"

const struct route *const program_routes[] = {
	report_routes,
	report_check_routes,
	report_compare_routes,
	report_api_routes,
	NULL,
};
