/*
 * What the writers share: how a table's labels lie, widths of text, GB/T 9704 details that depend
 * on text alone, escaping. No format is written here.
 */
#include "doc/doc_write_inside.h"

#include "base/decimal.h"
#include "base/utf8.h"

/* A heading that runs into its paragraph ends within this many characters. */
enum { LONGEST_RUN_IN = 40 };
/* 2号 type, 22 pt: 20 ideographs fill the line of a title. */
enum { HALVES_OF_TITLE = 40 };

void
doc_write_find_headings(const struct doc_table *table, bool *is_heading)
{
	for (int row = 0; row < table->row_count; row++)
		is_heading[row] = false;
	for (size_t i = 0; i < table->cell_count; i++)
		is_heading[table->cells[i].row] = true;
	for (size_t i = 0; i < table->cell_count; i++)
		if (!table->cells[i].is_heading)
			for (int row = 0; row < table->cells[i].row_span; row++)
				is_heading[table->cells[i].row + row] = false;
}

/* Does any row at or after `from` hold a label and no value? Cells are in row order. */
static bool
has_headings_after(const struct doc_table *table, int from)
{
	size_t i = 0;

	while (i < table->cell_count) {
		int row = table->cells[i].row;
		bool is_heading = true;

		for (; i < table->cell_count && table->cells[i].row == row; i++)
			is_heading = is_heading && table->cells[i].is_heading;
		if (row >= from && is_heading)
			return true;
	}
	return false;
}

int
doc_write_header_rows(const struct doc_table *table)
{
	int rows = table->row_count;

	for (size_t i = 0; i < table->cell_count; i++)
		if (!table->cells[i].is_heading && table->cells[i].row < rows)
			rows = table->cells[i].row;
	/* A label that begins above the first value and reaches below it stays with the values. */
	for (size_t i = table->cell_count; i-- > 0;) {
		const struct doc_cell *cell = &table->cells[i];

		if (cell->row < rows && cell->row + cell->row_span > rows)
			rows = cell->row;
	}
	if (rows == table->row_count || has_headings_after(table, rows))
		return 0;
	return rows;
}

int
doc_write_label_columns(const struct doc_table *table)
{
	int columns = table->column_count;

	for (size_t i = 0; i < table->cell_count; i++)
		if (!table->cells[i].is_heading && table->cells[i].column < columns)
			columns = table->cells[i].column;
	return columns == table->column_count ? 0 : columns;
}

double
doc_write_width(const struct doc_table *table, int from, int span)
{
	double all = 0;
	double part = 0;

	for (int column = 0; column < table->column_count; column++) {
		double width = table->column_widths ? table->column_widths[column] : 1;

		all += width;
		if (column >= from && column < from + span)
			part += width;
	}
	return all > 0 ? DOC_TYPE_WIDTH * part / all : 0;
}

/* Wide enough for an em square: ideographs, their punctuation, full-width forms, and the marks that
 * Chinese fonts set full width. */
static bool
is_wide(uint32_t point)
{
	return (point >= 0x2E80 && point <= 0xD7FF) || (point >= 0xF900 && point <= 0xFAFF) ||
	       (point >= 0xFE30 && point <= 0xFE6F) || (point >= 0xFF00 && point <= 0xFF60) ||
	       point >= 0x1F000 || (point >= 0x2014 && point <= 0x2026);
}

size_t
doc_write_halves(struct str text)
{
	size_t halves = 0;

	for (size_t at = 0, len; at < text.len; at += len)
		halves += is_wide(utf8_at(text, at, &len)) ? 2 : 1;
	return halves;
}

size_t
doc_write_run_in(struct str text)
{
	static const char numerals[] = "一二三四五六七八九十";
	size_t at = strlen("（");
	size_t end;

	if (!str_starts(text, STR("（")))
		return 0;
	while (at + 3 <= text.len && memmem(numerals, sizeof numerals - 1, text.at + at, 3))
		at += 3;
	if (at == strlen("（") || !str_starts(str_from(text, at), STR("）")))
		return 0;
	end = str_find(text, STR("。"), at);
	if (end == SIZE_MAX)
		end = text.len;
	else
		end += strlen("。");
	return utf8_count(str_sub(text, 0, end)) <= LONGEST_RUN_IN ? end : 0;
}

/* With a seal: the date four characters in, the agency over its middle, or the other way round for
 * a long name. Law: GB/T 9704 7.3.5.1 */
static size_t
sealed_indent(size_t agency, size_t date, bool is_date)
{
	size_t edge = 8;

	if (agency > date + 2 * edge)
		return is_date ? (agency - date) / 2 : 0;
	if (is_date)
		return edge;
	return agency > date ? edge - (agency - date) / 2 : edge + (date - agency) / 2;
}

