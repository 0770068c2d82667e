/*
 * This year's report against last year's: carry-over, items, documents in force, pending cases.
 * Without a record of the year before nothing is compared; guesses are not made.
 */
#include <stdlib.h>

#include "checking/rules_inside.h"

static void
tell_not_comparable(struct rules *rules)
{
	struct report_finding *finding = rules_add(rules, RULE_T3_CARRY, "year");

	finding->level = REPORT_WARNING;
	rules_say(rules, finding, "提供的上年度报告是 %d 年的，本报告是 %d 年的，没有做跨年核对",
		rules->previous->year, rules->report->year);
	rules_say_en(rules, finding,
		"the previous report is of %d and this one of %d; they were not compared",
		rules->previous->year, rules->report->year);
}

/* Law: 国办公开办函〔2019〕60号; 国办公开办函〔2021〕30号: item two is last year's item four */
static void
check_carry(struct rules *rules, int column, int *unknown)
{
	int in = report_application_slot(REPORT_ROW_CARRIED_IN, column);
	int out = report_application_slot(REPORT_ROW_CARRIED_OUT, column);
	struct report_finding *finding;

	if (!rules_has_number(rules->report, in) || !rules_has_number(rules->previous, out)) {
		++*unknown;
		return;
	}
	if (decimal_compare(rules_cell(rules->report, in)->number,
		    rules_cell(rules->previous, out)->number) == 0)
		return;
	finding = rules_add(rules, RULE_T3_CARRY, report_slot_path(in).at);
	rules_say(rules, finding, "%s一列：上年结转 %lld ≠ 上年度报告的结转下年 %lld，相差 %lld",
		rules_applicants[column].zh, (long long)rules_value(rules->report, in),
		(long long)rules_value(rules->previous, out),
		llabs((long long)(rules_value(rules->report, in) -
				  rules_value(rules->previous, out))));
	rules_say_en(rules, finding,
		"column \"%s\": %lld carried in, but last year carried out %lld",
		rules_applicants[column].en, (long long)rules_value(rules->report, in),
		(long long)rules_value(rules->previous, out));
}

/* A figure of this year against one made of last year's and this year's. */
struct chain {
	enum rules_id rule;
	unsigned form; /* both years must use it */
	const char *block;
	const char *row;
	const char *now;       /* column of this year that is checked */
	const char *before;    /* column of last year it starts from */
	const char *plus_last; /* column of last year to add, or NULL */
	const char *plus;      /* column of this year to add, or NULL */
	const char *minus;     /* column of this year to take away, or NULL */
	const char *words;
	const char *how;
};

static const struct chain chains[] = {
	/* Law: 国办公开办函〔2019〕60号, table 2 */
	{ RULE_T2_F1B, REPORT_FORM_2019, "a20_1", "rules", "published_total", "published_total",
		NULL, "published_new", NULL, "规章对外公开总数量",
		"上年对外公开总数量+本年新公开" },
	{ RULE_T2_F1B, REPORT_FORM_2019, "a20_1", "normative_docs", "published_total",
		"published_total", NULL, "published_new", NULL, "规范性文件对外公开总数量",
		"上年对外公开总数量+本年新公开" },
	{ RULE_T2_F5, REPORT_FORM_2019, "a20_5", "permit", "items_prev", "items_prev",
		"items_delta", NULL, NULL, "行政许可上一年项目数量",
		"上年度报告的上一年项目数量+增减" },
	{ RULE_T2_F5, REPORT_FORM_2019, "a20_5", "other_services", "items_prev", "items_prev",
		"items_delta", NULL, NULL, "其他对外管理服务事项上一年项目数量",
		"上年度报告的上一年项目数量+增减" },
	{ RULE_T2_F5, REPORT_FORM_2019, "a20_6", "penalty", "items_prev", "items_prev",
		"items_delta", NULL, NULL, "行政处罚上一年项目数量",
		"上年度报告的上一年项目数量+增减" },
	{ RULE_T2_F5, REPORT_FORM_2019, "a20_6", "coercion", "items_prev", "items_prev",
		"items_delta", NULL, NULL, "行政强制上一年项目数量",
		"上年度报告的上一年项目数量+增减" },
	{ RULE_T2_F5, REPORT_FORM_2019, "a20_8", "admin_fee", "items_prev", "items_prev",
		"items_delta", NULL, NULL, "行政事业性收费上一年项目数量",
		"上年度报告的上一年项目数量+增减" },
	/* Law: 国办公开办函〔2021〕30号, table 2 */
	{ RULE_T2_R1, REPORT_FORM_2021, "a20_1", "rules", "in_force", "in_force", NULL, "issued",
		"repealed", "规章现行有效件数", "上年现行有效+本年制发-本年废止" },
	{ RULE_T2_R1, REPORT_FORM_2021, "a20_1", "normative_docs", "in_force", "in_force", NULL,
		"issued", "repealed", "行政规范性文件现行有效件数",
		"上年现行有效+本年制发-本年废止" },
};

