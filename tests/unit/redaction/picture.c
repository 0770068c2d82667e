/* Pictures: what hides beside the pixels, pictures made anew, and what may be handed in. */
#include "search.h"

#include <png.h>
#include <turbojpeg.h>

enum { WIDTH = 32, HEIGHT = 16 };

/* White with one red dot in the left top corner. */
static void
make_pixels(unsigned char *pixels)
{
	memset(pixels, 255, WIDTH * HEIGHT * 3);
	for (int y = 0; y < 4; y++)
		for (int x = 0; x < 4; x++)
			memcpy(pixels + (y * WIDTH + x) * 3, "\xFF\0\0", 3);
}

static struct str
make_png(struct desk *desk)
{
	static unsigned char pixels[WIDTH * HEIGHT * 3];
	png_image png = { .version = PNG_IMAGE_VERSION,
		.width = WIDTH,
		.height = HEIGHT,
		.format = PNG_FORMAT_RGB };
	png_alloc_size_t size = PNG_IMAGE_PNG_SIZE_MAX(png);
	char *bytes = arena_take(desk->arena, size, 1);

	make_pixels(pixels);
	assert_true(png_image_write_to_memory(&png, bytes, &size, 0, pixels, 0, NULL));
	return (struct str){ bytes, size };
}

/* A JPEG with an Exif block of this orientation and a GPS directory behind its start. */
static struct str
make_jpeg(struct desk *desk, char orientation)
{
	static unsigned char pixels[WIDTH * HEIGHT * 3];
	static char exif[] = "\xFF\xE1\x00\x2E"
			     "Exif\0\0II*\0\x08\0\0\0\x02\0"
			     "\x12\x01\x03\0\x01\0\0\0\x06\0\0\0"
			     "\x25\x88\x04\0\x01\0\0\0\0\0\0\0"
			     "\0\0\0\0";
	tjhandle handle = tjInitCompress();
	unsigned char *jpeg = NULL;
	unsigned long size = 0;
	struct str whole;

	make_pixels(pixels);
	exif[28] = orientation;
	assert_int_equal(tjCompress2(handle, pixels, WIDTH, 0, HEIGHT, TJPF_RGB, &jpeg, &size,
				 TJSAMP_444, 95, 0),
		0);
	FINE(str_join(desk->arena, STR("\xFF\xD8"), (struct str){ exif, sizeof exif - 1 },
		(struct str){ (const char *)jpeg + 2, size - 2 }, &whole));
	tjFree(jpeg);
	tjDestroy(handle);
	return whole;
}

static void
photographs_tell_where_they_were_taken(void **state)
{
	struct desk *desk = *state;
	struct redaction_findings findings = inspect(desk, "a.jpg", make_jpeg(desk, 1));
	struct str tail;

	must_find(&findings, "place", REDACTION_MUST_GO, "GPS");
	must_find(&findings, "camera", REDACTION_LOOK, "Exif");
	FINE(str_join(desk->arena, make_jpeg(desk, 1), STR_NONE, STR("hidden tail"), &tail));
	findings = inspect(desk, "a.jpg", tail);
	must_find(&findings, "extra_bytes", REDACTION_MUST_GO, "");
	findings = inspect(desk, "a.png", make_png(desk));
	assert_int_equal(findings.count, 0);
}

static void
texts_of_a_png_are_found(void **state)
{
	struct desk *desk = *state;
	struct str png = make_png(desk);
	struct redaction_findings findings;
	struct str with;

	/* A chunk behind the first one, which is 25 bytes long; nobody looks at its check. */
	FINE(str_join(desk->arena, str_sub(png, 0, 33),
		(struct str){ "\0\0\0\x0BtEXtAuthor\0LiSi0000", 23 }, str_from(png, 33), &with));
	findings = inspect(desk, "a.png", with);
	must_find(&findings, "picture_text", REDACTION_LOOK, "Author LiSi");
}

static void
red_at(struct str jpeg, int x, int y, bool is_red, int width, int height)
{
	static unsigned char pixels[WIDTH * WIDTH * 3];
	tjhandle handle = tjInitDecompress();
	int is_wide;
	int is_high;
	int sampling;
	int colours;
	const unsigned char *p = pixels + (y * width + x) * 3;

	assert_int_equal(tjDecompressHeader3(handle, (const unsigned char *)jpeg.at, jpeg.len,
				 &is_wide, &is_high, &sampling, &colours),
		0);
	assert_int_equal(is_wide, width);
	assert_int_equal(is_high, height);
	assert_int_equal(tjDecompress2(handle, (const unsigned char *)jpeg.at, jpeg.len, pixels,
				 width, 0, height, TJPF_RGB, 0),
		0);
	assert_int_equal(p[0] > 150 && p[1] < 110 && p[2] < 110, is_red);
	tjDestroy(handle);
}

