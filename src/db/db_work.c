/*
 * Transactions: all of a piece of work or nothing, once more when others were in the way.
 * What an engine does for BEGIN and COMMIT is its driver's business.
 */
#include <assert.h>
#include <time.h>

#include "base/random.h"
#include "db/db_driver.h"

enum { MOST_TRIES = 12, FIRST_WAIT_US = 4000 };

static struct fault *
broken_fault(const struct db *db)
{
	return fault_new(FAULT_OUTSIDE, db->is_again ? "db_again" : "db_broken",
		"操作的一部分没有成功，全部已撤销。请重试。",
		"A part of the operation failed, so all of it was undone. Try again.");
}

static void
note_saved(struct db *db)
{
	db->has_written = true;
	if (!db->changes || !db->has_changed)
		return;
	db->changes->count++;
	db->is_change_behind = true;
}

static struct fault *
work_once(struct db *db, db_work_fn *work, void *arg, bool is_writing)
{
	struct fault *fault;

	TRY(db->driver->begin(db->state, is_writing));
	db->depth = 1;
	db->is_writing = is_writing;
	db->is_broken = false;
	db->is_again = false;
	db->has_changed = false;
	fault = work(db, arg);
	if (!fault && db->is_broken)
		fault = broken_fault(db);
	if (!fault)
		fault = db->driver->commit(db->state);
	if (fault)
		db->driver->rollback(db->state);
	else if (is_writing)
		note_saved(db);
	db->depth = 0;
	db->is_writing = false;
	return fault;
}

/* Two that gave way to each other must not meet again: each waits for another while, longer each
 * time. */
static void
wait_before_try(int tries)
{
	struct random_name name = random_name();
	long most = FIRST_WAIT_US << (tries < 6 ? tries : 6);
	long wait = 0;

	for (int i = 0; i < 6; i++)
		wait = wait * 16 + (name.at[i] <= '9' ? name.at[i] - '0' : name.at[i] - 'a' + 10);
	wait = wait % most;
	nanosleep(&(struct timespec){ 0, wait * 1000 }, NULL);
}

/* Does this outcome only say that others were in the way? Where transactions run side by side, the
 * same thing stored twice can be a sign of it too; a second try knows (PostgreSQL 15 manual, 13.5).
 */
static bool
is_to_try_again(const struct db *db, const struct fault *fault, int tries)
{
	if (db->is_again || strcmp(fault->code, "db_again") == 0)
		return true;
	return tries == 0 && db->engine == DB_POSTGRES && strcmp(fault->code, "db_unique") == 0;
}

static struct fault *
work_until_done(struct db *db, db_work_fn *work, void *arg, bool is_writing)
{
	for (int i = 0; i < MOST_TRIES; i++) {
		struct fault *fault;

		db->is_again = false;
		fault = work_once(db, work, arg, is_writing);
		if (!fault || !is_to_try_again(db, fault, i))
			return fault;
		wait_before_try(i);
	}
	return fault_new(FAULT_OUTSIDE, "db_busy", "数据库正被其他操作占用。请稍后再试。",
		"The database is busy with other work. Try again in a moment.");
}

static struct fault *
work_inside(struct db *db, db_work_fn *work, void *arg)
{
	struct fault *fault;

	db->depth++;
	fault = work(db, arg);
	db->depth--;
	if (fault)
		db->is_broken = true;
	return fault;
}

struct fault *
db_work(struct db *db, db_work_fn *work, void *arg)
{
	if (db->is_read_only)
		return db_read_only_fault();
	assert(db->depth == 0 || db->is_writing);
	if (db->depth > 0)
		return work_inside(db, work, arg);
	return work_until_done(db, work, arg, true);
}

bool
db_is_in_work(const struct db *db)
{
	return db->depth > 0 && db->is_writing;
}

struct fault *
db_look(struct db *db, db_work_fn *look, void *arg)
{
	return db->depth > 0 || db->is_held ? look(db, arg) : work_until_done(db, look, arg, false);
}
