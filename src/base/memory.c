/*
 * malloc with a counter. The counter is per thread, so a test does not disturb another.
 * It is not a pool: the C library's allocator is good enough behind arenas.
 */
#include "base/memory.h"

#include <stdlib.h>

static _Thread_local long fail_at;
static _Thread_local long asked;
static _Thread_local bool has_failed;

static bool
is_to_fail(void)
{
	asked++;
	return fail_at > 0 && asked == fail_at;
}

void *
memory_take(size_t size)
{
	void *block = is_to_fail() ? NULL : calloc(1, size);

	has_failed = has_failed || !block;
	return block;
}

void *
memory_grow(void *old, size_t size)
{
	void *block = is_to_fail() ? NULL : realloc(old, size);

	has_failed = has_failed || (!block && size);
	return block;
}

void
memory_give(void *block)
{
	free(block);
}

void
memory_forget_failure(void)
{
	has_failed = false;
}

bool
memory_has_failed(void)
{
	return has_failed;
}

void
memory_fail_at(long n)
{
	fail_at = n;
	asked = 0;
}

void
memory_count_on(long count)
{
	asked = asked > count ? asked : count;
}

long
memory_count(void)
{
	return asked;
}