int
doc_write_gap(const struct doc *doc, size_t index)
{
	enum { OVER_SIGNATURE = 1, OVER_SEAL = 3, OVER_TITLE = 2 };
	const struct doc_block *block = &doc->blocks[index];
	int gap = block->gap;

	if (block->role == DOC_TITLE && doc->letterhead && index == 0)
		return gap + OVER_TITLE;
	if (block->role != DOC_SIGNATURE || index == 0 || block[-1].role == DOC_SIGNATURE)
		return gap;
	return gap +
	       (doc->letterhead && doc->letterhead->has_seal_room ? OVER_SEAL : OVER_SIGNATURE);
}

/* No page should hold a signature alone. Law: GB/T 9704 7.3.5.4 */
int
doc_write_tail(const struct doc *doc, size_t index)
{
	enum { MOST_LINES = 10, HALVES_OF_LINE = 2 * DOC_CHARACTERS_OF_LINE };
	int lines = 0;

	if (!doc->letterhead || doc->blocks[index].role == DOC_SIGNATURE ||
		index + 1 == doc->block_count || !doc_write_gap(doc, index + 1))
		return 0;
	for (size_t i = index + 1; i < doc->block_count; i++) {
		const struct doc_block *block = &doc->blocks[i];

		if (block->role == DOC_TABLE)
			return 0;
		lines += doc_write_gap(doc, i) + 1 +
			 (int)((doc_write_halves(block->text) + 4) / HALVES_OF_LINE);
		if (lines > MOST_LINES)
			return 0;
		if (block->role == DOC_SIGNATURE &&
			(i + 1 == doc->block_count || block[1].role != DOC_SIGNATURE))
			return lines;
	}
	return 0;
}

double
doc_write_mark_size(struct str mark)
{
	double size = LETTER_LINE_WIDTH * 72 / 25.4 * 2 / (double)(doc_write_halves(mark) + 1);

	return size > 36 ? 36 : size < 16 ? 16 : size;
}

size_t
doc_write_signature_indent(const struct doc *doc, size_t index)
{
	const struct doc_block *block = &doc->blocks[index];
	bool has_date = index + 1 < doc->block_count && block[1].role == DOC_SIGNATURE;
	bool is_date = index > 0 && block[-1].role == DOC_SIGNATURE;
	size_t agency = doc_write_halves(is_date ? block[-1].text : block->text);
	size_t date = doc_write_halves(is_date ? block->text : has_date ? block[1].text : STR_NONE);

	if (!is_date && !has_date)
		return 4;
	if (doc->letterhead && doc->letterhead->has_seal_room)
		return sealed_indent(agency, date, is_date);
	/* The date begins 4 halves after the agency, and neither is nearer to the edge than 4. */
	if (agency >= date + 4)
		return is_date ? agency - date : 4;
	return is_date ? 4 : 8 + date - agency;
}

size_t
doc_write_title_break(struct str text)
{
	size_t year = str_find(text, STR("年"), 0);

	if (doc_write_halves(text) <= HALVES_OF_TITLE || year == SIZE_MAX || year < 5)
		return 0;
	for (size_t i = year - 4; i < year; i++)
		if (text.at[i] < '0' || text.at[i] > '9')
			return 0;
	year -= 4;
	if (doc_write_halves(str_sub(text, 0, year)) > HALVES_OF_TITLE ||
		doc_write_halves(str_from(text, year)) > HALVES_OF_TITLE)
		return 0;
	return year;
}

bool
doc_write_is_number(struct str text)
{
	struct decimal value;

	return !str_has(text, STR(",")) && decimal_parse(text, &value);
}

bool
doc_write_is_risky(struct str text)
{
	size_t len;

	if (!text.len || doc_write_is_number(text))
		return false;
	switch (utf8_half_width(utf8_at(text, 0, &len))) {
	case '=':
	case '@':
	case '\t':
	case '\n':
		return true;
	case '+':
	case '-':
		return text.len > len; /* a lone dash stands for nothing and is no formula */
	default:
		return false;
	}
}

void
doc_write_escape(struct buf *out, struct str text)
{
	size_t start = 0;

	if (!text.len)
		return;
	for (size_t at = 0, len; at < text.len; at += len) {
		uint32_t point = utf8_at(text, at, &len);
		const char *name = NULL;

		if (point == '&')
			name = "&amp;";
		else if (point == '<')
			name = "&lt;";
		else if (point == '>')
			name = "&gt;";
		else if (point == '"')
			name = "&quot;";
		else if (!utf8_is_xml(point))
			name = "";
		if (!name)
			continue;
		buf_put(out, str_sub(text, start, at - start));
		buf_put(out, str_of(name));
		start = at + len;
	}
	buf_put(out, str_from(text, start));
}
