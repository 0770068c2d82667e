/*
 * Title, agency and year: the title's lines found and joined, the agency and the year taken out of
 * it. Nothing is taken from the narrative unless a repair says so.
 */
#include "base/utf8.h"
#include "reading/reading_inside.h"

enum {
	HEAD_UNITS = 60, /* a title stands among the first lines */
	MOST_LINES = 4,
	MOST_TITLE = 60, /* words */
	MOST_AGENCY = 40,
	MOST_TITLES = 8,
};

/* How a title ends, and what it speaks of before that. */
static const char *const title_ends[] = { "年度报告", "年报", "工作报告" };
static const char *const title_topics[] = { "政府信息公开", "政务信息公开", "政务公开",
	"信息公开" };
/* Words of web pages around a report, never part of a title. */
static const char *const page_words[] = { "首页", "当前位置", "正文", "索引号", "发布", "来源",
	"打印", "字号", "浏览", "栏目", "年报", "文号", "时间", "责任编辑", "分享", "目录",
	"附件" };

struct title {
	struct str text;   /* without white space */
	struct str agency; /* may be empty */
	int year;          /* 0 when it names none */
	size_t from, to;   /* units */
};

/* Text without white space, except between two Latin letters. */
static struct fault *
squeeze(struct arena *arena, struct str text, struct str *ret_text)
{
	char *out;
	size_t len = 0;
	size_t at = 0;

	TAKE(arena, out, text.len + 1);
	while (at < text.len) {
		size_t bytes;
		uint32_t point = utf8_at(text, at, &bytes);

		if (!utf8_is_space(point) ||
			(at > 0 && at + bytes < text.len && (text.at[at - 1] | 0x20) >= 'a' &&
				(text.at[at - 1] | 0x20) <= 'z' &&
				(text.at[at + bytes] | 0x20) >= 'a' &&
				(text.at[at + bytes] | 0x20) <= 'z')) {
			memcpy(out + len, text.at + at, bytes);
			len += bytes;
		}
		at += bytes;
	}
	*ret_text = (struct str){ out, len };
	return NULL;
}

/* --- parts of a title --- */

static int
digit_value(uint32_t point)
{
	int chinese = reading_fold_chinese_digit(point);

	if (reading_fold_is_digit(point))
		return (int)(point - '0');
	if (point == 0x3007 || point == 0x96F6 || point == 0x25CB || point == 0x004F)
		return 0; /* 〇 零 ○ O */
	return chinese >= 1 && chinese <= 9 ? chinese : -1;
}

/* "2020年度", "二〇二〇年": the year and where it stands; 0 when there is none. */
static int
find_year(struct str text, size_t *ret_from, size_t *ret_to)
{
	size_t mark = 0;

	while ((mark = str_find(text, STR("年"), mark)) != SIZE_MAX) {
		size_t at = mark;
		int year = 0;
		int factor = 1;
		int digits = 0;

		while (at > 0 && digits < 4) {
			size_t start = utf8_before(text, at);
			size_t bytes;
			int value = digit_value(utf8_half_width(utf8_at(text, start, &bytes)));
			if (value < 0)
				break;
			year += value * factor;
			factor *= 10;
			digits++;
			at = start;
		}
		if (digits == 4 && year >= 1990 && year <= 2100) {
			*ret_from = at;
			*ret_to = mark + 3;
			if (str_starts(str_from(text, *ret_to), STR("度")) &&
				!str_starts(str_from(text, *ret_to), STR("度报告")))
				*ret_to += 3;
			return year;
		}
		mark += 3;
	}
	return 0;
}

/* Where the topic of a title starts; SIZE_MAX when the text is no title. */
static size_t
find_topic(struct str text)
{
	size_t best = SIZE_MAX;

	for (size_t i = 0; i < COUNT_OF(title_topics); i++) {
		size_t at = str_find(text, str_of(title_topics[i]), 0);

		if (at < best)
			best = at;
	}
	return best;
}

