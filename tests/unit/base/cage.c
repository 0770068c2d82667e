/* The cage: answers and faults come back; crashes, forbidden calls, greed and sloth end the child
 * and never the parent. All of it twice: with children forked when they are needed, and with spare
 * ones out of a nursery. */
#include "../test.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/cage.h"
#include "base/cage_inside.h"
#include "base/file.h"
#include "base/memory.h"

static const struct cage_limits small = { (size_t)64 << 20, 1, (size_t)4 << 20 };

static struct fault *
run(cage_fn *work, struct str input, struct str plan, struct buf *answer)
{
	buf_init(answer, (size_t)8 << 20);
	return cage_run(work, input, plan, &small, answer);
}

static bool has_nursery;

/* Every child was waited for, but for the nursery, which is never ready to be. */
static void
no_child_is_left(void)
{
	errno = 0;
	assert_int_equal(waitpid(-1, NULL, WNOHANG), has_nursery ? 0 : -1);
	assert_int_equal(errno, has_nursery ? 0 : ECHILD);
}

static struct fault *
echo(struct str input, struct str plan, struct buf *answer)
{
	buf_put(answer, input);
	buf_put(answer, plan);
	return NULL;
}

static void
the_answer_comes_back(void **state)
{
	struct buf answer;

	FINE(run(echo, STR("文件"), STR("与计划"), &answer));
	SAME_TEXT(buf_str(&answer), "文件与计划");
	buf_done(&answer);
	no_child_is_left();
}

static void
an_empty_answer_is_an_answer(void **state)
{
	struct buf answer;

	FINE(run(echo, STR_NONE, STR_NONE, &answer));
	assert_int_equal(answer.len, 0);
	buf_done(&answer);
}

static struct fault *
long_answer(struct str input, struct str plan, struct buf *answer)
{
	for (int i = 0; i < *(const int *)cage_plan(plan, sizeof(int)); i++)
		buf_put(answer, STR("0123456789abcdef"));
	return NULL;
}

static void
megabytes_come_back_whole(void **state)
{
	struct buf answer;
	int lines = 200000;

	FINE(run(long_answer, STR_NONE, CAGE_PLAN(lines), &answer));
	assert_int_equal(answer.len, 3200000);
	assert_memory_equal(answer.at + answer.len - 16, "0123456789abcdef", 16);
	buf_done(&answer);
}

static void
an_answer_over_its_maximum_is_refused(void **state)
{
	struct buf answer;
	int lines = 300000;

	FAILS(run(long_answer, STR_NONE, CAGE_PLAN(lines), &answer), "memory");
	assert_int_equal(answer.len, 0);
	buf_done(&answer);
	no_child_is_left();
}

static void
the_callers_buf_bounds_the_answer_too(void **state)
{
	struct buf answer;
	int lines = 100;

	buf_init(&answer, 1599);
	FAILS(cage_run(long_answer, STR_NONE, CAGE_PLAN(lines), &small, &answer), "memory");
	buf_done(&answer);
}

static struct fault *
refuse(struct str input, struct str plan, struct buf *answer)
{
	struct fault *fault = fault_new(FAULT_ABSENT, "not_there", "没有 100%% 的“%s”。",
		"There is no 100%% \"%s\".", "事");

	buf_put(answer, STR("half an answer"));
	return fault_detail(fault, "line %d", 7);
}

static void
the_childs_fault_comes_back_as_it_was_made(void **state)
{
	struct buf answer;
	struct fault *fault = run(refuse, STR_NONE, STR_NONE, &answer);

	assert_non_null(fault);
	assert_int_equal(fault->kind, FAULT_ABSENT);
	assert_string_equal(fault->code, "not_there");
	assert_string_equal(fault->zh, "没有 100% 的“事”。");
	assert_string_equal(fault->en, "There is no 100% \"事\".");
	assert_string_equal(fault->detail, "line 7");
	assert_int_equal(answer.len, 0);
	buf_done(&answer);
}

static struct fault *
crash(struct str input, struct str plan, struct buf *answer)
{
	raise(SIGSEGV);
	return NULL;
}

static struct fault *
give_up(struct str input, struct str plan, struct buf *answer)
{
	abort();
}

static struct fault *
leave_early(struct str input, struct str plan, struct buf *answer)
{
	_exit(*(const int *)cage_plan(plan, sizeof(int)));
}

