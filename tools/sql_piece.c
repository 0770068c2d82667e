/*
 * Lists of values, and pieces: parts that several statements of a file share, given once and named
 * in braces. Whether a statement is whole with them is sql.c's to judge.
 */
#include "sql_inside.h"

#include <string.h>

static const char *const list_names[LISTS] = { [TAKES] = "takes:", [GIVES] = "gives:" };

bool
sql_is_name(struct str name)
{
	for (size_t i = 0; i < name.len; i++)
		if (!(name.at[i] == '_' || (name.at[i] >= 'a' && name.at[i] <= 'z') ||
			    (name.at[i] >= '0' && name.at[i] <= '9')))
			return false;
	return name.len > 0 && name.len < 64;
}

/* The piece that is named in the braces at the front. */
static struct piece *
find_piece(const struct source *source, int line, struct pieces *pieces, struct str text)
{
	struct str name = STR("");

	if (str_has(text, STR("}")))
		str_cut(str_from(text, 1), STR("}"), &name);
	for (int i = 0; i < pieces->count; i++)
		if (str_equal(pieces->at[i].name, name))
			return &pieces->at[i];
	sql_refuse(source, line, "there is no piece {%.*s} in this file", STR_ARG(name));
}

/* --- lists --- */

static const char *
type_named(struct str word)
{
	if (str_equal(word, STR("int")))
		return "DB_INT";
	if (str_equal(word, STR("text")))
		return "DB_TEXT";
	return str_equal(word, STR("bytes")) ? "DB_BYTES" : NULL;
}

static void
add_place(const struct source *source, int line, struct places *places, const struct place *place)
{
	if (places->count == MOST_PLACES)
		sql_refuse(source, line, "more than %d values", MOST_PLACES);
	places->at[places->count++] = *place;
}

static void
add_list(const struct source *source, int line, struct piece *piece, enum list list,
	struct places *places)
{
	if (!piece->lists[list].count)
		sql_refuse(source, line, "the piece {%.*s} has no `%s`", STR_ARG(piece->name),
			list_names[list]);
	piece->is_list_used[list] = true;
	for (int i = 0; i < piece->lists[list].count; i++)
		add_place(source, line, places, &piece->lists[list].at[i]);
}

static void
read_place(const struct source *source, int line, struct str item, struct places *places)
{
	struct place place;
	struct str type = str_trim(str_cut(item, STR(" "), &place.name));

	place.may_be_none = str_ends(type, STR("?"));
	if (place.may_be_none)
		type.len--;
	place.type = type_named(type);
	if (!sql_is_name(place.name) || !place.type)
		sql_refuse(source, line,
			"\"%.*s\" is not `name int`, `name text` or `name bytes`, with ? "
			"when it can be none",
			STR_ARG(item));
	add_place(source, line, places, &place);
}

void
sql_read_places(const struct source *source, int line, struct str text, enum list list,
	struct pieces *pieces, struct places *places)
{
	text = str_trim(text);
	if (text.len == 0)
		sql_refuse(source, line, "the list is empty; leave the line out");
	while (text.len) {
		struct str item;

		text = str_trim(str_cut(text, STR(","), &item));
		item = str_trim(item);
		if (pieces && str_starts(item, STR("{")) && str_ends(item, STR("}")))
			add_list(
				source, line, find_piece(source, line, pieces, item), list, places);
		else
			read_place(source, line, item, places);
	}
}

/* --- taking pieces out --- */

static bool
is_engine_line(struct str bare)
{
	return str_starts(bare, STR("-- only")) || str_equal(bare, STR("-- both"));
}

static void
begin_piece(const struct source *source, int line, struct str name, struct pieces *pieces)
{
	if (!sql_is_name(name))
		sql_refuse(source, line, "\"%.*s\" is not a lower_case name", STR_ARG(name));
	for (int i = 0; i < pieces->count; i++)
		if (str_equal(pieces->at[i].name, name))
			sql_refuse(source, line, "there is a piece {%.*s} already", STR_ARG(name));
	if (pieces->count == MOST_PIECES)
		sql_refuse(source, line, "more than %d pieces", MOST_PIECES);
	pieces->at[pieces->count++] = (struct piece){ .name = name, .line = line };
}

static void
read_comment(const struct source *source, int line, struct str text, struct piece *piece)
{
	if (piece->text.at)
		piece->is_over = true;
	else if (str_starts(text, STR("takes:")))
		sql_read_places(source, line, str_from(text, 6), TAKES, NULL, &piece->lists[TAKES]);
	else if (str_starts(text, STR("gives:")))
		sql_read_places(source, line, str_from(text, 6), GIVES, NULL, &piece->lists[GIVES]);
	else if (!piece->about.len)
		piece->about = text;
}

