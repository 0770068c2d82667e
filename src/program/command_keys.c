/*
 * The verbs around the keys of sealed values: keys add, keys rotate. How values are sealed stands
 * in base/seal.h, how a batch is sealed anew in db/db_reseal.h; which columns there are in
 * sealed.c.
 */
#include <stdio.h>

#include "audit/audit.h"
#include "base/json.h"
#include "base/seal.h"
#include "db/db.h"
#include "db/db_reseal.h"
#include "program/program.h"
#include "program/sealed.h"

#define ARENA_MAX ((size_t)16 << 20)

enum { KEYS_DATA, KEYS_DATABASE };

static struct fault *
need_data(const struct program_line *line)
{
	TRY(program_need_no_words(line));
	if (line->values[KEYS_DATA] && line->values[KEYS_DATA][0])
		return NULL;
	return fault_new(FAULT_INPUT, "usage", "请用 --data 写出数据文件夹（密钥在 %s 里）。",
		"Name the data folder with --data (the keys are in %s).", "DIR/keys");
}

static struct fault *
find_paths(const struct program_line *line, struct arena *arena, struct str *ret_keys,
	struct str *ret_url)
{
	const char *database = line->values[KEYS_DATABASE];

	TRY(need_data(line));
	TRY(str_print(arena, ret_keys, "%s/keys", line->values[KEYS_DATA]));
	if (database)
		return str_copy(arena, str_of(database), ret_url);
	return str_print(arena, ret_url, "sqlite:%s/gongkai.db", line->values[KEYS_DATA]);
}

/* What is written into the audit: which column, how many values, with which key. */
struct noting {
	const char *deed;
	const char *column;
	int count;
	int key;
};

static struct fault *
note(struct db *db, const struct noting *noting)
{
	const struct audit_actor actor = { .name = STR("命令行"), .way = AUDIT_COMMAND };
	struct audit_deed deed = { .deed = noting->deed, .thing = "keys", .thing_id = noting->key };
	CLOSING(buf_done) struct buf after;
	struct json_out json;

	buf_init(&after, 1000);
	json_out_init(&json, &after);
	json_begin_object(&json);
	if (noting->column) {
		json_pair_str(&json, "column", str_of(noting->column));
		json_pair_int(&json, "count", noting->count);
	}
	json_pair_int(&json, "key", noting->key);
	json_end_object(&json);
	TRY(buf_check(&after));
	deed.after = buf_str(&after);
	return audit_write(db, &actor, &deed);
}

/* --- add --- */

static struct fault *
note_added(struct db *db, void *arg)
{
	const int *number = arg;

	return note(db, &(struct noting){ .deed = "keys.added", .key = *number });
}

static struct fault *
add(const struct program_line *line)
{
	CLOSING(arena_close) struct arena *arena = NULL;
	CLOSING(db_close) struct db *db = NULL;
	struct str path;
	struct str url;
	int number = 0;

	TRY(arena_open(ARENA_MAX, &arena));
	TRY(find_paths(line, arena, &path, &url));
	/* First the store: a key that could not be told of in the audit is not made. */
	TRY(db_open(url.at, DB_WRITE, &db));
	TRY(db_check_steps(db, &db_own_steps));
	TRY(seal_add_key(path.at, &number));
	printf(program_say(line,
		       "%s：已增加第 %d 个密钥。请备份此文件，重启服务，然后运行 gongkai keys "
		       "rotate。\n",
		       "%s: key %d was added. Back this file up, restart the server, then run "
		       "gongkai "
		       "keys rotate.\n"),
		path.at, number);
	return db_work(db, note_added, &number);
}

static int
run_add(const struct program_line *line)
{
	struct fault *fault = add(line);

	return fault ? program_fail(line, fault) : PROGRAM_DONE;
}

/* --- rotate --- */

/* One column on its way. */
struct rotation {
	const struct seal_keys *keys;
	const struct db_reseal_column *column;
	int64_t after_id;
	struct db_reseal_batch batch;
	int64_t looked_at;
	int64_t changed;
	int64_t broken;
	int64_t first_broken;
};

