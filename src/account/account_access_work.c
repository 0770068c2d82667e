/*
 * Making and ending access tokens, and whom one stands for. Pages are account_page_access.c, the
 * header of a request is account_access_visit.c.
 */
#include "account/account_access.h"
#include "account/account_inside.h"
#include "base/utf8.h"
#include "db/db.h"

/* Another kind of secret may follow one day; so this one says what it is, also to programs that
 * look for secrets in files. */
#define PREFIX "gk_"

static struct fault *
mark_of(const struct account_gate *gate, struct str text, struct digest *ret_mark)
{
	return account_mark(gate, "account.access", text, ret_mark);
}

/* --- making --- */

struct making {
	struct arena *arena;
	const struct account_doer *doer;
	struct account_access_plan plan;
	struct digest mark;
	int64_t id;
};

static struct fault *
check_plan(const struct account_person *person, struct account_access_plan *plan)
{
	struct day today = day_today();

	plan->name = str_trim(plan->name);
	if (!plan->name.len || utf8_count(plan->name) > ACCOUNT_ACCESS_NAME)
		return fault_new(FAULT_INPUT, "account_access_name",
			"请写明令牌给哪个系统用，1–%d 个字。",
			"Say which system the token is for, in 1–%d characters.",
			ACCOUNT_ACCESS_NAME);
	if (!plan->roles || (plan->roles & ~(person->roles & ACCOUNT_BUSINESS)))
		return fault_new(FAULT_INPUT, "account_access_roles",
			"请至少选一个您现在持有的业务角色。",
			"Choose at least one role that you hold now.");
	if (day_is_none(plan->last) || plan->last.number < today.number ||
		plan->last.number > today.number + ACCOUNT_ACCESS_DAYS)
		return fault_new(FAULT_INPUT, "account_access_day",
			"止日从今天起，最长一年（%d 天）。",
			"The last day lies between today and a year from now (%d days).",
			ACCOUNT_ACCESS_DAYS);
	return NULL;
}

static struct fault *
make(struct db *db, void *arg)
{
	struct making *making = arg;
	const struct account_access_plan *plan = &making->plan;
	const struct account_person *person = making->doer->person;
	int64_t count = 0;
	struct str roles;

	TRY(account_access_store_count(db, person->id, day_today(), &count));
	if (count >= ACCOUNT_ACCESS_MOST)
		return fault_new(FAULT_CONFLICT, "account_access_many",
			"您已有 %d 个有效的令牌，不能再多。请先收回不用的。",
			"You have %d tokens in force, which is the most. Revoke one that is not "
			"used.",
			ACCOUNT_ACCESS_MOST);
	TRY(account_access_store_add(
		db, person->id, making->mark, plan, account_now(), &making->id));
	TRY(account_roles_say(making->arena, plan->roles, false, &roles));
	return account_tell(db, making->arena, &making->doer->actor, "account.access_made",
		person->id, person->agency_id, NULL,
		ACCOUNT_FIELDS({ "name", plan->name }, { "roles", roles },
			{ "may_write", plan->may_write ? STR("yes") : STR("no") },
			{ "last_day", str_of(day_text(plan->last).at) }));
}

struct fault *
account_access_make(struct account_gate *gate, struct db *db, struct arena *arena,
	const struct account_doer *doer, const struct account_access_plan *plan, int64_t *ret_id,
	struct account_access_text *ret_text)
{
	struct making making = { .arena = arena, .doer = doer, .plan = *plan };
	struct account_access_text text;
	struct account_token token;

	TRY(check_plan(doer->person, &making.plan));
	account_token_make(&token);
	memcpy(text.at, PREFIX, sizeof PREFIX - 1);
	memcpy(text.at + sizeof PREFIX - 1, token.at, sizeof token.at);
	TRY(mark_of(gate, str_of(text.at), &making.mark));
	TRY(db_work(db, make, &making));
	*ret_id = making.id;
	*ret_text = text;
	return NULL;
}

/* --- ending --- */

