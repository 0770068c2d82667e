/*
 * Wrong on purpose. Not for building.
 */
#include "db/db.h"
