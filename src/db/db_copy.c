/*
 * Copying a store row by row, table by table, in the order of keys and in pieces of bounded size.
 * The SQL of the tables is made by tools/tables.c; opening and closing stores is the caller's.
 */
#include "db/db_copy.h"

#include <assert.h>
#include <stdio.h>

#include "base/buf.h"
#include "db/db_copy_statements.h"
#include "db/db_copy_table.h"
#include "db/db_driver.h"

enum {
	MOST_COLUMNS = 100,
	MOST_KEY = 1 << 20, /* bytes of one column of a key */
	FIRST_PIECE = 100,  /* rows asked for at once, before their size is known */
	MOST_PIECE = 1000,
	PIECE_BYTES = 8 << 20, /* an engine may hold a whole piece in memory */
	TELL_EACH = 10000,
};

/* Rows may point forwards (an older report names the one that replaced it), so what points at
 * nothing is looked for at the end. */
static const char *const load_begin[] = {
	[DB_SQLITE] = "PRAGMA defer_foreign_keys = ON",
	[DB_POSTGRES] =
		"DO $$ DECLARE c record; BEGIN FOR c IN SELECT conrelid::regclass AS t, conname "
		"FROM pg_constraint WHERE contype = 'f' AND connamespace = "
		"current_schema()::regnamespace "
		"LOOP EXECUTE format('ALTER TABLE %s ALTER CONSTRAINT %I DEFERRABLE INITIALLY "
		"DEFERRED', c.t, c.conname); END LOOP; END $$",
};
static const char *const load_end[] = {
	[DB_SQLITE] = "", /* the commit looks */
	[DB_POSTGRES] =
		"SET CONSTRAINTS ALL IMMEDIATE; "
		"DO $$ DECLARE c record; BEGIN FOR c IN SELECT conrelid::regclass AS t, conname "
		"FROM pg_constraint WHERE contype = 'f' AND connamespace = "
		"current_schema()::regnamespace "
		"LOOP EXECUTE format('ALTER TABLE %s ALTER CONSTRAINT %I NOT DEFERRABLE', c.t, "
		"c.conname); END LOOP; END $$",
};

/* --- walking through a table --- */

typedef struct fault *row_fn(void *arg, const struct db_value *values);

/* Where a walk stands. Invariant: after[1 …] is the key of the last row, its text kept in `text`.
 */
struct walk {
	struct db *db;
	const struct db_copy_table *table;
	struct db_value after[1 + DB_COPY_KEYS];
	struct buf text[DB_COPY_KEYS];
	size_t bytes; /* of this piece */
	int64_t rows; /* of this piece */
};

static void
walk_init(struct walk *walk, struct db *db, const struct db_copy_table *table)
{
	*walk = (struct walk){ .db = db, .table = table };
	walk->after[0] = db_value_int(FIRST_PIECE);
	for (int i = 0; i < DB_COPY_KEYS; i++)
		buf_init(&walk->text[i], MOST_KEY);
}

static void
walk_done(struct walk *walk)
{
	for (int i = 0; i < DB_COPY_KEYS; i++)
		buf_done(&walk->text[i]);
}

static void
take_row(const struct db_rows *rows, const struct db_sql *sql, struct db_value *values)
{
	for (int i = 0; i < sql->give_count; i++) {
		enum db_type type = sql->gives[i].type;

		values[i] = (struct db_value){ .type = type, .is_none = db_is_none(rows, i) };
		if (type == DB_INT)
			values[i].number = db_get_int(rows, i);
		else
			values[i].text =
				type == DB_TEXT ? db_get_str(rows, i) : db_get_bytes(rows, i);
	}
}

/* The row's text ends with the next one, so the key is copied. */
static struct fault *
keep_key(struct walk *walk, const struct db_value *values)
{
	for (int i = 0; i < walk->table->key_count; i++) {
		struct db_value *kept = &walk->after[i + 1];

		*kept = values[walk->table->key[i]];
		if (kept->type == DB_INT)
			continue;
		buf_clear(&walk->text[i]);
		buf_put(&walk->text[i], kept->text);
		TRY(buf_check(&walk->text[i]));
		kept->text = buf_str(&walk->text[i]);
	}
	return NULL;
}

