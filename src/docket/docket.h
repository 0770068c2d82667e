/*
 * What the desk keeps and counts besides the cases: searches under a name, due days by date, who
 * may be handed a case, what waits for a person, and what is found by number or words. Reading asks
 * the gate; reminders are docket_remind.h's.
 */
#ifndef DOCKET_DOCKET_H
#define DOCKET_DOCKET_H

#include "application/application_work.h"

/* --- searches kept --- */

enum { DOCKET_MOST_FILTERS = 50, DOCKET_FILTER_LONGEST = 40 };

struct docket_filter {
	int64_t id;
	struct str name;
	struct str query; /* what stands behind ? in the address of the list */
};
struct docket_filters {
	struct docket_filter *items;
	size_t count;
};
MUST struct fault *docket_find_filters(
	struct db *db, struct arena *arena, int64_t account_id, struct docket_filters *ret_filters);
/* The same name again replaces what it stood for. INPUT "application_filter": no name, too long a
 * query; LIMIT "application_filters" beyond DOCKET_MOST_FILTERS. */
MUST struct fault *docket_save_filter(
	struct db *db, int64_t account_id, struct str name, struct str query);
/* ABSENT when it is not one's own. */
MUST struct fault *docket_drop_filter(struct db *db, int64_t account_id, int64_t id);

/* --- lists --- */

/* How many the filters let through, counted to `most` only. */
MUST struct fault *docket_count_all(struct db *db, struct arena *arena,
	const struct application_query *query, int most, int64_t *ret_count);

struct docket_officer {
	int64_t id;
	struct str name;
};
struct docket_officers {
	struct docket_officer *items; /* by name, at most two hundred */
	size_t count;
};
/* Case officers of agencies below a pattern. */
MUST struct fault *docket_find_officers(struct db *db, struct arena *arena, struct str pattern,
	struct docket_officers *ret_officers);

/* Open cases due on each day from `first` to `last`; *ret_counts has one number for each day. */
MUST struct fault *docket_count_due(struct db *db, struct arena *arena, struct str pattern,
	int64_t officer_id, struct day first, struct day last, int64_t **ret_counts);

/* An agency inside a scope: its path when it stands below the pattern's, else ABSENT. */
MUST struct fault *docket_scope_agency(struct db *db, struct arena *arena, int64_t agency_id,
	struct str scope_path, bool has_subtree, struct str *ret_path);

/* --- for portal/ --- */

/* What waits for this person: own cases, what roles wait for, questions to departments. */
struct docket_waiting {
	struct str words;
	struct str note;
	struct str address; /* "/desk/applications/12" */
	struct day due;     /* DAY_NONE: no day */
};
struct docket_waitings {
	struct docket_waiting *items; /* what is due first at the top of each sort */
	size_t count;
	int64_t hidden; /* how many are not listed, counted to a thousand */
};
MUST struct fault *docket_find_waiting(struct db *db, struct arena *arena,
	const struct account_person *person, int limit, struct docket_waitings *ret_waitings);

/* Cases by number ("2026-0001") or words of the title, as far as the person sees them. */
MUST struct fault *docket_search(struct db *db, struct arena *arena,
	const struct account_person *person, struct str text, int limit,
	struct application_list *ret_list);

/* --- many at once --- */

enum { DOCKET_MOST_BULK = 200 };

/* One of the cases of a bulk act. */
struct docket_bulk_case {
	int64_t id;
	int64_t version;
	bool is_done;
	struct str says_zh; /* why not; empty when done */
	struct str says_en;
	struct application application; /* as it stands afterwards, when the person sees it */
	bool is_seen;
};

/*
 * Do one act to each case, each in a transaction of its own: what is refused does not hold up the
 * others. Refusals are told in `says`; only OUTSIDE and LIMIT end the whole. `doing` gives the
 * rest.
 */
MUST struct fault *docket_do_many(struct db *db, const struct application_hands *hands,
	struct arena *arena, const struct application_doing *doing, struct docket_bulk_case *cases,
	size_t count);

#endif
