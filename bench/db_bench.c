/*
 * The door to the database beside SQLite itself: durable writes with their audit, and look-ups by
 * key. `db_bench DEED FILE.db COUNT` prints one JSON line; bench/db.py makes the table. The bare
 * deeds write the same rows to the same tables in the same transactions, with prepared statements
 * and nothing around them.
 */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "audit/audit.h"
#include "db/db.h"
#include "db_bench_statements.h"

static const char digest[] = "0000000000000000000000000000000000000000000000000000000000000000";

static _Noreturn void
give_up(const char *why)
{
	fprintf(stderr, "db_bench: %s\n", why);
	exit(1);
}

static void
need(struct fault *fault)
{
	if (fault)
		give_up(fault->detail[0] ? fault->detail : fault->en);
}

static int64_t
now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

/* --- ours --- */

static struct fault *
write_one(struct db *db, void *arg)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	struct audit_actor actor = { .name = STR("bench"), .way = AUDIT_COMMAND };
	struct audit_deed deed = {
		.deed = "agency.added", .thing = "agency", .after = STR("{\"name\":\"bench\"}")
	};
	bool is_found = false;

	TRY(db_ask(db, NULL, &db_bench_add_sql, VALUES(VALUE(str_of(arg))), &rows));
	TRY(db_next(rows, &is_found));
	deed.thing_id = db_get_int(rows, 0);
	db_rows_close(&rows);
	return audit_write(db, &actor, &deed);
}

static void
write_ours(const char *url, long count)
{
	struct db *db = NULL;
	char name[40];

	need(db_open(url, DB_WRITE, &db));
	for (long i = 0; i < count; i++) {
		snprintf(name, sizeof name, "ours %ld %lld", i, (long long)now_ns());
		need(db_work(db, write_one, name));
	}
	db_close(&db);
}

static void
find_ours(const char *url, long count)
{
	struct db *db = NULL;
	int64_t sum = 0;

	need(db_open(url, DB_READ, &db));
	for (long i = 0; i < count; i++) {
		struct db_rows *rows = NULL;
		bool is_found = false;

		need(db_ask(db, NULL, &db_bench_find_sql, VALUES(VALUE(1 + i % 100)), &rows));
		need(db_next(rows, &is_found));
		if (!is_found)
			give_up("a row is missing; write some first");
		sum += db_get_int(rows, 1) + (int64_t)db_get_str(rows, 0).len;
		db_rows_close(&rows);
	}
	db_close(&db);
	if (!sum)
		give_up("nothing was read");
}

/* --- SQLite alone --- */

static void
run_sqlite(sqlite3 *handle, const char *text)
{
	if (sqlite3_exec(handle, text, NULL, NULL, NULL) != SQLITE_OK)
		give_up(sqlite3_errmsg(handle));
}

static sqlite3_stmt *
prepare(sqlite3 *handle, const char *text)
{
	sqlite3_stmt *statement = NULL;

	if (sqlite3_prepare_v2(handle, text, -1, &statement, NULL) != SQLITE_OK)
		give_up(sqlite3_errmsg(handle));
	return statement;
}

static sqlite3 *
open_bare(const char *path)
{
	sqlite3 *handle = NULL;

	if (sqlite3_open_v2(path, &handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL) !=
		SQLITE_OK)
		give_up("the file cannot be opened");
	run_sqlite(handle, "PRAGMA foreign_keys = ON; PRAGMA journal_mode = WAL; "
			   "PRAGMA synchronous = FULL");
	return handle;
}

static int64_t
last_entry(sqlite3 *handle)
{
	sqlite3_stmt *statement = prepare(handle, "SELECT coalesce(max(id), 0) FROM audit");
	int64_t last =
		sqlite3_step(statement) == SQLITE_ROW ? sqlite3_column_int64(statement, 0) : 0;

	sqlite3_finalize(statement);
	return last;
}