/* Bytes of "（2024年度）" right behind a title; 0 when it is not there. */
static size_t
year_in_brackets(struct str rest)
{
	size_t from, to;
	size_t end = str_find(rest, STR("）"), 0);
	size_t ascii_end = str_find(rest, STR(")"), 0);
	size_t len = end == SIZE_MAX ? ascii_end + 1 : end + 3;

	if (end == SIZE_MAX && ascii_end == SIZE_MAX)
		return 0;
	if ((!str_starts(rest, STR("（")) && !str_starts(rest, STR("("))) || len > 24 ||
		!find_year(str_sub(rest, 0, len), &from, &to) || from > 3)
		return 0;
	return len;
}

/* End of the words 年度报告 behind the topic; SIZE_MAX when they are not there. */
static size_t
find_end(struct str text, size_t topic)
{
	for (size_t i = 0; i < COUNT_OF(title_ends); i++) {
		size_t at = str_find(text, str_of(title_ends[i]), topic);

		if (at != SIZE_MAX && at - topic <= 36)
			return at + strlen(title_ends[i]) +
			       year_in_brackets(str_from(text, at + strlen(title_ends[i])));
	}
	return SIZE_MAX;
}

static bool
has_any(struct str text, const char *const *words, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (str_has(text, str_of(words[i])))
			return true;
	return false;
}

static bool
is_agency_text(struct str text)
{
	static const char *const marks[] = { "，", "。", "：", ":", ">", "》", "《", "；", "|", "/",
		"\"", "、", "根据", "编制" };

	return text.len >= 6 && utf8_count(text) <= MOST_AGENCY &&
	       !has_any(text, marks, COUNT_OF(marks)) &&
	       !has_any(text, page_words, COUNT_OF(page_words));
}

/* What is left before the topic without the year: the agency. */
static struct fault *
find_agency(struct arena *arena, struct str before, struct str *ret_agency)
{
	static const char *const edges[] = { "关于", "度", "的", "年", "（", "(", "—" };
	size_t from, to;
	struct str agency = before;

	*ret_agency = STR_NONE;
	if (find_year(before, &from, &to)) {
		struct str tail = str_from(before, to);

		TRY(str_print(arena, &agency, "%.*s%.*s", (int)from, before.at, STR_ARG(tail)));
	}
	for (bool again = true; again;) {
		again = false;
		for (size_t i = 0; i < COUNT_OF(edges); i++) {
			struct str edge = str_of(edges[i]);

			if (str_ends(agency, edge)) {
				agency.len -= edge.len;
				again = true;
			}
			if (i == 0 && str_starts(agency, edge)) {
				agency = str_from(agency, edge.len);
				again = true;
			}
		}
	}
	if (is_agency_text(agency))
		*ret_agency = agency;
	return NULL;
}

/* Read a candidate: squeezed text that ends with, or is cut behind, the title's last words. */
static struct fault *
read_candidate(struct arena *arena, struct str printed, struct title *title, bool *ret_is)
{
	struct str text;
	size_t topic;
	size_t end;
	static const char *const prose[] = { "，", "。", "《", "；", "：", "根据", "本报告", ">" };
	size_t from, to;

	*ret_is = false;
	TRY(reading_fold_script(arena, printed, &text));
	topic = find_topic(text);
	end = topic == SIZE_MAX ? SIZE_MAX : find_end(text, topic);
	if (end == SIZE_MAX || has_any(str_sub(text, 0, end), prose, COUNT_OF(prose)))
		return NULL;
	title->text = str_sub(printed, 0, end);
	if (utf8_count(title->text) > MOST_TITLE)
		return NULL;
	title->year = find_year(title->text, &from, &to);
	TRY(find_agency(arena, str_sub(printed, 0, topic), &title->agency));
	*ret_is = true;
	return NULL;
}

/* --- looking through the first lines --- */

