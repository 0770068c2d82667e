/*
 * The adapter to libmicrohttpd: what it calls for each connection and request, on the thread that
 * owns the socket (http_sockets.c).
 * What a request means is decided in http_exchange.c; this file only carries bytes to and fro.
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <sys/socket.h>

#include "base/log.h"
#include "base/memory.h"
#include "base/random.h"
#include "base/steady.h"
#include "http/http_keep.h"
#include "http/http_metrics.h"
#include "http/http_server_inside.h"

static struct random_name process_word;

static void
choose_word(void)
{
	process_word = random_name();
}

/* Unlike every other, and telling nothing: a word of this process and a number that counts up, in
 * hexadecimal digits. */
static void
name_visit(struct visit *visit)
{
	static const char hex[] = "0123456789abcdef";
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	static _Atomic uint64_t last;
	uint64_t number = ++last;
	size_t at = 9;

	pthread_once(&once, choose_word);
	memcpy(visit->id, process_word.at, 8);
	visit->id[8] = '-';
	for (int shift = 60; shift >= 0; shift -= 4)
		if (at > 9 || number >> shift || shift == 0)
			visit->id[at++] = hex[number >> shift & 15];
	visit->id[at] = '\0';
}

/* --- reading a request --- */

static void
read_peer(struct MHD_Connection *connection, struct seat *seat)
{
	const union MHD_ConnectionInfo *info =
		MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);

	if (!info || !info->client_addr)
		return;
	if (info->client_addr->sa_family == AF_INET) {
		const struct sockaddr_in *v4 = (const void *)info->client_addr;

		inet_ntop(AF_INET, &v4->sin_addr, seat->peer, sizeof seat->peer);
	} else if (info->client_addr->sa_family == AF_INET6) {
		const struct sockaddr_in6 *v6 = (const void *)info->client_addr;

		if (IN6_IS_ADDR_V4MAPPED(&v6->sin6_addr))
			inet_ntop(
				AF_INET, &v6->sin6_addr.s6_addr[12], seat->peer, sizeof seat->peer);
		else
			inet_ntop(AF_INET6, &v6->sin6_addr, seat->peer, sizeof seat->peer);
	}
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
begin_visit(void *cls, const char *target, struct MHD_Connection *connection)
{
	struct sockets *sockets = cls;
	size_t len = strlen(target);
	struct visit *visit = memory_take(sizeof *visit + len + 1);
	char *copy;

	if (!visit)
		return NULL;
	copy = (char *)(visit + 1);
	memcpy(copy, target, len);
	visit->target = (struct str){ copy, len };
	visit->sockets = sockets;
	visit->server = http_sockets_server(sockets);
	visit->connection = connection;
	visit->started = steady_microseconds();
	name_visit(visit);
	return visit;
}

static struct fault *
fault_busy(void)
{
	return fault_new(FAULT_OUTSIDE, "http_busy", "现在使用的人较多。请稍等几秒再试。",
		"The server is busy right now. Try again in a few seconds.");
}

/* Asked of the headers themselves, because a refusal may have come before their meaning was found.
 */
static bool
has_body(const struct visit *visit)
{
	const struct http_request *request = &visit->exchange.request;
	struct str length = http_header(request, "Content-Length");

	return (length.at && !str_equal(length, STR("0"))) ||
	       http_header(request, "Transfer-Encoding").at;
}

/* --- sending the reply --- */

static struct MHD_Response *
make_response(const struct http_reply *reply)
{
	struct str bytes = http_reply_bytes(reply);
	struct MHD_Response *response = MHD_create_response_from_buffer(
		bytes.len, (void *)(uintptr_t)bytes.at, MHD_RESPMEM_PERSISTENT);

	for (size_t i = 0; response && i < reply->header_count; i++)
		MHD_add_response_header(
			response, reply->headers[i].name.at, reply->headers[i].value.at);
	return response;
}

/* A page that is kept is sent with what was made of it before; making that anew for each visitor
 * would cost more than all the rest. It carries no number of the request. */
