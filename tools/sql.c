/*
 * Makes C constants of SQL at build time: `sql statements ROOM.sql OUT.c OUT.h` for the statements
 * of a room, `sql steps OUT.c STEP.sql…` for the steps of the schema. It reads SQL as words, counts
 * and compares names; it is no SQL parser, the engines' own PREPARE in the tests is the judge.
 *
 * A statement:                               A step: any schema SQL with the types ID, INT, TEXT,
 * 	-- name: agency_by_id                 BYTES; a comment says what it is for.
 * 	-- One agency. Used by …              Lines between `-- only sqlite`, `-- only postgres`
 * 	-- takes: id int                      and `-- both` are for that engine alone.
 * 	-- gives: id int, name text, parent_id int?
 * 	SELECT id, name, parent_id FROM agency WHERE id = $1;
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/file.h"
#include "base/str.h"

enum { MOST_BYTES = 1 << 20, MOST_LINES = 20000, MOST_PLACES = 48, MOST_NAMES = 256 };
enum engine { SQLITE, POSTGRES, ENGINES };

/* A file being read. `only` says for each line (from 1) which engine may see it: bits. */
struct source {
	const char *path;
	struct str text;
	struct str stem; /* "agency" of src/agency/agency.sql */
	unsigned char only[MOST_LINES];
};

enum kind { WORD, NUMBER, PARAMETER, QUOTED, MARK, END };

struct token {
	enum kind kind;
	struct str text;
	struct str before; /* blanks and comments since the last token */
	int line;
};

/* Reads one engine's tokens; comments, blanks and the other engine's lines are passed over. */
struct reader {
	const struct source *source;
	enum engine engine;
	struct str rest;
	int line;
};

struct place {
	struct str name;
	const char *type; /* "DB_INT" */
	bool may_be_none;
};

struct places {
	struct place at[MOST_PLACES];
	int count;
};

struct statement {
	struct str name;
	struct str about;
	struct str body;
	int line;
	int body_line;
	struct places takes;
	struct places gives;
	bool writes;
};

static _Noreturn void __attribute__((format(printf, 3, 4)))
refuse(const char *path, int line, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	fprintf(stderr, "%s:%d: ", path, line);
	vfprintf(stderr, format, args);
	fputc('\n', stderr);
	va_end(args);
	exit(1);
}

static void
need(const char *path, struct fault *fault)
{
	if (fault)
		refuse(path, 0, "%s %s", fault->en, fault->detail);
}

/* --- the file --- */

static void
mark_lines(struct source *source)
{
	struct str rest = source->text;
	unsigned char only = 3;
	struct str line;

	for (int number = 1; str_next_line(&rest, &line); number++) {
		struct str bare = str_trim(line);

		if (number >= MOST_LINES)
			refuse(source->path, number, "more than %d lines", MOST_LINES);
		if (str_equal(bare, STR("-- only sqlite")))
			only = 1 << SQLITE;
		else if (str_equal(bare, STR("-- only postgres")))
			only = 1 << POSTGRES;
		else if (str_equal(bare, STR("-- both")) || str_starts(bare, STR("-- name:")))
			only = 3;
		else if (str_starts(bare, STR("-- only")))
			refuse(source->path, number, "no such engine; write sqlite or postgres");
		source->only[number] = only;
	}
}

