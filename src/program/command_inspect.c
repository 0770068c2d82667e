/*
 * The verb `inspect`: what hides in files before they leave the house. The looking is redaction/'s;
 * pages for it are not here.
 */
#include "base/file.h"
#include "base/json.h"
#include "program/program.h"
#include "redaction/redaction.h"

#define FILE_MAX ((size_t)33 << 20)
#define ARENA_MAX ((size_t)192 << 20)

enum { OPTION_JSON };

static const char *
letter_of(enum redaction_level level)
{
	return level == REDACTION_MUST_GO ? "E" : level == REDACTION_LOOK ? "W" : "I";
}

static void
put_json(struct buf *out, struct str name, enum redaction_type type,
	const struct redaction_findings *findings)
{
	struct json_out json;

	json_out_init(&json, out);
	json_begin_object(&json);
	json_pair_str(&json, "file", name);
	json_pair_str(&json, "type", str_of(redaction_type_ending(type)));
	json_key(&json, "findings");
	json_begin_array(&json);
	for (size_t i = 0; i < findings->count; i++) {
		const struct redaction_finding *finding = &findings->all[i];

		json_begin_object(&json);
		json_pair_str(&json, "kind", str_of(finding->kind));
		json_pair_str(&json, "level", str_of(letter_of(finding->level)));
		json_pair_str(&json, "place", finding->place);
		json_pair_int(&json, "count", finding->count);
		json_pair_str(&json, "excerpt", finding->excerpt);
		json_pair_str(&json, "says", str_of(finding->zh));
		json_end_object(&json);
	}
	json_end_array(&json);
	json_end_object(&json);
	buf_put_char(out, '\n');
}

static void
put_text(struct buf *out, const struct program_line *line, struct str name,
	enum redaction_type type, const struct redaction_findings *findings)
{
	buf_print(out, "%.*s — %s\n", STR_ARG(name),
		program_say(line, redaction_type_zh(type), redaction_type_en(type)));
	for (size_t i = 0; i < findings->count; i++) {
		const struct redaction_finding *finding = &findings->all[i];

		buf_print(out, "  %s %s", letter_of(finding->level),
			program_say(line, finding->zh, finding->en));
		if (finding->place.len)
			buf_print(out, "%s%.*s%s", program_say(line, "（", " ("),
				STR_ARG(finding->place), program_say(line, "）", ")"));
		if (finding->count > 1)
			buf_print(out, " ×%d", finding->count);
		buf_put_char(out, '\n');
		if (finding->excerpt.len)
			buf_print(out, "     %.*s\n", STR_ARG(finding->excerpt));
	}
	if (findings->count == 0)
		buf_print(out, "  %s\n",
			program_say(line, "没有发现隐藏的内容。", "Nothing hidden was found."));
	if (findings->is_cut)
		buf_print(out, "  %s\n",
			program_say(line, "还有更多，没有全部列出。", "There is more."));
}

static struct fault *
inspect_one(const struct program_line *line, const char *path, bool *has_errors)
{
	CLOSING(arena_close) struct arena *arena = NULL;
	CLOSING(buf_done) struct buf bytes = { 0 };
	CLOSING(buf_done) struct buf out = { 0 };
	struct redaction_findings findings;
	enum redaction_type type;
	struct str name;

	buf_init(&bytes, FILE_MAX);
	buf_init(&out, FILE_MAX);
	TRY(arena_open(ARENA_MAX, &arena));
	TRY(program_show_name(arena, str_of(path), &name));
	TRY(file_read(path, &bytes));
	type = redaction_type_of(name, buf_str(&bytes));
	TRY(redaction_inspect(name, buf_str(&bytes), arena, &findings));
	if (line->values[OPTION_JSON])
		put_json(&out, name, type, &findings);
	else
		put_text(&out, line, name, type, &findings);
	TRY(buf_check(&out));
	*has_errors = *has_errors || redaction_count(&findings, REDACTION_MUST_GO) > 0;
	return program_print(buf_str(&out));
}

static int
run_inspect(const struct program_line *line)
{
	bool has_errors = false;
	int status = PROGRAM_DONE;

	if (line->word_count == 0)
		return program_fail(
			line, fault_new(FAULT_INPUT, "usage", "inspect 后面要写要检查的文件。",
				      "inspect wants the files to look into."));
	for (int i = 0; i < line->word_count; i++) {
		struct fault *fault = inspect_one(line, line->words[i], &has_errors);

		if (fault)
			status = program_fail_at(line, line->words[i], fault);
	}
	if (status == PROGRAM_DONE && has_errors)
		return PROGRAM_FOUND;
	return status;
}

const struct program_verb program_inspect_verbs[] = {
	{ "inspect", "FILE… [--json]",
		"查文件里藏着什么：修订、批注、隐藏内容、元数据、色块下的文字、宏。有不得外发的内容"
		"时退出状态"
		"为 1。",
		"What hides in files: tracked changes, comments, hidden content, metadata, text "
		"under boxes, "
		"macros. Exit status 1 when something must not leave the house.",
		run_inspect,
		{ [OPTION_JSON] = { "--json", false, "每份文件印一行 JSON",
			  "one line of JSON per file" } } },
	{ 0 },
};
