/*
 * The verbs that carry a whole store: backup, restore, move-database. How it is carried stands in
 * db/; here are the words of the command line and what is said to the person.
 */
#include <stdio.h>
#include <unistd.h>

#include "base/file.h"
#include "db/db_backup.h"
#include "program/program.h"

#define ARENA_MAX ((size_t)2 << 30)

static struct fault *
need_option(const char *value, const char *name)
{
	if (value && *value)
		return NULL;
	return fault_new(FAULT_INPUT, "usage", "请写出 %s。用法见 gongkai help。",
		"Give %s; see gongkai help.", name);
}

static struct fault *
need_word(const struct program_line *line, const char *name)
{
	if (line->word_count == 1 && line->words[0][0])
		return NULL;
	return fault_new(FAULT_INPUT, "usage", "请写出一个 %s。用法见 gongkai help。",
		"Give one %s; see gongkai help.", name);
}

/* --- progress --- */

static void
tell_table(void *arg, const char *table, int64_t rows, bool is_over)
{
	const struct program_line *line = arg;

	fprintf(stderr, program_say(line, "%s %lld 行%s\n", "%s: %lld rows%s\n"), table,
		(long long)rows, is_over ? "" : " …");
}

static struct db_copy_watch
watch_for(const struct program_line *line)
{
	return (struct db_copy_watch){ tell_table, (void *)(uintptr_t)line };
}

static long long
rows_of(const struct db_copy_sum *sum)
{
	long long rows = 0;

	for (int i = 0; i < sum->count; i++)
		rows += sum->lines[i].rows;
	return rows;
}

/* --- backup --- */

enum { BACKUP_DATA, BACKUP_DATABASE, BACKUP_KEYS };

/* Which files the store had lost before, or whose bytes had changed on the disk. */
static void
say_damaged(const struct program_line *line, const struct db_backup *backup)
{
	for (size_t i = 0; i < backup->damaged_count; i++)
		fprintf(stderr,
			program_say(line,
				"存储中的文件 %s "
				"已损坏，没有放进备份。请从更早的备份恢复它，并检查磁盘。\n",
				"The stored file %s is damaged and was left out of the backup. "
				"Restore it from an earlier one, and check the disk.\n"),
			backup->damaged[i].at);
}

static void
say_backup(const struct program_line *line, const char *keys, const struct db_backup *backup)
{
	printf(program_say(line, "%s：已写成并核验。结构第 %d 步，%d 张表 %lld 行，%zu 个文件。\n",
		       "%s: written and checked. Schema step %d, %d tables with %lld rows, %zu "
		       "files.\n"),
		line->words[0], backup->sum.step, backup->sum.count, rows_of(&backup->sum),
		backup->file_count);
	if (backup->has_keys)
		printf("%s\n",
			program_say(line,
				"备份里有密钥：谁拿到它，谁就能读出全部加密内容。请妥善保管。",
				"The keys are in the backup: whoever holds it can read everything "
				"sealed. Keep it safe."));
	else if (file_exists(keys))
		printf(program_say(line,
			       "密钥 %s "
			       "不在备份里，请另行保管：没有它，加密的内容无法读出（--with-keys "
			       "可一并备份）。\n",
			       "The keys %s are not in the backup. Keep them apart: without them "
			       "sealed content cannot be read (--with-keys puts them in).\n"),
			keys);
}

static struct fault *
backup(const struct program_line *line, struct arena *arena, struct db_backup *ret_backup)
{
	CLOSING(blob_close) struct blob_store *files = NULL;
	struct db_copy_watch watch = watch_for(line);
	const char *data = line->values[BACKUP_DATA];
	struct db_backup_order order = {
		.url = line->values[BACKUP_DATABASE],
		.program = PROGRAM_VERSION,
		.watch = isatty(STDERR_FILENO) ? &watch : NULL,
	};
	struct str folder;
	struct str keys;
	struct str url;

	TRY(str_print(arena, &folder, "%s/" DB_BACKUP_FILES, data));
	TRY(str_print(arena, &keys, "%s/" DB_BACKUP_KEYS, data));
	TRY(str_print(arena, &url, "sqlite:%s/" DB_BACKUP_DATABASE, data));
	if (!order.url)
		order.url = url.at;
	if (line->values[BACKUP_KEYS])
		order.keys = keys.at;
	TRY(blob_open(folder.at, &files));
	order.files = files;
	TRY(db_backup_write(&order, line->words[0], arena, ret_backup));
	say_damaged(line, ret_backup);
	say_backup(line, keys.at, ret_backup);
	return NULL;
}

static struct fault *
check_backup_line(const struct program_line *line)
{
	TRY(need_option(line->values[BACKUP_DATA], "--data DIR"));
	TRY(need_word(line, "OUT"));
	/* Opening a folder of files would make it. */
	return file_is_folder(line->values[BACKUP_DATA])
		       ? NULL
		       : fault_new(FAULT_ABSENT, "data_absent", "没有数据文件夹 %s。请检查路径。",
				 "There is no data folder %s. Check the path.",
				 line->values[BACKUP_DATA]);
}

static int
run_backup(const struct program_line *line)
{
	CLOSING(arena_close) struct arena *arena = NULL;
	struct db_backup done = { 0 };
	struct fault *fault = check_backup_line(line);

	if (!fault)
		fault = arena_open(ARENA_MAX, &arena);
	if (!fault)
		fault = backup(line, arena, &done);
	if (fault)
		return program_fail(line, fault);
	return done.damaged_count ? PROGRAM_FOUND : PROGRAM_DONE;
}

