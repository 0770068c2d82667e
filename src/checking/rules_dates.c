/*
 * The period of the figures, the day of signature, and the day of publication where it is known;
 * which kind of agency it is, on which the last day depends.
 * Working days are not counted here: the terms of article 49 are days of the calendar.
 */
#include "checking/rules_inside.h"

#define LOCAL_NOTICE "（乡镇、街道以当地通知为准）"

/* Law: 条例 art. 49; 国办公开办函〔2019〕60号 and 〔2021〕30号: the calendar year of the title */
static void
check_period(struct rules *rules)
{
	const struct report *report = rules->report;
	struct report_finding *finding;
	struct day first = DAY_NONE;
	struct day last = DAY_NONE;

	if (report->year == 0) {
		finding = rules_add(rules, RULE_META_1, "year");
		finding->level = REPORT_WARNING;
		rules_say(rules, finding, "标题和正文中没有找到报告年度");
		rules_say_en(rules, finding, "the year of the report was not found");
		return;
	}
	if (day_is_none(report->period_from) || day_is_none(report->period_to)) {
		finding = rules_add(rules, RULE_META_1, "period");
		finding->level = REPORT_WARNING;
		rules_say(rules, finding, "没有写明数据统计期限（应为%d年1月1日至12月31日）",
			report->year);
		rules_say_en(rules, finding,
			"the period of the figures is not given (1 January to 31 December %d)",
			report->year);
		return;
	}
	if (!day_make(report->year, 1, 1, &first) || !day_make(report->year, 12, 31, &last))
		return;
	if (report->period_from.number == first.number && report->period_to.number == last.number)
		return;
	finding = rules_add(rules, RULE_META_1, "period");
	rules_say(rules, finding, "统计期限写的是 %s 至 %s，%d年度报告应为 %s 至 %s",
		day_text(report->period_from).at, day_text(report->period_to).at, report->year,
		day_text(first).at, day_text(last).at);
	rules_say_en(rules, finding, "the period is %s to %s; for %d it should be %s to %s",
		day_text(report->period_from).at, day_text(report->period_to).at, report->year,
		day_text(first).at, day_text(last).at);
}

/* --- kind of agency --- */

static bool
ends_with_any(struct str name, const struct str *words, size_t count)
{
	return rules_ending(name, words, count) > 0;
}

/* Law: 条例 arts. 49 and 50 treat governments and their departments differently. */
enum checking_agency_kind
checking_agency_kind(const struct report *report)
{
	static const struct str offices[] = { STR("办公室"), STR("办公厅"), STR("局"), STR("厅"),
		STR("部"), STR("委"), STR("委员会"), STR("办"), STR("处"), STR("中心"), STR("署"),
		STR("院"), STR("队"), STR("大队"), STR("支队"), STR("总队"), STR("管理处"),
		STR("所"), STR("总局") };
	static const struct str no_government[] = { STR("开发区"), STR("实验区"), STR("示范区"),
		STR("园区"), STR("高新区"), STR("新区"), STR("保税区"), STR("物流区"),
		STR("工业区"), STR("产业区"), STR("商务区"), STR("保护区"), STR("矿区"),
		STR("合作区"), STR("风景区"), STR("度假区"), STR("试验区"), STR("集聚区"),
		STR("管理区"), STR("管委会"), STR("林区"), STR("功能区") };
	static const struct str regions[] = { STR("省"), STR("市"), STR("区"), STR("县"), STR("旗"),
		STR("自治州"), STR("州"), STR("盟") };
	static const struct str streets[] = { STR("街道"), STR("街道办事处"), STR("街道办"),
		STR("办事处"), STR("乡"), STR("镇"), STR("乡人民政府"), STR("镇人民政府"),
		STR("乡政府"), STR("镇政府"), STR("苏木"), STR("街道办公室"), STR("街") };
	struct str name = str_trim(report->agency);

	if (name.len == 0)
		name = str_trim(report->signed_by);
	if (ends_with_any(name, streets, COUNT_OF(streets)))
		return CHECKING_AGENCY_STREET;
	if (str_ends(name, STR("人民政府")) || str_ends(name, STR("政府")))
		return CHECKING_AGENCY_GOVERNMENT;
	if (ends_with_any(name, no_government, COUNT_OF(no_government)))
		return CHECKING_AGENCY_UNKNOWN;
	if (ends_with_any(name, offices, COUNT_OF(offices)))
		return CHECKING_AGENCY_DEPARTMENT;
	if (ends_with_any(name, regions, COUNT_OF(regions)))
		return CHECKING_AGENCY_GOVERNMENT;
	return CHECKING_AGENCY_UNKNOWN;
}

