/*
 * Which existing agency a row of a list means: by its credit code, else by its name and parent.
 * Pure; where rows end up in the tree is agency_import_place.c's.
 */
#include <stdlib.h>

#include "agency/agency_import_inside.h"

static int
compare_keys(const void *a, const void *b)
{
	const struct agency_key *left = a;
	const struct agency_key *right = b;
	int by_text = str_compare(left->text, right->text);

	return by_text ? by_text : (left->node > right->node) - (left->node < right->node);
}

void
agency_key_sort(struct agency_key *keys, size_t count)
{
	if (count)
		qsort(keys, count, sizeof *keys, compare_keys);
}

size_t
agency_key_find(const struct agency_key *keys, size_t count, struct str text, size_t *ret_same)
{
	size_t low = 0;
	size_t high = count;
	size_t end;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (str_compare(keys[middle].text, text) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	for (end = low; end < count && str_equal(keys[end].text, text); end++)
		;
	*ret_same = end - low;
	return low;
}

int
agency_import_find_id(const struct agency_planner *planner, int64_t id)
{
	size_t low = 0;
	size_t high = planner->existing->count;

	if (!id)
		return -1;
	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (planner->existing->items[middle].agency.id < id)
			low = middle + 1;
		else
			high = middle;
	}
	if (low < planner->existing->count && planner->existing->items[low].agency.id == id)
		return (int)low;
	return -1;
}

/* What matching looks agencies up by. */
struct matcher {
	struct agency_planner *planner;
	struct agency_key *names; /* of existing agencies */
	struct agency_key *codes;
	size_t code_count;
};

static struct fault *
make_matcher(struct agency_planner *planner, struct matcher *ret_matcher)
{
	const struct agency_entries *existing = planner->existing;
	struct matcher matcher = { .planner = planner };

	TAKE(planner->arena, matcher.names, existing->count + 1);
	TAKE(planner->arena, matcher.codes, existing->count + 1);
	for (size_t i = 0; i < existing->count; i++) {
		const struct agency *agency = &existing->items[i].agency;

		matcher.names[i] = (struct agency_key){ agency->name, (int)i };
		if (agency->credit_code.len)
			matcher.codes[matcher.code_count++] =
				(struct agency_key){ agency->credit_code, (int)i };
	}
	agency_key_sort(matcher.names, existing->count);
	agency_key_sort(matcher.codes, matcher.code_count);
	*ret_matcher = matcher;
	return NULL;
}

/* Does a row's word for its parent fit where this existing agency stands? */
static bool
parent_fits(const struct matcher *matcher, const struct agency *agency, struct str text)
{
	int parent = agency_import_find_id(matcher->planner, agency->parent_id);
	const struct agency *above;
	size_t slash = str_find_last(text, STR("/"));

	if (text.len == 0 || parent < 0)
		return text.len == 0 && parent < 0;
	above = &matcher->planner->existing->items[parent].agency;
	if (str_equal(text, above->name) ||
		(above->credit_code.len && str_equal_ascii(text, above->credit_code)))
		return true;
	return slash != SIZE_MAX && str_equal(str_trim(str_from(text, slash + 1)), above->name);
}

/* Among existing agencies of the row's name: the one whose parent fits; else, when there is but
 * one, that one if the row names no parent or it stands at the top without one (a stored report
 * made it). -1 for none, -2 for several. */
static int
find_by_name(const struct matcher *matcher, const struct agency_import_row *row)
{
	const struct agency_entries *existing = matcher->planner->existing;
	struct str parent = row->raw->cells[AGENCY_COLUMN_PARENT];
	size_t same = 0;
	size_t first = agency_key_find(matcher->names, existing->count, row->agency.name, &same);
	int fitting = -1;
	int at_top = -1;
	int open = 0;
	int last = -1;

	for (size_t i = first; i < first + same; i++) {
		const struct agency *agency = &existing->items[matcher->names[i].node].agency;

		/* Another code is another agency. */
		if (row->agency.credit_code.len && agency->credit_code.len &&
			!str_equal(row->agency.credit_code, agency->credit_code))
			continue;
		open++;
		last = matcher->names[i].node;
		if (parent_fits(matcher, agency, parent))
			fitting = matcher->names[i].node;
		if (!agency->parent_id)
			at_top = matcher->names[i].node;
	}
	if (fitting >= 0)
		return fitting;
	if (parent.len == 0)
		return open > 1 ? -2 : last;
	return at_top;
}

static struct fault *
blame_same(struct agency_planner *planner, struct agency_import_row *row, int other)
{
	return agency_import_blame(planner->arena, row,
		fault_new(FAULT_INPUT, "agency_import_twice",
			"与第 %d 行是同一个机关。请删去一行。",
			"This is the same agency as in row %d. Take one of them out.",
			planner->plan->rows[other].raw->number));
}

static struct fault *
match_row(const struct matcher *matcher, int number)
{
	struct agency_planner *planner = matcher->planner;
	struct agency_import_row *row = &planner->plan->rows[number];
	size_t same = 0;
	size_t first = agency_key_find(
		matcher->codes, matcher->code_count, row->agency.credit_code, &same);
	int node = row->agency.credit_code.len && same ? matcher->codes[first].node : -1;

	if (node < 0 && row->agency.name.len)
		node = find_by_name(matcher, row);
	if (node == -2)
		TRY(agency_import_blame(planner->arena, row,
			fault_new(FAULT_INPUT, "agency_import_several",
				"已有多个机关叫“%.*s”。请填写上级机关或统一社会信用代码。",
				"Several agencies are called “%.*s”. Give the parent or the credit "
				"code.",
				STR_ARG(row->agency.name))));
	if (node >= 0 && planner->row_of[node] >= 0)
		return blame_same(planner, row, planner->row_of[node]);
	if (node < 0) {
		row->node = planner->node_count++;
	} else {
		row->node = node;
		row->old_parent_id = planner->existing->items[node].agency.parent_id;
	}
	planner->row_of[row->node] = number;
	return NULL;
}

/* What the row leaves unsaid is what stands in the store. */
static struct fault *
fill_row(struct agency_planner *planner, struct agency_import_row *row)
{
	struct agency wanted = row->agency;

	row->agency = (struct agency){ .valid_from = DAY_NONE, .valid_to = DAY_NONE };
	row->office = (union agency_office){ 0 };
	if (row->node >= 0 && row->node < (int)planner->existing->count) {
		row->agency = planner->existing->items[row->node].agency;
		row->office = planner->existing->items[row->node].office;
	}
	row->agency.name = wanted.name;
	if (wanted.credit_code.len)
		row->agency.credit_code = wanted.credit_code;
	return agency_import_take_fields(planner->arena, planner->list, row);
}

struct fault *
agency_import_match(struct agency_planner *planner)
{
	struct agency_import_plan *plan = planner->plan;
	struct matcher matcher;

	TRY(make_matcher(planner, &matcher));
	for (size_t i = 0; i < plan->count; i++) {
		struct agency_import_row *row = &plan->rows[i];

		row->node = -1;
		TRY(agency_import_check_encoding(planner->arena, row));
		TRY(agency_import_take_key(planner->arena, row));
	}
	/* Rows with a code choose first, so that none takes another's agency by its name. */
	for (int pass = 0; pass < 2; pass++)
		for (size_t i = 0; i < plan->count; i++)
			if ((plan->rows[i].agency.credit_code.len > 0) == (pass == 0))
				TRY(match_row(&matcher, (int)i));
	for (size_t i = 0; i < plan->count; i++)
		TRY(fill_row(planner, &plan->rows[i]));
	return NULL;
}
