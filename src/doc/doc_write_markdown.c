/*
 * The Markdown writer: paragraphs, headings and pipe tables, in which each text stands in the top
 * left place of its span. Escaped so that no word of the document becomes markup.
 */
#include "doc/doc_write_inside.h"

/* Is the character at `at` one that Markdown or the HTML inside it would act on? */
static bool
is_markup(struct str text, size_t at, bool is_line_start)
{
	char c = text.at[at];

	switch (c) {
	case '\\':
	case '`':
	case '*':
	case '_':
	case '[':
	case ']':
	case '<':
	case '|':
	case '~':
		return true;
	case '&':
		/* Only what reads as an entity would be changed. */
		return at + 1 < text.len &&
		       (text.at[at + 1] == '#' || (text.at[at + 1] | 32) >= 'a') &&
		       (text.at[at + 1] | 32) <= 'z';
	case '#':
	case '>':
	case '=':
		return is_line_start;
	case '+':
	case '-':
		/* A list, a rule or an underline; not a number with its sign. */
		return is_line_start &&
		       (at + 1 == text.len || text.at[at + 1] == ' ' || text.at[at + 1] == '-');
	default:
		return false;
	}
}

/* "1. " or "1) " at the start of a line would begin a list: the length of the digits, else 0. */
static size_t
list_number(struct str text)
{
	size_t at = 0;

	while (at < text.len && str_is_digit(text.at[at]))
		at++;
	if (!at || at > 9 || at == text.len || (text.at[at] != '.' && text.at[at] != ')'))
		return 0;
	return at + 1 == text.len || text.at[at + 1] == ' ' ? at : 0;
}

/* One line; `in_cell` is inside a table, where no line begins. */
static void
put_line(struct buf *out, struct str text, bool in_cell)
{
	size_t number = in_cell ? 0 : list_number(text);
	size_t start = 0;

	/* Leading spaces would make code of it; one kind of blank is as good as another. */
	while (start < text.len && (text.at[start] == ' ' || text.at[start] == '\t'))
		start++;
	for (size_t i = 0; i < start; i++)
		buf_put(out, STR("&nbsp;"));
	for (size_t at = start; at < text.len; at++) {
		if ((number && at == number) || is_markup(text, at, !in_cell && at == start))
			buf_put_char(out, '\\');
		buf_put_char(out, text.at[at] == '\t' ? ' ' : text.at[at]);
	}
}

static void
put_text(struct buf *out, struct str text, bool in_cell)
{
	for (;;) {
		size_t end = str_find(text, STR("\n"), 0);

		put_line(out, end == SIZE_MAX ? text : str_sub(text, 0, end), in_cell);
		if (end == SIZE_MAX)
			return;
		buf_put(out, STR("<br>"));
		text = str_from(text, end + 1);
	}
}

static void
put_rule(struct buf *out, const struct doc_table *table)
{
	for (int column = 0; column < table->column_count; column++)
		buf_put(out, STR("| --- "));
	buf_put(out, STR("|\n"));
}

/* The first row is the head, because a pipe table must have one. */
static void
put_table(struct buf *out, const struct doc_table *table)
{
	size_t next = 0;

	for (int row = 0; row < table->row_count; row++) {
		for (int column = 0; column < table->column_count; column++) {
			const struct doc_cell *cell = &table->cells[next];

			buf_put(out, STR("| "));
			if (next < table->cell_count && cell->row == row &&
				cell->column == column) {
				put_text(out, cell->text, true);
				next++;
			}
			buf_put_char(out, ' ');
		}
		buf_put(out, STR("|\n"));
		if (row == 0)
			put_rule(out, table);
	}
	buf_put_char(out, '\n');
}

struct fault *
doc_write_markdown(const struct doc *doc, struct buf *out)
{
	static const char *const marks[] = { "", "## ", "### ", "#### " };

	for (size_t i = 0; i < doc->block_count; i++) {
		const struct doc_block *block = &doc->blocks[i];

		if (block->role == DOC_TABLE) {
			put_table(out, block->table);
			continue;
		}
		if (block->role == DOC_TITLE)
			buf_put(out, STR("# "));
		else if (block->role == DOC_HEADING)
			buf_put(out, str_of(marks[block->level < 1   ? 1
						  : block->level > 3 ? 3
								     : block->level]));
		put_text(out, block->text, false);
		buf_put(out, STR("\n\n"));
	}
	return buf_check(out);
}
