/*
 * The owner's side of the nursery: takes a spare child, gives it one input, hears its answer. Who
 * makes and buries these children is cage_nursery.c; nobody here waits for one to be gone.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/cage_inside.h"
#include "base/log.h"
#include "base/steady.h"

/* Dead ones are passed over, but not for ever. */
enum { MOST_TRIES = 4 };

int cage_spare_patience_ms;

static struct {
	int packets; /* to and from the nursery; shared by all threads, each packet is whole */
	pid_t pid;
	atomic_bool is_open;
	cage_rehearsal *rehearsal;
} nursery = { .packets = -1 };

void
cage_nursery_rehearse(cage_rehearsal *rehearsal)
{
	nursery.rehearsal = rehearsal;
}

void
cage_nursery_open(void)
{
	const struct cage_filter *filter;
	int files[2];

	/* Without a filter there is nothing to be done, and cage_run() says so. */
	if (nursery.is_open || cage_filter_reader(&filter) ||
		socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, files) != 0)
		return;
	nursery.pid = fork();
	if (nursery.pid == 0)
		cage_nursery_live(files[1], filter, nursery.rehearsal);
	cage_close(&files[1]);
	if (nursery.pid < 0) {
		cage_close(&files[0]);
		return;
	}
	nursery.packets = files[0];
	nursery.is_open = true;
}

void
cage_nursery_close(void)
{
	if (nursery.packets < 0)
		return;
	nursery.is_open = false;
	/* Its end of file tells the nursery to end all. */
	cage_close(&nursery.packets);
	while (waitpid(nursery.pid, NULL, 0) < 0 && errno == EINTR)
		;
}

/* Somebody killed it, and its children died with it. */
static void
say_lost(void)
{
	if (!atomic_exchange(&nursery.is_open, false))
		return;
	/* Should it live all the same, it ends now. Other threads may still listen here. */
	(void)shutdown(nursery.packets, SHUT_RDWR);
	while (waitpid(nursery.pid, NULL, 0) < 0 && errno == EINTR)
		;
	log_line(LOG_ERROR, "cage",
		"the nursery of readers is gone; until the next start each reader is forked when "
		"it is needed");
}

/* --- taking one --- */

/* The next child's stream; -1 when none is ready. */
static int
take_stream(void)
{
	union {
		struct cmsghdr head;
		char room[CMSG_SPACE(sizeof(int))];
	} extra;
	char packet;
	struct iovec bytes = { &packet, 1 };
	struct msghdr message = { .msg_iov = &bytes,
		.msg_iovlen = 1,
		.msg_control = &extra,
		.msg_controllen = sizeof extra.room };
	struct pollfd file = { .fd = nursery.packets, .events = POLLIN };
	const struct cmsghdr *head;
	ssize_t len;
	int stream;

	if (cage_spare_patience_ms)
		(void)poll(&file, 1, cage_spare_patience_ms);
	len = recvmsg(nursery.packets, &message, MSG_CMSG_CLOEXEC | MSG_DONTWAIT);
	if (len < 0 && (errno == EAGAIN || errno == EINTR))
		return -1;
	head = len == 1 ? CMSG_FIRSTHDR(&message) : NULL;
	if (len <= 0)
		say_lost();
	if (!head || head->cmsg_type != SCM_RIGHTS)
		return -1;
	memcpy(&stream, CMSG_DATA(head), sizeof stream);
	return stream;
}

/* So that it makes another. */
static void
say_taken(void)
{
	if (send(nursery.packets, "t", 1, MSG_NOSIGNAL) != 1)
		say_lost();
}

/* --- giving and hearing --- */

/* What is known of the child at work. Invariant: `is_lost` only while nothing was answered. */
struct talk {
	struct cage_child child;
	int stream;
	int64_t deadline;
	bool is_reset; /* its other end was closed with bytes in it that nobody had read */
	bool is_lost;
};

static void
talk_close(struct talk *talk)
{
	cage_close(&talk->stream);
}

/* Wait until there is something to do for this event. False when the time ran out. */
static bool
await(struct talk *talk, short event)
{
	struct pollfd file = { .fd = talk->stream, .events = event };
	int64_t left = talk->deadline - steady_milliseconds();

	if (left > 0)
		(void)poll(&file, 1, (int)left);
	talk->child.is_over = left <= 0;
	return left > 0;
}

