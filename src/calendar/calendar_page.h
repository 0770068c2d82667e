/*
 * Pages of this room: the public calculators of terms and fees with their API, and the
 * administration of the calendar. Pages of cases, with their own clocks, are not among them.
 */
#ifndef CALENDAR_CALENDAR_PAGE_H
#define CALENDAR_CALENDAR_PAGE_H

#include "http/http.h"

extern const struct route calendar_clock_routes[];
extern const struct route calendar_fee_routes[];
extern const struct route calendar_admin_routes[];

#endif
