/*
 * Work side by side, and what must be the same on every engine although the engines differ: who
 * waits, who runs again, what a swallowed fault leaves, which text is refused.
 */
#include "db/db.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buf.h"
#include "trial.h"

enum { THREADS = 12, TURNS = 8, PROGRAMS = 6, LARGE = (64 << 20) + 1 };

/* --- the same rows, by several --- */

struct crew {
	const struct twin *twin;
	pthread_barrier_t *start;
	int failures;
	int runs;
};

static struct fault *
count_one(struct db *db, void *arg)
{
	struct crew *crew = arg;
	int64_t amount;

	crew->runs++;
	{
		CLOSING(db_rows_close) struct db_rows *rows = NULL;
		bool is_found = false;

		TRY(db_ask(db, NULL, &trial_amount_sql, VALUES(VALUE(STR("one"))), &rows));
		TRY(db_next(rows, &is_found));
		if (!is_found)
			return fault_absent("one", 1);
		amount = db_get_int(rows, 0);
	}
	/* Work takes its time, and all the others come meanwhile. */
	usleep(4000);
	return db_run(db, &trial_set_sql, VALUES(VALUE(STR("one")), VALUE(amount + 1)), NULL);
}

static void *
count_in_thread(void *arg)
{
	struct crew *crew = arg;
	struct db *db = NULL;

	crew->failures = db_open(trial_url(crew->twin).at, DB_WRITE, &db) != NULL;
	pthread_barrier_wait(crew->start);
	for (int i = 0; i < TURNS && !crew->failures; i++) {
		struct fault *fault = db_work(db, count_one, crew);

		if (fault)
			print_message("%s %s\n", fault->code, fault->detail);
		crew->failures += fault != NULL;
	}
	db_close(&db);
	return NULL;
}

static void
all_who_change_the_same_row_succeed_and_nothing_is_lost(void **state)
{
	struct twin *twin = *state;
	struct db *db = trial_open(twin);
	struct crew crews[THREADS];
	pthread_barrier_t start;
	pthread_t threads[THREADS];

	FINE(trial_put_amount(db, "one", 0));
	for (int i = 0; i < TURNS && !twin->engine->is_shared; i++)
		FINE(db_work(db, count_one, &(struct crew){ 0 }));
	pthread_barrier_init(&start, NULL, THREADS);
	for (int i = 0; i < THREADS && twin->engine->is_shared; i++) {
		crews[i] = (struct crew){ twin, &start, 0, 0 };
		assert_int_equal(pthread_create(&threads[i], NULL, count_in_thread, &crews[i]), 0);
	}
	for (int i = 0; i < THREADS && twin->engine->is_shared; i++) {
		assert_int_equal(pthread_join(threads[i], NULL), 0);
		assert_int_equal(crews[i].failures, 0);
		assert_true(crews[i].runs >= TURNS);
	}
	pthread_barrier_destroy(&start);
	assert_int_equal(
		trial_amount(db, "one"), twin->engine->is_shared ? THREADS * TURNS : TURNS);
	db_close(&db);
}

/* --- rules over several rows --- */

/* Two may each take their own row away as long as one stays. Both look first, then both act. */
struct taker {
	const struct twin *twin;
	const char *word;
	pthread_mutex_t *lock;
	int *looked;
	int runs;
	struct fault fault;
	bool has_failed;
};

/* Where the engine lets two in at a time, the other looks as well before this one acts. */
static void
wait_for_the_other(struct taker *taker)
{
	pthread_mutex_lock(taker->lock);
	++*taker->looked;
	pthread_mutex_unlock(taker->lock);
	for (int i = 0; i < 20; i++) {
		int looked;

		pthread_mutex_lock(taker->lock);
		looked = *taker->looked;
		pthread_mutex_unlock(taker->lock);
		if (looked >= 2)
			return;
		usleep(10000);
	}
}

static struct fault *
take_own(struct db *db, void *arg)
{
	struct taker *taker = arg;
	int64_t total;

	{
		CLOSING(db_rows_close) struct db_rows *rows = NULL;
		bool is_found = false;

		TRY(db_ask(db, NULL, &trial_total_sql, NO_VALUES, &rows));
		TRY(db_next(rows, &is_found));
		total = db_get_int(rows, 0);
	}
	if (taker->runs++ == 0)
		wait_for_the_other(taker);
	if (total < 2)
		return NULL;
	return db_run(db, &trial_set_sql, VALUES(VALUE(str_of(taker->word)), VALUE(0)), NULL);
}

static void *
take_in_thread(void *arg)
{
	struct taker *taker = arg;
	struct fault *fault;
	struct db *db = NULL;

	fault = db_open(trial_url(taker->twin).at, DB_WRITE, &db);
	if (!fault)
		fault = db_work(db, take_own, taker);
	db_close(&db);
	taker->has_failed = fault != NULL;
	if (fault)
		taker->fault = *fault;
	return NULL;
}

