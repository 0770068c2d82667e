/*
 * Where the rows of a list end up in the tree: parents found, twins, circles and depth blamed, rows
 * ordered so that those above come before those below.
 * Pure; which existing agency a row means is agency_import_match.c's.
 */
#include <stdlib.h>

#include "agency/agency_import_inside.h"

static struct fault *
index_nodes(struct agency_planner *planner)
{
	size_t count = (size_t)planner->node_count;

	TAKE(planner->arena, planner->names, count + 1);
	TAKE(planner->arena, planner->by_name, count + 1);
	TAKE(planner->arena, planner->by_code, count + 1);
	for (int node = 0; node < planner->node_count; node++) {
		int number = planner->row_of[node];
		const struct agency *agency = number >= 0 ? &planner->plan->rows[number].agency
							  : &planner->existing->items[node].agency;

		planner->names[node] = agency->name;
		planner->by_name[node] = (struct agency_key){ agency->name, node };
		if (agency->credit_code.len)
			planner->by_code[planner->code_count++] =
				(struct agency_key){ agency->credit_code, node };
	}
	agency_key_sort(planner->by_name, count);
	agency_key_sort(planner->by_code, planner->code_count);
	return NULL;
}

/* The last name of "甲/乙/丙". */
static struct str
last_name(struct str path)
{
	size_t slash = str_find_last(path, STR("/"));

	return str_trim(slash == SIZE_MAX ? path : str_from(path, slash + 1));
}

/* Does the chain of names above and with this node end in `path`? Above new rows only the next name
 * is looked at, because their own places are being found. */
static bool
chain_fits(const struct agency_planner *planner, int node, struct str path)
{
	for (;;) {
		size_t slash = str_find_last(path, STR("/"));
		int number = planner->row_of[node];

		if (!str_equal(last_name(path), planner->names[node]))
			return false;
		if (slash == SIZE_MAX)
			return true;
		path = str_sub(path, 0, slash);
		if (number >= 0 && planner->plan->rows[number].raw->cells[AGENCY_COLUMN_PARENT].len)
			return str_equal(last_name(path),
				last_name(planner->plan->rows[number]
						  .raw->cells[AGENCY_COLUMN_PARENT]));
		if (node >= (int)planner->existing->count)
			return false;
		node = agency_import_find_id(
			planner, planner->existing->items[node].agency.parent_id);
		if (node < 0)
			return false;
	}
}

/* The node that a parent's cell means; -1 none, -2 several. */
static int
find_parent(const struct agency_planner *planner, struct str text)
{
	size_t same = 0;
	size_t first = agency_key_find(planner->by_code, planner->code_count, text, &same);
	int found = -1;

	if (same)
		return planner->by_code[first].node;
	first = agency_key_find(planner->by_name, (size_t)planner->node_count, text, &same);
	if (same == 1)
		return planner->by_name[first].node;
	if (same > 1)
		return -2;
	first = agency_key_find(
		planner->by_name, (size_t)planner->node_count, last_name(text), &same);
	for (size_t i = first; i < first + same; i++) {
		if (!chain_fits(planner, planner->by_name[i].node, text))
			continue;
		if (found >= 0)
			return -2;
		found = planner->by_name[i].node;
	}
	return found;
}

static struct fault *
blame_parent(struct agency_planner *planner, struct agency_import_row *row, struct str text,
	bool are_several)
{
	if (are_several)
		return agency_import_blame(planner->arena, row,
			fault_new(FAULT_INPUT, "agency_import_parents",
				"有多个机关叫“%.*"
				"s”。上级请写统一社会信用代码，或从上到下写全，如“甲市人民政府/"
				"教育局”。",
				"Several agencies are called “%.*s”. Give the parent's credit "
				"code, or "
				"its names from the top down, parted by slashes.",
				STR_ARG(text)));
	return agency_import_blame(planner->arena, row,
		fault_new(FAULT_INPUT, "agency_import_parent",
			"没有找到上级机关“%.*s”，表里和系统里都没有。请核对名称。",
			"There is no parent “%.*s”, neither in the list nor in the store. Check "
			"its "
			"name.",
			STR_ARG(text)));
}

