/* Reports that resemble each other, words that belong elsewhere, and the day of publication:
 * examples that must be told and examples that must not. */
#include "help.h"

#include <stdio.h>

#include "base/buf.h"

static const char story[] =
	"（一）主动公开。全年通过门户网站发布机构职能、财政预决算、行政执法公示等内容126条，"
	"比上年增加31条；围绕春耕备耕、农机补贴、高标准农田三件农民关心的事开设专栏，"
	"每月更新补贴名单和验收结果，并在村务公示栏同步张贴。\n"
	"（二）依申请公开。窗口、信函、网络三个渠道全部畅通，安排专人当日登记、三日内分办，"
	"对不属于本机关职责的逐件告知申请人应向哪个部门提出，没有发生超期答复。\n"
	"（三）政府信息管理。修订发布审核办法，科室初审、办公室复审、分管领导终审的三道关口"
	"写进岗位职责，对历史文件做了一次全面清理，标注失效文件17件，补录缺失文号42处。\n"
	"（四）平台建设。合并两个长期不更新的账号，把办事指南改成问答样式，"
	"老年人可以用大字版浏览，网站全年没有发生链接失效被通报的情况。\n"
	"（五）监督保障。把公开工作列入年终考核，占百分之四；举办两期培训班，"
	"乡镇农技人员到课八十余人；邀请村民代表评议，满意的占绝大多数，没有需要追究责任的情形。\n"
	"回头看全年的做法，最有用的一条是先问农民想知道什么，再决定写什么：补贴怎么算、钱几时到、"
	"找谁问，三句话写在最前面，后面才是依据和附件。这个办法明年继续用，并推广到畜牧和渔业两块"
	"。";

static const char other_story[] =
	"（一）主动公开。我局把公示重点放在工程项目上，从立项、招标到竣工验收全过程上网，"
	"累计公开在建项目88个，附监理单位和投诉电话，市民可以按街道检索。\n"
	"（二）依申请公开。申请多集中在征收补偿档案，全部由法制科与档案室会商后答复，"
	"复杂事项请律师出具意见，疑难件办理时间平均缩短四天。\n"
	"（三）政府信息管理。建立台账，按季度盘点，凡是涉及个人住址和银行账号的一律先做遮挡再上网，"
	"抽查发现的九处疏漏当周改正。\n"
	"（四）平台建设。上线夜间施工许可地图，接入市级统一检索，手机端改版后打开速度明显加快，"
	"用户停留时间变长。\n"
	"（五）监督保障。聘请五名社会监督员，每季度暗访窗口一次，结果在局务会上通报；"
	"全年组织业务轮训三次，新进人员考试合格后方可上岗，未发生被追责的情况。\n"
	"从投诉看，市民最不满意的是围挡上的公告牌内容陈旧。我们要求施工单位每周更换一次，"
	"并由街道网格员拍照回传，超过十天不换的列入信用扣分，这项做法实行后相关来电少了一大半。";

/* Two reports of a department each, with these overviews. */
struct pair {
	struct help now;
	struct help before;
};

static void
begin(struct pair *pair, const char *now, const char *before)
{
	help_begin(&pair->now, REPORT_FORM_2021);
	help_begin(&pair->before, REPORT_FORM_2021);
	pair->before.report.year = 2022;
	help_set(&pair->before.report, REPORT_ROW_CARRIED_OUT, REPORT_NATURAL_PERSON, 1);
	help_text(&pair->now.report, REPORT_S1_OVERVIEW, now);
	help_text(&pair->before.report, REPORT_S1_OVERVIEW, before);
}

static void
end(struct pair *pair)
{
	help_end(&pair->before);
	help_end(&pair->now);
}

static const struct report_finding *
compare_years(struct pair *pair)
{
	FINE(checking_run(&pair->now.report, &pair->before.report, pair->now.arena));
	return help_find(&pair->now, "TXT-SAME", NULL);
}

static struct str
changed(struct pair *pair, const char *text, const char *old, const char *fresh)
{
	struct str result;

	FINE(str_replace(pair->now.arena, str_of(text), str_of(old), str_of(fresh), &result));
	return result;
}

static void
last_years_words_with_new_figures_are_told_with_their_place(void **state)
{
	const struct report_finding *finding;
	struct pair pair;
	struct str text;

	begin(&pair, story, story);
	text = changed(&pair, story, "126条", "305条");
	text = changed(&pair, text.at, "增加31条", "减少8条");
	text = changed(&pair, text.at, "三件农民", "四件农民");
	help_text(&pair.now.report, REPORT_S1_OVERVIEW, text.at);
	finding = compare_years(&pair);
	help_finds(&pair.now, "TXT-SAME", "s1_overview", REPORT_WARNING, "与上年度（2022年）报告");
	assert_int_equal(finding->text.section, REPORT_S1_OVERVIEW);
	assert_true(finding->text.length > 300);
	assert_true(finding->text.offset + finding->text.length <= text.len);
	end(&pair);
}

