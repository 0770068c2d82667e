/*
 * The verbs around agencies: import, export, list. What rows mean and what is written stands in
 * agency/; here are options, printing and exit statuses.
 */
#include <stdio.h>

#include "agency/agency_import.h"
#include "base/file.h"
#include "base/json.h"
#include "db/db.h"
#include "doc/doc.h"
#include "program/program.h"

#define ARENA_MAX ((size_t)512 << 20)
#define OUTPUT_MAX ((size_t)64 << 20)

enum { AGENCY_DATA, AGENCY_DATABASE, AGENCY_THIRD, AGENCY_FOURTH, PAGE_ROWS = 500 };

static struct fault *
refuse_usage(const char *zh, const char *en)
{
	return fault_new(FAULT_INPUT, "usage", "%s用法见 gongkai help agency。%.0s",
		"%.0s%s See gongkai help agency.", zh, en);
}

enum opening { FOR_READING, FOR_WRITING, FOR_CHECKING };

/* The store that --data or --database names. For reading it must be there; for writing it is made
 * and brought to the last step; for checking an empty one stands in where there is none. */
static struct fault *
open_store(const struct program_line *line, enum opening opening, struct arena *arena,
	struct db **ret_db)
{
	bool is_writing = opening != FOR_READING;
	const char *data = line->values[AGENCY_DATA];
	const char *database = line->values[AGENCY_DATABASE];
	struct db_migration migration;
	struct str url;

	if (opening != FOR_CHECKING && !database && (!data || !*data))
		return refuse_usage(
			"请用 --data 写出数据文件夹。", "Name the data folder with --data.");
	if (opening == FOR_WRITING && !database)
		TRY(file_make_folder(data));
	if (database)
		TRY(str_copy(arena, str_of(database), &url));
	else
		TRY(str_print(arena, &url, "sqlite:%s/gongkai.db", data ? data : "."));
	if (opening == FOR_CHECKING) {
		is_writing = !database && !file_exists(url.at + strlen("sqlite:"));
		if (is_writing)
			url = STR("sqlite::memory:");
	}
	TRY(db_open(url.at, is_writing ? DB_MAKE : DB_READ, ret_db));
	if (is_writing)
		return db_migrate(*ret_db, &db_own_steps, &migration);
	return db_check_steps(*ret_db, &db_own_steps);
}

/* ---------------------------------------------------------------- import */

enum { IMPORT_CHECK = AGENCY_THIRD, IMPORT_JSON };

static const char *const deed_keys[] = { "add", "change", "same" };

static void
put_row_json(struct buf *out, const struct agency_import_row *row, bool is_english)
{
	struct json_out json;

	json_out_init(&json, out);
	json_begin_object(&json);
	json_pair_int(&json, "row", row->raw->number);
	json_pair_str(&json, "name", row->raw->cells[AGENCY_COLUMN_NAME]);
	json_pair_str(&json, "does", row->is_bad ? STR("nothing") : str_of(deed_keys[row->deed]));
	json_key(&json, "changes");
	json_begin_array(&json);
	for (const struct agency_import_difference *one = row->differences; one; one = one->next) {
		json_begin_object(&json);
		json_pair_str(&json, "field", str_of(agency_column_word(one->column).key));
		json_pair_str(&json, "before", one->before);
		json_pair_str(&json, "after", one->after);
		json_end_object(&json);
	}
	json_end_array(&json);
	json_key(&json, "remarks");
	json_begin_array(&json);
	for (const struct agency_import_remark *one = row->remarks; one; one = one->next) {
		json_begin_object(&json);
		json_pair_str(&json, "level", one->is_note ? STR("I") : STR("E"));
		json_pair_str(&json, "says", is_english ? one->en : one->zh);
		json_end_object(&json);
	}
	json_end_array(&json);
	json_end_object(&json);
}

