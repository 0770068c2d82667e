/* The door: values, rows, transactions, faults. On a store with the tests' own tables. */
#include "db/db.h"

#include "base/buf.h"
#include "trial.h"

static struct fault *
add_everything(struct db *db, void *arg)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	bool is_found = false;

	TRY(db_ask(db, NULL, &trial_add_sql,
		VALUES(VALUE(STR("政府信息公开")), VALUE(-7),
			db_value_bytes((struct str){ "\0\xFF", 2 })),
		&rows));
	TRY(db_next(rows, &is_found));
	assert_true(is_found);
	*(int64_t *)arg = db_get_int(rows, 0);
	return NULL;
}

static void
values_come_back_as_they_went_in(void **state)
{
	struct twin *twin = *state;
	struct db *db = trial_open(twin);
	struct db_rows *rows = NULL;
	bool is_found = false;
	int64_t id = 0;

	FINE(db_work(db, add_everything, &id));
	FINE(db_ask(
		db, twin->arena, &trial_by_word_sql, VALUES(VALUE(STR("政府信息公开"))), &rows));
	FINE(db_next(rows, &is_found));
	assert_true(is_found);
	assert_int_equal(db_get_int(rows, 0), id);
	SAME_TEXT(db_get_str(rows, 1), "政府信息公开");
	assert_int_equal(db_get_int(rows, 2), -7);
	assert_int_equal(db_get_bytes(rows, 3).len, 2);
	assert_memory_equal(db_get_bytes(rows, 3).at, "\0\xFF", 2);
	FINE(db_next(rows, &is_found));
	assert_false(is_found);
	FINE(db_next(rows, &is_found));
	assert_false(is_found);
	db_rows_close(&rows);
	db_close(&db);
}

static void
none_is_told_apart_from_nothing(void **state)
{
	struct db *db = trial_open(*state);
	struct db_rows *rows = NULL;
	bool is_found = false;

	FINE(trial_put(db, "x"));
	FINE(db_ask(db, NULL, &trial_by_word_sql, VALUES(VALUE(STR("x"))), &rows));
	FINE(db_next(rows, &is_found));
	assert_true(db_is_none(rows, 2));
	assert_true(day_is_none(db_get_day(rows, 2)));
	assert_int_equal(db_get_int(rows, 2), 0);
	assert_int_equal(db_get_bytes(rows, 3).len, 0);
	assert_false(db_is_none(rows, 1));
	db_rows_close(&rows);
	db_close(&db);
}

static void
values_find_their_place_by_number(void **state)
{
	struct db *db = trial_open(*state);
	struct db_rows *rows = NULL;
	bool is_found = false;

	FINE(db_ask(db, NULL, &trial_mixed_sql, VALUES(VALUE(3), VALUE(10)), &rows));
	FINE(db_next(rows, &is_found));
	assert_int_equal(db_get_int(rows, 0), 7);
	assert_int_equal(db_get_int(rows, 1), 6);
	db_rows_close(&rows);
	db_close(&db);
}

static void
one_statement_can_be_open_twice(void **state)
{
	struct db *db = trial_open(*state);
	struct db_rows *a = NULL;
	struct db_rows *b = NULL;
	bool is_found = false;

	FINE(trial_put(db, "one"));
	FINE(trial_put(db, "two"));
	FINE(db_ask(db, NULL, &trial_all_sql, NO_VALUES, &a));
	FINE(db_next(a, &is_found));
	FINE(db_ask(db, NULL, &trial_all_sql, NO_VALUES, &b));
	FINE(db_next(b, &is_found));
	FINE(db_next(b, &is_found));
	SAME_TEXT(db_get_str(a, 1), "one");
	SAME_TEXT(db_get_str(b, 1), "two");
	db_rows_close(&b);
	FINE(db_next(a, &is_found));
	SAME_TEXT(db_get_str(a, 1), "two");
	db_rows_close(&a);
	db_close(&db);
}

static struct fault *
add_two_then_fail(struct db *db, void *arg)
{
	TRY(trial_put(db, "one"));
	TRY(trial_put(db, "two"));
	return fault_absent("test", 1);
}

static void
failed_work_leaves_nothing(void **state)
{
	struct db *db = trial_open(*state);

	FAILS(db_work(db, add_two_then_fail, NULL), "absent");
	assert_int_equal(trial_number(db, &trial_count_sql), 0);
	FINE(trial_put(db, "one"));
	assert_int_equal(trial_number(db, &trial_count_sql), 1);
	db_close(&db);
}

static struct fault *
add_one_and_inner_two(struct db *db, void *arg)
{
	struct fault *fault;

	TRY(trial_put(db, "outer"));
	fault = db_work(db, add_two_then_fail, NULL);
	return *(bool *)arg ? NULL : fault;
}

