/*
 * notice: 通知, a sentence for one person inside the program, with the page it speaks of.
 *
 * What lives here: putting a notice in the transaction of the work that causes it, reading and
 * removing one's own. What does not: mail (mail/), what waits for somebody (each room knows that
 * from its own rows).
 */
#ifndef NOTICE_NOTICE_H
#define NOTICE_NOTICE_H

#include "base/arena.h"
#include "base/str.h"

struct db;

enum { NOTICE_LONGEST = 300 };

/* For an account, inside the caller's db_work(). `address` is a page of this program ("/desk/…") or
 * empty; `says` is cut at NOTICE_LONGEST bytes, at a character. */
MUST struct fault *notice_put(
	struct db *db, int64_t account_id, struct str says, struct str address);

struct notice {
	int64_t id;
	int64_t at; /* seconds since 1970, UTC */
	struct str says;
	struct str address;
	bool is_read;
};

struct notice_list {
	struct notice *items; /* the newest first */
	size_t count;
	bool has_more;
};

/* One's own, older than `before_id` (0: the newest); `limit` is cut to 1 … 200. */
MUST struct fault *notice_find(struct db *db, struct arena *arena, int64_t account_id,
	int64_t before_id, int limit, struct notice_list *ret_list);
MUST struct fault *notice_count_unread(struct db *db, int64_t account_id, int64_t *ret_count);
/* All of one's own up to this one are read. */
MUST struct fault *notice_mark_read(struct db *db, int64_t account_id, int64_t up_to_id);
/* Remove everybody's notices about a page and those below it, whose thing is gone; inside the
 * caller's db_work(). `address` holds no % and no _. */
MUST struct fault *notice_drop_about(struct db *db, struct str address);
/* Remove those read more than 180 days ago; for a background job. */
MUST struct fault *notice_tidy(struct db *db, int64_t *ret_count);

#endif
