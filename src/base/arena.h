/*
 * Arena: memory of one request or one job, given back all at once.
 * Not thread-safe: one arena belongs to one thread at a time.
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stddef.h>

#include "base/closing.h"
#include "base/fault.h"

struct arena;

/* `max` is the most bytes this arena may ever hold. */
MUST struct fault *arena_open(size_t max, struct arena **ret_arena);
void arena_close(struct arena **arena);

/* Zeroed, aligned for any type; NULL when the maximum is reached or memory ran out. */
void *arena_take(struct arena *arena, size_t count, size_t size);

/* The same for bytes that are written at once: what lies there is left as it is. */
void *arena_take_bytes(struct arena *arena, size_t size);

/* Bytes handed out so far. */
size_t arena_used(const struct arena *arena);

/* Take `count` elements for `pointer`, or return the LIMIT fault from the calling function. */
#define TAKE(arena, pointer, count)                                                                \
	do {                                                                                       \
		(pointer) = arena_take((arena), (count), sizeof *(pointer));                       \
		if (!(pointer))                                                                    \
			return fault_memory();                                                     \
	} while (0)

/*
 * Make room for one more element of a growing array in an arena (its storage doubles; the old
 * copy stays in the arena until the end). `room` counts elements.
 */
#define GROW(arena, array, count, room)                                                            \
	TRY(arena_grow((arena), (void **)&(array), (count), &(room), sizeof *(array)))

MUST struct fault *arena_grow(
	struct arena *arena, void **array, size_t count, size_t *room, size_t size);

#endif
