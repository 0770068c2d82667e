/*
 * One cell of a PDF's table into the table that is being built, over columns of a band.
 * What stands in it is the business of doc_pdf_put.c and doc_pdf_head.c.
 */
#include "doc/doc_pdf_inside.h"

static struct fault *
put_at(struct pdf_put *put, int row, int column, int row_span, int width, struct str text,
	bool is_heading)
{
	struct doc_cell *cell;

	TRY(doc_add_cell(put->out, row, column, row_span, width, text, &cell));
	cell->is_heading = is_heading;
	return NULL;
}

/* A cell over columns first..last of the band. Where something stands already, a blank cell is left
 * out, and one with text takes the next free place. */
struct fault *
pdf_put_cell(struct pdf_put *put, const struct pdf_band *band, int row, int row_span, int first,
	int last, struct str text, bool is_heading)
{
	int column = band->starts[first];
	int width = band->starts[last + 1] - column;
	int free_column = doc_free_column(put->out, row, column);

	if (free_column != column && text.len == 0)
		return NULL;
	if (free_column != column) {
		width = 1;
		column = free_column;
	}
	width = pdf_least(width, doc_free_width(put->out, row, column));
	for (int below = 1; below < row_span; below++)
		if (doc_free_width(put->out, row + below, column) < width)
			row_span = below;
	return put_at(put, row, column, pdf_most(row_span, 1), width, text, is_heading);
}
