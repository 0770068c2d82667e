/*
 * The kinds of reply and the exemptions as data, what each lacks, and the row of the annual report
 * it counts in. Pure.
 */
#include <string.h>

#include "application/application_reply.h"

/* Law: 条例 arts. 14 to 16. */
const struct application_exemption application_exemptions[] = {
	{ "ex14_secret", "第十四条", "依法确定为国家秘密", "deny_secret", false },
	{ "ex14_forbidden", "第十四条", "法律、行政法规禁止公开", "deny_law", false },
	{ "ex14_safety", "第十四条", "公开后可能危及国家安全、公共安全、经济安全、社会稳定",
		"deny_safety", false },
	{ "ex15_third_party", "第十五条",
		"涉及商业秘密、个人隐私等，公开会对第三方合法权益造成损害", "deny_third_party",
		false },
	{ "ex16_internal", "第十六条第一款", "人事管理、后勤管理、内部工作流程等内部事务信息",
		"deny_internal", true },
	{ "ex16_process", "第十六条第二款",
		"履行行政管理职能过程中形成的讨论记录、过程稿、磋商信函、请示报告等过程性信息",
		"deny_process", true },
	{ "ex16_casefile", "第十六条第二款", "行政执法案卷信息", "deny_casefile", true },
	{ 0 },
};

const struct application_exemption *
application_exemption_find(struct str key)
{
	for (const struct application_exemption *one = application_exemptions; one->key; one++)
		if (str_equal(str_of(one->key), key))
			return one;
	return NULL;
}

#define INFORMATION APPLICATION_INFORMATION
#define AMENDMENT APPLICATION_AMENDMENT

/* Source of the rows: the form's own note on what counts where (国办公开办函〔2021〕30号); for the
 * form before it, application_outcomes[]. */
const struct application_reply_rule application_reply_rules[] = {
	{ APPLICATION_R36_1, "R36_1", "已主动公开", "条例第三十六条第（一）项", "W11",
		"res_granted", APPLICATION_SAYS_WAY, INFORMATION },
	{ APPLICATION_R36_2, "R36_2", "予以公开", "条例第三十六条第（二）项", "W10", "res_granted",
		APPLICATION_SAYS_FILES, INFORMATION },
	{ APPLICATION_R37, "R37", "部分公开", "条例第三十七条", "W12", "res_partial",
		APPLICATION_SAYS_FILES | APPLICATION_SAYS_EXEMPTION | APPLICATION_SAYS_REASON |
			APPLICATION_SAYS_REDACTION,
		INFORMATION },
	{ APPLICATION_R36_3, "R36_3", "不予公开", "条例第三十六条第（三）项", "W13", NULL,
		APPLICATION_SAYS_EXEMPTION | APPLICATION_SAYS_REASON, INFORMATION },
	{ APPLICATION_R36_4, "R36_4", "信息不存在", "条例第三十六条第（四）项", "W14",
		"unable_not_held", APPLICATION_SAYS_SEARCH, INFORMATION },
	{ APPLICATION_R36_5, "R36_5", "非本机关负责公开", "条例第三十六条第（五）项", "W15",
		"unable_not_held", APPLICATION_SAYS_REASON, INFORMATION },
	{ APPLICATION_R36_6, "R36_6", "重复申请不予处理", "条例第三十六条第（六）项", "W16",
		"no_repeat", APPLICATION_SAYS_EARLIER, INFORMATION },
	{ APPLICATION_R36_7, "R36_7", "按特别规定办理", "条例第三十六条第（七）项", "W17",
		"deny_query", APPLICATION_SAYS_SPECIAL, INFORMATION },
	{ APPLICATION_R38, "R38", "需加工分析，不予提供", "条例第三十八条", "W18",
		"unable_need_create", APPLICATION_SAYS_REASON, INFORMATION },
	{ APPLICATION_R39_1, "R39_1", "信访、投诉、举报", "条例第三十九条第一款", "W19",
		"no_petition", APPLICATION_SAYS_CHANNEL, INFORMATION },
	{ APPLICATION_R39_2, "R39_2", "公开出版物", "条例第三十九条第二款", "W20", "no_publication",
		APPLICATION_SAYS_CHANNEL, INFORMATION },
	{ APPLICATION_R35, "R35", "数量、频次明显超过合理范围，不予处理", "条例第三十五条", "W21",
		"no_abusive", APPLICATION_SAYS_REASON, INFORMATION },
	{ APPLICATION_R30, "R30", "逾期不补正，不再处理", "条例第三十条", "W22",
		"other_no_correction", APPLICATION_SAYS_LAPSE, INFORMATION },
	{ APPLICATION_R30_VAGUE, "R30_vague", "补正后内容仍不明确", "条例第三十条", "W25",
		"unable_unclear", APPLICATION_SAYS_REASON, INFORMATION },
	{ APPLICATION_FEE_LAPSED, "fee_lapsed", "逾期不缴费，不再处理",
		"条例第四十二条、国办函〔2020〕109号", "W22", "other_no_fee",
		APPLICATION_SAYS_LAPSE, INFORMATION },
	{ APPLICATION_RECONFIRM, "reconfirm", "要求确认或者重新出具已获取信息，不予处理",
		"国办公开办函〔2021〕30号", "W26", "no_reconfirm", APPLICATION_SAYS_REASON,
		INFORMATION },
	{ APPLICATION_R41_DONE, "R41_done", "予以更正", "条例第四十一条", "W23", "other_misc",
		APPLICATION_SAYS_REASON, AMENDMENT },
	{ APPLICATION_R41_NOT, "R41_not", "不予更正", "条例第四十一条", "W23", "other_misc",
		APPLICATION_SAYS_REASON, AMENDMENT },
	{ APPLICATION_R41_SENT, "R41_sent", "转送或者告知有权更正的机关", "条例第四十一条", "W23",
		"other_misc", APPLICATION_SAYS_AGENCY, AMENDMENT },
	{ .key = NULL },
};

