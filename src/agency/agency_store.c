/*
 * Rows of single agencies in and out.
 * Whom a name means is agency_meant_store.c's, the tree agency_tree_store.c's; rules about names
 * and codes are in agency_rules.c and agency_codes.c, and who may change an agency is decided
 * above.
 */
#include "agency/agency_inside.h"
#include "agency/agency_statements.h"

struct agency
agency_of_row(const struct db_rows *rows)
{
	return (struct agency){
		.id = db_get_int(rows, 0),
		.name = db_get_str(rows, 1),
		.parent_id = db_get_int(rows, 2),
		.kind = (enum agency_kind)db_get_int(rows, 3),
		.level = (enum agency_level)db_get_int(rows, 4),
		.path = db_get_str(rows, 5),
		.short_names = db_get_str(rows, 6),
		.credit_code = db_get_str(rows, 7),
		.division_code = db_get_str(rows, 8),
		.sort_order = db_get_int(rows, 9),
		.valid_from = db_get_day(rows, 10),
		.valid_to = db_get_day(rows, 11),
		.version = db_get_int(rows, 12),
	};
}

struct fault *
agency_load_by(struct db *db, struct arena *arena, const struct db_sql *sql, struct db_value value,
	bool *ret_is_found, struct agency *ret_agency)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	bool is_found = false;

	TRY(db_ask(db, arena, sql, VALUES(value), &rows));
	TRY(db_next(rows, &is_found));
	if (is_found)
		*ret_agency = agency_of_row(rows);
	*ret_is_found = is_found;
	return NULL;
}

struct fault *
agency_load(struct db *db, struct arena *arena, int64_t id, struct agency *ret_agency)
{
	bool is_found = false;

	TRY(agency_load_by(db, arena, &agency_by_id_sql, VALUE(id), &is_found, ret_agency));
	return is_found ? NULL : fault_absent("agency", id);
}

struct fault *
agency_find(struct db *db, struct arena *arena, struct str name, bool *ret_is_found,
	struct agency *ret_agency)
{
	return agency_load_by(
		db, arena, &agency_by_name_sql, VALUE(str_trim(name)), ret_is_found, ret_agency);
}

struct fault *
agency_find_code(struct db *db, struct arena *arena, struct str credit_code, bool *ret_is_found,
	struct agency *ret_agency)
{
	return agency_load_by(db, arena, &agency_by_code_sql, VALUE(str_trim(credit_code)),
		ret_is_found, ret_agency);
}

struct fault *
agency_load_office(struct db *db, struct arena *arena, int64_t id, union agency_office *ret_office)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	bool is_found = false;

	TRY(db_ask(db, arena, &agency_office_sql, VALUES(VALUE(id)), &rows));
	TRY(db_next(rows, &is_found));
	for (int i = 0; i < AGENCY_OFFICE_FIELDS; i++)
		ret_office->fields[i] = is_found ? db_get_str(rows, i) : STR_NONE;
	return NULL;
}

struct fault *
agency_make_words(struct arena *arena, const struct agency *agency, struct str *ret_words)
{
	char *at;

	TRY(str_print(arena, ret_words, "%.*s %.*s %.*s", STR_ARG(agency->name),
		STR_ARG(agency->short_names), STR_ARG(agency->credit_code)));
	TRY(str_copy(arena, str_trim(*ret_words), ret_words));
	TAKE(arena, at, ret_words->len + 1);
	for (size_t i = 0; i < ret_words->len; i++) {
		char c = ret_words->at[i];

		at[i] = (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
	}
	ret_words->at = at;
	return NULL;
}

struct db_value
agency_value_or_none(struct str text)
{
	struct db_value value = db_value_str(text);

	value.is_none = text.len == 0;
	return value;
}
