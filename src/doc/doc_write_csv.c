/*
 * The CSV writer: UTF-8 with a byte order mark for spreadsheets, paragraphs as rows of one cell,
 * tables with each text in the top left place of its span. A text never becomes a formula.
 */
#include "doc/doc_write_inside.h"

/* A quotation mark before it tells a spreadsheet that this is text. Text that looks guarded already
 * gets one more, so that taking one off always gives the text back. */
static bool
is_guarded(struct str text)
{
	while (str_starts(text, STR("'")))
		text = str_from(text, 1);
	return doc_write_is_risky(text);
}

void
doc_put_csv_field(struct buf *out, struct str text)
{
	bool is_quoted = false;

	for (size_t i = 0; i < text.len; i++)
		is_quoted = is_quoted || memchr(",\"\n\t", text.at[i], 4);
	/* Spaces at the ends are lost by some readers unless quoted. */
	is_quoted = is_quoted || str_trim(text).len != text.len;
	if (is_quoted)
		buf_put_char(out, '"');
	if (is_guarded(text))
		buf_put_char(out, '\'');
	for (size_t i = 0; i < text.len; i++) {
		if (text.at[i] == '"')
			buf_put_char(out, '"');
		buf_put_char(out, text.at[i]);
	}
	if (is_quoted)
		buf_put_char(out, '"');
}

static void
put_table(struct buf *out, const struct doc_table *table)
{
	size_t next = 0;

	for (int row = 0; row < table->row_count; row++) {
		for (int column = 0; column < table->column_count; column++) {
			const struct doc_cell *cell = &table->cells[next];

			if (column)
				buf_put_char(out, ',');
			if (next < table->cell_count && cell->row == row &&
				cell->column == column) {
				doc_put_csv_field(out, cell->text);
				next++;
			} else if (table->column_count == 1) {
				buf_put(out, STR("\"\"")); /* an empty line would end the table */
			}
		}
		buf_put(out, STR("\r\n"));
	}
}

struct fault *
doc_write_csv(const struct doc *doc, struct buf *out)
{
	buf_put(out, STR("\xEF\xBB\xBF"));
	for (size_t i = 0; i < doc->block_count; i++) {
		const struct doc_block *block = &doc->blocks[i];
		bool after_table = i > 0 && block[-1].role == DOC_TABLE;

		if (i > 0 && (after_table || block->role == DOC_TABLE))
			buf_put(out, STR("\r\n"));
		if (block->role == DOC_TABLE) {
			put_table(out, block->table);
		} else {
			doc_put_csv_field(out, block->text);
			buf_put(out, STR("\r\n"));
		}
	}
	return buf_check(out);
}
