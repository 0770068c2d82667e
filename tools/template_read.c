/*
 * What stands inside {{ }} and {% %}: found, and checked to be one expression of C. Whether it
 * means anything is for the C compiler.
 */
#include "template_inside.h"

/* Behind a quoted C literal that starts at `at`. */
static size_t
skip_quoted(struct str text, size_t at)
{
	char quote = text.at[at++];

	while (at < text.len && text.at[at] != quote && text.at[at] != '\n')
		at += text.at[at] == '\\' ? 2 : 1;
	if (at >= text.len || text.at[at] == '\n')
		template_stop(compiler.line,
			"a C string or character has no closing %c on its line", quote);
	return at + 1;
}

/* The text up to the closer (two bytes); strings and braces in between are passed over. */
struct str
template_read_until(const char *closer, const char *opener)
{
	size_t from = compiler.at + 2;
	size_t at = from;
	int braces = 0;

	while (at + 1 < compiler.text.len) {
		char c = compiler.text.at[at];

		if (!braces && c == closer[0] && compiler.text.at[at + 1] == closer[1]) {
			compiler.at = at + 2;
			return str_trim(str_sub(compiler.text, from, at - from));
		}
		if (c == '"' || c == '\'') {
			at = skip_quoted(compiler.text, at);
			continue;
		}
		braces += c == '{' ? 1 : c == '}' ? -1 : 0;
		at++;
	}
	template_stop(compiler.line, "%s has no %s", opener, closer);
}

/* A { begins a value only behind ) of a compound literal, or inside another value. */
static bool
is_initialiser(struct str text, size_t at)
{
	while (at && strchr(" \t\r\n", text.at[at - 1]))
		at--;
	return at && strchr("),={", text.at[at - 1]);
}

/*
 * What goes to the C compiler must be one expression: brackets in pairs, no comments, no blocks and
 * `semicolons` semicolons (two in a for, else none).
 */
struct str
template_read_expression(struct str text, const char *what, int semicolons)
{
	char stack[64];
	size_t depth = 0;
	int seen = 0;

	if (!text.len)
		template_stop(compiler.line, "%s needs an expression", what);
	for (size_t i = 0; i < text.len; i++) {
		char c = text.at[i];

		if (c == '"' || c == '\'')
			i = skip_quoted(text, i) - 1;
		else if (c == '/' && i + 1 < text.len &&
			 (text.at[i + 1] == '/' || text.at[i + 1] == '*'))
			template_stop(
				compiler.line, "no C comments in %s: write {# … #} outside", what);
		else if (c == '#' || c == '\\')
			template_stop(compiler.line, "no %c in %s", c, what);
		else if (c == '(' || c == '[' || c == '{') {
			if (c == '{' && !is_initialiser(text, i))
				template_stop(
					compiler.line, "no C blocks in %s: write a function", what);
			if (depth == sizeof stack)
				template_stop(compiler.line,
					"%s is nested too deep: write a function", what);
			stack[depth++] = c == '(' ? ')' : c == '[' ? ']' : '}';
		} else if (c == ')' || c == ']' || c == '}') {
			if (!depth || stack[--depth] != c)
				template_stop(compiler.line, "a %c in %s closes nothing", c, what);
		} else if (c == ';' && (++seen > semicolons || depth != 1))
			template_stop(compiler.line, "no ; in %s: one expression only", what);
	}
	if (depth)
		template_stop(compiler.line, "%s lacks a %c", what, stack[depth - 1]);
	if (seen != semicolons)
		template_stop(compiler.line, "%s must read: {%% for (start; test; step) %%}", what);
	return text;
}

static bool
is_name(struct str text)
{
	if (!text.len || (text.at[0] >= '0' && text.at[0] <= '9'))
		return false;
	for (size_t i = 0; i < text.len; i++)
		if (!strchr("abcdefghijklmnopqrstuvwxyz0123456789_", text.at[i]))
			return false;
	return true;
}

/* "name(args)" apart. */
void
template_read_call(struct str text, const char *what, struct str *ret_name, struct str *ret_args)
{
	struct str name;
	struct str args = str_cut(text, STR("("), &name);

	name = str_trim(name);
	if (!is_name(name) || !str_ends(text, STR(")")) || !args.len)
		template_stop(compiler.line,
			"%s must read: %s name(arguments), the name in lower case", what, what);
	template_read_expression(text, what, 0);
	*ret_name = name;
	*ret_args = str_trim(str_sub(args, 0, args.len - 1));
}
