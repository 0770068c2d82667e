/*
 * The rules as data: id, usual level, the article or form behind each, and how to mend what it
 * finds. What a rule looks at stands in the other rules_ files.
 */
#include "checking/rules_inside.h"

#define FORMS "国办公开办函〔2019〕60号、〔2021〕30号年度报告格式"
#define FORM_2019 "国办公开办函〔2019〕60号年度报告格式"
#define FORM_2021 "国办公开办函〔2021〕30号年度报告格式"
#define BALANCE "年度报告格式表三表头所列勾稽关系"

const struct checking_rule checking_rules[RULES_COUNT] = {
	/* Law: 条例 art. 50 */
	[RULE_A50] = { "A50", REPORT_ERROR, "《政府信息公开条例》第五十条",
		"补写缺少的部分；没有内容的也要写“无”并保留标题和表格。" },
	/* Law: 国办公开办函〔2019〕60号; 国办公开办函〔2021〕30号 */
	[RULE_FORM] = { "FORM", REPORT_WARNING, FORMS,
		"2019、2020年度用2019年格式，2021年度起用2021年格式；请按报告年度换用对应表格。" },
	[RULE_ENUM_HDR] = { "ENUM-HDR", REPORT_WARNING, FORMS,
		"标题、行名、列名照格式原文填写，不要增删改字。" },
	[RULE_META_1] = { "META-1", REPORT_ERROR, "《政府信息公开条例》第四十九条；" FORMS,
		"写明数据统计期限：报告年度的1月1日至12月31日。" },
	/* Law: 条例 art. 49 */
	[RULE_META_2] = { "META-2", REPORT_ERROR, "《政府信息公开条例》第四十九条",
		"核对落款日期：部门应在次年1月31日前、政府应在次年3月31日前公布。" },
	[RULE_META_3] = { "META-3", REPORT_WARNING, "《党政机关公文格式》GB/T 9704；" FORMS,
		"落款写全机关名称和成文日期，名称与标题、联系方式一致。" },
	[RULE_META_4] = { "META-4", REPORT_WARNING, FORMS "通行的编制说明",
		"在报告开头写明编制依据、电子版获取网址、联系机关及地址、邮编、电话（带区号）。" },
	/* Law: 条例 art. 50 item 4 */
	[RULE_META_5] = { "META-5", REPORT_ERROR, "《政府信息公开条例》第五十条第（四）项",
		"在总体情况（监督保障）中写明工作考核、社会评议和责任追究结果情况，没有的写“未发生”"
		"。" },
	/* Law: 国办公开办函〔2021〕30号 */
	[RULE_META_6] = { "META-6", REPORT_WARNING, FORM_2021 "“总体情况”",
		"总体情况从主动公开、依申请公开、政府信息管理、平台建设、监督保障五方面写。" },
	/* Law: 国办函〔2020〕109号 */
	[RULE_META_7] = { "META-7", REPORT_WARNING,
		"国办函〔2020〕109号《政府信息公开信息处理费管理办法》；" FORM_2021,
		"在第六部分写明本年度收取信息处理费的情况，没有收取的也写明。" },
	[RULE_META_8] = { "META-8", REPORT_WARNING, FORMS,
		"删去编辑软件留下的书签文字和混入正文的页码。" },
	/* Law: 条例 art. 49 */
	[RULE_TIME_1] = { "TIME-1", REPORT_ERROR, "《政府信息公开条例》第四十九条",
		"今后在期限内公布：部门次年1月31日前，政府次年3月31日前，乡镇、街道按当地通知。" },
	[RULE_STY_1] = { "STY-1", REPORT_WARNING,
		"《党政机关公文格式》GB/T 9704；《标点符号用法》GB/T "
		"15834；《出版物上数字用法》GB/T 15835",
		"按提示改正文字。" },
	[RULE_T2_FILL] = { "T2-FILL", REPORT_ERROR, FORMS "表二：每格必填",
		"补填空格；没有的填0。" },
	[RULE_T2_F1] = { "T2-F1", REPORT_WARNING, FORM_2019 "表二第二十条第（一）项",
		"核对本年新制作、新公开和对外公开总数量。" },
	[RULE_T2_F1B] = { "T2-F1b", REPORT_WARNING, FORM_2019 "表二第二十条第（一）项",
		"对照上年报告核对对外公开总数量；有撤下、废止的请说明。" },
	[RULE_T2_F5] = { "T2-F5", REPORT_ERROR, FORM_2019 "表二第二十条第（五）（六）（八）项",
		"核对上一年项目数量和本年增减，增减写带正负号的差数。" },
	[RULE_T2_F9] = { "T2-F9", REPORT_WARNING, FORM_2019 "表二第二十条第（九）项",
		"采购总金额统一用万元并写明单位。" },
	[RULE_T2_R1] = { "T2-R1", REPORT_WARNING, FORM_2021 "表二第二十条第（一）项",
		"对照上年报告核对现行有效件数（上年现行有效+本年制发-"
		"本年废止）；有清理调整的请说明。" },
	[RULE_T2_R2] = { "T2-R2", REPORT_ERROR, FORM_2021 "表二", "填写不小于0的整数。" },
	[RULE_T2_R8] = { "T2-R8", REPORT_WARNING, FORM_2021 "表二第二十条第（八）项",
		"收费金额以万元为单位，小数不超过六位，并与收费目录核对。" },
	/* Law: 立法法 arts. 91, 93: who may make 规章 */
	[RULE_T2_SCOPE] = { "T2-SCOPE", REPORT_WARNING,
		"《立法法》关于规章制定权限的规定；年度报告格式表二",
		"没有规章制定权的机关，“规章”一行填0；规范性文件填在下一行。" },
	[RULE_T3_ROW] = { "T3-ROW", REPORT_ERROR, FORMS "表三：总计=自然人+各类法人或其他组织",
		"核对该行各列，改正各列数字或总计。" },
	/* Law: 国办公开办函〔2019〕60号; 国办公开办函〔2021〕30号: the balance printed in the
	   form's corner */
	[RULE_T3_BAL] = { "T3-BAL", REPORT_ERROR,
		BALANCE "：第一项加第二项之和，等于第三项加第四项之和",
		"核对该列新收、上年结转、办理总计、结转下年度四个数。" },
	[RULE_T3_SUM] = { "T3-SUM", REPORT_ERROR, FORMS "表三：（七）总计为（一）至（六）各项之和",
		"核对该列各项办理结果，改正明细或（七）总计。" },
	[RULE_T3_CARRY] = { "T3-CARRY", REPORT_ERROR,
		FORMS "表三：上年结转应等于上年度报告的结转下年度继续办理",
		"对照上年度报告核对结转数；确有调整的在报告中说明。" },
	[RULE_T3_COMPLETE] = { "T3-COMPLETE", REPORT_ERROR, FORMS "表三：每格必填，没有的填0",
		"补填空格；没有的填0。" },
	[RULE_T3_NEG] = { "T3-NEG", REPORT_ERROR, FORMS "表三：各格为不小于0的整数",
		"改填不小于0的整数；没有的填0。" },
	[RULE_T3_NOPART] = { "T3-NOPART", REPORT_WARNING,
		FORMS "表三“部分公开”行：区分处理的，只计这一情形，不计其他情形",
		"部分公开的申请只计在“部分公开”一行，从其他各行中减去。" },
	/* Law: 国办函〔2020〕109号 */
	[RULE_T3_ABSTAIN] = { "T3-ABSTAIN", REPORT_WARNING,
		FORM_2021 "表三（六）2；国办函〔2020〕109号",
		"在第六部分补写信息处理费收取情况，或核对表三（六）2。" },
	[RULE_T4_SUM] = { "T4-SUM", REPORT_ERROR,
		FORMS "表四：总计=结果维持+结果纠正+其他结果+尚未审结",
		"核对该组四项结果和总计。" },
	[RULE_T4_FILL] = { "T4-FILL", REPORT_ERROR, FORMS "表四：十五格每格必填",
		"补填空格；没有的填0。" },
	[RULE_T4_CARRY] = { "T4-CARRY", REPORT_NOTE, FORMS "表四",
		"核对上年尚未审结的案件是否已计入本年。" },
	[RULE_ALL_ZERO] = { "ALL-ZERO", REPORT_NOTE, "国办公开办函〔2021〕30号：数据应当准确",
		"确认本年度确实没有发生；属实则不必修改。" },
	[RULE_TXT_N1] = { "TXT-N1", REPORT_WARNING, "报告正文应与表三一致",
		"核对正文和表三，改正写错的一处。" },
	[RULE_TXT_N2] = { "TXT-N2", REPORT_WARNING, "报告正文应与表三一致",
		"核对正文和表三，改正写错的一处。" },
	[RULE_TXT_N3] = { "TXT-N3", REPORT_WARNING, "报告正文应与表四一致",
		"核对正文和表四，改正写错的一处。" },
	[RULE_TXT_N4] = { "TXT-N4", REPORT_WARNING, "主动公开信息条数不入表二、表三",
		"核对主动公开信息的条数和口径。" },
	[RULE_TXT_T2] = { "TXT-T2", REPORT_WARNING, "报告正文应与表二一致",
		"核对正文和表二，改正写错的一处。" },
	[RULE_TXT_RATE] = { "TXT-RATE", REPORT_WARNING, "正文中的百分比应能由所列数字算出",
		"按分子、分母重新计算百分比。" },
	[RULE_TXT_PARTS] = { "TXT-PARTS", REPORT_WARNING, "正文中的分项之和应与总数一致",
		"核对各分项和总数。" },
	/* Law: 国办公开办函〔2021〕30号, part 4: reports that resemble each other are held against
	   the agency; 条例 art. 47 */
	[RULE_TXT_SAME] = { "TXT-SAME", REPORT_WARNING,
		"国办公开办函〔2021〕30号“明确责任”：年度报告不得雷同敷衍",
		"按本机关本年度的实际情况重写雷同的段落。" },
	/* Law: 国办公开办函〔2021〕30号: what article 50 asks for, nothing left out, nothing broad
	 */
	[RULE_TXT_TOPIC] = { "TXT-TOPIC", REPORT_NOTE,
		"国办公开办函〔2021〕30号：报告内容按条例第五十条确定，不能遗漏，也不宜泛化",
		"删减与政府信息公开无关的内容。" },
};

const size_t checking_rule_count = RULES_COUNT;
