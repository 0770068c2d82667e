/*
 * What writing a backup and restoring one share: the manifest and the check of all entries.
 * Only db_backup*.c and db_restore.c include this.
 */
#ifndef DB_DB_BACKUP_INSIDE_H
#define DB_DB_BACKUP_INSIDE_H

#include "db/db_archive.h"
#include "db/db_backup.h"

#define MANIFEST "manifest.json"

enum { PLACE_SIZE = 4096, ENTRY_SIZE = 80 };

struct place_path {
	char at[PLACE_SIZE];
};

/* "FOLDER/NAME"; LIMIT when it is too long. */
MUST struct fault *db_backup_place(
	const char *folder, const char *name, struct place_path *ret_path);

/* A new folder beside `path` or in it, private to this user; `pattern` ends in XXXXXX. */
MUST struct fault *db_backup_make_work(const char *pattern, struct place_path *ret_work);
/* For CLOSING; an empty path is none. What cannot be removed stays. */
void db_backup_drop_work(struct place_path *work);

/* "files/DIGEST". */
struct entry_name {
	char at[ENTRY_SIZE];
};
struct entry_name db_backup_entry_name(const struct digest *digest);

/* --- db_backup_manifest.c --- */

MUST struct fault *db_backup_manifest_put(const struct db_backup *backup, struct buf *buf);
/* Faults INPUT "backup_foreign", "backup_later" (a form this program does not know). */
MUST struct fault *db_backup_manifest_read(
	struct str text, struct arena *arena, struct db_backup *ret_backup);

/* --- db_backup.c --- */

MUST struct fault *db_backup_load_manifest(
	struct db_archive *archive, struct arena *arena, struct db_backup *ret_backup);
/*
 * Compare every entry with the manifest, unpack the database to `database`, let the engine look
 * through it and compare its tables. INPUT "backup_damaged", faults of the door.
 */
MUST struct fault *db_backup_check(struct db_archive *archive, const struct db_backup *backup,
	const char *database, struct arena *arena);

#endif
