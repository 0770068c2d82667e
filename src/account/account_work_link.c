/*
 * One-time links: setting a password, and the first start with its three administrators. Whoever
 * holds a link acts as its account, so only its digest is kept and it works once.
 */
#include "account/account_access.h"
#include "account/account_inside.h"
#include "db/db.h"

static struct fault *
fault_link(void)
{
	return fault_new(FAULT_ABSENT, "account_link",
		"这个链接无效、已用过或已过期。请向给您链接的人要一个新的。",
		"This link does not work, was used or is too old. Ask for a new one.");
}

static struct fault *
fault_admin_reset(void)
{
	return fault_new(FAULT_DENIED, "account_admin_reset",
		"三员账号的密码和第二因素只能在服务器上用命令行重置。",
		"Passwords and second factors of the three administrators are reset from the "
		"command line of the server only.");
}

/* --- making --- */

struct making {
	struct account_gate *gate;
	struct arena *arena;
	const struct account_doer *doer;
	int64_t id;
	struct account_token token;
	struct account_link_row row;
};

static struct fault *
new_row(struct making *making, enum account_purpose purpose)
{
	int64_t now = account_now();

	account_token_make(&making->token);
	making->row = (struct account_link_row){ .purpose = purpose,
		.account_id = making->id,
		.now = now,
		.expires_at = now + account_gate_policy(making->gate)->link };
	if (making->doer && making->doer->person)
		making->row.created_by = making->doer->person->id;
	return account_token_digest(str_of(making->token.at), &making->row.digest);
}

/* To its owner, when it is known where visitors reach this site. */
static struct fault *
write_link(struct db *db, const struct making *making, const struct account_lock *lock)
{
	struct str site = making->doer->site;
	struct str link;

	if (!site.len)
		return NULL;
	TRY(str_print(making->arena, &link, "%.*s/links/%s", STR_ARG(site), making->token.at));
	return account_write_link(making->gate, db, making->arena, lock, link,
		account_gate_policy(making->gate)->link / 3600);
}

static struct fault *
make_link(struct db *db, void *arg)
{
	const struct making *making = arg;
	struct account_lock lock;
	struct str path;

	TRY(account_lock_with_path(db, making->arena, making->id, &lock, &path));
	TRY(account_doer_must(making->doer, ACCOUNT_SYSTEM_ADMIN, path));
	if (making->doer->person && (lock.roles & ACCOUNT_ADMINS))
		return fault_admin_reset();
	TRY(account_doer_must_reach(
		db, making->arena, making->doer, ACCOUNT_SYSTEM_ADMIN, making->id));
	TRY(account_store_drop_links(db, ACCOUNT_SETS_PASSWORD, lock.id, making->row.now));
	TRY(account_store_add_link(db, &making->row));
	TRY(write_link(db, making, &lock));
	return account_tell(db, making->arena, &making->doer->actor, "account.link_made", lock.id,
		lock.agency_id, NULL, NULL);
}

struct fault *
account_make_link(struct account_gate *gate, struct db *db, struct arena *arena,
	const struct account_doer *doer, int64_t id, struct account_token *ret_token)
{
	struct making making = { .gate = gate, .arena = arena, .doer = doer, .id = id };

	TRY(new_row(&making, ACCOUNT_SETS_PASSWORD));
	TRY(db_work(db, make_link, &making));
	*ret_token = making.token;
	return NULL;
}

/* --- using --- */

struct fault *
account_find_link(struct db *db, struct arena *arena, struct str token,
	enum account_purpose purpose, struct account_link *ret_link)
{
	struct account_link link;
	struct digest digest;
	bool is_found = false;

	if (token.len != sizeof(struct account_token) - 1)
		return fault_link();
	TRY(account_token_digest(token, &digest));
	TRY(account_store_find_link(db, arena, digest, account_now(), &is_found, &link));
	if (!is_found || link.purpose != purpose)
		return fault_link();
	*ret_link = link;
	return NULL;
}

struct using
{
	struct account_gate *gate;
	struct arena *arena;
	struct account_link link;
	struct account_hash hash;
	const struct account_place *place;
};

static struct fault *
use_link(struct db *db, void *arg)
{
	const struct using *using = arg;
	int64_t now = account_now();
	struct audit_actor actor;
	struct account_lock lock;
	bool is_done = false;

	TRY(account_store_use_link(db, using->link.id, now, &is_done));
	if (!is_done)
		return fault_link();
	TRY(account_store_lock_of(db, using->arena, using->link.account_id, &lock));
	TRY(account_store_save_password(db, lock.id, using->hash.at, now, false));
	TRY(account_store_end_session(db, lock.id, 0, 0, now, ACCOUNT_ENDED_PASSWORD, NULL));
	/* Who holds the link has proved more than a guesser can. */
	TRY(account_marks_clear(using->gate, db, lock.login));
	TRY(account_store_drop_networks(db, lock.id));
	TRY(account_store_add_event(db, lock.id, now, using->place, ACCOUNT_LINK_USED));
	TRY(account_tell_owner(db, &lock, &account_letter_password));
	actor = account_self(&lock, using->place);
	TRY(account_access_end_all(db, using->arena, &actor, lock.id, lock.agency_id,
		ACCOUNT_ACCESS_ENDED_SECRET));
	return account_tell(db, using->arena, &actor, "account.password_set", lock.id,
		lock.agency_id, NULL, NULL);
}

