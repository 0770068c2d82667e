/*
 * The adapter to libmicrohttpd: its threads read and write sockets, ours run pages.
 * What a request means is decided in http_exchange.c; this file only carries bytes to and fro.
 */
#include <arpa/inet.h>
#include <assert.h>
#include <errno.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "base/log.h"
#include "base/memory.h"
#include "http/http_server_inside.h"

enum {
	CONNECTION_MEMORY = 32 * 1024, /* bounds the head of a request */
	BACKLOG = 511,
	LAST_REPLIES_SECONDS = 2,
};

/* Invariant: running counts visits whose head has arrived and that are not completed. */
struct server {
	struct http *http;
	struct MHD_Daemon *daemon;
	struct workers *workers;
	struct watch *watch;
	int socket;
	uint16_t port;
	pthread_mutex_t lock;
	pthread_cond_t is_quiet;
	size_t running;
	size_t body_bytes;
	_Atomic bool is_stopping;
};

static int64_t
now_us(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

/* --- reading a request --- */

struct peer {
	char at[INET6_ADDRSTRLEN];
};

static struct peer
read_peer(struct MHD_Connection *connection)
{
	const union MHD_ConnectionInfo *info =
		MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
	struct peer peer = { "" };

	if (!info || !info->client_addr)
		return peer;
	if (info->client_addr->sa_family == AF_INET) {
		const struct sockaddr_in *v4 = (const void *)info->client_addr;

		inet_ntop(AF_INET, &v4->sin_addr, peer.at, sizeof peer.at);
	} else if (info->client_addr->sa_family == AF_INET6) {
		const struct sockaddr_in6 *v6 = (const void *)info->client_addr;

		if (IN6_IS_ADDR_V4MAPPED(&v6->sin6_addr))
			inet_ntop(AF_INET, &v6->sin6_addr.s6_addr[12], peer.at, sizeof peer.at);
		else
			inet_ntop(AF_INET6, &v6->sin6_addr, peer.at, sizeof peer.at);
	}
	return peer;
}

struct header_list {
	struct http_pair items[HEADERS_MOST + 1];
	size_t count;
};

static enum MHD_Result
take_header(void *to, enum MHD_ValueKind kind, const char *name, size_t name_len, const char *value,
	size_t value_len)
{
	struct header_list *list = to;

	if (list->count == COUNT_OF(list->items))
		return MHD_NO;
	list->items[list->count++] = (struct http_pair){
		{ name, name_len },
		{ value ? value : "", value ? value_len : 0 },
	};
	return MHD_YES;
}

/* libmicrohttpd decodes addresses leniently, so the raw one is kept from its first callback. */
static void *
visit_open(void *cls, const char *target, struct MHD_Connection *connection)
{
	struct server *server = cls;
	size_t len = strlen(target);
	struct visit *visit = memory_take(sizeof *visit + len + 1);
	char *copy;

	if (!visit)
		return NULL;
	copy = (char *)(visit + 1);
	memcpy(copy, target, len);
	visit->target = (struct str){ copy, len };
	visit->server = server;
	visit->connection = connection;
	visit->started = now_us();
	return visit;
}

static struct fault *
fault_busy(void)
{
	return fault_new(FAULT_OUTSIDE, "http_busy", "现在使用的人较多。请稍等几秒再试。",
		"The server is busy right now. Try again in a few seconds.");
}

static bool
has_body(const struct visit *visit)
{
	const struct exchange *exchange = &visit->exchange;

	return (exchange->has_length && exchange->length > 0) ||
	       http_header(&exchange->request, "Transfer-Encoding").at;
}

/* --- sending the reply --- */

static enum MHD_Result
send_reply(struct visit *visit, bool is_early)
{
	struct http_reply *reply = &visit->exchange.reply;
	struct str bytes = http_reply_bytes(reply);
	struct MHD_Response *response = MHD_create_response_from_buffer(
		bytes.len, (void *)(uintptr_t)bytes.at, MHD_RESPMEM_PERSISTENT);
	enum MHD_Result result;

	if (!response)
		return MHD_NO;
	for (size_t i = 0; i < reply->header_count; i++)
		MHD_add_response_header(
			response, reply->headers[i].name.at, reply->headers[i].value.at);
	if (visit->server->is_stopping || (is_early && has_body(visit)))
		MHD_add_response_header(response, "Connection", "close");
	if (is_early && has_body(visit))
		http_watch_unread(visit->server->watch, visit->seat);
	http_watch_set(visit->server->watch, visit->seat, SEAT_REPLY);
	result = MHD_queue_response(visit->connection, reply->status, response);
	MHD_destroy_response(response);
	return result;
}

/* --- the steps of a request --- */

static enum MHD_Result
begin(struct visit *visit, const char *method)
{
	struct server *server = visit->server;
	struct header_list headers = { .count = 0 };
	struct peer peer = read_peer(visit->connection);
	struct http_facts facts = { .method = str_of(method), .target = visit->target };

	visit->seat = MHD_get_connection_info(visit->connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT)
			      ->socket_context;
	if (!visit->seat)
		return MHD_NO;
	MHD_get_connection_values_n(visit->connection, MHD_HEADER_KIND, take_header, &headers);
	facts.headers = headers.items;
	facts.header_count = headers.count;
	facts.peer = str_of(peer.at);
	if (!http_exchange_begin(server->http, &facts, &visit->exchange))
		return MHD_NO;
	/* The address was on this function's stack. */
	if (str_copy(visit->exchange.request.arena, visit->exchange.request.client,
		    &visit->exchange.request.client) != NULL)
		visit->exchange.request.client = STR("");
	visit->has_begun = true;
	buf_init(&visit->body, visit->exchange.body_max);
	pthread_mutex_lock(&server->lock);
	server->running++;
	pthread_mutex_unlock(&server->lock);
	if (visit->exchange.is_ready)
		return send_reply(visit, true);
	http_watch_set(server->watch, visit->seat, SEAT_BODY);
	return MHD_YES;
}

/* Count bytes against what all bodies together may hold. */
static bool
reserve(struct visit *visit, size_t len)
{
	struct server *server = visit->server;
	bool is_fine;

	pthread_mutex_lock(&server->lock);
	is_fine = len <= server->http->limits.bodies_max - server->body_bytes;
	if (is_fine)
		server->body_bytes += len;
	pthread_mutex_unlock(&server->lock);
	visit->counted += is_fine ? len : 0;
	return is_fine;
}

static void
drop_body(struct visit *visit)
{
	struct server *server = visit->server;

	buf_done(&visit->body);
	pthread_mutex_lock(&server->lock);
	server->body_bytes -= visit->counted;
	pthread_mutex_unlock(&server->lock);
	visit->counted = 0;
}

static void
refuse_body(struct visit *visit, const struct fault *fault)
{
	drop_body(visit);
	http_exchange_refuse(&visit->exchange, fault);
}

/*
 * A piece of the body. libmicrohttpd takes no reply in the middle of one, so after a refusal the
 * rest is read and dropped, up to once more the maximum; then the connection is cut.
 */
static enum MHD_Result
take_body(struct visit *visit, const char *bytes, size_t len)
{
	struct exchange *exchange = &visit->exchange;

	http_watch_count(visit->server->watch, visit->seat, len);
	if (exchange->is_ready) {
		visit->discarded += len;
		return visit->discarded <= visit->server->http->limits.body_max ? MHD_YES : MHD_NO;
	}
	if (len > exchange->body_max - visit->body.len) {
		refuse_body(visit, http_exchange_fault_large(exchange));
		return MHD_YES;
	}
	if (!reserve(visit, len)) {
		refuse_body(visit, fault_busy());
		return MHD_YES;
	}
	buf_put_bytes(&visit->body, bytes, len);
	if (buf_check(&visit->body) != NULL)
		refuse_body(visit, fault_busy());
	return MHD_YES;
}

static enum MHD_Result
run(struct visit *visit)
{
	struct server *server = visit->server;

	if (visit->exchange.is_ready)
		return send_reply(visit, false);
	http_watch_set(server->watch, visit->seat, SEAT_WORK);
	MHD_suspend_connection(visit->connection);
	if (http_workers_push(server->workers, visit))
		return MHD_YES;
	http_exchange_refuse(&visit->exchange, fault_busy());
	MHD_resume_connection(visit->connection);
	return MHD_YES;
}

static enum MHD_Result
handle(void *cls, struct MHD_Connection *connection, const char *url, const char *method,
	const char *version, const char *upload, size_t *upload_len, void **con_cls)
{
	struct visit *visit = *con_cls;

	if (!visit)
		return MHD_NO;
	if (!visit->has_begun)
		return begin(visit, method);
	if (*upload_len) {
		size_t len = *upload_len;

		*upload_len = 0;
		return take_body(visit, upload, len);
	}
	return run(visit);
}

/* --- the end of a request --- */

/* A long parameter may be a token, so the log shows its name instead. */
static void
log_visit(const struct visit *visit, bool is_cut)
{
	const struct http_request *request = &visit->exchange.request;
	const struct http_reply *reply = &visit->exchange.reply;
	struct str path;
	bool has_secret = false;

	str_cut(visit->target, STR("?"), &path);
	for (size_t i = 0; i < request->params.count; i++)
		has_secret = has_secret || request->params.items[i].value.len > 20;
	if (has_secret)
		path = str_of(request->route->path);
	if (path.len > 200)
		path.len = 200;
	log_line(LOG_INFO, "request", "method=%s path=\"%.*s\" status=%u us=%lld bytes=%zu%s%s%s",
		request->is_head ? "HEAD" : request->method.at, STR_ARG(path), reply->status,
		(long long)(now_us() - visit->started), http_reply_bytes(reply).len,
		reply->code[0] ? " code=" : "", reply->code, is_cut ? " cut=yes" : "");
}

static void
visit_close(void *cls, struct MHD_Connection *connection, void **con_cls,
	enum MHD_RequestTerminationCode code)
{
	struct visit *visit = *con_cls;
	struct server *server = cls;

	*con_cls = NULL;
	if (!visit)
		return;
	if (visit->has_begun) {
		log_visit(visit, code != MHD_REQUEST_TERMINATED_COMPLETED_OK);
		drop_body(visit);
		http_reply_done(&visit->exchange.reply);
		http_watch_set(server->watch, visit->seat, SEAT_HEAD);
		pthread_mutex_lock(&server->lock);
		if (--server->running == 0)
			pthread_cond_broadcast(&server->is_quiet);
		pthread_mutex_unlock(&server->lock);
	}
	memory_give(visit);
}

static void
connection_changed(void *cls, struct MHD_Connection *connection, void **socket_context,
	enum MHD_ConnectionNotificationCode code)
{
	struct server *server = cls;

	if (code == MHD_CONNECTION_NOTIFY_STARTED) {
		const union MHD_ConnectionInfo *info =
			MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);

		*socket_context = info ? http_watch_seat(server->watch, info->connect_fd) : NULL;
	} else if (*socket_context) {
		http_watch_leave(server->watch, *socket_context);
		*socket_context = NULL;
	}
}

