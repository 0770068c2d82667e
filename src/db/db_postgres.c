/*
 * The PostgreSQL driver: its place in the table of drivers, and transactions.
 * Work that writes is SERIALIZABLE and comes in one at a time; what the server gives up all the
 * same, because of others, is run again by db_work(). Connecting, rows and the schema are in the
 * files beside this one.
 */
#include <stdio.h>
#include <string.h>

#include "db/db_postgres_inside.h"

/* One picture for the whole look. SERIALIZABLE would not do: a standby cannot. */
static const char begin_look[] = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
/* Without READ WRITE: a session that is read-only stays so. */
static const char begin_work[] = "BEGIN ISOLATION LEVEL SERIALIZABLE";

static struct fault *
postgres_begin(void *state, bool is_writing)
{
	struct postgres *pg = state;

	db_postgres_settle(pg);
	TRY(db_postgres_wake(pg));
	if (is_writing && !pg->has_gate)
		TRY(db_postgres_find_gate(pg));
	/* It is sent with the first statement. */
	pg->begin = is_writing ? begin_work : begin_look;
	pg->in_transaction = true;
	pg->is_writing = is_writing;
	pg->asked_again = false;
	return NULL;
}

/* COMMIT of a transaction in which something failed succeeds as a ROLLBACK. */
static struct fault *
undone_fault(const struct postgres *pg)
{
	return fault_new(FAULT_OUTSIDE, pg->asked_again ? "db_again" : "db_broken",
		"操作的一部分没有成功，全部已撤销。请重试。",
		"A part of the operation failed, so all of it was undone. Try again.");
}

/* What was read is read; nobody waits for the end of a look. */
static void
end_look(struct postgres *pg)
{
	pg->is_ending = PQsendQuery(pg->conn, "COMMIT");
	pg->in_transaction = false;
	if (!pg->is_ending)
		db_postgres_drop(pg);
}

static struct fault *
end_work(struct postgres *pg)
{
	struct fault *fault;
	PGresult *result;

	/* Nothing was sent yet: nothing is saved, and that is certain. */
	if (PQstatus(pg->conn) != CONNECTION_OK)
		return db_postgres_gone(pg);
	pg->is_warned = false;
	result = PQexec(pg->conn, "COMMIT");
	if (PQresultStatus(result) == PGRES_COMMAND_OK) {
		bool is_done = strcmp(PQcmdStatus(result), "COMMIT") == 0;

		PQclear(result);
		pg->in_transaction = !is_done;
		/* Here, but not on the standby that had to confirm it: a failover may lose it. */
		if (is_done && pg->is_warned)
			return db_postgres_unknown(pg);
		return is_done ? NULL : undone_fault(pg);
	}
	fault = db_postgres_fault(pg, result);
	return strcmp(fault->code, "db_gone") == 0 ? db_postgres_unknown(pg) : fault;
}

static struct fault *
postgres_commit(void *state)
{
	struct postgres *pg = state;
	bool is_empty = pg->begin != NULL;

	db_postgres_settle(pg);
	pg->begin = NULL;
	if (is_empty)
		pg->in_transaction = false;
	else if (pg->is_writing)
		return end_work(pg);
	else
		end_look(pg);
	return NULL;
}

static void
postgres_rollback(void *state)
{
	struct postgres *pg = state;

	db_postgres_settle(pg);
	pg->begin = NULL;
	if (PQstatus(pg->conn) == CONNECTION_OK && PQtransactionStatus(pg->conn) != PQTRANS_IDLE)
		PQclear(PQexec(pg->conn, "ROLLBACK"));
	if (PQtransactionStatus(pg->conn) != PQTRANS_IDLE)
		db_postgres_drop(pg);
	pg->in_transaction = false;
}

/* A setting that did not take is made anew with the next connection. */
static void
set(struct postgres *pg, const char *text)
{
	if (PQstatus(pg->conn) != CONNECTION_OK || db_postgres_exec(pg, text))
		db_postgres_drop(pg);
}

static void
postgres_set_patience(void *state, int milliseconds)
{
	struct postgres *pg = state;
	char text[60];

	pg->patience = milliseconds < 1 ? 1 : milliseconds;
	snprintf(text, sizeof text, "SET lock_timeout = %d", pg->patience);
	set(pg, text);
}

static struct fault *
postgres_set_read_only(void *state, bool is_read_only)
{
	struct postgres *pg = state;

	pg->is_read_only = is_read_only;
	set(pg, is_read_only ? "SET default_transaction_read_only = on"
			     : "SET default_transaction_read_only = off");
	return NULL;
}

const struct db_driver db_postgres = {
	.scheme = "postgresql",
	.other_scheme = "postgres",
	.engine = DB_POSTGRES,
	.open = db_postgres_open,
	.close = db_postgres_close,
	.begin = postgres_begin,
	.commit = postgres_commit,
	.rollback = postgres_rollback,
	.ask = db_postgres_ask,
	.next = db_postgres_next,
	.get = db_postgres_get,
	.changed = db_postgres_changed,
	.done = db_postgres_done,
	.script = db_postgres_script,
	.look_inside = db_postgres_look_inside,
	.prepare = db_postgres_prepare,
	.schema = db_postgres_schema,
	.set_patience = postgres_set_patience,
	.set_read_only = postgres_set_read_only,
	.lock_schema = db_postgres_lock_schema,
	.position = db_postgres_position,
	.has_reached = db_postgres_has_reached,
};