static struct fault *
walk_piece(struct walk *walk, bool is_first, row_fn *each, void *arg)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	const struct db_sql *sql = is_first ? &walk->table->first : &walk->table->more;
	struct db_value values[MOST_COLUMNS];
	bool is_found = false;

	assert(sql->give_count <= MOST_COLUMNS);
	walk->rows = 0;
	walk->bytes = 0;
	TRY(db_ask(walk->db, NULL, sql, (struct db_values){ walk->after, sql->take_count }, &rows));
	TRY(db_next(rows, &is_found));
	while (is_found) {
		take_row(rows, sql, values);
		for (int i = 0; i < sql->give_count; i++)
			walk->bytes += sizeof values[i] + values[i].text.len;
		TRY(keep_key(walk, values));
		TRY(each(arg, values));
		walk->rows++;
		TRY(db_next(rows, &is_found));
	}
	return NULL;
}

/* Every row of a table in the order of its key. */
static struct fault *
walk_table(struct db *db, const struct db_copy_table *table, row_fn *each, void *arg)
{
	CLOSING(walk_done) struct walk walk;
	bool is_first = true;

	walk_init(&walk, db, table);
	for (;;) {
		int64_t asked = walk.after[0].number;
		int64_t fitting;

		TRY(walk_piece(&walk, is_first, each, arg));
		if (walk.rows < asked)
			return NULL;
		is_first = false;
		fitting = (int64_t)(PIECE_BYTES / (walk.bytes / (size_t)walk.rows));
		walk.after[0].number = fitting < 1            ? 1
				       : fitting > MOST_PIECE ? MOST_PIECE
							      : fitting;
	}
}

/* --- digests of rows --- */

/* A table on its way. `to` is NULL when it is only counted. */
struct passage {
	const struct db_copy_table *table;
	struct db *to;
	struct digest_stream *stream;
	int64_t rows;
	const struct db_copy_watch *watch;
};

/* Kind, then the number or the length and the bytes, so that no two rows look the same. */
static struct fault *
digest_value(struct digest_stream *stream, const struct db_value *value)
{
	uint64_t number = value->type == DB_INT ? (uint64_t)value->number : value->text.len;
	char head[9] = { value->is_none ? 'n' : "itb"[value->type] };

	for (int i = 0; i < 8 && !value->is_none; i++)
		head[i + 1] = (char)(number >> (8 * i) & 0xFF);
	TRY(digest_put(stream, (struct str){ head, sizeof head }));
	return value->type == DB_INT || value->is_none ? NULL : digest_put(stream, value->text);
}

static struct fault *
pass_row(void *arg, const struct db_value *values)
{
	struct passage *passage = arg;
	const struct db_sql *add = &passage->table->add;

	for (int i = 0; i < add->take_count; i++)
		TRY(digest_value(passage->stream, &values[i]));
	if (passage->to)
		TRY(db_run(passage->to, add, (struct db_values){ values, add->take_count }, NULL));
	passage->rows++;
	if (passage->watch && passage->rows % TELL_EACH == 0)
		passage->watch->tell(
			passage->watch->arg, passage->table->name, passage->rows, false);
	return NULL;
}

/* --- the schema --- */

static struct fault *
none_fault(void)
{
	return fault_new(FAULT_INPUT, "db_copy_none", "来源数据库里没有本程序的数据。请检查地址。",
		"The database to copy from holds nothing of this program. Check its address.");
}

static const struct db_copy_schema *
find_schema(int step)
{
	for (int i = 0; i < db_copy_schema_count; i++)
		if (db_copy_schemas[i].step == step)
			return &db_copy_schemas[i];
	return NULL;
}

static struct fault *
schema_of(struct db *db, const struct db_copy_schema **ret_schema)
{
	int step = 0;

	TRY(db_find_step(db, &db_own_steps, &step));
	if (step == 0)
		return none_fault();
	*ret_schema = find_schema(step);
	assert(*ret_schema);
	return NULL;
}

