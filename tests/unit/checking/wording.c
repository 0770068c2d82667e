/* Wording: each rule on sentences that must pass and sentences that must fail. */
#include "help.h"

/* Findings of the style rule in section five when it holds this text; `words` must stand in one of
 * them. */
static void
fails(const char *text, const char *words, enum report_level level)
{
	struct help help;
	bool found = false;

	help_begin(&help, REPORT_FORM_2021);
	help_text(&help.report, REPORT_S5_PROBLEMS, text);
	help_check(&help);
	for (size_t i = 0; i < help.report.finding_count; i++) {
		const struct report_finding *finding = &help.report.findings[i];

		if (strcmp(finding->rule, "STY-1") != 0 || !str_has(finding->says, str_of(words)))
			continue;
		found = true;
		assert_int_equal(finding->level, level);
		SAME_TEXT(finding->where, "s5_problems");
		assert_int_equal(finding->text.section, REPORT_S5_PROBLEMS);
		assert_true(finding->text.length > 0 && finding->says_en.len > 0);
		assert_true(finding->text.offset + finding->text.length <= strlen(text));
	}
	if (!found)
		fail_msg("nothing found: %s", text);
	help_end(&help);
}

static void
passes(const char *text)
{
	struct help help;
	const struct report_finding *finding;

	help_begin(&help, REPORT_FORM_2021);
	help_text(&help.report, REPORT_S5_PROBLEMS, text);
	help_check(&help);
	finding = help_find(&help, "STY-1", NULL);
	if (finding)
		fail_msg("%s: %.*s", text, STR_ARG(finding->says));
	help_end(&help);
}

static void
doubled_words(void **state)
{
	fails("政务服务平台和信息信息平台需要完善。", "“信息信息”重复", REPORT_WARNING);
	fails("公开科技计划资金资金分配结果。", "“资金资金”重复", REPORT_WARNING);
	fails("提高信息公开信息公开水平。", "“信息公开信息公开”重复", REPORT_WARNING);
	fails("办公室办公室负责。", "“办公室办公室”重复", REPORT_WARNING);
	passes("甲市人民政府政府信息公开工作，各部门部门预算。");
	passes("人人看看，常常稳稳，件件种种，天天层层步步，逐步好好学习。");
	passes("一步一步推进，逐项逐项落实，研究研究再说。");
	passes("推进信息\n信息平台建设。");
	passes("统筹协调，协调推进；公开，公开。");
}

static void
words_that_are_always_wrong(void **state)
{
	fails("既使困难再多，也要做好。", "“既使”疑为“即使”", REPORT_WARNING);
	fails("把公开做为重点。", "“做为”疑为“作为”", REPORT_WARNING);
	fails("认真布署相关工作。", "“布署”疑为“部署”", REPORT_WARNING);
	fails("完成政府信息政务公开工作。", "“政府信息政务公开”", REPORT_WARNING);
	fails("畅通申请受理渠。", "受理渠道", REPORT_WARNING);
	fails("落实标准化规范工作任务。", "标准化规范化工作", REPORT_WARNING);
	fails("有效的推动企业复工。", "有效地推动", REPORT_NOTE);
	passes("既使群众满意，又使企业受益，多做为民好事。");
	passes("公布署名文章，全部暑期活动，以及及时公开目的的信息。");
	passes("发挥有效的推动作用，即使如此，作为重点，部署到位。");
	passes("数据统计截止2020年12月31日，其它帐户另计。");
	passes("受理渠道畅通，标准化规范化工作，政府信息与政务公开办公室。");
}

static void
slips_in_set_phrases(void **state)
{
	fails("以政府信息公开工作未有效抓手。", "“未有效抓手”疑为“为有效抓手”", REPORT_WARNING);
	fails("坚持以人民未中心。", "“以人民未中心”疑为“以人民为中心”", REPORT_WARNING);
	fails("建立建全制度。", "“建立建全”疑为“建立健全”", REPORT_WARNING);
	fails("切实保章公众权利。", "“切实保章”疑为“切实保障”", REPORT_WARNING);
	fails("加强保密审察。", "保密审查", REPORT_WARNING);
	passes("以政府信息公开工作为有效抓手，坚持以人民为中心，建立健全制度，切实保障权利。");
	passes("公众参与全过程监督，检察机关法律监督，法制宣传，合法权利。");
	passes("部门网站已申请公开，可以申请公开，依法申请公开，未公开。");
	passes("政府信息公开、政务信息资源、政务公平、主动公示、行政复审。");
}

