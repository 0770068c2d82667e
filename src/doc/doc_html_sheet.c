/*
 * Which classes and names of a web page's own style sheets hide what they are given to, so that a
 * file made anew does not show it unasked. It is no reader of CSS: the last class or name of each
 * selector counts, and sheets that lie elsewhere are not fetched.
 */
#include "doc/doc_html_inside.h"

static bool
is_name(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       c == '-' || c == '_' || (unsigned char)c >= 0x80;
}

/* "div.note > .secret:hover" gives ".secret"; "p" gives nothing. */
static struct str
last_name(struct str selector)
{
	struct str name = STR("");

	for (size_t i = 0; i < selector.len; i++) {
		size_t end = i + 1;

		if (selector.at[i] != '.' && selector.at[i] != '#')
			continue;
		while (end < selector.len && is_name(selector.at[end]))
			end++;
		if (end > i + 1)
			name = str_sub(selector, i, end - i);
		i = end - 1;
	}
	return name;
}

static void
take_selectors(struct str selectors, struct html_sheet *sheet)
{
	while (selectors.len && sheet->count < HTML_MOST_HIDERS) {
		struct str selector;
		struct str name;

		selectors = str_cut(selectors, STR(","), &selector);
		name = last_name(selector);
		if (name.len)
			sheet->hiders[sheet->count++] = name;
	}
}

/* The end of the block whose bracket opens in front of `at`. */
static size_t
block_end(struct str text, size_t at)
{
	int depth = 1;

	for (; at < text.len && depth > 0; at++)
		depth += (text.at[at] == '{') - (text.at[at] == '}');
	return at;
}

/* Rules under a condition count as others do, but for those of paper. */
static void
take_sheet(struct str text, struct html_sheet *sheet)
{
	size_t at = 0;
	size_t open;

	while ((open = str_find(text, STR("{"), at)) != SIZE_MAX) {
		struct str head = str_trim(str_sub(text, at, open - at));
		size_t last = str_find_last(head, STR("}"));

		head = str_trim(last == SIZE_MAX ? head : str_from(head, last + 1));
		if (str_starts(head, STR("@")) && !str_has(head, STR("print"))) {
			at = open + 1;
			continue;
		}
		at = block_end(text, open + 1);
		if (!str_starts(head, STR("@")) &&
			html_hides(str_sub(text, open + 1, at - open - 1)))
			take_selectors(head, sheet);
	}
}

void
html_sheet_read(struct str page, struct html_sheet *sheet)
{
	size_t at = 0;

	sheet->count = 0;
	while ((at = str_find(page, STR("<style"), at)) != SIZE_MAX) {
		size_t start = str_find(page, STR(">"), at);
		size_t end = str_find(page, STR("</style"), at);

		if (start == SIZE_MAX)
			return;
		if (end == SIZE_MAX)
			end = page.len;
		if (end > start)
			take_sheet(str_sub(page, start + 1, end - start - 1), sheet);
		at = end;
	}
}

static bool
has_word(struct str words, struct str word)
{
	while (words.len) {
		size_t end = 0;

		while (end < words.len && (unsigned char)words.at[end] > ' ')
			end++;
		if (str_equal(str_sub(words, 0, end), word))
			return true;
		words = str_from(words, end < words.len ? end + 1 : end);
	}
	return false;
}

bool
html_sheet_hides(const struct html_sheet *sheet, const xmlChar **attributes)
{
	struct str classes = html_attribute(attributes, "class");
	struct str id = str_trim(html_attribute(attributes, "id"));

	for (size_t i = 0; i < sheet->count && (classes.len || id.len); i++) {
		struct str name = str_from(sheet->hiders[i], 1);

		if (sheet->hiders[i].at[0] == '#' ? str_equal(id, name) : has_word(classes, name))
			return true;
	}
	return false;
}
