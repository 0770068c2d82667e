/*
 * Blocks of the PDF writer: paragraphs on the standard's grid, titles, what must stay together.
 * Faces and page ends are doc_write_pdf_page.c's, tables doc_write_pdf_table.c's.
 */
#include <stdio.h>

#include "base/utf8.h"
#include "doc/doc_write_pdf_inside.h"

/* Long text is laid out in pieces of this many bytes, each beginning where a line began. */
enum { PIECE = 16 << 10 };
/* Titles of more bytes are not broken by sense. */
enum { TITLE_BYTES = 400 };
/* A line whose characters would move further apart than this part of their size is left ragged; at
 * a tenth, programs that take the text out of the page begin to see blanks between them. */
#define MOST_GAP 0.08
#define TABLE_GAP 6.0
#define LINE_HEIGHT (PDF_MM(DOC_TYPE_HEIGHT) / DOC_LINES_OF_PAGE)

/* --- lines --- */

/* Does the glyph begin an ideograph or a mark as wide as one? Space may follow those; letters and
 * digits that move apart would be read as words of one letter. */
static bool
takes_space(const PangoLayoutLine *line, const PangoGlyphItem *run, int glyph)
{
	const char *text = pango_layout_get_text(line->layout);

	return run->glyphs->glyphs[glyph].attr.is_cluster_start &&
	       (unsigned char)text[run->item->offset + run->glyphs->log_clusters[glyph]] >= 0xE2;
}

/* Spread what a full line lacks over its ideographs, as Chinese setting does; pango itself would
 * only widen spaces. */
static void
spread_line(PangoLayoutLine *line, double lacking, double size)
{
	int gaps = -1;
	int each;

	for (GSList *run = line->runs; run; run = run->next) {
		const PangoGlyphItem *item = run->data;

		for (int i = 0; i < item->glyphs->num_glyphs; i++)
			gaps += takes_space(line, item, i);
	}
	if (gaps < 1 || lacking > gaps * MOST_GAP * size)
		return;
	each = (int)(lacking * PANGO_SCALE / gaps);
	for (GSList *run = line->runs; run; run = run->next) {
		PangoGlyphItem *item = run->data;

		for (int i = 0; i < item->glyphs->num_glyphs && gaps > 0; i++)
			if (takes_space(line, item, i)) {
				item->glyphs->glyphs[i].geometry.width += each;
				gaps--;
			}
	}
}

/* --- paragraphs --- */

struct setting {
	enum pdf_face face;
	int indent; /* of the first line, in characters */
	enum doc_align align;
	double right; /* indent from the right in points */
	double line_height;
	size_t run_in; /* bytes at the start in the face of second headings */
	double tail;   /* height behind the block that its last lines must be with; 0: none */
};

/* Which line of its block it is. */
struct place {
	bool is_first;
	bool is_last;
	bool is_behind_blank; /* the line before was broken at a blank */
};

static bool
ends_in_blank(const PangoLayoutLine *line)
{
	const char *text = pango_layout_get_text(line->layout);

	return line->length > 0 && text[line->start_index + line->length - 1] == ' ';
}

static void
draw_line(struct pdf *pdf, const struct setting *setting, PangoLayoutLine *line,
	const struct place *place)
{
	double indent = place->is_first          ? setting->indent * pdf->size
			: place->is_behind_blank ? DOC_PDF_BLANK / 100.0
						 : 0;
	double lacking = PDF_MM(DOC_TYPE_WIDTH) - setting->right - indent - pdf_line_width(line);
	double x = PDF_MM(DOC_PAGE_LEFT) + indent;

	if (pdf_room(pdf) < setting->line_height)
		pdf_end_page(pdf);
	if (setting->align == DOC_LEFT && !place->is_last && lacking > 0)
		spread_line(line, lacking, pdf->size);
	if (setting->align == DOC_MIDDLE)
		x += lacking / 2;
	else if (setting->align == DOC_RIGHT)
		x += lacking;
	pdf_show_line(pdf, line, x, PDF_MM(DOC_PAGE_TOP) + pdf->used + setting->line_height / 2);
	pdf->used += setting->line_height;
}

