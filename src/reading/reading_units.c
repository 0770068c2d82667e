/*
 * The document as one row of units, lines of text and table rows, in reading order: lines that hold
 * a whole report are cut at headings and table starts, cells that hold several rows are parted.
 * Which unit belongs to which table is reading_zone.c's business.
 */
#include "base/utf8.h"
#include "reading/reading_inside.h"

enum {
	MOST_TEXT = 2 << 20, /* bytes of text; a report has a fiftieth of it */
	MOST_UNITS = 60000,
	SHORT_LINE = 24, /* words of a line that is never cut */
	LONG_CELL = 120, /* words of a cell that is running text, not a label */
	HEADING_TAIL = 8,
	MOST_STACKED = 60, /* form rows in one table row */
	FEW_BARS = 3,      /* separators that make a line a drawn row */
};

static struct fault *
too_long(void)
{
	return fault_new(FAULT_LIMIT, "report_too_long",
		"这份文件太长（文字超过 2 MB 或超过 60000 "
		"行），不像一份年度报告。请只上传年度报告本身。",
		"This file is too long (more than 2 MB of text or 60000 lines) to be an annual "
		"report. Please "
		"give the report alone.");
}

/* A unit whose line and words are folded already. */
static struct fault *
put_unit(struct reader *reader, struct reading_unit unit)
{
	if (reader->unit_count >= MOST_UNITS)
		return too_long();
	unit.section = -1;
	GROW(reader->arena, reader->units, reader->unit_count, reader->unit_room);
	reader->units[reader->unit_count++] = unit;
	return NULL;
}

static struct fault *
add_unit(struct reader *reader, struct reading_unit unit)
{
	TRY(reading_fold_both(reader->arena, unit.text, &unit.line, &unit.words));
	return put_unit(reader, unit);
}

/* --- lines --- */

static bool
is_numeral(uint32_t point)
{
	return reading_fold_is_digit(point) || reading_fold_chinese_digit(point) > 0;
}

/* Is words[at] a numeral with 、 or a point behind it and a section's words behind that? */
static bool
is_section_start(const struct reader *reader, struct str text, const struct reading_line *words,
	size_t at, struct reading_match *ret_match)
{
	struct str between;

	if (!is_numeral(words->points[at]) || at + 1 >= words->count)
		return false;
	between = str_sub(text, words->places[at], words->places[at + 1] - words->places[at]);
	if (!str_has(between, STR("、")) && !str_has(between, STR(".")) &&
		!str_has(between, STR("．")) && !str_has(between, STR("，")))
		return false;
	*ret_match = reading_label_at(&reader->labels, LABELS_SECTIONS, words, at + 1);
	return ret_match->kind == MATCH_EXACT;
}

/* Does one of the three tables start at words[at], so that a long line should be cut there? */
static bool
is_table_start(const struct reader *reader, const struct reading_line *words, size_t at)
{
	struct reading_match mark = reading_label_at(&reader->labels, LABELS_MARKS, words, at);
	struct reading_match after;

	if (mark.kind != MATCH_EXACT)
		return false;
	if (mark.id == MARK_LINKAGE)
		return true;
	if (mark.id == MARK_BLOCK) {
		after = reading_label_at(&reader->labels, LABELS_MARKS, words, mark.to);
		return after.kind == MATCH_EXACT && after.id == MARK_CONTENT;
	}
	if (mark.id != MARK_REVIEW)
		return false;
	after = reading_label_at(&reader->labels, LABELS_MARKS, words, mark.to);
	if (after.kind != MATCH_EXACT || after.id != MARK_LITIGATION)
		return false;
	after = reading_label_at(&reader->labels, LABELS_MARKS, words, after.to);
	return after.kind == MATCH_EXACT && (after.id == MARK_RESULT || after.id == MARK_DIRECT);
}

/* The row 一、本年新收… followed by a value, for tables without their header. */
static bool
is_first_row(const struct reader *reader, const struct reading_line *words, size_t at)
{
	struct reading_match row;

	if (words->points[at] != 0x4E00 || at + 1 >= words->count)
		return false;
	row = reading_label_at(&reader->labels, LABELS_APPLICATIONS, words, at + 1);
	return row.kind == MATCH_EXACT && row.id == REPORT_ROW_NEW_RECEIVED &&
	       row.to < words->count && reading_fold_is_digit(words->points[row.to]);
}

