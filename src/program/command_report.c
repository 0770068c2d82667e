/*
 * The verbs `report read`, `report check` and `report convert`: files in, records out.
 * Reading, rules and layout are report/'s; the summary table of many files is command_table.c.
 */
#include <errno.h>
#include <stdio.h>
#include <unistd.h>

#include "base/file.h"
#include "checking/checking.h"
#include "doc/doc.h"
#include "program/command_table.h"
#include "program/program.h"
#include "reading/reading.h"
#include "report/report.h"

#define ARENA_MAX ((size_t)256 << 20)
#define ALL_MAX ((size_t)3 << 30)
#define OUTPUT_MAX ((size_t)256 << 20)

enum { MOST_FILES = 5000 };

/* One file to a record; `name` in the record is the file's own name without folders. */
static struct fault *
read_record(const char *path, struct arena *arena, struct report *ret_report)
{
	CLOSING(buf_done) struct buf bytes;

	buf_init(&bytes, DOC_MOST_BYTES);
	TRY(file_read(path, &bytes));
	return reading_make(file_base_name(str_of(path)), buf_str(&bytes), arena, ret_report);
}

static struct fault *
need_files(const struct program_line *line)
{
	if (line->word_count)
		return NULL;
	return fault_new(FAULT_INPUT, "usage",
		"请写出要读的文件。用 gongkai help report 查看用法。",
		"Name the files to read. See gongkai help report.");
}

/* ---------------------------------------------------------------- read */

static void
print_field(struct buf *out, const struct program_line *line, const char *zh, const char *en,
	struct str value)
{
	buf_print(out, "%s%s%.*s\n", program_say(line, zh, en), program_say(line, "：", ": "),
		STR_ARG(value.len ? value
				  : str_of(program_say(line, "（未读到）", "(not found)"))));
}

static struct fault *
print_record(const struct program_line *line, const struct report *report, struct arena *arena,
	struct buf *out)
{
	struct doc doc = { 0 };
	struct str year = STR_NONE;

	if (report->year)
		TRY(str_print(arena, &year, "%d", report->year));
	print_field(out, line, "文件", "File", report->file);
	print_field(out, line, "标题", "Title", report->title);
	print_field(out, line, "机关", "Agency", report->agency);
	print_field(out, line, "年度", "Year", year);
	print_field(out, line, "格式", "Form", str_of(report_form_name(report->form)));
	print_field(out, line, "落款", "Signed by", report->signed_by);
	print_field(out, line, "日期", "Signed on", str_of(day_text(report->signed_on).at));
	buf_put_char(out, '\n');
	TRY(report_document(report, arena, &doc));
	TRY(doc_write_markdown(&doc, out));
	if (report->repair_count)
		buf_print(out, "\n%s\n",
			program_say(line, "读取时的推断：", "Assumed while reading:"));
	for (size_t i = 0; i < report->repair_count; i++)
		buf_print(out, "- %.*s: %.*s\n", STR_ARG(report->repairs[i].where),
			STR_ARG(report->repairs[i].what));
	buf_put_char(out, '\n');
	return buf_check(out);
}

static struct fault *
read_one(const struct program_line *line, const char *path, bool as_json)
{
	CLOSING(arena_close) struct arena *arena = NULL;
	CLOSING(buf_done) struct buf out;
	struct report *report;

	buf_init(&out, OUTPUT_MAX);
	TRY(arena_open(ARENA_MAX, &arena));
	TAKE(arena, report, 1);
	TRY(read_record(path, arena, report));
	if (as_json) {
		report_put_json(&out, report);
		buf_put_char(&out, '\n');
	} else {
		TRY(print_record(line, report, arena, &out));
	}
	TRY(buf_check(&out));
	if (!program_print(buf_str(&out)))
		return fault_system("print", "-", ENOSPC);
	return NULL;
}

enum { READ_JSON };

static int
run_read(const struct program_line *line)
{
	struct fault *fault = need_files(line);
	int status = PROGRAM_DONE;

	if (fault)
		return program_fail(line, fault);
	for (int i = 0; i < line->word_count; i++) {
		fault = read_one(line, line->words[i], line->values[READ_JSON] != NULL);
		if (fault)
			status = program_fail_at(line, line->words[i], fault);
	}
	return status;
}

/* ---------------------------------------------------------------- check */

enum { CHECK_PREVIOUS, CHECK_JSON, CHECK_CSV, CHECK_XLSX };

