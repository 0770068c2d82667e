/*
 * Lines drawn on the pages, out of the SVG that pdftocairo writes: the borders of cells. Letters,
 * pictures, curves and large filled areas are passed over.
 */
#include "doc/doc_pdf_inside.h"

#include <stdlib.h>

/* Most lines of one file; thickest line and shortest one, in hundredths of a point. */
enum { MOST_RULES = 200000, THICKEST = 300, SHORTEST = 250, SLANT = 60 };
/* Numbers of the SVG are read in millionths. */
#define MILLION ((int64_t)1000000)
/* Beyond this no page reaches; products of two stay inside 64 bits. */
#define FARTHEST (MILLION * 30000)

/* x' = a x + c y + e, y' = b x + d y + f, in millionths. */
struct matrix {
	int64_t a, b, c, d, e, f;
};

struct point {
	int x;
	int y;
};

struct path {
	struct pdf_pages *pages;
	struct matrix matrix;
	bool is_stroked;
	struct point first; /* of the open part */
	struct point last;
	struct pdf_box box; /* of the open part */
	bool is_open;
	bool is_curved;
	bool is_drawing; /* curves or slanting lines: a letter or a picture, no border */
};

/* --- numbers --- */

static bool
is_part_of_number(char c)
{
	return (c >= '0' && c <= '9') || c == '.' || c == '-';
}

/* The next number of the text, in millionths; false at its end. */
static bool
next_number(struct str *text, int64_t *ret_value)
{
	int64_t value = 0;
	int places = -1;
	bool is_below;
	size_t at = 0;

	while (at < text->len &&
		(text->at[at] == ' ' || text->at[at] == ',' || text->at[at] == '\n'))
		at++;
	if (at >= text->len || !is_part_of_number(text->at[at]))
		return false;
	is_below = text->at[at] == '-';
	at += is_below;
	for (; at < text->len && is_part_of_number(text->at[at]) && text->at[at] != '-'; at++) {
		if (text->at[at] == '.') {
			places = places < 0 ? 0 : places;
		} else if (places < 6 && value < FARTHEST) {
			value = value * 10 + (text->at[at] - '0');
			places += places >= 0;
		}
	}
	*text = str_from(*text, at);
	for (places = places < 0 ? 0 : places; places < 6; places++)
		value *= value < FARTHEST ? 10 : 1;
	if (value > FARTHEST)
		value = FARTHEST;
	*ret_value = is_below ? -value : value;
	return true;
}

/* Text between `before` and the next quote in a tag; empty when it is not there. */
static struct str
attribute(struct str tag, struct str before)
{
	size_t at = str_find(tag, before, 0);
	size_t end;

	if (at == SIZE_MAX)
		return STR_NONE;
	tag = str_from(tag, at + before.len);
	end = pdf_find_byte(tag, '"', 0);
	return end == SIZE_MAX ? STR_NONE : str_sub(tag, 0, end);
}

static struct matrix
matrix_of(struct str tag)
{
	struct str text = attribute(tag, STR(" transform=\"matrix("));
	struct matrix plain = { MILLION, 0, 0, MILLION, 0, 0 };
	struct matrix matrix;

	if (!next_number(&text, &matrix.a) || !next_number(&text, &matrix.b) ||
		!next_number(&text, &matrix.c) || !next_number(&text, &matrix.d) ||
		!next_number(&text, &matrix.e) || !next_number(&text, &matrix.f))
		return plain;
	return matrix;
}

/* One coordinate in hundredths of a point. */
static int
turned(int64_t factor_x, int64_t x, int64_t factor_y, int64_t y, int64_t offset)
{
	/* Thousandths first: products of two far numbers must fit. */
	int64_t sum = factor_x / 1000 * (x / 1000) + factor_y / 1000 * (y / 1000) + offset;

	sum /= MILLION / 100;
	if (sum > 10000000)
		return 10000000;
	return sum < -10000000 ? -10000000 : (int)sum;
}

static struct point
point_of(const struct path *path, int64_t x, int64_t y)
{
	const struct matrix *m = &path->matrix;

	return (struct point){ turned(m->a, x, m->c, y, m->e), turned(m->b, x, m->d, y, m->f) };
}

/* --- lines --- */

static struct fault *
add_rule(struct pdf_pages *pages, struct pdf_box box, bool is_flat)
{
	if (pages->rule_count >= MOST_RULES || pages->page_count == 0)
		return NULL;
	GROW(pages->arena, pages->rules, pages->rule_count, pages->rule_room);
	pages->rules[pages->rule_count++] = (struct pdf_rule){ .box = box, .is_flat = is_flat };
	return NULL;
}

/* A thin box as the line through its middle. */
static struct fault *
add_thin_box(struct pdf_pages *pages, struct pdf_box box)
{
	int width = pdf_width(&box);
	int height = box.bottom - box.top;

	if (height <= THICKEST && width >= SHORTEST && width > height) {
		box.top = box.bottom = box.top + height / 2;
		return add_rule(pages, box, true);
	}
	if (width <= THICKEST && height >= SHORTEST) {
		box.left = box.right = box.left + width / 2;
		return add_rule(pages, box, false);
	}
	return NULL;
}

