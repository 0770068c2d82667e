/*
 * Turns text files into a C table of whole texts that the program carries inside, in the order
 * given; nothing in them is changed. Lists of single lines are lines.c's, assets embed.c's.
 *
 * usage: texts OUT.c NAME FILE…
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/utf8.h"

enum { MOST_BYTES = 1 << 20 };

static void
need(const char *path, struct fault *fault)
{
	if (!fault)
		return;
	fprintf(stderr, "%s: %s %s\n", path, fault->en, fault->detail);
	exit(1);
}

/* One text as a C string, a line of it on each line. */
static void
put_text(struct buf *out, struct str text)
{
	buf_put(out, STR("\t\""));
	for (size_t i = 0; i < text.len; i++) {
		unsigned char c = (unsigned char)text.at[i];

		if (c == '\n')
			buf_put(out, i + 1 < text.len ? STR("\\n\"\n\t\"") : STR("\\n"));
		else if (c == '"' || c == '\\' || c == '?' || c < ' ' || c >= 0x7F)
			buf_print(out, "\\%03o", c);
		else
			buf_put_char(out, (char)c);
	}
	buf_put(out, STR("\",\n"));
}

int
main(int count, char **words)
{
	CLOSING(buf_done) struct buf out = { .max = 16 * MOST_BYTES };

	if (count < 4) {
		fprintf(stderr, "usage: texts OUT.c NAME FILE…\n");
		return 2;
	}
	buf_print(&out,
		"/* Made by tools/texts.c; not for changing. */\n"
		"extern const char *const %s[];\nconst char *const %s[] = {\n",
		words[2], words[2]);
	for (int i = 3; i < count; i++) {
		CLOSING(buf_done) struct buf text = { .max = MOST_BYTES };
		size_t bad;

		need(words[i], file_read(words[i], &text));
		if (!utf8_is_valid(buf_str(&text), &bad)) {
			fprintf(stderr, "%s: no UTF-8 at byte %zu\n", words[i], bad);
			return 1;
		}
		put_text(&out, buf_str(&text));
	}
	buf_put(&out, STR("};\n"));
	need(words[1], buf_check(&out));
	need(words[1], file_write(words[1], buf_str(&out)));
	return 0;
}
