/* The narrative against the tables: what agrees, what contradicts, and above all what must be left
 * alone. The report has 10 applications received (8 of natural persons), 1 carried in, 9 handled
 * (5 granted, 1 in part, 1 denied, 2 not held) and 2 carried out; no disputes; 12 permits. */
#include "help.h"

#include <stdio.h>

struct example {
	const char *text;
	const char *rule;
	int level; /* enum report_level, or NOTHING */
};

enum { NOTHING = -1 };

static void
try_examples(enum report_section_key key, const struct example *examples, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct help help;
		int found = 0;

		help_begin(&help, REPORT_FORM_2021);
		help_text(&help.report, key, examples[i].text);
		help_check(&help);
		help_words_are_whole(&help);
		for (size_t at = 0; at < help.report.finding_count; at++) {
			const struct report_finding *finding = &help.report.findings[at];

			if (strcmp(finding->rule, examples[i].rule) != 0)
				continue;
			found++;
			if (examples[i].level == NOTHING ||
				finding->level != (enum report_level)examples[i].level)
				fail_msg("%s: %s %.*s", examples[i].text, finding->rule,
					STR_ARG(finding->says));
			assert_int_equal(finding->text.section, key);
			assert_true(finding->text.length > 0);
			assert_true(finding->text.offset + finding->text.length <=
				    strlen(examples[i].text));
		}
		if (examples[i].level != NOTHING && found == 0)
			fail_msg("nothing found: %s", examples[i].text);
		help_end(&help);
	}
}

static void
received_and_handled_are_compared(void **state)
{
	static const struct example examples[] = {
		{ "2023年我局受理政府信息公开申请10件。", "TXT-N1", REPORT_AGREES },
		{ "全年共收到政府信息公开申请 10 件。", "TXT-N1", REPORT_AGREES },
		{ "接到依申请公开１０件。", "TXT-N1", REPORT_AGREES },
		{ "共收到信息公开申请十件。", "TXT-N1", REPORT_AGREES },
		{ "依申请公开受理事项共10项。", "TXT-N1", REPORT_AGREES },
		{ "受理10件政府信息公开申请。", "TXT-N1", REPORT_AGREES },
		{ "全年共收办政府信息公开申请11件。", "TXT-N1", REPORT_AGREES },
		{ "办理政府信息公开申请9件。", "TXT-N1", REPORT_AGREES },
		{ "上年结转政府信息公开申请1件。", "TXT-N1", REPORT_AGREES },
		{ "收到申请10件，转2024年度办理2件，结转下年度继续办理2件。", "TXT-N1",
			REPORT_AGREES },
		{ "2023年受理政府信息公开申请12件。", "TXT-N1", REPORT_WARNING },
		{ "甲市农业局受理政府信息公开申请12件。", "TXT-N1", REPORT_WARNING },
		{ "受理依申请公开件12件。", "TXT-N1", REPORT_WARNING },
		{ "本年收到依申请公开二十二件。", "TXT-N1", REPORT_WARNING },
		{ "共办理政府信息公开申请1,234件。", "TXT-N1", REPORT_WARNING },
		{ "政府信息公开申请上年度结转3件。", "TXT-N1", REPORT_WARNING },
		{ "上年度结转政府信息公开申请3件。", "TXT-N1", REPORT_WARNING },
	};

	try_examples(REPORT_S1_OVERVIEW, examples, COUNT_OF(examples));
}

/* Each numeral by which a figure may begin, and full-width digits. */
static void
every_numeral_begins_a_figure(void **state)
{
	static const char *const numerals[] = { "二十", "三十", "四十", "五十", "六十", "七十",
		"八十", "九十", "一百", "百二十", "两百", "二百", "十二", "千二百", "一千", "一万",
		"百五", "１２", "９９", "0012" };

	for (size_t i = 0; i < COUNT_OF(numerals); i++) {
		struct example example = { NULL, "TXT-N1", REPORT_WARNING };
		char text[200];

		snprintf(text, sizeof text, "全年共收到政府信息公开申请%s件。", numerals[i]);
		example.text = text;
		try_examples(REPORT_S1_OVERVIEW, &example, 1);
	}
}

