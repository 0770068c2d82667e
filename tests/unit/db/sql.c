/* tools/sql.c: what it makes of good files, and with which words it refuses the others. */
#include "../test.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../../store/twin.h"
#include "base/buf.h"
#include "base/file.h"

struct place {
	char folder[64];
	char said[4000]; /* standard error of the last run */
	struct buf made; /* the C file of the last run */
};

static int
set_up(void **state)
{
	struct place *place = calloc(1, sizeof *place);

	assert_non_null(place);
	twin_make_folder(place->folder, sizeof place->folder);
	buf_init(&place->made, 1 << 20);
	*state = place;
	return 0;
}

static int
tear_down(void **state)
{
	struct place *place = *state;

	twin_drop_folder(place->folder);
	buf_done(&place->made);
	free(place);
	return 0;
}

static int
run(struct place *place, char *const argv[])
{
	size_t len = 0;
	int pipes[2];
	ssize_t got;
	pid_t child;
	int status;

	assert_int_equal(pipe(pipes), 0);
	child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		dup2(pipes[1], STDERR_FILENO);
		execv(argv[0], argv);
		_exit(127);
	}
	close(pipes[1]);
	while ((got = read(pipes[0], place->said + len, sizeof place->said - 1 - len)) > 0)
		len += (size_t)got;
	place->said[len] = '\0';
	close(pipes[0]);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

/* Run the tool on this text as a file; its exit status. */
static int
make(struct place *place, const char *mode, const char *file_name, const char *text)
{
	char *tool = getenv("GONGKAI_SQL_TOOL");
	char mode_copy[20];
	char in[200];
	char out[200];
	char head[200];
	char steps[] = "some_steps";
	int status;

	assert_non_null(tool);
	snprintf(mode_copy, sizeof mode_copy, "%s", mode);
	snprintf(in, sizeof in, "%s/%s", place->folder, file_name);
	snprintf(out, sizeof out, "%s/out.c", place->folder);
	snprintf(head, sizeof head, "%s/out.h", place->folder);
	FINE(file_write(in, str_of(text)));
	if (strcmp(mode, "steps") == 0)
		status = run(place, (char *[]){ tool, mode_copy, out, steps, in, NULL });
	else
		status = run(place, (char *[]){ tool, mode_copy, in, out, head, NULL });
	buf_clear(&place->made);
	if (status == 0)
		FINE(file_read(out, &place->made));
	return status;
}

static void
refuses(struct place *place, const char *mode, const char *file_name, const char *text,
	const char *wanted)
{
	assert_int_equal(make(place, mode, file_name, text), 1);
	if (!strstr(place->said, wanted))
		fail_msg("\"%s\" does not say \"%s\"", place->said, wanted);
	if (!strstr(place->said, file_name))
		fail_msg("\"%s\" does not name the file", place->said);
}

static void
makes(struct place *place, const char *mode, const char *file_name, const char *text,
	const char *wanted)
{
	if (make(place, mode, file_name, text) != 0)
		fail_msg("refused: %s", place->said);
	if (!str_has(buf_str(&place->made), str_of(wanted)))
		fail_msg("\"%s\" is not in: %s", wanted, place->made.at);
}

#define HEAD "-- name: room_a\n-- What it is for.\n"

