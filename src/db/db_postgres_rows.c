/*
 * What PostgreSQL answers: rows in, one at a time, and out as columns.
 * When rows are taken into memory and why: see db_postgres_inside.h. Asking is
 * db_postgres_send.c's, which stands on this file, as connecting does.
 */
#include <endian.h>
#include <string.h>

#include "base/memory.h"
#include "db/db_postgres_inside.h"

/* --- the line --- */

void
db_postgres_hang_up(struct postgres *pg)
{
	PQfinish(pg->conn);
	pg->conn = NULL;
	memset(pg->known, 0, sizeof pg->known);
	pg->reached = 0;
	pg->has_gate = false;
}

/* After the last row of a statement that went with BEGIN. */
static void
leave_pipeline(struct postgres *pg)
{
	if (!pg->in_pipeline)
		return;
	pg->in_pipeline = false;
	PQclear(PQgetResult(pg->conn));
	if (!PQexitPipelineMode(pg->conn))
		db_postgres_hang_up(pg);
}

/* --- rows from the server --- */

/* The server is done with these rows; what is left of its answer is taken off the line. */
static void
end_stream(struct postgres_rows *rows)
{
	PGresult *result;

	while ((result = PQgetResult(rows->pg->conn)))
		PQclear(result);
	rows->pg->streaming = NULL;
	rows->is_over = true;
	leave_pipeline(rows->pg);
}

static struct fault *
check_columns(const struct postgres_rows *rows, const PGresult *result)
{
	if (PQnfields(result) == rows->sql->give_count)
		return NULL;
	return fault_detail(
		fault_new(FAULT_OUTSIDE, "db_statement", "程序内部的查询语句有误，请报告此问题。",
			"A statement of the program is wrong; please report this."),
		"gives %d", PQnfields(result));
}

/* The next row off the line into *ret_result; NULL after the last one. */
static struct fault *
receive(struct postgres_rows *rows, PGresult **ret_result)
{
	PGresult *result = PQgetResult(rows->pg->conn);
	struct fault *fault = NULL;

	*ret_result = NULL;
	switch (PQresultStatus(result)) {
	case PGRES_SINGLE_TUPLE:
		fault = check_columns(rows, result);
		if (!fault) {
			*ret_result = result;
			return NULL;
		}
		PQclear(result);
		break;
	case PGRES_TUPLES_OK:
	case PGRES_COMMAND_OK:
		if (!str_to_int(str_of(PQcmdTuples(result)), &rows->changed))
			rows->changed = 0;
		PQclear(result);
		break;
	default:
		fault = db_postgres_fault(rows->pg, result);
		break;
	}
	end_stream(rows);
	return fault;
}

static void
show_result(struct postgres_rows *rows)
{
	for (int i = 0; i < rows->sql->give_count; i++) {
		bool is_none = PQgetisnull(rows->result, 0, i);

		rows->cells[i] =
			(struct postgres_cell){ is_none ? NULL : PQgetvalue(rows->result, 0, i),
				PQgetlength(rows->result, 0, i), PQftype(rows->result, i) };
	}
}

/* --- rows in memory --- */

/* For each column its length (-1 for none), its type and its bytes. */
static void
keep_result(struct postgres_rows *rows, const PGresult *result)
{
	for (int i = 0; i < rows->sql->give_count; i++) {
		bool is_none = PQgetisnull(result, 0, i);
		int len = is_none ? -1 : PQgetlength(result, 0, i);
		Oid type = PQftype(result, i);

		buf_put_bytes(&rows->rest, &len, sizeof len);
		buf_put_bytes(&rows->rest, &type, sizeof type);
		if (!is_none)
			buf_put_bytes(&rows->rest, PQgetvalue(result, 0, i), (size_t)len);
	}
}

static void
show_kept(struct postgres_rows *rows)
{
	for (int i = 0; i < rows->sql->give_count; i++) {
		struct postgres_cell *cell = &rows->cells[i];
		const char *at = rows->rest.at + rows->read;

		memcpy(&cell->len, at, sizeof cell->len);
		memcpy(&cell->type, at + sizeof cell->len, sizeof cell->type);
		rows->read += sizeof cell->len + sizeof cell->type;
		cell->at = cell->len < 0 ? NULL : rows->rest.at + rows->read;
		if (cell->at)
			rows->read += (size_t)cell->len;
	}
}

