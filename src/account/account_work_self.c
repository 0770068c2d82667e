/*
 * Work on one's own account: the password and the second factor. Both make a new token for the
 * session that asked, so a token that was stolen before is worth nothing after.
 */
#include "account/account_access.h"
#include "account/account_inside.h"
#include "db/db.h"

/* A change of one's own secrets. */
struct renewing {
	struct account_gate *gate;
	struct arena *arena;
	const struct account_session *session;
	const struct account_place *place;
	struct account_lock lock;
	struct account_marks marks;
	int64_t now;
	struct account_hash hash;
	struct digest digest;
	struct account_signed result;
	struct str sealed;
	int64_t step;
	struct digest recovery[ACCOUNT_RECOVERY_CODES];
};

static struct fault *
begin(struct renewing *renewing, struct db *db)
{
	renewing->now = account_now();
	TRY(account_store_lock_of(
		db, renewing->arena, renewing->session->person.id, &renewing->lock));
	TRY(account_marks_make(renewing->gate, db, renewing->lock.id, renewing->lock.login,
		renewing->place->address, &renewing->marks));
	account_token_make(&renewing->result.token);
	return account_token_digest(str_of(renewing->result.token.at), &renewing->digest);
}

static struct fault *
blame(struct db *db, void *arg)
{
	const struct renewing *renewing = arg;

	TRY(account_marks_blame(renewing->gate, db, &renewing->marks, renewing->now));
	return account_store_add_event(
		db, renewing->lock.id, renewing->now, renewing->place, ACCOUNT_WRONG);
}

/* The password again, so that an unlocked screen is not enough. */
static struct fault *
check_password(struct renewing *renewing, struct db *db, struct str password)
{
	int64_t wait = 0;
	bool fits = false;

	TRY(account_marks_wait(db, &renewing->marks, renewing->now, &wait));
	if (wait)
		return fault_new(FAULT_INPUT, "account_wait", "错误次数过多，请 %lld 秒后再试。",
			"Too many failures. Try again in %lld seconds.", (long long)wait);
	TRY(account_gate_fits(renewing->gate, db,
		renewing->lock.password.len ? renewing->lock.password.at
					    : account_gate_dummy(renewing->gate),
		password, &fits));
	if (fits && renewing->lock.password.len)
		return NULL;
	TRY(db_work(db, blame, renewing));
	return fault_new(FAULT_INPUT, "account_password_old", "现在的密码不正确。请重新填写。",
		"The present password is not right. Type it again.");
}

struct fault *
account_confirm_password(struct account_gate *gate, struct db *db, struct arena *arena,
	const struct account_session *session, struct str password,
	const struct account_place *place)
{
	struct renewing renewing = {
		.gate = gate, .arena = arena, .session = session, .place = place
	};

	TRY(begin(&renewing, db));
	return check_password(&renewing, db, password);
}

/* The session that asked goes on under another token, with less owed. */
static struct fault *
renew(struct db *db, struct renewing *renewing, unsigned paid)
{
	const struct account_policy *policy = account_gate_policy(renewing->gate);
	struct account_signed *result = &renewing->result;
	bool is_done = false;

	result->outcome = ACCOUNT_SIGNED;
	result->owes = renewing->session->owes & ~paid;
	result->seconds = account_session_seconds(policy, result->owes);
	TRY(account_store_renew_session(db, renewing->session->id, renewing->digest, result->owes,
		renewing->now + result->seconds, &is_done));
	if (is_done)
		return NULL;
	return fault_new(FAULT_DENIED, "http_sign_in", "登录已经结束。请重新登录。",
		"The sign-in has ended. Sign in again.");
}

/* --- the password --- */

