/*
 * Names, attributes and styles of web pages, as far as they tell where text stands.
 * What is done with them is doc_html.c.
 */
#include <stdlib.h>

#include "doc/doc_html_inside.h"

/* Comparisons of attributes, about a second of them. */
enum { MOST_COMPARED = 400 * 1000 * 1000 };

static const struct {
	const char *name;
	enum html_tag tag;
} tags[] = {
	/* In byte order, for the search. */
	{ "address", TAG_BLOCK },
	{ "applet", TAG_SHOWN },
	{ "article", TAG_BLOCK },
	{ "aside", TAG_BLOCK },
	{ "audio", TAG_SKIP },
	{ "blockquote", TAG_BLOCK },
	{ "body", TAG_BLOCK },
	{ "book", TAG_BOOK },
	{ "bookinfo", TAG_SKIP },
	{ "br", TAG_BREAK },
	{ "button", TAG_BLOCK },
	{ "canvas", TAG_SHOWN },
	{ "caption", TAG_CAPTION },
	{ "center", TAG_CENTER },
	{ "dd", TAG_BLOCK },
	{ "del", TAG_LIFTED },
	{ "div", TAG_BLOCK },
	{ "dl", TAG_BLOCK },
	{ "dt", TAG_BLOCK },
	{ "embed", TAG_SHOWN },
	{ "entry", TAG_CELL },
	{ "fieldset", TAG_BLOCK },
	{ "figcaption", TAG_BLOCK },
	{ "figure", TAG_BLOCK },
	{ "footer", TAG_BLOCK },
	{ "form", TAG_BLOCK },
	{ "h1", TAG_HEADING },
	{ "h2", TAG_HEADING },
	{ "h3", TAG_HEADING },
	{ "h4", TAG_HEADING },
	{ "h5", TAG_HEADING },
	{ "h6", TAG_HEADING },
	{ "head", TAG_BLOCK },
	{ "header", TAG_BLOCK },
	{ "hr", TAG_BLOCK },
	{ "html", TAG_BLOCK },
	{ "iframe", TAG_SHOWN },
	{ "img", TAG_IMAGE },
	{ "informaltable", TAG_TABLE },
	{ "input", TAG_INPUT },
	{ "li", TAG_BLOCK },
	{ "listitem", TAG_BLOCK },
	{ "main", TAG_BLOCK },
	{ "meta", TAG_META },
	{ "meter", TAG_SHOWN },
	{ "nav", TAG_BLOCK },
	{ "noscript", TAG_SKIP },
	{ "object", TAG_SHOWN },
	{ "ol", TAG_BLOCK },
	{ "option", TAG_OPTION },
	{ "p", TAG_BLOCK },
	{ "para", TAG_BLOCK },
	{ "pre", TAG_PRE },
	{ "progress", TAG_SHOWN },
	{ "row", TAG_ROW },
	{ "rp", TAG_LIFTED },
	{ "rt", TAG_LIFTED },
	{ "s", TAG_LIFTED },
	{ "script", TAG_SHOWN },
	{ "section", TAG_BLOCK },
	{ "select", TAG_SELECT },
	{ "small", TAG_LIFTED },
	{ "strike", TAG_LIFTED },
	{ "style", TAG_SKIP },
	{ "sub", TAG_LIFTED },
	{ "sup", TAG_LIFTED },
	{ "svg", TAG_SHOWN },
	{ "table", TAG_TABLE },
	{ "tbody", TAG_SECTION },
	{ "td", TAG_CELL },
	{ "template", TAG_SKIP },
	{ "textarea", TAG_SELECT },
	{ "tfoot", TAG_SECTION },
	{ "th", TAG_CELL },
	{ "thead", TAG_SECTION },
	{ "title", TAG_TITLE },
	{ "tr", TAG_ROW },
	{ "ul", TAG_BLOCK },
	{ "video", TAG_SKIP },
};

static int
compare_names(const void *name, const void *entry)
{
	return strcmp(name, *(const char *const *)entry);
}

enum html_tag
html_find_tag(const xmlChar *name)
{
	const char *const *found =
		bsearch(name, tags, COUNT_OF(tags), sizeof tags[0], compare_names);

	if (!found)
		return TAG_INLINE;
	return tags[(size_t)((const char *)found - (const char *)tags) / sizeof tags[0]].tag;
}

