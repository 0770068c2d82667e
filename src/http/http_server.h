/*
 * What program/ gives this room and what it is given: a server that starts, answers and stops, and
 * the same answers without any socket for tests. Pages include http.h instead.
 */
#ifndef HTTP_HTTP_SERVER_H
#define HTTP_HTTP_SERVER_H

#include "http/http.h"

/* A file that is part of the program: style, script, font, picture. */
struct http_asset {
	const char *path; /* "/assets/app-3f2a.css" */
	const char *type; /* NULL is found by the ending */
	const unsigned char *bytes;
	size_t len;
	const unsigned char *gzip; /* the same, compressed; NULL is made when first asked for */
	size_t gzip_len;
	bool is_immutable; /* its path changes with its content */
};

/* What an error page tells. */
struct http_problem {
	unsigned status;
	const struct fault *fault;
};

/* Sizes in bytes. Take a copy of http_usual_limits and change what must differ. */
struct http_limits {
	size_t body_max;                  /* one request to an UPLOAD route; 64 MiB */
	size_t plain_body_max;            /* one request to another route; 1 MiB */
	size_t bodies_max;                /* all bodies being received or worked on; 192 MiB */
	size_t strange_bodies_max;        /* of these where anyone may send files; 160 MiB */
	size_t file_max;                  /* one uploaded file; 32 MiB */
	size_t files_most;                /* files in one request; 50 */
	size_t reply_max;                 /* one reply; 64 MiB */
	size_t arena_max;                 /* working memory of one request; 64 MiB */
	size_t stash_max;                 /* 64 MiB */
	unsigned stash_seconds;           /* 1800 */
	size_t keep_max;                  /* copies of SHARED pages; 64 MiB */
	unsigned keep_seconds;            /* how old such a copy may be; 10; 0 keeps none */
	unsigned connections;             /* 512 */
	unsigned connections_per_address; /* 128; 0 is no limit, as behind a proxy */
	unsigned idle_seconds;            /* without a byte; 20 */
	unsigned head_seconds;            /* for the whole head of a request; 40 */
	unsigned body_seconds;    /* for a body, and one more for each body_rate bytes; 30 */
	size_t body_rate;         /* 16 KiB */
	unsigned rate_burst;      /* LIMITED requests at once; 60 */
	unsigned rate_per_minute; /* and in the long run; 120 */
	unsigned io_threads;      /* that own sockets: 2 at most, one for two processors */
	unsigned workers;         /* requests worked on at the same time; 8 */
	unsigned queue;           /* requests waiting for a worker, in each of two lanes; 512 */
};

extern const struct http_limits http_usual_limits;

/* Everything here must outlive the server. Callbacks run on several threads at once. */
struct http_app {
	const struct route *const *routes; /* tables, ended by NULL */
	const struct http_asset *assets;
	size_t asset_count;
	const struct http_limits *limits; /* NULL is http_usual_limits */
	void *context;                    /* request->context */
	/* Lend a database for one request; read-only when request->method is GET. NULL: none. */
	struct fault *(*lend_db)(void *context, const struct http_request *, struct db **ret_db);
	void (*return_db)(void *context, struct db *db);
	/* May this visitor use request->route (its low 16 bits)? Called for every route, ANYONE
	 * included; sets request->visitor, and request->form_token when the visitor is known by a
	 * cookie. It may answer itself (a way to sign in) by setting the reply's status; then no
	 * page runs. NULL: routes that are not ANYONE are closed. */
	struct fault *(*admit)(void *context, struct http_request *, struct http_reply *);
	/* Draw an error page into the reply (HTML; status is set already). request->route and ->db
	 * may be NULL. NULL: a plain sentence is sent. */
	struct fault *(*draw_problem)(
		struct http_request *, const struct http_problem *, struct http_reply *);
	/* Is everything there that pages need? For http_health_page(); a moment at most. NULL:
	 * nothing is asked. The fault is for the log. */
	struct fault *(*check_health)(void *context);
	/* How often what SHARED pages show was changed, in a number that only grows: copies made
	 * before it grew are not shown any more. Asked for each request, so it must be quick. NULL:
	 * each unsafe request that succeeds counts as a change, but for those of READS routes. */
	uint64_t (*count_changes)(void *context);
	/* More lines for http_metrics_page(). May be NULL. */
	void (*put_metrics)(void *context, struct buf *out);
	const char *metrics_token; /* who brings it may read the metrics; NULL: only this machine */
	/* Is this host name, without a port and in any case, one of the program's sites? For
	 * http_address(). NULL: none is known. */
	struct fault *(*knows_host)(
		void *context, const struct http_request *, struct str name, bool *ret_knows);
	bool is_https; /* visitors come by https: Secure cookies and HSTS */
	/* "https://www.example.gov.cn": what links in letters begin with, and what counts as this
	 * site when a proxy changes Host; or NULL */
	const char *origin;
	const char
		*trusted_proxy; /* peer whose X-Forwarded-For is believed: "127.0.0.1"; or NULL */
};

/* Look through the tables and get ready. Routes must be declared once and say who may (assert). */
MUST struct fault *http_open(const struct http_app *app, struct http **ret_http);
/* Stops first when it still runs. */
void http_close(struct http **http);

/*
 * Listen on `address` (IPv4 or IPv6 text) and answer from threads of our own; returns at once.
 * Port 0 takes a free one. Signals are blocked in these threads. Faults OUTSIDE with what to do:
 * the port is taken, or may not be used.
 */
MUST struct fault *http_serve(struct http *http, const char *address, uint16_t port);
/* The port it listens on. */
uint16_t http_port(const struct http *http);
/* No new connections; requests that have arrived are answered; those whose visitor does not read
 * or write within `seconds` are cut. */
void http_stop(struct http *http, unsigned seconds);

/* Pages for those who watch over the server; program/ gives them addresses, ANYONE | BARE.
 * Health: 200 or 503 and {"status":"ok"} or "unavailable". Metrics: Prometheus' text form. */
http_page_fn http_health_page;
http_page_fn http_metrics_page;

/* One request as it comes from the wire. */
struct http_facts {
	struct str method;               /* "GET" */
	struct str target;               /* "/a/b?c=d", still encoded */
	const struct http_pair *headers; /* values as sent, maybe hostile */
	size_t header_count;
	struct str body;
	struct str peer; /* address text */
};

/*
 * Route and answer one request without a socket, on this thread. Always makes a complete reply,
 * with every header that would be sent except Date, Content-Length and Connection. Give it back
 * with http_reply_done().
 */
void http_handle(struct http *http, const struct http_facts *facts, struct http_reply *ret_reply);
void http_reply_done(struct http_reply *reply);

/* Status of a fault: one table for the whole program. */
unsigned http_fault_status(const struct fault *fault);
struct http_stash *http_stash_of(struct http *http);
/* Something that SHARED pages show has changed in a way that http_app.count_changes() does not see.
 * Other servers' changes show after keep_seconds. */
void http_forget_pages(struct http *http);

#endif
