/*
 * What people do with accounts, for the pages of this room, the command line and the demonstration
 * data: the gate, signing in, one's own account, other people's accounts, and lists of them.
 * Pages of other rooms need account.h only.
 *
 * Every change is one transaction with its audit line. `doer` says who acts; without a person it is
 * the command line, which may do everything that the rules of separation allow.
 */
#ifndef ACCOUNT_ACCOUNT_WORK_H
#define ACCOUNT_ACCOUNT_WORK_H

#include "account/account_rules.h"
#include "base/seal.h"

struct db;

/* --- the gate: what stays between requests --- */

struct account_gate;

typedef struct fault *account_draw_fn(struct http_request *request, struct http_reply *reply,
	struct str title, const char *current, struct html_shell *ret_shell);

/* Everything is borrowed and must outlive the gate. */
struct account_gate_options {
	const struct seal_keys *keys;
	struct blob_store *files;     /* for account_files(); NULL: none */
	struct account_policy policy; /* a changed copy of account_usual_policy */
	account_draw_fn *draw;        /* the shell of every page (struct account_visitor) */
	struct str issuer;            /* name of the site, shown by the visitor's TOTP program */
	/* The policy is that of the settings, looked at for each request that may need it; what
	 * stands above counts until then. */
	bool follows_settings;
	bool asks_no_factor; /* a demonstration: nobody must have a second factor */
};

MUST struct fault *account_gate_open(
	const struct account_gate_options *options, struct account_gate **ret_gate);
void account_gate_close(struct account_gate **gate);
/* As it holds now. It may be used to the end of a request, though another may hold by then. */
const struct account_policy *account_gate_policy(const struct account_gate *gate);
/* Hold the policy of the settings, when the options say so. It reads the process's copy of them,
 * so it asks the store as seldom as that does (setting_set_patience()). */
MUST struct fault *account_gate_follow(
	struct account_gate *gate, struct db *db, struct arena *arena);

/*
 * When a session was last used is kept in memory, because a GET holds a read-only handle, and
 * written for all sessions together about once a minute. Ask _is_due every now and then, on a
 * thread that may wait; when true, borrow a writer and save. A server that is killed forgets at
 * most a minute of use. Several servers on one store each save their own.
 */
bool account_gate_is_due(struct account_gate *gate);
MUST struct fault *account_gate_save_seen(struct account_gate *gate, struct db *db);

/* --- who acts, and from where --- */

struct account_doer {
	const struct account_person *person; /* NULL: the command line */
	struct audit_actor actor;
	struct str
		site; /* "https://www.example.gov.cn", of links in letters; empty: none is sent */
};

/* Where a browser stands; personal data. */
struct account_place {
	struct str address;
	struct str browser;
};

/* A secret that is shown or sent once: 64 hexadecimal digits. */
struct account_token {
	char at[65];
};

/* --- signing in --- */

/* Stored with every sign-in; never renumber. */
enum account_outcome {
	ACCOUNT_SIGNED,     /* complete, or the password was right and more is owed */
	ACCOUNT_WRONG,      /* wrong password */
	ACCOUNT_WRONG_CODE, /* wrong or used code of the second factor */
	ACCOUNT_NOT_IN_USE, /* right password, but disabled or outside its days */
	ACCOUNT_CODE_RIGHT,
	ACCOUNT_BY_RECOVERY, /* with a recovery code */
	ACCOUNT_CHANGED,     /* password changed */
	ACCOUNT_LINK_USED,   /* password set by a one-time link */
	ACCOUNT_UNLOCKED,    /* the security administrator ended a delay */
	ACCOUNT_WAITED,      /* refused because of earlier failures; never stored */
};

/* What became of an attempt. */
struct account_signed {
	enum account_outcome outcome;
	int64_t wait;               /* seconds, for ACCOUNT_WAITED */
	struct account_token token; /* of the new session, when ACCOUNT_SIGNED */
	unsigned owes;              /* enum account_owes */
	int64_t seconds;            /* how long the session can last */
};

/*
 * Try a password. Unknown logins take the same way and the same time as known ones and get the
 * same answers; wrong answers are no fault. `old_token` (may be empty) is the cookie that came with
 * the request: that session ends, so no session outlives another sign-in. LIMIT "account_busy" when
 * too many sign-ins wait for their hash.
 */
MUST struct fault *account_sign_in(struct account_gate *gate, struct db *db, struct arena *arena,
	struct str login, struct str password, const struct account_place *place,
	struct str old_token, struct account_signed *ret_signed);

