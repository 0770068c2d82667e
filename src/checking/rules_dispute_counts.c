/*
 * How many reconsiderations and suits the narrative counts and how they ended, against table 4.
 * That there were none at all is in rules_disputes.c.
 */
#include "checking/rules_inside.h"

enum { TOTAL = 4 }; /* the column of table 4 that has all cases of a group */

struct dispute {
	struct str words;
	int which;
};
/* The longest first. */
static const struct dispute dispute_words[] = {
	{ STR_INIT("未经行政复议直接起诉"), RULES_DIRECT },
	{ STR_INIT("未经复议直接起诉"), RULES_DIRECT },
	{ STR_INIT("直接提起行政诉讼"), RULES_DIRECT },
	{ STR_INIT("行政复议后起诉"), RULES_AFTER_REVIEW },
	{ STR_INIT("复议后再起诉"), RULES_AFTER_REVIEW },
	{ STR_INIT("复议后起诉"), RULES_AFTER_REVIEW },
	{ STR_INIT("直接起诉"), RULES_DIRECT },
	{ STR_INIT("行政复议"), RULES_REVIEW },
	{ STR_INIT("行政诉讼"), RULES_LITIGATION },
	{ STR_INIT("复议"), RULES_REVIEW },
	{ STR_INIT("诉讼"), RULES_LITIGATION },
};

/* The kinds that text ends with, and their length. */
static int
kind_at_end(struct str text, size_t *ret_len)
{
	for (size_t i = 0; i < COUNT_OF(dispute_words); i++)
		if (str_ends(text, dispute_words[i].words)) {
			*ret_len = dispute_words[i].words.len;
			return dispute_words[i].which;
		}
	return 0;
}

/* "未经复议直接起诉的行政诉讼", "经复议后起诉的行政诉讼": the words in front narrow the kind,
 * but not when they name both. */
static int
narrow(int which, struct str lead)
{
	bool is_direct = str_has(lead, STR("直接起诉")) || str_has(lead, STR("未经"));
	bool is_after = str_has(lead, STR("复议后"));

	if (which != RULES_LITIGATION || is_direct == is_after)
		return which;
	return is_direct ? RULES_DIRECT : RULES_AFTER_REVIEW;
}

/* Which disputes a figure's lead ends with; *ret_from is where those words begin. Both joined by 、
 * or 和 give both bits. */
static int
disputes_before(struct str lead, size_t *ret_from)
{
	static const struct str joints[] = { STR("、"), STR("和"), STR("及"), STR("与"), STR("或"),
		STR("以及") };
	bool has_application;
	int which = 0;
	struct str rest = rules_strip_filling(lead, &has_application);

	for (int round = 0; round < 2; round++) {
		size_t taken = 0;

		which |= kind_at_end(rest, &taken);
		if (taken == 0)
			break;
		rest.len -= taken;
		*ret_from = rest.len;
		taken = rules_ending(rest, joints, COUNT_OF(joints));
		if (taken == 0)
			break;
		rest.len -= taken;
	}
	return narrow(which, lead);
}

/* "1件涉及政府信息公开工作的行政复议": the disputes named behind a figure in its clause. Words
 * right before another figure are what that one counts: 投诉0件、复议1件,
 * 争议2件（复议1件、诉讼1件）. */
static int
disputes_behind(const struct rules_figures *figures, size_t index, size_t *ret_to)
{
	struct str flat = figures->text->flat;
	size_t from = figures->numbers[index].to;
	struct str tail = str_sub(flat, from, flat.len - from < 100 ? flat.len - from : 100);
	size_t end;
	size_t len;
	int which;

	/* Most figures have nothing of the kind near; that is cheap to know. */
	if (!str_has(tail, STR("复议")) && !str_has(tail, STR("诉讼")))
		return 0;
	tail = rules_clause_behind(flat, from);
	end = from + tail.len;
	if (tail.len > 90 || (index + 1 < figures->count && figures->numbers[index + 1].from < end))
		return 0;
	which = kind_at_end(tail, &len);
	if (which)
		*ret_to = end;
	return which;
}

static bool
counts_cases(const struct rules_number *number)
{
	static const struct str units[] = { STR("件"), STR("起"), STR("宗"), STR("例"), STR("次"),
		STR("个") };

	return !number->is_about && rules_has_unit(number, units, COUNT_OF(units));
}

