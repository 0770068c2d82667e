/* The nursery: one child reads one input, none is left behind, nobody waits for ever; and whatever
 * is killed, the next input is read. */
#include "../test.h"

#include <dirent.h>
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/cage.h"
#include "base/cage_inside.h"
#include "base/steady.h"

enum { MOST_PIDS = 64, KEPT = 2, PATIENCE_MS = 20000 };
static const struct cage_limits small = { (size_t)64 << 20, 9, (size_t)4 << 20 };

/* --- who is there --- */

static pid_t
parent_of(const char *number)
{
	char path[300];
	char text[512];
	const char *at;
	size_t len;
	FILE *file;

	snprintf(path, sizeof path, "/proc/%s/stat", number);
	file = fopen(path, "re");
	if (!file)
		return -1;
	len = fread(text, 1, sizeof text - 1, file);
	fclose(file);
	text[len] = '\0';
	/* After the name, which may hold anything: a state, then the parent. */
	at = strrchr(text, ')');
	return at && strlen(at) > 4 && at[2] != 'Z' ? (pid_t)strtol(at + 4, NULL, 10) : -1;
}

/* Living children of a process. */
static size_t
children_of(pid_t parent, pid_t ret_pids[MOST_PIDS])
{
	DIR *all = opendir("/proc");
	struct dirent *one;
	size_t count = 0;

	assert_non_null(all);
	while ((one = readdir(all)))
		if (one->d_name[0] >= '1' && one->d_name[0] <= '9' &&
			parent_of(one->d_name) == parent && count < MOST_PIDS)
			ret_pids[count++] = (pid_t)strtol(one->d_name, NULL, 10);
	closedir(all);
	return count;
}

static pid_t
nursery_of(pid_t owner)
{
	pid_t pids[MOST_PIDS];

	assert_int_equal(children_of(owner, pids), 1);
	return pids[0];
}

static void
wait_a_moment(void)
{
	const struct timespec moment = { .tv_nsec = 5000000 };

	nanosleep(&moment, NULL);
}

/* Until so many children are there; what comes is not a matter of time, only when. */
static size_t
await_children(pid_t parent, size_t wanted, pid_t ret_pids[MOST_PIDS])
{
	int64_t end = steady_milliseconds() + PATIENCE_MS;
	size_t count;

	while ((count = children_of(parent, ret_pids)) != wanted && steady_milliseconds() < end)
		wait_a_moment();
	return count;
}

/* Whoever is its child now or comes meanwhile: one that has just answered may stand among them,
 * and the spare in its place come after. */
static bool
kill_children(pid_t parent)
{
	int64_t end = steady_milliseconds() + PATIENCE_MS;
	pid_t pids[MOST_PIDS];
	size_t count;

	while ((count = children_of(parent, pids)) != 0 && steady_milliseconds() < end) {
		for (size_t i = 0; i < count; i++)
			(void)kill(pids[i], SIGKILL);
		wait_a_moment();
	}
	return count == 0;
}

static bool
is_gone_soon(pid_t pid)
{
	int64_t end = steady_milliseconds() + PATIENCE_MS;
	char number[32];

	snprintf(number, sizeof number, "%d", (int)pid);
	while (parent_of(number) != -1 && steady_milliseconds() < end)
		wait_a_moment();
	return parent_of(number) == -1;
}

static size_t
count_files(void)
{
	DIR *all = opendir("/proc/self/fd");
	size_t count = 0;

	assert_non_null(all);
	while (readdir(all))
		count++;
	closedir(all);
	return count;
}

/* --- what children do --- */

static struct fault *
echo(struct str input, struct str plan, struct buf *answer)
{
	buf_put(answer, plan);
	buf_put(answer, input);
	return NULL;
}

static struct fault *
run_echo(const char *input, struct buf *answer)
{
	buf_init(answer, (size_t)8 << 20);
	return cage_run(echo, str_of(input), STR("计划"), &small, answer);
}

static void
an_input_is_read(const char *input)
{
	struct buf answer;

	FINE(run_echo(input, &answer));
	assert_int_equal(answer.len, strlen("计划") + strlen(input));
	assert_string_equal(answer.at + strlen("计划"), input);
	buf_done(&answer);
}

static int seen = 1;

static struct fault *
tell_what_is_seen(struct str input, struct str plan, struct buf *answer)
{
	buf_put_int(answer, seen);
	seen = 3;
	return NULL;
}

