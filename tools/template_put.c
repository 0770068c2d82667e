/*
 * What the template compiler writes: statements of C with their #line, and the literal HTML between
 * them with its white space folded. It decides nothing about directives.
 */
#include "base/utf8.h"
#include "template_inside.h"

enum { FIRST_CJK = 0x2E80 };

/* --- statements --- */

void
template_put_line_mark(struct buf *to, int line)
{
	buf_print(to, "#line %d \"", line);
	for (const char *c = compiler.path; *c; c++) {
		if (*c == '"' || *c == '\\')
			buf_put_char(to, '\\');
		buf_put_char(to, *c);
	}
	buf_put(to, STR("\"\n"));
}

/* C text on one line, so that #line stays true. */
void
template_put_flat(struct buf *to, struct str text)
{
	for (size_t i = 0; i < text.len; i++)
		buf_put_char(to, text.at[i] == '\n' || text.at[i] == '\r' ? ' ' : text.at[i]);
}

static void
put_literal_char(struct buf *to, char c)
{
	if (c == '\n')
		buf_put(to, STR("\\n"));
	else if (c == '\t')
		buf_put(to, STR("\\t"));
	else if (c == '"' || c == '\\') {
		buf_put_char(to, '\\');
		buf_put_char(to, c);
	} else if ((unsigned char)c < ' ')
		buf_print(to, "\\%03o", c);
	else
		buf_put_char(to, c);
}

void
template_put_literal(void)
{
	struct str text = buf_str(&compiler.literal);

	if (!text.len)
		return;
	template_put_line_mark(&compiler.body, compiler.literal_line);
	buf_put(&compiler.body, STR("\tbuf_put_bytes(out, \""));
	for (size_t i = 0; i < text.len; i++)
		put_literal_char(&compiler.body, text.at[i]);
	buf_print(&compiler.body, "\", %zu);\n", text.len);
	buf_clear(&compiler.literal);
}

void
template_put_statement(const char *before, struct str middle, const char *behind)
{
	template_put_literal();
	template_put_line_mark(&compiler.body, compiler.line);
	buf_put_char(&compiler.body, '\t');
	buf_put(&compiler.body, str_of(before));
	template_put_flat(&compiler.body, middle);
	buf_put(&compiler.body, str_of(behind));
	buf_put_char(&compiler.body, '\n');
}

void
template_put_call(struct str name, const char *ending, struct str args)
{
	template_put_literal();
	template_put_line_mark(&compiler.body, compiler.line);
	buf_print(&compiler.body, "\t%.*s%s(out%s", STR_ARG(name), ending, args.len ? ", " : "");
	template_put_flat(&compiler.body, args);
	buf_put(&compiler.body, STR(");\n"));
}

/* --- literal HTML --- */

static void
put_html_char(char c)
{
	if (!compiler.literal.len)
		compiler.literal_line = compiler.line;
	buf_put_char(&compiler.literal, c);
}

static bool
is_han_at_end(struct str text)
{
	size_t at = text.len;
	size_t len;

	while (at && ((unsigned char)text.at[at - 1] & 0xC0) == 0x80)
		at--;
	return at && utf8_at(text, at - 1, &len) >= FIRST_CJK;
}

/* Put the white space that waits. `next` is what follows it in the file. */
void
template_put_white(struct str next)
{
	size_t len;
	char white = compiler.white;

	compiler.white = 0;
	if (!white)
		return;
	if (white == '\n' && next.len && compiler.place.kind == PLACE_TEXT &&
		is_han_at_end(buf_str(&compiler.literal)) && utf8_at(next, 0, &len) >= FIRST_CJK)
		return;
	put_html_char(white);
}

void
template_put_page_char(char c)
{
	bool is_white = c == ' ' || c == '\t' || c == '\n' || c == '\r';

	if (is_white && place_is_loose(&compiler.place)) {
		if (!compiler.is_line_start && compiler.white != '\n')
			compiler.white = c == '\n' ? '\n' : ' ';
	} else {
		template_put_white(str_from(compiler.text, compiler.at));
		put_html_char(c);
		compiler.is_line_start = false;
	}
	template_stop_if(place_step(&compiler.place, c));
	if (c == '\n')
		compiler.line++;
	compiler.at++;
}
