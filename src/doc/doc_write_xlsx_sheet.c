/*
 * The sheets of an xlsx book: cells as text or exact numbers, totals with their formula, merged
 * ranges, print set-up. The book around them is doc_write_xlsx.c's.
 */
#include "doc/doc_write_xlsx.h"

#include "base/decimal.h"
#include "base/utf8.h"

/* What Excel holds: UTF-16 units of a cell, digits of a number, points of a row. */
enum { MOST_UNITS = 32767, MOST_DIGITS = 15, TALLEST_ROW = 409 };
/* The text sheet's column, in widths of a digit, holds this many halves of an ideograph. */
enum { TEXT_WIDTH = 76, TEXT_HALVES = 66 };
/* Long sheets are for the screen: this many times as wide as the page. */
enum { LONG_STRETCH = 3 };

/* --- cells --- */

/* "AB12"; row and column count from 0. */
static void
put_place(struct buf *out, int row, int column)
{
	char letters[8];
	size_t at = sizeof letters;

	for (int rest = column + 1; rest > 0; rest = (rest - 1) / 26)
		letters[--at] = (char)('A' + (rest - 1) % 26);
	buf_put_bytes(out, letters + at, sizeof letters - at);
	buf_put_int(out, row + 1);
}

/* The first bytes of the text that fit into one cell. */
static size_t
fitting(struct str text)
{
	size_t units = 0;

	if (text.len <= MOST_UNITS)
		return text.len;
	for (size_t at = 0, len; at < text.len; at += len) {
		units += utf8_at(text, at, &len) > 0xFFFF ? 2 : 1;
		if (units > MOST_UNITS)
			return at;
	}
	return text.len;
}

/* Does "_x0041_" stand here, which Excel would take for a character by its number? */
static bool
is_coded(struct str text, size_t at)
{
	if (text.len - at < 7 || text.at[at + 1] != 'x' || text.at[at + 6] != '_')
		return false;
	for (size_t i = at + 2; i < at + 6; i++)
		if (!strchr("0123456789abcdefABCDEF", text.at[i]) || !text.at[i])
			return false;
	return true;
}

static void
put_string(struct buf *out, struct str text)
{
	size_t start = 0;

	buf_put(out, STR("<is><t xml:space=\"preserve\">"));
	for (size_t at = 0; at < text.len; at++) {
		if (text.at[at] != '_' || !is_coded(text, at))
			continue;
		/* The underscore itself, by its number. */
		doc_write_escape(out, str_sub(text, start, at - start));
		buf_put(out, STR("_x005F_"));
		start = at + 1;
	}
	doc_write_escape(out, str_from(text, start));
	buf_put(out, STR("</t></is>"));
}

static void
put_string_cell(struct buf *out, int row, int column, int style, struct str text)
{
	buf_put(out, STR("<c r=\""));
	put_place(out, row, column);
	buf_put(out, STR("\" s=\""));
	buf_put_int(out, style);
	if (!text.len) {
		buf_put(out, STR("\"/>"));
		return;
	}
	buf_put(out, STR("\" t=\"inlineStr\">"));
	put_string(out, text);
	buf_put(out, STR("</c>"));
}

/* A number that Excel holds exactly, with the style that shows it as it was written. The text is
 * kept digit by digit, so "1.50" is read back as it was. */
static bool
as_number(struct str text, int *ret_style, struct str *ret_value)
{
	struct decimal value;
	size_t digits = 0;
	bool is_signed = str_starts(text, STR("+"));
	bool is_money = str_ends(text, STR("万元"));

	if (is_money)
		text = str_sub(text, 0, text.len - strlen("万元"));
	if (!doc_write_is_number(text) || !decimal_parse(text, &value) ||
		(is_signed && value.scale))
		return false;
	for (size_t i = 0; i < text.len; i++)
		digits += str_is_digit(text.at[i]);
	if (digits > MOST_DIGITS || value.scale > XLSX_MOST_PLACES)
		return false;
	/* Leading zeros are a code, not a number. */
	if (digits > 1 && !value.scale && text.at[text.len - digits] == '0')
		return false;
	*ret_style = is_money      ? XLSX_MONEY
		     : is_signed   ? XLSX_SIGNED
		     : value.scale ? XLSX_PLACES + 3 * (value.scale - 1)
				   : XLSX_CELL;
	*ret_value = is_signed ? str_from(text, 1) : text;
	return true;
}