static struct fault *
full_fault(const char *table)
{
	return fault_new(FAULT_CONFLICT, "db_copy_full",
		"目标数据库里已有内容（表 %s）。请换一个空的数据库；没有改动它。",
		"The target database holds something already (table %s). Give an empty one; "
		"nothing "
		"was changed.",
		table);
}

/* Bring an empty target to the schema of the source. */
static struct fault *
make_target(struct db *to, const struct db_copy_schema *schema)
{
	struct db_steps steps = { db_own_steps.at, 0 };
	struct db_migration migration;
	int step = 0;

	while (steps.count < db_own_steps.count &&
		db_own_steps.at[steps.count].number <= schema->step)
		steps.count++;
	TRY(db_find_step(to, &db_own_steps, &step));
	if (step > schema->step)
		return fault_new(FAULT_INPUT, "db_copy_newer",
			"目标数据库的结构（第 %d 步）比来源（第 %d 步）新。请换一个空的数据库。",
			"The schema of the target (step %d) is later than the source's (step %d). "
			"Give an empty database.",
			step, schema->step);
	return db_migrate(to, &steps, &migration);
}

/* --- counting a store --- */

struct counting {
	const struct db_copy_schema *schema;
	struct arena *arena;
	struct db_copy_sum sum;
};

static struct fault *
take_line(struct passage *passage, struct db_copy_line *line)
{
	line->name = str_of(passage->table->name);
	line->rows = passage->rows;
	if (passage->watch)
		passage->watch->tell(
			passage->watch->arg, passage->table->name, passage->rows, true);
	return digest_end(passage->stream, &line->digest);
}

static struct fault *
count_all(struct db *db, void *arg)
{
	CLOSING(digest_close) struct digest_stream *stream = NULL;
	struct counting *counting = arg;
	const struct db_copy_schema *schema;

	TRY(schema_of(db, &schema));
	TRY(digest_open(&stream));
	counting->sum = (struct db_copy_sum){ .step = schema->step, .count = schema->count };
	TAKE(counting->arena, counting->sum.lines, (size_t)schema->count + 1);
	for (int i = 0; i < schema->count; i++) {
		struct passage passage = { .table = schema->members[i].table, .stream = stream };

		TRY(walk_table(db, passage.table, pass_row, &passage));
		TRY(take_line(&passage, &counting->sum.lines[i]));
	}
	return NULL;
}

struct fault *
db_copy_count(struct db *db, struct arena *arena, struct db_copy_sum *ret_sum)
{
	struct counting counting = { .arena = arena };

	TRY(db_look(db, count_all, &counting));
	*ret_sum = counting.sum;
	return NULL;
}

static struct fault *
differs_fault(struct str table)
{
	return fault_new(FAULT_OUTSIDE, "db_copy_differs",
		"复制后的内容与原来的不一致（表 %.*s）。请检查磁盘和内存，再试一次。",
		"The copy differs from what was copied (table %.*s). Check disk and memory, and "
		"try "
		"again.",
		STR_ARG(table));
}

struct fault *
db_copy_compare(const struct db_copy_sum *a, const struct db_copy_sum *b)
{
	if (a->step != b->step || a->count != b->count)
		return differs_fault(STR("schema_step"));
	for (int i = 0; i < a->count; i++)
		if (!str_equal(a->lines[i].name, b->lines[i].name) ||
			a->lines[i].rows != b->lines[i].rows ||
			strcmp(a->lines[i].digest.at, b->lines[i].digest.at) != 0)
			return differs_fault(a->lines[i].name);
	return NULL;
}

/* --- copying --- */

struct loading {
	struct db *from;
	const struct db_copy_schema *schema;
	const struct db_copy_watch *watch;
	struct arena *arena;
	struct db_copy_sum sum; /* of what was read */
};

/* Rows that the steps themselves wrote make room for the source's. */
static struct fault *
clear_seeds(struct db *to, const struct db_copy_schema *schema)
{
	for (int i = 0; i < schema->count; i++) {
		const struct db_copy_member *member = &schema->members[i];
		int64_t rows = 0;

		TRY(db_ask_number(to, &member->table->count, NO_VALUES, &rows));
		if (rows != member->seeds)
			return full_fault(member->table->name);
	}
	for (int i = schema->count - 1; i >= 0; i--)
		if (schema->members[i].seeds)
			TRY(db_run(to, &schema->members[i].table->clear, NO_VALUES, NULL));
	return NULL;
}

