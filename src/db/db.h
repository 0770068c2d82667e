/*
 * db: the one door to the database. A URL chooses the engine, statements are constants made by
 * tools/sql.c from a room's .sql file, and nothing else can be run. What lives here: handles, rows,
 * transactions, the pool of a server, the steps of the schema, and files stored by digest (blob.h).
 * What does not: what rows mean; that is the business of each room's _store.c.
 *
 * Engines stand in a table of drivers (db_driver.h): SQLite and PostgreSQL. Rooms see no
 * difference; what it takes from them is in docs/decisions/0007. A handle belongs to one thread at
 * a time.
 *
 * 	CLOSING(db_rows_close) struct db_rows *rows = NULL;
 * 	TRY(db_ask(db, arena, &agency_by_id_sql, VALUES(VALUE(id)), &rows));
 * 	TRY(db_next(rows, &is_found));
 */
#ifndef DB_DB_H
#define DB_DB_H

#include "base/arena.h"
#include "base/day.h"
#include "base/str.h"

struct db;
struct db_rows;
struct db_pool;
struct db_sql;   /* one statement; made only by tools/sql.c */
struct db_steps; /* the steps of a schema; made only by tools/sql.c */

/* --- handles --- */

enum db_mode {
	DB_READ,  /* the engine itself refuses writing */
	DB_WRITE, /* the store must be there */
	DB_MAKE,  /* an empty store is made when there is none */
};

/*
 * Open a store. `url` is "sqlite:PATH", or "sqlite::memory:" for one that ends with its handle, or
 * "postgresql://ACCOUNT@HOST/DATABASE", as libpq takes it; with several hosts (h1,h2) who writes
 * finds the one that can be written and who reads goes to a standby. A handle whose server went
 * away finds it again by itself, between transactions. Faults: INPUT "db_url", ABSENT "db_absent",
 * OUTSIDE "db_foreign" (no database of any kind), "db_corrupt", "db_read_only", "db_busy", "db_io";
 * of a server also "db_gone", "db_denied" (account, password or rights) and "db_unsuitable"
 * (version or encoding). No fault repeats the URL.
 */
MUST struct fault *db_open(const char *url, enum db_mode mode, struct db **ret_db);
void db_close(struct db **db);
bool db_is_read_only(const struct db *db);
/* How long to wait for another writer before "db_busy"; ten seconds unless set. */
void db_set_patience(struct db *db, int milliseconds);

/* --- values --- */

/* Invariant: `number` counts only for DB_INT, `text` only for the other two. */
struct db_value {
	int type; /* enum db_type of db_sql.h */
	bool is_none;
	int64_t number;
	struct str text;
};

struct db_values {
	const struct db_value *at;
	int count;
};

struct db_value db_value_int(int64_t value);
struct db_value db_value_str(struct str value);
/* DAY_NONE becomes none. */
struct db_value db_value_day(struct day value);

/* int, int64_t, enum, bool, struct str or struct day as a value of a statement. */
#define VALUE(value)                                                                               \
	_Generic((value), struct str                                                               \
		 : db_value_str, struct day                                                        \
		 : db_value_day, default                                                           \
		 : db_value_int)(value)
#define VALUES(...)                                                                                \
	((struct db_values){ (const struct db_value[]){ __VA_ARGS__ },                             \
		(int)COUNT_OF(((const struct db_value[]){ __VA_ARGS__ })) })
#define NO_VALUES ((struct db_values){ NULL, 0 })
/* A number that stands for another row: 0 becomes none. */
struct db_value db_value_id(int64_t id);
/* Bytes that are no text. */
struct db_value db_value_bytes(struct str bytes);

/* --- asking --- */

/*
 * Ask a statement. Text and bytes of its rows are copied into `arena` as db_next() reads them; with
 * NULL they are borrowed until the next db_next(). A statement that writes must stand inside
 * db_work(). Values must fit the statement's `takes` in number and type (asserted).
 * Other statements may be asked on the handle while rows are open.
 * Faults: INPUT "db_text" (text with a zero byte or broken encoding); OUTSIDE "db_busy", "db_full",
 * "db_read_only", "db_corrupt", "db_io", "db_statement", "db_gone", "db_denied"; CONFLICT
 * "db_unique", "db_constraint"; LIMIT "db_large", "db_rows_many" (of rows left open beside another
 * statement).
 */
MUST struct fault *db_ask(struct db *db, struct arena *arena, const struct db_sql *sql,
	struct db_values values, struct db_rows **ret_rows);
/* The next row, or *ret_is_found false after the last one. */
MUST struct fault *db_next(struct db_rows *rows, bool *ret_is_found);
void db_rows_close(struct db_rows **rows);

/* The number in the first column of the first row; 0 without a row. Faults as of db_ask(). */
MUST struct fault *db_ask_number(
	struct db *db, const struct db_sql *sql, struct db_values values, int64_t *ret_number);

/* Columns of the row that db_next() found, from 0, of the type the statement gives (asserted).
 * None is 0, the empty text or DAY_NONE; only a column declared with ? can be none. */
int64_t db_get_int(const struct db_rows *rows, int column);
struct str db_get_str(const struct db_rows *rows, int column);
struct str db_get_bytes(const struct db_rows *rows, int column);
struct day db_get_day(const struct db_rows *rows, int column);
bool db_is_none(const struct db_rows *rows, int column);

/* Run a statement that gives nothing; the number of rows it changed unless NULL. */
MUST struct fault *db_run(
	struct db *db, const struct db_sql *sql, struct db_values values, int64_t *ret_changed);