static struct fault *
find_parents(struct agency_planner *planner)
{
	TAKE(planner->arena, planner->parent_of, (size_t)planner->node_count + 1);
	for (int node = 0; node < planner->node_count; node++) {
		bool is_new = node >= (int)planner->existing->count;

		planner->parent_of[node] =
			is_new ? -1
			       : agency_import_find_id(
					 planner, planner->existing->items[node].agency.parent_id);
	}
	for (size_t i = 0; i < planner->plan->count; i++) {
		struct agency_import_row *row = &planner->plan->rows[i];
		struct str text = row->raw->cells[AGENCY_COLUMN_PARENT];
		int parent;

		row->parent = row->node >= 0 ? planner->parent_of[row->node] : -1;
		if (text.len == 0 || row->node < 0)
			continue;
		parent = find_parent(planner, text);
		if (parent < 0) {
			TRY(blame_parent(planner, row, text, parent == -2));
			continue;
		}
		row->parent = parent;
		planner->parent_of[row->node] = parent;
	}
	return NULL;
}

/* The division code that stands at a node when the list is written. */
static const struct agency *
agency_at(const struct agency_planner *planner, int node)
{
	int number = planner->row_of[node];

	return number >= 0 ? &planner->plan->rows[number].agency
			   : &planner->existing->items[node].agency;
}

/* Boundaries change, so a code in another area than the parent's is only pointed out. */
static struct fault *
note_areas(struct agency_planner *planner)
{
	for (size_t i = 0; i < planner->plan->count; i++) {
		struct agency_import_row *row = &planner->plan->rows[i];
		const struct agency *parent;

		if (row->parent < 0)
			continue;
		parent = agency_at(planner, row->parent);
		if (!agency_division_fits(row->agency.division_code, parent->division_code))
			TRY(agency_import_note(planner->arena, row,
				fault_new(FAULT_INPUT, "agency_division_area",
					"行政区划代码 %.*s 不在上级“%.*s”的区划 %.*s "
					"之内，请留意是否填错。",
					"The division code %.*s lies outside that of the parent "
					"“%.*s”, %.*s; it may be mistyped.",
					STR_ARG(row->agency.division_code), STR_ARG(parent->name),
					STR_ARG(parent->division_code))));
	}
	return NULL;
}

/* --- what is wrong with the tree --- */

/* One name below one parent. */
struct place {
	int parent;
	struct str name;
	int node;
};

static int
compare_places(const void *a, const void *b)
{
	const struct place *left = a;
	const struct place *right = b;
	int by_parent = (left->parent > right->parent) - (left->parent < right->parent);
	int by_name = by_parent ? by_parent : str_compare(left->name, right->name);

	return by_name ? by_name : (left->node > right->node) - (left->node < right->node);
}

static struct fault *
blame_twin(struct agency_planner *planner, int node, int other)
{
	int number = planner->row_of[node];
	int other_number = planner->row_of[other];

	if (number < 0)
		return NULL;
	if (other_number >= 0)
		return agency_import_blame(planner->arena, &planner->plan->rows[number],
			fault_new(FAULT_INPUT, "agency_import_twice",
				"与第 %d 行名称和上级都相同。请删去一行，或写明统一社会信用代码。",
				"Name and parent are those of row %d. Take one out, or tell them "
				"apart "
				"by their credit codes.",
				planner->plan->rows[other_number].raw->number));
	return agency_import_blame(
		planner->arena, &planner->plan->rows[number], agency_refuse_twin());
}

static struct fault *
blame_twins(struct agency_planner *planner)
{
	struct place *places;
	size_t count = (size_t)planner->node_count;

	TAKE(planner->arena, places, count + 1);
	for (int node = 0; node < planner->node_count; node++)
		places[node] =
			(struct place){ planner->parent_of[node], planner->names[node], node };
	if (count)
		qsort(places, count, sizeof *places, compare_places);
	for (size_t i = 1; i < count; i++) {
		if (places[i].name.len == 0 || places[i].parent != places[i - 1].parent ||
			!str_equal(places[i].name, places[i - 1].name))
			continue;
		TRY(blame_twin(planner, places[i].node, places[i - 1].node));
		TRY(blame_twin(planner, places[i - 1].node, places[i].node));
	}
	return NULL;
}

