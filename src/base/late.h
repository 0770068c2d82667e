/*
 * Libraries that are loaded when they are first needed, so that a process which never needs them,
 * and each child forked from it, does not carry their maps. Which functions of which library stands
 * in the rooms' .late files, of which tools/late.c makes C; nothing here knows any library.
 */
#ifndef BASE_LATE_H
#define BASE_LATE_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/fault.h"

/* One library. Made by tools/late.c; `functions` is changed by late_load() alone. */
struct late {
	const char *library;      /* "libpq.so.5" */
	const char *package;      /* of Debian, which brings it: "libpq5" */
	const char *const *names; /* of its functions */
	size_t count;
	void *functions; /* a structure of as many pointers to functions, in the same order */
	atomic_bool is_loaded;
};

/*
 * Load the library and find its functions, unless that is done; it stays until the process ends.
 * Any thread may call it, also again after a fault: an administrator may have installed the
 * library. Not in a child forked from a process with threads, and before a variable of the
 * library's is CLOSING, whose end would call it. OUTSIDE "late_missing" when the
 * library cannot be loaded, "late_old" when it lacks a function; both name the package.
 */
MUST struct fault *late_load(struct late *late);

/* A function of this library was called before it was loaded: a mistake in the program, which ends
 * here instead of at address 0. */
_Noreturn void late_not_loaded(const char *library);

#endif
