/*
 * The settings of the outgoing mail, as the page of settings shows them.
 * Nothing reads or decides here.
 */
#include "mail/mail_inside.h"

static const struct setting_choice ways[] = {
	{ "off", "不发送（邮件留在发件箱）", "do not send (letters stay in the outbox)" },
	{ "smtp", "通过邮件服务器发送", "send by a mail server" },
	{ "folder", "写入数据文件夹下的 mail 目录（试用）",
		"write to the folder mail of the data (for trials)" },
	{ "console", "显示在服务程序的控制台（试用）",
		"show on the console of the server (for trials)" },
	{ 0 },
};

static const struct setting_choice securities[] = {
	{ "starttls", "STARTTLS（常用端口 587）", "STARTTLS (mostly port 587)" },
	{ "tls", "TLS（常用端口 465）", "TLS (mostly port 465)" },
	{ "none", "不加密（仅限本机或可信内网）", "none (only for this machine or a trusted net)" },
	{ 0 },
};

static struct fault *
check_host(struct str host)
{
	for (size_t i = 0; i < host.len; i++) {
		char c = host.at[i];

		if (!(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z') && !(c >= '0' && c <= '9') &&
			c != '.' && c != '-' && c != ':' && c != '[' && c != ']')
			return fault_new(FAULT_INPUT, "setting_value",
				"邮件服务器应是主机名或 IP 地址，如 %s。请改正后再保存。",
				"The mail server is a host name or an IP address, such as %s. "
				"Correct it and save again.",
				"smtp.example.cn");
	}
	return NULL;
}

static struct fault *
check_from(struct str address)
{
	return address.len ? mail_check_address(address) : NULL;
}

const struct setting mail_setting_way = {
	.key = "mail.way",
	.kind = SETTING_CHOICE,
	.text = "off",
	.choices = ways,
	.most = 20,
	.zh = "邮件发送方式",
	.en = "How letters are sent",
};
const struct setting mail_setting_host = {
	.key = "mail.host",
	.kind = SETTING_TEXT,
	.most = 200,
	.check = check_host,
	.zh = "邮件服务器",
	.en = "Mail server",
	.help_zh = "主机名或 IP 地址",
	.help_en = "host name or IP address",
};
const struct setting mail_setting_port = {
	.key = "mail.port",
	.kind = SETTING_INT,
	.number = 587,
	.least = 1,
	.most = 65535,
	.zh = "邮件服务器端口",
	.en = "Port of the mail server",
};
const struct setting mail_setting_security = {
	.key = "mail.security",
	.kind = SETTING_CHOICE,
	.text = "starttls",
	.choices = securities,
	.most = 20,
	.zh = "邮件传输加密",
	.en = "Encryption on the way",
	.help_zh = "服务器不支持所选的加密时，不发送。",
	.help_en = "Nothing is sent when the server does not offer what is chosen.",
};
const struct setting mail_setting_login = {
	.key = "mail.login",
	.kind = SETTING_TEXT,
	.most = 200,
	.zh = "邮件服务器登录名",
	.en = "Login at the mail server",
	.help_zh = "不需登录时留空",
	.help_en = "empty when none is needed",
};
const struct setting mail_setting_password = {
	.key = "mail.password",
	.kind = SETTING_SECRET,
	.most = 200,
	.zh = "邮件服务器密码",
	.en = "Password at the mail server",
};
const struct setting mail_setting_from = {
	.key = "mail.from",
	.kind = SETTING_TEXT,
	.scope = SETTING_BY_AGENCY,
	.most = 254,
	.check = check_from,
	.zh = "发件地址",
	.en = "Sender's address",
};
const struct setting mail_setting_from_name = {
	.key = "mail.from_name",
	.kind = SETTING_TEXT,
	.scope = SETTING_BY_AGENCY,
	.text = "政府信息公开",
	.most = 60,
	.zh = "发件人名称",
	.en = "Sender's name",
};
const struct setting mail_setting_timeout = {
	.key = "mail.timeout",
	.kind = SETTING_INT,
	.number = 60,
	.least = 5,
	.most = 600,
	.zh = "发送超时",
	.en = "Time for sending",
	.help_zh = "秒",
	.help_en = "seconds",
};
const struct setting mail_setting_quiet = {
	.key = "mail.quiet",
	.kind = SETTING_TEXT,
	.scope = SETTING_BY_AGENCY,
	.most = 11,
	.check = mail_check_quiet,
	.zh = "免打扰时段",
	.en = "Quiet hours",
	.help_zh = "如 22:00-07:00；留空则随时发送。登录链接等紧急邮件不受限制。",
	.help_en = "such as 22:00-07:00; empty: none. Urgent letters such as sign-in links do not "
		   "wait.",
	.basis = "【未核】没有统一规定，默认不设",
};
const struct setting mail_setting_keep = {
	.key = "mail.keep",
	.kind = SETTING_DAYS,
	.number = 180,
	.least = 7,
	.most = 3650,
	.zh = "已发邮件保存天数",
	.en = "Days that sent letters are kept",
	.basis = "【未核】没有统一规定，默认半年",
};

const struct setting *const mail_settings[] = { &mail_setting_way, &mail_setting_host,
	&mail_setting_port, &mail_setting_security, &mail_setting_login, &mail_setting_password,
	&mail_setting_from, &mail_setting_from_name, &mail_setting_timeout, &mail_setting_quiet,
	&mail_setting_keep, NULL };