static void
a_crash_becomes_a_fault(void **state)
{
	struct buf answer;
	int status = 0;

	FAILS(run(crash, STR_NONE, STR_NONE, &answer), "cage_crash");
	FAILS(run(give_up, STR_NONE, STR_NONE, &answer), "cage_crash");
	FAILS(run(leave_early, STR_NONE, CAGE_PLAN(status), &answer), "cage_crash");
	status = 3;
	FAILS(run(leave_early, STR_NONE, CAGE_PLAN(status), &answer), "cage_crash");
	no_child_is_left();
}

static struct fault *
spin(struct str input, struct str plan, struct buf *answer)
{
	for (volatile int i = 0; i >= 0; i = i < 1000 ? i + 1 : 0)
		;
	return NULL;
}

static void
an_endless_child_is_stopped(void **state)
{
	struct buf answer;
	struct fault *fault = run(spin, STR_NONE, STR_NONE, &answer);

	assert_non_null(fault);
	assert_string_equal(fault->code, "cage_time");
	assert_int_equal(fault->kind, FAULT_LIMIT);
	no_child_is_left();
}

static struct fault *
take_much(struct str input, struct str plan, struct buf *answer)
{
	size_t taken = 0;

	while (memory_take((size_t)1 << 20))
		taken++;
	buf_put_int(answer, (int64_t)taken);
	return NULL;
}

static void
memory_ends_at_its_limit(void **state)
{
	struct buf answer;
	int64_t taken = 0;

	/* The address sanitizer takes terabytes of addresses, so there is no limit on them then. */
	if (CAGE_IS_SANITIZED)
		skip();
	FINE(run(take_much, STR_NONE, STR_NONE, &answer));
	assert_true(str_to_int(buf_str(&answer), &taken));
	assert_in_range(taken, 32, 64);
	buf_done(&answer);
}

/* The forbidden deeds: number of the deed as the plan. Answers when it is still alive. */
enum deed {
	A_SOCKET,
	A_PROGRAM,
	A_FORK,
	A_SIGNAL,
	CODE_PAGES,
	ANOTHER_FILE,
	ANOTHER_LIMIT,
	ANOTHERS_LIMIT,
	DEEDS
};

static struct fault *
do_deed(struct str input, struct str plan, struct buf *answer)
{
	const struct rlimit any = { 64, 64 };
	void *page;

	switch (*(const enum deed *)cage_plan(plan, sizeof(enum deed))) {
	case A_SOCKET:
		socket(AF_INET, SOCK_STREAM, 0);
		break;
	case A_PROGRAM:
		execl("/bin/true", "true", (char *)NULL);
		break;
	case A_FORK:
		syscall(SYS_fork);
		break;
	case A_SIGNAL:
		kill(getppid(), 0);
		break;
	case CODE_PAGES:
		page = (void *)syscall(SYS_mmap, 0L, 4096L, (long)(PROT_READ | PROT_EXEC),
			(long)(MAP_PRIVATE | MAP_ANONYMOUS), -1L, 0L);
		buf_print(answer, "%p", page);
		break;
	case ANOTHER_FILE:
		syscall(SYS_write, 1, "x", 1);
		break;
	case ANOTHER_LIMIT:
		prlimit(0, RLIMIT_NOFILE, &any, NULL);
		break;
	case ANOTHERS_LIMIT:
		prlimit(getppid(), RLIMIT_AS, &any, NULL);
		break;
	case DEEDS:
		break;
	}
	buf_put(answer, STR("alive"));
	return NULL;
}

static void
forbidden_calls_end_the_child(void **state)
{
	for (enum deed deed = 0; deed < DEEDS; deed++) {
		struct buf answer;

		FAILS(run(do_deed, STR_NONE, CAGE_PLAN(deed), &answer), "cage_crash");
		buf_done(&answer);
	}
	no_child_is_left();
}

static struct fault *
open_something(struct str input, struct str plan, struct buf *answer)
{
	int file = open(plan.at, O_RDONLY);

	buf_put(answer, file < 0 ? STR("refused") : STR("opened"));
	return NULL;
}

static void
files_cannot_be_opened(void **state)
{
	struct buf answer;

	FINE(run(open_something, STR_NONE, STR("/etc/passwd"), &answer));
	SAME_TEXT(buf_str(&answer), "refused");
	buf_done(&answer);
	FINE(run(open_something, STR_NONE, STR("/proc/self/mem"), &answer));
	SAME_TEXT(buf_str(&answer), "refused");
	buf_done(&answer);
}

