/*
 * What a whole list would do: each row matched, placed and compared with what exists, and a digest
 * of all of it.
 * Pure; doing it is agency_import_work.c's.
 */
#include <stdlib.h>

#include "agency/agency_import_inside.h"

enum { DIGEST_TEXT_MOST = 64 << 20 };

static int
compare_ids(const void *a, const void *b)
{
	int64_t left = ((const struct agency_entry *)a)->agency.id;
	int64_t right = ((const struct agency_entry *)b)->agency.id;

	return (left > right) - (left < right);
}

/* Those that have not ended, by id. */
static struct fault *
take_existing(
	struct arena *arena, const struct agency_entries *all, struct agency_entries *ret_open)
{
	struct agency_entries open = { 0 };

	TAKE(arena, open.items, all->count + 1);
	for (size_t i = 0; i < all->count; i++)
		if (day_is_none(all->items[i].agency.valid_to))
			open.items[open.count++] = all->items[i];
	if (open.count)
		qsort(open.items, open.count, sizeof *open.items, compare_ids);
	*ret_open = open;
	return NULL;
}

static struct fault *
add_difference(struct arena *arena, struct agency_import_row *row, int column, struct str before,
	struct str after)
{
	struct agency_import_difference **end = &row->differences;
	struct agency_import_difference *fresh;

	while (*end)
		end = &(*end)->next;
	TAKE(arena, fresh, 1);
	*fresh = (struct agency_import_difference){ column, before, after, NULL };
	*end = fresh;
	return NULL;
}

/* The name of a node; empty for the top. */
static struct str
node_name(const struct agency_planner *planner, int node)
{
	return node < 0 ? STR_NONE : planner->names[node];
}

static struct fault *
compare_row(struct agency_planner *planner, struct agency_import_row *row)
{
	const struct agency_entry *old = &planner->existing->items[row->node];
	int old_parent = agency_import_find_id(planner, row->old_parent_id);

	for (int column = 0; column < AGENCY_LIST_COLUMNS; column++) {
		struct str before;
		struct str after;

		TRY(agency_import_cell(
			planner->arena, &old->agency, &old->office, column, &before));
		TRY(agency_import_cell(planner->arena, &row->agency, &row->office, column, &after));
		if (!str_equal(before, after))
			TRY(add_difference(planner->arena, row, column, before, after));
		if (column != AGENCY_COLUMN_PARENT || old_parent == row->parent)
			continue;
		TRY(add_difference(planner->arena, row, column,
			old_parent < 0 ? STR_NONE
				       : planner->existing->items[old_parent].agency.name,
			node_name(planner, row->parent)));
	}
	row->deed = row->differences ? AGENCY_IMPORT_CHANGE : AGENCY_IMPORT_SAME;
	return NULL;
}

static void
count_row(struct agency_import_plan *plan, const struct agency_import_row *row)
{
	if (row->is_bad)
		plan->bad_count++;
	else if (row->deed == AGENCY_IMPORT_ADD)
		plan->add_count++;
	else if (row->deed == AGENCY_IMPORT_CHANGE)
		plan->change_count++;
	else
		plan->same_count++;
}

/* Everything that would be written, and the versions it was compared with. */
static void
put_row(struct buf *out, const struct agency_import_row *row)
{
	buf_print(out, "%d %lld %lld %d ", (int)row->deed, (long long)row->agency.id,
		(long long)row->agency.version, row->parent);
	for (const struct agency_import_difference *one = row->differences; one; one = one->next)
		buf_print(out, "%d:%zu:%.*s", one->column, one->after.len, STR_ARG(one->after));
	if (row->deed == AGENCY_IMPORT_ADD) {
		for (int i = 0; i < AGENCY_LIST_COLUMNS; i++)
			buf_print(out, "%zu:%.*s", row->raw->cells[i].len,
				STR_ARG(row->raw->cells[i]));
	}
	buf_put_char(out, '\n');
}

static struct fault *
make_digest(struct agency_import_plan *plan)
{
	CLOSING(buf_done) struct buf text;

	buf_init(&text, DIGEST_TEXT_MOST);
	for (size_t i = 0; i < plan->count; i++)
		put_row(&text, &plan->rows[i]);
	TRY(buf_check(&text));
	return digest_sha256(buf_str(&text), &plan->digest);
}

static struct fault *
compare_rows(struct agency_planner *planner)
{
	struct agency_import_plan *plan = planner->plan;

	plan->bad_count = planner->list->unknown_count;
	for (size_t i = 0; i < plan->count; i++) {
		struct agency_import_row *row = &plan->rows[i];

		if (row->node >= 0 && row->node < (int)planner->existing->count)
			TRY(compare_row(planner, row));
		count_row(plan, row);
	}
	TAKE(planner->arena, plan->node_ids, (size_t)planner->node_count + 1);
	for (size_t i = 0; i < planner->existing->count; i++)
		plan->node_ids[i] = planner->existing->items[i].agency.id;
	plan->existing_count = planner->existing->count;
	return make_digest(plan);
}

struct fault *
agency_import_plan(struct arena *arena, const struct agency_raw_list *list,
	const struct agency_entries *existing, struct agency_import_plan *ret_plan)
{
	struct agency_import_plan plan = { .count = list->row_count };
	struct agency_entries open;
	struct agency_planner planner = {
		.arena = arena, .list = list, .existing = &open, .plan = &plan
	};

	TRY(take_existing(arena, existing, &open));
	TAKE(arena, plan.rows, list->row_count + 1);
	TAKE(arena, planner.row_of, open.count + list->row_count + 1);
	for (size_t i = 0; i < open.count + list->row_count; i++)
		planner.row_of[i] = -1;
	for (size_t i = 0; i < list->row_count; i++)
		plan.rows[i] = (struct agency_import_row){ .raw = &list->rows[i], .parent = -1 };
	planner.node_count = (int)open.count;
	TRY(agency_import_match(&planner));
	TRY(agency_import_place(&planner));
	TRY(compare_rows(&planner));
	*ret_plan = plan;
	return NULL;
}
