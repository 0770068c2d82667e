/*
 * The cage for our own readers: a forked child that sees the input through the memory it inherits
 * and answers through a pipe; and the same without its bars, for work that only is large. Other
 * programs are in cage_program.c, system calls in cage_filter.c.
 *
 * The server has threads; in the child only the calling one is left. So the child takes no lock
 * that another thread could have held: no stdio, no time zones, no opening of converters.
 */
#include "base/cage.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <malloc.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/cage_inside.h"
#include "base/memory.h"
#include "base/utf8.h"

enum { READ_AT_ONCE = 256 * 1024, PIPE_ROOM = 1024 * 1024, READY = 1024 * 1024 };
enum { FRAME_ANSWER = 0x41676E6B, FRAME_FAULT = 0x46676E6B };

const struct cage_limits cage_usual = {
	.memory = (size_t)256 << 20,
	.seconds = 10,
	.answer = (size_t)16 << 20,
};

/* What stands before the answer or the fault in the pipe. */
struct frame {
	uint32_t mark;
	uint32_t asked; /* allocations of the child, which the parent counts as its own */
	uint64_t len;
};

void
cage_close(int *file)
{
	if (*file >= 0)
		close(*file);
	*file = -1;
}

struct fault *
cage_pipe(int ret_ends[2])
{
	if (pipe2(ret_ends, O_CLOEXEC) != 0)
		return fault_system("cage_pipe", "pipe", errno);
	/* Only for speed: fewer turns between parent and child. */
	(void)fcntl(ret_ends[1], F_SETPIPE_SZ, PIPE_ROOM);
	return NULL;
}

/* --- in the child --- */

void
cage_undress(void)
{
	sigset_t none;

	/* The parent's handlers speak of the parent's files. A sanitizer needs its own. */
	for (int number = 1; number < SIGRTMIN; number++)
		if (!CAGE_IS_SANITIZED || number == SIGTERM || number == SIGINT ||
			number == SIGPIPE)
			signal(number, SIG_DFL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	prctl(PR_SET_DUMPABLE, 0);
	prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
}

static void
set_limit(int which, rlim_t most, rlim_t grace)
{
	struct rlimit limit;
	rlim_t end = most + grace;

	if (getrlimit((__rlimit_resource_t)which, &limit) == 0 && limit.rlim_max < end)
		end = limit.rlim_max;
	limit.rlim_cur = most < end ? most : end;
	limit.rlim_max = end;
	setrlimit((__rlimit_resource_t)which, &limit);
}

/* What any child may use of the machine. */
static void
limit_use(const struct cage_limits *limits, size_t base)
{
	/* The address sanitizer reserves terabytes that it never touches. */
	if (!CAGE_IS_SANITIZED || base == 0)
		set_limit(RLIMIT_AS, base + limits->memory, 0);
	/* The grace lets SIGXCPU come before SIGKILL, which means memory. */
	set_limit(RLIMIT_CPU, (rlim_t)limits->seconds, 2);
	set_limit(RLIMIT_CORE, 0, 0);
}

void
cage_restrain(const struct cage_limits *limits, size_t base, unsigned files)
{
	limit_use(limits, base);
	set_limit(RLIMIT_FSIZE, 0, 0);
	set_limit(RLIMIT_NPROC, 0, 0);
	set_limit(RLIMIT_NOFILE, files, 0);
}

/* Bytes of address space in use now; 0 when the kernel does not tell. */
static size_t
space_in_use(void)
{
	char text[64];
	struct str pages;
	int64_t count = 0;
	ssize_t len;
	int file = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);

	if (file < 0)
		return 0;
	len = read(file, text, sizeof text);
	close(file);
	if (len <= 0)
		return 0;
	str_cut((struct str){ text, (size_t)len }, STR(" "), &pages);
	return str_to_int(pages, &count) ? (size_t)count * (size_t)sysconf(_SC_PAGESIZE) : 0;
}

