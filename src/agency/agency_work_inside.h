/*
 * Shared by the files that change agencies: one change on its way, and its line in the audit.
 * Not for other rooms.
 */
#ifndef AGENCY_AGENCY_WORK_INSIDE_H
#define AGENCY_AGENCY_WORK_INSIDE_H

#include "agency/agency_work.h"
#include "db/db.h"

struct json_out;

/* One change. What is wanted is borrowed from the caller; the rest is made inside the transaction,
 * anew each time when an engine asks for a retry. */
struct agency_change {
	const struct audit_actor *actor;
	struct arena *arena;
	const struct agency *wanted;
	const union agency_office *wanted_office; /* NULL: stays */
	struct day on;
	const int64_t *successors;
	size_t successor_count;
	struct agency before;
	struct agency after;
	union agency_office office_before;
	union agency_office office;
};

/* One side of the audit line, between its braces. */
typedef void agency_put_fn(struct json_out *json, const struct agency_change *change);

/* The change in its own transaction, or as a part of the one around it. */
MUST struct fault *agency_work_run(struct db *db, db_work_fn *work, struct agency_change *change);
MUST struct fault *agency_work_stale(void);
/* The row before the change. CONFLICT "agency_stale", "agency_ended". */
MUST struct fault *agency_work_load(
	struct db *db, struct agency_change *change, int64_t id, int64_t version);
/* A statement that gives one row when the version was right. */
MUST struct fault *agency_work_ask(
	struct db *db, const struct db_sql *sql, struct db_values values);
/* INPUT "agency_day". */
MUST struct fault *agency_work_check_day(struct db *db, const struct agency *agency, struct day on);
/* CONFLICT "agency_ended". */
MUST struct fault *agency_work_check_parent(const struct agency *parent);
MUST struct fault *agency_work_put_past(
	struct db *db, const struct agency *agency, struct day until);
MUST struct fault *agency_work_tell(struct db *db, const struct agency_change *change,
	const char *deed, agency_put_fn *put_before, agency_put_fn *put_after);
/* Trimmed, without control characters, none too long. INPUT "agency_office". */
MUST struct fault *agency_check_office(
	struct arena *arena, const union agency_office *office, union agency_office *ret_office);

#endif
