/*
 * The handles of a server, lent to its threads: many that read, one that writes.
 * It knows nothing of requests; who borrows decides by what the request does.
 */
#include <assert.h>
#include <pthread.h>
#include <time.h>

#include "base/memory.h"
#include "db/db_driver.h"

enum { WAIT_SECONDS = 10, MOST_READERS = 256 };

/* Invariants: idle[0 … idle_count) are readers nobody holds. A store in memory has no readers; its
 * writer serves for both. */
struct db_pool {
	pthread_mutex_t lock;
	pthread_cond_t given_back;
	struct db *writer;
	bool is_writer_lent;
	int reader_count;
	int idle_count;
	struct db *readers[MOST_READERS];
	struct db *idle[MOST_READERS];
};

static struct fault *
open_all(struct db_pool *pool, const char *url, const struct db_steps *steps, bool is_migrating)
{
	struct db_migration migration;
	int readers = db_is_in_memory(url) ? 0 : pool->reader_count;

	pool->reader_count = 0;
	TRY(db_open(url, is_migrating ? DB_MAKE : DB_WRITE, &pool->writer));
	if (is_migrating)
		TRY(db_migrate(pool->writer, steps, &migration));
	TRY(db_check_steps(pool->writer, steps));
	pool->writer->pool = pool;
	for (int i = 0; i < readers; i++) {
		TRY(db_open(url, DB_READ, &pool->readers[i]));
		pool->readers[i]->pool = pool;
		pool->idle[i] = pool->readers[i];
		pool->reader_count = pool->idle_count = i + 1;
	}
	return NULL;
}

struct fault *
db_pool_open(const char *url, int readers, const struct db_steps *steps, bool is_migrating,
	struct db_pool **ret_pool)
{
	CLOSING(db_pool_close)
	struct db_pool *pool = NULL;
	pthread_condattr_t clock;

	assert(readers > 0 && readers <= MOST_READERS);
	pool = memory_take(sizeof *pool);
	if (!pool)
		return fault_memory();
	pthread_mutex_init(&pool->lock, NULL);
	pthread_condattr_init(&clock);
	pthread_condattr_setclock(&clock, CLOCK_MONOTONIC);
	pthread_cond_init(&pool->given_back, &clock);
	pthread_condattr_destroy(&clock);
	pool->reader_count = readers;
	TRY(open_all(pool, url, steps, is_migrating));
	*ret_pool = pool;
	pool = NULL;
	return NULL;
}

void
db_pool_close(struct db_pool **pool)
{
	if (!*pool)
		return;
	assert(!(*pool)->is_writer_lent && (*pool)->idle_count == (*pool)->reader_count);
	for (int i = 0; i < (*pool)->reader_count; i++)
		db_close(&(*pool)->readers[i]);
	/* Last: the one that writes folds the WAL into the file. */
	db_close(&(*pool)->writer);
	pthread_cond_destroy(&(*pool)->given_back);
	pthread_mutex_destroy(&(*pool)->lock);
	memory_give(*pool);
	*pool = NULL;
}

/* With the lock held. */
static struct db *
take_idle(struct db_pool *pool, bool is_writing)
{
	if (!is_writing && pool->reader_count)
		return pool->idle_count ? pool->idle[--pool->idle_count] : NULL;
	if (pool->is_writer_lent)
		return NULL;
	pool->is_writer_lent = true;
	return pool->writer;
}

static struct fault *
borrow(struct db_pool *pool, bool is_writing, struct db **ret_db)
{
	struct timespec until;
	struct db *db;
	int late = 0;

	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_sec += WAIT_SECONDS;
	pthread_mutex_lock(&pool->lock);
	while (!(db = take_idle(pool, is_writing)) && !late)
		late = pthread_cond_timedwait(&pool->given_back, &pool->lock, &until);
	pthread_mutex_unlock(&pool->lock);
	if (!db)
		return fault_new(FAULT_LIMIT, "db_pool_busy", "系统正忙，请稍后再试。",
			"The server is busy. Try again in a moment.");
	*ret_db = db;
	return NULL;
}

struct fault *
db_pool_reader(struct db_pool *pool, struct db **ret_db)
{
	struct db *db = NULL;
	struct fault *fault;

	TRY(borrow(pool, false, &db));
	if (db == pool->writer) {
		fault = db->driver->set_read_only(db->state, true);
		if (fault) {
			db_give_back(&db);
			return fault;
		}
		db->is_read_only = true;
	}
	*ret_db = db;
	return NULL;
}

struct fault *
db_pool_writer(struct db_pool *pool, struct db **ret_db)
{
	struct db *db = NULL;
	struct fault *fault;

	TRY(borrow(pool, true, &db));
	if (db->is_read_only) {
		fault = db->driver->set_read_only(db->state, false);
		if (fault) {
			db_give_back(&db);
			return fault;
		}
		db->is_read_only = false;
	}
	*ret_db = db;
	return NULL;
}

void
db_give_back(struct db **db)
{
	struct db_pool *pool;

	if (!*db)
		return;
	pool = (*db)->pool;
	assert(pool && (*db)->depth == 0 && (*db)->open_rows == 0);
	pthread_mutex_lock(&pool->lock);
	if (*db == pool->writer)
		pool->is_writer_lent = false;
	else
		pool->idle[pool->idle_count++] = *db;
	/* Readers and writers wait at the same place, so all must look. */
	pthread_cond_broadcast(&pool->given_back);
	pthread_mutex_unlock(&pool->lock);
	*db = NULL;
}
