/*
 * Settings of this room. No law gives these numbers, so each is a setting; what the defaults rest
 * on is said beside them. Storing and checking settings is setting/'s business.
 */
#include "account/account_settings.h"

#define WHOLE .scope = SETTING_WHOLE

static const struct setting password_least = { .key = "account.password_least",
	.kind = SETTING_INT,
	WHOLE,
	.number = 12,
	.least = 8,
	.most = 64,
	.zh = "密码最短长度",
	.en = "Shortest password",
	.help_zh = "字符数。",
	.help_en = "Characters.",
	.basis = "【未核】默认值依通行做法（NIST SP 800-63B 以长度为主）" };
static const struct setting delay_after = { .key = "account.delay_after",
	.kind = SETTING_INT,
	WHOLE,
	.number = 4,
	.least = 2,
	.most = 20,
	.zh = "同一网络密码填错几次后开始等待",
	.en = "Wrong passwords from one network before the first delay",
	.help_zh = "次数；同一登录名、同一网络。",
	.help_en = "Times, for one login from one network.",
	.basis = "【未核】默认值依通行做法" };
static const struct setting delay_after_login = { .key = "account.delay_after_login",
	.kind = SETTING_INT,
	WHOLE,
	.number = 20,
	.least = 5,
	.most = 1000,
	.zh = "从不常用的网络合计填错几次后开始等待",
	.en = "Wrong passwords from unusual networks before the first delay",
	.help_zh = "次数；同一登录名、所有不常用的网络合计。本人在常用网络登录不受影响。",
	.help_en = "Times, for one login from all networks that its owner does not use; from those"
		   "that the owner uses signing in goes on.",
	.basis = "【未核】默认值依通行做法" };
static const struct setting delay_after_address = { .key = "account.delay_after_address",
	.kind = SETTING_INT,
	WHOLE,
	.number = 20,
	.least = 5,
	.most = 10000,
	.zh = "同一地址合计填错几次后开始等待",
	.en = "Wrong passwords from one address before the first delay",
	.help_zh = "次数；不论登录名。许多人共用一个出口地址时可以调大。",
	.help_en = "Times, whatever the login. Raise it where many people share one address.",
	.basis = "【未核】默认值依通行做法" };
static const struct setting network_v4 = { .key = "account.network_v4",
	.kind = SETTING_INT,
	WHOLE,
	.number = 24,
	.least = 8,
	.most = 32,
	.zh = "算作同一网络的 IPv4 前缀长度",
	.en = "Bits of an IPv4 address that make one network",
	.help_zh = "位。改动后，各人的常用网络重新积累。",
	.help_en = "After a change the usual networks of people are learnt anew.",
	.basis = "【未核】默认值依通行做法" };
static const struct setting network_v6 = { .key = "account.network_v6",
	.kind = SETTING_INT,
	WHOLE,
	.number = 56,
	.least = 32,
	.most = 64,
	.zh = "算作同一网络的 IPv6 前缀长度",
	.en = "Bits of an IPv6 address that make one network",
	.help_zh = "位。改动后，各人的常用网络重新积累。",
	.help_en = "After a change the usual networks of people are learnt anew.",
	.basis = "【未核】默认值依通行做法" };
static const struct setting network_days = { .key = "account.network_days",
	.kind = SETTING_DAYS,
	WHOLE,
	.number = 90,
	.least = 1,
	.most = 730,
	.zh = "登录过的网络多少天内算常用",
	.en = "A network counts as usual after a sign-in for (days)",
	.basis = "【未核】默认值依通行做法" };
static const struct setting tells_network = { .key = "account.tells_network",
	.kind = SETTING_FLAG,
	WHOLE,
	.number = 1,
	.zh = "从新网络登录时发邮件提醒本人",
	.en = "A letter tells of a sign-in from a new network",
	.help_zh = "只在账号填有邮箱时发送。",
	.help_en = "Only to people whose account has a mail address.",
	.basis = "【未核】默认值依通行做法" };
static const struct setting delay_first = { .key = "account.delay_first",
	.kind = SETTING_INT,
	WHOLE,
	.number = 30,
	.least = 1,
	.most = 600,
	.zh = "首次等待时间",
	.en = "First delay",
	.help_zh = "秒；以后每错一次加倍。",
	.help_en = "Seconds, doubled with each failure.",
	.basis = "【未核】默认值依通行做法" };
