/*
 * A section's text made ready for matching: white space taken out, so that a PDF's broken lines do
 * not hide a phrase, with every byte's true place kept. Knows no rule.
 */
#include "base/utf8.h"
#include "checking/rules_inside.h"

enum {
	MOST_SENTENCE = 3000
}; /* bytes to either side; a text without marks must not cost a walk each */

/* White space of `len` bytes is left out here. */
static struct fault *
add_gap(struct arena *arena, struct rules_text *text, size_t *room, size_t len)
{
	struct rules_gap *last = text->gap_count ? &text->gaps[text->gap_count - 1] : NULL;
	uint32_t left_out = (last ? last->left_out : 0) + (uint32_t)len;

	if (!last || last->at != text->flat.len) {
		GROW(arena, text->gaps, text->gap_count, *room);
		last = &text->gaps[text->gap_count++];
	}
	*last = (struct rules_gap){ (uint32_t)text->flat.len, left_out };
	return NULL;
}

static struct fault *
add_mark(struct arena *arena, struct rules_text *text, size_t *room, size_t at)
{
	GROW(arena, text->marks, text->mark_count, *room);
	text->marks[text->mark_count++] = (uint32_t)at;
	return NULL;
}

/* Bytes [from, to) of the text are kept. */
static void
add_words(struct rules_text *text, char *flat, size_t from, size_t to)
{
	if (to > from)
		memcpy(flat + text->flat.len, text->text.at + from, to - from);
	text->flat.len += to - from;
}

struct fault *
rules_text_make(
	struct arena *arena, const struct report_section *section, struct rules_text *ret_text)
{
	struct rules_text text = { .key = section->key,
		.text = utf8_head(section->text, RULES_MOST_TEXT) };
	size_t gap_room = 0;
	size_t mark_room = 0;
	size_t from = 0; /* what is before it is in flat or left out */
	char *flat;

	TAKE(arena, flat, text.text.len + 1);
	text.flat.at = flat;
	for (size_t at = 0, len; at < text.text.len; at += len) {
		uint32_t point = utf8_at(text.text, at, &len);

		if (utf8_is_space(point)) {
			add_words(&text, flat, from, at);
			TRY(add_gap(arena, &text, &gap_room, len));
			from = at + len;
			continue;
		}
		if (!rules_is_han_start(text.text.at[at]))
			TRY(add_mark(arena, &text, &mark_room, text.flat.len + at - from));
		text.characters[point / 64 % 64] |= (uint64_t)1 << point % 64;
	}
	add_words(&text, flat, from, text.text.len);
	*ret_text = text;
	return NULL;
}

size_t
rules_text_find(const struct rules_text *text, struct str words, size_t from)
{
	for (size_t at = 0, len; at < words.len; at += len) {
		uint32_t point = utf8_at(words, at, &len);

		if (!(text->characters[point / 64 % 64] >> point % 64 & 1))
			return SIZE_MAX;
	}
	return str_find(text->flat, words, from);
}

size_t
rules_origin(const struct rules_text *text, size_t at)
{
	size_t low = 0;
	size_t high = text->gap_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (text->gaps[middle].at <= at)
			low = middle + 1;
		else
			high = middle;
	}
	return at + (low ? text->gaps[low - 1].left_out : 0);
}

const struct rules_text *
rules_text_of(const struct rules *rules, enum report_section_key key)
{
	static const struct rules_text none = { .flat = { "", 0 } };

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
			rules_text_find(&rules->texts[i], str_of(words), 0) != SIZE_MAX)
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

bool
rules_has_any(struct str text, const struct str *words, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (str_has(text, words[i]))
			return true;
	return false;
}

bool
rules_has_digit(struct str text)
{
	for (size_t at = 0, len; at < text.len; at += len) {
		uint32_t point = utf8_half_width(utf8_at(text, at, &len));

		if (point >= '0' && point <= '9')
			return true;
	}
	return false;
}

/* Bytes of the sentence mark that ends in front of `at`, or 0. */
static size_t
sentence_mark_before(struct str flat, size_t at)
{
	static const struct str marks[] = { STR("。"), STR("；"), STR("！"), STR("？"), STR(";") };
	unsigned char last = at > 0 ? (unsigned char)flat.at[at - 1] : 0;

	/* The last bytes of these marks; a quick no for nearly every place. */
	if (last != 0x82 && last != 0x9B && last != 0x81 && last != 0x9F && last != ';')
		return 0;
	return rules_ending(str_sub(flat, 0, at), marks, COUNT_OF(marks));
}

size_t
rules_sentence_start(struct str flat, size_t at)
{
	return rules_sentence_start_after(flat, at, 0);
}

size_t
rules_sentence_start_after(struct str flat, size_t at, size_t least)
{
	if (at > MOST_SENTENCE && at - MOST_SENTENCE > least)
		least = at - MOST_SENTENCE;
	while (at > least && sentence_mark_before(flat, at) == 0)
		at--;
	while (utf8_is_inside(flat, at))
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
	while (utf8_is_inside(flat, at))
		at++;
	return at;
}

struct str
rules_sentence(struct str flat, size_t at)
{
	size_t from = rules_sentence_start(flat, at);

	return str_sub(flat, from, rules_sentence_end(flat, at) - from);
}

struct str
rules_sentence_before(struct str flat, size_t at)
{
	size_t from = rules_sentence_start(flat, at);

	return str_sub(flat, from, at - from);
}

static const struct str clause_marks[] = { STR_INIT("，"), STR_INIT("。"), STR_INIT("；"),
	STR_INIT("！"), STR_INIT("？"), STR_INIT(","), STR_INIT(";"), STR_INIT("："),
	STR_INIT("|") };

struct str
rules_clause_before(struct str flat, size_t at)
{
	size_t from = at;

	while (from > 0 && at - from < RULES_CLAUSE_REACH &&
		rules_ending(str_sub(flat, 0, from), clause_marks, COUNT_OF(clause_marks)) == 0)
		from--;
	while (utf8_is_inside(flat, from))
		from++;
	return str_sub(flat, from, at - from);
}

struct str
rules_clause_behind(struct str flat, size_t at)
{
	size_t to = at;

	while (to < flat.len && to - at < RULES_CLAUSE_REACH &&
		rules_beginning(str_from(flat, to), clause_marks, COUNT_OF(clause_marks)) == 0)
		to++;
	while (to > at && utf8_is_inside(flat, to))
		to--;
	return str_sub(flat, at, to - at);
}

struct str
rules_clause(struct str flat, size_t at)
{
	size_t before = rules_clause_before(flat, at).len;

	return str_sub(flat, at - before, before + rules_clause_behind(flat, at).len);
}

size_t
rules_beginning(struct str text, const struct str *words, size_t count)
{
	size_t best = 0;

	for (size_t i = 0; i < count; i++)
		if (words[i].len > best && str_starts(text, words[i]))
			best = words[i].len;
	return best;
}

size_t
rules_ending(struct str text, const struct str *words, size_t count)
{
	size_t best = 0;

	/* Most words end otherwise, so that the last byte alone is compared. */
	for (size_t i = 0; i < count && text.len; i++)
		if (words[i].len > best && words[i].at[words[i].len - 1] == text.at[text.len - 1] &&
			str_ends(text, words[i]))
			best = words[i].len;
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
