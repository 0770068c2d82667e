/*
 * The kinds of letters and the names that their templates may use, as data.
 * Which letter fits a case is the business of the room whose case it is.
 */
#include "letter/letter_inside.h"

/* Law: 条例 arts. 30 to 42; what each letter must say is their wording, or settled practice. The
 * remedies of a third party (W04) and of who wants a record corrected (W23): 条例 art. 51 leaves
 * the choice to whoever is harmed, and neither is a refusal that 复议法 art. 23 sends to
 * reconsideration first; 国办函〔2021〕132号 and 法释〔2025〕8号 art. 1 name the third party's
 * case. */
const struct letter_type letter_types[LETTER_KINDS] = {
	[LETTER_W01] = { "W01", "政府信息公开申请登记回执", "Receipt of an application", "收",
		false, LETTER_REMEDY_NONE, LETTER_TO_APPLICANT, "第三十一条",
		{ "request_number", "received_on", "channel", "request_summary", "reply_due" },
		{ NULL } },
	[LETTER_W02] = { "W02", "政府信息公开申请补正告知书", "Request for correction", "补", false,
		LETTER_REMEDY_NONE, LETTER_TO_APPLICANT, "第三十条",
		{ "unclear_points", "correction_points", "correction_due" },
		{ "视为放弃", "重新" } },
	[LETTER_W03] = { "W03", "政府信息公开第三方意见征询书", "Consultation of a third party",
		"征", false, LETTER_REMEDY_NONE, LETTER_TO_THIRD_PARTY, "第三十二条",
		{ "third_party_name", "request_summary", "consult_points" },
		{ "15个工作日", "理由", "逾期" } },
	[LETTER_W04] = { "W04", "政府信息公开决定告知书（第三方）",
		"Decision told to a third party", "告", false, LETTER_REMEDY_OPT,
		LETTER_TO_THIRD_PARTY, "第三十二条",
		{ "third_party_name", "decision", "reasons", "remedy" }, { "公开" } },
	[LETTER_W05] = { "W05", "政府信息公开意见征询函", "Consultation of another agency", "征",
		false, LETTER_REMEDY_NONE, LETTER_TO_AGENCY, "第三十四条",
		{ "other_agency_name", "request_summary", "consult_points" },
		{ "15个工作日", "视为同意公开" } },
	[LETTER_W06] = { "W06", "政府信息公开申请延期答复告知书", "Extension", "延", false,
		LETTER_REMEDY_NONE, LETTER_TO_APPLICANT, "第三十三条第二款",
		{ "extension_days", "new_due", "reasons" }, { "负责人同意" } },
	[LETTER_W07] = { "W07", "政府信息公开信息处理费收费通知书", "Notice of a fee", "费", false,
		LETTER_REMEDY_NONE, LETTER_TO_APPLICANT, "第四十二条",
		{ "fee_standard", "fee_amount", "fee_way" },
		{ "国办函〔2020〕109号", "视为放弃", "次日起20个工作日" } },
	[LETTER_W08] = { "W08", "政府信息公开申请说明理由通知书", "Request to give reasons", "理",
		false, LETTER_REMEDY_NONE, LETTER_TO_APPLICANT, "第三十五条",
		{ "abnormal_facts", "reason_points", "reason_due" }, { "合理范围" } },
	[LETTER_W09] = { "W09", "政府信息公开延迟答复期限告知书", "A later term", "延", false,
		LETTER_REMEDY_NONE, LETTER_TO_APPLICANT, "第三十五条", { "new_due", "reasons" },
		{ "合理期限" } },
	[LETTER_W10] = { "W10", "政府信息予以公开告知书", "Disclosure", "答", true,
		LETTER_REMEDY_OPT, LETTER_TO_APPLICANT, "第三十六条第（二）项",
		{ "disclosed", "provide_way", "remedy" }, { NULL } },
	[LETTER_W11] = { "W11", "政府信息已主动公开告知书", "Published already", "答", true,
		LETTER_REMEDY_OPT, LETTER_TO_APPLICANT, "第三十六条第（一）项",
		{ "public_address", "remedy" }, { NULL } },
	[LETTER_W12] = { "W12", "政府信息部分公开告知书", "Partial disclosure", "答", true,
		LETTER_REMEDY_BOTH, LETTER_TO_APPLICANT, "第三十七条",
		{ "disclosed", "redactions", "exemptions", "reasons", "remedy" }, { NULL } },
	[LETTER_W13] = { "W13", "政府信息不予公开告知书", "Refusal", "答", true, LETTER_REMEDY_PRE,
		LETTER_TO_APPLICANT, "第三十六条第（三）项", { "exemptions", "reasons", "remedy" },
		{ NULL } },
	[LETTER_W14] = { "W14", "政府信息不存在告知书", "No such information", "答", true,
		LETTER_REMEDY_OPT, LETTER_TO_APPLICANT, "第三十六条第（四）项",
		{ "search_scope", "remedy" }, { "检索" } },
	[LETTER_W15] = { "W15", "非本机关负责公开告知书", "Another agency's information", "答",
		true, LETTER_REMEDY_OPT, LETTER_TO_APPLICANT, "第三十六条第（五）项",
		{ "reasons", "remedy" }, { NULL } },
	[LETTER_W16] = { "W16", "重复申请不予重复处理告知书", "Asked and answered before", "答",
		true, LETTER_REMEDY_OPT, LETTER_TO_APPLICANT, "第三十六条第（六）项",
		{ "previous_number", "previous_date", "remedy" }, { NULL } },
	[LETTER_W17] = { "W17", "依照特别规定办理告知书", "Under a special law", "答", true,
		LETTER_REMEDY_OPT, LETTER_TO_APPLICANT, "第三十六条第（七）项",
		{ "special_law", "special_way", "remedy" }, { NULL } },
	[LETTER_W18] = { "W18", "需加工分析不予提供告知书", "Would have to be made first", "答",
		true, LETTER_REMEDY_OPT, LETTER_TO_APPLICANT, "第三十八条", { "reasons", "remedy" },
		{ NULL } },
	[LETTER_W19] = { "W19", "信访、投诉、举报事项告知书", "A petition or complaint", "答", true,
		LETTER_REMEDY_OPT, LETTER_TO_APPLICANT, "第三十九条第一款",
		{ "petition_way", "remedy" }, { "不作为政府信息公开申请处理" } },
	[LETTER_W20] = { "W20", "公开出版物获取途径告知书", "In print", "答", true,
		LETTER_REMEDY_OPT, LETTER_TO_APPLICANT, "第三十九条第二款",
		{ "publication_source", "remedy" }, { NULL } },
	[LETTER_W21] = { "W21", "政府信息公开申请不予处理告知书", "Not handled", "答", true,
		LETTER_REMEDY_OPT, LETTER_TO_APPLICANT, "第三十五条",
		{ "abnormal_facts", "reasons", "remedy" }, { "不予处理" } },
	[LETTER_W22] = { "W22", "政府信息公开申请不再处理告知书", "Not handled any further", "答",
		true, LETTER_REMEDY_OPT, LETTER_TO_APPLICANT, "第三十条",
		{ "lapse", "lapse_due", "remedy" }, { "视为放弃", "不再处理" } },
	[LETTER_W23] = { "W23", "政府信息更正申请答复书", "Reply to a request to correct", "答",
		true, LETTER_REMEDY_OPT, LETTER_TO_APPLICANT, "第四十一条",
		{ "correction_result", "remedy" }, { NULL } },
	[LETTER_W24] = { "W24", "送达回证", "Proof of service", "送", false, LETTER_REMEDY_NONE,
		LETTER_TO_NOBODY, "",
		{ "applicant_name", "served_title", "served_number", "delivery_way" },
		{ "签收", "日期" } },
	[LETTER_W25] = { "W25", "政府信息公开申请补正后仍不明确告知书", "Still unclear", "答", true,
		LETTER_REMEDY_OPT, LETTER_TO_APPLICANT, "第三十条", { "reasons", "remedy" },
		{ "仍不明确" } },
	[LETTER_W26] = { "W26", "政府信息公开申请不予处理告知书（确认或者重新出具）",
		"Asks to confirm what it has", "答", true, LETTER_REMEDY_OPT, LETTER_TO_APPLICANT,
		"第三十六条", { "reasons", "remedy" }, { "不予处理" } },
};

