/*
 * The handles of a server, lent to its threads: many that read, a few that write.
 * It knows nothing of requests; who borrows decides by what the request does.
 *
 * Readers may sit on a standby, which is a little behind. Who was told that something is saved
 * must find it when reading next, so the pool remembers how far its own writers came and lends a
 * reader only when it has seen that much; a reader that stays behind for long is replaced by a
 * writer's handle, read-only for the while. Other servers' writers are not known here.
 */
#include <assert.h>
#include <pthread.h>
#include <time.h>

#include "base/memory.h"
#include "db/db_driver.h"

enum {
	WAIT_SECONDS = 10,
	MOST_HANDLES = 256,
	WRITERS = 4,
	LAG_TRIES = 40, /* of 5 ms each, for a standby to catch up */
};

/* Handles of one kind. Invariants: all[0 … count) are open; idle[0 … idle_count) are those of them
 * that nobody holds. */
struct shelf {
	struct db *all[MOST_HANDLES];
	struct db *idle[MOST_HANDLES];
	int count;
	int idle_count;
};

/* Invariant: a store in memory has one handle, among the writers, which serves for both. Several
 * may hold a writer; the engine lets one transaction in at a time. */
struct db_pool {
	pthread_mutex_t lock;
	pthread_cond_t given_back;
	struct shelf readers;
	struct shelf writers;
	int64_t position; /* of the last work that was given back, 0 when readers are never behind
			   */
	struct db_changes changes;
};

static struct fault *
open_one(struct db_pool *pool, struct shelf *shelf, const char *url, enum db_mode mode)
{
	struct db *db = NULL;

	TRY(db_open(url, mode, &db));
	db->pool = pool;
	db->changes = &pool->changes;
	shelf->idle[shelf->idle_count++] = db;
	shelf->all[shelf->count++] = db;
	return NULL;
}

static struct fault *
open_all(struct db_pool *pool, const char *url, int readers, const struct db_steps *steps,
	bool is_migrating)
{
	struct db_migration migration;
	bool is_alone = db_is_in_memory(url);

	TRY(open_one(pool, &pool->writers, url, is_migrating ? DB_MAKE : DB_WRITE));
	if (is_migrating)
		TRY(db_migrate(pool->writers.all[0], steps, &migration));
	TRY(db_check_steps(pool->writers.all[0], steps));
	for (int i = 1; i < WRITERS && !is_alone; i++)
		TRY(open_one(pool, &pool->writers, url, DB_WRITE));
	for (int i = 0; i < readers && !is_alone; i++)
		TRY(open_one(pool, &pool->readers, url, DB_READ));
	return NULL;
}

struct fault *
db_pool_open(const char *url, int readers, const struct db_steps *steps, bool is_migrating,
	struct db_pool **ret_pool)
{
	CLOSING(db_pool_close) struct db_pool *pool = NULL;
	pthread_condattr_t clock;

	assert(readers > 0 && readers <= MOST_HANDLES);
	pool = memory_take(sizeof *pool);
	if (!pool)
		return fault_memory();
	pthread_mutex_init(&pool->lock, NULL);
	pthread_condattr_init(&clock);
	pthread_condattr_setclock(&clock, CLOCK_MONOTONIC);
	pthread_cond_init(&pool->given_back, &clock);
	pthread_condattr_destroy(&clock);
	TRY(open_all(pool, url, readers, steps, is_migrating));
	*ret_pool = pool;
	pool = NULL;
	return NULL;
}

static void
close_shelf(struct shelf *shelf)
{
	assert(shelf->idle_count == shelf->count);
	while (shelf->count)
		db_close(&shelf->all[--shelf->count]);
}

void
db_pool_close(struct db_pool **pool)
{
	if (!*pool)
		return;
	close_shelf(&(*pool)->readers);
	/* Last: who writes folds the WAL into the file. */
	close_shelf(&(*pool)->writers);
	pthread_cond_destroy(&(*pool)->given_back);
	pthread_mutex_destroy(&(*pool)->lock);
	memory_give(*pool);
	*pool = NULL;
}

/* An idle handle that nobody waits for who rested it, off the shelf; NULL when there is none. The
 * lock is held. */
static struct db *
take_idle(struct shelf *shelf)
{
	for (int i = shelf->idle_count - 1; i >= 0; i--) {
		struct db *db = shelf->idle[i];

		if (db->waiting)
			continue;
		shelf->idle[i] = shelf->idle[--shelf->idle_count];
		return db;
	}
	return NULL;
}

/* This very handle off its shelf; false when somebody holds it. The lock is held. */
static bool
take_this(struct shelf *shelf, const struct db *db)
{
	for (int i = 0; i < shelf->idle_count; i++) {
		if (shelf->idle[i] != db)
			continue;
		shelf->idle[i] = shelf->idle[--shelf->idle_count];
		return true;
	}
	return false;
}

static struct fault *
borrow(struct db_pool *pool, struct shelf *shelf, struct db **ret_db)
{
	struct timespec until;
	struct db *db = NULL;
	int late = 0;

	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_sec += WAIT_SECONDS;
	pthread_mutex_lock(&pool->lock);
	while (!(db = take_idle(shelf)) && !late)
		late = pthread_cond_timedwait(&pool->given_back, &pool->lock, &until);
	pthread_mutex_unlock(&pool->lock);
	if (!db)
		return fault_new(FAULT_LIMIT, "db_pool_busy", "系统正忙，请稍后再试。",
			"The server is busy. Try again in a moment.");
	*ret_db = db;
	return NULL;
}

