/*
 * Words of a PDF with their boxes, out of the XHTML of pdftotext -bbox-layout: lines as units, each
 * word's place in them. In the cage, though a program of ours wrote it: its words are the file's.
 */
#include "redaction/redaction_inside.h"

#include "base/utf8.h"

enum { FARTHEST = 10000000, MOST_WORDS = 400000 };

/* The value of an attribute, in hundredths; 0 when it is no number. */
static int
hundredths(struct str tag, struct str before)
{
	size_t at = str_find(tag, before, 0);
	int64_t value = 0;
	int places = -1;
	bool is_below;

	if (at == SIZE_MAX)
		return 0;
	at += before.len;
	is_below = at < tag.len && tag.at[at] == '-';
	for (at += is_below; at < tag.len && tag.at[at] != '"'; at++) {
		if (tag.at[at] == '.' && places < 0)
			places = 0;
		else if (tag.at[at] >= '0' && tag.at[at] <= '9' && places < 2 && value < FARTHEST)
			value = value * 10 + (tag.at[at] - '0'), places += places >= 0;
	}
	for (places = places < 0 ? 0 : places; places < 2; places++)
		value *= 10;
	if (value > FARTHEST)
		value = FARTHEST;
	return (int)(is_below ? -value : value);
}

static uint32_t
reference(struct str name)
{
	static const struct {
		const char *name;
		uint32_t point;
	} known[] = { { "amp", '&' }, { "lt", '<' }, { "gt", '>' }, { "quot", '"' },
		{ "apos", '\'' }, { "#39", '\'' } };

	for (size_t i = 0; i < COUNT_OF(known); i++)
		if (str_equal(name, str_of(known[i].name)))
			return known[i].point;
	return 0;
}

/* The word's text without references and characters that no text has. */
static struct fault *
plain(struct arena *arena, struct str raw, struct str *ret_text)
{
	size_t len = 0;
	char *to;

	TAKE(arena, to, raw.len + 4);
	for (size_t at = 0; at < raw.len;) {
		size_t step;
		uint32_t point = utf8_at(raw, at, &step);
		size_t end = point == '&' ? str_find(raw, STR(";"), at) : SIZE_MAX;

		if (end != SIZE_MAX && reference(str_sub(raw, at + 1, end - at - 1))) {
			point = reference(str_sub(raw, at + 1, end - at - 1));
			step = end + 1 - at;
		}
		at += step;
		if (point >= 0x20 && utf8_is_xml(point) && point != UTF8_BROKEN &&
			!(point >= 0x7F && point < 0xA0))
			len += utf8_put(to + len, point);
	}
	*ret_text = (struct str){ to, len };
	return NULL;
}

struct lines {
	struct redaction_units *units;
	int line; /* on the page */
	bool is_open;
	struct buf text;
	int words; /* in the open line */
};

static struct fault *
end_line(struct lines *lines)
{
	struct redaction_unit unit = { .page = lines->units->page_count };

	lines->is_open = false;
	TRY(buf_check(&lines->text));
	if (lines->words == 0)
		return NULL;
	TRY(str_copy(lines->units->arena, buf_str(&lines->text), &unit.text));
	TRY(str_print(
		lines->units->arena, &unit.place, "第 %d 页第 %d 行", unit.page, ++lines->line));
	return redaction_unit_add(lines->units, &unit);
}

static struct fault *
take_word(struct lines *lines, struct str tag, struct str raw)
{
	struct redaction_units *units = lines->units;
	struct str text;
	struct unit_box box = {
		.unit = (int)units->count,
		.left = hundredths(tag, STR(" xMin=\"")),
		.top = hundredths(tag, STR(" yMin=\"")),
		.right = hundredths(tag, STR(" xMax=\"")),
		.bottom = hundredths(tag, STR(" yMax=\"")),
	};

	TRY(plain(units->arena, raw, &text));
	if (text.len == 0)
		return NULL;
	if (units->box_count >= MOST_WORDS)
		return fault_new(FAULT_LIMIT, "redaction_units",
			"文件超过 %d 个词，无法处理；请拆分后再试。",
			"The file has more than %d words; split it and try again.", MOST_WORDS);
	if (lines->words++)
		buf_put_char(&lines->text, ' ');
	box.offset = lines->text.len;
	box.len = text.len;
	buf_put(&lines->text, text);
	GROW(units->arena, units->boxes, units->box_count, units->box_room);
	units->boxes[units->box_count++] = box;
	return NULL;
}

static struct fault *
begin_page(struct lines *lines, struct str tag)
{
	struct redaction_units *units = lines->units;
	size_t count = (size_t)units->page_count;

	lines->line = 0;
	GROW(units->arena, units->pages, count, units->page_room);
	units->pages[count] = (struct redaction_page){ hundredths(tag, STR(" width=\"")),
		hundredths(tag, STR(" height=\"")) };
	units->page_count++;
	return NULL;
}

static struct fault *
read_lines(struct lines *lines, struct str bytes)
{
	size_t at = 0;

	while ((at = str_find(bytes, STR("<"), at)) != SIZE_MAX) {
		struct str here = str_from(bytes, at);
		size_t end = str_find(here, STR(">"), 0);
		size_t word_end;

		if (end == SIZE_MAX || str_starts(here, STR("</doc>")))
			break;
		at += end + 1;
		here.len = end;
		if (str_starts(here, STR("<page "))) {
			TRY(begin_page(lines, here));
		} else if (str_starts(here, STR("<line"))) {
			if (lines->is_open)
				TRY(end_line(lines));
			buf_clear(&lines->text);
			lines->is_open = true;
			lines->words = 0;
		} else if (str_starts(here, STR("</line")) && lines->is_open) {
			TRY(end_line(lines));
		} else if (str_starts(here, STR("<word ")) && lines->is_open) {
			word_end = str_find(bytes, STR("</word>"), at);
			if (word_end == SIZE_MAX)
				break;
			TRY(take_word(lines, here, str_sub(bytes, at, word_end - at)));
			at = word_end;
		}
	}
	/* Every word's box has its line, also where the text breaks off. */
	return lines->is_open ? end_line(lines) : NULL;
}

struct fault *
redaction_lines_units(struct str words, struct arena *arena, struct redaction_units *units)
{
	struct lines lines = { .units = units };
	struct fault *fault;

	units->arena = arena;
	buf_init(&lines.text, (size_t)4 << 20);
	fault = read_lines(&lines, words);
	buf_done(&lines.text);
	return fault;
}
