/*
 * What the words in front of a figure mean: the phrases as data, the filling words between, and the
 * signs that a figure speaks of another year or of a part only.
 * What the cells say is in rules_readings.c.
 */
#include "checking/rules_inside.h"

#define ROW(row) (TOPIC_ROW + (row))

/* What a figure's lead ends with once filling words are off; the longest wins. */
static const struct rules_phrase phrases[] = {
	{ STR_INIT("受理"), TOPIC_RECEIVED, true },
	{ STR_INIT("收到"), TOPIC_RECEIVED, true },
	{ STR_INIT("接到"), TOPIC_RECEIVED, true },
	{ STR_INIT("接收"), TOPIC_RECEIVED, true },
	{ STR_INIT("新收"), TOPIC_RECEIVED, true },
	{ STR_INIT("收办"), TOPIC_RECEIVED, true },
	{ STR_INIT("收到并办理"), TOPIC_RECEIVED, true },
	{ STR_INIT("收到和处理"), TOPIC_RECEIVED, true },
	{ STR_INIT("受理和办理"), TOPIC_RECEIVED, true },
	{ STR_INIT("登记"), TOPIC_RECEIVED, false },
	{ STR_INIT("办理"), TOPIC_HANDLED, true },
	{ STR_INIT("办结"), TOPIC_HANDLED, true },
	{ STR_INIT("办理完毕"), TOPIC_HANDLED, true },
	{ STR_INIT("办理答复"), TOPIC_HANDLED, true },
	{ STR_INIT("按期办结"), TOPIC_HANDLED, false },
	{ STR_INIT("按时办结"), TOPIC_HANDLED, false },
	{ STR_INIT("答复"), TOPIC_HANDLED, true },
	{ STR_INIT("回复"), TOPIC_HANDLED, false },
	{ STR_INIT("按期答复"), TOPIC_HANDLED, false },
	{ STR_INIT("按时答复"), TOPIC_HANDLED, false },
	{ STR_INIT("上年结转"), TOPIC_CARRIED_IN, true },
	{ STR_INIT("上年度结转"), TOPIC_CARRIED_IN, true },
	{ STR_INIT("上一年结转"), TOPIC_CARRIED_IN, true },
	{ STR_INIT("上一年度结转"), TOPIC_CARRIED_IN, true },
	{ STR_INIT("去年结转"), TOPIC_CARRIED_IN, true },
	{ STR_INIT("上年结转转入"), TOPIC_CARRIED_IN, true },
	{ STR_INIT("上年度结转转入"), TOPIC_CARRIED_IN, true },
	{ STR_INIT("上年转入"), TOPIC_CARRIED_IN, true },
	/* 年度 is a filling word and is off by then. */
	{ STR_INIT("转下"), TOPIC_CARRIED_OUT, true },
	{ STR_INIT("结转下"), TOPIC_CARRIED_OUT, true },
	{ STR_INIT("结转下一"), TOPIC_CARRIED_OUT, true },
	{ STR_INIT("结转至下"), TOPIC_CARRIED_OUT, true },
	{ STR_INIT("结转至下一"), TOPIC_CARRIED_OUT, true },
	{ STR_INIT("结转到下"), TOPIC_CARRIED_OUT, true },
	{ STR_INIT("结转"), TOPIC_CARRIED_OUT, false, RULES_ONLY_AFTER },
	{ STR_INIT("转下年度办理"), TOPIC_CARRIED_OUT, true },
	{ STR_INIT("转下年办理"), TOPIC_CARRIED_OUT, true },
	{ STR_INIT("转下一年度办理"), TOPIC_CARRIED_OUT, true },
	{ STR_INIT("转入下年度办理"), TOPIC_CARRIED_OUT, true },
	{ STR_INIT("结转下年"), TOPIC_CARRIED_OUT, true },
	{ STR_INIT("结转下年度办理"), TOPIC_CARRIED_OUT, true },
	{ STR_INIT("结转下年度继续办理"), TOPIC_CARRIED_OUT, true },
	{ STR_INIT("结转至下年度继续办理"), TOPIC_CARRIED_OUT, true },
	{ STR_INIT("结转至下一年度继续办理"), TOPIC_CARRIED_OUT, true },
	{ STR_INIT("予以公开"), TOPIC_GRANTED, true },
	{ STR_INIT("同意公开"), TOPIC_GRANTED, true },
	{ STR_INIT("部分公开"), TOPIC_PARTIAL, true },
	{ STR_INIT("予以部分公开"), TOPIC_PARTIAL, true },
	{ STR_INIT("予以公开及部分公开"), TOPIC_GRANTED_OR_PARTIAL, true },
	{ STR_INIT("予以公开和部分公开"), TOPIC_GRANTED_OR_PARTIAL, true },
	{ STR_INIT("予以公开或部分公开"), TOPIC_GRANTED_OR_PARTIAL, true },
	{ STR_INIT("予以公开、部分公开"), TOPIC_GRANTED_OR_PARTIAL, false },
	{ STR_INIT("公开和部分公开"), TOPIC_GRANTED_OR_PARTIAL, true },
	{ STR_INIT("公开及部分公开"), TOPIC_GRANTED_OR_PARTIAL, true },
	{ STR_INIT("公开或部分公开"), TOPIC_GRANTED_OR_PARTIAL, true },
	{ STR_INIT("不予公开"), TOPIC_DENIED, true },
	{ STR_INIT("不予以公开"), TOPIC_DENIED, true },
	{ STR_INIT("不同意公开"), TOPIC_DENIED, true },
	{ STR_INIT("无法提供"), TOPIC_UNABLE, true },
	{ STR_INIT("不予处理"), TOPIC_NO, true },
	{ STR_INIT("其他处理"), TOPIC_OTHER, true },
	{ STR_INIT("其他方式处理"), TOPIC_OTHER, true },
	{ STR_INIT("其他"), ROW(REPORT_ROW_OTHER_MISC), false },
	{ STR_INIT("国家秘密"), ROW(REPORT_ROW_DENY_SECRET), true },
	{ STR_INIT("其他法律行政法规禁止公开"), ROW(REPORT_ROW_DENY_LAW), true },
	{ STR_INIT("三安全一稳定"), ROW(REPORT_ROW_DENY_SAFETY), true },
	{ STR_INIT("第三方合法权益"), ROW(REPORT_ROW_DENY_THIRD_PARTY), true },
	{ STR_INIT("内部事务"), ROW(REPORT_ROW_DENY_INTERNAL), true },
	{ STR_INIT("过程性"), ROW(REPORT_ROW_DENY_PROCESS), true },
	{ STR_INIT("行政执法案卷"), ROW(REPORT_ROW_DENY_CASEFILE), true },
	{ STR_INIT("行政查询"), ROW(REPORT_ROW_DENY_QUERY), true },
	{ STR_INIT("不掌握"), ROW(REPORT_ROW_UNABLE_NOT_HELD), true },
	{ STR_INIT("没有现成"), ROW(REPORT_ROW_UNABLE_NEED_CREATE), true },
	{ STR_INIT("需要另行制作"), ROW(REPORT_ROW_UNABLE_NEED_CREATE), true },
	{ STR_INIT("需另行制作"), ROW(REPORT_ROW_UNABLE_NEED_CREATE), true },
	{ STR_INIT("补正后申请内容仍不明确"), ROW(REPORT_ROW_UNABLE_UNCLEAR), true },
	{ STR_INIT("申请内容仍不明确"), ROW(REPORT_ROW_UNABLE_UNCLEAR), true },
	{ STR_INIT("信访举报投诉"), ROW(REPORT_ROW_NO_PETITION), true },
	{ STR_INIT("信访、举报、投诉"), ROW(REPORT_ROW_NO_PETITION), true },
	{ STR_INIT("重复"), ROW(REPORT_ROW_NO_REPEAT), false },
	{ STR_INIT("公开出版物"), ROW(REPORT_ROW_NO_PUBLICATION), true },
	{ STR_INIT("大量反复"), ROW(REPORT_ROW_NO_ABUSIVE), true },
	{ STR_INIT("确认或重新出具已获取"), ROW(REPORT_ROW_NO_RECONFIRM), true },
	{ STR_INIT("逾期不补正"), ROW(REPORT_ROW_OTHER_NO_CORRECTION), true },
	{ STR_INIT("逾期未补正"), ROW(REPORT_ROW_OTHER_NO_CORRECTION), true },
	{ STR_INIT("逾期不补正、行政机关不再处理"), ROW(REPORT_ROW_OTHER_NO_CORRECTION), true },
	{ STR_INIT("逾期不补正，行政机关不再处理"), ROW(REPORT_ROW_OTHER_NO_CORRECTION), true },
	{ STR_INIT("逾期未缴费"), ROW(REPORT_ROW_OTHER_NO_FEE), true },
	{ STR_INIT("逾期不缴费"), ROW(REPORT_ROW_OTHER_NO_FEE), true },
	{ STR_INIT("缴纳费用、行政机关不再处理"), ROW(REPORT_ROW_OTHER_NO_FEE), true },
	{ STR_INIT("自然人"), TOPIC_NATURAL, true },
	{ STR_INIT("商业企业"), TOPIC_BIZ, true },
	{ STR_INIT("科研机构"), TOPIC_RESEARCH, true },
	{ STR_INIT("社会公益组织"), TOPIC_WELFARE, true },
	{ STR_INIT("法律服务机构"), TOPIC_LEGAL, true },
	{ STR_INIT("法人或其他组织"), TOPIC_ORGANISATIONS, true },
	{ STR_INIT("法人和其他组织"), TOPIC_ORGANISATIONS, true },
	{ STR_INIT("法人及其他组织"), TOPIC_ORGANISATIONS, true },
	{ STR_INIT("法人或者其他组织"), TOPIC_ORGANISATIONS, true },
	{ STR_INIT("制发规范性文件"), TOPIC_DOCUMENTS_ISSUED, true },
	{ STR_INIT("制定规范性文件"), TOPIC_DOCUMENTS_ISSUED, true },
	{ STR_INIT("制发行政规范性文件"), TOPIC_DOCUMENTS_ISSUED, true },
	{ STR_INIT("制定行政规范性文件"), TOPIC_DOCUMENTS_ISSUED, true },
	{ STR_INIT("印发行政规范性文件"), TOPIC_DOCUMENTS_ISSUED, true },
	{ STR_INIT("出台行政规范性文件"), TOPIC_DOCUMENTS_ISSUED, true },
	{ STR_INIT("规范性文件"), TOPIC_DOCUMENTS_PUBLISHED, false },
	{ STR_INIT("废止规范性文件"), TOPIC_DOCUMENTS_REPEALED, false },
	{ STR_INIT("废止行政规范性文件"), TOPIC_DOCUMENTS_REPEALED, true },
	{ STR_INIT("现行有效规范性文件"), TOPIC_DOCUMENTS_IN_FORCE, true },
	{ STR_INIT("现行有效行政规范性文件"), TOPIC_DOCUMENTS_IN_FORCE, true },
	{ STR_INIT("现行有效的行政规范性文件"), TOPIC_DOCUMENTS_IN_FORCE, true },
	{ STR_INIT("现行有效的规范性文件"), TOPIC_DOCUMENTS_IN_FORCE, true },
	{ STR_INIT("规范性文件现行有效"), TOPIC_DOCUMENTS_IN_FORCE, false },
	{ STR_INIT("行政规范性文件现行有效"), TOPIC_DOCUMENTS_IN_FORCE, true },
	{ STR_INIT("废止"), TOPIC_DOCUMENTS_REPEALED, true, RULES_ONLY_AFTER },
	{ STR_INIT("现行有效"), TOPIC_DOCUMENTS_IN_FORCE, true, RULES_ONLY_AFTER },
	{ STR_INIT("公开规章"), TOPIC_RULES_PUBLISHED, false },
	{ STR_INIT("制定规章"), TOPIC_RULES_PUBLISHED, false },
	{ STR_INIT("行政许可"), TOPIC_PERMITS, false, RULES_SURER_AFTER },
	{ STR_INIT("作出行政许可"), TOPIC_PERMITS, true },
	{ STR_INIT("办理行政许可"), TOPIC_PERMITS, true },
	{ STR_INIT("办结行政许可"), TOPIC_PERMITS, true },
	{ STR_INIT("行政许可处理"), TOPIC_PERMITS, true },
	{ STR_INIT("行政处罚"), TOPIC_PENALTIES, false, RULES_SURER_AFTER },
	{ STR_INIT("作出行政处罚"), TOPIC_PENALTIES, true },
	{ STR_INIT("办理行政处罚"), TOPIC_PENALTIES, true },
	{ STR_INIT("实施行政处罚"), TOPIC_PENALTIES, true },
	{ STR_INIT("行政处罚处理"), TOPIC_PENALTIES, true },
	{ STR_INIT("行政强制"), TOPIC_COERCIONS, false, RULES_SURER_AFTER },
	{ STR_INIT("作出行政强制"), TOPIC_COERCIONS, true },
	{ STR_INIT("实施行政强制"), TOPIC_COERCIONS, true },
	{ STR_INIT("行政强制处理"), TOPIC_COERCIONS, true },
	{ STR_INIT("政府集中采购"), TOPIC_PROCUREMENTS, true },
	{ STR_INIT("政府集中采购项目"), TOPIC_PROCUREMENTS, true },
	{ STR_INIT("政府采购"), TOPIC_PROCUREMENTS, false },
	{ STR_INIT("采购项目"), TOPIC_PROCUREMENTS, false },
	{ STR_INIT("采购总金额"), TOPIC_PROCUREMENT_AMOUNT, false, RULES_SURER_AFTER },
	{ STR_INIT("采购金额"), TOPIC_PROCUREMENT_AMOUNT, false, RULES_SURER_AFTER },
	{ STR_INIT("采购总额"), TOPIC_PROCUREMENT_AMOUNT, false, RULES_SURER_AFTER },
	{ STR_INIT("总金额"), TOPIC_PROCUREMENT_AMOUNT, true, RULES_ONLY_AFTER },
	{ STR_INIT("金额"), TOPIC_PROCUREMENT_AMOUNT, true, RULES_ONLY_AFTER },
	{ STR_INIT("集中采购金额"), TOPIC_PROCUREMENT_AMOUNT, true },
	{ STR_INIT("集中采购总金额"), TOPIC_PROCUREMENT_AMOUNT, true },
	{ STR_INIT("行政事业性收费"), TOPIC_FEES, true },
	{ STR_INIT("行政事业性收费金额"), TOPIC_FEES, true },
	{ STR_INIT("收费金额"), TOPIC_FEES, false },
	{ STR_INIT("收费总额"), TOPIC_FEES, false },
	{ STR_INIT("行政事业性收费总额"), TOPIC_FEES, true },
	{ STR_INIT("主动公开"), TOPIC_PROACTIVE, true },
};

