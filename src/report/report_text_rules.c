/*
 * The narrative against the tables: figures whose meaning the words in front of them give are compared
 * with the cells they speak of; agreement is told as well as difference.
 * Precision goes before completeness: what may speak of another year, of one member of a roll-up or of
 * one way in is only ever found to agree. Disputes, rates and parts have files of their own.
 */
#include "base/utf8.h"
#include "report/report_rules_inside.h"

/* What a figure can speak of. */
enum topic {
	TOPIC_RECEIVED,
	TOPIC_HANDLED,
	TOPIC_CARRIED_IN,
	TOPIC_CARRIED_OUT,
	TOPIC_GRANTED,
	TOPIC_PARTIAL,
	TOPIC_GRANTED_OR_PARTIAL,
	TOPIC_DENIED,
	TOPIC_UNABLE,
	TOPIC_NO,
	TOPIC_OTHER,
	TOPIC_ROW, /* one row of table 3: TOPIC_ROW + row */
	TOPIC_NATURAL = TOPIC_ROW + REPORT_APPLICATION_ROWS,
	TOPIC_ORGANISATIONS,
	TOPIC_DOCUMENTS_ISSUED,
	TOPIC_DOCUMENTS_PUBLISHED,
	TOPIC_DOCUMENTS_REPEALED,
	TOPIC_DOCUMENTS_IN_FORCE,
	TOPIC_RULES_PUBLISHED,
	TOPIC_PERMITS,
	TOPIC_PENALTIES,
	TOPIC_COERCIONS,
	TOPIC_PROCUREMENTS,
	TOPIC_PROCUREMENT_AMOUNT,
	TOPIC_FEES,
	TOPIC_PROACTIVE,
	TOPIC_COUNT,
	TOPIC_NONE = -1,
};

struct phrase {
	const char *words;
	int topic;
	bool is_sure; /* may a difference be told? */
};

#define ROW(row) (TOPIC_ROW + (row))

