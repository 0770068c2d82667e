/*
 * Words and their boxes out of the XHTML that pdftotext writes, and what kind of text a word is.
 * Not an XML reader: the few elements are looked for, everything else is skipped.
 */
#include "doc/doc_pdf_inside.h"

#include "base/utf8.h"

/* Far outside any page, in hundredths of a point. */
enum { FARTHEST = 10000000 };
/* Longest word, in bytes, and longest value with its note, in characters. */
enum { LONGEST_WORD = 4096, LONGEST_VALUE = 24, LONGEST_NOTE = 12 };

size_t
pdf_find_byte(struct str text, char byte, size_t from)
{
	const char *found = from < text.len ? memchr(text.at + from, byte, text.len - from) : NULL;

	return found ? (size_t)(found - text.at) : SIZE_MAX;
}

int
pdf_hundredths(struct str text)
{
	int64_t value = 0;
	int places = -1;
	bool is_below = str_starts(text, STR("-"));

	for (size_t i = is_below; i < text.len && places < 2; i++) {
		if (text.at[i] == '.' && places < 0) {
			places = 0;
		} else if (str_is_digit(text.at[i]) && value < FARTHEST) {
			value = value * 10 + (text.at[i] - '0');
			places += places >= 0;
		} else {
			break;
		}
	}
	for (places = places < 0 ? 0 : places; places < 2; places++)
		value *= 10;
	if (value > FARTHEST)
		value = FARTHEST;
	return (int)(is_below ? -value : value);
}

/* The attribute of a tag, without its quotes. */
static int
number_of(struct str tag, struct str name)
{
	size_t at = str_find(tag, name, 0);

	return at == SIZE_MAX ? 0 : pdf_hundredths(str_from(tag, at + name.len));
}

static uint32_t
entity(struct str name)
{
	static const struct {
		struct str name;
		uint32_t point;
	} known[] = {
		{ { "amp", 3 }, '&' },
		{ { "lt", 2 }, '<' },
		{ { "gt", 2 }, '>' },
		{ { "quot", 4 }, '"' },
		{ { "apos", 4 }, '\'' },
		{ { "#39", 3 }, '\'' },
	};

	for (size_t i = 0; i < COUNT_OF(known); i++)
		if (str_equal(name, known[i].name))
			return known[i].point;
	return 0;
}

/* The words' text with entities and radicals replaced. Counts characters for the word's shape. */
static struct fault *
plain_text(struct arena *arena, struct str raw, struct str *ret_text, size_t *ret_count)
{
	char *to;
	size_t len = 0;
	size_t count = 0;

	TAKE(arena, to, raw.len + 4);
	for (size_t at = 0; at < raw.len;) {
		size_t step;
		uint32_t point = utf8_at(raw, at, &step);
		size_t end = point == '&' ? str_find(raw, STR(";"), at) : SIZE_MAX;

		if (end != SIZE_MAX && entity(str_sub(raw, at + 1, end - at - 1))) {
			point = entity(str_sub(raw, at + 1, end - at - 1));
			step = end + 1 - at;
		}
		at += step;
		point = pdf_plain_point(point);
		if (utf8_is_space(point))
			continue;
		/* What the font does not name stays: a number that lost a digit is another one. */
		if (point < 0x20 || (point >= 0x7F && point < 0xA0) || !utf8_is_xml(point))
			continue;
		len += utf8_put(to + len, point);
		count++;
	}
	*ret_text = (struct str){ to, len };
	*ret_count = count;
	return NULL;
}

/* --- kinds of text --- */

/* A character that the font does not name may be one: it stands where digits stand. */
static bool
is_digit(uint32_t point)
{
	return utf8_is_digit(point) || point == UTF8_BROKEN;
}

/* Strokes and signs that stand in cells in the place of a number, or before it. */
static bool
is_sign(uint32_t point)
{
	static const uint32_t signs[] = { '-', '+', '/', '\\', '%', '.', ',', 0x2013, 0x2014,
		0x2212, 0x2015, 0xFF0C, 0x2500, 0x2030, '*', 0xD7 };

	point = utf8_half_width(point);
	for (size_t i = 0; i < COUNT_OF(signs); i++)
		if (signs[i] == point)
			return true;
	return false;
}

/* Signs that stand beside digits only: alone they are marks of a sentence. */
static bool
is_beside_digits(uint32_t point)
{
	point = utf8_half_width(point);
	return point == ',' || point == '.' || point == '%' || point == '+' || point == 0x2030;
}

