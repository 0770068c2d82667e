/*
 * One suite, every engine: a test is written once and runs for each store in twin_engines. SQLite
 * in memory and in a file are what runs unless GONGKAI_TWIN=postgresql; then it is PostgreSQL, in
 * the server that tests/cluster.sh started. Another engine joins with one more line and its own way
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
	const char *twin; /* the value of GONGKAI_TWIN that it runs for */
	bool is_shared;   /* a second handle sees the same store */
	/* Writes the URL of a store that is empty, or at the program's last step. A store beside it
	 * has that URL with a dot and a word added. */
	void (*make)(const char *folder, char *url, size_t size);
	/* Away with it and those beside it. */
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

/* Is there a server of tests/cluster.sh run? And what main() gives back when there is none. */
bool twin_has_postgres(void);
int twin_without_postgres(void);
/* Run the tests once for each engine; what main() gives back: 0, the number of failures, or 77
 * (skipped) when there is no server. With GONGKAI_FULL set, a missing server is a failure. */
int twin_run(const struct CMUnitTest *tests, size_t count);
#define TWIN_RUN(tests) twin_run((tests), COUNT_OF(tests))

/* A new folder and its removal with everything in it. */
void twin_make_folder(char *folder, size_t size);
void twin_drop_folder(const char *folder);

/* Pages below want this: a second handle on the same store. */
void twin_open_again(const struct twin *twin, enum db_mode mode, struct db **ret_db);

#endif
