/*
 * The nursery: a process that keeps spare children of the cage, hands them out, and buries them. It
 * was forked before its owner knew anything worth hiding or had threads, and it never sees an
 * input: those go from the owner straight to the child (cage_spare.c).
 *
 * It holds one end of each child's stream as well. When the child dies it says there how, as the
 * last frame; when the owner closes the other end, in whatever way, it kills the child. So no
 * number of a process is ever used for one that may be somebody else's.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/cage_inside.h"
#include "base/memory.h"

/* Alive at once, waiting or at work. */
enum { SPARES_READY = 2, MOST_SPARES = 128 };
/* Until the machine has room for another process again. */
enum { PAUSE_MS = 50 };

/* A child that is not buried yet. */
struct spare {
	pid_t pid;
	int talk;       /* the child's end of its stream; this process only holds it */
	int complaints; /* what it says to its standard error; -1 with a sanitizer */
	bool is_killed;
};

/* Invariant: `owed` more children are to be made until as many wait as are kept ready. */
struct nursery {
	const struct cage_filter *filter;
	cage_rehearsal *rehearsal;
	size_t base; /* address space of a child at birth */
	struct spare spares[MOST_SPARES];
	size_t count;
	size_t owed;
};

/* Signals to the whole group come to the owner as well, and the owner decides. */
static void
leave_signals_to_owner(void)
{
	static const int shared[] = { SIGINT, SIGTERM, SIGHUP, SIGQUIT };

	for (size_t i = 0; i < COUNT_OF(shared); i++)
		signal(shared[i], SIG_IGN);
}

/* --- in a spare child --- */

/* All of it. The end of the stream is the end of the child. */
static void
take_in(void *to, size_t size)
{
	char *at = to;

	while (size) {
		ssize_t len = read(CAGE_INPUT, at, size);

		if (len < 0 && errno == EINTR)
			continue;
		if (len <= 0)
			_exit(0);
		at += len;
		size -= (size_t)len;
	}
}

static _Noreturn void
do_job(size_t base)
{
	const struct fault *fault = NULL;
	struct cage_job job;
	size_t input_at;
	char *bytes;

	take_in(&job, sizeof job);
	input_at = (job.plan_len + 15) / 16 * 16;
	bytes = memory_grow(NULL, input_at + job.input_len + 1);
	if (!bytes)
		fault = fault_memory();
	if (fault)
		cage_say(fault, NULL);
	/* Its input counts as what it began with, as it does for a child forked later. */
	if (!cage_limit_use(&job.limits, base + input_at + job.input_len))
		_exit(2);
	take_in(bytes, job.plan_len);
	take_in(bytes + input_at, job.input_len);
	cage_work(job.work, (struct str){ bytes + input_at, job.input_len },
		(struct str){ bytes, job.plan_len }, &job.limits);
}

/* The whole life of a spare child. */
static _Noreturn void
wait_for_job(const struct nursery *nursery, pid_t parent, int talk, int complaints)
{
	cage_undress();
	leave_signals_to_owner();
	if (getppid() != parent || !cage_keep_only(talk, talk, complaints) ||
		!cage_shut(nursery->filter))
		_exit(2);
	cage_make_memory_ready();
	cage_make_code_ready();
	/* Nobody waits yet, and what goes wrong in it will be told of the real work. */
	if (nursery->rehearsal)
		(void)nursery->rehearsal();
	do_job(nursery->base);
}

/* --- in the nursery --- */

/* Hand the owner its end of a child's stream. */
static bool
hand_out(int end)
{
	union {
		struct cmsghdr head;
		char room[CMSG_SPACE(sizeof(int))];
	} extra = { 0 };
	char packet = 's';
	struct iovec bytes = { &packet, 1 };
	struct msghdr message = { .msg_iov = &bytes,
		.msg_iovlen = 1,
		.msg_control = &extra,
		.msg_controllen = sizeof extra.room };
	struct cmsghdr *head = CMSG_FIRSTHDR(&message);

	head->cmsg_level = SOL_SOCKET;
	head->cmsg_type = SCM_RIGHTS;
	head->cmsg_len = CMSG_LEN(sizeof(int));
	memcpy(CMSG_DATA(head), &end, sizeof end);
	return sendmsg(CAGE_NURSERY_OWNER, &message, MSG_NOSIGNAL) == 1;
}

struct ends {
	int mine;
	int childs;
};

static void
ends_close(struct ends *ends)
{
	cage_close(&ends->mine);
	cage_close(&ends->childs);
}

static bool
open_talk(struct ends *ret_talk)
{
	int files[2];

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, files) != 0)
		return false;
	*ret_talk = (struct ends){ files[0], files[1] };
	return true;
}

/* A child that complains more than anybody reads must not wait for a reader. */
static bool
open_complaints(struct ends *ret_complaints)
{
	int files[2];

	if (CAGE_IS_SANITIZED)
		return true;
	if (pipe2(files, O_CLOEXEC | O_NONBLOCK) != 0)
		return false;
	*ret_complaints = (struct ends){ files[0], files[1] };
	return true;
}

static bool
make_spare(struct nursery *nursery)
{
	CLOSING(ends_close) struct ends complaints = { -1, -1 };
	CLOSING(ends_close) struct ends talk = { -1, -1 };
	pid_t self = getpid();
	pid_t pid;

	if (!open_talk(&talk) || !open_complaints(&complaints))
		return false;
	pid = fork();
	if (pid == 0)
		wait_for_job(nursery, self, talk.childs, complaints.childs);
	if (pid < 0)
		return false;
	nursery->spares[nursery->count++] =
		(struct spare){ .pid = pid, .talk = talk.childs, .complaints = complaints.mine };
	talk.childs = complaints.mine = -1;
	/* If nobody takes it, its stream closes and it ends like any other. */
	return hand_out(talk.mine);
}

