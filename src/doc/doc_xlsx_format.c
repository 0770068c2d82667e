/*
 * How Excel shows a number: formats of cells, built-in ones and the workbook's own, and the text of
 * a number under them. Colours, conditions and the formats of negative numbers are left out.
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/day.h"
#include "doc/doc_xlsx_inside.h"

enum { MOST_FORMATS = 10000, MOST_DECIMALS = 10, LONGEST_UNIT = 24 };

/* --- formats --- */

struct style_reader {
	struct doc_xml xml;
	struct xlsx_book *book;
	struct xlsx_looks looks;
	bool in_cells;
	struct {
		int id;
		struct xlsx_format format;
	} * own;
	size_t own_count;
	size_t own_room;
};

/* What a code of a format holds, outside quotes and brackets; only its first part counts, which is
 * for positive numbers. */
struct code {
	bool has_year;
	bool has_day;
	bool has_time;
	bool has_text;  /* "@" or General: whatever stands there */
	bool has_scale; /* commas behind the last digit leave thousands out */
	bool has_percent;
	bool has_exponent;
	bool is_behind_point;
	int decimals; /* zeros behind the point; "#" there shows nothing */
	bool has_digit;
	bool has_front; /* a digit or a minus of the format's own before the number's digits */
	bool has_any;   /* anything but brackets */
	char unit[LONGEST_UNIT];
	size_t unit_len;
};

static void
take_unit(struct code *code, char c)
{
	if (!code->has_digit)
		code->has_front = code->has_front || c == '-' || (c >= '0' && c <= '9');
	else if (code->unit_len < sizeof code->unit)
		code->unit[code->unit_len++] = c;
}

static void
take_code(struct code *code, char c)
{
	code->has_year = code->has_year || c == 'y' || c == 'Y';
	code->has_day = code->has_day || c == 'd' || c == 'D' || c == 'm' || c == 'M';
	code->has_percent = code->has_percent || c == '%';
	code->has_exponent = code->has_exponent || c == 'E' || c == '/';
	code->has_time = code->has_time || c == 'h' || c == 'H' || c == 's' || c == 'S';
	code->has_text = code->has_text || c == '@' || c == 'G' || c == 'g';
	code->has_digit = code->has_digit || c == '0' || c == '#' || c == '?';
	if (c == ',')
		code->has_scale = code->has_digit;
	else if (c == '0' || c == '#' || c == '?')
		code->has_scale = false;
	if (!code->has_digit && (c == '-' || (c >= '1' && c <= '9')))
		code->has_front = true;
	if (c == '.')
		code->is_behind_point = true;
	else if (c == '0')
		code->decimals += code->is_behind_point;
	else if ((unsigned char)c >= 0x80)
		take_unit(code, c);
}

/* "[h]", "[mm]": hours, minutes or seconds on end; other brackets hold colours and conditions. */
static bool
is_time_on_end(struct str bracket)
{
	size_t len = 1;

	while (len < bracket.len && (bracket.at[len] | 0x20) == (bracket.at[1] | 0x20))
		len++;
	return len > 1 && len < bracket.len && bracket.at[len] == ']' &&
	       memchr("hms", bracket.at[1] | 0x20, 3);
}

static void
read_code(struct str text, struct code *code)
{
	char closing = 0;

	for (size_t i = 0; i < text.len; i++) {
		char c = text.at[i];

		if (closing) {
			if (c == closing)
				closing = 0;
			else if (closing == '"')
				take_unit(code, c);
		} else if (c == '"' || c == '[') {
			closing = c == '"' ? '"' : ']';
			code->has_any = code->has_any || c == '"';
			code->has_time =
				code->has_time || (c == '[' && is_time_on_end(str_from(text, i)));
		} else if (c == '_' || c == '*') {
			i++; /* as wide as the next one, or filled with it */
			code->has_any = true;
		} else if (c == '\\') {
			code->has_any = true;
			if (++i < text.len)
				take_unit(code, text.at[i]);
		} else if (c == ';') {
			return;
		} else if (str_starts(str_from(text, i), STR("通用格式"))) {
			code->has_text = true;
			i += strlen("通用格式") - 1;
		} else {
			code->has_any = true;
			take_code(code, c);
		}
	}
}

/* A day or a time is meant when a format has letters of them and no places for digits. One that has
 * neither these nor places for text shows the same words for every number. */
