/*
 * Finding a PostgreSQL server and staying with it: the URL, the settings of a session, several
 * hosts, a new connection for a lost one. Passwords stay in libpq's options and are never said.
 */
#include <poll.h>
#include <stdio.h>
#include <string.h>

#include "base/memory.h"
#include "base/steady.h"
#include "db/db_postgres_inside.h"

enum {
	WAIT_MS = 10000,        /* for a lock, and for each host when connecting */
	MOST_STATEMENT = 60,    /* times the patience: a statement that hangs ends */
	MOST_IDLE_MS = 300000,  /* in a transaction whose program has stopped */
	OLDEST_READER = 600,    /* seconds; then a reader looks for a standby again */
	MOST_WORDS = 64,        /* of connecting */
	OLDEST_SERVER = 150000, /* 15.0 */
	MOST_SILENCE_MS = 30000 /* of a network, before the connection counts as gone */
};

/* Keywords and values for PQconnectdbParams; what comes first stays. */
struct words {
	const char *keys[MOST_WORDS + 1];
	const char *values[MOST_WORDS + 1];
	int count;
	char session[700];
	char seconds[12];
	char silence[12];
};

/* What the URL says of one keyword; NULL for nothing. */
static const char *
option_of(const struct postgres *pg, const char *keyword)
{
	for (const PQconninfoOption *option = pg->options; option->keyword; option++)
		if (strcmp(option->keyword, keyword) == 0)
			return option->val;
	return NULL;
}

static void
put_word(struct words *words, const char *key, const char *value)
{
	if (!value || words->count == MOST_WORDS)
		return;
	for (int i = 0; i < words->count; i++)
		if (strcmp(words->keys[i], key) == 0)
			return;
	words->keys[words->count] = key;
	words->values[words->count++] = value;
}

/* Settings that hold for the whole session, as the server's own command line words. */
static void
put_session(const struct postgres *pg, struct words *words)
{
	const char *own = option_of(pg, "options");

	snprintf(words->session, sizeof words->session,
		"%.300s -c search_path=public -c default_transaction_read_only=%s"
		" -c lock_timeout=%d -c statement_timeout=%d"
		" -c idle_in_transaction_session_timeout=%d -c client_min_messages=warning"
		/* A program that fell off the network must not hold a lock for hours. */
		" -c tcp_keepalives_idle=30 -c tcp_keepalives_interval=10"
		" -c tcp_keepalives_count=3",
		own ? own : "", pg->is_read_only ? "on" : "off", pg->patience,
		pg->patience <= INT32_MAX / MOST_STATEMENT ? pg->patience * MOST_STATEMENT : 0,
		(int)MOST_IDLE_MS);
	put_word(words, "options", words->session);
}

static void
put_words(const struct postgres *pg, struct words *words)
{
	words->count = 0;
	put_session(pg, words);
	put_word(words, "client_encoding", "UTF8");
	if (pg->mode != DB_READ)
		put_word(words, "target_session_attrs", "read-write");
	for (const PQconninfoOption *option = pg->options; option->keyword; option++)
		put_word(words, option->keyword, option->val);
	/* What the URL leaves open. */
	if (pg->has_several_hosts)
		put_word(words, "target_session_attrs", "prefer-standby");
	snprintf(words->seconds, sizeof words->seconds, "%d", pg->patience / 1000 + 1);
	put_word(words, "connect_timeout", words->seconds);
	put_word(words, "fallback_application_name", "gongkai");
	put_word(words, "gssencmode", "disable");
	put_word(words, "keepalives_idle", "30");
	snprintf(words->silence, sizeof words->silence, "%d", (int)MOST_SILENCE_MS);
	put_word(words, "tcp_user_timeout", words->silence);
	words->keys[words->count] = NULL;
	words->values[words->count] = NULL;
}

/* Warnings are for the server's own log. One at COMMIT says that the standby did not confirm it. */
static void
take_warning(void *arg, const PGresult *warning)
{
	if (arg)
		((struct postgres *)arg)->is_warned = true;
}

/* A server that would keep text or answer differently than every room expects is not used. */
static struct fault *
check_server(PGconn *conn)
{
	const char *encoding = PQparameterStatus(conn, "server_encoding");

	if (encoding && strcmp(encoding, "UTF8") == 0 && PQserverVersion(conn) >= OLDEST_SERVER)
		return NULL;
	return fault_detail(
		fault_new(FAULT_OUTSIDE, "db_unsuitable",
			"这个数据库不能用：需要 PostgreSQL 15 或更新版本，数据库编码为 UTF8。",
			"This database cannot be used: PostgreSQL 15 or later is needed, and a "
			"database "
			"with the encoding UTF8."),
		"version %d, encoding %s", PQserverVersion(conn), encoding ? encoding : "?");
}

