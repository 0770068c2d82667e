/*
 * One sheet of a workbook: its cells with the text that people see, and its merged ranges.
 * What becomes of them is in doc_xlsx_rows.c.
 */
#include "doc/doc_xlsx_inside.h"

/* Longest text of one cell; Excel itself holds 32767 characters. */
#define LONGEST_TEXT ((size_t)1 << 20)

/* Ranges of hidden columns, each of which every cell is compared with. */
enum { MOST_COLUMNS = 64 };

enum type { TYPE_NUMBER, TYPE_SHARED, TYPE_TEXT, TYPE_TRUTH, TYPE_ERROR };

struct reader {
	struct doc_xml xml;
	struct xlsx_book *book;
	struct xlsx_sheet *sheet;
	struct buf text;
	bool is_taking;
	bool in_phonetic;
	bool in_cell;
	bool has_formula; /* in the cell */
	bool hides;       /* white or tiny letters in its text */
	struct xlsx_run run;
	bool is_row_hidden;
	bool is_row_flat; /* without height */
	int row;          /* the open one, -1 before the first */
	int next_column;
	struct xlsx_cell cell;
	enum type type;
	struct xlsx_format format;
};

/* --- places --- */

/* "BC12" as column and row from 0; false for anything else. */
static bool
read_place(struct str text, int *ret_row, int *ret_column)
{
	int column = 0;
	int row = 0;
	size_t at = 0;

	for (; at < text.len && at < 4 && text.at[at] >= 'A' && text.at[at] <= 'Z'; at++)
		column = column * 26 + (text.at[at] - 'A' + 1);
	if (at == 0)
		return false;
	for (; at < text.len && str_is_digit(text.at[at]) && row < 100000000; at++)
		row = row * 10 + (text.at[at] - '0');
	if (at != text.len || row == 0)
		return false;
	*ret_row = row - 1;
	*ret_column = column - 1;
	return true;
}

static struct fault *
add_merge(struct reader *reader, struct str text)
{
	struct xlsx_sheet *sheet = reader->sheet;
	struct xlsx_range range;
	struct str from;
	struct str to = str_cut(text, STR(":"), &from);
	int row;
	int column;

	if (!read_place(from, &range.row, &range.column) || !read_place(to, &row, &column) ||
		row < range.row || column < range.column)
		return NULL;
	if (sheet->merge_count >= DOC_MOST_CELLS)
		return fault_memory();
	range.row_span = row - range.row + 1;
	range.column_span = column - range.column + 1;
	GROW(reader->book->arena, sheet->merges, sheet->merge_count, sheet->merge_room);
	sheet->merges[sheet->merge_count++] = range;
	return NULL;
}

/* --- rows and columns --- */

static bool
is_yes(struct str value)
{
	return str_equal(value, STR("1")) || str_equal(value, STR("true"));
}

/* A width or height of 0: "0", "0.0". */
static bool
is_nothing(struct str value)
{
	for (size_t i = 0; i < value.len; i++)
		if (value.at[i] != '0' && value.at[i] != '.')
			return false;
	return value.len > 0;
}

static bool
is_in_hidden_column(const struct xlsx_sheet *sheet, int column)
{
	for (size_t i = 0; i < sheet->hidden_count; i++)
		if (column >= sheet->hidden[i].first && column <= sheet->hidden[i].last)
			return true;
	return false;
}

static void
begin_row(struct reader *reader, const struct doc_xml_attributes *attributes)
{
	int number = doc_xml_number(attributes, "r", 0);
	struct str hidden = doc_xml_attribute(attributes, "hidden");

	reader->row = number > 0 ? number - 1 : reader->row < INT32_MAX - 1 ? reader->row + 1 : 0;
	reader->next_column = 0;
	reader->is_row_hidden = is_yes(hidden);
	reader->is_row_flat = is_nothing(doc_xml_attribute(attributes, "ht"));
}

static struct fault *
add_columns(struct reader *reader, const struct doc_xml_attributes *attributes)
{
	struct xlsx_sheet *sheet = reader->sheet;
	int first = doc_xml_number(attributes, "min", 0);
	int last = doc_xml_number(attributes, "max", first);

	if (first < 1 || (!is_yes(doc_xml_attribute(attributes, "hidden")) &&
				 !is_nothing(doc_xml_attribute(attributes, "width"))))
		return NULL;
	if (sheet->hidden_count >= MOST_COLUMNS)
		return fault_memory();
	GROW(reader->book->arena, sheet->hidden, sheet->hidden_count, sheet->hidden_room);
	sheet->hidden[sheet->hidden_count++] = (struct xlsx_columns){ first - 1, last - 1 };
	return NULL;
}

/* --- cells --- */

static void
begin_cell(struct reader *reader, const struct doc_xml_attributes *attributes)
{
	struct str type = doc_xml_attribute(attributes, "t");
	int style = doc_xml_number(attributes, "s", 0);
	struct xlsx_cell *cell = &reader->cell;

	cell->row = reader->row < 0 ? 0 : reader->row;
	cell->column = reader->next_column;
	/* A place that cannot be read leaves the cell after the one before it. */
	(void)read_place(doc_xml_attribute(attributes, "r"), &cell->row, &cell->column);
	reader->next_column = cell->column + 1;
	reader->in_cell = true;
	reader->has_formula = false;
	reader->hides = false;
	reader->run = (struct xlsx_run){ false };
	reader->type = TYPE_NUMBER;
	if (str_equal(type, STR("s")))
		reader->type = TYPE_SHARED;
	else if (str_equal(type, STR("str")) || str_equal(type, STR("inlineStr")) ||
		 str_equal(type, STR("d")))
		reader->type = TYPE_TEXT;
	else if (str_equal(type, STR("b")))
		reader->type = TYPE_TRUTH;
	else if (str_equal(type, STR("e")))
		reader->type = TYPE_ERROR;
	reader->format = style >= 0 && (size_t)style < reader->book->format_count
				 ? reader->book->formats[style]
				 : (struct xlsx_format){ .show = XLSX_PLAIN };
	buf_clear(&reader->text);
}

