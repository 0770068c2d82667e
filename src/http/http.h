/*
 * http: requests in, replies out, routes between them; the only door to libmicrohttpd.
 * This header is for those who write pages; http_form.h reads forms and files, http_stash.h keeps
 * uploads for a while, http_server.h is for program/. No domain word lives in this room.
 */
#ifndef HTTP_HTTP_H
#define HTTP_HTTP_H

#include "base/buf.h"

struct db; /* lent by program/; this room never looks inside */
struct http;
struct http_sent;
struct copy;
struct http_stash;

enum http_language { HTTP_ZH, HTTP_EN };

struct http_pair {
	struct str name;
	struct str value;
};

struct http_pairs {
	struct http_pair *items;
	size_t count;
	size_t room;
};

/*
 * One request, as pages see it.
 * Invariants: every str except `body` is valid UTF-8 without zeros and was decoded once; all of it
 * lives as long as `arena`, which ends when the reply is sent. HEAD arrives as GET.
 */
struct http_request {
	struct arena *arena;
	struct db *db; /* NULL when the program lends none; read-only for GET */
	void *context; /* the program's, the same for all requests */
	void *visitor; /* what the program's admit() left here for its pages */
	/* Of the visitor's session, from admit(); empty: nobody is known by a cookie. Every unsafe
	 * request must bring it along as the field `form_token` or the header X-Form-Token. */
	struct str form_token;
	struct http_stash *stash; /* uploads that were checked but not stored */
	const struct http *http;
	const struct route *route; /* NULL in error pages for an address that no route has */
	struct str method;
	struct str path;           /* "/reports/7": decoded, without the query */
	struct http_pairs params;  /* ":id" of the route, by name */
	struct http_pairs query;   /* in the order sent, repeated names included */
	struct http_pairs headers; /* names as sent; ask with http_header() */
	struct str client;         /* address of the visitor, "" when unknown; personal data */
	struct str type;           /* media type of the body, lower case, without parameters */
	struct str body;           /* bytes as sent */
	enum http_language language;
	const struct http_sent *sent; /* the form in the body, once read; the room's own */
	bool wants_json; /* the address is below /api/, or JSON is preferred in Accept */
	bool is_head;
	unsigned wait; /* seconds until this visitor may come again; of http_limit() */
};

/* How long a reply may be kept by browsers and proxies. */
enum http_cache {
	HTTP_CACHE_ASK,     /* keep, but ask each time (ETag); the usual */
	HTTP_CACHE_NEVER,   /* personal or secret */
	HTTP_CACHE_FOREVER, /* the address changes when the content does */
};

enum { HTTP_HEADERS_MOST = 40 };

/*
 * One reply. A page puts its bytes into `body`, or points `fixed` at bytes that outlive the reply
 * (static ones, or in the request's arena).
 * Invariants: `fixed` is sent when its `at` is not NULL, else `body`; header values hold no line
 * ends. After http_handle() it is complete: status, type and all headers are what will be sent.
 */
struct http_reply {
	unsigned status;  /* 0 becomes 200 */
	const char *type; /* NULL becomes HTML */
	struct buf body;
	struct str fixed;
	struct str etag; /* with its quotes; made from the bytes when empty */
	enum http_cache cache;
	struct http_pair headers[HTTP_HEADERS_MOST];
	size_t header_count;
	char code[40];       /* of the fault this reply tells; "" when all went well */
	struct arena *arena; /* the request's; closed by http_reply_done() */
	struct copy *copy;   /* whose bytes these are, or NULL; the room's own (http_keep.c) */
	bool is_bodyless;    /* HEAD: the length is told, the bytes are not sent */
};

/* Fills the reply, or returns a fault, which becomes an error page or a JSON error. */
typedef struct fault *http_page_fn(struct http_request *request, struct http_reply *reply);

/*
 * Who may use a route, and how: the low 16 bits are people (bit 0 is everyone, the rest belong to
 * program/), the high bits are these manners.
 */
enum {
	ANYONE = 1u << 0,
	HTTP_PEOPLE = 0xFFFFu,
	SAME_SITE =
		1u << 16, /* refuse a request another site caused; always so for unsafe methods */
	ANY_SITE = 1u << 17, /* an unsafe method that other sites may call: needs no cookie */
	/* Bodies up to 64 MiB; without it 1 MiB. Together with ANYONE: such requests wait in a lane
	 * of their own, which leaves room and threads for others. */
	UPLOAD = 1u << 18,
	READS = 1u << 20, /* an unsafe method that changes nothing stored: a read-only database */
	BARE = 1u
	       << 21, /* nobody is admitted and no database is lent: for those who watch over us */
	SHARED = 1u << 22, /* GET: the same for all who are not signed in, so a copy may be shown */
	LIMITED = 1u << 19, /* so many a minute per client address, then 429 */
};

