/*
 * Table 2's own rules within one report: totals against new ones, last year's items with their
 * change, money and its unit, and who may make 规章 at all. Year-on-year rules are in
 * rules_years.c.
 */
#include "checking/rules_inside.h"

struct item_row {
	const char *block;
	const char *row;
	const char *words;
};

static const struct item_row item_rows[] = {
	{ "a20_5", "permit", "行政许可" },
	{ "a20_5", "other_services", "其他对外管理服务事项" },
	{ "a20_6", "penalty", "行政处罚" },
	{ "a20_6", "coercion", "行政强制" },
	{ "a20_8", "admin_fee", "行政事业性收费" },
};
static const struct item_row document_rows[] = {
	{ "a20_1", "rules", "规章" },
	{ "a20_1", "normative_docs", "规范性文件" },
};

static bool
both_printed(const struct report *report, int a, int b)
{
	return rules_has_number(report, a) && rules_has_number(report, b);
}

/* Law: 国办公开办函〔2019〕60号, table 2 item (一) */
static void
check_documents(struct rules *rules, const struct item_row *row)
{
	const struct report *report = rules->report;
	int made = report_proactive_slot(row->block, row->row, "made_new");
	int published = report_proactive_slot(row->block, row->row, "published_new");
	int total = report_proactive_slot(row->block, row->row, "published_total");
	struct report_finding *finding;

	if (both_printed(report, published, total) &&
		rules_value(report, total) < rules_value(report, published)) {
		finding = rules_add(rules, RULE_T2_F1, report_slot_path(total).at);
		rules_say(rules, finding, "“%s”一行：对外公开总数量 %lld 小于本年新公开数量 %lld",
			row->words, (long long)rules_value(report, total),
			(long long)rules_value(report, published));
		rules_say_en(rules, finding,
			"%s: %lld published in all is less than %lld published this year", row->row,
			(long long)rules_value(report, total),
			(long long)rules_value(report, published));
	}
	if (both_printed(report, made, published) &&
		rules_value(report, published) > rules_value(report, made)) {
		finding = rules_add(rules, RULE_T2_F1, report_slot_path(published).at);
		finding->level = REPORT_NOTE;
		rules_say(rules, finding,
			"“%s”一行：本年新公开 %lld 多于本年新制作 %lld；补公开以前年度文件的属正常",
			row->words, (long long)rules_value(report, published),
			(long long)rules_value(report, made));
		rules_say_en(rules, finding,
			"%s: %lld published this year but %lld made; fine if older ones were "
			"published late",
			row->row, (long long)rules_value(report, published),
			(long long)rules_value(report, made));
	}
}

/* Law: 国办公开办函〔2019〕60号, table 2 items (五) (六) (八) */
static void
check_items(struct rules *rules, const struct item_row *row)
{
	const struct report *report = rules->report;
	int before = report_proactive_slot(row->block, row->row, "items_prev");
	int delta = report_proactive_slot(row->block, row->row, "items_delta");
	struct report_finding *finding;
	long long sum;

	if (!both_printed(report, before, delta))
		return;
	sum = (long long)(rules_value(report, before) + rules_value(report, delta));
	if (sum >= 0)
		return;
	finding = rules_add(rules, RULE_T2_F5, report_slot_path(delta).at);
	rules_say(rules, finding,
		"“%s”一行：上一年 %lld 项，本年增减 %lld，算出的本年项目数 %lld 小于 0", row->words,
		(long long)rules_value(report, before), (long long)rules_value(report, delta), sum);
	rules_say_en(rules, finding,
		"%s: %lld items last year and a change of %lld leave %lld, below 0", row->row,
		(long long)rules_value(report, before), (long long)rules_value(report, delta), sum);
}

/* The reader says so when a sum of money had no unit. */
static bool
had_no_unit(const struct report *report, int slot)
{
	struct str path = str_of(report_slot_path(slot).at);

	for (size_t i = 0; i < report->repair_count; i++)
		if (str_equal(report->repairs[i].where, path) &&
			str_has(report->repairs[i].what, STR("没有印单位")))
			return true;
	return false;
}