static void
marks_among_chinese(void **state)
{
	fails("严格考核评议措施,做好存档。", "半角标点 1 处", REPORT_WARNING);
	fails("工作要点(国办发〔2019〕54号)已落实。", "半角标点 1 处", REPORT_WARNING);
	fails("主要问题:能力不足;下一步改进!", "半角标点 2 处", REPORT_WARNING);
	fails("工作完成，。下一步加强。", "标点重复“，。”", REPORT_WARNING);
	fails("工作完成。。下一步加强。", "标点重复“。。”", REPORT_WARNING);
	fails("政策、、文件。", "标点重复“、、”", REPORT_WARNING);
	passes("共1,234件，时间10:30，网址http://www.gov.cn/a,b;c。");
	passes("工作完成……下一步——加强“公开”，A,B两类(Word)。");
	passes("真的吗？！真的！\n，另起一行。");
	passes("按（一）、（二）的要求，第3,4,5项。");
}

static void
brackets_and_quotes_have_partners(void **state)
{
	fails("根据《条例要求，做好工作。", "“《”不成对", REPORT_WARNING);
	fails("落实“放管服改革。", "““”不成对", REPORT_WARNING);
	fails("意见（国办发〔2019〕54号做好工作。", "不成对", REPORT_WARNING);
	fails("意见（国办发54号)做好工作。", "全角半角不一致", REPORT_WARNING);
	passes("根据《关于〈条例〉的“意见”（试行）》〔2020〕1号做好。");
	passes("1）加强学习；2）加强培训；a)其他；一）完善。");
	passes("“放管服”“一网通办”《条例》《办法》。");
}

static void
headings_inside_a_section_use_one_width(void **state)
{
	fails("（一）加强领导。\n(二) 加强培训。", "全角 1 处，半角 1 处", REPORT_WARNING);
	fails("(一) 加强领导。\n（二）加强培训。\n（三）其他。", "全角 2 处，半角 1 处",
		REPORT_WARNING);
	fails("（一)加强领导。\n（二）加强培训。", "混用", REPORT_WARNING);
	passes("（一）加强领导。\n（二）加强培训。");
	passes("(一) 加强领导。\n(二) 加强培训。");
	passes("加强领导，见（一）和（二）。");
}

static void
titles_of_documents_are_whole(void **state)
{
	fails("落实《甲市关于印发乙任务分解表》（甲政发1号）。", "末尾可能缺“的通知”",
		REPORT_WARNING);
	fails("按照《关于印发方案》执行。", "末尾可能缺“的通知”", REPORT_WARNING);
	fails("根据《市政府办公室关于印发〈方案〉》要求。", "末尾可能缺“的通知”", REPORT_WARNING);
	fails("办公室关于印发《报告格式》的通知要求。", "没有加书名号", REPORT_NOTE);
	passes("落实《甲市关于印发乙任务分解表的通知》。");
	passes("《甲市关于印发《乙方案》的通知》已发。");
	passes("《关于印发方案的函》《关于全面推进公开的意见》。");
}

static void
terms_are_not_mixed(void **state)
{
	fails("推进政务信息公开。", "“政务信息公开”（1 处）", REPORT_NOTE);
	fails("推进政务信息公开，加强政务信息公开。", "（2 处）", REPORT_NOTE);
	fails("做好政务信息公开工作。", "不是规范用语", REPORT_NOTE);
	passes("推进政府信息公开。");
	passes("推进政务公开。");
	passes("公开政务信息。");
}

static void
the_six_headings_are_the_forms_own(void **state)
{
	struct help help;

	help_begin(&help, REPORT_FORM_2021);
	help.report.sections[2].heading = STR("2、 主动公开政府信息情况");
	help.report.sections[3].heading = STR("四、收到和处理政府信息公开申请情况");
	help.report.sections[4].heading =
		STR("四、因政府信息公开工作被申请行政复议、提起行政诉讼情况");
	help.report.sections[5].heading = STR("五、政府信息公开工作存在的主要问题及改进情况");
	help_check(&help);
	help_finds(&help, "STY-1", "s2_proactive", REPORT_WARNING, "编号应为“二、”");
	help_finds(&help, "STY-1", "s3_requests", REPORT_WARNING, "编号应为“三、”");
	help_finds(&help, "ENUM-HDR", "s4_review_litigation", REPORT_WARNING, "与格式规定的");
	help_finds(&help, "ENUM-HDR", "s5_problems", REPORT_NOTE, "与格式规定的");
	assert_null(help_find(&help, "ENUM-HDR", "s2_proactive"));
	assert_null(help_find(&help, "ENUM-HDR", "s1_overview"));
	help_end(&help);
}

