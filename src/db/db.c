/*
 * The door itself: handles, rows and the checks that hold for every engine; db_work.c has the
 * transactions.
 * No engine is named here but in the table of drivers; SQL text is never looked at.
 */
#include "db/db.h"

#include <assert.h>

#include "base/buf.h"
#include "base/memory.h"
#include "base/utf8.h"
#include "db/db_driver.h"

enum { MOST_SEARCH = 100 };

static const struct db_driver *const drivers[] = { &db_sqlite, &db_postgres };

/* What follows the scheme and its colon; NULL when the URL has another one. */
static const char *
address_of(const char *url, const char *scheme)
{
	size_t len = scheme ? strlen(scheme) : 0;

	if (!scheme || strncmp(url, scheme, len) != 0 || url[len] != ':' || !url[len + 1])
		return NULL;
	return url + len + 1;
}

struct fault *
db_find_driver(const char *url, const struct db_driver **ret_driver, const char **ret_address)
{
	for (size_t i = 0; i < COUNT_OF(drivers); i++) {
		const char *address = address_of(url, drivers[i]->scheme);

		if (!address)
			address = address_of(url, drivers[i]->other_scheme);
		if (!address)
			continue;
		*ret_driver = drivers[i];
		*ret_address = address;
		return NULL;
	}
	/* The address may hold a password, so it is not repeated. */
	return fault_new(FAULT_INPUT, "db_url",
		"看不懂数据库地址。请写成 sqlite:文件路径（例如 sqlite:data/gongkai.db）或 "
		"postgresql://帐号@主机/数据库名。",
		"The database address is not understood. Write it as sqlite:PATH, for example "
		"sqlite:data/gongkai.db, or as postgresql://ACCOUNT@HOST/DATABASE.");
}

bool
db_is_in_memory(const char *url)
{
	return strcmp(url, "sqlite::memory:") == 0;
}

struct fault *
db_open(const char *url, enum db_mode mode, struct db **ret_db)
{
	const struct db_driver *driver = NULL;
	const char *address = NULL;
	struct fault *fault;
	struct db *db;

	TRY(db_find_driver(url, &driver, &address));
	db = memory_take(sizeof *db);
	if (!db)
		return fault_memory();
	fault = driver->open(address, mode, &db->state);
	if (fault) {
		memory_give(db);
		return fault;
	}
	db->driver = driver;
	db->engine = driver->engine;
	db->is_reader = db->is_read_only = mode == DB_READ;
	*ret_db = db;
	return NULL;
}

void
db_close(struct db **db)
{
	if (!*db)
		return;
	assert((*db)->depth == 0 && (*db)->open_rows == 0);
	db_let_go(*db);
	(*db)->driver->close((*db)->state);
	memory_give(*db);
	*db = NULL;
}

bool
db_is_read_only(const struct db *db)
{
	return db->is_read_only;
}

void
db_set_patience(struct db *db, int milliseconds)
{
	db->driver->set_patience(db->state, milliseconds);
}

struct db_value
db_value_int(int64_t value)
{
	return (struct db_value){ .type = DB_INT, .number = value };
}

struct db_value
db_value_str(struct str value)
{
	return (struct db_value){ .type = DB_TEXT, .text = value };
}

struct db_value
db_value_day(struct day value)
{
	return (struct db_value){
		.type = DB_INT, .is_none = day_is_none(value), .number = value.number
	};
}

struct db_value
db_value_id(int64_t id)
{
	return (struct db_value){ .type = DB_INT, .is_none = id == 0, .number = id };
}

struct db_value
db_value_bytes(struct str bytes)
{
	return (struct db_value){ .type = DB_BYTES, .text = bytes };
}

/* Invariants: values hold give_count columns of the present row while has_row is true. */
struct db_rows {
	struct db *db;
	struct arena *arena;
	const struct db_sql *sql;
	void *inner;
	bool has_row;
	struct db_value values[];
};

struct fault *
db_read_only_fault(void)
{
	return fault_new(FAULT_OUTSIDE, "db_read_only",
		"数据库当前只能读取，不能保存。请检查文件权限和磁盘。",
		"The database can only be read now; nothing was saved. Check its file permissions "
		"and disk.");
}