/* Everything one `report check` knows while it runs. */
struct check_run {
	const struct program_line *line;
	struct arena *arena; /* names, and records when a table is wanted */
	struct str *paths;
	size_t count;
	bool is_many; /* a folder was given: one line a file instead of every finding */
	bool is_kept; /* records are kept for --csv or --xlsx */
	struct report *previous;
	const struct report **records;
	size_t record_count;
	int status;
};

static void
raise_status(struct check_run *run, int status)
{
	if (status > run->status)
		run->status = status;
}

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

static struct fault *
collect_paths(struct check_run *run)
{
	size_t room = 0;

	for (int i = 0; i < run->line->word_count; i++) {
		const char *word = run->line->words[i];
		struct str *inside = NULL;
		size_t count = 0;

		if (strcmp(word, "-") == 0 || !file_is_folder(word)) {
			GROW(run->arena, run->paths, run->count, room);
			run->paths[run->count++] = str_of(word);
			continue;
		}
		run->is_many = true;
		TRY(file_list(run->arena, word, MOST_FILES, &inside, &count));
		for (size_t j = 0; j < count; j++) {
			if (!is_readable_kind(inside[j]))
				continue;
			GROW(run->arena, run->paths, run->count, room);
			run->paths[run->count++] = inside[j];
		}
	}
	if (run->count == 0)
		return fault_new(FAULT_INPUT, "folder_empty",
			"文件夹里没有可以读的文件（docx、doc、html、txt、md、pdf、csv、xlsx）。",
			"There is no file in the folder that can be read (docx, doc, html, txt, "
			"md, pdf, "
			"csv, xlsx).");
	return NULL;
}

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

/* On a terminal: how far, what now. Erased by the next line. */
static void
print_progress(const struct check_run *run, size_t done)
{
	enum { WIDTH = 30 };
	char bar[WIDTH + 1];
	size_t full = done * WIDTH / run->count;

	if (!run->is_many || !isatty(STDERR_FILENO))
		return;
	memset(bar, '.', WIDTH);
	memset(bar, '#', full);
	bar[WIDTH] = '\0';
	fprintf(stderr, "\r[%s] %zu/%zu %s", bar, done, run->count, done == run->count ? "\n" : "");
}

static struct fault *
check_one(struct check_run *run, struct str path, struct arena *arena)
{
	CLOSING(buf_done) struct buf out;
	struct report *report;

	buf_init(&out, OUTPUT_MAX);
	TAKE(arena, report, 1);
	TRY(read_record(path.at, arena, report));
	TRY(checking_run(report, run->previous, arena));
	if (report_count(report, REPORT_ERROR))
		raise_status(run, PROGRAM_FOUND);
	if (run->line->values[CHECK_JSON]) {
		report_put_json(&out, report);
		buf_put_char(&out, '\n');
	} else if (run->is_many) {
		command_table_line(&out, report);
	} else {
		print_findings(&out, run->line, report);
	}
	TRY(buf_check(&out));
	if (!program_print(buf_str(&out)))
		return fault_system("print", "-", ENOSPC);
	if (run->is_kept)
		run->records[run->record_count++] = report;
	return NULL;
}

static struct fault *
check_next(struct check_run *run, size_t index)
{
	CLOSING(arena_close) struct arena *own = NULL;

	if (run->is_kept)
		return check_one(run, run->paths[index], run->arena);
	TRY(arena_open(ARENA_MAX, &own));
	return check_one(run, run->paths[index], own);
}

static struct fault *
write_tables(struct check_run *run)
{
	static const struct {
		int option;
		struct fault *(*write)(const struct doc *, struct buf *);
	} kinds[] = { { CHECK_CSV, doc_write_csv }, { CHECK_XLSX, doc_write_xlsx } };

	for (size_t i = 0; i < COUNT_OF(kinds); i++) {
		const char *path = run->line->values[kinds[i].option];
		CLOSING(buf_done) struct buf out;
		struct doc doc = { 0 };

		buf_init(&out, OUTPUT_MAX);
		if (!path)
			continue;
		TRY(command_table(run->records, run->record_count, kinds[i].option == CHECK_CSV,
			run->arena, &doc));
		TRY(kinds[i].write(&doc, &out));
		TRY(buf_check(&out));
		TRY(file_write(path, buf_str(&out)));
	}
	return NULL;
}

