/*
 * What report's own files share: the stored reports and the work done on them. Other rooms use
 * report.h; the checking, drawing and page helpers have headers of their own.
 *
 * An agency has one current report a year; a different file for the same year takes its place and
 * the old one stays as an older version. Original bytes are kept by digest (db/blob.h).
 */
#ifndef FILING_FILING_INSIDE_H
#define FILING_FILING_INSIDE_H

#include "account/account.h"
#include "agency/agency.h"
#include "base/digest.h"
#include "filing/filing_import.h"
#include "report/report.h"

struct agency_site;
struct blob_store;
struct db;

/* --- stored reports: filing_store.c --- */

/* Where a report stands between its author and the public. Stored by number. */
enum filing_state {
	FILING_WAITING,   /* 待签发 */
	FILING_SHOWN,     /* 已公布: what the public sees of the agency's year */
	FILING_REPLACED,  /* 旧版本: was shown, another has taken its place */
	FILING_WITHDRAWN, /* 已撤下 */
	FILING_RETURNED,  /* 已退回 */
	FILING_STATES,
};

/*
 * Whose eyes. Every way out of this room (page, API, download, search) takes a gate, and rows that
 * it does not let through are as if they were not there. Made only by filing_gate_*(); one that
 * nobody made lets nothing through.
 */
struct filing_gate {
	struct str patterns; /* of agency.path, one of which must fit, as a JSON list */
	bool is_public;      /* only what is shown to the public; else every state */
};
extern const struct filing_gate filing_gate_public;
extern const struct filing_gate filing_gate_all; /* the program's own work, never a page */
/* Everything of the agencies that the grants of `roles` reach: of the place at `path` when one of
 * them reaches it, else of all their places. DENIED "account_may_not" when there is none. */
MUST struct fault *filing_gate_make(struct arena *arena, const struct account_person *person,
	unsigned roles, struct str path, struct filing_gate *ret_gate);
/* What the public sees on a site: its part of the tree. */
MUST struct fault *filing_gate_of_site(
	struct arena *arena, const struct agency_site *site, struct filing_gate *ret_gate);

/* A stored report without its record. replaced_by 0: the last version of its year. */
struct filing_row {
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
	struct day stored_on; /* its day in China */
	int64_t replaced_by;
	enum filing_state state;
	struct day published_on; /* DAY_NONE: never shown */
	struct str note;         /* why it was returned or withdrawn */
	int64_t version;
	struct str path;   /* of the agency */
	int64_t stored_by; /* account; 0: the command line */
};

enum filing_sort {
	FILING_BY_AGENCY,  /* then the newest year first */
	FILING_BY_YEAR,    /* the newest first, then by agency */
	FILING_BY_ERRORS,  /* the most first, then by agency */
	FILING_BY_ARRIVAL, /* the last stored first */
};

struct filing_query {
	int64_t agency_id; /* 0: all */
	int year;          /* 0: all */
	struct str text;   /* words of the agency's name or the title, in this order; blank: all */
	bool only_with_errors;
	bool with_old_versions;
	int in_state; /* an enum filing_state and one more; 0: all */
	enum filing_sort sort;
	int64_t offset;
	int limit; /* cut to 1 … 500 */
};

struct filing_list {
	struct filing_row *rows;
	size_t count;
	int64_t total; /* before paging */
};

/* One stored report. ABSENT when there is none behind this gate. */
MUST struct fault *filing_store_load(struct db *db, struct arena *arena, struct filing_gate gate,
	int64_t id, struct filing_row *ret_row);
/* Record of a report as JSON, and as the structure. ABSENT when there is none behind this gate. */
MUST struct fault *filing_store_record(struct db *db, struct arena *arena, struct filing_gate gate,
	int64_t id, struct str *ret_json);
MUST struct fault *filing_store_report(struct db *db, struct arena *arena, struct filing_gate gate,
	int64_t id, struct report *ret_report);

/* Id of the current report of an agency and year; 0 when there is none. */
MUST struct fault *filing_store_current(
	struct db *db, struct filing_gate gate, int64_t agency_id, int year, int64_t *ret_id);

/* INPUT "search_long" for a text beyond 100 characters. */
MUST struct fault *filing_store_list(struct db *db, struct arena *arena, struct filing_gate gate,
	const struct filing_query *query, struct filing_list *ret_list);
/* The same for the public's list, of which each row has what that shows: ids, agency, title, year,
 * errors, warnings and the day of publishing. No other filter than year, text and errors. */
