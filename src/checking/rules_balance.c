/*
 * The balances of tables 3 and 4 as data: which cells on the left equal which on the right, and for
 * which lines. Blanks are never taken for zero: a line with blanks is told only when what is
 * printed contradicts itself.
 */
#include "checking/rules_inside.h"

enum { LEFT_MOST = 2, RIGHT_MOST = 24 };

/* Over which lines a balance is checked; members are the other axis. */
enum axis { EACH_ROW, EACH_COLUMN, EACH_GROUP };

struct balance {
	enum rules_id rule;
	enum axis axis;
	int left[LEFT_MOST];
	int left_count;
	int right[RIGHT_MOST];
	int right_count;  /* 0: the rows of results that this record has */
	bool blank_tells; /* a side that is blank all through contradicts a figure on the other */
	int at;           /* member whose cell carries the finding */
};

static const struct balance balances[] = {
	{ RULE_T3_ROW, EACH_ROW, { REPORT_TOTAL }, 1,
		{ REPORT_NATURAL_PERSON, REPORT_BIZ, REPORT_RESEARCH, REPORT_PUBLIC_WELFARE,
			REPORT_LEGAL_SERVICE, REPORT_OTHER_ORG },
		6, false, REPORT_TOTAL },
	{ RULE_T3_BAL, EACH_COLUMN, { REPORT_ROW_NEW_RECEIVED, REPORT_ROW_CARRIED_IN }, 2,
		{ REPORT_ROW_RES_TOTAL, REPORT_ROW_CARRIED_OUT }, 2, true,
		REPORT_ROW_NEW_RECEIVED },
	{ RULE_T3_SUM, EACH_COLUMN, { REPORT_ROW_RES_TOTAL }, 1, { 0 }, 0, false,
		REPORT_ROW_RES_TOTAL },
	{ RULE_T4_SUM, EACH_GROUP, { 4 }, 1, { 0, 1, 2, 3 }, 4, false, 4 },
};

void
rules_sum_add(struct rules_sum *sum, const struct report *report, int slot)
{
	const struct report_cell *cell = rules_cell(report, slot);
	struct decimal number = cell->number;

	if (cell->state != REPORT_NUMBER || !decimal_is_whole(number) ||
		decimal_compare(number, decimal_of(-1000000000000)) < 0 ||
		decimal_compare(number, decimal_of(1000000000000)) > 0) {
		sum->open++;
		sum->blank += cell->state == REPORT_BLANK;
		return;
	}
	for (; number.scale > 0; number.scale--)
		number.units /= 10;
	sum->value += number.units;
	sum->printed++;
}

int64_t
rules_value(const struct report *report, int slot)
{
	struct rules_sum sum = { 0 };

	rules_sum_add(&sum, report, slot);
	return sum.value;
}

/* Does any cell of this row of table 3 exist? */
static bool
has_row(const struct report *report, int row)
{
	for (int column = 0; column < REPORT_APPLICANTS; column++)
		if (report->cells[report_application_slot(row, column)].state != REPORT_ABSENT)
			return true;
	return false;
}

int
rules_result_rows(const struct report *report, int rows[REPORT_APPLICATION_ROWS])
{
	bool has_single = has_row(report, REPORT_ROW_OTHER);
	bool has_parts = has_row(report, REPORT_ROW_OTHER_NO_CORRECTION) ||
			 has_row(report, REPORT_ROW_OTHER_NO_FEE) ||
			 has_row(report, REPORT_ROW_OTHER_MISC);
	/* A hybrid with both takes the three; its single row can only be their heading or sum. */
	bool use_parts = has_parts || (!has_single && report->form == REPORT_FORM_2021);
	int count = 0;

	for (int row = REPORT_ROW_RES_GRANTED; row < REPORT_ROW_RES_TOTAL; row++) {
		bool is_part = row > REPORT_ROW_OTHER;

		if (row < REPORT_ROW_OTHER || is_part == use_parts)
			rows[count++] = row;
	}
	return count;
}

static int
slot_of(enum axis axis, int line, int member)
{
	if (axis == EACH_ROW)
		return report_application_slot(line, member);
	return axis == EACH_COLUMN ? report_application_slot(member, line)
				   : report_review_slot(line, member);
}

static const struct rules_words *
member_words(enum axis axis, int member)
{
	if (axis == EACH_ROW)
		return &rules_applicants[member];
	return axis == EACH_COLUMN ? &rules_rows[member] : &rules_review_results[member];
}

/* One side in words: "新收 1 + 结转 0"; a long side leaves its zeros out. */
static void
put_side(struct rules_line *line, const struct report *report, const struct balance *balance,
	int at, const int *members, int count, bool is_english)
{
	int64_t sum = 0;
	int shown = 0;

	for (int i = 0; i < count; i++) {
		int slot = slot_of(balance->axis, at, members[i]);
		const struct rules_words *words = member_words(balance->axis, members[i]);
		int64_t value = rules_value(report, slot);
		bool is_open = !rules_has_number(report, slot);

		if (count > 2 && (is_open || value == 0))
			continue;
		rules_line_put(
			line, "%s%s ", shown++ ? " + " : "", is_english ? words->en : words->zh);
		if (is_open)
			rules_line_put(line, is_english ? "(blank)" : "（空格）");
		else
			rules_line_put(line, "%lld", (long long)value);
		sum += value;
	}
	if (shown == 0)
		rules_line_put(line, is_english ? "sum 0" : "各项之和 0");
	else if (count > 2 && shown > 1)
		rules_line_put(line, " = %lld", (long long)sum);
}

