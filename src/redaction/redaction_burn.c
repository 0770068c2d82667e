/*
 * A PDF whose pages become images: pdftoppm draws them in the cage, boxes are painted into the
 * pixels, and a new PDF of nothing but images is written page by page. So no text, no metadata and
 * no earlier version can come along. The price: the released file can be neither searched nor read
 * aloud.
 */
#include "redaction/redaction_inside.h"

#include <libdeflate.h>
#include <stdio.h>

#include "base/utf8.h"

enum {
	USUAL_DPI = 150,
	LEAST_DPI = 30,
	MOST_PIXELS = 16 << 20, /* of one page, and of those drawn at once */
	BYTES_OF_PIXEL = 3,
	PRESSING = 6,
	OBJECTS_OF_PAGE = 3,
	FIRST_OF_PAGES = 3,
};

/* A rectangle in hundredths of a point, or in ten-thousandths of the page as it is drawn. */
struct box {
	int page;
	int left, top, right, bottom;
	bool is_share;
};

struct burn {
	struct arena *arena;
	struct str bytes;
	const struct redaction_plan *plan;
	struct redaction_units units;
	struct box *boxes;
	size_t box_count;
	size_t box_room;
	struct buf *out;
	size_t *offsets; /* of the objects in the new file, by number */
	int dpi;
};

/* --- what is covered --- */

static struct fault *
add_box(struct burn *burn, struct box box)
{
	GROW(burn->arena, burn->boxes, burn->box_count, burn->box_room);
	burn->boxes[burn->box_count++] = box;
	return NULL;
}

/* The least or most that a character may take, in thousandths of an ideograph. Digits of one font
 * are all alike, `digit` wide; letters and stops are not. */
static int
width_of(uint32_t point, int digit, bool is_most)
{
	if (point >= '0' && point <= '9')
		return digit;
	if (point < 0x2000)
		return is_most ? 1000 : 200;
	/* Stops and brackets, which may be set half as wide. */
	if (point < 0x2E80 || (point >= 0x3000 && point <= 0x303F) ||
		(point >= 0xFF00 && point <= 0xFF0F) || (point >= 0xFF1A && point <= 0xFF20))
		return is_most ? 1000 : 300;
	return 1000;
}

static int64_t
measure(struct str text, int digit, bool is_most)
{
	int64_t width = 0;

	for (size_t at = 0; at < text.len;) {
		size_t step;

		width += width_of(utf8_at(text, at, &step), digit, is_most);
		at += step;
	}
	return width;
}

/* Narrow and wide digits, beside ideographs. */
static const int digits[] = { 480, 640 };

/* Where the part of a word behind `at` begins at the least, of the word's `width`; or, with
 * `is_most`, where the part before it ends at the most. */
static int
edge_of(struct str text, size_t at, int width, bool is_most)
{
	struct str head = str_sub(text, 0, at);
	struct str tail = str_from(text, at);
	int64_t edge = is_most ? 0 : width;

	for (size_t i = 0; i < COUNT_OF(digits); i++) {
		int64_t before = measure(head, digits[i], is_most);
		int64_t all = before + measure(tail, digits[i], !is_most);
		int64_t here = all ? width * before / all : edge;

		if (is_most ? here > edge : here < edge)
			edge = here;
	}
	return (int)edge;
}

/*
 * The part of a word's box that [from, to) of its line takes. pdftotext gives letters no boxes of
 * their own, so a part is measured by what its letters could take at the least and at the most: a
 * neighbour may be touched, what is cut is never left to be seen.
 */
static struct box
part_of_word(const struct burn *burn, const struct unit_box *word, size_t from, size_t to)
{
	const struct redaction_unit *unit = &burn->units.all[word->unit];
	struct str text = str_sub(unit->text, word->offset, word->len);
	struct box box = { unit->page, word->left - 60, word->top - 30, word->right + 60,
		word->bottom + 30, false };
	size_t first = from > word->offset ? from - word->offset : 0;
	size_t end = to < word->offset + word->len ? to - word->offset : word->len;
	int width = word->right - word->left;

	/* What stands upright or is turned goes whole. */
	if (width <= 0 || word->bottom - word->top > 2 * width)
		return box;
	if (first > 0)
		box.left = word->left + edge_of(text, first, width, false) - 20;
	if (end < word->len)
		box.right = word->left + edge_of(text, end, width, true) + 20;
	return box;
}

/* Words of one cut in one line get one bar, so that the blanks between them do not tell their
 * lengths. */