static void
statements_that_do_not_fit_are_refused_with_their_line(void **state)
{
	static const struct {
		const char *text;
		const char *wanted;
	} cases[] = {
		{ "SELECT 1;\n", ":1: a statement without -- name:" },
		{ "-- name: other_a\n-- For.\nSELECT 1;\n",
			":1: the name does not begin with room_" },
		{ "-- name: room_A\n-- For.\nSELECT 1;\n", "is not a lower_case name" },
		{ "-- name: room_a\n-- gives: n int\nSELECT 1 AS n;\n", "a comment must say" },
		{ HEAD "-- gives: n int\nSELECT 1 AS n;\n" HEAD "-- gives: n int\nSELECT 1 AS n;\n",
			":5: there is a room_a already" },
		{ HEAD "-- gives: n int\nSELECT 1 AS n\n", "does not end in ;" },
		{ HEAD "-- gives: n int\nSELECT 1 AS n; SELECT 2;\n",
			":4: something stands behind the ;" },
		{ HEAD "-- gives: n int\nSELECT a, b AS n FROM t;\n", ":4: column 1 is a, but" },
		{ HEAD "-- gives: a int\nSELECT a, b FROM t;\n", "gives more than the 1 columns" },
		{ HEAD "-- gives: a int, b int\nSELECT a FROM t;\n",
			"gives 1 columns, but `gives:` names 2" },
		{ HEAD "-- gives: n int\nSELECT count(*) FROM t;\n",
			"column 1 has no name; write AS n" },
		{ HEAD "-- gives: n int\nSELECT * FROM t;\n", "name the columns" },
		{ HEAD "-- gives: n int\nUPDATE t SET a = 1 RETURNING *;\n", "name the columns" },
		{ HEAD "-- takes: a int\n-- gives: a int\nSELECT a FROM t;\n",
			"$1 (a) is never used" },
		{ HEAD "-- gives: a int\nSELECT a FROM t WHERE a = $1;\n",
			":4: $1 is not among the 0 values" },
		{ HEAD "-- takes: a int\n-- gives: a int\nSELECT a FROM t WHERE a IN ($1, $2);\n",
			"$2 is not among the 1 values" },
		{ HEAD "-- gives: a int\nSELECT a FROM t WHERE a = ?;\n",
			"? is not for statements" },
		{ HEAD "-- gives: a int\nSELECT a FROM t WHERE a = :x;\n",
			": is not for statements" },
		{ HEAD "-- gives: a int\nSELECT b::int AS a FROM t;\n", ": is not for statements" },
		{ HEAD "-- gives: a integer\nSELECT a FROM t;\n", "is not `name int`" },
		{ HEAD "-- gives:\nSELECT a FROM t;\n", "the list is empty" },
		{ HEAD "PRAGMA foreign_keys;\n", "PRAGMA is not the same on both engines" },
		{ HEAD "DROP TABLE t;\n", ":3: DROP is not" },
		{ HEAD "EXPLAIN SELECT 1;\n", "a statement begins with SELECT" },
		{ HEAD "-- gives: a int\nSELECT a FROM t WHERE b GLOB 'x';\n",
			"GLOB is not the same" },
		{ HEAD "-- gives: a int\nSELECT a FROM t WHERE (b = 1;\n",
			"the statement is not whole" },
		{ HEAD "-- gives: a int\nSELECT a) FROM t;\n", "a bracket too many" },
		{ HEAD "-- gives: a int\nSELECT 'x AS a;\n", ":4: a quote does not end" },
		{ HEAD "-- gives: a int\n-- only mysql\nSELECT a FROM t;\n", "no such engine" },
		{ HEAD "-- gives: a int\n-- only sqlite\nSELECT a FROM t;\n", "does not end in ;" },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++)
		refuses(*state, "statements", "room.sql", cases[i].text, cases[i].wanted);
}

static void
good_statements_become_constants(void **state)
{
	makes(*state, "statements", "room.sql",
		"-- About the file.\n\n" HEAD
		"-- takes: a int, b text?\n-- gives: n int, rest text?\n"
		"WITH x AS (SELECT a, b, c FROM t) -- why\n"
		"SELECT count(*) AS n, (SELECT max(y) FROM z WHERE q = $1) AS rest\nFROM x WHERE b "
		"= $2;\n",
		"{ \"b\", DB_TEXT, true },");
	makes(*state, "statements", "room.sql",
		HEAD "-- takes: a int\n-- gives: id int\n"
		     "INSERT INTO t (a, b) VALUES ($1, 'it''s; $9 \"x\"') RETURNING id;\n",
		"'it''s; $9 \\\"x\\\"'");
	makes(*state, "statements", "room.sql",
		HEAD "-- takes: a int\nDELETE FROM t WHERE a = $1 AND b IN (SELECT b FROM u);\n",
		"\tNULL, 0,\n\ttrue,\n");
	makes(*state, "statements", "room.sql",
		HEAD "-- takes: a text\n-- gives: id int\nSELECT id FROM t WHERE\n-- only sqlite\n"
		     "t MATCH $1\n-- only postgres\nt @@ $1\n-- both\nORDER BY id;\n",
		"\"t MATCH $1\\n\"\n\t\t\"ORDER BY id;\\n\"");
}