static struct fault *
check_all(struct check_run *run)
{
	TRY(need_files(run->line));
	TRY(collect_paths(run));
	if (run->line->values[CHECK_PREVIOUS]) {
		TAKE(run->arena, run->previous, 1);
		TRY(read_record(run->line->values[CHECK_PREVIOUS], run->arena, run->previous));
	}
	if (run->is_kept)
		TAKE(run->arena, run->records, run->count);
	if (run->is_many && !run->line->values[CHECK_JSON] &&
		!program_print(command_table_head(run->line->is_english)))
		return fault_system("print", "-", ENOSPC);
	for (size_t i = 0; i < run->count; i++) {
		struct fault *fault;

		print_progress(run, i);
		fault = check_next(run, i);
		if (fault)
			raise_status(run, program_fail_at(run->line, run->paths[i].at, fault));
	}
	print_progress(run, run->count);
	return write_tables(run);
}

static int
run_check(const struct program_line *line)
{
	CLOSING(arena_close) struct arena *arena = NULL;
	struct check_run run = { .line = line, .status = PROGRAM_DONE };
	struct fault *fault = arena_open(ALL_MAX, &arena);

	run.arena = arena;
	run.is_kept = line->values[CHECK_CSV] || line->values[CHECK_XLSX];
	if (!fault)
		fault = check_all(&run);
	return fault ? program_fail(line, fault) : run.status;
}

/* ---------------------------------------------------------------- convert */

enum { CONVERT_OUT };

static struct fault *
convert(const struct program_line *line)
{
	CLOSING(arena_close) struct arena *arena = NULL;
	CLOSING(buf_done) struct buf out;
	const char *path = line->values[CONVERT_OUT];
	const struct report_format *format;
	struct report *report;

	buf_init(&out, OUTPUT_MAX);
	if (line->word_count != 1 || !path)
		return fault_new(FAULT_INPUT, "usage",
			"用法：gongkai report convert 文件 -o 输出文件%s",
			"Usage: gongkai report convert FILE -o OUT%s",
			".docx|xlsx|html|pdf|json|csv|md");
	format = report_format_find(str_of(file_ending(str_of(path)).at));
	if (!format)
		return fault_new(FAULT_INPUT, "usage",
			"不知道怎样写成 %s。输出文件名应以 .docx .xlsx .html .pdf .json .csv 或 "
			".md 结尾。",
			"Cannot tell how to write %s. Let it end in .docx .xlsx .html .pdf .json "
			".csv or .md.",
			path);
	TRY(arena_open(ARENA_MAX, &arena));
	TAKE(arena, report, 1);
	TRY(read_record(line->words[0], arena, report));
	TRY(report_export(report, format, arena, &out));
	return file_write(path, buf_str(&out));
}

static int
run_convert(const struct program_line *line)
{
	struct fault *fault = convert(line);

	return fault ? program_fail(line, fault) : PROGRAM_DONE;
}

const struct program_verb program_report_verbs[] = {
	{ "report read", "FILE… [--json]",
		"读年度报告（docx、doc、html、txt、md、pdf、csv、xlsx），印出记录。",
		"Read annual reports (docx, doc, html, txt, md, pdf, csv, xlsx) and print the "
		"record.",
		run_read,
		{ { "--json", false, "每份报告印一行 JSON", "one line of JSON per report" } } },
	{ "report check", "FILE|DIR… [--previous FILE] [--json] [--csv OUT] [--xlsx OUT]",
		"读取并核对；文件夹则逐份核对并印出汇总。有错误时退出状态为 1。",
		"Read and check; a folder is checked file by file with a summary. Exit status 1 "
		"when there "
		"are errors.",
		run_check,
		{ { "--previous", true, "上一年的报告，用于跨年核对",
			  "last year's report, for the year-on-year rules" },
			{ "--json", false, "每份报告印一行 JSON", "one line of JSON per report" },
			{ "--csv", true, "全部单元格和核对结果写成 CSV",
				"all cells and findings as CSV" },
			{ "--xlsx", true, "全部单元格和核对结果写成 Excel",
				"all cells and findings as Excel" } } },
	{ "report convert", "FILE -o OUT.{docx,xlsx,html,pdf,json,csv,md}",
		"按官方版式改写成另一种格式。", "Write the record in the official layout.",
		run_convert, { { "-o", true, "输出文件", "the file to write" } } },
	{ 0 },
};