/* Numbers of rows that are gone must not be given again: the audit speaks of them. */
static struct fault *
copy_last_id(struct loading *loading, struct db *to, const char *table)
{
	struct db_value name = db_value_str(str_of(table));
	int64_t last = 0;

	TRY(db_ask_number(loading->from, &db_copy_last_id_sql, VALUES(name), &last));
	return last > 0 ? db_ask_number(
				  to, &db_copy_set_last_id_sql, VALUES(name, VALUE(last)), &last)
			: NULL;
}

static struct fault *
load_all(struct db *to, void *arg)
{
	CLOSING(digest_close) struct digest_stream *stream = NULL;
	struct loading *loading = arg;
	const struct db_copy_schema *schema = loading->schema;
	struct db_copy_sum arrived;

	TRY(digest_open(&stream));
	TRY(to->driver->script(to->state, load_begin[to->engine]));
	TRY(clear_seeds(to, schema));
	for (int i = 0; i < schema->count; i++) {
		struct passage passage = {
			.table = schema->members[i].table,
			.to = to,
			.stream = stream,
			.watch = loading->watch,
		};

		TRY(walk_table(loading->from, passage.table, pass_row, &passage));
		TRY(take_line(&passage, &loading->sum.lines[i]));
		if (passage.table->has_id)
			TRY(copy_last_id(loading, to, passage.table->name));
	}
	TRY(to->driver->script(to->state, load_end[to->engine]));
	TRY(db_copy_count(to, loading->arena, &arrived));
	return db_copy_compare(&loading->sum, &arrived);
}

/* What db_copy() hands to the picture of the source. */
struct copying {
	struct db *to;
	struct loading loading;
};

static struct fault *
copy_picture(struct db *from, void *arg)
{
	struct copying *copying = arg;
	struct loading *loading = &copying->loading;

	TRY(schema_of(from, &loading->schema));
	TRY(make_target(copying->to, loading->schema));
	loading->sum = (struct db_copy_sum){ .step = loading->schema->step,
		.count = loading->schema->count };
	TAKE(loading->arena, loading->sum.lines, (size_t)loading->schema->count + 1);
	return db_work(copying->to, load_all, loading);
}

struct fault *
db_copy(struct db *from, struct db *to, const struct db_copy_watch *watch, struct arena *arena,
	struct db_copy_sum *ret_sum)
{
	struct copying copying = { .to = to,
		.loading = { .from = from, .watch = watch, .arena = arena } };

	TRY(db_look(from, copy_picture, &copying));
	*ret_sum = copying.loading.sum;
	return NULL;
}

/* --- the file of the engine --- */

struct fault *
db_copy_examine(struct db *db)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	bool is_found = false;
	int64_t loose = 0;

	TRY(db_ask(db, NULL, &db_copy_examine_sql, NO_VALUES, &rows));
	TRY(db_next(rows, &is_found));
	if (is_found && str_equal(db_get_str(rows, 0), STR("ok")))
		TRY(db_ask_number(db, &db_copy_loose_sql, NO_VALUES, &loose));
	if (is_found && str_equal(db_get_str(rows, 0), STR("ok")) && !loose)
		return NULL;
	return fault_detail(
		fault_new(FAULT_OUTSIDE, "db_corrupt",
			"数据库文件已损坏。请使用另一份备份，并检查磁盘。",
			"The database file is damaged. Use another backup and check the disk."),
		"%.*s, %lld loose rows", STR_ARG(is_found ? db_get_str(rows, 0) : STR("")),
		(long long)loose);
}

struct fault *
db_copy_seal(struct db *db)
{
	assert(db->depth == 0);
	return db->engine == DB_SQLITE
		       ? db->driver->script(db->state, "PRAGMA journal_mode = DELETE")
		       : NULL;
}