static enum MHD_Result
send_again(struct visit *visit)
{
	const struct http_reply *reply = &visit->exchange.reply;
	struct MHD_Response *response = http_keep_response(reply);
	enum MHD_Result result;
	bool is_own = false;

	if (!response) {
		response = make_response(reply);
		if (!response)
			return MHD_NO;
		is_own = !http_keep_set_response(reply, response);
	}
	http_watch_set(visit->server->watch, visit->seat, SEAT_REPLY);
	result = MHD_queue_response(visit->connection, reply->status, response);
	if (is_own)
		MHD_destroy_response(response);
	return result;
}

static enum MHD_Result
send_reply(struct visit *visit, bool is_early)
{
	struct http_reply *reply = &visit->exchange.reply;
	bool is_last = is_early || visit->server->is_stopping;
	struct MHD_Response *response;
	enum MHD_Result result;

	if (reply->copy && reply->status == 200 && !is_last)
		return send_again(visit);
	response = make_response(reply);
	if (!response)
		return MHD_NO;
	MHD_add_response_header(response, "X-Request-Id", visit->id);
	if (is_last)
		MHD_add_response_header(response, "Connection", "close");
	if (is_early)
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
	struct header_list headers;
	struct http_facts facts = { .method = str_of(method), .target = visit->target };

	visit->seat = MHD_get_connection_info(visit->connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT)
			      ->socket_context;
	if (!visit->seat)
		return MHD_NO;
	headers.count = 0;
	MHD_get_connection_values_n(visit->connection, MHD_HEADER_KIND, take_header, &headers);
	facts.headers = headers.items;
	facts.header_count = headers.count;
	facts.peer = str_of(visit->seat->peer);
	if (!http_exchange_begin(server->http, &facts, &visit->exchange))
		return MHD_NO;
	visit->has_begun = true;
	buf_init(&visit->body, visit->exchange.body_max);
	pthread_mutex_lock(&server->lock);
	server->running++;
	pthread_mutex_unlock(&server->lock);
	/* A reply at this early point ends the connection, so it waits when no body is coming. */
	if (visit->exchange.is_ready && has_body(visit))
		return send_reply(visit, true);
	if (!visit->exchange.is_ready)
		http_watch_set(server->watch, visit->seat, SEAT_BODY);
	return MHD_YES;
}

/* Count bytes against what all bodies together may hold. Files that anyone may send leave some of
 * it for forms. */
static bool
reserve(struct visit *visit, size_t len)
{
	struct server *server = visit->server;
	const struct http_limits *limits = &server->http->limits;
	bool is_strange = http_exchange_takes_strange_files(&visit->exchange);
	size_t most = is_strange && limits->strange_bodies_max < limits->bodies_max
			      ? limits->strange_bodies_max
			      : limits->bodies_max;
	bool is_fine;

	pthread_mutex_lock(&server->lock);
	is_fine = server->body_bytes <= most && len <= most - server->body_bytes;
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
	if (!visit->counted)
		return;
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
	if (visit->exchange.is_ready)
		return send_reply(visit, false);
	http_watch_set(visit->server->watch, visit->seat, SEAT_WORK);
	MHD_suspend_connection(visit->connection);
	visit->asked = steady_microseconds();
	http_sockets_ask(visit);
	return MHD_YES;
}