/* The face of the first `run_in` bytes. */
static void
set_run_in(struct pdf *pdf, size_t run_in)
{
	PangoAttrList *list = NULL;
	PangoAttribute *attribute;

	if (run_in) {
		list = pango_attr_list_new();
		attribute = pango_attr_family_new(
			pango_font_description_get_family(pdf->fonts[PDF_SUBHEADING]));
		attribute->start_index = 0;
		attribute->end_index = (guint)run_in;
		pango_attr_list_insert(list, attribute);
	}
	pango_layout_set_attributes(pdf->layout, list);
	if (list)
		pango_attr_list_unref(list);
}

/* Titles break where the sense does, or else so that their lines are about equally long. */
static void
lay_out_title(struct pdf *pdf, struct str text, double width)
{
	size_t at = doc_write_title_break(text);
	char broken[TITLE_BYTES];

	if (!at || text.len + 1 >= sizeof broken) {
		pdf_balance_lines(pdf, width);
		return;
	}
	memcpy(broken, text.at, at);
	broken[at] = '\n';
	memcpy(broken + at + 1, text.at + at, text.len - at);
	pango_layout_set_text(pdf->layout, broken, (int)text.len + 1);
}

/* Lay out the beginning of the text; gives the bytes whose lines are final, and those lines. */
static size_t
lay_out(struct pdf *pdf, const struct setting *setting, struct str text, bool is_start,
	int *ret_lines)
{
	double width = PDF_MM(DOC_TYPE_WIDTH) - setting->right;
	size_t len = text.len < PIECE ? text.len : PIECE;
	int lines;

	while (utf8_is_inside(text, len))
		len++;
	pdf_set_face(pdf, setting->face, 1);
	pango_layout_set_width(pdf->layout, (int)(width * PANGO_SCALE));
	pango_layout_set_indent(
		pdf->layout, is_start ? (int)(setting->indent * pdf->size * PANGO_SCALE) : 0);
	set_run_in(pdf, is_start ? setting->run_in : 0);
	pango_layout_set_text(pdf->layout, text.at, (int)len);
	if (setting->align == DOC_MIDDLE && len == text.len)
		lay_out_title(pdf, text, width);
	lines = pango_layout_get_line_count(pdf->layout);
	if (len < text.len && lines > 1) {
		lines--;
		len = (size_t)pango_layout_get_line_readonly(pdf->layout, lines)->start_index;
	}
	*ret_lines = lines;
	return len;
}

/* Take the last lines over to the next page when what must stay with them does not fit here. */
static void
keep_tail(struct pdf *pdf, const struct setting *setting, int lines)
{
	double need = lines * setting->line_height + setting->tail;

	if (setting->tail > 0 && pdf->used > 0 && need > pdf_room(pdf) &&
		need < PDF_MM(DOC_TYPE_HEIGHT))
		pdf_end_page(pdf);
}

static void
put_lines(struct pdf *pdf, const struct setting *setting, struct str text)
{
	struct place place = { .is_first = true };
	bool is_start = true;

	while (text.len) {
		int lines;
		size_t len = lay_out(pdf, setting, text, is_start, &lines);

		for (int i = 0; i < lines; i++) {
			PangoLayoutLine *line = pango_layout_get_line(pdf->layout, i);

			if (len == text.len && i == (lines > 2 ? lines - 2 : 0))
				keep_tail(pdf, setting, lines - i);
			place.is_last = i + 1 == lines && len == text.len;
			draw_line(pdf, setting, line, &place);
			place = (struct place){ .is_behind_blank = ends_in_blank(line) };
		}
		is_start = false;
		text = str_from(text, len);
	}
}

