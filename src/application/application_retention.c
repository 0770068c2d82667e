/*
 * How long a case is kept. Pure, but for reading the two settings.
 */
#include "application/application_retention.h"

const struct application_word application_retention_words[] = {
	{ APPLICATION_KEEP_USUAL, "usual", "定期（一般）", "Usual" },
	{ APPLICATION_KEEP_LONG, "long", "定期（长）", "Long" },
	{ APPLICATION_KEEP_FOREVER, "forever", "永久", "For ever" },
	{ .key = NULL },
};

#define BASIS                                                                                                                              \
	"【未核】机关文件材料归档范围和文书档案保管期限规定（国家档案局令第8号）：永久、30年、10" \
	"年"

static const struct setting usual = { .key = "application.keep_usual",
	.kind = SETTING_INT,
	.scope = SETTING_WHOLE,
	.number = 10,
	.least = 1,
	.most = 100,
	.zh = "依申请公开档案保管期限：一般（年）",
	.en = "Years that a case is kept: usual",
	.help_zh = "从归档的次年 1 月 1 日起算；期满经批准销毁个人信息和材料，统计数据保留。",
	.help_en = "From the first of January after it was archived; then, once approved, personal "
		   "data and files go and the figures stay.",
	.basis = BASIS };
static const struct setting longer = { .key = "application.keep_long",
	.kind = SETTING_INT,
	.scope = SETTING_WHOLE,
	.number = 30,
	.least = 1,
	.most = 200,
	.zh = "依申请公开档案保管期限：长（年）",
	.en = "Years that a case is kept: long",
	.help_zh = "用于有复议、诉讼等需要较长期保存的案件。",
	.help_en = "For cases that were disputed, and others to be kept longer.",
	.basis = BASIS };

const struct setting *const application_retention_settings[] = { &usual, &longer, NULL };

struct fault *
application_load_keeping(struct db *db, struct application_keeping *ret_keeping)
{
	int64_t years_usual;
	int64_t years_long;

	TRY(setting_int(db, STR(""), &usual, &years_usual));
	TRY(setting_int(db, STR(""), &longer, &years_long));
	*ret_keeping = (struct application_keeping){ { [APPLICATION_KEEP_USUAL] = (int)years_usual,
		[APPLICATION_KEEP_LONG] = (int)years_long,
		[APPLICATION_KEEP_FOREVER] = 0 } };
	return NULL;
}

struct day
application_keep_until(
	struct day archived_on, int retention, const struct application_keeping *keeping)
{
	struct day until = DAY_NONE;
	int year, month, of_month;

	if (day_is_none(archived_on) || retention < 0 || retention >= APPLICATION_RETENTIONS ||
		!keeping->years[retention])
		return DAY_NONE;
	day_split(archived_on, &year, &month, &of_month);
	/* Beyond the calendar of this program is for ever. */
	if (!day_make(year + keeping->years[retention], 12, 31, &until))
		return DAY_NONE;
	return until;
}
