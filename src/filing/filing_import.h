/*
 * Taking files in: what other rooms may call of the stored reports (the command line imports with
 * it). The rows themselves, lists and series are filing_inside.h, for this room only.
 */
#ifndef FILING_FILING_IMPORT_H
#define FILING_FILING_IMPORT_H

#include "audit/audit.h"
#include "reading/reading.h"
#include "report/report.h"

struct blob_store;
struct db;

/* What became of a file that was to be stored. */
struct filing_saved {
	int64_t id;
	int64_t agency_id;
	bool is_known;     /* these very bytes were stored before; nothing was added */
	bool is_refreshed; /* … but their record has changed (a better reader) and was renewed */
	bool is_current;   /* false when a later file took the place of these bytes */
	int64_t replaced_id; /* the report whose place this one took; 0 when none */
};

/* Who takes a file in, and whether the public sees it at once: so the operator's command line may
 * do, while what an author sends waits for approval. */
struct filing_door {
	struct blob_store *files;
	struct audit_actor actor;
	int64_t agency_id; /* whose report it is; 0: as its name says, INPUT "agency_several" */
	bool is_shown;
};

/*
 * Store a record that was read (and perhaps mended by a person): check it with the year before,
 * save it with the original bytes, and check the year after again, because it has a new year
 * before. Faults of filing_save() (filing_inside.h).
 */
MUST struct fault *filing_import_record(struct db *db, const struct filing_door *door,
	struct arena *arena, struct report *report, struct str bytes,
	struct filing_saved *ret_saved);

/* Read a file (in the cage) and store its record. *ret_report is the record as stored. Faults of
 * reading_make() and filing_import_record(). */
MUST struct fault *filing_import(struct db *db, const struct filing_door *door, struct arena *arena,
	struct str name, struct str bytes, struct report *ret_report,
	struct filing_saved *ret_saved);

#endif
