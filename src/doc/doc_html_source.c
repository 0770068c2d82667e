/*
 * The source of a web page, made ready for the parser: what Word leaves in it, and pages that were
 * escaped once too often. Nothing is parsed here.
 */
#include "doc/doc_html_inside.h"
#include "doc/doc_inside.h"

/* So many cells of tables written as text are no example of one. */
enum { FEWEST_ESCAPED = 8 };

struct fault *
html_source_clean(struct arena *arena, struct str text, struct str *ret_text)
{
	struct doc_cuts cuts = { .arena = arena, .text = text };
	size_t begin = str_find(text, STR("<!["), 0);

	while (begin != SIZE_MAX) {
		size_t end = str_find(text, STR(">"), begin);

		if (end == SIZE_MAX)
			break;
		/* <![endif]--> ends a comment that began as one. */
		if (text.at[end - 1] != '-')
			TRY(doc_cut(&cuts, begin, end + 1));
		begin = str_find(text, STR("<!["), end);
	}
	*ret_text = doc_cut_end(&cuts);
	return NULL;
}

static size_t
count_cells(struct str text, struct str tag)
{
	size_t count = 0;

	for (size_t at = str_find(text, tag, 0); at != SIZE_MAX;
		at = str_find(text, tag, at + tag.len))
		count++;
	return count;
}

struct fault *
html_source_unescape(struct arena *arena, struct str text, struct str *ret_text)
{
	static const struct str names[][2] = { { { "&lt;", 4 }, { "<", 1 } },
		{ { "&gt;", 4 }, { ">", 1 } }, { { "&quot;", 6 }, { "\"", 1 } },
		{ { "&#39;", 5 }, { "'", 1 } }, { { "&amp;", 5 }, { "&", 1 } } };
	size_t escaped = count_cells(text, STR("&lt;td"));
	size_t len = 0;
	char *copy;

	*ret_text = text;
	if (escaped < FEWEST_ESCAPED || count_cells(text, STR("<td")) >= escaped)
		return NULL;
	TAKE(arena, copy, text.len);
	for (size_t at = 0; at < text.len;) {
		struct str from = str_sub(text, at, 1);
		struct str to = from;

		for (size_t i = 0; text.at[at] == '&' && i < COUNT_OF(names); i++)
			if (str_starts(str_from(text, at), names[i][0])) {
				from = names[i][0];
				to = names[i][1];
			}
		copy[len++] = to.at[0];
		at += from.len;
	}
	*ret_text = (struct str){ copy, len };
	return NULL;
}
