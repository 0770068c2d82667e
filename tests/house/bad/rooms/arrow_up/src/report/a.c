/*
 * Wrong on purpose. Not for building.
 */
#include "portal/portal.h"
