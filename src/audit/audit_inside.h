/*
 * Shared by this room's own files and its tests: the chain's rule, days and rows. Other rooms need
 * audit.h only.
 */
#ifndef AUDIT_AUDIT_INSIDE_H
#define AUDIT_AUDIT_INSIDE_H

#include "audit/audit.h"
#include "db/db.h"

/* 64 zeros, the digest before the first entry. */
extern const struct digest audit_no_digest;

/* The digest that an entry must have: SM3 over `previous` and every field but id. */
MUST struct fault *audit_digest(const struct audit_entry *entry, struct digest *ret_digest);

/* Longer than any entry that audit_write() takes: nothing to compute a digest of. */
bool audit_is_too_long(const struct audit_entry *entry);

/* Day of a time in China (since 1970), and the first millisecond of a day. */
int64_t audit_day_of(int64_t at);
int64_t audit_start_of(int64_t day);

/* The columns that every statement here gives in this order. */
struct audit_entry audit_entry_of_row(const struct db_rows *rows);

/* audit_write() at a time of the caller's, for tests of clocks that are set back. */
MUST struct fault *audit_write_at(
	struct db *db, const struct audit_actor *actor, const struct audit_deed *deed, int64_t at);

#endif
