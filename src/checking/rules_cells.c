/*
 * What single cells and whole tables show by themselves: blanks, figures that are none, negative
 * figures, missing rows and tables, rows of the other form, tables of zeros.
 * Sums are in rules_balance.c; table 2's own rules in rules_proactive.c.
 */
#include "base/utf8.h"
#include "checking/rules_inside.h"

/* One printed row: a run of slots with the same path up to the last dot. */
struct row {
	int first;
	int count;
	enum report_table table;
};

static const char *const table_keys[] = { "proactive", "applications", "review_litigation" };
static const char *const table_words[] = { "表二（主动公开政府信息情况）",
	"表三（收到和处理政府信息公开申请情况）", "表四（行政复议、行政诉讼情况）" };
static const char *const table_words_en[] = { "table 2 (proactive disclosure)",
	"table 3 (applications)", "table 4 (reconsideration and litigation)" };

static enum rules_id
fill_rule(enum report_table table)
{
	static const enum rules_id rules[] = { RULE_T2_FILL, RULE_T3_COMPLETE, RULE_T4_FILL };

	return rules[table];
}

static bool
same_row(int a, int b)
{
	const struct report_slot *left = &report_slots[a];
	const struct report_slot *right = &report_slots[b];

	if (left->table != right->table || left->table == REPORT_REVIEW)
		return left->table == right->table;
	return strcmp(left->row, right->row) == 0 &&
	       (!left->block || strcmp(left->block, right->block) == 0);
}

/* Slots of one row stand together except for the later form's cells of table 2, which come last and
 * are then a row of their own. */
static struct row
row_at(int first)
{
	struct row row = { first, 1, report_slots[first].table };

	while (first + row.count < REPORT_SLOT_COUNT && same_row(first, first + row.count))
		row.count++;
	return row;
}

/* "applications.res_partial" of its first cell's path; table 4 has one row and is its own path. */
static struct report_path
row_path(const struct row *row)
{
	struct report_path path = report_slot_path(row->first);
	size_t dot = str_find_last(str_of(path.at), STR("."));

	if (dot != SIZE_MAX)
		path.at[dot] = 0;
	return path;
}

/* The label of a column of table 2; the two forms call 处理决定数量 differently. */
static const char *
proactive_column(const struct report *report, const struct report_slot *facts)
{
	const char *label = facts->column;

	for (int i = 0; i < REPORT_BLOCK_COUNT; i++)
		for (int column = 0; column < report_blocks[i].column_count; column++)
			if (strcmp(report_blocks[i].key, facts->block) == 0 &&
				strcmp(report_blocks[i].columns[column].key, facts->column) == 0) {
				label = report_blocks[i].columns[column].label;
				if (report_blocks[i].form == report->form)
					return label;
			}
	return label;
}

static const char *
column_words(const struct report *report, int slot, bool is_english)
{
	const struct report_slot *facts = &report_slots[slot];

	if (facts->table == REPORT_APPLICATIONS) {
		int column = (slot - REPORT_FIRST_APPLICATION) % REPORT_APPLICANTS;

		return is_english ? rules_applicants[column].en : rules_applicants[column].zh;
	}
	return is_english ? facts->column : proactive_column(report, facts);
}

static void
put_row_name(struct rules_line *line, const struct row *row, bool is_english)
{
	const struct report_slot *facts = &report_slots[row->first];

	if (row->table == REPORT_APPLICATIONS) {
		int at = (row->first - REPORT_FIRST_APPLICATION) / REPORT_APPLICANTS;

		rules_line_put(line, is_english ? "table 3, row \"%s\"" : "表三“%s”一行",
			is_english ? rules_rows[at].en : rules_rows[at].zh);
	} else if (row->table == REPORT_REVIEW) {
		rules_line_put(line, is_english ? "table 4" : "表四");
	} else if (is_english) {
		rules_line_put(line, "table 2, row \"%s\"", facts->row);
	} else {
		for (int i = 0; i < REPORT_BLOCK_COUNT; i++)
			for (int at = 0; at < report_blocks[i].row_count; at++)
				if ((report_blocks[i].form & facts->forms) ==
						report_blocks[i].form &&
					strcmp(report_blocks[i].key, facts->block) == 0 &&
					strcmp(report_blocks[i].rows[at].key, facts->row) == 0) {
					rules_line_put(line, "表二“%s”一行",
						report_blocks[i].rows[at].label);
					return;
				}
	}
}

