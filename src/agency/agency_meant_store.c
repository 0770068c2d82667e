/*
 * Whom a name, a number or a code means: one agency, several, or one that is made then.
 * Rows are agency_store.c's, places in the tree agency_tree_store.c's.
 */
#include "agency/agency_inside.h"
#include "agency/agency_statements.h"
#include "base/buf.h"

enum { MAKING_MEMORY = 256 << 10, MOST_MEANT = 50, SEVERAL_NAMED = 4, CREDIT_CODE = 18 };

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
		TRY(agency_load_by(db, arena, &agency_by_id_sql, VALUE(id), &is_found, ret_agency));
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
