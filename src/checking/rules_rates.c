/*
 * Arithmetic inside the narrative: percentages recomputed from figures near them or from table 3,
 * lists of parts against the total they follow, results against the figure of all results. A
 * percentage whose base is not certain is only ever found to agree.
 */
#include "checking/rules_inside.h"

enum { MOST_BASES = 12, MOST_PARTS = 40, FEWEST_PARTS = 3 };

static struct decimal
hundred_times(int64_t part, int64_t whole, int scale, bool round_up)
{
	__int128 value = (__int128)part * 100;
	int64_t half = round_up ? whole / 2 : 0;

	for (int i = 0; i < scale; i++)
		value *= 10;
	return (struct decimal){ (int64_t)((value + half) / whole), scale };
}

/* Does the percentage say part / whole, rounded or cut at its own places? */
static bool
is_rate(struct decimal percent, int64_t part, int64_t whole)
{
	if (whole <= 0 || part < 0 || part > whole || whole > 1000000000 || percent.scale > 6)
		return false;
	return decimal_compare(hundred_times(part, whole, percent.scale, true), percent) == 0 ||
	       decimal_compare(hundred_times(part, whole, percent.scale, false), percent) == 0;
}

static bool
is_plain_count(const struct rules_number *number)
{
	return number->unit == RULES_PIECES && !number->is_about && number->value.scale == 0 &&
	       number->value.units >= 0;
}

static void
tell_rate(struct rules *rules, const struct rules_text *text, const struct rules_number *percent,
	const char *where, bool agrees, int64_t part, int64_t whole)
{
	struct report_finding *finding = rules_add(rules, RULE_TXT_RATE, where);
	struct decimal right = hundred_times(
		part, whole, percent->value.scale < 2 ? 2 : percent->value.scale, true);

	rules_agree(finding, agrees);
	rules_point(finding, text, percent->from, percent->to);
	rules_say(rules, finding,
		agrees ? "正文 %s%% 与 %lld/%lld 相符" : "正文写 %s%%，而 %lld/%lld = %s%%，不一致",
		decimal_text(percent->value).at, (long long)part, (long long)whole,
		decimal_text(right).at);
	rules_say_en(rules, finding,
		agrees ? "%s%% is %lld/%lld" : "the text says %s%%, but %lld/%lld is %s%%",
		decimal_text(percent->value).at, (long long)part, (long long)whole,
		decimal_text(right).at);
}

/* --- 办结率 against table 3 --- */

/* The last words before a percentage name a rate of finished applications, without 按期 and the
 * like, which no table shows. */
static bool
names_finishing_rate(const struct rules_text *text, const struct rules_number *percent)
{
	static const struct str names[] = { STR("办结率"), STR("办结率为"), STR("办结率达"),
		STR("办结率达到"), STR("办结率：") };
	static const struct str timely[] = { STR("按期"), STR("按时"), STR("及时"), STR("如期"),
		STR("准时"), STR("限期"), STR("到期"), STR("规定"), STR("提前"), STR("限时"),
		STR("期限内") };
	/* Of these, too, a section on applications may tell. */
	static const char *const others[] = { "热线", "工单", "督查", "线索", "来信", "信件",
		"信箱", "留言", "建议", "提案", "诉求", "投诉", "信访", "许可", "审批" };
	struct str lead = rules_sentence_before(text->flat, percent->from);
	struct str sentence = rules_sentence(text->flat, percent->from);
	size_t name = rules_ending(lead, names, COUNT_OF(names));

	if (name == 0)
		return false;
	lead.len -= name;
	if (rules_ending(lead, timely, COUNT_OF(timely)) > 0)
		return false;
	if (str_has(sentence, STR("依申请")) || str_has(sentence, STR("公开申请")))
		return true;
	for (size_t i = 0; i < COUNT_OF(others); i++)
		if (str_has(sentence, str_of(others[i])))
			return false;
	return text->key == REPORT_S3_REQUESTS;
}

/* Is the rate surely that of the whole agency in the report's own year? */
static bool
speaks_of_whole(const struct rules *rules, const struct rules_figures *figures, size_t index)
{
	struct str lead = rules_lead(figures, index);
	struct str before =
		rules_sentence_before(figures->text->flat, figures->numbers[index].from);

	return !rules_speaks_of_other_year(rules, lead) &&
	       !rules_speaks_of_part(rules, lead, true) && !rules_speaks_of_carried(before) &&
	       !rules_speaks_of_plan(rules, before);
}

