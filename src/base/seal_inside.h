/*
 * What seal_file.c does for seal.c: it wakes the library and brings the keys from their file or the
 * environment variable. Only these two include it.
 */
#ifndef BASE_SEAL_INSIDE_H
#define BASE_SEAL_INSIDE_H

#include "base/buf.h"
#include "base/seal.h"

enum { SEAL_KEY_BYTES = 32, SEAL_MOST_KEYS = 64, SEAL_MOST_NUMBER = 1000000 };

/* One key as written down. */
struct seal_raw {
	int number;
	unsigned char bytes[SEAL_KEY_BYTES];
};

/* Invariant: numbers rise. Holds secrets: ends with seal_raws_done(). */
struct seal_raws {
	struct seal_raw at[SEAL_MOST_KEYS];
	int count;
};

void seal_raws_done(struct seal_raws *raws);
/* From the environment, or from the file at `path` (made when `is_making` and it is not there). */
MUST struct fault *seal_raws_load(const char *path, bool is_making, struct seal_raws *ret_raws);
/* sodium_init(), once and for all threads. */
MUST struct fault *seal_wake(void);

#endif
