/*
 * What the narrative says of reconsideration and litigation, against table 4: none at all, how
 * many, all upheld. Only words about the disclosure of information count outside section four.
 */
#include "base/utf8.h"
#include "checking/rules_inside.h"

enum { REVIEW = 1, LITIGATION = 2, MOST_REACH = 150 };

struct dispute {
	const char *words;
	int which;
};
/* The longest first. */
static const struct dispute dispute_words[] = {
	{ "行政复议", REVIEW },
	{ "行政诉讼", LITIGATION },
	{ "复议", REVIEW },
	{ "诉讼", LITIGATION },
};

static bool
has_any(struct str text, const char *const *words, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (str_has(text, str_of(words[i])))
			return true;
	return false;
}

/* Words that make a sentence speak of something else than whether there were cases. */
static const char *const other_matters[] = { "撤销", "纠正", "败诉", "变更", "纠错", "违法", "超期",
	"新增", "维持", "胜诉", "不当", "责令", "应诉", "化解", "风险" };

static bool
is_inside_character(struct str text, size_t at)
{
	return at < text.len && ((unsigned char)text.at[at] & 0xC0) == 0x80;
}

/* The clause a place stands in: between commas and sentence marks, cut at a fair reach. */
static struct str
clause_of(struct str flat, size_t at)
{
	static const struct str marks[] = { STR("，"), STR("。"), STR("；"), STR("！"), STR("？"),
		STR(","), STR(";"), STR("："), STR("|") };
	size_t from = at;
	size_t to = at;

	while (from > 0 && at - from < MOST_REACH &&
		rules_ending(str_sub(flat, 0, from), marks, COUNT_OF(marks)) == 0)
		from--;
	while (is_inside_character(flat, from))
		from++;
	while (to < flat.len && to - at < MOST_REACH) {
		bool is_mark = false;

		for (size_t i = 0; i < COUNT_OF(marks); i++)
			is_mark = is_mark || str_starts(str_from(flat, to), marks[i]);
		if (is_mark)
			break;
		to++;
	}
	while (to > at && is_inside_character(flat, to))
		to--;
	return str_sub(flat, from, to - from);
}

static bool
has_digit(struct str text)
{
	for (size_t i = 0; i < text.len; i++)
		if (text.at[i] >= '0' && text.at[i] <= '9')
			return true;
	return false;
}

/* The negation nearest before the words, inside their clause; SIZE_MAX when there is none. */
static size_t
negation_before(struct str before)
{
	static const char *const negations[] = { "没有发生", "没有收到", "没有产生", "没有出现",
		"没有", "未发生", "未收到", "未产生", "未出现", "未有", "未涉及", "不存在", "均无",
		"暂无", "无", "零" };
	static const char *const no_negations[] = { "无法", "无正当", "无关", "无偿", "无效",
		"无理" };
	size_t best = SIZE_MAX;
	size_t end = 0;

	for (size_t i = 0; i < COUNT_OF(negations); i++) {
		size_t at = str_find_last(before, str_of(negations[i]));

		if (at == SIZE_MAX || (best != SIZE_MAX && at + strlen(negations[i]) <= end))
			continue;
		best = at;
		end = at + strlen(negations[i]);
	}
	for (size_t i = 0; best != SIZE_MAX && i < COUNT_OF(no_negations); i++)
		if (str_starts(str_from(before, best), str_of(no_negations[i])))
			return SIZE_MAX;
	/* Only the words behind the negation belong to it. */
	if (best != SIZE_MAX &&
		(has_digit(str_from(before, end)) ||
			has_any(str_from(before, end), other_matters, COUNT_OF(other_matters))))
		return SIZE_MAX;
	return best;
}

