/*
 * Checks that the code keeps the house's order: arrows between rooms, banned words, sizes (those of
 * test files too), and the comment that opens each file. It reads text, not C: a macro that hides
 * an include deceives it.
 *
 * usage: rooms ROOT
 *
 * ROOT/src/rooms.txt says which room may include which; ROOT/src/banned.txt which words no file may
 * use and who may all the same. Every objection is printed as file:line: sentence; exit 1 when
 * there is any.
 */
#include <ctype.h>
#include <stdio.h>

#include "base/buf.h"
#include "base/file.h"

enum {
	MOST_FILES = 5000,
	MOST_BYTES = 4 << 20,
	MOST_ROOMS = 64,
	MOST_WORDS = 200,
	MOST_LINES = 800,
	MOST_FUNCTION_LINES = 80,
};

struct room {
	struct str name;
	struct str may; /* names parted by spaces */
};

struct word {
	struct str word;
	struct str why;
	struct str who; /* beginnings of paths that may use it, parted by spaces */
};

static const char in_comment = 1;

/* One file at hand. `bare` is `text` with comments and quoted text blanked out, offsets the same.
 */
struct source {
	struct str path; /* from the root */
	struct str room; /* empty outside src/ */
	struct str text;
	struct str bare;
};

static struct room rooms[MOST_ROOMS];
static size_t room_count;
static struct word words[MOST_WORDS];
static size_t word_count;
static int objections;

__attribute__((format(printf, 3, 4))) static void
object(struct str path, int line, const char *format, ...)
{
	va_list args;

	printf("%.*s:%d: ", STR_ARG(path), line);
	va_start(args, format);
	vprintf(format, args);
	va_end(args);
	putchar('\n');
	objections++;
}

/* Is `name` one of the words in `list`, which spaces part? */
static bool
is_listed(struct str list, struct str name)
{
	struct str one;

	while (list.len) {
		list = str_cut(list, STR(" "), &one);
		if (str_equal(one, name))
			return true;
	}
	return false;
}

static const struct room *
find_room(struct str name)
{
	for (size_t i = 0; i < room_count; i++)
		if (str_equal(rooms[i].name, name))
			return &rooms[i];
	return NULL;
}

/* --- the two lists --- */

static void
read_room(struct str path, int line, struct str name, struct str may)
{
	struct str rest = may;
	struct str one;

	while (rest.len) {
		rest = str_cut(rest, STR(" "), &one);
		if (one.len && !find_room(one))
			object(path, line, "%.*s is not above this line: arrows run downwards only",
				STR_ARG(one));
	}
	if (find_room(name))
		object(path, line, "%.*s is here twice", STR_ARG(name));
	else if (room_count < MOST_ROOMS)
		rooms[room_count++] = (struct room){ name, may };
}

static void
read_word(struct str path, int line, struct str word, struct str rest)
{
	struct str why;
	struct str who = str_trim(str_cut(rest, STR("|"), &why));

	if (!str_trim(why).len)
		object(path, line, "say why %.*s is banned", STR_ARG(word));
	if (word_count < MOST_WORDS)
		words[word_count++] = (struct word){ word, str_trim(why), who };
}

/* Lines "name: rest"; empty ones and those that begin with # are passed over. */
static struct fault *
read_list(struct arena *arena, struct str root, const char *name,
	void (*each)(struct str path, int line, struct str name, struct str rest))
{
	CLOSING(buf_done) struct buf buf = { .max = MOST_BYTES };
	struct str path, text, line, head;
	int number = 0;

	TRY(str_print(arena, &path, "%.*s/%s", STR_ARG(root), name));
	TRY(file_read(path.at, &buf));
	TRY(str_copy(arena, buf_str(&buf), &text));
	while (str_next_line(&text, &line)) {
		number++;
		if (!line.len || line.at[0] == '#')
			continue;
		line = str_cut(line, STR(":"), &head);
		each(str_of(name), number, str_trim(head), str_trim(line));
	}
	return NULL;
}

/* --- reading C without its comments and quotes --- */

