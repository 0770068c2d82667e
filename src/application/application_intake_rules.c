/*
 * What an application must say to be one, and the title it gets when it has none. Pure.
 * Law: 条例 art. 29: what it is wanted for is not asked.
 */
#include "application/application_inside.h"
#include "base/utf8.h"
#include "mail/mail.h"

struct problems {
	struct application_intake_problem *items;
	size_t count;
};

enum { MOST_PROBLEMS = 40, TITLE = 40 };

static void
blame(struct problems *problems, const char *field, const char *zh, const char *en)
{
	if (problems->count < MOST_PROBLEMS)
		problems->items[problems->count++] =
			(struct application_intake_problem){ field, zh, en };
}

static void
check_length(struct problems *problems, const char *field, struct str text, size_t most,
	const char *zh, const char *en)
{
	if (utf8_count(text) > most)
		blame(problems, field, zh, en);
}

static void
check_applicant(struct problems *problems, const struct application_intake *intake)
{
	const struct application_applicant *who = &intake->applicant;
	bool has_proof_file = false;

	for (size_t i = 0; i < intake->file_count; i++)
		has_proof_file = has_proof_file || intake->files[i].kind == APPLICATION_FILE_PROOF;
	if (!str_trim(who->name).len)
		blame(problems, "name", "请填写姓名或者名称。", "Give your name.");
	check_length(problems, "name", who->name, APPLICATION_NAME_LONGEST,
		"姓名或者名称请写在 400 字以内。", "Keep the name within 400 characters.");
	if (!str_trim(who->proof_number).len && !has_proof_file)
		blame(problems, "proof_number", "请填写证件号码或者上传身份证明。",
			"Give the number of a proof of identity, or upload it.");
	if (!str_trim(who->phone).len && !str_trim(who->mail).len && !str_trim(who->address).len)
		blame(problems, "phone", "请至少填写一种联系方式（电话、电子邮箱或者通信地址）。",
			"Give at least one way to reach you.");
	if (who->kind < 0 || who->kind >= APPLICATION_APPLICANT_KINDS)
		blame(problems, "applicant_kind", "请选择申请人类型。",
			"Choose the kind of applicant.");
	check_length(problems, "address", who->address, 300, "地址请写在 300 字以内。",
		"Keep the address within 300 characters.");
	check_length(problems, "contact", who->contact, 100, "联系人请写在 100 字以内。",
		"Keep the contact within 100 characters.");
	check_length(problems, "proof_number", who->proof_number, 50, "证件号码请写在 50 字以内。",
		"Keep the number within 50 characters.");
	check_length(problems, "phone", who->phone, 40, "电话请写在 40 字以内。",
		"Keep the telephone number within 40 characters.");
	check_length(problems, "mail", who->mail, 120, "电子邮箱请写在 120 字以内。",
		"Keep the mail address within 120 characters.");
}

/* The way of delivery needs its address. */
static void
check_way(struct problems *problems, const struct application_intake *intake)
{
	if (intake->wanted_way == APPLICATION_BY_POST && !str_trim(intake->applicant.address).len)
		blame(problems, "address", "选择邮寄的，请填写通信地址。",
			"Give an address for delivery by post.");
	if (intake->wanted_way == APPLICATION_BY_EMAIL && !str_trim(intake->applicant.mail).len)
		blame(problems, "mail", "选择电子邮件的，请填写电子邮箱。",
			"Give a mail address for delivery by e-mail.");
	if (intake->applicant.mail.len && mail_check_address(str_trim(intake->applicant.mail)))
		blame(problems, "mail", "电子邮箱的写法不对。", "This is no mail address.");
}

