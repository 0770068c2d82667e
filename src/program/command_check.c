/*
 * The verb `report check`: one report with every finding, or a folder of hundreds with a line each.
 * Rules are checking/'s; the tables over many reports are command_table.c's.
 */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/cage.h"
#include "base/file.h"
#include "checking/checking.h"
#include "doc/doc.h"
#include "program/command_report.h"
#include "program/command_table.h"

#define ALL_MAX ((size_t)3 << 30)

/* For so few files a nursery of readers would cost more than it saves. */
enum { FEW_FILES = 3, MOST_FILES = 5000, MOST_ALIKE = 200 };

/* One file to be checked. In a folder, `name` tells it from one of the same name in another folder.
 */
struct check_file {
	const char *path;
	struct str name;  /* as it is shown */
	struct str whole; /* the path as it is shown */
};

/* Everything one `report check` knows while it runs. */
struct check_run {
	const struct program_line *line;
	struct arena *arena; /* names, what reports are compared by */
	struct checking_facts facts;
	struct check_file *files;
	size_t count;
	size_t room;
	bool is_many; /* a folder was given: one line a file instead of every finding */
	bool has_bar; /* a progress bar stands on the terminal */
	struct file_spool csv;
	struct doc_book *book; /* for --xlsx, or NULL */
	size_t checked;        /* reports that could be read */
	size_t with_errors;    /* of these */
	struct str *alike;     /* sentences on reports that resemble each other */
	size_t alike_count;
	size_t alike_room;
	int status;
};

static void
raise_status(struct check_run *run, int status)
{
	if (status > run->status)
		run->status = status;
}

/* --- what is to be checked --- */

/* In a folder only files of a kind that some reader knows are taken; a file named by itself always
 * is. */
static bool
is_readable_kind(struct str path)
{
	static const char *const endings[] = { "docx", "doc", "html", "htm", "txt", "md", "pdf",
		"csv", "xlsx", "json" };
	struct file_ending ending = file_ending(path);

	for (size_t i = 0; i < COUNT_OF(endings); i++)
		if (strcmp(ending.at, endings[i]) == 0)
			return true;
	return false;
}

/* `name` is none for a file that was named by itself: its own name without folders. */
static struct fault *
collect_file(struct check_run *run, const char *path, struct str name)
{
	struct check_file file = { .path = path };

	TRY(program_show_name(run->arena, str_of(path), &file.whole));
	TRY(str_copy(run->arena, file.whole, &file.whole));
	file.name = file_base_name(file.whole);
	if (name.len)
		TRY(program_show_name(run->arena, name, &file.name));
	GROW(run->arena, run->files, run->count, run->room);
	run->files[run->count++] = file;
	return NULL;
}

/* The name below the folder; with the folder where there are several. */
static struct str
name_below(const struct check_run *run, const char *folder, struct str path)
{
	struct str name = run->line->word_count > 1 ? path : str_from(path, strlen(folder));

	while (str_starts(name, STR("/")) && run->line->word_count == 1)
		name = str_from(name, 1);
	return name;
}

static struct fault *
collect_folder(struct check_run *run, const char *folder)
{
	struct str *inside = NULL;
	size_t count = 0;

	run->is_many = true;
	TRY(file_list(run->arena, folder, MOST_FILES, &inside, &count));
	for (size_t i = 0; i < count; i++)
		if (is_readable_kind(inside[i]))
			TRY(collect_file(run, inside[i].at, name_below(run, folder, inside[i])));
	return NULL;
}

static struct fault *
collect_files(struct check_run *run)
{
	for (int i = 0; i < run->line->word_count; i++) {
		const char *word = run->line->words[i];

		if (strcmp(word, "-") != 0 && file_is_folder(word))
			TRY(collect_folder(run, word));
		else
			TRY(collect_file(run, word, STR_NONE));
	}
	if (run->count == 0)
		return fault_new(FAULT_INPUT, "folder_empty",
			"文件夹里没有可以读的文件（docx、doc、html、txt、md、pdf、csv、xlsx）。",
			"There is no file in the folder that can be read (docx, doc, html, txt, "
			"md, pdf, csv, xlsx).");
	return NULL;
}

