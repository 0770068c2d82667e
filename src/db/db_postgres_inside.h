/*
 * What the files of the PostgreSQL driver share: its handle, its rows, and who does what.
 * Not for db.c or anybody else; they know the driver as one row of the table in db_driver.h.
 *
 * Rows come one at a time from the server (libpq's single-row mode), so a long list is never in
 * memory at once. A connection can answer one question at a time; whoever asks a second one while
 * rows of the first are still to come makes the driver take the rest of the first into memory
 * (db_postgres_settle), up to a limit.
 */
#ifndef DB_DB_POSTGRES_INSIDE_H
#define DB_DB_POSTGRES_INSIDE_H

#include "base/buf.h"
#include "db/db_driver.h"
#include "db/db_libpq.h"

enum {
	PG_KNOWN_SIZE = 1024,    /* statements that a connection remembers; a power of two */
	PG_MOST_TAKES = 48,      /* as tools/sql.c allows */
	PG_MOST_VALUE = 64 << 20 /* bytes of one value, and of rows taken into memory */
};

/* Types of the server as its catalogue numbers them; these numbers never change. */
enum { PG_BYTEA = 17, PG_INT8 = 20, PG_INT2 = 21, PG_INT4 = 23, PG_TEXT = 25 };

struct postgres_rows;

/*
 * Invariants: `conn` may be NULL or broken at any time but is only replaced while no transaction is
 * open; `known` holds what this connection has prepared; `streaming` are the rows that the server
 * still has to send, or NULL.
 */
struct postgres {
	PGconn *conn;
	PQconninfoOption *options; /* of the URL; may hold a password */
	enum db_mode mode;
	bool is_read_only;
	bool has_several_hosts;
	bool in_transaction;
	bool is_writing;  /* the transaction is db_work's */
	bool in_pipeline; /* the rows that are streaming came with BEGIN */
	bool is_warned;   /* the server had doubts about the COMMIT that it answers */
	bool is_ending;   /* a COMMIT was sent that nobody waited for */
	bool asked_again; /* the server gave this transaction up: run it once more */
	int patience;     /* milliseconds */
	int64_t connected_at;
	int64_t reached;   /* how far this connection's server was known to be */
	bool has_gate;     /* the store is there, so work can wait at its gate */
	const char *begin; /* how the transaction begins, until that was sent */
	const struct db_sql *known[PG_KNOWN_SIZE];
	struct postgres_rows *streaming;
};

/* One column of the present row, borrowed. */
struct postgres_cell {
	const char *at; /* NULL for none */
	int len;
	Oid type;
};

/* Invariants: `result` holds the present row while it comes from the server, `rest` the rows that
 * were taken into memory, of which those before `read` are over. */
struct postgres_rows {
	struct postgres *pg;
	const struct db_sql *sql;
	PGresult *result;
	struct buf rest;
	size_t read;
	bool is_over; /* the server has nothing more to send */
	bool is_cut;  /* the rows in `rest` end with `kept` */
	struct fault *kept;
	int64_t changed;
	struct postgres_cell cells[];
};

/* --- db_postgres_connect.c --- */

MUST struct fault *db_postgres_open(const char *address, enum db_mode mode, void **ret_state);
void db_postgres_close(void *state);
/* Before work begins: a connection that is gone is replaced. Never inside a transaction. */
MUST struct fault *db_postgres_wake(struct postgres *pg);
bool db_postgres_is_standby(const struct postgres *pg);
/* Give the connection up; the next db_postgres_wake() makes a new one. */
void db_postgres_drop(struct postgres *pg);

/* --- db_postgres_fault.c --- */

/* Why a command failed; NULL stands for no answer at all. Clears the result. */
MUST struct fault *db_postgres_fault(struct postgres *pg, PGresult *result);
MUST struct fault *db_postgres_gone(struct postgres *pg);
MUST struct fault *db_postgres_unknown(struct postgres *pg);
MUST struct fault *db_postgres_statement_fault(const char *what, const char *detail);

/* --- db_postgres_rows.c --- */

MUST struct fault *db_postgres_next(void *state, bool *ret_is_found);
MUST struct fault *db_postgres_get(
	void *state, int column, enum db_type type, struct db_value *ret_value);
int64_t db_postgres_changed(void *state);
void db_postgres_done(void *state);
/* Take rows that are still to come into memory, so that the connection is free for a command. */
void db_postgres_settle(struct postgres *pg);
/* Close the line when no rows are on it any more. */
void db_postgres_hang_up(struct postgres *pg);

/* --- db_postgres_send.c --- */

/* The connection is free and, unless a transaction is under way, alive. */
MUST struct fault *db_postgres_ready(struct postgres *pg);
/* Work waits for the work before it. A lock that is taken before the transaction takes its picture
 * of the store: those who wait then see what the others did, instead of being given up and run
 * again. As all work writes into one chained audit, nothing is lost by it. */
#define PG_GATE "LOCK TABLE public.schema_step IN SHARE ROW EXCLUSIVE MODE"
/* Send a BEGIN that still waits for its first statement. */
MUST struct fault *db_postgres_start(struct postgres *pg);
/* A statement goes out, behind BEGIN when that is still to be sent; its rows come one by one. */
MUST struct fault *db_postgres_ask(
	void *state, const struct db_sql *sql, struct db_values values, void **ret_rows);
/* Run text of the driver's own and look only at whether it succeeded. */
MUST struct fault *db_postgres_exec(struct postgres *pg, const char *text);
/* Prepare on this connection under the statement's name, once. */
MUST struct fault *db_postgres_know(struct postgres *pg, const struct db_sql *sql);

/* --- db_postgres_schema.c --- */

MUST struct fault *db_postgres_script(void *state, const char *text);
MUST struct fault *db_postgres_look_inside(void *state, enum db_content *ret_content);
/* Find out whether the store has its gate already. */
MUST struct fault *db_postgres_find_gate(struct postgres *pg);
MUST struct fault *db_postgres_prepare(void *state, const struct db_sql *sql);
MUST struct fault *db_postgres_schema(void *state, struct arena *arena, struct str *ret_text);
MUST struct fault *db_postgres_lock_schema(void *state, bool is_locked);
MUST struct fault *db_postgres_position(void *state, int64_t *ret_position);
MUST struct fault *db_postgres_has_reached(void *state, int64_t position, bool *ret_has);

#endif
