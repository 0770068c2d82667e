/*
 * Taking a file in: read, check with its neighbours in time, save.
 * Each part is elsewhere; here stands only their order.
 */
#include "checking/checking.h"
#include "db/blob.h"
#include "db/db.h"
#include "filing/filing_inside.h"
#include "reading/reading.h"

struct fault *
filing_check_stored(struct db *db, struct arena *arena, struct filing_gate gate, int64_t agency_id,
	struct report *report, int64_t *ret_previous_id)
{
	struct report *previous = NULL;
	int64_t id = 0;

	if (!agency_id)
		TRY(filing_find_only(db, arena, report->agency, &agency_id));
	if (agency_id && report->year)
		TRY(filing_store_current(db, gate, agency_id, report->year - 1, &id));
	if (id) {
		TAKE(arena, previous, 1);
		TRY(filing_store_report(db, arena, gate, id, previous));
	}
	TRY(checking_run(report, previous, arena));
	*ret_previous_id = id;
	return NULL;
}

/* The stored report of the year after has a new year before it. */
static struct fault *
check_year_after(struct db *db, const struct audit_actor *actor, struct arena *arena,
	int64_t agency_id, const struct report *report)
{
	struct report *after;
	int64_t id = 0;

	TRY(filing_store_current(db, filing_gate_all, agency_id, report->year + 1, &id));
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

/* A report that does not name its agency is that of the agency it is stored for. */
static struct fault *
name_agency(struct db *db, const struct importing *importing)
{
	struct agency agency;

	if (!importing->door->agency_id)
		return NULL;
	TRY(agency_load(db, importing->arena, importing->door->agency_id, &agency));
	if (!str_trim(importing->report->agency).len)
		importing->report->agency = agency.name;
	return NULL;
}

/* One transaction, so that no other file of these years comes in between. */
static struct fault *
check_and_save(struct db *db, void *arg)
{
	struct importing *importing = arg;
	const struct filing_door *door = importing->door;
	struct filing_saved *saved = &importing->saved;
	int64_t previous_id = 0;

	TRY(name_agency(db, importing));
	TRY(filing_check_stored(db, importing->arena, filing_gate_all, door->agency_id,
		importing->report, &previous_id));
	TRY(filing_save_for(db, door->files, &door->actor, door->agency_id, importing->report,
		importing->bytes, saved));
	if (door->is_shown)
		TRY(show(db, importing));
	if (!saved->is_current || (saved->is_known && !saved->is_refreshed))
		return NULL;
	return check_year_after(
		db, &door->actor, importing->arena, saved->agency_id, importing->report);
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

struct sending {
	struct blob_store *files;
	struct arena *arena;
	struct digest digest;
	struct filing_sending *sending;
};

/* Is there a stored report of this agency and year that is another file? */
static struct fault *
find_other(
	struct db *db, const struct sending *work, const struct agency *agency, bool *ret_is_other)
{
	struct filing_sending *sending = work->sending;
	struct filing_gate gate;
	struct filing_row row;

	*ret_is_other = false;
	TRY(filing_gate_make(work->arena, sending->person, ACCOUNT_AUTHOR, agency->path, &gate));
	TRY(filing_store_current(
		db, gate, agency->id, sending->report->year, &sending->current_id));
	if (!sending->current_id)
		return NULL;
	TRY(filing_store_load(db, work->arena, gate, sending->current_id, &row));
	*ret_is_other = strcmp(row.digest.at, work->digest.at) != 0;
	return NULL;
}

static struct fault *
send_if_told(struct db *db, void *arg)
{
	const struct sending *work = arg;
	struct filing_sending *sending = work->sending;
	struct filing_door door = { .files = work->files, .actor = sending->actor };
	struct filing_meant meant;
	const struct agency *agency;
	bool is_other = false;

	TRY(filing_find_meant(db, work->arena, sending->person, sending->report->agency, &meant));
	if (!meant.count)
		return filing_refuse_unmeant(&meant, sending->person, sending->report->agency);
	agency = filing_pick_meant(&meant, sending->agency_id);
	sending->must_choose = !agency;
	if (sending->must_choose)
		return NULL;
	TRY(find_other(db, work, agency, &is_other));
	sending->must_ask = is_other && sending->current_id != sending->replaces;
	if (sending->must_ask)
		return NULL;
	door.actor.agency_id = agency->id;
	door.agency_id = agency->id;
	return filing_import_record(
		db, &door, work->arena, sending->report, sending->bytes, &sending->saved);
}

struct fault *
filing_send(struct db *db, struct blob_store *files, struct arena *arena,
	struct filing_sending *sending)
{
	struct sending work = { .files = files, .arena = arena, .sending = sending };

	/* Slow, so before the transaction. */
	TRY(blob_save(files, sending->bytes, &work.digest));
	return db_work(db, send_if_told, &work);
}
