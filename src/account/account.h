/*
 * account: 账号, the people of the agencies: who they are, what they may do for which agency, and
 * how they sign in.
 *
 * What lives here: accounts, roles over an agency or its subtree, delegation for a period,
 * passwords, second factor, sessions, sign-in history, and the visitor of a request as every
 * room's pages see it. What does not: agencies themselves (agency/ stands above; a place in the
 * tree is known here by its path only), applicants (they have no account).
 */
#ifndef ACCOUNT_ACCOUNT_H
#define ACCOUNT_ACCOUNT_H

#include "audit/audit.h"
#include "base/arena.h"
#include "base/day.h"
#include "base/str.h"
#include "http/http.h"

struct db;

/*
 * Roles. The value is also the bit in the access of a route (struct route), so a route table reads
 * `ACCOUNT_AUTHOR | ACCOUNT_REVIEWER`: one of them, for any agency; for which agency is then asked
 * with account_may() on the thing at hand. Stored by number of the bit, never renumber.
 */
enum account_role {
	ACCOUNT_SIGNED_IN = 1u << 1,      /* no role: any person who is signed in completely */
	ACCOUNT_AUTHOR = 1u << 2,         /* 起草 */
	ACCOUNT_REVIEWER = 1u << 3,       /* 审核 */
	ACCOUNT_APPROVER = 1u << 4,       /* 签发 */
	ACCOUNT_CASE_OFFICER = 1u << 5,   /* 受理 */
	ACCOUNT_LEGAL_REVIEWER = 1u << 6, /* 法制审核 */
	ACCOUNT_HEAD = 1u << 7,           /* 负责人 */
	ACCOUNT_SUPERVISOR = 1u << 8,     /* 汇总: reads the subtree */
	ACCOUNT_SYSTEM_ADMIN = 1u << 9,   /* 系统管理员: accounts, agencies, settings, jobs */
	ACCOUNT_SECURITY_ADMIN = 1u << 10, /* 安全管理员: roles, lock-outs, sessions, policies */
	ACCOUNT_AUDITOR = 1u << 11,        /* 审计员: reads the audit */
	ACCOUNT_HALF_SIGNED_IN = 1u
				 << 12, /* password right; second factor or new password to come */
};

struct account_role_word {
	enum account_role role;
	const char *key; /* "author", for JSON, CSV and the command line */
	const char *zh;
	const char *en;
};
/* Every role that can be given, in the order shown; ends with { 0 }. */
extern const struct account_role_word account_role_words[];

/* One role of a person. `path` is that of the agency it holds for: "/1/5/9/", from the top. */
struct account_grant {
	enum account_role role;
	int64_t agency_id;
	struct str path;
	bool has_subtree;
	int64_t delegated_by; /* account whose role this is for a while; 0: the person's own */
};

/*
 * The person who asks. Invariants: `roles` is the union of the grants' bits, with
 * ACCOUNT_SIGNED_IN when the sign-in is complete, or ACCOUNT_HALF_SIGNED_IN alone.
 */
struct account_person {
	int64_t id;
	struct str login;
	struct str name;
	int64_t agency_id;
	struct str agency_path;
	unsigned roles;
	const struct account_grant *grants;
	size_t grant_count;
};

/* May this person act as one of `roles` (bits) for the agency at `path`? Pure. NULL may nothing. */
bool account_may(const struct account_person *person, unsigned roles, struct str path);
/* The same as a fault: DENIED "account_may_not". */
MUST struct fault *account_must(
	const struct account_person *person, unsigned roles, struct str path);

/* The places that a person's grants of `roles` reach, as a JSON list of patterns of paths, such as
 * ["/1/5/%","/1/7/"], for statements to compare with; "[]" when there is none. */
MUST struct fault *account_reach(struct arena *arena, const struct account_person *person,
	unsigned roles, struct str *ret_patterns);

/* --- the visitor of a request --- */

struct account_gate;
struct account_session;
struct blob_store;
struct seal_keys;
struct html_shell;

/*
 * What program/ leaves in request->visitor for every page. `draw` fills a shell for this visitor:
 * site's name, navigation by role (`current` is the address of the part at hand, "" for none),
 * foot, breadcrumb, larger text. Never NULL in the program; pages reach it by the functions below.
 */
struct account_visitor {
	const struct account_person *person;   /* NULL: nobody is signed in */
	struct account_gate *gate;             /* account/'s own */
	const struct account_session *session; /* of the person; account/'s own */
	struct str form_token;                 /* of the session; goes into every form that posts */
	struct fault *(*draw)(struct http_request *request, struct http_reply *reply,
		struct str title, const char *current, struct html_shell *ret_shell);
};

/*
 * What http_app's admit() calls for every request: who asks, by the cookie of the session, and may
 * that person use the route? Fills request->visitor and request->form_token. A route that needs
 * somebody answers a page with the way to sign in and anything else with 401; a person without the
 * role gets DENIED "account_may_not". An unsafe ANY_SITE route takes no authority from a cookie.
 */
MUST struct fault *account_admit(
	struct account_gate *gate, struct http_request *request, struct http_reply *reply);

/* NULL when nobody is signed in completely. */
const struct account_person *account_of(const struct http_request *request);
/* What pages work with besides the database: the keys of sealed columns, and files by digest. */
const struct seal_keys *account_keys(const struct http_request *request);
struct blob_store *account_files(const struct http_request *request);
/* Who acts, for the audit; `agency_id` is the agency acted for. */
struct audit_actor account_actor(const struct http_request *request, int64_t agency_id);
/* The shell for a page of any room. */
MUST struct fault *account_shell(struct http_request *request, struct http_reply *reply,
	struct str title, const char *current, struct html_shell *ret_shell);

#endif