static void
labels_that_the_reader_had_to_understand_are_told_once_a_row(void **state)
{
	struct report_repair repairs[] = {
		{ STR("applications.deny_law.biz"),
			STR("行标签印作“2.其他法律行政止公开”，认作“2.其他”") },
		{ STR("applications.deny_law.total"),
			STR("行标签印作“2.其他法律行政止公开”，认作“2.其他”") },
		{ STR("review_litigation.rev_total"),
			STR("表头列名残缺或次序与格式不同，按格式的列次读") },
		{ STR("applications.no_repeat.biz"),
			STR("行标签与数字不在同一行，已合起来认作“2.重复申请”") },
	};
	struct help help;

	help_begin(&help, REPORT_FORM_2021);
	help.report.repairs = repairs;
	help.report.repair_count = COUNT_OF(repairs);
	help_check(&help);
	help_finds(&help, "ENUM-HDR", "applications.deny_law", REPORT_WARNING, "行标签印作");
	help_finds(&help, "ENUM-HDR", "review_litigation", REPORT_WARNING, "表头列名残缺");
	assert_int_equal(help_count(&help, "ENUM-HDR", REPORT_WARNING), 2);
	help_end(&help);
}

/* A row with a label of its own under a header that lacks names: each cell has both repairs. */
static void
repairs_that_alternate_are_told_once_each(void **state)
{
	struct str label = STR("行标签印作“2.其他法律行政止公开”，认作“2.其他”");
	struct str names = STR("表头列名残缺或次序与格式不同，按格式的列次读");
	struct report_repair repairs[] = {
		{ STR("applications.deny_law.biz"), label },
		{ STR("applications.deny_law.biz"), names },
		{ STR("applications.deny_law.total"), label },
		{ STR("applications.deny_law.total"), names },
		{ STR("applications.deny_safety.biz"), names },
	};
	struct help help;

	help_begin(&help, REPORT_FORM_2021);
	help.report.repairs = repairs;
	help.report.repair_count = COUNT_OF(repairs);
	help_check(&help);
	assert_int_equal(help_count(&help, "ENUM-HDR", REPORT_WARNING), 2);
	help_end(&help);
}

static void
a_title_names_its_year_once(void **state)
{
	static const char *const good[] = { "甲局2020年政府信息公开工作年度报告",
		"2020年度甲局政府信息公开报告", "甲局年度报告" };
	static const char *const bad[] = { "甲局2020年度政府信息公开工作年度报告",
		"2024年度甲区政府信息公开年度报告", "甲局二〇二〇年度政府信息公开工作年度报告" };

	for (size_t i = 0; i < COUNT_OF(good) + COUNT_OF(bad); i++) {
		struct help help;
		bool is_good = i < COUNT_OF(good);

		help_begin(&help, REPORT_FORM_2019);
		help.report.title = str_of(is_good ? good[i] : bad[i - COUNT_OF(good)]);
		help_check(&help);
		if (!help_find(&help, "STY-1", "title") != is_good)
			fail_msg("%.*s", STR_ARG(help.report.title));
		help_end(&help);
	}
}

static void
thousands_of_findings_end_in_a_count(void **state)
{
	struct help help;
	struct buf text;
	struct report_repair *repairs;

	help_begin(&help, REPORT_FORM_2021);
	buf_init(&text, (size_t)1 << 20);
	for (int i = 0; i < 3000; i++)
		buf_print(&text, "[bookmark: x]既使，。信息信息平台(如此)");
	FINE(buf_check(&text));
	for (size_t i = 0; i < help.report.section_count; i++)
		help.report.sections[i].text = buf_str(&text);
	repairs = arena_take(help.arena, 3000, sizeof *repairs);
	assert_non_null(repairs);
	for (int i = 0; i < 3000; i++)
		repairs[i] =
			(struct report_repair){ STR("applications.no_repeat.biz"), STR("书签") };
	help.report.repairs = repairs;
	help.report.repair_count = 3000;
	help_check(&help);
	assert_int_equal(help.report.finding_count, 1000);
	help_finds(&help, "STY-1", "title", REPORT_NOTE, "没有列出");
	buf_done(&text);
	help_end(&help);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(doubled_words),
		cmocka_unit_test(words_that_are_always_wrong),
		cmocka_unit_test(slips_in_set_phrases),
		cmocka_unit_test(marks_among_chinese),
		cmocka_unit_test(brackets_and_quotes_have_partners),
		cmocka_unit_test(headings_inside_a_section_use_one_width),
		cmocka_unit_test(titles_of_documents_are_whole),
		cmocka_unit_test(terms_are_not_mixed),
		cmocka_unit_test(the_six_headings_are_the_forms_own),
		cmocka_unit_test(labels_that_the_reader_had_to_understand_are_told_once_a_row),
		cmocka_unit_test(repairs_that_alternate_are_told_once_each),
		cmocka_unit_test(a_title_names_its_year_once),
		cmocka_unit_test(thousands_of_findings_end_in_a_count),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
