/*
 * The terms of law that other rooms ask for, as a table, and the day on which one ends. What
 * happens when a term is missed is their business.
 */
#include "calendar/clock.h"

const struct clock_term clock_terms[] = {
	/* Law: 条例 art. 33 paragraph 2 */
	{ "answer", CLOCK_WORKING_DAYS, 20, "条例 33②", "答复申请", "answer an application", true },
	/* Law: 条例 art. 33 paragraph 2 */
	{ "extension", CLOCK_WORKING_DAYS, 20, "条例 33②", "延长答复（最多）",
		"extend the answer (at most)", true },
	/* Law: 条例 art. 30 */
	{ "correction", CLOCK_WORKING_DAYS, 7, "条例 30", "一次性告知补正",
		"tell the applicant once what to correct", true },
	/* Law: 条例 art. 32 */
	{ "third_party", CLOCK_WORKING_DAYS, 15, "条例 32", "第三方提出意见",
		"opinion of a third party", true },
	/* Law: 条例 art. 34 */
	{ "other_agency", CLOCK_WORKING_DAYS, 15, "条例 34", "其他机关提出意见",
		"opinion of another agency", true },
	/* Law: 条例 art. 26 */
	{ "publish", CLOCK_WORKING_DAYS, 20, "条例 26", "主动公开", "publish proactively", true },
	{ "fee", CLOCK_WORKING_DAYS, 20, "国办函〔2020〕109 号", "缴纳信息处理费",
		"pay the processing fee", true },
	/* Law: 行政复议法 art. 20 */
	{ "reconsideration", CLOCK_NATURAL_DAYS, 60, "行政复议法 20①", "申请行政复议",
		"apply for reconsideration", true },
	/* Law: 行政诉讼法 art. 46 */
	{ "litigation", CLOCK_MONTHS, 6, "行政诉讼法 46", "直接提起行政诉讼", "sue directly",
		true },
	/* Law: 行政诉讼法 art. 45 */
	{ "litigation_after", CLOCK_NATURAL_DAYS, 15, "行政诉讼法 45", "收到复议决定后提起行政诉讼",
		"sue after reconsideration", true },
	/* Law: 行政复议法 art. 20 paragraph 3 */
	{ "reconsideration_untold", CLOCK_MONTHS, 12, "行政复议法 20③",
		"未告知权利时申请行政复议（最长）",
		"apply for reconsideration when nobody told the right (at most)", true },
	/* Law: 行政复议法 art. 54, 88 */
	{ "reply_simple", CLOCK_WORKING_DAYS, 5, "行政复议法 54", "简易程序中提出书面答复",
		"reply in a simple reconsideration", true },
	/* Law: 行政复议法 art. 48, 88 */
	{ "reply_ordinary", CLOCK_WORKING_DAYS, 10, "行政复议法 48", "普通程序中提出书面答复",
		"reply in an ordinary reconsideration", true },
	{ NULL },
};

const struct clock_term *
clock_term_find(struct str key)
{
	for (const struct clock_term *term = clock_terms; term->key; term++)
		if (str_equal(key, str_of(term->key)))
			return term;
	return NULL;
}

const struct clock_term *
clock_answer_term(void)
{
	return &clock_terms[0];
}

struct fault *
clock_term_end(const struct calendar *calendar, const struct clock_term *term, struct day from,
	bool is_moving, struct day *ret_day)
{
	struct day end;

	if (term->unit == CLOCK_WORKING_DAYS)
		return calendar_add_working_days(calendar, from, term->amount, ret_day);
	if (term->unit == CLOCK_NATURAL_DAYS)
		end = (struct day){ from.number + term->amount };
	else
		end = calendar_add_months(from, term->amount);
	if (is_moving)
		return calendar_next_working_day(calendar, end, ret_day);
	*ret_day = end;
	return NULL;
}