/* Law: 条例 (2007) art. 38: in force since 2008-05-01; nothing was applied for under it before. */
static void
check_arrival(struct problems *problems, const struct application_intake *intake)
{
	const struct application_arrival *arrival = &intake->arrival;
	struct day received = DAY_NONE;
	struct day since;
	const char *basis;

	if (arrival->channel < 0 || arrival->channel >= APPLICATION_CHANNELS)
		blame(problems, "channel", "请选择提交方式。", "Choose how it came.");
	if (day_is_none(arrival->submitted_on) || !day_make(2008, 5, 1, &since) ||
		arrival->submitted_on.number < since.number)
		blame(problems, "submitted_on", "请核对提交日期：不能早于 2008 年 5 月 1 日。",
			"Check the day of sending: not before 2008-05-01.");
	if (application_receipt_day(arrival, &received, &basis))
		blame(problems, "received_on", "收到之日早于提交之日，请核对。",
			"The day of receipt lies before the day of sending.");
	if (utf8_count(intake->reason) > APPLICATION_REASON_LONGEST)
		blame(problems, "reason", "补录的原因请写在 500 字以内。",
			"Keep the reason within 500 characters.");
	/* Law: 条例 art. 31: where a confirmation decides, it is written down. */
	if (!day_is_none(received) && arrival->channel != APPLICATION_IN_PERSON &&
		arrival->channel != APPLICATION_MAIL_SIGNED && day_is_none(arrival->ruled_on) &&
		!str_trim(intake->record).len)
		blame(problems, "record", "请写明与申请人确认的方式、对象和时间。",
			"Say how and with whom receipt was confirmed.");
	check_length(problems, "record", intake->record, APPLICATION_SAYS_LONGEST,
		"确认记录请写在 5000 字以内。", "Keep the record within 5,000 characters.");
}

/* What pages let choose, whatever was sent. */
static void
check_choices(struct problems *problems, const struct application_intake *intake)
{
	if (intake->kind < 0 || intake->kind >= APPLICATION_KINDS)
		blame(problems, "kind", "请选择申请事项。", "Choose the matter.");
	if (intake->wanted_form < 0 || intake->wanted_form >= APPLICATION_FORMS)
		blame(problems, "wanted_form", "请选择提供形式。", "Choose the form.");
	if (intake->wanted_way < 0 || intake->wanted_way >= APPLICATION_WAYS)
		blame(problems, "wanted_way", "请选择获取方式。", "Choose the way of delivery.");
	check_length(problems, "proof_kind", intake->applicant.proof_kind, 50,
		"证件类型请写在 50 字以内。", "Keep the kind of proof within 50 characters.");
	check_length(problems, "postcode", intake->applicant.postcode, 20,
		"邮政编码请写在 20 字以内。", "Keep the postcode within 20 characters.");
}

struct fault *
application_intake_check(struct arena *arena, const struct application_intake *intake,
	struct application_intake_problem **ret_problems, size_t *ret_count)
{
	struct problems problems = { 0 };

	TAKE(arena, problems.items, MOST_PROBLEMS);
	check_applicant(&problems, intake);
	check_way(&problems, intake);
	if (!str_trim(intake->description).len)
		blame(&problems, "description",
			"请写明所申请信息的名称、文号或者便于查询的其他特征。",
			"Describe the information: its name, number or other marks.");
	check_length(&problems, "description", intake->description, APPLICATION_DESCRIPTION_LONGEST,
		"内容描述请写在 10000 字以内。", "Keep the description within 10,000 characters.");
	check_length(&problems, "title", intake->title, APPLICATION_TITLE_LONGEST,
		"信息名称请写在 200 字以内。", "Keep the title within 200 characters.");
	check_length(&problems, "help", intake->help, 500, "需要的帮助请写在 500 字以内。",
		"Keep this within 500 characters.");
	check_choices(&problems, intake);
	check_arrival(&problems, intake);
	*ret_problems = problems.items;
	*ret_count = problems.count;
	return NULL;
}

struct fault *
application_intake_title(
	struct arena *arena, const struct application_intake *intake, struct str *ret_title)
{
	struct str title = str_trim(intake->title);
	struct str rest = str_trim(intake->description);
	size_t length;
	size_t at = 0;

	if (title.len) {
		*ret_title = title;
		return NULL;
	}
	(void)str_next_line(&rest, &title);
	for (int i = 0; i < TITLE && at < title.len; i++) {
		(void)utf8_at(title, at, &length);
		at += length;
	}
	if (at >= title.len) {
		*ret_title = title;
		return NULL;
	}
	return str_print(arena, ret_title, "%.*s…", (int)at, title.at);
}
