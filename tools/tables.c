/*
 * Writes the statements that copy a whole store, from the schema itself: `tables OUT.c WORK.db`
 * applies the steps one by one to an empty SQLite store, asks its catalogue after each which tables
 * and columns there are, and writes them as constants. So a copy runs no SQL that is not in the
 * program, and none is forgotten when a step adds a table. Nothing is copied here.
 */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/file.h"
#include "db/db.h"
#include "db/db_copy_table.h"

enum { MOST_TABLES = 400, MOST_COLUMNS = 100, MOST_OUT = 16 << 20 };

struct column {
	char name[64];
	char type[16];
	bool may_be_none;
	int key; /* place in the primary key, from 1; 0: none */
};

/* A table as the catalogue tells it. `made` is the step that gave it this shape. */
struct table {
	char name[64];
	struct column columns[MOST_COLUMNS];
	int column_count;
	int key[DB_COPY_KEYS];
	int key_count;
	bool has_id;
	int made;
	int64_t seeds;
	bool is_placed;
};

struct schema {
	struct table at[MOST_TABLES];
	int count;
	int order[MOST_TABLES];
};

static _Noreturn void __attribute__((format(printf, 1, 2))) refuse(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vfprintf(stderr, format, args);
	fputc('\n', stderr);
	va_end(args);
	exit(1);
}

static void
need(struct fault *fault)
{
	if (fault)
		refuse("%s %s", fault->en, fault->detail);
}

/* --- the catalogue --- */

static sqlite3_stmt *
ask(sqlite3 *db, const char *text, const char *name)
{
	sqlite3_stmt *statement = NULL;

	if (sqlite3_prepare_v2(db, text, -1, &statement, NULL) != SQLITE_OK)
		refuse("%s: %s", text, sqlite3_errmsg(db));
	if (name)
		sqlite3_bind_text(statement, 1, name, -1, SQLITE_TRANSIENT);
	return statement;
}

static void
take_text(sqlite3_stmt *statement, int column, char *to, size_t size)
{
	const char *text = (const char *)sqlite3_column_text(statement, column);

	if (!text || strlen(text) >= size)
		refuse("a name in the catalogue is missing or too long");
	memcpy(to, text, strlen(text) + 1);
}

static void
read_columns(sqlite3 *db, struct table *table)
{
	sqlite3_stmt *statement = ask(db,
		"SELECT name, type, \"notnull\", pk FROM pragma_table_info(?1) ORDER BY cid",
		table->name);

	while (sqlite3_step(statement) == SQLITE_ROW) {
		struct column *column = &table->columns[table->column_count];

		if (table->column_count++ == MOST_COLUMNS)
			refuse("%s has more than %d columns", table->name, MOST_COLUMNS);
		take_text(statement, 0, column->name, sizeof column->name);
		take_text(statement, 1, column->type, sizeof column->type);
		column->key = sqlite3_column_int(statement, 3);
		column->may_be_none = !sqlite3_column_int(statement, 2) && !column->key;
		if (column->key > DB_COPY_KEYS)
			refuse("the key of %s has more than %d columns", table->name, DB_COPY_KEYS);
		if (column->key) {
			table->key[column->key - 1] = table->column_count - 1;
			table->key_count++;
		}
	}
	sqlite3_finalize(statement);
	if (!table->key_count)
		refuse("%s has no primary key; a copy walks along it", table->name);
}

static int64_t
count_rows(sqlite3 *db, const char *name)
{
	char text[128];
	sqlite3_stmt *statement;
	int64_t count;

	snprintf(text, sizeof text, "SELECT count(*) FROM %s", name);
	statement = ask(db, text, NULL);
	if (sqlite3_step(statement) != SQLITE_ROW)
		refuse("%s cannot be counted", name);
	count = sqlite3_column_int64(statement, 0);
	sqlite3_finalize(statement);
	return count;
}

/* Every table but the book of steps, by name. */
static void
read_schema(sqlite3 *db, struct schema *schema)
{
	sqlite3_stmt *statement = ask(db,
		"SELECT name, sql LIKE '%AUTOINCREMENT%' FROM sqlite_schema WHERE type = 'table' "
		"AND name NOT LIKE 'sqlite!_%' ESCAPE '!' AND name <> 'schema_step' ORDER BY name",
		NULL);

	*schema = (struct schema){ 0 };
	while (sqlite3_step(statement) == SQLITE_ROW) {
		struct table *table = &schema->at[schema->count];

		if (schema->count++ == MOST_TABLES)
			refuse("more than %d tables", MOST_TABLES);
		take_text(statement, 0, table->name, sizeof table->name);
		table->has_id = sqlite3_column_int(statement, 1);
		read_columns(db, table);
		table->seeds = count_rows(db, table->name);
	}
	sqlite3_finalize(statement);
}

/* --- the order --- */

static struct table *
find_table(struct schema *schema, const char *name)
{
	for (int i = 0; i < schema->count; i++)
		if (strcmp(schema->at[i].name, name) == 0)
			return &schema->at[i];
	return NULL;
}

