/*
 * Tables drawn with characters: a line of plus signs and dashes, or of box drawings, between rows,
 * and bars between cells. What stands in one box over several lines is one cell.
 * Pipe tables without such lines are doc_pipe.c.
 */
#include "base/utf8.h"
#include "doc/doc_read_inside.h"

enum { FEWEST_BARS = 2 };

/* │ ┃ ║ or a plain pipe. */
static bool
is_bar(uint32_t point)
{
	return point == '|' || point == 0x2502 || point == 0x2503 || point == 0x2551;
}

static bool
is_corner(uint32_t point)
{
	return point == '+' || (point >= 0x250C && point <= 0x254B) ||
	       (point >= 0x2552 && point <= 0x256C);
}

static bool
is_stroke(uint32_t point)
{
	return point == '-' || point == '=' || point == 0x2500 || point == 0x2501 ||
	       point == 0x2550 || is_corner(point);
}

/* A line between rows: strokes, bars and at least two corners. Where a tall cell goes through it,
 * its words may stand there, too: "| 三、 +-----+". */
static bool
is_rule(struct str line)
{
	size_t corners = 0;
	size_t strokes = 0;
	size_t words = 0;
	size_t at = 0;

	line = str_trim(line);
	while (at < line.len) {
		size_t len;
		uint32_t point = utf8_at(line, at, &len);

		corners += is_corner(point);
		strokes += is_stroke(point);
		words += !is_stroke(point) && !is_bar(point) && !utf8_is_space(point) &&
			 point != ':';
		at += len;
	}
	return corners >= FEWEST_BARS && strokes >= corners + 2 && words * 4 < strokes;
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
	last = utf8_before(line, line.len);
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
	while (at < line.len) {
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

/* What stands between two rules, as one row; lines that have another number of cells begin a row of
 * their own. */
struct box_row {
	struct str *cells;
	size_t count;
	bool is_open;
};

static struct fault *
end_row(struct doc_builder *builder, struct box_row *open, bool has_marks, int *row)
{
	if (!open->is_open)
		return NULL;
	for (size_t i = 0; i < open->count; i++) {
		struct str text = open->cells[i];

		if (has_marks)
			TRY(doc_marks_out(builder, text, &text));
		TRY(doc_add_cell(builder, *row, (int)i, 1, 1, str_trim(text), NULL));
	}
	open->is_open = false;
	++*row;
	return NULL;
}

static struct fault *
add_line(struct doc_builder *builder, struct box_row *open, struct str line, bool has_marks,
	int *row)
{
	struct str *fields;
	size_t count;

	TAKE(builder->arena, fields, count_bars(line) + 1);
	count = part_line(line, fields);
	if (open->is_open && count != open->count)
		TRY(end_row(builder, open, has_marks, row));
	if (!open->is_open) {
		*open = (struct box_row){ fields, count, true };
		return NULL;
	}
	for (size_t i = 0; i < count; i++)
		if (open->cells[i].len == 0)
			open->cells[i] = fields[i];
		else if (fields[i].len)
			TRY(str_print(builder->arena, &open->cells[i], "%.*s\n%.*s",
				STR_ARG(open->cells[i]), STR_ARG(fields[i])));
	return NULL;
}

struct fault *
doc_box_read(struct doc_builder *builder, bool has_marks, struct str *rest)
{
	struct doc_table *table;
	struct box_row open = { NULL, 0, false };
	struct str line;
	int row = 0;

	TRY(doc_open_table(builder, &table));
	while (doc_peek_line(*rest, &line) && (is_rule(line) || is_cells(line))) {
		if (is_rule(line))
			TRY(end_row(builder, &open, has_marks, &row));
		else
			TRY(add_line(builder, &open, line, has_marks, &row));
		(void)str_next_line(rest, &line);
	}
	TRY(end_row(builder, &open, has_marks, &row));
	return doc_close_table(builder);
}
