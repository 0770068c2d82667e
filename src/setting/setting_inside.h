/*
 * What the files of setting/ share: rows, and the way up the tree.
 * Not for other rooms; they include setting/setting.h.
 */
#ifndef SETTING_SETTING_INSIDE_H
#define SETTING_SETTING_INSIDE_H

#include "setting/setting.h"

enum { SETTING_MOST_TEXT = 4000 };

/* True for a setting that agencies may have (below the installation). */
static inline bool
setting_is_for_agencies(const struct setting *setting)
{
	return setting->scope == SETTING_BY_AGENCY;
}

/* The stored form of the default, in the arena or constant. */
MUST struct fault *setting_default(
	struct arena *arena, const struct setting *setting, struct str *ret_value);

/* One row as it is in the store. Invariant: at most one of value and sealed is there. */
struct setting_row {
	int64_t id; /* 0: there is no row */
	struct str name;
	struct str value;
	struct str sealed;
	bool has_value;
	bool has_sealed;
	int64_t version;
	int64_t changed_at;
	struct str changed_by;
};

MUST struct fault *setting_store_load(struct db *db, struct arena *arena, int64_t agency_id,
	struct str name, struct setting_row *ret_row);
/* Rows of one agency by name. */
MUST struct fault *setting_store_rows(struct db *db, struct arena *arena, int64_t agency_id,
	struct setting_row **ret_rows, size_t *ret_count);
/* Add or change; inside db_work(). row->id 0 adds. Gives the row's id. */
MUST struct fault *setting_store_save(
	struct db *db, int64_t agency_id, const struct setting_row *row, int64_t *ret_id);

/* What is in force: text copied into the arena, which may be NULL when only the number of an INT,
 * DAYS or FLAG is wanted. */
struct setting_found {
	bool is_found;
	int64_t agency_id;
	int64_t number;
	struct str value;
	struct str sealed;
	bool is_sealed;
};
MUST struct fault *setting_cache_find(struct db *db, struct arena *arena,
	const struct setting *setting, const struct setting_levels *levels,
	struct setting_found *ret_found);
/* The next reading compares with the store. */
void setting_cache_forget(void);

extern const struct setting *const *const *setting_tables;

/* "setting.mail.password:17": where a sealed value stands. */
MUST struct fault *setting_place(struct arena *arena, const struct setting *setting,
	int64_t agency_id, struct str *ret_place);

#endif
