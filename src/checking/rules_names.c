/*
 * Whether the agency is called the same in title, contact and signature, and whether the report is
 * signed at all. Short and full names of one agency ("平房区", "哈尔滨市平房区人民政府办公室") are
 * fine.
 */
#include "base/utf8.h"
#include "checking/rules_inside.h"

/* An agency name without white space and without what offices are called. */
struct name {
	char at[200];
	size_t len;
	size_t core; /* bytes of it before the office's own words */
};

static bool
make_name(struct str text, struct name *ret_name)
{
	static const struct str tails[] = { STR("人民政府办公厅"), STR("人民政府办公室"),
		STR("人民政府"), STR("政府办公厅"), STR("政府办公室"), STR("政府办"), STR("办公厅"),
		STR("办公室"), STR("办事处"), STR("管理委员会"), STR("管委会"), STR("委员会"),
		STR("（章）") };
	struct name name = { .len = 0 };
	size_t tail;

	for (size_t at = 0, len; at < text.len; at += len) {
		uint32_t point = utf8_at(text, at, &len);

		if (utf8_is_space(point))
			continue;
		if (name.len + len > sizeof name.at)
			return false;
		memcpy(name.at + name.len, text.at + at, len);
		name.len += len;
	}
	name.core = name.len;
	while ((tail = rules_ending((struct str){ name.at, name.core }, tails, COUNT_OF(tails))) >
			0 &&
		tail < name.core)
		name.core -= tail;
	*ret_name = name;
	return name.len > 0;
}

static struct str
whole(const struct name *name)
{
	return (struct str){ name->at, name->len };
}

static struct str
core(const struct name *name)
{
	return (struct str){ name->at, name->core };
}

struct str
rules_own_name(struct str agency)
{
	struct name name;
	struct str words;
	size_t last;
	size_t before;

	agency = str_trim(agency);
	if (!make_name(agency, &name) || name.len != agency.len)
		return STR_NONE;
	words = str_sub(agency, 0, name.core);
	last = rules_last_char(words);
	before = rules_last_char(str_sub(words, 0, words.len - last));
	return str_sub(words, words.len - last - before, last + before);
}

enum likeness { SAME_NAME, SAME_CORE, NEAR_NAME, OTHER_NAME };

/* Characters of `shorter` in order inside `longer`? Then *ret_left is how many `longer` has more.
 */
static bool
is_within(struct str shorter, struct str longer, size_t *ret_left)
{
	size_t at = 0;
	size_t skipped = 0;

	for (size_t i = 0, len; i < shorter.len; i += len) {
		struct str one;

		(void)utf8_at(shorter, i, &len);
		one = str_sub(shorter, i, len);
		for (;;) {
			size_t step;

			if (at >= longer.len)
				return false;
			(void)utf8_at(longer, at, &step);
			if (str_equal(str_sub(longer, at, step), one)) {
				at += step;
				break;
			}
			at += step;
			skipped++;
		}
	}
	*ret_left = skipped + utf8_count(str_from(longer, at));
	return true;
}

/* A name inside the other is the same agency; one or two characters left out is a slip of the pen;
 * more left out is an abbreviation ("市科委" for 上海市科学技术委员会). */
static enum likeness
compare_names(const struct name *a, const struct name *b)
{
	size_t left = 0;

	if (str_has(whole(a), whole(b)) || str_has(whole(b), whole(a)))
		return SAME_NAME;
	if (str_has(whole(a), core(b)) || str_has(whole(b), core(a)))
		return SAME_CORE;
	if (is_within(core(a), core(b), &left) || is_within(core(b), core(a), &left))
		return left <= 2 ? NEAR_NAME : SAME_CORE;
	if (is_within(whole(a), whole(b), &left) || is_within(whole(b), whole(a), &left))
		return SAME_CORE;
	return OTHER_NAME;
}

