/*
 * Whether text in a cell of a workbook is seen: its letters may have the colour of the cell, be
 * tiny, or be shown by a format that shows nothing. Rules that colour cells by their values, and
 * styles of whole tables, are not followed.
 */
#include <stdlib.h>

#include "doc/doc_xlsx_inside.h"

enum {
	MOST_LOOKS = 65536,
	BLACK = 0,
	WHITE = 0xFFFFFF,
	THEMES = 1 << 24, /* colours of the theme behind the first two */
	INDEXES = 1 << 25,
	GRADIENT = 1 << 26,
	USUAL_SIZE = 110, /* in tenths of points */
};
/* Smaller letters are no letters, in points. */
#define SMALLEST 2.0

struct reader {
	struct doc_xml xml;
	struct arena *arena;
	struct xlsx_looks *looks;
	struct xlsx_font font;
	uint32_t fill;
	bool in_fonts;
	bool in_fills;
	bool in_solid;
};

/* --- colours --- */

static uint32_t
colour_of_rgb(struct str text)
{
	char digits[7] = { 0 };

	if (text.len < 6)
		return BLACK;
	memcpy(digits, text.at + text.len - 6, 6);
	return (uint32_t)strtoul(digits, NULL, 16) & WHITE;
}

/* A tint makes another colour of the theme's, but white paper stays white under a lightening. */
static uint32_t
colour_of_theme(int theme, struct str tint)
{
	if (theme == 0 && !str_starts(tint, STR("-")))
		return WHITE;
	if (theme == 1 && !tint.len)
		return BLACK;
	return THEMES + (uint32_t)(theme & 0xFF) * 0x1000 + (uint32_t)(tint.len ? 0xFFF : 0);
}

/* The first eight of the old palette come again behind it; 64 and 65 are the usual ones. */
static uint32_t
colour_of_index(int number, uint32_t otherwise)
{
	static const uint32_t palette[] = { 0x000000, 0xFFFFFF, 0xFF0000, 0x00FF00, 0x0000FF,
		0xFFFF00, 0xFF00FF, 0x00FFFF };

	if (number < 0 || number >= 64)
		return otherwise;
	return number < 16 ? palette[number % 8] : INDEXES + (uint32_t)number;
}

static uint32_t
colour_of(const struct doc_xml_attributes *attributes, uint32_t otherwise)
{
	struct str rgb = doc_xml_attribute(attributes, "rgb");
	int theme = doc_xml_number(attributes, "theme", -1);

	if (rgb.len)
		return colour_of_rgb(rgb);
	if (theme >= 0)
		return colour_of_theme(theme, doc_xml_attribute(attributes, "tint"));
	return colour_of_index(doc_xml_number(attributes, "indexed", -1), otherwise);
}

/* --- fonts and fills --- */

static bool
read_points(struct str size, double *ret_points)
{
	char text[16] = { 0 };
	char *end;

	if (!size.len || size.len >= sizeof text)
		return false;
	memcpy(text, size.at, size.len);
	*ret_points = strtod(text, &end);
	return !*end;
}

static bool
is_tiny(struct str size)
{
	double points;

	return read_points(size, &points) && points < SMALLEST;
}

/* 0: as usual. */
static int
tenths_of(struct str size)
{
	double points;

	if (!read_points(size, &points) || !(points > 0 && points < 1000))
		return 0;
	return (int)(points * 10);
}

static void
on_start(void *data, const char *name, const char *space,
	const struct doc_xml_attributes *attributes)
{
	struct reader *reader = data;

	if (strcmp(name, "fonts") == 0) {
		reader->in_fonts = true;
	} else if (strcmp(name, "fills") == 0) {
		reader->in_fills = true;
	} else if (strcmp(name, "font") == 0) {
		reader->font = (struct xlsx_font){ .colour = BLACK };
	} else if (strcmp(name, "fill") == 0) {
		reader->fill = WHITE;
	} else if (strcmp(name, "patternFill") == 0) {
		struct str pattern = doc_xml_attribute(attributes, "patternType");

		reader->in_solid = pattern.len && !str_equal(pattern, STR("none"));
	} else if (strcmp(name, "gradientFill") == 0) {
		reader->fill = GRADIENT;
	} else if (strcmp(name, "color") == 0 && reader->in_fonts) {
		reader->font.colour = colour_of(attributes, BLACK);
	} else if (strcmp(name, "sz") == 0 && reader->in_fonts) {
		reader->font.is_tiny = is_tiny(doc_xml_attribute(attributes, "val"));
	} else if (strcmp(name, "fgColor") == 0 && reader->in_fills && reader->in_solid) {
		reader->fill = colour_of(attributes, WHITE);
	}
}

