/*
 * The language of templates: checking one, and filling it with facts.
 * What the facts are and which must be there is letter_compose.c's business.
 */
#include <stdarg.h>
#include <stdio.h>

#include "base/utf8.h"
#include "letter/letter_inside.h"

enum token { TOKEN_END, TOKEN_TEXT, TOKEN_NAME, TOKEN_IF, TOKEN_UNLESS, TOKEN_CLOSE, TOKEN_BAD };

static bool
is_name(struct str text)
{
	for (size_t i = 0; i < text.len; i++) {
		char c = text.at[i];

		if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') && c != '_')
			return false;
	}
	return text.len > 0 && text.len <= 40;
}

/* The next piece of a line: text as it stands, or the name between braces. What is no markup comes
 * back as TOKEN_BAD with its text. */
static enum token
next_token(struct str line, size_t *at, struct str *ret_text)
{
	size_t from = *at;
	size_t end;
	struct str inner;

	if (from >= line.len)
		return TOKEN_END;
	if (line.at[from] != '{' && line.at[from] != '}') {
		end = from;
		while (end < line.len && line.at[end] != '{' && line.at[end] != '}')
			end++;
		*at = end;
		*ret_text = str_sub(line, from, end - from);
		return TOKEN_TEXT;
	}
	*ret_text = str_sub(line, from, 1);
	*at = from + 1;
	if (from + 1 < line.len && line.at[from + 1] == line.at[from]) {
		*at = from + 2;
		return TOKEN_TEXT;
	}
	end = str_find(line, STR("}"), from);
	if (line.at[from] == '}' || end == SIZE_MAX)
		return TOKEN_BAD;
	inner = str_sub(line, from + 1, end - from - 1);
	if (str_equal(inner, STR("/"))) {
		*at = end + 1;
		return TOKEN_CLOSE;
	}
	*ret_text = inner;
	if (is_name(inner)) {
		*at = end + 1;
		return TOKEN_NAME;
	}
	if (inner.len && (inner.at[0] == '?' || inner.at[0] == '!') &&
		is_name(str_from(inner, 1))) {
		*at = end + 1;
		*ret_text = str_from(inner, 1);
		return inner.at[0] == '?' ? TOKEN_IF : TOKEN_UNLESS;
	}
	*ret_text = str_sub(line, from, 1);
	return TOKEN_BAD;
}

/* What stands in front of a heading is taken off the line. */
static enum letter_block_kind
kind_of_line(struct str *line)
{
	if (str_starts(*line, STR("## "))) {
		*line = str_trim(str_from(*line, 3));
		return LETTER_SUBHEADING;
	}
	if (str_starts(*line, STR("# "))) {
		*line = str_trim(str_from(*line, 2));
		return LETTER_HEADING;
	}
	return LETTER_PARAGRAPH;
}

/* The table that is all that stands on the line; NULL when there is none. */
static const struct letter_field *
table_of_line(struct str line)
{
	const struct letter_field *field;
	size_t at = 0;
	struct str name;

	line = str_trim(line);
	if (next_token(line, &at, &name) != TOKEN_NAME || at != line.len)
		return NULL;
	field = letter_field_find(name);
	return field && field->kind == LETTER_TABLE ? field : NULL;
}

/* --- findings --- */

struct fault *
letter_find(struct arena *arena, struct letter_findings *findings,
	const struct letter_finding *finding, const char *zh, const char *en, ...)
{
	char words[600];
	struct letter_finding *fresh;
	va_list list;

	if (finding->level == LETTER_ERROR)
		findings->error_count++;
	if (findings->count >= LETTER_FINDINGS_MOST)
		return NULL;
	GROW(arena, findings->items, findings->count, findings->room);
	fresh = &findings->items[findings->count];
	*fresh = *finding;
	TRY(str_copy(arena, finding->name, &fresh->name));
	va_start(list, en);
	vsnprintf(words, sizeof words, zh, list);
	va_end(list);
	TRY(str_copy(arena, str_of(words), &fresh->zh));
	va_start(list, en);
	vsnprintf(words, sizeof words, en, list);
	va_end(list);
	TRY(str_copy(arena, str_of(words), &fresh->en));
	findings->count++;
	return NULL;
}