/* In table 4 a column's name needs its group. */
static void
put_column(struct rules_line *line, const struct report *report, int slot, bool is_english)
{
	if (slot >= REPORT_FIRST_REVIEW) {
		int group = (slot - REPORT_FIRST_REVIEW) / REPORT_REVIEW_RESULTS;
		int result = (slot - REPORT_FIRST_REVIEW) % REPORT_REVIEW_RESULTS;

		if (is_english)
			rules_line_put(line, "%s %s", rules_review_groups[group].en,
				rules_review_results[result].en);
		else
			rules_line_put(line, "%s“%s”", rules_review_groups[group].zh,
				rules_review_results[result].zh);
	} else {
		rules_line_put(
			line, is_english ? "%s" : "“%s”", column_words(report, slot, is_english));
	}
}

/* Law: 国办公开办函〔2019〕60号; 国办公开办函〔2021〕30号: every cell is filled, 0 too */
static void
check_blanks(struct rules *rules, const struct row *row)
{
	const struct report *report = rules->report;
	struct report_path path = row_path(row);
	struct report_finding *finding;
	int blank = 0;
	int last = 0;

	for (int i = 0; i < row->count; i++)
		if (report->cells[row->first + i].state == REPORT_BLANK) {
			blank++;
			last = row->first + i;
		}
	if (blank == 0)
		return;
	finding = rules_add(
		rules, fill_rule(row->table), blank == 1 ? report_slot_path(last).at : path.at);
	for (int english = 0; english < 2; english++) {
		struct rules_line line = { .len = 0 };
		int shown = 0;

		put_row_name(&line, row, english);
		rules_line_put(&line,
			english ? (blank == 1 ? ": blank cell " : ": %d blank cells: ")
				: "有 %d 格空白：",
			blank);
		for (int i = 0; i < row->count; i++)
			if (report->cells[row->first + i].state == REPORT_BLANK) {
				rules_line_put(&line, "%s", shown++ ? (english ? ", " : "、") : "");
				put_column(&line, report, row->first + i, english);
			}
		rules_line_put(&line, english ? "; a blank is not 0" : "；空白不等于 0");
		if (english)
			rules_say_en(rules, finding, "%s", line.at);
		else
			rules_say(rules, finding, "%s", line.at);
	}
}

/* Digits are somewhere in what was printed, or it is not known any more. */
static bool
may_be_figure(const struct report_cell *cell)
{
	for (size_t at = 0, len; at < cell->printed.len; at += len) {
		uint32_t point = utf8_half_width(utf8_at(cell->printed, at, &len));

		if (point >= '0' && point <= '9')
			return true;
	}
	return cell->printed.len == 0;
}

/* Which rule speaks about a cell that should hold a whole number, not negative. */
static enum rules_id
number_rule(const struct report *report, int slot)
{
	if (slot >= REPORT_FIRST_REVIEW)
		return RULE_T4_FILL;
	if (slot >= REPORT_FIRST_APPLICATION)
		return RULE_T3_NEG;
	if (report->form == REPORT_FORM_2021)
		return report_slots[slot].kind == REPORT_MONEY_KIND ? RULE_T2_R8 : RULE_T2_R2;
	if (report_slots[slot].kind == REPORT_MONEY_KIND)
		return RULE_T2_F9;
	return strcmp(report_slots[slot].block, "a20_1") == 0 ? RULE_T2_F1 : RULE_T2_F5;
}

/* Unclear cells of a row that are told together: words instead of figures ("/"), which is the
 * report's mistake, or digits that can be read in several ways, which may be the copy's. */
