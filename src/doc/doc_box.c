/*
 * Tables drawn with characters: a line of plus signs and dashes, or of box drawings, between rows,
 * and bars between cells. What stands in one box over several lines is one cell.
 * Pipe tables without such lines are doc_pipe.c.
 */
#include "base/utf8.h"
#include "doc/doc_read_inside.h"

enum { FEWEST_BARS = 2, MOST_FIELDS = 64, MOST_LINES = 200 };

/* │ ┃ ║ or a plain pipe. */
static bool
is_bar(uint32_t point)
{
	return point == '|' || point == 0x2502 || point == 0x2503 || point == 0x2551;
}

static bool
is_stroke(uint32_t point)
{
	return point == '+' || point == '-' || point == '=' || point == ':' ||
	       (point >= 0x2500 && point <= 0x257F);
}

/* A line between rows: strokes and bars, at least one corner and one stroke of a row. Where a tall
 * cell goes through it, its words may stand there, too: "|  | 三、 +-----+". */
static bool
is_rule(struct str line)
{
	size_t corners = 0;
	size_t strokes = 0;
	size_t others = 0;
	size_t at = 0;

	line = str_trim(line);
	while (at < line.len) {
		size_t len;
		uint32_t point = utf8_at(line, at, &len);

		if (point == '+' || (point >= 0x250C && point <= 0x254B) || point >= 0x2552)
			corners += point == '+' || point <= 0x256C;
		if (is_stroke(point) && point != ':')
			strokes++;
		else if (!is_bar(point) && !utf8_is_space(point) && point != ':')
			others++;
		at += len;
	}
	return corners >= FEWEST_BARS && strokes >= corners + 2 && others * 4 < strokes;
}

static size_t
count_bars(struct str line)
{
	size_t count = 0;
	size_t at = 0;

	while (at < line.len) {
		size_t len;

		count += is_bar(utf8_at(line, at, &len));
		at += len;
	}
	return count;
}

/* A line of cells: it begins and ends with a bar. */
static bool
is_cells(struct str line)
{
	size_t len;
	size_t last;

	line = str_trim(line);
	if (line.len < 2 || count_bars(line) < FEWEST_BARS || is_rule(line))
		return false;
	last = line.len - 1;
	while (last > 0 && ((unsigned char)line.at[last] & 0xC0) == 0x80)
		last--;
	return is_bar(utf8_at(line, 0, &len)) && is_bar(utf8_at(line, last, &len));
}

bool
doc_box_starts(struct str rest)
{
	struct str line;

	return str_next_line(&rest, &line) && is_rule(line) && str_next_line(&rest, &line) &&
	       is_cells(line);
}

/* The parts of a line between its bars. */
static size_t
part_line(struct str line, struct str *fields)
{
	size_t count = 0;
	size_t at = 0;
	size_t start = SIZE_MAX;

	line = str_trim(line);
	while (at < line.len && count < MOST_FIELDS) {
		size_t len;

		if (is_bar(utf8_at(line, at, &len))) {
			if (start != SIZE_MAX)
				fields[count++] = str_trim(str_sub(line, start, at - start));
			start = at + len;
		}
		at += len;
	}
	return count;
}

/* One row between two rules: lines with as many cells as each other are one row, others are rows of
 * their own. */
static struct fault *
add_row(struct doc_builder *builder, const struct str *lines, size_t count, bool has_marks,
	int *row)
{
	struct str cells[MOST_FIELDS];
	struct str fields[MOST_FIELDS];
	size_t width = part_line(lines[0], cells);
	size_t done = 1;

	for (; done < count; done++) {
		if (part_line(lines[done], fields) != width)
			break;
		for (size_t i = 0; i < width; i++)
			if (cells[i].len == 0)
				cells[i] = fields[i];
			else if (fields[i].len)
				TRY(str_print(builder->arena, &cells[i], "%.*s\n%.*s",
					STR_ARG(cells[i]), STR_ARG(fields[i])));
	}
	for (size_t i = 0; i < width; i++) {
		if (has_marks)
			TRY(doc_marks_out(builder, cells[i], &cells[i]));
		TRY(doc_add_cell(builder, *row, (int)i, 1, 1, str_trim(cells[i]), NULL));
	}
	*row += 1;
	return done < count ? add_row(builder, lines + done, count - done, has_marks, row) : NULL;
}

struct fault *
doc_box_read(struct doc_builder *builder, bool has_marks, struct str *rest)
{
	struct doc_table *table;
	struct str *lines;
	struct str line;
	size_t count = 0;
	int row = 0;

	TAKE(builder->arena, lines, MOST_LINES);
	TRY(doc_open_table(builder, &table));
	while (doc_peek_line(*rest, &line) && (is_rule(line) || is_cells(line))) {
		if (is_cells(line) && count < MOST_LINES)
			lines[count++] = line;
		else if (count) {
			TRY(add_row(builder, lines, count, has_marks, &row));
			count = 0;
		}
		(void)str_next_line(rest, &line);
	}
	if (count)
		TRY(add_row(builder, lines, count, has_marks, &row));
	return doc_close_table(builder);
}
