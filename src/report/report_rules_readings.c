/*
 * What the cells say about a topic of the narrative: which rows or cells add up to it, in which ways it
 * can be understood. What the words say is in report_rules_phrases.c.
 */
#include "report/report_rules_inside.h"

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

struct rules_sum
rules_sum_rows(const struct report *report, int first, int last)
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

static int
readings_of_row_topic(const struct report *report, int topic, struct rules_reading *readings)
{
	struct rules_sum received = rules_sum_rows(report, REPORT_ROW_NEW_RECEIVED, REPORT_ROW_NEW_RECEIVED);
	struct rules_sum with_carried = rules_sum_rows(report, REPORT_ROW_NEW_RECEIVED, REPORT_ROW_CARRIED_IN);
	struct rules_sum handled = rules_sum_rows(report, REPORT_ROW_RES_TOTAL, REPORT_ROW_RES_TOTAL);

	switch (topic) {
	case TOPIC_RECEIVED:
		readings[0] = (struct rules_reading){ "新收总计", received };
		readings[1] = (struct rules_reading){ "新收与上年结转之和", with_carried };
		return 2;
	case TOPIC_HANDLED:
		readings[0] = (struct rules_reading){ "办理总计", handled };
		readings[1] = (struct rules_reading){ "新收总计", received };
		readings[2] = (struct rules_reading){ "新收与上年结转之和", with_carried };
		return 3;
	default:
		readings[0] = (struct rules_reading){ topic_table[topic].zh,
			rules_sum_rows(report, topic_table[topic].first, topic_table[topic].last) };
		return 1;
	}
}

static int
readings_of_applicants(const struct report *report, int topic, struct rules_reading *readings)
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
	readings[0] = (struct rules_reading){ topic == TOPIC_NATURAL ? "自然人新收" : "法人或其他组织新收", received };
	readings[1] = (struct rules_reading){
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
readings_of_cells(const struct report *report, int topic, struct rules_reading *readings)
{
	const struct cell_topic *facts = cell_topic_of(topic);
	int count = 0;

	for (int i = 0; i < 3 && facts->columns[i]; i++) {
		int slot = report_proactive_slot(facts->block, facts->row, facts->columns[i]);

		if (slot >= 0 && report->cells[slot].state != REPORT_ABSENT)
			readings[count++] = (struct rules_reading){ facts->words, sum_slots(report, &slot, 1) };
	}
	return count;
}

static int
readings_of(const struct report *report, int topic, struct rules_reading *readings)
{
	if (topic >= TOPIC_ROW && topic < TOPIC_NATURAL) {
		readings[0] = (struct rules_reading){ rules_rows[topic - TOPIC_ROW].zh,
			rules_sum_rows(report, topic - TOPIC_ROW, topic - TOPIC_ROW) };
		return 1;
	}
	if (topic < TOPIC_ROW)
		return readings_of_row_topic(report, topic, readings);
	if (topic < TOPIC_DOCUMENTS_ISSUED)
		return readings_of_applicants(report, topic, readings);
	return readings_of_cells(report, topic, readings);
}