static void
a_child_sees_nothing_that_came_later_and_nothing_of_another_child(void **state)
{
	cage_nursery_open();
	seen = 2;
	for (int i = 0; i < 5; i++) {
		struct buf answer;

		buf_init(&answer, 100);
		FINE(cage_run(tell_what_is_seen, STR_NONE, STR_NONE, &small, &answer));
		SAME_TEXT(buf_str(&answer), "1");
		buf_done(&answer);
	}
	cage_nursery_close();
	seen = 1;
}

static struct fault *
rehearse_badly(void)
{
	seen += 10;
	return fault_new(FAULT_INPUT, "rehearsal", "排练", "A rehearsal");
}

static void
each_child_rehearses_once_and_a_fault_in_it_changes_nothing(void **state)
{
	cage_nursery_rehearse(rehearse_badly);
	cage_nursery_open();
	for (int i = 0; i < 5; i++) {
		struct buf answer;

		buf_init(&answer, 100);
		FINE(cage_run(tell_what_is_seen, STR_NONE, STR_NONE, &small, &answer));
		SAME_TEXT(buf_str(&answer), "11");
		buf_done(&answer);
	}
	cage_nursery_close();
	cage_nursery_rehearse(NULL);
	assert_int_equal(seen, 1);
}

static struct fault *
add_up(struct str input, struct str plan, struct buf *answer)
{
	const int64_t *numbers = cage_plan(plan, 3 * sizeof *numbers);
	uint64_t sum = 0;

	for (size_t i = 0; i < input.len; i++)
		sum += (unsigned char)input.at[i];
	buf_print(answer, "%lld %zu %llu", (long long)(numbers[0] + numbers[1] + numbers[2]),
		input.len, (unsigned long long)sum);
	return NULL;
}

static void
a_large_input_and_a_plan_of_numbers_arrive_whole(void **state)
{
	const int64_t numbers[3] = { 1, INT64_C(1) << 40, 5 };
	size_t len = (size_t)20 << 20;
	char *bytes = malloc(len);
	struct buf answer;

	assert_non_null(bytes);
	memset(bytes, 3, len);
	cage_nursery_open();
	buf_init(&answer, 100);
	FINE(cage_run(add_up, (struct str){ bytes, len }, CAGE_PLAN(numbers), &small, &answer));
	SAME_TEXT(buf_str(&answer), "1099511627782 20971520 62914560");
	buf_done(&answer);
	cage_nursery_close();
	free(bytes);
}

/* --- nothing is left --- */

static void
a_thousand_inputs_leave_no_process_and_no_file(void **state)
{
	int rounds = CAGE_IS_SANITIZED ? 200 : 1000;
	pid_t pids[MOST_PIDS];
	pid_t nursery;
	size_t files;

	cage_nursery_open();
	nursery = nursery_of(getpid());
	an_input_is_read("erste");
	files = count_files();
	for (int i = 0; i < rounds; i++)
		an_input_is_read("one of many");
	assert_int_equal(count_files(), files);
	assert_int_equal(await_children(nursery, KEPT, pids), KEPT);
	cage_nursery_close();
	assert_int_equal(children_of(getpid(), pids), 0);
	assert_true(is_gone_soon(nursery));
	assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
	assert_int_equal(errno, ECHILD);
}

static void
it_can_be_opened_again_and_twice(void **state)
{
	pid_t pids[MOST_PIDS];

	for (int i = 0; i < 3; i++) {
		cage_nursery_open();
		cage_nursery_open();
		assert_int_equal(children_of(getpid(), pids), 1);
		an_input_is_read("again");
		cage_nursery_close();
		assert_int_equal(children_of(getpid(), pids), 0);
	}
	cage_nursery_close();
	an_input_is_read("without one");
}

/* It answers in its own words, and goes on for ever. */
static struct fault *
answer_and_stay(struct str input, struct str plan, struct buf *answer)
{
	const struct cage_frame frame = { CAGE_MARK_ANSWER, 0, 0 };

	if (write(CAGE_ANSWER, &frame, sizeof frame) != sizeof frame)
		return fault_memory();
	for (volatile int i = 0; i >= 0; i = i < 1000 ? i + 1 : 0)
		;
	return NULL;
}

static void
a_child_that_answered_and_does_not_end_is_ended(void **state)
{
	static const struct cage_limits long_ones = { (size_t)64 << 20, 3600, 100 };
	pid_t pids[MOST_PIDS];
	pid_t nursery;
	struct buf answer;

	cage_nursery_open();
	nursery = nursery_of(getpid());
	buf_init(&answer, 100);
	for (int i = 0; i < 4; i++)
		FINE(cage_run(answer_and_stay, STR_NONE, STR_NONE, &long_ones, &answer));
	buf_done(&answer);
	assert_int_equal(await_children(nursery, KEPT, pids), KEPT);
	cage_nursery_close();
}