static void
step_once(sqlite3 *handle, sqlite3_stmt *statement)
{
	int code = sqlite3_step(statement);

	if (code != SQLITE_DONE && code != SQLITE_ROW)
		give_up(sqlite3_errmsg(handle));
	sqlite3_reset(statement);
}

static void
write_bare(const char *path, long count)
{
	sqlite3 *handle = open_bare(path);
	sqlite3_stmt *begin = prepare(handle, "BEGIN IMMEDIATE");
	sqlite3_stmt *commit = prepare(handle, "COMMIT");
	sqlite3_stmt *add = prepare(handle, "INSERT INTO agency (name, kind) VALUES (?1, 1)");
	sqlite3_stmt *entry = prepare(handle,
		"INSERT INTO audit (id, at, account_id, name, for_agency_id, address, way, deed, "
		"thing, thing_id, agency_id, before, after, previous, digest) VALUES (?1, 0, 0, "
		"'bench', 0, '', 1, 'agency.added', 'agency', ?2, 0, '', '{\"name\":\"bench\"}', "
		"?3, ?3)");
	int64_t last = last_entry(handle);
	char name[60];

	for (long i = 0; i < count; i++) {
		int len = snprintf(name, sizeof name, "bare %ld %lld", i, (long long)now_ns());

		step_once(handle, begin);
		sqlite3_bind_text(add, 1, name, len, SQLITE_STATIC);
		step_once(handle, add);
		sqlite3_bind_int64(entry, 1, ++last);
		sqlite3_bind_int64(entry, 2, sqlite3_last_insert_rowid(handle));
		sqlite3_bind_text(entry, 3, digest, 64, SQLITE_STATIC);
		step_once(handle, entry);
		step_once(handle, commit);
	}
	sqlite3_finalize(begin);
	sqlite3_finalize(commit);
	sqlite3_finalize(add);
	sqlite3_finalize(entry);
	sqlite3_close(handle);
}

static void
find_bare(const char *path, long count)
{
	sqlite3 *handle = open_bare(path);
	sqlite3_stmt *find = prepare(handle, "SELECT name, kind FROM agency WHERE id = ?1");
	int64_t sum = 0;

	for (long i = 0; i < count; i++) {
		sqlite3_bind_int64(find, 1, 1 + i % 100);
		if (sqlite3_step(find) != SQLITE_ROW)
			give_up("a row is missing; write some first");
		sum += sqlite3_column_int64(find, 1) + sqlite3_column_bytes(find, 0);
		sqlite3_reset(find);
	}
	sqlite3_finalize(find);
	sqlite3_close(handle);
	if (!sum)
		give_up("nothing was read");
}

int
main(int argc, char *argv[])
{
	struct db_migration migration;
	struct db *db = NULL;
	int64_t count = 0;
	int64_t start;
	char url[4200];

	if (argc != 4 || !str_to_int(str_of(argv[3]), &count) || count < 1)
		give_up("usage: db_bench make|write|write-bare|find|find-bare FILE.db COUNT");
	snprintf(url, sizeof url, "sqlite:%s", argv[2]);
	start = now_ns();
	if (strcmp(argv[1], "make") == 0) {
		need(db_open(url, DB_MAKE, &db));
		need(db_migrate(db, &db_own_steps, &migration));
		db_close(&db);
	} else if (strcmp(argv[1], "write") == 0) {
		write_ours(url, (long)count);
	} else if (strcmp(argv[1], "write-bare") == 0) {
		write_bare(argv[2], (long)count);
	} else if (strcmp(argv[1], "find") == 0) {
		find_ours(url, (long)count);
	} else if (strcmp(argv[1], "find-bare") == 0) {
		find_bare(argv[2], (long)count);
	} else {
		give_up("no such deed");
	}
	printf("{\"deed\":\"%s\",\"count\":%lld,\"ns\":%lld}\n", argv[1], (long long)count,
		(long long)(now_ns() - start));
	return 0;
}
