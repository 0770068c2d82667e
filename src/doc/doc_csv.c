/*
 * Values between commas (RFC 4180), as offices' spreadsheet programs and our own writer save them.
 * Types, formulas and merged cells do not exist here: every value is text in its own place.
 *
 * A line with a single value is a paragraph when it stands outside a table; a table starts at a
 * line with two values or more, even empty ones, and ends at a blank line. Spreadsheets that pad
 * every line to one width leave no such lines: there a row without any text ends the table, and a
 * row whose only text is its first value is a paragraph before a table, or anywhere if it is long.
 */
#include "base/utf8.h"
#include "doc/doc_read_inside.h"

/* In a padded sheet a label is at most this long, else it is a sentence. */
enum { LONGEST_LABEL = 60 };

/* Bytes still to be read, what parts values, and where values are put. */
struct csv {
	struct doc_builder *builder;
	struct str rest;
	char separator;
	bool is_padded;     /* every line has as many values as the widest */
	bool is_blank;      /* the present row is an empty line */
	int row;            /* of the open table */
	struct str *values; /* of the present row */
	size_t count;
	size_t room;
};

/* Which of comma, semicolon, tab and bar stands most often outside quotes at the beginning. */
static char
find_separator(struct str text)
{
	static const char separators[] = { ',', '\t', ';', '|' };
	size_t counts[COUNT_OF(separators)] = { 0 };
	size_t end = text.len < 65536 ? text.len : 65536;
	size_t best = 0;
	bool is_quoted = false;

	for (size_t i = 0; i < end; i++) {
		is_quoted ^= text.at[i] == '"';
		for (size_t s = 0; s < COUNT_OF(separators) && !is_quoted; s++)
			counts[s] += text.at[i] == separators[s];
	}
	for (size_t s = 1; s < COUNT_OF(separators); s++)
		if (counts[s] > counts[best])
			best = s;
	return separators[best];
}

static bool
is_at_end_of_value(const struct csv *csv, size_t at)
{
	return at == csv->rest.len || csv->rest.at[at] == csv->separator ||
	       csv->rest.at[at] == '\n';
}

/* A value in quotes; "" inside stands for one quote. What follows the closing quote up to the
 * separator is kept behind it, as spreadsheet programs do. */
static struct fault *
take_quoted(struct csv *csv, struct str *ret_value, size_t *ret_end)
{
	struct str rest = csv->rest;
	size_t at = 1;
	size_t doubled = 0;
	char *copy;
	size_t len = 0;

	for (;; at++) {
		at = str_find(rest, STR("\""), at);
		if (at == SIZE_MAX)
			return fault_new(FAULT_INPUT, "doc_csv_quote",
				"CSV 文件中有引号没有结束；请用表格软件重新保存后再试。",
				"A quote in the CSV file is never closed; save the file again in a "
				"spreadsheet program.");
		if (at + 1 >= rest.len || rest.at[at + 1] != '"')
			break;
		at++;
		doubled++;
	}
	*ret_value = str_sub(rest, 1, at - 1);
	*ret_end = at + 1;
	if (doubled == 0 && is_at_end_of_value(csv, at + 1))
		return NULL;
	while (!is_at_end_of_value(csv, *ret_end))
		++*ret_end;
	TAKE(csv->builder->arena, copy, *ret_end);
	for (size_t i = 1; i < *ret_end; i++) {
		if (i < at && rest.at[i] == '"')
			i++;
		if (i != at)
			copy[len++] = rest.at[i];
	}
	*ret_value = (struct str){ copy, len };
	return NULL;
}

/* An apostrophe before what a spreadsheet would take for a formula is no part of the text, nor is
 * the formula ="12", by which programs keep a spreadsheet from taking it for a number. */
static struct str
without_guard(struct str value)
{
	static const char *const starts[] = { "=", "+", "-", "@", "\t", "\n", "＝", "＋", "－",
		"＠" };
	struct str rest;

	if (value.len >= 3 && str_starts(value, STR("=\"")) &&
		str_find(value, STR("\""), 2) == value.len - 1)
		return str_sub(value, 2, value.len - 3);
	if (!str_starts(value, STR("'")))
		return value;
	rest = str_from(value, 1);
	for (size_t i = 0; i < COUNT_OF(starts); i++)
		if (str_starts(rest, str_of(starts[i])))
			return rest;
	return value;
}

