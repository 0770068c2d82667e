/*
 * The forms' words and keys, cell by cell. Law: 国办公开办函〔2019〕60号; 国办公开办函〔2021〕30号
 * Only data and look-ups; no rule and no layout.
 */
#include "report/report_forms.h"

#include <stdio.h>

enum { FORM_2019 = REPORT_FORM_2019, FORM_2021 = REPORT_FORM_2021, BOTH = FORM_2019 | FORM_2021 };

#define COUNT REPORT_COUNT_KIND
#define DELTA REPORT_DELTA_KIND
#define MONEY REPORT_MONEY_KIND

#define SEVEN(row, forms)                                                                          \
	{ REPORT_APPLICATIONS, NULL, row, "natural_person", COUNT, forms },                        \
		{ REPORT_APPLICATIONS, NULL, row, "biz", COUNT, forms },                           \
		{ REPORT_APPLICATIONS, NULL, row, "research", COUNT, forms },                      \
		{ REPORT_APPLICATIONS, NULL, row, "public_welfare", COUNT, forms },                \
		{ REPORT_APPLICATIONS, NULL, row, "legal_service", COUNT, forms },                 \
		{ REPORT_APPLICATIONS, NULL, row, "other_org", COUNT, forms },                     \
	{                                                                                          \
		REPORT_APPLICATIONS, NULL, row, "total", COUNT, forms                              \
	}

#define FIVE(group)                                                                                \
	{ REPORT_REVIEW, NULL, NULL, group "_upheld", COUNT, BOTH },                               \
		{ REPORT_REVIEW, NULL, NULL, group "_corrected", COUNT, BOTH },                    \
		{ REPORT_REVIEW, NULL, NULL, group "_other", COUNT, BOTH },                        \
		{ REPORT_REVIEW, NULL, NULL, group "_pending", COUNT, BOTH },                      \
	{                                                                                          \
		REPORT_REVIEW, NULL, NULL, group "_total", COUNT, BOTH                             \
	}

const struct report_slot report_slots[REPORT_SLOT_COUNT] = {
	{ REPORT_PROACTIVE, "a20_1", "rules", "made_new", COUNT, FORM_2019 },
	{ REPORT_PROACTIVE, "a20_1", "rules", "published_new", COUNT, FORM_2019 },
	{ REPORT_PROACTIVE, "a20_1", "rules", "published_total", COUNT, FORM_2019 },
	{ REPORT_PROACTIVE, "a20_1", "normative_docs", "made_new", COUNT, FORM_2019 },
	{ REPORT_PROACTIVE, "a20_1", "normative_docs", "published_new", COUNT, FORM_2019 },
	{ REPORT_PROACTIVE, "a20_1", "normative_docs", "published_total", COUNT, FORM_2019 },
	{ REPORT_PROACTIVE, "a20_5", "permit", "items_prev", COUNT, FORM_2019 },
	{ REPORT_PROACTIVE, "a20_5", "permit", "items_delta", DELTA, FORM_2019 },
	{ REPORT_PROACTIVE, "a20_5", "permit", "decisions", COUNT, BOTH },
	{ REPORT_PROACTIVE, "a20_5", "other_services", "items_prev", COUNT, FORM_2019 },
	{ REPORT_PROACTIVE, "a20_5", "other_services", "items_delta", DELTA, FORM_2019 },
	{ REPORT_PROACTIVE, "a20_5", "other_services", "decisions", COUNT, FORM_2019 },
	{ REPORT_PROACTIVE, "a20_6", "penalty", "items_prev", COUNT, FORM_2019 },
	{ REPORT_PROACTIVE, "a20_6", "penalty", "items_delta", DELTA, FORM_2019 },
	{ REPORT_PROACTIVE, "a20_6", "penalty", "decisions", COUNT, BOTH },
	{ REPORT_PROACTIVE, "a20_6", "coercion", "items_prev", COUNT, FORM_2019 },
	{ REPORT_PROACTIVE, "a20_6", "coercion", "items_delta", DELTA, FORM_2019 },
	{ REPORT_PROACTIVE, "a20_6", "coercion", "decisions", COUNT, BOTH },
	{ REPORT_PROACTIVE, "a20_8", "admin_fee", "items_prev", COUNT, FORM_2019 },
	{ REPORT_PROACTIVE, "a20_8", "admin_fee", "items_delta", DELTA, FORM_2019 },
	{ REPORT_PROACTIVE, "a20_9", "central_procurement", "projects", COUNT, FORM_2019 },
	{ REPORT_PROACTIVE, "a20_9", "central_procurement", "amount", MONEY, FORM_2019 },
	{ REPORT_PROACTIVE, "a20_1", "rules", "issued", COUNT, FORM_2021 },
	{ REPORT_PROACTIVE, "a20_1", "rules", "repealed", COUNT, FORM_2021 },
	{ REPORT_PROACTIVE, "a20_1", "rules", "in_force", COUNT, FORM_2021 },
	{ REPORT_PROACTIVE, "a20_1", "normative_docs", "issued", COUNT, FORM_2021 },
	{ REPORT_PROACTIVE, "a20_1", "normative_docs", "repealed", COUNT, FORM_2021 },
	{ REPORT_PROACTIVE, "a20_1", "normative_docs", "in_force", COUNT, FORM_2021 },
	{ REPORT_PROACTIVE, "a20_8", "admin_fee", "amount_wan", MONEY, FORM_2021 },
	SEVEN("new_received", BOTH),
	SEVEN("carried_in", BOTH),
	SEVEN("res_granted", BOTH),
	SEVEN("res_partial", BOTH),
	SEVEN("deny_secret", BOTH),
	SEVEN("deny_law", BOTH),
	SEVEN("deny_safety", BOTH),
	SEVEN("deny_third_party", BOTH),
	SEVEN("deny_internal", BOTH),
	SEVEN("deny_process", BOTH),
	SEVEN("deny_casefile", BOTH),
	SEVEN("deny_query", BOTH),
	SEVEN("unable_not_held", BOTH),
	SEVEN("unable_need_create", BOTH),
	SEVEN("unable_unclear", BOTH),
	SEVEN("no_petition", BOTH),
	SEVEN("no_repeat", BOTH),
	SEVEN("no_publication", BOTH),
	SEVEN("no_abusive", BOTH),
	SEVEN("no_reconfirm", BOTH),
	SEVEN("other", FORM_2019),
	SEVEN("other_no_correction", FORM_2021),
	SEVEN("other_no_fee", FORM_2021),
	SEVEN("other_misc", FORM_2021),
	SEVEN("res_total", BOTH),
	SEVEN("carried_out", BOTH),
	FIVE("rev"),
	FIVE("lit_direct"),
	FIVE("lit_after"),
};

