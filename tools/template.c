/*
 * Compiles pages: an HTML file with a few directives becomes C functions that put the page into a
 * buf. It does not read C: expressions go to the C compiler as they are, and types are judged
 * there.
 *
 * usage: template PAGE.html PAGE.html.c PAGE.html.h
 *
 *   {# … #}                        a comment; each file opens with one of two sentences
 *   {% use "room/header.h" %}      types that the arguments and expressions need
 *   {% template name(args) %} … {% end %}   void name_html(struct buf *out, args)
 *   {{ expression }}               a hole: the value, escaped for the place where it stands
 *   {% if expression %} … {% elif expression %} … {% else %} … {% end %}
 *   {% for (start; test; step) %} … {% end %}
 *   {% let type name = expression %}        until the end of the block
 *   {% show name(args) %}          another template here
 *   {% slot %}                     makes the template a layout: name_begin() and name_end()
 *   {% within name(args) %} … {% end %}     the body goes where that layout has its slot
 *
 * Holes escape by type (html.h: struct str, const char *, integers, struct day, struct decimal,
 * struct html_figure; struct html in text only) and by place: text, quoted attribute, address. An
 * address is one hole with a struct url, which ?key={{ value }} may follow, or starts literally
 * ("/reports/{{ id }}") and its holes are percent-encoded. Anything else is refused with file and
 * line; what is refused and why stands in template_place.c.
 *
 * White space between words and tags becomes one space or one line end; a line end between two
 * Chinese characters disappears; a line that holds only a directive leaves nothing behind.
 * Attribute values, pre and textarea stay as written. The arguments of `within` are evaluated
 * twice, and a `let` before a slot is not seen after it.
 */
#include <stdio.h>

#include "base/file.h"
#include "base/utf8.h"
#include "template_inside.h"

/* --- directives --- */

static struct block *
open_block(enum block_kind kind)
{
	struct block *block = &compiler.blocks[compiler.depth];

	if (compiler.depth == MOST_BLOCKS)
		template_stop(compiler.line,
			"blocks are nested too deep: move the inner part into a template");
	compiler.depth++;
	*block = (struct block){ .kind = kind, .line = compiler.line, .begin = compiler.place };
	return block;
}

static struct block *
need_template(const char *what)
{
	if (!compiler.depth)
		template_stop(compiler.line,
			"%s must stand between {%% template … %%} and its {%% end %%}", what);
	return &compiler.blocks[compiler.depth - 1];
}

static void
need_text(const char *what)
{
	if (compiler.place.kind != PLACE_TEXT)
		template_stop(compiler.line,
			"%s may stand in text only, not inside a tag, a value or a title", what);
}

static void
do_use(struct str rest)
{
	if (compiler.depth)
		template_stop(compiler.line, "use must stand before the first template");
	if (rest.len < 5 || rest.at[0] != '"' || !str_ends(rest, STR(".h\"")))
		template_stop(compiler.line, "use must read: {%% use \"room/header.h\" %%}");
	template_put_line_mark(&compiler.header, compiler.line);
	buf_print(&compiler.header, "#include %.*s\n", STR_ARG(rest));
}

static void
do_template(struct str rest)
{
	if (compiler.depth)
		template_stop(compiler.line,
			"a template may not stand inside another: the one of line %d has no end",
			compiler.blocks[0].line);
	template_read_call(rest, "template", &compiler.name, &compiler.args);
	compiler.place = (struct place){ 0 };
	compiler.has_slot = false;
	open_block(BLOCK_TEMPLATE);
}

static void
do_if(struct str rest)
{
	need_template("if");
	template_put_statement("if (", template_read_expression(rest, "if", 0), ") {");
	open_block(BLOCK_IF);
}

/* The branch at hand is finished: its place must agree with those before it. */
static void
end_branch(struct block *block)
{
	if (block->has_end)
		template_stop_if(place_meet(&block->end, &compiler.place));
	else
		block->end = compiler.place;
	block->has_end = true;
}