struct str
html_attribute(const xmlChar **attributes, const char *name)
{
	for (size_t i = 0; attributes && attributes[i]; i += 2)
		if (strcmp((const char *)attributes[i], name) == 0)
			return attributes[i + 1] ? str_of((const char *)attributes[i + 1])
						 : STR("");
	return STR_NONE;
}

/* Words between the name of the tag at `at` and its end; *ret_end is behind it. */
static size_t
count_attributes(struct str text, size_t at, size_t *ret_end)
{
	size_t count = 0;
	bool was_blank = false;

	for (; at < text.len && text.at[at] != '>'; at++) {
		char c = text.at[at];
		bool is_blank = c == ' ' || (c >= '\t' && c <= '\r');

		count += was_blank && !is_blank;
		was_blank = is_blank;
		if (text.at[at - 1] == '=' && (c == '"' || c == '\'')) {
			const char *end = memchr(text.at + at + 1, c, text.len - at - 1);

			if (!end)
				break;
			at = (size_t)(end - text.at);
		}
	}
	*ret_end = at;
	return count;
}

bool
html_has_too_many_attributes(struct str text)
{
	size_t compared = 0;
	size_t at = 0;

	while ((at = str_find(text, STR("<"), at)) != SIZE_MAX && compared < MOST_COMPARED) {
		size_t count = count_attributes(text, at + 1, &at);

		compared += count * count;
	}
	return compared >= MOST_COMPARED;
}

int
html_number(const xmlChar **attributes, const char *name, int otherwise)
{
	struct str text = str_trim(html_attribute(attributes, name));
	int64_t value = 0;
	size_t digits = 0;

	while (digits < text.len && str_is_digit(text.at[digits])) {
		value = value * 10 + (text.at[digits++] - '0');
		if (value > INT32_MAX)
			value = INT32_MAX;
	}
	return digits ? (int)value : otherwise;
}

static struct str
first_word(struct str text)
{
	text = str_trim(text);
	for (size_t i = 0; i < text.len; i++)
		if (text.at[i] == ' ' || text.at[i] == '!')
			text.len = i;
	return text;
}

/* Is it that property? Then *ret_value is all that stands behind its colon. */
static bool
has_name(struct str declaration, struct str name, struct str *ret_value)
{
	struct str property;

	if (declaration.len <= name.len ||
		!str_equal_ascii(str_sub(declaration, 0, name.len), name))
		return false;
	*ret_value = str_cut(declaration, STR(":"), &property);
	return str_trim(property).len == name.len;
}

/* The same with the first word of its value. */
static bool
is_property(struct str declaration, struct str name, struct str *ret_value)
{
	struct str value;

	if (!has_name(declaration, name, &value))
		return false;
	*ret_value = first_word(value);
	return true;
}

/* "0", "0px", "1px", "0.5pt", "-9999px": less than `least`, in whatever unit. */
static bool
is_below(struct str value, double least)
{
	char text[32] = { 0 };
	char *end;
	double number;

	if (!value.len || value.len >= sizeof text)
		return false;
	memcpy(text, value.at, value.len);
	number = strtod(text, &end);
	if (end == text || number >= least)
		return false;
	return number <= 0 || (*end != '%' && strcmp(end, "em") != 0 && strcmp(end, "rem") != 0);
}

static bool
has_word(struct str value, struct str word)
{
	while (value.len) {
		struct str one;

		value = str_cut(value, STR(" "), &one);
		if (str_equal_ascii(str_trim(one), word))
			return true;
	}
	return false;
}

/* What strikes a text out, or raises or lowers it as the mark of a note. */
static bool
lifts(struct str declaration)
{
	struct str value;

	if (has_name(declaration, STR("text-decoration"), &value) ||
		has_name(declaration, STR("text-decoration-line"), &value))
		return has_word(value, STR("line-through"));
	return is_property(declaration, STR("vertical-align"), &value) &&
	       (str_equal_ascii(value, STR("super")) || str_equal_ascii(value, STR("sub")) ||
		       str_equal_ascii(value, STR("text-top")));
}

