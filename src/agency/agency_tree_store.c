/*
 * The tree in the store: paths, moving whole subtrees, one level at a time, searching, lists.
 * A path is written here and nowhere else; history and audit are agency_work.c's.
 */
#include "agency/agency_inside.h"
#include "agency/agency_site_statements.h"
#include "agency/agency_statements.h"
#include "base/utf8.h"

enum { PLACE_MEMORY = 256 << 10, MOST_LISTED = 20000 };

/* --- paths --- */

struct fault *
agency_path_end(struct arena *arena, struct str path, struct str *ret_end)
{
	/* '0' is the character behind '/', and '~' stands behind all digits and slashes. */
	if (path.len == 0) {
		*ret_end = STR("~");
		return NULL;
	}
	return str_print(arena, ret_end, "%.*s0", (int)path.len - 1, path.at);
}

static int
depth_of(struct str path)
{
	int slashes = 0;

	for (size_t i = 0; i < path.len; i++)
		slashes += path.at[i] == '/';
	return slashes ? slashes - 1 : 0;
}

static struct fault *
refuse_depth(void)
{
	return fault_new(FAULT_LIMIT, "agency_deep", "机关层级最多 %d 层。请另选上级机关。",
		"The tree of agencies has no more than %d levels. Choose another parent.",
		(int)AGENCY_DEEPEST);
}

struct fault *
agency_path_below(
	struct db *db, struct arena *arena, int64_t parent_id, int64_t id, struct str *ret_path)
{
	struct agency parent = { .path = STR("/") };

	if (parent_id)
		TRY(agency_load(db, arena, parent_id, &parent));
	if (depth_of(parent.path) >= AGENCY_DEEPEST)
		return refuse_depth();
	return str_print(arena, ret_path, "%.*s%lld/", STR_ARG(parent.path), (long long)id);
}

/* Levels of the subtree, the agency's own included. */
static struct fault *
measure_subtree(struct db *db, struct arena *arena, const struct agency *agency, int *ret_levels)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	struct str end;
	bool is_found = false;

	TRY(agency_path_end(arena, agency->path, &end));
	TRY(db_ask(db, NULL, &agency_longest_path_sql, VALUES(VALUE(agency->path), VALUE(end)),
		&rows));
	TRY(db_next(rows, &is_found));
	*ret_levels = is_found ? (int)db_get_int(rows, 0) - depth_of(agency->path) : 1;
	return NULL;
}

struct fault *
agency_move_paths(
	struct db *db, struct arena *arena, const struct agency *agency, int64_t parent_id)
{
	struct str path;
	struct str end;
	int levels = 0;

	TRY(agency_path_below(db, arena, parent_id, agency->id, &path));
	/* The new place has the agency's own id above it. */
	if (path.len > agency->path.len && str_starts(path, agency->path))
		return fault_new(FAULT_CONFLICT, "agency_circle",
			"上级机关不能是它自己或它的下级。请另选上级。",
			"An agency cannot stand below itself. Choose another parent.");
	TRY(measure_subtree(db, arena, agency, &levels));
	if (depth_of(path) - 1 + levels > AGENCY_DEEPEST)
		return refuse_depth();
	if (str_equal(path, agency->path))
		return NULL;
	/* Copies of sites in memory hold paths and must be made anew. */
	TRY(db_run(db, &agency_site_grow_sql, NO_VALUES, NULL));
	TRY(agency_path_end(arena, agency->path, &end));
	return db_run(db, &agency_move_paths_sql,
		VALUES(VALUE(agency->path), VALUE(end), VALUE((int64_t)agency->path.len + 1),
			VALUE(path)),
		NULL);
}

struct fault *
agency_refuse_twin(void)
{
	return fault_new(FAULT_CONFLICT, "agency_twin",
		"同一上级下面已有这个名称的机关。请核对名称和上级。",
		"An agency of this name stands below the same parent already. Check the name and "
		"the parent.");
}

struct fault *
agency_check_twin(struct db *db, int64_t parent_id, struct str name, int64_t not_id)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	bool is_found = false;

	TRY(db_ask(db, NULL, &agency_twin_sql, VALUES(VALUE(parent_id), VALUE(name), VALUE(not_id)),
		&rows));
	TRY(db_next(rows, &is_found));
	return is_found ? agency_refuse_twin() : NULL;
}