static struct block *
next_branch(const char *what)
{
	struct block *block = need_template(what);

	if (block->kind != BLOCK_IF || block->has_else)
		template_stop(compiler.line, "%s without an if before it", what);
	end_branch(block);
	compiler.place = block->begin;
	return block;
}

static void
do_elif(struct str rest)
{
	next_branch("elif");
	template_put_statement("} else if (", template_read_expression(rest, "elif", 0), ") {");
}

static void
do_else(struct str rest)
{
	next_branch("else")->has_else = true;
	template_put_statement("} else {", STR_NONE, "");
}

static void
do_for(struct str rest)
{
	need_template("for");
	if (rest.len < 2 || rest.at[0] != '(' || !str_ends(rest, STR(")")))
		template_stop(compiler.line, "for must read: {%% for (start; test; step) %%}");
	template_put_statement("for ", template_read_expression(rest, "for", 2), " {");
	open_block(BLOCK_FOR);
}

static void
do_let(struct str rest)
{
	need_template("let");
	if (!str_has(rest, STR("=")))
		template_stop(compiler.line, "let must read: {%% let type name = expression %%}");
	template_put_statement("", template_read_expression(rest, "let", 0), ";");
}

static void
do_show(struct str rest)
{
	struct str name, args;

	need_template("show");
	need_text("show");
	template_read_call(rest, "show", &name, &args);
	template_put_call(name, "_html", args);
}

static void
do_within(struct str rest)
{
	struct block *block;

	need_template("within");
	need_text("within");
	block = open_block(BLOCK_WITHIN);
	template_read_call(rest, "within", &block->call, &block->args);
	template_put_call(block->call, "_begin", block->args);
	template_put_statement("{", STR_NONE, "");
}

/* What stood before the slot becomes name_begin(); layouts around the slot stay open across it. */
static void
do_slot(struct str rest)
{
	need_template("slot");
	need_text("slot");
	if (compiler.has_slot)
		template_stop(compiler.line, "a template may have one slot");
	for (size_t i = 1; i < compiler.depth; i++)
		if (compiler.blocks[i].kind != BLOCK_WITHIN)
			template_stop(compiler.line, "a slot may not stand inside if or for");
	template_put_literal();
	for (size_t i = 1; i < compiler.depth; i++)
		template_put_statement("}", STR_NONE, "");
	compiler.has_slot = true;
	buf_clear(&compiler.before_slot);
	buf_put(&compiler.before_slot, buf_str(&compiler.body));
	buf_clear(&compiler.body);
	for (size_t i = 1; i < compiler.depth; i++)
		template_put_statement("{", STR_NONE, "");
}

static void
put_function(const char *ending, struct str body, int line)
{
	struct buf *to[2] = { &compiler.header, &compiler.source };

	for (size_t i = 0; i < 2; i++) {
		template_put_line_mark(to[i], line);
		buf_print(to[i], "void%s%.*s%s(struct buf *out%s", i ? "\n" : " ",
			STR_ARG(compiler.name), ending, compiler.args.len ? ", " : "");
		template_put_flat(to[i], compiler.args);
		buf_put(to[i], i ? STR(")\n{\n") : STR(");\n"));
	}
	buf_put(&compiler.source, body);
	buf_put(&compiler.source, STR("}\n\n"));
}

static void
end_template(const struct block *block)
{
	need_text("the end of a template");
	if (compiler.place.depth)
		template_stop(compiler.line, "<%s> has no end tag in this template",
			compiler.place.open[compiler.place.depth - 1]);
	template_put_literal();
	if (compiler.has_slot)
		put_function("_begin", buf_str(&compiler.before_slot), block->line);
	put_function(compiler.has_slot ? "_end" : "_html", buf_str(&compiler.body), block->line);
	buf_clear(&compiler.body);
}