static void
inner_failure_undoes_the_outer_work_even_when_it_is_swallowed(void **state)
{
	struct db *db = trial_open(*state);
	bool is_swallowed = true;

	FAILS(db_work(db, add_one_and_inner_two, &is_swallowed), "db_broken");
	is_swallowed = false;
	FAILS(db_work(db, add_one_and_inner_two, &is_swallowed), "absent");
	assert_int_equal(trial_number(db, &trial_count_sql), 0);
	db_close(&db);
}

static void
same_word_twice_is_a_conflict(void **state)
{
	struct db *db = trial_open(*state);

	FINE(trial_put(db, "one"));
	FAILS(trial_put(db, "one"), "db_unique");
	FAILS(trial_put(db, "bad;word"), "db_constraint");
	assert_int_equal(trial_number(db, &trial_count_sql), 1);
	db_close(&db);
}

static struct fault *
add_child(struct db *db, void *arg)
{
	return db_run(db, &trial_child_add_sql, VALUES(VALUE(*(int64_t *)arg)), NULL);
}

static void
row_cannot_name_a_missing_row(void **state)
{
	struct db *db = trial_open(*state);
	int64_t missing = 99;

	FAILS(db_work(db, add_child, &missing), "db_constraint");
	db_close(&db);
}

static struct fault *
raise_all(struct db *db, void *arg)
{
	return db_run(db, &trial_raise_sql, VALUES(VALUE(5)), arg);
}

static void
changed_rows_are_counted(void **state)
{
	struct db *db = trial_open(*state);
	int64_t changed = -1;

	FINE(trial_put(db, "one"));
	FINE(trial_put(db, "two"));
	FINE(db_work(db, raise_all, &changed));
	assert_int_equal(changed, 2);
	db_close(&db);
}

static void
search_finds_words_in_order_and_takes_signs_as_they_are(void **state)
{
	static const struct {
		const char *text;
		int hits;
	} cases[] = { { "财政", 1 }, { "厦门 局", 1 }, { "局 厦门", 0 }, { "50%", 1 }, { "5_%", 0 },
		{ "ABC", 1 }, { "a!", 0 }, { "%", 1 }, { "!", 0 } };
	struct twin *twin = *state;
	struct db *db = trial_open(twin);

	FINE(trial_put(db, "厦门市财政局"));
	FINE(trial_put(db, "50% Abc"));
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct db_rows *rows = NULL;
		struct str pattern;
		bool is_found = true;
		int hits = -1;

		FINE(db_like(twin->arena, str_of(cases[i].text), &pattern));
		FINE(db_ask(db, NULL, &trial_like_sql, VALUES(VALUE(pattern)), &rows));
		for (; is_found; hits++)
			FINE(db_next(rows, &is_found));
		db_rows_close(&rows);
		assert_int_equal(hits, cases[i].hits);
	}
	db_close(&db);
}

static void
column_of_another_type_is_damage(void **state)
{
	struct db *db = trial_open(*state);
	struct db_rows *rows = NULL;
	bool is_found = false;

	FINE(trial_put(db, "one"));
	FINE(db_ask(db, NULL, &trial_wrong_type_sql, NO_VALUES, &rows));
	FAILS(db_next(rows, &is_found), "db_corrupt");
	db_rows_close(&rows);
	db_close(&db);
}

static struct fault *
look_while_another_writes(struct db *db, void *arg)
{
	int64_t before = trial_number(db, &trial_count_sql);

	FINE(trial_put(arg, "later"));
	assert_int_equal(trial_number(db, &trial_count_sql), before);
	return NULL;
}

static void
look_sees_one_unchanging_picture(void **state)
{
	struct twin *twin = *state;
	struct db *db;
	struct db *other = NULL;

	/* Nobody else can reach a store in memory, so there is no picture to keep. */
	if (!twin->engine->is_shared) {
		FINE(db_open(twin->url, DB_MAKE, &other));
		FAILS(db_check_steps(other, &trial_steps), "db_older");
		db_close(&other);
		return;
	}
	db = trial_open(twin);
	other = trial_open_again(twin, DB_WRITE);
	FINE(db_look(db, look_while_another_writes, other));
	assert_int_equal(trial_number(db, &trial_count_sql), 1);
	db_close(&other);
	db_close(&db);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(values_come_back_as_they_went_in),
		cmocka_unit_test(none_is_told_apart_from_nothing),
		cmocka_unit_test(values_find_their_place_by_number),
		cmocka_unit_test(one_statement_can_be_open_twice),
		cmocka_unit_test(failed_work_leaves_nothing),
		cmocka_unit_test(inner_failure_undoes_the_outer_work_even_when_it_is_swallowed),
		cmocka_unit_test(same_word_twice_is_a_conflict),
		cmocka_unit_test(row_cannot_name_a_missing_row),
		cmocka_unit_test(changed_rows_are_counted),
		cmocka_unit_test(search_finds_words_in_order_and_takes_signs_as_they_are),
		cmocka_unit_test(column_of_another_type_is_damage),
		cmocka_unit_test(look_sees_one_unchanging_picture),
	};

	return TWIN_RUN(tests);
}