/* The first of its complaints, as far as they can be shown. */
static void
keep_complaint(const struct spare *spare, struct cage_end *end)
{
	ssize_t len = -1;

	if (spare->complaints >= 0)
		len = read(spare->complaints, end->complaint, CAGE_COMPLAINT);
	end->complaint[len < 0 ? 0 : len] = '\0';
	for (ssize_t i = 0; i < len; i++)
		if (end->complaint[i] < ' ' || end->complaint[i] > '~')
			end->complaint[i] = ' ';
}

/* Say how it ended, if anybody still listens, and forget it. */
static void
bury(struct nursery *nursery, size_t at, int status)
{
	struct spare *spare = &nursery->spares[at];
	struct {
		struct cage_frame frame;
		struct cage_end end;
	} last = { { CAGE_MARK_END, 0, sizeof(struct cage_end) }, { .status = status } };

	keep_complaint(spare, &last.end);
	(void)send(spare->talk, &last, sizeof last, MSG_NOSIGNAL | MSG_DONTWAIT);
	cage_close(&spare->talk);
	cage_close(&spare->complaints);
	nursery->spares[at] = nursery->spares[--nursery->count];
}

static void
bury_dead(struct nursery *nursery)
{
	int status;
	pid_t pid;

	while ((pid = waitpid(-1, &status, WNOHANG)) > 0)
		for (size_t i = 0; i < nursery->count; i++)
			if (nursery->spares[i].pid == pid) {
				bury(nursery, i, status);
				break;
			}
}

/* The owner is gone: so is everything here. */
static _Noreturn void
end_all(struct nursery *nursery)
{
	for (size_t i = 0; i < nursery->count; i++)
		kill(nursery->spares[i].pid, SIGKILL);
	while (waitpid(-1, NULL, 0) > 0 || errno == EINTR)
		;
	_exit(0);
}

/* A byte for each spare that the owner took. */
static void
hear_owner(struct nursery *nursery)
{
	char packet[8];
	ssize_t len = recv(CAGE_NURSERY_OWNER, packet, sizeof packet, MSG_DONTWAIT);

	if (len > 0)
		nursery->owed++;
	else if (len == 0 || (errno != EAGAIN && errno != EINTR))
		end_all(nursery);
}

/* Make what is owed; milliseconds to wait at most before the next try, -1 when nothing is owed. */
static int
make_owed(struct nursery *nursery)
{
	while (nursery->owed) {
		if (nursery->count == MOST_SPARES || !make_spare(nursery))
			return PAUSE_MS;
		nursery->owed--;
	}
	return -1;
}

/* What the owner no longer listens to. A child keeps its number until it is buried. */
static void
kill_forsaken(struct nursery *nursery, const struct pollfd *files, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (files[i].revents & (POLLHUP | POLLERR)) {
			kill(nursery->spares[i].pid, SIGKILL);
			nursery->spares[i].is_killed = true;
		}
}

/* One turn: wait until the owner asks, a child dies, or an owner's end closes. */
static void
turn(struct nursery *nursery)
{
	struct pollfd files[MOST_SPARES + 2] = {
		{ .fd = CAGE_NURSERY_OWNER, .events = POLLIN },
		{ .fd = CAGE_NURSERY_DEATHS, .events = POLLIN },
	};
	struct signalfd_siginfo death;
	int wait = make_owed(nursery);
	size_t count = nursery->count;

	for (size_t i = 0; i < count; i++)
		files[i + 2].fd = nursery->spares[i].is_killed ? -1 : nursery->spares[i].talk;
	if (poll(files, (nfds_t)count + 2, wait) < 0)
		return;
	kill_forsaken(nursery, files + 2, count);
	if (files[1].revents && read(CAGE_NURSERY_DEATHS, &death, sizeof death) > 0)
		bury_dead(nursery);
	if (files[0].revents)
		hear_owner(nursery);
}

/* It may hold passwords, and no reader needs it. */
static void
forget_environment(void)
{
	for (char **at = environ; at && *at; at++)
		memset(*at, 0, strlen(*at));
	environ = NULL;
}

/* Nothing open but the owner's socket, where deaths are told, and the standard error. */
static bool
keep_owner(int owner)
{
	int high = fcntl(owner, F_DUPFD, CAGE_NURSERY_FILES_END);
	int nothing = open("/dev/null", O_RDWR);
	sigset_t deaths;

	if (high < 0 || nothing < 0 || dup2(nothing, 0) < 0 || dup2(nothing, 1) < 0 ||
		dup2(high, CAGE_NURSERY_OWNER) < 0 ||
		syscall(SYS_close_range, CAGE_NURSERY_OWNER + 1, ~0U, 0) != 0)
		return false;
	sigemptyset(&deaths);
	sigaddset(&deaths, SIGCHLD);
	sigprocmask(SIG_BLOCK, &deaths, NULL);
	/* The lowest number that is free. */
	return signalfd(-1, &deaths, SFD_CLOEXEC | SFD_NONBLOCK) == CAGE_NURSERY_DEATHS;
}

_Noreturn void
cage_nursery_live(int owner, const struct cage_filter *filter, cage_rehearsal *rehearsal)
{
	static struct nursery nursery;

	nursery.base = cage_space_in_use();
	cage_undress();
	leave_signals_to_owner();
	forget_environment();
	prctl(PR_SET_NAME, "gongkai-nursery");
	if (nursery.base == 0 || !keep_owner(owner))
		_exit(2);
	nursery.filter = filter;
	nursery.rehearsal = rehearsal;
	nursery.owed = SPARES_READY;
	for (;;)
		turn(&nursery);
}