static struct setting
setting_of(const struct doc *doc, size_t index)
{
	const struct doc_block *block = &doc->blocks[index];
	struct setting setting = { PDF_BODY, 2, DOC_LEFT, 0, LINE_HEIGHT, 0, 0 };

	switch (block->role) {
	case DOC_TITLE:
		return (struct setting){ PDF_TITLE, 0, DOC_MIDDLE, 0, 36, 0, 0 };
	case DOC_CENTER:
		return (struct setting){ PDF_SUBHEADING, 0, DOC_MIDDLE, 0, LINE_HEIGHT, 0, 0 };
	case DOC_HEADING:
		setting.face = block->level <= 1   ? PDF_HEADING
			       : block->level == 2 ? PDF_SUBHEADING
						   : PDF_THIRD;
		break;
	case DOC_SIGNATURE:
		setting.indent = 0;
		setting.align = DOC_RIGHT;
		setting.right = (double)doc_write_signature_indent(doc, index) *
				pdf_face_size(PDF_BODY) / 2;
		break;
	case DOC_ADDRESSEE:
		setting.indent = 0;
		break;
	default:
		setting.run_in = doc_write_run_in(block->text);
		break;
	}
	setting.tail = doc_write_tail(doc, index) * LINE_HEIGHT;
	/* A name as long as the page would leave no width at all. */
	if (setting.right > PDF_MM(DOC_TYPE_WIDTH) / 2)
		setting.right = PDF_MM(DOC_TYPE_WIDTH) / 2;
	return setting;
}

/* Room that must be left for a block and what belongs to it, or it begins on the next page. */
static struct fault *
find_need(struct pdf *pdf, const struct doc *doc, size_t index, double *ret_need)
{
	const struct doc_block *block = &doc->blocks[index];
	const struct doc_block *next = index + 1 < doc->block_count ? block + 1 : NULL;

	*ret_need = LINE_HEIGHT;
	if (!next)
		return NULL;
	if (block->role == DOC_HEADING && next->role == DOC_TABLE) {
		TRY(pdf_plan_table(pdf, next->table));
		*ret_need += pdf_table_need(&pdf->plan) + TABLE_GAP;
	} else if (block->role == DOC_HEADING) {
		*ret_need += LINE_HEIGHT;
	} else if (block->role == DOC_SIGNATURE && next->role == DOC_SIGNATURE) {
		*ret_need += LINE_HEIGHT;
	}
	return NULL;
}

static void
put_bookmark(struct pdf *pdf, const struct doc_block *block)
{
	char place[80];
	char name[301];
	struct str head = utf8_head(block->text, sizeof name - 1);

	if (block->role != DOC_HEADING && block->role != DOC_TITLE)
		return;
	memcpy(name, head.at, head.len);
	name[head.len] = '\0';
	snprintf(place, sizeof place, "page=%d pos=[%d %d]", pdf->page, (int)PDF_MM(DOC_PAGE_LEFT),
		(int)(PDF_MM(DOC_PAGE_TOP) + pdf->used));
	cairo_pdf_surface_add_outline(
		pdf->surface, CAIRO_PDF_OUTLINE_ROOT, name, place, CAIRO_PDF_OUTLINE_FLAG_OPEN);
}

struct fault *
pdf_put_block(struct pdf *pdf, const struct doc *doc, size_t index)
{
	const struct doc_block *block = &doc->blocks[index];
	struct setting setting;
	double need;

	if (block->role == DOC_TABLE) {
		pdf->used += pdf->used > 0 ? TABLE_GAP : 0;
		TRY(pdf_put_table(pdf, block->table));
		pdf->used += TABLE_GAP;
		return NULL;
	}
	setting = setting_of(doc, index);
	/* One line is left empty before the signature and after the title. */
	pdf->used += doc_write_gap(doc, index) * LINE_HEIGHT;
	TRY(find_need(pdf, doc, index, &need));
	if (pdf->used > 0 && need > pdf_room(pdf))
		pdf_end_page(pdf);
	put_bookmark(pdf, block);
	put_lines(pdf, &setting, block->text);
	if (block->role == DOC_TITLE)
		pdf->used += LINE_HEIGHT;
	return NULL;
}