/* What a figure's lead ends with once filling words are off; the longest wins. */
static const struct phrase phrases[] = {
	{ "受理", TOPIC_RECEIVED, true },
	{ "收到", TOPIC_RECEIVED, true },
	{ "接到", TOPIC_RECEIVED, true },
	{ "接收", TOPIC_RECEIVED, true },
	{ "新收", TOPIC_RECEIVED, true },
	{ "收办", TOPIC_RECEIVED, true },
	{ "收到并办理", TOPIC_RECEIVED, true },
	{ "收到和处理", TOPIC_RECEIVED, true },
	{ "受理和办理", TOPIC_RECEIVED, true },
	{ "登记", TOPIC_RECEIVED, false },
	{ "办理", TOPIC_HANDLED, true },
	{ "办结", TOPIC_HANDLED, true },
	{ "办理完毕", TOPIC_HANDLED, true },
	{ "按期办结", TOPIC_HANDLED, false },
	{ "按时办结", TOPIC_HANDLED, false },
	{ "答复", TOPIC_HANDLED, true },
	{ "回复", TOPIC_HANDLED, false },
	{ "按期答复", TOPIC_HANDLED, false },
	{ "按时答复", TOPIC_HANDLED, false },
	{ "上年结转", TOPIC_CARRIED_IN, true },
	{ "上年度结转", TOPIC_CARRIED_IN, true },
	{ "上一年结转", TOPIC_CARRIED_IN, true },
	{ "上一年度结转", TOPIC_CARRIED_IN, true },
	{ "去年结转", TOPIC_CARRIED_IN, true },
	{ "转下年度办理", TOPIC_CARRIED_OUT, true },
	{ "转下年办理", TOPIC_CARRIED_OUT, true },
	{ "转下一年度办理", TOPIC_CARRIED_OUT, true },
	{ "转入下年度办理", TOPIC_CARRIED_OUT, true },
	{ "转下年度", TOPIC_CARRIED_OUT, true },
	{ "结转下年度", TOPIC_CARRIED_OUT, true },
	{ "结转下年", TOPIC_CARRIED_OUT, true },
	{ "结转下一年度", TOPIC_CARRIED_OUT, true },
	{ "结转至下年度", TOPIC_CARRIED_OUT, true },
	{ "结转到下年度", TOPIC_CARRIED_OUT, true },
	{ "结转至下一年度", TOPIC_CARRIED_OUT, true },
	{ "结转下年度办理", TOPIC_CARRIED_OUT, true },
	{ "结转下年度继续办理", TOPIC_CARRIED_OUT, true },
	{ "结转至下年度继续办理", TOPIC_CARRIED_OUT, true },
	{ "结转至下一年度继续办理", TOPIC_CARRIED_OUT, true },
	{ "予以公开", TOPIC_GRANTED, true },
	{ "同意公开", TOPIC_GRANTED, true },
	{ "部分公开", TOPIC_PARTIAL, true },
	{ "予以部分公开", TOPIC_PARTIAL, true },
	{ "予以公开及部分公开", TOPIC_GRANTED_OR_PARTIAL, true },
	{ "予以公开和部分公开", TOPIC_GRANTED_OR_PARTIAL, true },
	{ "予以公开或部分公开", TOPIC_GRANTED_OR_PARTIAL, true },
	{ "予以公开、部分公开", TOPIC_GRANTED_OR_PARTIAL, false },
	{ "公开和部分公开", TOPIC_GRANTED_OR_PARTIAL, true },
	{ "公开及部分公开", TOPIC_GRANTED_OR_PARTIAL, true },
	{ "公开或部分公开", TOPIC_GRANTED_OR_PARTIAL, true },
	{ "不予公开", TOPIC_DENIED, true },
	{ "不予以公开", TOPIC_DENIED, true },
	{ "不同意公开", TOPIC_DENIED, true },
	{ "无法提供", TOPIC_UNABLE, true },
	{ "不予处理", TOPIC_NO, true },
	{ "其他处理", TOPIC_OTHER, true },
	{ "其他方式处理", TOPIC_OTHER, true },
	{ "其他", ROW(REPORT_ROW_OTHER_MISC), false },
	{ "国家秘密", ROW(REPORT_ROW_DENY_SECRET), true },
	{ "其他法律行政法规禁止公开", ROW(REPORT_ROW_DENY_LAW), true },
	{ "三安全一稳定", ROW(REPORT_ROW_DENY_SAFETY), true },
	{ "第三方合法权益", ROW(REPORT_ROW_DENY_THIRD_PARTY), true },
	{ "内部事务", ROW(REPORT_ROW_DENY_INTERNAL), true },
	{ "过程性", ROW(REPORT_ROW_DENY_PROCESS), true },
	{ "行政执法案卷", ROW(REPORT_ROW_DENY_CASEFILE), true },
	{ "行政查询", ROW(REPORT_ROW_DENY_QUERY), true },
	{ "不掌握", ROW(REPORT_ROW_UNABLE_NOT_HELD), true },
	{ "没有现成", ROW(REPORT_ROW_UNABLE_NEED_CREATE), true },
	{ "需要另行制作", ROW(REPORT_ROW_UNABLE_NEED_CREATE), true },
	{ "需另行制作", ROW(REPORT_ROW_UNABLE_NEED_CREATE), true },
	{ "补正后申请内容仍不明确", ROW(REPORT_ROW_UNABLE_UNCLEAR), true },
	{ "申请内容仍不明确", ROW(REPORT_ROW_UNABLE_UNCLEAR), true },
	{ "信访举报投诉", ROW(REPORT_ROW_NO_PETITION), true },
	{ "信访、举报、投诉", ROW(REPORT_ROW_NO_PETITION), true },
	{ "重复", ROW(REPORT_ROW_NO_REPEAT), false },
	{ "公开出版物", ROW(REPORT_ROW_NO_PUBLICATION), true },
	{ "大量反复", ROW(REPORT_ROW_NO_ABUSIVE), true },
	{ "确认或重新出具已获取", ROW(REPORT_ROW_NO_RECONFIRM), true },
	{ "逾期不补正", ROW(REPORT_ROW_OTHER_NO_CORRECTION), true },
	{ "逾期未补正", ROW(REPORT_ROW_OTHER_NO_CORRECTION), true },
	{ "逾期不补正、行政机关不再处理", ROW(REPORT_ROW_OTHER_NO_CORRECTION), true },
	{ "逾期不补正，行政机关不再处理", ROW(REPORT_ROW_OTHER_NO_CORRECTION), true },
	{ "逾期未缴费", ROW(REPORT_ROW_OTHER_NO_FEE), true },
	{ "逾期不缴费", ROW(REPORT_ROW_OTHER_NO_FEE), true },
	{ "缴纳费用、行政机关不再处理", ROW(REPORT_ROW_OTHER_NO_FEE), true },
	{ "自然人", TOPIC_NATURAL, true },
	{ "自然人提出", TOPIC_NATURAL, true },
	{ "法人或其他组织", TOPIC_ORGANISATIONS, true },
	{ "法人和其他组织", TOPIC_ORGANISATIONS, true },
	{ "法人及其他组织", TOPIC_ORGANISATIONS, true },
	{ "法人或者其他组织", TOPIC_ORGANISATIONS, true },
	{ "制发规范性文件", TOPIC_DOCUMENTS_ISSUED, true },
	{ "制定规范性文件", TOPIC_DOCUMENTS_ISSUED, true },
	{ "制发行政规范性文件", TOPIC_DOCUMENTS_ISSUED, true },
	{ "制定行政规范性文件", TOPIC_DOCUMENTS_ISSUED, true },
	{ "印发行政规范性文件", TOPIC_DOCUMENTS_ISSUED, true },
	{ "出台行政规范性文件", TOPIC_DOCUMENTS_ISSUED, true },
	{ "规范性文件", TOPIC_DOCUMENTS_PUBLISHED, false },
	{ "废止规范性文件", TOPIC_DOCUMENTS_REPEALED, false },
	{ "废止行政规范性文件", TOPIC_DOCUMENTS_REPEALED, true },
	{ "现行有效规范性文件", TOPIC_DOCUMENTS_IN_FORCE, true },
	{ "现行有效行政规范性文件", TOPIC_DOCUMENTS_IN_FORCE, true },
	{ "现行有效的行政规范性文件", TOPIC_DOCUMENTS_IN_FORCE, true },
	{ "现行有效的规范性文件", TOPIC_DOCUMENTS_IN_FORCE, true },
	{ "公开规章", TOPIC_RULES_PUBLISHED, false },
	{ "制定规章", TOPIC_RULES_PUBLISHED, false },
	{ "行政许可", TOPIC_PERMITS, false },
	{ "作出行政许可", TOPIC_PERMITS, true },
	{ "办理行政许可", TOPIC_PERMITS, true },
	{ "办结行政许可", TOPIC_PERMITS, true },
	{ "行政许可处理", TOPIC_PERMITS, true },
	{ "行政处罚", TOPIC_PENALTIES, false },
	{ "作出行政处罚", TOPIC_PENALTIES, true },
	{ "办理行政处罚", TOPIC_PENALTIES, true },
	{ "实施行政处罚", TOPIC_PENALTIES, true },
	{ "行政处罚处理", TOPIC_PENALTIES, true },
	{ "行政强制", TOPIC_COERCIONS, false },
	{ "作出行政强制", TOPIC_COERCIONS, true },
	{ "实施行政强制", TOPIC_COERCIONS, true },
	{ "行政强制处理", TOPIC_COERCIONS, true },
	{ "政府集中采购", TOPIC_PROCUREMENTS, true },
	{ "政府集中采购项目", TOPIC_PROCUREMENTS, true },
	{ "政府采购", TOPIC_PROCUREMENTS, false },
	{ "采购项目", TOPIC_PROCUREMENTS, false },
	{ "采购总金额", TOPIC_PROCUREMENT_AMOUNT, false },
	{ "采购金额", TOPIC_PROCUREMENT_AMOUNT, false },
	{ "采购总额", TOPIC_PROCUREMENT_AMOUNT, false },
	{ "集中采购金额", TOPIC_PROCUREMENT_AMOUNT, true },
	{ "集中采购总金额", TOPIC_PROCUREMENT_AMOUNT, true },
	{ "行政事业性收费", TOPIC_FEES, true },
	{ "行政事业性收费金额", TOPIC_FEES, true },
	{ "主动公开", TOPIC_PROACTIVE, true },
	{ "主动公开各类", TOPIC_PROACTIVE, true },
};