static struct fault *
cell_text(struct reader *reader, struct str *ret_text)
{
	struct xlsx_book *book = reader->book;
	struct str raw = buf_str(&reader->text);
	int64_t number;

	*ret_text = STR_NONE;
	if (raw.len == 0) {
		/* Never worked out, by whatever wrote the file: not a blank. */
		if (reader->has_formula && reader->type == TYPE_NUMBER)
			*ret_text = STR("=");
		return NULL;
	}
	if (reader->type == TYPE_SHARED) {
		/* A word that the workbook does not hold is no blank. */
		*ret_text = STR(DOC_NOT_TEXT);
		if (str_to_int(str_trim(raw), &number) && number >= 0 &&
			(uint64_t)number < book->word_count) {
			*ret_text = book->words[number].text;
			reader->hides = book->words[number].hides;
		}
		return NULL;
	}
	if (reader->type == TYPE_TRUTH)
		raw = str_equal(raw, STR("1")) ? STR("TRUE") : STR("FALSE");
	TRY(str_copy(book->arena, raw, &raw));
	*ret_text = raw;
	return reader->type == TYPE_NUMBER ? xlsx_number(book, raw, &reader->format, ret_text)
					   : NULL;
}

static struct fault *
end_cell(struct reader *reader)
{
	struct xlsx_sheet *sheet = reader->sheet;

	reader->in_cell = false;
	TRY(buf_check(&reader->text));
	if (reader->is_row_hidden)
		return NULL;
	TRY(cell_text(reader, &reader->cell.text));
	/* Blank cells far away are only a trace of somebody's formatting. */
	if (reader->cell.text.len == 0 &&
		(reader->cell.row >= DOC_MOST_ROWS || reader->cell.column >= DOC_MOST_COLUMNS))
		return NULL;
	if (sheet->cell_count >= 4 * DOC_MOST_CELLS)
		return fault_memory();
	reader->cell.is_unseen = reader->format.is_unseen || reader->is_row_flat ||
				 (reader->hides && !reader->format.is_dark) ||
				 is_in_hidden_column(sheet, reader->cell.column);
	GROW(reader->book->arena, sheet->cells, sheet->cell_count, sheet->cell_room);
	sheet->cells[sheet->cell_count++] = reader->cell;
	return NULL;
}

static void
on_start(void *data, const char *name, const char *space,
	const struct doc_xml_attributes *attributes)
{
	struct reader *reader = data;

	if (strcmp(name, "row") == 0)
		begin_row(reader, attributes);
	else if (strcmp(name, "c") == 0)
		begin_cell(reader, attributes);
	else if (strcmp(name, "col") == 0)
		doc_xml_stop(&reader->xml, add_columns(reader, attributes));
	else if (strcmp(name, "mergeCell") == 0)
		doc_xml_stop(&reader->xml, add_merge(reader, doc_xml_attribute(attributes, "ref")));
	else if (strcmp(name, "rPh") == 0)
		reader->in_phonetic = true;
	else if (reader->in_cell && xlsx_hides(name, attributes))
		reader->hides = true;
	else if (strcmp(name, "v") == 0 || strcmp(name, "t") == 0)
		reader->is_taking = reader->in_cell && !reader->in_phonetic;
	else if (strcmp(name, "f") == 0)
		reader->has_formula = true;
	else if (reader->in_cell)
		xlsx_run_start(&reader->run, name, attributes);
}

static void
on_end(void *data, const char *name, const char *space)
{
	struct reader *reader = data;

	if (strcmp(name, "c") == 0 && reader->in_cell)
		doc_xml_stop(&reader->xml, end_cell(reader));
	else if (strcmp(name, "rPh") == 0)
		reader->in_phonetic = false;
	else if (strcmp(name, "v") == 0 || strcmp(name, "t") == 0)
		reader->is_taking = false;
}

static void
on_text(void *data, const char *text, int len)
{
	struct reader *reader = data;

	if (reader->is_taking)
		xlsx_run_put(&reader->run, &reader->text, text, len);
}

struct fault *
xlsx_sheet_read(struct xlsx_book *book, const struct doc_part *part, struct xlsx_sheet *ret_sheet)
{
	struct reader reader = {
		.xml = { .start = on_start, .end = on_end, .text = on_text },
		.book = book,
		.sheet = ret_sheet,
		.row = -1,
	};
	struct fault *fault;
	struct str bytes;

	*ret_sheet = (struct xlsx_sheet){ 0 };
	TRY(doc_zip_unpack(book->zip, part, book->arena, &bytes));
	buf_init(&reader.text, LONGEST_TEXT);
	fault = doc_xml_read(&reader.xml, bytes, book->arena);
	buf_done(&reader.text);
	return fault;
}