static struct fault *
take_day(const struct program_line *line, int option, const char *name, struct day *ret_day)
{
	const char *text = line->values[option];

	if (!text || day_parse(str_of(text), ret_day))
		return NULL;
	return fault_new(FAULT_INPUT, "usage", "%s 后面要写日期，例如 2024-01-31。",
		"%s wants a day such as 2024-01-31.", name);
}

static struct fault *
take_facts(struct check_run *run)
{
	const char *previous = run->line->values[COMMAND_CHECK_PREVIOUS];
	struct report *report;

	run->facts = CHECKING_NOTHING_KNOWN;
	TRY(take_day(run->line, COMMAND_CHECK_PUBLISHED, "--published", &run->facts.published_on));
	TRY(take_day(run->line, COMMAND_CHECK_DEADLINE, "--deadline", &run->facts.town_deadline));
	if (run->count > 1)
		TRY(checking_others_make(run->arena, &run->facts.others));
	if (!previous)
		return NULL;
	TAKE(run->arena, report, 1);
	TRY(command_read_record(previous, run->arena, report));
	run->facts.previous = report;
	return NULL;
}

/* --- one report --- */

static void
print_finding(
	struct buf *out, const struct program_line *line, const struct report_finding *finding)
{
	buf_print(out, "  %s %s  %.*s\n", report_level_letter(finding->level), finding->rule,
		STR_ARG(line->is_english && finding->says_en.len ? finding->says_en
								 : finding->says));
	if (finding->mend.len)
		buf_print(out, "     %s%.*s\n", program_say(line, "改法：", "To mend: "),
			STR_ARG(finding->mend));
	if (finding->basis.len)
		buf_print(out, "     %s%.*s\n", program_say(line, "依据：", "Basis: "),
			STR_ARG(finding->basis));
}

static void
print_findings(struct buf *out, const struct program_line *line, const struct report *report)
{
	buf_print(out, "%.*s — %.*s\n", STR_ARG(report->file), STR_ARG(report->title));
	for (size_t i = 0; i < report->finding_count; i++)
		if (report->findings[i].level != REPORT_AGREES)
			print_finding(out, line, &report->findings[i]);
	buf_print(out,
		program_say(line,
			"错误 %zu 处，提示 %zu 处，说明 %zu 处；文表一致 %zu 处；读取推断 %zu "
			"处。\n\n",
			"%zu errors, %zu warnings, %zu notes; %zu places agree; %zu assumptions in "
			"reading.\n\n"),
		report_count(report, REPORT_ERROR), report_count(report, REPORT_WARNING),
		report_count(report, REPORT_NOTE), report_count(report, REPORT_AGREES),
		report->repair_count);
}

/* A line says only how many warnings there are; which reports resemble each other is told at the
 * end. */
static struct fault *
note_alike(struct check_run *run, const struct report *report)
{
	for (size_t i = 0; i < report->finding_count; i++) {
		const struct report_finding *finding = &report->findings[i];

		if (strcmp(finding->rule, "TXT-SAME") != 0 || run->alike_count == MOST_ALIKE)
			continue;
		GROW(run->arena, run->alike, run->alike_count, run->alike_room);
		TRY(str_print(run->arena, &run->alike[run->alike_count], "%.*s%s%.*s",
			STR_ARG(report->file), program_say(run->line, "：", ": "),
			STR_ARG(run->line->is_english ? finding->says_en : finding->says)));
		run->alike_count++;
	}
	return NULL;
}

/* The report's rows behind those of the reports before it; only the first brings the heading. */
static struct fault *
put_csv(struct check_run *run, const struct report *report, struct arena *arena)
{
	CLOSING(buf_done) struct buf rows;
	struct doc doc = { 0 };
	struct str rest;
	struct str heading;

	buf_init(&rows, COMMAND_OUTPUT_MAX);
	TRY(command_table_whole(report, arena, &doc));
	TRY(doc_write_csv(&doc, &rows));
	rest = buf_str(&rows);
	if (run->checked > 0)
		str_next_line(&rest, &heading);
	return file_spool_put(&run->csv, rest);
}