static bool
is_title_line(const struct reading_unit *unit)
{
	static const char *const prose[] = { "。", "，", "；", "：", ":", ">" };

	return !unit->cells && !unit->is_page_number && unit->zone == ZONE_NONE &&
	       unit->section < 0 && unit->words.count > 0 && unit->words.count <= MOST_TITLE &&
	       !has_any(unit->text, prose, COUNT_OF(prose));
}

/* One long line may begin with the title. */
static struct fault *
try_long_line(struct reader *reader, size_t at, struct title *best, int *best_score)
{
	struct reading_unit *unit = &reader->units[at];
	struct title title = { .from = at, .to = at };
	struct str text;
	bool is_title;
	size_t cut;

	if (unit->cells || unit->words.count <= 12 || unit->zone != ZONE_NONE)
		return NULL;
	cut = unit->words.count > MOST_TITLE ? unit->words.places[MOST_TITLE] : unit->text.len;
	TRY(squeeze(reader->arena, str_sub(unit->text, 0, cut), &text));
	TRY(read_candidate(reader->arena, text, &title, &is_title));
	if (!is_title || !title.year || title.agency.len == 0 || *best_score >= 90)
		return NULL;
	*best = title;
	*best_score = 90;
	return NULL;
}

/* "（2024年度）" on a line of its own under the title goes with it. */
static struct fault *
take_year_line(struct reader *reader, size_t at, size_t end, struct title *title)
{
	struct str line;
	size_t from, to;

	if (at >= end || title->year || reader->units[at].cells)
		return NULL;
	TRY(squeeze(reader->arena, reader->units[at].text, &line));
	if (line.len == 0 || year_in_brackets(line) != line.len)
		return NULL;
	title->year = find_year(line, &from, &to);
	title->to = at + 1;
	return str_print(
		reader->arena, &title->text, "%.*s%.*s", STR_ARG(title->text), STR_ARG(line));
}

/* Windows of one to four short lines: the shortest that names agency and year is the title. */
static struct fault *
try_windows(struct reader *reader, size_t at, size_t end, struct title *best, int *best_score)
{
	struct str text = STR_NONE;

	for (size_t lines = 1; lines <= MOST_LINES && at + lines <= end; lines++) {
		struct title title = { .from = at, .to = at + lines };
		struct str joined;
		bool is_title;
		int score;

		if (!is_title_line(&reader->units[at + lines - 1]))
			return NULL;
		TRY(str_print(reader->arena, &text, "%.*s%.*s", STR_ARG(text),
			STR_ARG(reader->units[at + lines - 1].text)));
		TRY(squeeze(reader->arena, text, &joined));
		TRY(read_candidate(reader->arena, joined, &title, &is_title));
		if (!is_title)
			continue;
		/* Something behind the title's words makes it no title line. */
		if (joined.len > title.text.len + 30)
			return NULL;
		TRY(take_year_line(reader, at + lines, end, &title));
		score = (title.agency.len ? 50 : 0) + (title.year ? 50 : 0) - (int)lines;
		if (score > *best_score) {
			*best_score = score;
			*best = title;
		}
		return NULL;
	}
	return NULL;
}

/* "标题: …" of a page's metadata, or the document's own title. */
static struct fault *
try_metadata(struct reader *reader, struct title *best, int *best_score)
{
	for (size_t i = 0; i <= HEAD_UNITS; i++) {
		struct str text = STR_NONE;
		struct title title = { .from = 0, .to = 0 };
		bool is_title;

		if (i == HEAD_UNITS)
			text = reader->doc->title;
		else if (i < reader->unit_count && !reader->units[i].cells)
			text = str_trim(reader->units[i].text);
		else if (i < reader->unit_count && reader->units[i].cell_count == 2 &&
			 str_has(reader->units[i].cells[0].text, STR("标题")))
			text = str_trim(reader->units[i].cells[1].text);
		if (i < HEAD_UNITS && i < reader->unit_count && !reader->units[i].cells) {
			struct str label;
			struct str rest = str_cut(
				text, str_has(text, STR("：")) ? STR("：") : STR(":"), &label);

			if (!str_has(label, STR("标题")) && !str_has(label, STR("名称")))
				continue;
			text = str_trim(rest);
		}
		if (text.len == 0)
			continue;
		TRY(squeeze(reader->arena, text, &text));
		TRY(read_candidate(reader->arena, text, &title, &is_title));
		if (is_title && title.year && *best_score < 60) {
			*best = title;
			*best_score = 60;
		}
	}
	return NULL;
}

