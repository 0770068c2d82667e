/*
 * Tables of the PDF writer: heights of rows from the words in them, page breaks between rows with
 * the head repeated, cells drawn word by word in their frames. Paragraphs are doc_write_pdf.c's.
 */
#include "doc/doc_write_pdf_inside.h"

/* Room between a rule and the words, and the width of rules, in points. */
#define SIDE_PAD PDF_MM(1.0)
#define TOP_PAD 2.4
#define RULE 0.5
#define LEAST_HEIGHT PDF_MM(7.5)
#define LEAST_HEIGHT_SMALL PDF_MM(6.0)
/* Numbers shrink to this part of their size before they may break. */
#define LEAST_SCALE 0.45
/* Rows of a long table that are wanted on its first page. */
enum { FIRST_ROWS = 3 };
/* Labels of more bytes are set as any text. */
enum { LABEL_BYTES = 200 };

#define PAGE_ROOM (PDF_MM(DOC_TYPE_HEIGHT) + 0.5)

/* --- planning --- */

static double
column_left(const struct doc_table *table, int column)
{
	return PDF_MM(doc_write_width(table, 0, column));
}

/* A label of several lines breaks behind its number, "（三）", or else into about equal lines. */
static void
lay_out_label(struct pdf *pdf, struct str text, double width)
{
	int lines = pango_layout_get_line_count(pdf->layout);
	size_t number = str_starts(text, STR("（")) ? str_find(text, STR("）"), 0) : SIZE_MAX;
	char broken[LABEL_BYTES];

	if (lines < 2)
		return;
	number = number == SIZE_MAX ? 0 : number + strlen("）");
	if (number && number < text.len && number <= strlen("（十一）") &&
		text.len + 1 < sizeof broken) {
		memcpy(broken, text.at, number);
		broken[number] = '\n';
		memcpy(broken + number + 1, text.at + number, text.len - number);
		pango_layout_set_text(pdf->layout, broken, (int)text.len + 1);
		if (pango_layout_get_line_count(pdf->layout) == lines)
			return;
		pango_layout_set_text(pdf->layout, text.at, (int)text.len);
	}
	pdf_balance_lines(pdf, width);
}

/* Lay out a cell's words; the number of lines. A number is never broken: it shrinks to its cell. */
static int
lay_out_cell(struct pdf *pdf, const struct pdf_plan *plan, const struct doc_cell *cell)
{
	double width = PDF_MM(doc_write_width(plan->table, cell->column, cell->column_span)) -
		       2 * SIDE_PAD;
	double scale;

	if (!cell->text.len)
		return 0;
	if (width < 1)
		width = 1;
	pdf_set_face(pdf, plan->face, 1);
	pango_layout_set_attributes(pdf->layout, NULL);
	pango_layout_set_indent(pdf->layout, 0);
	pango_layout_set_width(pdf->layout, (int)(width * PANGO_SCALE));
	pango_layout_set_text(pdf->layout, cell->text.at, (int)cell->text.len);
	if (pango_layout_get_line_count(pdf->layout) > 1 && doc_write_is_number(cell->text)) {
		pango_layout_set_width(pdf->layout, -1);
		scale = width / pdf_line_width(pango_layout_get_line_readonly(pdf->layout, 0));
		pdf_set_face(pdf, plan->face, scale > LEAST_SCALE ? scale : LEAST_SCALE);
	}
	if (cell->is_heading && cell->align == DOC_MIDDLE)
		lay_out_label(pdf, cell->text, width);
	return pango_layout_get_line_count(pdf->layout);
}

/* Give the rows under a cell what its words need beyond their heights, in equal parts. */
static void
stretch_rows(struct pdf_plan *plan, const struct doc_cell *cell, int lines)
{
	double lacking = lines * plan->line_height + 2 * TOP_PAD;

	for (int row = cell->row; row < cell->row + cell->row_span; row++)
		lacking -= plan->row_heights[row];
	if (lacking > 0)
		for (int row = cell->row; row < cell->row + cell->row_span; row++)
			plan->row_heights[row] += lacking / cell->row_span;
}