/* --- starting --- */

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

static struct fault *
start_daemon(struct server *server)
{
	const struct http_limits *limits = &server->http->limits;
	sigset_t all;
	sigset_t before;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	server->daemon = MHD_start_daemon(MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME,
		0, NULL, NULL, handle, server, MHD_OPTION_LISTEN_SOCKET, server->socket,
		MHD_OPTION_THREAD_POOL_SIZE, limits->io_threads, MHD_OPTION_CONNECTION_LIMIT,
		limits->connections, MHD_OPTION_PER_IP_CONNECTION_LIMIT,
		limits->connections_per_address, MHD_OPTION_CONNECTION_TIMEOUT,
		limits->idle_seconds, MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)CONNECTION_MEMORY,
		MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_URI_LOG_CALLBACK, visit_open, server,
		MHD_OPTION_NOTIFY_COMPLETED, visit_close, server, MHD_OPTION_NOTIFY_CONNECTION,
		connection_changed, server, MHD_OPTION_END);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	if (!server->daemon)
		return fault_new(FAULT_OUTSIDE, "http_start", "网页服务没有启动。请稍后重试。",
			"The web server did not start. Try again later.");
	return NULL;
}

static struct fault *
start(struct server *server, const char *address, uint16_t port)
{
	const struct http_limits *limits = &server->http->limits;

	TRY(open_socket(server, address, port));
	TRY(http_watch_open(limits, &server->watch));
	TRY(http_workers_open(limits->workers, limits->queue, &server->workers));
	return start_daemon(server);
}

struct fault *
http_serve(struct http *http, const char *address, uint16_t port)
{
	struct server *server;
	struct fault *fault;

	assert(!http->server);
	server = memory_take(sizeof *server);
	if (!server)
		return fault_memory();
	server->http = http;
	server->socket = -1;
	pthread_mutex_init(&server->lock, NULL);
	pthread_cond_init(&server->is_quiet, NULL);
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
	if (server->daemon) {
		MHD_quiesce_daemon(server->daemon);
		wait_until_quiet(server, seconds);
	}
	/* Pages that still run are waited for; a page has its own limits. */
	if (server->workers)
		http_workers_finish(server->workers);
	if (server->daemon) {
		wait_until_quiet(server, LAST_REPLIES_SECONDS);
		MHD_stop_daemon(server->daemon);
	}
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
