/* The steps of the schema: forward, once, and never over a store that is not theirs. */
#include "db/db.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "db/db_sql.h"
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

/* What the steps give on SQLite, from a store of its own. */
static struct str
schema_on_sqlite(struct arena *arena)
{
	struct db_migration migration;
	struct str schema;
	struct db *db = NULL;

	FINE(db_open("sqlite::memory:", DB_MAKE, &db));
	FINE(db_migrate(db, &db_own_steps, &migration));
	FINE(db_schema(db, arena, &schema));
	db_close(&db);
	return schema;
}

static void
schema_sql_is_what_the_steps_give(void **state)
{
	struct twin *twin = *state;
	const char *path = getenv("GONGKAI_SCHEMA");
	bool is_same;
	struct buf kept;

	assert_non_null(path);
	buf_init(&kept, 1 << 20);
	FINE(file_read(path, &kept));
	is_same = str_equal(buf_str(&kept), schema_on_sqlite(twin->arena));
	buf_done(&kept);
	if (!is_same)
		fail_msg("schema.sql is old; run `ninja schema` and look at the difference");
}

/* The name that a line of schema.sql gives to a table, an index or a column, with what stands
 * before it in every engine; empty for other lines. */
static struct str
named_by(struct str line)
{
	static const char *const starts[] = { "CREATE TABLE ", "CREATE INDEX ",
		"CREATE UNIQUE INDEX " };
	size_t from = SIZE_MAX;
	size_t to;

	for (size_t i = 0; i < COUNT_OF(starts); i++)
		if (str_starts(line, str_of(starts[i])))
			from = strlen(starts[i]);
	if (from == SIZE_MAX && line.len > 1 && line.at[0] == '\t' && line.at[1] >= 'a' &&
		line.at[1] <= 'z')
		from = 1;
	if (from == SIZE_MAX)
		return STR_NONE;
	to = str_find(line, STR(" "), from);
	return str_sub(line, 0, to == SIZE_MAX ? line.len : to);
}

static void
every_engine_has_the_same_tables_columns_and_indexes(void **state)
{
	struct twin *twin = *state;
	struct str rest = schema_on_sqlite(twin->arena);
	struct str schema;
	struct str line;
	int count = 0;

	FINE(db_schema(twin->db, twin->arena, &schema));
	while (str_next_line(&rest, &line)) {
		struct str name = named_by(line);

		if (name.len == 0)
			continue;
		if (!str_has(schema, name))
			fail_msg("no \"%.*s\" here", STR_ARG(name));
		count++;
	}
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
		cmocka_unit_test(every_engine_has_the_same_tables_columns_and_indexes),
	};

	return TWIN_RUN(tests);
}