static struct fault *
print_json(const struct program_line *line, const struct agency_raw_list *list,
	const struct agency_import_plan *plan, bool is_written)
{
	CLOSING(buf_done) struct buf out;
	struct json_out json;

	buf_init(&out, OUTPUT_MAX);
	json_out_init(&json, &out);
	json_begin_object(&json);
	json_key(&json, "written");
	json_put_bool(&json, is_written);
	json_pair_int(&json, "add", (int64_t)plan->add_count);
	json_pair_int(&json, "change", (int64_t)plan->change_count);
	json_pair_int(&json, "same", (int64_t)plan->same_count);
	json_pair_int(&json, "problems", (int64_t)plan->bad_count);
	json_key(&json, "unknown_columns");
	json_begin_array(&json);
	for (size_t i = 0; i < list->unknown_count; i++)
		json_put_str(&json, list->unknown[i]);
	json_end_array(&json);
	json_key(&json, "rows");
	buf_put(&out, STR("["));
	for (size_t i = 0; i < plan->count; i++) {
		buf_put(&out, i ? STR(",") : STR_NONE);
		put_row_json(&out, &plan->rows[i], line->is_english);
	}
	buf_put(&out, STR("]}\n"));
	TRY(buf_check(&out));
	return program_print(buf_str(&out));
}

static void
print_row(const struct program_line *line, const struct agency_import_row *row)
{
	struct str name = row->raw->cells[AGENCY_COLUMN_NAME];

	if (!row->remarks && row->deed == AGENCY_IMPORT_SAME)
		return;
	printf(program_say(line, "第 %d 行 %.*s：%s\n", "row %d %.*s: %s\n"), row->raw->number,
		STR_ARG(name),
		row->is_bad ? program_say(line, "有问题", "has problems")
		: row->deed == AGENCY_IMPORT_ADD
			? program_say(line, "新增", "new")
			: program_say(line, row->differences ? "更新" : "不变",
				  row->differences ? "changes" : "stays"));
	for (const struct agency_import_difference *one = row->differences; one; one = one->next)
		printf("    %s: %.*s -> %.*s\n",
			program_say(line, agency_column_word(one->column).zh,
				agency_column_word(one->column).en),
			STR_ARG(one->before), STR_ARG(one->after));
	for (const struct agency_import_remark *one = row->remarks; one; one = one->next)
		printf("    %s %.*s\n", one->is_note ? "I" : "E",
			STR_ARG(line->is_english ? one->en : one->zh));
}

static void
print_plan(const struct program_line *line, const struct agency_raw_list *list,
	const struct agency_import_plan *plan, bool is_written)
{
	for (size_t i = 0; i < list->unknown_count; i++)
		printf(program_say(line, "第 %d 行：不认识的列“%.*s”。请改正表头或删去这一列。\n",
			       "row %d: no such column “%.*s”. Mend the heading or take it out.\n"),
			list->head_number, STR_ARG(list->unknown[i]));
	for (size_t i = 0; i < plan->count; i++)
		print_row(line, &plan->rows[i]);
	printf(program_say(line, "新增 %zu 个，更新 %zu 个，不变 %zu 个，有问题 %zu 处。%s\n",
		       "%zu new, %zu changed, %zu the same, %zu problems. %s\n"),
		plan->add_count, plan->change_count, plan->same_count, plan->bad_count,
		is_written ? program_say(line, "已写入。", "Written.")
			   : program_say(line, "没有写入。", "Nothing was written."));
}