static void
refuse_busy(struct visit *visit)
{
	http_exchange_refuse(&visit->exchange, fault_busy());
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

/* Text from outside as it may stand in a log line: printing ASCII without quotes, cut. */
struct shown {
	char at[200];
};

static struct shown
show(struct str text)
{
	struct shown shown = { "" };

	for (size_t i = 0; i < text.len && i < sizeof shown.at - 1; i++) {
		char c = text.at[i];

		shown.at[i] = c > ' ' && c < 0x7F && c != '"' && c != '\\' ? c : '?';
	}
	return shown;
}

static bool
is_number(struct str text)
{
	for (size_t i = 0; i < text.len; i++)
		if (text.at[i] < '0' || text.at[i] > '9')
			return false;
	return text.len > 0 && text.len < 19;
}

/* The value of a named segment when it is a row's number; its name when it may be anything else, a
 * person's name or a token. */
static struct str
show_segment(const struct http_request *request, struct str segment)
{
	for (size_t i = 0; i < request->params.count; i++)
		if (str_equal(request->params.items[i].name, str_from(segment, 1)) &&
			is_number(request->params.items[i].value))
			return request->params.items[i].value;
	return segment;
}

/* Where the request went, in words of our own only: what people type may name somebody. */
static struct shown
show_place(const struct visit *visit)
{
	const struct http_request *request = &visit->exchange.request;
	unsigned status = visit->exchange.reply.status;
	struct shown shown = { "-" };
	struct str rest;
	size_t len = 0;

	if (!request->route)
		return status == 200 || status == 304 ? show(request->path) : shown;
	rest = str_from(str_of(request->route->path), 1);
	do {
		struct str segment;

		rest = str_cut(rest, STR("/"), &segment);
		if (str_starts(segment, STR(":")))
			segment = show_segment(request, segment);
		len += (size_t)snprintf(
			shown.at + len, sizeof shown.at - len, "/%.*s", STR_ARG(segment));
	} while (rest.len && len < sizeof shown.at);
	return shown;
}

static void
log_visit(const struct visit *visit, int64_t us, bool is_cut)
{
	const struct http_request *request = &visit->exchange.request;
	const struct http_reply *reply = &visit->exchange.reply;
	size_t sent = reply->is_bodyless ? 0 : http_reply_bytes(reply).len;
	struct shown method = show(request->is_head ? STR("HEAD") : request->method);
	struct shown place = show_place(visit);
	struct log_field fields[7] = {
		log_text("method", str_of(method.at)),
		log_text("path", str_of(place.at)),
		log_number("status", reply->status),
		log_number("us", us),
		log_number("bytes", (int64_t)sent),
	};
	size_t count = 5;

	if (reply->code[0])
		fields[count++] = log_text("code", str_of(reply->code));
	if (is_cut)
		fields[count++] = log_text("cut", STR("yes"));
	log_set_work(visit->id);
	log_event(LOG_INFO, "request", fields, count);
	log_set_work("");
}

static void
count_visit(const struct visit *visit, bool is_cut)
{
	const struct exchange *exchange = &visit->exchange;
	int64_t us = steady_microseconds() - visit->started;

	http_metrics_count(visit->server->http->metrics, exchange->place, &exchange->reply, us);
	if (log_has(LOG_INFO))
		log_visit(visit, us, is_cut);
}

static void
end_visit(void *cls, struct MHD_Connection *connection, void **con_cls,
	enum MHD_RequestTerminationCode code)
{
	struct visit *visit = *con_cls;
	struct server *server = cls;

	*con_cls = NULL;
	if (!visit)
		return;
	if (visit->has_begun) {
		count_visit(visit, code != MHD_REQUEST_TERMINATED_COMPLETED_OK);
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
change_connection(void *cls, struct MHD_Connection *connection, void **socket_context,
	enum MHD_ConnectionNotificationCode code)
{
	struct sockets *sockets = cls;
	struct server *server = http_sockets_server(sockets);

	if (code == MHD_CONNECTION_NOTIFY_CLOSED)
		http_sockets_note_closed(sockets);
	if (code == MHD_CONNECTION_NOTIFY_STARTED) {
		const union MHD_ConnectionInfo *info =
			MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);

		*socket_context = info ? http_watch_seat(server->watch, info->connect_fd) : NULL;
		if (*socket_context)
			read_peer(connection, *socket_context);
	} else if (*socket_context) {
		http_watch_leave(server->watch, *socket_context);
		*socket_context = NULL;
	}
}

const struct socket_calls http_server_calls = {
	.begin_visit = begin_visit,
	.end_visit = end_visit,
	.change_connection = change_connection,
	.handle = handle,
	.refuse_busy = refuse_busy,
};
