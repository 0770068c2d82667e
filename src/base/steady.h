/*
 * A clock that only goes on, whatever happens to the calendar's: for waiting and measuring. Its
 * zero means nothing.
 */
#ifndef BASE_STEADY_H
#define BASE_STEADY_H

#include <stdint.h>

int64_t steady_microseconds(void);
int64_t steady_milliseconds(void);
int64_t steady_seconds(void);

#endif