static void
a_photograph_is_made_anew_and_stands_upright(void **state)
{
	struct desk *desk = *state;

	cut_terms(desk, "a.jpg", make_jpeg(desk, 1), NULL, 0);
	must_be_clean(desk, "a.jpg", NULL, 0);
	red_at(buf_str(&desk->out), 1, 1, true, WIDTH, HEIGHT);
	assert_false(str_has(buf_str(&desk->out), STR("Exif")));
	/* Held to the right: what was left above is right above now. */
	cut_terms(desk, "a.jpg", make_jpeg(desk, 6), NULL, 0);
	red_at(buf_str(&desk->out), HEIGHT - 2, 1, true, HEIGHT, WIDTH);
	red_at(buf_str(&desk->out), 1, 1, false, HEIGHT, WIDTH);
	cut_terms(desk, "a.jpg", make_jpeg(desk, 8), NULL, 0);
	red_at(buf_str(&desk->out), 1, WIDTH - 2, true, HEIGHT, WIDTH);
	cut_terms(desk, "a.jpg", make_jpeg(desk, 3), NULL, 0);
	red_at(buf_str(&desk->out), WIDTH - 2, HEIGHT - 2, true, WIDTH, HEIGHT);
}

static void
what_is_shown_of_a_photograph_is_made_anew(void **state)
{
	struct desk *desk = *state;
	const char *type;

	FINE(redaction_draw_page(STR("a.jpg"), make_jpeg(desk, 6), 1, &desk->out, &type));
	assert_string_equal(type, "image/jpeg");
	assert_false(str_has(buf_str(&desk->out), STR("Exif")));
	red_at(buf_str(&desk->out), HEIGHT - 2, 1, true, HEIGHT, WIDTH);
	buf_clear(&desk->out);
	FINE(redaction_draw_page(STR("a.png"), make_png(desk), 1, &desk->out, &type));
	assert_string_equal(type, "image/png");
	FAILS(redaction_draw_page(STR("a.png"), make_png(desk), 2, &desk->out, &type), "absent");
}

static void
boxes_are_painted_and_listed(void **state)
{
	struct desk *desk = *state;
	struct redaction box = { .shape = REDACTION_BOX,
		.page = 1,
		.width = 6 * REDACTION_WHOLE / WIDTH,
		.height = 6 * REDACTION_WHOLE / HEIGHT,
		.ground = STR("ex15_privacy") };
	const struct redaction_plan plan = { .all = &box, .count = 1 };
	static unsigned char pixels[WIDTH * HEIGHT * 3];
	png_image png = { .version = PNG_IMAGE_VERSION };
	struct redaction_record record;

	FINE(redaction_apply(
		STR("a.png"), make_png(desk), &plan, desk->arena, &desk->out, &record));
	assert_int_equal(record.cut_count, 1);
	SAME_TEXT(record.cuts[0].ground, "ex15_privacy");
	assert_true(png_image_begin_read_from_memory(&png, desk->out.at, desk->out.len));
	png.format = PNG_FORMAT_RGB;
	assert_true(png_image_finish_read(&png, NULL, pixels, 0, NULL));
	assert_int_equal(pixels[0], 0);
	assert_int_equal(pixels[(5 * WIDTH + 5) * 3], 0);
	assert_int_equal(pixels[(6 * WIDTH + 6) * 3], 255);
	box.left = REDACTION_WHOLE;
	buf_clear(&desk->out);
	FAILS(redaction_apply(
		      STR("a.png"), make_png(desk), &plan, desk->arena, &desk->out, &record),
		"redaction_place");
}

/* A PNG with one more chunk behind its first; a JPEG with one more segment. Nobody looks at the
 * checks of chunks. */
static struct str
png_with(struct desk *desk, const char *type, struct str body)
{
	const char len[] = { 0, 0, (char)(body.len >> 8), (char)body.len };
	struct str png = make_png(desk);
	struct str head;
	struct str with;

	FINE(str_join(
		desk->arena, str_sub(png, 0, 33), (struct str){ len, 4 }, str_of(type), &head));
	FINE(str_join(desk->arena, head, body, STR("0000"), &with));
	FINE(str_join(desk->arena, with, STR_NONE, str_from(png, 33), &with));
	return with;
}

static struct str
jpeg_with(struct desk *desk, char mark, struct str body)
{
	const char head[] = { '\xFF', '\xD8', '\xFF', mark, (char)((body.len + 2) >> 8),
		(char)(body.len + 2) };
	struct str jpeg = make_jpeg(desk, 1);
	struct str with;

	FINE(str_join(desk->arena, (struct str){ head, sizeof head }, body, str_from(jpeg, 2 + 48),
		&with));
	return with;
}

