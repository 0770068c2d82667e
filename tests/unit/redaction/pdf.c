/* PDF files: text under boxes and whatever else hides in them, and pages made to images. */
#include "help.h"

#include <cairo-pdf.h>

/* fontconfig keeps its fonts until the process ends, and cairo forgets a little for each font of a
 * document; neither is this program's. */
const char *__lsan_default_suppressions(void);
const char *
__lsan_default_suppressions(void)
{
	return "leak:libfontconfig\nleak:libcairo\nleak:libpango\n";
}

static cairo_status_t
take_bytes(void *to, const unsigned char *bytes, unsigned int len)
{
	buf_put_bytes(to, bytes, len);
	return CAIRO_STATUS_SUCCESS;
}

static void
say(cairo_t *cairo, double x, double y, double grey, const char *text)
{
	cairo_set_source_rgb(cairo, grey, grey, grey);
	cairo_move_to(cairo, x, y);
	cairo_show_text(cairo, text);
}

static void
fill(cairo_t *cairo, double grey, double alpha, double x, double y, double width, double height)
{
	cairo_set_source_rgba(cairo, grey, grey, grey, alpha);
	cairo_rectangle(cairo, x, y, width, height);
	cairo_fill(cairo);
}

/* Two pages: words on shade, under a box, white, under a veil, plain. */
static struct str
drawn_pdf(struct desk *desk)
{
	struct buf bytes;
	struct str copy;
	cairo_surface_t *surface;
	cairo_t *cairo;

	buf_init(&bytes, (size_t)16 << 20);
	surface = cairo_pdf_surface_create_for_stream(take_bytes, &bytes, 300, 200);
	cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_AUTHOR, "Zhang San");
	cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, "Draft title");
	cairo = cairo_create(surface);
	cairo_set_font_size(cairo, 14);
	fill(cairo, 0.8, 1, 10, 10, 200, 30);
	say(cairo, 20, 30, 0, "shown on shade");
	say(cairo, 20, 80, 0, "secret number 230108");
	fill(cairo, 0, 1, 15, 65, 200, 20);
	say(cairo, 20, 110, 1, "white words");
	say(cairo, 20, 140, 0, "under a veil");
	fill(cairo, 1, 0.4, 15, 125, 200, 20);
	fill(cairo, 0, 1, 15, 155, 200, 20);
	say(cairo, 20, 170, 1, "light on dark");
	cairo_show_page(cairo);
	say(cairo, 20, 50, 0, "name Zhang San here");
	say(cairo, 20, 80, 0, "last words");
	cairo_show_page(cairo);
	cairo_destroy(cairo);
	cairo_surface_destroy(surface);
	FINE(str_copy(desk->arena, buf_str(&bytes), &copy));
	buf_done(&bytes);
	return copy;
}

static void
text_under_a_box_is_found(void **state)
{
	struct desk *desk = *state;
	struct redaction_findings findings = inspect(desk, "a.pdf", drawn_pdf(desk));
	const struct redaction_finding *box = finding_of(&findings, "under_box");

	must_find(&findings, "under_box", REDACTION_MUST_GO, "secret / number / 230108");
	SAME_TEXT(box->place, "第 1 页");
	assert_int_equal(box->count, 3);
	must_find(&findings, "white_text", REDACTION_LOOK, "white / words");
	assert_false(str_has(finding_of(&findings, "white_text")->excerpt, STR("light")));
	must_not_find(&findings, "invisible_text");
	must_find(&findings, "person", REDACTION_LOOK, "Zhang San");
	must_find(&findings, "property", REDACTION_KNOW, "Draft title");
	must_not_find(&findings, "revision");
}

/* A small PDF by hand, with these objects behind the usual four; offsets are left to repair. */
static struct str
handmade_pdf(struct desk *desk, const char *catalog, const char *page, const char *more)
{
	struct str pdf;

	FINE(str_print(desk->arena, &pdf,
		"%%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 2 0 R %s>>\nendobj\n2 0 obj\n"
		"<</Type/Pages/Count 1/Kids[3 0 R]>>\nendobj\n3 0 obj\n<</Type/Page/Parent 2 0 R"
		"/MediaBox[0 0 200 200]%s>>\nendobj\n%s"
		"trailer\n<</Root 1 0 R/Size 9>>\nstartxref\n0\n%%%%EOF\n",
		catalog, page, more));
	return pdf;
}

