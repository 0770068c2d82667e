/*
 * The six sections and the preface: which headings count, and the text between them with the line
 * breaks of a PDF joined again. Wording is kept as it is printed, with its mistakes.
 */
#include "base/utf8.h"
#include "reading/reading_inside.h"

enum { FEWEST_LINES = 8, WIDEST_WRAP = 130, SLACK = 6, MOST_CANDIDATES = 400, PROSE_WORDS = 10 };

/* How the lines of the narrative lie on the page. */
struct wrap {
	bool is_wrapped;
	size_t width;    /* display columns of a full line */
	bool has_indent; /* paragraphs begin with blanks */
};

/* --- which headings --- */

/* The strongest rising row of headings; of equals the later, so that a table of contents loses. */
static struct fault *
choose_headings(struct reader *reader, size_t *chosen)
{
	size_t at[MOST_CANDIDATES];
	int best[MOST_CANDIDATES];
	size_t before[MOST_CANDIDATES];
	size_t count = 0;
	size_t last = SIZE_MAX;

	for (int key = 0; key < REPORT_SECTION_KEYS; key++)
		chosen[key] = SIZE_MAX;
	for (size_t i = 0; i < reader->unit_count && count < MOST_CANDIDATES; i++)
		if (reader->units[i].section > 0)
			at[count++] = i;
	for (size_t i = 0; i < count; i++) {
		const struct reading_unit *unit = &reader->units[at[i]];

		best[i] = 0;
		before[i] = SIZE_MAX;
		for (size_t j = 0; j < i; j++)
			if (reader->units[at[j]].section < unit->section && best[j] >= best[i]) {
				best[i] = best[j];
				before[i] = j;
			}
		best[i] += unit->section_strength;
		if (last == SIZE_MAX || best[i] >= best[last])
			last = i;
	}
	for (; last != SIZE_MAX; last = before[last])
		chosen[reader->units[at[last]].section] = at[last];
	return NULL;
}

/* --- joining lines --- */

/* Columns on a screen: a character from U+1100 on takes two. */
static size_t
display_width(struct str text)
{
	size_t width = 0;

	text = str_trim(text);
	for (size_t i = 0; i < text.len; i++) {
		unsigned char c = (unsigned char)text.at[i];

		/* One for each first byte, one more for those of U+1000 and above. */
		width += (c & 0xC0) != 0x80;
		width += c >= 0xE1;
	}
	for (size_t at = 0; (at = str_find(text, STR("\xE1"), at)) != SIZE_MAX; at++)
		width -= at + 1 < text.len && (unsigned char)text.at[at + 1] < 0x84;
	return width;
}

static size_t
indent_of(const struct reading_unit *unit)
{
	return reading_run_skip_blanks(&unit->line, 0);
}

static uint32_t
last_point(struct str text)
{
	size_t start;
	size_t len;

	text = str_trim(text);
	if (text.len == 0)
		return 0;
	start = utf8_before(text, text.len);
	return utf8_at(text, start, &len);
}

/* 。！？：；” and brackets end a sentence or a heading. */
static bool
ends_sentence(struct str text)
{
	switch (last_point(text)) {
	case 0x3002:
	case 0xFF01:
	case 0xFF1F:
	case 0xFF1A:
	case 0xFF1B:
	case '!':
	case '?':
	case ':':
	case ';':
		return true;
	default:
		return false;
	}
}

static bool
is_narrative(const struct reader *reader, size_t at)
{
	const struct reading_unit *unit = &reader->units[at];

	return !unit->cells && unit->zone == ZONE_NONE && !unit->is_page_number &&
	       unit->section < 0 && at < reader->signature_from;
}

/* The width that one line in ten reaches, of lines that may have been wrapped; 0 when too many are
 * wider than any page. */
static size_t
find_width(const struct reader *reader, size_t lines)
{
	size_t widths[WIDEST_WRAP + 1] = { 0 };
	size_t seen = 0;
	size_t found = 0;

	for (size_t i = 0; i < reader->unit_count; i++) {
		const struct reading_unit *unit = &reader->units[i];
		size_t width;

		if (!is_narrative(reader, i) || unit->words.count < PROSE_WORDS)
			continue;
		/* Each of its words takes one column at least. */
		width = unit->words.count < WIDEST_WRAP ? display_width(unit->text) : WIDEST_WRAP;
		widths[width < WIDEST_WRAP ? width : WIDEST_WRAP]++;
	}
	if (widths[WIDEST_WRAP] * 10 > lines)
		return 0;
	for (size_t width = WIDEST_WRAP; width > 0 && seen * 10 < lines; width--) {
		seen += widths[width];
		found = width;
	}
	return found;
}