static void
say_frame(uint32_t mark, const void *bytes, size_t len)
{
	struct frame frame = { mark, (uint32_t)memory_count(), len };
	struct iovec parts[] = { { &frame, sizeof frame }, { (void *)bytes, len } };

	/* Together, so that a short answer wakes the parent once. */
	while (parts[0].iov_len + parts[1].iov_len) {
		ssize_t said = writev(CAGE_ANSWER, parts, COUNT_OF(parts));

		if (said <= 0)
			_exit(1);
		for (size_t i = 0; i < COUNT_OF(parts); i++) {
			size_t done =
				(size_t)said < parts[i].iov_len ? (size_t)said : parts[i].iov_len;

			if (done == 0)
				continue;
			parts[i].iov_base = (char *)parts[i].iov_base + done;
			parts[i].iov_len -= done;
			said -= (ssize_t)done;
		}
	}
}

/* Keep the two pipes under fixed numbers and close everything else. */
static bool
keep_only(int answer, int complaints)
{
	/* Out of the way first: either may already sit on the other's number. */
	int high_answer = fcntl(answer, F_DUPFD, CAGE_FILES_END);
	int high_complaints = complaints < 0 ? -1 : fcntl(complaints, F_DUPFD, CAGE_FILES_END);

	if (high_answer < 0 || dup2(high_answer, CAGE_ANSWER) < 0)
		return false;
	if (high_complaints >= 0 && dup2(high_complaints, CAGE_ERRORS) < 0)
		return false;
	close(0);
	close(1);
	return syscall(SYS_close_range, CAGE_FILES_END, ~0U, 0) == 0;
}

/*
 * Memory that the child will surely use, in one call: a page at a time costs several times as much.
 * Freed again, so that the allocator hands it out; it gives nothing back to the kernel, and asks
 * for more in large pieces, for the rest of this short life.
 */
static void
make_memory_ready(void)
{
#if !CAGE_IS_SANITIZED
	char *block;
	uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE) - 1;

	mallopt(M_TRIM_THRESHOLD, INT_MAX);
	mallopt(M_MMAP_THRESHOLD, READY);
	mallopt(M_TOP_PAD, READY);
	block = memory_grow(NULL, READY - 1024);
	if (block)
		madvise((void *)(((uintptr_t)block + page) & ~page), READY / 2,
			MADV_POPULATE_WRITE);
	memory_give(block);
#endif
}

/* The whole life of the child; without a filter it is not shut in. */
static void
live(cage_fn *work, struct str input, const void *plan, const struct cage_limits *limits,
	const struct cage_filter *filter, int answer_file, int complaints)
{
	struct buf answer;
	struct fault *fault;
	size_t base = space_in_use();

	cage_undress();
	if (base == 0 || !keep_only(answer_file, complaints))
		_exit(2);
	if (filter)
		cage_restrain(limits, base, 0);
	else
		limit_use(limits, base);
	if (filter && !cage_filter_enter(filter))
		_exit(2);
	make_memory_ready();
	buf_init(&answer, limits->answer);
	fault = work(input, plan, &answer);
	if (!fault)
		fault = buf_check(&answer);
	if (fault)
		say_frame(FRAME_FAULT, fault, sizeof *fault);
	else
		say_frame(FRAME_ANSWER, answer.at, answer.len);
	/* Not exit(): what the parent registered is the parent's. */
	_exit(0);
}

/* --- in the parent --- */

static int64_t
now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* One read of the answer. False at its end. */
static bool
take_answer(struct cage_child *child, struct buf *answer)
{
	size_t room = answer->max - answer->len;
	char *to;
	ssize_t len;

	if (room > READ_AT_ONCE)
		room = READ_AT_ONCE;
	to = room ? buf_make_room(answer, room) : NULL;
	if (!to) {
		char probe;

		/* Full, which is fine if the child has nothing more to say. */
		len = read(child->answer, &probe, 1);
		child->is_too_much = len > 0;
		return false;
	}
	do
		len = read(child->answer, to, room);
	while (len < 0 && errno == EINTR);
	if (len <= 0)
		return false;
	buf_took(answer, (size_t)len);
	return true;
}