struct fault *
agency_insert(struct db *db, struct arena *arena, const struct agency *agency, int64_t *ret_id)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	struct str words;
	struct str path;
	bool is_found = false;

	TRY(agency_make_words(arena, agency, &words));
	TRY(db_ask(db, NULL, &agency_add_sql,
		VALUES(VALUE(agency->name), db_value_id(agency->parent_id), VALUE(agency->kind),
			VALUE(agency->level), VALUE(agency->short_names),
			agency_value_or_none(agency->credit_code),
			agency_value_or_none(agency->division_code), VALUE(agency->sort_order),
			VALUE(agency->valid_from), VALUE(words)),
		&rows));
	TRY(db_next(rows, &is_found));
	/* Somebody was faster than the look before this. */
	if (!is_found)
		return agency_refuse_twin();
	*ret_id = db_get_int(rows, 0);
	db_rows_close(&rows);
	TRY(agency_path_below(db, arena, agency->parent_id, *ret_id, &path));
	return db_run(db, &agency_set_path_sql, VALUES(VALUE(*ret_id), VALUE(path)), NULL);
}

static struct fault *
save_place(struct db *db, void *arg)
{
	CLOSING(arena_close) struct arena *arena = NULL;
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	const struct agency *wanted = arg;
	struct agency agency;
	bool is_found = false;

	TRY(arena_open(PLACE_MEMORY, &arena));
	TRY(agency_load(db, arena, wanted->id, &agency));
	TRY(agency_move_paths(db, arena, &agency, wanted->parent_id));
	if (day_is_none(agency.valid_to))
		TRY(agency_check_twin(db, wanted->parent_id, agency.name, agency.id));
	TRY(db_ask(db, NULL, &agency_place_sql,
		VALUES(VALUE(wanted->id), db_value_id(wanted->parent_id), VALUE(wanted->kind)),
		&rows));
	return db_next(rows, &is_found);
}

struct fault *
agency_save_place(struct db *db, int64_t id, int64_t parent_id, enum agency_kind kind)
{
	struct agency agency = { .id = id, .parent_id = parent_id, .kind = kind };

	return db_work(db, save_place, &agency);
}

/* --- lists --- */

/* Rows of agencies into a list that has room for them. */
static struct fault *
take_rows(struct db_rows *rows, struct agency_list *list)
{
	bool is_found = false;

	TRY(db_next(rows, &is_found));
	while (is_found) {
		list->agencies[list->count++] = agency_of_row(rows);
		TRY(db_next(rows, &is_found));
	}
	return NULL;
}

struct fault *
agency_count(struct db *db, struct str pattern, int64_t *ret_count)
{
	return db_ask_number(db, &agency_some_count_sql, VALUES(VALUE(pattern)), ret_count);
}

static int
cut_limit(int limit)
{
	return limit < 1 ? 1 : limit > AGENCY_MOST_ROWS ? AGENCY_MOST_ROWS : limit;
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

	TAKE(listing->arena, list->agencies, (size_t)listing->limit);
	list->count = 0;
	TRY(agency_count(db, listing->pattern, &list->total));
	/* Looking for a page that is not there would go through all of them once more. */
	if (listing->offset >= list->total)
		return NULL;
	TRY(db_ask(db, listing->arena, &agency_some_sql,
		VALUES(VALUE(listing->pattern), VALUE(listing->limit), VALUE(listing->offset)),
		&rows));
	return take_rows(rows, list);
}

struct fault *
agency_find_all(struct db *db, struct arena *arena, struct str text, int64_t offset, int limit,
	struct agency_list *ret_list)
{
	struct listing listing = {
		.arena = arena, .offset = offset > 0 ? offset : 0, .limit = cut_limit(limit)
	};

	TRY(db_like(arena, text, &listing.pattern));
	TRY(db_look(db, list_some, &listing));
	*ret_list = listing.list;
	return NULL;
}

struct fault *
agency_find_above(struct db *db, struct arena *arena, int64_t id, struct agency_list *ret_list)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	struct agency_list list = { 0 };

	TAKE(arena, list.agencies, AGENCY_DEEPEST + 1);
	TRY(db_ask(db, arena, &agency_above_sql, VALUES(VALUE(id)), &rows));
	TRY(take_rows(rows, &list));
	if (list.count == 0)
		return fault_absent("agency", id);
	list.total = (int64_t)list.count;
	*ret_list = list;
	return NULL;
}

