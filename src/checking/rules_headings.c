/*
 * The six headings: present, in the form's words, with the right numeral; and the number of parts
 * that the notes announce. The words inside the sections are wording.c's.
 */
#include <stdio.h>

#include "base/utf8.h"
#include "checking/rules_inside.h"

static const char *const numerals[] = { "", "一", "二", "三", "四", "五", "六" };

/* A heading without white space, and where its words begin behind numeral and mark. */
struct heading {
	char at[240];
	size_t len;
	size_t words;
	int arabic;         /* 2 for "2、"; 0 when the numeral is not of that kind */
	struct str chinese; /* "二" of "二、"; empty when there is none */
};

static struct str
heading_words(const struct heading *heading)
{
	struct str words = { heading->at + heading->words, heading->len - heading->words };

	while (str_ends(words, STR("：")))
		words.len -= 3;
	return words;
}

static void
read_numeral(struct heading *heading)
{
	static const char *const marks[] = { "、", ".", "．", "，", "," };
	struct str all = { heading->at, heading->len };
	size_t at = 0;

	while (at < all.len && all.at[at] >= '0' && all.at[at] <= '9' && heading->arabic < 100)
		heading->arabic = heading->arabic * 10 + (all.at[at++] - '0');
	if (at == 0)
		for (int i = 1; i <= 6; i++)
			if (str_starts(all, str_of(numerals[i]))) {
				heading->chinese = str_of(numerals[i]);
				at = strlen(numerals[i]);
			}
	for (size_t i = 0; at > 0 && i < COUNT_OF(marks); i++)
		if (str_starts(str_from(all, at), str_of(marks[i]))) {
			heading->words = at + strlen(marks[i]);
			return;
		}
	heading->arabic = 0;
	heading->chinese = STR_NONE;
}

static bool
make_heading(struct str text, struct heading *ret_heading)
{
	struct heading heading = { .len = 0 };

	for (size_t at = 0, len; at < text.len; at += len) {
		uint32_t point = utf8_at(text, at, &len);

		if (utf8_is_space(point))
			continue;
		if (heading.len + len > sizeof heading.at)
			return false;
		memcpy(heading.at + heading.len, text.at + at, len);
		heading.len += len;
	}
	*ret_heading = heading;
	read_numeral(ret_heading);
	return heading.len > 0;
}

/* Law: 国办公开办函〔2019〕60号; 国办公开办函〔2021〕30号: the six headings */
static void
check_heading(struct rules *rules, const struct report_section *section)
{
	const struct report_section_label *label = &report_section_labels[section->key];
	struct heading heading;
	struct report_finding *finding;

	if (section->key == REPORT_S0_PREFACE || !make_heading(section->heading, &heading))
		return;
	if (heading.arabic > 0 ||
		(heading.chinese.len > 0 &&
			!str_equal(heading.chinese, str_of(numerals[section->key])))) {
		finding = rules_add(rules, RULE_STY_1, label->key);
		rules_say(rules, finding, "标题“%.*s”的编号应为“%s、”", (int)heading.len,
			heading.at, numerals[section->key]);
		rules_say_en(rules, finding, "the heading \"%.*s\" should be numbered %s、",
			(int)heading.len, heading.at, numerals[section->key]);
	}
	if (str_equal(heading_words(&heading), str_of(label->words)))
		return;
	finding = rules_add(rules, RULE_ENUM_HDR, label->key);
	if (str_has(heading_words(&heading), str_of(label->words)))
		finding->level = REPORT_NOTE;
	rules_say(rules, finding, "标题“%.*s”与格式规定的“%s”不同",
		STR_ARG(heading_words(&heading)), label->words);
	rules_say_en(rules, finding, "the heading \"%.*s\" is not the form's \"%s\"",
		STR_ARG(heading_words(&heading)), label->words);
}

/* Path of a cell's row: up to its last dot; table 4 is one row. */
static struct str
row_of(struct str where)
{
	size_t dot = str_find_last(where, STR("."));

	return dot == SIZE_MAX ? where : str_sub(where, 0, dot);
}

/* Labels and column names that are not the form's, as the reader had to understand them; labels
 * once a row, a column's name once for all rows below it. Law: 国办公开办函〔2019〕60号;
 * 国办公开办函〔2021〕30号 */
