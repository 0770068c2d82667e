/*
 * Signing in: password, second factor, delays after failures, sessions. What is compared never
 * tells whether a login exists: unknown ones take the same way with a hash that nothing fits.
 * Changing one's own account is in account_work_self.c.
 */
#include "account/account_inside.h"
#include "account/account_kept.h"
#include "db/db.h"

/* --- the password --- */

unsigned
account_owes_of(const struct account_policy *policy, const struct account_lock *lock)
{
	unsigned owes = lock->factor.len ? ACCOUNT_OWES_CODE : 0;

	if (lock->must_change)
		owes |= ACCOUNT_OWES_PASSWORD;
	if (!lock->factor.len && (lock->roles & policy->factor_roles))
		owes |= ACCOUNT_OWES_FACTOR;
	return owes;
}

int64_t
account_session_seconds(const struct account_policy *policy, unsigned owes)
{
	return owes ? policy->half : policy->absolute;
}

/* One attempt. What is above `result` is fixed before the transaction, which may run twice; only
 * the lock is looked up anew each time. */
struct attempt {
	struct account_gate *gate;
	struct arena *arena;
	struct account_lock lock;
	struct str compared; /* the hash that the password was compared with */
	struct account_marks marks;
	const struct account_place *place;
	int64_t now;
	bool fits;
	const char *fresh_hash; /* to be stored in the old one's place; NULL: keep it */
	struct digest old_digest;
	struct digest digest;
	struct account_signed result;
};

static struct fault *
refuse(struct db *db, struct attempt *attempt)
{
	struct audit_actor actor = { .name = STR("访客"), .address = attempt->place->address };

	attempt->result.outcome = ACCOUNT_WRONG;
	TRY(account_marks_blame(attempt->gate, db, &attempt->marks, attempt->now));
	if (attempt->lock.id)
		TRY(account_store_add_event(
			db, attempt->lock.id, attempt->now, attempt->place, ACCOUNT_WRONG));
	return account_tell(db, attempt->arena, &actor, "account.sign_in_failed", attempt->lock.id,
		attempt->lock.agency_id, NULL, NULL);
}

static struct fault *
refuse_closed(struct db *db, struct attempt *attempt)
{
	struct audit_actor actor = { .name = STR("访客"), .address = attempt->place->address };

	attempt->result.outcome = ACCOUNT_NOT_IN_USE;
	TRY(account_store_add_event(
		db, attempt->lock.id, attempt->now, attempt->place, ACCOUNT_NOT_IN_USE));
	return account_tell(db, attempt->arena, &actor, "account.sign_in_closed", attempt->lock.id,
		attempt->lock.agency_id, NULL, NULL);
}

static struct fault *
open_session(struct db *db, struct attempt *attempt)
{
	const struct account_policy *policy = account_gate_policy(attempt->gate);
	struct audit_actor actor = account_self(&attempt->lock, attempt->place);
	struct account_session_row row = {
		.account_id = attempt->lock.id,
		.digest = attempt->digest,
		.owes = account_owes_of(policy, &attempt->lock),
		.now = attempt->now,
		.place = *attempt->place,
	};
	int64_t id = 0;

	attempt->result.outcome = ACCOUNT_SIGNED;
	attempt->result.owes = row.owes;
	attempt->result.seconds = account_session_seconds(policy, row.owes);
	row.ends_at = row.now + attempt->result.seconds;
	/* Whoever has the password but not the second factor must not reset the count. */
	if (!(row.owes & ACCOUNT_OWES_CODE))
		TRY(account_marks_praise(
			attempt->gate, db, &attempt->marks, &attempt->lock, attempt->now));
	if (attempt->fresh_hash)
		TRY(account_store_save_password(db, attempt->lock.id, attempt->fresh_hash,
			attempt->now, attempt->lock.must_change));
	TRY(account_store_end_digest(db, attempt->old_digest, attempt->now));
	TRY(account_store_add_session(db, &row, &id));
	TRY(account_store_add_event(
		db, attempt->lock.id, attempt->now, attempt->place, ACCOUNT_SIGNED));
	return account_tell(db, attempt->arena, &actor, "account.signed_in", attempt->lock.id,
		attempt->lock.agency_id, NULL, NULL);
}

