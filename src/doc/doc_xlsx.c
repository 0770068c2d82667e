/*
 * Reader of xlsx: every visible sheet becomes a table with its name, and the lines above its first
 * real row become paragraphs. Formulas are not reckoned; the values that were saved are read.
 */
#include "doc/doc_xlsx_inside.h"

#include <stdlib.h>

#include "base/utf8.h"

enum { MOST_SHEETS = 256, MOST_FORMATS = 10000 };
#define LONGEST_WORD ((size_t)1 << 20)

/* --- shared words --- */

struct word_reader {
	struct doc_xml xml;
	struct xlsx_book *book;
	struct buf text;
	bool in_phonetic;
	bool is_taking;
};

static struct fault *
end_word(struct word_reader *reader)
{
	struct xlsx_book *book = reader->book;

	if (book->word_count >= 4 * DOC_MOST_CELLS)
		return fault_memory();
	TRY(buf_check(&reader->text));
	GROW(book->arena, book->words, book->word_count, book->word_room);
	TRY(str_copy(book->arena, buf_str(&reader->text), &book->words[book->word_count]));
	book->word_count++;
	buf_clear(&reader->text);
	return NULL;
}

static void
on_word_start(
	void *data, const char *name, const char *space, int count, const xmlChar **attributes)
{
	struct word_reader *reader = data;

	if (strcmp(name, "t") == 0)
		reader->is_taking = !reader->in_phonetic;
	else if (strcmp(name, "rPh") == 0)
		reader->in_phonetic = true;
}

static void
on_word_end(void *data, const char *name, const char *space)
{
	struct word_reader *reader = data;

	if (strcmp(name, "t") == 0)
		reader->is_taking = false;
	else if (strcmp(name, "rPh") == 0)
		reader->in_phonetic = false;
	else if (strcmp(name, "si") == 0)
		doc_xml_stop(&reader->xml, end_word(reader));
}

static void
on_word_text(void *data, const char *text, int len)
{
	struct word_reader *reader = data;

	if (reader->is_taking)
		buf_put_bytes(&reader->text, text, (size_t)len);
}

/* --- styles of numbers --- */

struct style_reader {
	struct doc_xml xml;
	struct xlsx_book *book;
	bool in_cells;
	struct {
		int id;
		enum xlsx_show show;
	} * formats;
	size_t format_count;
	size_t format_room;
};

/* A day is meant when a format has letters of year and day outside quotes and brackets. */
static enum xlsx_show
show_of_code(struct str code)
{
	bool has_year = false;
	bool has_day = false;
	char closing = 0;

	for (size_t i = 0; i < code.len; i++) {
		char c = code.at[i];

		if (closing) {
			if (c == closing)
				closing = 0;
			continue;
		}
		if (c == '"')
			closing = '"';
		else if (c == '[')
			closing = ']';
		else if (c == '%')
			return XLSX_PERCENT;
		has_year = has_year || c == 'y' || c == 'Y';
		has_day = has_day || c == 'd' || c == 'D' || c == 'm' || c == 'M';
	}
	return has_year && has_day ? XLSX_DAY : XLSX_PLAIN;
}

static enum xlsx_show
show_of_format(const struct style_reader *reader, int id)
{
	for (size_t i = 0; i < reader->format_count; i++)
		if (reader->formats[i].id == id)
			return reader->formats[i].show;
	if (id == 9 || id == 10)
		return XLSX_PERCENT;
	/* Built-in days; 27 to 36 and 50 to 58 are those of Chinese Excel. */
	if ((id >= 14 && id <= 17) || id == 22 || (id >= 27 && id <= 31) || id == 36 ||
		(id >= 50 && id <= 54) || id == 57 || id == 58)
		return XLSX_DAY;
	return XLSX_PLAIN;
}