/* A line of the piece at hand, which begins nothing new. */
static void
take_line(const struct source *source, int line, struct str text, struct piece *piece)
{
	struct str bare = str_trim(text);

	if (is_engine_line(bare))
		sql_refuse(source, line, "a piece is for both engines");
	if (str_starts(bare, STR("--"))) {
		read_comment(source, line, str_trim(str_from(bare, 2)), piece);
		return;
	}
	if (!bare.len)
		return;
	if (piece->is_over || str_has(bare, STR("--")) || str_has(bare, STR("{")) ||
		str_has(bare, STR(";")))
		sql_refuse(source, line, "no comment, no piece and no ; inside a piece");
	if (!piece->text.at) {
		piece->text = bare;
		piece->text_line = line;
	}
	piece->text.len = (size_t)(bare.at + bare.len - piece->text.at);
}

static void
end_piece(const struct source *source, const struct pieces *pieces)
{
	const struct piece *piece = &pieces->at[pieces->count - 1];

	if (!piece->about.len)
		sql_refuse(source, piece->line, "a comment must say what the piece is for");
	if (!piece->text.len && !piece->lists[TAKES].count && !piece->lists[GIVES].count)
		sql_refuse(source, piece->line, "the piece is empty");
}

/* Find all of them; `is_piece` becomes true for their lines. */
static void
take_pieces(const struct source *source, struct pieces *pieces, bool is_piece[])
{
	struct str rest = source->text;
	bool is_in_piece = false;
	struct str line;

	for (int number = 1; str_next_line(&rest, &line); number++) {
		struct str bare = str_trim(line);
		bool is_begin = str_starts(bare, STR("-- piece:"));

		if (is_in_piece && (is_begin || str_starts(bare, STR("-- name:")))) {
			end_piece(source, pieces);
			is_in_piece = false;
		}
		if (is_begin)
			begin_piece(source, number, str_trim(str_from(bare, 9)), pieces);
		else if (is_in_piece)
			take_line(source, number, line, &pieces->at[pieces->count - 1]);
		is_in_piece = is_in_piece || is_begin;
		is_piece[number] = is_in_piece;
	}
	if (is_in_piece)
		end_piece(source, pieces);
}

/* --- putting them in --- */

/* The text that is made; `line` is its line at hand. */
struct putting {
	const struct source *source;
	struct buf out;
	int number[MOST_LINES + 1];
	int line;
};

/* `number` is the line of the file where the text begins. */
static void
put_text(struct putting *putting, struct str text, int number)
{
	for (size_t i = 0; i < text.len; i++) {
		buf_put_char(&putting->out, text.at[i]);
		if (text.at[i] != '\n')
			continue;
		if (++putting->line >= MOST_LINES)
			sql_refuse(putting->source, number,
				"more than %d lines, pieces counted as often as they are used",
				MOST_LINES);
		putting->number[putting->line] = ++number;
	}
}

/* One line of a statement with the text of each piece that it names. */
static void
put_line(struct putting *putting, struct str line, int number, struct pieces *pieces)
{
	size_t from = 0;
	size_t step;

	putting->number[putting->line] = number;
	for (size_t at = 0; at < line.len; at += step) {
		struct str rest = str_from(line, at);
		struct piece *piece;

		step = 1;
		if (str_starts(rest, STR("--")))
			break;
		if (rest.at[0] == '\'' || rest.at[0] == '"')
			step = sql_quoted_length(rest);
		if (!step)
			break; /* it is refused when words are read */
		if (rest.at[0] != '{')
			continue;
		piece = find_piece(putting->source, number, pieces, rest);
		if (!piece->text.len)
			sql_refuse(putting->source, number, "the piece {%.*s} has no text",
				STR_ARG(piece->name));
		piece->is_text_used = true;
		put_text(putting, str_sub(line, from, at - from), number);
		put_text(putting, piece->text, piece->text_line);
		step = piece->name.len + 2;
		from = at + step;
	}
	put_text(putting, str_from(line, from), number);
	put_text(putting, STR("\n"), number);
}

void
sql_put_pieces(struct source *source, struct arena *arena, struct pieces *pieces)
{
	static bool is_piece[MOST_LINES + 1];
	static struct putting putting;
	struct str rest = source->text;
	struct str line;

	take_pieces(source, pieces, is_piece);
	putting.source = source;
	putting.line = 1;
	buf_init(&putting.out, MOST_BYTES);
	for (int number = 1; str_next_line(&rest, &line); number++)
		if (!is_piece[number])
			put_line(&putting, line, number, pieces);
	sql_need(source->path, buf_check(&putting.out));
	sql_need(source->path, str_copy(arena, buf_str(&putting.out), &source->text));
	memcpy(source->number, putting.number, sizeof source->number);
	buf_done(&putting.out);
	sql_mark_lines(source);
}

void
sql_check_pieces(const struct source *source, const struct pieces *pieces)
{
	for (int i = 0; i < pieces->count; i++) {
		const struct piece *piece = &pieces->at[i];
		const char *unused = piece->text.len && !piece->is_text_used ? "text" : NULL;

		for (enum list list = TAKES; !unused && list < LISTS; list++)
			if (piece->lists[list].count && !piece->is_list_used[list])
				unused = list_names[list];
		if (unused)
			sql_refuse_number(source, piece->line,
				"the %s of the piece {%.*s} is never used", unused,
				STR_ARG(piece->name));
	}
}
