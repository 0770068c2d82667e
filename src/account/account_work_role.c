/*
 * Work on what people hold: roles given and taken, delays and sessions ended, a lost second factor
 * removed, roles lent to a colleague. The rules are in account_rules.c.
 */
#include "account/account_access.h"
#include "account/account_inside.h"
#include "db/db.h"

static int64_t
id_of(const struct account_doer *doer)
{
	return doer->person ? doer->person->id : 0;
}

/* What one of the three does to somebody's account. */
struct deed {
	struct account_gate *gate;
	struct arena *arena;
	const struct account_doer *doer;
	int64_t id; /* of the account, or of the role or session */
	int64_t other_id;
	int64_t kept_id;
	struct str reason;
};

static struct fault *
role_says(struct arena *arena, enum account_role role, struct str *ret_says)
{
	return account_roles_say(arena, (unsigned)role, false, ret_says);
}

/* --- giving --- */

struct giving {
	struct arena *arena;
	const struct account_doer *doer;
	struct account_gift gift;
	int64_t id;
};

static struct fault *
check_gift(struct db *db, const struct giving *giving, const struct account_lock *to,
	struct account_agency *ret_agency)
{
	const struct account_gift *gift = &giving->gift;
	struct account_agency agency = { .path = STR("/") };
	struct account_giving rule = {
		.role = gift->role,
		.to_id = gift->account_id,
		.to_holds = to->roles,
		.has_agency = gift->agency_id != 0,
	};

	unsigned coming = 0;

	if (gift->agency_id)
		TRY(account_load_agency(db, giving->arena, gift->agency_id, &agency));
	rule.path = agency.path;
	/* Roles that must not meet must not meet next month either. */
	TRY(account_store_roles_not_over(db, gift->account_id, &coming));
	rule.to_holds |= coming;
	TRY(account_check_give(giving->doer->person, &rule));
	if (!day_is_none(gift->from) && !day_is_none(gift->to) &&
		gift->from.number > gift->to.number)
		return fault_new(FAULT_INPUT, "account_valid", "止日不能早于起日。请改正。",
			"The last day may not be before the first. Change one.");
	*ret_agency = agency;
	return NULL;
}

static struct fault *
give(struct db *db, void *arg)
{
	struct giving *giving = arg;
	struct account_agency agency;
	struct account_lock to;
	struct fault *fault;
	struct str role;

	TRY(account_store_lock_of(db, giving->arena, giving->gift.account_id, &to));
	TRY(check_gift(db, giving, &to, &agency));
	fault = account_store_add_role(
		db, &giving->gift, id_of(giving->doer), account_now(), &giving->id);
	if (fault && fault->kind == FAULT_CONFLICT)
		return fault_new(FAULT_CONFLICT, "account_role_held",
			"这个人在这个机关已有这个角色。", "The person holds this role already.");
	TRY(fault);
	/* A link that was made when the account could do less must not open the account that can do
	 * more; who has no password yet still needs his. */
	if (to.password.len)
		TRY(account_store_drop_links(db, ACCOUNT_SETS_PASSWORD, to.id, account_now()));
	TRY(role_says(giving->arena, giving->gift.role, &role));
	return account_tell(db, giving->arena, &giving->doer->actor, "account.role_given", to.id,
		agency.id, NULL,
		ACCOUNT_FIELDS({ "role", role }, { "agency", agency.name },
			{ "subtree", giving->gift.has_subtree ? STR("yes") : STR("no") },
			{ "from", str_of(day_text(giving->gift.from).at) },
			{ "to", str_of(day_text(giving->gift.to).at) },
			{ "reason", giving->gift.reason }));
}

struct fault *
account_give_role(struct db *db, struct arena *arena, const struct account_doer *doer,
	const struct account_gift *gift, int64_t *ret_id)
{
	struct giving giving = { arena, doer, *gift, 0 };

	TRY(account_must_reason(gift->reason, &giving.gift.reason));
	/* The whole installation is the whole tree. */
	if (!gift->agency_id)
		giving.gift.has_subtree = true;
	TRY(db_work(db, give, &giving));
	*ret_id = giving.id;
	return NULL;
}

/* --- taking --- */

