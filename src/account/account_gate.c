/*
 * The gate: keys, policy, the few places for hashing passwords, and when sessions were last used.
 * It lives as long as the server; what must outlive it stands in the database.
 */
#include "account/account_inside.h"

#include <errno.h>
#include <pthread.h>
#include <time.h>

#include "base/random.h"
#include "db/db.h"

enum { WAYS = 4, SETS = 4096, SAVE_EACH = 60, HASH_PATIENCE = 10, SAVES_MOST = 2000 };

/* Invariant: a place with id 0 is free; saved_at <= seen_at. */
struct seen {
	int64_t id;
	int64_t seen_at;
	int64_t saved_at;
};

/* Invariants: `lock` guards all below it; hashing <= policy.hashes_at_once. */
struct account_gate {
	struct arena *arena;
	struct account_gate_options options;
	struct account_hash dummy;
	pthread_mutex_t lock;
	pthread_cond_t has_place;
	int hashing;
	int64_t save_at;
	struct seen *seen; /* SETS times WAYS */
};

int64_t
account_now(void)
{
	return (int64_t)time(NULL);
}

struct fault *
account_gate_open(const struct account_gate_options *options, struct account_gate **ret_gate)
{
	CLOSING(arena_close) struct arena *arena = NULL;
	struct account_gate *gate;

	TRY(arena_open((size_t)2 << 20, &arena));
	TAKE(arena, gate, 1);
	TAKE(arena, gate->seen, (size_t)SETS * WAYS);
	gate->options = *options;
	TRY(account_hash_fake(&options->policy, &gate->dummy));
	pthread_mutex_init(&gate->lock, NULL);
	pthread_cond_init(&gate->has_place, NULL);
	gate->save_at = account_now() + SAVE_EACH;
	gate->arena = arena;
	arena = NULL;
	*ret_gate = gate;
	return NULL;
}

void
account_gate_close(struct account_gate **gate)
{
	struct arena *arena;

	if (!*gate)
		return;
	arena = (*gate)->arena;
	pthread_cond_destroy(&(*gate)->has_place);
	pthread_mutex_destroy(&(*gate)->lock);
	*gate = NULL;
	arena_close(&arena);
}

const struct account_policy *
account_gate_policy(const struct account_gate *gate)
{
	return &gate->options.policy;
}

const struct seal_keys *
account_gate_keys(const struct account_gate *gate)
{
	return gate->options.keys;
}

const char *
account_gate_dummy(const struct account_gate *gate)
{
	return gate->dummy.at;
}

struct str
account_gate_issuer(const struct account_gate *gate)
{
	return gate->options.issuer;
}

account_draw_fn *
account_gate_draw(const struct account_gate *gate)
{
	return gate->options.draw;
}

/* --- places for hashing --- */

static struct fault *
take_place(struct account_gate *gate)
{
	struct timespec until;
	int error = 0;

	clock_gettime(CLOCK_REALTIME, &until);
	until.tv_sec += HASH_PATIENCE;
	pthread_mutex_lock(&gate->lock);
	while (gate->hashing >= gate->options.policy.hashes_at_once && error != ETIMEDOUT)
		error = pthread_cond_timedwait(&gate->has_place, &gate->lock, &until);
	if (error != ETIMEDOUT)
		gate->hashing++;
	pthread_mutex_unlock(&gate->lock);
	if (error != ETIMEDOUT)
		return NULL;
	return fault_new(FAULT_LIMIT, "account_busy", "现在登录的人太多。请过一会儿再试。",
		"Too many people are signing in just now. Try again in a while.");
}

static void
give_place(struct account_gate *gate)
{
	pthread_mutex_lock(&gate->lock);
	gate->hashing--;
	pthread_cond_signal(&gate->has_place);
	pthread_mutex_unlock(&gate->lock);
}

