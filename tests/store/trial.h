/*
 * A store with the tests' own tables beside the twin's, and small deeds on it.
 * For tests of the door itself; those of rooms use the program's own schema.
 */
#ifndef TESTS_STORE_TRIAL_H
#define TESTS_STORE_TRIAL_H

#include "db/db_sql.h"
#include "trial_statements.h"
#include "twin.h"

extern const struct db_steps trial_steps;

/* The URL of the trial store. Another handle on it sees the same when the twin is_shared. */
struct trial_url {
	char at[300];
};

struct trial_url trial_url(const struct twin *twin);
/* Made and migrated when it is new. */
struct db *trial_open(const struct twin *twin);
/* One more handle on a store that trial_open() made. */
struct db *trial_open_again(const struct twin *twin, enum db_mode mode);

MUST struct fault *trial_put(struct db *db, const char *word);
MUST struct fault *trial_put_amount(struct db *db, const char *word, int64_t amount);
MUST struct fault *trial_set_amount(struct db *db, const char *word, int64_t amount);
/* The first number of a statement that takes nothing. */
int64_t trial_number(struct db *db, const struct db_sql *sql);
int64_t trial_amount(struct db *db, const char *word);

#endif
