/*
 * Days out of the store, put together to calendars, and the copies of these that a process keeps.
 * Changing them is calendar_work.c's.
 */
#include "calendar/calendar_store.h"

#include <pthread.h>
#include <stdio.h>

#include "base/buf.h"
#include "calendar/calendar_statements.h"
#include "db/db.h"

enum { LAYERS_MOST = 16, MARK_ROOM = 40, KEY_ROOM = 400, COPY_MEMORY = 64 << 20 };

/* --- rows --- */

struct newest {
	int64_t version;
	char mark[MARK_ROOM];
};

static struct fault *
ask_newest(struct db *db, struct newest *ret_newest)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	struct newest newest = { 0 };
	bool is_found = false;

	TRY(db_ask(db, NULL, &calendar_newest_sql, NO_VALUES, &rows));
	TRY(db_next(rows, &is_found));
	if (is_found) {
		struct str mark = db_get_str(rows, 1);

		newest.version = db_get_int(rows, 0);
		memcpy(newest.mark, mark.at, mark.len < MARK_ROOM ? mark.len : MARK_ROOM - 1);
	}
	*ret_newest = newest;
	return NULL;
}

struct fault *
calendar_version(struct db *db, int64_t *ret_version)
{
	struct newest newest;

	TRY(ask_newest(db, &newest));
	*ret_version = newest.version;
	return NULL;
}

struct fault *
calendar_load_rows(struct db *db, struct arena *arena, int64_t agency_id, int64_t version,
	struct calendar_layer *ret_layer)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	struct calendar_row *list = NULL;
	bool is_found = false;
	size_t count = 0;
	size_t room = 0;

	TRY(db_ask(
		db, arena, &calendar_days_at_sql, VALUES(VALUE(agency_id), VALUE(version)), &rows));
	TRY(db_next(rows, &is_found));
	while (is_found) {
		GROW(arena, list, count, room);
		list[count++] = (struct calendar_row){
			.date = { (int32_t)db_get_int(rows, 0) },
			.kind = (enum calendar_kind)db_get_int(rows, 1),
			.name = db_get_str(rows, 2),
		};
		TRY(db_next(rows, &is_found));
	}
	*ret_layer = (struct calendar_layer){ list, count, agency_id != 0 };
	return NULL;
}

/* Who on the way from the top to the agency has days of its own. */
struct locals {
	int64_t ids[LAYERS_MOST];
	int count;
};

static bool
is_on_path(struct str path, int64_t id)
{
	char part[32];
	int len = snprintf(part, sizeof part, "/%lld/", (long long)id);

	return str_has(path, (struct str){ part, (size_t)len });
}

/* In the order of the path, so that those below win. */
static void
sort_locals(struct str path, struct locals *locals)
{
	struct locals sorted = { 0 };

	while (path.len && sorted.count < locals->count) {
		struct str head;
		int64_t id = 0;

		path = str_cut(path, STR("/"), &head);
		if (!str_to_int(head, &id))
			continue;
		for (int i = 0; i < locals->count; i++)
			if (locals->ids[i] == id)
				sorted.ids[sorted.count++] = id;
	}
	*locals = sorted;
}

static struct fault *
ask_locals(struct db *db, struct str path, int64_t version, struct locals *ret_locals)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	struct locals locals = { 0 };
	bool is_found = false;

	if (path.len && version) {
		TRY(db_ask(db, NULL, &calendar_locals_at_sql, VALUES(VALUE(version)), &rows));
		TRY(db_next(rows, &is_found));
	}
	while (is_found) {
		int64_t id = db_get_int(rows, 0);

		if (is_on_path(path, id) && locals.count < LAYERS_MOST)
			locals.ids[locals.count++] = id;
		TRY(db_next(rows, &is_found));
	}
	sort_locals(path, &locals);
	*ret_locals = locals;
	return NULL;
}

static struct fault *
put_together(struct db *db, struct arena *arena, const struct locals *locals, int64_t version,
	const struct calendar **ret_calendar)
{
	struct calendar_layer layers[LAYERS_MOST + 2];
	size_t count = 0;

	TRY(calendar_own_layer(arena, &layers[count++]));
	if (version)
		TRY(calendar_load_rows(db, arena, 0, version, &layers[count++]));
	for (int i = 0; i < locals->count; i++)
		TRY(calendar_load_rows(db, arena, locals->ids[i], version, &layers[count++]));
	return calendar_make(arena, layers, count, ret_calendar);
}

static struct fault *
check_version(struct db *db, int64_t version)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	bool is_found = version == 0;

	if (!is_found) {
		TRY(db_ask(db, NULL, &calendar_one_change_sql, VALUES(VALUE(version)), &rows));
		TRY(db_next(rows, &is_found));
	}
	return is_found ? NULL : fault_absent("calendar_change", version);
}

struct fault *
calendar_load_at(struct db *db, struct arena *arena, struct str path, int64_t version,
	const struct calendar **ret_calendar)
{
	struct locals locals;

	TRY(check_version(db, version));
	TRY(ask_locals(db, path, version, &locals));
	return put_together(db, arena, &locals, version, ret_calendar);
}

/* --- copies --- */

/*
 * Invariants: a copy in `copies` with users > 0 is not closed; one that found no place there is
 * closed when its last user gives it back. `lent` comes first, so a loan is its copy.
 */