static struct fault *
format_of_code(struct arena *arena, struct str text, struct xlsx_format *ret_format)
{
	struct code code = { .decimals = 0 };
	struct xlsx_format format = { .show = XLSX_PLAIN, .is_unseen = xlsx_shows_nothing(text) };

	read_code(text, &code);
	if (code.has_percent)
		format.show = XLSX_PERCENT;
	else if ((code.has_day && (code.has_year || !(code.has_digit || code.has_time))) ||
		 (code.has_year && !code.has_digit))
		format.show = XLSX_DAY;
	else if (code.has_time && !code.has_digit)
		format.show = XLSX_TIME;
	else if (!code.has_digit && !code.has_text && text.len &&
		 (code.has_any || text.at[0] != '['))
		format.is_unseen = true;
	if (format.show != XLSX_DAY && !code.has_exponent)
		format.decimals = code.decimals < MOST_DECIMALS ? code.decimals : MOST_DECIMALS;
	/* A unit cut in the middle of a character is none. */
	if (format.show == XLSX_PLAIN && code.unit_len > 0 && code.unit_len < sizeof code.unit)
		TRY(str_copy(arena, (struct str){ code.unit, code.unit_len }, &format.unit));
	if (format.show == XLSX_PLAIN && code.has_scale && !format.unit.len)
		format.unit = STR("（格式略去了后三位）");
	if (format.show == XLSX_PLAIN && code.has_digit && code.has_front)
		format.unit = STR("（格式在前面加了数字或负号）");
	*ret_format = format;
	return NULL;
}

static struct xlsx_format
format_of_id(const struct style_reader *reader, int id)
{
	struct xlsx_format format = { .show = XLSX_PLAIN };

	for (size_t i = 0; i < reader->own_count; i++)
		if (reader->own[i].id == id)
			return reader->own[i].format;
	if (id == 9 || id == 10)
		format.show = XLSX_PERCENT;
	/* Built-in days; 27 to 36 and 50 to 58 are those of Chinese Excel. */
	if ((id >= 18 && id <= 21) || (id >= 32 && id <= 35) || id == 45 || id == 46 || id == 47 ||
		id == 55 || id == 56)
		format.show = XLSX_TIME;
	if ((id >= 14 && id <= 17) || id == 22 || (id >= 27 && id <= 31) || id == 36 ||
		(id >= 50 && id <= 54) || id == 57 || id == 58)
		format.show = XLSX_DAY;
	/* Built-in formats of two places: 0.00, #,##0.00, currency, 0.00% and accounting. */
	if (id == 2 || id == 4 || id == 7 || id == 8 || id == 10 || id == 39 || id == 40 ||
		id == 43 || id == 44)
		format.decimals = 2;
	return format;
}

static struct fault *
take_style(
	struct style_reader *reader, const char *name, const struct doc_xml_attributes *attributes)
{
	struct xlsx_book *book = reader->book;
	struct xlsx_format *format;

	if (strcmp(name, "numFmt") == 0 && reader->own_count < MOST_FORMATS) {
		GROW(book->arena, reader->own, reader->own_count, reader->own_room);
		reader->own[reader->own_count].id = doc_xml_number(attributes, "numFmtId", -1);
		TRY(format_of_code(book->arena, doc_xml_attribute(attributes, "formatCode"),
			&reader->own[reader->own_count].format));
		reader->own_count++;
	} else if (strcmp(name, "cellXfs") == 0) {
		reader->in_cells = true;
	} else if (strcmp(name, "xf") == 0 && reader->in_cells &&
		   book->format_count < 4 * MOST_FORMATS) {
		GROW(book->arena, book->formats, book->format_count, book->format_room);
		format = &book->formats[book->format_count++];
		*format = format_of_id(reader, doc_xml_number(attributes, "numFmtId", 0));
		format->is_dark =
			xlsx_is_dark(&reader->looks, doc_xml_number(attributes, "fillId", 0));
		format->is_unseen =
			format->is_unseen ||
			xlsx_is_unseen(&reader->looks, doc_xml_number(attributes, "fontId", 0),
				doc_xml_number(attributes, "fillId", 0));
	}
	return NULL;
}

static void
on_style_start(void *data, const char *name, const char *space,
	const struct doc_xml_attributes *attributes)
{
	struct style_reader *reader = data;

	doc_xml_stop(&reader->xml, take_style(reader, name, attributes));
}

static void
on_style_end(void *data, const char *name, const char *space)
{
	struct style_reader *reader = data;

	if (strcmp(name, "cellXfs") == 0)
		reader->in_cells = false;
}

static void
on_style_text(void *data, const char *text, int len)
{
}

