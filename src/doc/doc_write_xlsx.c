/*
 * The xlsx writer: SpreadsheetML by hand, one sheet of text and one for each table at its own A1,
 * so that the formulas of its cells hold. Text is always a string and never a formula. By hand and
 * not through libxlsxwriter, whose Debian version writes only to files.
 */
#include "doc/doc_write_inside.h"

#include <stdio.h>

#include "base/decimal.h"
#include "base/utf8.h"

#define MAIN_SPACE "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
#define RELATION "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define PACKAGE "http://schemas.openxmlformats.org/package/2006/"
#define PROLOGUE "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"

/* What Excel holds: UTF-16 units of a cell, characters of a sheet's name, digits of a number. */
enum { MOST_UNITS = 32767, MOST_NAME = 31, MOST_DIGITS = 15, TALLEST_ROW = 409 };
#define BANNED_IN_NAME "[]:*?/\\'\n\t"
/* With more tables than this all sheets are numbered. */
enum { MOST_PLAIN = 20 };
/* The text sheet's column, in widths of a digit, holds this many halves of an ideograph. */
enum { TEXT_WIDTH = 76, TEXT_HALVES = 66 };

/* Cell styles in the order of `styles` below; those of tables come in threes by enum doc_align, the
 * ones of risky text after the plain ones. */
enum {
	STYLE_TEXT = 1,
	STYLE_TITLE = 2,
	STYLE_HEADING = 3,
	STYLE_CENTER = 4,
	STYLE_SIGNATURE = 5,
	STYLE_CELL = 6,
	STYLE_LABEL = 9,
	STYLE_SIGNED = 12,
	STYLE_MONEY = 15,
	STYLE_RISKY = 18,
	STYLE_RISKY_TEXT = 21,
	/* 22, 25 … 55: numbers with 1 to 12 places, in threes */
	STYLE_PLACES = 22,
	MOST_PLACES = 12,
};

static void
put_style(struct buf *out, int format, int font, bool has_border, const char *side, bool is_risky)
{
	buf_print(out,
		"<xf numFmtId=\"%d\" fontId=\"%d\" fillId=\"0\" borderId=\"%d\" xfId=\"0\" "
		"applyNumberFormat=\"1\" applyFont=\"1\" applyBorder=\"1\" "
		"applyAlignment=\"1\"%s><alignment horizontal=\"%s\" vertical=\"center\" "
		"wrapText=\"1\"/></xf>",
		format, font, has_border, is_risky ? " quotePrefix=\"1\"" : "", side);
}

