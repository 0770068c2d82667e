/*
 * The gate: keys, policy, the few places for hashing passwords, and when sessions were last used.
 * It lives as long as the server; what must outlive it is written by the works.
 */
#include "account/account_inside.h"

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <time.h>

#include "account/account_access.h"
#include "account/account_kept.h"
#include "account/account_settings.h"
#include "base/random.h"
#include "db/db.h"
#include "setting/setting.h"

enum { WAYS = 4, SETS = 4096, SAVE_EACH = 60, HASH_PATIENCE = 10 };
enum { POLICIES = 64 };

/* Invariant: a place with id 0 is free; saved_at <= seen_at. */
struct seen {
	int64_t id;
	int64_t seen_at;
	int64_t saved_at;
};

/* A policy as it held from some moment, and a hash that no password fits, as dear as its own. */
struct held_policy {
	struct account_policy policy;
	struct account_hash dummy;
};

/*
 * Invariants: `lock` guards all below it. What `held` points to does not change: another policy
 * takes the next place of the ring, so whoever still uses the old one may, for as long as it takes
 * settings to change many times.
 */
struct account_gate {
	struct arena *arena;
	struct account_gate_options options;
	_Atomic(const struct held_policy *) held;
	_Atomic uint64_t age; /* of the settings that were looked at last; see setting_age() */
	pthread_mutex_t lock;
	struct held_policy policies[POLICIES];
	size_t policy_count; /* ever held */
	pthread_cond_t has_place;
	int hashing;
	int64_t save_at;
	struct seen *seen; /* SETS times WAYS */
	struct account_kept *kept;
	struct account_access_uses *uses;
};

int64_t
account_now(void)
{
	return (int64_t)time(NULL);
}

/* The lock is held, or nobody else has the gate yet. */
static struct fault *
hold_policy(struct account_gate *gate, const struct account_policy *policy)
{
	struct held_policy *place = &gate->policies[gate->policy_count % POLICIES];
	struct account_hash dummy;

	TRY(account_hash_fake(policy, &dummy));
	*place = (struct held_policy){ *policy, dummy };
	gate->policy_count++;
	atomic_store(&gate->held, place);
	return NULL;
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
	TRY(hold_policy(gate, &options->policy));
	TRY(account_access_open_uses(arena, &gate->uses));
	TRY(account_kept_open(&gate->kept));
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
	account_kept_close(&(*gate)->kept);
	account_access_close_uses((*gate)->uses);
	pthread_cond_destroy(&(*gate)->has_place);
	pthread_mutex_destroy(&(*gate)->lock);
	*gate = NULL;
	arena_close(&arena);
}

const struct account_policy *
account_gate_policy(const struct account_gate *gate)
{
	return &atomic_load(&gate->held)->policy;
}

/* Field by field: bytes between fields may differ. */
static bool
is_same(const struct account_policy *a, const struct account_policy *b)
{
	return a->password_least == b->password_least && a->delay_after == b->delay_after &&
	       a->delay_after_login == b->delay_after_login &&
	       a->delay_after_address == b->delay_after_address &&
	       a->delay_first == b->delay_first && a->delay_most == b->delay_most &&
	       a->idle == b->idle && a->absolute == b->absolute && a->link == b->link &&
	       a->delegation_most == b->delegation_most && a->factor_roles == b->factor_roles &&
	       a->network_v4 == b->network_v4 && a->network_v6 == b->network_v6 &&
	       a->network_forget == b->network_forget && a->hash_bytes == b->hash_bytes &&
	       a->hashes_at_once == b->hashes_at_once && a->tells_network == b->tells_network;
}