static struct fault *
add_part(struct reader *reader, const struct reading_unit *model, size_t from, size_t to)
{
	struct reading_unit unit = *model;

	unit.text = str_trim(str_sub(model->text, from, to - from));
	unit.is_cut = true;
	return unit.text.len ? add_unit(reader, unit) : NULL;
}

/* Cut a line at headings and table starts; short ones stay whole. */
static struct fault *
add_line(struct reader *reader, struct reading_unit unit)
{
	const struct reading_line *words = &unit.words;
	struct reading_match section;
	size_t done = 0;

	if (str_trim(unit.text).len == 0)
		return NULL;
	TRY(reading_fold_both(reader->arena, unit.text, &unit.line, &unit.words));
	if (words->count <= SHORT_LINE)
		return put_unit(reader, unit);
	for (size_t at = 0; at < words->count; at++) {
		/* Both a section and the first row of table 3 begin with a numeral. */
		if (!reading_label_may_start(&reader->labels, 1u << LABELS_MARKS | READING_NUMERAL,
			    words->points[at]))
			continue;
		if (is_section_start(reader, unit.text, words, at, &section)) {
			if (at == 0 && words->count - section.to <= HEADING_TAIL)
				break;
			TRY(add_part(reader, &unit, done, words->places[at]));
			TRY(add_part(reader, &unit, words->places[at],
				words->places[section.to - 1] + 3)); /* an ideograph: three bytes */
			done = words->places[section.to - 1] + 3;
			at = section.to - 1;
		} else if (at > 0 && words->places[at] > done &&
			   (is_table_start(reader, words, at) || is_first_row(reader, words, at))) {
			size_t start = words->places[at];

			/* An opening bracket before the first word goes with it. */
			if (start >= done + 3 &&
				str_equal(str_sub(unit.text, start - 3, 3), STR("（")))
				start -= 3;
			TRY(add_part(reader, &unit, done, start));
			done = start;
		}
	}
	if (done == 0)
		return put_unit(reader, unit);
	return add_part(reader, &unit, done, unit.text.len);
}

static struct fault *
join_cells(
	struct arena *arena, const struct reading_piece *cells, size_t count, struct str *ret_text)
{
	size_t len = 0;
	char *at;

	for (size_t i = 0; i < count; i++)
		len += cells[i].text.len + 1;
	TAKE(arena, at, len + 1);
	*ret_text = (struct str){ at, len ? len - 1 : 0 };
	for (size_t i = 0; i < count; i++) {
		if (cells[i].text.len)
			memcpy(at, cells[i].text.at, cells[i].text.len);
		at += cells[i].text.len;
		if (i + 1 < count)
			*at++ = '\t';
	}
	return NULL;
}

/* How often a separator stands in a line. */
static size_t
count_part(struct str line, struct str part)
{
	size_t count = 0;

	for (size_t at = 0; (at = str_find(line, part, at)) != SIZE_MAX; at += part.len)
		count++;
	return count;
}

/* A line drawn as a table row, its cells between │ or tabs. */
static struct fault *
add_drawn_row(struct reader *reader, struct reading_unit unit, struct str separator)
{
	struct reading_piece *cells;
	struct str rest = unit.text;
	struct str cell;
	size_t count = 0;
	bool is_drawn = separator.len > 1;

	TAKE(reader->arena, cells, count_part(rest, separator) + 1);
	if (is_drawn) {
		rest = str_trim(rest);
		if (str_starts(rest, separator))
			rest = str_from(rest, separator.len);
		if (str_ends(rest, separator))
			rest.len -= separator.len;
	}
	for (;;) {
		bool is_last = !str_has(rest, separator);

		rest = str_cut(rest, separator, &cell);
		cells[count] = (struct reading_piece){ str_trim(cell), (int)count, 1, 0 };
		count++;
		if (is_last)
			break;
	}
	unit.cells = cells;
	unit.cell_count = count;
	unit.table = 0;
	TRY(join_cells(reader->arena, cells, count, &unit.text));
	return add_unit(reader, unit);
}

