/*
 * db_copy: everything of one store into another, whatever their engines. Backup, restore and moving
 * a database are this one thing. What a table means is not known here, and files are not copied;
 * see db_backup.h.
 *
 * The statements are constants like all others: tools/tables.c writes them at build time, for every
 * step of the schema, so an older store is copied as it is and brought up to date afterwards.
 */
#ifndef DB_DB_COPY_H
#define DB_DB_COPY_H

#include "base/digest.h"
#include "db/db.h"

/* A table's content: how many rows, and the SHA-256 of all of them in the order of their key. The
 * same on every engine. */
struct db_copy_line {
	struct str name;
	int64_t rows;
	struct digest digest;
};

struct db_copy_sum {
	int step; /* of the schema */
	struct db_copy_line *lines;
	int count;
};

/* Told after every so many rows and at the end of each table; for a person who waits. */
struct db_copy_watch {
	void (*tell)(void *arg, const char *table, int64_t rows, bool is_over);
	void *arg;
};

/*
 * Copy all rows of `from`, as they are at one moment, into `to`, in one transaction: all of it or
 * nothing. `to` is empty or holds the schema of `from` or an older one without rows; its schema is
 * made. What arrived is read again and compared before it is committed. `watch` may be NULL; the
 * sum lives in `arena`. Faults: CONFLICT "db_copy_full" (rows in `to`), INPUT "db_copy_none" (no
 * store in `from`), "db_copy_newer" (`to` has a later schema), OUTSIDE "db_copy_differs", and those
 * of the door.
 */
MUST struct fault *db_copy(struct db *from, struct db *to, const struct db_copy_watch *watch,
	struct arena *arena, struct db_copy_sum *ret_sum);

/* Count and digest what a store holds, at one moment. */
MUST struct fault *db_copy_count(struct db *db, struct arena *arena, struct db_copy_sum *ret_sum);
/* NULL when both are the same; else OUTSIDE "db_copy_differs", which names the table. */
MUST struct fault *db_copy_compare(const struct db_copy_sum *a, const struct db_copy_sum *b);

/* Let the engine look through its own file. OUTSIDE "db_corrupt" with what it says as detail. */
MUST struct fault *db_copy_examine(struct db *db);
/* Make one plain file of a SQLite store, without a log beside it; nobody else may have it open
 * (OUTSIDE "db_busy"). Nothing to do for other engines. */
MUST struct fault *db_copy_seal(struct db *db);

#endif