/* A session as its cookie names it. */
struct account_session {
	int64_t id;
	struct str token;
	unsigned owes;
	struct str form_token;
	struct account_person person;
};

/* The living session of a token; *ret_is_found false when there is none. One statement, or none
 * when this session was read before from the picture that `db` holds (db_hold()). */
MUST struct fault *account_find_session(struct account_gate *gate, struct db *db,
	struct arena *arena, struct str token, bool *ret_is_found,
	struct account_session *ret_session);

/* The second factor of a half signed-in session: six digits, or a recovery code. A right one gives
 * the session a new token. */
MUST struct fault *account_sign_in_code(struct account_gate *gate, struct db *db,
	struct arena *arena, const struct account_session *session, struct str code,
	const struct account_place *place, struct account_signed *ret_signed);
MUST struct fault *account_sign_out(struct db *db, struct arena *arena,
	const struct account_session *session, const struct account_doer *doer);

/* --- one's own account --- */

/* A new password. The old one must be right (INPUT "account_password_old"; counted as a failure);
 * all other sessions end and this one gets a new token. INPUT faults of account_check_password(),
 * "account_password_same". */
MUST struct fault *account_change_password(struct account_gate *gate, struct db *db,
	struct arena *arena, const struct account_session *session, struct str old,
	struct str fresh, const struct account_place *place, struct account_signed *ret_signed);
/* The password once more, before something is done that outlives the sign-in: an unlocked screen is
 * not enough. INPUT "account_password_old" (counted as a failure), "account_wait". */
MUST struct fault *account_confirm_password(struct account_gate *gate, struct db *db,
	struct arena *arena, const struct account_session *session, struct str password,
	const struct account_place *place);
/* Mail and phone of one's own, and whether one wants mail about work; the version is that of the
 * form. CONFLICT "account_stale". */
MUST struct fault *account_change_contact(struct account_gate *gate, struct db *db,
	struct arena *arena, const struct account_doer *doer, int64_t version, struct str mail,
	struct str phone, bool wants_mail);

/* Setting up the second factor: a new secret waits until a code of it was typed. */
MUST struct fault *account_begin_factor(struct account_gate *gate, struct db *db,
	struct arena *arena, const struct account_doer *doer);
struct account_factor {
	bool is_set;
	bool is_begun;
	struct str secret; /* BASE32, of the one that is being set up */
	struct str uri;    /* "otpauth://totp/…" */
	int recovery_left;
};
MUST struct fault *account_load_factor(struct account_gate *gate, struct db *db,
	struct arena *arena, const struct account_person *person,
	struct account_factor *ret_factor);
enum { ACCOUNT_RECOVERY_CODES = 10 };
/* The first code of the new secret, and the password, so that an unlocked screen is not enough (not
 * asked of a session that owes this step: it was typed a moment ago). INPUT "account_code",
 * "account_password_old". The recovery codes are given this once; the session gets a new token. */
MUST struct fault *account_confirm_factor(struct account_gate *gate, struct db *db,
	struct arena *arena, const struct account_session *session, struct str code,
	struct str password, const struct account_place *place, struct account_signed *ret_signed,
	struct str ret_codes[ACCOUNT_RECOVERY_CODES]);
/* One's own; asks for the password again. CONFLICT "account_factor_needed" when the policy demands
 * one. */
MUST struct fault *account_drop_factor(struct account_gate *gate, struct db *db,
	struct arena *arena, const struct account_session *session, struct str password,
	const struct account_place *place);

MUST struct fault *account_lend(struct account_gate *gate, struct db *db, struct arena *arena,
	const struct account_doer *doer, struct str to_login, unsigned roles, struct day first,
	struct day last, struct str reason, int64_t *ret_id);
/* By the one who lent, or by the security administrator. */
MUST struct fault *account_end_lending(
	struct db *db, struct arena *arena, const struct account_doer *doer, int64_t id);

/* --- other people's accounts --- */

/* What the form of a person holds; texts as typed. */
struct account_facts {
	struct str login; /* only when the account is made */
	struct str name;
	int64_t agency_id; /* 0: of the whole installation */
	struct str mail;
	struct str phone;
	struct day valid_from;
	struct day valid_to;
};

/* An account, as its page shows it. */
struct account_record {
	int64_t id;
	struct account_facts facts;
	struct str agency_name;
	struct str agency_path; /* "/" without an agency */
	bool has_password;
	bool has_factor;
	bool is_disabled;
	int64_t password_at;
	int64_t created_at;
	int64_t version;
	bool wants_mail; /* about work; letters about the account itself come anyway */
	unsigned roles;  /* held today, lent ones included */
};

