/*
 * What the files of letter_store share: rows with what they say, and words of faults.
 * Not for callers: they use letter_work.h.
 */
#ifndef LETTER_LETTER_WORK_INSIDE_H
#define LETTER_LETTER_WORK_INSIDE_H

#include "base/buf.h"
#include "db/db.h"
#include "letter/letter_work.h"

/* Most bytes of a draft or a letter as JSON, and of what one work needs. */
enum { LETTER_JSON_MOST = 4 << 20, LETTER_WORK_MEMORY = 64 << 20, LETTER_REASON_MOST = 500 };

/* "letter.draft:PLACE": what a sealed column is bound to. */
MUST struct fault *letter_store_place(
	struct arena *arena, const char *part, struct str place, struct str *ret_place);

/* What a row says, opened; `fixed` is empty before signing. */
struct letter_content {
	struct str place;
	bool is_online;
	struct str draft;
	struct str fixed;
};
MUST struct fault *letter_store_content(struct db *db, const struct seal_keys *keys,
	struct arena *arena, int64_t id, struct letter_content *ret_content);

/* A row that may be changed now: CONFLICT "letter_stale" or "letter_state". */
MUST struct fault *letter_check_row(const struct letter_row *row, int64_t version, unsigned states);
MUST struct fault *letter_fault_stale(void);

#endif