/* Law: 国办公开办函〔2019〕60号, table 2 item (九): the form names no unit, so the cell must */
static void
check_procurement(struct rules *rules)
{
	int slot = report_proactive_slot("a20_9", "central_procurement", "amount");
	const struct report_cell *cell = rules_cell(rules->report, slot);
	struct report_finding *finding;

	if (cell->state != REPORT_NUMBER || cell->number.units <= 0)
		return;
	if (had_no_unit(rules->report, slot)) {
		finding = rules_add(rules, RULE_T2_F9, report_slot_path(slot).at);
		rules_say(rules, finding, "采购总金额 %s 没有写单位，无法确定是元还是万元",
			decimal_text(cell->number).at);
		rules_say_en(rules, finding,
			"the amount %s has no unit: yuan or ten thousand yuan?",
			decimal_text(cell->number).at);
	} else if (str_has(cell->printed, STR("元")) && !str_has(cell->printed, STR("万")) &&
		   !str_has(cell->printed, STR("亿"))) {
		finding = rules_add(rules, RULE_T2_F9, report_slot_path(slot).at);
		finding->level = REPORT_NOTE;
		rules_say(rules, finding,
			"采购总金额按“元”填写（%.*s），合 %s 万元；建议统一用万元",
			STR_ARG(cell->printed), decimal_text(cell->number).at);
		rules_say_en(rules, finding,
			"the amount is given in yuan (%.*s), that is %s ten thousand yuan",
			STR_ARG(cell->printed), decimal_text(cell->number).at);
	}
}

/* Law: 国办公开办函〔2021〕30号, table 2 item (八): ten thousand yuan, at most six places */
static void
check_fee(struct rules *rules)
{
	int slot = report_proactive_slot("a20_8", "admin_fee", "amount_wan");
	const struct report_cell *cell = rules_cell(rules->report, slot);
	struct report_finding *finding;

	if (cell->state != REPORT_NUMBER || cell->number.scale <= 6)
		return;
	finding = rules_add(rules, RULE_T2_R8, report_slot_path(slot).at);
	rules_say(rules, finding, "本年收费金额 %s 万元的小数超过六位",
		decimal_text(cell->number).at);
	rules_say_en(rules, finding,
		"the fee of %s ten thousand yuan has more than six decimal places",
		decimal_text(cell->number).at);
}

/* May the agency make 规章? Only doubtless cases answer no. Law: 立法法 arts. 91, 93 */
static bool
cannot_make_rules(const struct rules *rules)
{
	static const char *const central[] = { "国家", "中国", "中华" };
	static const struct str county[] = { STR("区"), STR("县"), STR("旗"), STR("区人民政府"),
		STR("县人民政府"), STR("旗人民政府") };
	struct str agency = str_trim(rules->report->agency);

	if (rules->kind == CHECKING_AGENCY_STREET)
		return true;
	if (rules->kind == CHECKING_AGENCY_GOVERNMENT)
		return rules_ending(agency, county, COUNT_OF(county)) > 0 &&
		       !str_has(agency, STR("自治区"));
	if (rules->kind != CHECKING_AGENCY_DEPARTMENT || str_has(agency, STR("人民政府办公")) ||
		str_has(agency, STR("政府办")) || str_ends(agency, STR("部")) ||
		str_ends(agency, STR("总局")) || str_ends(agency, STR("署")))
		return false;
	for (size_t i = 0; i < COUNT_OF(central); i++)
		if (str_starts(agency, str_of(central[i])))
			return false;
	return true;
}

static void
check_scope(struct rules *rules)
{
	static const char *const columns[] = { "made_new", "published_new", "published_total",
		"issued", "repealed", "in_force" };

	if (!cannot_make_rules(rules))
		return;
	for (size_t i = 0; i < COUNT_OF(columns); i++) {
		int slot = report_proactive_slot("a20_1", "rules", columns[i]);
		struct report_finding *finding;

		if (rules_value(rules->report, slot) <= 0)
			continue;
		finding = rules_add(rules, RULE_T2_SCOPE, report_slot_path(slot).at);
		rules_say(rules, finding, "“规章”一行填了 %lld，而%.*s一般没有规章制定权",
			(long long)rules_value(rules->report, slot),
			STR_ARG(rules->report->agency));
		rules_say_en(rules, finding,
			"%lld 规章 are reported, but an agency of this kind cannot make them",
			(long long)rules_value(rules->report, slot));
		return;
	}
}

void
rules_check_proactive(struct rules *rules)
{
	for (size_t i = 0; i < COUNT_OF(document_rows); i++)
		check_documents(rules, &document_rows[i]);
	for (size_t i = 0; i < COUNT_OF(item_rows); i++)
		check_items(rules, &item_rows[i]);
	check_procurement(rules);
	check_fee(rules);
	check_scope(rules);
}