static struct fault *
end_look(struct reader *reader, bool is_font)
{
	struct xlsx_looks *looks = reader->looks;

	if (looks->font_count >= MOST_LOOKS || looks->fill_count >= MOST_LOOKS)
		return fault_memory();
	if (is_font) {
		GROW(reader->arena, looks->fonts, looks->font_count, looks->font_room);
		looks->fonts[looks->font_count++] = reader->font;
	} else {
		GROW(reader->arena, looks->fills, looks->fill_count, looks->fill_room);
		looks->fills[looks->fill_count++] = reader->fill;
	}
	return NULL;
}

static void
on_end(void *data, const char *name, const char *space)
{
	struct reader *reader = data;

	if (strcmp(name, "fonts") == 0)
		reader->in_fonts = false;
	else if (strcmp(name, "fills") == 0)
		reader->in_fills = false;
	else if (strcmp(name, "patternFill") == 0)
		reader->in_solid = false;
	else if (strcmp(name, "font") == 0 && reader->in_fonts)
		doc_xml_stop(&reader->xml, end_look(reader, true));
	else if (strcmp(name, "fill") == 0 && reader->in_fills)
		doc_xml_stop(&reader->xml, end_look(reader, false));
}

static void
on_text(void *data, const char *text, int len)
{
}

struct fault *
xlsx_looks_read(struct arena *arena, struct str bytes, struct xlsx_looks *looks)
{
	struct reader reader = {
		.xml = { .start = on_start, .end = on_end, .text = on_text },
		.arena = arena,
		.looks = looks,
	};

	return doc_xml_read(&reader.xml, bytes, arena);
}

bool
xlsx_hides(const char *name, const struct doc_xml_attributes *attributes)
{
	if (strcmp(name, "sz") == 0)
		return is_tiny(doc_xml_attribute(attributes, "val"));
	return strcmp(name, "color") == 0 && colour_of(attributes, BLACK) == WHITE;
}

void
xlsx_run_start(struct xlsx_run *run, const char *name, const struct doc_xml_attributes *attributes)
{
	struct str value = doc_xml_attribute(attributes, "val");

	if (strcmp(name, "r") == 0) {
		run->is_lifted = false;
		run->size = 0;
	} else if (strcmp(name, "sz") == 0) {
		run->size = tenths_of(value);
	}
	if (strcmp(name, "strike") == 0 || strcmp(name, "vertAlign") == 0)
		run->is_lifted = run->is_lifted || doc_lifts(value);
}

/* Letters of the size of a note's mark beside the other ones. */
static bool
is_much_smaller(int size, int other)
{
	size = size ? size : USUAL_SIZE;
	other = other ? other : USUAL_SIZE;
	return size * 9 < other * 5;
}

void
xlsx_run_put(struct xlsx_run *run, struct buf *text, const char *bytes, int len)
{
	bool is_other = run->is_lifted != run->was_lifted ||
			is_much_smaller(run->size, run->was_size) ||
			is_much_smaller(run->was_size, run->size);

	if (is_other && doc_parts_digits(buf_str(text), (struct str){ bytes, (size_t)len }))
		buf_put_char(text, ' ');
	run->was_lifted = run->is_lifted;
	run->was_size = run->size;
	buf_put_bytes(text, bytes, (size_t)len);
}

bool
xlsx_is_dark(const struct xlsx_looks *looks, int fill)
{
	return fill >= 0 && (size_t)fill < looks->fill_count && looks->fills[fill] != WHITE;
}

bool
xlsx_is_unseen(const struct xlsx_looks *looks, int font, int fill)
{
	struct xlsx_font letters = { .colour = BLACK };
	uint32_t ground = WHITE;

	if (font >= 0 && (size_t)font < looks->font_count)
		letters = looks->fonts[font];
	if (fill >= 0 && (size_t)fill < looks->fill_count)
		ground = looks->fills[fill];
	return letters.is_tiny || letters.colour == ground;
}

/* Three semicolons part four empty forms: of what is more, of what is less, of nothing, of text. */
bool
xlsx_shows_nothing(struct str code)
{
	size_t stops = 0;

	for (size_t i = 0; i < code.len; i++) {
		if (code.at[i] == ';')
			stops++;
		else if (code.at[i] != ' ')
			return false;
	}
	return stops >= 3;
}