/* What hides a text and leaves it where it is. */
static bool
is_veil(struct str declaration)
{
	struct str value;

	if (is_property(declaration, STR("visibility"), &value))
		return str_equal_ascii(value, STR("hidden")) ||
		       str_equal_ascii(value, STR("collapse"));
	if (is_property(declaration, STR("opacity"), &value))
		return is_below(value, 0.1);
	if (is_property(declaration, STR("font-size"), &value))
		return is_below(value, 2);
	if (has_name(declaration, STR("clip"), &value))
		return str_starts(str_trim(value), STR("rect(0")) ||
		       str_starts(str_trim(value), STR("rect(1px"));
	if (is_property(declaration, STR("text-indent"), &value) ||
		is_property(declaration, STR("left"), &value) ||
		is_property(declaration, STR("top"), &value) ||
		is_property(declaration, STR("margin-left"), &value))
		return is_below(value, -500);
	return false;
}

bool
html_is_white(struct str colour)
{
	static const char *const whites[] = { "white", "#fff", "#ffffff", "rgb(255,255,255)",
		"transparent", "#ffff", "#ffffffff", "snow", "ivory", "whitesmoke", "#fefefe" };

	for (size_t i = 0; i < COUNT_OF(whites); i++)
		if (str_equal_ascii(colour, str_of(whites[i])))
			return true;
	/* Written with blanks, of which the first word is kept. */
	return str_equal_ascii(colour, STR("rgb(255,")) || str_starts(colour, STR("rgba(255,255,"));
}

bool
html_is_ground(struct str colour)
{
	static const char *const none[] = { "none", "inherit", "initial", "unset", "0" };

	for (size_t i = 0; i < COUNT_OF(none); i++)
		if (str_equal_ascii(colour, str_of(none[i])))
			return false;
	return colour.len > 0 && !html_is_white(colour);
}

static void
read_declaration(struct str declaration, struct html_style *style)
{
	if (is_property(declaration, STR("display"), &style->display) ||
		is_property(declaration, STR("text-align"), &style->align) ||
		is_property(declaration, STR("mso-hide"), &style->hide) ||
		is_property(declaration, STR("color"), &style->colour) ||
		is_property(declaration, STR("background"), &style->ground) ||
		is_property(declaration, STR("background-color"), &style->ground))
		return;
	style->is_veiled = style->is_veiled || is_veil(declaration);
	style->is_lifted = style->is_lifted || lifts(declaration);
}

static void
read_declarations(struct str rest, struct html_style *style)
{
	while (rest.len) {
		const char *end = memchr(rest.at, ';', rest.len);
		size_t len = end ? (size_t)(end - rest.at) : rest.len;
		struct str declaration = str_trim(str_sub(rest, 0, len));

		rest = str_from(rest, end ? len + 1 : len);
		read_declaration(declaration, style);
	}
}

bool
html_hides(struct str declarations)
{
	struct html_style style = { 0 };

	/* Behind the last one stands the bracket of its rule. */
	if (str_ends(declarations, STR("}")))
		declarations.len--;
	read_declarations(declarations, &style);
	return style.is_veiled || str_equal_ascii(style.display, STR("none")) ||
	       str_equal_ascii(style.hide, STR("all")) ||
	       (html_is_white(style.colour) && !html_is_ground(style.ground));
}

struct html_style
html_read_style(const xmlChar **attributes)
{
	struct html_style style = { 0 };

	read_declarations(html_attribute(attributes, "style"), &style);
	if (!style.ground.len)
		style.ground = str_trim(html_attribute(attributes, "bgcolor"));
	if (!style.ground.len && html_attribute(attributes, "background").len)
		style.ground = STR("picture");
	if (!style.align.len)
		style.align = html_attribute(attributes, "align");
	return style;
}

bool
html_is_hidden(const struct html_style *style, const xmlChar **attributes)
{
	return str_equal_ascii(style->display, STR("none")) ||
	       str_equal_ascii(style->hide, STR("all")) || html_attribute(attributes, "hidden").at;
}

enum doc_align
html_find_align(struct str align, enum doc_align inherited)
{
	if (str_equal_ascii(align, STR("center")))
		return DOC_MIDDLE;
	if (str_equal_ascii(align, STR("right")) || str_equal_ascii(align, STR("end")))
		return DOC_RIGHT;
	if (str_equal_ascii(align, STR("left")) || str_equal_ascii(align, STR("justify")))
		return DOC_LEFT;
	return inherited;
}