#define PIECE "-- piece: row\n-- What is known of one.\n-- gives: id int, name text?\n"
#define ROW PIECE "t.id,\n\tt.name\n\n"
#define USE HEAD "-- gives: {row}\nSELECT {row} FROM t;\n"

static void
pieces_that_do_not_fit_are_refused_with_their_line(void **state)
{
	static const struct {
		const char *text;
		const char *wanted;
	} cases[] = {
		{ ROW HEAD "-- gives: id int\nSELECT t.id FROM t;\n",
			":1: the text of the piece {row} is never used" },
		{ ROW HEAD "-- gives: id int, name text?\nSELECT {row} FROM t;\n",
			":1: the gives: of the piece {row} is never used" },
		{ USE, ":4: there is no piece {row} in this file" },
		{ ROW HEAD "-- gives: {rows}\nSELECT {row} FROM t;\n",
			":9: there is no piece {rows}" },
		{ ROW HEAD "-- gives: {row}\nSELECT {row FROM t;\n",
			":10: there is no piece {} in this file" },
		{ ROW HEAD "-- takes: {row}\n-- gives: {row}\nSELECT {row} FROM t;\n",
			":9: the piece {row} has no `takes:`" },
		{ PIECE USE, ":7: the piece {row} has no text" },
		{ ROW ROW USE, ":7: there is a piece {row} already" },
		{ "-- piece: Row\n-- For.\nt.id\n" USE, ":1: \"Row\" is not a lower_case name" },
		{ "-- piece: row\n-- gives: id int\nt.id\n" USE,
			":1: a comment must say what the piece is for" },
		{ "-- piece: row\n-- For.\n" USE, ":1: the piece is empty" },
		{ "-- piece: row\n-- For.\n-- gives: {other}\nt.id\n" USE,
			":3: \"{other}\" is not `name int`" },
		{ "-- piece: row\n-- For.\nt.id,\n{other}\n" USE, ":4: no comment, no piece" },
		{ "-- piece: row\n-- For.\nt.id, -- why\nt.name\n" USE, ":3: no comment" },
		{ "-- piece: row\n-- For.\nt.id,\n-- why\nt.name\n" USE, ":5: no comment" },
		{ "-- piece: row\n-- For.\nt.id;\n" USE, ":3: no comment, no piece and no ;" },
		{ "-- piece: row\n-- For.\n-- only sqlite\nt.id\n" USE,
			":3: a piece is for both engines" },
		/* What is wrong in a piece's words is told where they stand. */
		{ PIECE "t.id,\nt.other\n" USE, ":5: column 2 is other, but `gives:` says name" },
		{ ROW HEAD "-- gives: {row}, x int\nSELECT {row},\n\ty AS z FROM t;\n",
			":11: column 3 is z, but" },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++)
		refuses(*state, "statements", "room.sql", cases[i].text, cases[i].wanted);
}

