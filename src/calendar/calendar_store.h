/*
 * Calendars of this installation: the program's own holidays, what was taken in for the nation, and
 * the days that agencies added, as one calendar for each place in the tree. Every change is a new
 * version, and a calendar can be had as it stood at any version. Which open cases a change moves is
 * known above, where the cases are.
 */
#ifndef CALENDAR_CALENDAR_STORE_H
#define CALENDAR_CALENDAR_STORE_H

#include "audit/audit.h"
#include "calendar/calendar_file.h"

struct db;

/* The version that all calendars stand at now; 0 while nothing was taken in. It rises with every
 * change, whoever's. */
MUST struct fault *calendar_version(struct db *db, int64_t *ret_version);

/* The calendar for the agency at `path` ("/1/5/9/"; empty: the nation's) as it stood at a version,
 * into the arena. ABSENT when there was no such version. */
MUST struct fault *calendar_load_at(struct db *db, struct arena *arena, struct str path,
	int64_t version, const struct calendar **ret_calendar);

/* A calendar out of the copies that this process keeps (at most CALENDAR_COPIES not in use). */
struct calendar_lent {
	const struct calendar *calendar;
	int64_t version;
};
enum { CALENDAR_COPIES = 8 };

/*
 * The calendar of now for the agency at `path`. Cheap when it is in memory: two small statements.
 *
 * 	CLOSING(calendar_give_back) const struct calendar_lent *lent = NULL;
 * 	TRY(calendar_borrow(db, path, &lent));
 */
MUST struct fault *calendar_borrow(
	struct db *db, struct str path, const struct calendar_lent **ret_lent);
void calendar_give_back(const struct calendar_lent **lent);
/* Let go of the copies that nobody uses, at the end of the process and in tests. */
void calendar_drop_copies(void);

/* What was taken in for one agency (0: the nation) and holds at a version; a nation's layer is
 * empty when only the program's own days hold. */
MUST struct fault *calendar_load_rows(struct db *db, struct arena *arena, int64_t agency_id,
	int64_t version, struct calendar_layer *ret_layer);

/*
 * A change of days. For the nation (agency_id 0) each year that the rows cover is replaced whole;
 * all other rows replace single days. `dropped` is a day whose own row is taken away, or DAY_NONE.
 */
struct calendar_deed {
	int64_t agency_id;
	const struct calendar_row *rows;
	size_t count;
	struct day dropped;
	struct str note;      /* why, or the name of the notice; at most 500 characters */
	int64_t seen_version; /* what the person saw */
};

/*
 * Save it, with its line of audit; gives the new version. Who may is asked by the pages. Faults
 * CONFLICT "calendar_stale" (somebody changed it since), INPUT "calendar_nothing" (no row),
 * "calendar_note", "calendar_local_name" (a local day says why it is one).
 */
MUST struct fault *calendar_save(struct db *db, const struct audit_actor *actor,
	const struct calendar_deed *deed, int64_t *ret_version);

/* One change as it was. */
struct calendar_past {
	int64_t version;
	int64_t at; /* seconds since 1970, UTC */
	int64_t account_id;
	struct day first;
	struct day last;
	struct str note;
};

/* The newest first, at most `limit` (cut to 1 … 100). */
MUST struct fault *calendar_find_changes(struct db *db, struct arena *arena, int64_t agency_id,
	int limit, struct calendar_past **ret_changes, size_t *ret_count);

#endif