MUST struct fault *filing_store_shown(struct db *db, struct arena *arena, struct filing_gate gate,
	const struct filing_query *query, struct filing_list *ret_list);
/* Every version of an agency and year, the newest first. */
struct filing_version {
	int64_t id;
	struct str file_name;
	struct day stored_on;
	enum filing_state state;
	int64_t replaced_by; /* 0: by none, or by none that is shown */
};
MUST struct fault *filing_store_versions(struct db *db, struct arena *arena,
	struct filing_gate gate, int64_t agency_id, int year, struct filing_version **ret_versions,
	size_t *ret_count);

/* A year of an agency with its current report, or a year with how many reports it has. */
struct filing_year {
	int year;
	int64_t id;
	int errors;
	int warnings;
	int notes;
	int64_t report_count;
};

/* Current reports in one state, the latest year first. For staff only: not behind the public's gate
 * (asserted). */
struct filing_in_state_item {
	int64_t id;
	struct str agency_name;
	enum agency_kind agency_kind;
	int year;
	struct str note;
};
struct filing_in_state {
	struct filing_in_state_item *items;
	size_t count;  /* at most as many as were asked for */
	int64_t total; /* of all */
};
MUST struct fault *filing_store_in_state(struct db *db, struct arena *arena,
	struct filing_gate gate, enum filing_state state, int limit,
	struct filing_in_state *ret_found);

/* Years of one agency, the oldest first; report_count is 1. */
MUST struct fault *filing_store_years(struct db *db, struct arena *arena, struct filing_gate gate,
	int64_t agency_id, struct filing_year **ret_years, size_t *ret_count);
/* Years of the whole store with report_count, the newest first. */
MUST struct fault *filing_store_all_years(struct db *db, struct arena *arena,
	struct filing_gate gate, struct filing_year **ret_years, size_t *ret_count);
/* Current reports of the nearest years before and after; 0 when there is none. */
MUST struct fault *filing_store_neighbours(struct db *db, struct filing_gate gate,
	int64_t agency_id, int year, int64_t *ret_previous_id, int64_t *ret_next_id);

struct filing_series_item {
	int64_t id;
	int year;
	struct str json;
	struct report *report;
};

/* The current records of an agency, the oldest year first, for charts. A record is large (some
 * hundred kilobytes in the arena with its text). */
MUST struct fault *filing_store_series(struct db *db, struct arena *arena, struct filing_gate gate,
	int64_t agency_id, struct filing_series_item **ret_items, size_t *ret_count);

struct filing_agency {
	int64_t id;
	struct str name;
	enum agency_kind kind;
	int64_t report_count; /* current ones */
	int first_year;       /* 0 without reports */
	int last_year;
	int64_t errors;
};

struct filing_agency_list {
	struct filing_agency *agencies;
	size_t count;
	int64_t total; /* before paging */
};

/* Agencies by name, short name or code with what is shown of each to the public, whoever asks;
 * `text` and `limit` as in filing_query. */
MUST struct fault *filing_store_agencies(struct db *db, struct arena *arena,
	struct filing_gate gate, struct str text, int64_t offset, int limit,
	struct filing_agency_list *ret_list);

/* Numbers for a home page: of what is shown to the public. */
struct filing_totals {
	int64_t agencies; /* with at least one report */
	int64_t reports;
	int64_t with_errors;
};
MUST struct fault *filing_store_totals(
	struct db *db, struct filing_gate gate, struct filing_totals *ret_totals);

/* --- whose report: filing_agency.c --- */

/* The agencies that a name may mean for a person, all with equal right. */
struct filing_meant {
	struct agency *agencies; /* those the person is an author for */
	size_t count;
	struct str
		path; /* of one with this name, though perhaps not for this person; empty: none */
};
MUST struct fault *filing_find_meant(struct db *db, struct arena *arena,
	const struct account_person *person, struct str name, struct filing_meant *ret_meant);
/* The one that was chosen, or the only one; NULL when somebody must choose, or there is none. */
const struct agency *filing_pick_meant(const struct filing_meant *meant, int64_t chosen_id);
/* The answer when there is none: INPUT "agency_unknown" or DENIED "account_may_not". */
MUST struct fault *filing_refuse_unmeant(
	const struct filing_meant *meant, const struct account_person *person, struct str name);
/* Id of the one agency that a name means, whoever asks; 0 when there is none or several. */
MUST struct fault *filing_find_only(
	struct db *db, struct arena *arena, struct str name, int64_t *ret_id);

/* Check a record with the report of the agency's year before that this gate lets through, when
 * there is one; *ret_previous_id is its id or 0. agency_id 0: the one that the report's name means.
 * Works on a handle that only reads. */