static void
put_table_cell(struct buf *out, const struct doc_cell *cell, int row)
{
	struct str value;
	int style;

	if (cell->is_heading || !as_number(cell->text, &style, &value)) {
		style = doc_write_is_risky(cell->text) ? XLSX_RISKY
			: cell->is_heading             ? XLSX_LABEL
						       : XLSX_CELL;
		put_string_cell(out, row, cell->column, style + (int)cell->align,
			str_sub(cell->text, 0, fitting(cell->text)));
		return;
	}
	buf_put(out, STR("<c r=\""));
	put_place(out, row, cell->column);
	buf_put(out, STR("\" s=\""));
	buf_put_int(out, style + (int)cell->align);
	buf_put(out, STR("\">"));
	if (cell->formula.len) {
		buf_put(out, STR("<f>"));
		doc_write_escape(out, cell->formula);
		buf_put(out, STR("</f>"));
	}
	buf_put(out, STR("<v>"));
	buf_put(out, value);
	buf_put(out, STR("</v></c>"));
}

/* Lines that text takes in a width given in halves of an ideograph. */
static size_t
lines_of(struct str text, size_t halves)
{
	size_t lines = 0;
	struct str line;

	while (str_next_line(&text, &line))
		lines += (doc_write_halves(line) + halves - 1) / (halves ? halves : 1) + !line.len;
	return lines ? lines : 1;
}

/* Heights in points; a cell over several rows takes what it lacks from its last row. Excel fits no
 * height to merged cells by itself. */
static void
find_heights(const struct doc_table *table, double stretch, double *heights)
{
	for (int row = 0; row < table->row_count; row++)
		heights[row] = 22;
	for (size_t i = 0; i < table->cell_count; i++) {
		const struct doc_cell *cell = &table->cells[i];
		double width = stretch * doc_write_width(table, cell->column, cell->column_span);
		/* 10.5 pt type: half a character is 1.85 mm; 2 mm are lost to the rules. */
		size_t halves = width > 6 ? (size_t)((width - 2) / 1.85) : 2;
		double rest = 14.0 * (double)lines_of(cell->text, halves) + 6;

		for (int row = 0; row + 1 < cell->row_span; row++)
			rest -= heights[cell->row + row];
		if (rest > heights[cell->row + cell->row_span - 1])
			heights[cell->row + cell->row_span - 1] =
				rest < TALLEST_ROW ? rest : TALLEST_ROW;
	}
}

/* --- sheets --- */

static void
begin_sheet(struct buf *out, int frozen_rows, int frozen_columns)
{
	const char *pane = frozen_rows && frozen_columns ? "bottomRight"
			   : frozen_rows                 ? "bottomLeft"
							 : "topRight";

	buf_put(out,
		STR(XLSX_PROLOGUE
			"<worksheet xmlns=\"" XLSX_SPACE "\"><sheetPr><pageSetUpPr "
			"fitToPage=\"1\"/></sheetPr><sheetViews><sheetView showGridLines=\"0\" "
			"workbookViewId=\"0\">"));
	if (frozen_rows || frozen_columns) {
		buf_put(out, STR("<pane"));
		if (frozen_columns)
			buf_print(out, " xSplit=\"%d\"", frozen_columns);
		if (frozen_rows)
			buf_print(out, " ySplit=\"%d\"", frozen_rows);
		buf_put(out, STR(" topLeftCell=\""));
		put_place(out, frozen_rows, frozen_columns);
		buf_print(out, "\" activePane=\"%s\" state=\"frozen\"/><selection pane=\"%s\"/>",
			pane, pane);
	}
	buf_put(out,
		STR("</sheetView></sheetViews><sheetFormatPr defaultRowHeight=\"18\"/><cols>"));
}

