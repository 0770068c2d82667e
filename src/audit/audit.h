/*
 * audit: 审计, who did what, append-only and hash-chained.
 *
 * What lives here: writing an entry in the transaction of the change it tells, the SM3 chain over
 * all entries, daily heads, verifying, and reading with filters. What does not: what entries mean
 * (each room names its own deeds), who may read them (account/), pages (portal/).
 * Law: 网络安全法 art. 21: logs are kept for at least six months; nothing here is ever removed.
 */
#ifndef AUDIT_AUDIT_H
#define AUDIT_AUDIT_H

#include "base/buf.h"
#include "base/day.h"
#include "base/digest.h"
#include "base/str.h"

struct db;

/* By what way somebody acted. Stored by number. */
enum audit_way { AUDIT_WEB, AUDIT_COMMAND, AUDIT_JOB, AUDIT_API };

/* Who acts. account_id 0 is the system or a visitor without account; `name` is then what it is
 * called ("命令行", "访客"). Text is borrowed and stored as it was at that time. */
struct audit_actor {
	int64_t account_id;
	struct str name;
	int64_t agency_id;  /* for which agency; 0: none */
	struct str address; /* of the client, "" when there is none */
	enum audit_way way;
};

/*
 * What happened. `deed` is "account.role_given" (thing and past verb; a–z, 0–9, _ and dots),
 * `thing` the table-like noun ("account"), `thing_id` its row. `before` and `after` are JSON
 * objects of the changed fields only; personal data in them is masked by the caller with
 * audit_mask_*(). Either may be empty. Long texts go in as their digest.
 */
struct audit_deed {
	const char *deed;
	const char *thing;
	int64_t thing_id;
	int64_t agency_id; /* whom the thing belongs to; 0: none */
	struct str before;
	struct str after;
};

/* Most bytes of `before` or `after`. */
enum { AUDIT_MOST_VALUES = 256 * 1024 };

/*
 * Write one entry; only inside db_work() (asserted), so it stands or falls with the change. Best as
 * the last thing of the work: on PostgreSQL it holds the end of the chain until the commit. Faults:
 * LIMIT "audit_large", OUTSIDE "audit_broken" (the end of the chain does not fit; see
 * audit_verify()), the database's.
 */
MUST struct fault *audit_write(
	struct db *db, const struct audit_actor *actor, const struct audit_deed *deed);

/* "张*", "138****1234", "2301**********0012", "z***@example.cn" in the arena: enough to recognise
 * a known value, too little to learn it. */
MUST struct fault *audit_mask_name(struct arena *arena, struct str name, struct str *ret_masked);
MUST struct fault *audit_mask_number(
	struct arena *arena, struct str number, struct str *ret_masked);
MUST struct fault *audit_mask_mail(struct arena *arena, struct str mail, struct str *ret_masked);

/* --- reading --- */

struct audit_entry {
	int64_t id; /* 1, 2, 3 … without a gap */
	int64_t at; /* milliseconds since 1970, UTC */
	struct audit_actor actor;
	struct str deed;
	struct str thing;
	int64_t thing_id;
	int64_t agency_id;
	struct str before;
	struct str after;
	struct digest previous; /* of the entry before; zeros for the first */
	struct digest digest;
};

/* Days are those of China's clock. */
struct audit_query {
	int64_t account_id; /* 0: all */
	int64_t agency_id;  /* 0: all */
	/* Only what belongs to agencies whose path fits one of these patterns, a JSON list such as
	 * ["/1/5/%","/1/7/"]; empty: all. What belongs to no agency fits none. */
	struct str patterns;
	struct str deed;  /* begins with; empty: all */
	struct str thing; /* with thing_id: the history of one row; empty: all */
	int64_t thing_id; /* counts only with `thing`; 0: all */
	struct day from;  /* both ends included; DAY_NONE: open */
	struct day to;
	int64_t before_id; /* paging: entries older than this; 0: the newest */
	int limit;         /* cut to 1 … 500 */
};

struct audit_list {
	struct audit_entry *entries; /* the newest first */
	size_t count;
	bool has_more;
};

/* Entries, the newest first. The next page has the last one's id as before_id. Each filter alone
 * stays quick with millions of entries. */
MUST struct fault *audit_find(struct db *db, struct arena *arena, const struct audit_query *query,
	struct audit_list *ret_list);
/* For export: entries of some days (DAY_NONE: open) after `after_id`, the oldest first. Begin with
 * 0; the next page has the last one's id; with entries left out that are of other days. */
MUST struct fault *audit_find_onward(struct db *db, struct arena *arena, struct day from,
	struct day to, int64_t after_id, int limit, struct audit_list *ret_list);

/* "2026-03-01 09:05:07.250" of China's clock, zero-terminated. */
struct audit_time_text {
	char at[32];
};
struct audit_time_text audit_time_text(int64_t at);
/* "web", "command", "job", "api"; "" for anything else. */
const char *audit_way_name(enum audit_way way);

/* --- proving --- */

/* The first thing that is wrong, or nothing. */
struct audit_verdict {
	bool is_whole;
	int64_t entry_count; /* entries that were there */
	int64_t bad_id;      /* entry at fault; 0 when whole */
	struct str says;     /* Chinese: changed, missing, out of order, end cut off */
	struct str says_en;
	struct digest head; /* of the last entry; zeros when there is none */
	/* How often the clock went back by more than a second, and the first entry after that. It
	 * is no damage: the chain orders the entries, not the clock. */
	int64_t back_count;
	int64_t back_id;
};

/* Walk the whole chain; memory does not grow with its length. */
MUST struct fault *audit_verify(
	struct db *db, struct arena *arena, struct audit_verdict *ret_verdict);

/* Last entry and its digest of each day: to be exported and kept elsewhere, so that even a
 * rewritten chain shows. One line a day: "2026-03-01 1234 64-hex-digits". The last day's line is
 * that of the present end and stays true later. A day to which the clock was set back has more
 * than one line. */
MUST struct fault *audit_put_heads(struct db *db, struct buf *out);
/* Are these exported heads (the lines above) still true? INPUT "audit_heads" for other lines.
 * Only the heads' own entries are looked at; audit_verify() proves those between. */
MUST struct fault *audit_verify_heads(
	struct db *db, struct arena *arena, struct str lines, struct audit_verdict *ret_verdict);

#endif