static void
read_source(const char *path, struct arena *arena, struct source *source)
{
	CLOSING(buf_done) struct buf buf;

	buf_init(&buf, MOST_BYTES);
	*source = (struct source){ .path = path };
	need(path, file_read(path, &buf));
	need(path, str_copy(arena, buf_str(&buf), &source->text));
	source->stem = file_base_name(str_of(path));
	if (!str_ends(source->stem, STR(".sql")))
		refuse(path, 0, "the name does not end in .sql");
	source->stem.len -= 4;
	mark_lines(source);
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

static size_t
quoted_length(struct reader *reader)
{
	size_t at = 1;
	char quote = reader->rest.at[0];

	for (; at < reader->rest.len && reader->rest.at[at] != '\n'; at++) {
		if (reader->rest.at[at] != quote)
			continue;
		/* A doubled quote is one inside. */
		if (at + 1 == reader->rest.len || reader->rest.at[at + 1] != quote)
			return at + 1;
		at++;
	}
	refuse(reader->source->path, reader->line, "a quote does not end on its line");
}

static struct token
next_token(struct reader *reader)
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
		len = quoted_length(reader);
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

static bool
is_word(const struct token *token, const char *word)
{
	return token->kind == WORD && str_equal_ascii(token->text, str_of(word));
}

static bool
is_one_of(const struct token *token, const char *const words[])
{
	for (int i = 0; words[i]; i++)
		if (is_word(token, words[i]))
			return true;
	return false;
}

static bool
is_mark(const struct token *token, char mark)
{
	return token->kind == MARK && token->text.at[0] == mark;
}

/* --- statements: reading the heads --- */

static bool
is_name(struct str name)
{
	for (size_t i = 0; i < name.len; i++)
		if (!(name.at[i] == '_' || (name.at[i] >= 'a' && name.at[i] <= 'z') ||
			    (name.at[i] >= '0' && name.at[i] <= '9')))
			return false;
	return name.len > 0 && name.len < 64;
}

static const char *
type_named(struct str word)
{
	if (str_equal(word, STR("int")))
		return "DB_INT";
	if (str_equal(word, STR("text")))
		return "DB_TEXT";
	return str_equal(word, STR("bytes")) ? "DB_BYTES" : NULL;
}

/* "id int, parent_id int?"; several such lines of one statement add up. */
static void
read_places(const char *path, int line, struct str list, struct places *places)
{
	list = str_trim(list);
	if (list.len == 0)
		refuse(path, line, "the list is empty; leave the line out");
	while (list.len) {
		struct place *place = &places->at[places->count];
		struct str item;
		struct str type;

		if (places->count++ == MOST_PLACES)
			refuse(path, line, "more than %d values", MOST_PLACES);
		list = str_trim(str_cut(list, STR(","), &item));
		type = str_trim(str_cut(str_trim(item), STR(" "), &place->name));
		place->may_be_none = str_ends(type, STR("?"));
		if (place->may_be_none)
			type.len--;
		place->type = type_named(type);
		if (!is_name(place->name) || !place->type)
			refuse(path, line,
				"\"%.*s\" is not `name int`, `name text` or `name bytes`, with ? "
				"when it can be none",
				STR_ARG(item));
	}
}

static void
check_name(const struct source *source, const struct statement *statement)
{
	struct str name = statement->name;

	if (!is_name(name))
		refuse(source->path, statement->line, "\"%.*s\" is not a lower_case name",
			STR_ARG(name));
	if (!str_starts(name, source->stem) ||
		!str_starts(str_from(name, source->stem.len), STR("_")))
		refuse(source->path, statement->line, "the name does not begin with %.*s_",
			STR_ARG(source->stem));
}

/* One comment line of a head. */
static void
read_head_line(const struct source *source, struct statement *statement, int line, struct str text)
{
	text = str_trim(str_from(text, 2));
	if (str_starts(text, STR("takes:")))
		read_places(source->path, line, str_from(text, 6), &statement->takes);
	else if (str_starts(text, STR("gives:")))
		read_places(source->path, line, str_from(text, 6), &statement->gives);
	else if (text.len && statement->about.len == 0)
		statement->about = text;
}

/* --- statements: checking the bodies --- */

/* What one walk through the words of a body keeps. */
struct walk {
	const struct source *source;
	struct statement *statement;
	int depth;
	uint64_t seen; /* parameters */
	bool has_verb;
	bool in_columns; /* between SELECT or RETURNING and the end of its list */
	int columns;
	struct token last;
};

static const char *const query_verbs[] = { "SELECT", "VALUES", NULL };
static const char *const write_verbs[] = { "INSERT", "UPDATE", "DELETE", NULL };
static const char *const column_ends[] = { "FROM", "WHERE", "GROUP", "HAVING", "ORDER", "LIMIT",
	"OFFSET", "UNION", "EXCEPT", "INTERSECT", "WINDOW", NULL };
/* Only one engine knows these, or the two understand them differently. */
static const char *const one_engine_words[] = { "GLOB", "MATCH", "REGEXP", "ILIKE", "SIMILAR",
	"rowid", "IFNULL", "NVL", "NOW", "DATETIME", "STRFTIME", "JULIANDAY", "INSTR", "STRPOS",
	"TRUE", "FALSE", "JSON", "JSONB", "AUTOINCREMENT", "PRAGMA", "ATTACH", "DETACH", "VACUUM",
	"BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "CREATE", "DROP", "ALTER", "GRANT", "COPY",
	NULL };

static void
end_column(struct walk *walk, int line)
{
	const struct places *gives = &walk->statement->gives;

	if (is_mark(&walk->last, '*'))
		refuse(walk->source->path, line,
			"* gives whatever the table has; name the columns");
	if (walk->columns == gives->count)
		refuse(walk->source->path, line,
			"gives more than the %d columns that `gives:` names", gives->count);
	if (walk->last.kind != WORD)
		refuse(walk->source->path, line, "column %d has no name; write AS %.*s",
			walk->columns + 1, STR_ARG(gives->at[walk->columns].name));
	if (!str_equal(walk->last.text, gives->at[walk->columns].name))
		refuse(walk->source->path, line, "column %d is %.*s, but `gives:` says %.*s",
			walk->columns + 1, STR_ARG(walk->last.text),
			STR_ARG(gives->at[walk->columns].name));
	walk->columns++;
}

static void
take_parameter(struct walk *walk, const struct token *token)
{
	int64_t number = 0;

	if (!str_to_int(str_from(token->text, 1), &number) || number < 1 ||
		number > walk->statement->takes.count)
		refuse(walk->source->path, token->line,
			"%.*s is not among the %d values of `takes:`", STR_ARG(token->text),
			walk->statement->takes.count);
	walk->seen |= (uint64_t)1 << (number - 1);
}

static void
take_word(struct walk *walk, const struct token *token)
{
	bool is_for_both = walk->source->only[token->line] == 3;

	if (is_for_both && is_one_of(token, one_engine_words))
		refuse(walk->source->path, token->line,
			"%.*s is not the same on both engines, or not for "
			"statements",
			STR_ARG(token->text));
	if (walk->depth)
		return;
	if (!walk->has_verb && (is_one_of(token, query_verbs) || is_one_of(token, write_verbs))) {
		walk->has_verb = true;
		walk->statement->writes = is_one_of(token, write_verbs);
		walk->in_columns = is_word(token, "SELECT");
	} else if (walk->statement->writes && is_word(token, "RETURNING")) {
		walk->in_columns = true;
	} else if (walk->in_columns && is_one_of(token, column_ends)) {
		end_column(walk, token->line);
		walk->in_columns = false;
	} else if (!walk->has_verb && walk->last.kind == END && !is_word(token, "WITH")) {
		refuse(walk->source->path, token->line,
			"a statement begins with SELECT, WITH, INSERT, UPDATE "
			"or DELETE");
	}
}

static void
take_mark(struct walk *walk, const struct token *token)
{
	char mark = token->text.at[0];

	if (walk->source->only[token->line] == 3 && (mark == '?' || mark == ':' || mark == '@'))
		refuse(walk->source->path, token->line,
			"%c is not for statements; values are $1, $2 …", mark);
	if (mark == ',' && walk->depth == 0 && walk->in_columns)
		end_column(walk, token->line);
	walk->depth += (mark == '(') - (mark == ')');
	if (walk->depth < 0)
		refuse(walk->source->path, token->line, "a bracket too many");
}

static void
end_statement(struct walk *walk, int line)
{
	const struct statement *statement = walk->statement;

	if (walk->in_columns)
		end_column(walk, line);
	if (walk->depth || !walk->has_verb)
		refuse(walk->source->path, line, "the statement is not whole");
	if (walk->columns != statement->gives.count)
		refuse(walk->source->path, line, "gives %d columns, but `gives:` names %d",
			walk->columns, statement->gives.count);
	for (int i = 0; i < statement->takes.count; i++)
		if (!(walk->seen & (uint64_t)1 << i))
			refuse(walk->source->path, statement->line, "$%d (%.*s) is never used",
				i + 1, STR_ARG(statement->takes.at[i].name));
}

static void
check_body(const struct source *source, struct statement *statement, enum engine engine)
{
	struct walk walk = { .source = source, .statement = statement, .last = { .kind = END } };
	struct reader reader = { source, engine, statement->body, statement->body_line };
	struct token token;

	while ((token = next_token(&reader)).kind != END) {
		if (is_mark(&token, ';'))
			break;
		if (token.kind == PARAMETER)
			take_parameter(&walk, &token);
		else if (token.kind == WORD)
			take_word(&walk, &token);
		else if (token.kind == MARK)
			take_mark(&walk, &token);
		walk.last = token;
	}
	if (token.kind == END)
		refuse(source->path, token.line, "the statement does not end in ;");
	end_statement(&walk, token.line);
	token = next_token(&reader);
	if (token.kind != END)
		refuse(source->path, token.line,
			"something stands behind the ; (one statement a name)");
}

/* --- writing C --- */

/* A C string over several lines; the engine's own lines only, or all when `source` is NULL. */
static void
put_c_string(
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

static void
put_places(struct buf *out, struct str name, const char *suffix, const struct places *places)
{
	if (places->count == 0)
		return;
	buf_print(out, "static const struct db_place %.*s_%s[] = {\n", STR_ARG(name), suffix);
	for (int i = 0; i < places->count; i++)
		buf_print(out, "\t{ \"%.*s\", %s, %s },\n", STR_ARG(places->at[i].name),
			places->at[i].type, places->at[i].may_be_none ? "true" : "false");
	buf_put(out, STR("};\n"));
}

static void
put_count(struct buf *out, struct str name, const char *suffix, const struct places *places)
{
	if (places->count)
		buf_print(out, "\t%.*s_%s, %d,\n", STR_ARG(name), suffix, places->count);
	else
		buf_put(out, STR("\tNULL, 0,\n"));
}

static void
put_statement(struct buf *out, struct buf *head, const struct source *source,
	const struct statement *statement)
{
	struct str name = statement->name;

	put_places(out, name, "takes", &statement->takes);
	put_places(out, name, "gives", &statement->gives);
	buf_print(out, "const struct db_sql %.*s_sql = {\n\t\"%.*s\",\n\t{\n", STR_ARG(name),
		STR_ARG(name));
	put_c_string(out, statement->body, source, statement->body_line, SQLITE);
	buf_put(out, STR("\t\t,\n"));
	put_c_string(out, statement->body, source, statement->body_line, POSTGRES);
	buf_put(out, STR("\t},\n"));
	put_count(out, name, "takes", &statement->takes);
	put_count(out, name, "gives", &statement->gives);
	buf_print(out, "\t%s,\n};\n", statement->writes ? "true" : "false");
	buf_print(head, "/* %.*s */\nextern const struct db_sql %.*s_sql;\n",
		STR_ARG(statement->about), STR_ARG(name));
}

/* --- statements: the whole file --- */

/* All names, for the list that tests walk through and against giving one twice. */
struct names {
	struct str at[MOST_NAMES];
	int count;
};

static void
finish_statement(struct buf *out, struct buf *head, const struct source *source,
	struct statement *statement, struct names *names)
{
	if (statement->name.len == 0)
		return;
	check_name(source, statement);
	if (statement->about.len == 0 || str_has(statement->about, STR("*/")))
		refuse(source->path, statement->line,
			"a comment must say what the statement is for");
	for (int i = 0; i < names->count; i++)
		if (str_equal(names->at[i], statement->name))
			refuse(source->path, statement->line, "there is a %.*s already",
				STR_ARG(statement->name));
	if (names->count == MOST_NAMES)
		refuse(source->path, statement->line, "more than %d statements", MOST_NAMES);
	names->at[names->count++] = statement->name;
	for (enum engine engine = 0; engine < ENGINES; engine++)
		check_body(source, statement, engine);
	put_statement(out, head, source, statement);
}

static void
walk_statements(const struct source *source, struct buf *out, struct buf *head, struct names *names)
{
	struct statement statement = { 0 };
	struct str rest = source->text;
	struct str line;

	for (int number = 1; str_next_line(&rest, &line); number++) {
		struct str bare = str_trim(line);

		if (str_starts(bare, STR("-- name:"))) {
			finish_statement(out, head, source, &statement, names);
			statement = (struct statement){ .line = number };
			statement.name = str_trim(str_from(bare, 8));
			continue;
		}
		if (statement.body.at) {
			statement.body.len = (size_t)(line.at + line.len - statement.body.at);
		} else if (str_starts(bare, STR("--")) && !str_starts(bare, STR("-- only"))) {
			if (statement.name.len)
				read_head_line(source, &statement, number, bare);
		} else if (bare.len) {
			if (statement.name.len == 0)
				refuse(source->path, number, "a statement without -- name:");
			statement.body = line;
			statement.body_line = number;
		}
	}
	finish_statement(out, head, source, &statement, names);
}

static void
make_statements(const char *in, const char *out_path, const char *head_path, struct arena *arena)
{
	CLOSING(buf_done) struct buf head;
	CLOSING(buf_done) struct buf out;
	static struct source source;
	static struct names names;

	buf_init(&out, MOST_BYTES * 4);
	buf_init(&head, MOST_BYTES);
	read_source(in, arena, &source);
	buf_print(&head,
		"/* Made by tools/sql.c from %.*s.sql; change that file. */\n#pragma once\n"
		"#include \"db/db.h\"\n",
		STR_ARG(source.stem));
	buf_print(&out,
		"/* Made by tools/sql.c from %.*s.sql; change that file. */\n"
		"#include \"%.*s_statements.h\"\n\n#include \"db/db_sql.h\"\n",
		STR_ARG(source.stem), STR_ARG(source.stem));
	walk_statements(&source, &out, &head, &names);
	buf_print(&head,
		"/* All of them, then NULL. */\nextern const struct db_sql *const "
		"%.*s_statements[];\n",
		STR_ARG(source.stem));
	buf_print(&out, "const struct db_sql *const %.*s_statements[] = {\n", STR_ARG(source.stem));
	for (int i = 0; i < names.count; i++)
		buf_print(&out, "\t&%.*s_sql,\n", STR_ARG(names.at[i]));
	buf_put(&out, STR("\tNULL,\n};\n"));
	need(in, buf_check(&out));
	need(in, buf_check(&head));
	need(out_path, file_write(out_path, buf_str(&out)));
	need(head_path, file_write(head_path, buf_str(&head)));
}

/* --- steps --- */

static const struct {
	const char *token;
	const char *type[ENGINES];
} types[] = {
	{ "ID", { "INTEGER PRIMARY KEY AUTOINCREMENT",
			"BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY" } },
	{ "INT", { "INTEGER", "BIGINT" } },
	/* By code point on both engines, so that lists have one order everywhere. */
	{ "TEXT", { "TEXT", "TEXT COLLATE \"C\"" } },
	{ "BYTES", { "BLOB", "BYTEA" } },
};
static const char *const foreign_types[] = { "INTEGER", "BIGINT", "SMALLINT", "VARCHAR", "CHAR",
	"BOOLEAN", "BOOL", "TIMESTAMP", "TIMESTAMPTZ", "DATE", "REAL", "NUMERIC", "DECIMAL", "BLOB",
	"BYTEA", "SERIAL", "BIGSERIAL", "AUTOINCREMENT", "STRICT", "ANY", "JSON", "JSONB", "BEGIN",
	NULL };
static const char *const never_in_steps[] = { "COMMIT", "ROLLBACK", "SAVEPOINT", "PRAGMA", "ATTACH",
	"VACUUM", NULL };

/* The engine's word for a type token; other words as they are. */
static struct str
type_word(const struct source *source, const struct token *token, enum engine engine)
{
	bool is_for_both = source->only[token->line] == 3;

	if (token->kind != WORD)
		return token->text;
	for (size_t i = 0; i < COUNT_OF(types); i++)
		if (str_equal(token->text, str_of(types[i].token)))
			return str_of(types[i].type[engine]);
	if (is_one_of(token, never_in_steps) || (is_for_both && is_one_of(token, foreign_types)))
		refuse(source->path, token->line,
			"%.*s is not for steps; types are ID, INT, TEXT, BYTES",
			STR_ARG(token->text));
	return token->text;
}

/* True for the second word of CREATE TABLE; `words` counts the words of this statement. */
static bool
is_table_made(const struct token *first, const struct token *token, int words)
{
	return words == 2 && is_word(first, "CREATE") && is_word(token, "TABLE");
}

/* Blanks as they were, without comments and empty lines. */
static void
put_blanks(struct buf *out, struct str blanks)
{
	size_t line = str_find_last(blanks, STR("\n"));

	if (line != SIZE_MAX && out->len)
		buf_put(out, str_from(blanks, line));
	else if (line == SIZE_MAX && blanks.len)
		buf_put_char(out, ' ');
}

/* The step in the words of one engine: types replaced, STRICT added, comments gone. */
static void
translate_step(struct buf *out, const struct source *source, enum engine engine)
{
	struct reader reader = { source, engine, source->text, 1 };
	struct token first = { .kind = END };
	struct token token;
	bool is_table = false;
	int words = 0;

	while ((token = next_token(&reader)).kind != END) {
		if (words++ == 0)
			first = token;
		is_table = is_table || is_table_made(&first, &token, words);
		put_blanks(out, token.before);
		if (is_mark(&token, ';') && is_table && engine == SQLITE)
			buf_put(out, STR(" STRICT"));
		buf_put(out, type_word(source, &token, engine));
		if (is_mark(&token, ';')) {
			is_table = false;
			words = 0;
		}
	}
	if (words)
		refuse(source->path, token.line, "the last statement does not end in ;");
	buf_put_char(out, '\n');
}

static void
check_step(const struct source *source, int number)
{
	char wanted[16];

	snprintf(wanted, sizeof wanted, "%04d", number);
	if (!str_starts(source->stem, str_of(wanted)))
		refuse(source->path, 1, "steps are numbered without gaps; this should be %s",
			wanted);
	if (!str_starts(source->text, STR("-- ")))
		refuse(source->path, 1, "a comment must say what the step is for");
}

static void
put_step(struct buf *out, const struct source *source, int number)
{
	buf_print(out, "\t{ %d, \"%.*s\",\n", number, STR_ARG(source->stem));
	put_c_string(out, source->text, NULL, 1, SQLITE);
	buf_put(out, STR("\t\t, {\n"));
	for (enum engine engine = 0; engine < ENGINES; engine++) {
		CLOSING(buf_done) struct buf text;

		buf_init(&text, MOST_BYTES * 2);
		translate_step(&text, source, engine);
		need(source->path, buf_check(&text));
		put_c_string(out, buf_str(&text), NULL, 1, engine);
		buf_put(out, STR("\t\t,\n"));
	}
	buf_put(out, STR("\t\t} },\n"));
}

static void
make_steps(
	const char *out_path, const char *name, char *const paths[], int count, struct arena *arena)
{
	CLOSING(buf_done) struct buf out;
	static struct source source;

	buf_init(&out, MOST_BYTES * 16);
	buf_put(&out, STR("/* Made by tools/sql.c from the steps of the schema; change those. */\n"
			  "#include \"db/db_sql.h\"\n\nstatic const struct db_step steps[] = {\n"));
	for (int i = 0; i < count; i++) {
		read_source(paths[i], arena, &source);
		check_step(&source, i + 1);
		put_step(&out, &source, i + 1);
	}
	buf_print(&out,
		"};\n\nextern const struct db_steps %s;\nconst struct db_steps %s = { steps, %d "
		"};\n",
		name, name, count);
	need(out_path, buf_check(&out));
	need(out_path, file_write(out_path, buf_str(&out)));
}

int
main(int argc, char *argv[])
{
	CLOSING(arena_close) struct arena *arena = NULL;

	need("sql", arena_open((size_t)MOST_BYTES * 64, &arena));
	if (argc == 5 && strcmp(argv[1], "statements") == 0) {
		make_statements(argv[2], argv[3], argv[4], arena);
	} else if (argc >= 5 && strcmp(argv[1], "steps") == 0) {
		make_steps(argv[2], argv[3], argv + 4, argc - 4, arena);
	} else {
		fprintf(stderr, "usage: sql statements ROOM.sql OUT.c OUT.h | sql steps OUT.c NAME "
				"STEP.sql...\n");
		return 2;
	}
	return 0;
}
