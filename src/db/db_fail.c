/*
 * A driver around another one, which fails the n-th call. For tests of what happens then.
 * What a real failure leaves behind (a full disk, a lost server) is like this: the call did
 * nothing.
 */
#include <assert.h>

#include "base/memory.h"
#include "db/db_driver.h"

struct fail {
	const struct db_driver *inner;
	void *state;
	long at;
	long count;
};

struct fail_rows {
	struct fail *fail;
	void *inner;
};

static struct fault *
count_call(struct fail *fail)
{
	fail->count++;
	if (fail->at == 0 || fail->count != fail->at)
		return NULL;
	return fault_new(FAULT_OUTSIDE, "db_fail_test", "测试：数据库的第 %ld 次调用失败。",
		"Test: call %ld to the database fails.", fail->count);
}

static void
fail_close(void *state)
{
	struct fail *fail = state;

	fail->inner->close(fail->state);
	memory_give(fail);
}

static struct fault *
fail_begin(void *state, bool is_writing)
{
	struct fail *fail = state;

	TRY(count_call(fail));
	return fail->inner->begin(fail->state, is_writing);
}

static struct fault *
fail_commit(void *state)
{
	struct fail *fail = state;

	TRY(count_call(fail));
	return fail->inner->commit(fail->state);
}

static void
fail_rollback(void *state)
{
	struct fail *fail = state;

	fail->inner->rollback(fail->state);
}

static struct fault *
fail_ask(void *state, const struct db_sql *sql, struct db_values values, void **ret_rows)
{
	struct fail *fail = state;
	struct fail_rows *rows;
	struct fault *fault;

	TRY(count_call(fail));
	rows = memory_take(sizeof *rows);
	if (!rows)
		return fault_memory();
	rows->fail = fail;
	fault = fail->inner->ask(fail->state, sql, values, &rows->inner);
	if (fault) {
		memory_give(rows);
		return fault;
	}
	*ret_rows = rows;
	return NULL;
}

static struct fault *
fail_next(void *state, bool *ret_is_found)
{
	struct fail_rows *rows = state;

	TRY(count_call(rows->fail));
	return rows->fail->inner->next(rows->inner, ret_is_found);
}

static struct fault *
fail_get(void *state, int column, enum db_type type, struct db_value *ret_value)
{
	struct fail_rows *rows = state;

	return rows->fail->inner->get(rows->inner, column, type, ret_value);
}

static int64_t
fail_changed(void *state)
{
	struct fail_rows *rows = state;

	return rows->fail->inner->changed(rows->inner);
}

static void
fail_done(void *state)
{
	struct fail_rows *rows = state;

	rows->fail->inner->done(rows->inner);
	memory_give(rows);
}

static struct fault *
fail_script(void *state, const char *text)
{
	struct fail *fail = state;

	TRY(count_call(fail));
	return fail->inner->script(fail->state, text);
}

static struct fault *
fail_look_inside(void *state, enum db_content *ret_content)
{
	struct fail *fail = state;

	TRY(count_call(fail));
	return fail->inner->look_inside(fail->state, ret_content);
}

static struct fault *
fail_prepare(void *state, const struct db_sql *sql)
{
	struct fail *fail = state;

	TRY(count_call(fail));
	return fail->inner->prepare(fail->state, sql);
}

static struct fault *
fail_schema(void *state, struct arena *arena, struct str *ret_text)
{
	struct fail *fail = state;

	TRY(count_call(fail));
	return fail->inner->schema(fail->state, arena, ret_text);
}

static void
fail_set_patience(void *state, int milliseconds)
{
	struct fail *fail = state;

	fail->inner->set_patience(fail->state, milliseconds);
}

static struct fault *
fail_set_read_only(void *state, bool is_read_only)
{
	struct fail *fail = state;

	TRY(count_call(fail));
	return fail->inner->set_read_only(fail->state, is_read_only);
}

static struct fault *
fail_lock_schema(void *state, bool is_locked)
{
	struct fail *fail = state;

	/* Letting go never fails. */
	if (is_locked)
		TRY(count_call(fail));
	return fail->inner->lock_schema ? fail->inner->lock_schema(fail->state, is_locked) : NULL;
}

static struct fault *
fail_position(void *state, int64_t *ret_position)
{
	struct fail *fail = state;

	*ret_position = 0;
	TRY(count_call(fail));
	return fail->inner->position ? fail->inner->position(fail->state, ret_position) : NULL;
}

static struct fault *
fail_has_reached(void *state, int64_t position, bool *ret_has)
{
	struct fail *fail = state;

	*ret_has = true;
	TRY(count_call(fail));
	return fail->inner->has_reached ? fail->inner->has_reached(fail->state, position, ret_has)
					: NULL;
}

/* Of an engine that has no version it is another one each time. */
static struct fault *
fail_version(void *state, int64_t *ret_version)
{
	struct fail *fail = state;

	*ret_version = fail->count;
	TRY(count_call(fail));
	return fail->inner->version ? fail->inner->version(fail->state, ret_version) : NULL;
}

/* It wraps an open handle, so it has no scheme and no open(). */
static const struct db_driver db_fail = {
	.scheme = "fail",
	.close = fail_close,
	.begin = fail_begin,
	.commit = fail_commit,
	.rollback = fail_rollback,
	.version = fail_version,
	.ask = fail_ask,
	.next = fail_next,
	.get = fail_get,
	.changed = fail_changed,
	.done = fail_done,
	.script = fail_script,
	.look_inside = fail_look_inside,
	.prepare = fail_prepare,
	.schema = fail_schema,
	.set_patience = fail_set_patience,
	.set_read_only = fail_set_read_only,
	.lock_schema = fail_lock_schema,
	.position = fail_position,
	.has_reached = fail_has_reached,
};

struct fault *
db_fail_wrap(struct db *db)
{
	struct fail *fail = memory_take(sizeof *fail);

	assert(db->depth == 0 && db->open_rows == 0 && db->driver != &db_fail);
	if (!fail)
		return fault_memory();
	fail->inner = db->driver;
	fail->state = db->state;
	db->driver = &db_fail;
	db->state = fail;
	return NULL;
}

void
db_fail_at(struct db *db, long n)
{
	struct fail *fail = db->state;

	assert(db->driver == &db_fail);
	fail->at = n;
	fail->count = 0;
}

long
db_fail_count(const struct db *db)
{
	const struct fail *fail = db->state;

	assert(db->driver == &db_fail);
	return fail->count;
}
