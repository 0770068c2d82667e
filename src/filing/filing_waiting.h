/*
 * What waits for a person among the stored reports, for the home of the desk. Nothing else of the
 * rows is told outside.
 */
#ifndef FILING_FILING_WAITING_H
#define FILING_FILING_WAITING_H

#include "account/account.h"
#include "base/day.h"

struct filing_waiting {
	int64_t id; /* of the report */
	struct str agency;
	int year;
	bool is_returned; /* to be mended by its author; else it waits for approval */
	struct str note;  /* why it was returned */
	struct day due;   /* by which the report must be public */
};

struct filing_waiting_list {
	struct filing_waiting *items; /* by due day, the earliest first */
	size_t count;
	int64_t total; /* may be more than are listed */
};

/* Reports of the person's agencies that wait for approval (for approvers) or were returned (for
 * authors), `limit` of each at most. */
MUST struct fault *filing_find_waiting(struct db *db, struct arena *arena,
	const struct account_person *person, int limit, struct filing_waiting_list *ret_list);

/* Reports that a person may see on the desk, by words of agency or title, for searching. */
struct filing_hit {
	int64_t id;
	struct str agency;
	struct str title;
	int year;
	const char *state;
	bool is_public; /* the person has no role that leads to the desk's page of it */
};
MUST struct fault *filing_search(struct db *db, struct arena *arena,
	const struct account_person *person, struct str text, int limit,
	struct filing_hit **ret_hits, size_t *ret_count);

#endif
