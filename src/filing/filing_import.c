/*
 * Taking a file in: read, check with its neighbours in time, save.
 * Each part is elsewhere; here stands only their order.
 */
#include "checking/checking.h"
#include "db/blob.h"
#include "db/db.h"
#include "filing/filing_inside.h"
#include "reading/reading.h"

static struct fault *
check_with_year_before(struct db *db, struct filing_gate gate, struct arena *arena,
	struct report *report, int64_t *ret_previous_id)
{
	struct report *previous = NULL;
	int64_t id = 0;

	if (report->agency.len && report->year)
		TRY(filing_store_find(db, gate, report->agency, report->year - 1, &id));
	if (id) {
		TAKE(arena, previous, 1);
		TRY(filing_store_report(db, arena, gate, id, previous));
	}
	TRY(checking_run(report, previous, arena));
	*ret_previous_id = id;
	return NULL;
}

struct fault *
filing_check_stored(
	struct db *db, struct arena *arena, struct report *report, int64_t *ret_previous_id)
{
	return check_with_year_before(db, filing_gate_public, arena, report, ret_previous_id);
}

/* The stored report of the year after has a new year before it. */
static struct fault *
check_year_after(struct db *db, const struct audit_actor *actor, struct arena *arena,
	const struct report *report)
{
	struct report *after;
	int64_t id = 0;

	TRY(filing_store_find(db, filing_gate_all, report->agency, report->year + 1, &id));
	if (id == 0)
		return NULL;
	TAKE(arena, after, 1);
	TRY(filing_store_report(db, arena, filing_gate_all, id, after));
	TRY(checking_run(after, report, arena));
	return filing_save_record(db, actor, id, after);
}

struct importing {
	const struct filing_door *door;
	struct arena *arena;
	struct str bytes;
	struct report *report;
	struct filing_saved saved;
};

static struct fault *
show(struct db *db, const struct importing *importing)
{
	struct filing_row row;

	TRY(filing_store_load(db, importing->arena, filing_gate_all, importing->saved.id, &row));
	if (row.replaced_by || !(filing_state_next(row.state) & 1u << FILING_SHOWN))
		return NULL;
	return filing_show_row(db, &importing->door->actor, &row);
}

/* One transaction, so that no other file of these years comes in between. */
static struct fault *
check_and_save(struct db *db, void *arg)
{
	struct importing *importing = arg;
	const struct filing_door *door = importing->door;
	struct filing_saved *saved = &importing->saved;
	int64_t previous_id = 0;

	TRY(check_with_year_before(
		db, filing_gate_all, importing->arena, importing->report, &previous_id));
	TRY(filing_save(db, door->files, &door->actor, importing->report, importing->bytes, saved));
	if (door->is_shown)
		TRY(show(db, importing));
	if (!saved->is_current || (saved->is_known && !saved->is_refreshed))
		return NULL;
	return check_year_after(db, &door->actor, importing->arena, importing->report);
}

struct fault *
filing_import_record(struct db *db, const struct filing_door *door, struct arena *arena,
	struct report *report, struct str bytes, struct filing_saved *ret_saved)
{
	struct importing importing = { door, arena, bytes, report, { 0 } };
	struct digest digest;

	/* Writing the file is slow; nobody should wait for it inside the transaction. */
	TRY(blob_save(door->files, bytes, &digest));
	TRY(db_work(db, check_and_save, &importing));
	*ret_saved = importing.saved;
	return NULL;
}

struct fault *
filing_import(struct db *db, const struct filing_door *door, struct arena *arena, struct str name,
	struct str bytes, struct report *ret_report, struct filing_saved *ret_saved)
{
	TRY(reading_make(name, bytes, arena, ret_report));
	return filing_import_record(db, door, arena, ret_report, bytes, ret_saved);
}
