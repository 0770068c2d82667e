/*
 * Rows of single agencies in and out.
 * Rules about names and codes are in agency_rules.c and agency_codes.c, the tree is
 * agency_tree_store.c's, and who may change an agency is decided above.
 */
#include "agency/agency_inside.h"
#include "agency/agency_statements.h"
#include "base/buf.h"

enum { MAKING_MEMORY = 256 << 10, MOST_MEANT = 50, SEVERAL_NAMED = 4, CREDIT_CODE = 18 };

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

static struct fault *
load_by(struct db *db, struct arena *arena, const struct db_sql *sql, struct db_value value,
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

	TRY(load_by(db, arena, &agency_by_id_sql, VALUE(id), &is_found, ret_agency));
	return is_found ? NULL : fault_absent("agency", id);
}

struct fault *
agency_find(struct db *db, struct arena *arena, struct str name, bool *ret_is_found,
	struct agency *ret_agency)
{
	return load_by(
		db, arena, &agency_by_name_sql, VALUE(str_trim(name)), ret_is_found, ret_agency);
}

struct fault *
agency_find_code(struct db *db, struct arena *arena, struct str credit_code, bool *ret_is_found,
	struct agency *ret_agency)
{
	return load_by(db, arena, &agency_by_code_sql, VALUE(str_trim(credit_code)), ret_is_found,
		ret_agency);
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

/* --- whom a name means --- */

struct fault *
agency_find_meant(struct db *db, struct arena *arena, struct str name, int limit,
	struct agency_meanings *ret_meanings)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	struct agency_meanings meanings = { 0 };
	struct str marked;
	bool is_found = false;
	size_t room = 0;

	name = str_trim(name);
	TRY(str_print(arena, &marked, "、%.*s、", STR_ARG(name)));
	TRY(db_ask(db, arena, &agency_meant_sql, VALUES(VALUE(name), VALUE(marked), VALUE(limit)),
		&rows));
	TRY(db_next(rows, &is_found));
	while (is_found && name.len) {
		GROW(arena, meanings.items, meanings.count, room);
		meanings.items[meanings.count++] = (struct agency_meaning){ agency_of_row(rows),
			(enum agency_naming)db_get_int(rows, AGENCY_COLUMNS) };
		TRY(db_next(rows, &is_found));
	}
	*ret_meanings = meanings;
	return NULL;
}

size_t
agency_meanings_best(const struct agency_meanings *meanings)
{
	size_t count = 0;

	while (count < meanings->count &&
		meanings->items[count].naming == meanings->items[0].naming)
		count++;
	return count;
}

/* "编号 5（上级：甲市人民政府）" of the first few. */
static struct fault *
refuse_several(struct db *db, struct arena *arena, struct str name,
	const struct agency_meanings *meanings, size_t count)
{
	CLOSING(buf_done) struct buf list;
	struct agency parent;

	buf_init(&list, 4096);
	for (size_t i = 0; i < count && i < SEVERAL_NAMED; i++) {
		const struct agency *agency = &meanings->items[i].agency;

		parent.name = STR("—");
		if (agency->parent_id)
			TRY(agency_load(db, arena, agency->parent_id, &parent));
		buf_print(&list, "%s%lld（%.*s）", i ? "、" : "", (long long)agency->id,
			STR_ARG(parent.name));
	}
	TRY(buf_check(&list));
	return fault_new(FAULT_INPUT, "agency_several",
		"名为“%.*s”的机关不止一个，编号（及上级）：%.*s 等。请写编号或统一社会信用代码指明"
		"是哪一个；命令行用 --agency。",
		"Several agencies are called “%.*s”; numbers (and parents): %.*s and so on. Say "
		"which by its number or credit code; on the command line with --agency.",
		STR_ARG(name), STR_ARG(buf_str(&list)));
}

/* All digits, and too few of them for a credit code. */
static bool
is_number(struct str key, int64_t *ret_id)
{
	return key.len < CREDIT_CODE && str_to_int(key, ret_id) && *ret_id > 0;
}

static struct fault *
find_by_name(struct db *db, struct arena *arena, struct str name, bool *ret_is_found,
	struct agency *ret_agency)
{
	struct agency_meanings meanings;
	size_t best;

	TRY(agency_find_meant(db, arena, name, MOST_MEANT, &meanings));
	best = agency_meanings_best(&meanings);
	if (best > 1)
		return refuse_several(db, arena, name, &meanings, best);
	*ret_is_found = best == 1;
	if (best)
		*ret_agency = meanings.items[0].agency;
	return NULL;
}

struct fault *
agency_find_key(struct db *db, struct arena *arena, struct str key, struct agency *ret_agency)
{
	bool is_found = false;
	int64_t id = 0;

	key = str_trim(key);
	if (is_number(key, &id))
		TRY(load_by(db, arena, &agency_by_id_sql, VALUE(id), &is_found, ret_agency));
	else if (key.len == CREDIT_CODE)
		TRY(agency_find_code(db, arena, key, &is_found, ret_agency));
	if (!is_found)
		TRY(find_by_name(db, arena, key, &is_found, ret_agency));
	if (!is_found)
		return fault_new(FAULT_INPUT, "agency_unknown",
			"没有找到机关“%.*s”。请写全称、编号或统一社会信用代码；新机关请先新增。",
			"There is no agency “%.*s”. Give its full name, number or credit code; add "
			"new ones first.",
			STR_ARG(key));
	return NULL;
}

/* --- finding or making --- */

struct making {
	struct str name;
	int64_t id;
};

static struct fault *
find_or_add(struct db *db, void *arg)
{
	CLOSING(arena_close) struct arena *arena = NULL;
	struct making *making = arg;
	struct agency agency;
	struct agency_meanings meanings;
	size_t best;

	TRY(arena_open(MAKING_MEMORY, &arena));
	/* A report of an earlier year is signed with the name of that time. */
	TRY(agency_find_meant(db, arena, making->name, MOST_MEANT, &meanings));
	best = agency_meanings_best(&meanings);
	if (best > 1)
		return refuse_several(db, arena, making->name, &meanings, best);
	if (best == 1) {
		making->id = meanings.items[0].agency.id;
		return NULL;
	}
	agency = (struct agency){ .name = making->name,
		.kind = agency_guess_kind(making->name),
		.valid_from = DAY_NONE,
		.valid_to = DAY_NONE };
	return agency_insert(db, arena, &agency, &making->id);
}

struct fault *
agency_find_or_make(struct db *db, struct str name, int64_t *ret_id)
{
	struct making making = { 0 };
	struct fault *fault;

	TRY(agency_check_name(name, &making.name));
	fault = db_work(db, find_or_add, &making);
	/* Another one made it at the same moment; now it is found. */
	if (fault && strcmp(fault->code, "agency_twin") == 0)
		fault = db_work(db, find_or_add, &making);
	TRY(fault);
	*ret_id = making.id;
	return NULL;
}
