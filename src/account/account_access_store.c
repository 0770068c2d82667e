/*
 * Rows of access tokens. Whether one counts is decided by account_access_work.c.
 */
#include "account/account_access.h"
#include "account/account_inside.h"
#include "account/account_statements.h"
#include "db/db.h"

struct fault *
account_access_store_find(struct db *db, struct arena *arena, struct digest mark,
	bool *ret_is_found, struct account_access_row *ret_row)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;

	TRY(db_ask(db, arena, &account_access_by_mark_sql, VALUES(VALUE(str_of(mark.at))), &rows));
	TRY(db_next(rows, ret_is_found));
	if (!*ret_is_found)
		return NULL;
	*ret_row = (struct account_access_row){
		.found = { .id = db_get_int(rows, 0),
			.may_write = db_get_int(rows, 2) != 0,
			.person = { .id = db_get_int(rows, 5),
				.login = db_get_str(rows, 6),
				.name = db_get_str(rows, 7),
				.agency_id = db_get_int(rows, 8),
				.agency_path =
					db_is_none(rows, 9) ? STR("/") : db_get_str(rows, 9) } },
		.roles = (unsigned)db_get_int(rows, 1),
		.last = db_get_day(rows, 3),
		.ended_at = db_get_int(rows, 4),
		.is_disabled = db_get_int(rows, 10) != 0,
		.valid_from = db_get_day(rows, 11),
		.valid_to = db_get_day(rows, 12),
		.has_factor = db_get_int(rows, 13) != 0,
	};
	return NULL;
}

struct fault *
account_access_store_add(struct db *db, int64_t account_id, struct digest mark,
	const struct account_access_plan *plan, int64_t now, int64_t *ret_id)
{
	return db_ask_number(db, &account_access_add_sql,
		VALUES(VALUE(account_id), VALUE(str_of(mark.at)), VALUE(plan->name),
			VALUE((int64_t)plan->roles), VALUE(plan->may_write), VALUE(plan->last),
			VALUE(now)),
		ret_id);
}

struct fault *
account_access_store_count(struct db *db, int64_t account_id, struct day today, int64_t *ret_count)
{
	return db_ask_number(
		db, &account_access_count_sql, VALUES(VALUE(account_id), VALUE(today)), ret_count);
}

struct fault *
account_access_store_end(struct db *db, int64_t account_id, int64_t id, int64_t now,
	enum account_access_end why, int64_t *ret_count)
{
	return db_run(db, &account_access_end_sql,
		VALUES(VALUE(account_id), VALUE(id), VALUE(now), VALUE((int)why)), ret_count);
}

struct fault *
account_access_store_name(
	struct db *db, struct arena *arena, int64_t account_id, int64_t id, struct str *ret_name)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	bool is_found = false;

	TRY(db_ask(
		db, arena, &account_access_name_sql, VALUES(VALUE(account_id), VALUE(id)), &rows));
	TRY(db_next(rows, &is_found));
	*ret_name = is_found ? db_get_str(rows, 0) : STR("");
	return NULL;
}

struct fault *
account_access_list(struct db *db, struct arena *arena, int64_t account_id,
	struct account_access **ret_list, size_t *ret_count)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	struct account_access *list = NULL;
	bool is_found = false;
	size_t count = 0;
	size_t room = 0;

	TRY(db_ask(db, arena, &account_access_list_sql,
		VALUES(VALUE(account_id), VALUE((int)ACCOUNT_ACCESS_LISTED)), &rows));
	TRY(db_next(rows, &is_found));
	while (is_found) {
		GROW(arena, list, count, room);
		list[count++] = (struct account_access){ .id = db_get_int(rows, 0),
			.name = db_get_str(rows, 1),
			.roles = (unsigned)db_get_int(rows, 2),
			.may_write = db_get_int(rows, 3) != 0,
			.last = db_get_day(rows, 4),
			.created_at = db_get_int(rows, 5),
			.seen_at = db_get_int(rows, 6),
			.address = db_get_str(rows, 7),
			.ended_at = db_get_int(rows, 8),
			.why = (enum account_access_end)db_get_int(rows, 9) };
		TRY(db_next(rows, &is_found));
	}
	*ret_list = list;
	*ret_count = count;
	return NULL;
}

struct fault *
account_access_store_owner(
	struct db *db, struct arena *arena, int64_t id, struct account_access_owner *ret_owner)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	bool is_found = false;

	TRY(db_ask(db, arena, &account_access_owner_sql, VALUES(VALUE(id)), &rows));
	TRY(db_next(rows, &is_found));
	*ret_owner = (struct account_access_owner){ 0 };
	if (!is_found)
		return NULL;
	*ret_owner = (struct account_access_owner){ db_get_int(rows, 0), db_get_str(rows, 1),
		db_get_int(rows, 2), db_get_str(rows, 3), !db_is_none(rows, 4) };
	return NULL;
}

struct fault *
account_access_store_see(struct db *db, int64_t id, int64_t seen_at, struct str address)
{
	return db_run(db, &account_access_see_sql,
		VALUES(VALUE(id), VALUE(seen_at), VALUE(address)), NULL);
}
