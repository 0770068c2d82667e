/* The steps of the schema: forward, once, and never over a store that is not theirs. */
#include "db/db.h"

#include <stdio.h>
#include <stdlib.h>

#include "agency/agency_statements.h"
#include "base/file.h"
#include "db/db_sql.h"
#include "db/db_statements.h"
#include "filing/filing_statements.h"
#include "twin.h"

extern const struct db_steps trial_steps;
extern const struct db_steps changed_steps;

static struct db_steps
first_of(const struct db_steps *steps, int count)
{
	return (struct db_steps){ steps->at, count };
}

/* A store of its own, empty. */
static struct db *
open_empty(const struct twin *twin)
{
	struct db *db = NULL;
	char url[300];

	snprintf(url, sizeof url, "%s%s", twin->url, twin->engine->is_shared ? ".own" : "");
	FINE(db_open(url, DB_MAKE, &db));
	return db;
}

static void
empty_store_comes_to_the_last_step(void **state)
{
	struct db *db = open_empty(*state);
	struct db_migration migration;

	FAILS(db_check_steps(db, &trial_steps), "db_older");
	FINE(db_migrate(db, &trial_steps, &migration));
	assert_int_equal(migration.from, 0);
	assert_int_equal(migration.to, 2);
	FINE(db_check_steps(db, &trial_steps));
	FINE(db_migrate(db, &trial_steps, &migration));
	assert_int_equal(migration.from, 2);
	assert_int_equal(migration.to, 2);
	db_close(&db);
}

static void
older_store_gets_only_what_it_lacks(void **state)
{
	struct db *db = open_empty(*state);
	struct db_steps one = first_of(&trial_steps, 1);
	struct db_migration migration;

	FINE(db_migrate(db, &one, &migration));
	FAILS(db_check_steps(db, &trial_steps), "db_older");
	FINE(db_migrate(db, &trial_steps, &migration));
	assert_int_equal(migration.from, 1);
	assert_int_equal(migration.to, 2);
	db_close(&db);
}

static void
store_of_a_newer_program_is_refused(void **state)
{
	struct db *db = open_empty(*state);
	struct db_steps one = first_of(&trial_steps, 1);
	struct db_migration migration;

	FINE(db_migrate(db, &trial_steps, &migration));
	FAILS(db_check_steps(db, &one), "db_newer");
	FAILS(db_migrate(db, &one, &migration), "db_newer");
	db_close(&db);
}

static void
changed_old_step_is_refused(void **state)
{
	struct db *db = open_empty(*state);
	struct db_migration migration;

	FINE(db_migrate(db, &trial_steps, &migration));
	FAILS(db_migrate(db, &changed_steps, &migration), "db_changed");
	FAILS(db_check_steps(db, &changed_steps), "db_changed");
	db_close(&db);
}

static void
step_that_fails_leaves_the_store_at_the_step_before(void **state)
{
	static const struct db_step broken = { 2, "0002", "-- broken\n",
		{ "CREATE TABLE half (id INTEGER); CREATE TABLE half (id INTEGER);",
			"CREATE TABLE half (id BIGINT); CREATE TABLE half (id BIGINT);" } };
	struct db *db = open_empty(*state);
	struct db_step both[2] = { trial_steps.at[0], broken };
	struct db_steps steps = { both, 2 };
	struct db_migration migration;
	struct arena *arena = ((struct twin *)*state)->arena;
	struct str schema;

	FAILS(db_migrate(db, &steps, &migration), "db_io");
	FAILS(db_check_steps(db, &trial_steps), "db_older");
	FINE(db_schema(db, arena, &schema));
	assert_true(str_has(schema, STR("CREATE TABLE trial")));
	assert_false(str_has(schema, STR("half")));
	FINE(db_migrate(db, &trial_steps, &migration));
	db_close(&db);
}

static void
schema_sql_is_what_the_steps_give(void **state)
{
	struct twin *twin = *state;
	const char *path = getenv("GONGKAI_SCHEMA");
	struct buf kept;
	struct str schema;

	assert_non_null(path);
	buf_init(&kept, 1 << 20);
	FINE(file_read(path, &kept));
	FINE(db_schema(twin->db, twin->arena, &schema));
	if (!str_equal(buf_str(&kept), schema))
		fail_msg("schema.sql is old; run `ninja schema` and look at the difference");
	buf_done(&kept);
}

static void
every_statement_prepares(void **state)
{
	const struct db_sql *const *const rooms[] = { db_statements, agency_statements,
		filing_statements };
	struct twin *twin = *state;
	int count = 0;

	for (size_t i = 0; i < COUNT_OF(rooms); i++)
		for (const struct db_sql *const *sql = rooms[i]; *sql; sql++, count++)
			FINE(db_prepare(twin->db, *sql));
	assert_true(count > 20);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(empty_store_comes_to_the_last_step),
		cmocka_unit_test(older_store_gets_only_what_it_lacks),
		cmocka_unit_test(store_of_a_newer_program_is_refused),
		cmocka_unit_test(changed_old_step_is_refused),
		cmocka_unit_test(step_that_fails_leaves_the_store_at_the_step_before),
		cmocka_unit_test(schema_sql_is_what_the_steps_give),
		cmocka_unit_test(every_statement_prepares),
	};

	return TWIN_RUN(tests);
}
