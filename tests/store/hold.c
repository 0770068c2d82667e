/* Holding one picture of the store for a request, and the numbers of pictures. */
#include <string.h>

#include "trial.h"

/* Does this engine keep pictures at all? */
static bool
holds(const struct twin *twin)
{
	return twin->engine->is_shared && strncmp(twin->url, "sqlite:", 7) == 0;
}

static void
what_is_held_does_not_change_until_it_is_let_go(void **state)
{
	struct twin *twin = *state;
	struct db *db = trial_open(twin);
	struct db *reader = NULL;

	FINE(trial_put_amount(db, "one", 1));
	if (!holds(twin)) {
		/* Nothing is held, and that is no fault. */
		FINE(db_hold(db));
		assert_int_equal(db_picture(db), 0);
		FINE(trial_set_amount(db, "one", 2));
		assert_int_equal(trial_amount(db, "one"), 2);
		db_let_go(db);
		db_close(&db);
		return;
	}
	reader = trial_open_again(twin, DB_READ);
	FINE(db_hold(reader));
	assert_int_equal(trial_amount(reader, "one"), 1);
	FINE(trial_set_amount(db, "one", 2));
	assert_int_equal(trial_amount(reader, "one"), 1);
	db_let_go(reader);
	assert_int_equal(trial_amount(reader, "one"), 2);
	db_close(&reader);
	db_close(&db);
}

static uint64_t
picture_of(struct db *db)
{
	uint64_t picture;

	FINE(db_hold(db));
	picture = db_picture(db);
	db_let_go(db);
	assert_int_equal(db_picture(db), 0);
	return picture;
}

static void
a_picture_has_its_number_until_somebody_saves(void **state)
{
	struct twin *twin = *state;
	struct db *db = trial_open(twin);
	struct db *one;
	struct db *two;
	uint64_t first;
	uint64_t other;

	if (!holds(twin)) {
		db_close(&db);
		skip();
	}
	one = trial_open_again(twin, DB_READ);
	two = trial_open_again(twin, DB_READ);
	first = picture_of(one);
	other = picture_of(two);
	assert_true(first > 0 && other > 0 && first != other);
	assert_int_equal(picture_of(one), first);
	FINE(trial_put_amount(db, "one", 1));
	assert_true(picture_of(one) > other);
	assert_true(picture_of(two) > other);
	assert_true(picture_of(one) != picture_of(two));
	/* Who may write does not see its own work so. */
	assert_int_equal(picture_of(db), 0);
	db_close(&two);
	db_close(&one);
	db_close(&db);
}

static void
a_handle_given_back_holds_nothing(void **state)
{
	struct twin *twin = *state;
	struct trial_url url = trial_url(twin);
	struct db *writer = trial_open(twin);
	struct db_pool *pool = NULL;
	struct db *reader = NULL;
	uint64_t first;

	if (!holds(twin)) {
		db_close(&writer);
		skip();
	}
	FINE(db_pool_open(url.at, 1, &trial_steps, false, &pool));
	FINE(db_pool_reader(pool, &reader));
	FINE(db_hold(reader));
	first = db_picture(reader);
	db_give_back(&reader);
	FINE(trial_put_amount(writer, "one", 1));
	FINE(db_pool_reader(pool, &reader));
	assert_int_equal(db_picture(reader), 0);
	assert_int_equal(trial_amount(reader, "one"), 1);
	FINE(db_hold(reader));
	assert_true(db_picture(reader) > first);
	db_give_back(&reader);
	db_pool_close(&pool);
	db_close(&writer);
}

static void
a_hold_that_fails_holds_nothing(void **state)
{
	struct twin *twin = *state;
	struct db *db = trial_open(twin);
	struct db *reader;

	if (!holds(twin)) {
		db_close(&db);
		skip();
	}
	FINE(trial_put_amount(db, "one", 1));
	reader = trial_open_again(twin, DB_READ);
	FINE(db_fail_wrap(reader));
	for (long n = 1; n <= 2; n++) {
		db_fail_at(reader, n);
		FAILS(db_hold(reader), "db_fail_test");
		assert_int_equal(db_picture(reader), 0);
		db_fail_at(reader, 0);
		assert_int_equal(trial_amount(reader, "one"), 1);
	}
	FINE(db_hold(reader));
	/* Letting go never fails, even when the engine does. */
	db_fail_at(reader, 1);
	db_let_go(reader);
	db_fail_at(reader, 0);
	assert_true(picture_of(reader) > 0);
	db_close(&reader);
	db_close(&db);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_held_does_not_change_until_it_is_let_go),
		cmocka_unit_test(a_picture_has_its_number_until_somebody_saves),
		cmocka_unit_test(a_handle_given_back_holds_nothing),
		cmocka_unit_test(a_hold_that_fails_holds_nothing),
	};

	return TWIN_RUN(tests);
}
