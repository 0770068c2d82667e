/*
 * Existing agencies as a document of one table, for CSV and Excel. It reads back as the same.
 * Writing the bytes is doc/'s; taking lists in is agency_import_*.c's.
 */
#include <stdlib.h>

#include "agency/agency_import_inside.h"
#include "doc/doc.h"

static const int widths[AGENCY_LIST_COLUMNS] = { 50, 50, 42, 26, 16, 26, 36, 14, 24, 50, 40, 40, 46,
	50, 44, 34, 34, 44 };

/* What the parents' column needs to know. */
struct exporting {
	struct arena *arena;
	const struct agency_entries *all;
	struct agency_key *names; /* of all listed */
	const struct agency_entry **by_id;
};

static int
compare_ids(const void *a, const void *b)
{
	int64_t left = (*(const struct agency_entry *const *)a)->agency.id;
	int64_t right = (*(const struct agency_entry *const *)b)->agency.id;

	return (left > right) - (left < right);
}

static const struct agency_entry *
find_entry(const struct exporting *exporting, int64_t id)
{
	struct agency_entry wanted = { .agency = { .id = id } };
	const struct agency_entry *key = &wanted;
	const struct agency_entry *const *found =
		exporting->all->count ? bsearch(&key, exporting->by_id, exporting->all->count,
						sizeof *exporting->by_id, compare_ids)
				      : NULL;

	return found ? *found : NULL;
}

/* By name where one agency has it, else by code, else all names from the top down. */
static struct fault *
parent_text(const struct exporting *exporting, const struct agency *agency, struct str *ret_text)
{
	const struct agency_entry *parent = find_entry(exporting, agency->parent_id);
	size_t same = 0;

	*ret_text = STR_NONE;
	if (!parent)
		return NULL;
	*ret_text = parent->agency.name;
	agency_key_find(exporting->names, exporting->all->count, parent->agency.name, &same);
	if (same < 2)
		return NULL;
	if (parent->agency.credit_code.len) {
		*ret_text = parent->agency.credit_code;
		return NULL;
	}
	for (int i = 0; i < AGENCY_DEEPEST && parent->agency.parent_id; i++) {
		parent = find_entry(exporting, parent->agency.parent_id);
		if (!parent)
			return NULL;
		TRY(str_print(exporting->arena, ret_text, "%.*s/%.*s", STR_ARG(parent->agency.name),
			STR_ARG(*ret_text)));
	}
	return NULL;
}

static struct fault *
add_headings(struct doc_builder *builder)
{
	for (int column = 0; column < AGENCY_LIST_COLUMNS; column++) {
		struct doc_cell *cell = NULL;

		TRY(doc_add_cell(
			builder, 0, column, 1, 1, str_of(agency_column_word(column).zh), &cell));
		cell->is_heading = true;
	}
	return NULL;
}

static struct fault *
add_entry(struct doc_builder *builder, const struct exporting *exporting, int row,
	const struct agency_entry *entry)
{
	for (int column = 0; column < AGENCY_LIST_COLUMNS; column++) {
		struct str text;

		TRY(agency_import_cell(
			exporting->arena, &entry->agency, &entry->office, column, &text));
		if (column == AGENCY_COLUMN_PARENT)
			TRY(parent_text(exporting, &entry->agency, &text));
		TRY(doc_add_cell(builder, row, column, 1, 1, text, NULL));
	}
	return NULL;
}

static struct fault *
open_list(struct doc_builder *builder, struct arena *arena, struct doc *doc)
{
	struct doc_table *table = NULL;

	doc_build(builder, arena, doc);
	TRY(doc_open_table(builder, &table));
	table->name = STR("机关");
	table->column_widths = widths;
	return add_headings(builder);
}

struct fault *
agency_export(struct db *db, struct arena *arena, struct str top, struct doc *ret_doc)
{
	struct exporting exporting = { .arena = arena };
	struct agency_entries all;
	struct agency_entries open = { 0 };
	struct doc_builder builder;

	TRY(agency_load_all(db, arena, top, &all));
	TAKE(arena, open.items, all.count + 1);
	TAKE(arena, exporting.names, all.count + 1);
	TAKE(arena, exporting.by_id, all.count + 1);
	for (size_t i = 0; i < all.count; i++) {
		if (!day_is_none(all.items[i].agency.valid_to))
			continue;
		open.items[open.count] = all.items[i];
		exporting.by_id[open.count] = &open.items[open.count];
		exporting.names[open.count] =
			(struct agency_key){ all.items[i].agency.name, (int)open.count };
		open.count++;
	}
	exporting.all = &open;
	agency_key_sort(exporting.names, open.count);
	if (open.count)
		qsort(exporting.by_id, open.count, sizeof *exporting.by_id, compare_ids);
	*ret_doc = (struct doc){ 0 };
	TRY(open_list(&builder, arena, ret_doc));
	for (size_t i = 0; i < open.count; i++)
		TRY(add_entry(&builder, &exporting, (int)i + 1, &open.items[i]));
	return doc_close_table(&builder);
}

struct fault *
agency_export_blank(struct arena *arena, struct doc *ret_doc)
{
	static const struct agency_entries none;
	const struct exporting exporting = { .arena = arena, .all = &none };
	const struct agency_entry example = {
		.agency = { .name = STR("示例区人民政府"),
			.credit_code = STR("112304000000000197"),
			.division_code = STR("230108"),
			.level = AGENCY_COUNTY,
			.kind = AGENCY_GOVERNMENT,
			.short_names = STR("示例区政府"),
			.valid_from = DAY_NONE,
			.valid_to = DAY_NONE },
		.office = { .office = STR("示例区人民政府办公室"),
			.hours = STR("工作日 8:30—11:30，13:30—17:00") },
	};
	struct doc_builder builder;

	*ret_doc = (struct doc){ 0 };
	TRY(open_list(&builder, arena, ret_doc));
	TRY(add_entry(&builder, &exporting, 1, &example));
	return doc_close_table(&builder);
}
