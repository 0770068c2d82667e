/*
 * The cookie of a session and where a request comes from, for the pages of this room. Other rooms
 * need account.h only.
 */
#ifndef ACCOUNT_ACCOUNT_VISITOR_H
#define ACCOUNT_ACCOUNT_VISITOR_H

#include "account/account_work.h"

#define ACCOUNT_SIGN_IN_PATH "/sign-in"
#define ACCOUNT_NEXT_PATH "/sign-in/next" /* what is still owed */

/* "" when there is none. */
struct str account_cookie(const struct http_request *request);
MUST struct fault *account_set_cookie(struct http_request *request, struct http_reply *reply,
	const struct account_signed *signing);
MUST struct fault *account_drop_cookie(struct http_request *request, struct http_reply *reply);

/* Asserts that account_admit() ran. */
struct account_visitor *account_visitor_of(const struct http_request *request);
/* Address and browser, the latter cut to 200 bytes; borrowed from the request. */
struct account_place account_place_of(const struct http_request *request);

#endif
