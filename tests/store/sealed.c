/* The list of sealed columns against the schema: none is forgotten when keys are rotated. */
#include <stdio.h>

#include "account/account_work.h"
#include "db/db_driver.h"
#include "program/sealed.h"
#include "twin.h"

enum { MOST_COLUMNS = 64 };

/* Columns of bytes in the schema, by a line of their own each: "	phone BLOB,". */
static int
count_columns_of_bytes(struct twin *twin, const char *type)
{
	struct str schema;
	struct str line;
	int count = 0;

	FINE(db_schema(twin->db, twin->arena, &schema));
	while (str_next_line(&schema, &line))
		count += str_has(line, str_of(type));
	return count;
}

static void
every_column_of_bytes_is_listed_once(void **state)
{
	struct twin *twin = *state;
	const char *names[MOST_COLUMNS];
	int count = 0;

	for (const struct db_reseal_column *const *list = program_sealed_columns; *list; list++)
		for (const struct db_reseal_column *column = *list; column->name; column++) {
			assert_in_range(count, 0, MOST_COLUMNS - 1);
			for (int i = 0; i < count; i++)
				assert_string_not_equal(names[i], column->name);
			names[count++] = column->name;
			assert_true(column->some != column->put);
		}
	assert_true(count > 0);
	/* The other engine tells its schema in other words; the steps are the same. */
	if (twin->db->engine == DB_SQLITE)
		assert_int_equal(count_columns_of_bytes(twin, " BLOB"), count);
}

static void
listed_statements_give_and_take_what_they_must(void **state)
{
	struct twin *twin = *state;

	for (const struct db_reseal_column *const *list = program_sealed_columns; *list; list++)
		for (const struct db_reseal_column *column = *list; column->name; column++) {
			assert_int_equal(column->some->take_count, 2);
			assert_int_equal(column->some->give_count, 3);
			assert_string_equal(column->some->gives[1].name, "place");
			assert_int_equal(column->some->gives[2].type, DB_BYTES);
			assert_false(column->some->gives[2].may_be_none);
			assert_false(column->some->writes);
			assert_int_equal(column->put->take_count, 2);
			assert_int_equal(column->put->takes[1].type, DB_BYTES);
			assert_int_equal(column->put->give_count, 0);
			assert_true(column->put->writes);
			FINE(db_prepare(twin->db, column->some));
			FINE(db_prepare(twin->db, column->put));
		}
}

struct running {
	const struct seal_keys *keys;
	const struct db_reseal_column *column;
	struct db_reseal_batch batch;
};

static struct fault *
run_batch(struct db *db, void *arg)
{
	struct running *running = arg;

	return db_reseal_batch(db, running->keys, running->column, 0, &running->batch);
}

/* Every column to its end; the sum of values sealed anew. */
static int
rotate_all(struct twin *twin, const struct seal_keys *keys)
{
	int changed = 0;

	for (const struct db_reseal_column *const *list = program_sealed_columns; *list; list++)
		for (const struct db_reseal_column *column = *list; column->name; column++) {
			struct running running = { keys, column, { 0 } };

			FINE(db_work(twin->db, run_batch, &running));
			assert_true(running.batch.is_over);
			assert_int_equal(running.batch.broken, 0);
			changed += running.batch.changed;
		}
	return changed;
}

static struct account_record
load_person(struct twin *twin, const struct seal_keys *keys, int64_t *id)
{
	struct account_gate_options options = { .policy = account_usual_policy, .keys = keys };
	const struct account_doer console = { .actor = { .name = STR("命令行"),
						      .way = AUDIT_COMMAND } };
	const struct account_facts facts = { .login = STR("wang"),
		.name = STR("王小芳"),
		.phone = STR("13812341234"),
		.mail = STR("wang@example.cn"),
		.valid_from = DAY_NONE,
		.valid_to = DAY_NONE };
	struct account_gate *gate = NULL;
	struct account_record record;

	FINE(account_gate_open(&options, &gate));
	if (*id == 0)
		FINE(account_add(gate, twin->db, twin->arena, &console, &facts, id));
	FINE(account_load(gate, twin->db, twin->arena, *id, &record));
	account_gate_close(&gate);
	return record;
}

static void
person_keeps_phone_and_mail_through_a_rotation(void **state)
{
	struct twin *twin = *state;
	CLOSING(seal_close) struct seal_keys *keys = NULL;
	struct account_record record;
	char path[100];
	int64_t id = 0;
	int number;

	snprintf(path, sizeof path, "%s/keys", twin->folder);
	FINE(seal_open(path, true, &keys));
	load_person(twin, keys, &id);
	FINE(seal_add_key(path, &number));
	seal_close(&keys);
	FINE(seal_open(path, false, &keys));
	assert_int_equal(rotate_all(twin, keys), 2);
	assert_int_equal(rotate_all(twin, keys), 0);
	record = load_person(twin, keys, &id);
	SAME_TEXT(record.facts.phone, "13812341234");
	SAME_TEXT(record.facts.mail, "wang@example.cn");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_column_of_bytes_is_listed_once),
		cmocka_unit_test(listed_statements_give_and_take_what_they_must),
		cmocka_unit_test(person_keeps_phone_and_mail_through_a_rotation),
	};

	return TWIN_RUN(tests);
}
