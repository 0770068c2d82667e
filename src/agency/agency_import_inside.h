/*
 * Shared by the files that take lists of agencies in. Not for other rooms.
 */
#ifndef AGENCY_AGENCY_IMPORT_INSIDE_H
#define AGENCY_AGENCY_IMPORT_INSIDE_H

#include "agency/agency_import.h"
#include "agency/agency_inside.h"

/* Say what is wrong with a row, in the words of a fault. */
MUST struct fault *agency_import_blame(
	struct arena *arena, struct agency_import_row *row, const struct fault *fault);
/* The same as a note, which does not keep the list from being written. */
MUST struct fault *agency_import_note(
	struct arena *arena, struct agency_import_row *row, const struct fault *fault);

/* The name and the credit code of a row, each wrong one blamed and left empty. */
MUST struct fault *agency_import_take_key(struct arena *arena, struct agency_import_row *row);
/* The other columns onto what row->agency and row->office hold already. An empty cell leaves what
 * is there. */
MUST struct fault *agency_import_take_fields(
	struct arena *arena, const struct agency_raw_list *list, struct agency_import_row *row);
/* Blame for characters that no encoding has given, in any cell. */
MUST struct fault *agency_import_check_encoding(struct arena *arena, struct agency_import_row *row);

/* A field as it stands in a list; the parent's column is the caller's. */
MUST struct fault *agency_import_cell(struct arena *arena, const struct agency *agency,
	const union agency_office *office, int column, struct str *ret_text);

/* Everything that planning looks at. A node is an agency as it would be: numbers below
 * existing->count are those that exist, the others are new rows in their order. */
struct agency_planner {
	struct arena *arena;
	const struct agency_raw_list *list;
	const struct agency_entries *existing;
	struct agency_import_plan *plan;
	int node_count;
	int *row_of;                /* row of a node; -1 when the list does not name it */
	int *parent_of;             /* node above a node, -1: the top, as it would be */
	struct str *names;          /* as they would be */
	struct agency_key *by_name; /* nodes by the names they would have */
	struct agency_key *by_code;
	size_t code_count;
};

/* A text and the node it belongs to; arrays of it are sorted by text, then node. */
struct agency_key {
	struct str text;
	int node;
};

void agency_key_sort(struct agency_key *keys, size_t count);
/* The first place whose text is `text`, and how many have it. */
size_t agency_key_find(
	const struct agency_key *keys, size_t count, struct str text, size_t *ret_same);
/* The existing agency of an id, by number; -1 when it is not among them. */
int agency_import_find_id(const struct agency_planner *planner, int64_t id);

/* Find the existing agency that each row names, or give it a new node. */
MUST struct fault *agency_import_match(struct agency_planner *planner);
/* Find the parents, then blame twins, circles and depth; order the rows. */
MUST struct fault *agency_import_place(struct agency_planner *planner);

#endif