static void
other_years_members_and_ways_are_left_alone(void **state)
{
	static const struct example examples[] = {
		{ "2022年受理政府信息公开申请18件。", "TXT-N1", NOTHING },
		{ "受理申请数量较上年减少5件。", "TXT-N1", NOTHING },
		{ "政府信息公开申请比去年增加4件。", "TXT-N1", NOTHING },
		{ "近10余件政府信息公开申请得到办理。", "TXT-N1", NOTHING },
		{ "收到政府信息公开申请20余件。", "TXT-N1", NOTHING },
		{ "收到政府信息公开申请近20件。", "TXT-N1", NOTHING },
		{ "乙县受理政府信息公开申请7件。", "TXT-N1", NOTHING },
		{ "乙市水利局受理政府信息公开申请7件。", "TXT-N1", NOTHING },
		{ "其中通过网上受理政府信息公开申请6件。", "TXT-N1", NOTHING },
		{ "收到当面申请2件、信函申请3件、网络申请5件。", "TXT-N1", NOTHING },
		{ "办理人大代表建议和政协提案36件。", "TXT-N1", NOTHING },
		{ "收到群众诉求348件，办结348件，办结率100%。", "TXT-N1", NOTHING },
		{ "受理补贴申请200件。", "TXT-N1", NOTHING },
		{ "自2008年以来受理政府信息公开申请300件。", "TXT-N1", NOTHING },
		{ "市政府349件、各部门933件，对25件申请收取费用。", "TXT-N1", NOTHING },
		{ "办理行政复议答复3件。", "TXT-N1", NOTHING },
		{ "受理12345热线第3项诉求。", "TXT-N1", NOTHING },
		{ "印发文件30件，其中不予公开类7件。", "TXT-N2", NOTHING },
		{ "作为复议机关办理政府信息公开行政复议案件14件。", "TXT-N3", NOTHING },
		{ "作为行政复议机关受理行政复议14件。", "TXT-N3", NOTHING },
	};

	try_examples(REPORT_S1_OVERVIEW, examples, COUNT_OF(examples));
}

static void
results_are_compared_one_by_one(void **state)
{
	static const struct example examples[] = {
		{ "收到申请10件，其中予以公开5件。", "TXT-N2", REPORT_AGREES },
		{ "收到政府信息公开申请10件，予以公开5件、部分公开1件、不予公开1件、无法提供2件、不"
		  "予处理0件、其他处理0件。",
			"TXT-N2", REPORT_AGREES },
		{ "收到申请10件，同意公开答复5件。", "TXT-N2", REPORT_AGREES },
		{ "收到申请10件，不掌握相关政府信息2件。", "TXT-N2", REPORT_AGREES },
		{ "收到申请10件，本机关不掌握相关政府信息的两件。", "TXT-N2", REPORT_AGREES },
		{ "收到申请10件，作其他处理（含主动撤回）0件。", "TXT-N2", REPORT_AGREES },
		{ "收到申请10件，予以公开及部分公开6件。", "TXT-N2", REPORT_AGREES },
		{ "收到申请10件，其中予以公开7件。", "TXT-N2", REPORT_WARNING },
		{ "收到申请10件，不予公开三件。", "TXT-N2", REPORT_WARNING },
		{ "收到申请10件，无法提供20件。", "TXT-N2", REPORT_WARNING },
		{ "信用信息予以公开7条。", "TXT-N2", NOTHING },
		{ "收到申请10件，乙县予以公开3件。", "TXT-N2", NOTHING },
		{ "收到申请10件，予以公开约7件。", "TXT-N2", NOTHING },
		{ "政府网站主动予以公开3000条。", "TXT-N2", NOTHING },
	};

	try_examples(REPORT_S1_OVERVIEW, examples, COUNT_OF(examples));
}