const struct report_block report_blocks[REPORT_BLOCK_COUNT] = {
	{ REPORT_FORM_2019, "a20_1", "第二十条第（一）项",
		{ { "rules", "规章" }, { "normative_docs", "规范性文件" } }, 2,
		{ { "made_new", "本年新制作数量" }, { "published_new", "本年新公开数量" },
			{ "published_total", "对外公开总数量" } },
		3 },
	{ REPORT_FORM_2019, "a20_5", "第二十条第（五）项",
		{ { "permit", "行政许可" }, { "other_services", "其他对外管理服务事项" } }, 2,
		{ { "items_prev", "上一年项目数量" }, { "items_delta", "本年增/减" },
			{ "decisions", "处理决定数量" } },
		3 },
	{ REPORT_FORM_2019, "a20_6", "第二十条第（六）项",
		{ { "penalty", "行政处罚" }, { "coercion", "行政强制" } }, 2,
		{ { "items_prev", "上一年项目数量" }, { "items_delta", "本年增/减" },
			{ "decisions", "处理决定数量" } },
		3 },
	{ REPORT_FORM_2019, "a20_8", "第二十条第（八）项", { { "admin_fee", "行政事业性收费" } }, 1,
		{ { "items_prev", "上一年项目数量" }, { "items_delta", "本年增/减" } }, 2 },
	{ REPORT_FORM_2019, "a20_9", "第二十条第（九）项",
		{ { "central_procurement", "政府集中采购" } }, 1,
		{ { "projects", "采购项目数量" }, { "amount", "采购总金额" } }, 2 },
	{ REPORT_FORM_2021, "a20_1", "第二十条第（一）项",
		{ { "rules", "规章" }, { "normative_docs", "行政规范性文件" } }, 2,
		{ { "issued", "本年制发件数" }, { "repealed", "本年废止件数" },
			{ "in_force", "现行有效件数" } },
		3 },
	{ REPORT_FORM_2021, "a20_5", "第二十条第（五）项", { { "permit", "行政许可" } }, 1,
		{ { "decisions", "本年处理决定数量" } }, 1 },
	{ REPORT_FORM_2021, "a20_6", "第二十条第（六）项",
		{ { "penalty", "行政处罚" }, { "coercion", "行政强制" } }, 2,
		{ { "decisions", "本年处理决定数量" } }, 1 },
	{ REPORT_FORM_2021, "a20_8", "第二十条第（八）项", { { "admin_fee", "行政事业性收费" } }, 1,
		{ { "amount_wan", "本年收费金额（单位：万元）" } }, 1 },
};

