/*
 * Wrong on purpose. Not for building.
 */
#  include "report/report_inside.h"
