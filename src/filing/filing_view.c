/*
 * Cutting text at findings and tying findings to cells.
 * Where two findings want the same words, the graver one gets the mark; the other still links
 * there.
 */
#include "filing/filing_view.h"

#include <stdlib.h>

static const enum report_section_key table_sections[] = { REPORT_S2_PROACTIVE, REPORT_S3_REQUESTS,
	REPORT_S4_REVIEW };
static const char *const table_names[] = { "表二 主动公开政府信息情况",
	"表三 收到和处理政府信息公开申请情况", "表四 政府信息公开行政复议、行政诉讼情况" };
static const char *const table_keys[] = { "proactive", "applications", "review_litigation" };

/* Does `where` name a row or block that this path lies in? The name of a whole table does not. */
static bool
holds_path(struct str where, struct str path)
{
	return str_has(where, STR(".")) && path.len > where.len && path.at[where.len] == '.' &&
	       str_starts(path, where);
}

/* The first printed slot of the row or block that a place names; -1 when it names none. */
static int
row_slot_of(const struct filing_view *view, struct str where)
{
	for (int slot = 0; str_has(where, STR(".")) && slot < REPORT_SLOT_COUNT; slot++)
		if (view->is_printed[slot] && holds_path(where, str_of(report_slot_path(slot).at)))
			return slot;
	return -1;
}

/* The anchor of a place in the tables; *ret_anchor stays when it names none that is printed. */
static struct fault *
anchor_of(const struct filing_view *view, struct str where, struct arena *arena,
	struct str *ret_anchor)
{
	int slot = report_slot_of_path(where);
	int row = slot < 0 ? row_slot_of(view, where) : -1;

	if (slot >= 0 && view->is_printed[slot])
		return str_print(arena, ret_anchor, "c%d", slot);
	if (row >= 0)
		return str_print(arena, ret_anchor, "w%d", row);
	return NULL;
}

/* The section that a place lies in, or the top of the report. */
static struct str
section_anchor_of(const struct filing_view *view, struct str where)
{
	struct str key = STR_NONE;

	for (int i = 0; i < REPORT_SECTION_KEYS; i++)
		if (str_starts(where, str_of(report_section_labels[i].key)))
			key = str_of(report_section_labels[i].key);
	for (size_t i = 0; i < COUNT_OF(table_keys); i++)
		if (str_starts(where, str_of(table_keys[i])))
			key = str_of(report_section_labels[table_sections[i]].key);
	for (size_t i = 0; i < view->section_count; i++)
		if (str_equal(key, str_of(view->sections[i].key)))
			return key;
	return STR("head");
}

static struct fault *
tie_findings(struct filing_view *view, struct arena *arena)
{
	for (size_t i = 0; i < view->finding_count; i++) {
		struct filing_view_finding *found = &view->findings[i];

		found->finding = &view->report->findings[i];
		found->number = (int)i + 1;
		found->prefix = view->prefix;
		TRY(anchor_of(view, found->finding->where, arena, &found->anchor));
	}
	return NULL;
}

/* What names neither a cell nor marked words leads to its section. */
static void
tie_the_rest(struct filing_view *view)
{
	for (size_t i = 0; i < view->finding_count; i++)
		if (!view->findings[i].anchor.len)
			view->findings[i].anchor =
				section_anchor_of(view, view->findings[i].finding->where);
}

static bool
belongs_to(const struct filing_view_group *group, const struct report_finding *finding)
{
	const struct report_finding *first = group->items[0]->finding;

	return first->level == finding->level && strcmp(first->rule, finding->rule) == 0 &&
	       str_equal(first->mend, finding->mend) && str_equal(first->basis, finding->basis);
}

static struct fault *
add_to_group(struct filing_view *view, struct arena *arena, const struct filing_view_finding *found)
{
	struct filing_view_group *group = NULL;

	for (size_t i = 0; i < view->group_count && !group; i++)
		if (belongs_to(&view->groups[i], found->finding))
			group = &view->groups[i];
	if (!group)
		group = &view->groups[view->group_count++];
	GROW(arena, group->items, group->count, group->room);
	group->items[group->count++] = found;
	return NULL;
}

static struct fault *
group_findings(struct filing_view *view, struct arena *arena)
{
	TAKE(arena, view->groups, view->finding_count + 1);
	for (int level = REPORT_ERROR; level <= REPORT_AGREES; level++)
		for (size_t i = 0; i < view->finding_count; i++) {
			const struct filing_view_finding *found = &view->findings[i];

			if ((int)found->finding->level == level)
				TRY(add_to_group(view, arena, found));
		}
	return NULL;
}

static struct fault *
tie_repairs(struct filing_view *view, struct arena *arena)
{
	const struct report *report = view->report;

	view->repair_count = report->repair_count;
	TAKE(arena, view->repairs, report->repair_count + 1);
	for (size_t i = 0; i < report->repair_count; i++) {
		struct filing_view_repair *repair = &view->repairs[i];
		int slot = report_slot_of_path(report->repairs[i].where);

		repair->what = report->repairs[i].what;
		TRY(anchor_of(view, report->repairs[i].where, arena, &repair->anchor));
		if (slot >= 0)
			TRY(str_copy(arena, str_of(report_slot_words(slot, report->form).at),
				&repair->words));
	}
	return NULL;
}

