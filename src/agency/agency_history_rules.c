/*
 * To whom figures of earlier years belong, and below whom an agency stood.
 * Pure: it walks over what agency_load_history() read and asks no database.
 */
#include "agency/agency_history.h"

/* No chain of successors or parents is longer; a longer one is a circle that somebody wrote into
 * the store, and the walk ends all the same. */
enum { LONGEST_CHAIN = 64 };

/* True on the last day of the year, when the period of the annual report ends. */
static bool
is_by_end_of(struct day day, int year)
{
	struct day last;

	return !day_is_none(day) && day_make(year, 12, 31, &last) && day.number <= last.number;
}

static const struct agency_life *
find_life(const struct agency_history *history, int64_t id)
{
	size_t low = 0;
	size_t high = history->life_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (history->lives[middle].id < id)
			low = middle + 1;
		else
			high = middle;
	}
	return low < history->life_count && history->lives[low].id == id ? &history->lives[low]
									 : NULL;
}

/* 0 when nobody came after it. */
static int64_t
find_successor(const struct agency_history *history, int64_t id)
{
	size_t low = 0;
	size_t high = history->successor_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (history->successors[middle].agency_id < id)
			low = middle + 1;
		else
			high = middle;
	}
	if (low < history->successor_count && history->successors[low].agency_id == id)
		return history->successors[low].successor_id;
	return 0;
}

int64_t
agency_heir(const struct agency_history *history, int64_t id, int year)
{
	int64_t heir = id;

	for (int i = 0; i < LONGEST_CHAIN; i++) {
		const struct agency_life *life = find_life(history, heir);
		int64_t next =
			life && is_by_end_of(life->to, year) ? find_successor(history, heir) : 0;

		if (!next)
			return heir;
		heir = next;
	}
	return id;
}

int64_t
agency_parent_in(const struct agency_history *history, int64_t id, int year)
{
	const struct agency_life *life = find_life(history, id);
	size_t low = 0;
	size_t high = history->past_count;

	if (!life)
		return 0;
	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (history->pasts[middle].agency_id < id)
			low = middle + 1;
		else
			high = middle;
	}
	/* The first change that came after the year's end tells what was true before it. */
	for (; low < history->past_count && history->pasts[low].agency_id == id; low++)
		if (!is_by_end_of(history->pasts[low].until, year))
			return history->pasts[low].parent_id;
	return life->parent_id;
}

bool
agency_was_below(const struct agency_history *history, int64_t id, int64_t top, int year)
{
	for (int i = 0; id && i < LONGEST_CHAIN; i++) {
		if (id == top)
			return true;
		id = agency_parent_in(history, id, year);
	}
	return false;
}
