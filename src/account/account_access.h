/*
 * Access tokens (访问令牌): what another program shows in a person's place, below /api/ only.
 * Making them, ending them, and whom a token stands for. Sessions of browsers are
 * account_work.h's.
 *
 * A token does no more than its person may at that very moment: roles that were taken, delegations
 * that are over and accounts that are closed count at once. A new password or second factor ends
 * all tokens of the account, as it ends the other sessions.
 */
#ifndef ACCOUNT_ACCOUNT_ACCESS_H
#define ACCOUNT_ACCOUNT_ACCESS_H

#include "account/account_work.h"

enum {
	ACCOUNT_ACCESS_DAYS = 365,  /* the longest, from today on */
	ACCOUNT_ACCESS_MOST = 20,   /* of one account in force */
	ACCOUNT_ACCESS_NAME = 60,   /* characters */
	ACCOUNT_ACCESS_LISTED = 100 /* with those that ended */
};

/* Why one ended; stored, never renumber. */
enum account_access_end {
	ACCOUNT_ACCESS_ENDED_OWNER = 1,
	ACCOUNT_ACCESS_ENDED_ADMIN,
	ACCOUNT_ACCESS_ENDED_SECRET,   /* new password or second factor */
	ACCOUNT_ACCESS_ENDED_DISABLED, /* the account was */
};

/* One token, without what it is. */
struct account_access {
	int64_t id;
	struct str name;
	unsigned roles; /* bits; as far as the person holds them */
	bool may_write; /* also unsafe methods; else GET and what changes nothing */
	struct day last;
	int64_t created_at;
	int64_t seen_at; /* 0: never used */
	struct str address;
	int64_t ended_at; /* 0: in force until `last` is over */
	enum account_access_end why;
};

/* What is shown once: "gk_" and 64 hexadecimal digits. */
struct account_access_text {
	char at[68];
};

struct account_access_plan {
	struct str name;
	unsigned roles;
	bool may_write;
	struct day last;
};

/* By the person himself. INPUT "account_access_name", "account_access_roles" (none, or not held),
 * "account_access_day" (over, or later than a year); CONFLICT "account_access_many". */
MUST struct fault *account_access_make(struct account_gate *gate, struct db *db,
	struct arena *arena, const struct account_doer *doer,
	const struct account_access_plan *plan, int64_t *ret_id,
	struct account_access_text *ret_text);
/* By its owner, or the security administrator of the owner's agency. ABSENT when it is not the
 * account's or has ended. */
MUST struct fault *account_access_end(struct db *db, struct arena *arena,
	const struct account_doer *doer, int64_t account_id, int64_t id);
MUST struct fault *account_access_list(struct db *db, struct arena *arena, int64_t account_id,
	struct account_access **ret_list, size_t *ret_count);

/* Whom a token stands for now; *ret_is_found false for one that is unknown or does not count any
 * more, without a word about which. */
struct account_access_found {
	int64_t id;
	bool may_write;
	struct account_person person;
};
MUST struct fault *account_access_find(struct account_gate *gate, struct db *db,
	struct arena *arena, struct str text, bool *ret_is_found,
	struct account_access_found *ret_found);

/*
 * When and from where a token was last used is kept in memory and written later, as with sessions
 * (account_gate_save_seen()), because a GET holds a read-only handle. The first use is due at once
 * and gets a line in the audit.
 */
bool account_access_is_due(struct account_gate *gate);
MUST struct fault *account_access_save_uses(struct account_gate *gate, struct db *db);

/* --- a request's --- */

/* Does it bring one where tokens count? */
bool account_access_is_brought(const struct http_request *request);
/* Fills visitor->person. DENIED "http_token" when the token does not count, "account_access_reads"
 * when it may not do what the route does; LIMIT "http_rate": so many a minute for each token. */
MUST struct fault *account_access_visit(
	struct account_gate *gate, struct http_request *request, struct account_visitor *visitor);

/* --- inside the room --- */

/* All of an account end, with an audit line when there were any; inside db_work(). */
MUST struct fault *account_access_end_all(struct db *db, struct arena *arena,
	const struct audit_actor *actor, int64_t account_id, int64_t agency_id,
	enum account_access_end why);

/* account_access_uses.c: what the gate holds of uses; see above. */
struct account_access_uses;
MUST struct fault *account_access_open_uses(
	struct arena *arena, struct account_access_uses **ret_uses);
void account_access_close_uses(struct account_access_uses *uses);
/* Invariants: id 0 is free; saved_at <= seen_at; saved_at 0: nothing of it was saved yet. */
struct account_access_use {
	int64_t id;
	int64_t seen_at;
	int64_t saved_at;
	char address[46];
};
void account_access_uses_note(
	struct account_access_uses *uses, int64_t id, int64_t now, struct str address);
bool account_access_uses_are_due(struct account_access_uses *uses);
/* Copies of what is not written down yet, at most `room`; how many. */
size_t account_access_uses_unsaved(
	struct account_access_uses *uses, size_t room, struct account_access_use *ret_uses);
void account_access_uses_note_saved(
	struct account_access_uses *uses, const struct account_access_use *saved, size_t count);
/* account_access_uses_work.c: the same of the gate's. */
void account_access_note_use(
	struct account_gate *gate, int64_t id, int64_t now, struct str address);

/* account_access_store.c */
struct account_access_row {
	struct account_access_found found;
	unsigned roles;
	struct day last;
	int64_t ended_at;
	bool is_disabled;
	struct day valid_from;
	struct day valid_to;
	bool has_factor;
};
/* `found.person` comes without grants. */
MUST struct fault *account_access_store_find(struct db *db, struct arena *arena, struct digest mark,
	bool *ret_is_found, struct account_access_row *ret_row);
MUST struct fault *account_access_store_add(struct db *db, int64_t account_id, struct digest mark,
	const struct account_access_plan *plan, int64_t now, int64_t *ret_id);
MUST struct fault *account_access_store_count(
	struct db *db, int64_t account_id, struct day today, int64_t *ret_count);
MUST struct fault *account_access_store_end(struct db *db, int64_t account_id, int64_t id,
	int64_t now, enum account_access_end why, int64_t *ret_count);
/* "" when the account has no such token. */
MUST struct fault *account_access_store_name(
	struct db *db, struct arena *arena, int64_t account_id, int64_t id, struct str *ret_name);
/* Invariant: account_id 0 when there is no such token. */
struct account_access_owner {
	int64_t account_id;
	struct str person;
	int64_t agency_id;
	struct str name;
	bool was_used;
};
MUST struct fault *account_access_store_owner(
	struct db *db, struct arena *arena, int64_t id, struct account_access_owner *ret_owner);
MUST struct fault *account_access_store_see(
	struct db *db, int64_t id, int64_t seen_at, struct str address);

#endif
