/*
 * The copy of all rows that this process reads from, and when it is taken anew.
 * Nothing is decided here; a row that is in the copy is a row that was in the store.
 *
 * The store holds one number that is random anew after every change. Equal numbers mean equal rows,
 * whoever changed them and on whichever server. So even a process with two stores, as tests are,
 * is never given the rows of the other one, as long as it compares at each reading.
 */
#include <pthread.h>

#include "base/steady.h"
#include "setting/setting_inside.h"
#include "setting/setting_statements.h"

#define MOST_BYTES ((size_t)64 << 20)

/* Invariants: rows are sorted by name, then agency; arena holds them and their text. */
struct copy {
	struct arena *arena;
	struct cached *rows;
	size_t count;
	int64_t generation;
	bool is_taken;
};

struct cached {
	struct str name;
	int64_t agency_id;
	struct str value;
	struct str sealed;
	bool has_value;
	bool has_sealed;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
/* All below is used with the lock held. */
static struct copy copy;
static int64_t compared_at;
static int64_t patience;
static uint64_t age; /* copies taken so far */

void
setting_set_patience(int wanted)
{
	pthread_mutex_lock(&lock);
	patience = wanted;
	pthread_mutex_unlock(&lock);
}

void
setting_cache_forget(void)
{
	pthread_mutex_lock(&lock);
	compared_at = 0;
	pthread_mutex_unlock(&lock);
}

void
setting_drop_cache(void)
{
	pthread_mutex_lock(&lock);
	arena_close(&copy.arena);
	copy = (struct copy){ 0 };
	compared_at = 0;
	pthread_mutex_unlock(&lock);
}

/* --- taking the copy --- */

static struct fault *
ask_generation(struct db *db, int64_t *ret_generation)
{
	return db_ask_number(db, &setting_generation_sql, NO_VALUES, ret_generation);
}

/* Number and rows on one picture of the store. */
static struct fault *
take_copy(struct db *db, void *arg)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	struct copy *fresh = arg;
	bool is_found = false;
	size_t room = 0;

	fresh->rows = NULL;
	fresh->count = 0;
	TRY(ask_generation(db, &fresh->generation));
	TRY(db_ask(db, fresh->arena, &setting_all_sql, NO_VALUES, &rows));
	TRY(db_next(rows, &is_found));
	while (is_found) {
		GROW(fresh->arena, fresh->rows, fresh->count, room);
		fresh->rows[fresh->count++] = (struct cached){
			.name = db_get_str(rows, 0),
			.agency_id = db_get_int(rows, 1),
			.value = db_get_str(rows, 2),
			.has_value = !db_is_none(rows, 2),
			.sealed = db_get_bytes(rows, 3),
			.has_sealed = !db_is_none(rows, 3),
		};
		TRY(db_next(rows, &is_found));
	}
	return NULL;
}

static struct fault *
renew(struct db *db)
{
	struct copy fresh = { .is_taken = true };
	struct copy old;
	struct fault *fault;

	TRY(arena_open(MOST_BYTES, &fresh.arena));
	fault = db_look(db, take_copy, &fresh);
	if (fault) {
		arena_close(&fresh.arena);
		return fault;
	}
	pthread_mutex_lock(&lock);
	old = copy;
	copy = fresh;
	age++;
	pthread_mutex_unlock(&lock);
	arena_close(&old.arena);
	return NULL;
}

/* One thread compares while the others still read what is there. */
static bool
must_compare(void)
{
	int64_t now = steady_milliseconds();
	bool must;

	pthread_mutex_lock(&lock);
	must = !copy.is_taken || !compared_at || now - compared_at >= patience;
	if (must && copy.is_taken && patience)
		compared_at = now;
	pthread_mutex_unlock(&lock);
	return must;
}

static struct fault *
compare(struct db *db)
{
	int64_t generation = 0;
	bool is_same;

	TRY(ask_generation(db, &generation));
	pthread_mutex_lock(&lock);
	is_same = copy.is_taken && copy.generation == generation;
	pthread_mutex_unlock(&lock);
	if (!is_same)
		TRY(renew(db));
	pthread_mutex_lock(&lock);
	compared_at = steady_milliseconds();
	pthread_mutex_unlock(&lock);
	return NULL;
}

/* --- looking things up, with the lock held --- */

static const struct cached *
find_row(struct str name, int64_t agency_id)
{
	size_t low = 0;
	size_t high = copy.count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		const struct cached *row = &copy.rows[middle];
		int order = str_compare(row->name, name);

		if (order == 0)
			order = row->agency_id < agency_id ? -1 : row->agency_id > agency_id;
		if (order == 0)
			return row;
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

/* A value that an older program stored may break today's bounds; it does not count then. */
static bool
counts(const struct setting *setting, const struct cached *row)
{
	struct str clean;

	if (setting->kind == SETTING_SECRET)
		return row->has_sealed;
	return row->has_value && !setting_check(setting, row->value, &clean);
}

static struct fault *
find_in_copy(struct arena *arena, const struct setting *setting,
	const struct setting_levels *levels, struct setting_found *found)
{
	for (int i = 0; i < levels->count; i++) {
		const struct cached *row;

		if (levels->ids[i] && !setting_is_for_agencies(setting))
			continue;
		row = find_row(str_of(setting->key), levels->ids[i]);
		if (!row || !counts(setting, row))
			continue;
		found->is_found = true;
		found->is_sealed = row->has_sealed;
		found->agency_id = levels->ids[i];
		(void)str_to_int(row->value, &found->number);
		if (!arena)
			return NULL;
		TRY(str_copy(arena, row->value, &found->value));
		return str_copy(arena, row->sealed, &found->sealed);
	}
	return NULL;
}

struct fault *
setting_cache_find(struct db *db, struct arena *arena, const struct setting *setting,
	const struct setting_levels *levels, struct setting_found *ret_found)
{
	struct setting_found found = { .is_found = false };
	struct fault *fault;

	if (must_compare())
		TRY(compare(db));
	pthread_mutex_lock(&lock);
	fault = find_in_copy(arena, setting, levels, &found);
	pthread_mutex_unlock(&lock);
	if (fault)
		return fault;
	*ret_found = found;
	return NULL;
}

struct fault *
setting_age(struct db *db, uint64_t *ret_age)
{
	if (must_compare())
		TRY(compare(db));
	pthread_mutex_lock(&lock);
	*ret_age = age;
	pthread_mutex_unlock(&lock);
	return NULL;
}