/* Add one column when the chain has it; false when its cell holds no figure. */
static bool
add_link(const struct report *report, const struct chain *chain, const char *column, int sign,
	int64_t *value)
{
	int slot;

	if (!column)
		return true;
	slot = report_proactive_slot(chain->block, chain->row, column);
	if (!rules_has_number(report, slot))
		return false;
	*value += sign * rules_value(report, slot);
	return true;
}

static void
check_chain(struct rules *rules, const struct chain *chain)
{
	const struct report *report = rules->report;
	int slot = report_proactive_slot(chain->block, chain->row, chain->now);
	int64_t wanted = 0;
	struct report_finding *finding;

	if (report->form != (enum report_form)chain->form ||
		rules->previous->form != (enum report_form)chain->form ||
		!rules_has_number(report, slot))
		return;
	if (!add_link(rules->previous, chain, chain->before, 1, &wanted) ||
		!add_link(rules->previous, chain, chain->plus_last, 1, &wanted) ||
		!add_link(report, chain, chain->plus, 1, &wanted) ||
		!add_link(report, chain, chain->minus, -1, &wanted))
		return;
	if (rules_value(report, slot) == wanted)
		return;
	finding = rules_add(rules, chain->rule, report_slot_path(slot).at);
	rules_say(rules, finding, "%s %lld ≠ %s = %lld，相差 %lld", chain->words,
		(long long)rules_value(report, slot), chain->how, (long long)wanted,
		llabs((long long)(rules_value(report, slot) - wanted)));
	rules_say_en(rules, finding, "%s is %lld, but last year's report leads to %lld",
		report_slot_path(slot).at, (long long)rules_value(report, slot), (long long)wanted);
}

/* Pending cases of last year usually end this year; no equation is prescribed. */
static void
check_pending(struct rules *rules, int group)
{
	int pending = report_review_slot(group, 3);
	int total = report_review_slot(group, 4);
	struct report_finding *finding;

	if (!rules_has_number(rules->previous, pending) ||
		!rules_has_number(rules->report, total) ||
		rules_value(rules->previous, pending) <= rules_value(rules->report, total))
		return;
	finding = rules_add(rules, RULE_T4_CARRY, report_slot_path(total).at);
	rules_say(rules, finding,
		"%s：上年度尚未审结 %lld 件，本年总计只有 %lld 件，请核对上年未结案件的去向",
		rules_review_groups[group].zh, (long long)rules_value(rules->previous, pending),
		(long long)rules_value(rules->report, total));
	rules_say_en(rules, finding,
		"%s: %lld cases were pending last year, but this year counts %lld in all",
		rules_review_groups[group].en, (long long)rules_value(rules->previous, pending),
		(long long)rules_value(rules->report, total));
}

void
rules_check_years(struct rules *rules)
{
	int unknown = 0;

	if (rules->report->year == 0 || rules->previous->year != rules->report->year - 1) {
		tell_not_comparable(rules);
		return;
	}
	for (int column = 0; column < REPORT_APPLICANTS; column++)
		check_carry(rules, column, &unknown);
	if (unknown > 0) {
		struct report_finding *finding =
			rules_add(rules, RULE_T3_CARRY, "applications.carried_in");

		finding->level = REPORT_WARNING;
		rules_say(rules, finding,
			"有 %d 列缺少本年“上年结转”或上年度“结转下年”的数字，未能跨年核对",
			unknown);
		rules_say_en(rules, finding,
			"%d columns lack a figure of one of the two years and were not compared",
			unknown);
	}
	for (size_t i = 0; i < COUNT_OF(chains); i++)
		check_chain(rules, &chains[i]);
	for (int group = 0; group < REPORT_REVIEW_GROUPS; group++)
		check_pending(rules, group);
}
