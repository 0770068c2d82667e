/*
 * What goes to a PostgreSQL server: commands, prepared statements and their values, BEGIN.
 * What comes back as rows is in db_postgres_rows.c.
 *
 * BEGIN is not sent alone: it travels with the first statement of the transaction, in libpq's
 * pipeline mode, which saves one of its journeys.
 */
#include <assert.h>
#include <endian.h>
#include <string.h>

#include "base/memory.h"
#include "db/db_postgres_inside.h"

/* --- commands of the driver's own --- */

static struct fault *
run(struct postgres *pg, const char *text)
{
	PGresult *result = PQexec(pg->conn, text);

	switch (PQresultStatus(result)) {
	case PGRES_COMMAND_OK:
	case PGRES_TUPLES_OK:
	case PGRES_EMPTY_QUERY:
		PQclear(result);
		return NULL;
	default:
		return db_postgres_fault(pg, result);
	}
}

struct fault *
db_postgres_ready(struct postgres *pg)
{
	db_postgres_settle(pg);
	/* Inside a transaction a lost connection stays lost: its first part is lost as well. */
	return pg->in_transaction && !pg->begin ? NULL : db_postgres_wake(pg);
}

/* It stays pending when it fails: no statement may run outside the transaction it belongs to. */
struct fault *
db_postgres_start(struct postgres *pg)
{
	if (!pg->begin)
		return NULL;
	TRY(run(pg, pg->begin));
	pg->begin = NULL;
	return pg->is_writing && pg->has_gate ? run(pg, PG_GATE) : NULL;
}

struct fault *
db_postgres_exec(struct postgres *pg, const char *text)
{
	TRY(db_postgres_ready(pg));
	TRY(db_postgres_start(pg));
	return run(pg, text);
}

/* --- preparing --- */

/* The place of a statement among those that the connection knows; NULL when all near are taken. */
static const struct db_sql **
place_of(struct postgres *pg, const struct db_sql *sql)
{
	size_t at = ((uintptr_t)sql / sizeof *sql) % PG_KNOWN_SIZE;

	for (size_t i = 0; i < 32; i++) {
		const struct db_sql **place = &pg->known[(at + i) % PG_KNOWN_SIZE];

		if (!*place || *place == sql)
			return place;
	}
	return NULL;
}

/* The name it is prepared under; without a place, it is prepared anew each time. */
static const char *
name_of(struct postgres *pg, const struct db_sql *sql)
{
	return place_of(pg, sql) ? sql->name : "";
}

struct fault *
db_postgres_know(struct postgres *pg, const struct db_sql *sql)
{
	static const Oid types[] = {
		[DB_INT] = PG_INT8, [DB_TEXT] = PG_TEXT, [DB_BYTES] = PG_BYTEA
	};
	const struct db_sql **place = place_of(pg, sql);
	Oid takes[PG_MOST_TAKES];
	const char *state;
	PGresult *result;

	assert(sql->take_count <= PG_MOST_TAKES);
	if (place && *place)
		return NULL;
	for (int i = 0; i < sql->take_count; i++)
		takes[i] = types[sql->takes[i].type];
	result = PQprepare(
		pg->conn, name_of(pg, sql), sql->text[DB_POSTGRES], sql->take_count, takes);
	state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
	if (state && strncmp(state, "42", 2) == 0 && strcmp(state, "42501") != 0) {
		struct fault *fault = db_postgres_statement_fault(
			state, PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY));

		PQclear(result);
		return fault;
	}
	if (PQresultStatus(result) != PGRES_COMMAND_OK)
		return db_postgres_fault(pg, result);
	PQclear(result);
	if (place)
		*place = sql;
	return NULL;
}

/* --- asking --- */

/* Values as libpq wants them, all binary, which for text is the text itself. */
struct parcel {
	uint64_t numbers[PG_MOST_TAKES];
	const char *at[PG_MOST_TAKES];
	int lens[PG_MOST_TAKES];
	int formats[PG_MOST_TAKES];
};

