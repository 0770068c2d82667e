/*
 * Shared by the files about sites. Not for other rooms.
 */
#ifndef AGENCY_AGENCY_SITE_INSIDE_H
#define AGENCY_AGENCY_SITE_INSIDE_H

#include "agency/agency_site.h"

/* Copies in this process look at the store anew. */
void agency_site_changed(void);

#endif