/* --- checking --- */

struct condition {
	struct str name;
	int line;
};

/* A template being checked. `depth` counts all open conditions, of which the first
 * LETTER_DEEPEST are kept. */
struct check {
	struct arena *arena;
	const struct letter_type *type;
	struct letter_findings *findings;
	struct condition open[LETTER_DEEPEST];
	int depth;
	int line;
	bool is_there[LETTER_MUST_MOST]; /* of the kind's must, in a place that is always shown */
};

static struct letter_finding
error_at(const struct check *check, const char *code, struct str name)
{
	return (struct letter_finding){
		.level = LETTER_ERROR, .code = code, .name = name, .line = check->line
	};
}

/* Is the place at hand shown whenever there is the fact `name`? */
static bool
is_always(const struct check *check, struct str name)
{
	if (check->depth > LETTER_DEEPEST)
		return false;
	for (int i = 0; i < check->depth; i++)
		if (!str_equal(check->open[i].name, name))
			return false;
	return true;
}

static struct fault *
check_name(struct check *check, struct str name)
{
	struct letter_finding finding = error_at(check, "unknown_name", name);

	if (!letter_field_find(name))
		return letter_find(check->arena, check->findings, &finding,
			"第 %d 行：没有“{%.*s}”这个空位。请从可用的空位里选。",
			"Line %d: there is no placeholder {%.*s}. Choose one of those listed.",
			check->line, STR_ARG(name));
	for (int i = 0; check->type->must[i]; i++)
		if (str_equal(str_of(check->type->must[i]), name) && is_always(check, name))
			check->is_there[i] = true;
	return NULL;
}

static struct fault *
open_condition(struct check *check, enum token token, struct str name)
{
	struct letter_finding finding = error_at(check, "too_deep", name);

	TRY(letter_field_find(name) ? NULL : check_name(check, name));
	if (check->depth < LETTER_DEEPEST)
		check->open[check->depth] =
			(struct condition){ token == TOKEN_IF ? name : STR("!"), check->line };
	else if (check->depth == LETTER_DEEPEST)
		TRY(letter_find(check->arena, check->findings, &finding,
			"第 %d 行：条件套得太深，最多 %d 层。",
			"Line %d: conditions stand too deep in each other; at most %d.",
			check->line, LETTER_DEEPEST));
	check->depth++;
	return NULL;
}

static struct fault *
check_token(struct check *check, enum token token, struct str text)
{
	struct letter_finding finding = error_at(check, "braces", text);

	switch (token) {
	case TOKEN_NAME:
		return check_name(check, text);
	case TOKEN_IF:
	case TOKEN_UNLESS:
		return open_condition(check, token, text);
	case TOKEN_CLOSE:
		if (check->depth > 0) {
			check->depth--;
			return NULL;
		}
		return letter_find(check->arena, check->findings, &finding,
			"第 %d 行：“{/}”前面没有与它对应的“{?…}”或“{!…}”。",
			"Line %d: {/} closes nothing; there is no {?…} or {!…} for it.",
			check->line);
	case TOKEN_BAD:
		return letter_find(check->arena, check->findings, &finding,
			"第 %d "
			"行：花括号不成对，或者里面不是空位的名称。要写花括号本身，请写两遍。",
			"Line %d: braces do not match or hold no name. To write a brace itself, "
			"write it twice.",
			check->line);
	default:
		return NULL;
	}
}

static struct fault *
check_line(struct check *check, struct str line)
{
	const struct letter_field *table = table_of_line(line);
	struct str text;
	size_t at = 0;
	enum token token;

	while ((token = next_token(line, &at, &text)) != TOKEN_END) {
		const struct letter_field *field =
			token == TOKEN_NAME ? letter_field_find(text) : NULL;
		struct letter_finding finding = error_at(check, "table_inline", text);

		TRY(check_token(check, token, text));
		if (field && field->kind == LETTER_TABLE && !table)
			TRY(letter_find(check->arena, check->findings, &finding,
				"第 %d 行：“{%s}”是一张表，请单独写成一行。",
				"Line %d: {%s} is a table; let it stand alone on its line.",
				check->line, field->name));
	}
	return NULL;
}