static void
count_levels(struct filing_view *view)
{
	view->errors = report_count(view->report, REPORT_ERROR);
	view->warnings = report_count(view->report, REPORT_WARNING);
	view->notes = report_count(view->report, REPORT_NOTE);
	view->agreements = report_count(view->report, REPORT_AGREES);
}

/* ---------------------------------------------------------------- text */

/* Words to mark in one section, in order, without overlap. */
struct marks {
	struct filing_view_finding **items;
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
	const struct report_finding *x = (*(struct filing_view_finding *const *)a)->finding;
	const struct report_finding *y = (*(struct filing_view_finding *const *)b)->finding;

	return x->text.offset < y->text.offset ? -1 : x->text.offset > y->text.offset;
}

/* A finding that speaks of a cell leads there; the words lead back to the finding all the same. */
static struct fault *
anchor_text(struct arena *arena, struct filing_view_finding *found, int number)
{
	if (found->anchor.len)
		return NULL;
	return str_print(arena, &found->anchor, "t%d", number);
}

static struct fault *
choose_marks(struct filing_view *view, struct arena *arena, const struct report_section *section,
	struct marks *ret_marks)
{
	struct marks marks = { 0 };

	TAKE(arena, marks.items, view->finding_count + 1);
	for (int level = REPORT_ERROR; level <= REPORT_AGREES; level++)
		for (size_t i = 0; i < view->finding_count; i++) {
			struct filing_view_finding *found = &view->findings[i];
			const struct report_text_place *text = &found->finding->text;
			bool is_free = true;

			if ((int)found->finding->level != level || !text->length ||
				text->section != section->key || text->offset > section->text.len ||
				text->length > section->text.len - text->offset)
				continue;
			for (size_t j = 0; j < marks.count; j++)
				if (overlaps(found->finding, marks.items[j]->finding)) {
					is_free = false;
					TRY(anchor_text(arena, found, marks.items[j]->number));
				}
			if (!is_free)
				continue;
			TRY(anchor_text(arena, found, found->number));
			found->is_marked = true;
			marks.items[marks.count++] = found;
		}
	qsort(marks.items, marks.count, sizeof *marks.items, by_offset);
	*ret_marks = marks;
	return NULL;
}

static struct fault *
add_run(struct arena *arena, struct filing_view_paragraph *paragraph, size_t *room, struct str text,
	const struct filing_view_finding *found, bool is_first)
{
	if (!text.len)
		return NULL;
	GROW(arena, paragraph->runs, paragraph->run_count, *room);
	paragraph->runs[paragraph->run_count++] = (struct filing_view_run){ text, found, is_first };
	return NULL;
}

/* The runs of the bytes [from, to) of a section's text. */
static struct fault *
cut_paragraph(struct arena *arena, struct str text, size_t from, size_t to,
	const struct marks *marks, struct filing_view_paragraph *ret_paragraph)
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
cut_section(struct filing_view *view, struct arena *arena, const struct report_section *section,
	struct filing_view_section *ret_section)
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

/* The gravest finding of this very cell, or of the row or block around it. */
static const struct filing_view_finding *
gravest_of(const struct filing_view *view, int slot, bool is_of_row)
{
	const struct report_path path = report_slot_path(slot);
	const struct filing_view_finding *best = NULL;

	for (size_t i = 0; i < view->finding_count; i++) {
		const struct filing_view_finding *found = &view->findings[i];
		struct str where = found->finding->where;

		if (!(is_of_row ? holds_path(where, str_of(path.at))
				: str_equal(where, str_of(path.at))))
			continue;
		if (!best || found->finding->level < best->finding->level)
			best = found;
	}
	return best;
}

static struct str
assumed_at(const struct report *report, int slot)
{
	const struct report_path path = report_slot_path(slot);

	for (size_t i = 0; i < report->repair_count; i++)
		if (str_equal(report->repairs[i].where, str_of(path.at)))
			return report->repairs[i].what;
	return STR_NONE;
}

static void
mark_value(const struct filing_view *view, struct filing_view_cell *cell)
{
	cell->found = gravest_of(view, cell->slot, false);
	cell->assumed = assumed_at(view->report, cell->slot);
	if (!cell->found && view->report->cells[cell->slot].state != REPORT_NUMBER) {
		const struct filing_view_finding *found = gravest_of(view, cell->slot, true);

		if (found && found->finding->level <= REPORT_WARNING) {
			cell->found = found;
			cell->is_of_row = true;
		}
	}
}

/* Labels of a row with values speak for the row, the last of them for this row alone; labels of a
 * row without values speak for what stands below. */