/* Hashing takes a while. A password that was changed meanwhile no longer fits, and neither opens a
 * session nor comes back as the fresh hash; who was disabled meanwhile stays out. */
static struct fault *
look_again(struct db *db, struct attempt *attempt, bool *ret_fits)
{
	struct account_lock lock;

	*ret_fits = attempt->fits;
	if (!attempt->fits)
		return NULL;
	TRY(account_store_lock_of(db, attempt->arena, attempt->lock.id, &lock));
	*ret_fits = str_equal(lock.password, attempt->compared);
	attempt->lock = lock;
	return NULL;
}

static struct fault *
settle(struct db *db, void *arg)
{
	struct attempt *attempt = arg;
	bool fits = false;

	/* Many guesses at the same time: those behind the last free one learn nothing. */
	TRY(account_marks_wait(db, &attempt->marks, attempt->now, &attempt->result.wait));
	if (attempt->result.wait) {
		attempt->result.outcome = ACCOUNT_WAITED;
		return NULL;
	}
	TRY(look_again(db, attempt, &fits));
	if (!fits)
		return refuse(db, attempt);
	if (!account_lock_is_open(&attempt->lock, day_today()))
		return refuse_closed(db, attempt);
	return open_session(db, attempt);
}

/* Compare, and hash anew when the policy asks for more work than it did when the hash was made. */
static struct fault *
try_password(struct attempt *attempt, struct db *db, struct str password)
{
	const struct account_policy *policy = account_gate_policy(attempt->gate);
	const char *hash = account_gate_dummy(attempt->gate);
	struct account_hash *fresh;

	attempt->compared = attempt->lock.password;
	if (attempt->lock.password.len)
		hash = attempt->lock.password.at;
	TRY(account_gate_fits(attempt->gate, db, hash, password, &attempt->fits));
	attempt->fits = attempt->fits && attempt->lock.password.len;
	if (!attempt->fits || !account_hash_is_old(policy, hash))
		return NULL;
	TAKE(attempt->arena, fresh, 1);
	TRY(account_gate_hash(attempt->gate, db, password, fresh));
	attempt->fresh_hash = fresh->at;
	return NULL;
}

struct fault *
account_sign_in(struct account_gate *gate, struct db *db, struct arena *arena, struct str login,
	struct str password, const struct account_place *place, struct str old_token,
	struct account_signed *ret_signed)
{
	struct attempt attempt = {
		.gate = gate, .arena = arena, .place = place, .now = account_now()
	};
	struct fault *fault;
	struct str clean;

	/* What can be no login is nobody's. */
	fault = account_check_login(arena, login, &clean);
	if (fault && fault->kind != FAULT_INPUT)
		return fault;
	if (fault)
		clean = STR("?");
	TRY(account_store_lock(db, arena, clean, &attempt.lock));
	TRY(account_marks_make(gate, db, attempt.lock.id, clean, place->address, &attempt.marks));
	TRY(account_marks_wait(db, &attempt.marks, attempt.now, &attempt.result.wait));
	if (attempt.result.wait) {
		attempt.result.outcome = ACCOUNT_WAITED;
		*ret_signed = attempt.result;
		return NULL;
	}
	TRY(try_password(&attempt, db, password));
	account_token_make(&attempt.result.token);
	TRY(account_token_digest(str_of(attempt.result.token.at), &attempt.digest));
	TRY(account_token_digest(old_token, &attempt.old_digest));
	TRY(db_work(db, settle, &attempt));
	*ret_signed = attempt.result;
	return NULL;
}

/* --- sessions --- */