/* Braces do not hide what the law wants: words are looked for in the template as it is written. */
static struct fault *
check_whole(struct check *check, struct str text)
{
	struct letter_finding finding = { .level = LETTER_ERROR };
	const struct letter_type *type = check->type;

	if (check->depth > 0) {
		finding.code = "not_closed";
		finding.line = check->open[0].line;
		TRY(letter_find(check->arena, check->findings, &finding,
			"第 %d 行的条件没有用“{/}”结束。",
			"The condition of line %d is not closed by {/}.", check->open[0].line));
	}
	finding.line = 0;
	for (int i = 0; type->must[i]; i++) {
		const struct letter_field *field = letter_field_find(str_of(type->must[i]));

		/* Whom a letter is for stands over it, whatever the template says. */
		if (check->is_there[i] ||
			strcmp(type->must[i], letter_addressee_fact(type->to)) == 0)
			continue;
		finding.name = str_of(type->must[i]);
		finding.code =
			str_equal(finding.name, STR("remedy")) ? "remedy_missing" : "must_missing";
		TRY(letter_find(check->arena, check->findings, &finding,
			"%s必须写明“%s”，模板里要有“{%s}”，并且不放在别的条件里面。",
			"%s must tell: %s. The template needs {%s}, not hidden behind another "
			"condition.",
			type->title, field->zh, field->name));
	}
	finding = (struct letter_finding){ .level = LETTER_WARNING, .code = "words_missing" };
	for (int i = 0; type->says[i]; i++) {
		if (str_has(text, str_of(type->says[i])))
			continue;
		finding.name = str_of(type->says[i]);
		TRY(letter_find(check->arena, check->findings, &finding,
			"%s通常要写明“%s”，模板里没有看到。",
			"%s usually says “%s”; the template does not.", type->title,
			type->says[i]));
	}
	return NULL;
}

struct fault *
letter_check_template(struct arena *arena, enum letter_kind kind, struct str text,
	struct letter_findings *ret_findings)
{
	struct letter_findings findings = { 0 };
	struct check check = { .arena = arena, .type = &letter_types[kind], .findings = &findings };
	struct letter_finding finding = { .level = LETTER_ERROR, .code = "too_long" };
	struct str rest = text;
	struct str line;

	if (utf8_count(text) > LETTER_TEMPLATE_LONGEST) {
		TRY(letter_find(arena, &findings, &finding, "模板最多 %d 字。",
			"A template has at most %d characters.", LETTER_TEMPLATE_LONGEST));
	} else if (!str_trim(text).len) {
		finding.code = "blank";
		TRY(letter_find(
			arena, &findings, &finding, "模板是空的。", "The template is empty."));
	} else {
		for (check.line = 1; str_next_line(&rest, &line); check.line++)
			TRY(check_line(&check, line));
		TRY(check_whole(&check, text));
	}
	*ret_findings = findings;
	return NULL;
}

/* --- filling --- */

struct fault *
letter_clean(struct arena *arena, struct str text, bool is_table, struct str *ret_text)
{
	char *clean;
	size_t len = 0;

	TRY(utf8_clean(arena, text, &text));
	TAKE(arena, clean, text.len + 1);
	for (size_t at = 0, step; at < text.len; at += step) {
		uint32_t point = utf8_at(text, at, &step);

		/* Marks that turn the direction of writing could make a letter read otherwise than
		 * it is written. */
		if ((point >= 0x202A && point <= 0x202E) || (point >= 0x2066 && point <= 0x2069) ||
			(point < ' ' && point != '\n' && point != '\t') || point == 0x7F)
			continue;
		if (point == '\t' && !is_table)
			point = ' ';
		len += utf8_put(clean + len, point);
	}
	*ret_text = (struct str){ clean, len };
	return NULL;
}

/* A template being filled. `hidden` counts the open conditions that do not hold. */
struct filling {
	struct arena *arena;
	const struct letter_facts *facts;
	bool is_hidden[LETTER_DEEPEST];
	int depth;
	int hidden;
	struct letter_block *blocks;
	size_t count;
	size_t room;
};

static struct str
fact_of(const struct filling *filling, struct str name)
{
	const struct letter_field *field = letter_field_find(name);

	return field ? letter_fact_text(filling->facts, field->name) : STR_NONE;
}