MUST struct fault *filing_check_stored(struct db *db, struct arena *arena, struct filing_gate gate,
	int64_t agency_id, struct report *report, int64_t *ret_previous_id);

/* --- saving: filing_work.c --- */

/* What is stored of one file. Text is borrowed. */
struct filing_facts {
	int64_t agency_id;      /* 0: the one that the name means, made when it is new */
	struct str agency_name; /* as the report says */
	int year;
	enum report_form form;
	struct str title;
	struct str file_name; /* folders are cut off */
	struct str record;    /* JSON of report_put_json() */
	int errors;
	int warnings;
	int notes;
	int64_t now; /* seconds since 1970; 0 for the present */
	const struct audit_actor *actor;
};

/*
 * Store a file with its record. Nothing is stored when it fails (but for the file's bytes, which
 * nobody then speaks of). Faults: INPUT "agency_name", "filing_year", "filing_record"; those of
 * db_work() and blob_save().
 */
MUST struct fault *filing_save_facts(struct db *db, struct blob_store *files,
	const struct filing_facts *facts, struct str bytes, struct filing_saved *ret_saved);

/* Store a checked record for an agency: year, form, title, file and counts come from it. agency_id
 * 0: the agency too, by its name. INPUT "filing_agency" when the record has no agency. */
MUST struct fault *filing_save_for(struct db *db, struct blob_store *files,
	const struct audit_actor *actor, int64_t agency_id, const struct report *report,
	struct str bytes, struct filing_saved *ret_saved);
/* The same by its name. */
MUST struct fault *filing_save(struct db *db, struct blob_store *files,
	const struct audit_actor *actor, const struct report *report, struct str bytes,
	struct filing_saved *ret_saved);

/* What an author sends, and what became of it. */
struct filing_sending {
	const struct account_person *person;
	struct audit_actor actor;
	struct report *report; /* with the agency and year that the person confirmed */
	struct str bytes;
	int64_t agency_id;  /* which of several with this name the person chose; 0: none */
	int64_t replaces;   /* the report that the person was told will be replaced; 0: none */
	int64_t current_id; /* answer: what is stored for the agency and year, 0: nothing */
	bool must_ask;      /* answer: it would be replaced unasked, so nothing was stored */
	bool must_choose;   /* answer: several have this name, so nothing was stored */
	struct filing_saved saved;
};
/*
 * Store it, to wait for approval; look and deed are one transaction, so that of two people at once
 * the second is asked. Faults: INPUT "agency_unknown", DENIED "account_may_not", those of
 * filing_save().
 */
MUST struct fault *filing_send(struct db *db, struct blob_store *files, struct arena *arena,
	struct filing_sending *sending);

/* Renew record, title, form and counts of a stored report, after it was checked again. ABSENT. */
MUST struct fault *filing_save_record(
	struct db *db, const struct audit_actor *actor, int64_t id, const struct report *report);

/* Numbers of current reports by state, for tabs and for what waits. */
MUST struct fault *filing_store_counts(
	struct db *db, struct filing_gate gate, int64_t ret_counts[FILING_STATES]);

/* --- from its author to the public: filing_state.c --- */

/* What is to happen, with the version that the person saw. */
struct filing_step {
	int64_t id;
	int64_t version;
	enum filing_state to; /* SHOWN, WITHDRAWN or RETURNED */
	struct str note;      /* needed for the last two */
	struct day today;
};
/* A row that is stored in this very transaction becomes what the public sees. */
MUST struct fault *filing_show_row(
	struct db *db, const struct audit_actor *actor, const struct filing_row *row);
/* The states a report can go to from `state`, as bits (1 << to). Pure. */
unsigned filing_state_next(enum filing_state state);
/* What is done to reach a state, as a button says it: "公布"; and the state in words. */
const char *filing_state_deed(enum filing_state to);
const char *filing_state_words(enum filing_state state);
/*
 * Go there, with an audit line; what was shown until then becomes an older version. Faults: DENIED
 * "account_may_not", CONFLICT "filing_stale" (it was changed meanwhile) and "filing_state" (no such
 * step from where it stands), INPUT "filing_note".
 */
MUST struct fault *filing_move(struct db *db, const struct account_person *person,
	const struct audit_actor *actor, const struct filing_step *step);

/* The original bytes. OUTSIDE "blob_damaged". */
MUST struct fault *filing_load_file(
	struct blob_store *files, const struct filing_row *row, struct buf *buf);

#endif
