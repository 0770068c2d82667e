/*
 * What the files of this room share: secrets, the gate's insides, rows. Nobody outside includes it.
 */
#ifndef ACCOUNT_ACCOUNT_INSIDE_H
#define ACCOUNT_ACCOUNT_INSIDE_H

#include "account/account_work.h"

/* --- account_secret.c: tokens, hashes, codes --- */

struct account_hash {
	char at[128]; /* argon2id, as libsodium writes it */
};

void account_token_make(struct account_token *ret_token);
/* What is stored of a token. */
MUST struct fault *account_token_digest(struct str token, struct digest *ret_digest);
/* The token of a session's forms; says nothing about the session's own token. */
MUST struct fault *account_form_token(
	struct arena *arena, struct str token, struct str *ret_form_token);

MUST struct fault *account_hash_make(
	const struct account_policy *policy, struct str password, struct account_hash *ret_hash);
/* A hash that no password fits, as costly to compare with as a real one; nothing is hashed. */
MUST struct fault *account_hash_fake(
	const struct account_policy *policy, struct account_hash *ret_hash);
/* As long for a wrong password as for a right one. */
bool account_hash_fits(const char *hash, struct str password);
/* Made with less than the policy now asks for. */
bool account_hash_is_old(const struct account_policy *policy, const char *hash);

enum { ACCOUNT_FACTOR_BYTES = 20, ACCOUNT_FACTOR_STEP = 30 };
/* A new secret for TOTP, raw bytes. */
MUST struct fault *account_factor_make(struct arena *arena, struct str *ret_secret);
MUST struct fault *account_factor_text(
	struct arena *arena, struct str secret, struct str *ret_base32);
/* The step of the six digits, one step early or late being fine; 0 when they fit none that is later
 * than `used`. */
int64_t account_factor_fits(struct str secret, struct str code, int64_t now, int64_t used);
/* The code of a step, for tests and for the demonstration. */
MUST struct fault *account_factor_code(struct str secret, int64_t step, char ret_code[7]);
/* "abcd-efgh-ij2k": 60 bits. */
MUST struct fault *account_recovery_make(struct arena *arena, struct str *ret_code);
/* As typed to as made: lower case, groups of four. */
MUST struct fault *account_recovery_clean(
	struct arena *arena, struct str typed, struct str *ret_code);

/* --- account_gate.c --- */

/* Seconds since 1970. */
int64_t account_now(void);
/* Hash or compare while holding one of the few places for it, and meanwhile the pool may lend `db`
 * to others (db_rest()), so this never stands inside db_work(). LIMIT "account_busy". */
MUST struct fault *account_gate_hash(struct account_gate *gate, struct db *db, struct str password,
	struct account_hash *ret_hash);
MUST struct fault *account_gate_fits(struct account_gate *gate, struct db *db, const char *hash,
	struct str password, bool *ret_fits);
/* A hash that no password fits, made with the same work. */
const char *account_gate_dummy(const struct account_gate *gate);
const struct seal_keys *account_gate_keys(const struct account_gate *gate);
struct blob_store *account_gate_files(const struct account_gate *gate);
struct str account_gate_issuer(const struct account_gate *gate);
/* When access tokens were used (account_access_uses.c). */
struct account_access_uses;
struct account_access_uses *account_gate_uses(const struct account_gate *gate);
account_draw_fn *account_gate_draw(const struct account_gate *gate);
/* What was read of sessions; see account_kept.h. */
struct account_kept *account_gate_kept(const struct account_gate *gate);
/* The later of what is stored and what this server saw. */
int64_t account_gate_seen(struct account_gate *gate, int64_t session_id, int64_t stored);
void account_gate_note_seen(struct account_gate *gate, int64_t session_id, int64_t now);
/* A session and when this server saw it last. */
struct account_seen {
	int64_t session_id;
	int64_t seen_at;
};
/* Copies of what is not written down yet, at most `room`; how many. */
size_t account_gate_unsaved(struct account_gate *gate, size_t room, struct account_seen *ret_seen);
void account_gate_note_saved(
	struct account_gate *gate, const struct account_seen *seen, size_t count);
/* Keyed hash of a value of this kind, by which rows of it are found. */
MUST struct fault *account_mark(const struct account_gate *gate, const char *kind, struct str value,
	struct digest *ret_mark);