struct fault *
pdf_plan_table(struct pdf *pdf, const struct doc_table *table)
{
	bool is_small = table->column_count >= DOC_MANY_COLUMNS;
	struct pdf_plan *plan = &pdf->plan;

	if (plan->table == table)
		return NULL;
	*plan = (struct pdf_plan){ .table = table,
		.face = is_small ? PDF_TABLE_SMALL : PDF_TABLE,
		.line_height = is_small ? 11.5 : 14,
		.headers = doc_write_header_rows(table) };
	TAKE(pdf->arena, plan->row_heights, (size_t)table->row_count);
	TAKE(pdf->arena, plan->is_heading, (size_t)table->row_count);
	TAKE(pdf->arena, plan->cell_lines, table->cell_count);
	doc_write_find_headings(table, plan->is_heading);
	for (int row = 0; row < table->row_count; row++)
		plan->row_heights[row] = is_small ? LEAST_HEIGHT_SMALL : LEAST_HEIGHT;
	for (size_t i = 0; i < table->cell_count; i++) {
		plan->cell_lines[i] = lay_out_cell(pdf, plan, &table->cells[i]);
		if (table->cells[i].row_span == 1)
			stretch_rows(plan, &table->cells[i], plan->cell_lines[i]);
	}
	for (size_t i = 0; i < table->cell_count; i++)
		if (table->cells[i].row_span > 1)
			stretch_rows(plan, &table->cells[i], plan->cell_lines[i]);
	for (int row = 0; row < table->row_count; row++)
		plan->height += plan->row_heights[row];
	return NULL;
}

double
pdf_table_need(const struct pdf_plan *plan)
{
	int rows = plan->headers + FIRST_ROWS;
	double need = 0;

	if (plan->height <= PAGE_ROOM)
		return plan->height;
	for (int row = 0; row < rows && row < plan->table->row_count; row++)
		need += plan->row_heights[row];
	return need < PAGE_ROOM ? need : 0;
}

/* --- pages --- */

/* A row, or as much of a row as one page holds. Pieces are in the order of rows. */
struct piece {
	int row;
	double height;
};

/* What stands on one page: pieces [first, end). */
struct slice {
	size_t first;
	size_t end;
};

struct cut {
	struct piece *pieces;
	size_t piece_count;
	size_t piece_room;
	struct slice *slices;
	size_t slice_count;
	size_t slice_room;
};

static double
header_height(const struct pdf_plan *plan)
{
	double height = 0;

	for (int row = 0; row < plan->headers; row++)
		height += plan->row_heights[row];
	return height;
}

/* Rows to pieces; a row higher than `full` is cut between lines. */
static struct fault *
cut_rows(struct pdf *pdf, double full, struct cut *cut)
{
	const struct pdf_plan *plan = &pdf->plan;
	double lines = (int)((full - 2 * TOP_PAD) / plan->line_height);
	double most = lines * plan->line_height + 2 * TOP_PAD;

	for (int row = 0; row < plan->table->row_count; row++) {
		double rest = plan->row_heights[row];

		while (rest > full) {
			GROW(pdf->arena, cut->pieces, cut->piece_count, cut->piece_room);
			cut->pieces[cut->piece_count++] = (struct piece){ row, most };
			rest -= lines * plan->line_height;
		}
		GROW(pdf->arena, cut->pieces, cut->piece_count, cut->piece_room);
		cut->pieces[cut->piece_count++] = (struct piece){ row, rest };
	}
	return NULL;
}

/* Pieces to pages; rows of labels are not left alone at the foot of a page. */
static struct fault *
cut_pages(struct pdf *pdf, double room, double full, struct cut *cut)
{
	const bool *is_heading = pdf->plan.is_heading;
	size_t first = 0;
	double height = 0;

	for (size_t i = 0; i < cut->piece_count; i++) {
		size_t end = i;

		if (height + cut->pieces[i].height <= room || i == first) {
			height += cut->pieces[i].height;
			continue;
		}
		while (end - 1 > first && is_heading[cut->pieces[end - 1].row])
			end--;
		if (is_heading[cut->pieces[end - 1].row])
			end = i;
		GROW(pdf->arena, cut->slices, cut->slice_count, cut->slice_room);
		cut->slices[cut->slice_count++] = (struct slice){ first, end };
		first = end;
		height = 0;
		room = full;
		i = end - 1;
	}
	GROW(pdf->arena, cut->slices, cut->slice_count, cut->slice_room);
	cut->slices[cut->slice_count++] = (struct slice){ first, cut->piece_count };
	return NULL;
}

/* --- drawing --- */

static bool
is_within(const struct doc_cell *cell, int row)
{
	return row >= cell->row && row < cell->row + cell->row_span;
}

/* Height of the part of a cell that lies in a slice, and how far below the slice's top it begins.
 */
static double
part_height(const struct cut *cut, struct slice slice, const struct doc_cell *cell, double *ret_top)
{
	double height = 0;
	double top = 0;

	for (size_t i = slice.first; i < slice.end; i++)
		if (is_within(cell, cut->pieces[i].row))
			height += cut->pieces[i].height;
		else if (cut->pieces[i].row < cell->row)
			top += cut->pieces[i].height;
	*ret_top = top;
	return height;
}

/*
 * Which lines of a cell stand in slice `index`: all of them in the first part that holds them all;
 * when none does they run on from part to part, the last one taking what is left.
 */
