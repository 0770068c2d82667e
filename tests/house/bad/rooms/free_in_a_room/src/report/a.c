/*
 * Wrong on purpose. Not for building.
 */
#include "base/b.h"
void g(void) { free(0); }