/* A4, one page wide, margins of the official page turned to inches. */
static void
end_sheet(struct buf *out, bool is_table)
{
	buf_put(out, is_table ? STR("<printOptions horizontalCentered=\"1\"/>") : STR(""));
	buf_put(out, STR("<pageMargins left=\"0.79\" right=\"0.79\" top=\"0.98\" bottom=\"0.98\" "
			 "header=\"0.5\" footer=\"0.5\"/><pageSetup paperSize=\"9\" "
			 "orientation=\"portrait\" fitToWidth=\"1\" fitToHeight=\"0\"/>"
			 "<headerFooter><oddFooter>&amp;C— &amp;P —</oddFooter></headerFooter>"
			 "</worksheet>"));
}

static int
text_style(const struct doc_block *block, bool is_risky)
{
	switch (block->role) {
	case DOC_TITLE:
		return XLSX_TITLE;
	case DOC_HEADING:
		return XLSX_HEADING;
	case DOC_CENTER:
		return XLSX_CENTER;
	case DOC_SIGNATURE:
		return XLSX_SIGNATURE;
	default:
		return is_risky ? XLSX_RISKY_TEXT : XLSX_TEXT;
	}
}

static void
put_text_row(struct buf *out, int row, int style, struct str text)
{
	size_t lines = lines_of(text, style == XLSX_TITLE ? TEXT_HALVES / 2 : TEXT_HALVES);
	size_t height = lines * (style == XLSX_TITLE ? 28 : 18) + 4;

	buf_print(out, "<row r=\"%d\" ht=\"%zu\" customHeight=\"1\">", row + 1,
		height < TALLEST_ROW ? height : TALLEST_ROW);
	put_string_cell(out, row, 0, style, text);
	buf_put(out, STR("</row>"));
}

/* The sheet of everything that is no table; text too long for a cell goes on in the next row. */
void
xlsx_put_text_sheet(struct buf *out, const struct doc *doc)
{
	int row = 0;

	begin_sheet(out, 0, 0);
	buf_print(out,
		"<col min=\"1\" max=\"1\" width=\"%d\" customWidth=\"1\"/></cols><sheetData>",
		TEXT_WIDTH);
	for (size_t i = 0; i < doc->block_count; i++) {
		const struct doc_block *block = &doc->blocks[i];
		struct str text = block->text;

		if (block->role == DOC_TABLE)
			continue;
		while (text.len) {
			size_t len = fitting(text);
			struct str piece = str_sub(text, 0, len);

			put_text_row(
				out, row++, text_style(block, doc_write_is_risky(piece)), piece);
			text = str_from(text, len);
		}
	}
	buf_put(out, STR("</sheetData>"));
	end_sheet(out, false);
}

/* What did not fit into a cell, from row *row of the sheet on, with the place it belongs to. */
static void
put_overflow(struct buf *out, const struct doc_table *table, int shift, int *row)
{
	for (size_t i = 0; i < table->cell_count; i++) {
		const struct doc_cell *cell = &table->cells[i];
		struct str text = str_from(cell->text, fitting(cell->text));

		for (; text.len; ++*row) {
			size_t len = fitting(text);

			buf_print(out,
				"<row r=\"%d\"><c r=\"A%d\" s=\"%d\" t=\"inlineStr\"><is><t>",
				*row + 1, *row + 1, XLSX_TEXT);
			put_place(out, cell->row + shift, cell->column);
			buf_put(out, STR("（续）</t></is></c>"));
			put_string_cell(out, *row, 1, XLSX_RISKY_TEXT, str_sub(text, 0, len));
			buf_put(out, STR("</row>"));
			text = str_from(text, len);
		}
	}
}

