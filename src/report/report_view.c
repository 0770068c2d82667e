/*
 * Cutting text at findings and tying findings to cells.
 * Where two findings want the same words, the graver one gets the mark; the other still links
 * there.
 */
#include "report/report_view.h"

#include <stdlib.h>

/* The slot a finding's place names: a cell, or the first cell of a row or block; -1 for none. */
static int
slot_of_place(struct str where)
{
	int slot = report_slot_of_path(where);

	for (int i = 0; slot < 0 && i < REPORT_SLOT_COUNT; i++) {
		struct str path = str_of(report_slot_path(i).at);

		if (where.len && path.len > where.len && path.at[where.len] == '.' &&
			str_starts(path, where))
			slot = i;
	}
	return slot;
}

/* Does the finding speak of this cell: by its own path, or by its row's? */
static bool
speaks_of(const struct report_finding *finding, int slot)
{
	struct str path = str_of(report_slot_path(slot).at);
	struct str where = finding->where;
	struct str table = STR_NONE;

	if (str_equal(path, where))
		return true;
	str_cut(path, STR("."), &table);
	return where.len > table.len && path.len > where.len && path.at[where.len] == '.' &&
	       str_starts(path, where);
}

static struct fault *
tie_finding(struct report_view *view, struct arena *arena, size_t index)
{
	struct report_view_finding *found = &view->findings[index];
	struct str where;
	int slot;

	found->finding = &view->report->findings[index];
	found->number = (int)index + 1;
	found->prefix = view->prefix;
	where = found->finding->where;
	slot = slot_of_place(where);
	found->anchor = STR("head");
	for (int key = 0; key < REPORT_SECTION_KEYS; key++)
		if (str_starts(where, str_of(report_section_labels[key].key)))
			found->anchor = str_of(report_section_labels[key].key);
	if (slot >= 0)
		return str_print(arena, &found->anchor, "c%d", slot);
	if (found->finding->text.length)
		return str_print(arena, &found->anchor, "t%d", found->number);
	return NULL;
}

static void
count_levels(struct report_view *view)
{
	view->errors = report_count(view->report, REPORT_ERROR);
	view->warnings = report_count(view->report, REPORT_WARNING);
	view->notes = report_count(view->report, REPORT_NOTE);
	view->agreements = report_count(view->report, REPORT_AGREES);
}

/* ---------------------------------------------------------------- text */

/* Words to mark in one section, in order, without overlap. */
struct marks {
	struct report_view_finding **items;
	size_t count;
};

static bool
overlaps(const struct report_finding *a, const struct report_finding *b)
{
	return a->text.offset < b->text.offset + b->text.length &&
	       b->text.offset < a->text.offset + a->text.length;
}

static int
by_offset(const void *a, const void *b)
{
	const struct report_finding *x = (*(struct report_view_finding *const *)a)->finding;
	const struct report_finding *y = (*(struct report_view_finding *const *)b)->finding;

	return x->text.offset < y->text.offset ? -1 : x->text.offset > y->text.offset;
}

static struct fault *
choose_marks(struct report_view *view, struct arena *arena, const struct report_section *section,
	struct marks *ret_marks)
{
	struct marks marks = { 0 };

	TAKE(arena, marks.items, view->finding_count + 1);
	for (int level = REPORT_ERROR; level <= REPORT_AGREES; level++)
		for (size_t i = 0; i < view->finding_count; i++) {
			struct report_view_finding *found = &view->findings[i];
			const struct report_text_place *text = &found->finding->text;
			bool is_free = true;

			if ((int)found->finding->level != level || !text->length ||
				text->section != section->key || text->offset > section->text.len ||
				text->length > section->text.len - text->offset)
				continue;
			for (size_t j = 0; j < marks.count; j++)
				if (overlaps(found->finding, marks.items[j]->finding)) {
					is_free = false;
					TRY(str_print(arena, &found->anchor, "t%d",
						marks.items[j]->number));
				}
			if (!is_free)
				continue;
			found->is_marked = true;
			marks.items[marks.count++] = found;
		}
	qsort(marks.items, marks.count, sizeof *marks.items, by_offset);
	*ret_marks = marks;
	return NULL;
}

static struct fault *
add_run(struct arena *arena, struct report_view_paragraph *paragraph, size_t *room, struct str text,
	const struct report_view_finding *found, bool is_first)
{
	if (!text.len)
		return NULL;
	GROW(arena, paragraph->runs, paragraph->run_count, *room);
	paragraph->runs[paragraph->run_count++] = (struct report_view_run){ text, found, is_first };
	return NULL;
}