struct ending {
	struct arena *arena;
	const struct account_doer *doer;
	int64_t account_id;
	int64_t id;
};

static struct fault *
end(struct db *db, void *arg)
{
	const struct ending *ending = arg;
	const struct account_doer *doer = ending->doer;
	bool is_owner = doer->person && doer->person->id == ending->account_id;
	struct account_lock lock;
	int64_t count = 0;
	struct str name;
	struct str path;

	TRY(account_lock_with_path(db, ending->arena, ending->account_id, &lock, &path));
	if (!is_owner)
		TRY(account_doer_must(doer, ACCOUNT_SECURITY_ADMIN, path));
	TRY(account_access_store_name(db, ending->arena, lock.id, ending->id, &name));
	TRY(account_access_store_end(db, lock.id, ending->id, account_now(),
		is_owner ? ACCOUNT_ACCESS_ENDED_OWNER : ACCOUNT_ACCESS_ENDED_ADMIN, &count));
	if (!count)
		return fault_absent("access_token", ending->id);
	return account_tell(db, ending->arena, &doer->actor, "account.access_ended", lock.id,
		lock.agency_id, NULL, ACCOUNT_FIELDS({ "name", name }));
}

struct fault *
account_access_end(struct db *db, struct arena *arena, const struct account_doer *doer,
	int64_t account_id, int64_t id)
{
	struct ending ending = { arena, doer, account_id, id };

	/* In the statement 0 would be all of them. */
	if (id <= 0)
		return fault_absent("access_token", id);
	return db_work(db, end, &ending);
}

struct fault *
account_access_end_all(struct db *db, struct arena *arena, const struct audit_actor *actor,
	int64_t account_id, int64_t agency_id, enum account_access_end why)
{
	int64_t count = 0;
	struct str says;

	TRY(account_access_store_end(db, account_id, 0, account_now(), why, &count));
	if (!count)
		return NULL;
	TRY(str_print(arena, &says, "%lld", (long long)count));
	return account_tell(db, arena, actor, "account.access_ended", account_id, agency_id, NULL,
		ACCOUNT_FIELDS({ "count", says }));
}

/* --- whom it stands for --- */

/* Of what the person holds now, only the token's roles. */
static struct fault *
narrow(struct arena *arena, unsigned roles, struct account_person *person)
{
	struct account_grant *grants;
	size_t count = 0;

	TAKE(arena, grants, person->grant_count + 1);
	person->roles = ACCOUNT_SIGNED_IN;
	for (size_t i = 0; i < person->grant_count; i++) {
		if (!((unsigned)person->grants[i].role & roles))
			continue;
		grants[count++] = person->grants[i];
		person->roles |= (unsigned)person->grants[i].role;
	}
	person->grants = grants;
	person->grant_count = count;
	return NULL;
}

struct fault *
account_access_find(struct account_gate *gate, struct db *db, struct arena *arena, struct str text,
	bool *ret_is_found, struct account_access_found *ret_found)
{
	struct day today = day_today();
	struct account_access_row row;
	struct digest mark;

	*ret_is_found = false;
	if (text.len != sizeof(struct account_access_text) - 1 || !str_starts(text, STR(PREFIX)))
		return NULL;
	TRY(mark_of(gate, text, &mark));
	TRY(account_access_store_find(db, arena, mark, ret_is_found, &row));
	if (!*ret_is_found)
		return NULL;
	*ret_is_found = false;
	if (row.ended_at || row.last.number < today.number || row.is_disabled ||
		!account_is_within(row.valid_from, row.valid_to, today))
		return NULL;
	TRY(account_store_grants(db, arena, today, &row.found.person));
	/* Who now needs a second factor and has none could not sign in completely either. */
	if (!row.has_factor && (row.found.person.roles & account_gate_policy(gate)->factor_roles))
		return NULL;
	TRY(narrow(arena, row.roles, &row.found.person));
	*ret_is_found = true;
	*ret_found = row.found;
	return NULL;
}
