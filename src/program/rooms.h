/*
 * The list of rooms: every route of the program in one place. What a route does is its room's.
 */
#ifndef PROGRAM_ROOMS_H
#define PROGRAM_ROOMS_H

#include "http/http.h"

/* The rooms' route tables, ended by NULL. */
extern const struct route *const program_routes[];

#endif