/* --- account_store.c and account_store_session.c: rows; the only ones that name a statement --- */

/* What signing in needs of an account. Invariant: id 0 when there is no such account. */
struct account_lock {
	int64_t id;
	struct str login;
	struct str name;
	int64_t agency_id;
	struct str password;
	struct str factor;
	struct str factor_next;
	int64_t factor_step;
	bool must_change;
	bool is_disabled;
	struct day valid_from;
	struct day valid_to;
	unsigned roles;
};
MUST struct fault *account_store_lock(
	struct db *db, struct arena *arena, struct str login, struct account_lock *ret_lock);
MUST struct fault *account_store_lock_of(
	struct db *db, struct arena *arena, int64_t id, struct account_lock *ret_lock);
bool account_lock_is_open(const struct account_lock *lock, struct day today);

/* Failures of one count. `login_mark` is empty for the count of an address. */
struct account_delay_row {
	int64_t failures;
	int64_t last_at;
	int64_t until;
	struct digest login_mark;
};
MUST struct fault *account_store_delay(
	struct db *db, struct digest mark, struct account_delay_row *ret_row);
MUST struct fault *account_store_save_delay(
	struct db *db, struct digest mark, const struct account_delay_row *row);
MUST struct fault *account_store_drop_delay(struct db *db, struct digest mark);
/* Every count of a login, from whatever network. */
MUST struct fault *account_store_drop_login_delays(struct db *db, struct digest login_mark);
MUST struct fault *account_store_forget_delays(struct db *db, int64_t before);

/* Did the owner sign in from this network after then, and from any network? */
MUST struct fault *account_store_network(struct db *db, int64_t account_id, struct digest mark,
	int64_t after, bool *ret_is_usual, bool *ret_has_any);
/* Now he did; what is older than `before` is forgotten. */
MUST struct fault *account_store_note_network(
	struct db *db, int64_t account_id, struct digest mark, int64_t now, int64_t before);
MUST struct fault *account_store_drop_networks(struct db *db, int64_t account_id);

struct account_session_row {
	int64_t account_id;
	struct digest digest;
	unsigned owes;
	int64_t now;
	int64_t ends_at;
	struct account_place place;
};
enum account_ended {
	ACCOUNT_ENDED_OUT = 1,
	ACCOUNT_ENDED_OWNER,
	ACCOUNT_ENDED_ADMIN,
	ACCOUNT_ENDED_PASSWORD,
	ACCOUNT_ENDED_DISABLED,
	ACCOUNT_ENDED_REPLACED,
};
MUST struct fault *account_store_add_session(
	struct db *db, const struct account_session_row *row, int64_t *ret_id);
/* A new digest for a session that is still alive; *ret_is_done false when it was ended meanwhile.
 */
MUST struct fault *account_store_renew_session(struct db *db, int64_t id, struct digest digest,
	unsigned owes, int64_t ends_at, bool *ret_is_done);
MUST struct fault *account_store_end_session(struct db *db, int64_t account_id, int64_t session_id,
	int64_t kept_id, int64_t now, enum account_ended why, int64_t *ret_count);
MUST struct fault *account_store_end_digest(struct db *db, struct digest digest, int64_t now);
MUST struct fault *account_store_see(struct db *db, int64_t session_id, int64_t seen_at);
MUST struct fault *account_store_add_event(struct db *db, int64_t account_id, int64_t now,
	const struct account_place *place, enum account_outcome outcome);
/* Session and account of a digest. */
struct account_session_found {
	int64_t id;
	unsigned owes;
	struct account_session_times times;
	bool is_open;                 /* the account is in use */
	struct account_person person; /* `roles` are the bits of the grants alone */
	struct str form_token;        /* of the session; no column, see account_form_token() */
};
MUST struct fault *account_store_find_session(struct db *db, struct arena *arena,
	struct digest digest, struct day today, bool *ret_is_found,
	struct account_session_found *ret_found);
/* Rows of grants being taken; the first column of each is that of account_grants. */
struct db_rows;
struct account_granting {
	struct arena *arena;
	struct account_person *person;
	struct account_grant *grants;
	size_t room;
};
MUST struct fault *account_store_take_grant(
	const struct db_rows *rows, int column, struct account_granting *granting);