/* Keep the first complaints; read and forget the rest. False at their end. */
static bool
take_complaint(struct cage_child *child)
{
	char text[512];
	ssize_t len;
	size_t have = strlen(child->complaint);

	do
		len = read(child->complaints, text, sizeof text);
	while (len < 0 && errno == EINTR);
	for (ssize_t i = 0; i < len && have < CAGE_COMPLAINT; i++)
		child->complaint[have++] = text[i] >= ' ' && text[i] < 127 ? text[i] : ' ';
	return len > 0;
}

/* Listen to both pipes until both are closed. False when the time ran out or it said too much. */
static bool
listen_until(struct cage_child *child, struct buf *answer, int64_t deadline)
{
	while (child->answer >= 0 || child->complaints >= 0) {
		struct pollfd files[2] = {
			{ .fd = child->answer, .events = POLLIN },
			{ .fd = child->complaints, .events = POLLIN },
		};
		int64_t left = deadline - now_ms();

		if (left <= 0)
			return false;
		if (poll(files, 2, (int)left) < 0 && errno != EINTR)
			return false;
		if (files[0].revents && !take_answer(child, answer))
			cage_close(&child->answer);
		if (files[1].revents && !take_complaint(child))
			cage_close(&child->complaints);
		if (child->is_too_much)
			return false;
	}
	return true;
}

/* Sleep until the child ends, where the kernel can tell (5.3 and later); else for a moment. */
static void
await_end(pid_t pid, int pause, int64_t left)
{
	struct pollfd file = { .fd = (int)syscall(SYS_pidfd_open, pid, 0), .events = POLLIN };

	if (file.fd < 0) {
		poll(NULL, 0, pause);
		return;
	}
	poll(&file, 1, (int)left);
	close(file.fd);
}

/* Give it the rest of its time to end by itself. */
static bool
has_ended(struct cage_child *child, int64_t deadline)
{
	int pause = 1;

	for (;;) {
		pid_t who = waitpid(child->pid, &child->status, WNOHANG);
		int64_t left;

		if (who == child->pid)
			return true;
		if (who < 0 && errno != EINTR) {
			/* Somebody else took the status: it is gone, and how is not known. */
			child->status = SIGKILL;
			return true;
		}
		left = deadline - now_ms();
		if (left <= 0)
			return false;
		await_end(child->pid, pause, left);
		pause = pause < 16 ? pause * 2 : 16;
	}
}

void
cage_watch(struct cage_child *child, struct buf *answer)
{
	int64_t deadline = now_ms() + (int64_t)child->seconds * 1000;

	if (listen_until(child, answer, deadline) && has_ended(child, deadline))
		goto gone;
	child->is_over = !child->is_too_much;
	kill(child->pid, SIGKILL);
	while (waitpid(child->pid, &child->status, 0) < 0 && errno == EINTR)
		;
gone:
	cage_close(&child->answer);
	cage_close(&child->complaints);
}

struct fault *
cage_verdict(const struct cage_child *child)
{
	int number = WIFSIGNALED(child->status) ? WTERMSIG(child->status) : 0;

	if (child->is_too_much)
		return fault_memory();
	if (child->is_over || number == SIGXCPU)
		return fault_new(FAULT_LIMIT, "cage_time",
			"读取用时过长，已停止（上限 %d 秒）。请拆分文件，或另存为 docx 后再试。",
			"Reading took too long and was stopped (limit %d s). Split the file or "
			"save it as "
			"docx and try again.",
			child->seconds);
	/* The kernel's own killer, when memory ran out on the machine. */
	if (number == SIGKILL)
		return fault_new(FAULT_LIMIT, "cage_memory",
			"读取所需内存超出上限，已停止。请拆分或精简文件后再试。",
			"Reading needed more memory than allowed and was stopped. Split or shorten "
			"the "
			"file.");
	if (number)
		return fault_detail(
			fault_new(FAULT_INPUT, "cage_crash",
				"文件内容异常，无法读取。请用 Word 或 WPS 打开并另存为 docx "
				"后再试。",
				"The file is malformed and cannot be read. Open it in Word or WPS, "
				"save it as docx and try again."),
			"signal %d: %s", number, child->complaint);
	return NULL;
}