#define SECRET "LiSi230108"

static void
no_corner_of_a_picture_keeps_the_secret(void **state)
{
	struct desk *desk = *state;
	static const struct {
		const char *where;
		char mark;        /* of a JPEG's segment, or 0 */
		const char *type; /* of a PNG's chunk */
		struct str body;
		const char *kind;
	} corners[] = {
		{ "text", 0, "tEXt", { "Author\0" SECRET, 17 }, "picture_text" },
		{ "text in UTF-8", 0, "iTXt", { "Author\0\0\0\0\0" SECRET, 21 }, "picture_text" },
		{ "Exif", 0, "eXIf", { "II*\0\x08\0\0\0 " SECRET, 19 }, "camera" },
		{ "chunk of some program", 0, "prVt", { SECRET, 10 }, "picture_text" },
		{ "comment", '\xFE', NULL, { SECRET, 10 }, "picture_text" },
		{ "Exif", '\xE1', NULL, { "Exif\0\0 " SECRET, 17 }, "camera" },
		{ "XMP", '\xE1', NULL, { "http://ns.adobe.com/xap/1.0/\0" SECRET, 39 }, "camera" },
		{ "IPTC", '\xED', NULL, { "Photoshop 3.0\0" SECRET, 24 }, "camera" },
		{ "segment of some program", '\xEB', NULL, { "Camera" SECRET, 16 },
			"picture_text" },
		{ "small picture", '\xE0', NULL, { "JFXX\0" SECRET, 15 }, "thumbnail" },
	};

	for (size_t i = 0; i < COUNT_OF(corners); i++) {
		const char *name = corners[i].mark ? "a.jpg" : "a.png";
		struct str bytes = corners[i].mark
					   ? jpeg_with(desk, corners[i].mark, corners[i].body)
					   : png_with(desk, corners[i].type, corners[i].body);
		struct redaction_findings findings = inspect(desk, name, bytes);
		const struct str term = STR(SECRET);
		const char *secret = SECRET;

		if (!finding_of(&findings, corners[i].kind))
			fail_msg("%s of %s is not found", corners[i].where, name);
		assert_true(holds_anywhere(desk, bytes, SECRET));
		FINE(redaction_verify(str_of(name), bytes, &term, 1, desk->arena, &findings));
		must_find(&findings, "term_left", REDACTION_MUST_GO, "");
		cut_terms(desk, name, bytes, NULL, 0);
		assert_false(holds_anywhere(desk, buf_str(&desk->out), SECRET));
		must_be_clean(desk, name, &secret, 1);
		findings = inspect(desk, name, buf_str(&desk->out));
		assert_int_equal(findings.count, 0);
	}
}

static void
pictures_in_documents_lose_their_metadata(void **state)
{
	struct desk *desk = *state;
	const struct archive_part parts[] = {
		{ "word/document.xml",
			STR(DOCUMENT(
				P("<w:r><w:drawing><a:blip xmlns:a=\"a\" r:embed=\"r1\"/><a:blip "
				  "xmlns:a=\"a\" r:embed=\"r2\"/></w:drawing></w:r>"))) },
		{ "word/_rels/document.xml.rels",
			STR(RELATIONS(RELATION("r1", "image", "media/照片.jpg")
					RELATION("r2", "image", "media/b.emf"))) },
		{ "word/media/照片.jpg", make_jpeg(desk, 1) },
		{ "word/media/b.emf", STR("emf with words") },
	};
	struct str original = docx_of(desk, parts, COUNT_OF(parts));
	struct redaction_findings findings = inspect(desk, "a.docx", original);
	struct redaction_record record;

	must_find(&findings, "place", REDACTION_MUST_GO, "GPS");
	must_find(&findings, "vector", REDACTION_LOOK, "");
	record = cut_terms(desk, "a.docx", original, NULL, 0);
	must_be_clean(desk, "a.docx", NULL, 0);
	red_at(part_of(desk, buf_str(&desk->out), "word/media/image1.jpeg"), 1, 1, true, WIDTH,
		HEIGHT);
	assert_true(str_starts(
		part_of(desk, buf_str(&desk->out), "word/media/image2.png"), STR("\x89PNG")));
	assert_int_equal(record.cut_count, 1);
}