void account_store_finish_grants(struct account_granting *granting);
/* Fill in what the person holds today; `roles` are the bits of the grants alone. */
MUST struct fault *account_store_grants(
	struct db *db, struct arena *arena, struct day today, struct account_person *person);

MUST struct fault *account_store_add(
	struct db *db, const struct account_facts *facts, int64_t now, int64_t *ret_id);
/* *ret_is_done false: the version is another. */
MUST struct fault *account_store_change(struct db *db, int64_t id, int64_t version,
	const struct account_facts *facts, bool *ret_is_done);
MUST struct fault *account_store_save_contact(const struct account_gate *gate, struct db *db,
	struct arena *arena, int64_t id, struct str mail, struct str phone);
/* The version goes up by one; *ret_is_done false: it is another. */
MUST struct fault *account_store_next_version(
	struct db *db, int64_t id, int64_t version, bool *ret_is_done);
MUST struct fault *account_store_save_password(
	struct db *db, int64_t id, const char *hash, int64_t now, bool must_change);
MUST struct fault *account_store_save_disabled(struct db *db, int64_t id, bool is_disabled);
MUST struct fault *account_store_save_factor(
	struct db *db, int64_t id, struct str sealed, struct str sealed_next, int64_t step);
/* *ret_is_done false: that step or a later one was used. */
MUST struct fault *account_store_use_step(
	struct db *db, int64_t id, int64_t step, bool *ret_is_done);
MUST struct fault *account_store_add_recovery(struct db *db, int64_t id, struct digest mark);
MUST struct fault *account_store_drop_recovery(struct db *db, int64_t id);
MUST struct fault *account_store_use_recovery(
	struct db *db, int64_t id, struct digest mark, int64_t now, bool *ret_is_done);
MUST struct fault *account_store_count_recovery(struct db *db, int64_t id, int64_t *ret_count);

MUST struct fault *account_store_add_role(struct db *db, const struct account_gift *gift,
	int64_t given_by, int64_t now, int64_t *ret_id);
MUST struct fault *account_store_find_role(
	struct db *db, struct arena *arena, int64_t id, struct account_given *ret_given);
MUST struct fault *account_store_take_role(
	struct db *db, int64_t id, int64_t by, struct str reason, int64_t now, bool *ret_is_done);
/* Given and not taken, from today on: also those whose first day is still to come. */
MUST struct fault *account_store_roles_not_over(
	struct db *db, int64_t account_id, unsigned *ret_roles);
/* How many people who may sign in today hold the role for the whole installation. */
MUST struct fault *account_store_count_role(
	struct db *db, enum account_role role, int64_t *ret_count);

struct account_loan_row {
	int64_t from_id;
	int64_t to_id;
	unsigned roles;
	struct day first;
	struct day last;
	struct str reason;
};
MUST struct fault *account_store_add_loan(
	struct db *db, const struct account_loan_row *row, int64_t now, int64_t *ret_id);
MUST struct fault *account_store_find_loan(
	struct db *db, struct arena *arena, int64_t id, struct account_loan_row *ret_row);
MUST struct fault *account_store_end_loan(
	struct db *db, int64_t id, int64_t by, int64_t now, bool *ret_is_done);

struct account_link_row {
	struct digest digest;
	enum account_purpose purpose;
	int64_t account_id;
	int64_t created_by;
	int64_t now;
	int64_t expires_at;
};
MUST struct fault *account_store_add_link(struct db *db, const struct account_link_row *row);
MUST struct fault *account_store_drop_links(
	struct db *db, enum account_purpose purpose, int64_t account_id, int64_t now);
MUST struct fault *account_store_find_link(struct db *db, struct arena *arena, struct digest digest,
	int64_t now, bool *ret_is_found, struct account_link *ret_link);
MUST struct fault *account_store_use_link(
	struct db *db, int64_t id, int64_t now, bool *ret_is_done);

/* Who may get a letter. Invariant: id 0 when there is no such account. */
struct account_addressee {
	int64_t id;
	struct str name;
	struct str mail; /* sealed; empty: none */
	bool wants_mail; /* about work */
	bool is_disabled;
};
MUST struct fault *account_store_addressee(
	struct db *db, struct arena *arena, int64_t id, struct account_addressee *ret_to);
/* Accounts that may act in a role for the agency at `path` today, own or lent, at most `most`. */
MUST struct fault *account_store_holders(struct db *db, enum account_role role, struct str path,
	int64_t *ret_ids, int most, int *ret_count);
