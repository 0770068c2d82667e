/*
 * The PDF writer: pages of GB/T 9704 drawn with cairo, words set by pango. This file opens and
 * closes the PDF; its words are doc_write_pdf_text.c's, its tables doc_write_pdf_table.c's.
 */
#include <pthread.h>
#include <stdio.h>

#include "base/cage.h"
#include "doc/doc_write_pdf_inside.h"

/* A full buf says so at the end. cairo is not told: after an error it keeps fonts for good. */
static cairo_status_t
take_bytes(void *to, const unsigned char *bytes, unsigned int len)
{
	buf_put_bytes(to, bytes, len);
	return CAIRO_STATUS_SUCCESS;
}

void
pdf_close(struct pdf *pdf)
{
	for (int face = 0; face < PDF_FACES; face++)
		if (pdf->fonts[face])
			pango_font_description_free(pdf->fonts[face]);
	g_clear_object(&pdf->number);
	g_clear_object(&pdf->layout);
	if (pdf->cairo)
		cairo_destroy(pdf->cairo);
	if (pdf->surface)
		cairo_surface_destroy(pdf->surface);
	arena_close(&pdf->arena);
}

/* The same layout on every machine with the same fonts: no hinting, no rounding to pixels. */
static PangoLayout *
make_layout(cairo_t *cairo)
{
	PangoLayout *layout = pango_cairo_create_layout(cairo);
	PangoContext *context = pango_layout_get_context(layout);
	cairo_font_options_t *options = cairo_font_options_create();

	cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
	cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
	pango_cairo_context_set_font_options(context, options);
	cairo_font_options_destroy(options);
	/* The language chooses mainland forms of characters that several scripts share. */
	pango_context_set_language(context, pango_language_from_string("zh-cn"));
	pango_context_set_round_glyph_positions(context, FALSE);
	pango_layout_context_changed(layout);
	pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
	return layout;
}

static struct fault *
check_fonts(struct pdf *pdf)
{
	pdf_set_face(pdf, PDF_BODY, 1);
	pango_layout_set_text(pdf->layout, "政府信息公开", -1);
	if (pango_layout_get_unknown_glyphs_count(pdf->layout) == 0)
		return NULL;
	return fault_new(FAULT_OUTSIDE, "doc_no_font",
		"这台机器没有中文字体，无法生成 PDF。请安装字体软件包 fonts-noto-cjk。",
		"This machine has no Chinese font, so no PDF can be made. Install the package "
		"fonts-noto-cjk.");
}

struct fault *
pdf_open(struct pdf *pdf, int width, int height, struct buf *bytes)
{
	pdf->page = 1;
	pdf->surface = cairo_pdf_surface_create_for_stream(
		take_bytes, bytes, PDF_MM(width), PDF_MM(height));
	pdf->cairo = cairo_create(pdf->surface);
	pdf->layout = make_layout(pdf->cairo);
	pdf->number = make_layout(pdf->cairo);
	for (int face = 0; face < PDF_FACES; face++)
		pdf->fonts[face] = pdf_make_font((enum pdf_face)face);

	pango_layout_set_font_description(pdf->number, pdf->fonts[PDF_NUMBER]);
	TRY(arena_open(DOC_MOST_UNPACKED, &pdf->arena));
	return check_fonts(pdf);
}

static struct fault *
set_metadata(struct pdf *pdf, const struct doc *doc)
{
	struct str text;

	/* Texts of metadata must end in a zero. */
	TRY(str_copy(pdf->arena, doc->title, &text));
	if (text.len)
		cairo_pdf_surface_set_metadata(pdf->surface, CAIRO_PDF_METADATA_TITLE, text.at);
	TRY(str_copy(pdf->arena, doc->author, &text));
	if (text.len)
		cairo_pdf_surface_set_metadata(pdf->surface, CAIRO_PDF_METADATA_AUTHOR, text.at);
	cairo_pdf_surface_set_metadata(pdf->surface, CAIRO_PDF_METADATA_CREATOR, "gongkai");
	return NULL;
}

/* cairo writes the time of day into each file. It becomes spaces, which keeps every offset, so that
 * the same document gives the same bytes. */