static struct fault *
put_tables(struct check_run *run, const struct report *report, struct arena *arena)
{
	struct doc doc = { 0 };

	if (run->csv.is_open)
		TRY(put_csv(run, report, arena));
	if (!run->book)
		return NULL;
	TRY(command_table_parts(report, arena, &doc));
	return doc_book_add(run->book, &doc);
}

/* The folder of a path, for the file system. */
static struct fault *
folder_of(struct arena *arena, const char *path, struct str *ret_folder)
{
	const char *slash = strrchr(path, '/');

	if (!slash)
		return str_copy(arena, STR("."), ret_folder);
	return str_copy(arena, (struct str){ path, (size_t)(slash - path) + 1 }, ret_folder);
}

/* Will both be one file? Neither need be there yet. */
static struct fault *
is_one_place(struct arena *arena, const char *one, const char *other, bool *ret_is)
{
	const char *names[] = { strrchr(one, '/'), strrchr(other, '/') };
	struct str folders[2];

	TRY(folder_of(arena, one, &folders[0]));
	TRY(folder_of(arena, other, &folders[1]));
	*ret_is = file_is_same(one, other) ||
		  (strcmp(names[0] ? names[0] + 1 : one, names[1] ? names[1] + 1 : other) == 0 &&
			  file_is_same(folders[0].at, folders[1].at));
	return NULL;
}

static struct fault *
check_places(struct check_run *run, const char *csv, const char *xlsx)
{
	const char *previous = run->line->values[COMMAND_CHECK_PREVIOUS];
	bool is_one = false;

	for (size_t i = 0; i < run->count; i++) {
		TRY(command_keep_input(csv, run->files[i].path));
		TRY(command_keep_input(xlsx, run->files[i].path));
	}
	if (previous) {
		TRY(command_keep_input(csv, previous));
		TRY(command_keep_input(xlsx, previous));
	}
	if (csv && xlsx)
		TRY(is_one_place(run->arena, csv, xlsx, &is_one));
	return is_one ? fault_new(FAULT_INPUT, "usage",
				"--csv 和 --xlsx 写的是同一个文件 %s。请写两个不同的文件名。",
				"--csv and --xlsx name the same file %s. Give two names.", csv)
		      : NULL;
}

static struct fault *
open_tables(struct check_run *run)
{
	const char *csv = run->line->values[COMMAND_CHECK_CSV];
	const char *xlsx = run->line->values[COMMAND_CHECK_XLSX];

	TRY(check_places(run, csv, xlsx));
	if (csv)
		TRY(file_spool_init(csv, &run->csv));
	return xlsx ? doc_book_open(xlsx, &run->book) : NULL;
}

static struct fault *
save_tables(struct check_run *run)
{
	if (run->csv.is_open)
		TRY(file_spool_save(&run->csv));
	return run->book ? doc_book_save(run->book) : NULL;
}

static struct fault *
print_report(struct check_run *run, const struct report *report)
{
	CLOSING(buf_done) struct buf out;

	buf_init(&out, COMMAND_OUTPUT_MAX);
	if (run->line->values[COMMAND_CHECK_JSON]) {
		report_put_json(&out, report);
		buf_put_char(&out, '\n');
	} else if (run->is_many) {
		command_table_line(&out, report);
		TRY(note_alike(run, report));
	} else {
		print_findings(&out, run->line, report);
	}
	TRY(buf_check(&out));
	return program_print(buf_str(&out));
}

/* --- progress --- */

/* Take the bar off the terminal, so that what comes next begins a clean line. */
static void
clear_progress(struct check_run *run)
{
	if (run->has_bar)
		fputs("\r\033[K", stderr);
	run->has_bar = false;
}

static bool
is_terminal(void)
{
	const char *kind = getenv("TERM");

	return isatty(STDERR_FILENO) && kind && *kind && strcmp(kind, "dumb") != 0;
}