/* The rows of a table from `from` on; its row 0 would be row `shift` of the sheet. */
static struct fault *
put_rows(struct buf *out, const struct doc_table *table, double stretch, int from, int shift)
{
	CLOSING(arena_close) struct arena *arena = NULL;
	const struct doc_cell **above; /* the cell that covers each column */
	double *heights;
	size_t next = 0;

	TRY(arena_open(1 << 20, &arena));
	TAKE(arena, above, (size_t)table->column_count);
	TAKE(arena, heights, (size_t)table->row_count);
	find_heights(table, stretch, heights);
	while (next < table->cell_count && table->cells[next].row < from)
		next++;
	for (int row = from; row < table->row_count; row++) {
		buf_print(out, "<row r=\"%d\" ht=\"%.1f\" customHeight=\"1\">", row + shift + 1,
			heights[row]);
		for (int column = 0; column < table->column_count; column++) {
			const struct doc_cell *cell = &table->cells[next];

			if (next < table->cell_count && cell->row == row &&
				cell->column == column) {
				for (int i = 0; i < cell->column_span; i++)
					above[column + i] = cell;
				put_table_cell(out, cell, row + shift);
				next++;
				continue;
			}
			/* The rest of a span has the rule of its frame only. */
			cell = above[column];
			if (cell && cell->row + cell->row_span > row)
				put_string_cell(out, row + shift, column, XLSX_CELL, STR_NONE);
		}
		buf_put(out, STR("</row>"));
	}
	return buf_check(out);
}

static void
put_merges(struct buf *out, const struct doc_table *table)
{
	size_t count = 0;

	for (size_t i = 0; i < table->cell_count; i++)
		count += table->cells[i].row_span > 1 || table->cells[i].column_span > 1;
	if (!count)
		return;
	buf_print(out, "<mergeCells count=\"%zu\">", count);
	for (size_t i = 0; i < table->cell_count; i++) {
		const struct doc_cell *cell = &table->cells[i];

		if (cell->row_span == 1 && cell->column_span == 1)
			continue;
		buf_put(out, STR("<mergeCell ref=\""));
		put_place(out, cell->row, cell->column);
		buf_put_char(out, ':');
		put_place(
			out, cell->row + cell->row_span - 1, cell->column + cell->column_span - 1);
		buf_put(out, STR("\"/>"));
	}
	buf_put(out, STR("</mergeCells>"));
}

static void
begin_table_sheet(struct buf *out, const struct doc_table *table, int heads, double stretch)
{
	begin_sheet(out, heads, doc_write_label_columns(table));
	for (int column = 0; column < table->column_count; column++)
		buf_print(out, "<col min=\"%d\" max=\"%d\" width=\"%.2f\" customWidth=\"1\"/>",
			column + 1, column + 1, stretch * doc_write_width(table, column, 1) / 1.9);
	buf_put(out, STR("</cols><sheetData>"));
}

struct fault *
xlsx_put_table_sheet(struct buf *out, const struct doc_table *table)
{
	int below = table->row_count + 1;

	begin_table_sheet(out, table, doc_write_header_rows(table), 1);
	TRY(put_rows(out, table, 1, 0, 0));
	put_overflow(out, table, 0, &below);
	buf_put(out, STR("</sheetData>"));
	put_merges(out, table);
	end_sheet(out, true);
	return buf_check(out);
}

/* --- sheets without end --- */

/* Leading rows of labels, even where nothing stands below them. */
static int
count_heads(const struct doc_table *table)
{
	size_t i = 0;

	while (i < table->cell_count && table->cells[i].is_heading)
		i++;
	return i ? table->cells[i - 1].row + 1 : 0;
}

struct fault *
xlsx_begin_long_sheet(struct buf *out, const struct doc_table *table, int *ret_row)
{
	struct doc_table head = *table;

	head.row_count = count_heads(table);
	for (head.cell_count = 0; head.cell_count < table->cell_count; head.cell_count++)
		if (table->cells[head.cell_count].row >= head.row_count)
			break;
	begin_table_sheet(out, table, head.row_count, LONG_STRETCH);
	TRY(put_rows(out, &head, LONG_STRETCH, 0, 0));
	*ret_row = head.row_count;
	return buf_check(out);
}

struct fault *
xlsx_put_long_rows(struct buf *out, const struct doc_table *table, int *row)
{
	int heads = count_heads(table);
	int shift = *row - heads;

	TRY(put_rows(out, table, LONG_STRETCH, heads, shift));
	*row += table->row_count - heads;
	put_overflow(out, table, shift, row);
	return buf_check(out);
}

void
xlsx_end_long_sheet(struct buf *out)
{
	buf_put(out, STR("</sheetData>"));
	end_sheet(out, true);
}