struct topic_facts {
	enum rules_id rule;
	const char *zh;
	const char *en;
	int first; /* the row whose total carries the finding; rows first to last are added up */
	int last;
};

#define ONE(rule, row, zh, en) { rule, zh, en, row, row }

static const struct topic_facts topic_table[] = {
	[TOPIC_RECEIVED] = ONE(RULE_TXT_N1, REPORT_ROW_NEW_RECEIVED, "新收申请总计", "applications received"),
	[TOPIC_HANDLED] = ONE(RULE_TXT_N1, REPORT_ROW_RES_TOTAL, "办理总计", "applications handled"),
	[TOPIC_CARRIED_IN] = ONE(RULE_TXT_N1, REPORT_ROW_CARRIED_IN, "上年结转总计", "carried in"),
	[TOPIC_CARRIED_OUT] = ONE(RULE_TXT_N1, REPORT_ROW_CARRIED_OUT, "结转下年总计", "carried out"),
	[TOPIC_GRANTED] = ONE(RULE_TXT_N2, REPORT_ROW_RES_GRANTED, "予以公开总计", "granted"),
	[TOPIC_PARTIAL] = ONE(RULE_TXT_N2, REPORT_ROW_RES_PARTIAL, "部分公开总计", "granted in part"),
	[TOPIC_GRANTED_OR_PARTIAL] = { RULE_TXT_N2, "予以公开与部分公开之和", "granted in whole or in part",
		REPORT_ROW_RES_GRANTED, REPORT_ROW_RES_PARTIAL },
	[TOPIC_DENIED] = { RULE_TXT_N2, "（三）不予公开各项之和", "denied", REPORT_ROW_DENY_SECRET,
		REPORT_ROW_DENY_QUERY },
	[TOPIC_UNABLE] = { RULE_TXT_N2, "（四）无法提供各项之和", "unable to provide", REPORT_ROW_UNABLE_NOT_HELD,
		REPORT_ROW_UNABLE_UNCLEAR },
	[TOPIC_NO] = { RULE_TXT_N2, "（五）不予处理各项之和", "not dealt with", REPORT_ROW_NO_PETITION,
		REPORT_ROW_NO_RECONFIRM },
	[TOPIC_OTHER] = { RULE_TXT_N2, "（六）其他处理之和", "dealt with otherwise", REPORT_ROW_OTHER,
		REPORT_ROW_OTHER_MISC },
};