/* On a terminal: how far, and which file now. */
static void
print_progress(struct check_run *run, size_t done)
{
	enum { WIDTH = 30 };
	char bar[WIDTH + 1];
	size_t full = done * WIDTH / run->count;
	struct str name = file_base_name(run->files[done].name);

	if (!run->is_many || !is_terminal())
		return;
	memset(bar, '.', WIDTH);
	memset(bar, '#', full);
	bar[WIDTH] = '\0';
	fprintf(stderr, "\r\033[K[%s] %zu/%zu %.*s", bar, done, run->count,
		name.len < 60 ? (int)name.len : 0, name.at);
	run->has_bar = true;
}

/* --- all of them --- */

static struct fault *
read_and_check(struct check_run *run, const struct check_file *file, struct arena *arena,
	struct report *ret_report)
{
	TRY(command_read_record(file->path, arena, ret_report));
	ret_report->file = file->name;
	return checking_run_with(ret_report, &run->facts, arena);
}

/* What is wrong with one file is told and the next one follows; a fault of this function ends the
 * run. */
static struct fault *
check_one(struct check_run *run, const struct check_file *file)
{
	CLOSING(arena_close) struct arena *arena = NULL;
	struct report *report;
	struct fault *fault;

	TRY(arena_open(COMMAND_RECORD_MAX, &arena));
	TAKE(arena, report, 1);
	fault = read_and_check(run, file, arena, report);
	clear_progress(run);
	if (fault) {
		raise_status(run, program_fail_at(run->line, file->whole.at, fault));
		return NULL;
	}
	if (report_count(report, REPORT_ERROR)) {
		raise_status(run, PROGRAM_FOUND);
		run->with_errors++;
	}
	TRY(put_tables(run, report, arena));
	run->checked++;
	return print_report(run, report);
}

/* Below the lines of a folder: how many of how many, and which resemble each other. */
static struct fault *
print_end(const struct check_run *run)
{
	CLOSING(buf_done) struct buf out;
	const struct program_line *line = run->line;

	buf_init(&out, COMMAND_OUTPUT_MAX);
	buf_print(&out,
		program_say(line, "共 %zu 份：有错误 %zu 份，没有错误 %zu 份，读不出 %zu 份。\n",
			"%zu files: %zu with errors, %zu without, %zu could not be read.\n"),
		run->count, run->with_errors, run->checked - run->with_errors,
		run->count - run->checked);
	if (run->alike_count)
		buf_print(&out, "%s\n",
			program_say(line, "可能雷同：", "Nearly the same as another:"));
	for (size_t i = 0; i < run->alike_count; i++)
		buf_print(&out, "  %.*s\n", STR_ARG(run->alike[i]));
	TRY(buf_check(&out));
	return program_print(buf_str(&out));
}

static struct fault *
check_all(struct check_run *run)
{
	bool is_table;

	TRY(command_need_files(run->line));
	TRY(collect_files(run));
	if (run->count > FEW_FILES)
		cage_nursery_open();
	TRY(take_facts(run));
	is_table = run->is_many && !run->line->values[COMMAND_CHECK_JSON];
	TRY(open_tables(run));
	if (is_table)
		TRY(program_print(command_table_head(run->line->is_english)));
	for (size_t i = 0; i < run->count; i++) {
		print_progress(run, i);
		TRY(check_one(run, &run->files[i]));
	}
	if (is_table)
		TRY(print_end(run));
	return save_tables(run);
}

int
command_check(const struct program_line *line)
{
	CLOSING(arena_close) struct arena *arena = NULL;
	struct check_run run = { .line = line, .status = PROGRAM_DONE };
	struct fault *fault = arena_open(ALL_MAX, &arena);

	run.arena = arena;
	if (!fault)
		fault = check_all(&run);
	cage_nursery_close();
	doc_book_close(&run.book);
	file_spool_done(&run.csv);
	return fault ? program_fail(line, fault) : run.status;
}