/* The agency named in "请与…联系" or "请联系…，". */
static struct str
contact_name(struct str flat)
{
	static const char *const starts[] = { "请与", "请联系", "请直接与", "请同", "请向" };
	static const char *const ends[] = { "联系", "（", "(", "，", ",", "。", "；", "：", "咨询",
		"反映" };

	for (size_t i = 0; i < COUNT_OF(starts); i++) {
		size_t from = str_find(flat, str_of(starts[i]), 0);
		size_t best = SIZE_MAX;

		if (from == SIZE_MAX)
			continue;
		from += strlen(starts[i]);
		for (size_t end = 0; end < COUNT_OF(ends); end++) {
			size_t at = str_find(flat, str_of(ends[end]), from);

			best = at < best ? at : best;
		}
		if (best != SIZE_MAX && best > from && best - from <= 120)
			return str_sub(flat, from, best - from);
	}
	return STR_NONE;
}

static void
tell_difference(struct rules *rules, const char *where, enum likeness likeness, const char *first,
	const struct name *a, const char *second, const struct name *b)
{
	struct report_finding *finding;

	if (likeness == SAME_NAME)
		return;
	finding = rules_add(rules, RULE_META_3, where);
	if (likeness == SAME_CORE)
		finding->level = REPORT_NOTE;
	rules_say(rules, finding, "%s“%.*s”与%s“%.*s”%s", first, STR_ARG(whole(a)), second,
		STR_ARG(whole(b)),
		likeness == NEAR_NAME   ? "只差一两个字，可能漏字"
		: likeness == SAME_CORE ? "写法不一"
					: "不一致");
	rules_say_en(rules, finding, "the names \"%.*s\" and \"%.*s\" %s", STR_ARG(whole(a)),
		STR_ARG(whole(b)),
		likeness == NEAR_NAME   ? "differ by a character or two"
		: likeness == SAME_CORE ? "are written differently"
					: "do not agree");
}

static void
tell_no_title(struct rules *rules)
{
	struct report_finding *finding = rules_add(rules, RULE_META_3, "title");

	finding->level = REPORT_NOTE;
	rules_say(rules, finding, "文件中没有找到报告标题");
	rules_say_en(rules, finding, "the report's title was not found in the file");
}

static void
check_signature(struct rules *rules)
{
	const struct report *report = rules->report;
	bool has_name = str_trim(report->signed_by).len > 0;
	bool has_date = !day_is_none(report->signed_on);
	struct report_finding *finding;

	if (has_name && has_date)
		return;
	finding = rules_add(rules, RULE_META_3, has_name ? "signed_on" : "signed_by");
	rules_say(rules, finding, "文末没有%s",
		!has_name && !has_date ? "落款机关和日期"
		: has_name             ? "落款日期"
				       : "落款机关");
	rules_say_en(rules, finding, "the report ends without %s",
		!has_name && !has_date ? "signature and date"
		: has_name             ? "a date"
				       : "the name of the agency");
}

void
rules_check_names(struct rules *rules)
{
	const struct report *report = rules->report;
	struct name title;
	struct name contact;
	struct name signature;
	struct str words = contact_name(rules_text_of(rules, REPORT_S0_PREFACE)->flat);
	bool has_title = make_name(report->agency, &title);
	bool has_signature = make_name(report->signed_by, &signature);
	bool has_contact;

	if (words.len == 0)
		words = contact_name(rules_text_of(rules, REPORT_S1_OVERVIEW)->flat);
	has_contact = make_name(words, &contact);
	if (str_has(words, STR("我")) || str_has(words, STR("本机关")) ||
		str_has(words, STR("小组")))
		has_contact = false;
	if (str_trim(report->title).len == 0)
		tell_no_title(rules);
	check_signature(rules);
	if (has_title && has_signature)
		tell_difference(rules, "signed_by", compare_names(&title, &signature), "标题机关",
			&title, "落款机关", &signature);
	/* The contact may be an office inside the agency, so only likeness tells anything. */
	if (has_contact && has_signature && contact.core >= 12 &&
		compare_names(&contact, &signature) != OTHER_NAME)
		tell_difference(rules, "signed_by", compare_names(&contact, &signature), "联系机关",
			&contact, "落款机关", &signature);
	else if (has_contact && has_title && compare_names(&contact, &title) == NEAR_NAME)
		tell_difference(
			rules, "agency", NEAR_NAME, "联系机关", &contact, "标题机关", &title);
}
