/*
 * Changing the tree of agencies: each change in one transaction with its line in the audit.
 * Whether somebody may is asked before, by the pages; reading is agency.h.
 */
#ifndef AGENCY_AGENCY_WORK_H
#define AGENCY_AGENCY_WORK_H

#include "agency/agency.h"
#include "audit/audit.h"

/*
 * Faults of all of them: ABSENT; those of the checks in agency.h; CONFLICT "agency_stale" when the
 * row is no longer the version that was given, "agency_twin" when an agency of this name stands
 * below the same parent, "agency_code_twin" when another existing one has the credit code,
 * "agency_ended" when it no longer exists; INPUT "agency_day" when a day lies in the future, before
 * the agency or before its last change.
 */

/* Make an agency below agency->parent_id; id, path and version are not looked at. Kind and level 0
 * are guessed. `office` may be NULL. */
MUST struct fault *agency_make(struct db *db, const struct audit_actor *actor,
	const struct agency *agency, const union agency_office *office, int64_t *ret_id);

/* Everything but name, parent and end; agency->version is the version the form showed. `office`
 * NULL leaves the particulars. */
MUST struct fault *agency_change(struct db *db, const struct audit_actor *actor,
	const struct agency *agency, const union agency_office *office);

/* A new name from the day `on`; the old one is kept. DAY_NONE mends a mistake: it was always so. */
MUST struct fault *agency_rename(struct db *db, const struct audit_actor *actor, int64_t id,
	int64_t version, struct str name, struct day on);
/* Another parent (0: the top) from the day `on`, with everything below. DAY_NONE mends a mistake.
 * CONFLICT "agency_circle", LIMIT "agency_deep". */
MUST struct fault *agency_move(struct db *db, const struct audit_actor *actor, int64_t id,
	int64_t version, int64_t parent_id, struct day on);

/* The agency ends on the day `on` and `into_id` comes after it; what stood below it moves there. */
MUST struct fault *agency_merge(struct db *db, const struct audit_actor *actor, int64_t id,
	int64_t version, int64_t into_id, struct day on);

enum { AGENCY_SUCCESSORS_MOST = 20 };

/* The agency ends and several come after it; figures of earlier years go to the first of them.
 * CONFLICT "agency_has_below" while existing ones stand below it; INPUT "agency_successors" for
 * fewer than two, too many, twice the same or itself. */
MUST struct fault *agency_split(struct db *db, const struct audit_actor *actor, int64_t id,
	int64_t version, const int64_t *successor_ids, size_t count, struct day on);
/* The agency ends without a successor. CONFLICT "agency_has_below". */
MUST struct fault *agency_end(
	struct db *db, const struct audit_actor *actor, int64_t id, int64_t version, struct day on);

#endif