/* Facts often end with a stop, and so does the sentence they stand in: one is enough. */
static void
put_words(struct buf *out, struct str text)
{
	static const char *const ends[] = { "。", "！", "？", "；" };

	for (size_t i = 0; i < COUNT_OF(ends) && str_starts(text, STR("。")); i++)
		if (str_ends(buf_str(out), str_of(ends[i])))
			text = str_from(text, strlen("。"));
	buf_put(out, text);
}

static struct fault *
put_fact(struct filling *filling, struct buf *out, struct str name)
{
	const struct letter_field *field = letter_field_find(name);
	struct str text = fact_of(filling, name);
	struct day day;

	if (!field) {
		buf_print(out, "{%.*s}", STR_ARG(name));
		return NULL;
	}
	TRY(letter_clean(filling->arena, text, false, &text));
	if (field->kind == LETTER_DAY && day_parse(str_trim(text), &day))
		TRY(letter_day_words(filling->arena, day, &text));
	put_words(out, str_trim(text));
	return NULL;
}

static void
enter(struct filling *filling, enum token token, struct str name)
{
	bool has_fact = fact_of(filling, name).len > 0;
	bool is_hidden = token == TOKEN_IF ? !has_fact : has_fact;

	if (filling->depth < LETTER_DEEPEST)
		filling->is_hidden[filling->depth] = is_hidden;
	else
		is_hidden = false;
	filling->hidden += is_hidden;
	filling->depth++;
}

static void
leave(struct filling *filling)
{
	if (!filling->depth)
		return;
	filling->depth--;
	if (filling->depth < LETTER_DEEPEST)
		filling->hidden -= filling->is_hidden[filling->depth];
}

static struct fault *
fill_line(struct filling *filling, struct str line, struct buf *out)
{
	struct str text;
	size_t at = 0;
	enum token token;

	while ((token = next_token(line, &at, &text)) != TOKEN_END) {
		if (token == TOKEN_IF || token == TOKEN_UNLESS)
			enter(filling, token, text);
		else if (token == TOKEN_CLOSE)
			leave(filling);
		else if (filling->hidden)
			continue;
		else if (token == TOKEN_NAME)
			TRY(put_fact(filling, out, text));
		else
			put_words(out, text);
	}
	return buf_check(out);
}

static struct fault *
add_block(struct filling *filling, const struct letter_block *block)
{
	if (!str_trim(block->text).len)
		return NULL;
	GROW(filling->arena, filling->blocks, filling->count, filling->room);
	filling->blocks[filling->count++] = *block;
	return NULL;
}

static struct fault *
add_table(struct filling *filling, const struct letter_field *field)
{
	struct letter_block block = { .kind = LETTER_ROWS, .columns = str_of(field->columns) };

	if (filling->hidden)
		return NULL;
	TRY(letter_clean(
		filling->arena, letter_fact_text(filling->facts, field->name), true, &block.text));
	return add_block(filling, &block);
}

/* A fact of several lines makes several paragraphs. */
static struct fault *
add_line(struct filling *filling, struct str line)
{
	CLOSING(buf_done) struct buf out;
	struct letter_block block = { 0 };
	struct str rest;
	struct str piece;

	buf_init(&out, DOC_MOST_BYTES);
	block.kind = kind_of_line(&line);
	TRY(fill_line(filling, line, &out));
	rest = buf_str(&out);
	while (str_next_line(&rest, &piece)) {
		TRY(str_copy(filling->arena, str_trim(piece), &block.text));
		TRY(add_block(filling, &block));
	}
	return NULL;
}

struct fault *
letter_fill_template(struct arena *arena, struct str text, const struct letter_facts *facts,
	struct letter_block **ret_blocks, size_t *ret_count)
{
	struct filling filling = { .arena = arena, .facts = facts };
	struct str line;

	TRY(letter_clean(arena, text, false, &text));
	while (str_next_line(&text, &line)) {
		const struct letter_field *table = table_of_line(line);

		if (table)
			TRY(add_table(&filling, table));
		else
			TRY(add_line(&filling, str_trim(line)));
	}
	*ret_blocks = filling.blocks;
	*ret_count = filling.count;
	return NULL;
}
