/*
 * Words for people: deeds of the audit, the way they came, where a setting's default comes from.
 * Rooms name their deeds in code; a deed that is not here is shown as it is written.
 */
#include "portal/portal_admin.h"

struct str
portal_deed_words(struct str deed)
{
	static const struct {
		const char *deed;
		const char *zh;
	} words[] = {
		{ "account.access_ended", "收回访问令牌" },
		{ "account.access_made", "生成访问令牌" },
		{ "account.access_used", "访问令牌首次使用" },
		{ "account.added", "新增人员" },
		{ "account.changed", "修改人员" },
		{ "account.code_failed", "动态码不对" },
		{ "account.code_given", "动态码通过" },
		{ "account.disabled", "停用账号" },
		{ "account.enabled", "启用账号" },
		{ "account.factor_begun", "开始设第二因素" },
		{ "account.factor_dropped", "放弃设第二因素" },
		{ "account.factor_removed", "移除第二因素" },
		{ "account.factor_set", "启用第二因素" },
		{ "account.lending_ended", "结束委托" },
		{ "account.lent", "委托" },
		{ "account.link_made", "发出一次性链接" },
		{ "account.password_changed", "修改密码" },
		{ "account.password_set", "设置密码" },
		{ "account.recovery_used", "使用恢复码" },
		{ "account.role_given", "授予角色" },
		{ "account.role_taken", "收回角色" },
		{ "account.sessions_ended", "结束会话" },
		{ "account.set_up_begun", "首次启动" },
		{ "account.sign_in_closed", "停用账号登录被拒" },
		{ "account.sign_in_failed", "登录失败" },
		{ "account.signed_in", "登录" },
		{ "account.signed_out", "退出" },
		{ "account.unlocked", "解除登录等待" },
		{ "agency.changed", "修改机关" },
		{ "agency.ended", "撤销机关" },
		{ "agency.made", "新增机关" },
		{ "agency.merged", "合并机关" },
		{ "agency.moved", "移动机关" },
		{ "agency.renamed", "机关更名" },
		{ "agency.split", "拆分机关" },
		{ "agency_site.added", "新增网站" },
		{ "agency_site.changed", "修改网站" },
		{ "agency_site.dropped", "删除网站" },
		{ "calendar.local_changed", "修改地方工作日" },
		{ "calendar.nation_changed", "导入节假日" },
		{ "job.cancelled", "取消任务" },
		{ "job.run_again", "任务再做一次" },
		{ "keys.added", "增加密钥" },
		{ "keys.rotated", "更换密钥" },
		{ "mail.cancelled", "取消邮件" },
		{ "mail.sent_again", "再发邮件" },
		{ "mail.words_changed", "改写邮件用语" },
		{ "report.checked_again", "重新核对报告" },
		{ "report.read_again", "重新读取报告" },
		{ "report.returned", "退回报告" },
		{ "report.sent_again", "重新送签报告" },
		{ "report.shown", "公布报告" },
		{ "report.stored", "存入报告" },
		{ "report.withdrawn", "撤下报告" },
		{ "setting.changed", "修改设置" },
	};

	for (size_t i = 0; i < COUNT_OF(words); i++)
		if (str_equal(deed, str_of(words[i].deed)))
			return str_of(words[i].zh);
	return deed;
}

struct str
portal_basis_words(const char *basis)
{
	/* The mark is for those who keep the rules; people need only the sentence behind it. */
	struct str text = str_of(basis);
	struct str mark = STR("【未核】");

	return str_starts(text, mark) ? str_from(text, mark.len) : text;
}

const char *
portal_way_words(enum audit_way way)
{
	static const char *const words[] = { "网页", "命令行", "后台任务", "接口" };

	return words[way];
}
