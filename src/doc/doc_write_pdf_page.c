/*
 * What every part of the PDF writer sets type with: faces, lines, the end of a page and its number.
 * What stands on the page is decided by doc_write_pdf_text.c, _table.c and _letterhead.c.
 */
#include <stdio.h>

#include "doc/doc_write_pdf_inside.h"

#define FALLBACKS "Noto Serif CJK SC,Source Han Serif SC,Songti SC,Noto Sans CJK SC,serif"

/* Type by use: families in the order they are tried, size in points. 3号 is set at 15.75 pt, so
 * that 28 characters fill the line. Law: GB/T 9704 5.2, 7.3 */
static const struct {
	const char *families;
	double size;
	PangoWeight weight;
} faces[PDF_FACES] = {
	[PDF_BODY] = { "FangSong_GB2312,FangSong,仿宋_GB2312,仿宋,STFangsong,FandolFang," FALLBACKS,
		15.75, PANGO_WEIGHT_NORMAL },
	[PDF_TITLE] = { "FZXiaoBiaoSong-B05S,方正小标宋简体,FZXiaoBiaoSong-B05," FALLBACKS, 22,
		PANGO_WEIGHT_SEMIBOLD },
	[PDF_HEADING] = { "SimHei,黑体,Noto Sans CJK SC,Source Han Sans SC," FALLBACKS, 15.75,
		PANGO_WEIGHT_MEDIUM },
	[PDF_SUBHEADING] = { "KaiTi_GB2312,KaiTi,楷体,STKaiti,AR PL UKai CN,FandolKai," FALLBACKS,
		15.75, PANGO_WEIGHT_NORMAL },
	[PDF_THIRD] = { "FangSong_GB2312,FangSong,仿宋," FALLBACKS, 15.75, PANGO_WEIGHT_BOLD },
	[PDF_TABLE] = { "SimSun,宋体," FALLBACKS, 10.5, PANGO_WEIGHT_NORMAL },
	[PDF_TABLE_SMALL] = { "SimSun,宋体," FALLBACKS, 9, PANGO_WEIGHT_NORMAL },
	[PDF_NUMBER] = { "SimSun,宋体," FALLBACKS, 14, PANGO_WEIGHT_NORMAL },
};

/* Texts of more lines are not balanced. */
enum { MOST_BALANCED = 5 };
/* The middle of an ideograph lies this part of its size above the baseline. */
#define MIDDLE_OF_TYPE 0.38

/* --- faces and lines --- */

double
pdf_face_size(enum pdf_face face)
{
	return faces[face].size;
}

PangoFontDescription *
pdf_make_font(enum pdf_face face)
{
	PangoFontDescription *font = pango_font_description_new();

	pango_font_description_set_family_static(font, faces[face].families);
	pango_font_description_set_weight(font, faces[face].weight);
	pango_font_description_set_absolute_size(font, faces[face].size * PANGO_SCALE);
	return font;
}

void
pdf_set_face(struct pdf *pdf, enum pdf_face face, double scale)
{
	pdf->size = faces[face].size * scale;
	pango_font_description_set_absolute_size(pdf->fonts[face], pdf->size * PANGO_SCALE);
	pango_layout_set_font_description(pdf->layout, pdf->fonts[face]);
}

void
pdf_show_line(struct pdf *pdf, PangoLayoutLine *line, double x, double middle)
{
	cairo_move_to(pdf->cairo, x, middle + MIDDLE_OF_TYPE * pdf->size);
	pango_cairo_show_layout_line(pdf->cairo, line);
}

double
pdf_line_width(PangoLayoutLine *line)
{
	PangoRectangle box;

	pango_layout_line_get_extents(line, NULL, &box);
	return (double)box.width / PANGO_SCALE;
}

void
pdf_balance_lines(struct pdf *pdf, double width)
{
	int lines = pango_layout_get_line_count(pdf->layout);
	double narrow = width;

	if (lines < 2 || lines > MOST_BALANCED)
		return;
	do {
		narrow -= pdf->size / 2;
		pango_layout_set_width(pdf->layout, (int)(narrow * PANGO_SCALE));
	} while (narrow > pdf->size && pango_layout_get_line_count(pdf->layout) == lines);
	pango_layout_set_width(pdf->layout, (int)((narrow + pdf->size / 2) * PANGO_SCALE));
}

/* --- pages --- */

/* — 1 — below the type area, odd pages right, even pages left, one character in. Law: GB/T 9704 7.5
 */
static void
put_page_number(struct pdf *pdf)
{
	double size = faces[PDF_NUMBER].size;
	double text_size = pdf->size;
	char text[40];
	PangoLayoutLine *line;
	double x = PDF_MM(DOC_PAGE_LEFT) + size;

	snprintf(text, sizeof text, "— %d —", pdf->page);
	pango_layout_set_text(pdf->number, text, -1);
	line = pango_layout_get_line_readonly(pdf->number, 0);
	if (pdf->page % 2)
		x = PDF_MM(DOC_PAGE_LEFT + DOC_TYPE_WIDTH) - size - pdf_line_width(line);
	pdf->size = size;
	pdf_show_line(pdf, line, x, PDF_MM(DOC_PAGE_TOP + DOC_TYPE_HEIGHT + 7));
	pdf->size = text_size;
}

void
pdf_end_page(struct pdf *pdf)
{
	/* Law: GB/T 9704 10.1: the first page of a letter has no number. */
	if (!pdf->letterhead || pdf->page > 1)
		put_page_number(pdf);
	cairo_show_page(pdf->cairo);
	pdf->page++;
	pdf->used = 0;
}

double
pdf_room(const struct pdf *pdf)
{
	/* A little more than the height, for sums of fractions that should be exactly it. */
	return PDF_MM(DOC_TYPE_HEIGHT) + 0.5 - pdf->used;
}