static void
results_that_do_not_add_up_are_told(void **state)
{
	struct help help;

	help_begin(&help, REPORT_FORM_2021);
	help_text(&help.report, REPORT_S1_OVERVIEW,
		"收到政府信息公开申请10件，予以公开5件、部分公开1件、不予公开1件、无法提供2件、不予"
		"处理1件、其他处理0件。");
	help_check(&help);
	help_finds(&help, "TXT-N2", "applications.res_total.total", REPORT_WARNING,
		"5+1+1+2+1+0 = 10，与表三办理总计 9 不一致");
	help_finds(&help, "TXT-N2", "applications.no_petition.total", REPORT_WARNING, "不一致");
	help_end(&help);
}

/* A smaller figure beside one that agrees is a part; a larger one is not. */
static void
parts_beside_the_whole_are_left_alone(void **state)
{
	static const struct example examples[] = {
		{ "受理政府信息公开申请10件。本级受理政府信息公开申请6件。", "TXT-N1",
			REPORT_AGREES },
		{ "本级受理政府信息公开申请6件。直属机构受理政府信息公开申请4件。", "TXT-N1",
			NOTHING },
		{ "全县各级行政机关共收到政府信息公开申请734件，我局收到10件。", "TXT-N1",
			REPORT_AGREES },
		{ "全旗共收到政府信息公开申请734件，我局收到10件。", "TXT-N1", REPORT_AGREES },
	};
	struct help help;

	try_examples(REPORT_S1_OVERVIEW, examples, COUNT_OF(examples));
	help_begin(&help, REPORT_FORM_2021);
	help_text(&help.report, REPORT_S1_OVERVIEW,
		"受理政府信息公开申请10件。共受理政府信息公开申请100件。");
	help_check(&help);
	assert_int_equal(help_count(&help, "TXT-N1", REPORT_AGREES), 1);
	assert_int_equal(help_count(&help, "TXT-N1", REPORT_WARNING), 1);
	help_end(&help);
}

static void
all_done_means_nothing_carried_over(void **state)
{
	static const struct example examples[] = {
		{ "政府信息公开申请均已办结。", "TXT-N1", REPORT_WARNING },
		{ "依申请公开事项已全部办结。", "TXT-N1", REPORT_WARNING },
		{ "建议提案已全部办结。", "TXT-N1", NOTHING },
		{ "政府信息公开申请均在法定期限内答复。", "TXT-N1", NOTHING },
	};

	try_examples(REPORT_S1_OVERVIEW, examples, COUNT_OF(examples));
}

static void
none_received_means_zero(void **state)
{
	static const struct example examples[] = {
		{ "2023年，我局未收到政府信息公开申请。", "TXT-N1", REPORT_WARNING },
		{ "全年未接到任何形式的信息公开申请。", "TXT-N1", REPORT_WARNING },
		{ "街道未收到任何公民、法人和其他组织提出的公开政府信息的申请；其他无。", "TXT-N1",
			NOTHING },
		{ "本街道未收到任何公民、法人和其他组织提出的公开政府信息的申请。", "TXT-N1",
			REPORT_WARNING },
		{ "我局全年未收到行政许可申请。", "TXT-N1", NOTHING },
		{ "我局未收到因政府信息公开申请行政复议。", "TXT-N1", NOTHING },
		{ "2022年我局未收到政府信息公开申请。", "TXT-N1", NOTHING },
		{ "我局未收到政府信息公开申请人的投诉。", "TXT-N1", NOTHING },
	};

	try_examples(REPORT_S1_OVERVIEW, examples, COUNT_OF(examples));
}

