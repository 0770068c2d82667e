/*
 * Who may do what: roles over agencies, the three separated administrators, giving and lending.
 * Nothing here knows where people and roles are stored.
 */
#include "account/account_rules.h"

#include <stdio.h>

const struct account_role_word account_role_words[] = {
	{ ACCOUNT_AUTHOR, "author", "起草", "author" },
	{ ACCOUNT_REVIEWER, "reviewer", "审核", "reviewer" },
	{ ACCOUNT_APPROVER, "approver", "签发", "approver" },
	{ ACCOUNT_CASE_OFFICER, "case_officer", "受理", "case officer" },
	{ ACCOUNT_LEGAL_REVIEWER, "legal_reviewer", "法制审核", "legal reviewer" },
	{ ACCOUNT_HEAD, "head", "负责人", "head" },
	{ ACCOUNT_SUPERVISOR, "supervisor", "汇总", "supervisor" },
	{ ACCOUNT_SYSTEM_ADMIN, "system_admin", "系统管理员", "system administrator" },
	{ ACCOUNT_SECURITY_ADMIN, "security_admin", "安全管理员", "security administrator" },
	{ ACCOUNT_AUDITOR, "auditor", "审计员", "auditor" },
	{ 0 },
};

const struct account_role_word *
account_role_word(unsigned role)
{
	for (const struct account_role_word *word = account_role_words; word->key; word++)
		if ((unsigned)word->role == role)
			return word;
	return NULL;
}

enum account_role
account_role_of_word(struct str text)
{
	text = str_trim(text);
	for (const struct account_role_word *word = account_role_words; word->key; word++)
		if (str_equal(text, str_of(word->key)) || str_equal(text, str_of(word->zh)))
			return word->role;
	return 0;
}

int
account_role_number(enum account_role role)
{
	for (int number = 0; number < 16; number++)
		if ((unsigned)role == 1u << number && account_role_word((unsigned)role))
			return number;
	return 0;
}

enum account_role
account_role_of_number(int64_t number)
{
	const struct account_role_word *word;

	if (number < 1 || number > 15)
		return 0;
	word = account_role_word(1u << number);
	return word ? word->role : 0;
}

struct fault *
account_roles_say(struct arena *arena, unsigned roles, bool is_english, struct str *ret_words)
{
	CLOSING(buf_done) struct buf buf;

	buf_init(&buf, 1000);
	for (const struct account_role_word *word = account_role_words; word->key; word++) {
		if (!(roles & (unsigned)word->role))
			continue;
		if (buf.len)
			buf_put(&buf, str_of(is_english ? ", " : "、"));
		buf_put(&buf, str_of(is_english ? word->en : word->zh));
	}
	TRY(buf_check(&buf));
	return str_copy(arena, buf_str(&buf), ret_words);
}

/* --- may --- */

static bool
grant_covers(const struct account_grant *grant, struct str path)
{
	/* A path ends in a slash, so /1/5/ is no beginning of /1/51/. */
	if (!grant->path.len || !path.len)
		return false;
	if (grant->has_subtree)
		return str_starts(path, grant->path);
	return str_equal(path, grant->path);
}

bool
account_may(const struct account_person *person, unsigned roles, struct str path)
{
	if (!person)
		return false;
	if (roles & person->roles & (ACCOUNT_SIGNED_IN | ACCOUNT_HALF_SIGNED_IN))
		return true;
	if (!(person->roles & ACCOUNT_SIGNED_IN))
		return false;
	for (size_t i = 0; i < person->grant_count; i++)
		if (((unsigned)person->grants[i].role & roles) &&
			grant_covers(&person->grants[i], path))
			return true;
	return false;
}

struct fault *
account_must(const struct account_person *person, unsigned roles, struct str path)
{
	char zh[300] = "";
	char en[300] = "";
	size_t zh_len = 0;
	size_t en_len = 0;
	struct fault *fault;

	if (account_may(person, roles, path))
		return NULL;
	for (const struct account_role_word *word = account_role_words; word->key; word++) {
		if (!(roles & (unsigned)word->role))
			continue;
		zh_len += (size_t)snprintf(
			zh + zh_len, sizeof zh - zh_len, "%s%s", zh_len ? "或" : "", word->zh);
		en_len += (size_t)snprintf(
			en + en_len, sizeof en - en_len, "%s%s", en_len ? " or " : "", word->en);
	}
	/* Every role together is far shorter than either array. */
	fault = fault_new(FAULT_DENIED, "account_may_not",
		"您在这个机关没有“%s”角色，没有执行这项操作。角色由安全管理员授予。",
		"You do not have the role %s for this agency; nothing was done.", zh);
	snprintf(fault->en, sizeof fault->en,
		"You do not have the role “%s” for this agency; nothing was done. Roles are given "
		"by the security administrator.",
		en);
	return fault;
}