static struct wrap
measure(const struct reader *reader)
{
	size_t lines = 0;
	size_t open = 0;
	size_t indented = 0;
	struct wrap wrap = { false, 0, false };

	for (size_t i = 0; i < reader->unit_count; i++) {
		const struct reading_unit *unit = &reader->units[i];

		if (!is_narrative(reader, i) || unit->words.count < PROSE_WORDS)
			continue;
		lines++;
		open += !ends_sentence(unit->text);
		indented += indent_of(unit) >= 2;
	}
	/* Paragraphs end with a sentence, lines of a page anywhere. */
	if (lines < FEWEST_LINES || open * 5 < lines * 2)
		return wrap;
	wrap.width = find_width(reader, lines);
	wrap.is_wrapped = wrap.width > 0;
	wrap.has_indent = indented * 20 >= lines && indented * 3 <= lines * 2;
	return wrap;
}

/* （一） 1. 一是 at the start of a line. */
static bool
starts_item(const struct reading_unit *unit)
{
	struct str text = str_trim(unit->text);
	const struct reading_line *words = &unit->words;

	if (words->count < 2)
		return false;
	if ((str_starts(text, STR("（")) || str_starts(text, STR("("))) &&
		(reading_fold_chinese_digit(words->points[0]) ||
			reading_fold_is_digit(words->points[0])))
		return true;
	if (reading_fold_chinese_digit(words->points[0]) ||
		reading_fold_is_digit(words->points[0])) {
		struct str between =
			str_sub(unit->text, words->places[0], words->places[1] - words->places[0]);

		return str_has(between, STR("、")) ||
		       (str_has(between, STR(".")) && !reading_fold_is_digit(words->points[1])) ||
		       str_has(between, STR("．"));
	}
	return false;
}

/* Does a new paragraph begin between two lines of a wrapped page? */
static bool
is_break(const struct wrap *wrap, const struct reading_unit *line, const struct reading_unit *next)
{
	bool is_short;
	bool is_end;

	if (!wrap->is_wrapped)
		return true;
	is_short = display_width(line->text) + SLACK < wrap->width;
	is_end = ends_sentence(line->text);
	if (starts_item(next) && (is_end || is_short))
		return true;
	if (is_end)
		return wrap->has_indent ? indent_of(next) > indent_of(line) || is_short : is_short;
	/* A short line without a full stop is a heading only when the next is indented anew. */
	if (!is_short || !starts_item(line))
		return false;
	return wrap->has_indent ? indent_of(next) >= 2
				: display_width(line->text) * 2 < wrap->width;
}

