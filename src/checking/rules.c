/*
 * What every rule stands on: adding a finding, its sentences, its place in the text. The rules are
 * in the other files rules_*.c and wording*.c; checking.c runs them.
 */
#include <stdarg.h>
#include <stdio.h>

#include "base/utf8.h"
#include "checking/rules_inside.h"

/* A path as text in the arena; short ones are the rule in this room. */
static struct str
keep(struct rules *rules, const char *text)
{
	struct str copy = STR_NONE;

	if (str_copy(rules->arena, str_of(text), &copy))
		rules->is_full = true;
	return copy;
}

struct report_finding *
rules_add(struct rules *rules, enum rules_id id, const char *where)
{
	const struct checking_rule *rule = &checking_rules[id];
	struct report *report = rules->report;
	struct report_finding *finding = &rules->spare;

	if (report->finding_count >= RULES_MOST_FINDINGS) {
		rules->dropped++;
	} else if (arena_grow(rules->arena, (void **)&report->findings, report->finding_count,
			   &rules->finding_room, sizeof *report->findings)) {
		rules->is_full = true;
	} else {
		finding = &report->findings[report->finding_count++];
	}
	*finding = (struct report_finding){
		.rule = rule->id,
		.level = rule->level,
		.where = finding == &rules->spare ? STR_NONE : keep(rules, where),
		.basis = str_of(rule->basis),
		.mend = str_of(rule->mend),
	};
	return finding;
}

void
rules_agree(struct report_finding *finding, bool agrees)
{
	if (!agrees)
		return;
	finding->level = REPORT_AGREES;
	finding->mend = STR_NONE;
}

/* Print into the arena; a finding nobody keeps costs nothing. */
static struct str
print(struct rules *rules, const struct report_finding *finding, const char *format, va_list values)
{
	struct rules_line line;
	struct str copy = STR_NONE;
	int wanted;

	if (finding == &rules->spare)
		return STR_NONE;
	wanted = vsnprintf(line.at, sizeof line.at, format, values);
	if (wanted < 0)
		return STR_NONE;
	if (str_copy(rules->arena, utf8_whole(str_of(line.at)), &copy))
		rules->is_full = true;
	return copy;
}

void
rules_say(struct rules *rules, struct report_finding *finding, const char *format, ...)
{
	va_list values;

	va_start(values, format);
	finding->says = print(rules, finding, format, values);
	va_end(values);
}

void
rules_say_en(struct rules *rules, struct report_finding *finding, const char *format, ...)
{
	va_list values;

	va_start(values, format);
	finding->says_en = print(rules, finding, format, values);
	va_end(values);
}

void
rules_point(struct report_finding *finding, const struct rules_text *text, size_t from, size_t to)
{
	size_t start = rules_origin(text, from);

	/* The last byte's place plus one, so that white space behind the words is not marked. */
	finding->text = (struct report_text_place){
		.section = text->key,
		.offset = start,
		.length = to > from ? rules_origin(text, to - 1) + 1 - start : 0,
	};
}

void
rules_line_put(struct rules_line *line, const char *format, ...)
{
	size_t room = sizeof line->at - line->len;
	va_list values;
	int wanted;

	va_start(values, format);
	wanted = vsnprintf(line->at + line->len, room, format, values);
	va_end(values);
	if (wanted > 0 && (size_t)wanted < room)
		line->len += (size_t)wanted;
	line->at[line->len] = 0;
}