static void
forget_date(struct buf *bytes)
{
	size_t at = str_find_last(buf_str(bytes), STR("/CreationDate (D:"));

	if (at == SIZE_MAX)
		return;
	for (; at < bytes->len && bytes->at[at] != ')'; at++)
		bytes->at[at] = ' ';
	if (at < bytes->len)
		bytes->at[at] = ' ';
}

static struct fault *
fault_pdf(void)
{
	return fault_new(FAULT_LIMIT, "doc_pdf",
		"无法生成 PDF：内存不足或用时过长。请稍后再试，或改用其他格式。",
		"The PDF could not be made: memory or time ran out. Try again later, or use "
		"another format.");
}

struct fault *
pdf_finish(struct pdf *pdf, struct buf *bytes, struct buf *out)
{
	cairo_status_t status;

	cairo_surface_finish(pdf->surface);
	TRY(buf_check(bytes));
	status = cairo_surface_status(pdf->surface);
	if (status != CAIRO_STATUS_SUCCESS)
		return fault_detail(fault_pdf(), "cairo: %s", cairo_status_to_string(status));
	forget_date(bytes);
	buf_put(out, buf_str(bytes));
	return buf_check(out);
}

static struct fault *
write_pdf(const void *plan, struct buf *out)
{
	CLOSING(buf_done) struct buf bytes = { .max = DOC_MOST_UNPACKED };
	CLOSING(pdf_close) struct pdf pdf = { 0 };
	const struct doc *doc = plan;

	TRY(pdf_open(&pdf, DOC_PAGE_WIDTH, DOC_PAGE_HEIGHT, &bytes));
	TRY(set_metadata(&pdf, doc));
	if (doc->letterhead)
		pdf_put_letterhead(&pdf, doc->letterhead);
	for (size_t i = 0; i < doc->block_count; i++)
		TRY(pdf_put_block(&pdf, doc, i));
	pdf_end_page(&pdf);
	return pdf_finish(&pdf, &bytes, out);
}

/* --- beside the server --- */

struct drawing {
	pdf_draw_fn *draw;
	const void *plan;
};

static struct fault *
draw_beside(struct str input, struct str plan, struct buf *answer)
{
	const struct drawing *drawing = cage_plan(plan, sizeof *drawing);

	return drawing->draw(drawing->plan, answer);
}

/* cairo asks for the local time, which takes a lock of the C library. Should another thread have
 * held it just when the child was made, the child waits for ever, and a second one will not. */
static struct fault *
draw_in_child(const struct drawing *drawing, struct buf *out)
{
	static const struct cage_limits limits = { (size_t)768 << 20, 60, DOC_MOST_UNPACKED };
	struct fault *fault;

	/* A sanitizer's own locks and shadows do not outlive a fork out of a busy server: children
	 * hang, and errors are found where there are none. */
	if (CAGE_IS_SANITIZED)
		return drawing->draw(drawing->plan, out);
	fault = cage_run_beside(draw_beside, CAGE_PLAN(*drawing), &limits, out);
	if (fault && strcmp(fault->code, "cage_time") == 0)
		fault = cage_run_beside(draw_beside, CAGE_PLAN(*drawing), &limits, out);
	return fault;
}

/*
 * In a child, one at a time: Chinese fonts take some 100 MB while a PDF is made, cairo and pango
 * keep most of it for each thread that ever made one, and end the process when they get none. They
 * are loaded here, once, and only called in the child (decisions/0019).
 */
struct fault *
pdf_draw_beside(pdf_draw_fn *draw, const void *plan, struct buf *out)
{
	static pthread_mutex_t one = PTHREAD_MUTEX_INITIALIZER;
	struct drawing drawing = { draw, plan };
	struct fault *fault;

	TRY(doc_pango_load());
	pthread_mutex_lock(&one);
	fault = draw_in_child(&drawing, out);
	pthread_mutex_unlock(&one);
	if (fault && str_starts(str_of(fault->code), STR("cage_"))) {
		char detail[sizeof fault->detail + sizeof fault->code + 2];

		snprintf(detail, sizeof detail, "%s %s", fault->code, fault->detail);
		return fault_detail(fault_pdf(), "%s", detail);
	}
	return fault;
}

struct fault *
doc_write_pdf(const struct doc *doc, struct buf *out)
{
	return pdf_draw_beside(write_pdf, doc, out);
}
