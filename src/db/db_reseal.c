/*
 * One batch of sealed values: read, opened with their old keys, sealed with the newest, stored.
 * How far a rotation has come is only in the values themselves; no book is kept.
 */
#include "db/db_reseal.h"

#include <assert.h>

enum { MOST_ROWS = 100 };

#define ARENA_MAX ((size_t)1 << 30)

struct sealed_row {
	int64_t id;
	struct str place;
	struct str sealed;
};

static struct fault *
load_rows(struct db *db, struct arena *arena, const struct db_reseal_column *column,
	int64_t after_id, struct sealed_row *rows, int *ret_count)
{
	CLOSING(db_rows_close) struct db_rows *found = NULL;
	bool is_found = false;
	int count = 0;

	TRY(db_ask(db, arena, column->some, VALUES(VALUE(after_id), VALUE(MOST_ROWS)), &found));
	TRY(db_next(found, &is_found));
	while (is_found && count < MOST_ROWS) {
		rows[count++] = (struct sealed_row){ db_get_int(found, 0), db_get_str(found, 1),
			db_get_bytes(found, 2) };
		TRY(db_next(found, &is_found));
	}
	*ret_count = count;
	return NULL;
}

static struct fault *
reseal_row(struct db *db, struct arena *arena, const struct seal_keys *keys,
	const struct db_reseal_column *column, const struct sealed_row *row,
	struct db_reseal_batch *batch)
{
	struct secret plain;
	struct fault *fault;
	struct str fresh;

	if (seal_key_of(row->sealed) == seal_newest(keys))
		return NULL;
	fault = seal_take(keys, arena, row->place, row->sealed, &plain);
	/* One damaged value must not keep all others on an old key. */
	if (fault && (strcmp(fault->code, "seal_broken") == 0 ||
			     strcmp(fault->code, "seal_suite") == 0)) {
		if (batch->broken++ == 0)
			batch->first_broken = row->id;
		return NULL;
	}
	TRY(fault);
	TRY(seal_put(keys, arena, row->place, plain.bytes, &fresh));
	TRY(db_run(db, column->put, VALUES(VALUE(row->id), db_value_bytes(fresh)), NULL));
	batch->changed++;
	return NULL;
}

struct fault *
db_reseal_batch(struct db *db, const struct seal_keys *keys, const struct db_reseal_column *column,
	int64_t after_id, struct db_reseal_batch *ret_batch)
{
	CLOSING(arena_close) struct arena *arena = NULL;
	struct db_reseal_batch batch = { .last_id = after_id };
	struct sealed_row *rows;

	assert(db_is_in_work(db));
	TRY(arena_open(ARENA_MAX, &arena));
	TAKE(arena, rows, MOST_ROWS);
	TRY(load_rows(db, arena, column, after_id, rows, &batch.looked_at));
	for (int i = 0; i < batch.looked_at; i++)
		TRY(reseal_row(db, arena, keys, column, &rows[i], &batch));
	if (batch.looked_at)
		batch.last_id = rows[batch.looked_at - 1].id;
	batch.is_over = batch.looked_at < MOST_ROWS;
	*ret_batch = batch;
	return NULL;
}
