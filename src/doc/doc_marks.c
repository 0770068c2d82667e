/*
 * Marks inside a line of markdown taken out: emphasis, links, pictures, code, tags, escapes.
 * Lines and tables are doc_markdown.c and doc_pipe.c.
 */
#include "base/utf8.h"
#include "doc/doc_inside.h"
#include "doc/doc_read_inside.h"

/* How far the end of a mark is looked for from its beginning; bounds the work on a line of nothing
 * but marks. */
enum { MARK_REACH = 2000 };

/* A closing mark that was found when its opening one was taken out. */
struct closing_mark {
	size_t at;
	size_t len;
};

/* Invariant: len never passes text.len, for no mark becomes longer by being taken out; a blank may
 * take the place of one. */
struct marks {
	struct doc_builder *builder;
	struct str text;
	size_t at;
	char *out;
	size_t len;
	struct closing_mark closings[16];
	int closing_count;
	bool at_border; /* a mark was taken out behind which the text looks another way */
	bool has_picture;
	int plain_tags; /* that are open and leave the text as it is, */
	int open_tags;  /* and that make it look another way */
};

/* Where digits are parted, the blank stands where the mark was. */
static void
put(struct marks *marks, struct str words)
{
	if (marks->at_border && doc_parts_digits((struct str){ marks->out, marks->len }, words))
		marks->out[marks->len++] = ' ';
	marks->at_border = marks->at_border && words.len == 0;
	if (words.len)
		memcpy(marks->out + marks->len, words.at, words.len);
	marks->len += words.len;
}

static size_t
find_near(const struct marks *marks, struct str part, size_t from)
{
	struct str reach = marks->text;

	if (reach.len - marks->at > MARK_REACH)
		reach.len = marks->at + MARK_REACH;
	return str_find(reach, part, from);
}

static bool
is_space_at(struct str text, size_t at)
{
	size_t len;

	return at >= text.len || utf8_is_space(utf8_at(text, at, &len));
}

static bool
is_letter_at(struct str text, size_t at)
{
	unsigned char c = at < text.len ? (unsigned char)text.at[at] : 0;

	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
	       c == '_';
}

static bool
is_punctuation(char c)
{
	return c > ' ' && c < 0x7F && (c == '_' || !is_letter_at((struct str){ &c, 1 }, 0));
}

/* A backslash before punctuation. */
static bool
take_escape(struct marks *marks)
{
	struct str text = marks->text;

	if (marks->at + 1 >= text.len || !is_punctuation(text.at[marks->at + 1]))
		return false;
	put(marks, str_sub(text, marks->at + 1, 1));
	marks->at += 2;
	return true;
}

/* Drop the opening mark now and the closing one when it is reached. */
static bool
take_pair(struct marks *marks, size_t width, size_t closing_at, size_t closing_len)
{
	if (marks->closing_count == (int)COUNT_OF(marks->closings))
		return false;
	marks->closings[marks->closing_count++] = (struct closing_mark){ closing_at, closing_len };
	marks->at += width;
	return true;
}

/* "](#…)": the link led to a place of the same text, as the mark of a note does. */
static bool
is_note_link(struct str text, size_t bracket)
{
	return str_starts(str_from(text, bracket), STR("](#"));
}

static bool
take_closing(struct marks *marks)
{
	for (int i = 0; i < marks->closing_count; i++) {
		if (marks->closings[i].at > marks->at)
			continue;
		if (marks->closings[i].at == marks->at) {
			marks->at_border = marks->at_border || marks->text.at[marks->at] == '~' ||
					   is_note_link(marks->text, marks->at);
			marks->at += marks->closings[i].len;
		}
		marks->closings[i] = marks->closings[--marks->closing_count];
		return true;
	}
	return false;
}

/* *words*, **words**, _words_, ~~words~~: a letter follows the opening mark, one stands before the
 * closing one, and _ is no mark inside a word. */
static bool
take_emphasis(struct marks *marks)
{
	struct str text = marks->text;
	char mark = text.at[marks->at];
	size_t width = 1;
	size_t end;

	while (width < 3 && marks->at + width < text.len && text.at[marks->at + width] == mark)
		width++;
	if ((mark == '~' && width != 2) || is_space_at(text, marks->at + width) ||
		(mark == '_' && marks->at && is_letter_at(text, marks->at - 1)))
		return false;
	end = marks->at + width;
	do {
		end = find_near(marks, str_sub(text, marks->at, width), end + 1);
		if (end == SIZE_MAX)
			return false;
	} while (is_space_at(text, end - 1) || text.at[end - 1] == '\\' ||
		 (mark == '_' && is_letter_at(text, end + width)));
	if (!take_pair(marks, width, end, width))
		return false;
	marks->at_border = marks->at_border || mark == '~';
	return true;
}

