/*
 * A section's text made ready for matching: white space taken out, so that a PDF's broken lines do
 * not hide a phrase, with every byte's true place kept. Knows no rule.
 */
#include "base/utf8.h"
#include "checking/rules_inside.h"

enum {
	MOST_SENTENCE = 3000
}; /* bytes to either side; a text without marks must not cost a walk each */

struct fault *
rules_text_make(
	struct arena *arena, const struct report_section *section, struct rules_text *ret_text)
{
	struct str text = section->text;
	size_t used = 0;
	size_t at = 0;
	char *flat;
	uint32_t *origin;

	if (text.len > RULES_MOST_TEXT) {
		text.len = RULES_MOST_TEXT;
		while (text.len > 0 && ((unsigned char)text.at[text.len] & 0xC0) == 0x80)
			text.len--;
	}
	TAKE(arena, flat, text.len + 1);
	TAKE(arena, origin, text.len + 1);
	while (at < text.len) {
		size_t len;
		uint32_t point = utf8_at(text, at, &len);

		for (size_t i = 0; i < len && !utf8_is_space(point); i++) {
			origin[used] = (uint32_t)(at + i);
			flat[used++] = text.at[at + i];
		}
		at += len;
	}
	origin[used] = (uint32_t)text.len;
	*ret_text = (struct rules_text){ section->key, text, { flat, used }, origin };
	return NULL;
}

const struct rules_text *
rules_text_of(const struct rules *rules, enum report_section_key key)
{
	static const uint32_t end = 0;
	static const struct rules_text none = { .flat = { "", 0 }, .origin = &end };

	for (size_t i = 0; i < rules->text_count; i++)
		if (rules->texts[i].key == key)
			return &rules->texts[i];
	return &none;
}

bool
rules_narrative_has(const struct rules *rules, bool with_preface, const char *words)
{
	for (size_t i = 0; i < rules->text_count; i++)
		if ((with_preface || rules->texts[i].key != REPORT_S0_PREFACE) &&
			str_has(rules->texts[i].flat, str_of(words)))
			return true;
	return false;
}

bool
rules_narrative_has_any(
	const struct rules *rules, bool with_preface, const char *const *words, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (rules_narrative_has(rules, with_preface, words[i]))
			return true;
	return false;
}

/* Bytes of the sentence mark that ends in front of `at`, or 0. */
static size_t
sentence_mark_before(struct str flat, size_t at)
{
	static const char *const marks[] = { "。", "；", "！", "？", ";" };
	unsigned char last = at > 0 ? (unsigned char)flat.at[at - 1] : 0;

	/* The last bytes of these marks; a quick no for nearly every place. */
	if (last != 0x82 && last != 0x9B && last != 0x81 && last != 0x9F && last != ';')
		return 0;
	return rules_ending(str_sub(flat, 0, at), marks, COUNT_OF(marks));
}

size_t
rules_sentence_start(struct str flat, size_t at)
{
	size_t least = at > MOST_SENTENCE ? at - MOST_SENTENCE : 0;

	while (at > least && sentence_mark_before(flat, at) == 0)
		at--;
	while (at < flat.len && ((unsigned char)flat.at[at] & 0xC0) == 0x80)
		at++;
	return at;
}

size_t
rules_sentence_end(struct str flat, size_t at)
{
	size_t most = flat.len - at > MOST_SENTENCE ? at + MOST_SENTENCE : flat.len;

	/* The mark in front of `at` ended the sentence before. */
	for (at = at < most ? at + 1 : most; at < most && sentence_mark_before(flat, at) == 0;)
		at++;
	while (at < flat.len && ((unsigned char)flat.at[at] & 0xC0) == 0x80)
		at++;
	return at;
}

size_t
rules_ending(struct str text, const char *const *words, size_t count)
{
	size_t best = 0;

	for (size_t i = 0; i < count; i++) {
		struct str word = str_of(words[i]);

		if (word.len > best && str_ends(text, word))
			best = word.len;
	}
	return best;
}

size_t
rules_last_char(struct str text)
{
	size_t len = 0;

	while (len < text.len) {
		len++;
		if (((unsigned char)text.at[text.len - len] & 0xC0) != 0x80)
			break;
	}
	return len;
}