/* "…均为0", "…为零", "…0件" is a figure's own business; here only what has no unit. */
static bool
zero_follows(struct str after)
{
	static const char *const between[] = { "案件", "情况", "数量", "件数", "数", "申请", "均",
		"都", "为", "是", "：", "、", "行政诉讼", "行政复议", "诉讼", "和" };
	static const char *const ends[] = { "。", "，", "；", "" };
	bool again = true;

	while (again) {
		again = false;
		for (size_t i = 0; i < COUNT_OF(between); i++)
			if (str_starts(after, str_of(between[i]))) {
				after = str_from(after, strlen(between[i]));
				again = true;
			}
	}
	if (!str_starts(after, STR("0")) && !str_starts(after, STR("零")) &&
		!str_starts(after, STR("无")))
		return false;
	after = str_from(after, str_starts(after, STR("0")) ? 1 : 3);
	if (after.len == 0)
		return true;
	for (size_t i = 0; i < COUNT_OF(ends) - 1; i++)
		if (str_starts(after, str_of(ends[i])))
			return true;
	return false;
}

static bool
is_about_disclosure(const struct rules_text *text, size_t at)
{
	size_t from = rules_sentence_start(text->flat, at);
	struct str sentence = str_sub(text->flat, from, rules_sentence_end(text->flat, at) - from);

	return text->key == REPORT_S4_REVIEW || str_has(sentence, STR("信息公开")) ||
	       str_has(sentence, STR("政务公开")) || str_has(sentence, STR("依申请"));
}

/* Does the text claim at this place that there was no such case? *ret_from is where the claim
 * begins. */
static bool
claims_none(const struct rules_text *text, size_t at, size_t len, size_t *ret_from)
{
	struct str clause = clause_of(text->flat, at);
	size_t start = (size_t)(clause.at - text->flat.at);
	struct str before = str_sub(text->flat, start, at - start);
	struct str after = str_from(text->flat, at + len);
	static const char *const behind[] = { "机关", "纠错", "审查", "败诉", "撤销", "纠正", "被",
		"结果", "应诉", "中", "法", "前", "后" };
	size_t negation;

	for (size_t i = 0; i < COUNT_OF(behind); i++)
		if (str_starts(after, str_of(behind[i])))
			return false;
	if (str_has(clause, STR("败诉")) || str_has(clause, STR("纠错")) ||
		str_has(clause, STR("不服")))
		return false;
	negation = negation_before(before);
	if (negation == SIZE_MAX && !zero_follows(after))
		return false;
	*ret_from = negation == SIZE_MAX ? at : start + negation;
	return true;
}

/* The figures of the named groups, added up; *ret_slot is the first total. */
static struct rules_sum
sum_groups(const struct report *report, int which, int result, int *ret_slot)
{
	struct rules_sum sum = { 0 };
	int first = which & REVIEW ? 0 : 1;
	int last = which & LITIGATION ? 2 : 0;

	for (int group = first; group <= last; group++)
		rules_sum_add(&sum, report, report_review_slot(group, result));
	*ret_slot = report_review_slot(first, 4);
	return sum;
}

static const char *
which_words(int which)
{
	static const char *const words[] = { "", "行政复议", "行政诉讼", "行政复议、行政诉讼" };

	return words[which & 3];
}

static void
finish(struct report_finding *finding, enum rules_verdict verdict)
{
	if (verdict != RULES_SAME)
		return;
	finding->level = REPORT_AGREES;
	finding->mend = STR_NONE;
}

static void
tell_none(struct rules *rules, const struct rules_text *text, int which, size_t from, size_t to)
{
	struct rules_sum all = { 0 };
	struct report_finding *finding;
	enum rules_verdict verdict;
	int slot = 0;

	for (int result = 0; result < REPORT_REVIEW_RESULTS; result++) {
		struct rules_sum sum = sum_groups(rules->report, which, result, &slot);

		all.value = all.value > sum.value ? all.value : sum.value;
		all.printed += sum.printed;
		all.open += sum.open;
	}
	if (all.printed == 0 || (all.open > 0 && all.value == 0))
		return;
	verdict = all.value == 0 ? RULES_SAME : RULES_DIFFERENT;
	finding = rules_add(rules, RULE_TXT_N3, report_slot_path(slot).at);
	finish(finding, verdict);
	rules_point(finding, text, from, to);
	rules_say(rules, finding, "正文称没有%s（“%.*s”），表四%s", which_words(which),
		(int)(to - from), text->flat.at + from,
		verdict == RULES_SAME ? "也都是 0，一致" : "却有不为 0 的数字，不一致");
	rules_say_en(rules, finding, "the text says that there were no such cases; table 4 %s",
		verdict == RULES_SAME ? "agrees" : "has some");
}

