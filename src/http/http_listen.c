/*
 * The server's beginning and end: its socket, its threads, and letting what runs finish.
 * The callbacks that libmicrohttpd calls in between are in http_server.c.
 */
#include <arpa/inet.h>
#include <assert.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "base/memory.h"
#include "http/http_server_inside.h"

enum {
	BACKLOG = 511,
	LAST_REPLIES_SECONDS = 2,
};

static struct fault *
fault_listen(const char *address, uint16_t port, int error)
{
	if (error == EADDRINUSE)
		return fault_new(FAULT_OUTSIDE, "http_port_taken",
			"%s 的 %u 端口已被占用。请关闭占用它的程序，或换一个端口。",
			"On %s port %u is taken. Stop the program that uses it, or choose another "
			"port.",
			address, (unsigned)port);
	if (error == EACCES)
		return fault_new(FAULT_OUTSIDE, "http_port_denied",
			"没有权限在 %s 使用 %u 端口。请换 1024 以上的端口。",
			"No permission to use %s port %u. Choose a port above 1024.", address,
			(unsigned)port);
	return fault_detail(fault_new(FAULT_OUTSIDE, "http_listen",
				    "无法在 %s 的 %u 端口提供服务。请检查地址。",
				    "Could not listen on %s port %u. Check the address.", address,
				    (unsigned)port),
		"%s", strerror(error));
}

static struct fault *
open_socket(struct server *server, const char *address, uint16_t port)
{
	struct sockaddr_storage storage = { 0 };
	struct sockaddr_in *v4 = (void *)&storage;
	struct sockaddr_in6 *v6 = (void *)&storage;
	socklen_t len = sizeof *v4;
	int yes = 1;

	v4->sin_family = AF_INET;
	v4->sin_port = htons(port);
	if (inet_pton(AF_INET, address, &v4->sin_addr) != 1) {
		len = sizeof *v6;
		v6->sin6_family = AF_INET6;
		v6->sin6_port = htons(port);
		if (inet_pton(AF_INET6, address, &v6->sin6_addr) != 1)
			return fault_listen(address, port, EINVAL);
	}
	server->socket = socket(storage.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (server->socket < 0)
		return fault_listen(address, port, errno);
	setsockopt(server->socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
	if (bind(server->socket, (void *)&storage, len) < 0 || listen(server->socket, BACKLOG) < 0)
		return fault_listen(address, port, errno);
	len = sizeof storage;
	if (getsockname(server->socket, (void *)&storage, &len) < 0)
		return fault_listen(address, port, errno);
	server->port = ntohs(storage.ss_family == AF_INET ? v4->sin_port : v6->sin6_port);
	return NULL;
}

/* One thread moves what two processors can draw. */
static unsigned
count_threads(const struct http_limits *limits)
{
	unsigned wanted = (http_thread_processors() + 1) / 2;

	wanted = wanted < limits->io_threads ? wanted : limits->io_threads;
	return wanted < SOCKETS_MOST ? wanted : SOCKETS_MOST;
}

static struct fault *
start(struct server *server, const char *address, uint16_t port)
{
	const struct http_limits *limits = &server->http->limits;

	TRY(open_socket(server, address, port));
	TRY(http_watch_open(limits, &server->watch));
	TRY(http_workers_open(
		limits->workers, limits->queue, http_sockets_answer, &server->workers));
	for (unsigned share = count_threads(limits); server->sockets_count < share;) {
		TRY(http_sockets_open(server, &http_server_calls, share,
			&server->sockets[server->sockets_count]));
		server->sockets_count++;
	}
	return NULL;
}

struct fault *
http_serve(struct http *http, const char *address, uint16_t port)
{
	struct server *server;
	struct fault *fault;

	assert(!http->server);
	TRY(http_libmicrohttpd_load());
	server = memory_take(sizeof *server);
	if (!server)
		return fault_memory();
	server->http = http;
	server->socket = -1;
	pthread_mutex_init(&server->lock, NULL);
	pthread_cond_init(&server->is_quiet, NULL);
	snprintf(http->listen_address, sizeof http->listen_address, "%s", address);
	http->server = server;
	fault = start(server, address, port);
	if (fault)
		http_server_close(http);
	return fault;
}

uint16_t
http_port(const struct http *http)
{
	return http->server ? http->server->port : 0;
}

/* --- stopping --- */

static void
wait_until_quiet(struct server *server, unsigned seconds)
{
	struct timespec until;
	int error = 0;

	clock_gettime(CLOCK_REALTIME, &until);
	until.tv_sec += (time_t)seconds;
	server->is_stopping = true;
	pthread_mutex_lock(&server->lock);
	while (server->running && error != ETIMEDOUT)
		error = pthread_cond_timedwait(&server->is_quiet, &server->lock, &until);
	pthread_mutex_unlock(&server->lock);
}

void
http_stop(struct http *http, unsigned seconds)
{
	struct server *server = http->server;

	if (!server)
		return;
	for (unsigned i = 0; i < server->sockets_count; i++)
		http_sockets_quiet(server->sockets[i]);
	if (server->sockets_count)
		wait_until_quiet(server, seconds);
	/* Pages that still run are waited for; a page has its own limits. */
	if (server->workers)
		http_workers_finish(server->workers);
	if (server->sockets_count)
		wait_until_quiet(server, LAST_REPLIES_SECONDS);
	while (server->sockets_count)
		http_sockets_close(&server->sockets[--server->sockets_count]);
	http_workers_close(&server->workers);
	http_watch_close(&server->watch);
	if (server->socket >= 0)
		close(server->socket);
	pthread_cond_destroy(&server->is_quiet);
	pthread_mutex_destroy(&server->lock);
	memory_give(server);
	http->server = NULL;
}

void
http_server_close(struct http *http)
{
	http_stop(http, 0);
}