static void
no_disputes_is_understood_in_all_its_ways(void **state)
{
	static const struct example none[] = {
		{ "2023年，无行政复议、行政诉讼情况。", "TXT-N3", REPORT_AGREES },
		{ "本年度没有发生因政府信息公开申请行政复议和提起行政诉讼案件。", "TXT-N3",
			REPORT_AGREES },
		{ "未发生因政府信息公开引发的行政复议。", "TXT-N3", REPORT_AGREES },
		{ "行政复议、行政诉讼均为0。", "TXT-N3", REPORT_AGREES },
		{ "行政复议0件，行政诉讼0件。", "TXT-N3", REPORT_AGREES },
		{ "行政复议2件，未发生行政诉讼。", "TXT-N3", REPORT_WARNING },
		{ "被申请行政复议三件。", "TXT-N3", REPORT_WARNING },
	};
	static const struct example left_alone[] = {
		{ "政府信息公开行政复议未被复议机关纠错。", "TXT-N3", NOTHING },
		{ "没有因政府信息公开被撤销、纠正的行政复议案件。", "TXT-N3", NOTHING },
		{ "政府信息公开工作无行政诉讼败诉案件。", "TXT-N3", NOTHING },
		{ "全年办理行政复议案件35件。", "TXT-N3", NOTHING },
		{ "2022年政府信息公开行政复议3件。", "TXT-N3", NOTHING },
		{ "有效化解政府信息公开行政复议、行政诉讼风险。", "TXT-N3", NOTHING },
	};
	struct help help;

	help_begin(&help, REPORT_FORM_2021);
	help_text(&help.report, REPORT_S4_REVIEW, none[5].text);
	help_check(&help);
	assert_int_equal(help_count(&help, "TXT-N3", REPORT_WARNING), 1);
	assert_int_equal(help_count(&help, "TXT-N3", REPORT_AGREES), 1);
	help_end(&help);
	try_examples(REPORT_S4_REVIEW, none, 5);
	try_examples(REPORT_S4_REVIEW, none + 6, 1);
	try_examples(REPORT_S1_OVERVIEW, left_alone, COUNT_OF(left_alone));
}

static void
none_in_the_text_and_some_in_the_table(void **state)
{
	struct help help;

	help_begin(&help, REPORT_FORM_2021);
	help_cell(&help.report, report_review_slot(0, 0), 1);
	help_cell(&help.report, report_review_slot(0, 3), 2);
	help_cell(&help.report, report_review_slot(0, 4), 3);
	help_text(&help.report, REPORT_S4_REVIEW, "本年度未发生行政复议、行政诉讼。");
	help_text(&help.report, REPORT_S1_OVERVIEW, "信息公开类行政复议3件，均获维持。");
	help_check(&help);
	help_finds(&help, "TXT-N3", "review_litigation.rev_total", REPORT_AGREES, "一致");
	assert_int_equal(help_count(&help, "TXT-N3", REPORT_WARNING), 2);
	help_end(&help);
}

/* Of three reconsiderations one is pending and two were upheld. */
static void
what_is_pending_need_not_be_upheld(void **state)
{
	static const struct {
		const char *text;
		int64_t upheld;
		int warnings;
	} trials[] = {
		{ "信息公开类行政复议3件，已审结案件均维持。", 2, 0 },
		{ "信息公开类行政复议3件，审结的均获维持。", 2, 0 },
		{ "信息公开类行政复议3件，均维持。", 2, 1 },
		{ "信息公开类行政复议3件，已审结案件均维持。", 1, 1 },
	};

	for (size_t i = 0; i < COUNT_OF(trials); i++) {
		struct help help;

		help_begin(&help, REPORT_FORM_2021);
		help_cell(&help.report, report_review_slot(0, 0), trials[i].upheld);
		help_cell(&help.report, report_review_slot(0, 1), 2 - trials[i].upheld);
		help_cell(&help.report, report_review_slot(0, 3), 1);
		help_cell(&help.report, report_review_slot(0, 4), 3);
		help_text(&help.report, REPORT_S4_REVIEW, trials[i].text);
		help_check(&help);
		assert_int_equal(help_count(&help, "TXT-N3", REPORT_WARNING), trials[i].warnings);
		help_end(&help);
	}
}

