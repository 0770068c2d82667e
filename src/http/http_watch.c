/*
 * The watch over connections: one that takes too long to send its request is cut, and one that is
 * still sending when it was refused is listened to a little longer, so that the refusal arrives.
 * libmicrohttpd's own timeout starts anew with each byte, so a byte now and then would hold a
 * connection for ever.
 */
#include <errno.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/steady.h"
#include "http/http_server_inside.h"

enum {
	TURN_MS = 500,
	LINGERS_MOST = 32,
	LINGER_MS = 20000,
	LINGER_BYTES_A_TURN = 4 * 1024 * 1024,
	REPLY_MS = 30 * 60 * 1000,
};

/* A socket that libmicrohttpd has closed on its side; what still comes is thrown away. */
struct late_words {
	int socket;
	int64_t until;
};

struct watch {
	pthread_mutex_t lock;
	struct seat *seats;
	struct late_words lingers[LINGERS_MOST];
	size_t linger_count;
	int bell; /* eventfd: look at once */
	bool is_closing;
	const struct http_limits *limits;
	pthread_t thread;
};

static int64_t
allowed_ms(const struct http_limits *limits, const struct seat *seat)
{
	switch (seat->state) {
	case SEAT_HEAD:
		return (int64_t)limits->head_seconds * 1000;
	case SEAT_BODY:
		return (int64_t)(limits->body_seconds + seat->bytes / limits->body_rate) * 1000;
	case SEAT_WORK:
		return INT64_MAX;
	case SEAT_REPLY:
		return REPLY_MS;
	}
	return INT64_MAX;
}

/* The socket stays open until libmicrohttpd notices; http_watch_leave() comes before it closes. */
static void
end_late_ones(struct watch *watch, int64_t now)
{
	for (struct seat *seat = watch->seats; seat; seat = seat->after) {
		if (seat->is_ended || now - seat->since <= allowed_ms(watch->limits, seat))
			continue;
		seat->is_ended = true;
		shutdown(seat->socket, SHUT_RDWR);
	}
}

/* True when nothing more is to be expected from it. */
static bool
throw_away(int socket)
{
	char bytes[16 * 1024];
	ssize_t got = 0;

	for (size_t sum = 0; sum < LINGER_BYTES_A_TURN; sum += (size_t)got) {
		got = recv(socket, bytes, sizeof bytes, MSG_DONTWAIT);
		if (got < 0)
			return errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR;
		if (got == 0)
			return true;
	}
	return false;
}

static void
listen_to_lingers(struct watch *watch, int64_t now)
{
	for (size_t i = watch->linger_count; i-- > 0;) {
		if (!watch->is_closing && now < watch->lingers[i].until &&
			!throw_away(watch->lingers[i].socket))
			continue;
		close(watch->lingers[i].socket);
		watch->lingers[i] = watch->lingers[--watch->linger_count];
	}
}

static void
wait_a_turn(struct watch *watch)
{
	struct pollfd polls[LINGERS_MOST + 1];
	uint64_t rings;
	size_t count = 1;

	polls[0] = (struct pollfd){ .fd = watch->bell, .events = POLLIN };
	pthread_mutex_lock(&watch->lock);
	for (size_t i = 0; i < watch->linger_count; i++)
		polls[count++] =
			(struct pollfd){ .fd = watch->lingers[i].socket, .events = POLLIN };
	pthread_mutex_unlock(&watch->lock);
	if (poll(polls, count, TURN_MS) > 0 && (polls[0].revents & POLLIN) &&
		read(watch->bell, &rings, sizeof rings) < 0)
		return;
}

static void *
run_watch(void *arg)
{
	struct watch *watch = arg;
	bool is_closing = false;

	while (!is_closing) {
		int64_t now;

		wait_a_turn(watch);
		now = steady_milliseconds();
		pthread_mutex_lock(&watch->lock);
		end_late_ones(watch, now);
		listen_to_lingers(watch, now);
		is_closing = watch->is_closing;
		pthread_mutex_unlock(&watch->lock);
	}
	return NULL;
}

static void
ring(const struct watch *watch)
{
	uint64_t one = 1;

	/* A full counter means that it rings already. */
	if (write(watch->bell, &one, sizeof one) < 0)
		return;
}

struct fault *
http_watch_open(const struct http_limits *limits, struct watch **ret_watch)
{
	struct watch *watch = memory_take(sizeof *watch);
	struct fault *fault;

	if (!watch)
		return fault_memory();
	pthread_mutex_init(&watch->lock, NULL);
	watch->limits = limits;
	watch->bell = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	fault = watch->bell < 0 ? fault_system("http_watch", "eventfd", errno)
				: http_thread_start(&watch->thread, run_watch, watch);
	if (fault) {
		if (watch->bell >= 0)
			close(watch->bell);
		pthread_mutex_destroy(&watch->lock);
		memory_give(watch);
		return fault;
	}
	*ret_watch = watch;
	return NULL;
}

void
http_watch_close(struct watch **watch)
{
	if (!*watch)
		return;
	pthread_mutex_lock(&(*watch)->lock);
	(*watch)->is_closing = true;
	pthread_mutex_unlock(&(*watch)->lock);
	ring(*watch);
	pthread_join((*watch)->thread, NULL);
	close((*watch)->bell);
	pthread_mutex_destroy(&(*watch)->lock);
	memory_give(*watch);
	*watch = NULL;
}

struct seat *
http_watch_seat(struct watch *watch, int socket)
{
	struct seat *seat = memory_take(sizeof *seat);

	if (!seat)
		return NULL;
	seat->socket = socket;
	seat->since = steady_milliseconds();
	pthread_mutex_lock(&watch->lock);
	seat->after = watch->seats;
	if (seat->after)
		seat->after->before = seat;
	watch->seats = seat;
	pthread_mutex_unlock(&watch->lock);
	return seat;
}

void
http_watch_set(struct watch *watch, struct seat *seat, enum seat_state state)
{
	pthread_mutex_lock(&watch->lock);
	seat->state = state;
	seat->since = steady_milliseconds();
	seat->bytes = 0;
	pthread_mutex_unlock(&watch->lock);
}

void
http_watch_count(struct watch *watch, struct seat *seat, size_t bytes)
{
	pthread_mutex_lock(&watch->lock);
	seat->bytes += bytes;
	pthread_mutex_unlock(&watch->lock);
}

void
http_watch_unread(struct watch *watch, struct seat *seat)
{
	pthread_mutex_lock(&watch->lock);
	seat->is_unread = true;
	pthread_mutex_unlock(&watch->lock);
}

/*
 * Closing a socket with unread bytes makes the kernel send a reset, which can overtake the reply.
 * So a second handle on the socket stays open for a while and what comes is read and dropped.
 */
static void
linger(struct watch *watch, int socket)
{
	int copy;

	if (watch->linger_count >= LINGERS_MOST || watch->is_closing)
		return;
	copy = dup(socket);
	if (copy < 0)
		return;
	shutdown(copy, SHUT_WR);
	watch->lingers[watch->linger_count++] =
		(struct late_words){ .socket = copy, .until = steady_milliseconds() + LINGER_MS };
	ring(watch);
}

void
http_watch_leave(struct watch *watch, struct seat *seat)
{
	pthread_mutex_lock(&watch->lock);
	if (seat->is_unread && !seat->is_ended)
		linger(watch, seat->socket);
	if (seat->before)
		seat->before->after = seat->after;
	else
		watch->seats = seat->after;
	if (seat->after)
		seat->after->before = seat->before;
	pthread_mutex_unlock(&watch->lock);
	memory_give(seat);
}