/* Behind the comment, string or character that begins at `at`; `at` itself when none does. */
static size_t
skip_hidden(struct str text, size_t at)
{
	char c = text.at[at];
	char next = at + 1 < text.len ? text.at[at + 1] : 0;
	size_t end;

	if (c == '/' && next == '*') {
		end = str_find(text, STR("*/"), at + 2);
		return end == SIZE_MAX ? text.len : end + 2;
	}
	if (c == '/' && next == '/') {
		end = str_find(text, STR("\n"), at);
		return end == SIZE_MAX ? text.len : end;
	}
	if (c != '"' && c != '\'')
		return at;
	for (end = at + 1; end < text.len && text.at[end] != c && text.at[end] != '\n'; end++)
		end += text.at[end] == '\\';
	return end < text.len ? end + 1 : text.len;
}

static struct fault *
blank_out(struct arena *arena, struct str text, struct str *ret_bare)
{
	char *bare;
	size_t at = 0;

	TAKE(arena, bare, text.len + 1);
	while (at < text.len) {
		size_t end = skip_hidden(text, at);
		char mark = text.at[at] == '/' ? in_comment : ' ';

		if (end == at) {
			bare[at] = text.at[at];
			at++;
		}
		for (; at < end; at++)
			bare[at] = text.at[at] == '\n' ? '\n' : mark;
	}
	*ret_bare = (struct str){ bare, text.len };
	return NULL;
}

/* --- arrows --- */

static bool
is_page_side(struct str room)
{
	return str_equal(room, STR("http")) || str_equal(room, STR("html"));
}

/* Is this a C file of the room's `part`: report_rules.c, report_rules_words.c? */
static bool
is_part(struct str path, struct str part)
{
	struct str name = file_base_name(path);
	size_t at = str_find(name, part, 0);

	return str_ends(name, STR(".c")) && at != SIZE_MAX &&
	       (name.at[at + part.len] == '.' || name.at[at + part.len] == '_');
}

/* What a file's name says it may not speak about. */
static void
check_part(const struct source *file, int line, struct str to)
{
	struct str path = file->path;

	if (is_part(path, STR("_rules")) && (str_equal(to, STR("db")) || is_page_side(to)))
		object(path, line, "rules are pure: they may not include %.*s/", STR_ARG(to));
	if ((is_part(path, STR("_page")) || str_ends(path, STR(".html"))) &&
		str_equal(to, STR("db")))
		object(path, line, "pages may not include db/: ask the room's _work or _store");
	if ((is_part(path, STR("_work")) || is_part(path, STR("_store"))) && is_page_side(to))
		object(path, line,
			"work and store may not include %.*s/: pages call them, not they pages",
			STR_ARG(to));
}

static void
check_include(const struct source *file, int line, struct str target)
{
	const struct room *here = find_room(file->room);
	struct str to;
	struct str name = str_cut(target, STR("/"), &to);

	if (!name.len) {
		object(file->path, line, "write the room too: \"%.*s/%.*s\"", STR_ARG(file->room),
			STR_ARG(target));
		return;
	}
	check_part(file, line, to);
	if (str_equal(to, file->room))
		return;
	if (!find_room(to))
		object(file->path, line, "there is no room %.*s in src/rooms.txt", STR_ARG(to));
	else if (!str_equal(to, STR("base")) && here && !is_listed(here->may, to))
		object(file->path, line, "%.*s may not include %.*s (src/rooms.txt)",
			STR_ARG(file->room), STR_ARG(to));
	if (str_ends(target, STR("_inside.h")))
		object(file->path, line, "%.*s is for its own room only", STR_ARG(target));
}

/* The quoted name on a line, or nothing. */
static struct str
quoted(struct str line)
{
	struct str head;
	struct str rest = str_cut(line, STR("\""), &head);

	str_cut(rest, STR("\""), &head);
	return rest.len ? head : STR_NONE;
}

static bool
is_include(const struct source *file, struct str line)
{
	struct str rest;

	line = str_trim(line);
	if (str_ends(file->path, STR(".html")))
		return str_starts(line, STR("{% use")) || str_starts(line, STR("{%use"));
	if (!str_starts(line, STR("#")))
		return false;
	rest = str_trim(str_from(line, 1));
	return str_starts(rest, STR("include"));
}