const struct report_application_label report_application_labels[REPORT_APPLICATION_ROWS] = {
	{ "new_received", "一、本年新收政府信息公开申请数量", "", false, BOTH },
	{ "carried_in", "二、上年结转政府信息公开申请数量", "", false, BOTH },
	{ "res_granted", "（一）予以公开", "", true, BOTH },
	{ "res_partial", "（二）部分公开（区分处理的，只计这一情形，不计其他情形）", "", true,
		BOTH },
	{ "deny_secret", "1.属于国家秘密", "（三）不予公开", true, BOTH },
	{ "deny_law", "2.其他法律行政法规禁止公开", "（三）不予公开", true, BOTH },
	{ "deny_safety", "3.危及“三安全一稳定”", "（三）不予公开", true, BOTH },
	{ "deny_third_party", "4.保护第三方合法权益", "（三）不予公开", true, BOTH },
	{ "deny_internal", "5.属于三类内部事务信息", "（三）不予公开", true, BOTH },
	{ "deny_process", "6.属于四类过程性信息", "（三）不予公开", true, BOTH },
	{ "deny_casefile", "7.属于行政执法案卷", "（三）不予公开", true, BOTH },
	{ "deny_query", "8.属于行政查询事项", "（三）不予公开", true, BOTH },
	{ "unable_not_held", "1.本机关不掌握相关政府信息", "（四）无法提供", true, BOTH },
	{ "unable_need_create", "2.没有现成信息需要另行制作", "（四）无法提供", true, BOTH },
	{ "unable_unclear", "3.补正后申请内容仍不明确", "（四）无法提供", true, BOTH },
	{ "no_petition", "1.信访举报投诉类申请", "（五）不予处理", true, BOTH },
	{ "no_repeat", "2.重复申请", "（五）不予处理", true, BOTH },
	{ "no_publication", "3.要求提供公开出版物", "（五）不予处理", true, BOTH },
	{ "no_abusive", "4.无正当理由大量反复申请", "（五）不予处理", true, BOTH },
	{ "no_reconfirm", "5.要求行政机关确认或重新出具已获取信息", "（五）不予处理", true, BOTH },
	{ "other", "（六）其他处理", "", true, FORM_2019 },
	{ "other_no_correction", "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
		"（六）其他处理", true, FORM_2021 },
	{ "other_no_fee",
		"2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
		"（六）其他处理", true, FORM_2021 },
	{ "other_misc", "3.其他", "（六）其他处理", true, FORM_2021 },
	{ "res_total", "（七）总计", "", true, BOTH },
	{ "carried_out", "四、结转下年度继续办理", "", false, BOTH },
};

const struct report_block_column report_applicants[REPORT_APPLICANTS] = {
	{ "natural_person", "自然人" },
	{ "biz", "商业企业" },
	{ "research", "科研机构" },
	{ "public_welfare", "社会公益组织" },
	{ "legal_service", "法律服务机构" },
	{ "other_org", "其他" },
	{ "total", "总计" },
};

const struct report_block_column report_review_groups[REPORT_REVIEW_GROUPS] = {
	{ "rev", "行政复议" },
	{ "lit_direct", "未经复议直接起诉" },
	{ "lit_after", "复议后起诉" },
};

const struct report_block_column report_review_results[REPORT_REVIEW_RESULTS] = {
	{ "upheld", "结果维持" },
	{ "corrected", "结果纠正" },
	{ "other", "其他结果" },
	{ "pending", "尚未审结" },
	{ "total", "总计" },
};

