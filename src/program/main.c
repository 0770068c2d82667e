/*
 * main: finds the verb, takes the options apart, runs it. `gongkai help` is drawn from the same
 * tables, so it cannot differ from what is accepted. What a verb does stands in command_*.c.
 */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/cage.h"
#include "doc/doc.h"
#include "program/program.h"

static const struct program_verb *const lists[] = { program_report_verbs, program_import_verbs,
	program_server_verbs, program_about_verbs, program_store_verbs, program_agency_verbs,
	program_audit_verbs, program_keys_verbs, program_user_verbs, program_clock_verbs,
	program_inspect_verbs, program_demo_verbs };

static bool
wants_english(void)
{
	const char *all = getenv("LC_ALL");
	const char *lang = all && *all ? all : getenv("LANG");

	return lang && strncmp(lang, "en", 2) == 0;
}

/* Does the verb's name ("report check") begin the words? The number of words it has, or 0. */
static int
words_of_verb(const struct program_verb *verb, char **words, int count)
{
	struct str rest = str_of(verb->name);
	int used = 0;

	while (rest.len) {
		struct str word;

		rest = str_cut(rest, STR(" "), &word);
		if (used >= count || !str_equal(word, str_of(words[used])))
			return 0;
		used++;
	}
	return used;
}

static const struct program_verb *
find_verb(char **words, int count, int *ret_used)
{
	for (size_t i = 0; i < COUNT_OF(lists); i++)
		for (const struct program_verb *verb = lists[i]; verb->name; verb++) {
			*ret_used = words_of_verb(verb, words, count);
			if (*ret_used)
				return verb;
		}
	return NULL;
}

static void
print_verb(const struct program_line *line, const struct program_verb *verb)
{
	printf("gongkai %s %s\n    %s\n", verb->name, verb->form,
		program_say(line, verb->help_zh, verb->help_en));
}

/* Verbs whose name begins with the word, as "report check" with "report"; all for NULL. They are
 * printed when `line` is given. */
static int
print_group(const struct program_line *line, const char *word)
{
	int count = 0;

	for (size_t i = 0; i < COUNT_OF(lists); i++)
		for (const struct program_verb *verb = lists[i]; verb->name; verb++) {
			struct str first;

			str_cut(str_of(verb->name), STR(" "), &first);
			if (word && !str_equal(first, str_of(word)))
				continue;
			count++;
			if (line)
				print_verb(line, verb);
		}
	return count;
}

/* No verb begins the words: "report" alone is one half, "report chek" has a wrong one. */
static struct fault *
unknown_verb(char **words, int count)
{
	if (!print_group(NULL, words[0]))
		return program_fault_unknown(words[0]);
	if (count < 2)
		return fault_new(FAULT_INPUT, "usage",
			"“%s”后面还要写做什么。用 gongkai help %s 查看用法。",
			"“%s” wants to know what to do. See gongkai help %s.", words[0], words[0]);
	return fault_new(FAULT_INPUT, "usage", "不认识“%s %s”。用 gongkai help %s 查看用法。",
		"“%s %s” is not known. See gongkai help %s.", words[0], words[1], words[0]);
}

static int
help(const struct program_line *line, char **words, int count)
{
	int used = 0;
	const struct program_verb *verb = find_verb(words, count, &used);

	if (verb) {
		print_verb(line, verb);
		for (int i = 0; i < PROGRAM_MOST_OPTIONS && verb->options[i].name; i++)
			printf("    %-12s %s\n", verb->options[i].name,
				program_say(
					line, verb->options[i].help_zh, verb->options[i].help_en));
		return PROGRAM_DONE;
	}
	if (count == 1 && print_group(line, words[0]))
		return PROGRAM_DONE;
	if (count)
		return program_fail(line, unknown_verb(words, count));
	printf("%s\n\n", program_say(line, "gongkai（公开）：政府信息公开",
				 "gongkai: disclosure of government information in China"));
	print_group(line, NULL);
	printf("%s\n", program_say(line, "gongkai help [动词]\n    说明。--lang en 改用英文。",
			       "gongkai help [VERB]\n    Help. --lang zh switches to Chinese."));
	return PROGRAM_DONE;
}