/* A fault that somebody will ask for later; without memory it becomes that fault. */
static void
keep_fault(struct postgres_rows *rows, const struct fault *fault)
{
	if (!fault || rows->is_cut)
		return;
	rows->is_cut = true;
	rows->kept = memory_take(sizeof *rows->kept);
	if (rows->kept)
		*rows->kept = *fault;
}

static struct fault *
give_kept_fault(const struct postgres_rows *rows)
{
	struct fault *fault = fault_memory();

	if (rows->kept)
		*fault = *rows->kept;
	return fault;
}

/* One row into memory. Of a row that finds no room nothing stays. */
static struct fault *
keep_row(struct postgres_rows *rows, const PGresult *result)
{
	size_t before = rows->rest.len;

	memory_forget_failure();
	keep_result(rows, result);
	if (!buf_check(&rows->rest))
		return NULL;
	rows->rest.len = before;
	if (memory_has_failed())
		return fault_memory();
	return fault_new(FAULT_LIMIT, "db_rows_many", "查询结果太多，请缩小范围后再试。",
		"The answer has too many rows. Narrow the question.");
}

void
db_postgres_settle(struct postgres *pg)
{
	struct postgres_rows *rows = pg->streaming;
	PGresult *end;

	while (pg->is_ending && (end = PQgetResult(pg->conn)))
		PQclear(end);
	pg->is_ending = false;
	while (pg->streaming) {
		PGresult *result = NULL;

		keep_fault(rows, receive(rows, &result));
		if (result && !rows->is_cut)
			keep_fault(rows, keep_row(rows, result));
		PQclear(result);
	}
}

/* --- what the driver's table names --- */

struct fault *
db_postgres_next(void *state, bool *ret_is_found)
{
	struct postgres_rows *rows = state;

	PQclear(rows->result);
	rows->result = NULL;
	*ret_is_found = false;
	if (rows->read < rows->rest.len) {
		show_kept(rows);
		*ret_is_found = true;
		return NULL;
	}
	if (rows->is_cut)
		return give_kept_fault(rows);
	if (rows->is_over)
		return NULL;
	TRY(receive(rows, &rows->result));
	if (rows->result)
		show_result(rows);
	*ret_is_found = rows->result != NULL;
	return NULL;
}

static struct fault *
type_fault(int column, Oid type)
{
	return fault_detail(
		fault_new(FAULT_OUTSIDE, "db_corrupt",
			"数据库里有损坏的内容。请从备份恢复，并检查磁盘。",
			"The database holds damaged content. Restore a backup and check the "
			"disk."),
		"column %d is of type %u", column, type);
}

/* Whole numbers come in the width that the expression has. */
static bool
read_number(const struct postgres_cell *cell, int64_t *ret_number)
{
	uint64_t eight;
	uint32_t four;
	uint16_t two;

	if (cell->type == PG_INT8 && cell->len == 8) {
		memcpy(&eight, cell->at, sizeof eight);
		*ret_number = (int64_t)be64toh(eight);
	} else if (cell->type == PG_INT4 && cell->len == 4) {
		memcpy(&four, cell->at, sizeof four);
		*ret_number = (int32_t)be32toh(four);
	} else if (cell->type == PG_INT2 && cell->len == 2) {
		memcpy(&two, cell->at, sizeof two);
		*ret_number = (int16_t)be16toh(two);
	} else {
		return false;
	}
	return true;
}

struct fault *
db_postgres_get(void *state, int column, enum db_type type, struct db_value *ret_value)
{
	const struct postgres_cell *cell = &((struct postgres_rows *)state)->cells[column];

	*ret_value = (struct db_value){ .type = (int)type, .is_none = !cell->at };
	if (!cell->at)
		return NULL;
	if (type == DB_INT)
		return read_number(cell, &ret_value->number) ? NULL
							     : type_fault(column, cell->type);
	if (cell->type != (type == DB_TEXT ? PG_TEXT : PG_BYTEA))
		return type_fault(column, cell->type);
	ret_value->text = (struct str){ cell->at, (size_t)cell->len };
	return NULL;
}

int64_t
db_postgres_changed(void *state)
{
	return ((struct postgres_rows *)state)->changed;
}

void
db_postgres_done(void *state)
{
	struct postgres_rows *rows = state;

	/* Rows that nobody wants any more; a fault among them shows at the commit. */
	while (rows->pg->streaming == rows) {
		PGresult *result = NULL;

		if (receive(rows, &result))
			break;
		PQclear(result);
	}
	PQclear(rows->result);
	buf_done(&rows->rest);
	memory_give(rows->kept);
	memory_give(rows);
}