static struct fault *
rotate_batch(struct db *db, void *arg)
{
	struct rotation *rotation = arg;

	TRY(db_reseal_batch(
		db, rotation->keys, rotation->column, rotation->after_id, &rotation->batch));
	/* Nothing was changed, so there is nothing to tell. */
	if (!rotation->batch.changed)
		return NULL;
	return note(db, &(struct noting){ .deed = "keys.rotated",
				.column = rotation->column->name,
				.count = rotation->batch.changed,
				.key = seal_newest(rotation->keys) });
}

static struct fault *
rotate_column(const struct program_line *line, struct db *db, struct rotation *rotation)
{
	do {
		TRY(db_work(db, rotate_batch, rotation));
		rotation->after_id = rotation->batch.last_id;
		rotation->looked_at += rotation->batch.looked_at;
		rotation->changed += rotation->batch.changed;
		if (rotation->broken == 0)
			rotation->first_broken = rotation->batch.first_broken;
		rotation->broken += rotation->batch.broken;
		if (!rotation->batch.is_over)
			fprintf(stderr, "%s %lld …\n", rotation->column->name,
				(long long)rotation->looked_at);
	} while (!rotation->batch.is_over);
	printf(program_say(line, "%s：%lld 个，换用新密钥 %lld 个\n",
		       "%s: %lld values, %lld sealed anew\n"),
		rotation->column->name, (long long)rotation->looked_at,
		(long long)rotation->changed);
	if (rotation->broken)
		printf(program_say(line, "%s：%lld 个打不开，保持原样（第一个在第 %lld 行）\n",
			       "%s: %lld values do not open and were left (the first in row "
			       "%lld)\n"),
			rotation->column->name, (long long)rotation->broken,
			(long long)rotation->first_broken);
	return NULL;
}

static struct fault *
rotate(const struct program_line *line, int *ret_status)
{
	CLOSING(arena_close) struct arena *arena = NULL;
	CLOSING(seal_close) struct seal_keys *keys = NULL;
	CLOSING(db_close) struct db *db = NULL;
	struct str path;
	struct str url;

	TRY(arena_open(ARENA_MAX, &arena));
	TRY(find_paths(line, arena, &path, &url));
	TRY(seal_open(path.at, false, &keys));
	TRY(db_open(url.at, DB_WRITE, &db));
	TRY(db_check_steps(db, &db_own_steps));
	for (const struct db_reseal_column *const *list = program_sealed_columns; *list; list++)
		for (const struct db_reseal_column *column = *list; column->name; column++) {
			struct rotation rotation = { .keys = keys, .column = column };

			TRY(rotate_column(line, db, &rotation));
			if (rotation.broken)
				*ret_status = PROGRAM_FOUND;
		}
	printf(program_say(
		       line, "全部内容使用第 %d 个密钥。\n", "Everything is sealed with key %d.\n"),
		seal_newest(keys));
	return NULL;
}

static int
run_rotate(const struct program_line *line)
{
	int status = PROGRAM_DONE;
	struct fault *fault = rotate(line, &status);

	return fault ? program_fail(line, fault) : status;
}

#define KEYS_OPTIONS                                                                               \
	{                                                                                          \
		{ "--data", true, "数据文件夹：密钥和数据库", "data folder: keys and database" },  \
			{ "--database", true, "数据库，默认 sqlite:DIR/gongkai.db",                \
				"database, sqlite:DIR/gongkai.db unless told" },                   \
	}

const struct program_verb program_keys_verbs[] = {
	{ "keys add", "--data DIR [--database URL]", "增加一个密钥，之后加密都用它。",
		"Add a key, which seals from then on.", run_add, KEYS_OPTIONS },
	{ "keys rotate", "--data DIR [--database URL]",
		"把已加密的内容换用最新的密钥；中断后可再次运行。",
		"Seal everything anew with the newest key; may be run again after a stop.",
		run_rotate, KEYS_OPTIONS },
	{ 0 },
};
