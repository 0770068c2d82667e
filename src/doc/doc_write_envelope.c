/*
 * Envelopes drawn with cairo. Sizes and the red boxes follow GB/T 1416—2003; where the standard
 * leaves room, the measures below are ours. Pages of text are doc_write_pdf_text.c's.
 */

#include "base/utf8.h"
#include "doc/doc_envelope.h"
#include "doc/doc_write_pdf_inside.h"

static const struct {
	int width; /* millimetres */
	int height;
} sizes[] = {
	[DOC_ENVELOPE_DL] = { 220, 110 },
	[DOC_ENVELOPE_C5] = { 229, 162 },
};

enum { BOXES = 6, BOX_LEFT = 12, BOX_TOP = 12, BOX_WIDTH = 8, BOX_HEIGHT = 9, BOX_STEP = 10 };
enum { STAMP = 20, STAMP_EDGE = 8 };
/* Points of 3号 and of the standard's small type, and the smallest that is still read. */
#define TYPE 15.75
#define SMALL 10.5
#define SMALLEST 0.5

struct envelopes {
	const struct doc_envelope *items;
	size_t count;
};

/* A block of text of at most `lines` lines in a width, smaller if need be. All in millimetres. */
static double
put_text(struct pdf *pdf, struct str text, double left, double top, double width, int lines,
	double size)
{
	double scale = size / TYPE;

	if (!text.len)
		return top;
	pango_layout_set_indent(pdf->layout, 0);
	pango_layout_set_attributes(pdf->layout, NULL);
	pango_layout_set_text(pdf->layout, text.at, (int)text.len);
	do {
		pdf_set_face(pdf, PDF_BODY, scale);
		pango_layout_set_width(pdf->layout, (int)(PDF_MM(width) * PANGO_SCALE));
		scale *= 0.92;
	} while (scale > SMALLEST && pango_layout_get_line_count(pdf->layout) > lines);
	if (lines > pango_layout_get_line_count(pdf->layout))
		lines = pango_layout_get_line_count(pdf->layout);
	for (int i = 0; i < lines; i++) {
		pdf_show_line(pdf, pango_layout_get_line_readonly(pdf->layout, i), PDF_MM(left),
			PDF_MM(top) + pdf->size / 2);
		top += pdf->size * 1.4 * 25.4 / 72;
	}
	return top;
}

static bool
is_postcode(struct str text)
{
	for (size_t i = 0; i < text.len; i++)
		if (text.at[i] < '0' || text.at[i] > '9')
			return false;
	return text.len == BOXES;
}

static void
put_postcode(struct pdf *pdf, struct str postcode)
{
	cairo_set_line_width(pdf->cairo, 0.7);
	cairo_set_source_rgb(pdf->cairo, 0.85, 0.15, 0.1);
	for (int i = 0; i < BOXES; i++)
		cairo_rectangle(pdf->cairo, PDF_MM(BOX_LEFT + i * BOX_STEP), PDF_MM(BOX_TOP),
			PDF_MM(BOX_WIDTH), PDF_MM(BOX_HEIGHT));
	cairo_stroke(pdf->cairo);
	cairo_set_source_rgb(pdf->cairo, 0, 0, 0);
	for (int i = 0; i < BOXES && is_postcode(postcode); i++)
		put_text(pdf, str_sub(postcode, (size_t)i, 1), BOX_LEFT + i * BOX_STEP + 2.5,
			BOX_TOP + 1.7, BOX_WIDTH, 1, TYPE);
}

static void
put_stamp(struct pdf *pdf, double width)
{
	double left = width - STAMP_EDGE - STAMP;

	cairo_set_line_width(pdf->cairo, 0.4);
	cairo_rectangle(pdf->cairo, PDF_MM(left), PDF_MM(STAMP_EDGE), PDF_MM(STAMP), PDF_MM(STAMP));
	cairo_stroke(pdf->cairo);
	put_text(pdf, STR("贴邮票处"), left + 2, STAMP_EDGE + 8, STAMP - 2, 1, SMALL);
}

static void
put_envelope(struct pdf *pdf, const struct doc_envelope *envelope)
{
	double width = sizes[envelope->size].width;
	double height = sizes[envelope->size].height;
	double middle = height * 0.36;
	double foot = height - 26;

	put_postcode(pdf, envelope->postcode);
	put_stamp(pdf, width);
	put_text(pdf, envelope->mark, BOX_LEFT, BOX_TOP + BOX_HEIGHT + 3, width * 0.55, 1, SMALL);
	middle = put_text(pdf, envelope->address, 30, middle, width - 60, 3, TYPE);
	put_text(pdf, envelope->name, width * 0.32, middle + 3, width * 0.6, 2, TYPE * 1.25);
	foot = put_text(pdf, envelope->sender_address, width * 0.45, foot, width * 0.5, 2, SMALL);
	foot = put_text(pdf, envelope->sender, width * 0.45, foot, width * 0.5, 1, SMALL);
	if (is_postcode(envelope->sender_postcode)) {
		put_text(pdf, STR("邮政编码"), width * 0.45, foot, 20, 1, SMALL);
		put_text(pdf, envelope->sender_postcode, width * 0.45 + 18, foot, 40, 1, SMALL);
	}
}

static struct fault *
write_envelopes(const void *plan, struct buf *out)
{
	CLOSING(buf_done) struct buf bytes = { .max = DOC_MOST_UNPACKED };
	CLOSING(pdf_close) struct pdf pdf = { 0 };
	const struct envelopes *envelopes = plan;
	const struct doc_envelope *first = envelopes->items;

	TRY(pdf_open(&pdf, sizes[first->size].width, sizes[first->size].height, &bytes));
	for (size_t i = 0; i < envelopes->count; i++) {
		const struct doc_envelope *envelope = &envelopes->items[i];

		cairo_pdf_surface_set_size(pdf.surface, PDF_MM(sizes[envelope->size].width),
			PDF_MM(sizes[envelope->size].height));
		put_envelope(&pdf, envelope);
		cairo_show_page(pdf.cairo);
	}
	return pdf_finish(&pdf, &bytes, out);
}

struct fault *
doc_write_envelopes(const struct doc_envelope *envelopes, size_t count, struct buf *out)
{
	struct envelopes plan = { envelopes, count };

	if (!count || count > DOC_ENVELOPES_MOST)
		return fault_new(FAULT_LIMIT, "doc_envelopes", "一次可以打印 1 到 %d 个信封。",
			"From 1 to %d envelopes can be printed at once.", DOC_ENVELOPES_MOST);
	return pdf_draw_beside(write_envelopes, &plan, out);
}