static const struct rules_phrase *
longest_phrase(struct str lead)
{
	const struct rules_phrase *best = NULL;

	for (size_t i = 0; i < COUNT_OF(phrases); i++)
		if (str_ends(lead, phrases[i].words) &&
			(!best || phrases[i].words.len > best->words.len))
			best = &phrases[i];
	return best;
}

/* "部分公开答复", "予以公开决定": the word behind a result adds nothing to it. */
const struct rules_phrase *
rules_find_phrase(struct str lead, size_t *ret_from)
{
	static const struct str tails[] = { STR("答复"), STR("处理"), STR("办理") };
	const struct rules_phrase *phrase = longest_phrase(lead);
	size_t tail = rules_ending(lead, tails, COUNT_OF(tails));
	const struct rules_phrase *inner = NULL;
	struct str rest = lead;
	bool has_application;

	if (tail > 0) {
		rest = rules_strip_filling(str_sub(lead, 0, lead.len - tail), &has_application);
		inner = longest_phrase(rest);
	}
	if (inner && inner->topic > TOPIC_HANDLED && inner->topic < TOPIC_NATURAL &&
		(!phrase || phrase->words.len <= tail)) {
		*ret_from = rest.len - inner->words.len;
		return inner;
	}
	if (phrase)
		*ret_from = lead.len - phrase->words.len;
	return phrase;
}

