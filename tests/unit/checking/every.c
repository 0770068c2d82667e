/* Every rule is set off once by a report with one thing spoiled; and every rule that the domain
 * names is among them, or stands in the list of those left out with the reason. */
#include "help.h"

#include "base/buf.h"
#include "base/file.h"

/* One rule: how to spoil a right report, and what must then be found where. */
struct rule_case {
	const char *rule;
	enum report_form form;
	void (*spoil)(struct help *help, struct report *before);
	const char *where;
	int level;
};

static int
granted(int column)
{
	return report_application_slot(REPORT_ROW_RES_GRANTED, column);
}

static void
spoil_form(struct help *help, struct report *before)
{
	help->report.year = 2020;
}

static void
spoil_tables(struct help *help, struct report *before)
{
	help->report.has_table[REPORT_REVIEW] = false;
	for (int slot = REPORT_FIRST_REVIEW; slot < REPORT_SLOT_COUNT; slot++)
		help->report.cells[slot].state = REPORT_ABSENT;
}

static void
spoil_heading(struct help *help, struct report *before)
{
	help->report.sections[REPORT_S5_PROBLEMS].heading = STR("五、存在的主要问题及改进措施");
}

static void
spoil_period(struct help *help, struct report *before)
{
	assert_true(day_make(2022, 1, 1, &help->report.period_from));
}

static void
spoil_date(struct help *help, struct report *before)
{
	assert_true(day_make(2023, 1, 20, &help->report.signed_on));
}

static void
spoil_signature(struct help *help, struct report *before)
{
	help->report.signed_by = STR_NONE;
}

static void
spoil_notes(struct help *help, struct report *before)
{
	help_text(&help->report, REPORT_S0_PREFACE, "我局认真做好工作。");
}

static void
spoil_government(struct help *help, struct report *before)
{
	help->report.agency = STR("甲区人民政府");
}

static void
spoil_aspects(struct help *help, struct report *before)
{
	help_text(&help->report, REPORT_S1_OVERVIEW, "主动公开和依申请公开情况。");
}

static void
spoil_fee_words(struct help *help, struct report *before)
{
	help_text(&help->report, REPORT_S6_OTHER, "无。");
}

static void
spoil_ending(struct help *help, struct report *before)
{
	help_text(&help->report, REPORT_S6_OTHER, "没有收取信息处理费。\n- 5 -");
}

static void
spoil_words(struct help *help, struct report *before)
{
	help_text(&help->report, REPORT_S5_PROBLEMS, "信息信息平台的主动性不足，加强培训。");
}

static void
blank_two(struct help *help, struct report *before)
{
	help_blank(&help->report, report_proactive_slot("a20_5", "permit", "decisions"));
}

static void
publish_more_than_all(struct help *help, struct report *before)
{
	help_cell(&help->report, report_proactive_slot("a20_1", "normative_docs", "published_new"),
		1);
}

static void
chain_total(struct help *help, struct report *before)
{
	help_cell(before, report_proactive_slot("a20_1", "normative_docs", "published_total"), 3);
}

static void
fall_below_zero(struct help *help, struct report *before)
{
	help_cell(&help->report, report_proactive_slot("a20_5", "permit", "items_delta"), -5);
}

static void
chain_items(struct help *help, struct report *before)
{
	help_cell(before, report_proactive_slot("a20_6", "penalty", "items_delta"), 3);
}

static void
pay_in_yuan(struct help *help, struct report *before)
{
	int slot = report_proactive_slot("a20_9", "central_procurement", "amount");

	help->report.cells[slot] = (struct report_cell){
		.state = REPORT_NUMBER, .number = { 251, 1 }, .printed = STR("251000元")
	};
}

static void
chain_documents(struct help *help, struct report *before)
{
	help_cell(before, report_proactive_slot("a20_1", "normative_docs", "in_force"), 3);
}

