/*
 * What the files of this room share. Nobody outside includes it.
 * The way of a request: facts, http_exchange_begin (address, route, refusals before the body),
 * http_exchange_finish (page, faults, headers), and a reply that only needs sending.
 */
#ifndef HTTP_HTTP_INSIDE_H
#define HTTP_HTTP_INSIDE_H

#include <pthread.h>

#include "http/http_form.h"
#include "http/http_server.h"
#include "http/http_stash.h"

enum {
	ADDRESS_MAX = 8 * 1024, /* bytes of a request target */
	PAIRS_MOST = 2000,      /* of a query or form */
	HEADERS_MOST = 100,     /* of a request */
	SEGMENTS_MOST = 16,     /* of a path */
};

struct rate_table;
struct place;
struct places;
struct asset_copies;
struct server;

/* Invariants: app and limits never change after http_open(), listen_address not after http_serve();
 * the rest guards itself. */
struct http {
	struct http_app app;
	struct http_limits limits;
	struct rate_table *rate;
	struct asset_copies *copies;
	struct http_stash *stash;
	struct metrics *metrics;
	struct places *places;
	struct keep *keep;
	struct server *server;   /* NULL when it does not listen */
	char listen_address[46]; /* as text, while it listens */
};

/* --- http_url.c: addresses, strictly decoded --- */

/* Faults INPUT "http_address" for broken percent signs, zeros and bytes that are not UTF-8. */
MUST struct fault *http_url_decode(
	struct arena *arena, struct str raw, bool plus_is_space, struct str *ret_text);
/* Path and raw query of a target, origin or absolute form. */
MUST struct fault *http_url_read_target(
	struct arena *arena, struct str target, struct str *ret_path, struct str *ret_query);
/* "a=1&b=2" decoded. */
MUST struct fault *http_url_read_pairs(
	struct arena *arena, struct str raw, struct http_pairs *ret_pairs);

/* --- http_ask.c: what pages ask, and this room too --- */

/* The first of that name, in any case; how many there are unless NULL. */
struct str http_ask_find(const struct http_pairs *headers, struct str name, size_t *ret_times);

/* --- http_head.c: meaning of request headers --- */

/* Text without control characters but tabs. */
bool http_head_is_sane(struct str text);
/* Only headers whose names and values are sane text are kept. */
MUST struct fault *http_head_read(
	struct arena *arena, const struct http_facts *facts, struct http_pairs *ret_headers);
/* One request must have one meaning: no two lengths, hosts or framings. */
MUST struct fault *http_head_check(
	const struct http_pairs *headers, bool *ret_has_length, uint64_t *ret_length);
enum http_language http_head_language(const struct http_request *request);
bool http_head_wants_json(const struct http_request *request);
bool http_head_accepts_gzip(const struct http_request *request);
struct str http_head_client(
	const struct http_app *app, const struct http_pairs *headers, struct str peer);
/* DENIED "http_site" when another site's page caused the request. */
MUST struct fault *http_head_check_site(
	const struct http_app *app, const struct http_request *request);
/* True when one of the tags in If-None-Match is `etag`. */
bool http_head_has_etag(const struct http_request *request, struct str etag);
/* "text/html; charset=x" to "text/html"; a parameter's value, STR_NONE when missing. */
MUST struct fault *http_head_media_type(
	struct arena *arena, struct str value, struct str *ret_type);
MUST struct fault *http_head_parameter(
	struct arena *arena, struct str value, struct str name, struct str *ret_value);

/* --- http_route.c --- */

/* A route as this process knows it. */
struct place {
	const struct route *route;
	_Atomic uint32_t usual_us; /* of its pages, by experience; 0 before the first one */
};

void http_route_check_tables(const struct http_app *app);
/* The route for this method and path, its parameters in ret_params. NULL when there is none; then
 * *ret_allow lists methods the path does have ("" when it has none). */
MUST struct fault *http_route_find(const struct http *http, struct arena *arena, struct str method,
	struct str path, struct place **ret_place, struct http_pairs *ret_params,
	struct str *ret_allow);

MUST struct fault *http_places_open(const struct http_app *app, struct places **ret_places);
void http_places_close(struct places **places);
/* From 0, in the order of the tables. */
size_t http_place_number(const struct places *places, const struct place *place);
size_t http_places_count(const struct places *places);
const struct route *http_places_route(const struct places *places, size_t number);
/* A page of it ran so long. */
void http_place_took(struct place *place, int64_t microseconds);
/* Did its last pages take less than half a millisecond? Before the first one nobody knows: no. */
bool http_place_is_quick(const struct place *place);