/* --- the days --- */

/* Streets and towns without a local notice: the day is only the usual one, so it is told mildly. */
static bool
is_usual_day_only(const struct rules *rules)
{
	return rules->kind == CHECKING_AGENCY_STREET && day_is_none(rules->facts->town_deadline);
}

struct day
checking_deadline(enum checking_agency_kind kind, int year)
{
	bool is_early = kind == CHECKING_AGENCY_DEPARTMENT || kind == CHECKING_AGENCY_STREET;
	struct day day = DAY_NONE;

	return day_make(year + 1, is_early ? 1 : 3, 31, &day) ? day : DAY_NONE;
}

/* The last day for publishing, or that of the local notice. */
static struct day
last_day_to_publish(const struct rules *rules)
{
	if (rules->kind == CHECKING_AGENCY_STREET && !is_usual_day_only(rules))
		return rules->facts->town_deadline;
	return checking_deadline(rules->kind, rules->report->year);
}

static void
check_date(struct rules *rules)
{
	const struct report *report = rules->report;
	struct day end = DAY_NONE;
	struct day last = last_day_to_publish(rules);
	struct report_finding *finding;

	if (report->year == 0 || day_is_none(report->signed_on) || day_is_none(last) ||
		!day_make(report->year, 12, 31, &end))
		return;
	if (report->signed_on.number <= end.number) {
		finding = rules_add(rules, RULE_META_2, "signed_on");
		rules_say(rules, finding, "落款日期 %s 早于统计期末 %s，年份可能写错",
			day_text(report->signed_on).at, day_text(end).at);
		rules_say_en(rules, finding,
			"signed on %s, before the period ends on %s; the year may be wrong",
			day_text(report->signed_on).at, day_text(end).at);
	} else if (report->signed_on.number > last.number) {
		finding = rules_add(rules, RULE_META_2, "signed_on");
		if (is_usual_day_only(rules))
			finding->level = REPORT_WARNING;
		rules_say(rules, finding, "落款日期 %s 晚于公布期限 %s%s",
			day_text(report->signed_on).at, day_text(last).at,
			is_usual_day_only(rules) ? LOCAL_NOTICE : "");
		rules_say_en(rules, finding, "signed on %s, after the last day for publishing, %s",
			day_text(report->signed_on).at, day_text(last).at);
	}
}

/* The day the report was put before the public, which only others can know.
 * Law: 条例 art. 49 */
static void
check_published(struct rules *rules)
{
	const struct report *report = rules->report;
	struct day published = rules->facts->published_on;
	struct day last = last_day_to_publish(rules);
	struct day end = DAY_NONE;
	struct report_finding *finding;

	if (report->year == 0 || day_is_none(published) || day_is_none(last) ||
		!day_make(report->year, 12, 31, &end))
		return;
	if (published.number <= end.number) {
		finding = rules_add(rules, RULE_TIME_1, "year");
		finding->level = REPORT_WARNING;
		finding->mend = STR("核对发布日期和报告年度。");
		rules_say(rules, finding, "发布日期 %s 早于统计期末 %s，日期或年度可能有误",
			day_text(published).at, day_text(end).at);
		rules_say_en(rules, finding,
			"published on %s, before the period ends on %s; one of them may be wrong",
			day_text(published).at, day_text(end).at);
	} else if (published.number > last.number) {
		finding = rules_add(rules, RULE_TIME_1, "year");
		if (is_usual_day_only(rules))
			finding->level = REPORT_WARNING;
		rules_say(rules, finding, "发布日期 %s 超过公布期限 %s，晚 %d 天%s",
			day_text(published).at, day_text(last).at, published.number - last.number,
			is_usual_day_only(rules) ? LOCAL_NOTICE : "");
		rules_say_en(rules, finding,
			"published on %s, %d days after the last day for publishing, %s",
			day_text(published).at, published.number - last.number, day_text(last).at);
	}
}

void
rules_check_dates(struct rules *rules)
{
	check_period(rules);
	check_date(rules);
	check_published(rules);
}
