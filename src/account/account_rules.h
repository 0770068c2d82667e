/*
 * The rules about people: who may act, who may give which role to whom, what a good password is,
 * how long to wait after failures, when a session ends. Pure: facts in, verdict out; no database,
 * no request and no clock.
 */
#ifndef ACCOUNT_ACCOUNT_RULES_H
#define ACCOUNT_ACCOUNT_RULES_H

#include "account/account.h"

/* Law: 三员分立 (system, security and audit administrators are three persons), GB/T 22239 8.1.5. */
#define ACCOUNT_ADMINS                                                                             \
	((unsigned)ACCOUNT_SYSTEM_ADMIN | (unsigned)ACCOUNT_SECURITY_ADMIN |                       \
		(unsigned)ACCOUNT_AUDITOR)
#define ACCOUNT_BUSINESS                                                                           \
	((unsigned)ACCOUNT_AUTHOR | (unsigned)ACCOUNT_REVIEWER | (unsigned)ACCOUNT_APPROVER |      \
		(unsigned)ACCOUNT_CASE_OFFICER | (unsigned)ACCOUNT_LEGAL_REVIEWER |                \
		(unsigned)ACCOUNT_HEAD | (unsigned)ACCOUNT_SUPERVISOR)

/*
 * What an installation may set. Times are seconds. The numbers of account_usual_policy are common
 * practice and no confirmed rule, therefore settings.
 */
struct account_policy {
	int password_least;    /* characters */
	int password_most;     /* characters; bounds the work of hashing */
	int delay_after;       /* failures for one login from one network before the first delay */
	int delay_after_login; /* failures for one login from networks that are not usual for it */
	int delay_after_address; /* failures from one client address */
	int delay_first;         /* then doubled with each failure */
	int delay_most;
	int delay_forget; /* failures older than this do not count */
	int network_v4;   /* bits of an address that are one network */
	int network_v6;
	int network_forget;    /* a network is usual for so long after a sign-in */
	int idle;              /* a session ends after so long without a request */
	int absolute;          /* and after so long in any case */
	int half;              /* time to finish a sign-in */
	int link;              /* a one-time link ends */
	int delegation_most;   /* days */
	unsigned factor_roles; /* bits: who must have a second factor */
	uint64_t hash_passes;  /* argon2id */
	size_t hash_bytes;     /* argon2id, memory of one hash */
	int hashes_at_once;    /* so that sign-ins cannot exhaust memory */
	bool tells_network;    /* a letter tells of a sign-in from a network not seen before */
};

extern const struct account_policy account_usual_policy;

/* --- roles --- */

/* NULL when the bit is no role that can be given. */
const struct account_role_word *account_role_word(unsigned role);
/* 0 when no role has this key ("author") or Chinese name ("起草"). */
enum account_role account_role_of_word(struct str word);
/* Number stored for a role, and back; 0 when it is no role. */
int account_role_number(enum account_role role);
enum account_role account_role_of_number(int64_t number);
/* The Chinese names of the roles in `roles`, "起草、审核"; empty when there is none. */
MUST struct fault *account_roles_say(
	struct arena *arena, unsigned roles, bool is_english, struct str *ret_words);

/* May one person hold both? False when `more` brings an administrator's role together with any
 * other role of `held` or `more`. */
bool account_roles_fit(unsigned held, unsigned more);

/* A role to be given or taken. */
struct account_giving {
	enum account_role role;
	int64_t to_id;
	unsigned to_holds; /* bits the person holds already, delegated ones included */
	bool has_agency;   /* false: for the whole installation */
	struct str path;   /* of the agency; "/" for the whole installation */
};

/* DENIED "account_may_not" (no security administrator there), "account_self"; CONFLICT
 * "account_separate"; INPUT "account_role", "account_role_agency" (a business role needs one). */
MUST struct fault *account_check_give(
	const struct account_person *by, const struct account_giving *giving);
