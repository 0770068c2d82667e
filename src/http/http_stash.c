/*
 * The stash as a queue by age, behind one lock. Copies are made inside the lock; they are memory
 * speed, and a handful of people check files at the same time.
 */
#include "http/http_stash.h"

#include <pthread.h>

#include "base/memory.h"
#include "base/steady.h"
#include "base/utf8.h"

enum { ENTRIES_MOST = 1000, NAME_MOST = 400 };

struct entry {
	struct entry *next; /* the next younger one */
	struct random_name token;
	int64_t born; /* seconds of the steady clock */
	char name[NAME_MOST];
	size_t name_len;
	size_t len;
	char bytes[];
};

/* Invariants: used is the sum of len; used <= max; from oldest to newest by born. */
struct http_stash {
	pthread_mutex_t lock;
	struct entry *oldest;
	struct entry *newest;
	size_t count;
	size_t used;
	size_t max;
	unsigned seconds;
};

struct fault *
http_stash_open(size_t max, unsigned seconds, struct http_stash **ret_stash)
{
	struct http_stash *stash = memory_take(sizeof *stash);

	if (!stash)
		return fault_memory();
	pthread_mutex_init(&stash->lock, NULL);
	stash->max = max;
	stash->seconds = seconds;
	*ret_stash = stash;
	return NULL;
}

static void
drop_oldest(struct http_stash *stash)
{
	struct entry *entry = stash->oldest;

	stash->oldest = entry->next;
	if (!stash->oldest)
		stash->newest = NULL;
	stash->used -= entry->len;
	stash->count--;
	memory_give(entry);
}

void
http_stash_close(struct http_stash **stash)
{
	if (!*stash)
		return;
	while ((*stash)->oldest)
		drop_oldest(*stash);
	pthread_mutex_destroy(&(*stash)->lock);
	memory_give(*stash);
	*stash = NULL;
}

static void
drop_old(struct http_stash *stash, int64_t now)
{
	while (stash->oldest && now - stash->oldest->born >= (int64_t)stash->seconds)
		drop_oldest(stash);
}

struct fault *
http_stash_put(
	struct http_stash *stash, struct str name, struct str bytes, struct random_name *ret_token)
{
	struct entry *entry;
	int64_t now = steady_seconds();

	if (bytes.len > stash->max)
		return fault_memory();
	entry = memory_take(sizeof *entry + bytes.len);
	if (!entry)
		return fault_memory();
	name = utf8_head(name, NAME_MOST);
	entry->token = random_name();
	entry->born = now;
	entry->name_len = name.len;
	entry->len = bytes.len;
	if (name.len)
		memcpy(entry->name, name.at, name.len);
	if (bytes.len)
		memcpy(entry->bytes, bytes.at, bytes.len);
	*ret_token = entry->token;
	pthread_mutex_lock(&stash->lock);
	drop_old(stash, now);
	while (stash->oldest &&
		(stash->count >= ENTRIES_MOST || stash->used + bytes.len > stash->max))
		drop_oldest(stash);
	if (stash->newest)
		stash->newest->next = entry;
	else
		stash->oldest = entry;
	stash->newest = entry;
	stash->used += bytes.len;
	stash->count++;
	pthread_mutex_unlock(&stash->lock);
	return NULL;
}

/* Tokens are 128 random bits, so finding one by its time is hopeless; still every byte is looked
 * at, which costs nothing. */
static bool
is_token(const struct entry *entry, struct str token)
{
	unsigned char differs = 0;

	if (token.len != sizeof entry->token.at - 1)
		return false;
	for (size_t i = 0; i < token.len; i++)
		differs |= (unsigned char)(entry->token.at[i] ^ token.at[i]);
	return differs == 0;
}

static void
drop_entry(struct http_stash *stash, struct entry *before, struct entry *entry)
{
	if (!before) {
		drop_oldest(stash);
		return;
	}
	before->next = entry->next;
	if (stash->newest == entry)
		stash->newest = before;
	stash->used -= entry->len;
	stash->count--;
	memory_give(entry);
}

static struct fault *
copy_out(const struct entry *entry, struct arena *arena, struct str *ret_name, struct buf *bytes)
{
	TRY(str_copy(arena, (struct str){ entry->name, entry->name_len }, ret_name));
	buf_put_bytes(bytes, entry->bytes, entry->len);
	return buf_check(bytes);
}

static struct fault *
find_and_copy(struct http_stash *stash, struct arena *arena, struct str token, bool is_last,
	struct str *ret_name, struct buf *bytes)
{
	struct entry *before = NULL;
	struct entry *entry;

	drop_old(stash, steady_seconds());
	for (entry = stash->oldest; entry && !is_token(entry, token); entry = entry->next)
		before = entry;
	if (!entry)
		return fault_new(FAULT_ABSENT, "http_stash",
			"这份文件的临时保存时间已过，或已经处理过。请重新上传。",
			"This file is no longer kept, or was dealt with already. Upload it again.");
	TRY(copy_out(entry, arena, ret_name, bytes));
	if (is_last)
		drop_entry(stash, before, entry);
	return NULL;
}

struct fault *
http_stash_look(struct http_stash *stash, struct arena *arena, struct str token,
	struct str *ret_name, struct buf *bytes)
{
	struct fault *fault;

	pthread_mutex_lock(&stash->lock);
	fault = find_and_copy(stash, arena, token, false, ret_name, bytes);
	pthread_mutex_unlock(&stash->lock);
	return fault;
}

struct fault *
http_stash_take(struct http_stash *stash, struct arena *arena, struct str token,
	struct str *ret_name, struct buf *bytes)
{
	struct fault *fault;

	pthread_mutex_lock(&stash->lock);
	fault = find_and_copy(stash, arena, token, true, ret_name, bytes);
	pthread_mutex_unlock(&stash->lock);
	return fault;
}

size_t
http_stash_used(struct http_stash *stash)
{
	size_t used;

	pthread_mutex_lock(&stash->lock);
	drop_old(stash, steady_seconds());
	used = stash->used;
	pthread_mutex_unlock(&stash->lock);
	return used;
}
