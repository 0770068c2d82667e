/*
 * Settings of this room. No law gives these numbers, so each is a setting; what the defaults rest
 * on is said beside them. Storing and checking settings is setting/'s business.
 */
#include "account/account_settings.h"

#define LATER "下次启动后生效。"
#define LATER_EN "Counts from the next start."
#define WHOLE .scope = SETTING_WHOLE

static const struct setting password_least = { .key = "account.password_least",
	.kind = SETTING_INT,
	WHOLE,
	.number = 12,
	.least = 8,
	.most = 64,
	.zh = "密码最短长度",
	.en = "Shortest password",
	.help_zh = "字符数。" LATER,
	.help_en = "Characters. " LATER_EN,
	.basis = "【未核】默认值依通行做法（NIST SP 800-63B 以长度为主）" };
static const struct setting delay_after = { .key = "account.delay_after",
	.kind = SETTING_INT,
	WHOLE,
	.number = 4,
	.least = 2,
	.most = 20,
	.zh = "密码填错几次后开始等待",
	.en = "Wrong passwords before the first delay",
	.help_zh = "次数。" LATER,
	.help_en = "Times. " LATER_EN,
	.basis = "【未核】默认值依通行做法" };
static const struct setting delay_first = { .key = "account.delay_first",
	.kind = SETTING_INT,
	WHOLE,
	.number = 30,
	.least = 1,
	.most = 600,
	.zh = "首次等待时间",
	.en = "First delay",
	.help_zh = "秒；以后每错一次加倍。" LATER,
	.help_en = "Seconds, doubled with each failure. " LATER_EN,
	.basis = "【未核】默认值依通行做法" };
static const struct setting delay_most = { .key = "account.delay_most",
	.kind = SETTING_INT,
	WHOLE,
	.number = 15,
	.least = 1,
	.most = 1440,
	.zh = "最长等待时间",
	.en = "Longest delay",
	.help_zh = "分钟。" LATER,
	.help_en = "Minutes. " LATER_EN,
	.basis = "【未核】默认值依通行做法" };
static const struct setting idle = { .key = "account.idle",
	.kind = SETTING_INT,
	WHOLE,
	.number = 30,
	.least = 5,
	.most = 480,
	.zh = "多久不操作就结束登录",
	.en = "A session ends when idle for",
	.help_zh = "分钟。" LATER,
	.help_en = "Minutes. " LATER_EN,
	.basis = "【未核】默认值依通行做法" };
static const struct setting absolute = { .key = "account.absolute",
	.kind = SETTING_INT,
	WHOLE,
	.number = 12,
	.least = 1,
	.most = 72,
	.zh = "一次登录最长时间",
	.en = "A session lasts at most",
	.help_zh = "小时。" LATER,
	.help_en = "Hours. " LATER_EN,
	.basis = "【未核】默认值依通行做法" };
static const struct setting link_hours = { .key = "account.link",
	.kind = SETTING_INT,
	WHOLE,
	.number = 72,
	.least = 1,
	.most = 720,
	.zh = "一次性链接有效时间",
	.en = "A one-time link works for",
	.help_zh = "小时。" LATER,
	.help_en = "Hours. " LATER_EN,
	.basis = "【未核】默认值依通行做法" };
static const struct setting lending = { .key = "account.delegation",
	.kind = SETTING_DAYS,
	WHOLE,
	.number = 180,
	.least = 1,
	.most = 366,
	.zh = "委托最长天数",
	.en = "A delegation lasts at most (days)",
	.help_zh = LATER,
	.help_en = LATER_EN,
	.basis = "【未核】默认值依通行做法" };
static const struct setting_choice factor_choices[] = {
	{ "nobody", "都可不用", "nobody must" },
	{ "administrators", "三员必须使用", "the three administrators must" },
	{ "everyone", "所有人必须使用", "everybody with a role must" },
	{ 0 },
};
static const struct setting factor = { .key = "account.factor",
	.kind = SETTING_CHOICE,
	WHOLE,
	.text = "nobody",
	.choices = factor_choices,
	.zh = "第二因素",
	.en = "Second factor",
	.help_zh = "必须使用的人在下次登录时绑定手机。" LATER,
	.help_en = "Who must sets it up at the next sign-in. " LATER_EN,
	.basis = "【未核】等级保护三级要求两种以上鉴别方式，按定级结果选择" };
static const struct setting hash_memory = { .key = "account.hash_memory",
	.kind = SETTING_INT,
	WHOLE,
	.number = 64,
	.least = 16,
	.most = 1024,
	.zh = "一次密码核对所用内存",
	.en = "Memory for comparing one password",
	.help_zh = "MiB；越大越难被破解。" LATER,
	.help_en = "MiB; more is harder to break. " LATER_EN,
	.basis = "libsodium 的交互档" };
static const struct setting hashes = { .key = "account.hashes_at_once",
	.kind = SETTING_INT,
	WHOLE,
	.number = 2,
	.least = 1,
	.most = 16,
	.zh = "同时核对密码的个数",
	.en = "Passwords compared at once",
	.help_zh = "与上一项相乘就是最多占用的内存。" LATER,
	.help_en = "Times the memory above is the most that is taken. " LATER_EN };

const struct setting *const account_settings[] = { &password_least, &delay_after, &delay_first,
	&delay_most, &idle, &absolute, &link_hours, &lending, &factor, &hash_memory, &hashes,
	NULL };

/* An INT setting times the seconds or bytes of its unit. */
static struct fault *
take(struct db *db, const struct setting *setting, int unit, int *ret_value)
{
	int64_t value = 0;

	TRY(setting_int(db, STR(""), setting, &value));
	/* The declared bounds keep every product below 2^31. */
	*ret_value = (int)value * unit;
	return NULL;
}

static unsigned
factor_roles(struct str word)
{
	if (str_equal(word, STR("administrators")))
		return ACCOUNT_ADMINS;
	if (str_equal(word, STR("everyone")))
		return ACCOUNT_ADMINS | ACCOUNT_BUSINESS;
	return 0;
}

struct fault *
account_load_policy(struct db *db, struct arena *arena, struct account_policy *ret_policy)
{
	struct account_policy policy = account_usual_policy;
	int mebibytes = 0;
	struct str word;

	TRY(take(db, &password_least, 1, &policy.password_least));
	TRY(take(db, &delay_after, 1, &policy.delay_after));
	TRY(take(db, &delay_first, 1, &policy.delay_first));
	TRY(take(db, &delay_most, 60, &policy.delay_most));
	TRY(take(db, &idle, 60, &policy.idle));
	TRY(take(db, &absolute, 3600, &policy.absolute));
	TRY(take(db, &link_hours, 3600, &policy.link));
	TRY(take(db, &lending, 1, &policy.delegation_most));
	TRY(take(db, &hash_memory, 1, &mebibytes));
	TRY(take(db, &hashes, 1, &policy.hashes_at_once));
	policy.hash_bytes = (size_t)mebibytes << 20;
	TRY(setting_text(db, arena, STR(""), &factor, &word));
	policy.factor_roles = factor_roles(word);
	*ret_policy = policy;
	return NULL;
}