static void
another_story_is_not_the_same(void **state)
{
	struct pair pair;

	begin(&pair, story, other_story);
	assert_null(compare_years(&pair));
	end(&pair);
}

/* Half of it kept, half of it new: that is how reports are honestly written. */
static void
a_story_kept_in_part_is_not_the_same(void **state)
{
	struct pair pair;
	struct str text;

	begin(&pair, story, story);
	FINE(str_print(pair.now.arena, &text, "%.*s%s", (int)(sizeof story * 2 / 3 / 3 * 3), story,
		other_story));
	help_text(&pair.now.report, REPORT_S1_OVERVIEW, text.at);
	assert_null(compare_years(&pair));
	FINE(str_print(pair.now.arena, &text, "%s%s", story, other_story));
	help_text(&pair.now.report, REPORT_S1_OVERVIEW, text.at);
	assert_null(compare_years(&pair));
	end(&pair);
}

static void
a_report_of_two_years_ago_is_not_last_years(void **state)
{
	struct pair pair;

	begin(&pair, story, story);
	pair.before.report.year = 2021;
	assert_null(compare_years(&pair));
	end(&pair);
}

/* A short report of an office where nothing happened says what they all say. */
static void
short_reports_and_what_the_form_demands_are_never_the_same(void **state)
{
	struct buf text;
	struct pair pair;

	begin(&pair,
		"本年度主动公开政府信息0条，未收到政府信息公开申请，平台建设、监督保障无变化。",
		"本年度主动公开政府信息0条，未收到政府信息公开申请，平台建设、监督保障无变化。");
	assert_null(compare_years(&pair));
	buf_init(&text, 65536);
	for (int i = 0; i < 60; i++)
		buf_print(&text,
			"%d.深入贯彻落实《中华人民共和国政府信息公开条例》，"
			"推进政府信息公开工作，没有收取信息处理费。\n",
			i);
	FINE(buf_check(&text));
	help_text(&pair.now.report, REPORT_S1_OVERVIEW, text.at);
	help_text(&pair.before.report, REPORT_S1_OVERVIEW, text.at);
	assert_null(compare_years(&pair));
	buf_done(&text);
	end(&pair);
}

static void
before_the_form_of_2021_it_is_only_a_note(void **state)
{
	struct pair pair;

	begin(&pair, story, story);
	pair.now.report.year = 2020;
	pair.before.report.year = 2019;
	assert_non_null(compare_years(&pair));
	help_finds(&pair.now, "TXT-SAME", "s1_overview", REPORT_NOTE, "上年度（2019年）");
	end(&pair);
}

/* --- the reports of one folder --- */

static const struct report_finding *
compare_with(
	struct help *help, struct checking_others *others, const char *agency, const char *text)
{
	struct checking_facts facts = CHECKING_NOTHING_KNOWN;

	facts.others = others;
	help->report.agency = str_of(agency);
	help->report.signed_by = str_of(agency);
	help->report.file = str_of(agency);
	help_text(&help->report, REPORT_S1_OVERVIEW, text);
	FINE(checking_run_with(&help->report, &facts, help->arena));
	return help_find(help, "TXT-SAME", NULL);
}

static void
a_report_copied_from_another_agency_is_told_with_its_name(void **state)
{
	struct checking_others *others;
	struct help help;

	help_begin(&help, REPORT_FORM_2021);
	FINE(checking_others_make(help.arena, &others));
	assert_null(compare_with(&help, others, "甲市水务局", story));
	assert_null(compare_with(&help, others, "甲市城建局", other_story));
	assert_non_null(compare_with(&help, others, "甲市林业局", story));
	help_finds(&help, "TXT-SAME", "s1_overview", REPORT_WARNING,
		"100% 的文字与“甲市水务局”（甲市水务局，2023年）相同");
	help_end(&help);
}

static void
the_same_report_in_two_files_is_no_copy(void **state)
{
	struct checking_others *others;
	struct help help;

	help_begin(&help, REPORT_FORM_2021);
	FINE(checking_others_make(help.arena, &others));
	assert_null(compare_with(&help, others, "甲市水务局", story));
	assert_null(compare_with(&help, others, "甲市水务局", story));
	assert_null(compare_with(&help, others, "乙省甲市水务局", story));
	assert_null(compare_with(&help, others, "", story));
	help.report.year = 2022;
	assert_non_null(compare_with(&help, others, "甲市水务局", story));
	help_end(&help);
}

/* The comparison must stay quick and bounded whatever the reports hold. */
static void
many_reports_of_one_word_are_compared_without_harm(void **state)
{
	struct checking_others *others;
	struct buf text;
	struct help help;

	help_begin(&help, REPORT_FORM_2021);
	buf_init(&text, (size_t)1 << 20);
	for (int i = 0; i < 100000; i++)
		buf_put(&text, STR("好"));
	FINE(buf_check(&text));
	FINE(checking_others_make(help.arena, &others));
	for (int i = 0; i < 20; i++) {
		char name[40];

		snprintf(name, sizeof name, "甲市第%c局", 'A' + i);
		compare_with(&help, others, name, text.at);
	}
	help_finds(&help, "TXT-SAME", "s1_overview", REPORT_WARNING, "100%");
	buf_done(&text);
	help_end(&help);
}