static void
do_end(struct str rest)
{
	struct block *block = need_template("end");

	switch (block->kind) {
	case BLOCK_TEMPLATE:
		end_template(block);
		break;
	case BLOCK_WITHIN:
		template_stop_if(place_meet(&compiler.place, &block->begin));
		template_put_statement("}", STR_NONE, "");
		template_put_call(block->call, "_end", block->args);
		break;
	case BLOCK_IF:
	case BLOCK_FOR:
		end_branch(block);
		if (!block->has_else)
			template_stop_if(place_meet(&block->end, &block->begin));
		compiler.place = block->end;
		template_put_statement("}", STR_NONE, "");
		break;
	}
	compiler.depth--;
}

static const struct directive {
	const char *word;
	bool is_alone; /* nothing may follow the word */
	void (*work)(struct str rest);
} directives[] = {
	{ "use", false, do_use },
	{ "template", false, do_template },
	{ "if", false, do_if },
	{ "elif", false, do_elif },
	{ "else", true, do_else },
	{ "for", false, do_for },
	{ "let", false, do_let },
	{ "show", false, do_show },
	{ "within", false, do_within },
	{ "slot", true, do_slot },
	{ "end", true, do_end },
};

/* --- the walk through the file --- */

static int
lines_in(struct str text)
{
	int count = 0;

	for (size_t i = 0; i < text.len; i++)
		count += text.at[i] == '\n';
	return count;
}

/* A directive or comment from `from` to compiler.at: when it has its line for itself, the line end
 * behind it goes too. */
static void
swallow_line_end(size_t from)
{
	size_t at = compiler.at;

	while (from && (compiler.text.at[from - 1] == ' ' || compiler.text.at[from - 1] == '\t'))
		from--;
	while (at < compiler.text.len && strchr(" \t\r", compiler.text.at[at]))
		at++;
	if (!place_is_loose(&compiler.place) || (from && compiler.text.at[from - 1] != '\n') ||
		at >= compiler.text.len || compiler.text.at[at] != '\n')
		return;
	compiler.at = at + 1;
	compiler.line++;
	compiler.is_line_start = true;
}

static void
take_directive(void)
{
	size_t from = compiler.at;
	struct str inside = template_read_until("%}", "{%");
	struct str word, rest;
	size_t i = 0;

	while (i < inside.len && inside.at[i] >= 'a' && inside.at[i] <= 'z')
		i++;
	word = str_sub(inside, 0, i);
	rest = str_trim(str_from(inside, i));
	if (compiler.depth == 1 && str_equal(word, STR("end")))
		compiler.white = 0;
	template_put_white(STR_NONE);
	template_stop_if(place_settle(&compiler.place));
	for (i = 0; i < COUNT_OF(directives); i++)
		if (str_equal(word, str_of(directives[i].word)))
			break;
	if (i == COUNT_OF(directives))
		template_stop(compiler.line,
			"\"%.*s\" is no directive; there are use, template, if, elif, else, for, "
			"let, show, "
			"within, slot and end",
			STR_ARG(inside));
	if (directives[i].is_alone && rest.len)
		template_stop(compiler.line, "nothing may follow %s", directives[i].word);
	directives[i].work(rest);
	compiler.line += lines_in(str_sub(compiler.text, from, compiler.at - from));
	if (directives[i].work != do_show)
		swallow_line_end(from);
	else
		compiler.is_line_start = false;
}

static void
take_hole(void)
{
	size_t from = compiler.at;
	const char *macro = NULL;
	struct str inside = template_read_until("}}", "{{");

	need_template("a hole");
	template_put_white(STR_NONE);
	template_stop_if(place_hole(&compiler.place, &macro));
	template_put_literal();
	template_put_line_mark(&compiler.body, compiler.line);
	buf_print(&compiler.body, "\t%s(out, ", macro);
	template_put_flat(&compiler.body, template_read_expression(inside, "a hole", 0));
	buf_put(&compiler.body, STR(");\n"));
	compiler.line += lines_in(str_sub(compiler.text, from, compiler.at - from));
	compiler.is_line_start = false;
}