static bool
check_finishing_rate(struct rules *rules, const struct rules_figures *figures, size_t index)
{
	const struct rules_text *text = figures->text;
	const struct rules_number *percent = &figures->numbers[index];
	struct rules_sum done =
		rules_sum_rows(rules->report, REPORT_ROW_RES_TOTAL, REPORT_ROW_RES_TOTAL);
	struct rules_sum all =
		rules_sum_rows(rules->report, REPORT_ROW_NEW_RECEIVED, REPORT_ROW_CARRIED_IN);
	int slot = report_application_slot(REPORT_ROW_RES_TOTAL, REPORT_TOTAL);
	bool agrees;

	if (!names_finishing_rate(text, percent))
		return false;
	if (done.open > 0 || all.open > 0 || all.value <= 0 || done.value > all.value)
		return true;
	agrees = is_rate(percent->value, done.value, all.value);
	if (!agrees && !speaks_of_whole(rules, figures, index))
		return true;
	tell_rate(rules, text, percent, report_slot_path(slot).at, agrees, done.value, all.value);
	return true;
}

/* --- 占 N% behind a count --- */

/* The count that a share speaks of: "不予公开35件，占4.34%". */
static const struct rules_number *
share_of(const struct rules_figures *figures, size_t index)
{
	static const char *const between[] = { "占", "占比", "占总数的", "约占", "，占", "，占比",
		"，占总数的", "（占", "（占比", "占比为", "，占比为", "，占总数", "、占", "、占比",
		"、约占", "，约占", "，占申请总数的", "，占总量的", ",占", ",占比" };
	struct str flat = figures->text->flat;
	const struct rules_number *count = index > 0 ? &figures->numbers[index - 1] : NULL;
	size_t gap;

	if (!count || !is_plain_count(count))
		return NULL;
	gap = figures->numbers[index].from - count->to;
	for (size_t i = 0; i < COUNT_OF(between); i++)
		if (str_equal(str_sub(flat, count->to, gap), str_of(between[i])))
			return count;
	return NULL;
}

struct bases {
	int64_t at[MOST_BASES];
	int count;
};

static void
add_base(struct bases *bases, int64_t value)
{
	for (int i = 0; i < bases->count; i++)
		if (bases->at[i] == value)
			return;
	if (value > 0 && bases->count < MOST_BASES)
		bases->at[bases->count++] = value;
}

/* What shares may be shares of: table 3's totals and the figures of the same stretch of text. */
static void
find_bases(const struct rules *rules, const struct rules_figures *figures, size_t index,
	struct bases *ret_bases)
{
	struct rules_sum sums[3] = {
		rules_sum_rows(rules->report, REPORT_ROW_RES_TOTAL, REPORT_ROW_RES_TOTAL),
		rules_sum_rows(rules->report, REPORT_ROW_NEW_RECEIVED, REPORT_ROW_NEW_RECEIVED),
		rules_sum_rows(rules->report, REPORT_ROW_NEW_RECEIVED, REPORT_ROW_CARRIED_IN),
	};

	for (int i = 0; i < 3; i++)
		if (sums[i].open == 0)
			add_base(ret_bases, sums[i].value);
	for (size_t i = index; i-- > 0 && index - i < 8;)
		if (is_plain_count(&figures->numbers[i]))
			add_base(ret_bases, figures->numbers[i].value.units);
}

/* How many shares of the sentence agree with a base; one that does not is then surely wrong. */
static int
agreeing_shares(const struct rules_figures *figures, size_t from, size_t to, int64_t base)
{
	int agreeing = 0;

	for (size_t i = 0; i < figures->count; i++) {
		const struct rules_number *count;

		if (figures->numbers[i].unit != RULES_PERCENT || figures->numbers[i].from < from ||
			figures->numbers[i].from >= to)
			continue;
		count = share_of(figures, i);
		agreeing += count && count->value.units > 0 &&
			    is_rate(figures->numbers[i].value, count->value.units, base);
	}
	return agreeing;
}

