/*
 * Opening the data folder. What is in it belongs to db/ and base/.
 */
#include "program/program_data.h"

#include "base/file.h"
#include "program/sealed.h"

#define ARENA_MAX ((size_t)256 << 20)

void
program_data_done(struct program_data *data)
{
	seal_close(&data->keys);
	blob_close(&data->files);
	arena_close(&data->arena);
}

static struct fault *
need_folder(const char *folder)
{
	if (folder && *folder)
		return NULL;
	return fault_new(FAULT_INPUT, "usage", "请用 --data 写出数据文件夹。",
		"Name the data folder with --data.");
}

struct fault *
program_data_url(const char *folder, const char *database, struct arena *arena, struct str *ret_url)
{
	if (database)
		return str_copy(arena, str_of(database), ret_url);
	TRY(need_folder(folder));
	TRY(file_make_folder(folder));
	return str_print(arena, ret_url, "sqlite:%s/gongkai.db", folder);
}

struct fault *
program_data_open(struct program_data *data, const char *folder, const char *database)
{
	struct str path;

	*data = (struct program_data){ 0 };
	TRY(arena_open(ARENA_MAX, &data->arena));
	TRY(need_folder(folder));
	TRY(file_make_folder(folder));
	TRY(program_data_url(folder, database, data->arena, &data->url));
	TRY(str_print(data->arena, &path, "%s/files", folder));
	return blob_open(path.at, &data->files);
}

static struct fault *
has_sealed(struct db *db, struct arena *arena, const struct db_reseal_column *column, bool *ret_has)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;

	TRY(db_ask(db, arena, column->some, VALUES(VALUE(0), VALUE(1)), &rows));
	return db_next(rows, ret_has);
}

struct fault *
program_data_open_keys(struct program_data *data, const char *folder, struct db *db)
{
	bool has_any = false;
	struct str path;

	for (const struct db_reseal_column *const *list = program_sealed_columns; *list; list++)
		for (const struct db_reseal_column *column = *list; column->name && !has_any;
			column++)
			TRY(has_sealed(db, data->arena, column, &has_any));
	TRY(str_print(data->arena, &path, "%s/keys", folder));
	return seal_open(path.at, !has_any, &data->keys);
}

struct fault *
program_data_write(const struct program_data *data, struct db **ret_db)
{
	struct db_migration migration;

	TRY(db_open(data->url.at, DB_MAKE, ret_db));
	return db_migrate(*ret_db, &db_own_steps, &migration);
}