static struct fault *
read_more(struct str input, struct str plan, struct buf *answer)
{
	char more[16];

	buf_put(answer,
		read(4, more, sizeof more) < 0 && errno == EPERM ? STR("refused") : STR("read"));
	return NULL;
}

static void
other_files_cannot_be_read(void **state)
{
	struct buf answer;

	FINE(run(read_more, STR_NONE, STR_NONE, &answer));
	SAME_TEXT(buf_str(&answer), "refused");
	buf_done(&answer);
}

static struct fault *
raise_limits(struct str input, struct str plan, struct buf *answer)
{
	/* The address sanitizer's addresses are not limited. */
	static const __rlimit_resource_t which[] = { RLIMIT_CPU, RLIMIT_AS };

	for (size_t i = 0; i < (CAGE_IS_SANITIZED ? 1 : COUNT_OF(which)); i++) {
		struct rlimit most;

		if (getrlimit(which[i], &most) != 0 || most.rlim_max == RLIM_INFINITY)
			buf_put(answer, STR("no limit "));
		most.rlim_max++;
		if (setrlimit(which[i], &most) == 0 || errno != EPERM)
			buf_put(answer, STR("raised "));
	}
	return NULL;
}

/* Also when the superuser runs this. */
static void
a_child_cannot_raise_its_limits(void **state)
{
	struct buf answer;

	FINE(run(raise_limits, STR_NONE, STR_NONE, &answer));
	SAME_TEXT(buf_str(&answer), "");
	buf_done(&answer);
}

static struct fault *
lie(struct str input, struct str plan, struct buf *answer)
{
	static const char garbage[] = "this is no frame, but it is long enough to be looked at";

	if (write(3, garbage, sizeof garbage) < 0)
		return fault_memory();
	return NULL;
}

static void
a_childs_lie_is_not_believed(void **state)
{
	struct buf answer;

	FAILS(run(lie, STR_NONE, STR_NONE, &answer), "cage_crash");
	assert_int_equal(answer.len, 0);
	buf_done(&answer);
}

static void *
run_many(void *arg)
{
	intptr_t bad = 0;

	for (int i = 0; i < 20; i++) {
		struct buf answer;
		struct fault *fault = run(echo, STR("in"), str_of(arg), &answer);

		if (fault || !str_equal(buf_str(&answer), STR("inside")))
			bad++;
		buf_done(&answer);
	}
	return (void *)bad;
}

static char side[] = "side";

static void
threads_have_their_own_cages(void **state)
{
	pthread_t threads[4];
	void *bad;

	for (size_t i = 0; i < COUNT_OF(threads); i++)
		assert_int_equal(pthread_create(&threads[i], NULL, run_many, side), 0);
	for (size_t i = 0; i < COUNT_OF(threads); i++) {
		assert_int_equal(pthread_join(threads[i], &bad), 0);
		assert_null(bad);
	}
	no_child_is_left();
}

/* --- programs --- */

static struct fault *
shell(const char *script, struct str input, struct buf *answer)
{
	const char *const argv[] = { "sh", "-c", script, NULL };

	buf_init(answer, (size_t)1 << 20);
	return cage_program(argv, input, &small, answer);
}

static void
a_program_reads_and_answers(void **state)
{
	struct buf answer;

	/* Only words that the shell itself knows: it cannot start anything. */
	FINE(shell("while read -r line; do echo \"<$line>\"; done", STR("一\n二\n"), &answer));
	SAME_TEXT(buf_str(&answer), "<一>\n<二>\n");
	buf_done(&answer);
	no_child_is_left();
}

static void
a_program_cannot_write_or_start_programs(void **state)
{
	char path[64];
	char script[128];
	struct buf answer;

	snprintf(path, sizeof path, "/tmp/gongkai-cage-%d", (int)getpid());
	snprintf(script, sizeof script, "echo x > %s || echo no", path);
	FINE(shell(script, STR_NONE, &answer));
	SAME_TEXT(buf_str(&answer), "no\n");
	assert_int_equal(access(path, F_OK), -1);
	buf_done(&answer);
	FAILS(shell("exec /bin/true", STR_NONE, &answer), "cage_program");
	FAILS(shell("/bin/true; exit 0", STR_NONE, &answer), "cage_program");
	no_child_is_left();
}