/* --- giving --- */

bool
account_roles_fit(unsigned held, unsigned more)
{
	unsigned all = (held | more) & (ACCOUNT_ADMINS | ACCOUNT_BUSINESS);

	/* One bit alone is always fine. */
	return !(all & ACCOUNT_ADMINS) || (all & (all - 1)) == 0;
}

static struct fault *
fault_separate(void)
{
	return fault_new(FAULT_CONFLICT, "account_separate",
		"系统管理员、安全管理员、审计员必须由三个人分别担任，也不能兼任业务角色。",
		"System administrator, security administrator and auditor must be three persons "
		"without any other role.");
}

static struct fault *
fault_self(void)
{
	return fault_new(FAULT_DENIED, "account_self",
		"不能授予、收回或委托给自己。请由另一位人员办理。",
		"Nobody gives, takes or lends roles to himself. Ask another person.");
}

static struct fault *
check_giving(const struct account_person *by, const struct account_giving *giving)
{
	if (!account_role_word((unsigned)giving->role))
		return fault_new(FAULT_INPUT, "account_role", "没有这个角色。请从列表中选择。",
			"There is no such role. Choose one of the list.");
	/* Nobody stands for the command line, which has no account to favour. */
	if (!by)
		return NULL;
	if (by->id == giving->to_id)
		return fault_self();
	return account_must(by, ACCOUNT_SECURITY_ADMIN, giving->path);
}

struct fault *
account_check_give(const struct account_person *by, const struct account_giving *giving)
{
	TRY(check_giving(by, giving));
	if (!giving->has_agency && !((unsigned)giving->role & ACCOUNT_ADMINS))
		return fault_new(FAULT_INPUT, "account_role_agency",
			"业务角色要指明机关。请选择机关。",
			"A role of the business is held for an agency. Choose one.");
	if (!account_roles_fit(giving->to_holds, (unsigned)giving->role))
		return fault_separate();
	return NULL;
}

struct fault *
account_check_take(const struct account_person *by, const struct account_giving *giving)
{
	return check_giving(by, giving);
}

/* --- lending --- */

static unsigned
own_roles(const struct account_person *person)
{
	unsigned roles = 0;

	for (size_t i = 0; i < person->grant_count; i++)
		if (!person->grants[i].delegated_by)
			roles |= (unsigned)person->grants[i].role;
	return roles;
}

static struct fault *
check_lend_days(const struct account_policy *policy, const struct account_lending *lending)
{
	if (!day_is_none(lending->first) && !day_is_none(lending->last) &&
		lending->first.number <= lending->last.number &&
		lending->last.number >= lending->today.number &&
		lending->last.number - lending->first.number < policy->delegation_most)
		return NULL;
	return fault_new(FAULT_INPUT, "account_lend_days",
		"委托期限的止日不能早于起日和今天，最长 %d 天。请改日期。",
		"The last day may not be before the first day or today, and the period is at most "
		"%d days. Change the days.",
		policy->delegation_most);
}

struct fault *
account_check_lend(const struct account_policy *policy, const struct account_person *by,
	const struct account_lending *lending)
{
	if (by->id == lending->to_id)
		return fault_self();
	if (!(lending->roles & (ACCOUNT_ADMINS | ACCOUNT_BUSINESS)))
		return fault_new(FAULT_INPUT, "account_lend_roles", "请选择要委托的角色。",
			"Choose the roles to lend.");
	if (lending->roles & ACCOUNT_ADMINS)
		return fault_new(FAULT_INPUT, "account_lend_admin",
			"三员的角色不能委托。请由安全管理员另行授予。",
			"Administrators' roles cannot be lent. Ask the security administrator.");
	if (lending->roles & ~own_roles(by))
		return fault_new(FAULT_DENIED, "account_not_held",
			"只能委托您本人持有的角色，受托得来的不能再委托。",
			"Only roles that are your own can be lent, not borrowed ones.");
	if (!account_roles_fit(lending->to_holds, lending->roles))
		return fault_separate();
	return check_lend_days(policy, lending);
}

bool
account_is_within(struct day from, struct day to, struct day today)
{
	return (day_is_none(from) || from.number <= today.number) &&
	       (day_is_none(to) || to.number >= today.number);
}
