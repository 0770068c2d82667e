/*
 * The HTML writer: a whole page whose body can be pasted into a government CMS, tables with real
 * spans and header cells, no style sheet. Not the program's own pages: those are templates.
 */
#include "doc/doc_write_inside.h"

/* Text with its line breaks. */
static void
put_text(struct buf *out, struct str text)
{
	for (;;) {
		size_t end = str_find(text, STR("\n"), 0);

		doc_write_escape(out, end == SIZE_MAX ? text : str_sub(text, 0, end));
		if (end == SIZE_MAX)
			return;
		buf_put(out, STR("<br>"));
		text = str_from(text, end + 1);
	}
}

static void
put_paragraph(struct buf *out, const struct doc_block *block)
{
	const char *tag = "p";
	const char *style = "";

	switch (block->role) {
	case DOC_TITLE:
		tag = "h1";
		style = " style=\"text-align:center\"";
		break;
	case DOC_HEADING:
		tag = block->level <= 1 ? "h2" : block->level == 2 ? "h3" : "h4";
		break;
	case DOC_CENTER:
		style = " style=\"text-align:center\"";
		break;
	case DOC_SIGNATURE:
		style = " style=\"text-align:right\"";
		break;
	case DOC_ADDRESSEE:
		break;
	default:
		style = " style=\"text-indent:2em\"";
		break;
	}
	buf_print(out, "<%s%s>", tag, style);
	put_text(out, block->text);
	buf_print(out, "</%s>\n", tag);
}

/* Labels of columns stand in rows of labels, labels of rows before values. */
static const char *
scope_of(const struct doc_cell *cell, bool is_heading_row)
{
	if (is_heading_row)
		return cell->column_span > 1 ? "colgroup" : "col";
	return cell->row_span > 1 ? "rowgroup" : "row";
}

static void
put_cell(struct buf *out, const struct doc_cell *cell, bool is_heading_row)
{
	static const char *const sides[] = { "left", "center", "right" };

	buf_put(out, cell->is_heading ? STR("<th") : STR("<td"));
	if (cell->is_heading)
		buf_print(out, " scope=\"%s\"", scope_of(cell, is_heading_row));
	if (cell->column_span > 1)
		buf_print(out, " colspan=\"%d\"", cell->column_span);
	if (cell->row_span > 1)
		buf_print(out, " rowspan=\"%d\"", cell->row_span);
	/* The table is centred as a whole; only what differs says so. */
	if (cell->align != DOC_MIDDLE)
		buf_print(out, " style=\"text-align:%s\"", sides[cell->align]);
	buf_put_char(out, '>');
	put_text(out, cell->text);
	buf_put(out, cell->is_heading ? STR("</th>") : STR("</td>"));
}

/* The cells of one row; a place that no cell covers becomes an empty one, so that nothing shifts.
 */
static void
put_row(struct buf *out, const struct doc_table *table, int row, size_t *next, int *covered,
	bool is_heading_row)
{
	buf_put(out, STR("<tr>"));
	for (int column = 0; column < table->column_count;) {
		const struct doc_cell *cell = &table->cells[*next];

		if (*next < table->cell_count && cell->row == row && cell->column == column) {
			put_cell(out, cell, is_heading_row);
			for (int i = 0; i < cell->column_span; i++)
				covered[column + i] = row + cell->row_span;
			column += cell->column_span;
			++*next;
			continue;
		}
		if (covered[column] <= row)
			buf_put(out, STR("<td></td>"));
		column++;
	}
	buf_put(out, STR("</tr>\n"));
}

static struct fault *
put_table(struct buf *out, const struct doc_table *table)
{
	CLOSING(arena_close) struct arena *arena = NULL;
	int headers = doc_write_header_rows(table);
	size_t next = 0;
	bool *is_heading;
	int *covered; /* for each column the first row that the cells so far leave free */

	TRY(arena_open(1 << 20, &arena));
	TAKE(arena, is_heading, (size_t)table->row_count);
	TAKE(arena, covered, (size_t)table->column_count);
	doc_write_find_headings(table, is_heading);
	buf_put(out, STR("<table border=\"1\" cellspacing=\"0\" cellpadding=\"4\" "
			 "style=\"border-collapse:collapse;width:100%;text-align:center\">\n"));
	if (headers)
		buf_put(out, STR("<thead>\n"));
	for (int row = 0; row < table->row_count; row++) {
		if (row == headers)
			buf_put(out, headers ? STR("</thead>\n<tbody>\n") : STR("<tbody>\n"));
		put_row(out, table, row, &next, covered, is_heading[row]);
	}
	buf_put(out, STR("</tbody>\n</table>\n"));
	return NULL;
}

static void
put_letterhead(struct buf *out, const struct doc_letterhead *head)
{
	buf_put(out, STR("<p style=\"text-align:center;color:#c00;font-size:1.8em\">"));
	put_text(out, head->mark);
	buf_put(out, STR("</p>\n<hr style=\"color:#c00\">\n"));
	if (!head->number.len)
		return;
	buf_put(out, STR("<p style=\"text-align:right\">"));
	put_text(out, head->number);
	buf_put(out, STR("</p>\n"));
}

struct fault *
doc_write_html(const struct doc *doc, struct buf *out)
{
	buf_put(out,
		STR("<!DOCTYPE html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"utf-8\">\n"
		    "<title>"));
	doc_write_escape(out, doc->title);
	buf_put(out, STR("</title>\n</head>\n<body>\n"));
	if (doc->letterhead)
		put_letterhead(out, doc->letterhead);
	for (size_t i = 0; i < doc->block_count; i++)
		if (doc->blocks[i].role == DOC_TABLE)
			TRY(put_table(out, doc->blocks[i].table));
		else
			put_paragraph(out, &doc->blocks[i]);
	buf_put(out, STR("</body>\n</html>\n"));
	return buf_check(out);
}
