/*
 * A list of agencies against the store, and into it: all rows in one transaction, through the same
 * changes that people make on pages, so the history and the audit are the same too.
 * What the list would do is decided by agency_import_plan.c.
 */
#include "agency/agency_import_inside.h"
#include "agency/agency_work.h"

struct fault *
agency_import_check(struct db *db, struct arena *arena, const struct agency_raw_list *list,
	struct agency_import_plan *ret_plan)
{
	struct agency_entries existing;

	TRY(agency_load_all(db, arena, STR_NONE, &existing));
	return agency_import_plan(arena, list, &existing, ret_plan);
}

/* One import on its way. */
struct import {
	const struct audit_actor *actor;
	struct arena *arena;
	const struct agency_raw_list *list;
	struct str digest;
	struct agency_import_plan plan;
};

/* Names and places change from today on, unless the agency itself began today. */
static struct day
day_of_change(const struct agency *agency)
{
	struct day today = day_today();

	return !day_is_none(agency->valid_from) && agency->valid_from.number >= today.number
		       ? DAY_NONE
		       : today;
}

static struct fault *
change_existing(struct db *db, struct import *import, const struct agency_import_row *row,
	int64_t parent_id)
{
	struct agency now;

	TRY(agency_load(db, import->arena, row->agency.id, &now));
	if (now.parent_id != parent_id) {
		TRY(agency_move(
			db, import->actor, now.id, now.version, parent_id, day_of_change(&now)));
		now.version++;
	}
	if (!str_equal(now.name, row->agency.name)) {
		TRY(agency_rename(db, import->actor, now.id, now.version, row->agency.name,
			day_of_change(&now)));
		now.version++;
	}
	for (const struct agency_import_difference *one = row->differences; one; one = one->next) {
		struct agency agency = row->agency;

		if (one->column == AGENCY_COLUMN_NAME || one->column == AGENCY_COLUMN_PARENT)
			continue;
		agency.version = now.version;
		return agency_change(db, import->actor, &agency, &row->office);
	}
	return NULL;
}

static struct fault *
import_row(struct db *db, struct import *import, struct agency_import_row *row)
{
	int64_t *ids = import->plan.node_ids;
	int64_t parent_id = row->parent < 0 ? 0 : ids[row->parent];
	struct agency agency = row->agency;

	if (row->deed == AGENCY_IMPORT_SAME)
		return NULL;
	if (row->deed == AGENCY_IMPORT_CHANGE)
		return change_existing(db, import, row, parent_id);
	agency.parent_id = parent_id;
	TRY(agency_make(db, import->actor, &agency, &row->office, &ids[row->node]));
	row->agency.id = ids[row->node];
	return NULL;
}

/* "第 12 行：…" before what a change says. */
static struct fault *
name_row(const struct agency_import_row *row, const struct fault *fault)
{
	struct fault old = *fault;

	if (old.kind == FAULT_LIMIT || old.kind == FAULT_OUTSIDE)
		return fault_new(old.kind, old.code, "%s%.0s", "%.0s%s", old.zh, old.en);
	return fault_new(old.kind, old.code, "第 %d 行：%s%.0s", "Row %d: %.0s%s", row->raw->number,
		old.zh, old.en);
}

static struct fault *
import_all(struct db *db, void *arg)
{
	struct import *import = arg;

	TRY(agency_import_check(db, import->arena, import->list, &import->plan));
	if (import->plan.bad_count)
		return fault_new(FAULT_INPUT, "agency_import_bad",
			"表中有 %zu 处问题，没有写入任何内容。请改正后重新上传。",
			"The list has %zu problems; nothing was written. Mend them and send it "
			"again.",
			import->plan.bad_count);
	if (!str_equal(import->digest, str_of(import->plan.digest.at)))
		return fault_new(FAULT_CONFLICT, "agency_import_changed",
			"预览之后机关资料有了变动，这份表现在的结果会不同。请重新查看预览。",
			"Agencies have changed since the preview, so the list would do something "
			"else now. Look at the preview again.");
	for (size_t i = 0; i < import->plan.count; i++) {
		struct agency_import_row *row = &import->plan.rows[import->plan.order[i]];
		struct fault *fault = import_row(db, import, row);

		if (fault)
			return name_row(row, fault);
	}
	return NULL;
}

struct fault *
agency_import_apply(struct db *db, const struct audit_actor *actor, struct arena *arena,
	const struct agency_raw_list *list, struct str digest, struct agency_import_plan *ret_plan)
{
	struct import import = { .actor = actor, .arena = arena, .list = list, .digest = digest };

	TRY(db_work(db, import_all, &import));
	*ret_plan = import.plan;
	return NULL;
}