/* One more row than wanted was asked for, to know whether there are more. */
static struct fault *
take_branches(
	struct arena *arena, struct db_rows *rows, int limit, struct agency_branches *ret_branches)
{
	struct agency_branches branches = { 0 };
	bool is_found = false;

	TAKE(arena, branches.items, (size_t)limit);
	TRY(db_next(rows, &is_found));
	while (is_found && branches.count < (size_t)limit) {
		branches.items[branches.count++] = (struct agency_branch){ agency_of_row(rows),
			db_get_int(rows, AGENCY_COLUMNS) };
		TRY(db_next(rows, &is_found));
	}
	branches.has_more = is_found;
	*ret_branches = branches;
	return NULL;
}

struct fault *
agency_find_children(struct db *db, struct arena *arena, const struct agency_level_query *query,
	struct agency_branches *ret_branches)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	struct agency after = { .sort_order = INT64_MIN };
	int limit = cut_limit(query->limit);

	if (query->after_id)
		TRY(agency_load(db, arena, query->after_id, &after));
	TRY(db_ask(db, arena, &agency_children_sql,
		VALUES(VALUE(query->parent_id), VALUE(query->with_ended), VALUE(after.sort_order),
			VALUE(after.name), VALUE(after.id), VALUE(limit + 1)),
		&rows));
	return take_branches(arena, rows, limit, ret_branches);
}

static struct fault *
find_words(struct db *db, struct arena *arena, int64_t id, struct str *ret_words)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	bool is_found = false;

	TRY(db_ask(db, arena, &agency_words_sql, VALUES(VALUE(id)), &rows));
	TRY(db_next(rows, &is_found));
	*ret_words = is_found ? db_get_str(rows, 0) : STR_NONE;
	return NULL;
}

/* The longest word of what was typed, in lower case as words are stored. */
static struct fault *
longest_word(struct arena *arena, struct str text, struct str *ret_word)
{
	struct str longest = STR_NONE;
	char *at;

	for (size_t start = 0, i = 0, len = 1; i <= text.len; i += len) {
		bool is_end = i == text.len || utf8_is_space(utf8_at(text, i, &len));

		if (is_end && i - start > longest.len)
			longest = str_sub(text, start, i - start);
		if (is_end)
			start = i + len;
	}
	TAKE(arena, at, longest.len + 1);
	for (size_t i = 0; i < longest.len; i++) {
		char c = longest.at[i];

		at[i] = (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
	}
	*ret_word = (struct str){ at, longest.len };
	return NULL;
}

struct fault *
agency_search(struct db *db, struct arena *arena, struct str text, struct str top, int64_t after_id,
	int limit, struct agency_branches *ret_branches)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	struct str pattern;
	struct str words = STR("");
	struct str word;

	limit = cut_limit(limit);
	TRY(db_like(arena, text, &pattern));
	if (pattern.len == 0)
		pattern = STR("%");
	TRY(longest_word(arena, text, &word));
	if (after_id)
		TRY(find_words(db, arena, after_id, &words));
	TRY(db_ask(db, arena, &agency_found_sql,
		VALUES(VALUE(pattern), VALUE(top), VALUE(word), VALUE(words), VALUE(after_id),
			VALUE(limit + 1)),
		&rows));
	return take_branches(arena, rows, limit, ret_branches);
}

struct fault *
agency_load_all(
	struct db *db, struct arena *arena, struct str top, struct agency_entries *ret_entries)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	struct agency_entries entries = { 0 };
	struct str end;
	size_t room = 0;
	bool is_found = false;

	TRY(agency_path_end(arena, top, &end));
	TRY(db_ask(db, arena, &agency_listed_sql, VALUES(VALUE(top), VALUE(end)), &rows));
	TRY(db_next(rows, &is_found));
	while (is_found) {
		struct agency_entry *entry;

		if (entries.count == MOST_LISTED)
			return fault_new(FAULT_LIMIT, "agency_many",
				"一次最多导出 %d 个机关。请选择一个下级分支导出。",
				"No more than %d agencies go out at once. Export a branch.",
				(int)MOST_LISTED);
		GROW(arena, entries.items, entries.count, room);
		entry = &entries.items[entries.count++];
		*entry = (struct agency_entry){ .agency = agency_of_row(rows) };
		for (int i = 0; i < AGENCY_OFFICE_FIELDS; i++)
			entry->office.fields[i] = db_get_str(rows, AGENCY_COLUMNS + i);
		TRY(db_next(rows, &is_found));
	}
	*ret_entries = entries;
	return NULL;
}
