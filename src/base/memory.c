/*
 * malloc with a counter. The counter is per thread, so a test does not disturb another.
 * It is not a pool: the C library's allocator is good enough behind arenas.
 */
#include "base/memory.h"

#include <stdbool.h>
#include <stdlib.h>

static _Thread_local long fail_at;
static _Thread_local long asked;

static bool
is_to_fail(void)
{
	asked++;
	return fail_at > 0 && asked == fail_at;
}

void *
memory_take(size_t size)
{
	return is_to_fail() ? NULL : calloc(1, size);
}

void *
memory_grow(void *old, size_t size)
{
	return is_to_fail() ? NULL : realloc(old, size);
}

void
memory_give(void *block)
{
	free(block);
}

void
memory_fail_at(long n)
{
	fail_at = n;
	asked = 0;
}

long
memory_count(void)
{
	return asked;
}