/* Blanks among what is carried over: of this year's ten, nine or fewer were finished. */
static void
blanks_in_what_is_carried_over_tell_nothing(void **state)
{
	struct help help;

	help_begin(&help, REPORT_FORM_2021);
	for (int column = 0; column < REPORT_APPLICANTS; column++)
		help_blank(&help.report, report_application_slot(REPORT_ROW_CARRIED_OUT, column));
	help_cell(&help.report, report_application_slot(REPORT_ROW_CARRIED_OUT, REPORT_BIZ), 1);
	help_text(&help.report, REPORT_S1_OVERVIEW, "共办理政府信息公开申请8件。");
	help_check(&help);
	assert_int_equal(help_count(&help, "TXT-N1", REPORT_WARNING), 0);
	help_cell(&help.report, report_application_slot(REPORT_ROW_CARRIED_OUT, REPORT_TOTAL), 1);
	help_check(&help);
	assert_int_equal(help_count(&help, "TXT-N1", REPORT_WARNING), 1);
	help_end(&help);
}

static void
table_two_is_compared_where_the_words_are_plain(void **state)
{
	static const struct example examples[] = {
		{ "全年作出行政许可决定12件。", "TXT-T2", REPORT_AGREES },
		{ "全年办理行政许可15件。", "TXT-T2", REPORT_WARNING },
		{ "本年度制发行政规范性文件2件。", "TXT-T2", REPORT_WARNING },
		{ "公开行政许可类信息40条。", "TXT-T2", NOTHING },
		{ "刊登政府规章、规范性文件等112件。", "TXT-T2", NOTHING },
		{ "乙县办理行政许可15件。", "TXT-T2", NOTHING },
		{ "行政许可事项清单120项。", "TXT-T2", NOTHING },
		{ "行政事业性收费3.5万元。", "TXT-T2", REPORT_WARNING },
		{ "收取信息处理费420元。", "TXT-T2", NOTHING },
	};

	try_examples(REPORT_S1_OVERVIEW, examples, COUNT_OF(examples));
}

static void
money_is_compared_in_ten_thousand_yuan(void **state)
{
	struct help help;
	int slot = report_proactive_slot("a20_9", "central_procurement", "amount");
	static const struct example examples[] = {
		{ "集中采购总金额25.126万元。", "TXT-T2", REPORT_AGREES },
		{ "集中采购金额25.1万元。", "TXT-T2", REPORT_AGREES },
		{ "集中采购金额251260元。", "TXT-T2", REPORT_AGREES },
		{ "集中采购金额26万元。", "TXT-T2", REPORT_WARNING },
		{ "采购金额26万元。", "TXT-T2", NOTHING },
	};

	for (size_t i = 0; i < COUNT_OF(examples); i++) {
		const struct report_finding *finding;

		help_begin(&help, REPORT_FORM_2019);
		help.report.cells[slot] =
			(struct report_cell){ REPORT_NUMBER, { 25126, 3 }, STR("25.126万元") };
		help_text(&help.report, REPORT_S1_OVERVIEW, examples[i].text);
		help_check(&help);
		finding = help_find(&help, "TXT-T2", NULL);
		if ((finding ? (int)finding->level : NOTHING) != examples[i].level)
			fail_msg("%s", examples[i].text);
		help_end(&help);
	}
}

