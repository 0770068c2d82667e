/*
 * Runs of values in a line of text: where they stand between labels, and their single words. The
 * number of a list item ("2.其他") belongs to its label, also where it is glued to the value before
 * it.
 */
#include "base/utf8.h"
#include "reading/reading_inside.h"

enum { MOST_NOTE = 60 };

/* Points of a unit of counting or money that stand at `at`; 0 when none does. */
static size_t
unit_length(const struct reading_line *line, size_t at)
{
	static const uint32_t singles[] = { 0x4EF6, 0x6761, 0x9879, 0x4E2A, 0x5B97, 0x8D77, 0x4EFD,
		0x6B21, 0x5BB6, 0x5143 }; /* 件条项个宗起份次家元 */

	if (at >= line->count)
		return 0;
	if ((line->points[at] == 0x4E07 || line->points[at] == 0x4EBF) && at + 1 < line->count &&
		line->points[at + 1] == 0x5143)
		return 2; /* 万元 亿元 */
	for (size_t i = 0; i < COUNT_OF(singles); i++)
		if (line->points[at] == singles[i])
			return 1;
	return 0;
}

/* Points of a note in brackets at `at`, such as （其中修订16件）; 0 when it is an ordinal or none.
 */
static size_t
note_length(const struct reading_line *line, size_t at)
{
	size_t end = at + 1;

	if (at >= line->count || line->points[at] != '(')
		return 0;
	while (end < line->count && end - at < MOST_NOTE && line->points[end] != ')')
		end++;
	if (end >= line->count || line->points[end] != ')')
		return 0;
	if (end - at <= 3) /* （三） （12） */
		return 0;
	if (at + 1 < line->count && line->points[at + 1] == 0x672C) /* （本列数据… */
		return 0;
	return end + 1 - at;
}

size_t
reading_run_skip_blanks(const struct reading_line *line, size_t at)
{
	while (at < line->count && line->points[at] == ' ')
		at++;
	return at;
}

/* Is the digit at `at` the number of a list item, "2.其他" or "（1）"? Then it belongs to a label.
 */
static bool
is_ordinal(const struct reading_line *line, size_t at)
{
	size_t next = at + 1;

	if (next >= line->count)
		return false;
	if (line->points[next] == ')' && at > 0 && line->points[at - 1] == '(')
		return true;
	if (line->points[next] != '.' && line->points[next] != 0x3001)
		return false;
	next = reading_run_skip_blanks(line, next + 1);
	return next < line->count && !reading_fold_is_digit(line->points[next]) &&
	       line->points[next] != '-';
}

/* A lone dash or slash between blanks stands for a value. */
static bool
is_dash(const struct reading_line *line, size_t at)
{
	uint32_t point = line->points[at];

	if (point != '-' && point != '/' && point != '\\')
		return false;
	if (at > 0 && line->points[at - 1] != ' ' && line->points[at - 1] != point)
		return false;
	while (at < line->count && line->points[at] == point)
		at++;
	return at >= line->count || line->points[at] == ' ';
}

static bool
starts_value(const struct reading_line *line, size_t at)
{
	uint32_t point = line->points[at];

	if (reading_fold_is_digit(point)) {
		if (is_ordinal(line, at))
			return false;
		if (at > 0 && line->points[at - 1] == '(')
			return false;
		/* "3其他": a list number whose point was lost, at the very start. */
		if (at == 0 && at + 1 < line->count && utf8_is_han(line->points[at + 1]) &&
			!unit_length(line, at + 1))
			return false;
		return true;
	}
	if ((point == '+' || point == '-') && at + 1 < line->count &&
		reading_fold_is_digit(line->points[at + 1]))
		return at == 0 || line->points[at - 1] != '-' || line->points[at] == '+';
	return is_dash(line, at);
}

/* End of the number that starts at `at`: its digits, point, commas, unit and note. */
static size_t
number_end(const struct reading_line *line, size_t at)
{
	size_t unit;
	size_t note;

	if (line->points[at] == '+' || line->points[at] == '-')
		at++;
	while (at < line->count) {
		uint32_t point = line->points[at];
		bool before_digit =
			at + 1 < line->count && reading_fold_is_digit(line->points[at + 1]);

		if (reading_fold_is_digit(point) && is_ordinal(line, at))
			break;
		if (!reading_fold_is_digit(point) &&
			!((point == '.' || point == ',') && before_digit))
			break;
		at++;
	}
	unit = unit_length(line, at);
	if (!unit && unit_length(line, reading_run_skip_blanks(line, at)) == 2)
		unit = reading_run_skip_blanks(line, at) - at + 2;
	at += unit;
	note = note_length(line, at);
	return at + note;
}

bool
reading_run_next(const struct reading_line *line, size_t from, size_t *ret_from, size_t *ret_to)
{
	size_t at = from;
	size_t end;

	while (at < line->count && !starts_value(line, at))
		at++;
	if (at >= line->count)
		return false;
	*ret_from = at;
	end = at;
	while (at < line->count && starts_value(line, at)) {
		size_t next;

		if (is_dash(line, at)) {
			uint32_t point = line->points[at];

			while (at < line->count && line->points[at] == point)
				at++;
		} else {
			next = number_end(line, at);
			at = next > at ? next : at + 1;
		}
		end = at;
		at = reading_run_skip_blanks(line, at);
	}
	*ret_to = end;
	return true;
}

/* A note in brackets, or an editor's bookmark, that belongs to its word with the blanks inside. */
static size_t
bracket_length(const struct reading_line *line, size_t at)
{
	size_t end = at;

	if (line->points[at] != '[')
		return note_length(line, at);
	while (end < line->count && end - at < MOST_NOTE && line->points[end] != ']')
		end++;
	return end < line->count && line->points[end] == ']' ? end + 1 - at : 0;
}

struct fault *
reading_run_words(
	struct arena *arena, struct str run, struct reading_piece **ret_words, size_t *ret_count)
{
	struct reading_piece *words = NULL;
	size_t count = 0;
	size_t room = 0;
	struct reading_line line;
	size_t at = 0;

	TRY(reading_fold_line(arena, run, &line));
	while ((at = reading_run_skip_blanks(&line, at)) < line.count) {
		size_t start = at;

		while (at < line.count && line.points[at] != ' ') {
			size_t note = bracket_length(&line, at);

			at += note ? note : 1;
		}
		/* "2167.0875 万元": the unit goes with its number. */
		if (count && unit_length(&line, start) && start + unit_length(&line, start) == at) {
			struct str *last = &words[count - 1].text;

			last->len = (size_t)(run.at + line.places[at] - last->at);
			continue;
		}
		GROW(arena, words, count, room);
		words[count++] = (struct reading_piece){
			str_sub(run, line.places[start], line.places[at] - line.places[start]), -1,
			1
		};
	}
	*ret_words = words;
	*ret_count = count;
	return NULL;
}