/* --- restore --- */

enum { RESTORE_DATA, RESTORE_DATABASE, RESTORE_REPLACE };

static void
say_restored(const struct program_line *line, const struct db_restored *restored)
{
	const struct db_backup *backup = &restored->backup;

	printf(program_say(line, "%s：已从 %.*s 的备份恢复并核验。%d 张表 %lld 行，%zu 个文件。\n",
		       "%s: restored from the backup of %.*s and checked. %d tables with %lld "
		       "rows, %zu files.\n"),
		line->values[RESTORE_DATA], STR_ARG(backup->made_at), backup->sum.count,
		rows_of(&backup->sum), backup->file_count);
	if (restored->migration.from != restored->migration.to)
		printf(program_say(line, "数据库结构：第 %d 步 → 第 %d 步\n",
			       "Schema: step %d -> step %d\n"),
			restored->migration.from, restored->migration.to);
	if (restored->kept.len)
		printf(program_say(line, "原来的数据库另存为 %.*s\n",
			       "The database that was there is now %.*s\n"),
			STR_ARG(restored->kept));
	if (!backup->has_keys)
		printf("%s\n",
			program_say(line,
				"备份里没有密钥：请把另行保管的密钥文件放到数据文件夹的 keys。",
				"The backup has no keys: put the file that you keep apart into the "
				"data folder as keys."));
}

static struct fault *
restore(const struct program_line *line)
{
	CLOSING(arena_close) struct arena *arena = NULL;
	struct db_copy_watch watch = watch_for(line);
	struct db_restored restored;
	struct db_restore_order order = {
		.data = line->values[RESTORE_DATA],
		.url = line->values[RESTORE_DATABASE],
		.is_replacing = line->values[RESTORE_REPLACE] != NULL,
		.watch = &watch,
	};

	TRY(need_option(order.data, "--data DIR"));
	TRY(need_word(line, "IN"));
	order.in = line->words[0];
	TRY(arena_open(ARENA_MAX, &arena));
	TRY(db_restore(&order, arena, &restored));
	say_restored(line, &restored);
	return NULL;
}

static int
run_restore(const struct program_line *line)
{
	struct fault *fault = restore(line);

	return fault ? program_fail(line, fault) : PROGRAM_DONE;
}

/* --- move-database --- */

enum { MOVE_FROM, MOVE_TO };

static struct fault *
move_database(const struct program_line *line)
{
	CLOSING(arena_close) struct arena *arena = NULL;
	CLOSING(db_close) struct db *from = NULL;
	CLOSING(db_close) struct db *to = NULL;
	struct db_copy_watch watch = watch_for(line);
	struct db_copy_sum sent;
	struct db_copy_sum arrived;

	TRY(program_need_no_words(line));
	TRY(need_option(line->values[MOVE_FROM], "--from URL"));
	TRY(need_option(line->values[MOVE_TO], "--to URL"));
	TRY(arena_open(ARENA_MAX, &arena));
	TRY(db_open(line->values[MOVE_FROM], DB_READ, &from));
	TRY(db_check_steps(from, &db_own_steps));
	TRY(db_open(line->values[MOVE_TO], DB_MAKE, &to));
	TRY(db_copy(from, to, &watch, arena, &sent));
	/* Once more from the outside, now that it is committed. */
	TRY(db_copy_count(to, arena, &arrived));
	TRY(db_copy_compare(&sent, &arrived));
	printf(program_say(line, "已搬完并核对：结构第 %d 步，%d 张表 %lld 行。来源没有改动。\n",
		       "Moved and compared: schema step %d, %d tables with %lld rows. The source "
		       "was not changed.\n"),
		arrived.step, arrived.count, rows_of(&arrived));
	return NULL;
}

static int
run_move(const struct program_line *line)
{
	struct fault *fault = move_database(line);

	return fault ? program_fail(line, fault) : PROGRAM_DONE;
}

const struct program_verb program_store_verbs[] = {
	{ "backup", "--data DIR [--database URL] [--with-keys] OUT",
		"在线备份数据库和文件，写完核验。", "Online copy of database and files, checked.",
		run_backup,
		{ { "--data", true, "数据文件夹", "data folder" },
			{ "--database", true, "数据库，默认 sqlite:DIR/gongkai.db",
				"database, sqlite:DIR/gongkai.db unless told" },
			{ "--with-keys", false, "把密钥也放进备份", "put the keys in too" } } },
	{ "restore", "IN --data DIR [--database URL] [--replace]", "从备份恢复，先核验再替换。",
		"Bring a backup back, checked first.", run_restore,
		{ { "--data", true, "数据文件夹，空的或还没有", "data folder, empty or not there" },
			{ "--database", true, "空的数据库，默认 sqlite:DIR/gongkai.db",
				"an empty database, sqlite:DIR/gongkai.db unless told" },
			{ "--replace", false, "替换已有的数据（原数据库另存）",
				"put it in place of what is there (which is kept aside)" } } },
	{ "move-database", "--from URL --to URL",
		"在 SQLite 与 PostgreSQL 之间搬数据库，搬完核对。",
		"Copy a database between SQLite and PostgreSQL, compared after.", run_move,
		{ { "--from", true, "来源数据库", "the database to copy from" },
			{ "--to", true, "空的目标数据库", "an empty database" } } },
	{ 0 },
};