/* True when all tables that this one points at have their place. */
static bool
is_free(sqlite3 *db, struct schema *schema, const struct table *table)
{
	sqlite3_stmt *statement =
		ask(db, "SELECT DISTINCT \"table\" FROM pragma_foreign_key_list(?1)", table->name);
	bool is_free = true;

	while (sqlite3_step(statement) == SQLITE_ROW) {
		const struct table *above =
			find_table(schema, (const char *)sqlite3_column_text(statement, 0));

		is_free = is_free && (!above || above == table || above->is_placed);
	}
	sqlite3_finalize(statement);
	return is_free;
}

/* Tables that point at each other in a circle come in the order of names. */
static void
place_tables(sqlite3 *db, struct schema *schema)
{
	for (int placed = 0; placed < schema->count; placed++) {
		int next = -1;

		for (int i = 0; i < schema->count && next < 0; i++)
			if (!schema->at[i].is_placed && is_free(db, schema, &schema->at[i]))
				next = i;
		for (int i = 0; i < schema->count && next < 0; i++)
			if (!schema->at[i].is_placed)
				next = i;
		schema->at[next].is_placed = true;
		schema->order[placed] = next;
	}
}

/* --- writing C --- */

static const char *
type_of(const struct table *table, const struct column *column)
{
	if (strcmp(column->type, "INTEGER") == 0)
		return "DB_INT";
	if (strcmp(column->type, "TEXT") == 0)
		return "DB_TEXT";
	if (strcmp(column->type, "BLOB") == 0)
		return "DB_BYTES";
	refuse("%s.%s is of the type %s", table->name, column->name, column->type);
}

static void
put_columns(struct buf *out, const struct table *table)
{
	for (int i = 0; i < table->column_count; i++)
		buf_print(out, "%s%s", i ? ", " : "", table->columns[i].name);
}

static void
put_key(struct buf *out, const struct table *table)
{
	for (int i = 0; i < table->key_count; i++)
		buf_print(out, "%s%s", i ? ", " : "", table->columns[table->key[i]].name);
}

static void
put_place(struct buf *out, const struct table *table, const struct column *column)
{
	buf_print(out, "\t{ \"%s\", %s, %s },\n", column->name, type_of(table, column),
		column->may_be_none ? "true" : "false");
}

/* The columns, and the values that the next rows are asked with. */
static void
put_places(struct buf *out, const struct table *table)
{
	buf_print(out, "static const struct db_place columns_%d_%s[] = {\n", table->made,
		table->name);
	for (int i = 0; i < table->column_count; i++)
		put_place(out, table, &table->columns[i]);
	buf_print(out,
		"};\nstatic const struct db_place after_%d_%s[] = {\n\t{ \"limit\", DB_INT, false "
		"},\n",
		table->made, table->name);
	for (int i = 0; i < table->key_count; i++)
		put_place(out, table, &table->columns[table->key[i]]);
	buf_put(out, STR("};\n"));
}

/* One db_sql: the same words for both engines. */
static void
put_sql(struct buf *out, const struct table *table, const char *member, struct str text,
	const char *takes, int take_count, bool gives, bool writes)
{
	buf_print(out, "\t.%s = { \"%s_copy_%s\",\n\t\t{ \"%.*s\",\n\t\t\"%.*s\" },\n\t\t", member,
		table->name, member, STR_ARG(text), STR_ARG(text));
	if (takes)
		buf_print(out, "%s_%d_%s, ", takes, table->made, table->name);
	else
		buf_put(out, STR("NULL, "));
	buf_print(out, "%d, ", take_count);
	if (gives)
		buf_print(
			out, "columns_%d_%s, %d, ", table->made, table->name, table->column_count);
	else
		buf_put(out, STR("NULL, 0, "));
	buf_print(out, "%s },\n", writes ? "true" : "false");
}

static void
put_reads(struct buf *out, const struct table *table)
{
	CLOSING(buf_done) struct buf text;

	buf_init(&text, MOST_OUT);
	buf_put(&text, STR("SELECT "));
	put_columns(&text, table);
	buf_print(&text, " FROM %s ORDER BY ", table->name);
	put_key(&text, table);
	buf_put(&text, STR(" LIMIT $1"));
	put_sql(out, table, "first", buf_str(&text), "after", 1, true, false);
	buf_clear(&text);
	buf_put(&text, STR("SELECT "));
	put_columns(&text, table);
	buf_print(&text, " FROM %s WHERE (", table->name);
	put_key(&text, table);
	buf_put(&text, STR(") > ("));
	for (int i = 0; i < table->key_count; i++)
		buf_print(&text, "%s$%d", i ? ", " : "", i + 2);
	buf_put(&text, STR(") ORDER BY "));
	put_key(&text, table);
	buf_put(&text, STR(" LIMIT $1"));
	put_sql(out, table, "more", buf_str(&text), "after", 1 + table->key_count, true, false);
	need(buf_check(&text));
}

