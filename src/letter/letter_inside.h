/*
 * What the pure files of this room share: findings being gathered, and a template being filled.
 * Not for callers: they use letter.h.
 */
#ifndef LETTER_LETTER_INSIDE_H
#define LETTER_LETTER_INSIDE_H

#include "letter/letter.h"

/* More findings than this help nobody; the errors among the rest are still counted. */
enum { LETTER_FINDINGS_MOST = 100 };
/* Longest fact that is taken, in bytes. */
enum { LETTER_FACT_MOST = 64 << 10 };

/* The fact that stands over a letter; "" for none. */
const char *letter_addressee_fact(enum letter_addressee to);

/* Add a finding; `zh` and `en` are printf formats for the same arguments. */
MUST struct fault *letter_find(struct arena *arena, struct letter_findings *findings,
	const struct letter_finding *finding, const char *zh, const char *en, ...)
	__attribute__((format(printf, 4, 6), format(printf, 5, 6)));

/* Pieces of a line of a template. */
enum letter_token {
	LETTER_TOKEN_END,
	LETTER_TOKEN_TEXT,
	LETTER_TOKEN_NAME,
	LETTER_TOKEN_IF,
	LETTER_TOKEN_UNLESS,
	LETTER_TOKEN_CLOSE,
	LETTER_TOKEN_BAD,
};
/* The next piece from *at on: text as it stands, or the name between braces. What is no markup
 * comes back as LETTER_TOKEN_BAD with its text. */
enum letter_token letter_next_token(struct str line, size_t *at, struct str *ret_text);
/* The table that is all that stands on the line; NULL when there is none. */
const struct letter_field *letter_table_of_line(struct str line);

/* Fill a template whatever is wrong with it: what is no markup stays as it is written. */
MUST struct fault *letter_fill_template(struct arena *arena, struct str text,
	const struct letter_facts *facts, struct letter_block **ret_blocks, size_t *ret_count);

/* Text as it may stand in a letter: no control characters; tabs become spaces unless they part
 * cells. */
MUST struct fault *letter_clean(
	struct arena *arena, struct str text, bool is_table, struct str *ret_text);

#endif