static void
rates_are_worked_out_again(void **state)
{
	static const struct example examples[] = {
		{ "事项总数164项，网办率90.85%，达到要求。", "TXT-RATE", REPORT_AGREES },
		{ "政府信息公开申请办结率81.8%。", "TXT-RATE", REPORT_AGREES },
		{ "政府信息公开申请办结率百分之八十一点八。", "TXT-RATE", REPORT_AGREES },
		{ "政府信息公开申请办结率100%。", "TXT-RATE", REPORT_WARNING },
		{ "政府信息公开申请办结率百分之百。", "TXT-RATE", REPORT_WARNING },
		{ "政府信息公开申请按期办结率100%。", "TXT-RATE", NOTHING },
		{ "收到诉求348件，办结率100%。", "TXT-RATE", NOTHING },
		{ "公开率100%，满意率99.5%。", "TXT-RATE", NOTHING },
		{ "同比增长70.3%。", "TXT-RATE", NOTHING },
	};

	static const struct example in_section_three[] = {
		{ "热线工单200件，办结率99.8%。", "TXT-RATE", NOTHING },
		{ "督查线索办结率100%。", "TXT-RATE", NOTHING },
		{ "办结率为100%。", "TXT-RATE", REPORT_WARNING },
	};

	try_examples(REPORT_S1_OVERVIEW, examples, COUNT_OF(examples));
	try_examples(REPORT_S3_REQUESTS, in_section_three, COUNT_OF(in_section_three));
}

static void
a_share_is_wrong_only_beside_shares_that_are_right(void **state)
{
	struct help help;

	help_begin(&help, REPORT_FORM_2021);
	help_text(&help.report, REPORT_S1_OVERVIEW,
		"收到申请10件，予以公开5件，占55.6%；部分公开1件，占11.1%；无法提供2件，占33.3%。");
	help_check(&help);
	assert_int_equal(help_count(&help, "TXT-RATE", REPORT_AGREES), 2);
	assert_int_equal(help_count(&help, "TXT-RATE", REPORT_WARNING), 1);
	help_text(&help.report, REPORT_S1_OVERVIEW, "收到申请10件，女性申请人4件，占23%。");
	help_check(&help);
	assert_null(help_find(&help, "TXT-RATE", NULL));
	help_end(&help);
}

static void
parts_in_brackets_add_up(void **state)
{
	static const struct example examples[] = {
		{ "公布信息100条（其中机构类20条，财政类30条，其他50条）。", "TXT-PARTS",
			REPORT_AGREES },
		{ "公布信息100条（其中机构类20条，财政类30条，其他51条）。", "TXT-PARTS",
			REPORT_WARNING },
		{ "公布信息100条(机构类60条，财政类30条，人事类20条)。", "TXT-PARTS", REPORT_NOTE },
		{ "公布信息100条（其中机构类20条，财政类30条，人事类10条）。", "TXT-PARTS",
			NOTHING },
		{ "公布信息100条（其中图解20篇，视频30条，其他50条）。", "TXT-PARTS", NOTHING },
		{ "公布信息100余条（其中机构类20条，财政类30条，其他40条）。", "TXT-PARTS",
			NOTHING },
	};

	try_examples(REPORT_S1_OVERVIEW, examples, COUNT_OF(examples));
}

static void
proactive_figures_are_only_pointed_out(void **state)
{
	static const struct example examples[] = {
		{ "通过政府网站主动公开各类信息3496条。", "TXT-N4", REPORT_NOTE },
		{ "全面发布政府信息。主动公开政府信息0件。", "TXT-N4", REPORT_WARNING },
		{ "2022年主动公开政府信息30条。", "TXT-N4", NOTHING },
	};

	try_examples(REPORT_S2_PROACTIVE, examples, COUNT_OF(examples));
}

static void
a_text_without_marks_or_with_thousands_of_figures_is_endured(void **state)
{
	struct help help;
	struct buf buf;

	help_begin(&help, REPORT_FORM_2021);
	buf_init(&buf, (size_t)8 << 20);
	for (int i = 0; i < 60000; i++)
		buf_print(&buf, "受理申请%d件（", i % 97);
	FINE(buf_check(&buf));
	for (size_t i = 0; i < help.report.section_count; i++)
		help.report.sections[i].text = buf_str(&buf);
	help_check(&help);
	assert_true(help.report.finding_count > 0);
	assert_true(help.report.finding_count <= 1000);
	buf_done(&buf);
	help_end(&help);
}