const struct application_reply_rule *
application_reply_rule(enum application_reply reply)
{
	for (const struct application_reply_rule *rule = application_reply_rules; rule->key; rule++)
		if (rule->reply == reply)
			return rule;
	return NULL;
}

const struct application_reply_rule *
application_reply_find(struct str key)
{
	for (const struct application_reply_rule *rule = application_reply_rules; rule->key; rule++)
		if (str_equal(str_of(rule->key), key))
			return rule;
	return NULL;
}

/* --- rows of the annual report --- */

const struct application_outcome application_outcomes[] = {
	{ 1, "res_granted", "予以公开", NULL },
	{ 2, "res_partial", "部分公开", NULL },
	{ 3, "deny_secret", "不予公开：国家秘密", NULL },
	{ 4, "deny_law", "不予公开：法律行政法规禁止公开", NULL },
	{ 5, "deny_safety", "不予公开：危及“三安全一稳定”", NULL },
	{ 6, "deny_third_party", "不予公开：保护第三方合法权益", NULL },
	{ 7, "deny_internal", "不予公开：三类内部事务信息", NULL },
	{ 8, "deny_process", "不予公开：四类过程性信息", NULL },
	{ 9, "deny_casefile", "不予公开：行政执法案卷", NULL },
	{ 10, "deny_query", "不予公开：行政查询事项", NULL },
	{ 11, "unable_not_held", "无法提供：本机关不掌握", NULL },
	{ 12, "unable_need_create", "无法提供：需要另行制作", NULL },
	{ 13, "unable_unclear", "无法提供：补正后仍不明确", NULL },
	{ 14, "no_petition", "不予处理：信访举报投诉", NULL },
	{ 15, "no_repeat", "不予处理：重复申请", NULL },
	{ 16, "no_publication", "不予处理：公开出版物", NULL },
	{ 17, "no_abusive", "不予处理：无正当理由大量反复申请", NULL },
	{ 18, "no_reconfirm", "不予处理：要求确认或重新出具", NULL },
	{ 19, "other_no_correction", "其他处理：逾期不补正", "other" },
	{ 20, "other_no_fee", "其他处理：逾期不缴费", "other" },
	{ 21, "other_misc", "其他处理：其他", "other" },
	{ .key = NULL },
};