/* Which statement it was, for the log. */
static struct fault *
name_statement(struct fault *fault, const struct db_sql *sql)
{
	char detail[sizeof fault->detail];

	memcpy(detail, fault->detail, sizeof detail);
	return fault_detail(fault, "%s: %s", sql->name, detail);
}

/* A transaction in which something failed cannot succeed: PostgreSQL has given it up, and a room
 * must not see a difference. */
static struct fault *
break_work(struct db *db, struct fault *fault, const struct db_sql *sql)
{
	db->is_broken = db->is_broken || db->depth > 0;
	db->is_again = db->is_again || strcmp(fault->code, "db_again") == 0;
	return name_statement(fault, sql);
}

/* Every str should be clean already; no engine may be the judge of that, for they differ. */
static struct fault *
check_text(const struct db_value *value, const struct db_place *place)
{
	size_t bad;

	if (value->type != DB_TEXT || value->is_none || utf8_is_valid(value->text, &bad))
		return NULL;
	return fault_detail(
		fault_new(FAULT_INPUT, "db_text",
			"文字里有不能保存的内容（零字节或损坏的编码）。请检查后重新输入。",
			"The text holds what cannot be stored (a zero byte or a broken encoding). "
			"Check it and enter it again."),
		"%s at byte %zu", place->name, bad);
}

static void
note_writing(struct db *db, const struct db_sql *sql)
{
	const struct db_changes *changes = db->changes;

	if (changes && !db->has_changed)
		db->has_changed = !changes->counts || changes->counts(sql->name);
}

struct fault *
db_ask(struct db *db, struct arena *arena, const struct db_sql *sql, struct db_values values,
	struct db_rows **ret_rows)
{
	struct db_rows *rows;
	struct fault *fault;

	assert(values.count == sql->take_count);
	for (int i = 0; i < values.count; i++) {
		assert(values.at[i].type == (int)sql->takes[i].type);
		assert(!values.at[i].is_none || sql->takes[i].may_be_none);
		TRY(check_text(&values.at[i], &sql->takes[i]));
	}
	if (sql->writes && db->is_read_only)
		return db_read_only_fault();
	assert(!sql->writes || db->is_writing);
	if (sql->writes)
		note_writing(db, sql);
	rows = memory_take(sizeof *rows + (size_t)sql->give_count * sizeof rows->values[0]);
	if (!rows)
		return fault_memory();
	fault = db->driver->ask(db->state, sql, values, &rows->inner);
	if (fault) {
		memory_give(rows);
		return break_work(db, fault, sql);
	}
	rows->db = db;
	rows->arena = arena;
	rows->sql = sql;
	db->open_rows++;
	*ret_rows = rows;
	return NULL;
}

/* Text from the store is from outside as well: it comes in only when it is what it says. */
static struct fault *
take_column(struct db_rows *rows, int column)
{
	const struct db_place *place = &rows->sql->gives[column];
	struct db_value *value = &rows->values[column];
	size_t bad;

	TRY(rows->db->driver->get(rows->inner, column, place->type, value));
	if ((value->is_none && !place->may_be_none) ||
		(place->type == DB_TEXT && !utf8_is_valid(value->text, &bad)))
		return fault_detail(
			fault_new(FAULT_OUTSIDE, "db_corrupt",
				"数据库里有损坏的内容。请从备份恢复，并检查磁盘。",
				"The database holds damaged content. Restore a backup and check "
				"the disk."),
			"%s.%s", rows->sql->name, place->name);
	if (rows->arena && place->type != DB_INT)
		TRY(str_copy(rows->arena, value->text, &value->text));
	return NULL;
}

struct fault *
db_next(struct db_rows *rows, bool *ret_is_found)
{
	bool is_found = false;
	struct fault *fault;

	rows->has_row = false;
	fault = rows->db->driver->next(rows->inner, &is_found);
	if (fault)
		return break_work(rows->db, fault, rows->sql);
	for (int i = 0; is_found && i < rows->sql->give_count; i++)
		TRY(take_column(rows, i));
	rows->has_row = is_found;
	*ret_is_found = is_found;
	return NULL;
}

