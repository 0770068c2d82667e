/*
 * Where a finding of wording stands: at bytes of a section's flat text, within one line of it,
 * inside a quoted title or not. What is wrong there, the other wording files say.
 */
#include "checking/wording_inside.h"

struct report_finding *
wording_add(struct rules *rules, const struct rules_text *text, size_t from, size_t to)
{
	struct report_finding *finding =
		rules_add(rules, RULE_STY_1, report_section_labels[text->key].key);

	rules_point(finding, text, from, to);
	return finding;
}

bool
wording_same_line(const struct rules_text *text, size_t from, size_t to)
{
	size_t start = rules_origin(text, from);
	size_t end = rules_origin(text, to - 1);

	return !memchr(text->text.at + start, '\n', end - start);
}

bool
wording_is_han(struct str flat, size_t at)
{
	return at + 3 <= flat.len && rules_is_han_start(flat.at[at]);
}

size_t
wording_title_end(struct str flat, size_t at)
{
	int depth = 0;

	for (size_t i = at; i + 3 <= flat.len && i < at + WORDING_MOST_TITLE; i++) {
		if ((unsigned char)flat.at[i] != 0xE3)
			continue;
		if (str_starts(str_from(flat, i), STR("《")))
			depth++;
		else if (str_starts(str_from(flat, i), STR("》")) && --depth == 0)
			return i + 3;
	}
	return SIZE_MAX;
}
