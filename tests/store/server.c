/*
 * Starting and ending PostgreSQL servers through tests/cluster.sh.
 * What is wrong with them, and what should happen then, stands in the tests.
 */
#include "server.h"

#include <libpq-fe.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"

enum { MOST_STARTS = 600 };

/* Begin `cluster.sh VERB FOLDER [FROM]`; its pid. */
static pid_t
begin(const char *verb, const char *folder, const char *from)
{
	const char *script = getenv("GONGKAI_CLUSTER");
	pid_t child;

	assert_non_null(script);
	child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		execl(script, script, verb, folder, from, (char *)NULL);
		_exit(127);
	}
	return child;
}

static void
run(const char *verb, const char *folder, const char *from)
{
	pid_t child = begin(verb, folder, from);
	int status;

	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
}

static void
make_folder(struct server *server, const char *folder, const char *name)
{
	assert_true((size_t)snprintf(server->folder, sizeof server->folder, "%s/%s", folder, name) <
		    sizeof server->folder);
	FINE(file_make_folder(server->folder));
	server->pid = 0;
}

void
server_make(struct server *server, const char *folder, const char *name)
{
	make_folder(server, folder, name);
	run("make", server->folder, NULL);
}

void
server_copy(struct server *server, const char *folder, const char *name, const struct server *from)
{
	make_folder(server, folder, name);
	run("copy", server->folder, from->folder);
}

void
server_set(const struct server *server, const char *line)
{
	char path[120];
	FILE *file;

	snprintf(path, sizeof path, "%s/data/postgresql.conf", server->folder);
	file = fopen(path, "a");
	assert_non_null(file);
	fprintf(file, "%s\n", line);
	assert_int_equal(fclose(file), 0);
}

void
server_start(struct server *server)
{
	char url[200];
	int tries = 0;
	int status;

	assert_int_equal(server->pid, 0);
	server->pid = begin("serve", server->folder, NULL);
	server_url(server, NULL, "postgres", url, sizeof url);
	while (PQping(url) != PQPING_OK) {
		if (++tries > MOST_STARTS)
			fail_msg("the server in %s did not start", server->folder);
		/* The children of a killed server may still hold its memory for a moment; then a new
		 * one ends at once. */
		if (waitpid(server->pid, &status, WNOHANG) != 0)
			server->pid = begin("serve", server->folder, NULL);
		usleep(50000);
	}
}

void
server_stop(struct server *server, int signal)
{
	int status;

	if (!server->pid)
		return;
	assert_int_equal(kill(server->pid, signal), 0);
	assert_int_equal(waitpid(server->pid, &status, 0), server->pid);
	server->pid = 0;
}

void
server_command(const struct server *server, const char *database, const char *text, char *answer,
	size_t size)
{
	PGresult *result;
	char url[200];
	PGconn *conn;

	server_url(server, NULL, database, url, sizeof url);
	conn = PQconnectdb(url);
	result = PQexec(conn, text);
	if (PQresultStatus(result) != PGRES_COMMAND_OK && PQresultStatus(result) != PGRES_TUPLES_OK)
		fail_msg("%s: %s", text, PQerrorMessage(conn));
	if (answer)
		snprintf(answer, size, "%s", PQntuples(result) ? PQgetvalue(result, 0, 0) : "");
	PQclear(result);
	PQfinish(conn);
}

/* A path as the host of a URL. */
static void
put_host(const struct server *server, char *url, size_t size)
{
	size_t len = strlen(url);

	for (const char *at = server->folder; *at && len + 4 < size; at++) {
		if (*at == '/')
			len += (size_t)snprintf(url + len, size - len, "%%2F");
		else
			url[len++] = *at;
		url[len] = '\0';
	}
}

void
server_url(const struct server *server, const struct server *other, const char *database, char *url,
	size_t size)
{
	snprintf(url, size, "postgresql://gongkai@");
	put_host(server, url, size);
	if (other) {
		snprintf(url + strlen(url), size - strlen(url), ",");
		put_host(other, url, size);
	}
	snprintf(url + strlen(url), size - strlen(url), "/%s", database);
}