static void
find_lines(const struct pdf_plan *plan, const struct cut *cut, size_t index,
	const struct doc_cell *cell, int lines, int *ret_from, int *ret_end)
{
	int done = 0;
	size_t last = 0;

	*ret_from = *ret_end = 0;
	for (size_t i = 0; i < cut->slice_count; i++) {
		double top;
		double height = part_height(cut, cut->slices[i], cell, &top);

		if (height <= 0)
			continue;
		last = i;
		if (lines * plan->line_height + 2 * TOP_PAD <= height + 0.1) {
			*ret_end = i == index ? lines : 0;
			return;
		}
	}
	for (size_t i = 0; i <= last; i++) {
		double top;
		double height = part_height(cut, cut->slices[i], cell, &top);
		int holds = (int)((height - 2 * TOP_PAD + 0.1) / plan->line_height);

		if (height <= 0)
			continue;
		if (i == last || holds > lines - done)
			holds = lines - done;
		if (i == index) {
			*ret_from = done;
			*ret_end = done + holds;
			return;
		}
		done += holds > 0 ? holds : 0;
	}
}

static void
draw_words(struct pdf *pdf, const struct doc_cell *cell, double x, double y, double width,
	double height, int from, int end)
{
	const struct pdf_plan *plan = &pdf->plan;
	double middle = y + (height - (end - from) * plan->line_height) / 2 + plan->line_height / 2;

	if (end <= from)
		return;
	lay_out_cell(pdf, plan, cell);
	for (int i = from; i < end; i++, middle += plan->line_height) {
		PangoLayoutLine *line = pango_layout_get_line_readonly(pdf->layout, i);
		double lacking = width - 2 * SIDE_PAD - pdf_line_width(line);
		double left = x + SIDE_PAD;

		if (cell->align == DOC_MIDDLE)
			left += lacking / 2;
		else if (cell->align == DOC_RIGHT)
			left += lacking;
		pdf_show_line(pdf, line, left, middle);
	}
}

/* Draw the cells of a slice at the place the page has reached. A repeated head is always whole. */
static void
draw_slice(struct pdf *pdf, const struct cut *cut, struct slice slice, size_t index, bool is_repeat)
{
	const struct pdf_plan *plan = &pdf->plan;
	const struct doc_table *table = plan->table;
	int first = cut->pieces[slice.first].row;
	int last = cut->pieces[slice.end - 1].row;

	cairo_set_line_width(pdf->cairo, RULE);
	for (size_t i = 0; i < table->cell_count && table->cells[i].row <= last; i++) {
		const struct doc_cell *cell = &table->cells[i];
		double x = PDF_MM(DOC_PAGE_LEFT) + column_left(table, cell->column);
		double width = PDF_MM(doc_write_width(table, cell->column, cell->column_span));
		int from = 0;
		int end = plan->cell_lines[i];
		double height;
		double y;

		if (cell->row + cell->row_span <= first)
			continue;
		height = part_height(cut, slice, cell, &y);
		y += PDF_MM(DOC_PAGE_TOP) + pdf->used;
		cairo_rectangle(pdf->cairo, x, y, width, height);
		cairo_stroke(pdf->cairo);
		if (!is_repeat)
			find_lines(plan, cut, index, cell, plan->cell_lines[i], &from, &end);
		draw_words(pdf, cell, x, y, width, height, from, end);
	}
	for (size_t i = slice.first; i < slice.end; i++)
		pdf->used += cut->pieces[i].height;
}

struct fault *
pdf_put_table(struct pdf *pdf, const struct doc_table *table)
{
	struct cut cut = { 0 };
	double full;

	TRY(pdf_plan_table(pdf, table));
	/* A head that takes a third of the page is not worth repeating. */
	if (header_height(&pdf->plan) > PAGE_ROOM / 3)
		pdf->plan.headers = 0;
	full = PAGE_ROOM - header_height(&pdf->plan);
	if (pdf->used > 0 && pdf_table_need(&pdf->plan) > pdf_room(pdf))
		pdf_end_page(pdf);
	TRY(cut_rows(pdf, full, &cut));
	if (pdf->used > 0 && cut.pieces[0].height > pdf_room(pdf))
		pdf_end_page(pdf);
	TRY(cut_pages(pdf, pdf_room(pdf), full, &cut));
	for (size_t i = 0; i < cut.slice_count; i++) {
		if (i > 0)
			pdf_end_page(pdf);
		if (i > 0 && cut.pieces[cut.slices[i].first].row >= pdf->plan.headers &&
			pdf->plan.headers > 0)
			draw_slice(
				pdf, &cut, (struct slice){ 0, (size_t)pdf->plan.headers }, 0, true);
		draw_slice(pdf, &cut, cut.slices[i], i, false);
	}
	return NULL;
}