MUST struct fault *account_check_take(
	const struct account_person *by, const struct account_giving *giving);

/* Roles lent for a while; both days included. */
struct account_lending {
	int64_t to_id;
	unsigned to_holds;
	unsigned roles; /* bits */
	struct day first;
	struct day last;
	struct day today;
};

/* DENIED "account_not_held" (own roles only, borrowed ones do not count), "account_self"; INPUT
 * "account_lend_roles", "account_lend_admin", "account_lend_days"; CONFLICT "account_separate". */
MUST struct fault *account_check_lend(const struct account_policy *policy,
	const struct account_person *by, const struct account_lending *lending);

/* Is today between the two days, either of which may be DAY_NONE? */
bool account_is_within(struct day from, struct day to, struct day today);

/* --- names, contacts and passwords --- */

/* "wang.fang": lower case, 2–40 of a–z 0–9 . _ - @, beginning with a letter or digit. INPUT
 * "account_login". */
MUST struct fault *account_check_login(struct arena *arena, struct str text, struct str *ret_login);
/* A person's name without white space at its ends: 1–50 characters. INPUT "account_name". */
MUST struct fault *account_check_name(struct str text, struct str *ret_name);
/* Empty, or an address with one @. INPUT "account_mail". */
MUST struct fault *account_check_mail(struct str text, struct str *ret_mail);
/* Empty, or 5–20 digits with + - and spaces. INPUT "account_phone". */
MUST struct fault *account_check_phone(struct str text, struct str *ret_phone);

/* Words that stand in lists of passwords tried first, from data/weak_passwords.txt, lower case. */
extern const char *const account_weak_words[];

/*
 * Length first; no classes of characters are asked for (NIST SP 800-63B 5.1.1.2). INPUT
 * "account_password_short", "account_password_long", "account_password_weak" (made of known words,
 * runs and repeats), "account_password_name" (holds login or name).
 */
MUST struct fault *account_check_password(const struct account_policy *policy, struct str login,
	struct str name, struct str password);

/* --- failures and sessions --- */

/* Seconds to wait after so many failures in a row; `after` of them are free. */
int64_t account_delay(const struct account_policy *policy, int after, int64_t failures);

/*
 * Failures are counted three times: strictly for the login from one network, loosely for the login
 * from all networks that are not usual for its owner, and for a client address whatever the login.
 * So a stranger elsewhere cannot lock the owner out who signs in from his usual network, and
 * guesses that come from many networks are bounded all the same.
 */
enum account_count {
	ACCOUNT_COUNT_PLACE, /* login and network */
	ACCOUNT_COUNT_LOGIN,
	ACCOUNT_COUNT_ADDRESS,
	ACCOUNT_COUNTS
};
/* Failures that are free of delay. */
int account_count_free(const struct account_policy *policy, enum account_count count);
/* Is an attempt counted there and delayed by it? `is_usual`: the owner signed in from this network
 * before. */
bool account_count_applies(enum account_count count, bool is_usual);
/* Seconds that an attempt must wait when its counts are closed until then; 0: it may go on. */
int64_t account_wait(const int64_t until[ACCOUNT_COUNTS], bool is_usual, int64_t now);

/* The network of an address as text, "203.0.113.0/24" or "2001:db8:0:100::/56"; "" for what is no
 * address. */
struct account_network {
	char at[64];
};
struct account_network account_network_of(struct str address, int bits_v4, int bits_v6);

/* What is still to do before a sign-in is complete: bits. */
enum account_owes {
	ACCOUNT_OWES_CODE = 1,     /* of the second factor */
	ACCOUNT_OWES_PASSWORD = 2, /* a new one, at first use */
	ACCOUNT_OWES_FACTOR = 4,   /* a second factor must be set up */
};

struct account_session_times {
	int64_t seen_at;
	int64_t ends_at;
	bool is_ended;
};
bool account_session_lives(const struct account_policy *policy,
	const struct account_session_times *times, int64_t now);

#endif
