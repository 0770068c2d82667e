/*
 * What the cells say about a topic of the narrative: which rows or cells add up to it, in which
 * ways it can be understood. What the words say is in rules_phrases.c.
 */
#include "checking/rules_inside.h"

struct topic_facts {
	enum rules_id rule;
	const char *zh;
	const char *en;
	int first; /* the row whose total carries the finding; rows first to last are added up */
	int last;
};

#define ONE(rule, row, zh, en)                                                                     \
	{                                                                                          \
		rule, zh, en, row, row                                                             \
	}

static const struct topic_facts topic_table[] = {
	[TOPIC_RECEIVED] =
		ONE(RULE_TXT_N1, REPORT_ROW_NEW_RECEIVED, "新收申请总计", "applications received"),
	[TOPIC_HANDLED] =
		ONE(RULE_TXT_N1, REPORT_ROW_RES_TOTAL, "办理总计", "applications handled"),
	[TOPIC_CARRIED_IN] =
		ONE(RULE_TXT_N1, REPORT_ROW_CARRIED_IN, "表三上年结转总计", "carried in"),
	[TOPIC_CARRIED_OUT] =
		ONE(RULE_TXT_N1, REPORT_ROW_CARRIED_OUT, "表三结转下年总计", "carried out"),
	[TOPIC_GRANTED] = ONE(RULE_TXT_N2, REPORT_ROW_RES_GRANTED, "表三予以公开总计", "granted"),
	[TOPIC_PARTIAL] =
		ONE(RULE_TXT_N2, REPORT_ROW_RES_PARTIAL, "表三部分公开总计", "granted in part"),
	[TOPIC_GRANTED_OR_PARTIAL] = { RULE_TXT_N2, "表三予以公开与部分公开之和",
		"granted in whole or in part", REPORT_ROW_RES_GRANTED, REPORT_ROW_RES_PARTIAL },
	[TOPIC_DENIED] = { RULE_TXT_N2, "表三（三）不予公开各项之和", "denied",
		REPORT_ROW_DENY_SECRET, REPORT_ROW_DENY_QUERY },
	[TOPIC_UNABLE] = { RULE_TXT_N2, "表三（四）无法提供各项之和", "unable to provide",
		REPORT_ROW_UNABLE_NOT_HELD, REPORT_ROW_UNABLE_UNCLEAR },
	[TOPIC_NO] = { RULE_TXT_N2, "表三（五）不予处理各项之和", "not dealt with",
		REPORT_ROW_NO_PETITION, REPORT_ROW_NO_RECONFIRM },
	[TOPIC_OTHER] = { RULE_TXT_N2, "表三（六）其他处理之和", "dealt with otherwise",
		REPORT_ROW_OTHER, REPORT_ROW_OTHER_MISC },
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

enum rules_verdict
rules_compare(struct decimal value, const struct rules_reading *reading)
{
	const struct rules_sum *table = &reading->table;
	int order;

	if (reading->is_money) {
		struct decimal rounded = reading->money;

		/* A narrative rounds money: compare at its own number of places. */
		while (rounded.scale > value.scale) {
			int64_t rest = rounded.units % 10;

			rounded.units = rounded.units / 10 +
					(rounded.scale == value.scale + 1 && rest >= 5);
			rounded.scale--;
		}
		return decimal_compare(rounded, value) == 0 ? RULES_SAME : RULES_DIFFERENT;
	}
	order = decimal_compare(value, decimal_of(table->value));
	if (table->printed == 0)
		return RULES_UNKNOWN;
	if (order == 0)
		return RULES_SAME;
	return table->open == 0 || order < 0 ? RULES_DIFFERENT : RULES_UNKNOWN;
}

static int
read_rows(const struct report *report, int topic, struct rules_reading *readings)
{
	struct rules_sum received =
		rules_sum_rows(report, REPORT_ROW_NEW_RECEIVED, REPORT_ROW_NEW_RECEIVED);
	struct rules_sum with_carried =
		rules_sum_rows(report, REPORT_ROW_NEW_RECEIVED, REPORT_ROW_CARRIED_IN);
	struct rules_sum handled =
		rules_sum_rows(report, REPORT_ROW_RES_TOTAL, REPORT_ROW_RES_TOTAL);
	/* Of this year's applications alone, when last year's are not spoken of. */
	struct rules_sum of_new =
		rules_sum_rows(report, REPORT_ROW_CARRIED_OUT, REPORT_ROW_CARRIED_OUT);

	of_new.value = received.value - of_new.value;
	of_new.open += received.open;
	if (of_new.open > 0)
		of_new.printed = 0; /* neither a lower bound nor an upper one */
	switch (topic) {
	case TOPIC_RECEIVED:
		readings[0] = (struct rules_reading){ "表三新收总计", received };
		readings[1] = (struct rules_reading){ "表三新收与上年结转之和", with_carried };
		return 2;
	case TOPIC_HANDLED:
		readings[0] = (struct rules_reading){ "表三办理总计", handled };
		readings[1] = (struct rules_reading){ "表三新收总计", received };
		readings[2] = (struct rules_reading){ "表三新收与上年结转之和", with_carried };
		readings[3] = (struct rules_reading){ "表三新收减结转下年", of_new };
		return 4;
	default:
		readings[0] = (struct rules_reading){ topic_table[topic].zh,
			rules_sum_rows(report, topic_table[topic].first, topic_table[topic].last) };
		return 1;
	}
}

/* The columns of table 3 that a topic adds up, and its two readings' names. */
struct applicants {
	int first;
	int last;
	const char *received;
	const char *both;
	const char *en;
};

/* By topic from TOPIC_NATURAL on. */
static const struct applicants applicants[] = {
	[TOPIC_NATURAL - TOPIC_NATURAL] = { REPORT_NATURAL_PERSON, REPORT_NATURAL_PERSON,
		"表三自然人新收", "表三自然人新收与结转之和", "received from natural persons" },
	[TOPIC_BIZ - TOPIC_NATURAL] = { REPORT_BIZ, REPORT_BIZ, "表三商业企业新收",
		"表三商业企业新收与结转之和", "received from businesses" },
	[TOPIC_RESEARCH - TOPIC_NATURAL] = { REPORT_RESEARCH, REPORT_RESEARCH, "表三科研机构新收",
		"表三科研机构新收与结转之和", "received from research institutes" },
	[TOPIC_WELFARE - TOPIC_NATURAL] = { REPORT_PUBLIC_WELFARE, REPORT_PUBLIC_WELFARE,
		"表三社会公益组织新收", "表三社会公益组织新收与结转之和",
		"received from public welfare bodies" },
	[TOPIC_LEGAL - TOPIC_NATURAL] = { REPORT_LEGAL_SERVICE, REPORT_LEGAL_SERVICE,
		"表三法律服务机构新收", "表三法律服务机构新收与结转之和",
		"received from legal services" },
	[TOPIC_ORGANISATIONS - TOPIC_NATURAL] = { REPORT_BIZ, REPORT_OTHER_ORG,
		"表三法人或其他组织新收", "表三法人或其他组织新收与结转之和",
		"received from organisations" },
};

static int
read_applicants(const struct report *report, int topic, struct rules_reading *readings)
{
	const struct applicants *facts = &applicants[topic - TOPIC_NATURAL];
	struct rules_sum received = { 0 };
	struct rules_sum both;

	for (int column = facts->first; column <= facts->last; column++)
		rules_sum_add(&received, report,
			report_application_slot(REPORT_ROW_NEW_RECEIVED, column));
	both = received;
	for (int column = facts->first; column <= facts->last; column++)
		rules_sum_add(
			&both, report, report_application_slot(REPORT_ROW_CARRIED_IN, column));
	readings[0] = (struct rules_reading){ facts->received, received };
	readings[1] = (struct rules_reading){ facts->both, both };
	return 2;
}

struct cell_topic {
	int topic;
	const char *block;
	const char *row;
	const char *columns[RULES_MOST_READINGS]; /* the first is the usual one */
	const char *zh;
	const char *en;
};

static const struct cell_topic cell_topics[] = {
	{ TOPIC_DOCUMENTS_ISSUED, "a20_1", "normative_docs",
		{ "issued", "made_new", "published_new" }, "表二规范性文件本年制发数",
		"normative documents issued" },
	{ TOPIC_DOCUMENTS_PUBLISHED, "a20_1", "normative_docs",
		{ "published_new", "issued", "made_new" }, "表二规范性文件本年公开数",
		"normative documents published" },
	{ TOPIC_DOCUMENTS_REPEALED, "a20_1", "normative_docs", { "repealed" },
		"表二规范性文件本年废止件数", "normative documents repealed" },
	{ TOPIC_DOCUMENTS_IN_FORCE, "a20_1", "normative_docs", { "in_force", "published_total" },
		"表二规范性文件现行有效件数", "normative documents in force" },
	{ TOPIC_RULES_PUBLISHED, "a20_1", "rules", { "published_new", "issued", "made_new" },
		"表二规章本年公开数", "rules published" },
	{ TOPIC_PERMITS, "a20_5", "permit", { "decisions" }, "表二行政许可处理决定数量",
		"permit decisions" },
	{ TOPIC_PENALTIES, "a20_6", "penalty", { "decisions" }, "表二行政处罚处理决定数量",
		"penalty decisions" },
	{ TOPIC_COERCIONS, "a20_6", "coercion", { "decisions" }, "表二行政强制处理决定数量",
		"coercion decisions" },
	{ TOPIC_PROCUREMENTS, "a20_9", "central_procurement", { "projects" },
		"表二政府集中采购项目数量", "procurement projects" },
	{ TOPIC_PROCUREMENT_AMOUNT, "a20_9", "central_procurement", { "amount" },
		"表二采购总金额（万元）", "amount of procurement (ten thousand yuan)" },
	{ TOPIC_FEES, "a20_8", "admin_fee", { "amount_wan" }, "表二行政事业性收费金额（万元）",
		"administrative fees (ten thousand yuan)" },
};

static const struct cell_topic *
cell_topic_of(int topic)
{
	for (size_t i = 0; i < COUNT_OF(cell_topics); i++)
		if (cell_topics[i].topic == topic)
			return &cell_topics[i];
	return NULL;
}

static int
read_cells(
	const struct report *report, const struct cell_topic *facts, struct rules_reading *readings)
{
	int count = 0;

	for (int i = 0; i < RULES_MOST_READINGS && facts->columns[i]; i++) {
		int slot = report_proactive_slot(facts->block, facts->row, facts->columns[i]);
		struct rules_reading *reading = &readings[count];

		if (slot < 0 || report->cells[slot].state != REPORT_NUMBER)
			continue;
		*reading =
			(struct rules_reading){ .zh = facts->zh, .has_slot = true, .slot = slot };
		reading->is_money = report_slots[slot].kind == REPORT_MONEY_KIND;
		reading->money = report->cells[slot].number;
		rules_sum_add(&reading->table, report, slot);
		count++;
	}
	return count;
}

int
rules_readings(const struct report *report, int topic, struct rules_reading *ret_readings)
{
	if (topic >= TOPIC_ROW && topic < TOPIC_NATURAL) {
		ret_readings[0] = (struct rules_reading){ rules_rows[topic - TOPIC_ROW].zh,
			rules_sum_rows(report, topic - TOPIC_ROW, topic - TOPIC_ROW) };
		return 1;
	}
	if (topic < TOPIC_ROW)
		return read_rows(report, topic, ret_readings);
	if (topic < TOPIC_DOCUMENTS_ISSUED)
		return read_applicants(report, topic, ret_readings);
	return cell_topic_of(topic) ? read_cells(report, cell_topic_of(topic), ret_readings) : 0;
}

int
rules_topic_slot(const struct report *report, int topic)
{
	const struct cell_topic *facts;

	if (topic >= TOPIC_ROW && topic < TOPIC_NATURAL)
		return report_application_slot(topic - TOPIC_ROW, REPORT_TOTAL);
	if (topic >= TOPIC_NATURAL && topic <= TOPIC_ORGANISATIONS)
		return report_application_slot(
			REPORT_ROW_NEW_RECEIVED, applicants[topic - TOPIC_NATURAL].first);
	if (topic == TOPIC_OTHER &&
		report->cells[report_application_slot(REPORT_ROW_OTHER, REPORT_TOTAL)].state ==
			REPORT_ABSENT)
		return report_application_slot(REPORT_ROW_OTHER_NO_CORRECTION, REPORT_TOTAL);
	if (topic < TOPIC_ROW)
		return report_application_slot(topic_table[topic].first, REPORT_TOTAL);
	facts = cell_topic_of(topic);
	for (int i = 0; facts && i < RULES_MOST_READINGS && facts->columns[i]; i++) {
		int slot = report_proactive_slot(facts->block, facts->row, facts->columns[i]);

		if (slot >= 0 && report->cells[slot].state != REPORT_ABSENT)
			return slot;
	}
	return -1;
}

const char *
rules_topic_en(int topic)
{
	if (topic >= TOPIC_ROW && topic < TOPIC_NATURAL)
		return rules_rows[topic - TOPIC_ROW].en;
	if (topic >= TOPIC_NATURAL && topic <= TOPIC_ORGANISATIONS)
		return applicants[topic - TOPIC_NATURAL].en;
	if (topic < TOPIC_ROW)
		return topic_table[topic].en;
	return cell_topic_of(topic) ? cell_topic_of(topic)->en : "";
}

enum rules_id
rules_topic_rule(int topic)
{
	if (topic < TOPIC_ROW)
		return topic_table[topic].rule;
	if (topic < TOPIC_NATURAL)
		return RULE_TXT_N2;
	return topic < TOPIC_DOCUMENTS_ISSUED ? RULE_TXT_N1 : RULE_TXT_T2;
}