static void
pieces_stand_where_statements_name_them(void **state)
{
	makes(*state, "statements", "room.sql", ROW USE,
		"\"SELECT t.id,\\n\"\n\t\t\"\\tt.name FROM t;\\n\"");
	makes(*state, "statements", "room.sql", ROW USE,
		"room_a_gives[] = {\n\t{ \"id\", DB_INT, false },\n\t{ \"name\", DB_TEXT, true "
		"},\n};");
	makes(*state, "statements", "room.sql",
		"-- piece: filter\n-- Which ones.\n-- takes: b int\nt.b = $2\n\n-- --- lists "
		"---\n" HEAD "-- takes: a int, {filter}, c text\n-- gives: a int\n"
		"SELECT a FROM t WHERE a = $1 AND {filter} AND c <> '{filter}' AND c = $3;\n",
		"\"SELECT a FROM t WHERE a = $1 AND t.b = $2 AND c <> '{filter}' AND c = $3;\\n\"");
	makes(*state, "statements", "room.sql",
		"-- piece: filter\n-- Which ones.\nt.b = 1\n" HEAD
		"-- gives: a int\nSELECT a FROM t WHERE\n-- only sqlite\na = 1 AND {filter}\n"
		"-- only postgres\na = 2\n-- both\n;\n",
		"\"a = 1 AND t.b = 1\\n\"\n\t\t\";\\n\"\n\t\t,\n\t\t\"SELECT a FROM t "
		"WHERE\\n\"\n\t\t\"a = 2\\n\"");
}

static void
steps_that_do_not_fit_are_refused_with_their_line(void **state)
{
	static const struct {
		const char *name;
		const char *text;
		const char *wanted;
	} cases[] = {
		{ "0002.sql", "-- For.\nCREATE TABLE t (id ID);\n", "this should be 0001" },
		{ "0001.sql", "CREATE TABLE t (id ID);\n", "a comment must say" },
		{ "0001.sql", "-- For.\nCREATE TABLE t (id ID)\n", "does not end in ;" },
		{ "0001.sql", "-- For.\nCREATE TABLE t (\n\tid ID,\n\ta INTEGER\n);\n",
			":4: INTEGER is not for steps" },
		{ "0001.sql", "-- For.\nCREATE TABLE t (a TIMESTAMP);\n",
			"TIMESTAMP is not for steps" },
		{ "0001.sql", "-- For.\nCOMMIT;\n", "COMMIT is not for steps" },
		{ "0001.sql", "-- For.\n-- only sqlite\nPRAGMA foreign_keys = OFF;\n",
			":3: PRAGMA is not for steps" },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++)
		refuses(*state, "steps", cases[i].name, cases[i].text, cases[i].wanted);
}

static void
types_of_steps_become_those_of_each_engine(void **state)
{
	static const char text[] =
		"-- For.\nCREATE TABLE t (\n\tid ID, -- why\n\ta TEXT CHECK (a <> 'INT;'),\n"
		"\tb BYTES,\n\tc INT CHECK (c >= 0)\n);\nCREATE INDEX i ON t (a);\n";

	makes(*state, "steps", "0001.sql", text, "\\tid INTEGER PRIMARY KEY AUTOINCREMENT,\\n");
	makes(*state, "steps", "0001.sql", text,
		"\"\\tid BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,\\n\"");
	makes(*state, "steps", "0001.sql", text, "\\ta TEXT CHECK (a <> 'INT;'),\\n");
	makes(*state, "steps", "0001.sql", text,
		"\\ta TEXT COLLATE \\\"C\\\" CHECK (a <> 'INT;'),\\n");
	makes(*state, "steps", "0001.sql", text,
		"\"\\tc INTEGER CHECK (c >= 0)\\n\"\n\t\t\") STRICT;\\n\"");
	makes(*state, "steps", "0001.sql", text,
		"\"\\tc BIGINT CHECK (c >= 0)\\n\"\n\t\t\");\\n\"");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			statements_that_do_not_fit_are_refused_with_their_line, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			good_statements_become_constants, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			pieces_that_do_not_fit_are_refused_with_their_line, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			pieces_stand_where_statements_name_them, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			steps_that_do_not_fit_are_refused_with_their_line, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			types_of_steps_become_those_of_each_engine, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