static struct fault *
broken_answer(const struct cage_child *child)
{
	struct fault *fault = fault_new(FAULT_INPUT, "cage_crash",
		"文件内容异常，读取没有完成。请检查文件后再试。",
		"The file is malformed; reading did not finish. Check the file and try again.");

	return fault_detail(fault, "status %d: %s", child->status, child->complaint);
}

/* True for zero-terminated valid UTF-8 inside `size` bytes. */
static bool
is_clean(const char *text, size_t size)
{
	size_t len = strnlen(text, size);
	size_t bad;

	return len < size && utf8_is_valid((struct str){ text, len }, &bad);
}

/* The child's fault, believed only where it can be shown. */
static struct fault *
fault_of_child(const struct cage_child *child, struct str body)
{
	struct fault made;
	struct fault *fault;

	if (body.len != sizeof made)
		return broken_answer(child);
	memcpy(&made, body.at, sizeof made);
	if (made.kind < FAULT_INPUT || made.kind > FAULT_OUTSIDE ||
		!is_clean(made.code, sizeof made.code) || !is_clean(made.zh, sizeof made.zh) ||
		!is_clean(made.en, sizeof made.en) || !is_clean(made.detail, sizeof made.detail))
		return broken_answer(child);
	fault = fault_new(made.kind, made.code, "%s", "%s", made.zh);
	snprintf(fault->en, sizeof fault->en, "%s", made.en);
	return fault_detail(fault, "%s", made.detail);
}

/* What came through the pipe: a frame with the answer, or with a fault. */
static struct fault *
open_answer(const struct cage_child *child, struct str said, struct buf *answer)
{
	struct frame frame;

	TRY(cage_verdict(child));
	if (WEXITSTATUS(child->status) == 2)
		return fault_new(FAULT_OUTSIDE, "cage_unsafe",
			"本机无法建立安全隔离，为安全起见没有读取文件。请联系系统管理员。",
			"This machine cannot isolate readers, so the file was not read. Ask the "
			"administrator.");
	if (WEXITSTATUS(child->status) != 0 || said.len < sizeof frame)
		return broken_answer(child);
	memcpy(&frame, said.at, sizeof frame);
	memory_count_on(frame.asked);
	if (frame.len != said.len - sizeof frame)
		return broken_answer(child);
	if (frame.mark == FRAME_FAULT)
		return fault_of_child(child, str_from(said, sizeof frame));
	if (frame.mark != FRAME_ANSWER)
		return broken_answer(child);
	buf_put(answer, str_from(said, sizeof frame));
	return buf_check(answer);
}

/* Make the child. In the child this does not return. */
static struct fault *
start(cage_fn *work, struct str input, const void *plan, const struct cage_limits *limits,
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
run(cage_fn *work, struct str input, const void *plan, const struct cage_limits *limits,
	const struct cage_filter *filter, struct buf *answer)
{
	struct cage_child child = { .answer = -1, .complaints = -1, .seconds = limits->seconds };
	CLOSING(buf_done) struct buf said;
	size_t most = limits->answer > sizeof(struct fault) ? limits->answer : sizeof(struct fault);

	buf_init(&said, most + sizeof(struct frame));
	TRY(start(work, input, plan, limits, filter, &child));
	cage_watch(&child, &said);
	return open_answer(&child, buf_str(&said), answer);
}

struct fault *
cage_run(cage_fn *work, struct str input, const void *plan, const struct cage_limits *limits,
	struct buf *answer)
{
	const struct cage_filter *filter;

	TRY(cage_filter_reader(&filter));
	return run(work, input, plan, limits, filter, answer);
}

struct fault *
cage_run_beside(
	cage_fn *work, const void *plan, const struct cage_limits *limits, struct buf *answer)
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
