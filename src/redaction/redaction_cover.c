/*
 * Text under boxes: the SVG of pdftocairo gives letters and areas in the order in which they are
 * painted, so a letter that an opaque area comes over later is covered; the words of pdftotext say
 * what it was. Clips and turned groups are passed over, and letters inside pictures are none.
 */
#include "redaction/redaction_cover.h"

#include <math.h>
#include <stdio.h>

enum { MOST_LETTERS = 1000000, MOST_AREAS = 100000, MOST_PICTURES = 2000 };
/* Smaller areas are lines and dots, in points. */
#define SMALLEST 4.0
/* Comparisons of letters with areas, on all pages. */
#define MOST_STEPS ((int64_t)300 << 20)

struct letter {
	float x;
	float y;
	bool is_covered;
	bool is_white;
};

struct area {
	double left, top, right, bottom;
	bool is_white;
};

/* Picture of the <defs>, by its name. */
struct picture {
	struct str id;
	double width, height;
};

struct cover {
	struct arena *arena;
	struct redaction_notes *notes;
	struct redaction_units units;
	size_t box; /* the first word of the present page */
	struct letter *letters;
	size_t letter_count;
	size_t letter_room;
	struct area *areas; /* of the page */
	size_t area_count;
	size_t area_room;
	struct picture *pictures;
	size_t picture_count;
	size_t picture_room;
	int64_t steps;
	int page;
	bool is_white; /* letters of the open group */
};

/* --- numbers and attributes --- */

/* The next number of the text; false at its end. Exponents are not written by cairo. */
static bool
next_number(struct str *text, double *ret_value)
{
	double value = 0;
	double place = 0;
	bool is_below = false;
	bool has_digit = false;
	size_t at = 0;

	while (at < text->len &&
		(text->at[at] == ' ' || text->at[at] == ',' || text->at[at] == '\n'))
		at++;
	if (at < text->len && text->at[at] == '-') {
		is_below = true;
		at++;
	}
	for (; at < text->len; at++) {
		char c = text->at[at];

		if (c == '.' && place == 0) {
			place = 1;
		} else if (c >= '0' && c <= '9') {
			has_digit = true;
			if (place != 0) {
				place /= 10;
				value += place * (c - '0');
			} else if (value < 1e9) {
				value = value * 10 + (c - '0');
			}
		} else {
			break;
		}
	}
	*text = str_from(*text, at);
	*ret_value = is_below ? -value : value;
	return has_digit;
}

static struct str
attribute(struct str tag, const char *before)
{
	size_t at = str_find(tag, str_of(before), 0);
	size_t end;

	if (at == SIZE_MAX)
		return STR_NONE;
	tag = str_from(tag, at + strlen(before));
	end = str_find(tag, STR("\""), 0);
	return end == SIZE_MAX ? STR_NONE : str_sub(tag, 0, end);
}

static double
number_of(struct str tag, const char *before)
{
	struct str text = attribute(tag, before);
	double value = 0;

	return next_number(&text, &value) ? value : 0;
}

static bool
is_white(struct str tag)
{
	return str_has(tag, STR("fill:rgb(100%,100%,100%)")) ||
	       str_has(tag, STR("fill=\"rgb(100%, 100%, 100%)")) ||
	       str_has(tag, STR("fill=\"rgb(100%,100%,100%)"));
}

/* Filled with a colour that lets nothing through. */
static bool
is_opaque(struct str tag)
{
	size_t at = str_find(tag, STR("fill-opacity"), 0);
	struct str rest;
	double opacity = 1;

	if (!str_has(tag, STR("fill:rgb")) && !str_has(tag, STR("fill=\"rgb")))
		return false;
	if (at == SIZE_MAX)
		return true;
	rest = str_from(tag, at + 13);
	if (rest.len && rest.at[0] == '"')
		rest = str_from(rest, 1);
	return next_number(&rest, &opacity) && opacity > 0.95;
}

struct matrix {
	double a, b, c, d, e, f;
};

static struct matrix
matrix_of(struct str tag)
{
	struct str text = attribute(tag, " transform=\"matrix(");
	struct matrix m = { 1, 0, 0, 1, 0, 0 };
	struct matrix read;

	if (next_number(&text, &read.a) && next_number(&text, &read.b) &&
		next_number(&text, &read.c) && next_number(&text, &read.d) &&
		next_number(&text, &read.e) && next_number(&text, &read.f))
		m = read;
	return m;
}

/* --- areas --- */

static void
grow(struct area *area, double x, double y)
{
	area->left = fmin(area->left, x);
	area->right = fmax(area->right, x);
	area->top = fmin(area->top, y);
	area->bottom = fmax(area->bottom, y);
}

static struct area
no_area(void)
{
	return (struct area){ .left = 1e9, .top = 1e9, .right = -1e9, .bottom = -1e9 };
}

