/*
 * Rows of settings in and out.
 * What a value means and whether it may be stored is decided in setting_rules.c.
 */
#include "base/random.h"
#include "setting/setting_inside.h"
#include "setting/setting_statements.h"

static struct db_value
text_or_none(const struct setting_row *row)
{
	struct db_value value = db_value_str(row->value);

	value.is_none = !row->has_value;
	return value;
}

static struct db_value
sealed_or_none(const struct setting_row *row)
{
	struct db_value value = db_value_bytes(row->sealed);

	value.is_none = !row->has_sealed;
	return value;
}

struct fault *
setting_store_load(struct db *db, struct arena *arena, int64_t agency_id, struct str name,
	struct setting_row *ret_row)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	struct setting_row row = { .name = name };
	bool is_found = false;

	TRY(db_ask(db, arena, &setting_one_sql, VALUES(VALUE(agency_id), VALUE(name)), &rows));
	TRY(db_next(rows, &is_found));
	if (is_found) {
		row.id = db_get_int(rows, 0);
		row.value = db_get_str(rows, 1);
		row.has_value = !db_is_none(rows, 1);
		row.sealed = db_get_bytes(rows, 2);
		row.has_sealed = !db_is_none(rows, 2);
		row.version = db_get_int(rows, 3);
	}
	*ret_row = row;
	return NULL;
}

struct fault *
setting_store_rows(struct db *db, struct arena *arena, int64_t agency_id,
	struct setting_row **ret_rows, size_t *ret_count)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	struct setting_row *list = NULL;
	size_t count = 0;
	size_t room = 0;
	bool is_found = false;

	TRY(db_ask(db, arena, &setting_of_agency_sql, VALUES(VALUE(agency_id)), &rows));
	TRY(db_next(rows, &is_found));
	while (is_found) {
		GROW(arena, list, count, room);
		list[count++] = (struct setting_row){
			.name = db_get_str(rows, 0),
			.value = db_get_str(rows, 1),
			.has_value = !db_is_none(rows, 1),
			.sealed = db_get_bytes(rows, 2),
			.has_sealed = !db_is_none(rows, 2),
			.version = db_get_int(rows, 3),
			.changed_at = db_get_int(rows, 4),
			.changed_by = db_get_str(rows, 5),
		};
		TRY(db_next(rows, &is_found));
	}
	*ret_rows = list;
	*ret_count = count;
	return NULL;
}

static struct fault *
add(struct db *db, int64_t agency_id, const struct setting_row *row, int64_t *ret_id)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	bool is_found = false;

	TRY(db_ask(db, NULL, &setting_add_sql,
		VALUES(VALUE(agency_id), VALUE(row->name), text_or_none(row), sealed_or_none(row),
			VALUE(row->changed_at), VALUE(row->changed_by)),
		&rows));
	TRY(db_next(rows, &is_found));
	if (!is_found)
		return fault_absent("setting", 0);
	*ret_id = db_get_int(rows, 0);
	return NULL;
}

/* Fifteen random hexadecimal digits as a number: never 0, never that of another store. */
static int64_t
fresh_generation(void)
{
	struct random_name name = random_name();
	int64_t number = 1;

	for (int i = 0; i < 15; i++) {
		int digit = name.at[i] <= '9' ? name.at[i] - '0' : name.at[i] - 'a' + 10;

		number = (number << 4 | digit) & INT64_MAX;
	}
	return number;
}

struct fault *
setting_store_save(struct db *db, int64_t agency_id, const struct setting_row *row, int64_t *ret_id)
{
	TRY(db_run(db, &setting_set_generation_sql, VALUES(VALUE(fresh_generation())), NULL));
	if (!row->id)
		return add(db, agency_id, row, ret_id);
	TRY(db_run(db, &setting_change_sql,
		VALUES(VALUE(row->id), text_or_none(row), sealed_or_none(row),
			VALUE(row->changed_at), VALUE(row->changed_by)),
		NULL));
	*ret_id = row->id;
	return NULL;
}

const struct db_reseal_column setting_sealed_columns[] = {
	{ "setting.sealed", &setting_sealed_some_sql, &setting_sealed_put_sql },
	{ 0 },
};
