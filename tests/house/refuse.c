/* Running tools from tests: no shell, both outputs together. */
#include "refuse.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

int
refuse_run(const char *const argv[], struct buf *ret_said)
{
	char bytes[4096];
	int pipes[2];
	int status;
	ssize_t got;
	pid_t child;

	assert_int_equal(pipe(pipes), 0);
	child = fork();
	assert_true(child >= 0);
	if (!child) {
		dup2(pipes[1], 1);
		dup2(pipes[1], 2);
		close(pipes[0]);
		close(pipes[1]);
		execvp(argv[0], (char *const *)(uintptr_t)argv);
		_exit(127);
	}
	close(pipes[1]);
	buf_clear(ret_said);
	while ((got = read(pipes[0], bytes, sizeof bytes)) > 0)
		buf_put_bytes(ret_said, bytes, (size_t)got);
	close(pipes[0]);
	assert_int_equal(waitpid(child, &status, 0), child);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

const char *
refuse_path(const char *format, ...)
{
	static char paths[8][1024];
	static unsigned next;
	char *path = paths[next++ % 8];
	va_list args;

	va_start(args, format);
	vsnprintf(path, sizeof paths[0], format, args);
	va_end(args);
	return path;
}

const char *
refuse_setting(const char *name)
{
	const char *value = getenv(name);

	if (!value)
		fail_msg("%s is not set; run this test through meson", name);
	return value;
}
