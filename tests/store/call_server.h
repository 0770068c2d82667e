/*
 * A system of a test's own that is told of applications (calls.py). Nothing is tested here.
 */
#ifndef TESTS_STORE_CALL_SERVER_H
#define TESTS_STORE_CALL_SERVER_H

#include <sys/types.h>

#include "twin.h"

struct call_server {
	char folder[100]; /* of the requests it got */
	pid_t pid;
	int input; /* it ends when this is closed */
	int port;
};

/* `cert_folder` NULL: without TLS. */
void call_server_start(struct call_server *server, const char *folder, const char *secret,
	const char *cert_folder);
void call_server_stop(struct call_server *server);
int call_server_count(const struct call_server *server);
/* The text of a request, from 1. */
struct str call_server_request(const struct call_server *server, struct arena *arena, int number);

#endif