static void
hold_point(struct path *path, struct point point)
{
	struct pdf_box box = { point.x, point.y, point.x, point.y };

	if (path->is_open)
		pdf_box_add(&path->box, &box);
	else
		path->box = box;
	path->is_open = true;
	path->last = point;
}

static struct fault *
line_to(struct path *path, struct point to)
{
	struct point from = path->last;
	struct pdf_box box = { pdf_least(from.x, to.x), pdf_least(from.y, to.y),
		pdf_most(from.x, to.x), pdf_most(from.y, to.y) };

	hold_point(path, to);
	if (pdf_width(&box) > SLANT && box.bottom - box.top > SLANT)
		path->is_drawing = path->is_drawing || path->is_stroked;
	if (!path->is_stroked || path->is_drawing)
		return NULL;
	return add_thin_box(path->pages, box);
}

/* The end of one part of a path: filled, it may be a thin box. */
static struct fault *
end_part(struct path *path)
{
	bool is_filled = !path->is_stroked && path->is_open && !path->is_curved;

	path->is_open = false;
	path->is_curved = false;
	return is_filled ? add_thin_box(path->pages, path->box) : NULL;
}

static struct fault *
follow_path(struct path *path, struct str data)
{
	char command = 0;
	int64_t x = 0;
	int64_t y = 0;

	while (data.len) {
		char c = data.at[0];

		if (!is_part_of_number(c)) {
			data = str_from(data, 1);
			if (c == 'Z' && path->is_open)
				TRY(line_to(path, path->first));
			if (c >= 'A' && c <= 'Z')
				command = c;
			continue;
		}
		if (command == 'C') {
			path->is_curved = true;
			path->is_drawing = true;
			/* Only the end of the curve counts: two points before it lead there. */
			for (int i = 0; i < 4; i++)
				if (!next_number(&data, &x))
					return NULL;
		}
		if (command == 'H' || command == 'V') {
			if (!next_number(&data, command == 'H' ? &x : &y))
				return NULL;
		} else if (!next_number(&data, &x) || !next_number(&data, &y)) {
			return NULL;
		}
		if (command == 'M') {
			TRY(end_part(path));
			path->first = point_of(path, x, y);
			hold_point(path, path->first);
			command = 'L';
		} else if (command == 'C') {
			hold_point(path, point_of(path, x, y));
		} else {
			TRY(line_to(path, point_of(path, x, y)));
		}
	}
	return end_part(path);
}

/* --- elements --- */

static bool
is_white(struct str tag)
{
	return str_has(tag, STR("rgb(100%,100%,100%)")) ||
	       str_has(tag, STR("rgb(100%, 100%, 100%)"));
}

static struct fault *
take_path(struct pdf_pages *pages, struct str tag)
{
	struct path path = { .pages = pages, .matrix = matrix_of(tag) };
	size_t before = pages->rule_count;
	bool is_filled = str_has(tag, STR("fill:rgb")) || str_has(tag, STR("fill=\"rgb"));

	path.is_stroked = str_has(tag, STR("stroke:rgb")) || str_has(tag, STR("stroke=\"rgb"));
	if ((!is_filled && !path.is_stroked) || is_white(tag))
		return NULL;
	TRY(follow_path(&path, attribute(tag, STR(" d=\""))));
	if (path.is_drawing)
		pages->rule_count = before;
	return NULL;
}

static struct fault *
take_rectangle(struct pdf_pages *pages, struct str tag)
{
	struct pdf_box box = {
		.left = pdf_hundredths(attribute(tag, STR(" x=\""))),
		.top = pdf_hundredths(attribute(tag, STR(" y=\""))),
	};

	if (is_white(tag))
		return NULL;
	box.right = box.left + pdf_hundredths(attribute(tag, STR(" width=\"")));
	box.bottom = box.top + pdf_hundredths(attribute(tag, STR(" height=\"")));
	return add_thin_box(pages, box);
}

struct fault *
pdf_read_rules(struct str bytes, struct pdf_pages *pages)
{
	size_t at = str_find(bytes, STR("<svg "), 0);
	int page = str_find(bytes, STR("<pageSet>"), 0) == SIZE_MAX;

	while (at != SIZE_MAX && (at = pdf_find_byte(bytes, '<', at)) != SIZE_MAX) {
		struct str here = str_from(bytes, at);
		size_t end = pdf_find_byte(here, '>', 0);
		size_t before = pages->rule_count;

		if (end == SIZE_MAX)
			break;
		at += end;
		here.len = end;
		if (str_equal(here, STR("<page"))) {
			page++;
		} else if (str_equal(here, STR("<defs"))) {
			/* Letters and other things that are drawn from elsewhere. */
			at = str_find(bytes, STR("</defs>"), at);
		} else if (str_starts(here, STR("<path "))) {
			TRY(take_path(pages, here));
		} else if (str_starts(here, STR("<rect "))) {
			TRY(take_rectangle(pages, here));
		}
		for (size_t i = before; i < pages->rule_count; i++)
			pages->rules[i].page = page;
	}
	return NULL;
}
