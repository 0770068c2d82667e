/*
 * What PostgreSQL says about a failure, as the faults that rooms know from every engine.
 * The server's own text goes into the log's detail only where it cannot quote a stored value.
 */
#include <string.h>

#include "db/db_postgres_inside.h"

static bool
is_class(const char *state, const char *class)
{
	return strncmp(state, class, strlen(class)) == 0;
}

static struct fault *
busy_fault(void)
{
	return fault_new(FAULT_OUTSIDE, "db_busy", "数据库正被其他操作占用。请稍后再试。",
		"The database is busy with other work. Try again in a moment.");
}

static struct fault *
gone_fault(void)
{
	return fault_new(FAULT_OUTSIDE, "db_gone",
		"与数据库服务器的连接断了，这次操作没有保存。请稍后再试；如一直如此，请检查数据库服"
		"务器。",
		"The connection to the database server is gone; nothing was saved this time. Try "
		"again in a moment; if it stays so, check the database server.");
}

/* What may be wrong with the server's side. */
static struct fault *
server_fault(const char *state)
{
	if (is_class(state, "08") || is_class(state, "57P"))
		return gone_fault();
	if (strcmp(state, "53100") == 0)
		return fault_new(FAULT_OUTSIDE, "db_full",
			"磁盘已满，没有保存。请清理磁盘空间后再试。",
			"The disk is full; nothing was saved. Free some space and try again.");
	if (is_class(state, "53") || strcmp(state, "55P03") == 0 || strcmp(state, "57014") == 0)
		return busy_fault();
	if (strcmp(state, "25006") == 0)
		return fault_new(FAULT_OUTSIDE, "db_read_only",
			"数据库当前只能读取，不能保存。请检查数据库服务器（可能是备用服务器）。",
			"The database can only be read now; nothing was saved. Check the database "
			"server (it may be a standby).");
	if (is_class(state, "42501") || is_class(state, "28"))
		return fault_new(FAULT_OUTSIDE, "db_denied",
			"数据库帐号没有所需的权限。请让数据库管理员授权（本程序的帐号应拥有该数据库"
			"）。",
			"The database account lacks a right. Let the database administrator grant "
			"it "
			"(the program's account should own its database).");
	if (strcmp(state, "XX001") == 0 || strcmp(state, "XX002") == 0)
		return fault_new(FAULT_OUTSIDE, "db_corrupt",
			"数据库里有损坏的内容。请从备份恢复，并检查磁盘。",
			"The database holds damaged content. Restore a backup and check the disk.");
	return fault_new(FAULT_OUTSIDE, "db_io", "读写数据库失败。请检查数据库服务器，并查看日志。",
		"Reading or writing the database failed. Check the database server and the log.");
}

/* What may be wrong with what was asked. */
static struct fault *
deed_fault(const char *state)
{
	if (strcmp(state, "23505") == 0)
		return fault_new(FAULT_CONFLICT, "db_unique", "同样的内容已经存在。请刷新后查看。",
			"The same thing is there already. Reload and look.");
	if (is_class(state, "23"))
		return fault_new(FAULT_CONFLICT, "db_constraint",
			"内容不符合保存规则，没有保存。请核对后重试。",
			"The content breaks a rule of the store and was not saved. Check it and "
			"try "
			"again.");
	if (is_class(state, "54"))
		return fault_new(FAULT_LIMIT, "db_large",
			"内容太大，数据库放不下。请拆分后再保存。",
			"The content is too large for the database. Split it.");
	if (strcmp(state, "25P02") == 0)
		return fault_new(FAULT_OUTSIDE, "db_broken",
			"操作的一部分没有成功，全部已撤销。请重试。",
			"A part of the operation failed, so all of it was undone. Try again.");
	return server_fault(state);
}

/* Messages of these classes speak of names and servers, never of stored values. */
static bool
is_message_public(const char *state)
{
	static const char *const classes[] = { "08", "25", "28", "40", "42", "53", "54", "55", "57",
		"58", "XX" };

	for (size_t i = 0; i < COUNT_OF(classes); i++)
		if (is_class(state, classes[i]))
			return true;
	return false;
}

struct fault *
db_postgres_fault(struct postgres *pg, PGresult *result)
{
	const char *state = result ? PQresultErrorField(result, PG_DIAG_SQLSTATE) : NULL;
	const char *said;
	struct fault *fault;

	/* libpq makes a result without a state when it lost the server. */
	if (!state || PQstatus(pg->conn) != CONNECTION_OK) {
		PQclear(result);
		return db_postgres_gone(pg);
	}
	said = PQresultErrorField(result,
		is_message_public(state) ? PG_DIAG_MESSAGE_PRIMARY : PG_DIAG_CONSTRAINT_NAME);
	if (is_class(state, "40001") || is_class(state, "40P01")) {
		/* Only a whole transaction can be run again. */
		fault = pg->in_transaction ? fault_new(FAULT_OUTSIDE, "db_again",
						     "数据库正被其他操作占用。请稍后再试。",
						     "The database is busy with other work. Try "
						     "again in a moment.")
					   : busy_fault();
		pg->asked_again = pg->in_transaction;
	} else {
		fault = deed_fault(state);
	}
	fault = fault_detail(fault, "postgresql %s: %s", state, said ? said : "");
	PQclear(result);
	return fault;
}

struct fault *
db_postgres_gone(struct postgres *pg)
{
	return fault_detail(gone_fault(), "%s", PQerrorMessage(pg->conn));
}

struct fault *
db_postgres_unknown(struct postgres *pg)
{
	return fault_detail(
		fault_new(FAULT_OUTSIDE, "db_unknown",
			"保存时与数据库服务器的连接断了，不知道是否已保存。请先查看结果，再决定是否"
			"重做。",
			"The connection to the database server was lost while saving; whether it "
			"was "
			"saved is not known. Look first, then decide whether to do it again."),
		"%s", PQerrorMessage(pg->conn));
}

struct fault *
db_postgres_statement_fault(const char *what, const char *detail)
{
	return fault_detail(
		fault_new(FAULT_OUTSIDE, "db_statement",
			"数据库结构与程序不一致。请先运行 gongkai migrate。",
			"The database does not fit this program. Run `gongkai migrate`."),
		"%s: %s", what, detail);
}
