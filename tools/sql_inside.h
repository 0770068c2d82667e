/*
 * What the SQL compiler's own files share: a file being read, its words, lists of values, pieces,
 * and what each file does for the others. Not for other tools.
 */
#ifndef TOOLS_SQL_INSIDE_H
#define TOOLS_SQL_INSIDE_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"

enum {
	MOST_BYTES = 1 << 20,
	MOST_LINES = 20000,
	MOST_PLACES = 48,
	MOST_NAMES = 256,
	MOST_PIECES = 64
};
enum engine { SQLITE, POSTGRES, ENGINES };

/* A file being read. `only` says for each line of the text (from 1) which engine may see it: bits;
 * `number` says which line of the file it is, for pieces stand elsewhere than they are used. */
struct source {
	const char *path;
	struct str text;
	struct str stem; /* "agency" of src/agency/agency.sql */
	unsigned char only[MOST_LINES + 1];
	int number[MOST_LINES + 1];
};

/* --- sql_read.c --- */

/* Say what is wrong at a line of the text, and end. */
__attribute__((noreturn, format(printf, 3, 4))) void sql_refuse(
	const struct source *source, int line, const char *format, ...);
/* The same at a line of the file. */
__attribute__((noreturn, format(printf, 3, 4))) void sql_refuse_number(
	const struct source *source, int number, const char *format, ...);
/* The same for a fault about a file. */
void sql_need(const char *path, struct fault *fault);

/* The file with its lines marked and numbered; the text lives in the arena. */
void sql_read_source(const char *path, struct arena *arena, struct source *source);
/* Mark the lines of a text that was made anew. */
void sql_mark_lines(struct source *source);

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

struct token sql_next_token(struct reader *reader);
bool sql_is_word(const struct token *token, const char *word);
bool sql_is_one_of(const struct token *token, const char *const words[]);
bool sql_is_mark(const struct token *token, char mark);
/* Bytes of the quoted text at the front, its quotes included; 0 when it does not end on its line.
 */
size_t sql_quoted_length(struct str text);

/* A C string over several lines; the engine's own lines only, or all when `source` is NULL. */
void sql_put_c_string(struct buf *out, struct str text, const struct source *source, int line,
	enum engine engine);

/* --- sql_piece.c --- */

enum list { TAKES, GIVES, LISTS };

struct place {
	struct str name;
	const char *type; /* "DB_INT" */
	bool may_be_none;
};

struct places {
	struct place at[MOST_PLACES];
	int count;
};

/* Part of several statements, given once. Each part that it has is used somewhere. */
struct piece {
	struct str name;
	struct str about;
	struct str text; /* without the blanks around it; may be empty */
	int line;
	int text_line;
	struct places lists[LISTS];
	bool is_over; /* a comment stands behind its text */
	bool is_text_used;
	bool is_list_used[LISTS];
};

struct pieces {
	struct piece at[MOST_PIECES];
	int count;
};

bool sql_is_name(struct str name);
/* "id int, parent_id int?, {case}" behind what is there; several such lines of one statement add
 * up. `pieces` NULL: none may stand there. */
void sql_read_places(const struct source *source, int line, struct str text, enum list list,
	struct pieces *pieces, struct places *places);

/* Take the pieces out of the source, and put their text where statements name them. */
void sql_put_pieces(struct source *source, struct arena *arena, struct pieces *pieces);
/* Refuse a piece of which a part was never used: call it when all statements are read. */
void sql_check_pieces(const struct source *source, const struct pieces *pieces);

/* --- sql_step.c --- */

/* The steps of the schema as a table called `name` in the C file `out_path`. */
void sql_make_steps(const char *out_path, const char *name, char *const paths[], int count,
	struct arena *arena);

#endif
