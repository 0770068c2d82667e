/*
 * Plain text: a paragraph for each line, and tables drawn with tabs or pipes.
 * Lines are not joined to sentences here, nor columns found in spaces: both need to know the
 * matter.
 *
 * Tables with tabs come in two shapes. In the shape of cells each cell has its own line with a tab
 * before it, lines without a tab right below go on with the cell, and a blank line ends the row. In
 * the shape of rows each line is a row with tabs between its cells. In both a table ends at a line
 * without a tab that follows a blank line.
 */
#include "base/utf8.h"
#include "doc/doc_read_inside.h"

enum line_kind {
	LINE_BLANK,
	LINE_PLAIN,
	LINE_CELL, /* one tab, before the text */
	LINE_ROW,  /* any other way of having tabs */
};

/* A line of a table; `is_first` when a blank line stands above it. */
struct table_line {
	struct str text;
	enum line_kind kind;
	bool is_first;
};

struct run {
	struct arena *arena;
	struct table_line *lines;
	size_t count;
	size_t room;
	size_t cell_lines;
	size_t row_lines;
	struct str *strays; /* page numbers in the middle of it */
	size_t stray_count;
	size_t stray_room;
};

/* Sentences are this long, cells and headings are not. */
enum { LONGEST_CELL = 120, LONGEST_SENTENCE_CELL = 40, LONGEST_STRAY = 60 };

static enum line_kind
line_kind(struct str line)
{
	const char *tab = line.len ? memchr(line.at, '\t', line.len) : NULL;

	if (!tab)
		return str_trim(line).len ? LINE_PLAIN : LINE_BLANK;
	if (tab == line.at && !memchr(tab + 1, '\t', line.len - 1))
		return LINE_CELL;
	return LINE_ROW;
}

static bool
is_prose(struct str line)
{
	size_t count;

	line = str_trim(line);
	count = utf8_count(line);
	return count > LONGEST_CELL ||
	       (count > LONGEST_SENTENCE_CELL &&
		       (str_ends(line, STR("。")) || str_ends(line, STR("；")) ||
			       str_ends(line, STR("："))));
}

/* 一、 or 十二、 with words behind it. */
static bool
is_section_heading(struct str line)
{
	static const char numerals[] = "一二三四五六七八九十";
	size_t digits = 0;

	line = str_trim(line);
	while (digits < 3 && line.len >= 3 && str_has(STR(numerals), str_sub(line, 0, 3))) {
		line = str_from(line, 3);
		digits++;
	}
	return digits && str_starts(line, STR("、")) && utf8_count(line) >= 5;
}

/* "3", "- 3 -", "—3—", "第3页". */
static bool
is_page_number(struct str line)
{
	size_t digits = 0;
	size_t at = 0;

	line = str_trim(line);
	while (at < line.len) {
		size_t len;
		uint32_t point = utf8_at(line, at, &len);

		if (point >= '0' && point <= '9')
			digits++;
		else if (!utf8_is_space(point) && point != '-' && point != 0x2014 &&
			 point != 0x2013 && point != 0x7B2C && point != 0x9875)
			return false;
		at += len;
	}
	return digits >= 1 && digits <= 3;
}

static enum line_kind
next_kind(struct str rest, bool skips_blanks)
{
	struct str line;

	while (str_next_line(&rest, &line)) {
		enum line_kind kind = line_kind(line);

		if (kind != LINE_BLANK || !skips_blanks)
			return kind;
	}
	return LINE_BLANK;
}

/* Lines up to the next blank one that are sentences with a tab as indent, not cells. A row of a
 * table is never longer than this looks ahead. */
static bool
is_prose_group(struct str rest)
{
	struct str line;
	bool has_prose = false;

	for (int i = 0; i < 200 && str_next_line(&rest, &line); i++) {
		enum line_kind kind = line_kind(line);

		if (kind == LINE_ROW)
			return false;
		if (kind == LINE_BLANK)
			break;
		has_prose = has_prose || (kind == LINE_CELL && is_prose(line));
	}
	return has_prose;
}

/* A tabbed line that is no part of a table: a sentence or a heading with a tab as indent. */
static bool
is_indented(struct str line, struct str rest)
{
	enum line_kind next;

	if (line_kind(line) != LINE_CELL)
		return false;
	if (is_prose(line))
		return true;
	next = next_kind(rest, false);
	return is_section_heading(line) && (next == LINE_BLANK || next == LINE_ROW);
}