/* "商业企业一列", "（一）予以公开一行", "行政复议". */
static void
put_line_name(struct rules_line *line, enum axis axis, int at, bool is_english)
{
	if (axis == EACH_ROW)
		rules_line_put(line, is_english ? "row \"%s\": " : "“%s”一行：",
			is_english ? rules_rows[at].en : rules_rows[at].zh);
	else if (axis == EACH_COLUMN)
		rules_line_put(line, is_english ? "column \"%s\": " : "%s一列：",
			is_english ? rules_applicants[at].en : rules_applicants[at].zh);
	else
		rules_line_put(line, is_english ? "%s: " : "%s：",
			is_english ? rules_review_groups[at].en : rules_review_groups[at].zh);
}

static void
tell(struct rules *rules, const struct balance *balance, int at, const int *right, int right_count,
	int64_t difference, bool has_blank)
{
	const struct report *report = rules->report;
	struct report_path path = report_slot_path(slot_of(balance->axis, at, balance->at));
	struct report_finding *finding = rules_add(rules, balance->rule, path.at);

	for (int english = 0; english < 2; english++) {
		struct rules_line line = { .len = 0 };

		put_line_name(&line, balance->axis, at, english);
		if (balance->left_count == 2) {
			put_side(&line, report, balance, at, balance->left, 2, english);
			rules_line_put(&line, " ≠ ");
			put_side(&line, report, balance, at, right, right_count, english);
		} else {
			put_side(&line, report, balance, at, right, right_count, english);
			rules_line_put(&line, " ≠ ");
			put_side(&line, report, balance, at, balance->left, 1, english);
		}
		if (english) {
			rules_line_put(&line, ", off by %lld%s", (long long)difference,
				has_blank ? " by what is printed" : "");
			rules_say_en(rules, finding, "%s", line.at);
		} else {
			rules_line_put(&line, "，%s相差 %lld", has_blank ? "仅按已填数字计算" : "",
				(long long)difference);
			rules_say(rules, finding, "%s", line.at);
		}
	}
}

static struct rules_sum
sum_side(const struct report *report, enum axis axis, int line, const int *members, int count)
{
	struct rules_sum sum = { 0 };

	for (int i = 0; i < count; i++)
		rules_sum_add(&sum, report, slot_of(axis, line, members[i]));
	return sum;
}

/* Do the printed figures alone contradict? What is open can only add. */
static bool
contradicts(
	const struct balance *balance, const struct rules_sum *left, const struct rules_sum *right)
{
	if (left->printed == 0 && right->printed == 0)
		return false;
	if (left->open == 0 && right->open == 0)
		return left->value != right->value;
	if (balance->blank_tells && left->open == 0 && right->printed == 0 &&
		right->blank == right->open)
		return left->value != 0;
	if (balance->blank_tells && right->open == 0 && left->printed == 0 &&
		left->blank == left->open)
		return right->value != 0;
	if (left->open == 0 && right->printed > 0)
		return right->value > left->value;
	return right->open == 0 && left->printed > 0 && left->value > right->value;
}

/* What res_partial counts must not be counted again in another row: the sum is then too large by
 * exactly that figure. Law: 国办公开办函〔2019〕60号, label of the row 部分公开 */
static void
tell_counted_twice(struct rules *rules, int column, int64_t too_much)
{
	int slot = report_application_slot(REPORT_ROW_RES_PARTIAL, column);
	struct report_finding *finding;

	for (size_t i = 0; i < rules->report->finding_count; i++)
		if (strcmp(rules->report->findings[i].rule, checking_rules[RULE_T3_NOPART].id) == 0)
			return;
	if (too_much <= 0 || rules_value(rules->report, slot) != too_much)
		return;
	finding = rules_add(rules, RULE_T3_NOPART, report_slot_path(slot).at);
	rules_say(rules, finding,
		"%s一列：各项结果之和比办理总计多 %lld，正好等于“部分公开” "
		"%lld，可能把部分公开的申请又计入了其他答复",
		rules_applicants[column].zh, (long long)too_much, (long long)too_much);
	rules_say_en(rules, finding,
		"column \"%s\": the results exceed their total by %lld, exactly the figure granted "
		"in part; "
		"those may have been counted twice",
		rules_applicants[column].en, (long long)too_much);
}

static void
check_line(struct rules *rules, const struct balance *balance, int line)
{
	const struct report *report = rules->report;
	int rows[REPORT_APPLICATION_ROWS];
	const int *right = balance->right;
	int right_count = balance->right_count;
	struct rules_sum sums[2];
	int64_t difference;

	if (right_count == 0) {
		right_count = rules_result_rows(report, rows);
		right = rows;
	}
	sums[0] = sum_side(report, balance->axis, line, balance->left, balance->left_count);
	sums[1] = sum_side(report, balance->axis, line, right, right_count);
	if (!contradicts(balance, &sums[0], &sums[1]))
		return;
	difference = sums[0].value - sums[1].value;
	tell(rules, balance, line, right, right_count, difference < 0 ? -difference : difference,
		sums[0].open + sums[1].open > 0);
	if (balance->rule == RULE_T3_SUM)
		tell_counted_twice(rules, line, -difference);
}

void
rules_check_balances(struct rules *rules)
{
	static const int lines[] = { [EACH_ROW] = REPORT_APPLICATION_ROWS,
		[EACH_COLUMN] = REPORT_APPLICANTS,
		[EACH_GROUP] = REPORT_REVIEW_GROUPS };

	for (size_t i = 0; i < COUNT_OF(balances); i++)
		for (int line = 0; line < lines[balances[i].axis]; line++)
			check_line(rules, &balances[i], line);
}