static void
structures_that_hide_things_are_found(void **state)
{
	struct desk *desk = *state;
	struct redaction_findings findings = inspect(desk, "a.pdf",
		handmade_pdf(desk,
			"/OpenAction 5 0 R/Names<</EmbeddedFiles<</Names[(a) 6 0 R]>>>>"
			"/AcroForm<</Fields[]>>/OCProperties<</OCGs[]/D<<>>>>",
			"/Annots[4 0 R]",
			"4 0 obj\n<</Type/Annot/Subtype/FreeText/Rect[0 0 9 "
			"9]/Contents(note)>>\nendobj\n"
			"5 0 obj\n<</S/J#61vaScript/JS(app.alert\\(1\\))>>\nendobj\n"
			"6 0 obj\n<</Type/Filespec/F(a)/EF<</F 7 0 R>>>>\nendobj\n"
			"7 0 obj\n<</Type/EmbeddedFile/Length "
			"1>>\nstream\na\nendstream\nendobj\n"));

	must_find(&findings, "annotation", REDACTION_MUST_GO, "/FreeText");
	must_find(&findings, "script", REDACTION_MUST_GO, "");
	must_find(&findings, "embedded", REDACTION_MUST_GO, "");
	must_find(&findings, "form", REDACTION_LOOK, "");
	must_find(&findings, "layer", REDACTION_LOOK, "");
}

static void
earlier_versions_are_found(void **state)
{
	struct desk *desk = *state;
	struct str one = drawn_pdf(desk);
	struct redaction_findings findings;
	struct str two;

	FINE(str_join(desk->arena, one, STR("\n"),
		STR("99 0 obj\n<<>>\nendobj\ntrailer\n<</Size 1>>\nstartxref\n0\n%%EOF\n"), &two));
	findings = inspect(desk, "a.pdf", two);
	must_find(&findings, "revision", REDACTION_MUST_GO, "");
}

/* A page of a file as pdftoppm draws it, a point each pixel. */
struct sheet {
	struct buf drawn;
	int64_t width;
	const unsigned char *pixels;
};

static void
draw(struct str pdf, const char *page, struct sheet *ret_sheet)
{
	const char *const argv[] = { "pdftoppm", "-r", "72", "-f", page, "-l", page, "-", NULL };
	struct str head;
	struct str rest;

	buf_init(&ret_sheet->drawn, (size_t)16 << 20);
	FINE(cage_program(argv, pdf, &cage_usual, &ret_sheet->drawn));
	rest = str_cut(str_from(buf_str(&ret_sheet->drawn), 3), STR(" "), &head);
	assert_true(str_to_int(head, &ret_sheet->width));
	rest = str_cut(rest, STR("\n255\n"), &head);
	ret_sheet->pixels = (const unsigned char *)rest.at;
}

static bool
is_black(const struct sheet *sheet, double x, double y)
{
	const unsigned char *pixel =
		sheet->pixels + ((size_t)y * (size_t)sheet->width + (size_t)x) * 3;

	return pixel[0] < 30 && pixel[1] < 30 && pixel[2] < 30;
}

static bool
is_black_at(struct desk *desk, struct str pdf, const char *page, double x, double y)
{
	struct sheet sheet;
	bool is;

	draw(pdf, page, &sheet);
	is = is_black(&sheet, x, y);
	buf_done(&sheet.drawn);
	return is;
}

