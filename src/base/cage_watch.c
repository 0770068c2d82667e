/*
 * The watch over a child of the cage: hears what it says until it ends or its time is over, and
 * says as a fault how it died. Making children is not done here, but in cage.c and cage_nursery.c;
 * spare children are heard in cage_spare.c, which shares the faults.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/cage_inside.h"
#include "base/steady.h"
#include "base/utf8.h"

enum { READ_AT_ONCE = 256 * 1024, PIPE_ROOM = 1024 * 1024 };

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
		int64_t left = deadline - steady_milliseconds();

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
		left = deadline - steady_milliseconds();
		if (left <= 0)
			return false;
		await_end(child->pid, pause, left);
		pause = pause < 16 ? pause * 2 : 16;
	}
}

void
cage_watch(struct cage_child *child, struct buf *answer)
{
	int64_t deadline = steady_milliseconds() + (int64_t)child->seconds * 1000;

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
			"save it as docx and try again.",
			child->seconds);
	/* The kernel's own killer, when memory ran out on the machine. */
	if (number == SIGKILL)
		return fault_new(FAULT_LIMIT, "cage_memory",
			"读取所需内存超出上限，已停止。请拆分或精简文件后再试。",
			"Reading needed more memory than allowed and was stopped. Split or shorten "
			"the file.");
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

struct fault *
cage_broken_answer(const struct cage_child *child)
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

struct fault *
cage_fault_of_child(const struct cage_child *child, struct str body)
{
	struct fault made;
	struct fault *fault;

	if (body.len != sizeof made)
		return cage_broken_answer(child);
	memcpy(&made, body.at, sizeof made);
	if (made.kind < FAULT_INPUT || made.kind > FAULT_OUTSIDE ||
		!is_clean(made.code, sizeof made.code) || !is_clean(made.zh, sizeof made.zh) ||
		!is_clean(made.en, sizeof made.en) || !is_clean(made.detail, sizeof made.detail))
		return cage_broken_answer(child);
	fault = fault_new(made.kind, made.code, "%s", "%s", made.zh);
	snprintf(fault->en, sizeof fault->en, "%s", made.en);
	return fault_detail(fault, "%s", made.detail);
}

struct fault *
cage_fault_of_end(const struct cage_child *child)
{
	TRY(cage_verdict(child));
	if (WEXITSTATUS(child->status) == 2)
		return fault_new(FAULT_OUTSIDE, "cage_unsafe",
			"本机无法建立安全隔离，为安全起见没有读取文件。请联系系统管理员。",
			"This machine cannot isolate readers, so the file was not read. Ask the "
			"administrator.");
	return cage_broken_answer(child);
}