/* --- transactions --- */

/* May run more than once (an engine may ask for a retry), so it has no effect outside the
 * transaction but on `arg`. */
typedef struct fault *db_work_fn(struct db *db, void *arg);

/*
 * Run `work` in one writing transaction: all of it, or nothing when it returns a fault. Inside
 * another db_work() it joins that one, which then cannot succeed if this one failed. Nor can it
 * when a statement failed and `work` went on: look before you write instead of trying. Faults
 * besides those of `work`: OUTSIDE "db_broken" (a failure was passed over), "db_busy" (others were
 * in the way each of many times), "db_gone" (the server went away; nothing is saved), "db_unknown"
 * (it went away while saving; nobody knows, so look before doing it again).
 */
MUST struct fault *db_work(struct db *db, db_work_fn *work, void *arg);
/* Inside db_work()? For callees that must not stand alone, such as the audit. */
bool db_is_in_work(const struct db *db);
/* Run `look` on one unchanging picture of the store. Inside db_work() it joins that. */
MUST struct fault *db_look(struct db *db, db_work_fn *look, void *arg);

/*
 * Hold one picture of the store until db_let_go() or db_give_back(), for a request that only reads:
 * all that is asked sees the same, and each statement costs less. A handle that was not opened
 * DB_READ, and an engine that gains nothing by it, hold nothing; that is no fault. Outside
 * db_work() and db_look(), with no rows open (asserted). Faults: those of a transaction's begin.
 */
MUST struct fault *db_hold(struct db *db);
void db_let_go(struct db *db);
/*
 * The number of the picture that is held; 0 when none is. Who read something at a number and finds
 * the same number again, would read the same: any handle of any process may have written meanwhile,
 * then the number is another one.
 */
uint64_t db_picture(const struct db *db);

/* --- searching --- */

/* A pattern for `lower(x) LIKE $n ESCAPE '!'` that finds the words of `text` in this order; the
 * empty text for blank text. INPUT "search_long" beyond 100 characters. */
MUST struct fault *db_like(struct arena *arena, struct str text, struct str *ret_pattern);

/* --- the schema --- */

/* The steps of steps/, built into the program. */
extern const struct db_steps db_own_steps;

struct db_migration {
	int from; /* number of the last step before, 0 for an empty store */
	int to;
};

/*
 * Bring a store to the last of `steps`, each step in its own transaction. Faults: OUTSIDE
 * "db_foreign" (somebody else's database), "db_newer" (a later program made it), "db_changed" (a
 * step that was applied is no longer the same).
 */
MUST struct fault *db_migrate(
	struct db *db, const struct db_steps *steps, struct db_migration *ret_migration);
/* NULL when the store is exactly at the last step; else the faults above or "db_older". */
MUST struct fault *db_check_steps(struct db *db, const struct db_steps *steps);
int db_last_step(const struct db_steps *steps);
/* Number of the last step that the store has, 0 for an empty one; faults as db_migrate(). */
MUST struct fault *db_find_step(struct db *db, const struct db_steps *steps, int *ret_step);

/* --- the pool --- */

/*
 * Handles for the threads of a server: `readers` read-only ones and four that write (their
 * transactions wait for each other). The store is
 * made and migrated when `is_migrating`, else it must be at the last step. A store in memory has
 * one handle, which is lent to one thread at a time for either purpose.
 */
MUST struct fault *db_pool_open(const char *url, int readers, const struct db_steps *steps,
	bool is_migrating, struct db_pool **ret_pool);
void db_pool_close(struct db_pool **pool);

/*
 * Borrow a handle; waits up to ten seconds, then LIMIT "db_pool_busy". A thread borrows one at a
 * time. A reader sees everything that writers of this pool saved before it was borrowed, even when
 * it reads from a standby.
 *
 * 	CLOSING(db_give_back) struct db *db = NULL;
 * 	TRY(db_pool_reader(pool, &db));
 */
MUST struct fault *db_pool_reader(struct db_pool *pool, struct db **ret_db);
MUST struct fault *db_pool_writer(struct db_pool *pool, struct db **ret_db);
void db_give_back(struct db **db);

/*
 * Let others borrow this handle while `work` does something long that needs no database, such as
 * hashing a password; then it is the caller's again, as it was. Nothing is asked on it meanwhile,
 * and a handle of a pool stands outside db_work() and db_look() with no rows open (asserted). One
 * of no pool just stays. Faults: those of `work`; of taking it back, after which it is the caller's
 * too.
 */
MUST struct fault *db_rest(struct db *db, struct fault *(*work)(void *arg), void *arg);

/*
 * How often work that was saved through this pool wrote what `counts` says counts, by the name of a
 * statement; a number that only grows. NULL `counts`: everything counts. Set it before handles are
 * borrowed. Other servers' work is not known here.
 */
void db_pool_set_counts(struct db_pool *pool, bool (*counts)(const char *statement));
uint64_t db_pool_changes(const struct db_pool *pool);

/* --- for tests --- */

/* From now on every call to the engine is counted and the n-th fails with OUTSIDE "db_fail_test";
 * db_fail_at(db, 0) fails none. */
MUST struct fault *db_fail_wrap(struct db *db);
void db_fail_at(struct db *db, long n);
long db_fail_count(const struct db *db);
/* Let the engine read and plan the statement, without running it. */
MUST struct fault *db_prepare(struct db *db, const struct db_sql *sql);
/* The schema as the engine wrote it down, in the order of names. */
MUST struct fault *db_schema(struct db *db, struct arena *arena, struct str *ret_text);

#endif