struct copy {
	struct calendar_lent lent;
	struct arena *arena;
	char key[KEY_ROOM];
	int users;
	bool is_kept;
	uint64_t used_at; /* counts loans */
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
/* Both with the lock held. */
static struct copy *copies[CALENDAR_COPIES];
static uint64_t loans;

static void
close_copy(struct copy *copy)
{
	/* The copy lives in its own arena. */
	struct arena *arena = copy->arena;

	arena_close(&arena);
}

/* Equal keys mean equal days, in whichever store: the mark is random. */
static void
make_key(const struct newest *newest, const struct locals *locals, char key[KEY_ROOM])
{
	int len = snprintf(key, KEY_ROOM, "%s", newest->mark);

	for (int i = 0; i < locals->count && len < KEY_ROOM; i++)
		len += snprintf(
			key + len, (size_t)(KEY_ROOM - len), "/%lld", (long long)locals->ids[i]);
}

static struct copy *
find_copy(const char *key)
{
	struct copy *found = NULL;

	pthread_mutex_lock(&lock);
	for (int i = 0; i < CALENDAR_COPIES && !found; i++)
		if (copies[i] && strcmp(copies[i]->key, key) == 0)
			found = copies[i];
	if (found) {
		found->users++;
		found->used_at = ++loans;
	}
	pthread_mutex_unlock(&lock);
	return found;
}

/* Keep it in the place of the one longest unused; when all are in use it is not kept. */
static void
keep_copy(struct copy *copy)
{
	struct copy *old = NULL;
	int place = -1;

	pthread_mutex_lock(&lock);
	for (int i = 0; i < CALENDAR_COPIES; i++) {
		if (!copies[i]) {
			place = i;
			break;
		}
		if (!copies[i]->users && (place < 0 || copies[i]->used_at < copies[place]->used_at))
			place = i;
	}
	if (place >= 0) {
		old = copies[place];
		copies[place] = copy;
		copy->is_kept = true;
		copy->used_at = ++loans;
	}
	pthread_mutex_unlock(&lock);
	if (old)
		close_copy(old);
}

static void
give_back(struct copy *copy)
{
	bool is_last;

	if (!copy)
		return;
	pthread_mutex_lock(&lock);
	copy->users--;
	is_last = !copy->users && !copy->is_kept;
	pthread_mutex_unlock(&lock);
	if (is_last)
		close_copy(copy);
}

static struct fault *
make_copy(struct db *db, const struct newest *newest, const struct locals *locals,
	struct arena *arena, struct copy **ret_copy)
{
	struct copy *copy;

	TAKE(arena, copy, 1);
	TRY(put_together(db, arena, locals, newest->version, &copy->lent.calendar));
	copy->lent.version = newest->version;
	copy->arena = arena;
	copy->users = 1;
	make_key(newest, locals, copy->key);
	*ret_copy = copy;
	return NULL;
}

/* One picture of the store, so that the key tells the truth about the days. */
struct asking {
	struct str path;
	struct copy *copy;
};

static struct fault *
look(struct db *db, void *arg)
{
	struct asking *asking = arg;
	struct arena *arena = NULL;
	struct newest newest;
	struct locals locals;
	struct fault *fault;
	char key[KEY_ROOM];

	/* Tried again by the engine: the copy of the first time goes back. */
	give_back(asking->copy);
	asking->copy = NULL;
	TRY(ask_newest(db, &newest));
	TRY(ask_locals(db, asking->path, newest.version, &locals));
	make_key(&newest, &locals, key);
	asking->copy = find_copy(key);
	if (asking->copy)
		return NULL;
	TRY(arena_open(COPY_MEMORY, &arena));
	fault = make_copy(db, &newest, &locals, arena, &asking->copy);
	if (fault) {
		arena_close(&arena);
		return fault;
	}
	/* Within work that may be undone the days are not yet those of the store. */
	if (!db_is_in_work(db))
		keep_copy(asking->copy);
	return NULL;
}

struct fault *
calendar_borrow(struct db *db, struct str path, const struct calendar_lent **ret_lent)
{
	struct asking asking = { .path = path };
	struct fault *fault = db_look(db, look, &asking);

	if (fault) {
		give_back(asking.copy);
		return fault;
	}
	*ret_lent = &asking.copy->lent;
	return NULL;
}

void
calendar_give_back(const struct calendar_lent **lent)
{
	give_back((struct copy *)*lent);
	*lent = NULL;
}

void
calendar_drop_copies(void)
{
	pthread_mutex_lock(&lock);
	for (int i = 0; i < CALENDAR_COPIES; i++) {
		struct copy *copy = copies[i];

		copies[i] = NULL;
		if (copy && copy->users)
			copy->is_kept = false;
		else if (copy)
			close_copy(copy);
	}
	pthread_mutex_unlock(&lock);
}

/* --- the past --- */

struct fault *
calendar_find_changes(struct db *db, struct arena *arena, int64_t agency_id, int limit,
	struct calendar_past **ret_changes, size_t *ret_count)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	struct calendar_past *changes;
	bool is_found = false;
	size_t count = 0;

	limit = limit < 1 ? 1 : limit > 100 ? 100 : limit;
	TAKE(arena, changes, (size_t)limit);
	TRY(db_ask(
		db, arena, &calendar_changes_sql, VALUES(VALUE(agency_id), VALUE(limit)), &rows));
	TRY(db_next(rows, &is_found));
	while (is_found) {
		changes[count++] = (struct calendar_past){
			.version = db_get_int(rows, 0),
			.at = db_get_int(rows, 1),
			.account_id = db_get_int(rows, 2),
			.first = { (int32_t)db_get_int(rows, 3) },
			.last = { (int32_t)db_get_int(rows, 4) },
			.note = db_get_str(rows, 5),
		};
		TRY(db_next(rows, &is_found));
	}
	*ret_changes = changes;
	*ret_count = count;
	return NULL;
}