struct fault *
account_use_link(struct account_gate *gate, struct db *db, struct arena *arena, struct str token,
	struct str password, const struct account_place *place)
{
	struct using using = { .gate = gate, .arena = arena, .place = place };

	TRY(account_find_link(db, arena, token, ACCOUNT_SETS_PASSWORD, &using.link));
	TRY(account_check_password(
		account_gate_policy(gate), using.link.login, using.link.name, password));
	TRY(account_gate_hash(gate, db, password, &using.hash));
	return db_work(db, use_link, &using);
}

/* --- the first start --- */

static struct fault *
count_admins(struct db *db, int64_t *ret_count)
{
	int64_t makers = 0;
	int64_t givers = 0;

	TRY(account_store_count_role(db, ACCOUNT_SYSTEM_ADMIN, &makers));
	TRY(account_store_count_role(db, ACCOUNT_SECURITY_ADMIN, &givers));
	*ret_count = makers + givers;
	return NULL;
}

static struct fault *
begin_set_up(struct db *db, void *arg)
{
	struct making *making = arg;
	struct audit_actor actor = { .name = STR("首次启动"), .way = AUDIT_COMMAND };
	int64_t count = 0;

	TRY(count_admins(db, &count));
	making->id = count;
	if (count)
		return NULL;
	TRY(account_store_drop_links(db, ACCOUNT_SETS_UP, 0, making->row.now));
	TRY(account_store_add_link(db, &making->row));
	return account_tell(db, making->arena, &actor, "account.set_up_begun", 0, 0, NULL, NULL);
}

struct fault *
account_begin_set_up(struct account_gate *gate, struct db *db, struct arena *arena,
	bool *ret_is_needed, struct account_token *ret_token)
{
	struct making making = { .gate = gate, .arena = arena };

	TRY(count_admins(db, &making.id));
	*ret_is_needed = making.id == 0;
	if (making.id)
		return NULL;
	TRY(new_row(&making, ACCOUNT_SETS_UP));
	TRY(db_work(db, begin_set_up, &making));
	*ret_is_needed = making.id == 0;
	if (*ret_is_needed)
		*ret_token = making.token;
	return NULL;
}

struct first_three {
	struct account_gate *gate;
	struct arena *arena;
	struct account_link link;
	struct account_doer doer;
	struct account_first *firsts;
	struct making makings[3];
};

static struct fault *
make_first(struct db *db, struct first_three *three, int at)
{
	static const enum account_role roles[3] = { ACCOUNT_SYSTEM_ADMIN, ACCOUNT_SECURITY_ADMIN,
		ACCOUNT_AUDITOR };
	struct account_facts facts = { .login = three->firsts[at].login,
		.name = three->firsts[at].name,
		.valid_from = DAY_NONE,
		.valid_to = DAY_NONE };
	struct account_gift gift = { .role = roles[at],
		.has_subtree = true,
		.from = DAY_NONE,
		.to = DAY_NONE,
		.reason = STR("首次启动") };
	struct making *making = &three->makings[at];
	int64_t role_id = 0;

	TRY(account_add(three->gate, db, three->arena, &three->doer, &facts, &gift.account_id));
	TRY(account_give_role(db, three->arena, &three->doer, &gift, &role_id));
	making->row.account_id = gift.account_id;
	return account_store_add_link(db, &making->row);
}

static struct fault *
set_up(struct db *db, void *arg)
{
	struct first_three *three = arg;
	bool is_done = false;
	int64_t count = 0;

	TRY(count_admins(db, &count));
	if (count)
		return fault_link();
	TRY(account_store_use_link(db, three->link.id, account_now(), &is_done));
	if (!is_done)
		return fault_link();
	for (int i = 0; i < 3; i++)
		TRY(make_first(db, three, i));
	return NULL;
}

struct fault *
account_set_up(struct account_gate *gate, struct db *db, struct arena *arena, struct str token,
	const struct account_place *place, struct account_first firsts[3])
{
	struct first_three three = { .gate = gate,
		.arena = arena,
		.firsts = firsts,
		.doer = { .actor = { .name = STR("首次启动"),
				  .address = place->address,
				  .way = AUDIT_WEB } } };

	TRY(account_find_link(db, arena, token, ACCOUNT_SETS_UP, &three.link));
	for (int i = 0; i < 3; i++) {
		three.makings[i] = (struct making){ .gate = gate, .arena = arena };
		TRY(new_row(&three.makings[i], ACCOUNT_SETS_PASSWORD));
	}
	TRY(db_work(db, set_up, &three));
	for (int i = 0; i < 3; i++)
		firsts[i].token = three.makings[i].token;
	return NULL;
}