/* What a cell that is finished looks like: a number, so that words below it start something new. */
static bool
is_value(struct str text)
{
	text = str_trim(text);
	for (size_t i = 0; i < text.len; i++)
		if (!memchr("0123456789.,+-%", text.at[i], 15))
			return false;
	return text.len > 0;
}

/* --- collecting the lines of a table --- */

/* A cell whose first paragraphs are empty: a lone tab, blank lines, the value, the next cell. */
static bool
is_late_value(const struct run *run, struct str line, struct str after)
{
	const struct table_line *above = &run->lines[run->count - 1];

	return above->kind == LINE_CELL && str_trim(above->text).len == 0 && is_value(line) &&
	       next_kind(after, false) == LINE_CELL;
}

static struct fault *
run_add(struct run *run, struct str line, enum line_kind kind, bool is_first)
{
	if (run->count >= DOC_MOST_CELLS)
		return fault_new(FAULT_LIMIT, "doc_cells",
			"文档的单元格超过 %d 个，无法读取；请拆分后再试。",
			"The document has more than %d table cells; split it and try again.",
			DOC_MOST_CELLS);
	GROW(run->arena, run->lines, run->count, run->room);
	run->lines[run->count++] = (struct table_line){ line, kind, is_first };
	run->cell_lines += kind == LINE_CELL;
	run->row_lines += kind == LINE_ROW;
	return NULL;
}

/* May a line without a tab, right below `above`, be part of the table? */
static bool
belongs(const struct run *run, struct str line, struct str rest)
{
	const struct table_line *above = &run->lines[run->count - 1];
	struct str next;

	if (utf8_count(line) > LONGEST_STRAY)
		return false;
	if (!is_section_heading(line))
		return true;
	if (above->kind == LINE_CELL && is_value(above->text))
		return false;
	/* The label of a row may stand below its tab; after other empty cells a section begins. */
	if (above->kind == LINE_CELL && !str_trim(above->text).len)
		return above->is_first;
	/* A label of the first column may stand alone above rows that begin with a tab. */
	return above->kind == LINE_CELL ||
	       (doc_peek_line(rest, &next) && next.len && next.at[0] == '\t');
}

static struct fault *
run_collect(struct run *run, struct str *rest)
{
	struct str after = *rest;
	struct str here = *rest;
	struct str line;
	bool is_first = true;

	for (; str_next_line(&after, &line); here = after) {
		enum line_kind kind = line_kind(line);

		if (kind == LINE_BLANK) {
			is_first = true;
			continue;
		}
		if (kind == LINE_PLAIN && is_first && is_late_value(run, line, after))
			is_first = false;
		if (kind == LINE_PLAIN && is_first) {
			if (!is_page_number(line) || run->row_lines < run->cell_lines ||
				next_kind(after, true) != LINE_ROW)
				break;
			GROW(run->arena, run->strays, run->stray_count, run->stray_room);
			run->strays[run->stray_count++] = line;
			*rest = after;
			continue;
		}
		if (kind == LINE_PLAIN && !belongs(run, line, after))
			break;
		if (kind == LINE_CELL &&
			(is_indented(line, after) || (is_first && is_prose_group(here))))
			break;
		TRY(run_add(run, line, kind, is_first));
		is_first = false;
		*rest = after;
	}
	return NULL;
}

/* --- making a table of them --- */

/* How many parts between tabs have text, and how many there are. */
static void
count_fields(struct str line, size_t *filled, size_t *fields)
{
	bool is_last = false;

	if (line_kind(line) == LINE_CELL)
		line = str_from(line, 1);
	while (!is_last) {
		size_t tab = str_find(line, STR("\t"), 0);

		is_last = tab == SIZE_MAX;
		*filled += str_trim(is_last ? line : str_sub(line, 0, tab)).len > 0;
		*fields += 1;
		line = is_last ? line : str_from(line, tab + 1);
	}
}

/* True for what only looks like a table: lines indented with tabs, a signature, a name and a
 * telephone number on one line. */
static bool
is_no_table(const struct run *run, bool is_of_cells)
{
	size_t rows = 0;
	size_t most = 0;
	size_t filled = 0;
	size_t fields = 0;

	for (size_t i = 0; i < run->count; i++) {
		const struct table_line *line = &run->lines[i];

		if (line->kind == LINE_PLAIN)
			continue;
		if (!is_of_cells || line->is_first || i == 0) {
			filled = 0;
			rows++;
		}
		count_fields(line->text, &filled, &fields);
		if (filled > most)
			most = filled;
	}
	return most <= 1 || (rows == 1 && fields < 4);
}

