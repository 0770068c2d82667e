/*
 * The SQLite driver: one file, WAL, every commit on the disk before it is acknowledged.
 * The only file that calls sqlite3_*; faults of the engine become sentences in sqlite_fault().
 */
#include <assert.h>
#include <limits.h>
#include <pthread.h>
#include <sqlite3.h>
#include <stdio.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/memory.h"
#include "db/db_driver.h"

enum {
	CACHE_SIZE = 1024,     /* prepared statements kept; a power of two */
	WAIT_MS = 10000,       /* for another writer */
	WAL_TRIES = 200,       /* of 20 ms each, while others open the same new file */
	MOST_BYTES = 64 << 20, /* of one value */
	PLACES = 48,           /* parameters whose places are remembered */
};

struct cached {
	const struct db_sql *sql;
	sqlite3_stmt *statement;
	unsigned char places[PLACES]; /* what SQLite calls $1, $2 … */
	bool is_busy;
};

/* Statements of the driver's own, for each transaction. */
enum word { BEGIN_READING, BEGIN_WRITING, COMMIT, DATA_VERSION, WORDS };

struct sqlite {
	sqlite3 *handle;
	sqlite3_stmt *words[WORDS]; /* NULL until first asked */
	struct cached cache[CACHE_SIZE];
};

/* Invariant: `cached` is NULL when the statement belongs to these rows alone. */
struct sqlite_rows {
	struct sqlite *sqlite;
	sqlite3_stmt *statement;
	struct cached *cached;
	bool is_over;
};

static struct fault *
constraint_fault(int code)
{
	if (code == SQLITE_CONSTRAINT_UNIQUE || code == SQLITE_CONSTRAINT_PRIMARYKEY)
		return fault_new(FAULT_CONFLICT, "db_unique", "同样的内容已经存在。请刷新后查看。",
			"The same thing is there already. Reload and look.");
	return fault_new(FAULT_CONFLICT, "db_constraint",
		"内容不符合保存规则，没有保存。请核对后重试。",
		"The content breaks a rule of the store and was not saved. Check it and try "
		"again.");
}

static struct fault *
damage_fault(int code)
{
	if (code == SQLITE_NOTADB)
		return fault_new(FAULT_OUTSIDE, "db_foreign",
			"这个文件不是本程序的数据库。请检查路径；本程序没有改动它。",
			"This file is not a database of this program. Check the path; nothing was "
			"changed.");
	return fault_new(FAULT_OUTSIDE, "db_corrupt",
		"数据库文件已损坏。请停止服务，从备份恢复，并检查磁盘。",
		"The database file is damaged. Stop the server, restore a backup and check the "
		"disk.");
}

static struct fault *
sqlite_fault_of(int code)
{
	switch (code & 0xFF) {
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return fault_new(FAULT_OUTSIDE, "db_busy", "数据库正被其他操作占用。请稍后再试。",
			"The database is busy with other work. Try again in a moment.");
	case SQLITE_FULL:
		return fault_new(FAULT_OUTSIDE, "db_full",
			"磁盘已满，没有保存。请清理磁盘空间后再试。",
			"The disk is full; nothing was saved. Free some space and try again.");
	case SQLITE_READONLY:
	case SQLITE_PERM:
		return fault_new(FAULT_OUTSIDE, "db_read_only",
			"数据库当前只能读取，不能保存。请检查文件权限和磁盘。",
			"The database can only be read now; nothing was saved. Check its file "
			"permissions and disk.");
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB:
		return damage_fault(code & 0xFF);
	case SQLITE_CONSTRAINT:
		return constraint_fault(code);
	case SQLITE_NOMEM:
		return fault_memory();
	case SQLITE_TOOBIG:
		return fault_new(FAULT_LIMIT, "db_large",
			"内容太大，数据库放不下。请拆分后再保存。",
			"The content is too large for the database. Split it.");
	default:
		return fault_new(FAULT_OUTSIDE, "db_io", "读写数据库失败。请检查磁盘，并查看日志。",
			"Reading or writing the database failed. Check the disk and the log.");
	}
}

