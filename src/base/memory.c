/*
 * malloc with a counter. The counter is per thread, so a test does not disturb another.
 * It is not a pool: the C library's allocator is good enough behind arenas.
 */
#include "base/memory.h"

#include <malloc.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>

#if defined(__SANITIZE_ADDRESS__)
#define IS_WATCHED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define IS_WATCHED 1
#endif
#endif

static _Thread_local long fail_at;
static _Thread_local long asked;
static _Thread_local bool has_failed;

/* What a thread may keep, about as much as taking in and checking a long report needs: to touch it
 * anew costs 2 µs for each 4 KiB. And what it takes from the kernel by itself, since that would go
 * back each time. */
enum { KEPT = 2 << 20, APART = 2 << 20 };

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
memory_keep_some(void)
{
	mallopt(M_TRIM_THRESHOLD, KEPT);
	mallopt(M_MMAP_THRESHOLD, APART);
}

void
memory_expect(size_t size)
{
#ifdef MADV_POPULATE_WRITE
	size_t page = 4096;
	char *block;

	/* More would go back at once. */
	size = size < KEPT / 4 * 3 ? size : KEPT / 4 * 3;
	block = malloc(size);
	if (block && size > 2 * page) {
		size_t skip = -(uintptr_t)block % page;

		(void)madvise(block + skip, (size - skip) / page * page, MADV_POPULATE_WRITE);
	}
	free(block);
#endif
}

void
memory_give_back(void)
{
	malloc_trim(0);
}

#ifdef IS_WATCHED

/* A sanitizer finds what lies in memory of its own only. */
static void *
map_large(size_t size)
{
	return calloc(1, size);
}

void
memory_give_large(void *block, size_t size)
{
	free(block);
}

#else

/* A large page begins at a multiple of its size, so one more is asked for and the ends go back. */
static void *
map_large(size_t size)
{
	char *all = mmap(NULL, size + MEMORY_LARGE, PROT_READ | PROT_WRITE,
		MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	size_t before;

	if (all == MAP_FAILED)
		return NULL;
	before = -(uintptr_t)all % MEMORY_LARGE;
	if (before)
		munmap(all, before);
	munmap(all + before + size, MEMORY_LARGE - before);
	/* Only a wish: the memory is as good without. */
	(void)madvise(all + before, size, MADV_HUGEPAGE);
	return all + before;
}

void
memory_give_large(void *block, size_t size)
{
	if (block)
		munmap(block, size);
}

#endif

void *
memory_take_large(size_t size)
{
	void *block = is_to_fail() ? NULL : map_large(size);

	has_failed = has_failed || !block;
	return block;
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