struct none {
	int which;
	size_t from; /* where the first claim begins */
	size_t to;
};

/* Claims of "none" between two places. */
static struct none
read_none(const struct rules_text *text, size_t at, size_t end)
{
	struct none none = { .from = SIZE_MAX };

	for (; at < end; at++)
		for (size_t i = 2; i < COUNT_OF(dispute_words); i++) {
			size_t len = strlen(dispute_words[i].words);
			size_t from = at;

			if (!str_starts(str_from(text->flat, at), str_of(dispute_words[i].words)) ||
				!is_about_disclosure(text, at) ||
				!claims_none(text, at, len, &from))
				continue;
			none.which |= dispute_words[i].which;
			none.from = none.from == SIZE_MAX ? from : none.from;
			none.to = at + len;
		}
	return none;
}

/* All claims of "none" in one sentence are one claim. */
static void
check_none(struct rules *rules, const struct rules_text *text)
{
	size_t at = 0;

	while (at < text->flat.len) {
		size_t next = SIZE_MAX;
		size_t end;
		struct none none;

		for (size_t i = 2; i < COUNT_OF(dispute_words); i++) {
			size_t found = rules_text_find(text, str_of(dispute_words[i].words), at);

			next = found < next ? found : next;
		}
		if (next == SIZE_MAX)
			return;
		end = rules_sentence_end(text->flat, next);
		none = read_none(text, next, end);
		if (none.which)
			tell_none(rules, text, none.which, none.from, none.to);
		at = end;
	}
}

/* --- how many --- */

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

		for (size_t i = 0; i < COUNT_OF(dispute_words) && taken == 0; i++)
			if (str_ends(rest, str_of(dispute_words[i].words))) {
				taken = strlen(dispute_words[i].words);
				which |= dispute_words[i].which;
			}
		if (taken == 0)
			break;
		rest.len -= taken;
		*ret_from = rest.len;
		taken = rules_ending(rest, joints, COUNT_OF(joints));
		if (taken == 0)
			break;
		rest.len -= taken;
	}
	return which;
}

/* "1件涉及政府信息公开工作的行政复议": the disputes named behind a figure in its clause. */
static int
disputes_behind(const struct rules_figures *figures, size_t index, size_t *ret_to)
{
	struct str flat = figures->text->flat;
	size_t from = figures->numbers[index].to;
	size_t end = index + 1 < figures->count ? figures->numbers[index + 1].from : flat.len;
	struct str tail = str_sub(flat, from, flat.len - from < 100 ? flat.len - from : 100);
	size_t reach;

	/* Most figures have nothing of the kind near; that is cheap to know. */
	if (!str_has(tail, STR("复议")) && !str_has(tail, STR("诉讼")))
		return 0;
	tail = clause_of(flat, from);
	reach = (size_t)(tail.at - flat.at) + tail.len;
	end = end < reach ? end : reach;
	if (end <= from || end - from > 90)
		return 0;
	tail = str_sub(flat, from, end - from);
	for (size_t i = 0; i < COUNT_OF(dispute_words); i++)
		if (str_ends(tail, str_of(dispute_words[i].words))) {
			*ret_to = end;
			return dispute_words[i].which;
		}
	return 0;
}

static bool
counts_cases(const struct rules_number *number)
{
	return number->unit == RULES_PIECES && !number->is_about &&
	       (str_equal(number->unit_word, STR("件")) ||
		       str_equal(number->unit_word, STR("起")) ||
		       str_equal(number->unit_word, STR("宗")) ||
		       str_equal(number->unit_word, STR("例")) ||
		       str_equal(number->unit_word, STR("次")) ||
		       str_equal(number->unit_word, STR("个")));
}