static struct fault *
lie_about_the_end(struct str input, struct str plan, struct buf *answer)
{
	const struct {
		struct cage_frame frame;
		struct cage_end end;
	} lie = { { CAGE_MARK_END, 0, sizeof(struct cage_end) }, { SIGKILL, "lies" } };

	if (write(CAGE_ANSWER, &lie, sizeof lie) != sizeof lie)
		return fault_memory();
	_exit(0);
}

static struct fault *
promise_too_much(struct str input, struct str plan, struct buf *answer)
{
	const struct cage_frame frame = { CAGE_MARK_ANSWER, 0, UINT64_MAX };

	if (write(CAGE_ANSWER, &frame, sizeof frame) != sizeof frame)
		return fault_memory();
	_exit(0);
}

static void
a_child_can_lie_only_about_its_own_end(void **state)
{
	struct buf answer;

	cage_nursery_open();
	buf_init(&answer, 100);
	FAILS(cage_run(lie_about_the_end, STR_NONE, STR_NONE, &small, &answer), "cage_memory");
	FAILS(cage_run(promise_too_much, STR_NONE, STR_NONE, &small, &answer), "memory");
	assert_int_equal(answer.len, 0);
	buf_done(&answer);
	an_input_is_read("after a lie");
	cage_nursery_close();
}

/* --- many at once --- */

static void *
read_many(void *arg)
{
	intptr_t bad = 0;

	for (int i = 0; i < 40; i++) {
		struct buf answer;
		struct fault *fault = run_echo(arg, &answer);

		bad += fault || answer.len != strlen("计划") + strlen(arg) ||
		       strcmp(answer.at + strlen("计划"), arg) != 0;
		buf_done(&answer);
	}
	return (void *)bad;
}

static void
many_threads_read_at_once_and_none_gets_anothers_answer(void **state)
{
	static char inputs[8][8];
	pthread_t threads[COUNT_OF(inputs)];
	pid_t pids[MOST_PIDS];
	pid_t nursery;
	void *bad;

	cage_nursery_open();
	nursery = nursery_of(getpid());
	for (size_t i = 0; i < COUNT_OF(threads); i++) {
		snprintf(inputs[i], sizeof inputs[i], "in %zu", i);
		assert_int_equal(pthread_create(&threads[i], NULL, read_many, inputs[i]), 0);
	}
	for (size_t i = 0; i < COUNT_OF(threads); i++) {
		assert_int_equal(pthread_join(threads[i], &bad), 0);
		assert_null(bad);
	}
	assert_int_equal(await_children(nursery, KEPT, pids), KEPT);
	cage_nursery_close();
}

/* --- killing --- */

static void
spares_killed_while_they_wait_cost_no_input(void **state)
{
	pid_t pids[MOST_PIDS];
	pid_t nursery;

	cage_nursery_open();
	nursery = nursery_of(getpid());
	for (int i = 0; i < 3; i++) {
		assert_int_equal(await_children(nursery, KEPT, pids), KEPT);
		/* Gone already is the one that has just answered. */
		for (size_t j = 0; j < KEPT; j++)
			assert_true(kill(pids[j], SIGKILL) == 0 || errno == ESRCH);
		/* One is found dead, another dies while it is given its job. */
		if (i % 2)
			assert_true(kill_children(nursery));
		an_input_is_read("after the dead");
	}
	cage_nursery_close();
}

/* Busy for so many milliseconds. */
static struct fault *
work_for_a_while(struct str input, struct str plan, struct buf *answer)
{
	const int64_t *ms = cage_plan(plan, sizeof *ms);
	int64_t end = steady_milliseconds() + *ms;

	while (steady_milliseconds() < end)
		;
	buf_put(answer, STR("done"));
	return NULL;
}

static void *
read_slowly(void *arg)
{
	const int64_t ms = 700;
	struct buf answer;
	intptr_t bad;

	buf_init(&answer, 100);
	bad = cage_run(work_for_a_while, STR_NONE, CAGE_PLAN(ms), &small, &answer) != NULL ||
	      !str_equal(buf_str(&answer), STR("done"));
	buf_done(&answer);
	return (void *)bad;
}