MUST struct fault *account_store_save_wants_mail(struct db *db, int64_t id, bool wants_mail);

/* --- account_letters.c --- */

struct mail_template;
extern const struct mail_template account_letter_link;
extern const struct mail_template account_letter_password;
extern const struct mail_template account_letter_network;
extern const struct mail_template account_letter_factor;
/* One of these that tells what just happened to the account, as a job; inside db_work(). */
MUST struct fault *account_tell_owner(
	struct db *db, const struct account_lock *lock, const struct mail_template *template);
/* The one-time link to its owner, straight into the sealed outbox; inside db_work(). */
MUST struct fault *account_write_link(const struct account_gate *gate, struct db *db,
	struct arena *arena, const struct account_lock *lock, struct str link, int hours);

/* --- account_work.c: shared by the works --- */

/* One changed field for the audit. */
struct account_field {
	const char *key;
	struct str value;
};
/* {"key":"value",…} of fields up to the one without a key; those with empty values are left out. */
MUST struct fault *account_fields(
	struct arena *arena, const struct account_field *fields, struct str *ret_json);
#define ACCOUNT_FIELDS(...) ((const struct account_field[]){ __VA_ARGS__, { 0 } })
/* One audit line about an account; `after` are fields, NULL for none. */
MUST struct fault *account_tell(struct db *db, struct arena *arena, const struct audit_actor *actor,
	const char *deed, int64_t account_id, int64_t agency_id, const struct account_field *before,
	const struct account_field *after);
/* Why something is done to somebody else: 2–200 characters. INPUT "account_reason". */
MUST struct fault *account_must_reason(struct str reason, struct str *ret_reason);
/* The actor for a person who signs in or works on his own account. */
struct audit_actor account_self(const struct account_lock *lock, const struct account_place *place);
MUST struct fault *account_stale(void);
/* As account_must(); the command line is nobody, and may. */
MUST struct fault *account_doer_must(
	const struct account_doer *doer, unsigned roles, struct str path);
/* Who sets somebody's password or takes his second factor away could then act as that person, so
 * the doer must hold the role wherever that person holds anything; DENIED "account_may_not". */
MUST struct fault *account_doer_must_reach(struct db *db, struct arena *arena,
	const struct account_doer *doer, unsigned roles, int64_t id);
/* After a change: CONFLICT "account_last_admin" when one of the three is held by nobody any more.
 */
MUST struct fault *account_keep_last_admin(struct db *db, unsigned roles);
/* An account and the path of its agency, "/" without one. */
MUST struct fault *account_lock_with_path(struct db *db, struct arena *arena, int64_t id,
	struct account_lock *ret_lock, struct str *ret_path);

/* --- account_work_marks.c and account_work_sign_in.c --- */

/* The counters of one attempt, and the network it comes from as the account's. */
struct account_marks {
	struct digest counts[ACCOUNT_COUNTS];
	struct digest network;
	bool is_usual;
	bool has_any_network; /* the account has usual networks at all */
};
/* `account_id` 0: nobody has this login. */
MUST struct fault *account_marks_make(const struct account_gate *gate, struct db *db,
	int64_t account_id, struct str login, struct str address, struct account_marks *ret_marks);
/* Seconds that an attempt must still wait; 0: it may go on. */
MUST struct fault *account_marks_wait(
	struct db *db, const struct account_marks *marks, int64_t now, int64_t *ret_wait);
/* One more failure; inside db_work(). */
MUST struct fault *account_marks_blame(const struct account_gate *gate, struct db *db,
	const struct account_marks *marks, int64_t now);
/* A complete sign-in: its counts end, its network is usual from now on, and the owner is told of a
 * new one. Inside db_work(). */
MUST struct fault *account_marks_praise(const struct account_gate *gate, struct db *db,
	const struct account_marks *marks, const struct account_lock *lock, int64_t now);
/* All counts of a login end, from whatever network; inside db_work(). */
MUST struct fault *account_marks_clear(
	const struct account_gate *gate, struct db *db, struct str login);
/* What is still owed by an account whose password was right. */
unsigned account_owes_of(const struct account_policy *policy, const struct account_lock *lock);
/* How long a session may last that owes this. */
int64_t account_session_seconds(const struct account_policy *policy, unsigned owes);

#endif