static struct fault *
take(struct db *db, void *arg)
{
	const struct deed *deed = arg;
	struct account_given given;
	struct account_giving rule;
	bool is_done = false;
	struct str role;

	TRY(account_store_find_role(db, deed->arena, deed->id, &given));
	rule = (struct account_giving){ .role = given.role,
		.to_id = given.account_id,
		.has_agency = given.agency_id != 0,
		.path = given.agency_path };
	TRY(account_check_take(deed->doer->person, &rule));
	TRY(account_store_take_role(
		db, deed->id, id_of(deed->doer), deed->reason, account_now(), &is_done));
	if (!is_done)
		return fault_new(FAULT_CONFLICT, "account_role_taken", "这个角色已经收回。",
			"The role was taken already.");
	if (!given.agency_id)
		TRY(account_keep_last_admin(db, (unsigned)given.role));
	TRY(role_says(deed->arena, given.role, &role));
	return account_tell(db, deed->arena, &deed->doer->actor, "account.role_taken",
		given.account_id, given.agency_id,
		ACCOUNT_FIELDS({ "role", role }, { "agency", given.agency_name }),
		ACCOUNT_FIELDS({ "reason", deed->reason }));
}

struct fault *
account_take_role(struct db *db, struct arena *arena, const struct account_doer *doer, int64_t id,
	struct str reason)
{
	struct deed deed = { .arena = arena, .doer = doer, .id = id };

	TRY(account_must_reason(reason, &deed.reason));
	return db_work(db, take, &deed);
}

/* --- delays, sessions, a lost second factor --- */

static struct fault *
unlock(struct db *db, void *arg)
{
	const struct deed *deed = arg;
	struct account_place nowhere = { deed->doer->actor.address, STR("") };
	struct account_lock lock;
	struct str path;

	TRY(account_lock_with_path(db, deed->arena, deed->id, &lock, &path));
	TRY(account_doer_must(deed->doer, ACCOUNT_SECURITY_ADMIN, path));
	TRY(account_marks_clear(deed->gate, db, lock.login));
	TRY(account_store_add_event(db, lock.id, account_now(), &nowhere, ACCOUNT_UNLOCKED));
	return account_tell(db, deed->arena, &deed->doer->actor, "account.unlocked", lock.id,
		lock.agency_id, NULL, ACCOUNT_FIELDS({ "reason", deed->reason }));
}

struct fault *
account_unlock(struct account_gate *gate, struct db *db, struct arena *arena,
	const struct account_doer *doer, int64_t id, struct str reason)
{
	struct deed deed = { .gate = gate, .arena = arena, .doer = doer, .id = id };

	TRY(account_must_reason(reason, &deed.reason));
	return db_work(db, unlock, &deed);
}

static struct fault *
end_sessions(struct db *db, void *arg)
{
	const struct deed *deed = arg;
	bool is_owner = deed->doer->person && deed->doer->person->id == deed->id;
	struct account_lock lock;
	int64_t count = 0;
	struct str says;
	struct str path;

	TRY(account_lock_with_path(db, deed->arena, deed->id, &lock, &path));
	if (!is_owner)
		TRY(account_doer_must(deed->doer, ACCOUNT_SECURITY_ADMIN, path));
	TRY(account_store_end_session(db, lock.id, deed->other_id, deed->kept_id, account_now(),
		is_owner ? ACCOUNT_ENDED_OWNER : ACCOUNT_ENDED_ADMIN, &count));
	if (deed->other_id && !count)
		return fault_absent("session", deed->other_id);
	TRY(str_print(deed->arena, &says, "%lld", (long long)count));
	return account_tell(db, deed->arena, &deed->doer->actor, "account.sessions_ended", lock.id,
		lock.agency_id, NULL, ACCOUNT_FIELDS({ "count", says }));
}

struct fault *
account_end_sessions(struct db *db, struct arena *arena, const struct account_doer *doer,
	int64_t account_id, int64_t session_id, int64_t kept_id)
{
	struct deed deed = { .arena = arena,
		.doer = doer,
		.id = account_id,
		.other_id = session_id,
		.kept_id = kept_id };

	return db_work(db, end_sessions, &deed);
}

static struct fault *
remove_factor(struct db *db, void *arg)
{
	const struct deed *deed = arg;
	struct account_lock lock;
	struct str path;

	TRY(account_lock_with_path(db, deed->arena, deed->id, &lock, &path));
	TRY(account_doer_must(deed->doer, ACCOUNT_SECURITY_ADMIN, path));
	if (deed->doer->person && (lock.roles & ACCOUNT_ADMINS))
		return fault_new(FAULT_DENIED, "account_admin_reset",
			"三员账号的密码和第二因素只能在服务器上用命令行重置。",
			"Passwords and second factors of the three administrators are reset from "
			"the command line of the server only.");
	TRY(account_doer_must_reach(db, deed->arena, deed->doer, ACCOUNT_SECURITY_ADMIN, lock.id));
	TRY(account_store_save_factor(db, lock.id, STR_NONE, STR_NONE, lock.factor_step));
	TRY(account_store_drop_recovery(db, lock.id));
	TRY(account_store_end_session(db, lock.id, 0, 0, account_now(), ACCOUNT_ENDED_ADMIN, NULL));
	TRY(account_tell_owner(db, &lock, &account_letter_factor));
	TRY(account_access_end_all(db, deed->arena, &deed->doer->actor, lock.id, lock.agency_id,
		ACCOUNT_ACCESS_ENDED_SECRET));
	return account_tell(db, deed->arena, &deed->doer->actor, "account.factor_removed", lock.id,
		lock.agency_id, NULL, ACCOUNT_FIELDS({ "reason", deed->reason }));
}