static void
negate_two(struct help *help, struct report *before)
{
	help_cell(&help->report, report_proactive_slot("a20_1", "normative_docs", "repealed"), -1);
}

static void
split_fees(struct help *help, struct report *before)
{
	int slot = report_proactive_slot("a20_8", "admin_fee", "amount_wan");

	help->report.cells[slot].number = (struct decimal){ 12345671, 7 };
}

static void
make_rules(struct help *help, struct report *before)
{
	help_cell(&help->report, report_proactive_slot("a20_1", "rules", "in_force"), 1);
	help_cell(before, report_proactive_slot("a20_1", "rules", "in_force"), 1);
}

static void
spoil_row(struct help *help, struct report *before)
{
	help_cell(&help->report, granted(REPORT_TOTAL), 6);
}

static void
spoil_balance(struct help *help, struct report *before)
{
	help_set(&help->report, REPORT_ROW_NEW_RECEIVED, REPORT_BIZ, 3);
}

static void
spoil_sum(struct help *help, struct report *before)
{
	help_set(&help->report, REPORT_ROW_RES_GRANTED, REPORT_BIZ, 5);
}

static void
spoil_carry(struct help *help, struct report *before)
{
	help_set(before, REPORT_ROW_CARRIED_OUT, REPORT_BIZ, 2);
}

static void
blank_three(struct help *help, struct report *before)
{
	help_blank(&help->report, granted(REPORT_RESEARCH));
}

static void
negate_three(struct help *help, struct report *before)
{
	help_cell(&help->report, granted(REPORT_RESEARCH), -1);
}

static void
count_twice(struct help *help, struct report *before)
{
	help_set(&help->report, REPORT_ROW_UNABLE_NOT_HELD, REPORT_NATURAL_PERSON, 3);
}

static void
drop_for_fees(struct help *help, struct report *before)
{
	help_set(&help->report, REPORT_ROW_OTHER_NO_FEE, REPORT_BIZ, 1);
	help_text(&help->report, REPORT_S6_OTHER, "无。");
}

static void
spoil_review(struct help *help, struct report *before)
{
	help_cell(&help->report, report_review_slot(0, 4), 2);
}

static void
blank_four(struct help *help, struct report *before)
{
	help_blank(&help->report, report_review_slot(1, 3));
}

static void
lose_pending(struct help *help, struct report *before)
{
	help_cell(before, report_review_slot(0, 3), 4);
}

static void
all_zero(struct help *help, struct report *before)
{
	for (int slot = 0; slot < REPORT_FIRST_APPLICATION; slot++)
		if (help->report.cells[slot].state == REPORT_NUMBER)
			help_cell(&help->report, slot, 0);
}

/* Adds one sentence to an overview that has its five aspects. */
static void
say(struct help *help, const char *words)
{
	struct str text;

	FINE(str_print(help->arena, &text, "%.*s\n%s",
		STR_ARG(help->report.sections[REPORT_S1_OVERVIEW].text), words));
	help_text(&help->report, REPORT_S1_OVERVIEW, text.at);
}

static void
say_received(struct help *help, struct report *before)
{
	say(help, "全年共受理政府信息公开申请12件。");
}

static void
say_granted(struct help *help, struct report *before)
{
	say(help, "全年收到政府信息公开申请10件，其中予以公开9件。");
}

static void
say_disputed(struct help *help, struct report *before)
{
	say(help, "全年发生信息公开行政复议3件，均获维持。");
}

static void
say_published(struct help *help, struct report *before)
{
	say(help, "全年主动公开政府信息35条。");
}

static void
say_permits(struct help *help, struct report *before)
{
	say(help, "全年作出行政许可决定15件。");
}

static void
say_rate(struct help *help, struct report *before)
{
	say(help, "政府信息公开申请办结率100%。");
}

static void
say_parts(struct help *help, struct report *before)
{
	say(help, "公布信息100条（其中机构类20条，财政类30条，其他51条）。");
}

