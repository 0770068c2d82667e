/*
 * What the three files that know sockets and threads share: http_server.c talks with libmicrohttpd,
 * http_workers.c runs pages, http_watch.c ends connections that take too long.
 */
#ifndef HTTP_HTTP_SERVER_INSIDE_H
#define HTTP_HTTP_SERVER_INSIDE_H

#include <microhttpd.h>

#include "http/http_inside.h"

struct server;

/* What a connection is doing; times count from the last change. */
enum seat_state {
	SEAT_HEAD,  /* waits for a request or its headers */
	SEAT_BODY,  /* sends a body */
	SEAT_WORK,  /* a page runs */
	SEAT_REPLY, /* reads the reply */
};

/* One connection. Guarded by the watch's lock. */
struct seat {
	struct seat *before;
	struct seat *after;
	int socket;
	enum seat_state state;
	int64_t since;  /* milliseconds */
	size_t bytes;   /* of the body so far */
	bool is_unread; /* a refused body is still on its way */
	bool is_ended;
};

/* One request. Owned by libmicrohttpd's thread, except between the push to the workers and the
 * resume, when its worker owns it. */
struct visit {
	struct exchange exchange;
	struct server *server;
	struct MHD_Connection *connection;
	struct seat *seat;
	struct visit *next; /* in the queue */
	struct buf body;
	size_t counted;   /* bytes of the body counted in server->body_bytes */
	size_t discarded; /* bytes that came after the refusal */
	int64_t started;  /* microseconds */
	struct str target;
	bool has_begun;
	bool is_queued;
};

/* --- http_watch.c --- */

struct watch;

MUST struct fault *http_watch_open(const struct http_limits *limits, struct watch **ret_watch);
void http_watch_close(struct watch **watch);
/* NULL when memory ran out. */
struct seat *http_watch_seat(struct watch *watch, int socket);
void http_watch_set(struct watch *watch, struct seat *seat, enum seat_state state);
void http_watch_count(struct watch *watch, struct seat *seat, size_t bytes);
void http_watch_unread(struct watch *watch, struct seat *seat);
/* The connection is about to be closed. */
void http_watch_leave(struct watch *watch, struct seat *seat);

/* --- http_workers.c --- */

struct workers;

MUST struct fault *http_workers_open(unsigned count, unsigned queue, struct workers **ret_workers);
/* False when the queue is full. The visit's connection must be suspended. */
bool http_workers_push(struct workers *workers, struct visit *visit);
/* Runs what is queued, then ends the threads; pushing is refused from then on. */
void http_workers_finish(struct workers *workers);
void http_workers_close(struct workers **workers);

/* A thread that no signal interrupts. */
MUST struct fault *http_workers_start_thread(pthread_t *thread, void *(*run)(void *), void *arg);

#endif