/* The runs of the bytes [from, to) of a section's text. */
static struct fault *
cut_paragraph(struct arena *arena, struct str text, size_t from, size_t to,
	const struct marks *marks, struct report_view_paragraph *ret_paragraph)
{
	size_t room = 0;
	size_t at = from;

	for (size_t i = 0; i < marks->count; i++) {
		const struct report_text_place *place = &marks->items[i]->finding->text;
		size_t start = place->offset > at ? place->offset : at;
		size_t end =
			place->offset + place->length < to ? place->offset + place->length : to;

		if (end <= at || start >= to)
			continue;
		TRY(add_run(
			arena, ret_paragraph, &room, str_sub(text, at, start - at), NULL, false));
		TRY(add_run(arena, ret_paragraph, &room, str_sub(text, start, end - start),
			marks->items[i], start == place->offset));
		at = end;
	}
	return add_run(arena, ret_paragraph, &room, str_sub(text, at, to - at), NULL, false);
}

static struct fault *
cut_section(struct report_view *view, struct arena *arena, const struct report_section *section,
	struct report_view_section *ret_section)
{
	struct str text = section->text;
	struct marks marks;
	size_t room = 0;
	size_t at = 0;

	TRY(choose_marks(view, arena, section, &marks));
	while (at < text.len) {
		size_t end = str_find(text, STR("\n"), at);

		if (end == SIZE_MAX)
			end = text.len;
		GROW(arena, ret_section->paragraphs, ret_section->paragraph_count, room);
		TRY(cut_paragraph(arena, text, at, end, &marks,
			&ret_section->paragraphs[ret_section->paragraph_count]));
		if (ret_section->paragraphs[ret_section->paragraph_count].run_count)
			ret_section->paragraph_count++;
		at = end + 1;
	}
	return NULL;
}

/* ---------------------------------------------------------------- tables */

static const struct report_view_finding *
gravest_of(const struct report_view *view, int slot)
{
	const struct report_view_finding *best = NULL;

	for (size_t i = 0; i < view->finding_count; i++) {
		const struct report_view_finding *found = &view->findings[i];

		if (speaks_of(found->finding, slot) &&
			(!best || found->finding->level < best->finding->level))
			best = found;
	}
	return best;
}

static struct fault *
cut_table(const struct report_view *view, struct arena *arena, const struct doc_table *table,
	struct report_view_section *section)
{
	size_t at = 0;

	if (!table->row_count)
		return NULL;
	TAKE(arena, section->rows, (size_t)table->row_count);
	section->row_count = (size_t)table->row_count;
	for (int row = 0; row < table->row_count; row++) {
		struct report_view_row *view_row = &section->rows[row];
		size_t first = at;

		while (at < table->cell_count && table->cells[at].row == row)
			at++;
		TAKE(arena, view_row->cells, at - first + 1);
		for (size_t i = first; i < at; i++) {
			int slot = table->cells[i].mark - 1;

			view_row->cells[view_row->cell_count++] =
				(struct report_view_cell){ &table->cells[i], slot,
					slot < 0 ? NULL : gravest_of(view, slot) };
		}
	}
	return NULL;
}

static const enum report_section_key table_sections[] = { REPORT_S2_PROACTIVE, REPORT_S3_REQUESTS,
	REPORT_S4_REVIEW };
static const char *const table_names[] = { "表二 主动公开政府信息情况",
	"表三 收到和处理政府信息公开申请情况", "表四 政府信息公开行政复议、行政诉讼情况" };

/* The view's section that shows a table; one is added when the text has no such section. */
static struct report_view_section *
section_of_table(struct report_view *view, size_t which)
{
	const char *key = report_section_labels[table_sections[which]].key;
	struct report_view_section *added;

	for (size_t i = 0; i < view->section_count; i++)
		if (strcmp(view->sections[i].key, key) == 0 && !view->sections[i].table_name)
			return &view->sections[i];
	added = &view->sections[view->section_count++];
	*added = (struct report_view_section){ .key = key };
	return added;
}

struct fault *
report_view_make(const struct report *report, struct str prefix, struct arena *arena,
	struct report_view *ret_view)
{
	struct doc_table *tables[3] = { 0 };
	struct report_view view = {
		.report = report, .prefix = prefix, .finding_count = report->finding_count
	};

	TAKE(arena, view.findings, report->finding_count + 1);
	for (size_t i = 0; i < report->finding_count; i++)
		TRY(tie_finding(&view, arena, i));
	count_levels(&view);
	for (size_t i = 0; i < report->section_count; i++) {
		struct report_view_section *section = &view.sections[view.section_count++];

		section->key = report_section_labels[report->sections[i].key].key;
		section->heading = report->sections[i].heading;
		TRY(cut_section(&view, arena, &report->sections[i], section));
	}
	TRY(report_tables(report, arena, tables));
	for (size_t which = 0; which < COUNT_OF(table_sections); which++) {
		struct report_view_section *section;

		if (!report->has_table[which] || !tables[which])
			continue;
		section = section_of_table(&view, which);
		section->table_name = table_names[which];
		TRY(cut_table(&view, arena, tables[which], section));
	}
	*ret_view = view;
	return NULL;
}
