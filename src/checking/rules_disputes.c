/*
 * What the narrative says of reconsideration and litigation without a figure, against table 4: that
 * there was none. Only words about the disclosure of information count outside section four.
 * How many there were is in rules_dispute_counts.c.
 */
#include "checking/rules_inside.h"

enum { MOST_BEHIND = 300 }; /* bytes behind a dispute in which a claim about it ends */

static const struct {
	const char *words;
	int which;
} bare_words[] = {
	{ "复议", RULES_REVIEW },
	{ "诉讼", RULES_LITIGATION },
};

/* Words that make a sentence speak of something else than whether there were cases. */
static const struct str other_matters[] = { STR("撤销"), STR("纠正"), STR("败诉"), STR("变更"),
	STR("纠错"), STR("违法"), STR("超期"), STR("新增"), STR("维持"), STR("胜诉"), STR("不当"),
	STR("责令"), STR("应诉"), STR("化解"), STR("风险") };

/* The negation nearest before the words, inside their clause; SIZE_MAX when there is none. */
static size_t
negation_before(struct str before)
{
	static const char *const negations[] = { "没有发生", "没有收到", "没有产生", "没有出现",
		"没有", "未发生", "未收到", "未产生", "未出现", "未有", "未涉及", "不存在", "均无",
		"暂无", "无", "零" };
	static const struct str no_negations[] = { STR("无法"), STR("无正当"), STR("无关"),
		STR("无偿"), STR("无效"), STR("无理") };
	size_t best = SIZE_MAX;
	size_t end = 0;

	for (size_t i = 0; i < COUNT_OF(negations); i++) {
		size_t at = str_find_last(before, str_of(negations[i]));

		if (at == SIZE_MAX || (best != SIZE_MAX && at + strlen(negations[i]) <= end))
			continue;
		best = at;
		end = at + strlen(negations[i]);
	}
	if (best != SIZE_MAX &&
		rules_beginning(str_from(before, best), no_negations, COUNT_OF(no_negations)) > 0)
		return SIZE_MAX;
	/* Only the words behind the negation belong to it. */
	if (best != SIZE_MAX && (rules_has_digit(str_from(before, end)) ||
					rules_has_any(str_from(before, end), other_matters,
						COUNT_OF(other_matters))))
		return SIZE_MAX;
	return best;
}

/* "…均为0", "…为零", "…0件" is a figure's own business; here only what has no unit. */
static bool
zero_follows(struct str after)
{
	static const struct str between[] = { STR("案件"), STR("情况"), STR("数量"), STR("件数"),
		STR("数"), STR("申请"), STR("均"), STR("都"), STR("为"), STR("是"), STR("："),
		STR("、"), STR("行政诉讼"), STR("行政复议"), STR("诉讼"), STR("和") };
	static const struct str zeros[] = { STR("0"), STR("零"), STR("无") };
	static const struct str ends[] = { STR("。"), STR("，"), STR("；") };
	size_t taken;

	while ((taken = rules_beginning(after, between, COUNT_OF(between))) > 0)
		after = str_from(after, taken);
	taken = rules_beginning(after, zeros, COUNT_OF(zeros));
	after = str_from(after, taken);
	return taken > 0 && (after.len == 0 || rules_beginning(after, ends, COUNT_OF(ends)) > 0);
}

bool
rules_is_about_disclosure(const struct rules_text *text, size_t at)
{
	struct str sentence = rules_sentence(text->flat, at);

	if (str_has(sentence, STR("无关")))
		return false;
	return text->key == REPORT_S4_REVIEW || str_has(sentence, STR("信息公开")) ||
	       str_has(sentence, STR("政务公开")) || str_has(sentence, STR("依申请"));
}

/* Other disputes joined to the first: what follows the last of several speaks of all of them. */
static struct str
skip_disputes(struct str after)
{
	static const struct str words[] = { STR("、"), STR("和"), STR("及"), STR("或"), STR("与"),
		STR("行政复议"), STR("复议"), STR("行政诉讼"), STR("诉讼") };
	size_t taken;

	while ((taken = rules_beginning(after, words, COUNT_OF(words))) > 0)
		after = str_from(after, taken);
	return after;
}

/* Does the text claim at this place that there was no such case? *ret_from is where the claim
 * begins. */
static bool
claims_none(const struct rules_text *text, size_t at, size_t len, size_t *ret_from)
{
	struct str clause = rules_clause(text->flat, at);
	size_t start = (size_t)(clause.at - text->flat.at);
	struct str before = str_sub(clause, 0, at - start);
	size_t left = text->flat.len - at - len;
	struct str after = str_sub(text->flat, at + len, left < MOST_BEHIND ? left : MOST_BEHIND);
	static const struct str behind[] = { STR("机关"), STR("纠错"), STR("审查"), STR("败诉"),
		STR("撤销"), STR("纠正"), STR("被"), STR("结果"), STR("应诉"), STR("中"), STR("法"),
		STR("前"), STR("后") };
	static const struct str others[] = { STR("败诉"), STR("纠错"), STR("不服") };
	size_t negation;

	after = skip_disputes(after);
	if (rules_beginning(after, behind, COUNT_OF(behind)) > 0 ||
		rules_has_any(clause, others, COUNT_OF(others)))
		return false;
	negation = negation_before(before);
	if (negation == SIZE_MAX && !zero_follows(after))
		return false;
	*ret_from = negation == SIZE_MAX ? at : start + negation;
	return true;
}