static void
check_labels(struct rules *rules)
{
	static const char *const signs[] = { "行标签印作", "列名", "表头", "标题印作",
		"不属于格式的任何一行" };
	const struct report *report = rules->report;
	/* Of each sign, since the cells of a row may have repairs of several. */
	struct {
		struct str scope;
		struct str what;
	} told[COUNT_OF(signs)] = { { STR_NONE } };

	for (size_t i = 0; i < report->repair_count; i++) {
		const struct report_repair *repair = &report->repairs[i];
		struct str row = row_of(repair->where);
		struct report_finding *finding;
		struct rules_line where = { .len = 0 };
		struct str scope = str_has(repair->what, STR("列名")) ? row_of(row) : row;
		size_t sign = 0;

		while (sign < COUNT_OF(signs) && !str_has(repair->what, str_of(signs[sign])))
			sign++;
		if (sign == COUNT_OF(signs) || (str_equal(scope, told[sign].scope) &&
						       str_equal(repair->what, told[sign].what)))
			continue;
		told[sign].scope = scope;
		told[sign].what = repair->what;
		rules_line_put(&where, "%.*s", STR_ARG(row));
		finding = rules_add(rules, RULE_ENUM_HDR, where.at);
		rules_say(rules, finding, "%.*s", STR_ARG(repair->what));
		rules_say_en(rules, finding, "a label or column name differs from the form's");
	}
}

/* Section five and six without any trace are told by article 50 already (rules_meta.c). */
static void
check_missing(struct rules *rules)
{
	bool has[REPORT_SECTION_KEYS] = { false };
	bool has_any = false;
	struct report_finding *finding;

	for (size_t i = 0; i < rules->report->section_count; i++) {
		enum report_section_key key = rules->report->sections[i].key;

		has[key] = true;
		has_any = has_any || key != REPORT_S0_PREFACE;
	}
	for (int key = REPORT_S1_OVERVIEW; has_any && key <= REPORT_S6_OTHER; key++) {
		bool is_told = false;

		for (size_t i = 0; i < rules->report->finding_count; i++)
			is_told =
				is_told || (strcmp(rules->report->findings[i].rule,
						    checking_rules[RULE_A50].id) == 0 &&
						   str_equal(rules->report->findings[i].where,
							   str_of(report_section_labels[key].key)));
		if (has[key] || is_told)
			continue;
		finding = rules_add(rules, RULE_STY_1, report_section_labels[key].key);
		rules_say(rules, finding, "没有找到标题“%s”", report_section_labels[key].heading);
		rules_say_en(rules, finding, "the heading \"%s\" was not found",
			report_section_labels[key].heading);
	}
}

/* "本报告共分6个部分", "包含四个部分": the form has six. */
static void
check_parts(struct rules *rules)
{
	static const char *const digits[] = { "", "一", "二", "三", "四", "五", "六", "七", "八",
		"九", "十" };
	const struct rules_text *text = rules_text_of(rules, REPORT_S0_PREFACE);
	size_t at = 0;

	while ((at = str_find(text->flat, STR("部分"), at)) != SIZE_MAX) {
		struct str before = str_sub(text->flat, 0, at);
		struct report_finding *finding;
		int parts = 0;

		at += 6;
		if (str_ends(before, STR("个")) || str_ends(before, STR("大")))
			before.len -= 3;
		for (int i = 1; i <= 10; i++)
			if (str_ends(before, str_of(digits[i])))
				parts = i;
		if (before.len > 0 && before.at[before.len - 1] >= '1' &&
			before.at[before.len - 1] <= '9' &&
			(before.len < 2 || before.at[before.len - 2] < '0' ||
				before.at[before.len - 2] > '9'))
			parts = before.at[before.len - 1] - '0';
		if (str_ends(before, STR("第一")) || str_ends(before, STR("第二")) || parts < 2 ||
			parts == 6 ||
			str_has(str_sub(text->flat, at,
					text->flat.len - at < 15 ? text->flat.len - at : 15),
				STR("附")))
			continue;
		finding = rules_add(rules, RULE_STY_1, "s0_preface");
		rules_point(
			finding, text, before.len - (before.at[before.len - 1] > 0 ? 1 : 3), at);
		rules_say(rules, finding, "编制说明称报告有 %d 个部分，格式规定是六个部分", parts);
		rules_say_en(
			rules, finding, "the notes announce %d parts; the form has six", parts);
		return;
	}
}

void
rules_check_headings(struct rules *rules)
{
	for (size_t i = 0; i < rules->report->section_count; i++)
		check_heading(rules, &rules->report->sections[i]);
	check_missing(rules);
	check_labels(rules);
	check_parts(rules);
}