/* Out of memory when the store is as it was then, else out of the store. */
static struct fault *
load_session(struct account_gate *gate, struct db *db, struct arena *arena, struct str token,
	bool *ret_is_found, struct account_session_found *ret_found)
{
	struct account_kept_key key = { db_picture(db), day_today(), token };
	struct digest digest;

	*ret_is_found =
		key.picture && account_kept_find(account_gate_kept(gate), &key, arena, ret_found);
	if (*ret_is_found)
		return NULL;
	TRY(account_token_digest(token, &digest));
	TRY(account_store_find_session(db, arena, digest, key.today, ret_is_found, ret_found));
	if (!*ret_is_found)
		return NULL;
	TRY(account_form_token(arena, token, &ret_found->form_token));
	if (key.picture)
		account_kept_put(account_gate_kept(gate), &key, ret_found);
	return NULL;
}

struct fault *
account_find_session(struct account_gate *gate, struct db *db, struct arena *arena,
	struct str token, bool *ret_is_found, struct account_session *ret_session)
{
	struct account_session_found found;
	struct account_session session;

	*ret_is_found = false;
	if (token.len != sizeof(struct account_token) - 1)
		return NULL;
	TRY(load_session(gate, db, arena, token, ret_is_found, &found));
	if (!*ret_is_found)
		return NULL;
	found.times.seen_at = account_gate_seen(gate, found.id, found.times.seen_at);
	*ret_is_found = found.is_open && account_session_lives(account_gate_policy(gate),
						 &found.times, account_now());
	if (!*ret_is_found)
		return NULL;
	session = (struct account_session){ found.id, token, found.owes, found.form_token,
		found.person };
	/* Who still owes a step may do nothing but that. */
	if (session.owes) {
		session.person.roles = ACCOUNT_HALF_SIGNED_IN;
		session.person.grant_count = 0;
	} else {
		session.person.roles |= ACCOUNT_SIGNED_IN;
	}
	*ret_session = session;
	return NULL;
}

struct signing_out {
	struct arena *arena;
	const struct account_session *session;
	const struct account_doer *doer;
};

static struct fault *
sign_out(struct db *db, void *arg)
{
	const struct signing_out *out = arg;
	const struct account_person *person = &out->session->person;

	TRY(account_store_end_session(
		db, person->id, out->session->id, 0, account_now(), ACCOUNT_ENDED_OUT, NULL));
	return account_tell(db, out->arena, &out->doer->actor, "account.signed_out", person->id,
		person->agency_id, NULL, NULL);
}

struct fault *
account_sign_out(struct db *db, struct arena *arena, const struct account_session *session,
	const struct account_doer *doer)
{
	struct signing_out out = { arena, session, doer };

	return db_work(db, sign_out, &out);
}

/* --- the code --- */

/* One attempt with a code. Invariant: of step and has_recovery at most one is set. */
struct code_attempt {
	struct account_gate *gate;
	struct arena *arena;
	const struct account_session *session;
	const struct account_place *place;
	struct account_lock lock;
	struct account_marks marks;
	int64_t now;
	int64_t step;
	struct digest recovery;
	bool has_recovery;
	struct digest digest;
	struct account_signed result;
};

static struct fault *
use_code(struct db *db, const struct code_attempt *attempt, bool *ret_is_right)
{
	*ret_is_right = false;
	if (attempt->step)
		return account_store_use_step(db, attempt->lock.id, attempt->step, ret_is_right);
	if (attempt->has_recovery)
		return account_store_use_recovery(
			db, attempt->lock.id, attempt->recovery, attempt->now, ret_is_right);
	return NULL;
}