static struct fault *
box_cuts(struct burn *burn, const struct unit_cuts *cuts)
{
	size_t last = SIZE_MAX;
	int right = 0;

	for (size_t i = 0; i < burn->units.box_count; i++) {
		const struct unit_box *word = &burn->units.boxes[i];

		for (size_t j = redaction_cuts_first(cuts, word->unit);
			j < cuts->count && cuts->all[j].unit == word->unit; j++) {
			size_t from = cuts->all[j].offset;
			size_t to = from + cuts->all[j].len;
			struct box box;

			if (from >= word->offset + word->len || to <= word->offset)
				continue;
			box = part_of_word(burn, word, from, to);
			if (j == last && right < box.left)
				box.left = right;
			last = j;
			right = box.right;
			TRY(add_box(burn, box));
		}
	}
	return NULL;
}

static struct fault *
box_plan(struct burn *burn, struct redaction_record *record)
{
	struct redaction_cut *cuts;
	size_t count = record->cut_count;

	TAKE(burn->arena, cuts, count + burn->plan->count);
	if (count)
		memcpy(cuts, record->cuts, count * sizeof *cuts);
	for (size_t i = 0; i < burn->plan->count; i++) {
		const struct redaction *box = &burn->plan->all[i];

		if (box->shape != REDACTION_BOX)
			continue;
		if (box->page < 1 || box->page > burn->units.page_count ||
			!redaction_is_box_inside(box))
			return redaction_no_place(i);
		TRY(add_box(burn, (struct box){ box->page, box->left, box->top,
					  box->left + box->width, box->top + box->height, true }));
		TRY(str_print(burn->arena, &cuts[count].place,
			box->width == REDACTION_WHOLE && box->height == REDACTION_WHOLE
				? "第 %d 页整页"
				: "第 %d 页画出的区域",
			box->page));
		cuts[count].ground = box->ground;
		cuts[count++].count = 1;
	}
	record->cuts = cuts;
	record->cut_count = count;
	return NULL;
}

static struct fault *
find_boxes(struct burn *burn, struct redaction_record *record)
{
	const struct redaction_plan *plan = burn->plan;
	struct unit_cuts cuts;
	bool *is_matched;

	TAKE(burn->arena, is_matched, plan->count);
	TRY(redaction_cuts_make(&burn->units, plan, true, burn->arena, &cuts, is_matched));
	for (size_t i = 0; i < plan->count; i++)
		record->unmatched += !is_matched[i] && plan->all[i].shape != REDACTION_BOX;
	TRY(redaction_cuts_list(&burn->units, &cuts, plan, burn->arena, record));
	TRY(box_cuts(burn, &cuts));
	return box_plan(burn, record);
}

/* --- the new file --- */

static void
begin_object(struct burn *burn, int number)
{
	burn->offsets[number] = burn->out->len;
	buf_print(burn->out, "%d 0 obj\n", number);
}

static void
begin_file(struct burn *burn)
{
	int pages = burn->units.page_count;

	buf_put(burn->out, STR("%PDF-1.4\n%\xE2\xE3\xCF\xD3\n"));
	begin_object(burn, 1);
	buf_put(burn->out, STR("<</Type/Catalog/Pages 2 0 R/Lang(zh-CN)>>\nendobj\n"));
	begin_object(burn, 2);
	buf_print(burn->out, "<</Type/Pages/Count %d/Kids[", pages);
	for (int i = 0; i < pages; i++)
		buf_print(burn->out, "%d 0 R ", FIRST_OF_PAGES + i * OBJECTS_OF_PAGE);
	buf_put(burn->out, STR("]>>\nendobj\n"));
}

static void
end_file(struct burn *burn)
{
	int count = FIRST_OF_PAGES + burn->units.page_count * OBJECTS_OF_PAGE;
	size_t start = burn->out->len;

	buf_print(burn->out, "xref\n0 %d\n0000000000 65535 f \n", count);
	for (int i = 1; i < count; i++)
		buf_print(burn->out, "%010zu 00000 n \n", burn->offsets[i]);
	buf_print(burn->out, "trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%zu\n%%%%EOF\n", count,
		start);
}

/* One page as pdftoppm gave it: rows of red, green, blue. */
struct image {
	int width;
	int height;
	unsigned char *pixels;
};

static void
paint(const struct burn *burn, int page, int dpi, struct image *image)
{
	for (size_t i = 0; i < burn->box_count; i++) {
		const struct box *box = &burn->boxes[i];
		int64_t across = box->is_share ? image->width : dpi;
		int64_t down = box->is_share ? image->height : dpi;
		int64_t whole = box->is_share ? REDACTION_WHOLE : 7200;
		int64_t left = box->left * across / whole;
		int64_t top = box->top * down / whole;
		int64_t right = (box->right * across + whole - 1) / whole;
		int64_t bottom = (box->bottom * down + whole - 1) / whole;

		if (box->page != page)
			continue;
		left = left < 0 ? 0 : left;
		top = top < 0 ? 0 : top;
		right = right > image->width ? image->width : right;
		bottom = bottom > image->height ? image->height : bottom;
		for (int64_t y = top; y < bottom && left < right; y++)
			memset(image->pixels + (y * image->width + left) * BYTES_OF_PIXEL, 0,
				(size_t)(right - left) * BYTES_OF_PIXEL);
	}
}

