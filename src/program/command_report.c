/*
 * The verbs `report read` and `report convert`: files in, records out. Also the list of all verbs
 * about reports; `report check` itself is command_check.c.
 */
#include "program/command_report.h"

#include "base/file.h"
#include "doc/doc.h"
#include "reading/reading.h"

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

	buf_init(&out, COMMAND_OUTPUT_MAX);
	TRY(arena_open(COMMAND_RECORD_MAX, &arena));
	TAKE(arena, report, 1);
	TRY(command_read_record(path, arena, report));
	if (as_json) {
		report_put_json(&out, report);
		buf_put_char(&out, '\n');
	} else {
		TRY(print_record(line, report, arena, &out));
	}
	TRY(buf_check(&out));
	return program_print(buf_str(&out));
}

enum { READ_JSON };

static int
run_read(const struct program_line *line)
{
	struct fault *fault = command_need_files(line);
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

	buf_init(&out, COMMAND_OUTPUT_MAX);
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
	TRY(command_keep_input(path, line->words[0]));
	TRY(arena_open(COMMAND_RECORD_MAX, &arena));
	TAKE(arena, report, 1);
	TRY(command_read_record(line->words[0], arena, report));
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
	{ "report check",
		"FILE|DIR… [--previous FILE] [--published DATE] [--deadline DATE] [--json] "
		"[--csv OUT] [--xlsx OUT]",
		"读取并核对；文件夹则逐份核对、相互比对雷同，并印出汇总。有错误时退出状态为 1。",
		"Read and check; a folder is checked file by file and compared for copies, with a "
		"summary. Exit status 1 when there are errors.",
		command_check,
		{ [COMMAND_CHECK_PREVIOUS] = { "--previous", true, "上一年的报告，用于跨年核对",
			  "last year's report, for the year-on-year rules" },
			[COMMAND_CHECK_PUBLISHED] = { "--published", true,
				"发布日期（2024-01-31），与法定期限比对",
				"day of publication (2024-01-31), held against the legal term" },
			[COMMAND_CHECK_DEADLINE] = { "--deadline", true,
				"当地通知给乡镇、街道的公布期限（2024-02-20）",
				"last day that a local notice gives to towns and streets" },
			[COMMAND_CHECK_JSON] = { "--json", false, "每份报告印一行 JSON",
				"one line of JSON per report" },
			[COMMAND_CHECK_CSV] = { "--csv", true, "全部单元格和核对结果写成 CSV",
				"all cells and findings as CSV" },
			[COMMAND_CHECK_XLSX] = { "--xlsx", true, "全部单元格和核对结果写成 Excel",
				"all cells and findings as Excel" } } },
	{ "report convert", "FILE -o OUT.{docx,xlsx,html,pdf,json,csv,md}",
		"按官方版式改写成另一种格式。", "Write the record in the official layout.",
		run_convert, { { "-o", true, "输出文件", "the file to write" } } },
	{ 0 },
};
