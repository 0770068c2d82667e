/*
 * The docx writer: WordprocessingML by hand, page and type of GB/T 9704, named styles, tables with
 * gridSpan and vMerge. It reads nothing and asks for no clock: the same document gives the same
 * bytes.
 */
#include "doc/doc_write_docx.h"

/* Twentieths of a point, Word's unit; 1 mm is 56.7 of them. */
#define TWIPS(mm) ((int)((mm)*1440.0 / 25.4 + 0.5))

/* Room between a cell's rule and its text, and the least height of a row. */
enum { CELL_MARGIN = 57, ROW_HEIGHT = 425, SMALL_ROW_HEIGHT = 340 };
/* A table of at most this many rows is kept on one page where it can be. */
enum { MOST_ROWS_TOGETHER = 40 };
/* Text of a run, with its breaks and tabs. */
static void
put_text(struct buf *out, struct str text)
{
	struct str piece;

	while (text.len) {
		size_t end = 0;

		while (end < text.len && text.at[end] != '\n' && text.at[end] != '\t')
			end++;
		piece = str_sub(text, 0, end);
		if (piece.len) {
			buf_put(out, STR("<w:t xml:space=\"preserve\">"));
			doc_write_escape(out, piece);
			buf_put(out, STR("</w:t>"));
		}
		if (end < text.len)
			buf_put(out, text.at[end] == '\n' ? STR("<w:br/>") : STR("<w:tab/>"));
		text = end < text.len ? str_from(text, end + 1) : STR_NONE;
	}
}

static void
put_run(struct buf *out, struct str text, const char *style)
{
	if (!text.len)
		return;
	buf_put(out, STR("<w:r>"));
	/* The hint gives quotation marks and dashes, which both scripts use, the Chinese face. */
	if (style)
		buf_print(out,
			"<w:rPr><w:rStyle w:val=\"%s\"/><w:rFonts w:hint=\"eastAsia\"/></w:rPr>",
			style);
	else
		buf_put(out, STR("<w:rPr><w:rFonts w:hint=\"eastAsia\"/></w:rPr>"));
	put_text(out, text);
	buf_put(out, STR("</w:r>"));
}

static const char *
style_of(const struct doc_block *block)
{
	switch (block->role) {
	case DOC_TITLE:
		return "Title";
	case DOC_HEADING:
		return block->level <= 1 ? "Heading1" : block->level == 2 ? "Heading2" : "Heading3";
	case DOC_CENTER:
		return "Subtitle";
	case DOC_SIGNATURE:
		return "Signature";
	default:
		return "BodyText";
	}
}

static void
put_paragraph(struct buf *out, const struct doc *doc, size_t index)
{
	const struct doc_block *block = &doc->blocks[index];
	size_t run_in = block->role == DOC_PARAGRAPH ? doc_write_run_in(block->text) : 0;

	buf_print(out, "<w:p><w:pPr><w:pStyle w:val=\"%s\"/>", style_of(block));
	if (block->role == DOC_SIGNATURE) {
		size_t halves = doc_write_signature_indent(doc, index);

		if (index == 0 || block[-1].role != DOC_SIGNATURE)
			buf_put(out, STR("<w:keepNext/><w:spacing w:before=\"" DOCX_LINE "\"/>"));
		buf_print(out, "<w:ind w:right=\"%zu\" w:rightChars=\"%zu\"/>", halves * 160,
			halves * 50);
	}
	buf_put(out, STR("</w:pPr>"));
	if (block->role == DOC_TITLE && doc_write_title_break(block->text)) {
		size_t at = doc_write_title_break(block->text);

		put_run(out, str_sub(block->text, 0, at), NULL);
		buf_put(out, STR("<w:r><w:br/></w:r>"));
		put_run(out, str_from(block->text, at), NULL);
	} else if (run_in) {
		put_run(out, str_sub(block->text, 0, run_in), "RunIn");
		put_run(out, str_from(block->text, run_in), NULL);
	} else {
		put_run(out, block->text, NULL);
	}
	buf_put(out, STR("</w:p>"));
}

/* The paragraphs of a cell: Word wants at least one. */
static void
put_cell_text(struct buf *out, const struct doc_table *table, const struct doc_cell *cell,
	struct str text, bool with_next)
{
	static const char *const sides[] = { "left", "center", "right" };
	const char *style = table->column_count >= DOC_MANY_COLUMNS ? "TableSmall" : "TableText";
	bool is_more = true;

	while (is_more) {
		size_t end = str_find(text, STR("\n"), 0);

		is_more = end != SIZE_MAX;
		buf_print(out, "<w:p><w:pPr><w:pStyle w:val=\"%s\"/>", style);
		if (with_next)
			buf_put(out, STR("<w:keepNext/>"));
		if (cell && cell->align != DOC_LEFT)
			buf_print(out, "<w:jc w:val=\"%s\"/>", sides[cell->align]);
		buf_put(out, STR("</w:pPr>"));
		put_run(out, is_more ? str_sub(text, 0, end) : text, NULL);
		buf_put(out, STR("</w:p>"));
		if (is_more)
			text = str_from(text, end + 1);
	}
}