/* A page without colours takes a third: its pixels move together. */
static bool
make_grey(struct image *image)
{
	size_t count = (size_t)image->width * (size_t)image->height;
	const unsigned char *p = image->pixels;

	for (size_t i = 0; i < count; i++, p += BYTES_OF_PIXEL)
		if (p[0] != p[1] || p[1] != p[2])
			return false;
	for (size_t i = 0; i < count; i++)
		image->pixels[i] = image->pixels[i * BYTES_OF_PIXEL];
	return true;
}

static struct fault *
put_pressed(struct buf *out, const unsigned char *bytes, size_t len)
{
	struct libdeflate_compressor *presser = libdeflate_alloc_compressor(PRESSING);
	size_t room = presser ? libdeflate_zlib_compress_bound(presser, len) : 0;
	char *to = room ? buf_make_room(out, room) : NULL;
	size_t pressed = 0;

	if (to)
		pressed = libdeflate_zlib_compress(presser, bytes, len, to, room);
	if (presser)
		libdeflate_free_compressor(presser);
	if (pressed == 0)
		return fault_memory();
	buf_took(out, pressed);
	return NULL;
}

static struct fault *
put_page(struct burn *burn, int page, int dpi, struct image *image)
{
	int number = FIRST_OF_PAGES + (page - 1) * OBJECTS_OF_PAGE;
	CLOSING(buf_done) struct buf pressed = { 0 };
	struct buf *out = burn->out;
	char content[96];
	double width = image->width * 72.0 / dpi;
	double height = image->height * 72.0 / dpi;
	bool is_grey;
	int len;

	paint(burn, page, dpi, image);
	is_grey = make_grey(image);
	buf_init(&pressed, out->max);
	TRY(put_pressed(&pressed, image->pixels,
		(size_t)image->width * (size_t)image->height * (is_grey ? 1 : BYTES_OF_PIXEL)));
	begin_object(burn, number);
	buf_print(out,
		"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %.2f %.2f]/Contents %d 0 R/Resources"
		"<</XObject<</I %d 0 R>>>>>>\nendobj\n",
		width, height, number + 1, number + 2);
	len = snprintf(content, sizeof content, "q %.2f 0 0 %.2f 0 0 cm /I Do Q", width, height);
	begin_object(burn, number + 1);
	buf_print(out, "<</Length %d>>\nstream\n%s\nendstream\nendobj\n", len, content);
	begin_object(burn, number + 2);
	buf_print(out,
		"<</Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/Device%s"
		"/BitsPerComponent 8/Filter/FlateDecode/Length %zu>>\nstream\n",
		image->width, image->height, is_grey ? "Gray" : "RGB", pressed.len);
	buf_put_bytes(out, pressed.at, pressed.len);
	buf_put(out, STR("\nendstream\nendobj\n"));
	return buf_check(out);
}

/* --- drawing --- */

static struct fault *
cannot_draw(const char *why)
{
	return fault_detail(
		fault_new(FAULT_INPUT, "redaction_draw",
			"PDF 的页面无法画成图片，没有生成文件。请用打印功能另存为新的 PDF 后再试。",
			"The pages of the PDF could not be drawn, so no file was made. Print it to "
			"a new PDF and try again."),
		"%s", why);
}

static bool
take_number(struct str *rest, int *ret_number)
{
	int64_t value = 0;
	struct str word;
	size_t len = 0;

	while (len < rest->len && rest->at[len] > ' ')
		len++;
	word = str_sub(*rest, 0, len);
	if (len == rest->len || !str_to_int(word, &value) || value < 1 || value > 1000000)
		return false;
	*rest = str_from(*rest, len + 1);
	*ret_number = (int)value;
	return true;
}

/* "P6\n1240 1754\n255\n" and the pixels of the next page. */
static struct fault *
take_image(struct buf *drawn, size_t *at, struct image *ret_image)
{
	struct str rest = str_from(buf_str(drawn), *at);
	int most;
	size_t size;

	if (!str_starts(rest, STR("P6\n")))
		return cannot_draw("no P6");
	rest = str_from(rest, 3);
	if (!take_number(&rest, &ret_image->width) || !take_number(&rest, &ret_image->height) ||
		!take_number(&rest, &most) || most != 255)
		return cannot_draw("bad head");
	size = (size_t)ret_image->width * (size_t)ret_image->height * BYTES_OF_PIXEL;
	if (size > rest.len)
		return cannot_draw("page ends early");
	ret_image->pixels = (unsigned char *)drawn->at + (rest.at - drawn->at);
	*at = (size_t)(rest.at - drawn->at) + size;
	return NULL;
}

