/*
 * Makes C of a list of functions that a library has, so that the program can load the library when
 * it is first needed: `late ROOM_LIBRARY.late OUT.c OUT.h`. It reads names, not C: their types come
 * from the library's own header.
 *
 *	# Blank lines and such lines are left out.
 *	library: libpq.so.5
 *	package: libpq5 (>= 14~~)
 *	include: libpq-fe.h
 *	PQclear
 *	PQexec
 *
 * The package may have the version that Debian's packages are to ask for; `include` may come more
 * than once; the names stand in the order of their bytes. With room_library.h included,
 * room_library_load() loads the library and each name leads to its function. As the names become
 * macros, macros that the library's header put over its functions go.
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/file.h"
#include "base/str.h"

enum { MOST_BYTES = 1 << 16, MOST_NAMES = 512, MOST_INCLUDES = 8, MOST_NAME = 63 };

struct list {
	const char *path;
	struct str file;    /* "db_libpq.late" */
	struct str stem;    /* "db_libpq" */
	struct str library; /* empty: not said */
	struct str package;
	struct str includes[MOST_INCLUDES];
	int include_count;
	struct str names[MOST_NAMES];
	int name_count;
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

/* --- reading --- */

/* Letters, digits and what else is given; they become C, words of a shell and of Debian's lists. */
static bool
is_made_of(struct str text, struct str others)
{
	for (size_t i = 0; i < text.len; i++) {
		char c = text.at[i];
		bool is_plain =
			(c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');

		if (!is_plain && !memchr(others.at, c, others.len))
			return false;
	}
	return text.len > 0 && text.len <= MOST_NAME;
}

static bool
is_name(struct str text)
{
	return is_made_of(text, STR("_")) && !(text.at[0] >= '0' && text.at[0] <= '9');
}

/* "libpq5 (>= 14~~)" or "libpq5". */
static bool
is_package(struct str text)
{
	struct str name;
	struct str version = str_cut(text, STR(" "), &name);

	if (!is_made_of(name, STR("+-.")))
		return false;
	if (name.len == text.len)
		return true;
	return str_starts(version, STR("(>= ")) && str_ends(version, STR(")")) &&
	       is_made_of(str_sub(version, 4, version.len - 5), STR("+-.~:"));
}

static void
set(const struct list *list, int line, const char *key, struct str value, struct str *ret_value)
{
	if (ret_value->len)
		refuse(list->path, line, "%s is said twice", key);
	*ret_value = value;
}

static void
read_key(struct list *list, int line, struct str key, struct str value)
{
	if (str_equal(key, STR("library"))) {
		if (!is_made_of(value, STR("+-._")) || str_find(value, STR(".so."), 0) == SIZE_MAX)
			refuse(list->path, line, "a library reads libNAME.so.NUMBER");
		set(list, line, "library", value, &list->library);
	} else if (str_equal(key, STR("package"))) {
		if (!is_package(value))
			refuse(list->path, line, "a package reads NAME or NAME (>= VERSION)");
		set(list, line, "package", value, &list->package);
	} else if (str_equal(key, STR("include"))) {
		if (!is_made_of(value, STR("+-._/")) || !str_ends(value, STR(".h")))
			refuse(list->path, line, "an include reads PATH.h");
		if (list->include_count == MOST_INCLUDES)
			refuse(list->path, line, "more than %d includes", MOST_INCLUDES);
		list->includes[list->include_count++] = value;
	} else {
		refuse(list->path, line, "no such key; write library, package or include");
	}
}

static void
read_name(struct list *list, int line, struct str name)
{
	if (!is_name(name))
		refuse(list->path, line, "%.*s is no name of a function", STR_ARG(name));
	if (list->name_count == MOST_NAMES)
		refuse(list->path, line, "more than %d functions", MOST_NAMES);
	if (list->name_count && str_compare(list->names[list->name_count - 1], name) >= 0)
		refuse(list->path, line, "%.*s must stand before the name above it, and once",
			STR_ARG(name));
	list->names[list->name_count++] = name;
}

static void
read_list(struct str text, struct list *list)
{
	struct str line;

	for (int number = 1; str_next_line(&text, &line); number++) {
		struct str key;
		struct str value;

		line = str_trim(line);
		if (!line.len || str_starts(line, STR("#")))
			continue;
		value = str_cut(line, STR(":"), &key);
		if (key.len == line.len)
			read_name(list, number, line);
		else
			read_key(list, number, key, str_trim(value));
	}
	if (!list->library.len || !list->package.len || !list->include_count)
		refuse(list->path, 0, "library, package or include is not said");
	if (!list->name_count)
		refuse(list->path, 0, "no function is named");
}

/* --- writing --- */

static void
put_header(const struct list *list, struct buf *out)
{
	int stem = (int)list->stem.len;
	const char *at = list->stem.at;

	buf_print(out,
		"/* Made by tools/late.c of %.*s. */\n#ifndef LATE_%.*s\n#define LATE_%.*s\n\n",
		STR_ARG(list->file), stem, at, stem, at);
	for (int i = 0; i < list->include_count; i++)
		buf_print(out, "#include <%.*s>\n", STR_ARG(list->includes[i]));
	buf_print(out, "\n#include \"base/fault.h\"\n\nstruct %.*s {\n", stem, at);
	for (int i = 0; i < list->name_count; i++)
		buf_print(out, "\t__typeof__(%.*s) *%.*s;\n", STR_ARG(list->names[i]),
			STR_ARG(list->names[i]));
	buf_print(out,
		"};\n\nextern struct %.*s %.*s;\n\n"
		"/* As late_load() of base/late.h. Before any of the functions. */\n"
		"MUST struct fault *%.*s_load(void);\n\n#ifndef LATE_INSIDE\n",
		stem, at, stem, at, stem, at);
	for (int i = 0; i < list->name_count; i++)
		buf_print(out, "#undef %.*s\n#define %.*s (%.*s.%.*s)\n", STR_ARG(list->names[i]),
			STR_ARG(list->names[i]), stem, at, STR_ARG(list->names[i]));
	buf_put(out, STR("#endif\n\n#endif\n"));
}

static void
put_source(const struct list *list, struct buf *out)
{
	struct str package;
	int stem = (int)list->stem.len;
	const char *at = list->stem.at;

	(void)str_cut(list->package, STR(" "), &package);
	buf_print(out,
		"/* Made by tools/late.c of %.*s. */\n#define LATE_INSIDE\n#include \"%.*s.h\"\n\n"
		"#include \"base/late.h\"\n\n"
		"static _Noreturn void\nnot_loaded(void)\n{\n\tlate_not_loaded(\"%.*s\");\n}\n\n"
		"struct %.*s %.*s = {\n",
		STR_ARG(list->file), stem, at, STR_ARG(list->library), stem, at, stem, at);
	for (int i = 0; i < list->name_count; i++)
		buf_print(out, "\t(__typeof__(%.*s) *)not_loaded,\n", STR_ARG(list->names[i]));
	buf_put(out, STR("};\n\nstatic const char *const names[] = {\n"));
	for (int i = 0; i < list->name_count; i++)
		buf_print(out, "\t\"%.*s\",\n", STR_ARG(list->names[i]));
	buf_print(out,
		"};\n\n_Static_assert(sizeof %.*s == sizeof names, \"one pointer for each "
		"name\");\n\n"
		"static struct late late = {\n\t\"%.*s\",\n\t\"%.*s\",\n\tnames,\n"
		"\tsizeof names / sizeof names[0],\n\t&%.*s,\n\tfalse,\n};\n\n"
		"struct fault *\n%.*s_load(void)\n{\n\treturn late_load(&late);\n}\n",
		stem, at, STR_ARG(list->library), STR_ARG(package), stem, at, stem, at);
}

static void
write_out(const char *path, const struct list *list,
	void put(const struct list *list, struct buf *out))
{
	CLOSING(buf_done) struct buf out;

	buf_init(&out, 64 * (size_t)MOST_BYTES);
	put(list, &out);
	need(path, buf_check(&out));
	need(path, file_write(path, buf_str(&out)));
}

int
main(int argc, char **argv)
{
	CLOSING(buf_done) struct buf in;
	static struct list list;

	buf_init(&in, MOST_BYTES);
	if (argc != 4) {
		fprintf(stderr, "usage: late ROOM_LIBRARY.late OUT.c OUT.h\n");
		return 1;
	}
	list.path = argv[1];
	need(argv[1], file_read(argv[1], &in));
	list.file = file_base_name(str_of(argv[1]));
	list.stem = list.file;
	if (!str_ends(list.file, STR(".late")))
		refuse(argv[1], 0, "the name does not end in .late");
	list.stem.len -= 5;
	if (!is_name(list.stem))
		refuse(argv[1], 0, "the name of the file must be a word of C");
	read_list(buf_str(&in), &list);
	write_out(argv[2], &list, put_source);
	write_out(argv[3], &list, put_header);
	return 0;
}