/* Rules between drawn rows: box drawing and nothing else. */
static bool
is_drawn_rule(struct str line)
{
	size_t at = 0;
	size_t boxes = 0;

	while (at < line.len) {
		size_t len;
		uint32_t point = utf8_at(line, at, &len);

		if (point >= 0x2500 && point <= 0x257F)
			boxes++;
		else if (!utf8_is_space(point))
			return false;
		at += len;
	}
	return boxes >= 3;
}

static struct fault *
add_line_or_row(struct reader *reader, struct reading_unit unit)
{
	static const struct str bars[] = { { "│", 3 }, { "┃", 3 }, { "║", 3 }, { "｜", 3 } };

	if (is_drawn_rule(unit.text))
		return NULL;
	for (size_t i = 0; i < COUNT_OF(bars); i++)
		if (count_part(unit.text, bars[i]) >= FEW_BARS)
			return add_drawn_row(reader, unit, bars[i]);
	if (count_part(unit.text, STR("\t")) >= FEW_BARS)
		return add_drawn_row(reader, unit, STR("\t"));
	return add_line(reader, unit);
}

static struct fault *
add_lines(struct reader *reader, const struct doc_block *block, struct str text)
{
	struct str line;

	while (str_next_line(&text, &line)) {
		struct reading_unit unit = {
			.text = line, .table = -1, .role = block->role, .page = block->page
		};

		TRY(add_line_or_row(reader, unit));
	}
	return NULL;
}

/* --- table rows --- */

/* Lines in a cell that hold something; *ret_values is set when each of them is a value. */
static struct fault *
count_lines(struct arena *arena, struct str text, size_t *ret_count, bool *ret_values)
{
	struct str line;
	size_t count = 0;
	bool values = true;

	while (str_next_line(&text, &line)) {
		bool is_value;

		line = str_trim(line);
		if (line.len == 0)
			continue;
		count++;
		TRY(reading_value_is_one(arena, line, &is_value));
		values = values && is_value;
	}
	*ret_count = count;
	*ret_values = values && count > 0;
	return NULL;
}

static struct str
nth_line(struct str text, size_t wanted)
{
	struct str line;

	while (str_next_line(&text, &line)) {
		line = str_trim(line);
		if (line.len && wanted-- == 0)
			return line;
	}
	return STR_NONE;
}

/* How many form rows are printed in one table row, one below the other in each cell; 1 usually, and
 * 1 when the cells with values do not all have as many: a cell may hold last year's figure, too. */
static struct fault *
stacked_rows(
	struct reader *reader, const struct reading_piece *cells, size_t count, size_t *ret_rows)
{
	size_t rows = 0;
	size_t agree = 0;
	bool is_even = true;

	for (size_t i = 0; i < count; i++) {
		size_t lines;
		bool values;

		TRY(count_lines(reader->arena, cells[i].text, &lines, &values));
		if (!values)
			continue;
		is_even = is_even && lines >= 2 && (rows == 0 || lines == rows);
		rows = lines;
		agree++;
	}
	*ret_rows = is_even && agree >= 2 && rows <= MOST_STACKED ? rows : 1;
	return NULL;
}

/* The labels stacked in a cell, cut where each known label ends; lines when that many are there. */
static struct fault *
stacked_label(
	struct reader *reader, struct str cell, size_t wanted, size_t rows, struct str *ret_label)
{
	struct reading_line words;
	struct reading_match match = { MATCH_NONE, -1, 0, 0, 0 };
	size_t lines;
	bool values;
	size_t found = 0;
	size_t start = 0;

	*ret_label = STR_NONE;
	TRY(count_lines(reader->arena, cell, &lines, &values));
	if (lines == rows) {
		*ret_label = nth_line(cell, wanted);
		return NULL;
	}
	TRY(reading_fold_words(reader->arena, cell, &words));
	for (size_t at = 0; at < words.count; at = match.to) {
		match = reading_label_next(&reader->labels, LABELS_APPLICATIONS, &words, at);
		if (match.kind != MATCH_EXACT)
			break;
		if (found++ == wanted)
			*ret_label = str_sub(cell, start, words.places[match.to] - start);
		start = words.places[match.to];
	}
	if (found != rows)
		*ret_label = STR_NONE;
	return NULL;
}