static struct fault *
save_password(struct db *db, void *arg)
{
	struct renewing *renewing = arg;
	struct audit_actor actor = account_self(&renewing->lock, renewing->place);
	int64_t id = renewing->lock.id;

	TRY(account_store_save_password(db, id, renewing->hash.at, renewing->now, false));
	TRY(account_store_end_session(
		db, id, 0, renewing->session->id, renewing->now, ACCOUNT_ENDED_PASSWORD, NULL));
	TRY(account_store_drop_links(db, ACCOUNT_SETS_PASSWORD, id, renewing->now));
	TRY(renew(db, renewing, ACCOUNT_OWES_PASSWORD));
	TRY(account_store_add_event(db, id, renewing->now, renewing->place, ACCOUNT_CHANGED));
	TRY(account_tell_owner(db, &renewing->lock, &account_letter_password));
	TRY(account_access_end_all(db, renewing->arena, &actor, id, renewing->lock.agency_id,
		ACCOUNT_ACCESS_ENDED_SECRET));
	return account_tell(db, renewing->arena, &actor, "account.password_changed", id,
		renewing->lock.agency_id, NULL, NULL);
}

struct fault *
account_change_password(struct account_gate *gate, struct db *db, struct arena *arena,
	const struct account_session *session, struct str old, struct str fresh,
	const struct account_place *place, struct account_signed *ret_signed)
{
	struct renewing renewing = {
		.gate = gate, .arena = arena, .session = session, .place = place
	};
	bool is_same = false;

	if (session->owes & ACCOUNT_OWES_CODE)
		return fault_new(FAULT_DENIED, "http_sign_in", "请先输入动态码。",
			"Give the code of the second factor first.");
	TRY(begin(&renewing, db));
	/* At first use the password was typed a moment ago. */
	if (!(session->owes & ACCOUNT_OWES_PASSWORD))
		TRY(check_password(&renewing, db, old));
	TRY(account_check_password(
		account_gate_policy(gate), renewing.lock.login, renewing.lock.name, fresh));
	if (renewing.lock.password.len)
		TRY(account_gate_fits(gate, db, renewing.lock.password.at, fresh, &is_same));
	if (is_same)
		return fault_new(FAULT_INPUT, "account_password_same",
			"新密码与现在的相同。请换一个。",
			"The new password is the present one. Choose another.");
	TRY(account_gate_hash(gate, db, fresh, &renewing.hash));
	TRY(db_work(db, save_password, &renewing));
	*ret_signed = renewing.result;
	return NULL;
}

/* --- set by the command line --- */

struct setting {
	struct arena *arena;
	const struct account_doer *doer;
	int64_t id;
	struct account_hash hash;
	bool must_change;
};

static struct fault *
set_password(struct db *db, void *arg)
{
	const struct setting *setting = arg;
	int64_t now = account_now();
	struct account_lock lock;

	TRY(account_store_lock_of(db, setting->arena, setting->id, &lock));
	TRY(account_store_save_password(db, lock.id, setting->hash.at, now, setting->must_change));
	TRY(account_store_end_session(db, lock.id, 0, 0, now, ACCOUNT_ENDED_PASSWORD, NULL));
	/* Who needs this may have lost the password to somebody, whose network is not usual. */
	TRY(account_store_drop_networks(db, lock.id));
	TRY(account_tell_owner(db, &lock, &account_letter_password));
	TRY(account_access_end_all(db, setting->arena, &setting->doer->actor, lock.id,
		lock.agency_id, ACCOUNT_ACCESS_ENDED_SECRET));
	return account_tell(db, setting->arena, &setting->doer->actor, "account.password_set",
		lock.id, lock.agency_id, NULL,
		ACCOUNT_FIELDS({ "must_change", setting->must_change ? STR("yes") : STR("no") }));
}

struct fault *
account_set_password(struct account_gate *gate, struct db *db, struct arena *arena,
	const struct account_doer *doer, int64_t id, struct str password, bool must_change)
{
	struct setting setting = {
		.arena = arena, .doer = doer, .id = id, .must_change = must_change
	};
	struct account_lock lock;

	if (doer->person)
		return fault_new(FAULT_DENIED, "account_may_not",
			"别人的密码只能由本人通过一次性链接设置。",
			"Somebody else's password is set by that person, with a one-time link.");
	TRY(account_store_lock_of(db, arena, id, &lock));
	TRY(account_check_password(account_gate_policy(gate), lock.login, lock.name, password));
	TRY(account_gate_hash(gate, db, password, &setting.hash));
	return db_work(db, set_password, &setting);
}

