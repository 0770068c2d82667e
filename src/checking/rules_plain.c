/*
 * What the narrative says of applications without a figure: that none came, that all are finished.
 * Figures are rules_narrative.c's; disputes are rules_disputes.c's.
 */
#include "checking/rules_inside.h"

enum { MOST_BETWEEN = 120 };

/* The claim is that a row's total is zero; told with the words that made it. */
static void
tell_zero(struct rules *rules, const struct rules_text *text, int row, size_t from, size_t to)
{
	struct rules_reading reading = { .table = rules_sum_rows(rules->report, row, row) };
	int slot = report_application_slot(row, REPORT_TOTAL);
	enum rules_verdict verdict = rules_compare(decimal_of(0), &reading);
	struct report_finding *finding;

	if (verdict == RULES_UNKNOWN)
		return;
	finding = rules_add(rules, RULE_TXT_N1, report_slot_path(slot).at);
	rules_agree(finding, verdict == RULES_SAME);
	rules_point(finding, text, from, to);
	rules_say(rules, finding, "正文“%.*s”与表三%s %lld %s", (int)(to - from),
		text->flat.at + from, rules_rows[row].zh, (long long)reading.table.value,
		verdict == RULES_SAME ? "一致" : "不一致");
	rules_say_en(rules, finding, "the text says none (%s), the table %lld%s",
		rules_rows[row].en, (long long)reading.table.value,
		verdict == RULES_SAME ? "; they agree" : "");
}

/* "上年结转的15件已全部办结": only those that the clause names are finished. */
static bool
is_clause_of_some(const struct rules_text *text, size_t at)
{
	struct str clause = rules_clause_before(text->flat, at);

	return str_has(clause, STR("结转")) ||
	       (rules_has_digit(clause) && !str_has(clause, STR("申请")));
}

/* Is the sentence about applications, and about all of them? "除9件外，其余均已办结" is not. */
static bool
is_sentence_of_all(const struct rules *rules, const struct rules_text *text, size_t at)
{
	static const struct str applications[] = { STR("信息公开申请"), STR("依申请"),
		STR("公开申请"), STR("申请公开") };
	static const struct str some[] = { STR("除"), STR("其余"), STR("投诉"), STR("举报") };
	struct str before = rules_sentence_before(text->flat, at);

	return rules_has_any(
		       rules_sentence(text->flat, at), applications, COUNT_OF(applications)) &&
	       !rules_has_any(before, some, COUNT_OF(some)) && !rules_speaks_of_carried(before) &&
	       !rules_speaks_of_part(rules, before, true);
}

/* "已全部办结" says that nothing is carried over. */
static void
check_all_done(struct rules *rules, const struct rules_text *text)
{
	static const char *const words[] = { "已全部办结", "均已办结", "全部办理完毕",
		"均已办理完毕", "全部办结", "均办结" };

	for (size_t i = 0; i < COUNT_OF(words); i++) {
		size_t at = 0;

		while ((at = rules_text_find(text, str_of(words[i]), at)) != SIZE_MAX) {
			size_t end = at + strlen(words[i]);

			if (is_clause_of_some(text, at)) {
				at = end;
				continue;
			}
			if (is_sentence_of_all(rules, text, at)) {
				tell_zero(rules, text, REPORT_ROW_CARRIED_OUT, at, end);
				return;
			}
			/* A sentence is long to walk: one look at each is enough. */
			at = rules_sentence_end(text->flat, at);
		}
	}
}

/* The end of "…申请" behind a negation that names disclosure and nothing else; 0 when it is no such
 * claim. */
static size_t
end_of_none(struct str flat, size_t from)
{
	static const struct str others[] = { STR("复议"), STR("诉讼"), STR("投诉"), STR("举报"),
		STR("收费"), STR("逾期"), STR("不服"), STR("提供"), STR("许可"), STR("结转"),
		STR("信函"), STR("传真"), STR("当面"), STR("网络"), STR("网上"), STR("邮"),
		STR("来信"), STR("现场"), STR("涉及"), STR("关于"), STR("企业"), STR("个人") };
	static const struct str tails[] = { STR("事项"), STR("件"), STR("情况"), STR("案件"),
		STR("业务"), STR("内容") };
	struct str claim = rules_clause_behind(flat, from);
	size_t end;

	claim.len = claim.len < MOST_BETWEEN ? claim.len : MOST_BETWEEN;
	end = from + claim.len;
	if (!str_has(claim, STR("公开")) || rules_has_any(claim, others, COUNT_OF(others)))
		return 0;
	for (size_t i = 0; i < COUNT_OF(tails); i++)
		if (str_ends(claim, tails[i]))
			claim.len -= tails[i].len;
	return str_ends(claim, STR("申请")) || str_ends(claim, STR("依申请公开")) ? end : 0;
}

/* "未收到政府信息公开申请": nothing was received. */
static void
check_none_received(struct rules *rules, const struct rules_text *text)
{
	static const char *const words[] = { "未收到", "未接到", "没有收到", "没有接到", "未受理",
		"未接收到", "无依申请" };

	for (size_t i = 0; i < COUNT_OF(words); i++) {
		size_t at = 0;

		for (; (at = rules_text_find(text, str_of(words[i]), at)) != SIZE_MAX;
			at += strlen(words[i])) {
			size_t end = end_of_none(text->flat, at);
			struct str lead;

			if (end == 0)
				continue;
			lead = rules_sentence_before(text->flat, at);
			if (rules_speaks_of_other_year(rules, lead) ||
				rules_speaks_of_part(rules, lead, false) ||
				rules_speaks_of_part(rules, rules_clause(text->flat, at), false))
				continue;
			tell_zero(rules, text, REPORT_ROW_NEW_RECEIVED, at, end);
			return;
		}
	}
}

void
rules_check_plain_words(struct rules *rules, const struct rules_text *text)
{
	if (text->key == REPORT_S0_PREFACE)
		return;
	check_all_done(rules, text);
	check_none_received(rules, text);
}
