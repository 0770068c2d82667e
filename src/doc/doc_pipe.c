/*
 * Pipe tables as markdown writers and old text converters print them.
 * Not the rest of markdown; that is doc_markdown.c.
 */
#include "doc/doc_read_inside.h"

struct str
doc_trim_end(struct str line)
{
	struct str trimmed = str_trim(line);

	if (trimmed.len == 0)
		return str_sub(line, 0, 0);
	return str_sub(line, 0, (size_t)(trimmed.at + trimmed.len - line.at));
}

bool
doc_peek_line(struct str rest, struct str *ret_line)
{
	return str_next_line(&rest, ret_line);
}

/* Offset of the next pipe that no backslash escapes; the length when there is none. */
static size_t
find_pipe(struct str line, size_t from)
{
	size_t at = from;

	while (at < line.len && line.at[at] != '|')
		at += line.at[at] == '\\' && at + 1 < line.len ? 2 : 1;
	return at < line.len ? at : line.len;
}

static bool
has_pipe(struct str line)
{
	return find_pipe(line, 0) < line.len;
}

static bool
has_outer_pipes(struct str line)
{
	line = str_trim(line);
	return line.len >= 3 && line.at[0] == '|' && line.at[line.len - 1] == '|' &&
	       find_pipe(line, 1) < line.len;
}

/* `---`, `:--`, `:-:`, or a bare `-`; a dash between spaces is a value that means nothing. */
static bool
is_rule_cell(struct str cell)
{
	struct str mark = str_trim(cell);
	bool has_colon = false;
	size_t dashes = 0;

	for (size_t i = 0; i < mark.len; i++) {
		if (mark.at[i] == '-')
			dashes++;
		else if (mark.at[i] == ':' && (i == 0 || i == mark.len - 1))
			has_colon = true;
		else
			return false;
	}
	return dashes >= 2 || (dashes == 1 && (has_colon || cell.len == mark.len));
}

/* Take the next cell off a line whose outer pipes are gone. */
static struct str
next_cell(struct str *rest, bool *ret_is_last)
{
	size_t pipe = find_pipe(*rest, 0);
	struct str cell = str_sub(*rest, 0, pipe);

	*ret_is_last = pipe == rest->len;
	*rest = *ret_is_last ? str_from(*rest, pipe) : str_from(*rest, pipe + 1);
	return cell;
}

static struct str
without_outer_pipes(struct str line)
{
	line = str_trim(line);
	if (line.len && line.at[0] == '|')
		line = str_from(line, 1);
	if (line.len && line.at[line.len - 1] == '|' &&
		!(line.len >= 2 && line.at[line.len - 2] == '\\'))
		line.len--;
	return line;
}

bool
doc_pipe_is_rule(struct str line)
{
	struct str rest = without_outer_pipes(line);
	bool is_last = false;

	if (!has_pipe(line))
		return false;
	while (!is_last)
		if (!is_rule_cell(next_cell(&rest, &is_last)))
			return false;
	return true;
}

bool
doc_pipe_starts(struct str rest, bool is_strict)
{
	struct str line;
	struct str next;

	if (!str_next_line(&rest, &line) || !has_pipe(line))
		return false;
	if (has_outer_pipes(line))
		return true;
	if (is_strict)
		return false;
	line = str_trim(line);
	return (line.len > 1 && line.at[0] == '|') ||
	       (doc_peek_line(rest, &next) && doc_pipe_is_rule(next));
}

static struct fault *
add_cell(struct doc_builder *builder, int row, int column, struct str text, bool has_marks)
{
	text = str_trim(text);
	if (has_marks)
		TRY(doc_marks_out(builder, text, &text));
	else if (str_has(text, STR("\\|")))
		TRY(str_replace(builder->arena, text, STR("\\|"), STR("|"), &text));
	return doc_add_cell(builder, row, column, 1, 1, str_trim(text), NULL);
}

static struct fault *
add_row(struct doc_builder *builder, int row, struct str line, bool has_marks)
{
	struct str rest = without_outer_pipes(line);
	bool is_last = false;

	for (int column = 0; !is_last; column++)
		TRY(add_cell(builder, row, column, next_cell(&rest, &is_last), has_marks));
	return NULL;
}

static bool
goes_on(struct str rest, bool is_strict)
{
	struct str line;
	struct str next;

	if (!str_next_line(&rest, &line) || !has_pipe(line))
		return false;
	if (is_strict && !has_outer_pipes(line))
		return false;
	/* A line of dashes makes the row above it the first one of another table. */
	return !(doc_peek_line(rest, &next) && doc_pipe_is_rule(next) && !doc_pipe_is_rule(line));
}

struct fault *
doc_pipe_read(struct doc_builder *builder, bool is_strict, bool has_marks, struct str *rest)
{
	struct doc_table *table;
	struct str line;
	int row = 0;

	TRY(doc_open_table(builder, &table));
	do {
		if (!str_next_line(rest, &line))
			break;
		if (!doc_pipe_is_rule(line)) {
			TRY(add_row(builder, row++, line, has_marks));
		} else if (row == 1) {
			for (size_t i = 0; i < table->cell_count; i++)
				table->cells[i].is_heading = true;
		}
	} while (goes_on(*rest, is_strict));
	return doc_close_table(builder);
}
