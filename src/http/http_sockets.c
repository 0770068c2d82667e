/*
 * The threads that own sockets. Each runs libmicrohttpd by turns: it takes in all that has come,
 * hands the pages asked for to the workers in one go, and sends all that they have answered. What a
 * request means is not known here, and no page runs here.
 *
 * Why turns: waking a thread costs as much as a small page. A server with many visitors wakes its
 * workers once for all that came together, and is woken once for what was answered together.
 */
#include <assert.h>
#include <errno.h>
#include <poll.h>
#include <stdatomic.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "base/memory.h"
#include "http/http_server_inside.h"

enum {
	CONNECTION_MEMORY = 16 * 1024, /* bounds the head of a request; wiped for each one */
	LOOK_MS = 10,                  /* between two looks after those that wait for a worker */
	TURN_MS = 60000,
};

enum wish { WISH_SERVE, WISH_QUIET, WISH_END };

/*
 * Invariants: the daemon is touched by its own thread only, from its start to the thread's end;
 * `asked` is that thread's too. The lock guards `answered` and is_waiting. Who adds to an empty
 * `answered` while the thread waits, rings.
 */
struct sockets {
	struct server *server;
	const struct socket_calls *calls;
	struct MHD_Daemon *daemon;
	int turns; /* libmicrohttpd's own epoll */
	int bell;  /* eventfd: answers, or another wish */
	bool is_running;
	bool is_quiet;
	bool has_closed; /* a connection, in the last turn */
	struct visits asked;
	bool must_look; /* some still waited for a worker at the last look */
	pthread_mutex_t lock;
	struct visits answered;
	bool is_waiting;
	_Atomic enum wish wish;
	pthread_t thread;
};

static void
ring(const struct sockets *sockets)
{
	uint64_t one = 1;

	/* A full counter means that it rings already. */
	if (write(sockets->bell, &one, sizeof one) < 0)
		return;
}

struct server *
http_sockets_server(const struct sockets *sockets)
{
	return sockets->server;
}

void
http_sockets_note_closed(struct sockets *sockets)
{
	sockets->has_closed = true;
}

/* --- the thread --- */

void
http_sockets_ask(struct visit *visit)
{
	http_visits_add(&visit->sockets->asked, visit);
}

void
http_sockets_answer(struct visits visits)
{
	struct sockets *sockets = visits.first->sockets;
	bool rings;

	pthread_mutex_lock(&sockets->lock);
	rings = sockets->is_waiting && !sockets->answered.first;
	http_visits_append(&sockets->answered, visits);
	pthread_mutex_unlock(&sockets->lock);
	if (rings)
		ring(sockets);
}

/* Those for whom there is no room get their answer at once. */
static void
hand_over(struct sockets *sockets)
{
	struct visit *visit;

	if (!sockets->asked.first && !sockets->must_look)
		return;
	sockets->must_look = http_workers_push(sockets->server->workers, &sockets->asked);
	while ((visit = http_visits_take(&sockets->asked)) != NULL) {
		sockets->calls->refuse_busy(visit);
		MHD_resume_connection(visit->connection);
	}
}

/*
 * Until something comes, is answered or is wished, or a connection has idled too long. With all
 * connections taken libmicrohttpd listens no more, and begins again with the turn after one that
 * ended a connection: that turn is now.
 */
static void
wait_for_more(struct sockets *sockets)
{
	struct pollfd polls[] = {
		{ .fd = sockets->turns, .events = POLLIN },
		{ .fd = sockets->bell, .events = POLLIN },
	};
	MHD_UNSIGNED_LONG_LONG most = 0;
	uint64_t rings;
	int ms = sockets->must_look ? LOOK_MS : TURN_MS;

	if (MHD_get_timeout(sockets->daemon, &most) == MHD_YES && most < (unsigned)ms)
		ms = (int)most;
	if (sockets->has_closed)
		ms = 0;
	if (poll(polls, COUNT_OF(polls), ms) > 0 && (polls[1].revents & POLLIN) &&
		read(sockets->bell, &rings, sizeof rings) < 0)
		return;
}

static struct visits
take_answered(struct sockets *sockets)
{
	struct visits answered;

	pthread_mutex_lock(&sockets->lock);
	answered = sockets->answered;
	sockets->answered = (struct visits){ 0 };
	sockets->is_waiting = !answered.first;
	pthread_mutex_unlock(&sockets->lock);
	return answered;
}

/* From here on a visit may be gone at any moment. */
static void
resume(struct visits answered)
{
	struct visit *visit;

	while ((visit = http_visits_take(&answered)) != NULL)
		MHD_resume_connection(visit->connection);
}