static struct fault *
take_style(struct style_reader *reader, const char *name, int count, const xmlChar **attributes)
{
	struct xlsx_book *book = reader->book;

	if (strcmp(name, "numFmt") == 0 && reader->format_count < MOST_FORMATS) {
		GROW(book->arena, reader->formats, reader->format_count, reader->format_room);
		reader->formats[reader->format_count].id =
			doc_xml_number(count, attributes, "numFmtId", -1);
		reader->formats[reader->format_count++].show =
			show_of_code(doc_xml_attribute(count, attributes, "formatCode"));
	} else if (strcmp(name, "cellXfs") == 0) {
		reader->in_cells = true;
	} else if (strcmp(name, "xf") == 0 && reader->in_cells &&
		   book->show_count < 4 * MOST_FORMATS) {
		GROW(book->arena, book->shows, book->show_count, book->show_room);
		book->shows[book->show_count++] =
			show_of_format(reader, doc_xml_number(count, attributes, "numFmtId", 0));
	}
	return NULL;
}

static void
on_style_start(
	void *data, const char *name, const char *space, int count, const xmlChar **attributes)
{
	struct style_reader *reader = data;

	doc_xml_stop(&reader->xml, take_style(reader, name, count, attributes));
}

static void
on_style_end(void *data, const char *name, const char *space)
{
	struct style_reader *reader = data;

	if (strcmp(name, "cellXfs") == 0)
		reader->in_cells = false;
}

static void
on_no_text(void *data, const char *text, int len)
{
}

/* --- the workbook --- */

struct sheet_name {
	struct str name;
	struct str id; /* of its relation */
};

struct book_reader {
	struct doc_xml xml;
	struct xlsx_book *book;
	struct sheet_name *sheets;
	size_t count;
	size_t room;
};

static struct fault *
take_sheet(struct book_reader *reader, int count, const xmlChar **attributes)
{
	struct arena *arena = reader->book->arena;
	struct sheet_name *sheet;

	/* "hidden" or "veryHidden" */
	if (str_has(doc_xml_attribute(count, attributes, "state"), STR("idden")))
		return NULL;
	if (reader->count >= MOST_SHEETS)
		return fault_new(FAULT_LIMIT, "doc_sheets",
			"工作表超过 %d 个，无法读取。请只保留需要的工作表后再试。",
			"There are more than %d sheets. Keep only those that are needed and try "
			"again.",
			MOST_SHEETS);
	GROW(arena, reader->sheets, reader->count, reader->room);
	sheet = &reader->sheets[reader->count++];
	TRY(str_copy(arena, doc_xml_attribute(count, attributes, "name"), &sheet->name));
	TRY(utf8_clean(arena, sheet->name, &sheet->name));
	return str_copy(arena, doc_xml_attribute(count, attributes, "id"), &sheet->id);
}

static void
on_book_start(
	void *data, const char *name, const char *space, int count, const xmlChar **attributes)
{
	struct book_reader *reader = data;

	if (strcmp(name, "sheet") == 0) {
		doc_xml_stop(&reader->xml, take_sheet(reader, count, attributes));
	} else if (strcmp(name, "workbookPr") == 0) {
		struct str since = doc_xml_attribute(count, attributes, "date1904");

		reader->book->is_from_1904 =
			str_equal(since, STR("1")) || str_equal(since, STR("true"));
	}
}

static void
on_no_end(void *data, const char *name, const char *space)
{
}

/* The part that a relation of the main part points at; NULL when it is not there. */
static const struct doc_part *
find_target(const struct xlsx_book *book, const struct doc_relation *relation)
{
	struct str path;

	if (!relation)
		return NULL;
	if (str_starts(relation->target, STR("/")))
		return doc_zip_find(book->zip, relation->target);
	if (str_print(book->arena, &path, "%.*s%.*s", STR_ARG(book->folder),
		    STR_ARG(relation->target)))
		return NULL;
	return doc_zip_find(book->zip, path);
}

static struct fault *
read_words(struct xlsx_book *book, const struct doc_part *part)
{
	struct word_reader reader = {
		.xml = { .start = on_word_start, .end = on_word_end, .text = on_word_text },
		.book = book,
	};
	struct fault *fault;
	struct str bytes;

	if (!part)
		return NULL;
	TRY(doc_zip_unpack(book->zip, part, book->arena, &bytes));
	buf_init(&reader.text, LONGEST_WORD);
	fault = doc_xml_read(&reader.xml, bytes);
	buf_done(&reader.text);
	return fault;
}