bool
pdf_is_number(struct str text)
{
	size_t count = 0;
	bool is_any = false;

	for (size_t at = 0; at < text.len; count++) {
		size_t len;
		uint32_t point = utf8_at(text, at, &len);

		if (!is_digit(point) && !is_sign(point))
			return false;
		is_any = is_any || !is_beside_digits(point);
		at += len;
	}
	return is_any && count <= LONGEST_VALUE;
}

/* "1." before words: a number of order, not an amount. */
static bool
is_order(struct str text, size_t digits_end)
{
	size_t len;
	uint32_t point;

	if (digits_end >= text.len)
		return false;
	point = utf8_at(text, digits_end, &len);
	if (point == ')' || point == 0xFF09 || point == 0x3001)
		return true;
	if (utf8_half_width(point) != '.')
		return false;
	return digits_end + len >= text.len || !is_digit(utf8_at(text, digits_end + len, &len));
}

bool
pdf_is_value(struct str text)
{
	size_t at = 0;
	size_t notes = 0;
	size_t len;

	if (pdf_is_number(text))
		return !is_order(text, str_find(text, STR("."), 0));
	while (at < text.len && (at == 0 || is_digit(utf8_at(text, at, &len)))) {
		uint32_t point = utf8_at(text, at, &len);

		if (at == 0 && !is_digit(point) && point != '+' && point != '-')
			return false;
		at += len;
	}
	if (at == 0 || is_order(text, at))
		return false;
	while (at < text.len) {
		uint32_t point = utf8_at(text, at, &len);

		notes += !is_digit(point) && !is_sign(point);
		at += len;
	}
	return notes <= LONGEST_NOTE;
}

bool
pdf_is_numbered(struct str text)
{
	static const struct str digits = { "一二三四五六七八九十", 30 };
	size_t at = 0;

	while (at + 3 <= text.len && at < 9) {
		size_t found = str_find(digits, str_sub(text, at, 3), 0);

		if (found == SIZE_MAX || found % 3 != 0)
			break;
		at += 3;
	}
	return at > 0 && str_starts(str_from(text, at), STR("、"));
}

/* "（一）" or "(1)" at the start. */
static bool
is_bracketed(struct str text)
{
	static const struct str inside = { "一二三四五六七八九十0123456789", 40 };
	size_t at = str_starts(text, STR("（")) ? 3 : str_starts(text, STR("(")) ? 1 : 0;
	size_t start = at;

	while (at > 0 && at < text.len && at < start + 9) {
		size_t len;

		(void)utf8_at(text, at, &len);
		if (!str_has(inside, str_sub(text, at, len)))
			break;
		at += len;
	}
	return at > start && (str_starts(str_from(text, at), STR("）")) ||
				     str_starts(str_from(text, at), STR(")")));
}

bool
pdf_starts_item(struct str text)
{
	size_t at = 0;

	while (at < text.len && at < 2 && str_is_digit(text.at[at]))
		at++;
	if (at > 0 && is_order(text, at))
		return at + 1 < text.len;
	return pdf_is_numbered(text) || is_bracketed(text);
}

/* --- words --- */

static struct fault *
too_much(void)
{
	return fault_new(FAULT_LIMIT, "doc_blocks",
		"PDF 页数或文字过多，无法读取。请只保留报告所在的页后再试。",
		"The PDF has too many pages or words. Keep only the pages of the report and try "
		"again.");
}

static struct fault *
add_page(struct pdf_pages *pages, struct str tag)
{
	size_t words = pages->word_count;

	if (pages->page_count >= PDF_MOST_PAGES)
		return too_much();
	if (pages->page_count &&
		(words == 0 || pages->words[words - 1].page != (int)pages->page_count))
		pages->has_empty_page = true;
	GROW(pages->arena, pages->sheets, pages->page_count, pages->page_room);
	pages->sheets[pages->page_count++] = (struct pdf_box){
		.right = number_of(tag, STR(" width=\"")),
		.bottom = number_of(tag, STR(" height=\"")),
	};
	return NULL;
}

