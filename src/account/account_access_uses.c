/*
 * When access tokens were last used, in memory. It is written down by
 * account_access_uses_work.c, many in one transaction.
 */
#include <pthread.h>

#include "account/account_access.h"
#include "account/account_inside.h"

enum { WAYS = 4, SETS = 256 };

/* `lock` guards all below it. */
struct account_access_uses {
	pthread_mutex_t lock;
	bool has_new; /* a token that this server saw for the first time */
	struct account_access_use uses[SETS][WAYS];
};

struct fault *
account_access_open_uses(struct arena *arena, struct account_access_uses **ret_uses)
{
	struct account_access_uses *uses;

	TAKE(arena, uses, 1);
	pthread_mutex_init(&uses->lock, NULL);
	*ret_uses = uses;
	return NULL;
}

void
account_access_close_uses(struct account_access_uses *uses)
{
	pthread_mutex_destroy(&uses->lock);
}

/* The token's place, or the one of its set that was left alone longest; the lock is held. */
static struct account_access_use *
find_place(struct account_access_uses *uses, int64_t id)
{
	struct account_access_use *set = uses->uses[(uint64_t)id % SETS];
	struct account_access_use *oldest = &set[0];

	for (int i = 0; i < WAYS; i++) {
		if (set[i].id == id)
			return &set[i];
		if (set[i].seen_at < oldest->seen_at)
			oldest = &set[i];
	}
	return oldest;
}

void
account_access_uses_note(
	struct account_access_uses *uses, int64_t id, int64_t now, struct str address)
{
	struct account_access_use *use;

	pthread_mutex_lock(&uses->lock);
	use = find_place(uses, id);
	if (use->id != id) {
		*use = (struct account_access_use){ .id = id };
		uses->has_new = true;
	}
	if (now > use->seen_at)
		use->seen_at = now;
	if (address.len < sizeof use->address) {
		memcpy(use->address, address.at ? address.at : "", address.len);
		use->address[address.len] = '\0';
	}
	pthread_mutex_unlock(&uses->lock);
}

bool
account_access_uses_are_due(struct account_access_uses *uses)
{
	bool has_new;

	pthread_mutex_lock(&uses->lock);
	has_new = uses->has_new;
	pthread_mutex_unlock(&uses->lock);
	return has_new;
}

size_t
account_access_uses_unsaved(
	struct account_access_uses *uses, size_t room, struct account_access_use *ret_uses)
{
	size_t count = 0;

	pthread_mutex_lock(&uses->lock);
	uses->has_new = false;
	for (size_t i = 0; i < (size_t)SETS * WAYS; i++) {
		struct account_access_use *use = &uses->uses[i / WAYS][i % WAYS];

		if (use->id && use->seen_at > use->saved_at && count < room)
			ret_uses[count++] = *use;
		/* What found no room is due at once. */
		else if (use->id && use->seen_at > use->saved_at)
			uses->has_new = true;
	}
	pthread_mutex_unlock(&uses->lock);
	return count;
}

void
account_access_uses_note_saved(
	struct account_access_uses *uses, const struct account_access_use *saved, size_t count)
{
	pthread_mutex_lock(&uses->lock);
	for (size_t i = 0; i < count; i++) {
		struct account_access_use *use = find_place(uses, saved[i].id);

		if (use->id == saved[i].id)
			use->saved_at = saved[i].seen_at;
	}
	pthread_mutex_unlock(&uses->lock);
}