static void
tell_unclear(struct rules *rules, const struct row *row, bool is_word, int count, int first)
{
	const struct report *report = rules->report;
	struct str printed = report->cells[first].printed;
	struct report_finding *finding = rules_add(rules,
		row->table == REPORT_PROACTIVE ? RULE_T2_FILL : number_rule(report, first),
		count == 1 ? report_slot_path(first).at : row_path(row).at);
	bool is_short = printed.len > 0 && printed.len <= 60;

	finding->level = is_word ? REPORT_ERROR : REPORT_WARNING;
	if (!is_word)
		finding->mend = STR("对照原件确认这些数字；发布时每个数字单独成格");
	for (int english = 0; english < 2; english++) {
		struct rules_line line = { .len = 0 };
		int shown = 0;

		put_row_name(&line, row, english);
		rules_line_put(&line, english ? ": " : "：");
		for (int i = 0; i < row->count; i++)
			if (report->cells[row->first + i].state == REPORT_UNCLEAR &&
				is_word == !may_be_figure(rules_cell(report, row->first + i))) {
				rules_line_put(&line, "%s", shown++ ? (english ? ", " : "、") : "");
				put_column(&line, report, row->first + i, english);
			}
		if (is_short)
			rules_line_put(&line, english ? " printed \"%.*s\"" : "印作“%.*s”",
				STR_ARG(printed));
		if (english)
			rules_say_en(rules, finding, "%s; %s", line.at,
				is_word ? "that is no number, write 0 for none"
					: "cannot be read with certainty, compare the original");
		else
			rules_say(rules, finding, "%s，%s", line.at,
				is_word ? "不是数字；没有的应填 0"
					: "数字无法确定，请对照原件核对");
	}
}

static void
check_unclear(struct rules *rules, const struct row *row)
{
	int counts[2] = { 0, 0 };
	int firsts[2] = { 0, 0 };

	for (int i = row->count; i-- > 0;) {
		const struct report_cell *cell = rules_cell(rules->report, row->first + i);
		int is_word = !may_be_figure(cell);

		if (cell->state != REPORT_UNCLEAR)
			continue;
		counts[is_word]++;
		firsts[is_word] = row->first + i;
	}
	for (int is_word = 0; is_word < 2; is_word++)
		if (counts[is_word] > 0)
			tell_unclear(rules, row, is_word, counts[is_word], firsts[is_word]);
}

static void
check_number(struct rules *rules, int slot)
{
	const struct report_cell *cell = rules_cell(rules->report, slot);
	bool is_count = report_slots[slot].kind == REPORT_COUNT_KIND;
	bool is_negative;
	struct report_finding *finding;

	if (cell->state != REPORT_NUMBER)
		return;
	is_negative = report_slots[slot].kind != REPORT_DELTA_KIND && cell->number.units < 0;
	if (!is_negative &&
		(decimal_is_whole(cell->number) || report_slots[slot].kind == REPORT_MONEY_KIND))
		return;
	finding = rules_add(rules, number_rule(rules->report, slot), report_slot_path(slot).at);
	finding->level = REPORT_ERROR;
	rules_say(rules, finding, "%s填的是 %s，应为%s%s",
		report_slot_words(slot, rules->report->form).at, decimal_text(cell->number).at,
		is_negative ? "不小于 0 的" : "", is_count || !is_negative ? "整数" : "数");
	rules_say_en(rules, finding, "%s is %s; a %s%snumber is wanted", report_slot_path(slot).at,
		decimal_text(cell->number).at, is_negative ? "non-negative " : "",
		is_count || !is_negative ? "whole " : "");
}

/* --- rows and tables that are not there --- */

static bool
row_is_absent(const struct report *report, const struct row *row)
{
	for (int i = 0; i < row->count; i++)
		if (report->cells[row->first + i].state != REPORT_ABSENT)
			return false;
	return true;
}

/* Does this record need the row? A hybrid's 其他处理 counts as it is printed. */
static bool
row_is_wanted(const struct report *report, const struct row *row)
{
	int rows[REPORT_APPLICATION_ROWS];
	int at = (row->first - REPORT_FIRST_APPLICATION) / REPORT_APPLICANTS;
	int count;

	if (row->table != REPORT_APPLICATIONS || at < REPORT_ROW_OTHER ||
		at > REPORT_ROW_OTHER_MISC)
		return true;
	count = rules_result_rows(report, rows);
	for (int i = 0; i < count; i++)
		if (rows[i] == at)
			return true;
	return false;
}