static void
pages_become_images_without_text(void **state)
{
	struct desk *desk = *state;
	static const char *const terms[] = { "Zhang San", "230108", "last words" };
	struct str original = drawn_pdf(desk);
	struct redaction_record record = cut_terms(desk, "a.pdf", original, terms, 1);
	struct str released = buf_str(&desk->out);

	must_be_clean(desk, "a.pdf", terms, 3);
	assert_int_equal(record.cut_count, 1);
	SAME_TEXT(record.cuts[0].place, "第 2 页第 1 行");
	assert_string_equal(record.ending, "pdf");
	SAME_TEXT(text_of(desk, "a.pdf", released), "");
	/* "Zhang San" begins behind "name ". */
	assert_true(is_black_at(desk, released, "2", 65, 45));
	assert_true(is_black_at(desk, released, "2", 110, 40));
	assert_false(is_black_at(desk, released, "2", 22, 40));
	assert_false(is_black_at(desk, released, "2", 200, 120));
	assert_false(is_black_at(desk, released, "1", 290, 190));
}

static void
drawn_rectangles_are_black_and_listed(void **state)
{
	struct desk *desk = *state;
	const struct redaction boxes[] = {
		{ .shape = REDACTION_BOX,
			.page = 1,
			.left = 8333,
			.top = 7500,
			.width = 667,
			.height = 1000,
			.ground = STR("ex14_state_secret") },
		{ .shape = REDACTION_BOX, .page = 3, .width = 10, .height = 10 },
	};
	struct redaction_plan plan = { .all = boxes, .count = 1, .dpi = 100 };
	struct redaction_record record;
	struct str original = drawn_pdf(desk);

	FINE(redaction_apply(STR("a.pdf"), original, &plan, desk->arena, &desk->out, &record));
	assert_true(is_black_at(desk, buf_str(&desk->out), "1", 260, 160));
	assert_false(is_black_at(desk, buf_str(&desk->out), "1", 240, 160));
	assert_int_equal(record.cut_count, 1);
	SAME_TEXT(record.cuts[0].ground, "ex14_state_secret");
	plan.count = 2;
	buf_clear(&desk->out);
	FAILS(redaction_apply(STR("a.pdf"), original, &plan, desk->arena, &desk->out, &record),
		"redaction_place");
}

static void
pages_are_shown_as_they_will_be_covered(void **state)
{
	struct desk *desk = *state;
	struct str original = drawn_pdf(desk);
	struct redaction_text text;
	const char *type;

	FINE(redaction_text(STR("a.pdf"), original, desk->arena, &text));
	assert_int_equal(text.page_count, 2);
	assert_int_equal(text.pages[1].width, 30000);
	assert_int_equal(text.pages[1].height, 20000);
	FINE(redaction_draw_page(STR("a.pdf"), original, 2, &desk->out, &type));
	assert_string_equal(type, "image/jpeg");
	assert_true(str_starts(buf_str(&desk->out), STR("\xFF\xD8\xFF")));
	assert_false(str_has(buf_str(&desk->out), STR("Zhang")));
	buf_clear(&desk->out);
	FAILS(redaction_draw_page(STR("a.pdf"), original, 0, &desk->out, &type), "absent");
	FAILS(redaction_draw_page(
		      STR("a.pdf"), original, REDACTION_MOST_PAGES + 1, &desk->out, &type),
		"absent");
	FAILS(redaction_draw_page(STR("a.pdf"), original, 3, &desk->out, &type), "redaction_draw");
	FAILS(redaction_draw_page(STR("a.txt"), STR("abc"), 1, &desk->out, &type),
		"redaction_kind");
}

static void
a_covered_pdf_is_not_let_go(void **state)
{
	struct desk *desk = *state;
	struct redaction_findings findings;
	const struct str term = STR("230 108");

	FINE(redaction_verify(STR("a.pdf"), drawn_pdf(desk), &term, 1, desk->arena, &findings));
	must_find(&findings, "term_left", REDACTION_MUST_GO, "第 1 个词");
	must_find(&findings, "under_box", REDACTION_MUST_GO, "secret");
	must_find(&findings, "white_text", REDACTION_MUST_GO, "white");
}

static void
a_term_that_runs_over_a_line_is_covered_on_both(void **state)
{
	struct desk *desk = *state;
	static const char *const terms[] = { "herelast" };
	struct redaction_record record = cut_terms(desk, "a.pdf", drawn_pdf(desk), terms, 1);

	assert_int_equal(record.cut_count, 1);
	assert_int_equal(record.unmatched, 0);
	assert_true(is_black_at(desk, buf_str(&desk->out), "2", 25, 75));
}

