/*
 * What the files that know sockets and threads share: listening, callbacks, workers, the watch.
 * Nothing here knows what a request means; that is http_exchange.c's.
 */
#ifndef HTTP_HTTP_SERVER_INSIDE_H
#define HTTP_HTTP_SERVER_INSIDE_H

#include <netinet/in.h>

#include "http/http_inside.h"
#include "http/http_libmicrohttpd.h"

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
	char peer[INET6_ADDRSTRLEN]; /* never changes */
	enum seat_state state;
	int64_t since;  /* milliseconds */
	size_t bytes;   /* of the body so far */
	bool is_unread; /* a refused body is still on its way */
	bool is_ended;
};

struct sockets;

/* One request. Owned by the thread of its socket, except between the push to the workers and
 * http_sockets_answer(), when its worker owns it. */
struct visit {
	struct exchange exchange;
	struct server *server;
	struct sockets *sockets;
	struct MHD_Connection *connection;
	struct seat *seat;
	struct visit *next; /* in struct visits */
	struct buf body;
	size_t counted;   /* bytes of the body counted in server->body_bytes */
	size_t discarded; /* bytes that came after the refusal */
	int64_t started;  /* microseconds */
	int64_t asked;    /* when it was pushed */
	char id[40];      /* for the log */
	struct str target;
	bool has_begun;
};

/* Some visits in a row. */
struct visits {
	struct visit *first;
	struct visit *last; /* NULL exactly when first is */
};

enum { SOCKETS_MOST = 4 };

/* Invariant: running counts visits whose head has arrived and that are not completed. */
struct server {
	struct http *http;
	struct sockets *sockets[SOCKETS_MOST];
	unsigned sockets_count;
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

/* --- http_thread.c --- */

/* A thread that no signal interrupts. */
MUST struct fault *http_thread_start(pthread_t *thread, void *(*run)(void *), void *arg);
/* How many processors this process may use. */
unsigned http_thread_processors(void);

void http_visits_add(struct visits *visits, struct visit *visit);
void http_visits_append(struct visits *visits, struct visits more);
/* The first one; NULL when there is none. */
struct visit *http_visits_take(struct visits *visits);

/* --- http_sockets.c --- */

/* What is called on the sockets' thread: the first four by libmicrohttpd. `cls` is a struct
 * sockets, of end_visit the server. */
struct socket_calls {
	void *(*begin_visit)(void *cls, const char *target, struct MHD_Connection *connection);
	void (*end_visit)(void *cls, struct MHD_Connection *connection, void **con_cls,
		enum MHD_RequestTerminationCode code);
	void (*change_connection)(void *cls, struct MHD_Connection *connection,
		void **socket_context, enum MHD_ConnectionNotificationCode code);
	enum MHD_Result (*handle)(void *cls, struct MHD_Connection *connection, const char *url,
		const char *method, const char *version, const char *upload, size_t *upload_len,
		void **con_cls);
	/* The reply for a visit that nobody has room for. */
	void (*refuse_busy)(struct visit *visit);
};

/* One thread of `share` that listen on the server's socket together. */
MUST struct fault *http_sockets_open(struct server *server, const struct socket_calls *calls,
	unsigned share, struct sockets **ret_sockets);
struct server *http_sockets_server(const struct sockets *sockets);
/* One of its connections has ended. On the sockets' thread. */
void http_sockets_note_closed(struct sockets *sockets);
/* A page has to run for this visit, whose connection is suspended. On the sockets' thread. */
void http_sockets_ask(struct visit *visit);
/* Their replies are complete. All are of the same sockets; from now on they may be gone. */
void http_sockets_answer(struct visits visits);
/* No new connections. */
void http_sockets_quiet(struct sockets *sockets);
void http_sockets_close(struct sockets **sockets);

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

/* Takes answered visits, all of the same sockets. */
typedef void http_workers_hand_back(struct visits visits);

MUST struct fault *http_workers_open(
	unsigned count, unsigned queue, http_workers_hand_back *to, struct workers **ret_workers);
/* Takes visits whose connections are suspended; those that find no room are left in *visits. True
 * when some wait: then call again soon, with or without others, because the threads may be busy for
 * longer than thought. */
bool http_workers_push(struct workers *workers, struct visits *visits);
/* Runs what is queued, then ends the threads; pushing is refused from then on. */
void http_workers_finish(struct workers *workers);
void http_workers_close(struct workers **workers);

/* --- http_server.c --- */

extern const struct socket_calls http_server_calls;

#endif