struct rules_sum
rules_disputes_sum(const struct report *report, int which, int result, int *ret_slot)
{
	struct rules_sum sum = { 0 };

	*ret_slot = -1;
	for (int group = 0; group < REPORT_REVIEW_GROUPS; group++) {
		int slot = report_review_slot(group, result);

		if (!(which & 1 << group))
			continue;
		rules_sum_add(&sum, report, slot);
		*ret_slot = *ret_slot < 0 ? slot : *ret_slot;
	}
	return sum;
}

const char *
rules_disputes_words(int which)
{
	static const char *const words[] = { "", "行政复议", "未经复议直接起诉",
		"行政复议、直接起诉", "复议后起诉", "行政复议、复议后起诉", "行政诉讼",
		"行政复议、行政诉讼" };

	return words[which & 7];
}

static void
tell_none(struct rules *rules, const struct rules_text *text, int which, size_t from, size_t to)
{
	struct rules_sum all = { 0 };
	struct report_finding *finding;
	enum rules_verdict verdict;
	struct str before = rules_sentence_before(text->flat, from);
	int slot = 0;

	for (int result = 0; result < REPORT_REVIEW_RESULTS; result++) {
		struct rules_sum sum = rules_disputes_sum(rules->report, which, result, &slot);

		all.value = all.value > sum.value ? all.value : sum.value;
		all.printed += sum.printed;
		all.open += sum.open;
	}
	if (all.printed == 0 || (all.open > 0 && all.value == 0))
		return;
	verdict = all.value == 0 ? RULES_SAME : RULES_DIFFERENT;
	/* Some of the agencies that a report speaks for may well have had none. */
	if (verdict == RULES_DIFFERENT && (rules_speaks_of_part(rules, before, true) ||
						  rules_speaks_of_other_year(rules, before)))
		return;
	finding = rules_add(rules, RULE_TXT_N3, report_slot_path(slot).at);
	rules_agree(finding, verdict == RULES_SAME);
	rules_point(finding, text, from, to);
	rules_say(rules, finding, "正文称没有%s（“%.*s”），表四%s", rules_disputes_words(which),
		(int)(to - from), text->flat.at + from,
		verdict == RULES_SAME ? "也都是 0，一致" : "却有不为 0 的数字，不一致");
	rules_say_en(rules, finding, "the text says that there were no such cases; table 4 %s",
		verdict == RULES_SAME ? "agrees" : "has some");
}

struct none {
	int which;
	size_t from; /* where the first claim begins */
	size_t to;
};

/* Claims of "none" between two places of one sentence. */
static struct none
read_none(const struct rules_text *text, size_t at, size_t end)
{
	struct none none = { .from = SIZE_MAX };

	for (; at < end; at++)
		for (size_t i = 0; i < COUNT_OF(bare_words); i++) {
			size_t len = strlen(bare_words[i].words);
			size_t from = at;

			if (!str_starts(str_from(text->flat, at), str_of(bare_words[i].words)) ||
				!claims_none(text, at, len, &from))
				continue;
			none.which |= bare_words[i].which;
			none.from = none.from == SIZE_MAX ? from : none.from;
			none.to = at + len;
		}
	return none;
}

/* All claims of "none" in one sentence are one claim. */
static void
check_none(struct rules *rules, const struct rules_text *text)
{
	/* Where each of the words stands next: one that stands nowhere is looked for once. */
	size_t found[COUNT_OF(bare_words)];
	size_t end = 0;

	for (size_t i = 0; i < COUNT_OF(bare_words); i++)
		found[i] = rules_text_find(text, str_of(bare_words[i].words), 0);
	for (;;) {
		size_t next = SIZE_MAX;
		struct none none = { .which = 0 };

		for (size_t i = 0; i < COUNT_OF(bare_words); i++) {
			if (found[i] < end)
				found[i] = rules_text_find(text, str_of(bare_words[i].words), end);
			next = found[i] < next ? found[i] : next;
		}
		if (next == SIZE_MAX)
			return;
		end = rules_sentence_end(text->flat, next);
		if (rules_is_about_disclosure(text, next))
			none = read_none(text, next, end);
		if (none.which)
			tell_none(rules, text, none.which, none.from, none.to);
	}
}

bool
rules_may_name_disputes(const struct rules_text *text)
{
	return text->key != REPORT_S0_PREFACE &&
	       (str_has(text->flat, STR("复议")) || str_has(text->flat, STR("诉")));
}

void
rules_check_disputes(struct rules *rules, const struct rules_text *text)
{
	if (rules_may_name_disputes(text))
		check_none(rules, text);
}