/* Global options may stand anywhere; they are taken out of argv. */
static struct fault *
take_language(int *argc, char **argv, struct program_line *line)
{
	int kept = 1;

	line->is_english = wants_english();
	for (int i = 1; i < *argc; i++) {
		if (strcmp(argv[i], "--lang") != 0) {
			argv[kept++] = argv[i];
			continue;
		}
		if (i + 1 == *argc ||
			(strcmp(argv[i + 1], "en") != 0 && strcmp(argv[i + 1], "zh") != 0))
			return fault_new(FAULT_INPUT, "usage", "--lang 后面要写 %s 或 en。",
				"--lang wants %s or en.", "zh");
		line->is_english = strcmp(argv[++i], "en") == 0;
	}
	*argc = kept;
	return NULL;
}

static struct fault *
take_options(const struct program_verb *verb, char **words, int count, struct program_line *line)
{
	bool only_words = false;

	line->words = words;
	for (int i = 0; i < count; i++) {
		int option = 0;

		if (only_words || words[i][0] != '-' || words[i][1] == '\0') {
			line->words[line->word_count++] = words[i];
			continue;
		}
		if (strcmp(words[i], "--") == 0) {
			only_words = true;
			continue;
		}
		while (option < PROGRAM_MOST_OPTIONS && verb->options[option].name &&
			strcmp(verb->options[option].name, words[i]) != 0)
			option++;
		if (option == PROGRAM_MOST_OPTIONS || !verb->options[option].name)
			return program_fault_unknown(words[i]);
		if (verb->options[option].has_value && i + 1 == count)
			return fault_new(FAULT_INPUT, "usage", "%s 后面要写一个值。",
				"%s wants a value.", words[i]);
		line->values[option] = verb->options[option].has_value ? words[++i] : "";
		if (!verb->options[option].is_many)
			continue;
		if (line->repeated_count == PROGRAM_MOST_REPEATED)
			return fault_new(FAULT_LIMIT, "usage", "%s 最多写 %d 次。",
				"%s may be given at most %d times.", verb->options[option].name,
				PROGRAM_MOST_REPEATED);
		line->repeated[line->repeated_count++] =
			(struct program_repeated){ option, line->values[option] };
	}
	return NULL;
}

/* Takes --help and -h out of the words in front of --; true when one was there. */
static bool
take_help(char **words, int *count)
{
	int kept = 0;
	bool is_asked;
	bool is_open = true;

	for (int i = 0; i < *count; i++) {
		is_open = is_open && strcmp(words[i], "--") != 0;
		if (!is_open || (strcmp(words[i], "--help") != 0 && strcmp(words[i], "-h") != 0))
			words[kept++] = words[i];
	}
	is_asked = kept < *count;
	*count = kept;
	return is_asked;
}

/* What was printed may only now find that nobody takes it. */
static int
end(const struct program_line *line, int status)
{
	if (fflush(stdout) != 0)
		return program_fail(line, program_fault_print(errno));
	return status;
}

int
main(int argc, char **argv)
{
	struct program_line line = { 0 };
	const struct program_verb *verb;
	struct fault *fault;
	int used = 0;
	int count;
	bool asks;
	bool is_help;

	signal(SIGPIPE, SIG_IGN);
	/* A file that may not grow is an error to report, not an end. */
	signal(SIGXFSZ, SIG_IGN);
	fault = take_language(&argc, argv, &line);
	if (fault)
		return program_fail(&line, fault);
	count = argc - 1;
	asks = take_help(argv + 1, &count);
	is_help = count > 0 && strcmp(argv[1], "help") == 0;
	if (asks || is_help || count < 1)
		return end(&line, help(&line, argv + 1 + is_help, count - is_help));
	verb = find_verb(argv + 1, count, &used);
	if (!verb)
		return program_fail(&line, unknown_verb(argv + 1, count));
	fault = take_options(verb, argv + 1 + used, count - used, &line);
	if (fault)
		return program_fail(&line, fault);
	cage_warm();
	doc_warm();
	return end(&line, verb->run(&line));
}