/* Job, plan and input. False when the child is gone or the time ran out. */
static bool
give(struct talk *talk, const struct cage_job *job, struct str plan, struct str input)
{
	struct iovec parts[] = {
		{ (void *)job, sizeof *job },
		{ (char *)plan.at, plan.len },
		{ (char *)input.at, input.len },
	};
	struct msghdr message = { .msg_iov = parts, .msg_iovlen = COUNT_OF(parts) };

	while (message.msg_iovlen) {
		ssize_t len = sendmsg(talk->stream, &message, MSG_NOSIGNAL | MSG_DONTWAIT);

		if (len < 0 && errno == EAGAIN && await(talk, POLLOUT))
			continue;
		if (len < 0 && errno == EINTR)
			continue;
		if (len < 0)
			return false;
		while (message.msg_iovlen && (size_t)len >= message.msg_iov->iov_len) {
			len -= (ssize_t)message.msg_iov->iov_len;
			message.msg_iov++;
			message.msg_iovlen--;
		}
		if (message.msg_iovlen) {
			message.msg_iov->iov_base = (char *)message.msg_iov->iov_base + len;
			message.msg_iov->iov_len -= (size_t)len;
		}
	}
	return true;
}

/* So many bytes; fewer when the stream ends or the time ran out. */
static size_t
hear(struct talk *talk, void *to, size_t size)
{
	size_t have = 0;

	while (have < size) {
		ssize_t len = recv(talk->stream, (char *)to + have, size - have, MSG_DONTWAIT);

		if (len > 0) {
			have += (size_t)len;
		} else if (len == 0 || (errno != EAGAIN && errno != EINTR) ||
			   !await(talk, POLLIN)) {
			talk->is_reset = len < 0 && errno == ECONNRESET;
			break;
		}
	}
	return have;
}

/* The child ended without an answer; the nursery says how. If the job is still unread, it ended
 * before, and this input has nothing to do with it. */
static struct fault *
hear_end(struct talk *talk)
{
	struct cage_end end;
	char more;

	if (hear(talk, &end, sizeof end) < sizeof end)
		return cage_broken_answer(&talk->child);
	talk->is_lost = hear(talk, &more, 1) == 0 && talk->is_reset;
	talk->child.status = end.status;
	memcpy(talk->child.complaint, end.complaint, CAGE_COMPLAINT);
	return cage_fault_of_end(&talk->child);
}

static struct fault *
hear_fault(struct talk *talk)
{
	char said[sizeof(struct fault)];
	size_t len = hear(talk, said, sizeof said);

	return cage_fault_of_child(&talk->child, (struct str){ said, len });
}

static struct fault *
hear_answer(struct talk *talk, uint64_t len, size_t most, struct buf *answer)
{
	char *to = len <= most ? buf_make_room(answer, len) : NULL;

	if (!to)
		return fault_memory();
	if (hear(talk, to, len) < len)
		return talk->child.is_over ? cage_verdict(&talk->child)
					   : cage_broken_answer(&talk->child);
	buf_took(answer, len);
	return NULL;
}

static struct fault *
hear_all(struct talk *talk, const struct cage_limits *limits, struct buf *answer)
{
	struct cage_frame frame;

	if (hear(talk, &frame, sizeof frame) < sizeof frame) {
		/* No frame, not even the nursery's. */
		talk->is_lost = !talk->child.is_over;
		return cage_fault_of_end(&talk->child);
	}
	if (frame.mark == CAGE_MARK_END)
		return hear_end(talk);
	if (frame.mark == CAGE_MARK_FAULT && frame.len == sizeof(struct fault))
		return hear_fault(talk);
	if (frame.mark != CAGE_MARK_ANSWER)
		return cage_broken_answer(&talk->child);
	return hear_answer(talk, frame.len, limits->answer, answer);
}

/* With one child. False when it was lost before it could have read anything, or the nursery is. */
static bool
run_one(const struct cage_job *job, struct str plan, struct str input, struct buf *answer,
	struct fault **ret_fault)
{
	CLOSING(talk_close) struct talk talk = { .stream = take_stream() };
	bool is_given;

	if (talk.stream < 0)
		return false;
	talk.child.seconds = job->limits.seconds;
	talk.deadline = steady_milliseconds() + (int64_t)job->limits.seconds * 1000;
	is_given = give(&talk, job, plan, input);
	if (is_given || talk.child.is_over)
		*ret_fault = hear_all(&talk, &job->limits, answer);
	/* Not before: on a busy machine the next child would be made at the cost of this one. */
	say_taken();
	return (is_given || talk.child.is_over) && !talk.is_lost;
}

bool
cage_spare_run(cage_fn *work, struct str input, struct str plan, const struct cage_limits *limits,
	struct buf *answer, struct fault **ret_fault)
{
	const struct cage_job job = { work, *limits, plan.len, input.len };

	for (int i = 0; i < MOST_TRIES && nursery.is_open; i++)
		if (run_one(&job, plan, input, answer, ret_fault))
			return true;
	return false;
}