static struct fault *
blame_code(struct agency_planner *planner, int node, int other)
{
	int number = planner->row_of[node];

	if (number < 0)
		return NULL;
	return agency_import_blame(planner->arena, &planner->plan->rows[number],
		fault_new(FAULT_INPUT, "agency_code_twin",
			"统一社会信用代码与“%.*s”的相同。请核对代码。",
			"“%.*s” has the same unified social credit code. Check it.",
			STR_ARG(planner->names[other])));
}

static struct fault *
blame_codes(struct agency_planner *planner)
{
	for (size_t i = 1; i < planner->code_count; i++) {
		const struct agency_key *keys = &planner->by_code[i - 1];

		if (!str_equal(keys[0].text, keys[1].text))
			continue;
		TRY(blame_code(planner, keys[0].node, keys[1].node));
		TRY(blame_code(planner, keys[1].node, keys[0].node));
	}
	return NULL;
}

enum { UNSEEN = 0, WALKING = -1, IN_CIRCLE = -2 };

/* Depth of every node, from 1; IN_CIRCLE for those that no top stands above. */
static void
measure_depths(const struct agency_planner *planner, int *depths, int *chain)
{
	for (int start = 0; start < planner->node_count; start++) {
		int length = 0;
		int node = start;
		int depth;

		while (node >= 0 && depths[node] == UNSEEN) {
			depths[node] = WALKING;
			chain[length++] = node;
			node = planner->parent_of[node];
		}
		depth = node < 0 ? 0 : depths[node] == WALKING ? IN_CIRCLE : depths[node];
		while (length > 0) {
			depth = depth == IN_CIRCLE ? IN_CIRCLE : depth + 1;
			depths[chain[--length]] = depth;
		}
	}
}

static struct fault *
blame_depth(struct agency_planner *planner, struct agency_import_row *row)
{
	if (row->depth == IN_CIRCLE)
		return agency_import_blame(planner->arena, row,
			fault_new(FAULT_INPUT, "agency_circle",
				"上级关系绕成了一圈：沿着上级往上找会回到自己。请改正上级机关。",
				"The parents make a circle: going up one comes back to the same "
				"agency. Mend the parent."));
	if (row->depth > AGENCY_DEEPEST)
		return agency_import_blame(planner->arena, row,
			fault_new(FAULT_INPUT, "agency_deep",
				"机关层级最多 %d 层。请另选上级机关。",
				"The tree of agencies has no more than %d levels. Choose another "
				"parent.",
				(int)AGENCY_DEEPEST));
	return NULL;
}

/* Rows by depth, and within one depth as the file has them. */
static struct fault *
order_rows(struct agency_planner *planner)
{
	struct agency_import_plan *plan = planner->plan;
	size_t placed = 0;
	int deepest = 0;

	TAKE(planner->arena, plan->order, plan->count + 1);
	for (size_t i = 0; i < plan->count; i++)
		deepest = plan->rows[i].depth > deepest ? plan->rows[i].depth : deepest;
	deepest = deepest > AGENCY_DEEPEST ? AGENCY_DEEPEST + 1 : deepest;
	for (int depth = 0; depth <= deepest; depth++)
		for (size_t i = 0; i < plan->count; i++) {
			int own = plan->rows[i].depth < 0 ? 0 : plan->rows[i].depth;

			if (own == depth || (depth == deepest && own > depth))
				plan->order[placed++] = i;
		}
	return NULL;
}

struct fault *
agency_import_place(struct agency_planner *planner)
{
	size_t count = (size_t)planner->node_count;
	int *depths;
	int *chain;

	TRY(index_nodes(planner));
	TRY(find_parents(planner));
	TRY(blame_twins(planner));
	TRY(blame_codes(planner));
	TAKE(planner->arena, depths, count + 1);
	TAKE(planner->arena, chain, count + 1);
	measure_depths(planner, depths, chain);
	for (size_t i = 0; i < planner->plan->count; i++) {
		struct agency_import_row *row = &planner->plan->rows[i];

		row->depth = row->node >= 0 ? depths[row->node] : 1;
		TRY(blame_depth(planner, row));
	}
	TRY(note_areas(planner));
	return order_rows(planner);
}