static void
take_comment(void)
{
	size_t from = compiler.at;
	size_t to = str_find(compiler.text, STR("#}"), from);

	if (to == SIZE_MAX)
		template_stop(compiler.line, "{# has no #}");
	if (compiler.depth && !place_is_loose(&compiler.place))
		template_stop(
			compiler.line, "a comment may stand in text or among attributes only");
	compiler.at = to + 2;
	compiler.line += lines_in(str_sub(compiler.text, from, compiler.at - from));
	swallow_line_end(from);
}

static void
walk(void)
{
	struct str text = compiler.text;

	while (compiler.at < text.len) {
		char c = text.at[compiler.at];
		char next = compiler.at + 1 < text.len ? text.at[compiler.at + 1] : 0;

		if (c == '{' && next == '{')
			take_hole();
		else if (c == '{' && next == '%')
			take_directive();
		else if (c == '{' && next == '#')
			take_comment();
		else if (compiler.depth)
			template_put_page_char(c);
		else if (strchr(" \t\r\n", c)) {
			compiler.line += c == '\n';
			compiler.at++;
		} else
			template_stop(compiler.line,
				"text must stand between {%% template … %%} and {%% end %%}");
	}
	if (compiler.depth)
		template_stop(compiler.blocks[compiler.depth - 1].line,
			"the block that begins here has no {%% end %%}");
}

/* The header's guard from its file name: REPORT_PAGE_HTML_H. */
static void
put_guard(struct buf *to, struct str name)
{
	for (size_t i = 0; i < name.len; i++) {
		char c = name.at[i];

		buf_put_char(to, c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A')
				 : (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ? c
										    : '_');
	}
	buf_put_char(to, '\n');
}

static struct fault *
compile(const char *page, const char *source, const char *header)
{
	static struct buf text;
	struct str name = file_base_name(str_of(header));
	struct buf *bufs[] = { &text, &compiler.literal, &compiler.body, &compiler.before_slot,
		&compiler.source, &compiler.header };
	size_t bad;

	compiler.path = page;
	compiler.line = 1;
	for (size_t i = 0; i < COUNT_OF(bufs); i++)
		buf_init(bufs[i], i ? 4 * MOST_BYTES : MOST_BYTES);
	TRY(file_read(page, &text));
	compiler.text = buf_str(&text);
	if (!utf8_is_valid(compiler.text, &bad))
		template_stop(1 + lines_in(str_sub(compiler.text, 0, bad)), "this is not UTF-8");
	buf_print(&compiler.header,
		"/* Made by tools/template.c from %s; change that file. */\n#ifndef ", page);
	put_guard(&compiler.header, name);
	buf_put(&compiler.header, STR("#define "));
	put_guard(&compiler.header, name);
	buf_put(&compiler.header, STR("#include \"html/html.h\"\n"));
	buf_print(&compiler.source, "/* Made by tools/template.c from %s; change that file. */\n",
		page);
	buf_print(&compiler.source, "#include \"%.*s\"\n\n", STR_ARG(name));
	walk();
	buf_put(&compiler.header, STR("#endif\n"));
	for (size_t i = 0; i < COUNT_OF(bufs); i++)
		TRY(buf_check(bufs[i]));
	TRY(file_write(source, buf_str(&compiler.source)));
	TRY(file_write(header, buf_str(&compiler.header)));
	for (size_t i = 0; i < COUNT_OF(bufs); i++)
		buf_done(bufs[i]);
	return NULL;
}

int
main(int argc, char **argv)
{
	struct fault *fault;

	if (argc != 4) {
		fputs("usage: template PAGE.html PAGE.html.c PAGE.html.h\n", stderr);
		return 2;
	}
	fault = compile(argv[1], argv[2], argv[3]);
	if (fault)
		fprintf(stderr, "%s: error: %s %s\n", argv[1], fault->en, fault->detail);
	return fault ? 1 : 0;
}
