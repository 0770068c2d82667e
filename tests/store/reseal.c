/* Sealing stored values anew after a key was added: all of them, in batches, as often as one likes.
 */
#include "db/db_reseal.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "db/db_driver.h"
#include "reseal_trial_statements.h"
#include "twin.h"

enum { VALUES_STORED = 250, BATCH = 100 };

static const struct db_reseal_column column = { "trial.value", &reseal_trial_some_sql,
	&reseal_trial_put_sql };

/* Keys in the test's folder; the store with VALUES_STORED values, each tenth row without one. */
struct sealed_store {
	struct twin *twin;
	char path[100];
	struct seal_keys *keys;
	struct str broken; /* bytes for row 7 instead of its value; empty: none */
};

static struct fault *
add_values(struct db *db, void *arg)
{
	const struct sealed_store *store = arg;
	struct arena *arena = store->twin->arena;

	for (int64_t id = 1; id <= VALUES_STORED; id++) {
		struct db_value value = { .type = DB_BYTES, .is_none = id % 10 == 0 };
		struct str place;
		struct str plain;

		TRY(str_print(arena, &place, "trial.value:%lld", (long long)id));
		TRY(str_print(arena, &plain, "1381234%04lld", (long long)id));
		TRY(seal_put(store->keys, arena, place, plain, &value.text));
		if (id == 7 && store->broken.len)
			value.text = store->broken;
		TRY(db_run(db, &reseal_trial_add_sql, VALUES(VALUE(id), value), NULL));
	}
	return NULL;
}

static void
open_store(struct twin *twin, struct sealed_store *store, struct str broken)
{
	bool is_sqlite = twin->db->engine == DB_SQLITE;

	unsetenv("GONGKAI_KEYS");
	*store = (struct sealed_store){ .twin = twin, .broken = broken };
	snprintf(store->path, sizeof store->path, "%s/keys", twin->folder);
	FINE(seal_open(store->path, true, &store->keys));
	FINE(twin->db->driver->script(twin->db->state,
		is_sqlite ? "CREATE TABLE reseal_trial (id INTEGER PRIMARY KEY, sealed BLOB)"
			  : "CREATE TABLE reseal_trial (id BIGINT PRIMARY KEY, sealed BYTEA)"));
	FINE(db_work(twin->db, add_values, store));
}

static void
add_key(struct sealed_store *store)
{
	int number;

	FINE(seal_add_key(store->path, &number));
	seal_close(&store->keys);
	FINE(seal_open(store->path, false, &store->keys));
	assert_int_equal(seal_newest(store->keys), number);
}

/* A batch in its work, as the command line runs it. */
struct running {
	const struct seal_keys *keys;
	int64_t after_id;
	bool is_failing;
	struct db_reseal_batch batch;
};

static struct fault *
run_batch(struct db *db, void *arg)
{
	struct running *running = arg;

	TRY(db_reseal_batch(db, running->keys, &column, running->after_id, &running->batch));
	return running->is_failing ? fault_absent("test", 1) : NULL;
}

/* Batches until the end or until `most` were done; how many values were sealed anew. */
static int
rotate(struct sealed_store *store, int most, struct db_reseal_batch *ret_last)
{
	struct running running = { .keys = store->keys };
	int changed = 0;

	for (int i = 0; i < most && !running.batch.is_over; i++) {
		FINE(db_work(store->twin->db, run_batch, &running));
		running.after_id = running.batch.last_id;
		changed += running.batch.changed;
	}
	*ret_last = running.batch;
	return changed;
}

/* Values under each of the keys 0 to 3 (0: none); those that open have their text. */
static void
count_keys(struct sealed_store *store, int *counts)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	struct twin *twin = store->twin;
	bool is_found = false;

	memset(counts, 0, 4 * sizeof *counts);
	FINE(db_ask(twin->db, twin->arena, &reseal_trial_some_sql, VALUES(VALUE(0), VALUE(1000)),
		&rows));
	FINE(db_next(rows, &is_found));
	while (is_found) {
		int key = seal_key_of(db_get_bytes(rows, 2));
		struct secret plain;
		char wanted[20];

		assert_in_range(key, 0, 3);
		counts[key]++;
		snprintf(wanted, sizeof wanted, "1381234%04lld", (long long)db_get_int(rows, 0));
		if (key) {
			FINE(seal_take(store->keys, twin->arena, db_get_str(rows, 1),
				db_get_bytes(rows, 2), &plain));
			SAME_TEXT(plain.bytes, wanted);
		}
		FINE(db_next(rows, &is_found));
	}
}

static void
every_value_gets_the_newest_key_and_keeps_its_text(void **state)
{
	struct sealed_store store;
	struct db_reseal_batch last;
	int counts[4];

	open_store(*state, &store, STR(""));
	assert_int_equal(rotate(&store, 100, &last), 0);
	add_key(&store);
	assert_int_equal(rotate(&store, 100, &last), 225);
	assert_int_equal(last.broken, 0);
	count_keys(&store, counts);
	assert_int_equal(counts[1], 0);
	assert_int_equal(counts[2], 225);
	assert_int_equal(rotate(&store, 100, &last), 0);
	seal_close(&store.keys);
}

static void
rotation_that_was_stopped_goes_on_where_it_was(void **state)
{
	struct sealed_store store;
	struct db_reseal_batch last;
	int counts[4];

	open_store(*state, &store, STR(""));
	add_key(&store);
	assert_int_equal(rotate(&store, 1, &last), BATCH);
	assert_false(last.is_over);
	count_keys(&store, counts);
	assert_int_equal(counts[1], 125);
	assert_int_equal(counts[2], BATCH);
	/* Yet another key in between: the first hundred are sealed once more. */
	add_key(&store);
	assert_int_equal(rotate(&store, 100, &last), 225);
	count_keys(&store, counts);
	assert_int_equal(counts[3], 225);
	seal_close(&store.keys);
}

static void
batch_that_fails_changes_nothing(void **state)
{
	struct sealed_store store;
	struct running running = { .is_failing = true };
	int counts[4];

	open_store(*state, &store, STR(""));
	add_key(&store);
	running.keys = store.keys;
	FAILS(db_work(store.twin->db, run_batch, &running), "absent");
	count_keys(&store, counts);
	assert_int_equal(counts[1], 225);
	assert_int_equal(counts[2], 0);
	seal_close(&store.keys);
}

static void
value_that_does_not_open_is_left_and_told(void **state)
{
	struct sealed_store store;
	struct db_reseal_batch last;
	struct running running = { 0 };
	int counts[4];

	open_store(*state, &store, STR("no sealed value at all, but long enough for one"));
	add_key(&store);
	running.keys = store.keys;
	FINE(db_work(store.twin->db, run_batch, &running));
	assert_int_equal(running.batch.broken, 1);
	assert_int_equal(running.batch.first_broken, 7);
	assert_int_equal(running.batch.changed, BATCH - 1);
	assert_int_equal(rotate(&store, 100, &last), 125);
	count_keys(&store, counts);
	assert_int_equal(counts[0], 1);
	assert_int_equal(counts[2], 224);
	seal_close(&store.keys);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_value_gets_the_newest_key_and_keeps_its_text),
		cmocka_unit_test(rotation_that_was_stopped_goes_on_where_it_was),
		cmocka_unit_test(batch_that_fails_changes_nothing),
		cmocka_unit_test(value_that_does_not_open_is_left_and_told),
	};

	return TWIN_RUN(tests);
}
