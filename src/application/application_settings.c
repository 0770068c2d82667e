/*
 * The settings of applications. Reading and storing them is setting/'s business.
 */
#include "application/application_settings.h"

static const struct setting_choice levels[] = {
	{ "off", "不验证", "No check" },
	{ "low", "轻（旧手机也很快）", "Light" },
	{ "usual", "一般（电脑不到一秒，手机几秒）", "Usual" },
	{ "high", "重（正被机器大量提交时）", "Heavy, while programs flood the form" },
	{ 0 },
};

static const struct setting guard = { .key = "application.guard",
	.kind = SETTING_CHOICE,
	.scope = SETTING_WHOLE,
	.text = "usual",
	.choices = levels,
	.zh = "网上申请防机器提交",
	.en = "Guard of the public form",
	.help_zh = "申请人的浏览器在提交前做一小段计算，不经过外部服务；不能运行脚本的，改答一道算"
		   "术题。",
	.help_en = "The browser does a piece of work before sending, without any outside service; "
		   "without script a sum is asked instead." };

/* --- reminders --- */

static const struct setting remind_hour = { .key = "application.remind_hour",
	.kind = SETTING_INT,
	.scope = SETTING_WHOLE,
	.number = 8,
	.least = 0,
	.most = 23,
	.zh = "每天几点发送申请提醒",
	.en = "Hour of the day when reminders are sent",
	.help_zh = "服务器所在时区的整点；只在工作日发送。",
	.help_en = "Local time of the server; on working days only." };
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

/* --- other systems --- */

/* Encrypted, but for a program on the same machine. */
static struct fault *
check_call(struct str value)
{
	static const char *const own[] = { "http://localhost", "http://127.0.0.1", "http://[::1]" };
	bool is_fine = !value.len || (str_starts(value, STR("https://")) && value.len > 8);

	for (size_t i = 0; i < COUNT_OF(own); i++) {
		struct str head = str_of(own[i]);

		is_fine = is_fine || (str_starts(value, head) &&
					     (value.len == head.len || value.at[head.len] == ':' ||
						     value.at[head.len] == '/'));
	}
	for (size_t i = 0; i < value.len; i++)
		is_fine = is_fine && (unsigned char)value.at[i] > ' ' && value.at[i] != '@' &&
			  (unsigned char)value.at[i] < 127;
	if (is_fine)
		return NULL;
	return fault_new(FAULT_INPUT, "setting_value",
		"地址要以 https:// 开头（本机程序可用 http://127.0.0.1），不带账号和空格。",
		"The address must begin with https:// (http://127.0.0.1 for a program on this "
		"machine), without a login or spaces.");
}

static const struct setting call_address = { .key = "application.call_address",
	.kind = SETTING_TEXT,
	.scope = SETTING_WHOLE,
	.most = 500,
	.check = check_call,
	.zh = "办理情况推送地址",
	.en = "Address to tell of received and answered applications",
	.help_zh = "收到、办结一件申请时向这个地址发送 "
		   "JSON（编号、机关、状态、天数、结果，没有个人信息）。空着就"
		   "不发送。",
	.help_en =
		"JSON is sent there when an application is received or answered (number, agency, "
		"state, days, outcome; no personal data). Empty: nothing is sent." };
static const struct setting call_secret = { .key = "application.call_secret",
	.kind = SETTING_SECRET,
	.scope = SETTING_WHOLE,
	.least = 16,
	.most = 200,
	.zh = "推送签名密钥",
	.en = "Key of the signature",
	.help_zh = "用来计算 "
		   "X-Gongkai-Signature（HMAC-SHA-256）；对方用同一密钥核对。没有密钥就不发送。",
	.help_en =
		"Makes X-Gongkai-Signature (HMAC-SHA-256); the other side checks it with the same "
		"key. Nothing is sent without one." };

const struct setting *const application_settings[] = { &guard, &remind_hour, &remind_first,
	&remind_second, &call_address, &call_secret, NULL };

struct fault *
application_setting_guard(
	struct db *db, struct arena *arena, enum application_guard_level *ret_level)
{
	struct str word;

	TRY(setting_text(db, arena, STR(""), &guard, &word));
	*ret_level = APPLICATION_GUARD_USUAL;
	for (int i = 0; i < APPLICATION_GUARD_LEVELS; i++)
		if (str_equal(word, str_of(application_guard_words[i])))
			*ret_level = (enum application_guard_level)i;
	return NULL;
}

struct fault *
application_setting_remind(struct db *db, struct application_remind_setting *ret_setting)
{
	int64_t numbers[3];

	TRY(setting_int(db, STR(""), &remind_hour, &numbers[0]));
	TRY(setting_int(db, STR(""), &remind_first, &numbers[1]));
	TRY(setting_int(db, STR(""), &remind_second, &numbers[2]));
	*ret_setting = (struct application_remind_setting){ (int)numbers[0], (int)numbers[1],
		(int)numbers[2] };
	return NULL;
}

struct fault *
application_setting_call(struct db *db, struct arena *arena, struct str *ret_address)
{
	return setting_text(db, arena, STR(""), &call_address, ret_address);
}

struct fault *
application_setting_call_secret(
	struct db *db, const struct seal_keys *keys, struct arena *arena, struct secret *ret_secret)
{
	return setting_secret(db, keys, arena, STR(""), &call_secret, ret_secret);
}