struct fault *
xlsx_formats_read(struct xlsx_book *book, const struct doc_part *part)
{
	struct style_reader reader = {
		.xml = { .start = on_style_start, .end = on_style_end, .text = on_style_text },
		.book = book,
	};
	struct str bytes;

	if (!part)
		return NULL;
	TRY(doc_zip_unpack(book->zip, part, book->arena, &bytes));
	TRY(xlsx_looks_read(book->arena, bytes, &reader.looks));
	return doc_xml_read(&reader.xml, bytes, book->arena);
}

/* --- numbers --- */

/* Digits of "%.15g" with the point where the exponent says. */
static struct fault *
without_exponent(struct arena *arena, const char *text, struct str *ret_text)
{
	const char *mark = strchr(text, 'e');
	int exponent = mark ? (int)strtol(mark + 1, NULL, 10) : 0;
	char digits[40];
	size_t len = 0;
	int point = 0;
	bool has_point = false;
	bool is_below = *text == '-';

	for (const char *at = text + is_below; at != mark && *at; at++) {
		if (*at == '.') {
			has_point = true;
			continue;
		}
		if (len < sizeof digits)
			digits[len++] = *at;
		point += !has_point;
	}
	point += exponent;
	if (!mark)
		return str_copy(arena, str_of(text), ret_text);
	/* Nobody writes such amounts; as printed is better than a page of zeros. */
	if (point > 40 || point < -20)
		return str_copy(arena, str_of(text), ret_text);
	if (point <= 0)
		return str_print(arena, ret_text, "%s0.%.*s%.*s", is_below ? "-" : "", -point,
			"00000000000000000000", (int)len, digits);
	if ((size_t)point >= len)
		return str_print(arena, ret_text, "%s%.*s%.*s", is_below ? "-" : "", (int)len,
			digits, point - (int)len, "0000000000000000000000000000000000000000");
	return str_print(arena, ret_text, "%s%.*s.%.*s", is_below ? "-" : "", point, digits,
		(int)len - point, digits + point);
}

/* Days since the end of 1899, with Excel's 29 February 1900 that never was. */
static struct fault *
day_text_of(const struct xlsx_book *book, double serial, struct str *ret_text)
{
	struct day base;
	struct day day;

	if (!(serial >= 61 && serial < 100000) || !day_make(1900, 1, 1, &base))
		return str_print(book->arena, ret_text, "%.15g%s", serial,
			serial < 0 ? "" : "（显示为日期）");
	day.number = base.number - 2 + (int32_t)serial + (book->is_from_1904 ? 1462 : 0);
	return str_copy(book->arena, str_of(day_text(day).at), ret_text);
}

/* Zeros up to the format's places; a number with more keeps them. */
static struct fault *
with_decimals(struct arena *arena, struct str text, int decimals, struct str *ret_text)
{
	size_t point = str_find(text, STR("."), 0);
	int has = point == SIZE_MAX ? 0 : (int)(text.len - point - 1);

	*ret_text = text;
	if (has >= decimals || str_has(text, STR("e")))
		return NULL;
	return str_print(arena, ret_text, "%.*s%s%.*s", STR_ARG(text), point == SIZE_MAX ? "." : "",
		decimals - has, "0000000000");
}

struct fault *
xlsx_number(const struct xlsx_book *book, struct str raw, const struct xlsx_format *format,
	struct str *ret_text)
{
	char text[64];
	char *end;
	double value;

	if (raw.len == 0 || raw.len >= sizeof text) {
		*ret_text = raw;
		return NULL;
	}
	memcpy(text, raw.at, raw.len);
	text[raw.len] = '\0';
	value = strtod(text, &end);
	if (*end || !(value > -1e300 && value < 1e300)) {
		*ret_text = raw;
		return NULL;
	}
	if (format->show == XLSX_DAY)
		return day_text_of(book, value, ret_text);
	if (format->show == XLSX_TIME)
		return str_print(book->arena, ret_text, "%.15g（显示为时刻）", value);
	snprintf(text, sizeof text, "%.15g", format->show == XLSX_PERCENT ? value * 100 : value);
	TRY(without_exponent(book->arena, text, ret_text));
	TRY(with_decimals(book->arena, *ret_text, format->decimals, ret_text));
	if (format->show == XLSX_PERCENT)
		return str_print(book->arena, ret_text, "%.*s%%", STR_ARG(*ret_text));
	/* Digits that the format adds are none of the number's. */
	if (format->unit.len > 0)
		return str_print(book->arena, ret_text, "%.*s%s%.*s", STR_ARG(*ret_text),
			str_is_digit(format->unit.at[0]) ? " " : "", STR_ARG(format->unit));
	return NULL;
}
