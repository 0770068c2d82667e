/*
 * The table of drawn records: one version of a report each, the last that was asked for. Small on
 * purpose: when it is full, all is forgotten and the next visitors fill it again.
 */
#include "filing/filing_kept.h"

#include <pthread.h>

#include "base/memory.h"

enum { SHELVES = 1024 };

/* Invariant: the bytes of `drawn` stand behind the structure and never change. */
struct kept_item {
	struct kept_item *next;
	int64_t id;
	int64_t version;
	size_t size;
	struct filing_drawn drawn;
};

/* Invariants: an id is there once; `bytes` is the sum of the sizes. Guarded by the lock. */
struct filing_kept {
	pthread_mutex_t lock;
	size_t bytes;
	size_t max;
	struct kept_item *shelves[SHELVES];
};

struct fault *
filing_kept_open(size_t max, struct filing_kept **ret_kept)
{
	struct filing_kept *kept = memory_take(sizeof *kept);

	if (!kept)
		return fault_memory();
	pthread_mutex_init(&kept->lock, NULL);
	kept->max = max;
	*ret_kept = kept;
	return NULL;
}

/* With the lock held, or when nobody else is left. */
static void
drop_all(struct filing_kept *kept)
{
	for (size_t i = 0; i < SHELVES; i++)
		while (kept->shelves[i]) {
			struct kept_item *item = kept->shelves[i];

			kept->shelves[i] = item->next;
			memory_give(item);
		}
	kept->bytes = 0;
}

void
filing_kept_close(struct filing_kept **kept)
{
	if (!*kept)
		return;
	drop_all(*kept);
	pthread_mutex_destroy(&(*kept)->lock);
	memory_give(*kept);
	*kept = NULL;
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
filing_kept_find(struct filing_kept *kept, int64_t id, int64_t version, struct arena *arena,
	struct filing_drawn *ret_drawn)
{
	const struct kept_item *item;
	char *bytes = NULL;

	if (!kept)
		return false;
	pthread_mutex_lock(&kept->lock);
	item = *place_of(kept, id);
	if (item && item->version == version)
		bytes = arena_take(arena, size_of(&item->drawn) + 1, 1);
	if (bytes)
		*ret_drawn = copy_to(bytes, &item->drawn);
	pthread_mutex_unlock(&kept->lock);
	return bytes != NULL;
}

void
filing_kept_put(
	struct filing_kept *kept, int64_t id, int64_t version, const struct filing_drawn *drawn)
{
	size_t size = sizeof(struct kept_item) + size_of(drawn) + 1;
	struct kept_item **place;
	struct kept_item *item;

	if (!kept || size > kept->max / 8)
		return;
	item = memory_take(size);
	if (!item)
		return;
	item->id = id;
	item->version = version;
	item->size = size;
	item->drawn = copy_to((char *)(item + 1), drawn);
	pthread_mutex_lock(&kept->lock);
	if (size > kept->max - kept->bytes)
		drop_all(kept);
	place = place_of(kept, id);
	if (*place) {
		struct kept_item *old = *place;

		item->next = old->next;
		kept->bytes -= old->size;
		memory_give(old);
	}
	*place = item;
	kept->bytes += size;
	pthread_mutex_unlock(&kept->lock);
}
