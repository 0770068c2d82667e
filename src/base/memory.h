/*
 * The only door to malloc and free, so that a test can make the n-th allocation fail.
 * Not for rooms: they use arenas and bufs.
 */
#ifndef BASE_MEMORY_H
#define BASE_MEMORY_H

#include <stdbool.h>
#include <stddef.h>

/* Zeroed bytes, or NULL. */
void *memory_take(size_t size);

/* Grow to `size` bytes, or NULL with the old block untouched. */
void *memory_grow(void *old, size_t size);

void memory_give(void *block);

/* Zeroed bytes, a multiple of MEMORY_LARGE, in large pages where the kernel has them: page by small
 * page, most of the time for much memory would go into asking for it. NULL when there are none. */
enum { MEMORY_LARGE = 2 << 20 };
void *memory_take_large(size_t size);
void memory_give_large(void *block, size_t size);

/* For a program that runs long with many threads: each keeps a little of what was given back, since
 * asking the kernel anew for every request costs more than drawing a page. */
void memory_keep_some(void);
/* About so much will be taken soon, in small pieces: the pages are got in one go, which costs less
 * than a fault for each. Only a hint; it takes nothing that is counted and cannot fail. */
void memory_expect(size_t size);
/* What all threads keep and do not use goes back to the kernel; for a thread that may wait, now and
 * then. */
void memory_give_back(void);

/* Libraries sometimes go on without a piece of text when memory ends. So who lets one allocate here
 * forgets first, and then asks whether any allocation of this thread has failed since. */
void memory_forget_failure(void);
bool memory_has_failed(void);

/* Let the n-th allocation from now fail once (1 is the next); 0 switches it off. For tests. */
void memory_fail_at(long n);

/* How many allocations were asked for since the last memory_fail_at(). For tests. */
long memory_count(void);
/* A child of this thread, which began with its count, came as far as `count`. */
void memory_count_on(long count);

#endif