struct str
rules_lead(const struct rules_figures *figures, size_t index)
{
	struct str flat = figures->text->flat;
	size_t to = figures->numbers[index].from;
	size_t from = rules_sentence_start_after(
		flat, to, index > 0 ? figures->numbers[index - 1].to : 0);

	return str_sub(flat, from, to - from);
}

struct str
rules_strip_filling(struct str lead, bool *ret_has_application)
{
	static const struct str fillings[] = { STR("政府信息公开申请"), STR("信息公开申请"),
		STR("政府信息公开"), STR("信息公开"), STR("依申请公开件"), STR("依申请公开"),
		STR("依申请"), STR("政府信息"), STR("公开申请"), STR("申请件"), STR("申请"),
		STR("信息"), STR("相关"), STR("有关"), STR("事项"), STR("案件"), STR("数量"),
		STR("件数"), STR("总数"), STR("总量"), STR("决定"), STR("共计"), STR("总计"),
		STR("合计"), STR("累计"), STR("共有"), STR("共"), STR("计"), STR("的"), STR("了"),
		STR("有"), STR("为"), STR("是"), STR("数"), STR("类"), STR("各类"), STR("其"),
		STR("情形"), STR("等"), STR("："), STR(":"), STR("”"), STR("“"), STR("结果"),
		STR("分别"), STR("达"), STR("总"), STR("年度"), STR("原因"), STR("进行"),
		STR("各项"), STR("全年"), STR("提出"), STR("提交"), STR("公民、法人和其他组织"),
		STR("公民、法人或其他组织"), STR("公民、法人或者其他组织"),
		STR("公民、法人及其他组织"), STR("公民、法人或其它组织"),
		STR("公民、法人和其它组织") };
	static const struct str application[] = { STR("申请"), STR("依申请公开"), STR("申请件") };
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

/* "三年来", "近几年来"; 一年来 is the year of the report. */
static bool
spans_years(struct str lead)
{
	size_t at = str_find(lead, STR("年来"), 0);

	return str_has(lead, STR("年至")) || str_has(lead, STR("年间")) ||
	       (at != SIZE_MAX && !str_ends(str_sub(lead, 0, at), STR("一")) &&
		       !str_starts(str_from(lead, at), STR("年来信")) &&
		       !str_starts(str_from(lead, at), STR("年来访")));
}

bool
rules_speaks_of_other_year(const struct rules *rules, struct str lead)
{
	static const struct str words[] = { STR("较上年"), STR("比上年"), STR("去年"),
		STR("上年同期"), STR("上一年度的"), STR("同比"), STR("环比"), STR("较上一年"),
		STR("较20"), STR("比20"), STR("增长"), STR("增加"), STR("减少"), STR("下降"),
		STR("回落"), STR("上升"), STR("历年"), STR("近年"), STR("近三年"), STR("以来"),
		STR("年以来") };
	int year = last_year(lead);

	if (rules_has_any(lead, words, COUNT_OF(words)) && !str_has(lead, STR("结转")))
		return true;
	return spans_years(lead) || (year != 0 && year != rules->report->year);
}

bool
rules_speaks_of_plan(const struct rules *rules, struct str before)
{
	static const struct str words[] = { STR("计划"), STR("力争"), STR("预计"), STR("争取"),
		STR("拟"), STR("控制在"), STR("明年"), STR("下一步"), STR("目标") };
	static const struct str carried[] = { STR("年结转"), STR("年度结转") };
	int64_t year;

	if (rules_has_any(before, words, COUNT_OF(words)))
		return true;
	/* The sentence begins with another year, and not with what was left over from it. */
	if (before.len <= 7 || !str_to_int(str_sub(before, 0, 4), &year) || year < 1990 ||
		year > 2100 || year == rules->report->year)
		return false;
	before = str_from(before, 4);
	return str_starts(before, STR("年")) &&
	       rules_beginning(before, carried, COUNT_OF(carried)) == 0;
}

bool
rules_speaks_of_carried(struct str before)
{
	static const struct str fresh[] = { STR("收"), STR("受理"), STR("接到"), STR("新增") };
	/* "共11件（含上年结转1件），答复9件" speaks of all eleven. */
	static const struct str counted[] = { STR("件"), STR("含"), STR("其中") };
	size_t of_year = str_find(before, STR("年结转"), 0);
	size_t of_term = str_find(before, STR("年度结转"), 0);
	size_t at = of_year < of_term ? of_year : of_term;

	return at != SIZE_MAX && !rules_has_any(before, fresh, COUNT_OF(fresh)) &&
	       !rules_has_any(str_sub(before, 0, at), counted, COUNT_OF(counted));
}

/* A whole region, of any rank. */
static const struct str regions[] = { STR_INIT("全省"), STR_INIT("全市"), STR_INIT("全县"),
	STR_INIT("全区"), STR_INIT("全州"), STR_INIT("全盟"), STR_INIT("全旗") };

bool
rules_names_whole(struct str text)
{
	return rules_has_any(text, regions, COUNT_OF(regions));
}

bool
rules_goes_on(struct str before)
{
	static const struct str words[] = { STR("，"), STR("、"), STR("；"), STR("。"), STR("："),
		STR("（"), STR("）"), STR(","), STR("已"), STR("均"), STR("共"), STR("全年"),
		STR("本年"), STR("本年度"), STR("年内"), STR("当年"), STR("其中"), STR("依法"),
		STR("现"), STR("并"), STR("经"), STR("截至年底"), STR("另"), STR("中"), STR("的"),
		STR("申请"), STR("在"), STR("合计"), STR("实际"), STR("其余"), STR("剩余"),
		STR("余下"), STR("另有"), STR("尚有"), STR("还有"), STR("有"), STR("“"),
		STR("全镇"), STR("全局"), STR("我局"), STR("我单位"), STR("本机关"),
		STR("本单位") };
	size_t taken;
	int64_t year;

	for (;;) {
		taken = rules_ending(before, words, COUNT_OF(words));
		if (taken == 0)
			taken = rules_ending(before, regions, COUNT_OF(regions));
		/* "2023年共受理"; that it is the report's own year is asked elsewhere. */
		if (taken == 0 && before.len >= 7 && str_ends(before, STR("年")) &&
			str_to_int(str_sub(before, before.len - 7, 4), &year))
			taken = 7;
		if (taken == 0)
			return before.len == 0;
		before.len -= taken;
	}
}

/* A year at the end of the lead, as a number with 年 and what may follow it, or alone, since 年度
 * is a filling word and may be off by then; the rest of the lead. 0 when there is none. */
static int64_t
take_year(struct str *lead)
{
	static const struct str years[] = { STR("年"), STR("年度"), STR("年底"), STR("年末") };
	size_t taken = rules_ending(*lead, years, COUNT_OF(years));
	int64_t year;

	if (lead->len < taken + 4 || !str_to_int(str_sub(*lead, lead->len - taken - 4, 4), &year) ||
		year < 1990 || year > 2100)
		return 0;
	lead->len -= taken + 4;
	return year;
}

int
rules_carries_by_year(const struct rules *rules, struct str lead, size_t *ret_len)
{
	static const struct str tails[] = { STR("继续办理"), STR("办理"), STR("继续处理") };
	static const struct str verbs[] = { STR("结转"), STR("结转至"), STR("结转到"),
		STR("结转入"), STR("转入"), STR("转至") };
	struct str rest = lead;
	size_t taken = rules_ending(rest, verbs, 1);

	rest.len -= taken;
	if (rules->report->year == 0 || !str_has(lead, STR("转")))
		return TOPIC_NONE;
	if (taken > 0 && take_year(&rest) == rules->report->year - 1) {
		*ret_len = lead.len - rest.len;
		return TOPIC_CARRIED_IN;
	}
	rest = lead;
	rest.len -= rules_ending(rest, tails, COUNT_OF(tails));
	if (take_year(&rest) != rules->report->year + 1)
		return TOPIC_NONE;
	taken = rules_ending(rest, verbs, COUNT_OF(verbs));
	if (taken == 0)
		return TOPIC_NONE;
	*ret_len = lead.len - rest.len + taken;
	return TOPIC_CARRIED_OUT;
}

/* "1件属于内部事务信息不予公开", "9件结转下年度继续办理": a result named behind its figure. */
const struct rules_phrase *
rules_find_phrase_behind(const struct rules_figures *figures, size_t index, size_t *ret_to)
{
	static const struct rules_phrase out = { STR_INIT(""), TOPIC_CARRIED_OUT, true };
	static const struct str carried[] = { STR("结转下"), STR("结转至下"), STR("结转到下"),
		STR("转下"), STR("转入下") };
	struct str flat = figures->text->flat;
	size_t from = figures->numbers[index].to;
	struct str rest = str_from(flat, from);
	const struct rules_phrase *phrase;
	struct str clause;
	bool has_application;
	size_t inside;
	size_t taken = rules_beginning(rest, carried, COUNT_OF(carried));

	if (taken > 0) {
		*ret_to = from + taken;
		if (str_starts(str_from(flat, *ret_to), STR("年")))
			*ret_to += strlen("年");
		return &out;
	}
	clause = rules_clause_behind(flat, from);
	if (clause.len > 120 || (index + 1 < figures->count &&
					figures->numbers[index + 1].from < from + clause.len))
		return NULL;
	clause = rules_strip_filling(clause, &has_application);
	phrase = rules_find_phrase(clause, &inside);
	if (!phrase || phrase->topic < TOPIC_GRANTED || phrase->topic >= TOPIC_NATURAL)
		return NULL;
	/* "3件因补正后仍不明确无法提供" is one reason among several. */
	if (inside > 0 && phrase->topic >= TOPIC_DENIED && phrase->topic <= TOPIC_OTHER)
		return NULL;
	*ret_to = from + clause.len;
	return phrase;
}

/* Where the last office of a government is named, SIZE_MAX when none is: 区政府办, 区政府办公室. In
 * 区政府办理 the government itself does something. */
static size_t
last_office(struct str lead)
{
	static const struct str verbs[] = { STR("政府办理"), STR("政府办结"), STR("政府办件") };
	struct str rest = lead;

	for (;;) {
		size_t at = str_find_last(rest, STR("政府办"));

		if (at == SIZE_MAX ||
			rules_beginning(str_from(lead, at), verbs, COUNT_OF(verbs)) == 0)
			return at;
		rest.len = at;
	}
}

/* "3月至6月"; 1月至12月 is the year. */
static bool
spans_months(struct str lead)
{
	size_t at = str_find(lead, STR("月至"), 0);
	struct str before = str_sub(lead, 0, at == SIZE_MAX ? 0 : at);

	if (!str_ends(before, STR("1")) || !str_starts(str_from(lead, at), STR("月至12月")))
		return at != SIZE_MAX;
	before.len--;
	return rules_has_digit(str_from(before, before.len - rules_last_char(before)));
}

/* Signs of one part whatever else is said: a way in, some agencies, one office of a government, a
 * part of the year. */
static bool
names_a_part(const struct rules *rules, struct str lead)
{
	static const struct str words[] = { STR("网上"), STR("网络"), STR("信函"), STR("当面"),
		STR("邮寄"), STR("在线"), STR("邮件"), STR("现场"), STR("信件"), STR("传真"),
		STR("窗口"), STR("来信"), STR("平台受理"), STR("通过"), STR("渠道"), STR("首次"),
		STR("名义"), STR("本级"), STR("家单位"), STR("个部门"), STR("个单位"),
		STR("部分单位"), STR("部分部门"), STR("部分街"), STR("部分镇"), STR("部分乡"),
		STR("个别"), STR("局属"), STR("区直"), STR("市直"), STR("县直"), STR("上半年"),
		STR("下半年"), STR("季度"), STR("截至目前"), STR("截止目前"), STR("系统"),
		STR("政府："), STR("部门：") };
	size_t office = last_office(lead);
	bool has_month = (str_has(lead, STR("截至")) || str_has(lead, STR("截止"))) &&
			 str_has(lead, STR("月")) && !str_has(lead, STR("12月"));

	if (rules_has_any(lead, words, COUNT_OF(words)))
		return true;
	return has_month || spans_months(lead) ||
	       (rules->kind == CHECKING_AGENCY_GOVERNMENT && office != SIZE_MAX &&
		       !rules_names_whole(str_from(lead, office)));
}

/* 我市, 全区, 本局 and the like are the whole; other names of agencies and regions are a part. */
bool
rules_speaks_of_part(const struct rules *rules, struct str lead, bool is_result)
{
	static const struct str members[] = { STR("县"), STR("区"), STR("市"), STR("局"), STR("镇"),
		STR("乡"), STR("街道"), STR("部门"), STR("单位"), STR("办公室"), STR("委员会"),
		STR("中心"), STR("园") };
	static const struct str wholes[] = { STR("我"), STR("全"), STR("本"), STR("区政府"),
		STR("市政府"), STR("县政府"), STR("政府办"), STR("我区"), STR("各级") };

	if ((!is_result && str_has(lead, STR("其中"))) || names_a_part(rules, lead))
		return true;
	if (rules_has_any(lead, wholes, COUNT_OF(wholes)) ||
		(rules->own.len > 0 && str_has(lead, rules->own)))
		return false;
	return rules_has_any(lead, members, COUNT_OF(members));
}
