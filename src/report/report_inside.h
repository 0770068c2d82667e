/*
 * What report's own files share: the stored reports and the work done on them. Other rooms use
 * report.h; the checking, drawing and page helpers have headers of their own.
 *
 * An agency has one current report a year; a different file for the same year takes its place and
 * the old one stays as an older version. Original bytes are kept by digest (db/blob.h).
 */
#ifndef REPORT_REPORT_INSIDE_H
#define REPORT_REPORT_INSIDE_H

#include "agency/agency.h"
#include "base/digest.h"
#include "report/report.h"
#include "report/report_import.h"

struct blob_store;
struct db;

/* --- stored reports: report_store.c --- */

/* A stored report without its record. replaced_by 0: this is the current version. */
struct report_row {
	int64_t id;
	int64_t agency_id;
	struct str agency_name;
	int year;
	enum report_form form;
	struct str title; /* may be empty */
	struct str file_name;
	struct digest digest; /* of the original bytes, for blob_load() */
	int64_t byte_count;
	int errors;
	int warnings;
	int notes;
	int64_t stored_at;    /* seconds since 1970, UTC */
	struct day stored_on; /* the same in the local zone */
	int64_t replaced_by;
};

enum report_sort {
	REPORT_BY_AGENCY,  /* then the newest year first */
	REPORT_BY_YEAR,    /* the newest first, then by agency */
	REPORT_BY_ERRORS,  /* the most first, then by agency */
	REPORT_BY_ARRIVAL, /* the last stored first */
};

struct report_query {
	int64_t agency_id; /* 0: all */
	int year;          /* 0: all */
	struct str text;   /* words of the agency's name or the title, in this order; blank: all */
	bool only_with_errors;
	bool with_old_versions;
	enum report_sort sort;
	int64_t offset;
	int limit; /* cut to 1 … 500 */
};

struct report_list {
	struct report_row *rows;
	size_t count;
	int64_t total; /* before paging */
};

/* One stored report. ABSENT when there is none. */
MUST struct fault *report_store_load(
	struct db *db, struct arena *arena, int64_t id, struct report_row *ret_row);
/* Its record as JSON, and as the structure. ABSENT when there is none. */
MUST struct fault *report_store_record(
	struct db *db, struct arena *arena, int64_t id, struct str *ret_json);
MUST struct fault *report_store_report(
	struct db *db, struct arena *arena, int64_t id, struct report *ret_report);

/* Id of the current report of an agency and year; 0 when there is none. */
MUST struct fault *report_store_current(
	struct db *db, int64_t agency_id, int year, int64_t *ret_id);
MUST struct fault *report_store_find(
	struct db *db, struct str agency_name, int year, int64_t *ret_id);

/* INPUT "search_long" for a text beyond 100 characters. */
MUST struct fault *report_store_list(struct db *db, struct arena *arena,
	const struct report_query *query, struct report_list *ret_list);
/* Every version of an agency and year, the newest first. */
MUST struct fault *report_store_versions(struct db *db, struct arena *arena, int64_t agency_id,
	int year, struct report_row **ret_rows, size_t *ret_count);

/* A year of an agency with its current report, or a year with how many reports it has. */
struct report_year {
	int year;
	int64_t id;
	int errors;
	int warnings;
	int notes;
	int64_t report_count;
};

/* Years of one agency, the oldest first; report_count is 1. */
MUST struct fault *report_store_years(struct db *db, struct arena *arena, int64_t agency_id,
	struct report_year **ret_years, size_t *ret_count);
/* Years of the whole store with report_count, the newest first. */
MUST struct fault *report_store_all_years(
	struct db *db, struct arena *arena, struct report_year **ret_years, size_t *ret_count);
/* Current reports of the nearest years before and after; 0 when there is none. */
MUST struct fault *report_store_neighbours(
	struct db *db, int64_t agency_id, int year, int64_t *ret_previous_id, int64_t *ret_next_id);

struct report_series_item {
	int64_t id;
	int year;
	struct str json;
	struct report *report;
};

/* The current records of an agency, the oldest year first, for charts. A record is large (some
 * hundred kilobytes in the arena with its text). */
MUST struct fault *report_store_series(struct db *db, struct arena *arena, int64_t agency_id,
	struct report_series_item **ret_items, size_t *ret_count);

struct report_agency {
	int64_t id;
	struct str name;
	enum agency_kind kind;
	int64_t report_count; /* current ones */
	int first_year;       /* 0 without reports */
	int last_year;
	int64_t errors;
};

struct report_agency_list {
	struct report_agency *agencies;
	size_t count;
	int64_t total; /* before paging */
};

/* Agencies by name with what is stored of each; `text` and `limit` as in report_query. */
MUST struct fault *report_store_agencies(struct db *db, struct arena *arena, struct str text,
	int64_t offset, int limit, struct report_agency_list *ret_list);

/* Numbers for a home page. */
struct report_totals {
	int64_t agencies; /* with at least one report */
	int64_t reports;
	int64_t with_errors;
};
MUST struct fault *report_store_totals(struct db *db, struct report_totals *ret_totals);

/* --- saving: report_work.c --- */

/* What is stored of one file. Text is borrowed. */
struct report_facts {
	struct str agency_name; /* exact; the agency is made when it is new */
	int year;
	enum report_form form;
	struct str title;
	struct str file_name; /* folders are cut off */
	struct str record;    /* JSON of report_put_json() */
	int errors;
	int warnings;
	int notes;
	int64_t now; /* seconds since 1970; 0 for the present */
};

/*
 * Store a file with its record. Nothing is stored when it fails (but for the file's bytes, which
 * nobody then speaks of). Faults: INPUT "agency_name", "report_year", "report_record"; those of
 * db_work() and blob_save().
 */
MUST struct fault *report_save_facts(struct db *db, struct blob_store *files,
	const struct report_facts *facts, struct str bytes, struct report_saved *ret_saved);

/* Store a checked record: agency, year, form, title, file and counts come from it. INPUT
 * "report_agency" when the record has no agency. */
MUST struct fault *report_save(struct db *db, struct blob_store *files, const struct report *report,
	struct str bytes, struct report_saved *ret_saved);

/* Renew record, title, form and counts of a stored report, after it was checked again. ABSENT. */
MUST struct fault *report_save_record(struct db *db, int64_t id, const struct report *report);

/* The original bytes. ABSENT without such a report or file, OUTSIDE "blob_damaged". */
MUST struct fault *report_load_file(
	struct db *db, struct blob_store *files, struct arena *arena, int64_t id, struct buf *buf);

#endif