static struct fault *
add_paragraph(struct doc_builder *builder, struct str line)
{
	return doc_add(builder, DOC_PARAGRAPH, 0, doc_trim_end(line));
}

static struct fault *
add_fields(struct doc_builder *builder, int row, int *column, struct str line)
{
	bool is_last;

	do {
		size_t tab = str_find(line, STR("\t"), 0);

		is_last = tab == SIZE_MAX;
		TRY(doc_add_cell(builder, row, (*column)++, 1, 1,
			str_trim(is_last ? line : str_sub(line, 0, tab)), NULL));
		line = is_last ? line : str_from(line, tab + 1);
	} while (!is_last);
	return NULL;
}

/* The shape of cells. A cell and the lines that go on with it are one piece of the source. */
static struct fault *
add_cells(struct doc_builder *builder, const struct run *run)
{
	struct doc_table *table;
	int row = -1;
	int column = 0;

	TRY(doc_open_table(builder, &table));
	for (size_t i = 0; i < run->count; i++) {
		const struct table_line *line = &run->lines[i];
		struct str text = line->text;

		if (line->is_first) {
			row++;
			column = 0;
		}
		if (line->kind == LINE_ROW) {
			if (text.at[0] == '\t')
				text = str_from(text, 1);
			TRY(add_fields(builder, row, &column, text));
			continue;
		}
		while (i + 1 < run->count && run->lines[i + 1].kind == LINE_PLAIN)
			i++;
		text.len = (size_t)(run->lines[i].text.at + run->lines[i].text.len - text.at);
		TRY(doc_add_cell(builder, row, column++, 1, 1, str_trim(text), NULL));
	}
	return doc_close_table(builder);
}

/* The shape of rows. A line without a tab in the middle is a row with one cell; at the end it is no
 * part of the table. */
static struct fault *
add_rows(struct doc_builder *builder, const struct run *run)
{
	struct doc_table *table;
	size_t end = run->count;
	int row = 0;

	while (end && run->lines[end - 1].kind == LINE_PLAIN)
		end--;
	TRY(doc_open_table(builder, &table));
	for (size_t i = 0; i < end; i++) {
		int column = 0;

		TRY(add_fields(builder, row++, &column, run->lines[i].text));
	}
	TRY(doc_close_table(builder));
	for (size_t i = end; i < run->count; i++)
		TRY(add_paragraph(builder, run->lines[i].text));
	return NULL;
}

static struct fault *
add_run(struct doc_builder *builder, const struct run *run)
{
	bool is_of_cells = run->cell_lines > run->row_lines;

	if (is_no_table(run, is_of_cells)) {
		for (size_t i = 0; i < run->count; i++)
			TRY(add_paragraph(builder, run->lines[i].text));
	} else if (is_of_cells) {
		TRY(add_cells(builder, run));
	} else {
		TRY(add_rows(builder, run));
	}
	for (size_t i = 0; i < run->stray_count; i++)
		TRY(add_paragraph(builder, run->strays[i]));
	return NULL;
}

/* Lines up to the next blank one, each a paragraph. */
static struct fault *
add_group(struct doc_builder *builder, struct str *rest)
{
	struct str line;

	while (str_next_line(rest, &line) && line_kind(line) != LINE_BLANK)
		TRY(add_paragraph(builder, line));
	return NULL;
}

static struct fault *
add_next(struct doc_builder *builder, struct str *rest)
{
	struct run run = { .arena = builder->arena };
	struct str after = *rest;
	struct str line;
	enum line_kind kind;

	if (!str_next_line(&after, &line))
		return NULL;
	kind = line_kind(line);
	if (kind == LINE_CELL && is_prose_group(*rest))
		return add_group(builder, rest);
	if ((kind == LINE_CELL || kind == LINE_ROW) && !is_indented(line, after)) {
		TRY(run_collect(&run, rest));
		return add_run(builder, &run);
	}
	if (kind == LINE_PLAIN && doc_box_starts(*rest))
		return doc_box_read(builder, false, rest);
	if (kind == LINE_PLAIN && doc_pipe_starts(*rest, true))
		return doc_pipe_read(builder, true, false, rest);
	*rest = after;
	return add_paragraph(builder, line);
}

struct fault *
doc_read_text(struct str bytes, struct arena *arena, struct doc *ret_doc)
{
	struct doc_builder builder;
	struct str rest;

	TRY(doc_decode(arena, bytes, &rest));
	doc_build(&builder, arena, ret_doc);
	while (rest.len)
		TRY(add_next(&builder, &rest));
	return NULL;
}