/* --- words, sizes, the opening comment --- */

static bool
is_word_char(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

static bool
may_use(const struct word *word, struct str path)
{
	struct str who = word->who;
	struct str one;

	if (str_starts(path, STR("src/")))
		path = str_from(path, 4);
	while (who.len) {
		who = str_cut(who, STR(" "), &one);
		if (one.len && str_starts(path, one))
			return true;
	}
	return false;
}

static void
check_words(const struct source *file, int line, struct str bare)
{
	size_t at = 0;

	while (at < bare.len) {
		size_t from = at;

		while (at < bare.len && is_word_char(bare.at[at]))
			at++;
		for (size_t i = 0; at > from && i < word_count; i++)
			if (str_equal(words[i].word, str_sub(bare, from, at - from)) &&
				!may_use(&words[i], file->path))
				object(file->path, line, "%.*s is banned: %.*s",
					STR_ARG(words[i].word), STR_ARG(words[i].why));
		at += at == from;
	}
}

/* Marks of unfinished work, in comments. */
static void
check_promises(const struct source *file, int line, struct str text, struct str bare)
{
	static const char *const marks[] = { "TODO", "FIXME", "XXX" };

	for (size_t i = 0; i < COUNT_OF(marks); i++) {
		size_t at = str_find(text, str_of(marks[i]), 0);
		size_t end = at + strlen(marks[i]);

		if (at == SIZE_MAX || (at && is_word_char(text.at[at - 1])) ||
			(end < text.len && is_word_char(text.at[end])) ||
			(bare.at[at] != in_comment && bare.at[at] != text.at[at]))
			continue;
		object(file->path, line, "finish it or open an issue: no %s in the code", marks[i]);
	}
}

/* Two sentences: what this is, what it is not. */
static void
check_opening(const struct source *file)
{
	bool is_page = str_ends(file->path, STR(".html"));
	struct str open = is_page ? STR("{#") : STR("/*");
	struct str text = file->text;
	size_t end = str_find(text, is_page ? STR("#}") : STR("*/"), 0);
	int sentences = 0;

	if (!str_starts(text, open) || end == SIZE_MAX) {
		object(file->path, 1, "a file opens with a comment: what this is, what it is not");
		return;
	}
	for (size_t i = open.len; i < end; i++) {
		bool is_wide = str_starts(str_from(text, i), STR("。"));

		sentences += is_wide ||
			     (strchr(".!?", text.at[i]) &&
				     (i + 1 == end || isspace((unsigned char)text.at[i + 1])));
	}
	if (sentences < 2)
		object(file->path, 1,
			"the opening comment needs two sentences: what this is, what it is not");
}

/* By our layout a function's braces stand alone at the left edge. */
static void
check_function(const struct source *file, int line, struct str bare, int *opened)
{
	struct str trimmed = bare;

	while (trimmed.len && trimmed.at[trimmed.len - 1] <= ' ')
		trimmed.len--;
	if (str_equal(trimmed, STR("{")))
		*opened = line;
	if (!*opened || !str_equal(trimmed, STR("}")))
		return;
	if (line - *opened - 1 > MOST_FUNCTION_LINES)
		object(file->path, *opened, "this function has %d lines, %d are the most: split it",
			line - *opened - 1, MOST_FUNCTION_LINES);
	*opened = 0;
}

static void
check_length(struct str path, int lines)
{
	if (lines > MOST_LINES)
		object(path, lines, "this file has %d lines, %d are the most: split it", lines,
			MOST_LINES);
}

static void
check_source(const struct source *file)
{
	struct str text = file->text;
	struct str bare = file->bare;
	struct str line, bare_line;
	int number = 0;
	int opened = 0;

	check_opening(file);
	while (str_next_line(&text, &line)) {
		bare_line = str_sub(bare, (size_t)(line.at - file->text.at), line.len);
		number++;
		check_promises(file, number, line, bare_line);
		check_function(file, number, bare_line, &opened);
		if (!is_include(file, line))
			check_words(file, number, bare_line);
		else if (file->room.len && quoted(line).len)
			check_include(file, number, quoted(line));
	}
	check_length(file->path, number);
}

/* --- the walk --- */

static struct fault *
check_file(struct arena *arena, struct str root, struct str path)
{
	CLOSING(buf_done) struct buf buf = { .max = MOST_BYTES };
	struct source file = { .path = str_from(path, root.len + 1) };
	struct str head;

	TRY(file_read(path.at, &buf));
	file.text = buf_str(&buf);
	if (str_starts(file.path, STR("src/"))) {
		str_cut(str_from(file.path, 4), STR("/"), &head);
		file.room = head;
		if (!find_room(head))
			object(file.path, 1, "there is no room %.*s in src/rooms.txt",
				STR_ARG(head));
	}
	if (str_ends(path, STR(".html")))
		file.bare = file.text;
	else
		TRY(blank_out(arena, file.text, &file.bare));
	check_source(&file);
	return NULL;
}

static struct fault *
check_folder(struct str root, const char *folder)
{
	CLOSING(arena_close) struct arena *arena = NULL;
	struct str path;
	struct str *paths;
	size_t count;

	TRY(arena_open((size_t)256 << 20, &arena));
	TRY(str_print(arena, &path, "%.*s/%s", STR_ARG(root), folder));
	if (!file_is_folder(path.at))
		return NULL;
	TRY(file_list(arena, path.at, MOST_FILES, &paths, &count));
	for (size_t i = 0; i < count; i++) {
		struct str one = paths[i];

		if (str_ends(one, STR(".c")) || str_ends(one, STR(".h")) ||
			str_ends(one, STR(".html")))
			TRY(check_file(arena, root, one));
	}
	return NULL;
}

static bool
ends_with_any(struct str path, const char *const *endings)
{
	for (; *endings; endings++)
		if (str_ends(path, str_of(*endings)))
			return true;
	return false;
}

/* Tests keep their size only: they are not in any room and may use what they like. */
static struct fault *
check_tests(struct str root)
{
	static const char *const endings[] = { ".c", ".h", ".mjs", ".py", ".sh", NULL };
	/* Trees that are wrong on purpose. */
	static const struct str bad = STR("tests/house/bad/");
	CLOSING(arena_close) struct arena *arena = NULL;
	struct str path;
	struct str *paths;
	size_t count;

	TRY(arena_open((size_t)64 << 20, &arena));
	TRY(str_print(arena, &path, "%.*s/tests", STR_ARG(root)));
	if (!file_is_folder(path.at))
		return NULL;
	TRY(file_list(arena, path.at, MOST_FILES, &paths, &count));
	for (size_t i = 0; i < count; i++) {
		CLOSING(buf_done) struct buf buf = { .max = MOST_BYTES };
		struct str name = str_from(paths[i], root.len + 1);
		struct str text, line;
		int lines = 0;

		if (str_starts(name, bad) || !ends_with_any(name, endings))
			continue;
		TRY(file_read(paths[i].at, &buf));
		text = buf_str(&buf);
		while (str_next_line(&text, &line))
			lines++;
		check_length(name, lines);
	}
	return NULL;
}

static struct fault *
check_house(struct str root)
{
	CLOSING(arena_close) struct arena *arena = NULL;

	TRY(arena_open(MOST_BYTES, &arena));
	TRY(read_list(arena, root, "src/rooms.txt", read_room));
	TRY(read_list(arena, root, "src/banned.txt", read_word));
	TRY(check_folder(root, "src"));
	TRY(check_folder(root, "tools"));
	return check_tests(root);
}

int
main(int argc, char **argv)
{
	struct fault *fault;

	if (argc != 2) {
		fputs("usage: rooms ROOT\n", stderr);
		return 2;
	}
	fault = check_house(str_of(argv[1]));
	if (fault) {
		fprintf(stderr, "rooms: %s %s\n", fault->en, fault->detail);
		return 2;
	}
	return objections ? 1 : 0;
}