/*
 * Tables of routes end with { 0 }. A path is literal segments and ":name" segments; a literal one
 * wins over a named one. HEAD is answered by GET, OPTIONS by the room.
 */
struct route {
	const char *method;
	const char *path;
	http_page_fn *page;
	unsigned access;
};

/* --- asking --- */

/* A named segment of the route's path. Asking for one the route does not have is a mistake in the
 * program (assert). */
struct str http_param(const struct http_request *request, const char *name);
/* The same as a number of a row; faults ABSENT when it is not a positive whole number. */
MUST struct fault *http_param_id(
	const struct http_request *request, const char *name, int64_t *ret_id);
/* First value of that name in the query; STR_NONE when there is none. */
struct str http_query(const struct http_request *request, const char *name);
/* The token of "Authorization: Bearer TOKEN"; STR_NONE when none was brought. */
struct str http_bearer(const struct http_request *request);
/* One more request of this one ("token 7"; an address counts as it does for LIMITED routes) is
 * fine; else LIMIT "http_rate", which tells when to come again. */
MUST struct fault *http_limit(struct http_request *request, struct str who);
/* A whole number in the query; `otherwise` when it is missing or no number. */
int64_t http_query_int(const struct http_request *request, const char *name, int64_t otherwise);
/* STR_NONE when it was not sent. */
struct str http_header(const struct http_request *request, const char *name);
struct str http_cookie(const struct http_request *request, const char *name);
/* Do visitors come by https? Cookies with secrets then have names that begin with __Host-. */
bool http_is_https(const struct http_request *request);
/* "https://www.example.gov.cn", without a slash at its end: where visitors reach this site, for
 * links in letters and for handing on. It is the configured origin; without one the request's Host,
 * but only when the program knows it as one of its sites or listens there; else the address that it
 * listens on. Anybody can send any Host. */
MUST struct fault *http_address(const struct http_request *request, struct str *ret_address);
/* The one of the two that the visitor reads. */
const char *http_say(const struct http_request *request, const char *zh, const char *en);
/* Percent-encode one segment or value for an address; slashes are encoded too. */
void http_url_put(struct buf *buf, struct str text);

/* --- answering --- */

void http_reply_html(struct http_reply *reply);
void http_reply_json(struct http_reply *reply);
/* `bytes` must outlive the reply: static, or in request->arena. */
void http_reply_fixed(struct http_reply *reply, const char *type, struct str bytes);
/* 303 to a place on this site: must begin with one slash. Faults INPUT "http_redirect" for any
 * other, because targets often come from the query. */
MUST struct fault *http_reply_redirect(
	struct http_request *request, struct http_reply *reply, struct str target);
/* The bytes are to be saved under this name (any language); NULL type is found by the ending. */
MUST struct fault *http_reply_download(struct http_request *request, struct http_reply *reply,
	struct str file_name, const char *type);
/* Another header. Faults INPUT "http_header" when the value holds line ends or zeros. */
MUST struct fault *http_reply_header(struct http_reply *reply, const char *name, struct str value);
/* A cookie for this site only, out of reach of scripts. 0 seconds lasts until the browser closes;
 * less takes it away. Letters, digits and -_.~ only in the value. */
MUST struct fault *http_reply_cookie(struct http_request *request, struct http_reply *reply,
	const char *name, struct str value, int64_t seconds);
/* Value of a header already set; STR_NONE when there is none. For tests. */
struct str http_reply_find(const struct http_reply *reply, const char *name);
/* The bytes that will be sent. */
struct str http_reply_bytes(const struct http_reply *reply);

/* --- file names --- */

/* A file name from outside made harmless: last part of the path, no control or direction
 * characters, no leading dots, at most 180 bytes with its ending kept; never empty. */
MUST struct fault *http_name_clean(struct arena *arena, struct str name, struct str *ret_name);
/* "application/pdf" for "x.PDF"; "application/octet-stream" for an unknown ending. */
const char *http_name_type(struct str name);

#endif
