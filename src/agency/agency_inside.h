/*
 * Shared by this room's own files: rows of agencies as its statements give them, and the tree's
 * paths. Not for other rooms.
 */
#ifndef AGENCY_AGENCY_INSIDE_H
#define AGENCY_AGENCY_INSIDE_H

#include "agency/agency.h"
#include "db/db.h"

enum { AGENCY_COLUMNS = 13, AGENCY_MOST_ROWS = 500 };

/* The columns that every statement over agencies gives first, in this order. */
struct agency agency_of_row(const struct db_rows *rows);
/* One agency, or none, of a statement that takes one value. */
MUST struct fault *agency_load_by(struct db *db, struct arena *arena, const struct db_sql *sql,
	struct db_value value, bool *ret_is_found, struct agency *ret_agency);

/* None for the empty text. */
struct db_value agency_value_or_none(struct str text);

/* What searching looks through: names and code in lower case. */
MUST struct fault *agency_make_words(
	struct arena *arena, const struct agency *agency, struct str *ret_words);

/* All paths that begin with `path` are at least `path` and less than this: its last slash becomes
 * the next character. For the empty path the end of all paths. */
MUST struct fault *agency_path_end(struct arena *arena, struct str path, struct str *ret_end);
/* Path of an agency below a parent (0: the top). ABSENT "absent", LIMIT "agency_deep". */
MUST struct fault *agency_path_below(
	struct db *db, struct arena *arena, int64_t parent_id, int64_t id, struct str *ret_path);
/* Bring an agency and all below it from its old path to its place below a new parent; the row's own
 * parent_id is the caller's to change. Inside db_work(). CONFLICT "agency_circle", LIMIT
 * "agency_deep". */
MUST struct fault *agency_move_paths(
	struct db *db, struct arena *arena, const struct agency *agency, int64_t parent_id);

/* Add a row with its path; `agency` is checked. Inside db_work(). CONFLICT "agency_twin". */
MUST struct fault *agency_insert(
	struct db *db, struct arena *arena, const struct agency *agency, int64_t *ret_id);

/* CONFLICT "agency_twin": the name is taken below this parent. */
MUST struct fault *agency_refuse_twin(void);
/* The same, when another existing agency has this name below this parent. */
MUST struct fault *agency_check_twin(
	struct db *db, int64_t parent_id, struct str name, int64_t not_id);

/* One agency with its office, as lists carry it. */
struct agency_entry {
	struct agency agency;
	union agency_office office;
};
struct agency_entries {
	struct agency_entry *items;
	size_t count;
};
/* All agencies below `top` (a path, itself included; empty: all), parents before children. LIMIT
 * "agency_many" beyond 20,000. */
MUST struct fault *agency_load_all(
	struct db *db, struct arena *arena, struct str top, struct agency_entries *ret_entries);

#endif