static void
rule_over_two_rows_holds_when_two_act_at_once(void **state)
{
	struct twin *twin = *state;
	struct db *db = trial_open(twin);
	pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
	int looked = 0;
	struct taker takers[2] = { { twin, "one", &lock, &looked, 0, { 0 }, false },
		{ twin, "two", &lock, &looked, 0, { 0 }, false } };
	pthread_t threads[2];

	FINE(trial_put_amount(db, "one", 1));
	FINE(trial_put_amount(db, "two", 1));
	for (int i = 0; i < 2 && twin->engine->is_shared; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, take_in_thread, &takers[i]), 0);
	for (int i = 0; i < 2 && twin->engine->is_shared; i++) {
		assert_int_equal(pthread_join(threads[i], NULL), 0);
		if (takers[i].has_failed)
			fail_msg("%s %s", takers[i].fault.code, takers[i].fault.detail);
	}
	assert_int_equal(trial_number(db, &trial_total_sql), twin->engine->is_shared ? 1 : 2);
	db_close(&db);
}

/* --- the schema, by several --- */

static pid_t
start_migrating(const char *url)
{
	struct db_migration migration;
	struct fault *fault;
	struct db *db = NULL;
	pid_t child = fork();

	if (child != 0)
		return child;
	fault = db_open(url, DB_MAKE, &db);
	if (!fault)
		fault = db_migrate(db, &trial_steps, &migration);
	if (!fault)
		fault = db_check_steps(db, &trial_steps);
	if (fault)
		fprintf(stderr, "%s %s\n", fault->code, fault->detail);
	_exit(fault ? 1 : 0);
}

static void
programs_that_start_together_bring_the_schema_up_once(void **state)
{
	struct twin *twin = *state;
	pid_t children[PROGRAMS];
	struct db *db = NULL;
	char url[300];
	int status;

	snprintf(url, sizeof url, "%s%s", twin->url, twin->engine->is_shared ? ".own" : "");
	for (int i = 0; i < PROGRAMS; i++) {
		children[i] = start_migrating(url);
		assert_true(children[i] > 0);
	}
	for (int i = 0; i < PROGRAMS; i++) {
		assert_int_equal(waitpid(children[i], &status, 0), children[i]);
		assert_true(WIFEXITED(status));
		assert_int_equal(WEXITSTATUS(status), 0);
	}
	FINE(db_open(url, DB_MAKE, &db));
	if (twin->engine->is_shared)
		FINE(db_check_steps(db, &trial_steps));
	else
		FAILS(db_check_steps(db, &trial_steps), "db_older");
	db_close(&db);
}

/* --- the same answers everywhere --- */

static struct fault *
swallow_a_conflict(struct db *db, void *arg)
{
	const struct db_value none = { .type = DB_BYTES, .is_none = true };

	TRY(trial_put(db, "fresh"));
	for (int i = 0; i < 2; i++) {
		CLOSING(db_rows_close) struct db_rows *rows = NULL;
		bool is_found = false;
		struct fault *fault = db_ask(db, NULL, &trial_add_sql,
			VALUES(VALUE(STR("same")), VALUE(DAY_NONE), none), &rows);

		if (!fault)
			fault = db_next(rows, &is_found);
		(void)fault;
	}
	return NULL;
}

static void
swallowed_fault_does_not_save_the_rest(void **state)
{
	struct db *db = trial_open(*state);

	FAILS(db_work(db, swallow_a_conflict, NULL), "db_broken");
	assert_int_equal(trial_number(db, &trial_count_sql), 0);
	FINE(trial_put(db, "fresh"));
	db_close(&db);
}

static struct fault *
put_text(struct db *db, void *arg)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	const struct str *text = arg;
	bool is_found = false;

	TRY(db_ask(db, NULL, &trial_add_sql,
		VALUES(VALUE(*text), VALUE(DAY_NONE),
			(struct db_value){ .type = DB_BYTES, .is_none = true }),
		&rows));
	return db_next(rows, &is_found);
}

static void
text_that_is_no_text_is_refused(void **state)
{
	static const struct str bad[] = { { "a\0b", 3 }, { "\0", 1 }, { "\xFF", 1 },
		{ "\xE5\x85", 2 }, { "\xC0\x80", 2 }, { "\xED\xA0\x80", 3 },
		{ "\xF4\x90\x80\x80", 4 } };
	static const struct str good[] = { { "", 0 }, { NULL, 0 }, { "\xF0\xA0\x80\x80公", 7 } };
	struct db *db = trial_open(*state);

	for (size_t i = 0; i < COUNT_OF(bad); i++) {
		struct str text = bad[i];
		struct db_rows *rows = NULL;

		FAILS(db_work(db, put_text, &text), "db_text");
		FAILS(db_ask(db, NULL, &trial_amount_sql, VALUES(VALUE(text)), &rows), "db_text");
	}
	assert_int_equal(trial_number(db, &trial_count_sql), 0);
	for (size_t i = 0; i < COUNT_OF(good); i += 2) {
		struct str text = good[i];

		FINE(db_work(db, put_text, &text));
	}
	FAILS(db_work(db, put_text, &(struct str){ NULL, 0 }), "db_unique");
	db_close(&db);
}

