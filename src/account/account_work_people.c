/*
 * Making, changing and disabling accounts, other people's and the contact of one's own. Roles are
 * in account_work_role.c, links in account_work_link.c, signing in in account_work_sign_in.c.
 */
#include "account/account_access.h"
#include "account/account_inside.h"
#include "db/db.h"

/* A change of one account. */
struct changing {
	struct account_gate *gate;
	struct arena *arena;
	const struct account_doer *doer;
	int64_t id;
	int64_t version;
	struct account_facts facts;
	struct account_agency agency;
	bool wants_mail; /* one's own choice */
};

/* The facts as they will be stored; the agency is looked up. */
static struct fault *
check_facts(struct db *db, struct changing *changing, const struct account_facts *facts)
{
	struct account_facts *clean = &changing->facts;

	*clean = *facts;
	TRY(account_check_name(facts->name, &clean->name));
	TRY(account_check_mail(facts->mail, &clean->mail));
	TRY(account_check_phone(facts->phone, &clean->phone));
	if (!day_is_none(facts->valid_from) && !day_is_none(facts->valid_to) &&
		facts->valid_from.number > facts->valid_to.number)
		return fault_new(FAULT_INPUT, "account_valid", "止日不能早于起日。请改正。",
			"The last day may not be before the first. Change one.");
	changing->agency = (struct account_agency){ .path = STR("/") };
	if (facts->agency_id)
		TRY(account_load_agency(db, changing->arena, facts->agency_id, &changing->agency));
	return NULL;
}

static struct fault *
add(struct db *db, void *arg)
{
	struct changing *changing = arg;
	const struct account_facts *facts = &changing->facts;
	struct str name;

	TRY(account_store_add(db, facts, account_now(), &changing->id));
	if (!changing->id)
		return fault_new(FAULT_CONFLICT, "account_login_taken",
			"登录名“%.*s”已有人使用。请换一个。",
			"The login “%.*s” is taken. Choose another.", STR_ARG(facts->login));
	TRY(account_store_save_contact(
		changing->gate, db, changing->arena, changing->id, facts->mail, facts->phone));
	TRY(audit_mask_name(changing->arena, facts->name, &name));
	return account_tell(db, changing->arena, &changing->doer->actor, "account.added",
		changing->id, facts->agency_id, NULL,
		ACCOUNT_FIELDS({ "login", facts->login }, { "name", name },
			{ "agency", changing->agency.name }));
}

struct fault *
account_add(struct account_gate *gate, struct db *db, struct arena *arena,
	const struct account_doer *doer, const struct account_facts *facts, int64_t *ret_id)
{
	struct changing changing = { .gate = gate, .arena = arena, .doer = doer };

	TRY(check_facts(db, &changing, facts));
	TRY(account_check_login(arena, facts->login, &changing.facts.login));
	TRY(account_doer_must(doer, ACCOUNT_SYSTEM_ADMIN, changing.agency.path));
	TRY(db_work(db, add, &changing));
	*ret_id = changing.id;
	return NULL;
}

static struct fault *
tell_change(struct db *db, struct changing *changing, const struct account_record *old)
{
	const struct account_facts *facts = &changing->facts;
	struct str names[2];
	struct str mails[2];
	struct str phones[2];

	TRY(audit_mask_name(changing->arena, old->facts.name, &names[0]));
	TRY(audit_mask_name(changing->arena, facts->name, &names[1]));
	TRY(audit_mask_mail(changing->arena, old->facts.mail, &mails[0]));
	TRY(audit_mask_mail(changing->arena, facts->mail, &mails[1]));
	TRY(audit_mask_number(changing->arena, old->facts.phone, &phones[0]));
	TRY(audit_mask_number(changing->arena, facts->phone, &phones[1]));
	return account_tell(db, changing->arena, &changing->doer->actor, "account.changed",
		changing->id, facts->agency_id,
		ACCOUNT_FIELDS({ "name", names[0] }, { "agency", old->agency_name },
			{ "mail", mails[0] }, { "phone", phones[0] },
			{ "valid_from", str_of(day_text(old->facts.valid_from).at) },
			{ "valid_to", str_of(day_text(old->facts.valid_to).at) }),
		ACCOUNT_FIELDS({ "name", names[1] }, { "agency", changing->agency.name },
			{ "mail", mails[1] }, { "phone", phones[1] },
			{ "valid_from", str_of(day_text(facts->valid_from).at) },
			{ "valid_to", str_of(day_text(facts->valid_to).at) }));
}