static void
put_styles(struct buf *out)
{
	static const char *const sides[] = { "left", "center", "right" };
	/* Base style, number format and font of the styles that come in threes. */
	static const int threes[][3] = { { STYLE_CELL, 0, 0 }, { STYLE_LABEL, 0, 0 },
		{ STYLE_SIGNED, 164, 0 }, { STYLE_MONEY, 165, 0 }, { STYLE_RISKY, 49, 0 } };

	buf_put(out,
		STR(PROLOGUE "<styleSheet xmlns=\"" MAIN_SPACE "\"><numFmts count=\"14\">"
			     "<numFmt numFmtId=\"164\" formatCode=\"+0;-0;0\"/>"
			     "<numFmt numFmtId=\"165\" formatCode=\"General&quot;万元&quot;\"/>"));
	for (int places = 1; places <= MOST_PLACES; places++)
		buf_print(out, "<numFmt numFmtId=\"%d\" formatCode=\"0.%0*d\"/>", 165 + places,
			places, 0);
#define FACE(size, name)                                                                           \
	"<font><sz val=\"" size "\"/><name val=\"" name "\"/><family val=\"3\"/>"                  \
	"<charset val=\"134\"/></font>"
	buf_put(out, STR("</numFmts><fonts count=\"4\">" FACE("10.5", "宋体") FACE(
			     "18", "方正小标宋简体") FACE("14", "黑体") FACE("12",
			     "仿宋") "</fonts><fills count=\"2\"><fill><patternFill "
				     "patternType=\"none\"/></fill>"
				     "<fill><patternFill "
				     "patternType=\"gray125\"/></fill></fills><borders count=\"2\">"
				     "<border><left/><right/><top/><bottom/><diagonal/></"
				     "border><border>"));
	for (int i = 0; i < 4; i++) {
		static const char *const edges[] = { "left", "right", "top", "bottom" };

		buf_print(out, "<%s style=\"thin\"><color rgb=\"FF000000\"/></%s>", edges[i],
			edges[i]);
	}
	buf_print(out,
		"<diagonal/></border></borders><cellStyleXfs count=\"1\"><xf numFmtId=\"0\" "
		"fontId=\"0\" fillId=\"0\" borderId=\"0\"/></cellStyleXfs><cellXfs count=\"%d\">"
		"<xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\"/>",
		STYLE_PLACES + 3 * MOST_PLACES);
	put_style(out, 0, 3, false, "left", false);
	put_style(out, 0, 1, false, "center", false);
	put_style(out, 0, 2, false, "left", false);
	put_style(out, 0, 3, false, "center", false);
	put_style(out, 0, 3, false, "right", false);
	for (size_t i = 0; i < COUNT_OF(threes); i++)
		for (int side = 0; side < 3; side++)
			put_style(out, threes[i][1], threes[i][2], true, sides[side],
				threes[i][0] == STYLE_RISKY);
	put_style(out, 49, 3, false, "left", true);
	for (int places = 1; places <= MOST_PLACES; places++)
		for (int side = 0; side < 3; side++)
			put_style(out, 165 + places, 0, true, sides[side], false);
	buf_put(out, STR("</cellXfs><cellStyles count=\"1\"><cellStyle name=\"Normal\" xfId=\"0\" "
			 "builtinId=\"0\"/></cellStyles></styleSheet>"));
}

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
	if (!text.len) {
		buf_print(out, "\" s=\"%d\"/>", style);
		return;
	}
	buf_print(out, "\" s=\"%d\" t=\"inlineStr\">", style);
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
		digits += text.at[i] >= '0' && text.at[i] <= '9';
	if (digits > MOST_DIGITS || value.scale > MOST_PLACES)
		return false;
	/* Leading zeros are a code, not a number. */
	if (digits > 1 && !value.scale && text.at[text.len - digits] == '0')
		return false;
	*ret_style = is_money      ? STYLE_MONEY
		     : is_signed   ? STYLE_SIGNED
		     : value.scale ? STYLE_PLACES + 3 * (value.scale - 1)
				   : STYLE_CELL;
	*ret_value = is_signed ? str_from(text, 1) : text;
	return true;
}

