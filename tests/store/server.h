/*
 * A PostgreSQL server of a test's own, to be stopped, killed, started again and promoted.
 * Tests that need only a database use twin.h; many share one server there.
 */
#ifndef TESTS_STORE_SERVER_H
#define TESTS_STORE_SERVER_H

#include <sys/types.h>

#include "twin.h"

struct server {
	char folder[80];
	pid_t pid; /* 0 while it does not run */
};

/* A new one below `folder` (a short path: the socket's name has 107 bytes at most), not running. */
void server_make(struct server *server, const char *folder, const char *name);
/* A standby of one that runs. */
void server_copy(
	struct server *server, const char *folder, const char *name, const struct server *from);
/* Add a line to its settings; counts from the next start. */
void server_set(const struct server *server, const char *line);
void server_start(struct server *server);
/* SIGINT lets it end in order, SIGKILL does not; waits until it is gone. Nothing when it does not
 * run. */
void server_stop(struct server *server, int signal);
/* Run one command in a database of the server; the text of the first column of the first row goes
 * to `answer` unless NULL. */
void server_command(const struct server *server, const char *database, const char *text,
	char *answer, size_t size);
/* "postgresql://gongkai@HOST[,HOST]/DATABASE"; `other` may be NULL. */
void server_url(const struct server *server, const struct server *other, const char *database,
	char *url, size_t size);

#endif