/* --- leads --- */

struct str
rules_lead(const struct rules_figures *figures, size_t index)
{
	struct str flat = figures->text->flat;
	size_t from = rules_sentence_start(flat, figures->numbers[index].from);
	size_t to = figures->numbers[index].from;

	if (index > 0 && figures->numbers[index - 1].to > from)
		from = figures->numbers[index - 1].to;
	return str_sub(flat, from, to - from);
}

struct str
rules_strip_filling(struct str lead, bool *ret_has_application)
{
	static const char *const fillings[] = { "政府信息公开申请", "信息公开申请", "政府信息公开", "信息公开", "依申请公开",
		"依申请", "政府信息", "公开申请", "申请件", "申请", "信息", "相关", "有关", "事项", "案件", "数量", "件数", "总数",
		"总量", "答复", "决定", "共计", "总计", "合计", "累计", "共有", "共", "计", "的", "了", "有", "为", "是", "数", "类",
		"各类", "其", "情形", "等", "：", ":", "”", "“", "结果", "分别", "件", "达", "总", "年度", "原因", "进行", "各项" };
	static const char *const application[] = { "申请", "依申请公开", "申请件" };
	size_t taken;

	*ret_has_application = false;
	for (;;) {
		if (str_ends(lead, STR("）"))) {
			size_t open = str_find_last(lead, STR("（"));

			if (open != SIZE_MAX && lead.len - open <= 120) {
				lead.len = open;
				continue;
			}
		}
		taken = rules_ending(lead, fillings, COUNT_OF(fillings));
		if (taken == 0)
			return lead;
		*ret_has_application = *ret_has_application ||
			str_has(str_from(lead, lead.len - taken), STR("申请")) ||
			rules_ending(lead, application, COUNT_OF(application)) > 0;
		lead.len -= taken;
	}
}

/* The last year named in the lead, 0 when there is none. */
static int
last_year(struct str lead)
{
	size_t at = str_find_last(lead, STR("年"));
	int64_t year;

	if (at == SIZE_MAX || at < 4 || !str_to_int(str_sub(lead, at - 4, 4), &year))
		return 0;
	return year >= 1990 && year <= 2100 ? (int)year : 0;
}

bool
rules_speaks_of_other_year(const struct rules *rules, struct str lead)
{
	static const char *const words[] = { "较上年", "比上年", "去年", "上年同期", "上一年度的", "同比", "环比", "较上一年", "较20",
		"比20", "增长", "增加", "减少", "下降", "回落", "上升", "历年", "近年", "近三年", "以来", "年以来" };
	int year = last_year(lead);

	for (size_t i = 0; i < COUNT_OF(words); i++)
		if (str_has(lead, str_of(words[i])) && !str_has(lead, STR("结转")))
			return true;
	return year != 0 && year != rules->report->year;
}

