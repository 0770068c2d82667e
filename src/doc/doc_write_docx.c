/*
 * The docx writer: WordprocessingML by hand, page and type of GB/T 9704, named styles, tables with
 * gridSpan and vMerge. It reads nothing and asks for no clock: the same document gives the same
 * bytes.
 */
#include "doc/doc_write_docx.h"

/* Twentieths of a point, Word's unit; 1 mm is 56.7 of them. */
#define TWIPS(mm) ((int)((mm)*1440.0 / 25.4 + 0.5))

/* DOCX_LINE as a number. */
enum { LINE = 579 };
/* Page numbers end so far above the edge of the page, in millimetres. */
enum { NUMBER_FOOT = 23 };
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
	case DOC_ADDRESSEE:
		return "Normal";
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
	if (doc_write_tail(doc, index) ||
		(block->role == DOC_SIGNATURE && (index == 0 || block[-1].role != DOC_SIGNATURE)))
		buf_put(out, STR("<w:keepNext/>"));
	if (doc_write_gap(doc, index))
		buf_print(out, "<w:spacing w:before=\"%d\"/>", doc_write_gap(doc, index) * LINE);
	if (block->role == DOC_SIGNATURE) {
		size_t halves = doc_write_signature_indent(doc, index);

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
put_section(struct buf *out, bool is_letter)
{
	buf_print(out,
		"<w:sectPr><w:footerReference w:type=\"default\" r:id=\"rId4\"/>"
		"<w:footerReference w:type=\"even\" r:id=\"rId5\"/>%s"
		"<w:pgSz w:w=\"%d\" w:h=\"%d\"/>",
		is_letter ? "<w:headerReference w:type=\"first\" r:id=\"rId6\"/>"
			    "<w:footerReference w:type=\"first\" r:id=\"rId7\"/>"
			  : "",
		TWIPS(DOC_PAGE_WIDTH), TWIPS(DOC_PAGE_HEIGHT));
	/* The dash of the page number lies 7 mm below the type area. Law: GB/T 9704 7.5 */
	buf_print(out,
		"<w:pgMar w:top=\"%d\" w:right=\"%d\" w:bottom=\"%d\" w:left=\"%d\" "
		"w:header=\"%d\" w:footer=\"%d\" w:gutter=\"0\"/>%s",
		TWIPS(DOC_PAGE_TOP), TWIPS(DOC_PAGE_WIDTH - DOC_PAGE_LEFT - DOC_TYPE_WIDTH),
		TWIPS(DOC_PAGE_HEIGHT - DOC_PAGE_TOP - DOC_TYPE_HEIGHT), TWIPS(DOC_PAGE_LEFT),
		is_letter ? TWIPS(LETTER_MARK_TOP) : 851,
		TWIPS(is_letter ? LETTER_LINE_FOOT : NUMBER_FOOT), is_letter ? "<w:titlePg/>" : "");
	buf_put(out, STR("<w:docGrid w:type=\"lines\" w:linePitch=\"" DOCX_LINE "\"/></w:sectPr>"));
}

static struct fault *
put_document(struct buf *out, const struct doc *doc)
{
	buf_put(out, STR(DOCX_PROLOGUE "<w:document xmlns:w=\"" DOCX_NAMESPACE
				       "\" xmlns:r=\"" DOCX_RELATION "\"><w:body>"));
	if (doc->letterhead)
		docx_put_letter_number(out, doc->letterhead);
	for (size_t i = 0; i < doc->block_count; i++) {
		if (doc->blocks[i].role != DOC_TABLE) {
			put_paragraph(out, doc, i);
			continue;
		}
		TRY(put_table(out, doc->blocks[i].table));
		/* Word joins tables that nothing parts, and wants a paragraph at the end. */
		buf_put(out, STR("<w:p><w:pPr><w:pStyle w:val=\"TableEnd\"/></w:pPr></w:p>"));
	}
	put_section(out, doc->letterhead);
	buf_put(out, STR("</w:body></w:document>"));
	return buf_check(out);
}

/* Parts that hang on the document. The first page of a letter has a header and a footer of its own,
 * and its footers begin lower. */
struct parts {
	struct buf document;
	struct buf odd;
	struct buf even;
	struct buf core;
	struct buf app;
	struct buf letter_header;
	struct buf letter_footer;
};

static void
close_parts(struct parts *parts)
{
	buf_done(&parts->document);
	buf_done(&parts->odd);
	buf_done(&parts->even);
	buf_done(&parts->core);
	buf_done(&parts->app);
	buf_done(&parts->letter_header);
	buf_done(&parts->letter_footer);
}

static struct fault *
make_parts(const struct doc *doc, struct parts *parts)
{
	const struct doc_letterhead *head = doc->letterhead;
	int after = head ? TWIPS(NUMBER_FOOT - LETTER_LINE_FOOT) : 0;

	TRY(put_document(&parts->document, doc));
	docx_put_footer(&parts->odd, true, after);
	docx_put_footer(&parts->even, false, after);
	doc_write_core(&parts->core, doc);
	doc_write_app(&parts->app);
	if (head)
		docx_put_letter_header(&parts->letter_header, head);
	docx_put_letter_footer(&parts->letter_footer);
	TRY(buf_check(&parts->odd));
	TRY(buf_check(&parts->even));
	TRY(buf_check(&parts->core));
	TRY(buf_check(&parts->app));
	TRY(buf_check(&parts->letter_header));
	return buf_check(&parts->letter_footer);
}

struct fault *
doc_write_docx(const struct doc *doc, struct buf *out)
{
	CLOSING(close_parts)
	struct parts made = { .document = { .max = DOC_MOST_UNPACKED },
		.odd = { .max = 4096 },
		.even = { .max = 4096 },
		.core = { .max = DOC_MOST_BYTES },
		.app = { .max = 4096 },
		.letter_header = { .max = 1 << 20 },
		.letter_footer = { .max = 4096 } };
	bool is_letter = doc->letterhead;

	TRY(make_parts(doc, &made));
	const struct doc_packing parts[] = {
		{ "[Content_Types].xml",
			str_of(is_letter ? docx_letter_content_types : docx_content_types) },
		{ "_rels/.rels", str_of(docx_package_relations) },
		{ "word/document.xml", buf_str(&made.document) },
		{ "word/_rels/document.xml.rels", str_of(is_letter ? docx_letter_document_relations
								   : docx_document_relations) },
		{ "word/styles.xml", str_of(docx_styles) },
		{ "word/settings.xml", str_of(docx_settings) },
		{ "word/fontTable.xml", str_of(docx_fonts) },
		{ "word/footer1.xml", buf_str(&made.odd) },
		{ "word/footer2.xml", buf_str(&made.even) },
		{ "docProps/core.xml", buf_str(&made.core) },
		{ "docProps/app.xml", buf_str(&made.app) },
		/* The rest is only in letters. */
		{ "word/header1.xml", buf_str(&made.letter_header) },
		{ "word/footer3.xml", buf_str(&made.letter_footer) },
	};
	return doc_write_package(parts, COUNT_OF(parts) - (is_letter ? 0 : 2), out);
}