static void
send_answered(struct sockets *sockets)
{
	struct visits answered = take_answered(sockets);

	if (!answered.first) {
		wait_for_more(sockets);
		answered = take_answered(sockets);
	}
	resume(answered);
}

static void *
run_sockets(void *arg)
{
	struct sockets *sockets = arg;

	while (sockets->wish != WISH_END) {
		if (sockets->wish == WISH_QUIET && !sockets->is_quiet) {
			MHD_quiesce_daemon(sockets->daemon);
			sockets->is_quiet = true;
		}
		sockets->has_closed = false;
		MHD_run(sockets->daemon);
		hand_over(sockets);
		send_answered(sockets);
	}
	return NULL;
}

/* --- beginning and end --- */

static struct fault *
fault_start(void)
{
	return fault_new(FAULT_OUTSIDE, "http_start", "网页服务没有启动。请稍后重试。",
		"The web server did not start. Try again later.");
}

/* Each thread counts its own. None stays none, and is no limit. */
static unsigned
share_of(unsigned limit, unsigned share)
{
	return (limit + share - 1) / share;
}

static struct fault *
start_daemon(struct sockets *sockets, unsigned share)
{
	struct server *server = sockets->server;
	const struct http_limits *limits = &server->http->limits;
	const struct socket_calls *calls = sockets->calls;
	const union MHD_DaemonInfo *info;

	sockets->daemon = MHD_start_daemon(MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME, 0, NULL, NULL,
		calls->handle, sockets, MHD_OPTION_LISTEN_SOCKET, server->socket,
		MHD_OPTION_CONNECTION_LIMIT, share_of(limits->connections, share),
		MHD_OPTION_PER_IP_CONNECTION_LIMIT,
		share_of(limits->connections_per_address, share), MHD_OPTION_CONNECTION_TIMEOUT,
		limits->idle_seconds, MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)CONNECTION_MEMORY,
		MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_URI_LOG_CALLBACK, calls->begin_visit,
		sockets, MHD_OPTION_NOTIFY_COMPLETED, calls->end_visit, server,
		MHD_OPTION_NOTIFY_CONNECTION, calls->change_connection, sockets, MHD_OPTION_END);
	if (!sockets->daemon)
		return fault_start();
	info = MHD_get_daemon_info(sockets->daemon, MHD_DAEMON_INFO_EPOLL_FD);
	if (!info)
		return fault_start();
	sockets->turns = info->epoll_fd;
	return NULL;
}

static struct fault *
start(struct sockets *sockets, unsigned share)
{
	sockets->bell = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (sockets->bell < 0)
		return fault_system("http_sockets", "eventfd", errno);
	TRY(start_daemon(sockets, share));
	TRY(http_thread_start(&sockets->thread, run_sockets, sockets));
	sockets->is_running = true;
	return NULL;
}

struct fault *
http_sockets_open(struct server *server, const struct socket_calls *calls, unsigned share,
	struct sockets **ret_sockets)
{
	struct sockets *sockets = memory_take(sizeof *sockets);
	struct fault *fault;

	if (!sockets)
		return fault_memory();
	sockets->server = server;
	sockets->calls = calls;
	sockets->bell = -1;
	pthread_mutex_init(&sockets->lock, NULL);
	fault = start(sockets, share);
	if (fault)
		http_sockets_close(&sockets);
	*ret_sockets = sockets;
	return fault;
}

static void
wish(struct sockets *sockets, enum wish wish)
{
	sockets->wish = wish;
	ring(sockets);
}

void
http_sockets_quiet(struct sockets *sockets)
{
	wish(sockets, WISH_QUIET);
}

void
http_sockets_close(struct sockets **sockets)
{
	if (!*sockets)
		return;
	if ((*sockets)->is_running) {
		wish(*sockets, WISH_END);
		pthread_join((*sockets)->thread, NULL);
	}
	if ((*sockets)->daemon) {
		/* libmicrohttpd ends no connection that still waits for its answer. */
		resume(take_answered(*sockets));
		/* Else libmicrohttpd closes the socket that all of them listen on. */
		if (!(*sockets)->is_quiet)
			MHD_quiesce_daemon((*sockets)->daemon);
		MHD_stop_daemon((*sockets)->daemon);
	}
	if ((*sockets)->bell >= 0)
		close((*sockets)->bell);
	pthread_mutex_destroy(&(*sockets)->lock);
	memory_give(*sockets);
	*sockets = NULL;
}
