/*
 * A small program around the http room, for its tests: a few pages that show what arrived.
 * It has no sockets; tests that want them call http_serve() themselves.
 */
#ifndef TESTS_UNIT_HTTP_APP_H
#define TESTS_UNIT_HTTP_APP_H

#include "../test.h"

#include "http/http_form.h"
#include "http/http_server.h"
#include "http/http_stash.h"

/* Bytes, zeros among them, as the value of a struct str in a table. */
#define BYTES(literal)                                                                             \
	{                                                                                          \
		literal, sizeof(literal) - 1                                                       \
	}

/* Where the test leaves what pages are to do and finds what they saw. */
struct app_notes {
	struct fault *(*say)(void); /* the fault that /fail returns */
	_Atomic int lent;
	_Atomic int given_back;
	bool may_enter;
	bool shows_the_way; /* admit() sends people elsewhere */
	_Atomic bool holds; /* visitors of /held wait there */
	_Atomic int held;
	const char *form_token; /* of the session that admit() finds; NULL: none */
	const char *go_to;
	const char *save_as;
};

extern struct app_notes app_notes;
extern const struct http_app app_usual;

/* Fields of /form. */
extern const struct http_field app_fields[];

/* Send one request; headers are "Name: value" lines ended by \n. The body is at `body`. */
void app_ask(struct http *http, const char *method, const char *target, const char *headers,
	struct str body, struct http_reply *ret_reply);

#endif