const struct application_outcome *
application_outcome_of(int number)
{
	for (const struct application_outcome *outcome = application_outcomes; outcome->key;
		outcome++)
		if (outcome->number == number)
			return outcome;
	return NULL;
}

int
application_outcome_number(const char *key)
{
	for (const struct application_outcome *outcome = application_outcomes; outcome->key;
		outcome++)
		if (strcmp(outcome->key, key) == 0)
			return outcome->number;
	return 0;
}

int
application_reply_outcome(const struct application_stated *stated)
{
	const struct application_reply_rule *rule = application_reply_rule(stated->reply);

	if (!rule)
		return 0;
	if (rule->outcome)
		return application_outcome_number(rule->outcome);
	for (size_t i = 0; i < stated->exemption_count; i++) {
		const struct application_exemption *exemption =
			application_exemption_find(stated->exemptions[i]);

		if (exemption)
			return application_outcome_number(exemption->outcome);
	}
	return 0;
}

/* --- what is missing --- */

static const struct application_lack all_lacks[] = {
	{ APPLICATION_SAYS_WAY, "没有写明获取已公开信息的方式、途径（网址）。",
		"The way to the published information is missing.", "条例第三十六条第（一）项" },
	{ APPLICATION_SAYS_FILES, "没有随附提供的信息，也没有写明提供的方式、途径和时间。",
		"Neither the information nor when and how it is given is there.",
		"条例第三十六条第（二）项" },
	{ APPLICATION_SAYS_EXEMPTION, "没有选择不予公开的法定情形（第十四条至第十六条）。",
		"No exemption of arts. 14 to 16 is named.", "条例第三十六条第（三）项" },
	{ APPLICATION_SAYS_REASON, "没有说明理由。", "The reasons are missing.", "条例第三十六条" },
	{ APPLICATION_SAYS_SEARCH, "没有写明检索的范围和方法。",
		"Where and how it was searched for is missing.", "条例第三十六条第（四）项" },
	{ APPLICATION_SAYS_AGENCY, "没有写明有权办理的机关名称和联系方式。",
		"The agency in charge is missing.", "条例第四十一条" },
	{ APPLICATION_SAYS_EARLIER, "没有写明前次答复的文号和日期。",
		"Number and day of the earlier reply are missing.", "条例第三十六条第（六）项" },
	{ APPLICATION_SAYS_SPECIAL, "没有写明所依据的特别规定。",
		"The special law or regulation is missing.", "条例第三十六条第（七）项" },
	{ APPLICATION_SAYS_CHANNEL, "没有写明相应的渠道或者获取途径。",
		"The right channel is missing.", "条例第三十九条" },
	{ APPLICATION_SAYS_REDACTION, "没有遮盖清单。", "The list of what was removed is missing.",
		"条例第三十七条" },
	{ APPLICATION_SAYS_LAPSE, "没有写明逾期的事实（告知日期、期限届满日）。",
		"Which term passed is missing.", "条例第三十条" },
};

struct fault *
application_reply_check(struct arena *arena, const struct application_stated *stated,
	struct application_lack **ret_lacks, size_t *ret_count)
{
	static const struct application_lack no_reply = { 0, "还没有选择答复类型。",
		"No kind of reply is chosen.", "条例第三十六条" };
	static const struct application_lack wrong_kind = { 0,
		"这类答复不适用于本件（信息公开申请与更正申请的答复不同）。",
		"This kind of reply does not answer this kind of application.", "条例第四十一条" };
	const struct application_reply_rule *rule = application_reply_rule(stated->reply);
	struct application_lack *lacks;
	size_t count = 0;

	TAKE(arena, lacks, COUNT_OF(all_lacks) + 2);
	if (!rule)
		lacks[count++] = no_reply;
	else if (rule->kind != stated->kind)
		lacks[count++] = wrong_kind;
	for (size_t i = 0; rule && i < COUNT_OF(all_lacks); i++)
		if (rule->needs & all_lacks[i].says && !(stated->says & all_lacks[i].says))
			lacks[count++] = all_lacks[i];
	*ret_lacks = lacks;
	*ret_count = count;
	return NULL;
}