struct fault *
account_gate_hash(struct account_gate *gate, struct str password, struct account_hash *ret_hash)
{
	struct fault *fault;

	TRY(take_place(gate));
	fault = account_hash_make(&gate->options.policy, password, ret_hash);
	give_place(gate);
	return fault;
}

struct fault *
account_gate_fits(struct account_gate *gate, const char *hash, struct str password, bool *ret_fits)
{
	TRY(take_place(gate));
	*ret_fits = account_hash_fits(hash, password);
	give_place(gate);
	return NULL;
}

/* --- when sessions were last used --- */

/* The place of a session, or the one of its set that is saved or oldest; the lock is held. */
static struct seen *
find_place(struct account_gate *gate, int64_t id)
{
	struct seen *set = &gate->seen[(uint64_t)id % SETS * WAYS];
	struct seen *oldest = &set[0];

	for (int i = 0; i < WAYS; i++) {
		if (set[i].id == id)
			return &set[i];
		if (set[i].seen_at < oldest->seen_at)
			oldest = &set[i];
	}
	return oldest;
}

int64_t
account_gate_seen(struct account_gate *gate, int64_t session_id, int64_t stored)
{
	struct seen *place;

	pthread_mutex_lock(&gate->lock);
	place = find_place(gate, session_id);
	if (place->id == session_id && place->seen_at > stored)
		stored = place->seen_at;
	pthread_mutex_unlock(&gate->lock);
	return stored;
}

void
account_gate_note_seen(struct account_gate *gate, int64_t session_id, int64_t now)
{
	struct seen *place;

	pthread_mutex_lock(&gate->lock);
	place = find_place(gate, session_id);
	/* More than 16,384 sessions in one minute push the oldest out, unsaved. */
	if (place->id != session_id)
		*place = (struct seen){ .id = session_id };
	if (now > place->seen_at)
		place->seen_at = now;
	pthread_mutex_unlock(&gate->lock);
}

bool
account_gate_is_due(struct account_gate *gate)
{
	bool is_due;

	pthread_mutex_lock(&gate->lock);
	is_due = account_now() >= gate->save_at;
	/* Only one thread is told so. */
	if (is_due)
		gate->save_at = account_now() + SAVE_EACH;
	pthread_mutex_unlock(&gate->lock);
	return is_due;
}

/* What is to be written, copied so that no lock is held while the database works. */
struct saving {
	struct seen *items;
	size_t count;
};

static void
collect(struct account_gate *gate, struct saving *saving)
{
	pthread_mutex_lock(&gate->lock);
	for (size_t i = 0; i < (size_t)SETS * WAYS && saving->count < SAVES_MOST; i++)
		if (gate->seen[i].id && gate->seen[i].seen_at > gate->seen[i].saved_at)
			saving->items[saving->count++] = gate->seen[i];
	pthread_mutex_unlock(&gate->lock);
}

static void
mark_saved(struct account_gate *gate, const struct saving *saving)
{
	pthread_mutex_lock(&gate->lock);
	for (size_t i = 0; i < saving->count; i++) {
		struct seen *place = find_place(gate, saving->items[i].id);

		if (place->id == saving->items[i].id)
			place->saved_at = saving->items[i].seen_at;
	}
	pthread_mutex_unlock(&gate->lock);
}

static struct fault *
save(struct db *db, void *arg)
{
	const struct saving *saving = arg;

	for (size_t i = 0; i < saving->count; i++)
		TRY(account_store_see(db, saving->items[i].id, saving->items[i].seen_at));
	return NULL;
}

struct fault *
account_gate_save_seen(struct account_gate *gate, struct db *db)
{
	CLOSING(arena_close) struct arena *arena = NULL;
	struct saving saving = { 0 };

	TRY(arena_open((size_t)1 << 20, &arena));
	TAKE(arena, saving.items, SAVES_MOST);
	collect(gate, &saving);
	if (!saving.count)
		return NULL;
	TRY(db_work(db, save, &saving));
	mark_saved(gate, &saving);
	return NULL;
}
