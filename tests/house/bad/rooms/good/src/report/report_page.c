/*
 * Wrong on purpose. Not for building.
 */
#include "html/html.h"
#include "report/report_inside.h"
/* strcpy and free in a comment */
const char *word = "strcpy free";
int strcpy_like;
