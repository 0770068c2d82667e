/*
 * The verbs that bring a store up to date and take reports in: migrate, report import. What is
 * imported by the operator is shown to the public at once; people's own way leads over the desk.
 */
#include <stdio.h>

#include "agency/agency.h"
#include "base/file.h"
#include "doc/doc.h"
#include "filing/filing_import.h"
#include "program/program.h"
#include "program/program_data.h"

#define ARENA_MAX ((size_t)256 << 20)

/* ---------------------------------------------------------------- migrate */

enum { MIGRATE_DATA, MIGRATE_DATABASE };

static struct fault *
migrate(const struct program_line *line, struct db_migration *ret_migration)
{
	CLOSING(arena_close) struct arena *arena = NULL;
	CLOSING(db_close) struct db *db = NULL;
	struct str url;

	TRY(program_need_no_words(line));
	TRY(arena_open(ARENA_MAX, &arena));
	TRY(program_data_url(
		line->values[MIGRATE_DATA], line->values[MIGRATE_DATABASE], arena, &url));
	TRY(db_open(url.at, DB_MAKE, &db));
	return db_migrate(db, &db_own_steps, ret_migration);
}

static int
run_migrate(const struct program_line *line)
{
	struct db_migration migration = { 0 };
	struct fault *fault = migrate(line, &migration);

	if (fault)
		return program_fail(line, fault);
	printf(program_say(
		       line, "数据库结构：第 %d 步 → 第 %d 步\n", "Schema: step %d -> step %d\n"),
		migration.from, migration.to);
	return PROGRAM_DONE;
}

/* ---------------------------------------------------------------- import */

enum { IMPORT_DATA, IMPORT_DATABASE, IMPORT_WAITING, IMPORT_AGENCY };

static struct fault *
import_one(const struct filing_door *door, struct db *db, const char *path,
	const struct program_line *line)
{
	CLOSING(arena_close) struct arena *arena = NULL;
	CLOSING(buf_done) struct buf bytes;
	struct filing_saved saved;
	struct report *report;
	struct str name;

	buf_init(&bytes, DOC_MOST_BYTES);
	TRY(arena_open(ARENA_MAX, &arena));
	TAKE(arena, report, 1);
	TRY(program_show_name(arena, str_of(path), &name));
	TRY(file_read(path, &bytes));
	TRY(filing_import(db, door, arena, file_base_name(name), buf_str(&bytes), report, &saved));
	printf(program_say(
		       line, "%.*s：%.*s %d 年度，编号 %lld%s\n", "%.*s: %.*s %d, number %lld%s\n"),
		STR_ARG(name), STR_ARG(report->agency), report->year, (long long)saved.id,
		saved.is_known ? program_say(line, "（早已存入）", " (was there already)") : "");
	return NULL;
}

static struct fault *
open_for_import(const struct program_line *line, struct program_data *data, struct db **ret_db)
{
	if (!line->word_count)
		return fault_new(
			FAULT_INPUT, "usage", "请写出要存入的文件。", "Name the files to take in.");
	TRY(program_data_open(data, line->values[IMPORT_DATA], line->values[IMPORT_DATABASE]));
	return program_data_write(data, ret_db);
}

/* Whose reports they are, when the operator says so instead of the files. */
static struct fault *
take_agency(struct db *db, const char *key, struct filing_door *door)
{
	CLOSING(arena_close) struct arena *arena = NULL;
	struct agency agency;

	if (!key)
		return NULL;
	TRY(arena_open(1 << 20, &arena));
	TRY(agency_find_key(db, arena, str_of(key), &agency));
	door->agency_id = agency.id;
	return NULL;
}

static int
run_import(const struct program_line *line)
{
	CLOSING(program_data_done) struct program_data data = { 0 };
	CLOSING(db_close) struct db *db = NULL;
	struct filing_door door = { .is_shown = line->values[IMPORT_WAITING] == NULL,
		.actor = { .name = STR("命令行"), .way = AUDIT_COMMAND } };
	struct fault *fault = open_for_import(line, &data, &db);
	int status = PROGRAM_DONE;

	if (!fault)
		fault = take_agency(db, line->values[IMPORT_AGENCY], &door);
	if (fault)
		return program_fail(line, fault);
	door.files = data.files;
	for (int i = 0; i < line->word_count; i++) {
		fault = import_one(&door, db, line->words[i], line);
		if (fault)
			status = program_fail_at(line, line->words[i], fault);
	}
	return status;
}

const struct program_verb program_import_verbs[] = {
	{ "migrate", "--data DIR | --database URL", "把数据库升级到本版本的结构。",
		"Bring the store to this version's schema.", run_migrate,
		{ { "--data", true, "数据文件夹", "data folder" },
			{ "--database", true, "数据库", "database" } } },
	{ "report import", "--data DIR [--database URL] [--waiting] [--agency ID|CODE] FILE…",
		"读取、核对、存入并公布年度报告。",
		"Read, check, store and publish annual reports.", run_import,
		{ { "--data", true, "数据文件夹", "data folder" },
			{ "--database", true, "数据库，默认 sqlite:DIR/gongkai.db",
				"database, sqlite:DIR/gongkai.db unless told" },
			{ "--waiting", false, "不公布，等待签发",
				"do not publish: wait for approval" },
			{ "--agency", true, "文件都是这个机关的：编号、统一社会信用代码或名称",
				"all files are this agency's: its number, credit code or "
				"name" } } },
	{ 0 },
};
