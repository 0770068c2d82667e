/*
 * Short words for rows and columns, for sentences; the forms' exact labels are too long there.
 * Only data.
 */
#include "checking/rules_inside.h"

const struct rules_words rules_rows[REPORT_APPLICATION_ROWS] = {
	[REPORT_ROW_NEW_RECEIVED] = { "新收", "newly received" },
	[REPORT_ROW_CARRIED_IN] = { "结转", "carried in" },
	[REPORT_ROW_RES_GRANTED] = { "予以公开", "granted" },
	[REPORT_ROW_RES_PARTIAL] = { "部分公开", "granted in part" },
	[REPORT_ROW_DENY_SECRET] = { "属于国家秘密", "state secret" },
	[REPORT_ROW_DENY_LAW] = { "其他法律行政法规禁止公开", "forbidden by law" },
	[REPORT_ROW_DENY_SAFETY] = { "危及‘三安全一稳定’", "endangers safety or stability" },
	[REPORT_ROW_DENY_THIRD_PARTY] = { "保护第三方合法权益", "third-party rights" },
	[REPORT_ROW_DENY_INTERNAL] = { "属于三类内部事务信息", "internal affairs" },
	[REPORT_ROW_DENY_PROCESS] = { "属于四类过程性信息", "information in process" },
	[REPORT_ROW_DENY_CASEFILE] = { "属于行政执法案卷", "enforcement case file" },
	[REPORT_ROW_DENY_QUERY] = { "属于行政查询事项", "administrative query" },
	[REPORT_ROW_UNABLE_NOT_HELD] = { "本机关不掌握相关政府信息", "not held" },
	[REPORT_ROW_UNABLE_NEED_CREATE] = { "没有现成信息需要另行制作", "would have to be made" },
	[REPORT_ROW_UNABLE_UNCLEAR] = { "补正后申请内容仍不明确", "unclear after correction" },
	[REPORT_ROW_NO_PETITION] = { "信访举报投诉类申请", "petition or complaint" },
	[REPORT_ROW_NO_REPEAT] = { "重复申请", "repeated" },
	[REPORT_ROW_NO_PUBLICATION] = { "要求提供公开出版物", "published work" },
	[REPORT_ROW_NO_ABUSIVE] = { "无正当理由大量反复申请", "abusive" },
	[REPORT_ROW_NO_RECONFIRM] = { "要求行政机关确认或重新出具已获取信息",
		"confirm or issue again" },
	[REPORT_ROW_OTHER] = { "其他处理", "other" },
	[REPORT_ROW_OTHER_NO_CORRECTION] = { "逾期不补正", "not corrected in time" },
	[REPORT_ROW_OTHER_NO_FEE] = { "逾期未缴费", "fee not paid" },
	[REPORT_ROW_OTHER_MISC] = { "其他处理中的‘其他’", "other: remaining" },
	[REPORT_ROW_RES_TOTAL] = { "办理总计", "results in total" },
	[REPORT_ROW_CARRIED_OUT] = { "结转下年", "carried out" },
};

const struct rules_words rules_applicants[REPORT_APPLICANTS] = {
	{ "自然人", "natural persons" },
	{ "商业企业", "businesses" },
	{ "科研机构", "research institutes" },
	{ "社会公益组织", "public welfare bodies" },
	{ "法律服务机构", "legal services" },
	{ "其他", "other organisations" },
	{ "总计", "total" },
};

const struct rules_words rules_review_groups[REPORT_REVIEW_GROUPS] = {
	{ "行政复议", "reconsideration" },
	{ "未经复议直接起诉", "litigation without reconsideration" },
	{ "复议后起诉", "litigation after reconsideration" },
};

const struct rules_words rules_review_results[REPORT_REVIEW_RESULTS] = {
	{ "结果维持", "upheld" },
	{ "结果纠正", "corrected" },
	{ "其他结果", "other" },
	{ "尚未审结", "pending" },
	{ "总计", "total" },
};
