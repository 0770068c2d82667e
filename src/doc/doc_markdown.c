/*
 * Markdown as converters and editors write it: headings, a paragraph for each line, pipe tables,
 * and web page tables in between. Lines are not joined and nothing is numbered; this draws no
 * pages.
 */
#include "doc/doc_inside.h"
#include "doc/doc_read_inside.h"

struct markdown {
	struct doc_builder *builder;
	struct str rest;
	bool has_title;
	bool is_code;
	bool has_open_table; /* a web page table without its end was met */
};

/* "### words" is level 3; 0 when the line is no heading. *ret_words are what stands behind. */
static int
heading_level(struct str line, struct str *ret_words)
{
	size_t marks = 0;

	line = str_trim(line);
	while (marks < line.len && line.at[marks] == '#')
		marks++;
	if (marks < 1 || marks > 6 || marks == line.len ||
		(line.at[marks] != ' ' && line.at[marks] != '\t'))
		return 0;
	line = str_trim(str_from(line, marks));
	while (line.len && line.at[line.len - 1] == '#')
		line.len--;
	*ret_words = str_trim(line);
	return (int)marks;
}

/* A line of one sort of mark, at least three: a rule, or the underline of a heading. */
static bool
is_line_of(struct str line, char mark)
{
	size_t count = 0;

	line = str_trim(line);
	for (size_t i = 0; i < line.len; i++) {
		if (line.at[i] == mark)
			count++;
		else if (line.at[i] != ' ')
			return false;
	}
	return count >= 3;
}

/* Without "> " and "- ". A number before a point is part of the text in an office. */
static struct str
without_bullets(struct str line)
{
	struct str words = str_trim(line);

	while (words.len >= 2 &&
		((words.at[0] == '>') || (memchr("-*+", words.at[0], 3) && words.at[1] == ' '))) {
		words = str_trim(str_from(words, 1));
		line = words;
	}
	if (str_equal(words, STR(">")))
		return STR("");
	return doc_trim_end(line);
}

static struct fault *
add_heading(struct markdown *work, int level, struct str words)
{
	TRY(doc_marks_out(work->builder, words, &words));
	if (level == 1 && !work->has_title) {
		work->has_title = true;
		return doc_add(work->builder, DOC_TITLE, 0, words);
	}
	return doc_add(work->builder, DOC_HEADING, level > 1 ? level - 1 : 1, words);
}

static bool
starts_ascii(struct str text, struct str start)
{
	return text.len >= start.len && str_equal_ascii(str_sub(text, 0, start.len), start);
}

/* Where the table that starts here ends: behind its end tag; SIZE_MAX when that is missing. */
static size_t
html_table_end(struct str text)
{
	size_t depth = 0;
	size_t at = 0;

	while ((at = str_find(text, STR("<"), at)) != SIZE_MAX) {
		struct str here = str_from(text, at);

		at++;
		if (starts_ascii(here, STR("<table"))) {
			depth++;
		} else if (starts_ascii(here, STR("</table>"))) {
			if (depth <= 1)
				return at - 1 + 8;
			depth--;
		}
	}
	return SIZE_MAX;
}

/* Take an HTML table off the rest, to its end tag or, when that is missing, to the next blank line.
 */
static struct fault *
add_html_table(struct markdown *work)
{
	struct str rest = work->rest;
	size_t end = work->has_open_table ? SIZE_MAX : html_table_end(rest);

	if (end == SIZE_MAX) {
		work->has_open_table = true;
		end = str_find(rest, STR("\n\n"), 0);
	}
	if (end == SIZE_MAX)
		end = rest.len;
	work->rest = str_from(rest, end);
	return doc_html_add(work->builder, str_sub(rest, 0, end));
}

static struct fault *
add_words(struct markdown *work, struct str line)
{
	struct str words = without_bullets(line);
	struct str below;

	TRY(doc_marks_out(work->builder, words, &words));
	if (str_trim(words).len && doc_peek_line(work->rest, &below) && is_line_of(below, '=')) {
		struct str underline;

		str_next_line(&work->rest, &underline);
		return add_heading(work, 1, str_trim(words));
	}
	return doc_add(work->builder, DOC_PARAGRAPH, 0, words);
}

static struct fault *
add_next(struct markdown *work)
{
	struct str after = work->rest;
	struct str line;
	struct str start;
	struct str words;
	int level;

	if (!str_next_line(&after, &line))
		return NULL;
	start = str_trim(line);
	if (str_starts(start, STR("```")) || str_starts(start, STR("~~~"))) {
		work->is_code = !work->is_code;
		work->rest = after;
		return NULL;
	}
	if (!work->is_code && starts_ascii(start, STR("<table")))
		return add_html_table(work);
	if (!work->is_code && doc_box_starts(work->rest))
		return doc_box_read(work->builder, true, &work->rest);
	if (!work->is_code && doc_pipe_starts(work->rest, false))
		return doc_pipe_read(work->builder, false, true, &work->rest);
	work->rest = after;
	if (work->is_code)
		return doc_add(work->builder, DOC_PARAGRAPH, 0, doc_trim_end(line));
	if (is_line_of(line, '-') || is_line_of(line, '*') || is_line_of(line, '_'))
		return NULL;
	level = heading_level(line, &words);
	return level ? add_heading(work, level, words) : add_words(work, line);
}

/* Where a comment begins. Behind a backslash the mark is text, as our own writer puts it. */
static size_t
find_comment(struct str text, size_t from)
{
	size_t at = str_find(text, STR("<!--"), from);

	for (; at != SIZE_MAX; at = str_find(text, STR("<!--"), at + 1)) {
		size_t before = at;

		while (before > from && text.at[before - 1] == '\\')
			before--;
		if ((at - before) % 2 == 0)
			break;
	}
	return at;
}

/* <!-- … --> out, also over several lines. One that never ends is text. */
static struct fault *
comments_out(struct arena *arena, struct str text, struct str *ret_text)
{
	struct doc_cuts cuts = { .arena = arena, .text = text };
	size_t begin = find_comment(text, 0);

	while (begin != SIZE_MAX) {
		size_t end = str_find(text, STR("-->"), begin + 4);

		if (end == SIZE_MAX)
			break;
		TRY(doc_cut(&cuts, begin, end + 3));
		begin = find_comment(text, end + 3);
	}
	*ret_text = doc_cut_end(&cuts);
	return NULL;
}

struct fault *
doc_read_markdown(struct str bytes, struct arena *arena, struct doc *ret_doc)
{
	struct doc_builder builder;
	struct markdown work = { .builder = &builder };

	doc_build(&builder, arena, ret_doc);
	TRY(doc_decode(arena, bytes, &work.rest));
	TRY(comments_out(arena, work.rest, &work.rest));
	while (work.rest.len)
		TRY(add_next(&work));
	return NULL;
}