#define TEXT_FIELD(name, zh, en, sample)                                                           \
	{                                                                                          \
		name, LETTER_TEXT, zh, en, sample, NULL                                            \
	}
#define DAY_FIELD(name, zh, en, sample)                                                            \
	{                                                                                          \
		name, LETTER_DAY, zh, en, sample, NULL                                             \
	}

const struct letter_field letter_fields[] = {
	TEXT_FIELD("number", "发文字号", "document number", "平信公开〔2024〕12号-答"),
	DAY_FIELD("issue_date", "成文日期", "day of issue", "2024-03-15"),
	TEXT_FIELD("remedy", "救济途径（由程序生成）", "remedies (made by the program)", ""),
	TEXT_FIELD("agency_name", "机关名称", "agency", "示例市平房区人民政府"),
	TEXT_FIELD("agency_office", "政府信息公开工作机构", "disclosure office",
		"示例市平房区人民政府办公室"),
	TEXT_FIELD(
		"agency_address", "办公地址", "address of the office", "示例市平房区友协大街98号"),
	TEXT_FIELD("agency_phone", "联系电话", "phone of the office", "0451-00000000"),
	TEXT_FIELD("applicant_name", "申请人姓名或者名称", "applicant", "张某某"),
	TEXT_FIELD("applicant_contact", "申请人联系方式", "how to reach the applicant",
		"示例市平房区新疆大街1号"),
	TEXT_FIELD("request_number", "申请登记号", "number of the application", "2024-0012"),
	DAY_FIELD("received_on", "收到申请日期", "day of receipt", "2024-02-19"),
	TEXT_FIELD("request_summary", "申请内容", "what was asked for",
		"平房区2023年老旧小区改造项目的资金使用情况"),
	TEXT_FIELD("channel", "提交方式", "how it came", "当面提交"),
	DAY_FIELD("reply_due", "答复期限", "reply due", "2024-03-18"),
	TEXT_FIELD("query_code", "查询码（拆分出的申请才有）", "query code (of a part only)",
		"K7WM2RQ4TX"),
	TEXT_FIELD(
		"split_from", "由哪一件拆分", "number of the whole it was split from", "2024-0010"),
	TEXT_FIELD("handler", "承办人", "officer", "王某"),
	TEXT_FIELD("approver", "批准人", "approved by", "政府信息公开工作机构负责人李某"),
	TEXT_FIELD("delivery_way", "送达方式", "way of delivery", "邮寄送达"),
	TEXT_FIELD("unclear_points", "内容不明确之处", "what is unclear",
		"申请内容未写明所需信息的年份和项目名称，无法据以查找。"),
	TEXT_FIELD("correction_points", "需要补正的事项", "what to correct",
		"所需信息的名称、文号，或者便于行政机关查询的其他特征性描述。"),
	DAY_FIELD("correction_due", "补正期限", "correction due", "2024-03-11"),
	TEXT_FIELD("third_party_name", "第三方姓名或者名称", "third party", "示例建设有限公司"),
	TEXT_FIELD("other_agency_name", "被征询机关", "agency consulted",
		"示例市平房区住房和城乡建设局"),
	TEXT_FIELD("consult_points", "征询事项", "what is asked",
		"是否同意公开涉及贵方的合同价款和结算资料"),
	DAY_FIELD("consult_due", "答复征询的期限", "answer due", "2024-03-11"),
	TEXT_FIELD("third_party_opinion", "第三方意见", "opinion of the third party",
		"不同意公开，理由是涉及商业秘密"),
	TEXT_FIELD("third_party_silence", "第三方未提出意见的情况", "why there is no opinion",
		"您（单位）未在规定期限内提出意见"),
	TEXT_FIELD("decision", "公开决定的内容", "what will be disclosed",
		"公开2023年改造项目的合同总价款"),
	TEXT_FIELD("extension_days", "延长的工作日数", "working days of extension", "20"),
	DAY_FIELD("new_due", "新的答复期限", "new term", "2024-04-16"),
	TEXT_FIELD("reasons", "理由", "reasons",
		"所申请信息涉及多个项目，需要逐项查找、核对，工作量较大。"),
	TEXT_FIELD("fee_standard", "收费标准", "rate",
		"按件计收，同一申请人一个自然月内累计申请第11件至第30件，100元/件"),
	TEXT_FIELD("fee_count", "计费数量", "quantity", "本月第12件申请"),
	TEXT_FIELD("fee_amount", "收费数额（元）", "amount in yuan", "100"),
	TEXT_FIELD("fee_way", "缴费方式", "how to pay",
		"凭本通知书到示例市平房区行政服务中心非税收入窗口缴纳，或者通过缴款码缴纳"),
	DAY_FIELD("fee_due", "缴费期限", "pay until", "2024-04-12"),
	TEXT_FIELD("abnormal_facts", "数量、频次情况", "how many, how often",
		"自2024年1月1日至2月19日，您（单位）共向本机关提交政府信息公开申请68件"),
	TEXT_FIELD("reason_points", "需要说明的内容", "what to explain",
		"提交上述申请的用途，以及短期内集中提交的原因"),
	DAY_FIELD("reason_due", "说明理由的期限", "reasons due", "2024-03-11"),
	TEXT_FIELD("disclosed", "公开的信息", "what is disclosed",
		"平房区2023年老旧小区改造项目资金使用情况表"),
	TEXT_FIELD(
		"provide_way", "提供方式和途径", "how it is provided", "随本告知书提供纸质复制件"),
	DAY_FIELD("provide_on", "提供时间", "when it is provided", "2024-03-15"),
	TEXT_FIELD("public_address", "获取方式和途径", "where it is published",
		"示例市平房区人民政府门户网站“政府信息公开”栏目（www.example.gov.cn/zfxxgk）"),
	{ "redactions", LETTER_TABLE, "遮盖清单", "list of redactions",
		"资金使用情况表\t第2页第3栏\t联系人姓名、手机号码\t第十五条\n"
		"施工合同\t第5页\t银行账号\t第十五条",
		"文件\t位置\t遮盖的内容\t依据" },
	TEXT_FIELD("exemptions", "不予公开的条款", "articles of exemption",
		"《中华人民共和国政府信息公开条例》第十五条"),
	TEXT_FIELD("search_scope", "检索情况", "what was searched",
		"本机关检索了2019年至2023年的公文管理系统、综合档案室纸质档案和业务科室的工作台账，"
		"检索"
		"词为“老旧小区”“改造”"),
	TEXT_FIELD("right_agency", "负责公开的机关", "the agency in charge",
		"示例市平房区住房和城乡建设局"),
	TEXT_FIELD("right_agency_contact", "该机关的联系方式", "how to reach it",
		"示例市平房区新疆大街2号，0451-00000001"),
	TEXT_FIELD("previous_number", "前次答复文号", "number of the earlier reply",
		"平信公开〔2023〕88号-答"),
	DAY_FIELD("previous_date", "前次答复日期", "day of the earlier reply", "2023-11-06"),
	TEXT_FIELD("special_law", "特别规定的名称", "the special law",
		"《不动产登记暂行条例》第二十七条"),
	TEXT_FIELD("special_way", "办理途径", "how to ask there",
		"持身份证明到示例市不动产登记中心查询窗口申请查询"),
	TEXT_FIELD("petition_way", "反映途径", "where to turn",
		"示例市平房区信访局接待窗口，或者拨打12345政务服务便民热线"),
	TEXT_FIELD("publication_source", "出版物的获取途径", "where to find it in print",
		"《示例市年鉴（2023）》，可以在示例市图书馆查阅或者向出版单位购买"),
	TEXT_FIELD("lapse", "逾期情况", "what was not done",
		"本机关于2024年2月26日向您（单位）送达补正告知书，至补正期限届满未收到补正材料，您"
		"（单位）也"
		"未说明正当理由"),
	DAY_FIELD("lapse_due", "原定期限", "the term that passed", "2024-03-11"),
	TEXT_FIELD("correction_result", "核实和处理结果", "what was found",
		"经核实，本机关记录的您的出生日期确有错误，已于2024年3月14日更正"),
	TEXT_FIELD("served_title", "送达的文书", "letter served", "政府信息不予公开告知书"),
	TEXT_FIELD("served_number", "送达文书的文号", "its number", "平信公开〔2024〕12号-答"),
	TEXT_FIELD("served_place", "送达地点", "place of service", "示例市平房区新疆大街1号"),
	TEXT_FIELD("title", "标题（不填用文书种类的标题）", "title, if not the usual one", ""),
	TEXT_FIELD("attachments", "附件（每行一件）", "attachments, one a line",
		"平房区2023年老旧小区改造项目资金使用情况表"),
	TEXT_FIELD("note", "附注", "note", ""),
	{ 0 },
};

enum letter_kind
letter_kind_find(struct str key)
{
	for (int kind = LETTER_W01; kind < LETTER_KINDS; kind++)
		if (str_equal_ascii(str_of(letter_types[kind].key), key))
			return (enum letter_kind)kind;
	return LETTER_NONE;
}

const struct letter_field *
letter_field_find(struct str name)
{
	for (const struct letter_field *field = letter_fields; field->name; field++)
		if (str_equal(str_of(field->name), name))
			return field;
	return NULL;
}

const char *
letter_addressee_fact(enum letter_addressee to)
{
	switch (to) {
	case LETTER_TO_THIRD_PARTY:
		return "third_party_name";
	case LETTER_TO_AGENCY:
		return "other_agency_name";
	case LETTER_TO_NOBODY:
		return "";
	default:
		return "applicant_name";
	}
}
