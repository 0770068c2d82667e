/*
 * Bringing a store to the schema of this program, step by step, forward only.
 * The steps' text is made for each engine by tools/sql.c; nothing is translated here.
 */
#include <assert.h>
#include <time.h>

#include "base/digest.h"
#include "db/db_driver.h"
#include "db/db_sql.h"
#include "db/db_statements.h"

enum { ALL_APPLIED = -1 };

/* The book of steps is made with the first step, in its transaction. */
static const char book_text[] = "CREATE TABLE IF NOT EXISTS schema_step (number BIGINT NOT NULL "
				"PRIMARY KEY, name TEXT NOT NULL,"
				" digest TEXT NOT NULL, applied_at BIGINT NOT NULL)";
static const char book_text_sqlite[] = "CREATE TABLE IF NOT EXISTS schema_step (number INTEGER NOT "
				       "NULL PRIMARY KEY, name TEXT NOT NULL,"
				       " digest TEXT NOT NULL, applied_at INTEGER NOT NULL) STRICT";

int
db_last_step(const struct db_steps *steps)
{
	return steps->count ? steps->at[steps->count - 1].number : 0;
}

static struct fault *
step_digest(const struct db_step *step, struct digest *ret_digest)
{
	return digest_sha256(str_of(step->source), ret_digest);
}

static struct fault *
newer_fault(int64_t number, const struct db_steps *steps)
{
	return fault_new(FAULT_OUTSIDE, "db_newer",
		"数据库由更新版本的程序建立（结构第 %lld 步，本程序只到第 %d "
		"步）。请改用新版本程序。",
		"A newer version of the program made this database (schema step %lld; this program "
		"knows "
		"%d). Use the newer version.",
		(long long)number, db_last_step(steps));
}

/* One row of the book against the steps of this program, which must be the same from the first. */
static struct fault *
check_applied(const struct db_rows *rows, int i, const struct db_steps *steps)
{
	int64_t number = db_get_int(rows, 0);
	struct digest digest;

	if (i >= steps->count)
		return newer_fault(number, steps);
	TRY(step_digest(&steps->at[i], &digest));
	if (number == steps->at[i].number && str_equal(db_get_str(rows, 1), str_of(digest.at)))
		return NULL;
	return fault_detail(
		fault_new(FAULT_OUTSIDE, "db_changed",
			"数据库结构第 %lld 步与本程序的不同，不能使用。请使用建立它的程序版本。",
			"Step %lld of this database's schema differs from this program's. Use the "
			"version of "
			"the program that made it.",
			(long long)number),
		"program has step %d %s", steps->at[i].number, steps->at[i].name);
}

/* How many of the steps the store has. */
static struct fault *
count_applied(struct db *db, const struct db_steps *steps, int *ret_count)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	enum db_content content = DB_EMPTY;
	int count = 0;

	TRY(db->driver->look_inside(db->state, &content));
	if (content == DB_FOREIGN)
		return fault_new(FAULT_OUTSIDE, "db_foreign",
			"这是其他程序的数据库，没有改动它。请检查数据库路径。",
			"This database belongs to another program and was left alone. Check its "
			"path.");
	if (content == DB_OURS) {
		bool is_found = false;

		TRY(db_ask(db, NULL, &db_step_list_sql, NO_VALUES, &rows));
		TRY(db_next(rows, &is_found));
		for (; is_found; count++) {
			TRY(check_applied(rows, count, steps));
			TRY(db_next(rows, &is_found));
		}
	}
	*ret_count = count;
	return NULL;
}

/* What apply_next() needs and says; `applied` is ALL_APPLIED when nothing was left to do. */
struct next_step {
	const struct db_steps *steps;
	int applied;
};

/* Counted anew in every transaction: another process may be doing the same. */
static struct fault *
apply_next(struct db *db, void *arg)
{
	struct next_step *next = arg;
	const struct db_step *step;
	struct digest digest;
	int count = 0;

	TRY(count_applied(db, next->steps, &count));
	next->applied = ALL_APPLIED;
	if (count == next->steps->count)
		return NULL;
	step = &next->steps->at[count];
	if (count == 0)
		TRY(db->driver->script(
			db->state, db->engine == DB_SQLITE ? book_text_sqlite : book_text));
	TRY(db->driver->script(db->state, step->text[db->engine]));
	TRY(step_digest(step, &digest));
	TRY(db_run(db, &db_step_add_sql,
		VALUES(VALUE(step->number), VALUE(str_of(step->name)), VALUE(str_of(digest.at)),
			VALUE((int64_t)time(NULL))),
		NULL));
	next->applied = step->number;
	return NULL;
}

/* One server at a time: the others find the work done. */
static struct fault *
lock(struct db *db, bool is_locked)
{
	return db->driver->lock_schema ? db->driver->lock_schema(db->state, is_locked) : NULL;
}

static struct fault *
migrate(struct db *db, const struct db_steps *steps, struct db_migration *ret_migration)
{
	struct next_step next = { .steps = steps };
	struct db_migration migration = { 0 };
	int count = 0;

	TRY(count_applied(db, steps, &count));
	migration.from = count ? steps->at[count - 1].number : 0;
	migration.to = migration.from;
	while (count < steps->count) {
		TRY(db_work(db, apply_next, &next));
		if (next.applied == ALL_APPLIED)
			break;
		migration.to = next.applied;
	}
	*ret_migration = migration;
	return NULL;
}

struct fault *
db_migrate(struct db *db, const struct db_steps *steps, struct db_migration *ret_migration)
{
	struct fault *fault;
	struct fault *unlocked;

	TRY(lock(db, true));
	fault = migrate(db, steps, ret_migration);
	unlocked = lock(db, false);
	return fault ? fault : unlocked;
}

struct fault *
db_check_steps(struct db *db, const struct db_steps *steps)
{
	int count = 0;

	TRY(count_applied(db, steps, &count));
	if (count < steps->count)
		return fault_new(FAULT_OUTSIDE, "db_older",
			"数据库结构较旧（第 %d 步，需要第 %d 步）。请先运行 gongkai migrate 升级。",
			"The database's schema is older (step %d, needed %d). Run `gongkai "
			"migrate` first.",
			count ? steps->at[count - 1].number : 0, db_last_step(steps));
	return NULL;
}

struct fault *
db_find_step(struct db *db, const struct db_steps *steps, int *ret_step)
{
	int count = 0;

	TRY(count_applied(db, steps, &count));
	*ret_step = count ? steps->at[count - 1].number : 0;
	return NULL;
}