static void
mark_row(const struct filing_view *view, struct filing_view_row *row)
{
	struct filing_view_cell *label = NULL;
	int first_slot = -1;

	for (size_t i = 0; i < row->cell_count; i++) {
		struct filing_view_cell *cell = &row->cells[i];

		if (cell->slot >= 0) {
			mark_value(view, cell);
			first_slot = first_slot < 0 ? cell->slot : first_slot;
		} else if (first_slot < 0) {
			label = cell;
		}
	}
	for (size_t i = 0; i < row->cell_count; i++) {
		struct filing_view_cell *cell = &row->cells[i];

		if (cell->slot >= 0)
			continue;
		if (first_slot >= 0)
			cell->scope = cell->cell->row_span > 1 ? "rowgroup" : "row";
		else
			cell->scope = cell->cell->column_span > 1 ? "colgroup" : "col";
	}
	if (!label || first_slot < 0)
		return;
	label->row_slot = first_slot;
	label->found = gravest_of(view, first_slot, true);
}

static struct fault *
cut_table(const struct filing_view *view, struct arena *arena, const struct doc_table *table,
	struct filing_view_section *section)
{
	size_t at = 0;

	if (!table->row_count)
		return NULL;
	TAKE(arena, section->rows, (size_t)table->row_count);
	section->row_count = (size_t)table->row_count;
	for (int row = 0; row < table->row_count; row++) {
		struct filing_view_row *view_row = &section->rows[row];
		size_t first = at;

		while (at < table->cell_count && table->cells[at].row == row)
			at++;
		TAKE(arena, view_row->cells, at - first + 1);
		for (size_t i = first; i < at; i++)
			view_row->cells[view_row->cell_count++] =
				(struct filing_view_cell){ .cell = &table->cells[i],
					.slot = table->cells[i].mark - 1,
					.row_slot = -1 };
		mark_row(view, view_row);
	}
	return NULL;
}

/* The view's section that shows a table; one is put in its place when the text has none. */
static struct filing_view_section *
section_of_table(struct filing_view *view, size_t which)
{
	const char *key = report_section_labels[table_sections[which]].key;
	struct filing_view_section *sections = view->sections;
	size_t at = 0;

	for (size_t i = 0; i < view->section_count; i++)
		if (strcmp(sections[i].key, key) == 0 && !sections[i].table_name)
			return &sections[i];
	/* Keys begin with the number of their section: s2_proactive. */
	while (at < view->section_count && strcmp(sections[at].key, key) <= 0)
		at++;
	memmove(&sections[at + 1], &sections[at], (view->section_count - at) * sizeof *sections);
	sections[at] = (struct filing_view_section){ .key = key };
	view->section_count++;
	return &sections[at];
}

/* A report that has a section twice must not have its anchor twice. */
static void
mark_repeated(struct filing_view *view)
{
	for (size_t i = 0; i < view->section_count; i++)
		for (size_t j = 0; j < i; j++)
			if (strcmp(view->sections[i].key, view->sections[j].key) == 0)
				view->sections[i].is_again = true;
}

/* The tables that are shown, and which slots stand in them. */
static struct fault *
take_tables(struct filing_view *view, struct arena *arena, struct doc_table *ret_tables[3])
{
	struct doc_table *tables[3] = { 0 };

	TRY(report_tables(view->report, arena, tables));
	for (size_t which = 0; which < COUNT_OF(table_sections); which++) {
		ret_tables[which] = view->report->has_table[which] ? tables[which] : NULL;
		for (size_t i = 0; ret_tables[which] && i < tables[which]->cell_count; i++)
			if (tables[which]->cells[i].mark > 0)
				view->is_printed[tables[which]->cells[i].mark - 1] = true;
	}
	return NULL;
}

static struct fault *
cut_sections(struct filing_view *view, struct arena *arena)
{
	for (size_t i = 0; i < view->report->section_count; i++) {
		struct filing_view_section *section = &view->sections[view->section_count++];

		section->key = report_section_labels[view->report->sections[i].key].key;
		section->heading = view->report->sections[i].heading;
		TRY(cut_section(view, arena, &view->report->sections[i], section));
	}
	return NULL;
}

struct fault *
filing_view_make(const struct report *report, struct str prefix, struct arena *arena,
	struct filing_view *ret_view)
{
	struct doc_table *tables[3] = { 0 };
	struct filing_view view = {
		.report = report, .prefix = prefix, .finding_count = report->finding_count
	};

	TAKE(arena, view.findings, report->finding_count + 1);
	TRY(take_tables(&view, arena, tables));
	TRY(tie_findings(&view, arena));
	TRY(group_findings(&view, arena));
	count_levels(&view);
	TRY(cut_sections(&view, arena));
	for (size_t which = 0; which < COUNT_OF(table_sections); which++) {
		struct filing_view_section *section;

		if (!tables[which])
			continue;
		section = section_of_table(&view, which);
		section->table_name = table_names[which];
		TRY(cut_table(&view, arena, tables[which], section));
	}
	mark_repeated(&view);
	tie_the_rest(&view);
	TRY(tie_repairs(&view, arena));
	*ret_view = view;
	return NULL;
}