/* "均获维持": every case of the group was upheld. "已审结案件均维持" leaves out what is pending. */
static void
check_upheld(struct rules *rules, const struct rules_text *text, int which, size_t at, size_t end)
{
	static const char *const words[] = { "均获维持", "均维持", "全部维持", "均予维持",
		"均被维持", "均予以维持", "均为维持" };
	struct str rest = str_sub(text->flat, at, end - at);
	int slot = 0;
	struct rules_sum upheld = rules_disputes_sum(rules->report, which, 0, &slot);
	int pending_slot = 0;
	struct rules_sum pending = rules_disputes_sum(rules->report, which, 3, &pending_slot);
	struct rules_sum total = rules_disputes_sum(rules->report, which, TOTAL, &slot);
	struct report_finding *finding;

	for (size_t i = 0; i < COUNT_OF(words); i++) {
		size_t found = str_find(rest, str_of(words[i]), 0);
		bool is_of_closed;

		if (found == SIZE_MAX)
			continue;
		is_of_closed = str_has(str_sub(rest, 0, found), STR("审结"));
		if (total.printed == 0 || upheld.printed == 0 ||
			(is_of_closed && pending.open > 0) ||
			total.value - (is_of_closed ? pending.value : 0) <= upheld.value)
			continue;
		finding = rules_add(rules, RULE_TXT_N3, report_slot_path(slot).at);
		rules_point(finding, text, at + found, at + found + strlen(words[i]));
		rules_say(rules, finding, "正文称%s“%s”，表四总计 %lld 件中结果维持只有 %lld 件",
			rules_disputes_words(which), words[i], (long long)total.value,
			(long long)upheld.value);
		rules_say_en(rules, finding,
			"the text says that all were upheld; table 4 has %lld of %lld",
			(long long)upheld.value, (long long)total.value);
		return;
	}
}

/* Is the count surely that of all cases against the agency? A government's office of
 * reconsideration also counts those that it decides. */
static bool
counts_all_cases(
	const struct rules *rules, const struct rules_text *text, struct str lead, int which)
{
	static const struct str others[] = { STR("其他"), STR("其它"), STR("一审"), STR("二审"),
		STR("再审"), STR("新收"), STR("新增"), STR("结转"), STR("为被申请人"),
		STR("为被告"), STR("控制在"), STR("超过"), STR("参与"), STR("应诉") };
	static const struct str deciding[] = { STR("办理"), STR("受理"), STR("审理"),
		STR("复议职责"), STR("复议体制") };
	size_t at = (size_t)(lead.at - text->flat.at);
	struct str before = rules_sentence_before(text->flat, at + lead.len);
	/* 其中未经复议直接起诉 is a whole group of the table. */
	bool is_group = which == RULES_DIRECT || which == RULES_AFTER_REVIEW;

	if (rules_has_any(lead, others, COUNT_OF(others)) ||
		rules_speaks_of_part(rules, before, is_group) || rules_speaks_of_carried(before) ||
		rules_speaks_of_plan(rules, before))
		return false;
	return (rules->kind != CHECKING_AGENCY_GOVERNMENT &&
		       !str_has(rules->report->agency, STR("司法"))) ||
	       !rules_has_any(before, deciding, COUNT_OF(deciding));
}

/* "行政复议268件，其中涉及政府信息公开的21件": only what follows 其中 is about disclosure. */
static bool
has_disclosure_as_part(const struct rules_text *text, const struct rules_number *number)
{
	size_t end = rules_sentence_end(text->flat, number->from);
	struct str before = rules_sentence_before(text->flat, number->from);
	struct str behind = str_sub(text->flat, number->to, end - number->to);
	size_t part = str_find(behind, STR("其中"), 0);

	return part != SIZE_MAX && !str_has(before, STR("公开")) &&
	       str_has(str_from(behind, part), STR("信息公开"));
}

/* The counts of one text as they are read. */
struct counting {
	struct rules *rules;
	const struct rules_figures *figures;
	int which;      /* kinds of the last count, with those counted right before it */
	int only;       /* kinds of the last count alone; 0 when several kinds share what follows */
	size_t counted; /* index of the last count */
	size_t to;      /* behind it; SIZE_MAX before the first */
	size_t chain;   /* index of the last count, or of the last figure that tells its results */
	size_t elsewhere; /* behind the last count of disputes over something else, or SIZE_MAX */
	bool in_results;  /* the chain has come to a result */
};

static bool
is_near(const struct counting *counting, const struct rules_number *number, size_t reach)
{
	return counting->to != SIZE_MAX && number->from - counting->to < reach;
}