static struct fault *
add_value(struct csv *csv, struct str value)
{
	if (csv->count >= DOC_MOST_COLUMNS)
		return fault_new(FAULT_LIMIT, "doc_columns",
			"表格超过 %d 列，无法读取；请拆分后再试。",
			"A table has more than %d columns; split it and try again.",
			DOC_MOST_COLUMNS);
	GROW(csv->builder->arena, csv->values, csv->count, csv->room);
	csv->values[csv->count++] = str_trim(without_guard(value));
	return NULL;
}

/* Blanks before a value in quotes out: some programs set one behind every comma. A quote that does
 * not close at the end of its value is a part of the text. */
static struct str
without_blanks(const struct csv *csv)
{
	struct str rest = csv->rest;
	size_t first = 0;
	size_t at;

	while (first < rest.len && rest.at[first] == ' ')
		first++;
	if (first == 0 || first == rest.len || rest.at[first] != '"')
		return rest;
	for (at = first + 1;; at += 2) {
		at = str_find(rest, STR("\""), at);
		if (at == SIZE_MAX)
			return rest;
		if (at + 1 >= rest.len || rest.at[at + 1] != '"')
			break;
	}
	for (at++; at < rest.len && rest.at[at] == ' ';)
		at++;
	return is_at_end_of_value(csv, at) ? str_from(rest, first) : rest;
}

/* Take one row off the rest. */
static struct fault *
take_row(struct csv *csv)
{
	bool is_last = false;

	csv->count = 0;
	csv->is_blank = csv->rest.at[0] == '\n';
	while (!is_last) {
		struct str value;
		size_t end = 0;

		csv->rest = without_blanks(csv);
		if (csv->rest.len && csv->rest.at[0] == '"') {
			TRY(take_quoted(csv, &value, &end));
		} else {
			while (!is_at_end_of_value(csv, end))
				end++;
			value = str_sub(csv->rest, 0, end);
		}
		TRY(add_value(csv, value));
		is_last = end == csv->rest.len || csv->rest.at[end] == '\n';
		csv->rest = str_from(csv->rest, end < csv->rest.len ? end + 1 : end);
	}
	return NULL;
}

/* Values up to the last one with text; spreadsheet programs pad rows with separators. */
static size_t
filled_count(const struct csv *csv)
{
	size_t count = csv->count;

	while (count && csv->values[count - 1].len == 0)
		count--;
	return count;
}

/* Does the present row stand alone as a paragraph? */
static bool
is_paragraph(const struct csv *csv)
{
	bool is_in_table = csv->builder->table;

	if (!csv->is_padded)
		return csv->count == 1 && !is_in_table;
	if (filled_count(csv) != 1)
		return false;
	return !is_in_table || utf8_count(csv->values[0]) > LONGEST_LABEL;
}

static bool
is_end_of_table(const struct csv *csv)
{
	/* Before a table it is only space between things. */
	return filled_count(csv) == 0 && (csv->is_padded || csv->is_blank || !csv->builder->table);
}

static struct fault *
end_table(struct csv *csv)
{
	csv->row = 0;
	return csv->builder->table ? doc_close_table(csv->builder) : NULL;
}

static struct fault *
put_row(struct csv *csv)
{
	struct doc_table *table;

	if (is_end_of_table(csv))
		return end_table(csv);
	if (is_paragraph(csv)) {
		TRY(end_table(csv));
		return doc_add(csv->builder, DOC_PARAGRAPH, 0, csv->values[0]);
	}
	if (!csv->builder->table)
		TRY(doc_open_table(csv->builder, &table));
	for (size_t i = 0; i < csv->count; i++)
		TRY(doc_add_cell(csv->builder, csv->row, (int)i, 1, 1, csv->values[i], NULL));
	csv->row++;
	return NULL;
}

/* True when no line has less than two values. */
static struct fault *
find_padding(const struct csv *csv, bool *ret_is_padded)
{
	struct csv look = *csv;

	*ret_is_padded = true;
	while (look.rest.len && *ret_is_padded) {
		TRY(take_row(&look));
		*ret_is_padded = look.count > 1;
	}
	return NULL;
}

struct fault *
doc_read_csv(struct str bytes, struct arena *arena, struct doc *ret_doc)
{
	struct doc_builder builder;
	struct csv csv = { .builder = &builder };

	doc_build(&builder, arena, ret_doc);
	TRY(doc_decode(arena, bytes, &csv.rest));
	csv.separator = find_separator(csv.rest);
	TRY(find_padding(&csv, &csv.is_padded));
	while (csv.rest.len) {
		TRY(take_row(&csv));
		TRY(put_row(&csv));
	}
	return end_table(&csv);
}