static struct fault *
import(const struct program_line *line, int *ret_status)
{
	static const struct audit_actor actor = { .name = { "命令行", sizeof "命令行" - 1 },
		.way = AUDIT_COMMAND };
	CLOSING(arena_close) struct arena *arena = NULL;
	CLOSING(db_close) struct db *db = NULL;
	CLOSING(buf_done) struct buf bytes;
	struct agency_import_plan plan;
	struct agency_raw_list list;
	bool only_checks = line->values[IMPORT_CHECK];
	bool is_written = false;

	buf_init(&bytes, DOC_MOST_BYTES);
	if (line->word_count != 1)
		return refuse_usage(
			"请写出一个 CSV 或 Excel 文件。", "Name one CSV or Excel file.");
	TRY(arena_open(ARENA_MAX, &arena));
	TRY(file_read(line->words[0], &bytes));
	TRY(agency_import_read(
		file_base_name(str_of(line->words[0])), buf_str(&bytes), arena, &list));
	TRY(open_store(line, only_checks ? FOR_CHECKING : FOR_WRITING, arena, &db));
	TRY(agency_import_check(db, arena, &list, &plan));
	if (!only_checks && plan.bad_count == 0) {
		struct agency_import_plan done;

		TRY(agency_import_apply(db, &actor, arena, &list, str_of(plan.digest.at), &done));
		is_written = true;
	}
	*ret_status = plan.bad_count ? PROGRAM_FOUND : PROGRAM_DONE;
	if (line->values[IMPORT_JSON])
		return print_json(line, &list, &plan, is_written);
	print_plan(line, &list, &plan, is_written);
	return NULL;
}

static int
run_import(const struct program_line *line)
{
	int status = PROGRAM_DONE;
	struct fault *fault = import(line, &status);

	return fault ? program_fail(line, fault) : status;
}

/* ---------------------------------------------------------------- export */

enum { EXPORT_OUT = AGENCY_THIRD, EXPORT_BELOW };

/* The path of the agency that --below names; empty for all. */
static struct fault *
find_top(const char *below, struct db *db, struct arena *arena, struct str *ret_path)
{
	struct agency agency;

	*ret_path = STR_NONE;
	if (!below)
		return NULL;
	TRY(agency_find_key(db, arena, str_of(below), &agency));
	*ret_path = agency.path;
	return NULL;
}

static struct fault *export(const struct program_line *line)
{
	CLOSING(arena_close) struct arena *arena = NULL;
	CLOSING(db_close) struct db *db = NULL;
	CLOSING(buf_done) struct buf bytes;
	const char *path = line->values[EXPORT_OUT];
	struct str top;
	struct doc doc;

	buf_init(&bytes, OUTPUT_MAX);
	if (line->word_count)
		return refuse_usage("不认识多出的词。", "There is a word too many.");
	if (path && !str_ends(str_of(path), STR(".csv")) && !str_ends(str_of(path), STR(".xlsx")))
		return refuse_usage("-o 后面的文件名应以 .csv 或 .xlsx 结尾。",
			"The file behind -o must end in .csv or .xlsx.");
	TRY(arena_open(ARENA_MAX, &arena));
	TRY(open_store(line, FOR_READING, arena, &db));
	TRY(find_top(line->values[EXPORT_BELOW], db, arena, &top));
	TRY(agency_export(db, arena, top, &doc));
	if (path && str_ends(str_of(path), STR(".xlsx")))
		TRY(doc_write_xlsx(&doc, &bytes));
	else
		TRY(doc_write_csv(&doc, &bytes));
	if (path)
		return file_write(path, buf_str(&bytes));
	return program_print(buf_str(&bytes));
}

static int
run_export(const struct program_line *line)
{
	struct fault *fault = export(line);

	return fault ? program_fail(line, fault) : PROGRAM_DONE;
}

/* ---------------------------------------------------------------- list */

enum { LIST_JSON = AGENCY_THIRD, LIST_BELOW };

static void
put_agency_json(struct json_out *json, const struct agency *agency)
{
	json_begin_object(json);
	json_pair_int(json, "id", agency->id);
	json_pair_str(json, "name", agency->name);
	json_key(json, "parent_id");
	if (agency->parent_id)
		json_put_int(json, agency->parent_id);
	else
		json_put_nothing(json);
	json_pair_str(json, "path", agency->path);
	json_pair_str(json, "kind", str_of(agency_kind_words[agency->kind].key));
	json_pair_str(json, "level", str_of(agency_level_words[agency->level].key));
	json_pair_str_or_null(json, "credit_code", agency->credit_code);
	json_pair_str_or_null(json, "division_code", agency->division_code);
	json_pair_str_or_null(json, "short_names", agency->short_names);
	json_end_object(json);
}