struct fault *
account_remove_factor(struct db *db, struct arena *arena, const struct account_doer *doer,
	int64_t id, struct str reason)
{
	struct deed deed = { .arena = arena, .doer = doer, .id = id };

	TRY(account_must_reason(reason, &deed.reason));
	return db_work(db, remove_factor, &deed);
}

/* --- lending --- */

struct lending {
	struct account_gate *gate;
	struct arena *arena;
	const struct account_doer *doer;
	struct str to_login;
	struct account_loan_row row;
	int64_t id;
};

static struct fault *
check_lending(struct db *db, struct lending *lending)
{
	struct account_lending rule = { .roles = lending->row.roles,
		.first = lending->row.first,
		.last = lending->row.last,
		.today = day_today() };
	struct account_lock to;

	TRY(account_store_lock(db, lending->arena, lending->to_login, &to));
	if (!account_lock_is_open(&to, rule.today))
		return fault_new(FAULT_ABSENT, "account_lend_to",
			"没有这个登录名，或该账号已停用。请核对。",
			"There is no such login, or it is disabled. Check it.");
	rule.to_id = lending->row.to_id = to.id;
	rule.to_holds = to.roles;
	return account_check_lend(account_gate_policy(lending->gate), lending->doer->person, &rule);
}

static struct fault *
lend(struct db *db, void *arg)
{
	struct lending *lending = arg;
	const struct account_person *by = lending->doer->person;
	struct str roles;

	TRY(check_lending(db, lending));
	TRY(account_store_add_loan(db, &lending->row, account_now(), &lending->id));
	TRY(account_roles_say(lending->arena, lending->row.roles, false, &roles));
	return account_tell(db, lending->arena, &lending->doer->actor, "account.lent", by->id,
		by->agency_id, NULL,
		ACCOUNT_FIELDS({ "to", lending->to_login }, { "roles", roles },
			{ "first", str_of(day_text(lending->row.first).at) },
			{ "last", str_of(day_text(lending->row.last).at) },
			{ "reason", lending->row.reason }));
}

struct fault *
account_lend(struct account_gate *gate, struct db *db, struct arena *arena,
	const struct account_doer *doer, struct str to_login, unsigned roles, struct day first,
	struct day last, struct str reason, int64_t *ret_id)
{
	struct lending lending = {
		.gate = gate,
		.arena = arena,
		.doer = doer,
		.row = { .from_id = doer->person->id, .roles = roles, .first = first, .last = last }
	};

	TRY(account_must_reason(reason, &lending.row.reason));
	TRY(account_check_login(arena, to_login, &lending.to_login));
	TRY(db_work(db, lend, &lending));
	*ret_id = lending.id;
	return NULL;
}

static struct fault *
end_lending(struct db *db, void *arg)
{
	const struct deed *deed = arg;
	const struct account_person *by = deed->doer->person;
	struct account_loan_row loan;
	struct account_lock from;
	bool is_done = false;
	struct str roles;
	struct str path;

	TRY(account_store_find_loan(db, deed->arena, deed->id, &loan));
	TRY(account_lock_with_path(db, deed->arena, loan.from_id, &from, &path));
	if (!by || by->id != loan.from_id)
		TRY(account_doer_must(deed->doer, ACCOUNT_SECURITY_ADMIN, path));
	TRY(account_store_end_loan(db, deed->id, id_of(deed->doer), account_now(), &is_done));
	if (!is_done)
		return fault_new(FAULT_CONFLICT, "account_lend_ended", "这项委托已经结束。",
			"This delegation has ended already.");
	TRY(account_roles_say(deed->arena, loan.roles, false, &roles));
	return account_tell(db, deed->arena, &deed->doer->actor, "account.lending_ended", from.id,
		from.agency_id, ACCOUNT_FIELDS({ "roles", roles }), NULL);
}

struct fault *
account_end_lending(struct db *db, struct arena *arena, const struct account_doer *doer, int64_t id)
{
	struct deed deed = { .arena = arena, .doer = doer, .id = id };

	return db_work(db, end_lending, &deed);
}