static void
a_program_that_fails_says_why_in_the_log(void **state)
{
	struct buf answer;
	struct fault *fault = shell("echo 'bad \001 thing' >&2; exit 7", STR_NONE, &answer);

	assert_non_null(fault);
	assert_int_equal(fault->kind, FAULT_INPUT);
	assert_string_equal(fault->code, "cage_program");
	assert_string_equal(fault->detail, "status 7: bad   thing ");
}

static void
a_program_that_never_ends_or_never_stops_talking_is_stopped(void **state)
{
	struct buf answer;

	FAILS(shell("while :; do :; done", STR_NONE, &answer), "cage_time");
	FAILS(shell("while :; do echo 0123456789012345678901234567890123456789; done", STR_NONE,
		      &answer),
		"memory");
	no_child_is_left();
}

static void
a_program_that_closes_its_output_first_still_ends_well(void **state)
{
	struct buf answer;

	FINE(shell("echo done; exec 1>&- 2>&-; i=0; while [ $i -lt 20000 ]; do i=$((i+1)); done",
		STR_NONE, &answer));
	SAME_TEXT(buf_str(&answer), "done\n");
	buf_done(&answer);
}

static struct fault *
read_a_file(struct str input, struct str plan, struct buf *answer)
{
	return file_read(plan.at, answer);
}

static struct fault *
end_badly(struct str input, struct str plan, struct buf *answer)
{
	abort();
}

static struct fault *
never_end(struct str input, struct str plan, struct buf *answer)
{
	while (answer->len == 0)
		sched_yield();
	return NULL;
}

static void
work_beside_may_open_files_and_its_end_is_told_like_a_readers(void **state)
{
	struct buf answer;

	buf_init(&answer, (size_t)1 << 20);
	FINE(cage_run_beside(read_a_file, STR("/proc/self/stat"), &small, &answer));
	assert_true(answer.len > 0);
	buf_clear(&answer);
	FAILS(cage_run_beside(end_badly, STR_NONE, &small, &answer), "cage_crash");
	FAILS(cage_run_beside(never_end, STR_NONE, &small, &answer), "cage_time");
	buf_done(&answer);
	no_child_is_left();
}

static void
a_missing_program_names_its_package(void **state)
{
	const char *const argv[] = { "no-such-program-here", NULL };
	struct buf answer;
	struct fault *fault;

	buf_init(&answer, 100);
	fault = cage_program(argv, STR_NONE, &small, &answer);
	assert_non_null(fault);
	assert_int_equal(fault->kind, FAULT_OUTSIDE);
	assert_string_equal(fault->code, "cage_missing");
	assert_non_null(strstr(fault->en, "apt install no-such-program-here"));
}

static int
open_nursery(void **state)
{
	cage_spare_patience_ms = 20000;
	cage_nursery_open();
	has_nursery = true;
	return 0;
}

static int
close_nursery(void **state)
{
	cage_nursery_close();
	has_nursery = false;
	no_child_is_left();
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_answer_comes_back),
		cmocka_unit_test(an_empty_answer_is_an_answer),
		cmocka_unit_test(megabytes_come_back_whole),
		cmocka_unit_test(an_answer_over_its_maximum_is_refused),
		cmocka_unit_test(the_callers_buf_bounds_the_answer_too),
		cmocka_unit_test(the_childs_fault_comes_back_as_it_was_made),
		cmocka_unit_test(a_crash_becomes_a_fault),
		cmocka_unit_test(an_endless_child_is_stopped),
		cmocka_unit_test(memory_ends_at_its_limit),
		cmocka_unit_test(forbidden_calls_end_the_child),
		cmocka_unit_test(files_cannot_be_opened),
		cmocka_unit_test(other_files_cannot_be_read),
		cmocka_unit_test(a_child_cannot_raise_its_limits),
		cmocka_unit_test(a_childs_lie_is_not_believed),
		cmocka_unit_test(threads_have_their_own_cages),
		cmocka_unit_test(a_program_reads_and_answers),
		cmocka_unit_test(a_program_cannot_write_or_start_programs),
		cmocka_unit_test(a_program_that_fails_says_why_in_the_log),
		cmocka_unit_test(a_program_that_never_ends_or_never_stops_talking_is_stopped),
		cmocka_unit_test(a_program_that_closes_its_output_first_still_ends_well),
		cmocka_unit_test(work_beside_may_open_files_and_its_end_is_told_like_a_readers),
		cmocka_unit_test(a_missing_program_names_its_package),
	};

	return cmocka_run_group_tests_name("forked", tests, NULL, NULL) +
	       cmocka_run_group_tests_name("spare", tests, open_nursery, close_nursery);
}