static void
a_nursery_killed_in_the_middle_costs_no_input(void **state)
{
	pid_t pids[MOST_PIDS];
	pthread_t thread;
	pid_t nursery;
	void *bad;

	cage_nursery_open();
	nursery = nursery_of(getpid());
	assert_int_equal(await_children(nursery, KEPT, pids), KEPT);
	assert_int_equal(pthread_create(&thread, NULL, read_slowly, NULL), 0);
	/* Most often one is at work then, and one waits. If none has begun, none may be needed. */
	for (int i = 0; i < 40; i++)
		wait_a_moment();
	assert_int_equal(kill(nursery, SIGKILL), 0);
	assert_int_equal(pthread_join(thread, &bad), 0);
	assert_null(bad);
	for (size_t i = 0; i < KEPT; i++)
		assert_true(is_gone_soon(pids[i]));
	for (int i = 0; i < 5; i++)
		an_input_is_read("without it");
	cage_nursery_close();
	assert_int_equal(children_of(getpid(), pids), 0);
}

static struct fault *
die_of_memory(struct str input, struct str plan, struct buf *answer)
{
	raise(SIGKILL);
	return NULL;
}

static void
a_child_killed_at_work_is_told_and_not_tried_again(void **state)
{
	struct buf answer;

	cage_nursery_open();
	buf_init(&answer, 100);
	/* Signals are forbidden as well, so this is a crash. */
	FAILS(cage_run(die_of_memory, STR_NONE, STR_NONE, &small, &answer), "cage_crash");
	buf_done(&answer);
	an_input_is_read("after a death");
	cage_nursery_close();
}

/* A process with a nursery that says when it is ready, and waits. */
static pid_t
make_owner(void)
{
	int ready[2];
	char byte;
	pid_t owner;

	assert_int_equal(pipe(ready), 0);
	owner = fork();
	if (owner == 0) {
		cage_nursery_open();
		an_input_is_read("by another owner");
		if (write(ready[1], "r", 1) != 1)
			_exit(1);
		for (;;)
			pause();
	}
	assert_int_equal(read(ready[0], &byte, 1), 1);
	close(ready[0]);
	close(ready[1]);
	return owner;
}

static void
nothing_outlives_an_owner_that_is_killed(void **state)
{
	pid_t owner = make_owner();
	pid_t nursery = nursery_of(owner);
	pid_t pids[MOST_PIDS];

	assert_int_equal(await_children(nursery, KEPT, pids), KEPT);
	assert_int_equal(kill(owner, SIGKILL), 0);
	assert_int_equal(waitpid(owner, NULL, 0), owner);
	assert_true(is_gone_soon(nursery));
	for (size_t i = 0; i < KEPT; i++)
		assert_true(is_gone_soon(pids[i]));
}

static void
signals_to_the_whole_group_leave_the_decision_to_the_owner(void **state)
{
	static const int numbers[] = { SIGINT, SIGTERM, SIGHUP };
	pid_t pids[MOST_PIDS];
	pid_t nursery;

	cage_nursery_open();
	nursery = nursery_of(getpid());
	/* The first input says that it has long settled. */
	an_input_is_read("before");
	for (size_t i = 0; i < COUNT_OF(numbers); i++)
		assert_int_equal(kill(nursery, numbers[i]), 0);
	for (int i = 0; i < 5; i++)
		an_input_is_read("after");
	assert_int_equal(nursery_of(getpid()), nursery);
	assert_int_equal(await_children(nursery, KEPT, pids), KEPT);
	cage_nursery_close();
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_child_sees_nothing_that_came_later_and_nothing_of_another_child),
		cmocka_unit_test(each_child_rehearses_once_and_a_fault_in_it_changes_nothing),
		cmocka_unit_test(a_large_input_and_a_plan_of_numbers_arrive_whole),
		cmocka_unit_test(a_thousand_inputs_leave_no_process_and_no_file),
		cmocka_unit_test(it_can_be_opened_again_and_twice),
		cmocka_unit_test(a_child_that_answered_and_does_not_end_is_ended),
		cmocka_unit_test(a_child_can_lie_only_about_its_own_end),
		cmocka_unit_test(many_threads_read_at_once_and_none_gets_anothers_answer),
		cmocka_unit_test(spares_killed_while_they_wait_cost_no_input),
		cmocka_unit_test(a_nursery_killed_in_the_middle_costs_no_input),
		cmocka_unit_test(a_child_killed_at_work_is_told_and_not_tried_again),
		cmocka_unit_test(nothing_outlives_an_owner_that_is_killed),
		cmocka_unit_test(signals_to_the_whole_group_leave_the_decision_to_the_owner),
	};

	cage_spare_patience_ms = PATIENCE_MS;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
