/*
 * The first page of a letter (信函格式) in PDF: mark, double lines and number, measured from the
 * edges of the page. What stands below them is doc_write_pdf_text.c's.
 */
#include "doc/doc_write_pdf_inside.h"

#define LINE_LEFT ((DOC_PAGE_WIDTH - LETTER_LINE_WIDTH) / 2)
#define TITLE_SIZE 22.0
#define NUMBER_SIZE 15.75

static void
put_rule(struct pdf *pdf, double top, double thick)
{
	cairo_rectangle(pdf->cairo, PDF_MM(LINE_LEFT), top, PDF_MM(LETTER_LINE_WIDTH), thick);
	cairo_fill(pdf->cairo);
}

/* Lines of text in the middle of the red line; where the last one ends. */
static double
put_mark(struct pdf *pdf, struct str mark)
{
	double size = doc_write_mark_size(mark);
	double top = PDF_MM(LETTER_MARK_TOP);
	double width = PDF_MM(LETTER_LINE_WIDTH);
	int count;

	pdf_set_face(pdf, PDF_TITLE, size / TITLE_SIZE);
	pango_layout_set_attributes(pdf->layout, NULL);
	pango_layout_set_indent(pdf->layout, 0);
	pango_layout_set_width(pdf->layout, (int)(width * PANGO_SCALE));
	pango_layout_set_text(pdf->layout, mark.at, (int)mark.len);
	pdf_balance_lines(pdf, width);
	count = pango_layout_get_line_count(pdf->layout);
	for (int i = 0; i < count; i++) {
		PangoLayoutLine *line = pango_layout_get_line_readonly(pdf->layout, i);
		double lacking = width - pdf_line_width(line);

		pdf_show_line(pdf, line, PDF_MM(LINE_LEFT) + lacking / 2, top + size / 2);
		/* Between lines of one mark there is a quarter of their size. */
		top += i + 1 < count ? size * 1.25 : size;
	}
	return top;
}

/* In the right corner below the line. */
static double
put_number(struct pdf *pdf, struct str number, double top)
{
	PangoLayoutLine *line;

	pdf_set_face(pdf, PDF_BODY, 1);
	pango_layout_set_width(pdf->layout, -1);
	pango_layout_set_text(pdf->layout, number.at, (int)number.len);
	line = pango_layout_get_line_readonly(pdf->layout, 0);
	top += LETTER_NUMBER_GAP;
	pdf_show_line(pdf, line, PDF_MM(DOC_PAGE_LEFT + DOC_TYPE_WIDTH) - pdf_line_width(line),
		top + NUMBER_SIZE / 2);
	return top + NUMBER_SIZE;
}

/* Law: GB/T 9704 10.1 */
void
pdf_put_letterhead(struct pdf *pdf, const struct doc_letterhead *head)
{
	double foot = PDF_MM(DOC_PAGE_HEIGHT - LETTER_LINE_FOOT);
	double thin = LETTER_LINE_THICK + LETTER_LINE_BETWEEN;
	double top;

	pdf->letterhead = head;
	cairo_set_source_rgb(pdf->cairo, 1, 0, 0);
	top = put_mark(pdf, head->mark) + PDF_MM(LETTER_MARK_GAP);
	put_rule(pdf, top, LETTER_LINE_THICK);
	put_rule(pdf, top + thin, LETTER_LINE_THIN);
	/* Thin above thick at the foot. */
	put_rule(pdf, foot - LETTER_LINE_THICK, LETTER_LINE_THICK);
	put_rule(pdf, foot - thin - LETTER_LINE_THIN, LETTER_LINE_THIN);
	cairo_set_source_rgb(pdf->cairo, 0, 0, 0);
	top += thin + LETTER_LINE_THIN;
	if (head->number.len)
		top = put_number(pdf, head->number, top);
	pdf->used = top - PDF_MM(DOC_PAGE_TOP);
}