const struct report_section_label report_section_labels[REPORT_SECTION_KEYS] = {
	{ "s0_preface", "", "" },
	{ "s1_overview", "一、总体情况", "总体情况" },
	{ "s2_proactive", "二、主动公开政府信息情况", "主动公开政府信息情况" },
	{ "s3_requests", "三、收到和处理政府信息公开申请情况", "收到和处理政府信息公开申请情况" },
	{ "s4_review_litigation", "四、政府信息公开行政复议、行政诉讼情况",
		"政府信息公开行政复议、行政诉讼情况" },
	{ "s5_problems", "五、存在的主要问题及改进情况", "存在的主要问题及改进情况" },
	{ "s6_other", "六、其他需要报告的事项", "其他需要报告的事项" },
};

int
report_proactive_slot(const char *block, const char *row, const char *column)
{
	for (int slot = 0; slot < REPORT_FIRST_APPLICATION; slot++)
		if (strcmp(report_slots[slot].block, block) == 0 &&
			strcmp(report_slots[slot].row, row) == 0 &&
			strcmp(report_slots[slot].column, column) == 0)
			return slot;
	return -1;
}

struct report_path
report_slot_path(int slot)
{
	const struct report_slot *facts = &report_slots[slot];
	struct report_path path;

	if (facts->table == REPORT_PROACTIVE)
		snprintf(path.at, sizeof path.at, "proactive.%s.%s.%s", facts->block, facts->row,
			facts->column);
	else if (facts->table == REPORT_APPLICATIONS)
		snprintf(path.at, sizeof path.at, "applications.%s.%s", facts->row, facts->column);
	else
		snprintf(path.at, sizeof path.at, "review_litigation.%s", facts->column);
	return path;
}

int
report_slot_of_path(struct str path)
{
	for (int slot = 0; slot < REPORT_SLOT_COUNT; slot++)
		if (str_equal(str_of(report_slot_path(slot).at), path))
			return slot;
	return -1;
}

/* The block and the words of a cell of table 2; the form decides where the two differ. */
static struct report_path
proactive_words(int slot, enum report_form form)
{
	const struct report_slot *facts = &report_slots[slot];
	struct report_path words = { "" };

	for (int i = 0; i < REPORT_BLOCK_COUNT; i++) {
		const struct report_block *block = &report_blocks[i];

		if (strcmp(block->key, facts->block) != 0 || !(facts->forms & block->form))
			continue;
		if ((facts->forms & form) && block->form != form)
			continue;
		for (int row = 0; row < block->row_count; row++)
			for (int column = 0; column < block->column_count; column++)
				if (strcmp(block->rows[row].key, facts->row) == 0 &&
					strcmp(block->columns[column].key, facts->column) == 0)
					snprintf(words.at, sizeof words.at, "表二“%s”行“%s”列",
						block->rows[row].label,
						block->columns[column].label);
	}
	return words;
}

/* A label up to its explanation in brackets, which is too long for a sentence. */
static struct str
short_label(const char *label)
{
	struct str text = str_of(label);
	size_t bracket = str_find(text, STR("（区分"), 0);
	size_t comma = str_find(text, STR("、行政机关不再"), 0);

	if (bracket != SIZE_MAX)
		return str_sub(text, 0, bracket);
	return comma == SIZE_MAX ? text : str_sub(text, 0, comma);
}

struct report_path
report_slot_words(int slot, enum report_form form)
{
	struct report_path words = { "" };

	if (slot < REPORT_FIRST_APPLICATION)
		return proactive_words(slot, form);
	if (slot < REPORT_FIRST_REVIEW) {
		int row = (slot - REPORT_FIRST_APPLICATION) / REPORT_APPLICANTS;
		int applicant = (slot - REPORT_FIRST_APPLICATION) % REPORT_APPLICANTS;

		snprintf(words.at, sizeof words.at, "表三“%.*s”行“%s”列",
			STR_ARG(short_label(report_application_labels[row].label)),
			report_applicants[applicant].label);
	} else {
		int group = (slot - REPORT_FIRST_REVIEW) / REPORT_REVIEW_RESULTS;
		int result = (slot - REPORT_FIRST_REVIEW) % REPORT_REVIEW_RESULTS;

		snprintf(words.at, sizeof words.at, "表四“%s”“%s”列",
			report_review_groups[group].label, report_review_results[result].label);
	}
	return words;
}

enum report_form
report_form_of_year(int year)
{
	if (year >= 2021)
		return REPORT_FORM_2021;
	return year >= 2019 ? REPORT_FORM_2019 : REPORT_FORM_NONE;
}

const char *
report_form_name(enum report_form form)
{
	return form == REPORT_FORM_2019 ? "2019" : form == REPORT_FORM_2021 ? "2021" : "";
}