static void
text_beyond_all_measure_is_refused(void **state)
{
	struct db *db = trial_open(*state);
	char *large = malloc(LARGE);

	assert_non_null(large);
	memset(large, 'x', LARGE);
	FAILS(db_work(db, put_text, &(struct str){ large, LARGE }), "db_large");
	free(large);
	FINE(trial_put(db, "x"));
	db_close(&db);
}

static void
reading_handle_is_refused_by_the_engine_itself(void **state)
{
	static const struct db_sql liar = { .name = "trial_liar",
		.text = { "UPDATE trial SET amount = 9", "UPDATE trial SET amount = 9" } };
	struct twin *twin = *state;
	struct db *writer = trial_open(twin);
	struct db *db = NULL;

	FINE(trial_put_amount(writer, "one", 1));
	if (!twin->engine->is_shared) {
		FINE(db_run(writer, &liar, NO_VALUES, NULL));
		assert_int_equal(trial_amount(writer, "one"), 9);
		db_close(&writer);
		return;
	}
	db = trial_open_again(twin, DB_READ);
	FAILS(db_run(db, &liar, NO_VALUES, NULL), "db_read_only");
	assert_int_equal(trial_amount(db, "one"), 1);
	db_close(&db);
	db_close(&writer);
}

/* --- rows --- */

static void
questions_may_be_asked_while_rows_are_open(void **state)
{
	struct db *db = trial_open(*state);
	struct db_rows *rows = NULL;
	bool is_found = true;
	int64_t expected = 1;

	FINE(trial_put_amount(db, "one", 7));
	FINE(db_ask(db, NULL, &trial_numbers_sql, VALUES(VALUE(2000)), &rows));
	for (; expected <= 2000; expected++) {
		FINE(db_next(rows, &is_found));
		assert_true(is_found);
		assert_int_equal(db_get_int(rows, 0), expected);
		if (expected % 100 == 3)
			assert_int_equal(trial_amount(db, "one"), 7);
		SAME_TEXT(db_get_str(rows, 1), "x");
	}
	FINE(db_next(rows, &is_found));
	assert_false(is_found);
	db_rows_close(&rows);
	db_close(&db);
}

static void
work_may_be_done_while_rows_are_open(void **state)
{
	struct db *db = trial_open(*state);
	struct db_rows *rows = NULL;
	bool is_found = false;

	FINE(db_ask(db, NULL, &trial_numbers_sql, VALUES(VALUE(3)), &rows));
	FINE(db_next(rows, &is_found));
	FINE(trial_put(db, "one"));
	FINE(db_next(rows, &is_found));
	assert_int_equal(db_get_int(rows, 0), 2);
	FINE(db_next(rows, &is_found));
	assert_true(is_found);
	FINE(db_next(rows, &is_found));
	assert_false(is_found);
	db_rows_close(&rows);
	assert_int_equal(trial_number(db, &trial_count_sql), 1);
	db_close(&db);
}

static void
rows_closed_early_leave_the_handle_ready(void **state)
{
	struct db *db = trial_open(*state);

	for (int i = 0; i < 4; i++) {
		CLOSING(db_rows_close) struct db_rows *rows = NULL;
		bool is_found = false;

		FINE(db_ask(db, NULL, &trial_numbers_sql, VALUES(VALUE(20000)), &rows));
		for (int j = 0; j < i; j++)
			FINE(db_next(rows, &is_found));
		assert_int_equal(is_found, i > 0);
	}
	FINE(trial_put(db, "one"));
	assert_int_equal(trial_number(db, &trial_count_sql), 1);
	db_close(&db);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(all_who_change_the_same_row_succeed_and_nothing_is_lost),
		cmocka_unit_test(rule_over_two_rows_holds_when_two_act_at_once),
		cmocka_unit_test(programs_that_start_together_bring_the_schema_up_once),
		cmocka_unit_test(swallowed_fault_does_not_save_the_rest),
		cmocka_unit_test(text_that_is_no_text_is_refused),
		cmocka_unit_test(text_beyond_all_measure_is_refused),
		cmocka_unit_test(reading_handle_is_refused_by_the_engine_itself),
		cmocka_unit_test(questions_may_be_asked_while_rows_are_open),
		cmocka_unit_test(work_may_be_done_while_rows_are_open),
		cmocka_unit_test(rows_closed_early_leave_the_handle_ready),
	};

	return TWIN_RUN(tests);
}