static struct fault *
pack(struct parcel *parcel, struct db_values values)
{
	for (int i = 0; i < values.count; i++) {
		const struct db_value *value = &values.at[i];

		parcel->formats[i] = 1;
		parcel->lens[i] = (int)sizeof parcel->numbers[i];
		parcel->numbers[i] = htobe64((uint64_t)value->number);
		parcel->at[i] = (const char *)&parcel->numbers[i];
		if (value->is_none) {
			parcel->at[i] = NULL;
		} else if (value->type != DB_INT) {
			if (value->text.len > PG_MOST_VALUE)
				return fault_new(FAULT_LIMIT, "db_large",
					"内容太大，数据库放不下。请拆分后再保存。",
					"The content is too large for the database. Split it.");
			parcel->at[i] = value->text.at ? value->text.at : "";
			parcel->lens[i] = (int)value->text.len;
		}
	}
	return NULL;
}

static bool
send_statement(
	struct postgres *pg, const struct db_sql *sql, int count, const struct parcel *parcel)
{
	return PQsendQueryPrepared(
		pg->conn, name_of(pg, sql), count, parcel->at, parcel->lens, parcel->formats, 1);
}

static bool
send_text(struct postgres *pg, const char *text)
{
	return PQsendQueryParams(pg->conn, text, 0, NULL, NULL, NULL, NULL, 0);
}

/* The answer to one command of a pipeline, and the end of that answer. */
static struct fault *
receive_one(struct postgres *pg)
{
	PGresult *result = PQgetResult(pg->conn);

	if (PQresultStatus(result) != PGRES_COMMAND_OK)
		return db_postgres_fault(pg, result);
	while (result) {
		PQclear(result);
		result = PQgetResult(pg->conn);
	}
	return NULL;
}

/* BEGIN, the gate and the statement behind it, in one journey. When it does not come through the
 * gate, nothing was done; the connection is given up with all that is still on its way. */
static struct fault *
send_behind_begin(
	struct postgres *pg, const struct db_sql *sql, int count, const struct parcel *parcel)
{
	bool has_gate = pg->is_writing && pg->has_gate;
	struct fault *fault;

	if (!PQenterPipelineMode(pg->conn) || !send_text(pg, pg->begin) ||
		(has_gate && !send_text(pg, PG_GATE)) || !send_statement(pg, sql, count, parcel) ||
		!PQpipelineSync(pg->conn))
		fault = db_postgres_gone(pg);
	else
		fault = receive_one(pg);
	if (!fault && has_gate)
		fault = receive_one(pg);
	if (fault) {
		db_postgres_drop(pg);
		return fault;
	}
	pg->begin = NULL;
	pg->in_pipeline = true;
	return NULL;
}

static struct fault *
send_once(struct postgres *pg, const struct db_sql *sql, int count, const struct parcel *parcel)
{
	TRY(db_postgres_know(pg, sql));
	/* A statement without a name would not outlive BEGIN, which has none either. */
	if (!place_of(pg, sql))
		TRY(db_postgres_start(pg));
	if (pg->begin)
		return send_behind_begin(pg, sql, count, parcel);
	return send_statement(pg, sql, count, parcel) ? NULL : db_postgres_gone(pg);
}

static struct fault *
send_values(struct postgres *pg, const struct db_sql *sql, struct db_values values)
{
	struct parcel parcel;
	struct fault *fault;

	TRY(pack(&parcel, values));
	fault = send_once(pg, sql, values.count, &parcel);
	/* Nothing of the transaction was done yet, so it can begin on a new connection. */
	if (fault && pg->begin && strcmp(fault->code, "db_gone") == 0) {
		TRY(db_postgres_wake(pg));
		fault = send_once(pg, sql, values.count, &parcel);
	}
	if (fault)
		return fault;
	PQsetSingleRowMode(pg->conn);
	return NULL;
}

struct fault *
db_postgres_ask(void *state, const struct db_sql *sql, struct db_values values, void **ret_rows)
{
	struct postgres *pg = state;
	struct postgres_rows *rows;
	struct fault *fault;

	TRY(db_postgres_ready(pg));
	rows = memory_take(sizeof *rows + (size_t)sql->give_count * sizeof rows->cells[0]);
	if (!rows)
		return fault_memory();
	fault = send_values(pg, sql, values);
	if (fault) {
		memory_give(rows);
		return fault;
	}
	rows->pg = pg;
	rows->sql = sql;
	buf_init(&rows->rest, PG_MOST_VALUE);
	pg->streaming = rows;
	*ret_rows = rows;
	return NULL;
}