static void
put_writes(struct buf *out, const struct table *table)
{
	CLOSING(buf_done) struct buf text;

	buf_init(&text, MOST_OUT);
	buf_print(&text, "INSERT INTO %s (", table->name);
	put_columns(&text, table);
	buf_put(&text, STR(") VALUES ("));
	for (int i = 0; i < table->column_count; i++)
		buf_print(&text, "%s$%d", i ? ", " : "", i + 1);
	buf_put(&text, STR(")"));
	put_sql(out, table, "add", buf_str(&text), "columns", table->column_count, false, true);
	buf_clear(&text);
	buf_print(&text, "DELETE FROM %s", table->name);
	put_sql(out, table, "clear", buf_str(&text), NULL, 0, false, true);
	need(buf_check(&text));
}

static void
put_table(struct buf *out, const struct table *table)
{
	put_places(out, table);
	buf_print(out, "static const struct db_copy_table table_%d_%s = {\n\t.name = \"%s\",\n",
		table->made, table->name, table->name);
	put_reads(out, table);
	put_writes(out, table);
	buf_print(out,
		"\t.count = { \"%s_copy_count\",\n\t\t{ \"SELECT count(*) AS total FROM %s\", "
		"\"SELECT count(*) AS total FROM %s\" },\n\t\tNULL, 0, total, 1, false },\n",
		table->name, table->name, table->name);
	buf_put(out, STR("\t.key = { "));
	for (int i = 0; i < table->key_count; i++)
		buf_print(out, "%d, ", table->key[i]);
	buf_print(out, "},\n\t.key_count = %d,\n\t.has_id = %s,\n};\n", table->key_count,
		table->has_id ? "true" : "false");
}

/* True when the step before left this table as it is now. */
static bool
is_same(const struct table *a, const struct table *b)
{
	if (a->column_count != b->column_count || a->has_id != b->has_id ||
		a->key_count != b->key_count || memcmp(a->key, b->key, sizeof a->key) != 0)
		return false;
	for (int i = 0; i < a->column_count; i++)
		if (strcmp(a->columns[i].name, b->columns[i].name) != 0 ||
			strcmp(a->columns[i].type, b->columns[i].type) != 0 ||
			a->columns[i].may_be_none != b->columns[i].may_be_none)
			return false;
	return true;
}

static void
put_schema(struct buf *out, struct schema *schema, struct schema *before, int step)
{
	for (int i = 0; i < schema->count; i++) {
		struct table *table = &schema->at[i];
		const struct table *old = find_table(before, table->name);

		table->made = old && is_same(old, table) ? old->made : step;
		if (table->made == step)
			put_table(out, table);
	}
	buf_print(out, "static const struct db_copy_member members_%d[] = {\n", step);
	for (int i = 0; i < schema->count; i++) {
		const struct table *table = &schema->at[schema->order[i]];

		buf_print(out, "\t{ &table_%d_%s, %lld },\n", table->made, table->name,
			(long long)table->seeds);
	}
	/* A step may come before there is any table. */
	buf_put(out, STR("\t{ NULL, 0 },\n};\n"));
}

/* --- all of it --- */

static void
walk_steps(struct buf *out, const char *work)
{
	static struct schema schemas[2];
	struct db_steps steps = { db_own_steps.at, 0 };
	char url[4200];

	snprintf(url, sizeof url, "sqlite:%s", work);
	for (int i = 0; i < db_own_steps.count; i++) {
		CLOSING(db_close) struct db *db = NULL;
		struct db_migration migration;
		struct schema *schema = &schemas[i % 2];
		sqlite3 *handle = NULL;

		steps.count = i + 1;
		need(db_open(url, DB_MAKE, &db));
		need(db_migrate(db, &steps, &migration));
		if (sqlite3_open(work, &handle) != SQLITE_OK)
			refuse("%s cannot be opened", work);
		read_schema(handle, schema);
		place_tables(handle, schema);
		put_schema(out, schema, &schemas[(i + 1) % 2], db_own_steps.at[i].number);
		sqlite3_close(handle);
		schemas[(i + 1) % 2] = (struct schema){ 0 };
	}
	buf_put(out, STR("const struct db_copy_schema db_copy_schemas[] = {\n"));
	for (int i = 0; i < db_own_steps.count; i++)
		buf_print(out, "\t{ %d, members_%d, (int)COUNT_OF(members_%d) - 1 },\n",
			db_own_steps.at[i].number, db_own_steps.at[i].number,
			db_own_steps.at[i].number);
	buf_print(out, "};\nconst int db_copy_schema_count = %d;\n", db_own_steps.count);
}

int
main(int argc, char *argv[])
{
	CLOSING(buf_done) struct buf out;

	buf_init(&out, MOST_OUT);
	if (argc != 3) {
		fprintf(stderr, "usage: tables OUT.c WORK.db\n");
		return 2;
	}
	unlink(argv[2]);
	buf_put(&out, STR("/* Made by tools/tables.c from the steps of the schema; change those. "
			  "*/\n#include \"db/db_copy_table.h\"\n\nstatic const struct db_place "
			  "total[] = { { \"total\", DB_INT, false } };\n"));
	walk_steps(&out, argv[2]);
	unlink(argv[2]);
	need(buf_check(&out));
	need(file_write(argv[1], buf_str(&out)));
	return 0;
}