/* --- the second factor --- */

static struct fault *
place_of(struct arena *arena, int64_t id, struct str *ret_place)
{
	return str_print(arena, ret_place, "account.second_factor:%lld", (long long)id);
}

struct beginning {
	struct arena *arena;
	const struct account_doer *doer;
	struct str sealed;
};

static struct fault *
begin_factor(struct db *db, void *arg)
{
	const struct beginning *beginning = arg;
	struct account_lock lock;

	TRY(account_store_lock_of(db, beginning->arena, beginning->doer->person->id, &lock));
	TRY(account_store_save_factor(
		db, lock.id, lock.factor, beginning->sealed, lock.factor_step));
	return account_tell(db, beginning->arena, &beginning->doer->actor, "account.factor_begun",
		lock.id, lock.agency_id, NULL, NULL);
}

struct fault *
account_begin_factor(struct account_gate *gate, struct db *db, struct arena *arena,
	const struct account_doer *doer)
{
	struct beginning beginning = { .arena = arena, .doer = doer };
	struct str secret;
	struct str place;

	TRY(account_factor_make(arena, &secret));
	TRY(place_of(arena, doer->person->id, &place));
	TRY(seal_put(account_gate_keys(gate), arena, place, secret, &beginning.sealed));
	return db_work(db, begin_factor, &beginning);
}

/* "otpauth://totp/公开:wang.fang?secret=…&issuer=公开", percent-encoded. */
static struct fault *
put_uri(struct arena *arena, struct str issuer, struct str login, struct str secret,
	struct str *ret_uri)
{
	static const char hex[] = "0123456789ABCDEF";
	CLOSING(buf_done) struct buf buf;
	struct str parts[2] = { issuer, login };

	buf_init(&buf, 4000);
	buf_put(&buf, STR("otpauth://totp/"));
	for (int part = 0; part < 3; part++) {
		struct str text = part == 1 ? parts[1] : parts[0];

		if (part == 1)
			buf_put(&buf, STR(":"));
		if (part == 2)
			buf_print(&buf, "?secret=%.*s&issuer=", STR_ARG(secret));
		for (size_t i = 0; i < text.len; i++) {
			unsigned char c = (unsigned char)text.at[i];

			if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
				(c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_') {
				buf_put_char(&buf, (char)c);
				continue;
			}
			buf_put_char(&buf, '%');
			buf_put_char(&buf, hex[c >> 4]);
			buf_put_char(&buf, hex[c & 15]);
		}
	}
	TRY(buf_check(&buf));
	return str_copy(arena, buf_str(&buf), ret_uri);
}

struct fault *
account_load_factor(struct account_gate *gate, struct db *db, struct arena *arena,
	const struct account_person *person, struct account_factor *ret_factor)
{
	struct account_factor factor = { 0 };
	struct account_lock lock;
	struct secret secret;
	int64_t left = 0;
	struct str place;

	TRY(account_store_lock_of(db, arena, person->id, &lock));
	TRY(account_store_count_recovery(db, person->id, &left));
	factor.is_set = lock.factor.len != 0;
	factor.is_begun = lock.factor_next.len != 0;
	factor.recovery_left = (int)left;
	if (factor.is_begun) {
		TRY(place_of(arena, person->id, &place));
		TRY(seal_take(account_gate_keys(gate), arena, place, lock.factor_next, &secret));
		TRY(account_factor_text(arena, secret.bytes, &factor.secret));
		TRY(put_uri(
			arena, account_gate_issuer(gate), lock.login, factor.secret, &factor.uri));
	}
	*ret_factor = factor;
	return NULL;
}

