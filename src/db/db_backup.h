/*
 * db_backup: a whole store, database and files, in one file, and the way back. The file is a zip
 * archive: `gongkai.db` (SQLite, whatever engine the store has, copied by db_copy.h), `files/` by
 * digest, `manifest.json` with counts and digests of everything, and the keys when they are asked
 * for. Who may do it and where things lie is said by program/.
 */
#ifndef DB_DB_BACKUP_H
#define DB_DB_BACKUP_H

#include "db/blob.h"
#include "db/db_copy.h"

/* Names inside a data folder and inside a backup. */
#define DB_BACKUP_DATABASE "gongkai.db"
#define DB_BACKUP_FILES "files"
#define DB_BACKUP_KEYS "keys"

struct db_backup_entry {
	struct digest digest;
	int64_t bytes;
};

/* What a backup says of itself. All text lives in the arena it was made with. */
struct db_backup {
	struct str program; /* version that wrote it */
	struct str made_at; /* "2026-11-22T03:31:32Z" */
	struct str engine;  /* of the store: "sqlite", "postgresql" */
	struct db_copy_sum sum;
	struct db_backup_entry database;
	bool has_keys;
	struct db_backup_entry keys;
	struct db_backup_entry *files;
	size_t file_count;
	/* Files of the store that were damaged already and so are not in the backup. */
	struct digest *damaged;
	size_t damaged_count;
};

struct db_backup_order {
	const char *url;
	struct blob_store *files;
	const char *keys; /* path of the file of keys; NULL leaves it out */
	const char *program;
	const struct db_copy_watch *watch; /* may be NULL */
};

/*
 * Write a backup of a store that may be in use: the database as it is at one moment, and all files
 * that it can speak of. What was written is read again, opened and compared before it takes its
 * name; until then there is nothing at `out`, or what was there before. Work goes on in a new
 * folder beside `out`, which needs room for the database and the backup.
 */
MUST struct fault *db_backup_write(const struct db_backup_order *order, const char *out,
	struct arena *arena, struct db_backup *ret_backup);

struct db_restore_order {
	const char *in;
	const char *data; /* folder; made when it is not there */
	const char *url;  /* database elsewhere; NULL is DATA/gongkai.db */
	bool is_replacing;
	const struct db_copy_watch *watch; /* may be NULL */
};

struct db_restored {
	struct db_backup backup;
	struct db_migration migration;
	struct str kept; /* where the database that was there is now; "" when there was none */
};

/*
 * Bring a backup back. Everything is unpacked and compared first; then the database takes its place
 * in one step, so an interruption leaves the old state. The database that was there stays beside it
 * under another name. An older schema is brought up to date.
 * Faults: CONFLICT "restore_full" (something is there and is_replacing is false), OUTSIDE
 * "db_newer", "db_busy" (a server is running on it), INPUT "backup_foreign", "backup_damaged".
 */
MUST struct fault *db_restore(const struct db_restore_order *order, struct arena *arena,
	struct db_restored *ret_restored);

#endif
