/*
 * The PDF writer's files among themselves: the page being drawn, its faces and its lines.
 * Not for others: they call doc_write_pdf().
 */
#ifndef DOC_DOC_WRITE_PDF_H
#define DOC_DOC_WRITE_PDF_H

#include <pango/pangocairo.h>

#include "doc/doc_write_inside.h"

#define PDF_MM(mm) ((mm)*72.0 / 25.4)

enum pdf_face {
	PDF_BODY,
	PDF_TITLE,
	PDF_HEADING,
	PDF_SUBHEADING,
	PDF_THIRD,
	PDF_TABLE,
	PDF_TABLE_SMALL,
	PDF_NUMBER,
	PDF_FACES,
};

/* How a table is laid out: heights of its rows, lines of its cells, in points. */
struct pdf_plan {
	const struct doc_table *table;
	enum pdf_face face;
	double line_height;
	double *row_heights; /* row_count */
	int *cell_lines;     /* cell_count */
	double height;       /* of all rows */
	int headers;         /* rows repeated after a page break */
	bool *is_heading;    /* row_count: rows of labels, which stay with the row below */
};

/* Lengths in points, y from the top of the type area downwards. */
struct pdf {
	cairo_surface_t *surface;
	cairo_t *cairo;
	PangoLayout *layout; /* reused for all text but page numbers */
	PangoLayout *number;
	PangoFontDescription *fonts[PDF_FACES];
	struct arena *arena;
	double size;          /* of the type set last */
	double used;          /* height of this page that is taken */
	int page;             /* from 1 */
	struct pdf_plan plan; /* of the table planned last */
};

void pdf_set_face(struct pdf *pdf, enum pdf_face face, double scale);
/* Draw a line whose middle of type lies at `middle`; both from the corner of the page. */
void pdf_show_line(struct pdf *pdf, PangoLayoutLine *line, double x, double middle);
double pdf_line_width(PangoLayoutLine *line);
/* Narrow the layout until its lines, of which there are a few, are about equally long. */
void pdf_balance_lines(struct pdf *pdf, double width);
/* Height that is left on this page. */
double pdf_room(const struct pdf *pdf);
void pdf_end_page(struct pdf *pdf);

PangoFontDescription *pdf_make_font(enum pdf_face face);
/* A paragraph, or a table with the room around it. */
MUST struct fault *pdf_put_block(struct pdf *pdf, const struct doc *doc, size_t index);

/* Plan a table, into pdf->plan, unless it is planned already. */
MUST struct fault *pdf_plan_table(struct pdf *pdf, const struct doc_table *table);
/* The room at the foot of a page without which a table begins on the next one: all of it when it
 * fits on one page, else its head and first rows. */
double pdf_table_need(const struct pdf_plan *plan);
MUST struct fault *pdf_put_table(struct pdf *pdf, const struct doc_table *table);

#endif
