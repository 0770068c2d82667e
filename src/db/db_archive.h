/*
 * The one file that a backup is: a zip archive through libzip, larger than memory, written and read
 * piece by piece. What the entries mean is db_backup.c's business. Only archives that an operator
 * names come here; what visitors upload is read by doc/ in its cage.
 */
#ifndef DB_DB_ARCHIVE_H
#define DB_DB_ARCHIVE_H

#include "base/buf.h"
#include "base/digest.h"
#include "db/blob.h"

struct db_archive;

/* A new archive at `path`, which holds nothing until db_archive_write() succeeds. */
MUST struct fault *db_archive_make(const char *path, struct db_archive **ret_archive);
/* Closes; what was not written is dropped. */
void db_archive_close(struct db_archive **archive);

/* Entries are read when the archive is written, so files and text must last until then. */
MUST struct fault *db_archive_add_file(
	struct db_archive *archive, const char *name, const char *path);
MUST struct fault *db_archive_add_text(
	struct db_archive *archive, const char *name, struct str text);
MUST struct fault *db_archive_add_blob(struct db_archive *archive, const char *name,
	struct blob_store *store, const struct digest *digest);
/* Write all of it and flush it to the disk. The archive is closed, whatever happens. */
MUST struct fault *db_archive_write(struct db_archive **archive);

/* Faults INPUT "backup_foreign" when it is no archive, ABSENT, OUTSIDE. */
MUST struct fault *db_archive_open(const char *path, struct db_archive **ret_archive);
bool db_archive_has(const struct db_archive *archive, const char *name);
/* An entry piece by piece; its checksum is compared. INPUT "backup_damaged". */
typedef struct fault *db_archive_fn(void *arg, struct str bytes);
MUST struct fault *db_archive_walk(
	struct db_archive *archive, const char *name, db_archive_fn *each, void *arg);
/* The whole entry onto `buf`, whose maximum is the limit. */
MUST struct fault *db_archive_load(struct db_archive *archive, const char *name, struct buf *buf);
/* The entry into a new file, flushed; its size and digest. */
MUST struct fault *db_archive_unpack(struct db_archive *archive, const char *name, const char *path,
	int64_t *ret_bytes, struct digest *ret_digest);

#endif