/* A number too wide for its cell is squeezed onto one line rather than broken in two. */
static bool
is_squeezed(const struct doc_table *table, const struct doc_cell *cell, double width)
{
	double half = table->column_count >= DOC_MANY_COLUMNS ? 4.5 : 5.25;

	return doc_write_is_number(cell->text) &&
	       (double)cell->text.len * half > width * 72 / 25.4 - CELL_MARGIN / 10.0;
}

/* The part of `cell` in `row`; a place without a cell gets an empty one. */
static void
put_cell(struct buf *out, const struct doc_table *table, const struct doc_cell *cell, int row,
	int column, bool with_next)
{
	int span = cell ? cell->column_span : 1;
	double width = doc_write_width(table, column, span);
	bool is_first = !cell || cell->row == row;

	buf_print(out, "<w:tc><w:tcPr><w:tcW w:w=\"%d\" w:type=\"dxa\"/>", TWIPS(width));
	if (span > 1)
		buf_print(out, "<w:gridSpan w:val=\"%d\"/>", span);
	if (cell && cell->row_span > 1)
		buf_put(out, is_first ? STR("<w:vMerge w:val=\"restart\"/>") : STR("<w:vMerge/>"));
	if (cell && is_first && is_squeezed(table, cell, width))
		buf_put(out, STR("<w:tcFitText/>"));
	buf_put(out, STR("<w:vAlign w:val=\"center\"/></w:tcPr>"));
	put_cell_text(out, table, cell, cell && is_first ? cell->text : STR_NONE, with_next);
	buf_put(out, STR("</w:tc>"));
}

/* A table on its way out. */
struct rows {
	const struct doc_table *table;
	const struct doc_cell **above; /* the cell that covers each column of the row before */
	bool *is_heading;              /* rows of labels only */
	int headers;                   /* rows repeated on each page */
	size_t next;                   /* the next cell to put */
};

/* A small table stays on one page; one whose labels come again breaks only before such labels. */
static bool
is_with_next(const struct rows *rows, int row)
{
	int count = rows->table->row_count;

	if (row + 1 == count)
		return false;
	if (rows->is_heading[row])
		return true;
	return count <= MOST_ROWS_TOGETHER && (rows->headers > 0 || !rows->is_heading[row + 1]);
}

static void
put_row(struct buf *out, struct rows *rows, int row)
{
	const struct doc_table *table = rows->table;
	bool is_small = table->column_count >= DOC_MANY_COLUMNS;
	bool with_next = is_with_next(rows, row);

	buf_print(out,
		"<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val=\"%d\" w:hRule=\"atLeast\"/>%s"
		"</w:trPr>",
		is_small ? SMALL_ROW_HEIGHT : ROW_HEIGHT,
		row < rows->headers ? "<w:tblHeader/>" : "");
	for (int column = 0; column < table->column_count;) {
		const struct doc_cell *cell = rows->above[column];

		if (cell && cell->row + cell->row_span <= row)
			cell = NULL;
		if (!cell && rows->next < table->cell_count &&
			table->cells[rows->next].row == row &&
			table->cells[rows->next].column == column) {
			cell = &table->cells[rows->next++];
			for (int i = 0; i < cell->column_span; i++)
				rows->above[column + i] = cell;
		}
		put_cell(out, table, cell, row, column, with_next);
		column += cell ? cell->column_span : 1;
	}
	buf_put(out, STR("</w:tr>"));
}

static struct fault *
put_table(struct buf *out, const struct doc_table *table)
{
	static const char *const edges[] = { "top", "left", "bottom", "right", "insideH",
		"insideV" };
	CLOSING(arena_close) struct arena *arena = NULL;
	struct rows rows = { .table = table, .headers = doc_write_header_rows(table) };

	TRY(arena_open(1 << 20, &arena));
	TAKE(arena, rows.above, (size_t)table->column_count);
	TAKE(arena, rows.is_heading, (size_t)table->row_count);
	doc_write_find_headings(table, rows.is_heading);
	buf_print(out,
		"<w:tbl><w:tblPr><w:tblW w:w=\"%d\" w:type=\"dxa\"/><w:jc w:val=\"center\"/>"
		"<w:tblBorders>",
		TWIPS(DOC_TYPE_WIDTH));
	for (size_t i = 0; i < COUNT_OF(edges); i++)
		buf_print(out,
			"<w:%s w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"000000\"/>",
			edges[i]);
	buf_print(out,
		"</w:tblBorders><w:tblLayout w:type=\"fixed\"/><w:tblCellMar><w:left w:w=\"%d\" "
		"w:type=\"dxa\"/><w:right w:w=\"%d\" w:type=\"dxa\"/></w:tblCellMar>",
		CELL_MARGIN, CELL_MARGIN);
	if (table->name.len) {
		buf_put(out, STR("<w:tblCaption w:val=\""));
		doc_write_escape(out, table->name);
		buf_put(out, STR("\"/>"));
	}
	buf_put(out, STR("</w:tblPr><w:tblGrid>"));
	for (int column = 0; column < table->column_count; column++)
		buf_print(out, "<w:gridCol w:w=\"%d\"/>", TWIPS(doc_write_width(table, column, 1)));
	buf_put(out, STR("</w:tblGrid>"));
	for (int row = 0; row < table->row_count; row++)
		put_row(out, &rows, row);
	buf_put(out, STR("</w:tbl>"));
	return NULL;
}