static struct fault *
sqlite_fault(struct sqlite *sqlite, int code)
{
	int extended = sqlite->handle ? sqlite3_extended_errcode(sqlite->handle) : code;

	return fault_detail(sqlite_fault_of((extended & 0xFF) == (code & 0xFF) ? extended : code),
		"sqlite %d: %s", code,
		sqlite->handle ? sqlite3_errmsg(sqlite->handle) : sqlite3_errstr(code));
}

static struct fault *
exec(struct sqlite *sqlite, const char *text)
{
	int code = sqlite3_exec(sqlite->handle, text, NULL, NULL, NULL);

	return code == SQLITE_OK ? NULL : sqlite_fault(sqlite, code);
}

static void
statement_close(sqlite3_stmt **statement)
{
	sqlite3_finalize(*statement);
	*statement = NULL;
}

/* The first column of the first row of a statement of the driver's own. */
static struct fault *
first_number(struct sqlite *sqlite, const char *text, int64_t *ret_number)
{
	CLOSING(statement_close) sqlite3_stmt *statement = NULL;
	int code = sqlite3_prepare_v2(sqlite->handle, text, -1, &statement, NULL);

	if (code == SQLITE_OK)
		code = sqlite3_step(statement);
	if (code != SQLITE_ROW)
		return sqlite_fault(sqlite, code);
	*ret_number = sqlite3_column_int64(statement, 0);
	return NULL;
}

/* Changing a new file to WAL needs it alone for a moment, and SQLite does not wait for that. */
static struct fault *
use_wal(struct sqlite *sqlite)
{
	const struct timespec pause = { 0, 20 * 1000 * 1000 };
	int code = SQLITE_BUSY;

	for (int i = 0; i < WAL_TRIES && (code & 0xFF) == SQLITE_BUSY; i++) {
		if (i)
			nanosleep(&pause, NULL);
		code = sqlite3_exec(sqlite->handle, "PRAGMA journal_mode = WAL", NULL, NULL, NULL);
	}
	return code == SQLITE_OK ? NULL : sqlite_fault(sqlite, code);
}