/* A first line such as "2023 年报告", when nothing better is there. */
static struct fault *
try_short_title(struct reader *reader, size_t end, struct title *best, int *best_score)
{
	for (size_t i = 0; i < end && *best_score < 0; i++) {
		struct str text;
		size_t from, to;
		int year;

		if (!is_title_line(&reader->units[i]) || reader->units[i].words.count > 20)
			continue;
		TRY(squeeze(reader->arena, reader->units[i].text, &text));
		year = find_year(text, &from, &to);
		if (!year || !str_ends(text, STR("报告")))
			continue;
		*best = (struct title){ .text = text, .year = year, .from = i, .to = i + 1 };
		*best_score = 10;
	}
	return NULL;
}

/* How many different agencies or years have a whole title in the file. */
static struct fault *
count_titles(struct reader *reader)
{
	struct title seen[MOST_TITLES];
	size_t count = 0;

	for (size_t i = 0; i < reader->unit_count && count < MOST_TITLES; i++) {
		struct title title = { .from = 0 };
		int score = -1;
		bool is_new = true;

		if (!is_title_line(&reader->units[i]))
			continue;
		TRY(try_windows(reader, i, reader->unit_count, &title, &score));
		if (score < 98 || !str_has(title.text, STR("年度报告")))
			continue;
		for (size_t j = 0; j < count; j++)
			is_new = is_new && (seen[j].year != title.year ||
						   (!str_has(seen[j].agency, title.agency) &&
							   !str_has(title.agency, seen[j].agency)));
		if (is_new)
			seen[count++] = title;
	}
	reader->title_count = count;
	return NULL;
}

static size_t
head_end(const struct reader *reader)
{
	size_t end = 0;

	while (end < reader->unit_count && end < HEAD_UNITS * 4 &&
		reader->units[end].section_strength < 3 && reader->units[end].zone == ZONE_NONE)
		end++;
	return end;
}

/* Year from the narrative, when the title names none. */
static struct fault *
take_year_elsewhere(struct reader *reader)
{
	for (size_t i = 0; i < reader->unit_count; i++) {
		struct str text;
		size_t from, to;
		int year;

		if (reader->units[i].cells || reader->units[i].zone != ZONE_NONE)
			continue;
		TRY(squeeze(reader->arena, reader->units[i].text, &text));
		year = find_year(text, &from, &to);
		if (year < 2000)
			continue;
		reader->report->year = year;
		return reading_note(reader, "year", "标题没有年度，从正文“%.*s”取年度",
			STR_ARG(str_sub(text, from, to - from)));
	}
	return NULL;
}

struct fault *
reading_title(struct reader *reader)
{
	struct title best = { .from = 0 };
	int score = -1;
	size_t end = head_end(reader);

	for (size_t i = 0; i < end; i++) {
		TRY(try_windows(reader, i, end, &best, &score));
		TRY(try_long_line(reader, i, &best, &score));
	}
	TRY(try_metadata(reader, &best, &score));
	TRY(try_short_title(reader, end, &best, &score));
	TRY(count_titles(reader));
	if (score < 0)
		return NULL;
	reader->names_report = score > 10;
	reader->report->title = best.text;
	reader->report->agency = best.agency;
	reader->report->year = best.year;
	reader->title_from = best.from;
	reader->title_to = best.to;
	if (best.year == 0)
		return take_year_elsewhere(reader);
	return NULL;
}
