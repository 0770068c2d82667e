/*
 * The data folder, opened: database address, stored files, keys. Every verb that works on a store
 * begins here. DATA/gongkai.db, DATA/files and DATA/keys are named in this one place.
 */
#ifndef PROGRAM_PROGRAM_DATA_H
#define PROGRAM_PROGRAM_DATA_H

#include "base/seal.h"
#include "db/blob.h"
#include "db/db.h"

/* Invariant: url lives in the arena; keys is NULL until they are opened. */
struct program_data {
	struct arena *arena;
	struct str url;
	struct blob_store *files;
	struct seal_keys *keys;
};

/*
 * Open the folder, made when it is not there, with its files. `database` is another address of the
 * database, or NULL for the folder's own. Faults INPUT "usage" without a folder; those of files.
 */
MUST struct fault *program_data_open(
	struct program_data *data, const char *folder, const char *database);
/* Then the keys. New ones are made only while the store `db` holds nothing that old ones sealed, so
 * that a lost file is told and never replaced in silence. Faults of seal_open(). */
MUST struct fault *program_data_open_keys(
	struct program_data *data, const char *folder, struct db *db);
void program_data_done(struct program_data *data);

/* The database's address alone: `database`, or the folder's own. */
MUST struct fault *program_data_url(
	const char *folder, const char *database, struct arena *arena, struct str *ret_url);

/* A handle that writes, brought to this program's schema. */
MUST struct fault *program_data_write(const struct program_data *data, struct db **ret_db);

#endif
