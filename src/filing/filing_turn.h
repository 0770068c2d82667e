/*
 * How long one request may go on reading files: a few hostile ones take seconds each, and others
 * wait for the threads that read. Limits of one file are the cage's.
 */
#ifndef FILING_FILING_TURN_H
#define FILING_FILING_TURN_H

#include "base/fault.h"

/* May a request that began to read at `began` read its next file at `now`? Both by
 * steady_microseconds(). The fault LIMIT "check_long" is what to say about that file. */
MUST struct fault *filing_turn_next(int64_t began, int64_t now);

#endif
