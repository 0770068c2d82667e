/*
 * A file store whose n-th call fails, around any other. For tests only; it keeps nothing itself.
 */
#include <assert.h>
#include <stdatomic.h>

#include "base/memory.h"
#include "db/blob_driver.h"

struct fail {
	const struct blob_driver *inner;
	void *state;
	_Atomic long at;
	_Atomic long count;
};

static struct fault *
count_call(struct fail *fail)
{
	if (++fail->count != fail->at)
		return NULL;
	return fault_new(FAULT_OUTSIDE, "blob_fail_test", "测试：这次文件操作失败%s",
		"Test: this call on a file fails%s", ".");
}

static void
fail_close(void *state)
{
	struct fail *fail = state;

	fail->inner->close(fail->state);
	memory_give(fail);
}

static struct fault *
fail_save(void *state, const char *digest, struct str bytes)
{
	struct fail *fail = state;

	TRY(count_call(fail));
	return fail->inner->save(fail->state, digest, bytes);
}

static struct fault *
fail_load(void *state, const char *digest, struct buf *buf)
{
	struct fail *fail = state;

	TRY(count_call(fail));
	return fail->inner->load(fail->state, digest, buf);
}

static bool
fail_has(void *state, const char *digest)
{
	struct fail *fail = state;

	return fail->inner->has(fail->state, digest);
}

static void
fail_touch(void *state, const char *digest)
{
	struct fail *fail = state;

	fail->inner->touch(fail->state, digest);
}

static struct fault *
fail_drop(void *state, const char *digest, int64_t before)
{
	struct fail *fail = state;

	TRY(count_call(fail));
	return fail->inner->drop(fail->state, digest, before);
}

static struct fault *
fail_list(void *state, struct arena *arena, struct digest **ret_digests, size_t *ret_count)
{
	struct fail *fail = state;

	TRY(count_call(fail));
	return fail->inner->list(fail->state, arena, ret_digests, ret_count);
}

/* It wraps an open store, so it has no scheme and no open(). */
static const struct blob_driver blob_fail = {
	.close = fail_close,
	.save = fail_save,
	.load = fail_load,
	.has = fail_has,
	.touch = fail_touch,
	.drop = fail_drop,
	.list = fail_list,
};

struct fault *
blob_fail_wrap(struct blob_store *store)
{
	struct fail *fail = memory_take(sizeof *fail);

	assert(store->driver != &blob_fail);
	if (!fail)
		return fault_memory();
	fail->inner = store->driver;
	fail->state = store->state;
	store->driver = &blob_fail;
	store->state = fail;
	return NULL;
}

void
blob_fail_at(struct blob_store *store, long n)
{
	struct fail *fail = store->state;

	assert(store->driver == &blob_fail);
	fail->at = n;
	fail->count = 0;
}