static void
publish_late(struct help *help, struct report *before)
{
	/* The case's own facts carry the day, see run(). */
}

/* Text of many different characters that no phrase is made of. */
static struct str
invent_text(struct help *help, uint32_t seed, int characters)
{
	char *text = arena_take(help->arena, (size_t)characters * 3 + 1, 1);
	struct buf buf;
	struct str copy;

	assert_non_null(text);
	buf_init(&buf, (size_t)characters * 3 + 1);
	for (int i = 0; i < characters; i++) {
		seed = seed * 1103515245 + 12345;
		buf_put_point(&buf, 0x4E00 + (seed >> 16) % 0x1000);
	}
	FINE(buf_check(&buf));
	FINE(str_copy(help->arena, buf_str(&buf), &copy));
	buf_done(&buf);
	return copy;
}

static void
copy_last_year(struct help *help, struct report *before)
{
	say(help, invent_text(help, 7, 450).at);
	before->sections[REPORT_S1_OVERVIEW] = help->report.sections[REPORT_S1_OVERVIEW];
}

static void
wander(struct help *help, struct report *before)
{
	say(help, invent_text(help, 9, 620).at);
}

#define NEW REPORT_FORM_2021
#define OLD REPORT_FORM_2019
static const struct rule_case cases[] = {
	{ "A50", NEW, spoil_tables, "review_litigation", REPORT_ERROR },
	{ "FORM", NEW, spoil_form, "form", REPORT_WARNING },
	{ "ENUM-HDR", NEW, spoil_heading, "s5_problems", REPORT_WARNING },
	{ "META-1", NEW, spoil_period, "period", REPORT_ERROR },
	{ "META-2", NEW, spoil_date, "signed_on", REPORT_ERROR },
	{ "META-3", NEW, spoil_signature, "signed_by", REPORT_WARNING },
	{ "META-4", NEW, spoil_notes, "s0_preface", REPORT_WARNING },
	{ "META-5", NEW, spoil_government, "s1_overview", REPORT_ERROR },
	{ "META-6", NEW, spoil_aspects, "s1_overview", REPORT_WARNING },
	{ "META-7", NEW, spoil_fee_words, "s6_other", REPORT_WARNING },
	{ "META-8", NEW, spoil_ending, "s6_other", REPORT_WARNING },
	{ "TIME-1", NEW, publish_late, "year", REPORT_ERROR },
	{ "STY-1", NEW, spoil_words, "s5_problems", REPORT_WARNING },
	{ "T2-FILL", NEW, blank_two, "proactive.a20_5.permit.decisions", REPORT_ERROR },
	{ "T2-F1", OLD, publish_more_than_all, "proactive.a20_1.normative_docs.published_total",
		REPORT_WARNING },
	{ "T2-F1b", OLD, chain_total, "proactive.a20_1.normative_docs.published_total",
		REPORT_WARNING },
	{ "T2-F5", OLD, fall_below_zero, "proactive.a20_5.permit.items_delta", REPORT_ERROR },
	{ "T2-F5", OLD, chain_items, "proactive.a20_6.penalty.items_prev", REPORT_ERROR },
	{ "T2-F9", OLD, pay_in_yuan, "proactive.a20_9.central_procurement.amount", REPORT_NOTE },
	{ "T2-R1", NEW, chain_documents, "proactive.a20_1.normative_docs.in_force",
		REPORT_WARNING },
	{ "T2-R2", NEW, negate_two, "proactive.a20_1.normative_docs.repealed", REPORT_ERROR },
	{ "T2-R8", NEW, split_fees, "proactive.a20_8.admin_fee.amount_wan", REPORT_WARNING },
	{ "T2-SCOPE", NEW, make_rules, "proactive.a20_1.rules.in_force", REPORT_WARNING },
	{ "T3-ROW", NEW, spoil_row, "applications.res_granted.total", REPORT_ERROR },
	{ "T3-BAL", NEW, spoil_balance, "applications.new_received.biz", REPORT_ERROR },
	{ "T3-SUM", NEW, spoil_sum, "applications.res_total.biz", REPORT_ERROR },
	{ "T3-CARRY", NEW, spoil_carry, "applications.carried_in.biz", REPORT_ERROR },
	{ "T3-COMPLETE", NEW, blank_three, "applications.res_granted.research", REPORT_ERROR },
	{ "T3-NEG", NEW, negate_three, "applications.res_granted.research", REPORT_ERROR },
	{ "T3-NOPART", NEW, count_twice, "applications.res_partial.natural_person",
		REPORT_WARNING },
	{ "T3-ABSTAIN", NEW, drop_for_fees, "applications.other_no_fee.total", REPORT_WARNING },
	{ "T4-SUM", NEW, spoil_review, "review_litigation.rev_total", REPORT_ERROR },
	{ "T4-FILL", NEW, blank_four, "review_litigation.lit_direct_pending", REPORT_ERROR },
	{ "T4-CARRY", NEW, lose_pending, "review_litigation.rev_total", REPORT_NOTE },
	{ "ALL-ZERO", NEW, all_zero, "proactive", REPORT_NOTE },
	{ "TXT-N1", NEW, say_received, "applications.new_received.total", REPORT_WARNING },
	{ "TXT-N2", NEW, say_granted, "applications.res_granted.total", REPORT_WARNING },
	{ "TXT-N3", NEW, say_disputed, "review_litigation.rev_total", REPORT_WARNING },
	{ "TXT-N4", NEW, say_published, "s1_overview", REPORT_NOTE },
	{ "TXT-T2", NEW, say_permits, "proactive.a20_5.permit.decisions", REPORT_WARNING },
	{ "TXT-RATE", NEW, say_rate, "applications.res_total.total", REPORT_WARNING },
	{ "TXT-PARTS", NEW, say_parts, "s1_overview", REPORT_WARNING },
	{ "TXT-SAME", NEW, copy_last_year, "s1_overview", REPORT_WARNING },
	{ "TXT-TOPIC", NEW, wander, "s1_overview", REPORT_NOTE },
};