/* `words`, in which nothing else is a mark. */
static bool
take_code(struct marks *marks)
{
	struct str text = marks->text;
	size_t end = find_near(marks, STR("`"), marks->at + 1);

	if (end == SIZE_MAX)
		return false;
	put(marks, str_sub(text, marks->at + 1, end - marks->at - 1));
	marks->at = end + 1;
	return true;
}

/* The end of "](address)" whose bracket is at `at`; SIZE_MAX when it is no link. */
static size_t
link_end(const struct marks *marks, size_t at)
{
	struct str text = marks->text;
	size_t end;

	if (at == SIZE_MAX || at + 1 >= text.len || text.at[at + 1] != '(')
		return SIZE_MAX;
	end = find_near(marks, STR(")"), at + 2);
	if (end == SIZE_MAX)
		return SIZE_MAX;
	/* "[2020](36)" is a number in brackets and one behind it. */
	for (size_t i = at + 2; i < end; i++)
		if (memchr("/.#:@", text.at[i], 5))
			return end + 1;
	return SIZE_MAX;
}

static bool
take_link(struct marks *marks)
{
	size_t bracket = find_near(marks, STR("]"), marks->at + 1);
	size_t end = link_end(marks, bracket);

	if (end == SIZE_MAX)
		return false;
	if (!take_pair(marks, 1, bracket, end - bracket))
		return false;
	marks->at_border = marks->at_border || is_note_link(marks->text, bracket);
	return true;
}

static bool
take_picture(struct marks *marks)
{
	size_t end;

	if (marks->at + 1 >= marks->text.len || marks->text.at[marks->at + 1] != '[')
		return false;
	end = link_end(marks, find_near(marks, STR("]"), marks->at + 2));
	if (end == SIZE_MAX)
		return false;
	marks->builder->doc->has_pictures = true;
	marks->has_picture = true;
	marks->at = end;
	return true;
}

static bool
is_tag_name(struct str inside)
{
	size_t len = 0;

	while (len < inside.len && is_letter_at(inside, len))
		len++;
	return len && inside.at[0] > '9' && inside.at[0] != '_' &&
	       (len == inside.len || inside.at[len] == ' ' || inside.at[len] == '/');
}

/* The only attribute of a link, its address, when that is no place of the same text. */
static bool
is_address(struct str attributes)
{
	static const char *const starts[] = { "href=", "href=\"", "href='" };
	struct str value = STR_NONE;

	for (size_t i = 0; i < COUNT_OF(starts); i++)
		if (attributes.len > strlen(starts[i]) &&
			str_equal_ascii(
				str_sub(attributes, 0, strlen(starts[i])), str_of(starts[i])))
			value = str_from(attributes, strlen(starts[i]));
	return value.len && value.at[0] != '#' && !str_has(value, STR(" "));
}

static struct str
tag_name(struct str inside)
{
	size_t len = 0;

	while (len < inside.len && inside.at[len] != ' ' && inside.at[len] != '/')
		len++;
	return str_sub(inside, 0, len);
}

/* Tags that leave a text where and as it is. Any attribute may change how it looks. */
static bool
is_plain_tag(struct str inside)
{
	static const char *const names[] = { "b", "i", "u", "em", "strong", "font", "span", "a",
		"center", "code", "mark", "p", "div" };
	struct str name = tag_name(inside);
	struct str attributes = str_trim(str_from(inside, name.len));

	if (attributes.len && !str_equal(attributes, STR("/")) &&
		!(str_equal_ascii(name, STR("a")) && is_address(attributes)))
		return false;
	for (size_t i = 0; i < COUNT_OF(names); i++)
		if (str_equal_ascii(name, str_of(names[i])))
			return true;
	return false;
}

/* Tags that nothing ends. */
static bool
is_void_tag(struct str name)
{
	static const char *const names[] = { "hr", "img", "input", "wbr" };

	for (size_t i = 0; i < COUNT_OF(names); i++)
		if (str_equal_ascii(name, str_of(names[i])))
			return true;
	return false;
}

/* The name alone does not say which of the open tags a plain one ends: one that looked plain, when
 * there is any, so that a border too many is put rather than one too few. */
static void
count_tag(struct marks *marks, struct str inside, bool ends)
{
	bool is_plain = is_plain_tag(inside);

	marks->at_border = marks->at_border || !is_plain || marks->open_tags > 0;
	if (is_void_tag(tag_name(inside)))
		return;
	if (!ends)
		*(is_plain ? &marks->plain_tags : &marks->open_tags) += 1;
	else if (is_plain && marks->plain_tags > 0)
		marks->plain_tags--;
	else if (marks->open_tags > 0)
		marks->open_tags--;
}

