/*
 * The settings of telling other systems. Reading and storing settings is setting/'s business.
 */
#include "application/application_settings.h"

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

const struct setting *const application_settings[] = { &call_address, &call_secret, NULL };

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
