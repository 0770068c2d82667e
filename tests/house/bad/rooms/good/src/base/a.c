/*
 * Wrong on purpose. Not for building.
 */
#include "base/b.h"
void
fine(void)
{
	free(0);
}
