/* What the tests of handling share: the small program without sockets, and one request to it. */
#ifndef TESTS_UNIT_HTTP_HANDLE_H
#define TESTS_UNIT_HTTP_HANDLE_H

#include "app.h"

#include "base/log.h"

static struct http *http;

static inline int
set_up(void **state)
{
	log_set_level(LOG_QUIET);
	app_notes = (struct app_notes){ 0 };
	FINE(http_open(&app_usual, &http));
	return 0;
}

static inline int
tear_down(void **state)
{
	http_close(&http);
	return 0;
}

/* GET with headers; the reply must be given back. */
static inline struct http_reply
get(const char *target, const char *headers)
{
	struct http_reply reply;

	app_ask(http, "GET", target, headers, STR(""), &reply);
	return reply;
}

static inline unsigned
status_of(const char *method, const char *target, const char *headers)
{
	struct http_reply reply;
	unsigned status;

	app_ask(http, method, target, headers, STR(""), &reply);
	status = reply.status;
	http_reply_done(&reply);
	return status;
}

#endif