/* Rules of the domain that are left out. */
static const struct {
	const char *rule;
	const char *why;
} left_out[] = {
	{ "T4-CODEF",
		"the register of cases stands in a room above this one and above that of stored "
		"reports; what is found is kept with the record as it was stored, while cases go "
		"on "
		"being entered and corrected for that year, so a stored difference would soon be "
		"wrong. The register counts table 4 itself and leaves co-defendants out" },
};

/* Check the report with last year's and a day of publication that is in time but for TIME-1. */
static void
run(struct help *help, const struct report *before, bool is_late)
{
	struct checking_facts facts = CHECKING_NOTHING_KNOWN;

	facts.previous = before;
	assert_true(day_make(help->report.year + 1, is_late ? 2 : 1, 25, &facts.published_on));
	FINE(checking_run_with(&help->report, &facts, help->arena));
}

/* This year's report and last year's, which agree. */
static void
begin(struct help *now, struct help *before, enum report_form form)
{
	help_begin(now, form);
	help_begin(before, form);
	before->report.year = now->report.year - 1;
	help_set(&before->report, REPORT_ROW_CARRIED_OUT, REPORT_NATURAL_PERSON, 1);
}

static void
each_rule_is_silent_about_a_right_report_and_speaks_of_its_mistake(void **state)
{
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		bool is_late = strcmp(cases[i].rule, "TIME-1") == 0;
		const struct report_finding *finding;
		struct help now;
		struct help before;

		begin(&now, &before, cases[i].form);
		run(&now, &before.report, false);
		if (help_find(&now, cases[i].rule, cases[i].where))
			fail_msg("%s spoke of a right report", cases[i].rule);
		cases[i].spoil(&now, &before.report);
		run(&now, &before.report, is_late);
		finding = help_find(&now, cases[i].rule, cases[i].where);
		if (!finding)
			fail_msg("%s at %s was not told", cases[i].rule, cases[i].where);
		if ((int)finding->level != cases[i].level)
			fail_msg(
				"%s: level %s", cases[i].rule, report_level_letter(finding->level));
		assert_true(finding->says.len && finding->says_en.len && finding->basis.len &&
			    finding->mend.len);
		help_end(&before);
		help_end(&now);
	}
}

