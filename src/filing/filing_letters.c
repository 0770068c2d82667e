/*
 * Letters about stored reports, put in with the change that they tell of. They name the agency and
 * the year only: reasons are read after signing in.
 */
#include "filing/filing_letters.h"

#include <stdio.h>

#include "account/account_letters.h"

static const struct mail_hole holes[] = {
	{ "person", "收件人姓名", "张某" },
	{ "agency", "机关名称", "示例区人民政府" },
	{ "year", "年度", "2025" },
	{ 0 },
};

static const struct mail_template waiting = { "report.waiting", "年度报告待签发",
	"Report waits for approval", holes, "待签发：{{agency}} {{year}} 年度报告",
	"{{person}}：\n\n"
	"{{agency}} {{year}} 年政府信息公开工作年度报告已提交，等您签发。\n"
	"请登录政府信息公开工作系统，在工作台查看。\n\n"
	"不想再收到这类邮件，可以在“个人资料”中关闭。\n" };
static const struct mail_template returned = { "report.returned", "年度报告被退回",
	"Report returned", holes, "已退回：{{agency}} {{year}} 年度报告",
	"{{person}}：\n\n"
	"您提交的 {{agency}} {{year}} 年政府信息公开工作年度报告已退回修改。\n"
	"请登录政府信息公开工作系统，在工作台查看理由，改好后重新提交。\n\n"
	"不想再收到这类邮件，可以在“个人资料”中关闭。\n" };
static const struct mail_template shown = { "report.shown", "年度报告已公布", "Report published",
	holes, "已公布：{{agency}} {{year}} 年度报告",
	"{{person}}：\n\n"
	"您提交的 {{agency}} {{year}} 年政府信息公开工作年度报告已公布。\n\n"
	"不想再收到这类邮件，可以在“个人资料”中关闭。\n" };
static const struct mail_template withdrawn = { "report.withdrawn", "年度报告已撤下",
	"Report withdrawn", holes, "已撤下：{{agency}} {{year}} 年度报告",
	"{{person}}：\n\n"
	"您提交的 {{agency}} {{year}} 年政府信息公开工作年度报告已从网站撤下。\n"
	"请登录政府信息公开工作系统，在工作台查看理由。\n\n"
	"不想再收到这类邮件，可以在“个人资料”中关闭。\n" };

const struct mail_template *const filing_letters[] = { &waiting, &returned, &shown, &withdrawn,
	NULL };

struct fault *
filing_tell_waiting(struct db *db, const struct audit_actor *actor, const struct filing_row *row)
{
	struct mail_value values[2] = { { "agency", row->agency_name } };
	struct account_letter letter = { .template = &waiting,
		.agency_id = row->agency_id,
		.values = values,
		.value_count = COUNT_OF(values),
		.is_about_work = true,
		.not_to = actor->account_id };
	char year[16];

	if (actor->way == AUDIT_COMMAND || actor->way == AUDIT_JOB)
		return NULL;
	snprintf(year, sizeof year, "%d", row->year);
	values[1] = (struct mail_value){ "year", str_of(year) };
	return account_put_letters(db, ACCOUNT_APPROVER, row->path, &letter);
}

struct fault *
filing_tell_author(struct db *db, const struct audit_actor *actor, const struct filing_row *row,
	enum filing_state to)
{
	static const struct mail_template *const templates[FILING_STATES] = {
		[FILING_SHOWN] = &shown,
		[FILING_RETURNED] = &returned,
		[FILING_WITHDRAWN] = &withdrawn,
	};
	struct mail_value values[2] = { { "agency", row->agency_name } };
	struct account_letter letter = { .template = templates[to],
		.agency_id = row->agency_id,
		.values = values,
		.value_count = COUNT_OF(values),
		.is_about_work = true,
		.not_to = actor->account_id };
	char year[16];

	if (!letter.template)
		return NULL;
	snprintf(year, sizeof year, "%d", row->year);
	values[1] = (struct mail_value){ "year", str_of(year) };
	return account_put_letter(db, row->stored_by, &letter);
}