static void
damaged_and_huge_pictures_give_clear_faults(void **state)
{
	struct desk *desk = *state;
	const struct redaction_plan nothing = { 0 };
	struct redaction_record record;
	char *huge = arena_take(desk->arena, 200, 1);
	struct str png = make_png(desk);

	FAILS(redaction_apply(STR("a.png"), str_sub(png, 0, 40), &nothing, desk->arena, &desk->out,
		      &record),
		"redaction_picture");
	FAILS(redaction_apply(STR("a.jpg"), STR("\xFF\xD8\xFF\xE0\0\4ab"), &nothing, desk->arena,
		      &desk->out, &record),
		"redaction_picture");
	/* The first chunk says 65536 by 65536, with its right check. */
	memcpy(huge, png.at, png.len < 200 ? png.len : 200);
	memcpy(huge + 16, "\0\1\0\0\0\1\0\0", 8);
	memcpy(huge + 29, "\xE3\xE6\xA7\xB4", 4);
	buf_clear(&desk->out);
	FAILS(redaction_apply(STR("a.png"), (struct str){ huge, png.len < 200 ? png.len : 200 },
		      &nothing, desk->arena, &desk->out, &record),
		"redaction_pixels");
}

/* --- what may be handed in --- */

static struct redaction_verdict
upload(struct desk *desk, const char *name, struct str bytes)
{
	const struct redaction_upload_limits usual = { 0 };
	struct redaction_verdict verdict = { 0 };

	FINE(redaction_check_upload(str_of(name), bytes, &usual, desk->arena, &verdict));
	return verdict;
}

static void
uploads_are_judged_by_content(void **state)
{
	struct desk *desk = *state;
	static const struct archive_part plain[] = { { "a.txt", STR("x") } };
	static const struct archive_part macro[] = {
		{ "word/document.xml", STR(DOCUMENT(P(R("a")))) },
		{ "word/vbaProject.bin", STR("x") },
	};
	struct redaction_verdict verdict = upload(desk, "证明.jpg", make_jpeg(desk, 1));

	assert_false(verdict.is_refused);
	assert_int_equal(verdict.type, REDACTION_JPEG);
	must_find(&verdict.findings, "place", REDACTION_MUST_GO, "GPS");
	assert_false(upload(desk, "a.docx", docx_with(desk, DOCUMENT(P(R("a"))))).is_refused);
	assert_false(upload(desk, "说明.txt", STR("我要申请公开")).is_refused);
	assert_false(upload(desk, "说明", STR("我要申请公开")).is_refused);

	verdict = upload(desk, "a.pdf", make_jpeg(desk, 1));
	assert_true(verdict.is_refused && verdict.is_misnamed);
	assert_true(str_has(verdict.zh, STR("JPEG")));
	assert_true(upload(desk, "a.zip", archive_make(desk->arena, plain, 1)).is_refused);
	assert_true(upload(desk, "a.docx", archive_make(desk->arena, plain, 1)).is_refused);
	assert_true(upload(desk, "a.txt", STR("MZ\x90\0\3\0\0\0")).is_refused);
	assert_true(upload(desk, "a.html", STR("<html><body>x</body></html>")).is_refused);
	assert_true(upload(desk, "a.txt", STR("")).is_refused);
	verdict = upload(desk, "a.docx", docx_of(desk, macro, 2));
	assert_true(verdict.is_refused);
	assert_true(str_has(verdict.zh, STR("宏")) && str_has(verdict.en, STR("macros")));
}

static void
limits_can_be_set(void **state)
{
	struct desk *desk = *state;
	const struct redaction_upload_limits limits = {
		.bytes = (size_t)1 << 20, .types = 1U << REDACTION_TEXT, .lets_macros = true
	};
	struct redaction_verdict verdict;
	char *large = arena_take(desk->arena, (size_t)2 << 20, 1);

	memset(large, 'a', (size_t)2 << 20);
	FINE(redaction_check_upload(STR("a.txt"), (struct str){ large, (size_t)2 << 20 }, &limits,
		desk->arena, &verdict));
	assert_true(verdict.is_refused);
	assert_true(str_has(verdict.zh, STR("1 MB")));
	FINE(redaction_check_upload(STR("a.png"), make_png(desk), &limits, desk->arena, &verdict));
	assert_true(verdict.is_refused);
	FINE(redaction_check_upload(STR("a.txt"), STR("abc"), &limits, desk->arena, &verdict));
	assert_false(verdict.is_refused);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		DESK_TEST(photographs_tell_where_they_were_taken),
		DESK_TEST(texts_of_a_png_are_found),
		DESK_TEST(a_photograph_is_made_anew_and_stands_upright),
		DESK_TEST(what_is_shown_of_a_photograph_is_made_anew),
		DESK_TEST(boxes_are_painted_and_listed),
		DESK_TEST(no_corner_of_a_picture_keeps_the_secret),
		DESK_TEST(pictures_in_documents_lose_their_metadata),
		DESK_TEST(damaged_and_huge_pictures_give_clear_faults),
		DESK_TEST(uploads_are_judged_by_content),
		DESK_TEST(limits_can_be_set),
	};

	doc_warm();
	cage_warm();
	cage_nursery_open();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
