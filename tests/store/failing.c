/*
 * Every call to the engine fails once, and every allocation of the driver, for n = 1, 2, 3 … until
 * all go through. Whatever failed: all is there or nothing, and the same handle goes on.
 */
#include "db/db.h"

#include <stdio.h>

#include "base/memory.h"
#include "trial.h"

enum { MOST_TRIES = 500 };

/* A piece of work with everything in it: reading, adding, changing, work inside work. */
static struct fault *
do_much(struct db *db, void *arg)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	int64_t changed = 0;
	bool is_found = true;

	TRY(trial_put_amount(db, "one", 1));
	TRY(trial_put_amount(db, "two", 2));
	TRY(db_ask(db, NULL, &trial_all_sql, NO_VALUES, &rows));
	while (is_found) {
		TRY(db_next(rows, &is_found));
		if (is_found)
			TRY(trial_set_amount(db, "one", db_get_int(rows, 0)));
	}
	TRY(db_run(db, &trial_raise_sql, VALUES(VALUE(10)), &changed));
	return changed == 2 ? NULL : fault_absent("changed", changed);
}

/* All or nothing; then nothing, for the next try. */
static struct fault *
take_all_away(struct db *db, void *arg)
{
	static const struct db_sql take = { .name = "trial_take",
		.text = { "DELETE FROM trial", "DELETE FROM trial" },
		.writes = true };

	return db_run(db, &take, NO_VALUES, NULL);
}

static void
check_and_empty(struct db *db, const struct fault *fault)
{
	assert_int_equal(trial_number(db, &trial_count_sql), fault ? 0 : 2);
	FINE(db_work(db, take_all_away, NULL));
}

static void
work_is_whole_or_nothing_when_any_call_fails(void **state)
{
	struct twin *twin = *state;
	struct db *db = trial_open(twin);
	struct fault *fault = NULL;
	long n = 0;

	FINE(db_fail_wrap(db));
	do {
		db_fail_at(db, ++n);
		fault = db_work(db, do_much, NULL);
		if (fault)
			assert_string_equal(fault->code, "db_fail_test");
		db_fail_at(db, 0);
		check_and_empty(db, fault);
	} while (fault && n < MOST_TRIES);
	assert_in_range(n, 15, MOST_TRIES - 1);
	db_close(&db);
}

static void
work_is_whole_or_nothing_when_any_allocation_fails(void **state)
{
	struct twin *twin = *state;
	struct db *db = trial_open(twin);
	struct fault *fault = NULL;
	long n = 0;

	do {
		memory_fail_at(++n);
		fault = db_work(db, do_much, NULL);
		memory_fail_at(0);
		if (fault)
			assert_string_equal(fault->code, fault_memory()->code);
		check_and_empty(db, fault);
	} while (fault && n < MOST_TRIES);
	assert_in_range(n, 5, MOST_TRIES - 1);
	db_close(&db);
}

static void
opening_leaves_nothing_when_any_allocation_fails(void **state)
{
	struct twin *twin = *state;
	struct db *db = trial_open(twin);
	struct db *other = NULL;
	struct fault *fault = NULL;
	long n = 0;

	do {
		memory_fail_at(++n);
		fault = db_open(trial_url(twin).at, DB_MAKE, &other);
		memory_fail_at(0);
		if (fault)
			assert_null(other);
	} while (fault && n < MOST_TRIES);
	assert_in_range(n, 2, MOST_TRIES - 1);
	db_close(&other);
	db_close(&db);
}

static struct fault *
migrate_failing_at(const char *url, long n)
{
	CLOSING(db_close) struct db *db = NULL;
	struct db_migration migration;

	FINE(db_open(url, DB_MAKE, &db));
	FINE(db_fail_wrap(db));
	db_fail_at(db, n);
	return db_migrate(db, &trial_steps, &migration);
}

static void
migrating_goes_on_where_a_failing_call_ended_it(void **state)
{
	struct twin *twin = *state;
	struct fault *fault = NULL;
	struct db *db = NULL;
	char url[300];
	long n = 0;

	snprintf(url, sizeof url, "%s%s", twin->url, twin->engine->is_shared ? ".own" : "");
	do {
		fault = migrate_failing_at(url, ++n);
		if (fault)
			assert_string_equal(fault->code, "db_fail_test");
	} while (fault && n < MOST_TRIES);
	assert_in_range(n, 5, MOST_TRIES - 1);
	FINE(db_open(url, DB_MAKE, &db));
	if (twin->engine->is_shared)
		FINE(db_check_steps(db, &trial_steps));
	else
		FAILS(db_check_steps(db, &trial_steps), "db_older");
	db_close(&db);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(work_is_whole_or_nothing_when_any_call_fails),
		cmocka_unit_test(work_is_whole_or_nothing_when_any_allocation_fails),
		cmocka_unit_test(opening_leaves_nothing_when_any_allocation_fails),
		cmocka_unit_test(migrating_goes_on_where_a_failing_call_ended_it),
	};

	return TWIN_RUN(tests);
}
