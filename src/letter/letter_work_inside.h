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

/* A stored draft as it was saved. */
MUST struct fault *letter_draft_of(struct arena *arena, const struct letter_row *row,
	const struct letter_content *content, struct letter_draft *ret_draft);
/* A draft with a template, filled with its facts and the agency's. */
MUST struct fault *letter_fill_draft(struct arena *arena, const struct letter_house *house,
	const struct letter_draft *draft, struct str number, struct day issued_on,
	struct letter *ret_letter, struct letter_findings *ret_findings);

/* A statement that gives one id; CONFLICT "letter_stale" when no row was as it should be. */
MUST struct fault *letter_ask_id(
	struct db *db, const struct db_sql *sql, struct db_values values, int64_t *ret_id);
/* The audit line of a change, with nothing of what the letter says: kind, state and number. */
MUST struct fault *letter_tell(struct db *db, const struct letter_doer *doer, const char *deed,
	int64_t id, struct str reason);

/* A row that may be changed now: CONFLICT "letter_stale" or "letter_state". */
MUST struct fault *letter_check_row(const struct letter_row *row, int64_t version, unsigned states);
MUST struct fault *letter_fault_stale(void);

#endif