/* Not found is told mildly: the reader may have missed what a broken copy still has. */
static void
check_absent(struct rules *rules, const struct row *row)
{
	const struct report *report = rules->report;
	struct report_finding *finding;
	int absent = 0;
	int first = 0;

	if (!report->has_table[row->table] || !row_is_wanted(report, row))
		return;
	for (int i = row->count; i-- > 0;)
		if (report->cells[row->first + i].state == REPORT_ABSENT &&
			(report_slots[row->first + i].forms & report->form)) {
			absent++;
			first = row->first + i;
		}
	if (absent == 0)
		return;
	finding = rules_add(rules, fill_rule(row->table),
		absent == 1 ? report_slot_path(first).at : row_path(row).at);
	finding->level = REPORT_WARNING;
	for (int english = 0; english < 2; english++) {
		struct rules_line line = { .len = 0 };

		put_row_name(&line, row, english);
		if (row_is_absent(report, row) || row->table == REPORT_REVIEW) {
			rules_line_put(&line, english ? " was not found" : "没有找到");
		} else {
			rules_line_put(
				&line, english ? ": no cell was found for " : "没有找到这一格：");
			put_column(&line, report, first, english);
		}
		if (english)
			rules_say_en(rules, finding, "%s", line.at);
		else
			rules_say(rules, finding, "%s，请核对表格是否完整", line.at);
	}
}

/* Cells of the other form, and a form that does not belong to the year.
 * Law: 国办公开办函〔2019〕60号 for 2019 and 2020; 国办公开办函〔2021〕30号 from 2021 on */
static void
check_form(struct rules *rules)
{
	const struct report *report = rules->report;
	enum report_form wanted = report_form_of_year(report->year);
	int other = report_application_slot(REPORT_ROW_OTHER, REPORT_TOTAL);
	struct report_finding *finding;

	if (report->form == REPORT_FORM_NONE)
		return;
	if (wanted != REPORT_FORM_NONE && wanted != report->form) {
		finding = rules_add(rules, RULE_FORM, "form");
		rules_say(rules, finding, "%d年度报告应使用%s年格式，表格却是%s年格式",
			report->year, report_form_name(wanted), report_form_name(report->form));
		rules_say_en(rules, finding,
			"the report for %d should use the form of %s, but its tables are of %s",
			report->year, report_form_name(wanted), report_form_name(report->form));
	}
	if (report->form == REPORT_FORM_2021 && report->cells[other].state != REPORT_ABSENT) {
		finding = rules_add(rules, RULE_FORM, "applications.other");
		rules_say(rules, finding,
			"表三“（六）其他处理”只有一行，是2019年格式；2021年格式分三行："
			"逾期不补正、逾期未缴费、其他");
		rules_say_en(rules, finding,
			"table 3 has one row （六）其他处理 as in the form of 2019; "
			"the form of 2021 has three");
	} else if (report->form == REPORT_FORM_2019 &&
		   report->cells[other + REPORT_APPLICANTS].state != REPORT_ABSENT) {
		finding = rules_add(rules, RULE_FORM, "applications.other_no_correction");
		rules_say(rules, finding,
			"表三“（六）其他处理”分为三行，是2021年格式；2019年格式只有一行");
		rules_say_en(rules, finding,
			"table 3 splits （六）其他处理 as in the form of 2021; "
			"the form of 2019 has one row");
	}
}

/* Found by the reader, or at least one of its cells is there. */
static bool
has_table(const struct report *report, enum report_table table)
{
	for (int slot = 0; slot < REPORT_SLOT_COUNT && !report->has_table[table]; slot++)
		if (report_slots[slot].table == table && report->cells[slot].state != REPORT_ABSENT)
			return true;
	return report->has_table[table];
}