static struct fault *
set_up(struct sqlite *sqlite, enum db_mode mode, bool is_in_memory)
{
	int64_t tables;

	sqlite3_extended_result_codes(sqlite->handle, 1);
	sqlite3_busy_timeout(sqlite->handle, WAIT_MS);
	sqlite3_limit(sqlite->handle, SQLITE_LIMIT_ATTACHED, 0);
	sqlite3_limit(sqlite->handle, SQLITE_LIMIT_LENGTH, MOST_BYTES);
	sqlite3_db_config(sqlite->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	sqlite3_db_config(sqlite->handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
	/* Else each new pattern for LIKE makes SQLite read and plan the statement anew. */
	sqlite3_db_config(sqlite->handle, SQLITE_DBCONFIG_ENABLE_QPSG, 1, NULL);
	/* A file that is no database says so here, before anything is written to it. */
	TRY(first_number(sqlite, "SELECT count(*) FROM sqlite_schema", &tables));
	TRY(exec(sqlite, "PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY"));
	if (mode == DB_READ)
		return exec(sqlite, "PRAGMA query_only = ON");
	if (!is_in_memory)
		TRY(use_wal(sqlite));
	/* FULL: what was acknowledged is still there after the power went. */
	TRY(exec(sqlite, "PRAGMA synchronous = FULL"));
	/* Of the WAL after a large transaction. */
	return exec(sqlite, "PRAGMA journal_size_limit = 67108864");
}

static void
sqlite_close(void *state)
{
	struct sqlite *sqlite = state;

	for (size_t i = 0; i < CACHE_SIZE; i++)
		sqlite3_finalize(sqlite->cache[i].statement);
	for (size_t i = 0; i < WORDS; i++)
		sqlite3_finalize(sqlite->words[i]);
	sqlite3_close_v2(sqlite->handle);
	memory_give(sqlite);
}

static struct fault *
absent_fault(const char *path)
{
	return fault_new(FAULT_ABSENT, "db_absent",
		"找不到数据库 %s。请检查路径；新建请先运行 gongkai migrate。",
		"There is no database at %s. Check the path; `gongkai migrate` makes a new one.",
		path);
}

/* Can the file be read while it, or the folder for the files that SQLite keeps beside it, cannot be
 * written? */
static bool
is_only_readable(const char *address)
{
	char folder[PATH_MAX] = ".";
	const char *end = strrchr(address, '/');

	if (end && (size_t)(end - address) < sizeof folder)
		snprintf(folder, sizeof folder, "%.*s/", (int)(end - address), address);
	return access(address, R_OK) == 0 &&
	       (access(address, W_OK) != 0 || access(folder, W_OK) != 0);
}

static struct fault *
read_only_fault(const char *address, struct fault *why)
{
	return fault_detail(
		fault_new(FAULT_OUTSIDE, "db_read_only",
			"数据库 %s 所在的磁盘或文件夹只能读取，因此不能使用，数据没有改动。"
			"请恢复写入权限，或把整个数据文件夹复制到可写的磁盘。",
			"The disk or folder of the database %s can only be read, so it cannot be "
			"used; nothing in it was changed. Make it writable again, or copy the "
			"whole data folder to a disk that is.",
			address),
		"%s", why->detail);
}

/* Before the first handle: SQLite's book of its memory has one lock for all threads, and nobody
 * reads it. */
static void
set_up_library(void)
{
	sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

static struct fault *
sqlite_open(const char *address, enum db_mode mode, void **ret_state)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	static const int flags[] = {
		[DB_READ] = SQLITE_OPEN_READONLY,
		[DB_WRITE] = SQLITE_OPEN_READWRITE,
		[DB_MAKE] = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE,
	};
	bool is_in_memory = strcmp(address, ":memory:") == 0;
	struct sqlite *sqlite;
	struct fault *fault;
	struct stat facts;
	int code;

	if (!is_in_memory && mode != DB_MAKE && stat(address, &facts) != 0)
		return absent_fault(address);
	if (!is_in_memory && stat(address, &facts) == 0 && S_ISDIR(facts.st_mode))
		return fault_new(FAULT_INPUT, "db_url", "%s 是文件夹，不是数据库文件。",
			"%s is a folder, not a database file.", address);
	pthread_once(&once, set_up_library);
	sqlite = memory_take(sizeof *sqlite);
	if (!sqlite)
		return fault_memory();
	code = sqlite3_open_v2(address, &sqlite->handle,
		(is_in_memory ? flags[DB_MAKE] : flags[mode]) | SQLITE_OPEN_NOMUTEX, NULL);
	if (code == SQLITE_CANTOPEN)
		fault = fault_detail(
			fault_new(FAULT_OUTSIDE, "db_io",
				"打不开数据库 %s。请检查文件夹是否存在、是否有权限。",
				"The database %s cannot be opened. Check that its folder is there "
				"and may be written to.",
				address),
			"%s", sqlite3_errmsg(sqlite->handle));
	else
		fault = code == SQLITE_OK ? set_up(sqlite, mode, is_in_memory)
					  : sqlite_fault(sqlite, code);
	/* SQLite reads on in silence where it may not write. */
	if (!fault && mode != DB_READ && sqlite3_db_readonly(sqlite->handle, "main") == 1)
		fault = sqlite_fault(sqlite, SQLITE_READONLY);
	if (fault) {
		sqlite_close(sqlite);
		return is_only_readable(address) ? read_only_fault(address, fault) : fault;
	}
	*ret_state = sqlite;
	return NULL;
}

/* Run one of the driver's own statements; the number it gives unless NULL. */
static struct fault *
run_word(struct sqlite *sqlite, enum word word, int64_t *ret_number)
{
	/* IMMEDIATE: whoever will write waits now, and never fails half-way because of another.
	 * DATA_VERSION also begins to read, which BEGIN alone puts off. */
	static const char *const texts[WORDS] = { "BEGIN", "BEGIN IMMEDIATE", "COMMIT",
		"PRAGMA data_version" };
	sqlite3_stmt **statement = &sqlite->words[word];
	struct fault *fault = NULL;
	int code = SQLITE_OK;

	if (!*statement)
		code = sqlite3_prepare_v3(sqlite->handle, texts[word], -1,
			SQLITE_PREPARE_PERSISTENT, statement, NULL);
	if (code == SQLITE_OK)
		code = sqlite3_step(*statement);
	if (code == SQLITE_ROW && ret_number)
		*ret_number = sqlite3_column_int64(*statement, 0);
	else if (code != SQLITE_DONE)
		fault = sqlite_fault(sqlite, code);
	sqlite3_reset(*statement);
	return fault;
}

static struct fault *
sqlite_begin(void *state, bool is_writing)
{
	return run_word(state, is_writing ? BEGIN_WRITING : BEGIN_READING, NULL);
}

static struct fault *
sqlite_commit(void *state)
{
	return run_word(state, COMMIT, NULL);
}

/* What other connections saved changes it (SQLite manual, PRAGMA data_version); this one's own work
 * does not, so only handles that never write are asked. */
static struct fault *
sqlite_version(void *state, int64_t *ret_version)
{
	return run_word(state, DATA_VERSION, ret_version);
}

static void
sqlite_rollback(void *state)
{
	struct sqlite *sqlite = state;

	/* After a full disk or an I/O error SQLite has rolled back already. Memory can run out even
	 * here; a second try then finds it. */
	for (int i = 0; i < 3 && !sqlite3_get_autocommit(sqlite->handle); i++)
		sqlite3_exec(sqlite->handle, "ROLLBACK", NULL, NULL, NULL);
	assert(sqlite3_get_autocommit(sqlite->handle));
}

static struct fault *
prepare(struct sqlite *sqlite, const struct db_sql *sql, sqlite3_stmt **ret_statement)
{
	CLOSING(statement_close) sqlite3_stmt *statement = NULL;
	int code = sqlite3_prepare_v3(sqlite->handle, sql->text[DB_SQLITE], -1,
		SQLITE_PREPARE_PERSISTENT, &statement, NULL);

	if (code == SQLITE_ERROR || (code == SQLITE_OK && !statement))
		return fault_detail(
			fault_new(FAULT_OUTSIDE, "db_statement",
				"数据库结构与程序不一致。请先运行 gongkai migrate。",
				"The database does not fit this program. Run `gongkai migrate`."),
			"%s", sqlite3_errmsg(sqlite->handle));
	if (code != SQLITE_OK)
		return sqlite_fault(sqlite, code);
	if (sqlite3_column_count(statement) != sql->give_count ||
		sqlite3_bind_parameter_count(statement) != sql->take_count)
		return fault_detail(
			fault_new(FAULT_OUTSIDE, "db_statement",
				"程序内部的查询语句有误，请报告此问题。",
				"A statement of the program is wrong; please report this."),
			"takes %d, gives %d", sqlite3_bind_parameter_count(statement),
			sqlite3_column_count(statement));
	*ret_statement = statement;
	statement = NULL;
	return NULL;
}

/* The slot of a statement in the cache: its own, a free one, or NULL when all near ones are taken.
 */
static struct cached *
cached_for(struct sqlite *sqlite, const struct db_sql *sql)
{
	size_t at = ((uintptr_t)sql / sizeof *sql) % CACHE_SIZE;

	for (size_t i = 0; i < 8; i++) {
		struct cached *cached = &sqlite->cache[(at + i) % CACHE_SIZE];

		if (!cached->sql || cached->sql == sql)
			return cached;
	}
	return NULL;
}

/* SQLite numbers $1 by first appearance, so values find their place by name. */
static int
place_of(sqlite3_stmt *statement, int i)
{
	char name[16];

	snprintf(name, sizeof name, "$%d", i + 1);
	return sqlite3_bind_parameter_index(statement, name);
}

static struct fault *
find_statement(struct sqlite_rows *rows, const struct db_sql *sql)
{
	struct cached *cached = cached_for(rows->sqlite, sql);

	if (!cached || cached->is_busy)
		return prepare(rows->sqlite, sql, &rows->statement);
	if (!cached->statement) {
		TRY(prepare(rows->sqlite, sql, &cached->statement));
		cached->sql = sql;
		for (int i = 0; i < sql->take_count && i < PLACES; i++)
			cached->places[i] = (unsigned char)place_of(cached->statement, i);
	}
	cached->is_busy = true;
	rows->cached = cached;
	rows->statement = cached->statement;
	return NULL;
}

static int
bind_one(const struct sqlite_rows *rows, int i, const struct db_value *value)
{
	sqlite3_stmt *statement = rows->statement;
	const char *text = value->text.at ? value->text.at : "";
	int at = rows->cached && i < PLACES ? rows->cached->places[i] : place_of(statement, i);

	if (value->is_none)
		return sqlite3_bind_null(statement, at);
	if (value->type == DB_INT)
		return sqlite3_bind_int64(statement, at, value->number);
	if (value->type == DB_TEXT)
		return sqlite3_bind_text64(
			statement, at, text, value->text.len, SQLITE_TRANSIENT, SQLITE_UTF8);
	return sqlite3_bind_blob64(statement, at, text, value->text.len, SQLITE_TRANSIENT);
}

static void
sqlite_done(void *state)
{
	struct sqlite_rows *rows = state;

	if (rows->cached) {
		sqlite3_reset(rows->statement);
		sqlite3_clear_bindings(rows->statement);
		rows->cached->is_busy = false;
	} else {
		sqlite3_finalize(rows->statement);
	}
	memory_give(rows);
}

static struct fault *
sqlite_ask(void *state, const struct db_sql *sql, struct db_values values, void **ret_rows)
{
	struct sqlite_rows *rows = memory_take(sizeof *rows);
	struct fault *fault;

	if (!rows)
		return fault_memory();
	rows->sqlite = state;
	fault = find_statement(rows, sql);
	for (int i = 0; !fault && i < values.count; i++) {
		int code = bind_one(rows, i, &values.at[i]);

		if (code != SQLITE_OK)
			fault = sqlite_fault(state, code);
	}
	if (fault) {
		sqlite_done(rows);
		return fault;
	}
	*ret_rows = rows;
	return NULL;
}

static struct fault *
sqlite_next(void *state, bool *ret_is_found)
{
	struct sqlite_rows *rows = state;
	int code;

	/* Stepping past the end would begin anew. */
	if (rows->is_over) {
		*ret_is_found = false;
		return NULL;
	}
	code = sqlite3_step(rows->statement);
	if (code != SQLITE_ROW)
		rows->is_over = true;
	if (code != SQLITE_ROW && code != SQLITE_DONE)
		return sqlite_fault(rows->sqlite, code);
	*ret_is_found = code == SQLITE_ROW;
	return NULL;
}

static struct fault *
sqlite_get(void *state, int column, enum db_type type, struct db_value *ret_value)
{
	static const int kinds[] = {
		[DB_INT] = SQLITE_INTEGER, [DB_TEXT] = SQLITE_TEXT, [DB_BYTES] = SQLITE_BLOB
	};
	sqlite3_stmt *statement = ((struct sqlite_rows *)state)->statement;
	int kind = sqlite3_column_type(statement, column);

	*ret_value = (struct db_value){ .type = (int)type, .is_none = kind == SQLITE_NULL };
	if (ret_value->is_none)
		return NULL;
	if (kind != kinds[type])
		return fault_detail(
			damage_fault(SQLITE_CORRUPT), "column %d is of kind %d", column, kind);
	if (type == DB_INT) {
		ret_value->number = sqlite3_column_int64(statement, column);
		return NULL;
	}
	ret_value->text.at = type == DB_TEXT ? (const char *)sqlite3_column_text(statement, column)
					     : sqlite3_column_blob(statement, column);
	ret_value->text.len = (size_t)sqlite3_column_bytes(statement, column);
	/* NULL for text that is there means that memory ran out; an empty blob is NULL too. */
	if (!ret_value->text.at && (type == DB_TEXT || ret_value->text.len))
		return fault_memory();
	return NULL;
}

static int64_t
sqlite_changed(void *state)
{
	return sqlite3_changes64(((struct sqlite_rows *)state)->sqlite->handle);
}

static struct fault *
sqlite_script(void *state, const char *text)
{
	return exec(state, text);
}

static struct fault *
sqlite_look_inside(void *state, enum db_content *ret_content)
{
	int64_t tables;
	int64_t ours;

	TRY(first_number(state, "SELECT count(*) FROM sqlite_schema", &tables));
	TRY(first_number(state,
		"SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = 'schema_step'",
		&ours));
	*ret_content = ours ? DB_OURS : tables ? DB_FOREIGN : DB_EMPTY;
	return NULL;
}

static struct fault *
sqlite_prepare(void *state, const struct db_sql *sql)
{
	CLOSING(statement_close) sqlite3_stmt *statement = NULL;

	TRY(prepare(state, sql, &statement));
	for (int i = 0; i < sql->take_count; i++)
		if (place_of(statement, i) == 0)
			return fault_new(FAULT_OUTSIDE, "db_statement", "语句 %s 缺少 $%d。",
				"The statement %s lacks $%d.", sql->name, i + 1);
	return NULL;
}

static struct fault *
sqlite_schema(void *state, struct arena *arena, struct str *ret_text)
{
	CLOSING(statement_close) sqlite3_stmt *statement = NULL;
	CLOSING(buf_done) struct buf buf;
	struct sqlite *sqlite = state;
	int code = sqlite3_prepare_v2(sqlite->handle,
		"SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite!_%'"
		" ESCAPE '!' ORDER BY tbl_name, type DESC, name",
		-1, &statement, NULL);

	buf_init(&buf, 1 << 20);
	while (code == SQLITE_OK || code == SQLITE_ROW) {
		code = sqlite3_step(statement);
		if (code == SQLITE_ROW)
			buf_print(&buf, "%s;\n", (const char *)sqlite3_column_text(statement, 0));
	}
	if (code != SQLITE_DONE)
		return sqlite_fault(sqlite, code);
	TRY(buf_check(&buf));
	return str_copy(arena, buf_str(&buf), ret_text);
}

static void
sqlite_set_patience(void *state, int milliseconds)
{
	sqlite3_busy_timeout(((struct sqlite *)state)->handle, milliseconds);
}

static struct fault *
sqlite_set_read_only(void *state, bool is_read_only)
{
	return exec(state, is_read_only ? "PRAGMA query_only = ON" : "PRAGMA query_only = OFF");
}

const struct db_driver db_sqlite = {
	.scheme = "sqlite",
	.engine = DB_SQLITE,
	.open = sqlite_open,
	.close = sqlite_close,
	.begin = sqlite_begin,
	.commit = sqlite_commit,
	.rollback = sqlite_rollback,
	.version = sqlite_version,
	.ask = sqlite_ask,
	.next = sqlite_next,
	.get = sqlite_get,
	.changed = sqlite_changed,
	.done = sqlite_done,
	.script = sqlite_script,
	.look_inside = sqlite_look_inside,
	.prepare = sqlite_prepare,
	.schema = sqlite_schema,
	.set_patience = sqlite_set_patience,
	.set_read_only = sqlite_set_read_only,
};
