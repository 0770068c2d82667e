/*
 * How long one request may go on reading files: a few hostile ones take seconds each, and twenty of
 * them in each of a few requests would keep every worker from everybody else. Limits of one file
 * are the cage's.
 */
#ifndef FILING_FILING_TURN_H
#define FILING_FILING_TURN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/fault.h"

/* Requests that may be slow at the same time; others are left to those who ask for pages. */
enum { FILING_MOST_SLOW = 3 };

/* One request that reads files. Your storage: filing_turn_init, filing_turn_done. */
struct filing_turn {
	int64_t began; /* microseconds of any clock that never goes back */
	bool is_slow;  /* counted among all that are */
};
void filing_turn_init(struct filing_turn *turn, int64_t now);
/* May the next file be read? A fault LIMIT "check_long" or "check_busy" is what to say about it
 * instead. The first file always may. */
MUST struct fault *filing_turn_next(struct filing_turn *turn, int64_t now);
void filing_turn_done(struct filing_turn *turn);

#endif
