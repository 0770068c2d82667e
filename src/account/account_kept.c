/*
 * The table of sessions that were read a moment ago. It decides nothing: whether a session lives
 * and what its person may do is found out of the copy as it is out of the rows.
 */
#include "account/account_kept.h"

#include <pthread.h>

/* Each handle of the store has pictures of its own, so that a session stands here several times. */
enum { SETS = 512, WAYS = 4, MOST_BYTES = 1536 };

struct kept_key {
	uint64_t picture;
	int64_t today;
	struct digest_tag tag; /* of the token */
};

/* Invariants: picture 0 is a free place; the grants of `found` are at the beginning of `bytes`, the
 * texts behind them. */
struct kept_session {
	struct kept_key key;
	struct account_session_found found;
	size_t size;
	_Alignas(struct account_grant) char bytes[MOST_BYTES];
};

/* Lives in its arena. */
struct account_kept {
	struct arena *arena;
	pthread_mutex_t lock;
	struct digest_secret secret;
	struct kept_session sessions[SETS][WAYS];
};

struct fault *
account_kept_open(struct account_kept **ret_kept)
{
	CLOSING(arena_close) struct arena *arena = NULL;
	struct account_kept *kept;

	TRY(arena_open(sizeof *kept + 64, &arena));
	TAKE(arena, kept, 1);
	pthread_mutex_init(&kept->lock, NULL);
	kept->secret = digest_secret();
	kept->arena = arena;
	arena = NULL;
	*ret_kept = kept;
	return NULL;
}

void
account_kept_close(struct account_kept **kept)
{
	struct arena *arena;

	if (!*kept)
		return;
	arena = (*kept)->arena;
	pthread_mutex_destroy(&(*kept)->lock);
	*kept = NULL;
	arena_close(&arena);
}

static size_t
size_of(const struct account_session_found *found)
{
	const struct account_person *person = &found->person;
	size_t size = person->grant_count * sizeof *person->grants + person->login.len +
		      person->name.len + person->agency_path.len + found->form_token.len;

	for (size_t i = 0; i < person->grant_count; i++)
		size += person->grants[i].path.len;
	return size;
}

static struct str
put_behind(char **at, struct str text)
{
	struct str put = { *at, text.len };

	if (text.len)
		memcpy(*at, text.at, text.len);
	*at += text.len;
	return put;
}

/* The same with all it points to at `bytes`, where size_of() of them have room. */
static struct account_session_found
copy_to(char *bytes, const struct account_session_found *found)
{
	struct account_session_found copy = *found;
	struct account_person *person = &copy.person;
	struct account_grant *grants = (void *)bytes;
	char *at = (char *)(grants + person->grant_count);

	for (size_t i = 0; i < person->grant_count; i++) {
		grants[i] = found->person.grants[i];
		grants[i].path = put_behind(&at, grants[i].path);
	}
	person->grants = grants;
	person->login = put_behind(&at, person->login);
	person->name = put_behind(&at, person->name);
	person->agency_path = put_behind(&at, person->agency_path);
	copy.form_token = put_behind(&at, copy.form_token);
	return copy;
}

static struct kept_key
make_key(const struct account_kept *kept, const struct account_kept_key *key)
{
	return (struct kept_key){ key->picture, key->today.number,
		digest_tag(&kept->secret, key->token) };
}

static bool
is_key(const struct kept_key *a, const struct kept_key *b)
{
	return a->picture == b->picture && a->today == b->today &&
	       memcmp(a->tag.at, b->tag.at, sizeof a->tag.at) == 0;
}

/* A tag lies anywhere, so that its first bytes will do. */
static struct kept_session *
set_of(struct account_kept *kept, const struct kept_key *key)
{
	uint64_t start;

	memcpy(&start, key->tag.at, sizeof start);
	start = (start + key->picture) * 0x9E3779B97F4A7C15u;
	return kept->sessions[(start >> 32) % SETS];
}

bool
account_kept_find(struct account_kept *kept, const struct account_kept_key *key,
	struct arena *arena, struct account_session_found *ret_found)
{
	struct kept_key wanted = make_key(kept, key);
	struct kept_session *set = set_of(kept, &wanted);
	char *bytes = NULL;

	pthread_mutex_lock(&kept->lock);
	for (int i = 0; i < WAYS && !bytes; i++) {
		if (!is_key(&set[i].key, &wanted))
			continue;
		bytes = arena_take_bytes(arena, set[i].size + 1);
		if (bytes)
			*ret_found = copy_to(bytes, &set[i].found);
	}
	pthread_mutex_unlock(&kept->lock);
	return bytes != NULL;
}

void
account_kept_put(struct account_kept *kept, const struct account_kept_key *key,
	const struct account_session_found *found)
{
	struct kept_key made = make_key(kept, key);
	struct kept_session *set = set_of(kept, &made);
	struct kept_session *place = &set[0];
	size_t size = size_of(found);

	if (size > MOST_BYTES)
		return;
	pthread_mutex_lock(&kept->lock);
	/* Pictures count up, so the lowest is the one that counts least likely still. */
	for (int i = 1; i < WAYS; i++)
		if (set[i].key.picture < place->key.picture)
			place = &set[i];
	place->key = made;
	place->size = size;
	place->found = copy_to(place->bytes, found);
	pthread_mutex_unlock(&kept->lock);
}