/* A page with one line, and where its letters stand: `head` is not cut, `tail` is. */
static struct str
one_line_pdf(
	struct desk *desk, const char *head, const char *tail, double *ret_start, double *ret_end)
{
	struct buf bytes;
	struct str whole;
	struct str copy;
	cairo_text_extents_t extents;
	cairo_surface_t *surface;
	cairo_t *cairo;

	FINE(str_join(desk->arena, str_of(head), STR_NONE, str_of(tail), &whole));
	buf_init(&bytes, (size_t)16 << 20);
	surface = cairo_pdf_surface_create_for_stream(take_bytes, &bytes, 600, 100);
	cairo = cairo_create(surface);
	cairo_select_font_face(
		cairo, "Noto Sans CJK SC", CAIRO_FONT_SLANT_NORMAL, CAIRO_FONT_WEIGHT_NORMAL);
	cairo_set_font_size(cairo, 20);
	cairo_text_extents(cairo, head, &extents);
	*ret_start = 20 + extents.x_advance;
	cairo_text_extents(cairo, whole.at, &extents);
	*ret_end = 20 + extents.x_advance;
	say(cairo, 20, 50, 0, whole.at);
	cairo_destroy(cairo);
	cairo_surface_destroy(surface);
	FINE(str_copy(desk->arena, buf_str(&bytes), &copy));
	buf_done(&bytes);
	return copy;
}

static void
a_part_of_a_word_is_covered_to_its_edges(void **state)
{
	struct desk *desk = *state;
	static const struct {
		const char *head;
		const char *tail;
	} words[] = { { "iiiiiii", "WWWWWWW" }, { "WWWWWWW", "iiiiiii" },
		{ "证号", "230108199001010017" }, { "230108199001", "张三李四" },
		{ "il11", "张三" }, { "（，。", "张三" } };

	for (size_t i = 0; i < COUNT_OF(words); i++) {
		double start;
		double end;
		struct sheet sheet;
		struct str original =
			one_line_pdf(desk, words[i].head, words[i].tail, &start, &end);

		cut_terms(desk, "a.pdf", original, &words[i].tail, 1);
		draw(buf_str(&desk->out), "1", &sheet);
		for (double x = start; x < end; x += 1)
			if (!is_black(&sheet, x, 44))
				fail_msg("%s is seen at %.0f of %.0f to %.0f", words[i].tail, x,
					start, end);
		buf_done(&sheet.drawn);
	}
}

static void
damaged_and_strange_files_give_clear_faults(void **state)
{
	struct desk *desk = *state;
	struct str whole = drawn_pdf(desk);
	const struct redaction_plan nothing = { 0 };
	struct redaction_findings findings;
	struct redaction_record record;
	struct str huge = handmade_pdf(desk, "", "", "");

	FAILS(redaction_inspect(STR("a.pdf"), STR("%PDF-1.7\nnothing"), desk->arena, &findings),
		"doc_broken");
	FAILS(redaction_apply(STR("a.pdf"), str_sub(whole, 0, 400), &nothing, desk->arena,
		      &desk->out, &record),
		"doc_broken");
	FINE(str_replace(desk->arena, huge, STR("200 200"), STR("14000000 14000000"), &huge));
	buf_clear(&desk->out);
	FAILS(redaction_apply(STR("a.pdf"), huge, &nothing, desk->arena, &desk->out, &record),
		"redaction_page");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		DESK_TEST(text_under_a_box_is_found),
		DESK_TEST(structures_that_hide_things_are_found),
		DESK_TEST(earlier_versions_are_found),
		DESK_TEST(pages_become_images_without_text),
		DESK_TEST(drawn_rectangles_are_black_and_listed),
		DESK_TEST(pages_are_shown_as_they_will_be_covered),
		DESK_TEST(a_covered_pdf_is_not_let_go),
		DESK_TEST(a_term_that_runs_over_a_line_is_covered_on_both),
		DESK_TEST(a_part_of_a_word_is_covered_to_its_edges),
		DESK_TEST(damaged_and_strange_files_give_clear_faults),
	};

	doc_warm();
	cage_warm();
	cage_nursery_open();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