/* By the system administrator of that agency. ABSENT "account_agency", CONFLICT
 * "account_login_taken", INPUT faults of the checks. */
MUST struct fault *account_add(struct account_gate *gate, struct db *db, struct arena *arena,
	const struct account_doer *doer, const struct account_facts *facts, int64_t *ret_id);
/* CONFLICT "account_stale" when the version is no longer the stored one, "account_last_admin" when
 * the days would shut the last administrator of a kind out. */
MUST struct fault *account_change(struct account_gate *gate, struct db *db, struct arena *arena,
	const struct account_doer *doer, int64_t id, int64_t version,
	const struct account_facts *facts);
/* Disabling ends the sessions. Nobody disables himself. Reasons are needed: INPUT
 * "account_reason". */
MUST struct fault *account_set_disabled(struct db *db, struct arena *arena,
	const struct account_doer *doer, int64_t id, bool is_disabled, struct str reason);
/* A link by which the person sets a password. By the system administrator; for an administrator's
 * account the command line only, so that none of the three can take another's place (DENIED
 * "account_admin_reset"); and only who administers every agency where the person holds a role
 * (DENIED "account_may_not"). Older links of the account end. Who has a mail address gets it by
 * mail too. */
MUST struct fault *account_make_link(struct account_gate *gate, struct db *db, struct arena *arena,
	const struct account_doer *doer, int64_t id, struct account_token *ret_token);
/* A password set by somebody else, to be changed at first use. The command line only. */
MUST struct fault *account_set_password(struct account_gate *gate, struct db *db,
	struct arena *arena, const struct account_doer *doer, int64_t id, struct str password,
	bool must_change);

/* By the security administrator. */
struct account_gift {
	int64_t account_id;
	enum account_role role;
	int64_t agency_id; /* 0: the whole installation */
	bool has_subtree;
	struct day from;
	struct day to;
	struct str reason;
};
MUST struct fault *account_give_role(struct db *db, struct arena *arena,
	const struct account_doer *doer, const struct account_gift *gift, int64_t *ret_id);
MUST struct fault *account_take_role(struct db *db, struct arena *arena,
	const struct account_doer *doer, int64_t id, struct str reason);
MUST struct fault *account_unlock(struct account_gate *gate, struct db *db, struct arena *arena,
	const struct account_doer *doer, int64_t id, struct str reason);
/* One session (its own owner, or the security administrator), or all of an account when
 * `session_id` is 0, but for `kept_id`. */
MUST struct fault *account_end_sessions(struct db *db, struct arena *arena,
	const struct account_doer *doer, int64_t account_id, int64_t session_id, int64_t kept_id);
/* Somebody lost the telephone. Not for an administrator's account, but by the command line; by who
 * is security administrator for every agency where the person holds a role. */
MUST struct fault *account_remove_factor(struct db *db, struct arena *arena,
	const struct account_doer *doer, int64_t id, struct str reason);

/* --- one-time links --- */

enum account_purpose { ACCOUNT_SETS_UP = 1, ACCOUNT_SETS_PASSWORD = 2 };

struct account_link {
	int64_t id;
	enum account_purpose purpose;
	struct str login; /* whose password it sets */
	struct str name;
	int64_t account_id;
};
/* ABSENT "account_link" when it is unknown, used or too old: one answer for all three. */
MUST struct fault *account_find_link(struct db *db, struct arena *arena, struct str token,
	enum account_purpose purpose, struct account_link *ret_link);
/* Sets the password, uses the link up and ends all sessions of the account. */
MUST struct fault *account_use_link(struct account_gate *gate, struct db *db, struct arena *arena,
	struct str token, struct str password, const struct account_place *place);

/*
 * The first start: while nobody can administer, a link that makes the three administrators. An
 * older set-up link ends. *ret_is_needed false, and no token, when there are administrators
 * already.
 */
MUST struct fault *account_begin_set_up(struct account_gate *gate, struct db *db,
	struct arena *arena, bool *ret_is_needed, struct account_token *ret_token);
/* The three in the order system administrator, security administrator, auditor: three logins, and
 * for each a link by which that person alone sets the password. */
struct account_first {
	struct str login;
	struct str name;
	struct account_token token; /* given back */
};
MUST struct fault *account_set_up(struct account_gate *gate, struct db *db, struct arena *arena,
	struct str token, const struct account_place *place, struct account_first firsts[3]);