static struct fault *
read_styles(struct xlsx_book *book, const struct doc_part *part)
{
	struct style_reader reader = {
		.xml = { .start = on_style_start, .end = on_style_end, .text = on_no_text },
		.book = book,
	};
	struct str bytes;

	if (!part)
		return NULL;
	TRY(doc_zip_unpack(book->zip, part, book->arena, &bytes));
	return doc_xml_read(&reader.xml, bytes);
}

/* --- sheets to tables --- */

static int
compare_cells(const void *a, const void *b)
{
	const struct xlsx_cell *left = a;
	const struct xlsx_cell *right = b;

	if (left->row != right->row)
		return left->row < right->row ? -1 : 1;
	if (left->column != right->column)
		return left->column < right->column ? -1 : 1;
	return 0;
}

static int
compare_ranges(const void *a, const void *b)
{
	const struct xlsx_range *left = a;
	const struct xlsx_range *right = b;

	if (left->row != right->row)
		return left->row < right->row ? -1 : 1;
	return left->column < right->column ? -1 : left->column > right->column;
}

static bool
is_blank(struct str text)
{
	return str_trim(text).len == 0;
}

/* The rows and columns that hold text; false when there are none. */
static bool
find_extent(const struct xlsx_sheet *sheet, size_t from, struct xlsx_range *ret_extent)
{
	int last_row = -1;
	int last_column = -1;
	struct xlsx_range extent = { INT32_MAX, INT32_MAX, 0, 0 };

	for (size_t i = from; i < sheet->cell_count; i++) {
		const struct xlsx_cell *cell = &sheet->cells[i];

		if (is_blank(cell->text))
			continue;
		extent.row = cell->row < extent.row ? cell->row : extent.row;
		extent.column = cell->column < extent.column ? cell->column : extent.column;
		last_row = cell->row > last_row ? cell->row : last_row;
		last_column = cell->column > last_column ? cell->column : last_column;
	}
	extent.row_span = last_row - extent.row + 1;
	extent.column_span = last_column - extent.column + 1;
	*ret_extent = extent;
	return last_row >= 0;
}

/* Rows with one text before the first row with more become paragraphs. The answer is the first cell
 * of the rest. */
static struct fault *
put_leading_lines(const struct xlsx_sheet *sheet, struct doc_builder *builder, size_t *ret_from)
{
	size_t from = 0;

	while (from < sheet->cell_count) {
		size_t end = from;
		size_t texts = 0;
		struct str only = STR_NONE;

		for (; end < sheet->cell_count && sheet->cells[end].row == sheet->cells[from].row;
			end++) {
			if (is_blank(sheet->cells[end].text))
				continue;
			only = sheet->cells[end].text;
			texts++;
		}
		if (texts > 1)
			break;
		TRY(doc_add(builder, DOC_PARAGRAPH, 0, only));
		from = end;
	}
	*ret_from = from;
	return NULL;
}

/* The merge that begins at this cell, kept inside the extent; one place when there is none or when
 * it would lie over another. */
static void
span_of(const struct xlsx_sheet *sheet, const struct xlsx_range *extent,
	const struct doc_builder *builder, struct xlsx_range *place)
{
	struct xlsx_range key = { place->row, place->column, 1, 1 };
	const struct xlsx_range *merge = sheet->merge_count
						 ? bsearch(&key, sheet->merges, sheet->merge_count,
							   sizeof key, compare_ranges)
						 : NULL;
	int row = place->row - extent->row;
	int column = place->column - extent->column;

	if (!merge)
		return;
	place->row_span = merge->row_span;
	place->column_span = merge->column_span;
	if (place->row_span > extent->row_span - row)
		place->row_span = extent->row_span - row;
	if (place->column_span > extent->column_span - column)
		place->column_span = extent->column_span - column;
	for (int below = 0; below < place->row_span; below++)
		if (row + below < DOC_MOST_ROWS &&
			doc_free_width(builder, row + below, column) < place->column_span) {
			place->row_span = place->column_span = 1;
			return;
		}
}