/* A writer's handle may serve a reader for once. */
static struct fault *
borrow_shelf(struct db_pool *pool, struct shelf *shelf, bool is_writing, struct db **ret_db)
{
	struct fault *fault = NULL;
	struct db *db = NULL;

	TRY(borrow(pool, shelf, &db));
	if (db->is_read_only == is_writing)
		fault = db->driver->set_read_only(db->state, !is_writing);
	if (fault) {
		db_give_back(&db);
		return fault;
	}
	db->is_read_only = !is_writing;
	*ret_db = db;
	return NULL;
}

static struct fault *
borrow_as(struct db_pool *pool, bool is_writing, struct db **ret_db)
{
	bool is_alone = !pool->readers.count;

	return borrow_shelf(
		pool, is_writing || is_alone ? &pool->writers : &pool->readers, is_writing, ret_db);
}

static int64_t
position_of(struct db_pool *pool)
{
	int64_t position;

	pthread_mutex_lock(&pool->lock);
	position = pool->position;
	pthread_mutex_unlock(&pool->lock);
	return position;
}

/* Wait a moment until this reader sees the work up to there. */
static struct fault *
catch_up(struct db *db, int64_t position, bool *ret_has)
{
	const struct timespec pause = { 0, 5 * 1000 * 1000 };

	*ret_has = true;
	if (!db->driver->has_reached)
		return NULL;
	for (int i = 0; i < LAG_TRIES; i++) {
		if (i)
			nanosleep(&pause, NULL);
		TRY(db->driver->has_reached(db->state, position, ret_has));
		if (*ret_has)
			break;
	}
	return NULL;
}

struct fault *
db_pool_reader(struct db_pool *pool, struct db **ret_db)
{
	CLOSING(db_give_back) struct db *db = NULL;
	int64_t position = position_of(pool);
	bool has_reached = true;

	TRY(borrow_as(pool, false, &db));
	if (position)
		TRY(catch_up(db, position, &has_reached));
	if (!has_reached) {
		db_give_back(&db);
		return borrow_shelf(pool, &pool->writers, false, ret_db);
	}
	*ret_db = db;
	db = NULL;
	return NULL;
}

struct fault *
db_pool_writer(struct db_pool *pool, struct db **ret_db)
{
	return borrow_as(pool, true, ret_db);
}

static bool
is_on_shelf(const struct shelf *shelf, const struct db *db)
{
	for (int i = 0; i < shelf->count; i++)
		if (shelf->all[i] == db)
			return true;
	return false;
}

/* How far its work came. When the server cannot say, the next one who gives it back will know. */
static int64_t
come_to(struct db *db)
{
	int64_t position = 0;

	if (!db->has_written || !db->driver->position)
		return 0;
	if (!db->driver->position(db->state, &position))
		db->has_written = false;
	return position;
}

static struct shelf *
shelf_of(struct db *db)
{
	return is_on_shelf(&db->pool->readers, db) ? &db->pool->readers : &db->pool->writers;
}

static void
put_down(struct db *db)
{
	struct db_pool *pool = db->pool;
	struct shelf *shelf;
	int64_t position;

	assert(pool && db->depth == 0 && db->open_rows == 0);
	db_let_go(db);
	shelf = shelf_of(db);
	position = come_to(db);
	pthread_mutex_lock(&pool->lock);
	if (position > pool->position)
		pool->position = position;
	/* Until now a standby may have given readers what was there before. */
	if (position && db->is_change_behind)
		pool->changes.count++;
	db->is_change_behind = false;
	shelf->idle[shelf->idle_count++] = db;
	/* Readers and writers wait at the same place, so all must look. */
	pthread_cond_broadcast(&pool->given_back);
	pthread_mutex_unlock(&pool->lock);
}

void
db_give_back(struct db **db)
{
	if (!*db)
		return;
	put_down(*db);
	*db = NULL;
}

/* Whoever has it meanwhile gives it back, and then nobody else gets it first. */
static void
pick_up(struct db *db)
{
	struct db_pool *pool = db->pool;
	struct shelf *shelf = shelf_of(db);

	pthread_mutex_lock(&pool->lock);
	db->waiting++;
	while (!take_this(shelf, db))
		pthread_cond_wait(&pool->given_back, &pool->lock);
	db->waiting--;
	pthread_mutex_unlock(&pool->lock);
}

struct fault *
db_rest(struct db *db, struct fault *(*work)(void *arg), void *arg)
{
	bool is_read_only = db->is_read_only;
	struct fault *fault;

	if (!db->pool)
		return work(arg);
	assert(db->depth == 0 && db->open_rows == 0);
	put_down(db);
	fault = work(arg);
	pick_up(db);
	if (fault || db->is_read_only == is_read_only)
		return fault;
	TRY(db->driver->set_read_only(db->state, is_read_only));
	db->is_read_only = is_read_only;
	return NULL;
}

/* --- counting changes --- */

void
db_pool_set_counts(struct db_pool *pool, bool (*counts)(const char *statement))
{
	pool->changes.counts = counts;
}

uint64_t
db_pool_changes(const struct db_pool *pool)
{
	return pool->changes.count;
}
