/*
 * The stash: bytes kept in memory for a while under a name nobody can guess, for uploads that were
 * checked but not stored. It never touches the disk, and the oldest leave first when it is full.
 */
#ifndef HTTP_HTTP_STASH_H
#define HTTP_HTTP_STASH_H

#include "base/buf.h"
#include "base/random.h"

struct http_stash;

/* At most `max` bytes in all, each entry for at most `seconds`. Safe for several threads. */
MUST struct fault *http_stash_open(size_t max, unsigned seconds, struct http_stash **ret_stash);
void http_stash_close(struct http_stash **stash);

/* Copy bytes in. Faults LIMIT when they alone are more than the stash may hold. */
MUST struct fault *http_stash_put(
	struct http_stash *stash, struct str name, struct str bytes, struct random_name *ret_token);
/*
 * Copy them out and keep them (look) or let them go (take). The name is copied to the arena;
 * `bytes` must be initialised. Faults ABSENT "http_stash" when the token is unknown or too old.
 */
MUST struct fault *http_stash_look(struct http_stash *stash, struct arena *arena, struct str token,
	struct str *ret_name, struct buf *bytes);
MUST struct fault *http_stash_take(struct http_stash *stash, struct arena *arena, struct str token,
	struct str *ret_name, struct buf *bytes);
/* Bytes held now. */
size_t http_stash_used(struct http_stash *stash);

#endif