static bool
is_latin(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static struct fault *
collect_text(const struct reader *reader, const struct wrap *wrap, size_t from, size_t to,
	struct buf *buf, struct str *ret_text)
{
	const struct reading_unit *last = NULL;

	buf_clear(buf);
	for (size_t i = from; i < to; i++) {
		struct str text = str_trim(reader->units[i].text);

		if (!is_narrative(reader, i) || text.len == 0 ||
			(i >= reader->title_from && i < reader->title_to))
			continue;
		if (last && !reader->units[i].is_cut && is_break(wrap, last, &reader->units[i]))
			buf_put_char(buf, '\n');
		else if (last && reader->units[i].is_cut)
			buf_put_char(buf, '\n');
		else if (last && is_latin(buf->at[buf->len - 1]) && is_latin(text.at[0]))
			buf_put_char(buf, ' ');
		buf_put(buf, text);
		last = &reader->units[i];
	}
	TRY(buf_check(buf));
	return str_copy(reader->arena, buf_str(buf), ret_text);
}

/* --- the preface and its neighbours --- */

/* "发布时间: …", breadcrumbs, share buttons: lines of the web page, not of the report. */
static bool
is_page_line(const struct reading_unit *unit)
{
	static const char *const starts[] = { "标题", "发布时间", "发布日期", "文号", "发布机构",
		"栏目", "原文链接", "本地目录", "页面链接", "索引号", "来源", "信息来源",
		"当前位置", "浏览次数", "字号", "字体", "打印", "分享", "正文", "====", "首页",
		"您当前", "您现在", "点击数", "阅读", "作者", "责任编辑", "时间", "日期",
		"主题分类", "生成日期", "公开目录", "公开日期", "发文机关", "成文日期", "有效性",
		"名称", "关键词" };
	struct str text = str_trim(unit->text);

	if (unit->words.count > 200 || str_has(text, STR("。")))
		return false;
	for (size_t i = 0; i < COUNT_OF(starts); i++)
		if (str_starts(text, str_of(starts[i])))
			return true;
	return str_has(text, STR(" > ")) || str_has(text, STR(">>"));
}

/* Is this line the title once more? */
static struct fault *
is_title_again(const struct reader *reader, const struct reading_unit *unit, bool *ret_is)
{
	struct reading_line title;
	struct reading_line words;

	*ret_is = false;
	if (reader->report->title.len == 0 || unit->words.count == 0 || unit->words.count > 60)
		return NULL;
	TRY(reading_fold_words(reader->arena, reader->report->title, &title));
	words = unit->words;
	*ret_is = reading_fold_find(&title, &words, 0) != SIZE_MAX && words.count >= 3 &&
		  !str_has(unit->text, STR("。"));
	return NULL;
}

/* Where the preface starts: behind the title, its repetition and the page's own lines. */
static struct fault *
preface_start(const struct reader *reader, size_t end, size_t *ret_start)
{
	size_t start = reader->title_to;

	for (size_t i = start; i < end; i++) {
		bool again;

		TRY(is_title_again(reader, &reader->units[i], &again));
		if (again || is_page_line(&reader->units[i]) || reader->units[i].cells ||
			reader->units[i].words.count == 0)
			start = i + 1;
		else if (reader->title_to == 0 && reader->units[i].words.count < 20 &&
			 !str_has(reader->units[i].text, STR("。")))
			start = i + 1;
		else
			break;
	}
	*ret_start = start;
	return NULL;
}

/* A title at the start of one long line: the preface is what follows it. */
static struct fault *
cut_title(struct reader *reader, struct str *text)
{
	struct reading_line title;
	struct reading_line words;

	if (reader->report->title.len == 0)
		return NULL;
	TRY(reading_fold_words(reader->arena, reader->report->title, &title));
	TRY(reading_fold_words(reader->arena, *text, &words));
	if (title.count < 8 || reading_fold_find(&words, &title, 0) != 0)
		return NULL;
	*text = str_trim(str_from(*text, words.places[title.count - 1] + 3));
	return NULL;
}

/* --- all of it --- */

/* A lone small number between paragraphs is a page number. */
static struct fault *
note_stray_numbers(struct reader *reader)
{
	for (size_t i = 0; i < reader->unit_count; i++) {
		struct reading_unit *unit = &reader->units[i];
		struct str text = str_trim(unit->text);
		int64_t number;

		if (unit->cells || unit->zone != ZONE_NONE || unit->is_page_number ||
			text.len > 3 || !str_to_int(text, &number) || text.at[0] == '-' ||
			text.at[0] == '+')
			continue;
		unit->is_page_number = true;
		TRY(reading_note(reader, "sections", "正文中孤立的数字“%.*s”疑为页码，未收入正文",
			STR_ARG(text)));
	}
	return NULL;
}

static struct fault *
add_section(struct reader *reader, enum report_section_key key, struct str heading, struct str text)
{
	struct report *report = reader->report;

	if (report->section_count < REPORT_MOST_SECTIONS)
		report->sections[report->section_count++] =
			(struct report_section){ key, heading, text };
	return NULL;
}

static struct fault *
put_sections(struct reader *reader, struct buf *buf)
{
	size_t chosen[REPORT_SECTION_KEYS];
	struct wrap wrap;
	size_t first = reader->unit_count;
	struct str text;
	size_t start;

	TRY(note_stray_numbers(reader));
	TRY(choose_headings(reader, chosen));
	/* Headings that were not chosen are text like any other. */
	for (size_t i = 0; i < reader->unit_count; i++)
		if (reader->units[i].section > 0 && chosen[reader->units[i].section] != i)
			reader->units[i].section = -1;
	wrap = measure(reader);
	for (int key = 0; key < REPORT_SECTION_KEYS; key++)
		if (chosen[key] < first)
			first = chosen[key];
	TRY(preface_start(reader, first, &start));
	TRY(collect_text(reader, &wrap, start, first, buf, &text));
	TRY(cut_title(reader, &text));
	if (text.len && first < reader->unit_count)
		TRY(add_section(reader, REPORT_S0_PREFACE, STR_NONE, text));
	for (int key = 1; key < REPORT_SECTION_KEYS; key++) {
		size_t end = reader->unit_count;

		if (chosen[key] == SIZE_MAX)
			continue;
		for (int other = key + 1; other < REPORT_SECTION_KEYS; other++)
			if (chosen[other] < end)
				end = chosen[other];
		TRY(collect_text(reader, &wrap, chosen[key] + 1, end, buf, &text));
		TRY(add_section(reader, (enum report_section_key)key,
			str_trim(reader->units[chosen[key]].text), text));
	}
	return NULL;
}

struct fault *
reading_sections(struct reader *reader)
{
	CLOSING(buf_done) struct buf buf;

	buf_init(&buf, (size_t)8 << 20);
	return put_sections(reader, &buf);
}
