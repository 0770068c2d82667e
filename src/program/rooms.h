/*
 * The list of rooms: every route of the program in one place. What a route does is its room's.
 */
#ifndef PROGRAM_ROOMS_H
#define PROGRAM_ROOMS_H

#include "http/http.h"

/* The rooms' route tables, ended by NULL. */
extern const struct route *const program_routes[];

/* May what this statement writes stand on a SHARED page, of which copies are shown? */
bool program_is_shown(const char *statement);

#endif