static struct fault *
connect_fault(PGconn *conn)
{
	if (PQconnectionNeedsPassword(conn) || PQconnectionUsedPassword(conn))
		return fault_detail(
			fault_new(FAULT_OUTSIDE, "db_denied",
				"数据库服务器没有接受帐号或密码。请检查数据库地址里的帐号和密码。",
				"The database server did not accept the account or its password. "
				"Check both in the database's address."),
			"%s", PQerrorMessage(conn));
	return fault_detail(
		fault_new(FAULT_OUTSIDE, "db_gone",
			"连不上数据库服务器（或其中没有一台可用）。请检查地址，以及服务器是否在运行"
			"；稍后再试。",
			"The database server cannot be reached (or none of several can serve "
			"this). "
			"Check the address and whether it runs; try again in a moment."),
		"%s", PQerrorMessage(conn));
}

static void
conn_close(PGconn **conn)
{
	PQfinish(*conn);
	*conn = NULL;
}

/* A new connection takes the place of the old one only when it is good. */
static struct fault *
connect_anew(struct postgres *pg)
{
	CLOSING(conn_close) PGconn *conn = NULL;
	struct words words;

	put_words(pg, &words);
	conn = PQconnectdbParams(words.keys, words.values, 0);
	if (!conn)
		return fault_memory();
	if (PQstatus(conn) != CONNECTION_OK)
		return connect_fault(conn);
	TRY(check_server(conn));
	PQsetNoticeReceiver(conn, take_warning, pg);
	db_postgres_drop(pg);
	pg->conn = conn;
	pg->connected_at = steady_seconds();
	conn = NULL;
	return NULL;
}

void
db_postgres_drop(struct postgres *pg)
{
	db_postgres_settle(pg);
	db_postgres_hang_up(pg);
}

bool
db_postgres_is_standby(const struct postgres *pg)
{
	const char *is_standby = PQparameterStatus(pg->conn, "in_hot_standby");

	return is_standby && strcmp(is_standby, "on") == 0;
}

/* What the server sent while nobody asked: its farewell, or that it was promoted. */
static bool
is_alive(struct postgres *pg)
{
	for (int i = 0; i < 4 && PQstatus(pg->conn) == CONNECTION_OK; i++) {
		struct pollfd line = { .fd = PQsocket(pg->conn), .events = POLLIN };

		if (poll(&line, 1, 0) <= 0)
			break;
		if (!PQconsumeInput(pg->conn))
			return false;
		(void)PQisBusy(pg->conn);
	}
	return PQstatus(pg->conn) == CONNECTION_OK;
}

struct fault *
db_postgres_wake(struct postgres *pg)
{
	struct fault *fault;

	if (!is_alive(pg))
		return connect_anew(pg);
	/* A writer's server that became a standby is of no use; another host took its place. */
	if (pg->mode != DB_READ && db_postgres_is_standby(pg))
		return connect_anew(pg);
	if (pg->mode != DB_READ || !pg->has_several_hosts ||
		steady_seconds() - pg->connected_at < OLDEST_READER)
		return NULL;
	/* The old one is still good when no better one is found. */
	fault = connect_anew(pg);
	if (fault)
		pg->connected_at = steady_seconds();
	return NULL;
}

/* --- a database that is not there --- */

/* The server's own database, where others are made, with the same account. */
static struct fault *
connect_beside(const struct postgres *pg, PGconn **ret_conn)
{
	CLOSING(conn_close) PGconn *conn = NULL;
	struct words words = { .count = 0 };

	put_word(&words, "dbname", "postgres");
	if (pg->mode == DB_MAKE)
		put_word(&words, "target_session_attrs", "read-write");
	put_word(&words, "connect_timeout", "10");
	put_word(&words, "gssencmode", "disable");
	put_word(&words, "client_encoding", "UTF8");
	for (const PQconninfoOption *option = pg->options; option->keyword; option++)
		if (strcmp(option->keyword, "target_session_attrs") != 0)
			put_word(&words, option->keyword, option->val);
	words.keys[words.count] = NULL;
	words.values[words.count] = NULL;
	conn = PQconnectdbParams(words.keys, words.values, 0);
	if (!conn)
		return fault_memory();
	if (PQstatus(conn) != CONNECTION_OK)
		return connect_fault(conn);
	PQsetNoticeReceiver(conn, take_warning, NULL);
	*ret_conn = conn;
	conn = NULL;
	return NULL;
}