/* Does the count go on with one of the same sentence? Behind ； only when nothing else is said or
 * counted: 行政复议3件；被提起行政诉讼1件. */
static bool
goes_on_in_sentence(const struct counting *counting, size_t index, struct str before)
{
	static const struct str light[] = { STR("被提起"), STR("被申请"), STR("被"), STR("发生"),
		STR("引发"), STR("提起") };
	struct str flat = counting->figures->text->flat;
	const struct rules_number *numbers = counting->figures->numbers;
	size_t at = numbers[index].from;
	size_t start = rules_sentence_start(flat, at);

	if (!is_near(counting, &numbers[index], RULES_CLAUSE_REACH))
		return false;
	if (start < counting->to)
		return true;
	before.len -= rules_ending(before, light, COUNT_OF(light));
	return rules_goes_on(before) && (index == 0 || numbers[index - 1].from < start) &&
	       !str_has(str_sub(flat, counting->to, at - counting->to), STR("。"));
}

/* "涉及征地的行政复议", but not "涉及行政复议". */
static bool
names_subject(struct str words)
{
	size_t at = str_find_last(words, STR("涉"));
	struct str rest = str_from(words, at == SIZE_MAX ? words.len : at + strlen("涉"));

	if (str_starts(rest, STR("及")))
		rest = str_from(rest, strlen("及"));
	if (rest.len == 0)
		return false;
	for (size_t i = 0; i < COUNT_OF(dispute_words); i++)
		if (str_starts(rest, dispute_words[i].words))
			return false;
	return true;
}

/* "因征收拆迁被申请行政复议12件", "消费领域行政诉讼12件", "12件拆迁类行政复议": disputes over
 * something else than disclosure. */
static bool
names_other_cause(struct str words)
{
	static const struct str causes[] = { STR("因"), STR("类"), STR("领域"), STR("不服"),
		STR("处罚"), STR("许可"), STR("执法"), STR("拆迁"), STR("征收"), STR("征地"),
		STR("工伤"), STR("民事"), STR("刑事"), STR("公益"), STR("其余") };
	static const struct str ours[] = { STR("公开"), STR("依申请"), STR("答复"), STR("告知") };

	return (rules_has_any(words, causes, COUNT_OF(causes)) || names_subject(words)) &&
	       !rules_has_any(words, ours, COUNT_OF(ours));
}

/* Does the figure share its sentence with a count of disputes over something else? */
static bool
is_elsewhere(const struct counting *counting, const struct rules_number *number)
{
	return counting->elsewhere != SIZE_MAX &&
	       rules_sentence_start(counting->figures->text->flat, number->from) <
		       counting->elsewhere;
}

/* Is the count one of disputes over something else, or joined to one in its sentence? */
static bool
counts_other_cause(struct counting *counting, const struct rules_number *number, struct str lead,
	struct str behind)
{
	if (str_has(lead, STR("公开")) || str_has(behind, STR("公开")))
		counting->elsewhere = SIZE_MAX;
	if (!names_other_cause(lead) && !names_other_cause(behind) &&
		!is_elsewhere(counting, number))
		return false;
	counting->elsewhere = number->to;
	return true;
}

/* 因政府信息公开行政复议0件，土地确权行政复议12件: all of a kind are counted once. */
static bool
is_counted_again(const struct counting *counting, const struct rules_number *number, int which)
{
	return is_near(counting, number, RULES_CLAUSE_REACH) &&
	       (which == RULES_REVIEW || which == RULES_LITIGATION) &&
	       (counting->which & which) == which;
}

/* A figure that table 4 has a column for. */
struct outcome {
	int result; /* that column, TOTAL for all cases */
	int which;
	bool is_named; /* the kind of dispute stands right in front of it */
	size_t from;
	size_t to;
};

static enum rules_verdict
compare_outcome(
	const struct rules *rules, const struct rules_number *number, const struct outcome *outcome)
{
	int slot;
	struct rules_reading reading = { .table = rules_disputes_sum(rules->report, outcome->which,
						 outcome->result, &slot) };

	return rules_compare(number->value, &reading);
}