static bool
has_case(struct str rule)
{
	for (size_t i = 0; i < COUNT_OF(cases); i++)
		if (str_equal(rule, str_of(cases[i].rule)))
			return true;
	return false;
}

static bool
is_left_out(struct str rule)
{
	for (size_t i = 0; i < COUNT_OF(left_out); i++)
		if (str_equal(rule, str_of(left_out[i].rule)))
			return left_out[i].why[0] != 0;
	return false;
}

static void
no_rule_is_without_a_case(void **state)
{
	for (size_t i = 0; i < checking_rule_count; i++)
		if (!has_case(str_of(checking_rules[i].id)))
			fail_msg("%s has no case", checking_rules[i].id);
	assert_true(checking_rule_count < COUNT_OF(cases));
}

/* The ids of the table of rules of the domain, as they stood when this was written. */
static const char *const domain_rules[] = { "T3-ROW", "T3-BAL", "T3-SUM", "T3-CARRY", "T3-COMPLETE",
	"T3-NEG", "T3-NOPART", "T3-ABSTAIN", "T4-SUM", "T4-CARRY", "T4-FILL", "T4-CODEF", "T2-F1",
	"T2-F1b", "T2-F5", "T2-F9", "T2-R1", "T2-R2", "T2-R8", "T2-SCOPE", "ENUM-HDR", "TXT-N1",
	"TXT-N2", "TXT-N3", "TXT-N4", "META-1", "META-2", "META-3", "META-4", "META-5", "META-6",
	"META-7", "META-8", "STY-1", "TIME-1" };

static void
every_rule_of_the_domain_is_there_or_left_out_with_a_reason(void **state)
{
	for (size_t i = 0; i < COUNT_OF(domain_rules); i++) {
		struct str rule = str_of(domain_rules[i]);

		if (has_case(rule) == is_left_out(rule))
			fail_msg("%s is neither checked nor left out, or both", domain_rules[i]);
	}
}

/* Where the domain's own page is at hand, its table is read, so that a new rule is noticed. */
static void
the_page_of_the_domain_names_no_other_rule(void **state)
{
	struct str line;
	struct str rest;
	struct buf page;
	int seen = 0;
	bool is_inside = false;

	if (!file_exists(SHARED_FOLDER "/domain/02-annual-report-forms.md"))
		skip();
	buf_init(&page, (size_t)1 << 20);
	FINE(file_read(SHARED_FOLDER "/domain/02-annual-report-forms.md", &page));
	rest = buf_str(&page);
	while (str_next_line(&rest, &line)) {
		struct str id;

		if (str_starts(line, STR("##")))
			is_inside = str_starts(line, STR("## 5."));
		if (!is_inside || !str_starts(line, STR("| ")) || str_starts(line, STR("| id")))
			continue;
		str_cut(str_from(line, 2), STR(" |"), &id);
		seen++;
		if (!has_case(id) && !is_left_out(id))
			fail_msg("%.*s is neither checked nor left out", STR_ARG(id));
	}
	buf_done(&page);
	assert_int_equal(seen, COUNT_OF(domain_rules));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			each_rule_is_silent_about_a_right_report_and_speaks_of_its_mistake),
		cmocka_unit_test(no_rule_is_without_a_case),
		cmocka_unit_test(every_rule_of_the_domain_is_there_or_left_out_with_a_reason),
		cmocka_unit_test(the_page_of_the_domain_names_no_other_rule),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
