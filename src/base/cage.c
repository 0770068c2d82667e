/*
 * The cage for our own readers: a spare child where there is one, else a child forked now, which
 * sees the input through the memory it inherits and answers through a pipe; and that without its
 * bars, for work that only is large. Spare children are in cage_spare.c and cage_nursery.c, what
 * every child does in cage_child.c, how it is watched in cage_watch.c, other programs in
 * cage_program.c, system calls in cage_filter.c.
 *
 * The server has threads; in a child forked from it only the calling one is left. So the child
 * takes no lock that another thread could have held: no stdio, no time zones, no opening of
 * converters.
 */
#include "base/cage.h"

#include <assert.h>
#include <errno.h>
#include <unistd.h>

#include "base/cage_inside.h"
#include "base/memory.h"

const struct cage_limits cage_usual = {
	.memory = (size_t)256 << 20,
	.seconds = 10,
	.answer = (size_t)16 << 20,
};

/* --- in the child --- */

/* The whole life of a child; without a filter it is not shut in. */
static _Noreturn void
live(cage_fn *work, struct str input, struct str plan, const struct cage_limits *limits,
	const struct cage_filter *filter, int answer_file, int complaints)
{
	size_t base = cage_space_in_use();

	cage_undress();
	if (base == 0 || !cage_keep_only(-1, answer_file, complaints) ||
		!cage_limit_use(limits, base) || (filter && !cage_shut(filter)))
		_exit(2);
	cage_make_memory_ready();
	cage_work(work, input, plan, limits);
}

/* --- in the parent --- */

/* What came through the pipe: a frame with the answer, or with a fault. */
static struct fault *
open_answer(const struct cage_child *child, struct str said, struct buf *answer)
{
	struct cage_frame frame;

	if (child->is_over || child->is_too_much || child->status || said.len < sizeof frame)
		return cage_fault_of_end(child);
	memcpy(&frame, said.at, sizeof frame);
	memory_count_on(frame.asked);
	if (frame.len != said.len - sizeof frame)
		return cage_broken_answer(child);
	if (frame.mark == CAGE_MARK_FAULT)
		return cage_fault_of_child(child, str_from(said, sizeof frame));
	if (frame.mark != CAGE_MARK_ANSWER)
		return cage_broken_answer(child);
	buf_put(answer, str_from(said, sizeof frame));
	return buf_check(answer);
}

/* Make the child. In the child this does not return. */
static struct fault *
start(cage_fn *work, struct str input, struct str plan, const struct cage_limits *limits,
	const struct cage_filter *filter, struct cage_child *child)
{
	int answer[2] = { -1, -1 };
	int complaints[2] = { -1, -1 };
	struct fault *fault = NULL;

	TRY(cage_pipe(answer));
	/* A sanitizer's report is long and for a person: it goes where the parent's goes. */
	if (!CAGE_IS_SANITIZED)
		fault = cage_pipe(complaints);
	if (!fault) {
		child->pid = fork();
		if (child->pid == 0)
			live(work, input, plan, limits, filter, answer[1], complaints[1]);
		if (child->pid < 0)
			fault = fault_system("cage_fork", "fork", errno);
	}
	cage_close(&answer[1]);
	cage_close(&complaints[1]);
	if (fault) {
		cage_close(&answer[0]);
		cage_close(&complaints[0]);
		return fault;
	}
	child->answer = answer[0];
	child->complaints = complaints[0];
	return NULL;
}

static struct fault *
run(cage_fn *work, struct str input, struct str plan, const struct cage_limits *limits,
	const struct cage_filter *filter, struct buf *answer)
{
	struct cage_child child = { .answer = -1, .complaints = -1, .seconds = limits->seconds };
	CLOSING(buf_done) struct buf said;
	size_t most = limits->answer > sizeof(struct fault) ? limits->answer : sizeof(struct fault);

	buf_init(&said, most + sizeof(struct cage_frame));
	TRY(start(work, input, plan, limits, filter, &child));
	cage_watch(&child, &said);
	return open_answer(&child, buf_str(&said), answer);
}

const void *
cage_plan(struct str plan, size_t size)
{
	assert(plan.len == size);
	return plan.at;
}

struct fault *
cage_run(cage_fn *work, struct str input, struct str plan, const struct cage_limits *limits,
	struct buf *answer)
{
	const struct cage_filter *filter;
	struct fault *fault;

	TRY(cage_filter_reader(&filter));
	if (cage_spare_run(work, input, plan, limits, answer, &fault))
		return fault;
	return run(work, input, plan, limits, filter, answer);
}

struct fault *
cage_run_beside(
	cage_fn *work, struct str plan, const struct cage_limits *limits, struct buf *answer)
{
	return run(work, STR_NONE, plan, limits, NULL, answer);
}

void
cage_warm(void)
{
	const struct cage_filter *filter;

	/* A failure is told again by the first cage_run(). */
	if (cage_filter_reader(&filter))
		return;
}