static void
put_table_cell(struct buf *out, const struct doc_cell *cell)
{
	struct str value;
	int style;

	if (cell->is_heading || !as_number(cell->text, &style, &value)) {
		style = doc_write_is_risky(cell->text) ? STYLE_RISKY
			: cell->is_heading             ? STYLE_LABEL
						       : STYLE_CELL;
		put_string_cell(out, cell->row, cell->column, style + (int)cell->align,
			str_sub(cell->text, 0, fitting(cell->text)));
		return;
	}
	buf_put(out, STR("<c r=\""));
	put_place(out, cell->row, cell->column);
	buf_print(out, "\" s=\"%d\">", style + (int)cell->align);
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
find_heights(const struct doc_table *table, double *heights)
{
	for (int row = 0; row < table->row_count; row++)
		heights[row] = 22;
	for (size_t i = 0; i < table->cell_count; i++) {
		const struct doc_cell *cell = &table->cells[i];
		double width = doc_write_width(table, cell->column, cell->column_span);
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

/* May every table's name be its sheet's as it stands? Few, short, different, and of letters that
 * Excel takes. */
static bool
names_are_plain(const struct doc *doc)
{
	struct str names[MOST_PLAIN + 1] = { STR("正文") };
	size_t count = 1;

	for (size_t i = 0; i < doc->block_count; i++) {
		struct str name;

		if (doc->blocks[i].role != DOC_TABLE)
			continue;
		name = doc->blocks[i].table->name;
		if (count > MOST_PLAIN || !name.len || utf8_count(name) > MOST_NAME)
			return false;
		for (size_t at = 0; at < name.len; at++)
			if (strchr(BANNED_IN_NAME, name.at[at]) ||
				(unsigned char)name.at[at] >= 0xF0)
				return false;
		for (size_t other = 0; other < count; other++)
			if (str_equal_ascii(names[other], name))
				return false;
		names[count++] = name;
	}
	return true;
}

static void
put_sheet_name(struct buf *out, struct str name, size_t number, bool is_plain)
{
	char tail[32];
	size_t used = 0;

	if (is_plain) {
		doc_write_escape(out, name);
		return;
	}
	snprintf(tail, sizeof tail, "表%zu", number);
	for (size_t at = 0, len; at < name.len && used + utf8_count(str_of(tail)) < MOST_NAME;
		at += len, used++) {
		uint32_t point = utf8_at(name, at, &len);

		if (point > 0xFFFF || (point < 128 && strchr(BANNED_IN_NAME, (int)point)))
			buf_put_char(out, ' ');
		else
			doc_write_escape(out, str_sub(name, at, len));
	}
	buf_put(out, str_of(tail));
}

/* --- sheets --- */

static void
begin_sheet(struct buf *out, int frozen_rows, int frozen_columns)
{
	const char *pane = frozen_rows && frozen_columns ? "bottomRight"
			   : frozen_rows                 ? "bottomLeft"
							 : "topRight";

	buf_put(out,
		STR(PROLOGUE
			"<worksheet xmlns=\"" MAIN_SPACE "\"><sheetPr><pageSetUpPr "
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
		return STYLE_TITLE;
	case DOC_HEADING:
		return STYLE_HEADING;
	case DOC_CENTER:
		return STYLE_CENTER;
	case DOC_SIGNATURE:
		return STYLE_SIGNATURE;
	default:
		return is_risky ? STYLE_RISKY_TEXT : STYLE_TEXT;
	}
}

static void
put_text_row(struct buf *out, int row, int style, struct str text)
{
	size_t lines = lines_of(text, style == STYLE_TITLE ? TEXT_HALVES / 2 : TEXT_HALVES);
	size_t height = lines * (style == STYLE_TITLE ? 28 : 18) + 4;

	buf_print(out, "<row r=\"%d\" ht=\"%zu\" customHeight=\"1\">", row + 1,
		height < TALLEST_ROW ? height : TALLEST_ROW);
	put_string_cell(out, row, 0, style, text);
	buf_put(out, STR("</row>"));
}

/* The sheet of everything that is no table; text too long for a cell goes on in the next row. */
static void
put_text_sheet(struct buf *out, const struct doc *doc)
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

/* What did not fit into a cell, under the table, with the place it belongs to. */
static void
put_overflow(struct buf *out, const struct doc_table *table)
{
	int row = table->row_count + 1;

	for (size_t i = 0; i < table->cell_count; i++) {
		const struct doc_cell *cell = &table->cells[i];
		struct str text = str_from(cell->text, fitting(cell->text));

		for (; text.len; row++) {
			size_t len = fitting(text);

			buf_print(out,
				"<row r=\"%d\"><c r=\"A%d\" s=\"%d\" t=\"inlineStr\"><is><t>",
				row + 1, row + 1, STYLE_TEXT);
			put_place(out, cell->row, cell->column);
			buf_put(out, STR("（续）</t></is></c>"));
			put_string_cell(out, row, 1, STYLE_RISKY_TEXT, str_sub(text, 0, len));
			buf_put(out, STR("</row>"));
			text = str_from(text, len);
		}
	}
}

static void
put_rows(struct buf *out, const struct doc_table *table, const double *heights,
	const struct doc_cell **above)
{
	size_t next = 0;

	for (int row = 0; row < table->row_count; row++) {
		buf_print(out, "<row r=\"%d\" ht=\"%.1f\" customHeight=\"1\">", row + 1,
			heights[row]);
		for (int column = 0; column < table->column_count; column++) {
			const struct doc_cell *cell = &table->cells[next];

			if (next < table->cell_count && cell->row == row &&
				cell->column == column) {
				for (int i = 0; i < cell->column_span; i++)
					above[column + i] = cell;
				put_table_cell(out, cell);
				next++;
				continue;
			}
			/* The rest of a span has the rule of its frame only. */
			cell = above[column];
			if (cell && cell->row + cell->row_span > row)
				put_string_cell(out, row, column, STYLE_CELL, STR_NONE);
		}
		buf_put(out, STR("</row>"));
	}
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

static struct fault *
put_table_sheet(struct buf *out, const struct doc_table *table)
{
	CLOSING(arena_close)
	struct arena *arena = NULL;
	const struct doc_cell **above; /* the cell that covers each column */
	double *heights;

	TRY(arena_open(1 << 20, &arena));
	TAKE(arena, above, (size_t)table->column_count);
	TAKE(arena, heights, (size_t)table->row_count);
	find_heights(table, heights);
	begin_sheet(out, doc_write_header_rows(table), doc_write_label_columns(table));
	for (int column = 0; column < table->column_count; column++)
		buf_print(out, "<col min=\"%d\" max=\"%d\" width=\"%.2f\" customWidth=\"1\"/>",
			column + 1, column + 1, doc_write_width(table, column, 1) / 1.9);
	buf_put(out, STR("</cols><sheetData>"));
	put_rows(out, table, heights, above);
	put_overflow(out, table);
	buf_put(out, STR("</sheetData>"));
	put_merges(out, table);
	end_sheet(out, true);
	return buf_check(out);
}

/* --- the book --- */

static void
put_types(struct buf *out, size_t sheets)
{
	buf_put(out, STR(PROLOGUE "<Types xmlns=\"" PACKAGE "content-types\">"
				  "<Default Extension=\"rels\" "
				  "ContentType=\"application/vnd.openxmlformats-package."
				  "relationships+xml\"/><Default Extension=\"xml\" "
				  "ContentType=\"application/xml\"/>"));
#define OFFICE "application/vnd.openxmlformats-officedocument."
#define OVERRIDE(name, type) "<Override PartName=\"" name "\" ContentType=\"" type "\"/>"
	buf_put(out, STR(OVERRIDE("/xl/workbook.xml",
			     OFFICE "spreadsheetml.sheet.main+xml") OVERRIDE("/xl/styles.xml",
			     OFFICE "spreadsheetml.styles+xml") OVERRIDE("/docProps/app.xml",
			     OFFICE "extended-properties+xml") OVERRIDE("/docProps/core.xml",
			     "application/vnd.openxmlformats-package.core-properties+xml")));
	for (size_t i = 1; i <= sheets; i++)
		buf_print(out,
			OVERRIDE("/xl/worksheets/sheet%zu.xml",
				OFFICE "spreadsheetml.worksheet+xml"),
			i);
	buf_put(out, STR("</Types>"));
}

static const char package_relations[] = PROLOGUE
	"<Relationships xmlns=\"" PACKAGE "relationships\">"
	"<Relationship Id=\"rId1\" Type=\"" RELATION
	"/officeDocument\" Target=\"xl/workbook.xml\"/>"
	"<Relationship Id=\"rId2\" Type=\"" PACKAGE "relationships/metadata/core-properties\" "
	"Target=\"docProps/core.xml\"/>"
	"<Relationship Id=\"rId3\" Type=\"" RELATION "/extended-properties\" "
	"Target=\"docProps/app.xml\"/></Relationships>";

static void
put_book_relations(struct buf *out, size_t sheets)
{
	buf_put(out, STR(PROLOGUE "<Relationships xmlns=\"" PACKAGE "relationships\">"));
	for (size_t i = 1; i <= sheets; i++)
		buf_print(out,
			"<Relationship Id=\"rId%zu\" Type=\"" RELATION "/worksheet\" "
			"Target=\"worksheets/sheet%zu.xml\"/>",
			i, i);
	buf_print(out,
		"<Relationship Id=\"rId%zu\" Type=\"" RELATION "/styles\" Target=\"styles.xml\"/>"
		"</Relationships>",
		sheets + 1);
}

/* The book: names of sheets, and for each table the rows that every printed page repeats. */
static void
put_book(struct buf *out, const struct doc *doc)
{
	CLOSING(buf_done)
	struct buf names = { .max = DOC_MOST_BYTES };
	bool is_plain = names_are_plain(doc);
	size_t sheet = 1;

	buf_put(out, STR(PROLOGUE "<workbook xmlns=\"" MAIN_SPACE "\" xmlns:r=\"" RELATION "\">"
				  "<bookViews><workbookView/></bookViews><sheets>"
				  "<sheet name=\"正文\" sheetId=\"1\" r:id=\"rId1\"/>"));
	for (size_t i = 0; i < doc->block_count; i++) {
		const struct doc_table *table = doc->blocks[i].table;
		int headers;

		if (doc->blocks[i].role != DOC_TABLE)
			continue;
		sheet++;
		buf_put(out, STR("<sheet name=\""));
		put_sheet_name(out, table->name, sheet - 1, is_plain);
		buf_print(out, "\" sheetId=\"%zu\" r:id=\"rId%zu\"/>", sheet, sheet);
		headers = doc_write_header_rows(table);
		if (!headers)
			continue;
		buf_print(&names, "<definedName name=\"_xlnm.Print_Titles\" localSheetId=\"%zu\">'",
			sheet - 1);
		put_sheet_name(&names, table->name, sheet - 1, is_plain);
		buf_print(&names, "'!$1:$%d</definedName>", headers);
	}
	buf_put(out, STR("</sheets>"));
	if (names.len) {
		buf_put(out, STR("<definedNames>"));
		buf_put(out, buf_str(&names));
		buf_put(out, STR("</definedNames>"));
	}
	out->is_full = out->is_full || names.is_full;
	buf_put(out, STR("</workbook>"));
}

/* The parts one after another in one buf: a part is known by where it begins. */
struct parts {
	struct arena *arena;
	struct buf *bytes;
	struct doc_part *all;
	size_t count;
};

static void
end_part(struct parts *parts, const char *name, size_t begin)
{
	parts->all[parts->count++] = (struct doc_part){ name, { NULL, parts->bytes->len - begin } };
}

static struct fault *
put_parts(struct parts *parts, const struct doc *doc, size_t sheets)
{
	struct buf *out = parts->bytes;
	size_t begin = out->len;
	size_t sheet = 0;

#define MAKE(name, put)                                                                            \
	do {                                                                                       \
		put;                                                                               \
		end_part(parts, name, begin);                                                      \
		begin = out->len;                                                                  \
	} while (0)
	MAKE("[Content_Types].xml", put_types(out, sheets));
	MAKE("_rels/.rels", buf_put(out, STR(package_relations)));
	MAKE("xl/workbook.xml", put_book(out, doc));
	MAKE("xl/_rels/workbook.xml.rels", put_book_relations(out, sheets));
	MAKE("xl/styles.xml", put_styles(out));
	MAKE("xl/worksheets/sheet1.xml", put_text_sheet(out, doc));
	for (size_t i = 0; i < doc->block_count; i++) {
		struct str name;

		if (doc->blocks[i].role != DOC_TABLE)
			continue;
		TRY(str_print(parts->arena, &name, "xl/worksheets/sheet%zu.xml", ++sheet + 1));
		MAKE(name.at, TRY(put_table_sheet(out, doc->blocks[i].table)));
	}
	MAKE("docProps/core.xml", doc_write_core(out, doc));
	MAKE("docProps/app.xml", doc_write_app(out));
#undef MAKE
	return buf_check(out);
}

struct fault *
doc_write_xlsx(const struct doc *doc, struct buf *out)
{
	CLOSING(arena_close)
	struct arena *arena = NULL;
	CLOSING(buf_done)
	struct buf bytes = { .max = DOC_MOST_UNPACKED };
	struct parts parts = { .bytes = &bytes };
	size_t sheets = 1;
	size_t at = 0;

	for (size_t i = 0; i < doc->block_count; i++)
		sheets += doc->blocks[i].role == DOC_TABLE;
	TRY(arena_open(DOC_MOST_BYTES, &arena));
	parts.arena = arena;
	TAKE(arena, parts.all, sheets + 7);
	TRY(put_parts(&parts, doc, sheets));
	for (size_t i = 0; i < parts.count; i++) {
		parts.all[i].content.at = bytes.at + at;
		at += parts.all[i].content.len;
	}
	return doc_write_package(parts.all, parts.count, out);
}
