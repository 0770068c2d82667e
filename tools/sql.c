/*
 * Makes C constants of SQL at build time: `sql statements ROOM.sql OUT.c OUT.h` for the statements
 * of a room, `sql steps OUT.c NAME STEP.sql…` for the steps of the schema. It reads SQL as words,
 * counts and compares names; it is no SQL parser, the engines' own PREPARE in the tests is the
 * judge.
 *
 * A statement:                               A step: any schema SQL with the types ID, INT, TEXT,
 * 	-- name: agency_by_id                 BYTES; a comment says what it is for.
 * 	-- One agency. Used by …              Lines between `-- only sqlite`, `-- only postgres`
 * 	-- takes: id int                      and `-- both` are for that engine alone.
 * 	-- gives: id int, name text, parent_id int?
 * 	SELECT id, name, parent_id FROM agency WHERE id = $1;
 *
 * What several statements of the file share is a piece; `{row}` stands for its text, and in
 * `takes:` and `gives:` for its own list. Its $1, $2 … are those of the statement.
 * 	-- piece: row                         -- name: agency_children
 * 	-- What is known of an agency.        -- Those below one. Used by …
 * 	-- gives: id int, name text           -- takes: parent_id int
 * 	a.id, a.name                          -- gives: {row}, sort_order int
 * 	                                      SELECT {row}, a.sort_order FROM agency a WHERE …;
 */
#include <stdio.h>

#include "base/file.h"
#include "sql_inside.h"

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

/* --- heads --- */

static void
check_name(const struct source *source, const struct statement *statement)
{
	struct str name = statement->name;

	if (!sql_is_name(name))
		sql_refuse(source, statement->line, "\"%.*s\" is not a lower_case name",
			STR_ARG(name));
	if (!str_starts(name, source->stem) ||
		!str_starts(str_from(name, source->stem.len), STR("_")))
		sql_refuse(source, statement->line, "the name does not begin with %.*s_",
			STR_ARG(source->stem));
}

/* One comment line of a head. */
static void
read_head_line(const struct source *source, struct pieces *pieces, struct statement *statement,
	int line, struct str text)
{
	text = str_trim(str_from(text, 2));
	if (str_starts(text, STR("takes:")))
		sql_read_places(source, line, str_from(text, 6), TAKES, pieces, &statement->takes);
	else if (str_starts(text, STR("gives:")))
		sql_read_places(source, line, str_from(text, 6), GIVES, pieces, &statement->gives);
	else if (text.len && statement->about.len == 0)
		statement->about = text;
}

/* --- bodies --- */

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

	if (sql_is_mark(&walk->last, '*'))
		sql_refuse(walk->source, line, "* gives whatever the table has; name the columns");
	if (walk->columns == gives->count)
		sql_refuse(walk->source, line, "gives more than the %d columns that `gives:` names",
			gives->count);
	if (walk->last.kind != WORD)
		sql_refuse(walk->source, line, "column %d has no name; write AS %.*s",
			walk->columns + 1, STR_ARG(gives->at[walk->columns].name));
	if (!str_equal(walk->last.text, gives->at[walk->columns].name))
		sql_refuse(walk->source, line, "column %d is %.*s, but `gives:` says %.*s",
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
		sql_refuse(walk->source, token->line, "%.*s is not among the %d values of `takes:`",
			STR_ARG(token->text), walk->statement->takes.count);
	walk->seen |= (uint64_t)1 << (number - 1);
}

static void
take_word(struct walk *walk, const struct token *token)
{
	bool is_for_both = walk->source->only[token->line] == 3;

	if (is_for_both && sql_is_one_of(token, one_engine_words))
		sql_refuse(walk->source, token->line,
			"%.*s is not the same on both engines, or not for "
			"statements",
			STR_ARG(token->text));
	if (walk->depth)
		return;
	if (!walk->has_verb &&
		(sql_is_one_of(token, query_verbs) || sql_is_one_of(token, write_verbs))) {
		walk->has_verb = true;
		walk->statement->writes = sql_is_one_of(token, write_verbs);
		walk->in_columns = sql_is_word(token, "SELECT");
	} else if (walk->statement->writes && sql_is_word(token, "RETURNING")) {
		walk->in_columns = true;
	} else if (walk->in_columns && sql_is_one_of(token, column_ends)) {
		end_column(walk, token->line);
		walk->in_columns = false;
	} else if (!walk->has_verb && walk->last.kind == END && !sql_is_word(token, "WITH")) {
		sql_refuse(walk->source, token->line,
			"a statement begins with SELECT, WITH, INSERT, UPDATE "
			"or DELETE");
	}
}

static void
take_mark(struct walk *walk, const struct token *token)
{
	char mark = token->text.at[0];

	if (walk->source->only[token->line] == 3 && (mark == '?' || mark == ':' || mark == '@'))
		sql_refuse(walk->source, token->line,
			"%c is not for statements; values are $1, $2 …", mark);
	if (mark == ',' && walk->depth == 0 && walk->in_columns)
		end_column(walk, token->line);
	walk->depth += (mark == '(') - (mark == ')');
	if (walk->depth < 0)
		sql_refuse(walk->source, token->line, "a bracket too many");
}