/* --- lists --- */

enum account_sort { ACCOUNT_BY_NAME, ACCOUNT_BY_LOGIN, ACCOUNT_BY_AGENCY, ACCOUNT_NEWEST };
enum account_state_filter {
	ACCOUNT_ANY_STATE,
	ACCOUNT_IN_USE,
	ACCOUNT_DISABLED,
	ACCOUNT_NO_PASSWORD
};

struct account_query {
	struct str text; /* words of login and name, or a whole mail address or phone number */
	struct str path; /* this agency and those below; "/" for all */
	bool is_alone;   /* not those below */
	unsigned role;   /* one bit; 0 for all */
	enum account_state_filter state;
	enum account_sort sort;
	int64_t offset;
	int limit; /* cut to 1 … 1000 */
};

struct account_row {
	int64_t id;
	struct str login;
	struct str name;
	struct str agency_name;
	bool is_disabled;
	bool has_password;
	bool has_factor;
	unsigned roles; /* given and not taken */
};

struct account_list {
	struct account_row *rows;
	size_t count;
	int64_t total;
};

MUST struct fault *account_find_all(const struct account_gate *gate, struct db *db,
	struct arena *arena, const struct account_query *query, struct account_list *ret_list);
MUST struct fault *account_load(const struct account_gate *gate, struct db *db, struct arena *arena,
	int64_t id, struct account_record *ret_record);
MUST struct fault *account_find_login(
	struct db *db, struct str login, bool *ret_is_found, int64_t *ret_id);

/* A role of an account, in the past too. */
struct account_given {
	int64_t id;
	int64_t account_id;
	enum account_role role;
	int64_t agency_id;
	struct str agency_name; /* "" for the whole installation */
	struct str agency_path;
	bool has_subtree;
	struct day from;
	struct day to;
	int64_t given_at;
	struct str given_by;
	struct str reason;
	int64_t taken_at; /* 0: held */
	struct str taken_by;
	struct str taken_reason;
};
MUST struct fault *account_list_roles(struct db *db, struct arena *arena, int64_t account_id,
	struct account_given **ret_given, size_t *ret_count);

struct account_sitting {
	int64_t id;
	int64_t created_at;
	int64_t seen_at;
	int64_t ends_at;
	struct str address;
	struct str browser;
};
/* Living ones, the newest first. */
MUST struct fault *account_list_sessions(struct account_gate *gate, struct db *db,
	struct arena *arena, int64_t account_id, struct account_sitting **ret_sittings,
	size_t *ret_count);

struct account_event {
	int64_t at;
	struct str address;
	struct str browser;
	enum account_outcome outcome;
};
/* The latest, at most `limit` (cut to 1 … 200). */
MUST struct fault *account_list_events(struct db *db, struct arena *arena, int64_t account_id,
	int limit, struct account_event **ret_events, size_t *ret_count);

struct account_loan {
	int64_t id;
	bool is_mine; /* lent by this account; else to it */
	struct str other_login;
	struct str other_name;
	unsigned roles;
	struct day first;
	struct day last;
	struct str reason;
	int64_t ended_at; /* 0: not ended before its time */
};
MUST struct fault *account_list_loans(struct db *db, struct arena *arena, int64_t account_id,
	struct account_loan **ret_loans, size_t *ret_count);

/* An agency, as the pickers of these pages need it. */
struct account_agency {
	int64_t id;
	struct str name;
	struct str path;
};
/* ABSENT "account_agency" with words for a form. */
MUST struct fault *account_load_agency(
	struct db *db, struct arena *arena, int64_t id, struct account_agency *ret_agency);
/* By exact name; ABSENT "account_agency" when there is none, CONFLICT "account_agency_many" when
 * several have that name. */
MUST struct fault *account_find_agency(
	struct db *db, struct arena *arena, struct str name, struct account_agency *ret_agency);

/* One of several that may be meant. */
struct account_agency_choice {
	struct account_agency agency;
	struct str above; /* name of the one above; empty: none */
};
/* Existing agencies whose names or codes hold the words of `text`, within the places of `patterns`
 * (account_reach()); those of exactly this name first, then the higher ones. INPUT "search_long".
 */
MUST struct fault *account_search_agencies(struct db *db, struct arena *arena, struct str text,
	struct str patterns, int most, struct account_agency_choice **ret_found, size_t *ret_count);

#endif
