/*
 * Starting and stopping calls.py, and reading what it got.
 * What a message must look like is the tests' business.
 */
#include "call_server.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"

static void
become_server(const char *folder, const char *secret, const char *cert_folder)
{
	char cert[200];
	char key[200];
	const char *args[7] = { "python3", getenv("GONGKAI_CALLS"), folder, secret };

	if (cert_folder) {
		snprintf(cert, sizeof cert, "%s/cert.pem", cert_folder);
		snprintf(key, sizeof key, "%s/key.pem", cert_folder);
		args[4] = cert;
		args[5] = key;
	}
	execvp(args[0], (char *const *)args);
	_exit(127);
}

void
call_server_start(
	struct call_server *server, const char *folder, const char *secret, const char *cert_folder)
{
	char line[20] = "";
	int input[2];
	int output[2];

	assert_non_null(getenv("GONGKAI_CALLS"));
	snprintf(server->folder, sizeof server->folder, "%s/calls-XXXXXX", folder);
	assert_non_null(mkdtemp(server->folder));
	assert_int_equal(pipe2(input, O_CLOEXEC), 0);
	assert_int_equal(pipe2(output, O_CLOEXEC), 0);
	server->pid = fork();
	assert_true(server->pid >= 0);
	if (server->pid == 0) {
		dup2(input[0], 0);
		dup2(output[1], 1);
		become_server(server->folder, secret, cert_folder);
	}
	close(input[0]);
	close(output[1]);
	server->input = input[1];
	assert_true(read(output[0], line, sizeof line - 1) > 0);
	close(output[0]);
	server->port = (int)strtol(line, NULL, 10);
	assert_true(server->port > 0);
}

void
call_server_stop(struct call_server *server)
{
	int status;

	close(server->input);
	assert_int_equal(waitpid(server->pid, &status, 0), server->pid);
}

static bool
has_request(const struct call_server *server, int number, char path[200])
{
	snprintf(path, 200, "%s/%d.txt", server->folder, number);
	return file_exists(path);
}

int
call_server_count(const struct call_server *server)
{
	char path[200];
	int count = 0;

	while (has_request(server, count + 1, path))
		count++;
	return count;
}

struct str
call_server_request(const struct call_server *server, struct arena *arena, int number)
{
	char path[200];
	struct str text;
	struct buf buf;

	assert_true(has_request(server, number, path));
	buf_init(&buf, 1 << 20);
	FINE(file_read(path, &buf));
	FINE(str_copy(arena, buf_str(&buf), &text));
	buf_done(&buf);
	return text;
}