static bool
check_share(struct rules *rules, const struct rules_figures *figures, size_t index)
{
	const struct rules_number *percent = &figures->numbers[index];
	const struct rules_text *text = figures->text;
	const struct rules_number *count = share_of(figures, index);
	struct bases bases = { .count = 0 };
	size_t from = rules_sentence_start(text->flat, percent->from);
	size_t to = rules_sentence_end(text->flat, percent->from);
	const char *where = report_section_labels[text->key].key;

	/* A list of shares goes on over semicolons. */
	from = from > 600 ? from - 600 : 0;
	to = text->flat.len - to > 600 ? to + 600 : text->flat.len;
	if (!count || count->value.units == 0)
		return count != NULL;
	find_bases(rules, figures, index - 1, &bases);
	for (int i = 0; i < bases.count; i++)
		if (is_rate(percent->value, count->value.units, bases.at[i])) {
			tell_rate(
				rules, text, percent, where, true, count->value.units, bases.at[i]);
			return true;
		}
	for (int i = 0; i < bases.count; i++)
		if (agreeing_shares(figures, from, to, bases.at[i]) >= 2 &&
			count->value.units <= bases.at[i]) {
			tell_rate(rules, text, percent, where, false, count->value.units,
				bases.at[i]);
			return true;
		}
	return true;
}

/* --- other rates: agreement only --- */

/* A rate with decimals fits few fractions of a small whole, so a whole that allows it says
 * something: "事项总数164项……网办率90.85%" is 149/164. */
static void
check_other_rate(struct rules *rules, const struct rules_figures *figures, size_t index)
{
	const struct rules_number *percent = &figures->numbers[index];
	const struct rules_text *text = figures->text;
	struct str before = rules_sentence_before(text->flat, percent->from);
	size_t from = percent->from - before.len;
	static const struct str names[] = { STR("率"), STR("率为"), STR("率达"), STR("率达到"),
		STR("率：") };

	if (percent->value.scale < 2 || rules_ending(before, names, COUNT_OF(names)) == 0)
		return;
	for (size_t i = index; i-- > 0 && figures->numbers[i].from >= from;) {
		int64_t whole = figures->numbers[i].value.units;
		int64_t part;

		if (!is_plain_count(&figures->numbers[i]) || whole < 20 || whole > 2000)
			continue;
		part = (int64_t)(((__int128)percent->value.units * whole) /
				 (percent->value.scale == 2          ? 10000
					 : percent->value.scale == 3 ? 100000
								     : 1000000));
		for (int64_t near = part; near <= part + 1; near++)
			if (percent->value.scale <= 4 &&
				decimal_compare(
					hundred_times(near, whole, percent->value.scale, true),
					percent->value) == 0) {
				tell_rate(rules, text, percent,
					report_section_labels[text->key].key, true, near, whole);
				return;
			}
	}
}

void
rules_check_rates(struct rules *rules, const struct rules_figures *figures)
{
	for (size_t i = 0; i < figures->count; i++) {
		const struct rules_number *percent = &figures->numbers[i];

		if (percent->unit != RULES_PERCENT || percent->is_about)
			continue;
		if (!check_finishing_rate(rules, figures, i) && !check_share(rules, figures, i))
			check_other_rate(rules, figures, i);
	}
}

/* --- parts of a total --- */

struct list {
	int64_t total;
	int64_t sum;
	int parts;
	size_t last;   /* index of the last part */
	bool is_whole; /* ends with 其他…, so nothing should be left out */
};

/* Parts in brackets right behind a total, all with its unit: "2602条（其中甲82条，乙80条……）". */
static bool
read_list(const struct rules_figures *figures, size_t index, struct list *ret_list)
{
	const struct rules_number *total = &figures->numbers[index];
	struct str flat = figures->text->flat;
	struct str rest = str_from(flat, total->to);
	struct list list = { .total = total->value.units };
	size_t end;
	size_t close;

	if (!is_plain_count(total) || (!str_starts(rest, STR("（")) && !str_starts(rest, STR("("))))
		return false;
	end = str_find(flat, STR("）"), total->to);
	close = str_find(flat, STR(")"), total->to);
	end = close < end ? close : end;
	if (end == SIZE_MAX || end - total->to > 1500)
		return false;
	for (size_t i = index + 1; i < figures->count && figures->numbers[i].to <= end; i++) {
		const struct rules_number *part = &figures->numbers[i];
		size_t from = figures->numbers[i - 1].to;

		if (!is_plain_count(part) || !str_equal(part->unit_word, total->unit_word) ||
			list.parts >= MOST_PARTS)
			return false;
		list.sum += part->value.units;
		list.parts++;
		list.last = i;
		list.is_whole = str_has(str_sub(flat, from, part->from - from), STR("其他")) ||
				str_has(str_sub(flat, from, part->from - from), STR("其它"));
	}
	*ret_list = list;
	return list.parts >= FEWEST_PARTS;
}

