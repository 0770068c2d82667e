/*
 * Holding one picture of the store for a whole request that reads, and the number of that picture.
 * Transactions of works and looks are db_work.c's.
 */
#include <assert.h>
#include <stdatomic.h>

#include "db/db_driver.h"

/* Of all handles of this process together, so that no two pictures ever have the same number. */
static _Atomic uint64_t last_picture;

struct fault *
db_hold(struct db *db)
{
	struct fault *fault;
	int64_t version = 0;

	assert(!db->is_held && db->depth == 0);
	/* Nothing of its own may be written to what it holds. */
	if (!db->is_reader || !db->driver->version)
		return NULL;
	TRY(db->driver->begin(db->state, false));
	fault = db->driver->version(db->state, &version);
	if (fault) {
		db->driver->rollback(db->state);
		return fault;
	}
	if (!db->picture || db->version != version)
		db->picture = ++last_picture;
	db->version = version;
	db->is_held = true;
	return NULL;
}

void
db_let_go(struct db *db)
{
	if (!db->is_held)
		return;
	db->is_held = false;
	/* Nothing was written, so that there is nothing to lose. */
	if (db->driver->commit(db->state) != NULL)
		db->driver->rollback(db->state);
}

uint64_t
db_picture(const struct db *db)
{
	return db->is_held ? db->picture : 0;
}
