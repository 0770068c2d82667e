/*
 * Copies of public pages in memory, for visitors who are all shown the same. Inside this room only.
 * A page is kept when its route is SHARED; it is forgotten as soon as anything may have changed.
 */
#ifndef HTTP_HTTP_KEEP_H
#define HTTP_HTTP_KEEP_H

#include "http/http_inside.h"
#include "http/http_libmicrohttpd.h"

struct keep;

/* Copies hold at most `max` bytes together and are shown for `seconds`; 0 keeps none. They count
 * until app->count_changes() gives another number. `app` is borrowed. */
MUST struct fault *http_keep_open(
	const struct http_app *app, size_t max, unsigned seconds, struct keep **ret_keep);
void http_keep_close(struct keep **keep);

/* True when a copy is the whole answer: the reply is complete then, and of the request there is
 * what counting and the log need, but neither arena nor headers. Else nothing is changed. */
bool http_keep_answer(struct keep *keep, const struct http_facts *facts, struct exchange *exchange);
/* Before the page runs: note under which key it may be kept, and the moment, so that a page that is
 * older than a change made meanwhile is not kept. */
void http_keep_note(struct keep *keep, const struct http_facts *facts, struct exchange *exchange);
/* Keep what the page wrote, before http_reply_complete(). What cannot be kept is not an error. */
void http_keep_take(struct keep *keep, struct exchange *exchange);
/* The reply needs its copy no longer. */
void http_keep_release(struct copy *copy);
/* What libmicrohttpd made of this reply the last time, to be sent again; NULL when there is none.
 * It lives as long as the copy. */
struct MHD_Response *http_keep_response(const struct http_reply *reply);
/* Leave one here; false when another thread was first and it stays the caller's. */
bool http_keep_set_response(const struct http_reply *reply, struct MHD_Response *response);
/* Something changed: no copy from before counts. */
void http_keep_forget(struct keep *keep);

#endif