static void
put_section(struct buf *out)
{
	buf_print(out,
		"<w:sectPr><w:footerReference w:type=\"default\" r:id=\"rId4\"/>"
		"<w:footerReference w:type=\"even\" r:id=\"rId5\"/>"
		"<w:pgSz w:w=\"%d\" w:h=\"%d\"/>",
		TWIPS(DOC_PAGE_WIDTH), TWIPS(DOC_PAGE_HEIGHT));
	/* The dash of the page number lies 7 mm below the type area. Law: GB/T 9704 7.5 */
	buf_print(out,
		"<w:pgMar w:top=\"%d\" w:right=\"%d\" w:bottom=\"%d\" w:left=\"%d\" "
		"w:header=\"851\" w:footer=\"%d\" w:gutter=\"0\"/>",
		TWIPS(DOC_PAGE_TOP), TWIPS(DOC_PAGE_WIDTH - DOC_PAGE_LEFT - DOC_TYPE_WIDTH),
		TWIPS(DOC_PAGE_HEIGHT - DOC_PAGE_TOP - DOC_TYPE_HEIGHT), TWIPS(DOC_PAGE_LEFT),
		TWIPS(23));
	buf_put(out, STR("<w:docGrid w:type=\"lines\" w:linePitch=\"" DOCX_LINE "\"/></w:sectPr>"));
}

static struct fault *
put_document(struct buf *out, const struct doc *doc)
{
	buf_put(out, STR(DOCX_PROLOGUE "<w:document xmlns:w=\"" DOCX_NAMESPACE
				       "\" xmlns:r=\"" DOCX_RELATION "\"><w:body>"));
	for (size_t i = 0; i < doc->block_count; i++) {
		if (doc->blocks[i].role != DOC_TABLE) {
			put_paragraph(out, doc, i);
			continue;
		}
		TRY(put_table(out, doc->blocks[i].table));
		/* Word joins tables that nothing parts, and wants a paragraph at the end. */
		buf_put(out, STR("<w:p><w:pPr><w:pStyle w:val=\"TableEnd\"/></w:pPr></w:p>"));
	}
	put_section(out);
	buf_put(out, STR("</w:body></w:document>"));
	return buf_check(out);
}

struct fault *
doc_write_docx(const struct doc *doc, struct buf *out)
{
	CLOSING(buf_done) struct buf document = { .max = DOC_MOST_UNPACKED };
	CLOSING(buf_done) struct buf odd = { .max = 4096 };
	CLOSING(buf_done) struct buf even = { .max = 4096 };
	CLOSING(buf_done) struct buf core = { .max = DOC_MOST_BYTES };
	CLOSING(buf_done) struct buf app = { .max = 4096 };

	TRY(put_document(&document, doc));
	docx_put_footer(&odd, true);
	docx_put_footer(&even, false);
	doc_write_core(&core, doc);
	doc_write_app(&app);
	TRY(buf_check(&odd));
	TRY(buf_check(&even));
	TRY(buf_check(&core));
	TRY(buf_check(&app));
	const struct doc_part parts[] = {
		{ "[Content_Types].xml", str_of(docx_content_types) },
		{ "_rels/.rels", str_of(docx_package_relations) },
		{ "word/document.xml", buf_str(&document) },
		{ "word/_rels/document.xml.rels", str_of(docx_document_relations) },
		{ "word/styles.xml", str_of(docx_styles) },
		{ "word/settings.xml", str_of(docx_settings) },
		{ "word/fontTable.xml", str_of(docx_fonts) },
		{ "word/footer1.xml", buf_str(&odd) },
		{ "word/footer2.xml", buf_str(&even) },
		{ "docProps/core.xml", buf_str(&core) },
		{ "docProps/app.xml", buf_str(&app) },
	};
	return doc_write_package(parts, COUNT_OF(parts), out);
}
