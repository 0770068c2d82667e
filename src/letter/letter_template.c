/*
 * The language of templates: its pieces, and checking a template. Filling one is
 * letter_template_fill.c's; which facts must be there is letter_kinds.c's.
 */
#include <stdarg.h>
#include <stdio.h>

#include "base/utf8.h"
#include "letter/letter_inside.h"

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

enum letter_token
letter_next_token(struct str line, size_t *at, struct str *ret_text)
{
	size_t from = *at;
	size_t end;
	struct str inner;

	if (from >= line.len)
		return LETTER_TOKEN_END;
	if (line.at[from] != '{' && line.at[from] != '}') {
		end = from;
		while (end < line.len && line.at[end] != '{' && line.at[end] != '}')
			end++;
		*at = end;
		*ret_text = str_sub(line, from, end - from);
		return LETTER_TOKEN_TEXT;
	}
	*ret_text = str_sub(line, from, 1);
	*at = from + 1;
	if (from + 1 < line.len && line.at[from + 1] == line.at[from]) {
		*at = from + 2;
		return LETTER_TOKEN_TEXT;
	}
	end = str_find(line, STR("}"), from);
	if (line.at[from] == '}' || end == SIZE_MAX)
		return LETTER_TOKEN_BAD;
	inner = str_sub(line, from + 1, end - from - 1);
	if (str_equal(inner, STR("/"))) {
		*at = end + 1;
		return LETTER_TOKEN_CLOSE;
	}
	*ret_text = inner;
	if (is_name(inner)) {
		*at = end + 1;
		return LETTER_TOKEN_NAME;
	}
	if (inner.len && (inner.at[0] == '?' || inner.at[0] == '!') &&
		is_name(str_from(inner, 1))) {
		*at = end + 1;
		*ret_text = str_from(inner, 1);
		return inner.at[0] == '?' ? LETTER_TOKEN_IF : LETTER_TOKEN_UNLESS;
	}
	*ret_text = str_sub(line, from, 1);
	return LETTER_TOKEN_BAD;
}

const struct letter_field *
letter_table_of_line(struct str line)
{
	const struct letter_field *field;
	size_t at = 0;
	struct str name;

	line = str_trim(line);
	if (letter_next_token(line, &at, &name) != LETTER_TOKEN_NAME || at != line.len)
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
open_condition(struct check *check, enum letter_token token, struct str name)
{
	struct letter_finding finding = error_at(check, "too_deep", name);

	TRY(letter_field_find(name) ? NULL : check_name(check, name));
	if (check->depth < LETTER_DEEPEST)
		check->open[check->depth] =
			(struct condition){ token == LETTER_TOKEN_IF ? name : STR("!"),
				check->line };
	else if (check->depth == LETTER_DEEPEST)
		TRY(letter_find(check->arena, check->findings, &finding,
			"第 %d 行：条件套得太深，最多 %d 层。",
			"Line %d: conditions stand too deep in each other; at most %d.",
			check->line, LETTER_DEEPEST));
	check->depth++;
	return NULL;
}

static struct fault *
check_token(struct check *check, enum letter_token token, struct str text)
{
	struct letter_finding finding = error_at(check, "braces", text);

	switch (token) {
	case LETTER_TOKEN_NAME:
		return check_name(check, text);
	case LETTER_TOKEN_IF:
	case LETTER_TOKEN_UNLESS:
		return open_condition(check, token, text);
	case LETTER_TOKEN_CLOSE:
		if (check->depth > 0) {
			check->depth--;
			return NULL;
		}
		return letter_find(check->arena, check->findings, &finding,
			"第 %d 行：“{/}”前面没有与它对应的“{?…}”或“{!…}”。",
			"Line %d: {/} closes nothing; there is no {?…} or {!…} for it.",
			check->line);
	case LETTER_TOKEN_BAD:
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
	const struct letter_field *table = letter_table_of_line(line);
	struct str text;
	size_t at = 0;
	enum letter_token token;

	while ((token = letter_next_token(line, &at, &text)) != LETTER_TOKEN_END) {
		const struct letter_field *field =
			token == LETTER_TOKEN_NAME ? letter_field_find(text) : NULL;
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
