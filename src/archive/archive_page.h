/*
 * The pages of the archive: taking a case's file, how long it is kept, and disposal. Rules are
 * application_retention.h's.
 */
#ifndef ARCHIVE_ARCHIVE_PAGE_H
#define ARCHIVE_ARCHIVE_PAGE_H

#include "http/http.h"

extern const struct route archive_routes[];

#endif
