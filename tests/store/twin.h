/*
 * One suite, every engine: a test is written once and runs for each store in twin_engines. SQLite
 * in memory and in a file stand there now; another engine joins with one more line and its own way
 * to make and drop an empty store.
 */
#ifndef TESTS_STORE_TWIN_H
#define TESTS_STORE_TWIN_H

#include "../unit/test.h"
#include "base/arena.h"
#include "db/blob.h"
#include "db/db.h"

struct twin_engine {
	const char *name;
	bool is_shared; /* a second handle sees the same store */
	/* Writes the URL of an empty store below `folder`. */
	void (*make)(const char *folder, char *url, size_t size);
	void (*drop)(const char *url);
};

/* What a test finds in *state: an empty store that is open and migrated to the program's steps. */
struct twin {
	const struct twin_engine *engine;
	char folder[64];
	char url[200];
	struct db *db;
	struct arena *arena;
	struct blob_store *files;
};

/* Run the tests once for each engine; the sum of failures. */
int twin_run(const struct CMUnitTest *tests, size_t count);
#define TWIN_RUN(tests) twin_run((tests), COUNT_OF(tests))

/* A new folder and its removal with everything in it. */
void twin_make_folder(char *folder, size_t size);
void twin_drop_folder(const char *folder);

/* Pages below want this: a second handle on the same store. */
void twin_open_again(const struct twin *twin, enum db_mode mode, struct db **ret_db);

#endif