static struct fault *
renew(struct db *db, struct code_attempt *attempt)
{
	const struct account_policy *policy = account_gate_policy(attempt->gate);
	struct audit_actor actor = account_self(&attempt->lock, attempt->place);
	struct account_signed *result = &attempt->result;
	bool is_done = false;

	result->outcome = attempt->step ? ACCOUNT_CODE_RIGHT : ACCOUNT_BY_RECOVERY;
	result->owes = attempt->session->owes & ~(unsigned)ACCOUNT_OWES_CODE;
	result->seconds = account_session_seconds(policy, result->owes);
	TRY(account_marks_praise(attempt->gate, db, &attempt->marks, &attempt->lock, attempt->now));
	TRY(account_store_renew_session(db, attempt->session->id, attempt->digest, result->owes,
		attempt->now + result->seconds, &is_done));
	if (!is_done)
		return fault_new(FAULT_DENIED, "http_sign_in", "登录已经结束。请重新登录。",
			"The sign-in has ended. Sign in again.");
	TRY(account_store_add_event(
		db, attempt->lock.id, attempt->now, attempt->place, result->outcome));
	TRY(account_tell(db, attempt->arena, &actor,
		attempt->step ? "account.code_given" : "account.recovery_used", attempt->lock.id,
		attempt->lock.agency_id, NULL, NULL));
	result->outcome = ACCOUNT_SIGNED;
	return NULL;
}

static struct fault *
settle_code(struct db *db, void *arg)
{
	struct code_attempt *attempt = arg;
	struct audit_actor actor = { .name = STR("访客"), .address = attempt->place->address };
	bool is_right = false;

	TRY(account_marks_wait(db, &attempt->marks, attempt->now, &attempt->result.wait));
	if (attempt->result.wait) {
		attempt->result.outcome = ACCOUNT_WAITED;
		return NULL;
	}
	TRY(use_code(db, attempt, &is_right));
	if (is_right)
		return renew(db, attempt);
	attempt->result.outcome = ACCOUNT_WRONG_CODE;
	TRY(account_marks_blame(attempt->gate, db, &attempt->marks, attempt->now));
	TRY(account_store_add_event(
		db, attempt->lock.id, attempt->now, attempt->place, ACCOUNT_WRONG_CODE));
	/* Somebody has the password: that is more than a failed sign-in. */
	return account_tell(db, attempt->arena, &actor, "account.code_failed", attempt->lock.id,
		attempt->lock.agency_id, NULL, NULL);
}

static struct fault *
read_code(struct code_attempt *attempt, struct str code)
{
	struct secret secret;
	struct str place;
	struct str clean;

	TRY(str_print(
		attempt->arena, &place, "account.second_factor:%lld", (long long)attempt->lock.id));
	TRY(seal_take(account_gate_keys(attempt->gate), attempt->arena, place, attempt->lock.factor,
		&secret));
	attempt->step =
		account_factor_fits(secret.bytes, code, attempt->now, attempt->lock.factor_step);
	if (attempt->step)
		return NULL;
	TRY(account_recovery_clean(attempt->arena, code, &clean));
	attempt->has_recovery = clean.len != 0;
	return account_mark(attempt->gate, "account.recovery", clean, &attempt->recovery);
}

struct fault *
account_sign_in_code(struct account_gate *gate, struct db *db, struct arena *arena,
	const struct account_session *session, struct str code, const struct account_place *place,
	struct account_signed *ret_signed)
{
	struct code_attempt attempt = { .gate = gate,
		.arena = arena,
		.session = session,
		.place = place,
		.now = account_now() };

	TRY(account_store_lock_of(db, arena, session->person.id, &attempt.lock));
	/* Taken away by an administrator meanwhile: the sign-in starts again without it. */
	if (!(session->owes & ACCOUNT_OWES_CODE) || !attempt.lock.factor.len)
		return fault_new(FAULT_DENIED, "http_sign_in", "不需要动态码。请重新登录。",
			"No code is asked for. Sign in again.");
	TRY(account_marks_make(
		gate, db, attempt.lock.id, attempt.lock.login, place->address, &attempt.marks));
	TRY(read_code(&attempt, code));
	account_token_make(&attempt.result.token);
	TRY(account_token_digest(str_of(attempt.result.token.at), &attempt.digest));
	TRY(db_work(db, settle_code, &attempt));
	*ret_signed = attempt.result;
	return NULL;
}
