/*
 * The n-th allocation fails, and an arena ends after n bytes, for growing n. A deed must then give
 * a fault with its sentence or the very result it gives undisturbed; leaks are the sanitizer's to
 * find. What the deeds are stands in the programs.
 */
#ifndef TESTS_HARDSHIP_HARDSHIP_H
#define TESTS_HARDSHIP_HARDSHIP_H

#include "../unit/test.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/memory.h"

/* Up to HARDSHIP_EACH every n is tried, then HARDSHIP_MORE in even steps. */
enum { HARDSHIP_EACH = 200, HARDSHIP_MORE = 100 };
#define HARDSHIP_ARENA ((size_t)256 << 20)
#define HARDSHIP_RESULT ((size_t)64 << 20)

/* Does its work in `arena` and puts all that came of it onto `result`. */
typedef struct fault *hardship_fn(const void *given, struct arena *arena, struct buf *result);

struct hardship_trial {
	const char *name;
	hardship_fn *deed;
	const void *given;
	struct buf wanted;
};

static inline struct fault *
hardship_try(const struct hardship_trial *trial, size_t max, struct buf *result, size_t *ret_used)
{
	CLOSING(arena_close) struct arena *arena = NULL;

	TRY(arena_open(max, &arena));
	TRY(trial->deed(trial->given, arena, result));
	*ret_used = arena_used(arena);
	return buf_check(result);
}

/* Fail the n-th allocation (0: none), with an arena of `max` bytes. True when it was noticed. */
static inline bool
hardship_fails(const struct hardship_trial *trial, long n, size_t max)
{
	struct fault *fault;
	struct buf result;
	size_t used = 0;

	buf_init(&result, HARDSHIP_RESULT);
	memory_fail_at(n);
	fault = hardship_try(trial, max, &result, &used);
	memory_fail_at(0);
	if (fault && (fault->kind != FAULT_LIMIT || !fault->code[0] || !fault->zh[0]))
		fail_msg("%s, allocation %ld, arena %zu: fault %s says %s", trial->name, n, max,
			fault->code, fault->zh);
	if (!fault && !str_equal(buf_str(&result), buf_str(&trial->wanted)))
		fail_msg("%s, allocation %ld, arena %zu: another result", trial->name, n, max);
	buf_done(&result);
	return fault != NULL;
}

static inline void
hardship_run(const char *name, hardship_fn *deed, const void *given)
{
	struct hardship_trial trial = { name, deed, given, { .max = HARDSHIP_RESULT } };
	long noticed = 0;
	long allocations;
	size_t used = 0;
	size_t step;

	memory_fail_at(0);
	FINE(hardship_try(&trial, HARDSHIP_ARENA, &trial.wanted, &used));
	allocations = memory_count();
	assert_true(trial.wanted.len > 0);
	for (long n = 1; n <= allocations;
		n += n < HARDSHIP_EACH ? 1 : allocations / HARDSHIP_MORE + 1)
		noticed += hardship_fails(&trial, n, HARDSHIP_ARENA);
	/* Nothing is left to fail. */
	assert_false(hardship_fails(&trial, allocations + 1, HARDSHIP_ARENA));
	assert_true(noticed > 0);
	/* Every place where the arena may end, as far as time allows. */
	step = used / HARDSHIP_EACH + 1;
	for (size_t max = 16; max < used; max += step)
		assert_true(hardship_fails(&trial, 0, max));
	assert_false(hardship_fails(&trial, 0, used));
	buf_done(&trial.wanted);
}

#endif
