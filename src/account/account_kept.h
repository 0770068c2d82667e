/*
 * What was read of sessions, kept in memory for as long as the store stays as it was. Inside this
 * room only; account_find_session() is what others ask.
 */
#ifndef ACCOUNT_ACCOUNT_KEPT_H
#define ACCOUNT_ACCOUNT_KEPT_H

#include "account/account_inside.h"

struct account_kept;

MUST struct fault *account_kept_open(struct account_kept **ret_kept);
void account_kept_close(struct account_kept **kept);

/* Under which it is kept: the picture of the store it was read from (db_picture(), never 0), the
 * day it was read for, and the session's token, which itself is not kept. */
struct account_kept_key {
	uint64_t picture;
	struct day today;
	struct str token;
};

/* True, and a copy in the arena, when it was put under this very key. */
bool account_kept_find(struct account_kept *kept, const struct account_kept_key *key,
	struct arena *arena, struct account_session_found *ret_found);
/* What is too large to be kept is not kept. */
void account_kept_put(struct account_kept *kept, const struct account_kept_key *key,
	const struct account_session_found *found);

#endif
