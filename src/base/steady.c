/* The kernel's monotonic clock in three units. What day or hour it is, base/day.h knows. */
#include "base/steady.h"

#include <time.h>

enum { MICRO = 1000000 };

int64_t
steady_microseconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * MICRO + now.tv_nsec / 1000;
}

int64_t
steady_milliseconds(void)
{
	return steady_microseconds() / 1000;
}

int64_t
steady_seconds(void)
{
	return steady_microseconds() / MICRO;
}
