/*
 * blob: whole files kept under the SHA-256 of their bytes, so the same file is kept once and damage
 * is noticed. What a file means, its name and who may see it are a room's business, not this one's.
 *
 * A store is a folder (`files/ab/cd…`) today; an object store is one more driver (blob_driver.h).
 * A stored file never changes. Save files before the transaction that speaks of them: a file nobody
 * speaks of does no harm, a row without its file does. One store serves many threads.
 */
#ifndef DB_BLOB_H
#define DB_BLOB_H

#include "base/buf.h"
#include "base/digest.h"
#include "base/str.h"

struct blob_store;

/* `place` is a folder, which is made when it is not there: a path, or "folder:PATH". */
MUST struct fault *blob_open(const char *place, struct blob_store **ret_store);
void blob_close(struct blob_store **store);

/* Keep these bytes; on the disk when this returns. A damaged earlier copy is mended. Faults
 * OUTSIDE. */
MUST struct fault *blob_save(struct blob_store *store, struct str bytes, struct digest *ret_digest);
/* The bytes onto `buf`, checked against their digest. Faults INPUT "blob_digest" (not a digest),
 * ABSENT "blob_absent", OUTSIDE "blob_damaged", LIMIT. */
MUST struct fault *blob_load(struct blob_store *store, struct str digest, struct buf *buf);
bool blob_has(struct blob_store *store, struct str digest);
/* Names of all files that are kept, in their order. */
MUST struct fault *blob_list(struct blob_store *store, struct arena *arena,
	struct digest **ret_digests, size_t *ret_count);

/*
 * Remove a file that no row names any more: one that was saved, or saved again, before `before`
 * (seconds since 1970). A later one stays, because its row may be about to be written; so does one
 * that is not there. Look for rows that name it first, in the transaction that calls this.
 */
MUST struct fault *blob_drop(struct blob_store *store, struct str digest, int64_t before);

/* --- for tests --- */

/* From now on calls that move bytes are counted and the n-th fails with OUTSIDE "blob_fail_test";
 * blob_fail_at(store, 0) fails none. */
MUST struct fault *blob_fail_wrap(struct blob_store *store);
void blob_fail_at(struct blob_store *store, long n);

#endif