static struct fault *
change(struct db *db, void *arg)
{
	struct changing *changing = arg;
	struct account_record old;
	bool is_done = false;

	TRY(account_load(changing->gate, db, changing->arena, changing->id, &old));
	/* Out of one's own agencies nobody is taken, and into others nobody is put. */
	TRY(account_doer_must(changing->doer, ACCOUNT_SYSTEM_ADMIN, old.agency_path));
	TRY(account_store_change(db, changing->id, changing->version, &changing->facts, &is_done));
	if (!is_done)
		return account_stale();
	/* Days can shut somebody out as disabling does. */
	if (!account_is_within(changing->facts.valid_from, changing->facts.valid_to, day_today()))
		TRY(account_keep_last_admin(db, old.roles));
	TRY(account_store_save_contact(changing->gate, db, changing->arena, changing->id,
		changing->facts.mail, changing->facts.phone));
	return tell_change(db, changing, &old);
}

struct fault *
account_change(struct account_gate *gate, struct db *db, struct arena *arena,
	const struct account_doer *doer, int64_t id, int64_t version,
	const struct account_facts *facts)
{
	struct changing changing = {
		.gate = gate, .arena = arena, .doer = doer, .id = id, .version = version
	};

	TRY(check_facts(db, &changing, facts));
	TRY(account_doer_must(doer, ACCOUNT_SYSTEM_ADMIN, changing.agency.path));
	return db_work(db, change, &changing);
}

/* One's own mail and phone: the same change with everything else as it is. */
static struct fault *
change_contact(struct db *db, void *arg)
{
	struct changing *changing = arg;
	struct account_record old;
	bool is_done = false;

	TRY(account_load(changing->gate, db, changing->arena, changing->id, &old));
	TRY(account_store_next_version(db, changing->id, changing->version, &is_done));
	if (!is_done)
		return account_stale();
	TRY(account_store_save_contact(changing->gate, db, changing->arena, changing->id,
		changing->facts.mail, changing->facts.phone));
	TRY(account_store_save_wants_mail(db, changing->id, changing->wants_mail));
	old.facts.login = changing->facts.login;
	changing->agency.name = old.agency_name;
	changing->facts.name = old.facts.name;
	changing->facts.agency_id = old.facts.agency_id;
	changing->facts.valid_from = old.facts.valid_from;
	changing->facts.valid_to = old.facts.valid_to;
	return tell_change(db, changing, &old);
}

struct fault *
account_change_contact(struct account_gate *gate, struct db *db, struct arena *arena,
	const struct account_doer *doer, int64_t version, struct str mail, struct str phone,
	bool wants_mail)
{
	struct changing changing = { .gate = gate,
		.arena = arena,
		.doer = doer,
		.id = doer->person->id,
		.version = version,
		.wants_mail = wants_mail };

	TRY(account_check_mail(mail, &changing.facts.mail));
	TRY(account_check_phone(phone, &changing.facts.phone));
	return db_work(db, change_contact, &changing);
}

/* --- disabling --- */

struct disabling {
	struct arena *arena;
	const struct account_doer *doer;
	int64_t id;
	bool is_disabled;
	struct str reason;
};

static struct fault *
set_disabled(struct db *db, void *arg)
{
	const struct disabling *disabling = arg;
	struct account_lock lock;
	struct str path;

	TRY(account_lock_with_path(db, disabling->arena, disabling->id, &lock, &path));
	TRY(account_doer_must(disabling->doer, ACCOUNT_SYSTEM_ADMIN, path));
	if (disabling->doer->person && disabling->doer->person->id == lock.id)
		return fault_new(FAULT_DENIED, "account_self", "不能停用自己的账号。",
			"Nobody disables his own account.");
	TRY(account_store_save_disabled(db, lock.id, disabling->is_disabled));
	if (disabling->is_disabled) {
		TRY(account_keep_last_admin(db, lock.roles));
		TRY(account_store_end_session(
			db, lock.id, 0, 0, account_now(), ACCOUNT_ENDED_DISABLED, NULL));
		TRY(account_access_end_all(db, disabling->arena, &disabling->doer->actor, lock.id,
			lock.agency_id, ACCOUNT_ACCESS_ENDED_DISABLED));
	}
	return account_tell(db, disabling->arena, &disabling->doer->actor,
		disabling->is_disabled ? "account.disabled" : "account.enabled", lock.id,
		lock.agency_id, NULL, ACCOUNT_FIELDS({ "reason", disabling->reason }));
}

struct fault *
account_set_disabled(struct db *db, struct arena *arena, const struct account_doer *doer,
	int64_t id, bool is_disabled, struct str reason)
{
	struct disabling disabling = { arena, doer, id, is_disabled, STR_NONE };

	TRY(account_must_reason(reason, &disabling.reason));
	return db_work(db, set_disabled, &disabling);
}
