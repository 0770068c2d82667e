/*
 * What agencies were: former names and places, and who came after whom, so that totals of earlier
 * years still add up. It changes nothing; agency_work.h does.
 */
#ifndef AGENCY_AGENCY_HISTORY_H
#define AGENCY_AGENCY_HISTORY_H

#include "agency/agency.h"

/* One change of name or place: what was true before the day `until`. */
struct agency_past {
	int64_t agency_id;
	struct str name;
	int64_t parent_id;
	struct day until;
};

/* Figures of earlier years go to the main successor; there is one for each agency. */
struct agency_successor {
	int64_t agency_id;
	int64_t successor_id;
	struct day since;
	bool is_main;
};

/* One agency's span. Ends are as in struct agency. */
struct agency_life {
	int64_t id;
	int64_t parent_id;
	struct day from;
	struct day to;
};

/* Invariants: lives by id; pasts by agency, then day; successors hold main ones only, by agency. */
struct agency_history {
	const struct agency_life *lives;
	size_t life_count;
	const struct agency_past *pasts;
	size_t past_count;
	const struct agency_successor *successors;
	size_t successor_count;
};

/*
 * To which agency the figures of `id` belong when earlier years are laid out as things stood at the
 * end of `year`: itself while it existed then, else its main successor, or that one's … An agency
 * that ended without a successor keeps its figures. Every agency has exactly one, so sums stay what
 * they were. A year is told by its last day, because that is when the annual report's period ends.
 */
int64_t agency_heir(const struct agency_history *history, int64_t id, int year);
/* Below whom an agency stood at the end of `year`; 0 for the top and for an unknown agency. */
int64_t agency_parent_in(const struct agency_history *history, int64_t id, int year);
/* Was `id` the agency `top` or below it at the end of `year`? */
bool agency_was_below(const struct agency_history *history, int64_t id, int64_t top, int year);

/* All of it; for 10,000 agencies about a megabyte. */
MUST struct fault *agency_load_history(
	struct db *db, struct arena *arena, struct agency_history *ret_history);

/* What one agency was, the oldest first. */
struct agency_pasts {
	struct agency_past *items;
	size_t count;
};
MUST struct fault *agency_load_pasts(
	struct db *db, struct arena *arena, int64_t id, struct agency_pasts *ret_pasts);

/* An agency next to another in time. */
struct agency_relative {
	int64_t id;
	struct str name;
	struct day since;
	bool is_main;
};
struct agency_relatives {
	struct agency_relative *items;
	size_t count;
};
/* Who came after it, the main one first. */
MUST struct fault *agency_load_successors(
	struct db *db, struct arena *arena, int64_t id, struct agency_relatives *ret_relatives);
/* Who it came after. */
MUST struct fault *agency_load_forerunners(
	struct db *db, struct arena *arena, int64_t id, struct agency_relatives *ret_relatives);

#endif
