/*
 * What the narrative says of applications without a figure: that none came, that all are finished.
 * Figures are report_text_rules.c's; disputes are rules_disputes.c's.
 */
#include "checking/rules_inside.h"

enum { MOST_BETWEEN = 120 };

static bool
has_any(struct str text, const char *const *words, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (str_has(text, str_of(words[i])))
			return true;
	return false;
}

static struct str
sentence_of(const struct rules_text *text, size_t at)
{
	size_t from = rules_sentence_start(text->flat, at);

	return str_sub(text->flat, from, rules_sentence_end(text->flat, at) - from);
}

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
	if (verdict == RULES_SAME) {
		finding->level = REPORT_AGREES;
		finding->mend = STR_NONE;
	}
	rules_point(finding, text, from, to);
	rules_say(rules, finding, "正文“%.*s”与表三%s %lld %s", (int)(to - from),
		text->flat.at + from, rules_rows[row].zh, (long long)reading.table.value,
		verdict == RULES_SAME ? "一致" : "不一致");
	rules_say_en(rules, finding, "the text says none (%s), the table %lld%s",
		rules_rows[row].en, (long long)reading.table.value,
		verdict == RULES_SAME ? "; they agree" : "");
}

/* "已全部办结" says that nothing is carried over. */
static void
check_all_done(struct rules *rules, const struct rules_text *text)
{
	static const char *const words[] = { "已全部办结", "均已办结", "全部办理完毕",
		"均已办理完毕", "全部办结", "均办结" };
	static const char *const applications[] = { "信息公开申请", "依申请", "公开申请",
		"申请公开" };

	for (size_t i = 0; i < COUNT_OF(words); i++) {
		size_t at = 0;

		for (; (at = rules_text_find(text, str_of(words[i]), at)) != SIZE_MAX;
			at += strlen(words[i])) {
			if (!has_any(sentence_of(text, at), applications, COUNT_OF(applications)))
				continue;
			tell_zero(rules, text, REPORT_ROW_CARRIED_OUT, at, at + strlen(words[i]));
			return;
		}
	}
}

/* The end of "…申请" behind a negation that names disclosure and nothing else; 0 when it is no such
 * claim. */
static size_t
end_of_none(struct str flat, size_t from)
{
	static const char *const stops[] = { "，", "。", "；", "：", ",", ";", "！" };
	static const char *const others[] = { "复议", "诉讼", "投诉", "举报", "收费", "逾期",
		"不服", "提供", "许可", "结转" };
	static const char *const tails[] = { "事项", "件", "情况", "案件", "业务", "内容" };
	size_t end = from;
	struct str claim;

	while (end < flat.len && end - from < MOST_BETWEEN) {
		struct str rest = str_from(flat, end);
		bool is_stop = false;

		for (size_t i = 0; i < COUNT_OF(stops); i++)
			is_stop = is_stop || str_starts(rest, str_of(stops[i]));
		if (is_stop)
			break;
		end++;
	}
	claim = str_sub(flat, from, end - from);
	if (!str_has(claim, STR("公开")) || has_any(claim, others, COUNT_OF(others)))
		return 0;
	for (size_t i = 0; i < COUNT_OF(tails); i++)
		if (str_ends(claim, str_of(tails[i])))
			claim.len -= strlen(tails[i]);
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
			size_t start = rules_sentence_start(text->flat, at);
			struct str lead = str_sub(text->flat, start, at - start);
			size_t end = end_of_none(text->flat, at);

			if (end == 0 || rules_speaks_of_other_year(rules, lead) ||
				rules_speaks_of_part(rules, lead, false))
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
