/*
 * Turns a data file of lines into a C table of strings that the program carries inside. Blank lines
 * and lines that begin with # are left out; nothing else is changed.
 *
 * usage: lines OUT.c NAME FILE
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/str.h"

enum { MOST_BYTES = 1 << 20 };

static void
need(const char *path, struct fault *fault)
{
	if (!fault)
		return;
	fprintf(stderr, "%s: %s %s\n", path, fault->en, fault->detail);
	exit(1);
}

/* Octal always has three digits, so that what follows cannot join it. */
static void
put_line(struct buf *out, struct str line)
{
	buf_put(out, STR("\t\""));
	for (size_t i = 0; i < line.len; i++) {
		unsigned char c = (unsigned char)line.at[i];

		if (c == '"' || c == '\\' || c == '?' || c < ' ' || c >= 0x7F)
			buf_print(out, "\\%03o", c);
		else
			buf_put_char(out, (char)c);
	}
	buf_put(out, STR("\",\n"));
}

int
main(int argc, char **argv)
{
	CLOSING(buf_done) struct buf in;
	CLOSING(buf_done) struct buf out;
	struct str rest;
	struct str line;

	buf_init(&in, MOST_BYTES);
	buf_init(&out, 8 * (size_t)MOST_BYTES);
	if (argc != 4) {
		fprintf(stderr, "usage: lines OUT.c NAME FILE\n");
		return 1;
	}
	need(argv[3], file_read(argv[3], &in));
	buf_print(&out, "#include <stddef.h>\n\nextern const char *const %s[];\n\n", argv[2]);
	buf_print(&out, "const char *const %s[] = {\n", argv[2]);
	rest = buf_str(&in);
	while (str_next_line(&rest, &line)) {
		line = str_trim(line);
		if (line.len && !str_starts(line, STR("#")))
			put_line(&out, line);
	}
	buf_put(&out, STR("\tNULL,\n};\n"));
	need(argv[1], buf_check(&out));
	need(argv[1], file_write(argv[1], buf_str(&out)));
	return 0;
}
