/*
 * What waits for a person, and what a person finds, behind the same gate as every list. How a
 * report gets from one state to the next is filing_state.c.
 */
#include <stdlib.h>

#include "filing/filing_waiting.h"

#include "checking/checking.h"
#include "filing/filing_inside.h"

#define STAFF                                                                                      \
	((unsigned)ACCOUNT_AUTHOR | (unsigned)ACCOUNT_REVIEWER | (unsigned)ACCOUNT_APPROVER |      \
		(unsigned)ACCOUNT_SUPERVISOR)

/* As the rules see the kinds of the tree. */
static struct day
due_day(enum agency_kind kind, int year)
{
	enum checking_agency_kind seen = CHECKING_AGENCY_UNKNOWN;

	if (kind == AGENCY_GOVERNMENT)
		seen = CHECKING_AGENCY_GOVERNMENT;
	else if (kind == AGENCY_DEPARTMENT)
		seen = CHECKING_AGENCY_DEPARTMENT;
	else if (kind == AGENCY_STREET)
		seen = CHECKING_AGENCY_STREET;
	return checking_deadline(seen, year);
}

/* What the person's grants of the role reach in that state, until the list holds `limit` more; all
 * of it is counted. */
static struct fault *
take_waiting(struct db *db, struct arena *arena, const struct account_person *person, unsigned role,
	enum filing_state state, int limit, struct filing_waiting_list *list)
{
	struct filing_in_state found;
	struct filing_gate gate;

	if (!(person->roles & role))
		return NULL;
	TRY(filing_gate_make(arena, person, role, STR(""), &gate));
	TRY(filing_store_in_state(db, arena, gate, state, limit, &found));
	list->total += found.total;
	for (size_t i = 0; i < found.count; i++) {
		const struct filing_in_state_item *item = &found.items[i];

		list->items[list->count++] = (struct filing_waiting){
			.id = item->id,
			.agency = item->agency_name,
			.year = item->year,
			.is_returned = state == FILING_RETURNED,
			.note = item->note,
			.due = due_day(item->agency_kind, item->year),
		};
	}
	return NULL;
}

static int
by_due(const void *a, const void *b)
{
	const struct filing_waiting *left = a;
	const struct filing_waiting *right = b;
	int order = (left->due.number > right->due.number) - (left->due.number < right->due.number);

	return order ? order : (left->id > right->id) - (left->id < right->id);
}

struct fault *
filing_find_waiting(struct db *db, struct arena *arena, const struct account_person *person,
	int limit, struct filing_waiting_list *ret_list)
{
	struct filing_waiting_list list = { 0 };

	limit = limit < 1 ? 1 : limit > 100 ? 100 : limit;
	TAKE(arena, list.items, (size_t)limit * 2);
	TRY(take_waiting(db, arena, person, ACCOUNT_APPROVER, FILING_WAITING, limit, &list));
	TRY(take_waiting(db, arena, person, ACCOUNT_AUTHOR, FILING_RETURNED, limit, &list));
	qsort(list.items, list.count, sizeof *list.items, by_due);
	*ret_list = list;
	return NULL;
}

struct fault *
filing_search(struct db *db, struct arena *arena, const struct account_person *person,
	struct str text, int limit, struct filing_hit **ret_hits, size_t *ret_count)
{
	struct filing_query query = { .sort = FILING_BY_YEAR, .limit = limit, .text = text };
	struct filing_list found = { 0 };
	struct filing_gate gate = filing_gate_public;
	struct filing_hit *hits;

	/* Who has no role here finds what everybody finds. */
	if (person->roles & STAFF)
		TRY(filing_gate_make(arena, person, STAFF, STR(""), &gate));
	TRY(filing_store_list(db, arena, gate, &query, &found));
	TAKE(arena, hits, found.count + 1);
	for (size_t i = 0; i < found.count; i++)
		hits[i] = (struct filing_hit){
			.id = found.rows[i].id,
			.agency = found.rows[i].agency_name,
			.title = found.rows[i].title,
			.year = found.rows[i].year,
			.state = filing_state_words(found.rows[i].state),
			.is_public = gate.is_public,
		};
	*ret_hits = hits;
	*ret_count = found.count;
	return NULL;
}
