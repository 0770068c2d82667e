/* Deeds on the tests' own tables. What they prove stands in the tests. */
#include "trial.h"

#include <stdio.h>

struct trial_url
trial_url(const struct twin *twin)
{
	struct trial_url url;

	snprintf(url.at, sizeof url.at, "%s%s", twin->url, twin->engine->is_shared ? ".trial" : "");
	return url;
}

struct db *
trial_open(const struct twin *twin)
{
	struct db_migration migration;
	struct db *db = NULL;

	FINE(db_open(trial_url(twin).at, DB_MAKE, &db));
	FINE(db_migrate(db, &trial_steps, &migration));
	assert_int_equal(migration.to, 2);
	return db;
}

struct db *
trial_open_again(const struct twin *twin, enum db_mode mode)
{
	struct db *db = NULL;

	FINE(db_open(trial_url(twin).at, mode, &db));
	return db;
}

struct putting {
	const char *word;
	int64_t amount;
	bool has_amount;
};

static struct fault *
put(struct db *db, void *arg)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	const struct putting *putting = arg;
	bool is_found = false;

	TRY(db_ask(db, NULL, &trial_add_sql,
		VALUES(VALUE(str_of(putting->word)),
			(struct db_value){ .type = DB_INT,
				.is_none = !putting->has_amount,
				.number = putting->amount },
			(struct db_value){ .type = DB_BYTES, .is_none = true }),
		&rows));
	TRY(db_next(rows, &is_found));
	return is_found ? NULL : fault_absent("id", 0);
}

struct fault *
trial_put(struct db *db, const char *word)
{
	return db_work(db, put, &(struct putting){ .word = word });
}

struct fault *
trial_put_amount(struct db *db, const char *word, int64_t amount)
{
	return db_work(
		db, put, &(struct putting){ .word = word, .amount = amount, .has_amount = true });
}

static struct fault *
set(struct db *db, void *arg)
{
	const struct putting *putting = arg;

	return db_run(db, &trial_set_sql,
		VALUES(VALUE(str_of(putting->word)), VALUE(putting->amount)), NULL);
}

struct fault *
trial_set_amount(struct db *db, const char *word, int64_t amount)
{
	return db_work(db, set, &(struct putting){ .word = word, .amount = amount });
}

int64_t
trial_number(struct db *db, const struct db_sql *sql)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	bool is_found = false;

	FINE(db_ask(db, NULL, sql, NO_VALUES, &rows));
	FINE(db_next(rows, &is_found));
	assert_true(is_found);
	return db_get_int(rows, 0);
}

int64_t
trial_amount(struct db *db, const char *word)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	bool is_found = false;

	FINE(db_ask(db, NULL, &trial_amount_sql, VALUES(VALUE(str_of(word))), &rows));
	FINE(db_next(rows, &is_found));
	assert_true(is_found);
	return db_get_int(rows, 0);
}