/* 我市, 全区, 本局 and the like are the whole; other names of agencies and regions are a part. */
bool
rules_speaks_of_part(struct str lead)
{
	static const char *const ways[] = { "网上", "网络", "信函", "当面", "邮寄", "在线", "邮件", "现场", "信件", "传真", "窗口",
		"来信", "平台受理", "通过", "渠道", "其中", "首次", "新增" };
	static const char *const members[] = { "县", "区", "市", "局", "镇", "乡", "街道", "部门", "单位", "办公室", "委员会",
		"中心", "园" };
	static const char *const wholes[] = { "我", "全", "本", "区政府", "市政府", "县政府", "政府办", "我区", "各级" };

	for (size_t i = 0; i < COUNT_OF(ways); i++)
		if (str_has(lead, str_of(ways[i])))
			return true;
	for (size_t i = 0; i < COUNT_OF(wholes); i++)
		if (str_has(lead, str_of(wholes[i])))
			return false;
	for (size_t i = 0; i < COUNT_OF(members); i++)
		if (str_has(lead, str_of(members[i])))
			return true;
	return false;
}

static const struct phrase *
find_phrase(struct str lead)
{
	const struct phrase *best = NULL;
	size_t best_len = 0;

	for (size_t i = 0; i < COUNT_OF(phrases); i++) {
		struct str words = str_of(phrases[i].words);

		if (words.len > best_len && str_ends(lead, words)) {
			best = &phrases[i];
			best_len = words.len;
		}
	}
	return best;
}

/* --- what the cells say --- */

/* Add a row's total; where it is blank, the six columns, which then are a lower bound. */
static void
add_total(struct rules_sum *sum, const struct report *report, int row)
{
	int total = report_application_slot(row, REPORT_TOTAL);

	if (rules_has_number(report, total)) {
		rules_sum_add(sum, report, total);
		return;
	}
	for (int column = 0; column < REPORT_TOTAL; column++)
		rules_sum_add(sum, report, report_application_slot(row, column));
}

static struct rules_sum
sum_rows(const struct report *report, int first, int last)
{
	struct rules_sum sum = { 0 };
	int rows[REPORT_APPLICATION_ROWS];
	int count = rules_result_rows(report, rows);

	if (first < REPORT_ROW_OTHER || first == last) {
		for (int row = first; row <= last; row++)
			add_total(&sum, report, row);
		return sum;
	}
	for (int i = 0; i < count; i++)
		if (rows[i] >= REPORT_ROW_OTHER)
			add_total(&sum, report, rows[i]);
	return sum;
}

static struct rules_sum
sum_slots(const struct report *report, const int *slots, int count)
{
	struct rules_sum sum = { 0 };

	for (int i = 0; i < count; i++)
		rules_sum_add(&sum, report, slots[i]);
	return sum;
}

enum rules_verdict
rules_compare(struct decimal value, const struct rules_sum *table)
{
	int order = decimal_compare(value, decimal_of(table->value));

	if (table->printed == 0)
		return RULES_UNKNOWN;
	if (order == 0)
		return RULES_SAME;
	return table->open == 0 || order < 0 ? RULES_DIFFERENT : RULES_UNKNOWN;
}

/* One way to understand a topic; the first is the usual one, which a difference is told against. */
struct reading {
	const char *words;
	struct rules_sum table;
};

static int
readings_of_row_topic(const struct report *report, int topic, struct reading *readings)
{
	struct rules_sum received = sum_rows(report, REPORT_ROW_NEW_RECEIVED, REPORT_ROW_NEW_RECEIVED);
	struct rules_sum with_carried = sum_rows(report, REPORT_ROW_NEW_RECEIVED, REPORT_ROW_CARRIED_IN);
	struct rules_sum handled = sum_rows(report, REPORT_ROW_RES_TOTAL, REPORT_ROW_RES_TOTAL);

	switch (topic) {
	case TOPIC_RECEIVED:
		readings[0] = (struct reading){ "新收总计", received };
		readings[1] = (struct reading){ "新收与上年结转之和", with_carried };
		return 2;
	case TOPIC_HANDLED:
		readings[0] = (struct reading){ "办理总计", handled };
		readings[1] = (struct reading){ "新收总计", received };
		readings[2] = (struct reading){ "新收与上年结转之和", with_carried };
		return 3;
	default:
		readings[0] = (struct reading){ topic_table[topic].zh,
			sum_rows(report, topic_table[topic].first, topic_table[topic].last) };
		return 1;
	}
}

