/*
 * Arena as a chain of chunks, each twice the last, from a megabyte on in large pages.
 * It never gives a piece back and never moves one.
 */
#include "base/arena.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/memory.h"

enum { FIRST_CHUNK = 32 * 1024, LARGE_CHUNK = 1024 * 1024, ALIGN = 16 };

struct chunk {
	struct chunk *before;
	size_t size; /* bytes after this header */
	size_t used;
	size_t is_large; /* zeroed, and made of large pages */
};

/* Invariant: used <= max, and used is the sum of what the chunks handed out. */
struct arena {
	struct chunk *last;
	size_t next_size;
	size_t used;
	size_t max;
};

struct fault *
arena_open(size_t max, struct arena **ret_arena)
{
	struct arena *arena = memory_take(sizeof *arena);

	if (!arena)
		return fault_memory();
	arena->next_size = FIRST_CHUNK;
	arena->max = max;
	*ret_arena = arena;
	return NULL;
}

void
arena_close(struct arena **arena)
{
	struct chunk *chunk;

	if (!*arena)
		return;
	chunk = (*arena)->last;
	while (chunk) {
		struct chunk *before = chunk->before;

		if (chunk->is_large)
			memory_give_large(chunk, sizeof *chunk + chunk->size);
		else
			memory_give(chunk);
		chunk = before;
	}
	memory_give(*arena);
	*arena = NULL;
}

static struct chunk *
add_chunk(struct arena *arena, size_t need)
{
	size_t size = need > arena->next_size ? need : arena->next_size;
	struct chunk *chunk;
	bool is_large = size >= LARGE_CHUNK;

	if (is_large) {
		/* Whole large pages, this header among them. */
		size = (size + sizeof *chunk + MEMORY_LARGE - 1) / MEMORY_LARGE * MEMORY_LARGE;
		size -= sizeof *chunk;
		chunk = memory_take_large(sizeof *chunk + size);
	} else {
		chunk = memory_grow(NULL, sizeof *chunk + size);
		arena->next_size *= 2;
	}
	if (!chunk)
		return NULL;
	*chunk = (struct chunk){ .before = arena->last, .size = size, .is_large = is_large };
	arena->last = chunk;
	return chunk;
}

/* A piece of at least `size` bytes; NULL when there is none. */
static char *
take_piece(struct arena *arena, size_t size, bool *ret_is_zeroed)
{
	struct chunk *chunk = arena->last;
	size_t need;
	char *piece;

	if (size > SIZE_MAX - ALIGN)
		return NULL;
	need = (size + ALIGN - 1) / ALIGN * ALIGN;
	if (need == 0)
		need = ALIGN;
	if (need > arena->max - arena->used)
		return NULL;
	if (!chunk || need > chunk->size - chunk->used)
		chunk = add_chunk(arena, need);
	if (!chunk)
		return NULL;
	piece = (char *)(chunk + 1) + chunk->used;
	chunk->used += need;
	arena->used += need;
	*ret_is_zeroed = chunk->is_large;
	return piece;
}

void *
arena_take(struct arena *arena, size_t count, size_t size)
{
	bool is_zeroed = false;
	char *piece;

	if (size && count > (SIZE_MAX - ALIGN) / size)
		return NULL;
	piece = take_piece(arena, count * size, &is_zeroed);
	/* Here and not for the whole chunk: pages that nobody uses stay untouched. */
	return !piece || is_zeroed ? piece : memset(piece, 0, count * size);
}

void *
arena_take_bytes(struct arena *arena, size_t size)
{
	bool is_zeroed;

	return take_piece(arena, size, &is_zeroed);
}

size_t
arena_used(const struct arena *arena)
{
	return arena->used;
}

struct fault *
arena_grow(struct arena *arena, void **array, size_t count, size_t *room, size_t size)
{
	size_t wanted = *room > count ? *room * 2 : count * 2;
	void *larger;

	if (count < *room)
		return NULL;
	if (wanted < 8)
		wanted = 8;
	larger = arena_take(arena, wanted, size);
	if (!larger)
		return fault_memory();
	if (count)
		memcpy(larger, *array, count * size);
	*array = larger;
	*room = wanted;
	return NULL;
}