/* Page by page, so that the list may be of any length. */
static struct fault *
put_list(const struct program_line *line, struct db *db, struct str top, struct buf *out)
{
	struct agency_branches page = { .has_more = true };
	int64_t after = 0;
	struct json_out json;

	json_out_init(&json, out);
	if (line->values[LIST_JSON]) {
		json_begin_object(&json);
		json_key(&json, "agencies");
		json_begin_array(&json);
	}
	while (page.has_more) {
		CLOSING(arena_close) struct arena *arena = NULL;

		TRY(arena_open(ARENA_MAX, &arena));
		TRY(agency_search(db, arena, STR_NONE, top, after, PAGE_ROWS, &page));
		for (size_t i = 0; i < page.count; i++) {
			const struct agency *agency = &page.items[i].agency;

			after = agency->id;
			if (line->values[LIST_JSON])
				put_agency_json(&json, agency);
			else
				buf_print(out, "%lld\t%.*s\t%.*s\n", (long long)agency->id,
					STR_ARG(agency->path), STR_ARG(agency->name));
		}
	}
	if (line->values[LIST_JSON]) {
		json_end_array(&json);
		json_end_object(&json);
		buf_put_char(out, '\n');
	}
	return buf_check(out);
}

static struct fault *
list(const struct program_line *line)
{
	CLOSING(arena_close) struct arena *arena = NULL;
	CLOSING(db_close) struct db *db = NULL;
	CLOSING(buf_done) struct buf out;
	struct str top;

	buf_init(&out, OUTPUT_MAX);
	if (line->word_count)
		return refuse_usage("不认识多出的词。", "There is a word too many.");
	TRY(arena_open(ARENA_MAX, &arena));
	TRY(open_store(line, FOR_READING, arena, &db));
	TRY(find_top(line->values[LIST_BELOW], db, arena, &top));
	TRY(put_list(line, db, top, &out));
	return program_print(buf_str(&out));
}

static int
run_list(const struct program_line *line)
{
	struct fault *fault = list(line);

	return fault ? program_fail(line, fault) : PROGRAM_DONE;
}

#define STORE_OPTIONS                                                                              \
	{ "--data", true, "数据文件夹", "the data folder" },                                       \
	{                                                                                          \
		"--database", true, "数据库地址，代替数据文件夹里的",                              \
			"URL of the database, instead of the data folder's"                        \
	}

const struct program_verb program_agency_verbs[] = {
	{ "agency import", "FILE [--data DIR] [--check] [--json]",
		"从 CSV 或 Excel 导入机关，有一行不对就都不写入",
		"takes agencies in from CSV or Excel; one wrong row and nothing is written",
		run_import,
		{ STORE_OPTIONS,
			{ "--check", false, "只看会怎样，不写入", "only say what would happen" },
			{ "--json", false, "输出 JSON", "print JSON" } } },
	{ "agency export", "--data DIR [-o OUT.csv|OUT.xlsx] [--below NAME]",
		"导出机关，可改后再导入", "writes agencies; the list can be changed and imported",
		run_export,
		{ STORE_OPTIONS,
			{ "-o", true, "写到这个文件，不写则输出 CSV",
				"to this file; without it CSV to standard output" },
			{ "--below", true, "只要这个机关和它的下级",
				"only this agency and those below it" } } },
	{ "agency list", "--data DIR [--json] [--below NAME]", "列出机关", "lists agencies",
		run_list,
		{ STORE_OPTIONS, { "--json", false, "输出 JSON", "print JSON" },
			{ "--below", true, "只要这个机关和它的下级",
				"only this agency and those below it" } } },
	{ NULL, NULL, NULL, NULL, NULL, { { NULL, false, NULL, NULL } } },
};
