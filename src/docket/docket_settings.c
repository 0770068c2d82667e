/*
 * The settings of reminders. Reading and storing settings is setting/'s business.
 */
#include "docket/docket_remind.h"

static const struct setting remind_hour = { .key = "application.remind_hour",
	.kind = SETTING_INT,
	.scope = SETTING_WHOLE,
	.number = 8,
	.least = 0,
	.most = 23,
	.zh = "每天几点发送申请提醒",
	.en = "Hour of the day when reminders are sent",
	.help_zh = "北京时间的整点；只在工作日发送。",
	.help_en = "Beijing time; on working days only." };
static const struct setting remind_first = { .key = "application.remind_first",
	.kind = SETTING_DAYS,
	.scope = SETTING_WHOLE,
	.number = 5,
	.least = 1,
	.most = 20,
	.zh = "到期前第一次提醒（工作日）",
	.en = "First reminder before the due day (working days)",
	.basis = "【未核】没有统一规定，按常见做法" };
static const struct setting remind_second = { .key = "application.remind_second",
	.kind = SETTING_DAYS,
	.scope = SETTING_WHOLE,
	.number = 2,
	.least = 1,
	.most = 20,
	.zh = "到期前第二次提醒（工作日）",
	.en = "Second reminder before the due day (working days)",
	.basis = "【未核】没有统一规定，按常见做法" };

static const struct setting remind_undelivered = { .key = "application.remind_undelivered",
	.kind = SETTING_DAYS,
	.scope = SETTING_WHOLE,
	.number = 5,
	.least = 1,
	.most = 20,
	.zh = "征求意见书、收费通知发出后多久没有登记送达就提醒（工作日）",
	.en = "Reminder when the delivery of an inquiry or a fee notice is not entered (working "
	      "days)",
	.help_zh = "答复、缴费的期限从送达之日起算；没有登记送达，期限不会开始。",
	.help_en = "Terms to answer and to pay begin with delivery: without it they never end.",
	.basis = "【未核】没有统一规定，按邮寄送达的常见时间" };

const struct setting *const docket_settings[] = { &remind_hour, &remind_first, &remind_second,
	&remind_undelivered, NULL };

struct fault *
docket_setting_remind(struct db *db, struct docket_remind_setting *ret_setting)
{
	int64_t numbers[4];

	TRY(setting_int(db, STR(""), &remind_hour, &numbers[0]));
	TRY(setting_int(db, STR(""), &remind_first, &numbers[1]));
	TRY(setting_int(db, STR(""), &remind_second, &numbers[2]));
	TRY(setting_int(db, STR(""), &remind_undelivered, &numbers[3]));
	*ret_setting = (struct docket_remind_setting){ (int)numbers[0], (int)numbers[1],
		(int)numbers[2], (int)numbers[3] };
	return NULL;
}