static const struct setting delay_most = { .key = "account.delay_most",
	.kind = SETTING_INT,
	WHOLE,
	.number = 15,
	.least = 1,
	.most = 1440,
	.zh = "最长等待时间",
	.en = "Longest delay",
	.help_zh = "分钟。",
	.help_en = "Minutes.",
	.basis = "【未核】默认值依通行做法" };
static const struct setting idle = { .key = "account.idle",
	.kind = SETTING_INT,
	WHOLE,
	.number = 30,
	.least = 5,
	.most = 480,
	.zh = "多久不操作就结束登录",
	.en = "A session ends when idle for",
	.help_zh = "分钟。",
	.help_en = "Minutes.",
	.basis = "【未核】默认值依通行做法" };
static const struct setting absolute = { .key = "account.absolute",
	.kind = SETTING_INT,
	WHOLE,
	.number = 12,
	.least = 1,
	.most = 72,
	.zh = "一次登录最长时间",
	.en = "A session lasts at most",
	.help_zh = "小时。",
	.help_en = "Hours.",
	.basis = "【未核】默认值依通行做法" };
static const struct setting link_hours = { .key = "account.link",
	.kind = SETTING_INT,
	WHOLE,
	.number = 72,
	.least = 1,
	.most = 720,
	.zh = "一次性链接有效时间",
	.en = "A one-time link works for",
	.help_zh = "小时。",
	.help_en = "Hours.",
	.basis = "【未核】默认值依通行做法" };
static const struct setting lending = { .key = "account.delegation",
	.kind = SETTING_DAYS,
	WHOLE,
	.number = 180,
	.least = 1,
	.most = 366,
	.zh = "委托最长天数",
	.en = "A delegation lasts at most (days)",
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
	.help_zh = "必须使用的人在下次登录时绑定手机。",
	.help_en = "Who must sets it up at the next sign-in.",
	.basis = "【未核】等级保护三级要求两种以上鉴别方式，按定级结果选择" };
static const struct setting hash_memory = { .key = "account.hash_memory",
	.kind = SETTING_INT,
	WHOLE,
	.number = 64,
	.least = 16,
	.most = 1024,
	.zh = "一次密码核对所用内存",
	.en = "Memory for comparing one password",
	.help_zh = "MiB；越大越难被破解。",
	.help_en = "MiB; more is harder to break.",
	.basis = "libsodium 的交互档" };
static const struct setting hashes = { .key = "account.hashes_at_once",
	.kind = SETTING_INT,
	WHOLE,
	.number = 2,
	.least = 1,
	.most = 16,
	.zh = "同时核对密码的个数",
	.en = "Passwords compared at once",
	.help_zh = "与上一项相乘就是最多占用的内存。",
	.help_en = "Times the memory above is the most that is taken." };

const struct setting *const account_settings[] = { &password_least, &delay_after,
	&delay_after_login, &delay_after_address, &delay_first, &delay_most, &network_v4,
	&network_v6, &network_days, &tells_network, &idle, &absolute, &link_hours, &lending,
	&factor, &hash_memory, &hashes, NULL };

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
	int tells = 0;
	struct str word;

	TRY(take(db, &password_least, 1, &policy.password_least));
	TRY(take(db, &delay_after, 1, &policy.delay_after));
	TRY(take(db, &delay_after_login, 1, &policy.delay_after_login));
	TRY(take(db, &delay_after_address, 1, &policy.delay_after_address));
	TRY(take(db, &network_v4, 1, &policy.network_v4));
	TRY(take(db, &network_v6, 1, &policy.network_v6));
	TRY(take(db, &network_days, 86400, &policy.network_forget));
	TRY(take(db, &tells_network, 1, &tells));
	TRY(take(db, &delay_first, 1, &policy.delay_first));
	TRY(take(db, &delay_most, 60, &policy.delay_most));
	TRY(take(db, &idle, 60, &policy.idle));
	TRY(take(db, &absolute, 3600, &policy.absolute));
	TRY(take(db, &link_hours, 3600, &policy.link));
	TRY(take(db, &lending, 1, &policy.delegation_most));
	TRY(take(db, &hash_memory, 1, &mebibytes));
	TRY(take(db, &hashes, 1, &policy.hashes_at_once));
	policy.hash_bytes = (size_t)mebibytes << 20;
	policy.tells_network = tells != 0;
	TRY(setting_text(db, arena, STR(""), &factor, &word));
	policy.factor_roles = factor_roles(word);
	*ret_policy = policy;
	return NULL;
}