/* --- http_multipart.c --- */

/* One field as it was sent; its value is text or the bytes of a file. */
struct part {
	struct str name;
	struct str file_name;
	struct str type;
	struct str value;
	bool is_file;
};

struct parts {
	struct part *items;
	size_t count;
	size_t room;
};

/* Values borrow from `body`. Names are decoded; text values are not looked at here. */
MUST struct fault *http_multipart_read(
	struct arena *arena, struct str content_type, struct str body, struct parts *ret_parts);

/* --- http_form.c: what was sent, and the session's token in it --- */

/* DENIED "http_form_token" unless the request brings the token of its session along; fine when
 * there is no session. */
MUST struct fault *http_form_check_token(struct http_request *request);

/* --- http_rate.c --- */

MUST struct fault *http_rate_open(
	unsigned burst, unsigned per_minute, struct rate_table **ret_table);
void http_rate_close(struct rate_table **table);
/* True when one more is fine at this moment (milliseconds of any steady clock); else *ret_wait is
 * the seconds until it will be. */
bool http_rate_take(struct rate_table *table, struct str client, int64_t now, unsigned *ret_wait);

/* --- http_gzip.c --- */

/* Compress; level 1–9. The caller owns `to`. */
MUST struct fault *http_gzip_pack(struct str bytes, int level, struct buf *to);
bool http_gzip_is_worth(const char *type, size_t len);

/* --- http_asset.c --- */

MUST struct fault *http_asset_open(const struct http_app *app, struct asset_copies **ret_copies);
void http_asset_close(struct asset_copies **copies);
/* The asset at a path, by its number in app->assets; SIZE_MAX when there is none. */
size_t http_asset_find(const struct asset_copies *copies, struct str path);
MUST struct fault *http_asset_answer(struct asset_copies *copies, size_t number,
	const struct http_request *request, struct http_reply *reply);

/* --- http_problem.c: faults become replies --- */

/* Empties the reply and tells the fault. Never fails: at worst it is one plain sentence. */
void http_problem_tell(struct http *http, struct http_request *request, const struct fault *fault,
	struct http_reply *reply);
MUST struct fault *http_problem_no_route(struct str allow);

/* --- http_reply.c --- */

/* The tag of the reply's bytes, unless it has one. */
MUST struct fault *http_reply_make_etag(struct http_reply *reply);
/* Set or replace a header with a value known to be good. */
void http_reply_set(struct http_reply *reply, const char *name, struct str value);
/* All headers of a good reply with its tag (http_reply_make_etag()), Content-Type last. */
void http_reply_dress(const struct http *http, struct http_reply *reply);
/* ETag, 304, gzip, and the headers that every reply has. */
void http_reply_complete(
	struct http *http, const struct http_request *request, struct http_reply *reply);

/* --- http_exchange.c --- */

/* Invariant: request.arena == reply.arena, opened by begin; reply holds everything to free. */
struct exchange {
	struct http *http;
	struct http_request request;
	struct place *place; /* of request.route */
	struct http_reply reply;
	struct str allow;
	uint64_t length; /* announced size of the body */
	bool has_length;
	bool is_ready;   /* the reply is complete: no body is wanted, no page has to run */
	bool is_refused; /* ready because of a refusal */
	size_t body_max; /* most bytes of body to take in */
	uint64_t moment; /* before the page ran, for http_keep.c */
	struct str key;  /* of a page that may be kept; else empty */
};

/* Look at the head of a request. facts->body is not looked at. False when there is no memory even
 * for a refusal. */
bool http_exchange_begin(
	struct http *http, const struct http_facts *facts, struct exchange *exchange);
/* Refuse now, whatever was found so far. */
void http_exchange_refuse(struct exchange *exchange, const struct fault *fault);
/* Run the page on the whole body. */
void http_exchange_finish(struct exchange *exchange, struct str body);
/* Will its page be quick, by experience with others of its route? Never when it takes strange
 * files. */
bool http_exchange_is_quick(const struct exchange *exchange);
bool http_exchange_only_reads(const struct exchange *exchange);
/* Is it for a route on which anyone may send files, also such as take seconds to read? */
bool http_exchange_takes_strange_files(const struct exchange *exchange);
MUST struct fault *http_exchange_fault_large(const struct exchange *exchange);

/* --- http_server.c --- */

void http_server_close(struct http *http);

#endif