/* --- words that belong elsewhere --- */

static void
a_long_stretch_about_other_things_is_a_note(void **state)
{
	static const char elsewhere[] =
		"全年完成造林三万亩，新建灌溉渠道四十公里，粮食总产量再创新高，"
		"生猪存栏平稳，规模养殖场粪污处理设施配套率继续提高。";
	struct help help;
	struct buf text;

	help_begin(&help, REPORT_FORM_2021);
	buf_init(&text, 65536);
	for (int i = 0; i < 14; i++)
		buf_put(&text, str_of(elsewhere));
	FINE(buf_check(&text));
	help_text(&help.report, REPORT_S5_PROBLEMS, text.at);
	help_check(&help);
	help_finds(&help, "TXT-TOPIC", "s5_problems", REPORT_NOTE, "没有提到政府信息公开");
	assert_int_equal(help_count(&help, "TXT-TOPIC", REPORT_NOTE), 1);
	/* A word of the subject now and then, and it is a report on what was published. */
	buf_clear(&text);
	for (int i = 0; i < 28; i++)
		buf_print(&text, "%s%s", elsewhere, i % 7 ? "" : "结果已经公布。");
	FINE(buf_check(&text));
	help_text(&help.report, REPORT_S5_PROBLEMS, text.at);
	help_check(&help);
	assert_null(help_find(&help, "TXT-TOPIC", NULL));
	buf_done(&text);
	help_text(&help.report, REPORT_S5_PROBLEMS, story);
	help_check(&help);
	assert_null(help_find(&help, "TXT-TOPIC", NULL));
	help_end(&help);
}

/* --- the day of publication --- */

static void
the_day_of_publication_is_held_against_the_term_of_the_agency(void **state)
{
	static const struct {
		const char *agency;
		const char *published;
		const char *town_deadline; /* NULL: no local notice */
		int level;                 /* -1: nothing */
	} days[] = {
		{ "甲市农业局", "2024-01-31", NULL, -1 },
		{ "甲市农业局", "2024-02-01", NULL, REPORT_ERROR },
		{ "甲市农业局", "2024-02-01", "2024-02-20", REPORT_ERROR },
		{ "甲市农业局", "2023-12-31", NULL, REPORT_WARNING },
		{ "甲市人民政府", "2024-03-31", NULL, -1 },
		{ "甲市人民政府", "2024-04-01", NULL, REPORT_ERROR },
		{ "甲街道", "2024-02-20", NULL, REPORT_WARNING },
		{ "甲街道", "2024-02-20", "2024-02-20", -1 },
		{ "甲街道", "2024-02-21", "2024-02-20", REPORT_ERROR },
		{ "甲实验区", "2024-03-31", NULL, -1 },
		{ "甲实验区", "2024-04-01", NULL, REPORT_ERROR },
	};

	for (size_t i = 0; i < COUNT_OF(days); i++) {
		struct checking_facts facts = CHECKING_NOTHING_KNOWN;
		const struct report_finding *finding;
		struct help help;

		help_begin(&help, REPORT_FORM_2021);
		help.report.agency = str_of(days[i].agency);
		assert_true(day_parse(str_of(days[i].published), &facts.published_on));
		if (days[i].town_deadline)
			assert_true(day_parse(str_of(days[i].town_deadline), &facts.town_deadline));
		FINE(checking_run_with(&help.report, &facts, help.arena));
		finding = help_find(&help, "TIME-1", "year");
		if ((finding ? (int)finding->level : -1) != days[i].level)
			fail_msg("%s %s", days[i].agency, days[i].published);
		help_end(&help);
	}
}

static void
nothing_is_said_of_a_day_that_is_not_known(void **state)
{
	struct help help;

	help_begin(&help, REPORT_FORM_2021);
	help_check(&help);
	assert_null(help_find(&help, "TIME-1", NULL));
	help_end(&help);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(last_years_words_with_new_figures_are_told_with_their_place),
		cmocka_unit_test(another_story_is_not_the_same),
		cmocka_unit_test(a_story_kept_in_part_is_not_the_same),
		cmocka_unit_test(a_report_of_two_years_ago_is_not_last_years),
		cmocka_unit_test(short_reports_and_what_the_form_demands_are_never_the_same),
		cmocka_unit_test(before_the_form_of_2021_it_is_only_a_note),
		cmocka_unit_test(a_report_copied_from_another_agency_is_told_with_its_name),
		cmocka_unit_test(the_same_report_in_two_files_is_no_copy),
		cmocka_unit_test(many_reports_of_one_word_are_compared_without_harm),
		cmocka_unit_test(a_long_stretch_about_other_things_is_a_note),
		cmocka_unit_test(the_day_of_publication_is_held_against_the_term_of_the_agency),
		cmocka_unit_test(nothing_is_said_of_a_day_that_is_not_known),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