void
rules_check_parts(struct rules *rules, const struct rules_figures *figures)
{
	const struct rules_text *text = figures->text;

	for (size_t i = 0; i < figures->count; i++) {
		struct report_finding *finding;
		struct list list;
		bool agrees;

		if (!read_list(figures, i, &list))
			continue;
		agrees = list.sum == list.total;
		/* Fewer than the total is usual when only some parts are named. */
		if (!agrees && list.sum < list.total && !list.is_whole)
			continue;
		finding = rules_add(rules, RULE_TXT_PARTS, report_section_labels[text->key].key);
		rules_agree(finding, agrees);
		if (!agrees && !list.is_whole)
			finding->level = REPORT_NOTE;
		rules_point(
			finding, text, figures->numbers[i].from, figures->numbers[list.last].to);
		rules_say(rules, finding, "正文列出的 %d 个分项之和 %lld 与总数 %lld %s",
			list.parts, (long long)list.sum, (long long)list.total,
			agrees ? "一致" : "不一致");
		rules_say_en(rules, finding, "the %d parts add up to %lld, the total is %lld%s",
			list.parts, (long long)list.sum, (long long)list.total,
			agrees ? "; they agree" : "");
	}
}

/* --- results against all results --- */

static const struct rules_claim *
only_claim(const struct rules_claims *claims, const struct rules_text *text, int topic)
{
	const struct rules_claim *only = NULL;

	for (size_t i = 0; i < claims->count; i++) {
		if (claims->at[i].topic != topic || claims->at[i].text != text)
			continue;
		if (only)
			return NULL;
		only = &claims->at[i];
	}
	return only;
}

/* When the narrative names a figure for each of the six results, they should add up to the table's
 * total of results. */
void
rules_check_outcome(
	struct rules *rules, const struct rules_claims *claims, const struct rules_text *text)
{
	static const int topics[] = { TOPIC_GRANTED, TOPIC_PARTIAL, TOPIC_DENIED, TOPIC_UNABLE,
		TOPIC_NO, TOPIC_OTHER };
	const struct rules_claim *joint = only_claim(claims, text, TOPIC_GRANTED_OR_PARTIAL);
	struct rules_reading reading = { .table = rules_sum_rows(rules->report,
						 REPORT_ROW_RES_TOTAL, REPORT_ROW_RES_TOTAL) };
	int slot = report_application_slot(REPORT_ROW_RES_TOTAL, REPORT_TOTAL);
	const struct rules_claim *first = joint;
	const struct rules_claim *last = joint;
	struct rules_line line = { .len = 0 };
	struct report_finding *finding;
	int64_t sum = 0;
	bool agrees;

	for (size_t i = joint ? 2 : 0; i < COUNT_OF(topics); i++) {
		const struct rules_claim *claim = only_claim(claims, text, topics[i]);

		if (!claim)
			return;
		first = first && first->from < claim->from ? first : claim;
		last = last && last->from > claim->from ? last : claim;
		sum += claim->number->value.units;
		rules_line_put(&line, "%s%s", line.len || joint ? "+" : "",
			decimal_text(claim->number->value).at);
	}
	if (joint)
		sum += joint->number->value.units;
	if (reading.table.open > 0 || reading.table.printed == 0 ||
		last->number->to - first->from > 2000)
		return;
	agrees = sum == reading.table.value;
	finding = rules_add(rules, RULE_TXT_N2, report_slot_path(slot).at);
	rules_agree(finding, agrees);
	rules_point(finding, text, first->from, last->number->to);
	rules_say(rules, finding, "正文各项办理结果之和 %s%s = %lld，与表三办理总计 %lld %s",
		joint ? decimal_text(joint->number->value).at : "", line.at, (long long)sum,
		(long long)reading.table.value, agrees ? "一致" : "不一致");
	rules_say_en(rules, finding,
		"the results in the text add up to %lld, the table's total is %lld%s",
		(long long)sum, (long long)reading.table.value, agrees ? "; they agree" : "");
}
