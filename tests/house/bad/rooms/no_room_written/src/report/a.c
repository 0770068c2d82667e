/*
 * Wrong on purpose. Not for building.
 */
#include "report_inside.h"