/* Widths of the letters together, in hundredths of a Chinese one. */
static int
letter_widths(struct str text)
{
	int widths = 0;

	for (size_t at = 0; at < text.len;) {
		size_t len;
		uint32_t point = utf8_at(text, at, &len);

		/* Quotation marks and strokes are as wide as their font likes. */
		if (point >= 0x1100 && (point < 0x2000 || point > 0x206F))
			widths += 100;
		else if (point >= 0x1100)
			widths += 45;
		else
			widths += strchr(".,:;'|!()il", (int)point) ? 30 : 53;
		at += len;
	}
	return widths;
}

/* Boxes of some fonts are up to three times as tall as their letters. The widths tell how large
 * these are, and their middle is that of the box. */
static void
take_shape(struct pdf_word *word)
{
	size_t count = utf8_count(word->text);
	int width = pdf_width(&word->box);
	int height = word->box.bottom - word->box.top;
	int middle = pdf_middle_y(&word->box);
	int by_width = (int)((int64_t)width * 102 / letter_widths(word->text));
	bool is_chinese = word->text.len >= 3 * count;

	word->is_number = pdf_is_number(word->text);
	word->is_standing = count > 1 && is_chinese && height > width + width / 2 &&
			    (int64_t)height * 10 > (int64_t)width * 8 * (int64_t)count;
	word->size = word->is_standing ? width : pdf_least(height, by_width);
	if (word->size < 100)
		word->size = 100;
	if (word->is_standing || height * 10 <= word->size * 13)
		return;
	word->box.top = middle - word->size * 6 / 10;
	word->box.bottom = middle + word->size * 6 / 10;
}

/* Its middle lies on the page: nobody sees what was cut off. pdftotext gives the page's sides as
 * they were before the page was turned, so that either may be the longer one. */
static bool
is_on_sheet(const struct pdf_pages *pages, const struct pdf_word *word)
{
	const struct pdf_box *sheet = &pages->sheets[word->page - 1];
	int x = pdf_middle_x(&word->box);
	int y = pdf_middle_y(&word->box);
	int most = pdf_most(sheet->right, sheet->bottom);

	return x >= 0 && y >= 0 && x <= most && y <= most;
}

static struct fault *
add_word(struct pdf_pages *pages, struct str tag, struct str raw)
{
	struct pdf_word word = {
		.page = (int)pages->page_count,
		.box = {
			.left = number_of(tag, STR(" xMin=\"")),
			.top = number_of(tag, STR(" yMin=\"")),
			.right = number_of(tag, STR(" xMax=\"")),
			.bottom = number_of(tag, STR(" yMax=\"")),
		},
	};
	size_t count = 0;

	if (pages->word_count >= PDF_MOST_WORDS)
		return too_much();
	if (pages->page_count == 0 || raw.len > LONGEST_WORD || word.box.right < word.box.left ||
		word.box.bottom < word.box.top || !is_on_sheet(pages, &word))
		return NULL;
	TRY(plain_text(pages->arena, raw, &word.text, &count));
	if (count == 0)
		return NULL;
	GROW(pages->arena, pages->words, pages->word_count, pages->word_room);
	pages->words[pages->word_count++] = word;
	return NULL;
}

void
pdf_shape_words(struct pdf_pages *pages)
{
	for (size_t i = 0; i < pages->word_count; i++)
		take_shape(&pages->words[i]);
}

struct fault *
pdf_read_words(struct str bytes, struct pdf_pages *pages)
{
	size_t at = 0;

	while ((at = pdf_find_byte(bytes, '<', at)) != SIZE_MAX) {
		struct str here = str_from(bytes, at);
		size_t end = pdf_find_byte(here, '>', 0);
		size_t close;

		at++;
		if (end == SIZE_MAX)
			break;
		if (str_starts(here, STR("<page "))) {
			TRY(add_page(pages, str_sub(here, 0, end)));
		} else if (str_starts(here, STR("<word "))) {
			close = pdf_find_byte(here, '<', end);
			if (close == SIZE_MAX)
				break;
			TRY(add_word(pages, str_sub(here, 0, end),
				str_sub(here, end + 1, close - end - 1)));
			at += close - 1;
		} else if (pages->page_count == 0 &&
			   str_starts(here, STR("<meta name=\"Creator\" "))) {
			pages->is_ours =
				str_has(str_sub(here, 0, end), STR(" content=\"gongkai\""));
		}
	}
	if (pages->page_count &&
		(pages->word_count == 0 ||
			pages->words[pages->word_count - 1].page != (int)pages->page_count))
		pages->has_empty_page = true;
	return NULL;
}
