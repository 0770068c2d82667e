/*
 * How the room's numbers are called: in addresses, JSON, on pages and in letters. No decision is
 * made here.
 */
#include <stdio.h>

#include "application/application.h"

#define END                                                                                        \
	{                                                                                          \
		0, NULL, NULL, NULL                                                                \
	}

const struct application_word application_kind_words[] = {
	{ APPLICATION_INFORMATION, "information", "政府信息公开申请",
		"Application for information" },
	{ APPLICATION_AMENDMENT, "amendment", "更正本人信息申请", "Application for amendment" },
	END,
};

const struct application_word application_channel_words[] = {
	{ APPLICATION_IN_PERSON, "in_person", "当面提交", "In person" },
	{ APPLICATION_MAIL_SIGNED, "mail_signed", "邮寄（需签收）", "Post, signed for" },
	{ APPLICATION_MAIL_PLAIN, "mail_plain", "平常信函（无需签收）", "Ordinary post" },
	{ APPLICATION_ONLINE, "online", "网上提交", "Online" },
	{ APPLICATION_FAX, "fax", "传真", "Fax" },
	{ APPLICATION_EMAIL, "email", "电子邮件", "E-mail" },
	{ APPLICATION_ELSEWHERE, "elsewhere", "寄给其他机构或个人", "Sent to another office" },
	{ APPLICATION_OTHER_WAY, "other", "公布的其他渠道", "Another published channel" },
	END,
};

const struct application_word application_applicant_words[] = {
	{ APPLICATION_NATURAL_PERSON, "natural_person", "自然人", "Natural person" },
	{ APPLICATION_BUSINESS, "biz", "商业企业", "Business" },
	{ APPLICATION_RESEARCH, "research", "科研机构", "Research institution" },
	{ APPLICATION_PUBLIC_WELFARE, "public_welfare", "社会公益组织", "Public welfare body" },
	{ APPLICATION_LEGAL_SERVICE, "legal_service", "法律服务机构", "Legal service" },
	{ APPLICATION_OTHER_ORGANISATION, "other_org", "其他组织", "Other organisation" },
	END,
};

const struct application_word application_state_words[] = {
	{ APPLICATION_SUBMITTED, "submitted", "待确认收到", "Waits for confirmation" },
	{ APPLICATION_RECEIVED, "received", "待登记", "Waits for registration" },
	{ APPLICATION_OPEN, "open", "办理中", "In work" },
	{ APPLICATION_CORRECTING, "correcting", "待申请人补正", "Waits for correction" },
	{ APPLICATION_EXPLAINING, "explaining", "待申请人说明理由", "Waits for reasons" },
	{ APPLICATION_PAYING, "paying", "待缴费", "Waits for payment" },
	{ APPLICATION_CONSULTING, "consulting", "征求意见中", "Others are being asked" },
	{ APPLICATION_REVIEWING, "reviewing", "待审核", "Waits for review" },
	{ APPLICATION_LEGAL, "legal", "待法制审核", "Waits for legal review" },
	{ APPLICATION_SIGNING, "signing", "待签发", "Waits for signature" },
	{ APPLICATION_SIGNED, "signed", "待送达", "Waits for delivery" },
	{ APPLICATION_CLOSED, "closed", "已办结", "Closed" },
	{ APPLICATION_ARCHIVED, "archived", "已归档", "Archived" },
	{ APPLICATION_MERGED, "merged", "已并案", "Merged" },
	{ APPLICATION_REMOVED, "removed", "档案已销毁", "Disposed of" },
	END,
};

const struct application_word application_form_words[] = {
	{ APPLICATION_ON_PAPER, "paper", "纸质", "Paper" },
	{ APPLICATION_ELECTRONIC, "electronic", "电子文件", "Electronic" },
	{ APPLICATION_TO_LOOK_AT, "look", "查阅、抄录", "To look at and copy" },
	END,
};

const struct application_word application_way_words[] = {
	{ APPLICATION_BY_POST, "post", "邮寄", "Post" },
	{ APPLICATION_BY_EMAIL, "email", "电子邮件", "E-mail" },
	{ APPLICATION_BY_DOWNLOAD, "download", "网上查询下载", "Download" },
	{ APPLICATION_AT_COUNTER, "counter", "当面领取", "At the counter" },
	{ APPLICATION_BY_FAX, "fax", "传真", "Fax" },
	END,
};

const struct application_word application_mark_words[] = {
	{ APPLICATION_MARK_LATE, "late", "逾期办结", "Ended late" },
	{ APPLICATION_MARK_ON_TIME, "on_time", "没有逾期", "Not late" },
	{ APPLICATION_MARK_OVERDUE, "overdue", "超期未办结", "Overdue" },
	{ APPLICATION_MARK_EXTENDED, "extended", "延期", "Extended" },
	{ APPLICATION_MARK_CORRECTED, "corrected", "告知过补正", "Correction was asked for" },
	{ APPLICATION_MARK_CONSULTED, "consulted", "征求过第三方", "A third party was asked" },
	END,
};

const struct application_word *
application_word_of(const struct application_word *words, int number)
{
	for (; words->key; words++)
		if (words->number == number)
			return words;
	return NULL;
}

const struct application_word *
application_word_find(const struct application_word *words, struct str key)
{
	for (; words->key; words++)
		if (str_equal(str_of(words->key), key))
			return words;
	return NULL;
}

struct application_number_text
application_number_text(int year, int64_t number)
{
	struct application_number_text text;

	snprintf(text.at, sizeof text.at, "%d-%04lld", year, (long long)number);
	return text;
}

bool
application_number_parse(struct str text, int *ret_year, int64_t *ret_number)
{
	struct str trimmed = str_trim(text);
	int64_t year = 0;
	int64_t number = 0;

	if (trimmed.len < 6 || trimmed.len > 15 || trimmed.at[4] != '-' ||
		!str_to_int(str_sub(trimmed, 0, 4), &year) ||
		!str_to_int(str_from(trimmed, 5), &number) || year < 1949 || number < 1)
		return false;
	*ret_year = (int)year;
	*ret_number = number;
	return true;
}
