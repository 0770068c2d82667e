/*
 * What a line is by itself: the heading of one of the six sections, as the form prints it or nearly
 * so, or a page number. Which of several headings counts, reading_sections.c decides.
 */
#include "reading/reading_inside.h"

enum { MOST_HEADING = 45, MOST_RUNNING = 90 }; /* words */

/* --- headings --- */

static bool
has_word(struct str text, const char *word)
{
	return str_has(text, str_of(word));
}

/* Points of the numbering before a heading: 一、 2、 六. ; 0 when there is none or it is （一）. */
static size_t
numbering_length(const struct reading_unit *unit)
{
	const struct reading_line *words = &unit->words;
	size_t i = 0;
	size_t first;
	size_t next;

	while (i < words->count && i < 2 &&
		(reading_fold_is_digit(words->points[i]) ||
			reading_fold_chinese_digit(words->points[i])))
		i++;
	if (i == 0 || i >= words->count)
		return 0;
	first = words->places[i - 1];
	next = words->places[i];
	if (has_word(str_sub(unit->text, 0, first), "（") ||
		has_word(str_sub(unit->text, 0, first), "("))
		return 0;
	/* A numeral that stands directly before the words, "一总体情况", numbers them too. */
	(void)next;
	return i;
}

/* Headings that differ from the form's words but can be nothing else. */
static int
section_by_words(struct str text)
{
	if (has_word(text, "行政复议") && has_word(text, "行政诉讼"))
		return REPORT_S4_REVIEW;
	if (has_word(text, "问题") && has_word(text, "改进"))
		return REPORT_S5_PROBLEMS;
	if (has_word(text, "需要报告") || has_word(text, "需报告的"))
		return REPORT_S6_OTHER;
	return -1;
}

void
reading_heading_find(const struct reader *reader, struct reading_unit *unit)
{
	size_t numbering = numbering_length(unit);
	struct reading_line bare = reading_fold_part(&unit->words, numbering, unit->words.count);
	struct reading_match match;
	int key;

	if (bare.count < 4 || bare.count > MOST_HEADING || has_word(unit->text, "。") ||
		has_word(unit->text, "；"))
		return;
	match = reading_label_match(&reader->labels, LABELS_APPLICATIONS, &unit->words);
	if (match.kind == MATCH_EXACT)
		return;
	match = reading_label_at(&reader->labels, LABELS_SECTIONS, &bare, 0);
	if (match.kind == MATCH_EXACT && match.to == bare.count) {
		unit->section = match.id;
		unit->section_strength = numbering ? 5 : 3;
		return;
	}
	if (!numbering)
		return;
	if (match.kind == MATCH_EXACT) {
		unit->section = match.id;
		unit->section_strength = 4;
		return;
	}
	match = reading_label_match(&reader->labels, LABELS_SECTIONS, &bare);
	key = section_by_words(unit->text);
	if (match.kind != MATCH_NONE && match.likeness >= 800) {
		unit->section = match.id;
		unit->section_strength = 2;
	} else if (key >= 0) {
		unit->section = key;
		unit->section_strength = 1;
	}
}

/* A table row that is one heading over all columns. */
void
reading_heading_find_in_row(const struct reader *reader, struct reading_unit *unit)
{
	size_t filled = 0;

	for (size_t i = 0; i < unit->cell_count; i++)
		filled += str_trim(unit->cells[i].text).len > 0;
	if (filled != 1)
		return;
	reading_heading_find(reader, unit);
	if (unit->section_strength < 5) {
		unit->section = -1;
		unit->section_strength = 0;
	}
}

/* --- page numbers --- */

static bool
is_page_sign(uint32_t point)
{
	return point == '-' || point == 0x7B2C || point == 0x9875 || point == 0x5171 ||
	       point == 0xB7;
}

/* Digits at `at`, at least one and at most `most`; how many. */
static size_t
digits_at(const struct reading_line *line, size_t at, size_t most)
{
	size_t count = 0;

	while (at + count < line->count && reading_fold_is_digit(line->points[at + count]))
		count++;
	return count <= most ? count : 0;
}

/* "1/25/22, 9:30 AM …", "2022-01-25 9:30 …": the line that a browser prints above each page. */
static bool
is_print_header(const struct reading_line *line)
{
	size_t at = 0;

	for (int part = 0; part < 5; part++) {
		size_t digits;

		at = reading_run_skip_blanks(line, at);
		digits = digits_at(line, at, 4);
		if (digits == 0 || at + digits >= line->count)
			return part == 4 && digits > 0;
		at += digits;
		if (part < 2 && line->points[at] != '/' && line->points[at] != '-')
			return false;
		if (part == 2 && line->points[at] != ' ' && line->points[at] != ',')
			return false;
		if (part == 3 && line->points[at] != ':')
			return false;
		at++;
	}
	return true;
}

/* "https://… 2/4": the address and page number that a browser prints below each page. */
static bool
is_print_footer(const struct reading_unit *unit)
{
	const struct reading_line *line = &unit->line;
	size_t at = line->count;
	size_t slashes = 0;
	size_t digits = 0;

	if (!str_has(unit->text, STR("://")))
		return false;
	while (at > 0 && line->points[at - 1] == ' ')
		at--;
	while (at > 0 && line->points[at - 1] != ' ') {
		digits += reading_fold_is_digit(line->points[at - 1]);
		slashes += line->points[at - 1] == '/';
		if (!reading_fold_is_digit(line->points[at - 1]) && line->points[at - 1] != '/')
			return false;
		at--;
	}
	return slashes == 1 && digits >= 2 && at > 0;
}

/* "- 3 -", "第 3 页 共 5 页": one or two numbers between signs; or what a browser adds to a page.
 */
bool
reading_heading_is_page_number(const struct reading_unit *unit)
{
	const struct reading_line *line = &unit->line;
	size_t from = 0;
	size_t to = line->count;
	size_t numbers = 0;

	if (unit->cells)
		return false;
	if (unit->words.count <= MOST_RUNNING && (is_print_header(line) || is_print_footer(unit)))
		return true;
	while (from < to && line->points[from] == ' ')
		from++;
	while (to > from && line->points[to - 1] == ' ')
		to--;
	if (to - from < 3 || to - from > 24 || !is_page_sign(line->points[from]) ||
		!is_page_sign(line->points[to - 1]))
		return false;
	for (size_t i = from; i < to; i++) {
		uint32_t point = line->points[i];

		if (reading_fold_is_digit(point))
			numbers += !reading_fold_is_digit(line->points[i - 1]);
		else if (!is_page_sign(point) && point != ' ' && point != '/')
			return false;
	}
	return numbers == 1 || (numbers == 2 && line->points[from] != '-');
}