static bool
take_tag(struct marks *marks)
{
	struct str text = marks->text;
	size_t end = find_near(marks, STR(">"), marks->at + 1);
	struct str inside;
	bool ends = false;

	if (end == SIZE_MAX)
		return false;
	inside = str_sub(text, marks->at + 1, end - marks->at - 1);
	if (str_starts(inside, STR("http://")) || str_starts(inside, STR("https://"))) {
		put(marks, inside);
	} else {
		ends = str_starts(inside, STR("/"));
		if (ends)
			inside = str_from(inside, 1);
		if (!is_tag_name(inside))
			return false;
		if (str_equal_ascii(tag_name(inside), STR("br"))) {
			/* The end of the line parts what stands before and behind it. */
			marks->at_border = false;
			put(marks, STR("\n"));
		} else {
			count_tag(marks, inside, ends);
		}
		if (str_equal_ascii(tag_name(inside), STR("img")))
			marks->builder->doc->has_pictures = marks->has_picture = true;
	}
	marks->at = end + 1;
	return true;
}

/* "&#50;" or "&#x32;": a character by its number. */
static bool
take_number(struct marks *marks)
{
	struct str text = str_from(marks->text, marks->at);
	bool is_hex = text.len > 2 && (text.at[2] | 0x20) == 'x';
	size_t at = is_hex ? 3 : 2;
	size_t first = at;
	uint32_t point = 0;
	char bytes[8];

	if (!str_starts(text, STR("&#")))
		return false;
	for (; at < text.len && at < first + 6; at++) {
		char c = (char)(text.at[at] | 0x20);

		if (str_is_digit(text.at[at]))
			point = point * (is_hex ? 16 : 10) + (uint32_t)(text.at[at] - '0');
		else if (is_hex && c >= 'a' && c <= 'f')
			point = point * 16 + (uint32_t)(c - 'a' + 10);
		else
			break;
	}
	if (at == first || at >= text.len || text.at[at] != ';' || point < ' ' ||
		!utf8_is_xml(point))
		return false;
	put(marks, (struct str){ bytes, utf8_put(bytes, point) });
	marks->at += at + 1;
	return true;
}

static bool
take_entity(struct marks *marks)
{
	static const char *const names[][2] = { { "&nbsp;", " " }, { "&lt;", "<" }, { "&gt;", ">" },
		{ "&amp;", "&" }, { "&quot;", "\"" } };

	for (size_t i = 0; i < COUNT_OF(names); i++) {
		struct str name = str_of(names[i][0]);

		if (str_starts(str_from(marks->text, marks->at), name)) {
			put(marks, str_of(names[i][1]));
			marks->at += name.len;
			return true;
		}
	}
	return false;
}

static bool
take_mark(struct marks *marks)
{
	switch (marks->text.at[marks->at]) {
	case '\\':
		return take_escape(marks);
	case '*':
	case '_':
	case '~':
		return take_emphasis(marks);
	case '`':
		return take_code(marks);
	case '[':
		return take_link(marks);
	case '!':
		return take_picture(marks);
	case '<':
		return take_tag(marks);
	case '&':
		return take_number(marks) || take_entity(marks);
	default:
		return false;
	}
}

/* Marks that do not pair are words. A run of the same mark is passed over as one. */
static void
pass_over(struct marks *marks)
{
	char c = marks->text.at[marks->at];
	size_t len = 1;

	if (c == '*' || c == '_' || c == '~')
		while (marks->at + len < marks->text.len && marks->text.at[marks->at + len] == c)
			len++;
	put(marks, str_sub(marks->text, marks->at, len));
	marks->at += len;
}

struct fault *
doc_marks_out(struct doc_builder *builder, struct str text, struct str *ret_plain)
{
	struct marks marks = { .builder = builder, .text = text };
	bool has_any = false;

	for (size_t i = 0; i < text.len && !has_any; i++)
		has_any = memchr("\\*_~`[!<&", text.at[i], 9);
	*ret_plain = text;
	if (!has_any)
		return NULL;
	TAKE(builder->arena, marks.out, text.len + 1);
	while (marks.at < text.len)
		if (!take_closing(&marks) && !take_mark(&marks))
			pass_over(&marks);
	*ret_plain = (struct str){ marks.out, marks.len };
	if (marks.has_picture && builder->table && str_trim(*ret_plain).len == 0)
		*ret_plain = STR(DOC_NOT_TEXT);
	return NULL;
}
