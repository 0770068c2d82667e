/*
 * What verbs say when they are done: a fault in the language of the line, or text as it is.
 * Which verb runs is main.c's.
 */
#include <errno.h>
#include <stdio.h>
#include <unistd.h>

#include "program/program.h"

int
program_fail_at(const struct program_line *line, const char *name, const struct fault *fault)
{
	const char *says = program_say(line, fault->zh, fault->en);

	/* Some sentences name the file themselves. */
	if (name && !strstr(says, name))
		fprintf(stderr, "%s%s%s\n", name, program_say(line, "：", ": "), says);
	else
		fprintf(stderr, "%s\n", says);
	return PROGRAM_FAILED;
}

int
program_fail(const struct program_line *line, const struct fault *fault)
{
	return program_fail_at(line, NULL, fault);
}

bool
program_print(struct str text)
{
	while (text.len) {
		ssize_t put = write(STDOUT_FILENO, text.at, text.len);

		if (put < 0 && errno == EINTR)
			continue;
		if (put <= 0)
			return false;
		text = str_from(text, (size_t)put);
	}
	return true;
}
