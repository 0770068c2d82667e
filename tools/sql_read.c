/*
 * Reading SQL for the compiler: the file, which lines are for which engine, its words; and writing
 * it as a C string. It knows neither statements nor steps.
 */
#include "sql_inside.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"

static void
say(const char *path, int number, const char *format, va_list args)
{
	fprintf(stderr, "%s:%d: ", path, number);
	vfprintf(stderr, format, args);
	fputc('\n', stderr);
}

void
sql_refuse(const struct source *source, int line, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	say(source->path, source->number[line], format, args);
	va_end(args);
	exit(1);
}

void
sql_refuse_number(const struct source *source, int number, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	say(source->path, number, format, args);
	va_end(args);
	exit(1);
}

void
sql_need(const char *path, struct fault *fault)
{
	if (!fault)
		return;
	fprintf(stderr, "%s:0: %s %s\n", path, fault->en, fault->detail);
	exit(1);
}

/* --- the file --- */

void
sql_mark_lines(struct source *source)
{
	struct str rest = source->text;
	unsigned char only = 3;
	struct str line;

	for (int number = 1; str_next_line(&rest, &line); number++) {
		struct str bare = str_trim(line);

		if (number >= MOST_LINES)
			sql_refuse(source, number, "more than %d lines", MOST_LINES);
		if (str_equal(bare, STR("-- only sqlite")))
			only = 1 << SQLITE;
		else if (str_equal(bare, STR("-- only postgres")))
			only = 1 << POSTGRES;
		else if (str_equal(bare, STR("-- both")) || str_starts(bare, STR("-- name:")))
			only = 3;
		else if (str_starts(bare, STR("-- only")))
			sql_refuse(source, number, "no such engine; write sqlite or postgres");
		source->only[number] = only;
	}
}

void
sql_read_source(const char *path, struct arena *arena, struct source *source)
{
	CLOSING(buf_done) struct buf buf;

	buf_init(&buf, MOST_BYTES);
	*source = (struct source){ .path = path };
	sql_need(path, file_read(path, &buf));
	sql_need(path, str_copy(arena, buf_str(&buf), &source->text));
	source->stem = file_base_name(str_of(path));
	if (!str_ends(source->stem, STR(".sql")))
		sql_refuse(source, 0, "the name does not end in .sql");
	source->stem.len -= 4;
	for (int line = 0; line <= MOST_LINES; line++)
		source->number[line] = line;
	sql_mark_lines(source);
}

/* --- words --- */

static bool
is_word_char(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       c == '_' || (unsigned char)c >= 0x80;
}

/* Bytes of the blank, comment or foreign line at the front; 0 when a token is there. */
static size_t
blank_length(struct reader *reader)
{
	struct str rest = reader->rest;

	if (str_starts(rest, STR("\n"))) {
		reader->line++;
		return 1;
	}
	if (str_starts(rest, STR(" ")) || str_starts(rest, STR("\t")) ||
		str_starts(rest, STR("\r")))
		return 1;
	if (str_starts(rest, STR("--")) ||
		!(reader->source->only[reader->line] & 1 << reader->engine)) {
		size_t end = str_find(rest, STR("\n"), 0);

		return end == SIZE_MAX ? rest.len : end;
	}
	return 0;
}

size_t
sql_quoted_length(struct str text)
{
	size_t at = 1;

	for (; at < text.len && text.at[at] != '\n'; at++) {
		if (text.at[at] != text.at[0])
			continue;
		/* A doubled quote is one inside. */
		if (at + 1 == text.len || text.at[at + 1] != text.at[0])
			return at + 1;
		at++;
	}
	return 0;
}

struct token
sql_next_token(struct reader *reader)
{
	struct token token = { .kind = END, .before = reader->rest };
	size_t len;

	while (reader->rest.len && (len = blank_length(reader)))
		reader->rest = str_from(reader->rest, len);
	token.before.len = (size_t)(reader->rest.at - token.before.at);
	token.line = reader->line;
	if (reader->rest.len == 0)
		return token;
	len = 1;
	if (reader->rest.at[0] == '\'' || reader->rest.at[0] == '"') {
		token.kind = QUOTED;
		len = sql_quoted_length(reader->rest);
		if (!len)
			sql_refuse(
				reader->source, reader->line, "a quote does not end on its line");
	} else if (is_word_char(reader->rest.at[0]) || reader->rest.at[0] == '$') {
		bool is_number = reader->rest.at[0] >= '0' && reader->rest.at[0] <= '9';

		token.kind = reader->rest.at[0] == '$' ? PARAMETER : is_number ? NUMBER : WORD;
		while (len < reader->rest.len && is_word_char(reader->rest.at[len]))
			len++;
	} else {
		token.kind = MARK;
	}
	token.text = str_sub(reader->rest, 0, len);
	reader->rest = str_from(reader->rest, len);
	return token;
}

bool
sql_is_word(const struct token *token, const char *word)
{
	return token->kind == WORD && str_equal_ascii(token->text, str_of(word));
}

bool
sql_is_one_of(const struct token *token, const char *const words[])
{
	for (int i = 0; words[i]; i++)
		if (sql_is_word(token, words[i]))
			return true;
	return false;
}

bool
sql_is_mark(const struct token *token, char mark)
{
	return token->kind == MARK && token->text.at[0] == mark;
}

/* --- writing C --- */

void
sql_put_c_string(
	struct buf *out, struct str text, const struct source *source, int line, enum engine engine)
{
	struct str one;

	for (; str_next_line(&text, &one); line++) {
		if (source && (!(source->only[line] & 1 << engine) || str_trim(one).len == 0 ||
				      str_starts(str_trim(one), STR("--"))))
			continue;
		buf_put(out, STR("\t\t\""));
		for (size_t i = 0; i < one.len; i++) {
			if (one.at[i] == '"' || one.at[i] == '\\')
				buf_put_char(out, '\\');
			if (one.at[i] == '\t')
				buf_put(out, STR("\\t"));
			else
				buf_put_char(out, one.at[i]);
		}
		buf_put(out, STR("\\n\"\n"));
	}
}