/* "均获维持": every case of the group was upheld. */
static void
check_upheld(struct rules *rules, const struct rules_text *text, int which, size_t at, size_t end)
{
	static const char *const words[] = { "均获维持", "均维持", "全部维持", "均予维持",
		"均被维持", "均予以维持", "均为维持" };
	struct str rest = str_sub(text->flat, at, end - at);
	int slot = 0;
	struct rules_sum total = sum_groups(rules->report, which, 4, &slot);
	struct rules_sum upheld = sum_groups(rules->report, which, 0, &slot);
	struct report_finding *finding;

	for (size_t i = 0; i < COUNT_OF(words); i++) {
		size_t found = str_find(rest, str_of(words[i]), 0);

		if (found == SIZE_MAX || total.printed == 0 || upheld.printed == 0 ||
			total.value <= upheld.value)
			continue;
		finding = rules_add(rules, RULE_TXT_N3, report_slot_path(slot).at);
		rules_point(finding, text, at + found, at + found + strlen(words[i]));
		rules_say(rules, finding, "正文称%s“%s”，表四总计 %lld 件中结果维持只有 %lld 件",
			which_words(which), words[i], (long long)total.value,
			(long long)upheld.value);
		rules_say_en(rules, finding,
			"the text says that all were upheld; table 4 has %lld of %lld",
			(long long)upheld.value, (long long)total.value);
		return;
	}
}

static int
check_count(struct rules *rules, const struct rules_figures *figures, size_t index)
{
	const struct rules_text *text = figures->text;
	const struct rules_number *number = &figures->numbers[index];
	struct str lead = rules_lead(figures, index);
	size_t from = 0;
	size_t to = number->to;
	int which = disputes_before(lead, &from);
	struct rules_reading reading = { .table = { 0 } };
	struct report_finding *finding;
	enum rules_verdict verdict;
	bool is_sure;
	int slot = 0;

	/* Cases that the agency decided are not cases against it. */
	if (!counts_cases(number) || rules_speaks_of_other_year(rules, lead) ||
		str_has(lead, STR("作为复议机关")) || str_has(lead, STR("作为行政复议机关")))
		return 0;
	from += (size_t)(lead.at - text->flat.at);
	if (which == 0) {
		which = disputes_behind(figures, index, &to);
		from = number->from;
	}
	if (which == 0)
		return 0;
	is_sure = is_about_disclosure(text, number->from) && which != (REVIEW | LITIGATION) &&
		  !rules_speaks_of_part(rules, lead, false);
	reading.table = sum_groups(rules->report, which, 4, &slot);
	verdict = rules_compare(number->value, &reading);
	if (verdict == RULES_UNKNOWN || (verdict == RULES_DIFFERENT && !is_sure))
		return 0;
	finding = rules_add(rules, RULE_TXT_N3, report_slot_path(slot).at);
	finish(finding, verdict);
	rules_point(finding, text, from, to);
	rules_say(rules, finding, "正文“%.*s”与表四%s总计 %lld %s", (int)(to - from),
		text->flat.at + from, which_words(which), (long long)reading.table.value,
		verdict == RULES_SAME ? "一致" : "不一致");
	rules_say_en(rules, finding, "the text says %s cases, table 4 has %lld%s",
		decimal_text(number->value).at, (long long)reading.table.value,
		verdict == RULES_SAME ? "; they agree" : "");
	return which;
}

void
rules_check_disputes(struct rules *rules, const struct rules_figures *figures)
{
	const struct rules_text *text = figures->text;
	size_t last = SIZE_MAX;
	int which = 0;

	if (text->key == REPORT_S0_PREFACE ||
		(!str_has(text->flat, STR("复议")) && !str_has(text->flat, STR("诉讼"))))
		return;
	check_none(rules, text);
	for (size_t i = 0; i < figures->count; i++) {
		int found = check_count(rules, figures, i);
		size_t end;

		if (!found)
			continue;
		/* Cases counted one after the other share the words that follow the last. */
		which = last != SIZE_MAX && figures->numbers[i].from - last < MOST_REACH
				? which | found
				: found;
		last = figures->numbers[i].to;
		end = rules_sentence_end(text->flat, last);
		if (i + 1 < figures->count && figures->numbers[i + 1].from < end)
			end = figures->numbers[i + 1].from;
		check_upheld(rules, text, which, last, end);
	}
}