static void
end_statement(struct walk *walk, int line)
{
	const struct statement *statement = walk->statement;

	if (walk->in_columns)
		end_column(walk, line);
	if (walk->depth || !walk->has_verb)
		sql_refuse(walk->source, line, "the statement is not whole");
	if (walk->columns != statement->gives.count)
		sql_refuse(walk->source, line, "gives %d columns, but `gives:` names %d",
			walk->columns, statement->gives.count);
	for (int i = 0; i < statement->takes.count; i++)
		if (!(walk->seen & (uint64_t)1 << i))
			sql_refuse(walk->source, statement->line, "$%d (%.*s) is never used", i + 1,
				STR_ARG(statement->takes.at[i].name));
}

static void
check_body(const struct source *source, struct statement *statement, enum engine engine)
{
	struct walk walk = { .source = source, .statement = statement, .last = { .kind = END } };
	struct reader reader = { source, engine, statement->body, statement->body_line };
	struct token token;

	while ((token = sql_next_token(&reader)).kind != END) {
		if (sql_is_mark(&token, ';'))
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
		sql_refuse(source, token.line, "the statement does not end in ;");
	end_statement(&walk, token.line);
	token = sql_next_token(&reader);
	if (token.kind != END)
		sql_refuse(
			source, token.line, "something stands behind the ; (one statement a name)");
}

/* --- writing C --- */

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
	sql_put_c_string(out, statement->body, source, statement->body_line, SQLITE);
	buf_put(out, STR("\t\t,\n"));
	sql_put_c_string(out, statement->body, source, statement->body_line, POSTGRES);
	buf_put(out, STR("\t},\n"));
	put_count(out, name, "takes", &statement->takes);
	put_count(out, name, "gives", &statement->gives);
	buf_print(out, "\t%s,\n};\n", statement->writes ? "true" : "false");
	buf_print(head, "/* %.*s */\nextern const struct db_sql %.*s_sql;\n",
		STR_ARG(statement->about), STR_ARG(name));
}

/* --- the whole file --- */

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
		sql_refuse(source, statement->line, "a comment must say what the statement is for");
	for (int i = 0; i < names->count; i++)
		if (str_equal(names->at[i], statement->name))
			sql_refuse(source, statement->line, "there is a %.*s already",
				STR_ARG(statement->name));
	if (names->count == MOST_NAMES)
		sql_refuse(source, statement->line, "more than %d statements", MOST_NAMES);
	names->at[names->count++] = statement->name;
	for (enum engine engine = 0; engine < ENGINES; engine++)
		check_body(source, statement, engine);
	put_statement(out, head, source, statement);
}

static void
walk_statements(const struct source *source, struct pieces *pieces, struct buf *out,
	struct buf *head, struct names *names)
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
				read_head_line(source, pieces, &statement, number, bare);
		} else if (bare.len) {
			if (statement.name.len == 0)
				sql_refuse(source, number, "a statement without -- name:");
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
	static struct pieces pieces;

	buf_init(&out, MOST_BYTES * 4);
	buf_init(&head, MOST_BYTES);
	sql_read_source(in, arena, &source);
	sql_put_pieces(&source, arena, &pieces);
	buf_print(&head,
		"/* Made by tools/sql.c from %.*s.sql; change that file. */\n#pragma once\n"
		"#include \"db/db.h\"\n",
		STR_ARG(source.stem));
	buf_print(&out,
		"/* Made by tools/sql.c from %.*s.sql; change that file. */\n"
		"#include \"%.*s_statements.h\"\n\n#include \"db/db_sql.h\"\n",
		STR_ARG(source.stem), STR_ARG(source.stem));
	walk_statements(&source, &pieces, &out, &head, &names);
	sql_check_pieces(&source, &pieces);
	buf_print(&head,
		"/* All of them, then NULL. */\nextern const struct db_sql *const "
		"%.*s_statements[];\n",
		STR_ARG(source.stem));
	buf_print(&out, "const struct db_sql *const %.*s_statements[] = {\n", STR_ARG(source.stem));
	for (int i = 0; i < names.count; i++)
		buf_print(&out, "\t&%.*s_sql,\n", STR_ARG(names.at[i]));
	buf_put(&out, STR("\tNULL,\n};\n"));
	sql_need(in, buf_check(&out));
	sql_need(in, buf_check(&head));
	sql_need(out_path, file_write(out_path, buf_str(&out)));
	sql_need(head_path, file_write(head_path, buf_str(&head)));
}

int
main(int argc, char *argv[])
{
	CLOSING(arena_close) struct arena *arena = NULL;

	sql_need("sql", arena_open((size_t)MOST_BYTES * 64, &arena));
	if (argc == 5 && strcmp(argv[1], "statements") == 0) {
		make_statements(argv[2], argv[3], argv[4], arena);
	} else if (argc >= 5 && strcmp(argv[1], "steps") == 0) {
		sql_make_steps(argv[2], argv[3], argv + 4, argc - 4, arena);
	} else {
		fprintf(stderr, "usage: sql statements ROOM.sql OUT.c OUT.h | sql steps OUT.c NAME "
				"STEP.sql...\n");
		return 2;
	}
	return 0;
}