static void
tell_outcome(struct rules *rules, const struct rules_text *text, const struct rules_number *number,
	const struct outcome *outcome, bool agrees)
{
	int slot;
	struct rules_sum table =
		rules_disputes_sum(rules->report, outcome->which, outcome->result, &slot);
	struct report_finding *finding = rules_add(rules, RULE_TXT_N3, report_slot_path(slot).at);

	rules_agree(finding, agrees);
	rules_point(finding, text, outcome->from, outcome->to);
	rules_say(rules, finding, "正文“%.*s”与表四%s%s %lld %s",
		(int)(outcome->to - outcome->from), text->flat.at + outcome->from,
		rules_disputes_words(outcome->which), rules_review_results[outcome->result].zh,
		(long long)table.value, agrees ? "一致" : "不一致");
	rules_say_en(rules, finding, "the text says %s cases (%s), table 4 has %lld%s",
		decimal_text(number->value).at, rules_review_results[outcome->result].en,
		(long long)table.value, agrees ? "; they agree" : "");
}

/* Compare a count with table 4; the kinds it counts when it says anything certain, else 0. */
static int
check_count(struct counting *counting, size_t index, struct str lead)
{
	struct rules *rules = counting->rules;
	const struct rules_figures *figures = counting->figures;
	const struct rules_text *text = figures->text;
	const struct rules_number *number = &figures->numbers[index];
	struct outcome all = { .result = TOTAL, .to = number->to };
	int which = disputes_before(lead, &all.from);
	struct str before = str_sub(lead, 0, which ? all.from : 0);
	enum rules_verdict verdict;

	/* Cases that the agency decided are not cases against it; a decision is no case. */
	all.from += (size_t)(lead.at - text->flat.at);
	if (which == 0) {
		which = disputes_behind(figures, index, &all.to);
		all.from = number->from;
	}
	all.which = which;
	if (which == 0 || rules_speaks_of_other_year(rules, lead) ||
		str_has(lead, STR("作为复议机关")) || str_has(lead, STR("作为行政复议机关")) ||
		str_ends(lead, STR("复议决定")) ||
		counts_other_cause(counting, number, lead,
			str_sub(text->flat, number->to, all.to - number->to)))
		return 0;
	verdict = compare_outcome(rules, number, &all);
	if (verdict == RULES_UNKNOWN)
		return 0;
	if (verdict == RULES_DIFFERENT &&
		(((which & RULES_REVIEW) && which != RULES_REVIEW) ||
			is_counted_again(counting, number, which) ||
			has_disclosure_as_part(text, number) ||
			!counts_all_cases(rules, text, lead, which) ||
			(!rules_is_about_disclosure(text, number->from) &&
				!goes_on_in_sentence(counting, index, before))))
		return 0;
	tell_outcome(rules, text, number, &all, verdict == RULES_SAME);
	return which;
}

struct result_words {
	struct str words;
	int result; /* column of its group in table 4 */
};
/* The longest first; 结果 is a filling word and may be off by then. */
static const struct result_words result_words[] = {
	{ STR_INIT("结果维持"), 0 },
	{ STR_INIT("维持"), 0 },
	{ STR_INIT("结果纠正"), 1 },
	{ STR_INIT("纠正"), 1 },
	{ STR_INIT("其他"), 2 },
	{ STR_INIT("尚未审结"), 3 },
	{ STR_INIT("未审结"), 3 },
};

/* The kinds of the count whose results are being told at this figure, 0 when none surely are. */
static int
kinds_of_chain(const struct counting *counting, size_t index)
{
	return counting->to != SIZE_MAX && counting->chain + 1 == index &&
			       is_near(counting, &counting->figures->numbers[index], RULES_GOES_ON)
		       ? counting->only
		       : 0;
}

/* The kinds of disputes whose result is told: named in front of it ("行政诉讼中维持9件"), or those
 * of the count that it goes on with. 0 when that is not certain. */
static int
kinds_of_result(const struct counting *counting, size_t index, struct str before, bool *ret_named)
{
	static const struct str behind[] = { STR("中"), STR("方面"), STR("案件"), STR("："),
		STR("，"), STR("被"), STR("结果"), STR("其中") };
	static const struct str light[] = { STR("被"), STR("结果") };
	struct str rest = before;
	size_t taken;
	int which;

	while ((taken = rules_ending(rest, behind, COUNT_OF(behind))) > 0)
		rest.len -= taken;
	which = kind_at_end(rest, &taken);
	*ret_named = which != 0;
	if (which)
		return narrow(which, before);
	before.len -= rules_ending(before, light, COUNT_OF(light));
	return rules_goes_on(before) ? kinds_of_chain(counting, index) : 0;
}

