/*
 * What a file that is added to a case may be, as people choose it.
 * Taking files in is casework_file.c's.
 */
#include "casework/casework_case_view.h"

const struct http_choice casework_file_kinds[] = {
	{ "original", "检索到的信息原件（内部保存，遮盖后才能提供）", "Original" },
	{ "answer", "准备提供给申请人的信息", "To be given" },
	{ "evidence", "凭证（邮寄收据、通话记录等）", "Evidence" },
	{ "opinion", "征求来的意见", "Opinion" },
	{ "attachment", "申请人补充的材料", "Of the applicant" },
	{ "other", "其他", "Other" },
	{ 0 },
};
static const enum application_file_kind kinds_of_choices[] = { APPLICATION_FILE_ORIGINAL,
	APPLICATION_FILE_ANSWER, APPLICATION_FILE_EVIDENCE, APPLICATION_FILE_OPINION,
	APPLICATION_FILE_ATTACHMENT, APPLICATION_FILE_OTHER };

enum application_file_kind
casework_file_kind_of(const struct http_choice *choice)
{
	return choice ? kinds_of_choices[choice - casework_file_kinds] : APPLICATION_FILE_OTHER;
}