struct fault *
account_gate_follow(struct account_gate *gate, struct db *db, struct arena *arena)
{
	struct account_policy policy;
	struct fault *fault = NULL;
	uint64_t age = 0;

	if (!gate->options.follows_settings)
		return NULL;
	TRY(setting_age(db, &age));
	if (age == gate->age)
		return NULL;
	TRY(account_load_policy(db, arena, &policy));
	if (gate->options.asks_no_factor)
		policy.factor_roles = 0;
	pthread_mutex_lock(&gate->lock);
	/* Several requests see the change at once; the first one makes it. */
	if (!is_same(&policy, account_gate_policy(gate)))
		fault = hold_policy(gate, &policy);
	/* Not later than what was looked at, so that nothing later is missed. */
	if (!fault)
		gate->age = age;
	pthread_cond_broadcast(&gate->has_place);
	pthread_mutex_unlock(&gate->lock);
	return fault;
}

const struct seal_keys *
account_gate_keys(const struct account_gate *gate)
{
	return gate->options.keys;
}

struct fault *
account_mark(const struct account_gate *gate, const char *kind, struct str value,
	struct digest *ret_mark)
{
	return seal_mark(gate->options.keys, str_of(kind), value, ret_mark);
}

struct account_kept *
account_gate_kept(const struct account_gate *gate)
{
	return gate->kept;
}

const char *
account_gate_dummy(const struct account_gate *gate)
{
	return atomic_load(&gate->held)->dummy.at;
}

struct account_access_uses *
account_gate_uses(const struct account_gate *gate)
{
	return gate->uses;
}

struct str
account_gate_issuer(const struct account_gate *gate)
{
	return gate->options.issuer;
}

struct blob_store *
account_gate_files(const struct account_gate *gate)
{
	return gate->options.files;
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
	while (gate->hashing >= account_gate_policy(gate)->hashes_at_once && error != ETIMEDOUT)
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

/* What is done without the database. */
struct hashing {
	struct account_gate *gate;
	const char *hash; /* to compare with; NULL: make one */
	struct str password;
	struct account_hash made;
	bool fits;
};

static struct fault *
hash(void *arg)
{
	struct hashing *hashing = arg;
	struct fault *fault = NULL;

	TRY(take_place(hashing->gate));
	if (hashing->hash)
		hashing->fits = account_hash_fits(hashing->hash, hashing->password);
	else
		fault = account_hash_make(
			account_gate_policy(hashing->gate), hashing->password, &hashing->made);
	give_place(hashing->gate);
	return fault;
}

struct fault *
account_gate_hash(struct account_gate *gate, struct db *db, struct str password,
	struct account_hash *ret_hash)
{
	struct hashing hashing = { .gate = gate, .password = password };

	TRY(db_rest(db, hash, &hashing));
	*ret_hash = hashing.made;
	return NULL;
}

struct fault *
account_gate_fits(struct account_gate *gate, struct db *db, const char *text, struct str password,
	bool *ret_fits)
{
	struct hashing hashing = { .gate = gate, .hash = text, .password = password };

	TRY(db_rest(db, hash, &hashing));
	*ret_fits = hashing.fits;
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

size_t
account_gate_unsaved(struct account_gate *gate, size_t room, struct account_seen *ret_seen)
{
	size_t count = 0;

	pthread_mutex_lock(&gate->lock);
	for (size_t i = 0; i < (size_t)SETS * WAYS && count < room; i++)
		if (gate->seen[i].id && gate->seen[i].seen_at > gate->seen[i].saved_at)
			ret_seen[count++] =
				(struct account_seen){ gate->seen[i].id, gate->seen[i].seen_at };
	pthread_mutex_unlock(&gate->lock);
	return count;
}

void
account_gate_note_saved(struct account_gate *gate, const struct account_seen *seen, size_t count)
{
	pthread_mutex_lock(&gate->lock);
	for (size_t i = 0; i < count; i++) {
		struct seen *place = find_place(gate, seen[i].session_id);

		if (place->id == seen[i].session_id)
			place->saved_at = seen[i].seen_at;
	}
	pthread_mutex_unlock(&gate->lock);
}