/* "其中维持12件" or "9件维持"; false when the figure tells no result. */
static bool
read_outcome(
	const struct counting *counting, size_t index, struct str lead, struct outcome *ret_outcome)
{
	const struct rules_text *text = counting->figures->text;
	const struct rules_number *number = &counting->figures->numbers[index];
	bool has_application;
	struct str words = rules_strip_filling(lead, &has_application);
	struct str rest = str_from(text->flat, number->to);

	for (size_t i = 0; i < COUNT_OF(result_words); i++) {
		struct outcome outcome = { .result = result_words[i].result, .to = number->to };

		if (!str_ends(words, result_words[i].words))
			continue;
		words.len -= result_words[i].words.len;
		outcome.from = (size_t)(words.at - text->flat.at) + words.len;
		outcome.which = kinds_of_result(counting, index, words, &outcome.is_named);
		/* "其他" alone may be any kind of other. */
		if (outcome.result == 2 && (!counting->in_results || outcome.is_named))
			return false;
		*ret_outcome = outcome;
		return outcome.which != 0;
	}
	for (size_t i = 0; i < COUNT_OF(result_words) && rules_goes_on(words); i++) {
		if (result_words[i].result == 2 || !str_starts(rest, result_words[i].words))
			continue;
		*ret_outcome = (struct outcome){ .result = result_words[i].result,
			.which = kinds_of_chain(counting, index),
			.from = number->from,
			.to = number->to + result_words[i].words.len };
		return ret_outcome->which != 0;
	}
	return false;
}

/* "行政复议21件，其中结果维持12件、纠正3件": each result against its cell. */
static void
check_result(struct counting *counting, size_t index, struct str lead)
{
	struct rules *rules = counting->rules;
	const struct rules_text *text = counting->figures->text;
	const struct rules_number *number = &counting->figures->numbers[index];
	struct outcome outcome;
	enum rules_verdict verdict;

	if (!read_outcome(counting, index, lead, &outcome) ||
		rules_speaks_of_other_year(rules, lead))
		return;
	verdict = compare_outcome(rules, number, &outcome);
	if (verdict == RULES_UNKNOWN ||
		(verdict == RULES_DIFFERENT && outcome.is_named &&
			(is_elsewhere(counting, number) ||
				!rules_is_about_disclosure(text, number->from) ||
				!counts_all_cases(rules, text, lead, outcome.which))))
		return;
	if (verdict == RULES_SAME && outcome.is_named) {
		counting->only = outcome.which;
		counting->to = number->to;
	}
	if (verdict == RULES_SAME) {
		counting->chain = index;
		counting->in_results = true;
	}
	tell_outcome(rules, text, number, &outcome, verdict == RULES_SAME);
}

/* Rates and "已审结19件" stand among results without breaking their row. */
static void
keep_chain(struct counting *counting, size_t index, struct str lead)
{
	if (counting->chain + 1 == index &&
		(counting->figures->numbers[index].unit == RULES_PERCENT ||
			str_ends(lead, STR("已审结"))))
		counting->chain = index;
}

void
rules_check_dispute_counts(struct rules *rules, const struct rules_figures *figures)
{
	const struct rules_text *text = figures->text;
	struct counting counting = {
		.rules = rules, .figures = figures, .to = SIZE_MAX, .elsewhere = SIZE_MAX
	};

	if (!rules_may_name_disputes(text))
		return;
	for (size_t i = 0; i < figures->count; i++) {
		const struct rules_number *number = &figures->numbers[i];
		struct str lead = rules_lead(figures, i);
		bool is_case = counts_cases(number);
		int found = is_case ? check_count(&counting, i, lead) : 0;
		size_t end;

		if (!found) {
			if (is_case)
				check_result(&counting, i, lead);
			keep_chain(&counting, i, lead);
			continue;
		}
		/* Cases counted one after the other share the words that follow the last. */
		counting.only = counting.to != SIZE_MAX && counting.counted + 1 == i &&
						is_near(&counting, number, RULES_CLAUSE_REACH) &&
						counting.which != found
					? 0
					: found;
		counting.which = is_near(&counting, number, RULES_CLAUSE_REACH)
					 ? counting.which | found
					 : found;
		counting.counted = i;
		counting.chain = i;
		counting.in_results = false;
		counting.to = number->to;
		end = rules_sentence_end(text->flat, counting.to);
		if (i + 1 < figures->count && figures->numbers[i + 1].from < end)
			end = figures->numbers[i + 1].from;
		check_upheld(rules, text, counting.which, counting.to, end);
	}
}