/* The letters that this area comes over. */
static struct fault *
put_area(struct cover *cover, struct area area)
{
	if (area.right - area.left < SMALLEST || area.bottom - area.top < SMALLEST)
		return NULL;
	cover->steps += (int64_t)cover->letter_count;
	if (cover->steps > MOST_STEPS || cover->area_count >= MOST_AREAS)
		return NULL;
	for (size_t i = 0; i < cover->letter_count; i++) {
		struct letter *letter = &cover->letters[i];

		/* A letter stands on its base line, left below: its body is above it. */
		if (letter->x >= area.left - 1 && letter->x < area.right &&
			letter->y - 3 >= area.top && letter->y - 3 <= area.bottom)
			letter->is_covered = true;
	}
	GROW(cover->arena, cover->areas, cover->area_count, cover->area_room);
	cover->areas[cover->area_count++] = area;
	return NULL;
}

/* A path of straight sides along the page's, such as "M 10 10 L 210 10 L 210 40 L 10 40 Z". One
 * path may hold several. */
static struct fault *
take_path(struct cover *cover, struct str tag)
{
	struct str data = attribute(tag, " d=\"");
	struct matrix m = matrix_of(tag);
	struct area area = no_area();
	double last_x = 0;
	double last_y = 0;
	bool is_straight = true;
	int points = 0;

	if (!is_opaque(tag) || fabs(m.b) + fabs(m.c) > 1e-6)
		return NULL;
	area.is_white = is_white(tag);
	while (data.len) {
		char c = data.at[0];
		double x;
		double y;

		if (c == 'M' && points >= 4 && is_straight)
			TRY(put_area(cover, area));
		if (c == 'M') {
			bool was_white = area.is_white;

			area = no_area();
			area.is_white = was_white;
			points = 0;
			is_straight = true;
		}
		if (c == 'C')
			is_straight = false;
		if ((c >= 'A' && c <= 'Z') || c == ' ') {
			data = str_from(data, 1);
			continue;
		}
		if (!next_number(&data, &x) || !next_number(&data, &y))
			break;
		x = m.a * x + m.e;
		y = m.d * y + m.f;
		if (points && fabs(x - last_x) > 0.5 && fabs(y - last_y) > 0.5)
			is_straight = false;
		last_x = x;
		last_y = y;
		grow(&area, x, y);
		points++;
	}
	return points >= 4 && is_straight ? put_area(cover, area) : NULL;
}

static struct fault *
put_picture(struct cover *cover, struct matrix m, double width, double height)
{
	struct area area = no_area();

	grow(&area, m.e, m.f);
	grow(&area, m.a * width + m.c * height + m.e, m.b * width + m.d * height + m.f);
	return put_area(cover, area);
}

/* <image …> among the definitions is kept for later. */
static struct fault *
define_picture(struct cover *cover, struct str tag)
{
	if (cover->picture_count >= MOST_PICTURES)
		return NULL;
	GROW(cover->arena, cover->pictures, cover->picture_count, cover->picture_room);
	cover->pictures[cover->picture_count++] = (struct picture){
		.id = attribute(tag, " id=\""),
		.width = number_of(tag, " width=\""),
		.height = number_of(tag, " height=\""),
	};
	return NULL;
}

/* <use xlink:href="#…">: a letter or a picture. */
static struct fault *
take_use(struct cover *cover, struct str tag)
{
	struct str id = attribute(tag, "href=\"#");
	struct letter *letter;

	if (str_starts(id, STR("glyph"))) {
		if (cover->letter_count >= MOST_LETTERS)
			return NULL;
		GROW(cover->arena, cover->letters, cover->letter_count, cover->letter_room);
		letter = &cover->letters[cover->letter_count++];
		*letter = (struct letter){
			.x = (float)number_of(tag, " x=\""),
			.y = (float)number_of(tag, " y=\""),
			.is_white = cover->is_white,
		};
		/* White on something dark is meant to be read. */
		for (size_t i = 0; letter->is_white && i < cover->area_count; i++) {
			const struct area *area = &cover->areas[i];

			cover->steps++;
			if (!area->is_white && letter->x >= area->left - 1 &&
				letter->x <= area->right && letter->y - 3 >= area->top &&
				letter->y - 3 <= area->bottom)
				letter->is_white = false;
		}
		return NULL;
	}
	if (str_has(tag, STR(" mask=")))
		return NULL;
	for (size_t i = 0; i < cover->picture_count; i++)
		if (str_equal(cover->pictures[i].id, id))
			return put_picture(cover, matrix_of(tag), cover->pictures[i].width,
				cover->pictures[i].height);
	return NULL;
}

/* --- pages --- */

/* What became of the letters of one word. */
struct fate {
	int seen;
	int covered;
	int white;
};