/* The tables are items one to three of the article. Law: 条例 art. 50 */
static void
check_tables(struct rules *rules)
{
	bool found[3];
	struct report_finding *finding;

	for (int table = 0; table < 3; table++)
		found[table] = has_table(rules->report, (enum report_table)table);
	if (!found[0] && !found[1] && !found[2]) {
		finding = rules_add(rules, RULE_A50, "form");
		rules_say(rules, finding,
			"没有找到格式规定的三张表（表二、表三、表四）；如以图片发布，请改为可以读取"
			"的表格");
		rules_say_en(rules, finding,
			"none of the three official tables was found; if they are pictures, "
			"publish real tables");
		return;
	}
	for (int table = 0; table < 3; table++) {
		if (found[table])
			continue;
		finding = rules_add(rules, RULE_A50, table_keys[table]);
		rules_say(rules, finding, "没有找到%s；如以图片发布，请改为可以读取的表格",
			table_words[table]);
		rules_say_en(rules, finding,
			"%s was not found; if it is a picture, publish a real table",
			table_words_en[table]);
	}
}

static bool
table_is_zero(const struct report *report, enum report_table table)
{
	int zeros = 0;

	for (int slot = 0; slot < REPORT_SLOT_COUNT; slot++) {
		const struct report_cell *cell = rules_cell(report, slot);

		if (report_slots[slot].table != table || cell->state == REPORT_ABSENT)
			continue;
		if (cell->state != REPORT_NUMBER || cell->number.units != 0)
			return false;
		zeros++;
	}
	return zeros > 0;
}

/* A table 4 of zeros is the usual case and says nothing by itself. */
static void
check_zeros(struct rules *rules)
{
	const struct report *report = rules->report;
	bool proactive = table_is_zero(report, REPORT_PROACTIVE);
	bool applications = table_is_zero(report, REPORT_APPLICATIONS);
	bool review = table_is_zero(report, REPORT_REVIEW);
	struct report_finding *finding;

	if (!proactive && !applications)
		return;
	finding = rules_add(rules, RULE_ALL_ZERO, proactive ? "proactive" : "applications");
	rules_say(rules, finding, "%s%s%s%s全部是 0，请确认属实", proactive ? "表二" : "",
		proactive && applications ? "、" : "", applications ? "表三" : "",
		applications && review ? "、表四" : "");
	rules_say_en(rules, finding, "every figure of %s%s%s%s is 0; please make sure",
		proactive ? "table 2" : "", proactive && applications ? ", " : "",
		applications ? "table 3" : "", applications && review ? ", table 4" : "");
}

/* Law: 国办函〔2020〕109号: fees exist since 2021; who was dropped for not paying shows in section
 * six */
static void
check_abstain(struct rules *rules)
{
	static const char *const fees[] = { "信息处理费", "处理费", "收费", "收取", "缴费",
		"费用" };
	const struct rules_text *text = rules_text_of(rules, REPORT_S6_OTHER);
	int slot = report_application_slot(REPORT_ROW_OTHER_NO_FEE, REPORT_TOTAL);
	int64_t count = rules_value(rules->report, slot);
	struct report_finding *finding;

	if (count <= 0 || text->key != REPORT_S6_OTHER)
		return; /* a section that is not there is told by A50 */
	for (size_t i = 0; i < COUNT_OF(fees); i++)
		if (str_has(text->flat, str_of(fees[i])))
			return;
	finding = rules_add(rules, RULE_T3_ABSTAIN, report_slot_path(slot).at);
	rules_say(rules, finding,
		"表三有 %lld 件因逾期未缴费不再处理，第六部分却没有说明信息处理费收取情况",
		(long long)count);
	rules_say_en(rules, finding,
		"%lld applications were dropped for unpaid fees, but section six does not "
		"speak of fees",
		(long long)count);
}

void
rules_check_cells(struct rules *rules)
{
	struct row row;

	check_form(rules);
	check_tables(rules);
	for (int first = 0; first < REPORT_SLOT_COUNT; first += row.count) {
		row = row_at(first);
		check_blanks(rules, &row);
		check_unclear(rules, &row);
		check_absent(rules, &row);
	}
	for (int slot = 0; slot < REPORT_SLOT_COUNT; slot++)
		check_number(rules, slot);
	check_zeros(rules);
	check_abstain(rules);
}
