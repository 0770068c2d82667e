/*
 * Punctuation of the narrative: half-width marks among Chinese, marks that stand twice, brackets
 * and quotation marks without their partner, headings that mix （一） and (二). Marks inside
 * numbers, addresses and foreign words are left alone.
 */
#include "base/utf8.h"
#include "checking/wording_inside.h"

enum { MOST_DEPTH = 40, MOST_INSIDE = 3000 };

static bool
is_in(uint32_t point, const uint32_t *set, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (set[i] == point)
			return true;
	return false;
}

/* The character in front of a place, 0 at the start. */
static uint32_t
point_before(struct str flat, size_t at)
{
	size_t len = rules_last_char(str_sub(flat, 0, at));
	size_t step;

	return len ? utf8_at(flat, at - len, &step) : 0;
}

static uint32_t
point_after(struct str flat, size_t at)
{
	size_t len;

	return at < flat.len ? utf8_at(flat, at, &len) : 0;
}

/* Chinese text ends here: a character or a closing mark. */
static bool
ends_chinese(uint32_t point)
{
	static const uint32_t closers[] = { 0x300B, 0x201D, 0xFF09, 0x3015, 0x3011 };

	return utf8_is_han(point) || is_in(point, closers, COUNT_OF(closers));
}

static bool
begins_chinese(uint32_t point)
{
	static const uint32_t openers[] = { 0x300A, 0x201C, 0xFF08, 0x3014, 0x3010 };

	return utf8_is_han(point) || is_in(point, openers, COUNT_OF(openers));
}

/* Only numerals in the brackets: (二), (1), which is a heading's affair. */
static bool
is_numeral_in_brackets(struct str flat, size_t at)
{
	size_t i = at + 1;
	int count = 0;

	while (i < flat.len && flat.at[i] != ')' && count < 4) {
		size_t len;
		uint32_t point = utf8_at(flat, i, &len);
		static const uint32_t numerals[] = { 0x4E00, 0x4E8C, 0x4E09, 0x56DB, 0x4E94, 0x516D,
			0x4E03, 0x516B, 0x4E5D, 0x5341 };

		if (!is_in(point, numerals, COUNT_OF(numerals)) && !(point >= '0' && point <= '9'))
			return false;
		i += len;
		count++;
	}
	return count > 0 && i < flat.len && flat.at[i] == ')';
}

/* Does the place stand inside 《》? Marks of a quoted title are its author's. A title within the
 * title may be closed in front of the place: 《关于转发《条例》,做好公开的通知》. */
static bool
is_in_title(struct str flat, size_t at)
{
	size_t least = at > WORDING_MOST_TITLE ? at - WORDING_MOST_TITLE : 0;
	int depth = 0;

	for (size_t i = at; i-- > least;) {
		if ((unsigned char)flat.at[i] != 0xE3)
			continue;
		if (str_starts(str_from(flat, i), STR("》"))) {
			depth++;
		} else if (str_starts(str_from(flat, i), STR("《")) && depth-- == 0) {
			size_t end = wording_title_end(flat, i);

			return end != SIZE_MAX && end > at;
		}
	}
	return false;
}

/* Half-width marks between Chinese words; told once a section, with the number. */
static void
check_half_width(struct rules *rules, const struct rules_text *text)
{
	struct str flat = text->flat;
	struct report_finding *finding;
	size_t first = SIZE_MAX;
	int count = 0;

	for (size_t i = 0; i < text->mark_count; i++) {
		size_t at = text->marks[i];
		char c = flat.at[at];
		bool wrong = false;

		if (c == ',' || c == ';' || c == ':' || c == '?' || c == '!')
			wrong = ends_chinese(point_before(flat, at)) &&
				begins_chinese(point_after(flat, at + 1));
		else if (c == '(')
			wrong = begins_chinese(point_after(flat, at + 1)) &&
				ends_chinese(point_before(flat, at)) &&
				!is_numeral_in_brackets(flat, at);
		if (!wrong || is_in_title(flat, at))
			continue;
		first = first == SIZE_MAX ? at : first;
		count++;
	}
	if (count == 0)
		return;
	finding = wording_add(rules, text, first, first + 1);
	rules_say(rules, finding, "中文之间用了半角标点 %d 处（首处为“%c”），应改为全角", count,
		flat.at[first]);
	rules_say_en(rules, finding, "%d half-width marks among Chinese text (the first is \"%c\")",
		count, flat.at[first]);
}

/* "，。", "。。", "、，": two marks where one belongs; ？！ may stand together. */
static void
check_double_marks(struct rules *rules, const struct rules_text *text)
{
	static const uint32_t marks[] = { 0xFF0C, 0x3002, 0xFF1B, 0xFF1A, 0x3001 };
	int told = 0;

	for (size_t i = 0; i < text->mark_count && told < 5; i++) {
		size_t at = text->marks[i];
		size_t len;
		uint32_t one;
		uint32_t two;
		struct report_finding *finding;

		one = utf8_at(text->flat, at, &len);
		if (at + 6 > text->flat.len || !is_in(one, marks, COUNT_OF(marks)))
			continue;
		two = point_after(text->flat, at + len);
		if ((!is_in(two, marks, COUNT_OF(marks)) && two != ',') ||
			!wording_same_line(text, at, at + len + (two == ',' ? 1 : 3)))
			continue;
		finding = wording_add(rules, text, at, at + len + (two == ',' ? 1 : 3));
		rules_say(rules, finding, "标点重复“%.*s”", (int)(len + (two == ',' ? 1 : 3)),
			text->flat.at + at);
		rules_say_en(rules, finding, "two marks stand together");
		told++;
		i++;
	}
}