static struct fault *
add_stacked(struct reader *reader, const struct reading_unit *model, size_t rows)
{
	for (size_t row = 0; row < rows; row++) {
		struct reading_unit unit = *model;

		TAKE(reader->arena, unit.cells, model->cell_count);
		unit.text = STR_NONE;
		for (size_t i = 0; i < model->cell_count; i++) {
			size_t lines;
			bool values;

			unit.cells[i] = model->cells[i];
			TRY(count_lines(reader->arena, model->cells[i].text, &lines, &values));
			if (values && lines == rows)
				unit.cells[i].text = nth_line(model->cells[i].text, row);
			else if (lines > 0)
				TRY(stacked_label(reader, model->cells[i].text, row, rows,
					&unit.cells[i].text));
			TRY(str_join(reader->arena, unit.text, i ? STR("\t") : STR_NONE,
				unit.cells[i].text, &unit.text));
		}
		unit.is_cut = true;
		TRY(add_unit(reader, unit));
	}
	return NULL;
}

/* Running text in a layout table is text, not a row. */
static struct fault *
holds_text(struct reader *reader, const struct reading_piece *cells, size_t count, bool *ret_holds)
{
	*ret_holds = false;
	for (size_t i = 0; i < count; i++) {
		struct reading_line words;

		if (cells[i].text.len < LONG_CELL * 3)
			continue;
		TRY(reading_fold_words(reader->arena, cells[i].text, &words));
		*ret_holds = *ret_holds || words.count > LONG_CELL;
	}
	return NULL;
}

static struct fault *
add_row(struct reader *reader, const struct doc_block *block, int table,
	struct reading_piece *cells, size_t count)
{
	struct reading_unit unit = { .cells = cells,
		.cell_count = count,
		.table = table,
		.role = DOC_TABLE,
		.page = block->page };
	size_t rows;
	bool is_text;

	TRY(stacked_rows(reader, cells, count, &rows));
	if (rows > 1) {
		TRY(join_cells(reader->arena, cells, count, &unit.text));
		return add_stacked(reader, &unit, rows);
	}
	TRY(holds_text(reader, cells, count, &is_text));
	for (size_t i = 0; is_text && i < count; i++)
		TRY(add_lines(reader, block, cells[i].text));
	if (is_text)
		return NULL;
	TRY(join_cells(reader->arena, cells, count, &unit.text));
	return add_unit(reader, unit);
}

static struct fault *
add_table(struct reader *reader, const struct doc_block *block, int number)
{
	const struct doc_table *table = block->table;
	size_t next = 0;

	/* One column is no table but the lines of a sheet or of a page's frame. */
	for (size_t i = 0; table->column_count == 1 && i < table->cell_count; i++)
		TRY(add_lines(reader, block, table->cells[i].text));
	if (table->column_count == 1)
		return NULL;
	while (next < table->cell_count) {
		int row = table->cells[next].row;
		size_t first = next;
		struct reading_piece *cells;

		while (next < table->cell_count && table->cells[next].row == row)
			next++;
		TAKE(reader->arena, cells, next - first);
		for (size_t i = first; i < next; i++)
			cells[i - first] = (struct reading_piece){ .text = table->cells[i].text,
				.column = table->cells[i].column,
				.span = table->cells[i].column_span,
				.is_unseen = table->cells[i].is_unseen };
		TRY(add_row(reader, block, number, cells, next - first));
	}
	return NULL;
}

static size_t
text_bytes(const struct doc *doc)
{
	size_t bytes = 0;

	for (size_t i = 0; i < doc->block_count; i++) {
		const struct doc_block *block = &doc->blocks[i];

		bytes += block->text.len;
		for (size_t j = 0; block->table && j < block->table->cell_count; j++)
			bytes += block->table->cells[j].text.len;
	}
	return bytes;
}

struct fault *
reading_units_make(struct reader *reader)
{
	int table = 0;

	if (text_bytes(reader->doc) > MOST_TEXT)
		return too_long();
	for (size_t i = 0; i < reader->doc->block_count; i++) {
		const struct doc_block *block = &reader->doc->blocks[i];

		if (block->table)
			TRY(add_table(reader, block, table++));
		else
			TRY(add_lines(reader, block, block->text));
	}
	return NULL;
}
