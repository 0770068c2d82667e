/*
 * Rows of agencies in and out.
 * Rules about names are in agency_rules.c; who may change an agency is decided above.
 */
#include "agency/agency.h"
#include "agency/agency_statements.h"

enum { MOST_ROWS = 500 };

/* The columns that every statement here gives in this order. */
static struct agency
agency_of_row(const struct db_rows *rows)
{
	return (struct agency){
		.id = db_get_int(rows, 0),
		.name = db_get_str(rows, 1),
		.parent_id = db_get_int(rows, 2),
		.kind = (enum agency_kind)db_get_int(rows, 3),
	};
}

struct fault *
agency_load(struct db *db, struct arena *arena, int64_t id, struct agency *ret_agency)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	bool is_found = false;

	TRY(db_ask(db, arena, &agency_by_id_sql, VALUES(VALUE(id)), &rows));
	TRY(db_next(rows, &is_found));
	if (!is_found)
		return fault_absent("agency", id);
	*ret_agency = agency_of_row(rows);
	return NULL;
}

struct fault *
agency_find(struct db *db, struct arena *arena, struct str name, bool *ret_is_found,
	struct agency *ret_agency)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	bool is_found = false;

	TRY(db_ask(db, arena, &agency_by_name_sql, VALUES(VALUE(str_trim(name))), &rows));
	TRY(db_next(rows, &is_found));
	if (is_found)
		*ret_agency = agency_of_row(rows);
	*ret_is_found = is_found;
	return NULL;
}

struct making {
	struct str name;
	int64_t id;
};

static struct fault *
find_id(struct db *db, struct making *making)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	bool is_found = false;

	TRY(db_ask(db, NULL, &agency_by_name_sql, VALUES(VALUE(making->name)), &rows));
	TRY(db_next(rows, &is_found));
	making->id = is_found ? db_get_int(rows, 0) : 0;
	return NULL;
}

static struct fault *
find_or_add(struct db *db, void *arg)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	struct making *making = arg;
	bool is_found = false;

	TRY(find_id(db, making));
	if (making->id)
		return NULL;
	TRY(db_ask(db, NULL, &agency_add_sql,
		VALUES(VALUE(making->name), VALUE(agency_guess_kind(making->name))), &rows));
	TRY(db_next(rows, &is_found));
	if (is_found)
		making->id = db_get_int(rows, 0);
	return is_found ? NULL : find_id(db, making);
}

struct fault *
agency_find_or_make(struct db *db, struct str name, int64_t *ret_id)
{
	struct making making = { 0 };

	TRY(agency_check_name(name, &making.name));
	TRY(db_work(db, find_or_add, &making));
	*ret_id = making.id;
	return NULL;
}

/* True when `id` is `from` or stands above it. */
static struct fault *
is_above(struct db *db, int64_t id, int64_t from, bool *ret_is_above)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	bool is_found = false;

	*ret_is_above = false;
	TRY(db_ask(db, NULL, &agency_above_sql, VALUES(VALUE(from)), &rows));
	TRY(db_next(rows, &is_found));
	if (!is_found)
		return fault_absent("agency", from);
	while (is_found) {
		*ret_is_above = *ret_is_above || db_get_int(rows, 0) == id;
		TRY(db_next(rows, &is_found));
	}
	return NULL;
}

static struct fault *
save_place(struct db *db, void *arg)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	const struct agency *agency = arg;
	bool is_circle = false;
	bool is_found = false;

	if (agency->parent_id)
		TRY(is_above(db, agency->id, agency->parent_id, &is_circle));
	if (is_circle)
		return fault_new(FAULT_CONFLICT, "agency_circle",
			"上级机关不能是它自己或它的下级。请另选上级。",
			"An agency cannot stand below itself. Choose another parent.");
	TRY(db_ask(db, NULL, &agency_place_sql,
		VALUES(VALUE(agency->id), db_value_id(agency->parent_id), VALUE(agency->kind)),
		&rows));
	TRY(db_next(rows, &is_found));
	return is_found ? NULL : fault_absent("agency", agency->id);
}

struct fault *
agency_save_place(struct db *db, int64_t id, int64_t parent_id, enum agency_kind kind)
{
	struct agency agency = { .id = id, .parent_id = parent_id, .kind = kind };

	return db_work(db, save_place, &agency);
}

struct fault *
agency_count(struct db *db, struct str pattern, int64_t *ret_count)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	bool is_found = false;

	TRY(db_ask(db, NULL, &agency_some_count_sql, VALUES(VALUE(pattern)), &rows));
	TRY(db_next(rows, &is_found));
	*ret_count = is_found ? db_get_int(rows, 0) : 0;
	return NULL;
}

/* What list_some() is asked and answers, on one picture of the store. */
struct listing {
	struct arena *arena;
	struct str pattern;
	int64_t offset;
	int limit;
	struct agency_list list;
};

static struct fault *
list_some(struct db *db, void *arg)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	struct listing *listing = arg;
	struct agency_list *list = &listing->list;
	bool is_found = false;

	TAKE(listing->arena, list->agencies, (size_t)listing->limit);
	list->count = 0;
	TRY(agency_count(db, listing->pattern, &list->total));
	TRY(db_ask(db, listing->arena, &agency_some_sql,
		VALUES(VALUE(listing->pattern), VALUE(listing->limit), VALUE(listing->offset)),
		&rows));
	TRY(db_next(rows, &is_found));
	while (is_found) {
		list->agencies[list->count++] = agency_of_row(rows);
		TRY(db_next(rows, &is_found));
	}
	return NULL;
}

struct fault *
agency_find_all(struct db *db, struct arena *arena, struct str text, int64_t offset, int limit,
	struct agency_list *ret_list)
{
	struct listing listing = { .arena = arena, .offset = offset > 0 ? offset : 0 };

	listing.limit = limit < 1 ? 1 : limit > MOST_ROWS ? MOST_ROWS : limit;
	TRY(db_like(arena, text, &listing.pattern));
	TRY(db_look(db, list_some, &listing));
	*ret_list = listing.list;
	return NULL;
}