static struct fate
fate_of(const struct cover *cover, const struct unit_box *box, int around)
{
	struct fate fate = { 0 };

	for (size_t i = 0; i < cover->letter_count; i++) {
		const struct letter *letter = &cover->letters[i];
		double x = letter->x * 100.0;
		double y = letter->y * 100.0;

		if (x < box->left - 100 - around || x > box->right + around ||
			y < box->top - around || y > box->bottom + 100 + around)
			continue;
		if (letter->is_covered)
			fate.covered++;
		else if (letter->is_white)
			fate.white++;
		else
			fate.seen++;
	}
	return fate;
}

static struct fault *
judge_word(struct cover *cover, const struct unit_box *box)
{
	const struct redaction_unit *unit = &cover->units.all[box->unit];
	struct str text = str_sub(unit->text, box->offset, box->len);
	int width = box->right - box->left;
	struct fate fate;
	char place[32];
	int len;

	cover->steps += (int64_t)cover->letter_count;
	if (cover->steps > MOST_STEPS)
		return NULL;
	fate = fate_of(cover, box, 0);
	/* Letters that are set downwards stand a letter's width beside their boxes. */
	if (fate.seen + fate.covered + fate.white == 0 && width > 0 &&
		(box->bottom - box->top) * (int64_t)10 >= width * (int64_t)9)
		fate = fate_of(cover, box, width);
	if (fate.seen > 0)
		return NULL;
	len = snprintf(place, sizeof place, "第 %d 页", cover->page);
	return redaction_note(cover->notes,
		fate.covered ? KIND_UNDER_BOX
		: fate.white ? KIND_WHITE_TEXT
			     : KIND_INVISIBLE_TEXT,
		(struct str){ place, (size_t)len }, text);
}

static struct fault *
end_page(struct cover *cover)
{
	while (cover->box < cover->units.box_count) {
		const struct unit_box *box = &cover->units.boxes[cover->box];
		int page = cover->units.all[box->unit].page;

		if (page > cover->page)
			break;
		if (page == cover->page)
			TRY(judge_word(cover, box));
		cover->box++;
	}
	cover->letter_count = 0;
	cover->area_count = 0;
	return NULL;
}

static struct fault *
take_tag(struct cover *cover, struct str tag, bool is_in_definitions)
{
	if (str_starts(tag, STR("<image ")))
		return is_in_definitions
			       ? define_picture(cover, tag)
			       : put_picture(cover, matrix_of(tag), number_of(tag, " width=\""),
					 number_of(tag, " height=\""));
	if (is_in_definitions)
		return NULL;
	if (str_starts(tag, STR("<path ")))
		return take_path(cover, tag);
	if (str_starts(tag, STR("<g ")) && str_has(tag, STR("fill")))
		cover->is_white = is_white(tag);
	if (str_starts(tag, STR("<use ")))
		return take_use(cover, tag);
	if (str_starts(tag, STR("<rect ")) && is_opaque(tag)) {
		struct area area = {
			.left = number_of(tag, " x=\""),
			.top = number_of(tag, " y=\""),
			.is_white = is_white(tag),
		};

		area.right = area.left + number_of(tag, " width=\"");
		area.bottom = area.top + number_of(tag, " height=\"");
		return put_area(cover, area);
	}
	return NULL;
}

static struct fault *
read_drawing(struct cover *cover, struct str drawing)
{
	bool is_in_definitions = false;
	bool has_pages = str_has(drawing, STR("<pageSet>"));
	size_t at = 0;

	cover->page = has_pages ? 0 : 1;
	while ((at = str_find(drawing, STR("<"), at)) != SIZE_MAX) {
		struct str tag = str_from(drawing, at);
		size_t end = str_find(tag, STR(">"), 0);

		if (end == SIZE_MAX)
			break;
		at += end + 1;
		tag.len = end;
		if (str_starts(tag, STR("<defs"))) {
			is_in_definitions = true;
		} else if (str_starts(tag, STR("</defs"))) {
			is_in_definitions = false;
		} else if (str_equal(tag, STR("<page"))) {
			cover->page++;
		} else if (str_equal(tag, STR("</page"))) {
			TRY(end_page(cover));
		} else {
			TRY(take_tag(cover, tag, is_in_definitions));
		}
	}
	return has_pages ? NULL : end_page(cover);
}

struct fault *
redaction_cover_look(struct str words, struct str drawing, struct redaction_notes *notes)
{
	struct cover *cover;

	TAKE(notes->arena, cover, 1);
	cover->arena = notes->arena;
	cover->notes = notes;
	TRY(redaction_lines_units(words, notes->arena, &cover->units));
	if (drawing.len == 0)
		return NULL;
	TRY(read_drawing(cover, drawing));
	if (cover->steps > MOST_STEPS)
		return redaction_note(notes, KIND_NOT_LOOKED, STR("页面图形"), STR_NONE);
	return NULL;
}