static int
readings_of_applicants(const struct report *report, int topic, struct reading *readings)
{
	int first = topic == TOPIC_NATURAL ? REPORT_NATURAL_PERSON : REPORT_BIZ;
	int last = topic == TOPIC_NATURAL ? REPORT_NATURAL_PERSON : REPORT_OTHER_ORG;
	struct rules_sum received = { 0 };
	struct rules_sum both;

	for (int column = first; column <= last; column++)
		rules_sum_add(&received, report, report_application_slot(REPORT_ROW_NEW_RECEIVED, column));
	both = received;
	for (int column = first; column <= last; column++)
		rules_sum_add(&both, report, report_application_slot(REPORT_ROW_CARRIED_IN, column));
	readings[0] = (struct reading){ topic == TOPIC_NATURAL ? "自然人新收" : "法人或其他组织新收", received };
	readings[1] = (struct reading){
		topic == TOPIC_NATURAL ? "自然人新收与结转之和" : "法人或其他组织新收与结转之和", both };
	return 2;
}

struct cell_topic {
	int topic;
	const char *block;
	const char *row;
	const char *columns[3]; /* the first is the usual one */
	const char *words;
};

static const struct cell_topic cell_topics[] = {
	{ TOPIC_DOCUMENTS_ISSUED, "a20_1", "normative_docs", { "issued", "made_new", "published_new" },
		"规范性文件本年制发数" },
	{ TOPIC_DOCUMENTS_PUBLISHED, "a20_1", "normative_docs", { "published_new", "issued", "made_new" },
		"规范性文件本年公开数" },
	{ TOPIC_DOCUMENTS_REPEALED, "a20_1", "normative_docs", { "repealed" }, "规范性文件本年废止件数" },
	{ TOPIC_DOCUMENTS_IN_FORCE, "a20_1", "normative_docs", { "in_force", "published_total" },
		"规范性文件现行有效件数" },
	{ TOPIC_RULES_PUBLISHED, "a20_1", "rules", { "published_new", "issued", "made_new" }, "规章本年公开数" },
	{ TOPIC_PERMITS, "a20_5", "permit", { "decisions" }, "行政许可处理决定数量" },
	{ TOPIC_PENALTIES, "a20_6", "penalty", { "decisions" }, "行政处罚处理决定数量" },
	{ TOPIC_COERCIONS, "a20_6", "coercion", { "decisions" }, "行政强制处理决定数量" },
	{ TOPIC_PROCUREMENTS, "a20_9", "central_procurement", { "projects" }, "政府集中采购项目数量" },
	{ TOPIC_PROCUREMENT_AMOUNT, "a20_9", "central_procurement", { "amount" }, "政府集中采购总金额（万元）" },
	{ TOPIC_FEES, "a20_8", "admin_fee", { "amount_wan" }, "行政事业性收费金额（万元）" },
};

static const struct cell_topic *
cell_topic_of(int topic)
{
	for (size_t i = 0; i < COUNT_OF(cell_topics); i++)
		if (cell_topics[i].topic == topic)
			return &cell_topics[i];
	return NULL;
}

/* The cell that a topic of table 2 speaks of in this record; -1 when the form has none. */
static int
usual_slot(const struct report *report, const struct cell_topic *facts)
{
	for (int i = 0; i < 3 && facts->columns[i]; i++) {
		int slot = report_proactive_slot(facts->block, facts->row, facts->columns[i]);

		if (slot >= 0 && report->cells[slot].state != REPORT_ABSENT)
			return slot;
	}
	return -1;
}

static int
readings_of_cells(const struct report *report, int topic, struct reading *readings)
{
	const struct cell_topic *facts = cell_topic_of(topic);
	int count = 0;

	for (int i = 0; i < 3 && facts->columns[i]; i++) {
		int slot = report_proactive_slot(facts->block, facts->row, facts->columns[i]);

		if (slot >= 0 && report->cells[slot].state != REPORT_ABSENT)
			readings[count++] = (struct reading){ facts->words, sum_slots(report, &slot, 1) };
	}
	return count;
}

static int
readings_of(const struct report *report, int topic, struct reading *readings)
{
	if (topic >= TOPIC_ROW && topic < TOPIC_NATURAL) {
		readings[0] = (struct reading){ rules_rows[topic - TOPIC_ROW].zh,
			sum_rows(report, topic - TOPIC_ROW, topic - TOPIC_ROW) };
		return 1;
	}
	if (topic < TOPIC_ROW)
		return readings_of_row_topic(report, topic, readings);
	if (topic < TOPIC_DOCUMENTS_ISSUED)
		return readings_of_applicants(report, topic, readings);
	return readings_of_cells(report, topic, readings);
}
