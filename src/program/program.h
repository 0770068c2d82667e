/*
 * program: main, the verbs of the command line, settings, and the list of rooms for the server.
 * It joins rooms and holds no rule of its own. Exit status: 0 done, 1 done with findings of level
 * E, 2 could not do it, with one sentence on standard error.
 */
#ifndef PROGRAM_PROGRAM_H
#define PROGRAM_PROGRAM_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/fault.h"

#define PROGRAM_VERSION "0.1.0"

enum program_exit { PROGRAM_DONE = 0, PROGRAM_FOUND = 1, PROGRAM_FAILED = 2 };

/* One option of a verb. */
struct program_option {
	const char *name; /* "--json" */
	bool has_value;
	const char *help_zh; /* NULL for an option that help does not show */
	const char *help_en;
	bool is_many; /* may be given again and again: the values are in `repeated` */
};

enum { PROGRAM_MOST_OPTIONS = 10, PROGRAM_MOST_REPEATED = 200 };

/* One value of an option that may be repeated, in the order given. */
struct program_repeated {
	int option;
	const char *value;
};

/* A command line after it was taken apart. Text is argv's own. */
struct program_line {
	bool is_english;
	const char *values[PROGRAM_MOST_OPTIONS]; /* by option; "" for a flag that was given */
	char **words;                             /* what is no option */
	int word_count;
	struct program_repeated repeated[PROGRAM_MOST_REPEATED];
	int repeated_count;
};

/* One verb, such as "report check". `run` gives the exit status. */
struct program_verb {
	const char *name;
	const char *form; /* "FILE… [--previous FILE] [--json]" */
	const char *help_zh;
	const char *help_en;
	int (*run)(const struct program_line *line);
	struct program_option options[PROGRAM_MOST_OPTIONS];
};

extern const struct program_verb program_report_verbs[]; /* each list ends with a NULL name */
extern const struct program_verb program_server_verbs[];
extern const struct program_verb program_import_verbs[];
extern const struct program_verb program_about_verbs[];
extern const struct program_verb program_store_verbs[];
extern const struct program_verb program_agency_verbs[];
extern const struct program_verb program_audit_verbs[];
extern const struct program_verb program_keys_verbs[];
extern const struct program_verb program_user_verbs[];
extern const struct program_verb program_demo_verbs[];
extern const struct program_verb program_clock_verbs[];
extern const struct program_verb program_inspect_verbs[];

/* Print the fault's sentence in the right language on standard error; gives PROGRAM_FAILED. */
int program_fail(const struct program_line *line, const struct fault *fault);
/* The same for a file: "NAME: sentence". */
int program_fail_at(const struct program_line *line, const char *name, const struct fault *fault);

/* The fault "usage" about a word that means nothing here. */
struct fault *program_fault_unknown(const char *word);
/* The same when the line has words beside its options, for verbs that take none. */
MUST struct fault *program_need_no_words(const struct program_line *line);

/* A name of the file system as records, tables and terminals can hold it: UTF-8 (GBK is turned
 * into it), one line, nothing that steers a terminal. */
MUST struct fault *program_show_name(struct arena *arena, struct str name, struct str *ret_name);
/* Write text to standard output, all of it. Faults OUTSIDE: disk full, nobody reads on. */
MUST struct fault *program_print(struct str text);
/* The fault of standard output after `error`, an errno. */
MUST struct fault *program_fault_print(int error);

/* Names and versions of the libraries inside, a line each, on standard output. */
void program_print_libraries(const struct program_line *line);

/* The sentence in the language of the line. */
static inline const char *
program_say(const struct program_line *line, const char *zh, const char *en)
{
	return line->is_english ? en : zh;
}

#endif
