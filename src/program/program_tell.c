/*
 * What verbs say when they are done: a fault in the language of the line, or text as it is.
 * Which verb runs is main.c's.
 */
#include <errno.h>
#include <stdio.h>
#include <unistd.h>

#include "base/utf8.h"
#include "doc/doc.h"
#include "program/program.h"

/* Names of files are in sentences as they are on disk; none may speak to the terminal or end the
 * line. */
static void
put_shown(const char *text)
{
	struct str rest = str_of(text);
	char bytes[4];
	size_t len;

	for (; rest.len; rest = str_from(rest, len)) {
		uint32_t point = utf8_at(rest, 0, &len);
		size_t put = utf8_put(bytes, utf8_is_shown(point) ? point : UTF8_BROKEN);

		fwrite(bytes, 1, put, stderr);
	}
}

int
program_fail_at(const struct program_line *line, const char *name, const struct fault *fault)
{
	const char *says = program_say(line, fault->zh, fault->en);

	/* Some sentences name the file themselves. */
	if (name && !strstr(says, name)) {
		put_shown(name);
		fputs(program_say(line, "：", ": "), stderr);
	}
	put_shown(says);
	fputc('\n', stderr);
	return PROGRAM_FAILED;
}

int
program_fail(const struct program_line *line, const struct fault *fault)
{
	return program_fail_at(line, NULL, fault);
}

struct fault *
program_fault_unknown(const char *word)
{
	return fault_new(FAULT_INPUT, "usage", "不认识“%s”。用 gongkai help 查看用法。",
		"“%s” is not known. See gongkai help.", word);
}

struct fault *
program_need_no_words(const struct program_line *line)
{
	return line->word_count ? program_fault_unknown(line->words[0]) : NULL;
}

struct fault *
program_show_name(struct arena *arena, struct str name, struct str *ret_name)
{
	struct str decoded;
	size_t bad;

	/* Archives packed on Chinese Windows leave names in GBK. */
	if (!utf8_is_valid(name, &bad) && !doc_decode(arena, name, &decoded))
		name = decoded;
	return utf8_show(arena, name, ret_name);
}

struct fault *
program_fault_print(int error)
{
	if (error == EPIPE)
		return fault_new(FAULT_OUTSIDE, "print", "接收 %s 的程序已经结束，后面的没有写出。",
			"The program that took %s has ended; the rest was not written.", "stdout");
	return fault_system("print", "stdout", error);
}

struct fault *
program_print(struct str text)
{
	while (text.len) {
		ssize_t put = write(STDOUT_FILENO, text.at, text.len);

		if (put < 0 && errno == EINTR)
			continue;
		if (put <= 0)
			return program_fault_print(put < 0 ? errno : ENOSPC);
		text = str_from(text, (size_t)put);
	}
	return NULL;
}