/* --- brackets --- */

struct pair {
	uint32_t open;
	uint32_t close;
	uint32_t loose; /* the other width's closing mark, 0 when none */
	const char *words;
};

static const struct pair pairs[] = {
	{ 0x300A, 0x300B, 0, "书名号" },
	{ 0xFF08, 0xFF09, ')', "括号" },
	{ '(', ')', 0xFF09, "括号" },
	{ 0x3014, 0x3015, 0, "六角括号" },
	{ 0x3010, 0x3011, 0, "方头括号" },
	{ 0x201C, 0x201D, 0, "引号" },
	{ 0x300C, 0x300D, 0, "直角引号" },
};

struct opening {
	int pair;
	size_t at;
};

static void
tell_bracket(struct rules *rules, const struct rules_text *text, size_t at, const char *zh,
	const char *en)
{
	size_t len;
	struct report_finding *finding;

	(void)utf8_at(text->flat, at, &len);
	finding = wording_add(rules, text, at, at + len);
	rules_say(rules, finding, "“%.*s”%s", (int)len, text->flat.at + at, zh);
	rules_say_en(rules, finding, "\"%.*s\" %s", (int)len, text->flat.at + at, en);
}

/* "1）", "a)", "二）": a list mark needs no opening bracket. */
static bool
is_list_mark(struct str flat, size_t at)
{
	uint32_t before = point_before(flat, at);
	static const uint32_t numerals[] = { 0x4E00, 0x4E8C, 0x4E09, 0x56DB, 0x4E94, 0x516D, 0x4E03,
		0x516B, 0x4E5D, 0x5341 };

	return (before >= '0' && before <= '9') || (before >= 'a' && before <= 'z') ||
	       is_in(before, numerals, COUNT_OF(numerals));
}

/* Do the characters behind an opening bracket reach too far before `at` is come to? */
static bool
is_far(struct str flat, size_t open, size_t at)
{
	return at - rules_last_char(str_sub(flat, 0, at)) > open + MOST_INSIDE;
}

/* One finding of this kind a section is enough: what follows a lost bracket is out of step. */
void
wording_check_brackets(struct rules *rules, const struct rules_text *text)
{
	struct opening stack[MOST_DEPTH];
	int depth = 0;
	bool told_mixed = false;
	struct str flat = text->flat;

	for (size_t mark = 0; mark < text->mark_count; mark++) {
		size_t at = text->marks[mark];
		size_t len;
		uint32_t point = utf8_at(flat, at, &len);

		if (depth > 0 && is_far(flat, stack[depth - 1].at, at))
			break;
		for (int i = 0; i < (int)COUNT_OF(pairs); i++) {
			if (point == pairs[i].open) {
				if (depth == MOST_DEPTH)
					return;
				stack[depth++] = (struct opening){ i, at };
				break;
			}
			if (point != pairs[i].close)
				continue;
			if (depth > 0 && stack[depth - 1].pair == i) {
				depth--;
			} else if (depth > 0 && pairs[stack[depth - 1].pair].loose == point) {
				if (!told_mixed)
					tell_bracket(rules, text, stack[depth - 1].at,
						"与右括号全角半角不一致",
						"and its partner differ in width");
				told_mixed = true;
				depth--;
			} else if (!is_list_mark(flat, at)) {
				size_t from = depth > 0 ? stack[depth - 1].at : at;

				tell_bracket(rules, text, from, "不成对", "has no partner");
				return;
			}
			break;
		}
	}
	if (depth > 0 && text->text.len < RULES_MOST_TEXT)
		tell_bracket(rules, text, stack[depth - 1].at, "不成对", "has no partner");
}

/* --- headings inside a section --- */

/* A line that begins （一） or (一); 0 for none, 1 for full width, 2 for half width. */
static int
numeral_width(struct str line)
{
	static const char *const numerals[] = { "一", "二", "三", "四", "五", "六", "七", "八",
		"九", "十" };
	bool full;
	struct str rest;

	line = str_trim(line);
	full = str_starts(line, STR("（"));
	if (!full && !str_starts(line, STR("(")))
		return 0;
	rest = str_from(line, full ? 3 : 1);
	for (size_t i = 0; i < COUNT_OF(numerals); i++)
		if (str_starts(rest, str_of(numerals[i]))) {
			rest = str_from(rest, 3);
			if (str_starts(rest, STR("）")))
				return full ? 1 : 2;
			return str_starts(rest, STR(")")) ? 2 : 0;
		}
	return 0;
}

static void
check_numerals(struct rules *rules, const struct rules_text *text)
{
	struct str rest = text->text;
	struct str line;
	int full = 0;
	int half = 0;
	size_t first_half = 0;
	struct report_finding *finding;

	while (str_next_line(&rest, &line)) {
		int width = numeral_width(line);

		full += width == 1;
		if (width == 2 && half++ == 0)
			first_half = (size_t)(str_trim(line).at - text->text.at);
	}
	if (full == 0 || half == 0)
		return;
	finding = rules_add(rules, RULE_STY_1, report_section_labels[text->key].key);
	finding->text = (struct report_text_place){ text->key, first_half, 1 };
	rules_say(rules, finding, "小标题编号的括号全角半角混用（全角 %d 处，半角 %d 处）", full,
		half);
	rules_say_en(rules, finding, "headings mix full-width (%d) and half-width (%d) brackets",
		full, half);
}

void
wording_check_marks(struct rules *rules, const struct rules_text *text)
{
	check_half_width(rules, text);
	check_double_marks(rules, text);
	check_numerals(rules, text);
}