/* The same few words until the section is full: each of them begins a claim, and none ends one. */
static void
claims_without_end_are_endured(void **state)
{
	static const char *const words[] = { "诉讼", "复议", "诉讼、复议和", "无诉讼", "复议均为",
		"政府信息公开申请全部办结", "乙县依申请公开全部办结", "全部办结",
		"诉，复议。讼，" };

	for (size_t i = 0; i < COUNT_OF(words); i++) {
		struct help help;
		struct buf buf;

		help_begin(&help, REPORT_FORM_2021);
		buf_init(&buf, (size_t)1 << 20);
		while (buf_str(&buf).len < 256 * 1024)
			buf_put(&buf, str_of(words[i]));
		FINE(buf_check(&buf));
		for (size_t at = 0; at < help.report.section_count; at++)
			help.report.sections[at].text = buf_str(&buf);
		help_check(&help);
		help_words_are_whole(&help);
		assert_true(help.report.finding_count > 0);
		buf_done(&buf);
		help_end(&help);
	}
}

/* "9件结转下", cut off or followed by something else than 年: the words end there. */
static void
words_behind_a_figure_end_with_what_stands_there(void **state)
{
	static const char *const texts[] = { "收到政府信息公开申请10件，9件结转下,是的",
		"收到政府信息公开申请10件，9件结转下", "收到政府信息公开申请10件，9件结转下\n",
		"收到政府信息公开申请10件，9件结转下𠮷", "收到政府信息公开申请10件，1件转入下𠮷",
		"收到政府信息公开申请10件，9件结转至下a", "收到政府信息公开申请10件，9件转下年",
		"收到政府信息公开申请10件，2件结转下度", "收到政府信息公开申请10件，2件转下é" };

	for (size_t i = 0; i < COUNT_OF(texts); i++) {
		struct help help;

		help_begin(&help, REPORT_FORM_2021);
		help_text(&help.report, REPORT_S1_OVERVIEW, texts[i]);
		help_check(&help);
		assert_non_null(help_find(&help, "TXT-N1", "applications.carried_out.total"));
		help_words_are_whole(&help);
		help_end(&help);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(received_and_handled_are_compared),
		cmocka_unit_test(every_numeral_begins_a_figure),
		cmocka_unit_test(other_years_members_and_ways_are_left_alone),
		cmocka_unit_test(results_are_compared_one_by_one),
		cmocka_unit_test(results_that_do_not_add_up_are_told),
		cmocka_unit_test(parts_beside_the_whole_are_left_alone),
		cmocka_unit_test(all_done_means_nothing_carried_over),
		cmocka_unit_test(none_received_means_zero),
		cmocka_unit_test(no_disputes_is_understood_in_all_its_ways),
		cmocka_unit_test(none_in_the_text_and_some_in_the_table),
		cmocka_unit_test(what_is_pending_need_not_be_upheld),
		cmocka_unit_test(blanks_in_what_is_carried_over_tell_nothing),
		cmocka_unit_test(table_two_is_compared_where_the_words_are_plain),
		cmocka_unit_test(money_is_compared_in_ten_thousand_yuan),
		cmocka_unit_test(rates_are_worked_out_again),
		cmocka_unit_test(a_share_is_wrong_only_beside_shares_that_are_right),
		cmocka_unit_test(parts_in_brackets_add_up),
		cmocka_unit_test(proactive_figures_are_only_pointed_out),
		cmocka_unit_test(words_behind_a_figure_end_with_what_stands_there),
		cmocka_unit_test(claims_without_end_are_endured),
		cmocka_unit_test(a_text_without_marks_or_with_thousands_of_figures_is_endured),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