static struct fault *
put_cells(const struct xlsx_sheet *sheet, size_t from, const struct xlsx_range *extent,
	struct doc_builder *builder)
{
	for (size_t i = from; i < sheet->cell_count; i++) {
		const struct xlsx_cell *cell = &sheet->cells[i];
		struct xlsx_range place = { cell->row, cell->column, 1, 1 };
		int row = cell->row - extent->row;
		int column = cell->column - extent->column;

		if (row < 0 || column < 0 || row >= extent->row_span ||
			column >= extent->column_span)
			continue;
		/* Below a merge, or the second cell of one place. */
		if (row < DOC_MOST_ROWS && column < DOC_MOST_COLUMNS &&
			doc_free_column(builder, row, column) != column)
			continue;
		span_of(sheet, extent, builder, &place);
		TRY(doc_add_cell(
			builder, row, column, place.row_span, place.column_span, cell->text, NULL));
	}
	return NULL;
}

static struct fault *
put_sheet(struct xlsx_sheet *sheet, struct str name, struct doc_builder *builder)
{
	struct xlsx_range extent;
	struct doc_table *table;
	size_t from;

	if (sheet->cell_count)
		qsort(sheet->cells, sheet->cell_count, sizeof *sheet->cells, compare_cells);
	if (sheet->merge_count)
		qsort(sheet->merges, sheet->merge_count, sizeof *sheet->merges, compare_ranges);
	TRY(put_leading_lines(sheet, builder, &from));
	if (!find_extent(sheet, from, &extent))
		return NULL;
	TRY(doc_open_table(builder, &table));
	table->name = name;
	TRY(put_cells(sheet, from, &extent, builder));
	return doc_close_table(builder);
}

static struct fault *
read_book(struct xlsx_book *book, const struct doc_part *main_part, struct doc_builder *builder)
{
	struct book_reader reader = {
		.xml = { .start = on_book_start, .end = on_no_end, .text = on_no_text },
		.book = book,
	};
	struct doc_relations relations;
	struct str bytes;
	struct str path;
	size_t slash = str_find_last(main_part->name, STR("/"));
	size_t folder = slash == SIZE_MAX ? 0 : slash + 1;

	book->folder = str_sub(main_part->name, 0, folder);
	TRY(doc_zip_unpack(book->zip, main_part, book->arena, &bytes));
	TRY(doc_xml_read(&reader.xml, bytes));
	TRY(str_print(book->arena, &path, "%.*s_rels/%.*s.rels", STR_ARG(book->folder),
		STR_ARG(str_from(main_part->name, folder))));
	TRY(doc_relations_read(book->zip, path, book->arena, &relations));
	TRY(read_words(book, find_target(book, doc_relations_find(&relations, STR_NONE,
						       STR("/sharedStrings")))));
	TRY(read_styles(
		book, find_target(book, doc_relations_find(&relations, STR_NONE, STR("/styles")))));
	for (size_t i = 0; i < reader.count; i++) {
		struct sheet_name *name = &reader.sheets[i];
		const struct doc_part *part = find_target(
			book, doc_relations_find(&relations, name->id, STR("/worksheet")));
		struct xlsx_sheet sheet;

		if (!part || name->id.len == 0)
			continue;
		TRY(xlsx_sheet_read(book, part, &sheet));
		TRY(put_sheet(&sheet, name->name, builder));
	}
	return NULL;
}

struct fault *
doc_read_xlsx(struct str bytes, struct arena *arena, struct doc *ret_doc)
{
	struct doc_builder builder;
	struct xlsx_book book = { .arena = arena };
	const struct doc_part *part;
	struct doc_zip zip;

	book.zip = &zip;
	TRY(doc_zip_open(bytes, arena, &zip));
	TRY(doc_relations_main(&zip, STR("xl/workbook.xml"), arena, &part));
	doc_build(&builder, arena, ret_doc);
	TRY(read_book(&book, part, &builder));
	for (size_t i = 0; i < zip.count && !ret_doc->has_pictures; i++)
		ret_doc->has_pictures = str_has(zip.parts[i].name, STR("xl/media/"));
	return NULL;
}