static int64_t
pixels_of(const struct burn *burn, int page, int dpi)
{
	const struct redaction_page *size = &burn->units.pages[page - 1];

	return ((int64_t)size->width * dpi / 7200 + 1) * ((int64_t)size->height * dpi / 7200 + 1);
}

/* Large sheets are drawn coarser. */
static int
dpi_of(const struct burn *burn, int page)
{
	int dpi = burn->dpi;

	while (dpi > LEAST_DPI && pixels_of(burn, page, dpi) > MOST_PIXELS)
		dpi -= dpi / 8;
	return dpi;
}

/* Several pages at once save time, and may together take what one page alone would not. */
static const struct cage_limits many_limits = { (size_t)224 << 20, 3, (size_t)56 << 20 };
static const struct cage_limits one_limits = { (size_t)224 << 20, 6, (size_t)56 << 20 };

/* Draw pages `first` to `last` and put them into the new file. */
static struct fault *
draw(struct burn *burn, int first, int last, int dpi)
{
	CLOSING(buf_done) struct buf drawn = { 0 };
	struct fault *fault;
	char from[16];
	char to[16];
	char resolution[16];
	const char *const argv[] = { "pdftoppm", "-cropbox", "-r", resolution, "-f", from, "-l", to,
		"-", NULL };
	size_t at = 0;

	snprintf(from, sizeof from, "%d", first);
	snprintf(to, sizeof to, "%d", last);
	snprintf(resolution, sizeof resolution, "%d", dpi);
	buf_init(&drawn, one_limits.answer);
	fault = cage_program(argv, burn->bytes, first == last ? &one_limits : &many_limits, &drawn);
	if (fault && strcmp(fault->code, "cage_program") == 0)
		return cannot_draw("pdftoppm");
	TRY(fault);
	for (int page = first; page <= last; page++) {
		struct image image;

		TRY(take_image(&drawn, &at, &image));
		TRY(put_page(burn, page, dpi, &image));
	}
	return NULL;
}

/* One by one when all of them take too long. */
static struct fault *
draw_patiently(struct burn *burn, int first, int last, int dpi)
{
	struct fault *fault = draw(burn, first, last, dpi);

	if (!fault || first == last || strcmp(fault->code, "cage_time") != 0)
		return fault;
	for (int page = first; page <= last; page++)
		TRY(draw(burn, page, page, dpi));
	return NULL;
}

static struct fault *
draw_all(struct burn *burn)
{
	int first = 1;

	while (first <= burn->units.page_count) {
		int dpi = dpi_of(burn, first);
		int64_t pixels = pixels_of(burn, first, dpi);
		int last = first;

		if (pixels > MOST_PIXELS)
			return fault_new(FAULT_LIMIT, "redaction_page",
				"第 %d 页的尺寸过大，无法画成图片。请缩小页面后再试。",
				"Page %d is too large to be drawn. Make it smaller and try again.",
				first);
		while (last < burn->units.page_count && dpi_of(burn, last + 1) == dpi &&
			pixels + pixels_of(burn, last + 1, dpi) <= MOST_PIXELS)
			pixels += pixels_of(burn, ++last, dpi);
		TRY(draw_patiently(burn, first, last, dpi));
		first = last + 1;
	}
	return NULL;
}

struct fault *
redaction_burn(struct str bytes, const struct redaction_plan *plan, struct arena *arena,
	struct buf *released, struct redaction_record *record)
{
	struct burn burn = {
		.arena = arena,
		.bytes = bytes,
		.plan = plan,
		.out = released,
		.dpi = plan->dpi ? plan->dpi : USUAL_DPI,
	};

	TRY(redaction_units_read(STR("a.pdf"), bytes, REDACTION_PDF, arena, &burn.units));
	if (burn.units.page_count == 0)
		return cannot_draw("no pages");
	if (burn.units.page_count > REDACTION_MOST_PAGES)
		return fault_new(FAULT_LIMIT, "redaction_pages",
			"PDF 超过 %d 页，无法遮盖。请拆分后再试。",
			"The PDF has more than %d pages. Split it and try again.",
			REDACTION_MOST_PAGES);
	TRY(find_boxes(&burn, record));
	TAKE(arena, burn.offsets,
		(size_t)(FIRST_OF_PAGES + burn.units.page_count * OBJECTS_OF_PAGE));
	begin_file(&burn);
	TRY(draw_all(&burn));
	end_file(&burn);
	return buf_check(released);
}
