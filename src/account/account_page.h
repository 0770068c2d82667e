/*
 * The pages of people: signing in, one's own account, and the administration of other people's.
 * Their routes are gathered by program/.
 */
#ifndef ACCOUNT_ACCOUNT_PAGE_H
#define ACCOUNT_ACCOUNT_PAGE_H

#include "http/http.h"

extern const struct route account_sign_in_routes[];
extern const struct route account_profile_routes[];
extern const struct route account_access_routes[];
extern const struct route account_people_routes[];

#endif
