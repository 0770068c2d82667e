/*
 * The PDF writer's files among themselves: the page being drawn, its faces and its lines.
 * Not for others: they call doc_write_pdf().
 */
#ifndef DOC_DOC_WRITE_PDF_INSIDE_H
#define DOC_DOC_WRITE_PDF_INSIDE_H

#include "doc/doc_pango.h"
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
	double size;                             /* of the type set last */
	double used;                             /* height of this page that is taken */
	const struct doc_letterhead *letterhead; /* on the first page; NULL: none */
	int page;                                /* from 1 */
	struct pdf_plan plan;                    /* of the table planned last */
};

/* In points, at scale 1. */
double pdf_face_size(enum pdf_face face);
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

/* A PDF with pages of this size, in millimetres; ends with pdf_close(). */
MUST struct fault *pdf_open(struct pdf *pdf, int width, int height, struct buf *bytes);
/* What was drawn, onto `out`; `bytes` as for pdf_open(). */
MUST struct fault *pdf_finish(struct pdf *pdf, struct buf *bytes, struct buf *out);
void pdf_close(struct pdf *pdf);
/* Draw in a child, one at a time; faults of the cage become "doc_pdf". */
typedef struct fault *pdf_draw_fn(const void *plan, struct buf *out);
MUST struct fault *pdf_draw_beside(pdf_draw_fn *draw, const void *plan, struct buf *out);

/* Mark, lines and number of a letter; the page goes on below them. */
void pdf_put_letterhead(struct pdf *pdf, const struct doc_letterhead *head);
/* A paragraph, or a table with the room around it. */
MUST struct fault *pdf_put_block(struct pdf *pdf, const struct doc *doc, size_t index);

/* Plan a table, into pdf->plan, unless it is planned already. */
MUST struct fault *pdf_plan_table(struct pdf *pdf, const struct doc_table *table);
/* The room at the foot of a page without which a table begins on the next one: all of it when it
 * fits on one page, else its head and first rows. */
double pdf_table_need(const struct pdf_plan *plan);
MUST struct fault *pdf_put_table(struct pdf *pdf, const struct doc_table *table);

#endif
