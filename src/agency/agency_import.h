/*
 * Lists of agencies in and out: reading a CSV or Excel file, saying for each row what it would do
 * or what is wrong with it, doing it, and writing such a list.
 * It shows nothing (agency_page_import.c, program/) and keeps no file.
 */
#ifndef AGENCY_AGENCY_IMPORT_H
#define AGENCY_AGENCY_IMPORT_H

#include "agency/agency.h"
#include "audit/audit.h"
#include "base/digest.h"

struct doc;

/* Columns of a list, in the order in which they are written. The nine of the office follow. */
enum agency_column {
	AGENCY_COLUMN_NAME,
	AGENCY_COLUMN_PARENT, /* its name, its credit code, or names from the top down "甲/乙/丙" */
	AGENCY_COLUMN_CREDIT_CODE,
	AGENCY_COLUMN_DIVISION_CODE,
	AGENCY_COLUMN_LEVEL,
	AGENCY_COLUMN_KIND,
	AGENCY_COLUMN_SHORT_NAMES,
	AGENCY_COLUMN_SORT,
	AGENCY_COLUMN_FROM,
	AGENCY_COLUMN_OFFICE,
	AGENCY_LIST_COLUMNS = AGENCY_COLUMN_OFFICE + AGENCY_OFFICE_FIELDS,
};
/* Heading of a column. */
struct agency_word agency_column_word(int column);

/* --- reading a file --- */

/* One row as the file has it; `cells` are by column of the list, empty where the file has none. */
struct agency_raw_row {
	int number; /* from 1; rows without any text are not counted */
	struct str cells[AGENCY_LIST_COLUMNS];
};

/* A file's rows. Invariant: has_column[AGENCY_COLUMN_NAME]. */
struct agency_raw_list {
	bool has_column[AGENCY_LIST_COLUMNS];
	int head_number;           /* of the row with the headings */
	const struct str *unknown; /* headings that name no column */
	size_t unknown_count;
	struct agency_raw_row *rows;
	size_t row_count;
};

/*
 * Bytes of a CSV or Excel file to rows; the reader runs in the cage. Faults of doc_prepare() and
 * the cage; INPUT "doc_sheet", "agency_import_head" (no row has a heading 机关名称),
 * "agency_import_empty"; LIMIT "doc_sheet_many" beyond 12,000 rows.
 */
MUST struct fault *agency_import_read(
	struct str name, struct str bytes, struct arena *arena, struct agency_raw_list *ret_list);

/* --- what it would do --- */

enum agency_import_deed { AGENCY_IMPORT_ADD, AGENCY_IMPORT_CHANGE, AGENCY_IMPORT_SAME };

/* One sentence about a row, in both languages. A note does not keep the list from being written. */
struct agency_import_remark {
	struct str zh;
	struct str en;
	bool is_note;
	struct agency_import_remark *next;
};

/* One field that would change. */
struct agency_import_difference {
	int column;
	struct str before;
	struct str after;
	struct agency_import_difference *next;
};

/* What one row would do. Invariant: `agency` and `office` hold what would stand in the store. */
struct agency_import_row {
	const struct agency_raw_row *raw;
	struct agency agency; /* id 0: new; parent_id is not looked at */
	union agency_office office;
	int64_t old_parent_id;
	int parent; /* number of a node: existing agencies first, then new rows; -1: the top */
	int node;   /* its own */
	int depth;
	enum agency_import_deed deed;
	bool is_bad;
	struct agency_import_remark *remarks;
	struct agency_import_difference *differences;
};

/* What the whole list would do. `digest` names exactly this: two plans with one digest do the
 * same. */
struct agency_import_plan {
	struct agency_import_row *rows;
	size_t count;
	size_t *order; /* rows, those above before those below */
	size_t add_count;
	size_t change_count;
	size_t same_count;
	size_t bad_count; /* rows with a remark that is no note, and unknown columns */
	struct digest digest;
	int64_t *node_ids; /* by number of a node; 0 for a new row that was not written yet */
	size_t existing_count;
};

struct agency_entries;

/* Pure: rows against what exists. */
MUST struct fault *agency_import_plan(struct arena *arena, const struct agency_raw_list *list,
	const struct agency_entries *existing, struct agency_import_plan *ret_plan);
/* The same against the store. */
MUST struct fault *agency_import_check(struct db *db, struct arena *arena,
	const struct agency_raw_list *list, struct agency_import_plan *ret_plan);

/* --- doing it --- */

/*
 * All rows in one transaction, each change with its line of audit and today's date. `digest` is
 * that of the plan that a person saw; CONFLICT "agency_import_changed" when the store has changed
 * since so that the list would do something else. INPUT "agency_import_bad" when a row has a
 * problem.
 */
MUST struct fault *agency_import_apply(struct db *db, const struct audit_actor *actor,
	struct arena *arena, const struct agency_raw_list *list, struct str digest,
	struct agency_import_plan *ret_plan);

/* --- the other way --- */

/* Existing agencies below `top` (a path; empty: all) as a document of one table, which reads back
 * as the same. */
MUST struct fault *agency_export(
	struct db *db, struct arena *arena, struct str top, struct doc *ret_doc);
/* A list with headings and one example row, to be filled. */
MUST struct fault *agency_export_blank(struct arena *arena, struct doc *ret_doc);

#endif