static bool
has_database(PGconn *conn, const char *name)
{
	PGresult *result = PQexecParams(conn, "SELECT 1 FROM pg_database WHERE datname = $1", 1,
		NULL, &name, NULL, NULL, 0);
	/* A question without an answer proves nothing. */
	bool has = PQresultStatus(result) != PGRES_TUPLES_OK || PQntuples(result) > 0;

	PQclear(result);
	return has;
}

/* By code point, so that lists have one order everywhere. */
static struct fault *
make_database(PGconn *conn, const char *name)
{
	char *quoted = PQescapeIdentifier(conn, name, strlen(name));
	struct fault *fault = NULL;
	PGresult *result;
	char text[300];

	if (!quoted)
		return fault_memory();
	snprintf(text, sizeof text,
		"CREATE DATABASE %s TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C'", quoted);
	PQfreemem(quoted);
	result = PQexec(conn, text);
	/* Another server may have been first. */
	if (PQresultStatus(result) != PGRES_COMMAND_OK && !has_database(conn, name))
		fault = fault_detail(
			fault_new(FAULT_OUTSIDE, "db_denied",
				"不能新建数据库。请让数据库管理员建立它（编码 "
				"UTF8），由本程序的帐号拥有。",
				"The database could not be made. Let the database administrator "
				"make it (encoding UTF8), owned by the program's account."),
			"%s", PQresultErrorMessage(result));
	PQclear(result);
	return fault;
}

/* The server answers, but not for this database: say so, or make it. */
static struct fault *
find_or_make(struct postgres *pg, struct fault *why)
{
	CLOSING(conn_close) PGconn *conn = NULL;
	const char *name = option_of(pg, "dbname");
	struct fault kept = *why;

	if (!name || !*name || strlen(name) > 63 || connect_beside(pg, &conn) ||
		has_database(conn, name)) {
		*why = kept;
		return why;
	}
	if (pg->mode != DB_MAKE)
		return fault_new(FAULT_ABSENT, "db_absent",
			"数据库服务器上没有数据库 %s。请检查地址；新建请先运行 gongkai migrate。",
			"The database server has no database %s. Check the address; `gongkai "
			"migrate` makes a new one.",
			name);
	TRY(make_database(conn, name));
	return connect_anew(pg);
}

/* --- opening and closing --- */

static struct fault *
url_fault(void)
{
	/* libpq's own words would repeat parts of it, and with them a password. */
	return fault_new(FAULT_INPUT, "db_url",
		"看不懂数据库地址。请写成 postgresql://帐号@主机/数据库名，多台主机用逗号分开。",
		"The database address is not understood. Write it as "
		"postgresql://ACCOUNT@HOST/DATABASE, with commas between several hosts.");
}

static struct fault *
read_url(struct postgres *pg, const char *address)
{
	const char *host;
	char url[2000];
	char *said = NULL;

	if ((size_t)snprintf(url, sizeof url, "postgresql:%s", address) >= sizeof url)
		return url_fault();
	pg->options = PQconninfoParse(url, &said);
	PQfreemem(said);
	if (!pg->options)
		return url_fault();
	host = option_of(pg, "host");
	if (!host)
		host = option_of(pg, "hostaddr");
	pg->has_several_hosts = host && strchr(host, ',');
	return NULL;
}

struct fault *
db_postgres_open(const char *address, enum db_mode mode, void **ret_state)
{
	struct postgres *pg;
	struct fault *fault;

	TRY(db_libpq_load());
	pg = memory_take(sizeof *pg);
	if (!pg)
		return fault_memory();
	pg->mode = mode;
	pg->is_read_only = mode == DB_READ;
	pg->patience = WAIT_MS;
	fault = read_url(pg, address);
	if (!fault)
		fault = connect_anew(pg);
	if (fault && strcmp(fault->code, "db_gone") == 0)
		fault = find_or_make(pg, fault);
	if (fault) {
		db_postgres_close(pg);
		return fault;
	}
	*ret_state = pg;
	return NULL;
}

void
db_postgres_close(void *state)
{
	struct postgres *pg = state;

	conn_close(&pg->conn);
	if (pg->options)
		PQconninfoFree(pg->options);
	memory_give(pg);
}
