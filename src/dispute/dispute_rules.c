/*
 * Terms of reconsideration and litigation and the figures of the annual report's fourth table.
 * Pure; which cases there are stands in dispute_store.c.
 */
#include "dispute/dispute.h"

const struct application_word dispute_kind_words[] = {
	{ DISPUTE_RECONSIDERATION, "reconsideration", "行政复议", "Reconsideration" },
	{ DISPUTE_LITIGATION, "litigation", "行政诉讼（未经复议直接起诉）",
		"Litigation without reconsideration" },
	{ DISPUTE_LITIGATION_AFTER, "litigation_after", "行政诉讼（复议后起诉）",
		"Litigation after reconsideration" },
	{ .key = NULL },
};

const struct application_word dispute_result_words[] = {
	{ DISPUTE_PENDING, "pending", "尚未审结", "Pending" },
	{ DISPUTE_UPHELD, "upheld", "结果维持", "Upheld" },
	{ DISPUTE_RIGHTED, "corrected", "结果纠正", "Corrected" },
	{ DISPUTE_OTHERWISE, "other", "其他结果", "Other" },
	{ .key = NULL },
};

const struct application_word dispute_role_words[] = {
	{ DISPUTE_ORIGINAL, "original", "本机关是原行为机关", "The agency acted itself" },
	{ DISPUTE_CO_DEFENDANT, "co_defendant", "本机关作为复议机关是共同被告（不计入年报）",
		"The agency reviewed and is sued along; not counted" },
	{ .key = NULL },
};

struct dispute_term
dispute_term(enum dispute_kind kind, bool is_simple, int litigation_days)
{
	/* Law: 行政诉讼法 art. 67: fifteen days; a court may set others, so it is a setting. */
	if (kind != DISPUTE_RECONSIDERATION)
		return (struct dispute_term){ litigation_days, false, true,
			"行政诉讼法第六十七条" };
	/* Law: 行政复议法 arts. 54 (simple), 48 (ordinary), 88 (working days) */
	if (is_simple)
		return (struct dispute_term){ 5, true, true, "行政复议法第五十四条、第八十八条" };
	return (struct dispute_term){ 10, true, true, "行政复议法第四十八条、第八十八条" };
}

struct fault *
dispute_due(const struct calendar *calendar, const struct dispute_term *term, struct day arrived_on,
	struct day *ret_day)
{
	if (term->is_working)
		return calendar_add_working_days(calendar, arrived_on, term->days, ret_day);
	/* Law: 民事诉讼法 art. 85 para. 3 (行政诉讼法 art. 101): 期间届满的最后一日是法定休假日
	 * 的，以法定休假日后的第一日为期间届满的日期. */
	return calendar_next_working_day(
		calendar, (struct day){ arrived_on.number + term->days }, ret_day);
}

/* --- the fourth table --- */

/* Law: 国办公开办函〔2016〕201号: only the agency that acted counts the case. */
static bool
is_counted(const struct dispute *one, struct day first, struct day last)
{
	if (one->role == DISPUTE_CO_DEFENDANT || one->arrived_on.number > last.number)
		return false;
	return day_is_none(one->ended_on) || one->ended_on.number >= first.number;
}

void
dispute_count(
	const struct dispute *disputes, size_t count, int year, struct dispute_figures *ret_figures)
{
	static const int columns[DISPUTE_RESULTS] = { [DISPUTE_UPHELD] = 0,
		[DISPUTE_RIGHTED] = 1,
		[DISPUTE_OTHERWISE] = 2,
		[DISPUTE_PENDING] = 3 };
	struct dispute_figures figures = { 0 };
	struct day first = DAY_NONE;
	struct day last = DAY_NONE;

	*ret_figures = figures;
	if (!day_make(year, 1, 1, &first) || !day_make(year, 12, 31, &last))
		return;
	for (size_t i = 0; i < count; i++) {
		const struct dispute *one = &disputes[i];
		enum dispute_result result = one->result;
		int64_t *group = &figures.at[(int)one->kind * DISPUTE_GROUP];

		if (!is_counted(one, first, last))
			continue;
		/* What ended later was pending at the year's end. */
		if (day_is_none(one->ended_on) || one->ended_on.number > last.number)
			result = DISPUTE_PENDING;
		group[columns[result]]++;
		group[DISPUTE_GROUP - 1]++;
	}
	*ret_figures = figures;
}
