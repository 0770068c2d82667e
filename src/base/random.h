/*
 * Unguessable names from the kernel. Not for sampling or shuffling.
 */
#ifndef BASE_RANDOM_H
#define BASE_RANDOM_H

#include "base/str.h"

/* 32 lower-case hexadecimal digits (128 bits) and a zero. */
struct random_name {
	char at[33];
};

struct random_name random_name(void);

#endif
