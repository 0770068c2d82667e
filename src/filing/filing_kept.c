/*
 * The table of drawn records: one version of a report each, the last that was asked for. Small on
 * purpose: when it is full, all is forgotten and the next visitors fill it again.
 */
#include "filing/filing_kept.h"

#include <assert.h>
#include <pthread.h>

enum { SHELVES = 1024 };

/* Invariants: it and the bytes of `drawn` are in its arena and never change. It ends when it is off
 * its shelf and nobody reads it; `readers` and is_off are guarded by the lock. */
struct kept_item {
	struct arena *arena;
	struct filing_kept *kept;
	struct kept_item *next;
	unsigned readers;
	bool is_off;
	int64_t id;
	int64_t version;
	size_t size;
	struct filing_drawn drawn;
};

/* Invariants: an id is there once; `bytes` is the sum of the sizes. Guarded by the lock. */
struct filing_kept {
	struct arena *arena;
	pthread_mutex_t lock;
	size_t bytes;
	size_t max;
	struct kept_item *shelves[SHELVES];
};

struct fault *
filing_kept_open(size_t max, struct filing_kept **ret_kept)
{
	CLOSING(arena_close) struct arena *arena = NULL;
	struct filing_kept *kept;

	TRY(arena_open(2 * sizeof *kept, &arena));
	TAKE(arena, kept, 1);
	pthread_mutex_init(&kept->lock, NULL);
	kept->max = max;
	kept->arena = arena;
	arena = NULL;
	*ret_kept = kept;
	return NULL;
}

static void
end_item(struct kept_item *item)
{
	struct arena *arena = item->arena;

	arena_close(&arena);
}

/* With the lock held. */
static void
drop(struct kept_item *item)
{
	item->is_off = true;
	if (!item->readers)
		end_item(item);
}

/* With the lock held, or when nobody else is left. */
static void
drop_all(struct filing_kept *kept)
{
	for (size_t i = 0; i < SHELVES; i++)
		while (kept->shelves[i]) {
			struct kept_item *item = kept->shelves[i];

			kept->shelves[i] = item->next;
			drop(item);
		}
	kept->bytes = 0;
}

void
filing_kept_close(struct filing_kept **kept)
{
	struct arena *arena;

	if (!*kept)
		return;
	drop_all(*kept);
	pthread_mutex_destroy(&(*kept)->lock);
	arena = (*kept)->arena;
	*kept = NULL;
	arena_close(&arena);
}

/* The place that holds the item of this id, or where one belongs. */
static struct kept_item **
place_of(struct filing_kept *kept, int64_t id)
{
	struct kept_item **place = &kept->shelves[(uint64_t)id % SHELVES];

	while (*place && (*place)->id != id)
		place = &(*place)->next;
	return place;
}

static size_t
size_of(const struct filing_drawn *drawn)
{
	return drawn->tally.text.len + drawn->body.text.len + drawn->charts.text.len;
}

static struct html
put_behind(char **at, struct html piece)
{
	struct html put = { { *at, piece.text.len } };

	if (piece.text.len)
		memcpy(*at, piece.text.at, piece.text.len);
	*at += piece.text.len;
	return put;
}

/* The same with its bytes at `at`, where size_of() of them have room. */
static struct filing_drawn
copy_to(char *at, const struct filing_drawn *drawn)
{
	struct filing_drawn copy = *drawn;

	copy.tally = put_behind(&at, drawn->tally);
	copy.body = put_behind(&at, drawn->body);
	copy.charts = put_behind(&at, drawn->charts);
	return copy;
}

bool
filing_kept_find(
	struct filing_kept *kept, int64_t id, int64_t version, struct filing_drawn *ret_drawn)
{
	struct kept_item *item;

	if (!kept)
		return false;
	pthread_mutex_lock(&kept->lock);
	item = *place_of(kept, id);
	if (item && item->version != version)
		item = NULL;
	if (item)
		item->readers++;
	pthread_mutex_unlock(&kept->lock);
	if (!item)
		return false;
	*ret_drawn = item->drawn;
	ret_drawn->lent = item;
	return true;
}

void
filing_drawn_done(struct filing_drawn *drawn)
{
	struct kept_item *item = drawn->lent;
	struct filing_kept *kept;
	bool is_last;

	if (!item)
		return;
	kept = item->kept;
	pthread_mutex_lock(&kept->lock);
	assert(item->readers);
	is_last = --item->readers == 0 && item->is_off;
	pthread_mutex_unlock(&kept->lock);
	if (is_last)
		end_item(item);
	*drawn = (struct filing_drawn){ 0 };
}

/* NULL when memory ran out. */
static struct kept_item *
make_item(struct filing_kept *kept, int64_t id, int64_t version, const struct filing_drawn *drawn)
{
	CLOSING(arena_close) struct arena *arena = NULL;
	size_t size = size_of(drawn) + 1;
	struct kept_item *item;
	char *bytes;

	/* Arenas round up. */
	if (arena_open(size + 2 * sizeof *item, &arena) != NULL)
		return NULL;
	item = arena_take(arena, 1, sizeof *item);
	bytes = arena_take(arena, size, 1);
	if (!item || !bytes)
		return NULL;
	item->id = id;
	item->version = version;
	item->size = size + sizeof *item;
	item->drawn = copy_to(bytes, drawn);
	item->drawn.lent = NULL;
	item->kept = kept;
	item->arena = arena;
	arena = NULL;
	return item;
}

void
filing_kept_put(
	struct filing_kept *kept, int64_t id, int64_t version, const struct filing_drawn *drawn)
{
	struct kept_item **place;
	struct kept_item *item;

	if (!kept || size_of(drawn) > kept->max / 8)
		return;
	item = make_item(kept, id, version, drawn);
	if (!item)
		return;
	pthread_mutex_lock(&kept->lock);
	if (item->size > kept->max - kept->bytes)
		drop_all(kept);
	place = place_of(kept, id);
	if (*place) {
		struct kept_item *old = *place;

		item->next = old->next;
		kept->bytes -= old->size;
		drop(old);
	}
	*place = item;
	kept->bytes += item->size;
	pthread_mutex_unlock(&kept->lock);
}