static struct fault *
confirm_factor(struct db *db, void *arg)
{
	struct renewing *renewing = arg;
	struct audit_actor actor = account_self(&renewing->lock, renewing->place);
	int64_t id = renewing->lock.id;

	TRY(account_store_save_factor(db, id, renewing->sealed, STR_NONE, renewing->step));
	TRY(account_store_drop_recovery(db, id));
	for (size_t i = 0; i < ACCOUNT_RECOVERY_CODES; i++)
		TRY(account_store_add_recovery(db, id, renewing->recovery[i]));
	TRY(account_store_end_session(
		db, id, 0, renewing->session->id, renewing->now, ACCOUNT_ENDED_PASSWORD, NULL));
	TRY(renew(db, renewing, ACCOUNT_OWES_FACTOR));
	TRY(account_access_end_all(db, renewing->arena, &actor, id, renewing->lock.agency_id,
		ACCOUNT_ACCESS_ENDED_SECRET));
	return account_tell(db, renewing->arena, &actor, "account.factor_set", id,
		renewing->lock.agency_id, NULL, NULL);
}

struct fault *
account_confirm_factor(struct account_gate *gate, struct db *db, struct arena *arena,
	const struct account_session *session, struct str code, struct str password,
	const struct account_place *place, struct account_signed *ret_signed,
	struct str ret_codes[ACCOUNT_RECOVERY_CODES])
{
	struct renewing renewing = {
		.gate = gate, .arena = arena, .session = session, .place = place
	};
	struct secret secret = { STR_NONE };
	struct str where;

	TRY(begin(&renewing, db));
	if (!(session->owes & ACCOUNT_OWES_FACTOR))
		TRY(check_password(&renewing, db, password));
	TRY(place_of(arena, renewing.lock.id, &where));
	if (renewing.lock.factor_next.len)
		TRY(seal_take(
			account_gate_keys(gate), arena, where, renewing.lock.factor_next, &secret));
	renewing.sealed = renewing.lock.factor_next;
	renewing.step = account_factor_fits(secret.bytes, code, renewing.now, 0);
	if (!renewing.step)
		return fault_new(FAULT_INPUT, "account_code",
			"动态码不正确。请核对手机时间，等下一个码出现后再填。",
			"The code is not right. Check the clock of the phone and wait for the next "
			"code.");
	for (size_t i = 0; i < ACCOUNT_RECOVERY_CODES; i++) {
		TRY(account_recovery_make(arena, &ret_codes[i]));
		TRY(account_mark(gate, "account.recovery", ret_codes[i], &renewing.recovery[i]));
	}
	TRY(db_work(db, confirm_factor, &renewing));
	*ret_signed = renewing.result;
	return NULL;
}

static struct fault *
drop_factor(struct db *db, void *arg)
{
	const struct renewing *renewing = arg;
	struct audit_actor actor = account_self(&renewing->lock, renewing->place);

	TRY(account_store_save_factor(
		db, renewing->lock.id, STR_NONE, STR_NONE, renewing->lock.factor_step));
	TRY(account_store_drop_recovery(db, renewing->lock.id));
	TRY(account_tell_owner(db, &renewing->lock, &account_letter_factor));
	return account_tell(db, renewing->arena, &actor, "account.factor_dropped",
		renewing->lock.id, renewing->lock.agency_id, NULL, NULL);
}

struct fault *
account_drop_factor(struct account_gate *gate, struct db *db, struct arena *arena,
	const struct account_session *session, struct str password,
	const struct account_place *place)
{
	struct renewing renewing = {
		.gate = gate, .arena = arena, .session = session, .place = place
	};

	TRY(begin(&renewing, db));
	if (renewing.lock.roles & account_gate_policy(gate)->factor_roles)
		return fault_new(FAULT_CONFLICT, "account_factor_needed",
			"您的角色必须使用第二因素，不能停用。可以更换手机后重新绑定。",
			"Your role needs a second factor. You can set up another one instead.");
	TRY(check_password(&renewing, db, password));
	return db_work(db, drop_factor, &renewing);
}