void
db_rows_close(struct db_rows **rows)
{
	if (!*rows)
		return;
	(*rows)->db->driver->done((*rows)->inner);
	(*rows)->db->open_rows--;
	memory_give(*rows);
	*rows = NULL;
}

static const struct db_value *
column_of(const struct db_rows *rows, int column, enum db_type type)
{
	assert(rows->has_row);
	assert(column >= 0 && column < rows->sql->give_count);
	assert(rows->sql->gives[column].type == type);
	return &rows->values[column];
}

int64_t
db_get_int(const struct db_rows *rows, int column)
{
	const struct db_value *value = column_of(rows, column, DB_INT);

	return value->is_none ? 0 : value->number;
}

struct str
db_get_str(const struct db_rows *rows, int column)
{
	return column_of(rows, column, DB_TEXT)->text;
}

struct str
db_get_bytes(const struct db_rows *rows, int column)
{
	return column_of(rows, column, DB_BYTES)->text;
}

struct day
db_get_day(const struct db_rows *rows, int column)
{
	const struct db_value *value = column_of(rows, column, DB_INT);

	/* A number outside the calendar is no day. */
	if (value->is_none || value->number < INT32_MIN / 2 || value->number > INT32_MAX / 2)
		return DAY_NONE;
	return (struct day){ (int32_t)value->number };
}

bool
db_is_none(const struct db_rows *rows, int column)
{
	assert(rows->has_row);
	assert(column >= 0 && column < rows->sql->give_count);
	return rows->values[column].is_none;
}

struct fault *
db_ask_number(struct db *db, const struct db_sql *sql, struct db_values values, int64_t *ret_number)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	bool is_found;

	TRY(db_ask(db, NULL, sql, values, &rows));
	TRY(db_next(rows, &is_found));
	*ret_number = is_found ? db_get_int(rows, 0) : 0;
	return NULL;
}

struct fault *
db_run(struct db *db, const struct db_sql *sql, struct db_values values, int64_t *ret_changed)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	bool is_found = true;

	assert(sql->give_count == 0);
	TRY(db_ask(db, NULL, sql, values, &rows));
	while (is_found)
		TRY(db_next(rows, &is_found));
	if (ret_changed)
		*ret_changed = db->driver->changed(rows->inner);
	return NULL;
}

struct fault *
db_prepare(struct db *db, const struct db_sql *sql)
{
	return db->driver->prepare(db->state, sql);
}

struct fault *
db_schema(struct db *db, struct arena *arena, struct str *ret_text)
{
	return db->driver->schema(db->state, arena, ret_text);
}

static void
put_pattern_char(struct buf *buf, char c)
{
	if (c == '%' || c == '_' || c == '!')
		buf_put_char(buf, '!');
	buf_put_char(buf, c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c);
}

struct fault *
db_like(struct arena *arena, struct str text, struct str *ret_pattern)
{
	CLOSING(buf_done) struct buf buf;
	bool is_between = true;

	buf_init(&buf, 8 * MOST_SEARCH + 8);
	text = str_trim(text);
	if (utf8_count(text) > MOST_SEARCH)
		return fault_new(FAULT_INPUT, "search_long",
			"搜索词太长（最多 %d 个字）。请缩短后再试。",
			"The search text is too long (at most %d characters). Shorten it.",
			(int)MOST_SEARCH);
	for (size_t at = 0, len; at < text.len; at += len) {
		bool is_space = utf8_is_space(utf8_at(text, at, &len));

		if (is_space || is_between)
			buf_put_char(&buf, '%');
		for (size_t i = 0; !is_space && i < len; i++)
			put_pattern_char(&buf, text.at[at + i]);
		is_between = false;
	}
	if (text.len)
		buf_put_char(&buf, '%');
	TRY(buf_check(&buf));
	return str_copy(arena, buf_str(&buf), ret_pattern);
}
